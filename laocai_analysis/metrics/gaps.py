"""Contiguous gaps: groups of neighbouring communes that are all without a service."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import scipy  # it loads each of its parts when that is first used
import shapely


def neighbours(geometry: gpd.GeoSeries) -> pd.DataFrame:
    """Pairs of polygons that share an edge, not only a corner.

    Parameters
    ----------
    geometry : GeoSeries
        A valid coverage in any CRS.

    Returns
    -------
    DataFrame
        Columns ``code`` and ``neighbour``: labels of the index, each pair once, in the order of the
        index.

    Examples
    --------
    >>> from shapely import box
    >>> boxes = [box(0, 0, 1, 1), box(1, 0, 2, 1), box(2, 1, 3, 2)]
    >>> row = gpd.GeoSeries(boxes, index=["a", "b", "c"])
    >>> neighbours(row).to_dict("records")
    [{'code': 'a', 'neighbour': 'b'}]
    """
    shapes = geometry.to_numpy()
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    once = left < right
    left, right = left[once], right[once]
    edge = (
        shapely.length(
            shapely.intersection(shapely.boundary(shapes[left]), shapely.boundary(shapes[right]))
        )
        > 0
    )
    pairs = pd.DataFrame({"left": left[edge], "right": right[edge]}).sort_values(["left", "right"])
    labels = geometry.index.to_numpy()
    return pd.DataFrame({"code": labels[pairs["left"]], "neighbour": labels[pairs["right"]]})


def contiguous_gaps(
    values: pd.Series,
    *,
    pairs: pd.DataFrame,
    unknown_is_gap: bool = False,
    touching: pd.Index | None = None,
) -> pd.Series:
    """Number the connected groups of units without the service, the largest first.

    Parameters
    ----------
    values : Series of {"yes", "no", "unknown", "na"}
        One value for each unit.
    pairs : DataFrame
        Neighbouring units, as `neighbours` gives them.
    unknown_is_gap : bool
        False: only units known to be without; the gap could be larger. True: unknown ones too; the
        most it could be.
    touching : Index, optional
        Units, those of a district for example: only gaps with one of them are numbered, each with
        all its units, also those that are not among `touching`.

    Returns
    -------
    Series of int
        The number of its gap for each unit in one, named ``gap``; 1 is the gap with the most units,
        equal ones in the order of their first unit.

    Notes
    -----
    Connected components of the graph of shared edges, restricted to the units without the service.

    Examples
    --------
    >>> values = pd.Series({"a": "no", "b": "yes", "c": "no", "d": "no"})
    >>> pairs = pd.DataFrame({"code": ["a", "b", "c"], "neighbour": ["b", "c", "d"]})
    >>> contiguous_gaps(values, pairs=pairs).to_dict()
    {'a': 2, 'c': 1, 'd': 1}
    """
    without = values[values.isin(["no", "unknown"] if unknown_is_gap else ["no"])].index
    inside = pairs[pairs["code"].isin(without) & pairs["neighbour"].isin(without)]
    row, column = (without.get_indexer(pd.Index(inside[name])) for name in ("code", "neighbour"))
    graph = scipy.sparse.coo_array(
        (np.ones(len(row)), (row, column)), shape=(len(without), len(without))
    )
    _, label = scipy.sparse.csgraph.connected_components(graph, directed=False)
    sizes = pd.Series(label).value_counts(sort=False).sort_index()
    kept = label if touching is None else label[without.isin(touching)]
    order = sizes[sizes.index.isin(kept)].sort_values(ascending=False, kind="stable").index
    number = pd.Series(range(1, len(order) + 1), index=order)
    found = pd.Series(label, index=without, name="gap").map(number)
    return found.dropna().astype(int)
