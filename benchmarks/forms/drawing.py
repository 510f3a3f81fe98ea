"""Drawing a form: what stands above and below its tables, further tables and sheets, what is
hidden.
"""

from __future__ import annotations

from dataclasses import replace

from forms.features import Composition
from forms.shapes import draw_shape
from forms.sheet import Column, Fact, Form, Page, Piece, Spec, Table
from forms.tables import TableDrawer
from forms.truth import YES_NO, district_name, district_of, districts, name_of

TITLES = (
    "BÁO CÁO BƯU CHÍNH, VIỄN THÔNG NĂM {}",
    "Năm: {}",
    "NĂM BÁO CÁO: {}",
    "Số liệu đến 31/12/{}",
    "Tính đến ngày 31-12-{}",
    "Đến 31.12.{}",
    "Quý IV/{}",
    "Số liệu tháng 12/{}",
    "BÁO CÁO 12 THÁNG {}",
    "Kỳ báo cáo: năm {}",
    "(Có đến ngày 31 tháng 12 năm {})",
    "Biểu tổng hợp {}",
    "BIỂU THỐNG KÊ NĂM {0} (từ 01/01/{0} đến 31/12/{0})",
    "Cả năm {}",
    "Thực hiện năm 2009 và kế hoạch năm 2010",
    "Báo cáo bưu chính, viễn thông",
)
DECREES = (
    "(Ban hành kèm theo Quyết định số 12/QĐ-STTTT ngày 05 tháng 3 năm {})",
    "(Kèm theo Công văn số 45/STTTT-KHTC ngày 10/11/{})",
    "Thực hiện Chỉ thị số 03/{}/CT-UBND",
    "Căn cứ Thông tư số 24/{}/TT-BTTTT của Bộ Thông tin và Truyền thông",
    "Biểu số 03-BCVT, ban hành theo Quyết định 1234/QĐ-BTTTT ngày 31/12/{}",
    "(Theo Nghị quyết số 17/{}/NQ-HĐND)",
)
MEASURES = ("Đơn vị tính: xã", "ĐVT: thuê bao", "Đơn vị: thuê bao", "ĐVT: nghìn thuê bao")
_REMARKS = (
    "Ghi chú: đánh dấu x nếu có.",
    "* Số liệu do Bưu điện huyện cung cấp; riêng {} chưa có điện lưới.",
    "Nguồn: VNPT, Viettel",
    "Năm 2008: 3 xã; năm 2010 dự kiến: 5 xã",
)
_SIGNATURES = (
    (("NGƯỜI LẬP BIỂU", "THỦ TRƯỞNG ĐƠN VỊ"), ("(Ký, ghi rõ họ tên)", "(Ký tên, đóng dấu)")),
    (("Người lập", "Trưởng phòng"), ("Trần Thị Bảo Hà", "Nguyễn Văn Phú Nhuận")),
    (("Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"), ("- Sở TT&TT", "CHỦ TỊCH"), ("- Lưu VT", "Lý A Phìn")),
    (("Người lập biểu: Vàng Thị Mai", ""), ("ĐT: 0203.851.234", "")),
)
_SENDERS = {"state": 4, "short": 2, "unit": 1, "biểu": 3}


def draw_form(composition: Composition) -> Form:
    """Draw the form of a composition, with the truth that it states."""
    form = Form(composition)
    year = composition.get("other_year")
    first = Page(_sheet_name(composition))
    form.pages.append(first)
    specs = _split(composition)
    _draw_page(form, first, specs)
    _more_pages(form, specs)
    _change(form)
    if year is not None or composition.get("vintage") == "all":
        form.facts.clear()
        form.places.clear()
        for page in form.pages:
            page.of_year = False
    if composition.get("text_lines") == "sep":
        _move_down(form)
    return form


def _move_down(form: Form) -> None:
    """Make room for a first line that names the separator."""
    for page in form.pages:
        page.pieces = {(row + 1, column): piece for (row, column), piece in page.pieces.items()}
        for table in page.tables:
            table.top, table.bottom, table.last = table.top + 1, table.bottom + 1, table.last + 1
            table.rows = {row + 1: code for row, code in table.rows.items()}
    form.places = {(name, row + 1, column): key for (name, row, column), key in form.places.items()}


def _sheet_name(composition: Composition) -> str:
    if composition.get("district_stated") == "sheet":
        name = district_name(district_of(composition.units[0]))
        return name.removeprefix("Huyện ")
    return str(composition.get("sheet_name") or "Sheet1")


