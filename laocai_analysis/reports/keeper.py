"""What runs in a fork of the server: the keeper, and the kernel that it forks and keeps.

The keeper computes nothing: however busy, stuck or broken the kernel is, the keeper can end it. It
is also the reaper of whatever the kernel starts and forgets, in whatever session or process group,
so that nothing of it is left when the kernel has ended, or when the process that asked for it is
gone.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any

from laocai_analysis.reports.limits import End

#: Seconds between two looks at the memory of the kernel, and of all that it has started. Filling
#: memory runs at some 2 GB/s, so that the limit may be exceeded for a moment.
INTERVAL, TREE = 0.05, 0.25

_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36


def keep(
    told: Connection,
    command: Sequence[str],
    environment: Mapping[str, str],
    folder: str,
    memory: int,
) -> None:
    """Fork a kernel, wait for its end, and leave nothing of it.

    Parameters
    ----------
    told : Connection
        Gets the number of the kernel's process when it listens, then its `End`.
    command, environment, folder, memory
        As `server.WarmKernel` takes them.
    """
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)
    os.setsid()  # Ctrl-C in the terminal is for the process that asked for the kernel
    signal.signal(signal.SIGTERM, _leave)
    keeper = os.getpid()
    kernel = os.fork()
    if kernel == 0:
        _become_kernel(keeper, told, command, environment, folder)
        return
    reason = _watch(kernel, memory)
    if reason:
        os.kill(kernel, signal.SIGKILL)
    _, status, usage = os.wait4(kernel, 0)
    _end_descendants()
    code = os.waitstatus_to_exitcode(status)
    with contextlib.suppress(OSError):  # perhaps nothing waits for it any more
        limit = reason if reason == "memory" else ""
        told.send(End(code, limit, float(memory), usage.ru_maxrss * 1024))


def _prctl(option: int, value: int) -> None:
    ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def _leave(*_: object) -> None:
    """End the keeper and all that it keeps, when it is asked to."""
    _end_descendants()
    os._exit(1)


def _watch(kernel: int, memory: int) -> str:
    """Wait until the kernel ends or must be ended; return the reason, "" where it ended itself."""
    import psutil

    ended, process = os.pidfd_open(kernel), psutil.Process(kernel)
    parent = multiprocessing.parent_process()
    assert parent is not None
    look = 0.0
    while True:
        ready = wait([ended, parent.sentinel], INTERVAL if memory else None)
        if ended in ready:
            return ""
        if ready:
            return "parent"
        with contextlib.suppress(psutil.NoSuchProcess):
            processes = [process]
            if time.monotonic() > look:
                processes += process.children(recursive=True)
                look = time.monotonic() + TREE
            if _held(processes, "rss") > memory and _held(processes, "pss") > memory:
                return "memory"


def _held(processes: Sequence[Any], kind: str) -> int:
    """Return the physical memory of processes: the resident pages are quick to count, but a page
    that is shared counts once for each process; the exact sum takes milliseconds.
    """
    import psutil

    held = 0
    for process in processes:
        with contextlib.suppress(psutil.Error):
            info = process.memory_info() if kind == "rss" else process.memory_full_info()
            held += getattr(info, kind)
    return held


def _end_descendants() -> None:
    """Kill and reap everything that descends from this process, until nothing does."""
    import psutil

    while processes := psutil.Process().children(recursive=True):
        for process in processes:
            with contextlib.suppress(psutil.Error):
                process.kill()
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        time.sleep(0.001)


def _become_kernel(
    keeper: int,
    told: Connection,
    command: Sequence[str],
    environment: Mapping[str, str],
    folder: str,
) -> None:
    """Be the kernel until it is told to end."""
    os.setsid()
    for number in (signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != keeper:  # it died before the line above
        os._exit(1)
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")  # where the machine runs out of memory, this process goes first
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # what cells start reads nothing of the caller's
    os.environ.clear()
    os.environ.update(environment, JPY_PARENT_PID=str(keeper))
    if not os.environ.get("MPLBACKEND"):  # as ipykernel does before matplotlib is imported
        os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    time.tzset()
    os.chdir(folder)
    at_exit = _ExitHandlers()
    _forget_server(command)
    from ipykernel.kernelapp import IPKernelApp

    # the keeper is the parent, and it watches better than the thread that looks once a second
    kernel = IPKernelApp.instance()
    kernel.initialize([*command[3:], "--IPKernelApp.parent_handle=1"])
    told.send(os.getpid())
    told.close()
    kernel.start()
    at_exit.run()


def _forget_server(command: Sequence[str]) -> None:
    """Be as a fresh interpreter where the server is not one."""
    process = multiprocessing.current_process()
    process.name, process.daemon = "MainProcess", False
    multiprocessing.set_start_method(None, force=True)
    import ipykernel_launcher

    from laocai_analysis.reports.prepared import PATH, SETTINGS

    sys.path[:] = PATH
    sys.argv[:] = [ipykernel_launcher.__file__, *command[3:]]
    if sys.modules.get("rfc3987_syntax") is None:  # see the room's `__init__`
        sys.modules.pop("rfc3987_syntax", None)
    tempfile.tempdir = None
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()  # the standard library does the same with its own generator
    if matplotlib := sys.modules.get("matplotlib"):
        matplotlib.rcParams["backend"] = os.environ["MPLBACKEND"]
        if {SETTINGS, matplotlib.matplotlib_fname()} != {_own_settings(matplotlib)}:
            settings = matplotlib.rc_params()  # of the working folder, for example
            settings["backend"] = os.environ["MPLBACKEND"]
            matplotlib.rcParams.update(settings)
            matplotlib.rcParamsOrig = matplotlib.rcParams.copy()  # type: ignore[attr-defined]
    if pandas := sys.modules.get("pandas"):
        pandas.set_option("display.max_columns", 20)  # imported without a shell: for a terminal


def _own_settings(matplotlib: Any) -> str:
    """Return the file of settings that comes with matplotlib."""
    return os.path.join(matplotlib.get_data_path(), "matplotlibrc")


class _ExitHandlers:
    """What `atexit` is in a kernel: it calls what was registered here, and nothing of the
    server.
    """

    def __init__(self) -> None:
        import atexit

        self._held: list[tuple[Callable[..., object], tuple[Any, ...], dict[str, Any]]] = []
        atexit.register = self.register  # type: ignore[assignment]
        atexit.unregister = self.unregister

    def register(
        self, function: Callable[..., object], /, *args: Any, **kwargs: Any
    ) -> Callable[..., object]:
        self._held.append((function, args, kwargs))
        return function

    def unregister(self, function: Callable[..., object], /) -> None:
        self._held = [one for one in self._held if one[0] != function]

    def run(self) -> None:
        """Call the last one first; one that fails does not keep the others from being called."""
        while self._held:
            function, args, kwargs = self._held.pop()
            try:
                function(*args, **kwargs)
            except Exception:
                traceback.print_exc()
