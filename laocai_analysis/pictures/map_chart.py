"""The chart of the interactive map, as a specification of Vega-Lite: the map, and beneath it a bar
for each district.

Either picks a district in both, and the map comes close to it. The specification is written as
Vega-Lite has it, https://vega.github.io/vega-lite/docs/.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from laocai_analysis.language import Language
from laocai_analysis.pictures.map_program import PATTERNS
from laocai_analysis.pictures.maps import ROUGH, Fill, called

#: The size of the map, in CSS pixels; where there is less room it is drawn for that, in the same
#: letters: see `map_program.program`.
WIDTH, HEIGHT = 640, 560
#: The height of a district in the chart beneath: its name, and its bar under it.
_STEP, _BAR = 34, 14
#: How communes and bars are bordered.
_EDGE = {"stroke": "#8c8c8c", "strokeWidth": 0.6}

Spec = dict[str, Any]


def map_chart(
    topology: Mapping[str, Any],
    *,
    frames: Mapping[str, Mapping[str, Any]],
    indicators: Mapping[str, str],
    districts: Sequence[str],
    fills: Mapping[str, Fill],
    told: bool,
    language: Language,
) -> Spec:
    """Return the specification of the chart, without its title.

    Parameters
    ----------
    topology : mapping
        The communes as TopoJSON, the object ``communes``: ``name``, ``district``, a property for
        each indicator, and ``told`` and ``approximate`` if need be.
    frames : mapping of str to mapping
        The scale and the shift that fit each district, and under "" the whole, into the map.
    indicators : mapping of str to str
        The name of each indicator by the property that holds its value.
    districts : sequence of str
        The districts, in the order of their bars.
    fills : mapping of str to Fill
        How each value is filled and called.
    told : bool
        Whether the tooltip says what is ``told`` of a commune, and not its value.
    language : Language
        The language of its words.
    """
    words = {value: called(value, fills, language) for value in fills}
    about: dict[str, Any] = {
        "calculated": _calculated(words, told=told),
        "look": {
            "color": _color(words, fills),
            "opacity": {"condition": {"param": "picked", "value": 1, "empty": True}, "value": 0.25},
        },
    }
    return {
        "config": {
            "view": {"stroke": None},
            "axis": {"labelFontSize": 12},
            "legend": {"labelFontSize": 12},
        },
        "data": {"values": topology, "format": {"type": "topojson", "feature": "communes"}},
        "params": [
            {"name": "frames", "value": frames},
            *_choices(indicators, districts=districts, language=language),
        ],
        "vconcat": [_communes(language, **about), _bars(districts, language, **about)],
    }


def _communes(language: Language, *, calculated: list[Spec], look: Spec) -> Spec:
    """Return the map of the communes."""
    say = language.say
    told = {"commune": "column-commune", "district": "column-district", "said": "column-value"}
    return {
        "name": "communes",
        "width": WIDTH,
        "height": HEIGHT,
        "transform": calculated,
        "projection": {"type": "identity", "reflectY": True, **_framed()},
        "mark": {"type": "geoshape", "aria": False},
        "encoding": {
            **look,
            **_outline(),
            "tooltip": [_field(name, title=say(head)) for name, head in told.items()],
        },
    }


def _field(name: str, *, kind: str = "nominal", **more: Any) -> Spec:
    """Return a field of the data, and how it is shown."""
    return {"field": name, "type": kind, **more}


def _calculated(words: Mapping[str, str], *, told: bool) -> list[Spec]:
    """Return what is calculated of each commune, for the map and for the bars."""
    word = f"{json.dumps(words, ensure_ascii=False)}[datum.properties[indicator]]"
    found = {
        "commune": "datum.properties.name",
        "district": "datum.properties.district",
        "value": "datum.properties[indicator]",
        "word": word,
        "said": "datum.properties.told" if told else "datum.word",
        "place": f"indexof({json.dumps(list(words))}, datum.properties[indicator])",
    }
    return [{"calculate": how, "as": name} for name, how in found.items()]


def _framed() -> Spec:
    """Return the frame of the district that is picked, or of the whole."""
    frame = "(frames[picked_district] || frames[''])"
    return {end: {"expr": f"{frame}.{end}"} for end in ("scale", "translate")}


def _outline() -> Spec:
    """Return how communes are bordered: those that are drawn approximately stand out."""
    looks: Mapping[str, tuple[Any, Any]] = {
        "stroke": (ROUGH.color, _EDGE["stroke"]),
        "strokeWidth": (ROUGH.width, _EDGE["strokeWidth"]),
        "strokeDash": (list(ROUGH.dashes), [1, 0]),
    }
    rough = "datum.properties.approximate"
    return {
        name: {"condition": {"test": rough, "value": of_rough}, "value": plain}
        for name, (of_rough, plain) in looks.items()
    }


def _bars(
    districts: Sequence[str], language: Language, *, calculated: list[Spec], look: Spec
) -> Spec:
    """Return a bar for each district, under its name: how many communes have which value."""
    say = language.say
    count = {
        "aggregate": [{"op": "count", "as": "units"}],
        "groupby": ["district", "value", "word", "place"],
    }
    names = {
        "labelAlign": "left",
        "labelPadding": 0,
        "labelOffset": -_BAR / 2 - 2,
        "labelLimit": WIDTH,
        "ticks": False,
        "domain": False,
    }
    units = _field("units", kind="quantitative", title=say("map-units"))
    return {
        "name": "districts",
        "width": WIDTH,
        "height": _STEP * len(districts),
        "transform": [*calculated, count],
        "mark": {"type": "bar", "aria": False, "size": _BAR, "yOffset": _BAR / 2 + 1, **_EDGE},
        "encoding": {
            **look,
            "y": _field("district", title=None, sort=list(districts), axis=names),
            "x": {**units, "axis": {"format": "d", "tickMinStep": 1}},
            "order": _field("place", kind="quantitative"),
            "tooltip": [
                _field("district", title=say("column-district")),
                _field("word", title=say("column-value")),
                {**units, "format": "d"},
            ],
        },
    }


def _choices(
    indicators: Mapping[str, str], *, districts: Sequence[str], language: Language
) -> list[Spec]:
    """Return the choice of the indicator, and that of a district, by list or by click."""
    say = language.say
    return [
        {
            "name": "indicator",
            "value": next(iter(indicators)),
            "bind": {
                "input": "select",
                "options": list(indicators),
                "labels": list(indicators.values()),
                "name": say("map-choose-indicator"),
            },
        },
        {
            "name": "picked",
            "select": {
                "type": "point",
                "fields": ["district"],
                "on": "click",
                "clear": "dblclick",
            },
            "bind": {
                "input": "select",
                "options": [None, *districts],
                "labels": [say("map-all-districts"), *districts],
                "name": say("map-choose-district"),
            },
            "views": ["communes", "districts"],
        },
    ]


def _color(words: Mapping[str, str], fills: Mapping[str, Fill]) -> Spec:
    """Return the fill of each value, with its word in the legend."""
    shades = [
        f"url(#{PATTERNS[value]})" if value in PATTERNS else fills[value].color for value in words
    ]
    return _field(
        "value",
        scale={"domain": list(words), "range": shades},
        legend={
            "title": None,
            "orient": "top",
            "labelExpr": f"{json.dumps(words, ensure_ascii=False)}[datum.label]",
            "symbolStrokeColor": "#444444",
            "labelLimit": 300,
        },
    )
