"""The checks of the evidence: what follows from it, where it contradicts itself, what a broken row
says.
"""

import csv
import json
import re
import shutil

import pandas as pd
import pytest
from typer.testing import CliRunner

from laocai_analysis import paths, returns
from laocai_analysis.checks import published
from laocai_analysis.cli import app
from laocai_analysis.errors import InputError
from laocai_analysis.evidence import load_evidence, load_items

EVIDENCE = load_evidence()


def recomputed(check: str) -> pd.DataFrame:
    table = published.recompute(EVIDENCE)
    return table[table["check"] == check]


def test_radius_of_each_source():
    """sqrt(6384 / (pi * 278)) = 2.7036 and sqrt(6384 / (pi * 245)) = 2.8800: only the first rounds
    to 2.7.
    """
    rows = recomputed("radius")
    assert rows["computed"].round(4).tolist() == [2.7036, 2.8800]
    assert rows["agrees"].tolist() == [True, False]
    assert rows["figures"].tolist() == [("F06", "F02", "R01"), ("G09", "G05", "R01")]


def test_revenue_is_the_sum_of_its_parts():
    """7.3 + 240.7 = 248.0 billion."""
    (row,) = recomputed("revenue").to_dict("records")
    assert (row["published"], row["computed"], row["agrees"]) == (248.0, 248.0, True)


def test_new_subscriptions():
    """7,000 + 6,000 = 13,000, not 15,000; 12,700 of 14,000 are 90.7 %."""
    (parts,) = recomputed("new_by_kind").to_dict("records")
    assert (parts["computed"], parts["difference"], parts["agrees"]) == (13000, -2000, False)
    (share,) = recomputed("new_share").to_dict("records")
    assert share["computed"] == pytest.approx(90.714, abs=5e-4)
    assert share["agrees"] is None
    assert (parts["low"], parts["high"]) == (11700, 13000)  # nearly: a tenth below
    assert share["low"] == pytest.approx(100 * 11430 / 14000)
    assert share["high"] == pytest.approx(100 * 12700 / 12600)


def test_the_two_populations():
    """2,143 * 278 = 595,754; 273,000 / 0.4825 = 565,803."""
    assert recomputed("population_by_points")["computed"].tolist() == [595754]
    assert recomputed("population_by_density")["computed"].round().tolist() == [565803]
    (density,) = recomputed("population_by_density").to_dict("records")
    assert (round(density["low"]), density["high"]) == (565803, float("inf"))  # more than 273,000


def test_a_part_greater_than_its_whole():
    """Nearly 15,000 new subscriptions (second article) against nearly 14,000 in all (first)."""
    rows = published.greater_than_whole(EVIDENCE)
    assert rows[["part", "whole", "part_value", "whole_value"]].to_numpy().tolist() == [
        ["G13", "F11", 15000, 14000]
    ]
    assert rows[["flow", "apart"]].to_numpy().tolist() == [[True, False]]  # 13,500 is below 14,000


def test_parts_by_definition_contradict_only_where_ranges_do_not_overlap():
    """Nearly 7,000 ADSL (6,300 up) among nearly 6,500 new ones or among 6,299."""
    for number, low, high, apart in ((6500, 5850, 6500, False), (6299, 6299, 6299, True)):
        changed = EVIDENCE.copy()
        changed.loc["G13", ["number", "low", "high"]] = [number, low, high]
        rows = published.greater_than_whole(changed).set_index("part")
        assert rows.loc["G14", ["whole", "flow", "apart"]].tolist() == ["G13", False, apart]


def test_totals_against_a_return_with_gaps():
    """Of 126 published post offices 3 rows are missing from the table: the gap is 3 and lies in
    those 3 units.
    """
    table = returns.load_return("2008-illustrative")
    yes = table[(table["indicator"] == "cultural_post_office") & (table["value"] == "yes")]
    missing = yes.iloc[:3]
    result = published.against_return(EVIDENCE, table.drop(missing.index), year=2008)
    assert result.loc["F03", ["published", "counted", "unknown", "gap"]].tolist() == [
        126,
        123,
        3,
        3,
    ]
    assert set(result.at["F03", "where"]) == set(missing["code"])
    assert result.at["F04", "gap"] == 0


def test_a_return_of_another_area_is_not_compared_with_the_province():
    table = returns.load_return("2008-illustrative").copy()
    table.loc[table.index[0], "code"] = "04264"  # of Yên Bái
    assert published.against_return(EVIDENCE, table, year=2008).empty
    elsewhere = EVIDENCE.assign(area="15")
    assert published.against_return(
        elsewhere, returns.load_return("2008-illustrative"), year=2008
    ).empty


def test_nearly_can_agree_with_what_its_parts_give():
    """Nearly 7,000 and nearly 6,000 are 11,700 to 13,000: nearly 14,400 (12,960) can be so."""
    changed = EVIDENCE.copy()
    changed.loc["G13", ["value", "number", "low", "high"]] = ["14400", 14400, 12960, 14400]
    table = published.recompute(changed)
    assert table.loc[table["check"] == "new_by_kind", "agrees"].tolist() == [True]


def test_a_gap_that_unknown_units_cannot_close_lies_in_the_noes_too():
    table = returns.load_return("2008-illustrative").copy()
    offices = table["indicator"] == "cultural_post_office"
    first_yes = table.index[offices & (table["value"] == "yes")][0]
    table.loc[first_yes, "value"] = "no"
    result = published.against_return(EVIDENCE, table, year=2008)
    assert result.at["F03", "gap"] == 1
    assert len(result.at["F03", "where"]) == 19  # 18 that had none, and the one


