"""The texts of a sheet by row and column, a merged range holding the same text everywhere."""

from __future__ import annotations

from laocai_analysis.returns.reading.encodings import text_of
from laocai_analysis.returns.reading.raw import Content
from laocai_analysis.returns.reading.sheets import Cell, Sheet
from laocai_analysis.returns.reading.signs import is_symbol_font


class Grid:
    """A sheet as a person sees it.

    Parameters
    ----------
    sheet : Sheet
        The cells.
    encoding : str
        The encoding in which most of its text stands, one of `encodings.TYPED` or `OF_BYTES`.
    """

    def __init__(self, sheet: Sheet, *, encoding: str) -> None:
        self.sheet, self.encoding = sheet, encoding
        self.rows, self.columns = sheet.rows, sheet.columns
        self._origin: dict[tuple[int, int], tuple[int, int]] = {}
        self._texts: dict[tuple[int, int], str] = {}
        for top, left, bottom, right in sheet.merged:
            for row in range(top, min(bottom, self.rows) + 1):
                for column in range(left, min(right, self.columns) + 1):
                    self._origin[row, column] = (top, left)
        self.used = sorted({row for row, _ in sheet.cells})

    def origin(self, row: int, column: int) -> tuple[int, int]:
        """Return the cell whose content a cell shows: itself, or the first one of its merged
        range.
        """
        return self._origin.get((row, column), (row, column))

    def cell(self, row: int, column: int) -> Cell | None:
        """Return the cell whose content is shown at a place; None for a blank."""
        return self.sheet.cells.get(self.origin(row, column))

    def text(self, row: int, column: int) -> str:
        """Return what a cell shows."""
        origin = self.origin(row, column)
        if origin not in self._texts:
            self._texts[origin] = text_of(self.sheet.cells.get(origin), encoding=self.encoding)
        return self._texts[origin]

    def content(self, row: int, column: int) -> Content:
        """Return what a cell holds: a number as it is stored, a text as it is read; blank for
        nothing.
        """
        cell = self.cell(row, column)
        if cell is None:
            return ""
        as_text = isinstance(cell.content, str) or is_symbol_font(cell.font)
        return self.text(row, column) if as_text else cell.content

    def starts(self, row: int, column: int) -> bool:
        """Tell whether a cell holds something, and not only shows what a merged range holds."""
        return (row, column) in self.sheet.cells

    def is_merged(self, row: int, column: int) -> bool:
        """Tell whether a cell is part of a merged range."""
        return (row, column) in self._origin

    def width(self, row: int, column: int) -> int:
        """Return over how many columns the range reaches that a cell is part of."""
        origin, width = self.origin(row, column), 1
        while self.origin(row, origin[1] + width) == origin:
            width += 1
        return width

    def texts(self, row: int) -> list[str]:
        """Return the texts that stand in a row, each once."""
        return [self.text(row, c) for c in range(1, self.columns + 1) if self.starts(row, c)]
