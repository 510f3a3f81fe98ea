"""Workbooks that this package writes: plain tables, in which no text can ever become a formula."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any


def write_table(
    path: Path, *, sheet: str, columns: Mapping[str, float], rows: Sequence[Mapping[str, object]], unlocked: str
) -> None:
    """Write one table as an xlsx file, in place of the one that is there.

    Parameters
    ----------
    path : Path
        Where; the file appears whole or not at all.
    sheet : str
        The name of the sheet.
    columns : mapping of str to float
        The columns in order, and how wide each is, in characters.
    rows : sequence of mapping
        The cells of each row by column; texts and numbers.
    unlocked : str
        The column in which a person writes.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    tab: Any = book.active
    tab.title = sheet
    for number, (name, width) in enumerate(columns.items(), start=1):
        put_text(tab.cell(1, number), name)
        tab.cell(1, number).font = Font(bold=True)
        tab.column_dimensions[get_column_letter(number)].width = width
    for line, row in enumerate(rows, start=2):
        for number, name in enumerate(columns, start=1):
            cell = tab.cell(line, number)
            put_text(cell, str(row[name]))
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if name == unlocked:
                cell.fill = PatternFill("solid", fgColor="FFF2CC")
    tab.freeze_panes = "A2"
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, fresh = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".xlsx")
    os.close(handle)
    try:
        book.save(fresh)
        os.replace(fresh, path)
    except BaseException:
        os.unlink(fresh)
        raise


def put_text(cell: Any, text: str) -> None:
    """Put text into a cell of openpyxl as text, whatever it begins with, without what no workbook can hold.

    Examples
    --------
    >>> from openpyxl import Workbook
    >>> cell = Workbook().active["A1"]
    >>> put_text(cell, "=1+1")
    >>> cell.data_type, cell.quotePrefix
    ('s', True)
    """
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles.protection import Protection

    cell.value = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", text)[:32_767]
    cell.data_type = "s"
    cell.number_format = "@"
    if text.startswith(("=", "+", "-", "@", "\t", "\r")):
        cell.quotePrefix = True
    cell.protection = Protection(locked=True)
