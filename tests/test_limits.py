"""Files that would fill the memory, and files that are no return at all: each is refused in one
clear line.

What could take memory is read in a child process, whose peak is measured.
"""

import io
import multiprocessing
import resource
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from conftest import office
from openpyxl import Workbook

from laocai_analysis.errors import InputError
from laocai_analysis.returns.reading.observations import read_return
from laocai_analysis.returns.reading.sheets import (
    MAX_BYTES,
    MAX_CELLS,
    MAX_ROWS,
    MAX_SHEETS,
    read_sheets,
)
from laocai_analysis.returns.reading.totals import Line, total_faults

FORK = multiprocessing.get_context("fork")
#: What the largest file that is read may take beyond the imports, in MB, with a margin of about
#: two.
MOST_MB = 700
WORKBOOK = "expected a workbook (xlsx, xls, ods) or a delimited text; found "


def peak() -> float:
    """The most memory of this process, or of one that it waited for, in MB."""
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(who).ru_maxrss for who in both) / 1000


def read_measured(path: Path) -> tuple[str, float]:
    """Read a file; return what is said of it and the memory that it took, in MB."""
    before = peak()
    try:
        reading = read_return(path.read_bytes(), file=path.name, year=2009)
        said = f"{len(reading.observations)} observations, {len(reading.doubts)} doubts"
    except InputError as error:
        said = str(error)
    return said, peak() - before


def read_in_child(path: Path) -> str:
    """Read a file in a fork of this process, which has everything imported; hold its memory to the
    bound, and return what it said.
    """
    receiver, sender = FORK.Pipe(duplex=False)
    child = FORK.Process(target=lambda: sender.send(read_measured(path)))
    child.start()
    sender.close()
    said, megabytes = receiver.recv()
    child.join()
    assert megabytes < MOST_MB, (path.name, megabytes)
    return said


def refusal(content: bytes, file: str = "x") -> str:
    with pytest.raises(InputError) as caught:
        read_sheets(content, file=file)
    return str(caught.value).partition(": ")[2]


# -- workbooks made by hand
# -------------------------------------------------------------------------------------

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEADER = "<row><c t='inlineStr'><is><t>Tên xã</t></is></c><c t='inlineStr'><is><t>Số trạm BTS</t></is></c></row>"
ODS = ("office", "table", "text")


def relations(**targets: str) -> str:
    entries = (
        f"<Relationship Id='{target}' Type='{OFFICE}/{kind.partition('_')[0]}' Target='{target}'/>"
        for kind, target in targets.items()
    )
    return f"<Relationships xmlns='{PACKAGE}'>{''.join(entries)}</Relationships>"


def xlsx(sheet: str = "", *, strings: str = "", sheets: int = 1) -> dict[str, str]:
    """The parts of the least workbook that there is."""
    entries = "".join(f"<sheet name='S{number}' r:id='s.xml'/>" for number in range(sheets))
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(officeDocument="xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": relations(worksheet="s.xml", sharedStrings="t.xml"),
        "xl/workbook.xml": f"<workbook xmlns='{MAIN}' xmlns:r='{OFFICE}'><sheets>{entries}</sheets></workbook>",
        "xl/t.xml": strings or f"<sst xmlns='{MAIN}'/>",
        "xl/s.xml": f"<worksheet xmlns='{MAIN}'>{sheet}</worksheet>",
    }


def ods(rows: str) -> dict[str, str]:
    names = " ".join(
        f"xmlns:{name}='urn:oasis:names:tc:opendocument:xmlns:{name}:1.0'" for name in ODS
    )
    table = f"<table:table table:name='S'>{rows}</table:table>"
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    return {"content.xml": f"<office:document-content {names}>{body}</office:document-content>"}


def put(path: Path, parts: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return path


def put_bomb(path: Path, parts: dict[str, str], *, member: str, start: str, megabytes: int) -> Path:
    """Write an archive in which a member unpacks to its start and megabytes of zeros: one
    compressed MB, repeated.
    """
    beginning, million = (
        zlib.compressobj(9, zlib.DEFLATED, -15),
        zlib.compressobj(9, zlib.DEFLATED, -15),
    )
    head = beginning.compress(start.encode()) + beginning.flush(zlib.Z_FULL_FLUSH)
    block = million.compress(b"0" * 1_000_000) + million.flush(zlib.Z_FULL_FLUSH)
    end = zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    put(path, {**parts, member: "?" * 64})
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo(member)
        before = path.read_bytes()[: info.header_offset]
    data, size = head + block * megabytes + end, min(len(start) + megabytes * 1_000_000, 0xFFFFFFF0)
    name = member.encode()
    local = (
        struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 33, 0, len(data), size, len(name), 0)
        + name
    )
    rest = [name for name in parts if name != member]
    assert before.count(b"PK\3\4") == len(rest), "the member is the last one"
    with zipfile.ZipFile(path) as archive:
        entries = [archive.getinfo(name) for name in rest]
    central = b""
    for entry in entries:
        text = entry.filename.encode()
        fields = (
            20,
            20,
            0,
            8,
            0,
            33,
            entry.CRC,
            entry.compress_size,
            entry.file_size,
            len(text),
            0,
            0,
            0,
            0,
            0,
        )
        central += struct.pack("<4s6H3L5H2L", b"PK\1\2", *fields, entry.header_offset) + text
    fields = (20, 20, 0, 8, 0, 33, 0, len(data), size, len(name), 0, 0, 0, 0, 0)
    central += struct.pack("<4s6H3L5H2L", b"PK\1\2", *fields, len(before)) + name
    at = len(before) + len(local) + len(data)
    ending = struct.pack(
        "<4s4H2LH", b"PK\5\6", 0, 0, len(entries) + 1, len(entries) + 1, len(central), at, 0
    )
    path.write_bytes(before + local + data + central + ending)
    return path


