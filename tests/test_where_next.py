"""The report of where next: its plan on the illustrative rows of 2008 and on a made return of 2025,
and what its parameters may be.
"""

import json
import re

import pandas as pd
import pytest

from laocai_analysis.cli.trace import trace
from laocai_analysis.errors import ParameterError
from laocai_analysis.places.units import load_units
from laocai_analysis.places.weights import census_rows, load_weights
from laocai_analysis.reports.catalogue import find_report
from laocai_analysis.reports.parameters import check_parameters
from laocai_analysis.reports.run import run_report


def checked(**given):
    report = find_report("where-next")
    return check_parameters(given, defaults=report.parameters(), choices=report.choices)


def faults(**given) -> list[str]:
    with pytest.raises(ParameterError) as raised:
        checked(**given)
    return str(raised.value).splitlines()


def test_the_census_on_the_units_of_other_dates():
    """730,420 people of Lào Cai in 2019, and 1,551,450 with those of Yên Bái, are on the units of
    2008 and of 2025; two units of 2008 took part in a later split.
    """
    then, now = load_weights(date=2008), load_weights(date=2025)
    assert (then["weight"].sum(), then["estimated"].sum()) == (730_420, 2)
    assert now["weight"].sum() == pytest.approx(730_420 + 821_030, abs=20)
    assert (len(now), now["weight"].isna().sum()) == (99, 0)
    assert 0 < now["estimated"].sum() < 20
    assert load_weights("households", date=2008).at["03016", "weight"] == 1108
    rows = census_rows(["03006"], date=2025, column="population")
    assert (rows["number"] * rows["weight"]).sum() == pytest.approx(
        now.at["03006", "weight"], abs=1
    )


def test_bad_parameters_are_one_line_each():
    assert faults(k="19") == [
        "k: expected at most 18, the communes without the service that can be chosen; found 19"
    ]
    assert faults(k="0", distance="-1", budget="x", weights="money") == [
        "distance: expected a number from 0 to 100; found -1",
        "weights: expected one of people, households, a csv file; found 'money'",
        "budget: expected a number of at least 0; found x",
        "k: expected a whole number of at least 1; found 0",
    ]
    assert faults(budget="5") == [
        "budget: expected a csv file of weights with costs, for a budget; found 5"
    ]
    assert checked(k="18", distance="2.5")["distance"] == 2.5


def test_a_table_of_weights_and_points_that_are_wrong(tmp_path, communes):
    units = load_units(2008).index
    table = tmp_path / "w.csv"
    table.write_text("code,weight\n02605,-5\n99999,3\n02605,1\n", encoding="utf-8")
    assert faults(weights=str(table)) == [
        "4 faults",
        "w.csv, row 2, column weight: expected a number of at least 0, or blank for unknown; "
        "found '-5'",
        *(
            f"w.csv, row {row}, column code: expected the code of a commune-level unit, each in "
            f"one row; found '{code}'"
            for row, code in ((2, "02605"), (3, "99999"), (4, "02605"))
        ),
    ]
    table.write_text("code,weight\n" + "".join(f"{code},\n" for code in units), encoding="utf-8")
    assert faults(weights=str(table)) == [
        "weights: expected a number above 0 for at least one commune; found none"
    ]
    rows = "".join(f"{code},5,{n},must\n" for n, code in enumerate(units[:4]))
    table.write_text(f"code,weight,cost,choice\n{rows}", encoding="utf-8")
    said = faults(weights=str(table), budget="2", k="3")
    assert said[0] == "k: expected at least 4, the communes that must be chosen; found 3"
    assert said[1].startswith("weights: expected must only for communes of the place that are")
    assert said[2] == "budget: expected at least 6, the cost of what must be chosen; found 2"
    places = tmp_path / "p.csv"
    places.write_text("name,longitude,latitude\nHà Nội,105.85,21.03\nx,103.9,22.4\n", "utf-8")
    assert faults(points=str(places)) == [
        "p.csv, row 2, column longitude, latitude: expected a point inside the province; "
        "found 105.85, 21.03 (Hà Nội)"
    ]


def said(published) -> str:
    """The text of a page without tags, without marks of sources and without its code."""
    text = published[".html"].read_text(encoding="utf-8").partition("<main>")[2]
    for kind in ('details class="code"', "script"):
        text = re.sub(rf"<{kind}.*?</{kind.split()[0]}>", "", text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<sup>.*?</sup>|<[^>]+>", "", text, flags=re.DOTALL))


def figures(published) -> dict[str, dict]:
    content = json.loads(published[".json"].read_text(encoding="utf-8"))
    return {figure["id"]: figure for figure in content["figures"]}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A made return of 2025, of the xã alone: each fourth has none, and then 20 are unknown."""
    units = load_units(2025)
    xa = units[units["type"] == "xã"]
    rows = pd.DataFrame({"year": "2025", "code": xa.index, "name": xa["name"].to_numpy()})
    rows["indicator"] = "cultural_post_office"
    rows["value"] = [
        "no" if n % 4 == 0 else "unknown" if n % 4 == 1 else "yes" for n in range(len(xa))
    ]
    rows["basis"], rows["source"] = "observed", "codes-2025"
    path = tmp_path_factory.mktemp("made") / "2025.csv"
    rows.to_csv(path, index=False)
    return path


@pytest.mark.slow
def test_a_plan_from_invented_rows_is_never_without_the_word(standard):
    published = standard("where-next", "en")
    text, held = said(published), figures(published)
    of_people = [figure["basis"] for figure in held.values() if figure["unit"] == "people"]
    assert (len(of_people) > 20, set(of_people)) == (True, {"illustrative"})
    title = re.search(r"<h1>.*?</h1>", published[".html"].read_text("utf-8"), re.DOTALL)[0]
    assert "(illustrative)" in title
    assert title.count("[1]") == 1
    tables = re.findall(r"<caption>.*?</caption>", published[".html"].read_text("utf-8"), re.DOTALL)
    assert sum("(illustrative)" in caption for caption in tables) >= 5
    assert "These results describe the illustrative rule" in text
    lines = "\n".join(trace("without.huyen-bat-xat", report=published[".json"]))
    assert "cultural_post_office: yes 17, no 5" in lines  # and no row of another district


@pytest.mark.slow
def test_the_plan_of_2025_with_unknown_communes(made, tmp_path):
    """The figures lie between the two readings, and lead to the census, the return, the clauses."""
    given = {"year": "2025", "returns": str(made), "distance": "12", "language": "vi"}
    published = run_report("where-next", given, folder=tmp_path)
    held, text = figures(published), said(published)
    people, served = held["people"], held["served"]
    assert 0 <= people["lower"] < people["upper"]
    assert served["lower"] <= served["upper"] <= people["upper"]
    assert "Cả hai trường hợp" in text or "các xã được chọn không thay đổi" in text
    assert "minh họa" not in text.partition("Ký hiệu")[0]
    lines = "\n".join(trace("served", report=published[".json"], all_rows=True))
    assert re.search(r"row \d+: \d{5} .* → \d{5}", lines)
    for part in ("population: 2019-04-01", "1673/NQ-UBTVQH15", "2025.csv", "[census-2019]"):
        assert part in lines
