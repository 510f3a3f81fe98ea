"""Access, siting, inequality and clustering, against values worked out by hand on six squares,
against enumeration, and against values that other libraries gave.
"""

from itertools import combinations, product

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import Polygon, box

from laocai_analysis import metrics

#: Two rows of three squares, a tenth of a degree wide, at the equator: a b c above d e f. From
#: centre to centre it is 11.13 km across, 11.06 km down, 15.69 km along a diagonal.
SQUARES = gpd.GeoSeries(
    [box(x / 10, y / 10, (x + 1) / 10, (y + 1) / 10) for y in (1, 0) for x in range(3)],
    index=list("abcdef"),
    crs="EPSG:4326",
)
PEOPLE = pd.Series([100.0, 200, 300, 400, 500, 600], index=SQUARES.index)
KM = metrics.geodesic_distances(metrics.representative_points(SQUARES))
VALUES = pd.Series(["yes", "no", "no", "unknown", "na", "no"], index=SQUARES.index)


def test_distances_on_the_ellipsoid():
    """A tenth of a degree: 6,378.137 km * pi / 1800 along the equator, 11.057 km along a
    meridian.
    """
    assert KM.loc["a", ["a", "b", "c", "d", "e"]].to_list() == pytest.approx(
        [0, 11.1319, 22.2639, 11.0574, 15.690], abs=2e-3
    )
    pd.testing.assert_frame_equal(KM, KM.T)
    empty = gpd.GeoSeries([SQUARES["a"], Polygon()], index=["a", "z"], crs="EPSG:4326")
    apart = metrics.geodesic_distances(metrics.representative_points(empty))
    assert apart.isna().to_numpy().tolist() == [[False, True], [True, False]]


def test_people_without_and_within():
    """Without: b, c and f, and perhaps d. Nearest with: a, or perhaps d; e is not asked."""
    row = metrics.people_without(VALUES, weights=PEOPLE).loc["all"]
    assert row.to_dict() == {"people": 1600, "lower": 1100, "upper": 1500, "unweighted": 0}
    rows = pd.Series(["top", "top", "top", "low", "low", "low"], index=PEOPLE.index)
    by = metrics.people_without(VALUES, weights=PEOPLE, by=rows)
    assert by[["lower", "upper"]].to_numpy().tolist() == [[600, 1000], [500, 500]]
    near = metrics.nearest_with(VALUES, distances=KM)
    assert near.loc["f", ["lower", "upper"]].to_list() == pytest.approx([22.264, 24.859], abs=2e-3)
    assert near["nearest"].to_list() == ["a"] * 6
    within = metrics.people_within(VALUES, weights=PEOPLE, nearest=near, kilometres=(11.1, 23, 25))
    assert within["lower"].to_list() == [500, 1000, 1600]  # a d; b c; f
    assert within["upper"].to_list() == [500, 1600, 1600]
    assert np.isinf(metrics.nearest_with(VALUES.replace("yes", "no"), distances=KM)["upper"]).all()


def test_a_unit_without_a_weight_widens_the_bounds():
    """c is without and has no weight; that of e does not count, as e is not asked."""
    row = metrics.people_without(VALUES, weights=PEOPLE.mask(PEOPLE.index.isin(["c", "e"]))).loc[
        "all"
    ]
    assert row.to_dict() == {"people": 1300, "lower": 800, "upper": np.inf, "unweighted": 1}
    with pytest.raises(ValueError, match="at least 0; found less for a"):
        metrics.people_without(VALUES, weights=PEOPLE - 150)


def test_the_plan_of_six_squares():
    """Within 12 km a reaches b and d. c and f are left, and either reaches both: a tie. If f has it
    too, c is reached and nobody is left.
    """
    about = {"weights": PEOPLE, "distances": KM, "within": 12, "k": 1}
    both = metrics.where_next(VALUES, **about)
    for least_or_most in both:
        assert least_or_most.people.to_dict() == {"c": 300, "f": 600}
        assert (least_or_most.plan.served, least_or_most.plan.gap) == (900, 0)
    found = metrics.instead(both.most.plan, both.most.people, reach=both.most.reach, k=1)
    assert found.loc["c"].to_dict() == {"loss": 0, "entering": ("f",), "near": True}
    f_unknown = VALUES.replace("unknown", "no").where(PEOPLE.index != "f", "unknown")
    least, most = metrics.where_next(f_unknown, **about)
    assert (least.plan.chosen.to_list(), least.plan.served) == ([], 0)
    assert (most.plan.served, most.people.sum()) == (900, 900)
    alone = metrics.where_next(VALUES, **(about | {"within": 0, "k": 2}))
    assert [one.plan.chosen.to_list() for one in alone] == [["f", "c"], ["f", "d"]]
    assert alone.same.to_list() == ["f"]
    assert [one.plan.served for one in alone] == [900, 1000]


