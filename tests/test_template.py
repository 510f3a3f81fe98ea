"""The form that goes out: the communes in force, what may be answered where, and how it survives
real programs.
"""

import shutil
import time
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from conftest import office
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner

from laocai_analysis import paths
from laocai_analysis.cli import app
from laocai_analysis.errors import InputError
from laocai_analysis.language import Language
from laocai_analysis.places.units import load_units
from laocai_analysis.returns.form import load_form
from laocai_analysis.returns.frame import write_head
from laocai_analysis.returns.guide import columns
from laocai_analysis.returns.reading.headings import read_heading
from laocai_analysis.returns.reading.observations import read_return
from laocai_analysis.returns.template import (
    CODE_COLUMN,
    CODES_ROW,
    FIRST_ANSWER_COLUMN,
    FIRST_ROW,
    HEADER_ROW,
    NAME_COLUMN,
    PARTS_ROW,
    TOTAL_ROW,
    district_codes,
    write_template,
    write_templates,
)

YEAR = 2009
UNITS = load_units(YEAR)
DISTRICTS = load_units(YEAR, level="district")["name"]
# counted on the list of 2008 by district
COMMUNES = {
    "080": 17,
    "082": 23,
    "083": 16,
    "084": 13,
    "085": 21,
    "086": 15,
    "087": 18,
    "088": 18,
    "089": 23,
}
HEADERS = [
    "STT",
    "Mã đơn vị hành chính",
    "Tên xã, phường, thị trấn",
    "Điểm bưu điện văn hóa xã",
    "Báo đến trong ngày",
    "Trạm phát sóng thông tin di động",
    "Thuê bao điện thoại các loại",
    "Thuê bao Internet",
    "Thuê bao Internet phát triển mới",
    "Mạng LAN tại UBND cấp xã",
    "Ghi chú",
]
MEANINGS = [
    "number",
    "code",
    "unit",
    "cultural_post_office",
    "same_day_newspaper",
    "base_stations",
    "telephone_subscriptions",
    "internet_subscriptions",
    "internet_subscriptions_new",
    "commune_lan",
    "note",
]
YES_NO, COUNTS = "DEJ", "FGHI"


@pytest.fixture(scope="session")
def forms(tmp_path_factory) -> dict[str, Path]:
    """The nine forms by the code of the district."""
    paths = write_templates(tmp_path_factory.mktemp("forms"), year=YEAR)
    return dict(zip(DISTRICTS.index, paths, strict=True))


def rows_of(sheet) -> list[tuple[str, str]]:
    """The code and the name of each commune of a sheet."""
    return [
        (sheet.cell(row, CODE_COLUMN).value, sheet.cell(row, NAME_COLUMN).value)
        for row in range(FIRST_ROW, sheet.max_row + 1)
        if sheet.cell(row, CODE_COLUMN).value
    ]


def headers_of(sheet) -> list[str]:
    """The header of each column; that of a part stands beneath a line that says so."""
    rows = (sheet[HEADER_ROW], sheet[PARTS_ROW])
    return [below.value or above.value for above, below in zip(*rows, strict=True)]


def rule_of(sheet, cell: str):
    """The one validation of a cell, or None."""
    rules = [rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref]
    assert len(rules) < 2
    return rules[0] if rules else None


def said_of(rule):
    """What a person meets of a validation."""
    return rule and (
        rule.type,
        rule.formula1,
        rule.promptTitle,
        rule.prompt,
        rule.errorTitle,
        rule.error,
    )


def test_the_nine_forms_list_every_commune_once(forms):
    listed = [row for path in forms.values() for row in rows_of(load_workbook(path).worksheets[0])]
    assert len(listed) == 164
    assert sorted(listed) == sorted(zip(UNITS.index, UNITS["name"], strict=True))


