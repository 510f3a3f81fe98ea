"""Places of a user: points in a csv file or a GeoJSON file, all inside the province."""

from __future__ import annotations

import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from laocai_analysis import csv_tables, schema
from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message
from laocai_analysis.places.boundaries import load_boundaries
from laocai_analysis.places.registry import Date
from laocai_analysis.plain_files import read_plain


def load_points(
    path: Path, *, date: Date, province: str = "", boundaries: str = ""
) -> gpd.GeoDataFrame:
    """Read places, the post offices of a province for example.

    Parameters
    ----------
    path : Path
        A csv file with the columns ``name``, ``longitude`` and ``latitude`` in degrees of WGS 84,
        or a GeoJSON file of points with the property ``name``.
    date, province, boundaries
        As for `boundaries.load_boundaries`: the places must be inside.

    Returns
    -------
    GeoDataFrame
        ``name`` and ``geometry``, indexed by the row of the file.

    Raises
    ------
    InputError
        With every place that is no point of the province.
    """
    rows = _from_csv(path) if path.suffix == ".csv" else _from_geojson(path)
    communes = load_boundaries(boundaries, date=date, province=province)
    shapes = communes.geometry[~communes.geometry.is_empty].to_numpy()
    inside, _ = shapely.STRtree(shapes).query(rows.geometry.to_numpy(), predicate="intersects")
    outside = rows.drop(rows.index[np.unique(inside)])
    faults = [
        Fault(
            path.name,
            int(str(line)),
            "longitude, latitude",
            Message("expected-inside-province"),
            f"{row.geometry.x:g}, {row.geometry.y:g} ({row['name']})",
        )
        for line, row in outside.iterrows()
    ]
    if faults or rows.empty:
        blank = Fault(path.name, None, None, Message("expected-places"), Message("found-no-rows"))
        raise InputError(faults or [blank])
    return rows


def _from_csv(path: Path) -> gpd.GeoDataFrame:
    rows = csv_tables.read_csv(path, schema.PLACES)
    x, y = (rows[name].astype(float) for name in ("longitude", "latitude"))
    points = gpd.GeoSeries.from_xy(x, y, index=rows.index, crs=schema.CRS_STORED)
    return gpd.GeoDataFrame({"name": rows["name"]}, geometry=points)


def _from_geojson(path: Path) -> gpd.GeoDataFrame:
    expected = Message("expected-places")
    try:
        sys.audit("laocai.read", str(path))
        read_plain(path, links=True)
        table = gpd.read_file(path, engine="pyogrio")
    except (OSError, ValueError, RuntimeError) as error:
        said = str(error).split("\n")[0]
        raise InputError([Fault(path.name, None, None, expected, said)]) from None
    table.index = pd.RangeIndex(1, len(table) + 1, name="row")
    wrong = table.index[(table.geometry.geom_type != "Point") | table.geometry.is_empty]
    if "name" not in table or len(wrong):
        lines = list(wrong) if "name" in table else [None]
        found = Message("found-other-value")
        raise InputError([Fault(path.name, line, "name", expected, found) for line in lines])
    named = table.assign(name=table["name"].fillna("").astype(str))[["name", "geometry"]]
    return named.to_crs(schema.CRS_STORED)
