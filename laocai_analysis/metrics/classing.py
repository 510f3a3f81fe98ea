"""Classes of numbers for a map: stated ends, so that several maps can share them."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

#: The class of units that have none.
NONE = "class-none"
#: The most classes above 0, which is always a class of its own.
_CLASSES = 5


def class_ends(values: pd.Series, *, whole: bool = True) -> tuple[float, ...]:
    """Choose the upper ends of classes that hold about as many units each; they are round numbers.

    Parameters
    ----------
    values : Series of float
        The value of each unit, at least 0; NaN where it is unknown. To keep the classes over
        several maps, all values of all of them.
    whole : bool
        Whether the values are whole numbers.

    Returns
    -------
    tuple of float
        Ascending; the end belongs to its class, and what is above the last end is one more class.
        Empty where no unit has more than 0.

    Notes
    -----
    The quantiles of the values above 0 that units have, rounded up to two digits (a whole number
    to a whole one), those that become equal taken once, and none at or above the greatest value.

    Examples
    --------
    >>> class_ends(pd.Series(range(0, 1001)))
    (200.0, 400.0, 600.0, 800.0)
    """
    known = values[values > 0].astype(float)
    if known.empty:
        return ()
    steps = np.arange(1, _CLASSES) / _CLASSES
    ends = [_round_up(end, whole=whole) for end in known.quantile(steps, interpolation="lower")]
    return tuple(end for end in dict.fromkeys(ends) if end < known.max())


def classify(values: pd.Series, *, ends: tuple[float, ...]) -> pd.Series:
    """Name the class of each value.

    Parameters
    ----------
    values : Series of float
        At least 0; NaN where it is unknown.
    ends : tuple of float
        As `class_ends` gives them.

    Returns
    -------
    Series of str
        Named ``class``, with the index of `values`: `NONE` for 0, ``class-1`` for more, up to the
        first end, and so on; missing where the value is.

    Examples
    --------
    >>> classify(pd.Series([0, 2, 3, 9]), ends=(2, 5)).tolist()
    ['class-none', 'class-1', 'class-2', 'class-3']
    """
    if list(ends) != sorted(set(ends)) or any(end <= 0 for end in ends):
        raise ValueError(f"ends: expected ascending numbers above 0; found {list(ends)}")
    place = np.searchsorted(np.asarray(ends, dtype=float), values.to_numpy(dtype=float)) + 1
    names = [NONE if value == 0 else f"class-{n}" for value, n in zip(values, place, strict=True)]
    return pd.Series(names, index=values.index, name="class", dtype="str").where(values.notna())


def _round_up(number: float, *, whole: bool) -> float:
    step = 10.0 ** (math.floor(math.log10(number)) - 1)
    step = max(step, 1.0) if whole else step
    return float(f"{math.ceil(round(number / step, 6)) * step:.12g}")
