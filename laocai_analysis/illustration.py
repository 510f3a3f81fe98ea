"""The rule that makes ``2008-illustrative.csv``.

Which communes had a cultural post office, or the newspaper on the day, was never published for 2008. The rule gives
tables that agree with the published totals, and nothing more; each row says that it is illustrative.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import geopandas as gpd
import pandas as pd
from pyproj import Geod

from laocai_analysis import paths
from laocai_analysis.boundaries import load_boundaries
from laocai_analysis.evidence import load_evidence
from laocai_analysis.units import load_units

SEED = "laocai-2008"
POST_OFFICES = "F03"  # the published figure that the number of post offices is taken from
NEWSPAPERS = "F04"


def illustrate(boundaries: gpd.GeoDataFrame, *, evidence: pd.DataFrame, seats: pd.Series) -> pd.DataFrame:
    """Make the illustrative return of 2008.

    Parameters
    ----------
    boundaries : GeoDataFrame
        The communes, as `boundaries.load_boundaries` gives them.
    evidence : DataFrame
        As `evidence.load_evidence` gives it; the published totals F03 and F04 are taken from it.
    seats : Series of str
        The code of the commune taken as seat of each district, indexed by the code of the district.

    Returns
    -------
    DataFrame
        The columns of `schema.RETURNS`.

    Notes
    -----
    Post offices: the xã in the order of the SHA-256 of seed and code; the first 126 have one. Newspaper: the 94 units
    whose representative point lies nearest, on the ellipsoid, to that of the seat of their district.
    """
    units = load_units(2008)
    xa = units.index[units["type"] == "xã"]
    drawn = sorted(xa, key=lambda code: hashlib.sha256(f"{SEED}:{code}".encode()).hexdigest())
    offices = set(drawn[: int(str(evidence.at[POST_OFFICES, "numerator"]))])
    distance = _distance_to_seat(boundaries, seats=seats)
    served = set(distance.sort_values(kind="stable").index[: int(str(evidence.at[NEWSPAPERS, "numerator"]))])
    rows = []
    for code, unit in units.iterrows():
        office = ("yes" if code in offices else "no") if unit["type"] == "xã" else "na"
        for indicator, value in (("cultural_post_office", office),
                                 ("same_day_newspaper", "yes" if code in served else "no")):  # fmt: skip
            rows.append(("2008", code, unit["name"], indicator, value, "illustrative", "illustration-2008"))
    return pd.DataFrame(rows, columns=["year", "code", "name", "indicator", "value", "basis", "source"])


def load_seats() -> pd.Series:
    """Read the commune that the rule takes as seat of each district: assumed, not taken from a source."""
    table = pd.read_csv(paths.data() / "returns" / "district-seats-2008.csv", dtype=str)
    return table.set_index("district_code")["seat_code"]


def _distance_to_seat(boundaries: gpd.GeoDataFrame, *, seats: pd.Series) -> pd.Series:
    points = boundaries.geometry.representative_point()
    seat = points.loc[boundaries["district_code"].map(seats)]
    _, _, metres = Geod(ellps="WGS84").inv(points.x, points.y, seat.x.to_numpy(), seat.y.to_numpy())
    return pd.Series(metres, index=boundaries.index, name="distance").sort_index()


def write(folder: Path | None = None) -> Path:
    """Write ``2008-illustrative.csv`` anew; ``make data`` calls this."""
    path = (folder or paths.data() / "returns") / "2008-illustrative.csv"
    table = illustrate(load_boundaries(), evidence=load_evidence(), seats=load_seats())
    table.to_csv(path, index=False, lineterminator="\n")
    return path
