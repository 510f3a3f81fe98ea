"""What each parameter of a report may be, checked against the data before anything runs."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Mapping, Sequence

from laocai_analysis import evidence, indicators, paths, returns
from laocai_analysis.entries import entry_faults, one_of
from laocai_analysis.errors import InputError, ParameterError
from laocai_analysis.language import LANGUAGES, Message, process_language
from laocai_analysis.places import boundaries
from laocai_analysis.places.dissolving import default_name
from laocai_analysis.places.groups import KINDS, find_group, load_groups
from laocai_analysis.places.province import find, settings, years
from laocai_analysis.places.registry import COUNTRY, day_of
from laocai_analysis.reports import plan_rules, return_rules
from laocai_analysis.reports.rule import Rule, province_of, refuse, units_year
from laocai_analysis.returns.form import load_form
from laocai_analysis.text.keys import name_key

#: For whom a page is: the office itself, or the public, to whom some boundaries may not be passed
#: on.
AUDIENCES = ("office", "public")


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
        If a return or boundaries can be read but hold faults, or a rule does not exist.
    """
    rules = entry_faults(choices, {"*": one_of(RULES)}, file="reports.yml", entry="choices")
    if rules:
        raise InputError(rules)
    faults = [_unknown(name, known=list(defaults)) for name in given if name not in defaults]
    final: dict[str, object] = {
        **defaults,
        **({"year": settings().year} if settings().year and "year" in defaults else {}),
        **{name: given[name] for name in given if name in defaults},
    }
    for name, rule in choices.items():
        try:
            final[name] = RULES[rule](final[name], final)
        except ParameterError as error:
            faults.append(str(error))
            if rule == "province":  # what else is valid depends on it
                break
    if faults:
        raise ParameterError("\n".join(faults))
    return final


