"""The form that goes out: a workbook for a district, with the communes in force, to be filled in and sent back.

Codes and names are locked, answers are chosen from a list or checked as whole numbers, and where an indicator has no
meaning the cell says so. The readers know every header of it.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from laocai_analysis.errors import Fault, InputError
from laocai_analysis.indicators import applies
from laocai_analysis.returns.form import load_form
from laocai_analysis.returns.spreadsheet import put_text
from laocai_analysis.text import slug
from laocai_analysis.units import load_units, match_units

#: The row of the header, and the first row of the communes.
HEADER_ROW, FIRST_ROW = 6, 7
#: What may be chosen for a yes/no indicator.
CHOICES = ("Có", "Không", "Không rõ")
NOT_APPLICABLE = "Không áp dụng"
#: The columns in front of the indicators, and how wide each is, in characters.
FRONT = {"STT": 6, "Mã xã": 9, "Tên xã, phường, thị trấn": 28}
NOTE = "Ghi chú"
#: A font with every Vietnamese letter that every office has, or has a like of.
FONT = "Arial"
_TITLE = "BÁO CÁO BƯU CHÍNH, VIỄN THÔNG, CÔNG NGHỆ THÔNG TIN CẤP XÃ"
_HOW = (
    "Chỉ điền ô trắng. Có/không: chọn trong danh sách; số đếm: số nguyên. Ô để trống là CHƯA RÕ, không phải là không.\n"
    "Fill in the white cells only. Yes/no: choose from the list; counts: whole numbers. A blank is UNKNOWN, not no."
)
_GUIDE = (
    ("Cách điền", "How to fill in"),
    ("Mỗi dòng là một xã, phường hoặc thị trấn có hiệu lực ngày 31/12 của năm báo cáo; không thêm, bớt, đổi tên dòng.",
     "Each row is a xã, ward or township in force on 31 December of the year; do not add, remove or rename rows."),
    ("“Có”: có vào ngày 31/12. “Không”: không có, kể cả “chưa có”. “Không rõ” hoặc để trống: chưa biết.",
     "“Có”: has it on 31 December. “Không”: does not, “not yet” too. “Không rõ” or blank: not known."),
    ("Ô xám “Không áp dụng”: chỉ tiêu không đặt ra cho loại đơn vị ấy.",
     "Grey “Không áp dụng”: the indicator has no meaning for that type of unit."),
    ("Số đếm: số nguyên, không kèm chữ.", "Counts: whole numbers, without words."),
)  # fmt: skip


def write_template(path: Path, *, year: int, district: str | Sequence[str]) -> Path:
    """Write the form for a district, or for several with one sheet each.

    Parameters
    ----------
    path : Path
        The xlsx file; the same inputs give the same bytes.
    year : int
        The year of the report: the communes in force at its end are listed.
    district : str or sequence of str
        The name or the code of each district.

    Returns
    -------
    Path
        `path`.

    Raises
    ------
    InputError
        If the units of the year are not known, or a district is none of them.
    """
    from openpyxl import Workbook

    codes = district_codes([district] if isinstance(district, str) else district, year=year)
    book = Workbook()
    book.remove(book.active)
    for code in codes:
        _write_sheet(book, code, year=year)
    _write_guide(book)
    book.properties.title = f"{_TITLE} {year}"
    book.properties.creator = "laocai_analysis"
    book.properties.created = book.properties.modified = dt.datetime(year, 12, 31)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_bytes(_same_bytes(book, year=year))
    os.replace(fresh, path)
    return path


def form_name(district: str, *, year: int) -> str:
    """Return the file name of the form of a district, given by its code.

    Examples
    --------
    >>> form_name("086", year=2009)
    '2009-huyen-bao-thang.xlsx'
    """
    return f"{year}-{slug(str(load_units(year, level='district').at[district, 'name']))}.xlsx"


def district_codes(districts: Sequence[str], *, year: int) -> list[str]:
    """Return the codes of districts that are given by code or by name.

    Raises
    ------
    InputError
        For each that is none, with all that there are.
    """
    known = load_units(year, level="district")
    codes, faults = [], []
    for given in districts:
        try:
            codes.append(given if given in known.index else match_units(pd.Series([given]), units=known).iloc[0])
        except InputError:
            faults.append(Fault("--district", None, None, f"one of {', '.join(known['name'])}", repr(given)))
    if faults:
        raise InputError(faults)
    return codes


def _write_sheet(book: Any, district: str, *, year: int) -> None:
    from openpyxl.utils import get_column_letter

    units, form = load_units(year), load_form()
    communes = units[units["parent"] == district]
    name = str(load_units(year, level="district").at[district, "name"])
    sheet = book.create_sheet(name)
    headers = [*FRONT, *form["name_vi"], NOTE]
    for row, text in enumerate((_TITLE, name, f"Năm {year} (tại ngày 31/12/{year})", _HOW), start=1):
        put_text(sheet.cell(row, 1), text)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(headers))
    for column, header in enumerate(headers, start=1):
        put_text(sheet.cell(HEADER_ROW, column), header)
    last = HEADER_ROW + len(communes)
    for number, (code, unit) in enumerate(communes.iterrows(), start=1):
        row = HEADER_ROW + number
        sheet.cell(row, 1, number)
        put_text(sheet.cell(row, 2), str(code))
        put_text(sheet.cell(row, 3), str(unit["name"]))
    for column, (indicator, asked) in enumerate(form.iterrows(), start=len(FRONT) + 1):
        means = applies(str(indicator), units=communes)
        for row, applicable in enumerate(means, start=FIRST_ROW):
            _answer_cell(sheet.cell(row, column), applicable=bool(applicable))
        cells = f"{get_column_letter(column)}{FIRST_ROW}:{get_column_letter(column)}{last}"
        _check(sheet, cells, kind=str(asked["kind"]), header=str(asked["name_vi"]))
        _explain(sheet.cell(HEADER_ROW, column), asked)
    _dress(sheet, headers, last)


def _answer_cell(cell: Any, *, applicable: bool) -> None:
    from openpyxl.styles import PatternFill, Protection

    if applicable:
        cell.protection = Protection(locked=False)
    else:
        put_text(cell, NOT_APPLICABLE)
        cell.fill = PatternFill("solid", fgColor="D9D9D9")


def _check(sheet: Any, cells: str, *, kind: str, header: str) -> None:
    """Let the spreadsheet take only what the readers take as an answer."""
    from openpyxl.worksheet.datavalidation import DataValidation

    if kind == "yes_no":
        rule = DataValidation(type="list", formula1=f'"{",".join((*CHOICES, NOT_APPLICABLE))}"', allow_blank=True)
        rule.error, rule.prompt = f"Chọn một trong: {', '.join(CHOICES)}.", "Chọn trong danh sách; để trống là chưa rõ."
    else:
        rule = DataValidation(type="whole", operator="between", formula1="0", formula2="99999999", allow_blank=True)
        rule.error, rule.prompt = "Nhập một số nguyên từ 0 trở lên.", "Số nguyên; để trống là chưa rõ."
    rule.errorTitle, rule.promptTitle = "Không đúng dạng", header[:32]
    rule.showErrorMessage = rule.showInputMessage = True
    rule.add(cells)
    sheet.add_data_validation(rule)


def _explain(cell: Any, asked: pd.Series) -> None:
    from openpyxl.comments import Comment

    words = f"{asked['definition_vi']}\n\n{asked['name_en']}: {asked['definition_en']}"
    cell.comment = Comment(words, "laocai_analysis", height=180, width=320)


def _dress(sheet: Any, headers: Sequence[str], last: int) -> None:
    """Give the sheet its looks: widths, borders, what stays in sight, how it prints, what is locked."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
    from openpyxl.utils import get_column_letter

    line = Side(style="thin", color="808080")
    for row in sheet.iter_rows(min_row=HEADER_ROW, max_row=last, max_col=len(headers)):
        for cell in row:
            cell.border = Border(left=line, right=line, top=line, bottom=line)
            wrap = cell.row == HEADER_ROW
            across = "left" if cell.column in (3, len(headers)) and not wrap else "center"
            cell.alignment = Alignment(wrap_text=wrap, vertical="center", horizontal=across)
            cell.font = Font(name=FONT)
            if wrap:
                cell.font, cell.fill = Font(name=FONT, bold=True), PatternFill("solid", fgColor="DDEBF7")
    for row, size in ((1, 13), (2, 13), (3, 11), (4, 10)):
        sheet.cell(row, 1).font = Font(name=FONT, bold=row < 3, size=size, italic=row == 4)
        sheet.cell(row, 1).alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet.row_dimensions[4].height, sheet.row_dimensions[HEADER_ROW].height = 32, 64
    for column, header in enumerate(headers, start=1):
        width = FRONT.get(header, 24 if header == NOTE else 16)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row in range(FIRST_ROW, last + 1):
        sheet.cell(row, len(headers)).protection = Protection(locked=False)
    sheet.freeze_panes = sheet.cell(FIRST_ROW, len(FRONT) + 1)
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&P / &N"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False


