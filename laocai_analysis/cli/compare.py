"""The lines that ``laocai returns compare`` prints: what changed between two returns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from laocai_analysis import metrics, returns
from laocai_analysis.errors import Fault, InputError
from laocai_analysis.indicators import load_indicators
from laocai_analysis.language import Language, Message, process_language
from laocai_analysis.places.groups import load_groups
from laocai_analysis.places.units import load_units

#: The kinds of change that a reader looks for; the others are only counted.
SHOWN = ("gained", "lost", "newly_known", "newly_unknown", "rescoped", "appeared", "dissolved")


def compare(before: str, after: str, *, indicators: Sequence[str] = ()) -> Iterator[str]:
    """Yield the changes between two returns, line by line.

    Parameters
    ----------
    before, after : str
        Names of returns, or csv files, as `returns.load_return` takes them; each holds one year.
    indicators : sequence of str
        Which indicators; all that both hold where none is given.

    Yields
    ------
    str
        For each indicator a line of counts, one line for each district with changes, and one for
        each unit that changed. Of an indicator that is counted: the sums over the units known in
        both, and each unit that differs.

    Raises
    ------
    InputError
        If a return holds several years, or an indicator is not in both.

    Examples
    --------
    >>> next(compare("2008-illustrative", "2008-illustrative", indicators=["same_day_newspaper"]))
    'same_day_newspaper: unchanged 164'
    """
    tables = [returns.load_return(name) for name in (before, after)]
    years = [_year(table) for table in tables]
    common = [i for i in dict.fromkeys(tables[0]["indicator"]) if i in set(tables[1]["indicator"])]
    if missing := [indicator for indicator in indicators if indicator not in common]:
        expected = Message("expected-one-of", choices=", ".join(common))
        raise InputError([Fault("--indicator", None, None, expected, repr(i)) for i in missing])
    kinds = load_indicators()["kind"]
    for indicator in indicators or common:
        lines = _answers if kinds[indicator] == "yes_no" else _counts
        yield from lines(tables, years, str(indicator))


def _year(table: pd.DataFrame) -> int:
    held = sorted(set(table["year"]))
    if len(held) != 1:
        found = ", ".join(held) or Message("found-no-rows")
        fault = Fault(str(table.attrs["file"]), None, "year", Message("expected-one-year"), found)
        raise InputError([fault])
    return int(held[0])


def _answers(tables: Sequence[pd.DataFrame], years: Sequence[int], indicator: str) -> Iterator[str]:
    then, now = (
        returns.values(t, indicator=indicator, year=y) for t, y in zip(tables, years, strict=True)
    )
    change = metrics.changes(then, now)
    counts = change.value_counts()
    language = Language(process_language())
    kinds = {kind: language.say(f"value-{kind}").lower() for kind in metrics.CHANGES}
    yield f"{indicator}: " + ", ".join(
        f"{words} {language.number(int(counts[kind]))}"
        for kind, words in kinds.items()
        if kind in counts
    )
    units = _units(years)
    district = units["district"].reindex(change.index)
    shown = change[change.isin(SHOWN)]
    for name, part in shown.groupby(district.loc[shown.index], sort=False):
        here = part.value_counts()
        yield f"  {name}: " + ", ".join(
            f"{kinds[kind]} {here[kind]}" for kind in SHOWN if kind in here
        )
        for code, kind in part.items():
            way = " → ".join(language.answer(year.get(code, "–")) for year in (then, now))
            yield f"    {code} {units.at[code, 'name']}: {way} ({kinds[kind]})"


def _counts(tables: Sequence[pd.DataFrame], years: Sequence[int], indicator: str) -> Iterator[str]:
    then, now = (
        returns.amounts(t, indicator=indicator, year=y) for t, y in zip(tables, years, strict=True)
    )
    both = pd.concat([then, now], axis=1, keys=["then", "now"])
    known = both.dropna()
    added = load_indicators().at[indicator, "kind"] in ("count", "amount")
    ends = (known[year].sum() if added else known[year].median() for year in ("then", "now"))
    language = Language(process_language())
    sums = " → ".join(language.text(float(end)) for end in ends)
    counted = {"known": len(known), "others": len(both) - len(known)}
    yield str(
        Message(
            "compare-known" if added else "compare-known-median",
            indicator=indicator,
            sums=sums,
            **counted,
        )
    )
    units = _units(years)
    for code, row in known[known["then"] != known["now"]].iterrows():
        way = " → ".join(language.text(float(row[year])) for year in ("then", "now"))
        yield f"    {code} {units.at[code, 'name']}: {way}"


def _units(years: Sequence[int]) -> pd.DataFrame:
    """Return the units of both years, as the later one names them."""
    tables = []
    for year in reversed(years):
        tables.append(load_units(year).assign(district=load_groups(year).each))
    together = pd.concat(tables)
    return together[~together.index.duplicated()]
