"""The people and households of the census in units with a service and in units without it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from laocai_analysis.metrics.coverage import weighted_coverage
from laocai_analysis.page.figures import Figure
from laocai_analysis.page.markup import Section
from laocai_analysis.page.page import Page
from laocai_analysis.page.rows_of import RowsOf


def people(page: Page, lived: pd.DataFrame, *, of: RowsOf) -> Section:
    """Say how many people and households live in units with the service, and in units without it.

    Parameters
    ----------
    page : Page
        The page.
    lived : DataFrame
        As `people.lived_in` gives it.
    of : RowsOf
        The rows of the return.

    Returns
    -------
    Section
        Empty where the indicator applies to no unit.
    """
    heading, said = page.heading("coverage-people"), []
    for column, unit in (("population", "people"), ("households", "household")):
        row = weighted_coverage(lived["value"], weights=lived[column]).iloc[0]
        share = of.share(row, id=column, sources=("census-2019",))
        total, sure, open_ = (int(row[part]) for part in ("denominator", "numerator", "unknown"))
        spans = {
            "counted": (total, total),
            "having": (sure, sure + open_),
            "lacking": (total - sure - open_, total - sure),
        }
        figures = {name: _number_of(share, span, name, unit=unit) for name, span in spans.items()}
        if total and open_ == total:
            said.append(page.say("coverage-people-unknown", counted=figures["counted"]))
        elif total:
            said.append(page.say("coverage-people-live", **figures))
    if not said:
        return Section()
    return Section([heading, page.bullets([*said, page.say("coverage-people-census")])])


def _number_of(share: Figure, span: tuple[int, int], name: str, *, unit: str) -> Figure:
    """Make a figure of a number, or of its bounds, with the sources and inputs of a share."""
    value = span[0] if span[0] == span[1] else None
    lower, upper = span if value is None else (None, None)
    id = f"{share.id}.{name}"
    return replace(share, id=id, value=value, unit=unit, lower=lower, upper=upper)
