"""The sheets of a file as a district sent it: cells in their places, with the font they are shown
in.

Nothing is understood here. What is read is bounded before it is parsed, so that no file can fill
the memory.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from laocai_analysis.errors import InputError
from laocai_analysis.language import Message, rounded
from laocai_analysis.returns.reading.kinds import LOCKED, format_of, open_parts, refused
from laocai_analysis.returns.reading.opendocument import read_ods
from laocai_analysis.returns.reading.openxml import read_xlsx
from laocai_analysis.returns.reading.raw import Content, RawCell, RawTable
from laocai_analysis.returns.reading.xls import MAX_MEMORY, MAX_SECONDS, run_reader
from laocai_analysis.spreadsheet import csv_text
from laocai_analysis.text.keys import MOST_MARKS, piled_marks

#: A file may be this large, in bytes; a return of a whole province takes about a hundred thousand.
MAX_BYTES = 20_000_000
#: A cell may hold this many characters, as in a workbook.
MAX_CELL = 32_767
#: A sheet may have this many rows and columns; a province has fewer than 200 communes.
MAX_ROWS, MAX_COLUMNS = 5_000, 250
#: And this many places in them, with the blank ones.
MAX_PLACES = 250_000
#: The sheets of a file together may have this many cells that hold something, and characters in
#: them.
MAX_SHEETS, MAX_CELLS, MAX_CHARACTERS = 50, 100_000, 2_000_000
#: As many cells may stand beyond the last row or column that is read, and as many of them may hold
#: words: a stray cell, or a numbering that was filled down, and no table.
MAX_BEYOND, MAX_WORDS_BEYOND = 10_000, 20
_MORE = Message("found-more")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell.

    Parameters
    ----------
    content : str, int, float or bool
        As it is stored; text is not yet changed in any way.
    font : str
        The name of the font in which it is shown; blank where the file does not say.
    trouble : str
        Why the content is no answer, as the id of a message, ``doubt-error-value`` for example;
        blank for an ordinary cell.
    """

    content: Content
    font: str = ""
    trouble: str = ""


@dataclass(slots=True)
class Sheet:
    """One sheet: its cells by row and column, both counted from 1.

    Parameters
    ----------
    file, name : str
        The file and the sheet in it; the name is blank where a file is one table.
    cells : dict of (int, int) to Cell
        Only cells that hold something.
    merged : list of (int, int, int, int)
        First row, first column, last row, last column of each merged range.
    raw : bool
        Whether a character stands for a byte whose encoding nothing tells: a text that is not
        Unicode.
    hidden_rows, hidden_columns : list of int
        The rows and the columns that hold something and are not shown; their cells are left out.
    beyond : list of str
        The addresses of the cells that stand too far away to be read.
    notes : list of str
        What stands above the cells: the header of the page, the boxes of text.
    hidden_before : list of str
        The names of the sheets before it that are not shown.
    """

    file: str
    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    raw: bool = False
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    beyond: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    hidden_before: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """The number of the last row that holds anything."""
        return max((row for row, _ in self.cells), default=0)

    @property
    def columns(self) -> int:
        """The number of the last column that holds anything."""
        return max((column for _, column in self.cells), default=0)

    def address(self, row: int, column: int) -> str:
        """Return the address of a cell as a spreadsheet shows it: ``Sheet1!C7``, or ``C7``.

        Examples
        --------
        >>> Sheet("a.xlsx", "Bảo Thắng").address(7, 28)
        'Bảo Thắng!AB7'
        """
        place = f"{letters_of(column)}{row}"
        return f"{self.name}!{place}" if self.name else place


