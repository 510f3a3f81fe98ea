"""Import of boundaries: a person's file is matched with the units, checked, joined and written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd

from laocai_analysis import paths, schema
from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message, rounded
from laocai_analysis.places.boundaries import known_polygons, load_tiles
from laocai_analysis.places.layers import of_province, read_layer
from laocai_analysis.places.matching import codes_of, find_units
from laocai_analysis.places.mosaic import (
    Joined,
    described,
    join_up,
    shape_faults,
    unit_faults,
    write_boundaries,
)
from laocai_analysis.places.placement import is_tile_map, placement_faults, shift_of, unit_at
from laocai_analysis.places.units import load_units, load_units_above
from laocai_analysis.sources import sha256
from laocai_analysis.text import legacy
from laocai_analysis.text.keys import slug

#: The width in metres up to which gaps between polygons are closed.
CLOSE_GAPS = 100.0
_NOTED_SHIFT = 0.1  # km: a whole that lies farther off is noted, as its datum may be another
_MANY = 20  # faults of names: more than these, and one in four rows, are told in one line
_SAMPLE = 200  # rows in which other columns and encodings are tried


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a file that say which unit a row is.

    Parameters
    ----------
    name, district, type : str, optional
        The columns of the commune's name, its district's name, and its type (*Xã*, *Phường*, *Thị
        trấn*) where that stands apart.
    code : str, optional
        The column of the code of the statistics office. With `name`, both must agree.
    """

    name: str | None = None
    district: str | None = None
    type: str | None = None
    code: str | None = None

    def stated(self) -> list[str]:
        """Return the columns that are stated."""
        every = (self.name, self.district, self.type, self.code)
        return [column for column in every if column is not None]


class _Units(NamedTuple):
    """The units that the rows of a file are matched with."""

    year: int
    province: str

    def load(self, level: str = "commune") -> pd.DataFrame:
        return load_units(self.year, province=self.province, level=level)

    def above(self) -> pd.DataFrame:
        return load_units_above(self.year, province=self.province)

    def places(self, *, tiles: bool = False) -> gpd.GeoSeries:
        """Where they are known to lie, as polygons or as tiles."""
        if tiles:
            return load_tiles(self.year, province=self.province).geometry
        return known_polygons(self.year, province=self.province)


class Imported(NamedTuple):
    """The GeoJSON file that was written, and what is to be known of it."""

    path: Path
    remarks: list[Message]


def import_boundaries(
    file: Path,
    *,
    columns: Columns,
    layer: str | None = None,
    encoding: str | None = None,
    crs: str | None = None,
    where: str | None = None,
    swap_axes: bool = False,
    close_gaps: float = CLOSE_GAPS,
    because: str = "",
    year: int = 2008,
    province: str = "",
    name: str | None = None,
    source: str = "",
    folder: Path | None = None,
) -> Imported:
    """Take boundaries from any file that GDAL reads, in any CRS, and put them into the project.

    Parameters
    ----------
    file : Path
        A file with one row for each commune of the year; rows of other provinces are left out by
        the column that names the provinces.
    columns : Columns
        The columns that say which unit a row is.
    layer, encoding, crs, where, swap_axes
        How to read the file; see `layers.read_layer`.
    close_gaps : float
        The width in metres up to which gaps are closed; see `mosaic.join_up`.
    because : str
        Why polygons are taken of which the repair changes more than a twentieth, as where the file
        draws one over the other; it stands in the citation, with their codes. Such a file is
        refused where no reason is given.
    year : int
        The year whose units the rows are matched with.
    province : str
        The province whose units they are; blank for that of the project.
    name : str, optional
        The name of the result: letters, digits, ``-`` and ``_``; that of `file`, as `keys.slug`
        writes it, where not given.
    source : str
        Citation of the file; its name and SHA-256 where nothing is given.
    folder : Path, optional
        Where to put it; `paths.own_geo` where not given.

    Returns
    -------
    Imported
        The GeoJSON file that was written, and remarks.

    Raises
    ------
    InputError
        With every unit that is missing, doubled or unknown, every geometry that cannot be repaired,
        and polygons that lie elsewhere or have another size than they should.
    """
    name = name or slug(file.stem) or "boundaries"
    _check_options(close_gaps, name)
    raw = read_layer(
        file, layer=layer, encoding=encoding, crs=crs, where=where, swap_axes=swap_axes
    )
    _check_columns(raw, columns, file=file.name)
    units = _Units(year, province)
    table, remarks = _cut(raw, columns, of=units)
    coded, settled = _coded(table, columns, of=units, file=file.name)
    remarks += settled
    known = units.places()
    if faults := placement_faults(coded, reference=known, file=file.name):
        raise InputError(faults, consequence=Message("follows-nothing-changed"))
    lonlat = coded.to_crs(schema.CRS_STORED).force_2d()
    joined = join_up(lonlat, file=file.name, close=close_gaps, accept=bool(because))
    remarks += _joined_remarks(joined, width=close_gaps, because=because)
    source = source or f"{file.name}, SHA-256 {sha256(file)[:16] if file.is_file() else '-'}"
    if joined.changed:
        source += f" ({', '.join(joined.changed)}: {because})"
    remarks += _place_remarks(coded, joined.shapes, known)
    path = write_boundaries(
        described(gpd.GeoDataFrame(geometry=joined.shapes), date=year, province=province),
        name=name,
        source=source,
        folder=folder or paths.own_geo(),
    )
    return Imported(path, remarks)


