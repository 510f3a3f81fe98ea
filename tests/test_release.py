"""Two editions of one report, and what the later one says of the earlier one."""

import json
import re

import nbformat
import pytest

from laocai_analysis import paths
from laocai_analysis.language import Language
from laocai_analysis.reports import release
from laocai_analysis.returns.reading.observations import Reading
from laocai_analysis.returns.round import Step

COVERAGE = {"id": "coverage", "value": 0.875, "unit": "share", "metric": "metrics.coverage"} | {
    "sources": ["s"],
    "basis": "observed",
    "numerator": 126,
    "denominator": 144,
}


def edition(figures, **files) -> dict:
    """What the json of a report holds, with the hashes of its files."""
    made_from = {"code": "c", "files": {f"data/{name}.csv": sha for name, sha in files.items()}}
    return {"parameters": {"year": 2009}, "made_from": made_from, "figures": figures}


@pytest.fixture
def round_of_two(monkeypatch):
    """The round of 2009: a file imported, and a second one."""
    steps = [
        Step(1, "import", 2009, "2010-01-10T00:00:00Z", "x"),
        Step(2, "import", 2009, "2010-02-01T00:00:00Z", "x", readings=(read("sa-pa.xlsx"),)),
    ]
    store = type("Store", (), {"steps": lambda self, year: steps})
    monkeypatch.setattr(release, "open_store", lambda address: store())


def read(name: str) -> Reading:
    """A reading of which the name of the file counts alone."""
    reading = Reading.__new__(Reading)
    object.__setattr__(reading, "file", name)
    return reading


def told(found, language="en") -> list[str]:
    return release.lines(found, language=Language(language))[1]


def test_the_first_edition_is_preliminary_and_states_the_contact():
    found = release.release(edition([COVERAGE], a="1"), before=None)
    first, lines = release.lines(found, language=Language("vi"))
    assert re.fullmatch(
        r"Số liệu sơ bộ\. Ngày công bố: \d\d/\d\d/\d{4}\. "
        r"Liên hệ: Sở Thông tin và Truyền thông tỉnh Lào Cai\.",
        first,
    )
    assert lines == ["Công bố lần đầu."]


def test_a_year_that_is_declared_final(tmp_path, monkeypatch):
    (tmp_path / "releases.json").write_text(json.dumps({"final": {"2009": "2010-03-01"}}))
    monkeypatch.setattr(paths, "data", lambda: tmp_path)
    found = release.release(edition([COVERAGE]), before=None)
    first, _ = release.lines(found, language=Language("en"))
    assert first.startswith("Final figures.")
    assert first.endswith("Contact: not stated.")


def test_the_same_inputs_keep_the_release_of_the_edition():
    old = edition([COVERAGE], a="1")
    old["release"] = {"status": "preliminary", "date": "2010-01-31", "contact": {}, "step": 1}
    assert release.release(edition([COVERAGE], a="1"), before=old) == old["release"]


def test_what_changed_and_why(round_of_two):
    """126 of 144 became 127; a district was imported since, and one table changed beside it."""
    old = edition([COVERAGE], a="1", b="1")
    old["release"] = {"status": "preliminary", "date": "2010-01-31", "contact": {}, "step": 1}
    new = edition([COVERAGE | {"numerator": 127, "value": 127 / 144}], a="2", b="1")
    new["made_from"]["files"]["data/returns/2009/steps/0002.json"] = "3"
    found = release.release(new, before=old)
    assert found["step"] == 2
    assert told(found) == [
        "Replaces the edition of 31 January 2010.",
        "coverage: 126/144 (87.5%) → 127/144 (88.2%)",
        "Reason: step 2 of 1 February 2010, figures imported from sa-pa.xlsx",
        "Data files that changed: a.csv",
    ]
    assert "Lý do: bước 2, ngày 01/02/2010, nhập số liệu từ sa-pa.xlsx" in told(found, "vi")


def test_no_figure_changed_and_only_the_code_did():
    old = edition([COVERAGE], a="1")
    old["release"] = {"status": "preliminary", "date": "2010-01-31", "contact": {}, "step": 0}
    new = edition([COVERAGE], a="1")
    new["made_from"]["code"] = "d"
    assert told(release.release(new, before=old))[1:] == [
        "No figure has changed.",
        "The data are the same; only how the page is made has changed.",
    ]


def test_the_release_stands_beneath_the_title_and_an_edition_that_is_none_is_not_read(tmp_path):
    output = nbformat.v4.new_output("display_data", data={"text/html": "<h1>T</h1>"})
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=[output])])
    found = release.release(edition([COVERAGE]), before=None)
    release.put_release(notebook, found, language="en")
    shown = notebook.cells[0].outputs[1]["data"]["text/html"]
    assert shown.startswith('<p class="release">Preliminary figures.')
    for content in ("old", "[]", "{}"):
        (tmp_path / "a.json").write_text(content)
        assert release.edition(tmp_path / "a.json") is None
    assert release.edition(tmp_path / "b.json") is None
