"""A page as a workbook: its figures as one tidy sheet, a sheet for each table, the sources and what
the columns mean.

Every sheet but the first begins with its header and holds numbers as numbers: a figure of a table
takes a column for each of its parts. No text can become a formula, whatever it begins with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
from bs4 import BeautifulSoup, Tag
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from laocai_analysis.language import Language
from laocai_analysis.reports.formats.tidy import COLUMNS
from laocai_analysis.spreadsheet import put_text, to_bytes

_HEAD = PatternFill("solid", fgColor="F2F4F7")
#: How wide a column is at least and at most, in characters.
_NARROWEST, _WIDEST = 9, 60
#: The parts of a figure that take a column in the sheet of a table, where a figure has them.
_PARTS = ("value", "numerator", "denominator", "lower", "upper", "qualifier", "text")
#: Units that are signs, or that a text has in place of a number.
_UNITS = {"%": "%", "date": "–", "years": "–"}
#: The parts of a share that are shares.
_SHARES = ("value", "lower", "upper")
#: The letters of the longest name of a sheet, and those that no name can hold.
_LONGEST, _REFUSED = 31, re.compile(r"[\[\]:*?/\\]")


_YEAR = re.compile("(?:19|20)[0-9]{2}")


class _Share(float):
    """A number that a sheet shows in per cent."""


def to_workbook(
    shown: str, figures: Sequence[Mapping[str, Any]], *, table: pd.DataFrame, language: str
) -> bytes:
    """Make a workbook of what a page shows.

    Parameters
    ----------
    shown : str
        The HTML of the page without its frame: see `html.shown`.
    figures : sequence of mapping
        The figures of the page, as its ``.json`` holds them.
    table : DataFrame
        The same figures and what the page says of single units, as `tidy.tidy` gives them.
    language : {"vi", "en"}
        The language of the page.

    Returns
    -------
    bytes
        The xlsx file, the same bytes whenever it is made: a sheet that lists the others under the
        title of the page, the figures, a sheet for each table, the sources, the columns.
    """
    soup, words = BeautifulSoup(shown, "html.parser"), Language(language)
    for part in soup.select("script, .live, .back"):
        part.decompose()
    stated = {str(figure["id"]): figure for figure in figures}
    sources = {
        str(item["id"]): _text(item, without="ul") for item in soup.select("ol.sources > li")
    }
    book = Workbook()
    first: Any = book.active
    first.title = words.say("sheet-contents")
    listed = [
        _add(
            book, words.say("sheet-figures-all"), _figures(table, words), words.say("sheet-figures")
        )
    ]
    for tab in soup.select("table:has(> caption)"):
        caption = _text(_caption(tab))
        about = [_basis(tab, stated, words), *_cited(tab, sources)]
        listed.append([*_add(book, caption, _columns(tab, stated, words)), *about])
    cited = {
        words.say("sheet-number"): range(1, len(sources) + 1),
        words.say("column-source"): sources.values(),
    }
    listed.append(
        _add(book, words.say("coverage-method-sources"), cited, words.say("page-sources"))
    )
    meanings = {
        words.say("sheet-column"): [words.say(f"tidy-{column}") for column in COLUMNS],
        words.say("sheet-csv"): list(COLUMNS),
        words.say("sheet-means"): [words.say(f"tidy-{column}-means") for column in COLUMNS],
    }
    listed.append(_add(book, words.say("sheet-columns-all"), meanings, words.say("sheet-columns")))
    _write_first(first, soup, listed)
    return to_bytes(book)


def _figures(table: pd.DataFrame, words: Language) -> dict[str, list[object]]:
    """Return the columns of the tidy sheet: words in the language of the page, per cent."""
    shown = table.assign(
        basis=table["basis"].map(lambda basis: words.say(f"page-basis-{basis}")),
        unit=table["unit"].map(
            lambda unit: _UNITS.get(unit) or words.unit(unit), na_action="ignore"
        ),
    )
    shown = shown.astype(object).where(shown.notna(), None)
    columns = {column: shown[column].tolist() for column in shown}
    for column in _SHARES:
        pairs = zip(columns[column], table["unit"], strict=True)
        columns[column] = [
            number if number is None or unit != "share" else _Share(number)
            for number, unit in pairs
        ]
    return {words.say(f"tidy-{column}"): held for column, held in columns.items()}


def _columns(
    table: Tag, stated: Mapping[str, Mapping[str, Any]], words: Language
) -> dict[str, list[object]]:
    """Return the columns of a table of the page; one of figures gives a column for each part."""
    head, *body = [row.select("th, td") for row in table.select("tr")]
    columns: dict[str, list[object]] = {}
    for place, title in enumerate(map(_text, head)):
        cells = [row[place] for row in body]
        title = title if title not in columns else f"{title} {place + 1}"
        marks = [cell.select("[data-figure]") for cell in cells]
        if not any(marks):
            columns[title] = [_cell(cell) for cell in cells]
            continue
        parts = [
            _parts(stated[str(found[0]["data-figure"])])
            if len(found) == 1
            else {"text": _text(cell)}
            for cell, found in zip(cells, marks, strict=True)
        ]
        for part in _PARTS:
            held = [one.get(part) for one in parts]
            if part == "value" or any(one is not None for one in held):
                name = title if part == "value" else f"{title}: {words.say(f'tidy-{part}')}"
                columns[name] = held
    return columns


def _parts(figure: Mapping[str, Any]) -> dict[str, object]:
    share = figure["unit"] == "share"
    return {
        part: _Share(held) if share and part in _SHARES else held
        for part in _PARTS
        if (held := figure.get(part)) is not None
    }


def _add(
    book: Workbook, caption: str, columns: Mapping[str, Iterable[object]], name: str = ""
) -> list[str]:
    """Add a sheet, called `name` or after its caption; return its name and the caption."""
    tab = book.create_sheet(_named(name or caption, taken=book.sheetnames))
    rows = [list(columns), *map(list, zip(*columns.values(), strict=True))]
    for line, row in enumerate(rows, start=1):
        for column, content in enumerate(row, start=1):
            _put(tab.cell(line, column), content)
            if line == 1:
                tab.cell(line, column).font, tab.cell(line, column).fill = Font(bold=True), _HEAD
    for column, contents in enumerate(zip(*rows, strict=True), start=1):
        longest = max(len(str(content)) for content in contents if content is not None)
        width = min(max(longest + 2, _NARROWEST), _WIDEST)
        tab.column_dimensions[get_column_letter(column)].width = width
    tab.freeze_panes, tab.auto_filter.ref = "A2", tab.dimensions
    return [tab.title, caption]


def _put(cell: Any, content: object) -> None:
    """Write a number as a number, anything else as text; nothing where there is nothing."""
    if isinstance(content, (int, float)):
        cell.value = float(content) if isinstance(content, _Share) else content
        cell.number_format = "0.0%" if isinstance(content, _Share) else "General"
    elif content not in (None, ""):
        put_text(cell, str(content))
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _named(text: str, *, taken: Sequence[str]) -> str:
    """Return the name of a sheet: as many whole words of a text as a name can hold.

    Examples
    --------
    >>> _named("Published figures: 2008/2009, and their quotations", taken=[])
    'Published figures  2008 2009,…'
    """
    plain = _REFUSED.sub(" ", text).strip("' ")
    for number in range(1, len(taken) + 2):
        mark = f" {number}" if number > 1 else ""
        room = _LONGEST - len(mark)
        short = plain if len(plain) <= room else plain[: room - 1].rsplit(" ", 1)[0] + "…"
        if f"{short}{mark}".casefold() not in {name.casefold() for name in taken}:
            break
    return f"{short}{mark}"


def _write_first(tab: Any, soup: BeautifulSoup, listed: Sequence[Sequence[str]]) -> None:
    """Write question, answer, banner, release and facts of the page, and links to the sheets."""
    lines = [[_text(part)] for part in soup.select("p.question, h1, .banner")]
    lines += [[_text(part)] for part in soup.select("p.release, details.release li")]
    lines += [[]]
    lines += [
        [_text(term), _text(fact)]
        for term, fact in zip(soup.select("dt"), soup.select("dd"), strict=True)
    ]
    lines += [[], *map(list, listed)]
    for line, row in enumerate(lines, start=1):
        for place, text in enumerate(row, start=1):
            put_text(tab.cell(line, place), text)
            tab.cell(line, place).alignment = Alignment(wrap_text=place > 1, vertical="top")
        if row in listed:
            tab.cell(line, 1).hyperlink = f"#'{row[0]}'!A1"
            tab.cell(line, 1).font = Font(color="0B4F8A", underline="single")
    for line in (1, 2):
        tab.cell(line, 1).font = Font(bold=True, size=14)
    for column, width in zip("ABCD", (_LONGEST + 2, 80, 16, 80), strict=True):
        tab.column_dimensions[column].width = width


def _cell(cell: Tag) -> object:
    """Return what a cell of a page holds: its number or its year where it is one, else its text
    without the marks of sources.
    """
    if cell.has_attr("data-value"):
        number = float(str(cell["data-value"]))
        return int(number) if number.is_integer() else number
    text = _text(cell, without="sup")
    return int(text) if _YEAR.fullmatch(text) else text


def _basis(table: Tag, stated: Mapping[str, Mapping[str, Any]], words: Language) -> str:
    """Return the basis of a table: the one it states, and those of its figures."""
    bases = [str(table.get("data-basis", ""))]
    bases += [stated[str(one["data-figure"])]["basis"] for one in table.select("[data-figure]")]
    return ", ".join(
        words.say(f"page-basis-{basis}") for basis in dict.fromkeys(filter(None, bases))
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
