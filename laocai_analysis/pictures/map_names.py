"""Names on a map: each where its shape has most room, and none over another one."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence

import geopandas as gpd
import pandas as pd
import shapely
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.text import Text
from shapely.affinity import scale

from laocai_analysis.pictures.credits import drawable
from laocai_analysis.places.matching import split_name

#: A white rim that keeps words readable on any fill.
HALO = [patheffects.withStroke(linewidth=2.5, foreground="white")]
#: How many times as wide as high the name of a district is.
_WIDE = 3.0
#: How much of a name may lie on another one, or on a number: less than a letter; and the part of
#: the height of a line in which letters are.
_COVERED, _LETTERS = 0.02, 0.85
#: Where else a name may be, in its own widths and heights.
_BESIDE = [(right, up) for up in (0, 1, -1) for right in (0, 0.15, -0.15, 0.4, -0.4)]


def name_areas(
    ax: Axes,
    areas: Iterable[tuple[Sequence[str], shapely.Geometry]],
    *,
    numbers: list[shapely.Point],
    pixel: float,
    size: float = 9,
    line: int = 30,
    wide: float = _WIDE,
) -> None:
    """Name areas, each where it has most room, or beside that where its name would lie on a number;
    a name that would lie on an earlier one is left out.

    Parameters
    ----------
    ax : Axes
        Where to write.
    areas : iterable of (sequence of str, geometry)
        The room for each name, the most important first: the first of its names for which there is
        room is written.
    numbers : list of Point
        Where numbers are.
    pixel : float
        The size of a pixel in units of the map, as `pixel_of` gives it.
    size : float
        The size of the letters in points.
    line : int
        The letters of a line; a longer name has several.
    wide : float
        How many times as wide as high a name is.
    """
    radius = 5 / 72 * ax.figure.dpi * pixel  # that of a number of two digits
    digits = [shapely.box(*one.buffer(radius).bounds) for one in numbers]
    taken = list[shapely.Geometry]()
    for names, area in areas:
        for name in names:
            text = write(ax, middle(area, wide=wide), name, size=size, line=line)
            found = _room(text, area, taken=taken, digits=digits, pixel=pixel)
            if found is not None:
                text.set_position((found.centroid.x, found.centroid.y))
                taken.append(found)
                break
            text.remove()


def _room(
    text: Text,
    area: shapely.Geometry,
    *,
    taken: list[shapely.Geometry],
    digits: list[shapely.Geometry],
    pixel: float,
) -> shapely.Geometry | None:
    """Return where a text has room in an area: beside what is taken, and beside digits where it
    can.
    """
    (x, y), extent = text.get_position(), text.get_window_extent()
    wide, high = extent.width * pixel, extent.height * pixel
    places = [(x + right * wide, y + up * high) for right, up in _BESIDE]
    boxes = [_box(at, wide, _LETTERS * high) for at in places if shapely.contains_xy(area, *at)]
    free = [box for box in boxes if not _covers(box, taken)]
    return next((box for box in free if not _covers(box, digits)), free[0] if free else None)


def name_communes(
    ax: Axes,
    shapes: gpd.GeoDataFrame,
    *,
    clear: pd.Index,
    numbers: Mapping[str, str],
    pixel: float,
) -> None:
    """Name communes with their numbers, those that have one first; tiles in narrow lines.

    Parameters
    ----------
    ax : Axes
        Where to write.
    shapes : GeoDataFrame
        Communes or tiles, indexed by code, with ``name``; tiles have no CRS.
    clear : Index of str
        Communes on which others write.
    numbers : mapping of str to str
        What stands behind the names of some communes, or alone where there is no room for both.
    pixel : float
        As for `name_areas`.
    """
    large = shapes.geometry.area.sort_values(ascending=False, kind="stable").index
    named = []
    for code in sorted(large, key=lambda code: code not in numbers):
        name, number = split_name(str(shapes.at[code, "name"]))[1], numbers.get(code)
        labels = (f"{name} ({number})", number) if number else (name,)
        named.append((labels, shapes.geometry[code]))
    look = {"size": 7, "line": 7, "wide": 1} if shapes.crs is None else {"size": 8, "line": 12}
    name_areas(ax, named, numbers=middles(shapes, clear), pixel=pixel, **look)


def middles(shapes: gpd.GeoDataFrame, codes: pd.Index) -> list[shapely.Point]:
    """Return where some communes have most room."""
    return [shapely.Point(middle(shape)) for shape in shapes.geometry[shapes.index.isin(codes)]]


def _box(at: tuple[float, float], wide: float, high: float) -> shapely.Geometry:
    x, y = at
    return shapely.box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)


def _covers(here: shapely.Geometry, taken: list[shapely.Geometry]) -> bool:
    return any(
        here.intersection(other).area > _COVERED * min(here.area, other.area) for other in taken
    )


def middle(shape: shapely.Geometry, *, wide: float = 1) -> tuple[float, float]:
    """Return where a shape has most room: the middle of the largest ellipse inside that is so many
    times as wide as high.
    """
    narrow = scale(shape, xfact=1 / wide, origin=(0, 0))
    x, y = shapely.get_coordinates(shapely.maximum_inscribed_circle(narrow))[0]
    return float(wide * x), float(y)


def write(ax: Axes, at: tuple[float, float], name: str, *, size: float, line: int = 30) -> Text:
    """Write a name at a place, with a white rim, in lines of so many letters."""
    return ax.text(
        *at,
        textwrap.fill(drawable(name, longest=30), line, break_long_words=False),
        ha="center",
        va="center",
        fontsize=size,
        fontweight="bold",
        path_effects=HALO,
        parse_math=False,
        in_layout=False,  # it lies on the map, whose room the layout knows
    )


def pixel_of(ax: Axes, shapes: gpd.GeoDataFrame) -> float:
    """Return the units of the map for a pixel, at the limits that `frame` sets."""
    west, south, east, north = shapes.total_bounds
    wide, high = float(ax.bbox.width), float(ax.bbox.height)
    return float(1.02 * max((east - west) / wide, (north - south) / high))
