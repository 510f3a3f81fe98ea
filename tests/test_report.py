"""The commune coverage report, whole: what it states, in both languages, and what a failed run leaves."""

import csv
import html.parser
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from fluent.syntax import ast as ftl
from fluent.syntax import parse

import laocai_analysis
from laocai_analysis import paths
from laocai_analysis.errors import ReportError
from laocai_analysis.reports.publish import publish
from laocai_analysis.reports.run import run_report
from laocai_analysis.sources import load_sources

pytestmark = pytest.mark.slow
SUFFIXES = (".html", ".ipynb", ".json")


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    return {code: run_report("commune-coverage", {"language": code}, folder=folder) for code in ("vi", "en")}


def page(published) -> str:
    return published[".html"].read_text(encoding="utf-8")


def words(published) -> str:
    """The text of a page without tags and without the marks of its footnotes."""
    body = re.sub(r"<sup>.*?</sup>", "", page(published).partition("<main>")[2])
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", body).replace("&quot;", '"'))


def figures(published) -> dict[str, dict]:
    return {f["id"]: f for f in json.loads(published[".json"].read_text(encoding="utf-8"))["figures"]}


def test_both_denominators_and_both_quotations_stand_side_by_side(reports):
    vi, en = words(reports["vi"]), words(reports["en"])
    for text, shares in ((vi, ("126/164 (76,8%)", "126/144 (87,5%)")), (en, ("126/164 (76.8%)", "126/144 (87.5%)"))):
        assert all(share in text for share in shares)
        assert "126/164 xã có điểm bưu điện văn hóa xã" in text
        assert "126/144 xã có điểm BĐVH" in text


def test_both_radii_and_which_agrees(reports):
    vi, en = words(reports["vi"]), words(reports["en"])
    assert "278 điểm trên 6.384 km² cho bán kính 2,70 km/điểm, làm tròn là 2,7 km: khớp" in vi
    assert "245 điểm trên 6.384 km² cho bán kính 2,88 km/điểm, làm tròn là 2,9 km: không khớp" in vi
    assert "278 points on 6,384 km² give a radius of 2.70 km per point, rounded 2.7 km: this agrees" in en
    assert "245 points on 6,384 km² give a radius of 2.88 km per point, rounded 2.9 km: this does not agree" in en


def test_languages_hold_identical_figures_and_every_figure_stands_in_the_page(reports):
    vi, en = figures(reports["vi"]), figures(reports["en"])
    assert vi == en
    for published in reports.values():
        assert set(re.findall(r'data-figure="([^"]+)"', page(published))) == set(vi)


def test_every_figure_has_registered_sources(reports):
    known = load_sources()
    for figure in figures(reports["vi"]).values():
        assert figure["sources"]
        assert set(figure["sources"]) <= set(known)


def test_what_comes_from_illustrative_rows_says_so_wherever_it_stands(reports):
    text = page(reports["vi"])
    for figure in figures(reports["vi"]).values():
        if figure["basis"] == "illustrative":
            shown = re.findall(rf'data-figure="{re.escape(figure["id"])}">[^<]*</span>(.{{0,40}})', text)
            assert shown
            assert all("minh họa" in after for after in shown)
    assert figures(reports["vi"])["gap.largest"]["basis"] == "illustrative"
    assert 'class="banner illustrative"' in text
    alts = re.findall(r'alt="([^"]+)"', text)
    assert len(alts) == 3
    assert all("Minh họa, không phải số liệu quan sát" in alt for alt in alts)
    notebook = nbformat.read(reports["vi"][".ipynb"], as_version=4)
    assert notebook.metadata.papermill.parameters["returns"] == "2008-illustrative"


def test_counts_of_the_pictures_are_those_of_the_return(reports):
    """126 xã with, 18 without, 20 wards and townships."""
    alt = re.findall(r'alt="([^"]+)"', page(reports["vi"]))[0]
    assert "126 Có, 18 Không có, 20 Không áp dụng" in alt


def test_the_page_asks_no_network_for_anything(reports):
    for code, published in reports.items():
        text = page(published)
        assert f'<html lang="{code}">' in text
        assert "default-src 'none'" in text
        assert not re.search(r"<(script|link|iframe|object)\b", text)
        targets = re.findall(r'(?:src|href)="([^"]+)"', text)
        assert all(target.startswith(("#", "data:image/png;base64,")) for target in targets)
        assert "url(" not in text


