"""Polygons that lie elsewhere are refused, and the probable error is named with what mends it."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from laocai_analysis.places import boundaries, placement
from laocai_analysis.places.placement import placement_faults, shift_of, unit_at

MIDDLE = np.array([104.08, 22.36])


def said(shapes, reference) -> str:
    (fault,) = placement_faults(shapes, reference=reference, file="x.gpkg")
    return str(fault)


def changed(communes, change):
    shapes = shapely.transform(communes.geometry.to_numpy(), change)
    return gpd.GeoSeries(shapes, index=communes.index, crs=communes.crs)


def swapped(shapes):
    turned = shapely.transform(shapes.to_numpy(), lambda xy: xy[:, ::-1])
    return gpd.GeoSeries(turned, index=shapes.index, crs=shapes.crs)


def test_polygons_where_they_belong(communes):
    for crs in ("EPSG:4326", "EPSG:9208", "EPSG:3405", "EPSG:3857", "EPSG:3148", "EPSG:4756"):
        shapes = communes.geometry.to_crs(crs)
        assert not placement_faults(shapes, reference=communes.geometry, file="x"), crs


@pytest.mark.parametrize(
    ("true", "declared"),
    [
        ("EPSG:9205", "EPSG:9208"),
        ("EPSG:9207", "EPSG:9208"),  # 26 km off
        ("EPSG:9208", "EPSG:5897"),
        ("EPSG:9211", "EPSG:9208"),
        ("EPSG:5899", "EPSG:9208"),
        ("EPSG:3405", "EPSG:3406"),  # 600 km off
        ("EPSG:32647", "EPSG:32648"),
        ("EPSG:2044", "EPSG:3405"),
        ("EPSG:9208", "EPSG:4326"),
        ("EPSG:3857", "EPSG:4326"),
        ("EPSG:4326", "EPSG:9208"),
        ("EPSG:9208", None),
    ],
)
def test_the_true_crs_is_named(true, declared, communes):
    shapes = communes.geometry.to_crs(true).set_crs(declared, allow_override=True)
    assert f"--crs {true} (" in said(shapes, communes.geometry)


def test_swapped_axes(communes):
    option = "probably it needs --swap-axes (latitude and longitude are swapped)"
    assert option in said(swapped(communes.geometry), communes.geometry)
    plane = swapped(communes.geometry.to_crs("EPSG:9208"))
    assert option in said(plane, communes.geometry)
    unknown = plane.set_crs(None, allow_override=True)
    assert "--crs EPSG:9208 --swap-axes" in said(unknown, communes.geometry)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda xy: np.column_stack([2 * MIDDLE[0] - xy[:, 0], xy[:, 1]]), "east to west"),
        (lambda xy: np.column_stack([xy[:, 0], 2 * MIDDLE[1] - xy[:, 1]]), "north to south"),
        (lambda xy: 2 * MIDDLE - xy, "turned by 180°"),
        (lambda xy: MIDDLE + (xy - MIDDLE) @ [[0, 1], [-1, 0]], "turned by 9"),
        (lambda xy: MIDDLE + 1.1 * (xy - MIDDLE), "is 1.1 times as large as it should be"),
        (lambda xy: MIDDLE + 0.001 * (xy - MIDDLE), "is 0.001 times as large"),
        (lambda xy: np.add(xy, [25 / 103, 0]), "km to the east and 0.0 km to the "),
        (lambda xy: np.add(xy, [10, -5]), "km to the east and 556.6 km to the south"),
        (lambda xy: MIDDLE + 1.015 * (xy - MIDDLE), "expected units of 6,232 to 6,487 km2 in all"),
    ],
)
def test_what_no_option_mends(change, reason, communes):
    assert reason in said(changed(communes, change), communes.geometry)


def test_a_unit_that_lies_elsewhere_or_is_much_smaller_is_named(communes):
    shapes = communes.geometry.copy()
    shapes["03040"], shapes["02788"] = shapes["02788"], shapes["03040"]
    shapes["03085"] = shapely.affinity.scale(shapes["03085"], 0.4, 0.4)
    faults = placement_faults(shapes, reference=communes.geometry, file="x")
    assert [str(fault.expected) for fault in faults] == [
        f"the polygon of {code} where it lies" for code in ("02788", "03040", "03085")
    ]
    assert str(faults[0].found).endswith(" and lies on 03040")
    assert str(faults[2].found) == "one that has 16% in common with it, is 0.16 times its size"


def test_a_small_shift_is_measured(communes):
    moved = changed(communes, lambda xy: np.add(xy, [0.2 / 102.95, 0]))
    east, north = shift_of(moved, reference=communes.geometry)
    assert (east, north) == pytest.approx((0.2, 0), abs=0.005)


@pytest.mark.slow
def test_a_tile_map_needs_the_order_of_the_province_and_its_size(communes):
    """Squares of 0.05 degrees: 4,700 km2 in all, 86 km from the province."""
    tiles = boundaries.load_tiles().geometry
    plain = shapely.transform(tiles.to_numpy(), lambda xy: [103.4, 22.0] + 0.05 * xy)
    squares = gpd.GeoSeries(plain, index=tiles.index, crs="EPSG:4326")
    assert placement.is_tile_map(squares)
    assert not placement.is_tile_map(communes.geometry)
    assert not placement_faults(squares, reference=communes.geometry, file="x")
    middle = shapely.union_all(plain).centroid.coords[0]
    wrong = {
        "mirrored east to west": lambda xy: np.column_stack([2 * middle[0] - xy[:, 0], xy[:, 1]]),
        "mirrored north to south": lambda xy: np.column_stack([xy[:, 0], 2 * middle[1] - xy[:, 1]]),
        "times as large": lambda xy: middle + (xy - middle) / 50,
        "km to the east": lambda xy: np.add(xy, [10, -5]),
        "--swap-axes": lambda xy: xy[:, ::-1],
    }
    for reason, change in wrong.items():
        moved = gpd.GeoSeries(shapely.transform(plain, change), index=tiles.index, crs=squares.crs)
        assert reason in said(moved, communes.geometry)


def test_a_polygon_whose_name_is_of_two_units_is_known_by_its_place(communes):
    both, others = ["02905", "02941"], communes.geometry.drop(["02905", "02941"])
    for code in both:
        shape = communes.geometry[code]
        assert unit_at(shape, both, shapes=others, reference=communes.geometry) == code
    far = communes.geometry["03085"]
    assert unit_at(far, both, shapes=others, reference=communes.geometry) == ""
    mixed = others.set_axis(list(reversed(others.index)))  # names that are not where they belong
    assert (
        unit_at(communes.geometry["02905"], both, shapes=mixed, reference=communes.geometry) == ""
    )