def letters_of(column: int) -> str:
    """Return a column as a spreadsheet names it.

    Examples
    --------
    >>> letters_of(3), letters_of(28)
    ('C', 'AB')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_sheets(content: bytes, *, file: str, hidden: bool = False) -> list[Sheet]:
    """Read every visible sheet of a file: xlsx, xls, ods or a delimited text.

    Parameters
    ----------
    content : bytes
        What the file holds. Its beginning decides what it is, not its name.
    file : str
        The name of the file, for addresses and faults.
    hidden : bool
        Whether hidden rows and columns are read too.

    Returns
    -------
    list of Sheet
        Sheets without a cell are left out. A delimited text is one sheet without a name.

    Raises
    ------
    InputError
        If the file is larger than the limits of this module, is protected by a password, is
        something else, or cannot be read.
    """
    if len(content) > MAX_BYTES:
        found = Message("found-megabytes", megabytes=rounded(len(content) / 1e6, digits=1))
        raise refused(file, Message("expected-size", megabytes=MAX_BYTES // 1_000_000), found)
    try:
        return _collected(_tables(content, file), file, hidden=hidden)
    except InputError:
        raise
    except MemoryError:
        raise refused(file, Message("expected-fits-memory"), Message("found-no-memory")) from None
    except Exception as error:  # a broken file can break the parsers in every way
        reason = label(str(error).split("\n")[0][:120]) or type(error).__name__
        raise refused(file, Message("expected-readable"), reason) from None


def label(name: str) -> str:
    """Return the name of a file or sheet as it may stand in a table, a log or a terminal, whatever
    opens it.

    What a terminal obeys, what turns the direction of writing, and what could end a cell becomes
    ``_``; a name that begins like a formula gets an apostrophe in front, as spreadsheets write it.

    Examples
    --------
    >>> label("=cmd|' !A1.csv"), label("Sa Pa\\t;-1.csv"), label("Bảo Thắng, 2009.xlsx")
    ("'=cmd_' !A1.csv", 'Sa Pa__-1.csv', 'Bảo Thắng, 2009.xlsx')
    """
    plain = _UNSAFE.sub("_", name)
    return csv_text(plain)


#: Control characters, marks that turn the direction, line ends, halves of characters, and what
#: parts cells.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff;|]"
)
#: What no text holds: control characters but tab and line ends, and halves of characters.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"}


def _tables(content: bytes, file: str) -> Iterable[RawTable]:
    kind = format_of(content, file=file)
    if kind == "zip":
        kind, parts = open_parts(content, file=file)
        return read_xlsx(parts) if kind == "xlsx" else read_ods(parts)
    return _old_tables(content, file) if kind == "xls" else [_text_table(content, file)]


def _old_tables(content: bytes, file: str) -> list[RawTable]:
    answer = run_reader(content, limits=(MAX_CELLS, MAX_CHARACTERS))
    trouble = answer.get("trouble")
    if trouble == "password":
        raise refused(file, *LOCKED)
    if trouble == "bounds":
        most = {"seconds": MAX_SECONDS, "megabytes": MAX_MEMORY // 1_000_000}
        raise refused(file, Message("expected-bounds", **most), _MORE)
    if trouble:
        raise refused(file, Message("expected-readable"), label(trouble))
    return [
        RawTable(
            sheet["name"],
            map(tuple, sheet["cells"]),
            sheet["merged"],
            hidden_rows=sheet["hidden_rows"],
            hidden_columns=sheet["hidden_columns"],
            hidden=sheet.get("hidden", False),
        )
        for sheet in answer["sheets"]
    ]


def _collected(tables: Iterable[RawTable], file: str, *, hidden: bool) -> list[Sheet]:
    """Take the cells that hold something, and stop at the first one too many."""
    sheets, unseen, cells, characters = list[Sheet](), list[str](), 0, 0
    for count, table in enumerate(tables, start=1):
        if count > MAX_SHEETS:
            raise refused(file, Message("expected-sheets", sheets=MAX_SHEETS), _MORE)
        sheet, words = Sheet(file, label(table.name), raw=table.raw), 0
        sheet.notes = [_NOT_TEXT.sub(" ", note) for note in table.notes]
        if table.hidden:
            unseen.append(sheet.name)
        for row, column, content, font, trouble in table.cells:
            if isinstance(content, str):
                if not content.strip():
                    continue
                if len(content) > MAX_CELL or piled_marks(content):
                    place = Message("found-more-in", place=sheet.address(row, column))
                    raise refused(
                        file, Message("expected-cell", characters=MAX_CELL, marks=MOST_MARKS), place
                    )
                content = _NOT_TEXT.sub("\N{REPLACEMENT CHARACTER}", content)
                trouble = trouble or ("doubt-error-value" if content in _ERRORS else "")
                characters += len(content)
            cells += 1
            if row > MAX_ROWS or column > MAX_COLUMNS:
                words += isinstance(content, str) and not content.strip().isdigit()
                _leave_beyond(sheet, row, column, words)
            else:
                sheet.cells[row, column] = Cell(content, font, trouble)
            if cells > MAX_CELLS or characters > MAX_CHARACTERS:
                expected = Message("expected-cells", cells=MAX_CELLS, characters=MAX_CHARACTERS)
                raise refused(file, expected, _MORE)
        if sheet.cells:
            _leave_outlying(sheet)
            _merge(sheet, table.merged)
            if not hidden:
                _leave_hidden(sheet, table)
            sheet.hidden_before, unseen = unseen, []
            sheets.append(sheet)
    if sheets:
        sheets[-1].hidden_before += unseen
    return sheets


def _leave_beyond(sheet: Sheet, row: int, column: int, words: int) -> None:
    """Note a cell that stands too far away; refuse the file where such cells make a table."""
    sheet.beyond.append(sheet.address(row, column))
    if len(sheet.beyond) > MAX_BEYOND or words > MAX_WORDS_BEYOND:
        named = "expected-rows-in" if sheet.name else "expected-rows"
        most = Message(named, rows=MAX_ROWS, columns=MAX_COLUMNS, sheet=sheet.name)
        raise refused(sheet.file, most, _MORE)


def _leave_outlying(sheet: Sheet) -> None:
    """Leave out a few cells far from all others, for which alone a sheet would have too many
    places.
    """
    for axis, gap in ((0, 300), (1, 30)):
        if sheet.rows * sheet.columns <= MAX_PLACES:
            return
        used = sorted({place[axis] for place in sheet.cells})
        after = [high for low, high in pairwise(used) if high - low > gap]
        far = [place for place in sheet.cells if after and place[axis] >= after[0]]
        if len(far) <= MAX_WORDS_BEYOND:
            sheet.beyond += [sheet.address(*place) for place in far]
            for place in far:
                del sheet.cells[place]


def _leave_hidden(sheet: Sheet, table: RawTable) -> None:
    """Leave out what a person does not see; a merged range still shows its first cell."""

    def among(numbers: Iterable[int], runs: Iterable[tuple[int, int]]) -> list[int]:
        found, waiting, reach = list[int](), sorted(runs, reverse=True), 0
        for number in sorted(set(numbers)):
            while waiting and waiting[-1][0] <= number:
                reach = max(reach, waiting.pop()[1])
            if number <= reach:
                found.append(number)
        return found

    rows = among((row for row, _ in sheet.cells), table.hidden_rows)
    columns = among((column for _, column in sheet.cells), table.hidden_columns)
    if not rows and not columns:
        return
    out_rows, out_columns = set(rows), set(columns)
    merged = list[tuple[int, int, int, int]]()
    for top, left, bottom, right in sheet.merged:
        down = [n for n in range(top, bottom + 1) if n not in out_rows]
        across = [n for n in range(left, right + 1) if n not in out_columns]
        if down and across:
            sheet.cells[down[0], across[0]] = sheet.cells[top, left]
            merged.append((down[0], across[0], bottom, right))
    sheet.merged = merged
    for row, column in list(sheet.cells):
        if row in out_rows or column in out_columns:
            del sheet.cells[row, column]
    sheet.hidden_rows, sheet.hidden_columns = rows, columns


def _merge(sheet: Sheet, ranges: Iterable[tuple[int, int, int, int]]) -> None:
    """Keep the merged ranges that show something, as far as the sheet goes."""
    rows, columns = sheet.rows, sheet.columns
    if rows * columns > MAX_PLACES:
        named = "found-places-in" if sheet.name else "found-places"
        found = Message(named, rows=rows, columns=columns, sheet=sheet.name)
        raise refused(sheet.file, Message("expected-sheet-places", places=MAX_PLACES), found)
    places = 0
    for top, left, bottom, right in ranges:
        bottom, right = min(bottom, rows), min(right, columns)
        if (top, left) in sheet.cells and bottom >= top and right >= left:
            sheet.merged.append((top, left, bottom, right))
            places += (bottom - top + 1) * (right - left + 1)
        if places > MAX_PLACES:
            expected = Message("expected-merged", places=MAX_PLACES, sheet=sheet.name)
            raise refused(sheet.file, expected, _MORE)


def _text_table(content: bytes, file: str) -> RawTable:
    text, raw = _decoded(content)
    if re.search("[\x00-\x08]", text):
        raise refused(file, Message("expected-workbook"), Message("found-bytes"))
    unquoted = re.sub('"[^"]*"', "", text.strip())
    if re.search("\r(?!\n)", unquoted) and re.search("(?<!\r)\n", unquoted):
        raise refused(file, Message("expected-one-row-end"), Message("found-two-row-ends"))
    return RawTable("", _text_cells(text), raw=raw)


def _text_cells(text: str) -> Iterator[RawCell]:
    lines = io.StringIO(text, newline="")
    for number, row in enumerate(csv.reader(lines, delimiter=_delimiter(text)), start=1):
        for column, value in enumerate(row, start=1):
            yield number, column, value, "", ""


def _decoded(content: bytes) -> tuple[str, bool]:
    """Return the text of a file, and whether its characters are still bytes."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16"), False
    try:
        return content.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        return content.decode("latin-1"), True


def _delimiter(text: str) -> str:
    """Return the sign that splits the most of the first lines into the same number of fields, two
    at least.
    """
    lines = text[:100_000].splitlines()[:200]

    def regular(sign: str) -> tuple[int, int]:
        rows = [row for row in csv.reader(lines, delimiter=sign) if any(row)]
        widths = [len(row) for row in rows if len(row) > 1]  # a title is one field
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        return widths.count(usual), usual

    return max("\t;,|", key=regular)