def _split(composition: Composition) -> list[Spec]:
    """Return the tables of the first page."""
    codes, indicators = composition.units, composition.indicators
    second = composition.get("second") or ""
    if second.endswith("units") and len(codes) > 1:
        half = (len(codes) + 1) // 2
        turned = second == "below units"
        return [Spec(codes[:half], indicators), Spec(codes[half:], indicators, shuffle=turned)]
    if second.endswith("indicators") and len(indicators) > 1:
        half = (len(indicators) + 1) // 2
        return [Spec(codes, indicators[:half]), Spec(codes, indicators[half:])]
    if second.endswith("previous"):
        return [Spec(codes, indicators), Spec(codes, indicators, counts=False)]
    return [Spec(codes, indicators)]


def _draw_page(form: Form, page: Page, specs: list[Spec]) -> None:
    composition = form.composition
    left = 1 + (composition.get("offset") or 0)
    widths = len(TableDrawer(form, page, specs[0]).columns)
    row = _above(form, page, left, widths)
    second = composition.get("second") or ""
    beside = second.startswith(("beside", "touching"))
    headed = second.endswith("previous") and len(specs) > 1
    if headed:
        page.put(row, left, "Năm 2009")
        row += 1
    if composition.get("shape"):
        first = draw_shape(form, page, specs[0], row, left)
    else:
        first = TableDrawer(form, page, specs[0]).draw(row, left)
    bottom = first.last
    for spec in specs[1:]:
        if beside:
            at = first.right + (1 if second.startswith("touching") else 2)
            if headed:
                page.put(row - 1, at, "Năm 2008")
            bottom = max(bottom, TableDrawer(form, page, spec).draw(row, at).last)
        else:
            bottom += 2
            page.put(bottom, left, "Năm 2008" if headed else "Bảng 2")
            bottom = TableDrawer(form, page, spec).draw(bottom + 1, left).last
    _beneath(form, page, left, bottom + 1, first)


# -- above and below


def _above(form: Form, page: Page, left: int, width: int) -> int:
    """Write what stands above the table; return the row of its head."""
    composition = form.composition
    lines = _letterhead(composition)
    title, year = composition.get("title"), 2009
    if (other := composition.get("other_year")) is not None:
        title, year = other
    stated = composition.get("district_stated")
    parents = list(dict.fromkeys(map(district_of, composition.units)))
    name = district_name(parents[0])
    right = max(3, width - 1)
    if title is not None:
        text = TITLES[title].format(year)
        if stated == "title" and len(parents) == 1:
            text = f"{text} - {name.upper()}"
        lines.append((0, text))
    elif stated == "title" and len(parents) == 1:
        lines.append((0, f"BIỂU TỔNG HỢP {name.upper()}"))
    if (decree := composition.get("decree")) is not None:
        lines.append((0, DECREES[decree[0]].format(decree[1])))
    if stated == "line" and len(parents) == 1:
        lines.append((0, name))
    if stated == "unit line" and len(parents) == 1:
        lines.append((0, f"Đơn vị: Phòng VHTT {name[0].lower()}{name[1:]}"))
    if (measure := composition.get("unit_of_measure")) is not None:
        lines.append((right, MEASURES[measure]))
    if composition.get("dated") == "above":
        lines.append((right, f"{name.split()[-1]}, ngày 12 tháng 01 năm {year + 1}"))
    row = 1
    for offset, text in lines:
        page.put(row, left + offset, text)
        row += 1
    merge = lines and composition.draw("merge title").random() < 0.4
    if merge and title is not None:
        at = next(r for r in range(1, row) if TITLES[title].format(year) in _text(page, r, left))
        page.merge(at, left, at, left + width - 1)
    return row + (composition.get("blank_rows") or 0)


def _text(page: Page, row: int, column: int) -> str:
    piece = page.pieces.get((row, column))
    return str(piece.content) if piece else ""


