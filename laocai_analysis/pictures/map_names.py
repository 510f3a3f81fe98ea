"""Names on a map: each where its shape has most room, and none over another one."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
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
#: How much of a name may lie on another one, or on a number.
_COVERED = 0.1
#: Where else a name may be, in its own widths and heights.
_BESIDE = [(0, 0), (0, 1), (0, -1), (0.4, 0), (-0.4, 0), (0.4, 1), (-0.4, 1), (0.4, -1), (-0.4, -1)]


def name_areas(
    ax: Axes,
    areas: Mapping[str, shapely.Geometry],
    *,
    numbers: list[shapely.Point],
    pixel: float,
    size: float = 9,
) -> None:
    """Name areas without their type, the largest first: each where it has most room, or beside that
    where it would lie on a number; a name that would lie on another one is left out.

    Parameters
    ----------
    ax : Axes
        Where to write.
    areas : mapping of str to geometry
        The room for each name.
    numbers : list of Point
        Where numbers are.
    pixel : float
        The size of a pixel in units of the map, as `pixel_of` gives it.
    size : float
        The size of the letters in points.
    """
    radius = 5 / 72 * ax.figure.dpi * pixel  # that of a number of two digits
    digits = [shapely.box(*one.buffer(radius).bounds) for one in numbers]
    names = list[shapely.Geometry]()
    for name in sorted(areas, key=lambda name: -areas[name].area):
        x, y = middle(areas[name], wide=_WIDE)
        text = write(ax, (x, y), split_name(name)[1], size=size)
        extent = text.get_window_extent()
        wide, high = extent.width * pixel, extent.height * pixel
        places = [(x + right * wide, y + up * high) for right, up in _BESIDE]
        boxes = [_box(at, wide, high) for at in places if shapely.contains_xy(areas[name], *at)]
        free = [box for box in boxes if not _covers(box, names)]
        if not free:
            text.remove()
            continue
        best = next((box for box in free if not _covers(box, digits)), free[0])
        text.set_position((best.centroid.x, best.centroid.y))
        names.append(best)


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


def write(ax: Axes, at: tuple[float, float], name: str, *, size: float) -> Text:
    """Write a name at a place, with a white rim."""
    return ax.text(
        *at,
        drawable(name, longest=30),
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
