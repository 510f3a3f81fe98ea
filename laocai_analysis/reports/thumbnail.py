"""The small picture by which a report is known in the index."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from typing import Any

import nbformat

#: The longer side, in pixels.
SIDE = 180
#: The number of colours: a map has few.
COLOURS = 48


def thumbnail(notebook: nbformat.NotebookNode) -> str:
    """Return the first picture of an executed notebook, small, as a data address; blank where there
    is none.
    """
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if picture := _picture(output.get("data", {})):
                return _small(picture)
    return ""


def _picture(data: Mapping[str, Any]) -> bytes:
    if "image/png" in data:
        return base64.b64decode(data["image/png"])
    _, found, rest = str(data.get("text/html", "")).partition('src="data:image/png;base64,')
    return base64.b64decode(rest.partition('"')[0]) if found else b""


def _small(picture: bytes) -> str:
    from PIL import Image

    with Image.open(io.BytesIO(picture)) as opened:
        small = opened.convert("RGB")
    small.thumbnail((SIDE, SIDE))
    held = io.BytesIO()
    small.quantize(COLOURS).save(held, "PNG", optimize=True)
    return f"data:image/png;base64,{base64.b64encode(held.getvalue()).decode()}"
