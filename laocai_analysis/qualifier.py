"""The word before a published number, and how far it leaves the number open."""

from __future__ import annotations

import math
from typing import NamedTuple

import pandas as pd

#: How far *nearly* reaches, as a share of the number.
NEARLY = 0.1


class Qualifier(NamedTuple):
    """What a word before a number means.

    Parameters
    ----------
    message : str
        The id of the message that says it before a number.
    down, up : float
        How much less or more the number may be, as a share of it; infinite for no end.
    """

    message: str
    down: float
    up: float


_EXACT = Qualifier("", 0, 0)
#: Every word that a source may put before a number.
QUALIFIERS = {
    "hơn": Qualifier("qualifier-more-than", 0, math.inf),
    "trên": Qualifier("qualifier-more-than", 0, math.inf),
    "ít nhất": Qualifier("qualifier-at-least", 0, math.inf),
    "gần": Qualifier("qualifier-nearly", NEARLY, 0),
    "dưới": Qualifier("qualifier-less-than", math.inf, 0),
    "ước đạt": Qualifier("qualifier-estimated", math.inf, math.inf),
}


def ends(numbers: pd.Series, qualifiers: pd.Series) -> pd.DataFrame:
    """Return the range that the words before some numbers leave them.

    Parameters
    ----------
    numbers : Series of float
        The numbers.
    qualifiers : Series of str
        Words of `QUALIFIERS`, blank for a number that is exact.

    Returns
    -------
    DataFrame
        ``low`` and ``high``, missing where there is no end; the index of `numbers`.

    Examples
    --------
    >>> ends(pd.Series([192, 273000, 14000]), pd.Series(["", "hơn", "gần"])).values.tolist()
    [[192.0, 192.0], [273000.0, nan], [12600.0, 14000.0]]
    """
    meant = [QUALIFIERS.get(word, _EXACT) for word in qualifiers]
    down, up = ([getattr(each, side) for each in meant] for side in ("down", "up"))
    size = numbers.abs()
    found = pd.DataFrame({"low": numbers - size * down, "high": numbers + size * up})
    return found.where(found.abs() < math.inf)
