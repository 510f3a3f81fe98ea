"""Small files as offices send them, each with what a careful person would take from it and ask.

The files in ``cases/`` were made for this project: names of units are facts, answers are invented.
Those marked with an exclamation mark were once read wrongly, or could not be read.
"""

from pathlib import Path

import pytest

from laocai_analysis.errors import InputError, ParameterError
from laocai_analysis.language import Language
from laocai_analysis.places.units import load_units
from laocai_analysis.reports.parameters import check_parameters
from laocai_analysis.returns.importing import import_returns
from laocai_analysis.returns.reading.observations import Reading, read_return
from laocai_analysis.returns.reading.questions import Decision
from laocai_analysis.returns.store.files import FileStore

FOLDER = Path(__file__).parent / "cases"
LAN, POST, BTS = "commune_lan", "cultural_post_office", "base_stations"
NET, NEW, PHONES = (
    "internet_subscriptions",
    "internet_subscriptions_new",
    "telephone_subscriptions",
)
#: The first xã of Sa Pa in the order of their codes, with its township; the first of Bát Xát and of
#: the city.
SA_PA = [f"0{code}" for code in range(3004, 3032, 3)]
BAT_XAT = ["02686", "02689", "02692", "02695", "02698"]
CITY = ["02635", "02638", "02641", "02644"]
LETTERS = {"y": "yes", "n": "no", "?": "unknown", "a": "na"}


def of(codes: list[str], **answers: object) -> dict[tuple[str, str], str]:
    """Return the answers of some units: a letter each for yes, no, ?, na and for . nothing taken;
    or a number each.
    """
    names = {"lan": LAN, "post": POST, "bts": BTS, "net": NET, "new": NEW, "phones": PHONES}
    found = {}
    for name, values in answers.items():
        each = [LETTERS.get(v, "") for v in values] if isinstance(values, str) else values
        for code, value in zip(codes, each, strict=False):
            if value != "":
                found[code, names[name]] = str(value)
    return found


def cells(letters: str, rows: range, *, kind: str = "value", sheet: str = "Sheet") -> set:
    """Return the questions of one kind about each cell of some rows."""
    place = f"{sheet}!" if sheet else ""
    return {(kind, f"{place}{letter}{row}") for letter in letters for row in rows}


