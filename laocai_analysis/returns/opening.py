"""A return opened for the checks: its table, its steps, and its invalid rows."""

from __future__ import annotations

import os
from dataclasses import dataclass

import pandas as pd

from laocai_analysis import paths
from laocai_analysis.errors import Fault
from laocai_analysis.returns.round import Round, Step, fold, table_of
from laocai_analysis.returns.store import open_store
from laocai_analysis.returns.table import file_of, read_rows

#: The name of the round of a year, whose table is computed from its steps.
ROUND = "round"


@dataclass(frozen=True, slots=True)
class OpenedReturn:
    """A return, whatever state it is in.

    Parameters
    ----------
    table : DataFrame
        The rows that are sound, with the columns of `schema.RETURNS`; ``attrs["file"]`` names its
        file.
    state : Round
        The state of its round; an empty one for a table that no import made.
    steps : tuple of Step
        The steps of its round; none for such a table.
    written : DataFrame
        All rows as they stand in the file, with the line of the file as ``row``; none for a round.
    faults : tuple of Fault
        What is wrong with the rows that are not sound.
    """

    table: pd.DataFrame
    state: Round
    steps: tuple[Step, ...]
    written: pd.DataFrame
    faults: tuple[Fault, ...]


def open_return(
    name: str = ROUND, *, year: int, store: str = "", province: str = ""
) -> OpenedReturn:
    """Open a return to check it: rows at fault are handed over, where `table.load_return` refuses
    the file.

    Parameters
    ----------
    name : str
        The name of a return in ``data/returns/``, or the path of a csv file; `ROUND` for the round
        of the year.
    year : int
        The year.
    store : str
        Where the round is kept, as for `store.open_store`; a named return is always a file.
    province : str
        The province of a named return; blank for that of the project.

    Raises
    ------
    InputError
        If there is no such return, its columns are not those of one, or the store cannot be opened.

    Examples
    --------
    >>> opened = open_return("2008-illustrative", year=2008)
    >>> len(opened.table), opened.steps, opened.faults
    (328, (), ())
    """
    if _is_round(name, year=year, store=store):
        steps = tuple(open_store(store).steps(year))
        state = fold(steps, year=year)
        table = table_of(state)
        table.attrs["file"] = f"{year}.csv"
        return OpenedReturn(table, state, steps, table.iloc[:0], ())
    table, written, faults = read_rows(str(year) if name == ROUND else name, province=province)
    return OpenedReturn(table, Round(year), (), written, tuple(faults))


def _is_round(name: str, *, year: int, store: str) -> bool:
    """Tell whether the round of the year is meant, and not a table that came without its steps."""
    if name not in (ROUND, str(year)):
        return False
    if store or os.environ.get("LAOCAI_STORE") or not file_of(str(year)).exists():
        return True
    return any((paths.data() / "returns" / str(year) / "steps").glob("[0-9]*.json"))
