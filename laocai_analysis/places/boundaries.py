"""Boundaries of the communes at a date: read by name, checked, cited."""

from __future__ import annotations

import hashlib
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from laocai_analysis import paths, schema
from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message
from laocai_analysis.places import dissolving
from laocai_analysis.places.dissolving import default_name
from laocai_analysis.places.groups import load_groups
from laocai_analysis.places.layers import read_layer
from laocai_analysis.places.mosaic import coverage_faults, described, shape_faults, unit_faults
from laocai_analysis.places.placement import placement_faults
from laocai_analysis.places.registry import Date
from laocai_analysis.places.tiles import tile_polygons, tiles_of
from laocai_analysis.places.units import load_units
from laocai_analysis.sources import Source, load_sources
from laocai_analysis.spreadsheet import csv_bytes
from laocai_analysis.writing import write_whole


def load_boundaries(
    name: str = "", *, date: Date = 2008, province: str = "", groups: str = ""
) -> gpd.GeoDataFrame:
    """Read boundaries by name or from a file; those of the package are built on first use.

    Parameters
    ----------
    name : str
        The name of boundaries in ``geo/``, or a path of a file that `imports.import_boundaries`
        wrote; blank for those of the package at the date, `dissolving.default_name`.
    date : int, str or date
        The date whose units they must be.
    province : str
        The province; blank for that of the project.
    groups : str
        How the communes are grouped; see `groups.load_groups`.

    Returns
    -------
    GeoDataFrame
        Indexed by ``code`` in order, WGS 84, columns ``name``, ``type``, ``district_code`` and
        ``district`` (of the group), ``valid_on``, ``approximate``, ``geometry`` (empty for a unit
        of which no polygon is known). ``attrs["source"]`` is the id or the citation of the source,
        ``attrs["name"]`` the name, ``attrs["groups"]`` the kind of the groups.

    Raises
    ------
    InputError
        If there is no such file, a unit of the date is missing, doubled or unknown in it, the
        polygons overlap or leave gaps, or they lie elsewhere or have another size than they should.
    """
    built = default_name(date, province=province)
    name = name or built
    path = file_of(name)
    if name == built and not path.exists():
        dissolving.build(date, province=province)
    if not path.exists():
        expected = Message("expected-boundaries", choices=", ".join(names(built)))
        raise InputError([Fault(name, None, None, expected, Message("found-no-boundaries"))])
    table = read_layer(path, forms=("GeoJSON",))
    if name == built and _is_old(table, date=date, province=province):
        dissolving.build(date, province=province)
        table = read_layer(path, forms=("GeoJSON",))
    if "code" not in table.columns:
        expected = Message("expected-code-column")
        raise InputError([Fault(path.name, 1, "code", expected, Message("found-no-column"))])
    faults = unit_faults(table["code"], date=date, province=province, file=path.name)
    drawn = table[table.geometry.notna()] if name == built else table
    faults += shape_faults(drawn.geometry, names=drawn["code"], file=path.name)
    shapes = drawn.set_index("code").geometry.sort_index()
    if not faults and name != built:
        known = known_polygons(date, province=province)
        faults = placement_faults(shapes, reference=known, file=path.name)
    if not faults:
        shapes = shapes.to_crs(schema.CRS_STORED)
        faults = coverage_faults(shapes, file=path.name, gaps=name != built)
    if faults:
        raise InputError(faults, consequence=Message("follows-import-repairs"))
    every = table.set_index("code").sort_index()
    coded = gpd.GeoDataFrame(geometry=shapes.reindex(every.index, fill_value=shapely.Polygon()))
    result = described(coded, date=date, province=province, groups=groups)
    held = every["approximate"] if "approximate" in every else pd.Series(False, index=every.index)
    result.insert(len(result.columns) - 1, "approximate", held.fillna(False).astype(bool))
    result.attrs["source"] = str(table["source"].iloc[0]) if "source" in table else path.name
    result.attrs["name"] = name
    return result


def _is_old(table: gpd.GeoDataFrame, *, date: Date, province: str) -> bool:
    """Tell whether a built file is that of an earlier version, or of other events."""
    made = dissolving.made_from(load_units(date, province=province).index, date=date)
    return "made_from" not in table or bool((table["made_from"] != made).any())


def known_polygons(date: Date, *, province: str = "") -> gpd.GeoSeries:
    """Return the polygons that others are compared with: the built ones that are not approximate,
    by code.
    """
    built = load_boundaries(date=date, province=province)
    return built.geometry[~built["approximate"] & ~built.geometry.is_empty]


def load_tiles(date: Date = 2008, *, province: str = "", groups: str = "") -> gpd.GeoDataFrame:
    """Read the tile map: one unit square for each commune, in a plane without CRS; it is made on
    first use.

    Parameters
    ----------
    date, province, groups
        As for `load_boundaries`: the tiles of each group are in one piece where that is possible.

    Returns
    -------
    GeoDataFrame
        As `load_boundaries` gives it, with squares of side 1 for geometry.
    """
    path = _tile_file(date, province=province, groups=groups)
    if not path.exists():
        communes = load_boundaries(date=date, province=province, groups=groups)
        placed = tiles_of(communes.to_crs(schema.CRS_PLANE))
        write_whole(path, csv_bytes(placed.sort_index(), index=True))
    table = pd.read_csv(path, dtype={"code": str})
    if faults := unit_faults(table["code"], date=date, province=province, file=path.name):
        raise InputError(faults)
    squares = tile_polygons(table.set_index("code").sort_index())
    result = described(squares, date=date, province=province, groups=groups)
    result.attrs["source"] = "tile-map"
    return result


def _tile_file(date: Date, *, province: str, groups: str) -> Path:
    """The file of a tile map: that which is shipped, or the one made on this machine, by a hash of
    the groups and of what the boundaries are made from.
    """
    name = default_name(date, province=province)
    shipped = paths.geo() / f"tiles-{name}.csv"
    if shipped.exists():
        return shipped
    held = load_groups(date, province=province, by=groups).of
    made = dissolving.made_from(load_units(date, province=province).index, date=date)
    digest = hashlib.sha256(csv_bytes(held.to_frame(), index=True) + made.encode()).hexdigest()[:8]
    return paths.cache() / "tiles" / f"{name}-{digest}.csv"


#: Where boundaries are looked for: what a person imported comes first.
_FOLDERS = (paths.own_geo, paths.built_geo)


def names(built: str = "") -> list[str]:
    """Return the names of all boundaries at hand, those of the package first even where not yet
    built: `built`, or those of the project in 2008.
    """
    first = built or default_name()
    found = {path.stem for folder in _FOLDERS for path in folder().glob("*.geojson")}
    return [first, *sorted(found - {first})]


def file_of(name: str) -> Path:
    """Return the file of boundaries: `name` itself where it is a path of a GeoJSON file."""
    if name.endswith((".geojson", ".json")):
        return Path(name)
    files = [folder() / f"{name}.geojson" for folder in _FOLDERS]
    return next((file for file in files if file.exists()), files[-1])


def cite(boundaries: gpd.GeoDataFrame, *, language: str) -> str:
    """Return the citation of the source of boundaries that `load_boundaries` gave."""
    source = str(boundaries.attrs["source"])
    known: dict[str, Source] = load_sources()
    return known[source].citation(language) if source in known else source


def redistributable(boundaries: gpd.GeoDataFrame) -> bool:
    """Tell whether boundaries that `load_boundaries` gave may be embedded in a page for the public.

    Boundaries whose source is not registered may not: nobody has said so.
    """
    source = load_sources().get(str(boundaries.attrs["source"]))
    return source is not None and source.redistributable
