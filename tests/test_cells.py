"""What cells show on a page: the outputs of other libraries, and characters that no page holds."""

import re

import nbformat
import pytest

from laocai_analysis.reports.formats.cells import shown
from laocai_analysis.reports.formats.html import to_html

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="4"/></svg>'
JPEG = "/9j/4AAQ"  # only passed on
SPEC = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "data": {"values": [{"x": "Sa Pa", "y": 18}]},
    "mark": "bar",
    "encoding": {
        "x": {"field": "x", "type": "nominal"},
        "y": {"field": "y", "type": "quantitative"},
    },
}


def one(data: dict, language: str = "en") -> str:
    """What a page shows of one output."""
    output = nbformat.v4.new_output("display_data", data)
    cell = nbformat.v4.new_code_cell("", outputs=[output])
    return "\n".join(shown(nbformat.v4.new_notebook(cells=[cell]), language=language))


def object_of(name: str) -> dict[str, str]:
    return {"text/plain": f"<IPython.core.display.{name} object>"}


CASES = {
    "markdown": (
        {"text/markdown": "**126**/164 & <b>x</b>"},
        "<strong>126</strong>/164 &amp; &lt;b&gt;x",
    ),
    "heading": ({"text/markdown": "# Sa Pa"}, "<h3>Sa Pa</h3>"),
    "table": ({"text/markdown": "|a|\n|-|\n|1|\n"}, "<td>1</td>"),
    "remote picture": (
        {"text/markdown": "![map](http://x.vn/y.png)"},
        "<p>map (http://x.vn/y.png)</p>",
    ),
    "script link": ({"text/markdown": "[a](javascript:alert(1))"}, 'href="#harmful-link"'),
    "latex": ({"text/latex": r"$\displaystyle \frac{126}{164}$"}, r'alt="\frac{126}{164}"'),
    "strange latex": (
        {"text/latex": r"\begin{align}1&<2\end{align}"},
        "<code>\\begin{align}1&amp;&lt;2",
    ),
    "svg": ({"image/svg+xml": SVG}, '<img src="data:image/svg+xml;base64,PHN2'),
    "jpeg": (
        {"image/jpeg": JPEG},
        '<img src="data:image/jpeg;base64,/9j/4AAQ" alt="Picture drawn by a cell">',
    ),
    "altair": ({"application/vnd.vegalite.v6+json": SPEC}, '<img src="data:image/svg+xml;base64,'),
    "html": ({"text/html": "<b>12</b> &lt; <i>13</i><style>b{}</style>"}, "12 &lt; 13"),
    "html table": (
        {"text/html": "<table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table>"},
        "1               2",
    ),
    "plotly": (
        {"application/vnd.plotly.v1+json": {}},
        "output of the type application/vnd.plotly.v1+json",
    ),
    "script": ({"text/html": "<p>x</p><script>1</script>"}, "output of the type text/html"),
    "altair's html": ({"text/html": "<script>vegaEmbed</script>"}, "alt.renderers.enable"),
    "pdf": ({"application/pdf": "JVBE"}, "output of the type application/pdf"),
}


@pytest.mark.parametrize("name", CASES)
def test_an_output_is_shown_or_named(name):
    data, expected = CASES[name]
    found = one({**object_of("Any"), **data})
    assert expected in found
    assert "IPython" not in found
    assert "<script" not in found
    assert not re.search(r'src="(?!data:)', found)


def test_a_data_frame_is_its_text():
    found = one({"text/html": "<table><tr><td>1</table>", "text/plain": "   a\n0  1"})
    assert found == '<pre tabindex="0">   a\n0  1</pre>'


def test_vietnamese_pages_say_it_in_vietnamese():
    found = one({"application/pdf": "JVBE"}, language="vi")
    assert "Trang không hiện được một kết quả loại application/pdf." in found


@pytest.mark.parametrize("bad", ["\x00", "\x1b", "\x07", "\ufffe", "\uffff", "\ud800", "\x85"])
def test_no_page_holds_what_is_no_character(bad):
    outputs = [
        nbformat.v4.new_output("stream", name="stdout", text=f"126{bad}\x1b[31m164\x1b[0m"),
        nbformat.v4.new_output("display_data", {"text/markdown": f"a{bad}b"}),
        nbformat.v4.new_output("error", ename="E", evalue=f"x{bad}"),
    ]
    cell = nbformat.v4.new_code_cell(f"# {bad}", outputs=outputs)
    page = to_html(nbformat.v4.new_notebook(cells=[cell]), title=f"T{bad}", language="vi")
    assert bad not in page
    assert "\x1b" not in page
    assert "\ufffd164" in page
    page.encode()
