"""The numbers of an indicator, unit by unit, and what is stated of them: totals, rates, medians."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import pandas as pd

from laocai_analysis import metrics
from laocai_analysis.indicators import applies, load_indicators
from laocai_analysis.language import Language
from laocai_analysis.page.figures import Figure
from laocai_analysis.page.rows_of import RowsOf
from laocai_analysis.places.census import load_census
from laocai_analysis.places.composition import people_of
from laocai_analysis.returns import amounts, values
from laocai_analysis.schema import WITHHELD

#: The kinds of which a sum has a meaning; of the others the median is stated.
ADDED = ("count", "amount")
#: For how many of what a rate is stated: the number, and the end of its unit.
PER: Mapping[str, tuple[float, str]] = {"people": (1000.0, "1000 people"), "km2": (1.0, "km2")}


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of an indicator in the units of a place.

    Parameters
    ----------
    kind, of_one : str
        The kind of the indicator, and the unit of measure of one number.
    more : bool
        Whether more of it is better, so that a unit that has none is what a reader looks for.
    per : {"", "people", "km2"}
        What the numbers are divided by.
    amounts : Series of float
        The number of each unit, indexed by its code; NaN where it is unknown, hidden or does not
        apply.
    hidden : Series of bool
        Whether the unit has a number that the public does not see.
    applicable : Series of bool
        Whether the indicator is asked of the unit.
    totals : Series of float
        The sum of each group and of ``all``, with what is hidden; NaN or no row where that may not
        be shown either.
    names, types, groups : Series of str
        The name, the type and the group of each unit.
    base : Series of float or None
        What each number is divided by.
    base_sources : tuple of str
        Where that is from.
    """

    kind: str
    of_one: str
    more: bool
    per: str
    amounts: pd.Series
    hidden: pd.Series
    applicable: pd.Series
    totals: pd.Series
    names: pd.Series
    types: pd.Series
    groups: pd.Series
    base: pd.Series | None
    base_sources: tuple[str, ...]

    @property
    def added(self) -> bool:
        """Whether a sum of the numbers has a meaning."""
        return self.kind in ADDED

    @property
    def whole(self) -> bool:
        """Whether what is shown are whole numbers."""
        return not self.per and self.kind in ("count", "rank")

    @property
    def unit(self) -> str:
        """The unit of measure of what is shown."""
        return f"{self.of_one}/{PER[self.per][1]}" if self.per else self.of_one

    @property
    def column(self) -> str:
        """The message that heads what is shown in a table."""
        return f"column-stated-{self.per or ('total' if self.added else 'median')}"

    @property
    def shown(self) -> pd.Series:
        """The number of each unit that a map shows; NaN where there is none to show."""
        if self.base is None or not self.per:
            return self.amounts
        return PER[self.per][0] * self.amounts / self.base.where(self.base > 0)

    @property
    def known(self) -> pd.Series:
        """Those of `shown` that are a number."""
        return self.shown.dropna()

    def unit_in_words(self, language: Language) -> str:
        """Return the unit of what is shown; blank where the number itself says it."""
        return "" if self.unit in ("%", "rank") else language.unit(self.unit)

    def at(self, units: pd.Index) -> Numbers:
        """Return the numbers of some units, in their order."""
        series = ("amounts", "hidden", "applicable", "names", "types", "groups", "base")
        taken = {name: getattr(self, name) for name in series}
        part = {name: each.loc[units] for name, each in taken.items() if each is not None}
        whole = self.groups.index[self.groups.isin(part["groups"])]
        if len(units) < len(whole):  # no sum is known of a part of a group
            part["totals"] = self.totals.iloc[:0]
        elif len(units) < len(self.groups):
            held = self.totals.reindex(part["groups"].unique())
            part["totals"] = pd.concat([held, pd.Series({"all": held.sum(skipna=False)})])
        return replace(self, **part)

    def stated(self, by: pd.Series | None = None) -> pd.DataFrame:
        """Return the total, the rate or the median of each group, as the metrics give them."""
        about: dict[str, Any] = {"applicable": self.applicable, "by": by, "hidden": self.hidden}
        each = pd.Series("all", index=self.groups.index) if by is None else by
        held = self.totals - self.amounts.groupby(each).sum()
        if self.per and self.base is not None:
            per = PER[self.per][0]
            return metrics.rates(self.amounts, base=self.base, per=per, held=held, **about)
        if self.added:
            return metrics.totals(self.amounts, held=held, **about)
        most = 100.0 if self.of_one == "%" else math.inf
        least = 1.0 if self.kind == "rank" else 0.0
        return metrics.medians(self.amounts, least=least, most=most, **about)

    def overall(self) -> pd.Series:
        """Return the row of `stated` of all units."""
        return self.stated().iloc[0]

    def by_group(self) -> pd.DataFrame:
        """Return `stated` of each group, the one with most first."""
        return self.stated(self.groups).sort_values("lower", ascending=False, kind="stable")

    def leading(self) -> tuple[str, float] | None:
        """Return the name and the value of the group, or where there is one, of the unit that has
        most; None where several have as much, or one that is hidden may have more.
        """
        several = self.groups.nunique() > 1
        found = self.by_group()
        hidden = found["open"] > found["unknown"] if several else self.hidden
        values = found["value"] if several else self.known
        values = values.dropna().sort_values(ascending=False, kind="stable")
        if hidden.any():
            return None
        if len(values) < 2 or values.iloc[0] == values.iloc[1]:
            return None
        first = str(values.index[0])
        return first if several else str(self.names[first]), float(values.iloc[0])

    def figure(self, row: pd.Series, *, of: RowsOf, id: str, group: str = "") -> Figure:
        """Make a figure of a row of `stated`."""
        name = "rates" if self.per else "totals" if self.added else "medians"
        return of.amount(
            float(row["value"]),
            id=id,
            unit=self.unit,
            metric=f"metrics.{name}",
            bounds=(float(row["lower"]), float(row["upper"])),
            sources=self.base_sources,
            group=group,
        )

    def one(self, value: float, *, of: RowsOf, id: str) -> Figure:
        """Make a figure of the number of one unit or group that is known."""
        metric = "metrics.rates" if self.per else "returns.amounts"
        return of.amount(value, id=id, unit=self.unit, metric=metric, sources=self.base_sources)

    def ends(self, given: str) -> tuple[float, ...]:
        """Return the ends of the classes: those that are given, else by the values.

        Examples
        --------
        >>> from laocai_analysis.places.units import load_units
        >>> from laocai_analysis.returns.table import find_return
        >>> about = {"indicator": "base_stations", "year": 2025, "per": ""}
        >>> communes = load_units(2025).assign(district="")
        >>> measure(find_return("", year=2025), communes=communes, **about).ends("2; 5.5")
        (2.0, 5.5)
        """
        if given:
            return tuple(float(end) for end in given.split(";"))
        return metrics.class_ends(self.known, whole=self.whole)

    def classes(self, ends: tuple[float, ...]) -> pd.Series:
        """Return the class of each unit, ``unknown``, ``withheld`` or ``na``, for a map."""
        told = self.applicable.map({True: "unknown", False: "na"}).mask(self.hidden, WITHHELD)
        return metrics.classify(self.shown, ends=ends).fillna(told)


