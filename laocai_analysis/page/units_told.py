"""What the tables of a page say of single units: one record for each unit and column."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pandas as pd

from laocai_analysis.language import Language
from laocai_analysis.schema import VALUES, WITHHELD

#: The column of names, and the columns that group units.
NAME = "column-commune"
GROUPS = (
    "column-district",
    "column-former-district",
    "column-former-province",
    "column-own",
    "column-none",
)
_ANSWERS = (*VALUES, WITHHELD)


def unit_rows(
    frame: pd.DataFrame, *, language: Language, basis: str
) -> Iterator[dict[str, object]]:
    """Yield what a table says of each unit: a record for each number and each answer.

    Parameters
    ----------
    frame : DataFrame
        A table as `page.Page.table` takes it, whose index has the name ``code``; one with another
        index is about no single units, and gives nothing.
    language : Language
        The language of its words.
    basis : str
        The basis of the table.

    Examples
    --------
    >>> codes = pd.Index(["02848"], name="code")
    >>> frame = pd.DataFrame({"column-commune": "Xã Bản Hồ", "column-value": "có"}, index=codes)
    >>> list(unit_rows(frame, language=Language("vi"), basis="observed"))[0]["answer"]
    'yes'
    """
    if frame.index.name != "code" or NAME not in frame:
        return
    answers = {language.say(f"word-{answer}"): answer for answer in _ANSWERS}
    group = next((column for column in GROUPS if column in frame), "")
    for code, row in zip(frame.index, frame.to_dict("records"), strict=True):
        about = {"code": str(code), "commune": row[NAME], "group": row[group] if group else ""}
        for column, cell in row.items():
            number = cell if isinstance(cell, (int, float)) and not math.isnan(cell) else None
            answer = answers.get(cell, "") if isinstance(cell, str) else ""
            if answer or number is not None:
                said = {"column": column, "value": number, "answer": answer, "basis": basis}
                yield about | said
