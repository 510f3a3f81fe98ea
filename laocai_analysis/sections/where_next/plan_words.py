"""The report of where next: its headline, its priorities, and on what they depend."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd

from laocai_analysis.metrics.choices import Answer, Answers
from laocai_analysis.metrics.siting import curve, greedy_plan, instead
from laocai_analysis.page.figures import Figure
from laocai_analysis.page.first_screen import key_figures
from laocai_analysis.page.markup import Part
from laocai_analysis.page.page import Page
from laocai_analysis.places.matching import split_name
from laocai_analysis.sections.where_next.plan_case import Case, reached_by
from laocai_analysis.sections.where_next.spread import SEED, SHUFFLES

#: The most points that the curve goes to.
_LONGEST = 20


def headline(page: Page, case: Case, answers: Answers, *, name: str) -> Part:
    """Answer in one sentence how many people a number of new points would reach."""
    here = case.values.loc[case.only]
    asked, unknown = int((here != "na").sum()), int((here == "unknown").sum())
    about = {"indicator": name, "km": page.number(case.within)}
    if not asked:
        return page.answer("next-headline-na", indicator=name)
    if unknown == asked:
        counted = case.rows.count(unknown, id="unknown")
        return page.answer("next-headline-unknown", indicator=name, unknown=counted)
    if answers.most.people.empty:
        return page.answer("next-headline-none", **about)
    served, number = case.served(answers), max(len(one.plan.chosen) for one in answers)
    return page.answer(
        "next-headline" if case.within else "next-headline-own",
        **about,
        points=page.language.say("next-points", count=number),
        served=page.bare(served) if served.lower is None else served,
        people=case.unserved(answers),
    )


def key(page: Page, case: Case, answers: Answers) -> Part:
    """Return the key figures: people without, people reached, communes without, unknown ones."""
    say, here = page.language.say, case.values.loc[case.only]
    kinds, km = case.kinds(answers), page.number(case.within)
    people, served = case.unserved(answers), case.served(answers)
    # a range is written with its unit, an exact number without
    units = ["" if one.value is None else say(f"unit-{case.unit}") for one in (people, served)]
    lacking = case.rows.count(int((here == "no").sum()), id="without")
    unknown = case.rows.count(int((here == "unknown").sum()), id="unknown")
    near = page.number(int((kinds == "near").sum()))
    chosen, words = case.bare(answers.same), "next-key-served-unknown"
    if len(answers.same):
        words = "next-key-served-open"
    if len(answers.same) == len(case.numbers(answers)):
        words = "next-key-served"
    held = page.number(len(answers.same))
    lines = [
        say("next-key-far" if case.within else "next-key-own", unit=units[0], km=km),
        say(words, unit=units[1], names=chosen or "–"),
        say("next-key-without", near=near, km=km) if case.within else say("key-without"),
        say("next-key-unknown", same=held, k=page.number(case.k))
        if unknown.value
        else say("key-unknown", na=page.number(int((here == "na").sum()))),
    ]
    figures = (people, served, lacking, unknown)
    return key_figures(
        page, [(one, line.strip()) for one, line in zip(figures, lines, strict=True)]
    )


def priority(page: Page, case: Case, answers: Answers) -> Part:
    """Return the table of the chosen communes, each with what it adds and why."""
    districts = case.communes["district"]
    records = []
    for number, code in enumerate(map(str, case.numbers(answers).index), start=1):
        gains = [one.plan.gains[code] for one in answers if code in one.plan.gains.index]
        answer = answers.most if code in answers.most.reach else answers.least
        reached = reached_by(answer, [code])
        high = math.inf if reached.isna().any() else max(gains)
        gain = case.figure(
            min(gains), high, id=f"gain.{code}", units=reached.index, metric="metrics.best_plan"
        )
        name, group = str(case.communes.at[code, "name"]), str(districts[code])
        records.append(
            {
                "column-priority": number,
                "column-commune": name if not group else f"{name} ({split_name(group)[1]})",
                "column-gain": gain,
                "column-why": "; ".join(_reasons(page, case, answers, code)),
            }
        )
    if not records:
        return page.say("next-table-none")
    return page.table(pd.DataFrame(records), caption="next-table", basis=case.rows.basis)


def _reasons(page: Page, case: Case, answers: Answers, code: str) -> list[str]:
    """Say whom a commune serves, how far the nearest service is, and on what the choice hangs."""
    say = page.language.say
    answer = answers.most if code in answers.most.reach else answers.least
    others = reached_by(answer, [code]).index.drop(code, errors="ignore")
    said = [say("next-why-others", names=case.bare(others)) if len(others) else say("next-why-own")]
    near = case.nearest()[["lower", "upper"]].loc[[code]].astype(float).to_numpy()[0].tolist()
    if math.isfinite(near[1]):
        km = [page.number(end, digits=1) for end in near]
        span = km[1] if km[0] == km[1] else say("page-range", low=km[0], high=km[1])
        said.append(say("next-why-nearest", km=span))
    if case.weights.at[code, "must"]:
        said.append(say("next-why-must"))
    if case.weights["cost"].any():
        said.append(say("next-why-cost", cost=page.number(float(case.weights["cost"][code]))))
    if code not in answers.same:
        with_ = code in answers.least.plan.chosen
        said.append(say("next-why-if-with" if with_ else "next-why-if-without"))
    return said


def curves(case: Case, answers: Answers) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the people served for 1, 2, 3 … points, under both readings of the unknown ones."""
    longest = min(max(2 * case.k, 10), _LONGEST, max(answers.most.reach.shape[1], 1))
    first = max(1, int(case.sites.loc[answers.most.reach.columns, "must"].sum()))
    ks = range(first, max(longest, first) + 1)
    least, most = (
        curve(
            one.people,
            reach=one.reach,
            ks=ks,
            sites=case.sites.loc[one.reach.columns],
            budget=case.limit,
        )
        for one in answers
    )
    return least, most


