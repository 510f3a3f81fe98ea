"""Disclosure control: counts that are too small to publish, and others so that no sum gives them
back.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import pandas as pd


class Hidden(NamedTuple):
    """What is not published: units, totals of groups, the total of all.

    Parameters
    ----------
    units : Series of bool
        With the index of the counts; False where the count is not known.
    groups : Series of bool
        Indexed by group.
    total : bool
        The total of all.
    """

    units: pd.Series
    groups: pd.Series
    total: bool


def suppress(
    counts: pd.Series, *, by: pd.Series, threshold: int, published: Collection[str] = ()
) -> Hidden:
    """Choose which counts of units and which totals are not published.

    A count from 1 to below `threshold` is hidden. Where the hidden counts of a group could be
    computed from its total, the smallest others are hidden too, until there are at least two and
    their sum is at least `threshold`; where that cannot be, the total of the group is hidden, and
    in the end that of all. What is left to an attacker of a hidden count is then a range at least
    `threshold` wide.

    Where a total would have to be hidden and is published elsewhere, every count of the group, or
    of all, is hidden: nothing is told but the published total, not even which unit has none.

    Parameters
    ----------
    counts : Series of float
        The count of each unit, at least 0; NaN where it is not known, which no total contains.
    by : Series
        The group of each unit, with the index of `counts`.
    threshold : int
        The smallest count that may be published, beside 0.
    published : collection of str
        The groups whose total is published elsewhere; ``all`` for that of all.

    Returns
    -------
    Hidden

    Raises
    ------
    ValueError
        If a count is negative, the threshold is below 1, or `by` has another index or misses a
        group.

    Notes
    -----
    Hundepool et al. (2012), *Statistical Disclosure Control*, chapter 4: primary and secondary
    cell suppression, here for sums of two levels.

    Examples
    --------
    >>> counts = pd.Series({"a": 2.0, "b": 40.0, "c": 30.0})
    >>> hidden = suppress(counts, by=pd.Series("X", index=counts.index), threshold=5)
    >>> hidden.units.to_dict(), hidden.total
    ({'a': True, 'b': False, 'c': True}, False)
    """
    if not by.index.equals(counts.index) or by.isna().any():
        raise ValueError("by: expected the group of each unit, with the index of counts")
    if (counts < 0).any() or threshold < 1:
        raise ValueError("expected counts of at least 0 and a threshold of at least 1")
    units = (counts > 0) & (counts < threshold)
    groups = pd.Series(False, index=pd.Index(by.unique(), name="group"))
    for group in groups.index:
        cells = counts[by == group].dropna()
        units.update(_closed(cells, units[cells.index], threshold=threshold))
        groups[group] = not _is_safe(cells[units[cells.index]], threshold=threshold)
        if groups[group] and group in published:
            units[cells.index] = True
    known = pd.Series(groups.index.isin(list(published)), groups.index)
    secret = groups & ~known
    if not secret.any():
        return Hidden(units, groups, total=False)
    units, secret = _close_groups(counts, units, secret, by=by, threshold=threshold, known=known)
    total = not _is_safe(counts[units & by.map(secret)], threshold=threshold)
    if total and "all" in published:
        return Hidden(counts.notna(), groups | True, total=True)
    return Hidden(units, groups | secret, total=total)


def _closed(cells: pd.Series, hidden: pd.Series, *, threshold: int) -> pd.Series:
    """Hide the smallest other counts of a group until the hidden ones are safe."""
    hidden = hidden.copy()
    for unit in cells[~hidden & (cells > 0)].sort_values(kind="stable").index:
        if _is_safe(cells[hidden], threshold=threshold):
            break
        hidden[unit] = True
    return hidden


def _close_groups(
    counts: pd.Series,
    units: pd.Series,
    groups: pd.Series,
    *,
    by: pd.Series,
    threshold: int,
    known: pd.Series,
) -> tuple[pd.Series, pd.Series]:
    """Hide the totals of further groups that are not known elsewhere, the smallest first, until
    what is hidden beneath hidden totals is safe; a group without a hidden count gives its smallest.
    """
    units, groups = units.copy(), groups.copy()
    sums = counts.groupby(by).sum()
    for group in sums[~groups & ~known & (sums > 0)].sort_values(kind="stable").index:
        if _is_safe(counts[units & by.map(groups)], threshold=threshold):
            break
        groups[group] = True
        cells = counts[(by == group) & (counts > 0)]
        if not units[cells.index].any():
            units[cells.idxmin()] = True
    return units, groups


def _is_safe(hidden: pd.Series, *, threshold: int) -> bool:
    """Tell whether the sum of some hidden counts may be known."""
    return hidden.empty or (len(hidden) > 1 and bool(hidden.sum() >= threshold))
