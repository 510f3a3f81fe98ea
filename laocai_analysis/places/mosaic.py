"""Coded polygons that meet without overlap and without gap: joined, checked, described, written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from laocai_analysis import paths
from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message, rounded, significant
from laocai_analysis.metrics.area import geodesic_area
from laocai_analysis.places.groups import load_groups
from laocai_analysis.places.registry import Date
from laocai_analysis.places.units import load_units
from laocai_analysis.writing import whole_file

#: Of a degree: about a centimetre, the most that RFC 7946 has a use for.
_DECIMALS = 7
#: Of the area of a unit: a repair that changes more is for a person to decide.
_LARGEST_REPAIR = 0.05
_METRES = 111_320  # of one degree


class Joined(NamedTuple):
    """Polygons that were joined, and what was changed.

    Parameters
    ----------
    shapes : GeoSeries
        Polygons without overlap and gap in WGS 84, indexed by ``code`` in order.
    gaps : int
        How many gaps and slits between polygons were closed.
    closed, overlapping : float
        The area of these gaps, and of what several polygons covered, in km2.
    changed : dict of str to float
        The units whose area the repair changed by more than 5 %, by code: by which share.
    """

    shapes: gpd.GeoSeries
    gaps: int
    closed: float
    overlapping: float
    changed: dict[str, float]


def join_up(
    geometry: gpd.GeoSeries, *, file: str, close: float = 0, accept: bool = False
) -> Joined:
    """Repair polygons, and close the slivers between them.

    Parameters
    ----------
    geometry : GeoSeries
        Polygons in WGS 84, indexed by the code of their unit.
    file : str
        What to call the input in a fault.
    close : float
        The width in metres up to which gaps are closed. Where slits that are open to the outside
        cut the whole in pieces, vertices up to a tenth of it apart are joined too. Metres are
        turned into degrees of latitude: the true width is up to 8 % less from east to west.
    accept : bool
        Whether the area of a unit may change by more than 5 %: a person has decided so.

    Raises
    ------
    InputError
        If overlaps or gaps are left, a unit touches no other, or the area of a unit changes by more
        than 5 % and that is not accepted.
    """
    repaired = shapely.make_valid(geometry.to_numpy(), method="structure", keep_collapsed=False)
    width = close / _METRES
    joined = shapely.coverage_clean(repaired, gap_width=width)
    if close and len(shapely.get_parts(shapely.coverage_union_all(joined))) > 1:  # open slits
        joined = shapely.coverage_clean(repaired, gap_width=width, snapping_distance=width / 10)
    joined = shapely.set_precision(joined, 10.0**-_DECIMALS)
    joined = shapely.coverage_clean(joined, gap_width=width)
    shapes = gpd.GeoSeries(joined, index=geometry.index, crs=geometry.crs).sort_index()
    before = gpd.GeoSeries(repaired, index=geometry.index, crs=geometry.crs)
    faults = coverage_faults(shapes, file=file)
    changed = _large_changes(shapes, before=before)
    if not accept:
        faults += _change_faults(changed, file=file)
    if faults:
        follows = "follows-another-width" if close else "follows-nothing-changed"
        raise InputError(faults, consequence=Message(follows))
    union = gpd.GeoSeries([shapely.union_all(repaired)], crs=geometry.crs)
    covered = geodesic_area(union).iloc[0]
    pieces = shapely.get_parts(union.to_numpy())
    gaps = len(pieces) - 1 + int(shapely.get_num_interior_rings(pieces).sum())
    closed = geodesic_area(shapes).sum() - covered
    overlapping = geodesic_area(before).sum() - covered
    return Joined(shapes, gaps, max(closed, 0.0), max(overlapping, 0.0), changed)


def _change_faults(changed: Mapping[str, float], *, file: str) -> list[Fault]:
    return [
        Fault(
            file,
            None,
            "geometry",
            Message("expected-small-repairs", code=code),
            Message("found-change", change=rounded(100 * change, digits=1)),
        )
        for code, change in changed.items()
    ]


def tidied(geometry: gpd.GeoSeries) -> tuple[gpd.GeoSeries, list[str]]:
    """Repair polygons so that none overlaps another; gaps between them are left.

    Parameters
    ----------
    geometry : GeoSeries
        Polygons in WGS 84, indexed by the code of their unit.

    Returns
    -------
    tuple of (GeoSeries, list of str)
        The polygons, and the codes of those whose area changed by more than 5 %.
    """
    repaired = shapely.make_valid(geometry.to_numpy(), method="structure", keep_collapsed=False)
    clean = shapely.set_precision(shapely.coverage_clean(repaired), 10.0**-_DECIMALS)
    clean = shapely.coverage_clean(clean)
    before, shapes = (
        gpd.GeoSeries(part, index=geometry.index, crs=geometry.crs).sort_index()
        for part in (repaired, clean)
    )
    return shapes, list(_large_changes(shapes, before=before))


def _large_changes(shapes: gpd.GeoSeries, *, before: gpd.GeoSeries) -> dict[str, float]:
    """By how much the area of each polygon changed, as a share of what it was, where it is more
    than a repair may change.
    """
    old = geodesic_area(before)
    change = (geodesic_area(shapes) - old) / old
    large = change[change.abs() > _LARGEST_REPAIR]
    return {str(code): float(share) for code, share in large.items()}


def described(
    coded: gpd.GeoDataFrame, *, date: Date, province: str = "", groups: str = ""
) -> gpd.GeoDataFrame:
    """Put name, type, district and first day of each unit beside polygons, indexed by code.

    ``attrs["groups"]`` is the kind of the groups that ``district`` names; see `groups.load_groups`.
    """
    units = load_units(date, province=province).loc[coded.index]
    held = load_groups(date, province=province, by=groups)
    columns = {
        "name": units["name"],
        "type": units["type"],
        "district_code": held.of[coded.index],
        "district": held.each[coded.index],
        "valid_on": units["attested_on"],
    }
    result = gpd.GeoDataFrame(columns, geometry=coded.geometry, crs=coded.crs)
    result.attrs["groups"] = held.kind
    return result


def unit_faults(
    codes: pd.Series,
    *,
    date: Date,
    province: str = "",
    file: str,
    rows: pd.Index | None = None,
) -> list[Fault]:
    """Find units without a row, units with several rows, codes of no unit.

    Parameters
    ----------
    codes : Series of str
        The code of each row, with the index of the file's rows.
    date : int, str or date
        The date whose units they must be.
    province : str
        The province whose units they must be; blank for that of the project.
    file : str
        What to call the input in a fault.
    rows : Index, optional
        All rows of the file, where `codes` has only some of them.
    """
    order = list(codes.index if rows is None else rows)
    units = load_units(date, province=province)
    faults = [
        Fault(file, None, None, f"{units.at[code, 'name']} ({code})", Message("found-no-polygon"))
        for code in units.index.difference(codes.to_list())
    ]
    doubled = codes[codes.duplicated(keep="first") & codes.isin(units.index)]
    faults += [
        Fault(
            file,
            order.index(row) + 2,
            None,
            Message("expected-one-polygon", unit=f"{units.at[code, 'name']} ({code})"),
            Message("found-another"),
        )
        for row, code in doubled.items()
    ]
    unknown = codes[~codes.isin(units.index)]
    expected = Message("expected-unit-code", year=str(date))
    faults += [
        Fault(file, order.index(row) + 2, "code", expected, repr(code))
        for row, code in unknown.items()
    ]
    return faults


def shape_faults(geometry: gpd.GeoSeries, *, names: pd.Series, file: str) -> list[Fault]:
    """Find rows that have no polygon, by the names of their units."""
    return [
        Fault(
            file,
            line,
            "geometry",
            Message("expected-polygon-of", unit=str(name)),
            Message("found-none") if shape is None or shape.is_empty else shape.geom_type,
        )
        for line, (name, shape) in enumerate(zip(names, geometry, strict=True), start=2)
        if shape is None or shape.is_empty or shape.geom_type not in ("Polygon", "MultiPolygon")
    ]


def coverage_faults(geometry: gpd.GeoSeries, *, file: str, gaps: bool = True) -> list[Fault]:
    """Find overlaps, and with `gaps` also gaps and units that touch no other, in polygons in
    degrees.

    Without `gaps`, neighbours may meet in a line on which only one of them has a vertex.
    """
    shapes = geometry.to_numpy()
    meet = shapely.coverage_is_valid(shapes) or not (gaps or _overlap(shapes))
    if not shapely.is_valid(shapes).all() or not meet:
        return [
            Fault(
                file,
                None,
                "geometry",
                Message("expected-no-overlap"),
                Message("found-overlaps"),
            )
        ]
    if not gaps:
        return []
    faults = []
    union = shapely.coverage_union_all(shapes)
    if holes := [ring for part in shapely.get_parts(union) for ring in part.interiors]:
        areas = geodesic_area(gpd.GeoSeries(map(shapely.Polygon, holes), crs=geometry.crs))
        place = shapely.Polygon(holes[int(areas.argmax())]).representative_point()
        at, area = f"{place.x:.4f}, {place.y:.4f}", significant(float(areas.max()), digits=3)
        found = Message("found-gaps", count=len(holes), area=area, place=at)
        faults.append(Fault(file, None, "geometry", Message("expected-no-gaps"), found))
    if alone := _alone(geometry):
        found = Message("found-alone", count=len(alone), codes=", ".join(alone[:5]))
        faults.append(Fault(file, None, "geometry", Message("expected-touching"), found))
    return faults


def _overlap(shapes: np.ndarray) -> bool:
    """Tell whether two polygons in degrees have more than a hundredth of a square metre in
    common.
    """
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    one, other = one[one < other], other[one < other]
    common = shapely.area(shapely.intersection(shapes[one], shapes[other]))
    return bool(common.max(initial=0) > 1e-12)


def _alone(geometry: gpd.GeoSeries) -> list[str]:
    shapes = geometry.to_numpy()
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    alone = np.setdiff1d(np.arange(len(shapes)), one[one != other])
    return [str(geometry.index[place]) for place in alone] if len(shapes) > 1 else []


def write_boundaries(
    coded: gpd.GeoDataFrame, *, name: str, source: str, folder: Path | None
) -> Path:
    """Write GeoJSON in one step; every feature says where it comes from."""
    path = (folder or paths.built_geo()) / f"{name}.geojson"
    with whole_file(path) as fresh:
        coded.assign(source=source).reset_index().to_file(
            fresh, driver="GeoJSON", RFC7946="YES", COORDINATE_PRECISION=_DECIMALS, WRITE_NAME="NO"
        )
    return path