def _write_guide(book: Any) -> None:
    """Add the sheet of notes: how to fill in, and what each column means, in both languages."""
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet("Hướng dẫn")
    rows: list[tuple[str, str]] = list(_GUIDE)
    rows += [(f"{asked['name_vi']}: {asked['definition_vi']}", f"{asked['name_en']}: {asked['definition_en']}")
             for _, asked in load_form().iterrows()]  # fmt: skip
    for row, texts in enumerate(rows, start=1):
        for column, text in enumerate(texts, start=1):
            put_text(sheet.cell(row, column), text)
            sheet.cell(row, column).alignment = Alignment(wrap_text=True, vertical="top")
            sheet.cell(row, column).font = Font(name=FONT, bold=row == 1)
    sheet.column_dimensions["A"].width = sheet.column_dimensions["B"].width = 70
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.protection.sheet = True


def _same_bytes(book: Any, *, year: int) -> bytes:
    """Return the file of a workbook with the hour of its making taken out."""
    made = io.BytesIO()
    book.save(made)
    plain = io.BytesIO()
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(plain, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            content = before.read(part)
            if part.filename == "docProps/core.xml":
                content = _fixed_dates(content, year=year)
            after.writestr(zipfile.ZipInfo(part.filename, (year, 12, 31, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return plain.getvalue()


def _fixed_dates(core: bytes, *, year: int) -> bytes:
    """Return the properties with the date of the form as that of their last change, which openpyxl sets to now."""
    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + f"{year}-12-31T00:00:00Z".encode(), core)
