"""The exceptions of the package, and the form in which bad input is described."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in an input, and where.

    Parameters
    ----------
    file : str
        The file (or the argument) that holds the fault.
    row : int, str or None
        The line of the file, counted from 1 with the header as line 1; None when the whole file is
        meant.
    column : str or None
        The column; None when the whole row is meant.
    expected, found : str
        What the package needs there, and what stands there.
    """

    file: str
    row: int | str | None
    column: str | None
    expected: str
    found: str

    def __str__(self) -> str:
        place = self.file
        if self.row is not None:
            place += f", row {self.row}"
        if self.column is not None:
            place += f", column {self.column}"
        return f"{place}: expected {self.expected}; found {self.found}"


class LaocaiError(Exception):
    """Whatever the package raises on purpose: catch this to catch all of it."""


class InputError(LaocaiError):
    """Bad input, with every fault of it.

    Parameters
    ----------
    faults : iterable of Fault
        All faults, in the order in which they stand in the input.
    consequence : str, optional
        What follows from them, for example "nothing was changed".

    Examples
    --------
    >>> raise InputError([Fault("2009.csv", 3, "value", "yes or no", "'maybe'")])
    Traceback (most recent call last):
    laocai_analysis.errors.InputError: 2009.csv, row 3, column value: expected yes or no; ...
    """

    def __init__(self, faults: Iterable[Fault], *, consequence: str = "") -> None:
        self.faults: Sequence[Fault] = tuple(faults)
        lines = [str(fault) for fault in self.faults]
        if len(lines) > 1:
            lines.insert(0, f"{len(lines)} faults")
        if consequence:
            lines.append(consequence)
        super().__init__("\n".join(lines))


class ParameterError(LaocaiError):
    """A report parameter whose name or value is not one of the valid ones."""


class ReportError(LaocaiError):
    """A report that did not come to its end; the message names the cell and the reason."""


class ProcessDiedError(ReportError):
    """A process that ended before its work did: killed by a signal, or by an exit of its own."""


class TimeLimitError(ReportError):
    """A process that was stopped because it, or one cell of its notebook, took longer than
    it may.
    """


class MemoryLimitError(ReportError):
    """A process that was stopped because it and the processes that it started took more memory than
    they may.
    """
