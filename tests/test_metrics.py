"""The metrics, against values worked out by hand and against the published figures."""

import math

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely import box

from laocai_analysis import metrics


def squares(*places: tuple[int, int]) -> gpd.GeoSeries:
    return gpd.GeoSeries(
        [box(x, y, x + 1, y + 1) for x, y in places], index=list("abcdefghi"[: len(places)])
    )


def test_coverage_of_2008_over_both_denominators():
    """126 of 144 xã, 20 wards and townships: 87.5 % and 76.8 %, as the two articles have it."""
    values = pd.Series(["yes"] * 126 + ["no"] * 18 + ["na"] * 20)
    xa = metrics.coverage(values).loc["all"]
    every = metrics.coverage(values, denominator="all").loc["all"]
    assert (xa["numerator"], xa["denominator"], xa["rate"]) == (126, 144, 0.875)
    assert (every["numerator"], every["denominator"]) == (126, 164)
    assert every["rate"] == pytest.approx(0.76829, abs=5e-6)


def test_unknown_units_widen_the_bounds_and_leave_no_rate():
    """5 yes, 3 no, 2 unknown: between 5/10 and 7/10; no single rate."""
    row = metrics.coverage(pd.Series(["yes"] * 5 + ["no"] * 3 + ["unknown"] * 2)).loc["all"]
    assert (row["numerator"], row["denominator"], row["unknown"]) == (5, 10, 2)
    assert (row["lower"], row["upper"]) == (0.5, 0.7)
    assert math.isnan(row["rate"])


def test_coverage_by_group_keeps_a_group_without_denominator():
    values = pd.Series(["yes", "no", "na", "na"])
    table = metrics.coverage(values, by=pd.Series(["x", "x", "y", "y"]))
    assert table.loc["x", "rate"] == 0.5
    assert table.loc["y", "denominator"] == 0
    assert table.loc["y", ["rate", "lower", "upper"]].isna().all()


@pytest.mark.parametrize("bad", ["Yes", "", None])
def test_coverage_refuses_anything_else(bad):
    with pytest.raises(ValueError, match="expected yes, no, unknown or na"):
        metrics.coverage(pd.Series(["yes", bad], dtype=object))


def test_coverage_refuses_groups_of_another_index():
    with pytest.raises(ValueError, match="expected the index of values"):
        metrics.coverage(pd.Series(["yes"]), by=pd.Series(["x"], index=[7]))


@pytest.mark.parametrize(
    "count",
    [
        metrics.coverage,
        lambda values, by: metrics.weighted_coverage(
            values, weights=pd.Series(1.0, values.index), by=by
        ),
        lambda values, by: metrics.change_counts(pd.Series("gained", values.index), by=by),
    ],
)
def test_a_unit_without_a_group_is_named_and_not_left_out(count):
    values = pd.Series({"a": "yes", "b": "no"})
    with pytest.raises(ValueError, match="by: expected the group of each unit; missing for b"):
        count(values, by=pd.Series({"a": "x", "b": None}))
    with pytest.raises(ValueError, match="by: expected the index of"):
        count(values, by=pd.Series({"a": "x"}))


def test_an_unknown_denominator_is_refused():
    values = pd.Series(["yes"])
    for count in (
        lambda: metrics.coverage(values, denominator="foo"),
        lambda: metrics.weighted_coverage(values, weights=pd.Series([1.0]), denominator="foo"),
    ):
        with pytest.raises(ValueError, match="expected applicable or all; found 'foo'"):
            count()


def test_weighted_coverage_by_area():
    """yes 30 km2, no 10, unknown 20, na 40: 30/60 to 50/60; over all 30/100."""
    values = pd.Series(["yes", "no", "unknown", "na"])
    area = pd.Series([30.0, 10.0, 20.0, 40.0])
    row = metrics.weighted_coverage(values, weights=area).loc["all"]
    assert (row["lower"], row["upper"]) == (0.5, pytest.approx(5 / 6))
    assert (
        metrics.weighted_coverage(values, weights=area, denominator="all").loc["all", "lower"]
        == 0.3
    )


def test_a_missing_weight_is_named_and_not_a_zero():
    with pytest.raises(ValueError, match="missing or negative for b"):
        metrics.weighted_coverage(pd.Series({"a": "yes", "b": "no"}), weights=pd.Series({"a": 1.0}))


@pytest.mark.parametrize(
    ("points", "area", "radius"),
    [
        (278, 6384, 2.7036),  # Lào Cai 2008, published 2.7
        (245, 6384, 2.8800),  # the other article: published 2.7, computed 2.88
    ],
)
def test_service_radius(points, area, radius):
    computed = metrics.service_radius(pd.Series([float(area)]), points=pd.Series([points]))
    assert computed.name == "service_radius"
    assert computed.iloc[0] == pytest.approx(radius, abs=5e-5)


