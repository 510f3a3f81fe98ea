"""Files that somebody names, read without harm: no device, no pipe, no link, and within a limit;
and whether a file is still as it was.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable
from os import open as open_descriptor
from pathlib import Path

from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message

#: The most bytes of a file that is read whole.
MOST = 200_000_000


def read_plain(path: Path, *, most: int = MOST, links: bool = False) -> bytes:
    """Return the content of a regular file.

    Parameters
    ----------
    path : Path
        The file. The folders before it may be links, and it may not.
    most : int
        How many bytes it may hold.
    links : bool
        Whether a link to a regular file is followed, as in a folder of data.

    Raises
    ------
    InputError
        If it is a device, a pipe, a socket, a folder or a link, or is larger.
    OSError
        If it is not there or cannot be read.
    """
    if not links:
        check_plain(path)
    elif not path.is_file() and path.exists():
        check_plain(path.resolve())
    # what was put there since: a link is not followed, a pipe not waited for
    with open(path, "rb", opener=_open_any if links else _open) as stream:
        _check(path, os.fstat(stream.fileno()).st_mode)
        content = stream.read(most + 1)
    if len(content) > most:
        expected = Message("expected-size", megabytes=most // 1_000_000)
        raise InputError([Fault(path.name, None, None, expected, Message("found-more"))])
    return content


def stamp(path: str | Path) -> str:
    """Return what tells whether a file was changed or replaced; blank where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return ""
    return f"{found.st_mtime_ns}:{found.st_size}:{found.st_ino}"


def stamps(files: Iterable[Path]) -> tuple[tuple[Path, str], ...]:
    """Return files with their stamps: what is made of them is kept by these, and so made anew when
    a file changes.

    The files count as read: a kernel that was forked with what is kept opens none of them again.
    """
    found = tuple((path, stamp(path)) for path in files)
    for path, _ in found:
        sys.audit("laocai.read", str(path))
    return found


def _open(path: str, flags: int) -> int:
    return open_descriptor(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)


def _open_any(path: str, flags: int) -> int:
    return open_descriptor(path, flags | os.O_NONBLOCK)


def check_plain(path: Path) -> None:
    """Refuse what is not a regular file, for a library that opens it itself.

    Raises
    ------
    InputError
        If it is a device, a pipe, a socket, a folder or a link.
    OSError
        If it is not there.
    """
    _check(path, os.lstat(path).st_mode)


def _check(path: Path, mode: int) -> None:
    if not stat.S_ISREG(mode):
        kinds = ((stat.S_ISLNK, "found-link"), (stat.S_ISDIR, "found-folder"))
        found = next((name for test, name in kinds if test(mode)), "found-device")
        raise InputError(
            [Fault(path.name, None, None, Message("expected-plain-file"), Message(found))]
        )