@pytest.mark.slow
def test_the_workbooks_made_by_hand_are_read(tmp_path):
    """Without this, a refusal below could have another reason."""
    row = "<row><c t='inlineStr'><is><t>Xã Tả Van</t></is></c><c><v>3</v></c></row>"
    path = put(tmp_path / "a.xlsx", xlsx(f"<sheetData>{HEADER}{row}</sheetData>"))
    assert read_in_child(path) == "1 observations, 0 doubts"
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>".format
    rows = (("Tên xã", "Số trạm BTS"), ("Xã Tả Van", "3"))
    table = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    assert read_in_child(put(tmp_path / "a.ods", ods(table))) == "1 observations, 0 doubts"


@pytest.mark.slow
@pytest.mark.parametrize("member", ["xl/s.xml", "xl/t.xml", "xl/workbook.xml"])
def test_four_gigabytes_of_zeros_in_four_megabytes(tmp_path, member):
    parts = xlsx()
    parts = {
        **{name: part for name, part in parts.items() if name != member},
        member: parts[member],
    }
    start = (
        parts[member].partition("/>")[0] + "><x>"
        if member == "xl/t.xml"
        else parts[member].partition("</")[0]
    )
    path = put_bomb(
        tmp_path / "bomb.xlsx", parts, member=member, start=start + "<x>", megabytes=4000
    )
    assert path.stat().st_size < 6_000_000
    found = f"found a larger element in {member}"
    assert read_in_child(path).endswith(f"expected elements of at most 1 MB; {found}")


LAUGHS = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
BILLION = (
    f"<!DOCTYPE sst [<!ENTITY a0 'ha'>{LAUGHS}]><sst xmlns='{MAIN}'><si><t>&a11;</t></si></sst>"
)
QUADRATIC = f"<!DOCTYPE sst [<!ENTITY a '{'ha' * 50_000}'>]><sst xmlns='{MAIN}'><si><t>{'&a;' * 50_000}</t></si></sst>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("xml", [BILLION, QUADRATIC], ids=["billion laughs", "quadratic"])
def test_entities_are_never_expanded(tmp_path, xml, encoding):
    parts = {**xlsx(), "xl/t.xml": xml.encode(encoding)}
    expected = "expected a workbook that declares no entities; found a DOCTYPE in xl/t.xml"
    assert read_in_child(put(tmp_path / "laughs.xlsx", parts)).endswith(expected)
    document = put(tmp_path / "laughs.ods", {"content.xml": xml.encode(encoding)})
    assert refusal(document.read_bytes()) == expected.replace("xl/t.xml", "content.xml")


def test_a_doctype_behind_very_long_blanks_is_found():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for blanks in (65_530,):
            archive.writestr("content.xml", " " * blanks + BILLION)
    assert "a DOCTYPE in content.xml" in refusal(made.getvalue())


@pytest.mark.slow
def test_elements_without_end_and_without_bottom(tmp_path):
    many = put(tmp_path / "many.xlsx", xlsx("<a/>" * 14_000_000))
    assert read_in_child(many).endswith("expected parts of at most 1,000,000 elements; found more")
    deep = put(tmp_path / "deep.xlsx", xlsx("<a>" * 4_000_000))
    assert read_in_child(deep).endswith(
        "expected elements nested at most 100 deep; found deeper elements"
    )


def test_one_long_text_in_every_cell(tmp_path):
    strings = f"<sst xmlns='{MAIN}'><si><t>{'x' * 30_000}</t></si></sst>"
    sheet = "<sheetData>" + "<row>" + "<c t='s'><v>0</v></c>" * 200 + "</row>" * 1 + "</sheetData>"
    path = put(tmp_path / "shared.xlsx", xlsx(sheet, strings=strings))
    assert "characters in a file; found more" in read_in_child(path)


