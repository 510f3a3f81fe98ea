"""The progress of a round: what each district sent, what is known, what was corrected."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from laocai_analysis.indicators import applies
from laocai_analysis.language import Language
from laocai_analysis.places.groups import load_groups
from laocai_analysis.places.units import load_units
from laocai_analysis.returns.form import load_form
from laocai_analysis.returns.reading.observations import Reading
from laocai_analysis.returns.reading.questions import Doubt
from laocai_analysis.returns.round import Round, Step, fold, table_of, undone

#: What can be said of a cell that a unit is asked for; each cell is in one of these states.
STATES = ("known", "unknown", "not_reported", "in_doubt")
#: Values that a unit is asked for and that say nothing.
_SILENT = ("unknown", "na")
_CORRECTIONS = (
    "district",
    "code",
    "name",
    "indicator",
    "before",
    "after",
    "step",
    "when",
    "file",
    "cell",
)


def asked_cells(
    table: pd.DataFrame, *, year: int, state: Round | None = None, province: str = ""
) -> pd.DataFrame:
    """Return every cell that the form asks for, and what is known of it.

    Parameters
    ----------
    table : DataFrame
        A return, as `round.table_of` or `table.load_return` gives it.
    year : int
        The year: the units in force at its end are asked for every indicator of the form that
        applies to them.
    state : Round, optional
        The state of the round that the table follows from; its open doubts hold cells back.
    province : str
        The province; blank for that of the project.

    Returns
    -------
    DataFrame
        Columns ``code``, ``parent`` (the code of the district or group), ``indicator``, ``value``
        (blank where the table has no row) and ``state``: ``known``; ``in_doubt`` where it is not
        known and an open doubt holds it; ``unknown`` where it was reported blank;
        ``not_reported``.

    Examples
    --------
    >>> row = {"year": "2008", "code": "02665", "indicator": "commune_lan", "value": "yes"}
    >>> asked_cells(pd.DataFrame([row]), year=2008)["state"].value_counts().to_dict()
    {'not_reported': 1127, 'known': 1}
    """
    units = load_units(year, province=province)
    group = load_groups(year, province=province).of
    rows = table[table["year"] == str(year)]
    values = dict(
        zip(zip(rows["code"], rows["indicator"], strict=True), rows["value"], strict=True)
    )
    held = {key for doubt in (state.doubts if state else ()) for key in doubt.holds}
    records = []
    for indicator in load_form().index:
        for code in units.index[applies(str(indicator), units=units)]:
            value = values.get((code, indicator), "")
            said = _state(value, held=(code, indicator) in held)
            records.append((code, group[code], str(indicator), value, said))
    return pd.DataFrame(records, columns=["code", "parent", "indicator", "value", "state"])


def _state(value: str, *, held: bool) -> str:
    if value and value not in _SILENT:
        return "known"
    if held:
        return "in_doubt"
    return "unknown" if value else "not_reported"


def units_heard_of(cells: pd.DataFrame) -> set[str]:
    """Return the units that reported: those of which at least one cell is known or in doubt."""
    return set(cells.loc[cells["state"].isin(["known", "in_doubt"]), "code"])


def status(
    steps: Sequence[Step],
    *,
    year: int,
    table: pd.DataFrame | None = None,
    province: str = "",
) -> pd.DataFrame:
    """Return how far a round has come.

    Parameters
    ----------
    steps : sequence of Step
        The steps of the round, as a store gives them; none for a table that no import made.
    year : int
        The year of the round.
    table : DataFrame, optional
        The table to count in; that of the steps where not given.
    province : str
        The province of a table without steps; blank for that of the project.

    Returns
    -------
    DataFrame
        Indexed by the code of each district and, in the last row, of the province: ``name``;
        ``files`` (tuple of the names of the files that count); ``step`` and ``date``, of the last
        step that concerns it (0 and blank for none); ``units`` in force and ``reported``, those of
        which at least one cell is known or in doubt; ``asked``, the cells, each of which is in one
        of the four columns after it: ``known``, ``unknown`` (reported blank), ``not_reported``,
        ``in_doubt``; ``questions``, the open doubts; ``corrected``, the cells whose known value was
        changed since, and ``corrected_by`` (tuple of file and step). Doubts of a file with units of
        several districts count for the province only, unless they name the unit.

    Examples
    --------
    >>> status([], year=2009).loc["10", ["units", "reported", "asked", "not_reported"]].to_list()
    [164, 0, 1128, 1128]
    """
    state = fold(steps, year=year)
    table = table_of(state) if table is None else table
    cells = asked_cells(table, year=year, state=state, province=province)
    heard, changed = units_heard_of(cells), corrections(steps, year=year)
    questions = [district for _, district in doubts_by_district(state)]
    last = last_steps(steps, year=year)
    records = {}
    held = load_groups(year, province=province)
    whole_province = load_units(year, province=province, level="province")["name"]
    for code, name in [*held.names.items(), *whole_province.items()]:
        whole = code in whole_province.index
        of = cells if whole else cells[cells["parent"] == code]
        fixed = changed if whole else changed[changed["district"] == code]
        files = [r.file for r in state.readings.values() if whole or code in senders(r, year=year)]
        number = max(last.values(), default=0) if whole else last.get(str(code), 0)
        records[code] = {
            "name": name,
            "files": tuple(dict.fromkeys(files)),
            "step": number,
            "date": next((step.when[:10] for step in steps if step.number == number), ""),
            "units": of["code"].nunique(),
            "reported": len(heard & set(of["code"])),
            "asked": len(of),
            **{each: int((of["state"] == each).sum()) for each in STATES},
            "questions": len(questions) if whole else questions.count(str(code)),
            "corrected": len(fixed[["code", "indicator"]].drop_duplicates()),
            "corrected_by": tuple(
                dict.fromkeys(f"{r['file']} ({r['step']})" for r in fixed.to_dict("records"))
            ),
        }
    return pd.DataFrame.from_dict(records, orient="index").rename_axis("code")


def senders(reading: Reading, *, year: int) -> set[str]:
    """Return the districts whose units a file names; where there are none, the groups."""
    held = load_groups(year)
    if held.kind == "district":
        return set(reading.districts)
    return {str(held.of[one.code]) for one in reading.observations if one.code in held.of}


def last_steps(steps: Sequence[Step], *, year: int) -> dict[str, int]:
    """Return the last step that concerns each district, by its code; blank for one that no district
    is known of.

    An undoing concerns the districts of what it undoes; a step that was undone, and its undoing,
    still happened.
    """
    concerned: dict[int, set[str]] = {}
    for step in steps:
        about = {code for reading in step.readings for code in senders(reading, year=year)}
        concerned[step.number] = about | concerned.get(step.undoes, set()) or {""}
    return {code: number for number, codes in sorted(concerned.items()) for code in codes}


def doubts_by_district(state: Round) -> list[tuple[Doubt, str]]:
    """Return every open doubt with the code of the district that it concerns; blank where that is
    not plain.

    It is the district of the units that the doubt names, else that of the only district of its
    file.
    """
    parents = load_groups(state.year).of
    placed = [
        (doubt, _only(_parents(doubt, parents) or senders(reading, year=state.year)))
        for reading in state.readings.values()
        for doubt in reading.doubts
    ]
    return placed + [(doubt, _only(_parents(doubt, parents))) for doubt in state.conflicts]


def _parents(doubt: Doubt, parents: pd.Series) -> set[str]:
    return {str(parents[code]) for code, _ in doubt.holds if code in parents.index}


def _only(codes: Collection[str]) -> str:
    return next(iter(codes)) if len(codes) == 1 else ""


def corrections(steps: Sequence[Step], *, year: int) -> pd.DataFrame:
    """Return every cell whose known value a later step changed to another known value.

    Steps that were undone leave no trace here: they are as if they had never been taken.

    Parameters
    ----------
    steps : sequence of Step
        The steps of the round.
    year : int
        Its year.

    Returns
    -------
    DataFrame
        In the order of the steps: ``district`` (code), ``code``, ``name``, ``indicator``,
        ``before``, ``after``, the number ``step`` and the time ``when`` of the step by which it
        changed, ``file`` and ``cell`` that state the new value. A cell that changed twice has two
        rows.
    """
    gone = undone(steps)
    counting = [step for step in steps if step.number not in gone and step.kind != "undo"]
    parents, known, found = (
        load_groups(year).of,
        dict[tuple[str, str], str](),
        list[dict[str, Any]](),
    )
    for place, step in enumerate(counting):
        for row in _known_rows(table_of(fold(counting[: place + 1], year=year))):
            key = (row["code"], row["indicator"])
            before, known[key] = known.get(key, row["value"]), row["value"]
            if before != row["value"]:
                about = {"district": parents[row["code"]], "before": before, "after": row["value"]}
                found.append({**row, **about, "step": step.number, "when": step.when})
    return pd.DataFrame(found, columns=list(_CORRECTIONS))


def _known_rows(table: pd.DataFrame) -> Iterable[Mapping[str, Any]]:
    return table[~table["value"].isin(_SILENT)].to_dict("records")  # type: ignore[return-value]


def shown_status(table: pd.DataFrame, *, language: Language) -> pd.DataFrame:
    """Return the table of `status` for readers: the column names are messages, the cells
    words and numbers.
    """
    say = language.say
    last = [language.date(row["date"]) or "–" for row in table.to_dict("records")]
    reported = [
        say("finding-reported", reported=str(row["reported"]), units=str(row["units"]))
        for row in table.to_dict("records")
    ]
    files = [
        str(len(names)) if code in _provinces(table) else "; ".join(names) or "–"
        for code, names in table["files"].items()
    ]
    return pd.DataFrame(
        {
            "column-district": table["name"].tolist(),
            "column-files": files,
            "column-last": last,
            "column-reported": reported,
            "column-asked": table["asked"].tolist(),
            "column-known": table["known"].tolist(),
            "column-blank": table["unknown"].tolist(),
            "column-not-reported": table["not_reported"].tolist(),
            "column-in-doubt": table["in_doubt"].tolist(),
            "column-questions": table["questions"].tolist(),
            "column-corrected": table["corrected"].tolist(),
        }
    )


def _provinces(table: pd.DataFrame) -> set[str]:
    return {str(code) for code in table.index if len(str(code)) == 2}


def shown_corrections(table: pd.DataFrame, *, language: Language) -> pd.DataFrame:
    """Return the table of `corrections` for readers, as `shown_status` does."""
    names, say = load_form()[f"name_{language.code}"], language.say
    records = table.to_dict("records")
    steps = [
        say("finding-last", date=language.date(r["when"][:10]), step=str(r["step"]))
        for r in records
    ]
    return pd.DataFrame(
        {
            "column-unit": [row["name"] for row in records],
            "column-indicator": [str(names[row["indicator"]]) for row in records],
            "column-was": [language.answer(row["before"]) for row in records],
            "column-is": [language.answer(row["after"]) for row in records],
            "column-last": steps,
            "column-place": [f"{row['file']}, {row['cell']}" for row in records],
        }
    )
