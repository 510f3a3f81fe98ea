"""The index of the published reports and its feed: every state, found by name, readable by all."""

import datetime as dt
import json
import os
import shutil
import threading
import time
from xml.etree import ElementTree

import pytest
from axe_playwright_python.sync_playwright import Axe

from laocai_analysis import paths
from laocai_analysis.errors import ReportError
from laocai_analysis.reports import index as reports_index
from laocai_analysis.reports.index import entries, foreign, write_index
from laocai_analysis.reports.run import run_report

pytestmark = pytest.mark.slow
ATOM = "{http://www.w3.org/2005/Atom}"
NOW = dt.datetime(2026, 11, 23, 8, 30, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Four reports: a good one, two whose return has changed since, one that failed."""
    root = tmp_path_factory.mktemp("office")
    shutil.copytree(paths.data(), root / "data")
    shutil.copytree(paths.notebooks(), root / "notebooks")
    out = root / "reports"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAOCAI_DATA", str(root / "data"))
        patch.setenv("LAOCAI_NOTEBOOKS", str(root / "notebooks"))
        run_report("commune-coverage", {}, folder=out)
        run_report("commune-coverage", {"district": "Sa Pa"}, folder=out)
        table = root / "data" / "returns" / "2008-illustrative.csv"
        table.write_bytes(table.read_bytes() + b"\n")
        run_report("annual-review", {"language": "en"}, folder=out)
        book = root / "notebooks" / "03-changes.ipynb"
        held = json.loads(book.read_text(encoding="utf-8"))
        held["cells"][-1]["source"] = ["raise KeyError('<b>F99')"]
        book.write_text(json.dumps(held), encoding="utf-8")
        with pytest.raises(ReportError, match="F99"):
            run_report("changes", {"district": "Bảo Yên"}, folder=out)
        yield out


def test_each_report_stands_with_its_state_basis_and_reason(office):
    _, coverage, review, changes = entries(office)
    assert (coverage.state, coverage.basis) == ("stale", "illustrative")
    assert coverage.reason == "data/returns/2008-illustrative.csv đã thay đổi"  # a Vietnamese page
    assert (review.state, review.basis, review.reason) == ("good", "published", "")
    assert review.page == "annual-review/2008_en.html"
    assert review.published == dt.datetime.fromtimestamp(
        int((office / review.page).stat().st_mtime), dt.UTC
    )
    assert (changes.state, changes.page, changes.published) == ("failed", "", None)
    assert "KeyError: '<b>F99'" in changes.reason
    assert coverage.figure == "126/164 đơn vị cấp xã (76,8%); 126/144 xã (87,5%)"


def test_the_feed_holds_every_published_report_newest_first(office):
    _, feed = write_index(office, now=NOW)
    root = ElementTree.parse(feed).getroot()
    links = [entry.find(f"{ATOM}link").get("href") for entry in root.findall(f"{ATOM}entry")]
    stamps = [entry.find(f"{ATOM}updated").text for entry in root.findall(f"{ATOM}entry")]
    assert sorted(links) == sorted(entry.page for entry in entries(office) if entry.page)
    assert stamps == sorted(stamps, reverse=True)
    assert root.find(f"{ATOM}updated").text == stamps[0]
    assert len({entry.find(f"{ATOM}id").text for entry in root.findall(f"{ATOM}entry")}) == 3


def test_nothing_is_left_beside_the_index_and_the_same_reports_give_the_same_page(office):
    page, _ = write_index(office, now=NOW)
    first = page.read_bytes()
    write_index(office, now=NOW)
    assert page.read_bytes() == first
    assert {name for name in os.listdir(office) if name.startswith(".")} == set()


@pytest.mark.tools("chromium")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_a_browser(office, browser, scheme):
    """Without script: what is chosen is shown, names and headline figures, and what is bad."""
    page, _ = write_index(office, now=NOW)
    asked, said = [], []
    context = browser.new_context(
        offline=True,
        viewport={"width": 320, "height": 640},
        color_scheme=scheme,
        bypass_csp=True,
    )
    tab = context.new_page()
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: said.append(message.text))
    tab.goto(page.as_uri())
    assert tab.locator("script").count() == 0
    assert tab.evaluate("document.scrollingElement.scrollWidth") <= 320
    assert Axe().run(tab).response["violations"] == []
    shown = tab.locator("tbody tr:visible")
    (row,) = shown.all_inner_texts()
    for word in (
        "Điểm bưu điện văn hóa xã",
        "2008",
        "126/144 xã (87,5%)",
        "có số liệu minh họa",
        "cần lập lại",
    ):
        assert word in row
    assert not any(word in row for word in ("cultural_post_office", "2008-illustrative", "tốt"))
    assert "KeyError" in tab.locator(".bad").first.text_content()
    tab.locator("#group-vi").select_option(label="Huyện Sa Pa")
    (row,) = shown.all_inner_texts()
    assert "Huyện Sa Pa" in row
    tab.locator("#group-vi").select_option(label="tất cả")
    assert shown.count() == 3
    tab.locator("#language").select_option("en")
    (row,) = shown.all_inner_texts()
    assert not tab.locator("#vi").is_visible()
    tab.locator("a", has_text="Annual review").click()
    assert tab.url.endswith("annual-review/2008_en.html")
    context.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert said == []


def test_foreign_files_are_listed_and_skipped(office, tmp_path):
    place = shutil.copytree(office, tmp_path / "reports", symlinks=True) / "annual-review"
    known = [entry.page for entry in entries(place.parent)]
    (place / "notes.json").write_text("{}", encoding="utf-8")
    (place / "list.json").write_text("[1]", encoding="utf-8")
    (place / "odd.json").write_text('{"parameters": [], "made_from": {}}', encoding="utf-8")
    (place / "failed").mkdir(exist_ok=True)
    (place / "failed" / "x.json").write_text('{"failed": 1}', encoding="utf-8")
    assert [entry.page for entry in entries(place.parent)] == known
    assert [path.name for path in foreign(place.parent)] == [
        "x.json",
        "list.json",
        "notes.json",
        "odd.json",
    ]


def test_what_a_summary_holds_can_neither_break_the_feed_nor_run(office, tmp_path):
    """Control characters, half characters and quotes, in every text that the index takes over."""
    place = shutil.copytree(office, tmp_path / "reports", symlinks=True) / "annual-review"
    hostile = "\x00\x1b\x85\ufffe\ud800]]>\"'><script>run()</script>&#0;&x;"
    path = place / "2008_en.json"
    held = json.loads(path.read_text(encoding="utf-8"))
    held |= {"title": hostile, "headline": hostile}
    held["parameters"]["district"] = hostile
    path.unlink()
    path.write_text(json.dumps(held), encoding="utf-8")
    page, feed = write_index(place.parent, now=NOW)
    titles = [one.text for one in ElementTree.parse(feed).getroot().iter(f"{ATOM}title")]
    assert any(title.endswith("]]>\"'><script>run()</script>&#0;&x;") for title in titles)
    text = page.read_text(encoding="utf-8")
    assert "<script>" not in text


def test_the_index_loses_no_card_when_two_write_at_once(office, tmp_path, monkeypatch):
    """The first reads the folder and waits; the second comes with a new report meanwhile."""
    folder = shutil.copytree(office, tmp_path / "reports", symlinks=True)
    hidden = tmp_path / "hidden"
    (folder / "annual-review").rename(hidden)
    looked, read = threading.Event(), reports_index.entries

    def slowly(place):
        found = read(place)
        if not looked.is_set():
            looked.set()
            time.sleep(0.3)
        return found

    monkeypatch.setattr(reports_index, "entries", slowly)
    first = threading.Thread(target=write_index, args=(folder,))
    first.start()
    looked.wait()
    hidden.rename(folder / "annual-review")
    page, _ = write_index(folder)
    first.join()
    assert "annual-review/2008_en.html" in page.read_text(encoding="utf-8")
