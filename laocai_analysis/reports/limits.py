"""What a report may take, and how its process ended."""

from __future__ import annotations

import signal
from dataclasses import dataclass

from laocai_analysis.errors import MemoryLimitError, ProcessDiedError, ReportError, TimeLimitError
from laocai_analysis.language import Message


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a report may take; None where there is no limit.

    Parameters
    ----------
    seconds : float, optional
        For all of its cells.
    cell_seconds : float, optional
        For one cell.
    memory : int, optional
        Bytes of physical memory, of the process and of all that it starts, each shared page counted
        in proportion. Address space (``RLIMIT_AS``) is not limited instead, because the libraries
        of a report reserve gigabytes of it that they never touch, and because it would not count
        the processes that a cell starts.
    outputs : int
        Bytes of what the cells show, which this process keeps.
    """

    seconds: float | None = None
    cell_seconds: float | None = None
    memory: int | None = None
    outputs: int = 100 * 2**20


#: As much as the machine gives.
NO_LIMITS = Limits()
#: What a report may take unless it is told otherwise: the largest one needs some seconds and a
#: quarter of a gigabyte.
REPORT_LIMITS = Limits(seconds=1800, cell_seconds=900, memory=4 * 2**30)


@dataclass(frozen=True, slots=True)
class End:
    """How the process of a kernel ended.

    Parameters
    ----------
    status : int or None
        The exit status, negative for a signal; None where it is not known.
    reason : {"", "seconds", "cell_seconds", "memory", "outputs"}
        The limit that was reached; "" where the process ended by itself.
    amount : float
        That limit, in seconds or bytes.
    peak : int
        The most physical memory that the process took, in bytes, without what it started.
    """

    status: int | None
    reason: str
    amount: float
    peak: int

    def error(self) -> ReportError:
        """Return the exception that says why the work was not done.

        Examples
        --------
        >>> print(End(-signal.SIGSEGV, "", 0, 0).error())
        killed by signal 11 (SIGSEGV)
        >>> print(End(-signal.SIGKILL, "cell_seconds", 60, 0).error())
        stopped after 60 s, the limit of one cell
        """
        if self.reason in ("memory", "outputs"):
            amount = round(self.amount / 2**20)
            return MemoryLimitError(Message(f"process-limit-{self.reason}", amount=amount))
        if self.reason:
            return TimeLimitError(Message(f"process-limit-{self.reason}", amount=self.amount))
        if self.status is None:
            return ProcessDiedError(Message("process-no-status"))
        if self.status >= 0:
            return ProcessDiedError(Message("process-exit", status=self.status))
        number = signal.Signals(-self.status)
        return ProcessDiedError(Message("process-killed", signal=f"{number:d} ({number.name})"))
