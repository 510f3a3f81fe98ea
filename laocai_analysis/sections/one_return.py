"""What the reports of one indicator in one return share: its name, its rows, what was published."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from laocai_analysis import checks, returns
from laocai_analysis.evidence import published
from laocai_analysis.indicators import load_indicators
from laocai_analysis.page.figures import RowsOf
from laocai_analysis.page.page import Page
from laocai_analysis.sections.where import Place


class OneReturn:
    """The answers on one indicator in one return, at one place; each report names its own fields
    beside these.
    """

    place: Place
    table: pd.DataFrame
    evidence: pd.DataFrame
    indicator: str

    @property
    def page(self) -> Page:
        """The page."""
        return self.place.page

    @cached_property
    def name(self) -> str:
        """The indicator in the language of the page."""
        return str(load_indicators().at[self.indicator, f"name_{self.page.language.code}"])

    @cached_property
    def basis(self) -> str:
        """The basis of the answers."""
        return returns.basis(self.table, indicator=self.indicator)

    @cached_property
    def rows(self) -> RowsOf:
        """The rows of the return, which figures are made of."""
        return RowsOf.table(self.table, indicator=self.indicator, basis=self.basis)

    @cached_property
    def published(self) -> pd.DataFrame:
        """The published figures of the province."""
        return self.published_of(self.indicator)

    @property
    def stated(self) -> pd.DataFrame:
        """The published figures of the place: none of a district."""
        return self.published.iloc[:0] if self.place.district else self.published

    def published_of(self, indicator: str) -> pd.DataFrame:
        """Return the published figures of another indicator for the province and the year."""
        about = {"area": self.place.here.code, "period": str(self.place.year)}
        return published(self.evidence, indicator=indicator, **about)

    @cached_property
    def assessed(self) -> checks.Quality:
        """How far the answers can be relied on, by the table and the log of its round."""
        return checks.assess(
            self.table,
            indicator=self.indicator,
            units=self.place.communes,
            year=self.place.year,
            province=self.place.province,
            log=checks.log_of(self.table, indicator=self.indicator, year=self.place.year),
        )
