"""The end of a coverage report: quality, method, what the page rests on."""

from __future__ import annotations

import pandas as pd

from laocai_analysis.page.figures import difference, from_boundaries, from_evidence
from laocai_analysis.page.markup import Section
from laocai_analysis.sections.commune_coverage.stated import known_areas
from laocai_analysis.sections.commune_coverage.subject import Subject
from laocai_analysis.sections.statement import disclosure


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
    quality, method = _quality(subject, audience), _method(subject, area)
    used = [*subject.published.index, *known_areas(subject).index[:1]]
    return Section(
        [*quality, *method, *subject.about(subject.evidence.loc[used, "file"], audience=audience)]
    )


def _quality(subject: Subject, audience: str) -> Section:
    """State how far the answers can be relied on."""
    heading = subject.page.heading("quality-heading")
    return Section([heading, disclosure(subject.page, audience), subject.quality()])


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
