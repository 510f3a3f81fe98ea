"""Trying one form: what is imported without a question, what is asked, what the table says at the
end.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from forms.features import Composition, settled
from forms.files import name_of_file
from forms.oracle import NoAnswerError, decisions, is_head, place_of
from forms.sheet import Form
from forms.truth import YEAR, is_asked
from laocai_analysis.errors import InputError
from laocai_analysis.returns.importing import decide, import_returns
from laocai_analysis.returns.reading.observations import Reading
from laocai_analysis.returns.reading.questions import Doubt
from laocai_analysis.returns.round import Round, table_of
from laocai_analysis.returns.store.files import FileStore

#: A form that is still asked about after so many reviews has no end.
_REVIEWS = 12


@dataclass(slots=True)
class Result:
    """What came of a form.

    Parameters
    ----------
    silent : list of str
        Values that were taken without a question and are not the truth, or that nobody could know.
    unaccounted : list of str
        Rows that hold a unit and are neither taken, asked about nor named.
    wrong, lost : list of str
        Values that are not the truth after every question was answered truthfully; and those that
        are unknown then, though the form states them.
    refused : str
        Why the file was not read at all.
    cells, taken, questions : int
        The answers on the form, those that were read without a question, and the questions.
    """

    silent: list[str] = field(default_factory=list)
    unaccounted: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    refused: str = ""
    cells: int = 0
    taken: int = 0
    questions: int = 0

    def failing(self) -> str:
        """Return the worst thing that came of the form; blank for none."""
        for name in ("silent", "unaccounted", "wrong", "lost"):
            if getattr(self, name):
                return name
        return "refused" if self.refused else ""


def try_form(form: Form, content: bytes) -> Result:
    """Import a form, answer what is asked, and compare with the truth."""
    result = Result(cells=len(form.facts))
    with tempfile.TemporaryDirectory() as folder:
        store = FileStore(Path(folder) / "returns")
        try:
            outcome = import_returns([(name_of_file(form), content)], year=YEAR, store=store)
        except InputError as error:
            result.refused = str(error).split("found")[-1].strip()[:160]
            return result
        _judge(form, outcome.state, result)
        try:
            _compare(form, _answered(form, outcome.state, result, store), result)
        except (NoAnswerError, InputError) as error:
            result.lost.append(f"no way out: {' '.join(str(error).split())[:200]}")
    return result


def _answered(form: Form, state: Round, result: Result, store: FileStore) -> Round:
    """Answer every question, in as few reviews as it takes; return the round at the end."""
    for _ in range(_REVIEWS):
        if not state.doubts:
            return state
        result.questions += len(state.doubts)
        state = decide(decisions(form, state.doubts), year=YEAR, store=store).state
    result.lost.append("the questions have no end")
    return state


def _judge(form: Form, state: Round, result: Result) -> None:
    """Compare what was taken at first with the truth, and look for the rows of units."""
    # the units that a row may mean that is asked about: if it does, the two rows are asked about.
    offered = {c[:5] for doubt in state.doubts if doubt.kind == "unit" for c in doubt.candidates}
    for (code, indicator), said in state.cells.items():
        fact = form.facts.get((code, indicator))
        for one in said:
            value, cell = one.observation.value, one.observation.cell
            if fact is None and (value == "unknown" or not is_asked(code, indicator)):
                continue
            true = fact.value if fact else "not on the form"
            if value == true and fact and (fact.plain or code in offered):
                continue
            if value == "unknown" and fact and true == "unknown":
                continue
            if value in ("na", "no") and not is_asked(code, indicator):
                continue
            why = "" if fact is None or value != true else ", which cannot be known"
            result.silent.append(f"{cell}: {code} {indicator} read as {value}; truth: {true}{why}")
    taken = {
        key
        for key, said in state.cells.items()
        if key in form.facts and form.facts[key].value in {s.observation.value for s in said}
    }
    result.taken = len(taken)
    for reading in state.readings.values():
        result.unaccounted += list(_unaccounted(form, reading))


def _unaccounted(form: Form, reading: Reading) -> Iterator[str]:
    """Yield the rows of units that a reading says nothing of, and sums of rows that are wrong."""
    for count in getattr(reading, "rows", ()):
        if count.rows != count.taken + count.asked + sum(count.left.values()):
            yield f"{count.sheet}: the account of rows does not add up"
    doubts = [doubt for doubt in reading.doubts if doubt.cell != reading.file]
    if len(doubts) < len(reading.doubts):
        return
    whole = {d.cell.rpartition("!")[0] for d in doubts if d.kind in _WHOLE}
    for doubt in doubts:  # of several tables of the same units
        if doubt.kind == "duplicate" and _of_tables(form, doubt):
            whole |= {address.rpartition("!")[0] for address in _addresses(doubt.candidates)}
    cells = [o.cell for o in reading.observations]
    cells += [c for doubt in doubts for c in (doubt.cell, *_addresses(doubt.candidates))]
    cells += [str(line).split(": ")[0] for line in reading.ignored]
    seen, waiting = set(), {code for doubt in doubts for code, _ in doubt.holds}
    for cell in cells:
        try:
            page, row, _ = place_of(form, cell)
        except NoAnswerError:
            continue
        seen.add((page.name, row))
    for page in form.pages:
        named = page.name if form.composition.kind != "csv" else ""
        top = f"{named}!A1:" if named else "A1:"
        if page.hidden or named in whole or any(str(x).startswith(top) for x in reading.ignored):
            continue
        for table in page.tables:
            for row, code in table.rows.items():
                known = not code or (page.name, row) in seen or row in page.hidden_rows
                known = known or code in waiting  # for what is asked of another row
                if not known and any((row, column) in page.pieces for column in table.columns):
                    yield f"{page.name}!{row}: {code}"


#: Questions that rows of a sheet wait for.
_WHOLE = ("encoding", "year", "header", "column", "which", "vintage", "section")


def _of_tables(form: Form, doubt: Doubt) -> bool:
    page, row, column = place_of(form, doubt.cell)
    table = page.table_at(row, column)
    return table is not None and is_head(table, row)


def _addresses(candidates: tuple[str, ...]) -> list[str]:
    return [text for text in candidates if re.fullmatch(r"(.*!)?[A-Z]+[0-9]+", text)]


def _compare(form: Form, state: Round, result: Result) -> None:
    """Compare the table at the end with the truth."""
    table = table_of(state)
    found = {
        (str(code), str(indicator)): str(value)
        for code, indicator, value in zip(
            table["code"], table["indicator"], table["value"], strict=True
        )
    }
    for key in sorted(form.facts.keys() | found.keys()):
        fact, value = form.facts.get(key), found.get(key, "unknown")
        true = fact.value if fact else "unknown"
        if not is_asked(*key):
            true, value = "na", "na" if value in ("unknown", "no") else value
        if value != true and not (fact and not fact.needed and value == "unknown"):
            said = f"{key[0]} {key[1]} is {value} at the end; truth: {true}"
            (result.lost if value == "unknown" else result.wrong).append(said)


def shrink(composition: Composition, *, fails: Callable[[Composition], bool]) -> Composition:
    """Return a small composition that still fails: without units, features, indicators that do not
    matter.
    """
    before = None
    while before != composition:
        before = composition
        for smaller in (_kinds, _fewer_units, _fewer_features, _fewer_indicators):
            composition = smaller(composition, fails)
    return composition


Fails = Callable[[Composition], bool]


def _kinds(composition: Composition, fails: Fails) -> Composition:
    if composition.kind in ("xlsx", "csv"):
        return composition
    one = settled(replace(composition, kind="xlsx"))
    return one if fails(one) else composition


def _fewer_units(composition: Composition, fails: Fails) -> Composition:
    size = len(composition.units) // 2
    while size:
        for at in range(0, len(composition.units), size):
            codes = composition.units[:at] + composition.units[at + size :]
            one = settled(replace(composition, units=codes))
            if len(codes) > 1 and fails(one):
                return _fewer_units(one, fails)
        size //= 2
    return composition


def _fewer_features(composition: Composition, fails: Fails) -> Composition:
    names = list(composition.features)
    for part in (names[: len(names) // 2], names[len(names) // 2 :]):
        one = settled(composition.without(*part))
        if len(part) > 1 and fails(one):
            return _fewer_features(one, fails)
    for name in names:
        one = settled(composition.without(name))
        if name in composition.features and fails(one):
            composition = one
    return composition


def _fewer_indicators(composition: Composition, fails: Fails) -> Composition:
    for name in composition.indicators:
        left = tuple(one for one in composition.indicators if one != name)
        one = settled(replace(composition, indicators=left))
        if left and fails(one):
            composition = one
    return composition
