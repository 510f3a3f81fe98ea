"""Administrative units at a date, and the matching of written names to them.

A unit is a code *at a date*: the General Statistics Office gives a code of a dissolved unit a new
meaning (02641 was Phường Phố Mới, later Phường Lào Cai), so every table of units says for which
date it is attested.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from rapidfuzz import fuzz, process

from laocai_analysis import paths, schema
from laocai_analysis.errors import Fault, InputError
from laocai_analysis.text.keys import foreign_letters, name_key, nfc

#: How each type of unit may be written in front of a name; a blank, a point or both may follow.
PREFIXES: dict[str, tuple[str, ...]] = {
    "tỉnh": ("tỉnh",),
    "thành phố": ("thành phố", "t.p", "tp"),
    "thị xã": ("thị xã", "t.x", "tx"),
    "huyện": ("huyện", "h"),
    "thị trấn": ("thị trấn", "t.t", "tt"),
    "phường": ("phường", "p"),
    "xã": ("xã", "x"),
}
_PREFIX_FORMS = {
    kind: re.compile(
        "(?:" + "|".join(map(re.escape, forms)) + r")(?:\s*\.\s*|\s+)(?=\S)", re.IGNORECASE
    )
    for kind, forms in PREFIXES.items()
}
_FARM = re.compile(r"(?:nông trường|n\s*\.\s*t\s*\.?|nt\.?)(?:\s+|(?<=\.))", re.IGNORECASE)


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
        raise InputError(
            [
                Fault(
                    "units/years.csv",
                    None,
                    "year",
                    f"one of the years {', '.join(tables)}",
                    f"{year}",
                )
            ]
        )
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


def split_name(name: str) -> tuple[str | None, str]:
    """Split a written name into the type of the unit and the bare name.

    *N.T* (*Nông trường*, a state farm that became a township) belongs to the prefix. It may be left
    out of the name of such a unit, but a name that says it is of no other.

    Returns
    -------
    tuple of (str or None, str)
        The type in lower case, None where the name has no prefix; and the rest in NFC.

    Examples
    --------
    >>> split_name("TT. N.T Phong Hải")
    ('thị trấn', 'Phong Hải')
    >>> split_name("Pa Cheo")
    (None, 'Pa Cheo')
    """
    kind, _, bare = _split(name)
    return kind, bare


def _split(name: str) -> tuple[str | None, bool, str]:
    """The type, whether the name says that it was a state farm, and the bare name."""
    rest, kind = nfc(name), None
    for candidate, forms in _PREFIX_FORMS.items():
        match = forms.match(rest)
        if match:
            kind, rest = candidate, rest[match.end() :]
            break
    farm = _FARM.match(rest)
    return kind, farm is not None, rest[farm.end() :] if farm else rest


def match_units(
    names: pd.Series,
    *,
    units: pd.DataFrame,
    districts: pd.Series | None = None,
    district_units: pd.DataFrame | None = None,
    file: str = "names",
) -> pd.Series:
    """Find the code of every written name, or say of every one that has none why.

    A name matches after Unicode normal form, place of the tone mark, case, prefix and spacing are
    evened out (`text.name_key`). A stated type or district must agree. There is no nearest match: a
    near miss is a fault that lists the nearest names.

    Parameters
    ----------
    names : Series of str
        Written names, with or without a prefix.
    units : DataFrame
        As `load_units` gives it: index ``code``, columns ``name``, ``type``, ``parent``.
    districts : Series of str, optional
        The written district of each name, in the order of `names`; blank where not stated.
    district_units : DataFrame, optional
        The districts to match `districts` with; needed with `districts`.
    file : str
        What to call the input in a fault.

    Returns
    -------
    Series of str
        Codes, named ``code``, with the index of `names`.

    Raises
    ------
    InputError
        With one fault for each name that matches no unit or more than one; the row is the position
        in `names` counted with a header, so that it is the line of a csv file.

    Examples
    --------
    >>> match_units(pd.Series(["TT. Sa Pa", "xã sa pả"]), units=load_units(2008)).tolist()
    ['03001', '03016']
    """
    codes, faults = find_units(
        names, units=units, districts=districts, district_units=district_units, file=file
    )
    if faults:
        raise InputError(faults)
    return codes


def find_units(
    names: pd.Series,
    *,
    units: pd.DataFrame,
    districts: pd.Series | None = None,
    district_units: pd.DataFrame | None = None,
    file: str = "names",
) -> tuple[pd.Series, list[Fault]]:
    """Do as `match_units`, but return the faults beside the codes and raise nothing.

    Returns
    -------
    tuple of (Series of str, list of Fault)
        The codes, blank where a name has none, and the faults in the order of the rows. A name
        whose district is at fault is looked for in all districts.
    """
    index, bare = _index_by_key(units), _bare_names(units)
    parents, faults = pd.Series("", index=names.index), list[Fault]()
    if districts is not None:
        if district_units is None:
            raise ValueError(
                "district_units: expected with districts, to match them with; found None"
            )
        parents, faults = find_units(districts, units=district_units, file=file)
        stated = {
            line for line, name in enumerate(districts.fillna("").astype(str), start=2) if nfc(name)
        }
        faults = [fault for fault in faults if fault.row in stated]
    codes: list[str] = []
    for line, (name, parent) in enumerate(
        zip(names.fillna("").astype(str), parents, strict=True), start=2
    ):
        found = _candidates(name, parent, index=index, units=units)
        codes.append(found[0] if len(found) == 1 else "")
        if len(found) != 1:
            faults.append(
                _name_fault(name, parent, index=index, bare=bare, units=units, file=file, line=line)
            )
    faults.sort(key=lambda fault: int(fault.row or 0))
    return pd.Series(codes, index=names.index, name="code", dtype="str"), faults


def codes_of(name: str, *, units: pd.DataFrame, parent: str = "") -> list[str]:
    """Return the codes of all units that a written name can mean: none, one, or several.

    Parameters
    ----------
    name : str
        A written name; a type in front of it must agree.
    units : DataFrame
        As `load_units` gives it.
    parent : str
        The code of the unit above that must agree too; blank for any.

    Examples
    --------
    >>> codes_of("Lào Cai", units=load_units(2008, level="province"))
    ['10']
    >>> codes_of("xã Sa Pa", units=load_units(2008))
    []
    """
    return _candidates(name, parent, index=_index_by_key(units), units=units)


def _index_by_key(units: pd.DataFrame) -> Mapping[str, list[str]]:
    """The codes of the units by the key of their bare names."""
    return _indexed(tuple(units["name"].items()))


def _bare_names(units: pd.DataFrame) -> Mapping[str, str]:
    """The names of the units by code, without prefix and in small letters."""
    return _bare(tuple(units["name"].items()))


@lru_cache(maxsize=16)
def _bare(names: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    return {code: split_name(name)[1].lower() for code, name in names}


@lru_cache(maxsize=16)
def _indexed(names: tuple[tuple[str, str], ...]) -> Mapping[str, list[str]]:
    index: dict[str, list[str]] = {}
    for code, bare in _bare(names).items():
        index.setdefault(name_key(bare), []).append(code)
    return index


def _candidates(
    name: str, parent: str, *, index: Mapping[str, list[str]], units: pd.DataFrame
) -> list[str]:
    kind, farm, bare = _split(name)
    return [
        code
        for code in index.get(name_key(bare), [])
        if (kind is None or units.at[code, "type"] == kind)
        and (not parent or units.at[code, "parent"] == parent)
        and (not farm or _split(str(units.at[code, "name"]))[1])
    ]


def nearest_names(name: str, *, units: pd.DataFrame, limit: int = 3) -> Sequence[str]:
    """Return the names of the units that look most like `name`, best first; to show to a person,
    never to accept.

    Examples
    --------
    >>> nearest_names("Bản Lâu", units=load_units(2008), limit=1)
    ['Xã Bản Lầu (02788)']
    """
    best = _nearest(name, bare=_bare_names(units), limit=limit)
    return [f"{units.at[code, 'name']} ({code})" for code in best]


def _nearest(name: str, *, bare: Mapping[str, str], limit: int) -> list[str]:
    best = process.extract(split_name(name)[1].lower(), bare, scorer=fuzz.ratio, limit=limit)
    return [code for _, _, code in best]


def _name_fault(
    name: str,
    parent: str,
    *,
    index: Mapping[str, list[str]],
    bare: Mapping[str, str],
    units: pd.DataFrame,
    file: str,
    line: int,
) -> Fault:
    where = f" in the district {parent}" if parent else ""
    fitting = _candidates(name, parent, index=index, units=units)
    if fitting:
        choices = ", ".join(f"{units.at[code, 'name']} ({code})" for code in fitting)
        return Fault(
            file,
            line,
            None,
            f"a name of one unit{where}: state the type or the district",
            f"{name!r}, which is {choices}",
        )
    foreign = ", ".join(foreign_letters(name))
    found = f"{name!r}, with {foreign}" if foreign else repr(name)
    same = index.get(name_key(split_name(name)[1]), [])
    if same:
        found += ", the name of " + ", ".join(
            f"{units.at[code, 'name']} ({code}) in the district {units.at[code, 'parent']}"
            for code in same
        )
    choices = ", ".join(
        f"{units.at[code, 'name']} ({code})" for code in _nearest(name, bare=bare, limit=3)
    )
    return Fault(file, line, None, f"the name of a unit{where}; the nearest are {choices}", found)