@pytest.mark.slow
def test_many_cells_many_sheets_and_many_parts(tmp_path):
    row = "<row>" + "<c><v>1</v></c>" * 200 + "</row>"
    path = put(
        tmp_path / "cells.xlsx", xlsx(f"<sheetData>{row * (MAX_CELLS // 200 + 1)}</sheetData>")
    )
    assert f"expected at most {MAX_CELLS:,} cells" in read_in_child(path)
    sheets = put(
        tmp_path / "sheets.xlsx", xlsx(f"<sheetData>{HEADER}</sheetData>", sheets=MAX_SHEETS + 1)
    )
    assert read_in_child(sheets).endswith(f"expected at most {MAX_SHEETS} sheets; found more")
    parts = put(tmp_path / "parts.xlsx", {**xlsx(), **{f"{number}": "" for number in range(2_000)}})
    assert "an archive of at most 2,000 parts" in refusal(parts.read_bytes())


@pytest.mark.slow
def test_ranges_as_large_as_a_sheet_cost_nothing(tmp_path):
    """openpyxl makes an object of every place of a merged range, and of every place up to the last
    cell.
    """
    merges = "<mergeCells>" + "<mergeCell ref='A1:XFD1048576'/>" * 3_000 + "</mergeCells>"
    path = put(tmp_path / "merged.xlsx", xlsx(f"<sheetData>{HEADER}</sheetData>{merges}"))
    assert read_in_child(path).endswith("0 observations, 0 doubts")
    far = put(
        tmp_path / "far.xlsx",
        xlsx(f"<sheetData>{HEADER}<row><c r='XFD1048576'><v>1</v></c></row></sheetData>"),
    )
    assert read_in_child(far) == "0 observations, 0 doubts"
    assert read_sheets(far.read_bytes(), file="far.xlsx")[0].beyond == ["S0!XFD1048576"]
    blank = put(
        tmp_path / "blank.xlsx",
        xlsx(f"<sheetData>{HEADER}<row><c r='XFD1048576' s='0'/></row></sheetData>"),
    )
    assert read_in_child(blank).endswith("0 observations, 0 doubts"), (
        "a cell that is only painted is no cell"
    )


@pytest.mark.slow
@pytest.mark.parametrize("where", ["row", "cell"])
def test_an_ods_that_claims_to_be_repeated(tmp_path, where):
    claim = {
        "row": "table:number-rows-repeated='1048576'",
        "cell": "table:number-columns-repeated='1000000000'",
    }
    row, cell = (claim[where] if where == part else "" for part in ("row", "cell"))
    filled = f"<table:table-row {row}><table:table-cell {cell}><text:p>x</text:p></table:table-cell></table:table-row>"
    blank = f"<table:table-row {row}><table:table-cell {cell}/></table:table-row>"
    assert f"expected at most {MAX_ROWS:,} rows" in read_in_child(
        put(tmp_path / "full.ods", ods(filled))
    )
    assert (
        read_in_child(put(tmp_path / "blank.ods", ods(blank * 1000))) == "0 observations, 1 doubts"
    )


@pytest.mark.slow
def test_an_ods_of_spans_over_spans(tmp_path):
    spans = "table:number-rows-spanned='5000' table:number-columns-spanned='200'"
    cell = f"<table:table-cell {spans}><text:p>x</text:p></table:table-cell>"
    rows = f"<table:table-row>{cell * 40}</table:table-row>" * 1_000
    assert "merged ranges of at most" in read_in_child(put(tmp_path / "spans.ods", ods(rows)))


