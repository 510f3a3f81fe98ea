"""Secrets of the environment: passwords and keys that a run may use, and that nothing it writes may
hold.

A service is handed them as files in the folder ``CREDENTIALS_DIRECTORY`` (systemd's
LoadCredential); by hand they are variables of the environment. They are never a parameter of a
report or of a command.
"""

from __future__ import annotations

import base64
import io
import json
import os
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote, unquote

from laocai_analysis.errors import Fault, InputError, ReportError
from laocai_analysis.language import Message

_SECRET = re.compile(r"PASS|SECRET|TOKEN|CREDENTIAL|PRIVATE|(^|_)KEY(_|$)|APIKEY", re.IGNORECASE)
#: What the name of a credential is made of.
CREDENTIAL_NAME = re.compile(r"[A-Za-z0-9._-]+")
#: The password in an address: ``postgresql://user:password@host``.
_IN_ADDRESS = re.compile(r"://[^/\s:@]*:([^/\s@]+)@")
#: A shorter value stands in ordinary text by chance, and is not looked for.
SHORTEST = 6


def credential(name: str) -> str:
    """Return a secret by its name.

    Parameters
    ----------
    name : str
        The name of a file in ``CREDENTIALS_DIRECTORY``, ``smtp-password`` for example; where there
        is none, the variable of that name in capitals with ``_`` for ``-``, after ``LAOCAI_``:
        ``LAOCAI_SMTP_PASSWORD``.

    Raises
    ------
    InputError
        If there is neither.
    """
    folder, variable = (
        os.environ.get("CREDENTIALS_DIRECTORY"),
        "LAOCAI_" + name.upper().replace("-", "_"),
    )
    if folder and (path := Path(folder) / name).is_file():
        return path.read_text(encoding="utf-8").rstrip("\n")
    if variable in os.environ:
        return os.environ[variable]
    expected = Message("expected-credential", name=name, variable=variable)
    raise InputError([Fault("credentials", None, name, expected, Message("found-neither"))])


def secrets() -> dict[str, str]:
    """Return every secret of this process by the name it has there.

    These are all credentials of systemd, and the variables of the environment whose name says
    password, secret, token, credential or key; values of fewer than `SHORTEST` characters and paths
    of existing files are left out.
    """
    found = {
        name: value
        for name, value in os.environ.items()
        if _SECRET.search(name) and not os.path.exists(value)
    }
    found |= {
        name: unquote(held[1])
        for name, value in os.environ.items()
        if (held := _IN_ADDRESS.search(value))
    }
    if folder := os.environ.get("CREDENTIALS_DIRECTORY"):
        for path in sorted(Path(folder).iterdir()) if Path(folder).is_dir() else ():
            found[path.name] = path.read_text(encoding="utf-8", errors="replace").strip()
    return {name: value for name, value in found.items() if len(value) >= SHORTEST}


def redact(text: str, *, known: Mapping[str, str] | None = None) -> str:
    """Return text with every secret in it replaced with its name.

    Examples
    --------
    >>> redact("no connection as hunter2hunter2", known={"PGPASSWORD": "hunter2hunter2"})
    'no connection as [PGPASSWORD]'
    """
    for name, value in _longest_first(secrets() if known is None else known):
        for form in _forms(value):
            text = text.replace(form, f"[{name}]")
    return text


def refuse_secrets(files: Mapping[str, bytes], *, known: Mapping[str, str] | None = None) -> None:
    """Refuse to publish files that hold a secret, as it is or in a common encoding.

    This is a net and not a wall: a notebook can write a secret in ways that nobody looks for.

    Parameters
    ----------
    files : mapping of str to bytes
        The content of each file by its suffix.
    known : mapping of str to str, optional
        The secrets by name; those of this process where not given.

    Raises
    ------
    ReportError
        With the names of the secrets and of the files, and without the secrets.
    """
    looked_for = _longest_first(secrets() if known is None else known)
    found = [
        f"{name} → {suffix}"
        for name, value in looked_for
        for suffix, content in files.items()
        if any(form.encode() in part for part in _parts(content) for form in _forms(value))
    ]
    if found:
        raise ReportError(Message("report-secret", names=", ".join(found)))


def _parts(content: bytes) -> Iterator[bytes]:
    """Give a file, and what is in it where it is an archive: a workbook, a Word file."""
    yield content
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield archive.read(name)


def _longest_first(known: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(known.items(), key=lambda item: -len(item[1]))


def _base64(value: bytes) -> Iterator[str]:
    """Give what Base64 makes of a value at each of the three places where it can begin."""
    for offset in range(3):
        text = base64.b64encode(bytes(offset) + value).decode()
        own = text[-(-8 * offset // 6) : 8 * (offset + len(value)) // 6]
        if len(own) >= 8:
            yield own


def _forms(value: str) -> set[str]:
    """Return a value as plain text, JSON, HTML, Python, an address and Base64 write it."""
    escaped = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    quoted = escaped.replace('"', "&quot;").replace("'", "&#x27;")
    ascii_json, json_text = json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1]
    return {
        value,
        escaped,
        quoted,
        quoted.replace("&#x27;", "&#39;"),
        ascii_json,
        json_text,
        repr(value)[1:-1],
        json.dumps(repr(value)[1:-1])[1:-1],
        json.dumps(quoted)[1:-1],
        quote(value, safe=""),
        *_base64(value.encode(errors="surrogateescape")),
    }
