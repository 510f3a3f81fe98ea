"""Which unit a row of a table is, by its name and its code, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from laocai_analysis.language import Message, Value
from laocai_analysis.places.matching import split_name
from laocai_analysis.returns.form import UNIT_COLUMNS
from laocai_analysis.returns.reading.account import Account
from laocai_analysis.returns.reading.columns import Columns
from laocai_analysis.returns.reading.grid import Grid
from laocai_analysis.returns.reading.tables import Table
from laocai_analysis.returns.reading.unit_names import UnitNames, plain_code

#: Rows without a number are parts of the others only where they are fewer than this share.
_FEWER = 0.7


@dataclass(frozen=True, slots=True)
class Observation:
    """What a file says of a unit and an indicator.

    Parameters
    ----------
    code, indicator, value, basis : str
        As in the table of a return.
    cell : str
        The address of the cell.
    """

    code: str
    indicator: str
    value: str
    basis: str
    cell: str


@dataclass(slots=True)
class UnitRow:
    """A row that names a unit, and what it says.

    Parameters
    ----------
    code, district, name : str
        The unit.
    place : str
        The address of the row.
    row : int
        Its number.
    table : str
        The address of the header that it stands beneath.
    account : Account
        Where it is accounted for.
    observations : list of Observation
        What was taken of it.
    asked : set of str
        The indicators that a column of its table may be which is asked about.
    """

    code: str
    district: str
    name: str
    place: str
    row: int
    table: str
    account: Account
    observations: list[Observation]
    asked: set[str]


@dataclass(frozen=True, slots=True)
class Named:
    """What a row says of its unit.

    Parameters
    ----------
    code : str
        The unit; blank where it is not plain.
    said : str
        What is written, for a person.
    candidates : tuple of str
        The units that it may be, best first.
    only : str
        The unit that it is if it is one at all; blank where there are several, or none.
    """

    code: str
    said: Value = ""
    candidates: tuple[str, ...] = ()
    only: str = ""


class UnitFinder:
    """Finds the unit of each row of a table.

    Parameters
    ----------
    grid, table, columns
        The table.
    names : UnitNames
        The units of the year.
    naming : mapping of int to int
        For rows without a name: the row that names their unit.
    """

    def __init__(
        self,
        grid: Grid,
        table: Table,
        columns: Columns,
        *,
        names: UnitNames,
        naming: Mapping[int, int],
    ) -> None:
        self.grid, self.columns, self.names, self.naming = grid, columns, names, naming
        self.foreign = self._has_foreign_codes(table)
        self.inner = self._inner_rows(table)

    def _inner_rows(self, table: Table) -> set[int]:
        """Return the rows that may be parts of the unit above them, such as a village of the same
        name as a commune: they alone have no running number of digits, or a dash before the name.
        """
        bare = [row for row in table.body if self._codes(row) and row not in self.naming]
        same = {low for high, low in pairwise(bare) if self._codes(high) == self._codes(low)}
        inner = set[int]()
        for usual in (self.is_numbered, lambda row: self.held(row, "unit")[0] not in "-–+*•"):
            others = {row for row in bare if not usual(row) and row not in same}
            if bare and bare[0] not in others and len(others) < _FEWER * len(bare):
                inner |= others
        return {row for row in inner if split_name(self.held(row, "unit"))[0] is None}

    def _has_foreign_codes(self, table: Table) -> bool:
        """Tell whether the codes of a table are those of another system, beside good names."""
        name, code = self.columns.of("unit"), self.columns.of("code")
        if name is None or code is None:
            return False
        both = [
            (self.names.codes(written), plain_code(number))
            for row in table.body
            if (written := self.grid.text(row, name)) and (number := self.grid.text(row, code))
        ]
        sure = [(codes[0], number) for codes, number in both if len(codes) == 1]
        known = sum(number in self.names.units.index for _, number in sure)
        agree = sum(code == number for code, number in sure)
        return bool(sure) and agree < len(sure) / 2 and known <= len(sure) / 5

    def _codes(self, row: int) -> list[str]:
        return self.names.codes(self.held(row, "unit"))

    def held(self, row: int, meaning: str) -> str:
        """Return the text of a row in the column of units, of codes and the like; blank for no such
        column.
        """
        column = self.columns.of(meaning)
        row = self.naming.get(row, row) if meaning in UNIT_COLUMNS else row
        return self.grid.text(row, column) if column else ""

    def code_of(self, row: int) -> str:
        """Return the written code of a row; what a merged range shows is none."""
        column, written = self.columns.of("code"), self.held(row, "code")
        if column is None or not any(letter.isdigit() for letter in written) or self.foreign:
            return ""
        other = self.columns.of("unit")
        shared = other and self.grid.origin(row, column) == self.grid.origin(row, other)
        return "" if shared else plain_code(written)

    def find(self, row: int, *, parent: str, plain: bool, strict: bool = True) -> Named:
        """Return the unit of a row.

        Parameters
        ----------
        row : int
            The row.
        parent : str
            The code of its district; blank where it is not stated.
        plain : bool
            Whether the stated district is a known one.
        strict : bool
            Whether the district is that of the row itself or of its section, so that a unit of
            another one is in doubt.
        """
        name, code, kind = self.held(row, "unit"), self.code_of(row), self.held(row, "type")
        typed = f"{kind} {name}"
        named = typed if kind and self.names.codes(typed) else name
        fitting = self.names.codes(named, parent=parent)
        if not fitting and not strict:
            fitting, parent = self.names.codes(named), ""
        struck = self._is_struck(row)
        found = ""
        if code:
            agrees = code in self.names.units.index and (not name or code in fitting)
            if agrees and parent in ("", self.names.units.at[code, "parent"]):
                found = code
        elif len(fitting) == 1 and not (self.foreign and self._of_other_date(row, named)):
            found = fitting[0]
        if found and plain and not struck and row not in self.inner:
            return Named(found)
        written = (
            self.held(row, "code") if self.columns.of("code") != self.columns.of("unit") else ""
        )
        said = " ".join(dict.fromkeys(text for text in (written, named) if text))
        if parent and said:
            said += f" ({self.names.districts.at[parent, 'name']})"
        told: Value = said
        if struck:
            told = Message("doubt-trouble", content=said, trouble=Message(struck))
        bearing = self.names.codes(named)
        only = bearing[0] if len(bearing) == 1 and code in ("", bearing[0]) else ""
        return Named("", told, tuple(self._near(named, code)), only=found or only)

    def _of_other_date(self, row: int, name: str) -> bool:
        """Tell whether name and code together are those of a unit of another date."""
        return bool(self.names.others(name, code=plain_code(self.held(row, "code"))))

    def _is_struck(self, row: int) -> str:
        """Return why the name of a row is not plain, that it is struck through; blank for none."""
        column = self.columns.of("unit") or self.columns.of("code")
        cell = self.grid.cell(row, column) if column else None
        return cell.trouble if cell is not None else ""

    def _near(self, name: str, code: str) -> list[str]:
        """Return the units that a row may mean, best first."""
        units = self.names.units
        codes = [code] if code in units.index else []
        codes += self.names.codes(name)
        shown = [f"{key} {units.at[key, 'name']}" for key in dict.fromkeys(codes)]
        dates = self.names.others(name, code=code) if code or not codes else {}
        for key in dict.fromkeys(key for own in dates.values() for key in own):
            years = [year for year, own in dates.items() if key in own]
            arrow = "→" if int(years[-1]) >= self.names.year else "←"
            shown.append(
                f"{key} {units.at[key, 'name']} {arrow} {name or code} ({', '.join(years)})"
            )
        return [*dict.fromkeys(shown or self.names.nearest(name)), "skip"]

    def parent(self, row: int, *, section: str, stated: str) -> tuple[str, bool, bool]:
        """Return the stated district: of the row, else of its section, else of the sheet; whether
        it is known; and whether a unit of another district is in doubt for it.
        """
        written = self.held(row, "district")
        if not written:
            return section or stated, True, True
        code = self.names.district(written)
        return (code, True, True) if code else ("", False, True)

    def may_be_unit(self, row: int, *, answered: bool) -> bool:
        """Tell whether a row that names no unit plainly may name one all the same, so that a person
        is asked.
        """
        name, code = self.held(row, "unit"), self.code_of(row)
        known = bool(name) and bool(self.names.codes(name) or self.names.others(name))
        if code in self.names.units.index or known:
            return True
        if not answered:
            return bool(code) and 0 < len(name) < 40
        return bool(code) or self.is_numbered(row) or self.names.looks_like_unit(name)

    def is_numbered(self, row: int) -> bool:
        """Tell whether a row has a running number of digits."""
        return self.held(row, "number").strip(". ").isdigit()

    def is_bare(self, name: str) -> bool:
        """Tell whether a name is that of a unit and of a district too, without its type."""
        both = self.names.codes(name) and self.names.district(name)
        return bool(both) and split_name(name)[0] is None
