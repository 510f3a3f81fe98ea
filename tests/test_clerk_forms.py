"""What clerks write that no generator thinks of, each with what a careful person takes and asks.

Values are written in the order of rows; a question is its kind and its cell.
"""

import io
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from laocai_analysis.places.units import load_units
from laocai_analysis.returns.reading.observations import Reading, read_return
from laocai_analysis.returns.reading.questions import Decision

H = "TT,Tên xã,Trạm BTS,Mạng LAN\n"
BTS = "TT,Tên xã,Trạm BTS\n"
TWO = "1,Tả Van,2\n2,Tả Phìn,1\n"


def read(text: str, **decisions: str) -> Reading:
    made = {key: Decision(key, said, "review.xlsx", 2) for key, said in decisions.items()}
    return read_return(text.encode(), file="sa-pa.csv", year=2009, decisions=made)


def values(reading: Reading) -> str:
    return " ".join(seen.value for seen in reading.observations)


def asked(reading: Reading) -> str:
    return ", ".join(f"{doubt.kind} {doubt.cell}" for doubt in reading.doubts)


@pytest.mark.parametrize(
    ("text", "taken", "questions"),
    [
        # villages, some of the same name as a commune
        (H + "1,Xã Tả Phìn,5,x\n,- Bản Phùng,2,\n2,Xã Tả Van,4,0\n", "5 yes 4 no", "unit B3"),
        (H + "1,Tả Phìn,5,x\na,Bản Phùng,2,\n2,Tả Van,4,0\n", "5 yes 4 no", "unit B3"),
        (H + "1,Tả Phìn,5,x\n1.1,Bản Phùng,2,\n2,Tả Van,4,0\n", "5 yes 4 no", "unit B3"),
        (BTS + "1,Trường THCS Tả Van,1\n2,Trạm y tế xã Sa Pả,1\n", "", "unit B2, unit B3"),
        (BTS + '1,"Tả Van, Bản Hồ",5\n2,Tả Phìn + Sa Pả,2\n', "", "unit B2, unit B3"),
        # a head that is written over each column of its group: a blank between two may be of none
        (
            ",,Thuê bao điện thoại,,Thuê bao điện thoại\n"
            "TT,Tên xã,Tăng trong năm,Tổng cộng,Tổng số đến 31/12\n"
            "1,Tả Van,157,12,1392\n2,Tả Phìn,405,17,850\n",
            "",
            "column C2, column D2, column E2",
        ),
        (
            ",,Thuê bao điện thoại,,Thuê bao điện thoại\n"
            "TT,Tên xã,Tăng trong năm,Tổng số,\n1,Tả Van,157,1392,13\n2,Tả Phìn,405,850,12\n",
            "",
            "column C2, column D2",
        ),
        (  # nor where a head stands above them all
            ",,Viễn thông,,\n,,Thuê bao điện thoại,,Thuê bao điện thoại\n"
            "TT,Tên xã,Tăng trong năm,Tổng số,\n1,Tả Van,157,1392,13\n2,Tả Phìn,405,850,12\n",
            "",
            "column C3, column D3",
        ),
        (  # here it makes no difference of which group a column is
            ",,Số liệu đến 31/12/2009,,Số liệu đến 31/12/2009\n"
            "TT,Tên xã,Trạm BTS,Mạng LAN,Thuê bao điện thoại\n1,Tả Van,2,x,1392\n",
            "2 yes 1392",
            "",
        ),
        # an unknown head of the units, and a section between the header and the first of them
        (
            "Đơn vị xã phường,Viễn thông và Internet\n,Trạm phát sóng thông tin di động\n"
            "HUYỆN SA PA,\nXã Tả Van,2\nXã Tả Phìn,1\n",
            "2 1",
            "",
        ),
        # the number of a document above the table is no head of a group
        (
            "Thực hiện Chỉ thị số 03/2009/CT-UBND,,\nTrạm BTS,STT,Tên xã\n"
            "63,1,Xã Tả Van\n7,,Bản Tả Van 1\n48,2,Xã Tả Phìn\n7,,Bản Tả Phìn 1\n",
            "63 48",
            "unit C4, unit C6",
        ),
        # nor may a line above make the column of the units one in doubt without a word
        (
            "Theo công văn mới,,\nTrạm BTS,STT,Tên xã\n63,1,Xã Tả Van\n7,,Bản Tả Van 1\n"
            "48,2,Xã Tả Phìn\n7,,Bản Tả Phìn 1\n",
            "",
            "column A2, column C2",
        ),
        # no head says which column holds the units, and no name is plain
        (
            "Đơn vị xã phường,Mạng LAN\nXã Tả Van - Sa Pa,\nXã Tả Phìn - Sa Pa,không\n",
            "",
            "header A1",
        ),
        ("Ghi chú\nXã được giao lập biểu\nPhường không phải báo cáo\n", "", ""),
        # what is said beside an answer
        (
            H + "1,Tả Van,2 (hỏng 1),có (1)\n2,Tả Phìn,0 (chưa có),đã có từ 2007\n",
            "",
            "value C2, value D2, value C3, value D3",
        ),
        (
            H + "1,Tả Van,12¹,có/không\n2,Tả Phìn,3/4,Có (2010)\n",
            "",
            "value C2, value D2, value C3, value D3",
        ),
        (
            BTS + "1,Tả Van,85%\n2,Tả Phìn,12/2009\n3,Bản Hồ,>5\n4,Sa Pả,-5\n",
            "",
            "value C2, value C3, value C4, value C5",
        ),
        (
            'Tên xã,Thuê bao Internet\nTả Van,1 234\nTả Phìn,1.234\nBản Hồ,"1.234,00"\nSa Pả,"12,5"\n',
            "1234 1234",
            "value B4, value B5",
        ),
        # parts of a year, parts of a whole
        ("TT,Tên xã,Trạm BTS,\n,,Quý I,Quý IV\n1,Tả Van,1,4\n", "", "column C2, column D2"),
        (
            "TT,Tên xã,Thuê bao Internet,\n,,Đầu kỳ,Cuối kỳ\n1,Tả Van,1,4\n",
            "",
            "column C2, column D2",
        ),
        ("TT,Tên xã,Thuê bao Internet,Tăng/giảm so với 2008\n1,Tả Van,10,+2\n", "10", "column D1"),
        ("TT,Tên xã,Trạm BTS phát triển mới\n1,Tả Van,1\n", "", "column C1"),
        ("TT,Tên xã,Trạm BTS,\n,,(trạm),\n1,Tả Van,1,\n", "1", ""),
        ("TT,Tên xã,Thuê bao Internet\n,,(nghìn thuê bao)\n1,Tả Van,1\n", "", "column C2"),
        (
            "Xã,Chỉ tiêu,ĐVT,Giá trị\nTả Van,Trạm BTS,trạm,2\nTả Van,Thuê bao Internet,nghìn,3\n",
            "2",
            "column C1, value D3",
        ),
        ("TT,Tên xã,Doanh nghiệp,Trạm BTS\n1,Tả Van,Viettel,2\n,,VNPT,3\n", "", "section C2"),
        (
            "TT,Tên xã,Tổ quản lý,Trạm BTS\n1,Tả Van,Tổ 1,2\n,,Tổ 2,3\n",
            "",
            "column C1, duplicate A2",
        ),
        # a unit twice in each of two tables: a question of its own for each
        (
            "TT,Tên xã,Trạm BTS\n1,Tả Van,2\n2,Tả Phìn,1\n1,Tả Van,3\n\nBảng 2\n"
            "TT,Tên xã,Thuê bao Internet\n1,Tả Van,47\n2,Tả Phìn,74\n1,Tả Van,50\n",
            "1 74",
            "duplicate A2, duplicate A8",
        ),
        # two tables of one row side by side, their heads not plain
        (
            "Mã xã,Tên xã,Số thuê bao Internet phát triển mới trong năm,"
            "Mã xã,Tên xã,Số thuê bao Internet phát triển mới trong năm\n"
            "'03040,Tả Van,685,'03043,Thanh Phú,278\n",
            "",
            "column C1, column F1",
        ),
        (
            "Trạm BTS,TT,Tên xã,Trạm BTS,TT,Tên xã\n5,1,Tả Van,7,1,Tả Phìn\n",
            "5 7",
            "",
        ),
        # yes and no beneath a head, that of the group over the second of them
        (
            "TT,Tên xã,,Bưu chính,\n,,Có điểm BĐVHX,,Trạm BTS\n,,Có,Không,\n"
            "1,Tả Van,,x,1\n2,Tả Phìn,x,,2\n",
            "1 no 2 yes",
            "",
        ),
        # a township by the name of its district is no section where it answers
        ("Tên xã,Chỉ tiêu,Giá trị\nBắc Hà,BĐVHX,\nBản Già,BĐVHX,có\n", "na yes", ""),
        # no name is plain, and the indicator stands on the second level of the head
        (
            "Tên xã,Kết quả thực hiện năm 2009\n,Thuê bao Internet\nLang Giang,537\nHoa Mac,13\n",
            "",
            "unit A3, unit A4",
        ),
        # brackets within the head of an answer
        (
            "Tên xã,Mạng nội bộ (LAN)/Có,Mạng nội bộ (LAN)/Không\nTả Van,x,x\nTả Phìn,,x\n",
            "no",
            "value B2",
        ),
        (
            "Tên xã,Số thuê bao Internet phát triển mới trong năm\nXa Ta Phin,393\nXa Ta Van,238\n",
            "",
            "column B1",
        ),
        # before a header that comes again, rows of which no name is plain
        (
            "Tên xã,BĐVHX\nTa Phin,có\nLao Chai,không\nTên xã,BĐVHX\nTả Van,không\n",
            "no",
            "unit A2, unit A3",
        ),
        # places of elsewhere
        ("ỦY BAN NHÂN DÂN TỈNH YÊN BÁI\n" + BTS + "1,Xã Tân An,1\n", "", "section A2"),
        ("Huyện Văn Yên\n" + BTS + "1,Xã Tân An,1\n", "", "section A2"),
        (BTS + "I,Huyện Văn Yên,\n1,Tân An,4\nII,Huyện Văn Bàn,\n2,Nậm Tha,7\n", "7", "section A2"),
        ("UBND HUYỆN VĂN BÀN TỈNH LÀO CAI\n" + BTS + "1,Xã Tân An,1\n", "1", ""),
        # signs that are turned round
        (H + "1,Tả Van,2,x\nGhi chú: dấu x là chưa có\n", "2", "column D1"),
        # heads over the middle of their groups
        (
            "STT,Tên xã,,Năm 2008,,,Năm 2009,\n,,Báo trong ngày,,Trạm BTS,Báo trong ngày,,Trạm BTS\n"
            ",,Không,Có,,Không,Có,\n1,Tả Van,,x,3,x,,5\n",
            "5",
            "column F3",
        ),
        (
            "STT,Tên xã,,Năm 2008,,Năm 2009,\n"
            ",,Trạm BTS,Mạng LAN,Báo trong ngày,Thuê bao Internet mới,Thuê bao điện thoại\n"
            "1,Tả Van,5,x,x,7,9\n",
            "7 9",
            "column C2, column D2, column E2",
        ),
        # a section right beneath the heads
        ("Mạng LAN,,STT,Tên xã\nCó,Chưa,,\nI. HUYỆN SA PA,,,\n,x,1,Tả Van\n", "no", ""),
        # heads that are known by what stands under them
        ('Viễn thông,STT,"Đơn vị xã, phường"\nTrạm BTS,,\n5,1,Tả Van\n', "5", ""),
        ("STT,Tên xã,Xã chưa có mạng LAN\n1,Tả Van,\n2,Tả Phìn,\n", "", "column C1"),
        ("(Đánh dấu x vào xã chưa có)\n" + H + "1,Tả Van,2,x\n", "2", "column D2"),
        ("DANH SÁCH CÁC XÃ CHƯA CÓ MẠNG LAN\n" + H + "1,Tả Van,2,x\n", "2", "column D2"),
        ("(Đánh dấu x vào xã đã có; để trống nếu chưa có)\n" + H + "1,Tả Van,2,x\n", "2 yes", ""),
        # what is not yet, or no more
        ("NHU CẦU LẮP ĐẶT TRẠM BTS NĂM 2009\n" + BTS + TWO, "", "section A2"),
        ("TỔNG HỢP ĐĂNG KÝ NĂM 2009\n" + BTS + TWO, "", "section A2"),
        ("MẪU (ví dụ cách ghi)\n" + BTS + TWO, "", "section A2"),
        (BTS + "I,Đang hoạt động,\n1,Tả Van,2\nII,Đang xây dựng,\n1,Bản Hồ,1\n", "2", "section A4"),
        (BTS + "I,Quý I,\n1,Tả Van,2\n", "", "section A2"),
        # times
        ("Số liệu đến ngày 30/6/2009\n" + BTS + TWO, "", "year A1"),
        ("Cả năm 2008\nNăm 2009\n" + BTS + TWO, "", "year A1"),
        ("Đến 31.12.2008\nNăm 2009\n" + BTS + TWO, "", "year A1"),
        ("Số liệu đến 31/12/08\n" + BTS + TWO, "", "year A1"),
        ("BAO CAO 6 THANG DAU NAM 2009\n" + BTS + TWO, "", "year A1"),
        ("BÁO CÁO SÁU THÁNG ĐẦU NĂM\n" + BTS + TWO, "", "year A1"),
        ("Số liệu đầu năm 2009\n" + BTS + TWO, "", "year A1"),
        (BTS + TWO + ',"Sa Pa, ngày 15 tháng 6 năm 2008",\n', "", "year A1"),
        (BTS + TWO + ',"Sa Pa, ngày 12 tháng 01 năm 2010",\n', "2 1", ""),
        # rows that are no unit's
        (BTS + TWO + ",Bình quân,3\n,Cao nhất,4\n,Thấp nhất,2\n,Xếp hạng,1\n", "2 1", ""),
        ("TT,Đơn vị,Trạm BTS\n1,Sa Pa,50\n2,Bắc Hà,40\n3,Lào Cai,80\n", "", ""),
        (
            "TT,Tên xã,Số lượng\nI,Trạm BTS,\n1,Tả Van,2\nII,Thuê bao Internet,\n1,Tả Van,9\n",
            "",
            "column C1",
        ),
        # names without marks, and with a colon
        ("Tên xã,Trạm BTS\nDuong Quy,-\nMinh Luong,7\n", "", "unit A2, unit A3"),
        (
            "Tên xã,Ứng dụng CNTT\n,Mạng LAN\nX· B¶n Qua:,\nX· M\N{SOFT HYPHEN}êng Vi:,có\n",
            "unknown yes",
            "",
        ),
        # more lines of titles than rows
        ("Đơn vị: Huyện Sa Pa\nKỳ báo cáo: Năm 2009\nĐVT: trạm\n" + BTS + "1,Tả Van,2\n", "2", ""),
        # a blank column within the table
        ("TT,Tên xã,,Trạm BTS,\n,,,Kế hoạch,Thực hiện\n1,Tả Van,,3,2\n", "2", ""),
        # the table begins at the third column
        (",,TT,Tên xã,Trạm BTS,\n,,,,Kế hoạch,Thực hiện\n,,1,Tả Van,3,2\n", "2", ""),
        # a small table of other things, behind a blank column
        (
            "STT,Tên xã,LAN,,,Chỉ tiêu,2009\n,,Không,Có,,Số xã,14\n1,Long Phúc,,x,,Số máy,9\n2,Long Khánh,x,,,,\n",
            "yes no",
            "column F2, column G2",
        ),
    ],
)
def test_what_a_clerk_writes_is_taken_or_asked_about(text, taken, questions):
    reading = read(text)
    assert (values(reading), asked(reading)) == (taken, questions)
    for rows in reading.rows:
        assert rows.rows == rows.taken + rows.asked + sum(rows.left.values())


