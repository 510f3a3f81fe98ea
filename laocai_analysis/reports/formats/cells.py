"""What the code cells of a notebook show, as HTML that runs nothing and loads nothing.

A page takes HTML only from `page.Page` and `interactive.InteractiveMap`, which escape what comes
from data. Other HTML becomes its text. An output that has no picture and no text is named on the
page, so that nothing is lost without a word.
"""

from __future__ import annotations

import base64
import html
import io
import re
from collections.abc import Callable, Mapping
from typing import Any

import mistune
import nbformat
from bs4 import BeautifulSoup

from laocai_analysis.errors import Fault, ReportError
from laocai_analysis.language import Language, Message
from laocai_analysis.page.figures import FIGURES_TYPE
from laocai_analysis.pictures.interactive import MAP_TYPE
from laocai_analysis.reports.formats.page_policy import printable

#: Pictures, the sharpest first.
PICTURES = ("image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp")
#: HTML that says nothing, or not all, without running, loading or drawing something.
_ACTIVE = "script, iframe, object, embed, svg, canvas, img, video, audio, input, button, select"
#: The text of an object that has none: ``<IPython.core.display.HTML object>``.
_REPRESENTATION = re.compile(r"<[^<>]*>|[\w.]+\(\{.*|alt\.\w*Chart\(.*", re.DOTALL)


def shown(notebook: nbformat.NotebookNode, *, language: str) -> list[str]:
    """Return what the code cells show, in order, as HTML.

    Parameters
    ----------
    notebook : NotebookNode
        The executed notebook.
    language : {"vi", "en"}
        The language of the page, for the note on an output that cannot be shown.
    """
    say = Language(language).say
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    parts = (printable(_shown(output, say)) for output in outputs)
    return [part for part in parts if part]


def _shown(output: nbformat.NotebookNode, say: Callable[..., str]) -> str:
    if output.output_type == "stream":
        return _text(str(output.text)) if output.name == "stdout" else ""
    if output.output_type == "error":
        return _text(f"{output.ename}: {output.evalue}")
    data, metadata = output.get("data", {}), output.get("metadata", {})
    if FIGURES_TYPE in data:
        return ""
    if MAP_TYPE in data:
        return str(data[MAP_TYPE]["figure"])
    if "text/html" in data and metadata.get("text/html", {}).get("laocai"):
        return str(data["text/html"])
    return _foreign(data, metadata, say)


def _foreign(data: Mapping[str, Any], metadata: Mapping[str, Any], say: Callable[..., str]) -> str:
    """Show an output of another library by the first form that a page can hold."""
    for kind in PICTURES:
        if kind in data:
            alt = metadata.get(kind, {}).get("alt") or _alt(data, say)
            return _picture(kind, _bytes(kind, data[kind]), alt=str(alt))
    for kind in data:
        if kind.startswith("application/vnd.vegalite."):
            return _picture(PICTURES[0], _chart(data[kind]), alt=_alt(data, say))
    if "text/markdown" in data:
        return _markdown(str(data["text/markdown"]))
    if "text/latex" in data:
        return f"<p>{_formula(str(data['text/latex']))}</p>"
    plain = str(data.get("text/plain", ""))
    if not _REPRESENTATION.fullmatch(plain.strip()) and not _other_kind(data):
        return _text(plain)
    if text := _text_of_html(str(data.get("text/html", ""))):
        return _text(text)
    kind = _other_kind(data) or ("text/html" if "text/html" in data else "text/plain")
    return _text(plain) if kind == "text/plain" else _not_shown(kind, data, say)


def _other_kind(data: Mapping[str, Any]) -> str:
    """Return the type of an output that needs its own program; blank where there is none."""
    return next((kind for kind in data if not kind.startswith("text/")), "")


def _not_shown(kind: str, data: Mapping[str, Any], say: Callable[..., str]) -> str:
    altair = "vega" in str(data.get("text/html", ""))[:20_000].lower()
    advice = say("page-output-altair") if altair else say("page-output-advice")
    return (
        f'<p class="not-shown">{html.escape(say("page-output-not-shown", kind=kind))} {advice}</p>'
    )


