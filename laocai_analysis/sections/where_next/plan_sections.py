"""The sections of a report of where next: answer, map, curve, doubts, spread, end."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from laocai_analysis import returns
from laocai_analysis.checks.quality import Quality
from laocai_analysis.evidence import load_evidence
from laocai_analysis.metrics.access import representative_points
from laocai_analysis.metrics.choices import Answers
from laocai_analysis.metrics.gaps import neighbours
from laocai_analysis.page.first_screen import beside, links
from laocai_analysis.page.markup import Section
from laocai_analysis.page.page import Page
from laocai_analysis.pictures.blank import blank_picture
from laocai_analysis.pictures.plans import plan_curve, plan_map
from laocai_analysis.places import boundaries, weights
from laocai_analysis.places.groups import column
from laocai_analysis.places.province import Province, find
from laocai_analysis.sections import statement
from laocai_analysis.sections.closing import about_page
from laocai_analysis.sections.one_return import OneIndicator
from laocai_analysis.sections.where import drawn, shared, whole
from laocai_analysis.sections.where_next import plan_words, spread
from laocai_analysis.sections.where_next.plan_case import Case
from laocai_analysis.sections.where_next.year_before import since_year_before


@dataclass(frozen=True)
class Subject(OneIndicator):
    """What a report of where next is about: a case of an indicator in one return, at one place.

    Parameters
    ----------
    page : Page
        The page.
    table : DataFrame
        As `returns.find_return` gives it.
    case : Case
        What the plan is made from.
    answers : Answers
        The plans of the case.
    year : int
        The year of the return.
    province, groups : str
        As for `boundaries.load_boundaries`.
    district : str
        The name of a district or group; blank for the whole province.
    points : str
        The file of existing points; blank for none.
    """

    page: Page
    table: pd.DataFrame
    case: Case
    answers: Answers
    year: int
    province: str = ""
    groups: str = ""
    district: str = ""
    points: str = ""

    @property
    def indicator(self) -> str:  # type: ignore[override]
        """The indicator of the case."""
        return self.case.rows.indicator

    @cached_property
    def here(self) -> Province:
        """The province."""
        return find(self.province, date=self.year)

    @property
    def place(self) -> str:
        """What the place is called."""
        return self.page.language.inside(self.district) or whole(self.page, self.here)

    @cached_property
    def assessed(self) -> Quality:
        """How far the answers can be relied on."""
        communes = self.case.communes.loc[self.case.only]
        return self.assess(communes, province=self.province)

    @property
    def drawn_from(self) -> str:
        """The table and the boundaries, in words."""
        language = self.page.language
        cited = boundaries.cite(self.case.communes, language=language.code)
        if self.table.empty:
            return language.say("coverage-drawn-from-none", boundaries=cited)
        return language.say("coverage-drawn-from", file=self.file, boundaries=cited)


def answer(subject: Subject) -> Section:
    """Answer in one sentence, with the basis and the key figures."""
    page, case, answers = subject.page, subject.case, subject.answers
    about = {"indicator": subject.name, "place": subject.place, "year": str(subject.year)}
    bases = subject.assessed.bases
    return Section(
        [
            page.question("next-title", **about),
            plan_words.headline(page, case, answers, name=subject.name),
            statement.banner(page, bases, basis=subject.basis, why="coverage-method"),
            plan_words.key(page, case, answers),
        ]
    )


def where(subject: Subject) -> Section:
    """Show the chosen communes on the map, beside the table of priorities."""
    page, case, answers = subject.page, subject.case, subject.answers
    communes, km = case.communes.loc[case.only], page.number(case.within)
    picture = blank_picture(4.9)
    plan_map(
        picture.add_subplot(),
        communes,
        case.kinds(answers),
        chosen=case.numbers(answers),
        sure=answers.same,
        points=representative_points(case.communes.geometry),
        kilometres=case.within,
        title=page.language.say("next-map-title", indicator=subject.name, year=str(subject.year)),
        basis=subject.basis,
        language=page.language,
    )
    words = "next-map" if case.within else "next-map-own"
    about = {"km": km, "source": subject.drawn_from}
    still = page.picture(picture, caption=words, basis=subject.basis, table=None, **about)
    anchors = {
        "next-curve": "link-curve",
        "next-changes": "link-changes",
        "next-spread": "link-spread",
        "coverage-method": "link-method",
    }
    table = plan_words.priority(page, case, answers)
    return Section([beside(still, table, links(page, anchors)), *drawn(page, communes)])


def how_many(subject: Subject) -> Section:
    """Show how many people 1, 2, 3 … points reach."""
    page, case = subject.page, subject.case
    heading = page.heading("next-curve")
    least, most = plan_words.curves(case, subject.answers)
    picture = blank_picture(3.6)
    plan_curve(
        picture.add_subplot(),
        least,
        most,
        k=case.k,
        title=page.language.say("next-curve-title"),
        across=page.language.say("next-curve-across"),
        basis=subject.basis,
        source=subject.drawn_from,
        language=page.language,
    )
    table = plan_words.curve_table(page, case, least, most)
    words = "next-curve-caption"
    shown = page.picture(picture, caption=words, basis=subject.basis, table=table)
    return Section([heading, shown])


def what_would_change(subject: Subject) -> Section:
    """Say on what the plan depends, and what changed since the year before."""
    page, heading = subject.page, subject.page.heading("next-changes")
    said = plan_words.what_changes(page, subject.case, subject.answers)
    since = since_year_before(page, subject.case, year=subject.year, province=subject.province)
    return Section([heading, page.bullets(said), *since])


def spread_out(subject: Subject) -> Section:
    """Show how the people without are spread: by group, by distance, side by side."""
    page, case = subject.page, subject.case
    parts, by = [page.annex("next-spread")], column(case.communes)
    if case.communes.loc[case.only, "district"].nunique() > 1:
        about = {"province": subject.province, "groups": subject.groups}
        parts.append(spread.by_group(page, case, by=by))
        parts += shared(page, year=subject.year, **about)
    parts.append(spread.by_distance(page, case, kilometres=(5, 10, 20)))
    pairs = neighbours(case.communes.geometry)
    said = [*spread.clustered(page, case, pairs=pairs), *spread.unequal(page, case)]
    if subject.basis == "illustrative":
        said.append(page.say("next-spread-illustrative"))
    each = page.unfold(spread.each_without(page, case, by=by))
    return Section([*parts, page.bullets(said), each])


def closing(subject: Subject) -> Section:
    """End the page: quality, method, what it rests on."""
    page, case = subject.page, subject.case
    evidence, listed_on = load_evidence(), page.language.date(case.date)
    quality = [
        page.heading("quality-heading"),
        statement.of_indicator(
            page,
            subject.assessed,
            of=case.rows,
            evidence=evidence[evidence["area"] == subject.here.code],
            year=subject.year,
            listed_on=listed_on,
        ),
    ]
    heading = page.heading("coverage-method")
    said = plan_words.method(page, case, year=subject.year, points=subject.points)
    return Section([*quality, heading, page.bullets(said), *_about(subject, listed_on)])


def _about(subject: Subject, listed_on: str) -> list[object]:
    """Say what the page is about and rests on: its files and its sources."""
    page, case, table = subject.page, subject.case, subject.table
    heading, held, say = page.heading("coverage-about"), case.communes.attrs, page.language.say
    basis = say(f"page-basis-{subject.basis}")
    sources = [*case.rows.sources, case.weights.attrs["source"], held["source"]]
    facts = {
        "coverage-place": subject.place,
        "coverage-period": say("coverage-period-value", year=str(subject.year), date=listed_on),
        "coverage-basis": page.with_sources(basis, *case.rows.sources),
        "coverage-boundaries": page.with_sources(str(held["name"]), str(held["source"])),
        "page-sources": page.cite(sources),
    }
    files = [returns.file_of(table.attrs["name"])] if len(table) else []
    files += [boundaries.file_of(str(held["name"]))]
    kind = str(case.weights.attrs["kind"])
    files.append(weights.file_of(case.weights.attrs["path"] if kind == "own" else kind))
    files += [Path(subject.points)] if subject.points else []
    return [heading, *about_page(page, facts, files=files)]
