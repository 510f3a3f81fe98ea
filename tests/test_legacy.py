"""TCVN3 and VNI: against iconv, against published tables, and there and back."""

import subprocess
import unicodedata

import pytest
from conftest import need
from forms.legacy_text import to_tcvn3, to_vni
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from laocai_analysis.places import units
from laocai_analysis.text import legacy

COMMUNES = units.load_units(2008)["name"]
DISTRICTS = units.load_units(2008, level="district")["name"]
NAMES = [*COMMUNES, *DISTRICTS]

TONES = "\u0300\u0309\u0303\u0301\u0323"
#: The 67 small letters beyond ASCII: a with breve and circumflex ... each plain and with five
#: tones, and đ.
SMALL = sorted(
    {
        unicodedata.normalize("NFC", vowel + tone)
        for vowel in "aăâeêioôơuưy"
        for tone in ("", *TONES)
    }
    - set("aeiouy")
    | {"đ"}
)
LETTERS = SMALL + [letter.upper() for letter in SMALL]
PLAIN_CAPITALS = "ĂÂÊÔƠƯĐ"

# how VNI writes each letter, from the table of the keyboard driver xvnkb (vni.h), which agrees with
# that of the npm package vietnamese-conversion (charsets.ts); the tones: level, acute, grave, hook
# above, tilde, dot below
VNI_PUBLISHED = {
    "a": "a aù aø aû aõ aï",
    "â": "aâ aá aà aå aã aä",
    "ă": "aê aé aè aú aü aë",
    "e": "e eù eø eû eõ eï",
    "ê": "eâ eá eà eå eã eä",
    "o": "o où oø oû oõ oï",
    "ô": "oâ oá oà oå oã oä",
    "ơ": "ô ôù ôø ôû ôõ ôï",
    "u": "u uù uø uû uõ uï",
    "ư": "ö öù öø öû öõ öï",
    "i": "i í ì æ ó ò",
    "y": "y yù yø yû yõ î",
}

# bytes of VNI and TCVN3 in a printed table of Vietnamese encodings, in hexadecimal
# (scribd.com/document/23311958)
PRINTED = {
    "á": ("61F9", "B8"),
    "à": ("61F8", "B5"),
    "ả": ("61FB", "B6"),
    "ã": ("61F5", "B7"),
    "ạ": ("61EF", "B9"),
    "ă": ("61EA", "A8"),
    "ắ": ("61E9", "BE"),
    "ằ": ("61E8", "BB"),
    "ẳ": ("61FA", "BC"),
    "ẵ": ("61FC", "BD"),
    "ặ": ("61EB", "C6"),
    "â": ("61E2", "A9"),
    "ấ": ("61E1", "CA"),
    "ầ": ("61E0", "C7"),
    "ẩ": ("61E5", "C8"),
    "ẫ": ("61E3", "C9"),
    "ậ": ("61E4", "CB"),
    "é": ("65F9", "D0"),
    "è": ("65F8", "CC"),
    "ẻ": ("65FB", "CE"),
    "ẽ": ("65F5", "CF"),
    "ẹ": ("65EF", "D1"),
    "ê": ("65E2", "AA"),
    "ế": ("65E1", "D5"),
    "ề": ("65E0", "D2"),
    "ể": ("65E5", "D3"),
    "ễ": ("65E3", "D4"),
    "ệ": ("65E4", "D6"),
    "í": ("ED", "DD"),
    "ì": ("EC", "D7"),
    "ỉ": ("E6", "D8"),
    "ĩ": ("F3", "DC"),
    "ị": ("F2", "DE"),
}


def iconv(data: bytes) -> str:
    """What iconv reads in bytes of TCVN 5712."""
    program = need("iconv")
    return subprocess.run(
        [program, "-f", "TCVN", "-t", "UTF-8"], input=data, capture_output=True, check=True
    ).stdout.decode()


def can_be_tcvn3(text: str) -> bool:
    """Whether no capital of the text bears a tone."""
    return all(c in PLAIN_CAPITALS for c in text if c.isupper() and not c.isascii())


