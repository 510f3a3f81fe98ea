"""One sheet, from its encoding to its totals: which tables it has, and whether they are to be read
at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from laocai_analysis.language import Message
from laocai_analysis.returns.reading.encodings import encodings_of, text_of
from laocai_analysis.returns.reading.grid import Grid
from laocai_analysis.returns.reading.headings import read_heading, states_other
from laocai_analysis.returns.reading.open_sheet import OpenSheet
from laocai_analysis.returns.reading.sheets import letters_of
from laocai_analysis.returns.reading.stated_years import StatedYears, signed_outside
from laocai_analysis.returns.reading.table_reader import Context, TableReader
from laocai_analysis.returns.reading.tables import Table, find_tables
from laocai_analysis.returns.reading.titles import (
    lines,
    of_sheet,
    stated_district,
    stated_years,
    states_estimate,
    states_measure,
    states_multiple,
    states_other_place,
    states_plan,
    states_turned,
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

    Attributes
    ----------
    years : StatedYears
        What its last table states of time, or what the sheets before it do.
    """

    def __init__(self, sheet: OpenSheet) -> None:
        self.years, self.tables = StatedYears(), list[Table]()
        self._is_open, self._elsewhere = False, ""
        self.open, self.sheet, self.desk, self.year = sheet, sheet.sheet, sheet.desk, sheet.year
        self.names, self.place = sheet.names, sheet.place
        self.account, self.lines = sheet.account, sheet.lines
        #: The line that says that figures are in thousands, say, until another one says otherwise.
        self._measure = ""
        #: The line by which a mark stands for what is not there.
        self._turned = ""
        #: How the rows of the table before were closed: asked about, or left out by a decision.
        self._closed: bool | None = None

    def find(self) -> list[StatedYears]:
        """Find the tables, and return all that the sheet states of time."""
        self._name_unseen()
        encoding = self._encoding()
        if encoding is None or not self.sheet.cells:
            return []
        self._is_open = True
        self.grid = self.open.grid = Grid(self.sheet, encoding=encoding)
        self.tables = find_tables(self.grid, names=self.names, year=self.year)
        if not self.tables:  # a cover
            texts = [self.grid.text(*place) for place in self.sheet.cells]
            self.years = stated_years([*self.sheet.notes, *texts])
        found = [self.years, of_sheet(self.sheet.name)]
        for table in self.tables:
            found.append(stated_years(self._titles(table)))
            found.append(years_beneath(lines(self.grid, table.body, table.columns)))
        return found

    def read(self, *, before: StatedYears, elsewhere: str) -> list[UnitRow]:
        """Return the rows that name a unit; what is in doubt goes to the desk.

        Parameters
        ----------
        before : StatedYears
            What the sheets before it state of time; it holds for a sheet that states nothing.
        elsewhere : str
            The other years that the file states, as `titles.other_years` returns them.
        """
        self._elsewhere = elsewhere
        if not self.tables:
            self.years = self.years if self.years.states else before
            if self._is_open:
                self._without_table()
            return []
        self.years = before
        return self._rows()

    def _rows(self) -> list[UnitRow]:
        rows, before = list[UnitRow](), None
        for table in self.tables:
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
        here = self.sheet.name or self.sheet.file
        for name in self.sheet.hidden_before:
            self.open.leave("hidden-sheet", name)
        for text in self.sheet.notes:
            self.open.leave("beside", here, text=text[:80])
        if self.sheet.hidden_columns:
            shown = ", ".join(letters_of(column) for column in self.sheet.hidden_columns)
            self.open.leave("hidden-columns", here, columns=shown)
        if self.sheet.hidden_rows:
            self.open.leave("hidden-rows", here, rows=_runs(self.sheet.hidden_rows))
        if self.sheet.beyond:
            first, more = self.sheet.beyond[0], len(self.sheet.beyond) - 1
            self.open.leave("beyond", first + (f" (+{more})" if more else ""))

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
            self.open.leave("no-units", self.place(1))
            for row in self.account.rest():
                self.account.leave(row, "no_table")

    def _titles(self, table: Table) -> list[str]:
        """Return what stands above a table, in the header of the page and in boxes too."""
        above = self.sheet.notes if table.titles.start == 1 else []
        return [*above, *lines(self.grid, table.titles, table.columns)]

    def _table_reader(self, table: Table, before: TableReader | None) -> TableReader | None:
        """Return the reader of a table, or None where a question about the whole of it is open."""
        titles = self._titles(table)
        again = before is not None and before.table.levels == table.levels
        own = stated_years(titles)
        stated = own
        if before is not None and not own.states:
            stated = before.context.years
        elif not (own.states or of_sheet(self.sheet.name).years):
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
        measured = [*titles, *map(" ".join, pairwise(titles))]
        if states_measure(measured):
            self._measure = states_multiple(measured)
        self._turned = states_turned(titles) or self._turned
        states = own.states or states_plan(titles)
        if self._closed is not None and not states:  # it goes on under the titles of the one before
            self._close(asked=self._closed, rows=self._body(table))
            return None
        self._closed = None
        years = self._year_of(table, stated)
        if years is None or not self._is_done(table, titles):
            return None
        context = Context(
            years, district, section, header, self._measure, self._turned, states_estimate(titles)
        )
        if not again and before is not None:
            self.lines.append(Line(self.place(table.top), "", total=False, cells={}, section=True))
        return TableReader(self.open, table, context)

    def _year_of(self, table: Table, stated: StatedYears) -> StatedYears | None:
        """Return the years that hold for the tables beneath, or None for a table that is not of the
        year that is imported; ask where a title, the name of the sheet or a note says otherwise, or
        where nothing says it and another table of the file is of another year.
        """
        beneath = years_beneath(lines(self.grid, table.body, table.columns))
        above = (stated, of_sheet(self.sheet.name))
        wrong = dict.fromkeys(str(said) for said in (*above, beneath) if not said.fits(self.year))
        for said in wrong:
            if not self._is_accepted(table, said):
                if said not in map(str, above):  # a note beneath holds for its own table
                    self._closed = None
                return None
        if wrong:
            return StatedYears(frozenset({self.year}))
        if self._is_dated(table, (*above, beneath)):
            return stated
        signed = signed_outside(
            [*self._titles(table), *lines(self.grid, table.body, table.columns)], year=self.year
        )
        found = Message("doubt-no-year", years=self._elsewhere) if self._elsewhere else signed
        if not found or self._is_accepted(table, found):
            return StatedYears(frozenset({self.year})) if found else stated
        return None

    def _is_dated(self, table: Table, stated: Sequence[StatedYears]) -> bool:
        """Tell whether a table states the year that is imported: around it, in its heads, or in a
        column of years.
        """
        heads = table.levels.values()
        own = stated_years([text for levels in heads for text in levels])
        years = any(read_heading(levels, year=self.year).means == "year" for levels in heads)
        return years or any(self.year in said.years for said in (*stated, own))

    def _is_accepted(self, table: Table, said: str | Message) -> bool:
        """Tell whether a table that may be of another year is used; close it if not."""
        place = self.place(table.top, table.first)
        if table.titles.start == 1:
            whole = range(1, self.grid.columns + 1)
            both = [lines(self.grid, table.titles, c) for c in (table.columns, whole)]
            place = self.place(1, 1 if both[0] == both[1] else table.first)
        decided = self.desk.ask("year", place, said, candidates=("accept", "skip"))
        if decided != "accept":
            self._close(asked=decided is None, rows=self._body(table))
            self._closed = decided is None
        return decided == "accept"

    def _is_done(self, table: Table, titles: Sequence[str]) -> bool:
        """Tell whether a table holds what was done here; ask where a title, or the name of the
        sheet, says that it was planned, is a part, or is of elsewhere.
        """
        said = states_plan([*titles, self.sheet.name])
        said = said or (self.sheet.name if states_other(self.sheet.name) else "")
        said = said or states_other_place(titles, own=self.names.above)
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
                self.open.leave("text", line.place, text=line.label)
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
