"""What each parameter of a report may be, checked against the data before anything runs."""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from laocai_analysis import evidence, indicators, returns
from laocai_analysis.errors import InputError, ParameterError
from laocai_analysis.language import LANGUAGES, Message, process_language
from laocai_analysis.places import boundaries, matching, units
from laocai_analysis.places.province import PROVINCE
from laocai_analysis.returns.opening import ROUND

#: For whom a page is: the office itself, or the public, to whom some boundaries may not be passed
#: on.
AUDIENCES = ("office", "public")

#: A rule takes the value and all values so far, and returns the value in its final form or raises
#: ParameterError.
Rule = Callable[[object, Mapping[str, object]], object]


def check_parameters(
    given: Mapping[str, str], *, defaults: Mapping[str, object], choices: Mapping[str, str]
) -> dict[str, object]:
    """Check the names and values of parameters.

    Parameters
    ----------
    given : mapping of str to str
        What somebody asked for.
    defaults : mapping
        Every parameter of the notebook and its default.
    choices : mapping of str to str
        The rule of `RULES` for each parameter.

    Returns
    -------
    dict
        Every parameter of `defaults`, in that order, as the notebook takes it.

    Raises
    ------
    ParameterError
        One line for each fault, with the valid choices.
    InputError
        If a return or boundaries can be read but hold faults.
    """
    faults = [_unknown(name, known=list(defaults)) for name in given if name not in defaults]
    final: dict[str, object] = {
        **defaults,
        **{name: given[name] for name in given if name in defaults},
    }
    for name, rule in choices.items():
        try:
            final[name] = RULES[rule](final[name], final)
        except ParameterError as error:
            faults.append(str(error))
    if faults:
        raise ParameterError("\n".join(faults))
    return final


def valid_values() -> dict[str, list[str]]:
    """Return the values that parameters of one kind may have, by parameter."""
    catalogue = indicators.load_indicators()
    districts = [units.load_units(year, level="district")["name"] for year in units.years()]
    return {
        "indicator": [
            f"{name} ({catalogue.at[name, f'name_{process_language()}']})"
            for name in yes_no_indicators()
        ],
        "year": [str(year) for year in units.years()],
        "returns": returns.names(),
        "boundaries": boundaries.names(),
        "district": list(dict.fromkeys(name for names in districts for name in names)),
        "language": list(LANGUAGES),
    }


