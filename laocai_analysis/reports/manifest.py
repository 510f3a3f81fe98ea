"""What a report was made from, by hash, and what of it has changed since.

The manifest is part of the ``.json`` of a report, and so changes together with its page. It holds
no path of the machine and no time: the same inputs give the same bytes. On a public page the hashes
of files have a key: whoever knows all but some hidden numbers of a file could try them otherwise.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import platform
import secrets
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any

from laocai_analysis import paths
from laocai_analysis.language import Message
from laocai_analysis.plain_files import stamp
from laocai_analysis.reports.reads import name_of, path_of
from laocai_analysis.writing import write_whole

_WORDS: dict[str, str | Message] = {
    "notebook": "notebook",
    "rules": "reports.yml",
    "code": Message("batch-code"),
}
_PACKAGE = Path(__file__).resolve().parent.parent
#: Parts of the package on which no report depends.
_APART = ("cli", "__pycache__")


def made_from(
    notebook: Path, *, rules: Mapping[str, Any], reads: Iterable[Path], public: bool
) -> dict[str, Any]:
    """Return the manifest of a report.

    Parameters
    ----------
    notebook : Path
        Its notebook.
    rules : mapping
        Its entry in ``reports.yml``.
    reads : iterable of Path
        The files of data that were read.
    public : bool
        Whether the page is for the public.

    Returns
    -------
    dict
        ``notebook``, ``rules``, ``code``: a hash each; ``files``: the hash of each file by its
        name, under the key of the project on a public page; ``libraries``: the version of each.
    """
    of = _keyed if public else digest
    return {
        "notebook": digest(notebook),
        "rules": _of_json(rules),
        "code": code_digest(),
        "files": {name_of(path): of(path) for path in sorted(reads)},
        "libraries": libraries(),
    }


def stale(summary: Mapping[str, Any], *, rules: Mapping[str, Any]) -> list[Message]:
    """Say what has changed since a published report was made, as `changed` does; files given by
    path are left aside.
    """
    manifest = dict(summary["made_from"])
    manifest["files"] = {name: kept for name, kept in manifest["files"].items() if "/" in name}
    return changed(manifest, paths.notebooks() / str(rules.get("notebook", "")), rules=rules)


def changed(
    manifest: Mapping[str, Any],
    notebook: Path,
    *,
    rules: Mapping[str, Any],
    given: Iterable[Path] = (),
) -> list[Message]:
    """Say what of a manifest is no longer so, in words; an empty list where nothing has changed.

    Parameters
    ----------
    manifest : mapping
        As `made_from` gave it.
    notebook, rules
        As for `made_from`, as they are now.
    given : iterable of Path
        Files that parameters name.
    """
    now = {"notebook": digest(notebook), "rules": _of_json(rules), "code": code_digest()}
    reasons = [_WORDS[part] for part, held in now.items() if manifest.get(part) != held]
    files = manifest.get("files", {})
    reasons += [
        name for name, kept in files.items() if not is_still(path_of(name, given=given), kept)
    ]
    before, after = manifest.get("libraries", {}), libraries()
    differing = sorted(
        name for name in before.keys() | after.keys() if before.get(name) != after.get(name)
    )
    reasons += [f"{name} {before.get(name, '–')} → {after.get(name, '–')}" for name in differing]
    return [Message("batch-changed", what=reason) for reason in reasons]


_digests: dict[Path, tuple[str, str]] = {}


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, blank where there is none; a file that has not changed is read
    once.
    """
    mark = stamp(path)
    if mark and _digests.get(path, ("",))[0] != mark:
        _digests[path] = (mark, hashlib.sha256(path.read_bytes()).hexdigest())
    return _digests[path][1] if mark else ""


def is_still(path: Path, kept: str) -> bool:
    """Tell whether a file is as it was when a manifest kept its hash, with a key or without."""
    return kept == (_keyed if kept.startswith(_KEYED) else digest)(path)


#: How the hashes of a public page begin.
_KEYED = "hmac-sha256:"


def _keyed(path: Path) -> str:
    held = digest(path)
    return held and _KEYED + hmac.new(key(), held.encode(), "sha256").hexdigest()


def key() -> bytes:
    """Return the key of the project, which is made when it is first needed."""
    path = paths.data() / "returns" / ".key"
    try:
        if not path.exists():
            write_whole(path, secrets.token_bytes(32))
        return path.read_bytes()
    except OSError:  # it can be neither kept nor read: the page is made anew the next time
        return secrets.token_bytes(32)


@lru_cache(maxsize=1)
def code_digest() -> str:
    """Return one hash of all source files of the package but the command: code, words,
    templates.
    """
    parts = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*")):
        place = path.relative_to(_PACKAGE)
        if (
            path.suffix in (".py", ".ftl", ".j2", ".css", ".js", ".json", ".xml", ".rels", ".txt")
            and place.parts[0] not in _APART
        ):
            parts.update(f"{place.as_posix()}\0{digest(path)}\n".encode())
    return parts.hexdigest()


@lru_cache(maxsize=1)
def libraries() -> dict[str, str]:
    """Return the version of every library that the package asks for directly, and of Python."""
    found = {"python": platform.python_version()}
    for requirement in _requirements():
        name = requirement.split(";")[0].split("[")[0].rstrip("<>=!~0123456789., ").strip()
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return dict(sorted(found.items()))


def _requirements() -> list[str]:
    pyproject = paths.home() / "pyproject.toml"
    if pyproject.exists():
        return list(tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]["dependencies"])
    return [text for text in requires("laocai-analysis") or [] if "extra ==" not in text]


def _of_json(value: Mapping[str, Any]) -> str:
    return hashlib.sha256(
        json.dumps(value, sort_keys=True, ensure_ascii=False).encode()
    ).hexdigest()
