"""Processes that begin with everything imported, one for each piece of work, so that nothing leaks
into the next.

They are forks of one server, the forkserver of `multiprocessing`, which imports what reports use:
see `prepared`. A process that dies, hangs or takes too much memory fails its own work with the
reason, and nobody else's. Importing this module costs little: call `start_server` early and import
the rest while the server does the same.
"""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import astuple, dataclass
from multiprocessing import Pipe, forkserver, reduction
from multiprocessing.connection import Connection, wait
from typing import Any, ParamSpec, TypeVar

from laocai_analysis.errors import ReportError
from laocai_analysis.reports.limits import NO_LIMITS, End, Limits, keep

#: One thread for linear algebra: as many reports run side by side as there are processors, and a
#: process that has threads cannot be forked safely.
THREADS = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "BLIS_NUM_THREADS",
        "NUMEXPR_NUM_THREADS",
    ),
    "1",
) | {
    "JE_ARROW_MALLOC_CONF": "background_thread:false"
}  # pandas imports pyarrow wherever it is installed

#: What a kernel sets before matplotlib is imported; matplotlib takes it from the environment at
#: that moment.
INLINE = "module://matplotlib_inline.backend_inline"

#: The seconds to wait before a child is asked for again, of a new server.
PATIENCE = (0.05, 0.5)

#: The work of a child: its end of the pipe, the descriptor of the clock of `limits.keep`, and what
#: else it was given.
Work = Callable[..., None]

P = ParamSpec("P")
T = TypeVar("T")
_starting = threading.RLock()
_also_preloaded: dict[str, None] = {}


def start_server(*more: str) -> None:
    """Start the server unless it runs; return at once, while it imports.

    Parameters
    ----------
    more : str
        Modules to import after `prepared`, for what else children will be asked to do. What the
        server imports is fixed when it starts.

    Notes
    -----
    The environment and the folder of the server do not matter: each child is given those of the
    moment.
    """
    with _starting:
        _also_preloaded.update(dict.fromkeys(more))
        forkserver.set_forkserver_preload(["laocai_analysis.reports.prepared", *_also_preloaded])
        with _environment({**THREADS, "MPLBACKEND": INLINE}):
            # not the alias of the module: see `_share_server`
            forkserver._forkserver.ensure_running()


@contextlib.contextmanager
def _environment(more: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in more}
    os.environ.update(more)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@dataclass(frozen=True, slots=True)
class _Order:
    """What the forkserver unpickles in a new child and starts by its method `_bootstrap`, as it
    does any process.

    A `multiprocessing.Process` would import the script of the asker once more in each child, and
    would show in the child as something else than the main process that the cells of a notebook
    expect to run in.
    """

    work: Work
    arguments: tuple[Any, ...]
    environment: dict[str, str]
    folder: str
    limits: Limits

    def _bootstrap(self, asker: int) -> int:
        channel, verdict = forkserver.get_inherited_fds() or []
        end = keep(
            lambda clock: self._begin(channel, verdict, clock), limits=self.limits, asker=asker
        )
        with (
            contextlib.suppress(BrokenPipeError),
            open(verdict, "wb") as file,
        ):  # perhaps nobody asks any more
            pickle.dump(astuple(end), file)
        return 0

    def _begin(self, channel: int, verdict: int, clock: int) -> None:
        os.close(verdict)
        os.environ.clear()
        os.environ.update(self.environment)
        time.tzset()
        os.chdir(self.folder)
        if "numpy" in sys.modules:  # the standard library seeds its own generator after a fork
            sys.modules["numpy"].random.seed()
        self.work(Connection(channel), clock, *self.arguments)


class Child:
    """A fresh process that does one piece of work and can be talked to while it does.

    Parameters
    ----------
    work : callable
        A function of a module, called with a connection, the descriptor of the clock and
        `arguments`.
    arguments
        What can be pickled.
    folder : str or path, optional
        The working folder of the child; that of this process where not given.
    limits : Limits
        What the child may take.

    Raises
    ------
    ReportError
        If no process could be started.

    Notes
    -----
    Use it in a ``with`` statement: at its end nothing is left of the child, nor of what it started.
    The same holds when this process dies.
    """

    def __init__(
        self,
        work: Work,
        *arguments: Any,
        folder: str | os.PathLike[str] | None = None,
        limits: Limits = NO_LIMITS,
    ) -> None:
        environment = {"MPLBACKEND": INLINE, **os.environ, **THREADS}
        order = _Order(work, arguments, environment, os.fspath(folder or os.getcwd()), limits)
        for patience in (*PATIENCE, None):
            try:
                self._begin(order)
                break
            except (
                OSError,
                EOFError,
            ) as error:  # the server has been killed, and is perhaps not quite gone yet
                if patience is None:
                    raise ReportError(
                        f"không mở được tiến trình / no process could be started: {error!r}"
                    ) from error
                forkserver._forkserver.__dict__.pop("ensure_running", None)
                time.sleep(patience)
        self._end: End | None = None

    def _begin(self, order: _Order) -> None:
        """Order the process.

        Each order has pipes of its own: a server that was killed may have forked a child that it
        could not tell of.
        """
        self.channel, theirs = Pipe()
        self._verdict, written = os.pipe()
        try:
            self._lifeline = _send_order(order, [theirs.fileno(), written])
        except BaseException:
            self.channel.close()
            os.close(self._verdict)
            raise
        finally:
            theirs.close()
            os.close(written)

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        with contextlib.suppress(OSError):
            self.end()
        self.channel.close()
        os.close(self._verdict)

    def send(self, message: bytes) -> None:
        """Send a message to the child; a child that is no more does not mind."""
        with contextlib.suppress(OSError):
            self.channel.send_bytes(message)

    def receive(self) -> bytes | None:
        """Return the next message of the child, or None when there will be none."""
        if not self.channel.closed:
            # A process that the cells started may hold the other end open: the verdict of the
            # keeper is the end.
            ready = wait([self.channel, self._verdict])
            with contextlib.suppress(EOFError, OSError):
                if self.channel in ready or self.channel.poll(0):
                    return self.channel.recv_bytes()
        return None

    def end(self) -> End:
        """Wait for the end of the child and say how it came; it ends by itself when its work is
        done.
        """
        if self._end is None:
            with open(self._verdict, "rb", closefd=False) as file:
                told = file.read()
            self._end = End(*pickle.loads(told)) if told else End(-1, "", 0.0, 0)
        return self._end

    def stop(self) -> None:
        """Have the child killed, with all that it started; the next message that it has not sent is
        None.
        """
        lifeline, self._lifeline = self._lifeline, -1
        if lifeline >= 0:
            os.close(lifeline)


