"""The catalogue of indicators: unit of measure, definition, and the units it applies to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from laocai_analysis import csv_tables, paths, schema
from laocai_analysis.entries import FILLED, Form, Value, read_entries
from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message
from laocai_analysis.plain_files import stamps
from laocai_analysis.text.keys import name_key


class DisclosureRules(NamedTuple):
    """What the public does not see, as ``data/disclosure.json`` states it.

    Parameters
    ----------
    threshold : int
        A count from 1 to below it is hidden.
    units : tuple of str
        The units of measure of the indicators to which that applies.
    one_operator : tuple of str
        The indicators whose figures are those of a single operator.
    """

    threshold: int
    units: tuple[str, ...]
    one_operator: tuple[str, ...]


_THRESHOLD = Value(Message("expected-threshold"), lambda held: type(held) is int and held >= 1)
#: The kinds whose answers are numbers with decimals, in per cent or in another unit.
NUMBERS = ("amount", "ratio", "rank")


def _read() -> pd.DataFrame:
    return _read_file(*stamps([paths.data_file("indicators.csv")])[0])


@lru_cache(maxsize=4)
def _read_file(path: Path, mark: str) -> pd.DataFrame:
    table, faults = csv_tables.read_rows(path, schema.INDICATORS)
    if faults := [*faults, *_row_faults(table, file=path.name)]:
        raise InputError(dict.fromkeys(faults))
    return table.set_index("indicator")


def _row_faults(table: pd.DataFrame, *, file: str) -> Iterator[Fault]:
    """Find what names no type of unit, no other indicator of the form, or a name that is taken."""
    asked = table[table["asked_of"] == "commune"]
    types = Message("expected-types", choices="; ".join(schema.TYPES))
    for row, cells in table.iterrows():
        for column in ("applies_to", "may_answer"):
            if not set(_split(cells[column])) <= set(schema.TYPES):
                yield Fault(file, int(str(row)), column, types, repr(cells[column]))
    for row, cells in asked.iterrows():
        whole, others = cells["part_of"], asked["indicator"][asked["kind"] == cells["kind"]]
        if whole and whole not in set(others.drop(index=row)):
            expected = Message("expected-whole-of", kind=cells["kind"])
            yield Fault(file, int(str(row)), "part_of", expected, repr(whole))
    for column in ("name_vi", "name_en"):
        for row, name in asked[column][asked[column].map(name_key).duplicated()].items():
            yield Fault(file, int(str(row)), column, Message("expected-unique"), repr(name))


def load_indicators() -> pd.DataFrame:
    """Read the catalogue.

    Returns
    -------
    DataFrame
        Indexed by ``indicator``, with the columns of `schema.INDICATORS`.

    Examples
    --------
    >>> load_indicators().at["cultural_post_office", "applies_to"]
    'xã'
    """
    return _read().copy()


def disclosure_rules() -> DisclosureRules:
    """Read what the public does not see.

    Raises
    ------
    InputError
        If the file does not hold the three entries, or names an indicator that is none.

    Examples
    --------
    >>> disclosure_rules().threshold
    5
    """
    path = paths.data_file("disclosure.json")
    path = path if path.exists() else paths.home() / "data" / path.name
    indicators = set(_read().index)
    known = Value(Message("expected-indicator"), lambda name: str(name) in indicators)
    form: dict[str, Form] = {"threshold": _THRESHOLD, "units": [FILLED], "one_operator": [known]}
    stated = read_entries(path, form)
    return DisclosureRules(
        stated["threshold"], tuple(stated["units"]), tuple(stated["one_operator"])
    )


def applies(indicator: str, *, units: pd.DataFrame) -> pd.Series:
    """Tell for each unit whether an indicator has a meaning there.

    Parameters
    ----------
    indicator : str
        An id of the catalogue.
    units : DataFrame
        As `units.load_units` gives it.

    Returns
    -------
    Series of bool
        Named ``applies``, with the index of `units`.
    """
    return units["type"].isin(_types(indicator, "applies_to") or schema.TYPES).rename("applies")


def may_answer(indicator: str, *, units: pd.DataFrame) -> pd.Series:
    """Tell for each unit whether it may answer, asked or not: a ward may have what is asked of the
    xã, and is then counted over all units only.

    Parameters
    ----------
    indicator, units
        As for `applies`.

    Returns
    -------
    Series of bool
        Named ``may_answer``, with the index of `units`; true wherever `applies` is.

    Examples
    --------
    >>> units = pd.DataFrame({"type": ["xã", "phường"]})
    >>> may_answer("cultural_post_office", units=units).to_list()
    [True, True]
    """
    beside = units["type"].isin(_types(indicator, "may_answer"))
    return (applies(indicator, units=units) | beside).rename("may_answer")


def answered() -> pd.Series:
    """Return how a unit answers for each indicator: "yes_no"; "count", a whole number; "share", in
    per cent; "number", any other; blank for what is no answer of a unit, as a date. Indexed by
    the id of the indicator.

    Examples
    --------
    >>> answered()[["commune_lan", "base_stations", "computers_on_internet"]].to_list()
    ['yes_no', 'count', 'share']
    """
    table = _read()
    kinds = {"yes_no": "yes_no", "count": "count"} | dict.fromkeys(NUMBERS, "number")
    found = table["kind"].map(kinds).fillna("")
    return found.mask((found == "number") & (table["unit"] == "%"), "share")


def _types(indicator: str, column: str) -> list[str]:
    return _split(str(_read().at[indicator, column]))


def _split(types: str) -> list[str]:
    return [kind.strip() for kind in types.split(";") if kind.strip()]


def denominator_counts(indicator: str) -> str:
    """Return what the denominator of an indicator counts, as one of `schema.DENOMINATORS`: all
    units; the xã; or, of any other types, the units asked.

    Examples
    --------
    >>> denominator_counts("cultural_post_office"), denominator_counts("commune_lan")
    ('xa', 'commune_level')
    """
    types = _types(indicator, "applies_to")
    return "commune_level" if not types else "xa" if types == ["xã"] else "asked"
