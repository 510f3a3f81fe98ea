"""The cells of an OpenDocument spreadsheet, with the fonts that the libraries which read ods leave
out.

The font decides what the text of a cell says where it is typed in a Vietnamese encoding older than
Unicode.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from laocai_analysis.returns.reading.parts import Parts
from laocai_analysis.returns.reading.raw import Content, RawCell, RawTable, finite, trouble_shown

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_NUMBER = "{urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"

#: No sheet has more columns than this; what is repeated beyond is not written out.
_COLUMNS = 16_384


def read_ods(parts: Parts) -> Iterator[RawTable]:
    """Read the visible tables of an OpenDocument spreadsheet.

    Parameters
    ----------
    parts : Parts
        The archive.

    Yields
    ------
    RawTable
        In the order of the document. Rows and columns count from 1.

    Raises
    ------
    InputError
        As `Parts.tree` does.
    Exception
        Of many kinds, if the document is broken.

    Notes
    -----
    OpenDocument 1.3, part 3: a cell is shown in its own style, else in the one of its row, else of
    its column; a style without a font takes that of its parent.
    """
    document = parts.tree("content.xml")
    styles = parts.tree("styles.xml") if "styles.xml" in parts else Element("none")
    known = _styles([styles, document])
    hidden = {name for name, style in known.items() if style.hidden}
    body = document.find(f"{_OFFICE}body/{_OFFICE}spreadsheet")
    if body is None:
        raise ValueError("no spreadsheet in the document")
    for table in body.findall(f"{_TABLE}table"):  # one in a cell is no sheet
        found = RawTable(table.get(f"{_TABLE}name", ""), ())
        found.hidden = table.get(f"{_TABLE}style-name") in hidden
        if not found.hidden:
            found.cells = _cells(table, known, found)
        yield found


@dataclass(slots=True)
class _Style:
    parent: str
    font: str
    hidden: bool
    struck: bool | None = None
    blank: bool | None = None


def _styles(parts: list[Element]) -> dict[str, _Style]:
    fonts: dict[str, str] = {}
    styles: dict[str, _Style] = {}
    for part in parts:
        for face in part.iter(f"{_STYLE}font-face"):
            fonts[face.get(f"{_STYLE}name", "")] = face.get(f"{_SVG}font-family", "").strip("'\"")
    blank = {
        element.get(f"{_STYLE}name", ""): _shows_nothing(element)
        for part in parts
        for element in part.iter()
        if element.tag.startswith(_NUMBER) and element.tag.endswith("-style")
    }
    for part in parts:
        for style in part.iter(f"{_STYLE}style"):
            text, table = (
                style.find(f"{_STYLE}text-properties"),
                style.find(f"{_STYLE}table-properties"),
            )
            font, struck = "", None
            if text is not None:
                name = text.get(f"{_STYLE}font-name", "")
                font = fonts.get(name, name) or text.get(f"{_FO}font-family", "").strip("'\"")
                lines = {text.get(f"{_STYLE}text-line-through-{of}") for of in ("style", "type")}
                struck = bool(lines - {None, "none"}) if lines != {None} else None
            hidden = table is not None and table.get(f"{_TABLE}display") == "false"
            parent = style.get(f"{_STYLE}parent-style-name", "")
            shown = blank.get(style.get(f"{_STYLE}data-style-name", ""))
            styles[style.get(f"{_STYLE}name", "")] = _Style(parent, font, hidden, struck, shown)
    return styles


def _shows_nothing(number_style: Element) -> bool:
    """Tell whether a number format shows nothing, as ;;; does."""
    parts = [part for part in number_style if part.tag != f"{_STYLE}map"]
    nothing = [part.tag == f"{_NUMBER}text" and not part.text for part in parts]
    return bool(nothing) and all(nothing)


def _font(name: str, styles: dict[str, _Style]) -> str:
    for _ in range(20):  # a chain of parents; a broken file may close it to a ring
        if name not in styles:
            return ""
        if styles[name].font:
            return styles[name].font
        name = styles[name].parent
    return ""


def _says(name: str, styles: dict[str, _Style], what: str) -> bool:
    """Tell whether a style, or the first of its parents that says anything, is struck or blank."""
    for _ in range(20):
        if name not in styles:
            return False
        if (said := getattr(styles[name], what)) is not None:
            return bool(said)
        name = styles[name].parent
    return False


def _cells(table: Element, styles: dict[str, _Style], found: RawTable) -> Iterator[RawCell]:
    """Yield the cells of a table that hold something, as often as they are repeated, and note what
    is merged and what is hidden.
    """
    column_styles: list[str] = []
    for column in _grouped(table, "column"):
        repeat = min(_number(column, "columns-repeated"), _COLUMNS - len(column_styles))
        if column.get(f"{_TABLE}visibility", "visible") != "visible":
            found.hidden_columns.append((len(column_styles) + 1, len(column_styles) + repeat))
        column_styles += [column.get(f"{_TABLE}default-cell-style-name", "")] * repeat
    number = 1
    for row in _grouped(table, "row"):
        repeat = _number(row, "rows-repeated")
        if row.get(f"{_TABLE}visibility", "visible") != "visible":
            found.hidden_rows.append((number, number + repeat - 1))
        cells = list(_row(row, column_styles, styles))
        for top in range(number, number + repeat if cells else number):
            for left, across, down, content, font, trouble in cells:
                yield top, left, content, font, trouble
                if across > 1 or down > 1:
                    found.merged.append((top, left, top + down - 1, left + across - 1))
        number += repeat


def _grouped(element: Element, what: str) -> Iterator[Element]:
    """Yield the rows or columns of a table, those in groups and headers too, and none of a table in
    a cell.
    """
    groups = {
        f"{_TABLE}table-{what}-group",
        f"{_TABLE}table-{what}s",
        f"{_TABLE}table-header-{what}s",
    }
    for inner in element:
        if inner.tag == f"{_TABLE}table-{what}":
            yield inner
        elif inner.tag in groups:
            yield from _grouped(inner, what)


def _row(
    row: Element, column_styles: list[str], styles: dict[str, _Style]
) -> Iterator[tuple[int, int, int, Content, str, str]]:
    """Yield column, width, height, content, font and trouble of each cell of a row that holds
    something.
    """
    number = 1
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        repeat = _number(cell, "columns-repeated")
        content, trouble = _content(cell)
        if content != "" and number <= _COLUMNS:
            across, down = _number(cell, "columns-spanned"), _number(cell, "rows-spanned")
            spans = [part.get(f"{_TEXT}style-name", "") for part in cell.iter(f"{_TEXT}span")]
            of_text = _font(spans[0], styles) if spans else ""
            of_row = row.get(f"{_TABLE}default-cell-style-name")
            for column in range(number, min(number + repeat, _COLUMNS + 1)):
                default = column_styles[column - 1] if column <= len(column_styles) else ""
                own = cell.get(f"{_TABLE}style-name") or of_row or default
                struck = any(_says(name, styles, "struck") for name in (*spans, own))
                percent = cell.get(f"{_OFFICE}value-type") == "percentage"
                code = ";;;" if _says(own, styles, "blank") else ""
                shown = trouble_shown(content, struck=struck, percent=percent, code=code)
                yield column, across, down, content, of_text or _font(own, styles), trouble or shown
        number += repeat


def _content(cell: Element) -> tuple[Content, str]:
    kind = cell.get(f"{_OFFICE}value-type", "")
    shown = "\n".join(_plain(part) for part in cell.findall(f"{_TEXT}p"))
    if kind in ("float", "percentage", "currency"):
        return finite(cell.get(f"{_OFFICE}value", ""))
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true", ""
    if kind in ("date", "time"):
        return shown or cell.get(f"{_OFFICE}{kind}-value", ""), "doubt-date"
    trouble = (
        "doubt-error-value"
        if shown.startswith(("#", "Err:")) and cell.get(f"{_TABLE}formula")
        else ""
    )
    return shown, trouble


def _plain(part: Element) -> str:
    """Return the text of a paragraph: blanks, tabs and breaks are elements of their own."""
    text = part.text or ""
    for inner in part:
        if inner.tag == f"{_TEXT}s":
            text += " " * min(int(inner.get(f"{_TEXT}c", "1")), 100)
        elif inner.tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
            text += " "
        elif inner.tag != f"{_OFFICE}annotation":
            text += _plain(inner)
        text += inner.tail or ""
    return text


def _number(element: Element, what: str) -> int:
    return max(1, int(element.get(f"{_TABLE}number-{what}", "1")))
