"""The interactive map: a tooltip for each commune, a list of districts and of indicators.

It is a chart of Vega-Lite: see `map_chart`. The page that holds it carries the program that draws
it, once, and needs no network; the same object shows itself in JupyterLab. Where script is off, and
in print, the picture replaces it.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from laocai_analysis import schema
from laocai_analysis.language import Language
from laocai_analysis.pictures.map_chart import HEIGHT, WIDTH, map_chart
from laocai_analysis.pictures.map_program import STYLE, patterns, program
from laocai_analysis.pictures.maps import FILLS, Fill

#: The type of the output by which a page finds the map in an executed notebook.
MAP_TYPE = "application/vnd.laocai.map+json"
#: Boundaries are simplified as a coverage to this tolerance, in metres: less than a pixel of the
#: map.
TOLERANCE = 120.0
#: Which part of the frame a district fills that was chosen; its neighbours are seen around it.
CLOSE = 0.9
#: How d3 writes numbers in each language.
_LOCALES = {
    "vi": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " ₫"]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["₫", ""]},
}


class InteractiveMap:
    """A map of one or more indicators that can be operated by mouse and by keyboard.

    Parameters
    ----------
    spec : dict
        The Vega-Lite specification, with its data.
    label : str
        What the map shows, in one sentence, for a screen reader.
    language : Language
        The language of its words and numbers.
    picture : str
        The HTML of the picture that replaces it in print and where script is off.
    """

    def __init__(
        self, spec: Mapping[str, Any], *, label: str, language: Language, picture: str = ""
    ) -> None:
        self.spec, self.label, self.language, self.picture = spec, label, language, picture

    def figure(self) -> str:
        """Return the HTML of the map without the program that draws it: see `program`."""
        held = {"spec": self.spec, "locale": _LOCALES[self.language.code]}
        text = json.dumps(held, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
        live = f'<div class="live" role="group" aria-label="{html.escape(self.label)}"></div>'
        still = f'<div class="still">{self.picture}</div>'
        return f'<div class="interactive">{live}<script type="application/json">{text}</script>{still}</div>'

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        """Show the map: as data for a page, and as a frame for JupyterLab."""
        document = (
            f'<!DOCTYPE html><html lang="{self.language.code}"><meta charset="utf-8"><style>{STYLE}</style>'
            f"{patterns()}{self.figure()}<script>{program()}</script></html>"
        )
        high = 220 + sum(view["height"] for view in self.spec["vconcat"])
        frame = (
            f'<iframe sandbox="allow-scripts" style="border:0;width:100%;height:{high}px" '
            f'title="{html.escape(self.label)}" srcdoc="{html.escape(document)}"></iframe>'
        )
        return {MAP_TYPE: {"figure": self.figure()}, "text/html": frame, "text/plain": self.label}


def commune_map(
    polygons: gpd.GeoDataFrame,
    values: Mapping[str, pd.Series],
    *,
    names: Mapping[str, str],
    title: str,
    basis: str,
    vintage: str,
    language: Language,
    picture: str = "",
    fills: Mapping[str, Fill] = FILLS,
    told: pd.Series | None = None,
) -> InteractiveMap:
    """Make the map of some yes/no indicators, or of the classes of one that is counted.

    Parameters
    ----------
    polygons : GeoDataFrame
        Communes or tiles, indexed by code, with ``name`` and ``district``; in any CRS, or in a
        plane without one. Those marked ``approximate`` are outlined, as in `maps.choropleth`.
    values : mapping of str to Series of {"yes", "no", "unknown", "na"}
        For each indicator the value of each commune, indexed by code; one without a value is
        unknown.
    names : mapping of str to str
        How each indicator is called in the language of the map.
    title : str
        What the map shows, for a screen reader.
    basis : {"observed", "estimated", "illustrative"}
        Printed above the map, as `vintage` is: the date of the units, in the language of the map.
    vintage : str
        See `basis`.
    language : Language
        The language of words and numbers.
    picture : str
        The HTML that replaces it in print and where script is off.
    fills : mapping of str to Fill
        How each value is filled and called, where the values are not the four.
    told : Series of str, optional
        What the tooltip of each commune says in place of the name of its value.

    Returns
    -------
    InteractiveMap

    Raises
    ------
    ValueError
        If there is no indicator, or a value belongs to no commune or is not one of the four.
    """
    _check_values(values, polygons, fills)
    polygons, rough = polygons[~polygons.geometry.is_empty], 0
    districts = list(dict.fromkeys(polygons["district"].astype(str)))
    if "approximate" in polygons:  # drawn last, or a neighbour would cover a part of the outline
        polygons = polygons.sort_values("approximate", kind="stable")
        rough = int(polygons["approximate"].sum())
    each_value = {i: each.reindex(polygons.index).fillna("unknown") for i, each in values.items()}
    plane = polygons if polygons.crs is None else polygons.to_crs(schema.CRS_PLANE)
    topology = _topology(plane, each_value, told=told, rough=rough > 0)
    spec = map_chart(
        topology,
        frames=_frames(plane),
        indicators={indicator: names[indicator] for indicator in values},
        districts=districts,
        fills=fills,
        told=told is not None,
        language=language,
    )
    weight, color = ("normal", "#111111") if basis == "observed" else ("bold", "#a4000f")
    spec["title"] = {
        "text": language.say(f"basis-{basis}"),
        "subtitle": _remarks(language, vintage=vintage, rough=rough),
        "anchor": "start",
        "fontSize": 13,
        "fontWeight": weight,
        "color": color,
    }
    return InteractiveMap(spec, label=title, language=language, picture=picture)


def _check_values(
    values: Mapping[str, pd.Series], polygons: gpd.GeoDataFrame, fills: Mapping[str, Fill]
) -> None:
    """Raise a ValueError where an indicator holds what the map cannot show."""
    if not values:
        raise ValueError("values: expected at least one indicator; found none")
    for indicator, each in values.items():
        foreign = [*each.index.difference(polygons.index), *sorted(set(each) - set(fills))]
        if foreign:
            raise ValueError(
                f"values: expected codes of the map and {', '.join(fills)} for {indicator}; "
                f"found {', '.join(map(str, foreign[:5]))}"
            )


def _remarks(language: Language, *, vintage: str, rough: int) -> list[str]:
    """The date of the units, and what the outlines mean where there are any."""
    said = [language.say("map-vintage", date=vintage)]
    if rough:
        said.append(language.say("map-approximate-outline", count=language.number(rough)))
    return said


def _frames(plane: gpd.GeoDataFrame) -> dict[str, dict[str, Any]]:
    """Return the scale and the shift that fit each district, and under "" the whole, into the
    frame of the map.
    """
    bounds = plane.geometry.bounds.groupby(plane["district"].astype(str))
    ends = bounds.agg({"minx": "min", "miny": "min", "maxx": "max", "maxy": "max"})
    boxes = {**dict(zip(ends.index, ends.to_numpy(), strict=True)), "": plane.total_bounds}
    frames = {}
    for district, (left, bottom, right, top) in boxes.items():
        scale = min(WIDTH / (right - left), HEIGHT / (top - bottom)) * (CLOSE if district else 1)
        middle = [WIDTH / 2 - scale * (left + right) / 2, HEIGHT / 2 + scale * (bottom + top) / 2]
        frames[district] = {"scale": float(scale), "translate": [float(end) for end in middle]}
    return frames


def _topology(
    plane: gpd.GeoDataFrame,
    values: Mapping[str, pd.Series],
    *,
    told: pd.Series | None,
    rough: bool,
) -> dict[str, Any]:
    """Return the communes as TopoJSON in a plane, shared borders once, simplified without a gap."""
    from topojson.core.topology import Topology

    shapes = plane.geometry.to_numpy()
    if plane.crs is not None:
        shapes = shapely.coverage_simplify(shapes, TOLERANCE)
    table = gpd.GeoDataFrame(
        {
            "code": plane.index.astype(str),
            "name": plane["name"].to_numpy(),
            "district": plane["district"].to_numpy(),
            **({"approximate": plane["approximate"].to_numpy()} if rough else {}),
            **{indicator: each.to_numpy() for indicator, each in values.items()},
            **({} if told is None else {"told": told.reindex(plane.index).to_numpy()}),
        },
        geometry=shapes,
    )
    arcs = Topology(
        table, prequantize=20_000, topology=True, object_name="communes", prevent_oversimplify=False
    )
    made: dict[str, Any] = json.loads(str(arcs.to_json()))
    for place in made["objects"]["communes"]["geometries"]:
        place.pop("bbox", None)
        place.pop("id", None)
    return made
