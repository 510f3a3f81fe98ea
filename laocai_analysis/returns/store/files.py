"""The rounds as files beside their tables, and the interface of every store.

With files, putting the new table in place is the one moment at which a step counts. A step is
written before it, with the hashes of the table before and after: one whose table never came is not
counted, and is taken away.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message
from laocai_analysis.returns.reading.account import ColumnTaken, RowCount
from laocai_analysis.returns.reading.observations import Reading
from laocai_analysis.returns.reading.questions import Decision, Doubt
from laocai_analysis.returns.reading.unit_rows import Observation
from laocai_analysis.returns.round import Step, fold, sources_of, table_of
from laocai_analysis.sources import forget, registry_text
from laocai_analysis.text.keys import slug

#: How the names of files begin that are being written in the folder of a round.
HALF = ".laocai-"


class Transaction(Protocol):
    """A round under its lock."""

    steps: list[Step]

    def file(self, sha256: str) -> bytes:
        """Return the content of a file that was imported."""

    def commit(self, step: Step, files: Mapping[str, tuple[str, bytes]]) -> None:
        """Add a step, and keep the name and content of the files that it read, by SHA-256."""


class Store(Protocol):
    """Keeps the rounds of all years."""

    def steps(self, year: int) -> list[Step]:
        """Return the steps of a round in order."""

    def transaction(self, year: int) -> AbstractContextManager[Transaction]:
        """Return a context that locks the round."""


def step_text(step: Step, **more: str) -> str:
    """Return a step as JSON."""
    return json.dumps({**asdict(step), **more}, ensure_ascii=False, indent=1) + "\n"


def step_of(kept: Mapping[str, Any]) -> Step:
    """Make a step of the JSON that `step_text` gave."""
    readings = tuple(
        Reading(
            **{
                **reading,
                "observations": [Observation(**o) for o in reading["observations"]],
                "doubts": [Doubt.from_dict(d) for d in reading["doubts"]],
                "rows": [RowCount(**rows) for rows in reading.get("rows", ())],
                "columns": [ColumnTaken(**column) for column in reading.get("columns", ())],
            },
        )
        for reading in kept["readings"]
    )
    plain = {name: kept[name] for name in ("number", "kind", "year", "when", "by", "undoes")}
    decisions = tuple(Decision(**decision) for decision in kept["decisions"])
    return Step(**plain, readings=readings, decisions=decisions, replaces=tuple(kept["replaces"]))


class FileStore:
    """Keeps each round in a folder of its year, beside its table.

    Parameters
    ----------
    folder : Path
        ``data/returns``: the table of 2009 is ``2009.csv``, its steps and files are in ``2009/``.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def steps(self, year: int) -> list[Step]:
        """Return the steps of a round in order; one whose table is not in place does not count."""
        return self._read(year)[0]

    @contextmanager
    def transaction(self, year: int) -> Iterator[FileTransaction]:
        """Lock the round; wait for the lock if need be."""
        with self._locked(year) as root:
            steps, head = self._read(year)
            _sweep(root, steps)
            yield FileTransaction(self.folder, year, steps, head)

    def take_over(self, steps: Sequence[Step], *, year: int) -> Path:
        """Write the table of a round that is kept elsewhere, for notebooks to read; return its
        path.

        Raises
        ------
        InputError
            If a round of that year is kept here.
        """
        table = table_of(fold(steps, year=year)).to_csv(index=False, lineterminator="\n")
        with self._locked(year) as root:
            if kept := _step_files(root):
                expected, found = (
                    Message("expected-no-round"),
                    Message("found-steps", count=len(kept)),
                )
                raise InputError([Fault(f"{year}", None, None, expected, found)])
            _write(
                root / "sources.json", registry_text(sources_of(steps, year=year)).encode(), by=root
            )
            _write(self.folder / f"{year}.csv", table.encode(), by=root)
        forget()
        return self.folder / f"{year}.csv"

    @contextmanager
    def _locked(self, year: int) -> Iterator[Path]:
        """Hold the lock of a round; take away what one that was stopped was writing."""
        root = self.folder / str(year)
        root.mkdir(parents=True, exist_ok=True)
        lock = os.open(root / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for name in os.listdir(root):
                if name.startswith(HALF):
                    os.unlink(root / name)
            yield root
        finally:
            os.close(lock)

    def _read(self, year: int) -> tuple[list[Step], str]:
        """Return the steps that count, and the hash of the table; refuse one that was changed by
        other hands.
        """
        table, head, kept = self.folder / f"{year}.csv", "", list[dict[str, Any]]()
        for _ in range(50):  # the table may change between two looks at it
            head = _hash(table)
            with suppress(FileNotFoundError):
                files = _step_files(self.folder / str(year))
                kept = [json.loads(path.read_text(encoding="utf-8")) for path in files]
                if head == _hash(table):
                    break
        if kept and kept[-1]["table_after"] != head and kept[-1]["table_before"] == head:
            kept.pop()
        if kept and kept[-1]["table_after"] != head:
            after = kept[-1]["table_after"][:16]
            expected = Message("expected-step-table", step=f"{len(kept)}", sha256=after)
            found = f"{head[:16]}…" if head else Message("found-no-table")
            raise InputError(
                [Fault(table.name, None, None, expected, found)],
                consequence=Message("follows-changed-by-hand"),
            )
        if not kept and head:
            expected, found = Message("expected-no-table"), Message("found-other-table")
            raise InputError([Fault(table.name, None, None, expected, found)])
        return [step_of(step) for step in kept], head


def _sweep(root: Path, steps: Sequence[Step]) -> None:
    """Remove an interrupted step that has no table, with its files and sources."""
    for name in ("steps", "files"):
        (root / name).mkdir(exist_ok=True)
    for path in _step_files(root)[len(steps) :]:
        os.unlink(path)
    known = {reading.sha256[:16] for step in steps for reading in step.readings}
    for name in os.listdir(root / "files"):
        if name[:16] not in known:
            os.unlink(root / "files" / name)
    sources = root / "sources.json"
    if sources.exists() and sources.read_text(encoding="utf-8") != (text := _sources(steps)):
        _write(sources, text.encode(), by=root)
        forget()


def _sources(steps: Sequence[Step]) -> str:
    return registry_text(sources_of(steps, year=steps[0].year) if steps else [])


class FileTransaction:
    """A round in files while its lock is held."""

    def __init__(self, folder: Path, year: int, steps: list[Step], head: str) -> None:
        self.folder, self.year, self.steps, self.head = folder, year, steps, head

    def file(self, sha256: str) -> bytes:
        """Return the content of a file that was imported."""
        return next((self.folder / str(self.year) / "files").glob(f"{sha256[:16]}-*")).read_bytes()

    def commit(self, step: Step, files: Mapping[str, tuple[str, bytes]]) -> None:
        """Add a step: files and sources first, then the step, then the table, by which it
        counts.
        """
        root, steps = self.folder / str(self.year), [*self.steps, step]
        table = (
            table_of(fold(steps, year=self.year)).to_csv(index=False, lineterminator="\n").encode()
        )
        after = hashlib.sha256(table).hexdigest()
        for sha256, (name, content) in files.items():
            _write(root / "files" / f"{sha256[:16]}-{_safe(name)}", content, by=root)
        _write(root / "sources.json", _sources(steps).encode(), by=root)
        text = step_text(step, table_before=self.head, table_after=after)
        _write(root / "steps" / f"{step.number:04d}.json", text.encode(), by=root)
        if after != self.head:
            _write(self.folder / f"{self.year}.csv", table, by=root)
        self.steps, self.head = steps, after
        forget()


def _step_files(root: Path) -> list[Path]:
    return sorted((root / "steps").glob("[0-9]*.json"))


def _safe(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    return (slug(stem) or "file")[:80] + (f".{slug(suffix)}" if dot and slug(suffix) else "")


def _hash(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""


def _write(path: Path, content: bytes, *, by: Path) -> None:
    """Put a file in place whole, down to the disk, by way of the folder `by`, which is swept after
    a crash.
    """
    fresh = by / f"{HALF}{secrets.token_hex(8)}"
    try:
        target = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        try:
            rest = memoryview(content)
            while rest:
                rest = rest[os.write(target, rest) :]
            os.fsync(target)
        finally:
            os.close(target)
        os.replace(fresh, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(fresh)
        raise
    folder = os.open(path.parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
