"""The annual review: its answer, the figures of each topic, contradictions, changes."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from laocai_analysis import checks, returns
from laocai_analysis.evidence import COUNTRY, SAME, disagreements, published
from laocai_analysis.indicators import denominator_counts, load_indicators
from laocai_analysis.metrics.coverage import coverage
from laocai_analysis.page.figures import Figure, Input, difference, from_evidence, within
from laocai_analysis.page.first_screen import key_figures
from laocai_analysis.page.markup import Part
from laocai_analysis.page.page import Page
from laocai_analysis.page.rows_of import RowsOf
from laocai_analysis.places.units import load_units
from laocai_analysis.sections.commune_figures.measured import measure
from laocai_analysis.sources import load_sources

#: The topics of a review, in the order in which the department reports on them; the last is any
#: other one.
TOPICS = (
    "postal_network",
    "telecommunications",
    "information_technology",
    "rankings",
    "press_publishing",
    "plan_awards",
    "general",
    "other",
)


#: How many key figures the top of a review shows.
_KEY = 6


def headline(page: Page, stated: pd.DataFrame, *, contradictions: int, year: int) -> Part:
    """Say how many figures were published for a year, and on how many points they disagree."""
    if stated.empty:
        return page.answer("review-answer-none", year=str(year))
    numbers = {"figures": len(stated), "contradictions": contradictions}
    return page.answer("review-answer", year=str(year), **numbers)


def key(page: Page, evidence: pd.DataFrame, *, year: int, area: str) -> Part:
    """Return the first figure of each topic in large letters; of figures that disagree each."""
    cards: list[tuple[Figure, str]] = []
    for topic in TOPICS:
        rows = of_topic(evidence, topic=topic, year=year, area=area)
        rows = rows[~rows["unit"].isin(["date", "years"])]
        first = rows[rows["indicator"].isin(rows["indicator"].iloc[:1])]
        for _, row in first.drop_duplicates(SAME).iterrows():
            name = str(load_indicators().at[row["indicator"], f"name_{page.language.code}"])
            date = page.language.date(_published(row))
            cards.append((from_evidence(row), page.language.say("key-named", name=name, date=date)))
    return key_figures(page, cards[:_KEY])


def of_topic(evidence: pd.DataFrame, *, topic: str, year: int, area: str) -> pd.DataFrame:
    """Return the figures of a topic for an area and a year, in the order of the catalogue and of
    their dates.
    """
    catalogue = load_indicators()
    rows = evidence[(evidence["area"] == area) & (evidence["period"] == str(year))]
    order = rows["indicator"].map({name: place for place, name in enumerate(catalogue.index)})
    rows = (
        rows.assign(order=order)
        .sort_values(["order", "as_of"], kind="stable")
        .drop(columns="order")
    )
    topics = catalogue["topic"].where(catalogue["topic"].isin(TOPICS), "other")
    return rows[rows["indicator"].map(topics) == topic]


def joined(page: Page, rows: pd.DataFrame, *, by: str = "source") -> Part:
    """Return the figure on which all sources agree, or each with the date of its source; with `by`
    ``period`` with the period of the figure.
    """
    if len(rows.drop_duplicates(SAME)) > 1:
        parts = [
            page.say(
                f"review-by-{by}",
                figure=from_evidence(row),
                date=page.language.date(_published(row) if by == "source" else row["period"]),
            )
            for _, row in rows.iterrows()
        ]
        either = page.language.say("review-or")
        return Part(either.join(page.inline(part) for part in parts))
    first, *others = (from_evidence(row) for _, row in rows.iterrows())
    return page.inline_figure(first, also=others)


def contradictions(page: Page, evidence: pd.DataFrame, *, year: int, area: str) -> list[Part]:
    """Word every contradiction of a year, with both quotations and what each implies.

    Parameters
    ----------
    page : Page
        The page.
    evidence : DataFrame
        As `evidence.load_evidence` gives it.
    year : int
        The year.
    area : str
        The code of the area.

    Returns
    -------
    list of Part
        One paragraph for each contradiction.
    """
    rows = evidence[(evidence["period"] == str(year)) & (evidence["area"] == area)]
    found = []
    for _, pair in disagreements(rows).groupby("about"):
        name = load_indicators().at[pair["indicator"].iloc[0], f"name_{page.language.code}"]
        quoted = "; ".join(page.quotation(row) for _, row in pair.iterrows())
        found.append(page.say("review-conflict", name=name, quotations=Part(quoted)))
    for row in checks.greater_than_whole(rows).to_dict("records"):
        message = "flow" if row["flow"] else "part" if row["apart"] else "part-open"
        part, whole = (from_evidence(rows.loc[row[key]]) for key in ("part", "whole"))
        quoted = "; ".join(page.quotation(rows.loc[row[key]]) for key in ("part", "whole"))
        found.append(page.say(f"review-{message}", part=part, whole=whole, quotations=Part(quoted)))
    recomputed = checks.recompute(evidence)
    for row in recomputed.to_dict("records"):
        if row["figures"][0] in rows.index:
            found += _recomputed(page, row, evidence)
    return found


def _recomputed(page: Page, row: dict[Any, Any], evidence: pd.DataFrame) -> list[Part]:
    """Word a figure that its parts do not give, or one that was never published but follows from
    them.
    """
    ids = row["figures"]
    message = f"review-check-{str(row['check']).replace('_', '-')}"
    if row["agrees"] is True or not page.language.has(message):
        return []
    parts = [from_evidence(evidence.loc[key]) for key in ids]
    computed = replace(
        within(
            row["low"],
            row["high"],
            id=f"check.{row['check']}.{ids[0]}",
            unit=_UNITS[str(row["check"])],
            metric=f"checks.recompute: {row['check']}",
            of=parts,
        ),
        basis="published",
        inputs=tuple(Input("evidence", str(key)) for key in ids),
    )
    figures = {f"figure{n}": part for n, part in enumerate(parts)}
    return [page.say(message, computed=computed, **figures)]


_UNITS = {
    "radius": "km/point",
    "revenue": "billion VND",
    "new_by_kind": "subscription",
    "new_share": "%",
    "population_by_points": "people",
    "population_by_density": "people",
}


def changes(evidence: pd.DataFrame, *, year: int, before: int, area: str) -> pd.DataFrame:
    """Compare every figure that both years have over the same denominator, of the same number.

    Parameters
    ----------
    evidence : DataFrame
        As `evidence.load_evidence` gives it.
    year, before : int
        The year of the review, and the one it is compared with.
    area : str
        The code of the area.

    Returns
    -------
    DataFrame
        One row for each pair of figures: ``indicator``, ``before``, ``now`` and ``change``
        (figures). Where a year has figures that disagree each of them is compared.
    """
    records = []
    now, then = (
        evidence[(evidence["area"] == area) & (evidence["period"] == str(y))]
        for y in (year, before)
    )
    for key, row in now.iterrows() if len(then) else ():
        same = published(then, indicator=str(row["indicator"]), area=area, period=str(before))
        for part in ("denominator_counts", "denominator"):
            same = same[same[part] == row[part]]
        for old_key, old in same.dropna(subset="number").iterrows():
            left, right = from_evidence(row), from_evidence(old)
            change = difference(left, right, id=f"change.{key}.{old_key}")
            records.append(
                {"indicator": row["indicator"], "before": right, "now": left, "change": change}
            )
    return pd.DataFrame(records, columns=["indicator", "before", "now", "change"])


def returns_in_words(
    page: Page, pair: Sequence[pd.DataFrame], *, audience: str, province: str = ""
) -> list[Part]:
    """State for each indicator of two returns its coverage, its total or its median, in both.

    Parameters
    ----------
    page : Page
        The page.
    pair : sequence of DataFrame
        The earlier and the later return, as `returns.load_return` gives them.
    audience : {"office", "public"}
        Who is to see it; see `checks.shown_to`.
    province : str
        Their province; blank for that of the project.

    Returns
    -------
    list of Part
        One paragraph for each indicator that both hold.
    """
    catalogue, said = load_indicators(), []
    years = [int(table["year"].iloc[0]) for table in pair]
    each = [
        checks.shown_to(audience, table, year=year, province=province)
        for table, year in zip(pair, years, strict=True)
    ]
    both = set(each[0].table["indicator"]) & set(each[1].table["indicator"])
    for indicator in sorted(both):
        about = {"indicator": indicator, "province": province}
        kind = catalogue.at[indicator, "kind"]
        then, now = (
            _total(page, shown, indicator=indicator)
            if kind == "count"
            else of_return(shown.table, **about)
            if kind == "yes_no"
            else of_numbers(
                page, shown, id=f"stated.{shown.table.attrs['file']}.{indicator}", **about
            )
            for shown in each
        )
        name = catalogue.at[indicator, f"name_{page.language.code}"]
        said.append(page.say("review-changes-rows", indicator=name, before=then, now=now))
    return said


def of_return(table: pd.DataFrame, *, indicator: str, province: str) -> Figure:
    """Return the coverage of an indicator in a return as a figure
    ``coverage.<file>.<indicator>``.
    """
    year = int(table["year"].iloc[0])
    rows = RowsOf.table(table, indicator=indicator, basis=returns.basis(table, indicator=indicator))
    each = returns.values(table, indicator=indicator, year=year, province=province)
    counts = denominator_counts(indicator)
    id = f"coverage.{table.attrs['file'].removesuffix('.csv')}.{indicator}"
    return rows.coverage(coverage(each).iloc[0], id=id, counts=counts)


def of_numbers(
    page: Page, shown: checks.Shown, *, indicator: str, province: str, id: str
) -> Figure | str:
    """Return the total or the median of the units in a return as a figure; a word where all of
    their numbers are hidden.
    """
    table = shown.table
    year = int(table["year"].iloc[0])
    about: dict[str, Any] = {"indicator": indicator, "year": year, "province": province}
    communes = load_units(year, province=province).assign(district="")
    numbers = measure(table, per="", communes=communes, totals=shown.totals, **about)
    row = numbers.overall()
    if row["hidden"] and row["open"] == row["units"]:
        return page.language.say("word-withheld")
    basis = returns.basis(table, indicator=indicator)
    rows = RowsOf.table(table, indicator=indicator, basis=basis)
    return numbers.figure(row, of=rows, id=id)


def _total(page: Page, shown: checks.Shown, *, indicator: str) -> Part | str:
    """Say the sum of the units that state a number, a figure ``total.<file>.<indicator>``; or that
    none does, or that the public does not see it.
    """
    table, total = shown.table, shown.totals[indicator]["all"]
    stated = table[(table["indicator"] == indicator) & ~table["value"].isin(["unknown", "na"])]
    if pd.isna(total):
        return page.language.say("word-unknown" if stated.empty else "word-withheld")
    rows = RowsOf.table(table, indicator=indicator, basis=returns.basis(table, indicator=indicator))
    id = f"total.{table.attrs['file'].removesuffix('.csv')}.{indicator}"
    figure = rows.count(int(total), id=id, metric="returns.amounts")
    figure = replace(figure, unit=str(load_indicators().at[indicator, "unit"]))
    units = page.language.say("review-total-units", units=page.number(len(stated)))
    return Part(f"{page.inline_figure(figure).data} {html.escape(units)}")


def national_series(evidence: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of the national postal network by year.

    Parameters
    ----------
    evidence : DataFrame
        As `evidence.load_evidence` gives it.

    Returns
    -------
    DataFrame
        Indexed by year (int); columns ``postal_service_points``, ``service_radius``,
        ``people_per_point``; each cell a figure, or None where the year has none. A year of which
        sources state different figures has a row for each.
    """
    columns = ["postal_service_points", "service_radius", "people_per_point"]
    rows = evidence[(evidence["area"] == COUNTRY) & evidence["indicator"].isin(columns)]
    rows = rows[rows["period"].str.fullmatch(r"\d{4}")]
    rows = rows.drop_duplicates(["indicator", "period", *SAME])
    figures = pd.Series(
        [from_evidence(row) for _, row in rows.iterrows()], index=rows.index, dtype=object
    )
    place = rows.groupby(["indicator", "period"]).cumcount()
    table = rows.assign(figure=figures, year=rows["period"].astype(int), place=place)
    wide = table.pivot(index=["year", "place"], columns="indicator", values="figure")
    wide = wide.reindex(columns=columns).droplevel("place").astype(object)
    return wide.where(wide.notna(), None)


def _published(row: pd.Series) -> str:
    return load_sources()[str(row["source"])].published
