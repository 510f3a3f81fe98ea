"""Drawing one table onto a page: heads, rows of units, sections, totals."""

from __future__ import annotations

from dataclasses import dataclass

from forms.answers import answer, other
from forms.features import Composition
from forms.heads import columns_of
from forms.names import written_code, written_district, written_name
from forms.sheet import Column, Fact, Form, Page, Piece, Table
from forms.truth import (
    YES_NO,
    chance,
    district_name,
    district_of,
    is_only_one,
    name_of,
    other_value,
    type_of,
    units,
)
from laocai_analysis.places.units import load_crosswalk

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
_SHORT_TYPES = {"xã": "X", "phường": "P", "thị trấn": "TT"}


@dataclass(frozen=True, slots=True)
class Spec:
    """What a table is of: its units and indicators, and whether it is of the year."""

    units: tuple[str, ...]
    indicators: tuple[str, ...]
    counts: bool = True
    shuffle: bool = False


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

    def _column(self, role: str) -> int | None:
        return next((n for n, c in self.table.columns.items() if c.role == role), None)

    # -- heads

    def _heads(self) -> None:
        top, how = self.row, self.composition.get("unmerged")
        for number, column in self.table.columns.items():
            for level, head in enumerate(column.heads):
                last = level == len(column.heads) - 1
                if not last and self._goes_on(number, level) and how != "filled":
                    continue
                right = number
                while not last and self._goes_on(right + 1, level):
                    right += 1
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
                self._again(done)
            if self.composition.get("blank_between"):
                self.row += 1
            self._merge_district(own)
        self._further_rows(done)
        if totals in ("bottom", "both", "count", "wrong", "bracket"):
            self._total(self.spec.units, totals)
        self._ratio()
        self._merge_answers()

    def _restarts(self) -> bool:
        return self.composition.get("numbering") == "restart"

    def _label(self, text: str, *, number: str = "") -> None:
        """Write the label of a row that is of no unit."""
        name, numbers = self._column("unit"), self._column("number")
        if number and numbers and name:
            self.page.put(self.row, numbers, number)
        elif number:
            text = f"{number}. {text}"
        self.page.put(self.row, name or self._column("code") or self.left, text)

    def _section(self, place: int, parent: str, own: tuple[str, ...]) -> None:
        how, name = self.composition.get("sections"), district_name(parent)
        if not how:
            return
        self.table.rows[self.row] = ""
        if how == "merged":
            self.page.put(self.row, self.left, f"{_ROMAN[place]}. {name.upper()}")
            self.page.merge(self.row, self.left, self.row, self.table.right)
        elif how in ("roman", "total"):
            self._label(name, number=_ROMAN[place])
        elif how == "letter":
            self._label(name, number="ABC"[place])
        else:
            self._label(name.upper() if how == "upper" else name)
        if how == "total":
            self._sums(own)
        self.row += 1

    def _area(self, at: int, size: int) -> None:
        how = self.composition.get("areas")
        if how and size >= 4 and at in (0, size // 2):
            said = {"khu vực": "Khu vực", "loại": "Xã loại", "vùng": "Vùng"}[how]
            self.table.rows[self.row] = ""
            self._label(f"{said} {_ROMAN[int(at > 0)]}", number="ab"[int(at > 0)])
            self.row += 1

    def _again(self, done: int) -> None:
        every = self.composition.get("again")
        if every and done % every == 0 and done < len(self.spec.units):
            for row in range(self.row, self.row + self.levels):
                self.table.rows[row] = ""
            self._heads()

    def _further_rows(self, done: int) -> None:
        column = self._column("number")
        if self.composition.get("numbering") == "far" and column:
            for number in range(done + 1, done + 41):
                self.page.put(self.row, column, number)
                self.row += 1
        if self.composition.get("vintage") == "one" and self.spec.counts:
            table = load_crosswalk()
            new = table[table["name_2020"].ne("") & ~table["name_2020"].isin(units()["name"])]
            name = self.composition.draw("vintage").choice(sorted(set(new["name_2020"])))
            self._stranger(str(name))
        if self.composition.get("duplicate") and self.spec.counts:
            self._duplicate()

    def _stranger(self, name: str) -> None:
        """Write a row of a unit that is none of this year."""
        self.table.rows[self.row] = ""
        self.page.put(self.row, self._column("unit") or self._column("code") or self.left, name)
        for number, column in self.table.columns.items():
            if column.role == "answer":
                self.page.put(self.row, number, "x" if column.indicator in YES_NO else 7)
        self.row += 1

    def _duplicate(self) -> None:
        code = self.spec.units[0]
        first = next(row for row, held in self.table.rows.items() if held == code)
        other_values = self.composition.get("duplicate") == "other"
        self.table.rows[self.row] = code
        for number, column in self.table.columns.items():
            piece = self.page.pieces.get((first, number))
            if other_values and column.role == "answer" and not column.what:
                value = other_value(self.composition.truth, code, column.indicator, "twice")
                piece = Piece({"yes": "có", "no": "không"}.get(value) or int(value))
                key = (code, column.indicator)
                fact = self.form.facts[key]
                self.form.facts[key] = Fact(fact.value, plain=False)
            if piece is not None:
                self.page.pieces[self.row, number] = piece
        self.row += 1

    # -- units

    def _unit(self, code: str, *, number: int, first: bool) -> None:
        vintage = self.composition.get("vintage") == "all"
        self.table.rows[self.row] = "" if vintage else code
        name, known = written_name(self.composition, code)
        if vintage:
            name = _name_of_2025(code)
        written, true, wrong = written_code(self.composition, code)
        has_code, has_name = self._column("code"), self._column("unit")
        sure = (bool(has_code) and true) or (bool(has_name) and known and self._only_one(code))
        sure = sure and not (wrong and has_code)
        for place, column in self.table.columns.items():
            if column.role == "answer":
                self._answer(code, place, column, sure=sure)
            else:
                said = self._said(code, column, number=number, first=first)
                said = name if column.role == "unit" else said
                said = written if column.role == "code" else said
                if column.role == "other":
                    piece = other(self.composition, code, column)
                    if piece.content != "":
                        self.page.pieces[self.row, place] = piece
                else:
                    self.page.put(self.row, place, said)
        self.row += 1

    def _only_one(self, code: str) -> bool:
        """Tell whether the form says which of several units of one name is meant."""
        if len({district_of(one) for one in self.composition.units}) == 1:
            return True
        told = self.composition.get("sections") or self.composition.get("district_column")
        return bool(told) or is_only_one(code)

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
        column = self._column("district")
        rows = [row for row, code in self.table.rows.items() if code in own]
        if column and rows and self.composition.get("district_column") == "merged":
            run = list(range(rows[0], rows[-1] + 1))
            if rows == run:
                self.page.merge(rows[0], column, rows[-1], column)

    def _merge_answers(self) -> None:
        """Merge the same answers of two units, one under the other."""
        if not self.composition.get("merged_answers"):
            return
        merged = set[tuple[int, int]]()
        for number, column in self.table.columns.items():
            if column.role != "answer" or column.indicator not in YES_NO or column.what:
                continue
            for row, code in self.table.rows.items():
                here, below = (self.page.pieces.get((r, number)) for r in (row, row + 1))
                if not (code and self.table.rows.get(row + 1) and here and here == below):
                    continue
                if (row, number) not in merged:
                    merged.add((row + 1, number))
                    del self.page.pieces[row + 1, number]
                    self.page.merge(row, number, row + 1, number)

    # -- totals

    def _total(self, codes: tuple[str, ...], how: str) -> None:
        self.table.rows[self.row] = ""
        label = {
            "count": f"Tổng số: {len(codes):02} xã",
            "bracket": "(Tổng số)",
            "district": district_name(district_of(codes[0])),
        }.get(how) or self.composition.draw("total").choice(("Tổng cộng", "Cộng", "TỔNG SỐ"))
        self._label(label)
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

    def _ratio(self) -> None:
        how = self.composition.get("ratio")
        if not how:
            return
        self.table.rows[self.row] = ""
        labels = {
            "percent": "Tỷ lệ (%)",
            "mean": "Bình quân/xã",
            "compared": "So với năm 2008 (%)",
        }
        self._label(labels[how])
        for number, column in self.table.columns.items():
            if column.role == "answer":
                self.page.put(self.row, number, chance(column.indicator, how) % 1000 / 10)
        self.row += 1


def _sum(values: list[str], column: Column) -> int:
    if column.indicator in YES_NO:
        return values.count("no" if column.what in ("no", "negative") else "yes")
    return sum(int(value) for value in values if value.isdigit())


def _name_of_2025(code: str) -> str:
    table = load_crosswalk().set_index("code")
    found = table.loc[[code], "name_2025"]
    return str(next((name for name in found if name), name_of(code)))
