"""Checks of the published figures: recomputed, compared with each other and with a return.

Nothing is resolved here: a check says what was published, what follows from its parts, and by how
much they differ.
"""

from __future__ import annotations

import hashlib
import itertools
import math
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from laocai_analysis import evidence as published
from laocai_analysis import paths
from laocai_analysis.entries import FILLED, Form, read_entries
from laocai_analysis.errors import Fault, InputError
from laocai_analysis.indicators import load_indicators
from laocai_analysis.language import Message, rounded
from laocai_analysis.places.province import find
from laocai_analysis.places.units import load_units
from laocai_analysis.returns import values
from laocai_analysis.returns.form import FLOW_OF

#: Columns of a recomputation: one row for each published (or implied) figure.
COLUMNS = (
    "check",
    "period",
    "figures",
    "published",
    "computed",
    "low",
    "high",
    "difference",
    "agrees",
)
#: An indicator that is by definition a part of another one, and can never be greater.
PART_OF = {
    "internet_subscriptions_new_adsl": "internet_subscriptions_new",
    "internet_subscriptions_new_dialup": "internet_subscriptions_new",
    "post_press_revenue": "post_telecom_revenue",
    "telecom_internet_revenue": "post_telecom_revenue",
}


def recompute(evidence: pd.DataFrame) -> pd.DataFrame:
    """Recompute every derived figure from the parts that the same source publishes.

    Parameters
    ----------
    evidence : DataFrame
        As `evidence.load_evidence` gives it.

    Returns
    -------
    DataFrame
        The columns of `COLUMNS`: which check, the period, the ids of the figures it takes, the
        published value (NaN where the computed one was never published), the computed value,
        ``low`` and ``high``: the range that the qualifiers of the parts leave it (infinite where
        they leave no end), the difference, and ``agrees``: whether the range can be the published
        one; without qualifiers, whether the computed value equals the published one as printed
        (None where there is none).

    Examples
    --------
    >>> table = recompute(published.load_evidence()).query("check == 'revenue'")
    >>> table[["published", "computed"]].values.tolist()
    [[248.0, 248.0]]
    """
    parts = [_radius(evidence), *(_from_parts(evidence, *rule) for rule in _RULES)]
    nothing = pd.DataFrame(columns=list(COLUMNS))
    table = pd.concat([part for part in parts if len(part)] or [nothing], ignore_index=True)
    return table[list(COLUMNS)]


def _radius(evidence: pd.DataFrame) -> pd.DataFrame:
    rows = published.recompute_radius(evidence)
    table = rows.reset_index().assign(
        check="radius", period=evidence.loc[rows.index, "period"].to_numpy()
    )
    table["figures"] = list(zip(table["id"], table["points_id"], table["area_id"], strict=True))
    return table


Formula = Callable[..., float]
_RULES: tuple[tuple[str, str | None, tuple[str, ...], Formula], ...] = (
    (
        "revenue",
        "post_telecom_revenue",
        ("post_press_revenue", "telecom_internet_revenue"),
        lambda a, b: a + b,
    ),
    (
        "new_by_kind",
        "internet_subscriptions_new",
        ("internet_subscriptions_new_adsl", "internet_subscriptions_new_dialup"),
        lambda a, b: a + b,
    ),
    (
        "new_share",
        None,
        ("internet_subscriptions_new", "internet_subscriptions"),
        lambda a, b: 100 * a / b,
    ),
    (
        "population_by_points",
        None,
        ("people_per_point", "postal_service_points"),
        lambda a, b: a * b,
    ),
    (
        "population_by_density",
        None,
        ("telephone_subscriptions", "telephone_density"),
        lambda a, b: 100 * a / b,
    ),
)


