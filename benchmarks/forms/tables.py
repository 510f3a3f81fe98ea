"""Drawing one table onto a page: heads, rows of units, sections, totals."""

from __future__ import annotations

from forms.answers import answer, other
from forms.features import Composition
from forms.further import beneath_unit, further_rows, merge_answers, ratio_row
from forms.heads import columns_of
from forms.names import written_code, written_district, written_name
from forms.sheet import Column, Fact, Form, Page, Piece, Spec, Table
from forms.truth import (
    YES_NO,
    chance,
    district_name,
    district_of,
    is_only_one,
    later_names,
    other_value,
    type_of,
)

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
_SHORT_TYPES = {"xã": "X", "phường": "P", "thị trấn": "TT"}


class TableDrawer:
    """Draws one table."""

    def __init__(self, form: Form, page: Page, spec: Spec) -> None:
        self.form, self.page, self.spec = form, page, spec
        self.composition: Composition = form.composition
        self.columns = columns_of(self.composition, spec.indicators)
        if spec.shuffle:
            answers = [c for c in self.columns if c.role in ("answer", "other")]
            turned = iter(answers[::-1])
            self.columns = [
                next(turned) if c.role in ("answer", "other") else c for c in self.columns
            ]
        self.levels = max(len(column.heads) for column in self.columns)

    def draw(self, top: int, left: int) -> Table:
        """Draw the table with its first head at a place."""
        self.left = left
        numbered = dict(enumerate(self.columns, start=left))
        self.table = Table(
            top, top + self.levels - 1, left, left + len(self.columns) - 1, top, numbered
        )
        self.table.counts = self.spec.counts
        self.page.tables.append(self.table)
        self.row = top
        self._heads()
        self._column_numbers()
        self._body()
        self.table.last = self.row - 1
        return self.table

    def column(self, role: str) -> int | None:
        """Return the number of the first column of a role."""
        return next((n for n, c in self.table.columns.items() if c.role == role), None)

    # -- heads

    def _heads(self) -> None:
        top, how = self.row, self.composition.get("unmerged")
        for first, column in self.table.columns.items():
            for level, head in enumerate(column.heads):
                last, number = level == len(column.heads) - 1, first
                if not last and self._goes_on(number, level) and how != "filled":
                    continue
                right = number
                while not last and self._goes_on(right + 1, level):
                    right += 1
                if how == "middle":
                    number = (number + right) // 2
                row = top + level
                bottom = top + self.levels - 1 if last else row
                if last and how == "bottom" and len(column.heads) == 1:
                    row = bottom
                self.page.put(row, number, head)
                if how is None:
                    self.page.merge(row, number, bottom, right)
        self.row = top + self.levels

    def _goes_on(self, number: int, level: int) -> bool:
        """Tell whether the head of a column on a level is that of the column before it."""
        here, before = self.table.columns.get(number), self.table.columns.get(number - 1)
        if here is None or before is None or level >= min(len(here.heads), len(before.heads)) - 1:
            return False
        return here.heads[: level + 1] == before.heads[: level + 1]

    def _column_numbers(self) -> None:
        how = self.composition.get("column_numbers")
        if not how:
            return
        units = [n for n, c in self.table.columns.items() if c.role not in ("answer", "other")]
        count = 0
        for number in self.table.columns:
            if how in ("letters", "sums", "long") and number in units:
                said: str | int = "ABCDEFG"[units.index(number) % 7]
            else:
                count += 1
                said = f"({count})" if how in ("brackets", "long") else count
                if how == "sums" and count == 3:
                    said = "3=1+2"
                if how == "long" and count == 2:
                    said = "(2)=(3)+(4)"
            self.page.put(self.row, number, said)
        self.row += 1

    # -- rows

    def _body(self) -> None:
        totals = self.composition.get("totals")
        several = len({district_of(code) for code in self.spec.units}) > 1
        if totals == "district" and several:
            totals = "top"
        if totals in ("top", "both", "district"):
            self._total(self.spec.units, totals)
        done = 0
        for place, parent in enumerate(dict.fromkeys(map(district_of, self.spec.units))):
            own = tuple(code for code in self.spec.units if district_of(code) == parent)
            self._section(place, parent, own)
            for at, code in enumerate(own):
                self._area(at, len(own))
                self._unit(code, number=(at if self._restarts() else done) + 1, first=at == 0)
                done += 1
                self._page_ends(done)
            if self.composition.get("blank_between"):
                self.row += 1
            self._merge_district(own)
        further_rows(self, done)
        if totals in ("bottom", "both", "count", "wrong", "bracket"):
            self._total(self.spec.units, totals)
        ratio_row(self)
        merge_answers(self)

    def _restarts(self) -> bool:
        return self.composition.get("numbering") == "restart"

    def label(self, text: str, *, number: str = "") -> None:
        """Write the label of a row that is of no unit."""
        name, numbers = self.column("unit"), self.column("number")
        if number and numbers and name:
            self.page.put(self.row, numbers, number)
        elif number:
            text = f"{number}. {text}"
        self.page.put(self.row, name or self.column("code") or self.left, text)

    def _section(self, place: int, parent: str, own: tuple[str, ...]) -> None:
        how, name = self.composition.get("sections"), district_name(parent)
        if not how:
            return
        self.table.rows[self.row] = ""
        if how == "merged":
            self.page.put(self.row, self.left, f"{_ROMAN[place]}. {name.upper()}")
            self.page.merge(self.row, self.left, self.row, self.table.right)
        elif how in ("roman", "total"):
            self.label(name, number=_ROMAN[place])
        elif how == "letter":
            self.label(name, number="ABC"[place])
        else:
            self.label(name.upper() if how == "upper" else name)
        if how == "total":
            self._sums(own)
        self.row += 1

    def _area(self, at: int, size: int) -> None:
        how = self.composition.get("areas")
        if how and size >= 4 and at in (0, size // 2):
            said = {"khu vực": "Khu vực", "loại": "Xã loại", "vùng": "Vùng"}[how]
            self.table.rows[self.row] = ""
            self.label(f"{said} {_ROMAN[int(at > 0)]}", number="ab"[int(at > 0)])
            self.row += 1

    def _page_ends(self, done: int) -> None:
        every = self.composition.get("again")
        if every and done % every == 0 and done < len(self.spec.units):
            if self.composition.get("carried"):
                self._carry("Cộng trang" if done == every else "Cộng chuyển trang sau", done)
            for row in range(self.row, self.row + self.levels):
                self.table.rows[row] = ""
            self._heads()
            if self.composition.get("carried"):
                self._carry("Trang trước mang sang", done)

    def _carry(self, label: str, done: int) -> None:
        """Write the sum of the rows so far at the foot of a page, or at the head of the next."""
        self.table.rows[self.row] = ""
        self.label(label)
        self._sums(self.spec.units[:done])
        self.row += 1

    # -- units

    def _unit(self, code: str, *, number: int, first: bool) -> None:
        vintage = self.composition.get("vintage") == "all"
        self.table.rows[self.row] = "" if vintage else code
        name, known = written_name(self.composition, code)
        if vintage:
            name = later_names(2025)[code]
        written, true, wrong = written_code(self.composition, code)
        has_code, has_name = self.column("code"), self.column("unit")
        sure = (bool(has_code) and true) or (bool(has_name) and known and self._only_one(code))
        sure = sure and not (wrong and has_code)
        for place, column in self.table.columns.items():
            if column.role == "answer":
                self._answer(code, place, column, sure=sure)
            else:
                said = self._said(code, column, number=number, first=first)
                said = name if column.role == "unit" else said
                said = written if column.role == "code" else said
                if column.role == "code" and self.composition.get("codes") == "padded":
                    self.page.pieces[self.row, place] = Piece(int(code), shape="00000")
                elif column.role == "other":
                    piece = other(self.composition, code, column)
                    if piece.content != "":
                        self.page.pieces[self.row, place] = piece
                else:
                    self.page.put(self.row, place, said)
        self.row += 1
        beneath_unit(self, code)

    def _only_one(self, code: str) -> bool:
        """Tell whether the form says which of several units of one name is meant."""
        if len({district_of(one) for one in self.composition.units}) == 1:
            return True
        told = self.composition.get("sections") or self.composition.get("district_column")
        typed = self.composition.get("names") not in (0, 11, 13, 18)
        typed = typed or bool(self.composition.get("type_column"))
        return bool(told) or is_only_one(code, typed=typed)

    def _said(self, code: str, column: Column, *, number: int, first: bool) -> str | int:
        if column.role == "number":
            style = self.composition.get("numbering")
            return f"{number:02}" if style == "01" else number
        if column.role == "type":
            kind = type_of(code)
            full = self.composition.get("type_column") == "full"
            return kind[0].upper() + kind[1:] if full else _SHORT_TYPES[kind]
        if column.role == "district":
            how = self.composition.get("district_column")
            shown = first or how in ("each", "bare")
            return written_district(self.composition, code) if shown else ""
        return self._note(code, column)

    def _note(self, code: str, column: Column) -> str:
        drawn = chance(self.composition.truth, code, "note")
        if column.role != "note" or column.what == "blank" or drawn % 3:
            return ""
        if column.what == "answers":
            return ("có", "không", "x", "12")[drawn % 4]
        return ("mới chia tách", "xã vùng cao", "BTS của Viettel: 2", "đã kiểm tra")[drawn % 4]

    def _answer(self, code: str, place: int, column: Column, *, sure: bool) -> None:
        if self.spec.counts:
            piece, fact = answer(self.composition, code, column)
            key = (code, column.indicator)
            twins = [c for c in self.columns if c.indicator == column.indicator]
            doubtful = any(c.what == "same head" for c in twins)
            if self.composition.get("vintage") != "all":
                if fact.value != "na":
                    fact = Fact(fact.value, fact.plain and sure and not doubtful, fact.needed)
                self.form.facts[key] = fact
                self.form.places[self.page.name, self.row, place] = key
        else:
            value = other_value(self.composition.truth, code, column.indicator, "before")
            held = value == ("no" if column.what == "negative" else column.what)
            said = {"yes": "có", "no": "không"}.get(value)
            piece = Piece(("x" if held else "") if column.what else said or int(value))
        if piece.content != "":
            self.page.pieces[self.row, place] = piece

    def _merge_district(self, own: tuple[str, ...]) -> None:
        column = self.column("district")
        rows = [row for row, code in self.table.rows.items() if code in own]
        if column and rows and self.composition.get("district_column") == "merged":
            run = list(range(rows[0], rows[-1] + 1))
            if rows == run:
                self.page.merge(rows[0], column, rows[-1], column)

    # -- totals

    def _total(self, codes: tuple[str, ...], how: str) -> None:
        self.table.rows[self.row] = ""
        label = {
            "count": f"Tổng số: {len(codes):02} xã",
            "bracket": "(Tổng số)",
            "district": district_name(district_of(codes[0])),
        }.get(how) or self.composition.draw("total").choice(("Tổng cộng", "Cộng", "TỔNG SỐ"))
        self.label(label)
        self._sums(codes, wrong=how == "wrong")
        self.row += 1

    def _sums(self, codes: tuple[str, ...], *, wrong: bool = False) -> None:
        for number, column in self.table.columns.items():
            if column.role != "answer":
                continue
            values = [self.form.facts.get((code, column.indicator)) for code in codes]
            if not self.spec.counts or any(fact is None for fact in values):
                return_value = self._coming_sum(codes, column)
            else:
                return_value = _sum([fact.value for fact in values if fact], column)
            self.page.put(self.row, number, return_value + int(wrong))
            wrong = False

    def _coming_sum(self, codes: tuple[str, ...], column: Column) -> int:
        """Return the sum of rows that are not drawn yet."""
        if not self.spec.counts:
            values = [
                other_value(self.composition.truth, c, column.indicator, "before") for c in codes
            ]
        else:
            values = [answer(self.composition, c, column)[1].value for c in codes]
        return _sum(values, column)


def _sum(values: list[str], column: Column) -> int:
    if column.indicator in YES_NO:
        return values.count("no" if column.what in ("no", "negative") else "yes")
    return sum(int(value) for value in values if value.isdigit())
