"""What an office sends on: the PDF, the Word file and the workbook of a report hold what its page
holds.
"""

import io
import json
import re
import subprocess
import zipfile
from xml.etree import ElementTree

import numpy as np
import openpyxl
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from conftest import need, need_font, office
from frictionless import validate
from pandas.api.types import is_numeric_dtype
from typer.testing import CliRunner

from laocai_analysis.cli import app
from laocai_analysis.reports.formats.tidy import COLUMNS
from laocai_analysis.reports.run import run_report

pytestmark = [pytest.mark.slow, pytest.mark.tools("chromium")]
#: The numbers of a figure.
NUMBERS = ("value", "numerator", "denominator", "lower", "upper")
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(
    scope="module", params=[("commune-coverage", "vi"), ("annual-review", "en")], ids="-".join
)
def published(request, tmp_path_factory):
    """A report in every format."""
    name, code = request.param
    folder = tmp_path_factory.mktemp("reports")
    return run_report(name, {"language": code}, folder=folder, formats=("pdf", "docx", "xlsx"))


@pytest.fixture(scope="module")
def soup(published):
    """What the page shows on paper."""
    found = BeautifulSoup(published[".html"].read_text(encoding="utf-8"), "html.parser")
    for part in found.select("script, style, .live, .back, nav, .code, .buttons, summary"):
        part.decompose()
    return found.main


def plain(text: str) -> str:
    """A text in one line, without the marks of notes."""
    return " ".join(re.sub(r"\[\d+\]", " ", text).split())


def closed(text: str) -> str:
    """A text without blanks, since lines break elsewhere in each format."""
    return re.sub(r"\s", "", text)


def printed(path, folder) -> str:
    """The text of a PDF."""
    text = folder / "text.txt"
    subprocess.run([need("pdftotext"), "-raw", str(path), str(text)], check=True)
    return text.read_text(encoding="utf-8")


@pytest.mark.tools("pdftotext")
def test_the_pdf_holds_every_figure_and_heading(published, soup, tmp_path):
    text = closed(printed(published[".pdf"], tmp_path))
    for part in (*soup.select(".figure"), *soup.select("h1, h2")):
        pieces = re.split(r"\[\d+\]", part.get_text())  # between the marks of sources
        assert all(closed(plain(piece)) in text for piece in pieces), part


@pytest.mark.tools("lowriter", "pdftotext", "pdfimages")
def test_libreoffice_opens_the_word_file_with_every_figure_and_picture(published, soup, tmp_path):
    """Read as people read it: converted by LibreOffice, which knows nothing of how the file was
    made.
    """
    need_font("Liberation Serif")
    pdf = office(published[".docx"], "pdf", tmp_path)
    text = closed(printed(pdf, tmp_path))
    for part in (*soup.select(".figure"), *soup.select("h1, h2")):
        pieces = re.split(r"\[\d+\]", part.get_text())  # between the marks of sources
        assert all(closed(plain(piece)) in text for piece in pieces), part
    listed = subprocess.run(
        [need("pdfimages"), "-list", str(pdf)], capture_output=True, text=True, check=True
    ).stdout
    assert len(re.findall(r"^ +\d+ +\d+ image ", listed, flags=re.M)) == len(soup.select("img"))


def test_the_word_file_has_the_form_of_offices(published):
    """Decree 30/2020/NĐ-CP, Annex I: A4, margins, Times New Roman, a page number from page 2 on."""
    with zipfile.ZipFile(published[".docx"]) as parts:
        body, styles, header = (
            ElementTree.fromstring(parts.read(f"word/{name}.xml"))
            for name in ("document", "styles", "header1")
        )
    sides = body.find(f".//{WORD}pgMar")
    millimetres = {
        side: int(sides.get(WORD + side)) / 1440 * 25.4
        for side in ("top", "bottom", "left", "right")
    }
    assert 20 <= millimetres["top"] <= 25
    assert 20 <= millimetres["bottom"] <= 25
    assert 30 <= millimetres["left"] <= 35
    assert 15 <= millimetres["right"] <= 20
    paper = body.find(f".//{WORD}pgSz")
    assert (paper.get(f"{WORD}w"), paper.get(f"{WORD}h")) == ("11906", "16838")
    assert body.find(f".//{WORD}titlePg") is not None
    assert header.find(f".//{WORD}instrText").text == "PAGE"
    default = styles.find(f"{WORD}docDefaults/{WORD}rPrDefault/{WORD}rPr")
    assert default.find(f"{WORD}sz").get(f"{WORD}val") == "26"  # 13 points
    fonts = {value for one in styles.iter(f"{WORD}rFonts") for value in one.attrib.values()}
    assert fonts == {"Times New Roman", "Courier New"}
    defined = {one.get(f"{WORD}styleId") for one in styles.iter(f"{WORD}style")}
    kinds = (f"{WORD}{kind}" for kind in ("pStyle", "rStyle", "tblStyle"))
    assert {one.get(f"{WORD}val") for kind in kinds for one in body.iter(kind)} <= defined


