"""What each column of a table is: by its heads, and by what its cells hold."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from laocai_analysis.returns.form import LONG_COLUMNS, UNIT_COLUMNS
from laocai_analysis.returns.reading.grid import Grid
from laocai_analysis.returns.reading.headings import UNKNOWN, Heading, read_heading, version_of
from laocai_analysis.returns.reading.questions import INVERSE, times_of
from laocai_analysis.returns.reading.row_kinds import is_total
from laocai_analysis.returns.reading.tables import Table
from laocai_analysis.returns.reading.unit_names import UnitNames

#: A column is what this share of its cells are.
_MOST = 0.6
_NO_ANSWERS = frozenset({*UNIT_COLUMNS, *LONG_COLUMNS})
_TYPES = {"xã", "phường", "thị trấn"}
#: What a column can be of the indicator that another column of the table is itself.
_BESIDE = {"part", "plan", "ratio", "of_which", "other_time"}


@dataclass(slots=True)
class Columns:
    """What the columns of a table are taken as.

    Parameters
    ----------
    headings : dict of int to Heading
        What the heads of each column say.
    means : dict of int to str
        The columns that are plain: an indicator, or one of `form.UNIT_COLUMNS` and `LONG_COLUMNS`.
    choices : dict of str to dict of str to int
        For an indicator whose answers have a column each, such as *Có* and *Không*: the column of
        each answer.
    inverse : set of int
        The columns among `means` that say the opposite of their indicator.
    unplaced : list of int
        The columns that hold something and are to be asked about.
    aside : dict of int to str
        The columns that are left out beside the indicator itself, with what they are of it.
    version : int or None
        The column that says of each row whether it is what was done, a plan or a part.
    factors : dict of int to int
        By how much a count in a column is to be multiplied that is in thousands, say.
    asked : set of str
        The indicators that a column may be which is asked about.
    """

    headings: dict[int, Heading]
    means: dict[int, str] = field(default_factory=dict)
    choices: dict[str, dict[str, int]] = field(default_factory=dict)
    inverse: set[int] = field(default_factory=set)
    unplaced: list[int] = field(default_factory=list)
    aside: dict[int, str] = field(default_factory=dict)
    version: int | None = None
    factors: dict[int, int] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)

    def of(self, meaning: str) -> int | None:
        """Return the first column that holds something; None for no such column."""
        return next((number for number, held in self.means.items() if held == meaning), None)

    @property
    def answers(self) -> dict[int, str]:
        """The columns that are an indicator, without those of choices."""
        return {number: held for number, held in self.means.items() if held not in _NO_ANSWERS}

    @property
    def by_indicator(self) -> dict[str, list[int]]:
        """The columns of each indicator; of its choices the first one, in front."""
        found: dict[str, list[int]] = {}
        for number, held in self.answers.items():
            found.setdefault(held, []).append(number)
        for held, chosen in self.choices.items():
            found.setdefault(held, []).insert(0, min(chosen.values()))
        return found

    @property
    def answering(self) -> set[int]:
        """All columns in which answers may stand."""
        chosen = {number for columns in self.choices.values() for number in columns.values()}
        value = self.of("value")
        return {*self.answers, *chosen, *([value] if value else [])}


def place_columns(grid: Grid, table: Table, *, names: UnitNames, year: int) -> Columns:
    """Tell what each column of a table is.

    Parameters
    ----------
    grid : Grid
        The sheet.
    table : Table
        The table in it.
    names : UnitNames
        The units of the year.
    year : int
        The year that is imported.
    """
    headings = {
        column: read_heading(table.levels.get(column, ()), year=year)
        if column in table.levels
        else Heading("")
        for column in range(table.first, table.last + 1)
    }
    found = Columns(headings)
    rows = [row for row in table.body if not _is_total_row(grid, table, row)]
    cells = {
        column: [text for row in rows if (text := grid.text(row, column))] for column in headings
    }
    _place_units(found, cells, names)
    _place_version(found, cells, year=year)
    _place_choices(found)
    named = [row for row in rows if _names_unit(grid, row, found, names)] or rows
    within = [row for row in rows if row <= named[-1]]  # signatures stand beneath
    _place_answers(found, {c for c in headings if any(grid.text(row, c) for row in within)})
    _put_aside(found)
    return found


def _is_total_row(grid: Grid, table: Table, row: int) -> bool:
    """Tell whether a row is called a total: its cells tell nothing of their columns."""
    texts = (grid.text(row, column) for column in range(table.first, table.last + 1))
    return is_total(next((text for text in texts if text and not text.isdigit()), ""))


def _place_units(found: Columns, cells: Mapping[int, list[str]], names: UnitNames) -> None:
    """Find the columns of units, codes and the like, by head and by cells."""
    for column, texts in cells.items():
        heading, held = found.headings[column], _held(texts, names)
        means = heading.means if heading.means in UNIT_COLUMNS else ""
        means = "" if means == "unit" and heading.others and held["unit"] < _MOST else means
        if heading.means in _NO_ANSWERS or not heading.means:
            means = _corrected(means, held, heading=heading)
        if heading.means in LONG_COLUMNS and not heading.others and not means:
            means = heading.means if heading.means != "year" or held["year"] >= _MOST else ""
        if means:
            found.means[column] = means
    for meaning in ("unit", "code", "indicator", "value", "year"):
        same = [column for column, held in found.means.items() if held == meaning]
        best = max(same, key=lambda c: _rank(meaning, cells[c], names), default=None)
        for column in same:
            if column != best:
                del found.means[column]
    if not {"indicator", "value"} <= set(found.means.values()):
        for column in [c for c, held in found.means.items() if held in ("indicator", "value")]:
            del found.means[column]
    if "unit" not in found.means.values():
        shares = {
            column: _held(texts, names)["unit"]
            for column, texts in cells.items()
            if column not in found.means and not found.headings[column].means
        }
        best = max(shares, key=lambda column: shares[column], default=None)
        if best is not None and shares[best] >= 0.3:
            found.means[best] = "unit"


def _rank(meaning: str, texts: list[str], names: UnitNames) -> float:
    held = _held(texts, names)
    return held[meaning] * len(texts) if meaning in ("unit", "code") else len(texts)


def _held(texts: list[str], names: UnitNames) -> Counter[str]:
    """Return which share of some cells are units, codes, districts, types, and numbers in order."""
    found: Counter[str] = Counter()
    for text in texts:
        found["unit"] += bool(names.codes(text) or names.others(text))
        found["code"] += names.is_code(text)
        found["no_district"] += bool(names.codes(text)) and not names.district(text)
        found["district"] += bool(names.district(text)) and (len(text) > 2 or not text.isdigit())
        found["type"] += text.lower().strip(". ") in _TYPES
        found["year"] += bool(re.fullmatch(r"(?:19|20)[0-9]{2}", text))
    if not texts:
        return found
    found["several"] = len(texts) > 1
    shares = Counter({name: count / len(texts) for name, count in found.items()})
    digits = [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 5]
    steps = sum(high - low == 1 for low, high in itertools.pairwise(digits))
    if len(digits) > 2 and len(digits) >= _MOST * len(texts) and steps == len(digits) - 1:
        shares["number"] = 1 if digits[0] == 1 else 0
    return shares


def _corrected(means: str, held: Counter[str], *, heading: Heading) -> str:
    """Return what a column is whose cells say something else than its head, or whose head is
    unknown.
    """
    if means == "unit" and held["code"] >= _MOST and held["unit"] < 0.2:
        return "code"
    if means in ("code", "note", "type") and held["unit"] >= _MOST and held["type"] < _MOST:
        return "unit"
    if means == "note" and held["code"] >= _MOST:
        return "code"
    if means == "unit" and held["type"] >= _MOST:
        return "type"
    if means in ("unit", "") and held["district"] >= _MOST and not held["no_district"]:
        return "district" if held["unit"] < 1 or held["several"] else means
    if means or heading.means:
        return means
    for meaning in ("unit", "code", "type", "number"):
        if held[meaning] >= _MOST and (meaning != "number" or not heading.text):
            return meaning
    return ""


def _place_version(found: Columns, cells: Mapping[int, list[str]], *, year: int) -> None:
    """Find the column whose cells tell what was done from what was planned; it needs no other
    meaning where most of them do.
    """
    most = 0
    for column, texts in cells.items():
        plain = found.headings[column].plain
        if found.means.get(column, "note") != "note" or (plain and plain not in _NO_ANSWERS):
            continue
        said = [version for text in texts if (version := version_of(text, year=year))]
        telling, others = len(said) >= _MOST * len(texts), len(said) - said.count("itself")
        if others > most and (telling or "plan" in said):
            found.version, most = column, others
            if telling:
                found.means[column] = "note"


def _place_choices(found: Columns) -> None:
    """Put together the columns of one indicator that stand for an answer each."""
    groups: dict[tuple[str, str], dict[str, list[int]]] = {}
    for column, heading in found.headings.items():
        if heading.choice and not heading.others and column not in found.means:
            group = groups.setdefault((heading.means, _group_of(heading)), {})
            group.setdefault(heading.choice, []).append(column)
    for (indicator, _), chosen in groups.items():
        once = all(len(columns) == 1 for columns in chosen.values())
        if {"yes", "no"} <= set(chosen) and once and indicator not in found.choices:
            found.choices[indicator] = {said: columns[0] for said, columns in chosen.items()}


def _group_of(heading: Heading) -> str:
    """Return the head of a column without its last part."""
    return re.split(r"\s*(?:[>/:(\[]|\s[-–]\s)\s*(?=[^>/:(\[]*$)", heading.text)[0].strip().lower()


def _names_unit(grid: Grid, row: int, found: Columns, names: UnitNames) -> bool:
    columns = [column for held in ("unit", "code") if (column := found.of(held))]
    return any(names.is_unit(grid.text(row, column)) for column in columns)


def _place_answers(found: Columns, filled: set[int]) -> None:
    chosen = {column for columns in found.choices.values() for column in columns.values()}
    for column, heading in found.headings.items():
        if column in found.means or column in chosen:
            continue
        if heading.plain and heading.plain not in _NO_ANSWERS:
            found.means[column] = heading.plain
        elif column in filled or heading.inverse:  # where none is marked, all may have it
            found.unplaced.append(column)


def _put_aside(found: Columns) -> None:
    """Leave out what stands beside the column of an indicator."""
    known = found.by_indicator
    for column in list(found.unplaced):
        heading = found.headings[column]
        beside = set(heading.others) <= _BESIDE and heading.others
        if heading.means in known and beside and UNKNOWN not in heading.others:
            found.aside[column] = heading.others[0]
            found.unplaced.remove(column)


def take(found: Columns, column: int, decision: str) -> None:
    """Take a column as a person decided: as an indicator, its opposite, an indicator in thousands,
    or a column of units.
    """
    indicator, factor = times_of(decision.removeprefix(INVERSE))
    found.means.pop(column, None)
    found.inverse.discard(column)
    found.factors[column] = factor
    found.choices = {
        held: columns for held, columns in found.choices.items() if column not in columns.values()
    }
    if decision == "skip":
        return
    if indicator in ("unit", "code"):
        for other in [c for c, held in found.means.items() if held == indicator]:
            del found.means[other]
    found.means[column] = indicator
    if decision.startswith(INVERSE):
        found.inverse.add(column)


def decisions_of(indicators: Iterable[str], *, yes_no: Iterable[str]) -> list[str]:
    """Return all that may be decided of a column beside leaving it out."""
    return [*indicators, *(INVERSE + name for name in yes_no), *UNIT_COLUMNS, *LONG_COLUMNS]