@pytest.mark.slow
def test_two_million_rows_of_csv_are_refused_before_they_are_held(tmp_path):
    path = tmp_path / "long.csv"
    path.write_bytes(b"Xa A,1,2\r\n" * 2_000_000)
    assert path.stat().st_size == MAX_BYTES
    assert read_in_child(path).endswith(
        f"expected at most {MAX_ROWS:,} rows and 250 columns; found more"
    )
    path.write_bytes(b"\n" * MAX_BYTES)
    assert read_in_child(path).endswith("found blanks only")
    path.write_bytes(b"a," * (MAX_BYTES // 2))
    assert "and 250 columns; found more" in read_in_child(path)
    path.write_bytes(b"a" * MAX_BYTES)
    assert "found field larger than field limit" in read_in_child(path)
    path.write_bytes("Tên xã,x\n".encode() + b",,,\n" * 4_000_000)
    assert read_in_child(path) == "0 observations, 0 doubts", "what holds nothing is no row"
    assert refusal(b"x" * (MAX_BYTES + 1)) == "expected at most 20 MB; found 20.0 MB"


@pytest.mark.tools("soffice")
def test_a_link_on_all_cells_of_an_old_workbook(tmp_path):
    """xlrd makes an entry for each of the 65,536 by 65,536 places; the process that reads is
    stopped.
    """
    book = Workbook()
    sheet = book.active
    sheet["A1"], sheet["B1"], sheet["A2"] = "Tên xã", "Số trạm BTS", "Xã Tả Van"
    sheet["B2"], sheet["C1"] = 3, "Ghi chú"
    sheet["C2"].hyperlink = "https://laocai.gov.vn/"
    book.save(tmp_path / "link.xlsx")
    content = bytearray(office(tmp_path / "link.xlsx", "xls", tmp_path).read_bytes())
    assert read_in_child(tmp_path / "link.xls") == "1 observations, 0 doubts"
    at = content.index(struct.pack("<4H", 1, 1, 2, 2))  # first and last row, first and last column
    content[at : at + 8] = struct.pack("<4H", 0, 65535, 0, 65535)
    (tmp_path / "link.xls").write_bytes(content)
    said = "expected a file that is read within "
    assert said in read_in_child(tmp_path / "link.xls")


def test_many_total_rows_are_compared_in_one_pass():
    """Each total once was compared with every row: 5,000 of them took minutes. The answers are the
    same.
    """
    cells = {"base_stations": ("B1", 2)}
    lines = [
        Line(
            f"A{n}",
            "",
            total=n % 3 == 2,
            cells={"base_stations": (f"B{n}", 2 if n % 3 == 2 else 1)},
        )
        for n in range(5_000)
    ]
    assert list(total_faults(lines, kinds={"base_stations": "count"})) == []
    lines[2] = Line("A2", "", total=True, cells=cells | {"base_stations": ("B2", 9)})
    ((place, found),) = total_faults(lines, kinds={"base_stations": "count"})
    assert (place, str(found)) == ("B2", "9 (the rows give 2 | 3334)")


# -- what is no return
# ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_workbook_under_a_password_is_said_to_be_one(kind):
    """The three were saved by LibreOffice 7.4 with the password *secret*."""
    path = Path(__file__).parent / "locked" / f"password.{kind}"
    said = "expected a workbook without a password; found one that is protected by a password: open it and save it without"
    assert refusal(path.read_bytes(), path.name) == said


PAGE = "a web page (HTML) under another name: open it in a spreadsheet and save it as .xlsx"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "an empty file"),
        (b" \r\n\r\n", "blanks only"),
        (b"<html><table><tr><td>Sa Pa</td></tr></table>", PAGE),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE HTML>\n<HTML>", PAGE),
        ("<table border=1><tr>".encode("utf-16"), PAGE),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", PAGE),
        (
            b"<?xml version='1.0'?><Workbook/>",
            "an XML file: open it in a spreadsheet and save it as .xlsx",
        ),
        (b"%PDF-1.4\n", "a PDF: ask for the original workbook"),
        (OLE + "WordDocument".encode("utf-16-le"), "a Word document"),
        (bytes(range(256)), "bytes that are neither"),
    ],
)
def test_what_is_no_table_is_named(content, found):
    assert refusal(content, "huyện.xls") == WORKBOOK + found


def test_rows_that_end_in_two_ways_are_refused():
    """A line end within a head that nothing quotes would be read as a row."""
    said = refusal(b"TT,BTS\nmoi\r1,5\r")
    assert said.startswith("expected rows that end in one way; found some that end by CR, and some")
    (sheet,) = read_sheets(b'TT,"BTS\nmoi"\r1,5\r', file="x")
    assert sheet.rows == 2


@pytest.mark.parametrize(
    ("member", "found"),
    [
        ("word/document.xml", "a Word document (docx)"),
        ("ppt/presentation.xml", "a presentation (pptx)"),
        ("xl/workbook.bin", "a binary workbook (xlsb): open it and save it as .xlsx"),
        ("photo.jpg", "another kind of archive"),
    ],
)
def test_an_archive_that_is_no_workbook_is_named(tmp_path, member, found):
    path = put(tmp_path / "x.xlsx", {"[Content_Types].xml": "<Types/>", member: "x"})
    assert refusal(path.read_bytes()) == WORKBOOK + found


@pytest.mark.slow
def test_the_command_says_what_it_was_given(tmp_path, monkeypatch):
    (tmp_path / "large.csv").write_bytes(b"x" * (MAX_BYTES + 1))
    monkeypatch.setenv("LAOCAI_DATA", str(tmp_path / "data"))
    for given, said in (
        (tmp_path, "expected a regular file; found a folder"),
        (tmp_path / "large.csv", "large.csv: expected at most 20 MB"),
        (tmp_path / "none.csv", "No such file"),
    ):
        command = [
            sys.executable,
            "-m",
            "laocai_analysis",
            "returns",
            "import",
            str(given),
            "--year",
            "2009",
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert done.stdout == ""
        assert len(done.stderr.splitlines()) == 1
        assert said in done.stderr
