"""Totals, rates and medians of what each unit states, with the bounds that unknown and hidden units
leave.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

#: The columns of every table here; `rates` has one more.
STATED = ("units", "unknown", "hidden", "open", "not_applicable", "value", "lower", "upper")


def totals(
    amounts: pd.Series,
    *,
    applicable: pd.Series | None = None,
    by: pd.Series | None = None,
    most: float = math.inf,
    hidden: pd.Series | None = None,
    held: pd.Series | None = None,
) -> pd.DataFrame:
    """Add up what the units of each group have, and bound the sum where some are unknown.

    Parameters
    ----------
    amounts : Series of float
        What each unit has, at least 0, in any unit of measure; NaN where it is unknown or hidden.
    applicable : Series of bool, optional
        Whether the indicator is asked of each unit, with the index of `amounts`; of all where not
        given. A unit that is not asked is in no sum.
    by : Series, optional
        The group of each unit, with the index of `amounts`; one row named ``all`` where not given.
    most : float
        The most that one unit can have, where that is known.
    hidden : Series of bool, optional
        Which units have a number that may not be shown, with the index of `amounts`; none where not
        given.
    held : Series of float, optional
        What the hidden units of each group have together, indexed by group; NaN or no row where
        that may not be shown either.

    Returns
    -------
    DataFrame
        One row for each group in order, with the columns of `STATED`: the number of units asked,
        of those unknown, of those hidden, of those that are in no sum (unknown, or hidden without
        `held`), of those not asked; the sum, NaN while a unit is in no sum; its least and its
        greatest value, infinite where no `most` is given.

    Raises
    ------
    ValueError
        If an amount is negative or above `most`, or `applicable`, `by` or `hidden` has another
        index or misses a unit.

    Notes
    -----
    ``lower = sum of the shown + held``, as a count is at least 0; ``upper = lower + open * most``.

    Examples
    --------
    >>> amounts = pd.Series({"a": 3.0, "b": 5.0, "c": None})
    >>> totals(amounts)[["unknown", "value", "lower", "upper"]].to_dict("records")
    [{'unknown': 1, 'value': nan, 'lower': 8.0, 'upper': inf}]
    >>> found = totals(amounts, hidden=amounts.isna(), held=pd.Series({"all": 4.0}))
    >>> found[["unknown", "hidden", "open", "value"]].to_dict("records")
    [{'unknown': 0, 'hidden': 1, 'open': 0, 'value': 12.0}]
    """
    asked, groups = _checked(amounts, applicable, by, least=0.0, most=most)
    known = amounts.where(asked).astype(float).groupby(groups).sum()
    table = _counts(amounts, asked=asked, groups=groups, hidden=hidden)
    if held is not None:
        told = held.reindex(table.index).where(table["hidden"] > 0)
        table["open"] -= table["hidden"].where(told.notna(), 0)
        known += told.fillna(0)
    open_to = (most * table["open"]).where(table["open"] > 0, 0.0)
    return _stated(table, lower=known, upper=known + open_to)


def rates(
    amounts: pd.Series,
    *,
    base: pd.Series,
    per: float = 1.0,
    applicable: pd.Series | None = None,
    by: pd.Series | None = None,
    most: float = math.inf,
    hidden: pd.Series | None = None,
    held: pd.Series | None = None,
) -> pd.DataFrame:
    """Divide the total of each group by people or area: so many for each `per` of them.

    Parameters
    ----------
    amounts, applicable, by, most, hidden, held
        As for `totals`.
    base : Series of float
        The people, km2 or other denominator of each unit, at least 0; NaN where it is not known.
        That of a unit that is not asked does not count.
    per : float
        How many of the denominator one rate is for: 1000 for a rate per 1,000 people.

    Returns
    -------
    DataFrame
        As `totals` gives it, of rates, and ``base``: the denominator of the group. All are NaN
        where it is 0 or one of its parts is not known.

    Raises
    ------
    ValueError
        As `totals` does, or if `base` is negative or has another index.

    Notes
    -----
    ``per * total / base``. The denominator holds the units that are in no sum too, so that the
    lower bound takes each of them as 0.

    Examples
    --------
    >>> stations, people = pd.Series([3.0, 5.0]), pd.Series([4000.0, 6000.0])
    >>> float(rates(stations, base=people, per=1000).at["all", "value"])
    0.8
    """
    if not base.index.equals(amounts.index) or (base < 0).any():
        raise ValueError("base: expected a number of at least 0 for each unit of amounts")
    about = {"applicable": applicable, "by": by, "hidden": hidden, "held": held}
    table = totals(amounts, most=most, **about)
    asked, groups = _checked(amounts, applicable, by, least=0.0, most=most)
    held = base.where(asked, 0.0).astype(float)
    whole = held.fillna(0).groupby(groups).sum().mask(held.isna().groupby(groups).any())
    divisor = whole.where(whole > 0)
    found = table.assign(base=whole)
    for column in ("value", "lower", "upper"):
        found[column] = per * table[column] / divisor
    return found


def medians(
    amounts: pd.Series,
    *,
    applicable: pd.Series | None = None,
    by: pd.Series | None = None,
    least: float = 0.0,
    most: float = math.inf,
    hidden: pd.Series | None = None,
) -> pd.DataFrame:
    """Take the median of the units of each group: of shares, rates and ranks, which have no sum.

    Parameters
    ----------
    amounts, applicable, by, hidden
        As for `totals`; what hidden units have together says nothing of a median.
    least, most : float
        The least and the most that one unit can have: 0 and 100 for a share in per cent.

    Returns
    -------
    DataFrame
        As `totals` gives it, of medians; all are NaN for a group of which no unit is asked.

    Raises
    ------
    ValueError
        As `totals` does.

    Notes
    -----
    ``lower`` takes every unknown or hidden unit as `least`, ``upper`` as `most`: the worst-case
    bounds of a quantile, Manski (2003), *Partial Identification of Probability Distributions*.

    Examples
    --------
    >>> shares = pd.Series([10.0, 40.0, 70.0, None])
    >>> medians(shares, most=100)[["value", "lower", "upper"]].to_dict("records")
    [{'value': nan, 'lower': 25.0, 'upper': 55.0}]
    """
    asked, groups = _checked(amounts, applicable, by, least=least, most=most)
    ends = []
    for end in (least, most):
        filled = amounts.astype(float).fillna(end).where(asked)
        ends.append(filled.groupby(groups).agg(_median))
    table = _counts(amounts, asked=asked, groups=groups, hidden=hidden)
    return _stated(table, lower=ends[0], upper=ends[1])


def _median(values: pd.Series) -> float:
    """The middle of some values, of which those beyond the last known one may be infinite."""
    ordered = np.sort(values.dropna().to_numpy(dtype=float))
    if not len(ordered):
        return math.nan
    low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return float(low if low == high else (low + high) / 2)


def _checked(
    amounts: pd.Series,
    applicable: pd.Series | None,
    by: pd.Series | None,
    *,
    least: float,
    most: float,
) -> tuple[pd.Series, pd.Series]:
    """Return which units are asked, and the group of each."""
    if ((amounts < least) | (amounts > most)).any():
        raise ValueError(f"amounts: expected numbers from {least:g} to {most:g}; found others")
    asked = pd.Series(True, index=amounts.index) if applicable is None else applicable
    groups = pd.Series("all", index=amounts.index, name="group") if by is None else by
    for name, each in (("applicable", asked), ("by", groups)):
        if not each.index.equals(amounts.index) or each.isna().any():
            raise ValueError(f"{name}: expected a value for each unit of amounts")
    return asked.astype(bool), groups


def _counts(
    amounts: pd.Series, *, asked: pd.Series, groups: pd.Series, hidden: pd.Series | None
) -> pd.DataFrame:
    held = pd.Series(False, index=amounts.index) if hidden is None else hidden
    if not held.index.equals(amounts.index) or amounts[held].notna().any():
        raise ValueError("hidden: expected a value for each unit of amounts, and no amount there")
    nothing = asked & amounts.isna()
    counted = {
        "units": asked,
        "unknown": nothing & ~held,
        "hidden": nothing & held,
        "open": nothing,
        "not_applicable": ~asked,
    }
    return pd.DataFrame(counted).groupby(groups).sum().astype(int)


def _stated(table: pd.DataFrame, *, lower: pd.Series, upper: pd.Series) -> pd.DataFrame:
    found = table.assign(lower=lower, upper=upper)
    found["value"] = found["lower"].where(found["open"] == 0)
    return found[list(STATED)]
