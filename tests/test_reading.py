"""One file at a time: what is read from it, and what is asked about, each case made by hand."""

import io
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from laocai_analysis.errors import InputError
from laocai_analysis.places.units import load_units
from laocai_analysis.returns.reading.answers import read_answer
from laocai_analysis.returns.reading.observations import Reading, read_return
from laocai_analysis.returns.reading.questions import Decision

NET = "internet_subscriptions"


def read(
    text: str,
    *,
    decisions: dict[str, str] | None = None,
    file: str = "return.csv",
    encoding: str = "utf-8",
) -> Reading:
    made = {
        key: Decision(key, decision, "review.xlsx", 2)
        for key, decision in (decisions or {}).items()
    }
    return read_return(text.encode(encoding), file=file, year=2009, decisions=made)


def said(reading: Reading) -> list[tuple[str, str, str]]:
    return [(o.code, o.indicator, o.value) for o in reading.observations]


def asked(reading: Reading) -> list[tuple[str, str, str]]:
    return [(d.kind, d.cell, str(d.found)) for d in reading.doubts]


def left_out(reading: Reading) -> list[str]:
    return [str(line) for line in reading.ignored]


def test_words_numbers_and_blanks_of_the_old_kind():
    """*chưa* is a no at that date; a blank is unknown; *chưa có số liệu* is unknown too, and not a
    no.
    """
    reading = read(
        "Tên xã,Báo đến trong ngày,Trạm BTS\n"
        "Xã Bản Hồ,chưa,12\nXã Tả Van,ĐÃ CÓ,1.234\nXã Tả Phìn,,\nXã Sa Pả,chưa có số liệu,0\nXã Sử Pán,x,ước 7\n"
    )
    assert said(reading) == [
        ("03046", "same_day_newspaper", "no"),
        ("03046", "base_stations", "12"),
        ("03040", "same_day_newspaper", "yes"),
        ("03040", "base_stations", "1234"),
        ("03013", "same_day_newspaper", "unknown"),
        ("03013", "base_stations", "unknown"),
        ("03016", "same_day_newspaper", "unknown"),
        ("03016", "base_stations", "0"),
        ("03037", "same_day_newspaper", "yes"),
        ("03037", "base_stations", "7"),
    ]
    assert [o.basis for o in reading.observations if o.code == "03037"] == ["observed", "estimated"]
    assert reading.doubts == []
    assert reading.districts == ["088"]


@pytest.mark.parametrize(
    ("content", "kind", "value"),
    [
        ("Có", "yes_no", "yes"),
        (True, "yes_no", "yes"),
        (1.0, "yes_no", "yes"),
        ("kho\u0302ng", "yes_no", "no"),
        ("Chưa có", "yes_no", "no"),
        (0, "yes_no", "no"),
        ("N/A", "yes_no", "na"),
        ("chưa rõ", "yes_no", "unknown"),
        ("-", "yes_no", ""),
        (2, "yes_no", ""),
        ("có thể", "yes_no", ""),
        ("không phải", "yes_no", ""),
        ("1.234.567", "count", "1234567"),
        ("1 234", "count", "1234"),
        ("12,0", "count", "12"),
        (3.0, "count", "3"),
        ("12.50", "count", ""),
        (1.234, "count", ""),
        ("-5", "count", ""),
        ("1e3", "count", ""),
        ("có", "count", ""),
        ("12,000", "count", ""),
        (float("nan"), "count", ""),
        (float("inf"), "count", ""),
        (True, "count", ""),
        ("54,10 %", "share", "54.1"),
        ("ước 54,1", "share", "54.1"),
        (54.099999999999994, "share", "54.1"),
        ("0,4%", "share", "0.4"),
        (0, "share", "0"),
        ("1.234", "share", "1.234"),
        ("", "share", "unknown"),
        ("1", "share", ""),
        ("0,4", "share", ""),
        (101, "share", ""),
        ("-1", "share", ""),
        ("x", "share", ""),
        ("2,88", "number", "2.88"),
        ("1.234", "number", ""),
        ("5%", "number", ""),
    ],
)
def test_an_answer_is_plain_or_not_understood(content, kind, value):
    assert read_answer(content, kind=kind).value == value


