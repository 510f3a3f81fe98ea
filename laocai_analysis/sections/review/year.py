"""What an annual review is about, and its first sections: the answer, contradictions, topics."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from laocai_analysis.indicators import load_indicators
from laocai_analysis.page.markup import Part, Section
from laocai_analysis.page.page import Page
from laocai_analysis.places.province import Province, find
from laocai_analysis.sections.review.review_topics import (
    TOPICS,
    contradictions,
    headline,
    key,
    of_topic,
    sentences,
)
from laocai_analysis.sections.where import whole


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
    """State the figures of each topic in sentences with their quotations to unfold, then projects
    and awards.

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
            parts.append(page.heading(f"review-topic-{topic.replace('_', '-')}"))
            parts.append(page.bullets(sentences(page, rows)))
            named = rows.assign(name=rows["indicator"].map(subject.names))
            parts.append(page.unfold(page.evidence_table(named, caption="review-table")))
    if subject.evidence["period"].ne(str(subject.year)).all():
        about = {"place": subject.place, "year": str(subject.year)}
        parts.append(page.say("review-none", **about))
    return Section([*parts, *_plans_and_awards(subject, items)])


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
