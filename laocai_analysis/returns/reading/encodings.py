"""The text of a sheet, in whatever encoding a district typed it.

A cell that is shown in a font of TCVN3 or of VNI is read by that font. Where no font tells, as in a
csv, the names of units and the known headers do: the encoding under which most cells say something
known is taken, and only where it is ahead of every other one.
"""

from __future__ import annotations

from functools import lru_cache
from typing import cast

import pandas as pd

from laocai_analysis.places.matching import split_name
from laocai_analysis.places.units import load_units, years
from laocai_analysis.returns.form import header_key, header_keys
from laocai_analysis.returns.reading.answers import WORDS
from laocai_analysis.returns.reading.sheets import Cell, Sheet
from laocai_analysis.text.keys import name_key, nfc
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
    if isinstance(cell.content, float) and cell.content == int(cell.content):
        return str(int(cell.content))
    return str(cell.content)


def decode(text: str, *, font: str, encoding: str) -> str:
    """Return text in Unicode, by the font that it is shown in, else by the encoding of the sheet.

    Unicode pasted into a cell with an old font shows as rubbish there, but says what it says: it
    stays as it is where it is known and its reading by the font is not, and where the font has no
    such letter.
    """
    told = encoding_of_font(font)
    if told is None:
        return _read(encoding, text)
    try:
        read = read_as(told, text)
    except UnicodeError:
        return text
    return text if _says(nfc(text)) and not _says(nfc(read)) else read


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
    known = _known()
    return name_key(split_name(text)[1]) in known or header_key(text) in known


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    tables = [
        load_units(year, level=level)["name"]
        for year in years()
        for level in ("commune", "district")
    ]
    words = {name_key(word) for words in WORDS.values() for word in words if name_key(word)}
    names = {name_key(split_name(str(name))[1]) for name in pd.concat(tables)}
    return frozenset(names | set(header_keys()) | words)
