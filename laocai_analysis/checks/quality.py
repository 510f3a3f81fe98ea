"""How far the figures of an indicator in a return can be relied on: response, basis, list."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from laocai_analysis.basis import BASES
from laocai_analysis.checks.returns import find
from laocai_analysis.indicators import applies, load_indicators
from laocai_analysis.metrics.coverage import coverage
from laocai_analysis.returns.opening import open_return
from laocai_analysis.returns.status import corrections
from laocai_analysis.returns.table import find_return, names_of, values


@dataclass(frozen=True, slots=True)
class Log:
    """The units of which the round of a return knows more than its table, for one indicator.

    Parameters
    ----------
    waiting : frozenset of str
        Their answer waits for a decision, and is not in the table.
    corrected : frozenset of str
        A later step changed their answer.
    flagged : frozenset of str
        The check asks to correct or to confirm their answer.
    """

    waiting: frozenset[str]
    corrected: frozenset[str]
    flagged: frozenset[str]


def log_of(table: pd.DataFrame, *, indicator: str, year: int) -> Log | None:
    """Return what the round of a return knows of an indicator beside the table.

    Parameters
    ----------
    table : DataFrame
        As `returns.find_return` gives it.
    indicator : str
        An id of the catalogue.
    year : int
        The year of the return.

    Returns
    -------
    Log or None
        None for a table that comes without the steps of a round: nothing is known of its answers.

    Examples
    --------
    >>> log_of(find_return("2008-illustrative", year=2008), indicator="commune_lan", year=2008)
    """
    if table.attrs.get("name") != str(year):
        return None
    opened = open_return(str(year), year=year)
    if not opened.steps:
        return None
    held = names_of(year - 1)  # of several, none is the return of the year before
    before = find_return(held[0], year=year - 1) if len(held) == 1 else None
    found = find(opened, year=year, before=before)
    asked = found["severity"].isin(["error", "warning"]) & (found["indicator"] == indicator)
    asked &= ~found["kind"].isin(["doubt", "conflict"])
    changed = corrections(opened.steps, year=year)
    doubted = {key for doubt in opened.state.doubts for key in doubt.holds}
    return Log(
        waiting=frozenset(code for code, name in doubted if name == indicator),
        corrected=frozenset(changed.loc[changed["indicator"] == indicator, "code"]),
        flagged=frozenset(found.loc[asked, "code"]),
    )


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
    corrected, flagged : int or None
        Of those that answered, units whose answer was corrected, and that the check asks about;
        None where no log of a round tells, and then `in_doubt` is 0.
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
    corrected: int | None
    flagged: int | None
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
    log: Log | None = None,
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
    log : Log, optional
        What the round knows beside the table, as `log_of` gives it.

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
    codes = units.index
    waiting = asked & ~known & codes.isin(log.waiting if log else ())
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
        corrected=int((known & codes.isin(log.corrected)).sum()) if log else None,
        flagged=int((known & codes.isin(log.flagged)).sum()) if log else None,
        bases={name: int((basis[known] == name).sum()) for name in BASES},
        **shares,
    )