def _check_options(close_gaps: float, name: str) -> None:
    if not np.isfinite(close_gaps) or not 0 <= close_gaps <= 1000:
        expected = Message("expected-width")
        raise InputError([Fault("--close-gaps", None, None, expected, f"{close_gaps:g}")])
    if not re.fullmatch(r"[\w-]+", name):
        raise InputError([Fault("--as", None, None, Message("expected-plain-name"), repr(name))])


def _joined_remarks(joined: Joined, *, width: float, because: str) -> list[Message]:
    """Say how much of gaps was closed and of overlaps was settled, in hectares, and which units
    changed much, for which reason.
    """
    hectares = {
        "closed": round(100 * joined.closed),
        "overlapping": round(100 * joined.overlapping),
    }
    said = []
    if any(hectares.values()):
        said.append(Message("import-joined", gaps=joined.gaps, width=round(width), **hectares))
    if joined.changed:
        changes = tuple(
            Message("import-change", code=code, change=rounded(100 * change, digits=1))
            for code, change in joined.changed.items()
        )
        said.append(Message("import-changed", changes=changes, reason=because))
    return said


def _check_columns(raw: gpd.GeoDataFrame, columns: Columns, *, file: str) -> None:
    choices = ", ".join(str(column) for column in raw.columns if column != raw.geometry.name)
    if columns.name is None and columns.code is None:
        expected = Message("expected-name-or-code", choices=choices)
        raise InputError([Fault(file, 1, None, expected, Message("found-neither"))])
    expected = Message("expected-one-column", choices=choices)
    faults = [
        Fault(file, 1, column, expected, Message("found-no-column"))
        for column in columns.stated()
        if column not in raw.columns
    ]
    if faults:
        raise InputError(faults)


def _cut(
    raw: gpd.GeoDataFrame, columns: Columns, *, of: _Units
) -> tuple[gpd.GeoDataFrame, list[Message]]:
    """Leave out the rows of other provinces; the index keeps the places in the file."""
    units = of.load()
    raw = raw.reset_index(drop=True)
    if len(raw) <= len(units):
        return raw, []
    province = of.load("province")
    table, column = of_province(raw, provinces=province, besides=columns.stated())
    if 2 * len(table) < len(units):
        table, column = raw, ""
    if not column and columns.code:
        table, column = raw[_as_codes(raw[columns.code]).isin(units.index)], columns.code
    if not column or table.empty:
        return raw, []
    return table, [Message("import-cut", rows=len(table), all=len(raw), column=column)]


def _as_codes(column: pd.Series) -> pd.Series:
    """Write numbers as codes of five digits: 2635, 2635.0 and 02635 are one."""
    digits = column.fillna("").astype("str").str.strip().str.extract(r"^0*(\d{1,5})(?:\.0+)?$")[0]
    return digits.str.zfill(5).fillna(column.fillna("").astype("str"))


def _coded(
    table: gpd.GeoDataFrame, columns: Columns, *, of: _Units, file: str
) -> tuple[gpd.GeoSeries, list[Message]]:
    """Return the polygons by code, or raise with all that is wrong with rows, names and shapes."""
    lines = {place + 2: int(row) + 2 for place, row in enumerate(table.index)}
    named, faults = _by_name(table, columns, of=of, file=file)
    settled = {} if columns.code else _settled(table, named, columns, of=of)
    faults = [fault for fault in faults if fault.row not in {place + 2 for place in settled}]
    codes = named = named.mask(
        np.isin(np.arange(len(named)), list(settled)),
        pd.Series({table.index[place]: code for place, code in settled.items()}, dtype="str"),
    )
    if columns.code:
        codes = _as_codes(table[columns.code])
        faults += [
            Fault(file, place + 2, columns.code, Message("expected-code-named", code=own), code)
            for place, (code, own) in enumerate(zip(codes, named, strict=True))
            if own not in ("", code)
        ]
    where = {"province": of.province, "file": file}
    faults += unit_faults(codes[codes != ""], date=of.year, rows=table.index, **where)
    if summary := _summary(table, columns, faults, of=of, file=file):
        raise InputError([summary], consequence=Message("follows-nothing-changed"))
    labels = table[columns.name or columns.code]
    faults += shape_faults(table.geometry, names=labels, file=file)
    if faults:
        moved = [
            replace(
                fault, row=lines.get(fault.row, fault.row) if isinstance(fault.row, int) else None
            )
            for fault in faults
        ]
        raise InputError(moved, consequence=Message("follows-nothing-changed"))
    names = of.load()["name"]
    remarks = [
        Message("import-settled", row=str(lines[place + 2]), unit=str(names[code]))
        for place, code in settled.items()
    ]
    return table.geometry.set_axis(pd.Index(codes, name="code")), remarks


