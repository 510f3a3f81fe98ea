"""From an executed notebook to one HTML file that asks no network for anything, and whose scripts
are its own.
"""

from __future__ import annotations

import html
import re
import unicodedata
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import TemplateExporter

from laocai_analysis.language import Language
from laocai_analysis.page.figures import FIGURES_TYPE
from laocai_analysis.pictures.interactive import MAP_TYPE, STYLE, patterns, program
from laocai_analysis.reports.formats.page_policy import policy

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


def to_html(notebook: nbformat.NotebookNode, *, title: str, language: str) -> str:
    """Convert an executed notebook with the template ``laocai``.

    Parameters
    ----------
    notebook : NotebookNode
        The executed notebook: what its code cells show, and at the end, folded, their code.
    title : str
        The title of the window.
    language : {"vi", "en"}
        The language of the page.

    Returns
    -------
    str
        A whole HTML document.
    """
    exporter = TemplateExporter(
        template_name="laocai", extra_template_basedirs=[str(TEMPLATES)], file_extension=".html"
    )
    drawn = has_map(notebook)
    style = _file("style.css") + (STYLE if drawn else "")
    scripts = [_file("tables.js"), *([program()] if drawn else [])]
    parts = shown(notebook)
    words = Language(language)

    def say(message: str, **values: str) -> str:
        return words.say(
            message, **values
        )  # a bound method would be copied by the exporter, messages and all

    resources: dict[str, Any] = {
        "laocai": {
            "title": plain_title(title),
            "language": language,
            "say": say,
            "decimal": words.number(0.1, digits=1)[1],
            "style": style,
            "scripts": scripts,
            "patterns": patterns() if drawn else "",
            "policy": policy(style=style, scripts=scripts),
            "parts": parts,
            "headings": headings(parts),
            "code": [cell.source for cell in notebook.cells if cell.cell_type == "code"],
        }
    }
    # the page is made of the parts alone: an exporter would copy the notebook, megabytes, before it
    # looks at it
    body, _ = exporter.from_notebook_node(nbformat.v4.new_notebook(), resources=resources)
    return str(body)


def shown(notebook: nbformat.NotebookNode) -> list[str]:
    """Return what the code cells show, in order, as HTML.

    Only what `page.Page` and `interactive.InteractiveMap` made is taken as it is, since they escape
    what comes from data. HTML of anybody else, such as that of a data frame, is shown as the plain
    text that comes with it.
    """
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [part for part in map(_shown, outputs) if part]


def _shown(output: nbformat.NotebookNode) -> str:
    data, made_by = output.get("data", {}), output.get("metadata", {}).get("text/html", {})
    if FIGURES_TYPE in data:
        return ""
    if MAP_TYPE in data:
        return str(data[MAP_TYPE]["figure"])
    if "text/html" in data and made_by.get("laocai"):
        return str(data["text/html"])
    if "image/png" in data:
        picture, alt = (
            html.escape(str(data.get(kind, ""))) for kind in ("image/png", "text/plain")
        )
        return f'<img src="data:image/png;base64,{picture}" alt="{alt}">'
    text = data.get("text/plain", "") or (
        output.get("text", "") if output.get("name") == "stdout" else ""
    )
    return f'<pre tabindex="0">{html.escape(str(text))}</pre>' if text else ""


def has_map(notebook: nbformat.NotebookNode) -> bool:
    """Tell whether a cell shows an interactive map."""
    return any(
        MAP_TYPE in output.get("data", {})
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    )


def headings(parts: list[str]) -> list[dict[str, str]]:
    """Return anchor and text of every heading of level 2, in order."""
    found = [re.fullmatch(r'<h2 id="([^"]+)">(.*)</h2>', part, flags=re.DOTALL) for part in parts]
    return [{"anchor": heading[1], "text": heading[2]} for heading in found if heading]


def plain_title(title: str) -> str:
    """Return a title without the characters that nobody sees, some of which turn what stands after
    them.
    """
    return "".join(letter for letter in title if unicodedata.category(letter) not in ("Cc", "Cf"))


def _file(name: str) -> str:
    return (TEMPLATES / "laocai" / name).read_text(encoding="utf-8")
