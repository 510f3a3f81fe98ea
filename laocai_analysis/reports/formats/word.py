"""A page as a Word file that people go on editing, in the form of Vietnamese offices, by pandoc.

The question of the page is the title; what follows the heading of its annex is an annex, and long
lists stand in two columns. Headings, tables, quotations and figures with their alt text are kept.
The first mark that leads to a source becomes a footnote; later ones keep leading to the list of
sources at the end. Paper, fonts and styles are those of ``templates/word``, which pandoc takes as
its reference document.
"""

from __future__ import annotations

import base64
import copy
import os
import subprocess
import zipfile
from itertools import zip_longest
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from laocai_analysis.errors import Fault, ReportError
from laocai_analysis.language import Language, Message
from laocai_analysis.reports.formats import office_frame
from laocai_analysis.writing import work_folder

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "word"
#: The parts of the reference document; pandoc adds the others.
_PARTS = {
    "document.xml": "word/document.xml",
    "document.xml.rels": "word/_rels/document.xml.rels",
    "header1.xml": "word/header1.xml",
    "styles.xml": "word/styles.xml",
}
#: The time that the file says it was made at, so that the same page gives the same bytes.
_MADE, _MADE_IN_SECONDS = (2000, 1, 1, 0, 0, 0), "946684800"
#: Parts of a page that paper has no use for.
_SCREEN_ONLY = "nav, summary, script, .live, .back, .code, .patterns, .links, .banner a"
#: How wide pictures are, a later line over an earlier one: those beside a list are smaller.
_WIDTHS = {"figure": "9.5cm", ".beside figure": "8.5cm"}
_SUFFIXES = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif"}
_SVG = "image/svg+xml"


def find_pandoc() -> str:
    """Return the path of pandoc.

    Raises
    ------
    ReportError
        If pypandoc, pandoc or vl-convert is not installed.
    """
    try:
        import pypandoc
        import vl_convert  # noqa: F401 (it makes pictures of those that are drawings)

        return str(pypandoc.get_pandoc_path())
    except (ImportError, OSError):
        libraries, package = "pypandoc-binary, vl-convert-python", "'laocai-analysis[office]'"
        expected = Message("expected-installed", libraries=libraries, package=package)
        fault = Fault("docx", None, None, expected, Message("found-not-installed"))
        raise ReportError(fault.message()) from None


def to_word(shown: str, *, language: str) -> bytes:
    """Make a Word file of what a page shows.

    Parameters
    ----------
    shown : str
        The HTML of the page without its frame: see `cells.shown`.
    language : {"vi", "en"}
        The language of the document; parts in another one keep theirs.

    Returns
    -------
    bytes
        The docx file, the same bytes whenever it is made.

    Raises
    ------
    ReportError
        If pandoc is not installed, or refuses the page.
    """
    pandoc = find_pandoc()
    soup = BeautifulSoup(shown, "html.parser")
    _put_in_columns(soup)
    _leave_the_screen(soup)
    _frame(soup, Language(language))
    notes = _footnotes(soup)
    with work_folder() as work:
        written = work / "page.docx"
        _write_pictures(soup, work)
        _write_reference(work / "reference.docx")
        command = [
            *(pandoc, "--from=html+epub_html_exts", "--to=docx", f"--output={written}"),
            *("--shift-heading-level-by=-1", f"--metadata=lang:{language}"),
            f"--lua-filter={TEMPLATES / 'raw.lua'}",
            *(f"--reference-doc={work / 'reference.docx'}", f"--resource-path={work}"),
        ]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": _MADE_IN_SECONDS}
        run = subprocess.run(
            command, input=f"{soup}{notes}".encode(), capture_output=True, env=environment
        )
        if run.returncode:
            raise ReportError(f"docx: pandoc: {run.stderr.decode(errors='replace').strip()}")
        return written.read_bytes()