@pytest.mark.parametrize("code", COMMUNES)
def test_a_form_lists_the_communes_of_its_district_in_order(forms, code):
    sheet = load_workbook(forms[code]).worksheets[0]
    rows = rows_of(sheet)
    assert len(rows) == COMMUNES[code]
    assert rows == sorted(rows)
    assert {UNITS.at[commune, "parent"] for commune, _ in rows} == {code}
    numbers = [sheet.cell(FIRST_ROW + place, 1).value for place in range(len(rows))]
    assert numbers == list(range(1, COMMUNES[code] + 1))


def test_names_of_files_and_sheets(forms):
    assert [path.name for path in forms.values()] == [
        "2009-thanh-pho-lao-cai.xlsx",
        "2009-huyen-bat-xat.xlsx",
        "2009-huyen-muong-khuong.xlsx",
        "2009-huyen-si-ma-cai.xlsx",
        "2009-huyen-bac-ha.xlsx",
        "2009-huyen-bao-thang.xlsx",
        "2009-huyen-bao-yen.xlsx",
        "2009-huyen-sa-pa.xlsx",
        "2009-huyen-van-ban.xlsx",
    ]
    for code, path in forms.items():
        assert load_workbook(path).sheetnames == [DISTRICTS[code], "Hướng dẫn"]


def test_one_workbook_with_a_sheet_for_each_district(tmp_path):
    book = load_workbook(write_template(tmp_path / "all.xlsx", year=YEAR))
    assert book.sheetnames == [*DISTRICTS, "Hướng dẫn"]
    assert sorted(row for sheet in book.worksheets[:-1] for row in rows_of(sheet)) == sorted(
        zip(UNITS.index, UNITS["name"], strict=True)
    )


def test_the_frame_of_the_form(forms):
    """What an office looks for: number, basis, period, receipt; who reports to whom; who signs."""
    sheet = load_workbook(forms["086"]).worksheets[0]
    text = {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value}
    assert [text[f"A{row}"].split(":")[0] for row in range(1, 5)] == [
        "Biểu số",
        "Ban hành theo",
        "Kỳ báo cáo",
        "Ngày nhận báo cáo",
    ]
    assert text["A3"] == "Kỳ báo cáo: Năm 2009"
    assert [text[f"D{row}"] for row in (1, 2, 3)] == [
        "BÁO CÁO BƯU CHÍNH, VIỄN THÔNG, CÔNG NGHỆ THÔNG TIN CẤP XÃ",
        "Huyện Bảo Thắng",
        "Năm 2009 (tại ngày 31/12/2009)",
    ]
    assert text["I1"] == "Đơn vị báo cáo: Huyện Bảo Thắng"
    assert text["I3"] == "Đơn vị nhận báo cáo:"
    assert text["I4"] == "Sở Thông tin và Truyền thông tỉnh Lào Cai"
    assert rule_of(sheet, "G4").formula1 == '"Sơ bộ,Chính thức"'
    assert text["A6"].startswith("Đơn vị tính")
    codes = [cell.value for cell in sheet[CODES_ROW]]
    assert codes == ["A", "B", "C", *"1234567", "D"]
    assert sheet.cell(TOTAL_ROW, NAME_COLUMN).value == "Tổng số"
    foot = FIRST_ROW + 15
    assert text[f"A{foot}"].startswith("Nguồn số liệu của từng cột")
    assert "ngày …… tháng …… năm" in text[f"G{foot + 1}"]
    assert (text[f"A{foot + 2}"], text[f"G{foot + 2}"]) == ("NGƯỜI LẬP BIỂU", "THỦ TRƯỞNG ĐƠN VỊ")


def test_the_department_after_the_merger_and_of_a_city(tmp_path, monkeypatch):
    """The two departments were merged on 1 March 2025, and Cần Thơ is a city."""
    (tmp_path / "laocai.toml").write_text('province = "Cần Thơ"\n', encoding="utf-8")
    monkeypatch.setenv("LAOCAI_PROJECT", str(tmp_path))
    for year, department in ((2024, "Thông tin và Truyền thông"), (2025, "Khoa học và Công nghệ")):
        sheet = Workbook().active
        write_head(sheet, "Quận Ninh Kiều", year=year, words=Language("vi"), width=9)
        held = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
        assert f"Sở {department} thành phố Cần Thơ" in held


