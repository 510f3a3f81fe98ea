"""The review file: what is open, asked in one row for all that is alike, and the decisions that
come back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import LANGUAGES, Language, Message, process_language
from laocai_analysis.returns.form import load_form
from laocai_analysis.returns.reading.account import ColumnTaken
from laocai_analysis.returns.reading.questions import KINDS, Decision, Doubt, in_words

#: The columns of the sheets of a review file, and how wide each is, in characters. The last ones
#: are hidden: nobody has to read them.
_ASKED = {
    "question": 44,
    "found": 24,
    "unit": 24,
    "column": 24,
    "file": 20,
    "cell": 16,
    "candidates": 28,
    "decision": 26,
    "kind": 11,
    "id": 13,
}
_EACH = {"unit": 24, "column": 28, "found": 32, "file": 22, "cell": 18, "decision": 26, "id": 13}
_TAKEN = {"column": 44, "taken": 32, "file": 22, "cell": 18, "decision": 28, "id": 13}
_HIDDEN = ("kind", "id")
#: The height of a line, in points.
_LINE = 14.0
#: A row names this many of the cells that it asks about.
_MOST_NAMED = 12


def write_review(
    doubts: Iterable[Doubt], path: Path, *, columns: Sequence[tuple[str, ColumnTaken]] = ()
) -> int:
    """Write the review file: one row for all doubts that are alike, with a list to choose the
    decision from.

    A second sheet has each cell of those rows, for one that is to be decided otherwise; a third the
    columns that were recognised. What somebody has already written in the file that is there stays,
    where it is still asked.

    Parameters
    ----------
    doubts : iterable of Doubt
        What to ask.
    path : Path
        An xlsx file; it is replaced as a whole.
    columns : sequence of (str, ColumnTaken)
        The columns that were recognised, each with the name of its file.

    Returns
    -------
    int
        The number of questions: alike ones count once.

    Raises
    ------
    InputError
        If another file stands there.
    """
    from openpyxl import Workbook

    from laocai_analysis.spreadsheet import save

    written = read_decisions(path.read_bytes(), file=path.name) if path.exists() else {}
    groups = _alike(doubts)
    asked = [_asked_row(key, group) for key, group in groups.items()]
    each = [
        _plain_row(doubt) | {"id": doubt.id}
        for key, group in groups.items()
        if key != group[0].id and len(group) > 1
        for doubt in group
    ]
    taken = [_taken_row(file, column) for file, column in columns]
    options = {key: _options(group[0]) for key, group in groups.items()}
    options |= {doubt.id: options[key] for key, group in groups.items() for doubt in group}
    options |= dict.fromkeys((str(row["id"]) for row in taken), _column_options())
    book: Any = Workbook()
    lists = _Lists(book)
    for name, widths, rows in (
        ("review", _ASKED, asked),
        ("each", _EACH, each),
        ("columns", _TAKEN, taken),
    ):
        if rows or name == "review":
            tab = book.active if name == "review" else book.create_sheet(name)
            tab.title = Language(process_language()).say(f"decide-{name}")
            filled = [
                row | {"decision": made.decision if (made := written.get(str(row["id"]))) else ""}
                for row in rows
            ]
            _fill(tab, widths, filled, options=options, lists=lists)
    lists.close()
    save(book, path)
    return len(asked)


def _taken_row(file: str, column: ColumnTaken) -> dict[str, str]:
    return {
        "id": column.id,
        "file": file,
        "cell": column.cell,
        "column": column.header,
        "taken": in_words(column.means),
    }


def _alike(doubts: Iterable[Doubt]) -> dict[str, list[Doubt]]:
    """Return the doubts that one decision answers, by the id under which it is looked up."""
    by_rule: dict[str, list[Doubt]] = {}
    for doubt in doubts:
        by_rule.setdefault(doubt.rule or doubt.id, []).append(doubt)
    groups = {}
    for rule, group in by_rule.items():
        kept = len(group) > 1 or (group[0].kind != "unit" and not _has_digit(str(group[0].found)))
        groups[rule if kept else group[0].id] = group
    return groups


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _plain_row(doubt: Doubt) -> dict[str, object]:
    names = ("file", "cell", "unit", "column", "found")
    return {name: str(getattr(doubt, name)) for name in names}


def _asked_row(key: str, group: Sequence[Doubt]) -> dict[str, object]:
    first, words = group[0], Language(process_language())
    found = words.text(first.found)
    if len(group) > 1:
        found = words.say("choice-cells", found=found, count=len(group))
    return {
        "id": key,
        "file": _listed(doubt.file for doubt in group),
        "cell": _listed(doubt.cell for doubt in group),
        "unit": _listed(doubt.unit for doubt in group),
        "column": _listed(doubt.column for doubt in group),
        "kind": first.kind,
        "question": f"{words.say(f'doubt-{first.kind}')} {words.say(KINDS[first.kind])}",
        "found": found,
        "candidates": "\n".join(in_words(text) for text in first.candidates),
    }


def _listed(texts: Iterable[str]) -> str:
    each = [text for text in dict.fromkeys(texts) if text]
    more = f"; … (+{len(each) - _MOST_NAMED})" if len(each) > _MOST_NAMED else ""
    return "; ".join(each[:_MOST_NAMED]) + more


def _options(doubt: Doubt) -> tuple[str, ...]:
    """Return what may be chosen as the decision of a doubt, in words."""
    shown = [in_words(text) for text in doubt.candidates]
    if doubt.kind == "column":
        shown += _column_options()
    return tuple(dict.fromkeys([*shown, in_words("skip")]))


def _column_options() -> tuple[str, ...]:
    names = [in_words(str(name)) for name in load_form().index]
    units = [in_words(name) for name in ("unit", "code", "district", "number", "note")]
    return (*names, *units, in_words("skip"))


class _Lists:
    """The lists to choose from, each once, in a sheet that is not shown."""

    def __init__(self, book: Any) -> None:
        self._tab = book.create_sheet("lists")
        self._tab.sheet_state = "hidden"
        self._book, self._columns = book, dict[tuple[str, ...], str]()

    def range_of(self, options: tuple[str, ...]) -> str:
        """Return the range in which a list stands."""
        from openpyxl.utils import get_column_letter

        from laocai_analysis.spreadsheet import put_text

        if options not in self._columns:
            number = len(self._columns) + 1
            for row, text in enumerate(options, start=1):
                put_text(self._tab.cell(row, number), text)
            letter = get_column_letter(number)
            self._columns[options] = f"lists!${letter}$1:${letter}${len(options)}"
        return self._columns[options]

    def close(self) -> None:
        """Put the sheet behind all others, or take it away where no list was needed."""
        self._book.move_sheet(self._tab, offset=len(self._book.sheetnames))
        if not self._columns:
            self._book.remove(self._tab)


def _fill(
    tab: Any,
    widths: Mapping[str, float],
    rows: Sequence[Mapping[str, object]],
    *,
    options: Mapping[str, tuple[str, ...]],
    lists: _Lists,
) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    from laocai_analysis.spreadsheet import put_text

    words = Language(process_language())
    for number, (name, width) in enumerate(widths.items(), start=1):
        put_text(tab.cell(1, number), words.say(f"decide-{name}"))
        tab.cell(1, number).font = Font(bold=True)
        dimensions = tab.column_dimensions[get_column_letter(number)]
        dimensions.width, dimensions.hidden = width, name in _HIDDEN
    rules: dict[str, DataValidation] = {}
    for line, row in enumerate(rows, start=2):
        lines = 1
        for number, (name, width) in enumerate(widths.items(), start=1):
            cell, text = tab.cell(line, number), str(row[name])
            put_text(cell, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if name not in _HIDDEN:
                wrapped = (-(-len(part) // int(0.85 * width)) for part in text.split("\n"))
                lines = max(lines, sum(max(one, 1) for one in wrapped))
        tab.row_dimensions[line].height = _LINE * lines
        decision = tab.cell(line, list(widths).index("decision") + 1)
        decision.fill = PatternFill("solid", fgColor="FFF2CC")
        place = lists.range_of(options[str(row["id"])])
        if place not in rules:  # another text than those of the list may be written too
            rules[place] = DataValidation("list", formula1=place, showErrorMessage=False)
            tab.add_data_validation(rules[place])
        rules[place].add(decision)
    tab.freeze_panes = "A2"
    tab.page_setup.orientation, tab.page_setup.paperSize = "landscape", tab.PAPERSIZE_A4
    tab.page_setup.fitToHeight, tab.sheet_properties.pageSetUpPr.fitToPage = 0, True


def read_decisions(content: bytes, *, file: str) -> dict[str, Decision]:
    """Read a review file that came back; rows without a decision are still open.

    Parameters
    ----------
    content : bytes
        An xlsx, xls, ods or csv file whose first sheet has at least the columns of the id and the
        decision, in either language; every other sheet with these columns is read too, hidden
        rows and columns among them.
    file : str
        Its name.

    Returns
    -------
    dict of str to Decision
        By the id of the doubt, of the rule of several, or of a column.

    Raises
    ------
    InputError
        If a column is missing, an id stands twice, or a decision stands without an id.
    """
    from laocai_analysis.returns.reading.sheets import read_sheets

    known = {
        Language(code).say(f"decide-{name}"): name
        for name in ("id", "decision")
        for code in LANGUAGES
    }
    decisions: dict[str, Decision] = {}
    faults = []
    sheets = read_sheets(content, file=file, hidden=True)
    for number, sheet in enumerate(sheets or [None]):
        cells = sheet.cells if sheet else {}
        heads = {c: str(cells[1, c].content).strip() for r, c in cells if r == 1}
        columns = {known[head]: c for c, head in heads.items() if head in known}
        missing = [name for name in ("id", "decision") if name not in columns]
        if missing and number == 0:
            expected, none = Message("expected-columns"), Message("found-none")
            wanted = [Language(process_language()).say(f"decide-{name}") for name in missing]
            raise InputError([Fault(file, 1, name, expected, none) for name in wanted])
        for row in range(2, sheet.rows + 1) if sheet and not missing else ():
            key, decision = (
                _text(cells[row, columns[name]].content) if (row, columns[name]) in cells else ""
                for name in ("id", "decision")
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
