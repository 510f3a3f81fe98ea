"""What a coverage report is about: the answers of one indicator in one return, at one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from laocai_analysis.places.matching import split_name
from laocai_analysis.sections.one_return import OneReturn
from laocai_analysis.sections.where import Place


@dataclass(frozen=True)
class Subject(OneReturn):
    """What every section of a coverage report needs; said once.

    Parameters
    ----------
    place : Place
        Where.
    table : DataFrame
        As `returns.find_return` gives it.
    values : Series of {"yes", "no", "unknown", "na"}
        The value of each commune of the place.
    evidence : DataFrame
        As `evidence.load_evidence` gives it.
    indicator : str
        A yes/no indicator of the catalogue.
    """

    place: Place
    table: pd.DataFrame
    values: pd.Series
    evidence: pd.DataFrame
    indicator: str

    @property
    def sentence(self) -> dict[str, str]:
        """What the message of a title takes that is a sentence: service, denominator and year."""
        words = self.page.language
        service, of = words.inside(self.name), words.say(f"of-{self.counts}")
        return {"service": service, "of": of, "year": str(self.place.year)}

    @cached_property
    def without(self) -> pd.DataFrame:
        """The units without the service in each group, as `without_by_group` lists them."""
        communes = self.place.communes
        return without_by_group(self.values, names=communes["name"], groups=communes["district"])

    @property
    def grouped(self) -> Mapping[str, str]:
        """What the messages on groups take, where these are no districts."""
        by = self.place.by
        return {} if by == "column-district" else {"group": self.page.language.say(by)}

    @property
    def heading(self) -> str:
        """The message that heads the section on groups, and begins the names of others."""
        return "coverage-groups" if self.grouped else "coverage-districts"

    @property
    def several(self) -> bool:
        """Whether the place has several groups."""
        return bool(self.place.communes["district"].nunique() > 1)


def without_by_group(values: pd.Series, *, names: pd.Series, groups: pd.Series) -> pd.DataFrame:
    """List the units without the service in each group, the group with most first.

    Parameters
    ----------
    values : Series of {"yes", "no", "unknown", "na"}
        One value for each unit.
    names, groups : Series of str
        The name and the group of each unit, with the index of `values`.

    Returns
    -------
    DataFrame
        Indexed by group, with ``count`` and ``names``; empty where no unit is without.

    Examples
    --------
    >>> units = pd.DataFrame({"value": ["no", "no", "yes", "no"], "group": ["A", "B", "B", "B"]})
    >>> names = pd.Series(["Xã D", "Xã C", "Xã B", "Xã A"])
    >>> without_by_group(units["value"], names=names, groups=units["group"]).to_dict("index")
    {'B': {'count': 2, 'names': 'C, A'}, 'A': {'count': 1, 'names': 'D'}}
    """
    lacking = values.index[values == "no"]
    bare = names.loc[lacking].map(lambda name: split_name(str(name))[1])
    listed = bare.groupby(groups.loc[lacking], sort=False).agg(["size", ", ".join])
    listed = listed.set_axis(["count", "names"], axis=1)
    return listed.sort_values("count", ascending=False, kind="stable")
