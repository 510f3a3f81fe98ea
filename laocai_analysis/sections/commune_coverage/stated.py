"""The published figures on the coverage of communes, and the service radius that they imply."""

from __future__ import annotations

import pandas as pd

from laocai_analysis.evidence import disagreements, recompute_radius
from laocai_analysis.page.figures import from_evidence, from_radius
from laocai_analysis.page.markup import Part, Section
from laocai_analysis.page.page import Page
from laocai_analysis.sections.commune_coverage.subject import Subject
from laocai_analysis.sections.review import joined


def published(subject: Subject) -> Section:
    """Show the published figures of the indicator, and the service radius recomputed."""
    page, rows, place = subject.page, subject.published, subject.place
    disagree = bool(rows.index.isin(disagreements(subject.evidence).index).any())
    parts = [page.heading("coverage-published")]
    if place.district:
        parts.append(page.say("coverage-published-province", place=place.name))
    parts.append(published_in_words(page, rows, disagree=disagree, year=subject.place.year))
    if len(rows):
        caption = "coverage-published-table"
        parts.append(page.evidence_table(rows, caption=caption, indicator=subject.name))
    return Section([*parts, *_radii(subject)])


def known_areas(subject: Subject) -> pd.DataFrame:
    """Return the published areas of the province, the one to compute with first."""
    rows = subject.evidence
    here = (rows["indicator"] == "area") & (rows["area"] == subject.place.here.code)
    return rows[here]


def _radii(subject: Subject) -> list[Part]:
    """Return the recomputed radii beside the published ones; none where none was published."""
    page, evidence = subject.page, subject.evidence
    points, radii = map(subject.published_of, ("postal_service_points", "service_radius"))
    computed = recompute_radius(evidence)
    computed = computed[computed.index.isin(radii.index)]
    if computed.empty:
        return []
    areas = joined(page, known_areas(subject).sort_values("period"), by="period")
    sentences = [
        page.say(
            "coverage-points-agrees" if row["agrees"] else "coverage-points-differs",
            points=from_evidence(evidence.loc[row["points_id"]]),
            areas=areas,
            computed=from_radius(row, evidence=evidence),
            published=from_evidence(evidence.loc[[str(id)]].iloc[0]),
        )
        for id, row in computed.iterrows()
    ]
    both = pd.concat([points, radii])
    return [
        page.say(radius_intro(points, radii)),
        page.evidence_table(both, caption="coverage-published-points-table"),
        page.bullets(sentences),
    ]


def published_in_words(page: Page, rows: pd.DataFrame, *, disagree: bool, year: int) -> Part:
    """Say how the published figures of an indicator stand to each other.

    Parameters
    ----------
    page : Page
        The page.
    rows : DataFrame
        The published figures, as `evidence.published` gives them.
    disagree : bool
        Whether one of them disagrees with another, as `evidence.disagreements` says.
    year : int
        The year.
    """
    if rows.empty:
        return page.say("coverage-published-none", year=str(year))
    if disagree:
        return page.say("coverage-published-disagree")
    one = rows["source"].nunique() == 1
    message = "coverage-published-one" if one else "coverage-published-agree"
    return page.say(message, figure=from_evidence(rows.iloc[0]))


def radius_intro(points: pd.DataFrame, radii: pd.DataFrame) -> str:
    """Return the message above the recomputed radii: whether sources that differ in the number of
    points state the same radius.
    """
    puzzle = points["value"].nunique() > 1 and len(radii) > 1 and radii["value"].nunique() == 1
    return "coverage-points-differ" if puzzle else "coverage-points-intro"
