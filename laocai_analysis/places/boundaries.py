"""Boundaries of the communes at a date: read by name, checked, cited."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd

from laocai_analysis import paths, schema
from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message
from laocai_analysis.places import package
from laocai_analysis.places.layers import read_layer
from laocai_analysis.places.mosaic import coverage_faults, described, shape_faults, unit_faults
from laocai_analysis.places.placement import placement_faults
from laocai_analysis.places.tiles import tile_polygons
from laocai_analysis.places.units import load_units, table_of
from laocai_analysis.sources import Source, load_sources

#: The name of the boundaries that are built on first use.
DEFAULT = package.DEFAULT


def load_boundaries(name: str = DEFAULT, *, year: int = 2008) -> gpd.GeoDataFrame:
    """Read boundaries by name or from a file; the default ones are built on first use.

    Parameters
    ----------
    name : str
        The name of boundaries in ``geo/``, or a path of a file that `imports.import_boundaries`
        wrote.
    year : int
        The year whose units they must be.

    Returns
    -------
    GeoDataFrame
        Indexed by ``code`` in order, WGS 84, columns ``name``, ``type``, ``district_code``,
        ``district``, ``valid_on``, ``geometry``; ``attrs["source"]`` is the id or the citation of
        the source.

    Raises
    ------
    InputError
        If there is no such file, a unit of the year is missing, doubled or unknown in it, the
        polygons overlap or leave gaps, or they lie elsewhere or have another size than they should.
    """
    path = file_of(name)
    if name == DEFAULT and not path.exists():
        package.build()
    if not path.exists():
        expected = Message("expected-boundaries", choices=", ".join(names()))
        raise InputError([Fault(name, None, None, expected, Message("found-no-boundaries"))])
    table = read_layer(path, forms=("GeoJSON",))
    if "code" not in table.columns:
        expected = Message("expected-code-column")
        raise InputError([Fault(path.name, 1, "code", expected, Message("found-no-column"))])
    faults = unit_faults(table["code"], year=year, file=path.name)
    faults += shape_faults(table.geometry, names=table["code"], file=path.name)
    shapes = table.set_index("code").geometry.sort_index()
    if not faults and path != file_of(DEFAULT):
        faults = placement_faults(shapes, reference=known_polygons(year), file=path.name)
    if not faults:
        shapes = shapes.to_crs(schema.CRS_STORED)
        faults = coverage_faults(shapes, file=path.name)
    if faults:
        raise InputError(faults, consequence=Message("follows-import-repairs"))
    result = described(gpd.GeoDataFrame(geometry=shapes), year=year)
    result.attrs["source"] = str(table["source"].iloc[0]) if "source" in table else path.name
    return result


def known_polygons(year: int) -> gpd.GeoSeries:
    """Return the polygons that others are compared with: the built ones, by code.

    Only units that had the same name and code in 2008 have one.
    """
    built, units = load_boundaries(), load_units(year)
    same = units.index[units["name"].eq(built["name"].reindex(units.index))]
    return built.geometry.reindex(same)


def load_tiles(year: int = 2008) -> gpd.GeoDataFrame:
    """Read the tile map: one unit square for each commune, in a plane without CRS.

    Parameters
    ----------
    year : int
        The year whose units the tiles stand for.

    Returns
    -------
    GeoDataFrame
        As `load_boundaries` gives it, with squares of side 1 for geometry.
    """
    path = paths.geo() / f"tiles-{table_of(year)}.csv"
    table = pd.read_csv(path, dtype={"code": str})
    if faults := unit_faults(table["code"], year=year, file=path.name):
        raise InputError(faults)
    result = described(tile_polygons(table.set_index("code").sort_index()), year=year)
    result.attrs["source"] = f"tile-map-{table_of(year)}"
    return result


def names() -> list[str]:
    """Return the names of all boundaries at hand, the default ones first even where not yet
    built.
    """
    found = {path.stem for path in paths.built_geo().glob("*.geojson")}
    return [DEFAULT, *sorted(found - {DEFAULT})]


def file_of(name: str) -> Path:
    """Return the file of boundaries: `name` itself where it is a path of a GeoJSON file."""
    return (
        Path(name)
        if name.endswith((".geojson", ".json"))
        else paths.built_geo() / f"{name}.geojson"
    )


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
