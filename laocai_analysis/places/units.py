"""The administrative units of a province at a date.

A unit is a code *at a date*: the General Statistics Office gives a code of a dissolved unit a new
meaning (02641 was Phường Phố Mới, later Phường Lào Cai), so every table of units says for which
date it is attested.
"""

from __future__ import annotations

import pandas as pd

from laocai_analysis.errors import Fault
from laocai_analysis.language import Message
from laocai_analysis.places import registry
from laocai_analysis.places.province import settings
from laocai_analysis.places.registry import Date


def load_units(date: Date = 2008, *, province: str = "", level: str = "commune") -> pd.DataFrame:
    """Return the units of one province in force at a date.

    Parameters
    ----------
    date : int, str or date
        A year, which means its last day, or a date as ``YYYY-MM-DD``.
    province : str
        The name or the code of the province; blank for that of the project, `registry.COUNTRY`
        for all.
    level : {"commune", "district", "province"}
        Which level; "commune" is every xã, phường, thị trấn and đặc khu.

    Returns
    -------
    DataFrame
        As `registry.load_units` gives it: indexed by ``code`` (text, five digits for a commune).

    Raises
    ------
    InputError
        For an unknown date, a province that did not exist then, or one not known that early.

    Examples
    --------
    >>> len(load_units(2008)), len(load_units(2008, level="district")), len(load_units(2025))
    (164, 9, 99)
    """
    where = None if province == registry.COUNTRY else province or settings().province
    return registry.load_units(date, province=where, level=level)


def load_units_above(date: Date = 2008, *, province: str = "") -> pd.DataFrame:
    """Return the districts of a province and the province itself at a date, as `load_units` does.

    A written commune may name them behind its own name; `matching.find_units` looks them up here.

    Examples
    --------
    >>> load_units_above(2008)["type"].value_counts().to_dict()
    {'huyện': 8, 'thành phố': 1, 'tỉnh': 1}
    """
    levels = ("district", "province")
    return pd.concat([load_units(date, province=province, level=level) for level in levels])


def code_faults(written: pd.Series, *, units: pd.Index, file: str) -> list[Fault]:
    """Return a fault for every row of a table whose code is no unit, or is that of another row too.

    Parameters
    ----------
    written : Series of str
        The codes, indexed by the line of the file.
    units : Index of str
        The codes of the units.
    file : str
        The name of the file, for the fault.

    Examples
    --------
    >>> codes = pd.Series(["02647", "02650", "02650", "99999"], index=[2, 3, 4, 5])
    >>> faults = code_faults(codes, units=pd.Index(["02647", "02650"]), file="weights.csv")
    >>> [fault.row for fault in faults]
    [3, 4, 5]
    """
    wrong = written[~written.isin(units) | written.duplicated(keep=False)]
    expected = Message("expected-commune-once")
    return [
        Fault(file, int(str(line)), "code", expected, repr(code)) for line, code in wrong.items()
    ]
