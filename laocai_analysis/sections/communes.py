"""The coverage report: sentences that depend on what the figures say."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from laocai_analysis.page.figures import from_evidence
from laocai_analysis.page.markup import Part
from laocai_analysis.page.page import Page
from laocai_analysis.places.groups import load_groups
from laocai_analysis.places.province import Province
from laocai_analysis.places.units import load_units


def whole(page: Page, here: Province) -> str:
    """Return the name of a province with its type.

    Examples
    --------
    >>> whole(Page("vi"), Province("92", "Cần Thơ", "thành phố"))
    'thành phố Cần Thơ'
    """
    kind = "city" if here.kind == "thành phố" else "province"
    return page.language.say(f"coverage-whole-{kind}", name=here.name)


def drawn(page: Page, communes: gpd.GeoDataFrame) -> list[Part]:
    """Say which communes are drawn approximately, and which cannot be drawn.

    Parameters
    ----------
    page : Page
        The page.
    communes : GeoDataFrame
        As `boundaries.load_boundaries` gives it.

    Returns
    -------
    list of Part
        A paragraph for each of the two; none where there is nothing to say.
    """
    absent = communes.geometry.is_empty
    about = {
        "coverage-map-approximate": communes["approximate"] & ~absent,
        "coverage-map-absent": absent,
    }
    return [
        page.say(message, count=int(which.sum()), units=", ".join(communes.loc[which, "name"]))
        for message, which in about.items()
        if which.any()
    ]


def shared(page: Page, *, year: int, province: str, groups: str) -> list[Part]:
    """Say which communes took from several former districts or provinces, and where each is
    counted.

    Parameters
    ----------
    page : Page
        The page.
    year : int
        The year.
    province, groups : str
        As for `groups.load_groups`.

    Returns
    -------
    list of Part
        One paragraph, or none where every commune took from one only.
    """
    held = load_groups(year, province=province, by=groups)
    if held.shared.empty:
        return []
    names = load_units(year, province=province)["name"]
    told = "; ".join(
        f"{names[code]}: {held.names[group]} ({others})"
        for code, group, others in held.shared.astype(str).to_numpy().tolist()
    )
    return [page.say("coverage-groups-shared", count=len(held.shared), units=told)]


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