OFFICE = of(["03001"], post="a", bts=[10], net=[200]) | of(
    SA_PA[:9], post="nynynynyn", bts=[0, 1, 2, 0, 1, 2, 0, 1, 2], net=range(10, 19)
)
ALL = "y" * 10
#: The answers that are taken from each file, and the kind and cell of each question.
CASES: dict[str, tuple[dict[tuple[str, str], str], set[tuple[str, str]]]] = {
    "c01_excel_trick_codes.csv": (of(SA_PA, lan=ALL), set()),  # !
    "c03_float_codes.csv": (of(SA_PA, lan=ALL, bts=range(10)), set()),  # !
    "f01_sep_line.csv": (of(SA_PA, lan="yyyyy"), set()),
    "f02_utf16_tab.csv": (of(SA_PA, lan="yyyyy"), set()),
    "f04_cp1258.csv": (of(SA_PA, lan="yyyyyyyyy"), set()),
    "f05_mojibake.csv": (of(SA_PA, lan="yyyyyyyyy"), set()),  # !
    "f06_newlines_quotes.csv": (of(SA_PA, lan="yyyyy"), set()),
    "f07_trailing_semicolons.csv": (of(SA_PA, lan="yyyyy"), set()),
    "f09_tsv_named.xls": (of(SA_PA, lan="yyyyy"), set()),
    "f10_mixed_unicode_header_tcvn3_names.csv": (of(SA_PA, lan="yyyyyyyyy"), set()),  # !
    "f11_r_escapes.csv": (of([SA_PA[0], SA_PA[1], SA_PA[3]], lan="yyy"), set()),  # !
    "g01_type_cell_taken_for_header.xlsx": (  # !
        of(CITY, lan="yyyy", bts=range(4)) | of(SA_PA, lan="?y" * 5, bts=range(10)),
        set(),
    ),
    "g02_xa_holds_codes.xlsx": (of(SA_PA, lan="ny" * 5), set()),  # !
    "g05_letterhead_known_header.xlsx": (of(SA_PA, lan="yyyyy", bts=range(5)), set()),
    "g06_unit_header_unknown.xlsx": (of(SA_PA, lan=ALL, bts=range(10)), set()),  # !
    "h01_co_khong.xlsx": (of(SA_PA, lan="nyynyynyyn"), set()),
    "h02_khong_co.xlsx": (of(SA_PA, lan="nyynyynyyn"), set()),  # !
    "h03_fixed_mobile_total.xlsx": (of(SA_PA, phones=range(110, 130, 2)), set()),  # !
    "h05_year_columns.xlsx": (of(SA_PA, net=range(50, 60), lan=ALL), set()),  # !
    "h07_plan_done.xlsx": (of(SA_PA, bts=[3] * 10), set()),  # !
    "h08_colno.xlsx": (of(SA_PA, bts=[1] * 10, net=[2] * 10, lan=ALL), set()),
    "h09_group_csv_total_last.csv": (of(SA_PA, phones=range(110, 130, 2)), set()),  # !
    "h14_single_row_variants.csv": ({}, cells("CDEFG", range(1, 2), kind="column", sheet="")),  # !
    "h16_negative_header.xlsx": (of(SA_PA, bts=range(6)), {("column", "Sheet!C1")}),
    "h18_percent_number.xlsx": (of(SA_PA, net=range(100, 106)), set()),  # !
    "h19_three_levels.xlsx": (
        of(SA_PA, phones=range(100, 106), net=range(20, 26), new=[2] * 6),
        set(),
    ),
    "k01_kobo_select.csv": (of(SA_PA, lan="ny" * 5, bts=range(10)), set()),  # !
    "n01_percent.xlsx": ({}, cells("CD", range(2, 8))),  # !
    "n02_text_numbers.xlsx": (
        of([SA_PA[0], SA_PA[1], SA_PA[7]], net=[1234, 1234, 12]) | of(SA_PA, phones=[1234, 1234]),
        (cells("CD", range(4, 12)) - {("value", "Sheet!C9")}),
    ),
    "n04_number_formats.xlsx": (of(SA_PA, bts=[0, 1, 2, "", 4, 5]), {("value", "Sheet!C5")}),
    "n07_pandas_yes_no.csv": (of(SA_PA, lan="yn?yny"), set()),  # !
    "o01b_office_layout_signature.xlsx": (OFFICE, set()),  # !
    "o02_merged_section_rows.xlsx": (  # !
        of(SA_PA, lan="yyy", bts=range(3))
        | of(BAT_XAT, lan="yyy", bts=range(3))
        | of(["02989"], lan="y", bts=[4]),
        set(),
    ),
    # a tick, a ticked box, a cross, a black square, an empty one, a crossed box, a tick, a cross,
    # four diamonds and an arrow
    "s01_wingdings.xlsx": (  # !
        of([SA_PA[0], SA_PA[1], SA_PA[6]], lan="yyy"),
        cells("C", range(2, 12)) - cells("C", range(2, 4)) - cells("C", range(8, 9)),
    ),
    "s03_abbreviations.xlsx": (
        of(SA_PA[4:7], lan="yyn"),
        cells("C", range(2, 12)) - cells("C", range(6, 9)),
    ),
    "t04_two_tables_swapped_no_district.xlsx": (  # !
        of(SA_PA, lan="yyyyy", post="?????") | of(BAT_XAT, post="yyyyy", lan="?????"),
        set(),
    ),
    "t05_header_repeated_each_page.xlsx": (of(SA_PA, lan=ALL, post="?" * 10), set()),  # !
    "t07_long_form.csv": (of(SA_PA, lan="yyyy", bts=range(4)), set()),
    "t08_own_table_back.csv": (of(SA_PA, lan="yyyy", bts=range(4)), set()),
    "tt1_totals.xlsx": (
        of(SA_PA, lan="nynyny", bts=[0, 1, 2, 3, 0, 1]),
        {("total", "Sheet!D2")},
    ),
    "u03_units_of_2025.xlsx": ({}, {("vintage", "Sheet!B7")}),  # !
    "u04_invisible.xlsx": (of(SA_PA, lan="yyyyy"), set()),
    "v01_hidden_column_last_year.xlsx": (of(SA_PA, lan="yyyyyy"), set()),  # !
    "v03_strikethrough.xlsx": (  # !
        of([SA_PA[0], *SA_PA[3:6]], lan="yyyy"),
        {("value", "Sheet!C3"), ("unit", "Sheet!B4")},
    ),
    "v04_colour_only.xlsx": (of(SA_PA, lan="??????"), set()),
    "w01_ward_answers_no.xlsx": (of(CITY, post="nnnn", lan="yyyy"), set()),  # !
    "w01b_ward_answers_no.xlsx": (  # !
        of(CITY, post="nnay", lan="yyyy"),
        set(),
    ),
    "w02_header_wordings.xlsx": (of(SA_PA, lan="yyyyy", post="yyyyy"), {("column", "Sheet!E1")}),
    "x01_strict.xlsx": (OFFICE, set()),
    "x02_blank_far_cell.xlsx": (of(SA_PA, lan="yyyyy"), set()),
    "x03_stray_far_cell.xlsx": (of(SA_PA, lan="yyyyy"), set()),  # !
    "x06_numbers_export.xlsx": (of(SA_PA, lan="yyyyy"), set()),
    "x07_district_merged_down.xlsx": (of(SA_PA, lan="yyyy") | of(BAT_XAT, lan="yyyy"), set()),
    "x09_answers_merged.xlsx": (of(SA_PA, lan="yyy???", bts=[3, 3, 3, *["unknown"] * 3]), set()),
    "x10_comments_protected.xlsx": (of(SA_PA, lan="?????"), set()),
    "x12_other_year_sheet_other_indicator.xlsx": (  # !
        of(SA_PA, bts=[3] * 5),
        {("year", "2008!A1")},
    ),
    "x13_wps_dimension_a1.xlsx": (of(SA_PA, lan="yyyyyy", bts=range(6)), set()),
    **{
        name: ({}, {("year", "Sheet!A1")})  # !
        for name in (
            "y01_legal_reference_year.xlsx",
            "y02_month_year.xlsx",
            *(f"y{number}_year_wording.xlsx" for number in range(10, 15)),
        )
    },
    "z0_base.xlsx": (of(SA_PA, lan="yyyyyy", bts=range(6)), set()),
}
REFUSED = {
    "f03_utf16be_nobom.csv": "bytes that are neither",
    "f08_html.xls": "a web page (HTML) under another name",
}