def test_the_article_has_27_figures_by_topic():
    counted = published.check_article("mic-2009-01-13", EVIDENCE)
    assert counted.sum() == 27
    assert counted.to_dict() == {
        "general": 1,
        "information-technology": 4,
        "plan-awards": 2,
        "postal-network": 6,
        "press-publishing": 5,
        "rankings": 4,
        "telecommunications": 5,
    }


def test_a_text_without_a_phrase_names_the_figure(tmp_path):
    kept = json.loads(
        (paths.data() / "articles" / "mic-2009-01-13.json").read_text(encoding="utf-8")
    )
    phrases = [phrase for key, phrase in kept["quotations"].items() if key != "F08"]
    article = tmp_path / "article.txt"
    article.write_text(" ... ".join(phrases), encoding="utf-8")
    with pytest.raises(InputError) as raised:
        published.check_article("mic-2009-01-13", EVIDENCE, article=article)
    assert "the phrase of F08" in str(raised.value)
    assert "the phrase of F02" not in str(raised.value)
    article.write_text(
        " ... ".join([*phrases, "192  TRẠM phát sóng thông tin di động"]), encoding="utf-8"
    )
    assert published.check_article("mic-2009-01-13", EVIDENCE, article=article).sum() == 27


def test_items_are_six_projects_and_two_awards():
    items = load_items()
    assert items["kind"].value_counts().to_dict() == {"project": 6, "award": 2}
    assert items.at["P05", "period"] == "2007-2010"


def test_the_command_lists_contradictions_and_exits_0():
    result = CliRunner().invoke(app, ["evidence", "--check"])
    assert result.exit_code == 0
    for said in (
        "27 figures",
        "F02 278 points ≠ G05 245 points",
        "F03 126/164",
        "G13",
        "595,754",
        "565,803",
    ):
        assert said in result.stdout


def said_by(*command):
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0
    return result.stdout


@pytest.mark.parametrize(
    ("language", "hard"),
    [
        ("vi", "1.476/1.644 xã đặc biệt khó khăn (89,8%)"),
        ("en", "1,476/1,644 xã of special difficulty (89.8%)"),
    ],
)
def test_every_published_figure_is_listed(language, hard, monkeypatch):
    monkeypatch.setenv("LAOCAI_LANGUAGE", language)
    lines = said_by("evidence").splitlines()
    ids = [line.split()[0] for line in lines if line.startswith("  ")]
    assert ids == list(EVIDENCE.sort_values("file", kind="stable").index)
    (line,) = (line for line in lines if line.startswith("  B04 "))
    assert hard in line


def test_numbers_of_a_line_are_in_its_language(monkeypatch):
    """No decimal point and no English word in the lines of ``evidence`` and ``trace``."""
    monkeypatch.setenv("LAOCAI_LANGUAGE", "vi")
    said = said_by("evidence", "--check")
    for line in ("radius 2008: 2,70 = 2,7 (F06); chênh lệch 0,00", "595.754", "(minh họa)"):
        assert line in said
    traced = said_by("trace", "G12")
    assert "G12: telephone_density, 10, 2008: 48,25 thuê bao/100 dân" in traced
    for text in (said, traced, said_by("evidence")):
        plain = re.sub(r"“.*?”|\[.*?\]|data/\S+", "", text)
        assert not re.search(r"\d\.\d{1,2}(?!\d)|subscription\b|\bpoint\b|illustrative\)", plain)


@pytest.fixture
def own_data(tmp_path, monkeypatch):
    """A copy of the data folder that a test may break or add to."""
    folder = tmp_path / "data"
    shutil.copytree(paths.data(), folder)
    monkeypatch.setenv("LAOCAI_DATA", str(folder))
    return folder


def edit(path, key, **changes):
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["id"] == key:
            row.update(changes)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_all_faults_of_broken_rows_at_once(own_data):
    edit(own_data / "evidence" / "postal-network.csv", "F02", unit="station")
    edit(own_data / "evidence" / "postal-network.csv", "F03", denominator="100")
    edit(own_data / "evidence" / "telecommunications.csv", "F08", indicator="masts")
    edit(own_data / "evidence" / "telecommunications.csv", "F10", quotation="")
    result = CliRunner().invoke(app, ["evidence", "--check"])
    assert result.exit_code == 1
    said = result.stderr
    assert (
        "postal-network.csv, row 2, column unit: expected the unit of postal_service_points, point; found 'station'"
        in said
    )
    assert (
        "postal-network.csv, row 3, column denominator: expected at least the numerator, 126; found 100"
        in said
    )
    assert (
        "telecommunications.csv, row 2, column indicator: expected an id of indicators.csv; found 'masts'"
        in said
    )
    assert "telecommunications.csv, row 4, column quotation" in said
    assert said.startswith("laocai: 4 faults")


def test_a_missing_figure_of_the_article_is_a_fault(own_data):
    path = own_data / "evidence" / "rankings.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("F19")), encoding="utf-8")
    result = CliRunner().invoke(app, ["evidence", "--check"])
    assert result.exit_code == 1
    assert "F19, a figure of mic-2009-01-13" in result.stderr


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (
            "F03",
            [
                "126/164",
                "126/164 xã có điểm bưu điện văn hóa xã",
                "mic-2009-01-13",
                "licence: ",
                "SHA-256",
            ],
        ),
        ("F09", ["more than 273,000 subscriptions", "hơn 273.000 thuê bao điện thoại các loại"]),
        ("F17", ["5/56", "xếp thứ 5/56 về số lần truy cập"]),
        ("F25", ["3 licences", "03 giấy phép hoạt động ngành in"]),
    ],
)
def test_trace_of_published_figures(figure, words):
    result = CliRunner().invoke(app, ["trace", figure])
    assert result.exit_code == 0
    for word in words:
        assert word in result.stdout
