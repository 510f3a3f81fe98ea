"""The columns of a table: as recognised, as a person decided, and asked about otherwise."""

from __future__ import annotations

from laocai_analysis.returns.reading.account import ColumnTaken
from laocai_analysis.returns.reading.columns import Columns, decisions_of, place_columns, take
from laocai_analysis.returns.reading.headings import nearest_meanings
from laocai_analysis.returns.reading.open_sheet import OpenSheet
from laocai_analysis.returns.reading.questions import INVERSE
from laocai_analysis.returns.reading.sheets import letters_of
from laocai_analysis.returns.reading.tables import Table


def ask_columns(sheet: OpenSheet, table: Table) -> tuple[Columns, set[int]]:
    """Return what the columns of a table are, and which of them a person decided.

    Parameters
    ----------
    sheet : OpenSheet
        The sheet; its desk is asked about what is not plain.
    table : Table
        The table.
    """
    return _Asker(sheet, table).ask()


class _Asker:
    def __init__(self, sheet: OpenSheet, table: Table) -> None:
        self.sheet, self.table, self.desk = sheet, table, sheet.desk
        yes_no = [name for name, kind in sheet.kinds.items() if kind == "yes_no"]
        self.allowed = decisions_of(sheet.kinds, yes_no=yes_no)

    def _head(self, column: int) -> str:
        return self.table.head(self.sheet.grid, column)

    def _place(self, column: int) -> str:
        return self.sheet.place(self.table.bottom, column)

    def ask(self) -> tuple[Columns, set[int]]:
        sheet, by_person = self.sheet, set[int]()
        found = place_columns(sheet.grid, self.table, names=sheet.names, year=sheet.year)
        taken = {**found.means, **found.aside}
        taken |= {c: name for name, chosen in found.choices.items() for c in chosen.values()}
        for column, means in sorted(taken.items()):
            head, place = self._head(column), self._place(column)
            if decided := self.desk.overruled("column", place, head, allowed=self.allowed):
                found.aside.pop(column, None)
                take(found, column, decided)
            key = self.desk.key("column", place, head)
            sheet.columns.append(ColumnTaken(key, place, head, means))
        idle = not {"unit", "code"} & set(found.means.values()) and not found.answering
        for column in found.unplaced if not idle else ():
            if decided := self._decided(column, found):
                take(found, column, decided)
                by_person.add(column)
        self._choose_rivals(found)
        for column, other in found.aside.items():
            sheet.left_out.append(f"{self._place(column)}: {self._head(column)} ({_ASIDE[other]})")
        return found, by_person

    def _decided(self, column: int, found: Columns) -> str | None:
        head, heading = self._head(column), found.headings[column]
        opposite = [INVERSE + heading.inverse, heading.inverse] if heading.inverse else []
        if heading.choice == "no" and not heading.others:
            opposite = [INVERSE + heading.means]
        near = [*opposite, heading.means, *(nearest_meanings(heading.text) if heading.text else [])]
        near = list(dict.fromkeys(name for name in near if name in self.allowed))
        first = ["skip"] if heading.others else []
        return self.desk.ask(
            "column",
            self._place(column),
            head,
            candidates=list(dict.fromkeys([*first, *near, "skip"])),
            allowed=self.allowed,
            rule=(str(self.sheet.year), heading.text) if heading.text else (),
            column=head,
        )

    def _choose_rivals(self, found: Columns) -> None:
        """Ask once which of several columns of one indicator counts; none does until then."""
        columns_of: dict[str, list[int]] = {}
        for column, indicator in found.answers.items():
            columns_of.setdefault(indicator, []).append(column)
        for indicator, chosen in found.choices.items():
            columns_of.setdefault(indicator, []).insert(0, min(chosen.values()))
        for columns in columns_of.values():
            if len(columns) < 2:
                continue
            letters = [letters_of(column) for column in columns]
            shown = [f"{letters_of(c)}: {self._head(c)}" for c in columns]
            decided = self.desk.ask(
                "which",
                self._place(columns[0]),
                "; ".join(shown),
                candidates=[*letters, "skip"],
                allowed=letters,
            )
            for column in columns:
                if letters_of(column) != decided:
                    take(found, column, "skip")


_ASIDE = {
    "part": "một phần / a part",
    "plan": "kế hoạch / a plan",
    "ratio": "tỷ lệ / a ratio",
    "other_time": "thời điểm khác / another time",
    "of_which": "trong đó / of which",
}
