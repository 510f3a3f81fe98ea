"""One process kept within limits of time and memory, of which nothing is left behind.

The process that does the work is watched by another one, its keeper, which computes nothing:
however busy, stuck or broken the work is, the keeper can end it. The keeper is also the reaper of
whatever the work starts and forgets, in whatever session or process group, so that it finds all of
it when the end has come. It ends by itself when the process that asked for the work is gone, for
whatever reason.

Standard library only, for Linux: the keeper relies on its ``prctl`` and its ``/proc``.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import select
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass

from laocai_analysis.errors import MemoryLimitError, ProcessDiedError, ReportError, TimeLimitError

#: What the work tells its keeper when a cell begins and when it has ended.
BEGIN, END = b"+", b"-"

#: Seconds between two looks at the memory of the work. Filling memory runs at some 2 GB/s, so that
#: the limit may be exceeded by about 0.1 GB for a moment.
INTERVAL = 0.05

_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a process may take; None where there is no limit.

    Parameters
    ----------
    seconds : float, optional
        For all of its work.
    cell_seconds : float, optional
        For one cell of a notebook.
    memory : int, optional
        Bytes of physical memory, of the process and of all that it starts, each shared page counted
        in proportion. Address space (``RLIMIT_AS``) is not limited instead, because the libraries
        of a report reserve gigabytes of it that they never touch, and because it would not count
        the processes that a cell starts.
    """

    seconds: float | None = None
    cell_seconds: float | None = None
    memory: int | None = None


#: As much as the machine gives.
NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class End:
    """How a process came to its end.

    Parameters
    ----------
    status : int
        What ``os.waitpid`` says of it; -1 where nobody was left to ask.
    reason : {"", "seconds", "cell_seconds", "memory", "asker"}
        The limit that it reached, or that the process which asked for the work is gone; "" where it
        ended by itself.
    amount : float
        The limit that was reached, in seconds or bytes.
    peak : int
        The most physical memory that the process took, in bytes, without what it started.
    """

    status: int
    reason: str
    amount: float
    peak: int

    def error(self) -> ReportError:
        """Return the exception that says why the work was not done.

        Examples
        --------
        >>> print(End(signal.SIGSEGV, "", 0, 0).error())
        bị dừng / killed by signal 11 (SIGSEGV)
        >>> print(End(signal.SIGKILL, "cell_seconds", 60, 0).error())
        quá giờ / stopped after 60 s, the limit of one cell
        """
        if self.reason == "memory":
            return MemoryLimitError(
                f"quá bộ nhớ / stopped at {self.amount / 2**20:.0f} MiB, the limit of memory"
            )
        if self.reason in ("seconds", "cell_seconds"):
            of = "one cell" if self.reason == "cell_seconds" else "the whole"
            return TimeLimitError(f"quá giờ / stopped after {self.amount:g} s, the limit of {of}")
        if self.status < 0:
            return ProcessDiedError(
                "bị dừng / ended without a word: its keeper was killed, or could not begin"
            )
        if os.WIFEXITED(self.status):
            return ProcessDiedError(
                f"tự thoát / the process ended itself with status {os.WEXITSTATUS(self.status)}"
            )
        number = os.WTERMSIG(self.status)
        return ProcessDiedError(
            f"bị dừng / killed by signal {number:d} ({signal.Signals(number).name})"
        )


