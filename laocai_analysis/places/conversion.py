"""Tables carried from the units of one date to those of another, along the events between them.

A unit that goes whole into another carries all its values. Where a part moved, or where going back
splits a unit, a value is known only within bounds, unless weights share it out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from laocai_analysis import schema
from laocai_analysis.basis import BASES
from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message
from laocai_analysis.places.composition import common_units, compose, events_of, shared_out
from laocai_analysis.places.dates import find_date, misfits_of
from laocai_analysis.places.registry import Date, day_of, names_at
from laocai_analysis.places.transfer import KINDS, carry_counts, carry_values, combine_shares


@dataclass(frozen=True, slots=True)
class Conversion:
    """A table at the units of another date, and what it rests on.

    Parameters
    ----------
    table : DataFrame
        Indexed by ``code``: ``name``, for every column its value and its bounds ``…_lower`` and
        ``…_upper``, and ``basis``, which is ``estimated`` where weights were used.
    links : DataFrame
        Which row went where: ``from_code``, ``to_code``, ``part`` ("whole" or "part").
    before, after : str
        The dates of the table given and of the table returned.
    """

    table: pd.DataFrame
    links: pd.DataFrame
    before: str
    after: str
    _members: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    @property
    def divided(self) -> list[str]:
        """The units that a row entered only in part: their values may be open."""
        parts = self.links.loc[self.links["part"] == "part", "to_code"]
        return sorted(parts.unique().tolist())

    def because(self, code: str) -> pd.DataFrame:
        """Return the events that a row of the table rests on, with resolution and clause.

        Parameters
        ----------
        code : str
            A code of the index of `table`.

        Returns
        -------
        DataFrame
            Rows of the table of events, in the order of their dates; none for a unit that has not
            changed.
        """
        codes = self._members.get(code, (code,))
        return events_of(codes, at=self.after, since=self.before)


def convert(
    table: pd.DataFrame,
    *,
    to: Date,
    date: Date | None = None,
    kinds: Mapping[str, str],
    shares: Mapping[str, tuple[str, str]] | None = None,
    weights: str | pd.Series | None = None,
    on: str = "units",
) -> Conversion:
    """Carry a table to the units of another date, earlier or later.

    Parameters
    ----------
    table : DataFrame
        Indexed by ``code``; a column ``name``, where there is one, must agree with the codes.
    to : int, str or date
        The date to convert to.
    date : int, str or date, optional
        The date of the units of the table; found from codes and names where left out.
    kinds : mapping of str to str
        How each column is carried. "count": numbers of at least 0, NaN for unknown; they add up.
        "any": yes, no, unknown, na; yes where one of the units has a yes (an institution). "all":
        yes where every unit has a yes (a service everywhere).
    shares : mapping of str to (str, str), optional
        New columns: a count as a part of another one, converted through the two.
    weights : "people" or Series, optional
        Share out what is open: by the people of 2019, or, when going back, by a weight for each
        unit of `to`, indexed by code. Counts only; the basis is then "estimated".
    on : {"units", "common"}
        Units of `to`, or the coarsest units that both dates share: then nothing is open.

    Returns
    -------
    Conversion
        The units that a row of the table led to. What came from a unit without a row is unknown.

    Raises
    ------
    InputError
        For rows that are no units of the date, each with the dates that it fits; codes that occur
        twice; values that the kind does not have; a unit split without a weight.

    Examples
    --------
    >>> table = pd.DataFrame({"stations": [3.0, 4.0]}, index=["02638", "02641"])
    >>> table["name"] = ["Phường Lào Cai", "Phường Phố Mới"]
    >>> found = convert(table, date=2008, to="2020-03-01", kinds={"stations": "count"})
    >>> found.table["stations"].to_dict(), found.because("02641")["resolution"].iloc[0]
    ({'02641': 7.0}, '896/NQ-UBTVQH14')
    """
    if "code" in table:
        table = table.set_index("code")
    codes = table.index.to_numpy(dtype=object)
    before, after = _date_of(table, date), day_of(to)
    _check(table, kinds=kinds)
    links, members = _links(before, after, weights=weights, on=on)
    mine = links["from_code"].isin(codes)
    links = links[links["to_code"].isin(links.loc[mine, "to_code"])]
    mine = links["from_code"].isin(codes)
    start, sources = pd.factorize(links["from_code"])
    stop, ends = pd.factorize(links["to_code"], sort=True)
    ways = start, stop
    whole = (links["part"] == "whole").to_numpy()
    weight = None if weights is None else _checked_weight(links, mine)
    columns = dict[str, pd.DataFrame]()
    for name, kind in kinds.items():
        values = table[name].set_axis(pd.Index(codes, dtype=object)).reindex(sources)
        if kind == "count":
            columns[name] = carry_counts(values, ways, whole, len(ends), weight=weight)
        else:
            columns[name] = carry_values(values, ways, whole, len(ends), every=kind == "all")
    for name, (part, total) in (shares or {}).items():
        columns[name] = combine_shares(columns[part], columns[total])
    found: dict[str, object] = {"name": _names(ends, after, members)}
    for name, carried in columns.items():
        found[name] = carried["value"]
        found[f"{name}_lower"], found[f"{name}_upper"] = carried["lower"], carried["upper"]
    result = pd.DataFrame(found).set_axis(pd.Index(ends, name="code"))
    result["basis"] = _basis(table, sources, ways, open_=~whole if weights is not None else None)
    return Conversion(result, links[mine].reset_index(drop=True), before, after, members)


def _date_of(table: pd.DataFrame, date: Date | None) -> str:
    """The date of a table; refuse rows that are no units of it, and codes that occur twice."""
    codes = table.index.to_numpy(dtype=object).tolist()
    names = table["name"].to_numpy(dtype=object).tolist() if "name" in table else None
    faults = [
        Fault("table", int(at) + 2, "code", Message("expected-once"), repr(codes[at]))
        for at in np.flatnonzero(pd.Index(codes).duplicated())
    ]
    if faults:
        raise InputError(faults)
    if date is None:
        return find_date(codes, names)
    if faults := misfits_of(codes, names, date=date):
        raise InputError(faults, consequence=Message("consequence-one-date"))
    return day_of(date)


def _check(table: pd.DataFrame, *, kinds: Mapping[str, str]) -> None:
    """Refuse columns that are not there, kinds that do not exist and values that a kind does not
    have.
    """
    faults = list[Fault]()
    for name, kind in kinds.items():
        if kind not in KINDS:
            raise ValueError(f"kinds: expected one of {', '.join(KINDS)}; found {kind!r}")
        if name not in table:
            choices = ", ".join(map(str, table.columns))
            expected = Message("expected-one-column", choices=choices)
            faults.append(Fault("table", None, name, expected, Message("found-none")))
            continue
        if kind == "count":
            numbers = pd.to_numeric(table[name], errors="coerce")
            wrong = (numbers.isna() & table[name].notna()) | (numbers < 0)
            expected = Message("expected-positive")
        else:
            wrong = table[name].notna() & ~table[name].isin(schema.VALUES)
            expected = Message("expected-one-of", choices=", ".join(schema.VALUES))
        faults += [
            Fault("table", int(at) + 2, name, expected, repr(table[name].iloc[int(at)]))
            for at in np.flatnonzero(wrong)
        ]
    if faults:
        raise InputError(faults)


def _links(
    before: str, after: str, *, weights: str | pd.Series | None, on: str
) -> tuple[pd.DataFrame, dict[str, tuple[str, ...]]]:
    """The links to the units of the other date, or to the units that both dates share with their
    members.
    """
    if on == "common":
        groups = common_units(before, after)
        gathered = groups.groupby("group")["to_code"].unique()
        members = {str(group): tuple(codes) for group, codes in gathered.items()}
        links = groups[["from_code", "group"]].drop_duplicates()
        links = links.rename(columns={"group": "to_code"}).assign(part="whole", weight=1.0)
        return links, members
    if on != "units":
        raise ValueError(f"on: expected units or common; found {on!r}")
    if isinstance(weights, str) and weights != "people":
        raise ValueError(f"weights: expected people, a Series or None; found {weights!r}")
    links = compose(before, after)
    if isinstance(weights, pd.Series):
        if after >= before:
            raise ValueError("weights: expected people for a later date; found a Series")
        forward = compose(after, before).set_index(["from_code", "to_code"])["weight"]
        key = pd.MultiIndex.from_frame(links[["to_code", "from_code"]])
        size = links["to_code"].map(weights).to_numpy() * forward.reindex(key).to_numpy()
        links = shared_out(links.assign(weight=size))
    return links, {}


def _checked_weight(links: pd.DataFrame, mine: pd.Series) -> np.ndarray:
    """The weights of the links; refuse those of a unit of the table that are not known."""
    weight = links["weight"]
    if lacking := sorted(links.loc[mine & weight.isna(), "from_code"].unique()):
        shown = ", ".join(lacking[:10]) + (f", … ({len(lacking)})" if lacking[10:] else "")
        expected, found = Message("expected-weight"), Message("found-no-weight", codes=shown)
        raise InputError([Fault("weights", None, None, expected, found)])
    return weight.to_numpy(dtype=float)


def _names(ends: Iterable[str], after: str, members: Mapping[str, tuple[str, ...]]) -> list[str]:
    names = names_at(after)
    return [" + ".join(names[code] for code in members.get(end, (end,))) for end in ends]


def _basis(
    table: pd.DataFrame,
    sources: pd.Index,
    ways: tuple[np.ndarray, np.ndarray],
    *,
    open_: np.ndarray | None,
) -> list[str]:
    """The weakest basis of the rows that a unit rests on; estimated where weights shared them."""
    order = ["", *BASES]
    given = table["basis"].reindex(sources).fillna("") if "basis" in table else None
    rank = np.zeros(len(sources), dtype=int)
    if given is not None:
        rank = given.map(order.index).to_numpy(dtype=int)
    found = np.zeros(int(ways[1].max(initial=-1)) + 1, dtype=int)
    np.maximum.at(found, ways[1], rank[ways[0]])
    if open_ is not None:
        shared = ways[1][open_]
        np.maximum.at(found, shared, order.index("estimated"))
    return [order[at] for at in found]
