"""The pages in a real browser with the network blocked."""

import pytest
from conftest import need
from playwright.sync_api import sync_playwright

from laocai_analysis.reports.run import run_report

pytestmark = pytest.mark.slow
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=need("chromium"), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module", params=["vi", "en"])
def page(request, browser, tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    published = run_report("commune-coverage", {"language": request.param}, folder=folder)
    context = browser.new_context(offline=True, viewport={"width": 1000, "height": 1200})
    opened = context.new_page()
    opened.asked, opened.complaints = [], []
    opened.on("request", lambda asked: opened.asked.append(asked.url))
    opened.on("console", lambda message: opened.complaints.append(message.text))
    opened.on("pageerror", lambda error: opened.complaints.append(str(error)))
    opened.goto(published[".html"].as_uri())
    yield opened
    context.close()


def test_no_request_but_the_page_itself(page):
    assert [url for url in page.asked if not url.startswith("data:")] == [page.url]
    assert page.complaints == []


def test_pictures_decode_and_links_lead_somewhere(page):
    widths = page.evaluate("[...document.images].map(image => image.naturalWidth)")
    assert len(widths) == 3
    assert min(widths) > 1000
    lost = "[...document.querySelectorAll('a[href^=\"#\"]')].filter(a => !document.getElementById(a.hash.slice(1)))"
    assert page.locator('a[href^="#"]').count() > 20
    assert page.evaluate(f"{lost}.length") == 0


def test_no_sideways_scroll_on_a_phone(page):
    page.set_viewport_size({"width": 320, "height": 640})
    for unfolded in (False, True):
        page.evaluate("open => document.querySelectorAll('details').forEach(one => one.open = open)", unfolded)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = false)")
    page.set_viewport_size({"width": 1000, "height": 1200})


def test_the_table_under_the_map_opens_with_the_keyboard(page):
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details[open] tbody tr").count() == 164


def test_it_prints(page):
    assert page.pdf().startswith(b"%PDF")
