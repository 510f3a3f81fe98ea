"""The check of a return as a district is sent it, as a page and in the terminal."""

import json
import re
import shutil
import socket
from dataclasses import astuple

import pandas as pd
import pytest
from made_round import BAC_HA, BAC_HA_ONE, BAO_THANG, SA_PA, SA_PA_AGAIN
from test_report import figures, foreign, page, words
from typer.testing import CliRunner

from laocai_analysis import paths
from laocai_analysis.checks import assess, log_of
from laocai_analysis.cli import app
from laocai_analysis.errors import ParameterError
from laocai_analysis.evidence import load_evidence
from laocai_analysis.metrics import Answers
from laocai_analysis.page.page import Page
from laocai_analysis.page.rows_of import RowsOf
from laocai_analysis.places.boundaries import load_boundaries
from laocai_analysis.places.units import load_units
from laocai_analysis.places.weights import load_weights
from laocai_analysis.reports.run import run_report
from laocai_analysis.returns import find_return, values
from laocai_analysis.returns.importing import import_returns
from laocai_analysis.returns.store.files import FileStore
from laocai_analysis.sections import where_next
from laocai_analysis.sections.commune_figures.measured import measure
from laocai_analysis.sections.commune_figures.numbers_shown import Subject
from laocai_analysis.sections.where import Place
from laocai_analysis.sections.where_next import Case
from laocai_analysis.sources import load_sources

