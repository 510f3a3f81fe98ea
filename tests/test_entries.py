"""Files of entries that people write: every fault at once, with the file, the line or the entry."""

import subprocess
import sys

import pytest

from laocai_analysis import indicators, paths, sources
from laocai_analysis.checks import published
from laocai_analysis.errors import InputError, ReportError
from laocai_analysis.places import province
from laocai_analysis.reports import release
from laocai_analysis.reports.catalogue import find_report, load_rules
from laocai_analysis.reports.hooks import load_hooks
from laocai_analysis.reports.parameters import check_parameters
from laocai_analysis.reports.sites import jobs_of, load_sites

YAML = "expected YAML in UTF-8: NAME: ..., with spaces and no tabs before a name; found"
REPORTS = "annual-review, changes"
RULES = """
annual-review: &one
  notebook: 02-annual-review.ipynb
  title: {vi: Năm, en: Year}
  choices: {year: year}
  file: [year]
changes: *one
"""


def read(name: str) -> object:
    """Read a file of the working folder by the reader that it has in a project."""
    path = paths.project() / name
    readers = {
        "laocai.toml": province.settings,
        "reports.yml": load_rules,
        "sites.yml": load_sites,
        "disclosure.json": indicators.disclosure_rules,
        "releases.json": lambda: release.release({"parameters": {}, "made_from": {}}, before=None),
        "article.json": lambda: published.load_article("../article"),
        "sources.json": lambda: sources.load_files(path.parent),
    }
    return readers.get(name, lambda: load_hooks(path))()


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A folder that is project, notebooks and data at once."""
    (tmp_path / "laocai.toml").write_text('province = "Lào Cai"', encoding="utf-8")
    (tmp_path / "reports.yml").write_text(RULES, encoding="utf-8")
    (tmp_path / "indicators.csv").write_bytes(paths.data_file("indicators.csv").read_bytes())
    (tmp_path / "articles").mkdir()
    for name in ("LAOCAI_NOTEBOOKS", "LAOCAI_DATA", "LAOCAI_PROJECT"):
        monkeypatch.setenv(name, str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("name", "text", "faults"),
    [
        ("sites.yml", "", ["sites.yml: expected entries, each with a name: NAME: ...; found none"]),
        ("sites.yml", "a:\n\treports: []\n", [f"sites.yml, line 2: {YAML} a tab before the text"]),
        ("sites.yml", "a:\n  - b: [\n", [f"sites.yml, line 3: {YAML} a line with invalid syntax"]),
        ("sites.yml", "a: !!bool maybe", [f"sites.yml, line 1: {YAML} a line with invalid syntax"]),
        ("sites.yml", "a: {b: c}\nd:\na:\n", [f"sites.yml, line 3: {YAML} 'a' twice"]),
        ("sites.yml", "a: \xff".encode("latin-1"), [f"sites.yml: {YAML} text in another encoding"]),
        ("sites.yml", "[" * 5000, [f"sites.yml: {YAML} a line with invalid syntax"]),
        ("sites.yml", None, [f"sites.yml: {YAML} no such file"]),
        (
            "sites.yml",
            "a: {}\nb: {reports: {report: changes}}\nc: 5\n"
            "d: {reports: [{report: change, grid: [year], to: {x: y}}, {grid: {year: }}], at: x}",
            [
                "sites.yml, entry a.reports: expected a list; found none",
                "sites.yml, entry b.reports: expected a list; found entries",
                "sites.yml, entry c: expected the entries title, reports; found '5'",
                f"sites.yml, entry d.reports.1.report: expected one of {REPORTS}; found 'change'",
                "sites.yml, entry d.reports.1.grid: "
                "expected entries, each with a name: NAME: ...; found a list",
                "sites.yml, entry d.reports.1.to: expected a text; found entries",
                "sites.yml, entry d.reports.2.grid.year: expected a text; found none",
                f"sites.yml, entry d.reports.2.report: expected one of {REPORTS}; found none",
                "sites.yml, entry d.at: expected one of title, reports; found this entry",
            ],
        ),
        (
            "reports.yml",
            "a: {notebook: '', title: {vi: A}, choices: {year: [y]}, file: year}\nb: []",
            [
                "reports.yml, entry a.notebook: expected a value; found ''",
                "reports.yml, entry a.title.en: expected a value; found none",
                "reports.yml, entry a.choices.year: expected a value; found a list",
                "reports.yml, entry a.file: expected a list; found 'year'",
                "reports.yml, entry b: "
                "expected the entries notebook, title, choices, file; found a list",
            ],
        ),
        (
            "reports.yml",
            "a: {notebook: n, title: {vi: A, en: A}, choices: {year: year}, file: [yaer]}",
            ["reports.yml, entry a.file.1: expected one of year; found 'yaer'"],
        ),
        (
            "laocai.toml",
            'province = "Lào Cai"\neditions = -1',
            ["laocai.toml, entry editions: expected a whole number of at least 0; found -1"],
        ),
        ("laocai.toml", "", ["laocai.toml, entry province: expected a value; found none"]),
        (
            "laocai.toml",
            'province = 10\nyear = "2025"\ngruops = "none"',
            [
                "laocai.toml, entry province: expected a value; found 10",
                "laocai.toml, entry year: expected a whole number; found '2025'",
                "laocai.toml, entry gruops: "
                "expected one of province, year, groups, editions; found this entry",
            ],
        ),
        (
            "laocai.toml",
            'province = "Lào Cai"\nyear = năm',
            [
                'laocai.toml, line 2: expected TOML in UTF-8: NAME = "a text", '
                "or NAME = a number; found a line with invalid syntax"
            ],
        ),
        (
            "disclosure.json",
            '{"threshold": true, "units": "subscription", "one_operator": ["x"]}',
            [
                "disclosure.json, entry threshold: expected a whole number of 1 or more; found True",
                "disclosure.json, entry units: expected a list; found 'subscription'",
                "disclosure.json, entry one_operator.1: "
                "expected an id of indicators.csv; found 'x'",
            ],
        ),
        (
            "disclosure.json",
            '{"threshold": 5,\n"units": [}',
            ["disclosure.json, line 2: expected JSON in UTF-8; found a line with invalid syntax"],
        ),
        (
            "releases.json",
            '{"final": [2009]}',
            [
                "releases.json, entry final: "
                "expected entries, each with a name: NAME: ...; found a list"
            ],
        ),
        (
            "article.json",
            '{"source": "x", "sha256": "y"}',
            [
                "article.json, entry quotations: "
                "expected entries, each with a name: NAME: ...; found none"
            ],
        ),
        (
            "sources.json",
            '{"sources": {}, "sources": {}, "files": {}}',
            ["sources.json: expected JSON in UTF-8; found 'sources' twice"],
        ),
        ("hooks.yml", "", ["hooks.yml: expected the entries success, failure, server; found none"]),
    ],
)
def test_every_fault_of_a_file_at_once(name, text, faults, office):
    if text is not None:
        (office / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InputError) as raised:
        read(name)
    assert [str(fault) for fault in raised.value.faults] == faults


def test_a_source_that_lacks_an_entry_or_has_one_too_many(office):
    (office / "sources.json").write_text('{"sources": {"x": {"licence": "y"}}, "files": {}}')
    with pytest.raises(InputError) as raised:
        read("sources.json")
    entries = [fault.column for fault in raised.value.faults]
    assert entries[:2] == ["sources.x.licence", "sources.x.title_vi"]
    assert "sources.x.redistributable" not in entries


def test_values_of_yaml_stay_as_typed(office):
    """011 is no number of base eight, no is no truth value, and a merged grid is a grid."""
    (office / "sites.yml").write_text(
        "a:\n  reports:\n    - {report: changes, grid: &g {district: [080, 011], language: no}}\n"
        "    - {report: changes, grid: {<<: *g, year: 2008}, to: pdf}\n",
        encoding="utf-8",
    )
    *_, last = jobs = jobs_of([])
    assert [dict(job.given)["district"] for job in jobs] == ["080", "011"] * 2
    assert dict(last.given) == {"district": "011", "language": "no", "year": "2008"}
    assert last.formats == {"pdf"}


def test_a_rule_that_does_not_exist(office):
    (office / "reports.yml").write_text(RULES.replace("year: year", "year: yaer"), encoding="utf-8")
    rules = load_rules()["changes"]["choices"]
    with pytest.raises(InputError, match=r"reports.yml, entry choices.year: .*found 'yaer'"):
        check_parameters({}, defaults={"year": 2008}, choices=rules)
    (office / "reports.yml").write_text(RULES.replace("02-", "12-"), encoding="utf-8")
    with pytest.raises(ReportError, match=r"12-annual-review\.ipynb: .*found no such file"):
        find_report("changes")


@pytest.mark.slow
def test_a_command_ends_in_lines_and_no_traceback(office):
    """And what was published before stays."""
    (office / "reports.yml").write_text("a: 1", encoding="utf-8")
    for arguments in (["batch"], ["report", "a"]):
        command = [sys.executable, "-m", "laocai_analysis", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, cwd=office)
        assert done.returncode in (1, 2), arguments
        assert "reports.yml, entry a: expected the entries notebook" in done.stderr
        assert "Traceback" not in done.stderr