def test_titles_and_headers(forms):
    sheet = load_workbook(forms["086"]).worksheets[0]
    assert sheet["A5"].value.startswith("Chỉ điền ô trắng.")
    assert "Fill in" not in sheet["A5"].value  # a form that is signed speaks one language
    assert headers_of(sheet) == HEADERS
    assert sheet.cell(HEADER_ROW, 9).value == "Trong đó"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_two_parts_of_a_whole_stand_beneath_one_line(language, tmp_path, monkeypatch):
    """Without a question when the form comes back."""
    data = shutil.copytree(paths.data(), tmp_path / "data")
    catalogue = pd.read_csv(data / "indicators.csv", dtype=str, index_col="indicator")
    parts = ["internet_subscriptions_new_adsl", "internet_subscriptions_new_dialup"]
    catalogue.loc[parts, ["asked_of", "part_of"]] = ["commune", "internet_subscriptions_new"]
    catalogue.to_csv(data / "indicators.csv")
    monkeypatch.setenv("LAOCAI_DATA", str(data))
    path = write_template(tmp_path / "a.xlsx", year=YEAR, district="Sa Pa", language=language)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    assert sheet["J7"].value == {"vi": "Chia ra", "en": "Including"}[language]
    assert "J7:K7" in {str(merged) for merged in sheet.merged_cells.ranges}
    sheet[f"J{FIRST_ROW}"] = 7
    book.save(path)
    reading = read_return(path.read_bytes(), file="a.xlsx", year=YEAR)
    assert reading.doubts == []
    assert len({one.indicator for one in reading.observations}) == 9
    assert {o.value for o in reading.observations if o.indicator.endswith("_adsl")} == {
        "7",
        "unknown",
    }


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_readers_know_every_header(language, tmp_path):
    sheet = load_workbook(
        write_template(tmp_path / "a.xlsx", year=YEAR, district="Sa Pa", language=language)
    ).worksheets[0]
    headers = headers_of(sheet)
    assert [read_heading((header,), year=YEAR).plain for header in headers] == MEANINGS
    assert columns(language) == dict(zip(headers, MEANINGS, strict=True))


def test_the_english_form(tmp_path):
    path = write_template(tmp_path / "a.xlsx", year=YEAR, district="Sa Pa", language="en")
    sheet = load_workbook(path)["Huyện Sa Pa"]
    assert headers_of(sheet)[:4] == [
        "No.",
        "Code",
        "Name of commune",
        "Commune cultural post office",
    ]
    assert sheet["D3"].value == "Year 2009 (as of 31 December 2009)"
    assert sheet["D11"].value == "Not applicable"
    assert rule_of(sheet, "D11").formula1 == '"Yes,No,Unknown,Not applicable"'
    assert rule_of(sheet, "D12").formula1 == '"Yes,No,Unknown"'


def test_each_indicator_is_explained_with_its_unit_in_both_languages(forms):
    sheet = load_workbook(forms["086"]).worksheets[0]
    for column, (_, asked) in enumerate(load_form().iterrows(), start=FIRST_ANSWER_COLUMN):
        said = sheet.cell(PARTS_ROW if asked["part_of"] else HEADER_ROW, column).comment.text
        for part in ("name_vi", "definition_vi", "name_en", "definition_en"):
            assert asked[part] in said
    assert "Đơn vị tính: trạm." in sheet["F7"].comment.text
    assert "Unit: subscriptions." in sheet["G7"].comment.text
    assert "Trả lời: Có / Không / Chưa có số liệu." in sheet["D7"].comment.text
    assert "Lớn hơn “Thuê bao Internet” cuối năm thì ghi rõ lý do" in sheet["I8"].comment.text


