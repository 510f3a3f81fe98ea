"""A project for any province, and any date: what is asked for is found, or refused in one line."""

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from laocai_analysis import paths
from laocai_analysis.cli import app
from laocai_analysis.cli.trace import trace
from laocai_analysis.errors import InputError
from laocai_analysis.places import boundaries, province
from laocai_analysis.places.groups import find_group, load_groups, within
from laocai_analysis.places.registry import COUNTRY
from laocai_analysis.places.units import load_units
from laocai_analysis.reports.run import run_report
from laocai_analysis.reports.sites import load_sites
from laocai_analysis.returns import find_return, values

EIGHT = {"02671", "02683", "02746", "02908", "02923", "03006", "03013", "03037"}


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project for Cần Thơ in 2025; the working folder is below it."""
    made = run("init", tmp_path / "ct", "--province", "Cần Thơ", "--year", "2025")
    assert made.exit_code == 0, made.output
    below = tmp_path / "ct" / "data"
    monkeypatch.chdir(below)
    return tmp_path / "ct"


def test_the_units_of_a_date_and_a_province():
    assert [len(load_units(date)) for date in (2008, "2020-03-01", 2025)] == [164, 152, 99]
    assert len(load_units(2019, province="Yên Bái")) == 180
    assert province.find(date=2008).code == "10"
    assert province.find(date=2025).code == "15"
    assert province.years("Yên Bái") == list(range(2008, 2025))


def test_settings_are_found_upward(project):
    assert paths.project() == project
    assert province.settings() == province.Settings("Cần Thơ", 2025, "former_district")
    assert len(load_units(2025)) == 103
    assert paths.data_file("headers.csv").parent == paths.home() / "data"
    assert paths.data_file("indicators.csv").parent == project / "data"


@pytest.mark.slow
def test_a_project_draws_its_province_at_once(project):
    result = run("report", "commune-coverage")
    assert result.exit_code == 0, result.output
    page = Path(result.stdout.strip())
    assert page.is_relative_to(project / "reports")
    told = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    (now,) = [figure for figure in told["figures"] if figure["id"] == "coverage"]
    xa = load_units(2025)["type"].eq("xã").sum()
    assert (now["numerator"], now["denominator"], now["unknown"]) == (0, xa, xa)
    assert "thành phố Cần Thơ" in page.read_text(encoding="utf-8")


def test_a_folder_with_files_is_left_alone(tmp_path):
    (tmp_path / "mine").write_text("x")
    result = run("init", tmp_path, "--province", "Cần Thơ", "--year", "2025")
    assert result.exit_code == 1
    assert "expected a folder that does not exist yet, or an empty one" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            ["province=Yên Bái", "year=2025"],
            "expected Lào Cai, of which it is part since 2025-07-01",
        ),
        (["province=Tiền Giang", "year=2012"], "the lists before 2015 miss 28 of its communes"),
        (["province=Sài Gòn", "year=2024"], "expected one of the provinces of that date: An Giang"),
        (["year=1999"], "valid: 2008, 2009"),
        (["year=2025", "returns=2008-illustrative"], "returns convert 2008-illustrative --to 2025"),
        (["year=2025", "groups=x"], "expected one of former_district, former_province, none"),
        (["year=2008", "groups=former_district"], "expected one of none"),
        (["year=2025", "district=Sài Gòn"], "valid: Thành phố Lào Cai, Huyện Bát Xát"),
    ],
)
def test_bad_input_is_one_line_with_what_is_valid(given, said, tmp_path):
    options = [part for text in given for part in ("-p", text)]
    result = run("report", "commune-coverage", "-o", tmp_path / "out", *options)
    assert result.exit_code == 1
    assert said in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_groups_without_districts(tmp_path):
    held = load_groups(2025, by="former_province")
    assert held.each.value_counts().to_dict() == {"Tỉnh Yên Bái": 51, "Tỉnh Lào Cai": 48}
    former = load_groups(2025)
    assert len(former.names) == 18
    assert former.of["02923"] == "086"  # Gia Phú took of Bảo Thắng most, of the city a part
    shared = former.shared.set_index("code")
    assert shared.at["02923", "others"] == "Thành phố Lào Cai"
    twins = load_groups(2025, province="Cần Thơ").names
    assert {"Huyện Châu Thành, Hậu Giang", "Huyện Châu Thành, Sóc Trăng"} <= set(twins)
    assert find_group("h. sa pa", load_groups(2008)) == "088"
    assert (load_groups(2025, by="none").of == "").all()
    rows = pd.DataFrame({"code": load_units(2025).index, "group": "Đợt 1"})
    rows.to_csv(tmp_path / "own.csv", index=False)
    assert load_groups(2025, by=str(tmp_path / "own.csv")).names.tolist() == ["Đợt 1"]
    rows.iloc[1:].to_csv(tmp_path / "short.csv", index=False)
    with pytest.raises(InputError, match=r"a row for every commune-level unit; found none for 1"):
        load_groups(2025, by=str(tmp_path / "short.csv"))


def test_boundaries_of_2025_mark_what_is_no_union_of_whole_units():
    communes = boundaries.load_boundaries(date=2025)
    assert len(communes) == 99
    assert not communes.geometry.is_empty.any()
    assert set(communes.index[communes["approximate"]]) == EIGHT


def test_a_return_without_a_file_is_unknown_everywhere():
    table = find_return("", year=2024, province="Hà Giang")
    each = values(table, indicator="commune_lan", year=2024, province="Hà Giang")
    assert each.value_counts().to_dict() == {"unknown": len(load_units(2024, province="Hà Giang"))}


@pytest.mark.slow
def test_126_of_144_in_a_report_of_the_99(tmp_path, monkeypatch):
    """The return of 2008, as if it had been observed, carried to 2025: by the list of units all 45
    xã of the former Lào Cai have an old xã with a post office, and 44 xã of Yên Bái have no row.
    """
    monkeypatch.chdir(tmp_path)
    rows = pd.read_csv(paths.data() / "returns" / "2008-illustrative.csv", dtype=str)
    rows.assign(basis="observed").to_csv("2008.csv", index=False)
    result = run("returns", "convert", "2008.csv", "--to", "2025", "--yes-no", "any")
    assert "Xã Gia Phú (02923) is left open, as it took a part of a former unit by 896" in (
        result.output
    )
    given = {"year": "2025", "returns": "2008-to-2025.csv", "language": "en"}
    files = run_report("commune-coverage", given, folder=tmp_path / "out")
    stated = json.loads(files[".json"].read_text(encoding="utf-8"))["figures"]
    told = {figure["id"]: figure for figure in stated}
    now = told["coverage"]
    assert (now["numerator"], now["denominator"], now["unknown"]) == (45, 89, 44)
    assert told["carried.split"]["value"] == 8
    page = files[".html"].read_text(encoding="utf-8")
    assert "Carried over from the units of 2008" in page
    for clause in ("1673/NQ-UBTVQH15 (69)", "767/NQ-UBTVQH14"):
        assert clause in page
    lines = list(trace("coverage", report=files[".json"], all_rows=True))
    assert "    2008-to-2025.csv: cultural_post_office: yes (45), not applicable (3)" in lines
    (at,) = (n for n, line in enumerate(lines) if ": 02647 Phường Lào Cai" in line)
    former = "02635; 02638; 02641; 02644; 02647; 02665; 02911"
    assert lines[at].endswith(f": not applicable (estimated) ← 2008.csv, 2008: {former}")
    assert lines[at + 1].strip() == "1 March 2020: 02638 → 02641: 896/NQ-UBTVQH14 [gso-changes]"
    assert lines[at + 8].strip() == "1 July 2025: 02911 → 02647: 1673/NQ-UBTVQH15 (90) [nq-25]"
    assert not any("it has changed" in line for line in lines)
    own = Path("2008-to-2025.csv")
    own.write_text(own.read_text(encoding="utf-8").replace(",yes,", ",no,", 1), encoding="utf-8")
    (group,) = (key for key in told if key.endswith("huyen-bat-xat"))
    lines = [line.strip() for line in trace(group, report=files[".json"])]
    assert any(line.startswith("it has changed since the report; SHA") for line in lines)
    assert "2008-to-2025.csv: cultural_post_office: Huyện Bát Xát: yes (7)" in lines


@pytest.mark.slow
def test_a_form_without_districts_is_written(tmp_path):
    for groups, files in (("", 18), ("none", 1), ("former_province", 2)):
        folder = tmp_path / f"g{groups}"
        result = run("template", "--year", "2025", "--groups", groups, "-o", folder)
        assert result.exit_code == 0, result.output
        assert len(list(folder.iterdir())) == len(result.stdout.splitlines()) == files


def test_a_refused_import_leaves_no_folder(project):
    (project / "broken.xlsx").write_bytes(b"PK\x03\x04x")
    for year in ("1999", "2026"):
        result = run("returns", "import", project / "broken.xlsx", "--year", year)
        assert result.exit_code == 1
        assert list((project / "data" / "returns").iterdir()) == []


def test_the_batch_of_provinces_names_each_of_them():
    for site, jobs in load_sites(paths.notebooks() / "provinces.yml").items():
        year = int(site.removeprefix("provinces-"))
        names = load_units(year, province=COUNTRY, level="province")["name"]
        written = [dict(job.given)["province"] for job in jobs]
        assert [province.find(name, date=year).code for name in written] == list(names.index)


@pytest.mark.slow
def test_all_provinces_in_one_report(tmp_path):
    """Three xã of two provinces answer; all others are unknown, and drawn all the same."""
    units = load_units(2025, province=COUNTRY)
    assert len(units) == 3321
    codes = [*units.index[(units["province"] == "01") & (units["type"] == "xã")][:2]]
    codes += [*units.index[(units["province"] == "92") & (units["type"] == "xã")][:1]]
    rows = pd.DataFrame(
        {
            "year": "2025",
            "code": codes,
            "name": units.loc[codes, "name"].to_numpy(),
            "indicator": "cultural_post_office",
            "value": ["yes", "no", "yes"],
            "basis": "observed",
            "source": "test",
        }
    )
    rows.to_csv(tmp_path / "country.csv", index=False)
    given = {"returns": str(tmp_path / "country.csv"), "language": "en"}
    files = run_report("country-coverage", given, folder=tmp_path / "out")
    told = json.loads(files[".json"].read_text(encoding="utf-8"))
    figures = {figure["id"]: figure for figure in told["figures"]}
    xa = int(units["type"].eq("xã").sum())
    now = figures["coverage"]
    assert (now["numerator"], now["denominator"], now["unknown"]) == (2, xa, xa - 3)
    assert figures["provinces.reported"]["value"] == 2
    assert figures["coverage.province.thanh-pho-can-tho"]["numerator"] == 1
    assert sum(id.startswith("coverage.province.") for id in figures) == 34
    rows.assign(code=[*codes[:2], "99999"]).to_csv(tmp_path / "country.csv", index=False)
    refused = run("report", "country-coverage", "-p", f"returns={tmp_path / 'country.csv'}")
    assert refused.exit_code == 1
    assert "99999" in refused.stderr


def test_a_group_that_there_is_not_is_refused_with_those_that_there_are():
    """In a notebook, whose parameters nobody has checked."""
    communes = pd.DataFrame({"district": ["Huyện Sa Pa", "Huyện Bắc Hà"]}, index=["a", "b"])
    assert within(communes, "Huyện Sa Pa").index.tolist() == ["a"]
    with pytest.raises(InputError) as raised:
        within(communes, "Sa Pa")
    assert str(raised.value) == (
        "district: expected one of Huyện Bắc Hà, Huyện Sa Pa; found 'Sa Pa'"
    )
