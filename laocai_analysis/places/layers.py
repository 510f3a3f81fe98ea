"""Reading of polygons from any file that GDAL knows: layer, encoding, CRS, rows of the province."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely
from pyproj.exceptions import CRSError

from laocai_analysis import schema
from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message
from laocai_analysis.places.matching import codes_of, split_name
from laocai_analysis.plain_files import check_plain
from laocai_analysis.text import legacy
from laocai_analysis.text.keys import letters_of
from laocai_analysis.text.tone_marks import without_marks

#: Encodings of old fonts: they are read as one character a byte, then decoded here.
FONT_ENCODINGS: dict[str, legacy.Encoding] = {"tcvn3": "tcvn3", "vni": "vni"}


def read_layer(
    file: Path,
    *,
    layer: str | None = None,
    encoding: str | None = None,
    crs: str | None = None,
    where: str | None = None,
    swap_axes: bool = False,
    forms: Sequence[str] = (),
) -> gpd.GeoDataFrame:
    """Read one layer of polygons.

    Parameters
    ----------
    file : Path
        A regular file in one of the forms that are read.
    layer : str, optional
        Its layer; needed where several hold polygons.
    encoding : str, optional
        The encoding of the text: one that GDAL knows, or TCVN3 or VNI.
    crs : str, optional
        The CRS of the coordinates, in place of the declared one: ``"EPSG:9208"``.
    where : str, optional
        The rows to read, as a condition of SQL: ``"admin_level = '8'"``.
    swap_axes : bool
        Whether the coordinates stand in the order latitude, longitude.
    forms : sequence of str
        The forms that are read: ``("GeoJSON",)``; all of them where not given.

    Returns
    -------
    GeoDataFrame
        The rows as they are, in the CRS of the file; ``crs`` is None where none is known. TopoJSON
        without a CRS is in degrees of WGS 84.

    Raises
    ------
    InputError
        If the file or the layer cannot be read, or several layers hold polygons: the choices are
        listed.
    """
    sys.audit("laocai.read", str(file))
    kind = _check_form(file, forms or tuple(_FORMS))
    chosen = _layer_of(file, layer)
    options: dict[str, Any] = {"layer": chosen} if chosen else {}
    driver = pyogrio.read_info(file, **options)["driver"]
    if driver not in kind:
        raise _fault(file, Message("expected-polygon-form", choices=", ".join(_FORMS)), driver)
    font = FONT_ENCODINGS.get((encoding or "").lower())
    if encoding and not font:
        options["encoding"] = encoding
    elif font and driver in ("ESRI Shapefile", "MapInfo File"):  # others hold Unicode
        options["encoding"] = "ISO-8859-1"
    table = _read(file, options | ({"where": where} if where else {}))
    if not isinstance(table, gpd.GeoDataFrame):
        raise _fault(file, Message("expected-polygons"), Message("found-no-geometry"))
    if font:
        for column in table.select_dtypes(["object", "str"]):
            table[column] = [_decoded(value, font) for value in table[column]]
    if table.crs is None and crs is None and driver == "TopoJSON":
        crs = schema.CRS_STORED
    if swap_axes:
        table = table.set_geometry(
            gpd.GeoSeries(
                shapely.transform(table.geometry.to_numpy(), lambda xy: xy[:, ::-1]),
                index=table.index,
                crs=table.crs,
            )
        )
    return table if crs is None else _with_crs(table, crs)


#: The forms that are read: what a file begins with, and the drivers of GDAL that then read it. A
#: form that only names other files or addresses (VRT, a connection) is none of them.
_FORMS: dict[str, tuple[re.Pattern[bytes], tuple[str, ...]]] = {
    "GeoJSON": (re.compile(rb"\s*\{"), ("GeoJSON", "TopoJSON", "ESRIJSON")),
    "GeoJSONSeq": (re.compile(rb"\s*\x1e?\{"), ("GeoJSONSeq",)),
    "GeoPackage": (re.compile(rb"SQLite format 3\0"), ("GPKG",)),
    "Shapefile": (re.compile(rb"\0\0\x27\x0a"), ("ESRI Shapefile",)),
    "FlatGeobuf": (re.compile(rb"fgb\x03"), ("FlatGeobuf",)),
    "MapInfo": (re.compile(rb"(?i)\s*(!table|version\s+\d)"), ("MapInfo File",)),
    "KML": (re.compile(rb"(?s)\s*<(\?xml|kml).{0,800}<?kml\b"), ("KML", "LIBKML")),
    "Parquet": (re.compile(rb"PAR1"), ("Parquet",)),
}


def _check_form(file: Path, forms: Sequence[str]) -> set[str]:
    """Return the drivers that may read a file, from its first bytes: GDAL itself would follow what
    a file says to other files and addresses.
    """
    try:
        check_plain(file)
        with file.open("rb") as stream:
            begins = stream.read(1024).removeprefix(b"\xef\xbb\xbf")
    except OSError as error:
        raise _fault(file, Message("expected-polygon-file"), error.strerror or str(error)) from None
    if b"<OGRVRT" not in begins:
        drivers = {
            driver for form in forms if _FORMS[form][0].match(begins) for driver in _FORMS[form][1]
        }
        if drivers:
            return drivers
    expected = Message("expected-polygon-form", choices=", ".join(forms))
    raise _fault(file, expected, Message("found-other-form"))


def _fault(file: Path, expected: Message, found: str | Message) -> InputError:
    return InputError([Fault(file.name, None, None, expected, found)])


def _layer_of(file: Path, layer: str | None) -> str | None:
    try:
        layers = [(str(name), str(kind)) for name, kind in pyogrio.list_layers(file)]
    except Exception as error:  # GDAL has no common base for what it raises
        raise _fault(file, Message("expected-polygon-file"), _first_line(error)) from None
    polygons = [name for name, kind in layers if re.search("Polygon|Unknown|Collection", kind)]
    if layer in [name for name, _ in layers] or (layer is None and len(layers) == 1):
        return layer
    if layer is None and len(polygons) == 1:
        return polygons[0]
    choices = ", ".join(
        str(Message("layer-rows", layer=name, rows=pyogrio.read_info(file, layer=name)["features"]))
        for name in polygons or [name for name, _ in layers]
    )
    found = Message("found-layers", count=len(layers)) if layer is None else repr(layer)
    raise _fault(file, Message("expected-layer", choices=choices), found)


def _read(file: Path, options: dict[str, Any]) -> Any:
    try:
        return gpd.read_file(file, **options)
    except UnicodeDecodeError as error:
        named = options.get("encoding") or error.encoding
        found = Message("found-byte", byte=f"{error.object[error.start]:02X}")
        raise _fault(file, Message("expected-encoding-of-text", encoding=named), found) from None
    except Exception as error:
        if options.get("where") and "SQL" in str(error):
            columns = ", ".join(pyogrio.read_info(file, layer=options.get("layer"))["fields"])
            expected = Message("expected-condition", choices=columns)
            raise _fault(file, expected, f"--where {options['where']!r}") from None
        if isinstance(error, LookupError):
            raise _fault(
                file, Message("expected-encoding"), repr(options.get("encoding"))
            ) from None
        raise _fault(file, Message("expected-polygon-file"), _first_line(error)) from None


def _first_line(error: Exception) -> str:
    return str(error).split("\n")[0]


def _decoded(value: object, font: legacy.Encoding) -> object:
    return legacy.read_as(font, value, strict=False) if isinstance(value, str) else value


def _with_crs(table: gpd.GeoDataFrame, crs: str) -> gpd.GeoDataFrame:
    try:
        return table.set_crs(crs, allow_override=True)
    except CRSError:
        expected = Message("expected-crs-name")
        raise InputError([Fault("--crs", None, None, expected, repr(crs))]) from None


def of_province(
    table: gpd.GeoDataFrame, *, provinces: pd.DataFrame, besides: Sequence[str]
) -> tuple[gpd.GeoDataFrame, str]:
    """Cut a table of many provinces to one, by the column that names the provinces.

    Parameters
    ----------
    table : GeoDataFrame
        Rows of any provinces.
    provinces : DataFrame
        The province to keep, as `units.load_units` gives it with level "province": one row.
    besides : sequence of str
        Columns that name something else: communes, districts.

    Returns
    -------
    tuple of (GeoDataFrame, str)
        The rows of the province and the column that says so. All rows and blank, where no column
        holds the name of the province beside other values. A name without marks is taken.
    """
    name = split_name(str(provinces["name"].iloc[0]))[1]
    plain = without_marks(letters_of(name))
    best, rows = "", pd.Series(False, index=table.index)
    for column in table.columns.drop([table.geometry.name, *besides], errors="ignore"):
        kinds = {
            text: split_name(text)
            for text in table[column].dropna().unique()
            if isinstance(text, str) and len(text) < 60
        }
        exact = {text for text in kinds if codes_of(text, units=provinces)}
        loose = {
            text
            for text, (kind, bare) in kinds.items()
            if kind in (None, "tỉnh") and without_marks(letters_of(bare)) == plain
        }
        found = table[column].isin(exact or loose)
        if found.sum() > rows.sum() and not found.all():
            best, rows = str(column), found
    return (table[rows], best) if best else (table, "")