def test_a_thousand_with_a_comma_is_asked_about():
    """12,000 is twelve thousand in English, and twelve with three places in Vietnamese."""
    assert read_answer("12,000", kind="count").candidates == ("12", "12000")
    assert (
        read_answer("12,345", kind="count").value == "12345"
    )  # a count has no places: only one reading is left


def test_a_township_need_not_answer_for_the_xa_and_may():
    """A blank or a dash of a township is na; what it says of its own post office is taken."""
    head = "Tên xã,Điểm BĐVHX\n"
    for written, value in (
        ("", "na"),
        ("-", "na"),
        ("không áp dụng", "na"),
        ("không", "no"),
        ("có", "yes"),
        ("x", "yes"),
        ("chưa có số liệu", "unknown"),
    ):
        reading = read(head + f"TT. Sa Pa,{written}\nXã Tả Van,x\n")
        assert said(reading)[0] == ("03001", "cultural_post_office", value), written
        assert reading.doubts == []
    reading = read(head + "TT. Sa Pa,đang xây\nXã Tả Van,na\n")
    assert asked(reading) == [("value", "B2", "đang xây"), ("value", "B3", "na")]
    assert [d.candidates for d in reading.doubts] == [
        ("yes", "no", "unknown", "na", "skip"),
        ("yes", "no", "unknown", "skip"),
    ]
    decided = read(
        head + "TT. Sa Pa,đang xây\nXã Tả Van,na\n",
        decisions={reading.doubts[0].id: "na", reading.doubts[1].id: "skip"},
    )
    assert said(decided) == [("03001", "cultural_post_office", "na")]
    assert len(decided.used) == 2


def test_a_unit_of_another_district_or_type_or_vintage_is_asked_about():
    reading = read(
        "Huyện Sa Pa\nTên xã,Báo đến trong ngày\nXã Bản Lầu,x\nPhường Tả Van,x\nNgũ Chỉ Sơn,x\nBản Lâu,x\n"
    )
    assert said(reading) == []
    assert [(d.kind, str(d.found), d.candidates[0]) for d in reading.doubts] == [
        ("unit", "Xã Bản Lầu (Huyện Sa Pa)", "02788 Xã Bản Lầu"),
        ("unit", "Phường Tả Van (Huyện Sa Pa)", "03040 Xã Tả Van"),
        ("unit", "Ngũ Chỉ Sơn (Huyện Sa Pa)", "03004 Xã Bản Khoang → Ngũ Chỉ Sơn (2020, 2025)"),
        ("unit", "Bản Lâu (Huyện Sa Pa)", "02788 Xã Bản Lầu"),
    ]


def test_a_code_and_a_name_that_do_not_agree_are_asked_about():
    """02641 was Phường Phố Mới in 2009 and is Phường Lào Cai now; 2641 has lost its zero, and is no
    other code.
    """
    reading = read("Mã,Tên xã,Mạng LAN\n02641,Phường Lào Cai,x\n2644,Cốc Lếu,x\n02645,,x\n")
    assert said(reading) == [("02644", "commune_lan", "yes")]
    assert [(str(d.found), d.candidates[:2]) for d in reading.doubts] == [
        ("02641 Phường Lào Cai", ("02641 Phường Phố Mới", "02638 Phường Lào Cai")),
        ("02645", ("skip",)),
    ]


def test_two_rows_for_one_unit_are_asked_about_even_if_they_agree():
    text = "Tên xã,Mạng LAN\nXã Tả Van,x\nXã Bản Hồ,x\nTả Van,x\n"
    reading = read(text)
    assert said(reading) == [("03046", "commune_lan", "yes")]
    assert asked(reading) == [("duplicate", "A2", "03040: A2 (yes); A4 (yes)")]
    assert said(read(text, decisions={reading.doubts[0].id: "A4"}))[0] == (
        "03040",
        "commune_lan",
        "yes",
    )


