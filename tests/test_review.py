"""The annual review: every figure of the article in both languages, and a second year without
touching code.
"""

import csv
import json
import re
import shutil

import pytest
from typer.testing import CliRunner

from laocai_analysis import paths
from laocai_analysis.cli import app
from laocai_analysis.evidence import load_evidence
from laocai_analysis.page import Page
from laocai_analysis.reports.run import run_report
from laocai_analysis.sections.review import Subject, joined, of_round

SEED = [f"F{n:02d}" for n in range(1, 28)]


@pytest.fixture(scope="module")
def reviews(standard):
    return {language: standard("annual-review", language) for language in ("vi", "en")}


def figures(published):
    return json.loads(published[".json"].read_text(encoding="utf-8"))["figures"]


def test_figures_over_two_denominators_are_not_told_as_one():
    rows = load_evidence().loc[["F03", "F03"]].set_axis(["F03", "X01"]).rename_axis("id")
    rows.loc["X01", "denominator"] = "163"
    told = re.sub(r"<[^>]+>", "", str(joined(Page("en"), rows).data))
    assert "126/164" in told
    assert "126/163" in told


def test_the_returns_of_a_year_that_has_several_are_named(tmp_path, monkeypatch):
    """None of them is set beside the published figures."""
    data = shutil.copytree(paths.data(), tmp_path / "data")
    shutil.copy(data / "returns/2008-illustrative.csv", data / "returns/2008-other.csv")
    monkeypatch.setenv("LAOCAI_DATA", str(data))
    parts = of_round(Subject(Page("vi"), load_evidence(), 2008))
    said = re.sub(r"<[^>]+>", "", " ".join(str(part.data) for part in parts))
    assert "Năm 2008 có nhiều biểu số liệu: 2008-illustrative, 2008-other. Chưa so sánh" in said


@pytest.mark.slow
def test_every_figure_of_the_article_is_in_both_pages(reviews):
    for published in reviews.values():
        page = published[".html"].read_text(encoding="utf-8")
        assert set(SEED) <= set(re.findall(r'data-figure="([^"]+)"', page))
        goals = set(re.findall(r'href="#([^"]+)"', page))
        assert goals <= set(re.findall(r'id="([^"]+)"', page))
        stated = {figure["id"]: figure for figure in figures(published)}
        assert stated["F09"]["value"] == 273000
        assert stated["F26"]["text"] == "2007-2010"
        assert set(SEED) <= set(stated)


@pytest.mark.slow
def test_both_languages_hold_identical_figures(reviews):
    assert figures(reviews["vi"]) == figures(reviews["en"])


@pytest.mark.slow
def test_qualifiers_and_contradictions_are_worded(reviews):
    vi, en = (
        re.sub(r"<[^>]+>", "", reviews[code][".html"].read_text(encoding="utf-8"))
        for code in ("vi", "en")
    )
    for words in (
        "hơn 273.000 thuê bao",
        "gần 12.700 thuê bao",
        "ước đạt 248 tỷ đồng",
        "126/144 (87,5%)",
        "hạng 5/56",
        "565.803 người",
        "595.754 người",
        "hơn 565.803 người",
        "chưa đủ cơ sở kết luận là mâu thuẫn",
    ):
        assert words in vi
    for words in (
        "more than 273,000 subscriptions",
        "nearly 12,700 subscriptions",
        "an estimated 248 billion VND",
        "126/144 (87.5%)",
        "rank 5/56",
        "565,803 people",
        "more than 565,803 people",
        "no contradiction follows",
    ):
        assert words in en


@pytest.mark.slow
def test_each_quotation_of_the_article_stands_in_the_page(reviews):
    kept = json.loads(
        (paths.data() / "articles" / "mic-2009-01-13.json").read_text(encoding="utf-8")
    )["quotations"]
    page = reviews["en"][".html"].read_text(encoding="utf-8").casefold()
    assert [key for key, phrase in kept.items() if phrase not in page] == []