def measure(
    table: pd.DataFrame,
    *,
    indicator: str,
    year: int,
    per: str,
    communes: pd.DataFrame,
    province: str = "",
    totals: Mapping[str, pd.Series] | None = None,
) -> Numbers:
    """Return the numbers of an indicator in the units of a province.

    Parameters
    ----------
    table : DataFrame
        As `returns.find_return` gives it.
    indicator : str
        An id of the catalogue that is not of the kind ``yes_no``.
    year : int
        The year of the return and of the units.
    per : {"", "people", "km2"}
        What to divide by: the people of the census of 2019 carried to the units of the year, or the
        area of the polygons in km2.
    communes : DataFrame
        The units, as `boundaries.load_boundaries` gives them.
    province : str
        The province; blank for that of the project.
    totals : mapping of str to Series, optional
        What the audience may know of sums, as `checks.Shown` holds it; without it, a hidden number
        is in no sum.
    """
    row = load_indicators().loc[indicator]
    about: dict[str, Any] = {"indicator": indicator, "year": year, "province": province}
    each, told = amounts(table, **about), values(table, **about)
    base: pd.Series | None = None
    sources: tuple[str, ...] = ()
    if per == "people":
        base = people_of(year).reindex(communes.index)
        sources = tuple(dict.fromkeys(load_census()["source"]))
    elif per == "km2":
        assert isinstance(communes, gpd.GeoDataFrame)
        area = metrics.geodesic_area(communes.geometry)
        base, sources = area.where(area > 0), (str(communes.attrs["source"]),)
    return Numbers(
        kind=str(row["kind"]),
        of_one=str(row["unit"]),
        more=str(row["direction"]) == "more",
        per=per,
        amounts=each.loc[communes.index],
        hidden=told.loc[communes.index] == WITHHELD,
        applicable=applies(indicator, units=communes),
        totals=(totals or {}).get(indicator, pd.Series(dtype=float)),
        names=communes["name"],
        types=communes["type"],
        groups=communes["district"],
        base=base,
        base_sources=sources,
    )