def test_the_letters_are_134():
    assert len(LETTERS) == len(set(LETTERS)) == 134


# -- TCVN3
# --------------------------------------------------------------------------------------------------


def test_every_letter_of_tcvn3_is_the_one_of_iconv():
    """TCVN 5712 in iconv has more: toned capitals in the control codes, and tones that join the
    letter before them.
    """
    for letter in [*SMALL, *PLAIN_CAPITALS]:
        byte = to_tcvn3(letter).encode("latin-1")
        assert len(byte) == 1
        assert iconv(byte) == letter
        assert legacy.from_tcvn3(byte.decode("latin-1")) == letter


def test_iconv_knows_no_letter_of_tcvn3_that_we_do_not():
    """What is left of A0-FF in iconv is a no-break space, five tones to join, or a capital that
    bears a tone.
    """
    ours = {to_tcvn3(letter) for letter in [*SMALL, *PLAIN_CAPITALS]}
    for byte in range(0xA0, 0x100):
        if chr(byte) not in ours:
            there = iconv(bytes([byte]))
            assert there in {"\u00a0", *TONES} or (there.isupper() and there not in PLAIN_CAPITALS)


def test_names_in_tcvn3_read_by_iconv():
    text = "\n".join(NAMES)
    assert iconv(to_tcvn3(text).encode("latin-1")).split("\n") == NAMES


def test_words_in_tcvn3_by_hand():
    """ă A8, đ AE, à B5, ả B6, ắ BE; the capital Đ is A7."""
    assert to_tcvn3("Lào Cai").encode("latin-1") == b"L\xb5o Cai"
    assert to_tcvn3("Bảo Thắng").encode("latin-1") == b"B\xb6o Th\xbeng"
    assert to_tcvn3("Xã Cam Đường").encode("latin-1") == b"X\xb7 Cam \xa7\xad\xeang"
    assert legacy.from_tcvn3("Hµ Néi") == "Hà Nội"


def test_the_printed_table():
    ours = {
        letter: tuple(write(letter).encode("latin-1").hex().upper() for write in (to_vni, to_tcvn3))
        for letter in PRINTED
    }
    assert ours == PRINTED


def test_a_capital_that_bears_a_tone_needs_the_capital_font():
    for letter in SMALL:
        written = to_tcvn3(letter.upper())
        assert legacy.from_tcvn3(written, capitals=True) == letter.upper()
        assert legacy.from_tcvn3(to_tcvn3(letter), capitals=True) == letter.upper()


# -- VNI
# --------------------------------------------------------------------------------------------------


def test_every_letter_of_vni_is_that_of_the_published_table():
    for vowel, written in VNI_PUBLISHED.items():
        for tone, pair in zip(
            ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"), written.split(), strict=True
        ):
            letter = unicodedata.normalize("NFC", vowel + tone)
            assert to_vni(letter) == pair
            assert legacy.from_vni(pair) == letter
            assert to_vni(letter.upper()) == pair.upper()
            assert legacy.from_vni(pair.upper()) == letter.upper()
    assert to_vni("đĐ") == "ñÑ"


def test_the_letter_of_vni_says_whether_it_is_a_capital():
    """A capital typed with the mark of a small letter: Aø for AØ."""
    for letter in SMALL:
        written = to_vni(letter)
        if len(written) == 2:
            assert legacy.from_vni(written[0].upper() + written[1]) == letter.upper()
            assert legacy.from_vni(written[0] + written[1].upper()) == letter


def test_words_in_vni_by_hand():
    """ả is a with FB, ắ a with E9; Ư is D6, Đ is D1."""
    assert to_vni("Bảo Thắng").encode("latin-1") == b"Ba\xfbo Tha\xe9ng"
    assert to_vni("BẢO THẮNG").encode("latin-1") == b"BA\xdbO THA\xc9NG"
    assert to_vni("Cam Đường").encode("latin-1") == b"Cam \xd1\xf6\xf4\xf8ng"
    assert legacy.from_vni("Vieät Nam") == "Việt Nam"
    assert legacy.from_vni("Y Tyù") == "Y Tý"


