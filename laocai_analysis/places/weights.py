"""Weights of communes: people or households of the census, or a table of one's own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from laocai_analysis import csv_tables, paths, schema
from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message
from laocai_analysis.places.census import CENSUS_DAY, load_census
from laocai_analysis.places.composition import compose
from laocai_analysis.places.registry import Date, day_of
from laocai_analysis.places.units import code_faults, load_units

#: The weights of the census, each with its column.
KINDS = {"people": "population", "households": "households"}


def load_weights(name: str = "people", *, date: Date, province: str = "") -> pd.DataFrame:
    """Return how much each commune of a province counts, and what is fixed about a choice of it.

    Parameters
    ----------
    name : str
        One of `KINDS`, of the census of 2019; or the path of a csv file with the columns ``code``
        and ``weight``, and if wanted ``cost`` and ``choice`` (must, never or blank).
    date : int, str or date
        The date of the units.
    province : str
        The province; blank for that of the project.

    Returns
    -------
    DataFrame
        Indexed by code in the order of the units: ``weight``, NaN where it is not known;
        ``estimated``, whether it was shared out among units that were split; ``cost``; ``must`` and
        ``never``. ``attrs`` holds ``kind`` (one of `KINDS`, or "own"), ``file`` and ``path`` (of
        one's own) and ``source``.

    Raises
    ------
    InputError
        With every fault of the file: a weight or a cost below 0, a code of no unit, a unit twice.

    Examples
    --------
    >>> weights = load_weights("people", date=2008)
    >>> int(weights["weight"].sum()), int(weights["estimated"].sum())
    (730420, 2)
    """
    codes = load_units(date, province=province).index
    if name.endswith(".csv"):
        return _own(Path(name), codes)
    if name not in KINDS:
        choices = ", ".join([*KINDS, str(Message("value-csv"))])
        expected = Message("expected-one-of", choices=choices)
        raise InputError([Fault("weights", None, None, expected, repr(name))])
    census = load_census()
    links = compose(CENSUS_DAY, day_of(date))
    links = links[links["to_code"].isin(codes)]
    gave = links["from_code"].map(census[KINDS[name]].astype(float)) * links["weight"]
    sums = pd.DataFrame(
        {
            "weight": gave.groupby(links["to_code"]).sum(min_count=1),
            "open": gave.isna().groupby(links["to_code"]).any(),
            "estimated": (links["part"] == "part").groupby(links["to_code"]).any(),
        }
    ).reindex(codes)
    table = pd.DataFrame(index=codes)
    table["weight"] = sums["weight"].mask(sums["open"].fillna(True).astype(bool)).round()
    table["estimated"] = sums["estimated"].fillna(False).astype(bool)
    table.attrs |= {"kind": name, "file": "", "path": "", "source": str(census["source"].iloc[0])}
    return _with_choices(table)


def file_of(name: str) -> Path:
    """Return the file of weights: that of the census, or `name` itself."""
    return Path(name) if name.endswith(".csv") else paths.data_file("units/census-2019.csv")


def census_rows(units: list[str], *, date: Date, column: str) -> pd.DataFrame:
    """Return the rows of the census that the weights of some units rest on.

    Parameters
    ----------
    units : list of str
        Codes of units of the date.
    date : int, str or date
        The date of the units.
    column : str
        One of the columns of `census.load_census`.

    Returns
    -------
    DataFrame
        ``unit``, ``code`` and ``name`` on the day of the census, ``number``, ``part``, ``weight``
        (the part of its people that counts for the unit) and ``row``, the line of the file.

    Examples
    --------
    >>> rows = census_rows(["03016"], date=2008, column="population")
    >>> rows[["code", "number", "part", "row"]].to_numpy().tolist()
    [['03016', 5953, 'whole', 1026]]
    """
    census = load_census()
    links = compose(CENSUS_DAY, day_of(date))
    links = links[links["to_code"].isin(units) & links["from_code"].isin(census.index)]
    rows = census.loc[links["from_code"]]
    return pd.DataFrame(
        {
            "unit": links["to_code"].to_numpy(),
            "code": rows.index,
            "name": rows["name"].to_numpy(),
            "number": rows[column].to_numpy(),
            "part": links["part"].to_numpy(),
            "weight": links["weight"].to_numpy(),
            "row": census.index.get_indexer(rows.index) + 2,
        }
    ).sort_values(["unit", "code"], ignore_index=True)


def _own(path: Path, codes: pd.Index) -> pd.DataFrame:
    """Read the weights of a file; a commune without a row has no known weight."""
    rows, faults = csv_tables.read_rows(path, schema.WEIGHTS)
    faults += code_faults(rows["code"], units=codes, file=path.name)
    if faults:
        raise InputError(sorted(faults, key=lambda fault: int(str(fault.row))))
    held = rows.set_index("code").reindex(codes, fill_value="")
    numbers = held[["weight", "cost"]].replace("", np.nan).astype(float)
    table = numbers[["weight"]].assign(estimated=False)
    table.attrs |= {"kind": "own", "file": path.name, "source": path.name, "path": str(path)}
    return _with_choices(table, cost=numbers["cost"], choice=held["choice"])


def _with_choices(
    table: pd.DataFrame, *, cost: pd.Series | None = None, choice: pd.Series | None = None
) -> pd.DataFrame:
    """Add the columns of a choice; a blank cost is 0."""
    table["cost"] = 0.0 if cost is None else cost.fillna(0.0)
    for name in ("must", "never"):
        table[name] = False if choice is None else choice == name
    return table
