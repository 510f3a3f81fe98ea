"""What a report of changes is about: the answers of one indicator in two returns, at one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from laocai_analysis import checks, returns
from laocai_analysis.indicators import denominator_counts, load_indicators
from laocai_analysis.metrics.changes import CHANGES
from laocai_analysis.metrics.coverage import coverage
from laocai_analysis.page.figures import Figure
from laocai_analysis.page.page import Page
from laocai_analysis.page.rows_of import ChangesOf, RowsOf
from laocai_analysis.places.units import load_units
from laocai_analysis.sections.where import Place


@dataclass(frozen=True)
class Subject:
    """What every section of a report of changes needs; said once.

    Parameters
    ----------
    place : Place
        Where, by the units of the later year.
    tables : pair of DataFrame
        The earlier and the later return, as `returns.find_return` gives them.
    values : pair of Series of {"yes", "no", "unknown", "na"}
        The value of each commune of the place in both.
    change : Series of str
        As `metrics.changes` gives it.
    indicator : str
        A yes/no indicator of the catalogue.
    year_before : int
        The year of the earlier return.
    """

    place: Place
    tables: Sequence[pd.DataFrame]
    values: Sequence[pd.Series]
    change: pd.Series
    indicator: str
    year_before: int

    @property
    def page(self) -> Page:
        """The page."""
        return self.place.page

    @property
    def years(self) -> tuple[int, int]:
        """The years of both returns."""
        return self.year_before, self.place.year

    @property
    def period(self) -> dict[str, str]:
        """The years, as messages take them."""
        return {"before": str(self.year_before), "after": str(self.place.year)}

    @cached_property
    def name(self) -> str:
        """The indicator in the language of the page."""
        return str(load_indicators().at[self.indicator, f"name_{self.page.language.code}"])

    @cached_property
    def rows(self) -> list[RowsOf]:
        """The rows of both returns, which figures are made of."""
        about = {"indicator": self.indicator}
        return [
            RowsOf.table(table, basis=returns.basis(table, **about), **about)
            for table in self.tables
        ]

    @cached_property
    def of(self) -> ChangesOf:
        """Both returns, which figures of changes are made of."""
        return ChangesOf(*self.rows)

    @property
    def basis(self) -> str:
        """The weaker basis of the two returns; "none" where there is no row of either."""
        return self.of.basis if any(rows.file for rows in self.rows) else "none"

    @property
    def counts(self) -> pd.Series:
        """The number of units of each kind of change."""
        return self.change.value_counts().reindex(CHANGES, fill_value=0)

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """The number of units of each kind of change, as figures."""
        return {
            str(kind): self.of.count(int(number), id=str(kind).replace("_", "-"))
            for kind, number in self.counts.items()
        }

    @cached_property
    def covered(self) -> list[Figure]:
        """The coverage by both returns."""
        counts = denominator_counts(self.indicator)
        return [
            rows.coverage(coverage(values).iloc[0], id=f"coverage.{when}", counts=counts)
            for rows, values, when in zip(self.rows, self.values, ("before", "after"), strict=True)
        ]

    @cached_property
    def assessed(self) -> list[checks.Quality]:
        """How far the answers of both returns can be relied on."""
        province = self.place.province
        return [
            checks.assess(
                table,
                indicator=self.indicator,
                year=year,
                units=load_units(year, province=province).loc[values.index],
                province=province,
                log=checks.log_of(table, indicator=self.indicator, year=year),
            )
            for table, values, year in zip(self.tables, self.values, self.years, strict=True)
        ]

    @property
    def drawn(self) -> pd.Series:
        """The change of each commune that a map of the later year has."""
        return self.change[self.change.index.isin(self.place.communes.index)]
