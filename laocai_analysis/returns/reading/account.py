"""The account of a sheet: what became of every row that holds anything, and of every column that
was recognised.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

#: Why a row is left out; the messages ``left-<reason>`` say it.
REASONS = (
    "title",
    "header",
    "numbers",
    "section",
    "total",
    "ratio",
    "plan",
    "part",
    "note",
    "signature",
    "no_answer",
    "other_year",
    "hidden",
    "no_table",
    "decided",
)


@dataclass(slots=True)
class RowCount:
    """What became of the rows of one sheet; the numbers add up.

    Parameters
    ----------
    sheet : str
        The name of the sheet; blank where a file is one table.
    rows : int
        The rows that hold anything: ``taken + asked + sum(left.values())``.
    taken : int
        Rows of which at least one answer was taken.
    asked : int
        Rows of which nothing is taken until a question is answered.
    left : dict of str to int
        Rows that were left out, by one of `REASONS`.
    """

    sheet: str
    rows: int
    taken: int
    asked: int
    left: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ColumnTaken:
    """A column that was recognised, for a person who sees that it is another one.

    Parameters
    ----------
    id : str
        The id under which a decision can take it otherwise.
    cell : str
        The address of its lowest head.
    header : str
        Its heads on all levels.
    means : str
        What it was taken as.
    """

    id: str
    cell: str
    header: str
    means: str


class Account:
    """Keeps what became of each row of a sheet while it is read.

    A row may stand in two tables beside each other: it is taken if one of them takes it, and asked
    about if one of them does.
    """

    def __init__(self, name: str, rows: Iterable[int], *, hidden: Iterable[int] = ()) -> None:
        self.name = name
        self._became: dict[int, str] = dict.fromkeys(rows, "")
        self._became |= dict.fromkeys(hidden, "hidden")

    def take(self, row: int) -> None:
        """Note that an answer of a row was taken."""
        self._became[row] = "taken"

    def ask(self, row: int) -> None:
        """Note that a row waits for a decision."""
        if self._became.get(row) != "taken":
            self._became[row] = "asked"

    def leave(self, row: int, reason: str) -> None:
        """Note why a row is left out, unless it was taken or asked about already."""
        if not self._became.get(row, "-"):
            self._became[row] = reason

    def wait(self, row: int) -> None:
        """Note that what was taken of a row waits for a decision after all."""
        self._became[row] = "asked"

    def drop(self, row: int) -> None:
        """Note that what was taken of a row was left out by a decision after all."""
        self._became[row] = "decided"

    def keep(self, row: int) -> None:
        """Note that an answer of a row counts, though another one of it was left out."""
        if self._became[row] == "decided":
            self._became[row] = "taken"

    def rest(self) -> list[int]:
        """Return the rows that nothing was noted of yet."""
        return [row for row, became in self._became.items() if not became]

    def count(self) -> RowCount:
        """Return the numbers.

        Examples
        --------
        >>> account = Account("S", range(1, 4))
        >>> account.leave(1, "header"); account.take(2); account.ask(3); account.ask(2)
        >>> account.count()
        RowCount(sheet='S', rows=3, taken=1, asked=1, left={'header': 1})
        """
        each = list(self._became.values())
        left = {reason: each.count(reason) for reason in REASONS if reason in each}
        unknown = len(each) - each.count("taken") - each.count("asked") - sum(left.values())
        if unknown:
            left["no_table"] = left.get("no_table", 0) + unknown
        return RowCount(self.name, len(each), each.count("taken"), each.count("asked"), left)
