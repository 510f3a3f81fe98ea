"""The map of the country: every commune in the colour of its value, and every province outlined.

It is drawn with one path for each value, without lines between communes: they would be thicker than
most communes are wide.
"""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection

from laocai_analysis.language import Language
from laocai_analysis.pictures.credits import drawable, print_credits
from laocai_analysis.pictures.map_names import HALO
from laocai_analysis.pictures.maps import (
    FILLS,
    Fill,
    describe,
    frame,
    key,
    path_of,
    print_legend,
    value_counts,
)
from laocai_analysis.places.matching import split_name

#: As `maps.FILLS`, without hatches: most of the country may be unknown.
COUNTRY_FILLS: dict[str, Fill] = {
    "yes": FILLS["yes"],
    "no": FILLS["no"],
    "unknown": Fill("#f3efe6", "", "#8c8c8c"),
    "na": Fill("#d0d0d0", "", "#8c8c8c"),
}


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
    shown = polygons["code"].map(values)
    counts = value_counts(values, fills=COUNTRY_FILLS)
    for value in map(str, counts.index):
        color = COUNTRY_FILLS[value].color
        mine = polygons.geometry.to_numpy()[(shown == value).to_numpy()]
        if len(mine):
            filled = PathCollection([path_of(mine)], color=color, linewidth=0.2, label=value)
            ax.add_collection(filled)
    lines = [path_of(outline) for outline in provinces]
    ax.add_collection(PathCollection(lines, facecolor="none", edgecolor="#333333", linewidth=0.5))
    for name, outline in provinces.items():
        _print_name(ax, max(shapely.get_parts(outline), key=shapely.area), str(name))
    frame(ax, gpd.GeoDataFrame(geometry=provinces), title=title)
    print_legend(
        ax,
        [
            key(
                str(value),
                f"{language.say(f'value-{value}')} ({language.number(n)})",
                fills=COUNTRY_FILLS,
            )
            for value, n in counts.items()
        ],
    )
    print_credits(ax, basis=basis, source="", language=language, below=44)
    ax.alt_text = describe(  # type: ignore[attr-defined]
        values, districts=units, title=title, basis=basis, language=language, fills=COUNTRY_FILLS
    )
    return ax


def _print_name(ax: Axes, outline: shapely.Geometry, name: str) -> None:
    x, y = shapely.get_coordinates(shapely.maximum_inscribed_circle(outline, tolerance=2_000))[0]
    ax.text(
        x,
        y,
        drawable(split_name(name)[1], longest=30),
        ha="center",
        va="center",
        fontsize=5,
        path_effects=HALO,
        parse_math=False,
    )