def test_costs_musts_exclusions_and_a_district():
    about = {"weights": PEOPLE, "distances": KM, "within": 0}
    values = pd.Series("no", index=PEOPLE.index)
    sites = pd.DataFrame({"cost": [1.0, 1, 1, 1, 5, 6]}, index=PEOPLE.index)
    sites["must"], sites["never"] = PEOPLE.index == "a", PEOPLE.index == "d"
    plan = metrics.where_next(values, k=3, sites=sites, budget=3, **about).most.plan
    assert plan.chosen.to_list() == ["c", "b", "a"]  # a must, d never; e and f are too dear
    plan = metrics.where_next(values, k=2, sites=sites, budget=6, **about).most.plan
    assert plan.chosen.to_list() == ["e", "a"]
    inside = metrics.where_next(values, k=1, only=pd.Index(list("abc")), **about).most.plan
    assert inside.chosen.to_list() == ["c"]
    for wrong, said in (
        ({"k": 7}, "at most the 6 units to choose from; found 7"),
        ({"k": 1, "sites": sites.assign(must=True)}, "room for the 5 units that must be chosen"),
        ({"k": 1, "sites": sites.assign(cost=-1.0)}, "at least 0; found less"),
        ({"k": 0}, "for 1 at least; found k = 0"),
    ):
        with pytest.raises(ValueError, match=said):
            metrics.where_next(values, **about, **wrong)


def enumerated(weights: np.ndarray, reach: np.ndarray, k: int) -> float:
    """The most people that any k columns reach."""
    choices = combinations(range(reach.shape[1]), min(k, reach.shape[1]))
    return max(weights[reach[:, list(chosen)].any(axis=1)].sum() for chosen in choices)


@pytest.mark.parametrize("seed", range(20))
def test_plans_are_the_best_of_all(seed):
    """Of 12 units anywhere, every choice of 3 is tried, for every way the 3 unknown ones may be."""
    random = np.random.default_rng(seed)
    units = [f"u{n:02d}" for n in range(12)]
    x, y = random.uniform(0, 40, (2, 12))
    km = pd.DataFrame(np.hypot(x[:, None] - x, y[:, None] - y), index=units, columns=units)
    people = pd.Series(random.integers(100, 9000, 12).astype(float), index=units)
    values = pd.Series(random.permutation(["yes"] * 2 + ["unknown"] * 3 + ["no"] * 7), index=units)
    both = metrics.where_next(values, weights=people, distances=km, within=12, k=3)
    least, most = both.least.plan.served, both.most.plan.served
    for filled in product(["yes", "no"], repeat=3):
        truly = values.copy()
        truly[values == "unknown"] = filled
        near = km.to_numpy() <= 12
        has, lacks = (truly == "yes").to_numpy(), (truly == "no").to_numpy()
        left = ~near[:, has].any(axis=1)
        best = enumerated(people.to_numpy()[left], near[left][:, lacks], 3)
        assert least <= best <= most
        assert best == least if set(filled) == {"yes"} else True
        assert best == most if set(filled) == {"no"} else True
    for answer in both:
        greedy = metrics.greedy_plan(answer.people, reach=answer.reach, k=3)
        assert greedy.served <= answer.plan.served
        assert answer.plan.gains.sum() == pytest.approx(answer.plan.served)
        for unit, row in metrics.instead(
            answer.plan, answer.people, reach=answer.reach, k=3
        ).iterrows():
            left = answer.reach.drop(columns=unit).to_numpy()
            if left.shape[1]:
                best = enumerated(answer.people.to_numpy(), left, 3)
                assert row["loss"] == pytest.approx(answer.plan.served - best)


def test_greedy_loses_where_two_share_what_it_takes_first():
    """b takes most at once (75); a and c reach 110 of 135 together, b and a only 105."""
    near = [[1, 1, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 1]]
    reach = pd.DataFrame(near, columns=list("abc")).astype(bool)
    people = pd.Series([40.0, 30.0, 25.0, 30.0, 10.0])
    table = metrics.curve(people, reach=reach, ks=[1, 2, 3])
    assert table["served"].to_list() == [75, 110, 135]
    assert table["greedy"].to_list() == [75, 105, 135]
    assert (table["gap"] == 0).all()


