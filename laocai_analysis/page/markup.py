"""The HTML that a page is made of: escaped parts, pictures, and the output with the figures."""

from __future__ import annotations

import base64
import html
import io
import re
from unicodedata import bidirectional

from IPython.display import HTML, display
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Picture

from laocai_analysis.page.figures import FIGURES_TYPE

#: Pixels of an inch, and the least pixels across, so that a small picture prints sharply.
_DPI, _LEAST_WIDTH = 144, 1008
#: The classes of letters that change the direction of what follows them.
_TURNING = ("R", "AL", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "FSI", "PDF", "PDI")


class Part(HTML):
    """Escaped HTML that a `Page` made; a report shows only this kind of HTML unchanged."""

    def __init__(self, data: str) -> None:
        super().__init__(data)  # type: ignore[no-untyped-call]

    def _repr_html_(self) -> tuple[str, dict[str, bool]]:
        return str(self.data), {"laocai": True}


class Section(tuple[object, ...]):
    """Parts of a page in their order; the last line of a cell shows each of them."""

    __slots__ = ()

    def _ipython_display_(self) -> None:
        display(*self)


class Figures:
    """The title, language and figures of a page: an output for the runner, not for the browser."""

    def __init__(self, content: dict[str, object]) -> None:
        self.content = content

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> dict[str, object]:
        return {FIGURES_TYPE: self.content, "text/plain": f"{len(list(self.content))} fields"}


def image(picture: Picture, *, alt: str) -> str:
    """Return a figure drawn with matplotlib as an HTML image, with its alternative text."""
    stream = io.BytesIO()
    picture.set_dpi(max(_DPI, _LEAST_WIDTH / picture.get_figwidth()))
    # savefig would draw once more, for the layout alone
    how = {"compress_level": 3}  # half the time of 6, and a page that is no larger by a hundredth
    FigureCanvasAgg(picture).print_png(stream, pil_kwargs=how)  # type: ignore[no-untyped-call]
    data = base64.b64encode(stream.getvalue()).decode()
    width, height = (round(96 * inches) for inches in picture.get_size_inches())
    return (
        f'<img src="data:image/png;base64,{data}" alt="{html.escape(alt)}" width="{width}" '
        f'height="{height}">'
    )


def isolated(text: str) -> str:
    """Escape text, and isolate letters that would change the direction of the text after them."""
    escaped = html.escape(text)
    return (
        f"<bdi>{escaped}</bdi>"
        if any(bidirectional(letter) in _TURNING for letter in text)
        else escaped
    )


def linked(address: str) -> str:
    """Return an address as a link if it is a web address."""
    if not re.fullmatch(r"https?://\S+", address):
        return isolated(address)
    return f'<a href="{html.escape(address)}" rel="noreferrer">{isolated(address)}</a>'
