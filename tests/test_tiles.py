"""The tile map, on polygons small enough to place by hand."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from scipy.spatial.distance import cdist

from laocai_analysis.places import tiles

SIDE = 1000.0


def squares(plan: list[str], *, districts: dict[str, str] | None = None) -> gpd.GeoDataFrame:
    """Return one square of 1 km for each letter of a plan, north up; a point is empty land."""
    places = {
        letter: (x, -y)
        for y, line in enumerate(plan)
        for x, letter in enumerate(line)
        if letter != "."
    }
    shapes = [
        shapely.box(x * SIDE, y * SIDE, (x + 1) * SIDE, (y + 1) * SIDE) for x, y in places.values()
    ]
    names = [(districts or {}).get(letter, "1") for letter in places]
    return gpd.GeoDataFrame(
        {"district_code": names}, geometry=shapes, index=list(places), crs="EPSG:3405"
    )


def drawn(table: pd.DataFrame) -> list[str]:
    """Return tiles as a plan, the inverse of `squares`."""
    lines = [["."] * (table["column"].max() + 1) for _ in range(table["row"].max() + 1)]
    for letter, column, row in table[["column", "row"]].itertuples():
        lines[row][column] = letter
    return ["".join(line) for line in lines]


@pytest.mark.parametrize(
    "plan",
    [
        ["abc", "def", "ghi"],
        ["abcd"],
        ["a"],
        ["ab.", "cde", ".fg"],  # not a rectangle
        ["a..", "bcd", "..e"],
    ],
)
def test_equal_squares_stay_where_they_are(plan: list[str]) -> None:
    """Every square has the mean area and lies on the grid: the assignment costs 0, and no swap is a
    gain.
    """
    assert drawn(tiles.place_tiles(squares(plan))) == plan


def test_districts_keep_their_squares() -> None:
    plan = ["aab", "acb", "ccb"]
    letters = ["abc", "def", "ghi"]
    owner = dict(zip("".join(letters), "".join(plan), strict=True))
    communes = squares(letters, districts=owner)
    placed = tiles.place_tiles(communes)
    assert tiles.disconnected_districts(placed, districts=communes["district_code"]) == []
    assert sorted(zip(placed["column"], placed["row"], strict=True)) == [
        (x, y) for x in range(3) for y in range(3)
    ]


def test_unequal_areas_get_equal_tiles() -> None:
    """A commune of 3 km2 and three of 1 km2: four tiles, all distinct, in one piece, north and
    south kept.
    """
    shapes = [
        shapely.box(0, 0, 1000, 3000),
        *(shapely.box(1000, y, 2000, y + 1000) for y in (0, 1000, 2000)),
    ]
    communes = gpd.GeoDataFrame(
        {"district_code": "1"}, geometry=shapes, index=list("wabc"), crs="EPSG:3405"
    )
    placed = tiles.place_tiles(communes)
    assert not placed.duplicated().any()
    assert tiles.is_connected(placed)
    assert placed["row"]["a"] > placed["row"]["c"]
    assert all(str(kind).startswith("int") for kind in placed.dtypes)


def test_mending_brings_a_district_into_one_piece() -> None:
    """In 001110 the last cell is cut off from the first two; one exchange is enough; the nearest is
    made.
    """
    cells = np.array([(x, 0) for x in range(6)])
    labels = np.array([0, 0, 1, 1, 1, 0])
    far = cdist([(1, 0), (3, 0)], cells, "sqeuclidean")
    assert tiles._outside(labels, cells=cells).tolist() == [5]
    assert tiles._mend(labels, cells=cells, far=far).tolist() == [0, 0, 0, 1, 1, 1]
    assert labels.tolist() == [0, 0, 1, 1, 1, 0]


def test_district_in_two_parts_gets_one_piece() -> None:
    """On the strip abab both districts are in two parts on the ground; their tiles are not."""
    communes = squares(["abcd"], districts={"a": "080", "b": "082", "c": "080", "d": "082"})
    placed = tiles.place_tiles(communes)
    assert tiles.disconnected_districts(placed, districts=communes["district_code"]) == []
    assert placed.loc[["a", "c"], "column"].max() < placed.loc[["b", "d"], "column"].min()


def test_district_that_cannot_be_one_piece_is_named() -> None:
    """In a cross only one district can hold the middle; of two with two tiles the other has two
    arms.
    """
    communes = squares(
        [".a.", "bcd", ".e."], districts={"a": "1", "b": "1", "c": "2", "d": "3", "e": "3"}
    )
    with pytest.raises(ValueError, match=r"every district in one piece; in pieces: [13]$"):
        tiles.place_tiles(communes)


def test_same_tiles_whatever_the_order_of_rows() -> None:
    communes = squares(["abc.", "defg", ".hij"], districts=dict.fromkeys("cfgj", "2"))
    first = tiles.place_tiles(communes)
    pd.testing.assert_frame_equal(first, tiles.place_tiles(communes))
    turned = tiles.place_tiles(communes.iloc[::-1])
    assert list(turned.index) == list(communes.index[::-1])
    pd.testing.assert_frame_equal(first, turned.loc[first.index])


def test_input_is_not_changed() -> None:
    communes = squares(["ab", "cd"])
    before = communes.copy()
    tiles.place_tiles(communes)
    pd.testing.assert_frame_equal(pd.DataFrame(before), pd.DataFrame(communes))


@pytest.mark.parametrize(("crs", "found"), [("EPSG:4326", "found EPSG:4326"), (None, "found none")])
def test_crs_has_to_be_projected(crs: str | None, found: str) -> None:
    communes = squares(["ab"]).set_crs(crs, allow_override=True)
    with pytest.raises(
        ValueError, match=f"expected a projected one, for example EPSG:3405; {found}"
    ):
        tiles.place_tiles(communes)


def test_every_fault_is_named_at_once() -> None:
    communes = squares(["abc"]).set_axis(["x", "x", "y"])
    communes["district_code"] = ["1", "1", None]
    communes.geometry = [*communes.geometry[:2], None]
    with pytest.raises(ValueError, match="codes") as caught:
        tiles.place_tiles(communes)
    assert str(caught.value).splitlines() == [
        "codes: expected every code once; doubled: x",
        "district_code: expected a district for every commune; none for y",
        "geometry: expected a valid polygon for every commune; not so for y",
    ]
    with pytest.raises(ValueError, match="district_code: expected this column; found none"):
        tiles.place_tiles(squares(["a"]).drop(columns="district_code"))
    with pytest.raises(ValueError, match="expected at least one; found none"):
        tiles.place_tiles(squares(["a"]).iloc[:0])


def test_share_counts_columns_plus_rows() -> None:
    """From a: b is 1 away, c is 1 + 1, d is 3, e is 2 + 1."""
    places = pd.DataFrame({"column": [0, 1, 1, 3, 2], "row": [0, 0, 1, 0, 1]}, index=list("abcde"))
    pairs = pd.DataFrame({"code": list("aaaa"), "neighbour": list("bcde")})
    assert tiles.neighbour_share(places, pairs=pairs) == 0.5
    assert pd.isna(tiles.neighbour_share(places, pairs=pairs.iloc[:0]))
    with pytest.raises(KeyError):
        tiles.neighbour_share(places.drop(index="e"), pairs=pairs)


def test_connected_over_edges_only() -> None:
    ring = pd.DataFrame({"column": [0, 1, 2, 2, 2, 1, 0, 0], "row": [0, 0, 0, 1, 2, 2, 2, 1]})
    assert tiles.is_connected(ring)
    assert tiles.is_connected(ring.drop(index=1))
    assert not tiles.is_connected(ring.drop(index=[1, 5]))
    assert not tiles.is_connected(ring.iloc[:0])


def test_tile_without_district_is_an_error() -> None:
    places = pd.DataFrame({"column": [0, 1], "row": [0, 0]}, index=["a", "b"])
    with pytest.raises(ValueError, match="none for b"):
        tiles.disconnected_districts(places, districts=pd.Series({"a": "080"}))


def test_polygons_lie_north_up_and_never_overlap() -> None:
    places = pd.DataFrame({"column": [0, 1, 0], "row": [0, 0, 1]}, index=["a", "b", "c"])
    drawn_tiles = tiles.tile_polygons(places)
    assert drawn_tiles.crs is None
    assert list(drawn_tiles.index) == ["a", "b", "c"]
    assert drawn_tiles.area.tolist() == [1, 1, 1]
    assert drawn_tiles.geometry["c"].centroid.coords[0] == (0, -1)
    assert shapely.coverage_is_valid(drawn_tiles.geometry.to_numpy())
