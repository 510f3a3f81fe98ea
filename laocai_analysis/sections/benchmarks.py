"""The country beside the province: figures of the same definition and date, or none."""

from __future__ import annotations

import pandas as pd

from laocai_analysis.evidence import benchmark, published
from laocai_analysis.indicators import denominator_counts, load_indicators
from laocai_analysis.page.figures import Figure, from_evidence
from laocai_analysis.page.markup import Part
from laocai_analysis.page.page import Page

#: Where the official indicator of districts is defined.
DEFINITION = "gso-district-indicators"
#: The kinds of indicators that are compared; a rank or a date is not.
_COMPARED = ("yes_no", "count", "amount", "ratio")


def beside(
    page: Page,
    evidence: pd.DataFrame,
    *,
    indicator: str,
    year: int,
    area: str,
    counted: Figure,
    district: str,
) -> Part:
    """Hold the share of communes over all commune-level units against that of the country.

    Parameters
    ----------
    page : Page
        The page.
    evidence : DataFrame
        As `evidence.load_evidence` gives it.
    indicator : str
        A yes/no indicator.
    year : int
        The year.
    area : str
        The code of the province.
    counted : Figure
        The share by the return, over all commune-level units; the published one is taken where the
        province has one.
    district : str
        The district of the page; blank for the province.
    """
    row = benchmark(evidence, indicator=indicator, year=year)
    if row is None:
        return page.bullets([page.say("national-none")])
    stated = published(evidence, indicator=indicator, area=area, period=str(year))
    stated = stated[stated["denominator_counts"] == "commune_level"]
    ours = counted if district or stated.empty else from_evidence(stated.iloc[0])
    date = page.language.date(str(row["as_of"] or row["period"]))
    national = {"national": from_evidence(row), "date": date}
    said = [page.say("national-beside", figure=ours, **national)]
    if denominator_counts(indicator) != "commune_level":
        scope = page.language.say(f"counts-{denominator_counts(indicator)}")
        said.append(page.say("national-scope", counts=page.with_sources(scope, DEFINITION)))
    return page.bullets(said)


def of_country(page: Page, rows: pd.DataFrame, *, evidence: pd.DataFrame, year: int) -> pd.Series:
    """Return the figure of the country of the same definition and nearest date for each published
    figure, with its date; a dash where there is none.

    Parameters
    ----------
    page : Page
        The page.
    rows : DataFrame
        Published figures of the province of the year.
    evidence : DataFrame
        As `evidence.load_evidence` gives it.
    year : int
        The year.
    """
    kinds, found = load_indicators()["kind"], list[Part | str]()
    for _, row in rows.iterrows():
        kind = kinds[row["indicator"]]
        compared = kind in _COMPARED
        if kind == "yes_no":
            compared = row["denominator_counts"] == "commune_level"
        national = benchmark(evidence, indicator=str(row["indicator"]), year=year)
        if not compared or national is None:
            found.append("–")
            continue
        date = page.language.date(str(national["as_of"] or national["period"]))
        told = page.say("review-by-period", figure=from_evidence(national), date=date)
        found.append(Part(page.inline(told)))
    return pd.Series(found, index=rows.index, dtype=object)
