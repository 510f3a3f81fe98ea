"""Vietnamese text: normal form, keys that ignore how a name is typed, slugs for file names."""

from __future__ import annotations

import re
import unicodedata

# grave, acute, tilde, hook above, dot below: the five written tones, as combining characters
_TONES = "\u0300\u0301\u0303\u0309\u0323"
# circumflex, breve, horn
_MARKS = _TONES + "\u0302\u0306\u031b"
# what cannot be seen: soft hyphen, zero-width blanks and joiners, marks of writing direction, byte
# order mark
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
# eth and the African d look like đ, stand in its place in old keyboards and fonts, and are in no
# Vietnamese word
_LOOKS_LIKE_D = str.maketrans("ðɖ", "đđ")


def nfc(text: str) -> str:
    """Return `text` in Unicode NFC with every run of white space as one blank, and without what
    cannot be seen.

    Soft hyphens, zero-width characters and marks of writing direction go. Text in TCVN3 is to be
    decoded before this: its *ư* is the byte of the soft hyphen (`legacy.from_tcvn3`).

    Examples
    --------
    >>> nfc("Sa\\u00a0  Pa\\u0309")
    'Sa Pả'
    """
    return " ".join(unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).split())


def name_key(name: str) -> str:
    """Return a key that is equal for two spellings of one Vietnamese name, and for nothing else.

    Case, Unicode form, spacing, hyphens, the place of the tone mark in a syllable (*hoà*, *hòa*)
    and characters that cannot be seen do not count; every letter and every tone does. Eth (*Ð*) and
    the African *Ɖ* are read as *Đ*; a letter of another script is not the Latin one that it looks
    like.

    Parameters
    ----------
    name : str
        A name without its prefix.

    Returns
    -------
    str
        Letters with the tone of a syllable behind it, in NFC. The key is for comparing, not for
        showing.

    Examples
    --------
    >>> name_key("Vạn Hoà") == name_key("VẠN  HÒA")
    True
    >>> name_key("Sa Pa") == name_key("Sa Pả")
    False
    """
    # lower(), not casefold(): the latter takes a long s for s, and a ligature for its letters
    folded = unicodedata.normalize("NFD", _INVISIBLE.sub("", name)).lower().translate(_LOOKS_LIKE_D)
    syllables = re.split(r"[\s\-\u2010-\u2015_.]+", folded)
    return "".join(_tone_last(syllable) for syllable in syllables)


def _tone_last(syllable: str) -> str:
    letters = "".join(c for c in syllable if c not in _TONES)
    tones = "".join(c for c in syllable if c in _TONES)
    return unicodedata.normalize("NFC", letters) + tones


def foreign_letters(text: str) -> list[str]:
    """Name the letters and marks of `text` that Vietnamese does not have, to a person who cannot
    tell them by sight.

    Eth and the African d, which `name_key` reads as *đ*, are not named.

    Examples
    --------
    >>> foreign_letters("Sа Pả")
    ['CYRILLIC SMALL LETTER A (U+0430)']
    """
    letters = unicodedata.normalize("NFD", text).lower().translate(_LOOKS_LIKE_D)
    found = dict.fromkeys(
        c
        for c in letters
        if unicodedata.category(c)[0] in "LM" and c not in "đ" + _MARKS and not c.isascii()
    )
    return [f"{unicodedata.name(c, 'without a name')} (U+{ord(c):04X})" for c in found]


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
