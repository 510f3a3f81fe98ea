"""What the reports of one indicator in one return share: rows, quality, what they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import pandas as pd

from laocai_analysis import checks, returns
from laocai_analysis.evidence import file_of, published
from laocai_analysis.indicators import denominator_counts, load_indicators
from laocai_analysis.page.figures import Figure
from laocai_analysis.page.markup import Part, Section
from laocai_analysis.page.page import Page
from laocai_analysis.page.rows_of import RowsOf
from laocai_analysis.places import boundaries
from laocai_analysis.sections.closing import about_page
from laocai_analysis.sections.statement import of_indicator
from laocai_analysis.sections.where import Place


class OneIndicator:
    """The answers on one indicator in one return; each report names its own fields beside these."""

    page: Page
    table: pd.DataFrame
    indicator: str
    year: int

    @cached_property
    def name(self) -> str:
        """The indicator in the language of the page."""
        return str(load_indicators().at[self.indicator, f"name_{self.page.language.code}"])

    @property
    def titled(self) -> dict[str, str]:
        """What the messages of a title take: indicator and year."""
        return {"indicator": self.name, "year": str(self.year)}

    @property
    def file(self) -> str:
        """The name of the file of the return; blank for none."""
        return str(self.table.attrs["file"])

    @cached_property
    def basis(self) -> str:
        """The basis of the answers; "none" where there is no return."""
        return returns.basis(self.table, indicator=self.indicator)

    @cached_property
    def rows(self) -> RowsOf:
        """The rows of the return, which figures are made of."""
        return RowsOf.table(self.table, indicator=self.indicator, basis=self.basis)

    @property
    def counts(self) -> str:
        """What the denominator counts."""
        return denominator_counts(self.indicator)

    def covered(self, coverage: pd.DataFrame) -> Figure:
        """Make the figure of the page: the coverage, as `metrics.coverage` gives it."""
        return self.rows.coverage(coverage.iloc[0], id="coverage", counts=self.counts)

    def assess(self, units: pd.DataFrame, *, province: str) -> checks.Quality:
        """Return how far the answers of some units can be relied on, by the table and the log of
        its round.
        """
        return checks.assess(
            self.table,
            indicator=self.indicator,
            year=self.year,
            units=units,
            province=province,
            log=checks.log_of(self.table, indicator=self.indicator, year=self.year),
        )


class OneReturn(OneIndicator):
    """The answers on one indicator in one return, at one place."""

    place: Place
    evidence: pd.DataFrame

    @property
    def page(self) -> Page:  # type: ignore[override]
        """The page."""
        return self.place.page

    @property
    def year(self) -> int:  # type: ignore[override]
        """The year of the return and of the units."""
        return self.place.year

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
        about = {"area": self.place.here.code, "period": str(self.year)}
        return published(self.evidence, indicator=indicator, **about)

    @cached_property
    def assessed(self) -> checks.Quality:
        """How far the answers can be relied on."""
        return self.assess(self.place.communes, province=self.place.province)

    def drawn_from(self, *, tiles: bool = False) -> str:
        """Return what a map was drawn from: the return and the boundaries, or the tiles."""
        words = self.page.language
        shapes = self.place.tiles if tiles else self.place.communes
        cited = boundaries.cite(shapes, language=words.code)
        message = "coverage-drawn-from-none" if self.table.empty else "coverage-drawn-from"
        return words.say(message, file=self.file, boundaries=cited)

    def quality(self) -> Part:
        """State how far the answers can be relied on."""
        return of_indicator(
            self.page,
            self.assessed,
            of=self.rows,
            evidence=self.evidence[self.evidence["area"] == self.place.here.code],
            year=self.year,
            listed_on=self.place.listed_on,
        )

    def about(self, stated: Iterable[str], *, audience: str) -> Section:
        """Say what the page is about and rests on: its sources and its files, among them tables of
        the evidence by their names.
        """
        page, place, rows = self.page, self.place, self.rows
        heading, name = page.heading("coverage-about"), str(place.everywhere.attrs["name"])
        period = {"year": str(self.year), "date": place.listed_on}
        basis = page.language.say(f"page-basis-{self.basis}")
        definition = load_indicators().at[self.indicator, f"definition_{page.language.code}"]
        facts = {
            "coverage-place": place.name,
            "coverage-period": page.language.say("coverage-period-value", **period),
            "coverage-basis": page.with_sources(basis, *rows.sources),
            "coverage-boundaries": page.with_sources(name, place.source),
            "coverage-definition": definition,
            "page-sources": page.cite([*self.published["source"], *rows.sources, place.source]),
        }
        files = [boundaries.file_of(name), *map(file_of, sorted(set(stated)))]
        if len(self.table):
            files.insert(0, returns.file_of(self.table.attrs["name"]))
        return Section([heading, *about_page(page, facts, files=files, audience=audience)])
