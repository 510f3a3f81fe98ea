"""Files that appear whole or not at all, and folders of which nothing is left."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write a file in place of the one that is there; its folder is made if it is missing.

    Parameters
    ----------
    path : Path
        Where; a reader sees the old content or the new one, never a part.
    content : bytes
        The content.

    Raises
    ------
    OSError
        If the disk refuses it; the earlier file is then as it was.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_whole(Path(folder) / "2008.csv", b"126")
    ...     [path.name for path in Path(folder).iterdir()]
    ['2008.csv']
    """
    with whole_file(path) as fresh:
        fresh.write_bytes(content)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a path to write to; what is written there replaces `path` at the end of the block.

    Parameters
    ----------
    path : Path
        The file to write. The one that is given has the same name, in a work folder beside it: a
        file that is not whole is found under no name. It is removed if the block raises.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with work_folder(path.parent) as work:
        fresh = work / path.name
        yield fresh
        os.replace(fresh, path)


@contextmanager
def work_folder(parent: Path | None = None) -> Iterator[Path]:
    """Give a new folder of this user alone, which is removed at the end of the block.

    Parameters
    ----------
    parent : Path, optional
        Where to make it; the folder of temporary files where not given.

    Notes
    -----
    A signal may raise in any line. Nothing is left where it comes while the folder is made or
    removed, as the folder has its name before it is made, and is removed once more.
    """
    folder = (parent or Path(tempfile.gettempdir())) / f".laocai-{secrets.token_hex(8)}"
    try:
        try:
            folder.mkdir(mode=0o700)
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
