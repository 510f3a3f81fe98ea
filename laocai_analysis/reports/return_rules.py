"""What the parameters that name a return may be."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from laocai_analysis import paths, returns
from laocai_analysis.errors import Fault, InputError, ParameterError
from laocai_analysis.language import Message
from laocai_analysis.places.dates import guess_date, span
from laocai_analysis.places.province import years
from laocai_analysis.places.registry import COUNTRY
from laocai_analysis.reports.rule import Rule, province_of, refuse, units_year
from laocai_analysis.returns.opening import ROUND


def returns_of(name: str, year: str) -> Rule:
    """Return the rule of a parameter that names a return which must hold the year of another
    parameter.
    """

    def rule(value: object, final: Mapping[str, object]) -> object:
        return _return(value, final, name=name, year=year, province=province_of(final))

    return rule


def country_returns(value: object, final: Mapping[str, object]) -> object:
    """Take a return that holds units of any province."""
    return _return(value, final, name="returns", year="year", province=COUNTRY)


def _return(
    value: object, final: Mapping[str, object], *, name: str, year: str, province: str
) -> object:
    known = str(final[year]) in [str(one) for one in years(province)]
    local = province in ("", COUNTRY)
    own = ""
    if known and local:
        try:
            own = returns.name_of(int(str(final[year])))
        except InputError:  # several hold the year: one of them must be named
            if not value:
                raise
    value = value or own
    if not value:
        return ""
    path = _table_file(name, value, final[year])
    table, written, faults = returns.read_rows(str(value), province=province)
    held = sorted(set(written["year"]))
    if str(final[year]) not in held and known:
        raise _other_year(name, value, final[year], held=held)
    if faults:
        _refuse_other_province(value, written=written, faults=faults)
        raise InputError(faults)
    kind = returns.in_returns().get(str(final["indicator"]))
    if kind and final["indicator"] not in set(table["indicator"]):
        if value == own and kind != "yes_no":  # its report then states what was published
            return ""
        raise refuse(
            "indicator",
            final["indicator"],
            [f"{i} ({path.name})" for i in sorted(set(table["indicator"]))],
        )
    if value == own:
        return ""
    return paths.whole(value)


def _other_year(name: str, value: object, year: object, *, held: list[str]) -> ParameterError:
    """Refuse a return of other years, with the command that converts it."""
    command = f"laocai returns convert {shlex.quote(str(value))} --to {year} --yes-no any"
    return ParameterError(
        Message(
            "parameter-other-year",
            name=name,
            value=str(value),
            year=str(year),
            held=", ".join(held),
            command=command,
        )
    )


def _refuse_other_province(
    value: object, *, written: pd.DataFrame, faults: Sequence[Fault]
) -> None:
    """Refuse a return of which most rows are no units of the province, in one line."""
    wrong = [fault for fault in faults if fault.column == "code"]
    if 2 * len(wrong) > len(written):
        guess = guess_date(written["name"].tolist(), written["code"].tolist())
        spans = ", ".join(str(span(*period)) for period in guess.periods[:3])
        raise ParameterError(
            Message(
                "parameter-other-units",
                value=str(value),
                rows=len(wrong),
                all=len(written),
                spans=spans or Message("units-no-date"),
            )
        )


def _table_file(name: str, value: object, year: object, *more: str) -> Path:
    """Return the file of a return; refuse one that a district sent, with the command that takes
    it.
    """
    path, sent = returns.file_of(str(value)), Path(str(value))
    if sent.is_file() and not returns.is_table(sent):
        command = f"laocai returns import {shlex.quote(str(value))} --year {year}; -p {name}={year}"
        raise ParameterError(
            Message("parameter-not-imported", name=name, value=str(value), command=command)
        )
    if not path.exists():
        raise refuse(name, value, [*more, *returns.names(), str(Message("value-csv"))])
    return path


def optional_returns(name: str) -> Rule:
    """Return the rule of a parameter that names a return of any year, or none."""

    def rule(value: object, final: Mapping[str, object]) -> object:
        if value == "":
            return value
        path = _table_file(name, value, final.get("year", ""))
        if returns.load_return(str(value), province=province_of(final)).empty:
            expected, found = Message("expected-one-year"), Message("found-no-rows")
            raise InputError([Fault(path.name, None, "year", expected, found)])
        return paths.whole(value)

    return rule


def checked_returns(value: object, final: Mapping[str, object]) -> object:
    """Let a return pass whose rows are at fault: the check names them."""
    if value == ROUND:
        return value
    path = _table_file("returns", value, final["year"], ROUND)
    rows = returns.read_rows(str(value), province=province_of(final))[1]
    held = sorted(set(rows["year"]))
    if str(final["year"]) not in held and units_year(final) is not None:
        raise refuse("year", final["year"], [f"{year} ({path.name})" for year in held])
    return paths.whole(value)


def earlier_returns(value: object, final: Mapping[str, object]) -> object:
    """Take a return of years before that of the report, or none."""
    final_value = optional_returns("returns_before")(value, final)
    province = province_of(final)
    held = [] if value == "" else list(returns.load_return(str(value), province=province)["year"])
    if max(held, default="") >= str(final["year"]):
        raise refuse(
            "returns_before",
            value,
            [str(Message("value-earlier-return", year=str(final["year"])))],
        )
    return final_value
