"""What an annual review is about, and its first sections: the answer, contradictions, topics."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from laocai_analysis.evidence import SAME
from laocai_analysis.indicators import load_indicators
from laocai_analysis.page.figures import from_evidence
from laocai_analysis.page.markup import Part, Section
from laocai_analysis.page.page import Page
from laocai_analysis.places.province import Province, find
from laocai_analysis.sections.benchmarks import of_country
from laocai_analysis.sections.review.review_topics import (
    TOPICS,
    contradictions,
    headline,
    key,
    of_topic,
)
from laocai_analysis.sections.where import whole
from laocai_analysis.sources import load_sources


@dataclass(frozen=True)
class Subject:
    """What every section of an annual review needs; said once.

    Parameters
    ----------
    page : Page
        The page.
    evidence : DataFrame
        As `evidence.load_evidence` gives it.
    year : int
        The year that is reviewed.
    province : str
        The province; blank for that of the project.
    audience : {"office", "public"}
        For whom the page is.
    """

    page: Page
    evidence: pd.DataFrame
    year: int
    province: str = ""
    audience: str = "office"

    @cached_property
    def here(self) -> Province:
        """The province."""
        return find(self.province, date=self.year)

    @property
    def place(self) -> str:
        """The name of the province with its type."""
        return whole(self.page, self.here)

    @cached_property
    def names(self) -> pd.Series:
        """Each indicator in the language of the page."""
        return load_indicators()[f"name_{self.page.language.code}"]

    @cached_property
    def stated(self) -> pd.DataFrame:
        """The figures of the province and the year."""
        rows = self.evidence
        return rows[(rows["area"] == self.here.code) & (rows["period"] == str(self.year))]

    @cached_property
    def contradictions(self) -> list[Part]:
        """Every contradiction of the year in words."""
        return contradictions(self.page, self.evidence, year=self.year, area=self.here.code)

    def of_topic(self, topic: str) -> pd.DataFrame:
        """Return the figures of a topic for the province and the year."""
        return of_topic(self.evidence, topic=topic, year=self.year, area=self.here.code)


def answer(subject: Subject) -> Section:
    """Answer how much was published for the year, and whether it agrees."""
    page, year = subject.page, subject.year
    number = len(subject.contradictions)
    return Section(
        [
            page.question("review-title", year=str(year), place=subject.place),
            headline(page, subject.stated, contradictions=number, year=year),
            page.published_banner(),
            key(page, subject.evidence, year=year, area=subject.here.code),
            page.say("review-intro"),
        ]
    )


def disagreeing(subject: Subject) -> Section:
    """Show every contradiction of the year."""
    page, found = subject.page, subject.contradictions
    heading = page.heading("review-contradictions")
    shown = page.bullets(found) if found else page.say("review-contradictions-none")
    return Section([heading, shown])


def topics(subject: Subject, *, items: pd.DataFrame) -> Section:
    """State each figure once, in a table for each topic; then projects and awards.

    Parameters
    ----------
    subject : Subject
        What the report is about.
    items : DataFrame
        As `evidence.load_items` gives them.
    """
    page, parts = subject.page, list[Part]()
    for topic in TOPICS:
        rows = subject.of_topic(topic)
        if len(rows):
            name = f"review-topic-{topic.replace('_', '-')}"
            parts.append(page.heading(name) if parts else page.annex(name))
            parts.append(page.table(_told_once(subject, rows), caption="review-table"))
    if subject.evidence["period"].ne(str(subject.year)).all():
        about = {"place": subject.place, "year": str(subject.year)}
        parts.append(page.say("review-none", **about))
    return Section([*parts, *_plans_and_awards(subject, items)])


def _told_once(subject: Subject, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of a topic as a table: a row for each figure, whoever states it."""
    page, say, known = subject.page, subject.page.language.say, load_sources()
    country = of_country(page, rows, evidence=subject.evidence, year=subject.year)
    records = []
    for _, same in rows.groupby(["indicator", *SAME], sort=False, dropna=False):
        first, *others = (from_evidence(row) for _, row in same.iterrows())
        counts = first.denominator_counts
        dates = (known[str(source)].published for source in same["source"])
        records.append(
            {
                "column-indicator": subject.names[same["indicator"].iloc[0]],
                "column-figure": page.inline_figure(first, also=others) if others else first,
                "column-counts": say(f"counts-{counts}") if counts else "–",
                "column-country": country[same.index[0]],
                "column-source": "; ".join(map(page.language.date, dates)),
                "column-quotation": Part("; ".join(page.quotation(r) for _, r in same.iterrows())),
                "column-remark": " ".join(filter(None, same[f"remark_{page.language.code}"])),
            }
        )
    table = pd.DataFrame(records)
    optional = ["column-counts", "column-country", "column-remark"]
    silent = [column for column in optional if table[column].isin(["", "–"]).all()]
    return table.drop(columns=silent)


def _plans_and_awards(subject: Subject, items: pd.DataFrame) -> list[Part]:
    """State the projects of the plans and the awards, with their quotations."""
    page, parts, code = subject.page, list[Part](), subject.page.language.code
    for kind, rows in items.groupby("kind", sort=False):
        lines = [
            page.say(
                "review-item",
                title=row[f"title_{code}"],
                period=page.language.date(row["period"]),
                body=row[f"body_{code}"],
                quotation=page.quoted(row),
            )
            for _, row in rows.iterrows()
        ]
        parts += [page.say(f"review-items-{kind}s"), page.bullets(lines)]
    return parts
