"""The audit of the evidence as lines of text: what is there, what follows from it, where it
contradicts itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from laocai_analysis import paths, returns
from laocai_analysis.checks import published
from laocai_analysis.evidence import disagreements
from laocai_analysis.places import units

_SIGN = {True: "=", False: "≠"}


def listing(evidence: pd.DataFrame) -> Iterator[str]:
    """Yield one line for each published figure, by table."""
    for file, rows in evidence.groupby("file"):
        yield f"{file}: {len(rows)}"
        for key, row in rows.iterrows():
            words = row["quotation"] or row["remark_vi"]
            about = f"{row['indicator']}  {row['area']} {row['period']}"
            yield f"  {key}  {about}  {_stated(row)}  “{words}”  [{row['source']}]"


def report(evidence: pd.DataFrame, *, article: Path | None = None) -> Iterator[str]:
    """Yield the audit: figures by topic, recomputed figures, contradictions, totals against the
    returns.

    Parameters
    ----------
    evidence : DataFrame
        As `evidence.load_evidence` gives it.
    article : Path, optional
        The text of the article that the quotations are looked up in.

    Raises
    ------
    InputError
        If a figure of an article is missing from the evidence, or its quotation differs or is not
        in the text.
    """
    for path in sorted((paths.data() / "articles").glob("*.json")):
        counted = published.check_article(path.stem, evidence, article=article)
        kept = json.loads(path.read_text(encoding="utf-8"))
        yield f"{path.stem} (SHA-256 {kept['sha256'][:16]}…): {counted.sum()} con số / figures"
        yield from (f"  {topic}: {number}" for topic, number in counted.items())
        if article is not None:
            yield f"  mọi câu trích có trong / every quotation found in {article.name}"
    yield "Tính lại / recomputed:"
    yield from (_recomputed(row) for row in published.recompute(evidence).to_dict("records"))
    yield "Mâu thuẫn / contradictions:"
    yield from contradictions(evidence)
    yield "So với bảng từng xã / against the returns:"
    for name in returns.names():
        yield from _against(evidence, name)


def contradictions(evidence: pd.DataFrame) -> Iterator[str]:
    """Yield one line for each pair of figures that cannot both be so, with what each says."""
    for about, rows in disagreements(evidence).groupby("about"):
        yield f"  {about}: " + " ≠ ".join(f"{key} {_stated(row)}" for key, row in rows.iterrows())
    for row in published.greater_than_whole(evidence).to_dict("records"):
        part, whole = evidence.loc[row["part"]], evidence.loc[row["whole"]]
        yield (
            f"  phần lớn hơn tổng / part greater than whole: {row['part']} {part['indicator']} {_stated(part)} > "
            f"{row['whole']} {whole['indicator']} {_stated(whole)}"
        )
    table = published.recompute(evidence)
    for row in table[table["agrees"].eq(False)].to_dict("records"):
        yield _recomputed(row)
    implied = table[table["check"].str.startswith("population_by") & table["published"].isna()]
    for period, rows in implied.groupby("period"):
        if rows["computed"].round().nunique() > 1:
            said = " ≠ ".join(
                f"{n:.0f} ({', '.join(ids)})"
                for n, ids in zip(rows["computed"], rows["figures"], strict=True)
            )
            yield f"  dân số suy ra / population implied, {period}: {said}"


def _stated(row: pd.Series) -> str:
    number = (
        row["value"]
        if not row["denominator"]
        else f"{row['numerator']}/{row['denominator']} {row['denominator_counts']}"
    )
    return " ".join(part for part in (row["qualifier"], number, row["unit"]) if part)


def _recomputed(row: dict[Any, Any]) -> str:
    ids = row["figures"]
    if row["agrees"] is None:
        return f"  {row['check']} {row['period']}: {row['computed']:.2f}  ({', '.join(ids)}; chưa công bố / not published)"
    sign = _SIGN[bool(row["agrees"])]
    return (
        f"  {row['check']} {row['period']}: {row['computed']:.2f} {sign} {row['published']:g} ({ids[0]}); chênh / "
        f"difference {row['difference']:+.2f}  (từ / from {', '.join(ids[1:])})"
    )


def _against(evidence: pd.DataFrame, name: str) -> Iterator[str]:
    table = returns.load_return(name)
    year = int(table["year"].iloc[0])
    known = units.load_units(year)
    for key, row in published.against_return(evidence, table, year=year).iterrows():
        where = ", ".join(f"{known.at[code, 'name']} ({code})" for code in row["where"])
        tail = f"; có thể ở / among {len(row['where'])}: {where}" if where else ""
        basis = returns.basis(table, indicator=row["indicator"])
        yield (
            f"  {key} {row['indicator']}: {row['published']} công bố / published, {row['counted']} trong / in "
            f"{name} ({basis}), {row['unknown']} chưa rõ / unknown{tail}"
        )