def saved(change, rows: list[list[object]], **more: list[list[object]]) -> bytes:
    book = Workbook()
    for name, each in {"Sheet": rows, **more}.items():
        sheet = book.active if name == "Sheet" else book.create_sheet(name)
        for row in each:
            sheet.append(row)
    change(book.active)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def white(sheet: Worksheet) -> None:
    sheet["B2"].font = Font(color="FFFFFFFF")


def shown_as(code: str):
    def change(sheet: Worksheet) -> None:
        sheet["B2"].number_format = code

    return change


def page_header(sheet: Worksheet) -> None:
    sheet.oddHeader.center.text = '&"Arial,Bold"BÁO CÁO NĂM 2008'


@pytest.mark.parametrize(
    ("change", "first", "questions"),
    [
        (white, 2, "value Sheet!B2"),
        (shown_as('0" nghìn"'), 2, "value Sheet!B2"),
        (shown_as("#,##0,"), 2500, "value Sheet!B2"),
        (shown_as("0;-0;;@"), 0, "value Sheet!B2"),
        (shown_as('0" trạm"'), 2, ""),
        (shown_as('_(* #,##0_);_(* \\(#,##0\\);_(* "-"??_);_(@_)'), 0, ""),
        (page_header, 2, "year Sheet!A1"),
        (lambda sheet: sheet.merge_cells("B2:C2"), 5, "value Sheet!B2, value Sheet!C2"),
    ],
)
def test_what_is_seen_otherwise_than_it_is_stored_is_asked_about(change, first, questions):
    rows = [["Tên xã", "Trạm BTS", "Thuê bao Internet"], ["Tả Van", first], ["Tả Phìn", 3, 4]]
    reading = read_return(saved(change, rows), file="sa-pa.xlsx", year=2009)
    assert asked(reading) == questions