def test_the_guide_tells_of_every_column_in_both_languages(forms):
    guide = load_workbook(forms["086"])["Hướng dẫn"]
    rows = [[cell.value for cell in row] for row in guide.iter_rows()]
    assert rows[0][1:] == ["Hướng dẫn điền biểu", "How to fill in the return"]
    told = {row[0]: row[1:] for row in rows if row[0] and row[0].isalpha()}
    assert list(told) == list("ABCDEFGHIJK")
    for letter, header in zip(told, HEADERS, strict=True):
        assert told[letter][0].startswith(f"{header}: ")
    assert told["F"][1] == (
        "Mobile base stations: Number of base transceiver stations of the mobile networks. "
        "Unit: stations."
    )
    text = "\n".join(str(cell) for row in rows for cell in row)
    for rule in (
        "Để trống = chưa có số liệu, không phải là không.",
        "Blank = unknown, not no.",
        "“Không áp dụng” (ô xám)",
        "ví dụ 1234",
        "1234 for example",
        "“Không”: không có, kể cả khi “chưa có”.",
    ):
        assert rule in text


def test_what_may_be_answered_where(forms):
    """A township is not asked for a commune cultural post office, but may have one; everything else
    is asked of every unit.
    """
    sheet = load_workbook(forms["086"]).worksheets[0]
    for row in range(FIRST_ROW, FIRST_ROW + 15):
        township = sheet.cell(row, NAME_COLUMN).value.startswith("Thị trấn")
        assert township == (row < FIRST_ROW + 3)
        for letter in YES_NO + COUNTS:
            cell, rule = sheet[f"{letter}{row}"], rule_of(sheet, f"{letter}{row}")
            if township and letter == "D":
                assert (cell.value, cell.protection.locked) == ("Không áp dụng", False)
                assert rule.formula1 == '"Có,Không,Chưa có số liệu,Không áp dụng"'
                assert cell.fill.fgColor.rgb == "00EFEFEF"
                continue
            assert (cell.value, cell.protection.locked, cell.fill.fill_type) == (None, False, None)
            assert rule.type == ("list" if letter in YES_NO else "whole")
            assert rule.allow_blank
            assert rule.showErrorMessage
            assert rule.showInputMessage
            assert rule.errorStyle in (None, "stop")
        assert not sheet[f"K{row}"].protection.locked
    yes_no, count = rule_of(sheet, "D14"), rule_of(sheet, "F14")
    assert yes_no.formula1 == '"Có,Không,Chưa có số liệu"'
    assert not yes_no.showDropDown  # in this format, true hides the arrow
    assert (count.operator, count.formula1) == ("greaterThanOrEqual", "0")
    assert (count.promptTitle, count.prompt) == (
        "Trạm phát sóng thông tin di động",
        "Số nguyên từ 0 trở lên. Để trống là chưa có số liệu.",
    )
    assert count.error.startswith("Nhập một số nguyên từ 0 trở lên, không kèm chữ.")


def test_a_city_has_wards_among_its_communes(forms):
    sheet = load_workbook(forms["080"]).worksheets[0]
    beside = [row for row in range(FIRST_ROW, FIRST_ROW + 17) if sheet[f"D{row}"].value]
    wards = [
        row
        for row in range(FIRST_ROW, FIRST_ROW + 17)
        if sheet.cell(row, NAME_COLUMN).value.startswith("Phường")
    ]
    assert beside == wards
    assert len(wards) == 12


def test_only_answers_are_open_and_there_is_no_password(forms):
    for path in forms.values():
        for sheet in load_workbook(path).worksheets:
            assert sheet.protection.sheet
            assert sheet.protection.password is None
            assert not sheet.protection.formatColumns  # false: people may make a column wider
            codes = sheet.title != "Hướng dẫn" and len(rows_of(sheet))
            rows = (FIRST_ROW, FIRST_ROW + codes - 1) if codes else (1, sheet.max_row)
            open_columns = {
                cell.column_letter
                for row in sheet.iter_rows(min_row=rows[0], max_row=rows[1])
                for cell in row
                if not cell.protection.locked
            }
            assert open_columns == (set("DEFGHIJK") if codes else set())


