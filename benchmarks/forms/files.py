"""Writing a form to a file: a workbook, a text, a web page, or what LibreOffice writes."""

from __future__ import annotations

import csv
import html
import io
import subprocess
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from forms.legacy_text import to_tcvn3, to_vni
from forms.sheet import Content, Form, Page, Piece

#: In a font that has no capital with a tone.
_in_small = partial(to_tcvn3, capitals=False)

#: What LibreOffice has to write.
CONVERTED = ("xls", "ods")


def name_of_file(form: Form) -> str:
    """Return the name under which a form is sent."""
    composition = form.composition
    ending = "xls" if composition.kind == "html" else composition.kind
    return f"form-{composition.number:05}.{composition.get('name_of_file') or ending}"


def content_of(form: Form) -> bytes:
    """Return the content of a form; of one that LibreOffice has to write, the workbook for it."""
    if form.composition.kind == "csv":
        return _text(form)
    return _page(form.pages[0]) if form.composition.kind == "html" else _workbook(form)


def convert(
    contents: Mapping[str, bytes], *, kind: str, folder: Path, soffice: str
) -> dict[str, bytes]:
    """Let LibreOffice save workbooks in another form, all in one call.

    Parameters
    ----------
    contents : mapping of str to bytes
        By name.
    kind : {"xls", "ods"}
        The form.
    folder : Path
        An empty folder to work in.
    soffice : str
        The command.

    Returns
    -------
    dict of str to bytes
        By the same names.
    """
    if not contents:
        return {}
    (folder / "in").mkdir(parents=True)
    for name, content in contents.items():
        (folder / "in" / f"{Path(name).stem}.xlsx").write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [
        soffice,
        profile,
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(folder / "out"),
    ]
    command += sorted(map(str, (folder / "in").iterdir()))
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return {name: (folder / "out" / f"{Path(name).stem}.{kind}").read_bytes() for name in contents}


# -- workbooks


def _workbook(form: Form) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for page in form.pages:
        sheet = book.create_sheet(page.name)
        heads = max((table.bottom for table in page.tables), default=0)
        names = {
            (row, column)
            for table in page.tables
            for row in table.rows
            for column, held in table.columns.items()
            if held.role == "unit"
        }
        for (row, column), bare in page.pieces.items():
            piece = _dressed(form, bare, head=row <= heads, name=(row, column) in names)
            cell = sheet.cell(row, column)
            cell.value = None if piece.content == "" else piece.content
            if isinstance(piece.content, str) and piece.content.startswith("="):
                cell.data_type = "s"
            if piece.was:
                gone = TextBlock(InlineFont(strike=True), piece.was)
                cell.value = CellRichText(gone, TextBlock(InlineFont(), f" {_shown(piece)}"))
            if piece.font or piece.struck:
                cell.font = Font(name=piece.font or "Times New Roman", strike=piece.struck)
            if piece.shape:
                cell.number_format = piece.shape
        for top, left, bottom, right in page.merged:
            sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        for row in page.hidden_rows:
            sheet.row_dimensions[row].hidden = True
        for column in page.hidden_columns:
            sheet.column_dimensions[get_column_letter(column)].hidden = True
        for column in page.narrow:
            sheet.column_dimensions[get_column_letter(column)].width = 0
        sheet.sheet_state = "hidden" if page.hidden else "visible"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _dressed(form: Form, piece: Piece, *, head: bool, name: bool) -> Piece:
    """Return a piece as it is typed in an old font."""
    fonts, text = form.composition.get("fonts"), piece.content
    if not fonts or not isinstance(text, str) or piece.font or text.isascii():
        if fonts and fonts != "mixed" and isinstance(text, str) and not piece.font:
            return replace(piece, font=".VnTime" if fonts.startswith(".Vn") else fonts)
        return piece
    if fonts == "mixed":
        return replace(piece, content=_tried(_in_small, text) or text) if name else piece
    if fonts == "VNI-Times":
        typed = _tried(to_vni, text)
        return replace(piece, content=typed, font=fonts) if typed else piece
    if (head and fonts == ".VnTimeH heads") or _tried(_in_small, text) is None:
        typed = _tried(to_tcvn3, text.upper())
        return replace(piece, content=typed, font=".VnTimeH") if typed else piece
    return replace(piece, content=to_tcvn3(text), font=".VnTime")