def test_two_sheets_may_ask_one_unit_for_different_things():
    book = Workbook()
    book.active.title = "Bưu chính"
    for row in (["Tên xã", "Báo đến trong ngày"], ["Xã Tả Van", "x"]):
        book.active.append(row)
    other = book.create_sheet("Viễn thông")
    for row in (["Tên xã", "Trạm BTS"], ["Xã Tả Van", 2]):
        other.append(row)
    hidden = book.create_sheet("Cũ")
    hidden.append(["Tên xã", "Trạm BTS"])
    hidden.append(["Xã Tả Van", 9])
    hidden.sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    reading = read_return(stream.getvalue(), file="two.xlsx", year=2009)
    assert [(o.indicator, o.value, o.cell) for o in reading.observations] == [
        ("same_day_newspaper", "yes", "Bưu chính!B2"),
        ("base_stations", "2", "Viễn thông!B2"),
    ]
    assert reading.doubts == []


TOTALS = "TT,Tên xã,Trạm BTS,Mạng LAN\n{above},Huyện Sa Pa,{a},{b}\n1,Xã Tả Van,2,x\n2,Xã Bản Hồ,3,không\n,Cộng,{c},{d}\n"


def test_totals_are_compared_with_their_rows_and_left_out():
    reading = read(TOTALS.format(above="I", a=5, b=1, c=5, d=1))
    assert reading.doubts == []
    assert len(reading.observations) == 4
    assert left_out(reading) == ["A2: Huyện Sa Pa", "A5: Cộng"]


def test_a_total_that_no_rows_give_is_asked_about():
    reading = read(TOTALS.format(above="I", a=5, b=2, c=6, d=1))
    assert asked(reading) == [
        ("total", "D2", "2 (the rows give 1)"),
        ("total", "C5", "6 (the rows give 5)"),
    ]
    assert len(reading.observations) == 4


def test_the_total_of_totals_is_that_of_all_rows():
    reading = read(
        "Tên xã,Trạm BTS\nHuyện Sa Pa,\nTả Van,2\nCộng,2\nHuyện Văn Bàn,\nVõ Lao,4\nCộng,4\nTổng cộng,6\n"
    )
    assert reading.doubts == []
    assert said(reading) == [("03040", "base_stations", "2"), ("03061", "base_stations", "4")]
    assert reading.districts == ["088", "089"]


def test_tong_sanh_is_a_commune_and_no_total():
    assert said(read("Tên xã,Trạm BTS\nTòng Sành,2\n")) == [("02749", "base_stations", "2")]


def test_a_return_of_another_year_is_asked_about_as_a_whole():
    text = "Báo cáo năm 2008\nTên xã,Trạm BTS\nTả Van,2\n"
    reading = read(text)
    assert (said(reading), asked(reading)) == ([], [("year", "A1", "2008")])
    assert said(read(text, decisions={reading.doubts[0].id: "accept"})) == [
        ("03040", "base_stations", "2")
    ]