def test_what_stays_in_sight_and_how_it_prints(forms):
    sheet = load_workbook(forms["086"]).worksheets[0]
    assert sheet.freeze_panes == "D11"
    assert sheet.print_title_rows == "$7:$9"
    assert sheet.print_area == "'Huyện Bảo Thắng'!$A$1:$K$33"
    assert (
        sheet.page_setup.orientation,
        sheet.page_setup.fitToWidth,
        sheet.page_setup.fitToHeight,
    ) == (
        "landscape",
        1,
        1,
    )
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert all(cell.alignment.wrap_text for cell in sheet[HEADER_ROW])


def test_a_code_is_text_with_its_leading_zero(forms):
    cell = load_workbook(forms["086"]).worksheets[0]["B11"]
    assert (cell.value, cell.data_type, cell.number_format) == ("02902", "s", "@")


@pytest.mark.slow
def test_the_same_inputs_give_the_same_bytes_whenever(forms, tmp_path):
    time.sleep(2.1)  # an archive counts the time in steps of two seconds
    again = write_template(tmp_path / "x.xlsx", year=YEAR, district="Bảo Thắng")
    assert again.read_bytes() == forms["086"].read_bytes()
    assert {entry.date_time[:3] for entry in zipfile.ZipFile(again).infolist()} == {(2009, 12, 31)}
    about = load_workbook(again).properties
    assert about.title == "Báo cáo bưu chính, viễn thông, công nghệ thông tin cấp xã, 2009"
    assert f"{about.created} {about.modified}" == "2009-12-31 00:00:00 2009-12-31 00:00:00"


@pytest.mark.parametrize(
    "given",
    [
        "Bảo Thắng",
        "Huyện Bảo Thắng",
        "huyện BẢO THẮNG",
        "H. Bảo Thắng",
        "Ba\u0309o Thă\u0301ng",
        "086",
    ],
)
def test_a_district_by_name_or_code(given):
    assert district_codes(given, year=YEAR) == ["086"]
    assert district_codes([given, "086", "Sa Pa"], year=YEAR) == ["086", "088"]


