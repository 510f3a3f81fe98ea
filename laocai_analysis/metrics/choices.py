"""Where next: the plans that are best whatever the unknown units have."""

from __future__ import annotations

from typing import Literal, NamedTuple

import pandas as pd

from laocai_analysis.metrics.access import check_weights
from laocai_analysis.metrics.siting import Plan, best_plan


class Answer(NamedTuple):
    """A plan under one reading of the unknown units.

    Parameters
    ----------
    people : Series of float
        The people of each unit that has no service within reach; NaN where not known.
    reach : DataFrame of bool
        Whether a point in the unit of the column is within reach of that of the row: the units of
        `people`, and those that can be chosen.
    plan : Plan
        The best plan.
    """

    people: pd.Series
    reach: pd.DataFrame
    plan: Plan


class Answers(NamedTuple):
    """The plans under both readings of the unknown units.

    Parameters
    ----------
    least : Answer
        Every unknown unit is taken as one with the service: the fewest people are without.
    most : Answer
        Every unknown unit is taken as one without: the most people are.
    """

    least: Answer
    most: Answer

    @property
    def same(self) -> pd.Index:
        """The units that both plans choose."""
        ours, theirs = self.least.plan.chosen, self.most.plan.chosen
        return ours[ours.isin(theirs)]


def where_next(
    values: pd.Series,
    *,
    weights: pd.Series,
    distances: pd.DataFrame,
    within: float,
    k: int,
    sites: pd.DataFrame | None = None,
    budget: float | None = None,
    near: pd.Series | None = None,
    only: pd.Index | None = None,
    time_limit: float = 10.0,
) -> Answers:
    """Choose the units without a service that a new point in each would serve most people from.

    Parameters
    ----------
    values : Series of {"yes", "no", "unknown", "na"}
        One value for each unit.
    weights : Series of float
        People of each unit, with the index of `values`; NaN where not known.
    distances : DataFrame
        km between all units, as `geodesic_distances` gives it.
    within : float
        How many km are within reach; 0 for the unit itself alone.
    k : int
        The most new points.
    sites, budget, time_limit
        As for `siting.best_plan`.
    near : Series of bool, optional
        The units that are within reach of an existing point of another list.
    only : Index, optional
        The units that count and that can be chosen, those of a district for example; services of
        all others count.

    Returns
    -------
    Answers
        Two plans: no unknown unit is counted as one without in the one, all are in the other. What
        the best plan truly serves lies between the two.

    Raises
    ------
    ValueError
        If k is more than the units that can be chosen, unless there are none; or as
        `siting.best_plan` does.

    Examples
    --------
    >>> km = pd.DataFrame([[0, 3, 9], [3, 0, 9], [9, 9, 0]], index=list("abc"), columns=list("abc"))
    >>> values = pd.Series({"a": "no", "b": "no", "c": "unknown"})
    >>> people = pd.Series({"a": 100.0, "b": 80.0, "c": 500.0})
    >>> both = where_next(values, weights=people, distances=km, within=5, k=1)
    >>> [(one.plan.chosen.to_list(), one.plan.served) for one in both]
    [(['a'], 180.0), (['c'], 500.0)]
    """
    check_weights(weights, values.index)
    inside = values.index if only is None else only
    reach = distances.loc[values.index, values.index] <= within
    allowed = inside if sites is None or "never" not in sites else inside[~sites["never"][inside]]
    open_ = values.loc[allowed].isin(["no", "unknown"])
    if 0 < open_.sum() < k:
        raise ValueError(f"k: expected at most the {open_.sum()} units to choose from; found {k}")
    answers = []
    readings: tuple[Literal["with", "without"], ...] = ("with", "without")
    for unknown in readings:
        lacking = unserved(values, reach=reach, unknown=unknown, near=near).loc[inside]
        can = values.loc[allowed].isin(["no"] if unknown == "with" else ["no", "unknown"])
        people = weights.loc[lacking.index[lacking]]
        around = reach.loc[people.index, can.index[can]]
        held = None if sites is None else sites.loc[around.columns]
        plan = best_plan(
            people, reach=around, k=k, sites=held, budget=budget, time_limit=time_limit
        )
        answers.append(Answer(people, around, plan))
    return Answers(*answers)


def unserved(
    values: pd.Series,
    *,
    reach: pd.DataFrame,
    unknown: Literal["with", "without"],
    near: pd.Series | None = None,
) -> pd.Series:
    """Tell which units are without a service within reach.

    Parameters
    ----------
    values : Series of {"yes", "no", "unknown", "na"}
        One value for each unit.
    reach : DataFrame of bool
        Whether a point in the unit of the column is within reach of that of the row.
    unknown : {"with", "without"}
        How unknown units are taken: both answers together bound the true one.
    near : Series of bool, optional
        The units that have an existing point within reach by another list of points.

    Returns
    -------
    Series of bool
        With the index of `values`; False where the indicator does not apply.

    Examples
    --------
    >>> reach = pd.DataFrame([[True, True], [True, True]], index=list("ab"), columns=list("ab"))
    >>> values = pd.Series({"a": "no", "b": "unknown"})
    >>> [unserved(values, reach=reach, unknown=as_).to_list() for as_ in ("with", "without")]
    [[False, False], [True, True]]
    """
    has = values.isin(["yes", "unknown"] if unknown == "with" else ["yes"])
    served = has | reach.loc[values.index, values.index[has]].any(axis=1)
    if near is not None:
        served |= near.reindex(values.index, fill_value=False)
    return (values != "na") & ~served
