"""Administrative units at a date, and what became of them.

A unit is a code *at a date*: the General Statistics Office gives a code of a dissolved unit a new
meaning (02641 was Phường Phố Mới, later Phường Lào Cai), so every table of units says for which
date it is attested.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from laocai_analysis import paths, schema
from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message
from laocai_analysis.places.matching import split_name
from laocai_analysis.text.keys import name_key


def load_units(year: int = 2008, *, level: str = "commune") -> pd.DataFrame:
    """Read the units in force at the end of a year.

    Parameters
    ----------
    year : int
        A year for which ``data/units/`` holds a table.
    level : {"commune", "district", "province"}
        Which level; "commune" is every xã, phường and thị trấn.

    Returns
    -------
    DataFrame
        Indexed by ``code`` (text, five digits for a commune), with the columns of `schema.UNITS`.

    Raises
    ------
    InputError
        If there is no table for the year, or the table is not as `schema.UNITS` says.

    Examples
    --------
    >>> len(load_units(2008)), len(load_units(2008, level="district"))
    (164, 9)
    """
    table = _read_units(paths.data() / "units" / f"{table_of(year)}.csv")
    if level not in schema.LEVELS:
        raise ValueError(f"level: expected one of {', '.join(schema.LEVELS)}; found {level!r}")
    return table[table["level"] == level].drop(columns="level")


def load_units_above(year: int = 2008) -> pd.DataFrame:
    """Read the districts and the provinces in force at the end of a year, as `load_units` does.

    A written commune may name them behind its own name; `matching.find_units` looks them up here.

    Examples
    --------
    >>> load_units_above(2008)["type"].value_counts().to_dict()
    {'huyện': 8, 'thành phố': 1, 'tỉnh': 1}
    """
    return pd.concat([load_units(year, level=level) for level in ("district", "province")])


def years() -> list[int]:
    """Return the years whose units are known, in order."""
    return [int(year) for year in _tables(paths.data())]


def table_of(year: int) -> str:
    """Return the name of the table of units that was in force at the end of a year, as
    ``units/years.csv`` has it.

    Raises
    ------
    InputError
        If the units of the year are not known, with the years whose units are.
    """
    tables = _tables(paths.data())
    if str(year) not in tables:
        expected = Message("expected-years", choices=", ".join(tables))
        raise InputError([Fault("units/years.csv", None, "year", expected, f"{year}")])
    return tables[str(year)].removesuffix(".csv")


@lru_cache(maxsize=4)
def _tables(data: Path) -> dict[str, str]:
    rows = schema.read_csv(data / "units" / "years.csv", schema.UNIT_YEARS)
    return dict(zip(rows["year"], rows["table"], strict=True))


@lru_cache(maxsize=8)
def _read_units(path: Path) -> pd.DataFrame:
    return schema.read_csv(path, schema.UNITS).set_index("code")


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
    return _read_crosswalk(paths.data() / "units" / "crosswalk.csv").copy()


@lru_cache(maxsize=4)
def _read_crosswalk(path: Path) -> pd.DataFrame:
    return schema.read_csv(path, schema.CROSSWALK)


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
        _vintages(paths.data() / "units" / "crosswalk.csv").items() if name or code else ()
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
