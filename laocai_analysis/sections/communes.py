"""The coverage report: sentences that depend on what the figures say."""

from __future__ import annotations

import pandas as pd

from laocai_analysis.page.figures import from_evidence
from laocai_analysis.page.markup import Part
from laocai_analysis.page.page import Page


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


def beyond(page: Page, gaps: pd.Series, *, communes: pd.DataFrame, district: str) -> list[Part]:
    """Name the communes of other districts that belong to the gaps of a district.

    Parameters
    ----------
    page : Page
        The page.
    gaps : Series
        As `metrics.contiguous_gaps` gives it for the district.
    communes : DataFrame
        All communes, with ``name`` and ``district``.
    district : str
        The name of the district; blank for the whole province.

    Returns
    -------
    list of Part
        One paragraph, or none where no gap goes beyond the district.
    """
    members = communes.loc[gaps.index]
    others = members[members["district"] != district] if district else members.iloc[:0]
    if others.empty:
        return []
    named = "; ".join(
        f"{row.name_} ({row.district})"
        for row in others.rename(columns={"name": "name_"}).itertuples()
    )
    return [page.say("coverage-without-beyond", place=district, units=named)]
