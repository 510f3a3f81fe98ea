"""The sum from the earlier to the later return, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from laocai_analysis.page.figures import Figure
from laocai_analysis.page.first_screen import key_figures
from laocai_analysis.page.markup import Part
from laocai_analysis.page.page import Page
from laocai_analysis.page.rows_of import ChangesOf
from laocai_analysis.page.wording import percentage
from laocai_analysis.places.groups import load_groups
from laocai_analysis.places.units import load_units

#: The kinds of change of a unit that is unknown in one of the two returns, or in both.
_OPEN = ("newly_known", "newly_unknown", "still_unknown")


def headline(page: Page, counts: Mapping[str, Figure], *, name: str, of: ChangesOf) -> Part:
    """Answer in one sentence how many units gained and lost the service, and how many are open.

    Parameters
    ----------
    page : Page
        The page.
    counts : mapping of str to Figure
        The number of units of each kind of change.
    name : str
        The indicator.
    of : ChangesOf
        The rows of both returns.
    """
    sure = {"indicator": name, "gained": counts["gained"], "lost": counts["lost"]}
    unknown = sum(int(counts[kind].value or 0) for kind in _OPEN)
    if not unknown:
        return page.answer("changes-answer", **sure)
    return page.answer("changes-answer-open", **sure, unknown=of.count(unknown, id="open"))


def key(
    page: Page, covered: Sequence[Figure], *, figures: Mapping[str, Figure], before: str, after: str
) -> Part:
    """Return the key figures: the coverage of both returns, what was gained and what was lost."""
    say = page.language.say
    cards = [
        (
            share,
            say(
                "key-of-year",
                of=say(f"of-{share.denominator_counts}"),
                percent=percentage(share, language=page.language),
                year=year,
            ),
        )
        for share, year in zip(covered, (before, after), strict=True)
        if share.denominator
    ]
    kinds = [(figures[kind], say(f"key-{kind}")) for kind in ("gained", "lost")]
    return key_figures(page, [*cards, *kinds])


def net(page: Page, difference: Figure, *, before: Figure, after: Figure) -> Part:
    """State the coverage of both returns and how far they differ; where the difference can be below
    and above 0 nothing is concluded.
    """
    low, high = difference.lower, difference.upper
    open_ = low is not None and high is not None and low < 0 < high
    message = "changes-net-open" if open_ else "changes-net"
    return page.say(message, before=before, after=after, difference=difference)


def sum_table(page: Page, parts: pd.Series, *, basis: str) -> Part:
    """Return the parts of `metrics.reconcile` as a table: each with its sign, so that the column
    adds up.
    """
    signs = {"lost": -1, "newly_unknown": -1}
    rows = {
        "column-part": [page.language.say(f"changes-sum-{name}") for name in parts.index],
        "column-communes": [
            int(number) * signs.get(str(name), 1) for name, number in parts.items()
        ],
    }
    return page.table(pd.DataFrame(rows), caption="changes-sum-table", basis=basis)


def not_of_the_service(page: Page, parts: pd.Series) -> list[Part]:
    """Say how much of a difference comes from scope and from units; none where both are 0."""
    if not parts["rescoped"] and not parts["units"]:
        return []
    return [page.say("changes-net-units", scope=int(parts["rescoped"]), units=int(parts["units"]))]


def named(
    codes: pd.Index, *, communes: pd.DataFrame, year: int, province: str = ""
) -> pd.DataFrame:
    """Return ``name`` and ``district`` of units, also of those of the earlier year's list only.

    Parameters
    ----------
    codes : Index
        The codes of the units.
    communes : DataFrame
        The units of the later year, with ``name`` and ``district``.
    year : int
        The earlier year.
    province : str
        The province; blank for that of the project.
    """
    units, held = load_units(year, province=province), load_groups(year, province=province)
    earlier = pd.DataFrame({"name": units["name"], "district": held.each})
    both = pd.concat([communes[["name", "district"]], earlier])
    return both[~both.index.duplicated()].loc[codes]
