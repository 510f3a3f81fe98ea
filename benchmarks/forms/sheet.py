"""A form as it is drawn: pieces on pages, and what is known of each row, column and cell."""

from __future__ import annotations

from dataclasses import dataclass, field

from forms.features import Composition

Content = str | int | float | bool


@dataclass(slots=True)
class Piece:
    """What stands in a cell, and how it is shown.

    Parameters
    ----------
    content : str, int, float or bool
        As it is stored.
    font, shape : str
        The name of the font, and the format of a number.
    struck : bool
        Whether it is struck through.
    was : str
        What stands before it, struck through.
    """

    content: Content
    font: str = ""
    struck: bool = False
    shape: str = ""
    was: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    heads : tuple of str
        Its heads, from the top.
    role : str
        ``unit``, ``code``, ``district``, ``type``, ``number``, ``note``, ``answer`` or ``other``.
    indicator : str
        What an answer is of; for ``other``, what it looks like an answer to.
    what : str
        For an answer: blank, or ``yes``, ``no`` or ``negative`` where a sign in the column says so.
        For ``other``: what it holds.
    """

    heads: tuple[str, ...]
    role: str
    indicator: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """What a form says of a unit and an indicator.

    Parameters
    ----------
    value : str
        The value, as a person who knows the form and its office gives it.
    plain : bool
        Whether a careful reader can know it from the form; else it has to be asked about.
    needed : bool
        Whether it can be missing at the end, as no decision can bring it in.
    """

    value: str
    plain: bool = True
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Spec:
    """What a table is of: its units and indicators, and whether it is of the year."""

    units: tuple[str, ...]
    indicators: tuple[str, ...]
    counts: bool = True
    shuffle: bool = False


@dataclass(slots=True)
class Table:
    """A table on a page: its place, the meaning of its columns, the unit of each row.

    Parameters
    ----------
    top, bottom, left, right, last : int
        First and last row of its head, first and last column, last row.
    columns : dict of int to Column
        By number.
    rows : dict of int to str
        The code of the unit of each row; blank for a row that is of none.
    counts : bool
        Whether its answers are those of the year.
    """

    top: int
    bottom: int
    left: int
    right: int
    last: int
    columns: dict[int, Column]
    rows: dict[int, str] = field(default_factory=dict)
    counts: bool = True


@dataclass(slots=True)
class Page:
    """One sheet of a form."""

    name: str
    pieces: dict[tuple[int, int], Piece] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    narrow: set[int] = field(default_factory=set)
    hidden: bool = False
    tables: list[Table] = field(default_factory=list)
    of_year: bool = True

    def put(self, row: int, column: int, content: Content | None) -> None:
        """Write something into a cell; a blank leaves it empty."""
        if content is not None and content != "":
            self.pieces[row, column] = Piece(content)

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Merge a range of more than one cell."""
        if (top, left) != (bottom, right):
            self.merged.append((top, left, bottom, right))

    @property
    def rows(self) -> int:
        """The number of the last row that holds anything."""
        return max((row for row, _ in self.pieces), default=0)

    def table_at(self, row: int, column: int) -> Table | None:
        """Return the table that a cell is in, or the nearest one above it."""
        fitting = [
            table
            for table in self.tables
            if table.left <= column <= table.right and table.top <= row
        ]
        fitting = fitting or [table for table in self.tables if table.top <= row]
        return max(fitting, key=lambda table: table.top, default=None)


@dataclass(slots=True)
class Form:
    """A form: its pages, and the truth that it states.

    Parameters
    ----------
    composition : Composition
        What it was made of.
    pages : list of Page
        Its sheets.
    facts : dict of (str, str) to Fact
        By unit and indicator; what is not here is not on the form.
    places : dict of (str, int, int) to (str, str)
        Unit and indicator of each cell that holds an answer of the year, by page, row and column.
    aside : set of (str, int)
        Rows, by page, that a person does not see.
    """

    composition: Composition
    pages: list[Page] = field(default_factory=list)
    facts: dict[tuple[str, str], Fact] = field(default_factory=dict)
    places: dict[tuple[str, int, int], tuple[str, str]] = field(default_factory=dict)
    aside: set[tuple[str, int]] = field(default_factory=set)
