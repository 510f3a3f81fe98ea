"""Units of other dates by name and code, with the units of this date that share area with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from laocai_analysis.places.matching import split_name
from laocai_analysis.places.province import settings
from laocai_analysis.places.registry import OPEN, Date, day_of, eve, tables
from laocai_analysis.places.units import load_units
from laocai_analysis.text.keys import name_key

#: The units of this date that share area with each unit of another one.
_Links = Mapping[str, frozenset[str]]
#: A date on which units changed, with pairs of a unit before and one after.
_Step = tuple[str, list[tuple[str, str]]]


class _Unit(NamedTuple):
    """A unit of another date: from `year` on it had area in common with the units `own`."""

    kind: str | None
    key: str
    code: str
    year: str
    own: frozenset[str]


_Index = Mapping[str, list[_Unit]]


def of_other_date(name: str, *, code: str = "", date: Date) -> dict[str, list[str]]:
    """Find a written unit of the province of the project among those of other dates, earlier and
    later.

    Parameters
    ----------
    name : str
        A written name, with or without a prefix; a stated type must agree.
    code : str
        The written code, where there is one; a name, where there is one too, must agree with it.
    date : int, str or date
        The date whose units are asked for, as `units.load_units` takes it.

    Returns
    -------
    dict of str to list of str
        For each year, in order, from which on there was such a unit: the codes of the units of
        `date` that have area in common with it. A unit that has the name, the code and the area of
        one of `date` is not among them.

    Examples
    --------
    >>> of_other_date("Xã Ngũ Chỉ Sơn", date=2008)["2020"]
    ['03004', '03007']
    >>> of_other_date("Xã Hoàng Liên", date=2025)
    {'2020': ['03037']}
    """
    named, coded = _index(day_of(date), settings().province, tables().digest)
    kind, bare = split_name(name)
    units = named.get(name_key(bare), ()) if name else coded.get(code, ())
    found = dict[str, set[str]]()
    for unit in units:
        if kind in (None, unit.kind) and code in ("", unit.code):
            found.setdefault(unit.year, set()).update(unit.own)
    return {year: sorted(found[year]) for year in sorted(found)}


@lru_cache(maxsize=16)
def _index(day: str, province: str, digest: str) -> tuple[_Index, _Index]:
    """Return the units of other dates by the key of their name, and by their code."""
    today = load_units(day, province=province)["name"].to_dict()
    versions, years = tables().versions, dict[tuple[str, str, str, frozenset[str]], str]()
    for first, last, links in _periods(map(str, today), day):
        then = (versions["from"] <= last) & (versions["until"] >= first)
        rows = versions[versions["code"].isin(links) & then]
        for code, name, since in zip(rows["code"], rows["name"], rows["from"], strict=True):
            unit, year = (code, name, since, links[code]), max(since, first)[:4]
            if today.get(code) != name or links[code] != {code}:
                years[unit] = min(year, years.get(unit, year))
    named, coded = dict[str, list[_Unit]](), dict[str, list[_Unit]]()
    for (code, name, _, own), year in years.items():
        kind, bare = split_name(name)
        found = _Unit(kind, name_key(bare), code, year, own)
        named.setdefault(found.key, []).append(found)
        coded.setdefault(code, []).append(found)
    return named, coded


def _periods(codes: Iterable[str], day: str) -> Iterator[tuple[str, str, _Links]]:
    """Yield the first and the last day of each period without an event, with the units that have
    area in common with some of a day: later periods in order, then earlier ones, back in time.
    """
    today: _Links = {code: frozenset({code}) for code in codes}
    steps, links, first = _steps(tables().digest), today, day
    for date, pairs in steps:
        if date > day and (after := _across(links, pairs)) != links:
            yield first, eve(date), links
            links, first = after, date
    yield first, OPEN, links
    links, last = today, day
    for date, pairs in reversed(steps):
        if date <= day and (before := _across(links, pairs, back=True)) != links:
            yield date, last, links
            links, last = before, eve(date)
    yield "", last, links


def _across(links: _Links, pairs: list[tuple[str, str]], *, back: bool = False) -> _Links:
    """Return the links on the other side of an event; a unit without one keeps its code."""
    changed = {before for before, _ in pairs}
    there = {code: own for code, own in links.items() if code not in changed}
    for before, after in pairs:
        here, far = (after, before) if back else (before, after)
        if here in links:
            there[far] = there.get(far, frozenset()) | links[here]
    return there


@lru_cache(maxsize=4)
def _steps(digest: str) -> list[_Step]:
    events = tables().events.sort_values("date", kind="stable")
    rows = zip(events["date"], events["from_code"], events["to_code"], strict=True)
    return [
        (date, [(before, after) for _, before, after in step])
        for date, step in groupby(rows, key=itemgetter(0))
    ]
