"""A round as it is: nine districts fill in the template, each in its own way; the merged table is
the truth.

The truth is made here; what comes back is read from what real programs wrote. Wherever a district
leaves a doubt the import must ask, and it may ask about nothing else.
"""

import csv
import hashlib
import io
import unicodedata
from pathlib import Path

import pytest
from conftest import office
from forms.legacy_text import to_tcvn3, to_vni
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from laocai_analysis.places.units import load_units
from laocai_analysis.returns import amounts, load_return, values
from laocai_analysis.returns.form import load_form
from laocai_analysis.returns.importing import decide, import_returns
from laocai_analysis.returns.reading.review_file import read_decisions, write_review
from laocai_analysis.returns.store.files import FileStore
from laocai_analysis.returns.template import write_template

pytestmark = pytest.mark.tools("soffice")

YEAR = 2009
UNITS = load_units(YEAR)
FORM = load_form()
OFFICE, PAPER, STATIONS, PHONES, NET, NEW_NET, LAN = FORM.index


def truth(code: str, indicator: str) -> str:
    """The made value of a cell: by hash, so that nothing in the package can have known it."""
    kind = UNITS.at[code, "type"]
    draw = int(hashlib.sha256(f"{code}:{indicator}".encode()).hexdigest(), 16)
    if FORM.at[indicator, "kind"] == "yes_no":
        if indicator == OFFICE and kind != "xã":
            return "na"
        return ("unknown", "yes", "yes", "yes", "no", "no")[draw % 6]
    if draw % 11 == 0:
        return "unknown"
    largest = {STATIONS: 12, PHONES: 4000, NET: 900, NEW_NET: 0}[indicator]
    return str(draw % (largest + 1))


def communes(parent: str) -> list[str]:
    return [str(code) for code in UNITS.index[UNITS["parent"] == parent]]


def name(code: str) -> str:
    return str(UNITS.at[code, "name"])


#: The head of the codes in the form.
CODE = "Mã đơn vị hành chính"


def said(value: str, **words: str) -> object:
    """How a district writes a value: its own words, numbers as numbers, unknown as a blank."""
    if value.isdigit() and "number" not in words:
        return int(value)
    return {"yes": "Có", "no": "Không", "unknown": "", "na": "", **words}.get(value, value)


def dotted(value: str) -> object:
    return f"{int(value):,}".replace(",", ".") if value.isdigit() else value


# -- the nine ways
# ----------------------------------------------------------------------------------------------


def filled_template(folder: Path, parent: str, **words: str) -> Path:
    """The template itself, filled in where it asks: drop-down words and numbers."""
    path = folder / f"{parent}.xlsx"
    write_template(path, year=YEAR, district=parent)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    header = next(row for row in sheet.iter_rows() if any(cell.value == CODE for cell in row))
    parts = sheet[header[0].row + 1]  # that of an indicator stands beneath a line that says so
    columns = {cell.value: cell.column for cell in (*parts, *header)}
    for row in range(header[0].row + 1, sheet.max_row + 1):
        code = sheet.cell(row, columns[CODE]).value
        for indicator in FORM.index if code in UNITS.index else ():
            cell = sheet.cell(row, columns[FORM.at[indicator, "name_vi"]])
            if truth(code, indicator) != "na":
                cell.value = said(truth(code, indicator), unknown="Không rõ", **words)
    book.save(path)
    return path


def lao_cai(folder: Path) -> Path:
    """The template as it is meant, saved by LibreOffice."""
    (folder / "lo").mkdir()
    return office(filled_template(folder, "080"), "xlsx", folder / "lo")


def bat_xat(folder: Path) -> Path:
    """The template with x and 0, saved in the old binary form."""
    return office(filled_template(folder, "082", yes="x", no="0"), "xls", folder)


