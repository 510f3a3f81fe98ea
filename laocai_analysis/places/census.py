"""The census of 1 April 2019 by commune."""

from __future__ import annotations

import pandas as pd

from laocai_analysis import csv_tables, paths, schema
from laocai_analysis.places.registry import names_at

#: The day that the census counts, and the date of its units.
CENSUS_DAY = "2019-04-01"


def load_census() -> pd.DataFrame:
    """Return the people of every unit of 1 April 2019.

    Returns
    -------
    DataFrame
        Indexed by ``code``: ``name``, ``population``, ``urban``, ``rural``, ``households`` (whole
        numbers), ``basis`` ("observed"), ``source``. The island districts without communes have
        the code of the district; Hoàng Sa has no row.

    Examples
    --------
    >>> census = load_census()
    >>> len(census), int(census["population"].sum())
    (11165, 96208984)
    >>> print(census.at["03001", "name"], census.at["03001", "households"])
    Thị trấn Sa Pa 2848
    """
    rows = csv_tables.read_csv(paths.data_file("units/census-2019.csv"), schema.CENSUS)
    rows = rows.set_index("code")
    numbers = rows[["population", "urban", "households"]].astype("int64")
    return pd.DataFrame(
        {
            "name": rows.index.map(names_at(CENSUS_DAY)),
            "population": numbers["population"],
            "urban": numbers["urban"],
            "rural": numbers["population"] - numbers["urban"],
            "households": numbers["households"],
            "basis": "observed",
            "source": rows["source"],
        }
    )