def test_a_hidden_sheet_is_named_and_a_draft_is_asked_about():
    rows = [["Tên xã", "Trạm BTS"], ["Tả Van", 2]]

    def hide(sheet: Worksheet) -> None:
        sheet.parent["Old"].sheet_state = "hidden"

    reading = read_return(saved(hide, rows, Old=rows, Nháp=rows), file="a.xlsx", year=2009)
    assert (values(reading), asked(reading)) == ("2", "section Nháp!A1")
    assert [str(line) for line in reading.ignored] == ["Old: a hidden sheet, not read"]


def test_a_box_of_text_above_the_cells_is_a_title():
    content = saved(lambda sheet: None, [["Tên xã", "Trạm BTS"], ["Tả Van", 2]])
    kinds = "http://schemas.openxmlformats.org"
    drawing = (
        f'<xdr:wsDr xmlns:xdr="{kinds}/drawingml/2006/spreadsheetDrawing" '
        f'xmlns:a="{kinds}/drawingml/2006/main"><xdr:txBody><a:p><a:r><a:t>NĂM</a:t></a:r>'
        "<a:r><a:t>2008</a:t></a:r></a:p></xdr:txBody></xdr:wsDr>"
    )
    related = (
        f'<Relationships xmlns="{kinds}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{kinds}/officeDocument/2006/relationships/drawing" '
        'Target="../drawings/drawing1.xml"/></Relationships>'
    )
    for written, taken, question in ((drawing, "", "year Sheet!A1"), (drawing[:-3], "2", "")):
        stream = io.BytesIO(content)
        with zipfile.ZipFile(stream, "a") as archive:
            archive.writestr("xl/drawings/drawing1.xml", written)
            archive.writestr("xl/worksheets/_rels/sheet1.xml.rels", related)
        reading = read_return(stream.getvalue(), file="sa-pa.xlsx", year=2009)
        assert (values(reading), asked(reading)) == (taken, question)
        notes = ["Sheet: outside the cells: NĂM 2008"] if question else []
        assert [str(line) for line in reading.ignored] == notes


