"""The coverage by the table of communes: over which denominator, and beside what was published."""

from __future__ import annotations

import pandas as pd

from laocai_analysis.page.figures import Figure, difference, from_evidence
from laocai_analysis.page.markup import Part, Section
from laocai_analysis.sections.benchmarks import beside
from laocai_analysis.sections.commune_coverage.carried import carried
from laocai_analysis.sections.commune_coverage.subject import Subject

#: The types of unit in the order in which they are listed.
_TYPES = ("xã", "phường", "thị trấn", "đặc khu")


def counted(
    subject: Subject,
    coverage: pd.DataFrame,
    *,
    over_all: pd.DataFrame,
    by_area: pd.DataFrame,
    by_type: pd.DataFrame,
) -> Section:
    """State the coverage over each denominator, beside the published figures and the country; of a
    converted return also what it was converted from.

    Parameters
    ----------
    subject : Subject
        What the report is about.
    coverage, over_all, by_area, by_type : DataFrame
        As `metrics.coverage` and `metrics.weighted_coverage` give them: of the place, over all
        units, by area, by type of unit.
    """
    page, place, rows = subject.page, subject.place, subject.rows
    heading, now = page.heading("coverage-now"), subject.covered(coverage)
    every = rows.coverage(over_all.iloc[0], id="coverage.all", counts="commune_level")
    area = rows.share(by_area.iloc[0], id="coverage.area", sources=(place.source,))
    said = _over(subject, now, every=every, area=area)
    said += _against_published(subject, now, every=every)
    country = beside(
        page,
        subject.evidence,
        indicator=subject.indicator,
        year=place.year,
        area=place.here.code,
        counted=every,
        district=place.district,
    )
    types = page.coverage_table(
        by_type.loc[_in_order(by_type.index)],
        of=rows,
        id="coverage.type",
        first="column-type",
        caption="coverage-types-table",
        counts=subject.counts,
    )
    converted = carried(subject, coverage)
    return Section([heading, page.bullets(said), country, types, *converted])


def _over(subject: Subject, now: Figure, *, every: Figure, area: Figure) -> list[Part]:
    """Say the coverage over the units asked, over all units, and by area."""
    page, file, empty = subject.page, subject.file, subject.table.empty
    over = page.language.say(f"counts-{subject.counts}")
    said = [page.say("coverage-now-applicable", file=file, figure=now, counts=over)]
    if empty:
        year = str(subject.place.year)
        said = [page.say("coverage-now-no-return", figure=now, year=year)]
    elif subject.counts != "commune_level":
        units = page.language.say("counts-commune_level")
        said.append(page.say("coverage-now-all", counts=units, figure=every))
    if now.unknown:
        count = subject.rows.count(now.unknown, id="coverage.unknown")
        said.append(page.say("coverage-now-unknown", count=count))
    if now.denominator and not empty:
        said.append(page.say("coverage-now-area", figure=area))
    elif not now.denominator:
        said[0] = page.say("coverage-now-none", file=file)
    if subject.basis == "illustrative":
        said.append(page.say("coverage-artefact"))
    return said


def _against_published(subject: Subject, now: Figure, *, every: Figure) -> list[Part]:
    """Say how far the count is from each published one; invented rows say nothing of theirs."""
    if subject.place.district or subject.basis == "illustrative":
        return []
    said, published = [], subject.published
    for id, row in published[published["numerator"] != ""].iterrows():
        stated = from_evidence(row)
        count = now if stated.denominator_counts == subject.counts else every
        gap = difference(count, stated, id=f"difference.{id}")
        figures = {"published": stated, "counted": count, "difference": gap}
        said.append(subject.page.say("coverage-now-gap", **figures))
    return said


def _in_order(types: pd.Index) -> pd.Index:
    known = pd.Index(_TYPES)
    return known.union(types, sort=False).intersection(types, sort=False)
