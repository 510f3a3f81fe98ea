"""Maps for an analyst: `show` for a first look, with everything else by default."""

from __future__ import annotations

import io
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Picture

from laocai_analysis import returns
from laocai_analysis.errors import Fault, InputError
from laocai_analysis.indicators import load_indicators
from laocai_analysis.language import Language, Message, process_language
from laocai_analysis.metrics.classing import class_ends, classify
from laocai_analysis.pictures.maps import (
    CHANGE_FILLS,
    FILLS,
    Fill,
    choropleth,
    describe,
    tile_map,
    value_counts,
)
from laocai_analysis.pictures.shades import class_fills
from laocai_analysis.places.boundaries import cite, load_boundaries
from laocai_analysis.places.matching import find_units
from laocai_analysis.places.province import settings
from laocai_analysis.places.registry import Date, day_of
from laocai_analysis.places.units import load_units, load_units_above
from laocai_analysis.returns.reading.answers import WORDS
from laocai_analysis.text.keys import name_key, nfc

__all__ = [
    "CHANGE_FILLS",
    "FILLS",
    "Fill",
    "Map",
    "choropleth",
    "describe",
    "show",
    "tile_map",
    "value_counts",
]

#: What a column that states the district of a commune may be called, as `name_key` gives it.
_DISTRICT = tuple(map(name_key, ("district", "huyện", "huyen")))
#: What a column of codes may be called that lost its type and holds numbers.
_CODE = tuple(map(name_key, ("code", "mã", "mã xã")))
_ANSWERS = {word: value for value, words in WORDS.items() for word in words}


class Map(Picture):
    """A picture of a map that shows itself as the last line of a cell, with its alt text."""

    def _repr_png_(self) -> tuple[bytes, dict[str, str]]:
        stream = io.BytesIO()
        FigureCanvasAgg(self).print_png(stream)  # type: ignore[no-untyped-call]
        alt = " ".join(str(getattr(ax, "alt_text", "")) for ax in self.axes)
        return stream.getvalue(), {"alt": alt}


@dataclass(frozen=True, slots=True)
class _Look:
    """What is shown: the value of each commune by its code, and what is known of it."""

    values: pd.Series
    title: str
    basis: str = "own"


def show(
    values: pd.Series | pd.DataFrame,
    *,
    column: str = "",
    indicator: str = "",
    date: Date = "",
    province: str = "",
    language: str = "",
) -> Map:
    """Show values of communes on a map.

    Parameters
    ----------
    values : Series or DataFrame
        Yes or no (``yes``, ``no``, ``unknown``, ``na``, *có*, *không*, True, False), counts (at
        least 0), or changes as `metrics.changes` gives them. Missing is unknown. Indexed by code
        or by name of the commune, or with a column of codes or of names; a column ``district``
        tells communes of one name apart. Or a return, as `returns.load_return` gives it.
    column : str
        Which column of a frame is shown; the only one where it has one.
    indicator : str
        Which indicator of a return is shown; the only one where it has one.
    date : int, str or date
        The date of the units: a year, which means its last day, or a day. Not given: the year of
        a return, else the year of the project's settings, else 2008.
    province : str
        The province; not given: that of the project.
    language : {"vi", "en"}
        Not given: that of the process, in which errors speak too.

    Returns
    -------
    Map
        A matplotlib figure; ``axes[0].alt_text`` describes it.

    Raises
    ------
    InputError
        With every name and code that is no commune of the date, and every value that is none of
        the above.

    Examples
    --------
    >>> stations = pd.Series({"Xã Bản Lầu": 3, "Phường Cốc Lếu": 12}, name="stations")
    >>> show(stations, language="en").axes[0].alt_text.split(".")[0]
    'Map: stations, 2008'
    """
    words = Language(language or process_language())
    date = date or _year_of(values) or settings().year or 2008
    units = load_units(date, province=province)
    if isinstance(values, pd.DataFrame) and {"code", "indicator", "value"} <= set(values.columns):
        look = _of_return(
            values, indicator=indicator, year=int(day_of(date)[:4]), province=province, words=words
        )
    else:
        look = _of_own(values, column=column, units=units, date=date, province=province)
    return _drawn(look, date=date, province=province, words=words)


def _year_of(values: pd.Series | pd.DataFrame) -> str:
    """Return the year of a return that has one; blank for anything else."""
    if not isinstance(values, pd.DataFrame) or not {"code", "indicator", "year"} <= set(values):
        return ""
    years = values["year"].astype(str).unique()
    return str(years[0]) if len(years) == 1 else ""


def _of_return(
    table: pd.DataFrame, *, indicator: str, year: int, province: str, words: Language
) -> _Look:
    """Take an indicator of a return."""
    held = sorted(set(table["indicator"]))
    if indicator not in held and (indicator or len(held) != 1):
        expected = Message("expected-one-of", choices=", ".join(held))
        raise InputError([Fault("indicator", None, None, expected, repr(indicator))])
    indicator = indicator or held[0]
    name = load_indicators().at[indicator, f"name_{words.code}"]
    values = returns.values(table, indicator=indicator, year=year, province=province)
    return _Look(_said(values), f"{name}, {year}", returns.basis(table, indicator=indicator))


