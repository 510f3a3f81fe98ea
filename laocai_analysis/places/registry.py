"""Every administrative unit at every date: the versions of the units, and the events between them.

The country is known from 2019 on, Lào Cai and Yên Bái from 2008. A code means a unit only at a
date: 02641 was Phường Phố Mới and is Phường Lào Cai from 1 March 2020.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import pandera.pandas as pa

from laocai_analysis import csv_tables, paths, schema
from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message
from laocai_analysis.plain_files import stamps
from laocai_analysis.text.keys import name_key

Date = int | str | dt.date

#: In place of a province: all of them.
COUNTRY = "*"
#: The last day of a unit that is in force.
OPEN = "9999-12-31"
_LEVELS = {2: "province", 3: "district", 5: "commune"}
_COLUMNS = ["name", "type", "parent", "province", "attested_on", "until", "dated_by", "source"]


@dataclass(frozen=True, slots=True)
class Tables:
    """The corrected tables of ``data/units/``.

    Parameters
    ----------
    versions : DataFrame
        ``code, level, name, type, bare (the name without its type), parent, province, from,
        until, dated_by, source``; dates as text, `OPEN` for a unit in force.
    coverage : DataFrame
        By province: ``known_from`` and ``missing_before_2015``.
    first : str
        The first day of which any unit is known.
    digest : str
        The SHA-256 of the files: what is computed from the tables is kept under it.
    folder : Path
        Where they are.
    """

    versions: pd.DataFrame
    coverage: pd.DataFrame
    first: str
    digest: str
    folder: Path

    @property
    def events(self) -> pd.DataFrame:
        """The columns of `schema.UNIT_EVENTS`, read on first use; ``share``, ``km2`` and ``people``
        as numbers.
        """
        return _events(self.folder, self.digest)


def tables() -> Tables:
    """Return the tables of units; read again only when a file has changed."""
    folder = paths.data_file("units")
    files = [*sorted(folder.glob("versions/*.csv")), *sorted(folder.glob("events/*.csv"))]
    files += [folder / "corrections.csv", folder / "coverage.csv"]
    marks = dict(stamps(files))
    if missing := [path.name for path, mark in marks.items() if not mark]:
        wanted, found = Message("expected-unit-table"), Message("found-no-file")
        raise InputError(Fault(name, None, None, wanted, found) for name in missing)
    digests = "".join(_digest(path, mark) for path, mark in marks.items())
    return _tables(folder, hashlib.sha256(digests.encode()).hexdigest())


@lru_cache(maxsize=32)
def _digest(path: Path, mark: str) -> str:
    """The SHA-256 of a file, read once while the file is as it was."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@lru_cache(maxsize=4)
def _tables(folder: Path, digest: str) -> Tables:
    corrections = csv_tables.read_csv(folder / "corrections.csv", schema.UNIT_CORRECTIONS)
    versions = _joined(folder / "versions", schema.UNIT_VERSIONS)
    versions = _corrected(versions, corrections, table="versions", day="from", code="code")
    coverage = csv_tables.read_csv(folder / "coverage.csv", schema.UNIT_COVERAGE)
    first = str(versions["from"].min())
    return Tables(_completed(versions), coverage.set_index("province"), first, digest, folder)


@lru_cache(maxsize=4)
def _events(folder: Path, digest: str) -> pd.DataFrame:
    corrections = csv_tables.read_csv(folder / "corrections.csv", schema.UNIT_CORRECTIONS)
    events = _joined(folder / "events", schema.UNIT_EVENTS)
    events = _corrected(events, corrections, table="events", day="date", code="from_code")
    for name in ("share", "km2", "people"):
        events[name] = pd.to_numeric(events[name])
    whole = events.groupby(["date", "from_code"])["share"].transform("sum", min_count=1)
    events["share"] /= whole  # they are rounded
    codes = {"from_code": object, "to_code": object}  # faster to look up than the text of pyarrow
    return events.astype(codes)


def _joined(folder: Path, columns: pa.DataFrameSchema) -> pd.DataFrame:
    files = sorted(folder.glob("*.csv"))
    return pd.concat([csv_tables.read_csv(path, columns) for path in files], ignore_index=True)