def test_no_point_has_no_average():
    none = pd.Series([0])
    assert metrics.service_radius(pd.Series([10.0]), points=none).isna().all()


def test_geodesic_area_does_not_depend_on_the_direction_of_rings():
    """A square of 2 degrees with a hole of 1 degree, in all four directions."""
    outer, inner = shapely.box(0, 0, 2, 2).exterior, shapely.box(0.5, 0.5, 1.5, 1.5).exterior
    shapes = [
        shapely.Polygon(shell, [hole])
        for shell in (outer.coords, outer.coords[::-1])
        for hole in (inner.coords, inner.coords[::-1])
    ]
    both = shapely.MultiPolygon([shapes[0], shapely.affinity.translate(shapes[3], 5, 0)])
    area = metrics.geodesic_area(gpd.GeoSeries([*shapes, both, shapely.Polygon()], crs=4326))
    assert area.iloc[0] == pytest.approx(49_230 - 12_307, rel=1e-3)
    assert area.iloc[:4].tolist() == pytest.approx([area.iloc[0]] * 4)
    assert area.iloc[4:].tolist() == pytest.approx([2 * area.iloc[0], 0])


def test_geodesic_area_does_not_depend_on_the_crs():
    """Half a degree by half a degree at 22-22.5 N: 51.5 km by 55.4 km, about 2,851 km2 on the
    ellipsoid.
    """
    lonlat = gpd.GeoSeries([box(104, 22, 104.5, 22.5).segmentize(0.005)], crs="EPSG:4326")
    area = metrics.geodesic_area(lonlat)
    assert area.iloc[0] == pytest.approx(2851, rel=2e-3)
    assert metrics.geodesic_area(lonlat.to_crs("EPSG:3405")).iloc[0] == pytest.approx(
        area.iloc[0], rel=1e-8
    )


def test_neighbours_share_an_edge_and_not_a_corner():
    """A grid of 3 by 3 has 6 edges across and 6 down: 12 pairs, and no diagonal one."""
    grid = squares(*[(x, 2 - y) for y in range(3) for x in range(3)])
    pairs = metrics.neighbours(grid)
    assert ["".join(pair) for pair in pairs.itertuples(index=False)] == [
        "ab",
        "ad",
        "bc",
        "be",
        "cf",
        "de",
        "dg",
        "ef",
        "eh",
        "fi",
        "gh",
        "hi",
    ]
    assert metrics.neighbours(squares((0, 0), (1, 1))).empty


def test_gaps_are_numbered_by_size():
    """a-b-c in a row and d apart: b yes splits nothing but a and c; c-d touch."""
    values = pd.Series({"a": "no", "b": "yes", "c": "no", "d": "no", "e": "unknown", "f": "na"})
    pairs = pd.DataFrame({"code": list("abcde"), "neighbour": list("bcdef")})
    assert metrics.contiguous_gaps(values, pairs=pairs).to_dict() == {"a": 2, "c": 1, "d": 1}
    wider = metrics.contiguous_gaps(values, pairs=pairs, unknown_is_gap=True)
    assert wider.to_dict() == {"a": 2, "c": 1, "d": 1, "e": 1}


def test_no_gap_at_all():
    pairs = pd.DataFrame({"code": ["a"], "neighbour": ["b"]})
    assert metrics.contiguous_gaps(pd.Series({"a": "yes", "b": "na"}), pairs=pairs).empty


def test_inputs_are_left_as_they_were():
    values, by = pd.Series(["yes", "no"]), pd.Series(["x", "y"])
    before = values.copy(), by.copy()
    metrics.coverage(values, by=by)
    pd.testing.assert_series_equal(values, before[0])
    pd.testing.assert_series_equal(by, before[1])


#: Six units: a and b in X, of which b is unknown; c, d, e in Y; f, a ward, is not asked.
SIX = pd.DataFrame(
    {
        "amount": [4.0, math.nan, 0.0, 6.0, 10.0, math.nan],
        "asked": [True, True, True, True, True, False],
        "group": ["X", "X", "Y", "Y", "Y", "Y"],
        "people": [2000.0, 3000.0, 1000.0, 4000.0, 5000.0, 9000.0],
    },
    index=list("abcdef"),
)
ABOUT = {"applicable": SIX["asked"], "by": SIX["group"]}


def test_totals_of_six_units():
    """X: 4 and an unknown one; Y: 0 + 6 + 10 = 16. In all 20, and at most 20 + 7 if 10 is the most
    (7 for one unknown would be below 10: the most is checked against what units have).
    """
    table = metrics.totals(SIX["amount"], **ABOUT)
    assert table.loc["Y"].tolist() == [3, 0, 0, 0, 1, 16, 16, 16]
    assert table.loc["X", ["units", "unknown", "lower", "upper"]].tolist() == [2, 1, 4, math.inf]
    assert math.isnan(table.at["X", "value"])
    whole = metrics.totals(SIX["amount"], applicable=SIX["asked"], most=12).loc["all"]
    assert whole[["units", "unknown", "not_applicable", "lower", "upper"]].tolist() == [
        *(5, 1, 1),
        *(20, 32),
    ]
    with pytest.raises(ValueError, match="from 0 to 7"):
        metrics.totals(SIX["amount"], most=7)
    with pytest.raises(ValueError, match="by: expected"):
        metrics.totals(SIX["amount"], by=pd.Series("X", index=list("abcdeg")))


