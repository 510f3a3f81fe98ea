"""Text in TCVN3 for the tests: the table that the package reads, turned round."""

import unicodedata

from laocai_analysis.text import legacy

TCVN3 = {
    letter: chr(byte)
    for byte in range(0xA1, 0x100)
    if (letter := legacy.from_tcvn3(chr(byte), strict=False)) != chr(byte) or letter == "ý"
}


def to_tcvn3(text: str) -> str:
    """Write text in TCVN3, one character for each byte; a toned capital as the small letter."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(TCVN3.get(c, TCVN3.get(c.lower(), c)) for c in composed)
