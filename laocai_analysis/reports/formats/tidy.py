"""The figures of a report as one tidy table, a row for each number, with a description of it.

It is published beside the page as csv. The ``.json`` of the report describes it as a data package
does (Frictionless), so that a program reads each column with its type.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from laocai_analysis.evidence import load_evidence
from laocai_analysis.indicators import load_indicators
from laocai_analysis.language import Language
from laocai_analysis.text.keys import slug

#: The columns with their types; the message ``tidy-<column>`` names each, ``tidy-<column>-means``
#: explains it.
COLUMNS = {
    "figure": "string",
    "indicator": "string",
    "code": "string",
    "commune": "string",
    "group": "string",
    "value": "number",
    "unit": "string",
    "numerator": "number",
    "denominator": "number",
    "unknown": "number",
    "lower": "number",
    "upper": "number",
    "qualifier": "string",
    "text": "string",
    "basis": "string",
    "source": "string",
    "quotation": "string",
}
#: What an answer is as a part of a share: a sum over units then gives their coverage. A hidden
#: number is none.
_ANSWERS: Mapping[str, Mapping[str, int]] = {
    "yes": {"value": 1, "numerator": 1, "denominator": 1, "unknown": 0},
    "no": {"value": 0, "numerator": 0, "denominator": 1, "unknown": 0},
    "unknown": {"numerator": 0, "denominator": 1, "unknown": 1, "lower": 0, "upper": 1},
    "na": {"numerator": 0, "denominator": 0, "unknown": 0},
}


def tidy(content: Mapping[str, Any]) -> pd.DataFrame:
    """Return the figures of a page and what it says of single units, one row for each number.

    Parameters
    ----------
    content : mapping
        What the notebook handed over: see `page.Page.finish`.

    Returns
    -------
    DataFrame
        The columns of `COLUMNS`: numbers, and blanks where there is none. A row has a code where it
        is about one unit; an answer is a share of one unit.

    Examples
    --------
    >>> points = {"id": "F02", "value": 278, "unit": "point", "basis": "published",
    ...           "sources": ["mic-2009-01-13"], "inputs": [{"kind": "evidence", "id": "F02"}]}
    >>> table = tidy({"language": "en", "figures": [points]})
    >>> table[["indicator", "value", "source"]].to_dict("records")
    [{'indicator': 'Postal service points', 'value': 278, 'source': 'mic-2009-01-13'}]
    """
    named = load_indicators()[f"name_{content['language']}"]
    names = {str(key): str(name) for key, name in named.items()}
    figures = content["figures"]
    rows = [_figure(figure, figures=figures, names=names) for figure in figures]
    rows += _units(content, names=names)
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _figure(
    figure: Mapping[str, Any], *, figures: Sequence[Mapping[str, Any]], names: Mapping[str, str]
) -> dict[str, object]:
    """Return a figure as a row, with its indicator where all that it was made of is of one."""
    inputs = figure.get("inputs", [])
    about = {_indicator(each, figures) for each in inputs} - {""}
    groups = {str(each.get("group", "")) for each in inputs}
    row = {column: figure[column] for column in COLUMNS if column in figure}
    row["indicator"] = names.get(about.pop(), "") if len(about) == 1 else ""
    row["group"] = groups.pop() if len(groups) == 1 else ""
    return row | {"figure": figure["id"], "source": _joined(figure["sources"])}


def _indicator(each: Mapping[str, str], figures: Sequence[Mapping[str, Any]]) -> str:
    """Return the indicator of an input; blank where it has none, or several."""
    if each["kind"] == "evidence":
        return str(load_evidence()["indicator"].get(each["id"], ""))
    if each["kind"] != "figure":
        return each.get("indicator", "")
    of = [one for figure in figures if figure["id"] == each["id"] for one in figure["inputs"]]
    found = {_indicator(one, figures) for one in of}
    return found.pop() if len(found) == 1 else ""


def _units(content: Mapping[str, Any], *, names: Mapping[str, str]) -> list[dict[str, object]]:
    """Return what the page says of single units as rows; their sources and their indicator are
    those of the figures that were counted in the return.
    """
    language = Language(content["language"])
    counted = [
        (figure, each)
        for figure in content["figures"]
        for each in figure.get("inputs", [])
        if all(one["kind"] == "return" for one in figure["inputs"])
    ]
    about = {each["indicator"] for _, each in counted if each.get("indicator")}
    indicator = names.get(about.pop(), "") if len(about) == 1 else ""
    source = _joined(source for figure, _ in counted for source in figure["sources"])
    rows = []
    for unit in content.get("units", []):
        answer, column = unit["answer"], str(unit["column"])
        row: dict[str, object] = {"figure": f"unit.{column.removeprefix('column-')}"}
        row |= {"indicator": indicator, "source": source}
        row |= {part: unit[part] for part in ("code", "commune", "group", "value", "basis")}
        if answer:
            row |= {"text": language.say(f"word-{answer}")}
        if answer in _ANSWERS:
            row |= {**_ANSWERS[answer], "unit": "share"}
        rows.append(row)
    return rows


def _joined(sources: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(sources))


def described(stem: str, *, title: str, language: str) -> dict[str, Any]:
    """Return the description of the csv file of a report: the fields of a data package.

    Parameters
    ----------
    stem : str
        The name of the files of the report, without suffix.
    title : str
        The title of the page.
    language : {"vi", "en"}
        The language of the description.
    """
    say = Language(language).say
    fields = [
        {
            "name": column,
            "type": kind,
            "title": say(f"tidy-{column}"),
            "description": say(f"tidy-{column}-means"),
        }
        for column, kind in COLUMNS.items()
    ]
    resource = {
        "name": "figures",
        "path": f"{stem}.csv",
        "title": title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields},
    }
    return {"name": slug(stem), "resources": [resource]}
