"""The text of a sheet, in whatever encoding a district typed it.

A cell that is shown in a font of TCVN3 or of VNI is read by that font. Where no font tells, as in a csv, the names of
units and the known headers do: the encoding under which most cells say something known is taken, and only where it is
ahead of every other one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

import pandas as pd

from laocai_analysis.legacy import encoding_of_font, from_tcvn3, from_vni
from laocai_analysis.returns.answers import WORDS
from laocai_analysis.returns.form import header_key, header_keys
from laocai_analysis.returns.sheets import Cell, Sheet
from laocai_analysis.text import name_key, nfc
from laocai_analysis.units import load_units, split_name

#: How the characters of a text are read; those of a text that is not Unicode stand for its bytes.
DECODERS: Mapping[str, Callable[[str], str]] = {
    "unicode": lambda text: text,
    "tcvn3": lambda text: from_tcvn3(text, strict=False),
    "vni": lambda text: from_vni(text, strict=False),
    "windows-1258": lambda text: text.encode("latin-1", "replace").decode("cp1258", "replace"),
    "windows-1252": lambda text: text.encode("latin-1", "replace").decode("cp1252", "replace"),
}


def text_of(cell: Cell | None, *, encoding: str = "unicode") -> str:
    """Return the text of a cell in NFC; blank for no cell.

    Parameters
    ----------
    cell : Cell or None
        A cell of a sheet.
    encoding : str
        One of `DECODERS`, for a cell whose font does not tell.

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
    """Return text in Unicode, by the font that it is shown in, else by the encoding of the sheet."""
    told = encoding_of_font(font)
    if told in ("tcvn3", "tcvn3-capitals"):
        return from_tcvn3(text, capitals=told == "tcvn3-capitals", strict=False)
    return DECODERS[told or encoding](text)


def encodings_of(sheet: Sheet, *, year: int) -> list[str]:
    """Return the encodings that fit a sheet best: one where it is plain, several where they fit equally well.

    Parameters
    ----------
    sheet : Sheet
        A sheet.
    year : int
        The year whose units are looked for.

    Returns
    -------
    list of str
        Names of `DECODERS`. Several are given only if they read the sheet differently.
    """
    texts = {
        cell.content
        for cell in sheet.cells.values()
        if isinstance(cell.content, str) and not cell.content.isascii() and not encoding_of_font(cell.font)
    }
    possible = [name for name in DECODERS if sheet.raw == (name != "unicode") or (not sheet.raw and name in _TYPED)]
    if not texts:
        return possible[:1]
    known = _known(year)
    readings = {name: {text: nfc(DECODERS[name](text)) for text in texts} for name in possible}
    hits = {name: sum(_says(text, known) for text in reading.values()) for name, reading in readings.items()}
    best = [name for name in possible if hits[name] == max(hits.values())]
    if not sheet.raw and "unicode" in best:
        return ["unicode"]
    return best if any(readings[name] != readings[best[0]] for name in best) else best[:1]


_TYPED = ("tcvn3", "vni")


def _says(text: str, known: frozenset[str]) -> bool:
    return name_key(split_name(text)[1]) in known or header_key(text) in known


@lru_cache(maxsize=4)
def _known(year: int) -> frozenset[str]:
    names = pd.concat([load_units(year, level=level)["name"] for level in ("commune", "district")])
    words = {name_key(word) for words in WORDS.values() for word in words if name_key(word)}
    return frozenset({name_key(split_name(str(name))[1]) for name in names} | set(header_keys()) | words)