def keep(work: Callable[[int], None], *, limits: Limits, asker: int) -> End:
    """Do work in a process of its own, within limits, and come back when nothing of it is left.

    Parameters
    ----------
    work : callable
        Called in the new process with a file descriptor on which to write `BEGIN` and `END`. It has
        no result: the process ends with status 0 after it, or with 1 after an exception.
    limits : Limits
        What the work may take.
    asker : int
        File descriptor of a pipe that ends when the work is no longer wanted.

    Returns
    -------
    End
        How the work ended.
    """
    _libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    os.setsid()  # Ctrl-C in the terminal of the asker is for the asker to answer
    signal.signal(signal.SIGTERM, _leave)
    gc.freeze()  # so that no collection touches, and so copies, the pages shared with the server
    clock, ticks = os.pipe()
    keeper = os.getpid()
    process = os.fork()
    if process == 0:
        os.close(clock)
        _work(work, ticks, keeper)
    os.close(ticks)
    reason, amount = _watch(process, limits, asker=asker, clock=clock)
    if reason:
        os.kill(process, signal.SIGKILL)
    _, status, usage = os.wait4(process, 0)
    _end_descendants()
    return End(status, reason, amount, usage.ru_maxrss * 1024)


def _leave(*_: object) -> None:
    """End the keeper and all that it keeps, when somebody asks it to."""
    _end_descendants()
    os._exit(1)


def _work(work: Callable[[int], None], ticks: int, keeper: int) -> None:
    """Do the work, in the new process, and never return."""
    code = 1
    try:
        os.setsid()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() == keeper:  # else it died before the line above
            with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
                file.write(
                    "1000"
                )  # where the whole machine runs out of memory, this process goes first
            work(ticks)
            code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def _watch(process: int, limits: Limits, *, asker: int, clock: int) -> tuple[str, float]:
    """Wait until the process ends or has to be ended; say at which limit, or ""."""
    ended = os.pidfd_open(process)
    poll = select.poll()
    for descriptor in (ended, asker, clock):
        poll.register(descriptor, select.POLLIN)
    due = {"seconds": time.monotonic() + limits.seconds} if limits.seconds else {}
    while True:
        now = time.monotonic()
        for name, moment in due.items():
            if now >= moment:
                return name, float(getattr(limits, name))
        if limits.memory and _takes_more(process, limits.memory):
            return "memory", float(limits.memory)
        wait = min(
            [moment - now for moment in due.values()] + [INTERVAL if limits.memory else 3600.0]
        )
        news = {descriptor for descriptor, _ in poll.poll(1000 * wait)}
        if ended in news:
            return "", 0.0
        if asker in news:
            return "asker", 0.0
        if clock in news:
            ticks = os.read(clock, 4096)
            if not ticks:  # a cell has closed every file that it could find: its time goes on
                poll.unregister(clock)
            elif ticks[-1:] == BEGIN and limits.cell_seconds:
                due["cell_seconds"] = time.monotonic() + limits.cell_seconds
            else:
                due.pop("cell_seconds", None)


def _children(process: int) -> list[int]:
    """Return the processes that descend from one, nearest first."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for thread in os.listdir(f"/proc/{process}/task"):
            with (
                contextlib.suppress(OSError),
                open(f"/proc/{process}/task/{thread}/children") as file,
            ):
                found += map(int, file.read().split())
    return found + [below for child in found for below in _children(child)]


def _takes_more(process: int, memory: int) -> bool:
    """Whether a process and all that descends from it hold more physical memory than so many bytes.

    The resident pages are quick to count but count a shared page once for each process, so they
    only decide when the exact sum, which takes milliseconds, is worth asking for.
    """
    processes = [process, *_children(process)]
    page = os.sysconf("SC_PAGE_SIZE")
    if sum(_number(f"/proc/{number}/statm", 1) * page for number in processes) <= memory:
        return False
    return sum(_proportional(number) for number in processes) > memory


def _number(path: str, place: int) -> int:
    try:
        with open(path) as file:
            return int(file.read().split()[place])
    except (OSError, IndexError):  # it has just ended
        return 0


def _proportional(process: int) -> int:
    try:
        with open(f"/proc/{process}/smaps_rollup") as file:
            return 1024 * sum(int(line.split()[1]) for line in file if line.startswith("Pss:"))
    except OSError:
        return 0


def _end_descendants() -> None:
    """Kill and reap everything that descends from this process, until nothing does."""
    while processes := _children(os.getpid()):
        for process in processes:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        time.sleep(0.001)
