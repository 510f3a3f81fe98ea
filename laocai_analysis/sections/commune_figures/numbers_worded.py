"""Numbers in words: the headline, the key figures, the tables and the method of their report."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from laocai_analysis.evidence import SAME
from laocai_analysis.page.figures import Figure, Input, difference, ends, from_evidence
from laocai_analysis.page.first_screen import key_figures
from laocai_analysis.page.markup import Part
from laocai_analysis.page.page import Page
from laocai_analysis.page.rows_of import RowsOf
from laocai_analysis.page.wording import rate_digits
from laocai_analysis.places.census import CENSUS_DAY
from laocai_analysis.places.matching import split_name
from laocai_analysis.sections.commune_figures.measured import Numbers
from laocai_analysis.sources import load_sources
from laocai_analysis.text.keys import slug

#: Rows of which only words are made.
_ROWS = RowsOf("", "", "computed", ())
#: How many names a line holds, and how many units the tables of the largest and the least.
_NAMED, _EXTREME = 3, 5


def called(page: Page, numbers: Numbers, name: str) -> str:
    """Return the name of an indicator with what it is shown for: per 1,000 people, per km2.

    Examples
    --------
    >>> from laocai_analysis.places.units import load_units
    >>> from laocai_analysis.returns.table import find_return
    >>> from laocai_analysis.sections.commune_figures.measured import measure
    >>> about = {"indicator": "base_stations", "year": 2025, "per": "people"}
    >>> communes = load_units(2025).assign(district="")
    >>> numbers = measure(find_return("", year=2025), communes=communes, **about)
    >>> called(Page("en"), numbers, "Base stations")
    'Base stations per 1,000 people'
    """
    return page.language.say(f"figures-per-{numbers.per}", indicator=name) if numbers.per else name


def headline(
    page: Page,
    numbers: Numbers,
    *,
    name: str,
    place: str,
    published: pd.DataFrame,
    of: RowsOf,
) -> Part:
    """Answer in one sentence: published figures where the rows are illustrative or say nothing,
    else what the rows say, with its bounds where some units are unknown or hidden.

    Parameters
    ----------
    page : Page
        The page.
    numbers : Numbers
        The numbers of the place.
    name, place : str
        The indicator and the place.
    published : DataFrame
        The published figures of the place, as `evidence.published` gives them.
    of : RowsOf
        The rows of the return.
    """
    row, shown = numbers.overall(), called(page, numbers, name)
    nothing = row["units"] and row["open"] == row["units"]
    if of.basis == "illustrative" and published.empty:
        return page.answer("headline-none", service=page.language.inside(name), place=place)
    if of.basis == "illustrative" or (nothing and len(published)):
        each = [page.inline_figure(one, also=same) for one, *same in _agreeing(published)]
        said = Part("; ".join(str(one.data) for one in each))
        return page.answer("figures-headline-published", indicator=name, figures=said)
    if not row["units"]:
        return page.answer("headline-na", indicator=name, place=place)
    units = of.count(int(row["units"]), id="units", metric="metrics.totals")
    if nothing:
        message = "figures-headline-hidden" if row["hidden"] else "headline-unknown"
        return page.answer(message, indicator=name, units=units)
    figure = numbers.figure(row, of=of, id="stated")
    message = "figures-headline" if numbers.added else "figures-headline-median"
    if row["open"]:
        why = _open(page, row, units=units, of=of)
        return page.answer(f"{message}-open", indicator=shown, figure=figure, open=why)
    leading = numbers.leading()
    if leading is None:
        return page.answer(message, indicator=shown, figure=figure)
    where, value = leading
    most = numbers.one(value, of=of, id="leading")
    return page.answer(f"{message}-most", indicator=shown, figure=figure, where=where, most=most)


def _open(page: Page, row: pd.Series, *, units: Figure, of: RowsOf) -> Part:
    """Say how many units are in no sum: unknown, or hidden with their sum."""
    without = {"unknown": row["unknown"], "hidden": row["open"] - row["unknown"]}
    said = [
        page.say(f"figures-open-{why}", units=units, count=page.bare(_of(row, why, of=of)))
        for why, number in without.items()
        if number
    ]
    return Part("; ".join(page.inline(one) for one in said))


def key(page: Page, numbers: Numbers, *, published: pd.DataFrame, of: RowsOf) -> Part:
    """Return the key figures: the total, the largest and the least unit where none is hidden, what
    is hidden, what is unknown.

    Parameters
    ----------
    page, numbers, published, of
        As for `headline`.
    """
    say, row, known = page.language.say, numbers.overall(), load_sources()
    cards = []
    silent = of.basis == "illustrative" or row["open"] == row["units"]
    for figures in _agreeing(published) if silent else ():
        days = [page.language.date(known[one.sources[0]].published) for one in figures]
        cards.append((figures[0], say("figures-key-published", date=", ".join(days))))
    unit = numbers.unit_in_words(page.language)
    if row["open"] < row["units"]:
        asked, counted = int(row["units"]), int(row["units"] - row["open"])
        about = {"known": page.number(counted), "units": page.number(asked)}
        words = say(f"figures-key-{numbers.per or ('total' if numbers.added else 'median')}")
        part = say("figures-key-known", **about) if counted < asked else ""
        line = ", ".join(text for text in (f"{unit} {words}".strip(), part) if text)
        if not cards:
            cards.append((numbers.figure(row, of=of, id="stated"), line))
        ends = {"largest": numbers.known.max(), "least": numbers.known.min()}
        for end, value in () if row["hidden"] else ends.items():
            names = _named(page, numbers.names[numbers.known.index[numbers.known == value]])
            line = say(f"figures-key-{end}", unit=unit, names=names).strip(" ,")
            cards.append((numbers.one(float(value), of=of, id=end), line))
    if row["hidden"]:
        cards.append((_of(row, "hidden", of=of), say("figures-key-hidden")))
    words = say("key-unknown", na=page.number(int(row["not_applicable"])))
    return key_figures(page, [*cards, (_of(row, "unknown", of=of), words)])


def _agreeing(published: pd.DataFrame) -> list[list[Figure]]:
    """Return published figures, those together that state the same."""
    same = published.groupby(SAME, sort=False, dropna=False)
    return [[from_evidence(row) for _, row in rows.iterrows()] for _, rows in same]


def _of(row: pd.Series, why: str, *, of: RowsOf) -> Figure:
    """Return how many units are unknown, or hidden."""
    return of.count(int(row[why]), id=why, metric="metrics.totals")


def _named(page: Page, names: pd.Series) -> str:
    """Return some names without their types; of many the first, and how many others."""
    bare = [str(split_name(str(name))[1]) for name in names]
    listed = ", ".join(bare[:_NAMED])
    if len(bare) <= _NAMED:
        return listed
    others = page.number(len(bare) - _NAMED)
    return page.language.say("figures-names-more", names=listed, others=others)


def group_table(
    page: Page,
    numbers: Numbers,
    *,
    by: str,
    of: RowsOf,
    caption: str,
    indicator: str = "",
    brief: bool = False,
) -> Part:
    """Return what each group has, the one with most first: with the bounds that its unknown and
    hidden units leave.

    Parameters
    ----------
    page, numbers, of
        As for `headline`.
    by : str
        The message that heads the groups, as `groups.column` gives it.
    caption, indicator : str
        The message above the table, and what it calls the indicator.
    brief : bool
        Whether to leave out the units asked, those not asked, and what was divided by.
    """
    records = []
    for group, row in numbers.by_group().iterrows():
        record: dict[str, object] = {by: str(group)}
        record[numbers.column] = silent(page, row)
        if row["open"] < row["units"]:
            id = f"group.{slug(str(group))}"
            record[numbers.column] = page.bare(numbers.figure(row, of=of, id=id, group=str(group)))
        if numbers.per and not brief:
            record[f"column-base-{numbers.per}"] = (
                "–" if pd.isna(row["base"]) else round(row["base"])
            )
        record["column-unknown"] = int(row["unknown"])
        if numbers.hidden.any():
            record["column-hidden"] = int(row["hidden"])
        if not brief:
            record["column-units-asked"] = int(row["units"])
            record["column-not-applicable"] = int(row["not_applicable"])
        records.append(record)
    table = pd.DataFrame(records)
    if brief and not table["column-unknown"].any():
        table = table.drop(columns="column-unknown")
    elif brief and not numbers.hidden.any() and numbers.known.empty:  # the column beside it says so
        table = table.drop(columns=numbers.column)
    return page.table(table, caption=caption, basis=of.basis, indicator=indicator)


def silent(page: Page, row: pd.Series) -> str:
    """Say of a group of which no number is shown why: unknown, hidden, not applicable."""
    word = "withheld" if row["hidden"] else "unknown" if row["units"] else "na"
    return page.language.say(f"word-{word}")


def unit_table(
    page: Page,
    numbers: Numbers,
    *,
    by: str,
    basis: str,
    caption: str,
    indicator: str = "",
    which: str = "all",
    brief: bool = False,
) -> Part:
    """Return the units with their values: all of them, the largest, or the least.

    Parameters
    ----------
    page, numbers, by, caption, indicator, brief
        As for `group_table`.
    basis : str
        The basis of the rows.
    which : {"all", "largest", "least"}
        Which units.
    """
    shown = numbers.shown
    if which != "all":
        ordered = numbers.known.sort_values(ascending=which == "least", kind="stable")
        shown = ordered.head(_EXTREME)
    rows = numbers.at(shown.index)
    columns: dict[str, object] = {"column-commune": rows.names}
    if not brief:
        columns["column-type"] = rows.types
    if not brief and numbers.groups.nunique() > 1:
        columns[by] = rows.groups
    if not brief and rows.base is not None:
        columns["column-amount"] = _cells(page, rows, rows.amounts)
        columns[f"column-base-{numbers.per}"] = (
            rows.base.round(int(numbers.per == "km2")).astype(object).fillna("–")
        )
    digits = rate_digits(numbers.known.median()) if numbers.per and len(numbers.known) else 4
    head = numbers.column if numbers.per else "column-value"
    columns[head] = _cells(page, rows, shown.round(digits))
    return page.table(pd.DataFrame(columns), caption=caption, basis=basis, indicator=indicator)


def extremes(page: Page, numbers: Numbers, *, by: str, of: RowsOf) -> list[Part]:
    """Return the largest and the least units as tables, with a word on those that are unknown or
    hidden.

    Parameters
    ----------
    page, numbers, by, of
        As for `group_table`.
    """
    row, said = numbers.overall(), list[Part]()
    if numbers.known.empty:
        return [page.say(f"figures-extremes-{'hidden-all' if row['hidden'] else 'none'}")]
    if of.basis == "illustrative":
        said.append(page.say("figures-illustrative"))
    if row["unknown"]:
        said.append(page.say("figures-extremes-known", unknown=_of(row, "unknown", of=of)))
    if row["hidden"]:
        said.append(page.say("figures-extremes-hidden", hidden=_of(row, "hidden", of=of)))
    for which in ("largest", "least"):
        caption = f"figures-extremes-{which}"
        said.append(unit_table(page, numbers, by=by, basis=of.basis, caption=caption, which=which))
        ordered = numbers.known.sort_values(ascending=which == "least", kind="stable")
        last, rest = ordered.iloc[:_EXTREME].iloc[-1], ordered.iloc[_EXTREME:]
        if tied := int((rest == last).sum()):
            as_much = page.wording(numbers.one(float(last), of=of, id="told"))
            said.append(page.say("figures-extremes-tied", count=page.number(tied), value=as_much))
    return said


def told(page: Page, numbers: Numbers) -> pd.Series:
    """Return the number of each unit in words, for the tooltips of a map."""
    said = [
        page.wording(numbers.one(cell, of=_ROWS, id="told")) if isinstance(cell, float) else cell
        for cell in _cells(page, numbers, numbers.shown)
    ]
    return pd.Series(said, index=numbers.shown.index, dtype="str")


def _cells(page: Page, rows: Numbers, values: pd.Series) -> list[object]:
    """Return numbers as they are, and words for what is unknown, hidden or does not apply."""
    cells: list[object] = []
    for asked, hidden, value in zip(rows.applicable, rows.hidden, values, strict=True):
        words = "word-withheld" if hidden else "word-unknown" if asked else "word-na"
        cells.append(page.language.say(words) if pd.isna(value) else float(value))
    return cells


def gaps(page: Page, numbers: Numbers, *, published: pd.DataFrame, of: RowsOf) -> list[Part]:
    """Hold the sum of the known units against each published total.

    Parameters
    ----------
    page, numbers, published, of
        As for `headline`. Illustrative rows say nothing of a total, and medians are none; where a
        sum may not be shown, neither may its difference.

    Returns
    -------
    list of Part
        A list with a sentence for each published figure, or nothing.
    """
    row = replace(numbers, per="").overall()
    nothing = row["open"] == row["units"] or row["open"] > row["unknown"]
    if not numbers.added or of.basis in ("illustrative", "none") or nothing:
        return []
    counted = of.amount(row["lower"], id="known", unit=numbers.of_one, metric="metrics.totals")
    said = []
    for id, one in published.dropna(subset="number").iterrows():
        stated = from_evidence(one)
        gap = difference(counted, stated, id=f"difference.{id}")
        message = "figures-gap"
        if row["unknown"]:
            message = "figures-gap-open" if ends(gap)[0] <= 0 else "figures-gap-above"
        unknown = _of(row, "unknown", of=of)
        about = {"published": stated, "counted": counted, "difference": gap, "unknown": unknown}
        said.append(page.say(message, **about))
    return [page.bullets(said)] if said else []


def method(page: Page, numbers: Numbers, *, labels: list[str], limits: str, fifths: bool) -> Part:
    """Say how the figures are made: sums, what they are divided by, medians, classes.

    Parameters
    ----------
    page, numbers
        As for `headline`.
    labels : list of str
        The classes of the map, in words.
    limits : str
        The ends of the classes, as the parameter ``classes`` takes them.
    fifths : bool
        Whether the ends were chosen by the values.
    """
    said = [page.say("figures-method-total" if numbers.added else "figures-method-median")]
    if numbers.per:
        base = Figure(
            "base",
            float(numbers.overall()["base"]),
            numbers.per,
            "sum",
            numbers.base_sources,
            "computed",
            tuple(Input("source", source) for source in numbers.base_sources),
        )
        day = page.language.date(CENSUS_DAY)
        said.append(page.say(f"figures-method-{numbers.per}", base=base, date=day))
    if labels:
        classes = "; ".join([page.number(0), *labels])
        said.append(page.say("figures-method-classes", classes=classes, limits=limits))
        said += [page.say("figures-method-fifths")] if fifths else []
    return page.bullets(said)
