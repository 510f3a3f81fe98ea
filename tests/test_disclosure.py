"""Small counts stay hidden: a solver looks for each of them in what is published."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from laocai_analysis.metrics.disclosure import suppress


def attack(counts: pd.Series, by: pd.Series, hidden) -> dict[str, tuple[float, float]]:
    """The least and the greatest value that each hidden count can have, for one who knows all
    published counts and totals, and that no count is negative.
    """
    unknown = list(counts.index[hidden.units])
    rows, sums = [], []
    for group, secret in hidden.groups.items():
        if not secret:
            inside = [unit for unit in unknown if by[unit] == group]
            rows.append([unit in inside for unit in unknown])
            sums.append(counts[inside].sum())
    if not hidden.total:
        secret = [unit for unit in unknown if hidden.groups[by[unit]]]
        rows.append([unit in secret for unit in unknown])
        sums.append(counts[secret].sum())
    found = {}
    for place, unit in enumerate(unknown):
        ends = []
        for sign in (1, -1):
            goal = np.zeros(len(unknown))
            goal[place] = sign
            equal = {"A_eq": np.array(rows, dtype=float), "b_eq": sums} if rows else {}
            solved = linprog(goal, bounds=(0, None), **equal)
            ends.append(solved.fun * sign if solved.status == 0 else np.inf)
        found[unit] = tuple(ends)
    return found


def made(*groups: list[float]) -> tuple[pd.Series, pd.Series]:
    names = [f"{g}{n}" for g, cells in enumerate(groups) for n, _ in enumerate(cells)]
    counts = pd.Series([float(x) for cells in groups for x in cells], index=names)
    return counts, pd.Series([name[0] for name in names], index=names)


@pytest.mark.parametrize(
    ("groups", "units", "totals", "total"),
    [
        (([20, 30], [40, 50]), "", "", False),
        (([2, 30, 20], [40, 50]), "00 02", "", False),  # the smallest beside it
        (([2, 0, 0], [40, 50]), "00 10", "0 1", False),  # its total, and a second one
        (([1, 1, 9], [40, 50]), "00 01 02", "", False),  # 1 and 1 are below 5 together
        (([3], [0]), "00", "0", True),  # nothing to hide it behind
        (([2, np.nan], [50]), "00 10", "0 1", False),  # a total holds only what is known
    ],
)
def test_what_is_hidden(groups, units, totals, total):
    counts, by = made(*groups)
    hidden = suppress(counts, by=by, threshold=5)
    assert " ".join(hidden.units[hidden.units].index) == units
    assert " ".join(hidden.groups[hidden.groups].index) == totals
    assert hidden.total == total


def test_a_total_that_others_publish_gives_nothing_back():
    """3 of 3, 0 and 0, and 3 in all is public: that no unit is 0 or 3 for sure is all that can be
    done. Where the total can be told, it may be public.
    """
    counts, by = made([3, 0], [0])
    hidden = suppress(counts, by=by, threshold=5, published={"all"})
    assert hidden.units.all()
    known = hidden._replace(total=False)  # as the reader of the other source knows it
    assert set(attack(counts, by, known).values()) == {(0.0, 3.0)}
    counts, by = made([2, 0, 0], [40, 50])
    plain = suppress(counts, by=by, threshold=5)
    assert suppress(counts, by=by, threshold=5, published={"all"}).units.equals(plain.units)
    hidden = suppress(counts, by=by, threshold=5, published={"0"})  # of the first group alone
    assert hidden.units.to_list() == [True, True, True, False, False]
    assert (hidden.groups.to_list(), hidden.total) == ([True, False], False)


@pytest.mark.slow
def test_a_solver_learns_no_hidden_count():
    """What is left of each is at least as wide as the threshold, whichever totals are published
    elsewhere; where nothing is left to hide it behind, as wide as that total.
    """
    drawn = np.random.default_rng(14)
    for _ in range(100):
        sizes = drawn.integers(1, 6, size=drawn.integers(1, 5))
        groups = [list(drawn.choice([0, 0, 1, 2, 3, 4, 5, 8, 20, 300], size=n)) for n in sizes]
        counts, by = made(*groups)
        counts = counts.mask(pd.Series(drawn.random(len(counts)) < 0.1, index=counts.index))
        public = {name for name in ("all", *by.unique()) if drawn.random() < 0.3}
        hidden = suppress(counts, by=by, threshold=5, published=public)
        assert hidden.units[(counts > 0) & (counts < 5)].all()
        totals = hidden.groups & ~hidden.groups.index.isin(list(public))  # what stays unknown
        beside = hidden._replace(groups=totals, total=hidden.total and "all" not in public)
        for unit, (low, high) in attack(counts, by, beside).items():
            told = by == by[unit] if by[unit] in public else ~by.isin(list(public))
            whole = counts[told].dropna()  # what the published totals tell of anyway
            least = 5.0
            if hidden.units[whole.index].all():
                least = min(least, whole.sum()) if len(whole) > 1 else 0
            assert high - low >= least - 1e-6, (groups, public, unit)


def test_faults():
    counts, by = made([1, 2])
    for given, groups, threshold in ((-counts, by, 5), (counts, by, 0), (counts, by[:1], 5)):
        with pytest.raises(ValueError, match="expected"):
            suppress(given, by=groups, threshold=threshold)