def _of_own(
    values: pd.Series | pd.DataFrame, *, column: str, units: pd.DataFrame, date: Date, province: str
) -> _Look:
    """Take a Series or a frame that is indexed by codes or names, or has a column of them."""
    frame, only = (values, column) if isinstance(values, pd.DataFrame) else (values.to_frame(), "")
    if isinstance(values, pd.Series):  # a unit of the earlier date only is on no map of the later
        frame, only = frame[values.ne("dissolved")], str(frame.columns[0])
    keys, codes, faults = _codes(frame, only, units=units, date=date, province=province)
    shown = _shown(frame, column=only, keys=keys)
    twice = codes[codes.isin(units.index) & codes.duplicated()]
    expected = Message("expected-unique")
    faults += [
        Fault("values", int(str(row)) + 2, keys or None, expected, repr(code))
        for row, code in twice.items()
    ]
    if faults:
        raise InputError(faults)
    said = _said(frame[shown].set_axis(codes.to_numpy()))
    named = isinstance(values, pd.DataFrame) or values.name is not None
    return _Look(said, ", ".join([*([str(shown)] if named else []), day_of(date)[:4]]))


def _codes(
    frame: pd.DataFrame, shown: str, *, units: pd.DataFrame, date: Date, province: str
) -> tuple[str, pd.Series, list[Fault]]:
    """Find the code of each row, by position, with the faults: by the index or the column most of
    whose cells are codes, else by that which holds most names. Also return its name, blank for
    the index.
    """
    each = {
        str(name): frame[name].reset_index(drop=True).map(_text)
        for name in frame
        if str(name) != shown and (_is_text(frame[name]) or name_key(str(name)) in _CODE)
    }
    if not isinstance(frame.index, pd.RangeIndex):
        last = frame.index.get_level_values(-1)
        each[""] = pd.Series(last.to_numpy(), dtype=object).map(_text)
    coded = {name: texts.str.zfill(5) for name, texts in each.items()}
    for name, codes in coded.items():
        if 2 * int(codes.isin(units.index).sum()) > len(codes):
            expected = Message("expected-unit-on", date=day_of(date))
            wrong = codes[~codes.isin(units.index)]
            faults = [
                Fault("values", int(str(row)) + 2, name or None, expected, repr(code))
                for row, code in wrong.items()
            ]
            return name, codes, faults
    above = load_units_above(date, province=province)
    stated = {name: each.pop(name) for name in list(each) if name_key(name) in _DISTRICT}
    found = {
        name: find_units(
            texts,
            units=units,
            districts=next(iter(stated.values()), None),
            district_units=above,
            file="values",
        )
        for name, texts in each.items()
    }
    if not found:
        expected = Message("expected-commune-keys")
        raise InputError([Fault("values", None, None, expected, Message("found-none"))])
    keys = min(found, key=lambda name: len(found[name][1]))
    return keys, *found[keys]


def _is_text(column: pd.Series) -> bool:
    return not (pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column))


def _text(value: object) -> str:
    """Return a code or a name as text: 2647.0 is a code that lost its type."""
    if isinstance(value, (float, np.floating)) and value.is_integer():
        return str(int(value))
    return nfc(str(value))


def _shown(frame: pd.DataFrame, *, column: str, keys: str) -> Hashable:
    """Return the column that is shown: that asked for, or the only one that names no unit."""
    naming = {keys, "name", "type", "geometry", "district_code"}
    apart = (*_DISTRICT, *_CODE)
    left = [name for name in frame if str(name) not in naming and name_key(str(name)) not in apart]
    wanted = [name for name in frame if str(name) == column] if column else left
    if len(wanted) != 1:
        expected = Message("expected-one-of", choices=", ".join(map(str, left)))
        raise InputError([Fault("column", None, None, expected, repr(column))])
    return wanted[0]


def _said(values: pd.Series) -> pd.Series:
    """Return each value as answer, kind of change, or number; refuse what is neither, and numbers
    among answers.
    """
    read = [_read(value) for value in values]
    counted = any(isinstance(value, float) for value in read)
    open_ = ("unknown", "na")
    faults = [
        Fault("values", str(code), None, Message("expected-shown"), repr(value))
        for (code, value), one in zip(values.items(), read, strict=True)
        if one is None or (counted and not isinstance(one, float) and one not in open_)
    ]
    if faults:
        raise InputError(faults)
    return pd.Series(read, index=values.index, dtype=object)


def _read(value: object) -> str | float | None:
    """Read one value; None for one that is not plain."""
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if pd.isna(value):  # type: ignore[call-overload]
        return "unknown"
    if isinstance(value, (int, float, np.number)):
        return float(value) if value >= 0 else None
    text = nfc(str(value)).lower()
    if text.isdigit():
        return float(text)
    return text if text in CHANGE_FILLS else _ANSWERS.get(text)


def _drawn(look: _Look, *, date: Date, province: str, words: Language) -> Map:
    """Draw the map: in classes where the values are numbers."""
    communes = load_boundaries(date=date, province=province)
    values, fills = _filled(look.values, words)
    picture = Map(figsize=(7, 7.4), layout="constrained", dpi=110)
    choropleth(
        picture.add_subplot(),
        communes,
        values,
        title=look.title,
        basis=look.basis,
        source=cite(communes, language=words.code),
        vintage=words.date(str(communes["valid_on"].max())),
        language=words,
        fills=fills,
    )
    return picture


def _filled(values: pd.Series, words: Language) -> tuple[pd.Series, Mapping[str, Fill]]:
    """Return values as a map takes them, and how each is filled: numbers in classes."""
    numbers = pd.to_numeric(values.where(values.map(lambda one: isinstance(one, float))))
    if numbers.notna().any():
        whole = bool((numbers.dropna() % 1 == 0).all())
        ends = class_ends(numbers, whole=whole)
        fills = class_fills(ends, whole=whole, none_stands_out=False, language=words)
        return classify(numbers, ends=ends).astype(object).where(numbers.notna(), values), fills
    if set(values) <= set(FILLS):
        return values, FILLS
    return values.replace("unknown", "still_unknown"), CHANGE_FILLS
