"""The first page of the published reports, ``index.html``, and the feed of them, ``feed.xml``.

Both are made of what lies in the folder of reports, each time that a report is published or fails:
the page says when, because a report may become stale after it.
"""

from __future__ import annotations

import datetime as dt
import html
import json
import os
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import yaml

from laocai_analysis import paths
from laocai_analysis.language import Language
from laocai_analysis.reports.formats.page_policy import policy
from laocai_analysis.reports.manifest import stale

TEMPLATES = Path(__file__).resolve().parent / "templates" / "laocai"
#: The weakest basis first: a page is no better than the weakest figure on it.
BASES = ("illustrative", "estimated", "observed", "computed", "published")
#: The parameters that tell reports of one kind apart.
SHOWN = ("indicator", "year", "year_before", "returns", "district")
_ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class Entry:
    """A report of the index.

    Parameters
    ----------
    topic : mapping of str to str
        The title of its kind of report by language.
    title : str
        Its own title; blank where it has never been published.
    language : str
        The language of its page.
    parameters : dict
        What it was made with.
    page : str
        Where the page lies, relative to the index; blank where there is none.
    published : datetime or None
        When its page was put in place.
    basis : str
        The weakest basis of its figures.
    state : {"good", "stale", "failed"}
        How it stands.
    reason : str
        Why it is stale or failed.
    thumbnail : str
        Its first picture, small, as a data address.
    """

    topic: dict[str, str]
    title: str
    language: str
    parameters: dict[str, Any]
    page: str
    published: dt.datetime | None
    basis: str
    state: str
    reason: str
    thumbnail: str


def entries(folder: Path) -> list[Entry]:
    """Return the reports of a folder, by topic, then by title; one that only failed is among
    them.
    """
    rules = yaml.safe_load((paths.notebooks() / "reports.yml").read_text(encoding="utf-8"))
    found = []
    for name, entry in rules.items():
        place = folder / name
        stems = {
            path.stem for pattern in ("*.json", "failed/*.json") for path in place.glob(pattern)
        }
        found += [_entry(place, stem, entry) for stem in sorted(stems)]
    return found