def _from_parts(
    evidence: pd.DataFrame, check: str, whole: str | None, parts: tuple[str, ...], formula: Formula
) -> pd.DataFrame:
    """Apply a formula for each source, area and period that publishes all its parts."""
    records = []
    for (_, area, period), rows in evidence.groupby(["source", "area", "period"]):
        if area == published.COUNTRY:
            continue
        by_indicator = rows.reset_index().drop_duplicates("indicator").set_index("indicator")
        if not set(parts) <= set(by_indicator.index):
            continue
        stated_parts = by_indicator.loc[list(parts)]
        try:
            computed = formula(*stated_parts["number"])
        except ZeroDivisionError:  # nothing follows from a whole of 0
            continue
        low, high = _range(formula, stated_parts)
        ids = tuple(by_indicator.loc[list(parts), "id"])
        printed: Any = by_indicator.loc[whole] if whole in by_indicator.index else None
        stated = float("nan") if printed is None else float(str(printed["number"]))
        records.append(
            {
                "check": check,
                "period": period,
                "figures": ids if printed is None else (printed["id"], *ids),
                "published": stated,
                "computed": computed,
                "low": low,
                "high": high,
                "difference": computed - stated,
                "agrees": None if printed is None else _agrees(computed, (low, high), printed),
            }
        )
    return pd.DataFrame(records)


def _range(formula: Formula, parts: pd.DataFrame) -> tuple[float, float]:
    """Return the least and the greatest result of a formula that only rises or only falls with each
    of its parts.
    """
    ends = zip(parts["low"].fillna(-math.inf), parts["high"].fillna(math.inf), strict=True)
    results = [formula(*corner) for corner in itertools.product(*ends)]
    if any(math.isnan(result) for result in results):
        return -math.inf, math.inf
    return min(results), max(results)


def _agrees(computed: float, ends: tuple[float, float], printed: pd.Series) -> bool:
    stated = printed[["low", "high"]].astype(float)
    if stated.isna().all() or (ends[0] == ends[1] and not printed["qualifier"]):
        return _equal_as_printed(computed, str(printed["value"]))
    low, high = stated.fillna({"low": -math.inf, "high": math.inf})
    return bool(low <= ends[1] and ends[0] <= high)


def _equal_as_printed(computed: float, printed: str) -> bool:
    return rounded(computed, digits=len(printed.partition(".")[2])) == Decimal(printed)


def greater_than_whole(evidence: pd.DataFrame) -> pd.DataFrame:
    """Find parts that are published greater than their whole, and what was added during a year
    greater than the stock at its end, in any source.

    Returns
    -------
    DataFrame
        Columns ``part``, ``whole`` (ids), ``part_value``, ``whole_value``, ``period``, ``flow``:
        whether it is such an addition, and ``apart``: whether the ranges of the two do not overlap,
        so that a part cannot be as published.

    Examples
    --------
    >>> greater_than_whole(published.load_evidence())[["part", "whole", "apart"]].values.tolist()
    [['G13', 'F11', False]]
    """
    columns = ["id", "indicator", "area", "period", "number", "low", "high"]
    rows = evidence.reset_index()[columns]
    rows = rows.assign(of=rows["indicator"].map(PART_OF | FLOW_OF))
    keys = ["indicator", "area", "period"]
    parts = rows.dropna(subset="of")
    pairs = parts.merge(rows, left_on=["of", *keys[1:]], right_on=keys, suffixes=("", "_whole"))
    found = pairs[pairs["number"] > pairs["number_whole"]]
    table = found[["id", "id_whole", "number", "number_whole", "period"]].set_axis(
        ["part", "whole", "part_value", "whole_value", "period"], axis=1
    )
    table["flow"] = found["indicator"].isin(FLOW_OF)
    table["apart"] = found["low"] > found["high_whole"]
    return table.reset_index(drop=True)


