"""The catalogue of indicators: what is counted, in which unit, for which units it has a meaning."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pandas as pd

from laocai_analysis import paths, schema


def _read() -> pd.DataFrame:
    return _read_file(paths.data() / "indicators.csv")


@lru_cache(maxsize=4)
def _read_file(path: Path) -> pd.DataFrame:
    return schema.read_csv(path, schema.INDICATORS).set_index("indicator")


def load_indicators() -> pd.DataFrame:
    """Read the catalogue.

    Returns
    -------
    DataFrame
        Indexed by ``indicator``, with the columns of `schema.INDICATORS`.

    Examples
    --------
    >>> load_indicators().at["cultural_post_office", "applies_to"]
    'xã'
    """
    return _read().copy()


def applies(indicator: str, *, units: pd.DataFrame) -> pd.Series:
    """Tell for each unit whether an indicator has a meaning there.

    Parameters
    ----------
    indicator : str
        An id of the catalogue.
    units : DataFrame
        As `units.load_units` gives it.

    Returns
    -------
    Series of bool
        Named ``applies``, with the index of `units`.
    """
    types = [
        kind.strip() for kind in str(_read().at[indicator, "applies_to"]).split(";") if kind.strip()
    ]
    return units["type"].isin(types or schema.TYPES).rename("applies")
