"""The lines that ``laocai evidence`` prints: figures, recomputed figures, contradictions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from laocai_analysis import paths, returns
from laocai_analysis.checks import published
from laocai_analysis.evidence import disagreements
from laocai_analysis.language import Language, Message, Value, process_language, rounded
from laocai_analysis.page.figures import from_evidence
from laocai_analysis.page.wording import in_words
from laocai_analysis.places import units

_SIGN = {True: "=", False: "≠"}


def listing(evidence: pd.DataFrame) -> Iterator[str]:
    """Yield one line for each published figure, by table."""
    for file, rows in evidence.groupby("file"):
        yield f"{file}: {Language(process_language()).number(len(rows))}"
        for key, row in rows.iterrows():
            words = row["quotation"] or row[f"remark_{process_language()}"]
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
        kept = published.load_article(path.stem)
        yield _line(
            "audit-article", article=path.stem, sha256=kept["sha256"][:16], count=int(counted.sum())
        )
        yield from (f"  {topic}: {number}" for topic, number in counted.items())
        if article is not None:
            yield "  " + _line("audit-quotations", article=article.name)
    yield _line("audit-recomputed")
    yield from (_recomputed(row) for row in published.recompute(evidence).to_dict("records"))
    yield _line("audit-contradictions")
    yield from contradictions(evidence)
    yield _line("audit-returns")
    for name in returns.names():
        yield from _against(evidence, name)


def contradictions(evidence: pd.DataFrame) -> Iterator[str]:
    """Yield one line for each pair of figures to be asked about, with what each says."""
    for about, rows in disagreements(evidence).groupby("about"):
        yield f"  {about}: " + " ≠ ".join(f"{key} {_stated(row)}" for key, row in rows.iterrows())
    for row in published.greater_than_whole(evidence).to_dict("records"):
        part, whole = (
            f"{key} {evidence.at[key, 'indicator']} {_stated(evidence.loc[key])}"
            for key in (row["part"], row["whole"])
        )
        message = "audit-flow" if row["flow"] else "audit-part"
        yield "  " + _line(message, part=part, whole=whole)
    table = published.recompute(evidence)
    for row in table[table["agrees"].eq(False)].to_dict("records"):
        yield _recomputed(row)
    implied = table[table["check"].str.startswith("population_by") & table["published"].isna()]
    for period, rows in implied.groupby("period"):
        if rows["computed"].round().nunique() > 1:
            said = " ≠ ".join(
                f"{Language(process_language()).number(n)} ({', '.join(ids)})"
                for n, ids in zip(rows["computed"], rows["figures"], strict=True)
            )
            yield "  " + _line("audit-population", period=str(period), values=said)


def _line(id: str, **values: Value) -> str:
    """Return a message in the language of the process."""
    return str(Message(id, **values))


def _stated(row: pd.Series) -> str:
    """Return a published figure in the language of the process."""
    return in_words(from_evidence(row), language=Language(process_language()), noun=True)


def _recomputed(row: dict[Any, Any]) -> str:
    ids, about = row["figures"], f"  {row['check']} {row['period']}: "
    computed = rounded(row["computed"], digits=2)
    if row["agrees"] is None:
        return about + _line("audit-not-published", computed=computed, figures=", ".join(ids))
    return about + _line(
        "audit-compared",
        computed=computed,
        sign=_SIGN[bool(row["agrees"])],
        published=float(row["published"]),
        figure=ids[0],
        difference=rounded(row["difference"], digits=2),
        figures=", ".join(ids[1:]),
    )


def _against(evidence: pd.DataFrame, name: str) -> Iterator[str]:
    table = returns.load_return(name)
    if table.empty:
        return
    year = int(table["year"].iloc[0])
    known = units.load_units(year)
    for key, row in published.against_return(evidence, table, year=year).iterrows():
        where = ", ".join(f"{known.at[code, 'name']} ({code})" for code in row["where"])
        line = _line(
            "audit-return",
            published=int(row["published"]),
            counted=int(row["counted"]),
            **{"return": name},
            basis=Message(f"page-basis-{returns.basis(table, indicator=row['indicator'])}"),
            unknown=int(row["unknown"]),
        )
        tail = "; " + _line("audit-among", count=len(row["where"]), units=where) if where else ""
        yield f"  {key} {row['indicator']}: {line}{tail}"
