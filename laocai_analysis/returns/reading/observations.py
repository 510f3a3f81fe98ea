"""What one file says: an observation for each cell that is plain, a doubt for each thing that is
not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from laocai_analysis.language import Message, Value, answer
from laocai_analysis.returns.reading.account import Account, ColumnTaken, RowCount
from laocai_analysis.returns.reading.desk import Desk
from laocai_analysis.returns.reading.open_sheet import OpenSheet
from laocai_analysis.returns.reading.questions import Decision, Doubt, in_both
from laocai_analysis.returns.reading.sheet_reader import SheetReader
from laocai_analysis.returns.reading.sheets import Sheet, read_sheets
from laocai_analysis.returns.reading.stated_years import StatedYears
from laocai_analysis.returns.reading.titles import other_years
from laocai_analysis.returns.reading.unit_rows import Observation, UnitRow


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
    ignored : list of value of a message
        What was left out without being asked about, with its place: rows that hold no answer, total
        rows that agree, what is hidden, columns beside an indicator; and what was read by a rule.
    used : list of str
        The ids of the decisions that were applied.
    rows : list of RowCount
        What became of the rows of each sheet.
    columns : list of ColumnTaken
        The columns that were recognised.
    """

    file: str
    sha256: str
    basis: str = "observed"
    observations: list[Observation] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    districts: list[str] = field(default_factory=list)
    ignored: list[Value] = field(default_factory=list)
    used: list[str] = field(default_factory=list)
    rows: list[RowCount] = field(default_factory=list)
    columns: list[ColumnTaken] = field(default_factory=list)


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
        What was decided of doubts, by the id of the doubt or of its rule.

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
    rows, accounts = list[UnitRow](), list[Account]()
    desk, years = Desk(reading, decisions or {}), StatedYears()
    readers = [SheetReader(OpenSheet(s, desk=desk, year=year, basis=basis)) for s in sheets]
    stated = [one for reader in readers for one in reader.find()]
    elsewhere = other_years(stated, file=file, year=year)
    for reader in readers:
        rows += reader.read(before=years, elsewhere=elsewhere)
        years = reader.years
        accounts.append(reader.account)
        reading.ignored += reader.open.left_out
        reading.columns += reader.open.columns
    if not sheets:
        desk.ask("header", file, "", candidates=("skip",), allowed={"skip"})
    _without_doubles(rows, reading, desk)
    reading.districts = sorted({row.district for row in rows})
    reading.doubts = list({doubt.id: doubt for doubt in reading.doubts}.values())
    reading.used = list(dict.fromkeys(reading.used))
    reading.rows = [account.count() for account in accounts]
    reading.ignored += [
        Message("ignored-rule", found=found, decision=in_both(said), count=count)
        for (found, said), count in desk.ruled.items()
    ]
    return reading


def _without_doubles(rows: Sequence[UnitRow], reading: Reading, desk: Desk) -> None:
    """Keep the rows of each unit, unless two of them answer the same question: then ask which one
    counts; once for all units that stand in the same tables. Where the answer of one of them is in
    doubt, that of the other waits.
    """
    of_unit: dict[str, list[UnitRow]] = {}
    for row in rows:
        of_unit.setdefault(row.code, []).append(row)
    doubled: dict[tuple[str, ...], list[list[UnitRow]]] = {}
    for same in (alike for rows in of_unit.values() for alike in _answering_alike(rows)):
        if len(same) > 1:
            tables = tuple(dict.fromkeys(row.table for row in same))
            doubled.setdefault(tables if len(tables) == len(same) else (), []).append(same)
    out = set[str]()
    for tables, units in doubled.items():
        together = len(units) > 1 and len(tables) > 1
        for group in [units] if together else [[same] for same in units]:
            out |= _not_chosen(group, desk, tables=tables if together else ())
    in_doubt = {held for one in reading.doubts if one.kind != "duplicate" for held in one.holds}
    asked: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        for name in row.asked:
            asked.setdefault((row.code, name), set()).add(row.table)
    for row in (row for same in of_unit.values() for row in same if row.place not in out):
        keys = {one.indicator: (row.code, one.indicator) for one in row.observations}
        elsewhere = {key for key in keys.values() if asked.get(key, set()) - {row.table}}
        sure = [one for one in row.observations if keys[one.indicator] not in in_doubt | elsewhere]
        if len(sure) < len(row.observations):  # another cell that answers this is asked about
            row.account.wait(row.row)
        elif sure:
            row.account.keep(row.row)
        reading.observations += sure


def _answering_alike(rows: Sequence[UnitRow]) -> list[list[UnitRow]]:
    """Group the rows of a unit: those that answer the same question come together."""
    groups: list[tuple[set[str], list[UnitRow]]] = []
    for row in rows:
        asked, alike = {one.indicator for one in row.observations}, [row]
        apart = []
        for group in groups:
            if group[0] & asked:
                asked, alike = asked | group[0], group[1] + alike
            else:
                apart.append(group)
        groups = [*apart, (asked, alike)]
    return [alike for _, alike in groups]


def _not_chosen(
    units: Sequence[Sequence[UnitRow]], desk: Desk, *, tables: Sequence[str]
) -> set[str]:
    """Return the places of the rows that do not count: a person chooses a row of one unit, or a
    table for several units.
    """
    first, rows = units[0], [row for same in units for row in same]
    places = list(tables) or [row.place for row in first]
    found = Message(
        "doubt-answers", about=first[0].code, answers=tuple(_said(row) for row in first)
    )
    if tables:
        found = Message("doubt-tables", count=len(units), tables=tuple(tables))
    decided = desk.ask(
        "duplicate",
        places[0],
        found,
        candidates=places,
        allowed=places,
        holds=list(
            dict.fromkeys((row.code, o.indicator) for row in rows for o in row.observations)
        ),
        about=";".join(tables) or first[0].code,
        unit="; ".join(same[0].name for same in units[:12]),
    )
    out = [row for row in rows if decided != (row.table if tables else row.place)]
    for row in out:
        if decided is None:
            row.account.wait(row.row)
        else:
            row.account.drop(row.row)
    return {row.place for row in out}


def _said(row: UnitRow) -> Message:
    values = tuple(answer(one.value) for one in row.observations)
    return Message("doubt-row", place=row.place, values=values)
