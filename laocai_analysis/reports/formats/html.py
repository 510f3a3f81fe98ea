"""From an executed notebook to one HTML file that needs no network and holds all its scripts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import jinja2
import nbformat

from laocai_analysis.language import Language
from laocai_analysis.pictures.interactive import MAP_TYPE
from laocai_analysis.pictures.map_program import STYLE, patterns, program
from laocai_analysis.reports.formats.cells import shown
from laocai_analysis.reports.formats.page_policy import policy, printable

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "page"


def to_html(
    notebook: nbformat.NotebookNode, *, title: str, language: str, beside: Sequence[str] = ()
) -> str:
    """Make a page of an executed notebook.

    Parameters
    ----------
    notebook : NotebookNode
        The executed notebook: what its code cells show, and at the end, folded, their code.
    title : str
        The title of the window.
    language : {"vi", "en"}
        The language of the page.
    beside : sequence of str
        The names of the files that are published beside the page, to which it leads.

    Returns
    -------
    str
        A whole HTML document.
    """
    drawn = has_map(notebook)
    style = _file("style.css") + (STYLE if drawn else "")
    scripts = [_file("tables.js"), *([program()] if drawn else [])]
    parts = shown(notebook, language=language)
    words = Language(language)
    return _template().render(
        title=plain_title(title),
        language=language,
        say=words.say,
        decimal=words.number(0.1, digits=1)[1],
        style=style,
        scripts=scripts,
        patterns=patterns() if drawn else "",
        policy=policy(style=style, scripts=scripts),
        parts=parts,
        headings=headings(parts),
        beside={name: name.rpartition(".")[2] for name in beside},
        code=[printable(cell.source) for cell in notebook.cells if cell.cell_type == "code"],
    )


@lru_cache(maxsize=1)
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined
    )
    return environment.get_template("page.html.j2")


def has_map(notebook: nbformat.NotebookNode) -> bool:
    """Tell whether a cell shows an interactive map."""
    return any(
        MAP_TYPE in output.get("data", {})
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    )


def headings(parts: list[str]) -> list[dict[str, str]]:
    """Return anchor and text of every heading of level 2, in order."""
    found = [
        re.fullmatch(r'<h2 id="([^"]+)"[^>]*>(.*)</h2>', part, flags=re.DOTALL) for part in parts
    ]
    return [{"anchor": heading[1], "text": heading[2]} for heading in found if heading]


def plain_title(title: str) -> str:
    """Return a title without invisible characters, some of which turn the text after them."""
    hidden = ("Cc", "Cf", "Cs", "Cn")
    return "".join(letter for letter in title if unicodedata.category(letter) not in hidden)


def _file(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")
