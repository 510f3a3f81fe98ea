"""A return carried to the units of another year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from laocai_analysis import schema
from laocai_analysis.basis import weakest
from laocai_analysis.errors import Fault, InputError
from laocai_analysis.indicators import applies
from laocai_analysis.language import Message
from laocai_analysis.places.composition import parts_taken
from laocai_analysis.places.conversion import convert
from laocai_analysis.places.units import load_units
from laocai_analysis.returns.table import in_returns, load_return

#: How a yes or no of several units becomes one: where one of them has it, or where all have it.
RULES = ("any", "all")
#: What the column ``cell`` of a converted row holds: a year, and the codes of units.
_CONVERTED = re.compile(r"(\d{4}): \d{3,5}(?:; \d{3,5})*")


class Converted(NamedTuple):
    """A return at the units of another year.

    Parameters
    ----------
    table : DataFrame
        The columns of `schema.RETURNS`; what the events leave open is unknown. ``cell`` names the
        rows that a row was made of: the year and the codes of their units.
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
        "cell": _cells(done.links, year=year[0]).reindex(here.index).to_numpy(),
    }
    result = pd.DataFrame(records, columns=list(schema.RETURNS.columns))
    left = parts_taken(here.index[here == "unknown"], at=done.after, since=done.before)
    left = left.reset_index().assign(indicator=indicator)
    left.insert(1, "name", units["name"].reindex(left["code"]).to_numpy())
    return Converted(result, left[["code", "name", "indicator", "law"]], lost)


def _cells(links: pd.DataFrame, *, year: int) -> pd.Series:
    """Where the rows of each unit are in the return that was converted: its year, and the codes."""
    codes = links.groupby("to_code")["from_code"].agg("; ".join)
    return f"{year}: " + codes


def year_of(table: pd.DataFrame, *, indicator: str) -> int | None:
    """Return the year whose units a return was carried from; None for one that was not converted.

    Parameters
    ----------
    table : DataFrame
        As `returns.load_return` gives it.
    indicator : str
        The indicator whose rows to look at.

    Examples
    --------
    >>> table = convert_return("2008-illustrative", year=2025, yes_no="any").table
    >>> year_of(table, indicator="cultural_post_office")
    2008
    """
    cells = table.reindex(columns=["cell"]).loc[table["indicator"] == indicator, "cell"]
    years = {found[1] for cell in cells if (found := _CONVERTED.fullmatch(str(cell)))}
    return int(years.pop()) if len(years) == 1 else None
