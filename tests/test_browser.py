"""The pages of every report in a real browser with the network blocked: light, dark, small,
printed, without script.
"""

import io
import itertools
import re
import subprocess

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import need
from PIL import Image
from playwright.sync_api import expect
from test_interactive import TEN, screen

from laocai_analysis import returns
from laocai_analysis.language import Language

pytestmark = [pytest.mark.slow, pytest.mark.tools("chromium")]


#: Every report of the project, as it is made where nothing is asked for; those that are built of
#: the same parts as others in one language.
REPORTS = (
    *itertools.product(
        ("commune-coverage", "annual-review", "changes", "return-check"), ("vi", "en")
    ),
    ("where-next", "en"),
    ("commune-figures", "vi"),
    ("country-coverage", "vi"),
)
#: Those with an interactive map, of yes/no and of numbers.
MAPS = ("commune-coverage", "commune-figures")


@pytest.fixture(scope="module", params=REPORTS, ids="-".join)
def published(request, standard):
    """The page of a report."""
    return standard(*request.param)[".html"]


@pytest.fixture(scope="module")
def page(published, browser):
    context = browser.new_context(offline=True, viewport={"width": 1000, "height": 1200})
    opened = context.new_page()
    opened.asked, opened.complaints = [], []
    opened.on("request", lambda asked: opened.asked.append(asked.url))
    opened.on("console", lambda message: opened.complaints.append(message.text))
    opened.on("pageerror", lambda error: opened.complaints.append(str(error)))
    opened.goto(published.as_uri())
    yield opened
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(published, browser, scheme):
    """As the reader has it, folded, and with everything unfolded; in the dark the colours alone
    differ. Axe is a script that the policy would refuse.
    """
    alone = {"type": "rule", "values": ["color-contrast"]}
    options = {"resultTypes": ["violations"], **({"runOnly": alone} if scheme == "dark" else {})}
    context = browser.new_context(offline=True, color_scheme=scheme, bypass_csp=True)
    tab = context.new_page()
    tab.goto(published.as_uri())
    for unfolded in (False, True):
        tab.evaluate(
            "open => document.querySelectorAll('details').forEach(one => one.open = open)", unfolded
        )
        found = Axe().run(tab, options=options).response["violations"]
        assert [
            (one["id"], [node["html"][:200] for node in one["nodes"]][:3]) for one in found
        ] == []
    if scheme == "dark":
        assert white_slabs(tab.screenshot(full_page=True)) == 0
    context.close()


