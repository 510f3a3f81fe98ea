"""Findings on implausible values: parts above wholes, ranges, jumps, totals against evidence."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from statistics import median

import pandas as pd

from laocai_analysis.checks.case import Case, Finding
from laocai_analysis.checks.published import against_return
from laocai_analysis.language import Message, Value, answer
from laocai_analysis.places.province import find
from laocai_analysis.places.units import load_units
from laocai_analysis.qualifier import NEARLY, QUALIFIERS
from laocai_analysis.returns import amounts, values
from laocai_analysis.returns.form import FLOW_OF, load_form

#: A count has jumped where its size effect is at least this much (see `jump_effect`) ...
JUMP_EFFECT = 10
#: ... and the two years differ by at least this much: from 1 base station to 4 is no jump.
JUMP_LEAST = 10
#: So many units known in both years give the change that is common to them.
JUMP_UNITS = 10


def parts_above_wholes(case: Case) -> Iterator[Finding]:
    """Yield the units of which a part is greater than its whole, as the form names parts and
    wholes.

    It is an error, but a warning for what was added during the year: units also leave.
    """
    wholes = {str(part): str(whole) for part, whole in load_form()["part_of"].items() if whole}
    for part, whole in wholes.items():
        for code in case.units.index:
            less, more = case.count(str(code), part), case.count(str(code), whole)
            if less is not None and more is not None and less > more:
                flow = part in FLOW_OF
                yield Finding(
                    "warning" if flow else "error",
                    "flow" if flow else "part",
                    Message(
                        "finding-flow-found" if flow else "finding-part-found",
                        part=case.names[part],
                        whole=case.names[whole],
                        less=less,
                        more=more,
                    ),
                    Message("finding-flow-expected")
                    if flow
                    else Message("finding-part-expected", whole=more),
                    case.parent(str(code)),
                    str(code),
                    part,
                    *case.place(str(code), part, whole),
                )


def published_figures(evidence: pd.DataFrame, *, year: int, province: str = "") -> pd.DataFrame:
    """Return the published figures of the province for a year and the indicators of the form."""
    area = find(province, date=year).code
    local = evidence[(evidence["area"] == area) & (evidence["period"] == str(year))]
    return local[local["indicator"].isin(load_form().index)]


def published_counts(case: Case) -> pd.DataFrame:
    """Return what was published of the province in the year for each count of the form.

    Returns
    -------
    DataFrame
        The rows of the evidence; the ``high`` of *hơn* is `NEARLY` above its number here. An
        estimate (*ước đạt*) has neither end.
    """
    form = load_form()
    rows = published_figures(case.evidence, year=case.year, province=case.province)
    rows = (
        rows[rows["indicator"].isin(form.index[form["kind"] == "count"])]
        .dropna(subset="number")
        .copy()
    )
    open_above = rows["high"].isna() & rows["low"].notna()
    rows["high"] = rows["high"].mask(open_above, (1 + NEARLY) * rows["number"])
    return rows


def ranges(case: Case) -> Iterator[Finding]:
    """Yield every unit with more than was published for the whole province.

    It is an error where it has more than any source allows the province, else a warning.
    """
    for indicator, rows in published_counts(case).groupby("indicator", sort=False):
        most = rows["high"].fillna(math.inf).max()
        for code in case.units.index:
            count = case.count(str(code), str(indicator))
            above = rows[rows["number"] < count] if count is not None else rows.iloc[:0]
            if count is not None and len(above):
                yield Finding(
                    "error" if count > most else "warning",
                    "range",
                    Message("finding-range-found", count=count),
                    Message("finding-range-expected", figures=_figures(above)),
                    case.parent(str(code)),
                    str(code),
                    str(indicator),
                    *case.place(str(code), str(indicator)),
                )


def _figures(rows: pd.DataFrame) -> tuple[Value, ...]:
    """Return published numbers with the words before them and their ids: 192 (F08, G10); nearly
    14,000 (F11).
    """
    stated: dict[tuple[str, float], list[str]] = {}
    for key, row in rows.iterrows():
        stated.setdefault((str(row["qualifier"]), float(row["number"])), []).append(str(key))
    return tuple(
        _figure(number, qualifier=qualifier, ids=keys)
        for (qualifier, number), keys in stated.items()
    )


def _figure(number: float, *, ids: Sequence[str], qualifier: str = "") -> Message:
    """Return a published number with the word before it, and the ids of its rows."""
    value: Value = round(number)
    if qualifier:
        value = Message(QUALIFIERS[qualifier].message, figure=value)
    return Message("finding-figure", figure=value, ids=", ".join(ids))


def totals(case: Case) -> Iterator[Finding]:
    """Yield what was published for the province where the rows of the return cannot add up to it.

    Units that are unknown leave the sum of a return open upwards. Where they alone keep it from
    what was published it is a note, else a warning: either of the two may be right.
    """
    local = published_figures(case.evidence, year=case.year, province=case.province)
    compared = against_return(local, case.opened.table, year=case.year, province=case.province)
    if len(compared):
        for (indicator, published), rows in compared.groupby(
            ["indicator", "published"], sort=False
        ):
            total, counted, unknown = (
                float(str(published)),
                rows["counted"].iloc[0],
                int(rows["unknown"].iloc[0]),
            )
            figures = (_figure(total, ids=[str(key) for key in rows.index]),)
            bounds = (float(counted), float(counted + unknown))
            yield from _total(
                case, str(indicator), figures, bounds, fits=(total, total), unknown=unknown
            )
    stated = published_counts(case)
    for (indicator, _, _, _), rows in stated.groupby(
        ["indicator", "number", "low", "high"], sort=False, dropna=False
    ):
        if indicator in set(case.opened.table["indicator"]):
            row, table = rows.iloc[0], case.opened.table
            each, counted = (
                look(table, indicator=str(indicator), year=case.year, province=case.province)
                for look in (values, amounts)
            )
            known = float(counted.sum())
            unknown, low, high = (
                int((each == "unknown").sum()),
                float(row["low"]),
                float(row["high"]),
            )
            fits = (0.0 if math.isnan(low) else low, math.inf if math.isnan(high) else high)
            bounds = (known, math.inf if unknown else known)
            yield from _total(
                case, str(indicator), _figures(rows), bounds, fits=fits, unknown=unknown
            )


def _total(
    case: Case,
    indicator: str,
    figures: tuple[Value, ...],
    bounds: tuple[float, float],
    *,
    fits: tuple[float, float],
    unknown: int,
) -> Iterator[Finding]:
    low, high = bounds
    if fits[0] <= low <= fits[1]:
        return
    possible = high >= fits[0] and low <= fits[1]
    yield Finding(
        "note" if possible else "warning",
        "total",
        Message("finding-total-found", sum=round(low), unknown=unknown),
        Message("finding-total-expected", figures=figures),
        indicator=indicator,
        file=str(case.opened.table.attrs.get("file", "")),
    )


def jumps(case: Case) -> Iterator[Finding]:
    """Yield what has changed since an earlier return as it hardly does: a yes that is a no, a count
    that has jumped.

    Units are compared that both years know under one code and name. An illustrative row says
    nothing of its unit: it is not held against a real one, and beside another one it is a note.
    """
    if case.before is None or case.before.empty:
        return
    year = int(str(case.before["year"].iloc[0]))
    then, common = load_units(year, province=case.province), _common_changes(case)
    for row in case.before.to_dict("records"):
        code, indicator = str(row["code"]), str(row["indicator"])
        now = case.value(code, indicator)
        if not now or str(then["name"].get(code)) != str(case.units["name"].get(code)):
            continue
        fell = row["value"] == "yes" and now == "no"
        if not fell and not (
            case.counts(indicator)
            and row["value"].isdigit()
            and now.isdigit()
            and jumped(int(row["value"]), int(now), common=common.get(indicator, 1.0))
        ):
            continue
        bases = {row["basis"], case.basis(code, indicator)}
        made = "illustrative" in bases
        if made and len(bases) > 1:
            continue
        before = answer(row["value"])
        if made:
            before = Message("finding-illustrative", value=before)
        yield Finding(
            "note" if made else "warning",
            "jump",
            Message("finding-jump-found", now=answer(now), before=before, year=str(row["year"])),
            Message("finding-jump-lost") if fell else Message("finding-jump-count"),
            case.parent(code),
            code,
            indicator,
            *case.place(code, indicator),
        )


def _common_changes(case: Case) -> dict[str, float]:
    """Return for each indicator the median ratio of the counts of the two years, where at least
    `JUMP_UNITS` units are known in both and it is between a half and 2: a greater one is no growth
    to leave out but a thing to ask about.
    """
    ratios: dict[str, list[float]] = {}
    for row in [] if case.before is None else case.before.to_dict("records"):
        now = case.count(str(row["code"]), str(row["indicator"]))
        if now and row["value"].isdigit() and int(row["value"]):
            ratios.setdefault(str(row["indicator"]), []).append(now / int(row["value"]))
    medians = {name: median(each) for name, each in ratios.items() if len(each) >= JUMP_UNITS}
    return {name: ratio for name, ratio in medians.items() if 0.5 <= ratio <= 2}


def jump_effect(before: int, now: int, *, common: float = 1.0) -> float:
    """Return how far a change stands out for a number of its size.

    Notes
    -----
    The effect of Hidiroglou and Berthelot (1986), *Statistical Editing and Imputation for Periodic
    Business Surveys*, Survey Methodology 12(1): with the ratio r of the two years over the common
    ratio, ``(max(r, 1 / r) - 1) * max(before, now) ** 0.5``; 0 counts as 1. A small number may
    change by a greater factor than a large one.

    Examples
    --------
    >>> pairs = (10, 28), (10, 29), (1000, 1250), (10000, 29000)
    >>> [round(jump_effect(*pair), 1) for pair in pairs]
    [9.5, 10.2, 8.8, 323.6]
    """
    ratio = max(now, 1) / max(before, 1) / common
    return float((max(ratio, 1 / ratio) - 1) * max(before, now, 1) ** 0.5)


def jumped(before: int, now: int, *, common: float = 1.0) -> bool:
    """Tell whether a count has jumped from one year to the next, up or down (`JUMP_EFFECT`,
    `JUMP_LEAST`).

    Examples
    --------
    >>> jumped(1, 4), jumped(10, 28), jumped(10, 29), jumped(30, 0), jumped(10000, 29000)
    (False, False, True, True, True)
    """
    far = jump_effect(before, now, common=common) >= JUMP_EFFECT
    return far and abs(now - before) >= JUMP_LEAST
