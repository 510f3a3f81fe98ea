"""The review file of a messy form: what is alike is asked once, in words, with a list to choose
from; and what was decided is a rule for the next file of the round.
"""

import csv
import io

import pytest
from openpyxl import load_workbook

from laocai_analysis.places.units import load_units
from laocai_analysis.returns import load_return
from laocai_analysis.returns.importing import decide, import_returns
from laocai_analysis.returns.reading.review_file import read_decisions, write_review
from laocai_analysis.returns.store.files import FileStore

YEAR = 2009
HEAD = ["STT", "Tên xã", "Mạng LAN", "Dân số"]


def form(district: str, *, dashes: int) -> bytes:
    """Return a form of a district: a dash in the first communes, a cross in the others."""
    units = load_units(YEAR)
    names = units.loc[units["parent"] == district, "name"]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEAD)
    for number, name in enumerate(names, start=1):
        writer.writerow([number, name, "-" if number <= dashes else "x", 1000 + number])
    return text.getvalue().encode()


@pytest.fixture(autouse=True)
def vietnamese(monkeypatch):
    monkeypatch.setenv("LAOCAI_LANGUAGE", "vi")


@pytest.fixture
def store(tmp_path) -> FileStore:
    return FileStore(tmp_path / "returns")


def filled(path, **said: str):
    """Write decisions into the review file, by what was found; return them as they are read."""
    book = load_workbook(path)
    for sheet in book.worksheets:
        columns = {cell.value: cell.column for cell in sheet[1]}
        for row in range(2, sheet.max_row + 1) if "Đang ghi" in columns else ():
            place = sheet.cell(row, columns["Ô"]).value
            found = str(sheet.cell(row, columns["Đang ghi"]).value)
            decision = said.get(f"{sheet.title}_{place}") or said.get(found.split(" (")[0])
            if decision and (sheet.title == "Câu hỏi" or f"{sheet.title}_{place}" in said):
                sheet.cell(row, columns["Quyết định"]).value = decision
    book.save(path)
    return read_decisions(path.read_bytes(), file=path.name)


def answers(store: FileStore) -> list[str]:
    return list(load_return(str(store.folder / f"{YEAR}.csv"))["value"])


def test_ten_doubtful_cells_of_one_kind_take_one_decision(store, tmp_path):
    state = import_returns([("sa-pa.csv", form("088", dashes=10))], year=YEAR, store=store).state
    assert len(state.doubts) == 11
    path = tmp_path / "review.xlsx"
    assert write_review(state.doubts, path) == 2
    sheet = load_workbook(path)["Câu hỏi"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    columns = [cell.value for cell in sheet[1]]
    dashes = dict(zip(columns, rows[1], strict=True))
    assert dashes["Đang ghi"] == "- (10 ô)"
    assert dashes["Đơn vị"].startswith("Thị trấn Sa Pa; Xã Bản Khoang; ")
    assert dashes["Cột"] == "Mạng LAN"
    assert dashes["Có thể là"] == "có\nkhông\nchưa có số liệu\nbỏ qua"
    assert str(sheet.data_validations.dataValidation[1].sqref) == "H3"
    made = filled(path, **{"-": "Không", "Dân số": "bỏ qua"})
    state = decide(made, year=YEAR, store=store).state
    assert state.doubts == []
    assert answers(store) == ["no"] * 10 + ["yes"] * 8
    step = import_returns([("bat-xat.csv", form("082", dashes=3))], year=YEAR, store=store).step
    assert step.readings[0].doubts == []
    assert [str(line) for line in step.readings[0].ignored] == [
        "quy tắc: Dân số = bỏ qua (1)",
        "quy tắc: - = không (3)",
    ]
    assert store.steps(YEAR)[-1].readings == step.readings
    assert answers(store).count("no") == 13


def test_one_cell_of_many_can_be_decided_otherwise(store, tmp_path):
    state = import_returns([("sa-pa.csv", form("088", dashes=3))], year=YEAR, store=store).state
    path = tmp_path / "review.xlsx"
    write_review(state.doubts, path)
    made = filled(path, **{"-": "no", "Dân số": "skip", "Từng ô_C3": "chưa có số liệu"})
    assert decide(made, year=YEAR, store=store).state.doubts == []
    assert answers(store)[:4] == ["no", "unknown", "no", "yes"]


def test_a_column_is_taken_otherwise_in_the_review_file(store, tmp_path):
    state = import_returns([("sa-pa.csv", form("088", dashes=0))], year=YEAR, store=store).state
    path = tmp_path / "review.xlsx"
    reading = next(iter(state.readings.values()))
    write_review(state.doubts, path, columns=[(reading.file, c) for c in reading.columns])
    book = load_workbook(path)
    sheet = book["Cột đã nhận"]
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == HEAD[:3]
    sheet["E4"] = "Báo đến trong ngày"
    book.save(path)
    decide(read_decisions(path.read_bytes(), file=path.name), year=YEAR, store=store)
    table = load_return(str(store.folder / f"{YEAR}.csv"))
    assert set(table["indicator"]) == {"same_day_newspaper"}


def test_what_was_written_stays_and_a_filtered_row_still_counts(store, tmp_path):
    state = import_returns([("sa-pa.csv", form("088", dashes=3))], year=YEAR, store=store).state
    path = tmp_path / "review.xlsx"
    write_review(state.doubts, path)
    filled(path, **{"-": "không"})
    write_review(state.doubts, path)
    book = load_workbook(path)
    book["Câu hỏi"].row_dimensions[3].hidden = True
    book.save(path)
    assert [made.decision for made in read_decisions(path.read_bytes(), file="r").values()] == [
        "không"
    ]


def test_illustrative_rows_are_not_held_against_what_a_district_answers(store):
    made = [("made.csv", "Tên xã,Mạng LAN\nXã Tả Van,không\nXã Bản Hồ,x\n".encode())]
    import_returns(made, year=YEAR, store=store, basis="illustrative")
    real = [("real.csv", "Tên xã,Mạng LAN\nXã Tả Van,x\n".encode())]
    assert import_returns(real, year=YEAR, store=store).state.doubts == []
    table = load_return(str(store.folder / f"{YEAR}.csv"))
    assert list(zip(table["value"], table["basis"], strict=True)) == [
        ("yes", "observed"),
        ("yes", "illustrative"),
    ]
