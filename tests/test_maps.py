"""Maps, on squares small enough to count by hand."""

from __future__ import annotations

import itertools

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PathCollection
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib_scalebar.scalebar import ScaleBar

from laocai_analysis.language import Language
from laocai_analysis.pictures import maps
from laocai_analysis.pictures.country_map import country_map
from laocai_analysis.pictures.map_names import name_areas

CREDITS = {"title": "Bưu điện", "basis": "illustrative", "source": "S", "vintage": "21/11/2008"}
LINES = {
    "vi": (
        "Minh họa, không phải số liệu thu thập",
        "Nguồn: S\nĐơn vị hành chính theo danh mục ngày 21/11/2008",
    ),
    "en": (
        "Illustrative, not observed figures",
        "Source: S\nAdministrative units of the list of 21/11/2008",
    ),
}
ALT = {
    "vi": "Bản đồ: Bưu điện. 1 Có, 2 Không có, 1 Chưa có số liệu, 1 Không áp dụng. Nhiều đơn vị chưa có dịch vụ nhất: "
    "Huyện Y (2). Minh họa, không phải số liệu thu thập.",
    "en": "Map: Bưu điện. 1 Yes, 2 No, 1 Unknown, 1 Not applicable. Most units without: Huyện Y (2). "
    "Illustrative, not observed figures.",
}


def squares(*, crs: str | None = "EPSG:4326") -> gpd.GeoDataFrame:
    """Five squares beside each other: a, b in Huyện X, c, d, e in Huyện Y."""
    side, x0, y0 = (0.02, 104.0, 22.4) if crs else (1.0, 0.0, 0.0)
    shapes = [shapely.box(x0 + i * side, y0, x0 + (i + 1) * side, y0 + side) for i in range(5)]
    columns = {
        "name": list("ABCDE"),
        "type": "xã",
        "district_code": ["1", "1", "2", "2", "2"],
        "district": ["Huyện X", "Huyện X", "Huyện Y", "Huyện Y", "Huyện Y"],
    }
    return gpd.GeoDataFrame(
        columns, geometry=shapes, index=pd.Index(list("abcde"), name="code"), crs=crs
    )


def values() -> pd.Series:
    """One yes, two no, one na; d has no value."""
    return pd.Series({"a": "yes", "b": "na", "c": "no", "e": "no"})


def drawn(kind: str, given: pd.Series, *, language: str = "vi", **changed: str) -> Axes:
    ax = Figure(figsize=(8, 6)).add_subplot()
    draw, shapes = {
        "map": (maps.choropleth, squares()),
        "tiles": (maps.tile_map, squares(crs=None)),
    }[kind]
    assert draw(ax, shapes, given, language=Language(language), **{**CREDITS, **changed}) is ax
    return ax


def paths(ax: Axes, value: str) -> int:
    found = [c for c in ax.collections if isinstance(c, PathCollection) and c.get_label() == value]
    return sum(len(collection.get_paths()) for collection in found)


def words(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


KINDS = pytest.mark.parametrize("kind", ["map", "tiles"])


@KINDS
def test_every_commune_is_one_path_of_its_value_and_one_without_value_is_unknown(kind: str) -> None:
    ax = drawn(kind, values())
    assert {value: paths(ax, value) for value in maps.FILLS} == {
        "yes": 1,
        "no": 2,
        "unknown": 1,
        "na": 1,
    }


@KINDS
@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("vi", ["Có (1)", "Không có (2)", "Chưa có số liệu (1)", "Không áp dụng (1)"]),
        ("en", ["Yes (1)", "No (2)", "Unknown (1)", "Not applicable (1)"]),
    ],
)
def test_legend_counts_the_values(kind: str, language: str, expected: list[str]) -> None:
    legend = drawn(kind, values(), language=language).get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == expected


def test_legend_names_only_values_that_occur() -> None:
    legend = drawn("map", pd.Series("yes", index=list("abcde"))).get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["Có (5)"]


@KINDS
@pytest.mark.parametrize("language", ["vi", "en"])
def test_alt_text_and_credits(kind: str, language: str) -> None:
    ax = drawn(kind, values(), language=language)
    assert ax.alt_text == ALT[language]
    assert set(LINES[language]) <= set(words(ax))


def test_districts_are_named_and_in_a_map_of_one_district_its_communes() -> None:
    assert {"X", "Y"} <= set(words(drawn("map", values())))
    assert set("ABCDE").isdisjoint(
        words(drawn("map", values(), language="en"))
    )  # in Vietnamese B is also the north
    one = squares().loc[["c", "d", "e"]]
    ax = maps.choropleth(
        Figure().add_subplot(), one, values()[["c", "e"]], language=Language("vi"), **CREDITS
    )
    assert set("CDE") <= set(words(ax))
    assert "Y" not in words(ax)


