"""A return that was carried over from the units of another year: what the splits leave open."""

from __future__ import annotations

import pandas as pd

from laocai_analysis.page.markup import Part, Section
from laocai_analysis.places.composition import parts_taken
from laocai_analysis.returns.converting import year_of
from laocai_analysis.sections.commune_coverage.subject import Subject


def carried(subject: Subject, coverage: pd.DataFrame) -> Section:
    """Say that a return was converted, and list the units that took a part of a former one.

    Parameters
    ----------
    subject : Subject
        What the report is about.
    coverage : DataFrame
        The coverage of the place, as `metrics.coverage` gives it.

    Returns
    -------
    Section
        Empty for a return that was not converted.
    """
    page, rows, year = subject.page, subject.rows, subject.place.year
    before = year_of(subject.table, indicator=subject.indicator)
    if before is None:
        return Section()
    told = {"before": str(before), "year": str(year)}
    parts = [page.heading("carried-heading", **told)]
    now, counts = subject.covered(coverage), page.language.say(f"counts-{subject.counts}")
    said = [page.say("carried-said", file=subject.file, figure=now, counts=counts, **told)]
    if without := _without_row(subject):
        none = rows.count(without, id="carried.without-row")
        said.append(page.say("carried-without-row", count=none, **told))
    taken = parts_taken(subject.values.index, at=year, since=before)
    units = rows.count(len(taken), id="carried.split")
    if open_ := int((subject.values[taken.index] == "unknown").sum()):
        left = rows.count(open_, id="carried.open")
        said.append(page.say("carried-split", count=units, left=left))
    else:
        said.append(page.say("carried-split-none", count=units))
    parts.append(page.bullets(said))
    if len(taken):
        parts.append(_listed(subject, taken))
    return Section(parts)


def _without_row(subject: Subject) -> int:
    """Count the units that are unknown for want of a row."""
    rows = subject.table.loc[subject.table["indicator"] == subject.indicator, "code"]
    return int((subject.values[~subject.values.index.isin(rows)] == "unknown").sum())


def _listed(subject: Subject, taken: pd.DataFrame) -> Part:
    """List the units that took a part, those that are open first."""
    page, values = subject.page, subject.values[taken.index]
    listed = pd.DataFrame(
        {
            "column-commune": subject.place.communes.loc[taken.index, "name"],
            "column-taken": taken["former"],
            "column-value": values.map(lambda value: page.language.say(f"word-{value}")),
            "column-law": [
                page.with_sources(law, *sources)
                for law, sources in zip(taken["law"], taken["sources"], strict=True)
            ],
        }
    )
    first = (values != "unknown").sort_values(kind="stable").index
    return page.table(listed.loc[first], caption="carried-table")
