"""What changed since the year before an annual review, later years, and its end."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from laocai_analysis import checks, returns
from laocai_analysis import evidence as published
from laocai_analysis.indicators import load_indicators
from laocai_analysis.page.figures import Figure
from laocai_analysis.page.markup import Part, Section
from laocai_analysis.page.page import Page
from laocai_analysis.pictures import charts
from laocai_analysis.pictures.blank import blank_picture
from laocai_analysis.returns.form import load_form
from laocai_analysis.sections.closing import about_page
from laocai_analysis.sections.review.review_topics import (
    joined,
    of_numbers,
    of_return,
    returns_in_words,
)
from laocai_analysis.sections.review.year import Subject
from laocai_analysis.sections.statement import disclosure, of_published


def changed(
    subject: Subject, changes: pd.DataFrame, *, before: int, returns: Sequence[pd.DataFrame]
) -> Section:
    """Show every figure beside that of an earlier year; nothing where there is none.

    Parameters
    ----------
    subject : Subject
        What the report is about.
    changes : DataFrame
        As `changes` gives it.
    before : int
        The earlier year; 0 for none.
    returns : sequence of DataFrame
        The earlier and the later return, to compare their coverage; empty for none.
    """
    if not before:
        return Section()
    page, names = subject.page, subject.names
    rows = changes.assign(indicator=changes["indicator"].map(names)).add_prefix("column-")
    table = page.table(rows, caption="review-changes-table")
    parts = [page.heading("review-changes", before=str(before)), table]
    if returns:
        about = {"audience": subject.audience, "province": subject.province}
        parts.append(page.bullets(returns_in_words(page, returns, **about)))
    return Section(parts)


def afterwards(subject: Subject, *, series: pd.DataFrame, later: pd.DataFrame) -> Section:
    """Draw the postal network of the country over the years, and show figures of later years; each
    where there are any.

    Parameters
    ----------
    subject : Subject
        What the report is about.
    series : DataFrame
        As `national_series` gives it.
    later : DataFrame
        Published figures of the province of later years.
    """
    page = subject.page
    parts = _national(page, series) if len(series) else []
    if len(later):
        parts.append(page.heading("review-later"))
        rows = later.assign(name=later["indicator"].map(subject.names) + " " + later["period"])
        parts.append(page.evidence_table(rows, caption="review-later-table"))
    return Section(parts)


def _national(page: Page, series: pd.DataFrame) -> list[Part]:
    """Show the figures of the country as a table, and its points as a line: of the years in which
    all sources state one number.
    """
    heading, intro = page.heading("review-national"), page.say("review-national-intro")
    columns = ["column-points", "column-radius-published", "column-people-per-point"]
    named = series.rename(index=str).set_axis(columns, axis=1)
    named = named.reset_index(names="column-period").fillna("–")
    table = page.table(named, caption="review-national-table")
    figures = series["postal_service_points"].dropna()
    figures = figures[~figures.index.duplicated(keep=False)]
    if figures.empty:
        return [heading, intro, table]
    picture = blank_picture(3.4)
    charts.year_line(
        picture.add_subplot(),
        figures.map(lambda figure: figure.value).astype(float),
        title=page.language.say("review-national-title"),
        source="",
        language=page.language,
    )
    source = page.cite(source for figure in figures for source in figure.sources)
    drawn = page.picture(picture, caption="review-national-caption", table=table, source=source)
    return [heading, intro, drawn]


def closing(subject: Subject) -> Section:
    """End the page: quality, files and sources."""
    return Section([*_quality(subject), *_about(subject)])


def _quality(subject: Subject) -> Section:
    """State how far the figures can be relied on."""
    page, stated = subject.page, subject.stated
    parts = [page.heading("quality-heading"), disclosure(page, subject.audience)]
    if len(stated):
        parts.append(of_published(page, stated, evidence=stated, year=subject.year))
    return Section(parts)


def _about(subject: Subject) -> Section:
    """Say what the page is about and rests on: its files and its sources."""
    page, stated = subject.page, subject.stated
    heading = page.heading("coverage-about")
    facts = {
        "coverage-place": subject.place,
        "coverage-period": str(subject.year),
        "coverage-basis": page.language.say("page-basis-published"),
        "page-sources": page.cite(stated["source"]) if len(stated) else "–",
    }
    names = sorted(set(subject.evidence["file"]))
    files = map(published.file_of, names)
    told, *rest = about_page(page, facts, files=files, audience=subject.audience)
    return Section([heading, told, page.heading("review-method"), *rest])


def of_round(subject: Subject) -> Section:
    """Hold what the return of the year adds up to against what was published, as a table; nothing
    where there is no return of the year, or only illustrative rows, which say nothing of a total.
    """
    page, year, records = subject.page, subject.year, []
    if len(names := returns.names_of(year)) > 1 and not subject.province:
        heading = page.heading("review-round", year=str(year))
        several = page.say("several-returns", year=str(year), names=", ".join(names))
        return Section([heading, several])
    held = returns.find_return("", year=year, province=subject.province)
    shown = checks.shown_to(subject.audience, held, year=year, province=subject.province)
    table = shown.table
    form = load_form()
    for name in form.index[form.index.isin(table["indicator"])].astype(str):
        if returns.basis(table, indicator=name) != "illustrative":
            stated = published.published(
                subject.evidence, indicator=name, area=subject.here.code, period=str(year)
            )
            records.append(
                {
                    "column-indicator": subject.names[name],
                    "column-by-return": _added(subject, shown, name),
                    "column-published": joined(page, stated) if len(stated) else "–",
                }
            )
    if not records:
        return Section([])
    heading = page.heading("review-round", year=str(year))
    table = pd.DataFrame(records)
    return Section([heading, page.table(table, caption="review-round-table", year=str(year))])


def _added(subject: Subject, shown: checks.Shown, indicator: str) -> Figure | str:
    """Return the coverage, the total or the median of an indicator in a return; a word where all
    of its numbers are hidden.
    """
    about = {"indicator": indicator, "province": subject.province}
    if load_indicators().at[indicator, "kind"] == "yes_no":
        return of_return(shown.table, **about)
    return of_numbers(subject.page, shown, id=f"round.{indicator}", **about)
