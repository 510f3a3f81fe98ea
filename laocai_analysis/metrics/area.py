"""Areas of polygons on the ellipsoid."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Geod

_WGS84 = Geod(ellps="WGS84")


def geodesic_area(geometry: gpd.GeoSeries) -> pd.Series:
    """Area of each polygon on the WGS 84 ellipsoid.

    Parameters
    ----------
    geometry : GeoSeries
        Polygons in any CRS; they are brought to longitude and latitude first. The direction of
        their rings does not count.

    Returns
    -------
    Series of float
        km2, named ``area``, with the index of `geometry`; 0 for an empty polygon.

    Notes
    -----
    Karney's algorithm as in `pyproj.Geod.geometry_area_perimeter`; edges are geodesics. It counts
    an area by the direction of its ring, so shells and holes are oriented first.

    Examples
    --------
    One degree by one degree at the equator:

    >>> from shapely import box
    >>> geodesic_area(gpd.GeoSeries([box(0, 0, 1, 1)], crs="EPSG:4326")).round(1).tolist()
    [12308.8]
    """
    lonlat = geometry.to_crs("EPSG:4326")
    oriented = shapely.orient_polygons(lonlat.to_numpy())
    areas = [_WGS84.geometry_area_perimeter(shape)[0] / 1e6 for shape in oriented]
    return pd.Series(np.asarray(areas, dtype=float), index=geometry.index, name="area")
