"""Boundaries of any province at any date, dissolved from the polygons of the package along events.

A unit that is a union of whole former units has its true boundary, as far as the polygons have it.
Where a former unit was split, its polygon goes to the unit that took most of it, and every unit
that took a part is marked as approximate.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from laocai_analysis.places.composition import compose, events_between
from laocai_analysis.places.mosaic import described, tidied, write_boundaries
from laocai_analysis.places.package import BASE, PACKAGE_SOURCE, SHA256, package_polygons
from laocai_analysis.places.province import find
from laocai_analysis.places.registry import Date, day_of, province_spans
from laocai_analysis.places.units import load_units
from laocai_analysis.spreadsheet import csv_bytes
from laocai_analysis.text.keys import slug


def default_name(date: Date = 2008, *, province: str = "") -> str:
    """Return the name of the boundaries that `build` makes: the province, and the year or the date
    since which its units are as they are.

    Examples
    --------
    >>> default_name(2009), default_name(2025, province="Cần Thơ")
    ('laocai-communes-2008', 'cantho-communes-2025-07-01')
    """
    day, here = day_of(date), find(province, date=date)
    codes = load_units(day, province=here.code).index
    events = events_between(BASE, day)
    since = events.loc[events["to_code"].isin(codes) | events["from_code"].isin(codes), "date"]
    first = since.max() if len(since) else province_spans(here.code)[0][0][:4]
    return f"{slug(here.name).replace('-', '')}-communes-{first}"


def build(date: Date = 2008, *, province: str = "", folder: Path | None = None) -> Path:
    """Make the boundaries of a province at a date from the polygons of the pinned package.

    Parameters
    ----------
    date : int, str or date
        A year, which means its last day, or a date.
    province : str
        The name or the code of the province; blank for that of the project.
    folder : Path, optional
        Where to put them; `paths.built_geo` where not given.

    Returns
    -------
    Path
        The file: GeoJSON after RFC 7946, WGS 84, one feature for each unit; ``approximate`` says
        whether its polygon is no union of whole units, or was changed much by repairs;
        ``made_from`` is the hash that `made_from` gives. A unit of which no polygon is known has
        no geometry.

    Raises
    ------
    InputError
        If the package is missing or another version, or its file is not the one whose SHA-256 is
        pinned; and as `units.load_units` does.
    """
    day = day_of(date)
    units = load_units(day, province=province)
    links = links_to(units.index, date=day)
    base = package_polygons(codes=set(links["from_code"]))
    shapes, changed = tidied(base.set_index("code").geometry)
    owner = owners(links[links["from_code"].isin(shapes.index)])
    parts = {
        code: shapely.coverage_union_all(shapes.reindex(mine.index).to_numpy())
        for code, mine in owner.groupby(owner)
    }
    drawn = gpd.GeoSeries(parts, crs=base.crs).reindex(units.index)
    divided = set(links.loc[links["part"] == "part", "to_code"])
    divided |= set(links.loc[links["from_code"].isin(changed), "to_code"])
    coded = described(gpd.GeoDataFrame(geometry=drawn), date=day, province=province)
    coded["approximate"] = coded.index.isin(divided)
    coded["made_from"] = made_from(units.index, date=day)
    name = default_name(day, province=province)
    return write_boundaries(coded, name=name, source=PACKAGE_SOURCE, folder=folder)


def made_from(codes: pd.Index, *, date: Date) -> str:
    """Return a hash of what the boundaries of some units are made from: the units, the events that
    they rest on since the polygons, and the file of the polygons. Built ones with another are old.
    """
    events, known, before = events_between(BASE, day_of(date)), set(codes), set[str]()
    while known != before:  # also those of the units that they were made of
        before, rows = known, events[events["to_code"].isin(known)]
        known = known | set(rows["from_code"])
    columns = ["date", "from_code", "to_code", "part", "share"]
    text = "\n".join([SHA256, *sorted(codes)]).encode()
    return hashlib.sha256(text + csv_bytes(rows[columns].sort_values(columns))).hexdigest()[:16]


def links_to(codes: pd.Index, *, date: str) -> pd.DataFrame:
    """Return which polygons, by the unit of `package.BASE`, went into some units of a date.

    Returns
    -------
    DataFrame
        As `composition.compose` gives it.
    """
    if date <= BASE:  # no later polygons are known: those of two provinces are also those of 2008
        return pd.DataFrame({"from_code": codes, "to_code": codes, "part": "whole", "weight": 1.0})
    links = compose(BASE, date)
    return links[links["to_code"].isin(codes)].reset_index(drop=True)


def owners(links: pd.DataFrame) -> pd.Series:
    """Return for each polygon the unit that it is drawn in: that which took most of its people.

    A unit that would be left without takes the largest of its parts from a unit that has more.

    Parameters
    ----------
    links : DataFrame
        As `links_to` gives it.

    Returns
    -------
    Series of str
        The unit by the code of the polygon.

    Examples
    --------
    >>> columns = ["from_code", "to_code", "part", "weight"]
    >>> rows = [("a", "x", "whole", 1), ("b", "x", "part", 0.6), ("b", "y", "part", 0.4)]
    >>> owners(pd.DataFrame(rows, columns=columns)).to_dict()
    {'a': 'x', 'b': 'y'}
    """
    most = links.sort_values(["weight", "to_code"], ascending=[False, True], na_position="last")
    owner = most.drop_duplicates("from_code").set_index("from_code")["to_code"].sort_index()
    for unit in sorted(set(links["to_code"]) - set(owner)):
        for polygon in most.loc[most["to_code"] == unit, "from_code"]:
            if (owner == owner[polygon]).sum() > 1:
                owner[polygon] = unit
                break
    return owner