def _send_order(order: _Order, descriptors: list[int]) -> int:
    """Have a child forked; return the descriptor whose closing is the order to end."""
    buffer = io.BytesIO()
    reduction.dump({}, buffer)  # what else the forkserver would change in the child: nothing
    reduction.dump(order, buffer)
    with _starting:  # while another thread starts a server anew, there is no address to connect to
        start_server()
        status, lifeline = forkserver.connect_to_new_process(list(descriptors))
    try:
        with open(lifeline, "wb", closefd=False) as file:
            file.write(buffer.getbuffer())
        forkserver.read_signed(status)
    except BaseException:
        with contextlib.suppress(
            OSError
        ):  # a child that gets no order says so, in many lines, to whoever interrupts
            os.write(lifeline, buffer.getbuffer())
        os.close(lifeline)
        raise
    finally:
        os.close(status)
    return int(lifeline)


def serve_cells(channel: Connection, clock: int) -> None:
    """Run the cells of a notebook: `shell.serve`, imported in the child, where it is there
    already.
    """
    from laocai_analysis.reports.shell import serve

    serve(channel, clock)


def forget_server() -> None:
    """Let this child have a forkserver of its own where its work asks for one, as any
    process has.
    """
    forkserver._forkserver.__init__()  # type: ignore[misc]


def _share_server() -> None:
    """Let this child ask the server that it comes from for more; the standard library would start
    another one.
    """
    forkserver._forkserver.ensure_running = lambda: None  # type: ignore[method-assign]


def _answer(channel: Connection, clock: int, path: list[str], call: bytes) -> None:
    """Call a function, in the child, and send what comes of it."""
    os.close(clock)
    sys.path[:] = path
    _share_server()
    try:
        function, args, kwargs = pickle.loads(call)
        answer = pickle.dumps((True, function(*args, **kwargs)))
    except BaseException as error:
        answer = _failure(error)
    channel.send_bytes(answer)


def _failure(error: BaseException) -> bytes:
    try:
        answer = pickle.dumps((False, error))
        pickle.loads(answer)
    except Exception:  # an exception that cannot travel: its words can
        return pickle.dumps((False, ReportError(f"{type(error).__name__}: {error}")))
    return answer


class ForkserverExecutor(ThreadPoolExecutor):
    """A `concurrent.futures.Executor` that calls each function in a fresh child of the server.

    Parameters
    ----------
    max_workers : int, optional
        How many children run at once; as many as there are processors where not given.
    limits : Limits
        What each of them may take.

    Notes
    -----
    The function, its arguments and its result are pickled, the function by its name: one defined in
    the script that runs cannot be called. A future raises what the function raised, or
    `ProcessDiedError`, `TimeLimitError`, `MemoryLimitError`. Leaving the ``with`` statement by an
    exception, Ctrl-C for example, kills the children.

    Examples
    --------
    >>> import math
    >>> with ForkserverExecutor(2) as executor:
    ...     list(executor.map(math.sqrt, [1, 4, 9]))
    [1.0, 2.0, 3.0]
    """

    def __init__(self, max_workers: int | None = None, *, limits: Limits = NO_LIMITS) -> None:
        super().__init__(max_workers or len(os.sched_getaffinity(0)), thread_name_prefix="child")
        self._limits = limits
        self._running: set[Child] = set()
        self._stopped = False
        self._guard = threading.Lock()
        start_server()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Call a function in a child as soon as one may start; see
        `concurrent.futures.Executor.submit`.
        """
        return super().submit(self._call, pickle.dumps((fn, args, kwargs)))

    def _call(self, call: bytes) -> Any:
        with Child(_answer, sys.path, call, limits=self._limits) as child:
            with self._guard:
                self._running.add(child)
                if self._stopped:
                    child.stop()
            try:
                answer = child.receive()
                if answer is None:
                    raise child.end().error()
            finally:
                with self._guard:
                    self._running.discard(child)
            child.end()  # the next one starts when nothing is left of this one
            good, value = pickle.loads(answer)
        if good:
            return value
        raise value

    def stop(self) -> None:
        """Kill every child that runs and start no other; their futures raise `ProcessDiedError`."""
        self.shutdown(wait=False, cancel_futures=True)
        with self._guard:
            self._stopped = True
            for child in self._running:
                child.stop()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self.stop()
        self.shutdown(wait=True)