def what_changes(page: Page, case: Case, answers: Answers) -> list[Part]:
    """Say on what the plan depends: unknown communes, near-ties, the way of choosing, distance,
    communes without a weight, the time limit.
    """
    said, plans = _unknown_said(page, case, answers), [one.plan.chosen for one in answers]
    readings: tuple[str, ...] = ("least",) if plans[0].equals(plans[1]) else ("least", "most")
    for reading in readings:
        said += _exchanges(page, case, getattr(answers, reading), reading=reading)
    said += _greedy_said(page, case, answers.most)
    for km in (case.within / 2, case.within * 2) if case.within else ():
        said.append(_distance_said(page, case, answers, km=km))
    open_ = case.weights.index[case.weights["weight"].isna()].intersection(case.only)
    if len(open_):
        names = case.bare(open_)
        said.append(page.say("next-changes-weight", count=page.number(len(open_)), names=names))
    if gap := max(one.plan.gap for one in answers):
        said.append(page.say("next-changes-gap", gap=page.language.percent(gap)))
    return [case.marked(page, part) for part in said]


def _unknown_said(page: Page, case: Case, answers: Answers) -> list[Part]:
    unknown = int((case.values.loc[case.only] == "unknown").sum())
    if not unknown:
        return [page.say("next-changes-known")]
    none = page.language.say("word-none-there")
    plans = {
        "least": case.bare(answers.least.plan.chosen) or none,
        "most": case.bare(answers.most.plan.chosen) or none,
        "same": case.bare(answers.same) or none,
    }
    counted = case.rows.count(unknown, id="unknown")
    if set(answers.least.plan.chosen) == set(answers.most.plan.chosen):
        return [page.say("next-changes-same", unknown=counted)]
    return [page.say("next-changes-differ", unknown=counted, **plans)]


