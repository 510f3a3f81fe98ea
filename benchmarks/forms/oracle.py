"""A person who knows the truth and the form, and answers what the importer asks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from forms.answers import in_thousands
from forms.sheet import Form, Page, Table
from forms.truth import district_of, is_asked
from laocai_analysis.returns.reading import questions
from laocai_analysis.returns.reading.questions import Decision, Doubt

#: In front of an indicator: a column that says the opposite of it.
INVERSE = getattr(questions, "INVERSE", "")


class NoAnswerError(Exception):
    """A question that the truth does not answer, or a choice that is not offered."""


def decisions(form: Form, doubts: Iterable[Doubt]) -> dict[str, Decision]:
    """Return a truthful decision for each doubt.

    Raises
    ------
    NoAnswerError
        If a question cannot be answered truthfully.
    """
    return {
        doubt.id: Decision(doubt.id, _decided(form, doubt), "review.xlsx", row)
        for row, doubt in enumerate(doubts, start=2)
    }


def place_of(form: Form, address: str) -> tuple[Page, int, int]:
    """Return page, row and column of an address as the importer writes it."""
    name, _, cell = address.rpartition("!")
    match = re.fullmatch(r"([A-Z]+)([0-9]+)", cell)
    if match is None:
        raise NoAnswerError(f"no address: {address!r}")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    page = next((p for p in form.pages if p.name == name), form.pages[0])
    return page, int(match[2]), column


def _decided(form: Form, doubt: Doubt) -> str:
    if doubt.kind == "conflict":
        return _settled(form, doubt)
    page, row, column = place_of(form, doubt.cell)
    table = page.table_at(row, column)
    counts = page.of_year and (table is None or table.counts)
    if doubt.kind in ("year", "vintage", "section"):
        beneath = (t for t in page.tables if t.left <= column <= t.right and t.top > row)
        table = table or next(beneath, None)
        return "accept" if page.of_year and (table is None or table.counts) else "skip"
    plain = {"header": "skip", "total": "accept"}.get(doubt.kind)
    if plain is not None:
        return plain
    answers: dict[str, Callable[[], str]] = {
        "encoding": lambda: _encoding(form, doubt),
        "column": lambda: _column(form, page, table, row, column) if counts else "skip",
        "which": lambda: _which(table, doubt) if counts else "skip",
        "district": lambda: district_of(form.composition.units[0]),
        "unit": lambda: _unit(page, table, row),
        "duplicate": lambda: _duplicate(form, doubt),
        "value": lambda: _value(form, page, row, column),
    }
    if doubt.kind not in answers:
        raise NoAnswerError(f"a question of a new kind: {doubt.kind}")
    return answers[doubt.kind]()


def _encoding(form: Form, doubt: Doubt) -> str:
    typed = form.composition.get("text")
    fonts = form.composition.get("fonts")
    true = typed if typed in doubt.candidates else {"mixed": "tcvn3"}.get(str(fonts), "unicode")
    if true not in doubt.candidates:
        raise NoAnswerError(f"{true} is not among {doubt.candidates}")
    return str(true)


def _column(form: Form, page: Page, table: Table | None, row: int, column: int) -> str:
    held = table.columns.get(column) if table and table.counts else None
    if held and table and held.role == "indicator" and row > table.bottom:  # of one row
        return form.places.get((page.name, row, table.right), ("", "skip"))[1]
    if held is None or held.role == "other":
        return "skip"
    if held.what in ("no", "negative"):
        return f"{INVERSE}{held.indicator}" if INVERSE else "skip"
    if held.role == "answer" and in_thousands(form.composition, held.indicator):
        return f"times-1000-{held.indicator}"
    return held.indicator if held.role == "answer" else held.role


def _which(table: Table | None, doubt: Doubt) -> str:
    """Return the letter of the column that counts."""
    for number, column in table.columns.items() if table else ():
        letters, rest = "", number
        while rest:
            rest, digit = divmod(rest - 1, 26)
            letters = chr(65 + digit) + letters
        counts = column.role == "answer" and column.what not in ("no", "negative")
        if letters in doubt.candidates and counts:
            return letters
    return "skip"


def _unit(page: Page, table: Table | None, row: int) -> str:
    if table is None or not page.of_year or not table.counts:
        return "skip"
    return table.rows.get(row) or "skip"


def _duplicate(form: Form, doubt: Doubt) -> str:
    """Return the row, or the head of the table, that counts: the first one of the year."""
    for address in doubt.candidates:
        if address == "skip":
            continue
        page, row, column = place_of(form, address)
        table = page.table_at(row, column)
        if not (page.of_year and table and table.counts):
            continue
        code = table.rows.get(row)  # a head that is repeated has none
        if code is None or code in str(doubt.found):
            return address
    return "skip"


def is_head(table: Table, row: int) -> bool:
    """Tell whether a row is of the head of a table."""
    return table.top <= row <= table.bottom


def _value(form: Form, page: Page, row: int, column: int) -> str:
    key = form.places.get((page.name, row, column))
    if key not in form.facts:
        return "skip"
    return form.facts[key].value if is_asked(*key) else "na"


def _settled(form: Form, doubt: Doubt) -> str:
    fact = form.facts.get(doubt.holds[0]) if doubt.holds else None
    return fact.value if fact and fact.value in doubt.candidates else "unknown"
