"""The tile map: one equal square for each commune, placed so that the whole still looks like the
province.

On a map of true areas a large empty commune outweighs twenty small ones; a share of communes is a
count, and on the tile map every commune weighs the same. Four steps make it, all of them
deterministic: the grid cells nearest to the outline of the province; cells to districts and then
cells to communes, both by `scipy.optimize.linear_sum_assignment` on squared distances; and swaps of
two communes that bring touching ones together and never pull a district apart.

Tiles are counted in columns from the west and rows from the north; two tiles are neighbours if they
share an edge, and the distance of two tiles is the number of edges crossed on the way (columns plus
rows, or Manhattan distance).
"""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy  # it loads each of its parts when that is first used
import shapely

from laocai_analysis.metrics.gaps import neighbours

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

#: Two communes are near each other if their tiles are so many edges apart or fewer.
NEAR = 2
#: What each edge between two touching communes costs, and what it costs on top if they are not
#: near.
EDGE_COST, APART_COST = 1.0, 2.0


def place_tiles(communes: gpd.GeoDataFrame) -> pd.DataFrame:
    """Place one square tile for each commune, every district in one piece.

    Parameters
    ----------
    communes : GeoDataFrame
        n polygons in a projected CRS, indexed by the code of the commune, every code once, with
        the district of each in ``district_code``.

    Returns
    -------
    DataFrame
        n rows with the index of `communes`; ``column`` from the west and ``row`` from the north,
        integers from 0. No two rows are alike, and the tiles of every district are edge-connected.

    Raises
    ------
    ValueError
        If the CRS is not projected, a code is doubled, a district or geometry is missing, or a
        geometry is not valid (one message names every fault); or if some district, named, could not
        be put in one piece.

    Examples
    --------
    >>> squares = [shapely.box(x, y, x + 1000, y + 1000) for y in (1000, 0) for x in (0, 1000)]
    >>> communes = gpd.GeoDataFrame({"district_code": ["1", "1", "2", "2"]}, geometry=squares,
    ...                             index=["NW", "NE", "SW", "SE"], crs="EPSG:3405")
    >>> place_tiles(communes).T
            NW  NE  SW  SE
    column   0   1   0   1
    row      0   0   1   1
    """
    _check(communes)
    ordered = communes.sort_index()  # so that the order of the rows makes no difference
    codes = pd.factorize(ordered["district_code"], sort=True)[0].astype(np.int64)
    cells, centres = _silhouette(ordered)
    labels = _district_cells(codes, centres=centres, cells=cells)
    taken = _commune_cells(codes, labels=labels, centres=centres, cells=cells)
    taken = _swap(taken, cells=cells, codes=codes, touching=_touching_matrix(ordered))
    tiles = pd.DataFrame(cells[taken], columns=["column", "row"], index=ordered.index).reindex(
        communes.index
    )
    tiles["row"] = tiles["row"].max() - tiles["row"]
    tiles["column"] -= tiles["column"].min()
    if torn := disconnected_districts(tiles, districts=communes["district_code"]):
        raise ValueError(
            f"no tile map found with every district in one piece; in pieces: {', '.join(torn)}"
        )
    return tiles


def tiles_of(communes: gpd.GeoDataFrame) -> pd.DataFrame:
    """Place a tile for each commune of any province, as `place_tiles` does.

    Communes without a polygon stand in a row beneath the others. Where no map is found with every
    group in one piece, as among islands, the groups do not count.

    Parameters
    ----------
    communes : GeoDataFrame
        As for `place_tiles`; a polygon may be empty.

    Returns
    -------
    DataFrame
        As `place_tiles` returns it.

    Examples
    --------
    >>> shapes = [shapely.box(0, 0, 9, 9), shapely.Polygon()]
    >>> two = gpd.GeoDataFrame({"district_code": ["1", "1"]}, geometry=shapes, crs="EPSG:3405")
    >>> tiles_of(two).to_numpy().tolist()
    [[0, 0], [0, 2]]
    """
    drawn = communes[~communes.geometry.is_empty]
    try:
        placed = place_tiles(drawn)
    except ValueError:
        placed = place_tiles(drawn.assign(district_code=""))
    rest = communes.index[communes.geometry.is_empty]
    beneath = pd.DataFrame({"column": range(len(rest)), "row": placed["row"].max() + 2}, index=rest)
    return pd.concat([placed, beneath]).reindex(communes.index)


