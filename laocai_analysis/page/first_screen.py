"""What a reader sees first: key figures, a picture beside a list, and links to the rest."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

from IPython.display import HTML

from laocai_analysis.page.citations import marked_once
from laocai_analysis.page.figures import Figure
from laocai_analysis.page.markup import Part
from laocai_analysis.page.page import Page


def key_figures(page: Page, cards: Sequence[tuple[Figure, str]]) -> Part:
    """Return some figures in large letters, each with a line that says what it is; sources and
    basis that they share are marked once.

    The shares among them, or else the first one, are the key figure of the page.
    """
    figures = [figure for figure, _ in cards]
    page.lead([figure for figure in figures if figure.denominator] or figures[:1])
    same = len({figure.basis for figure in figures}) == 1
    items = "".join(
        f"<li><strong>{page.bare(figure).data}</strong> <span>{html.escape(line)}"
        f"{'' if same else page.basis_mark(figure.basis)}</span></li>"
        for figure, line in cards
    )
    mark = page.basis_mark(figures[0].basis) if same else ""
    below = f'<p class="of-key">{mark}</p>' if mark else ""
    return Part(f'<ul class="key">{marked_once(items)}</ul>{below}')


def beside(left: HTML, *right: HTML) -> Part:
    """Return two columns, which stand below each other where there is no room."""
    text = "".join(str(part.data) for part in right)
    return Part(f'<div class="beside"><div>{left.data}</div><div>{text}</div></div>')


def links(page: Page, anchors: Mapping[str, str]) -> Part:
    """Return links to sections; the keys are their anchors, the values messages."""
    items = "".join(
        f'<li><a href="#{html.escape(anchor)}">{html.escape(page.language.say(message))}</a></li>'
        for anchor, message in anchors.items()
    )
    return Part(f'<ul class="links">{items}</ul>')