def _distance_said(page: Page, case: Case, answers: Answers, *, km: float) -> Part:
    """Say which communes another distance would choose."""
    other = case.numbers(case.answers(within=km)).index
    about = {"km": page.number(km), "names": case.bare(other)}
    if not len(other):
        return page.say("next-changes-distance-none", **about)
    same = set(other) == set(case.numbers(answers).index)
    return page.say("next-changes-distance-same" if same else "next-changes-distance", **about)


def _exchanges(page: Page, case: Case, answer: Answer, *, reading: str) -> list[Part]:
    """Name the near-ties; where there are none, the exchange that costs least."""
    given = {"reach": answer.reach, "sites": case.sites.loc[answer.reach.columns]}
    k = min(case.k, max(answer.reach.shape[1], 1))
    if answer.plan.chosen.empty:
        return []
    found = instead(answer.plan, answer.people, k=k, budget=case.limit, **given)
    found = found[found["entering"].map(len) > 0].sort_values("loss", kind="stable")
    if found.empty:
        return [page.say("next-changes-no-other")]
    near = found[found["near"].astype(bool)]
    said = []
    for code, row in (found.head(1) if near.empty else near).iterrows():
        names = {"name": case.bare([str(code)]), "others": case.bare(row["entering"])}
        if row["loss"] < 0.5:
            said.append(page.say("next-changes-tie", **names))
            continue
        words = "next-changes-next" if near.empty else "next-changes-near"
        lost = _loss(case, row["loss"], answer, id=f"loss.{reading}.{code}")
        said.append(page.say(words, **names, loss=lost))
    return said


def _greedy_said(page: Page, case: Case, answer: Answer) -> list[Part]:
    if answer.plan.chosen.empty:
        return []
    sites = case.sites.loc[answer.reach.columns]
    greedy = greedy_plan(
        answer.people, reach=answer.reach, k=case.k, sites=sites, budget=case.limit
    )
    loss = answer.plan.served - greedy.served
    if loss < 0.5:
        return [page.say("next-changes-greedy-same")]
    lost = _loss(case, loss, answer, id="loss.greedy")
    return [page.say("next-changes-greedy", names=case.bare(greedy.chosen), loss=lost)]


def _loss(case: Case, people: float, answer: Answer, *, id: str) -> Figure:
    """Make a figure of the people that another choice would serve less."""
    return case.figure(people, people, id=id, units=answer.people.index, metric="metrics.instead")


def curve_table(page: Page, case: Case, least: pd.DataFrame, most: pd.DataFrame) -> Part:
    """Return the curve as a table, with the column of the other reading where it differs."""
    whole = {"digits": 0}
    columns = {
        "column-points-new": [page.number(float(str(k))) for k in least.index],
        "column-best": [page.number(one, **whole) for one in least["served"]],
        "column-best-most": [page.number(one, **whole) for one in most["served"]],
        "column-greedy": [page.number(one, **whole) for one in most["greedy"]],
    }
    if least["served"].equals(most["served"]):
        del columns["column-best-most"]
    return page.table(pd.DataFrame(columns), caption="next-curve-table", basis=case.rows.basis)


def method(page: Page, case: Case, *, year: int, points: str) -> list[Part]:
    """Say how the plan was made, from what, and what is left out."""
    kind, km = str(case.weights.attrs["kind"]), page.number(case.within)
    estimated = int(case.weights.loc[case.only, "estimated"].sum())
    about = {"date": page.language.date(case.date), "year": str(year)}
    shuffles = {"shuffles": page.number(SHUFFLES), "seed": str(SEED)}
    return [
        page.say("next-method-without" if case.within else "next-method-without-own", km=km),
        *([page.say("next-method-points", file=Path(points).name)] if points else []),
        page.say("next-method-plan"),
        page.say("next-method-unknown"),
        page.say("next-method-distance"),
        page.say("next-method-own", file=str(case.weights.attrs["file"]))
        if kind == "own"
        else page.say(f"next-method-{kind}", estimated=page.number(estimated), **about),
        page.say("next-method-left-out"),
        page.say("next-method-cluster", **shuffles),
        page.say("next-method-theil", **shuffles),
    ]
