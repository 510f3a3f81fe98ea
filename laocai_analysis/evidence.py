"""The published figures with their quotations, their contradictions, what they imply."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from laocai_analysis import csv_tables, paths, schema
from laocai_analysis.errors import Fault, InputError
from laocai_analysis.indicators import load_indicators
from laocai_analysis.language import Message, rounded
from laocai_analysis.metrics.service import service_radius
from laocai_analysis.plain_files import stamps
from laocai_analysis.qualifier import ends
from laocai_analysis.sources import registries, source_faults

#: The country; every other area is the code of a unit.
COUNTRY = "VN"
#: The row of the area of the province with which service radii are recomputed.
RADIUS_AREA = "R01"
#: How many days from the end of a year a figure of the country may be dated and still stand beside
#: one of that year: a quarter.
BESIDE = 92
#: What two published figures of one indicator, area and period have in common that state the same:
#: *hơn* and *trên* leave the same range.
SAME = ["value", "low", "high", "numerator", "denominator", "denominator_counts"]
#: How the value of a unit is written, with the message that says so; of any other unit a number.
_NUMBER = (r"-?\d+(\.\d+)?", "expected-decimal")
_FORMS = {"years": (r"\d{4}(-\d{4})?", "expected-span")}


def load_evidence() -> pd.DataFrame:
    """Read every table of ``data/evidence/``.

    Returns
    -------
    DataFrame
        Indexed by ``id``, the columns of `schema.EVIDENCE` as text, and ``number``, ``low``,
        ``high`` (float): the value, and the range that its qualifier leaves (`qualifier.ends`).
        ``file`` and ``row`` are its place.

    Raises
    ------
    InputError
        With every fault of every file.

    Examples
    --------
    >>> load_evidence().loc["F03", ["numerator", "denominator"]].to_list()
    ['126', '164']
    """
    folder = paths.data_file("evidence")
    tables = stamps(sorted(folder.glob("*.csv")))
    return _read_all(
        folder, tables, stamps([paths.data_file("indicators.csv"), *registries()])
    ).copy()


def load_items() -> pd.DataFrame:
    """Read the projects of the plans and the awards: evidence without a number.

    Returns
    -------
    DataFrame
        Indexed by ``id``, the columns of `schema.ITEMS`, and ``file`` and ``row``.

    Raises
    ------
    InputError
        With every fault of ``data/items.csv``.

    Examples
    --------
    >>> load_items()["kind"].value_counts().to_dict()
    {'project': 6, 'award': 2}
    """
    path = paths.data_file("items.csv")
    table, faults = csv_tables.read_rows(path, schema.ITEMS)
    if faults := faults + source_faults(table["source"], file=path.name):
        raise InputError(faults)
    return table.assign(file=path.name).reset_index().set_index("id")


def file_of(name: str) -> Path:
    """Return the file of a table of the evidence by the name that column ``file`` gives."""
    return paths.data_file("evidence") / name


@lru_cache(maxsize=4)
def _read_all(
    folder: Path, files: tuple[tuple[Path, str], ...], checked_by: tuple[tuple[Path, str], ...]
) -> pd.DataFrame:
    """Read the tables of a folder, checked by the catalogue of indicators and the sources."""
    tables: list[pd.DataFrame] = []
    faults: list[Fault] = []
    units = load_indicators()["unit"].to_dict()
    for path, _ in files:
        try:
            table, wrong = csv_tables.read_rows(path, schema.EVIDENCE)
        except InputError as error:
            faults += error.faults
            continue
        faults += [*wrong, *source_faults(table["source"], file=path.name)]
        sound = table.drop(index=[fault.row for fault in wrong])
        faults += _row_faults(sound.reset_index(), units=units, file=path.name)
        tables.append(table.assign(file=path.name).reset_index())
    if not tables and not faults:
        expected = Message("expected-evidence")
        raise InputError([Fault(folder.name, None, None, expected, Message("found-none"))])
    evidence = (
        pd.concat(tables, ignore_index=True)
        if tables
        else pd.DataFrame(columns=["id", "file", "row"])
    )
    twice = evidence[evidence["id"].duplicated()]
    faults += [
        Fault(row["file"], row["row"], "id", Message("expected-unique"), repr(row["id"]))
        for row in twice.to_dict("records")
    ]
    if faults:
        raise InputError(dict.fromkeys(faults))
    evidence["number"] = pd.to_numeric(evidence["value"], errors="coerce")
    evidence[["low", "high"]] = ends(evidence["number"], evidence["qualifier"])
    return evidence.set_index("id")


def _row_faults(table: pd.DataFrame, *, units: dict[Any, str], file: str) -> list[Fault]:
    """Find what contradicts itself; `units` are those of every indicator."""
    faults, blank = [], Message("found-blank")
    for row in table.to_dict("records"):
        line, indicator = int(row["row"]), row["indicator"]
        above, below = row["numerator"], row["denominator"]
        if indicator not in units:
            expected = Message("expected-indicator")
            faults.append(Fault(file, line, "indicator", expected, repr(indicator)))
        elif row["unit"] != units[indicator]:
            expected = Message("expected-unit-of", indicator=indicator, unit=units[indicator])
            faults.append(Fault(file, line, "unit", expected, repr(row["unit"])))
        if wanted := _expected_value(row["value"], unit=row["unit"]):
            faults.append(Fault(file, line, "value", wanted, repr(row["value"])))
        if row["as_of"] and not _is_day(row["as_of"]):
            expected = Message("expected-date-or-blank")
            faults.append(Fault(file, line, "as_of", expected, repr(row["as_of"])))
        if not row["quotation"] and not row["remark_vi"]:
            faults.append(Fault(file, line, "quotation", Message("expected-quotation"), blank))
        if below and above and float(below) < float(above):
            expected = Message("expected-numerator", numerator=above)
            faults.append(Fault(file, line, "denominator", expected, below))
        if below and not row["denominator_counts"]:
            expected = Message("expected-counts")
            faults.append(Fault(file, line, "denominator_counts", expected, blank))
    return faults


def _expected_value(value: str, *, unit: str) -> Message | None:
    """Return what a value of this unit must be; None where it is that."""
    if unit == "date":
        return None if _is_day(value) else Message("expected-date")
    form, expected = _FORMS.get(unit, _NUMBER)
    return None if re.fullmatch(form, value) else Message(expected)


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def published(evidence: pd.DataFrame, *, indicator: str, area: str, period: str) -> pd.DataFrame:
    """Return the published figures of an indicator for an area and a period, in the order of their
    dates.
    """
    same = (
        (evidence["indicator"] == indicator)
        & (evidence["area"] == area)
        & (evidence["period"] == period)
    )
    return evidence[same].sort_values("as_of", kind="stable")


def benchmark(evidence: pd.DataFrame, *, indicator: str, year: int) -> pd.Series | None:
    """Return the figure of the country that one of a unit can be held against: of the same
    definition, dated at most `BESIDE` days from the end of the year.

    A share of communes is compared over all commune-level units alone: its figure of the country is
    that of the indicator ``<indicator>_share``. A number of communes without its denominator is
    compared with nothing.

    Parameters
    ----------
    evidence : DataFrame
        As `load_evidence` gives it.
    indicator : str
        An id of the catalogue.
    year : int
        The year.

    Returns
    -------
    Series or None
        The row nearest to the end of the year; None where no figure is comparable.

    Examples
    --------
    >>> benchmark(load_evidence(), indicator="cultural_post_office", year=2008)["value"]
    '74.11'
    >>> benchmark(load_evidence(), indicator="same_day_newspaper", year=2008) is None
    True
    """
    share = load_indicators().at[indicator, "kind"] == "yes_no"
    means = f"{indicator}_share" if share else indicator
    rows = evidence[(evidence["area"] == COUNTRY) & (evidence["indicator"] == means)]
    end = dt.date(year, 12, 31)
    days = [
        abs((dt.date.fromisoformat(row["as_of"]) - end).days)
        if row["as_of"]
        else 0
        if row["period"] == str(year)
        else BESIDE + 1
        for row in rows.to_dict("records")
    ]
    near = pd.Series(days, index=rows.index, dtype=int)
    near = near[near <= BESIDE]
    return None if near.empty else rows.loc[[near.idxmin()]].iloc[0]


def disagreements(evidence: pd.DataFrame) -> pd.DataFrame:
    """Find the figures of one indicator, area and period that do not say the same.

    Parameters
    ----------
    evidence : DataFrame
        As `load_evidence` gives it.

    Returns
    -------
    DataFrame
        The rows that disagree with another one, with a first column ``about``: indicator, area and
        period. Values, qualifiers, numerators, denominators and what these count are compared;
        nothing is picked.

    Examples
    --------
    >>> disagreements(load_evidence()).loc[["F02", "G05"], "value"].to_list()
    ['278', '245']
    """
    about = evidence["indicator"] + " " + evidence["area"] + " " + evidence["period"]
    said = evidence[SAME].apply(lambda row: "|".join(map(str, row)), axis=1)
    compared = ~evidence["unit"].isin(["date", "years"])
    differs = compared & (said.groupby(about).transform("nunique") > 1)
    found = evidence[differs].copy()
    found.insert(0, "about", about[differs])
    return found.sort_values(["about", "as_of"], kind="stable")


def recompute_radius(evidence: pd.DataFrame) -> pd.DataFrame:
    """Recompute every published service radius from the service points that the same source
    publishes.

    Parameters
    ----------
    evidence : DataFrame
        As `load_evidence` gives it. Only the radii of the place of which the row `RADIUS_AREA`
        states the area are recomputed.

    Returns
    -------
    DataFrame
        Indexed by the id of the published radius: ``points_id``, ``points``, ``area_id``, ``area``
        (km2), ``published``, ``computed`` (km), ``low`` and ``high``: the radius on the least and
        on the greatest area known of the province, ``difference``, and ``agrees``: whether a radius
        on one of the areas, rounded as the published one is printed, equals it.

    Examples
    --------
    >>> recompute_radius(load_evidence())[["computed", "agrees"]].round(2).values.tolist()
    [[2.7, True], [2.88, False]]
    """
    of = evidence[(evidence.index == RADIUS_AREA) & (evidence["indicator"] == "area")]
    here = evidence[evidence["area"].isin(of["area"])].reset_index()
    radii = here[here["indicator"] == "service_radius"]
    points = here[(here["indicator"] == "postal_service_points") & (here["number"] > 0)]
    keys = ["source", "area", "period"]
    points = points.drop_duplicates(keys)
    pairs = radii.merge(points, on=keys, suffixes=("", "_points")).set_index("id")
    table = pairs[["id_points", "number_points"]].set_axis(["points_id", "points"], axis=1)
    table["area_id"], table["area"] = RADIUS_AREA, float(of["number"].max())
    table["published"] = pairs["number"]
    table["computed"] = service_radius(table["area"], points=table["points"])
    known = evidence.loc[
        (evidence["indicator"] == "area") & evidence["area"].isin(of["area"]),
        "number",
    ]
    for end, area in (("low", known.min()), ("high", known.max())):
        table[end] = service_radius(pd.Series(area, index=table.index), points=table["points"])
    table["difference"] = table["computed"] - table["published"]
    printed = pairs["value"]
    table["agrees"] = [
        any(rounded(x, digits=len(y.partition(".")[2])) == Decimal(y) for x in radii)
        for *radii, y in zip(table["low"], table["computed"], table["high"], printed, strict=True)
    ]
    return table
