"""Rows of a table that are of no unit, or of a unit once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forms.sheet import Fact, Piece
from forms.truth import YES_NO, bare_name, chance, later_names, other_value, units

if TYPE_CHECKING:
    from forms.tables import TableDrawer

#: Who answers beside the units, and what stands beneath a unit.
_STRANGERS = {
    "offices": ("Bưu điện huyện", "Phòng Giáo dục và Đào tạo", "Trung tâm y tế"),
    "villages": ("Thôn {}", "Bản {} 1", "- Thôn {} Giáy"),
    "operators": ("- Viettel", "- VNPT", "Trong đó: Viettel"),
}


def further_rows(drawer: TableDrawer, done: int) -> None:
    """Write what stands beneath the last unit of a table."""
    composition, column = drawer.composition, drawer.column("number")
    if composition.get("numbering") == "far" and column:
        for number in range(done + 1, done + 41):
            drawer.page.put(drawer.row, column, number)
            drawer.row += 1
    if composition.get("vintage") == "one" and drawer.spec.counts:
        new = set(later_names(2020).values()) - set(units()["name"])
        _stranger(drawer, composition.draw("vintage").choice(sorted(new)))
    if composition.get("strangers") == "offices":
        for name in _STRANGERS["offices"][: 1 + done % 3]:
            _stranger(drawer, name)
    if composition.get("duplicate") and drawer.spec.counts:
        _duplicate(drawer)


def beneath_unit(drawer: TableDrawer, code: str) -> None:
    """Write the villages of a unit, or the operators in it, beneath it."""
    how = drawer.composition.get("strangers")
    if how not in ("villages", "operators"):
        return
    drawn = chance(drawer.composition.truth, code, how)
    if drawn % 3 == 0:
        _stranger(drawer, _STRANGERS[how][drawn // 3 % 3].format(bare_name(code)))


def _stranger(drawer: TableDrawer, name: str) -> None:
    """Write a row of something that is no unit of this year."""
    drawer.table.rows[drawer.row] = ""
    at = drawer.column("unit") or drawer.column("code") or drawer.left
    drawer.page.put(drawer.row, at, name)
    for number, column in drawer.table.columns.items():
        if column.role == "answer":
            drawer.page.put(drawer.row, number, "x" if column.indicator in YES_NO else 7)
    drawer.row += 1


def _duplicate(drawer: TableDrawer) -> None:
    """Write the first unit once more, with the same answers or with others."""
    code, page, form = drawer.spec.units[0], drawer.page, drawer.form
    first = next((row for row, held in drawer.table.rows.items() if held == code), None)
    if first is None:
        return
    drawer.table.rows[drawer.row] = code
    for number, column in drawer.table.columns.items():
        piece = page.pieces.get((first, number))
        key = (code, column.indicator)
        another = drawer.composition.get("duplicate") == "other"
        if another and column.role == "answer" and not column.what and key in form.facts:
            value = other_value(drawer.composition.truth, code, column.indicator, "twice")
            piece = Piece({"yes": "có", "no": "không"}.get(value) or int(value))
            form.facts[key] = Fact(form.facts[key].value, plain=False)
        if piece is not None:
            page.pieces[drawer.row, number] = piece
    drawer.row += 1


def ratio_row(drawer: TableDrawer) -> None:
    """Write a row of shares, of means, or of a comparison beneath the table."""
    how = drawer.composition.get("ratio")
    if not how:
        return
    drawer.table.rows[drawer.row] = ""
    labels = {"percent": "Tỷ lệ (%)", "mean": "Bình quân/xã", "compared": "So với năm 2008 (%)"}
    drawer.label(labels[how])
    for number, column in drawer.table.columns.items():
        if column.role == "answer":
            drawer.page.put(drawer.row, number, chance(column.indicator, how) % 1000 / 10)
    drawer.row += 1


def merge_answers(drawer: TableDrawer) -> None:
    """Merge the same answers of two units, one under the other."""
    pieces, rows = drawer.page.pieces, drawer.table.rows
    if not drawer.composition.get("merged_answers"):
        return
    for number, column in drawer.table.columns.items():
        if column.role != "answer" or column.indicator not in YES_NO or column.what:
            continue
        merged = set[int]()
        for row, code in rows.items():
            here, below = pieces.get((row, number)), pieces.get((row + 1, number))
            if row in merged or here is None or here != below or not (code and rows.get(row + 1)):
                continue
            merged.add(row + 1)
            del pieces[row + 1, number]
            drawer.page.merge(row, number, row + 1, number)
