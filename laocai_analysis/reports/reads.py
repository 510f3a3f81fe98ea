"""Which files a notebook read: the audit events of its process, as far as they concern the data of
the package.

What GDAL opens passes Python by; the rooms that call it say so by the audit event ``laocai.read``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from laocai_analysis import paths
from laocai_analysis.plain_files import stamp

#: The variable of the environment that names the file in which the process of the cells notes what
#: it reads.
NOTED_IN = "LAOCAI_READS"


def note_reads() -> None:
    """From now on note every file of the data that this process opens, where `NOTED_IN` asks for
    it.
    """
    if not (target := os.environ.get(NOTED_IN)):
        return
    notes = os.open(target, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    seen: set[str] = set()
    concerns = _concerns()

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event not in ("open", "laocai.read") or not isinstance(
            arguments[0], (str, bytes, os.PathLike)
        ):
            return
        path = os.path.abspath(os.fsdecode(arguments[0]))
        if path not in seen and concerns(path):
            seen.add(path)
            os.write(notes, f"{path}\0{stamp(path)}\0".encode(errors="surrogateescape"))

    sys.addaudithook(hook)


def _concerns() -> Callable[[str], bool]:
    """Return the test of whether a path is of the data or of the project. Code is not: the manifest
    holds the versions of libraries and the hash of the package, and which compiled files are read
    changes from run to run.
    """
    roots = _roots()
    project = str(roots.pop("project")) + os.sep
    data = tuple(str(root) + os.sep for root in roots.values())
    code = (sys.prefix + os.sep, str(Path(paths.__file__).parent) + os.sep)
    compiled = f"{os.sep}__pycache__{os.sep}"

    def concerns(path: str) -> bool:
        of_project = path.startswith(project) and not path.startswith(code)
        return path.startswith(data) or (of_project and compiled not in path)

    return concerns


def load_ipython_extension(_: object) -> None:
    """Note from the start of a kernel that loads this module as an extension."""
    note_reads()


def _roots() -> dict[str, Path]:
    """Return the folders whose files a report can depend on, by the name that they have in a
    manifest.
    """
    return {
        "data": paths.data().absolute(),
        "package": paths.home() / "data",
        "built": paths.built_geo().absolute(),
        "geo": paths.geo().absolute(),
        "project": paths.project().absolute(),
    }


def noted(target: Path) -> dict[Path, str]:
    """Return the files that were noted, in order, each with the `stamp` that it had when it was
    opened for the first time.
    """
    if not target.exists():
        return {}
    parts = target.read_bytes().split(b"\0")
    found = zip(parts[::2], parts[1::2], strict=False)
    return {Path(os.fsdecode(path)): mark.decode() for path, mark in sorted(found)}


def name_of(path: Path) -> str:
    """Return the name of a file in a manifest, which is the same on every machine:
    ``data/returns/2009.csv``.
    """
    for root, folder in _roots().items():
        if path.is_relative_to(folder):
            return f"{root}/{path.relative_to(folder).as_posix()}"
    return path.name


def path_of(name: str, *, given: Iterable[Path] = ()) -> Path:
    """Return the file that a name of a manifest means here; `given` are files that were named by
    parameters.
    """
    root, slash, rest = name.partition("/")
    if slash and root in _roots():
        return _roots()[root] / rest
    return next((path for path in given if path.name == name), Path(name))
