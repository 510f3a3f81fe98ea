"""All findings on a return as one table, and the table in words. Nothing is corrected here."""

from __future__ import annotations

import pandas as pd

from laocai_analysis.checks import completeness, plausibility
from laocai_analysis.checks.case import SEVERITIES, Case, named_unit
from laocai_analysis.evidence import load_evidence
from laocai_analysis.indicators import load_indicators
from laocai_analysis.language import Language
from laocai_analysis.returns.opening import OpenedReturn

#: The kinds of findings, in the order in which a district is asked to see to them.
KINDS = (
    "doubt",
    "conflict",
    "row",
    "part",
    "range",
    "flow",
    "district_missing",
    "unit_missing",
    "indicator_missing",
    "jump",
    "total",
    "unknown",
)


def find(
    opened: OpenedReturn,
    *,
    year: int,
    before: pd.DataFrame | None = None,
    district: str = "",
    province: str = "",
) -> pd.DataFrame:
    """Return all findings on a return.

    Parameters
    ----------
    opened : OpenedReturn
        As `returns.opening.open_return` gives it: a round with its steps, or a table alone.
    year : int
        Its year.
    before : DataFrame, optional
        The return of an earlier year, as `returns.load_return` gives it.
    district : str
        The name of a district; blank for the whole province. A finding on several districts, a
        total of the province for example, is in the list of the province only.
    province : str
        The province; blank for that of the project.

    Returns
    -------
    DataFrame
        The columns of `COLUMNS`, errors first, then by district and unit: ``severity``, ``kind``,
        the name of the ``district``, ``code`` and ``name`` of the unit, ``indicator`` (id), what
        was ``found`` and ``expected``, ``file`` and ``cell``; blank for more than one. ``found``,
        ``expected`` and ``cell`` are messages without words; see `worded`.

    Examples
    --------
    >>> from laocai_analysis.returns.opening import open_return
    >>> table = find(open_return("2008-illustrative", year=2008), year=2008)
    >>> table["kind"].value_counts().to_dict()
    {'indicator_missing': 5}
    """
    case = Case(
        opened,
        year=year,
        evidence=load_evidence(),
        before=before,
        district=district,
        province=province,
    )
    looked_for = (
        completeness.open_doubts,
        completeness.refused_rows,
        completeness.missing,
        completeness.unknown_cells,
        plausibility.parts_above_wholes,
        plausibility.ranges,
        plausibility.jumps,
        plausibility.totals,
    )
    return case.table_of([finding for look in looked_for for finding in look(case)])


def open_questions(
    opened: OpenedReturn,
    *,
    year: int,
    district: str = "",
    language: str = "vi",
    province: str = "",
) -> pd.DataFrame:
    """Return the open doubts of a round for readers, with the valid answers.

    Returns
    -------
    DataFrame
        The column names are messages: unit, indicator, question, what was found, candidates,
        file and cell.
    """
    evidence = load_evidence()
    case = Case(opened, year=year, evidence=evidence, district=district, province=province)
    return completeness.open_questions(case, language=Language(language))


def worded(findings: pd.DataFrame, *, language: Language) -> pd.DataFrame:
    """Return findings with ``found``, ``expected`` and ``cell`` in words.

    Parameters
    ----------
    findings : DataFrame
        As `find` gives it.
    language : Language
        The language.
    """
    words = {
        column: [language.text(value) for value in findings[column]]
        for column in ("found", "expected", "cell")
    }
    return findings.assign(**words)


def shown(
    findings: pd.DataFrame, *, language: Language, severity: bool = False, district: str = ""
) -> pd.DataFrame:
    """Return findings for readers: the column names are messages.

    Parameters
    ----------
    findings : DataFrame
        As `find` gives it.
    language : Language
        The language.
    severity : bool
        Whether the first column is the severity.
    district : str
        The district that the page is about, whose name is not repeated in each row.
    """
    names = load_indicators()[f"name_{language.code}"]
    records = worded(findings, language=language).to_dict("records")
    columns = {
        "column-severity": [language.say(f"severity-{row['severity']}") for row in records],
        "column-unit": [
            named_unit(row["name"], row["district"], within=district)
            or language.say("check-whole-province")
            for row in records
        ],
        "column-indicator": [str(names.get(row["indicator"], "–")) for row in records],
        "column-found": [row["found"] for row in records],
        "column-expected": [row["expected"] for row in records],
        "column-place": [
            ", ".join(part for part in (row["file"], row["cell"]) if part) or "–" for row in records
        ],
    }
    table = pd.DataFrame(columns)
    return table if severity else table.drop(columns="column-severity")


def tally(findings: pd.DataFrame) -> dict[str, int]:
    """Return the number of findings of each severity.

    Examples
    --------
    >>> tally(pd.DataFrame({"severity": ["note", "note", "error"]}))
    {'error': 1, 'warning': 0, 'note': 2}
    """
    return {severity: int((findings["severity"] == severity).sum()) for severity in SEVERITIES}