def white_slabs(picture: bytes) -> int:
    """Count the squares of 48 pixels that are white all over."""
    grey = np.asarray(Image.open(io.BytesIO(picture)).convert("L"))
    high, wide = (size // 48 for size in grey.shape)
    squares = grey[: high * 48, : wide * 48].reshape(high, 48, wide, 48)
    return int((squares.min(axis=(1, 3)) > 230).sum())


def test_the_page_is_small(published):
    assert published.stat().st_size < 2_500_000


def test_without_script_picture_and_tables_are_there(published, browser):
    context = browser.new_context(offline=True, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(published.as_uri())
    pictures = tab.locator("main img")
    assert all(pictures.nth(number).is_visible() for number in range(pictures.count()))
    assert tab.locator(".live").count() in (0, 1)
    assert all(not one.is_visible() for one in tab.locator(".live").all())
    assert tab.locator("main table").count() > 0
    context.close()


def test_no_request_but_the_page_itself(page):
    assert [url for url in page.asked if not url.startswith("data:")] == [page.url]
    assert page.complaints == []


def test_pictures_decode_and_links_lead_somewhere(page):
    widths = page.evaluate("[...document.images].map(image => image.naturalWidth)")
    assert min(widths, default=1001) > 1000
    lost = "[...document.querySelectorAll('a[href^=\"#\"]')].filter(a => !document.getElementById(a.hash.slice(1)))"
    assert page.locator('a[href^="#"]').count() > 5
    assert page.evaluate(f"{lost}.length") == 0


def test_every_picture_says_what_it_shows_and_has_a_table(page):
    if page.locator(".interactive").count():  # the table of both maps stands under them
        assert page.locator(".interactive + details table").count() == 1
    figures = page.locator("main > figure, .annexed > figure").filter(has=page.locator("img"))
    for number in range(figures.count()):
        figure = figures.nth(number)
        assert len(figure.locator("img").get_attribute("alt")) > 40
        assert figure.locator("figcaption").count() == 1
        assert figure.locator("xpath=following-sibling::*[1][self::details]//table").count() == 1


def test_no_sideways_scroll_on_a_phone(page):
    page.set_viewport_size({"width": 320, "height": 640})
    for unfolded in (False, True):
        page.evaluate(
            "open => document.querySelectorAll('details').forEach(one => one.open = open)", unfolded
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = false)")
    page.set_viewport_size({"width": 1000, "height": 1200})


def test_on_a_phone_every_table_fits_and_the_map_comes_with_the_answer(page):
    """The map of the country alone is higher than a phone."""
    page.set_viewport_size({"width": 390, "height": 844})
    maps = page.locator(".beside figure img")
    for ends in [one.bounding_box() for one in maps.all()]:
        assert ends["y"] + min(ends["height"], 500) <= 800
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    cut = "[...document.querySelectorAll('.wide')].filter(one => one.scrollWidth > one.clientWidth)"
    assert page.evaluate(f"{cut}.map(one => one.getAttribute('aria-label'))") == []
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = false)")
    page.set_viewport_size({"width": 1000, "height": 1200})


def test_every_table_under_a_picture_opens_with_the_keyboard(page):
    folded = page.locator("figure + details > summary")
    for number in range(folded.count()):
        folded.nth(number).focus()
        page.keyboard.press("Enter")
    assert page.locator("figure + details:not([open])").count() == 0
    assert page.locator("figure + details[open] table").count() == folded.count()
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = false)")


def test_the_keyboard_alone_reaches_every_control(page):
    """Tab goes from one to the next until it has been at all that can be operated and is in
    sight.
    """
    controls = """[...document.querySelectorAll('a[href], button, select, summary, [tabindex="0"]')]
      .filter(one => one.checkVisibility())"""
    page.evaluate(f"{controls}.forEach((one, number) => one.dataset.number = number)")
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    count = page.evaluate(f"{controls}.length")
    reached = set()
    for _ in range(
        count + 1
    ):  # it begins where the last click was, and is once at the window itself
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.dataset.number"))
    assert reached - {None} == set(map(str, range(count)))
    page.evaluate(
        "document.querySelectorAll('[data-number]').forEach(one => delete one.dataset.number)"
    )


def test_hover_on_the_map_names_ten_communes_and_their_answers(page, communes):
    maps = page.locator(".interactive").count()
    assert maps == any(name in page.url for name in MAPS)
    if "commune-coverage" not in page.url:
        return
    answers = returns.values(
        returns.load_return("2008-illustrative"), indicator="cultural_post_office", year=2008
    )
    words = Language(page.locator("html").get_attribute("lang"))
    page.locator(".interactive svg").first.scroll_into_view_if_needed()
    for code in TEN:
        x, y = screen(page, communes, code)
        page.mouse.move(x - 1, y, steps=3)
        page.mouse.move(x, y)
        told = page.locator("#vg-tooltip-element.visible")
        expect(told).to_contain_text(communes.at[code, "name"])
        expect(told).to_contain_text(words.say(f"value-{answers[code]}"))


@pytest.mark.tools("pdfimages")
def test_it_prints_each_picture_whole(page, tmp_path):
    """Chromium draws a picture that a page break cuts once on either page."""
    path = tmp_path / "page.pdf"
    path.write_bytes(page.pdf(format="A4", prefer_css_page_size=True))
    listed = subprocess.run(
        [need("pdfimages"), "-list", str(path)], capture_output=True, text=True, check=True
    ).stdout
    drawn = re.findall(r"^ +\d+ +\d+ image ", listed, flags=re.M)
    assert len(drawn) == page.locator("main img").count()
