"""The columns of a table: as recognised, as a person decided, and asked about otherwise."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from laocai_analysis.language import Message, Value
from laocai_analysis.returns.reading.account import ColumnTaken
from laocai_analysis.returns.reading.answers import read_answer
from laocai_analysis.returns.reading.columns import Columns, decisions_of, place_columns, take
from laocai_analysis.returns.reading.head_levels import IN_DOUBT
from laocai_analysis.returns.reading.headings import Heading, nearest_meanings
from laocai_analysis.returns.reading.open_sheet import OpenSheet
from laocai_analysis.returns.reading.questions import INVERSE, times
from laocai_analysis.returns.reading.sheets import letters_of
from laocai_analysis.returns.reading.tables import Table
from laocai_analysis.returns.reading.titles import factor_in


def ask_columns(
    sheet: OpenSheet, table: Table, *, measure: str, turned: str
) -> tuple[Columns, set[int]]:
    """Return what the columns of a table are, and which of them a person decided.

    Parameters
    ----------
    sheet : OpenSheet
        The sheet; its desk is asked about what is not plain.
    table : Table
        The table.
    measure : str
        The line that says that its figures are in thousands, say, or in per cent; blank for none.
    turned : str
        The line by which a mark stands for what is not there; blank for none.
    """
    return _Asker(sheet, table, measure, turned).ask()


class _Asker:
    def __init__(self, sheet: OpenSheet, table: Table, measure: str, turned: str) -> None:
        self.sheet, self.table, self.desk = sheet, table, sheet.desk
        self.measure, self.turned = measure, turned
        yes_no = [name for name, kind in sheet.kinds.items() if kind == "yes_no"]
        self.allowed = decisions_of(sheet.kinds, yes_no=yes_no)

    def _head(self, column: int) -> str:
        return self.table.head(self.sheet.grid, column)

    def _key(self, column: int) -> str:
        """Return what the id of a question is made of, whatever the language of the process."""
        return self.table.head(self.sheet.grid, column, language="en")

    def _place(self, column: int) -> str:
        return self.sheet.place(self.table.bottom, column)

    def ask(self) -> tuple[Columns, set[int]]:
        sheet, by_person = self.sheet, set[int]()
        found = place_columns(sheet.grid, self.table, names=sheet.names, year=sheet.year)
        taken = {**found.means, **found.aside}
        taken |= {c: name for name, chosen in found.choices.items() for c in chosen.values()}
        for column, means in sorted(taken.items()):
            head, place = self._head(column), self._place(column)
            if column in found.means and self._line(means):
                take(found, column, self._decided(column, found) or "skip")
                continue
            if decided := self.desk.overruled(
                "column", place, self._key(column), allowed=self.allowed
            ):
                found.aside.pop(column, None)
                take(found, column, decided)
            key = self.desk.key("column", place, self._key(column))
            sheet.columns.append(ColumnTaken(key, place, head, means))
        known = {*found.means.values(), *(found.headings[c].means for c in found.unplaced)}
        idle = not {"unit", "code"} & known and not found.answering
        torn = set[str]()  # what a column may be or not, for the place in which it stands
        for column in found.unplaced if not idle else ():
            if decided := self._decided(column, found):
                take(found, column, decided)
                by_person.add(column)
            elif any(head.startswith(IN_DOUBT) for head in self.table.levels.get(column, ())):
                torn.add(found.headings[column].means)
        for column in [c for c, means in found.means.items() if means in torn]:
            take(found, column, "skip")  # until then
        self._choose_rivals(found)
        for column, means in list(found.means.items()):
            if found.headings[column].choice and means in found.asked:
                take(found, column, "skip")  # the column of the other answer is asked about
        for column, other in found.aside.items():
            sheet.leave(
                "aside",
                self._place(column),
                head=self._head(column),
                what=Message(f"aside-{other.replace('_', '-')}"),
            )
        return found, by_person

    def _is_count(self, means: str) -> bool:
        return means == "value" or self.sheet.kinds.get(means) == "count"

    def _decided(self, column: int, found: Columns) -> str | None:
        """Ask what a column is, and whether its counts are in thousands where its head or a line
        says so.
        """
        head, heading, key = self._head(column), found.headings[column], self._key(column)
        near = [heading.means] if self._is_count(heading.plain) else self._near(heading)
        near = [name for name in near if name in self.allowed]
        factor = max(factor_in(head), factor_in(self.measure))
        times_near = self._times(near, factor)
        shown: Value = head
        if line := self._line(heading.means):
            shown = Message("doubt-trouble", content=head, trouble=line)
            key = f"{key} ({line})"
        first = times_near or (["skip"] if heading.others else [])
        decided = self.desk.ask(
            "column",
            self._place(column),
            shown,
            candidates=list(dict.fromkeys([*first, *near, "skip"])),
            allowed=[*self._times(self.allowed, factor), *self.allowed],
            about=key,
            rule=(str(self.sheet.year), key) if heading.text else (),
            column=head,
        )
        if decided is None:
            kinds = set(self.sheet.kinds)
            named = {heading.means, heading.inverse} & kinds
            found.asked |= kinds if heading.means == "value" else named  # of any row
        return decided

    def _line(self, means: str) -> str:
        """Return the line that makes something else of a column of answers; blank for none."""
        kind = self.sheet.kinds.get(means, "")
        lines = {"count": self.measure, "yes_no": self.turned}
        both = self.measure or self.turned
        return lines.get(kind, both if means in ("value", "") else "")

    def _times(self, names: Iterable[str], factor: int) -> list[str]:
        """Return the decisions that a column is one of some counts in thousands, say."""
        return [times(name, factor) for name in names if factor > 1 and self._is_count(name)]

    def _near(self, heading: Heading) -> list[str]:
        """Return what a column may be, best first."""
        near = [heading.means, *(nearest_meanings(heading.text) if heading.text else [])]
        no = heading.choice == "no" and not heading.others
        if no or (self.turned and self.sheet.kinds.get(heading.means) == "yes_no"):
            near.insert(0, INVERSE + heading.means)
        if heading.inverse:
            near = [INVERSE + heading.inverse, heading.inverse, *near]
        return list(dict.fromkeys(near))

    def _choose_rivals(self, found: Columns) -> None:
        """Ask once which of several columns of one indicator counts; none does until then."""
        self._join_answers(found)
        for indicator, columns in found.by_indicator.items():
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
            if decided is None:
                found.asked.add(indicator)
            for column in columns:
                if letters_of(column) != decided:
                    take(found, column, "skip")

    def _join_answers(self, found: Columns) -> None:
        """Put together two columns side by side that a person took as the yes and the no of one
        indicator.
        """
        for indicator, columns in found.by_indicator.items():
            for left, right in itertools.pairwise(sorted(columns)):
                lowest = [self.table.levels.get(column, ("",))[-1] for column in (left, right)]
                values = [read_answer(text, kind="yes_no").value for text in lowest]
                said = dict(zip(values, (left, right), strict=True))
                turned = found.inverse & {left, right}
                if right - left == 1 and set(said) == {"yes", "no"} and turned == {said["no"]}:
                    for column in (left, right):
                        take(found, column, "skip")
                    found.choices[indicator] = said
                    break