def _entry(place: Path, stem: str, rules: dict[str, Any]) -> Entry:
    summary, failed = _read(place / f"{stem}.json"), _read(place / "failed" / f"{stem}.json")
    page = place / f"{stem}.html"
    there = bool(summary) and page.exists()
    reasons = [failed["failed"]] if failed else stale(summary, rules=rules)
    parameters = (failed or summary)["parameters"]
    return Entry(
        topic=rules["title"],
        title=str(summary.get("title", "")),
        language=str(summary.get("language") or parameters.get("language", "vi")),
        parameters=parameters,
        page=f"{place.name}/{page.name}" if there else "",
        published=dt.datetime.fromtimestamp(int(page.stat().st_mtime), dt.UTC) if there else None,
        basis=next(
            (basis for basis in BASES if basis in {f["basis"] for f in summary.get("figures", [])}),
            "",
        ),
        state="failed" if failed else "stale" if reasons else "good",
        reason="; ".join(reasons).split("\n")[0],
        thumbnail=str(summary.get("thumbnail", "")) if there else "",
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


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
    listed = entries(folder)
    written = (
        (folder / "index.html", to_page(listed, now=now or dt.datetime.now(dt.UTC))),
        (folder / "feed.xml", to_feed(listed)),
    )
    for path, text in written:
        fresh = path.with_name(f".{path.name}.{os.getpid()}")
        fresh.write_text(text, encoding="utf-8")
        os.replace(fresh, path)
    return written[0][0], written[1][0]


def to_page(listed: Iterable[Entry], *, now: dt.datetime) -> str:
    """Return the index as HTML, Vietnamese with English beside it; it asks no network for
    anything.
    """
    style = (TEMPLATES / "style.css").read_text(encoding="utf-8") + (
        TEMPLATES / "index.css"
    ).read_text("utf-8")
    script = (TEMPLATES / "index.js").read_text(encoding="utf-8")
    topics: dict[str, list[str]] = {}
    listed = list(listed)
    for entry in listed:
        heading = f'{html.escape(entry.topic["vi"])} · <span lang="en">{html.escape(entry.topic["en"])}</span>'
        topics.setdefault(heading, []).append(_card(entry))
    sections = "".join(
        f'<section><h2>{heading}</h2><ul class="cards">{"".join(cards)}</ul></section>'
        for heading, cards in topics.items()
    )
    counts = {
        state: sum(entry.state == state for entry in listed)
        for state in ("good", "stale", "failed")
    }
    said = [
        f'<span class="state {state}">{both(f"index-{state}")}: {count}</span>'
        for state, count in counts.items()
    ]
    shown = now.astimezone().strftime("%d/%m/%Y %H:%M")
    return f"""<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy(style=style, scripts=[script])}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{Language("vi").say("index-title")} · {Language("en").say("index-title")}</title>
<link rel="alternate" type="application/atom+xml" href="feed.xml" title="Atom">
<style>{style}</style>
</head>
<body>
<main>
<h1>{both("index-title")}</h1>
<p>{both("index-as-of")} <time datetime="{now.isoformat(timespec="seconds")}">{shown}</time>.
<a href="feed.xml">Atom</a></p>
<p>{" ".join(said)}</p>
<p class="search" hidden><label for="search">{both("index-search")}</label> <input id="search" type="search">
<span role="status" data-none="{_plain("index-none")}"></span></p>
{sections or f"<p>{both('index-none')}</p>"}
</main>
<script>{script}</script>
</body>
</html>
"""


def both(message: str) -> str:
    """Return a message in Vietnamese with the English beside it."""
    vi, en = (html.escape(Language(code).say(message)) for code in ("vi", "en"))
    return f'{vi} · <span lang="en">{en}</span>'


def _plain(message: str) -> str:
    return html.escape(" · ".join(Language(code).say(message) for code in ("vi", "en")))


def _card(entry: Entry) -> str:
    say = Language(entry.language).say
    name = html.escape(entry.title or entry.topic[entry.language])
    title = f'<a href="{html.escape(entry.page)}">{name}</a>' if entry.page else name
    given = " · ".join(
        html.escape(str(value))
        for key, value in entry.parameters.items()
        if key in SHOWN and value != ""
    )
    facts = [
        f'<span class="state {entry.state}">{html.escape(say(f"index-{entry.state}"))}</span>',
        f"<span>{given}</span>",
    ]
    if entry.published:
        day = Language(entry.language).date(entry.published.date().isoformat())
        facts.append(f'<time datetime="{entry.published.isoformat()}">{day}</time>')
    if entry.basis:
        facts.append(
            f'<span class="{"basis" if entry.basis in BASES[:2] else "quiet"}">'
            f"{html.escape(say(f'index-basis-{entry.basis}'))}</span>"
        )
    picture = f'<img src="{entry.thumbnail}" alt="" loading="lazy">' if entry.thumbnail else ""
    reason = f'<p class="reason">{html.escape(entry.reason)}</p>' if entry.reason else ""
    return (
        f'<li lang="{entry.language}" class="card {entry.state}">{picture}<div><h3>{title}</h3>'
        f'<p class="facts">{" ".join(facts)}</p>{reason}</div></li>'
    )


def to_feed(listed: Iterable[Entry]) -> str:
    """Return an Atom feed (RFC 4287) of the published reports, the newest first."""
    there = sorted(
        (entry for entry in listed if entry.published),
        key=lambda entry: (entry.published, entry.page),
        reverse=True,
    )
    ElementTree.register_namespace("", _ATOM)
    feed = ElementTree.Element(
        f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "vi"}
    )
    _add(feed, "id", uuid.uuid5(uuid.NAMESPACE_URL, "laocai_analysis/reports").urn)
    _add(feed, "title", _title())
    _add(
        feed,
        "updated",
        there[0].published.isoformat() if there and there[0].published else "1970-01-01T00:00:00Z",
    )
    _add(_add(feed, "author"), "name", "laocai_analysis")
    _add(feed, "link", rel="alternate", type="text/html", href="index.html")
    _add(feed, "link", rel="self", type="application/atom+xml", href="feed.xml")
    for entry in there:
        assert entry.published
        item = _add(feed, "entry")
        item.set("{http://www.w3.org/XML/1998/namespace}lang", entry.language)
        _add(
            item, "id", uuid.uuid5(uuid.NAMESPACE_URL, f"laocai_analysis/reports/{entry.page}").urn
        )
        _add(item, "title", entry.title)
        _add(item, "updated", entry.published.isoformat())
        _add(item, "link", rel="alternate", type="text/html", href=entry.page)
        _add(item, "category", term=entry.state)
        _add(item, "summary", Language(entry.language).say(f"index-{entry.state}"))
    ElementTree.indent(feed)
    return ElementTree.tostring(feed, encoding="unicode", xml_declaration=True) + "\n"


def _title() -> str:
    return " · ".join(Language(code).say("index-title") for code in ("vi", "en"))


def _add(
    parent: ElementTree.Element, name: str, text: str = "", /, **attributes: str
) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    child.text = text or None
    return child