def _unknown(name: str, *, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    choices = ", ".join(known)
    if near:
        message = Message("parameter-unknown-near", name=repr(name), near=near[0], choices=choices)
    else:
        message = Message("parameter-unknown", name=repr(name), choices=choices)
    return str(message)


def _refuse(name: str, value: object, valid: list[str]) -> ParameterError:
    return ParameterError(
        Message("parameter-invalid", name=name, value=str(value), choices=", ".join(valid))
    )


def _indicator(value: object, _: Mapping[str, object]) -> object:
    if value not in (valid := yes_no_indicators()):
        raise _refuse("indicator", value, valid)
    return value


def yes_no_indicators() -> list[str]:
    """Return the indicators of which a commune return says yes or no."""
    catalogue = indicators.load_indicators()
    return list(catalogue.index[catalogue["kind"] == "yes_no"])


def _year_of(name: str) -> Rule:
    def rule(value: object, _: Mapping[str, object]) -> object:
        valid = [str(year) for year in units.years()]
        if str(value) not in valid:
            raise _refuse(name, value, valid)
        return int(str(value))

    return rule


def _units_year(final: Mapping[str, object]) -> int | None:
    """Return the year if its units are known; else None: the rule of the year itself refuses it."""
    return next((year for year in units.years() if str(year) == str(final.get("year"))), None)


def _returns_of(name: str, year: str) -> Rule:
    """Return the rule of a parameter that names a return which must hold the year of another
    parameter.
    """

    def rule(value: object, final: Mapping[str, object]) -> object:
        return _return(value, final, name=name, year=year)

    return rule


def _return(value: object, final: Mapping[str, object], *, name: str, year: str) -> object:
    path = _table_file(name, value, final[year])
    table = returns.load_return(str(value))
    held = sorted(set(table["year"]))
    known = str(final[year]) in [str(one) for one in units.years()]
    if str(final[year]) not in held and known:
        raise _refuse(year, final[year], [f"{one} ({path.name})" for one in held])
    if final["indicator"] in yes_no_indicators() and final["indicator"] not in set(
        table["indicator"]
    ):
        raise _refuse(
            "indicator",
            final["indicator"],
            [f"{i} ({path.name})" for i in sorted(set(table["indicator"]))],
        )
    return str(path.resolve()) if str(value).endswith(".csv") else value


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
        raise _refuse(name, value, [*more, *returns.names(), str(Message("value-csv"))])
    return path


def _boundaries(value: object, final: Mapping[str, object]) -> object:
    path = boundaries.file_of(str(value))
    if value != boundaries.DEFAULT and not path.exists():
        raise _refuse("boundaries", value, [*boundaries.names(), str(Message("value-geojson"))])
    if (year := _units_year(final)) is not None:
        boundaries.load_boundaries(str(value), year=year)
    return str(path.resolve()) if str(value).endswith((".geojson", ".json")) else value


def _district(value: object, final: Mapping[str, object]) -> object:
    if value == "":
        return value
    table = units.load_units(_units_year(final) or units.years()[0], level="district")
    if str(value) in table.index:
        return str(table.at[str(value), "name"])
    try:
        found = matching.match_units(pd.Series([str(value)]), units=table, file="district")
    except InputError:
        raise _refuse("district", value, list(table["name"])) from None
    return str(table.at[found.iloc[0], "name"])


def _language(value: object, _: Mapping[str, object]) -> object:
    if value not in LANGUAGES:
        raise _refuse("language", value, list(LANGUAGES))
    return value


def _audience(value: object, _: Mapping[str, object]) -> object:
    if value not in AUDIENCES:
        raise _refuse("audience", value, list(AUDIENCES))
    return value


def evidence_years() -> list[int]:
    """Return the years of which the evidence holds figures of the province, in order."""
    table = evidence.load_evidence()
    local = table[
        (table["area"] == PROVINCE.code) & ~table["indicator"].isin(["area", "population"])
    ]
    return sorted({int(period) for period in local["period"] if period.isdigit()})


def _evidence_year(value: object, _: Mapping[str, object]) -> object:
    if str(value) not in (valid := [str(year) for year in evidence_years()]):
        raise _refuse("year", value, valid)
    return int(str(value))


def _evidence_year_before(value: object, final: Mapping[str, object]) -> object:
    valid = ["0", *(str(year) for year in evidence_years() if str(year) < str(final["year"]))]
    if str(value) not in valid:
        raise _refuse("before", value, valid)
    return int(str(value))


def _optional_returns(name: str) -> Rule:
    def rule(value: object, final: Mapping[str, object]) -> object:
        if value == "":
            return value
        path = _table_file(name, value, final.get("year", ""))
        returns.load_return(str(value))
        return str(path.resolve()) if str(value).endswith(".csv") else value

    return rule


def _checked_returns(value: object, final: Mapping[str, object]) -> object:
    """Let a return pass whose rows are at fault: the check names them."""
    if value == ROUND:
        return value
    path = _table_file("returns", value, final["year"], ROUND)
    held = sorted(set(returns.read_rows(str(value))[1]["year"]))
    if str(final["year"]) not in held and _units_year(final) is not None:
        raise _refuse("year", final["year"], [f"{year} ({path.name})" for year in held])
    return str(path.resolve()) if str(value).endswith(".csv") else value


def _earlier_returns(value: object, final: Mapping[str, object]) -> object:
    final_value = _optional_returns("returns_before")(value, final)
    if value and max(returns.load_return(str(value))["year"], default="") >= str(final["year"]):
        raise _refuse(
            "returns_before",
            value,
            [str(Message("value-earlier-return", year=str(final["year"])))],
        )
    return final_value


RULES: dict[str, Rule] = {
    "indicator": _indicator,
    "year": _year_of("year"),
    "year_before": _year_of("year_before"),
    "returns": _returns_of("returns", "year"),
    "returns_before": _returns_of("returns_before", "year_before"),
    "boundaries": _boundaries,
    "district": _district,
    "language": _language,
    "audience": _audience,
    "evidence_year": _evidence_year,
    "evidence_year_before": _evidence_year_before,
    "checked_returns": _checked_returns,
    "earlier_returns": _earlier_returns,
    "optional_returns": _optional_returns("returns"),
    "optional_returns_before": _optional_returns("returns_before"),
}
