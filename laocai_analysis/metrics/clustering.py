"""Clustering: whether units without a service lie side by side more often than by chance."""

from __future__ import annotations

import numpy as np
import pandas as pd

from laocai_analysis.metrics.inequality import shuffled


def join_counts(
    lacking: pd.Series, *, pairs: pd.DataFrame, permutations: int = 999, seed: int = 0
) -> pd.Series:
    """Count the neighbours that are both without a service, and compare with chance.

    Parameters
    ----------
    lacking : Series of bool
        Whether each unit is without it; leave out units that are unknown or not asked.
    pairs : DataFrame
        Neighbouring units, as `gaps.neighbours` gives them; pairs with another unit do not count.
    permutations, seed : int
        How often the units are shuffled, and from which seed.

    Returns
    -------
    Series of float
        ``joins``, the pairs of which both are without; ``expected``, the mean by chance; ``p``, how
        often chance gives at least as many; ``pairs``, all pairs; ``units`` and ``lacking``, their
        numbers. ``expected`` and ``p`` are NaN where no unit, or only one, is without, or all are.

    Notes
    -----
    Join counts of like neighbours (BB) under sampling without replacement: ``expected = J * m * (m
    - 1) / (n * (n - 1))`` for J pairs, n units, m of them without; ``p = (1 + shuffles with at
    least as many) / (1 + shuffles)``. Cliff and Ord (1981), *Spatial Processes*, chapter 1.

    Examples
    --------
    Four in a row, two without side by side: of three pairs one, by chance a half.

    >>> row = pd.DataFrame({"code": ["a", "b", "c"], "neighbour": ["b", "c", "d"]})
    >>> lacking = pd.Series({"a": True, "b": True, "c": False, "d": False})
    >>> join_counts(lacking, pairs=row)[["joins", "expected"]].to_dict()
    {'joins': 1.0, 'expected': 0.5}
    """
    units = lacking.index
    inside = pairs[pairs["code"].isin(units) & pairs["neighbour"].isin(units)]
    left, right = (units.get_indexer(pd.Index(inside[name])) for name in ("code", "neighbour"))
    each = lacking.to_numpy(dtype=bool)
    joins, count, total = int((each[left] & each[right]).sum()), int(each.sum()), len(units)
    expected = p = np.nan
    if 1 < count < total:
        expected = len(inside) * count * (count - 1) / (total * (total - 1))
        shuffles = shuffled(each, permutations=permutations, seed=seed)
        by_chance = (shuffles[:, left] & shuffles[:, right]).sum(axis=1)
        p = (1 + int((by_chance >= joins).sum())) / (1 + permutations)
    parts = {
        "joins": joins,
        "expected": expected,
        "p": p,
        "pairs": len(inside),
        "units": total,
        "lacking": count,
    }
    return pd.Series(parts, dtype=float, name="join_counts")
