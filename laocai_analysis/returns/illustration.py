"""The rules that make the illustrative returns of 2008 and 2009.

Which communes had a cultural post office, or the newspaper on the day, was never published for
2008. The rule gives tables that agree with the published totals, and nothing more. The return of
2009 is made up altogether, so that two returns can be compared. Each row says that it is
illustrative.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import geopandas as gpd
import pandas as pd
from pyproj import Geod

from laocai_analysis import paths
from laocai_analysis.evidence import load_evidence
from laocai_analysis.places.boundaries import load_boundaries
from laocai_analysis.places.units import load_units
from laocai_analysis.spreadsheet import csv_bytes

SEED = "laocai-2008"
POST_OFFICES = "F03"  # the published figure that the number of post offices is taken from
NEWSPAPERS = "F04"


def illustrate(
    boundaries: gpd.GeoDataFrame, *, evidence: pd.DataFrame, seats: pd.Series
) -> pd.DataFrame:
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
    Post offices: the xã in the order of the SHA-256 of seed and code; the first 126 have one.
    Newspaper: the 94 units whose representative point lies nearest, on the ellipsoid, to that of
    the seat of their district.
    """
    units = load_units(2008)
    xa = units.index[units["type"] == "xã"]
    drawn = sorted(xa, key=lambda code: hashlib.sha256(f"{SEED}:{code}".encode()).hexdigest())
    offices = set(drawn[: int(str(evidence.at[POST_OFFICES, "numerator"]))])
    distance = _distance_to_seat(boundaries, seats=seats)
    served = set(
        distance.sort_values(kind="stable").index[: int(str(evidence.at[NEWSPAPERS, "numerator"]))]
    )
    rows = []
    for code, unit in units.iterrows():
        office = ("yes" if code in offices else "no") if unit["type"] == "xã" else "na"
        for indicator, value in (
            ("cultural_post_office", office),
            ("same_day_newspaper", "yes" if code in served else "no"),
        ):
            rows.append(
                ("2008", code, unit["name"], indicator, value, "illustrative", "illustration-2008")
            )
    return pd.DataFrame(
        rows, columns=["year", "code", "name", "indicator", "value", "basis", "source"]
    )


def illustrate_later(before: pd.DataFrame) -> pd.DataFrame:
    """Make the illustrative return of 2009 of that of 2008.

    Parameters
    ----------
    before : DataFrame
        The return of 2008, with the columns of `schema.RETURNS`.

    Returns
    -------
    DataFrame
        The same columns. It holds no row for a unit that is left out.

    Notes
    -----
    Each row draws a number below 100 from the SHA-256 of ``laocai-2009:<code>:<indicator>``. From
    *no*: below 40 yes, below 45 unknown. From *yes*: below 3 no, below 6 unknown. From 97 on there
    is no row, unless the value is *na*.
    """
    rows = []
    for row in before.to_dict("records"):
        text = f"laocai-2009:{row['code']}:{row['indicator']}"
        draw = int(hashlib.sha256(text.encode()).hexdigest(), 16) % 100
        value = row["value"]
        if value == "no":
            value = "yes" if draw < 40 else "unknown" if draw < 45 else "no"
        elif value == "yes":
            value = "no" if draw < 3 else "unknown" if draw < 6 else "yes"
        if draw < 97 or value == "na":
            rows.append({**row, "year": "2009", "value": value, "source": "illustration-2009"})
    return pd.DataFrame(rows, columns=before.columns)


def load_seats() -> pd.Series:
    """Read the commune that the rule takes as seat of each district: assumed, not taken from a
    source.
    """
    table = pd.read_csv(paths.data() / "returns" / "district-seats-2008.csv", dtype=str)
    return table.set_index("district_code")["seat_code"]


def _distance_to_seat(boundaries: gpd.GeoDataFrame, *, seats: pd.Series) -> pd.Series:
    points = boundaries.geometry.representative_point()
    seat = points.loc[boundaries["district_code"].map(seats)]
    _, _, metres = Geod(ellps="WGS84").inv(points.x, points.y, seat.x.to_numpy(), seat.y.to_numpy())
    return pd.Series(metres, index=boundaries.index, name="distance").sort_index()


def write(folder: Path | None = None) -> list[Path]:
    """Write both illustrative returns; ``make data`` calls this."""
    place = folder or paths.data() / "returns"
    table = illustrate(load_boundaries(), evidence=load_evidence(), seats=load_seats())
    written = {
        place / "2008-illustrative.csv": table,
        place / "2009-illustrative.csv": illustrate_later(table),
    }
    for path, rows in written.items():
        path.write_bytes(csv_bytes(rows))
    return list(written)
