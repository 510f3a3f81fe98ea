"""The province of the project, and any other: which one a name means at a date."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from laocai_analysis import paths
from laocai_analysis.entries import COUNT, FILLED, TEXT, WHOLE, read_entries
from laocai_analysis.places.registry import (
    COUNTRY,
    Date,
    country_years,
    find_province,
    load_units,
    province_spans,
)
from laocai_analysis.plain_files import stamp


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a project, as its ``laocai.toml`` holds them.

    Parameters
    ----------
    province : str
        The name or the code of its province.
    year : int
        The year of its reports; 0 for the default of each report.
    groups : str
        How its communes are grouped where there are no districts; see `groups.load_groups`.
    editions : int
        How many earlier editions of each report are kept.
    """

    province: str
    year: int = 0
    groups: str = ""
    editions: int = 0


@dataclass(frozen=True, slots=True)
class Province:
    """A province at a date.

    Parameters
    ----------
    code : str
        The code of the statistics office.
    name : str
        The name without its type.
    kind : str
        Its type, *tỉnh* or *thành phố*.
    """

    code: str
    name: str
    kind: str


def settings() -> Settings:
    """Return the settings of the project.

    Raises
    ------
    InputError
        If a setting is missing, unknown or not of its kind.

    Examples
    --------
    >>> settings().province
    'Lào Cai'
    """
    path = paths.project() / paths.SETTINGS
    return _settings(path, stamp(path))


@lru_cache(maxsize=4)
def _settings(path: Path, mark: str) -> Settings:
    form = {"province": FILLED, "year?": WHOLE, "groups?": TEXT, "editions?": COUNT}
    return Settings(**read_entries(path, form))


def find(written: str = "", *, date: Date) -> Province:
    """Return a province at a date.

    Parameters
    ----------
    written : str
        Its name, with or without type, or its code; blank for the province of the project.
    date : int, str or date
        A year, which means its last day, or a date.

    Raises
    ------
    InputError
        As `registry.find_province` does.

    Examples
    --------
    >>> find(date=2008), find("thành phố cần thơ", date=2025).code
    (Province(code='10', name='Lào Cai', kind='tỉnh'), '92')
    """
    code = find_province(written or settings().province, date=date)
    unit = load_units(date, province=code, level="province").loc[code]
    kind = str(unit["type"])
    return Province(code, str(unit["name"])[len(kind) + 1 :], kind)


def years(written: str = "") -> list[int]:
    """Return the years at whose end a province existed and its units are known, in order.

    Parameters
    ----------
    written : str
        As for `find`, or `registry.COUNTRY`.

    Examples
    --------
    >>> years("Yên Bái")[0], years("Yên Bái")[-1]
    (2008, 2024)
    """
    if written == COUNTRY:
        return country_years()
    spans = province_spans(written or settings().province)
    return [
        year
        for year in range(2000, int(spans[-1][1][:4]) + 1 if spans else 0)
        if any(first <= f"{year}-12-31" <= last for first, last in spans)
    ]