def test_a_search_that_is_cut_short_says_how_much_it_may_miss():
    """No second at all: the greedy plan, with the gap to all people that anybody could reach."""
    near = [[1, 1, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 1]]
    reach = pd.DataFrame(near, columns=list("abc")).astype(bool)
    people = pd.Series([40.0, 30.0, 25.0, 30.0, 10.0])
    plan = metrics.best_plan(people, reach=reach, k=2, time_limit=0)
    assert plan.served in (105, 110)
    assert plan.gap == pytest.approx(1 - plan.served / 135) or plan.served == 110


def test_theil_by_hand():
    """Two of three above and one of three below have it: T = ln 2; 2/3 ln 4/3 + 1/3 ln 2/3 of it
    lie between.
    With people 1:3 the shares are those of people.
    """
    has = pd.Series([1.0, 1, 0, 1, 0, 0])
    rows = pd.Series(list("aaabbb"))
    found = metrics.theil(has, by=rows)
    assert found["total"] == pytest.approx(np.log(2))
    assert found["between"] == pytest.approx(2 / 3 * np.log(4 / 3) + 1 / 3 * np.log(2 / 3))
    assert found["share"] == pytest.approx(0.0817, abs=5e-5)
    weighted = metrics.theil(
        pd.Series([1.0, 0]), by=pd.Series(["a", "b"]), weights=pd.Series([1.0, 3])
    )
    assert weighted[["total", "between"]].to_list() == pytest.approx([np.log(4)] * 2)
    assert metrics.theil(has * 0, by=rows).isna().all()
    same = metrics.theil(has * 0 + 1, by=rows)
    assert (same["total"], np.isnan(same["share"])) == (0, True)


def test_join_counts_against_every_arrangement():
    """Of the 7 pairs of the six squares c-f and e-f are both without; all 20 ways to place 3."""
    lacking = pd.Series([False, False, True, False, True, True], index=SQUARES.index)
    pairs = metrics.neighbours(SQUARES)
    found = metrics.join_counts(lacking, pairs=pairs, permutations=1999)
    assert found[["joins", "pairs", "units", "lacking"]].to_list() == [2, 7, 6, 3]
    assert found["expected"] == pytest.approx(7 * 3 * 2 / (6 * 5))
    counts = [
        sum({a, b} <= set(chosen) for a, b in pairs.itertuples(index=False))
        for chosen in combinations(SQUARES.index, 3)
    ]
    exact = sum(count >= 2 for count in counts) / len(counts)
    assert found["p"] == pytest.approx(exact, abs=0.04)
    assert np.isnan(metrics.join_counts(lacking & False, pairs=pairs)["p"])


def test_values_that_other_libraries_gave():
    """esda 2.9.0 (9,999 permutations) with libpysal 4.14.1, inequality 1.1.2, spopt 0.7.0 with CBC
    of pulp 3.3.2.
    """
    cells = gpd.GeoSeries([box(x, y, x + 1, y + 1) for y in range(4) for x in range(5)])
    lacking = pd.Series([1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0]).astype(bool)
    found = metrics.join_counts(lacking, pairs=metrics.neighbours(cells), permutations=1999)
    assert found[["joins", "pairs"]].to_list() == [6, 31]
    assert found["expected"] == pytest.approx(4.571457, abs=0.05)
    assert found["p"] == pytest.approx(0.2424, abs=0.03)
    halves = pd.Series(list("aaabbb"))
    for amounts, parts in (
        ([12.0, 7, 30, 4, 18, 25], [0.18074395, 0.00021703, 0.18052693]),
        ([1.0, 1, 0, 1, 0, 0], [0.69314718, 0.05663301, 0.63651417]),
    ):
        theil = metrics.theil(pd.Series(amounts), by=halves)
        assert theil[["total", "between", "within"]].to_list() == pytest.approx(parts, abs=1e-8)
    x, y = np.array(
        [
            [3, 14, 8, 27, 22, 35, 17, 30, 6, 38, 12, 25],
            [5, 9, 21, 3, 17, 8, 33, 29, 36, 20, 15, 38],
        ]
    )
    people = pd.Series([4100.0, 900, 2300, 5200, 1700, 3600, 2800, 6100, 1300, 2500, 3900, 800])
    km = pd.DataFrame(np.hypot(x[:, None] - x, y[:, None] - y))
    for k, within, served, chosen in (
        (1, 10, 8800, {3}),
        (2, 10, 15900, {3, 10}),
        (3, 10, 22000, {3, 7, 10}),
        (3, 13, 31600, {1, 5, 11}),
        (4, 13, 33900, {0, 5, 10, 11}),
    ):
        plan = metrics.best_plan(people, reach=km <= within, k=k)
        assert plan.served == served
        assert people[(km <= within)[list(chosen)].any(axis=1)].sum() == served
