"""Inequality between groups: the Theil index of a service, and how much of it lies between them."""

from __future__ import annotations

import numpy as np
import pandas as pd


def theil(amounts: pd.Series, *, by: pd.Series, weights: pd.Series | None = None) -> pd.Series:
    """Return the Theil index of an amount that people have, split into its parts between groups and
    within them.

    Parameters
    ----------
    amounts : Series of float
        What each person of a unit has, at least 0: 1 with a service and 0 without it, for example.
    by : Series
        The group of each unit, with the index of `amounts`.
    weights : Series of float, optional
        People of each unit, with the index of `amounts`; 1 where not given.

    Returns
    -------
    Series of float
        ``total``, ``between``, ``within`` (without a unit; 0 where all have the same) and
        ``share``, that of ``between`` in ``total``; NaN where the total is 0. All are NaN where the
        sum of the amounts is 0.

    Notes
    -----
    ``T = sum(s * ln(s / p))`` over units, with the shares s of the amount and p of the people;
    ``between`` is the same over groups. Theil (1967), *Economics and Information Theory*, chapter
    4. For a service that each person has or has not, ``T = ln(people / people with it)``: what
    counts is the share between the groups, and what it would be by chance (`by_chance`).

    Examples
    --------
    Both groups half with: nothing lies between them.

    >>> has, group = pd.Series([1, 0, 1, 0]), pd.Series(["A", "A", "B", "B"])
    >>> theil(has, by=group).round(3).to_dict()
    {'total': 0.693, 'between': 0.0, 'within': 0.693, 'share': 0.0}
    """
    people = pd.Series(1.0, amounts.index) if weights is None else weights.astype(float)
    if (people < 0).any() or (amounts < 0).any():
        raise ValueError("expected amounts and weights of at least 0; found less")
    if not (by.index.equals(amounts.index) and people.index.equals(amounts.index)):
        raise ValueError("by, weights: expected the index of amounts; found another one")
    held = amounts * people
    total = float(_divergence(held.to_numpy()[None, :], people.to_numpy())[0])
    groups = held.groupby(by).sum(), people.groupby(by).sum()
    between = float(_divergence(groups[0].to_numpy()[None, :], groups[1].to_numpy())[0])
    share = between / total if total > 0 else np.nan
    parts = {"total": total, "between": between, "within": total - between, "share": share}
    return pd.Series(parts, name="theil")


def by_chance(
    has: pd.Series,
    *,
    by: pd.Series,
    weights: pd.Series,
    permutations: int = 999,
    seed: int = 0,
) -> pd.Series:
    """Return the share of inequality between groups where the units with a service lie anywhere.

    Parameters
    ----------
    has : Series of bool
        Whether each unit has the service.
    by, weights
        As for `theil`.
    permutations, seed : int
        How often the units are shuffled, and from which seed.

    Returns
    -------
    Series of float
        ``share``, the mean by chance, and ``p``, how often chance gives a share at least as large
        as that of `theil`; both NaN where all units have the service, or none.

    Examples
    --------
    >>> has, groups = pd.Series([True, False]), pd.Series(["A", "B"])
    >>> by_chance(has, by=groups, weights=pd.Series([1.0, 1.0])).to_dict()
    {'share': 1.0, 'p': 1.0}
    """
    if has.all() or not has.any():
        return pd.Series({"share": np.nan, "p": np.nan}, name="by_chance")
    people = weights.to_numpy(dtype=float)
    held = shuffled(has.to_numpy(dtype=float), permutations=permutations, seed=seed) * people
    member = pd.get_dummies(by, dtype=float).to_numpy()
    total = _divergence(held, people)
    shares = (_divergence(held @ member, people @ member) / total)[total > 0]
    found = theil(has.astype(float), by=by, weights=weights)["share"]
    p = (1 + (shares >= found - 1e-9).sum()) / (1 + len(shares))
    return pd.Series({"share": shares.mean(), "p": p}, name="by_chance")


def shuffled(values: np.ndarray, *, permutations: int, seed: int) -> np.ndarray:
    """Return a row for each permutation of some values, from a seed.

    Examples
    --------
    >>> shuffled(np.array([1, 2, 3]), permutations=2, seed=0).sum(axis=1).tolist()
    [6, 6]
    """
    return np.random.default_rng(seed).permuted(np.tile(values, (permutations, 1)), axis=1)


def _divergence(held: np.ndarray, people: np.ndarray) -> np.ndarray:
    """Sum s * ln(s / p) over the columns of each row; NaN where a row sums up to 0."""
    sums = held.sum(axis=1, keepdims=True)
    s = np.divide(held, sums, out=np.full_like(held, np.nan), where=sums > 0)
    p = np.broadcast_to(people / people.sum(), s.shape)
    ratio = np.divide(s, p, out=np.ones_like(s), where=s > 0)
    return np.asarray(np.where(np.isnan(s), np.nan, s * np.log(ratio)).sum(axis=1))
