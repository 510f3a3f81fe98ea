"""The commune coverage report, whole: what it states, in both languages, and what a failed run
leaves.
"""

import csv
import functools
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
from bs4 import BeautifulSoup
from fluent.syntax import ast as ftl
from fluent.syntax import parse

import laocai_analysis
from laocai_analysis import paths, schema
from laocai_analysis.errors import InputError, ReportError
from laocai_analysis.language import Language
from laocai_analysis.reports.catalogue import find_report
from laocai_analysis.reports.parameters import check_parameters
from laocai_analysis.reports.publish import publish
from laocai_analysis.reports.run import run_report
from laocai_analysis.sources import load_sources

pytestmark = pytest.mark.slow
SUFFIXES = (".html", ".ipynb", ".json")


@pytest.fixture(scope="module")
def reports(standard):
    return {code: standard("commune-coverage", code) for code in ("vi", "en")}


def page(published) -> str:
    """The page without the program and the data of its map, which a browser draws: test_interactive
    looks at those.
    """
    text = published[".html"].read_text(encoding="utf-8")
    return re.sub(r"<script\b.*?</script>", "", text, flags=re.DOTALL)


def without_code(text: str) -> str:
    """A page without the cells that made it, whose words are those of a program, and without its
    scripts.
    """
    for kind in ('details class="code"', "script"):
        text = re.sub(rf"<{kind}.*?</{kind.split()[0]}>", "", text, flags=re.DOTALL)
    return text


def words(published) -> str:
    """The text of a page without tags, without the marks of its footnotes and without its code."""
    body = re.sub(r"<sup>.*?</sup>", "", without_code(page(published)).partition("<main>")[2])
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", body).replace("&quot;", '"'))


def figures(published) -> dict[str, dict]:
    return {
        f["id"]: f for f in json.loads(published[".json"].read_text(encoding="utf-8"))["figures"]
    }


def test_both_denominators_and_both_quotations_stand_side_by_side(reports):
    vi, en = words(reports["vi"]), words(reports["en"])
    for text, shares in (
        (vi, ("126/164 (76,8%)", "126/144 (87,5%)")),
        (en, ("126/164 (76.8%)", "126/144 (87.5%)")),
    ):
        assert all(share in text for share in shares)
        assert "126/164 xã có điểm bưu điện văn hóa xã" in text
        assert "126/144 xã có điểm BĐVH" in text


def test_both_radii_and_which_agrees(reports):
    vi, en = words(reports["vi"]), words(reports["en"])
    areas = "6.357 km² (số liệu 2006); 6.384 km² (số liệu 2011–2015)"
    assert (
        f"Với 278 điểm và diện tích {areas}, bán kính tính được là 2,70 km/điểm: làm tròn thì khớp"
        in vi
    )
    assert (
        f"Với 245 điểm và diện tích {areas}, bán kính tính được là từ 2,87 đến 2,88 km/điểm: không khớp"
        in vi
    )
    areas = "6,357 km² (figure of 2006) or 6,384 km² (figure of 2011–2015)"
    assert (
        f"278 points on an area of {areas} give a radius of 2.70 km per point: rounded, this agrees"
        in en
    )
    assert (
        f"245 points on an area of {areas} give a radius of 2.87 to 2.88 km per point: this does not"
        in en
    )


@pytest.mark.smoke
def test_languages_hold_identical_figures_and_every_figure_stands_in_the_page(reports):
    vi, en = figures(reports["vi"]), figures(reports["en"])
    assert vi == en
    for published in reports.values():
        assert set(re.findall(r'data-figure="([^"]+)"', page(published))) == set(vi)


def said_of(figure) -> str:
    """What a page says of the basis of a figure: behind it, or once for its block or its table."""
    block = figure.find_parent(["h1", "p", "li", "dd", "table"])
    marks = block.select(":scope > .basis, :scope > span > .basis, :scope > caption > .basis")
    if block.parent.get("class") == ["key"]:
        marks += block.parent.select(":scope + .of-key > .basis")
    behind = figure.find_next_sibling(class_="basis")
    return " ".join(part.get_text() for part in [*marks[-1:], *([behind] if behind else [])])


def test_every_figure_has_registered_sources(reports):
    known = load_sources()
    for figure in figures(reports["vi"]).values():
        assert figure["sources"]
        assert set(figure["sources"]) <= set(known)


