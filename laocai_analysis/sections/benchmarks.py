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
    national = {"national": from_evidence(row), "date": page.language.date(str(row["as_of"]))}
    said = [page.say("national-beside", figure=ours, **national)]
    if denominator_counts(indicator) != "commune_level":
        scope = page.language.say(f"counts-{denominator_counts(indicator)}")
        said.append(page.say("national-scope", counts=page.with_sources(scope, DEFINITION)))
    return page.bullets(said)


def table(page: Page, rows: pd.DataFrame, *, evidence: pd.DataFrame, year: int) -> Part:
    """Return the published figures of the province beside those of the country, as a table.

    Parameters
    ----------
    page : Page
        The page.
    rows : DataFrame
        The figures of the province of the year.
    evidence : DataFrame
        As `evidence.load_evidence` gives it.
    year : int
        The year.
    """
    catalogue, say = load_indicators(), page.language.say
    compared = rows[rows["indicator"].map(catalogue["kind"]).isin(_COMPARED)]
    places = {name: place for place, name in enumerate(catalogue.index)}
    order = compared["indicator"].map(places).sort_values(kind="stable").index
    records = []
    for _, row in compared.loc[order].iterrows():
        national = benchmark(evidence, indicator=str(row["indicator"]), year=year)
        if catalogue.at[row["indicator"], "kind"] == "yes_no":
            over_all = row["denominator_counts"] == "commune_level"
            national = national if over_all else None
        records.append(
            {
                "column-indicator": catalogue.at[row["indicator"], f"name_{page.language.code}"],
                "column-province": from_evidence(row),
                "column-country": say("national-no-figure")
                if national is None
                else from_evidence(national),
                "column-date": "–"
                if national is None
                else page.language.date(str(national["as_of"] or national["period"])),
            }
        )
    return page.table(pd.DataFrame(records), caption="national-table", year=str(year))