def _letterhead(composition: Composition) -> list[tuple[int, str]]:
    how = composition.get("letterhead")
    parents = list(dict.fromkeys(map(district_of, composition.units)))
    name = district_name(parents[0]).upper() if len(parents) == 1 else "TỈNH LÀO CAI"
    return {
        None: [],
        "state": [
            (0, f"UBND {name}"),
            (3, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            (3, "Độc lập - Tự do - Hạnh phúc"),
        ],
        "short": [(0, f"UBND {name}"), (0, "PHÒNG VĂN HÓA - THÔNG TIN")],
        "unit": [(0, "Đơn vị báo cáo: UBND các xã"), (0, "Đơn vị nhận: Sở TT&TT tỉnh Lào Cai")],
        "biểu": [(0, "Biểu số: 03/BCVT"), (0, "Ngày nhận báo cáo: 15/01 năm sau"), (0, "Đơn vị:")],
    }[how]


def _beneath(form: Form, page: Page, left: int, row: int, table: Table) -> None:
    composition = form.composition
    if composition.get("summary"):
        row = _summary(composition, page, left, row, table)
    if (remark := composition.get("remarks")) is not None:
        unit = composition.draw("remark").choice(composition.units)
        page.put(row + 1, left, _REMARKS[remark].format(name_of(unit)))
        row += 2
    year = composition.get("other_year")
    if composition.get("dated") == "beneath":
        said = (year[1] if year is not None else 2009) + 1
        page.put(row + 1, left + 2, f"Ngày 12 tháng 01 năm {said}")
        row += 2
    if (signature := composition.get("signature")) is not None:
        for one, other in _SIGNATURES[signature]:
            page.put(row + 1, left + 1, one)
            page.put(row + 1, left + 3, other)
            row += 2


def _summary(composition: Composition, page: Page, left: int, row: int, table: Table) -> int:
    """Write a small table of other things, below the units or beside them."""
    lines = [("Chỉ tiêu", "Năm 2008", "Năm 2009"), ("Số xã có điện thoại", 12, 14)]
    lines += [("Mật độ điện thoại", 9, 11), ("Trạm BTS", 21, 30)]
    beside = composition.get("summary") == "beside"
    top = table.top if beside else row + 1
    at = max((c for _, c in page.pieces), default=left) + 2 if beside else left
    for number, line in enumerate(lines):
        for column, value in enumerate(line):
            page.put(top + number, at + column, value)
    columns = {at + n: Column((str(head),), "other") for n, head in enumerate(lines[0])}
    last = top + len(lines) - 1
    page.tables.append(Table(top, top, at, at + 2, last, columns, counts=False))
    return row if beside else row + len(lines) + 1


# -- further sheets


def _more_pages(form: Form, specs: list[Spec]) -> None:
    composition = form.composition
    how = composition.get("sheets")
    single = replace(specs[0], units=composition.units, indicators=composition.indicators)
    if how == "units" and not composition.get("second"):
        first = form.pages.pop()
        form.facts.clear()
        form.places.clear()
        half = (len(composition.units) + 1) // 2
        for number, codes in enumerate((composition.units[:half], composition.units[half:]), 1):
            page = Page(f"{first.name} ({number})")
            form.pages.append(page)
            _draw_page(form, page, [replace(single, units=codes)])
    elif how in ("previous", "other year", "plan"):
        names = {"previous": "2008", "other year": "Phụ lục", "plan": "Kế hoạch 2010"}
        page = Page(names[how], of_year=False)
        form.pages.append(page)
        if how == "other year":
            page.put(1, 1, "SỐ LIỆU NĂM 2008")
        TableDrawer(form, page, replace(single, counts=False)).draw(3, 1)
    elif how == "copy" and not composition.get("second"):
        page = Page("In")
        form.pages.append(page)
        TableDrawer(form, page, single).draw(1, 1)
    elif how == "districts":
        page = Page("Theo huyện")
        form.pages.append(page)
        for column, head in enumerate(("STT", "Huyện", "Số trạm BTS"), start=1):
            page.put(1, column, head)
        for row, name in enumerate(districts()["name"], start=2):
            for column, said in enumerate((row - 1, str(name), 7 * row), start=1):
                page.put(row, column, said)
    elif how == "guide":
        page = Page("Hướng dẫn")
        form.pages.append(page)
        lines = ("Hướng dẫn ghi biểu", "Tên xã: ghi đủ tên", "Mạng LAN: ghi có hoặc không")
        for row, text in enumerate(lines, start=1):
            page.put(row, 1, text)
    if composition.get("hidden_sheet"):
        page = Page("Cũ", hidden=True, of_year=False)
        form.pages.append(page)
        TableDrawer(form, page, replace(single, counts=False)).draw(1, 1)


# -- what is seen


def _change(form: Form) -> None:
    """Hide, strike, and leave things far away."""
    composition, page = form.composition, form.pages[0]
    if how := composition.get("hidden_rows"):
        _hide_rows(form, page, how)
    if how := composition.get("hidden_column"):
        _hide_column(form, page, how)
    if how := composition.get("struck"):
        for each in (page, *(copy for copy in form.pages if copy.name == "In")):
            _strike(form, each, how)
    if far := composition.get("far"):
        place = {"blank": (1_048_576, 3), "stray": (1_048_576, 2), "column": (3, 600)}[far]
        page.pieces[place] = Piece("" if far == "blank" else ".", shape="0")


def _rows_of_units(page: Page) -> list[tuple[int, str, Table]]:
    return [
        (row, code, table)
        for table in page.tables
        for row, code in table.rows.items()
        if code and table.counts
    ]


def _forget(form: Form, page: Page, row: int, table: Table) -> None:
    """Let a row say nothing of its unit."""
    for column in range(table.left, table.right + 1):
        key = form.places.pop((page.name, row, column), None)
        if key and key not in form.places.values():
            form.facts.pop(key, None)
    table.rows[row] = ""


def _hide_rows(form: Form, page: Page, how: str) -> None:
    """Hide rows: some units, or last year's row beneath a unit's own."""
    rows = _rows_of_units(page)
    codes = [code for _, code, _ in rows]
    for row, code, table in _sample(form.composition, rows, "hidden rows"):
        if form.composition.get("duplicate") == "other" and codes.count(code) > 1:
            continue  # what is then seen is plain, and false
        beside = [t for t in page.tables if t is not table and row in t.rows]
        if beside:
            continue
        page.hidden_rows.add(row)
        form.aside.add((page.name, row))
        facts = {key: fact for key, fact in form.facts.items() if key[0] == code}
        _forget(form, page, row, table)
        if form.composition.get("duplicate"):  # one of two rows is seen, and it is plain
            for key in facts.keys() & form.facts.keys():
                form.facts[key] = replace(form.facts[key], plain=True)
        merged = form.composition.get("merged_answers")  # what is hidden answers for its neighbour
        if how == "answers" and not merged:  # the unit stands once more where it is seen
            _again_below(form, page, row, code, table, facts)


def _again_below(
    form: Form,
    page: Page,
    row: int,
    code: str,
    table: Table,
    facts: dict[tuple[str, str], Fact],
) -> None:
    below = page.rows + 1
    if _has_more(form.composition):
        return
    table.rows[below] = code
    for column, held in table.columns.items():
        piece = page.pieces.get((row, column))
        if piece is not None:
            page.pieces[below, column] = piece
        key = (code, held.indicator)
        if held.role == "answer" and key in facts:
            form.facts[key] = facts[key]
            form.places[page.name, below, column] = key
            page.pieces[row, column] = Piece("không" if held.indicator in YES_NO else 3)


def _has_more(composition: Composition) -> bool:
    """Tell whether something stands beneath the table that a further row would follow."""
    names = ("signature", "remarks", "summary", "dated", "second", "totals", "ratio")
    return any(composition.get(name) is not None for name in names)


def _sample(
    composition: Composition, rows: list[tuple[int, str, Table]], what: str
) -> list[tuple[int, str, Table]]:
    """Return one or two of some rows."""
    draw = composition.draw(what)
    return draw.sample(rows, min(len(rows), draw.choice((1, 2))))


def _hide_column(form: Form, page: Page, how: str) -> None:
    """Put a hidden column of another year before or after an answer, under the same head."""
    tables = [table for table in page.tables if table.counts]
    if len(page.tables) != 1 or form.composition.get("again"):
        return
    table = tables[0]
    answers = [n for n, c in table.columns.items() if c.role == "answer" and not c.what]
    if not answers:
        return
    at = form.composition.draw("hidden column").choice(answers)
    place = at + (how == "after")
    own = at if how == "after" else at + 1
    _insert_column(form, page, table, place)
    held = table.columns[own]
    table.columns[place] = replace(held, role="other", what="hidden")
    table.columns = dict(sorted(table.columns.items()))
    for row in range(table.top, table.bottom + 1):
        if (row, own) in page.pieces:
            page.put(row, place, held.heads[-1])
    for row, code in table.rows.items():
        if code:
            piece = page.pieces.get((row, own))
            said: str | int = "không" if piece and piece.content in ("x", "có", "Có") else "có"
            page.put(row, place, said if held.indicator in YES_NO else 5)
    (page.narrow if how == "narrow" else page.hidden_columns).add(place)


def _insert_column(form: Form, page: Page, table: Table, place: int) -> None:
    """Move everything from a column on to the right."""

    def moved(column: int) -> int:
        return column + (column >= place)

    page.pieces = {(row, moved(column)): piece for (row, column), piece in page.pieces.items()}
    page.merged = [
        (top, moved(left), bottom, moved(right)) for top, left, bottom, right in page.merged
    ]
    table.columns = {moved(n): column for n, column in table.columns.items()}
    table.right += 1
    form.places = {
        (name, row, moved(column) if name == page.name else column): key
        for (name, row, column), key in form.places.items()
    }


def _strike(form: Form, page: Page, how: str) -> None:
    for row, _code, table in _sample(form.composition, _rows_of_units(page), "struck"):
        for column in range(table.left, table.right + 1):
            piece = page.pieces.get((row, column))
            answers = table.columns[column].role == "answer"
            if piece is None or not (answers or how == "row"):
                continue
            if how == "part":
                was = "không" if table.columns[column].indicator in YES_NO else "7"
                page.pieces[row, column] = replace(piece, was=was)
                continue
            if how == "format":
                page.pieces[row, column] = replace(piece, shape=";;;")
            else:
                page.pieces[row, column] = replace(piece, struck=True)
            if answers and (key := form.places.get((page.name, row, column))):
                form.facts[key] = Fact("unknown", plain=False)
        if how == "row":
            _forget(form, page, row, table)
