"""Vietnamese text from before Unicode: TCVN3 (ABC, the .Vn fonts) and VNI (the VNI fonts).

Both encodings are one byte wide and live in the font: the file holds bytes that any other font
shows as *Lµo Cai* or *Baûo Thaéng*. Such text comes as the bytes of a csv, or as the characters of
a Unicode cell, one character for each byte. The functions here take text of that second kind: bytes
become such text by ``data.decode("latin-1")`` or, equally, ``"cp1252"``. The two differ only in the
bytes 80-9F, where neither encoding has a letter and the fonts show what cp1252 has (quotation
marks, dashes); both forms are read.

Decode before anything else is done to a text: ``ư`` is the byte AD in TCVN3, which Unicode calls a
soft hyphen and `keys.nfc` drops.

The tables: TCVN3 is the third form of TCVN 5712:1993, with 67 small letters, 7 capitals (Ă Â Ê Ô Ơ
Ư Đ) and no capital that bears a tone: those are shown by the capital fonts (.VnTimeH), which draw
the small letters as capitals. VNI writes a vowel as a letter and a mark behind it.
"""

from __future__ import annotations

import re
import reprlib
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Literal

#: The encodings a font can have: "tcvn3-capitals" is TCVN3 whose small letters are shown as
#: capitals.
Encoding = Literal["tcvn3", "tcvn3-capitals", "vni"]
#: The code pages in which a text of bytes may stand, beside the encodings of fonts.
CodePage = Literal["windows-1258", "windows-1252"]

# where each run of letters begins; the tones stand in the order grave, hook above, tilde, acute,
# dot below
_TCVN3_RUNS = (
    (0xA1, "ĂÂÊÔƠƯĐăâêôơưđ"),
    (0xB5, "àảãáạ"),
    (0xBB, "ằẳẵắ"),
    (0xC6, "ặầẩẫấậè"),
    (0xCE, "ẻẽéẹềểễếệìỉ"),
    (0xDC, "ĩíịò"),
    (0xE1, "ỏõóọồổỗốộờởỡớợù"),
    (0xF1, "ủũúụừửữứựỳỷỹýỵ"),
)
_TCVN3 = {
    chr(first + i): letter for first, letters in _TCVN3_RUNS for i, letter in enumerate(letters)
}
_BY_BYTE = {ord(byte): letter for byte, letter in _TCVN3.items()}

# letters and what VNI writes for each; the tones in the same order
_VNI_RUNS = (
    ("àảãáạ", "aø aû aõ aù aï"),
    ("âầẩẫấậ", "aâ aà aå aã aá aä"),
    ("ăằẳẵắặ", "aê aè aú aü aé aë"),
    ("èẻẽéẹ", "eø eû eõ eù eï"),
    ("êềểễếệ", "eâ eà eå eã eá eä"),
    ("ìỉĩíị", "ì æ ó í ò"),
    ("òỏõóọ", "oø oû oõ où oï"),
    ("ôồổỗốộ", "oâ oà oå oã oá oä"),
    ("ơờởỡớợ", "ô ôø ôû ôõ ôù ôï"),
    ("ùủũúụ", "uø uû uõ uù uï"),
    ("ưừửữứự", "ö öø öû öõ öù öï"),
    ("ỳỷỹýỵ", "yø yû yõ yù î"),
    ("đ", "ñ"),
)
_TO_VNI = {
    letter: written
    for letters, run in _VNI_RUNS
    for letter, written in zip(letters, run.split(), strict=True)
}
_TO_VNI |= {letter.upper(): written.upper() for letter, written in _TO_VNI.items()}
# the letter says whether it is a capital: a mark of the other case is drawn a little too high or
# too low, no more
_VNI = {written: letter for letter, written in _TO_VNI.items()}
_VNI |= {
    written[0] + written[1].swapcase(): letter
    for letter, written in _TO_VNI.items()
    if len(written) == 2
}
_VNI_MARKS = "".join(sorted({written[1] for written in _VNI if len(written) == 2}))
_VNI_UNIT = re.compile(rf"[AEOUYÔÖaeouyôö][{_VNI_MARKS}]|[^\x00-\x7f]")

_FONT = re.compile(
    r"[\s\"'@]*(?P<family>\.vn|vni[- ])(?P<rest>.*?)(?:[ -](?:bold|italic|regular))*[\s\"']*", re.I
)


def _cp_table(code_page: str) -> dict[int, str]:
    """What a code page has for each byte from 80 on; an undefined byte stays the character of its
    number.
    """
    return {
        byte: bytes([byte]).decode(code_page, errors="ignore") or chr(byte)
        for byte in range(0x80, 0x100)
    }


_CP1252, _CP1258 = _cp_table("cp1252"), _cp_table("cp1258")
_PUNCTUATION = {byte: character for byte, character in _CP1252.items() if byte < 0xA0}