def test_a_hidden_number_is_not_an_unknown_one():
    """X: 4 and one that is hidden, 9 together; Y: 0 and 10, and 6 or more hidden, of which no sum
    is told. A median takes the hidden one of X as anything from 0: from 2.
    """
    hidden, held = SIX.index.isin(["b", "d"]), pd.Series({"X": 5.0, "Y": math.nan})
    secret = {"hidden": pd.Series(hidden, index=SIX.index), **ABOUT}
    table = metrics.totals(SIX["amount"].mask(hidden), held=held, **secret)
    assert table.loc["X"].tolist() == [2, 0, 1, 0, 0, 9, 9, 9]
    assert table.loc["Y", ["unknown", "hidden", "open", "lower"]].tolist() == [0, 1, 1, 10]
    assert table.loc["Y", ["value", "upper"]].isna().tolist() == [True, False]
    rates = metrics.rates(
        SIX["amount"].mask(hidden), base=SIX["people"], per=1000, held=held, **secret
    )
    assert rates.at["X", "value"] == 9 / 5
    median = metrics.medians(SIX["amount"].mask(hidden), **secret).loc["X"]
    assert (median["unknown"], median["hidden"], median["lower"]) == (0, 1, 2)
    with pytest.raises(ValueError, match="hidden: expected"):
        metrics.totals(SIX["amount"], **secret)


def test_rates_of_six_units():
    """Y: 16 for 10,000 people are 1.6 per 1,000; X: at least 4 for 5,000, so 0.8; 20 for 15,000."""
    table = metrics.rates(SIX["amount"], base=SIX["people"], per=1000, **ABOUT)
    assert table.loc["Y", ["base", "value", "upper"]].tolist() == [10000, 1.6, 1.6]
    assert table.loc["X", ["base", "lower", "upper"]].tolist() == [5000, 0.8, math.inf]
    whole = metrics.rates(SIX["amount"], base=SIX["people"], per=1000, applicable=SIX["asked"])
    assert whole.at["all", "lower"] == pytest.approx(20 / 15)
    missing = SIX["people"].where(SIX.index != "c")
    table = metrics.rates(SIX["amount"], base=missing, per=1000, **ABOUT)
    assert table.loc["Y", ["base", "value", "lower"]].isna().all()
    assert table.at["X", "lower"] == 0.8


def test_medians_of_six_units():
    """Y: 0, 6, 10, so 6. X: 4 and anything from 0 to 100: from 2 to 52. In all 0, 4, 6, 10 and one
    more: 4 if that is 0, 6 if it is 100.
    """
    table = metrics.medians(SIX["amount"], most=100, **ABOUT)
    assert table.loc["Y", ["value", "lower", "upper"]].tolist() == [6, 6, 6]
    assert table.loc["X", ["lower", "upper"]].tolist() == [2, 52]
    whole = metrics.medians(SIX["amount"], applicable=SIX["asked"]).loc["all"]
    assert whole[["lower", "upper"]].tolist() == [4, 6]
    none = metrics.medians(SIX["amount"], applicable=SIX["asked"] & False).loc["all"]
    assert none[["value", "lower", "upper"]].isna().all()


def test_classes_of_numbers_are_round_and_shared():
    """Fifths of 1 to 10 end at 2, 4, 6, 8 (the lower of two values); rates are rounded up to two
    digits; the same ends class any other values.
    """
    values = pd.Series([0, *range(1, 11), math.nan])
    ends = metrics.class_ends(values)
    assert ends == (2, 4, 6, 8)
    named = metrics.classify(pd.Series([0, 1, 2, 3, 99, math.nan]), ends=ends)
    assert named.tolist()[:-1] == ["class-none", "class-1", "class-1", "class-2", "class-5"]
    assert named.isna().tolist() == [False] * 5 + [True]
    rates = pd.Series([0.0111, 0.0222, 0.0333, 0.0444, 0.0555, 0.0666])
    assert metrics.class_ends(rates, whole=False) == (0.023, 0.034, 0.045, 0.056)
    assert metrics.class_ends(pd.Series([2.0, 2.0, 2.0])) == ()
    assert metrics.class_ends(pd.Series([0.0, math.nan])) == ()
    with pytest.raises(ValueError, match="ascending"):
        metrics.classify(values, ends=(4, 2))
