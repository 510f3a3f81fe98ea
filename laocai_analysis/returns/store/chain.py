"""The steps of a round as they are kept: numbered without a gap, each sealed by a hash of all steps
up to it, and a head that names the last one and its table.

Rounds of an earlier version have neither seals nor a head. Such steps must follow each other by
number and by the hashes of their tables; the first command that changes the round checks its table
against them, and then writes the head, which seals them too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message
from laocai_analysis.returns.reading.account import ColumnTaken, RowCount
from laocai_analysis.returns.reading.observations import Reading
from laocai_analysis.returns.reading.questions import Decision, Doubt, value_of
from laocai_analysis.returns.reading.unit_rows import Observation
from laocai_analysis.returns.round import Step, fold, table_of
from laocai_analysis.spreadsheet import csv_bytes
from laocai_analysis.text.keys import slug


@dataclass(frozen=True, slots=True)
class Head:
    """What a store says of the end of a round, apart from its steps.

    Parameters
    ----------
    number : int
        The last step whose table is in place.
    chain : str
        The seal of the steps up to it.
    table : str
        The SHA-256 of the table.
    """

    number: int
    chain: str
    table: str

    def text(self) -> bytes:
        """Return it as it is kept."""
        return (json.dumps(asdict(self)) + "\n").encode()


@dataclass(frozen=True, slots=True)
class Held:
    """What a store keeps of a round, as it is.

    Parameters
    ----------
    year : int
        The year of the round.
    texts : mapping of int to bytes
        The steps by number.
    originals : mapping of str to callable
        The imported files, by the name of `original_name`; each is read when it is called.
    table, head, sources : bytes or None
        The table, the head, and the registry of the imported files; None where there is none, or
        where the store keeps none.
    locks : bool
        Whether the lock of the round holds others out.
    """

    year: int
    texts: Mapping[int, bytes]
    originals: Mapping[str, Callable[[], bytes]]
    table: bytes | None = None
    head: bytes | None = None
    sources: bytes | None = None
    locks: bool = True


@dataclass(slots=True)
class Chain:
    """The steps of a round, checked.

    Parameters
    ----------
    steps : list of Step
        The steps in order.
    seals : list of str
        The hash of all steps up to each one.
    before, after : str
        The SHA-256 of the table before and after the last step; blank for none.
    faults : list of Fault
        What is missing, cut off or changed.
    has_seals : bool
        Whether a step is sealed.
    """

    steps: list[Step] = field(default_factory=list)
    seals: list[str] = field(default_factory=list)
    before: str = ""
    after: str = ""
    faults: list[Fault] = field(default_factory=list)
    has_seals: bool = False

    @property
    def seal(self) -> str:
        """The hash of all steps; blank where there is none."""
        return self.seals[-1] if self.seals else ""


def read_head(text: bytes | None, *, year: int) -> tuple[Head | None, list[Fault]]:
    """Read the head of a round; None where there is none, with a fault where it cannot be read."""
    if text is None:
        return None, []
    try:
        kept = json.loads(text)
        return Head(int(kept["number"]), str(kept["chain"]), str(kept["table"])), []
    except (ValueError, KeyError, TypeError):
        cut = Message("found-cut-off")
        return None, [Fault(f"{year}/head", None, None, Message("expected-step-kept"), cut)]


def original_name(sha256: str, name: str) -> str:
    """Return the name under which an imported file is kept.

    Examples
    --------
    >>> original_name("0" * 64, "Báo cáo Sa Pa.xlsx")
    '0000000000000000-bao-cao-sa-pa.xlsx'
    """
    stem, dot, suffix = name.rpartition(".")
    safe = (slug(stem) or "file")[:80] + (f".{slug(suffix)}" if dot and slug(suffix) else "")
    return f"{sha256[:16]}-{safe}"


def lost_original(year: int, sha256: str) -> InputError:
    """Return the error for an imported file whose content is not there any more."""
    return InputError(
        [original_fault(year, sha256, Message("found-none"))],
        consequence=Message("follows-damaged-round"),
    )


def original_fault(year: int, sha256: str, found: Message) -> Fault:
    """Return the fault of an imported file that is missing or changed."""
    expected = Message("expected-original", sha256=sha256[:16])
    return Fault(f"{year}/files/{sha256[:16]}", None, None, expected, found)


def step_name(number: int) -> str:
    """Return the name of the file of a step.

    Examples
    --------
    >>> step_name(7)
    '0007.json'
    """
    return f"{number:04d}.json"


def sealed(step: Step, *, after: str, table_before: str, table_after: str) -> tuple[bytes, str]:
    """Return a step as it is kept, and its seal.

    Parameters
    ----------
    step : Step
        The step.
    after : str
        The seal of the step before it; blank for the first.
    table_before, table_after : str
        The SHA-256 of the table before and after it.
    """
    kept = {**asdict(step), "table_before": table_before, "table_after": table_after}
    kept = json.loads(json.dumps(kept))
    seal = _seal(kept, after=after)
    text = json.dumps({**kept, "chain": seal}, ensure_ascii=False, indent=1) + "\n"
    return text.encode(), seal


def read_chain(texts: Mapping[int, bytes], *, year: int, head: Head | None) -> Chain:
    """Read the steps of a round, and find every one that is missing, cut off or changed.

    Parameters
    ----------
    texts : mapping of int to bytes
        The steps as they are kept, by number.
    year : int
        The year of the round.
    head : Head or None
        What the store says of its end; None for a round of an earlier version.

    Returns
    -------
    Chain
        The steps that can be read; they are a round only where there is no fault.
    """
    chain, table, whole = Chain(), "", True
    last = max(max(texts, default=0), head.number if head else 0)
    for number in range(1, last + 1):
        if number not in texts:
            chain.faults.append(_fault(year, number, _NO_FILE))
            whole = False
            continue
        try:
            kept = json.loads(texts[number])
            given = kept.pop("chain", None)
            step = _step_of(kept)
            before, table_after = (
                str(kept.get("table_before", "")),
                str(kept.get("table_after", "")),
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            chain.faults.append(_fault(year, number, Message("found-cut-off")))
            whole = False
            continue
        seal = _seal(kept, after=chain.seal)
        if (step.number, step.year) != (number, year):
            found: Message | None = Message(
                "found-step-of", step=str(step.number), year=str(step.year)
            )
        elif whole and (
            (given is None and (chain.has_seals or before != table)) or given not in (None, seal)
        ):
            found = Message("found-changed")
        else:
            found = None
        if found:
            chain.faults.append(_fault(year, number, found))
        chain.has_seals, whole = chain.has_seals or given is not None, True
        chain.steps.append(step)
        chain.seals.append(given or seal)
        chain.before, chain.after = before, table_after
        table = table_after
    if head and head.number and not chain.faults and chain.seals[head.number - 1] != head.chain:
        chain.faults.append(Fault(f"{year}/head", None, None, *_CHANGED))
    return chain


def head_faults(chain: Chain, *, year: int, head: Head | None) -> list[Fault]:
    """Return the fault of a head that was lost or set back: a last step can be lost with it.

    A head is written after the first step, and before every other one that is sealed.
    """
    if head is None and chain.has_seals and len(chain.steps) > 1:
        found = _NO_FILE
    elif head and head.number < len(chain.steps) - 1:
        found = Message("found-changed")
    else:
        return []
    return [Fault(f"{year}/head", None, None, Message("expected-step-kept"), found)]


_NO_FILE = Message("found-no-file")
_CHANGED = (Message("expected-step-kept"), Message("found-changed"))


def refuse_faults(faults: Sequence[Fault]) -> None:
    """Raise the faults of a round, where it has any, and say what can be done.

    Raises
    ------
    InputError
        With all of them.
    """
    if faults:
        raise InputError(faults, consequence=Message("follows-damaged-round"))


def check_table(chain: Chain, *, year: int, head: Head | None, table: str) -> None:
    """Check that the table is the one that the steps have left.

    Parameters
    ----------
    chain : Chain
        The steps, without a fault.
    year : int
        The year of the round.
    head : Head or None
        What the store says of its end. A last step that it does not name was taken by a command
        that was stopped: its table may still be the one before.
    table : str
        The SHA-256 of the table that is there; blank for none.

    Raises
    ------
    InputError
        If it is another one.
    """
    number = len(chain.steps)
    if head and head.number == number:
        allowed = [head.table]
    else:
        allowed = [chain.after, head.table if head else chain.before]
    if table in allowed:
        return
    if not number:
        expected, found = Message("expected-no-table"), Message("found-other-table")
        raise InputError([Fault(f"{year}.csv", None, None, expected, found)])
    expected = Message("expected-step-table", step=f"{number}", sha256=allowed[0][:16])
    shown = f"{table[:16]}…" if table else Message("found-no-table")
    raise InputError(
        [Fault(f"{year}.csv", None, None, expected, shown)],
        consequence=Message("follows-changed-by-hand"),
    )


def check_unsealed(chain: Chain, *, year: int, table: str) -> None:
    """Check the table of a round of an earlier version against its steps, before they are sealed.

    Raises
    ------
    InputError
        If the table in place, `table`, is that of the last step by its hash and not by its content.
    """
    if chain.after not in ("", table):
        return  # the last command was stopped before its table
    if digest(table_text(chain.steps, year=year)) != table:
        expected, found = Message("expected-table-of-steps"), Message("found-changed")
        fault = Fault(f"{year}.csv", None, None, expected, found)
        raise InputError([fault], consequence=Message("follows-damaged-round"))


def table_text(steps: Sequence[Step], *, year: int) -> bytes:
    """Return the table of a round as csv in UTF-8."""
    return csv_bytes(table_of(fold(steps, year=year)))


def digest(content: bytes | None) -> str:
    """Return the SHA-256 of a content in hexadecimal; blank for none."""
    return "" if content is None else hashlib.sha256(content).hexdigest()


def _seal(kept: Mapping[str, Any], *, after: str) -> str:
    """Hash what a step says, and the seal before it; the white space of its file does not count."""
    return digest((after + json.dumps(kept, sort_keys=True)).encode())


def _fault(year: int, number: int, found: Message) -> Fault:
    return Fault(
        f"{year}/steps/{step_name(number)}", None, None, Message("expected-step-kept"), found
    )


def _step_of(kept: Mapping[str, Any]) -> Step:
    readings = tuple(
        Reading(
            **{
                **reading,
                "observations": [Observation(**o) for o in reading["observations"]],
                "doubts": [Doubt.from_dict(d) for d in reading["doubts"]],
                "ignored": [value_of(line) for line in reading["ignored"]],
                "rows": [RowCount(**rows) for rows in reading.get("rows", ())],
                "columns": [ColumnTaken(**column) for column in reading.get("columns", ())],
            },
        )
        for reading in kept["readings"]
    )
    plain = {name: kept[name] for name in ("number", "kind", "year", "when", "by", "undoes")}
    decisions = tuple(Decision(**decision) for decision in kept["decisions"])
    return Step(**plain, readings=readings, decisions=decisions, replaces=tuple(kept["replaces"]))
