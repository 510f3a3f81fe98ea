"""A return carried to the units of another year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from laocai_analysis import schema
from laocai_analysis.basis import weakest
from laocai_analysis.errors import Fault, InputError
from laocai_analysis.indicators import applies
from laocai_analysis.language import Message
from laocai_analysis.places.conversion import Conversion, convert
from laocai_analysis.places.units import load_units
from laocai_analysis.returns.table import in_returns, load_return

#: How a yes or no of several units becomes one: where one of them has it, or where all have it.
RULES = ("any", "all")


class Converted(NamedTuple):
    """A return at the units of another year.

    Parameters
    ----------
    table : DataFrame
        The columns of `schema.RETURNS`; what the events leave open is unknown.
    open_units : DataFrame
        One row for each value that they leave open: ``code``, ``name``, ``indicator`` and ``law``,
        the clauses of the events.
    not_applicable : int
        The values of units to which an indicator does not apply in the other year.
    """

    table: pd.DataFrame
    open_units: pd.DataFrame
    not_applicable: int


def convert_return(name: str, *, year: int, yes_no: str) -> Converted:
    """Carry a return to the units at the end of another year.

    Parameters
    ----------
    name : str
        The name of a return in ``data/returns/``, or the path of a csv file; of one year.
    year : int
        The year whose units are wanted.
    yes_no : {"any", "all"}
        How a yes or no of several units becomes one: see `places.conversion.convert`.

    Returns
    -------
    Converted
        The basis of each row is "estimated", or weaker where that of the return is: what was so in
        one year is stated on the units of another.

    Raises
    ------
    InputError
        If the return is at fault or of several years, the units of the year are not known, or the
        rule is none of the two.

    Examples
    --------
    >>> found = convert_return("2008-illustrative", year=2025, yes_no="any")
    >>> found.table.loc[found.table["code"] == "02647", ["name", "basis"]].values[0].tolist()
    ['Phường Lào Cai', 'illustrative']
    """
    if yes_no not in RULES:
        expected = Message("expected-one-of", choices=", ".join(RULES))
        raise InputError([Fault("--yes-no", None, None, expected, repr(yes_no))])
    given, units = load_return(name), load_units(year)
    held = sorted(set(given["year"]))
    if len(held) != 1:
        found = ", ".join(held) or Message("found-no-rows")
        raise InputError([Fault(name, None, "year", Message("expected-one-year"), found)])
    parts = [
        _carried(rows, units=units, year=(int(held[0]), year), yes_no=yes_no)
        for _, rows in given.groupby("indicator", sort=False)
    ]
    return Converted(
        pd.concat([part.table for part in parts], ignore_index=True),
        pd.concat([part.open_units for part in parts], ignore_index=True),
        sum(part.not_applicable for part in parts),
    )


def _carried(
    rows: pd.DataFrame, *, units: pd.DataFrame, year: Sequence[int], yes_no: str
) -> Converted:
    """Carry the rows of one indicator."""
    indicator, said = str(rows["indicator"].iloc[0]), rows.set_index("code")["value"]
    answer = in_returns()[indicator]
    values = said if answer == "yes_no" else pd.to_numeric(said, errors="coerce")
    table = pd.DataFrame({"name": rows.set_index("code")["name"], indicator: values, "units": 1.0})
    kinds = {indicator: yes_no if answer == "yes_no" else "count", "units": "count"}
    done = convert(table, date=year[0], to=year[1], kinds=kinds)
    found = done.table[indicator]
    if answer not in ("yes_no", "count"):  # of several units there is no sum and no mean
        found = found.where(done.table["units"] == 1)
    if answer != "yes_no":
        found = found.map(lambda number: "unknown" if pd.isna(number) else f"{number:.12g}")
    here = found[found.index.isin(units.index)]
    meant = applies(indicator, units=units)[here.index]
    lost = int((~meant & here.ne("na")).sum())
    here = here.where(meant, "na").where(~meant | here.ne("na"), "unknown")
    records = {
        "year": str(year[1]),
        "code": here.index,
        "name": units["name"][here.index].to_numpy(),
        "indicator": indicator,
        "value": here.to_numpy(),
        "basis": weakest(("estimated", *rows["basis"])),
        "source": rows["source"].iloc[0],
        "file": str(rows.attrs.get("file", "")),
        "cell": "",
    }
    result = pd.DataFrame(records, columns=list(schema.RETURNS.columns))
    left = [code for code in done.divided if here.get(code) == "unknown"]
    return Converted(result, _laws(left, done, indicator=indicator, units=units), lost)


def _laws(
    codes: Sequence[str], done: Conversion, *, indicator: str, units: pd.DataFrame
) -> pd.DataFrame:
    """The clauses by which units took a part of another."""
    records = []
    for code in codes:
        events = done.because(code)
        events = events[events["part"] == "part"]
        laws = zip(events["resolution"], events["clause"], strict=True)
        law = "; ".join(dict.fromkeys(f"{r} ({c})" if c else str(r) for r, c in laws))
        records.append((code, units.at[code, "name"], indicator, law))
    return pd.DataFrame(records, columns=["code", "name", "indicator", "law"])