def _settled(
    table: gpd.GeoDataFrame, codes: pd.Series, columns: Columns, *, of: _Units
) -> dict[int, str]:
    """Return the units of rows whose name is of several, by their place: *Phố Lu* is a township and
    a commune.
    """
    units, above = of.load(), of.above()
    shapes = table.geometry[codes != ""].set_axis(codes[codes != ""])
    shapes = shapes[~shapes.index.duplicated() & shapes.notna() & ~shapes.is_empty]
    if len(shapes) < len(units) / 2:
        return {}
    reference = of.places(tiles=is_tile_map(shapes))
    settled: dict[int, str] = {}
    for place in np.flatnonzero(codes == ""):
        name, shape = str(table[columns.name].iloc[place]), table.geometry.iloc[place]
        choices = codes_of(name, units=units, above=above, marked=True)
        if shape is None or shape.is_empty or len(choices) < 2:
            continue
        found = unit_at(shape, choices, shapes=shapes, reference=reference)
        if found and found not in {*shapes.index, *settled.values()}:
            settled[int(place)] = found
    return settled


def _by_name(
    table: gpd.GeoDataFrame, columns: Columns, *, of: _Units, file: str
) -> tuple[pd.Series, list[Fault]]:
    if columns.name is None:
        return pd.Series("", index=table.index, name="code"), []
    names = table[columns.name].fillna("").astype("str")
    if columns.type:
        names = table[columns.type].fillna("").astype("str") + " " + names
    districts = table[columns.district].astype("str") if columns.district else None
    return find_units(
        names,
        units=of.load(),
        districts=districts,
        district_units=of.above(),
        file=file,
    )


def _summary(
    table: gpd.GeoDataFrame, columns: Columns, faults: list[Fault], *, of: _Units, file: str
) -> Fault | None:
    """Return one fault in place of hundreds, where the column, its text or the rows are others."""
    rows = {fault.row for fault in faults if fault.row is not None}
    if len(rows) <= max(_MANY, len(table) / 4):
        return None
    units, column = of.load(), columns.name or columns.code
    texts = table[column].fillna("").astype("str")
    places = sorted(int(row) - 2 for row in rows if isinstance(row, int))[:3]
    examples = ", ".join(repr(str(texts.iloc[place])) for place in places)
    counts = {"rows": len(rows), "all": len(table)}
    found = Message("found-rows-unmatched", **counts, examples=examples)
    each = "expected-row-each"
    if columns.name and (hint := _hint(table, columns, units=units)):
        found = Message("place-and", found=found, reason=hint)
    elif len(table) > len(units):
        each = "expected-row-each-cut"
    expected = Message(each, count=len(units), year=str(of.year))
    return Fault(file, None, column, expected, found)


def _hint(table: gpd.GeoDataFrame, columns: Columns, *, units: pd.DataFrame) -> Message | None:
    """Return the encoding or the other column in which the names of units are found."""
    sample = table.iloc[:: max(1, len(table) // _SAMPLE)]

    def found(texts: Iterable[object]) -> int:
        written = {text for text in texts if isinstance(text, str) and len(text) < 80}
        return len({code for t in written for code in codes_of(t, units=units, marked=True)})

    own = sample[columns.name]
    best = found(own)
    hints: list[tuple[int, Message | None]] = [(best, None)]
    for encoding, decode in _DECODED.items():
        hints.append((found(map(decode, own)), Message("hint-encoding", encoding=encoding)))
    for column in sample.columns.drop(sample.geometry.name):
        hints.append((found(sample[column]), Message("hint-column", column=str(column))))
    most, hint = max(hints, key=lambda one: one[0])
    return hint if most > max(2 * best, 5) else None


def _recoded(encoding: str) -> Callable[[object], object]:
    def decode(value: object) -> object:
        try:
            return str(value).encode("latin-1").decode(encoding)
        except UnicodeError:
            return value

    return decode


def _from_font(font: legacy.Encoding) -> Callable[[object], object]:
    return lambda value: legacy.read_as(font, str(value), strict=False)


#: What text of each encoding becomes that was read one character a byte.
_DECODED: dict[str, Callable[[object], object]] = {
    "UTF-8": _recoded("utf-8"),
    "windows-1258": _recoded("cp1258"),
    "TCVN3": _from_font("tcvn3"),
    "VNI": _from_font("vni"),
}


def _place_remarks(
    coded: gpd.GeoSeries, shapes: gpd.GeoSeries, known: gpd.GeoSeries
) -> list[Message]:
    if is_tile_map(coded):
        return [Message("import-tiles", units=len(coded))]
    east, north = shift_of(shapes, reference=known)
    if np.hypot(east, north) < _NOTED_SHIFT:
        return []
    metres = {"east": round(1000 * east), "north": round(1000 * north)}
    far = round(1000 * float(np.hypot(east, north)))
    return [Message("import-shift", metres=far, **metres)]
