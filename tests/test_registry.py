"""Units at any date: counts and lists against those of the statistics office, corrections, bad
input."""

import datetime as dt
import hashlib
import shutil

import pytest

from laocai_analysis import paths
from laocai_analysis.errors import InputError
from laocai_analysis.places import registry, units
from laocai_analysis.places.registry import load_units

#: Communes in the lists of the statistics office (dvhcvn/data), and how many the registry has more
#: or fewer: Kênh Giang until April 2019; Sa Pa and a code printed once in 9/2019; re-listed and
#: missing units in 3/2020; Yên Bái by law, and ghosts, from 12/2024.
LISTED = {
    "2019-01-10": (11161, 1),
    "2019-03-13": (11161, 1),
    "2019-04-10": (11160, 0),
    "2019-09-11": (11161, -2),
    "2019-12-01": (11055, 0),
    "2020-01-01": (10767, 0),
    "2020-02-01": (10661, 0),
    "2020-03-01": (10643, -3),
    "2020-06-01": (10614, 0),
    "2021-01-01": (10603, 0),
    "2022-04-10": (10599, 0),
    "2023-04-10": (10598, 0),
    "2024-05-01": (10595, 0),
    "2024-09-01": (10542, 0),
    "2024-11-01": (10472, 0),
    "2024-12-01": (10451, -5 - 4),
    "2025-01-01": (10057, -12),
    "2025-03-01": (10047, -12),
    "2025-07-01": (3321, 0),
}

#: Lào Cai and Yên Bái: units, and the first digits of the SHA-256 of their sorted "code name"
#: lines, from lists that the registry was not made of.
LISTS = {
    "2008-11-21": ((164, "5f7f65cbc4cb52f8"), (180, "41737be21c726543")),
    "2009-04-01": ((164, "5f7f65cbc4cb52f8"), (180, "41737be21c726543")),
    "2010-11-10": ((164, "4a6572b10b0c0828"), (180, "41737be21c726543")),
    "2019-04-10": ((164, "4a6572b10b0c0828"), (180, "6e1770f74bae352c")),
    "2020-03-01": ((152, "cac7063283f77193"), (173, "1d42d01c54cb016c")),
    "2024-11-01": ((151, "6f861f350c931455"), (173, "1d42d01c54cb016c")),
    "2025-01-01": ((151, "6f861f350c931455"), (168, "3c473084b1d4da85")),
    "2025-03-01": ((151, "6f861f350c931455"), (168, "3c473084b1d4da85")),
    "2025-07-01": ((99, "fbd0c89574ee92b8"),),
}


def print_of(found):
    lines = sorted(f"{code} {name}" for code, name in found["name"].items())
    return len(found), hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


@pytest.mark.parametrize("date", LISTED)
def test_the_country_has_as_many_communes_as_its_list(date):
    listed, more = LISTED[date]
    assert len(load_units(date)) == listed + more


@pytest.mark.parametrize("date", LISTS)
def test_the_two_provinces_are_as_listed(date):
    for name, listed in zip(("Lào Cai", "Yên Bái"), LISTS[date], strict=False):
        assert print_of(load_units(date, province=name)) == listed


def test_provinces_and_districts():
    assert len(load_units(2024, level="province")) == 63
    assert len(load_units("2025-07-01", level="province")) == 34
    assert len(load_units("2019-04-10", level="district")) == 713
    assert len(load_units(2025, level="district")) == 0
    assert load_units(2025, province="Lào Cai")["parent"].unique().tolist() == ["15"]


def test_a_date_is_a_year_a_text_or_a_date():
    for date in (2019, "2019", "2019-12-31", dt.date(2019, 12, 31)):
        assert len(load_units(date, province="10")) == 164
    assert len(load_units("2020-01-01", province="10")) == 162  # Sa Pa, by Resolution 767


def test_the_units_of_2008_are_those_of_the_older_table():
    for level in ("commune", "district", "province"):
        mine, other = (
            load_units(2008, province="10", level=level),
            units.load_units(2008, level=level),
        )
        assert mine[["name", "type", "parent"]].equals(other[["name", "type", "parent"]])


def test_a_code_means_a_unit_only_at_a_date():
    assert load_units(2019).at["02641", "name"] == "Phường Phố Mới"
    assert load_units(2020).at["02641", "name"] == "Phường Lào Cai"
    assert "02638" not in load_units(2020).index
    assert [load_units(d).at["04264", "name"] for d in ("2024-11-30", "2024-12-01")] == [
        "Phường Nguyễn Phúc",
        "Phường Hồng Hà",
    ]


@pytest.mark.slow
def test_every_unit_that_comes_or_goes_has_an_event():
    """At each date: what ends is a source, what begins is a target, and parts come in groups."""
    events = registry.tables().events
    events = events[events["from_code"].str.len() > 2]
    for day in registry.dates()[1:]:
        step = events[events["date"] == day]
        eve = (dt.date.fromisoformat(day) - dt.timedelta(1)).isoformat()
        before, after = set(registry.leaves(eve).index), set(registry.leaves(day).index)
        if day == "2019-01-10":  # the country begins
            continue
        assert set(step["from_code"]) <= before, day
        assert set(step["to_code"]) <= after, day
        assert before - after <= set(step["from_code"]), day
        assert after - before <= set(step["to_code"]), day
        parts = step.groupby("from_code")["part"]
        assert (parts.transform("size").gt(1) == step["part"].eq("part")).all(), day


@pytest.mark.parametrize(
    ("date", "province", "says"),
    [
        (1999, None, "a year, or a date as YYYY-MM-DD, from 2008-11-21"),
        ("2019-13-01", None, "a year, or a date"),
        (2015, None, "2019-01-10 on for the country, or one province of Lào Cai, Yên Bái"),
        (2025, "Yên Bái", "expected Lào Cai, of which it is part since 2025-07-01 (202/2025/QH15)"),
        (2012, "Tiền Giang", "the lists before 2015 miss 28 of its communes"),
        (2012, "Cần Thơ", "a date from 2019-01-10 on"),
        (2024, "Sài Gòn", "one of the provinces of that date: An Giang,"),
    ],
)
def test_bad_input_is_one_line_with_what_is_valid(date, province, says):
    with pytest.raises(InputError) as raised:
        load_units(date, province=province)
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)


def test_an_unused_correction_is_an_error(tmp_path, monkeypatch):
    shutil.copytree(paths.data() / "units", tmp_path / "units")
    table = tmp_path / "units" / "corrections.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("versions,07693,", "versions,07694,", 1), encoding="utf-8")
    monkeypatch.setenv("LAOCAI_DATA", str(tmp_path))
    with pytest.raises(
        InputError, match=r"corrections\.csv, row 2: expected a row of units/versions"
    ):
        load_units(2024)
    table.write_text(text, encoding="utf-8")
    assert len(load_units("2025-03-01")) == 10035
