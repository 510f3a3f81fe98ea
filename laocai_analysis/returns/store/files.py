"""The rounds as files beside their tables, and the interface of every store.

Making the file of a step, whole and where none of its number is, is the one moment at which it
counts. Table, sources and head follow from the steps: where a command was stopped between, the next
one writes them. Nothing that was imported is ever deleted here.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Protocol

from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message
from laocai_analysis.returns.round import Step, sources_of
from laocai_analysis.returns.store import disk
from laocai_analysis.returns.store.chain import (
    Chain,
    Head,
    Held,
    check_table,
    check_unsealed,
    digest,
    head_faults,
    lost_original,
    original_name,
    read_chain,
    read_head,
    refuse_faults,
    sealed,
    step_name,
    table_text,
)
from laocai_analysis.sources import registry_text

#: After how many seconds a file that is being written is one that a stopped command has left.
_STOPPED = 3600


class Transaction(Protocol):
    """A round under its lock."""

    @property
    def steps(self) -> list[Step]:
        """The steps of the round."""

    def commit(self, step: Step, files: Mapping[str, tuple[str, bytes]]) -> None:
        """Add a step, and keep the name and content of the files that it read, by SHA-256."""


class HeldRound(Protocol):
    """What is kept of a round, unchecked, while its lock is held."""

    def read(self) -> Held:
        """Return all of it."""

    def put(self, held: Held, chain: Chain) -> None:
        """Make the round this one; whatever differs is moved aside."""

    def set_aside(self, names: Sequence[str]) -> None:
        """Move originals aside."""


class Store(Protocol):
    """Keeps the rounds of all years."""

    def steps(self, year: int) -> list[Step]:
        """Return the steps of a round in order."""

    def original(self, sha256: str, *, year: int) -> bytes:
        """Return the content of a file that was imported."""

    def transaction(self, year: int) -> AbstractContextManager[Transaction]:
        """Return a context that locks the round."""

    def held(self, year: int) -> AbstractContextManager[HeldRound]:
        """Return a context that locks the round, and gives what is kept of it."""


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
        """Return the steps of a round in order."""
        return self._read(year)[0].steps

    def original(self, sha256: str, *, year: int) -> bytes:
        """Return the content of a file that was imported."""
        for path in (self.folder / str(year) / "files").glob(f"{sha256[:16]}-*"):
            if digest(content := path.read_bytes()) == sha256:
                return content
        raise lost_original(year, sha256)

    @contextmanager
    def transaction(self, year: int) -> Iterator[FileTransaction]:
        """Lock the round, wait for the lock if need be, and end what a stopped command began."""
        with self._locked(year) as root:
            chain, head = self._read(year)
            if head is None and chain.steps:
                table = digest(disk.content_of(self.folder / f"{year}.csv"))
                check_unsealed(chain, year=year, table=table)
            if chain.steps and (head is None or head.number != len(chain.steps)):
                head = self._complete(chain, year=year)
            if (root / "sources.json").exists():
                self._write_sources(chain.steps, year=year)
            yield FileTransaction(self, year, chain, table=head.table if head else "")

    @contextmanager
    def held(self, year: int) -> Iterator[HeldFiles]:
        """Lock a round, and give what is kept of it as it is, unchecked."""
        with self._locked(year):
            yield HeldFiles(self, year)

    def take_over(self, steps: Sequence[Step], *, year: int) -> Path:
        """Write the table of a round that is kept elsewhere, for notebooks to read; return its
        path.

        Raises
        ------
        InputError
            If a round of that year is kept here.
        """
        path, table = self.folder / f"{year}.csv", table_text(steps, year=year)
        with self._locked(year) as root:
            if (kept := len(_step_files(root))) or (root / "head").exists():
                expected, found = Message("expected-no-round"), Message("found-steps", count=kept)
                raise InputError([Fault(f"{year}", None, None, expected, found)])
            self._write_sources(steps, year=year)
            if disk.content_of(path) not in (None, table):
                disk.copy_aside(path, _aside(root))
            disk.write(path, table, by=root)
        return path

    @contextmanager
    def _locked(self, year: int) -> Iterator[Path]:
        """Hold the lock of a round; take away what one that was stopped was writing.

        Some network folders have locks that hold nobody out. There the steps decide: each is made
        where none of its number is, or not at all.
        """
        root = self.folder / str(year)
        for name in ("steps", "files"):
            (root / name).mkdir(parents=True, exist_ok=True)
        lock = os.open(root / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            os.utime(lock)
            now = os.fstat(lock).st_mtime  # the clock of the server that keeps the folder
            for path in root.glob(f"{disk.HALF}*"):
                with suppress(FileNotFoundError):
                    if now - path.stat().st_mtime > _STOPPED:
                        os.unlink(path)
            yield root
        finally:
            os.close(lock)

    def _read(self, year: int) -> tuple[Chain, Head | None]:
        """Return the steps and the head; refuse a round that was changed by other hands.

        The head is read first and the steps last: a reader without the lock never finds a table
        that is newer than the steps.
        """
        root = self.folder / str(year)
        text = disk.content_of(root / "head")
        head, faults = read_head(text, year=year)
        table = digest(disk.content_of(self.folder / f"{year}.csv"))
        chain = read_chain(_texts(root), year=year, head=head)
        if not faults and text == disk.content_of(root / "head"):  # no step was added meanwhile
            faults = head_faults(chain, year=year, head=head)
        refuse_faults([*faults, *chain.faults])
        check_table(chain, year=year, head=head, table=table)
        return chain, head

    def _complete(self, chain: Chain, *, year: int) -> Head:
        """Write table, sources and head as they follow from the steps."""
        root, path = self.folder / str(year), self.folder / f"{year}.csv"
        table = table_text(chain.steps, year=year)
        self._write_sources(chain.steps, year=year)
        if disk.content_of(path) != table:
            disk.write(path, table, by=root)
        head = Head(len(chain.steps), chain.seal, digest(table))
        disk.write(root / "head", head.text(), by=root)
        return head

    def _write_sources(self, steps: Sequence[Step], *, year: int) -> None:
        root = self.folder / str(year)
        text, path = registry_text(sources_of(steps, year=year)).encode(), root / "sources.json"
        if disk.content_of(path) != text:
            disk.write(path, text, by=root)


class FileTransaction:
    """A round in files while its lock is held."""

    def __init__(self, store: FileStore, year: int, chain: Chain, *, table: str) -> None:
        self.store, self.year, self.chain, self.table = store, year, chain, table
        self.root = store.folder / str(year)

    @property
    def steps(self) -> list[Step]:
        """The steps of the round."""
        return self.chain.steps

    def commit(self, step: Step, files: Mapping[str, tuple[str, bytes]]) -> None:
        """Add a step: files and sources first, then the step, by which it counts, then the table.

        Raises
        ------
        InputError
            If a step of this number was added meanwhile, in a folder whose locks hold nobody out.
        """
        root, steps, year = self.root, [*self.steps, step], self.year
        table = table_text(steps, year=year)
        for sha256, (name, content) in files.items():
            disk.write(root / "files" / original_name(sha256, name), content, by=root)
        self.store._write_sources(steps, year=year)
        after = digest(table)
        text, seal = sealed(step, after=self.chain.seal, table_before=self.table, table_after=after)
        with disk.fresh(table, by=root) as made:  # the space is taken before the step counts
            disk.create(root / "steps" / step_name(step.number), text, by=root)
            if after != self.table:
                disk.replace(made, self.store.folder / f"{year}.csv")
        disk.write(root / "head", Head(step.number, seal, after).text(), by=root)
        self.chain = Chain(steps, [*self.chain.seals, seal], self.table, after)
        self.table = after
        if len(_step_files(root)) > step.number:  # another came, where locks hold nobody out
            chain = read_chain(_texts(root), year=year, head=None)
            refuse_faults(chain.faults)
            self.store._complete(chain, year=year)


class HeldFiles:
    """What is kept of a round in files, unchecked, while its lock is held."""

    def __init__(self, store: FileStore, year: int) -> None:
        self.store, self.year, self.root = store, year, store.folder / str(year)
        self.table_path = store.folder / f"{year}.csv"

    def read(self) -> Held:
        """Return all of it."""
        return Held(
            self.year,
            _texts(self.root),
            {path.name: path.read_bytes for path in sorted((self.root / "files").iterdir())},
            disk.content_of(self.table_path),
            disk.content_of(self.root / "head"),
            disk.content_of(self.root / "sources.json") or b"",
            _holds_others_out(self.root / "lock"),
        )

    def put(self, held: Held, chain: Chain) -> None:
        """Make the round this one; whatever differs is moved aside.

        The head comes first: where this is stopped, every command names what is not in place yet.
        """
        root, aside = self.root, _aside(self.root)
        table = table_text(chain.steps, year=self.year)
        head = Head(len(chain.steps), chain.seal, digest(table)).text()
        if disk.content_of(root / "head") not in (None, head):
            disk.copy_aside(root / "head", aside)
        disk.write(root / "head", head, by=root)
        for number, path in _step_files(root).items():
            if path.read_bytes() != held.texts.get(number):
                disk.move_aside(path, aside / "steps")
        for number, text in sorted(held.texts.items()):
            if not (path := root / "steps" / step_name(number)).exists():
                disk.create(path, text, by=root)
        for name, content in held.originals.items():
            path, wanted = root / "files" / name, content()
            if (there := disk.content_of(path)) != wanted:
                if there is not None:
                    disk.move_aside(path, aside / "files")
                disk.write(path, wanted, by=root)
        if disk.content_of(self.table_path) not in (None, table):
            disk.copy_aside(self.table_path, aside)
        self.store._complete(chain, year=self.year)

    def set_aside(self, names: Sequence[str]) -> None:
        """Move originals aside."""
        aside = _aside(self.root)
        for name in names:
            disk.move_aside(self.root / "files" / name, aside / "files")


def _holds_others_out(lock: Path) -> bool:
    """Tell whether a lock that is held holds out another who opens the file on this machine."""
    other = os.open(lock, os.O_RDWR | os.O_CLOEXEC)
    try:
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(other)
    return False


def _aside(root: Path) -> Path:
    """Return a new folder for what is moved aside; it is made when something is."""
    now = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    return root / "aside" / f"{now}-{secrets.token_hex(2)}"


def _texts(root: Path) -> dict[int, bytes]:
    return {number: path.read_bytes() for number, path in _step_files(root).items()}


def _step_files(root: Path) -> dict[int, Path]:
    """Return the files of steps by number; files of another name are none."""
    return {
        int(path.stem): path
        for path in sorted((root / "steps").glob("*.json"))
        if path.stem.isascii() and path.stem.isdigit() and path.name == step_name(int(path.stem))
    }