def test_figures_under_a_title_that_calls_them_estimates_are_estimates():
    for title in ("ƯỚC THỰC HIỆN NĂM 2009", "SỐ LIỆU SƠ BỘ NĂM 2009"):
        reading = read(f"{title}\n{BTS}{TWO}")
        assert {seen.basis for seen in reading.observations} == {"estimated"}


def test_a_sign_that_is_turned_round_can_be_taken_so():
    text = H + "1,Tả Van,2,x\nGhi chú: dấu x là chưa có\n"
    (doubt,) = read(text).doubts
    assert doubt.candidates == ("not-commune_lan", "commune_lan", "skip")
    assert values(read(text, **{doubt.id: doubt.candidates[0]})) == "2 no"


def test_columns_that_are_taken_as_yes_and_no_belong_together():
    text = "Mạng nội bộ xã,,Tên xã\nKhông,Có,\n,x,Tả Van\nx,,Tả Phìn\n"
    no, yes = read(text).doubts
    made = {no.id: "not-commune_lan", yes.id: "commune_lan"}
    assert (values(read(text, **made)), asked(read(text, **made))) == ("yes no", "")


@pytest.mark.parametrize(("struck", "question"), [("B2", "value"), ("A2", "unit")])
def test_an_answer_waits_while_another_of_the_same_unit_is_struck(struck, question):
    """The answer in a row is struck through, and stands in the next one: which of the two holds?"""

    def strike(sheet: Worksheet) -> None:
        sheet[struck].font = Font(strike=True)

    rows = [["Tên xã", "Mạng LAN"], ["Tả Van", "có"], ["Tả Phìn", "có"], ["Tả Van", "có"]]
    reading = read_return(saved(strike, rows), file="sa-pa.xlsx", year=2009)
    assert [(seen.code, seen.value) for seen in reading.observations] == [("03013", "yes")]
    assert asked(reading) == f"{question} Sheet!{struck}"
    (count,) = reading.rows
    assert (count.taken, count.asked) == (1, 2)