def _corrected(
    rows: pd.DataFrame, corrections: pd.DataFrame, *, table: str, day: str, code: str
) -> pd.DataFrame:
    """Apply the corrections of a table; one that fits no row is a fault."""
    rows, faults, dropped = rows.copy(), list[Fault](), list[object]()
    for line, one in corrections[corrections["table"] == table].iterrows():
        fits = (rows[code] == one["code"]) & (rows[day] == one["date"])
        fits &= rows[one["column"]] == one["printed"] if one["column"] in rows else False
        if not fits.any():
            printed = {"column": one["column"], "value": repr(one["printed"])}
            found = Message("found-printed", code=one["code"], date=one["date"], **printed)
            expected = Message("expected-printed-row", table=table)
            faults.append(Fault("corrections.csv", int(str(line)), None, expected, found))
        elif one["corrected"]:
            rows.loc[fits, one["column"]] = one["corrected"]
        else:
            dropped.extend(rows.index[fits])
    if faults:
        raise InputError(faults)
    return rows.drop(index=dropped).reset_index(drop=True)


def _completed(versions: pd.DataFrame) -> pd.DataFrame:
    """Add level, type and province, and set the last day of a unit in force."""
    versions = versions.copy()
    lowered = versions["name"].str.lower()
    for kind in sorted(schema.TYPES, key=len):
        versions.loc[lowered.str.startswith(f"{kind} "), "type"] = kind
    versions["bare"] = [
        name[len(kind) + 1 :] for name, kind in zip(versions["name"], versions["type"], strict=True)
    ]
    versions["level"] = versions["code"].str.len().map(_LEVELS)
    versions["until"] = versions["until"].replace("", OPEN)
    districts = versions[versions["level"] == "district"].drop_duplicates("code")
    above = versions["parent"].map(districts.set_index("code")["parent"])
    own = versions["code"].where(versions["level"] == "province", versions["parent"])
    versions["province"] = above.fillna(own)
    return versions.sort_values(["code", "from"], ignore_index=True)


def day_of(date: Date) -> str:
    """Return a date as ``YYYY-MM-DD``; a year is its last day.

    Raises
    ------
    InputError
        If it is no date, or one of a year to come.

    Examples
    --------
    >>> day_of(2008), day_of("2020"), day_of("2025-07-01")
    ('2008-12-31', '2020-12-31', '2025-07-01')
    """
    text = date.isoformat()[:10] if isinstance(date, dt.date) else str(date).strip()
    expected = Message("expected-day", first=tables().first)
    try:
        found = dt.date(int(text), 12, 31) if text.isdigit() else dt.date.fromisoformat(text)
    except ValueError:
        raise InputError([Fault("date", None, None, expected, repr(date))]) from None
    if not tables().first <= found.isoformat() <= f"{dt.date.today().year}-12-31":
        raise InputError([Fault("date", None, None, expected, repr(date))])
    return found.isoformat()


def eve(day: str) -> str:
    """Return the day before a day, as ``YYYY-MM-DD``."""
    return str(np.datetime64(day) - np.timedelta64(1, "D"))


def load_units(date: Date, *, province: str | None = None, level: str = "commune") -> pd.DataFrame:
    """Return the units in force at a date.

    Parameters
    ----------
    date : int, str or date
        A date as ``YYYY-MM-DD``, or a year, which means its last day.
    province : str, optional
        Name or code of a province of that date; without it, the country.
    level : {"commune", "district", "province"}
        Which level; "commune" is every xã, phường, thị trấn and đặc khu.

    Returns
    -------
    DataFrame
        Indexed by ``code`` (text); ``name``, ``type``, ``parent`` (code of the unit above),
        ``province`` (code), ``attested_on`` (first day), ``until`` (last day, `OPEN` where in
        force), ``dated_by`` ("law" or "list": what the first day is taken from), ``source``.

    Raises
    ------
    InputError
        For an unknown date, a province that did not exist then, or one not known that early.

    Examples
    --------
    >>> len(load_units(2008, province="Lào Cai")), len(load_units("2025-07-01", province="Lào Cai"))
    (164, 99)
    >>> load_units(2024, province="Hà Giang", level="district")["name"].iloc[0]
    'Thành phố Hà Giang'
    """
    if level not in schema.LEVELS:
        raise ValueError(f"level: expected one of {', '.join(schema.LEVELS)}; found {level!r}")
    return _units(day_of(date), province, level, tables().digest).copy()


