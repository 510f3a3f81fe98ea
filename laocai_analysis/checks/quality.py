"""How far the figures of an indicator in a return can be relied on: response, basis, list."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from laocai_analysis.basis import BASES
from laocai_analysis.indicators import applies, load_indicators
from laocai_analysis.metrics.coverage import coverage
from laocai_analysis.returns.table import values


@dataclass(frozen=True, slots=True)
class Quality:
    """The quality of the rows of an indicator.

    Parameters
    ----------
    listed : int
        The units of the list, whether the indicator is asked of them or not.
    asked : int
        The units that it is asked of; each is in one of the four after it.
    answered, blank, silent, in_doubt : int
        Units that answered, that left it blank, that have no row, and whose answer waits
        for a decision.
    bases : dict of str to int
        How many of the answers are observed, estimated, illustrative.
    now : Series or None
        The row of `metrics.coverage` over the units asked; None where the answers are numbers, as
        the other two are.
    firm : Series or None
        The same with every answer that was not observed taken as unknown.
    over_all : Series or None
        The row of `metrics.coverage` over all units of the list.
    """

    listed: int
    asked: int
    answered: int
    blank: int
    silent: int
    in_doubt: int
    bases: dict[str, int]
    now: pd.Series | None = None
    firm: pd.Series | None = None
    over_all: pd.Series | None = None

    @property
    def weak(self) -> dict[str, int]:
        """The answers that were not observed, by their basis; those that there are."""
        return {name: n for name, n in self.bases.items() if n and name != "observed"}


def assess(
    table: pd.DataFrame,
    *,
    indicator: str,
    year: int,
    units: pd.DataFrame,
    province: str = "",
    held: Collection[str] = (),
) -> Quality:
    """Count what a return answers of an indicator, and what its figures depend on.

    Parameters
    ----------
    table : DataFrame
        As `returns.load_return` gives it.
    indicator : str
        An id of the catalogue.
    year : int
        The year of the return.
    units : DataFrame
        The units of the place, with ``type``, indexed by code.
    province : str
        Their province; blank for that of the project.
    held : collection of str
        The units whose answer waits for a decision.

    Examples
    --------
    >>> from laocai_analysis.places.units import load_units
    >>> from laocai_analysis.returns.table import load_return
    >>> found = assess(load_return("2008-illustrative"), indicator="cultural_post_office",
    ...                year=2008, units=load_units(2008))
    >>> found.listed, found.asked, found.answered, found.bases["illustrative"]
    (164, 144, 144, 144)
    """
    each, anywhere = (
        values(table, indicator=indicator, year=year, province=province, beyond_scope=beyond).loc[
            units.index
        ]
        for beyond in (False, True)
    )
    rows = table[(table["indicator"] == indicator) & (table["year"] == str(year))]
    basis = rows.set_index("code")["basis"].reindex(units.index)
    asked = applies(indicator, units=units)
    known = asked & ~each.isin(["unknown", "na"])
    waiting = asked & ~known & units.index.isin(list(held))
    silent = asked & ~known & ~waiting & basis.isna()
    shares = {}
    if load_indicators().at[indicator, "kind"] == "yes_no":
        firm = each.mask(known & (basis != "observed"), "unknown")
        over_all = coverage(anywhere, denominator="all")
        tables = {"now": coverage(each), "firm": coverage(firm), "over_all": over_all}
        shares = {name: table.iloc[0] for name, table in tables.items()}
    return Quality(
        listed=len(units),
        asked=int(asked.sum()),
        answered=int(known.sum()),
        blank=int((asked & ~known & ~waiting & ~silent).sum()),
        silent=int(silent.sum()),
        in_doubt=int(waiting.sum()),
        bases={name: int((basis[known] == name).sum()) for name in BASES},
        **shares,
    )