def neighbour_share(tiles: pd.DataFrame, *, pairs: pd.DataFrame) -> float:
    """Return the share of the touching pairs whose tiles lie within `NEAR` tiles of each other.

    Parameters
    ----------
    tiles : DataFrame
        ``column`` and ``row`` for each code, as `place_tiles` returns them.
    pairs : DataFrame
        ``code`` and ``neighbour``, as `metrics.neighbours` returns them.

    Returns
    -------
    float
        Between 0 and 1; nan if there is no pair.

    Raises
    ------
    KeyError
        If a code of `pairs` has no tile.

    Examples
    --------
    >>> tiles = pd.DataFrame({"column": [0, 1, 3], "row": [0, 1, 1]}, index=["a", "b", "c"])
    >>> pairs = pd.DataFrame({"code": ["a", "a"], "neighbour": ["b", "c"]})
    >>> neighbour_share(tiles, pairs=pairs)
    0.5
    """
    places = tiles[["column", "row"]]
    steps = places.loc[pairs["code"]].to_numpy() - places.loc[pairs["neighbour"]].to_numpy()
    near = np.abs(steps).sum(axis=1) <= NEAR
    return float(near.mean()) if len(near) else float("nan")


def is_connected(tiles: pd.DataFrame) -> bool:
    """Tell whether tiles form one piece, going from tile to tile over shared edges; no tile is no
    piece.

    Examples
    --------
    >>> is_connected(pd.DataFrame({"column": [0, 0, 1], "row": [0, 1, 1]}))
    True
    >>> is_connected(pd.DataFrame({"column": [0, 1], "row": [0, 1]}))  # a shared corner only
    False
    """
    return len(_pieces(tiles[["column", "row"]].to_numpy())) == 1


def disconnected_districts(tiles: pd.DataFrame, *, districts: pd.Series[Any]) -> list[str]:
    """Return the districts whose tiles are in more than one piece, sorted.

    Parameters
    ----------
    tiles : DataFrame
        ``column`` and ``row`` for each code.
    districts : Series
        The district of each code; its order and further codes make no difference.

    Raises
    ------
    ValueError
        If a code of `tiles` has no district.

    Examples
    --------
    >>> tiles = pd.DataFrame({"column": [0, 2, 1], "row": [0, 0, 0]}, index=["a", "b", "c"])
    >>> disconnected_districts(tiles, districts=pd.Series({"a": "080", "b": "080", "c": "082"}))
    ['080']
    """
    own = districts.reindex(tiles.index)
    if own.isna().any():
        raise ValueError(
            f"districts: expected one for every tile; none for {', '.join(own.index[own.isna()].map(str))}"
        )
    grouped = tiles.groupby(own, sort=True)
    return [str(name) for name, part in grouped if not is_connected(part)]


