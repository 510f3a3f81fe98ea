"""The people of the census by the value of the unit that they live in."""

from __future__ import annotations

import pandas as pd

from laocai_analysis.places.census import CENSUS_DAY, load_census
from laocai_analysis.places.composition import compose
from laocai_analysis.places.registry import Date


def lived_in(values: pd.Series, *, date: Date) -> pd.DataFrame:
    """Say for each unit of the census which value the units have in which its people live.

    With `metrics.weighted_coverage` this gives the people with and without a service at any date,
    with bounds where a unit of the census was split.

    Parameters
    ----------
    values : Series of {"yes", "no", "unknown", "na"}
        One value for each unit of `date`, indexed by code.
    date : int, str or date
        As for `units.load_units`.

    Returns
    -------
    DataFrame
        Indexed by ``code`` on 1 April 2019, only units that have a part in those of `values`:
        ``value``, ``population``, ``households``. The value is unknown where parts of a unit lie in
        units of different values, or some outside of `values`: how many live in each is not known.

    Examples
    --------
    >>> values = pd.Series({"02641": "yes"})  # Phường Lào Cai, of two units of 2019
    >>> lived_in(values, date="2020-03-01")[["value", "population"]].to_dict("list")
    {'value': ['yes', 'yes'], 'population': [1924, 10662]}
    """
    links = compose(CENSUS_DAY, date)
    touched = links.loc[links["to_code"].isin(values.index), "from_code"]
    links = links[links["from_code"].isin(touched)]
    parts = links["to_code"].map(values).fillna("na").groupby(links["from_code"])
    value = parts.first().where(parts.nunique() == 1, "unknown").rename("value")
    people = load_census()[["population", "households"]]  # Hoàng Sa has no row
    return people.join(value, how="inner").rename_axis("code")[["value", *people.columns]]
