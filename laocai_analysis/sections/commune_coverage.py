"""The coverage report: its headline and key figures, and sentences that depend on figures."""

from __future__ import annotations

import pandas as pd

from laocai_analysis.page.figures import Figure, RowsOf, from_evidence
from laocai_analysis.page.first_screen import key_figures
from laocai_analysis.page.markup import Part
from laocai_analysis.page.page import Page
from laocai_analysis.page.wording import percentage
from laocai_analysis.places.matching import split_name
from laocai_analysis.sources import load_sources

#: How many names a line of a key figure holds.
_NAMED = 4


def headline(
    page: Page,
    now: Figure,
    *,
    name: str,
    place: str,
    published: pd.DataFrame,
    without: pd.Series,
    of: RowsOf,
) -> Part:
    """Answer in one sentence: published totals where the rows are illustrative, else what the rows
    say, with bounds where some are unknown.

    Parameters
    ----------
    page : Page
        The page.
    now : Figure
        The coverage.
    name, place : str
        The indicator and the place.
    published : DataFrame
        The published figures of the place, as `evidence.published` gives them.
    without : Series of int
        The number of units without the service in each group, the most first.
    of : RowsOf
        The rows of the return.
    """
    if of.basis == "illustrative":
        if published.empty:
            return page.answer("headline-none", indicator=name, place=place)
        stated = "; ".join(
            str(page.counted(from_evidence(row)).data) for _, row in published.iterrows()
        )
        return page.answer("headline-published", indicator=name, figures=Part(stated))
    if not now.denominator:
        return page.answer("headline-na", indicator=name, place=place)
    units = of.count(now.denominator, id="coverage.units")
    unknown = of.count(now.unknown or 0, id="coverage.unknown")
    if now.unknown == now.denominator:
        return page.answer("headline-unknown", indicator=name, units=units)
    if now.unknown:
        least, most = now.numerator or 0, (now.numerator or 0) + now.unknown
        ends = {
            "least": of.count(least, id="coverage.least"),
            "most": of.count(most, id="coverage.most"),
        }
        return page.answer("headline-bounds", indicator=name, units=units, unknown=unknown, **ends)
    share, total = page.counted(now), int(without.sum())
    if not total:
        return page.answer("headline-all", indicator=name, share=share)
    lacking = of.count(total, id="without")
    if len(without) == 1 or without.iloc[0] == without.iloc[1]:
        return page.answer("headline-without", indicator=name, share=share, without=lacking)
    return page.answer(
        "headline-most",
        indicator=name,
        share=share,
        without=lacking,
        group=split_name(str(without.index[0]))[1],
        count=page.language.number(int(without.iloc[0])),
    )


def key(
    page: Page,
    now: Figure,
    *,
    published: pd.DataFrame,
    without: pd.Series,
    gaps: pd.Series,
    names: pd.Series,
    not_applicable: int,
    of: RowsOf,
) -> Part:
    """Return the key figures: who has it, who has not, the largest gap, what is unknown.

    Parameters
    ----------
    page, now, published, without, of
        As for `headline`.
    gaps : Series of int
        As `metrics.contiguous_gaps` gives it.
    names : Series of str
        The name of each unit.
    not_applicable : int
        The number of units to which the indicator does not apply.
    """
    say, known = page.language.say, load_sources()
    cards = []
    for _, row in published.iterrows() if of.basis == "illustrative" else ():
        figure = from_evidence(row)
        if figure.denominator:
            date = page.language.date(known[str(row["source"])].published)
            cards.append((figure, say("key-published", date=date, **_parts(page, figure))))
    if not cards and now.denominator:
        cards.append((now, say("key-coverage", **_parts(page, now))))
    most = ", ".join(
        f"{split_name(str(group))[1]} ({page.language.number(int(count))})"
        for group, count in without.head(3).items()
    )
    total = of.count(int(without.sum()), id="without")
    cards.append((total, say("key-without-most", groups=most) if most else say("key-without")))
    members = [split_name(str(name))[1] for name in names.loc[gaps.index[gaps == 1]]]
    if len(members) > 1:
        largest = of.count(len(members), id="gap.largest", metric="metrics.contiguous_gaps")
        more = "…" if len(members) > _NAMED else ""
        cards.append((largest, say("key-gap", names=", ".join(members[:_NAMED]) + more)))
    unknown = of.count(now.unknown or 0, id="coverage.unknown")
    words = say("key-unknown", na=page.language.number(not_applicable))
    return key_figures(page, [*cards, (unknown, words)])


def _parts(page: Page, figure: Figure) -> dict[str, str]:
    of = page.language.say(f"of-{figure.denominator_counts}")
    return {"of": of, "percent": percentage(figure, language=page.language)}


def without_by_group(values: pd.Series, *, names: pd.Series, groups: pd.Series) -> pd.DataFrame:
    """List the units without the service in each group, the group with most first.

    Parameters
    ----------
    values : Series of {"yes", "no", "unknown", "na"}
        One value for each unit.
    names, groups : Series of str
        The name and the group of each unit, with the index of `values`.

    Returns
    -------
    DataFrame
        Indexed by group, with ``count`` and ``names``; empty where no unit is without.

    Examples
    --------
    >>> units = pd.DataFrame({"value": ["no", "no", "yes", "no"], "group": ["A", "B", "B", "B"]})
    >>> names = pd.Series(["Xã D", "Xã C", "Xã B", "Xã A"])
    >>> without_by_group(units["value"], names=names, groups=units["group"]).to_dict("index")
    {'B': {'count': 2, 'names': 'C, A'}, 'A': {'count': 1, 'names': 'D'}}
    """
    lacking = values.index[values == "no"]
    bare = names.loc[lacking].map(lambda name: split_name(str(name))[1])
    listed = bare.groupby(groups.loc[lacking], sort=False).agg(["size", ", ".join])
    listed = listed.set_axis(["count", "names"], axis=1)
    return listed.sort_values("count", ascending=False, kind="stable")


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
