"""Changes between two counts of the same units: gained, lost, newly known, newly unknown."""

from __future__ import annotations

import pandas as pd

#: Every kind of change, in the order of a legend.
CHANGES = (
    "gained",
    "lost",
    "newly_known",
    "newly_unknown",
    "unchanged",
    "still_unknown",
    "na",
    "rescoped",
    "appeared",
    "dissolved",
)


def changes(before: pd.Series, after: pd.Series) -> pd.Series:
    """Name the change of each unit between two counts.

    Parameters
    ----------
    before, after : Series of {"yes", "no", "unknown", "na"}
        The value of each unit, indexed by its code.

    Returns
    -------
    Series of str
        Named ``change``, indexed by every unit of either count, those of `after` first: ``gained``
        (no, then yes), ``lost``, ``newly_known`` (unknown, then yes or no), ``newly_unknown``,
        ``unchanged``, ``still_unknown``, ``na``, ``rescoped`` (the indicator began or ceased to
        apply), ``appeared`` (a unit of `after` only) and ``dissolved`` (of `before` only).

    Raises
    ------
    ValueError
        If a unit occurs twice, or a value is invalid.

    Notes
    -----
    Unknown is not no: *unknown*, then *yes* is newly known and not gained.

    Examples
    --------
    >>> before = pd.Series({"a": "no", "b": "unknown"})
    >>> changes(before, pd.Series({"a": "yes", "b": "yes"})).to_dict()
    {'a': 'gained', 'b': 'newly_known'}
    """
    for name, each in (("before", before), ("after", after)):
        if doubled := [str(code) for code in each.index[each.index.duplicated()]]:
            raise ValueError(f"{name}: expected every unit once; found twice: {', '.join(doubled)}")
        if foreign := sorted({str(value) for value in each} - {"yes", "no", "unknown", "na"}):
            raise ValueError(f"{name}: expected yes, no, unknown or na; found {', '.join(foreign)}")
    index = after.index.append(before.index.difference(after.index, sort=False))
    pairs = zip(before.reindex(index), after.reindex(index), strict=True)
    return pd.Series(
        [_change(then, now) for then, now in pairs], index=index, name="change", dtype="str"
    )


def _change(then: object, now: object) -> str:
    if pd.isna(then):  # type: ignore[call-overload]
        return "appeared"
    if pd.isna(now):  # type: ignore[call-overload]
        return "dissolved"
    if then == now:
        return {"na": "na", "unknown": "still_unknown"}.get(str(now), "unchanged")
    if "na" in (then, now):
        return "rescoped"
    if then == "unknown":
        return "newly_known"
    if now == "unknown":
        return "newly_unknown"
    return "gained" if now == "yes" else "lost"


def reconcile(before: pd.Series, after: pd.Series) -> pd.Series:
    """Add up the units known to have a service from one count to the next.

    Parameters
    ----------
    before, after
        As for `changes`.

    Returns
    -------
    Series of int
        ``opening`` + ``gained`` - ``lost`` + ``newly_known`` (unknown, then yes) -
        ``newly_unknown`` (yes, then unknown) + ``rescoped`` (na, then yes, less yes, then na) +
        ``units`` (yes in `after` only, less yes in `before` only) = ``closing``.

    Examples
    --------
    >>> before = pd.Series({"a": "yes", "b": "yes", "c": "no"})
    >>> reconcile(before, pd.Series({"a": "na", "c": "yes"})).to_dict()  # doctest: +ELLIPSIS
    {'opening': 2, 'gained': 1, 'lost': 0, ..., 'rescoped': -1, 'units': -1, 'closing': 1}
    """
    kind = changes(before, after)
    had, has = ((each.reindex(kind.index) == "yes").astype(int) for each in (before, after))
    moved = (has - had).groupby(kind).sum().reindex(CHANGES, fill_value=0)
    parts = {
        "opening": had.sum(),
        "gained": moved["gained"],
        "lost": -moved["lost"],
        "newly_known": moved["newly_known"],
        "newly_unknown": -moved["newly_unknown"],
        "rescoped": moved["rescoped"],
        "units": moved["appeared"] + moved["dissolved"],
        "closing": has.sum(),
    }
    return pd.Series(parts, dtype=int, name="units")


def change_counts(change: pd.Series, *, by: pd.Series) -> pd.DataFrame:
    """Count the changes in each group.

    Parameters
    ----------
    change : Series of str
        As `changes` gives it.
    by : Series
        The group of each unit, with the index of `change`.

    Returns
    -------
    DataFrame of int
        One row for each group in order, one column for each of `CHANGES`.

    Raises
    ------
    ValueError
        If `by` has another index, or misses the group of a unit.

    Examples
    --------
    >>> change_counts(pd.Series(["gained", "gained"]), by=pd.Series(["X", "X"])).at["X", "gained"]
    np.int64(2)
    """
    if not by.index.equals(change.index):
        raise ValueError("by: expected the index of change; found another one")
    if by.isna().any():
        missing = ", ".join(str(unit) for unit in by.index[by.isna()])
        raise ValueError(f"by: expected the group of each unit; missing for {missing}")
    return (
        pd.crosstab(by, change)
        .reindex(columns=list(CHANGES), fill_value=0)
        .rename_axis(columns=None)
    )