def test_what_comes_from_illustrative_rows_says_so_wherever_it_stands(reports):
    said = {
        "vi": ("minh họa", "Minh họa, không phải số liệu thu thập"),
        "en": ("illustrative", "Illustrative, not observed"),
    }
    for code, (mark, line) in said.items():
        text, stated = page(reports[code]), figures(reports[code])
        soup = BeautifulSoup(text, "html.parser")
        marked = {id for id, figure in stated.items() if figure["basis"] == "illustrative"}
        assert {
            "coverage",
            "coverage.all",
            "coverage.area",
            "without",
            "gap.largest",
        } <= marked
        assert {id for id in stated if id.startswith("coverage.")} <= marked
        for id in stated:
            shown = soup.select(f'[data-figure="{id}"]')
            assert shown
            assert all((mark in said_of(figure)) == (id in marked) for figure in shown), id
        assert 'class="banner illustrative"' in text
        images = re.findall(r"<img\b[^>]*>", text)
        assert len(images) == 3
        assert all(line in re.search(r'alt="([^"]+)"', image)[1] for image in images)
    notebook = nbformat.read(reports["vi"][".ipynb"], as_version=4)
    assert notebook.metadata.papermill.parameters["returns"] == ""  # the one of the year


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
        beside = re.compile(r"#.*|data:image/png;base64,.*|[\w.-]+\.(csv|docx|pdf|xlsx)")
        assert [target for target in targets if not beside.fullmatch(target)] == []
        assert not re.search(r"url\(|@import|srcset=|<base\b|http-equiv=.refresh", text)


class Texts(html.parser.HTMLParser):
    """Collects what a reader sees or hears: text, alt, aria-label; without the style."""

    def __init__(self):
        super().__init__()
        self.found, self.silent = [], 0

    def handle_starttag(self, tag, attributes):
        self.silent += tag == "style"
        self.found += [
            value for name, value in attributes if name in ("alt", "aria-label", "title") and value
        ]

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
                placed = [
                    e.expression for e in entry.value.elements if isinstance(e, ftl.Placeable)
                ]
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
                held |= {
                    value
                    for name, value in row.items()
                    if name in columns or name.endswith(f"_{code}")
                }
    for source in load_sources().values():
        held |= {
            getattr(source, f"{part}_{code}") for part in ("title", "publisher", "licence")
        } | {source.address}
    return held


KINDS_OF_UNITS = ("Huyện ", "Thành phố ", "Xã ", "Phường ", "Thị trấn ")
#: A letter of any alphabet.
LETTER = r"[^\W\d_]"


@functools.cache
def wordings(code: str, also: frozenset[str]) -> re.Pattern[str]:
    """A pattern of all that a page in a language may say, the longest first."""
    known = catalogue(code) | held_by_data(code, "name", "quotation", "period") | also
    known |= set(schema.TYPES)
    if code == "en":
        known |= {"January", "March", "April", "August", "November", "December"}
    known |= {name.removeprefix(kind) for name in known for kind in KINDS_OF_UNITS}
    known |= {Language(code).inside(name) for name in known}
    pieces = sorted(
        {" ".join(piece.split()) for piece in known if piece.strip(" .,;:()/")},
        key=len,
        reverse=True,
    )
    return re.compile(
        "|".join(
            (f"(?<!{LETTER})" if piece[0].isalpha() else "")
            + re.escape(piece)
            + (f"(?!{LETTER})" if piece[-1].isalpha() else "")
            for piece in pieces
        )
    )


@functools.cache
def rest(text: str, code: str, also: frozenset[str]) -> str:
    """What is left of a text."""
    return wordings(code, also).sub(" ", " ".join(text.split()))


def foreign(
    text: str, code: str, *, also: frozenset[str] = frozenset(), at_least: int = 500
) -> dict[str, str]:
    """What is left of each text of a page, letters in it, once whole words of catalogue, data,
    quotations are out.

    `also` are words of the files that the page is about; `at_least` is how many texts the page must
    have.
    """
    reader = Texts()
    reader.feed(without_code(text))
    assert len(reader.found) > at_least
    rests = {text: rest(text, code, also) for text in reader.found}
    return {
        text: left
        for text, left in rests.items()
        if re.search(LETTER, left) and not re.fullmatch(r"[0-9a-f]{64}", text.strip())
    }


@pytest.mark.parametrize("name", ["commune-coverage", "annual-review"])
@pytest.mark.parametrize("code", ["vi", "en"])
def test_no_word_of_another_language(name, code, standard):
    """Every text is put together from the catalogue, the data and quotations: nothing with letters
    is left.
    """
    assert foreign(page(standard(name, code)), code) == {}


