"""The report of where next: its plan on the illustrative rows of 2008 and on a made return of 2025,
and what its parameters may be.
"""

import json
import re
import shutil

import pandas as pd
import pytest

from laocai_analysis import paths, returns
from laocai_analysis.cli.trace import trace
from laocai_analysis.errors import ParameterError
from laocai_analysis.page.page import Page
from laocai_analysis.page.rows_of import RowsOf
from laocai_analysis.places.composition import events_of
from laocai_analysis.places.units import load_units
from laocai_analysis.places.weights import census_rows, load_weights
from laocai_analysis.reports.catalogue import find_report
from laocai_analysis.reports.parameters import check_parameters
from laocai_analysis.reports.run import run_report
from laocai_analysis.sections.where_next.plan_case import Case
from laocai_analysis.sections.where_next.year_before import since_year_before

LAN = "commune_lan"


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


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A copy of the data, to which returns can be added."""
    monkeypatch.setenv("LAOCAI_DATA", str(shutil.copytree(paths.data(), tmp_path / "data")))
    return tmp_path / "data" / "returns"


def since(year: int, values: dict[str, str], *, language: str = "en") -> tuple[str, dict]:
    """What a page says of the year before where the return of the year has these values."""
    units = load_units(year)
    rows = [
        {"year": str(year), "code": code, "name": units.at[code, "name"], "indicator": LAN}
        | {"value": value, "basis": "observed", "source": "codes-2025"}
        for code, value in values.items()
    ]
    table = pd.DataFrame(rows)
    table.attrs["file"] = f"{year}.csv"
    rows_of = RowsOf.table(table, indicator=LAN, basis="observed")
    each = returns.values(table, indicator=LAN, year=year)
    none = pd.DataFrame(index=each.index)
    about = {"only": pd.Index([*values]), "within": 5.0, "k": 1, "budget": 0.0}
    given = {"communes": none, "weights": none, "distances": none, "existing": none}
    case = Case(each, **given, **about, rows=rows_of, date="2025-07-01")
    page = Page(language)
    parts = since_year_before(page, case, year=year, province="")
    text = re.sub(r"<sup>.*?</sup>|<[^>]+>", "", " ".join(str(part.data) for part in parts))
    return re.sub(r"\s+", " ", text), page.figures.stated


def test_since_the_year_before_on_the_same_units(office):
    """Of four units one gained it, one was unknown; the other two had it and have it."""
    head = "year,code,name,indicator,value,basis,source\n"
    codes = load_units(2010).index[:4]
    rows = [
        f"2009,{code},{load_units(2009).at[code, 'name']},{LAN},{value},observed,codes-2025\n"
        for code, value in zip(codes, ("no", "unknown", "yes", "yes"), strict=True)
    ]
    now = dict.fromkeys(codes, "yes")
    assert since(2010, now) == ("", {})  # the return of 2009 says nothing of it
    (office / "2009.csv").write_text(head + "".join(rows), encoding="utf-8")
    text, figures = since(2010, now)
    assert "Since 2009: gained in 1 commune-level units, lost in 0 commune-level units" in text
    assert "cannot be concluded" not in text  # it rose by 1 or by 2
    more = figures["since.difference"]
    assert (more.value, more.lower, more.upper, more.basis) == (None, 1, 2, "observed")
    now |= {codes[0]: "unknown", codes[2]: "no"}
    text, figures = since(2010, now, language="vi")
    assert (figures["since.lost"].value, figures["since.unknown"].value) == (1, 2)
    assert "Chưa đủ cơ sở kết luận tăng hay giảm" in text
    (office / "2009.csv").write_text(head + rows[0] * 2, encoding="utf-8")
    assert since(2010, now)[0].endswith("The return of 2009 is at fault, so nothing is compared.")
    (office / "2009.csv").rename(office / "2009-other.csv")
    assert since(2010, now)[0] == (
        "Since 2009 Several returns hold 2009: 2009-illustrative, 2009-other. "
        "Nothing is compared with any of them."
    )


def test_since_the_year_before_on_other_units(office):
    """Phường Lào Cai of 2025 is made of six units of 2024, of which one had it; what it was made
    of is estimated on the units of 2025, by named resolutions.
    """
    parts = events_of(["02647"], at=2025, since=2024)["from_code"].tolist()
    names, head = load_units(2024)["name"], "year,code,name,indicator,value,basis,source\n"
    rows = [
        f"2024,{code},{names[code]},{LAN},{'no' if n else 'yes'},observed,codes-2025\n"
        for n, code in enumerate(parts)
    ]
    (office / "2024.csv").write_text(head + "".join(rows), encoding="utf-8")
    text, figures = since(2025, {"02647": "no"})
    assert "lost in 1 commune-level units" in text
    assert "was carried to the units of 2025" in text
    lost = figures["since.lost"]
    assert (lost.value, lost.basis, "nq-25" in lost.sources) == (1, "estimated", True)


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
    assert "cultural_post_office: yes (17), no (5)" in lines  # and no row of another district


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
    for part in ("population: 1 April 2019", "1673/NQ-UBTVQH15", "2025.csv", "[census-2019]"):
        assert part in lines