def test_a_title_over_several_columns_is_no_head_of_tables_side_by_side():
    def merge(sheet: Worksheet) -> None:
        for cells in ("A1:D1", "A2:A3", "B2:B3", "C2:D2", "F2:F3", "G2:G3", "H2:I2"):
            sheet.merge_cells(cells)

    head = ["STT", "Đơn vị xã, phường", "Trạm BTS", None]
    years = [None, None, "31/12/2008", "31/12/2009"]
    rows = [["BÁO CÁO 12 THÁNG 2009"], [*head, None, *head], [*years, None, *years]]
    rows.append([1, "Tả Van", 7, 2, None, 1, "Tả Phìn", 9, 3])
    reading = read_return(saved(merge, rows), file="sa-pa.xlsx", year=2009)
    assert [(seen.code, seen.value) for seen in reading.observations] == [
        ("03040", "2"),
        ("03013", "3"),
    ]


NO_LAN = [["Tên xã", "Xã chưa có mạng LAN"], ["Tả Van", "x"], ["Tả Phìn", None]]
LAN = [["Tên xã", "Mạng LAN"], ["Tả Van", "có"], ["Tả Phìn", "có"]]
SUBSCRIBED = [["Tên xã", "Thuê bao điện thoại"], ["Tả Van", 522], ["Tả Phìn", 809]]
LONG = [["Tên xã", "Chỉ tiêu", "Giá trị"]]
LONG += [[name, "Thuê bao điện thoại", count] for name, count in SUBSCRIBED[1:]]


