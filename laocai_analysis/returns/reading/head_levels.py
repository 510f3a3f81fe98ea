"""The heads of each column of a table, from that of its group down to its own."""

from __future__ import annotations

from laocai_analysis.returns.form import header_key
from laocai_analysis.returns.reading.answers import read_answer
from laocai_analysis.returns.reading.grid import Grid
from laocai_analysis.returns.reading.headings import read_heading
from laocai_analysis.returns.reading.side_by_side import IDENTIFYING

#: What stands before the heads of the groups of which a column may be or not.
IN_DOUBT = "? "


def texts_of(grid: Grid, column: int, top: int, bottom: int) -> tuple[str, ...]:
    """Return what a column shows in some rows of a header, each text once."""
    texts = dict.fromkeys(grid.text(row, column) for row in range(top, bottom + 1))
    return tuple(text for text in texts if text)


def means_of(grid: Grid, column: int, top: int, bottom: int, *, year: int) -> str:
    """Return what some rows of a header say that a column is; blank where that is unknown."""
    texts = texts_of(grid, column, top, bottom)
    return read_heading(texts, year=year).means if texts else ""


def head_levels(
    grid: Grid, header: range, columns: range, *, year: int
) -> dict[int, tuple[str, ...]]:
    """Return the heads of each column, the highest first; none for a column without a head.

    Parameters
    ----------
    grid : Grid
        The sheet.
    header, columns : range
        The rows of the header, and the columns of its table.
    year : int
        The year that is imported.
    """
    return _Header(grid, header, columns, year).levels()


class _Header:
    def __init__(self, grid: Grid, header: range, columns: range, year: int) -> None:
        self.grid, self.columns, self.year = grid, columns, year
        self.top, self.bottom = header[0], header[-1]
        self.first, self.last = columns[0], columns[-1]

    def _means(self, column: int, top: int, bottom: int) -> str:
        return means_of(self.grid, column, top, bottom, year=self.year)

    def levels(self) -> dict[int, tuple[str, ...]]:
        found: dict[int, list[str]] = {}
        for row in range(self.top, self.bottom + 1):
            for column in self.columns:
                text = self.grid.text(row, column) or self._carried(row, column)
                origin = self.grid.origin(row, column)
                again = row > self.top and self.grid.origin(row - 1, column) == origin
                if text and not (again and self.grid.is_merged(row, column)):
                    found.setdefault(column, []).append(text)
        return {column: tuple(texts) for column, texts in found.items()}

    def _carried(self, row: int, column: int) -> str:
        """Return the head of the group that a column without a head in a row belongs to, where the
        cells of the group were not merged: the one at the left, or, as it may stand over the middle
        of its group, the first one of the row.
        """
        if row == self.bottom or not self._has_head(row, column):
            return ""
        left = column - 1
        while left >= self.first and not self.grid.text(row, left):
            if not self._has_head(row, left):
                return self._first_group(row, column)
            left -= 1
        if left < self.first or not self._has_head(row, left):
            return self._first_group(row, column)
        if self.grid.is_merged(row, left) or self._means(left, row, self.bottom) in IDENTIFYING:
            return ""
        above = range(self.top, row)
        starts = any(self.grid.starts(r, c) for r in above for c in range(left + 1, column + 1))
        parts = [self.grid.text(self.bottom, c) for c in range(left, column + 1)]
        answers = {read_answer(text, kind="yes_no").value for text in parts}
        if starts and answers != {"yes", "no"}:  # a head stands over both answers to it
            return ""
        head = self.grid.text(row, left)
        if self._is_between(row, column, head):
            return f"{IN_DOUBT}{head} / khác"
        return self._of_centred(row, left, column) or head

    def _is_between(self, row: int, column: int, head: str) -> bool:
        """Tell whether the head at the left of a column is the next one too: each column of the
        group may have it, and this one, which has none, be of no group; where that matters.
        """
        behind = (self.grid.text(row, right) for right in range(column + 1, self.last + 1))
        if header_key(next(filter(None, behind), "")) != header_key(head):
            return False
        own = texts_of(self.grid, column, row + 1, self.bottom)
        alone, under = (read_heading(texts, year=self.year) for texts in (own, (head, *own)))
        return alone.plain != under.plain

    def _of_centred(self, row: int, left: int, column: int) -> str:
        """Return both heads between which a column stands where heads stand over the middle of
        their groups: it may be of either. Blank where they stand over the first column, and for as
        many columns behind a head as the first one has before it.
        """
        groups = [c for c in self.columns if self.grid.starts(row, c)]
        groups = [c for c in groups if self._means(c, row, self.bottom) not in IDENTIFYING]
        begin = groups[0]
        while begin > self.first and self._first_group(row, begin - 1):
            begin -= 1
        before = groups[0] - begin
        right = next((c for c in groups if c > column), None)
        if not before or column <= left + before or right is None:
            return ""
        if not all(self._has_head(row, between) for between in range(column, right)):
            return ""
        return f"{IN_DOUBT}{self.grid.text(row, left)} / {self.grid.text(row, right)}"

    def _first_group(self, row: int, column: int) -> str:
        """Return the head of the first group at the right of a column that has none."""
        if self._means(column, row, self.bottom) in IDENTIFYING:
            return ""
        right = column
        while right <= self.last and self._has_head(row, right):
            if self.grid.is_merged(row, right):
                return ""
            if text := self.grid.text(row, right):
                return text
            right += 1
        return ""

    def _has_head(self, row: int, column: int) -> bool:
        """Tell whether a column has a head beneath a row of the header."""
        return any(self.grid.starts(below, column) for below in range(row + 1, self.bottom + 1))
