"""What a page may load and run: only what stands in it, named by its hash."""

from __future__ import annotations

import base64
import hashlib


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