def read(name: str, **decisions: str) -> Reading:
    made = {key: Decision(key, said, "review.xlsx", 2) for key, said in decisions.items()}
    return read_return((FOLDER / name).read_bytes(), file=name, year=2009, decisions=made)


def said(reading: Reading) -> dict[tuple[str, str], str]:
    return {(seen.code, seen.indicator): seen.value for seen in reading.observations}


def test_every_file_is_a_case():
    assert {path.name for path in FOLDER.iterdir() if path.is_file()} == set(CASES) | set(REFUSED)


@pytest.mark.parametrize("name", CASES)
def test_what_is_plain_is_taken_and_what_is_not_is_asked_about(name):
    taken, asked = CASES[name]
    reading = read(name)
    assert said(reading) == taken
    assert {(doubt.kind, doubt.cell) for doubt in reading.doubts} == asked
    for rows in reading.rows:
        assert rows.rows == rows.taken + rows.asked + sum(rows.left.values())


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_table_is_refused(name):
    with pytest.raises(InputError, match=r".*") as caught:
        read(name)
    assert REFUSED[name] in str(caught.value)


def test_a_question_about_a_column_shows_all_rows_of_its_header():
    reading = read("h14_single_row_variants.csv")
    assert [doubt.found for doubt in reading.doubts][2:] == [
        "Trạm BTS (Viettel)",
        "Mạng LAN (năm 2008)",
        "Thuê bao Internet (kế hoạch 2010)",
    ]
    beside = read("h03_fixed_mobile_total.xlsx").ignored
    assert str(beside[0]) == "Bieu!C4: Thuê bao điện thoại > Cố định (a part)"


