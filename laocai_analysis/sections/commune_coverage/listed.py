"""The lists of a coverage report: the groups, and the units that are without."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure as Picture

from laocai_analysis.metrics.area import geodesic_area
from laocai_analysis.page.figures import Figure
from laocai_analysis.page.markup import Part, Section
from laocai_analysis.page.page import Page
from laocai_analysis.pictures import charts
from laocai_analysis.pictures.blank import blank_picture
from laocai_analysis.sections.commune_coverage.subject import Subject
from laocai_analysis.sections.where import shared


def by_group(subject: Subject, coverage: pd.DataFrame) -> Section:
    """Show the coverage of each group, as bars and as a table; nothing where there is one group.

    Parameters
    ----------
    subject : Subject
        What the report is about.
    coverage : DataFrame
        As `metrics.coverage` gives it, by group.
    """
    page, place, heading = subject.page, subject.place, subject.heading
    if not subject.several:
        return Section()
    parts = [page.heading(heading, **subject.grouped)]
    rows = page.coverage_table(
        coverage,
        of=subject.rows,
        id="coverage.district",
        first=place.by,
        caption=f"{heading}-table",
        counts=subject.counts,
    )
    if subject.basis == "illustrative":
        parts.append(page.say("coverage-artefact"))
    unknown = bool(coverage["unknown"].any())
    words = f"{heading}-caption-bounds" if unknown else f"{heading}-caption"
    bars, basis = _bars(subject, coverage), subject.basis
    parts.append(page.picture(bars, caption=words, basis=basis, table=rows, **subject.grouped))
    of_several = shared(page, year=place.year, province=place.province, groups=place.groups)
    return Section([*parts, *of_several])


def _bars(subject: Subject, coverage: pd.DataFrame) -> Picture:
    say, told = subject.page.language.say, {**subject.titled, **subject.grouped}
    picture = blank_picture(charts.bars_height(len(coverage)))
    charts.district_bars(
        picture.add_subplot(),
        coverage,
        title=say(f"{subject.heading}-title", **told),
        basis=subject.basis,
        source=subject.file if len(subject.table) else say("coverage-no-table"),
        language=subject.page.language,
    )
    return picture


def without(subject: Subject, gaps: pd.Series, *, at_most: pd.Series) -> Section:
    """List the units without the service by the gap that they belong to.

    Parameters
    ----------
    subject : Subject
        What the report is about.
    gaps, at_most : Series of int
        As `metrics.contiguous_gaps` gives it: of the units known to be without, and of these and
        the unknown ones.
    """
    page = subject.page
    parts = [page.annex("coverage-without")]
    if gaps.empty:
        parts.append(page.say("coverage-without-none"))
    else:
        parts += _without(subject, gaps)
    if len(at_most) > len(gaps):
        most = _largest(subject, at_most, id="gap.at_most")
        parts.append(page.say("coverage-without-unknown", largest=most))
    return Section(parts)


def _without(subject: Subject, gaps: pd.Series) -> list[Part]:
    page, place = subject.page, subject.place
    number = int((subject.values == "no").sum())
    figures = {
        "figure": subject.rows.count(number, id="without"),
        "largest": _largest(subject, gaps, id="gap.largest"),
    }
    parts = [page.say("coverage-without-intro", **figures)]
    parts += beyond(page, gaps, communes=place.everywhere, district=place.district)
    if subject.basis == "illustrative":
        parts.append(page.say("coverage-without-illustrative"))
    members = place.everywhere.loc[gaps.index]
    area = geodesic_area(members.geometry).round(1)
    members = members.assign(gap=gaps, area=area).sort_values(["gap", "district"])
    members = members[["name", "type", "district", "area", "gap"]].set_axis(
        ["column-commune", "column-type", place.by, "column-area", "column-gap"], axis=1
    )
    return [*parts, page.table(members, caption="coverage-without-table", basis=subject.basis)]


def _largest(subject: Subject, gaps: pd.Series, *, id: str) -> Figure:
    """Return the number of units in the largest gap."""
    return subject.rows.count(int((gaps == 1).sum()), id=id, metric="metrics.contiguous_gaps")


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
    return [page.say("coverage-without-beyond", place=page.language.inside(district), units=named)]