def test_scale_bar_counts_kilometres_on_the_plane_and_is_not_on_the_tiles() -> None:
    (bar,) = [artist for artist in drawn("map", values()).artists if isinstance(artist, ScaleBar)]
    assert (bar.dx, bar.units, bar.fixed_units) == (1, "m", "km")
    assert not [
        artist for artist in drawn("tiles", values()).artists if isinstance(artist, ScaleBar)
    ]


@pytest.mark.parametrize(
    ("basis", "framed"), [("illustrative", True), ("estimated", True), ("observed", False)]
)
def test_basis_stands_in_a_frame_unless_observed(basis: str, framed: bool) -> None:
    line = Language("vi").say(f"basis-{basis}")
    (text,) = [
        text for text in drawn("map", values(), basis=basis).texts if text.get_text() == line
    ]
    assert (text.get_bbox_patch() is not None) is framed


def test_north_arrow_is_on_the_map_and_not_on_the_tiles() -> None:
    assert "B" in words(drawn("map", values()))
    assert "N" in words(drawn("map", values(), language="en"))
    assert "B" not in words(drawn("tiles", values()))


def test_unknown_and_not_applicable_differ_in_hatch_and_the_others_have_none() -> None:
    hatches = {value: fill.hatch for value, fill in maps.FILLS.items()}
    assert hatches["yes"] == hatches["no"] == ""
    assert set(hatches["unknown"]).isdisjoint(hatches["na"])
    ax = drawn("map", values())
    assert {c.get_hatch() for c in ax.collections} == {None, hatches["unknown"], hatches["na"]}
    legend = ax.get_legend()
    assert legend is not None
    assert [patch.get_hatch() or "" for patch in legend.get_patches()] == list(hatches.values())


def test_the_country_is_filled_and_hatched_as_a_province_is() -> None:
    shapes = squares().to_crs("EPSG:3405").reset_index()
    provinces = shapes.dissolve("district").geometry
    ax = Figure(figsize=(4.9, 9.2)).add_subplot()
    about = {"title": "T", "basis": "observed", "language": Language("en")}
    given = values().reindex(shapes["code"]).fillna("unknown")
    units = shapes.set_index("code")["district"]
    country_map(ax, shapes, given, provinces=provinces, units=units, **about)
    filled = [c for c in ax.collections if c.get_label() in maps.FILLS]
    assert [c.get_label() for c in filled] == list(maps.FILLS)
    hatches = {value: fill.hatch for value, fill in maps.FILLS.items()}
    assert {c.get_hatch() for c in ax.collections} == {None, hatches["unknown"], hatches["na"]}
    legend = ax.get_legend()
    assert legend is not None
    assert [patch.get_hatch() or "" for patch in legend.get_patches()] == list(hatches.values())
    told = ["Yes (1)", "No (2)", "Unknown (1)", "Not applicable (1)"]
    assert [text.get_text() for text in legend.get_texts()] == told


def test_yes_and_no_are_told_apart_in_grey() -> None:
    def luminance(color: str) -> float:
        linear = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color)
        ]
        return float(np.dot([0.2126, 0.7152, 0.0722], linear))

    dark, light = luminance(maps.FILLS["no"].color), luminance(maps.FILLS["yes"].color)
    assert (light + 0.05) / (dark + 0.05) >= 3


@KINDS
def test_value_of_a_foreign_code_is_refused_by_name(kind: str) -> None:
    with pytest.raises(ValueError, match="found 99, 98, not on it"):
        drawn(kind, pd.concat([values(), pd.Series({"99": "yes", "98": "no"})]))


def test_wrong_and_doubled_values_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="expected yes, no, unknown, na; found maybe"):
        drawn("map", pd.Series({"a": "maybe"}))
    with pytest.raises(ValueError, match="found more than once: a"):
        drawn("map", pd.Series(["yes", "no"], index=["a", "a"]))


def test_frames_of_the_caller_are_not_changed() -> None:
    shapes, given = squares(), values()
    before, each = shapes.copy(), given.copy()
    maps.choropleth(Figure().add_subplot(), shapes, given, language=Language("vi"), **CREDITS)
    pd.testing.assert_frame_equal(pd.DataFrame(shapes), pd.DataFrame(before))
    pd.testing.assert_series_equal(given, each)
    assert shapes.crs == before.crs


@KINDS
@pytest.mark.parametrize("size", [(8, 9), (4, 9), (9, 4)])
def test_limits_hold_every_commune(kind: str, size: tuple[float, float]) -> None:
    ax = Figure(figsize=size).add_subplot()
    shapes = squares() if kind == "map" else squares(crs=None)
    (maps.choropleth if kind == "map" else maps.tile_map)(
        ax, shapes, values(), language=Language("vi"), **CREDITS
    )
    west, south, east, north = (
        shapes.to_crs("EPSG:3405") if kind == "map" else shapes
    ).total_bounds
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    assert left < west < east < right
    assert bottom < south < north < top
    assert ax.get_aspect() == 1


