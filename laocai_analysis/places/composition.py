"""Which unit of one date went into which of another: the events between them, put together."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import pandas as pd
import scipy  # it loads each of its parts when that is first used

from laocai_analysis.places.census import CENSUS_DAY, load_census
from laocai_analysis.places.registry import Date, day_of, eve, leaves, names_at, tables

_COLUMNS = ["from_code", "to_code", "part", "weight"]


def compose(before: Date, after: Date) -> pd.DataFrame:
    """Return which unit of one date went into which of another.

    Parameters
    ----------
    before, after : int, str or date
        Dates as `registry.load_units` takes them, in either order.

    Returns
    -------
    DataFrame
        ``from_code`` at `before`, ``to_code`` at `after`; ``part``: "whole" where all of the unit
        is in the other, else "part"; ``weight``: the estimated part of its people of 2019.

    Examples
    --------
    >>> links = compose(2008, "2025-07-01").set_index("from_code")
    >>> links.loc["03016", ["to_code", "part"]].to_numpy().tolist()
    [['03006', 'part'], ['03013', 'part']]
    """
    return _compose(day_of(before), day_of(after), tables().digest).copy()


@lru_cache(maxsize=64)
def _compose(before: str, after: str, digest: str) -> pd.DataFrame:
    if after < before:
        links = _backward(_compose(after, before, digest), after)
    else:
        links = follow(leaves(before).index, events_between(before, after))
    links = marked(links)
    return links.astype({"from_code": object, "to_code": object})  # faster to look up


def events_between(before: str, after: str) -> pd.DataFrame:
    """Return the events after one day, up to another one."""
    events = tables().events
    return events[(events["date"] > before) & (events["date"] <= after)]


def follow(codes: Iterable[str], events: pd.DataFrame) -> pd.DataFrame:
    """Follow units along events, one date after another; a unit without an event keeps its code.

    Parameters
    ----------
    codes : iterable of str
        The units at the start.
    events : DataFrame
        ``date, from_code, to_code, part, share``: every destination of a unit has a row.

    Returns
    -------
    DataFrame
        ``from_code``, ``to_code``, ``weight``: one row for two units that may have a part in
        common; the weight is the part that goes along, NaN where a share on the way is.

    Examples
    --------
    >>> events = pd.DataFrame(
    ...     [("2020-01-01", "a", "b", "part", 0.25), ("2020-01-01", "a", "c", "part", 0.75)],
    ...     columns=["date", "from_code", "to_code", "part", "share"],
    ... )
    >>> follow(["a", "d"], events).to_numpy().tolist()
    [['a', 'b', 0.25], ['a', 'c', 0.75], ['d', 'd', 1.0]]
    """
    start = list(codes)
    links = pd.DataFrame({"from_code": start, "to_code": start}, dtype=object).assign(weight=1.0)
    for _, step in events.groupby("date"):
        goes = links["to_code"].isin(step["from_code"])  # most units stay as they are
        share = step["share"].where(step["part"] == "part", 1.0)
        ways = step[["to_code"]].assign(at=step["from_code"], share=share)
        going = links[goes].rename(columns={"to_code": "at"}).merge(ways, on="at")
        going["weight"] *= going["share"]
        links = pd.concat([links[~goes], going[["from_code", "to_code", "weight"]]])
    if links.duplicated(["from_code", "to_code"]).any():
        grouped = links.groupby(["from_code", "to_code"], as_index=False)
        links = pd.DataFrame(grouped["weight"].sum(skipna=False))
    return links.sort_values(["from_code", "to_code"], ignore_index=True)


def marked(links: pd.DataFrame) -> pd.DataFrame:
    """Add ``part``: "whole" for the only link of a unit, else "part"."""
    several = links["from_code"].duplicated(keep=False)
    return links.assign(part=np.where(several, "part", "whole"))[_COLUMNS]


def _backward(links: pd.DataFrame, before: str) -> pd.DataFrame:
    """Turn links round; the weight is the part of the later unit's people that each earlier unit
    had.
    """
    people = links["from_code"].map(people_of(before))
    turned = links.rename(columns={"from_code": "to_code", "to_code": "from_code"})
    turned["weight"] = people * links["weight"]
    return shared_out(turned).sort_values(["from_code", "to_code"], ignore_index=True)


def shared_out(links: pd.DataFrame) -> pd.DataFrame:
    """Make the weights of the links of each unit add up to 1; a unit with a single link needs
    none.
    """
    whole = links.groupby("from_code")["weight"].transform("sum", skipna=False)
    counted = links.groupby("from_code")["weight"].transform("size")
    weight = (links["weight"] / whole.where(whole > 0)).where(counted > 1, 1.0)
    return links.assign(weight=weight)


def people_of(day: Date) -> pd.Series:
    """Return the people of the census by the units of a date: observed on the day of the census,
    else estimated along the events.
    """
    day = day_of(day)
    people = load_census()["population"].astype(float)
    if day == CENSUS_DAY:
        return people
    if day > CENSUS_DAY:
        links = compose(CENSUS_DAY, day)
        weight = links["weight"]
    else:  # nothing is known of earlier shares but the census itself: spread evenly
        links = follow(leaves(day).index, events_between(day, CENSUS_DAY)).rename(
            columns={"from_code": "to_code", "to_code": "from_code"}
        )
        weight = shared_out(links)["weight"]
    return (links["from_code"].map(people) * weight).groupby(links["to_code"]).sum(skipna=False)


def common_units(before: Date, after: Date) -> pd.DataFrame:
    """Return the coarsest grouping that is the same at both dates: groups of units that exchanged
    nothing with any other group.

    Returns
    -------
    DataFrame
        ``from_code``, ``to_code``, ``group``: a row for every link of `compose`. The group is
        named by the smallest of its codes at the later date.

    Examples
    --------
    >>> groups = common_units("2008", "2025-07-01")
    >>> sorted(groups.loc[groups["group"] == "03006", "to_code"].unique())
    ['03006', '03013', '03037']
    """
    links = compose(before, after)[["from_code", "to_code"]]
    start, ends = pd.factorize(links["from_code"])[0], pd.factorize(links["to_code"])[0]
    size = int(start.max()) + 1, int(ends.max()) + 1
    shape = (sum(size), sum(size))
    graph = scipy.sparse.coo_array((np.ones(len(links)), (start, ends + size[0])), shape=shape)
    component = scipy.sparse.csgraph.connected_components(
        scipy.sparse.csr_array(graph), directed=False
    )[1]
    later = "to_code" if day_of(after) >= day_of(before) else "from_code"
    return links.assign(group=links.groupby(component[start])[later].transform("min"))


def events_of(codes: Iterable[str], *, at: Date, since: Date) -> pd.DataFrame:
    """Return the events between two dates that units of one of them rest on.

    Parameters
    ----------
    codes : iterable of str
        Units of `at`.
    at, since : int, str or date
        Two dates, in either order.

    Returns
    -------
    DataFrame
        Rows of the table of events (`schema.UNIT_EVENTS`) in the order of their dates.

    Examples
    --------
    >>> found = events_of(["02647"], at="2025-07-01", since=2008)
    >>> found.loc[found["from_code"] == "02638", ["to_code", "resolution"]].to_numpy().tolist()
    [['02641', '896/NQ-UBTVQH14']]
    """
    days = day_of(since), day_of(at)
    back, events = days[0] <= days[1], events_between(*sorted(days))
    near, far = ("to_code", "from_code") if back else ("from_code", "to_code")
    current, chosen = set(codes), list[int]()
    for day in sorted(events["date"].unique(), reverse=back):
        step = events[events["date"] == day]
        hit = step[step[near].isin(current)]
        kept = current - set(step["from_code"])
        if back and len(hit):
            kept &= set(leaves(eve(day)).index)
        current = kept | set(hit[far])
        chosen.extend(hit.index.tolist())
    return events.loc[sorted(chosen)].sort_values("date", kind="stable", ignore_index=True)


def parts_taken(codes: Iterable[str], *, at: Date, since: Date) -> pd.DataFrame:
    """Return which of some units took a part of another between two dates, and by which clauses.

    Parameters
    ----------
    codes, at, since
        As for `events_of`.

    Returns
    -------
    DataFrame
        Indexed by ``code`` in order: ``former``, the names at `since` of the units that it took a
        part of; ``law``, the resolutions with their clauses by which these were split and the unit
        was made; ``sources``, a tuple of their ids.

    Examples
    --------
    >>> parts_taken(["02647", "03013"], at="2025-07-01", since=2008).loc["03013", "law"]
    '767/NQ-UBTVQH14; 1673/NQ-UBTVQH15 (69)'
    """
    links = compose(since, at)
    links = links[(links["part"] == "part") & links["to_code"].isin(set(codes))]
    names, records = names_at(since), []
    for code, parts in links.groupby("to_code"):
        events = events_of([str(code)], at=at, since=since)
        named = (events["part"] == "part") | (events["to_code"] == code)
        events = events[named] if named.any() else events  # back in time a merger is a split
        laws = zip(events["resolution"], events["clause"], strict=True)
        law = dict.fromkeys(f"{name} ({clause})" if clause else name for name, clause in laws)
        former = ", ".join(names[one] for one in parts["from_code"])
        sources = tuple(dict.fromkeys(events["source"]))
        records.append((code, former, "; ".join(filter(None, law)), sources))
    return pd.DataFrame(records, columns=["code", "former", "law", "sources"]).set_index("code")