# -- both
# --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("reading", ["latin-1", "cp1252"])
def test_every_letter_and_name_there_and_back(form, reading):
    """From Unicode in either form to bytes, and from the bytes as either code page reads them, in
    either form.
    """
    for text in [*LETTERS, *NAMES, *(name.upper() for name in NAMES)]:
        vni = to_vni(unicodedata.normalize(form, text)).encode(reading).decode(reading)
        assert legacy.from_vni(unicodedata.normalize(form, vni)) == text
        tcvn3 = to_tcvn3(unicodedata.normalize(form, text)).encode(reading).decode(reading)
        assert legacy.from_tcvn3(unicodedata.normalize(form, tcvn3)).lower() == text.lower()
        assert legacy.from_tcvn3(unicodedata.normalize(form, tcvn3), capitals=True) == text.upper()
        if can_be_tcvn3(text):
            assert legacy.from_tcvn3(unicodedata.normalize(form, tcvn3)) == text


def test_all_pairs_of_letters_there_and_back():
    """No letter of VNI joins with the one before it by accident."""
    alphabet = [*"abcdeiouyABCDEIOUY -", *LETTERS]
    for first in alphabet:
        text = "".join(first + second for second in alphabet)
        assert legacy.from_vni(to_vni(text)) == text


def test_ascii_is_itself():
    text = "".join(map(chr, range(128)))
    assert legacy.from_tcvn3(text) == legacy.from_vni(text) == to_vni(text) == text
    assert legacy.from_tcvn3("Sa Pa, 12.5%", capitals=True) == "SA PA, 12.5%"


@pytest.mark.parametrize(
    ("byte", "shown"),
    [(0x91, "‘"), (0x92, "’"), (0x93, "“"), (0x94, "”"), (0x96, "–"), (0x85, "…")],
)
def test_bytes_that_the_code_pages_read_differently(byte, shown):
    """No letter lies there; the fonts show what cp1252 has, and so it is read from either."""
    assert (
        legacy.from_tcvn3(f"L\xb5o {chr(byte)}")
        == legacy.from_tcvn3(f"L\xb5o {shown}")
        == f"Lào {shown}"
    )
    assert (
        legacy.from_vni(f"La\xf8o {chr(byte)}")
        == legacy.from_vni(f"La\xf8o {shown}")
        == f"Lào {shown}"
    )


@pytest.mark.parametrize("byte", [0x81, 0x8D, 0x8F, 0x90, 0x9D])
def test_bytes_that_mean_nothing_are_refused_or_kept(byte):
    for read in (legacy.from_tcvn3, legacy.from_vni):
        with pytest.raises(UnicodeError, match=f"U\\+00{byte:02X}, character 2"):
            read(f"x{chr(byte)}")
        assert read(f"x{chr(byte)}", strict=False) == f"x{chr(byte)}"


def test_every_character_is_kept_or_read_as_a_letter():
    """None is dropped. The bytes 80-9F are tested above."""
    for character in map(chr, [*range(0xA0, 0x250), 0x1EA3, 0x2013, 0x20AB, 0x4E00, 0xFFFD]):
        for read in (legacy.from_tcvn3, legacy.from_vni):
            assert read(character, strict=False) in {character, *LETTERS}
        pair = legacy.from_vni("a" + character, strict=False)
        assert pair in LETTERS or pair == "a" + legacy.from_vni(character, strict=False)


@pytest.mark.parametrize("text", ["Lào Cai", "Bảo Thắng", "Lµo Сai", "L\u03bco Cai"])
def test_what_is_not_tcvn3_is_an_error_that_says_where(text):
    with pytest.raises(
        UnicodeError, match=r"is not TCVN3: it has no '.' \(U\+[0-9A-F]{4}, character \d\)"
    ):
        legacy.from_tcvn3(text)
    assert legacy.from_tcvn3("Bảo Thắng", strict=False) == "Bảo Thắng"


