"""How the people without a service are spread: by group, by distance, side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from laocai_analysis.metrics.access import people_within, people_without
from laocai_analysis.metrics.clustering import join_counts
from laocai_analysis.metrics.inequality import by_chance, theil
from laocai_analysis.page.figures import Figure, Input
from laocai_analysis.page.markup import Part
from laocai_analysis.page.page import Page
from laocai_analysis.sections.where_next.plan_case import Case
from laocai_analysis.text.keys import slug

#: Below so many units with a service, or without, chance explains everything.
FEWEST = 5
#: A result is called more than chance where chance gives it at most so often.
_RARE = 0.05
#: How many random arrangements a result is compared with, and the seed of them.
SHUFFLES, SEED = 999, 2009


def by_group(page: Page, case: Case, *, by: str) -> Part:
    """Return the people without in each group, as a table."""
    here = case.values.loc[case.only]
    groups = case.communes.loc[case.only, "district"]
    sums = people_without(here, weights=case.weights.loc[case.only, "weight"], by=groups)
    sums = sums.sort_values("lower", ascending=False, kind="stable")
    records = []
    for group, row in sums.iterrows():
        units = here.index[(groups == group) & (here != "na")]
        if units.empty:
            continue
        name, metric = slug(str(group)), "metrics.people_without"
        most = math.inf if row["unweighted"] else row["people"]
        people, lacking = (
            case.figure(low, high, id=f"{kind}.{name}", units=units, metric=metric, rows=units)
            for kind, low, high in (
                ("people", row["people"], most),
                ("without", row["lower"], row["upper"]),
            )
        )
        records.append({by: str(group), "column-all": people, "column-people-without": lacking})
    return page.table(pd.DataFrame(records), caption="next-groups-table", basis=case.rows.basis)


def by_distance(page: Page, case: Case, *, kilometres: Sequence[float]) -> Part:
    """Return the people within some distances of a service, as a table."""
    here = case.values.loc[case.only]
    found = people_within(
        here,
        weights=case.weights.loc[case.only, "weight"],
        nearest=case.nearest().loc[case.only],
        kilometres=sorted({*kilometres, case.within} - {0}),
    )
    units = here.index[here != "na"]
    open_ = bool(case.weights.loc[units, "weight"].isna().any())
    records = [
        {
            "column-within": page.language.say("next-within", km=page.number(float(str(km)))),
            "column-people-within": case.figure(
                row["lower"],
                math.inf if open_ else row["upper"],
                id=f"within.{slug(str(km))}",
                units=units,
                metric="metrics.people_within",
            ),
            "column-share": "–" if open_ else _percent(page, row),
        }
        for km, row in found.iterrows()
    ]
    return page.table(pd.DataFrame(records), caption="next-distances-table", basis=case.rows.basis)


def _kilometres(page: Page, low: float, high: float) -> str:
    if math.isinf(high):
        return page.language.say("word-none-there")
    least, most = (page.number(end, digits=1) for end in (low, high))
    return most if least == most else f"{least}–{most}"


def _percent(page: Page, row: pd.Series) -> str:
    if not row["people"]:
        return "–"
    return _percents(page, [row[end] / row["people"] for end in ("lower", "upper")])


def _percents(page: Page, shares: Sequence[float]) -> str:
    """Return one share, or the least and the greatest of several."""
    low, high = (page.language.percent(end) for end in (min(shares), max(shares)))
    return low if low == high else f"{low[:-1]}–{high}"


def clustered(page: Page, case: Case, *, pairs: pd.DataFrame) -> list[Part]:
    """Say whether communes without lie side by side more often than chance would have it, and what
    that means.
    """
    found = [
        join_counts(lacking, pairs=pairs, permutations=SHUFFLES, seed=SEED)
        for lacking in _readings(case)
    ]
    least, most = found
    if _few(least["lacking"], least["units"]) or _few(most["lacking"], most["units"]):
        return [_too_few(page, "next-cluster-few", case)]
    ends = [bool(one["p"] <= _RARE) for one in found]
    if ends[0] != ends[1]:
        least_p, most_p = (page.language.percent(one["p"]) for one in found)
        said = page.say("next-cluster-open", least=least_p, most=most_p)
        return [case.marked(page, said)]
    low, high = sorted([least["joins"], most["joins"]])
    joins = _between(case, low, high, id="cluster.joins", unit="pair", metric="join_counts")
    by_number = [page.number(end, digits=1) for end in sorted(one["expected"] for one in found)]
    words = "next-cluster-more" if all(ends) else "next-cluster-chance"
    p = _percents(page, [one["p"] for one in found])
    expected = "–".join(dict.fromkeys(by_number))
    return [page.say(words, joins=joins, expected=expected, p=p)]


def unequal(page: Page, case: Case) -> list[Part]:
    """Say how much of the inequality lies between groups, whether by more than chance, and what
    that means.
    """
    groups = case.communes["district"]
    weights = case.weights["weight"]
    found = []
    for lacking in _readings(case):
        counted = lacking.index[weights.loc[lacking.index].fillna(0) > 0]
        has, by, people = ~lacking[counted], groups[counted], weights[counted]
        if by.nunique() < 2 or _few(int(lacking[counted].sum()), len(counted)):
            return [_too_few(page, "next-theil-few", case)]
        shuffled = by_chance(has, by=by, weights=people, permutations=SHUFFLES, seed=SEED)
        share = theil(has.astype(float), by=by, weights=people)["share"]
        found.append((share, shuffled["share"], shuffled["p"]))
    rare = [p <= _RARE for _, _, p in found]
    low, high = sorted(share for share, _, _ in found)
    between = _between(case, low, high, id="theil.between", unit="share", metric="theil")
    chance = _percents(page, [share for _, share, _ in found])
    p = _percents(page, [p for _, _, p in found])
    if rare[0] != rare[1]:
        return [page.say("next-theil-open", share=between, chance=chance)]
    words = "next-theil-more" if all(rare) else "next-theil-chance"
    return [page.say(words, share=between, chance=chance, p=p)]


def _readings(case: Case) -> list[pd.Series]:
    """Return which communes of the place lack it: unknown ones taken as with, then as without."""
    here = case.values.loc[case.only]
    asked = here[here != "na"]
    return [asked == "no", asked.isin(["no", "unknown"])]


def _few(lacking: float, units: float) -> bool:
    return min(lacking, units - lacking) < FEWEST


def _too_few(page: Page, message: str, case: Case) -> Part:
    here = case.values.loc[case.only]
    said = page.say(
        message,
        lacking=page.number(int((here == "no").sum())),
        having=page.number(int((here == "yes").sum())),
        fewest=page.number(FEWEST),
    )
    return case.marked(page, said)


def _between(case: Case, low: float, high: float, *, id: str, unit: str, metric: str) -> Figure:
    """Make a figure that rests on the rows and on the boundaries, between two readings."""
    boundaries = str(case.communes.attrs["source"])
    figure = case.rows.count(low, id=id, metric=f"metrics.{metric}")
    return replace(
        figure,
        unit=unit,
        value=float(low) if math.isclose(low, high) else None,
        lower=None if math.isclose(low, high) else float(low),
        upper=None if math.isclose(low, high) else float(high),
        sources=tuple(dict.fromkeys((*figure.sources, boundaries))),
        inputs=(*figure.inputs, Input("source", boundaries)),
    )


def each_without(page: Page, case: Case, *, by: str) -> Part:
    """Return the table of every commune without, or unknown: its people, and the nearest one
    with.
    """
    nearest, here = case.nearest().loc[case.only], case.values.loc[case.only]
    rows = here.index[here.isin(["no", "unknown"])]
    ends = nearest.loc[rows, ["lower", "upper"]].astype(float).to_numpy().tolist()
    each = pd.DataFrame(
        {
            "column-commune": case.communes.loc[rows, "name"],
            by: case.communes.loc[rows, "district"],
            "column-value": here[rows].map(lambda value: page.language.say(f"word-{value}")),
            f"column-{case.unit}": case.weights.loc[rows, "weight"].map(
                lambda number: page.number(number, digits=0) if not math.isnan(number) else "–"
            ),
            "column-nearest": nearest.loc[rows, "nearest"].map(
                lambda code: "–" if pd.isna(code) else str(case.communes["name"].get(code, code))
            ),
            "column-km": [_kilometres(page, low, high) for low, high in ends],
        }
    )
    each = each.assign(far=nearest.loc[rows, "upper"]).sort_values("far", ascending=False)
    each = each.drop(columns=["far"] if each[by].ne("").any() else ["far", by])
    return page.table(each, caption="next-without-table", basis=case.rows.basis)
