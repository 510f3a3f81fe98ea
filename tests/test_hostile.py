"""Pages made of data that somebody filled with scripts, quotes, marks of direction and words
without an end.
"""

import csv
import json
import re
import shutil

import pytest
from made_round import HEAD

from laocai_analysis import paths
from laocai_analysis.reports.run import run_report
from laocai_analysis.returns.importing import import_returns
from laocai_analysis.returns.store.files import FileStore

pytestmark = [pytest.mark.slow, pytest.mark.tools("chromium")]
SCRIPT = "<script>window.ran = 1</script>"
HANDLER = "\"'><img src=x onerror='window.ran = 1'>"
TURNED = "\u202eoạđ ảb\u2066\u2067 &amp; {{ 7*7 }} ${7*7} 'datum.x'"
ENDLESS = "Ă" * 10_000
HOSTILE = (SCRIPT, HANDLER, TURNED, ENDLESS)
#: The communes that are renamed, in four districts.
CODES = ("02914", "02842", "03040", "02701")
#: The texts with a mark of direction that share a line with another text and are not isolated from
#: it.
NOT_ISOLATED = """() => {
  const found = [], walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!/[\\u202a-\\u202e\\u2066-\\u2069]/.test(node.data) || parent.closest('script, svg, option')) continue;
    const alone = [...parent.childNodes].every(one => one === node) && getComputedStyle(parent).display !== 'inline';
    if (!alone && !/isolate/.test(getComputedStyle(parent).unicodeBidi)) found.push(parent.outerHTML.slice(0, 300));
  }
  return found;
}"""


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A copy of the data with hostile names of units and citations, and an imported round of
    hostile answers.
    """
    folder = tmp_path_factory.mktemp("hostile") / "data"
    shutil.copytree(paths.data(), folder)
    names = dict(zip(CODES, (f"Xã {text}" for text in HOSTILE), strict=True))
    tables = [*(folder / "units" / "versions").glob("*.csv")]
    for table in (*tables, *(folder / "returns").glob("*-illustrative.csv")):
        with open(table, encoding="utf-8", newline="") as file:
            rows = [
                {**row, "name": names.get(row["code"], row["name"])} for row in csv.DictReader(file)
            ]
        with open(table, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    registry = folder / "sources.json"
    content = json.loads(registry.read_text(encoding="utf-8"))
    for entry in (
        content["sources"][source]
        for source in ("illustration-2008", "illustration-2009", "mic-2009-01-13")
    ):
        entry |= {
            key: f"{entry[key]} {' '.join(HOSTILE)}"
            for key in ("title_vi", "title_en", "publisher_vi")
        }
    registry.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    rows = [
        f'02{900 + number},"{text}","{text}",x,"{text}",400,30,12,"{text}"'.replace('""', '"')
        for number, text in enumerate(text.replace('"', "''") for text in HOSTILE)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAOCAI_DATA", str(folder))
        import_returns(
            [(f"{HANDLER.replace('/', '')}.csv", "\n".join([HEAD, *rows]).encode())],
            year=2009,
            store=FileStore(folder / "returns"),
        )
    return folder


@pytest.fixture(
    scope="module", params=["commune-coverage", "changes", "return-check", "annual-review"]
)
def published(request, data, tmp_path_factory):
    given = {
        "changes": {"returns": "2009-illustrative"},
        "return-check": {"year": "2009", "returns": "round", "returns_before": "2008-illustrative"},
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAOCAI_DATA", str(data))
        folder = tmp_path_factory.mktemp("reports")
        return run_report(request.param, given.get(request.param, {}), folder=folder)[".html"]


@pytest.fixture
def tab(published, browser):
    context = browser.new_context(offline=True, viewport={"width": 1000, "height": 900})
    opened = context.new_page()
    opened.complaints, opened.asked = [], []
    opened.on("console", lambda message: opened.complaints.append(message.text))
    opened.on("pageerror", lambda error: opened.complaints.append(str(error)))
    opened.on("dialog", lambda dialog: opened.complaints.append(dialog.message))
    opened.on("request", lambda request: opened.asked.append(request.url))
    opened.goto(published.as_uri())
    yield opened
    context.close()


def test_nothing_runs_and_nothing_is_asked_for(tab):
    """A policy that stopped something would complain: there is nothing to stop, since all of it is
    text.
    """
    if tab.locator(".interactive").count():
        tab.locator(".interactive.ready").first.wait_for()
    assert tab.evaluate("window.ran") is None
    assert tab.complaints == []
    assert [url for url in tab.asked if not url.startswith("data:")] == [tab.url]
    assert (
        tab.locator("[onerror], img[src=x], main script:not([type='application/json'])").count()
        == 0
    )


def test_the_hostile_text_stands_there_as_text(tab):
    assert "<script>window.ran = 1</script>" in tab.locator("main").text_content()


@pytest.mark.parametrize("width", [320, 1000])
def test_the_layout_holds(tab, width):
    tab.set_viewport_size({"width": width, "height": 900})
    for unfolded in (False, True):
        tab.evaluate(
            "open => document.querySelectorAll('details').forEach(one => one.open = open)", unfolded
        )
        assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_marks_of_direction_turn_nothing_but_their_own_text(tab):
    """Text with such a mark stands alone in its block or cell, or isolated from what stands beside
    it.
    """
    assert tab.evaluate(NOT_ISOLATED) == []


def test_the_policy_forbids_what_the_page_does_not_use(tab, published):
    stated = tab.locator("meta[http-equiv='Content-Security-Policy']").get_attribute("content")
    rules = dict(rule.strip().split(" ", 1) for rule in stated.split(";"))
    assert rules.keys() == {
        "default-src",
        "img-src",
        "style-src",
        "script-src",
        "base-uri",
        "form-action",
    }
    assert (rules["default-src"], rules["base-uri"], rules["form-action"]) == ("'none'",) * 3
    assert rules["img-src"] == "data:"
    for kind in ("style-src", "script-src"):
        assert re.fullmatch(r"'sha256-[A-Za-z0-9+/=]+'( 'sha256-[A-Za-z0-9+/=]+')*", rules[kind])
    head = published.read_text(encoding="utf-8").partition("<body")[0]
    assert head.index("Content-Security-Policy") < head.index("<style")


def test_the_policy_does_stop_what_is_put_in(tab):
    """The same page, with a script and a picture that somebody added by hand: neither is loaded."""
    tab.evaluate("""() => {
      const script = document.createElement('script'), picture = document.createElement('img');
      script.textContent = 'window.ran = 2';
      picture.src = 'https://example.org/x.png';
      document.body.append(script, picture);
    }""")
    tab.wait_for_timeout(200)
    assert tab.evaluate("window.ran") is None
    assert any("Content Security Policy" in complaint for complaint in tab.complaints)