@lru_cache(maxsize=256)
def _units(day: str, province: str | None, level: str, digest: str) -> pd.DataFrame:
    rows = _in_force(day)
    if province is not None:
        rows = rows[rows["province"] == find_province(province, date=day)]
    else:
        _refuse_country(day)
    return rows.loc[rows["level"] == level, _COLUMNS]


def _refuse_country(day: str) -> None:
    coverage = tables().coverage["known_from"]
    if late := [str(code) for code in coverage.index[coverage > day]]:
        early = ", ".join(_bare_names(day).loc[coverage.index[coverage <= day]])
        reason = Message("found-unknown-provinces", date=day, count=len(late))
        expected = Message("expected-coverage", date=str(coverage.max()), choices=early)
        raise InputError([Fault("date", None, None, expected, reason)])


def _in_force(day: str) -> pd.DataFrame:
    return _at(day, tables().digest)


@lru_cache(maxsize=32)
def _at(day: str, digest: str) -> pd.DataFrame:
    rows = tables().versions
    rows = rows[((rows["from"] <= day) & (rows["until"] >= day)).to_numpy()]
    return rows.rename(columns={"from": "attested_on"}).set_index("code")


def _bare_names(day: str) -> pd.Series:
    rows = _in_force(day)
    return rows.loc[rows["level"] == "province", "bare"]


def find_province(written: str, *, date: Date) -> str:
    """Return the code of a province at a date.

    Parameters
    ----------
    written : str
        A code of two digits, or a name with or without *Tỉnh* or *Thành phố*.
    date : int, str or date
        As in `load_units`.

    Raises
    ------
    InputError
        If there was no such province then, with what it is part of or the valid names; or if its
        units are not known that early, with the reason.

    Examples
    --------
    >>> find_province("Lào Cai", date=2008), find_province("Lào Cai", date=2026)
    ('10', '15')
    >>> find_province("Yên Bái", date=2025)
    Traceback (most recent call last):
    laocai_analysis.errors.InputError: province: expected Lào Cai, of which it is part since \
2025-07-01 (202/2025/QH15); found 'Yên Bái' on 2025-12-31
    """
    day = day_of(date)
    if code := _code_of(written, day, tables().digest):
        return code
    raise InputError([_province_fault(written, day, _provinces_named(written))])


@lru_cache(maxsize=256)
def _code_of(written: str, day: str, digest: str) -> str:
    """The code of a province at a day; blank where there was none."""
    fitting = _provinces_named(written)
    now = fitting[(fitting["from"] <= day) & (fitting["until"] >= day)]
    return str(now["code"].iloc[0]) if len(now) else ""


def country_years() -> list[int]:
    """Return the years at whose end the units of every province are known, in order.

    Examples
    --------
    >>> country_years()[0]
    2019
    """
    first = int(str(tables().coverage["known_from"].max())[:4])
    return list(range(first, dt.date.today().year + 1))


def province_spans(written: str) -> list[tuple[str, str]]:
    """Return from when until when there was a province of a name or a code, as far as its units are
    known; no later than the end of this year.

    Examples
    --------
    >>> province_spans("Yên Bái")
    [('2008-11-21', '2025-06-30')]
    """
    end = f"{dt.date.today().year}-12-31"
    return [(first, min(last, end)) for first, last in _spans(written, tables().digest)]


@lru_cache(maxsize=256)
def _spans(written: str, digest: str) -> list[tuple[str, str]]:
    rows = _provinces_named(written)
    return sorted(zip(rows["from"], rows["until"], strict=True))


