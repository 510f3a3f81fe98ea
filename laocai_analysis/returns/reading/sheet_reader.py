"""One sheet, from its encoding to its totals: which tables it has, and whether they are to be read
at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from laocai_analysis.returns.reading.encodings import encodings_of, text_of
from laocai_analysis.returns.reading.grid import Grid
from laocai_analysis.returns.reading.headings import states_other
from laocai_analysis.returns.reading.open_sheet import OpenSheet
from laocai_analysis.returns.reading.sheets import letters_of
from laocai_analysis.returns.reading.stated_years import StatedYears
from laocai_analysis.returns.reading.table_reader import Context, TableReader
from laocai_analysis.returns.reading.tables import Table, find_tables
from laocai_analysis.returns.reading.titles import (
    lines,
    of_sheet,
    stated_district,
    stated_years,
    states_multiple,
    states_plan,
    years_beneath,
)
from laocai_analysis.returns.reading.totals import Line, total_faults
from laocai_analysis.returns.reading.unit_rows import UnitRow
from laocai_analysis.text.keys import foreign_letters


class SheetReader:
    """Reads one sheet.

    Parameters
    ----------
    sheet : OpenSheet
        The sheet; what is found is noted in it.
    years : StatedYears
        What the sheets before it state of time; it holds for a sheet that states nothing.
    """

    def __init__(self, sheet: OpenSheet, *, years: StatedYears) -> None:
        self.years = years
        self.open, self.sheet, self.desk, self.year = sheet, sheet.sheet, sheet.desk, sheet.year
        self.names, self.place = sheet.names, sheet.place
        self.account, self.left_out, self.lines = sheet.account, sheet.left_out, sheet.lines
        #: How the rows of the table before were closed: asked about, or left out by a decision.
        self._closed: bool | None = None

    def read(self) -> list[UnitRow]:
        """Return the rows that name a unit; what is in doubt goes to the desk."""
        self._name_unseen()
        encoding = self._encoding()
        if encoding is None or not self.sheet.cells:
            return []
        self.grid = self.open.grid = Grid(self.sheet, encoding=encoding)
        tables = find_tables(self.grid, names=self.names, year=self.year)
        if not tables:
            self._without_table()
            return []
        rows, before = list[UnitRow](), None
        for table in tables:
            reader = self._table_reader(table, before)
            if reader is not None:
                rows += reader.read()
                before = reader
        self._check_totals()
        for row in self.account.rest():
            self.account.leave(row, "title")
        return rows

    def _name_unseen(self) -> None:
        """Name what a person does not see, and what stands too far away."""
        here = f"{self.sheet.name}: " if self.sheet.name else ""
        if self.sheet.hidden_columns:
            shown = ", ".join(letters_of(column) for column in self.sheet.hidden_columns)
            self.left_out.append(f"{here}cột ẩn / hidden columns: {shown}")
        if self.sheet.hidden_rows:
            self.left_out.append(f"{here}dòng ẩn / hidden rows: {_runs(self.sheet.hidden_rows)}")
        if self.sheet.beyond:
            first, more = self.sheet.beyond[0], len(self.sheet.beyond) - 1
            rest = f" (+{more})" if more else ""
            self.left_out.append(f"{first}{rest}: ô nằm quá xa / too far away to be read")

    def _encoding(self) -> str | None:
        """Return the encoding of the sheet; None where it is asked about, or was left out."""
        fitting = encodings_of(self.sheet)
        if len(fitting) == 1:
            return fitting[0]
        sample = self._sample(fitting)
        decided = self.desk.ask("encoding", self.place(1), sample, candidates=fitting)
        if decided in (None, "skip"):
            self._close(asked=decided is None)
            return None
        return decided

    def _close(self, *, asked: bool, rows: Sequence[int] | None = None) -> None:
        """Account for rows of which none is read: they wait for a decision, or were left out by
        one.
        """
        for row in self.account.rest() if rows is None else rows:
            if asked:
                self.account.ask(row)
            else:
                self.account.leave(row, "decided")

    def _sample(self, encodings: Sequence[str]) -> str:
        odd = next(
            c
            for c in self.sheet.cells.values()
            if isinstance(c.content, str) and not c.content.isascii()
        )
        return "; ".join(f"{name}: {text_of(odd, encoding=name)[:60]}" for name in encodings)

    def _without_table(self) -> None:
        """Ask about a sheet without a header that names units, or whose text cannot be read."""
        texts = [self.grid.text(*place) for place in self.sheet.cells]
        odd = sum(bool(foreign_letters(text)) or bool(_LOST.search(text)) for text in texts)
        unreadable = self.sheet.raw or (odd > 2 and self.grid.columns > 1)
        if unreadable or self.names.name_any(texts):
            found = self.grid.text(1, 1) or self.sheet.name
            decided = self.desk.ask("header", self.place(1), found, candidates=("skip",))
            self._close(asked=decided is None)
        else:
            self.left_out.append(f"{self.place(1)}: không có bảng / no table of units")
            for row in self.account.rest():
                self.account.leave(row, "no_table")

    def _table_reader(self, table: Table, before: TableReader | None) -> TableReader | None:
        """Return the reader of a table, or None where a question about the whole of it is open."""
        titles = lines(self.grid, table.titles, table.columns)
        again = before is not None and before.table.levels == table.levels
        stated = stated_years(titles)
        if before is not None and not stated.years and not stated.part:
            stated = before.context.years
        elif not (stated.years or stated.part or of_sheet(self.sheet.name).years):
            stated = self.years
        self.years = stated
        district = stated_district(
            titles, districts=self.names.districts, sheet=self.sheet.name
        ) or (before.context.district if before is not None and again else "")
        section = before.section if before is not None and again else ""
        for row in (*table.titles, *range(table.top, table.bottom + 1)):
            self.account.leave(row, "title" if row < table.top else "header")
        header = self.place(table.top, table.first)
        if before is not None and again and not titles:
            header = before.context.header
        context = Context(stated, district, section, header)
        own = stated_years(titles)
        states = own.years or own.part or states_plan(titles) or states_multiple(titles)
        if self._closed is not None and not states:  # it goes on under the titles of the one before
            self._close(asked=self._closed, rows=self._body(table))
            return None
        self._closed = None
        if not self._of_year(table, stated) or not self._is_done(table, titles):
            return None
        if not again and before is not None:
            self.lines.append(Line(self.place(table.top), "", total=False, cells={}, section=True))
        return TableReader(self.open, table, context)

    def _of_year(self, table: Table, stated: StatedYears) -> bool:
        """Tell whether a table is of the year that is imported; ask where a title, the name of the
        sheet or a note says otherwise.
        """
        beneath = years_beneath(lines(self.grid, table.body, table.columns))
        for said in (stated, of_sheet(self.sheet.name), beneath):
            if said.fits(self.year):
                continue
            place = self.place(table.top, table.first)
            if table.titles.start == 1:
                whole = range(1, self.grid.columns + 1)
                both = [lines(self.grid, table.titles, c) for c in (table.columns, whole)]
                place = self.place(1, 1 if both[0] == both[1] else table.first)
            decided = self.desk.ask("year", place, str(said), candidates=("accept", "skip"))
            if decided != "accept":
                self._close(asked=decided is None, rows=self._body(table))
                self._closed = decided is None if said is not beneath else None
                return False
        return True

    def _is_done(self, table: Table, titles: Sequence[str]) -> bool:
        """Tell whether a table holds what was done, one by one; ask where a title, or the name of
        the sheet, says that it was planned, or a title that it is counted in thousands.
        """
        said = states_plan([*titles, self.sheet.name]) or states_multiple(titles)
        said = said or (self.sheet.name if states_other(self.sheet.name) else "")
        if not said:
            return True
        place = self.place(table.top, table.first)
        decided = self.desk.ask("section", place, said, candidates=("accept", "skip"))
        if decided != "accept":
            self._close(asked=decided is None, rows=self._body(table))
            self._closed = decided is None
        return decided == "accept"

    def _body(self, table: Table) -> list[int]:
        return [row for row in self.account.rest() if row in table.body]

    def _check_totals(self) -> None:
        """Compare each total row with the rows that it can be the total of, and ask where it is of
        none; one without a name is a total only if it agrees.
        """
        for line in self.lines:
            if line.total and line.label:
                self.left_out.append(f"{line.place}: {line.label}")
        faults = list(total_faults(self.lines, kinds=self.open.kinds))
        places = {
            cell: line.place
            for line in self.lines
            if line.place in self.open.nameless
            for cell, _ in line.cells.values()
        }
        wrong = {places[cell] for cell, _ in faults if cell in places}
        for cell, found in faults:
            if cell not in places:
                self.desk.ask("total", cell, found, candidates=("accept",), about="")
        for place, (row, cell, said) in self.open.nameless.items():
            if place in wrong:
                self.desk.ask("unit", cell, said, candidates=("skip",), allowed=self.open.codes)
                self.account.ask(row)
            self.account.leave(row, "total")


#: A letter that a program could not keep.
_LOST = re.compile("\N{REPLACEMENT CHARACTER}|(?<=[A-Za-z])[?](?=[A-Za-z])")


def _runs(numbers: Sequence[int]) -> str:
    """Return numbers in order as runs.

    Examples
    --------
    >>> _runs([3, 4, 5, 9])
    '3–5, 9'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{low}–{high}" if high > low else f"{low}" for low, high in runs)
