"""Keys of Vietnamese text: normal form, name keys that ignore how a name is typed, file names."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import islice

from laocai_analysis.text.tone_marks import MARKS, TONES, tone_last, without_marks

# what cannot be seen: soft hyphen, zero-width blanks and joiners, marks of writing direction, byte
# order mark
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
# eth and the African d look like đ, stand in its place in old keyboards and fonts, and are in no
# Vietnamese word
_LOOKS_LIKE_D = str.maketrans("ðɖ", "đđ")
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015_.]+")
#: A letter has at most this many marks; one of Vietnamese has two.
MOST_MARKS = 8
# marks are neither letters nor in ASCII
_NO_LETTERS = re.compile(r"[^\w\s\x00-\x7f]{9,}")
# a letter with the marks that follow it, in NFD
_LETTER = re.compile("[^\u0300-\u036f][\u0300-\u036f]*")


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


@lru_cache(maxsize=50_000)
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
    return "".join(tone_last(syllable) for syllable in _SEPARATORS.split(_folded(name)))


def same_name(written: str, name: str) -> bool:
    """Tell whether `written` is `name`, with blanks at any place or without blanks.

    Letters and tones must be those of `name`, syllable by syllable: `written` is divided where
    `name` is. A tone may stand at any place in its own syllable, and in no other.

    Examples
    --------
    >>> same_name("BảnLầu", "Bản Lầu"), same_name("vạnhòa", "Vạn Hoà")
    (True, True)
    >>> same_name("SảPa", "Sa Pả")
    False
    """
    letters = _LETTER.findall(_SEPARATORS.sub("", _folded(written)))
    lengths = [len(_LETTER.findall(part)) for part in _SEPARATORS.split(_folded(name))]
    if len(letters) != sum(lengths):
        return False
    rest = iter(letters)
    divided = " ".join("".join(islice(rest, length)) for length in lengths)
    return name_key(divided) == name_key(name)


@lru_cache(maxsize=50_000)
def letters_of(name: str) -> str:
    """Return the letters of a name without tones and blanks: equal for all that `same_name` takes.

    Examples
    --------
    >>> letters_of("Bản Lầu") == letters_of("BẢNLÂU")
    True
    """
    return "".join(c for c in name_key(name) if c not in TONES)


def _folded(name: str) -> str:
    # lower(), not casefold(): the latter takes a long s for s, and a ligature for its letters
    seen = _INVISIBLE.sub("", name)
    return unicodedata.normalize("NFD", seen).lower().translate(_LOOKS_LIKE_D)


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
        if unicodedata.category(c)[0] in "LM" and c not in "đ" + MARKS and not c.isascii()
    )
    return [f"{unicodedata.name(c, 'without a name')} (U+{ord(c):04X})" for c in found]


def piled_marks(text: str) -> bool:
    """Tell whether more than `MOST_MARKS` marks stand on one letter: to normalise such a text takes
    a time that grows with the square of their number.

    Examples
    --------
    >>> piled_marks("Sa Pa\u0309"), piled_marks("a" + 9 * "\u0309"), piled_marks(99 * "…")
    (False, True, False)
    """
    for found in _NO_LETTERS.finditer(text):
        run = 0
        for character in found[0]:
            run = run + 1 if unicodedata.combining(character) else 0
            if run > MOST_MARKS:
                return True
    return False


def slug(text: str) -> str:
    """Return `text` as a part of a file name: letters a-z, digits, ``_`` and ``-``.

    Examples
    --------
    >>> slug("Huyện Bảo Thắng")
    'huyen-bao-thang'
    """
    return re.sub(r"[^a-z0-9_]+", "-", without_marks(text)).strip("-")
