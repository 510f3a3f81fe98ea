"""A case of where next: what a plan is made from, and the figures of people that it gives."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd

from laocai_analysis.basis import of_rows, weakest
from laocai_analysis.metrics.access import nearest_with, representative_points
from laocai_analysis.metrics.choices import Answer, Answers, where_next
from laocai_analysis.page.figures import Figure, Input
from laocai_analysis.page.markup import Part
from laocai_analysis.page.page import Page
from laocai_analysis.page.rows_of import RowsOf
from laocai_analysis.places.matching import split_name
from laocai_analysis.places.points import load_points
from laocai_analysis.places.registry import Date
from laocai_analysis.places.weights import KINDS

#: How many names a line holds.
_NAMED = 4
#: The unit of each kind of weight.
_UNITS = {"people": "people", "households": "household", "own": "weight"}


@dataclass(frozen=True)
class Case:
    """What a plan is made from.

    Parameters
    ----------
    values : Series of {"yes", "no", "unknown", "na"}
        The value of every commune of the province.
    communes : GeoDataFrame
        As `boundaries.load_boundaries` gives it.
    weights : DataFrame
        As `weights.load_weights` gives it.
    distances : DataFrame
        km between all communes.
    existing : Series of float
        km from each commune to the nearest point that `values` do not tell of; NaN for none.
    only : Index
        The communes of the place.
    within : float
        How many km are within reach.
    k : int
        The number of new points.
    budget : float
        The most that they may cost; 0 for no limit.
    rows : RowsOf
        The rows of the return.
    date : str
        The date of the units.
    """

    values: pd.Series
    communes: gpd.GeoDataFrame
    weights: pd.DataFrame
    distances: pd.DataFrame
    existing: pd.Series
    only: pd.Index
    within: float
    k: int
    budget: float
    rows: RowsOf
    date: str

    @property
    def sites(self) -> pd.DataFrame:
        """What is fixed about the choice of each commune."""
        return self.weights[["cost", "must", "never"]]

    @property
    def limit(self) -> float | None:
        """The budget; None for no limit."""
        return self.budget or None

    @property
    def unit(self) -> str:
        """The unit of the weights."""
        return _UNITS[str(self.weights.attrs["kind"])]

    def answers(self, *, within: float | None = None) -> Answers:
        """Return the plans under both readings of the unknown communes, for another distance where
        one is given.
        """
        reach = self.within if within is None else within
        return where_next(
            self.values,
            weights=self.weights["weight"],
            distances=self.distances,
            within=reach,
            k=self.k,
            sites=self.sites,
            budget=self.limit,
            near=self.existing <= reach,
            only=self.only,
        )

    def kinds(self, answers: Answers) -> pd.Series:
        """Return the value of each commune of the place, with those without apart by whether one
        is within reach: "near" or "far".
        """
        here = self.values.loc[self.only]
        far = here.index.isin(answers.most.people.index)
        return here.mask((here == "no") & far, "far").mask((here == "no") & ~far, "near")

    def numbers(self, answers: Answers) -> pd.Series:
        """Return the number of each commune that one of the plans chooses: those of the first
        reading in their order, then the others.
        """
        codes = list(dict.fromkeys([*answers.least.plan.chosen, *answers.most.plan.chosen]))
        return pd.Series(range(1, len(codes) + 1), index=pd.Index(codes, dtype=object))

    def nearest(self) -> pd.DataFrame:
        """Return the distance of each commune to the nearest service, as `metrics.nearest_with`
        does, with the existing points beside the communes.
        """
        found = nearest_with(self.values, distances=self.distances)
        closer = self.existing < found["upper"]
        ends = found[["lower", "upper"]].clip(upper=self.existing, axis=0)
        return ends.assign(nearest=found["nearest"].mask(closer))

    def figure(
        self,
        low: float,
        high: float,
        *,
        id: str,
        units: Iterable[str],
        metric: str,
        rows: Iterable[str] = (),
    ) -> Figure:
        """Make a figure of people between two ends, which rests on the weights of some units, on
        the boundaries, and on the rows of the return: all, or those of the units `rows`.
        """
        held, about = list(units), self.weights.attrs
        estimated = ["estimated" if one else "observed" for one in self.weights["estimated"][held]]
        basis = [
            self.rows.basis,
            *([of_rows(estimated)] if held and about["kind"] != "own" else []),
        ]
        boundaries = str(self.communes.attrs["source"])
        counted = Input("file", about["file"])
        if about["kind"] in KINDS:
            column = KINDS[about["kind"]]
            counted = Input("census", column, units=" ".join(held), date=self.date)
        exact, unbounded = low == high, math.isinf(high)
        return Figure(
            id=id,
            value=_whole(low) if exact or unbounded else None,
            lower=None if exact else _whole(low),
            upper=None if exact or unbounded else _whole(high),
            qualifier="hơn" if unbounded else "",
            unit=self.unit,
            metric=metric,
            sources=tuple(dict.fromkeys((*self.rows.sources, about["source"], boundaries))),
            basis=weakest(basis),
            inputs=(*self.rows.inputs(units=rows), counted, Input("source", boundaries)),
        )

    def unserved(self, answers: Answers) -> Figure:
        """Return the figure of all people without a service within reach."""
        least, most = answers
        high = math.inf if most.people.isna().any() else most.people.sum()
        about = {"id": "people", "metric": "metrics.unserved"}
        return self.figure(least.people.sum(), high, units=most.people.index, **about)

    def served(self, answers: Answers) -> Figure:
        """Return the figure of the people that the plan brings within reach."""
        reached = pd.concat([reached_by(one, one.plan.chosen) for one in answers])
        high = math.inf if reached.isna().any() else answers.most.plan.served
        units = reached.index.unique().sort_values()
        about = {"id": "served", "metric": "metrics.where_next"}
        return self.figure(answers.least.plan.served, high, units=units, **about)

    def marked(self, page: Page, said: Part) -> Part:
        """Return a paragraph with the word of its basis, which one without a figure has not yet."""
        if 'class="basis"' in str(said.data):
            return said
        return Part(f"<p>{page.inline(said)}{page.basis_mark(self.rows.basis)}</p>")

    def bare(self, codes: Iterable[str]) -> str:
        """Return the names of communes without their type, in one line."""
        names = [split_name(str(self.communes.at[code, "name"]))[1] for code in codes]
        return ", ".join(names[:_NAMED]) + ("…" if len(names) > _NAMED else "")


def _whole(number: float) -> float:
    return int(number) if float(number).is_integer() else float(number)


def reached_by(answer: Answer, chosen: Iterable[str]) -> pd.Series:
    """Return the people of the units that some chosen ones reach."""
    columns = [code for code in chosen if code in answer.reach]
    return answer.people[answer.reach[columns].any(axis=1)]


def existing_points(
    points: str,
    *,
    communes: gpd.GeoDataFrame,
    values: pd.Series,
    anywhere: pd.Series,
    date: Date,
    province: str = "",
) -> gpd.GeoSeries:
    """Return the existing points that the values of an indicator do not tell of.

    Parameters
    ----------
    points : str
        The file of places of a user; blank for none.
    communes : GeoDataFrame
        As `boundaries.load_boundaries` gives it.
    values, anywhere : Series
        The values of the communes that the indicator is asked of, and of all that answered: a ward
        that has what is asked of the xã serves its neighbours too.
    date, province
        As for `points.load_points`.
    """
    beside = communes.geometry[(values == "na") & (anywhere == "yes")]
    held = [representative_points(beside)]
    if points:
        drawn = str(communes.attrs["name"])
        held.append(
            load_points(Path(points), date=date, province=province, boundaries=drawn).geometry
        )
    return gpd.GeoSeries(pd.concat(held, ignore_index=True), crs=communes.crs)
