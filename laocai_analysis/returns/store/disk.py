"""Files in the folder of a round: put in place whole and down to the disk, and never deleted."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message

#: How the names of files begin that are being written in the folder of a round.
HALF = ".laocai-"
#: Returns are read by the office, and by nobody else on the machine.
MODE = 0o640
#: What a file system without hard links answers.
_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS)


def content_of(path: Path) -> bytes | None:
    """Return the content of a file; None where there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


@contextmanager
def fresh(content: bytes, *, by: Path) -> Iterator[Path]:
    """Give a file of this content that is on the disk, in the folder `by`; it is removed after the
    block where it is still there.
    """
    path = by / f"{HALF}{secrets.token_hex(8)}"
    try:
        _fill(path, content)
        yield path
    finally:
        with suppress(OSError):
            os.unlink(path)


def write(path: Path, content: bytes, *, by: Path) -> None:
    """Put a file in place whole, by way of the folder `by`."""
    with fresh(content, by=by) as made:
        replace(made, path)


def replace(made: Path, path: Path) -> None:
    """Put a file in the place of another one, down to the disk."""
    os.replace(made, path)
    _sync(path.parent)


def create(path: Path, content: bytes, *, by: Path) -> None:
    """Put a file in place whole, where none of its name is.

    Raises
    ------
    InputError
        If there is one.
    """
    with fresh(content, by=by) as made:
        try:
            _link(made, path, content)
        except (FileExistsError, FileNotFoundError):
            expected, found = Message("expected-no-step"), Message("found-file")
            fault = Fault(f"steps/{path.name}", None, None, expected, found)
            raise InputError([fault], consequence=Message("follows-run-again")) from None
        _sync(path.parent)


def _link(made: Path, path: Path, content: bytes) -> None:
    try:
        os.link(made, path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _fill(path, content)  # only here can a kill leave a part


def move_aside(path: Path, folder: Path) -> None:
    """Move a file to a folder that keeps what is no longer used."""
    folder.mkdir(parents=True, exist_ok=True)
    os.replace(path, folder / path.name)
    _sync(folder)
    _sync(path.parent)


def copy_aside(path: Path, folder: Path) -> None:
    """Copy a file to such a folder: readers never find none in its place."""
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / path.name, path.read_bytes(), by=folder)


def _fill(path: Path, content: bytes) -> None:
    target = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, MODE)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(target, rest) :]
        os.fsync(target)
    finally:
        os.close(target)


def _sync(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
