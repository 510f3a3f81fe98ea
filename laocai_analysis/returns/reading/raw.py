"""What the readers of the single formats hand on: tables of cells as they are stored."""

from __future__ import annotations

import math
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
    """

    name: str
    cells: Iterable[RawCell]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    raw: bool = False


def finite(text: str) -> tuple[Content, str]:
    """Read a number as a workbook stores it; return it, or the text and why it is no answer.

    Examples
    --------
    >>> finite("12"), finite("1.5"), finite("1e999")
    ((12, ''), (1.5, ''), ('1e999', 'a number that cannot be read'))
    """
    if text.isascii() and text.isdigit() and len(text) <= 15:
        return int(text), ""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    return (number, "") if math.isfinite(number) else (text, "a number that cannot be read")
