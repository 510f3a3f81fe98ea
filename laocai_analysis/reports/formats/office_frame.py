"""What Vietnamese offices put around a document, as markup of Word: Decree 30/2020/NĐ-CP, Annex I.

Above it the agency and the number of the document on the left, the national title, motto, place and
date on the right, then what kind of document it is; beneath it the recipients and who signs; above
an annex its name and the document that it belongs to. What is not known is left to be filled in.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from laocai_analysis.language import Language

#: The widths of the two sides, which together are that of the text.
_SIDES = (4000, 5354)


def letterhead(words: Language) -> str:
    """Return what stands above the title."""
    say = words.say
    left = [
        _line(say("word-above"), size=24),
        _line(say("word-office"), size=24, bold=True),
        _line("―――――", size=16),
        _line(say("word-number"), size=26, after=120),
    ]
    right = [
        _line(say("word-nation"), size=24, bold=True),
        _line(say("word-motto"), size=26, bold=True),
        _line("――――――――――――", size=16),
        _line(say("word-date"), size=26, italic=True, after=120),
    ]
    return _sides(left, right) + _line(say("word-kind"), size=28, bold=True, before=240)


def signatures(words: Language) -> str:
    """Return what stands beneath the text."""
    say = words.say
    left = [_line(say("word-receivers"), size=24, bold=True, italic=True, side="left")]
    left += [_line(say(f"word-{name}"), size=22, side="left") for name in ("receiver", "file")]
    right = [
        _line(say("word-head"), size=26, bold=True),
        _line(say("word-signature"), size=24, italic=True, after=720),
    ]
    return _line("", size=12) + _sides(left, right)


def annex(words: Language, *, name: str) -> str:
    """Return what stands above an annex, which begins on a new page."""
    return (
        '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
        + _line(name, size=28, bold=True)
        + _line(words.say("word-annexed"), size=26, italic=True, after=120)
    )


def _sides(left: list[str], right: list[str]) -> str:
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{"".join(lines)}</w:tc>'
        for width, lines in zip(_SIDES, (left, right), strict=True)
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in _SIDES)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(_SIDES)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr></w:tbl>"
    )


def _line(
    text: str,
    *,
    size: int,
    bold: bool = False,
    italic: bool = False,
    side: str = "center",
    before: int = 0,
    after: int = 0,
) -> str:
    """Return a paragraph of one line; its size is in half points."""
    marks = f"{'<w:b/>' if bold else ''}{'<w:i/>' if italic else ''}"
    return (
        f'<w:p><w:pPr><w:spacing w:before="{before}" w:after="{after}" w:line="240" '
        f'w:lineRule="auto"/><w:jc w:val="{side}"/></w:pPr><w:r><w:rPr>{marks}'
        f'<w:sz w:val="{size}"/></w:rPr><w:t>{escape(text)}</w:t></w:r></w:p>'
    )
