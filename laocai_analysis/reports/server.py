"""Kernels forked from one server that has imported what reports use, each with a keeper beside it.

The server is the forkserver of `multiprocessing`; it imports `prepared`. Importing this module
costs little: call `start_server` early and import the rest while the server does the same.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
import time
import types
from collections.abc import Iterator, Mapping, Sequence
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

from laocai_analysis.reports.keeper import keep
from laocai_analysis.reports.limits import End

#: Whether this system has what the server and its keepers need. Where it has not, or where the
#: variable ``LAOCAI_PROVISIONER`` is ``local``, kernels start as Jupyter starts them.
AVAILABLE = sys.platform == "linux" and "forkserver" in multiprocessing.get_all_start_methods()

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
)

#: What the server needs beside these: pandas imports pyarrow wherever it is installed, the debugger
#: of ipykernel warns of a setting that a fork does not need, and matplotlib looks for a screen.
_QUIET = {
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}

#: Variables that the interpreter and its libraries read when they start: a kernel for which one of
#: them differs from that of the server starts by itself.
_READ_AT_START = ("PYTHON", "LD_", "LC_", "LANG", "HOME", "XDG_", "MPLCONFIG")

#: The longest folder in which the server can have its socket, whose path has at most 107 bytes.
_LONGEST = 107 - len("/pymp-12345678/listener-12345678")

_PACKAGE = Path(__file__).resolve().parents[1]
_starting = threading.RLock()
_server: dict[str, Any] = {}


def start_server() -> None:
    """Start the server unless it runs; return at once, while it imports."""
    if not _wanted():
        return
    with _starting, _environment({**THREADS, **_QUIET}), _short_temporary_folder():
        if not _server:
            _server.update(began=time.time(), environment=_read_at_start(os.environ))
            forkserver.set_forkserver_preload(["laocai_analysis.reports.prepared"])
        forkserver.ensure_running()


def has_started() -> bool:
    """Tell whether the server has been started."""
    return bool(_server)


def _wanted() -> bool:
    return AVAILABLE and os.environ.get("LAOCAI_PROVISIONER") != "local"


def can_fork(command: Sequence[str], environment: Mapping[str, str]) -> bool:
    """Tell whether a fork of the server is what a kernel started by a command would be.

    Parameters
    ----------
    command : sequence of str
        The command of the kernelspec, filled in.
    environment : mapping
        The environment of the kernel.

    Returns
    -------
    bool
        False for another interpreter, another kernel than ipykernel, other variables that count
        when an interpreter starts, and where a file of this package is newer than the server.
    """
    start_server()
    return (
        _wanted()
        and not multiprocessing.current_process().daemon  # it may not have processes
        and list(command[1:4]) == ["-m", "ipykernel_launcher", "-f"]
        and _program(command[0]) == _program(sys.executable)
        and _read_at_start(environment) == _server["environment"]
        and all(path.stat().st_mtime < _server["began"] for path in _PACKAGE.rglob("*.py"))
    )


def _program(path: str) -> tuple[str, str]:
    """Return what an interpreter is: two environments may share the file that their links lead
    to.
    """
    return os.path.dirname(os.path.abspath(path)), os.path.realpath(path)


def _read_at_start(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(_READ_AT_START)}


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


@contextlib.contextmanager
def _short_temporary_folder() -> Iterator[None]:
    """Use ``/tmp`` where the folder of temporary files is too long for the path of a socket."""
    before = tempfile.gettempdir()
    if len(os.fsencode(before)) > _LONGEST:
        tempfile.tempdir = "/tmp"
    try:
        yield
    finally:
        tempfile.tempdir = before


@contextlib.contextmanager
def _no_main() -> Iterator[None]:
    """Hide the main module, which a process of `multiprocessing` imports otherwise: a kernel has
    nothing to do with the script that asks for it.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


class WarmKernel:
    """A kernel forked from the server, with the methods of a `subprocess.Popen`.

    Parameters
    ----------
    command : sequence of str
        As `can_fork` takes it.
    environment : mapping
        The environment of the kernel.
    folder : str
        Its working folder.
    memory : int
        The most memory in bytes that it may take with all that it starts; 0 for no limit.

    Raises
    ------
    OSError, EOFError
        If the server cannot fork.

    Notes
    -----
    Nothing is left of the kernel and of what it started when it ends, nor when this process does.
    """

    stdin = stdout = stderr = None

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], folder: str, *, memory: int
    ) -> None:
        context = multiprocessing.get_context("forkserver")
        self._news, told = context.Pipe(duplex=False)
        arguments = (told, list(command), dict(environment), folder, memory)
        self._keeper = context.Process(target=keep, args=arguments, daemon=True)
        self._end: End | None = None
        try:
            with _starting, _no_main():
                start_server()
                self._keeper.start()
            told.close()
            heard = self._heard()
            if isinstance(heard, End):
                raise EOFError(f"a kernel could not begin: {heard.error()}")
            self.pid: int = heard
        except BaseException:
            self._leave()
            raise

    def _heard(self) -> int | End:
        """Return what the keeper tells: a process, or an end. It is an end without a status where
        the keeper is gone, and where what it told cannot be read: a cell can write to any pipe.
        """
        try:
            heard: object = self._news.recv()
        except Exception:
            heard = None
        return heard if isinstance(heard, (int, End)) else End(None, "", 0, 0)

    def _leave(self) -> None:
        """End the keeper and its kernel, if they run."""
        self._news.close()
        if self._keeper.pid is not None:
            if self._keeper.is_alive():
                self._keeper.terminate()
            self._keeper.join()

    def end(self) -> End | None:
        """Return how the kernel ended, or None while it runs."""
        if self._end is None and self._news.poll():
            heard = self._heard()
            self._end = heard if isinstance(heard, End) else End(None, "", 0, 0)
            self._leave()
        return self._end

    def poll(self) -> int | None:
        """Return the exit status, or None while the kernel runs."""
        end = self.end()
        if end is None:
            return None
        return -signal.SIGKILL if end.status is None else end.status

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait for the end, at most so many seconds; return what `poll` does."""
        if self._end is None:
            self._news.poll(timeout)
        return self.poll()

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel and the processes of its group."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, number)

    def kill(self) -> None:
        """Kill the kernel."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)
