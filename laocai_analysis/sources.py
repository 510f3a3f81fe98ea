"""The registry of sources: citation, licence, date of access and SHA-256 of each data file."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from pathlib import Path

import pandas as pd

from laocai_analysis import paths
from laocai_analysis.entries import ANY, FLAG, TEXT, Form, read_entries
from laocai_analysis.errors import Fault
from laocai_analysis.language import Language, Message
from laocai_analysis.plain_files import stamps


@dataclass(frozen=True, slots=True)
class Source:
    """One source: who published it, when, where, and what may be done with it.

    Parameters
    ----------
    id : str
        The key by which tables refer to it.
    title_vi, title_en : str
        The citation in each language; a press article keeps its Vietnamese title in both.
    publisher_vi, publisher_en : str
        Who published it.
    published : str
        Date or year of publication; blank where it is not known.
    address : str
        Where it was found; blank where it is not known.
    licence_vi, licence_en : str
        What may be done with it, as an answer and not as a question.
    accessed : str
        The date of the last access.
    redistributable : bool
        Whether what is taken from it may be passed on as it is, as in a page for the public.
    """

    id: str
    title_vi: str
    title_en: str
    publisher_vi: str
    publisher_en: str
    published: str
    address: str
    licence_vi: str
    licence_en: str
    accessed: str
    redistributable: bool = True

    def citation(self, language: str) -> str:
        """Return publisher, title, date and address in one line."""
        title, publisher = (
            getattr(self, f"title_{language}"),
            getattr(self, f"publisher_{language}"),
        )
        published = Language(language).date(self.published)
        return ". ".join(part for part in (publisher, title, published, self.address) if part) + "."


_FLAGS: dict[str, Form] = {"redistributable?": FLAG}
_TEXTS: dict[str, Form] = {
    one.name: TEXT for one in fields(Source) if one.name not in ("id", "redistributable")
}
#: The form of a ``sources.json``; what it says of a file beside the source is written by `record`.
_FORM: dict[str, Form] = {"sources": {"*": _TEXTS | _FLAGS}, "files": {"*": {"*": ANY}}}


def load_sources() -> dict[str, Source]:
    """Return every registered source of ``data/`` and ``geo/`` by its id; a project adds its own to
    those of the package.

    Raises
    ------
    InputError
        If a registry is not of its form.

    Examples
    --------
    >>> load_sources()["mic-2009-01-13"].published
    '2009-01-13'
    """
    found: dict[str, Source] = {}
    for path, mark in stamps(registries()):
        found |= _registry(path, mark)[0]
    return found


def registries() -> list[Path]:
    """Return the files of `load_sources`, in the order in which they are read."""
    files = [paths.geo() / "sources.json", paths.data_file("sources.json")]
    if "LAOCAI_DATA" not in os.environ:
        files.insert(0, paths.home() / "data" / "sources.json")
    # the files of an imported round
    return [*files, *sorted((paths.data() / "returns").glob("*/sources.json"))]


def registry_text(sources: Iterable[Source]) -> str:
    """Return a registry of sources, without files, as it is kept in a ``sources.json``."""
    entries = {
        source.id: {key: value for key, value in asdict(source).items() if key != "id"}
        for source in sources
    }
    return json.dumps({"sources": entries, "files": {}}, ensure_ascii=False, indent=2) + "\n"


def load_files(folder: Path) -> dict[str, dict[str, object]]:
    """Return what the registry of a folder says of each of its files: source, sha256, rows,
    columns.
    """
    return dict(_registry(*stamps([folder / "sources.json"])[0])[1])


@lru_cache(maxsize=64)
def _registry(path: Path, mark: str) -> tuple[dict[str, Source], dict[str, dict[str, object]]]:
    content = read_entries(path, _FORM)
    return {key: Source(id=key, **row) for key, row in content["sources"].items()}, content["files"]


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def source_faults(column: pd.Series, *, file: str) -> list[Fault]:
    """Return a fault for every row of a table whose source is not registered.

    Parameters
    ----------
    column : Series of str
        The ids of the sources of a table, indexed by the line of the file.
    file : str
        The name of the file, for the fault.
    """
    known = load_sources()
    expected = Message("expected-source", choices=", ".join(known))
    return [
        Fault(file, int(str(line)), "source", expected, repr(source))
        for line, source in column.items()
        if source and source not in known
    ]


def describe(folder: Path) -> dict[str, dict[str, object]]:
    """Return sha256, rows and columns of every registered file of a folder, as they are now."""
    described: dict[str, dict[str, object]] = {}
    for name, entry in load_files(folder).items():
        path = folder / name
        table = pd.read_csv(path, dtype=str) if path.suffix == ".csv" else None
        shape = {} if table is None else {"rows": len(table), "columns": len(table.columns)}
        described[name] = {**entry, "sha256": sha256(path), **shape}
    return described


def record(folder: Path) -> None:
    """Write the sha256, rows and columns of every registered file of a folder into its
    ``sources.json``.
    """
    path = folder / "sources.json"
    content = read_entries(path, _FORM)
    content["files"] = describe(folder)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
