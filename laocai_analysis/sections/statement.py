"""The quality statement of a report: response, basis, list, breaks, sources, denominator."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from laocai_analysis.basis import BASES
from laocai_analysis.checks.audience import not_shown
from laocai_analysis.checks.quality import Quality
from laocai_analysis.evidence import disagreements
from laocai_analysis.indicators import denominator_counts, disclosure_rules, load_indicators
from laocai_analysis.page.figures import Figure, from_evidence, within
from laocai_analysis.page.markup import Part
from laocai_analysis.page.page import Page
from laocai_analysis.page.rows_of import Counted, RowsOf


def banner(page: Page, bases: Mapping[str, int], *, basis: str, why: str = "") -> Part:
    """Return the banner of a page, with the number of answers of each basis where there are
    several.

    Parameters
    ----------
    page : Page
        The page.
    bases : mapping of str to int
        How many answers are observed, estimated, illustrative.
    basis : str
        The basis of the page, as `returns.basis` gives it.
    why : str
        The anchor of the section that says more.
    """
    held = {name: number for name, number in bases.items() if number}
    if len(held) < 2:
        return page.banner(basis, why=why)
    said = "; ".join(
        page.language.say(f"quality-rows-{name}", count=page.number(number))
        for name, number in held.items()
    )
    rows = page.number(sum(held.values()))
    more = page.language.say("quality-banner", rows=rows, parts=said)
    return page.banner(basis, why=why, more=more)


def disclosure(page: Page, audience: str) -> Part:
    """Say what is hidden from the public, or that nothing is.

    Parameters
    ----------
    page : Page
        The page.
    audience : {"office", "public"}
        For whom the page is.
    """
    if audience == "office":
        return page.say("quality-disclosure-office")
    most = page.number(disclosure_rules().threshold - 1)
    said = [page.say("quality-disclosure-public", most=most)]
    if left_out := not_shown():
        names = load_indicators().loc[list(left_out), f"name_{page.language.code}"]
        said.append(page.say("quality-disclosure-left-out", names="; ".join(names)))
    return Part("".join(str(part.data) for part in said))


def of_indicator(
    page: Page,
    found: Quality,
    *,
    of: RowsOf,
    evidence: pd.DataFrame,
    year: int,
    listed_on: str,
    id: str = "quality",
    name: str = "",
) -> Part:
    """Return the quality statement on an indicator in a return, folded.

    Parameters
    ----------
    page : Page
        The page.
    found : Quality
        As `checks.assess` gives it.
    of : RowsOf
        The rows.
    evidence : DataFrame
        The published figures of the place, as `evidence.load_evidence` gives them.
    year : int
        The year of the return.
    listed_on : str
        The date of the list of units, in words.
    id : str
        What the ids of its figures begin with.
    name : str
        What the statement is on, where a page has several.
    """
    listed, asked = (
        _counted(getattr(found, part), of=of, id=f"{id}.{part}") for part in ("listed", "asked")
    )
    parts = ("answered", "blank", "silent", "in_doubt", "corrected", "flagged")
    counts = {part: page.number(getattr(found, part)) for part in parts}
    message = "quality-response-no-log" if found.corrected is None else "quality-response"
    said = [page.say(message, asked=asked, **counts)]
    said += _bases(page, found, of=of, id=id)
    said.append(page.say("quality-list", listed=listed, date=listed_on))
    said += breaks(page, [of.indicator])
    said.append(sources_said(page, evidence, indicators=[of.indicator], year=year))
    said += _denominators(page, found, of=of, id=id)
    return folded(page, said, name=name)


def _bases(page: Page, found: Quality, *, of: RowsOf, id: str) -> list[Part]:
    """Say which share of the answers was not observed, and what it moves."""
    if not found.weak:
        return [page.say("quality-observed")] if found.answered else []
    said = [
        page.say(
            f"quality-share-{basis}",
            share=_part_of(number, found.answered, of=of, id=f"{id}.{basis}"),
        )
        for basis, number in found.weak.items()
    ]
    if found.now is None or found.firm is None:
        return said
    counts = denominator_counts(of.indicator)
    now, firm = (
        of.coverage(row, id=f"{id}.{name}", counts=counts)
        for row, name in ((found.now, "rate"), (found.firm, "firm"))
    )
    return [*said, page.say("quality-moves", now=now, firm=firm)]


def _counted(number: float, *, of: RowsOf, id: str) -> Figure:
    """Return a number of units; it is counted, whatever the rows rest on."""
    return replace(of.count(number, id=id, metric="checks.assess"), basis="computed")


def _part_of(number: int, whole: int, *, of: RowsOf, id: str) -> Figure:
    share = _counted(number / whole, of=of, id=id)
    return replace(share, unit="share", numerator=number, denominator=whole)


def _denominators(page: Page, found: Quality, *, of: RowsOf, id: str) -> list[Part]:
    """Say how far the share over the units asked and that over all units lie apart."""
    counts = denominator_counts(of.indicator)
    if counts == "commune_level" or not found.asked or found.now is None or found.over_all is None:
        return []
    asked = of.coverage(found.now, id=f"{id}.over-asked", counts=counts)
    every = of.coverage(found.over_all, id=f"{id}.over-all", counts="commune_level")
    ends = [100 * (found.now[end] - found.over_all[end]) for end in ("lower", "upper")]
    apart = within(
        min(ends),
        max(ends),
        id=f"{id}.apart",
        unit="percentage point",
        metric="checks.assess",
        of=[asked, every],
    )
    return [page.say("quality-denominator", asked=asked, every=every, apart=apart)]


def breaks(page: Page, indicators: Sequence[str]) -> list[Part]:
    """Say where the series of indicators break, by the catalogue; one line for each break."""
    catalogue, code = load_indicators(), page.language.code
    said = [
        page.say("quality-break", name=row[f"name_{code}"], what=row[f"changed_{code}"])
        for _, row in catalogue.loc[list(indicators)].iterrows()
        if row[f"changed_{code}"]
    ]
    return said or [page.say("quality-no-break")]


def sources_said(
    page: Page, evidence: pd.DataFrame, *, indicators: Sequence[str], year: int
) -> Part:
    """Say which published figures of a place disagree for the year, or that none do."""
    rows = evidence[evidence["period"] == str(year)]
    differ = disagreements(rows[rows["indicator"].isin(indicators)])
    if differ.empty:
        return page.say("quality-sources-agree")
    names = load_indicators()[f"name_{page.language.code}"]
    shown = []
    for indicator, group in differ.groupby("indicator", sort=False):
        each = [page.inline_figure(from_evidence(row)) for _, row in group.iterrows()]
        stated = "; ".join(str(part.data) for part in each)
        shown.append(f"{html.escape(str(names[indicator]))}: {stated}")
    return page.say("quality-sources-differ", figures=Part(". ".join(shown)))


def bases_of(table: pd.DataFrame) -> dict[str, int]:
    """Return how many answers of a return are observed, estimated, illustrative; those that are
    unknown or not applicable are none.
    """
    known = table.loc[~table["value"].isin(["unknown", "na"]), "basis"].value_counts()
    return {name: int(known.get(name, 0)) for name in BASES}


def of_return(
    page: Page,
    state: pd.Series,
    *,
    table: pd.DataFrame,
    findings: pd.DataFrame,
    logged: bool,
    of: Counted,
) -> Part:
    """Return the quality statement on a whole return, folded.

    Parameters
    ----------
    page : Page
        The page.
    state : Series
        The row of `returns.status.status` for the place.
    table : DataFrame
        The rows of the place.
    findings : DataFrame
        What the check found there, as `checks.find` gives it.
    logged : bool
        Whether the return has the log of a round, which knows what was corrected and what waits.
    of : Counted
        The return.
    """
    bases = bases_of(table)
    of = replace(of, basis="computed")
    units = {
        "listed": of.of(int(state["units"]), id="quality.listed", unit="commune"),
        "reported": of.of(int(state["reported"]), id="quality.reported", unit="commune"),
    }
    names = {"asked": "asked", "known": "known", "blank": "unknown", "silent": "not_reported"}
    cells = {
        name: of.of(int(state[column]), id=f"quality.{name}", unit="cell", metric="returns.status")
        for name, column in {**names, "in_doubt": "in_doubt"}.items()
    }
    asked = findings[findings["severity"].isin(["error", "warning"]) & (findings["code"] != "")]
    asked = asked[~asked["kind"].isin(["doubt", "conflict"]) & (asked["indicator"] != "")]
    more = {
        "corrected": page.number(int(state["corrected"])),
        "flagged": page.number(len(asked[["code", "indicator"]].drop_duplicates())),
    }
    message = "quality-cells" if logged else "quality-cells-no-log"
    said = [page.say("quality-units", **units), page.say(message, **cells, **more)]
    total = sum(bases.values())
    for basis, number in bases.items():
        if number and basis != "observed":
            share = of.of(number, id=f"quality.{basis}", unit="share")
            part = replace(share, value=number / total, numerator=number, denominator=total)
            said.append(page.say(f"quality-share-{basis}", share=part))
    return folded(page, said)


def of_published(page: Page, stated: pd.DataFrame, *, evidence: pd.DataFrame, year: int) -> Part:
    """Return the quality statement on published figures, folded.

    Parameters
    ----------
    page : Page
        The page.
    stated : DataFrame
        The figures of the page.
    evidence : DataFrame
        The published figures of the place, as `evidence.load_evidence` gives them.
    year : int
        The year.
    """
    number = page.number
    counts = {
        "figures": number(len(stated)),
        "sources": number(stated["source"].nunique()),
        "quoted": number(int((stated["quotation"] != "").sum())),
        "vague": number(int((stated["qualifier"] != "").sum())),
        "silent": number(int((stated["denominator_counts"] == "not_stated").sum())),
    }
    asked = list(dict.fromkeys(stated["indicator"]))
    said = [
        page.say("quality-published", **counts),
        *breaks(page, asked),
        sources_said(page, evidence, indicators=asked, year=year),
    ]
    return folded(page, said)


def folded(page: Page, said: Sequence[Part], *, name: str = "") -> Part:
    """Return the lines of a statement as a list that is shown when it is asked for."""
    summary = html.escape(page.language.say("quality-show") + (f": {name}" if name else ""))
    inner = page.bullets(said).data
    return Part(f"<details class=quality><summary>{summary}</summary>{inner}</details>")
