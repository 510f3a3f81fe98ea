"""The rows of the index: one for each indicator, year and group, and what a reader chooses from.

A choice is a rule of style: the row that it does not name is not displayed. So the page needs no
script, and shows every row where a browser knows no ``:has()``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from laocai_analysis.language import Language
from laocai_analysis.text.keys import slug

#: What is chosen from, in the order on the page. ``group`` begins with the whole province, the
#: others with everything.
CHOICES = ("indicator", "year", "group")
#: The group of a report on the whole province.
WHOLE = "whole"


#: Parameters by which two reports of one indicator, year and group differ.
DETAILS = ("province", "groups", "returns", "returns_before", "boundaries", "audience")


@dataclass(frozen=True, slots=True)
class Entry:
    """A report of the index.

    Parameters
    ----------
    topic : mapping of str to str
        The title of its kind of report by language.
    title : str
        Its own title; blank where it has never been published.
    headline : str
        Its answer in one sentence; blank where it gives none.
    figure : str
        Its headline figure in words; blank where it gives none.
    language : str
        The language of its page.
    parameters : dict
        What it was made with.
    page : str
        Where the page lies, relative to the index; blank where there is none.
    published : datetime or None
        When its page was put in place.
    basis : str
        The weakest basis of its figures.
    state : {"good", "stale", "failed"}
        Whether it is up to date, outdated, or failed in its last run.
    reason : str
        Why it is stale or failed.
    """

    topic: dict[str, str]
    title: str
    headline: str
    figure: str
    language: str
    parameters: dict[str, Any]
    page: str
    published: dt.datetime | None
    basis: str
    state: str
    reason: str

    def say(self, message: str) -> str:
        """Return a message in the language of the report."""
        return Language(self.language).say(message)

    @property
    def details(self) -> str:
        """The parameters that tell it from a report of the same indicator, year and group."""
        return ", ".join(
            str(self.parameters[name]) for name in DETAILS if self.parameters.get(name)
        )

    @property
    def name(self) -> str:
        """Its title; where it has never been published, what kind of report it is."""
        return self.title or self.topic[self.language]

    @property
    def day(self) -> str:
        """The date of its page, as its language writes it; blank where there is no page."""
        if self.published is None:
            return ""
        return Language(self.language).date(self.published.date().isoformat())


@dataclass(frozen=True, slots=True)
class Row:
    """The reports of one indicator, year and group in one language.

    Parameters
    ----------
    name : str
        The indicator; where a report is about several, what kind of report it is.
    year, group : str
        Its year, and the district or group; blank for the whole province.
    entries : tuple of Entry
        The reports; the first one gives the headline figure.
    """

    name: str
    year: str
    group: str
    entries: tuple[Entry, ...]

    @property
    def first(self) -> Entry:
        """The report whose headline figure the row shows."""
        return self.entries[0]

    @property
    def figure(self) -> str:
        """The headline figure; of a report about several indicators the headline."""
        about_one = self.first.parameters.get("indicator") and self.first.figure
        return self.first.figure if about_one else self.first.headline

    @property
    def title(self) -> str:
        """The name, and the group where there is one."""
        return f"{self.name}, {self.group}" if self.group else self.name

    @property
    def keys(self) -> dict[str, str]:
        """What the rules of style know the row by."""
        return {
            "indicator": slug(self.name),
            "year": self.year,
            "group": slug(self.group) or WHOLE,
        }

    @property
    def others(self) -> list[tuple[str, Entry]]:
        """The other reports, each by a name that tells it from the rest."""
        labels = [_label(entry) for entry in self.entries]
        return [
            (label if labels.count(label) == 1 else f"{label} ({entry.details})", entry)
            for label, entry in zip(labels, self.entries, strict=True)
        ][1:]


def _label(entry: Entry) -> str:
    before = entry.parameters.get("year_before") or entry.parameters.get("before")
    against = Language(entry.language).say("index-against", year=str(before)) if before else ""
    return f"{entry.topic[entry.language]} {against}".strip()


def rows(listed: Iterable[Entry], *, language: str, names: Mapping[str, str]) -> list[Row]:
    """Return the rows of one language, by indicator in the order of `names`, the last year first,
    the whole province before its groups.

    Parameters
    ----------
    listed : iterable of Entry
        The reports.
    language : {"vi", "en"}
        The language.
    names : mapping of str to str
        The names of the indicators by id.
    """
    places = {name: place for place, name in enumerate(names.values())}
    found = []
    for entry in listed:
        if entry.language == language:
            given = {key: str(value) for key, value in entry.parameters.items()}
            asked = given.get("indicator", "")
            name = names.get(asked, asked) or entry.topic[language]
            found.append(((name, given.get("year", ""), given.get("district", "")), entry))

    def order(one: tuple[tuple[str, str, str], Entry]) -> tuple[int, str, str, str]:
        name, year, group = one[0]
        backwards = "".join(chr(ord("9") - ord(digit)) for digit in year if digit.isdigit())
        return places.get(name, len(places)), name, backwards, group

    held = groupby(sorted(found, key=order), key=lambda one: one[0])
    return [
        Row(name, year, group, tuple(entry for _, entry in entries))
        for (name, year, group), entries in held
    ]


def options(shown: Iterable[Row]) -> dict[str, dict[str, str]]:
    """Return what a reader can choose, by value: each choice of `CHOICES` with its words.

    Examples
    --------
    >>> options([Row("A", "2008", "Huyện Sa Pa", ()), Row("B", "2009", "", ())])["group"]
    {'huyen-sa-pa': 'Huyện Sa Pa', 'whole': ''}
    """
    found: dict[str, dict[str, str]] = {choice: {} for choice in CHOICES}
    for row in shown:
        for choice, words in zip(CHOICES, (row.name, row.year, row.group), strict=True):
            found[choice].setdefault(row.keys[choice], words)
    return found


def rules(chosen: Mapping[str, Mapping[str, Iterable[str]]]) -> str:
    """Return the rules of style of all choices, by language.

    Examples
    --------
    >>> rules({"vi": {"year": ["2008", "2009"]}}).count("display: none")
    3
    """
    lines = []
    for code, choices in chosen.items():
        lines.append(
            f':root:has(#language option[value="{code}"]:checked) main > :not([lang="{code}"])'
            " { display: none; }"
        )
        lines += [
            f':root:has(#{choice}-{code} option[value="{value}"]:checked) #{code} tbody '
            f'tr:not([data-{choice}="{value}"]) {{ display: none; }}'
            for choice, values in choices.items()
            for value in values
        ]
    return "\n".join(lines)
