"""A page as a workbook: a sheet for each table, one for the figures with their sources, and one for
the list of sources.

No text can become a formula, whatever it begins with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bs4 import BeautifulSoup, Tag
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from laocai_analysis.language import Language
from laocai_analysis.spreadsheet import put_text, to_bytes

_HEAD = PatternFill("solid", fgColor="F2F4F7")
#: How wide a column is at least and at most, in characters.
_NARROWEST, _WIDEST = 9, 60
#: The parts of a figure that stand on the sheet of figures, each with the message that names its
#: column.
_PARTS = {
    "id": "sheet-id",
    "value": "column-value",
    "unit": "sheet-unit",
    "numerator": "sheet-numerator",
    "denominator": "sheet-denominator",
    "unknown": "column-unknown",
    "lower": "sheet-lower",
    "upper": "sheet-upper",
    "qualifier": "sheet-qualifier",
    "text": "sheet-text",
    "basis": "coverage-basis",
    "sources": "page-sources",
    "quotation": "column-quotation",
}


def to_workbook(shown: str, figures: Sequence[Mapping[str, Any]], *, language: str) -> bytes:
    """Make a workbook of what a page shows.

    Parameters
    ----------
    shown : str
        The HTML of the page without its frame: see `html.shown`.
    figures : sequence of mapping
        The figures of the page, as its ``.json`` holds them.
    language : {"vi", "en"}
        The language of the page.

    Returns
    -------
    bytes
        The xlsx file, the same bytes whenever it is made: a sheet that lists the others under the
        title of the page, a sheet for each table with its caption, basis and sources, the figures,
        the sources.
    """
    soup, say = BeautifulSoup(shown, "html.parser"), Language(language).say
    for part in soup.select("script, .live, .back"):
        part.decompose()
    sources = {
        str(item["id"]): _text(item, without="ul") for item in soup.select("ol.sources > li")
    }
    bases = {str(figure["id"]): str(figure["basis"]) for figure in figures}
    book = Workbook()
    first: Any = book.active
    first.title = say("sheet-contents")
    listed = []
    for number, table in enumerate(soup.select("table:has(> caption)"), start=1):
        tab = book.create_sheet(say("sheet-table", number=str(number)))
        listed.append((tab.title, _text(_caption(table))))
        _write_table(
            tab,
            table,
            basis=_basis(table, bases, language),
            cited=_cited(table, sources),
            language=language,
        )
    tab = book.create_sheet(say("sheet-figures"))
    listed.append((tab.title, say("sheet-figures-all")))
    _write_rows(
        tab, 1, [[say(message) for message in _PARTS.values()], *(_figure(one) for one in figures)]
    )
    tab = book.create_sheet(say("page-sources"))
    listed.append((tab.title, say("coverage-method-sources")))
    _write_rows(
        tab,
        1,
        [
            [say("sheet-number"), say("column-source")],
            *([number, text] for number, text in enumerate(sources.values(), start=1)),
        ],
    )
    _write_first(first, soup, listed)
    return to_bytes(book)


def _write_first(tab: Any, soup: BeautifulSoup, listed: Sequence[tuple[str, str]]) -> None:
    """Write the title, banner, release and facts of the page, its key of signs, and links to the
    other sheets.
    """
    put_text(tab.cell(1, 1), _text(soup.h1) if soup.h1 else "")
    tab.cell(1, 1).font = Font(bold=True, size=14)
    facts = [
        [_text(term), _text(fact)]
        for term, fact in zip(soup.select("dt"), soup.select("dd"), strict=True)
    ]
    line = 3
    for banner in soup.select(".banner"):
        put_text(tab.cell(line, 1), _text(banner))
        tab.cell(line, 1).font = Font(bold=True, color="7A1F00")
        line += 2
    for part in soup.select("p.release, details.release li"):
        put_text(tab.cell(line, 1), _text(part))
        line += 1
    line += 1
    for row in [*facts, ["", ""], *([name, caption] for name, caption in listed)]:
        for column, text in enumerate(row, start=1):
            put_text(tab.cell(line, column), text)
            tab.cell(line, column).alignment = Alignment(wrap_text=column > 1, vertical="top")
        if row[0] in {name for name, _ in listed}:
            tab.cell(line, 1).hyperlink = f"#'{row[0]}'!A1"
            tab.cell(line, 1).font = Font(color="0B4F8A", underline="single")
        line += 1
    tab.column_dimensions["A"].width, tab.column_dimensions["B"].width = 18, 90


def _write_table(tab: Any, table: Tag, *, basis: str, cited: Sequence[str], language: str) -> None:
    say = Language(language).say
    put_text(tab.cell(1, 1), _text(_caption(table)))
    tab.cell(1, 1).font = Font(bold=True, size=12)
    if basis:
        put_text(tab.cell(2, 1), f"{say('coverage-basis')}: {basis}")
    rows = [[_cell(cell) for cell in row.select("th, td")] for row in table.select("tr")]
    _write_rows(tab, 4, rows)
    for line, text in enumerate(
        [say("page-sources") + ":", *cited] if cited else [], start=5 + len(rows)
    ):
        put_text(tab.cell(line, 1), text)


def _write_rows(tab: Any, top: int, rows: Sequence[Sequence[object]]) -> None:
    """Write a head and rows: numbers as numbers, anything else as text."""
    for line, row in enumerate(rows, start=top):
        for column, content in enumerate(row, start=1):
            cell = tab.cell(line, column)
            if isinstance(content, (int, float)):
                cell.value = content
            elif content not in (None, ""):
                put_text(cell, str(content))
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if line == top:
                cell.font, cell.fill = Font(bold=True), _HEAD
    for column, contents in enumerate(zip(*rows, strict=True), start=1):
        longest = max(len(str(content)) for content in contents if content is not None)
        tab.column_dimensions[get_column_letter(column)].width = min(
            max(longest + 2, _NARROWEST), _WIDEST
        )
    tab.freeze_panes = tab.cell(top + 1, 1)


def _cell(cell: Tag) -> object:
    """Return what a cell of a page holds: its number where it is one, else its text without the
    marks of sources.
    """
    if cell.has_attr("data-value"):
        number = float(str(cell["data-value"]))
        return int(number) if number.is_integer() else number
    return _text(cell, without="sup")


def _figure(figure: Mapping[str, Any]) -> list[object]:
    return [
        ", ".join(part) if isinstance(part := figure.get(name), list) else part for name in _PARTS
    ]


def _basis(table: Tag, bases: Mapping[str, str], language: str) -> str:
    """Return the basis of a table: the one it states, and those of its figures."""
    stated = [str(table.get("data-basis", ""))]
    stated += [bases[str(figure["data-figure"])] for figure in table.select("[data-figure]")]
    return ", ".join(
        Language(language).say(f"page-basis-{basis}")
        for basis in dict.fromkeys(filter(None, stated))
    )


def _cited(table: Tag, sources: Mapping[str, str]) -> list[str]:
    """Return the sources to which the marks of a table lead, with the numbers that the page gives
    them.
    """
    numbers = sorted({int(mark.get_text().strip("[]")) for mark in table.select("sup a")})
    return [f"[{number}] {sources[f'source-{number}']}" for number in numbers]


def _caption(table: Tag) -> Tag:
    assert table.caption is not None
    return table.caption


def _text(part: Tag, *, without: str = "sup") -> str:
    """Return the text of a part of the page in one line; quotations keep their marks."""
    copy = BeautifulSoup(str(part), "html.parser")
    for inner in copy.select(without):
        inner.decompose()
    for quotation in copy.select("q"):
        quotation.insert(0, "“")
        quotation.append("”")
    return " ".join(copy.get_text().split())
