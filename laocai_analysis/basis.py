"""What a number rests on: published, computed, observed, estimated or illustrative."""

from __future__ import annotations

from collections.abc import Iterable

#: The bases that a row of a return can have, the strongest first.
BASES = ("observed", "estimated", "illustrative")
#: The bases of a figure, the strongest first.
FIGURE_BASES = ("published", "computed", *BASES)
#: The bases that every table, picture and figure must state.
MARKED_BASES = ("estimated", "illustrative")


def of_rows(bases: Iterable[str]) -> str:
    """Return the basis by which the figures of some rows are called: illustrative where one row is;
    estimated where at least half of them are, as one estimate does not rename the others, and its
    share is stated; else observed.

    Examples
    --------
    >>> of_rows(["observed", "observed", "estimated"]), of_rows(["observed", "estimated"])
    ('observed', 'estimated')
    >>> of_rows(["observed", "observed", "illustrative"])
    'illustrative'
    """
    rows = list(bases)
    if "illustrative" in rows:
        return "illustrative"
    return "estimated" if 2 * rows.count("estimated") >= len(rows) else "observed"


def weakest(bases: Iterable[str]) -> str:
    """Return the weakest of at least one basis, in the order of `FIGURE_BASES`.

    Examples
    --------
    >>> weakest(["observed", "illustrative", "computed"])
    'illustrative'
    """
    return max(bases, key=FIGURE_BASES.index)
