"""The command: what it refuses in one line, and that it then changes nothing."""

import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import pytest
from typer.testing import CliRunner

from laocai_analysis import paths
from laocai_analysis.cli import app

run = CliRunner().invoke


def state(*folders: Path) -> dict[str, tuple[int, int]]:
    files = [
        path
        for folder in folders
        if folder.exists()
        for path in folder.rglob("*")
        if path.is_file()
    ]
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_size) for path in files}


DISTRICTS = (
    "Thành phố Lào Cai, Huyện Bát Xát, Huyện Mường Khương, Huyện Si Ma Cai, Huyện Bắc Hà, Huyện Bảo Thắng, "
    "Huyện Bảo Yên, Huyện Sa Pa, Huyện Văn Bàn"
)


@pytest.mark.parametrize(
    ("parameter", "said"),
    [
        ("indicatr=x", "unknown parameter 'indicatr' (did you mean: indicator?)"),
        (
            "indicatr=x",
            "valid: indicator, year, province, returns, boundaries, groups, district, language",
        ),
        ("indicator=x", "valid: cultural_post_office, same_day_newspaper"),
        ("year=1999", "valid: 2008, 2009"),
        ("province=Bắc Kỳ", "expected one of the provinces of that date: Lào Cai, Yên Bái"),
        ("district=Hà Nội", f"valid: {DISTRICTS}"),
        ("language=fr", "valid: vi, en"),
        ("returns=nix", "valid: 2008-illustrative"),
        ("boundaries=nix", "valid: laocai-communes-2008"),
        ("broken", "expected NAME=VALUE"),
    ],
)
def test_a_wrong_parameter_is_one_line_with_the_valid_choices(parameter, said, tmp_path):
    before = state(paths.data(), paths.geo(), paths.reports(), tmp_path)
    result = run(app, ["report", "commune-coverage", "-p", parameter, "-o", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert said in result.stderr
    assert result.stderr.startswith("laocai: ")
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stdout == ""
    assert state(paths.data(), paths.geo(), paths.reports(), tmp_path) == before


def test_all_wrong_parameters_at_once():
    result = run(
        app, ["report", "commune-coverage", "-p", "year=1999", "-p", "language=fr", "-p", "x=1"]
    )
    assert result.exit_code == 1
    assert len(result.stderr.strip().splitlines()) == 3


def test_an_unknown_report_lists_the_reports():
    result = run(app, ["report", "nothing"])
    assert result.exit_code == 1
    assert "commune-coverage, annual-review" in result.stderr


def test_a_broken_return_is_refused_with_its_rows(tmp_path):
    table = tmp_path / "mine.csv"
    table.write_text(
        "year,code,name,indicator,value,basis,source\n2008,02716,Xã Bản Qua,cultural_post_office,maybe,observed,mine\n",
        encoding="utf-8",
    )
    result = run(
        app, ["report", "commune-coverage", "-p", f"returns={table}", "-o", str(tmp_path / "out")]
    )
    assert result.exit_code == 1
    assert (
        "mine.csv, row 2, column value: expected one of yes, no, unknown, na, or a whole number; found 'maybe'"
        in result.stderr
    )
    assert not (tmp_path / "out").exists()


def test_boundaries_without_a_commune_are_refused_with_its_name(communes, tmp_path, monkeypatch):
    monkeypatch.setenv("LAOCAI_CACHE", str(tmp_path / "cache"))
    file = tmp_path / "mine.geojson"
    table = communes[communes["name"] != "Xã Y Tý"]
    assert len(table) == 163
    gpd.GeoDataFrame(
        {"ten": table["name"], "huyen": table["district"]}, geometry=table.geometry
    ).to_file(file)
    assert run(app, ["boundaries", "build"]).exit_code == 0  # what an import is compared with
    before = state(paths.geo(), tmp_path)
    result = run(app, ["boundaries", "import", str(file), "--name", "ten", "--district", "huyen"])
    assert result.exit_code == 1
    fault, consequence = result.stderr.strip().splitlines()
    assert fault == "laocai: mine.geojson: expected Xã Y Tý (02701); found no polygon of it"
    assert consequence == "nothing was changed"
    assert state(paths.geo(), tmp_path) == before


@pytest.mark.slow
@pytest.mark.parametrize(
    "given", [["-p", "year=1999"], ["-p", "district=Hà Nội"], ["-p", "indicatr=x"]]
)
def test_the_real_command_says_it_without_a_traceback(given, tmp_path):
    command = [sys.executable, "-m", "laocai_analysis", "report", "commune-coverage", *given]
    done = subprocess.run(command, capture_output=True, cwd=tmp_path)
    assert done.returncode == 1
    (line,) = done.stderr.decode("utf-8").splitlines()
    assert line.startswith("laocai: ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("year", ["", "abc", "2008.0"])
def test_a_year_that_is_no_number_is_one_line(year, tmp_path):
    result = run(
        app, ["report", "commune-coverage", "-p", f"year={year}", "-o", str(tmp_path / "out")]
    )
    assert result.exit_code == 1
    assert "valid: 2008" in result.stderr


def test_a_folder_in_place_of_a_return_is_one_line(tmp_path):
    (tmp_path / "folder.csv").mkdir()
    given = ["-p", f"returns={tmp_path / 'folder.csv'}", "-o", str(tmp_path / "out")]
    result = run(app, ["report", "commune-coverage", *given])
    assert result.exit_code == 1
    assert "folder.csv" in result.stderr


def test_list():
    result = run(app, ["list"])
    assert result.exit_code == 0
    for said in (
        "commune-coverage",
        "annual-review",
        "same_day_newspaper",
        "2008-illustrative",
        *DISTRICTS.split(", "),
    ):
        assert said in result.stdout


def test_help_imports_neither_pandas_nor_geopandas():
    code = (
        "import sys; from typer.testing import CliRunner; from laocai_analysis.cli import app; "
        "help = CliRunner().invoke(app, ['--help']); assert 'boundaries' in help.output; "
        "print(sorted({'pandas', 'geopandas', 'matplotlib', 'papermill', 'nbformat'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_folder_that_cannot_be_written_is_one_line_before_anything_runs(tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    result = run(app, ["report", "commune-coverage", "-o", str(tmp_path / "file")])
    assert result.exit_code == 1
    assert len(result.stderr.strip().splitlines()) == 1
    assert "file" in result.stderr


@pytest.mark.parametrize("content", ["not json", "[]", "{}"])
def test_trace_in_what_is_no_report_is_one_line(content, tmp_path):
    (tmp_path / "x.json").write_text(content, encoding="utf-8")
    result = run(app, ["trace", "F03", "--report", str(tmp_path / "x.json")])
    assert result.exit_code == 1
    assert "expected a report's .json" in result.stderr


def test_an_article_that_is_not_there_is_one_line():
    result = run(app, ["evidence", "--article", "nowhere.txt"])
    assert result.exit_code == 1
    assert "nowhere.txt" in result.stderr


def test_a_reader_that_stops_early_sees_no_error():
    command = f"{sys.executable} -m laocai_analysis evidence | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("general.csv: 2")
    assert done.stderr == ""