class Texts(html.parser.HTMLParser):
    """Collects what a reader sees or hears: text, alt, aria-label; without the style."""

    def __init__(self):
        super().__init__()
        self.found, self.silent = [], 0

    def handle_starttag(self, tag, attributes):
        self.silent += tag == "style"
        self.found += [value for name, value in attributes if name in ("alt", "aria-label", "title") and value]

    def handle_endtag(self, tag):
        self.silent -= tag == "style"

    def handle_data(self, data):
        if not self.silent and data.strip():
            self.found.append(data)


def catalogue(code: str) -> set[str]:
    pieces = set()
    for path in sorted((Path(laocai_analysis.__file__).parent / "locale" / code).glob("*.ftl")):
        for entry in parse(path.read_text(encoding="utf-8")).body:
            if isinstance(entry, ftl.Message):
                pieces |= {e.value for e in entry.value.elements if isinstance(e, ftl.TextElement)}
                placed = [e.expression for e in entry.value.elements if isinstance(e, ftl.Placeable)]
                pieces |= {e.value for e in placed if isinstance(e, ftl.StringLiteral)}
    return pieces


def held_by_data(code: str, *columns: str) -> set[str]:
    held = {path.name for path in paths.data().rglob("*.csv")} | {
        "laocai-communes-2008",
        "laocai-communes-2008.geojson",
    }
    for path in paths.data().rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                held |= {value for name, value in row.items() if name in columns or name.endswith(f"_{code}")}
    for source in load_sources().values():
        held |= {getattr(source, f"{part}_{code}") for part in ("title", "publisher", "licence")} | {source.address}
    return held


@pytest.mark.parametrize("name", ["commune-coverage", "annual-review"])
@pytest.mark.parametrize("code", ["vi", "en"])
def test_no_word_of_another_language(name, code, reports, tmp_path):
    """Every text is put together from the catalogue, the data and quotations: nothing with letters is left."""
    published = reports[code] if name == "commune-coverage" else run_report(name, {"language": code}, folder=tmp_path)
    reader = Texts()
    reader.feed(page(published))
    known = catalogue(code) | held_by_data(code, "name", "type", "quotation", "period")
    if code == "en":
        known |= {"January", "March", "April", "November"}
    known |= {name.removeprefix(kind) for name in known for kind in ("Huyện ", "Thành phố ")}
    pieces = sorted((piece.strip() for piece in known if piece.strip(" .,;:()/")), key=len, reverse=True)
    for text in reader.found:
        rest = " ".join(text.split())
        if re.fullmatch(r"[0-9a-f]{64}", rest):
            continue
        for piece in pieces:
            rest = rest.replace(" ".join(piece.split()), " ")
        assert not re.search(r"[^\W\d_]{2,}", rest), (text[:200], rest[:100])


def without_rows(tmp_path, number: int) -> Path:
    """The return of 2008 without the rows of so many xã that have a post office."""
    source = paths.data() / "returns" / "2008-illustrative.csv"
    rows = list(csv.DictReader(source.open(encoding="utf-8", newline="")))
    gone = [row for row in rows if row["indicator"] == "cultural_post_office" and row["value"] == "yes"][:number]
    path = tmp_path / "partial.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(row for row in rows if row not in gone)
    return path


def test_twenty_unknown_communes_give_bounds_and_no_rate(tmp_path):
    """126 - 20 = 106 known to have one: between 106 and 126 of 144."""
    published = run_report("commune-coverage", {"returns": str(without_rows(tmp_path, 20))}, folder=tmp_path / "out")
    figure = figures(published)["coverage"]
    assert "value" not in figure
    assert (figure["numerator"], figure["denominator"], figure["unknown"]) == (106, 144, 20)
    assert figure["lower"] == pytest.approx(106 / 144)
    assert figure["upper"] == pytest.approx(126 / 144)
    text = words(published)
    assert "106–126/144 (73,6–87,5%)" in text
    assert "20 đơn vị cấp xã (minh họa) chưa rõ" in text
    assert figures(published)["without"]["value"] == 18  # the unknown ones are not among those without
    assert "20 Chưa rõ" in re.findall(r'alt="([^"]+)"', page(published))[0]
    assert figures(published)["difference.F03"]["value"] == -20


