"""The round of a year: the steps that were taken, and the table that follows from them.

Every import, decision and undoing is a step, and no step is ever changed. The table is computed
from all of them, so that the order in which districts report does not matter, and whatever was
taken in can be taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from laocai_analysis import schema
from laocai_analysis.basis import BASES
from laocai_analysis.language import Message, answer
from laocai_analysis.places.units import load_units, load_units_above
from laocai_analysis.returns.form import load_form
from laocai_analysis.returns.reading.observations import Reading
from laocai_analysis.returns.reading.questions import Decision, Doubt, decided, doubt_id
from laocai_analysis.returns.reading.unit_rows import Observation
from laocai_analysis.sources import Source


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a round.

    Parameters
    ----------
    number : int
        Its place in the round, from 1.
    kind : {"import", "decide", "undo"}
        What was done.
    year : int
        The year of the round.
    when, by : str
        Date and time (UTC, ISO 8601), and the name of the user.
    readings : tuple of Reading
        What was read; a reading of a file takes the place of an earlier one of the same content.
    decisions : tuple of Decision
        What was decided.
    replaces : tuple of str
        The SHA-256 of files that the imported ones replace.
    undoes : int
        The step that is undone; 0 for none.
    """

    number: int
    kind: str
    year: int
    when: str
    by: str
    readings: tuple[Reading, ...] = ()
    decisions: tuple[Decision, ...] = ()
    replaces: tuple[str, ...] = ()
    undoes: int = 0


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """One file's answer for one unit and indicator."""

    sha256: str
    file: str
    observation: Observation


