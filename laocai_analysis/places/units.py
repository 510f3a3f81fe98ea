"""The administrative units of a province at a date, and what became of those of 2008.

A unit is a code *at a date*: the General Statistics Office gives a code of a dissolved unit a new
meaning (02641 was Phường Phố Mới, later Phường Lào Cai), so every table of units says for which
date it is attested.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from laocai_analysis import csv_tables, paths, schema
from laocai_analysis.errors import Fault
from laocai_analysis.language import Message
from laocai_analysis.places import registry
from laocai_analysis.places.matching import split_name
from laocai_analysis.places.province import settings
from laocai_analysis.places.registry import Date
from laocai_analysis.text.keys import name_key


def load_units(date: Date = 2008, *, province: str = "", level: str = "commune") -> pd.DataFrame:
    """Return the units of one province in force at a date.

    Parameters
    ----------
    date : int, str or date
        A year, which means its last day, or a date as ``YYYY-MM-DD``.
    province : str
        The name or the code of the province; blank for that of the project, `registry.COUNTRY`
        for all.
    level : {"commune", "district", "province"}
        Which level; "commune" is every xã, phường, thị trấn and đặc khu.

    Returns
    -------
    DataFrame
        As `registry.load_units` gives it: indexed by ``code`` (text, five digits for a commune).

    Raises
    ------
    InputError
        For an unknown date, a province that did not exist then, or one not known that early.

    Examples
    --------
    >>> len(load_units(2008)), len(load_units(2008, level="district")), len(load_units(2025))
    (164, 9, 99)
    """
    where = None if province == registry.COUNTRY else province or settings().province
    return registry.load_units(date, province=where, level=level)


def load_units_above(date: Date = 2008, *, province: str = "") -> pd.DataFrame:
    """Return the districts of a province and the province itself at a date, as `load_units` does.

    A written commune may name them behind its own name; `matching.find_units` looks them up here.

    Examples
    --------
    >>> load_units_above(2008)["type"].value_counts().to_dict()
    {'huyện': 8, 'thành phố': 1, 'tỉnh': 1}
    """
    levels = ("district", "province")
    return pd.concat([load_units(date, province=province, level=level) for level in levels])


def code_faults(written: pd.Series, *, units: pd.Index, file: str) -> list[Fault]:
    """Return a fault for every row of a table whose code is no unit, or is that of another row too.

    Parameters
    ----------
    written : Series of str
        The codes, indexed by the line of the file.
    units : Index of str
        The codes of the units.
    file : str
        The name of the file, for the fault.

    Examples
    --------
    >>> codes = pd.Series(["02647", "02650", "02650", "99999"], index=[2, 3, 4, 5])
    >>> faults = code_faults(codes, units=pd.Index(["02647", "02650"]), file="weights.csv")
    >>> [fault.row for fault in faults]
    [3, 4, 5]
    """
    wrong = written[~written.isin(units) | written.duplicated(keep=False)]
    expected = Message("expected-commune-once")
    return [
        Fault(file, int(str(line)), "code", expected, repr(code)) for line, code in wrong.items()
    ]


def load_crosswalk() -> pd.DataFrame:
    """Read what became of each commune-level unit of 2008.

    Returns
    -------
    DataFrame
        The columns of `schema.CROSSWALK`: for each unit of 2008, ``code``, the unit of 2020 and of
        2025 that it went into, whole or in part, with the legal basis and how sure that is; blank
        where it is not known.

    Examples
    --------
    >>> load_crosswalk().query("code_2020 == '02641'")["code"].tolist()
    ['02638', '02641']
    """
    return _read_crosswalk(paths.data_file("units/crosswalk.csv")).copy()


@lru_cache(maxsize=4)
def _read_crosswalk(path: Path) -> pd.DataFrame:
    return csv_tables.read_csv(path, schema.CROSSWALK)


def of_other_vintage(name: str, *, code: str = "") -> dict[str, list[str]]:
    """Find a written unit among those of 2020 and of 2025.

    Parameters
    ----------
    name : str
        A written name, with or without a prefix; a stated type must agree.
    code : str
        The written code, where there is one; a name, where there is one too, must agree with it.

    Returns
    -------
    dict of str to list of str
        For each year ("2020", "2025") in which there is such a unit, the codes of the units of 2008
        that went into it, whole or in part.

    Examples
    --------
    >>> of_other_vintage("Xã Ngũ Chỉ Sơn")["2020"]
    ['03004', '03007']
    """
    kind, bare = split_name(name)
    key, found = name_key(bare), dict[str, list[str]]()
    for year, units in (
        _vintages(paths.data_file("units/crosswalk.csv")).items() if name or code else ()
    ):
        former = [
            unit.former
            for unit in units
            if (not name or (unit.key == key and kind in (None, unit.kind)))
            and (not code or unit.code == code)
        ]
        if former:
            found[year] = list(dict.fromkeys(former))
    return found


class _Unit(NamedTuple):
    kind: str | None
    key: str
    code: str
    former: str


@lru_cache(maxsize=4)
def _vintages(path: Path) -> dict[str, list[_Unit]]:
    """Return the units of each later year as they are looked for: once for each unit of 2008 that
    went into one.
    """
    table, units = _read_crosswalk(path), dict[str, list[_Unit]]()
    for year in ("2020", "2025"):
        rows = zip(
            table[f"name_{year}"].map(split_name), table[f"code_{year}"], table["code"], strict=True
        )
        units[year] = [
            _Unit(kind, name_key(bare), code, former) for (kind, bare), code, former in rows
        ]
    return units
