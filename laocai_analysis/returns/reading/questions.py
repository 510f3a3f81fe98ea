"""The open questions of an import, the review file that asks them, and the decisions in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Language, Message, Value, process_language

#: How each kind of doubt is decided: the message after its question, ``doubt-`` and the kind.
#: `skip` as a decision always leaves the thing out.
KINDS = {
    "encoding": "decide-choose",
    "year": "decide-accept",
    "header": "decide-skip",
    "column": "decide-choose",
    "district": "decide-code",
    "unit": "decide-code",
    "duplicate": "decide-choose",
    "value": "decide-choose",
    "total": "decide-accept",
    "conflict": "decide-choose",
}
COLUMNS = ("id", "file", "cell", "kind", "question", "found", "candidates", "decision")


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that the import does not guess.

    Parameters
    ----------
    id : str
        Ten hexadecimal digits, made of the content of the file, the place and what was found there.
    file, cell : str
        Where it stands.
    kind : str
        One of `KINDS`.
    found : str or value of a message
        What the file holds there: its text, with a message about it where there is one.
    candidates : tuple of str
        The best decisions, best first; each begins with what is to be written as the decision.
    holds : tuple of (str, str)
        The unit and indicator of each cell that is kept out of the table until this is decided;
        blank for unknown.
    """

    id: str
    file: str
    cell: str
    kind: str
    found: Value
    candidates: tuple[str, ...] = ()
    holds: tuple[tuple[str, str], ...] = ()

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Doubt:
        """Make a doubt from the JSON of `dataclasses.asdict`."""
        holds = tuple((str(code), str(indicator)) for code, indicator in kept["holds"])
        candidates = tuple(str(text) for text in kept["candidates"])
        texts = {name: str(kept[name]) for name in ("id", "file", "cell", "kind")}
        return cls(**texts, found=_value(kept["found"]), candidates=candidates, holds=holds)


def _value(kept: Any) -> Value:
    """Return the value of a message from its JSON."""
    if isinstance(kept, dict):
        return Message(kept["id"], **{name: _value(value) for name, value in kept["values"]})
    if isinstance(kept, list):
        return tuple(_value(value) for value in kept)
    return kept if isinstance(kept, int) else str(kept)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided of a doubt.

    Parameters
    ----------
    id : str
        The id of the doubt.
    decision : str
        A code, an indicator, a value, a row, ``accept`` or ``skip``.
    file : str
        The review file that it was written in.
    row : int
        The row of that file.
    """

    id: str
    decision: str
    file: str
    row: int

    def refuse(self, expected: str | Message) -> InputError:
        """Return the error for an invalid decision."""
        return InputError([Fault(self.file, self.row, "decision", expected, repr(self.decision))])


def doubt_id(*parts: str) -> str:
    """Return the id of a doubt: the same for the same content, place and finding.

    Examples
    --------
    >>> len(doubt_id("0af1", "unit", "B7", "Bản Lâu"))
    10
    """
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:10]


def write_review(doubts: Iterable[Doubt], path: Path) -> None:
    """Write the review file: one row for each doubt, with a column for the decision.

    Decisions in an existing file are kept where the doubt is still open.

    Parameters
    ----------
    doubts : iterable of Doubt
        What to ask.
    path : Path
        An xlsx file; it is replaced as a whole.

    Raises
    ------
    InputError
        If another file stands there.
    """
    from laocai_analysis.spreadsheet import write_table

    words = Language(process_language())
    written = read_decisions(path.read_bytes(), file=path.name) if path.exists() else {}
    kept = {key: made.decision for key, made in written.items()}
    rows = [
        {
            "id": d.id,
            "file": d.file,
            "cell": d.cell,
            "kind": d.kind,
            "question": f"{words.say(f'doubt-{d.kind}')} {words.say(KINDS[d.kind])}",
            "found": words.text(d.found),
            "candidates": "\n".join(d.candidates),
            "decision": kept.get(d.id, ""),
        }
        for d in doubts
    ]
    widths = {
        "id": 13,
        "file": 24,
        "cell": 18,
        "kind": 11,
        "question": 48,
        "found": 36,
        "candidates": 44,
        "decision": 18,
    }
    write_table(path, sheet="review", columns=widths, rows=rows, unlocked="decision")


def read_decisions(content: bytes, *, file: str) -> dict[str, Decision]:
    """Read a review file that came back; rows without a decision are still open.

    Parameters
    ----------
    content : bytes
        An xlsx, xls, ods or csv file with at least the columns ``id`` and ``decision``.
    file : str
        Its name.

    Returns
    -------
    dict of str to Decision
        By the id of the doubt.

    Raises
    ------
    InputError
        If a column is missing, an id stands twice, or a decision stands without an id.
    """
    from laocai_analysis.returns.reading.sheets import read_sheets

    sheets = read_sheets(content, file=file)
    columns = (
        {str(sheets[0].cells[1, c].content).strip(): c for r, c in sheets[0].cells if r == 1}
        if sheets
        else {}
    )
    if missing := [name for name in ("id", "decision") if name not in columns]:
        raise InputError(
            [
                Fault(file, 1, name, Message("expected-columns"), Message("found-none"))
                for name in missing
            ]
        )
    decisions: dict[str, Decision] = {}
    faults = []
    for row in range(2, sheets[0].rows + 1):
        cells = {name: sheets[0].cells.get((row, column)) for name, column in columns.items()}
        key, decision = (
            _text(cell.content) if (cell := cells[name]) else "" for name in ("id", "decision")
        )
        if not decision:
            continue
        if not key or key in decisions:
            faults.append(Fault(file, row, "id", Message("expected-doubt"), repr(key)))
        decisions[key] = Decision(key, decision, file, row)
    if faults:
        raise InputError(faults)
    return decisions


def _text(content: object) -> str:
    """Return a cell as a person sees it: a code that a spreadsheet made a number of stays without a
    point.
    """
    if isinstance(content, float) and content == int(content):
        content = int(content)
    return str(content).strip()
