"""The end of a report of changes: quality, method, what the page rests on."""

from __future__ import annotations

from laocai_analysis import returns
from laocai_analysis.evidence import load_evidence
from laocai_analysis.page.markup import Part, Section
from laocai_analysis.places import boundaries
from laocai_analysis.sections.closing import about_page
from laocai_analysis.sections.comparison.between import Subject
from laocai_analysis.sections.statement import of_indicator


def closing(subject: Subject) -> Section:
    """End the page: quality, method, files and sources."""
    return Section([*_quality(subject), *_method(subject), *_about(subject)])


def _quality(subject: Subject) -> Section:
    """State how far the answers of both returns can be relied on."""
    page, evidence = subject.page, load_evidence()
    heading = page.heading("quality-heading")
    parts = [
        of_indicator(
            page,
            found,
            of=rows,
            evidence=evidence[evidence["area"] == subject.place.here.code],
            year=year,
            listed_on=page.language.date(f"{year}-12-31"),
            id=f"quality.{when}",
            name=rows.file,
        )
        for found, rows, year, when in zip(
            subject.assessed, subject.rows, subject.years, ("before", "after"), strict=True
        )
    ]
    return Section([heading, *parts])


def _method(subject: Subject) -> Section:
    """Say how the changes were found."""
    page = subject.page
    heading = page.heading("changes-method")
    said = [page.say("changes-method-rule")]
    if subject.basis == "illustrative" and "illustration-2009" in subject.rows[1].sources:
        said.append(page.say("changes-method-illustrative"))
    return Section([heading, page.bullets(said)])


def _about(subject: Subject) -> Section:
    """Say what the page is about and rests on: its files and its sources."""
    page, place = subject.page, subject.place
    heading = page.heading("coverage-about")
    name, (before, after) = str(place.everywhere.attrs["name"]), _told(subject)
    facts = {
        "coverage-place": place.name,
        "changes-before": before,
        "changes-after": after,
        "coverage-basis": page.language.say(f"page-basis-{subject.basis}"),
        "coverage-boundaries": page.with_sources(name, place.source),
        "page-sources": page.cite(
            [*(key for rows in subject.rows for key in rows.sources), place.source]
        ),
    }
    files = [returns.file_of(table.attrs["name"]) for table in subject.tables if len(table)]
    files = [*dict.fromkeys([*files, boundaries.file_of(name)])]
    return Section([heading, *about_page(page, facts, files=files)])


def _told(subject: Subject) -> list[Part]:
    """Return file, year and basis of both returns, with their sources."""
    page, told = subject.page, []
    for table, rows, year in zip(subject.tables, subject.rows, subject.years, strict=True):
        basis = page.language.say(f"page-basis-{rows.basis}")
        file = str(table.attrs["file"])
        said = page.language.say("changes-return", file=file, year=str(year), basis=basis)
        told.append(page.with_sources(said, *rows.sources))
    return told
