"""Several rows for a unit: which of them is what was done, and which a plan, a part or another
year.
"""

from __future__ import annotations

from laocai_analysis.returns.reading.columns import Columns
from laocai_analysis.returns.reading.grid import Grid
from laocai_analysis.returns.reading.headings import UNKNOWN, version_of
from laocai_analysis.returns.reading.row_kinds import is_ratio, is_signature, is_total
from laocai_analysis.returns.reading.tables import Table


class Versions:
    """Tells the rows of a unit from each other where a column says what each is.

    Parameters
    ----------
    grid, table, columns
        The table.
    year : int
        The year that is imported.

    Attributes
    ----------
    naming : dict of int to int
        For each row without a name: the row above that names its unit.
    said : dict of int to str
        What the column says of each row, where it says anything.
    """

    def __init__(self, grid: Grid, table: Table, columns: Columns, *, year: int) -> None:
        self.grid, self.naming, self.said = grid, dict[int, int](), dict[int, str]()
        self._named = [c for held in ("unit", "code", "district") if (c := columns.of(held))]
        self._versions: dict[tuple[str, ...], set[str]] = {}
        self._year = year if columns.version else 0
        telling = columns.version or columns.of("year")
        if telling is None or not self._named:
            self._group(table, columns)
            return
        self._read(table, telling)
        for row, text in self.said.items() if columns.version else ():
            version = version_of(text, year=year) or UNKNOWN
            self._versions.setdefault(self._unit(row), set()).add(version)

    def _read(self, table: Table, telling: int) -> None:
        """Note what is said of each row, and the row that names its unit."""
        group, seen, before = 0, set[str](), ""
        for row in table.body:
            text, named = self.grid.text(row, telling), any(self._unit(row))
            if named and not text and telling < min(self._named):  # said once for several units
                text = before
            if text:
                self.said[row] = text
            if named:
                group, seen = row, {text}
            elif not text or text in seen:
                group = 0
            elif group:
                self.naming[row] = group
                seen.add(text)
            before = text

    def _group(self, table: Table, columns: Columns) -> None:
        """Note the rows that tell something more of the unit above: they have no name, and a text
        in a column that is not known, an operator for example.
        """
        others = [c for c in columns.unplaced if c not in self._named]
        group = 0
        for row in table.body:
            texts = [text for c in others if (text := self.grid.text(row, c))]
            first = next((t for c in table.columns if (t := self.grid.text(row, c))), "")
            if any(self._unit(row)):
                group = row
            elif not texts or is_total(first) or is_ratio(first) or is_signature(texts):
                group = 0
            elif group and any(self.grid.text(row, c) for c in columns.answering):
                self.naming[row] = group

    def _unit(self, row: int) -> tuple[str, ...]:
        row = self.naming.get(row, row)
        return tuple(self.grid.text(row, column) for column in self._named)

    def other(self, row: int) -> str:
        """Return what a row is of its unit where it is not what was done; blank otherwise.

        A text of another kind is `headings.UNKNOWN` where a row of the same unit is a plan or the
        like, and a remark otherwise.
        """
        if row not in self.said or not self._year:
            return ""
        said = version_of(self.said[row], year=self._year) or UNKNOWN
        known = self._versions[self._unit(row)] - {UNKNOWN}
        return "" if said == "itself" or (said == UNKNOWN and known <= {"itself"}) else said

    def has_itself(self, row: int) -> bool:
        """Tell whether another row says what was done in the unit of a row."""
        return "itself" in self._versions[self._unit(row)]