@pytest.fixture
def second_year(tmp_path, monkeypatch):
    """A data folder with a made-up 2009: four figures and a return in which three more xã have a
    post office.
    """
    folder = tmp_path / "data"
    shutil.copytree(paths.data(), folder)
    monkeypatch.setenv("LAOCAI_DATA", str(folder))
    with (folder / "evidence" / "postal-network.csv").open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    made_up = [
        ("T01", "postal_service_points", "290", "point", "", "", "", "290 điểm"),
        (
            "T02",
            "cultural_post_office",
            "129",
            "commune",
            "129",
            "164",
            "commune_level",
            "129/164 xã",
        ),
        ("T03", "base_stations", "240", "station", "", "", "", "240 trạm"),
        (
            "T04",
            "telephone_subscriptions",
            "300000",
            "subscription",
            "",
            "",
            "",
            "300.000 thuê bao",
        ),
    ]
    with (folder / "evidence" / "made-up-2009.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=columns, restval="", lineterminator="\n")
        writer.writeheader()
        for key, indicator, value, unit, numerator, denominator, counts, quotation in made_up:
            parts = {
                "numerator": numerator,
                "denominator": denominator,
                "denominator_counts": counts,
            }
            about = {
                "area": "10",
                "period": "2009",
                "as_of": "2010-01-10",
                "source": "mic-2009-01-13",
            }
            row = {
                "id": key,
                "indicator": indicator,
                "value": value,
                "unit": unit,
                "quotation": quotation,
            }
            writer.writerow({**row, **parts, **about})
    rows = list(
        csv.DictReader(
            (folder / "returns" / "2008-illustrative.csv").open(encoding="utf-8", newline="")
        )
    )
    gained = [
        row for row in rows if row["indicator"] == "cultural_post_office" and row["value"] == "no"
    ][:3]
    for row in rows:
        row.update(year="2009", value="yes" if row in gained else row["value"])
    with (folder / "returns" / "2009-illustrative.csv").open(
        "w", encoding="utf-8", newline=""
    ) as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return folder


@pytest.mark.slow
def test_a_second_year_needs_no_code(second_year, tmp_path):
    """278 to 290 points: +12; 245 (the other article) to 290: +45; 126 to 129 of 164; 192 to 240
    stations.
    """
    given = {
        "year": "2009",
        "before": "2008",
        "returns": "2009-illustrative",
        "returns_before": "2008-illustrative",
    }
    published = run_report("annual-review", given, folder=tmp_path / "reports")
    stated = {figure["id"]: figure for figure in figures(published)}
    assert stated["change.T01.F02"]["value"] == 12
    assert stated["change.T01.G05"]["value"] == 45
    assert stated["change.T02.F03"]["value"] == 3
    assert "change.T02.G06" not in stated  # over another denominator
    assert stated["change.T03.F08"]["value"] == 48
    assert stated["coverage.2008-illustrative.cultural_post_office"]["numerator"] == 126
    assert stated["coverage.2009-illustrative.cultural_post_office"]["numerator"] == 129
    page = re.sub(r"<[^>]+>", "", published[".html"].read_text(encoding="utf-8"))
    assert re.search(r"129/144 \(89,6%\)[^.]* năm nay\. \(minh họa\)", page)
    assert "Số liệu công bố năm 2009" in page


@pytest.mark.slow
def test_a_year_without_evidence_lists_the_years(tmp_path):
    result = CliRunner().invoke(
        app, ["report", "annual-review", "-p", "year=1999", "-o", str(tmp_path)]
    )
    assert result.exit_code == 1
    assert "year=1999" in result.stderr
    assert "2008" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_trace_of_a_computed_figure_of_a_report(reviews):
    path = str(reviews["vi"][".json"])
    result = CliRunner().invoke(app, ["trace", "check.population_by_density.G11", "--report", path])
    assert result.exit_code == 0
    for word in (
        "value 565,803",
        "mật độ 48, 25 máy/100 dân",
        "trên 273 nghìn thuê bao điện thoại các loại",
    ):
        assert word in result.stdout
