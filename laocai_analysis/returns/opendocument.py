"""The cells of an OpenDocument spreadsheet, with the fonts that the libraries which read ods leave out.

The font decides what the text of a cell says where it is typed in a Vietnamese encoding older than Unicode.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, fromstring

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"

#: More cells than any sheet may have: repeated cells are not written out beyond that.
_MANY = 500_000

#: Row, column, content, font, and why the content is no answer.
OdsCell = tuple[int, int, str | float | bool, str, str]


@dataclass(slots=True)
class OdsTable:
    """One visible table of a document: its cells that hold something, and its merged ranges."""

    name: str
    cells: list[OdsCell] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


def read_ods(content: bytes) -> list[OdsTable]:
    """Read the visible tables of an OpenDocument spreadsheet.

    Parameters
    ----------
    content : bytes
        The document; its parts must have been checked to be of a sane size.

    Returns
    -------
    list of OdsTable
        In the order of the document. Rows and columns count from 1.

    Notes
    -----
    OpenDocument 1.3, part 3: a cell is shown in its own style, else in the one of its row, else of its column; a style
    without a font takes that of its parent.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        document = fromstring(archive.read("content.xml"))
        styles = fromstring(archive.read("styles.xml")) if "styles.xml" in archive.namelist() else Element("none")
    known = _styles([styles, document])
    hidden = {name for name, style in known.items() if style.hidden}
    body = document.find(f"{_OFFICE}body/{_OFFICE}spreadsheet")
    if body is None:
        raise ValueError("no spreadsheet in the document")
    tables = [table for table in body.iter(f"{_TABLE}table") if table.get(f"{_TABLE}style-name") not in hidden]
    return [_table(table, known) for table in tables]


@dataclass(slots=True)
class _Style:
    parent: str
    font: str
    hidden: bool


def _styles(parts: list[Element]) -> dict[str, _Style]:
    fonts: dict[str, str] = {}
    styles: dict[str, _Style] = {}
    for part in parts:
        for face in part.iter(f"{_STYLE}font-face"):
            fonts[face.get(f"{_STYLE}name", "")] = face.get(f"{_SVG}font-family", "").strip("'\"")
    for part in parts:
        for style in part.iter(f"{_STYLE}style"):
            text, table = style.find(f"{_STYLE}text-properties"), style.find(f"{_STYLE}table-properties")
            font = ""
            if text is not None:
                name = text.get(f"{_STYLE}font-name", "")
                font = fonts.get(name, name) or text.get(f"{_FO}font-family", "").strip("'\"")
            hidden = table is not None and table.get(f"{_TABLE}display") == "false"
            parent = style.get(f"{_STYLE}parent-style-name", "")
            styles[style.get(f"{_STYLE}name", "")] = _Style(parent, font, hidden)
    return styles


def _font(name: str, styles: dict[str, _Style]) -> str:
    for _ in range(20):  # a chain of parents; a broken file may close it to a ring
        if name not in styles:
            return ""
        if styles[name].font:
            return styles[name].font
        name = styles[name].parent
    return ""


def _table(table: Element, styles: dict[str, _Style]) -> OdsTable:
    found = OdsTable(table.get(f"{_TABLE}name", ""))
    column_styles: list[str] = []
    for column in table.iter(f"{_TABLE}table-column"):
        if len(column_styles) < 1024:
            repeat = min(_repeat(column, "columns"), 1024)
            column_styles += [column.get(f"{_TABLE}default-cell-style-name", "")] * repeat
    number = 1
    for row in table.iter(f"{_TABLE}table-row"):
        repeat = _repeat(row, "rows")
        cells = list(_row(row, column_styles, styles))
        for again in range(repeat if cells else 0):
            if len(found.cells) > _MANY:  # whoever reads it will refuse it
                return found
            top = number + again
            for left, across, down, value, font, trouble in cells:
                found.cells.append((top, left, value, font, trouble))
                if across > 1 or down > 1:
                    found.merged.append((top, left, top + down - 1, left + across - 1))
        number += repeat
    return found


def _row(
    row: Element, column_styles: list[str], styles: dict[str, _Style]
) -> Iterator[tuple[int, int, int, str | float | bool, str, str]]:
    """Yield column, width, height, content, font and trouble of each cell of a row that holds something."""
    number = 1
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        repeat = _repeat(cell, "columns")
        value, trouble = _content(cell)
        if value != "":
            across = int(cell.get(f"{_TABLE}number-columns-spanned", "1"))
            down = int(cell.get(f"{_TABLE}number-rows-spanned", "1"))
            for column in range(number, number + min(repeat, 1024)):
                default = column_styles[column - 1] if column <= len(column_styles) else ""
                own = cell.get(f"{_TABLE}style-name") or row.get(f"{_TABLE}default-cell-style-name") or default
                span = next((part.get(f"{_TEXT}style-name", "") for part in cell.iter(f"{_TEXT}span")), "")
                font = _font(span, styles) or _font(own, styles)
                yield column, across, down, value, font, trouble
        number += repeat


def _content(cell: Element) -> tuple[str | float | bool, str]:
    kind = cell.get(f"{_OFFICE}value-type", "")
    shown = "\n".join(_plain(part) for part in cell.findall(f"{_TEXT}p"))
    if kind in ("float", "percentage", "currency"):
        return float(cell.get(f"{_OFFICE}value", "")), ""
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true", ""
    if kind in ("date", "time"):
        return shown or cell.get(f"{_OFFICE}{kind}-value", ""), "a date or a time"
    trouble = "an error value" if shown.startswith(("#", "Err:")) and cell.get(f"{_TABLE}formula") else ""
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


def _repeat(element: Element, what: str) -> int:
    return max(1, int(element.get(f"{_TABLE}number-{what}-repeated", "1")))
