"""The map of the country: every commune in the fill of its value, and every province outlined.

It is drawn with one path for each value, without lines between communes: they would be thicker than
most communes are wide. The legend is beside the narrow middle of the country, where nothing is
drawn.
"""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.path import Path

from laocai_analysis.language import Language
from laocai_analysis.pictures.credits import print_credits
from laocai_analysis.pictures.map_names import name_areas, pixel_of
from laocai_analysis.pictures.maps import (
    FILLS,
    LEGEND,
    describe,
    frame,
    key,
    path_of,
    squeeze,
    value_counts,
)
from laocai_analysis.places.matching import split_name

#: Letters of the names of provinces, in points.
_LETTERS = 6.5


def country_map(
    ax: Axes,
    polygons: gpd.GeoDataFrame,
    values: pd.Series,
    *,
    provinces: gpd.GeoSeries,
    units: pd.Series,
    title: str,
    basis: str,
    language: Language,
) -> Axes:
    """Draw the communes of the country.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    polygons : GeoDataFrame
        As `country.drawn` gives it: ``code`` is the unit that each polygon is drawn in.
    values : Series of {"yes", "no", "unknown", "na"}
        The value of every unit, indexed by code.
    provinces : GeoSeries
        The outline of each province, indexed by name, in the CRS of `polygons`.
    units : Series of str
        The province of every unit, with the index of `values`.
    title : str
        Printed above.
    basis : str
        Printed beneath, as in `maps.choropleth`.
    language : Language
        The language of legend, footer and alt text.

    Returns
    -------
    Axes
        `ax`, with ``ax.alt_text`` set.
    """
    shown, shapes = polygons["code"].map(values), polygons.geometry.to_numpy()
    counts = value_counts(values)
    for value in map(str, counts.index):
        mine = shapes[(shown == value).to_numpy()]
        if len(mine):
            _fill(ax, [path_of(mine)], value)
    lines = [path_of(outline) for outline in provinces]
    ax.add_collection(PathCollection(lines, facecolor="none", edgecolor="#333333", linewidth=0.5))
    edges = gpd.GeoDataFrame(geometry=provinces)
    frame(ax, edges, title=title)
    main = [max(shapely.get_parts(outline), key=shapely.area) for outline in provinces]
    named = [
        ((split_name(str(name))[1],), one) for name, one in zip(provinces.index, main, strict=True)
    ]
    named.sort(key=lambda each: -each[1].area)
    pixel = squeeze(ax) * pixel_of(ax, edges)
    name_areas(ax, named, numbers=[], pixel=pixel, size=_LETTERS)
    keys = [
        key(str(value), f"{language.say(f'value-{value}')} ({language.number(n)})")
        for value, n in counts.items()
    ]
    ax.legend(handles=keys, loc="center left", bbox_to_anchor=(0, 0.45), **LEGEND)
    print_credits(ax, basis=basis, source="", language=language)
    ax.alt_text = describe(  # type: ignore[attr-defined]
        values, districts=units, title=title, basis=basis, language=language
    )
    return ax


def _fill(ax: Axes, paths: Sequence[Path], value: str) -> None:
    """Fill units of one value, as on the map of a province."""
    fill = FILLS[value]
    ax.add_collection(PathCollection(paths, color=fill.color, linewidth=0.2, label=value))
    if fill.hatch:
        about = {"facecolor": "none", "edgecolor": fill.hatch_color, "hatch": fill.hatch}
        ax.add_collection(PathCollection(paths, linewidth=0, **about))
