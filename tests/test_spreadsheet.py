"""What the package writes for a spreadsheet: no text becomes a formula, and no hour is in the
bytes.
"""

import csv
import zipfile

import pytest
from conftest import office
from openpyxl import Workbook, load_workbook

from laocai_analysis.spreadsheet import begins_formula, csv_text, put_text, save

#: What a district may send, or someone who means harm.
HOSTILE = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\u00a0=1+1",
    "＝1+1",
    "@",
    "-",
    "=",
    '=HYPERLINK("x","y")',
    "=cmd|' /C calc'!A0",
    "+84 20 3840 123",
    "{=1+1}",
)
PLAIN = (
    "Xã Bản Qua",
    "có",
    "1+1",
    "a=b",
    "'=1",
    "",
    "5-6 trạm",
    "x@y.vn",
    "#N/A",
    "TRUE",
    "02665",
    "½",
)


def book_of(texts) -> Workbook:
    book = Workbook()
    for row, text in enumerate(texts, start=1):
        put_text(book.active.cell(row, 1), text)
    return book


def test_what_begins_like_a_formula():
    for text in (text for text in HOSTILE if not text.startswith("{")):
        assert begins_formula(text)
        assert csv_text(text) == "'" + text


def test_what_does_not():
    for text in PLAIN:
        assert not begins_formula(text)
        assert csv_text(text) == text


def test_every_text_comes_back_as_the_text_that_it_was(tmp_path):
    texts = [
        text for text in (*HOSTILE, *PLAIN) if text and "\r" not in text
    ]  # XML makes a line feed of \r
    save(book_of(texts), tmp_path / "a.xlsx")
    sheet = load_workbook(tmp_path / "a.xlsx").active
    assert [sheet.cell(row, 1).value for row in range(1, len(texts) + 1)] == texts
    assert {sheet.cell(row, 1).data_type for row in range(1, len(texts) + 1)} == {"s"}
    assert [bool(sheet.cell(row, 1).quotePrefix) for row in range(1, len(texts) + 1)] == [
        begins_formula(text) for text in texts
    ]
    assert b"<f>" not in zipfile.ZipFile(tmp_path / "a.xlsx").read("xl/worksheets/sheet1.xml")


def test_what_no_workbook_can_hold_is_marked(tmp_path):
    save(book_of(["a\x00b\x1bc", "x\ud800y", "n" * 40_000]), tmp_path / "a.xlsx")
    sheet = load_workbook(tmp_path / "a.xlsx").active
    assert sheet["A1"].value == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c"
    assert sheet["A2"].value == "x\N{REPLACEMENT CHARACTER}y"
    assert len(sheet["A3"].value) == 32_767


@pytest.mark.slow
@pytest.mark.tools("soffice")
def test_libreoffice_computes_none_of_them(tmp_path):
    save(book_of(HOSTILE), tmp_path / "a.xlsx")
    sheet = load_workbook(
        office(office(tmp_path / "a.xlsx", "ods", tmp_path), "xlsx", tmp_path / "back")
    ).active
    assert [sheet.cell(row, 1).data_type for row in range(1, len(HOSTILE) + 1)] == ["s"] * len(
        HOSTILE
    )
    assert [(sheet.cell(row, 1).value or "").split() for row in range(1, len(HOSTILE) + 1)] == [
        text.split() for text in HOSTILE
    ]


@pytest.mark.slow
@pytest.mark.tools("soffice")
def test_libreoffice_computes_none_of_a_csv(tmp_path):
    """And it does where the apostrophe is left out: the test would see a formula."""
    for name, change in (("guarded", csv_text), ("bare", str)):
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([[change(text), "x"] for text in HOSTILE])
    sheets = {
        name: load_workbook(office(tmp_path / f"{name}.csv", "xlsx", tmp_path)).active
        for name in ("guarded", "bare")
    }
    kinds = {name: {cell.data_type for cell in sheet["A"]} for name, sheet in sheets.items()}
    assert "f" in kinds["bare"]
    assert kinds["guarded"] == {"s"}


def test_the_same_book_is_the_same_bytes_and_replaces_the_old_one_whole(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.xlsx").write_text("the old one", encoding="utf-8")
        save(book_of(["=1", "k"]), tmp_path / f"{name}.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx"]
    assert {entry.date_time for entry in zipfile.ZipFile(tmp_path / "a.xlsx").infolist()} == {
        (2000, 1, 1, 0, 0, 0)
    }


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path):
    (tmp_path / "a.xlsx").mkdir()
    with pytest.raises(OSError, match=r"a\.xlsx"):
        save(book_of(["x"]), tmp_path / "a.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]
