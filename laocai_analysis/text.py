"""Vietnamese text: normal form, keys that ignore how a name is typed, slugs for file names."""

from __future__ import annotations

import re
import unicodedata

# grave, acute, tilde, hook above, dot below: the five written tones, as combining characters
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def nfc(text: str) -> str:
    """Return `text` in Unicode NFC with every run of white space as one blank.

    Examples
    --------
    >>> nfc("Sa\\u00a0  Pa\\u0309")
    'Sa Pả'
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


def name_key(name: str) -> str:
    """Return a key that is equal for two spellings of one Vietnamese name, and for nothing else.

    Case, Unicode form, spacing, hyphens and the place of the tone mark in a syllable (*hoà*, *hòa*) do not count;
    every letter and every tone does.

    Parameters
    ----------
    name : str
        A name without its prefix.

    Returns
    -------
    str
        Letters with the tone of a syllable behind it, in NFC. The key is for comparing, not for showing.

    Examples
    --------
    >>> name_key("Vạn Hoà") == name_key("VẠN  HÒA")
    True
    >>> name_key("Sa Pa") == name_key("Sa Pả")
    False
    """
    folded = unicodedata.normalize("NFD", name).casefold()
    syllables = re.split(r"[\s\-\u2010-\u2015_.]+", folded)
    return "".join(_tone_last(syllable) for syllable in syllables)


def _tone_last(syllable: str) -> str:
    letters = "".join(c for c in syllable if c not in _TONES)
    tones = "".join(c for c in syllable if c in _TONES)
    return unicodedata.normalize("NFC", letters) + tones


def without_marks(text: str) -> str:
    """Return `text` in lower case without any diacritic, *đ* as *d*.

    Examples
    --------
    >>> without_marks("Điện Quan")
    'dien quan'
    """
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def slug(text: str) -> str:
    """Return `text` as a part of a file name: letters a-z, digits, ``_`` and ``-``.

    Examples
    --------
    >>> slug("Huyện Bảo Thắng")
    'huyen-bao-thang'
    """
    return re.sub(r"[^a-z0-9_]+", "-", without_marks(text)).strip("-")
