"""Siting: which communes to serve first, so that most people have a service within a distance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, eye_array, hstack

#: How near a plan comes to the best one to be called a near-tie: at most this share less people.
NEAR = 0.01


class Plan(NamedTuple):
    """Some units that get a new point.

    Parameters
    ----------
    chosen : Index
        The units, in the order in which each next one adds most.
    gains : Series of float
        The people that each adds to those before it, indexed by `chosen`.
    served : float
        The people of all units that the plan brings within reach.
    gap : float
        The share that the best plan could serve beyond `served`, of what it could serve at most; 0
        where the plan is proved to be the best, more where a time limit ended the search.
    """

    chosen: pd.Index
    gains: pd.Series
    served: float
    gap: float


def best_plan(
    weights: pd.Series,
    *,
    reach: pd.DataFrame,
    k: int,
    sites: pd.DataFrame | None = None,
    budget: float | None = None,
    left_out: Sequence[object] = (),
    time_limit: float = 10.0,
) -> Plan:
    """Choose the units that together bring a service within reach of most people.

    Parameters
    ----------
    weights : Series of float
        People of each unit that has none within reach; NaN counts as 0.
    reach : DataFrame of bool
        Whether a point in the unit of the column is within reach of that of the row: the units of
        `weights`, and all that can be chosen.
    k : int
        The most units that are chosen.
    sites : DataFrame, optional
        Indexed by the units of the columns of `reach`, with any of the columns ``must`` and
        ``never`` (bool) and ``cost``.
    budget : float, optional
        The most that the chosen ones may cost.
    left_out : sequence
        Units that are not chosen, beside those of ``never``.
    time_limit : float
        Seconds after which the best plan found so far is returned with its gap.

    Returns
    -------
    Plan
        A unit that adds nobody is not chosen unless it must be.

    Raises
    ------
    ValueError
        If k is below 1, more must be chosen than k or than the budget allows, or a weight or a
        cost is below 0.

    Notes
    -----
    Maximal covering location (Church and ReVelle 1974, *Papers of the Regional Science
    Association* 32): maximise sum(w * y) with y_i <= sum of the x_j within reach of i, sum(x) <= k
    and x binary; solved by HiGHS through `scipy.optimize.milp`, and never worse than
    `greedy_plan`.

    Examples
    --------
    b reaches its neighbours, so one point there serves all three:

    >>> near = [[True, True, False], [True, True, True], [False, True, True]]
    >>> reach = pd.DataFrame(near, index=list("abc"), columns=list("abc"))
    >>> plan = best_plan(pd.Series({"a": 50.0, "b": 10.0, "c": 40.0}), reach=reach, k=1)
    >>> plan.chosen.to_list(), plan.served
    (['b'], 100.0)
    """
    given = _Problem.of(weights, reach=reach, k=k, sites=sites, budget=budget, left_out=left_out)
    chosen, bound = _solve(given, time_limit=time_limit)
    greedy = _greedily(given)
    if given.people_of(greedy) >= given.people_of(chosen) - 1e-6 * (1 + given.w.sum()):
        chosen = greedy
    served = given.people_of(chosen)
    gap = max(0.0, (bound - served) / bound) if bound > 0 else 0.0
    return given.plan(chosen, gap=gap if gap > 1e-6 else 0.0)


def greedy_plan(
    weights: pd.Series,
    *,
    reach: pd.DataFrame,
    k: int,
    sites: pd.DataFrame | None = None,
    budget: float | None = None,
) -> Plan:
    """Choose one unit after another, each time the one that adds most people: a ranking that does
    not change with k, and that may serve fewer people than `best_plan`.

    Parameters
    ----------
    weights, reach, k, sites, budget
        As for `best_plan`.

    Returns
    -------
    Plan
        ``gap`` is NaN: nothing is proved.

    Examples
    --------
    The first choice, b, leaves less for the second than a and c together:

    >>> near = [[1, 1, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 1]]
    >>> reach = pd.DataFrame(near, columns=list("abc")).astype(bool)
    >>> people = pd.Series([40.0, 30.0, 25.0, 30.0, 10.0])
    >>> greedy_plan(people, reach=reach, k=2).chosen.to_list()
    ['b', 'a']
    """
    given = _Problem.of(weights, reach=reach, k=k, sites=sites, budget=budget, left_out=())
    return given.plan(_greedily(given), gap=float("nan"))


def curve(
    weights: pd.Series,
    *,
    reach: pd.DataFrame,
    ks: Sequence[int],
    sites: pd.DataFrame | None = None,
    budget: float | None = None,
) -> pd.DataFrame:
    """Return the people that the best plan and the greedy one serve for several k.

    Parameters
    ----------
    weights, reach, sites, budget
        As for `best_plan`.
    ks : sequence of int
        Each number of units.

    Returns
    -------
    DataFrame of float
        Indexed by ``k``: ``served``, ``greedy`` and ``gap``, as of `Plan`.

    Examples
    --------
    >>> reach = pd.DataFrame([[True, False], [False, True]])
    >>> curve(pd.Series([30.0, 20.0]), reach=reach, ks=[1, 2])["served"].to_dict()
    {1: 30.0, 2: 50.0}
    """
    rows = []
    for k in ks:
        plan = best_plan(weights, reach=reach, k=k, sites=sites, budget=budget)
        greedy = greedy_plan(weights, reach=reach, k=k, sites=sites, budget=budget)
        rows.append({"served": plan.served, "greedy": greedy.served, "gap": plan.gap})
    return pd.DataFrame(rows, index=pd.Index(ks, name="k"), dtype=float)


def instead(
    plan: Plan,
    weights: pd.Series,
    *,
    reach: pd.DataFrame,
    k: int,
    sites: pd.DataFrame | None = None,
    budget: float | None = None,
) -> pd.DataFrame:
    """Return for each chosen unit the best plan without it.

    Parameters
    ----------
    plan : Plan
        As `best_plan` gives it.
    weights, reach, k, sites, budget
        As for `best_plan`.

    Returns
    -------
    DataFrame
        Indexed by the chosen units that need not be chosen: ``loss``, the people that the best
        plan without the unit serves less; ``entering``, a tuple of the units that it has and `plan`
        has not; ``near``, whether the loss is at most `NEAR` of what `plan` serves, so that the
        choice between the two is not one of people.

    Examples
    --------
    >>> reach = pd.DataFrame([[True, False], [False, True]], index=list("ab"), columns=list("ab"))
    >>> people = pd.Series({"a": 1000.0, "b": 995.0})
    >>> plan = best_plan(people, reach=reach, k=1)
    >>> instead(plan, people, reach=reach, k=1).loc["a"].to_dict()
    {'loss': 5.0, 'entering': ('b',), 'near': True}
    """
    must = _flags(sites, "must", plan.chosen)
    rows = {}
    for unit in plan.chosen[~must]:
        other = best_plan(weights, reach=reach, k=k, sites=sites, budget=budget, left_out=[unit])
        loss = plan.served - other.served
        entering = tuple(other.chosen.difference(plan.chosen, sort=False))
        near = bool(entering) and loss <= NEAR * plan.served
        rows[unit] = {"loss": loss, "entering": entering, "near": near}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["loss", "entering", "near"])


class _Problem(NamedTuple):
    """The arrays of one choice: people, who reaches whom, and what is allowed."""

    units: pd.Index
    w: np.ndarray
    reach: np.ndarray
    k: int
    must: np.ndarray
    allowed: np.ndarray
    cost: np.ndarray
    budget: float

    @classmethod
    def of(
        cls,
        weights: pd.Series,
        *,
        reach: pd.DataFrame,
        k: int,
        sites: pd.DataFrame | None,
        budget: float | None,
        left_out: Sequence[object],
    ) -> _Problem:
        units = reach.columns
        cost = np.zeros(len(units))
        if sites is not None and "cost" in sites:
            cost = sites["cost"].reindex(units).fillna(0.0).to_numpy(dtype=float)
        must = _flags(sites, "must", units)
        allowed = ~_flags(sites, "never", units) & ~units.isin(list(left_out)) | must
        most = np.inf if budget is None else float(budget)
        if (weights < 0).any() or (cost < 0).any():
            raise ValueError("weights, cost: expected numbers of at least 0; found less")
        if k < max(1, must.sum()) or cost[must].sum() > most:
            raise ValueError(
                f"k, budget: expected room for the {must.sum()} units that must be chosen, and for "
                f"1 at least; found k = {k}, budget = {budget}"
            )
        near = reach.loc[weights.index].to_numpy(dtype=bool)
        people = weights.fillna(0.0).to_numpy(dtype=float)
        return cls(units, people, near, k, must, allowed, cost, most)

    def people_of(self, chosen: Sequence[int]) -> float:
        return float(self.w[self.reach[:, list(chosen)].any(axis=1)].sum())

    def plan(self, chosen: Sequence[int], *, gap: float) -> Plan:
        """Put the chosen units into the order in which each next one adds most."""
        left, order, gains = list(chosen), list[int](), list[float]()
        open_ = self.w.copy()
        while left:
            adds = open_ @ self.reach[:, left]
            best = left.pop(int(np.argmax(adds)))
            if adds.max() > 0 or self.must[best]:
                order.append(best)
                gains.append(float(adds.max()))
                open_[self.reach[:, best]] = 0.0
        index = self.units[order]
        return Plan(index, pd.Series(gains, index, dtype=float), self.people_of(order), gap)


def _flags(sites: pd.DataFrame | None, name: str, units: pd.Index) -> np.ndarray:
    if sites is None or name not in sites:
        return np.zeros(len(units), dtype=bool)
    return sites[name].reindex(units, fill_value=False).to_numpy(dtype=bool)


def _greedily(given: _Problem) -> list[int]:
    """Choose one column after another: those that must be, then each that adds most and fits."""
    chosen = np.flatnonzero(given.must).tolist()
    open_ = given.w * ~given.reach[:, chosen].any(axis=1)
    spent = given.cost[chosen].sum()
    while len(given.units) and len(chosen) < given.k:
        adds = open_ @ given.reach
        adds[~given.allowed | (spent + given.cost > given.budget)] = 0.0
        best = int(np.argmax(adds))
        if adds[best] <= 0:
            break
        chosen.append(best)
        spent += given.cost[best]
        open_[given.reach[:, best]] = 0.0
    return chosen


def _solve(given: _Problem, *, time_limit: float) -> tuple[list[int], float]:
    """Return the columns of the best plan found, and what no plan can exceed."""
    # it takes 0.2 s, and most reports need no plan
    from scipy.optimize import Bounds, LinearConstraint, milp

    rows = np.flatnonzero((given.w > 0) & given.reach.any(axis=1))
    w, near = given.w[rows], given.reach[rows]
    sites, demand = near.shape[1], len(rows)
    if not demand:
        return np.flatnonzero(given.must).tolist(), 0.0
    covered = LinearConstraint(
        hstack([csr_array(-near.astype(float)), eye_array(demand)]).tocsc(), -np.inf, 0
    )
    sums = np.zeros((2, sites + demand))
    sums[0, :sites], sums[1, :sites] = 1.0, given.cost
    found = milp(
        np.concatenate([np.zeros(sites), -w]),
        integrality=np.concatenate([np.ones(sites), np.zeros(demand)]),
        bounds=Bounds(
            np.concatenate([given.must.astype(float), np.zeros(demand)]),
            np.concatenate([given.allowed.astype(float), np.ones(demand)]),
        ),
        constraints=[covered, LinearConstraint(csr_array(sums), -np.inf, [given.k, given.budget])],
        options={"time_limit": time_limit, "mip_rel_gap": 0.0},
    )
    bound = found.mip_dual_bound
    most = float(w.sum()) if bound is None or not np.isfinite(bound) else min(-bound, w.sum())
    if found.x is None:
        return np.flatnonzero(given.must).tolist(), most
    return np.flatnonzero(found.x[:sites] > 0.5).tolist(), most