def valid_values() -> dict[str, list[str]]:
    """Return the values that parameters of one kind may have, by parameter."""
    catalogue = indicators.load_indicators()
    known = years()
    groups = [load_groups(year).names for year in (known[0], known[-1])]
    return {
        "indicator": [
            f"{name} ({catalogue.at[name, f'name_{process_language()}']})"
            for name in yes_no_indicators()
        ],
        "indicator (commune-figures)": [
            f"{name} ({catalogue.at[name, f'name_{process_language()}']})"
            for name in measured_indicators()
        ],
        "province": [settings().province],
        "year": [str(year) for year in known],
        "returns": returns.names(),
        "boundaries": boundaries.names(),
        "groups": list(KINDS),
        "district": list(dict.fromkeys(name for names in groups for name in names)),
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


def _one_of(name: str, valid: Callable[[], Sequence[str]]) -> Rule:
    def rule(value: object, _: Mapping[str, object]) -> object:
        if value not in (choices := list(valid())):
            raise refuse(name, value, choices)
        return value

    return rule


def yes_no_indicators() -> list[str]:
    """Return the indicators of which a commune return says yes or no."""
    catalogue = indicators.load_indicators()
    return list(catalogue.index[catalogue["kind"] == "yes_no"])


def measured_indicators() -> list[str]:
    """Return the indicators that communes are asked for in numbers."""
    form = load_form()
    return [str(name) for name in form.index[form["kind"] != "yes_no"]]


def _per(value: object, final: Mapping[str, object]) -> object:
    """Refuse to divide what is no total."""
    catalogue = indicators.load_indicators()
    counted = catalogue["kind"].get(str(final["indicator"])) in ("count", "amount")
    if value not in (valid := ["", "people", "km2"] if counted else [""]):
        shown = [name or str(Message("value-blank")) for name in valid]
        raise refuse("per", value, shown)
    return value


def _classes(value: object, _: Mapping[str, object]) -> object:
    """Refuse what are no ascending numbers above 0."""
    try:
        ends = [float(end) for end in str(value).split(";")] if value else []
    except ValueError:
        ends = [0.0]
    if ends != sorted({end for end in ends if 0 < end < math.inf}):
        raise refuse("classes", value, [str(Message("value-classes"))])
    return value


def _year_of(name: str) -> Rule:
    def rule(value: object, final: Mapping[str, object]) -> object:
        valid = [str(year) for year in years(province_of(final))]
        if str(value) not in valid:
            raise refuse(name, value, valid)
        return int(str(value))

    return rule


def _province(value: object, final: Mapping[str, object]) -> object:
    """Refuse a province that there was not; that of the project becomes blank."""
    known = {year for year in range(2000, 2100) if str(year) == str(final.get("year"))}
    try:
        day = next((day_of(year) for year in known), day_of(years()[-1]))
    except InputError:  # the rule of the year refuses it
        return value
    try:
        found = find(str(value), date=day)
    except InputError as error:
        raise ParameterError(str(error)) from None
    return "" if name_key(found.name) == _own_name(day) else found.name


def _own_name(day: str) -> str:
    """The key of the name of the project's province on a day; blank where there was none."""
    try:
        return name_key(find(date=day).name)
    except InputError:
        return ""


def _country_year(value: object, final: Mapping[str, object]) -> object:
    return _year_of("year")(value, {**final, "province": COUNTRY})


def _boundaries(value: object, final: Mapping[str, object]) -> object:
    year, province = units_year(final), province_of(final)
    built = "" if year is None else default_name(year, province=province)
    path = boundaries.file_of(str(value))
    if value not in ("", built) and not path.exists():
        choices = boundaries.names(built)
        raise refuse("boundaries", value, [*choices, str(Message("value-geojson"))])
    # what was built here is looked at by the report itself
    if year is not None and not (value in ("", built) and boundaries.file_of(built).exists()):
        boundaries.load_boundaries(str(value), date=year, province=province)
    if value == built:
        return ""
    return paths.whole(value)


def _district(value: object, final: Mapping[str, object]) -> object:
    if value == "":
        return value
    year, province = units_year(final) or years()[0], province_of(final)
    held = load_groups(year, province=province, by=str(final.get("groups", "")))
    if not (code := find_group(str(value), held)):
        raise refuse("district", value, list(held.names))
    return str(held.names[code])


def _groups(value: object, final: Mapping[str, object]) -> object:
    text = str(paths.whole(value))
    if (year := units_year(final)) is not None:
        try:
            load_groups(year, province=province_of(final), by=text)
        except InputError as error:
            raise ParameterError(str(error)) from None
    return text


def _audience(value: object, final: Mapping[str, object]) -> object:
    """Refuse the public a page on an indicator of a single operator, and one by other groups than
    those of the project: sums by two groupings give hidden numbers back.
    """
    own = settings().groups or KINDS[0]
    groups = str(final.get("groups", ""))
    if value == "public" and groups and paths.whole(groups) != paths.whole(own):
        raise ParameterError(Message("parameter-public-groups", value=groups, own=repr(own)))
    alone = final.get("indicator") in indicators.disclosure_rules().one_operator
    if value not in (valid := AUDIENCES[:1] if alone else AUDIENCES):
        raise refuse("audience", value, list(valid))
    return value


def evidence_years(province: str = "") -> list[int]:
    """Return the years of which the evidence holds figures of a province, in order."""
    table = evidence.load_evidence()
    areas = {find(province, date=year).code for year in years(province)}
    local = table[table["area"].isin(areas) & ~table["indicator"].isin(["area", "population"])]
    return sorted({int(period) for period in local["period"] if period.isdigit()})


def _evidence_year(value: object, final: Mapping[str, object]) -> object:
    if str(value) not in (valid := [str(y) for y in evidence_years(province_of(final))]):
        raise refuse("year", value, valid)
    return int(str(value))


def _evidence_year_before(value: object, final: Mapping[str, object]) -> object:
    told = evidence_years(province_of(final))
    valid = ["0", *(str(year) for year in told if str(year) < str(final["year"]))]
    if str(value) not in valid:
        raise refuse("before", value, valid)
    return int(str(value))


RULES: dict[str, Rule] = {
    "indicator": _one_of("indicator", yes_no_indicators),
    "measured_indicator": _one_of("indicator", measured_indicators),
    "per": _per,
    "classes": _classes,
    "province": _province,
    "groups": _groups,
    "year": _year_of("year"),
    "year_before": _year_of("year_before"),
    "country_year": _country_year,
    "country_returns": return_rules.country_returns,
    "returns": return_rules.returns_of("returns", "year"),
    "returns_before": return_rules.returns_of("returns_before", "year_before"),
    "boundaries": _boundaries,
    "district": _district,
    "language": _one_of("language", lambda: LANGUAGES),
    "audience": _audience,
    "evidence_year": _evidence_year,
    "evidence_year_before": _evidence_year_before,
    "checked_returns": return_rules.checked_returns,
    "earlier_returns": return_rules.earlier_returns,
    "optional_returns": return_rules.optional_returns("returns"),
    "optional_returns_before": return_rules.optional_returns("returns_before"),
    "distance": plan_rules.distance,
    "weights": plan_rules.weights,
    "points": plan_rules.points,
    "budget": plan_rules.budget,
    "new_points": plan_rules.new_points,
}