def test_unknown_districts_are_all_named_with_the_valid_ones(tmp_path):
    with pytest.raises(InputError) as raised:
        write_templates(tmp_path, year=YEAR, district=["Bao Thang", "Sa Pa", "Xã Sa Pa", "86"])
    assert [fault.found for fault in raised.value.faults] == ["'Bao Thang'", "'Xã Sa Pa'", "'86'"]
    assert str(raised.value.faults[0].expected) == (
        "one of Thành phố Lào Cai (080), Huyện Bát Xát (082), Huyện Mường Khương (083), Huyện Si Ma Cai (084), "
        "Huyện Bắc Hà (085), Huyện Bảo Thắng (086), Huyện Bảo Yên (087), Huyện Sa Pa (088), Huyện Văn Bàn (089)"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_file_that_is_there_is_left_alone(tmp_path):
    """It may be one that a district has filled in; and the others are not written either."""
    kept = tmp_path / "2009-huyen-sa-pa.xlsx"
    kept.write_text("filled in", encoding="utf-8")
    with pytest.raises(
        InputError, match=r"2009-huyen-sa-pa\.xlsx: expected no file.*\nnothing was written"
    ):
        write_templates(tmp_path, year=YEAR)
    assert [(path, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [
        (kept, "filled in")
    ]
    assert len(write_templates(tmp_path, year=YEAR, overwrite=True)) == 9
    assert load_workbook(kept).sheetnames[0] == "Huyện Sa Pa"


def test_a_form_that_nobody_filled_in_says_nothing_but_unknown(forms):
    """Counted by hand: 15 units of 7 indicators, the post office of 3 townships not applicable."""
    reading = read_return(forms["086"].read_bytes(), file="086.xlsx", year=YEAR)
    values = [seen.value for seen in reading.observations]
    assert (values.count("unknown"), values.count("na"), len(values)) == (102, 3, 105)
    assert reading.doubts == []
    assert reading.districts == ["086"]
    assert all(
        str(line).split("!")[0] in ("Huyện Bảo Thắng", "Hướng dẫn") for line in reading.ignored
    )


def filled(path: Path, folder: Path, *, wrong_total: bool = False) -> Path:
    """A form as it comes back: every answer, total, letterhead and signature is filled in.

    The first township has a cultural post office, the second has none; two xã have none.
    """
    book = load_workbook(path)
    sheet = book.worksheets[0]
    last = FIRST_ROW + len(rows_of(sheet)) - 1
    for row in range(FIRST_ROW, last + 1):
        if sheet[f"D{row}"].value is None:
            sheet[f"D{row}"] = "Không" if row > last - 2 else "Có"
        for letter in "EJ":
            sheet[f"{letter}{row}"] = "Có"
        for letter, number in zip(COUNTS, (2, 300, 40, 5), strict=True):
            sheet[f"{letter}{row}"] = number
    sheet[f"D{FIRST_ROW}"], sheet[f"D{FIRST_ROW + 1}"] = "Có", "Không"
    totals = [11, 15, 30, 4500, 600, 75 + wrong_total, 15]
    for letter, total in zip("DEFGHIJ", totals, strict=True):
        sheet[f"{letter}{TOTAL_ROW}"] = total
    sheet["A2"] = "Ban hành theo: Thông tư số 24/2009/TT-BTTTT ngày 23/07/2009"
    sheet["A4"] = "Ngày nhận báo cáo: 15/01/2010"
    sheet["I2"] = "Điện thoại, thư điện tử: 020 3862 123, vhtt-baothang@laocai.gov.vn"
    sheet["G4"] = "Chính thức"
    foot = last + 1
    sheet[f"A{foot}"] = (
        "Nguồn số liệu của từng cột: cột 1, 2 UBND xã; cột 3 đến 6 doanh nghiệp viễn thông"
    )
    sheet[f"G{foot + 1}"] = "Bảo Thắng, ngày 12 tháng 01 năm 2010"
    sheet[f"A{foot + 7}"], sheet[f"G{foot + 7}"] = "Trần Thị Bảo Hà", "Giàng A Phố Lu"
    target = folder / "filled.xlsx"
    book.save(target)
    return target


def test_a_filled_and_signed_form_imports_without_a_question_about_its_frame(forms, tmp_path):
    path = filled(forms["086"], tmp_path)
    reading = read_return(path.read_bytes(), file="086.xlsx", year=YEAR)
    assert reading.doubts == []
    values = {(one.code, one.indicator): one.value for one in reading.observations}
    assert len(values) == 105
    office = [value for (_, name), value in values.items() if name == "cultural_post_office"]
    assert [office.count(value) for value in ("yes", "no", "na", "unknown")] == [11, 3, 1, 0]
    assert {value for (_, name), value in values.items() if name == "base_stations"} == {"2"}
    assert {one.basis for one in reading.observations} == {"observed"}


def test_a_total_that_is_not_the_sum_is_asked_about(forms, tmp_path):
    path = filled(forms["086"], tmp_path, wrong_total=True)
    (doubt,) = read_return(path.read_bytes(), file="086.xlsx", year=YEAR).doubts
    assert (doubt.kind, doubt.cell) == ("total", f"Huyện Bảo Thắng!I{TOTAL_ROW}")


@pytest.mark.slow
@pytest.mark.tools("soffice")
def test_libreoffice_keeps_what_is_asked_checked_and_locked(forms, tmp_path):
    """As a district does that has no Excel: opened, saved as ods, opened, saved as xlsx.

    Without a window LibreOffice keeps nothing of how a sheet is viewed, such as what stays in
    sight.
    """
    path = office(office(forms["086"], "ods", tmp_path), "xlsx", tmp_path)
    before, after = load_workbook(forms["086"]), load_workbook(path)
    assert after.sheetnames == before.sheetnames
    for old, new in zip(before.worksheets, after.worksheets, strict=True):
        texts = [[cell.value for cell in row] for row in old.iter_rows()]
        assert [
            [cell.value or None for cell in row[: old.max_column]]
            for row in new.iter_rows(max_row=old.max_row)
        ] == texts
        assert new.protection.sheet
        assert new.protection.password is None
        for row in old.iter_rows():
            for cell in row:
                assert new[cell.coordinate].protection.locked == cell.protection.locked, (
                    cell.coordinate
                )
    old, new = before.worksheets[0], after.worksheets[0]
    for row in range(FIRST_ROW, FIRST_ROW + 15):
        for letter in YES_NO + COUNTS:
            kept = [said_of(rule_of(sheet, f"{letter}{row}")) for sheet in (old, new)]
            assert kept[0] == kept[1]
    assert rule_of(new, "F14").operator == "greaterThanOrEqual"
    assert new.print_title_rows == "$7:$9"
    assert "Đơn vị tính: trạm." in new["F7"].comment.text
    assert {
        seen.value for seen in read_return(path.read_bytes(), file="a.xlsx", year=YEAR).observations
    } == {
        "unknown",
        "na",
    }


@pytest.mark.slow
@pytest.mark.tools("soffice")
def test_libreoffice_prints_the_form_and_its_guide_on_a_page_each(forms, tmp_path):
    pdf = office(forms["089"], "pdf", tmp_path).read_bytes()  # the most communes: 23
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type/Page/") + pdf.count(b"/Type/Page\n") + pdf.count(b"/Type /Page\n") == 2


# -- the command
# ------------------------------------------------------------------------------------------------

run = CliRunner().invoke


@pytest.mark.slow
def test_the_command_writes_nine_forms_below_the_working_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run(app, ["template", "--year", "2009"])
    assert result.exit_code == 0
    paths = [Path(line) for line in result.stdout.splitlines()]
    assert len(paths) == 9
    assert {path.parent for path in paths} == {Path("forms")}
    assert sorted(paths) == sorted(Path("forms").iterdir())
    again = run(app, ["template", "--year", "2009"])
    assert again.exit_code == 1
    assert "laocai: 9 faults" in again.stderr
    assert run(app, ["template", "--year", "2009", "--force"]).exit_code == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "file", "sheets"),
    [
        (["--district", "Bảo Thắng", "-o", "mine.xlsx"], "mine.xlsx", ["Huyện Bảo Thắng"]),
        (["--district", "086", "-o", "out"], "out/2009-huyen-bao-thang.xlsx", ["Huyện Bảo Thắng"]),
        (["-o", "all.xlsx"], "all.xlsx", list(DISTRICTS)),
        (
            ["--district", "088", "--district", "086", "-o", "two.xlsx"],
            "two.xlsx",
            ["Huyện Sa Pa", "Huyện Bảo Thắng"],
        ),
    ],
)
def test_the_command_writes_one_file(given, file, sheets, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run(app, ["template", "--year", "2009", *given])
    assert (result.exit_code, result.stdout) == (0, f"{file}\n")
    assert load_workbook(file).sheetnames == [*sheets, "Hướng dẫn"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--year", "1999"], "from 2008-11-21 to the end of this year; found 1999"),
        (
            ["--year", "2009", "--district", "Hà Nội"],
            "district: expected one of Thành phố Lào Cai (080)",
        ),
        (["--year", "2009", "--district", ""], "found ''"),
    ],
)
def test_the_command_refuses_in_one_line_and_writes_nothing(given, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run(app, ["template", *given])
    assert (result.exit_code, result.stdout) == (1, "")
    (line,) = result.stderr.splitlines()
    assert line.startswith("laocai: ")
    assert said in line
    assert list(tmp_path.iterdir()) == []
