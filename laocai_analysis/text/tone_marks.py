"""Tone marks of Vietnamese: which there are, their place in a syllable, text without marks."""

from __future__ import annotations

import unicodedata

#: Grave, acute, tilde, hook above, dot below: the five written tones, as combining characters.
TONES = "\u0300\u0301\u0303\u0309\u0323"
#: The tones, and the marks of letters: circumflex, breve, horn.
MARKS = TONES + "\u0302\u0306\u031b"


def tone_last(syllable: str) -> str:
    """Move the tone of a syllable behind its letters: *hoà* and *hòa* become equal.

    Parameters
    ----------
    syllable : str
        One syllable in NFD.

    Returns
    -------
    str
        The letters in NFC, then the tone.

    Examples
    --------
    >>> tone_last(unicodedata.normalize("NFD", "hòa")) == "hoa\\u0300"
    True
    """
    letters = "".join(c for c in syllable if c not in TONES)
    tones = "".join(c for c in syllable if c in TONES)
    return unicodedata.normalize("NFC", letters) + tones


def has_marks(text: str) -> bool:
    """Tell whether a text has a mark of Vietnamese: a tone, a circumflex, breve or horn, or *đ*.

    Examples
    --------
    >>> has_marks("Sa Pa"), has_marks("Sa Pả"), has_marks("Đen")
    (False, True, True)
    """
    return any(c in MARKS or c in "đĐðÐɖƉ" for c in unicodedata.normalize("NFD", text))


def without_marks(text: str) -> str:
    """Return `text` in lower case without any diacritic, *đ* as *d*.

    Examples
    --------
    >>> without_marks("Điện Quan")
    'dien quan'
    """
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))
