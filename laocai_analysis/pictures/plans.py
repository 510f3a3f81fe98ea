"""Pictures of a plan: the chosen communes with their circles of reach, and the people served by the
number of points.
"""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Circle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from laocai_analysis import schema
from laocai_analysis.language import Language
from laocai_analysis.pictures.charts import CURVE
from laocai_analysis.pictures.credits import print_credits
from laocai_analysis.pictures.maps import FILLS, Fill, choropleth

#: As `maps.FILLS`, but units without are apart by whether a service is within reach.
PLAN_FILLS: dict[str, Fill] = {
    "yes": FILLS["yes"],
    "near": Fill("#f6cfa8", "", "#f6cfa8"),
    "far": FILLS["no"],
    "unknown": FILLS["unknown"],
    "na": FILLS["na"],
}
_CHOSEN = "#111111"


#: How the number of a chosen commune is written.
_NUMBER: dict[str, Any] = {
    "ha": "center",
    "va": "center",
    "color": "white",
    "fontsize": 8,
    "fontweight": "bold",
    "zorder": 9,
    "in_layout": False,
    "bbox": {"boxstyle": "circle,pad=0.2", "fc": _CHOSEN, "ec": "white"},
}


def plan_map(
    ax: Axes,
    boundaries: gpd.GeoDataFrame,
    values: pd.Series,
    *,
    chosen: pd.Series,
    sure: pd.Index,
    points: gpd.GeoSeries,
    kilometres: float,
    title: str,
    basis: str,
    language: Language,
) -> Axes:
    """Draw which communes are without, which are chosen, and how far a point there reaches.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    boundaries : GeoDataFrame
        As for `maps.choropleth`.
    values : Series of {"yes", "near", "far", "unknown", "na"}
        Indexed by code: "near" and "far" are without, and have a service within reach or none.
    chosen : Series of int
        The number of each chosen commune, indexed by code.
    sure : Index
        The chosen communes that do not depend on unknown ones: their circles are solid, others
        dashed.
    points : GeoSeries
        The point of each commune, in any CRS.
    kilometres : float
        The radius of the circles; 0 for none.
    title, basis, language
        As for `maps.choropleth`.

    Returns
    -------
    Axes
        `ax`, with ``ax.alt_text`` set.
    """
    choropleth(
        ax,
        boundaries,
        values,
        title=title,
        basis=basis,
        source="",
        vintage="",
        language=language,
        fills=PLAN_FILLS,
        clear=chosen.index,
    )
    plane = points[chosen.index].to_crs(schema.CRS_PLANE)
    for code, point in plane[~plane.is_empty].items():
        at, style = (point.x, point.y), "-" if code in sure else "--"
        for color, width, line in (("white", 3.2, "-"), (_CHOSEN, 1.6, style)):
            look = {"ec": color, "lw": width, "linestyle": line, "zorder": 8}
            ax.add_patch(Circle(at, 1000 * kilometres, fill=False, **look))
        ax.text(*at, language.number(int(chosen[code])), **_NUMBER)
    names = ", ".join(
        f"{language.number(int(number))} {boundaries.at[code, 'name']}"
        for code, number in chosen.items()
    )
    if names:
        ax.alt_text += " " + language.say("map-alt-chosen", names=names)  # type: ignore[attr-defined]
    return ax


def plan_curve(
    ax: Axes,
    least: pd.DataFrame,
    most: pd.DataFrame,
    *,
    k: int,
    title: str,
    across: str,
    basis: str,
    source: str,
    language: Language,
) -> Axes:
    """Draw how many people the best plan and the greedy one serve, by the number of points.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    least, most : DataFrame
        As `metrics.curve` gives them, with the same index: unknown communes taken as with and as
        without the service.
    k : int
        The number of points of the report, marked by a line.
    title, across, source : str
        Printed above, under the axis and beneath.
    basis, language
        As for `maps.choropleth`.

    Returns
    -------
    Axes
        `ax`, with ``ax.alt_text`` set.
    """
    ks, dark = list(least.index), FILLS["no"].color
    if not least["served"].equals(most["served"]):
        ax.fill_between(ks, least["served"], most["served"], color=dark, alpha=0.2, lw=0)
        ax.plot(ks, most["served"], color=dark, lw=1, label=language.say("curve-most"))
    ax.plot(ks, least["served"], color=dark, marker="o", ms=4, label=language.say("curve-best"))
    ax.plot(ks, least["greedy"], color=CURVE, lw=1.2, ls="--", label=language.say("curve-greedy"))
    ax.axvline(k, color="#777777", lw=0.8)
    ax.set_ylim(0, 1.1 * max(float(most["served"].max()), 1.0))
    ax.set_xlabel(across, fontsize=9)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda number, _: language.number(number)))
    ax.yaxis.grid(True, color="#dddddd")
    ax.set_axisbelow(True)
    ax.spines[["top", "right"]].set_visible(False)
    ax.legend(frameon=False, fontsize=9, loc="lower right")
    ax.set_title(title, fontsize=12, fontweight="bold", loc="left", wrap=True, parse_math=False)
    print_credits(ax, basis=basis, source=source, language=language, below=42)
    spoken = "; ".join(
        f"{n}: {language.number(low)}"
        if low == high
        else f"{n}: {language.say('page-range', low=language.number(low), high=language.number(high))}"
        for n, low, high in zip(ks, least["served"], most["served"], strict=True)
    )
    alt = language.say("chart-line-alt", title=title, points=spoken)
    ax.alt_text = f"{alt} {language.say(f'basis-{basis}')}."  # type: ignore[attr-defined]
    return ax
