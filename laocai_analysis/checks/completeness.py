"""Findings on what is open in a return: doubts, invalid rows, missing units and answers."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from laocai_analysis.checks.case import Case, Finding, named_unit
from laocai_analysis.language import Language, Message, Value, answer
from laocai_analysis.returns.reading.questions import Doubt
from laocai_analysis.returns.round import answers_of
from laocai_analysis.returns.status import doubts_by_district, units_heard_of

#: The message that says what each column of a return must hold.
_EXPECTED = {
    "year": "finding-row-year",
    "code": "finding-row-code",
    "name": "finding-row-name",
    "indicator": "finding-row-indicator",
    "value": "finding-row-value",
    "basis": "finding-row-basis",
    "source": "finding-row-source",
}


def open_doubts(case: Case) -> Iterator[Finding]:
    """Yield every open doubt; a conflict of two files has its own kind."""
    for doubt, district in doubts_by_district(case.opened.state):
        codes, indicators = ({key[part] for key in doubt.holds} for part in (0, 1))
        yield Finding(
            severity="error",
            kind="conflict" if doubt.kind == "conflict" else "doubt",
            found=doubt_found(case, doubt),
            expected=Message(f"doubt-{doubt.kind}"),
            district=district,
            code=next(iter(codes)) if len(codes) == 1 else "",
            indicator=next(iter(indicators)) if len(indicators) == 1 else "",
            file=doubt.file,
            cell=doubt.cell,
        )


def doubt_found(case: Case, doubt: Doubt) -> Value:
    """Return what a doubt is about; text of the file stays as it is."""
    if doubt.kind == "conflict":
        return answers_of(case.opened.state.cells[doubt.holds[0]])
    return doubt.found


def candidates(case: Case, doubt: Doubt) -> tuple[Value, ...]:
    """Return the valid decisions of a doubt, without ``skip``, which is always valid."""
    words = {"accept": Message("doubt-accept"), **case.names}
    shown = [words.get(text, answer(text)) for text in doubt.candidates if text != "skip"]
    return tuple(dict.fromkeys(shown))


def open_questions(case: Case, *, language: Language) -> pd.DataFrame:
    """Return the open doubts as a table to be answered.

    Returns
    -------
    DataFrame
        The column names are messages: unit, indicator, question, what was found, candidates,
        file and cell.
    """
    rows = [
        {
            "column-unit": _asked_of(case, doubt, district),
            "column-indicator": language.text(
                case.named(list(dict.fromkeys(name for _, name in doubt.holds))) or "–"
            ),
            "column-question": language.say(f"doubt-{doubt.kind}"),
            "column-found": language.text(doubt_found(case, doubt)),
            "column-candidates": language.text(candidates(case, doubt) or "–"),
            "column-place": f"{doubt.file}, {doubt.cell}",
        }
        for doubt, district in doubts_by_district(case.opened.state)
        if case.district in ("", case.groups.names.get(district, ""))
    ]
    return pd.DataFrame(rows)


def _asked_of(case: Case, doubt: Doubt, district: str) -> str:
    """Return the unit and the district that a doubt is about, as far as they are plain."""
    codes = {code for code, _ in doubt.holds}
    name = str(case.units["name"].get(next(iter(codes)), "")) if len(codes) == 1 else ""
    return named_unit(name, str(case.groups.names.get(district, "")), within=case.district) or "–"


def refused_rows(case: Case) -> Iterator[Finding]:
    """Yield the rows that are not sound: an unknown unit, a value of another type, a row that
    stands twice.
    """
    written = (
        case.opened.written.set_index("row") if len(case.opened.faults) else case.opened.written
    )
    for fault in case.opened.faults:
        row, column = written.loc[fault.row], str(fault.column)
        code = str(row["code"])
        yield Finding(
            severity="error",
            kind="row",
            found=Message("finding-row-found", column=column, value=str(row[column]) or "–"),
            expected=Message(_EXPECTED.get(column, "finding-row-value")),
            district=case.parent(code),
            code=code,
            indicator=str(row["indicator"]) if row["indicator"] in case.names else "",
            file=fault.file,
            cell=case.line(int(fault.row or 0)),
        )


def refused_cells(case: Case) -> set[tuple[str, str]]:
    """Return the unit and indicator of every row that is not sound: it is a finding of its own, and
    not missing too.
    """
    wrong = {fault.row for fault in case.opened.faults}
    rows = case.opened.written
    rows = rows[rows["row"].isin(wrong)] if wrong else rows.iloc[:0]
    return {(str(row["code"]), str(row["indicator"])) for row in rows.to_dict("records")}


def missing(case: Case) -> Iterator[Finding]:
    """Yield districts and units that sent nothing, and indicators of which a whole district says
    nothing.

    They are warnings: what is missing is unknown, and a round is checked before all of it is there.
    """
    heard, absent, refused = (
        units_heard_of(case.cells),
        absent_indicators(case),
        refused_cells(case),
    )
    for district, cells in case.cells.groupby("parent"):
        members = cells.groupby("code", sort=False)["state"].agg(
            lambda states: set(states) == {"not_reported"}
        )
        silent = members[~members.index.isin(heard | {code for code, _ in refused})]
        if len(silent) == len(members):
            found = Message("finding-district-found", units=len(members))
            expected = Message("finding-district-expected")
            yield Finding("warning", "district_missing", found, expected, str(district))
            continue
        expected = Message("finding-unit-expected")
        for code, no_row in silent.items():
            found = Message("finding-unit-found" if no_row else "finding-unit-blank")
            yield Finding("warning", "unit_missing", found, expected, str(district), str(code))
    found, expected = Message("finding-indicator-found"), Message("finding-indicator-expected")
    for district, indicators in absent.items():
        for indicator in indicators:
            yield Finding(
                "warning", "indicator_missing", found, expected, district, indicator=indicator
            )


def absent_indicators(case: Case) -> dict[str, list[str]]:
    """Return the indicators that no unit of a district reports on, by the code of the district.

    Those that are absent everywhere stand under the blank code alone, unless one district is looked
    at. Districts that sent nothing are left out.
    """
    heard = units_heard_of(case.cells)
    cells = case.cells[case.cells["parent"].isin({case.parent(code) for code in heard})]
    if cells.empty:
        return {}
    absent = cells.groupby(["parent", "indicator"], sort=False)["state"].agg(
        lambda s: set(s) == {"not_reported"}
    )
    names: list[str] = [] if case.district else list(case.cells["indicator"].unique())
    everywhere = [name for name in names if absent.xs(name, level="indicator").all()]
    found = {"": everywhere}
    for parent, indicator in absent[absent].index:
        if indicator not in everywhere:
            found.setdefault(str(parent), []).append(str(indicator))
    return {district: indicators for district, indicators in found.items() if indicators}


def unknown_cells(case: Case) -> Iterator[Finding]:
    """Yield one note for each unit that reported, of the answers that it left blank or did not
    give.
    """
    heard, absent = units_heard_of(case.cells), absent_indicators(case)
    open_cells = case.cells[
        case.cells["code"].isin(heard) & case.cells["state"].isin(["unknown", "not_reported"])
    ]
    refused = refused_cells(case)
    wrong = [
        key in refused for key in zip(open_cells["code"], open_cells["indicator"], strict=True)
    ]
    open_cells = open_cells[~pd.Series(wrong, index=open_cells.index, dtype=bool)]
    for code, cells in open_cells.groupby("code"):
        district = case.parent(str(code))
        known_absent = [*absent.get("", []), *absent.get(district, [])]
        asked = [
            str(indicator) for indicator in cells["indicator"] if indicator not in known_absent
        ]
        if asked:
            one = asked[0] if len(asked) == 1 else ""
            yield Finding(
                "note",
                "unknown",
                Message("finding-unknown-one")
                if one
                else Message("finding-unknown-found", names=case.named(asked)),
                Message("finding-unknown-expected"),
                district,
                str(code),
                one,
                *case.place(str(code), *asked),
            )
