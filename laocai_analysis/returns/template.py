"""The form as a workbook for a district, to be filled in and sent back.

Codes and names are locked, answers are chosen from a list or checked as whole numbers, and where an
indicator has no meaning the cell says so; a unit that may answer all the same chooses something
else. The readers know every header of it, and leave its frame out.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from laocai_analysis.errors import Fault, InputError
from laocai_analysis.indicators import applies, may_answer
from laocai_analysis.language import Language, Message
from laocai_analysis.places.groups import Groups, find_group, load_groups
from laocai_analysis.places.units import load_units
from laocai_analysis.returns.form import load_form
from laocai_analysis.returns.frame import column_codes, write_foot, write_head
from laocai_analysis.returns.guide import FONT, choices, columns, explanation, fit_page, write_guide
from laocai_analysis.spreadsheet import put_text, save
from laocai_analysis.text.keys import slug

#: The row of the header, that of the parts of an indicator in it, those of the codes of the columns
#: and of the total, and that of the first commune.
HEADER_ROW, PARTS_ROW, CODES_ROW, TOTAL_ROW, FIRST_ROW = 7, 8, 9, 10, 11
_BOLD = (HEADER_ROW, PARTS_ROW, TOTAL_ROW)
#: The columns, counted from 1: code, name, and the first indicator of the form, which the others
#: follow in order.
CODE_COLUMN, NAME_COLUMN, FIRST_ANSWER_COLUMN = 2, 3, 4

#: The number format of the cells for each kind of answer; that of the others is the general one.
_FORMATS = {"yes_no": "@", "count": "#,##0"}
_LOCKED, _NOT_APPLICABLE, _MAY_ANSWER = "F2F2F2", "D0D0D0", "EFEFEF"
_HEADER, _LINE = "DDEBF7", "808080"
#: A form that ends by this row is printed on one page.
_ROWS_OF_A_PAGE = 37
# in characters: the columns in front of the indicators, an indicator, the notes
_FRONT_WIDTHS, _ANSWER_WIDTH, _NOTE_WIDTH = (6, 10, 28), 17, 30


def write_template(
    path: Path,
    *,
    year: int,
    district: str | Sequence[str] | None = None,
    language: str = "vi",
    groups: str = "",
    overwrite: bool = False,
) -> Path:
    """Write the form of the return as one workbook: a sheet for each district or group, and a guide
    in both languages.

    Parameters
    ----------
    path : Path
        The xlsx file. The same inputs give the same bytes.
    year : int
        The year that is reported on: the communes in force at its end are listed, in the order of
        their codes.
    district : str or sequence of str, optional
        The name or the code of a district, or of several; every district where it is not given.
    language : {"vi", "en"}
        The language of headers and choices. The readers know both.
    groups : str
        How the communes are grouped where there are no districts; see `form_groups`.
    overwrite : bool
        Whether a file that is there may be replaced: it may be one that a district has filled in.

    Returns
    -------
    Path
        `path`.

    Raises
    ------
    InputError
        If the units of the year are not known, a district is none of them, or the file is there
        already.

    See Also
    --------
    laocai_analysis.returns.guide.columns : what each column holds.

    Examples
    --------
    >>> import tempfile
    >>> from openpyxl import load_workbook
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = write_template(Path(folder) / "form.xlsx", year=2009, district="Sa Pa")
    ...     book = load_workbook(path)
    >>> book.sheetnames, book["Huyện Sa Pa"]["B11"].value
    (['Huyện Sa Pa', 'Hướng dẫn'], '03001')
    """
    held = form_groups(year, by=groups)
    codes = district_codes(district, year=year, groups=groups)
    words = Language(language)
    _refuse_existing([path], overwrite=overwrite)
    _write(path, codes, year=year, words=words, held=held)
    return path


def write_templates(
    folder: Path,
    *,
    year: int,
    district: str | Sequence[str] | None = None,
    language: str = "vi",
    groups: str = "",
    overwrite: bool = False,
) -> list[Path]:
    """Write the form for each district or group as a separate file.

    Parameters
    ----------
    folder : Path
        Where; it is made if need be. A file is named after year and district.
    year, district, language, groups, overwrite
        As for `write_template`. If one of the files is there already, none is written.

    Returns
    -------
    list of Path
        One for each district, in the order of their codes where `district` is not given.

    Raises
    ------
    InputError
        As `write_template` does.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     paths = write_templates(Path(folder), year=2009, district=["082", "Sa Pa"])
    >>> [path.name for path in paths]
    ['2009-huyen-bat-xat.xlsx', '2009-huyen-sa-pa.xlsx']
    """
    held = form_groups(year, by=groups)
    codes = district_codes(district, year=year, groups=groups)
    words = Language(language)
    twice = held.names[held.names.map(slug).duplicated(keep=False)]
    more = {code: f"-{code}" if code in twice.index else "" for code in codes}
    paths = {code: folder / f"{year}-{slug(held.names[code])}{more[code]}.xlsx" for code in codes}
    _refuse_existing(list(paths.values()), overwrite=overwrite)
    for code, path in paths.items():
        _write(path, [code], year=year, words=words, held=held)
    return list(paths.values())


def form_groups(year: int, *, by: str = "") -> Groups:
    """Return the groups of communes that share a sheet of the form.

    Parameters
    ----------
    year : int
        The year.
    by : str
        As for `groups.load_groups`; also "commune", a sheet for each. With "none" the whole
        province is one group.

    Examples
    --------
    >>> [len(form_groups(2025, by=by).names) for by in ("none", "former_province", "commune")]
    [1, 2, 99]
    """
    if by == "commune":
        names = load_units(year)["name"]
        return Groups(by, names.index.to_series(), names, pd.DataFrame())
    held = load_groups(year, by=by)
    if held.names.empty:
        province = load_units(year, level="province")["name"]
        return Groups("none", held.of.replace("", province.index[0]), province, held.shared)
    return held


def district_codes(
    districts: str | Sequence[str] | None, *, year: int, groups: str = ""
) -> list[str]:
    """Return the codes of districts or groups that are given by name or by code, each once; of all
    for None.

    Raises
    ------
    InputError
        With one fault for each that is no district of the year, which lists the districts that
        there are.

    Examples
    --------
    >>> district_codes(["bảo thắng", "TP. Lào Cai"], year=2009)
    ['086', '080']
    """
    held = form_groups(year, by=groups)
    if districts is None:
        return [str(code) for code in held.names.index]
    given = [districts] if isinstance(districts, str) else list(districts)
    codes = [find_group(written, held) for written in given]
    valid = ", ".join(f"{name} ({code})" for code, name in held.names.items())
    if not codes:
        expected = Message("expected-districts", choices=valid)
        raise InputError([Fault("district", None, None, expected, Message("found-none"))])
    if unknown := [written for written, code in zip(given, codes, strict=True) if not code]:
        expected = Message("expected-one-of", choices=valid)
        raise InputError([Fault("district", None, None, expected, repr(text)) for text in unknown])
    return list(dict.fromkeys(codes))


def _refuse_existing(paths: Sequence[Path], *, overwrite: bool) -> None:
    there = [path for path in paths if path.exists() and not overwrite]
    if there:
        expected, found = Message("expected-no-form"), Message("found-file")
        raise InputError(
            [Fault(str(path), None, None, expected, found) for path in there],
            consequence=Message("follows-nothing-written"),
        )


def _write(path: Path, codes: Sequence[str], *, year: int, words: Language, held: Groups) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for code in codes:
        _write_sheet(book, code, year=year, words=words, held=held)
    write_guide(book, year=year, words=words)
    book.properties.title = f"{words.say('template-title')}, {year}"
    book.properties.creator = "laocai_analysis"
    book.properties.language = words.code
    save(book, path, made=dt.datetime(year, 12, 31))


def _write_sheet(book: Any, group: str, *, year: int, words: Language, held: Groups) -> None:
    units, form = load_units(year), load_form()
    communes = units[held.of == group].sort_index()
    name = str(held.names[group])
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", name)[:31])
    width = len(columns(words.code))
    write_head(sheet, name, year=year, words=words, width=width)
    _write_header(sheet, words=words)
    put_text(sheet.cell(TOTAL_ROW, NAME_COLUMN), words.say("template-total"))
    for row, (number, (code, unit)) in enumerate(enumerate(communes.iterrows(), 1), FIRST_ROW):
        sheet.cell(row, 1, number)
        put_text(sheet.cell(row, CODE_COLUMN), str(code))
        put_text(sheet.cell(row, NAME_COLUMN), str(unit["name"]))
    last = FIRST_ROW + len(communes) - 1
    _dress_table(sheet, last=last, width=width)
    for column, (indicator, asked) in enumerate(form.iterrows(), start=FIRST_ANSWER_COLUMN):
        rows, beside = (
            [row for row, one in enumerate(which(str(indicator), units=communes), FIRST_ROW) if one]
            for which in (applies, may_answer)
        )
        beside = [row for row in beside if row not in rows]
        _write_answers(sheet, column, asked, rows=rows, beside=beside, last=last, words=words)
    foot = write_foot(sheet, last=last, words=words, width=width)
    _keep_in_sight(sheet, width=width, last=foot)
    fit_page(sheet, words=words)
    sheet.page_setup.fitToHeight = int(last <= _ROWS_OF_A_PAGE)


def _write_header(sheet: Any, *, words: Language) -> None:
    """Write the header: parts of an indicator stand beneath a line that says so, any other column
    is as high as both rows; and the codes of the columns.
    """
    part_of = load_form()["part_of"]
    wholes = [str(part_of.get(meaning, "")) for meaning in columns(words.code).values()]
    for column, (header, whole) in enumerate(zip(columns(words.code), wholes, strict=True), 1):
        put_text(sheet.cell(PARTS_ROW if whole else HEADER_ROW, column), header)
        if not whole:
            sheet.merge_cells(
                start_row=HEADER_ROW, end_row=PARTS_ROW, start_column=column, end_column=column
            )
        elif whole != wholes[column - 2]:
            beside = len(list(itertools.takewhile(whole.__eq__, wholes[column - 1 :])))
            several = (part_of == whole).sum() > 1
            said = words.say("template-parts" if several else "template-of-which")
            put_text(sheet.cell(HEADER_ROW, column), said)
            if beside > 1:
                last = column + beside - 1
                sheet.merge_cells(
                    start_row=HEADER_ROW, end_row=HEADER_ROW, start_column=column, end_column=last
                )
    codes = column_codes(FIRST_ANSWER_COLUMN - 1, len(part_of))
    for column, code in enumerate(codes, start=1):
        put_text(sheet.cell(CODES_ROW, column), code)


def _dress_table(sheet: Any, *, last: int, width: int) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
    from openpyxl.utils import get_column_letter

    line = Side(style="thin", color=_LINE)
    for row in sheet.iter_rows(min_row=HEADER_ROW, max_row=last, max_col=width):
        for cell in row:
            header, text = cell.row < TOTAL_ROW, cell.column in (NAME_COLUMN, width)
            cell.border = Border(left=line, right=line, top=line, bottom=line)
            cell.font = Font(name=FONT, size=12, bold=cell.row in _BOLD)
            left = text and not header
            cell.alignment = Alignment(
                wrap_text=True,
                vertical="center",
                horizontal="left" if left else "center",
                indent=int(left),
            )
            if header or cell.column < FIRST_ANSWER_COLUMN:
                cell.fill = PatternFill("solid", fgColor=_HEADER if header else _LOCKED)
            elif cell.column == width:
                cell.protection, cell.number_format = Protection(locked=False), "@"
            elif cell.row == TOTAL_ROW:
                cell.protection, cell.number_format = Protection(locked=False), "#,##0"
    widths = (*_FRONT_WIDTHS, *[_ANSWER_WIDTH] * (width - len(_FRONT_WIDTHS) - 1), _NOTE_WIDTH)
    for column, characters in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = characters
    sheet.row_dimensions[HEADER_ROW].height, sheet.row_dimensions[PARTS_ROW].height = 20, 50


def _write_answers(
    sheet: Any,
    column: int,
    asked: pd.Series,
    *,
    rows: Sequence[int],
    beside: Sequence[int],
    last: int,
    words: Language,
) -> None:
    """Explain a column in its header, open the cells that are to be answered and those of `beside`,
    which may be, and close the others.
    """
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill, Protection
    from openpyxl.utils import get_column_letter

    texts = [
        explanation(asked, words=Language(code), answers=choices(words)) for code in ("vi", "en")
    ]
    note = f"{asked['name_vi']}\n{texts[0]}\n\n{asked['name_en']}\n{texts[1]}"
    header = sheet.cell(PARTS_ROW if asked["part_of"] else HEADER_ROW, column)
    header.comment = Comment(note, "laocai_analysis", height=60 + len(note) // 2, width=340)
    for row in range(FIRST_ROW, last + 1):
        cell = sheet.cell(row, column)
        if row in rows:
            cell.protection = Protection(locked=False)
            cell.number_format = _FORMATS.get(asked["answer"], "General")
        else:
            put_text(cell, words.say("value-na"))
            cell.protection = Protection(locked=row not in beside)
            shade = _MAY_ANSWER if row in beside else _NOT_APPLICABLE
            cell.fill = PatternFill("solid", fgColor=shade)
    letter = get_column_letter(column)
    for open_rows, more in ((rows, []), (beside, [words.say("value-na")])):
        if open_rows:
            cells = [f"{letter}{row}" for row in open_rows]
            _check(sheet, cells, asked, answers=[*choices(words), *more], words=words)


def _check(
    sheet: Any, cells: Sequence[str], asked: pd.Series, *, answers: Sequence[str], words: Language
) -> None:
    """Let the spreadsheet take only what the readers take as an answer."""
    from openpyxl.worksheet.datavalidation import DataValidation

    if asked["kind"] == "yes_no":
        rule = DataValidation(type="list", formula1=f'"{",".join(answers)}"', allow_blank=True)
        rule.prompt = words.say("template-prompt-yes-no")
        rule.error = words.say("template-error-yes-no", choices=", ".join(answers))
    else:
        answer, share = str(asked["answer"]), asked["answer"] == "share"
        rule = DataValidation(
            type="whole" if answer == "count" else "decimal",
            operator="between" if share else "greaterThanOrEqual",
            formula1="0",
            formula2="100" if share else None,
            allow_blank=True,
        )
        rule.prompt, rule.error = (
            words.say(f"template-{part}-{answer}") for part in ("prompt", "error")
        )
    rule.promptTitle = textwrap.shorten(
        str(asked[f"name_{words.code}"]), 32, placeholder="…"
    )  # no longer one is kept
    rule.errorTitle = words.say("template-error")
    rule.showErrorMessage = rule.showInputMessage = True
    for cell in cells:
        rule.add(cell)
    sheet.add_data_validation(rule)


def _keep_in_sight(sheet: Any, *, width: int, last: int) -> None:
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = sheet.cell(FIRST_ROW, FIRST_ANSWER_COLUMN)
    sheet.print_title_rows = f"{HEADER_ROW}:{CODES_ROW}"
    sheet.print_area = f"A1:{get_column_letter(width)}{last}"
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = 18, True
