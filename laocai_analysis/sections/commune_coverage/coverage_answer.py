"""The answer of a coverage report: question, headline, basis, key figures."""

from __future__ import annotations

import html

import pandas as pd

from laocai_analysis.page.figures import Figure, from_evidence
from laocai_analysis.page.first_screen import key_figures
from laocai_analysis.page.markup import Part, Section
from laocai_analysis.page.page import Page
from laocai_analysis.page.rows_of import RowsOf
from laocai_analysis.page.wording import percentage
from laocai_analysis.places.matching import split_name
from laocai_analysis.sections.commune_coverage.subject import Subject
from laocai_analysis.sections.statement import banner
from laocai_analysis.sources import load_sources

#: How many names a line of a key figure holds.
_NAMED = 4


def answer(
    subject: Subject, coverage: pd.DataFrame, *, gaps: pd.Series, province: pd.DataFrame
) -> Section:
    """Answer the question of the page; of a district also say how the province stands.

    Parameters
    ----------
    subject : Subject
        What the report is about.
    coverage, province : DataFrame
        The coverage of the place and of the province, as `metrics.coverage` gives it.
    gaps : Series of int
        As `metrics.contiguous_gaps` gives it.
    """
    page, place, now = subject.page, subject.place, subject.covered(coverage)
    stated, without, rows = subject.stated, subject.without["count"], subject.rows
    parts = [
        page.question("coverage-title", place=place.name, **subject.sentence),
        headline(
            page,
            now,
            name=subject.name,
            place=place.name,
            published=stated,
            without=without,
            of=rows,
        ),
        banner(page, subject.assessed.bases, basis=subject.basis, why="coverage-method"),
        key(
            page,
            now,
            published=stated,
            without=without,
            gaps=gaps,
            names=place.everywhere["name"],
            not_applicable=int(coverage["not_applicable"].iloc[0]),
            several=subject.several,
            of=rows,
        ),
    ]
    if place.district:
        whole = province.iloc[0]
        over = rows.coverage(whole, id="coverage.province", counts=subject.counts)
        parts.append(page.say("coverage-against", province=over))
    return Section(parts)


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
    service = page.language.inside(name)
    if of.basis == "illustrative":
        if published.empty:
            return page.answer("headline-none", service=service, place=place)
        stated = "; ".join(
            str(page.counted(from_evidence(row)).data) for _, row in published.iterrows()
        )
        return page.answer("headline-published", service=service, figures=Part(stated))
    if not now.denominator:
        return page.answer("headline-na", indicator=name, place=place)
    counts = now.denominator_counts
    units = of.count(now.denominator, id="coverage.units")
    if now.unknown == now.denominator:
        return page.answer("headline-unknown", indicator=name, units=_counted(page, units, counts))
    if now.unknown:
        return _bounds(page, now, now.unknown, units=units, service=service, of=of)
    share, total = page.counted(now), int(without.sum())
    if not total:
        return page.answer("headline-all", service=service, share=share)
    lacking = _counted(page, of.count(total, id="without"), counts)
    if len(without) == 1 or without.iloc[0] == without.iloc[1]:
        return page.answer("headline-without", service=service, share=share, without=lacking)
    return page.answer(
        "headline-most",
        service=service,
        share=share,
        without=lacking,
        group=split_name(str(without.index[0]))[1],
        count=page.language.number(int(without.iloc[0])),
    )


def _bounds(
    page: Page, now: Figure, unknown: float, *, units: Figure, service: str, of: RowsOf
) -> Part:
    """Say how many units have the service at least and at most."""
    counts, least = now.denominator_counts, now.numerator or 0
    return page.answer(
        "headline-bounds",
        service=service,
        least=page.bare(of.count(least, id="coverage.least")),
        most=page.bare(of.count(least + unknown, id="coverage.most")),
        units=_counted(page, units, counts),
        unknown=_counted(page, of.count(unknown, id="coverage.unknown"), counts),
    )


def _counted(page: Page, figure: Figure, counts: str) -> Part | Figure:
    """Return a number of units with what the denominator counts: 18 xã."""
    if counts == "commune_level":
        return figure
    return Part(f"{page.bare(figure).data} {html.escape(page.language.say(f'of-{counts}'))}")


def key(
    page: Page,
    now: Figure,
    *,
    published: pd.DataFrame,
    without: pd.Series,
    gaps: pd.Series,
    names: pd.Series,
    not_applicable: int,
    several: bool,
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
    several : bool
        Whether the place has several groups, of which those that lack most are named.
    """
    say, known = page.language.say, load_sources()
    cards = []
    for _, row in published.iterrows() if of.basis == "illustrative" else ():
        figure = from_evidence(row)
        if figure.denominator and figure.numerator is not None:
            date = page.language.date(known[str(row["source"])].published)
            cards.append((figure, say("key-published", date=date, **_parts(page, figure))))
    if not cards and now.denominator:
        cards.append((now, say("key-coverage", **_parts(page, now))))
    most = ", ".join(
        f"{split_name(str(group))[1]} ({page.language.number(int(count))})"
        for group, count in without.head(3 if several else 0).items()
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