def from_tcvn3(text: str, *, capitals: bool = False, strict: bool = True) -> str:
    """Read text that was typed in TCVN3.

    Parameters
    ----------
    text : str
        One character for each byte, as latin-1 or cp1252 reads it; in any Unicode normal form.
    capitals : bool
        Whether the font is one of the capital fonts (.VnTimeH): the result is in upper case, as it
        is shown.
    strict : bool
        Whether a letter that TCVN3 does not have is an error; otherwise it stays as it is, as every
        character does that is no letter and not in the table (ASCII, no-break space, dashes,
        quotation marks, ``²``).

    Returns
    -------
    str
        Unicode NFC.

    Raises
    ------
    UnicodeError
        If `strict` and a character is a letter or a control character that TCVN3 does not have: the
        text is in Unicode or VNI already, or damaged.

    Examples
    --------
    >>> from_tcvn3("Lµo Cai"), from_tcvn3("Lµo Cai", capitals=True)
    ('Lào Cai', 'LÀO CAI')
    >>> from_tcvn3("Lào Cai")
    Traceback (most recent call last):
    UnicodeError: 'Lào Cai' is not TCVN3: it has no 'à' (U+00E0, character 2)
    """
    typed = unicodedata.normalize("NFC", text).translate(_PUNCTUATION)
    if strict:
        _refuse_foreign(typed, re.finditer(r"[^\x00-\x7f]", typed), table=_TCVN3, name="TCVN3")
    read = typed.translate(_BY_BYTE)
    return read.upper() if capitals else read


def from_vni(text: str, *, strict: bool = True) -> str:
    """Read text that was typed in VNI for Windows.

    A mark behind a letter that does not bear it, and a mark that stands alone, are letters that VNI
    does not have.

    Parameters
    ----------
    text, strict
        As in `from_tcvn3`.

    Returns
    -------
    str
        Unicode NFC.

    Raises
    ------
    UnicodeError
        If `strict` and a character is a letter or a control character that VNI does not have.

    Examples
    --------
    >>> from_vni("Baûo Thaéng"), from_vni("BAÛO THAÉNG")
    ('Bảo Thắng', 'BẢO THẮNG')
    """
    typed = unicodedata.normalize("NFC", text).translate(_PUNCTUATION)
    if strict:
        _refuse_foreign(typed, _VNI_UNIT.finditer(typed), table=_VNI, name="VNI")
    return _VNI_UNIT.sub(lambda unit: _VNI.get(unit[0], unit[0]), typed)


def _refuse_foreign(
    text: str, units: Iterable[re.Match[str]], *, table: Mapping[str, str], name: str
) -> None:
    for unit in units:
        if unit[0] not in table and not _is_sign(unit[0][-1]):
            place = f"U+{ord(unit[0][-1]):04X}, character {unit.end()}"
            raise UnicodeError(
                f"{reprlib.repr(text)} is not {name}: it has no {unit[0]!r} ({place})"
            )


def _is_sign(character: str) -> bool:
    """Whether a character is neither a letter, nor a mark on one, nor a control or unassigned code:
    ``²``, a dash.
    """
    category = unicodedata.category(character)
    return category[0] not in "LMC" or category == "Cf"


def encoding_of_font(font_name: str | None) -> Encoding | None:
    """Return the encoding of the text that a font shows; None for a Unicode font, and where no font
    is named.

    The capital fonts of TCVN3 end in H; the names of the VNI fonts begin with VNI.

    Examples
    --------
    >>> fonts = (".VnTime", ".VnTimeH", ".VnArial NarrowH", "VNI-Times", "Times New Roman")
    >>> [encoding_of_font(name) for name in fonts]
    ['tcvn3', 'tcvn3-capitals', 'tcvn3-capitals', 'vni', None]
    """
    font = _FONT.fullmatch(font_name or "")
    if font is None:
        return None
    if font["family"].lower() != ".vn":
        return "vni"
    # a name written all in small letters (.vntimeh) tells the capital font only by its last letter
    capital = font["rest"].endswith("H") or (font["rest"].islower() and font["rest"].endswith("h"))
    return "tcvn3-capitals" if capital else "tcvn3"


def read_as(encoding: Encoding | CodePage, text: str, *, strict: bool = True) -> str:
    """Read text in a named encoding, as `from_tcvn3` and `from_vni` do, or in a code page of
    Windows.

    A byte that a code page does not define stays the character of its number.

    Examples
    --------
    >>> read_as("tcvn3-capitals", "Lµo Cai"), read_as("windows-1258", "Sa Pa\xd2")
    ('LÀO CAI', 'Sa Pả')
    """
    if encoding == "windows-1258" or encoding == "windows-1252":
        return unicodedata.normalize(
            "NFC", text.translate(_CP1258 if encoding == "windows-1258" else _CP1252)
        )
    if encoding == "vni":
        return from_vni(text, strict=strict)
    return from_tcvn3(text, capitals=encoding == "tcvn3-capitals", strict=strict)
