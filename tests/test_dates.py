"""The date of a table, found from its units."""

from functools import cache

import numpy as np
import pytest

from laocai_analysis.errors import InputError
from laocai_analysis.places.dates import find_date, guess_date
from laocai_analysis.places.registry import load_units
from laocai_analysis.text.keys import name_key

DATES = [
    "2008-11-21",
    "2009-04-01",
    "2010-11-10",
    "2019-04-10",
    "2020-03-01",
    "2024-11-01",
    "2025-01-01",
    "2025-03-01",
    "2025-07-01",
]


@cache
def two_provinces(date):
    names = ("Lào Cai", "Yên Bái") if date < "2025-07-01" else ("Lào Cai",)
    lists = [load_units(date, province=name)["name"] for name in names]
    return [(code, name) for units in lists for code, name in units.items()]


def holds(guess, date):
    return any(first <= date <= last for first, last in guess.periods)


def foreign(date):
    """Units of the two provinces that are none of a date: one in twenty, drawn by a fixed seed."""
    mine = {(code, name_key(name)) for code, name in two_provinces(date)}
    known = {unit for other in DATES for unit in two_provinces(other)}
    others = sorted(unit for unit in known if (unit[0], name_key(unit[1])) not in mine)
    # all that tells 2008, 2010 and 2014 apart: with both forms in a table, either may be foreign
    others = [unit for unit in others if unit[0] not in ("02761", "04273", "04546")]
    drawn = np.random.default_rng(15).permutation(len(others))[: max(1, len(mine) // 20)]
    return [others[at] for at in drawn]


@pytest.mark.parametrize("date", DATES)
@pytest.mark.parametrize("how", ["both", "codes", "names"])
def test_every_list_is_of_its_date(date, how):
    codes, names = map(list, zip(*two_provinces(date), strict=True))
    guess = guess_date(names if how != "codes" else None, codes if how != "names" else None)
    assert holds(guess, date)
    assert guess.misfits.empty
    # the codes of 2010 are those of 2008, and names without codes are of many provinces
    assert how != "both" or guess.date is not None


@pytest.mark.parametrize("date", DATES)
def test_foreign_rows_are_named(date):
    rows, others = two_provinces(date), foreign(date)
    codes, names = map(list, zip(*(rows + others), strict=True))
    guess = guess_date(names, codes)
    assert holds(guess, date)
    assert list(zip(guess.misfits["code"], guess.misfits["name"], strict=True)) == others
    assert guess.misfits["row"].tolist() == [len(rows) + 2 + at for at in range(len(others))]


def test_each_province_alone_and_with_names_as_people_write_them():
    for name, date in (("Yên Bái", "2020-03-01"), ("Cần Thơ", "2024-06-01"), ("Huế", "2025-08-01")):
        units = load_units(date, province=name)
        bare = [one.split(" ", 1)[1].upper() for one in units["name"]]
        codes = units.index.tolist()
        assert holds(guess_date(units["name"].tolist(), codes), date)
        assert holds(guess_date(codes=codes), date)
        assert guess_date(bare, codes).fitting >= len(codes) - 40  # "Thị trấn" has two words


def test_a_short_table_stays_open():
    guess = guess_date(codes=["02635"])
    assert guess.date is None or guess.periods[0][0] == "2008-11-21"
    with pytest.raises(InputError, match="a code of no unit"):
        find_date(["02635", "99999"], None)
    assert guess_date(codes=["99999"]).periods == []


def test_names_and_codes_must_be_as_many():
    with pytest.raises(ValueError, match="expected 1, as many as codes; found 2"):
        guess_date(["a", "b"], ["02635"])
    with pytest.raises(ValueError, match="found neither"):
        guess_date()
