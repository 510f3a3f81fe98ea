"""What the readers of the single formats hand on: tables of cells as they are stored, and which of
them are shown as something else.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

Content = str | int | float | bool
#: Row and column, content, font, and why the content is no answer.
RawCell = tuple[int, int, Content, str, str]


@dataclass(slots=True)
class RawTable:
    """One table of a file.

    Parameters
    ----------
    name : str
        The name of the sheet; blank where a file is one table.
    cells : iterable of RawCell
        They may be made while they are taken, so that whoever takes them can stop.
    merged : list of (int, int, int, int)
        First row, first column, last row, last column of each merged range; complete when all cells
        are taken.
    raw : bool
        As in `sheets.Sheet`.
    hidden_rows, hidden_columns : list of (int, int)
        First and last of each run of rows and of columns that are not shown; complete when all
        cells are taken.
    notes : list of str
        What stands above the cells: the header of the page, the boxes of text.
    hidden : bool
        Whether the sheet is not shown; its cells are not read then.
    """

    name: str
    cells: Iterable[RawCell]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    raw: bool = False
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    hidden: bool = False


#: Why the content of a cell is no plain answer, by how it is shown.
STRUCK, PERCENT, NOT_SHOWN = "doubt-struck", "doubt-percent", "doubt-not-shown"
SHOWN_OTHERWISE = "doubt-shown-otherwise"
#: Words of a number format that only say what is counted.
_COUNTED = re.compile(r"(?:trạm|máy|thuê bao|tb|điểm|cái|chiếc|xã|bts)?", re.IGNORECASE)


def trouble_shown(content: Content, *, struck: bool, percent: bool, code: str = "") -> str:
    """Return why a cell is no plain answer for the way in which it is shown; blank for none.

    Parameters
    ----------
    content : str, int, float or bool
        What stands in the cell.
    struck : bool
        Whether some of it is struck through.
    percent : bool
        Whether it is shown as a percentage.
    code : str
        Its number format; one of semicolons alone shows nothing.

    Examples
    --------
    >>> trouble_shown(1, struck=False, percent=True), trouble_shown("x", struck=True, percent=True)
    ('doubt-percent', 'doubt-struck')
    >>> [trouble_shown(0, struck=False, percent=False, code=code) for code in ("#,##0", "0;-0;;@")]
    ['', 'doubt-not-shown']
    >>> trouble_shown(2, struck=False, percent=False, code='0" nghìn"')
    'doubt-shown-otherwise'
    """
    if struck:
        return STRUCK
    if percent and not isinstance(content, (str, bool)):
        return PERCENT
    if code and not code.strip(";"):
        return NOT_SHOWN
    return _shown_by(code, content) if code and isinstance(content, (int, float)) else ""


def _shown_by(code: str, number: float) -> str:
    """Return what a number format makes of a number: nothing, or something with other words, in
    thousands for example.
    """
    parts = code.split(";")
    place = 0 if number > 0 or len(parts) == 1 else 1 if number < 0 else 2
    part = parts[place] if place < len(parts) else parts[0]
    if not part:
        return NOT_SHOWN
    words = [*re.findall(r'"([^"]*)"', part), *re.findall(r"\\(\S)", part)]
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.', "", part)
    said = "".join(words).strip(" .,()-" if number == 0 else " .,()")
    scaled = re.search(r"[0#],+(?![0#])", bare)
    return SHOWN_OTHERWISE if scaled or not _COUNTED.fullmatch(said) else ""


def shows_percent(code: str) -> bool:
    """Tell whether a number format shows a percentage: a sign outside quotation marks.

    Examples
    --------
    >>> shows_percent("0.0%"), shows_percent('0" %"'), shows_percent("General")
    (True, False, False)
    """
    return "%" in re.sub(r'"[^"]*"|\\.', "", code)


def finite(text: str) -> tuple[Content, str]:
    """Read a number as a workbook stores it; return it, or the text and why it is no answer.

    Examples
    --------
    >>> finite("12"), finite("1.5"), finite("1e999")
    ((12, ''), (1.5, ''), ('1e999', 'doubt-number'))
    """
    if text.isascii() and text.isdigit() and len(text) <= 15:
        return int(text), ""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    return (number, "") if math.isfinite(number) else (text, "doubt-number")
