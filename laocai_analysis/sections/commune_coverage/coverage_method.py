"""The end of a coverage report: quality, method, what the page rests on."""

from __future__ import annotations

import pandas as pd

from laocai_analysis import returns
from laocai_analysis.evidence import file_of
from laocai_analysis.indicators import load_indicators
from laocai_analysis.page.figures import difference, from_boundaries, from_evidence
from laocai_analysis.page.markup import Section
from laocai_analysis.places import boundaries
from laocai_analysis.sections.closing import about_page
from laocai_analysis.sections.commune_coverage.stated import known_areas
from laocai_analysis.sections.commune_coverage.subject import Subject
from laocai_analysis.sections.statement import disclosure, of_indicator


def closing(subject: Subject, *, area: pd.Series, audience: str) -> Section:
    """End the page: quality, method, files and sources.

    Parameters
    ----------
    subject : Subject
        What the report is about.
    area : Series of float
        The area of each commune of the place, as `metrics.geodesic_area` gives it.
    audience : {"office", "public"}
        For whom the page is.
    """
    return Section([*_quality(subject, audience), *_method(subject, area), *_about(subject)])


def _quality(subject: Subject, audience: str) -> Section:
    """State how far the answers can be relied on."""
    page, place, evidence = subject.page, subject.place, subject.evidence
    heading = page.heading("quality-heading")
    stated = of_indicator(
        page,
        subject.assessed,
        of=subject.rows,
        evidence=evidence[evidence["area"] == place.here.code],
        year=place.year,
        listed_on=place.listed_on,
    )
    return Section([heading, disclosure(page, audience), stated])


def _method(subject: Subject, area: pd.Series) -> Section:
    """Say how the figures were computed."""
    page, evidence = subject.page, subject.evidence
    heading = page.heading("coverage-method")
    said = [page.say("coverage-method-coverage"), page.say("coverage-method-radius")]
    known = known_areas(subject)
    if not subject.place.district and len(known):
        total = from_boundaries(float(area.sum()), id="area", source=subject.place.source)
        stated = from_evidence(known.iloc[0])
        gap = difference(total, stated, id="area.difference", relative=True)
        figures = {"area": total, "reference": stated, "difference": gap}
        said.append(page.say("coverage-method-area", **figures))
    shown = {"F03", "F04"} <= set(evidence.index)  # not hidden from the public
    illustrated = subject.basis == "illustrative" and "illustration-2008" in subject.rows.sources
    if illustrated and shown:
        offices, papers = (from_evidence(evidence.loc[[id]].iloc[0]) for id in ("F03", "F04"))
        told = {"offices": offices, "newspapers": papers}
        said.append(page.say("coverage-method-illustrative", **told))
    return Section([heading, page.bullets(said)])


def _about(subject: Subject) -> Section:
    """Say what the page is about and rests on: its files and its sources."""
    page, place, rows = subject.page, subject.place, subject.rows
    heading = page.heading("coverage-about")
    name = str(place.everywhere.attrs["name"])
    period = {"year": str(place.year), "date": place.listed_on}
    definition = load_indicators().at[subject.indicator, f"definition_{page.language.code}"]
    basis = page.language.say(f"page-basis-{subject.basis}")
    facts = {
        "coverage-place": place.name,
        "coverage-period": page.language.say("coverage-period-value", **period),
        "coverage-basis": page.with_sources(basis, *rows.sources),
        "coverage-boundaries": page.with_sources(name, place.source),
        "coverage-definition": definition,
        "page-sources": page.cite([*subject.published["source"], *rows.sources, place.source]),
    }
    used = [*subject.published.index, *known_areas(subject).index[:1]]
    stated = sorted(set(subject.evidence.loc[used, "file"]))
    files = [boundaries.file_of(name), *map(file_of, stated)]
    if len(subject.table):
        files.insert(0, returns.file_of(subject.table.attrs["name"]))
    return Section([heading, *about_page(page, facts, files=files)])