def muong_khuong(folder: Path) -> Path:
    """A sheet of their own in ods: merged titles, the header in row five, no codes, numbered
    columns.
    """
    book = Workbook()
    sheet = book.active
    sheet["A1"], sheet["A2"] = "UBND HUYỆN MƯỜNG KHƯƠNG", "BÁO CÁO BƯU CHÍNH, VIỄN THÔNG NĂM 2009"
    sheet.merge_cells("A1:I1")
    sheet.merge_cells("A2:I2")
    sheet.append([])
    sheet.append([])
    sheet.append(
        [
            "Số TT",
            "Xã, phường, thị trấn",
            "Điểm BĐVHX",
            "Báo đến trong ngày",
            "Số trạm BTS",
            "Thuê bao điện thoại",
            "TB Internet",
            "Thuê bao Internet phát triển mới",
            "Mạng LAN",
        ]
    )
    sheet.append(["A", "B", 1, 2, 3, 4, 5, 6, 7])
    for number, code in enumerate(communes("083"), start=1):
        answers = [dotted(str(said(truth(code, i), yes="đã có", no="chưa"))) for i in FORM.index]
        sheet.append([number, name(code), *answers])
    sheet.append(["", "Người lập biểu", "", "", "", "", "", "", ""])
    book.save(folder / "muong-khuong.xlsx")
    return office(folder / "muong-khuong.xlsx", "ods", folder)


def si_ma_cai(folder: Path) -> Path:
    """A csv as Excel in Vietnamese writes it: semicolons, a byte order mark, decimal commas;
    decomposed capitals.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(["Mã xã", "Tên xã", *FORM["name_vi"]])
    for code in communes("084"):
        answers = [truth(code, i) for i in FORM.index]
        shown = [
            f"{value},0" if value.isdigit() else said(value, no="chưa có") for value in answers
        ]
        writer.writerow(
            [code.lstrip("0"), unicodedata.normalize("NFD", name(code).upper()), *shown]
        )
    path = folder / "si-ma-cai.csv"
    path.write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())
    return path


def bac_ha(folder: Path) -> Path:
    """A csv in TCVN3 bytes, comma-separated, without codes; toned capitals do not exist there."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["Báo cáo của huyện Bắc Hà năm 2009"])
    writer.writerow(["TT", "Tên xã", *FORM["name_vi"], "Ghi chú"])
    for number, code in enumerate(communes("085"), start=1):
        writer.writerow(
            [number, name(code), *(said(truth(code, i)) for i in FORM.index), "đã kiểm tra"]
        )
    path = folder / "bac-ha.csv"
    path.write_bytes(to_tcvn3(text.getvalue()).encode("latin-1"))
    return path


def bao_thang(folder: Path) -> Path:
    """A workbook in .VnTime, its titles and its header in the capitals of .VnTimeH."""
    book = Workbook()
    sheet = book.active
    plain, capitals = Font(name=".VnTime"), Font(name=".VnTimeH")
    rows = [
        ["phòng văn hóa và thông tin huyện bảo thắng"],
        ["năm 2009"],
        ["stt", "tên xã", *FORM["name_vi"].str.lower()],
    ]
    rows += [
        [number, name(code), *(said(truth(code, i), yes="có") for i in FORM.index)]
        for number, code in enumerate(communes("086"), start=1)
    ]
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column, to_tcvn3(value) if isinstance(value, str) else value)
            cell.font = capitals if number <= 3 else plain
    path = folder / "bao-thang.xlsx"
    book.save(path)
    return path


def bao_yen(folder: Path) -> Path:
    """A workbook in VNI-Times with a header of two levels and totals above and beneath; saved as
    xls.
    """
    book = Workbook()
    sheet = book.active
    codes = communes("087")
    totals = [_total(codes, i) for i in FORM.index]
    rows = [
        ["BIỂU TỔNG HỢP NĂM 2009"],
        ["STT", "Tên đơn vị", "Bưu chính", "", "Viễn thông", "", "", "", "CNTT"],
        [
            "",
            "",
            "Bưu điện văn hóa xã",
            "Báo đến trong ngày",
            "Trạm BTS",
            "Thuê bao điện thoại",
            "Thuê bao Internet",
            "Thuê bao Internet mới",
            "Mạng LAN",
        ],
        ["I", "Huyện Bảo Yên", *totals],
    ]
    rows += [
        [
            number,
            name(code),
            *(
                said(truth(code, i), yes="x", no="-") if truth(code, i) != "no" else "không"
                for i in FORM.index
            ),
        ]
        for number, code in enumerate(codes, start=1)
    ]
    rows.append(["", "Tổng cộng", *totals])
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column, to_vni(value) if isinstance(value, str) else value)
            cell.font = Font(name="VNI-Times")
    for block in ("C2:D2", "E2:H2", "A2:A3", "B2:B3", "A1:I1"):
        sheet.merge_cells(block)
    book.save(folder / "bao-yen.xlsx")
    return office(folder / "bao-yen.xlsx", "xls", folder)