def test_the_word_file_has_headings_tables_alt_texts_and_footnotes(published, soup):
    with zipfile.ZipFile(published[".docx"]) as parts:
        body, notes = (
            ElementTree.fromstring(parts.read(f"word/{name}.xml"))
            for name in ("document", "footnotes")
        )
    headings = [
        plain("".join(one.itertext()))
        for one in body.iter(f"{WORD}p")
        if one.find(f"{WORD}pPr/{WORD}pStyle[@{WORD}val='Heading1']") is not None
    ]
    assert headings == [plain(one.get_text()) for one in soup.select("h2")]
    pictures = [element.get("descr") for element in body.iter() if element.tag.endswith("}docPr")]
    assert pictures == [picture["alt"] for picture in soup.select("img")]
    framed = len(soup.select("table")) + 2  # letterhead and signatures
    assert len(list(body.iter(f"{WORD}tbl"))) == framed
    parts = [closed(part) for part in ("CỘNG HÒA XÃ HỘI", "BÁO CÁO", "Nơi nhận", "Phụ lục")]
    if published[".html"].stem.endswith("_vi"):  # Decree 30/2020/NĐ-CP: in this order
        places = [closed("".join(body.itertext())).index(part) for part in parts]
        assert places == sorted(places)
    cited = {mark["href"] for mark in soup.select("sup a[href^='#']")}
    assert len(
        [note for note in notes.iter(f"{WORD}footnote") if int(note.get(f"{WORD}id")) > 0]
    ) == len(cited)


def test_workbook_and_csv_hold_the_figures_as_numbers(published):
    """Every figure of the .json, read back with pandas; the communes add up to their share."""
    report = json.loads(published[".json"].read_text(encoding="utf-8"))
    sheet = pd.read_excel(published[".xlsx"], sheet_name=1, dtype={2: str})
    sheet.columns = list(COLUMNS)
    data = pd.read_csv(published[".csv"], dtype={"code": str})
    assert list(data) == list(COLUMNS)
    for name, kind in COLUMNS.items():
        if kind == "number":
            assert is_numeric_dtype(sheet[name]), name
            assert np.allclose(sheet[name].astype(float), data[name], rtol=1e-14, equal_nan=True)
    totals = data[data["code"].isna()].set_index("figure")
    assert len(report["figures"]) > 20
    assert list(totals.index) == [figure["id"] for figure in report["figures"]]
    for figure in report["figures"]:
        row = totals.loc[figure["id"]].dropna()
        assert {name: row.get(name) for name in NUMBERS} == {
            name: figure.get(name) for name in NUMBERS
        }
        assert row["source"].split("; ") == figure["sources"]
    assert validate(published[".json"], type="package").flatten(["type", "message"]) == []
    units = data[data["figure"] == "unit.value"]
    if report["report"] == "commune-coverage":
        assert (len(units), units["code"].str.len().unique().tolist()) == (164, [5])
        assert (units["numerator"].sum(), units["denominator"].sum()) == (126, 144)
        one = totals.loc["coverage.district.huyen-sa-pa"]
        mine = units[units["group"] == one["group"]]
        assert mine["numerator"].sum() == one["numerator"]


def test_the_workbook_holds_every_table_with_nothing_to_take_apart(published, soup):
    sheets = pd.read_excel(published[".xlsx"], sheet_name=None, dtype=object)
    tables = soup.select("table")
    assert len(sheets) == len(tables) + 4  # contents, figures, sources, columns
    assert not any(re.search(r"^(Bảng|Table|Sheet) ?\d", name) for name in sheets)
    for table, sheet in zip(tables, list(sheets.values())[2:], strict=False):
        rows = [row.select("th, td") for row in table.select("tbody tr")]
        assert len(sheet) == len(rows)
        plain = sorted(float(c["data-value"]) for row in rows for c in row if c.get("data-value"))
        held = [value for value in sheet.to_numpy().ravel() if isinstance(value, (int, float))]
        assert not [number for number in plain if number not in held]
        texts = [value for value in sheet.to_numpy().ravel() if isinstance(value, str)]
        assert not [
            text for text in texts if re.fullmatch(r"[\d.,]+(/[\d.,]+)?( \(.*%\))?|[\d.,]+%", text)
        ]


def test_no_cell_of_the_workbook_is_a_formula(published):
    book = openpyxl.load_workbook(published[".xlsx"])
    assert [
        cell.coordinate
        for tab in book
        for row in tab.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ] == []


def test_the_same_report_gives_the_same_bytes_in_every_published_format(published, tmp_path):
    made = json.loads(published[".json"].read_text(encoding="utf-8"))
    given = {name: str(value) for name, value in made["parameters"].items()}
    run_report(made["report"], given, folder=tmp_path, formats=("docx", "xlsx"))
    again = run_report(made["report"], given, folder=tmp_path)  # published formats are kept up
    for suffix in (".docx", ".xlsx"):
        assert again[suffix].read_bytes() == published[suffix].read_bytes()
    with zipfile.ZipFile(io.BytesIO(again[".docx"].read_bytes())) as parts:
        assert {entry.date_time[0] for entry in parts.infolist()} == {2000}


def test_an_unknown_format_is_refused_before_anything_runs(tmp_path):
    command = [
        "report",
        "commune-coverage",
        "--to",
        "html,odt,rtf",
        "-o",
        str(tmp_path / "reports"),
    ]
    said = CliRunner().invoke(app, command)
    assert said.exit_code == 1
    assert "--to: expected html, pdf, docx, xlsx; found odt, rtf" in said.output
    assert not (tmp_path / "reports").exists()
