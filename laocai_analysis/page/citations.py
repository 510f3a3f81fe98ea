"""The numbered sources of a page: the marks that lead to them, and the list at its end."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from laocai_analysis.language import Language
from laocai_analysis.page.figures import Figure
from laocai_analysis.page.markup import isolated, linked
from laocai_analysis.sources import load_sources

#: The marks behind one figure, their numbers on the page, and where they lead.
_MARKS, _NUMBER = re.compile("<sup>.*?</sup>"), re.compile('id="cite-([0-9]+)"')
_GOALS = re.compile('href="([^"]+)"')


def marked_once(text: str) -> str:
    """Return the HTML of a block without the marks that lead where earlier ones of it lead.

    Examples
    --------
    >>> mark = '<sup><a id="cite-{}" href="#source-1">[1]</a></sup>'
    >>> marked_once(f"126{mark.format(4)} of 144{mark.format(5)}") == f"126{mark.format(4)} of 144"
    True
    """
    made = sorted(_MARKS.findall(text), key=_number, reverse=True)
    first = {_goals(marks): marks for marks in made}
    return _MARKS.sub(lambda found: found[0] if found[0] in first.values() else "", text)


def shared_marks(text: str) -> tuple[str, str]:
    """Return the HTML of several figures without the marks that all of them share, and these; as it
    is where they differ.
    """
    made = _MARKS.findall(text)
    if len(made) < 2 or len(set(map(_goals, made))) > 1:
        return text, ""
    return _MARKS.sub("", text), min(made, key=_number)


def _number(marks: str) -> int:
    return int(_NUMBER.findall(marks)[0])


def _goals(marks: str) -> tuple[str, ...]:
    return tuple(_GOALS.findall(marks))


class Citations:
    """The sources that one page cites, numbered in the order of their first marks.

    Parameters
    ----------
    language : Language
        The language of the page.

    Attributes
    ----------
    section : str
        The section in which the next marks stand.
    quoted : set of str
        The ids of the evidence whose phrases the page quotes itself.
    """

    def __init__(self, language: Language) -> None:
        self._language, self.section, self._count = language, "", 0
        self._cited: list[str] = []
        self._quoted: dict[str, Figure] = {}
        self.quoted: set[str] = set()
        #: For each source and phrase the first mark in each section.
        self._places: dict[str, dict[str, str]] = {}

    def of(self, figure: Figure) -> str:
        """Return the marks of a figure, which lead to its phrase where it has one."""
        if not figure.quotation:
            return self.marks(figure.sources)
        self._quoted[figure.id] = figure
        return self.marks(figure.sources, target=f"evidence-{html.escape(figure.id)}")

    def listed(self) -> str:
        """Return the list of all sources cited, with licences and quoted phrases."""
        items = [
            f'<li id="source-{number}">{self._described(key)}{self._ways_back(f"source-{number}")}'
            f"{self._quotations(key)}</li>"
            for number, key in enumerate(self._cited, start=1)
        ]
        return f'<ol class="sources">{"".join(items)}</ol>'

    def _described(self, key: str) -> str:
        """Return the citation of a source with the address as a link, the day of access and the
        licence.
        """
        source, say = load_sources().get(key), self._language
        if source is None:  # imported boundaries with a citation
            return isolated(key)
        title, publisher, licence = (
            getattr(source, f"{part}_{say.code}") for part in ("title", "publisher", "licence")
        )
        foreign = ' lang="vi"' if say.code != "vi" and title == source.title_vi else ""
        cited = f"<cite{foreign}>{isolated(title)}</cite>" if title else ""
        parts = (
            isolated(publisher),
            cited,
            isolated(say.date(source.published)),
            linked(source.address),
        )
        accessed = say.say("page-accessed", date=say.date(source.accessed))
        return f"{'. '.join(part for part in parts if part)}. {html.escape(accessed)} {isolated(licence)}"

    def _ways_back(self, target: str) -> str:
        """Return a link back to the first mark, in each section of the page, that leads to a source
        or a phrase.
        """
        links = ""
        for count, place in enumerate(self._places.get(target, {}).values(), start=1):
            label = html.escape(self._language.say("page-back", number=str(count)))
            links += f' <a href="#{place}" aria-label="{label}">↩{count}</a>'
        return f'<span class="back">{links}</span>' if links else ""

    def _quotations(self, source: str) -> str:
        """Return the phrases of a source that state figures of the page: where the marks of these
        figures lead.
        """
        phrases = "".join(
            f'<li id="evidence-{html.escape(figure.id)}"{self._again(figure.id)}><q lang="vi">{html.escape(figure.quotation)}</q>'
            f"{self._ways_back(f'evidence-{html.escape(figure.id)}')}</li>"
            for figure in self._quoted.values()
            if figure.sources == (source,)
        )
        return f"<ul>{phrases}</ul>" if phrases else ""

    def _again(self, evidence: str) -> str:
        """Return the class of a phrase that the page quotes in a table too: paper has it there."""
        return ' class="again"' if evidence in self.quoted else ""

    def marks(self, sources: Iterable[str], *, target: str = "") -> str:
        """Return the numbers of sources as links to them, or to `target`, a phrase quoted beneath
        its source.
        """
        numbers = []
        for key in dict.fromkeys(sources):
            if key not in self._cited:
                self._cited.append(key)
            numbers.append(self._cited.index(key) + 1)
        numbers.sort()
        if len(numbers) > 3 and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
            ends = (
                numbers[0],
                numbers[-1],
            )  # a round of nine files would bury its figures in marks
            return f"<sup>{'–'.join(self._mark(number, target=target) for number in ends)}</sup>"
        return f"<sup>{''.join(self._mark(number, target=target) for number in numbers)}</sup>"

    def _mark(self, number: int, *, target: str) -> str:
        """Return one mark, and keep its place for the way back."""
        label = html.escape(self._language.say("page-source-mark", number=str(number)))
        goal, place = target or f"source-{number}", f"cite-{self._count}"
        self._count += 1
        self._places.setdefault(goal, {}).setdefault(self.section, place)
        return f'<a id="{place}" href="#{goal}" aria-label="{label}">[{number}]</a>'