def tile_polygons(tiles: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return the tiles as squares in a plane of their own, y upwards, without a CRS.

    Parameters
    ----------
    tiles : DataFrame
        ``column`` and ``row`` for each code.

    Returns
    -------
    GeoDataFrame
        One square for each row, with the index of `tiles`; that of column c and row r is centred on
        (c, -r).

    Examples
    --------
    >>> place = pd.DataFrame({"column": [2], "row": [1]}, index=["02635"])
    >>> tile_polygons(place).total_bounds.tolist()
    [1.5, -1.5, 2.5, -0.5]
    """
    x, y = tiles["column"].to_numpy(float), -tiles["row"].to_numpy(float)
    squares = shapely.box(x - 0.5, y - 0.5, x + 0.5, y + 0.5)
    return gpd.GeoDataFrame(geometry=squares, index=tiles.index, crs=None)


def _check(communes: gpd.GeoDataFrame) -> None:
    """Raise one ValueError that names everything which keeps communes from being placed."""
    faults = []
    if communes.crs is None or not communes.crs.is_projected:
        found = "none" if communes.crs is None else communes.crs.to_string()
        faults.append(f"CRS: expected a projected one, for example EPSG:3405; found {found}")
    if communes.empty:
        faults.append("communes: expected at least one; found none")
    if not communes.index.is_unique:
        doubled = communes.index[communes.index.duplicated()].unique()
        faults.append(f"codes: expected every code once; doubled: {', '.join(map(str, doubled))}")
    if "district_code" not in communes:
        faults.append("district_code: expected this column; found none")
    elif communes["district_code"].isna().any():
        codes = ", ".join(map(str, communes.index[communes["district_code"].isna()]))
        faults.append(f"district_code: expected a district for every commune; none for {codes}")
    shapes = communes.geometry.to_numpy()
    bad = communes.index[~(shapely.is_valid(shapes) & (shapely.area(shapes) > 0))]
    if len(bad):
        faults.append(
            f"geometry: expected a valid polygon for every commune; not so for {', '.join(map(str, bad))}"
        )
    if faults:
        raise ValueError("\n".join(faults))


def _silhouette(communes: gpd.GeoDataFrame) -> tuple[Integers, Floats]:
    """Return n grid cells in the shape of the whole, and the centroids of the communes in units of
    the grid.

    A cell has the mean area of a commune. Cells are taken one after the other, each time the cell
    beside those taken that holds most of the province; so they are connected.
    """
    outline, n = shapely.union_all(communes.geometry.to_numpy()), len(communes)
    side = np.sqrt(outline.area / n)
    west, south, east, north = outline.bounds
    wide, high = (
        int(np.ceil(round(length / side, 6))) + 2 for length in (east - west, north - south)
    )
    origin = np.array([(west + east - wide * side) / 2, (south + north - high * side) / 2])
    grid = np.array([(x, y) for y in range(high) for x in range(wide)], dtype=np.int64)
    corners = origin + grid * side
    squares = shapely.box(corners[:, 0], corners[:, 1], corners[:, 0] + side, corners[:, 1] + side)
    shares = np.round(shapely.area(shapely.intersection(squares, outline)) / side**2, 9)
    held = {(x, y): share for (x, y), share in zip(grid.tolist(), shares.tolist(), strict=True)}
    taken = [max(held, key=lambda cell: held[cell])]
    while len(taken) < n:
        edge = sorted(
            {beside for cell in taken for beside in _beside(cell)} & held.keys() - set(taken)
        )
        taken.append(max(edge, key=lambda cell: held[cell]))
    centroids = shapely.get_coordinates(communes.geometry.centroid.to_numpy())
    return np.array(sorted(taken), dtype=np.int64), (centroids - origin) / side - 0.5


def _beside(cell: tuple[int, int]) -> list[tuple[int, int]]:
    """Return the four cells that share an edge with a cell."""
    x, y = cell
    return [(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)]


def _district_cells(codes: Integers, *, centres: Floats, cells: Integers) -> Integers:
    """Return the district of each cell.

    With squared distances from the middle of each district the assignment is a power diagram, whose
    parts are convex: the districts come out compact. A notch in the outline may still cut one in
    two: that is mended.
    """
    middles = np.array([centres[codes == code].mean(axis=0) for code in range(codes.max() + 1)])
    far = scipy.spatial.distance.cdist(middles, cells, "sqeuclidean")
    commune, cell = scipy.optimize.linear_sum_assignment(far[codes])
    labels = np.empty(len(cells), dtype=np.int64)
    labels[cell] = codes[commune]
    return _mend(labels, cells=cells, far=far)


def _mend(labels: Integers, *, cells: Integers, far: Floats) -> Integers:
    """Exchange cells outside the main piece of their district for cells of others, until none is
    outside.

    Of the exchanges that leave the fewest cells outside, the one is made that takes them the least
    far away; if none leaves fewer than before, the labels are returned as they are then.
    """
    outside = _outside(labels, cells=cells)
    while len(outside):
        best = (len(outside), 0.0, labels)
        for stray in outside:
            for other in np.flatnonzero(labels != labels[stray]):
                trial = labels.copy()
                trial[[stray, other]] = labels[[other, stray]]
                rank = (len(_outside(trial, cells=cells)), far[trial, np.arange(len(cells))].sum())
                if rank[0] < len(outside) and rank < best[:2]:
                    best = (*rank, trial)
        if best[0] == len(outside):
            break
        labels = best[2]
        outside = _outside(labels, cells=cells)
    return labels


def _outside(labels: Integers, *, cells: Integers) -> Integers:
    """Return the cells that are not in the main (largest) piece of their district."""
    outside: list[int] = []
    for label in range(labels.max() + 1):
        members = np.flatnonzero(labels == label)
        number = dict(zip(map(tuple, cells[members].tolist()), members.tolist(), strict=True))
        *small, _ = sorted(_pieces(cells[members]), key=lambda piece: (len(piece), min(piece)))
        outside.extend(number[cell] for piece in small for cell in piece)
    return np.array(sorted(outside), dtype=np.int64)


def _commune_cells(
    codes: Integers, *, labels: Integers, centres: Floats, cells: Integers
) -> Integers:
    """Return the cell of each commune among the cells of its district, middle on middle, spread on
    spread.
    """
    taken = np.empty(len(codes), dtype=np.int64)
    for code in range(codes.max() + 1):
        members, room = np.flatnonzero(codes == code), np.flatnonzero(labels == code)
        true, drawn = _standardised(centres[members]), _standardised(cells[room])
        _, chosen = scipy.optimize.linear_sum_assignment(
            scipy.spatial.distance.cdist(true, drawn, "sqeuclidean")
        )
        taken[members] = room[chosen]
    return taken


def _standardised(points: npt.NDArray[Any]) -> Floats:
    """Return points with mean 0 and standard deviation 1 in each direction (0 where there is no
    spread).
    """
    spread = points.std(axis=0)
    result: Floats = (points - points.mean(axis=0)) / np.where(spread > 1e-9, spread, 1.0)
    return result


def _touching_matrix(communes: gpd.GeoDataFrame) -> Floats:
    """Return the symmetric n by n matrix that holds 1 for communes that share an edge, and 0
    elsewhere.
    """
    pairs = neighbours(communes.geometry)
    first, second = (communes.index.get_indexer(pairs[name]) for name in ("code", "neighbour"))
    touching = np.zeros((len(communes), len(communes)))
    touching[first, second] = touching[second, first] = 1
    return touching


def _swap(taken: Integers, *, cells: Integers, codes: Integers, touching: Floats) -> Integers:
    """Swap the two communes that gain most, until no swap is a gain that leaves both districts
    whole.
    """
    steps = scipy.spatial.distance.cdist(cells, cells, "cityblock")
    cost = EDGE_COST * steps + APART_COST * (steps > NEAR)
    while True:
        between = cost[taken][:, taken]
        moved = touching @ between  # [i, k]: the cost of commune i on the tile of k
        own = np.diag(moved)
        change = moved + moved.T - own[:, None] - own + 2 * touching * between
        first, second = np.nonzero(np.triu(change < -1e-9))
        for pick in np.argsort(change[first, second], kind="stable"):
            swapped = taken.copy()
            swapped[[first[pick], second[pick]]] = taken[[second[pick], first[pick]]]
            both = {codes[first[pick]], codes[second[pick]]}
            if len(both) == 1 or all(
                len(_pieces(cells[swapped[codes == code]])) == 1 for code in both
            ):
                taken = swapped
                break
        else:
            return taken


def _pieces(places: npt.NDArray[Any]) -> list[set[tuple[int, int]]]:
    """Return the edge-connected pieces of a set of cells (x, y)."""
    left = {(int(x), int(y)) for x, y in places}
    pieces = []
    while left:
        stack = [left.pop()]
        piece = set(stack)
        while stack:
            near = left.intersection(_beside(stack.pop()))
            left -= near
            piece |= near
            stack.extend(near)
        pieces.append(piece)
    return pieces