@pytest.mark.parametrize(
    ("first", "copy", "question"),
    [
        ([["ĐVT: nghìn thuê bao"], *SUBSCRIBED], SUBSCRIBED, "column Sheet!B2"),
        ([["ĐVT: nghìn thuê bao"], *LONG], SUBSCRIBED, "column Sheet!C2"),
        (NO_LAN, LAN, "column Sheet!B1"),
    ],
)
def test_an_answer_waits_while_another_column_of_it_is_asked_about(first, copy, question):
    reading = read_return(saved(lambda sheet: None, first, In=copy), file="a.xlsx", year=2009)
    assert (values(reading), asked(reading)) == ("", question)
    assert [(count.taken, count.asked) for count in reading.rows] == [(0, 2), (0, 2)]


@pytest.mark.parametrize("merged", [True, False])
def test_a_header_that_is_known_by_its_second_row_alone(merged):
    """The head of the units is unknown, and the indicator stands beneath the head of its group."""

    def merge(sheet: Worksheet) -> None:
        for cells in ("A1:A2", "B1:B2", "A5:A6", "B5:B6") if merged else ():
            sheet.merge_cells(cells)

    rows = [["STT", "Đơn vị xã, phường", "Công nghệ thông tin"], [None, None, "Mạng LAN"]]
    rows += [[1, "Tả Van", "không"], [2, "Tả Phìn", "không"]]
    rows += [["STT", "Đơn vị xã, phường", "Viễn thông"], [None, None, "Thuê bao Internet mới"]]
    rows += [[1, "Tả Van", 1], [2, "Tả Phìn", 184]]
    reading = read_return(saved(merge, rows), file="sa-pa.xlsx", year=2009)
    said = {(seen.code, seen.indicator): seen.value for seen in reading.observations}
    lan, new = "commune_lan", "internet_subscriptions_new"
    assert said == {
        ("03040", lan): "no",
        ("03013", lan): "no",
        ("03040", new): "1",
        ("03013", new): "184",
    }


