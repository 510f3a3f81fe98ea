"""The form of the commune return: its indicators, and the known headers of columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from laocai_analysis import csv_tables, paths, schema
from laocai_analysis.indicators import answered, load_indicators
from laocai_analysis.text.keys import name_key

#: What was added during a year, with the stock at its end: it can be greater, as units also leave.
FLOW_OF = {"internet_subscriptions_new": "internet_subscriptions"}
#: What a column of a return can hold beside an indicator.
UNIT_COLUMNS = ("unit", "code", "district", "type", "number", "note")
#: What a column of a return in long form can hold beside them: a row for each answer.
LONG_COLUMNS = ("indicator", "value", "year", "basis")
#: What a part of a header can say of an indicator: that the column is the indicator *itself*, or
#: how to answer (*measure*), what it is about (*topic*); or that it is a *part*, a *plan* or a
#: *ratio*; *of_which* says that the next part is one.
QUALIFIERS = ("itself", "measure", "topic", "part", "plan", "ratio", "of_which")


def load_form() -> pd.DataFrame:
    """Read the indicators that each commune is asked for.

    Returns
    -------
    DataFrame
        The rows of `indicators.load_indicators` that are asked of communes, in the order of the
        catalogue; ``part_of`` is the indicator that each is a part of and cannot exceed, unless it
        is in `FLOW_OF` (blank for none), ``answer`` how a unit answers, as `indicators.answered`
        says.

    Examples
    --------
    >>> load_form().at["internet_subscriptions_new", "part_of"]
    'internet_subscriptions'
    """
    catalogue = load_indicators().assign(answer=answered())
    return catalogue[(catalogue["asked_of"] == "commune") & (catalogue["answer"] != "")]


def header_key(header: str) -> str:
    """Return a key that is equal for two spellings of one header: case, punctuation and tone place
    do not count.

    Examples
    --------
    >>> header_key("Xã, phường, thị trấn") == header_key("XÃ/PHƯỜNG/THỊ TRẤN:")
    True
    """
    return name_key(re.sub(r"[^\w\s#]+", " ", header).replace("_", " ")).strip()


def header_keys() -> Mapping[str, str]:
    """Return what each known wording of a header means: an indicator, or one of `UNIT_COLUMNS` and
    `LONG_COLUMNS`; by `header_key`.

    Known are the ids and the names of the indicators in both languages, and the wordings of
    ``data/headers.csv``.

    Examples
    --------
    >>> header_keys()[header_key("Trạm BTS")]
    'base_stations'
    """
    return _wordings(paths.data())[0]


def qualifier_keys() -> Mapping[str, str]:
    """Return what each known part of a header says of its indicator: one of `QUALIFIERS`, by
    `header_key`.

    Examples
    --------
    >>> qualifier_keys()[header_key("Kế hoạch")]
    'plan'
    """
    return _wordings(paths.data())[1]


@lru_cache(maxsize=4)
def _wordings(_: Path) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The wordings of columns, and those of their qualifiers."""
    wordings = csv_tables.read_csv(paths.data_file("headers.csv"), schema.HEADERS)
    keys = {
        header_key(header): means
        for header, means in zip(wordings["header"], wordings["means"], strict=True)
    }
    for indicator, row in load_form().iterrows():
        keys |= {
            header_key(text): str(indicator)
            for text in (str(indicator), row["name_vi"], row["name_en"])
        }
    columns = {key: means for key, means in keys.items() if means not in QUALIFIERS}
    qualifiers = {key: means for key, means in keys.items() if means in QUALIFIERS}
    return MappingProxyType(columns), MappingProxyType(qualifiers)