def test_a_word_of_another_language_would_be_found(reports):
    vi, en = page(reports["vi"]), page(reports["en"])
    places = '<p>{0}</p><p aria-label="1 {0}">1</p><img alt="2 {0}"><td>126 {0}</td></main>'
    for text, code, word in ((vi, "vi", "communes"), (en, "en", "khoảng cách")):
        found = foreign(text.replace("</main>", places.format(word)), code)
        assert list(found) == [word, f"1 {word}", f"2 {word}", f"126 {word}"]
    assert len(foreign(en, "vi")) > 50
    assert len(foreign(vi, "en")) > 50


def without_rows(tmp_path, number: int) -> Path:
    """The return of 2008 without the rows of so many xã that have a post office."""
    source = paths.data() / "returns" / "2008-illustrative.csv"
    rows = list(csv.DictReader(source.open(encoding="utf-8", newline="")))
    gone = [
        row for row in rows if row["indicator"] == "cultural_post_office" and row["value"] == "yes"
    ][:number]
    path = tmp_path / "partial.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(row for row in rows if row not in gone)
    return path


@pytest.fixture(scope="module")
def twenty_unknown(tmp_path_factory):
    folder = tmp_path_factory.mktemp("unknown")
    return run_report("commune-coverage", {"returns": str(without_rows(folder, 20))}, folder=folder)


def test_twenty_unknown_communes_give_bounds_and_no_rate(twenty_unknown):
    """126 - 20 = 106 known to have one: between 106 and 126 of 144."""
    published = twenty_unknown
    figure = figures(published)["coverage"]
    assert "value" not in figure
    assert (figure["numerator"], figure["denominator"], figure["unknown"]) == (106, 144, 20)
    assert figure["lower"] == pytest.approx(106 / 144)
    assert figure["upper"] == pytest.approx(126 / 144)
    text = words(published)
    assert "106–126/144 (73,6–87,5%)" in text
    assert "Chưa có số liệu: 20 đơn vị cấp xã" in text
    assert (
        figures(published)["without"]["value"] == 18
    )  # the unknown ones are not among those without
    assert "20 Chưa có số liệu" in re.findall(r'alt="([^"]+)"', page(published))[0]
    assert figures(published)["coverage.all"]["denominator"] == 164
    assert "value" not in figures(published)["coverage.all"]
    assert "value" not in figures(published)["coverage.area"]


def test_rows_made_from_a_published_total_are_not_compared_with_it(twenty_unknown):
    assert [id for id in figures(twenty_unknown) if id.startswith("difference.")] == []
    text = words(twenty_unknown)
    assert "là hệ quả của quy tắc minh họa" in text
    assert "do quy tắc minh họa chọn, không lấy từ nguồn nào (minh họa)" in text


def test_the_newspaper_is_counted_over_every_unit(tmp_path):
    """94 of all 164, counted with the csv module: it is not an institution of the xã alone."""
    table = csv.DictReader(
        (paths.data() / "returns" / "2008-illustrative.csv").open(encoding="utf-8")
    )
    values = [row["value"] for row in table if row["indicator"] == "same_day_newspaper"]
    assert (values.count("yes"), len(values)) == (94, 164)
    published = run_report(
        "commune-coverage", {"indicator": "same_day_newspaper", "language": "en"}, folder=tmp_path
    )
    figure = figures(published)["coverage"]
    assert (figure["numerator"], figure["denominator"], figure["unknown"]) == (94, 164, 0)
    assert figure["denominator_counts"] == "commune_level"
    assert "94/164 (57.3%)" in words(published)  # 94 / 164 = 0.57317...


def test_a_report_of_one_district(tmp_path):
    """Counted with the csv module: the communes of district 086 with the newspaper on the day."""
    units = {
        row["code"]: row["parent"]
        for name in ("ended", "until-2025-06")
        for row in csv.DictReader(
            (paths.data() / "units" / "versions" / f"{name}.csv").open(encoding="utf-8")
        )
        if row["from"] == "2008-11-21"
    }
    table = csv.DictReader(
        (paths.data() / "returns" / "2008-illustrative.csv").open(encoding="utf-8")
    )
    values = [
        row["value"]
        for row in table
        if row["indicator"] == "same_day_newspaper" and units[row["code"]] == "086"
    ]
    given = {"indicator": "same_day_newspaper", "district": "Bảo Thắng"}
    published = run_report("commune-coverage", given, folder=tmp_path)
    assert published[".html"].name == "same_day_newspaper_2008_huyen-bao-thang_vi.html"
    figure = figures(published)["coverage"]
    assert (figure["numerator"], figure["denominator"]) == (values.count("yes"), 15)
    assert "Các số liệu dưới đây tính cho toàn tỉnh, không tính riêng huyện Bảo Thắng." in words(
        published
    )
    goals = re.findall(r'href="#([^"]+)"', page(published))
    assert set(goals) <= set(re.findall(r'id="([^"]+)"', page(published)))


