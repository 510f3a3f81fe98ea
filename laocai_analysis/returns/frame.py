"""The frame of a form: what Vietnamese offices put above and beneath a statistical table.

Above it the number of the form, its legal basis, period and day of receipt on the left, who reports
to whom on the right; beneath it the sources, place and date, and who signs. The readers leave all
of it out.
"""

from __future__ import annotations

import string
from collections.abc import Sequence
from typing import Any

from laocai_analysis.language import Language
from laocai_analysis.places.province import find
from laocai_analysis.returns.guide import FONT
from laocai_analysis.spreadsheet import put_text

#: The columns of the blocks on the left, in the middle and on the right; the last one is the last
#: of the table.
_LEFT, _MIDDLE, _RIGHT = (1, 3), (4, -3), (-2, 0)
#: Rows between the titles of those who sign and their names.
_SIGNING = 3
#: The first year whose returns come in after the department was merged (1 March 2025).
_MERGED = 2025


def write_head(sheet: Any, district: str, *, year: int, words: Language, width: int) -> None:
    """Write the six rows above the header of a table: letterhead, title, how to fill in, unit of
    measure.

    Parameters
    ----------
    sheet : openpyxl.Worksheet
        The sheet.
    district : str
        The name of the district that reports.
    year : int
        The year that is reported on.
    words : Language
        The language of the form.
    width : int
        The number of columns of the table.
    """
    day, say = words.date(f"{year}-12-31"), words.say
    how = say("template-how", guide=say("template-guide"))
    left = [
        say("template-form-number"),
        say("template-issued"),
        say("template-period", year=f"{year}"),
        say("template-received"),
    ]
    middle = [
        say("template-title").upper(),
        district,
        say("template-year", year=f"{year}", date=day),
    ]
    right = [
        say("template-reporting", unit=district),
        say("template-contact"),
        say("template-receiving"),
        _department(year, words=words),
    ]
    for row, (text, said) in enumerate(zip(left, right, strict=True), start=1):
        bold, open_ = row == 1, row in (2, 4)
        _put(sheet, row, _LEFT, text, width=width, size=11, bold=bold, open_=open_)
        _put(sheet, row, _RIGHT, said, width=width, size=11, bold=row == 4, open_=row == 2)
    for row, text in enumerate(middle, start=1):
        size = 14 if row == 1 else 12
        _put(sheet, row, _MIDDLE, text, width=width, size=size, bold=row < 3, centre=True)
    _write_status(sheet, words=words, width=width)
    _put(sheet, 5, (1, 0), how, width=width, size=11, italic=True, centre=True)
    _put(sheet, 6, (1, 0), say("template-units"), width=width, size=11, italic=True, right=True)
    for row, height in enumerate((22, 20, 20, 20, 20, 18), start=1):
        sheet.row_dimensions[row].height = height


def _department(year: int, *, words: Language) -> str:
    """Return the department that receives the returns of a year."""
    here = find(date=year)
    kind = "city" if here.kind == "thành phố" else "province"
    place = words.say(f"coverage-whole-{kind}", name=here.name)
    merged = "-merged" if year >= _MERGED else ""
    return words.say(f"template-department{merged}", place=place)


def _write_status(sheet: Any, *, words: Language, width: int) -> None:
    """Write the choice of preliminary or final figures."""
    from openpyxl.worksheet.datavalidation import DataValidation

    first, last = _MIDDLE[0], width + _MIDDLE[1]
    _put(sheet, 4, (first, last - 2), words.say("template-status"), width=width, right=True)
    _put(sheet, 4, (last - 1, last), "", width=width, bold=True, centre=True, open_=True)
    states = [words.say("template-preliminary"), words.say("template-final")]
    rule = DataValidation(type="list", formula1=f'"{",".join(states)}"', allow_blank=True)
    rule.add(sheet.cell(4, last - 1).coordinate)
    sheet.add_data_validation(rule)


def column_codes(front: int, answers: int) -> list[str]:
    """Return the codes of the columns: letters in front, numbers for the answers, a letter for the
    notes.

    Examples
    --------
    >>> column_codes(3, 2)
    ['A', 'B', 'C', '1', '2', 'D']
    """
    letters = string.ascii_uppercase
    return [*letters[:front], *map(str, range(1, answers + 1)), letters[front]]


def write_foot(sheet: Any, *, last: int, words: Language, width: int) -> int:
    """Write what stands beneath the table: the sources of the columns, place and date, who signs.

    Parameters
    ----------
    sheet : openpyxl.Worksheet
        The sheet.
    last : int
        The last row of the table.
    words : Language
        The language of the form.
    width : int
        The number of columns of the table.

    Returns
    -------
    int
        The last row of the form.
    """
    say = words.say
    halves = ((1, 4), (-4, 0))
    _put(sheet, last + 1, (1, 0), say("template-sources"), width=width, open_=True)
    sheet.row_dimensions[last + 1].height = sheet.row_dimensions[last + 2].height = 24
    where = say("template-place-date")
    _put(sheet, last + 2, halves[1], where, width=width, italic=True, centre=True, open_=True)
    names = last + 5 + _SIGNING
    for columns, who in zip(halves, ("prepared", "head"), strict=True):
        _put(
            sheet,
            last + 3,
            columns,
            say(f"template-{who}").upper(),
            width=width,
            bold=True,
            centre=True,
        )
        how = say(f"template-{who}-how")
        _put(sheet, last + 4, columns, how, width=width, italic=True, centre=True)
        _put(sheet, names, columns, "", width=width, bold=True, centre=True, open_=True)
    return names


def _put(
    sheet: Any,
    row: int,
    columns: Sequence[int],
    text: str,
    *,
    width: int,
    size: int = 12,
    bold: bool = False,
    italic: bool = False,
    centre: bool = False,
    right: bool = False,
    open_: bool = False,
) -> None:
    """Write a text across some columns; those that are not positive are counted from the last
    one.
    """
    from openpyxl.styles import Alignment, Font, Protection

    first, last = (column if column > 0 else width + column for column in columns)
    cell = sheet.cell(row, first)
    if text:
        put_text(cell, text)
    cell.font = Font(name=FONT, size=size, bold=bold, italic=italic)
    cell.alignment = Alignment(
        horizontal="center" if centre else "right" if right else "left",
        vertical="center",
        wrap_text=True,
    )
    cell.protection = Protection(locked=not open_)
    if last > first:
        sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)
