"""What a page may hold, load and run: characters, and its own style and scripts by their hashes."""

from __future__ import annotations

import base64
import hashlib
import re

# control characters but tab and line break, surrogates, and code points that are no characters
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def printable(text: str) -> str:
    """Return a text with a mark (U+FFFD) for each character that no page can hold, such as NUL.

    Examples
    --------
    >>> printable("126\\x00/164\\ufffe")
    '126\ufffd/164\ufffd'
    """
    return _FORBIDDEN.sub("\ufffd", text)


def policy(*, style: str, scripts: list[str]) -> str:
    """Return the Content-Security-Policy of a page: this style, these scripts, pictures that it
    holds, nothing else.
    """
    styles = _digest(style)
    return (
        f"default-src 'none'; img-src data:; style-src {styles}; script-src {' '.join(map(_digest, scripts))}; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
