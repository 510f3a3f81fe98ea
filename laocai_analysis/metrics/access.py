"""Access to a service: people without it, the distance to the nearest unit with it, people within
reach.
"""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import Geod

_WGS84 = Geod(ellps="WGS84")


def representative_points(geometry: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return a point inside each polygon, for distances between units.

    Parameters
    ----------
    geometry : GeoSeries
        Polygons in any CRS; an empty one has an empty point.

    Returns
    -------
    GeoSeries
        Points in longitude and latitude, with the index of `geometry`.

    Notes
    -----
    The point lies half-way along the widest horizontal line of the polygon near its middle. It is
    not where most people live.

    Examples
    --------
    >>> from shapely import box
    >>> representative_points(gpd.GeoSeries([box(104, 22, 106, 23)], crs="EPSG:4326")).to_list()
    [<POINT (105 22.5)>]
    """
    return geometry.to_crs("EPSG:4326").representative_point()


def geodesic_distances(points: gpd.GeoSeries, *, to: gpd.GeoSeries | None = None) -> pd.DataFrame:
    """Return the distance of each point from each other one along the ellipsoid.

    Parameters
    ----------
    points : GeoSeries
        Points in any CRS.
    to : GeoSeries, optional
        Other points; `points` where not given.

    Returns
    -------
    DataFrame of float
        km; a row for each of `points`, a column for each of `to`. NaN where a point is empty, but
        0 from a point to itself.

    Notes
    -----
    Karney's geodesic on WGS 84, as in `pyproj.Geod.inv`: a straight line on the map, without roads
    and relief, so the way is never shorter.

    Examples
    --------
    One degree along the equator:

    >>> row = gpd.GeoSeries.from_xy([0, 1], [0, 0], index=["a", "b"], crs="EPSG:4326")
    >>> geodesic_distances(row).round(2).loc["a"].to_dict()
    {'a': 0.0, 'b': 111.32}
    """
    ends = [points if to is None else to, points]
    (to_x, to_y), (x, y) = (
        (one.to_crs("EPSG:4326").x.to_numpy(), one.to_crs("EPSG:4326").y.to_numpy()) for one in ends
    )
    shape = (len(x), len(to_x))
    start_x, start_y = np.repeat(x, shape[1]), np.repeat(y, shape[1])
    end_x, end_y = np.tile(to_x, shape[0]), np.tile(to_y, shape[0])
    known = ~(np.isnan(start_x) | np.isnan(end_x))
    metres = np.full(len(known), np.nan)
    metres[known] = _WGS84.inv(start_x[known], start_y[known], end_x[known], end_y[known])[2]
    km = metres.reshape(shape) / 1000
    if to is None:
        np.fill_diagonal(km, 0.0)
    return pd.DataFrame(km, index=points.index, columns=ends[0].index)


def nearest_with(values: pd.Series, *, distances: pd.DataFrame) -> pd.DataFrame:
    """Return the distance from each unit to the nearest one with the service.

    Parameters
    ----------
    values : Series of {"yes", "no", "unknown", "na"}
        One value for each unit.
    distances : DataFrame
        km between all units of `values`, as `geodesic_distances` gives it.

    Returns
    -------
    DataFrame
        With the index of `values`: ``lower`` takes every unknown unit as one with the service,
        ``upper`` as one without; both are 0 for a unit with it, and infinite where there is none.
        ``nearest`` is the unit of ``upper``; None where there is none.

    Examples
    --------
    >>> row = [[0, 2.0, 5], [2, 0, 3], [5, 3, 0.0]]
    >>> km = pd.DataFrame(row, index=list("abc"), columns=list("abc"), dtype=float)
    >>> values = pd.Series({"a": "no", "b": "unknown", "c": "yes"})
    >>> nearest_with(values, distances=km).loc["a"].to_dict()
    {'lower': 2.0, 'upper': 5.0, 'nearest': 'c'}
    """
    to_known = distances.loc[values.index, values.index[values == "yes"]]
    to_any = distances.loc[values.index, values.index[values.isin(["yes", "unknown"])]]
    nearest = pd.Series(None, index=values.index, dtype=object)
    known = to_known.notna().any(axis=1)
    nearest[known] = to_known[known].idxmin(axis=1)
    return pd.DataFrame(
        {
            "lower": to_any.min(axis=1).fillna(np.inf),
            "upper": to_known.min(axis=1).fillna(np.inf),
            "nearest": nearest,
        }
    )


def people_without(
    values: pd.Series, *, weights: pd.Series, by: pd.Series | None = None
) -> pd.DataFrame:
    """Sum the people of the units without a service, with the bounds that unknown units leave.

    Parameters
    ----------
    values : Series of {"yes", "no", "unknown", "na"}
        One value for each unit.
    weights : Series of float
        People or households of each unit, with the index of `values`; NaN where not known.
    by : Series, optional
        The group of each unit, with the index of `values`; one row named ``all`` where not given.

    Returns
    -------
    DataFrame
        One row for each group in order: ``people`` of the units to which the indicator applies;
        ``lower`` counts every unknown unit as one with the service, ``upper`` as one without;
        ``unweighted`` is the number of units without a weight. Each of them is 0 in ``people`` and
        ``lower``; ``upper`` is infinite where one of them is, or may be, without the service.

    Raises
    ------
    ValueError
        If a weight is below 0, or an index is another one.

    Examples
    --------
    >>> values, people = pd.Series(["no", "unknown", "yes"]), pd.Series([300.0, 200.0, 500.0])
    >>> people_without(values, weights=people).to_dict("records")
    [{'people': 1000.0, 'lower': 300.0, 'upper': 500.0, 'unweighted': 0}]
    """
    check_weights(weights, values.index)
    groups = pd.Series("all", index=values.index, name="group") if by is None else by
    if not groups.index.equals(values.index) or groups.isna().any():
        raise ValueError("by: expected the group of each unit, with the index of values")
    asked, known = values != "na", weights.fillna(0.0)
    open_ = values.isin(["no", "unknown"])
    table = pd.DataFrame(
        {
            "people": known.where(asked, 0.0),
            "lower": known.where(values == "no", 0.0),
            "upper": known.where(open_, 0.0).mask(open_ & weights.isna(), np.inf),
            "unweighted": (asked & weights.isna()).astype(int),
        }
    )
    return table.groupby(groups).sum()


def people_within(
    values: pd.Series,
    *,
    weights: pd.Series,
    nearest: pd.DataFrame,
    kilometres: Sequence[float] = (5, 10, 20),
) -> pd.DataFrame:
    """Sum the people of the units that have the service within some distances.

    Parameters
    ----------
    values, weights
        As for `people_without`.
    nearest : DataFrame
        As `nearest_with` gives it.
    kilometres : sequence of float
        The distances.

    Returns
    -------
    DataFrame
        Indexed by distance: ``people`` of the units to which the indicator applies and that have a
        weight; ``lower`` and ``upper`` of those within it. All people of a unit count as living at
        its point.

    Examples
    --------
    >>> values, people = pd.Series(["yes", "no"]), pd.Series([500.0, 300.0])
    >>> nearest = pd.DataFrame({"lower": [0, 7.0], "upper": [0, 7.0]})
    >>> people_within(values, weights=people, nearest=nearest)["lower"].to_list()
    [500.0, 800.0, 800.0]
    """
    check_weights(weights, values.index)
    known = weights.where(values != "na").fillna(0.0)
    rows = [
        {
            "people": known.sum(),
            "lower": known[nearest["upper"] <= km].sum(),
            "upper": known[nearest["lower"] <= km].sum(),
        }
        for km in kilometres
    ]
    return pd.DataFrame(rows, index=pd.Index(kilometres, name="km"))


def check_weights(weights: pd.Series, index: pd.Index) -> None:
    """Refuse weights below 0, or of other units.

    Raises
    ------
    ValueError
        Naming the units.
    """
    if not weights.index.equals(index):
        raise ValueError("weights: expected the index of values; found another one")
    if (weights < 0).any():
        below = ", ".join(str(unit) for unit in weights.index[weights < 0])
        raise ValueError(f"weights: expected numbers of at least 0; found less for {below}")
