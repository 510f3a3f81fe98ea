"""One table, row by row: its columns, its sections and totals, and the unit of every other row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from laocai_analysis.returns.form import header_key, qualifier_keys
from laocai_analysis.returns.reading.asked_columns import ask_columns
from laocai_analysis.returns.reading.cell_reader import CellReader
from laocai_analysis.returns.reading.headings import OTHER_TIME, UNKNOWN, states_other
from laocai_analysis.returns.reading.open_sheet import OpenSheet
from laocai_analysis.returns.reading.row_kinds import is_apart, is_ratio, is_signature, is_total
from laocai_analysis.returns.reading.stated_years import StatedYears, years_of
from laocai_analysis.returns.reading.tables import Table, numbers_columns
from laocai_analysis.returns.reading.titles import (
    lines,
    states_multiple,
    states_other_place,
    states_turned,
)
from laocai_analysis.returns.reading.totals import Line
from laocai_analysis.returns.reading.unit_names import plain_code, without_ordinal
from laocai_analysis.returns.reading.unit_rows import Named, UnitFinder, UnitRow
from laocai_analysis.returns.reading.versions import Versions
from laocai_analysis.text.keys import name_key


@dataclass(frozen=True, slots=True)
class Context:
    """What the lines around a table state: years, the code of the district, and the district of the
    section that the table goes on with; the address of its first header, where it is repeated on
    each page; the lines that say that figures are in thousands, say, or that a mark stands for what
    is not there; and whether figures are estimates.
    """

    years: StatedYears
    district: str
    section: str
    header: str
    measure: str
    turned: str
    estimated: bool


class TableReader:
    """Reads one table of a sheet.

    Parameters
    ----------
    sheet : OpenSheet
        The sheet.
    table : Table
        The table.
    context : Context
        What stands around it.
    """

    def __init__(self, sheet: OpenSheet, table: Table, context: Context) -> None:
        self.sheet, self.table, self.context = sheet, table, context
        self.grid, self.desk, self.names = sheet.grid, sheet.desk, sheet.names
        self.section, self.closed, self.signed = context.section, "", False
        self.asked, self.elsewhere = dict[str, str | None](), False
        self.of_two_units = set[int]()

    def read(self) -> list[UnitRow]:
        """Return the rows that name a unit."""
        beneath = lines(self.grid, self.table.body, self.table.columns)
        self.columns, self.decided = ask_columns(
            self.sheet,
            self.table,
            measure=self.context.measure or states_multiple(beneath),
            turned=self.context.turned or states_turned(beneath),
        )
        self.versions = Versions(self.grid, self.table, self.columns, year=self.sheet.year)
        self.units = UnitFinder(
            self.grid, self.table, self.columns, names=self.names, naming=self.versions.naming
        )
        if self.units.foreign:
            place = self._place(self.table.bottom, self.columns.of("code") or 1)
            self.sheet.leave("codes", place)
        self.last_named = max((r for r in self.table.body if self._names_unit(r)), default=0)
        if not self._of_this_date() or not self._of_these_units():
            return []
        self.cells = CellReader(
            self.sheet, self.table, self.columns, self.units, estimated=self.context.estimated
        )
        found = [row for number in self.table.body if (row := self._row(number))]
        self.cells.leave()
        return found

    def _place(self, row: int, column: int | None = None) -> str:
        return self.sheet.place(row, column or self.table.first)

    def _names_unit(self, row: int) -> bool:
        return bool(self.names.codes(self.units.held(row, "unit")) or self.units.code_of(row))

    def _of_this_date(self) -> bool:
        """Tell whether the units of the table are those of the year; ask once where some are of
        another date only.
        """
        column = self.columns.of("unit")
        if column is None:
            return True
        written = [(row, self.grid.text(row, column)) for row in self.table.body]
        district = self.context.district
        here = [text for _, text in written if self.names.codes(text, parent=district)]
        other = [
            (row, text)
            for row, text in written
            if text and not self.names.codes(text) and self.names.others(text)
        ]
        if len(other) < 2 and not (other and 1 <= len(here) <= 4):
            return True
        years = sorted({year for _, text in other for year in self.names.others(text)})
        shown = ", ".join(dict.fromkeys(text for _, text in other[:5]))
        decided = self.desk.ask(
            "vintage",
            self._place(other[0][0], column),
            f"{shown} ({', '.join(years)})",
            candidates=("accept", "skip"),
            about="",
        )
        if decided != "accept":
            self.close(asked=decided is None)
        return decided == "accept"

    def _of_these_units(self) -> bool:
        """Tell whether one column names the units: none does while one is asked about that alone
        may, or that names others in many rows; a single row in which it does waits.
        """
        unit = self.columns.of("unit")
        if not unit and not self.columns.of("code") and self._asks_for_units():
            self.close(asked=True)
            return False
        for column in self.columns.unplaced if unit else ():
            if column in self.columns.means or column in self.decided or unit is None:
                continue
            pairs = {r: [self._meant(r, c) for c in (unit, column)] for r in self.table.body}
            apart = {r for r, (one, other) in pairs.items() if one and other and not one & other}
            if len(apart) > len(pairs) / 4:
                self.close(asked=True)
                return False
            self.of_two_units |= apart
        return True

    def _asks_for_units(self) -> bool:
        """Tell whether a column is asked about whose head speaks of units."""
        open_ = set(self.columns.unplaced) - set(self.columns.means) - set(self.decided)
        return any(self.columns.headings[column].means in ("unit", "code") for column in open_)

    def _meant(self, row: int, column: int) -> set[str]:
        """Return the units that a cell can mean, by name or by code."""
        text = self.grid.text(row, column)
        return {plain_code(text)} if self.names.is_code(text) else set(self.names.codes(text))

    def close(self, *, asked: bool) -> None:
        """Account for all rows of the table: they wait, or are left out by a decision."""
        for row in self.sheet.account.rest():
            if row in self.table.body:
                if asked:
                    self.sheet.account.ask(row)
                else:
                    self.sheet.account.leave(row, "decided")

    # -- rows
    # ----------------------------------------------------------------------------------------------

    def _row(self, row: int) -> UnitRow | None:
        texts = {
            column: text
            for column in range(self.table.first, self.table.last + 1)
            if (text := self.grid.text(row, column))
        }
        if not any(self.grid.starts(row, column) for column in texts):
            return None
        if self._is_apart(row, texts):
            return None
        answering = self.columns.answering
        answered = any(
            column in answering and self.grid.origin(row, column)[1] in answering
            for column in texts
        )
        label = self._label(row, texts)
        district = self._district_named(row, label, answered=answered)
        if is_total(label) or district:
            self._total(row, label, district, answered=answered)
            return None
        if self.closed or row in self.of_two_units:
            if self.closed != "decided":
                self.sheet.account.ask(row)
            else:
                self.sheet.account.leave(row, "decided")
            return None
        return self._unit_row(row, label, texts, answered=answered)

    def _label(self, row: int, texts: Mapping[int, str]) -> str:
        name = self.units.held(row, "district" if self._is_of_districts() else "unit")
        first = (t for c, t in texts.items() if c not in self.columns.answering)
        return name or next(first, "")

    def _is_apart(self, row: int, texts: Mapping[int, str]) -> bool:
        """Tell whether a row is no row of answers: it numbers the columns, is of another year or a
        ratio, or begins a section.
        """
        names = [text for text in texts.values() if self.names.codes(text)]
        near = row <= self.table.bottom + 2 or len(texts) > 4
        if not names and near and numbers_columns(list(texts.values())):
            self.sheet.account.leave(row, "numbers")
            return True
        year = years_of(self.units.held(row, "year")).years
        if year and self.sheet.year not in year:
            self.sheet.account.leave(row, "other_year")
            return True
        if (other := self.versions.other(row)) and self._leaves(row, other):
            return True
        label = self._label(row, texts)
        if is_ratio(label) and not names:
            self.sheet.account.leave(row, "ratio")
            return True
        self._begin_section(row, label, texts, names)
        return False

    def _leaves(self, row: int, other: str) -> bool:
        """Tell whether a row is left out, or waits, because a column says that it is a plan, a part
        or of another year; ask once for all of a kind where no row says what was done.
        """
        said, place = self.versions.said[row], self._place(row, self.columns.version)
        if self.versions.has_itself(row):
            self.sheet.account.leave(row, _LEFT[other])
            if other == UNKNOWN:
                self.sheet.leave("text", place, text=said[:80])
            return True
        kind = said if other == UNKNOWN else other
        if kind not in self.asked:
            self.asked[kind] = self.desk.ask("section", place, said, candidates=("accept", "skip"))
        if self.asked[kind] is None:
            self.sheet.account.ask(row)
        elif self.asked[kind] != "accept":
            self.sheet.account.leave(row, "decided")
        return self.asked[kind] != "accept"

    def _begin_section(
        self, row: int, label: str, texts: Mapping[int, str], names: list[str]
    ) -> None:
        """Ask about the rows beneath a line that says that they are a plan, a part, or of another
        year.
        """
        if names or len(set(texts.values())) > 2 or is_signature(texts.values()):
            return
        if any(column in self.columns.answering for column in texts) and len(texts) > 1:
            origins = {self.grid.origin(row, column) for column in texts}
            if len(origins) > 1:
                return
        said = years_of(label)
        other = states_other(label) or ("" if said.fits(self.sheet.year) else "other_time")
        elsewhere = bool(states_other_place([label], own=self.names.above))
        other = other or ("part" if elsewhere or is_apart(label) else "")
        if not other or self._is_tail(row):
            here = name_key(without_ordinal(label)) in map(name_key, self.names.above)
            back = states_done(label) or (here and self.elsewhere)
            self.closed = "" if label and not other and back else self.closed
            return
        self.elsewhere = elsewhere
        decided = self.desk.ask("section", self._place(row), label, candidates=("accept", "skip"))
        self.closed = {"accept": "", None: "asked"}.get(decided, "decided")

    def _district_named(self, row: int, label: str, *, answered: bool) -> str:
        """Return the district whose section begins with a row, or whose total it is."""
        code = self.names.district(label) if not label.isdigit() else ""
        if not code or self.units.code_of(row) in self.names.units.index:
            return ""
        if not self.names.codes(label) or self._is_of_districts():
            return code
        roman = re.fullmatch(r"[IVXLC]+|[A-ZĐ]", self.units.held(row, "number").strip(" .)"))
        of_unit = answered or self.units.is_numbered(row) or self.units.held(row, "indicator")
        return code if roman or not of_unit else ""

    def _is_of_districts(self) -> bool:
        """Tell whether the rows of the table are districts, and no units."""
        held = set(self.columns.means.values())
        return "district" in held and not held & {"unit", "code"}

    def _total(self, row: int, label: str, district: str, *, answered: bool) -> None:
        if self._is_of_districts():
            self.sheet.account.leave(row, "total")
            return
        self.section = district or self.section
        cells = self.cells.contents(row) if answered else {}
        self.sheet.lines.append(
            Line(self._place(row), label, total=answered, cells=cells, section=not answered)
        )
        self.sheet.account.leave(row, "total" if answered or is_total(label) else "section")

    def _unit_row(
        self, row: int, label: str, texts: Mapping[int, str], *, answered: bool
    ) -> UnitRow | None:
        parent, plain, strict = self.units.parent(
            row, section=self.section, stated=self.context.district
        )
        named = self.units.find(row, parent=parent, plain=plain, strict=strict)
        code = named.code
        if code and self._may_be_district(row, label, answered=answered):
            near = (f"{code} {self.names.units.at[code, 'name']}", "skip")
            code, named = "", Named("", label, near)
        if not code and not self._is_worth_asking(row, label, texts, answered=answered):
            return None
        if not code:
            said = named.said or " | ".join(list(texts.values())[:4])
            code = self._asked_unit(row, replace(named, said=said))
        if not code:
            return None
        observations = self.cells.observations(row, code)
        said_cells = {obs.indicator: (obs.cell, obs.value) for obs in observations}
        self.sheet.lines.append(Line(self._place(row), label, total=False, cells=said_cells))
        if observations:
            self.sheet.account.take(row)
        elif self.columns.answering or self.columns.unplaced or self.columns.asked:
            self.sheet.account.ask(row)
        else:
            self.sheet.account.leave(row, "no_answer")
        unit = self.names.units.loc[code]
        place = self._place(row)
        account = self.sheet.account
        return UnitRow(
            code,
            str(unit["parent"]),
            str(unit["name"]),
            place,
            row,
            self.context.header,
            account,
            observations,
            self.columns.asked,
        )

    def _may_be_district(self, row: int, label: str, *, answered: bool) -> bool:
        """Tell whether a bare name with figures may as well be the district of the same name."""
        if not answered or not self.units.is_bare(label) or self.units.code_of(row):
            return False
        if self.units.held(row, "type") or self.units.held(row, "district"):
            return False
        column = self.columns.of("unit") or 1
        others = [self.grid.text(below, column) for below in self.table.body if below != row]
        typed = [text for text in others if self.names.codes(text) and not self.units.is_bare(text)]
        bare = [text for text in typed if self.names.codes("xã " + text)]
        return not self.units.is_numbered(row) and (not typed or len(bare) < len(typed) / 2)

    def _asked_unit(self, row: int, named: Named) -> str:
        column = self.columns.of("unit") or self.columns.of("code") or self.table.first
        said = named.said
        indicators = dict.fromkeys([*self.columns.by_indicator, *sorted(self.columns.asked)])
        decided = self.desk.ask(
            "unit",
            self._place(row, column),
            said,
            candidates=named.candidates or ("skip",),
            allowed=self.sheet.codes,
            holds=[(named.only, each) for each in indicators or self.sheet.kinds]
            if named.only
            else [],
            rule=(self.desk.reading.sha256, str(said)),
            unit=str(said),
        )
        if decided is None:  # its answers may be part of a total
            self.sheet.lines.append(Line(self._place(row), str(said), total=False, cells={}))
            self.sheet.account.ask(row)
        elif decided == "skip":
            self.sheet.account.leave(row, "decided")
        return decided if decided not in (None, "skip") else ""

    def _is_worth_asking(
        self, row: int, label: str, texts: Mapping[int, str], *, answered: bool
    ) -> bool:
        """Tell whether a row without a plain unit may name one; account for it otherwise."""
        plain = self.cells.holds_answers(row)
        signed = is_signature(texts.values())
        self.signed = self.signed or signed
        if not label and answered and plain:
            return self._nameless(row, texts)
        if not signed and self.units.may_be_unit(row, answered=answered):
            return True
        if plain and not signed and label:
            return True
        if not answered and label.isdigit():
            self.sheet.account.leave(row, "no_answer")
            return False
        reason = (
            "signature" if self.signed else "note" if answered or self._is_tail(row) else "section"
        )
        self.sheet.account.leave(row, reason)
        shown = " | ".join(dict.fromkeys(texts.values())) if answered else label
        self.sheet.leave("text", self._place(row), text=shown[:80])
        return False

    def _nameless(self, row: int, texts: Mapping[int, str]) -> bool:
        """Take a row of figures without a name for a total, unless a person said otherwise; the
        sums tell in the end.
        """
        said, place = " | ".join(list(texts.values())[:4]), self._place(row)
        column = self.columns.of("unit") or self.columns.of("code") or self.table.first
        cell = self._place(row, column)
        if self.desk.key("unit", cell, said) in self.desk.decisions:
            return True
        self.sheet.nameless[place] = (row, cell, said)
        self.sheet.lines.append(Line(place, "", total=True, cells=self.cells.contents(row)))
        return False

    def _is_tail(self, row: int) -> bool:
        """Tell whether no unit is named beneath a row."""
        return row >= self.last_named


#: Why a row is left out that is of its unit what another row is not.
_LEFT = {
    "plan": "plan",
    "part": "part",
    "ratio": "ratio",
    OTHER_TIME: "other_year",
    UNKNOWN: "note",
}


def states_done(label: str) -> bool:
    """Tell whether a line begins rows of what was done, after others of what was planned.

    Examples
    --------
    >>> states_done("B. Thực hiện"), states_done("Khu vực I")
    (True, False)
    """
    return qualifier_keys().get(header_key(without_ordinal(label))) == "itself"
