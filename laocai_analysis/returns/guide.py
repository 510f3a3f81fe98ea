"""The words of a form: headers, choices, and the sheet of guidance in both languages."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import pandas as pd

from laocai_analysis.language import LANGUAGES, Language
from laocai_analysis.returns.form import FLOW_OF, load_form
from laocai_analysis.spreadsheet import put_text

#: The font of Vietnamese offices; LibreOffice has one of the same widths.
FONT = "Times New Roman"
_RULES = ("rows", "white", "blank", "yes-no", "na", "count", "total", "send")
_WIDTHS = (8, 62, 62)
_HEADING = "DDEBF7"


def columns(language: str = "vi") -> dict[str, str]:
    """Return what each column of a form holds, by its header: an indicator, or one of
    `form.UNIT_COLUMNS`.

    Examples
    --------
    >>> list(columns().items())[1:4]  # doctest: +NORMALIZE_WHITESPACE
    [('Mã đơn vị hành chính', 'code'), ('Tên xã, phường, thị trấn', 'unit'),
     ('Điểm bưu điện văn hóa xã', 'cultural_post_office')]
    """
    words = Language(language)
    front = {
        words.say("template-number"): "number",
        words.say("template-code"): "code",
        words.say("template-unit"): "unit",
    }
    asked = {
        str(row[f"name_{language}"]): str(indicator) for indicator, row in load_form().iterrows()
    }
    return {**front, **asked, words.say("template-note"): "note"}


def choices(words: Language) -> list[str]:
    """Return what may be chosen for a yes/no indicator."""
    return [words.say("template-yes"), words.say("template-no"), words.say("template-unknown")]


def explanation(asked: pd.Series, *, words: Language, answers: Sequence[str]) -> str:
    """Return what a person needs to know of an indicator: its definition, its unit, what it is a
    part of.

    Parameters
    ----------
    asked : Series
        A row of `form.load_form`.
    words : Language
        The language to explain it in.
    answers : sequence of str
        The choices of a yes/no indicator, in the language of the form.
    """
    said = [str(asked[f"definition_{words.code}"])]
    if asked["kind"] == "yes_no":
        said.append(words.say("template-measure-yes-no", choices=" / ".join(answers)))
    else:
        said.append(words.say("template-measure", unit=words.unit(str(asked["unit"]))))
        if asked["answer"] != "count":
            said.append(words.say(f"template-measure-{asked['answer']}"))
    if asked["part_of"]:
        whole = load_form()[f"name_{words.code}"][asked["part_of"]]
        message = "template-flow" if asked.name in FLOW_OF else "template-part"
        said.append(words.say(message, whole=str(whole)))
    return " ".join(said)


def write_guide(book: Any, *, year: int, words: Language) -> None:
    """Add the guide as the last sheet of a form.

    Parameters
    ----------
    book : openpyxl.Workbook
        The form.
    year : int
        The year that is reported on.
    words : Language
        The language of the form: the guide tells of its words in both languages.
    """
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(words.say("template-guide"))
    both = [Language(code) for code in LANGUAGES]
    lines = [("", *[said.say("template-guide-title") for said in both])]
    lines += [
        (f"{number}", *[_rule(rule, year=year, said=said, words=words) for said in both])
        for number, rule in enumerate(_RULES, start=1)
    ]
    lines.append(("", *[said.say("template-guide-columns") for said in both]))
    lines += [
        (get_column_letter(number), *[_column(meaning, said=said, words=words) for said in both])
        for number, meaning in enumerate(columns(words.code).values(), start=1)
    ]
    for row, texts in enumerate(lines, start=1):
        for column, text in enumerate(texts, start=1):
            cell = sheet.cell(row, column)
            put_text(cell, text)
            cell.font = Font(name=FONT, size=12, bold=not texts[0])
            cell.alignment = Alignment(
                wrap_text=True,
                vertical="top",
                horizontal="center" if column == 1 else "left",
                indent=int(column > 1),
            )
            cell.border = Border(bottom=Side(style="thin", color="D0D0D0"))
            if not texts[0]:
                cell.fill = PatternFill("solid", fgColor=_HEADING)
        # neither LibreOffice nor every Excel makes a row as high as its text when it opens a file
        sheet.row_dimensions[row].height = 5 + 16 * max(
            len(textwrap.wrap(text, _WIDTHS[1] + 8)) for text in texts[1:]
        )
    for column, characters in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = characters
    fit_page(sheet, words=words)
    sheet.page_setup.fitToHeight = 1


def fit_page(sheet: Any, *, words: Language) -> None:
    """Say how a sheet is printed, landscape on A4 and as wide as the page, and protect it without a
    password.
    """
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.7
    sheet.page_margins.header = sheet.page_margins.footer = 0.35
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = f"{words.say('template-page')} &P/&N"
    sheet.oddFooter.center.font, sheet.oddFooter.center.size = f"{FONT},Regular", 10
    sheet.protection.enable()
    sheet.protection.formatColumns = sheet.protection.formatRows = (
        False  # False leaves it open to everybody
    )


def _rule(rule: str, *, year: int, said: Language, words: Language) -> str:
    """Return a rule in one language, with the words of the form as they stand there."""
    yes, no, unknown = choices(words)
    values = {
        "date": said.date(f"{year}-12-31"),
        "note": words.say("template-note"),
        "na": words.say("value-na"),
        "total": words.say("template-total"),
    }
    return said.say(f"template-guide-{rule}", yes=yes, no=no, unknown=unknown, **values)


def _column(meaning: str, *, said: Language, words: Language) -> str:
    """Return the name of a column and what it means."""
    form = load_form()
    if meaning not in form.index:
        return f"{said.say(f'template-{meaning}')}: {said.say(f'template-guide-{meaning}')}"
    asked: pd.Series = form.T[meaning]
    return f"{asked[f'name_{said.code}']}: {explanation(asked, words=said, answers=choices(words))}"
