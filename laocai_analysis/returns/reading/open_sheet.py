"""A sheet while it is read: what all of its tables share."""

from __future__ import annotations

from laocai_analysis.indicators import applies, may_answer
from laocai_analysis.language import Message, Value
from laocai_analysis.returns.form import load_form
from laocai_analysis.returns.reading.account import Account, ColumnTaken
from laocai_analysis.returns.reading.desk import Desk
from laocai_analysis.returns.reading.grid import Grid
from laocai_analysis.returns.reading.sheets import Sheet
from laocai_analysis.returns.reading.totals import Line
from laocai_analysis.returns.reading.unit_names import UnitNames


class OpenSheet:
    """A sheet while it is read.

    Parameters
    ----------
    sheet : Sheet
        The sheet.
    desk : Desk
        Where doubts are put.
    year : int
        The year that is imported.
    basis : str
        What the rows of the file rest on.

    Attributes
    ----------
    names : UnitNames
        The units of the year.
    kinds : dict of str to str
        How a unit answers for each indicator of the form, as `indicators.answered` says.
    meant : dict of str to set of str
        The units that each indicator is asked of.
    open_to : dict of str to set of str
        Those that may answer it: others may have what is asked of the xã.
    grid : Grid
        The texts; set once the encoding is known.
    account : Account
        What became of each row.
    left_out : list of Message
        What was left out without a question, with its place.
    columns : list of ColumnTaken
        The columns that were recognised.
    lines : list of Line
        The rows as they take part in totals.
    nameless : dict of str to (int, str, str)
        Rows of figures without a name, by address: number, cell of the name, what stands there.
    """

    def __init__(self, sheet: Sheet, *, desk: Desk, year: int, basis: str) -> None:
        self.sheet, self.desk, self.year, self.basis = sheet, desk, year, basis
        self.names, form = UnitNames(year), load_form()
        self.kinds = {str(indicator): str(kind) for indicator, kind in form["answer"].items()}
        units = self.names.units
        self.meant, self.open_to = (
            {name: set(units.index[which(name, units=units)]) for name in map(str, form.index)}
            for which in (applies, may_answer)
        )
        self.grid = Grid(sheet, encoding="unicode")
        self.account = Account(sheet.name, self.grid.used, hidden=sheet.hidden_rows)
        self.left_out, self.columns = list[Message](), list[ColumnTaken]()
        self.lines = list[Line]()
        self.nameless: dict[str, tuple[int, str, str]] = {}

    def place(self, row: int, column: int = 1) -> str:
        """Return the address of a cell."""
        return self.sheet.address(row, column)

    def leave(self, why: str, place: str, **values: Value) -> None:
        """Note what is left out without a question, by the end of the id of its message."""
        self.left_out.append(Message(f"ignored-{why}", place=place, **values))

    @property
    def codes(self) -> list[str]:
        """The codes of all units of the year."""
        return [str(key) for key in self.names.units.index]