def test_a_table_without_a_header_is_asked_about_and_not_passed_over():
    assert asked(read("Tả Van,2\nBản Hồ,3\n")) == [("header", "A1", "Tả Van")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_any_delimiter_in_any_unicode(encoding, sign):
    rows = [["Tên xã", "Thuê bao điện thoại"], ["Tả Van", "1.234"], ["Bản Hồ", "5"]]
    text = "\r\n".join(sign.join(row) for row in rows)
    assert said(read(text, encoding=encoding)) == [
        ("03040", "telephone_subscriptions", "1234"),
        ("03046", "telephone_subscriptions", "5"),
    ]


def test_bytes_of_windows_1258_are_read_by_the_names():
    """cp1258 writes a tone as a combining mark: ``Ta`` + ``Ò`` (hook above)."""
    text = "T\u00ean xa\u0303,B\u00e1o \u0111\u00ea\u0301n trong nga\u0300y\nTa\u0309 Van,x\nSa Pa\u0309,kh\u00f4ng\n"
    reading = read(text, encoding="cp1258")
    assert said(reading) == [
        ("03040", "same_day_newspaper", "yes"),
        ("03016", "same_day_newspaper", "no"),
    ]


def test_a_decision_that_is_none_of_the_possible_ones_names_them():
    text = "Tên xã,Mạng LAN\nTả Van,có thể\n"
    doubt = read(text).doubts[0].id
    with pytest.raises(
        InputError,
        match=r"review\.xlsx, row 2, column decision: expected one of no, skip, unknown, yes; found 'maybe'",
    ):
        read(text, decisions={doubt: "maybe"})


def test_a_row_without_a_unit_holds_nothing_back():
    """Signatures and remarks beneath the table are left out, and listed."""
    reading = read("Tên xã,Mạng LAN\nTả Van,x\n\nNgười lập biểu,\nNguyễn Văn A,\n")
    assert reading.doubts == []
    assert left_out(reading) == ["A4: Người lập biểu", "A5: Nguyễn Văn A"]


@pytest.mark.parametrize("font", [".VnTime", ".VnTimeH", "VNI-Times"])
def test_unicode_pasted_into_a_cell_with_an_old_font_is_still_unicode(font):
    """Every name of the 164, as Word and Excel leave it when text is pasted over a cell that was
    formatted before.
    """
    units = load_units(2009)
    book = Workbook()
    book.active.append(["Tên xã", "Huyện", "Mạng LAN"])
    districts = load_units(2009, level="district")["name"]
    for row, (_, unit) in enumerate(units.iterrows(), start=2):
        book.active.append([unit["name"], districts[unit["parent"]], "có"])
        for column in (1, 2, 3):
            book.active.cell(row, column).font = Font(name=font)
    stream = io.BytesIO()
    book.save(stream)
    reading = read_return(stream.getvalue(), file="pasted.xlsx", year=2009)
    assert asked(reading) == []
    assert [o.code for o in reading.observations] == list(units.index)


def test_a_count_in_thousands_is_asked_about_and_multiplied():
    """296 under "ĐVT: nghìn thuê bao" is 296,000; 1.234 is 1,234 or 1,234,000; a yes stays."""
    table = '{}\nTên xã,Thuê bao Internet,Mạng LAN\nTả Van,296,x\nTả Phìn,"12,5",x\nSa Pả,1.234,\n'
    for line, times in (
        ("ĐVT: nghìn thuê bao", "times-1000-"),
        ("Đơn vị tính:,1.000 thuê bao", "times-1000-"),
        ("(Đơn vị: triệu thuê bao)", "times-1000000-"),
    ):
        text = table.format(line)
        (doubt,) = read(text).doubts
        assert (doubt.kind, doubt.cell) == ("column", "B2")
        assert line.replace(",", " ") in str(doubt.found)
        assert doubt.candidates == (f"{times}{NET}", NET, "skip")
        assert said(read(text)) == [
            ("03040", "commune_lan", "yes"),
            ("03013", "commune_lan", "yes"),
            ("03016", "commune_lan", "unknown"),
        ]
    text = table.format("ĐVT: nghìn thuê bao") + "Cộng,1542.5,2\n"
    (doubt,) = read(text).doubts
    decided = read(text, decisions={doubt.id: "Internet subscriptions × 1,000"})
    assert [o.value for o in decided.observations if o.indicator == NET] == ["296000", "12500"]
    assert {o.basis for o in decided.observations if o.indicator == NET} == {"estimated"}
    assert [(d.cell, d.candidates[:2]) for d in decided.doubts] == [("B5", ("1234", "1234000"))]
    plain = read(table.format("ĐVT: thuê bao"))
    assert [o.value for o in plain.observations if o.indicator == NET] == ["296", "1234"]
    (doubt,) = read('Tên xã,Thuê bao Internet (nghìn)\nTả Van,"0,3"\n').doubts
    assert doubt.candidates[0] == f"times-1000-{NET}"


def test_a_unit_of_measure_holds_until_another_one_is_stated():
    text = "ĐVT: nghìn thuê bao\nTên xã,Mạng LAN\nTả Van,x\nBảng 2 năm 2009\n{}Tên xã,Thuê bao Internet\nTả Van,3\n"
    assert asked(read(text.format(""))) == [
        ("column", "B5", "Thuê bao Internet (ĐVT: nghìn thuê bao)")
    ]
    assert asked(read(text.format("ĐVT: thuê bao\n"))) == []


def test_another_year_holds_for_the_tables_that_go_on_under_its_title():
    table = "Tên xã,Mạng LAN\n{}\n\n"
    text = "BÁO CÁO NĂM 2010\n" + table.format("Tả Van,x") + table.format("Tả Phìn,x")
    reading = read(text)
    assert [doubt.kind for doubt in reading.doubts] == ["year"]
    assert reading.observations == []
    both = read(text + "BÁO CÁO NĂM 2009\n" + table.format("Bản Hồ,x"))
    assert [load_units(2009).at[o.code, "name"] for o in both.observations] == ["Xã Bản Hồ"]


@pytest.mark.parametrize("second", ["", "Tả Van"])
@pytest.mark.parametrize(
    ("head", "plan", "done"),
    [
        ("Nội dung", "Kế hoạch", "Thực hiện"),
        ("", "Kế hoạch năm 2009", "Thực hiện năm 2009"),
        ("Chỉ tiêu", "Năm 2008", "Năm 2009"),
        ("Năm", "2008", "2009"),
    ],
)
def test_of_two_rows_for_a_unit_what_was_done_is_the_answer(second, head, plan, done):
    """The name may stand in the first row only."""
    reading = read(
        f"TT,Tên xã,{head},Trạm BTS\n1,Tả Van,{plan},9\n,{second},{done},2\n2,Tả Phìn,{plan},8\n"
        f",{second and 'Tả Phìn'},{done},3\n"
    )
    assert asked(reading) == []
    assert said(reading) == [("03040", "base_stations", "2"), ("03013", "base_stations", "3")]
    assert sum(reading.rows[0].left.values()) == 3


def test_rows_that_are_all_called_a_plan_are_asked_about_once():
    text = "Tên xã,Nội dung,Trạm BTS\nTả Van,Kế hoạch,9\nTả Phìn,Kế hoạch,8\n"
    reading = read(text)
    assert (said(reading), asked(reading)) == ([], [("section", "B2", "Kế hoạch")])
    assert said(read(text, decisions={reading.doubts[0].id: "accept"})) == [
        ("03040", "base_stations", "9"),
        ("03013", "base_stations", "8"),
    ]


def test_a_row_beside_a_plan_is_no_answer_where_its_words_are_not_known():
    """*Còn thiếu* is neither; beside *Thực hiện* it is left out by name. A plan in a remark is
    asked about too.
    """
    text = "Tên xã,Nội dung,Trạm BTS\nTả Van,Kế hoạch,9\n,{},2\n,{},3\n"
    reading = read(text.format("Còn thiếu", "Đã làm"))
    assert said(reading) == []
    assert [(d.kind, d.found) for d in reading.doubts[1:]] == [
        ("section", "Kế hoạch"),
        ("section", "Còn thiếu"),
        ("section", "Đã làm"),
    ]
    reading = read(text.format("Còn thiếu", "Thực hiện"))
    assert said(reading) == [("03040", "base_stations", "3")]
    assert left_out(reading) == ["B3: Còn thiếu"]
    reading = read("Tên xã,Trạm BTS,Ghi chú\nTả Van,2,Kế hoạch 2010\nTả Phìn,3,Tốt\nSa Pả,4,Tốt\n")
    assert asked(reading) == [("section", "C2", "Kế hoạch 2010")]
    assert [value for _, _, value in said(reading)] == ["3", "4"]


def test_a_plan_said_once_for_several_units_is_that_of_each():
    text = (
        "Nội dung,Tên xã,Trạm BTS\nKế hoạch,Tả Van,2\n,Tả Phìn,3\nThực hiện,Tả Van,4\n,Tả Phìn,5\n"
    )
    assert (asked(read(text)), [value for _, _, value in said(read(text))]) == ([], ["4", "5"])


def test_a_type_in_brackets_behind_a_name_makes_it_a_unit():
    """*Lào Cai* and *Sa Pa* alone are districts too."""
    reading = read(
        "Tên xã,Trạm BTS\nLào Cai (phường),2\nHợp Thành (xã),3\nPhố Mới (P.),4\nSa Pa (TT),5\nSa Pa (18 xã),14\n"
    )
    assert asked(reading) == []
    assert [code for code, _, _ in said(reading)] == ["02638", "02680", "02641", "03001"]
    assert left_out(reading) == ["A6: Sa Pa (18 xã)"]


@pytest.mark.parametrize(
    ("head", "first", "second"),
    [("Mã số", "02734", "02737"), ("Tên xã", "Xã Quang Kim:", "Xã Cốc San:")],
)
def test_a_table_of_two_columns_may_have_two_levels_of_heads(head, first, second):
    reading = read(f"{head},Ứng dụng CNTT\n,Mạng LAN\n{first},có\n{second},không\n")
    assert asked(reading) == []
    assert [value for _, _, value in said(reading)] == ["yes", "no"]


def test_codes_without_a_header_are_asked_about_as_names_are():
    assert asked(read("02734,2\n02737,3\n")) == [("header", "A1", "02734")]


@pytest.mark.parametrize("column", ["C", "Báo đến trong ngày"])
def test_the_head_of_a_group_may_stand_over_each_of_its_columns(column):
    head = "Báo đến trong ngày"
    second = head if column == head else ""
    text = f"TT,Tên xã,{head},{second}\n,,Không,Có\n1,Tả Van,,x\n2,Tả Phìn,x,\n"
    assert asked(read(text)) == []
    assert [value for _, _, value in said(read(text))] == ["yes", "no"]


def test_columns_of_units_beside_each_other_are_those_of_two_tables():
    """Each by the year above it; a title over both holds for both."""
    text = "{},,,{}\nTên xã,Trạm BTS,,Tên xã,Trạm BTS\nTả Van,2,,{},3\nBản Hồ,4,,{},5\n"
    for names in (("Tả Phìn", "Sa Pả"), ("Tả Van", "Bản Hồ")):
        reading = read(text.format("Năm 2009", "Năm 2008", *names))
        assert asked(reading) == [("year", "D1", "2008")]
        assert [value for _, _, value in said(reading)] == ["2", "4"]
    reading = read(text.format("BÁO CÁO NĂM 2010", "", "Tả Phìn", "Sa Pả"))
    assert (said(reading), asked(reading)) == ([], [("year", "A1", "2010")])
    one = "Tên xã,Trạm BTS,TT,Tên xã,Trạm BTS\nTả Van,2,1,Tả Phìn,3\n"
    assert said(read(one)) == [("03040", "base_stations", "2"), ("03013", "base_stations", "3")]


def test_a_header_on_every_page_of_two_copies_is_one_question():
    book, table = Workbook(), [["Tên xã", "Trạm BTS"], ["Tả Van", 2], ["Tên xã", "Trạm BTS"]]
    for sheet in (book.active, book.create_sheet("In")):
        for row in [*table, ["Bản Hồ", 3]]:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    reading = read_return(stream.getvalue(), file="copies.xlsx", year=2009)
    assert [doubt.candidates for doubt in reading.doubts] == [("Sheet!A1", "In!A1")]


def test_the_head_of_the_units_may_be_unknown_on_two_levels_and_signatures_stand_beside_it():
    reading = read(
        "STT,Đơn vị xã phường,Viễn thông,\n,,TB điện thoại,\n1,Tả Van,32,\n2,Tả Phìn,19,\n,Người lập,,Chủ tịch\n"
    )
    assert asked(reading) == []
    assert [value for _, _, value in said(reading)] == ["32", "19"]


def test_a_name_may_state_its_district_and_its_province():
    reading = read(
        'Tên xã,Trạm BTS\nXã Tả Van huyện Sa Pa,2\n"Tả Phìn, h. Sa Pa, tỉnh Lào Cai",3\nXã Bản Hồ (huyện Bát Xát),4\n'
    )
    assert said(reading) == [("03040", "base_stations", "2"), ("03013", "base_stations", "3")]
    assert [doubt.kind for doubt in reading.doubts] == ["unit"]


@pytest.mark.parametrize("head", ["Tên xã", "Đơn vị xã phường", "Mã số"])
def test_a_head_of_units_that_is_repeated_begins_another_table(head):
    units = ("03040", "03013") if head == "Mã số" else ("Tả Van", "Tả Phìn")
    reading = read(f"TT,{head},Trạm BTS,,TT,{head},Trạm BTS\n1,{units[0]},2,,2,{units[1]},3\n")
    assert said(reading) == [("03040", "base_stations", "2"), ("03013", "base_stations", "3")]


def test_answers_in_ods_that_are_struck_in_part_or_not_shown_are_asked_about():
    """*không* of *không có* is struck as LibreOffice writes it; 41 has the format ;;; there."""
    names = " ".join(
        f"xmlns:{name}='urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0'"
        for name, urn in [
            *((name, name) for name in ("office", "table", "text", "style")),
            ("number", "datastyle"),
        ]
    )
    styles = (
        "<style:style style:name='T1'><style:text-properties style:text-line-through-type='single'/>"
        "</style:style><number:text-style style:name='N1'><number:text/></number:text-style>"
        "<style:style style:name='ce1' style:data-style-name='N1'/>"
    )
    rows = [
        "<text:p>Tên xã</text:p>|<text:p>Mạng LAN</text:p>|<text:p>Trạm BTS</text:p>",
        "<text:p>Tả Van</text:p>|<text:p><text:span>đã </text:span>"
        "<text:span text:style-name='T1'>không</text:span> có</text:p>|<text:p>2</text:p>",
        "<text:p>Tả Phìn</text:p>|<text:p>có</text:p>|<text:p/>",
    ]
    table = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in row.split("|"))
        + "</table:table-row>"
        for row in rows
    ).replace(
        "<table:table-cell><text:p/>",
        "<table:table-cell office:value-type='float' office:value='41' table:style-name='ce1'>",
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:automatic-styles>{styles}"
            "</office:automatic-styles><office:body><office:spreadsheet><table:table>"
            f"{table}</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    reading = read_return(stream.getvalue(), file="a.ods", year=2009)
    assert [(doubt.kind, doubt.cell) for doubt in reading.doubts] == [
        ("value", "B2"),
        ("value", "C3"),
    ]
    assert said(reading) == [("03040", "base_stations", "2"), ("03013", "commune_lan", "yes")]


def test_a_row_of_figures_without_a_name_is_decided_under_a_stated_district():
    text = "Huyện Sa Pa\nTên xã,Trạm BTS\nTả Van,2\nTả Phìn,3\n,9\n"
    reading = read(text)
    assert asked(reading) == [("unit", "A5", "9")]
    decided = read(text, decisions={reading.doubts[0].id: "03046"})
    assert (asked(decided), said(decided)[-1]) == ([], ("03046", "base_stations", "9"))


def test_the_head_of_a_group_may_stand_over_its_middle():
    """The heads do not tell which of the columns C and F is of 2009: both are asked about."""
    reading = read(
        "TT,Tên xã,,Đến 31/12/2008,,,Đến 31/12/2009,\n,,Mạng LAN,Trạm BTS,Thuê bao Internet,Mạng LAN,Trạm BTS,Thuê bao Internet\n"
        "1,Tả Van,không,1,2,có,3,4\n2,Tả Phìn,không,1,2,có,5,6\n"
    )
    assert [(kind, cell) for kind, cell, _ in asked(reading)] == [
        ("column", "C2"),
        ("column", "F2"),
    ]
    assert [value for _, _, value in said(reading)] == ["3", "4", "5", "6"]


def test_another_year_holds_for_the_sheets_after_it_that_state_none():
    book = Workbook()
    for sheet, title in ((book.active, "NĂM BÁO CÁO: 2008"), (book.create_sheet("In"), "")):
        for row in ([title], ["Tên xã", "Trạm BTS"], ["Tả Van", 2]):
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    reading = read_return(stream.getvalue(), file="copies.xlsx", year=2009)
    assert asked(reading) == [("year", "Sheet!A1", "2008"), ("year", "In!A1", "2008")]
    assert said(reading) == []


def workbook(*sheets: tuple[str, list[list[object]]]) -> bytes:
    book = Workbook()
    for number, (name, rows) in enumerate(sheets):
        sheet = book.create_sheet(name) if number else book.active
        sheet.title = name
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


TABLE = [["Tên xã", "Trạm BTS"], ["Tả Van", 2]]
OTHER = [["BÁO CÁO NĂM 2008"], ["Tên xã", "Trạm BTS"], ["Tả Phìn", 3]]


@pytest.mark.parametrize(
    ("sheets", "file", "places"),
    [
        ([TABLE, OTHER], "sa-pa.xlsx", ["A!A1", "B!A1"]),
        ([[*TABLE, [], *OTHER]], "sa-pa.xlsx", ["A!A1", "A!A5"]),
        ([TABLE, [["BÁO CÁO NĂM 2008"]], TABLE], "a.xlsx", ["A!A1", "C!A1"]),
        ([TABLE, [*TABLE, ["Số liệu đến 31/12/2008"]]], "sa-pa.xlsx", ["A!A1", "B!A1"]),
        ([[*TABLE, [], TABLE[0], ["Bản Hồ", 3]], OTHER], "sa-pa.xlsx", ["A!A1", "B!A1"]),
        ([TABLE, TABLE], "BC Sa Pa 2008.xlsx", ["A!A1", "B!A1"]),
        ([TABLE], "BC_6 tháng đầu năm 2009.xlsx", ["A!A1"]),
        ([TABLE, OTHER], "BC_2009_gửi 05-01-2010.xlsx", ["B!A1"]),
        ([[["NĂM 2009"], *TABLE], OTHER], "sa-pa.xlsx", ["B!A1"]),
        ([[["Tên xã", "Trạm BTS năm 2009"], ["Tả Van", 2]], OTHER], "sa-pa.xlsx", ["B!A1"]),
        ([[["Tên xã", "Năm", "Trạm BTS"], ["Tả Van", 2009, 2]], OTHER], "a.xlsx", ["B!A1"]),
        ([[*TABLE, ["Số liệu đến 31/12/2009"]], OTHER], "sa-pa.xlsx", ["B!A1"]),
    ],
)
def test_a_table_without_a_year_beside_one_of_another_year_is_asked_about(sheets, file, places):
    """A question for each sheet, or each title; none where anything says that it is of 2009."""
    content = workbook(*zip("ABC", sheets, strict=False))
    reading = read_return(content, file=file, year=2009)
    assert [(doubt.kind, doubt.cell) for doubt in reading.doubts] == [("year", p) for p in places]
    taken = [] if "A!A1" in places else [("03040", "base_stations", "2")]
    assert said(reading) == taken
    if places[0] == "A!A1":
        first = reading.doubts[0]
        made = {first.id: Decision(first.id, "accept", "review.xlsx", 2)}
        used = read_return(content, file=file, year=2009, decisions=made)
        assert ("03040", "base_stations", "2") in said(used)
        assert [doubt.cell for doubt in used.doubts if doubt.kind == "year"] == places[1:]