def test_a_report_of_one_district(tmp_path):
    """Counted with the csv module: the communes of district 086 with the newspaper on the day."""
    units = {
        row["code"]: row["parent"]
        for row in csv.DictReader((paths.data() / "units" / "2008.csv").open(encoding="utf-8"))
    }
    table = csv.DictReader((paths.data() / "returns" / "2008-illustrative.csv").open(encoding="utf-8"))
    values = [row["value"] for row in table if row["indicator"] == "same_day_newspaper" and units[row["code"]] == "086"]
    given = {"indicator": "same_day_newspaper", "district": "Bảo Thắng"}
    published = run_report("commune-coverage", given, folder=tmp_path)
    assert published[".html"].name == "same_day_newspaper_2008_huyen-bao-thang_vi.html"
    figure = figures(published)["coverage"]
    assert (figure["numerator"], figure["denominator"]) == (values.count("yes"), 15)
    assert "Các số dưới đây là của cả tỉnh, không phải của riêng Huyện Bảo Thắng." in words(published)


def test_an_observed_return_bears_no_mark_of_illustration(tmp_path):
    source = (paths.data() / "returns" / "2008-illustrative.csv").read_text(encoding="utf-8")
    path = tmp_path / "observed.csv"
    path.write_text(source.replace(",illustrative,", ",observed,"), encoding="utf-8")
    published = run_report("commune-coverage", {"returns": str(path), "language": "en"}, folder=tmp_path / "out")
    assert figures(published)["coverage"]["basis"] == "observed"
    assert 'class="banner observed"' in page(published)


@pytest.fixture
def broken_notebook(tmp_path, monkeypatch):
    """Notebooks in which the commune coverage report fails half-way."""
    folder = tmp_path / "notebooks"
    shutil.copytree(paths.notebooks(), folder)
    path = folder / "01-commune-coverage.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(8, nbformat.v4.new_code_cell("raise RuntimeError('đĩa hỏng')"))
    nbformat.write(notebook, path)
    monkeypatch.setattr(paths, "notebooks", lambda: folder)
    return folder


def test_a_failed_run_keeps_the_last_good_report_and_says_which_cell(broken_notebook, tmp_path, monkeypatch):
    folder = tmp_path / "out"
    old = {suffix: f"old {suffix}".encode() for suffix in SUFFIXES}
    published = publish(old, folder=folder / "commune-coverage", stem="cultural_post_office_2008_vi")
    with pytest.raises(ReportError, match="RuntimeError: đĩa hỏng") as raised:
        run_report("commune-coverage", {}, folder=folder)
    assert "raise RuntimeError" in str(raised.value)
    assert {suffix: path.read_bytes() for suffix, path in published.items()} == old
    partial = folder / "commune-coverage" / "failed" / "cultural_post_office_2008_vi.ipynb"
    assert "đĩa hỏng" in partial.read_text(encoding="utf-8")
    monkeypatch.undo()
    run_report("commune-coverage", {}, folder=folder)
    assert not partial.parent.exists()
    assert b"old" not in published[".json"].read_bytes()


def test_killed_at_random_moments_the_old_report_stays_or_the_new_one_is_whole(tmp_path):
    folder = tmp_path / "out"
    stem = "cultural_post_office_2008_vi"
    command = [sys.executable, "-m", "laocai_analysis", "report", "commune-coverage", "-o", str(folder)]
    started = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    whole = time.monotonic() - started
    new = {s: (folder / "commune-coverage" / f"{stem}{s}").read_bytes() for s in SUFFIXES}
    old = {suffix: f"old {suffix}".encode() for suffix in SUFFIXES}
    moments = random.Random(20090113)
    killed = 0
    for share in sorted(moments.uniform(0.02, 1.02) for _ in range(10)):
        publish(old, folder=folder / "commune-coverage", stem=stem)
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(share * whole)
        killed += child.poll() is None
        os.killpg(child.pid, signal.SIGKILL) if child.poll() is None else None
        child.wait()
        found = {s: (folder / "commune-coverage" / f"{stem}{s}").read_bytes() for s in SUFFIXES}
        assert found == old or (found[".json"] == new[".json"] and b"old" not in found[".html"][:10])
    assert killed >= 5
    subprocess.run(command, check=True, capture_output=True)
    assert (folder / "commune-coverage" / f"{stem}.json").read_bytes() == new[".json"]
