"""Workbooks: the same inputs give the same bytes, and text never becomes a formula."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from laocai_analysis.writing import write_whole

if TYPE_CHECKING:
    import pandas as pd

#: What a spreadsheet takes for the start of a formula, full-width forms among them.
_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")

# halves of characters, which no file in UTF-8 can hold
_HALVES = re.compile("[\ud800-\udfff]")


def save(book: Any, path: Path, *, made: dt.datetime = dt.datetime(2000, 1, 1)) -> None:
    """Write a workbook of openpyxl, in place of the one that is there.

    openpyxl puts the hour of writing into the file; here it is `made` instead, so that the same
    workbook is the same bytes whenever it is written.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook; its dates are set to `made`.
    path : Path
        Where; the file appears whole or not at all.
    made : datetime
        When the file says that it was made: 1980 or later, as archives cannot tell of earlier days.
    """
    write_whole(path, to_bytes(book, made=made))


def to_bytes(book: Any, *, made: dt.datetime = dt.datetime(2000, 1, 1)) -> bytes:
    """Return a workbook of openpyxl as the bytes that `save` writes."""
    from openpyxl.writer.excel import ExcelWriter

    book.properties.created = book.properties.modified = made
    written, packed = io.BytesIO(), io.BytesIO()
    ExcelWriter(
        book, zipfile.ZipFile(written, "w")
    ).save()  # book.save() would set the time of the change to now
    with (
        zipfile.ZipFile(written) as parts,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for part in parts.infolist():
            entry = zipfile.ZipInfo(part.filename, made.timetuple()[:6])
            archive.writestr(entry, parts.read(part), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def begins_formula(text: str) -> bool:
    """Tell whether a spreadsheet may take a text for a formula: =, +, - or @, also after blanks; a
    tab; a line break.

    Examples
    --------
    >>> [begins_formula(text) for text in ("=1+1", "  -5", "\\tx", "có = 1", "")]
    [True, True, True, False, False]
    """
    return text.startswith(("\t", "\r", "\n")) or text.lstrip().startswith(_FORMULA)


def put_text(cell: Any, text: str) -> None:
    """Put text into a cell of openpyxl as text, whatever it begins with, without what no workbook
    can hold.

    A text that begins like a formula also gets the mark (``quotePrefix``) by which it stays text
    when a person edits the cell.

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

    mark = "\N{REPLACEMENT CHARACTER}"
    cell.value = ILLEGAL_CHARACTERS_RE.sub(mark, _HALVES.sub(mark, text))[:32_767]
    cell.data_type = "s"
    cell.number_format = "@"
    if begins_formula(text):
        cell.quotePrefix = True
    cell.protection = Protection(locked=True)


def csv_bytes(table: pd.DataFrame, *, index: bool = False) -> bytes:
    """Return a table as csv in UTF-8; every csv file that people may open is written here.

    Parameters
    ----------
    table : DataFrame
        Texts and numbers.
    index : bool
        Whether the index is written too.

    Examples
    --------
    >>> import pandas as pd
    >>> csv_bytes(pd.DataFrame({"name": ["=1+1"], "value": [-5]}))
    b"name,value\\n'=1+1,-5\\n"
    """
    import pandas as pd

    guarded = table.astype(object)
    for place, (_, held) in enumerate(guarded.items()):
        safe = [csv_text(value) if isinstance(value, str) else value for value in held]
        # of this type, else 126 and a blank would be 126.0 and a blank
        guarded.isetitem(place, pd.Series(safe, dtype=object).array)
    return bytes(guarded.to_csv(index=index, lineterminator="\n").encode())


def csv_text(text: str) -> str:
    """Return text for a csv file that people open in a spreadsheet: with an apostrophe where it
    begins like a formula.

    A csv file cannot say that a cell is text, so the apostrophe is part of it and is seen. Only
    text needs this: a negative number that is written as a number is no formula.

    Examples
    --------
    >>> csv_text("=1+1"), csv_text("Xã Bản Qua")
    ("'=1+1", 'Xã Bản Qua')
    """
    return f"'{text}" if begins_formula(text) else text
