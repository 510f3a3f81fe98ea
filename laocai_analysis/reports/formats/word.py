"""A page as a Word file that people go on editing, made by pandoc.

Headings, tables, quotations and figures with their alt text are kept. The first mark that leads to
a source becomes a footnote; later ones keep leading to the list of sources at the end.
"""

from __future__ import annotations

import base64
import io
import re
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag

from laocai_analysis.errors import ReportError

#: What a screen has and paper has not.
_SCREEN_ONLY = "nav, summary, script, .live, .back, .code, .patterns"
#: A4 with margins of 20 mm, in twentieths of a point.
_PAPER = (
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" '
    'w:header="567" w:footer="567" w:gutter="0"/>'
)
_FONT = "Times New Roman"  # the one that offices in Vietnam write in
_LINES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:color="B0B6BF"/>' for side in ("top", "bottom", "insideH")
)
_TABLE_TEXT = (
    '<w:style w:type="paragraph" w:customStyle="1" w:styleId="TableText"><w:name w:val="Table Text"/>'
    '<w:basedOn w:val="Compact"/><w:rPr><w:sz w:val="19"/><w:szCs w:val="19"/></w:rPr></w:style>'
)


def find_pandoc() -> Any:
    """Return the module ``pypandoc``.

    Raises
    ------
    ReportError
        If it or pandoc is not installed.
    """
    try:
        import pypandoc

        pypandoc.get_pandoc_version()
    except (ImportError, OSError):
        raise ReportError(
            "docx: cần / expected pypandoc-binary; không có / found none (pip install 'laocai-analysis[office]')"
        ) from None
    return pypandoc


def to_word(shown: str, *, language: str) -> bytes:
    """Make a Word file of what a page shows.

    Parameters
    ----------
    shown : str
        The HTML of the page without its frame: see `html.shown`. Its heading of level 1 becomes the
        title.
    language : {"vi", "en"}
        The language of the document; parts in another one keep theirs.

    Returns
    -------
    bytes
        The docx file: A4, and the same bytes whenever it is made.

    Raises
    ------
    ReportError
        If pandoc is not installed.
    """
    pypandoc = find_pandoc()
    soup = BeautifulSoup(shown, "html.parser")
    _leave_the_screen(soup)
    notes = _footnotes(soup)
    with tempfile.TemporaryDirectory(prefix="laocai-word-") as work:
        _write_pictures(soup, Path(work))
        written = Path(work) / "page.docx"
        pypandoc.convert_text(
            f"{soup}{notes}",
            "docx",
            format="html+epub_html_exts",
            outputfile=str(written),
            extra_args=[
                "--shift-heading-level-by=-1",
                f"--metadata=lang:{language}",
                f"--resource-path={work}",
            ],
        )
        return _dressed(written.read_bytes())


def _leave_the_screen(soup: BeautifulSoup) -> None:
    """Take out what only a screen has, and say in words or by alignment what a style sheet says."""
    for part in soup.select(_SCREEN_ONLY):
        part.decompose()
    for quotation in soup.select("q"):
        quotation.name = "span"
        quotation.insert(0, "“")
        quotation.append("”")
    for figure in soup.select(".figure"):
        figure.name = "strong"
    for cell in soup.select(".number"):
        cell["style"] = "text-align: right"
    for table in soup.select("table"):
        _set_widths(soup, table)
    for banner in soup.select(".banner"):
        banner.wrap(soup.new_tag("blockquote"))


def _set_widths(soup: BeautifulSoup, table: Tag) -> None:
    """Share the width of the paper among the columns by the letters that stand in them."""
    rows = [[len(cell.get_text()) for cell in row.select("th, td")] for row in table.select("tr")]
    weights = [10 + min(max(column), 30) for column in zip(*rows, strict=True)]
    columns = soup.new_tag("colgroup")
    for weight in weights:
        columns.append(soup.new_tag("col", style=f"width: {100 * weight / sum(weights):.1f}%"))
    table.insert(1 if table.caption else 0, columns)


