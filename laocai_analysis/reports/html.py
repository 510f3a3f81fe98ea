"""From an executed notebook to one HTML file without a request to any network; its only script draws the maps."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import HTMLExporter

from laocai_analysis.interactive import MAP_TYPE, STYLE, patterns, program
from laocai_analysis.language import Language

TEMPLATES = Path(__file__).resolve().parent / "templates"


def to_html(notebook: nbformat.NotebookNode, *, title: str, language: str) -> str:
    """Convert an executed notebook with the template ``laocai``.

    Parameters
    ----------
    notebook : NotebookNode
        The executed notebook; only what its code cells show goes into the page.
    title : str
        The title of the window.
    language : {"vi", "en"}
        The language of the page.

    Returns
    -------
    str
        A whole HTML document.
    """
    exporter = HTMLExporter(template_name="laocai", extra_template_basedirs=[str(TEMPLATES)])
    style = (TEMPLATES / "laocai" / "style.css").read_text(encoding="utf-8")
    script = program() if has_map(notebook) else ""
    resources: dict[str, Any] = {
        "laocai": {
            "title": title,
            "language": language,
            "style": style + (STYLE if script else ""),
            "contents": Language(language).say("page-contents"),
            "headings": headings(notebook),
            "program": script,
            "patterns": patterns() if script else "",
            "policy": policy(script),
        }
    }
    body, _ = exporter.from_notebook_node(notebook, resources=resources)
    return str(body)


def has_map(notebook: nbformat.NotebookNode) -> bool:
    """Tell whether a cell shows an interactive map."""
    return any(MAP_TYPE in output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", []))


def policy(script: str) -> str:
    """Return the Content-Security-Policy of a page: its own style, pictures that it holds, one script by its hash."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    allowed = f"'sha256-{digest}'" if script else "'none'"
    return (f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src {allowed}; "
            "base-uri 'none'; form-action 'none'")  # fmt: skip


def headings(notebook: nbformat.NotebookNode) -> list[dict[str, str]]:
    """Return anchor and text of every heading of level 2 among the outputs, in order."""
    found = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            text = str(output.get("data", {}).get("text/html", ""))
            if text.startswith("<h2 id="):
                anchor, _, rest = text.removeprefix('<h2 id="').partition('">')
                found.append({"anchor": anchor, "text": rest.removesuffix("</h2>")})
    return found
