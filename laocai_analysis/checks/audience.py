"""What the public may see of a return and of the published figures; the office sees everything.

What may not be seen is taken away before anything is computed, so that no figure, table, picture or
file of a page holds it. ``data/disclosure.json`` states the rules.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from laocai_analysis.checks.published import PART_OF
from laocai_analysis.evidence import load_evidence
from laocai_analysis.indicators import disclosure_rules, load_indicators
from laocai_analysis.metrics.disclosure import suppress
from laocai_analysis.places.groups import load_groups
from laocai_analysis.places.province import find
from laocai_analysis.returns.table import amounts
from laocai_analysis.schema import WITHHELD


@dataclass(frozen=True, slots=True)
class Shown:
    """What an audience sees of a return.

    Parameters
    ----------
    table : DataFrame
        The rows of the return; a count that is not shown is `schema.WITHHELD`, and no row is that
        of a single operator.
    audience : {"office", "public"}
        Who sees it.
    threshold : int
        The smallest count of subscribers that the public sees, beside 0.
    withheld : int
        How many counts are not shown.
    left_out : tuple of str
        The indicators that are not shown at all: figures of a single operator, and what would give
        them back.
    totals : mapping of str to Series of float
        For each indicator that is counted the sum of each district or group by its name, and
        ``all`` at the end; sums of the counts that are known, shown or not. NaN for one that would
        give a hidden count back.
    """

    table: pd.DataFrame
    audience: str
    threshold: int
    withheld: int
    left_out: tuple[str, ...]
    totals: Mapping[str, pd.Series]


def shown_to(
    audience: str, table: pd.DataFrame, *, year: int, province: str = "", groups: str = ""
) -> Shown:
    """Take away from a return what an audience may not see: nor does a hidden count follow from a
    total of the province or of a group, or from a count of a unit, that is published elsewhere.

    Parameters
    ----------
    audience : {"office", "public"}
        Who is to see it.
    table : DataFrame
        As `returns.load_return` gives it.
    year : int
        The year of the return.
    province, groups : str
        As for `groups.load_groups`.

    Examples
    --------
    >>> table = pd.DataFrame({"code": ["02647", "02650", "02653"], "value": ["3", "40", "0"]})
    >>> table = table.assign(year="2008", indicator="internet_subscriptions")
    >>> shown_to("public", table, year=2008).table["value"].to_list()
    ['withheld', 'withheld', '0']
    """
    rules, out = disclosure_rules(), table.copy()
    left_out = not_shown() if audience == "public" else ()
    out = out[~out["indicator"].isin(left_out)]
    catalogue, totals, withheld = load_indicators(), dict[str, pd.Series](), 0
    grouped, here = load_groups(year, province=province, by=groups), find(province, date=year)
    by, known = grouped.each, pd.concat([grouped.names, pd.Series({here.code: "all"})])
    for indicator in dict.fromkeys(out["indicator"]):
        if catalogue.at[indicator, "kind"] != "count":
            continue
        counts = amounts(out, indicator=indicator, year=year, province=province)
        sums = counts.groupby(by.reindex(counts.index), sort=False).sum(min_count=1)
        totals[indicator] = pd.concat([sums, pd.Series({"all": counts.sum(min_count=1)})])
        if audience == "office" or catalogue.at[indicator, "unit"] not in rules.units:
            continue
        told = {indicator, *(name for name, parts in _formulas().items() if indicator in parts)}
        areas = _areas_of(_giving(told), year=year)
        hidden = suppress(
            counts.mask(counts.index.isin(areas) & counts.notna(), 0),  # no secret, and hides none
            by=by.reindex(counts.index),
            threshold=rules.threshold,
            published=set(known[known.index.isin(areas)]),
        )
        secret = hidden.units.index[hidden.units]
        out.loc[out["indicator"].isin(told) & out["code"].isin(secret), "value"] = WITHHELD
        ends = pd.Series(
            [*hidden.groups.reindex(sums.index), hidden.total], totals[indicator].index
        )
        totals[indicator], withheld = totals[indicator].mask(ends), withheld + len(secret)
    out.attrs = dict(table.attrs)
    return Shown(out, audience, rules.threshold, withheld, left_out, totals)


def not_shown() -> tuple[str, ...]:
    """Return the indicators that the public does not see: those of a single operator; those whose
    formula takes one of them; and, of a sum of which only one member would be hidden, another one.
    """
    hidden = dict.fromkeys(disclosure_rules().one_operator)
    sums = [
        [*(part for part, of in PART_OF.items() if of == whole), whole]
        for whole in dict.fromkeys(PART_OF.values())
    ]
    before = -1
    while len(hidden) > before:
        before = len(hidden)
        hidden |= {name: None for name, parts in _formulas().items() if parts & hidden.keys()}
        for members in sums:
            if sum(member in hidden for member in members) == 1:
                hidden[next(member for member in members if member not in hidden)] = None
    return tuple(hidden)


def _areas_of(indicators: set[str], *, year: int) -> set[str]:
    """Return the areas of which a figure of some indicators is published for a year."""
    evidence = load_evidence()
    stated = evidence["indicator"].isin(indicators) & (evidence["period"] == str(year))
    return set(evidence.loc[stated, "area"])


def _giving(told: set[str]) -> set[str]:
    """Return the indicators of which a total gives back one of some indicators: these, and those of
    a sum with one of them.
    """
    sums = [
        {whole, *(part for part, of in PART_OF.items() if of == whole)}
        for whole in PART_OF.values()
    ]
    return told.union(*(members for members in sums if members & told))


def _formulas() -> dict[str, set[str]]:
    """Return what the formula of each indicator takes."""
    stated = load_indicators()["formula"]
    return {str(name): set(re.findall(r"\w+", str(formula))) for name, formula in stated.items()}


def evidence_for(audience: str, evidence: pd.DataFrame) -> pd.DataFrame:
    """Return the published figures that an audience may see: all, but for those of a single
    operator.
    """
    if audience == "office":
        return evidence
    return evidence[~evidence["indicator"].isin(not_shown())]