@pytest.mark.slow
@pytest.mark.parametrize("place", ["Huyện Bắc Hà", "Huyện Si Ma Cai", ""])
def test_nothing_is_cut_off_and_nothing_but_names_lies_on_the_map(
    place: str, communes: gpd.GeoDataFrame
) -> None:
    part = communes[communes["district"] == place] if place else communes
    given = pd.Series((["yes", "no", "unknown", "na"] * 41)[: len(part)], index=part.index)
    figure = Figure(figsize=(8, 9), layout="constrained")
    canvas = FigureCanvasAgg(figure)
    ax = figure.add_subplot()
    credits = {**CREDITS, "source": "ranh giới " * 25}
    maps.choropleth(ax, part, given, language=Language("vi"), **credits)
    canvas.draw()
    legend = ax.get_legend()
    assert legend is not None
    (bar,) = [artist for artist in ax.artists if isinstance(artist, ScaleBar)]
    renderer = canvas.get_renderer()
    frames = [text.get_bbox_patch() or text for text in ax.texts]
    titles = [
        text
        for text in ax.get_children()
        if isinstance(text, Text) and text.get_text() == CREDITS["title"]
    ]
    assert len(titles) == 1
    printed = [artist.get_window_extent(renderer) for artist in (*titles, legend, *frames)]
    assert all(0 <= box.x0 <= box.x1 <= figure.bbox.x1 for box in printed)
    assert all(0 <= box.y0 <= box.y1 <= figure.bbox.y1 for box in printed)
    lowest = ax.transData.transform((0, part.to_crs("EPSG:3405").total_bounds[1]))[1]
    north = [text for text in ax.texts if text.get_text() == "B"]
    assert len(north) == 1
    assert all(artist.get_window_extent(renderer).y1 < lowest for artist in (legend, *north))
    apart = [artist.get_window_extent(renderer) for artist in (legend, bar, *north)]
    assert not any(one.overlaps(other) for one, other in itertools.combinations(apart, 2))


def test_hole_stays_open_whichever_way_its_ring_runs() -> None:
    ring = [
        (104.02, 22.42),
        (104.08, 22.42),
        (104.08, 22.48),
        (104.02, 22.48),
    ]  # runs the way the shell does
    shape = shapely.Polygon([(104.0, 22.4), (104.1, 22.4), (104.1, 22.5), (104.0, 22.5)], [ring])
    one = gpd.GeoDataFrame(
        {"name": "A", "type": "xã", "district_code": "1", "district": "Huyện X"},
        geometry=[shape],
        index=["a"],
        crs="EPSG:4326",
    )
    figure = Figure(figsize=(4, 4), dpi=50)
    canvas = FigureCanvasAgg(figure)
    ax = figure.add_subplot()
    maps.choropleth(ax, one, pd.Series({"a": "yes"}), language=Language("vi"), **CREDITS)
    for text in list(ax.texts):
        text.remove()
    canvas.draw()
    centre = one.to_crs("EPSG:3405").geometry.iloc[0].centroid
    x, y = ax.transData.transform((centre.x, centre.y))
    pixels = np.asarray(canvas.buffer_rgba())
    assert pixels[pixels.shape[0] - int(y), int(x), :3].tolist() == [255, 255, 255]


def test_a_name_makes_room_for_a_number_and_none_lies_on_another():
    """The strip is too low for a name of its own beside that of the large one."""
    ax = Figure(figsize=(2, 2)).add_subplot()
    areas = [(("Sa Pa",), shapely.box(0, 0, 200, 100)), (("Bắc Hà",), shapely.box(0, 45, 200, 55))]
    areas.append((("X",), shapely.box(0, 100, 200, 102)))
    name_areas(ax, areas, numbers=[shapely.Point(100, 50)], pixel=1)
    held = {text.get_text(): text.get_position() for text in ax.texts}
    assert set(held) == {"Sa Pa", "Bắc Hà", "X"}
    assert abs(held["Sa Pa"][1] - 50) > 8  # beside the number
    ax = Figure(figsize=(2, 2)).add_subplot()
    areas.append((("Y Z W V (3)", "3"), shapely.box(0, 100, 200, 101)))
    name_areas(ax, areas, numbers=[], pixel=1)
    assert not {"Y Z W V (3)", "3"} & {text.get_text() for text in ax.texts}


def test_the_name_of_a_district_lies_on_no_commune_that_bears_a_number(
    communes: gpd.GeoDataFrame,
) -> None:
    """A number on every other commune, 82 in all: the names of the districts are beside them."""
    given = pd.Series(["yes", "no"] * 82, index=communes.index)
    numbers = pd.Series(range(1, 83), index=given.index[given == "no"])
    ax = Figure(figsize=(5, 5)).add_subplot()
    maps.choropleth(ax, communes, given, numbers=numbers, language=Language("vi"), **CREDITS)
    bare = {name.removeprefix("Huyện ").removeprefix("Thành phố ") for name in communes["district"]}
    points = [shapely.Point(t.get_position()) for t in ax.texts if t.get_text() in bare]
    assert len(points) == 9
    numbered = communes.loc[numbers.index].to_crs("EPSG:3405").union_all()
    assert not any(numbered.contains(point) for point in points)
