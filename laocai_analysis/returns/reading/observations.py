"""What one file says: an observation for each cell that is plain, a doubt for each thing that is
not.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from laocai_analysis.indicators import applies
from laocai_analysis.language import Message, Value, answer
from laocai_analysis.places.matching import codes_of, nearest_names
from laocai_analysis.places.units import load_units, of_other_vintage
from laocai_analysis.returns.form import UNIT_COLUMNS, load_form
from laocai_analysis.returns.reading.answers import read_answer
from laocai_analysis.returns.reading.encodings import decode, encodings_of, text_of
from laocai_analysis.returns.reading.layout import Grid, find_layout, nearest_meanings
from laocai_analysis.returns.reading.questions import Decision, Doubt, doubt_id
from laocai_analysis.returns.reading.sheets import Cell, Sheet, read_sheets
from laocai_analysis.returns.reading.totals import Line, total_faults


@dataclass(frozen=True, slots=True)
class Observation:
    """What a file says of one unit and one indicator.

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
class Reading:
    """Everything that was taken from a file.

    Parameters
    ----------
    file, sha256 : str
        The name of the file, and the hash of its content.
    basis : str
        What its rows rest on, where a cell says nothing else.
    observations : list of Observation
        One for each cell that is plain.
    doubts : list of Doubt
        What is asked.
    districts : list of str
        The codes of the districts whose units the file names.
    ignored : list of str
        What was left out without being asked about, with its place: rows that hold no answer, total
        rows that agree.
    used : list of str
        The ids of the decisions that were applied.
    """

    file: str
    sha256: str
    basis: str = "observed"
    observations: list[Observation] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    districts: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    used: list[str] = field(default_factory=list)


def read_return(
    content: bytes,
    *,
    file: str,
    year: int,
    basis: str = "observed",
    decisions: Mapping[str, Decision] | None = None,
) -> Reading:
    """Read a return as a district sent it.

    Parameters
    ----------
    content : bytes
        An xlsx, xls, ods or delimited text.
    file : str
        Its name.
    year : int
        The year that it reports on: the units in force at its end are looked for.
    basis : {"observed", "estimated", "illustrative"}
        What its rows rest on; a cell marked *ước* is estimated in any case.
    decisions : mapping of str to Decision, optional
        What was decided of doubts, by id.

    Returns
    -------
    Reading

    Raises
    ------
    InputError
        If the file cannot be read, or a decision is not one of the possible ones.
    """
    return read_cells(
        read_sheets(content, file=file),
        sha256=hashlib.sha256(content).hexdigest(),
        file=file,
        year=year,
        basis=basis,
        decisions=decisions,
    )


def read_cells(
    sheets: Sequence[Sheet],
    *,
    sha256: str,
    file: str,
    year: int,
    basis: str = "observed",
    decisions: Mapping[str, Decision] | None = None,
) -> Reading:
    """Do as `read_return` does, with sheets that were read already, from a database for example."""
    reading = Reading(file, sha256, basis)
    rows: list[UnitRow] = []
    desk = Desk(reading, decisions or {})
    for sheet in sheets:
        rows += SheetReader(sheet, desk=desk, year=year, basis=basis).read()
    if not sheets:
        desk.ask("header", file, "", candidates=("skip",), allowed={"skip"})
    _without_doubles(rows, desk)
    reading.districts = sorted({row.district for row in rows})
    reading.doubts = list({doubt.id: doubt for doubt in reading.doubts}.values())
    return reading


class Desk:
    """Where doubts are put and decisions are looked up."""

    def __init__(self, reading: Reading, decisions: Mapping[str, Decision]) -> None:
        self.reading, self.decisions = reading, decisions

    def ask(
        self,
        kind: str,
        cell: str,
        found: Value,
        *,
        candidates: Iterable[str] = (),
        allowed: Iterable[str] | None = None,
        number: bool = False,
        holds: Iterable[tuple[str, str]] = (),
        about: str | None = None,
    ) -> str | None:
        """Return what was decided, or put the doubt down and return None.

        `allowed` are the possible decisions beside ``skip``; `number` lets any whole number pass.
        `about` is what the doubt is about where `found` tells more, that other decisions may
        change.
        """
        shown, plain = tuple(candidates), found if isinstance(found, str) else repr(found)
        key = doubt_id(self.reading.sha256, kind, cell, plain if about is None else about)
        found = found[:300] if isinstance(found, str) else found
        if key not in self.decisions:
            self.reading.doubts.append(
                Doubt(key, self.reading.file, cell, kind, found, shown, tuple(holds))
            )
            return None
        made = self.decisions[key]
        choice = made.decision
        if choice in shown and kind in (
            "unit",
            "district",
        ):  # a whole line of the candidates was copied
            choice = choice.split(" ")[0]
        possible = {
            "skip",
            *(allowed if allowed is not None else (text.split(" ")[0] for text in shown)),
        }
        if choice not in possible and not (number and choice.isdecimal() and choice.isascii()):
            listed = ", ".join(sorted(possible)[:12]) + (", a whole number" if number else "")
            raise made.refuse(
                f"one of {listed}" if len(possible) <= 12 else "one of the codes, or skip"
            )
        self.reading.used.append(key)
        return choice


