"""Groups of communes: the districts, or where there are none, former ones or those of a user."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from laocai_analysis import csv_tables, schema
from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message
from laocai_analysis.places import registry
from laocai_analysis.places.composition import compose, people_of
from laocai_analysis.places.matching import codes_of, split_name
from laocai_analysis.places.province import settings
from laocai_analysis.places.registry import Date, day_of
from laocai_analysis.places.units import code_faults, load_units

#: How communes may be grouped where there are no districts: by the unit of the last day of
#: districts, or not at all. The path of a csv file with `code` and `group` is the fourth way.
KINDS = ("former_district", "former_province", "none")
_LAST_DISTRICTS = "2025-06-30"


class Groups(NamedTuple):
    """The groups of the communes of a province.

    Parameters
    ----------
    kind : str
        "district", one of `KINDS`, or "own" for those of a file.
    of : Series of str
        The code of the group of each commune, indexed by code; blank for none.
    names : Series of str
        The name of each group by its code, in the order of the codes.
    shared : DataFrame
        The communes that took from several former units: ``code``, ``group`` (that which gave
        most) and ``others`` (names).
    """

    kind: str
    of: pd.Series
    names: pd.Series
    shared: pd.DataFrame

    @property
    def each(self) -> pd.Series:
        """The name of the group of each commune; blank for none."""
        return self.of.map(self.names).fillna("")


def load_groups(date: Date = 2008, *, province: str = "", by: str = "") -> Groups:
    """Return the groups of the communes of a province.

    Parameters
    ----------
    date : int, str or date
        As in `units.load_units`.
    province : str
        The name or the code of the province; blank for that of the project.
    by : str
        One of `KINDS`, or the path of a csv file with columns ``code`` and ``group``. Blank: the
        districts of the date; where there are none, the setting of the project, else former
        districts.

    Raises
    ------
    InputError
        For a kind that is none, a file whose rows are not the communes of the date, or former
        units of a date that has districts.

    Examples
    --------
    >>> groups = load_groups(2025, by="former_province")
    >>> groups.of.map(groups.names).value_counts().to_dict()
    {'Tỉnh Yên Bái': 51, 'Tỉnh Lào Cai': 48}
    """
    communes = load_units(date, province=province)
    districts = load_units(date, province=province, level="district")
    if not by and len(districts):
        return Groups("district", communes["parent"], districts["name"], _none_shared())
    by = by or settings().groups or KINDS[0]
    if by.endswith(".csv"):
        return _own(Path(by), communes.index)
    if by not in KINDS or (by != "none" and len(districts)):
        choices = "none" if len(districts) else ", ".join(KINDS)
        expected = Message("expected-groups", choices=choices)
        raise InputError([Fault("groups", None, None, expected, repr(by))])
    if by == "none":
        alone = pd.Series("", index=communes.index)
        return Groups(by, alone, pd.Series(dtype="str"), _none_shared())
    return _former(communes, day=day_of(date), kind=by)


def find_group(written: str, held: Groups) -> str:
    """Return the code of a group by its code or its name; blank where it is none or not plain.

    Examples
    --------
    >>> find_group("TP. Lào Cai", load_groups(2008)), find_group("sa pa", load_groups(2025))
    ('080', '088')
    """
    if written in held.names.index:
        return written
    kinds = [split_name(name)[0] or "" for name in held.names]
    table = pd.DataFrame({"name": held.names, "type": kinds, "parent": ""})
    codes = codes_of(written, units=table)
    return codes[0] if len(codes) == 1 else ""


def column(communes: pd.DataFrame) -> str:
    """Return the message that heads the groups of boundaries that `load_boundaries` gave."""
    return f"column-{communes.attrs['groups'].replace('_', '-')}"


def within(communes: pd.DataFrame, group: str) -> pd.DataFrame:
    """Return the communes of a group, by its name in ``district``; all where it is blank.

    Raises
    ------
    InputError
        If there is no such group, with the names of all.

    Examples
    --------
    >>> communes = pd.DataFrame({"district": ["X", "X", "Y"]}, index=["a", "b", "c"])
    >>> within(communes, "X").index.tolist(), len(within(communes, ""))
    (['a', 'b'], 3)
    """
    found = communes[communes["district"] == group] if group else communes
    if group and found.empty:
        choices = ", ".join(sorted({name for name in communes["district"] if name}))
        expected = Message("expected-one-of", choices=choices)
        raise InputError([Fault("district", None, None, expected, repr(group))])
    return found


def _none_shared() -> pd.DataFrame:
    return pd.DataFrame(columns=["code", "group", "others"], dtype="str")


def _former(communes: pd.DataFrame, *, day: str, kind: str) -> Groups:
    """Put each commune into the former unit that gave most of its people of 2019."""
    links = compose(_LAST_DISTRICTS, day)
    links = links[links["to_code"].isin(communes.index)]
    then = registry.leaves(_LAST_DISTRICTS)
    above = then["parent"].where(then["parent"].str.len() == 3, then.index.to_series())
    former = above if kind == "former_district" else then["province"]
    people = links["from_code"].map(people_of(_LAST_DISTRICTS)) * links["weight"]
    gave = pd.DataFrame(
        {"code": links["to_code"], "group": links["from_code"].map(former), "people": people}
    )
    gave = gave.groupby(["code", "group"])["people"].sum().reset_index()
    gave = gave.sort_values(["code", "people", "group"], ascending=[True, False, True])
    of = gave.drop_duplicates("code").set_index("code")["group"].reindex(communes.index)
    level = "district" if kind == "former_district" else "province"
    units = registry.load_units(_LAST_DISTRICTS, level=level)
    names, every = _named_apart(units, set(of)), _named_apart(units, set(gave["group"]))
    rest = gave[gave.duplicated("code")]
    others = rest.assign(others=rest["group"].map(every)).groupby("code")["others"].agg(", ".join)
    shared = pd.DataFrame({"code": others.index, "group": of[others.index].to_numpy()})
    shared["others"] = others.to_numpy()
    return Groups(kind, of.fillna(""), names, shared)


def _named_apart(units: pd.DataFrame, codes: set[str]) -> pd.Series:
    """The names of some units; two of one name with their provinces, as Huyện Châu Thành of Hậu
    Giang and of Sóc Trăng.
    """
    units = units[units.index.isin(codes)].sort_index()
    province = registry.load_units(_LAST_DISTRICTS, level="province")["name"]
    above = units["province"].map(lambda code: str(split_name(province[code])[1]))
    return units["name"].where(~units["name"].duplicated(keep=False), units["name"] + ", " + above)


def _own(path: Path, codes: pd.Index) -> Groups:
    """Read the groups of a file; every commune must be in it once."""
    rows = csv_tables.read_csv(path, schema.GROUPS)
    faults = code_faults(rows["code"], units=codes, file=path.name)
    if absent := sorted(set(codes) - set(rows["code"])):
        found = Message("found-no-row-for", codes=", ".join(absent[:10]), count=len(absent))
        faults.append(Fault(path.name, None, "code", Message("expected-every-commune"), found))
    if faults:
        raise InputError(faults)
    written = rows.set_index("code")["group"].reindex(codes)
    names = pd.Series(list(dict.fromkeys(rows["group"])), dtype="str")
    names.index = pd.Index([f"g{number:02d}" for number in np.arange(1, len(names) + 1)])
    number = dict(zip(names, names.index, strict=True))
    return Groups("own", written.map(number), names, _none_shared())
