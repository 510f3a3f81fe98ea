"""The cells of an Office Open XML workbook (xlsx), with the fonts in which they are shown.

Only what a return is made of is read. Charts, pictures, rules, links and styles that nothing here
needs can therefore be broken, or enormous, as those of real files are, and the cells are still
read.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from xml.etree.ElementTree import Element

from laocai_analysis.returns.reading.parts import Parts
from laocai_analysis.returns.reading.raw import Content, RawCell, RawTable, finite

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
#: Built-in number formats that show a date or a time, ECMA-376 part 1, 18.8.30; some only in East
#: Asian locales.
_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})


@dataclass(frozen=True, slots=True)
class _Style:
    font: str
    date: bool


@dataclass(frozen=True, slots=True)
class _Book:
    """What all sheets of a workbook share: texts with their fonts, styles, and whether dates count
    from 1904.
    """

    texts: list[tuple[str, str]]
    styles: list[_Style]
    from_1904: bool


def read_xlsx(parts: Parts) -> Iterator[RawTable]:
    """Read the visible sheets of a workbook.

    Parameters
    ----------
    parts : Parts
        The archive.

    Yields
    ------
    RawTable
        In the order of the workbook. Rows and columns count from 1.

    Raises
    ------
    InputError
        As `Parts.tree` does.
    Exception
        Of many kinds, if the workbook is broken.

    Notes
    -----
    A formula counts by the value that was computed when the file was saved.
    """
    home = next(iter(_related(parts, "", "/officeDocument").values()))
    root = parts.tree(home)
    texts = [
        _text(item)
        for path in _related(parts, home, "/sharedStrings").values()
        for item in parts.tree(path)
    ]
    styles = [
        style
        for path in _related(parts, home, "/styles").values()
        for style in _styles(parts.tree(path))
    ]
    settings = _child(root, "workbookPr")
    book = _Book(texts, styles, settings is not None and settings.get("date1904") in ("1", "true"))
    targets = _related(parts, home, "/worksheet")
    for entry in _children(root, "sheets", "sheet"):
        relation = next((value for name, value in entry.attrib.items() if name.endswith("}id")), "")
        if entry.get("state", "visible") == "visible" and relation in targets:
            sheet = parts.tree(targets[relation])
            merged = [
                _range(part.get("ref", "")) for part in _children(sheet, "mergeCells", "mergeCell")
            ]
            yield RawTable(entry.get("name", ""), _cells(sheet, book), merged)


def _related(parts: Parts, home: str, kind: str) -> dict[str, str]:
    """Return the parts of a kind to which a part is related, by the id of the relation."""
    folder, name = posixpath.split(home)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    found = {}
    for relation in parts.tree(path) if path in parts else ():
        if relation.get("Type", "").endswith(kind) and relation.get("TargetMode") != "External":
            target = posixpath.join("/", folder, relation.get("Target", ""))
            found[relation.get("Id", "")] = posixpath.normpath(target).lstrip("/")
    return found


def _child(element: Element, name: str) -> Element | None:
    return element.find(f"{{*}}{name}")


def _children(element: Element, group: str, name: str) -> list[Element]:
    return element.findall(f"{{*}}{group}/{{*}}{name}")


def _range(reference: str) -> tuple[int, int, int, int]:
    first, _, last = reference.partition(":")
    return *_place(first), *_place(last or first)


def _place(reference: str) -> tuple[int, int]:
    """Return row and column of a reference."""
    match = _PLACE.fullmatch(reference)
    if match is None:
        raise ValueError(f"no reference to a cell: {reference[:20]!r}")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def _text(item: Element) -> tuple[str, str]:
    """Return a text and the font of most of its characters; blank for the font of the cell."""
    runs = [
        ("", part) if part.tag.endswith("}t") else (_run_font(part), _child(part, "t"))
        for part in item
        if part.tag.endswith(("}t", "}r"))
    ]
    lengths: dict[str, int] = {}
    text = ""
    for font, part in runs:
        written = (part.text or "") if part is not None else ""
        text += written
        lengths[font] = lengths.get(font, 0) + len(written.strip())
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text), max(
        lengths, key=lengths.__getitem__, default=""
    )


def _run_font(run: Element) -> str:
    font = run.find("{*}rPr/{*}rFont")
    return font.get("val", "") if font is not None else ""


def _styles(root: Element) -> Iterator[_Style]:
    formats = {
        part.get("numFmtId", ""): part.get("formatCode", "")
        for part in _children(root, "numFmts", "numFmt")
    }
    names = [_child(font, "name") for font in _children(root, "fonts", "font")]
    fonts = [name.get("val", "") if name is not None else "" for name in names]
    for style in _children(root, "cellXfs", "xf"):
        number, font = style.get("numFmtId", "0"), int(style.get("fontId", "0"))
        date = (
            _shows_date(formats[number])
            if number in formats
            else number.isdecimal() and int(number) in _DATES
        )
        yield _Style(fonts[font] if 0 <= font < len(fonts) else "", date)


@lru_cache(maxsize=256)
def _shows_date(code: str) -> bool:
    from openpyxl.styles.numbers import is_date_format

    return len(code) <= 255 and bool(is_date_format(code))


def _cells(sheet: Element, book: _Book) -> Iterator[RawCell]:
    """Yield the cells of a sheet; a row or a cell without a reference follows the one before it."""
    number = 0
    for row in _children(sheet, "sheetData", "row"):
        number = int(row.get("r") or number + 1)
        column = 0
        for cell in row:
            reference = cell.get("r")
            at, column = _place(reference) if reference else (number, column + 1)
            style = int(cell.get("s") or 0)
            shown = book.styles[style] if 0 <= style < len(book.styles) else _Style("", False)
            content, font, trouble = _content(cell, book, shown)
            yield at, column, content, font or shown.font, trouble


def _content(cell: Element, book: _Book, style: _Style) -> tuple[Content, str, str]:
    """Return what a cell holds, the font of its text where it has one of its own, and why it is no
    answer.
    """
    kind, inline, formula, value = "n", None, None, ""
    for part in cell:
        if part.tag.endswith("}v"):
            value = part.text or ""
        elif part.tag.endswith("}is"):
            inline = part
        elif part.tag.endswith("}f"):
            formula = part
    kind = cell.get("t") or "n"
    if kind == "inlineStr":
        return (*_text(inline), "") if inline is not None else ("", "", "")
    if formula is not None and not value and kind != "str":
        return "=" + (formula.text or ""), "", "doubt-formula"
    if not value:
        return "", "", ""
    if kind == "s":
        return *book.texts[int(value)], ""
    if kind == "b":
        return value in ("1", "true"), "", ""
    if kind == "e":
        return value, "", "doubt-error-value"
    if kind == "d":
        return value, "", "doubt-date"
    if kind == "str":
        return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), value), "", ""
    number, trouble = finite(value)
    if style.date and not isinstance(number, str):
        return _moment(number, from_1904=book.from_1904), "", "doubt-date"
    return number, "", trouble


def _moment(number: float, *, from_1904: bool) -> str:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

    try:
        return str(from_excel(number, CALENDAR_MAC_1904 if from_1904 else CALENDAR_WINDOWS_1900))
    except (OverflowError, ValueError):  # before 1900 or after 9999
        return str(number)
