"""The release of a report: preliminary or final, its date and contact, and what changed since the
edition that it replaces.

The edition in place is known by its ``.json``: its figures, the files that it was made from, and
the last step of the round that it knew.
"""

from __future__ import annotations

import datetime as dt
import html
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import nbformat

from laocai_analysis import paths
from laocai_analysis.entries import FILLED, Form, read_entries
from laocai_analysis.errors import LaocaiError
from laocai_analysis.language import Language
from laocai_analysis.page.figures import Figure
from laocai_analysis.page.wording import in_words
from laocai_analysis.returns.round import Step
from laocai_analysis.returns.store import open_store

#: The form of `file`.
_FORM: dict[str, Form] = {"contact?": {"vi?": FILLED, "en?": FILLED}, "final?": {"*": FILLED}}

#: How many changed figures a page lists; the others are counted.
LISTED = 12


def file() -> Path:
    """Return the file in which an office states its contact, and the years whose figures are
    final.
    """
    return paths.data() / "releases.json"


def edition(path: Path) -> dict[str, Any] | None:
    """Return what the ``.json`` of a published report holds; None where there is none to read."""
    try:
        summary = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return summary if isinstance(summary, dict) and "made_from" in summary else None


def release(summary: Mapping[str, Any], *, before: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the release of a report.

    Parameters
    ----------
    summary : mapping
        What the ``.json`` of the report is to hold: ``parameters``, ``made_from``, ``figures``.
    before : mapping, optional
        That of the edition that it replaces.

    Returns
    -------
    dict
        ``status`` (preliminary or final), ``date``, ``contact`` by language, ``step``: the last
        step of the round that the report knows; and where it replaces an edition, ``replaces``: its
        date, ``figures``: the figures that changed, each with ``before`` and ``after``, ``files``:
        the names of the data files that changed, ``steps`` of the round since. A report that is
        made of the same as its edition keeps that release.
    """
    if before and "release" in before and _same(summary, before):
        return dict(before["release"])
    stated = read_entries(file(), _FORM) if file().exists() else {}
    year = str(summary["parameters"].get("year", ""))
    steps = _steps(summary)
    found: dict[str, Any] = {
        "status": "final" if year in (stated.get("final") or {}) else "preliminary",
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "contact": stated.get("contact") or {},
        "step": max((step.number for step in steps), default=0),
    }
    if before and "release" in before:
        known = int(before["release"].get("step", 0))
        found |= {
            "replaces": before["release"]["date"],
            "figures": _changed_figures(summary["figures"], before["figures"]),
            "files": _changed_files(summary["made_from"], before["made_from"]),
            "steps": [_told(step) for step in steps if step.number > known],
        }
    return found


def _same(summary: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    """Tell whether a report is made of the same and states the same as an edition."""
    parts = ("parameters", "made_from", "figures")
    return all(json.dumps(summary[part]) == json.dumps(before.get(part)) for part in parts)


def _steps(summary: Mapping[str, Any]) -> Sequence[Step]:
    """Return the steps of the round that a report was made from; none for a table alone."""
    year = str(summary["parameters"].get("year", ""))
    read = summary["made_from"].get("files", {})
    if not year or not any(name.startswith(f"data/returns/{year}/") for name in read):
        return ()
    try:
        return open_store("").steps(int(year))
    except (LaocaiError, OSError):
        return ()


def _told(step: Step) -> dict[str, Any]:
    files = [reading.file for reading in step.readings]
    return {"step": step.number, "kind": step.kind, "date": step.when[:10], "files": files}


def _changed_figures(
    now: Sequence[Mapping[str, Any]], then: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return the figures of both editions that do not state the same, and those of one alone."""
    after, before = ({str(one["id"]): one for one in figures} for figures in (now, then))
    stated = ("value", "numerator", "denominator", "unknown", "lower", "upper", "text")
    changed = []
    for id in dict.fromkeys([*before, *after]):
        old, new = before.get(id), after.get(id)
        if old is None or new is None or any(old.get(part) != new.get(part) for part in stated):
            changed.append({"id": id, "before": old, "after": new})
    return changed


def _changed_files(now: Mapping[str, Any], then: Mapping[str, Any]) -> list[str]:
    after, before = now.get("files", {}), then.get("files", {})
    return sorted(
        name for name in after.keys() | before.keys() if after.get(name) != before.get(name)
    )


def lines(found: Mapping[str, Any], *, language: Language) -> tuple[str, list[str]]:
    """Return a release in words: status, date and contact in one line, and a line for each
    revision.
    """
    say = language.say
    contact = found["contact"].get(language.code) or say("release-no-contact")
    first = say(
        "release-line",
        status=say(f"release-{found['status']}"),
        date=language.date(found["date"]),
        contact=contact,
    )
    if "replaces" not in found:
        return first, [say("release-first")]
    told = [say("release-replaces", date=language.date(found["replaces"]))]
    figures = found["figures"]
    for one in figures[:LISTED]:
        old, new = (_in_words(one[when], language) for when in ("before", "after"))
        told.append(say("release-figure", id=one["id"], before=old, after=new))
    if more := len(figures) - LISTED if len(figures) > LISTED else 0:
        told.append(say("release-more", count=language.number(more)))
    if not figures:
        told.append(say("release-no-figure"))
    for step in found["steps"]:
        told.append(
            say(
                f"release-step-{step['kind']}",
                step=language.number(step["step"]),
                date=language.date(step["date"]),
                files="; ".join(step["files"]),
            )
        )
    names = [Path(name).name for name in found["files"] if "/steps/" not in name]
    if names:
        told.append(say("release-files", files=", ".join(dict.fromkeys(names))))
    elif not found["steps"]:
        told.append(say("release-code"))
    return first, told


def _in_words(record: Mapping[str, Any] | None, language: Language) -> str:
    """Return a figure of a ``.json`` in words; a dash where an edition has none of that id."""
    if record is None:
        return "–"
    stated = {"value": None, **record, "inputs": (), "sources": ()}
    return in_words(Figure(**stated), language=language)


def put_release(
    notebook: nbformat.NotebookNode, found: Mapping[str, Any], *, language: str
) -> None:
    """Show a release on the page: beneath the facts of the section on the page itself, or beneath
    its title.
    """
    words = Language(language)
    first, told = lines(found, language=words)
    items = "".join(f"<li>{html.escape(line)}</li>" for line in told)
    summary = html.escape(words.say("release-revisions"))
    shown = (
        f'<p class="release">{html.escape(first)}</p>'
        f"<details class=release><summary>{summary}</summary><ul>{items}</ul></details>"
    )
    output = nbformat.v4.new_output(
        "display_data", data={"text/html": shown}, metadata={"text/html": {"laocai": True}}
    )
    for mark, below in (('<h2 id="coverage-about">', 2), ("<h1>", 1)):
        for cell in notebook.cells:
            outputs = cell.get("outputs", [])
            for place, one in enumerate(outputs):
                if mark in str(one.get("data", {}).get("text/html", "")):
                    outputs.insert(place + below, output)
                    return