run = CliRunner().invoke
#: What the made files are called, what stands in their cells, and where.
OF_THE_FILES = frozenset(
    {
        "bao-thang.csv",
        "bac-ha.csv",
        "bac-ha-lung-cai.csv",
        "sa-pa.csv",
        "sa-pa-sua.csv",
        "khoảng 20 trạm",
        "đôi khi",
        "2009.csv",
        "laocai_analysis",
        "indicators.csv",
        *(f"{column}{row}" for column in "BCDEFGHI" for row in range(2, 30)),
    }
)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A copy of the data with the made round of 2009."""
    folder = tmp_path_factory.mktemp("round") / "data"
    shutil.copytree(paths.data(), folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAOCAI_DATA", str(folder))
        store = FileStore(folder / "returns")
        import_returns([BAO_THANG, SA_PA], year=2009, store=store)
        import_returns([BAC_HA, BAC_HA_ONE], year=2009, store=store)
        import_returns([SA_PA_AGAIN], year=2009, store=store, replaces=["sa-pa.csv"])
    return folder


@pytest.fixture
def made(data, monkeypatch):
    """The data with the made round, in use."""
    monkeypatch.setenv("LAOCAI_DATA", str(data))
    return data


@pytest.fixture(scope="module")
def pages(data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    given = {"year": "2009", "returns": "round", "returns_before": "2008-illustrative"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAOCAI_DATA", str(data))
        return {
            code: run_report("return-check", {**given, "language": code}, folder=folder)
            for code in ("vi", "en")
        }


def cells(published, row: str) -> list[str]:
    """The cells of the first row of a table with this heading."""
    found = re.search(rf'<th scope="row"[^>]*>{re.escape(row)}</th>(.*?)</tr>', page(published))
    return re.findall(r"<td[^>]*>(.*?)</td>", found[1])


@pytest.mark.slow
def test_the_page_states_what_was_counted_by_hand(pages):
    """3 errors, 10 warnings, 2 notes; 1,128 cells: 333 known, 2 blank, 790 not reported, 3 in doubt
    (test_status).
    """
    vi, en = words(pages["vi"]), words(pages["en"])
    assert "3 nội dung phải sửa, 10 nội dung cần xác nhận, 2 lưu ý" in vi
    assert "To correct: 3; to confirm: 10; notes: 2" in en
    assert (
        "Of 1,128 cells asked for, 333 cells are known, 2 cells were left blank, 790 cells are not reported"
        in en
    )
    assert "3 ô chờ quyết định" in vi
    assert "Send the return, where a district has sent none: 6" in en
    assert cells(pages["en"], "Xã Bản Phiệt, Huyện Bảo Thắng") == [
        "Mobile base stations",
        "What does this cell say?",
        "khoảng 20 trạm",
        "20; unknown",
        "bao-thang.csv, E5",
    ]
    assert cells(pages["en"], "Xã Bản Hồ")[:3] == [
        "Telephone subscriptions, fixed and mobile",
        "400",
        "950",
    ]
    assert cells(pages["vi"], "Huyện Bảo Thắng")[2:] == [
        "13/15",
        "102",
        "84",
        "2",
        "14",
        "2",
        "2",
        "0",
    ]


@pytest.mark.slow
def test_the_quality_of_an_indicator_knows_what_the_round_knows(made):
    """By hand: "đôi khi" waits for a decision, Sa Pa corrected one answer, and 45 new subscriptions
    are more than the 30 at the end of the year.
    """
    table = find_return("", year=2009)

    def log(indicator):
        return [sorted(part) for part in astuple(log_of(table, indicator=indicator, year=2009))]

    assert log("same_day_newspaper") == [["02914"], ["03040"], []]
    assert log("internet_subscriptions_new") == [[], [], ["02917"]]
    found = assess(
        table,
        indicator="same_day_newspaper",
        year=2009,
        units=load_units(2009),
        log=log_of(table, indicator="same_day_newspaper", year=2009),
    )
    # 13 units of Bảo Thắng but for one, 18 of Sa Pa, 21 of Bắc Hà
    assert (found.answered, found.in_doubt, found.corrected, found.flagged) == (51, 1, 1, 0)


@pytest.mark.slow
def test_other_reports_know_what_the_round_knows(made):
    """By hand: "khoảng 20 trạm" of Bản Phiệt (02911) and the 3 or 5 of Lùng Cải (02842), on which
    two files disagree, wait for a decision; they are no blanks. So does "đôi khi" of a newspaper.
    """
    table, communes = find_return("", year=2009), load_boundaries(date=2009)
    case = Case(
        values=values(table, indicator="same_day_newspaper", year=2009),
        communes=communes,
        weights=load_weights(date=2009),
        distances=pd.DataFrame(),
        existing=pd.Series(dtype=float),
        only=communes.index,
        within=5,
        k=1,
        budget=0,
        rows=RowsOf.table(table, indicator="same_day_newspaper", basis="observed"),
        date="2009-12-31",
    )
    found = where_next.Subject(Page("vi"), table, case, Answers(None, None), 2009).assessed
    assert (found.in_doubt, found.corrected) == (1, 1)
    place = Place(Page("vi"), communes, communes, 2009)
    every = measure(table, indicator="base_stations", year=2009, per="", communes=communes)
    found = Subject(place, table, every, load_evidence(), "base_stations").assessed
    assert log_of(table, indicator="base_stations", year=2009).waiting == {"02842", "02911"}
    assert (found.in_doubt, found.corrected) == (2, 0)


@pytest.mark.slow
def test_figures_are_the_same_in_both_languages_and_have_sources(pages, made):
    vi, en = figures(pages["vi"]), figures(pages["en"])
    assert vi == en
    assert set(re.findall(r'data-figure="([^"]+)"', page(pages["vi"]))) == set(vi)
    known = load_sources()
    assert all(figure["sources"] and set(figure["sources"]) <= set(known) for figure in vi.values())
    parts = [vi[f"cells.{name}"]["value"] for name in ("known", "unknown", "missing", "doubt")]
    assert sum(parts) == vi["cells.asked"]["value"] == 1128


@pytest.mark.slow
@pytest.mark.parametrize("code", ["vi", "en"])
def test_no_word_of_another_language_on_the_page(pages, code, made):
    assert foreign(page(pages[code]), code, also=OF_THE_FILES, at_least=200) == {}


@pytest.mark.slow
@pytest.mark.parametrize("code", ["vi", "en"])
def test_the_page_of_one_district_speaks_of_no_other(made, code, tmp_path):
    given = {"year": "2009", "returns": "round", "district": "Bảo Thắng", "language": code}
    published = run_report("return-check", given, folder=tmp_path)
    text = words(published)
    assert foreign(page(published), code, also=OF_THE_FILES, at_least=80) == {}
    assert not re.search("Bắc Hà|Sa Pa|bac-ha|sa-pa", text)
    stated = figures(published)
    assert [stated[f"findings.{name}"]["value"] for name in ("error", "warning", "note")] == [
        2,
        3,
        2,
    ]
    assert [stated[f"cells.{name}"]["value"] for name in ("asked", "known")] == [102, 84]


@pytest.mark.slow
@pytest.mark.parametrize("code", ["vi", "en"])
def test_the_page_of_a_table_without_steps_says_so(code, standard):
    published = standard("return-check", code)
    said = {"vi": "Biểu này không lập bằng lệnh nhập", "en": "No import made this table"}[code]
    assert said in words(published)
    assert 'class="banner illustrative"' in page(published)
    assert foreign(page(published), code, also=OF_THE_FILES, at_least=80) == {}
    assert figures(published)["findings.error"]["value"] == 0


@pytest.mark.slow
def test_the_page_of_a_round_that_nobody_has_answered(tmp_path):
    published = run_report(
        "return-check", {"year": "2009", "returns": "round", "language": "en"}, folder=tmp_path
    )
    text = words(published)
    assert "merged from 0 files" in text
    assert "To correct: 0; to confirm: 9; notes: 0" in text
    assert 'class="banner' not in page(published)
    assert figures(published)["cells.missing"]["value"] == 1128


def test_what_the_parameters_refuse(made):
    for given, said in (
        ({"returns": "nix"}, "valid: round, 2008-illustrative, 2009"),
        (
            {"returns": "2008-illustrative", "year": "2009"},
            r"valid: 2008 \(2008-illustrative.csv\)",
        ),
        (
            {"year": "2009", "returns": "round", "returns_before": "2009"},
            "a return of a year before 2009",
        ),
        ({"district": "Hà Nội"}, "Huyện Bảo Thắng"),
    ):
        with pytest.raises(ParameterError, match=said):
            run_report("return-check", given)


def test_check_prints_every_finding_and_ends_with_1_where_there_is_an_error(made):
    result = run(app, ["returns", "check", "--year", "2009"])
    assert result.exit_code == 1
    assert "bao-thang.csv, H7; G7" in result.output
    assert "3 phải sửa, 10 cần xác nhận, 2 lưu ý" in result.output
    one = run(
        app, ["returns", "check", "--year", "2009", "--district", "Sa Pa", "--language", "en"]
    )
    assert (one.exit_code, one.output.strip()) == (0, "0 errors, 0 warnings, 0 notes")
    table = run(
        app, ["returns", "check", "2008-illustrative", "--year", "2008", "--language", "en"]
    )
    assert (table.exit_code, table.output.splitlines()[-1]) == (0, "0 errors, 5 warnings, 0 notes")


def test_check_against_an_earlier_return(made):
    """Illustrative rows are not held against what a district answers."""
    result = run(
        app,
        [
            "returns",
            "check",
            "--year",
            "2009",
            "--against",
            "2008-illustrative",
            "--language",
            "en",
        ],
    )
    assert "3 errors, 10 warnings, 2 notes" in result.output


def test_status_prints_the_table_and_the_corrections(made):
    result = run(app, ["returns", "status", "--year", "2009", "--language", "en"])
    assert result.exit_code == 0
    lines = result.output.splitlines()
    numbers = [line.split()[-7:] for line in lines if line.startswith("Huyện Bảo Thắng")]
    assert numbers == [["102", "84", "2", "14", "2", "2", "0"]]
    (fixed,) = [line for line in lines if line.startswith("Xã Bản Hồ")]
    assert re.search(r"400 +950 .*\(step 3\) +sa-pa-sua\.csv, F17$", fixed.strip())


def test_a_wrong_option_is_one_line(made):
    for command, said in (
        (["status", "--year", "2009", "--language", "fr"], "valid: vi, en"),
        (["status", "--year", "1999"], "from 2008-11-21 to the end of this year; found 1999"),
        (["check", "--year", "1999"], "valid: 2008, 2009"),
        (["check", "nix", "--year", "2009"], "valid: round, 2008-illustrative, 2009"),
        (["check", "--year", "2009", "--store", "mysql://x"], "expected postgresql://"),
    ):
        result = run(app, ["returns", *command])
        assert result.exit_code == 1
        assert said in result.output
        assert "Traceback" not in result.output


def test_a_store_that_does_not_answer_is_refused_and_not_remembered(made, monkeypatch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"postgresql://127.0.0.1:{free.getsockname()[1]}/laocai"
    assert run(app, ["returns", "check", "--year", "2009", "--store", address]).exit_code != 0
    assert run(app, ["returns", "check", "--year", "2009", "--district", "Sa Pa"]).exit_code == 0


@pytest.mark.slow
def test_check_runs_the_page_and_prints_where_it_is(made, tmp_path):
    result = run(
        app,
        [
            "returns",
            "check",
            "--year",
            "2009",
            "--district",
            "Sa Pa",
            "--html",
            "-o",
            str(tmp_path),
        ],
    )
    assert result.exit_code == 0
    (published,) = (tmp_path / "return-check").glob("*.html")
    assert result.output.splitlines()[-1] == str(published)
    summary = json.loads(published.with_suffix(".json").read_text(encoding="utf-8"))
    assert summary["parameters"]["district"] == "Huyện Sa Pa"
    assert "Không có nội dung nào phải xác minh" in published.read_text(encoding="utf-8")