@pytest.mark.parametrize("text", ["Xuân", "Lµo Cai", "Bảo Thắng", "øa", "iù"])
def test_what_is_not_vni_is_an_error(text):
    with pytest.raises(UnicodeError, match="is not VNI: it has no"):
        legacy.from_vni(text)


def test_signs_stay_but_for_those_whose_byte_is_a_letter():
    assert legacy.from_tcvn3("12 km² – 5°") == "12 km² – 5°"
    assert legacy.from_vni("§ 5, 3 × 2") == to_vni("§ 5, 3 × 2") == "§ 5, 3 × 2"


# -- fonts and files
# ------------------------------------------------------------------------------------------


def test_the_encoding_of_a_font():
    expected = {
        ".VnTime": "tcvn3",
        ".VnArial": "tcvn3",
        ".VnArial Narrow": "tcvn3",
        ".vntime": "tcvn3",
        ".VnGothic": "tcvn3",
        ".VnTime Bold": "tcvn3",
        "'.VnTime'": "tcvn3",
        ".VnBlack": "tcvn3",
        ".VnTimeH": "tcvn3-capitals",
        ".VnArialH": "tcvn3-capitals",
        ".VnArial NarrowH": "tcvn3-capitals",
        ".VnBahamasBH": "tcvn3-capitals",
        ".VNTIMEH": "tcvn3-capitals",
        ".vntimeh": "tcvn3-capitals",
        ".VnTimeH Bold Italic": "tcvn3-capitals",
        ".Vn3DH": "tcvn3-capitals",
        "VNI-Times": "vni",
        "VNI-Helve-Condense": "vni",
        "vni-times": "vni",
        "VNI Times": "vni",
        "Times New Roman": None,
        "Arial": None,
        "Calibri": None,
        "UVnTime": None,
        "Vni": None,
        "": None,
        None: None,
    }
    assert {font: legacy.encoding_of_font(font) for font in expected} == expected


@pytest.mark.parametrize("font", [".VnTimeH", ".VnTime", "VNI-Times"])
def test_a_cell_of_a_real_workbook_is_read_by_its_font(font, tmp_path):
    """The file holds the same characters whatever the font is: only its name tells a capital from a
    small letter.
    """
    book = Workbook()
    sheet = book.active
    for row, name in enumerate(NAMES, start=1):
        text = to_vni(name) if font == "VNI-Times" else to_tcvn3(name)
        sheet.cell(row, 1, text).font = Font(name=font)
    book.save(tmp_path / "return.xlsx")
    cells = [row[0] for row in load_workbook(tmp_path / "return.xlsx").active.iter_rows()]
    read = [legacy.read_as(legacy.encoding_of_font(cell.font.name), cell.value) for cell in cells]
    if font == ".VnTimeH":
        assert read == [name.upper() for name in NAMES]
        assert "THÀNH PHỐ LÀO CAI" in read
    else:
        assert read == NAMES


def test_the_code_pages_of_windows():
    """cp1258 writes a tone as a combining mark behind its vowel, or the letter as a whole."""
    data = b"xa\xde;s\xf4\xec\nSa Pa\xd2;1\nBa\xd2o H\xe0;2\n"
    assert legacy.read_as("windows-1258", data.decode("latin-1")) == "xã;số\nSa Pả;1\nBảo Hà;2\n"
    assert legacy.read_as("windows-1252", "Xuân Hòa") == "Xuân Hòa"


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "windows-1258", "windows-1252"])
def test_no_byte_is_lost_in_any_reading(encoding):
    """Every byte leaves a character, the undefined ones of each code page too."""
    data = b" ".join(bytes([byte]) for byte in range(0x80, 0x100)).decode("latin-1")
    text = legacy.read_as(encoding, data, strict=False)
    assert len(unicodedata.normalize("NFD", text).split(" ")) == 128
    assert "\ufffd" not in text
