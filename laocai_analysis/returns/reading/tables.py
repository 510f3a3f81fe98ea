"""Where the tables of a sheet are: the rows of each header, and the rows and columns beneath it.

A sheet may hold several tables, beneath or beside each other, and the same header again on every
page; each is read by its own header. A row that names a unit, or holds a number or a mark, is never
a header.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from laocai_analysis.indicators import load_indicators
from laocai_analysis.language import Language, process_language
from laocai_analysis.returns.reading.answers import read_answer
from laocai_analysis.returns.reading.grid import Grid
from laocai_analysis.returns.reading.head_levels import head_levels, means_of, texts_of
from laocai_analysis.returns.reading.headings import LEVELS, read_heading
from laocai_analysis.returns.reading.side_by_side import IDENTIFYING, MARK, side_by_side
from laocai_analysis.returns.reading.unit_names import UnitNames

#: A header has at most this many rows above and beneath the one that is found first.
_ABOVE, _BENEATH = 2, 3
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
#: The day of a letter, as its lines above a table state it; *báo đến trong ngày* is none.
_DAY = re.compile(r"\bngày\s*(?:[0-9.…_/]|tháng\b)", re.IGNORECASE)
#: The number of a document, as those lines name one: *Chỉ thị số 03/2009/CT-UBND*.
_DOCUMENT = re.compile(r"[0-9]+\s*/\s*(?:[0-9]{4}\s*/\s*)?[A-ZĐ]{2,}")
#: What the lines above a table begin with, and the heads of its columns do not.
_TITLE = re.compile(
    r"(?:biểu|bảng|báo cáo|phụ lục|danh sách|tổng hợp|thống kê|ubnd|ủy ban|sở|phòng|cộng h[oò]|độc lập|"
    r"tình hình|kết quả|mẫu|kèm theo|ban hành|đvt|đơn vị|huyện|thành phố|tỉnh|năm báo cáo|kỳ|ngày|"
    r"ghi chú|số:|report|table|annex|\()",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Table:
    """One table of a sheet.

    Parameters
    ----------
    top, bottom : int
        The first and the last row of its header.
    last_row : int
        The last row that belongs to it.
    first, last : int
        Its first and its last column.
    titles : range
        The rows above its header that belong to no other table.
    levels : dict of int to tuple of str
        The heads of each column, the highest first; none for a column without a head.
    """

    top: int
    bottom: int
    last_row: int
    first: int
    last: int
    titles: range
    levels: dict[int, tuple[str, ...]] = field(default_factory=dict)

    @property
    def body(self) -> range:
        """The rows beneath the header."""
        return range(self.bottom + 1, self.last_row + 1)

    @property
    def columns(self) -> range:
        """Its columns."""
        return range(self.first, self.last + 1)

    def head(self, grid: Grid, column: int, *, language: str = "") -> str:
        """Return the heads of a column in one line, or what is beneath where it has none, said in
        the language of the process by default.
        """
        if column in self.levels:
            return LEVELS.join(self.levels[column])
        texts = [grid.text(row, column) for row in self.body]
        shown = ", ".join([text for text in texts if text][:3])
        words = Language(language or process_language())
        return words.say("doubt-no-header", below=shown[:300])


def find_tables(grid: Grid, *, names: UnitNames, year: int) -> list[Table]:
    """Find the tables of a sheet.

    Parameters
    ----------
    grid : Grid
        The sheet.
    names : UnitNames
        The units of the year.
    year : int
        The year that is imported.

    Returns
    -------
    list of Table
        From left to right and from top to bottom; none where no header is found.
    """
    finder, found = _Finder(grid, names, year), list[Table]()
    blocks = side_by_side(grid, named=finder.named, year=year)
    while blocks:
        first, last = blocks.pop(0)
        tables = list(finder.tables(first, last))
        if not tables and blocks:  # columns without a header belong to those beside them
            blocks[0] = (first, blocks[0][1])
        elif not tables and found:
            start = found[-1].first
            found = [table for table in found if table.first != start]
            tables = list(finder.tables(start, last))
        found += tables
    return found


class _Finder:
    def __init__(self, grid: Grid, names: UnitNames, year: int) -> None:
        self.grid, self.names, self.year = grid, names, year
        self.indicators = set(load_indicators().index)
        #: The last row of each column that holds anything.
        self.lowest: dict[int, int] = {}
        for row, column in grid.sheet.cells:
            self.lowest[column] = max(row, self.lowest.get(column, 0))
        self.named: dict[int, dict[int, str]] = {}
        for row, column in sorted(grid.sheet.cells):
            text = grid.text(row, column)
            if grid.width(row, column) <= 2 and (names.codes(text) or names.others(text)):
                self.named.setdefault(row, {})[column] = text

    def tables(self, first: int, last: int) -> Iterator[Table]:
        """Yield the tables between two columns from top to bottom."""
        headers = self._headers(first, last)
        above = 1
        for number, (top, bottom) in enumerate(headers):
            after = headers[number + 1][0] if number + 1 < len(headers) else self.grid.rows + 1
            ends = [r for r in range(bottom + 1, after) if self._is_data(r, first, last)]
            last_row = self.grid.rows if after > self.grid.rows else max(ends, default=bottom)
            table = Table(top, bottom, last_row, first, last, range(above, top))
            header = range(top, bottom + 1)
            table.levels = head_levels(self.grid, header, table.columns, year=self.year)
            yield table
            above = last_row + 1

    def _is_data(self, row: int, first: int, last: int) -> bool:
        """Tell whether a row between two headers belongs to the upper one: it names a unit, or
        holds a number or an answer.
        """
        return any(
            column in self.named.get(row, ())
            or (MARK.fullmatch(text) and not _YEAR.fullmatch(text))
            or read_answer(text, kind="yes_no").value
            for column in range(first, last + 1)
            if (text := self.grid.text(row, column))
        )

    def _headers(self, first: int, last: int) -> list[tuple[int, int]]:
        """Return the first and the last row of every header."""
        headers = list[tuple[int, int, bool]]()
        for row in self.grid.used:
            below = headers[-1][1] if headers else 0
            strength = self._strength(row, first, last) if row > below else 0
            if strength:
                bottom = self._bottom(row, first, last)
                top = self._top(row, bottom, first, last, below=below)
                means = {self._known(c, top, bottom) for c in range(first, last + 1)}
                strong = strength > 1 or bool(means & {"unit", "code"} and means & self.indicators)
                headers.append((top, bottom, strong))
        kept = []
        for number, (top, bottom, strong) in enumerate(headers):
            after = headers[number + 1][0] if number + 1 < len(headers) else self.grid.rows + 1
            body, columns = range(bottom + 1, after), range(first, last + 1)
            named = any(c in columns for row in body for c in self.named.get(row, ()))
            if strong or named or self._has_units(range(top, bottom + 1), body, columns):
                kept.append((top, bottom))
        return kept or self._unknown_header(first, last)

    def _has_units(self, head: range, body: range, columns: range) -> bool:
        """Tell whether codes or names of units, without marks too, stand beneath a head that says
        so.
        """
        for column in columns:
            known = self._known(column, head[0], head[-1])
            texts = [text for row in body if (text := self.grid.text(row, column))]
            if known == "code" and any(map(self.names.is_code, texts)):
                return True
            if known == "unit" and self.names.name_any(texts):
                return True
        return False

    def _unknown_header(self, first: int, last: int) -> list[tuple[int, int]]:
        """Return the row of words right above the first unit, where no head in it is known."""
        rows = [
            row for row in sorted(self.named) if set(self.named[row]) & set(range(first, last + 1))
        ]
        above = [row for row in self.grid.used if rows and row < rows[0]]
        above, bottom = [row for row in above if not self._is_section(row, first, last)], 0
        for row in reversed(above[-3:]):
            starts = [c for c in range(first, last + 1) if self.grid.starts(row, c)]
            if len(starts) > 1 and not self._holds_answers(row, first, last):
                bottom = bottom or row
                header = (self._top(row, bottom, first, last, below=0), bottom)
                return [header, *self._repeated(header, first, last)]
            numbers = numbers_columns([self.grid.text(row, c) for c in starts])
            alone = starts == [first] and not self._is_under_group(row, first)
            if not numbers and (len(starts) != 1 or alone):
                break
            bottom = bottom or (0 if numbers else row)  # a head beneath that of its group
        return []

    def _is_section(self, row: int, first: int, last: int) -> bool:
        """Tell whether a row holds the name of a district alone."""
        texts = [self.grid.text(row, c) for c in range(first, last + 1) if self.grid.starts(row, c)]
        return len(texts) == 1 and bool(self.names.district(texts[0]))

    def _is_under_group(self, row: int, column: int) -> bool:
        """Tell whether an indicator stands beneath the head of a group, and is no title."""
        known, above = self._known(column, row, row), self._known(column, row - 1, row - 1)
        grouped = self.grid.starts(row - 1, column) and above not in IDENTIFYING
        return known in self.indicators and grouped

    def _repeated(self, header: tuple[int, int], first: int, last: int) -> list[tuple[int, int]]:
        """Return the headers beneath an unknown one that repeat two of its heads in their places:
        what stands beneath the others may be something else.
        """
        found = list[tuple[int, int]]()
        for row in (row for row in self.grid.used if row > header[1]):
            starts = [c for c in range(first, last + 1) if self.grid.starts(row, c)]
            same = [c for c in starts if self.grid.text(row, c) in texts_of(self.grid, c, *header)]
            if len(same) > 1 and not any(top <= row <= bottom for top, bottom in found):
                found.append((row, self._bottom(row, first, last)))
        return found

    def _strength(self, row: int, first: int, last: int) -> int:
        """Return how surely a row is a header: 2 by its heads alone, 1 if units stand beneath, 0
        for no header.
        """
        columns = [c for c in range(first, last + 1) if self.grid.starts(row, c)]
        if set(columns) & set(self.named.get(row, ())) or len(columns) < 2:
            return 0
        if self._holds_answers(row, first, last):
            return 0
        bottom = self._merged_to(row, columns)
        texts = [texts_of(self.grid, c, row, bottom) for c in columns]
        heads = [read_heading(each, year=self.year) for each in texts]
        under = {c for r in (row + 1, row + 2) for c in self.named.get(r, ())}
        if any(
            h.means in self.indicators and c in under for c, h in zip(columns, heads, strict=True)
        ):
            return 0  # the title of a section of one indicator
        means = {head.means or head.inverse for head in heads} - {""}
        asked = means & self.indicators | means & {"indicator", "value"}
        if (len(means) > 1 and asked) or len(means & {"unit", "code", "number"}) > 1:
            return 2
        return int(bool(means & {"unit", "code"}) or len(means) > 1 or bool(asked))

    def _holds_answers(self, row: int, first: int, last: int) -> bool:
        """Tell whether a number or a mark stands in a row: a header has none but years."""
        texts = [self.grid.text(row, c) for c in range(first, last + 1) if self.grid.starts(row, c)]
        return any(MARK.fullmatch(text) and not _YEAR.fullmatch(text) for text in texts)

    def _merged_to(self, row: int, columns: list[int]) -> int:
        """Return the last row that some heads of a row reach down to."""
        bottom = row
        while bottom < row + _BENEATH and any(
            self.grid.origin(bottom + 1, column) == (row, column) for column in columns
        ):
            bottom += 1
        return bottom

    def _known(self, column: int, top: int, bottom: int) -> str:
        return means_of(self.grid, column, top, bottom, year=self.year)

    def _bottom(self, top: int, first: int, last: int) -> int:
        """Return the last row of the header that begins in a row: those beneath that hold heads of
        its columns, up to one that is blank: what stands behind it is of no table of units.
        """
        bottom, held = top, [c for c in range(first, last + 1) if self.lowest.get(c, 0) >= top]
        edge = next((low for low, high in itertools.pairwise(held) if high - low > 1), last)
        last = edge if any(self.grid.starts(top + 1, c) for c in range(first, edge + 1)) else last
        while bottom < min(top + _BENEATH, self.grid.rows):
            row = bottom + 1
            columns = [c for c in range(first, last + 1) if self.grid.starts(row, c)]
            closed = [c for c in columns if self._known(c, top, bottom) in IDENTIFYING]
            texts = [self.grid.text(row, column) for column in columns]
            if not columns or closed or set(columns) & set(self.named.get(row, ())):
                break
            if self._holds_answers(row, first, last) or numbers_columns(texts):
                break
            answers = all(read_answer(text, kind="yes_no").value for text in texts)
            if answers and not any(self._is_grouped(top, bottom, c, first) for c in columns):
                break
            width = self.grid.width(row, columns[0])
            whole = width >= last - first and (width > 1 or columns[0] == first)
            section = whole or self.names.district(texts[0])
            if len(columns) == 1 and section:
                break
            bottom = row
        return bottom

    def _is_grouped(self, top: int, bottom: int, column: int, first: int) -> bool:
        """Tell whether a column has no head of its own so far, or shares it with its neighbour."""
        if not any(self.grid.starts(row, column) for row in range(top, bottom + 1)):
            return column > first
        head = self.grid.text(bottom, column)
        others = (c for c in range(first, self.grid.columns + 1) if c != column)
        if head and any(self.grid.text(bottom, other) == head for other in others):
            return True
        return self.grid.width(bottom, column) > 1 or not self.grid.text(bottom, column + 1)

    def _top(self, row: int, bottom: int, first: int, last: int, *, below: int) -> int:
        """Return the first row of a header: those above that hold the heads of groups of columns,
        and are no title.
        """
        top = row
        while top - 1 > max(below, row - _ABOVE - 1, 0):
            columns = [c for c in range(first, last + 1) if self.grid.starts(top - 1, c)]
            known = {c: self._known(c, row, bottom) for c in columns}
            if not columns or any(means in IDENTIFYING for means in known.values()):
                break
            if self._holds_answers(top - 1, first, last) or (top - 1) in self.named:
                break
            texts = [self.grid.text(top - 1, c) for c in columns]
            if any(_DAY.search(text) or _DOCUMENT.search(text) for text in texts):
                break
            if len(texts) == 1 and (len(texts[0]) > 40 or _TITLE.match(texts[0])):
                break
            top -= 1
        return top


def numbers_columns(texts: list[str]) -> bool:
    """Tell whether a row only numbers the columns: A, B, 1, 2 or (1), (2), (3), or 3=1+2.

    Examples
    --------
    >>> numbers_columns(["A", "B", "1", "2", "3=1+2"]), numbers_columns(["1", "Xã Tả Van", "x"])
    (True, False)
    """
    bare = [re.sub(r"[()\[\]\s]", "", text) for text in texts if text]
    counted = [re.match(r"[0-9]{1,2}", text) for text in bare]
    formula = re.compile(
        r"[0-9]{1,2}[a-z]?(?:=[0-9a-z+\-*/:x×%.,()]+)?|[A-Za-zĐ]|[IVX]{1,4}|x", re.I
    )
    if len(bare) < 3 or not all(formula.fullmatch(text) for text in bare):
        return False
    digits = [int(found[0]) for found in counted if found]
    rising = all(low < high for low, high in itertools.pairwise(digits))
    steps = sum(high - low == 1 for low, high in itertools.pairwise(digits))
    return len(digits) >= 2 and rising and digits[0] <= 3 and steps >= (len(digits) - 1) / 2
