"""Where polygons lie: they are compared with known ones, and the probable error is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy  # it loads each of its parts when that is first used
import shapely
from pyproj import CRS, Transformer

from laocai_analysis import schema
from laocai_analysis.errors import Fault
from laocai_analysis.language import Message, Value, rounded, significant
from laocai_analysis.metrics.area import geodesic_area

Floats = npt.NDArray[np.float64]

#: The CRS in which polygons of the north of Vietnam come: degrees, VN-2000 (its zones of 3 and 6
#: degrees), WGS 84 / UTM, Indian 1960, Hanoi 1972, Web Mercator.
USUAL_CRS = (
    *("EPSG:4326", "EPSG:9208", "EPSG:3405", "EPSG:3406", "EPSG:5896", "EPSG:5897", "EPSG:5898"),
    *(f"EPSG:{code}" for code in (5899, *range(9205, 9208), *range(9209, 9219))),
    *("EPSG:32647", "EPSG:32648", "EPSG:32649", "EPSG:3148", "EPSG:3149", "EPSG:2044", "EPSG:2045"),
    "EPSG:3857",
)
_NEAR = 0.5  # km, from a unit to where it is known to lie: the median of all units
_ALIKE = 0.1  # km: two CRS that lie so near each other are both named
_SHARED = 0.25  # of a unit and its known polygon together: what they have in common
_AREA = 0.02  # of the whole: how much its area may differ
_SQUARES = 0.05  # of their mean: how much the areas of the squares of a tile map differ
_KM = 111.32  # of one degree of latitude


class _Known(NamedTuple):
    """Where units lie: the plane is kilometres east and north of 0° E, 0° N."""

    shapes: gpd.GeoSeries
    plane: Floats
    stretch: Floats

    def to_plane(self, lonlat: Floats) -> Floats:
        return lonlat * self.stretch


def is_tile_map(shapes: gpd.GeoSeries) -> bool:
    """Tell whether all polygons have one size, as the squares of a tile map do.

    Communes do not: the largest of Lào Cai is 150 times the smallest.
    """
    areas = shapely.area(shapes.to_numpy())
    return len(shapes) > 2 and bool(areas.std() < _SQUARES * areas.mean())


def shift_of(shapes: gpd.GeoSeries, *, reference: gpd.GeoSeries) -> tuple[float, float]:
    """Return how far polygons lie east and north of the known ones, in km: the median of all.

    Parameters
    ----------
    shapes, reference : GeoSeries
        Polygons in WGS 84, indexed by the code of their unit.
    """
    shapes = shapes[shapes.index.isin(reference.index)]
    known = _known(reference, shapes.index)
    east, north = np.median(known.to_plane(_centres(shapes)) - known.plane, axis=0)
    return float(east), float(north)


def unit_at(
    shape: shapely.Geometry,
    choices: Sequence[str],
    *,
    shapes: gpd.GeoSeries,
    reference: gpd.GeoSeries,
) -> str:
    """Return the unit, of several, that a polygon is by its place; blank where that is not sure.

    Parameters
    ----------
    shape : Polygon
        The polygon in question.
    choices : sequence of str
        The codes of the units that it can be.
    shapes : GeoSeries
        The other polygons of the file, indexed by code.
    reference : GeoSeries
        Known polygons, or squares of a tile map, indexed by code, in any plane.

    Notes
    -----
    The best linear map from the known centres of the other units to those of the file says where
    each choice should lie. It is sure where the polygon lies within a third of the distance between
    the choices, and 19 of 20 units within a sixth.
    """
    shapes = shapes[shapes.index.isin(reference.index)]
    if not set(choices) <= set(reference.index) or len(shapes) < 10 or len(choices) < 2:
        return ""
    theirs = np.column_stack([_centres(reference.reindex(shapes.index)), np.ones(len(shapes))])
    ours = _centres(shapes)
    linear = np.linalg.lstsq(theirs, ours, rcond=None)[0]
    left = np.quantile(np.linalg.norm(ours - theirs @ linear, axis=1), 0.95)
    expected = _centres(reference.reindex(choices))
    expected = np.column_stack([expected, np.ones(len(choices))]) @ linear
    apart = scipy.spatial.distance.pdist(expected).min()
    far = np.linalg.norm(expected - shapely.get_coordinates(shapely.centroid(shape)), axis=1)
    sure = left < apart / 6 and far.min() < apart / 3
    return choices[int(far.argmin())] if sure else ""


def placement_faults(shapes: gpd.GeoSeries, *, reference: gpd.GeoSeries, file: str) -> list[Fault]:
    """Compare polygons with known ones of the same units: place, extent and area.

    Parameters
    ----------
    shapes : GeoSeries
        Polygons as they stand in a file, indexed by the code of their unit, with the CRS that the
        file declares, or None.
    reference : GeoSeries
        Known polygons in WGS 84, indexed by code.
    file : str
        What to call the input in a fault.

    Returns
    -------
    list of Fault
        One for the whole, with what is probably wrong and the option that mends it; else one for
        each unit that lies elsewhere or has another size. Nothing where all fits. The squares of a
        tile map need only be in the order of the province, and near it.

    Notes
    -----
    The whole fits if the median unit lies within 0.5 km of its known centre. What is wrong is
    found by trying: other CRS, swapped axes; then the best linear map of the centres says whether
    they are mirrored, scaled or moved.
    """
    shapes = shapes[shapes.index.isin(reference.index)]
    known = _known(reference, shapes.index)
    squares = is_tile_map(shapes)
    centres = _centres(shapes)
    if shapes.crs is None:
        return [_no_crs(centres, known, squares=squares, file=file)]
    placed = known.to_plane(_lonlat(centres, shapes.crs))
    if not _fits(placed, known, squares=squares):
        return [_misplaced(shapes, placed, known, squares=squares, file=file)]
    lonlat = shapes.to_crs(schema.CRS_STORED)
    if squares:
        return _area_fault(lonlat, known, file=file, least=0.5, most=2)
    return _unit_faults(lonlat, known, file=file) or _area_fault(
        lonlat, known, file=file, least=1 - _AREA, most=1 + _AREA
    )


def _known(reference: gpd.GeoSeries, codes: pd.Index) -> _Known:
    shapes = reference.reindex(codes)
    lonlat = _centres(shapes)
    stretch = np.array([_KM * np.cos(np.radians(lonlat[:, 1].mean())), _KM])
    return _Known(shapes, lonlat * stretch, stretch)


def _centres(shapes: gpd.GeoSeries) -> Floats:
    centres: Floats = shapely.get_coordinates(shapely.centroid(shapes.to_numpy()))
    return centres


def _lonlat(points: Floats, crs: Any) -> Floats:
    to_degrees = Transformer.from_crs(CRS(crs), CRS(schema.CRS_STORED), always_xy=True)
    lonlat: Floats = np.column_stack(to_degrees.transform(points[:, 0], points[:, 1]))
    return lonlat


def _distance(plane: Floats, known: _Known) -> float:
    """Return the median distance of the units from where they lie, in km."""
    return float(np.median(np.linalg.norm(plane - known.plane, axis=1)))


def _fits(plane: Floats, known: _Known, *, squares: bool) -> bool:
    if not np.isfinite(plane).all():
        return False
    if not squares:
        return _distance(plane, known) < _NEAR
    size, extent = np.ptp(known.plane, axis=0), np.ptp(plane, axis=0)
    middle = np.abs(_middle(plane) - _middle(known.plane))
    order = [np.corrcoef(plane[:, axis], known.plane[:, axis])[0, 1] for axis in (0, 1)]
    return (
        bool((middle < size).all() and (abs(np.log2(extent / size)) < 1).all()) and min(order) > 0.5
    )


def _middle(plane: Floats) -> Floats:
    middle: Floats = (plane.min(axis=0) + plane.max(axis=0)) / 2
    return middle


def _no_crs(centres: Floats, known: _Known, *, squares: bool, file: str) -> Fault:
    mended = _mended(centres, None, known, squares=squares)
    found = Message("place-crs", options=mended) if mended else Message("place-no-crs")
    return Fault(file, None, None, Message("expected-crs"), found)


def _misplaced(
    shapes: gpd.GeoSeries, placed: Floats, known: _Known, *, squares: bool, file: str
) -> Fault:
    mended = _mended(_centres(shapes), shapes.crs, known, squares=squares)
    bounds = known.shapes.total_bounds
    expected = Message("expected-of-province", extent=_extent(bounds))
    lonlat = placed / known.stretch
    west, south = lonlat.min(axis=0)
    east, north = lonlat.max(axis=0)
    if not np.isfinite(placed).all():
        found = Message("place-not-of-crs", crs=shapes.crs.name)
    elif abs(np.array([west, east])).max() > 180 or abs(np.array([south, north])).max() > 90:
        found = Message("place-no-degrees", most=round(max(east, north)))
    else:
        found = Message("place-centres", extent=_extent((west, south, east, north)))
    if mended:
        found = Message("place-needs", found=found, options=mended)
    elif np.isfinite(placed).all() and (reason := _reason(placed, known, squares=squares)):
        found = Message("place-and", found=found, reason=reason)
    return Fault(file, None, "geometry", expected, found)


def _extent(bounds: Any) -> Message:
    west, south, east, north = (rounded(float(end), digits=2) for end in bounds)
    return Message("place-extent", west=west, south=south, east=east, north=north)


def _mended(centres: Floats, declared: Any, known: _Known, *, squares: bool) -> Value:
    """Return the options of the import with which the units lie where they should, best first."""
    tried = []
    for options, points in _readings(centres, declared):
        plane = known.to_plane(points)
        if _fits(plane, known, squares=squares):
            tried.append((round(_distance(plane, known), 3), options))
    if squares:  # their places are too rough to tell one CRS from another
        return _either([options for _, options in tried[:3]])
    tried.sort(key=itemgetter(0))
    return _either([options for far, options in tried if far <= tried[0][0] + _ALIKE])


def _either(choices: Sequence[Value]) -> Value:
    """Return choices with "or" between them; blank where there is none."""
    if len(choices) < 2:
        return choices[0] if choices else ""
    return Message("place-or", one=choices[0], other=_either(choices[1:]))


def _readings(centres: Floats, declared: Any) -> Iterator[tuple[Value, Floats]]:
    swapped = centres[:, ::-1]
    if declared is not None:
        yield Message("place-swapped"), _lonlat(swapped, declared)
    for name in USUAL_CRS:
        if declared is not None and CRS(name) == CRS(declared):
            continue
        yield f"--crs {name} ({CRS(name).name})", _lonlat(centres, name)
        yield f"--crs {name} --swap-axes ({CRS(name).name})", _lonlat(swapped, name)


def _reason(plane: Floats, known: _Known, *, squares: bool) -> Message:
    """Describe the linear map that brings the known centres to those of the file."""
    ours, theirs = plane - plane.mean(axis=0), known.plane - known.plane.mean(axis=0)
    linear = np.linalg.lstsq(theirs, ours, rcond=None)[0]
    left = float(np.linalg.norm(ours - theirs @ linear)) / max(float(np.linalg.norm(ours)), 1e-12)
    if left > (0.8 if squares else 0.2):
        return Message("place-apart")
    found = list[Value]()
    if np.linalg.det(linear) < 0:
        east = linear[0, 0] < 0
        found.append(Message("place-mirrored-east" if east else "place-mirrored-north"))
    else:
        sides = linear[0, 1] - linear[1, 0], linear[0, 0] + linear[1, 1]
        turned = float(np.degrees(np.arctan2(*sides)))
        if abs(turned) > (30 if squares else 1):
            found.append(Message("place-turned", degrees=round(abs(turned))))
    scale = float(np.sqrt(abs(np.linalg.det(linear))))
    if (not squares and abs(scale - 1) > 0.01) or not 0.5 < scale < 2:
        found.append(Message("place-scaled", times=significant(scale, digits=3)))
    east, north = np.median(plane - known.plane, axis=0)
    if not found or np.hypot(east, north) > 50:
        x, y = (rounded(abs(float(metres)), digits=1) for metres in (east, north))
        way = {
            "east": Message("place-east" if east > 0 else "place-west"),
            "north": Message("place-north" if north > 0 else "place-south"),
        }
        found.append(Message("place-shifted", x=x, y=y, **way))
    return Message("place-whole", how=tuple(found))


def _unit_faults(lonlat: gpd.GeoSeries, known: _Known, *, file: str) -> list[Fault]:
    """Name each unit that has too little in common with its known polygon."""
    ours = shapely.make_valid(lonlat.to_numpy())
    theirs = known.shapes.to_numpy()
    common = shapely.area(shapely.intersection(ours, theirs))
    shared = common / (shapely.area(ours) + shapely.area(theirs) - common)
    times = shapely.area(ours) / shapely.area(theirs)
    faults = []
    for place in np.flatnonzero(shared < _SHARED):
        code = str(lonlat.index[place])
        here = known.shapes.index[known.shapes.intersects(shapely.centroid(ours[place]))]
        share, large = rounded(100 * shared[place]), significant(times[place], digits=2)
        found = Message("found-in-common", share=share, times=large)
        if list(here) not in ([], [code]):
            on = ", ".join(here)
            found = Message("found-in-common-on", share=share, times=large, codes=on)
        expected = Message("expected-in-place", code=code)
        faults.append(Fault(file, None, "geometry", expected, found))
    return faults


def _area_fault(
    lonlat: gpd.GeoSeries, known: _Known, *, file: str, least: float, most: float
) -> list[Fault]:
    ours, theirs = geodesic_area(lonlat).sum(), geodesic_area(known.shapes).sum()
    if least <= ours / theirs <= most:
        return []
    limits = {"least": round(theirs * least), "most": round(theirs * most)}
    expected = Message("expected-total-area", **limits)
    return [Fault(file, None, "geometry", expected, Message("found-area", area=round(ours)))]