def against_return(
    evidence: pd.DataFrame, table: pd.DataFrame, *, year: int, province: str = ""
) -> pd.DataFrame:
    """Compare published totals with the rows of a return.

    Parameters
    ----------
    evidence : DataFrame
        As `evidence.load_evidence` gives it.
    table : DataFrame
        A return, as `returns.load_return` gives it.
    year : int
        The year of both.
    province : str
        The province; blank for that of the project.

    Returns
    -------
    DataFrame
        Indexed by the id of the published figure: ``indicator``, ``published`` (its numerator),
        ``counted`` (units with yes), ``unknown``, ``gap`` (published less counted), and ``where``:
        the codes of the units among which the gap can lie — the unknown ones if there are enough of
        them to close it, else also those with no. Empty where the return holds units of another
        area.
    """
    records = {}
    here = table["code"].isin(load_units(year, province=province).index)
    totals = evidence[
        (evidence["numerator"] != "")
        & (evidence["period"] == str(year))
        & (evidence["area"] == find(province, date=year).code)
    ]
    totals = totals if here.all() else totals.iloc[:0]
    kinds, held = load_indicators()["kind"], set(table["indicator"])
    for key, row in totals.iterrows():
        if row["indicator"] not in held or kinds[row["indicator"]] != "yes_no":
            continue
        each = values(table, indicator=str(row["indicator"]), year=year, province=province)
        counted, unknown = int((each == "yes").sum()), each.index[each == "unknown"]
        gap = int(float(row["numerator"])) - counted
        codes = (
            unknown
            if 0 <= gap <= len(unknown)
            else each.index[each.isin(["no", "unknown"] if gap > 0 else ["yes"])]
        )
        records[key] = {
            "indicator": row["indicator"],
            "published": int(float(row["numerator"])),
            "counted": counted,
            "unknown": len(unknown),
            "gap": gap,
            "where": tuple(codes) if gap else (),
        }
    return pd.DataFrame.from_dict(records, orient="index")


def normalise(text: str) -> str:
    """Return text for comparing quotations: Unicode NFC, lower case, single blanks."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def load_article(source: str) -> dict[str, Any]:
    """Return what is kept of an article: ``source``, ``sha256``, and ``quotations`` by the id of
    the figure.

    Raises
    ------
    InputError
        If its file is not of that form.

    Examples
    --------
    >>> load_article("mic-2009-01-13")["quotations"]["F01"]
    'ngày 13/1/2009'
    """
    form: dict[str, Form] = {"source": FILLED, "sha256": FILLED, "quotations": {"*": FILLED}}
    return read_entries(paths.data_file("articles") / f"{source}.json", form)


def check_article(source: str, evidence: pd.DataFrame, *, article: Path | None = None) -> pd.Series:
    """Check that the evidence holds every figure of an article, with the phrase that states it.

    Parameters
    ----------
    source : str
        The source, for which ``data/articles/<source>.json`` keeps the normalised quotations and
        the SHA-256.
    evidence : DataFrame
        As `evidence.load_evidence` gives it.
    article : Path, optional
        The text of the article; each quotation is then looked for in it.

    Returns
    -------
    Series of int
        Number of figures by topic.

    Raises
    ------
    InputError
        With every figure that is missing, quoted otherwise, or not found in the article.
    """
    kept = load_article(source)
    faults = []
    for key, quotation in kept["quotations"].items():
        if key not in evidence.index:
            expected = Message("expected-figure", figure=key, source=source)
            faults.append(Fault("data/evidence", None, "id", expected, Message("found-no-row")))
        elif normalise(str(evidence.at[key, "quotation"])) != quotation:
            row = evidence.loc[key]
            faults.append(
                Fault(row["file"], row["row"], "quotation", repr(quotation), repr(row["quotation"]))
            )
    if article is not None:
        faults += _faults_in(article, kept)
    if faults:
        raise InputError(faults)
    from_it = evidence[evidence.index.isin(kept["quotations"])]
    return from_it["file"].str.removesuffix(".csv").value_counts().sort_index().rename_axis("topic")


def _faults_in(article: Path, kept: Mapping[str, Any]) -> list[Fault]:
    content = article.read_bytes()
    text = normalise(content.decode("utf-8", errors="replace"))
    quotations: dict[str, str] = kept["quotations"]
    missing = [key for key, quotation in quotations.items() if quotation not in text]
    faults = [
        Fault(
            article.name,
            None,
            None,
            Message("expected-phrase", figure=key, quotation=repr(quotations[key])),
            Message("found-not-in-text"),
        )
        for key in missing
    ]
    digest = hashlib.sha256(content).hexdigest()
    if missing and digest != kept["sha256"]:
        expected = Message("expected-article", sha256=kept["sha256"])
        faults.append(Fault(article.name, None, None, expected, digest))
    return faults
