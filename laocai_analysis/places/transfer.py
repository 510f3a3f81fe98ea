"""Values carried along links between units: counts, yes or no, shares; each with its bounds.

A link is whole where all of the source lies in the target, and else a part that may be of any size.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

Ways = tuple[np.ndarray, np.ndarray]

#: How a column may be carried.
KINDS = ("count", "any", "all")


def carry_counts(
    values: pd.Series, ways: Ways, whole: np.ndarray, size: int, *, weight: np.ndarray | None = None
) -> pd.DataFrame:
    """Add up counts over links.

    Parameters
    ----------
    values : Series of float
        A count of at least 0 for each source; NaN for unknown.
    ways : (array of int, array of int)
        Positions of source and target of each link.
    whole : array of bool
        Whether all of the source lies in the target.
    size : int
        The number of targets.
    weight : array of float, optional
        The part of the source that goes along each link; for each source they add up to 1.

    Returns
    -------
    DataFrame
        ``value``, ``lower``, ``upper``. The value is known where the bounds meet; else it is shared
        out by `weight`, or NaN. An unknown source leaves no upper bound (inf).

    Examples
    --------
    >>> ways = np.array([0, 1, 1]), np.array([0, 0, 1])
    >>> carry_counts(pd.Series([5.0, 2.0]), ways, np.array([True, False, False]), 2).to_numpy()
    array([[nan,  5.,  7.],
           [nan,  0.,  2.]])
    """
    source, target = ways
    amount = values.to_numpy(dtype=float)
    least, most = np.nan_to_num(amount, nan=0.0), np.nan_to_num(amount, nan=np.inf)
    lower = np.bincount(target[whole], least[source[whole]], minlength=size)
    upper = np.bincount(target, most[source], minlength=size)
    value = np.where(lower == upper, lower, np.nan)
    if weight is not None:
        shared = np.bincount(target, amount[source] * weight, minlength=size)
        value = np.where(lower == upper, lower, shared)
    return pd.DataFrame({"value": value, "lower": lower, "upper": upper})


def carry_values(
    values: pd.Series, ways: Ways, whole: np.ndarray, size: int, *, every: bool
) -> pd.DataFrame:
    """Carry yes, no, unknown and na over links.

    Parameters
    ----------
    values : Series of str
        One of ``yes``, ``no``, ``unknown``, ``na`` for each source; missing is unknown.
    ways, whole, size
        As in `carry_counts`.
    every : bool
        True: yes means everywhere in the unit, so every source must have it. False: yes means
        somewhere in the unit, so one source is enough, if all of it lies in the target.

    Returns
    -------
    DataFrame
        ``value``, ``lower``, ``upper``: unknown where the links leave it open, with "no" and "yes"
        as bounds; na where every source is na.

    Examples
    --------
    >>> ways = np.array([0, 0]), np.array([0, 1])
    >>> split = np.array([False, False])
    >>> carry_values(pd.Series(["yes"]), ways, split, 2, every=False)["value"].tolist()
    ['unknown', 'unknown']
    >>> carry_values(pd.Series(["yes"]), ways, split, 2, every=True)["value"].tolist()
    ['yes', 'yes']
    """
    source, target = ways
    written = values.fillna("unknown").to_numpy(dtype=object)[source]
    decisive, against = ("no", "yes") if every else ("yes", "no")

    def some(link: np.ndarray) -> np.ndarray:
        return np.bincount(target[link], minlength=size) > 0

    applies = some(written != "na")
    sure = some((written == decisive) & whole)
    possible = some((written == decisive) | (written == "unknown"))
    value = np.where(sure, decisive, np.where(possible, "unknown", against))
    value = np.where(applies, value, "na")
    open_ = value == "unknown"
    return pd.DataFrame(
        {
            "value": value,
            "lower": np.where(open_, "no", value),
            "upper": np.where(open_, "yes", value),
        },
        dtype="str",
    )


def combine_shares(part: pd.DataFrame, total: pd.DataFrame) -> pd.DataFrame:
    """Divide a carried count by the carried count that it is a part of.

    Returns
    -------
    DataFrame
        ``value``, ``lower``, ``upper``; NaN where the total is 0.

    Examples
    --------
    >>> part = pd.DataFrame({"value": [3.0], "lower": [3.0], "upper": [3.0]})
    >>> combine_shares(part, 2 * part)["value"].tolist()
    [0.5]
    """
    some = total["upper"] > 0
    value = part["value"] / total["value"].where(total["value"] > 0)
    lower = (part["lower"] / total["upper"].where(some)).fillna(0.0)
    upper = (part["upper"] / total["lower"].where(total["lower"] > 0)).clip(upper=1.0).fillna(1.0)
    frame = pd.DataFrame({"value": value, "lower": lower, "upper": upper})
    return frame.where(some)
