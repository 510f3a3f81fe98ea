"""Tables side by side in a sheet: the columns of each."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Mapping

from laocai_analysis.indicators import load_indicators
from laocai_analysis.returns.reading.grid import Grid
from laocai_analysis.returns.reading.headings import read_heading

#: The columns that tell which unit a row is.
IDENTIFYING = {"unit", "code", "district", "type", "number"}
#: What is a number or a mark, and so no head.
MARK = re.compile(r"[0-9][0-9.,\s]*%?|[xXvV✓✔☑☐+\-–?]|true|false", re.IGNORECASE)


def side_by_side(
    grid: Grid, *, named: Mapping[int, Mapping[int, str]], year: int
) -> list[tuple[int, int]]:
    """Return the first and the last column of each table among those that stand side by side.

    Parameters
    ----------
    grid : Grid
        The sheet.
    named : mapping of int to mapping of int to str
        The names of units by row and column.
    year : int
        The year that is imported.
    """
    return list(_Finder(grid, named, year).blocks())


class _Finder:
    def __init__(self, grid: Grid, named: Mapping[int, Mapping[int, str]], year: int) -> None:
        self.grid, self.named, self.year = grid, named, year
        self.indicators = set(load_indicators().index)

    def blocks(self) -> Iterator[tuple[int, int]]:
        first = 1
        for left, right in self._neighbours():
            start = self._start(left, right, first=first)
            if start > first:
                yield first, start - 1
                first = start
        if self.grid.columns:
            yield first, self.grid.columns

    def _neighbours(self) -> Iterator[tuple[int, int]]:
        """Yield each two columns beside each other that name different units in the same rows, or
        whose heads are the same.
        """
        rows_of: dict[int, set[int]] = {}
        for row, cells in self.named.items():
            for column in cells:
                rows_of.setdefault(column, set()).add(row)
        again = self._repeated(rows_of.keys())
        columns = {column for column, rows in rows_of.items() if len(rows) > 1}
        for left, right in itertools.pairwise(sorted(columns.union(*again))):
            rows, others = rows_of.get(left, set()), rows_of.get(right, set())
            both = rows & others
            differ = [row for row in both if self.named[row][left] != self.named[row][right]]
            alike = any(right in group and min(group) <= left for group in again)
            if (differ or not both or alike) and self._are_apart(left, right, alike=alike):
                yield left, right

    def _repeated(self, named: Collection[int]) -> list[set[int]]:
        """Return the columns with the same head in a row: one of units or codes, or an unknown one
        beneath which units are named.
        """
        columns_of: dict[tuple[int, str], set[int]] = {}
        for row, column in self.grid.sheet.cells:
            if row not in self.named and (text := self.grid.text(row, column)):
                columns_of.setdefault((row, text), set()).add(column)
        found = []
        for (_, text), columns in columns_of.items():
            if len(columns) > 1 and not MARK.fullmatch(text):
                means = read_heading((text,), year=self.year).means
                if means in ("unit", "code") or (not means and columns <= set(named)):
                    found.append(columns)
        return found

    def _are_apart(self, left: int, right: int, *, alike: bool) -> bool:
        """Tell whether two columns of units are those of two tables: something else than the
        running number stands between them, and an indicator or the head of such a column.
        """
        between = [self._heads(column) for column in range(left + 1, right)]
        heads = {head for each in between for head in each}
        both = alike or ("unit" in self._heads(left) and "unit" in self._heads(right))
        other = any(each and not each & IDENTIFYING for each in between)
        return bool(heads & self.indicators) or (both and other)

    def _start(self, left: int, right: int, *, first: int) -> int:
        """Return the first column of the table whose units stand in the column `right`: that which
        has the head of the first column of the table before, or by what stands between them.
        """
        headed = next((c for c in range(first, left + 1) if self._heads(c)), first)
        for row in self.grid.used:
            head = "" if row in self.named else self.grid.text(row, headed)
            for column in range(left + 1, right + 1) if head and not MARK.fullmatch(head) else ():
                if self.grid.starts(row, column) and self.grid.text(row, column) == head:
                    return column
        rows = sorted(self.named) or self.grid.used
        filled = {c for row in rows for c in range(left + 1, right) if self.grid.text(row, c)}
        blank = [column for column in range(left + 1, right) if column not in filled]
        if blank:
            return blank[-1] + 1
        start = right
        while start - 1 > left and self._heads(start - 1) & (IDENTIFYING - {"unit"}):
            start -= 1
        return start

    def _heads(self, column: int) -> set[str]:
        """Return what the texts of a column mean that may be heads."""
        return {
            read_heading((text,), year=self.year).means
            for row in self.grid.used
            if row not in self.named
            and self.grid.starts(row, column)
            and (text := self.grid.text(row, column))
            and len(text) < 100
            and not MARK.fullmatch(text)
        }
