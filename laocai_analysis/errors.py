"""The exceptions of the package, and the form in which invalid input is described.

An error holds codes and values (`language.Message`); ``str(error)`` gives the words in the language
of the process (`language.process_language`). Plain text is shown as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from laocai_analysis.language import Message


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of an input, and its place.

    Parameters
    ----------
    file : str
        The file or the argument that holds the fault.
    row : int, str or None
        The line of the file, counted from 1 with the header as line 1; None for the whole file.
    column : str or None
        The column, or in a file of entries (YAML, TOML, JSON) the entry; None for the whole row.
    expected : str or Message
        What the package needs there.
    found : str or Message
        What the file holds there; a value of the file is plain text.

    Examples
    --------
    >>> from laocai_analysis.language import Language, Message
    >>> fault = Fault("2009.csv", 3, "value", Message("expected-value"), Message("found-blank"))
    >>> Language("en").text(fault.message())
    '2009.csv, row 3, column value: expected a value; found a blank'
    """

    file: str
    row: int | str | None
    column: str | None
    expected: str | Message
    found: str | Message

    def message(self) -> Message:
        """Return the whole fault as one message."""
        from laocai_analysis.language import Message

        place: str | Message = self.file
        entries = self.file.endswith((".yml", ".yaml", ".toml", ".json"))
        if self.row is not None:
            part = "fault-line" if entries else "fault-row"
            place = Message(part, place=place, row=str(self.row))
        if self.column is not None:
            part = "fault-entry" if entries else "fault-column"
            place = Message(part, place=place, column=self.column)
        return Message("fault", place=place, expected=self.expected, found=self.found)

    def __str__(self) -> str:
        return str(self.message())


class LaocaiError(Exception):
    """The base of all errors that the package raises on purpose.

    Parameters
    ----------
    message : str or Message
        What is wrong.
    """


class InputError(LaocaiError):
    """Invalid input, with all its faults.

    Parameters
    ----------
    faults : iterable of Fault
        All faults, in the order of the input.
    consequence : str or Message, optional
        What follows from them, for example that nothing was changed.

    Examples
    --------
    >>> raise InputError([Fault("2009.csv", 3, "value", "yes or no", "'maybe'")])
    Traceback (most recent call last):
    laocai_analysis.errors.InputError: 2009.csv, row 3, column value: expected yes or no; ...
    """

    def __init__(self, faults: Iterable[Fault], *, consequence: str | Message = "") -> None:
        self.faults: Sequence[Fault] = tuple(faults)
        self.consequence = consequence
        super().__init__(self.faults)

    def __str__(self) -> str:
        from laocai_analysis.language import Message

        lines = [str(fault) for fault in self.faults]
        if len(lines) > 1:
            lines.insert(0, str(Message("fault-count", count=len(lines))))
        if self.consequence:
            lines.append(str(self.consequence))
        return "\n".join(lines)


class ParameterError(LaocaiError):
    """A parameter of a report with an unknown name or an invalid value."""


class ReportError(LaocaiError):
    """A report that failed; the message names the cell and the reason."""


class ProcessDiedError(ReportError):
    """A process that ended before its work was done: it was killed, or it exited."""


class TimeLimitError(ReportError):
    """A process that was stopped at its limit of time, or at the limit for one cell."""


class MemoryLimitError(ReportError):
    """A process that was stopped at its limit of memory, with the processes that it started."""