@dataclass(slots=True)
class UnitRow:
    """A row that names a unit: where it stands, and what it says, with the address of each
    answer.
    """

    code: str
    district: str
    place: str
    observations: list[Observation]


def _without_doubles(rows: Sequence[UnitRow], desk: Desk) -> None:
    """Keep the rows of each unit, unless two of them answer the same question: then ask which one
    counts.
    """
    for code in dict.fromkeys(row.code for row in rows):
        same = [row for row in rows if row.code == code]
        asked = [obs.indicator for row in same for obs in row.observations]
        if len(asked) != len(set(asked)):
            places = [row.place for row in same]
            holds = [(code, indicator) for indicator in dict.fromkeys(asked)]
            answers = tuple(_said(row) for row in same)
            found = Message("doubt-answers", about=code, answers=answers)
            decided = desk.ask(
                "duplicate",
                places[0],
                found,
                candidates=places,
                allowed=places,
                holds=holds,
                about=code,
            )
            same = [row for row in same if row.place == decided]
        for row in same:
            desk.reading.observations += row.observations


def _said(row: UnitRow) -> Message:
    values = tuple(answer(one.value) for one in row.observations)
    return Message("doubt-row", place=row.place, values=values)


class SheetReader:
    """Reads one sheet from its header to its last row."""

    def __init__(self, sheet: Sheet, *, desk: Desk, year: int, basis: str) -> None:
        self.sheet, self.desk, self.year, self.basis = sheet, desk, year, basis
        self.units, self.districts = load_units(year), load_units(year, level="district")
        form = load_form()
        self.kinds = {str(indicator): str(kind) for indicator, kind in form["kind"].items()}
        self.meant = {
            str(name): set(self.units.index[applies(str(name), units=self.units)])
            for name in form.index
        }
        self.section, self.lines = "", list[Line]()

    def read(self) -> list[UnitRow]:
        """Return the rows that name a unit; what is in doubt goes to the desk."""
        fitting = encodings_of(self.sheet)
        encoding: str | None = fitting[0]
        if len(fitting) > 1:
            encoding = self.desk.ask(
                "encoding", self._place(1), self._sample(fitting), candidates=fitting
            )
        if encoding is None or encoding == "skip":
            return []
        self.grid = Grid(self.sheet, encoding=encoding)
        layout = find_layout(self.grid, districts=self.districts)
        if layout is None:
            if (
                any(codes_of(self.grid.text(*key), units=self.units) for key in self.sheet.cells)
                or self.sheet.raw
            ):
                self.desk.ask(
                    "header",
                    self._place(1),
                    self.grid.text(1, 1) or self.sheet.name,
                    candidates=("skip",),
                )
            else:
                self.desk.reading.ignored.append(
                    f"{self._place(1)}: không có bảng / no table of units"
                )
            return []
        self.layout = layout
        if layout.years and self.year not in layout.years:
            found = ", ".join(map(str, layout.years))
            if (
                self.desk.ask("year", self._place(1), found, candidates=("accept", "skip"))
                != "accept"
            ):
                return []
        self._place_columns()
        rows = [
            row
            for number in range(layout.bottom + 1, self.grid.rows + 1)
            if (row := self._row(number))
        ]
        self._check_totals()
        return rows

    def _place(self, row: int, column: int = 1) -> str:
        return self.sheet.address(row, column)

    def _sample(self, encodings: Sequence[str]) -> str:
        odd = next(
            c
            for c in self.sheet.cells.values()
            if isinstance(c.content, str) and not c.content.isascii()
        )
        return "; ".join(f"{name}: {text_of(odd, encoding=name)[:60]}" for name in encodings)

    def _place_columns(self) -> None:
        """Ask of every column that holds something under a header that is not known."""
        choices = [*self.kinds, *UNIT_COLUMNS]
        for column, header in self.layout.unplaced.items():
            below = [
                self.grid.text(row, column)
                for row in range(self.layout.bottom + 1, self.grid.rows + 1)
                if (row, column) in self.sheet.cells
            ]
            if not any(below):
                continue
            found = header or Message("doubt-no-header", below=", ".join(below[:3])[:300])
            near = nearest_meanings(header) if header else []
            decided = self.desk.ask(
                "column",
                self._place(self.layout.bottom, column),
                found,
                candidates=[*near, "skip"],
                allowed=choices,
            )
            if decided and decided != "skip":
                self.layout.columns[column] = decided

    def _row(self, row: int) -> UnitRow | None:
        texts = {
            column: text
            for column in range(1, self.grid.columns + 1)
            if (text := self.grid.text(row, column))
        }
        if not texts or self._numbers_columns(row, texts):
            return None
        answered = any(column in texts for column in self.layout.answers)
        name, code = self._held(texts, "unit"), self._held(texts, "code")
        label = name or next(
            (text for column, text in texts.items() if column not in self.layout.answers), ""
        )
        district = self._district_named(label)
        if _TOTAL.match(label) or (district and not code):
            if answered:
                self.lines.append(
                    Line(self._place(row), label, total=True, cells=self._answers_of(row))
                )
                self.section = district or self.section
            else:
                self.section = district or self.section
                self.lines.append(
                    Line(self._place(row), label, total=False, cells={}, section=True)
                )
            return None
        found = self._unit(row, name=name, code=code, answered=answered, texts=texts)
        if not found:
            return None
        observations = self._observations(row, found)
        said = {obs.indicator: (obs.cell, obs.value) for obs in observations}
        self.lines.append(Line(self._place(row), label, total=False, cells=said))
        return UnitRow(found, str(self.units.at[found, "parent"]), self._place(row), observations)

    def _held(self, texts: Mapping[int, str], meaning: str) -> str:
        column = self.layout.column(meaning)
        return texts.get(column, "") if column else ""

    def _numbers_columns(self, row: int, texts: Mapping[int, str]) -> bool:
        """Tell whether a row beneath the header only numbers the columns: A, B, 1, 2 or (1), (2),
        (3).
        """
        if row > self.layout.bottom + 2 or len(texts) < 3:
            return False
        bare = [text.strip("() ") for text in texts.values()]
        digits = [int(text) for text in bare if re.fullmatch("[0-9]{1,2}", text)]
        letters = [text for text in bare if re.fullmatch("[A-Za-z]", text)]
        in_order = digits == list(range(digits[0], digits[0] + len(digits))) if digits else False
        return in_order and len(digits) + len(letters) == len(bare) and len(digits) >= 2

    def _district_named(self, label: str) -> str:
        codes = codes_of(label, units=self.districts)
        bare = codes_of(label, units=self.units)
        return codes[0] if len(codes) == 1 and not bare else ""

    def _answers_of(self, row: int) -> dict[str, tuple[str, Any]]:
        """Return the address and the content of the answer to each indicator in a row."""
        return {
            indicator: (self._place(row, column), self._content(row, column))
            for column, indicator in self.layout.answers.items()
        }

    def _content(self, row: int, column: int) -> Any:
        cell = self.sheet.cells.get(self.grid.origin(row, column))
        if cell is None:
            return ""
        if not isinstance(cell.content, str):
            return cell.content
        shown = decode(cell.content, font=cell.font, encoding=self.grid.encoding)
        plain = any(read_answer(shown, kind=kind).value for kind in ("yes_no", "count"))
        return (
            shown if plain or self.sheet.raw else cell.content
        )  # a word in Unicode among others that are not

    # -- units
    # ----------------------------------------------------------------------------------------------

    def _unit(
        self, row: int, *, name: str, code: str, answered: bool, texts: Mapping[int, str]
    ) -> str | None:
        """Return the code of the unit of a row, or None where there is none or it is asked
        about.
        """
        parent, plain = self._parent(row, texts)
        kind = self._held(texts, "type")
        named = f"{kind} {name}" if kind and codes_of(f"{kind} {name}", units=self.units) else name
        padded = code.zfill(5) if re.fullmatch("[0-9]{4,5}", code) else code
        fitting = codes_of(named, units=self.units, parent=parent) if name else []
        if padded:
            agrees = padded in self.units.index and (not name or padded in fitting)
            if agrees and parent in ("", self.units.at[padded, "parent"]) and plain:
                return padded
        elif len(fitting) == 1 and plain:
            return fitting[0]
        said = " ".join(text for text in (code, named) if text) or " | ".join(
            list(texts.values())[:4]
        )
        near = self._near(named, padded)
        if not answered and not self._worth_asking(named, padded):
            self.desk.reading.ignored.append(f"{self._place(row)}: {said[:80]}")
            return None
        if parent:
            said += f" ({self.districts.at[parent, 'name']})"
        column = self.layout.column("unit") or self.layout.column("code") or 1
        decided = self.desk.ask(
            "unit",
            self._place(row, column),
            said,
            candidates=near,
            allowed=[str(key) for key in self.units.index],
        )
        if decided is None:  # its answers may be part of a total
            self.lines.append(Line(self._place(row), said, total=False, cells={}))
        return decided if decided != "skip" else None

    def _parent(self, row: int, texts: Mapping[int, str]) -> tuple[str, bool]:
        """Return the stated district: of the row, else of its section, else of the sheet; and
        whether it is known.
        """
        written = self._held(texts, "district")
        if not written:
            return self.section or self.layout.district, True
        codes = codes_of(written, units=self.districts)
        return (codes[0], True) if len(codes) == 1 else ("", False)

    def _worth_asking(self, name: str, code: str) -> bool:
        """Tell whether a row without an answer may name a unit all the same."""
        if code in self.units.index or (
            name and (codes_of(name, units=self.units) or of_other_vintage(name))
        ):
            return True
        return bool(name) and len(name) < 40 and bool(self.layout.column("code") and code)

    def _near(self, name: str, code: str) -> list[str]:
        """Return the units that a row may mean, best first."""
        codes = [code] if code in self.units.index else []
        codes += codes_of(name, units=self.units) if name else []
        shown = [f"{key} {self.units.at[key, 'name']}" for key in dict.fromkeys(codes)]
        vintages = of_other_vintage(name, code=code)
        for key in dict.fromkeys(key for former in vintages.values() for key in former):
            years = ", ".join(year for year, former in vintages.items() if key in former)
            shown.append(f"{key} {self.units.at[key, 'name']} → {name or code} ({years})")
        if not shown and name:
            names = nearest_names(name, units=self.units)
            shown = [f"{text[-6:-1]} {text[:-8]}" for text in names]
        return [*dict.fromkeys(shown), "skip"]

    # -- answers
    # ----------------------------------------------------------------------------------------------

    def _observations(self, row: int, code: str) -> list[Observation]:
        found = []
        for column, indicator in self.layout.answers.items():
            decided, estimated = self._answer(row, column, code=code, indicator=indicator)
            if decided:
                basis = "estimated" if estimated and self.basis == "observed" else self.basis
                found.append(Observation(code, indicator, decided, basis, self._place(row, column)))
        return found

    def _answer(self, row: int, column: int, *, code: str, indicator: str) -> tuple[str, bool]:
        """Return what a cell says, blank where it is asked about; and whether it is an estimate."""
        kind, applicable = self.kinds[indicator], code in self.meant[indicator]
        cell = self.sheet.cells.get(self.grid.origin(row, column), Cell(""))
        content = self._content(row, column)
        answer = read_answer(content, kind=kind)
        blank = isinstance(content, str) and not content.strip()
        if not applicable and (blank or answer.value == "na"):
            return "na", False
        if applicable and answer.value not in ("", "na") and not cell.trouble:
            return answer.value, answer.estimated
        found: Value = text_of(cell, encoding=self.grid.encoding)[:300]
        if cell.trouble:
            found = Message("doubt-trouble", content=found, trouble=Message(cell.trouble))
        allowed = ("yes", "no", "unknown") if kind == "yes_no" else ("unknown",)
        candidates = [*answer.candidates, *allowed] if applicable else ["na"]
        decided = self.desk.ask(
            "value",
            self._place(row, column),
            found,
            candidates=[*candidates, "skip"],
            number=applicable and kind == "count",
            holds=[(code, indicator)],
        )
        return ("" if decided in (None, "skip") else str(decided)), False

    # -- totals
    # ----------------------------------------------------------------------------------------------

    def _check_totals(self) -> None:
        """Compare each total row with the rows that it can be the total of, and ask where it is of
        none.
        """
        for line in self.lines:
            if line.total:
                self.desk.reading.ignored.append(f"{line.place}: {line.label}")
        for cell, found in total_faults(self.lines, kinds=self.kinds):
            self.desk.ask("total", cell, found, candidates=("accept",), about="")


_TOTAL = re.compile(
    r"(?:[IVX]+\s*[.)]\s*)?(?:tổng(?:\s+(?:cộng|số))?|cộng|toàn\s+(?:huyện|tỉnh|thành phố)|(?:grand |sub)?total|sum)"
    r"(?:\s*[:.]|\s+(?:huyện|toàn|cộng|h\.|tp|thành phố|tỉnh|of)\b|\s*$)",
    re.IGNORECASE,
)
