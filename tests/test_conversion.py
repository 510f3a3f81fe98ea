"""Tables at the units of another date: conservation, bounds, clauses, and what is refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laocai_analysis import paths
from laocai_analysis.errors import InputError
from laocai_analysis.metrics import weighted_coverage
from laocai_analysis.places import composition
from laocai_analysis.places.census import load_census
from laocai_analysis.places.composition import common_units, compose, events_of, follow, marked
from laocai_analysis.places.conversion import convert
from laocai_analysis.places.people import lived_in
from laocai_analysis.places.registry import load_units
from laocai_analysis.places.transfer import carry_counts, carry_values

CENSUS = load_census()
PEOPLE = {"population": "count"}
#: The units of 2025 that are no unions of whole units of 2008, and the clause of Resolution 1673
#: that made each of them.
EIGHT = {
    "02671": "89",
    "02683": "52",
    "02746": "39",
    "02908": "44",
    "02923": "45",
    "03006": "91",
    "03013": "69",
    "03037": "68",
}


def people_of(province, date="2019-04-01"):
    return CENSUS.loc[load_units(date, province=province).index]


def returns_of_2008():
    """The post offices of 2008: 126 of 144 xã, by the illustrative rule."""
    rows = pd.read_csv(paths.data() / "returns" / "2008-illustrative.csv", dtype="str")
    rows = rows[rows["indicator"] == "cultural_post_office"].set_index("code")
    return rows[["name", "value", "basis"]]


def test_the_census_adds_up():
    assert len(CENSUS) == 11165
    assert CENSUS["population"].sum() == 96_208_984
    assert (CENSUS["urban"] + CENSUS["rural"] == CENSUS["population"]).all()
    assert CENSUS["households"].sum() == 26_870_079
    assert people_of("Lào Cai")["population"].sum() == 730_420
    assert people_of("Yên Bái")["population"].sum() == 821_030
    assert set(CENSUS["basis"]) == {"observed"}
    assert CENSUS["name"].notna().all()


def test_of_whom_the_census_says_nothing_the_people_are_unknown():
    """Hoàng Sa has no row in the census, and one unit at each date."""
    for date, code in (("2024-12-31", "498"), ("2025-07-01", "20333")):
        people = composition.people_of(date)
        assert list(people.index[people.isna()]) == [code]


@pytest.mark.slow
@pytest.mark.parametrize("date", ["2020-03-01", "2025-03-01", "2025-07-01"])
def test_the_sums_survive_there_and_back(date):
    there = convert(CENSUS, date="2019-04-01", to=date, kinds=PEOPLE, weights="people").table
    assert there["population"].sum() == pytest.approx(96_208_984, abs=1e-3)
    assert set(there["basis"]) == {"observed", "estimated"}
    back = convert(
        there[["population"]], date=date, to="2019-04-01", kinds=PEOPLE, weights="people"
    )
    assert back.table["population"].sum() == pytest.approx(96_208_984, abs=1e-3)
    bounds = convert(CENSUS, date="2019-04-01", to=date, kinds=PEOPLE).table
    assert bounds["population_lower"].sum() <= 96_208_984 <= bounds["population_upper"].sum()
    known = bounds["population"].dropna()
    assert (known == there.loc[known.index, "population"]).all()
    common = convert(CENSUS, date="2019-04-01", to=date, kinds=PEOPLE, on="common").table
    assert common["population"].sum() == 96_208_984


@pytest.mark.parametrize(
    ("province", "people", "before", "after"),
    [("Lào Cai", 730_420, 164, 48), ("Yên Bái", 821_030, 180, 51)],
)
def test_the_two_provinces_on_the_99(province, people, before, after):
    mine = people_of(province)
    for to, count in (("2025-07-01", after), (2008, before)):
        found = convert(mine, date="2019-04-01", to=to, kinds=PEOPLE, weights="people").table
        assert len(found) == count
        assert found["population"].sum() == pytest.approx(people, abs=1e-6)
    exact = convert(mine, date="2019-04-01", to="2025-07-01", kinds=PEOPLE)
    assert exact.divided == (sorted(EIGHT) if province == "Lào Cai" else [])


def test_the_people_with_and_without_in_sa_pa():
    """The town of 2019 is whole in Phường Sa Pa (yes), five xã in the other two (no); San Sả Hồ,
    Lao Chải and Sa Pả were split between them.
    """
    values = pd.Series({"03006": "yes", "03013": "no", "03037": "no"})
    lived = lived_in(values, date=2025)
    people, homes = (
        weighted_coverage(lived["value"], weights=lived[name]).loc["all"]
        for name in ("population", "households")
    )
    # census: 10,839; 4,457 + 3,551 + 2,666 + 3,103 + 4,318; 5,953 + 4,673 + 4,340
    assert people[["numerator", "denominator", "unknown"]].tolist() == [10_839, 43_900, 14_966]
    # 2,848; 824 + 734 + 546 + 562 + 854; 1,108 + 856 + 745
    assert homes[["numerator", "denominator", "unknown"]].tolist() == [2_848, 9_077, 2_709]


def test_91_of_the_99_are_unions_of_whole_units_of_2008():
    mine = [*load_units(2008, province="10").index, *load_units(2008, province="15").index]
    links = compose(2008, "2025-07-01")
    assert set(links["from_code"]) == set(mine)
    assert links["to_code"].nunique() == 99
    assert sorted(links.loc[links["part"] == "part", "to_code"].unique()) == sorted(EIGHT)


def test_126_of_144_on_the_units_of_2025():
    table = returns_of_2008()
    assert table["value"].value_counts().to_dict() == {"yes": 126, "no": 18, "na": 20}
    found = convert(table, date=2008, to="2025-07-01", kinds={"value": "any"})
    values = found.table["value"]
    assert len(values) == 48
    assert (values == "yes").sum() == 47
    # Sa Pa: the town had none to count, San Sả Hồ, Lao Chải and Sả Pả came in part
    assert values[values == "unknown"].index.tolist() == ["03006"]
    assert found.table.loc["03006", ["value_lower", "value_upper"]].tolist() == ["no", "yes"]
    assert found.divided == sorted(EIGHT)
    assert set(found.table["basis"]) == {"illustrative"}
    for code, clause in EIGHT.items():
        events = found.because(code)
        made = events[events["date"] == "2025-07-01"]
        assert set(made["resolution"]) == {"1673/NQ-UBTVQH15"}
        assert set(made["clause"]) == {clause}
        assert (events["part"] == "part").any(), code


def test_everywhere_is_not_somewhere():
    """Under "all", a commune without one is enough for a no."""
    found = convert(returns_of_2008(), date=2008, to="2025-07-01", kinds={"value": "all"})
    counts = found.table["value"].value_counts().to_dict()
    assert counts["no"] > 0
    assert sum(counts.values()) == 48


def test_a_merger_and_its_way_back():
    table = pd.DataFrame({"stations": [3.0, 4.0]}, index=["02638", "02641"])
    there = convert(table, date=2008, to="2020-03-01", kinds={"stations": "count"})
    assert there.table.loc["02641"].tolist() == ["Phường Lào Cai", 7.0, 7.0, 7.0, ""]
    back = convert(there.table[["stations"]], date=2020, to=2008, kinds={"stations": "count"})
    assert back.table["stations"].isna().all()
    assert back.table["stations_lower"].tolist() == [0.0, 0.0]
    assert back.table["stations_upper"].tolist() == [7.0, 7.0]
    area = pd.Series({"02638": 3.29, "02641": 4.51})  # km2
    shared = convert(
        there.table[["stations"]], date=2020, to=2008, kinds={"stations": "count"}, weights=area
    )
    assert shared.table["stations"].tolist() == pytest.approx([7 * 3.29 / 7.8, 7 * 4.51 / 7.8])
    assert shared.table["basis"].tolist() == ["estimated", "estimated"]


def test_shares_go_through_their_parts():
    table = pd.DataFrame(
        {"with": [30.0, 10.0], "households": [40.0, 60.0]}, index=["02638", "02641"]
    )
    found = convert(
        table,
        date=2008,
        to=2020,
        kinds={"with": "count", "households": "count"},
        shares={"share": ("with", "households")},
    )
    assert found.table.at["02641", "share"] == 0.4


def test_a_missing_row_is_unknown():
    table = pd.DataFrame({"stations": [3.0], "post": ["no"]}, index=["02638"])
    kinds = {"stations": "count", "post": "any"}
    row = convert(table, date=2008, to=2020, kinds=kinds).table.loc["02641"]
    assert np.isnan(row["stations"])
    assert (row["stations_lower"], row["stations_upper"]) == (3.0, np.inf)
    assert (row["post"], row["post_lower"], row["post_upper"]) == ("unknown", "no", "yes")


def test_the_coarsest_common_units():
    groups = common_units(2008, "2025-07-01")
    merged = groups[groups["group"] == "03006"]
    assert set(merged["to_code"]) == {"03006", "03013", "03037"}
    assert groups.groupby("from_code")["group"].nunique().eq(1).all()
    assert groups.groupby("to_code")["group"].nunique().eq(1).all()
    again = common_units("2025-07-01", 2008)
    assert again["group"].nunique() == groups["group"].nunique()


def test_the_events_of_a_unit_that_did_not_change():
    assert events_of(["02635"], at="2025-03-01", since=2008).empty


def named(codes, names, **columns):
    return pd.DataFrame({"name": names, **columns}, index=codes)


@pytest.mark.parametrize(
    ("table", "date", "says"),
    [
        (
            named(["02635", "02641"], ["Phường Duyên Hải", "Phường Lào Cai"], n=[1, 2]),
            2008,
            "table, row 3, column code: expected a unit in force on 2008-12-31; found '02641 "
            "Phường Lào Cai', which is Phường Phố Mới (02641) 2008-11-21 to 2020-02-29; Phường Lào "
            "Cai (02641) 2020-03-01 to 2025-06-30",
        ),
        (named(["02635", "02635"], ["Phường Duyên Hải"] * 2, n=[1, 2]), 2008, "occurs once"),
        (
            named(["02635"], ["Phường Duyên Hải"], n=[-1]),
            2008,
            "row 2, column n: expected a number",
        ),
        (named(["02635"], ["Phường Duyên Hải"], n=["many"]), 2008, "found 'many'"),
        (named(["02635"], ["Phường Duyên Hải"], m=[1]), 2008, "one of the columns name, m"),
        (named(["02638", "02641"], ["Phường Lào Cai"] * 2, n=[1, 2]), None, "units of one date"),
        (named(["02758"], ["Xã Tung Chung Phố"], n=[1]), None, "the date of its units"),
    ],
)
def test_what_is_refused(table, date, says):
    before = table.copy()
    with pytest.raises(InputError) as raised:
        convert(table, date=date, to="2025-07-01", kinds={"n": "count"})
    assert says in str(raised.value)
    assert table.equals(before)


def test_a_split_without_a_weight_is_refused():
    table = pd.DataFrame({"stations": [7.0]}, index=["02641"])
    with pytest.raises(
        InputError, match=r"expected a weight for every unit .* found none for 02641"
    ):
        convert(
            table,
            date=2020,
            to=2008,
            kinds={"stations": "count"},
            weights=pd.Series({"02638": 3.29}),
        )


@st.composite
def chains(draw):
    """Units, two to four dates of events between them, and where each atom of a unit goes."""
    codes = [f"u{at}" for at in range(draw(st.integers(2, 7)))]
    atoms = {f"{code}.{at}": [code] for code in codes for at in range(draw(st.integers(1, 3)))}
    events = []
    for step in range(draw(st.integers(1, 4))):
        now = sorted({places[-1] for places in atoms.values()})
        pool, before = [*now, f"n{step}a", f"n{step}b"], dict(atoms)
        for code in now:
            mine = [atom for atom, places in before.items() if places[-1] == code]
            goals = draw(st.lists(st.sampled_from(pool), min_size=1, max_size=3, unique=True))
            for atom in mine:
                atoms[atom] = [*atoms[atom], draw(st.sampled_from(goals))]
            part = "part" if len(goals) > 1 else "whole"
            share = 1 / len(goals)
            events += [(f"2020-01-0{step + 1}", code, goal, part, share) for goal in goals]
    amounts = {atom: draw(st.integers(0, 50)) for atom in atoms}
    yes = {atom: draw(st.booleans()) for atom in atoms}
    columns = ["date", "from_code", "to_code", "part", "share"]
    return codes, atoms, pd.DataFrame(events, columns=columns), amounts, yes


def gathered(atoms, values, at, fold):
    found = {}
    for atom, places in atoms.items():
        found.setdefault(places[at], []).append(values[atom])
    return pd.Series({code: fold(mine) for code, mine in found.items()})


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(chains(), st.booleans())
def test_bounds_always_hold_the_truth(chain, back):
    codes, atoms, events, amounts, yes = chain
    links = marked(follow(codes, events))
    source, target = (-1, 0) if back else (0, -1)
    if back:
        links = marked(links.rename(columns={"from_code": "to_code", "to_code": "from_code"}))
        even = links.groupby("from_code")["from_code"].transform("size")
        links = links.assign(weight=1 / even)
    starts, ends = pd.Index(links["from_code"].unique()), pd.Index(links["to_code"].unique())
    ways = starts.get_indexer(links["from_code"]), ends.get_indexer(links["to_code"])
    whole, size = (links["part"] == "whole").to_numpy(), len(ends)
    counts = gathered(atoms, amounts, source, sum).reindex(starts).fillna(0.0)
    truth = gathered(atoms, amounts, target, sum).reindex(ends).fillna(0.0)

    found = carry_counts(counts, ways, whole, size).set_axis(ends)
    assert (found["lower"] <= truth).all()
    assert (truth <= found["upper"]).all()
    exact = found["value"].notna()
    assert (found["value"][exact] == truth[exact]).all()
    untouched = [end for end in ends if whole[links["to_code"] == end].all()]
    assert exact[untouched].all()
    weighted = carry_counts(counts, ways, whole, size, weight=links["weight"].to_numpy())
    assert weighted["value"].sum() == pytest.approx(sum(amounts.values()))

    for every, fold in ((False, any), (True, all)):
        texts = {True: "yes", False: "no"}
        given_ = gathered(atoms, yes, source, fold).map(texts).reindex(starts)
        right = gathered(atoms, yes, target, fold).map(texts).reindex(ends)
        carried = carry_values(given_, ways, whole, size, every=every).set_axis(ends)["value"]
        known = (carried != "unknown") & right.notna() & ends.isin(right.dropna().index)
        assert (carried[known] == right[known]).all()
