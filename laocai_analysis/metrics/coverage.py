"""Coverage: the share of units that have a service, with the bounds that unknown units leave."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

Denominator = Literal["applicable", "all"]
_VALUES = ("yes", "no", "unknown", "na")
COLUMNS = ("numerator", "denominator", "unknown", "not_applicable", "rate", "lower", "upper")


def coverage(
    values: pd.Series, *, by: pd.Series | None = None, denominator: Denominator = "applicable"
) -> pd.DataFrame:
    """Count the units that have a service, and bound the share where some are unknown.

    Parameters
    ----------
    values : Series of {"yes", "no", "unknown", "na"}
        One value for each unit.
    by : Series, optional
        The group of each unit, with the index of `values`; one row named ``all`` where not given.
    denominator : {"applicable", "all"}
        Whether a unit to which the indicator does not apply (``na``) is left out of the denominator
        or counted in it.

    Returns
    -------
    DataFrame
        One row for each group in order, with the columns of `COLUMNS`: four counts of units and
        three shares between 0 and 1. ``rate`` is NaN while a unit is unknown; ``lower`` counts
        every unknown as no, ``upper`` as yes. All three are NaN where the denominator is 0.

    Raises
    ------
    ValueError
        If `values` holds anything else, `by` has another index or misses the group of a unit, or
        `denominator` is neither of the two.

    Notes
    -----
    ``lower = yes / d`` and ``upper = (yes + unknown) / d``: the worst-case bounds for missing data
    of Manski (2003), *Partial Identification of Probability Distributions*, for a finite
    population.

    Examples
    --------
    >>> values = pd.Series(["yes", "yes", "no", "unknown", "na"])
    >>> coverage(values)[["numerator", "denominator", "lower", "upper"]].to_dict("records")
    [{'numerator': 2, 'denominator': 4, 'lower': 0.5, 'upper': 0.75}]
    """
    each = pd.Series(1, index=values.index)
    return _shares(each, values, _groups(values, by, denominator), denominator)


def weighted_coverage(
    values: pd.Series,
    *,
    weights: pd.Series,
    by: pd.Series | None = None,
    denominator: Denominator = "applicable",
) -> pd.DataFrame:
    """Share of an area or of a population that lies in units with the service.

    Parameters
    ----------
    values, by, denominator
        As for `coverage`.
    weights : Series of float
        Weight of each unit, at least 0: km2 or people. A unit without a weight is a ValueError, not
        a zero.

    Returns
    -------
    DataFrame
        As `coverage` gives it, with the sums of weights in place of the counts.

    Examples
    --------
    >>> values, area = pd.Series(["yes", "no"]), pd.Series([30.0, 10.0])
    >>> float(weighted_coverage(values, weights=area).at["all", "rate"])
    0.75
    """
    aligned = weights.reindex(values.index)
    if aligned.isna().any() or (aligned < 0).any():
        bad = ", ".join(str(unit) for unit in aligned.index[aligned.isna() | (aligned < 0)])
        raise ValueError(
            f"weights: expected a number of at least 0 for each unit; missing or negative for {bad}"
        )
    return _shares(aligned, values, _groups(values, by, denominator), denominator)


def _groups(values: pd.Series, by: pd.Series | None, denominator: str) -> pd.Series:
    if denominator not in ("applicable", "all"):
        raise ValueError(f"denominator: expected applicable or all; found {denominator!r}")
    foreign = sorted({str(value) for value in values.dropna()} - set(_VALUES))
    if foreign or values.isna().any():
        found = ", ".join(foreign) or "a missing value"
        raise ValueError(f"values: expected yes, no, unknown or na; found {found}")
    if by is None:
        return pd.Series("all", index=values.index, name="group")
    if not by.index.equals(values.index):
        raise ValueError("by: expected the index of values; found another one")
    if by.isna().any():
        missing = ", ".join(str(unit) for unit in by.index[by.isna()])
        raise ValueError(f"by: expected the group of each unit; missing for {missing}")
    return by


def _shares(
    weights: pd.Series, values: pd.Series, groups: pd.Series, denominator: str
) -> pd.DataFrame:
    sums = weights.groupby([groups, values]).sum().unstack(fill_value=0)
    sums = sums.reindex(columns=list(_VALUES), fill_value=0).astype(weights.dtype)
    yes, unknown, total = sums["yes"], sums["unknown"], sums.sum(axis=1)
    if denominator == "applicable":
        total -= sums["na"]
    divisor = total.astype(float).where(total > 0, np.nan)
    table = pd.DataFrame(
        {
            "numerator": yes,
            "denominator": total,
            "unknown": unknown,
            "not_applicable": sums["na"],
            "lower": yes / divisor,
            "upper": (yes + unknown) / divisor,
        }
    )
    table["rate"] = table["lower"].where(unknown == 0)
    return table[list(COLUMNS)]