def test_a_name_of_another_date_is_asked_about_in_any_year_and_province(tmp_path, monkeypatch):
    """Twelve communes of the year are read; a unit of another date is a question that offers those
    of the year which share area with it.
    """
    for province, year, name, offered in (
        ("Lào Cai", 2025, "Xã Hoàng Liên", ["03037 Xã Tả Van ← Xã Hoàng Liên (2020)"]),
        ("Lào Cai", 2025, "Xã Cao Phạ", ["04630 Xã Tú Lệ ← Xã Cao Phạ (2008)"]),
        (
            "Lào Cai",
            2008,
            "Xã Ngũ Chỉ Sơn",
            [
                "03004 Xã Bản Khoang → Xã Ngũ Chỉ Sơn (2020, 2025)",
                "03007 Xã Tả Giàng Phình → Xã Ngũ Chỉ Sơn (2020, 2025)",
            ],
        ),
        ("Hà Nội", 2025, "Hàng Bạc", ["00070 Phường Hoàn Kiếm ← Hàng Bạc (2019)"]),
    ):
        (tmp_path / "laocai.toml").write_text(f'province = "{province}"\n', encoding="utf-8")
        monkeypatch.setenv("LAOCAI_PROJECT", str(tmp_path))
        names = load_units(year)["name"].iloc[20:32].tolist()
        rows = "".join(f"{n},{text},{n}\n" for n, text in enumerate([*names, name], 1))
        reading = read_return((BTS + rows).encode(), file="form.csv", year=year)
        assert values(reading) == "1 2 3 4 5 6 7 8 9 10 11 12", name
        (doubt,) = reading.doubts
        assert (doubt.kind, doubt.cell, list(doubt.candidates)) == (
            "unit",
            "B14",
            [*offered, "skip"],
        )


def test_rows_of_tables_side_by_side_are_taken_where_one_table_counts():
    """The account of the rows: both stand in two tables, of which a person chooses one."""
    text = (
        "TT,Tên xã,Trạm BTS,,TT,Tên xã,Trạm BTS\n1,Tả Van,2,,1,Tả Van,3\n2,Tả Phìn,1,,2,Tả Phìn,4\n"
    )
    (doubt,) = read(text).doubts
    assert (doubt.kind, doubt.candidates) == ("duplicate", ("A1", "E1"))
    for chosen, found in (("A1", "2 1"), ("E1", "3 4")):
        reading = read(text, **{doubt.id: chosen})
        assert values(reading) == found
        (rows,) = reading.rows
        assert (rows.taken, rows.asked, rows.left) == (2, 0, {"header": 1})
    (rows,) = read(text, **{doubt.id: "skip"}).rows
    assert (rows.taken, rows.asked, rows.left) == (0, 0, {"header": 1, "decided": 2})


def test_a_row_waits_where_a_column_that_is_asked_about_names_another_unit():
    """Codes beneath *Xã*, and what a signature has there: one code is that of another row."""
    head = "STT,Xã,Tên xã,Mạng LAN\n"
    foot = ",Nơi nhận:,,TM. ỦY BAN NHÂN DÂN\n,- Sở TT&TT,,CHỦ TỊCH\n,- Lưu VT,,Lý A Phìn\n"
    first, right, wrong = "1,02872,Tà Chải,x\n", "2,02875,Na Hối,x\n", "2,02872,Na Hối,x\n"
    for second, taken, waiting in ((right, 2, 0), (wrong, 1, 1)):
        reading = read(head + first + second + foot)
        assert asked(reading) == "column B1"
        assert (len(reading.observations), reading.rows[0].asked) == (taken, waiting)
