"""What a rule of a parameter is, and what rules share."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from laocai_analysis.errors import ParameterError
from laocai_analysis.language import Message
from laocai_analysis.places.province import years

#: A rule takes the value and all values so far, and returns the value in its final form or raises
#: ParameterError.
Rule = Callable[[object, Mapping[str, object]], object]


def refuse(name: str, value: object, valid: list[str]) -> ParameterError:
    """Return the error for a value that is none of the valid ones."""
    choices = ", ".join(valid) or Message("value-none")
    return ParameterError(
        Message("parameter-invalid", name=name, value=str(value), choices=choices)
    )


def units_year(final: Mapping[str, object]) -> int | None:
    """Return the year if its units are known; else None: the rule of the year itself refuses it."""
    known = years(province_of(final))
    return next((year for year in known if str(year) == str(final.get("year"))), None)


def province_of(final: Mapping[str, object]) -> str:
    """Return the province of a report; blank for that of the project."""
    return str(final.get("province", ""))
