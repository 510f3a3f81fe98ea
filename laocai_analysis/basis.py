"""What a number rests on: published, computed, observed, estimated or illustrative."""

from __future__ import annotations

from collections.abc import Iterable

#: The bases that a row of a return can have, the strongest first.
BASES = ("observed", "estimated", "illustrative")
#: The bases of a figure, the strongest first.
FIGURE_BASES = ("published", "computed", *BASES)
#: The bases that every table, picture and figure must state.
MARKED_BASES = ("estimated", "illustrative")


def weakest(bases: Iterable[str]) -> str:
    """Return the weakest of at least one basis, in the order of `FIGURE_BASES`.

    Examples
    --------
    >>> weakest(["observed", "illustrative", "computed"])
    'illustrative'
    """
    return max(bases, key=FIGURE_BASES.index)