def _write_reference(path: Path) -> None:
    """Write the reference document: paper, page number and styles."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, place in _PARTS.items():
            archive.writestr(zipfile.ZipInfo(place, _MADE), (TEMPLATES / name).read_bytes())


def _put_in_columns(soup: BeautifulSoup) -> None:
    """Put the second half of every long list beside its first half."""
    for table in soup.select(".long table"):
        head, *rows = table.select("tr")
        half = -(-len(rows) // 2)
        head.extend([copy.copy(cell) for cell in head.select("th")])
        for left, right in zip_longest(rows[:half], rows[half:]):
            blank = [soup.new_tag("td") for _ in left.select("th, td")]
            left.extend(right.extract().select("th, td") if right else blank)


def _frame(soup: BeautifulSoup, words: Language) -> None:
    """Put letterhead, title, signatures and annex around the page."""
    answer, title = soup.h1, soup.select_one("p.question")
    if title is not None and answer is not None:
        title.name, answer.name = "h1", "p"
        strong = soup.new_tag("strong")
        strong.extend(list(answer.contents))
        answer.append(strong)
    for heading in soup.select("h1"):  # pandoc would put one above everything else
        heading.name = "p"
        styled = heading.wrap(soup.new_tag("div", attrs={"data-custom-style": "Title"}))
        styled.insert_before(_raw(soup, office_frame.letterhead(words)))
    begins = soup.select_one("h2.annex")
    if begins is None:
        soup.append(_raw(soup, office_frame.signatures(words)))
    else:
        above = office_frame.annex(words, name=str(begins["data-annex"]))
        begins.insert_before(_raw(soup, office_frame.signatures(words) + above))


def _raw(soup: BeautifulSoup, markup: str) -> Tag:
    """Return markup of Word as text, which ``raw.lua`` makes markup again."""
    return soup.new_tag("pre", attrs={"class": "openxml"}, string=markup)


def _leave_the_screen(soup: BeautifulSoup) -> None:
    """Remove what only a screen has; state by elements what the page states by its style sheet."""
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
    annexed = set(map(id, soup.select("h2.annex ~ * :is(th, td)")))
    for cell in soup.select("th, td"):
        _style_cell(soup, cell, "List Text" if id(cell) in annexed else "Table Text")
    for box, width in _WIDTHS.items():
        for picture in soup.select(f"{box} img"):
            picture["width"] = width
            picture.attrs.pop("height", None)
    for banner in soup.select(".banner"):
        banner.wrap(soup.new_tag("blockquote"))


def _set_widths(soup: BeautifulSoup, table: Tag) -> None:
    """Share the width of the paper among the columns by the letters that stand in them."""
    rows = [[len(cell.get_text()) for cell in row.select("th, td")] for row in table.select("tr")]
    weights = [16 + min(max(column), 30) for column in zip_longest(*rows, fillvalue=0)]
    columns = soup.new_tag("colgroup")
    for weight in weights:
        columns.append(soup.new_tag("col", style=f"width: {100 * weight / sum(weights):.1f}%"))
    table.insert(1 if table.caption else 0, columns)


def _style_cell(soup: BeautifulSoup, cell: Tag, style: str) -> None:
    """Give a cell a paragraph style."""
    styled, paragraph = soup.new_tag("div"), soup.new_tag("p")
    styled["data-custom-style"] = style
    paragraph.extend(list(cell.contents))
    styled.append(paragraph)
    cell.append(styled)


def _write_pictures(soup: BeautifulSoup, folder: Path) -> None:
    """Write the pictures of the page as files; a picture at an address is not fetched."""
    for number, picture in enumerate(soup.select("img"), start=1):
        kind, _, content = str(picture["src"]).removeprefix("data:").partition(";base64,")
        packed = base64.b64decode(content)
        if kind == _SVG:  # LibreOffice and older Word show a picture in its place
            import vl_convert

            kind, packed = "image/png", vl_convert.svg_to_png(packed.decode(), scale=2)
        if kind not in _SUFFIXES:
            picture.replace_with(str(picture.get("alt", "")))
            continue
        picture["src"] = name = f"figure-{number}.{_SUFFIXES[kind]}"
        (folder / name).write_bytes(packed)


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
