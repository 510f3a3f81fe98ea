"""The signs of symbol fonts: what a person sees where a cell holds a letter in Wingdings.

Such a font draws a sign in the place of each letter, so the letter says nothing: in Wingdings *n*
is a black square, and *x* is a crossed box. Only the signs that forms are ticked with are listed;
every other one is named by its font and letter, and is no answer.
"""

from __future__ import annotations

import re

#: What each font draws, by the byte of the letter; Microsoft's charts of the four fonts.
_SIGNS: dict[str, dict[int, str]] = {
    "wingdings": {
        0x6C: "●",
        0x6D: "❍",
        0x6E: "■",
        0x6F: "□",
        0x71: "❑",
        0x72: "❒",
        0x75: "◆",
        0x76: "❖",
        0x78: "☒",
        0xA1: "○",
        0xA8: "☐",
        0xFB: "✗",
        0xFC: "✓",
        0xFD: "☒",
        0xFE: "☑",
    },
    "wingdings 2": {
        0x4F: "✗",
        0x50: "✓",
        0x51: "☒",
        0x52: "☑",
        0x53: "☒",
        0x54: "☒",
        0x97: "●",
        0xA2: "■",
        0xA3: "□",
    },
    "wingdings 3": {},
    "webdings": {0x61: "✔", 0x63: "□", 0x67: "■", 0x6E: "●", 0x72: "✗"},
    "symbol": {
        **{byte: chr(byte) for byte in (*range(0x28, 0x2D), *range(0x2E, 0x3B), 0x3D)},
        0x2D: "-",
        0xB4: "×",
        0xB7: "•",
        0xD6: "√",
    },
}


def is_symbol_font(font: str) -> bool:
    """Tell whether a font draws signs in place of letters.

    Examples
    --------
    >>> [is_symbol_font(name) for name in ("Wingdings", "Wingdings 2", "Times New Roman")]
    [True, True, False]
    """
    return _name(font) in _SIGNS


def shown_in(font: str, text: str) -> str:
    """Return what a symbol font shows for a text; a sign that is not known is named by its letter.

    Examples
    --------
    >>> shown_in("Wingdings", "\\xfc"), shown_in("Wingdings", "\\uf06e")
    ('✓', '■')
    >>> shown_in("Wingdings", "y")
    '⟨Wingdings: y⟩'
    """
    signs = _SIGNS[_name(font)]
    shown = ""
    for letter in text:
        code = ord(letter)
        byte = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
        if byte > 0xFF:  # what windows-1252 has for the bytes 80 to 9F
            byte = letter.encode("cp1252", errors="ignore")[0] if letter in _CP1252 else byte
        known = signs.get(byte, letter if letter.isspace() else "")
        shown += known or f"⟨{font.strip()}: {chr(byte)}⟩"
    return shown


#: What windows-1252 has for the bytes 80 to 9F.
_CP1252 = frozenset(bytes(range(0x80, 0xA0)).decode("cp1252", errors="ignore"))


def _name(font: str) -> str:
    return re.sub(r"\s+", " ", font.strip().strip("'\"@")).lower()
