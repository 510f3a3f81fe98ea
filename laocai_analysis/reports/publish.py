"""Put the files of one report in place together, or not at all.

A report is several files that share a stem and differ by suffix (page, notebook, figures). Readers
must see all of the old ones or all of the new ones, whatever happens to the writer, so the files
that they open are links through one single link, and changing that one is the only thing that
publishes::

    reports/<name>/<stem>.html                        -> .published/<stem>/current/<stem>.html
    reports/<name>/.published/<stem>/current          -> version-<unique>
    reports/<name>/.published/<stem>/version-<unique>/<stem>.html
    reports/<name>/.published/<stem>/lock             held while publishing
    reports/<name>/failed/<stem>.ipynb                what a failed run left, never linked from the
    above
    reports/<name>/editions/<stem>/<date>-<number>/   copies of the last versions, where asked for

Standard library only, for POSIX file systems that have symbolic links. Everything that changes the
disk goes through an attribute of `os`, so that a test can stop the program at each step.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import secrets
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

__all__ = ["clear_failed", "keep_failed", "publish", "put_in_place", "suffixes_in_place"]

_LINKED_LAST = (".json", ".ipynb", ".html")
_EDITION = re.compile(r"\d{4}-\d{2}-\d{2}-(\d+)")


def put_in_place(
    files: Mapping[str, bytes], *, folder: Path, stem: str, good: bool = True, editions: int = 0
) -> dict[str, Path]:
    """Publish a report that was made, or keep what is left of one that failed.

    Parameters
    ----------
    files, folder, stem, editions
        As for `publish`.
    good : bool
        Whether the report was made; what an earlier failure left of it is then removed.

    Returns
    -------
    dict of str to Path
        Where each file can be read, by suffix.
    """
    if not good:
        return keep_failed(files, folder=folder, stem=stem)
    published = publish(files, folder=folder, stem=stem, editions=editions)
    clear_failed(folder=folder, stem=stem)
    return published


def suffixes_in_place(*, folder: Path, stem: str) -> list[str]:
    """Return the suffixes of the files of a report that readers can open now.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = publish({".html": b"", ".pdf": b""}, folder=Path(folder), stem="2008-vi")
    ...     suffixes_in_place(folder=Path(folder), stem="2008-vi")
    ['.html', '.pdf']
    """
    if not folder.is_dir():
        return []
    return [Path(name).suffix for name in _of_stem(folder, stem) if (folder / name).exists()]


def publish(
    files: Mapping[str, bytes], *, folder: Path, stem: str, editions: int = 0
) -> dict[str, Path]:
    """Put a report's files in place of the last ones, all at one moment.

    Parameters
    ----------
    files : mapping of str to bytes
        Content of each file by its suffix, for example ``{".html": b"...", ".json": b"..."}``.
    folder : Path
        Folder of the report, ``reports/<name>``; made if it is missing.
    stem : str
        What the names of the files have in common.
    editions : int
        How many of the versions before this one are kept, the last ones: a version that another
        takes the place of is copied to ``editions/<stem>``, with its date and a number. At 0 none
        is added and none removed.

    Returns
    -------
    dict of str to Path
        Where each file can be read, by suffix.

    Raises
    ------
    ValueError
        If there is no file, or the stem or a suffix cannot be part of a file name.
    OSError
        If the disk refuses a step. The last report is then as it was, unless a note on the error
        says that the new one is already in place.

    Notes
    -----
    A suffix that an earlier call published and this one does not is no longer there afterwards. A
    plain file with the name of one of the report's files is replaced with a link, one by one, after
    the new version is in place: only in that case do the names not change at one moment.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     paths = publish({".html": b"<p>126/164</p>"}, folder=Path(folder), stem="2008-vi")
    ...     paths[".html"].name, paths[".html"].read_bytes()
    ('2008-vi.html', b'<p>126/164</p>')
    """
    names = _names(files, stem)
    contents = {names[suffix]: content for suffix, content in files.items()}
    root, kept = _root(folder, stem), folder / "editions" / stem
    with _locked(root):
        version = _write_version(root, contents)
        if editions:
            _keep_edition(root, kept, contents)
        _swap(root, version)
        try:
            _sync_folder(root)
            _link_outward(folder, stem, names)
            _unlink_dropped(folder, stem, names.values())
            _sync_folder(folder)
            _sweep(root)
            for path in _editions(kept)[:-editions] if editions else ():
                _remove(path)
        except OSError as error:
            error.add_note(
                f"The new version of {stem} in {folder} is already in place; what failed came after."
            )
            raise
    return {suffix: folder / name for suffix, name in names.items()}


def keep_failed(files: Mapping[str, bytes], *, folder: Path, stem: str) -> dict[str, Path]:
    """Keep what a failed run left, apart from the published report, which stays as it is.

    Parameters
    ----------
    files : mapping of str to bytes
        Content of each file by its suffix, the partial notebook for example.
    folder : Path
        Folder of the report, ``reports/<name>``; the files go into its folder ``failed``.
    stem : str
        What the names of the files have in common.

    Returns
    -------
    dict of str to Path
        Where each file can be read, by suffix. Files of an earlier failure of this report are gone.

    Raises
    ------
    ValueError
        If there is no file, or the stem or a suffix cannot be part of a file name.
    OSError
        If the disk refuses a step; each file is then whole, old or new.
    """
    names = _names(files, stem)
    failed = folder / "failed"
    root = _root(folder, stem)
    with _locked(root):
        for suffix in _in_order(names):
            fresh = root / _unique("failed")
            _write_file(fresh, files[suffix])
            _move_into(failed, fresh, names[suffix])
        _remove_failed(failed, stem, keep=names.values())
        _sync_folder(failed)
    return {suffix: failed / name for suffix, name in names.items()}


def clear_failed(*, folder: Path, stem: str) -> None:
    """Remove what `keep_failed` kept of this report, and the folder ``failed`` if nothing else is
    in it.

    Parameters
    ----------
    folder : Path
        Folder of the report, ``reports/<name>``.
    stem : str
        What the names of the files have in common.

    Raises
    ------
    ValueError
        If the stem cannot be part of a file name.
    OSError
        If the disk refuses a step.
    """
    _check_stem(stem)
    failed = folder / "failed"
    if not os.path.isdir(failed):
        return
    with _locked(_root(folder, stem)):
        try:
            _remove_failed(failed, stem, keep=())
            os.rmdir(failed)
        except (
            OSError
        ) as error:  # other reports still have files there, or have just removed the folder
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT):
                raise
        _sync_folder(folder)


def _check_stem(stem: str) -> None:
    if stem in ("", ".", "..") or "/" in stem or "\\" in stem:
        raise ValueError(
            f"The stem of a report is part of a file name, without a separator; found {stem!r}."
        )


def _names(suffixes: Collection[str], stem: str) -> dict[str, str]:
    """Give the file name for each suffix; one dot only, so that a name tells its stem."""
    _check_stem(stem)
    if not suffixes:
        raise ValueError(
            f"No file was given for {stem!r}; expected at least one suffix with its content."
        )
    for suffix in suffixes:
        plain = suffix[1:]
        if not suffix.startswith(".") or not plain or any(sign in plain for sign in "./\\"):
            raise ValueError(
                f"A suffix is a dot and a name without a dot or separator, such as '.html'; found {suffix!r}."
            )
    return {suffix: stem + suffix for suffix in suffixes}


def _root(folder: Path, stem: str) -> Path:
    return folder / ".published" / stem


def _unique(kind: str) -> str:
    return f"{kind}-{secrets.token_hex(8)}"


def _in_order(suffixes: Iterable[str]) -> list[str]:
    """Order suffixes so that the page is the last one to appear."""
    places = {suffix: place for place, suffix in enumerate(_LINKED_LAST)}
    return sorted(suffixes, key=lambda suffix: (places.get(suffix, -1), suffix))


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    """Hold the lock of a report; remove leftovers before, and after an error."""
    _make_folder(root)
    lock = os.open(root / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _sweep(root)
        try:
            yield
        except BaseException:
            with suppress(OSError):
                _sweep(root)
            raise
    finally:
        # Unlocked by hand: a process forked meanwhile holds a copy of the descriptor.
        fcntl.flock(lock, fcntl.LOCK_UN)
        os.close(lock)


def _write_version(root: Path, contents: Mapping[str, bytes], *, kind: str = "version") -> str:
    """Write the files into a new version folder, down to the disk, and give its name."""
    version = _unique(kind)
    os.mkdir(root / version)
    for name, content in contents.items():
        _write_file(root / version / name, content)
    _sync_folder(root / version)
    _sync_folder(root)
    return version


def _swap(root: Path, version: str) -> None:
    """Make `version` the current one: the single moment at which a report is published."""
    current = root / "current"
    if os.path.isdir(current) and _link_text(current) is None:
        # A copy that followed links has a folder here, and plain files outside, which stay
        # readable.
        os.replace(current, root / _unique("copied"))
    fresh = root / _unique("link")
    os.symlink(version, fresh)
    os.replace(fresh, current)


def _keep_edition(root: Path, kept: Path, contents: Mapping[str, bytes]) -> None:
    """Copy the current version to the editions where `contents` differ from it, before they take
    its place; not where a call that was stopped has copied it already.
    """
    before, editions = _contents(root / "current"), _editions(kept)
    unchanged = all(contents.get(name) == content for name, content in before.items())
    if unchanged or (editions and _contents(editions[-1]) == before):
        return
    date = time.strftime("%Y-%m-%d", time.gmtime(os.stat(root / "current").st_mtime))
    number = 1 + (int(editions[-1].name.rpartition("-")[2]) if editions else 0)
    fresh = _write_version(root, before, kind="edition")
    _make_folder(kept)
    os.replace(root / fresh, kept / f"{date}-{number}")
    _sync_folder(kept)


def _editions(kept: Path) -> list[Path]:
    """Return the editions of a report in the order of their numbers; a folder of another name is
    none, and is left alone.
    """
    names = os.listdir(kept) if os.path.isdir(kept) else []
    numbers = {name: int(found[1]) for name in names if (found := _EDITION.fullmatch(name))}
    return [kept / name for name in sorted(numbers, key=numbers.__getitem__)]


def _contents(folder: Path) -> dict[str, bytes]:
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    return {name: (folder / name).read_bytes() for name in names}


def _link_outward(folder: Path, stem: str, names: Mapping[str, str]) -> None:
    """Link the names that readers know to the current version, where they are not yet linked."""
    for suffix in _in_order(names):
        outward = folder / names[suffix]
        target = _outward_target(stem, names[suffix])
        if _link_text(outward) != target:
            fresh = _root(folder, stem) / _unique("link")
            os.symlink(target, fresh)
            os.replace(fresh, outward)


def _unlink_dropped(folder: Path, stem: str, names: Collection[str]) -> None:
    """Remove the links of files that are no longer part of the report."""
    for name in _of_stem(folder, stem):
        if name not in names and _link_text(folder / name) == _outward_target(stem, name):
            os.unlink(folder / name)


def _outward_target(stem: str, name: str) -> str:
    return f".published/{stem}/current/{name}"


def _of_stem(folder: Path, stem: str) -> list[str]:
    return [name for name in sorted(os.listdir(folder)) if name.rpartition(".")[0] == stem]


def _sweep(root: Path) -> None:
    """Remove everything but the lock and the current version: old versions, leftovers of killed
    runs.
    """
    keep = {"lock", "current", _link_text(root / "current")}
    for name in sorted(os.listdir(root)):
        if name not in keep:
            _remove(root / name)


def _remove(path: Path) -> None:
    if os.path.isdir(path) and not os.path.islink(path):
        for name in sorted(os.listdir(path)):
            _remove(path / name)
        os.rmdir(path)
    else:
        os.unlink(path)


def _remove_failed(failed: Path, stem: str, *, keep: Collection[str]) -> None:
    for name in _of_stem(failed, stem):
        if name not in keep:
            os.unlink(failed / name)


def _move_into(failed: Path, fresh: Path, name: str) -> None:
    """Move a file into `failed`, again if another report, having none left, removes the folder
    meanwhile.
    """
    while True:
        _make_folder(failed)
        try:
            os.replace(fresh, failed / name)
        except FileNotFoundError:
            if os.path.isdir(failed) or not os.path.exists(fresh):
                raise
        else:
            return


def _link_text(path: Path) -> str | None:
    """Read where a link leads; None if there is nothing or something else than a link."""
    try:
        return os.readlink(path)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.EINVAL):
            return None
        raise  # never mistaken for "no link": what is current would be swept away


def _make_folder(path: Path) -> None:
    if os.path.isdir(path):
        return
    if path.parent != path:
        _make_folder(path.parent)
    with suppress(FileExistsError):
        os.mkdir(path)
    _sync_folder(path.parent)


def _write_file(path: Path, content: bytes) -> None:
    """Write a new file down to the disk."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(path: Path) -> None:
    """Bring the names in a folder down to the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
