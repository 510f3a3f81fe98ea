"""A person who knows the truth and the form, and answers what the importer asks."""

from __future__ import annotations

import re
from collections.abc import Iterable

from forms.sheet import Form, Page, Table
from laocai_analysis.returns.reading.questions import Decision, Doubt


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
    if doubt.kind == "encoding":
        return _encoding(form, doubt)
    if doubt.kind == "year":
        counts = page.of_year and (table is None or table.counts)
        return "accept" if counts else "skip"
    if doubt.kind == "header":
        return "skip"
    if doubt.kind == "total":
        return "accept"
    if doubt.kind == "column":
        return _column(table, column) if page.of_year else "skip"
    if doubt.kind == "unit":
        return _unit(page, table, row)
    if doubt.kind == "duplicate":
        return _duplicate(form, doubt)
    if doubt.kind == "value":
        return _value(form, page, row, column)
    raise NoAnswerError(f"a question of a new kind: {doubt.kind}")


def _encoding(form: Form, doubt: Doubt) -> str:
    typed = form.composition.get("text")
    fonts = form.composition.get("fonts")
    true = typed if typed in doubt.candidates else {"mixed": "tcvn3"}.get(str(fonts), "unicode")
    if true not in doubt.candidates:
        raise NoAnswerError(f"{true} is not among {doubt.candidates}")
    return str(true)


def _column(table: Table | None, column: int) -> str:
    held = table.columns.get(column) if table and table.counts else None
    if held is None or held.role == "other" or held.what in ("no", "negative"):
        return "skip"
    return held.indicator if held.role == "answer" else held.role


def _unit(page: Page, table: Table | None, row: int) -> str:
    if table is None or not page.of_year or not table.counts:
        return "skip"
    return table.rows.get(row) or "skip"


def _duplicate(form: Form, doubt: Doubt) -> str:
    """Return the row that counts: the first one of a table of the year."""
    for address in doubt.candidates:
        page, row, column = place_of(form, address)
        table = page.table_at(row, column)
        if page.of_year and table and table.counts and table.rows.get(row) in doubt.found:
            return address
    return "skip"


def _value(form: Form, page: Page, row: int, column: int) -> str:
    key = form.places.get((page.name, row, column))
    return form.facts[key].value if key in form.facts else "skip"


def _settled(form: Form, doubt: Doubt) -> str:
    fact = form.facts.get(doubt.holds[0]) if doubt.holds else None
    return fact.value if fact and fact.value in doubt.candidates else "unknown"