def _tried(write: Callable[[str], str], text: str) -> str | None:
    try:
        return write(text)
    except UnicodeError:
        return None


# -- texts


def _shown(piece: Piece) -> str:
    content: Content = piece.content
    if isinstance(content, bool):
        return "TRUE" if content else "FALSE"
    if isinstance(content, int) and piece.shape == "#,##0":
        return f"{content:,}".replace(",", ".")
    return str(content)


def _rows(form: Form) -> list[list[str]]:
    page = form.pages[0]
    width = max(column for _, column in page.pieces)
    rows = [[""] * width for _ in range(page.rows)]
    names = {
        (row, column)
        for table in page.tables
        for row, code in table.rows.items()
        for column, held in table.columns.items()
        if held.role == "unit" and code
    }
    for (row, column), piece in page.pieces.items():
        text = _shown(piece)
        if form.composition.get("text") == "names tcvn3" and (row, column) in names:
            text = _tried(_in_small, text) or text
        rows[row - 1][column - 1] = text
    return rows


def _text(form: Form) -> bytes:
    composition = form.composition
    sign, lines = composition.get("delimiter") or ",", composition.get("text_lines")
    rows = _rows(form)
    if lines == "sep":
        rows = rows[1:]
    if lines == "trailing":
        rows = [[*row, "", "", ""] for row in rows]
    made = io.StringIO()
    csv.writer(
        made,
        delimiter=sign,
        # a line end within a cell is always quoted; Python does so from 3.13 on
        quoting=csv.QUOTE_ALL if lines in ("quoted", "cr") else csv.QUOTE_MINIMAL,
        lineterminator="\r" if lines == "cr" else "\r\n",
    ).writerows(rows)
    text = made.getvalue()
    return _encoded(f"sep={sign}\r\n{text}" if lines == "sep" else text, composition.get("text"))


def _encoded(text: str, how: str | None) -> bytes:
    if how in ("tcvn3", "vni"):
        write = _in_small if how == "tcvn3" else to_vni
        parts = [_tried(write, line) or _tried(write, line.lower()) for line in text.split("\n")]
        if all(part is not None for part in parts):
            try:
                return "\n".join(part or "" for part in parts).encode("latin-1")
            except UnicodeError:
                pass
    if how == "windows-1258":
        typed = "".join(map(_of_1258, unicodedata.normalize("NFC", text)))
        try:
            return typed.encode("cp1258")
        except UnicodeError:
            pass
    if how == "mojibake":
        text = "".join(map(_of_1252, text.encode()))
    if how == "escapes":
        text = "".join(c if ord(c) < 256 else f"<U+{ord(c):04X}>" for c in text)
    return text.encode(how if how in ("utf-8-sig", "utf-16", "utf-16-be") else "utf-8")


def _of_1258(character: str) -> str:
    """Return a letter as code page 1258 writes it: the tone behind it."""
    parts = unicodedata.normalize("NFD", character)
    tones = "".join(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323")
    rest = "".join(c for c in parts if c not in tones)
    return unicodedata.normalize("NFC", rest) + tones


def _of_1252(byte: int) -> str:
    return bytes([byte]).decode("cp1252", errors="ignore") or chr(byte)


def _page(page: Page) -> bytes:
    """Return a web page as a spreadsheet saves one."""
    spans = {(top, left): (bottom, right) for top, left, bottom, right in page.merged}
    covered = {
        (row, column)
        for (top, left), (bottom, right) in spans.items()
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    } - set(spans)
    lines = []
    for row in range(1, page.rows + 1):
        cells = []
        for column in range(1, max(c for _, c in page.pieces) + 1):
            if (row, column) in covered:
                continue
            bottom, right = spans.get((row, column), (row, column))
            piece = page.pieces.get((row, column))
            text = html.escape(_shown(piece)) if piece else ""
            span = f' rowspan="{bottom - row + 1}" colspan="{right - column + 1}"'
            cells.append(f"<td{span if (bottom, right) != (row, column) else ''}>{text}</td>")
        lines.append("<tr>" + "".join(cells) + "</tr>")
    head = '<html><head><meta charset="utf-8"></head><body><table>'
    return (head + "\n".join(lines) + "</table></body></html>").encode()
