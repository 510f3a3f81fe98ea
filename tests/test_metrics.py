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
    assert metrics.people_per_point(pd.Series([10.0]), points=none).isna().all()
    assert metrics.points_per_100_km2(pd.Series([10]), area=pd.Series([0.0])).isna().all()


def test_people_and_points():
    """595,754 people at 278 points are 2,143 each; 278 points on 6,384 km2 are 4.3546 for
    100 km2.
    """
    assert metrics.people_per_point(pd.Series([595754]), points=pd.Series([278])).iloc[0] == 2143
    density = metrics.points_per_100_km2(pd.Series([278]), area=pd.Series([6384.0]))
    assert density.iloc[0] == pytest.approx(4.3546, abs=5e-5)


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