@dataclass(slots=True)
class Round:
    """The state of a round after its steps.

    Parameters
    ----------
    year : int
        The year.
    readings : dict of str to Reading
        The files that count, by SHA-256, in the order in which they came.
    decisions : dict of str to Decision
        All decisions that count, by the id of the doubt.
    cells : dict of (str, str) to list of FileAnswer
        For each unit and indicator what every file says of it.
    conflicts : list of Doubt
        Cells on which files disagree, without a decision.
    settled : dict of (str, str) to str
        The value of each cell whose conflict was decided.
    used : set of str
        The ids of all decisions that some file or conflict has used.
    """

    year: int
    readings: dict[str, Reading] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)
    cells: dict[tuple[str, str], list[FileAnswer]] = field(default_factory=dict)
    conflicts: list[Doubt] = field(default_factory=list)
    settled: dict[tuple[str, str], str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    @property
    def doubts(self) -> list[Doubt]:
        """All that is open: of every file, then of cells on which files disagree."""
        return [
            doubt for reading in self.readings.values() for doubt in reading.doubts
        ] + self.conflicts


def undone(steps: Sequence[Step]) -> set[int]:
    """Return the numbers of the steps that a later one undoes; an undoing can be undone.

    Examples
    --------
    >>> steps = [Step(1, "import", 2009, "", ""), Step(2, "undo", 2009, "", "", undoes=1)]
    >>> undone(steps), undone([*steps, Step(3, "undo", 2009, "", "", undoes=2)])
    ({1}, {2})
    """
    gone: set[int] = set()
    for step in reversed(steps):
        if step.undoes and step.number not in gone:
            gone.add(step.undoes)
    return gone


def fold(steps: Sequence[Step], *, year: int) -> Round:
    """Return the state of a round after its steps.

    Raises
    ------
    InputError
        If a conflict was decided for a value that no file states.
    """
    gone, state = undone(steps), Round(year)
    for step in steps:
        if step.number in gone:
            continue
        for sha in step.replaces:
            state.readings.pop(sha, None)
        state.readings |= {reading.sha256: reading for reading in step.readings}
        state.decisions |= {decision.id: decision for decision in step.decisions}
    for sha, reading in state.readings.items():
        state.used |= set(reading.used)
        for observation in reading.observations:
            key = (observation.code, observation.indicator)
            state.cells.setdefault(key, []).append(FileAnswer(sha, reading.file, observation))
    for key, each in state.cells.items():
        state.cells[key] = said = _of_the_strongest(each)
        if len(known := _known(said)) > 1:
            _settle(state, key, said, known)
    return state


def _of_the_strongest(said: list[FileAnswer]) -> list[FileAnswer]:
    """Return what real returns say, where one says anything: an illustrative row says nothing of a
    unit, and is not held against what a district answers.
    """
    real = [s for s in said if s.observation.basis != "illustrative"]
    return real or said


def _known(said: Iterable[FileAnswer]) -> list[str]:
    """Return the values that are stated: a blank of a unit that need not answer is none."""
    values = dict.fromkeys(s.observation.value for s in said if s.observation.value != "unknown")
    return [value for value in values if value != "na"] or list(values)


def answers_of(said: Iterable[FileAnswer]) -> tuple[Message, ...]:
    """Return the place and the value of each answer, for a finding or a doubt."""
    return tuple(
        Message(
            "finding-answer",
            place=f"{one.file} {one.observation.cell}",
            value=answer(one.observation.value),
        )
        for one in said
    )


def _settle(
    state: Round, key: tuple[str, str], said: Sequence[FileAnswer], known: Sequence[str]
) -> None:
    """Apply the decision of a conflict, or add the conflict as a doubt."""
    parts = sorted(f"{s.sha256}:{s.observation.cell}:{s.observation.value}" for s in said)
    doubt = Doubt(
        id=doubt_id("conflict", str(state.year), *key, *parts),
        file="; ".join(dict.fromkeys(s.file for s in said)),
        cell="; ".join(s.observation.cell for s in said),
        kind="conflict",
        found=Message("doubt-answers", about=" ".join(key), answers=answers_of(said)),
        candidates=(*known, "unknown"),
        holds=(key,),
    )
    decision = state.decisions.get(doubt.id)
    if decision is None:
        state.conflicts.append(doubt)
        return
    state.used.add(doubt.id)
    state.settled[key] = decided(decision, kind="conflict", allowed=doubt.candidates)


def table_of(state: Round) -> pd.DataFrame:
    """Return the table of a round: one row for each cell that is plain, in order of unit and of the
    form.

    Returns
    -------
    DataFrame
        The columns of `schema.RETURNS`. A cell in doubt has no row, and so is unknown; ``file`` and
        ``cell`` name every file that says so, separated by ``; ``.
    """
    units, order = (
        load_units(state.year),
        {str(name): place for place, name in enumerate(load_form().index)},
    )
    held = {key for doubt in state.conflicts for key in doubt.holds}
    rows = []
    for code, indicator in sorted(
        state.cells.keys() - held, key=lambda key: (key[0], order[key[1]])
    ):
        said = state.cells[code, indicator]
        value = state.settled.get((code, indicator)) or next(iter(_known(said)), "unknown")
        saying = [s for s in said if s.observation.value == value] or said
        rows.append(
            {
                "year": str(state.year),
                "code": code,
                "name": units.at[code, "name"],
                "indicator": indicator,
                "value": value,
                "basis": min((s.observation.basis for s in saying), key=BASES.index),
                "source": source_id(state.year, saying[0].sha256),
                "file": "; ".join(s.file for s in saying),
                "cell": "; ".join(s.observation.cell for s in saying),
            }
        )
    return pd.DataFrame(rows, columns=list(schema.RETURNS.columns))


def source_id(year: int, sha256: str) -> str:
    """Return the id under which an imported file is a registered source."""
    return f"return-{year}-{sha256[:8]}"


def sources_of(steps: Sequence[Step], *, year: int) -> list[Source]:
    """Return every file that was ever imported in a round as a source."""
    districts = load_units_above(year)["name"]
    found: Mapping[str, Source] = {}
    for step in steps:
        for reading in step.readings:
            senders = ", ".join(str(districts[code]) for code in reading.districts) or "?"
            key = source_id(year, reading.sha256)
            title = f"{reading.file} (SHA-256 {reading.sha256[:16]}…)"
            found = {
                **found,
                key: Source(
                    id=key,
                    title_vi=f"Báo cáo năm {year}: {title}",
                    title_en=f"Return of {year}: {title}",
                    publisher_vi=senders,
                    publisher_en=senders,
                    published="",
                    address="",
                    licence_vi="Số liệu do địa phương gửi; không nêu giấy phép.",
                    licence_en="Sent in by the districts; no licence stated.",
                    accessed=step.when[:10],
                ),
            }
    return list(found.values())