def _text(text: str) -> str:
    if "\x1b" in text:
        from nbconvert.filters.ansi import strip_ansi  # its package imports every exporter

        text = strip_ansi(text)
    plain = text.strip("\n")
    return f'<pre tabindex="0">{html.escape(plain)}</pre>' if plain.strip() else ""


def _text_of_html(source: str) -> str:
    """Return the text of HTML, a line for each row or paragraph; blank where text is not all."""
    soup = BeautifulSoup(source, "html.parser")
    if soup.select_one(_ACTIVE):
        return ""
    for part in soup.select("style, head, template"):
        part.decompose()
    for part in soup.select("td, th"):
        part.append("\t")
    for part in soup.select("tr, p, div, li, br, h1, h2, h3, h4, h5, h6"):
        part.append("\n")
    lines = (re.sub(r"[ \xa0]+", " ", line).rstrip() for line in soup.get_text().split("\n"))
    return "\n".join(line for line in lines if line.strip()).expandtabs(16)


def _alt(data: Mapping[str, Any], say: Callable[..., str]) -> str:
    """Return the text beside a picture, unless it is the name of a class."""
    plain = str(data.get("text/plain", "")).strip()
    return say("page-output-picture") if _REPRESENTATION.fullmatch(plain) or not plain else plain


def _bytes(kind: str, content: Any) -> bytes:
    """Return the bytes of a picture: Jupyter sends SVG as text and others in base64."""
    text = "".join(content) if isinstance(content, list) else str(content)
    return text.encode() if kind == PICTURES[0] else base64.b64decode(text)


def _picture(kind: str, content: bytes, *, alt: str) -> str:
    packed = base64.b64encode(content).decode()
    return f'<img src="data:{kind};base64,{packed}" alt="{html.escape(alt)}">'


def _chart(specification: Any) -> bytes:
    """Draw a chart of Vega-Lite; data at an address are not fetched.

    Raises
    ------
    ReportError
        If vl-convert is not installed: no report of the package has such a chart.
    """
    try:
        import vl_convert
    except ImportError:
        libraries, package = "vl-convert-python", "'laocai-analysis[lab]'"
        expected = Message("expected-installed", libraries=libraries, package=package)
        fault = Fault("Vega-Lite", None, None, expected, Message("found-not-installed"))
        raise ReportError(fault.message()) from None
    return str(vl_convert.vegalite_to_svg(specification, allowed_base_urls=[])).encode()


def _formula(latex: str) -> str:
    """Draw a formula as matplotlib draws mathematics; its source is shown where it cannot."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.mathtext import math_to_image

    source = re.sub(r"^\$+|\$+$|^\\[\[(]|\\[\])]$|\\displaystyle", "", latex.strip()).strip()
    drawn = io.BytesIO()
    try:
        math_to_image(f"${source}$", drawn, prop=FontProperties(size=12), format="svg")
    except ValueError:
        return f"<code>{html.escape(source)}</code>"
    return _picture(PICTURES[0], drawn.getvalue(), alt=source)


class _Renderer(mistune.HTMLRenderer):
    """Markdown without raw HTML, remote pictures, or headings above those of the page."""

    def heading(self, text: str, level: int, **_: Any) -> str:
        level = min(level + 2, 6)  # the page has its title and its contents at levels 1 and 2
        return f"<h{level}>{text}</h{level}>\n"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        if url.startswith(tuple(f"data:{kind};base64," for kind in PICTURES)):
            return f'<img src="{html.escape(url)}" alt="{html.escape(text)}">'
        return f"{text} ({html.escape(url)})"

    def table(self, text: str) -> str:
        return f'<div class="wide" tabindex="0"><table>{text}</table></div>\n'

    def inline_math(self, text: str) -> str:
        return _formula(html.unescape(text))

    def block_math(self, text: str) -> str:
        return f"<p>{_formula(html.unescape(text))}</p>\n"


def _markdown(source: str) -> str:
    convert = mistune.create_markdown(
        renderer=_Renderer(escape=True), plugins=["strikethrough", "url", "table", "math"]
    )
    return f'<div class="markdown">{convert(source)}</div>'
