"""The HTML of a table: a caption, a header, rows; on a phone a row of sentences is a card."""

from __future__ import annotations

import html
from collections.abc import Callable

import pandas as pd

from laocai_analysis.language import Language
from laocai_analysis.page.figures import Figure
from laocai_analysis.page.wording import decimals, number

#: Columns of names, which stay Vietnamese on a page in another language.
VIETNAMESE = ("column-commune", "column-district", "column-type", "column-names", "column-taken")
#: Columns of sentences: on a phone a row of such a table is a card, with a line for each column.
WORDY = ("column-found", "column-question", "column-quotation")
#: Columns of numbers that are text, as a share or a range is.
NUMBERS = tuple(
    f"column-{name}"
    for name in ["share", "km", "people", "best", "best-most", "greedy", "reported"]
)
#: The columns of numbers that a phone has room for; a column of words takes the room of two.
ROOM = 10
#: Rows from which on a table is a list, which paper has in columns.
LONG = 40


def body(frame: pd.DataFrame, *, language: Language, part: Callable[[object], str]) -> str:
    """Return the rows of a table; the first cell of each names it.

    Parameters
    ----------
    frame : DataFrame
        As `page.Page.table` takes it.
    language : Language
        The language of the page.
    part : callable
        Gives the HTML of a cell that is no plain number.
    """
    columns = [
        (str(column), decimals(cells), _class_of(cells, str(column)))
        for column, cells in frame.items()
    ]
    cards, rows = _has_cards(frame), ""
    for cells in frame.itertuples(index=False):
        rows += f"<tr{_role('row', cards)}>"
        for place, (cell, (column, digits, kind)) in enumerate(zip(cells, columns, strict=True)):
            if cards and isinstance(cell, str) and cell in ("", "–"):
                kind = ' class="none"'
            tag, told = ("td", kind) if place else ("th", ' scope="row"')
            if cards:  # a card names the columns of its cells
                told += _role("cell" if place else "rowheader", cards)
                told += f' data-label="{html.escape(language.say(column))}"' if place else ""
            if isinstance(cell, (int, float)):
                shown = number(float(cell), language=language, digits=digits)
                told += f' data-value="{cell}"'
            else:
                shown = part(cell)
                told += " lang=vi" if language.code != "vi" and column in VIETNAMESE else ""
            rows += f"<{tag}{told}>{shown}</{tag}>"
        rows += "</tr>"
    return rows


def framed(
    frame: pd.DataFrame,
    rows: str,
    *,
    caption: str,
    name: str,
    label: str,
    basis: str,
    language: Language,
) -> str:
    """Return a table with its caption and its header.

    Parameters
    ----------
    frame : DataFrame
        As for `body`.
    rows : str
        What `body` gave.
    caption : str
        HTML.
    name : str
        The name of the table, which its copy as csv bears.
    label : str
        The caption as plain text.
    basis : str
        The basis of its numbers; blank where each states its own.
    language : Language
        The language of the page.
    """
    cards = _has_cards(frame)
    head = "".join(
        f'<th scope="col"{_class_of(cells, str(column)) if place else ""}'
        f"{_role('columnheader', cards)}>{html.escape(language.say(str(column)))}</th>"
        for place, (column, cells) in enumerate(frame.items())
    )
    kind, group = (
        (' class="cards"' + _role("table", cards)) if cards else "",
        _role("rowgroup", cards),
    )
    return (
        f'<div class="{"wide long" if len(frame) >= LONG else "wide"}" role="group" aria-label="{html.escape(label)}" tabindex="0">'
        f'<table{kind} data-name="{html.escape(name)}" data-basis="{html.escape(basis)}">'
        f"<caption>{caption}</caption>"
        f"<thead{group}><tr{_role('row', cards)}>{head}</tr></thead>"
        f"<tbody{group}>{rows}</tbody></table></div>"
    )


def _has_cards(frame: pd.DataFrame) -> bool:
    numbers = sum(_is_numeric(cells, str(column)) for column, cells in frame.items())
    return not set(WORDY).isdisjoint(frame.columns) or 2 * frame.shape[1] - numbers > ROOM


def _role(name: str, cards: bool) -> str:
    """Return the role of a part of a table of cards, which a browser forgets with its display."""
    return f' role="{name}"' if cards else ""


def _class_of(cells: pd.Series, column: str) -> str:
    """Return the class of the cells of a column: words among numbers stand where the numbers do."""
    if column == "column-type":  # the name beside it begins with the type: paper leaves it out
        return ' class="type"'
    return ' class="number"' if _is_numeric(cells, column) else ""


def _is_numeric(cells: pd.Series, column: str) -> bool:
    return column in NUMBERS or any(isinstance(cell, (int, float, Figure)) for cell in cells)
