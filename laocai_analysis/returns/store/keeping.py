"""What is kept of a round, checked and given back: verify, repair, backup, restore, prune."""

from __future__ import annotations

import errno
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message
from laocai_analysis.returns.reading.sheets import MAX_BYTES
from laocai_analysis.returns.round import sources_of
from laocai_analysis.returns.store.chain import (
    Chain,
    Held,
    check_table,
    digest,
    head_faults,
    original_fault,
    read_chain,
    read_head,
    refuse_faults,
    step_name,
    table_text,
)
from laocai_analysis.returns.store.files import Store
from laocai_analysis.sources import registry_text
from laocai_analysis.writing import whole_file

#: The most bytes of one step in a backup.
_MOST_STEP = 200_000_000
#: What zipfile raises for a file that is damaged.
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ValueError,
    LookupError,
    TypeError,
    EOFError,
    RuntimeError,
    OverflowError,
)


@dataclass(frozen=True, slots=True)
class State:
    """What was found of a round.

    Parameters
    ----------
    year : int
        The year.
    steps, originals : int
        How many steps and imported files it has.
    faults : tuple of Fault
        What is missing, cut off or changed.
    unused : tuple of str
        Originals that no step names: an import was stopped, or refused, after it kept them.
    locks : bool
        Whether the lock of the round holds others out on this machine.
    """

    year: int
    steps: int
    originals: int
    faults: tuple[Fault, ...] = ()
    unused: tuple[str, ...] = ()
    locks: bool = True


def verify(store: Store, *, year: int) -> State:
    """Check a round: every step by its seal, the table and the sources against the steps, every
    original by its SHA-256; and whether its lock holds.

    Nothing is changed, and no fault is raised: all are returned.
    """
    with store.held(year) as round_:
        return _state(round_.read())


def repair(store: Store, *, year: int) -> State:
    """Write again what follows from the steps: table, sources, head.

    A last step that was cut off before it counted, and a table that is not that of the steps, are
    moved aside.

    Returns
    -------
    State
        The round afterwards; originals that are lost stay faults, which `restore` mends.

    Raises
    ------
    InputError
        If a step is missing or was changed: only a backup has it; or if the head is lost and the
        table is not that of the last step, which may be lost too.
    """
    with store.held(year) as round_:
        held = round_.read()
        head, faults = read_head(held.head, year=year)
        texts = dict(held.texts)
        last = max(texts, default=0)
        if last > (head.number if head else 0) and _is_cut_off(texts, year=year):
            del texts[last]
        chain = read_chain(texts, year=year, head=head)
        faults = faults or head_faults(chain, year=year, head=head)
        refuse_faults([*chain.faults, *(faults if digest(held.table) != chain.after else ())])
        if texts:
            round_.put(Held(year, texts, {}), chain)
        return _state(round_.read())


def backup(store: Store, path: Path, *, year: int) -> State:
    """Write a whole round, steps and originals, to a zip file.

    Parameters
    ----------
    store : Store
        Where the round is kept.
    path : Path
        The file to write; one that is there is never replaced.
    year : int
        The year of the round.

    Raises
    ------
    InputError
        If the round has a fault, has no step, or the file is there.
    """
    with store.held(year) as round_:
        held = round_.read()
        state = _state(held)
        refuse_faults(state.faults)
        if not held.texts:
            expected, found = Message("expected-round"), Message("found-none")
            raise InputError([Fault(f"{year}", None, None, expected, found)])
        if path.exists():
            expected = Message("expected-no-backup")
            raise InputError([Fault(path.name, None, None, expected, Message("found-file"))])
        with whole_file(path) as fresh, zipfile.ZipFile(fresh, "x", zipfile.ZIP_DEFLATED) as file:
            file.writestr("backup.json", json.dumps({"year": year, "steps": len(held.texts)}))
            file.writestr("head", _head_text(held))
            for number, text in sorted(held.texts.items()):
                file.writestr(f"steps/{step_name(number)}", text)
            for name, content in held.originals.items():
                file.writestr(f"files/{name}", content())
    _read_backup(path)
    return state


def restore(store: Store, path: Path, *, replace: bool = False) -> State:
    """Put a round back as a backup has it.

    Parameters
    ----------
    store : Store
        Where the round goes; what is there is moved aside.
    path : Path
        A file that `backup` wrote.
    replace : bool
        Whether a round that is there may be moved aside.

    Raises
    ------
    InputError
        If the file is no backup or a damaged one, or a round is there.
    """
    backed_up, chain, file = _read_backup(path)
    year = backed_up.year
    with file, store.held(year) as round_:
        here = round_.read()
        if not replace and (here.texts or here.head or here.table is not None):
            expected = Message("expected-empty-round")
            found = Message("found-steps", count=len(here.texts))
            raise InputError([Fault(f"{year}", None, None, expected, found)])
        round_.put(backed_up, chain)
        return _state(round_.read())