def _provinces_named(written: str) -> pd.DataFrame:
    """Every version of the provinces that have a name or a code."""
    rows, key = _provinces(tables().digest), name_key(written)
    return rows[
        (rows["key"] == key) | (rows["bare_key"] == key) | (rows["code"] == written.strip())
    ]


@lru_cache(maxsize=4)
def _provinces(digest: str) -> pd.DataFrame:
    rows = tables().versions
    rows = rows[rows["level"] == "province"]
    return rows.assign(key=rows["name"].map(name_key), bare_key=rows["bare"].map(name_key))


def _province_fault(written: str, day: str, fitting: pd.DataFrame) -> Fault:
    found = Message("found-on", name=repr(written), date=day)
    before = fitting[fitting["until"] < day]
    if len(before):
        old = before.iloc[-1]
        events = tables().events
        went = events[(events["from_code"] == old["code"]) & (events["date"] > old["until"])]
        if len(went):
            one = went.iloc[0]
            law = {"date": str(one["date"]), "resolution": str(one["resolution"])}
            expected = Message("expected-successor", name=_bare_names(day)[one["to_code"]], **law)
            return Fault("province", None, None, expected, found)
    if len(fitting):
        first = fitting.iloc[0]
        if first["from"] > day and first["code"] in tables().coverage.index:
            expected = _later(str(first["code"]), since=str(first["from"]))
            return Fault("province", None, None, expected, found)
    names = ", ".join(sorted(_bare_names(day)))
    return Fault("province", None, None, Message("expected-province", choices=names), found)


def _later(code: str, *, since: str) -> Message:
    """From when the units of a province are known, and why not earlier."""
    missing = str(tables().coverage.at[code, "missing_before_2015"])
    if missing:
        return Message("expected-later-province", date=since, count=int(missing))
    return Message("expected-known-province", date=since)


def meanings(code: str) -> pd.DataFrame:
    """Return every version of a code, in order: what it meant, from when until when.

    Examples
    --------
    >>> meanings("02641")[["name", "attested_on"]].to_numpy().tolist()
    [['Phường Phố Mới', '2008-11-21'], ['Phường Lào Cai', '2020-03-01']]
    """
    rows = tables().versions
    rows = rows[rows["code"] == code].rename(columns={"from": "attested_on"})
    return rows[["code", *_COLUMNS]].reset_index(drop=True)


def leaves(date: Date) -> pd.DataFrame:
    """Return the units that divide the country at a date: every commune-level unit, and the island
    districts that have none (Bạch Long Vĩ, Cồn Cỏ, Hoàng Sa, Côn Đảo; Lý Sơn from 2020).

    Returns
    -------
    DataFrame
        As `load_units` returns it; before 2019 Lào Cai and Yên Bái only.
    """
    return _leaves(day_of(date), tables().digest).copy()


def names_at(date: Date) -> Mapping[str, str]:
    """Return the names of the units of `leaves` by code."""
    return _names(day_of(date), tables().digest)


@lru_cache(maxsize=32)
def _leaves(day: str, digest: str) -> pd.DataFrame:
    rows = _in_force(day)
    communes = rows["level"] == "commune"
    parents = rows.loc[communes, "parent"].unique().tolist()  # the text of pyarrow is slow to walk
    bare = (rows["level"] == "district") & ~rows.index.isin(parents)
    return rows.loc[communes | bare, _COLUMNS]


@lru_cache(maxsize=32)
def _names(day: str, digest: str) -> Mapping[str, str]:
    rows = _leaves(day, digest)
    return dict(zip(rows.index, rows["name"], strict=True))


def dates() -> list[str]:
    """Return the first days of the periods in which no unit changed, in order."""
    return list(_dates(tables().digest))


@lru_cache(maxsize=4)
def _dates(digest: str) -> tuple[str, ...]:
    rows = tables().versions
    ends = rows.loc[rows["until"] < OPEN, "until"].unique()
    after = (pd.to_datetime(ends) + np.timedelta64(1, "D")).strftime("%Y-%m-%d")
    return tuple(sorted({*rows["from"], *after}))
