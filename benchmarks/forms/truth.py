"""The true table of a form: made by hash, so that nothing in the package can have known it."""

from __future__ import annotations

import hashlib
from functools import lru_cache

import pandas as pd

from laocai_analysis.indicators import applies
from laocai_analysis.places.composition import compose
from laocai_analysis.places.matching import split_name
from laocai_analysis.places.registry import names_at
from laocai_analysis.places.units import load_units
from laocai_analysis.returns.form import load_form
from laocai_analysis.text.keys import without_marks

YEAR = 2009
OFFICE, PAPER, STATIONS, PHONES, NET, NEW_NET, LAN = (
    "cultural_post_office",
    "same_day_newspaper",
    "base_stations",
    "telephone_subscriptions",
    "internet_subscriptions",
    "internet_subscriptions_new",
    "commune_lan",
)
INDICATORS = (OFFICE, PAPER, STATIONS, PHONES, NET, NEW_NET, LAN)
YES_NO = (OFFICE, PAPER, LAN)
_LARGEST = {STATIONS: 12, PHONES: 4000, NET: 900}


@lru_cache(maxsize=1)
def units() -> pd.DataFrame:
    """Return the units of the year."""
    return load_units(YEAR)


@lru_cache(maxsize=2)
def later_names(year: int) -> dict[str, str]:
    """Return for each unit the name of the one of a later year that most of it went into."""
    links, names = compose(YEAR, year).sort_values("weight", na_position="first"), names_at(year)
    pairs = zip(links["from_code"], links["to_code"], strict=True)
    own = units().index
    return {code: names[later] for code, later in pairs if code in own}


@lru_cache(maxsize=1)
def districts() -> pd.DataFrame:
    """Return the districts of the year."""
    return load_units(YEAR, level="district")


@lru_cache(maxsize=1)
def _meant() -> dict[str, frozenset[str]]:
    table = units()
    form = load_form()
    return {name: frozenset(table.index[applies(name, units=table)]) for name in form.index}


def is_asked(code: str, indicator: str) -> bool:
    """Tell whether a unit is asked for an indicator."""
    return code in _meant()[indicator]


@lru_cache(maxsize=1)
def _known() -> dict[str, tuple[str, str, str, str]]:
    """Return name, bare name, type and district of each unit."""
    table = units()
    rows = zip(table.index, table["name"], table["type"], table["parent"], strict=True)
    return {
        str(code): (str(name), split_name(str(name))[1], str(kind), str(parent))
        for code, name, kind, parent in rows
    }


def name_of(code: str) -> str:
    """Return the name of a unit with its type."""
    return _known()[code][0]


def bare_name(code: str) -> str:
    """Return the name of a unit without its type."""
    return _known()[code][1]


def type_of(code: str) -> str:
    """Return the type of a unit."""
    return _known()[code][2]


def district_of(code: str) -> str:
    """Return the code of the district of a unit."""
    return _known()[code][3]


def district_name(code: str) -> str:
    """Return the name of a district with its type."""
    return str(districts().at[code, "name"])


def chance(*parts: object) -> int:
    """Return a large number that follows from the parts alone."""
    return int(hashlib.sha256(":".join(map(str, parts)).encode()).hexdigest()[:12], 16)


def true_value(seed: int, code: str, indicator: str) -> str:
    """Return what is true of a unit: ``yes``, ``no``, ``unknown``, ``na`` or digits."""
    drawn = chance(seed, code, indicator)
    if indicator in YES_NO:
        if not is_asked(code, indicator):
            return "na"
        return ("unknown", "yes", "yes", "yes", "no", "no", "no")[drawn % 7]
    if indicator == NEW_NET:
        every = true_value(seed, code, NET)
        return str(drawn % (int(every) + 1)) if every.isdigit() else "unknown"
    if drawn % 13 == 0:
        return "unknown"
    return str(drawn // 13 % (_LARGEST[indicator] + 1))


def other_value(seed: int, code: str, indicator: str, what: str) -> str:
    """Return a value that is not the true one: of another year, of a plan, of a part."""
    true = true_value(seed, code, indicator)
    if indicator in YES_NO:
        return {"yes": "no", "no": "yes"}.get(true, ("yes", "no")[chance(seed, code, what) % 2])
    value = chance(seed, code, indicator, what) % 900
    return str(value + 1 if str(value) == true else value)


@lru_cache(maxsize=1024)
def alike(code: str, *, accents: bool, typed: bool) -> bool:
    """Tell whether a written name may be of another unit of its district too."""

    def key(other: str) -> tuple[str, str]:
        bare = bare_name(other).lower()
        return (type_of(other) if typed else "", bare if accents else without_marks(bare))

    own = (other for other in _known() if district_of(other) == district_of(code))
    return sum(key(other) == key(code) for other in own) > 1


def is_only_one(code: str, *, typed: bool) -> bool:
    """Tell whether no other unit of the province has the name of a unit."""
    named = (name_of(code), bare_name(code))[not typed]
    return [known[int(not typed)] for known in _known().values()].count(named) == 1
