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

from laocai_analysis.errors import InputError
from laocai_analysis.returns.reading.parts import Parts
from laocai_analysis.returns.reading.raw import (
    NOT_SHOWN,
    Content,
    RawCell,
    RawTable,
    finite,
    shows_percent,
    trouble_shown,
)

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
#: Built-in number formats that show a date or a time, ECMA-376 part 1, 18.8.30; some only in East
#: Asian locales.
_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
#: The codes of a page header that are no text: &C, &12, &"Arial,Bold", &P.
_LOOK = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|[0-9]{1,3}|[A-Za-z&])')
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
#: A drawing may be this large, in bytes, for its boxes of text to be read, and a text this long.
_LARGEST_DRAWING, _LONGEST_NOTE = 200_000, 500
#: And those that show a percentage.
_PERCENT = frozenset({9, 10})


@dataclass(frozen=True, slots=True)
class _Style:
    font: str = ""
    date: bool = False
    struck: bool = False
    percent: bool = False
    white: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class _Book:
    """What all sheets of a workbook share: texts, each with its font and whether it is struck
    through; styles; and whether dates count from 1904.
    """

    texts: list[tuple[str, str, bool]]
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
        if entry.get("state", "visible") != "visible":
            yield RawTable(entry.get("name", ""), (), hidden=True)
        elif relation in targets:
            sheet = parts.tree(targets[relation])
            merged = [
                _range(part.get("ref", "")) for part in _children(sheet, "mergeCells", "mergeCell")
            ]
            columns = _hidden_columns(sheet)
            table = RawTable(entry.get("name", ""), (), merged, hidden_columns=columns)
            table.cells = _cells(sheet, book, table.hidden_rows)
            table.notes = [*_page_headers(sheet), *_boxes(parts, targets[relation])]
            yield table


def _page_headers(sheet: Element) -> Iterator[str]:
    """Yield the texts of the header of a page, without the codes of their look."""
    for part in sheet.findall("{*}headerFooter/*"):
        if part.tag.endswith("Header"):
            text = " ".join(_LOOK.sub(" ", part.text or "").split())
            if text:
                yield text[:_LONGEST_NOTE]


def _boxes(parts: Parts, home: str) -> Iterator[str]:
    """Yield the texts of the boxes that lie above the cells of a sheet; a large or a broken drawing
    has none.
    """
    try:
        drawings = list(_related(parts, home, "/drawing").values())
        roots = [parts.tree(path) for path in drawings if parts.size(path) <= _LARGEST_DRAWING]
    except (InputError, KeyError, ValueError, SyntaxError):
        return
    for root in roots:
        for body in root.iter(f"{_DRAWING}txBody"):
            words = [part.text or "" for part in body.iter() if part.tag.endswith("}t")]
            if text := " ".join(" ".join(words).split()):
                yield text[:_LONGEST_NOTE]


def _hidden_columns(sheet: Element) -> list[tuple[int, int]]:
    return [
        (int(part.get("min", "1")), int(part.get("max", "1")))
        for part in _children(sheet, "cols", "col")
        if _is_on(part, "hidden") or part.get("width") == "0"
    ]


def _is_on(element: Element | None, name: str = "val") -> bool:
    """Tell whether a switch is set; an element without its value is one that is."""
    return element is not None and element.get(name, "1" if name == "val" else "0") in (
        "1",
        "true",
        "on",
    )


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


def _text(item: Element) -> tuple[str, str, bool]:
    """Return a text, the font of most of its characters, blank for that of the cell, and whether
    some of it is struck through.
    """
    runs = [
        (None, part) if part.tag.endswith("}t") else (_child(part, "rPr"), _child(part, "t"))
        for part in item
        if part.tag.endswith(("}t", "}r"))
    ]
    lengths: dict[str, int] = {}
    text, struck = "", False
    for look, part in runs:
        written = (part.text or "") if part is not None else ""
        named = _child(look, "rFont") if look is not None else None
        font = named.get("val", "") if named is not None else ""
        struck |= look is not None and bool(written.strip()) and _is_on(_child(look, "strike"))
        text += written
        lengths[font] = lengths.get(font, 0) + len(written.strip())
    font = max(lengths, key=lengths.__getitem__, default="")
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text), font, struck


