"""The text of a cell, in whatever encoding a district typed it.

A cell that is shown in a font of TCVN3 or of VNI is read by that font, one in a symbol font by the
signs that the font draws. Where no font tells, as in a csv, the names of units and the known
headers do, cell by cell: text that is known as it stands stays, else the reading that makes it
known is taken. What is known in no reading is read as most of the sheet is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import cast

import pandas as pd

from laocai_analysis import paths
from laocai_analysis.places.matching import split_name
from laocai_analysis.places.province import years
from laocai_analysis.places.units import load_units
from laocai_analysis.returns.form import header_key, header_keys
from laocai_analysis.returns.reading.answers import WORDS
from laocai_analysis.returns.reading.sheets import Cell, Sheet
from laocai_analysis.returns.reading.signs import is_symbol_font, shown_in
from laocai_analysis.text.keys import foreign_letters, name_key, nfc
from laocai_analysis.text.legacy import CodePage, Encoding, encoding_of_font, read_as

#: The encodings in which text may have been typed; what is Unicode already is read as it is.
TYPED = ("unicode", "tcvn3", "vni")
#: The encodings in which the bytes of a text may stand that is not Unicode.
OF_BYTES = ("tcvn3", "vni", "windows-1258", "windows-1252")


def text_of(cell: Cell | None, *, encoding: str = "unicode") -> str:
    """Return the text of a cell in NFC; blank for no cell.

    Parameters
    ----------
    cell : Cell or None
        A cell of a sheet.
    encoding : str
        One of `TYPED` or `OF_BYTES`, for a cell whose font does not tell.

    Examples
    --------
    >>> text_of(Cell("Lµo Cai", font=".VnTime"))
    'Lào Cai'
    """
    if cell is None:
        return ""
    if isinstance(cell.content, str):
        return nfc(decode(cell.content, font=cell.font, encoding=encoding))
    content = cell.content
    if isinstance(content, float) and content == int(content):
        content = int(content)
    return shown_in(cell.font, str(content)) if is_symbol_font(cell.font) else str(content)


def decode(text: str, *, font: str, encoding: str) -> str:
    """Return text in Unicode, by the font that it is shown in, else by what it says.

    Unicode pasted into a cell with an old font shows as rubbish there, but says what it says: it
    stays as it is where it is known and its reading by the font is not, and where the font has no
    such letter.

    Examples
    --------
    >>> [
    ...     decode(text, font="", encoding="unicode")
    ...     for text in ("T¶ Van", "T<U+1EA3> Van", "XÃ£ Táº£ Van")
    ... ]
    ['Tả Van', 'Tả Van', 'Xã Tả Van']
    """
    if is_symbol_font(font):
        return shown_in(font, text)
    text = _unescaped(text)
    told = encoding_of_font(font)
    if told is None:
        return text if text.isascii() else _by_what_it_says(text, encoding, paths.data())
    try:
        read = read_as(told, text)
    except UnicodeError:
        return text
    return text if _says(nfc(text)) and not _says(nfc(read)) else read


@lru_cache(maxsize=20_000)
def _by_what_it_says(text: str, encoding: str, data: Path) -> str:
    """Read a text by the first reading that makes it something known, else as its sheet is read."""
    bytewise = encoding in OF_BYTES and encoding not in TYPED
    usual = _read(encoding, text)
    if _says(nfc(usual)):
        return usual
    if _says(nfc(text)) and not bytewise:
        return text
    if (repaired := _repaired(text)) != text:
        return repaired
    known = {read for name in TYPED[1:] if _says(nfc(read := _strictly(name, text)))}
    if len(known) == 1:
        return known.pop()
    return usual if bytewise else _strictly(encoding, text)


def _strictly(encoding: str, text: str) -> str:
    """Return a text as an encoding reads it, or as it stands where the encoding cannot have it."""
    try:
        return text if encoding == "unicode" else read_as(cast("Encoding", encoding), text)
    except UnicodeError:
        return text


def _repaired(text: str) -> str:
    """Return text whose UTF-8 was taken for windows-1252, once or twice, as it was."""
    for _ in range(2):
        try:
            better = _bytes(text).decode("utf-8")
        except UnicodeError:
            break
        if better == text or foreign_letters(better):
            break
        text = better
    return text


def _bytes(text: str) -> bytes:
    """Return the bytes that windows-1252 shows as a text, the five that it lacks among them."""
    return b"".join(
        bytes([ord(letter)]) if ord(letter) < 0x100 else letter.encode("cp1252") for letter in text
    )


#: How programs write a letter that they cannot: R, JSON and Python, HTML.
_ESCAPES = re.compile(
    r"<U\+([0-9A-Fa-f]{4,6})>|\\u([0-9A-Fa-f]{4})|&#(?:x([0-9A-Fa-f]{2,6})|([0-9]{2,7}));"
)


def _unescaped(text: str) -> str:
    """Return text in which the letters stand that a program wrote as their numbers."""

    def letter(found: re.Match[str]) -> str:
        number = int(found[4]) if found[4] else int(found[1] or found[2] or found[3], 16)
        plain = 0x20 <= number < 0x110000 and not 0xD800 <= number < 0xE000
        return chr(number) if plain else found[0]

    return _ESCAPES.sub(letter, text)


def _read(encoding: str, text: str) -> str:
    if encoding == "unicode":
        return text
    return read_as(cast("Encoding | CodePage", encoding), text, strict=False)


def encodings_of(sheet: Sheet) -> list[str]:
    """Return the encodings that fit a sheet best: one where it is plain, several where they fit
    equally well.

    Parameters
    ----------
    sheet : Sheet
        A sheet.

    Returns
    -------
    list of str
        Of `TYPED` or `OF_BYTES`. Several are given only if they read the sheet differently.
    """
    texts = {
        cell.content
        for cell in sheet.cells.values()
        if isinstance(cell.content, str)
        and not cell.content.isascii()
        and not encoding_of_font(cell.font)
        and not is_symbol_font(cell.font)
    }
    possible = OF_BYTES if sheet.raw else TYPED
    if not texts:
        return list(possible[:1])
    readings = {name: {text: nfc(_read(name, text)) for text in texts} for name in possible}
    hits = {name: sum(map(_says, reading.values())) for name, reading in readings.items()}
    best = [name for name in possible if hits[name] == max(hits.values())]
    if not sheet.raw and "unicode" in best:
        return ["unicode"]
    return best if any(readings[name] != readings[best[0]] for name in best) else best[:1]


def _says(text: str) -> bool:
    """Tell whether a text is something known: the name of a unit of any year, a header, an
    answer.
    """
    known, text = known_words(), text.rstrip(" :;,")
    return name_key(split_name(text)[1]) in known or header_key(text) in known


def known_words() -> frozenset[str]:
    """Return the keys of all that a text can be known by; they take most of a second once."""
    return _known(paths.data())


@lru_cache(maxsize=4)
def _known(data: Path) -> frozenset[str]:
    tables = [
        load_units(year, level=level)["name"]
        for year in years()
        for level in ("commune", "district")
    ]
    words = {name_key(word) for words in WORDS.values() for word in words if name_key(word)}
    names = {name_key(split_name(str(name))[1]) for name in pd.concat(tables)}
    return frozenset(names | set(header_keys()) | words)
