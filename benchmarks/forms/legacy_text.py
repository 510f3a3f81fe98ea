"""Text in TCVN3 and VNI, as offices typed it: what the package reads, turned round."""

from __future__ import annotations

import unicodedata

from laocai_analysis.text.legacy import from_tcvn3, from_vni

_READ = {chr(byte): from_tcvn3(chr(byte), strict=False) for byte in range(0xA1, 0x100)}
#: The byte of *ý* is the same in Latin-1.
_WRITTEN = {letter: byte for byte, letter in _READ.items() if letter != byte or letter == "ý"}

_PAIRS = {
    vowel + mark
    for vowel in "aeouyôöAEOUYÔÖ"
    for mark in map(chr, range(0xA1, 0x100))
    if vowel.isupper() == mark.isupper()
}
_VNI = {
    letter: typed
    for typed in sorted({*_READ, *_PAIRS})
    if len(letter := from_vni(typed, strict=False)) == 1 and letter != typed
}


def to_tcvn3(text: str, *, capitals: bool = True) -> str:
    """Write text in TCVN3, one character for each byte.

    With `capitals`, a capital that bears a tone is written as the small letter, which a capital
    font (.VnTimeH) shows as the capital. A letter that TCVN3 cannot write is a UnicodeError.
    """
    return "".join(_byte(letter, capitals) for letter in unicodedata.normalize("NFC", text))


def _byte(letter: str, capitals: bool) -> str:
    if letter in _WRITTEN:
        return _WRITTEN[letter]
    if capitals and letter.lower() in _WRITTEN:
        return _WRITTEN[letter.lower()]
    if (letter.isalpha() and not letter.isascii()) or (letter in _READ and _READ[letter] != letter):
        raise UnicodeError(f"TCVN3 cannot write {letter!r}")
    return letter


def to_vni(text: str) -> str:
    """Write text in VNI for Windows, one character for each byte; a UnicodeError for what VNI
    cannot write.
    """
    composed = unicodedata.normalize("NFC", text)
    typed = "".join(_VNI.get(letter, letter) for letter in composed)
    if from_vni(typed) != composed:
        raise UnicodeError(f"VNI cannot write {text!r}")
    return typed