def _styles(root: Element) -> Iterator[_Style]:
    formats = {
        part.get("numFmtId", ""): part.get("formatCode", "")
        for part in _children(root, "numFmts", "numFmt")
    }
    fonts, fills = _children(root, "fonts", "font"), _children(root, "fills", "fill")
    for style in _children(root, "cellXfs", "xf"):
        number, place = style.get("numFmtId", "0"), int(style.get("fontId", "0"))
        built_in = int(number) if number not in formats and number.isdecimal() else -1
        code = formats.get(number, "")
        font = fonts[place] if 0 <= place < len(fonts) else Element("font")
        name, filling = _child(font, "name"), int(style.get("fillId", "0"))
        filled = 0 <= filling < len(fills) and _is_filled(fills[filling])
        yield _Style(
            font=name.get("val", "") if name is not None else "",
            date=_shows_date(code) if code else built_in in _DATES,
            struck=_is_on(_child(font, "strike")),
            percent=built_in in _PERCENT or shows_percent(code),
            white=_is_white(_child(font, "color")) and not filled,
            code=code,
        )


def _is_white(colour: Element | None) -> bool:
    """Tell whether a colour is white: by its red, green and blue, by the theme or by the list."""
    if colour is None or float(colour.get("tint", "0")):
        return False
    white = {"rgb": ("FFFFFFFF", "00FFFFFF"), "theme": ("0",), "indexed": ("1", "9")}
    return any(colour.get(name, "").upper() in values for name, values in white.items())


def _is_filled(fill: Element) -> bool:
    """Tell whether a fill makes white letters visible."""
    pattern = _child(fill, "patternFill")
    if pattern is None:
        return _child(fill, "gradientFill") is not None
    kind = pattern.get("patternType", "none")
    return kind != "none" and not (kind == "solid" and _is_white(_child(pattern, "fgColor")))


@lru_cache(maxsize=256)
def _shows_date(code: str) -> bool:
    from openpyxl.styles.numbers import is_date_format

    return len(code) <= 255 and bool(is_date_format(code))


def _cells(sheet: Element, book: _Book, hidden: list[tuple[int, int]]) -> Iterator[RawCell]:
    """Yield the cells of a sheet, and note which rows are hidden; a row or a cell without a
    reference follows the one before it.
    """
    number = 0
    for row in _children(sheet, "sheetData", "row"):
        number = int(row.get("r") or number + 1)
        column = 0
        if _is_on(row, "hidden") or row.get("ht") == "0":
            hidden.append((number, number))
        for cell in row:
            reference = cell.get("r")
            at, column = _place(reference) if reference else (number, column + 1)
            style = int(cell.get("s") or 0)
            shown = book.styles[style] if 0 <= style < len(book.styles) else _Style()
            yield at, column, *_content(cell, book, shown)


def _content(cell: Element, book: _Book, style: _Style) -> tuple[Content, str, str]:
    """Return what a cell holds, the font that it is shown in, and why it is no plain answer."""
    kind, inline, value, text = cell.get("t") or "n", None, "", None
    formula = None
    for part in cell:
        if part.tag.endswith("}v"):
            value = part.text or ""
        elif part.tag.endswith("}is"):
            inline = part
        elif part.tag.endswith("}f"):
            formula = part
    if kind == "inlineStr" and inline is not None:
        text = _text(inline)
    elif kind == "s" and value:
        text = book.texts[int(value)]
    if text is not None:
        struck = text[2] or style.struck
        trouble = trouble_shown(text[0], struck=struck, percent=False, code=style.code)
        return text[0], text[1] or style.font, trouble or (NOT_SHOWN if style.white else "")
    if formula is not None and not value and kind not in ("str", "inlineStr"):
        return "=" + (formula.text or ""), style.font, "doubt-formula"
    content, trouble = _plain_content(value, kind, book, style)
    shown = trouble_shown(content, struck=style.struck, percent=style.percent, code=style.code)
    return content, style.font, trouble or shown or (NOT_SHOWN if style.white else "")


def _plain_content(value: str, kind: str, book: _Book, style: _Style) -> tuple[Content, str]:
    """Return what a cell without a text of its own holds, and why that is no answer."""
    if not value or kind == "inlineStr":
        return "", ""
    if kind == "b":
        return value in ("1", "true"), ""
    if kind in ("e", "d"):
        return value, "doubt-error-value" if kind == "e" else "doubt-date"
    if kind == "str":
        return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), value), ""
    number, trouble = finite(value)
    if style.date and not isinstance(number, str):
        return _moment(number, from_1904=book.from_1904), "doubt-date"
    return number, trouble


def _moment(number: float, *, from_1904: bool) -> str:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

    try:
        return str(from_excel(number, CALENDAR_MAC_1904 if from_1904 else CALENDAR_WINDOWS_1900))
    except (OverflowError, ValueError):  # before 1900 or after 9999
        return str(number)
