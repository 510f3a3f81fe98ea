"""Maps of a yes/no indicator: the communes on their boundaries, and one equal tile for each.

A map takes the axes to draw on and returns them; ``ax.alt_text`` then holds a description made from
the data. It is drawn with one collection of paths for each value and without pyplot, so that it is
drawn once.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.patches import Patch
from matplotlib.path import Path

from laocai_analysis import schema
from laocai_analysis.language import Language
from laocai_analysis.pictures.credits import print_credits, print_scale_and_north
from laocai_analysis.pictures.map_names import (
    middle,
    middles,
    name_areas,
    name_communes,
    pixel_of,
    write,
)
from laocai_analysis.places.matching import split_name


@dataclass(frozen=True, slots=True)
class Fill:
    """How units of one value are filled: colour, and hatch if any; and what the legend calls it,
    where no message ``value-`` does.
    """

    color: str
    hatch: str
    hatch_color: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """How a line is drawn: colour, width in points, and the lengths of dashes and gaps."""

    color: str
    width: float
    dashes: tuple[float, float]


#: What is missing is strong and what is there pale. Blue and orange differ for every kind of colour
#: vision, and in grey; the other two also by hatch. `map_program.patterns` draws the hatches of the
#: live map.
FILLS: dict[str, Fill] = {
    "yes": Fill("#c6d7ea", "", "#c6d7ea"),
    "no": Fill("#c2500f", "", "#c2500f"),
    "unknown": Fill("#ffffff", "//////", "#555555"),
    "na": Fill("#e4e4e4", "....", "#7a7a7a"),
}
#: A number that is known and that the public does not see.
HIDDEN = Fill("#efe3f3", "\\\\\\\\", "#6a3d7c")
#: The kinds of change between two returns, as `metrics.changes` names them: what changed stands
#: out, the rest recedes.
CHANGE_FILLS: dict[str, Fill] = {
    "gained": Fill("#1b4f8a", "", "#1b4f8a"),
    "lost": Fill("#f6b26b", "xxxx", "#7a3b00"),
    "newly_known": Fill("#a9d18e", "", "#a9d18e"),
    "newly_unknown": Fill("#ffffff", "\\\\\\\\", "#b04a00"),
    "unchanged": Fill("#e6e6e6", "", "#e6e6e6"),
    "still_unknown": FILLS["unknown"],
    "na": Fill("#ffffff", "....", "#7a7a7a"),
    "rescoped": Fill("#d9c7e8", "++", "#5b3b7a"),
    "appeared": Fill("#c9e4e7", "", "#c9e4e7"),
    "dissolved": Fill("#c9e4e7", "--", "#3b6f75"),
}
#: The outline of units that are drawn approximately.
ROUGH = Line("#b3001b", 1.1, (4, 2))
_MOST_NAMES = 40  # communes whose names a map has room for
#: The width of an entry of a legend, in inches.
_ENTRY = 1.75
_NONE = pd.Index([])
#: How the legend of a map looks.
LEGEND: dict[str, Any] = {
    "frameon": False,
    "fontsize": 9,
    "handlelength": 1.8,
    "handleheight": 1.3,
    "handletextpad": 0.5,
    "columnspacing": 1.0,
}


def choropleth(
    ax: Axes,
    boundaries: gpd.GeoDataFrame,
    values: pd.Series,
    *,
    title: str,
    basis: str,
    source: str,
    vintage: str,
    language: Language,
    fills: Mapping[str, Fill] = FILLS,
    numbers: pd.Series | None = None,
    clear: pd.Index = _NONE,
) -> Axes:
    """Draw the communes on their boundaries.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    boundaries : GeoDataFrame
        The communes, as `boundaries.load_boundaries` gives them, in any CRS; drawn in
        `schema.CRS_PLANE`. Those marked ``approximate`` are outlined.
    values : Series of {"yes", "no", "unknown", "na"}
        Indexed by code; a commune without a value is drawn as unknown.
    title, source, vintage : str
        Printed above and beneath; a blank source where the caption of the picture names it.
    basis : {"observed", "estimated", "illustrative"}
        Printed beneath, in a frame unless observed.
    language : Language
        The language of legend, footer and alt text.
    fills : mapping of str to Fill
        How each value is filled; with `CHANGE_FILLS` the values are kinds of change.
    numbers : Series of int, optional
        A number to print on some communes, as `metrics.contiguous_gaps` gives it.
    clear : Index of str, optional
        Other communes on which no district is named.

    Returns
    -------
    Axes
        `ax`, with ``ax.alt_text`` set.

    Raises
    ------
    ValueError
        If a value belongs to no commune of `boundaries`, occurs twice, or is not one of
        `fills`.
    """
    absent = boundaries.index[boundaries.geometry.is_empty]
    values = values.drop(absent, errors="ignore")
    plane = boundaries.drop(absent).to_crs(schema.CRS_PLANE)
    numbers = pd.Series(dtype=int) if numbers is None else numbers
    written = {str(code): language.number(number) for code, number in numbers.items()}
    _draw(
        ax,
        plane,
        values,
        title=title,
        basis=basis,
        language=language,
        fills=fills,
        clear=clear,
        numbers=written,
    )
    print_scale_and_north(ax, language=language, below=_foot(ax))
    print_credits(
        ax, basis=basis, source=source, vintage=vintage, language=language, below=_foot(ax)
    )
    return ax


def tile_map(
    ax: Axes,
    tiles: gpd.GeoDataFrame,
    values: pd.Series,
    *,
    title: str,
    basis: str,
    source: str,
    vintage: str,
    language: Language,
    fills: Mapping[str, Fill] = FILLS,
) -> Axes:
    """Draw one equal tile for each commune; parameters and result as for `choropleth`.

    `tiles` are unit squares without CRS, as `boundaries.load_tiles` gives them.
    """
    _draw(ax, tiles, values, title=title, basis=basis, language=language, fills=fills)
    print_credits(
        ax, basis=basis, source=source, vintage=vintage, language=language, below=_foot(ax)
    )
    return ax


def _foot(ax: Axes) -> int:
    """Return how far beneath the map the credits begin, in points: under the legend, which may have
    several rows.
    """
    legend = ax.get_legend()
    entries = len(legend.get_texts()) if legend else 1
    return 30 + 14 * (math.ceil(entries / _columns(entries, ax)) - 1)


def _columns(entries: int, ax: Axes) -> int:
    """Return the number of columns of a legend: one row while that is legible, and fits."""
    fitting = max(1, int(ax.figure.bbox.width / ax.figure.dpi / _ENTRY))
    return min(entries if entries <= 4 else 3, fitting)


def value_counts(values: pd.Series, *, fills: Mapping[str, Fill] = FILLS) -> pd.Series:
    """Count the values in the order of `fills`, only those that occur."""
    counts = values.value_counts().reindex(list(fills), fill_value=0)
    return counts[counts > 0]


def _draw(
    ax: Axes,
    shapes: gpd.GeoDataFrame,
    values: pd.Series,
    *,
    title: str,
    basis: str,
    language: Language,
    fills: Mapping[str, Fill],
    clear: pd.Index = _NONE,
    numbers: Mapping[str, str] | None = None,
) -> None:
    each = _aligned(values, shapes, fills=fills)
    counts = value_counts(each, fills=fills)
    for value in map(str, counts.index):
        _fill(ax, shapes[each == value], fills[value], label=value)
    numbers = numbers or {}
    room = _draw_districts(ax, shapes, clear=clear.union(list(numbers)))
    frame(ax, shapes, title=title)
    keys = [
        key(
            str(value), f"{called(str(value), fills, language)} ({language.number(n)})", fills=fills
        )
        for value, n in counts.items()
    ]
    if "approximate" in shapes and shapes["approximate"].any():
        keys.append(_draw_approximate(ax, shapes[shapes["approximate"]], language))
    print_legend(ax, keys)
    _write_names(ax, shapes, room, clear=clear, numbers=numbers)
    alt = describe(
        each, districts=shapes["district"], title=title, basis=basis, language=language, fills=fills
    )
    ax.alt_text = alt  # type: ignore[attr-defined]


def _fill(ax: Axes, shapes: gpd.GeoDataFrame, fill: Fill, *, label: str) -> None:
    """Fill the units that have one value."""
    paths = [path_of(shape) for shape in shapes.geometry]
    collection = PathCollection(paths, facecolor=fill.color, edgecolor="white", linewidth=0.4)
    collection.set_label(label)
    ax.add_collection(collection)
    if fill.hatch:
        ax.add_collection(
            PathCollection(
                [Path.make_compound_path(*paths)],  # hatched together, in a tenth of the time
                facecolor="none",
                edgecolor=fill.hatch_color,
                hatch=fill.hatch,
                linewidth=0.3,
            )
        )


def _draw_approximate(ax: Axes, shapes: gpd.GeoDataFrame, language: Language) -> Patch:
    """Outline the units that are drawn approximately; return the entry of the legend."""
    style: dict[str, Any] = {"facecolor": "none", "edgecolor": ROUGH.color}
    style |= {"linewidth": ROUGH.width, "linestyle": (0, ROUGH.dashes)}
    paths = [path_of(shape) for shape in shapes.geometry]
    ax.add_collection(PathCollection(paths, **style))
    label = f"{language.say('map-approximate')} ({language.number(len(shapes))})"
    return Patch(label=label, **style)


def print_legend(ax: Axes, keys: Sequence[Patch]) -> None:
    """Print a legend beneath a map."""
    ax.legend(
        handles=keys,
        loc="upper left",
        bbox_to_anchor=(0, 0),
        borderaxespad=0.2,
        ncols=_columns(len(keys), ax),
        **LEGEND,
    )


def called(value: str, fills: Mapping[str, Fill], language: Language) -> str:
    """Return what a legend calls a value."""
    return fills[value].label or language.say(f"value-{value}")


def key(value: str, label: str, *, fills: Mapping[str, Fill] = FILLS) -> Patch:
    """Return the entry of a legend for one of the values of `fills`."""
    fill = fills[value]
    return Patch(facecolor=fill.color, hatch=fill.hatch, edgecolor=fill.hatch_color, label=label)


def _aligned(
    values: pd.Series, shapes: gpd.GeoDataFrame, *, fills: Mapping[str, Fill]
) -> pd.Series:
    foreign = [str(code) for code in values.index if code not in shapes.index]
    if foreign:
        raise ValueError(
            f"values: expected codes of communes on the map; found {', '.join(foreign)}, not on it"
        )
    doubled = values.index[values.index.duplicated()].unique()
    if len(doubled):
        raise ValueError(
            f"values: expected every code once; found more than once: {', '.join(map(str, doubled))}"
        )
    wrong = sorted(set(values.dropna()) - set(fills))
    if wrong:
        raise ValueError(f"values: expected {', '.join(fills)}; found {', '.join(map(str, wrong))}")
    return values.reindex(shapes.index).fillna("unknown" if "unknown" in fills else "still_unknown")


def path_of(shapes: object) -> Path:
    """Return the rings of one or many polygons as one path."""
    # matplotlib fills by winding: a hole is one only if its ring runs against the outer ring
    rings = shapely.get_rings(shapely.get_parts(shapely.orient_polygons(shapes)))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    codes = np.full(len(points), Path.LINETO, dtype=Path.code_type)
    ends = np.flatnonzero(np.diff(ring, append=-1))
    codes[ends], codes[np.append(0, ends[:-1] + 1)] = Path.CLOSEPOLY, Path.MOVETO
    return Path(points, codes)


def _draw_districts(
    ax: Axes, shapes: gpd.GeoDataFrame, *, clear: pd.Index
) -> dict[str, shapely.Geometry]:
    """Outline every district; return the room for its name, beside communes that stay clear."""
    room = dict[str, shapely.Geometry]()
    for name, part in shapes.groupby("district"):
        outline = shapely.coverage_union_all(part.geometry.to_numpy())
        ax.add_collection(
            PathCollection([path_of(outline)], facecolor="none", edgecolor="#222222", linewidth=1.3)
        )
        rest = shapely.union_all(part.geometry[~part.index.isin(clear)].to_numpy())
        room[str(name)] = outline if rest.is_empty else rest
    return room


def _write_names(
    ax: Axes,
    shapes: gpd.GeoDataFrame,
    room: Mapping[str, shapely.Geometry],
    *,
    clear: pd.Index,
    numbers: Mapping[str, str],
) -> None:
    """Name every district, beside the numbers of communes; where there is only one, name its
    communes instead, if they are few.
    """
    pixel = 1.1 * squeeze(ax) * pixel_of(ax, shapes)
    if len(room) == 1 and len(shapes) <= _MOST_NAMES:
        name_communes(ax, shapes, clear=clear, numbers=numbers, pixel=pixel)
        return
    if len(room) > 1:
        named = [((split_name(name)[1],), area) for name, area in room.items()]
        named.sort(key=lambda each: -each[1].area)
        points = middles(shapes, clear.union(list(numbers)))
        name_areas(ax, named, numbers=points, pixel=pixel)
    for code, number in numbers.items():
        write(ax, middle(shapes.geometry[code]), number, size=6.5)


def squeeze(ax: Axes) -> float:
    """Return how many times less room a layout leaves a map than its axes have before it: title,
    legend and credits take the rest.
    """
    point = ax.figure.dpi / 72
    lines = math.ceil(8 * len(ax.get_title(loc="left")) * point / ax.bbox.width)
    left = ax.figure.bbox.height / point - 17 * lines - _foot(ax) - 45
    return max(1.0, ax.bbox.height / point / max(left, 1))


def frame(ax: Axes, shapes: gpd.GeoDataFrame, *, title: str) -> None:
    """Set limits in which the map fills the axes with no room left over.

    With room left over (an equal aspect shrinks the box) a layout engine takes title and credits to
    stand in that room, and cuts them off.
    """
    west, south, east, north = shapes.total_bounds
    wide, high, scale = float(ax.bbox.width), float(ax.bbox.height), pixel_of(ax, shapes)
    x, y, across, up = (west + east) / 2, (south + north) / 2, scale * wide / 2, scale * high / 2
    ax.set(xlim=(x - across, x + across), ylim=(y - up, y + up), aspect="equal")
    ax.set_axis_off()
    ax.set_title(
        title, fontsize=12, fontweight="bold", loc="left", y=1, wrap=True, parse_math=False
    )


def describe(
    values: pd.Series,
    *,
    districts: pd.Series,
    title: str,
    basis: str,
    language: Language,
    fills: Mapping[str, Fill] = FILLS,
) -> str:
    """Describe a map in words: how many units have each value, which districts have most units
    without.

    Examples
    --------
    >>> values = pd.Series(["yes", "no", "no"])
    >>> districts, language = pd.Series(["X", "X", "Y"]), Language("en")
    >>> describe(values, districts=districts, title="T", basis="observed", language=language)
    'Map: T. 1 Yes, 2 No. Most units without: X (1), Y (1). Observed figures.'
    """
    parts = [
        f"{language.number(count)} {called(str(value), fills, language)}"
        for value, count in value_counts(values, fills=fills).items()
    ]
    text = language.say("map-alt", title=title, counts=", ".join(parts))
    without = (
        districts[values == "no"]
        .value_counts(sort=False)
        .sort_values(ascending=False, kind="stable")
        .head(3)
    )
    if len(without):
        most = ", ".join(f"{name} ({language.number(count)})" for name, count in without.items())
        text += " " + language.say("map-alt-without", districts=most)
    return f"{text} {language.say(f'basis-{basis}')}."