def prune(store: Store, *, year: int) -> State:
    """Move the originals aside that no step names; return what was found before.

    Raises
    ------
    InputError
        If the round has a fault: an original may belong to a step that is lost.
    """
    with store.held(year) as round_:
        state = _state(round_.read())
        refuse_faults(state.faults)
        round_.set_aside(state.unused)
        return state


def _state(held: Held) -> State:
    """Find all that is wrong with what is kept of a round."""
    year = held.year
    head, faults = read_head(held.head, year=year)
    chain = read_chain(held.texts, year=year, head=head)
    wanted = _wanted(chain)
    faults = faults or head_faults(chain, year=year, head=head)
    faults += [*chain.faults, *_original_faults(held, wanted)]
    if not faults:
        faults += _table_faults(held, chain)
    if chain.steps and not chain.faults and held.sources is not None:
        faults += _source_faults(held.sources, chain, year=year)
    known = {sha256[:16] for sha256 in wanted}
    unused = tuple(name for name in held.originals if name[:16] not in known)
    return State(year, len(chain.steps), len(held.originals), tuple(faults), unused, held.locks)


def _wanted(chain: Chain) -> list[str]:
    """Return the SHA-256 of every file that a step names."""
    return sorted({reading.sha256 for step in chain.steps for reading in step.readings})


def _original_faults(held: Held, wanted: Sequence[str]) -> list[Fault]:
    faults = []
    for sha256 in wanted:
        there = [held.originals[name]() for name in held.originals if name[:16] == sha256[:16]]
        if sha256 not in map(digest, there):
            found = Message("found-changed" if there else "found-none")
            faults.append(original_fault(held.year, sha256, found))
    return faults


def _table_faults(held: Held, chain: Chain) -> list[Fault]:
    head, _ = read_head(held.head, year=held.year)
    try:
        if head or chain.after or not chain.steps:
            check_table(chain, year=held.year, head=head, table=digest(held.table))
    except InputError as error:
        return list(error.faults)
    behind = head is None or head.number < len(chain.steps)
    if not chain.steps or (behind and digest(held.table) != chain.after):
        return []
    if table_text(chain.steps, year=held.year) == held.table:
        return []
    expected, found = Message("expected-table-of-steps"), Message("found-changed")
    return [Fault(f"{held.year}.csv", None, None, expected, found)]


def _source_faults(sources: bytes, chain: Chain, *, year: int) -> list[Fault]:
    """Check the registry; an import that was stopped may have added its files to it."""
    wanted = json.loads(registry_text(sources_of(chain.steps, year=year)))["sources"]
    try:
        there = json.loads(sources)["sources"]
        if {key: there.get(key) for key in wanted} == wanted:
            return []
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    expected, found = Message("expected-sources-of-steps"), Message("found-changed")
    return [Fault(f"{year}/sources.json", None, None, expected, found)]


def _is_cut_off(texts: Mapping[int, bytes], *, year: int) -> bool:
    """Tell whether the last step alone cannot be read."""
    last = max(texts)
    without = {number: text for number, text in texts.items() if number != last}
    try:
        json.loads(texts[last])
    except ValueError:
        return not read_chain(without, year=year, head=None).faults
    return False


def _head_text(held: Held) -> bytes:
    """Return the head that a backup carries: with it a backup lacks no last step unseen."""
    chain = read_chain(held.texts, year=held.year, head=None)
    return json.dumps({"number": len(chain.steps), "chain": chain.seal, "table": ""}).encode()


def _read_backup(path: Path) -> tuple[Held, Chain, zipfile.ZipFile]:
    """Open a backup and check all of it."""
    try:
        file = zipfile.ZipFile(path)
        year = int(json.loads(_member(file, "backup.json"))["year"])
        head, faults = read_head(_member(file, "head"), year=year)
        texts: dict[int, bytes] = {}
        originals: dict[str, Callable[[], bytes]] = {}
        for name in file.namelist():
            folder, _, stem = name.partition("/")
            if folder == "steps" and stem == step_name(int(stem.removesuffix(".json") or 0)):
                texts[int(stem.removesuffix(".json"))] = _member(file, name)
            elif folder == "files" and "/" not in stem and stem[:1].isalnum():
                originals[stem] = partial(_member, file, name, most=MAX_BYTES)
        for read in originals.values():
            read()
        held = Held(year, texts, originals)
        chain = read_chain(texts, year=year, head=head)
        faults += [*chain.faults, *_original_faults(held, _wanted(chain))]
    except _UNREADABLE:
        raise _no_backup(path) from None
    except OSError as error:
        if error.errno != errno.EINVAL:  # a place before the file begins
            raise
        raise _no_backup(path) from None
    if faults or not texts or head is None:
        raise InputError(faults or _no_backup(path).faults)
    return held, chain, file


def _member(file: zipfile.ZipFile, name: str, *, most: int = _MOST_STEP) -> bytes:
    """Read a member of a zip file, which may not be larger than `most`."""
    with file.open(name) as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise ValueError(name)
    return content


def _no_backup(path: Path) -> InputError:
    expected, found = Message("expected-backup"), Message("found-cut-off")
    return InputError([Fault(path.name, None, None, expected, found)])