def test_the_opposite_of_an_indicator_is_offered_and_can_be_taken():
    """Rows 3, 5 and 7 have a cross under *Xã chưa có*."""
    (doubt,) = read("h16_negative_header.xlsx").doubts
    assert doubt.candidates[0] == "not-cultural_post_office"
    decided = read("h16_negative_header.xlsx", **{doubt.id: "ngược lại: Điểm bưu điện văn hóa xã"})
    assert said(decided) == of(SA_PA, bts=range(6), post="?n?n?n")


def test_a_column_that_was_recognised_can_be_taken_otherwise():
    reading = read("z0_base.xlsx")
    column = next(column for column in reading.columns if column.means == BTS)
    assert (column.cell, column.header) == ("Sheet!D1", "Trạm BTS")
    assert said(read("z0_base.xlsx", **{column.id: "skip"})) == of(SA_PA, lan="yyyyyy")
    decided = read("z0_base.xlsx", **{column.id: "Thuê bao Internet"})
    assert said(decided) == of(SA_PA, lan="yyyyyy", net=range(6))


def test_what_a_person_does_not_see_is_named():
    (hidden,) = read("v01_hidden_column_last_year.xlsx").ignored
    assert str(hidden) == "Sheet: hidden columns C"
    assert Language("vi").text(hidden) == "Sheet: cột ẩn C"
    (far,) = read("x03_stray_far_cell.xlsx").ignored
    assert str(far) == "Sheet!C1048576: too far away to be read"


def test_no_person_is_offered_as_a_commune():
    reading = read("o01b_office_layout_signature.xlsx")
    assert "Sheet1!A28: Nguyễn Văn A | Trần Thị B" in map(str, reading.ignored)
    (rows,) = reading.rows
    assert (rows.rows, rows.taken, rows.asked) == (24, 10, 0)
    assert rows.left == {
        "title": 4,
        "header": 1,
        "section": 2,
        "total": 1,
        "note": 1,
        "signature": 5,
    }


def test_what_does_not_apply_is_noted_once():
    (noted,) = read("w01b_ward_answers_no.xlsx").ignored
    assert str(noted) == "Sheet!C1: “-” (1) = not applicable"


def test_units_of_another_date_are_asked_about_once_and_then_one_by_one():
    reading = read("u03_units_of_2025.xlsx")
    (doubt,) = reading.doubts
    assert doubt.found == "Xã Mường Bo, Xã Ngũ Chỉ Sơn, Phường Sa Pa (2020, 2025)"
    assert (reading.rows[0].asked, reading.rows[0].taken) == (8, 0)
    decided = read("u03_units_of_2025.xlsx", **{doubt.id: "vẫn dùng"})
    assert [doubt.kind for doubt in decided.doubts] == ["unit"] * 3
    assert said(read("u03_units_of_2025.xlsx", **{doubt.id: "bỏ qua"})) == {}


def test_a_stray_cell_refuses_no_other_file(tmp_path):
    files = [
        (name, (FOLDER / name).read_bytes())
        for name in ("x03_stray_far_cell.xlsx", "t07_long_form.csv")
    ]
    outcome = import_returns(files, year=2009, store=FileStore(tmp_path / "returns"))
    assert [len(reading.observations) for reading in outcome.step.readings] == [5, 8]


def test_a_report_names_the_command_that_takes_a_return_as_it_was_sent():
    path = FOLDER / "z0_base.xlsx"
    given = {"returns": str(path), "year": "2009"}
    with pytest.raises(ParameterError, match=r"laocai returns import .*z0_base.xlsx --year 2009"):
        check_parameters(
            given, defaults=given, choices={"year": "year", "returns": "checked_returns"}
        )


def test_the_codes_of_the_cases_are_those_of_the_year():
    units = load_units(2009)
    assert set(units.loc[SA_PA, "parent"]) == {"088"}
    assert set(units.loc[BAT_XAT, "parent"]) == {"082"}
    assert list(units.loc[CITY, "type"]) == ["phường"] * 4
