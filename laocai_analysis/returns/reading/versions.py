"""Several rows for a unit: which of them is what was done, and which a plan, a part or another
year.
"""

from __future__ import annotations

from laocai_analysis.returns.reading.columns import Columns
from laocai_analysis.returns.reading.grid import Grid
from laocai_analysis.returns.reading.headings import version_of
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
    """

    def __init__(self, grid: Grid, table: Table, columns: Columns, *, year: int) -> None:
        self.grid, self.year, self.column = grid, year, columns.version
        telling = self.column or columns.of("year")
        named = [c for held in _NAMING if (c := columns.of(held))]
        self.naming: dict[int, int] = {}
        group, said = 0, set[str]()
        for row in table.body if telling and named else ():
            text = grid.text(row, telling or 0)
            if any(grid.text(row, column) for column in named):
                group, said = row, {text}
            elif not text or text in said:
                group = 0
            elif group:
                self.naming[row] = group
                said.add(text)
        self._itself = {self._key(row, named) for row in table.body if self._said(row) == "itself"}
        self._named = named

    def _said(self, row: int) -> str:
        return version_of(self.grid.text(row, self.column), year=self.year) if self.column else ""

    def _key(self, row: int, named: list[int]) -> tuple[str, ...]:
        row = self.naming.get(row, row)
        return tuple(self.grid.text(row, column) for column in named)

    def other(self, row: int) -> str:
        """Return what a row is of its unit where it is not what was done; blank otherwise."""
        said = self._said(row)
        return said if said != "itself" else ""

    def has_itself(self, row: int) -> bool:
        """Tell whether another row says what was done in the unit of a row."""
        return self._key(row, self._named) in self._itself


_NAMING = ("unit", "code", "district")
