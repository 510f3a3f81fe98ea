"""The table of a return: one row for each unit and indicator, read and checked.

What a return does not say is unknown, never no; where an indicator has no meaning the value is
``na``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from laocai_analysis import csv_tables, paths, schema
from laocai_analysis.basis import of_rows
from laocai_analysis.basis import weakest as weakest_of
from laocai_analysis.errors import Fault, InputError
from laocai_analysis.indicators import answered, applies, may_answer
from laocai_analysis.language import Message
from laocai_analysis.places.matching import split_name
from laocai_analysis.places.province import years
from laocai_analysis.places.registry import COUNTRY
from laocai_analysis.places.units import load_units
from laocai_analysis.plain_files import check_plain
from laocai_analysis.sources import source_faults
from laocai_analysis.text.keys import name_key


def names() -> list[str]:
    """Return the names of the returns in ``data/returns/``."""
    return sorted(path.stem for path in (paths.data() / "returns").glob("[0-9]*.csv"))


def file_of(name: str) -> Path:
    """Return the file of a return: `name` itself where it is a path of a csv file."""
    return Path(name) if name.endswith(".csv") else paths.data() / "returns" / f"{name}.csv"


def is_table(path: Path) -> bool:
    """Tell whether a file is a table as `load_return` reads it, and not a return as a district
    sends it.

    Examples
    --------
    >>> is_table(file_of("2008-illustrative"))
    True
    """
    check_plain(path)
    with path.open("rb") as stream:
        first = stream.readline(10_000).decode("utf-8-sig", errors="replace")
    names = {name.strip(' "') for name in first.strip().split(",")}
    return {"code", "indicator", "value"} <= names


def names_of(year: int) -> list[str]:
    """Return the names of the returns of a year in ``data/returns/``: that named after the year
    alone where there is one, else all that begin with it.

    Examples
    --------
    >>> names_of(2009), names_of(2019)
    (['2009-illustrative'], [])
    """
    found = [name for name in names() if name.split("-")[0] == str(year)]
    return [str(year)] if str(year) in found else found


def name_of(year: int) -> str:
    """Return the name of the return of a year, as `names_of` finds it; blank for none.

    Raises
    ------
    InputError
        If there are several: it names them.

    Examples
    --------
    >>> name_of(2009), name_of(2019)
    ('2009-illustrative', '')
    """
    found = names_of(year)
    if len(found) > 1:
        expected = Message("expected-one-return", year=str(year))
        raise InputError([Fault("returns", None, None, expected, ", ".join(found))])
    return "".join(found)


def find_return(name: str, *, year: int, province: str = "", indicator: str = "") -> pd.DataFrame:
    """Read a return as `load_return` does, or where there is none, return a table without a row:
    every unit is unknown.

    Parameters
    ----------
    name : str
        As for `load_return`; blank for `name_of` the year. Those of ``data/returns/`` are of the
        province of the project.
    year : int
        The year.
    province : str
        The province; blank for that of the project, `registry.COUNTRY` for all.
    indicator : str
        An indicator; where `name` is blank, a return that says nothing of it is none.

    Returns
    -------
    DataFrame
        As `load_return` gives it. ``attrs["name"]`` is the name; ``attrs["listed"]`` are the
        sources of the list of units, on which a table without a row rests.

    Examples
    --------
    >>> table = find_return("", year=2025)
    >>> values(table, indicator="commune_lan", year=2025).value_counts().to_dict()
    {'unknown': 99}
    """
    given, name = name, name or (name_of(year) if province in ("", COUNTRY) else "")
    if name:
        table = load_return(name, province=province)
        if not given and indicator and indicator not in set(table["indicator"]):
            name = ""
    if not name:
        table = pd.DataFrame(columns=[*schema.RETURNS.columns, "row"], dtype="str")
        table.attrs["file"] = ""
    listed = load_units(year, province=province)["source"]
    table.attrs |= {"name": name, "listed": tuple(dict.fromkeys(listed))}
    return table


def load_return(name: str, *, province: str = "") -> pd.DataFrame:
    """Read a return and check every row of it.

    Parameters
    ----------
    name : str
        The name of a return in ``data/returns/``, or the path of a csv file of the same form.
    province : str
        The province whose units it holds; blank for that of the project.

    Returns
    -------
    DataFrame
        The columns of `schema.RETURNS`, one row for each unit and indicator of the file, in its
        order; ``row`` is the line of the file, and ``attrs["file"]`` its name.

    Raises
    ------
    InputError
        With every fault: unknown unit or indicator, a name that is not the unit's, a row that
        occurs twice, an invalid value, a source that is not registered.

    Examples
    --------
    >>> load_return("2008-illustrative")["basis"].unique().tolist()
    ['illustrative']
    """
    table, _, faults = read_rows(name, province=province)
    if faults:
        raise InputError(faults)
    return table


def read_rows(name: str, *, province: str = "") -> tuple[pd.DataFrame, pd.DataFrame, list[Fault]]:
    """Read a return as `load_return` does, but give the rows at fault beside the others, and raise
    nothing for them.

    Returns
    -------
    tuple of (DataFrame, DataFrame, list of Fault)
        The rows that are sound, all rows as they stand in the file, and every fault in the order of
        the rows.

    Raises
    ------
    InputError
        If there is no such return, or its columns are not those of one.
    """
    path = file_of(name)
    if not path.exists():
        expected = Message("expected-return", choices=", ".join(names()))
        raise InputError([Fault(name, None, None, expected, Message("found-no-return"))])
    rows, faults = csv_tables.read_rows(path, schema.RETURNS)
    written = rows.reset_index()[[*schema.RETURNS.columns, "row"]]
    sound = written[~written["row"].isin([fault.row for fault in faults])]
    faults += _faults(sound, file=path.name, province=province)
    if path.parent == paths.data() / "returns":
        faults += source_faults(rows["source"], file=path.name)
    table = written[~written["row"].isin([fault.row for fault in faults])].reset_index(drop=True)
    table.attrs["file"] = written.attrs["file"] = path.name
    return table, written, sorted(faults, key=lambda fault: int(fault.row or 0))


def values(
    table: pd.DataFrame,
    *,
    indicator: str,
    year: int,
    province: str = "",
    beyond_scope: bool = False,
) -> pd.Series:
    """Return the value of an indicator for every unit of a year.

    Parameters
    ----------
    table : DataFrame
        As `load_return` gives it.
    indicator : str
        An id of the catalogue.
    year : int
        The year of the return and of the units.
    province : str
        The province; blank for that of the project.
    beyond_scope : bool
        Whether to take what units answered that the indicator is not asked of, a ward's cultural
        post office for example; otherwise they are ``na``, and the denominator is that of the
        indicator.

    Returns
    -------
    Series of {"yes", "no", "unknown", "na"}
        Named by the indicator, indexed by the code of each unit; a unit without a row is
        ``unknown`` where the indicator applies, else ``na``. Of an indicator that is counted, a
        number is text (see `amounts`), and `schema.WITHHELD` one that the audience does not see.

    Examples
    --------
    >>> table = load_return("2008-illustrative")
    >>> values(table, indicator="cultural_post_office", year=2008).value_counts()["na"]
    np.int64(20)
    """
    units = load_units(year, province=province)
    given = table[(table["indicator"] == indicator) & (table["year"] == str(year))].set_index(
        "code"
    )["value"]
    scope = applies(indicator, units=units)
    silent = scope.map({True: "unknown", False: "na"})
    each = given.reindex(units.index).fillna(silent).rename(indicator)
    return each if beyond_scope else each.where(scope, "na")


def amounts(table: pd.DataFrame, *, indicator: str, year: int, province: str = "") -> pd.Series:
    """Return the number that each unit of a year states for an indicator that is counted.

    Parameters
    ----------
    table, indicator, year, province
        As for `values`.

    Returns
    -------
    Series of float
        Named by the indicator, indexed by the code of each unit, in the unit of the indicator; NaN
        where it is unknown, does not apply or is not shown to the public.

    Examples
    --------
    >>> row = {"year": "2008", "code": "02647", "indicator": "base_stations", "value": "12"}
    >>> table = pd.DataFrame([row])
    >>> float(amounts(table, indicator="base_stations", year=2008).sum())
    12.0
    """
    each = values(table, indicator=indicator, year=year, province=province)
    return each.mask(each.isin([*schema.VALUES, schema.WITHHELD])).astype(float)


def basis(table: pd.DataFrame, *, indicator: str) -> str:
    """Return the basis by which the figures of an indicator are called, as `basis.of_rows` does; a
    row that is unknown or not applicable has no say beside others.

    A table, map or page made from these rows states it. It is "none" for a return without a row.

    Raises
    ------
    InputError
        If the return says nothing of the indicator.
    """
    if table.empty and not table.attrs.get("file", "return"):
        return "none"
    rows = table[table["indicator"] == indicator]
    known = rows[~rows["value"].isin(["unknown", "na"])]
    found = (known if len(known) else rows)["basis"].tolist()
    if not found:
        expected = Message("expected-one-of", choices=", ".join(sorted(set(table["indicator"]))))
        said = Message("found-no-row-of", indicator=indicator)
        file = str(table.attrs.get("file", "return"))
        raise InputError([Fault(file, None, "indicator", expected, said)])
    return of_rows(found)


def weakest(table: pd.DataFrame, *, indicators: Sequence[str]) -> str:
    """Return the weakest basis of the rows of several indicators, as `basis` does for one."""
    if table.empty and not table.attrs.get("file", "return"):
        return "none"
    return weakest_of(basis(table, indicator=indicator) for indicator in indicators)


def _faults(table: pd.DataFrame, *, file: str, province: str) -> list[Fault]:
    """Find the rows that name no unit of their year, or say of it what cannot be."""
    kinds, faults = in_returns().to_dict(), list[Fault]()
    for year, part in table.groupby("year"):
        known_years = years(province)
        if int(str(year)) not in known_years:
            expected = Message("expected-years", choices=", ".join(map(str, known_years)))
            faults += [Fault(file, int(row), "year", expected, repr(year)) for row in part["row"]]
            continue
        units = load_units(int(str(year)), province=province)
        named = set(part["indicator"]) & set(kinds)
        meant, open_to = (
            {name: set(units.index[which(name, units=units)]) for name in named}
            for which in (applies, may_answer)
        )
        known = dict(zip(units.index, zip(units["name"], units["type"], strict=True), strict=True))
        for row in part.to_dict("records"):
            faults += _row_faults(
                row, known=known, meant=meant, open_to=open_to, kinds=kinds, file=file
            )
    for row in table[table.duplicated(["year", "code", "indicator"])].to_dict("records"):
        again = Message("found-again", code=row["code"], indicator=row["indicator"])
        faults.append(Fault(file, row["row"], "code", Message("expected-one-row"), again))
    return faults


def in_returns() -> pd.Series:
    """Return how a unit answers for every indicator that a return can hold, as
    `indicators.answered` says; indexed by its id.
    """
    kinds = answered()
    return kinds[kinds != ""]


def _row_faults(
    row: dict[Any, Any],
    *,
    known: dict[str, tuple[str, str]],
    meant: dict[str, set[str]],
    open_to: dict[str, set[str]],
    kinds: dict[Any, str],
    file: str,
) -> list[Fault]:
    """Find the faults of a row; `known` holds name and type of each unit of its year, `meant` those
    that an indicator of the file is asked of, `open_to` those that may answer it.
    """
    line, code, indicator = int(row["row"]), row["code"], row["indicator"]
    faults = []
    if code not in known:
        unit = Message("expected-unit-code", year=row["year"])
        faults.append(Fault(file, line, "code", unit, repr(code)))
    elif _differs(row["name"], name=known[code][0], kind=known[code][1]):
        name = Message("expected-name", code=code, name=known[code][0])
        faults.append(Fault(file, line, "name", name, repr(row["name"])))
    if indicator not in kinds:
        one_of = Message("expected-one-of", choices=", ".join(kinds))
        faults.append(Fault(file, line, "indicator", one_of, repr(indicator)))
    if faults:
        return faults
    applicable = code in meant[indicator] or (code in open_to[indicator] and row["value"] != "na")
    if expected := _not_expected(row["value"], kind=kinds[indicator], applicable=applicable):
        faults.append(Fault(file, line, "value", expected, repr(row["value"])))
    return faults


def _not_expected(value: str, *, kind: str, applicable: bool) -> Message | None:
    """Return what a value should be; None if it is valid."""
    if not applicable:
        return None if value == "na" else Message("expected-na")
    if kind == "yes_no":
        return None if value in ("yes", "no", "unknown") else Message("expected-yes-no")
    if value == "unknown" or (value.isdigit() and kind != "share"):
        return None
    if kind == "count":
        return Message("expected-count")
    number = float(value) if value[:1].isdigit() else -1.0
    if kind == "share":
        return None if 0 <= number <= 100 else Message("expected-share")
    return None if number >= 0 else Message("expected-number")


def _differs(written: str, *, name: str, kind: str) -> bool:
    if written == name:
        return False
    written_kind, bare = split_name(written)
    return name_key(bare) != name_key(split_name(name)[1]) or written_kind not in (None, kind)
