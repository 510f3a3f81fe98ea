"""The answers of a row: what each cell says, and what must be asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from laocai_analysis.language import Message, Value
from laocai_analysis.returns.reading.answers import (
    Answer,
    is_marked,
    is_number,
    read_answer,
    read_multiple,
)
from laocai_analysis.returns.reading.columns import Columns
from laocai_analysis.returns.reading.headings import nearest_meanings, read_heading
from laocai_analysis.returns.reading.open_sheet import OpenSheet
from laocai_analysis.returns.reading.raw import (
    NOT_SHOWN,
    PERCENT,
    SHOWN_OTHERWISE,
    STRUCK,
    Content,
)
from laocai_analysis.returns.reading.sheets import Cell
from laocai_analysis.returns.reading.tables import Table
from laocai_analysis.returns.reading.titles import factor_in
from laocai_analysis.returns.reading.unit_rows import Observation, UnitFinder

#: The answer that says the opposite.
_OPPOSITE = {"yes": "no", "no": "yes"}
#: What is written where a question does not apply, beside words for no.
_NOTHING = {"-", "–", "—", "/", "x-", "."}
#: Cells of which a person sees less, or something else, than they hold.
_SHOWN_AWRY = (STRUCK, NOT_SHOWN, SHOWN_OTHERWISE)
#: What says as much of a unit that may not answer.
_NO_ANSWER = ("no", "na", "unknown")
_BASES = {
    "estimated": "estimated",
    "ước": "estimated",
    "ước tính": "estimated",
    "ước thực hiện": "estimated",
    "sơ bộ": "estimated",
    "illustrative": "illustrative",
    "minh họa": "illustrative",
}


class CellReader:
    """Reads the answers of the rows of a table.

    Parameters
    ----------
    sheet : OpenSheet
        The sheet.
    table : Table
        The table in it.
    columns : Columns
        What its columns are.
    units : UnitFinder
        What finds the units of its rows.
    estimated : bool
        Whether a line above the table says that its figures are estimates.
    """

    def __init__(
        self,
        sheet: OpenSheet,
        table: Table,
        columns: Columns,
        units: UnitFinder,
        *,
        estimated: bool,
    ) -> None:
        self.estimated = estimated
        self.sheet, self.table, self.columns, self.units = sheet, table, columns, units
        self.grid, self.desk = sheet.grid, sheet.desk
        #: How often each wording stood where a question does not apply, by column.
        self._not_asked: Counter[tuple[int, str]] = Counter()

    def observations(self, row: int, code: str) -> list[Observation]:
        """Return what a row says of a unit; what is in doubt goes to the desk."""
        found = list[Observation]()
        for column, indicator, value, estimated in self._answers(row, code):
            if value:
                basis = self._basis(row, estimated=estimated)
                place = self.sheet.place(row, column)
                found.append(Observation(code, indicator, value, basis, place))
        return found

    def _answers(self, row: int, code: str) -> Iterator[tuple[int, str, str, bool]]:
        """Yield column, indicator, value and whether it is an estimate, for each answer."""
        for column, indicator in self.columns.answers.items():
            yield column, indicator, *self._answer(row, column, code, indicator)
        for indicator, chosen in self.columns.choices.items():
            yield self._chosen(row, chosen, code, indicator)
        named, value = self.columns.of("indicator"), self.columns.of("value")
        if named and value and (indicator := self._indicator(row, named)):
            yield value, indicator, *self._long_answer(row, value, code, indicator)

    def _long_answer(self, row: int, column: int, code: str, indicator: str) -> tuple[str, bool]:
        """Return what a row in long form says; ask where it is in thousands, or in per cent."""
        known = {*self.columns.means} - {column}
        texts = [self.grid.text(row, c) for c in self.table.columns if c not in known]
        factor = max(map(factor_in, texts), default=1)
        counted = self.sheet.kinds[indicator] == "count" and self.grid.text(row, column)
        if not counted or not (factor > 1 or "%" in texts):
            return self._answer(row, column, code, indicator)
        content = self.grid.content(row, column)
        each = [read_multiple(content, factor=one).value for one in (factor, 1)]
        candidates = tuple(dict.fromkeys(value for value in each if value.isdigit()))
        shown = " | ".join(text for text in reversed(texts) if text)
        applicable = code in self.sheet.meant[indicator]
        return self._ask(
            row, column, code, indicator, candidates, applicable=applicable, shown=shown
        ), factor > 1

    def _basis(self, row: int, *, estimated: bool) -> str:
        written = self.units.held(row, "basis").lower()
        if self.sheet.basis != "observed":
            return self.sheet.basis
        return _BASES.get(written, "estimated" if estimated or self.estimated else "observed")

    def _indicator(self, row: int, column: int) -> str:
        """Return the indicator that a row of a return in long form is about; blank where it is
        asked about.
        """
        text = self.grid.text(row, column)
        if not text:
            return ""
        heading = read_heading((text,), year=self.sheet.year)
        if heading.plain in self.sheet.kinds:
            return heading.plain
        near = [
            name for name in (heading.means, *nearest_meanings(text)) if name in self.sheet.kinds
        ]
        decided = self.desk.ask(
            "column",
            self.sheet.place(row, column),
            text,
            candidates=[*dict.fromkeys(near), "skip"],
            allowed=list(self.sheet.kinds),
            rule=(str(self.sheet.year), text),
            column=text,
        )
        return decided if decided not in (None, "skip") else ""

    def _answer(self, row: int, column: int, code: str, indicator: str) -> tuple[str, bool]:
        """Return what a cell says, blank where it is asked about; and whether it is an estimate."""
        kind, asked = self.sheet.kinds[indicator], code in self.sheet.meant[indicator]
        applicable = code in self.sheet.open_to[indicator]
        cell, content = self.grid.cell(row, column) or Cell(""), self.grid.content(row, column)
        trouble = cell.trouble
        if kind == "share" and trouble == PERCENT and isinstance(content, (int, float)):
            content, trouble = f"{100 * content:.9g}%", ""
        answer = self._read(column, content, kind)
        blank = isinstance(content, str) and not content.strip()
        if not asked and self._says_nothing(content, nothing=("na",) if applicable else _NO_ANSWER):
            if not blank and answer.value != "na":
                self._not_asked[column, self.grid.text(row, column)] += 1
            return "na", False
        value = answer.value
        if column in self.columns.inverse:
            marked = is_marked(content, choice="yes")
            plain = blank or (marked is not None and not self.grid.text(row, column).isalpha())
            plain = plain or self.grid.text(row, column).lower() in ("x", "v")
            value = "unknown" if blank else _OPPOSITE[value] if plain and value else ""
        shared = is_number(value) and self._is_shared(row, column)
        if applicable and value not in ("", "na") and not trouble and not shared:
            return value, answer.estimated
        candidates = (value,) if shared else answer.candidates
        if trouble in _SHOWN_AWRY and kind != "yes_no" and is_number(value):
            candidates = (value,)
        elif trouble == PERCENT:
            candidates = ()
        elif kind != "yes_no" and self.grid.text(row, column) in _NOTHING:
            candidates = ("0",)
        decided = self._ask(row, column, code, indicator, candidates, applicable=applicable)
        return decided, False

    def _is_shared(self, row: int, column: int) -> bool:
        """Tell whether one merged cell holds the answers to several indicators."""
        origin = self.grid.origin(row, column)
        sharing = [c for c in self.columns.answering if self.grid.origin(row, c) == origin]
        return len(sharing) > 1

    def _read(self, column: int, content: Content, kind: str) -> Answer:
        if kind == "count":
            return read_multiple(content, factor=self.columns.factors.get(column, 1))
        return read_answer(content, kind=kind)

    def _says_nothing(self, content: Content, *, nothing: tuple[str, ...]) -> bool:
        """Tell whether a cell says that there is nothing to answer."""
        if isinstance(content, str) and content.strip() in ("", *_NOTHING):
            return True
        return read_answer(content, kind="yes_no").value in nothing

    def _chosen(
        self, row: int, chosen: dict[str, int], code: str, indicator: str
    ) -> tuple[int, str, str, bool]:
        """Return which of the columns of an indicator is marked."""
        asked, applicable = (
            code in codes[indicator] for codes in (self.sheet.meant, self.sheet.open_to)
        )
        nothing = {"na"} if applicable else set(_NO_ANSWER)
        marks = {
            said: is_marked(self.grid.content(row, column), choice=said)
            for said, column in chosen.items()
        }
        marked = [said for said, mark in marks.items() if mark]
        trouble = any(
            (cell := self.grid.cell(row, column)) is not None and cell.trouble
            for column in chosen.values()
        )
        column = chosen[marked[0]] if marked else min(chosen.values())
        if not asked and set(marked) <= nothing and None not in marks.values():
            if marked:
                self._not_asked[column, marked[0]] += 1
            return column, indicator, "na", False
        plain = None not in marks.values() and len(marked) <= 1 and not trouble
        if plain and applicable and "na" not in marked:
            return column, indicator, marked[0] if marked else "unknown", False
        shown = "; ".join(
            f"{self.table.head(self.grid, column)}: {self.grid.text(row, column) or '…'}"
            for column in sorted(chosen.values())
        )
        decided = self._ask(row, column, code, indicator, (), applicable=applicable, shown=shown)
        return column, indicator, decided, False

    def _ask(
        self,
        row: int,
        column: int,
        code: str,
        indicator: str,
        candidates: tuple[str, ...],
        *,
        applicable: bool,
        shown: str = "",
    ) -> str:
        """Ask what a cell says, and return what was decided; blank for nothing."""
        asked = code in self.sheet.meant[indicator]
        kind = self.sheet.kinds[indicator]
        found = shown or self._shown(row, column)
        alike = found if isinstance(found, str) else repr(found)
        allowed = ("yes", "no", "unknown") if kind == "yes_no" else ("unknown",)
        choices = [*candidates, *allowed] if applicable else []
        factor = self.columns.factors.get(column, 1)
        turned = "inverse" if column in self.columns.inverse else str(factor) * (factor > 1)
        decided = self.desk.ask(
            "value",
            self.sheet.place(row, column),
            found,
            candidates=[*choices, *([] if asked else ["na"]), "skip"],
            number=kind if kind != "yes_no" and applicable else "",
            holds=[(code, indicator)],
            rule=(kind if asked else f"open {kind}" if applicable else "na", turned, alike.lower()),
            unit=str(self.sheet.names.units.at[code, "name"]),
            column=self.table.head(self.grid, column),
        )
        return decided if decided not in (None, "skip") else ""

    def _shown(self, row: int, column: int) -> Value:
        """Return what a person sees in a cell, with why it is no plain answer."""
        cell, text = self.grid.cell(row, column) or Cell(""), self.grid.text(row, column)
        if cell.trouble == PERCENT and isinstance(cell.content, (int, float)):
            text = f"{cell.content * 100:.6g}%"
        if not cell.trouble:
            return text
        return Message("doubt-trouble", content=text[:300], trouble=Message(cell.trouble))

    def holds_answers(self, row: int) -> bool:
        """Tell whether some cell of a row is an answer that is plain, and no words."""
        for column in self.columns.answering:
            text, content = self.grid.text(row, column), self.grid.content(row, column)
            kinds = {self.sheet.kinds.get(self.columns.means.get(column, ""), "")} - {""}
            for kind in kinds or {"yes_no", "count"}:
                if text and read_answer(content, kind=kind).value not in ("", "na"):
                    return True
        return False

    def contents(self, row: int) -> dict[str, tuple[str, Content]]:
        """Return the address and the content of the answer to each indicator in a total row."""
        found = {
            indicator: (self.sheet.place(row, column), self._total(row, column))
            for column, indicator in self.columns.answers.items()
            if column not in self.columns.inverse
        }
        for indicator, chosen in self.columns.choices.items():
            if yes := chosen.get("yes"):
                found[indicator] = (self.sheet.place(row, yes), self.grid.content(row, yes))
        return found

    def _total(self, row: int, column: int) -> Content:
        content = self.grid.content(row, column)
        factor = self.columns.factors.get(column, 1)
        return content if factor == 1 else read_multiple(content, factor=factor).value or content

    def leave(self) -> None:
        """Note for each column what was written where it does not apply."""
        said: dict[int, list[str]] = {}
        for (column, text), count in self._not_asked.items():
            said.setdefault(column, []).append(f"“{text}” ({count})")
        for column, texts in said.items():
            place = self.sheet.place(self.table.bottom, column)
            self.sheet.leave("not-asked", place, texts=", ".join(texts))
