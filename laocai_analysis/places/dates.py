"""The date of a table, found from the units that it names.

A table without a date is compared with every period in which no unit changed; the rows that do not
fit the best one are named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message
from laocai_analysis.places.registry import (
    OPEN,
    Date,
    dates,
    day_of,
    eve,
    names_at,
    tables,
)
from laocai_analysis.text.keys import name_key

#: A table that lacks at most this part of the units of its provinces is taken for a full list.
NEARLY_ALL = 0.1


@dataclass(frozen=True, slots=True)
class Guess:
    """The periods that a table fits best.

    Parameters
    ----------
    periods : sequence of (str, str)
        First and last day of each period; more than one where the table fits several equally well,
        none where no row is a unit. The last day is `registry.OPEN` where the units are in force.
    fitting, rows : int
        How many rows fit, of how many.
    misfits : DataFrame
        The rows that do not fit every one of the periods: ``row`` (line of a csv file with a
        header), ``code``, ``name``, ``found`` (a `Message`: what is known of the code).
    """

    periods: Sequence[tuple[str, str]]
    fitting: int
    rows: int
    misfits: pd.DataFrame

    @property
    def date(self) -> str | None:
        """A date at which the table fits, or None where it may be of several."""
        return self.periods[0][0] if len(self.periods) == 1 else None


def guess_date(
    names: Sequence[str] | None = None,
    codes: Sequence[str] | None = None,
) -> Guess:
    """Find the date of a table from its commune-level units.

    Parameters
    ----------
    names, codes : sequence of str
        One or both, of equal length. A name may lack its type; where both are given they must
        agree.

    Returns
    -------
    Guess
        Periods in which most rows fit. Where several fit equally, a full list of a province is
        told by what it lacks; a short table may remain open.

    Examples
    --------
    >>> from laocai_analysis.places.registry import load_units
    >>> units = load_units(2008, province="Lào Cai")
    >>> guess_date(units["name"].tolist(), units.index.tolist()).periods
    [('2008-11-21', '2010-11-08')]
    >>> guess_date(["Phường Phố Mới"], ["02641"]).periods[0][1]
    '2020-02-29'
    """
    rows = _rows(names, codes)
    pairs = _pairs(rows, named=names is not None, coded=codes is not None)
    starts, versions = dates(), _versions(tables().digest)
    first = np.searchsorted(starts, versions["from"].iloc[pairs["version"]], side="left")
    after = np.searchsorted(starts, versions["until"].iloc[pairs["version"]], side="right")
    change = np.zeros((len(rows), len(starts) + 1), dtype=np.int32)
    np.add.at(change, (pairs["row"], first), 1)
    np.add.at(change, (pairs["row"], after), -1)
    fits = change[:, :-1].cumsum(axis=1) > 0
    counts = fits.sum(axis=0)
    best = int(counts.max(initial=0))
    chosen = np.flatnonzero(counts == best) if best else np.array([], dtype=int)
    if len(chosen) > 1:
        chosen = _fullest(chosen, starts, pairs["version"], best)
    known = set(versions["code"].iloc[pairs["version"]])
    periods = _runs(chosen, starts, known)
    wrong = ~fits[:, chosen].all(axis=1) if len(chosen) else np.ones(len(rows), dtype=bool)
    misfits = rows.loc[np.flatnonzero(wrong)]
    known_of = [
        _known(code, name) for code, name in zip(misfits["code"], misfits["name"], strict=True)
    ]
    misfits = misfits.assign(found=pd.Series(known_of, index=misfits.index, dtype=object))
    return Guess(periods, best, len(rows), misfits.reset_index(drop=True))


def misfits_of(codes: Sequence[str], names: Sequence[str] | None, *, date: Date) -> list[Fault]:
    """Return a fault for every row that is no unit of a date, with what is known of its code."""
    day = day_of(date)
    listed = names_at(day)
    if names is None:
        doubtful = [at for at, code in enumerate(codes) if code not in listed]
    else:  # only the names that differ from the list are compared by their keys
        both = enumerate(zip(codes, names, strict=True))
        doubtful = [at for at, (code, name) in both if listed.get(code) != name]
    if not doubtful:
        return []
    rows = _rows(names and [names[at] for at in doubtful], [codes[at] for at in doubtful])
    rows["row"] = np.array(doubtful) + 2
    pairs = _pairs(rows, named=names is not None, coded=True)
    versions = _versions(tables().digest).iloc[pairs["version"]]
    valid = ((versions["from"] <= day) & (versions["until"] >= day)).to_numpy()
    wrong = rows[~rows.index.isin(pairs["row"].to_numpy()[valid])]
    expected = Message("expected-unit-on", date=day)
    return [
        Fault("table", int(line), "code", expected, _known(code, name))
        for line, code, name in zip(wrong["row"], wrong["code"], wrong["name"], strict=True)
    ]


def find_date(codes: Sequence[str], names: Sequence[str] | None) -> str:
    """Return the date of a table all of whose rows fit one period; refuse any other.

    Raises
    ------
    InputError
        With a fault for each row that does not fit, or the dates that the table may be of.
    """
    guess = guess_date(names, codes)
    spans = tuple(span(*period) for period in guess.periods) or Message("units-no-date")
    if len(guess.misfits) and guess.periods:
        counts = {"fitting": guess.fitting, "rows": guess.rows}
        expected = Message("expected-one-date", spans=spans, **counts)
        raise InputError(
            Fault("table", int(line), "code", expected, found)
            for line, found in zip(guess.misfits["row"], guess.misfits["found"], strict=True)
        )
    if guess.date is None:
        expected = Message("expected-date-of-table")
        found = Message("units-dates", spans=spans)
        raise InputError([Fault("table", None, None, expected, found)])
    return guess.date


def span(first: str, last: str) -> Message:
    """Return the words for a period that `guess_date` gave."""
    if last == OPEN:
        return Message("units-span-open", first=first)
    return Message("units-span", first=first, last=last)


def _rows(names: Sequence[str] | None, codes: Sequence[str] | None) -> pd.DataFrame:
    if names is None and codes is None:
        raise ValueError("names, codes: expected one of them or both; found neither")
    size = len(codes if codes is not None else names or ())
    if names is not None and len(names) != size:
        raise ValueError(f"names: expected {size}, as many as codes; found {len(names)}")
    blank = [""] * size
    return pd.DataFrame(
        {
            "row": range(2, size + 2),
            "code": [str(code).strip() for code in (blank if codes is None else codes)],
            "name": [str(name).strip() for name in (blank if names is None else names)],
        }
    )


@lru_cache(maxsize=4)
def _versions(digest: str) -> pd.DataFrame:
    """The versions of the units that a table may name, with the keys of their names."""
    found, events = tables().versions, tables().events["from_code"]
    islands = events[events.str.len() == 3].unique()
    rows = found[(found["level"] == "commune") | found["code"].isin(islands)]
    keys = {name: name_key(name) for name in pd.unique(pd.concat([rows["name"], rows["bare"]]))}
    rows = rows.assign(key=rows["name"].map(keys), bare_key=rows["bare"].map(keys))
    return rows.reset_index(drop=True).astype(object)  # faster to look up than pyarrow's text


def _pairs(rows: pd.DataFrame, *, named: bool, coded: bool) -> pd.DataFrame:
    """Each row with every version that it may mean, by their positions."""
    versions = _versions(tables().digest)
    versions = versions.assign(version=np.arange(len(versions)))
    left = pd.DataFrame({"row": np.arange(len(rows)), "code": rows["code"]})
    if named:
        left["written"] = rows["name"].map(name_key)
    if coded:
        pairs = left.merge(versions, on="code")
        if named:
            agree = (pairs["written"] == pairs["key"]) | (pairs["written"] == pairs["bare_key"])
            pairs = pairs[agree]
    else:
        ways = [left.merge(versions, left_on="written", right_on=k) for k in ("key", "bare_key")]
        pairs = _likeliest(pd.concat(ways))
    return pairs[["row", "version"]].drop_duplicates()


def _likeliest(pairs: pd.DataFrame) -> pd.DataFrame:
    """Of the units of one name in many provinces, those where most of the table is."""
    rows = pairs.groupby("province")["row"].nunique()
    score = pairs["province"].map(rows)
    return pairs[score >= score.groupby(pairs["row"]).transform("max") / 2]


def _fullest(
    chosen: np.ndarray, starts: Sequence[str], found: pd.Series, fitting: int
) -> np.ndarray:
    """Of periods that fit equally, those whose provinces the table lacks fewest units of; all of
    them where it is no full list of any.
    """
    versions = _versions(tables().digest)
    own, lacking = versions.iloc[found.unique()], []
    for at in chosen:
        day = starts[at]
        now = versions[(versions["from"] <= day) & (versions["until"] >= day)]
        mine = own[(own["from"] <= day) & (own["until"] >= day)]
        mine = mine[mine["code"].isin(now["code"])]
        counts = mine["province"].value_counts()
        main = counts.index[counts >= NEARLY_ALL * len(mine)]
        lacking.append(int(now["province"].isin(main).sum()) - len(mine))
    fewest = min(lacking)
    if fewest > NEARLY_ALL * fitting:
        return chosen
    return np.asarray(chosen[np.array(lacking) == fewest])


def _runs(chosen: np.ndarray, starts: Sequence[str], codes: set[str]) -> list[tuple[str, str]]:
    """Join neighbouring periods, unless an event between them touches a unit of the table."""
    events = tables().events
    touching = events["from_code"].isin(codes) | events["to_code"].isin(codes)
    breaks, runs = set(events.loc[touching, "date"]), list[list[int]]()
    for at in chosen.tolist():
        if runs and runs[-1][1] == at - 1 and starts[at] not in breaks:
            runs[-1][1] = at
        else:
            runs.append([at, at])
    ends = [eve(start) for start in starts[1:]]
    return [(starts[first], [*ends, OPEN][last]) for first, last in runs]


def _known(code: str, name: str) -> Message:
    """What is known of a written unit, for a fault."""
    written = " ".join(part for part in (code, name) if part)
    rows = _versions(tables().digest)
    mine = rows[rows["code"] == code]
    if code and mine.empty:
        return Message("found-no-code", unit=repr(written))
    if mine.empty:
        key = name_key(name)
        mine = rows[(rows["key"] == key) | (rows["bare_key"] == key)].head(3)
        if mine.empty:
            return Message("found-no-name", unit=repr(written))
    versions = tuple(
        Message("units-version", name=unit, code=own, span=span(first, last))
        for unit, own, first, last in zip(
            mine["name"], mine["code"], mine["from"], mine["until"], strict=True
        )
    )
    return Message("found-version", unit=repr(written), versions=versions)