def test_an_observed_return_bears_no_mark_of_illustration(tmp_path):
    source = (paths.data() / "returns" / "2008-illustrative.csv").read_text(encoding="utf-8")
    path = tmp_path / "observed.csv"
    path.write_text(source.replace(",illustrative,", ",observed,"), encoding="utf-8")
    published = run_report(
        "commune-coverage", {"returns": str(path), "language": "en"}, folder=tmp_path / "out"
    )
    assert figures(published)["coverage"]["basis"] == "observed"
    assert 'class="banner observed"' in page(published)
    assert figures(published)["difference.F03"]["value"] == 0
    assert "illustrative rule" not in words(published)


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


def test_a_failed_run_keeps_the_last_good_report_and_says_which_cell(
    broken_notebook, tmp_path, monkeypatch
):
    folder = tmp_path / "out"
    old = {suffix: f"old {suffix}".encode() for suffix in SUFFIXES}
    published = publish(
        old, folder=folder / "commune-coverage", stem="cultural_post_office_2008_vi"
    )
    with pytest.raises(ReportError, match="RuntimeError: đĩa hỏng") as raised:
        run_report("commune-coverage", {}, folder=folder)
    assert "raise RuntimeError" in str(raised.value)
    assert {suffix: path.read_bytes() for suffix, path in published.items()} == old
    partial = folder / "commune-coverage" / "failed" / "cultural_post_office_2008_vi.ipynb"
    assert "đĩa hỏng" in partial.read_text(encoding="utf-8")
    monkeypatch.undo()
    run_report("commune-coverage", {}, folder=folder)
    assert not partial.parent.exists()
    assert not published[".json"].read_bytes().startswith(b"old")


def published_files(folder: Path, stem: str) -> dict[str, bytes]:
    """The files of a report; papermill gives the cell of parameters another random id in
    each run.
    """
    found = {suffix: (folder / f"{stem}{suffix}").read_bytes() for suffix in SUFFIXES}
    return found | {".ipynb": re.sub(rb'"id": "[0-9a-f]{8}"', b'"id": ""', found[".ipynb"])}


def test_killed_at_random_moments_the_old_report_stays_or_the_new_one_is_whole(tmp_path):
    folder = tmp_path / "out"
    stem = "cultural_post_office_2008_vi"
    command = [
        sys.executable,
        "-m",
        "laocai_analysis",
        "report",
        "commune-coverage",
        "-o",
        str(folder),
    ]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    old = {suffix: f"old {suffix}".encode() for suffix in SUFFIXES}
    for _ in range(2):  # the first one is slower: it fills caches
        publish(old, folder=folder / "commune-coverage", stem=stem)
        started = time.monotonic()
        subprocess.run(command, check=True, capture_output=True, env=environment)
        whole = time.monotonic() - started
    new = published_files(folder / "commune-coverage", stem)
    moments = random.Random(20090113)
    killed = 0
    for share in sorted(moments.uniform(0.02, 1.02) for _ in range(6)):
        publish(old, folder=folder / "commune-coverage", stem=stem)
        child = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=environment,
        )
        time.sleep(share * whole)
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            killed += 1
        child.wait()
        assert published_files(folder / "commune-coverage", stem) in (old, new)
    assert killed >= 2
    publish(old, folder=folder / "commune-coverage", stem=stem)
    subprocess.run(command, check=True, capture_output=True, env=environment)
    assert published_files(folder / "commune-coverage", stem) == new


def test_a_return_that_is_named_is_taken_where_two_hold_its_year(tmp_path, monkeypatch):
    data = shutil.copytree(paths.data(), tmp_path / "data")
    shutil.copy(data / "returns/2008-illustrative.csv", data / "returns/2008-other.csv")
    monkeypatch.setenv("LAOCAI_DATA", str(data))
    report = find_report("commune-coverage")
    about = {"defaults": report.parameters(), "choices": report.choices}
    assert check_parameters({"returns": "2008-other"}, **about)["returns"] == "2008-other"
    both = "the name of one of the returns of 2008; found 2008-illustrative, 2008-other"
    with pytest.raises(InputError, match=both):
        check_parameters({}, **about)
