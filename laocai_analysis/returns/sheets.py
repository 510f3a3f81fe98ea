"""The sheets of a file as a district sent it: cells where they stand, with the font they are shown in.

Nothing is understood here. What is read is bounded before it is parsed, so that no file can fill the memory.
"""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from laocai_analysis.errors import Fault, InputError
from laocai_analysis.returns.opendocument import read_ods

#: A file may be this large, in bytes; a return of a whole province takes about a hundred thousand.
MAX_BYTES = 20_000_000
#: The parts of a compressed workbook may unpack to this much together, in bytes.
MAX_UNPACKED = 60_000_000
#: A sheet may have this many rows, columns and cells; a province has fewer than 200 communes.
MAX_ROWS, MAX_COLUMNS, MAX_CELLS = 20_000, 500, 200_000

Content = str | int | float | bool


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
        Why the content is no answer, for example "an error value"; blank for an ordinary cell.
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
        Whether a character stands for a byte whose encoding nothing tells: a text that is not Unicode.
    """

    file: str
    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    raw: bool = False

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
        letters = ""
        while column:
            column, rest = divmod(column - 1, 26)
            letters = chr(65 + rest) + letters
        return f"{self.name}!{letters}{row}" if self.name else f"{letters}{row}"


def read_sheets(content: bytes, *, file: str) -> list[Sheet]:
    """Read every visible sheet of a file: xlsx, xls, ods or a delimited text.

    Parameters
    ----------
    content : bytes
        What the file holds. Its beginning decides what it is, not its name.
    file : str
        The name of the file, for addresses and faults.

    Returns
    -------
    list of Sheet
        Sheets without a cell are left out. A delimited text is one sheet without a name.

    Raises
    ------
    InputError
        If the file is larger than the limits of this module, is protected by a password, or cannot be read.
    """
    if len(content) > MAX_BYTES:
        raise _refused(file, f"at most {MAX_BYTES // 1_000_000} MB", f"{len(content) / 1e6:.1f} MB")
    try:
        sheets = _reader(content, file)(content, file)
    except InputError:
        raise
    except MemoryError:
        raise _refused(file, "a table that fits into memory", "one that does not") from None
    except Exception as error:  # the libraries raise of every kind on a broken file
        reason = str(error).split("\n")[0][:120] or type(error).__name__
        raise _refused(file, "a workbook (xlsx, xls, ods) or a delimited text that can be read", reason) from None
    return [sheet for sheet in sheets if sheet.cells]


def _reader(content: bytes, file: str) -> Callable[[bytes, str], list[Sheet]]:
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            _check_archive(archive, file)
        if "xl/workbook.xml" in names:
            return _read_xlsx
        if "content.xml" in names:
            return _read_ods
        raise _refused(file, "a workbook: xlsx or ods", "another kind of archive")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return _read_xls
    return _read_text


def _check_archive(archive: zipfile.ZipFile, file: str) -> None:
    """Unpack every part without keeping it, and refuse one that grows too large or defines entities."""
    unpacked = 0
    for part in archive.infolist():
        if part.flag_bits & 1:
            raise _refused(file, "a workbook without a password", f"{part.filename} is encrypted")
        cells = 0
        with archive.open(part) as stream:
            tail = b""
            while block := stream.read(1 << 18):
                unpacked += len(block)
                if unpacked > MAX_UNPACKED:
                    raise _refused(file, f"parts that unpack to at most {MAX_UNPACKED // 1_000_000} MB", "more")
                if part.filename.endswith((".xml", ".rels")):
                    if b"<!DOCTYPE" in tail + block or b"<!ENTITY" in tail + block:
                        raise _refused(file, "a workbook without entities of its own", f"a DOCTYPE in {part.filename}")
                    cells += block.count(b"<c ") + block.count(b"<table:table-cell")
                    tail = block[-16:]
        if cells > MAX_CELLS:
            raise _refused(file, f"at most {MAX_CELLS:,} cells in a sheet", f"{cells:,} in {part.filename}")


def _refused(file: str, expected: str, found: str) -> InputError:
    return InputError([Fault(file, None, None, expected, found)])


def _add(sheet: Sheet, row: int, column: int, cell: Cell) -> None:
    """Put a cell in its place, unless it is blank; refuse the sheet where it grows too large."""
    if row > MAX_ROWS:
        raise _refused(sheet.file, f"at most {MAX_ROWS:,} rows in {sheet.name or 'a table'}", "more")
    if column > MAX_COLUMNS:
        raise _refused(sheet.file, f"at most {MAX_COLUMNS} columns in {sheet.name or 'a table'}", "more")
    if isinstance(cell.content, str) and not cell.content.strip() and not cell.trouble:
        return
    if isinstance(cell.content, str) and len(cell.content) > 32_767:
        raise _refused(sheet.file, "cells of at most 32,767 characters", f"more in {sheet.address(row, column)}")
    sheet.cells[row, column] = cell
    if len(sheet.cells) > MAX_CELLS:
        raise _refused(sheet.file, f"at most {MAX_CELLS:,} cells in {sheet.name or 'a table'}", "more")


def _read_xlsx(content: bytes, file: str) -> list[Sheet]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), data_only=False)
    computed = None
    sheets = []
    for tab in book.worksheets:
        if tab.sheet_state != "visible":
            continue
        sheet = Sheet(file, tab.title, merged=[r.bounds for r in tab.merged_cells.ranges])
        sheet.merged = [(top, left, bottom, right) for left, top, right, bottom in sheet.merged]
        for row in tab.iter_rows():
            for cell in row:
                value, trouble = cell.value, ""
                if value is None:
                    continue
                if cell.data_type == "f":
                    computed = computed or load_workbook(io.BytesIO(content), data_only=True)
                    value = computed[tab.title].cell(cell.row, cell.column).value
                    if value is None:
                        value, trouble = _formula(cell.value), "a formula that was never computed"
                if cell.data_type == "e" or (isinstance(value, str) and value in _ERRORS):
                    trouble = "an error value"
                _add(sheet, cell.row, cell.column, _cell(value, cell.font.name or "", trouble))
        sheets.append(sheet)
    return sheets


_ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"}


def _formula(value: Any) -> str:
    return str(getattr(value, "text", None) or value)


def _cell(value: Any, font: str, trouble: str) -> Cell:
    if isinstance(value, (str, bool, int, float)):
        return Cell(value, font, trouble)
    return Cell(str(value), font, trouble or "a date or a time")


def _read_xls(content: bytes, file: str) -> list[Sheet]:
    import xlrd

    book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=io.StringIO())
    sheets = []
    for tab in book.sheets():
        if tab.visibility:
            continue
        sheet = Sheet(file, tab.name)
        sheet.merged = [(top + 1, left + 1, bottom, right) for top, bottom, left, right in tab.merged_cells]
        if tab.nrows > MAX_ROWS:
            raise _refused(file, f"at most {MAX_ROWS:,} rows in {tab.name}", f"{tab.nrows:,}")
        for row in range(tab.nrows):
            for column in range(tab.row_len(row)):
                kind, value = tab.cell_type(row, column), tab.cell_value(row, column)
                if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                    continue
                font = book.font_list[book.xf_list[tab.cell_xf_index(row, column)].font_index].name
                trouble = {xlrd.XL_CELL_ERROR: "an error value", xlrd.XL_CELL_DATE: "a date or a time"}.get(kind, "")
                if kind == xlrd.XL_CELL_BOOLEAN:
                    value = bool(value)
                if kind == xlrd.XL_CELL_ERROR:
                    value = xlrd.error_text_from_code.get(value, "#?")
                _add(sheet, row + 1, column + 1, Cell(value, font, trouble))
        sheets.append(sheet)
    return sheets


def _read_ods(content: bytes, file: str) -> list[Sheet]:
    sheets = []
    for table in read_ods(content):
        sheet = Sheet(file, table.name, merged=table.merged)
        for row, column, value, font, trouble in table.cells:
            _add(sheet, row, column, Cell(value, font, trouble))
        sheets.append(sheet)
    return sheets


def _read_text(content: bytes, file: str) -> list[Sheet]:
    text, raw = _decoded(content)
    if any(ord(sign) < 9 for sign in text):
        raise _refused(file, "a workbook (xlsx, xls, ods) or a delimited text", "bytes that are neither")
    sheet = Sheet(file, "", raw=raw)
    for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)), start=1):
        for column, value in enumerate(row, start=1):
            _add(sheet, number, column, Cell(value))
    return [sheet]


def _decoded(content: bytes) -> tuple[str, bool]:
    """Return the text of a file, and whether its characters are still bytes."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16"), False
    try:
        return content.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        return content.decode("latin-1"), True


def _delimiter(text: str) -> str:
    """Return the sign that splits the most of the first lines into the same number of fields, two at least."""
    lines = text[:100_000].splitlines()[:200]

    def regular(sign: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=sign) if any(row)]
        usual = max(set(widths), key=widths.count, default=1)
        return (widths.count(usual) if usual > 1 else 0, usual)

    return max("\t;,|", key=regular)