def _total(codes: list[str], indicator: str) -> int:
    each = [truth(code, indicator) for code in codes]
    return (
        each.count("yes")
        if FORM.at[indicator, "kind"] == "yes_no"
        else sum(int(v) for v in each if v.isdigit())
    )


def sa_pa(folder: Path) -> Path:
    """A Google Sheets export: English headers, ticked boxes; one commune twice, one under its name
    of 2020.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["Code", "Commune", "District", *FORM["name_en"]])
    for code in communes("088"):
        shown = [said(truth(code, i), yes="TRUE", no="FALSE", na="n/a") for i in FORM.index]
        if code == "03004":
            writer.writerow(["", "Xã Ngũ Chỉ Sơn", "Sa Pa", *shown])
            continue
        writer.writerow([code, name(code), "Huyện Sa Pa", *shown])
        if code == "03013":
            writer.writerow([code, name(code), "Huyện Sa Pa", *["TRUE"] * 2, 0, 0, 0, 0, "TRUE"])
    path = folder / "sa-pa.csv"
    path.write_bytes(text.getvalue().encode())
    return path


def van_ban(folder: Path) -> Path:
    """Everything that must be asked about: a name one letter off, a thousand that Excel took for a
    fraction, words in a number, a wrong total, a formula that was never computed, a column nobody
    asked for, a post office in a township."""
    codes = communes("089")
    township, first, second, third = codes[:4]
    book = Workbook()
    sheet = book.active
    sheet.append(["Huyện Văn Bàn"])
    sheet.append(["Tên xã", *FORM["name_vi"], "Dân số"])
    for code in codes:
        shown = [said(truth(code, i)) for i in FORM.index]
        if code == township:
            shown[0] = "Có"
        if code == first:
            shown[3] = f"chừng {truth(code, PHONES)} máy"
        if code == second:
            shown[3] = int(truth(code, PHONES)) / 1000
        if code == third:
            shown[4] = "=40+2"
        sheet.append(["Xã Nậm Rậng" if code == "03073" else name(code), *shown, 1234])
    sheet.append(["Cộng", "", "", 1])
    path = folder / "van-ban.xlsx"
    book.save(path)
    return path


WAYS = (lao_cai, bat_xat, muong_khuong, si_ma_cai, bac_ha, bao_thang, bao_yen, sa_pa, van_ban)

#: What the districts leave in doubt, and what a person who knows the truth decides.
DOUBTFUL = {
    ("sa-pa.csv", "B3", "unit"): "03004",
    ("sa-pa.csv", "A6", "duplicate"): "A6",
    ("van-ban.xlsx", "Sheet!I2", "column"): "skip",
    ("van-ban.xlsx", "Sheet!E4", "value"): truth("03058", PHONES),
    ("van-ban.xlsx", "Sheet!E5", "value"): truth("03061", PHONES),
    ("van-ban.xlsx", "Sheet!F6", "value"): truth("03064", NET),
    ("van-ban.xlsx", "Sheet!A9", "unit"): "03073",
    ("van-ban.xlsx", "Sheet!D26", "total"): "accept",
}


@pytest.fixture(scope="module")
def sent(tmp_path_factory) -> list[tuple[str, bytes]]:
    """The nine files as they arrive."""
    folder = tmp_path_factory.mktemp("sent")
    paths = []
    for way in WAYS:
        (folder / way.__name__).mkdir()
        paths.append(way(folder / way.__name__))
    return [(path.name, path.read_bytes()) for path in paths]


def merged(folder: Path) -> dict[tuple[str, str], str]:
    """The merged table as anybody reads it, through the library: the value of every unit and
    indicator.
    """
    table = load_return(str(folder / f"{YEAR}.csv"))
    found = {}
    for indicator in FORM.index:
        each = values(table, indicator=indicator, year=YEAR)
        assert each.index.equals(UNITS.index)
        found |= {(str(code), indicator): value for code, value in each.items()}
    return found


def test_the_merged_table_is_the_truth_and_every_doubt_was_asked_about(sent, tmp_path):
    store = FileStore(tmp_path / "returns")
    outcome = import_returns(sent, year=YEAR, store=store)
    asked = {(doubt.file, doubt.cell, doubt.kind): doubt for doubt in outcome.state.doubts}
    assert set(asked) == set(DOUBTFUL)
    expected = {
        (str(code), indicator): truth(str(code), indicator)
        for code in UNITS.index
        for indicator in FORM.index
    }
    assert len(expected) == 164 * 7
    before = merged(store.folder)
    differing = {key for key in expected if before[key] != expected[key]}
    assert {before[key] for key in differing} == {"unknown"}, (
        "whatever is in doubt is unknown, and nothing is guessed"
    )
    assert {code for code, _ in differing} == {"03004", "03013", "03058", "03061", "03064", "03073"}

    review = tmp_path / "review.xlsx"
    write_review(outcome.state.doubts, review)
    book = load_workbook(review)
    sheet = book.active
    columns = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        place = tuple(sheet.cell(row, columns[c]).value for c in ("file", "cell", "kind"))
        sheet.cell(row, columns["decision"]).value = DOUBTFUL[place]
    book.save(review)
    (tmp_path / "back").mkdir()
    saved = office(review, "xlsx", tmp_path / "back")
    outcome = decide(read_decisions(saved.read_bytes(), file="review.xlsx"), year=YEAR, store=store)
    assert outcome.state.doubts == []
    assert merged(store.folder) == expected
    rows = load_return(str(store.folder / f"{YEAR}.csv"))
    assert len(rows) == len(expected)
    assert set(rows["basis"]) == {"observed"}
    assert (rows["file"].str.len() > 0).all()
    assert (rows["cell"].str.len() > 0).all()


def test_importing_the_same_files_again_changes_nothing(sent, tmp_path):
    store = FileStore(tmp_path / "returns")
    import_returns(sent[:3], year=YEAR, store=store)
    table = (store.folder / f"{YEAR}.csv").read_bytes()
    assert import_returns([sent[1], sent[0], sent[2]], year=YEAR, store=store).step is None
    assert len(store.steps(YEAR)) == 1
    renamed = [(f"renamed-{name}", content) for name, content in sent[:3]]
    assert import_returns(renamed, year=YEAR, store=store).step is None
    assert (store.folder / f"{YEAR}.csv").read_bytes() == table


def test_the_order_in_which_districts_report_does_not_matter(sent, tmp_path):
    tables = []
    for turn in (sent[:4], sent[3::-1]):
        store = FileStore(tmp_path / f"returns-{len(tables)}")
        for file in turn:
            import_returns([file], year=YEAR, store=store)
        tables.append((store.folder / f"{YEAR}.csv").read_bytes())
    assert tables[0] == tables[1]


def test_a_cell_leads_back_to_the_file_and_the_cell(sent, tmp_path):
    """Bản Khoang's base stations stand in row 3 of Sa Pa's file, in the fifth column of answers."""
    store = FileStore(tmp_path / "returns")
    import_returns([sent[4]], year=YEAR, store=store)
    row = (
        load_return(str(store.folder / f"{YEAR}.csv"))
        .query("code == '02848' and indicator == @STATIONS")
        .iloc[0]
    )
    lines = dict(sent)["bac-ha.csv"].decode("latin-1").splitlines()
    assert row["file"] == "bac-ha.csv"
    letter, line = row["cell"][0], int(row["cell"][1:])
    fields = next(csv.reader([lines[line - 1]]))
    assert fields["ABCDEFGHIJ".index(letter)] == ("" if row["value"] == "unknown" else row["value"])
    assert fields[1] == to_tcvn3(name("02848"))


def test_amounts_of_the_merged_table_add_up(sent, tmp_path):
    store = FileStore(tmp_path / "returns")
    import_returns(sent, year=YEAR, store=store)
    phones = amounts(load_return(str(store.folder / f"{YEAR}.csv")), indicator=PHONES, year=YEAR)
    codes = communes("085")
    assert phones[codes].sum() == sum(
        int(v) for v in (truth(code, PHONES) for code in codes) if v.isdigit()
    )
