"""Taking returns in: import files, apply decisions, undo a step. Each is one step of the round, or
nothing at all.
"""

from __future__ import annotations

import datetime as dt
import getpass
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from laocai_analysis.basis import BASES
from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message
from laocai_analysis.returns.reading.bounded import read_bounded
from laocai_analysis.returns.reading.encodings import known_words
from laocai_analysis.returns.reading.observations import Reading, read_return
from laocai_analysis.returns.reading.questions import Decision
from laocai_analysis.returns.reading.sheets import label
from laocai_analysis.returns.round import Round, Step, fold, undone
from laocai_analysis.returns.store.files import Store


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command did to a round.

    Parameters
    ----------
    step : Step or None
        The step that was added; None where nothing changed.
    state : Round
        The round afterwards.
    not_needed : tuple of Decision
        Decisions that were left out: another one made their question needless.
    """

    step: Step | None
    state: Round
    not_needed: tuple[Decision, ...] = ()


def import_returns(
    files: Sequence[tuple[str, bytes]],
    *,
    year: int,
    store: Store,
    basis: str = "observed",
    replaces: Sequence[str] = (),
) -> Outcome:
    """Import the returns of a year.

    Parameters
    ----------
    files : sequence of (str, bytes)
        Name and content of each file. One that was imported before changes nothing. The name is
        kept as `sheets.label` gives it, so that the table, which a person may open in a
        spreadsheet, holds no formula.
    year : int
        The year that they report on.
    store : Store
        Where the round is kept.
    basis : {"observed", "estimated", "illustrative"}
        What their rows rest on.
    replaces : sequence of str
        Names, or beginnings of the SHA-256, of imported files that these take the place of.

    Returns
    -------
    Outcome

    Raises
    ------
    InputError
        With the faults of every file that cannot be read; nothing was imported then.
    """
    if basis not in BASES:
        expected = Message("expected-one-of", choices=", ".join(BASES))
        raise InputError([Fault("--basis", None, None, expected, repr(basis))])
    while True:
        steps = store.steps(year)
        before = fold(steps, year=year)
        new, gone = _new_and_gone(files, replaces=replaces, before=before)
        if not new and not gone:
            return Outcome(None, before)
        # Reading can take long: it is done before the lock is taken.
        readings = _read_all(new, year=year, basis=basis, decisions=before.decisions)
        number = len(steps) + 1
        step = Step(number, "import", year, *_signature(), readings=readings, replaces=gone)
        with store.transaction(year) as transaction:
            if len(transaction.steps) == len(steps):
                state = fold([*steps, step], year=year)
                transaction.commit(step, new)
                return Outcome(step, state)


def _new_and_gone(
    files: Sequence[tuple[str, bytes]], *, replaces: Sequence[str], before: Round
) -> tuple[dict[str, tuple[str, bytes]], tuple[str, ...]]:
    """Return the files that change the round, and those that they replace, by SHA-256."""
    out = [sha for name in replaces for sha in _named(name, before)]
    fresh = {hashlib.sha256(content).hexdigest(): (label(name), content) for name, content in files}
    new = {sha: file for sha, file in fresh.items() if sha not in before.readings or sha in out}
    return new, tuple(sha for sha in dict.fromkeys(out) if sha not in fresh)


def _read_all(
    files: Mapping[str, tuple[str, bytes]],
    *,
    year: int,
    basis: str,
    decisions: Mapping[str, Decision],
) -> tuple[Reading, ...]:
    """Read every file, and name the faults of all of them at once."""
    readings, faults = [], list[Fault]()
    for name, content in files.values():
        try:
            readings.append(_read(content, file=name, year=year, basis=basis, decisions=decisions))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults, consequence=Message("follows-nothing-imported"))
    return tuple(readings)


def _read(content: bytes, *, file: str, **about: Any) -> Reading:
    """Read a file in a process of its own: see `observations.read_return`."""
    known_words()  # made once here, and not in every process that reads
    return read_bounded(partial(read_return, content, file=file, **about), file=file)


def _named(name: str, state: Round) -> list[str]:
    shown, start = label(name), name.lower()
    found = [
        sha
        for sha, reading in state.readings.items()
        if shown == reading.file or sha.startswith(start)
    ]
    if not found or not name:
        listed = [f"{reading.file} ({sha[:8]})" for sha, reading in state.readings.items()]
        expected = Message("expected-imported", choices=", ".join(listed) or Message("found-none"))
        raise InputError([Fault("--replaces", None, None, expected, repr(name))])
    return found


def decide(decisions: Mapping[str, Decision], *, year: int, store: Store) -> Outcome:
    """Apply decisions: the files that they are about are read again with them.

    Parameters
    ----------
    decisions : mapping of str to Decision
        As `review_file.read_decisions` gives it. One that was applied before changes nothing;
        another decision of the same doubt takes its place. One of a doubt that another decision
        made needless is left out.
    year : int
        The year of the round.
    store : Store
        Where it is kept.

    Raises
    ------
    InputError
        If a decision is not a possible one, is of no doubt that the round ever had, or leaves its
        doubt open; nothing was changed then.
    """
    while True:
        steps = store.steps(year)
        before = fold(steps, year=year)
        new = {
            key: made
            for key, made in decisions.items()
            if key not in before.decisions or before.decisions[key].decision != made.decision
        }
        if not new:
            return Outcome(None, before)
        step, unused = _decided(new, before=before, steps=steps, store=store)
        if not step.decisions:
            return Outcome(None, before, unused)
        with store.transaction(year) as transaction:
            if len(transaction.steps) == len(steps):
                transaction.commit(step, {})
                return Outcome(step, fold([*steps, step], year=year), unused)


def _decided(
    new: dict[str, Decision], *, before: Round, steps: Sequence[Step], store: Store
) -> tuple[Step, tuple[Decision, ...]]:
    """Return the step of some decisions, and those that others make needless."""
    year, together = before.year, before.decisions | new
    again = [reading for reading in before.readings.values() if set(new) & _decidable(reading)]
    readings = []
    for old in again:
        content = store.original(old.sha256, year=year)
        about = {"year": year, "basis": old.basis, "decisions": together}
        readings.append(_read(content, file=old.file, **about))
    number, made = len(steps) + 1, tuple(new.values())
    step = Step(number, "decide", year, *_signature(), readings=tuple(readings), decisions=made)
    state = fold([*steps, step], year=year)
    unused = tuple(decision for decision in made if decision.id not in state.used)
    known = _ever_asked(before, steps) if unused else set()
    known -= {key for doubt in state.doubts for key in (doubt.id, doubt.rule)}
    if unknown := [decision for decision in unused if decision.id not in known]:
        expected = Message("expected-doubt-of-round")
        faults = [Fault(d.file, d.row, "id", expected, repr(d.id)) for d in unknown]
        raise InputError(faults, consequence=Message("follows-nothing-changed"))
    return replace(step, decisions=tuple(one for one in made if one not in unused)), unused


def _ever_asked(before: Round, steps: Sequence[Step]) -> set[str]:
    """Return the ids under which a decision could change the round, now or at an earlier step."""
    of_files = [_decidable(reading) for step in steps for reading in step.readings]
    return set().union(*of_files, (doubt.id for doubt in before.conflicts), before.used)


def _decidable(reading: Reading) -> set[str]:
    """Return the ids under which a decision can change what is read from a file."""
    asked = {key for doubt in reading.doubts for key in (doubt.id, doubt.rule)}
    return asked | {column.id for column in reading.columns} | set(reading.used)


def undo(number: int | None = None, *, year: int, store: Store) -> Outcome:
    """Undo a step, the last one that counts where none is named; an undoing can be undone.

    Raises
    ------
    InputError
        If there is no such step, or it is undone already.
    """
    with store.transaction(year) as transaction:
        gone = undone(transaction.steps)
        counting = [step.number for step in transaction.steps if step.number not in gone]
        plain = [
            step.number
            for step in transaction.steps
            if step.number in counting and step.kind != "undo"
        ]
        chosen = number if number is not None else max(plain, default=0)
        if chosen not in counting:
            choices = ", ".join(map(str, counting)) or Message("found-none")
            expected = Message("expected-step-that-counts", choices=choices)
            found = str(chosen) if chosen else Message("found-none")
            raise InputError([Fault("undo", None, None, expected, found)])
        step = Step(len(transaction.steps) + 1, "undo", year, *_signature(), undoes=chosen)
        state = fold([*transaction.steps, step], year=year)
        transaction.commit(step, {})
        return Outcome(step, state)


def _signature() -> tuple[str, str]:
    """Return the time of a step, and who takes it."""
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    try:
        return now, getpass.getuser()
    except (KeyError, OSError):  # a user without a name
        return now, ""


def log(steps: Sequence[Step]) -> list[dict[str, Any]]:
    """Return one record for each step: what was done, when, by whom, with which files, and whether
    it still counts.
    """
    gone = undone(steps)
    return [
        {
            "step": step.number,
            "kind": step.kind,
            "when": step.when,
            "by": step.by,
            "files": ", ".join(
                f"{reading.file} ({reading.sha256[:8]})" for reading in step.readings
            ),
            "answers": sum(len(reading.observations) for reading in step.readings),
            "doubts": sum(len(reading.doubts) for reading in step.readings),
            "decisions": len(step.decisions),
            "undoes": step.undoes or "",
            "counts": step.number not in gone,
        }
        for step in steps
    ]
