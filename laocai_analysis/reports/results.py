"""What the making of a report gives back, checked where it is published: a worker of a cluster may
answer anything.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from laocai_analysis.errors import ReportError
from laocai_analysis.language import Message
from laocai_analysis.reports.credentials import refuse_secrets
from laocai_analysis.reports.index import is_summary


def checked(
    result: object, *, name: str, values: Mapping[str, object], formats: Collection[str]
) -> tuple[dict[str, bytes], str]:
    """Return the result of `run.make_report` if it is one of this report.

    Parameters
    ----------
    result : object
        What came back.
    name, values : str, mapping
        The report, and its parameters.
    formats : collection of str
        The formats beside its page.

    Returns
    -------
    tuple of (dict of str to bytes, str)
        The files by suffix and a blank; or what is left of a report that failed, and the reason.

    Raises
    ------
    ReportError
        If it is something else, or holds a secret of the environment of this process.

    Examples
    --------
    >>> checked(({"../x": b""}, ""), name="changes", values={}, formats=())
    Traceback (most recent call last):
    laocai_analysis.errors.ReportError: expected the files of this report; found ../x
    """
    if not isinstance(result, tuple) or [type(part) for part in result] != [dict, str]:
        raise _odd(type(result).__name__)
    files, failure = result
    suffixes = {".ipynb", ".json"} if failure else {".csv", ".html", ".ipynb", ".json"}
    suffixes |= set() if failure else {f".{name}" for name in formats}
    if files.keys() - suffixes or not (failure or files.keys() == suffixes):
        raise _odd(", ".join(sorted(map(str, files))) or "{}")
    if odd := {type(content).__name__ for content in files.values()} - {"bytes"}:
        raise _odd(", ".join(sorted(odd)))
    if not failure and not _is_of(files[".json"], name, values):
        raise _odd(".json")
    refuse_secrets(files)
    return files, failure


def _odd(found: str) -> ReportError:
    return ReportError(Message("report-odd-result", found=found))


def _is_of(summary: bytes, name: str, values: Mapping[str, object]) -> bool:
    """Tell whether the ``.json`` of a report is that of this one."""
    try:
        told = json.loads(summary)
    except (ValueError, RecursionError):
        return False
    given = json.loads(json.dumps(portable(values)))
    return is_summary(told) and (told.get("report"), told["parameters"]) == (name, given)


def failed(name: str, values: Mapping[str, object], failure: str) -> bytes:
    """Return the manifest of a report that failed: what it was to be, and the reason."""
    told = {"report": name, "parameters": portable(values), "failed": failure}
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def portable(values: Mapping[str, Any]) -> dict[str, Any]:
    """Name a file that was given as parameter without the folders of this machine."""
    return {
        name: Path(value).name if isinstance(value, str) and Path(value).is_absolute() else value
        for name, value in values.items()
    }
