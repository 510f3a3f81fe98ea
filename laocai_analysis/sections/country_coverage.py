"""The report of all provinces: which of them have a service, and how far that is known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import geopandas as gpd
import pandas as pd

from laocai_analysis import checks, paths, returns
from laocai_analysis.evidence import COUNTRY, published
from laocai_analysis.indicators import load_indicators
from laocai_analysis.page.figures import Figure
from laocai_analysis.page.first_screen import beside, key_figures, links
from laocai_analysis.page.markup import Part, Section
from laocai_analysis.page.page import Page
from laocai_analysis.page.wording import percentage
from laocai_analysis.pictures.blank import blank_picture
from laocai_analysis.pictures.country_map import country_map
from laocai_analysis.places import registry
from laocai_analysis.places.country import outlines
from laocai_analysis.places.matching import split_name
from laocai_analysis.sections.closing import about_page
from laocai_analysis.sections.commune_coverage import headline
from laocai_analysis.sections.one_return import OneIndicator
from laocai_analysis.sections.statement import banner, of_indicator


@dataclass(frozen=True)
class Country(OneIndicator):
    """What every section of the report needs; said once.

    Parameters
    ----------
    page : Page
        The page.
    units, provinces : DataFrame
        Every commune-level unit and every province of the year, as `registry.load_units` gives
        them.
    table : DataFrame
        The rows of any provinces, as `returns.find_return` gives them for `registry.COUNTRY`.
    values : Series of {"yes", "no", "unknown", "na"}
        The value of each unit.
    evidence : DataFrame
        As `evidence.load_evidence` gives it.
    indicator : str
        A yes/no indicator of the catalogue.
    year : int
        The year.
    """

    page: Page
    units: pd.DataFrame
    provinces: pd.DataFrame
    table: pd.DataFrame
    values: pd.Series
    evidence: pd.DataFrame
    indicator: str
    year: int

    @cached_property
    def belongs(self) -> pd.Series:
        """The province of each unit, by name."""
        return self.units["province"].map(self.provinces["name"])

    @property
    def listed_on(self) -> str:
        """The date of the list of units, in words."""
        return self.page.language.date(str(self.units["attested_on"].max()))

    @cached_property
    def assessed(self) -> checks.Quality:
        """How far the answers can be relied on."""
        return self.assess(self.units, province=registry.COUNTRY)

    def table_of(self, by_province: pd.DataFrame) -> Part:
        """Return the coverage of some provinces as a table."""
        return self.page.coverage_table(
            by_province,
            of=self.rows,
            id="coverage.province",
            first="column-of-province",
            caption="country-table",
            counts=self.counts,
        )


def answer(country: Country, coverage: pd.DataFrame, *, by_province: pd.DataFrame) -> Section:
    """Answer the question of the page, with the key figures.

    Parameters
    ----------
    country : Country
        What the report is about.
    coverage, by_province : DataFrame
        As `metrics.coverage` gives them.
    """
    page, values, rows = country.page, country.values, country.rows
    without = (values == "no").groupby(country.belongs).sum()
    without = without[without > 0].sort_values(ascending=False, kind="stable")
    about = {"indicator": country.indicator, "area": COUNTRY, "period": str(country.year)}
    return Section(
        [
            page.question("country-title", **country.titled),
            headline(
                page,
                country.covered(coverage),
                name=country.name,
                place=page.language.say("country-place"),
                published=published(country.evidence, **about),
                without=without,
                of=rows,
            ),
            banner(page, country.assessed.bases, basis=country.basis, why="coverage-method"),
            _key(country, country.covered(coverage), by_province),
        ]
    )


def _key(country: Country, now: Figure, by_province: pd.DataFrame) -> Part:
    """Return the key figures: how many units have it and how many have not, where any is known; how
    many provinces have answered, and how many units are unknown.
    """
    page, of = country.page, country.rows
    say, number, cards = page.language.say, page.language.number, []
    known = bool(now.denominator and now.unknown != now.denominator)
    if known:
        share = percentage(now, language=page.language)
        cards.append((now, say("key-coverage", of=say(f"of-{country.counts}"), percent=share)))
    told = of.count(len(_answered(by_province)), id="provinces.reported")
    line = say("country-key-reported", of=number(len(by_province)))
    cards.append((replace(told, unit="province"), line))
    lacking = of.count(int((country.values == "no").sum()), id="without")
    cards += [(lacking, say("key-without"))] if known else []
    words = say("key-unknown", na=number(int(by_province["not_applicable"].sum())))
    cards.append((of.count(now.unknown or 0, id="coverage.unknown"), words))
    return key_figures(page, cards)


def _answered(by_province: pd.DataFrame) -> pd.DataFrame:
    """The provinces of which a unit is known."""
    return by_province[by_province["unknown"] < by_province["denominator"]]


def where(country: Country, polygons: gpd.GeoDataFrame, *, by_province: pd.DataFrame) -> Section:
    """Show the map beside the provinces that have answered; name those that have not.

    Parameters
    ----------
    country : Country
        What the report is about.
    polygons : GeoDataFrame
        As `country.drawn` gives it.
    by_province : DataFrame
        As `metrics.coverage` gives it.
    """
    page, told = country.page, _answered(by_province)
    still, listed = _still(country, polygons), [country.table_of(told)] if len(told) else []
    names = by_province.index.difference(told.index, sort=False)
    if len(names):
        bare = ", ".join(split_name(str(name))[1] for name in names)
        listed.append(page.say("country-silent", count=page.number(len(names)), names=bare))
    anchors = {
        "country-provinces": "country-provinces",
        "coverage-now": "coverage-now",
        "coverage-people": "coverage-people",
        "coverage-method": "link-method",
    }
    absent = country.units.loc[~country.units.index.isin(polygons["code"]), "name"]
    drawn = [page.say("country-map-rough")]
    if len(absent):
        units = ", ".join(absent)
        drawn.append(page.say("coverage-map-absent", count=len(absent), units=units))
    return Section([beside(still, *listed, links(page, anchors)), *drawn])


def _still(country: Country, polygons: gpd.GeoDataFrame) -> Part:
    page, picture = country.page, blank_picture(9.2)
    country_map(
        picture.add_subplot(),
        polygons,
        country.values,
        provinces=outlines(polygons),
        units=country.belongs,
        title=page.language.say("country-map-title", **country.titled),
        basis=country.basis,
        language=page.language,
    )
    source = page.cite([polygons.attrs["source"]])
    caption = "country-map-caption"
    return page.picture(picture, caption=caption, basis=country.basis, source=source)


def provinces(country: Country, by_province: pd.DataFrame) -> Section:
    """List the coverage of every province, folded: those that have answered are beside the map."""
    heading = country.page.annex("country-provinces")
    return Section([heading, country.page.unfold(country.table_of(by_province))])


def counted(country: Country, coverage: pd.DataFrame) -> Section:
    """State the coverage by the returns, and what is unknown."""
    page, now = country.page, country.covered(coverage)
    heading = page.heading("coverage-now")
    said = [page.say("coverage-now-no-return", figure=now, year=str(country.year))]
    if len(country.table):
        over = page.language.say(f"counts-{country.counts}")
        said = [page.say("coverage-now-applicable", file=country.file, figure=now, counts=over)]
    if now.unknown:
        count = country.rows.count(now.unknown, id="coverage.unknown")
        said.append(page.say("coverage-now-unknown", count=count))
    return Section([heading, page.bullets(said)])


def closing(country: Country, polygons: gpd.GeoDataFrame) -> Section:
    """End the page: quality, method, files and sources."""
    page, say = country.page, country.page.language.say
    quality = page.heading("quality-heading")
    stated = of_indicator(
        page,
        country.assessed,
        of=country.rows,
        evidence=country.evidence[country.evidence["area"] == COUNTRY],
        year=country.year,
        listed_on=country.listed_on,
    )
    method = page.heading("coverage-method")
    formula = page.bullets([page.say("coverage-method-coverage")])
    about = page.heading("coverage-about")
    period = {"year": str(country.year), "date": country.listed_on}
    definition = load_indicators().at[country.indicator, f"definition_{page.language.code}"]
    source = str(polygons.attrs["source"])
    facts = {
        "coverage-place": say("country-place"),
        "coverage-period": say("coverage-period-value", **period),
        "coverage-basis": page.with_sources(
            say(f"page-basis-{country.basis}"), *country.rows.sources
        ),
        "coverage-boundaries": page.cite([source]),
        "coverage-definition": definition,
        "page-sources": page.cite([*country.rows.sources, source]),
    }
    files = [paths.data_file("units/census-2019.csv")]
    if len(country.table):
        files.insert(0, returns.file_of(country.table.attrs["name"]))
    ended = about_page(page, facts, files=files)
    return Section([quality, stated, method, formula, about, *ended])
