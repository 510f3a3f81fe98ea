"""Tables of other shapes: turned, two rows for each unit, a row for each answer."""

from __future__ import annotations

from forms.answers import answer, other
from forms.heads import wording
from forms.names import written_name
from forms.sheet import Column, Fact, Form, Page, Spec, Table
from forms.truth import YES_NO


def draw_shape(form: Form, page: Page, spec: Spec, top: int, left: int) -> Table:
    """Draw a table in the shape that the composition has, with its head at a place."""
    shape = str(form.composition.get("shape"))
    if shape == "turned":
        table = _turned(form, page, spec, top, left)
    elif shape.startswith("pairs"):
        table = _pairs(form, page, spec, top, left)
    else:
        table = _long(form, page, spec, top, left)
    page.tables.append(table)
    return table


def _state(form: Form, page: Page, row: int, column: int, code: str, indicator: str) -> None:
    """Write an answer into a cell, and note what it says."""
    piece, fact = answer(form.composition, code, Column((), "answer", indicator))
    if piece.content != "":
        page.pieces[row, column] = piece
    sure = written_name(form.composition, code)[1]
    plain = fact.plain and (sure or fact.value == "na")
    form.facts[code, indicator] = Fact(fact.value, plain, fact.needed)
    form.places[page.name, row, column] = (code, indicator)


def _turned(form: Form, page: Page, spec: Spec, top: int, left: int) -> Table:
    """Draw the indicators one under the other, the units beside each other."""
    page.put(top, left, "Chỉ tiêu")
    columns = {left: Column(("Chỉ tiêu",), "other")}
    for at, code in enumerate(spec.units, start=left + 1):
        name, _ = written_name(form.composition, code)
        page.put(top, at, name)
        columns[at] = Column((name,), "other")
    for row, indicator in enumerate(spec.indicators, start=top + 1):
        page.put(row, left, wording(form.composition, indicator))
        for at, code in enumerate(spec.units, start=left + 1):
            _state(form, page, row, at, code, indicator)
            fact = form.facts[code, indicator]
            form.facts[code, indicator] = Fact(fact.value, fact.plain, needed=False)
    last = top + len(spec.indicators)
    rows = dict.fromkeys(range(top + 1, last + 1), "")
    return Table(top, top, left, left + len(spec.units), last, columns, rows)


def _pairs(form: Form, page: Page, spec: Spec, top: int, left: int) -> Table:
    """Draw two rows for each unit: a plan and what was done, or two years."""
    composition = form.composition
    said = ("Kế hoạch", "Thực hiện") if "plan" in composition.get("shape") else ("2008", "2009")
    heads = ["STT", "Tên xã", "Nội dung" if "plan" in composition.get("shape") else "Năm"]
    columns = {
        left: Column(("STT",), "number"),
        left + 1: Column(("Tên xã",), "unit"),
        left + 2: Column((heads[2],), "other"),
    }
    for at, indicator in enumerate(spec.indicators, start=left + 3):
        heads.append(wording(composition, indicator))
        columns[at] = Column((heads[-1],), "answer", indicator)
    for at, head in enumerate(heads, start=left):
        page.put(top, at, head)
    rows = dict[int, str]()
    row = top + 1
    for number, code in enumerate(spec.units, start=1):
        rows |= {row: "", row + 1: code}
        page.put(row, left, number)
        page.put(row, left + 1, written_name(composition, code)[0])
        if composition.get("unmerged") is None:
            page.merge(row, left, row + 1, left)
            page.merge(row, left + 1, row + 1, left + 1)
        for below, text in enumerate(said):
            page.put(row + below, left + 2, int(text) if text.isdigit() else text)
        for at, indicator in enumerate(spec.indicators, start=left + 3):
            piece = other(composition, code, Column((), "other", indicator, said[0]))
            if piece.content != "":
                page.pieces[row, at] = piece
            _state(form, page, row + 1, at, code, indicator)
        row += 2
    return Table(top, top, left, left + len(heads) - 1, row - 1, columns, rows)


def _long(form: Form, page: Page, spec: Spec, top: int, left: int) -> Table:
    """Draw a row for each answer; in three columns, or with the years in a fourth."""
    composition = form.composition
    years = composition.get("shape") == "long"
    roles = {"unit": "Tên xã", "indicator": "Chỉ tiêu", "value": "Giá trị"}
    if years:
        roles = {"unit": "Tên xã", "indicator": "Chỉ tiêu", "year": "Năm", "value": "Giá trị"}
    columns = {
        at: Column((head,), role) for at, (role, head) in enumerate(roles.items(), start=left)
    }
    for at, column in columns.items():
        page.put(top, at, column.heads[0])
    rows, row, value = dict[int, str](), top + 1, left + len(roles) - 1
    for code in spec.units:
        for indicator in spec.indicators:
            for year in (2008, 2009) if years else (2009,):
                rows[row] = code if year == 2009 else ""
                page.put(row, left, written_name(composition, code)[0])
                page.put(row, left + 1, wording(composition, indicator))
                if years:
                    page.put(row, left + 2, year)
                if year == 2009:
                    _state(form, page, row, value, code, indicator)
                else:
                    page.put(row, value, "không" if indicator in YES_NO else 5)
                row += 1
    return Table(top, top, left, value, row - 1, columns, rows)
