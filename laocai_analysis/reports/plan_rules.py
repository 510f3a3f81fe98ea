"""What the parameters of a plan may be: how many new points, how far, for whom, at what cost."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from laocai_analysis import paths, returns
from laocai_analysis.errors import Fault, InputError, ParameterError
from laocai_analysis.language import Message
from laocai_analysis.places.groups import load_groups
from laocai_analysis.places.points import load_points
from laocai_analysis.places.weights import load_weights

#: The greatest distance that a plan takes, in km: beyond it a straight line says nothing.
FARTHEST = 100


def distance(value: object, _: Mapping[str, object]) -> object:
    """Take a number of km; 0 for the commune itself alone."""
    return _number("distance", value, most=FARTHEST)


def budget(value: object, final: Mapping[str, object]) -> object:
    """Take a sum of costs; 0 for no limit."""
    number = _number("budget", value, most=math.inf)
    if number and not str(final["weights"]).endswith(".csv"):
        raise _fault("budget", Message("expected-costs"), str(value))
    return number


def weights(value: object, final: Mapping[str, object]) -> object:
    """Take the census or a table of one's own; refuse one without people."""
    try:
        table = _weights(final)
    except _UnreadError:
        return value
    except InputError as error:
        raise ParameterError(str(error)) from None
    if not table["weight"].sum() > 0:
        raise _fault("weights", Message("expected-people"), Message("found-no-people"))
    return paths.whole(value)


def points(value: object, final: Mapping[str, object]) -> object:
    """Take a file of the places that have the service, all inside the province."""
    if value == "":
        return value
    try:
        year = int(str(final["year"]))
    except ValueError:  # the rule of the year refuses it
        return value
    province, drawn = str(final["province"]), str(final["boundaries"])
    try:
        load_points(Path(str(value)), date=year, province=province, boundaries=drawn)
    except InputError as error:
        raise ParameterError(str(error)) from None
    return str(Path(str(value)).resolve())


def new_points(value: object, final: Mapping[str, object]) -> object:
    """Take a number of new points that the communes without, and those that must be chosen, leave
    room for.
    """
    text = str(value)
    if not text.isdigit() or not int(text):
        raise _fault("k", Message("expected-whole-from-1"), text)
    try:
        values, sites = _open(final), _weights(final)
    except (_UnreadError, InputError):
        return int(text)
    sites = sites.loc[values.index]
    left = values.isin(["no", "unknown"]) & ~sites["never"]
    faults = []
    if left.any() and int(text) > left.sum():
        expected = Message("expected-at-most-left", count=int(left.sum()))
        faults.append(_fault("k", expected, text))
    must = sites["must"]
    if must.sum() > int(text):
        faults.append(_fault("k", Message("expected-room", count=int(must.sum())), text))
    if has := sites.index[must & ~left].tolist():
        faults.append(_fault("weights", Message("expected-must-without"), ", ".join(has)))
    most = float(str(final["budget"])) if _is_number(final["budget"]) else 0.0
    if most and sites.loc[must, "cost"].sum() > most:
        needed = f"{sites.loc[must, 'cost'].sum():g}"
        faults.append(_fault("budget", Message("expected-budget", cost=needed), f"{most:g}"))
    if faults:
        raise ParameterError("\n".join(map(str, faults)))
    return int(text)


class _UnreadError(Exception):
    """Another parameter is at fault, and its own rule says so."""


def _open(final: Mapping[str, object]) -> pd.Series:
    """Return the values of the communes of the place."""
    try:
        year, province = int(str(final["year"])), str(final["province"])
        name = str(final["returns"])
        table = returns.find_return(name, year=year, province=province)
        indicator = str(final["indicator"])
        values = returns.values(table, indicator=indicator, year=year, province=province)
        if not final["district"]:
            return values
        groups = load_groups(year, province=province, by=str(final["groups"])).each
        return values[groups.reindex(values.index) == final["district"]]
    except (InputError, KeyError, ValueError):
        raise _UnreadError from None


def _weights(final: Mapping[str, object]) -> pd.DataFrame:
    try:
        year = int(str(final["year"]))
        load_groups(year, province=str(final["province"]), by="none")
    except (InputError, ValueError):
        raise _UnreadError from None
    return load_weights(str(final["weights"]), date=year, province=str(final["province"]))


def _number(name: str, value: object, *, most: float) -> float | int:
    if not _is_number(value) or not 0 <= float(str(value)) <= most:
        limits = Message("expected-from-0") if math.isinf(most) else None
        raise _fault(name, limits or Message("expected-from-0-to", most=f"{most:g}"), str(value))
    number = float(str(value))
    return int(number) if number.is_integer() else number


def _is_number(value: object) -> bool:
    try:
        return math.isfinite(float(str(value)))
    except ValueError:
        return False


def _fault(name: str, expected: Message, found: str | Message) -> ParameterError:
    return ParameterError(Fault(name, None, None, expected, found).message())
