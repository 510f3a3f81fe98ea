"""What changed since the return of the year before, on the units of this year."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from laocai_analysis import returns
from laocai_analysis.basis import weakest
from laocai_analysis.errors import InputError
from laocai_analysis.indicators import denominator_counts
from laocai_analysis.metrics.changes import changes
from laocai_analysis.metrics.coverage import coverage
from laocai_analysis.page.figures import difference
from laocai_analysis.page.markup import Part
from laocai_analysis.page.page import Page
from laocai_analysis.page.rows_of import ChangesOf, RowsOf
from laocai_analysis.places.composition import events_of
from laocai_analysis.places.conversion import convert
from laocai_analysis.places.province import years
from laocai_analysis.sections.comparison.sums import net
from laocai_analysis.sections.where_next.plan_case import Case

#: The kinds of change of a unit that is unknown in one of the two years, or in both.
_OPEN = ["newly_known", "newly_unknown", "still_unknown"]


def since_year_before(page: Page, case: Case, *, year: int, province: str) -> list[Part]:
    """Say how many units gained and lost the service since the return of the year before.

    Where the units are others, those of the year before are carried along the events: a unit has
    the service where one of its parts had it, and is unknown where that is left open.

    Parameters
    ----------
    page : Page
        The page.
    case : Case
        What the plan of this year is made from.
    year : int
        The year of the return.
    province : str
        The province; blank for that of the project.

    Returns
    -------
    list of Part
        Empty where this year or the year before has no return, or none of the indicator.
    """
    indicator, here = case.rows.indicator, case.values.loc[case.only]
    if not case.rows.file or year - 1 not in years(province):
        return []
    heading, told = "next-since", {"before": str(year - 1)}
    if len(held := returns.names_of(year - 1)) > 1 and not province:
        several = page.say("several-returns", year=told["before"], names=", ".join(held))
        return [page.heading(heading, **told), several]
    try:
        table = returns.find_return("", indicator=indicator, year=year - 1, province=province)
    except InputError:
        return [page.heading(heading, **told), page.say("next-since-unread", **told)]
    if str(year - 1) not in set(table["year"]):
        return []
    then = returns.values(table, indicator=indicator, year=year - 1, province=province)
    rows = RowsOf.table(table, indicator=indicator, basis=returns.basis(table, indicator=indicator))
    events = events_of(here.index, at=year, since=year - 1)
    if len(events):
        carried = convert(then.to_frame(), date=year - 1, to=year, kinds={indicator: "any"})
        then = carried.table[indicator]
        sources = tuple(dict.fromkeys((*rows.sources, *events["source"])))
        rows = replace(rows, basis=weakest(("estimated", rows.basis)), sources=sources)
    then = then.reindex(here.index).fillna("unknown").where(here != "na", "na")
    said = _said(page, then, here, of=ChangesOf(rows, case.rows), **told)
    if len(events):
        said.append(page.say("next-since-carried", year=str(year), **told))
    return [page.heading(heading, **told), page.bullets(said)]


def _said(
    page: Page, then: pd.Series, here: pd.Series, *, of: ChangesOf, before: str
) -> list[Part]:
    counts = changes(then, here).value_counts()
    figures = {
        kind: of.count(int(counts.get(kind, 0)), id=f"since.{kind}") for kind in ("gained", "lost")
    }
    unknown = int(counts.reindex(_OPEN).sum())
    if unknown:
        figures["unknown"] = of.count(unknown, id="since.unknown")
    had, has = (
        rows.coverage(
            coverage(values).iloc[0], id=f"since.{name}", counts=denominator_counts(rows.indicator)
        )
        for rows, values, name in ((of.before, then, "before"), (of.after, here, "after"))
    )
    message = "next-since-open" if unknown else "next-since-counts"
    more = difference(has, had, id="since.difference")
    return [page.say(message, before=before, **figures), net(page, more, before=had, after=has)]