def _write_pictures(soup: BeautifulSoup, folder: Path) -> None:
    """Write the pictures of the page as files; a picture from anywhere else is not looked for."""
    for number, picture in enumerate(soup.select("img"), start=1):
        kind, _, content = str(picture["src"]).partition(",")
        if kind != "data:image/png;base64":
            picture.decompose()
            continue
        picture["src"] = f"figure-{number}.png"
        (folder / f"figure-{number}.png").write_bytes(base64.b64decode(content))


def _footnotes(soup: BeautifulSoup) -> str:
    """Make the first mark of each source or phrase the mark of a footnote, and return the
    footnotes.
    """
    marks: dict[str, Tag] = {}
    for mark in soup.select("sup a[href^='#']"):
        marks.setdefault(str(mark["href"])[1:], mark)
    notes = ""
    for target, mark in marks.items():
        item = soup.find(id=target)
        if not isinstance(item, Tag):
            continue
        mark["href"], mark["epub:type"] = f"#note-{target}", "noteref"
        notes += (
            f'<aside epub:type="footnote" id="note-{target}"><p>{_inside(item, mark)}</p></aside>'
        )
        raised = mark.find_parent("sup")
        if raised is not None:  # Word raises the number of a footnote by itself
            raised.insert_before(mark.extract())
            if not raised.find("a"):
                raised.decompose()
    return notes


def _inside(item: Tag, mark: Tag) -> str:
    """Return a source without its phrases; or a phrase with the number of its source, which is what
    the mark says.
    """
    above = item.find_parent("li")
    own = "".join(
        str(part) for part in item.contents if not (isinstance(part, Tag) and part.name == "ul")
    )
    return own if above is None else f'{own} <a href="#{above["id"]}">{mark["aria-label"]}</a>'


def _dressed(content: bytes) -> bytes:
    """Give the file of pandoc its paper, its font, lines in its tables, and no hour of writing."""
    dressed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as parts, zipfile.ZipFile(dressed, "w") as archive:
        for name in parts.namelist():
            part = parts.read(name)
            if name == "word/document.xml":
                part = _paper(part.decode()).encode()
            if name == "word/styles.xml":
                part = _styles(part.decode()).encode()
            if name == "docProps/core.xml":
                part = re.sub(rb"<dcterms:(created|modified).*?</dcterms:\1>", b"", part)
            archive.writestr(
                zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED
            )
    return dressed.getvalue()


def _paper(document: str) -> str:
    """Set the size of the paper, and dress the tables."""
    small = re.sub("<w:tbl>.*?</w:tbl>", lambda table: _table(table[0]), document, flags=re.DOTALL)
    return small.replace("</w:sectPr>", _PAPER + "</w:sectPr>")


def _table(table: str) -> str:
    """Write a table in smaller letters, and keep each row on one page."""
    small = table.replace('<w:pStyle w:val="Compact" />', '<w:pStyle w:val="TableText"/>')
    return small.replace("<w:tr><w:tc>", "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>")


def _styles(styles: str) -> str:
    """Set one font for headings and text, and lines between the rows of tables."""
    fonts = f'<w:rFonts w:ascii="{_FONT}" w:hAnsi="{_FONT}" w:eastAsia="{_FONT}" w:cs="{_FONT}"/>'
    plain = re.sub(r"<w:rFonts [^>]*Theme=[^>]*/>", fonts, styles)
    table = re.sub(
        r'(<w:style [^>]*w:styleId="Table".*?)(<w:tblCellMar>)',
        rf"\1<w:tblBorders>{_LINES}</w:tblBorders>\2",
        plain,
        count=1,
        flags=re.DOTALL,
    )
    spaced = '<w:pPr><w:spacing w:after="40"/></w:pPr>'
    notes = re.sub(
        r'(w:styleId="FootnoteText".*?)(</w:style>)',
        rf"\1{spaced}<w:rPr>{_size(9.5)}</w:rPr>\2",
        table,
        count=1,
        flags=re.DOTALL,
    )
    title = notes.replace('<w:sz w:val="56" />', '<w:sz w:val="40"/>')
    return title.replace("</w:styles>", _TABLE_TEXT + "</w:styles>")


def _size(points: float) -> str:
    return f'<w:sz w:val="{2 * points:.0f}"/><w:szCs w:val="{2 * points:.0f}"/>'
