"""The first page of the published reports, ``index.html``, and the feed of them, ``feed.xml``.

Both are made of what lies in the folder of reports, each time that a report is published or fails:
the page says when, because a report may become stale after it.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import jinja2

from laocai_analysis.basis import FIGURE_BASES, MARKED_BASES, weakest
from laocai_analysis.language import LANGUAGES, Language
from laocai_analysis.reports.catalogue import load_rules
from laocai_analysis.reports.formats.page_policy import policy, printable
from laocai_analysis.reports.index_rows import CHOICES, WHOLE, Entry, options, rows, rules
from laocai_analysis.reports.manifest import stale
from laocai_analysis.writing import write_whole

TEMPLATES = Path(__file__).resolve().parent / "templates"


def entries(folder: Path) -> list[Entry]:
    """Return the reports of a folder, by topic, then by title; one that only failed is among
    them.
    """
    found = []
    for name, entry in load_rules().items():
        place = folder / name
        stems = {
            path.stem for pattern in ("*.json", "failed/*.json") for path in place.glob(pattern)
        }
        found += [_entry(place, stem, entry) for stem in sorted(stems) if _is_report(place, stem)]
    return found


def foreign(folder: Path) -> list[Path]:
    """Return the ``.json`` files among the reports of a folder that are none of a report; what a
    batch notes in hidden folders is left aside.
    """
    return sorted(
        path
        for pattern, read in (("[!.]*/*.json", _summary), ("*/failed/*.json", _failure))
        for path in folder.glob(pattern)
        if not read(path)
    )


def _is_report(place: Path, stem: str) -> bool:
    return bool(_summary(place / f"{stem}.json") or _failure(place / "failed" / f"{stem}.json"))


def _entry(place: Path, stem: str, rules: Mapping[str, Any]) -> Entry:
    summary, failed = _summary(place / f"{stem}.json"), _failure(place / "failed" / f"{stem}.json")
    page = place / f"{stem}.html"
    there = bool(summary) and page.exists()
    reasons = (failed["failed"],) if failed else tuple(stale(summary, rules=rules))
    parameters = (failed or summary)["parameters"]
    language = str(summary.get("language") or parameters.get("language", "vi"))
    bases = {figure["basis"] for figure in summary.get("figures", [])} & {*FIGURE_BASES}
    return Entry(
        topic=rules["title"],
        title=str(summary.get("title", "")),
        headline=str(summary.get("headline", "")),
        figure=str(summary.get("key_figure", "")),
        language=language,
        parameters=parameters,
        page=f"{place.name}/{page.name}" if there else "",
        published=dt.datetime.fromtimestamp(int(page.stat().st_mtime), dt.UTC) if there else None,
        basis=weakest(bases) if bases else "",
        state="failed" if failed else "stale" if reasons else "good",
        reason=Language(language).text(reasons).split("\n")[0],
    )


def _summary(path: Path) -> dict[str, Any]:
    """Return the ``.json`` of a published report; nothing where it is none."""
    found = _read(path)
    return found if is_summary(found) else {}


def is_summary(found: object) -> bool:
    """Tell whether the content of a ``.json`` is that of a published report."""
    if not isinstance(found, dict):
        return False
    manifest, figures = found.get("made_from"), found.get("figures", [])
    return (
        isinstance(found.get("parameters"), dict)
        and isinstance(manifest, dict)
        and isinstance(manifest.get("files"), dict)
        and isinstance(manifest.get("libraries"), dict)
        and isinstance(figures, list)
        and all(isinstance(figure, dict) and "basis" in figure for figure in figures)
        and found.get("language") in LANGUAGES
    )


def _failure(path: Path) -> dict[str, Any]:
    """Return the ``.json`` of a report that failed; nothing where it is none."""
    found = _read(path)
    parameters = found.get("parameters")
    if not isinstance(found.get("failed"), str) or not isinstance(parameters, dict):
        return {}
    return found if parameters.get("language", "vi") in LANGUAGES else {}


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def write_index(folder: Path, *, now: dt.datetime | None = None) -> tuple[Path, Path]:
    """Write ``index.html`` and ``feed.xml`` of the reports of a folder.

    Parameters
    ----------
    folder : Path
        The folder of reports, which holds one folder for each kind of report.
    now : datetime, optional
        The time that the page gives as its own; the present where not given.

    Returns
    -------
    tuple of (Path, Path)
        The page and the feed, each replaced at one moment.
    """
    page, feed = folder / "index.html", folder / "feed.xml"
    lock = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)  # else one that looked earlier could be the last to write
        listed = entries(folder)
        write_whole(page, to_page(listed, now=now or dt.datetime.now(dt.UTC)).encode())
        write_whole(feed, to_feed(listed).encode())
    finally:
        os.close(lock)
    return page, feed


def to_page(listed: Iterable[Entry], *, now: dt.datetime) -> str:
    """Return the index as HTML, a part for each language; it runs nothing and loads nothing from a
    network.
    """
    listed, parts = list(listed), dict[str, dict[str, Any]]()
    for code in LANGUAGES:
        mine = rows(listed, language=code, names=_names(code) if listed else {})
        if mine or (not listed and code == LANGUAGES[0]):
            bad = [entry for row in mine for entry in row.entries if entry.state != "good"]
            parts[code] = {"rows": mine, "choices": options(mine), "bad": bad}
    style = _file("page/style.css") + _file("front/front.css")
    style += rules({code: part["choices"] for code, part in parts.items()})
    return _render(
        "index.html.j2",
        parts=parts,
        order=CHOICES,
        whole=WHOLE,
        now=now,
        style=style,
        policy=policy(style=style, scripts=[]),
        weak=MARKED_BASES,
    )


def _names(language: str) -> dict[str, str]:
    """Return the names of the indicators by id."""
    from laocai_analysis.indicators import load_indicators

    return {str(key): str(name) for key, name in load_indicators()[f"name_{language}"].items()}


def to_feed(listed: Iterable[Entry]) -> str:
    """Return an Atom feed (RFC 4287) of the published reports, the newest first."""
    published = [entry for entry in listed if entry.published]
    published.sort(key=lambda entry: (entry.published, entry.page), reverse=True)
    return _render("feed.xml.j2", entries=published)


def _render(template: str, **values: Any) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES / "front"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    words = {code: Language(code).say for code in LANGUAGES}
    environment.globals = {"words": words, "urn": _urn}
    return printable(environment.get_template(template).render(**values))


def _urn(name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn


def _file(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")
