"""Returns: the kept one agrees with what was published and calls itself illustrative; a broken one
is refused whole.
"""

import unicodedata

import pandas as pd
import pytest
from pyproj import Geod

from laocai_analysis import paths, returns
from laocai_analysis.errors import InputError
from laocai_analysis.evidence import load_evidence
from laocai_analysis.metrics import coverage
from laocai_analysis.places.units import load_units
from laocai_analysis.returns import illustration

KEPT = "2008-illustrative"
UNITS = load_units(2008)
HEADER = "year,code,name,indicator,value,basis,source"
# three rows that are right: a xã, a phường, a thị trấn
RIGHT = (
    "2008,02665,Xã Vạn Hoà,cultural_post_office,yes,observed,own",
    "2008,02644,Phường Cốc Lếu,cultural_post_office,na,observed,own",
    "2008,03001,Thị trấn Sa Pa,same_day_newspaper,no,observed,own",
)


@pytest.fixture
def put(tmp_path):
    """Write a return from its lines and give back its path."""

    def write(*lines, header=HEADER):
        path = tmp_path / "own.csv"
        path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
        return str(path)

    return write


def said(path):
    """Return each fault of a return that must be refused as (row, column, expected, found)."""
    with pytest.raises(InputError) as raised:
        returns.load_return(path)
    assert {fault.file for fault in raised.value.faults} == {"own.csv"}
    return [
        (fault.row, fault.column, str(fault.expected), str(fault.found))
        for fault in raised.value.faults
    ]


def counts(indicator, table=None):
    table = returns.load_return(KEPT) if table is None else table
    return returns.values(table, indicator=indicator, year=2008).value_counts().to_dict()


def test_the_kept_return_has_the_post_offices_of_both_articles():
    """126 of the 144 xã ("126/144 xã có điểm BĐVH"); the 12 phường and 8 thị trấn cannot
    have one.
    """
    assert counts("cultural_post_office") == {"yes": 126, "no": 18, "na": 20}
    values = returns.values(returns.load_return(KEPT), indicator="cultural_post_office", year=2008)
    assert (UNITS["type"][values == "na"].value_counts()).to_dict() == {"phường": 12, "thị trấn": 8}
    assert set(UNITS["type"][values != "na"]) == {"xã"}


def test_the_kept_return_has_the_newspapers_of_both_articles():
    """94 of all 164 units ("94/164 xã, phường, thị trấn")."""
    assert counts("same_day_newspaper") == {"yes": 94, "no": 70}


def test_every_row_of_the_kept_return_is_illustrative():
    table = returns.load_return(KEPT)
    assert len(table) == 328
    assert table["basis"].eq("illustrative").all()
    assert table["source"].eq("illustration-2008").all()
    assert table["row"].tolist() == list(range(2, 330))
    assert table.attrs["file"] == "2008-illustrative.csv"
    for indicator in ("cultural_post_office", "same_day_newspaper"):
        assert returns.basis(table, indicator=indicator) == "illustrative"


def test_the_rule_gives_the_kept_return_byte_for_byte(communes, tmp_path):
    made = illustration.write(tmp_path)
    assert [path.name for path in made] == ["2008-illustrative.csv", "2009-illustrative.csv"]
    assert [path.read_bytes() for path in made] == [
        returns.file_of(path.stem).read_bytes() for path in made
    ]


def test_the_rule_does_not_depend_on_the_order_of_the_boundaries(communes):
    seats, evidence = illustration.load_seats(), load_evidence()
    made = illustration.illustrate(communes.iloc[::-1], evidence=evidence, seats=seats)
    kept = pd.read_csv(returns.file_of(KEPT), dtype=str)
    pd.testing.assert_frame_equal(made, kept, check_dtype=False)


def test_the_newspaper_reaches_the_94_units_nearest_to_the_seat_of_their_district(communes):
    """Measured here on the plane of VN-2000 and not on the ellipsoid; the 94th and 95th are farther
    apart than that.
    """
    points = communes.geometry.representative_point().to_crs("EPSG:3405")
    table = pd.read_csv(paths.data() / "returns" / "district-seats-2008.csv", dtype=str)
    seats = communes["district_code"].map(
        dict(zip(table["district_code"], table["seat_code"], strict=True))
    )
    distance = points.distance(points.loc[seats].set_axis(points.index)).sort_values()
    assert distance.iloc[94] - distance.iloc[93] > 1e-3 * distance.iloc[94]
    values = returns.values(returns.load_return(KEPT), indicator="same_day_newspaper", year=2008)
    assert set(distance.index[:94]) == set(values.index[values == "yes"])


def test_seats_have_the_newspaper_and_lie_in_their_districts():
    table = pd.read_csv(paths.data() / "returns" / "district-seats-2008.csv", dtype=str)
    assert UNITS.loc[table["seat_code"], "parent"].tolist() == table["district_code"].tolist()
    assert len(table) == table["district_code"].nunique() == 9
    values = returns.values(returns.load_return(KEPT), indicator="same_day_newspaper", year=2008)
    assert set(values[table["seat_code"]]) == {"yes"}


def test_distances_of_the_rule_are_geodesic(communes):
    """From the seat of Huyện Sa Pa to Xã Tả Van and Xã Sa Pả, each measured alone along its
    line.
    """
    distance = illustration._distance_to_seat(communes, seats=illustration.load_seats())
    points = communes.geometry.representative_point()
    for code in ("03040", "03016"):
        line = [points[code], points["03001"]]
        metres = Geod(ellps="WGS84").line_length([p.x for p in line], [p.y for p in line])
        assert distance[code] == pytest.approx(metres, rel=1e-9)
    assert distance["03001"] == 0


def test_rows_taken_out_become_unknown_and_widen_the_bounds():
    table = returns.load_return(KEPT)
    offices = table[(table["indicator"] == "cultural_post_office") & (table["value"] == "yes")]
    values = returns.values(
        table.drop(offices.index[:20]), indicator="cultural_post_office", year=2008
    )
    assert values.value_counts().to_dict() == {"yes": 106, "unknown": 20, "no": 18, "na": 20}
    row = coverage(values).loc["all"]
    assert (row["numerator"], row["denominator"], row["unknown"], row["not_applicable"]) == (
        106,
        144,
        20,
        20,
    )
    assert row["lower"] == pytest.approx(106 / 144)
    assert row["upper"] == pytest.approx(126 / 144)
    assert pd.isna(row["rate"])


def test_a_unit_without_a_row_is_unknown_only_where_the_indicator_applies(put):
    table = returns.load_return(put(*RIGHT))
    assert counts("cultural_post_office", table) == {"yes": 1, "unknown": 143, "na": 20}
    assert counts("same_day_newspaper", table) == {"no": 1, "unknown": 163}
    other = returns.values(table, indicator="cultural_post_office", year=2009)
    assert other.value_counts().to_dict() == {"unknown": 144, "na": 20}


def test_a_phuong_taken_out_is_na_for_the_post_office_and_unknown_for_the_newspaper():
    table = returns.load_return(KEPT)
    table = table[table["code"] != "02635"]
    assert returns.values(table, indicator="cultural_post_office", year=2008)["02635"] == "na"
    assert returns.values(table, indicator="same_day_newspaper", year=2008)["02635"] == "unknown"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("written", ["Xã Vạn Hoà", "Vạn Hòa", "X. VẠN HOÀ", " xã  vạn hòa "])
def test_spellings_of_a_name_are_accepted(form, written, put):
    name = unicodedata.normalize(form, written)
    table = returns.load_return(put(f"2008,02665,{name},cultural_post_office,yes,observed,own"))
    assert table["code"].tolist() == ["02665"]


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(tmp_path):
    (tmp_path / "own.csv").write_bytes(b"\xef\xbb\xbf" + "\r\n".join((HEADER, *RIGHT, "")).encode())
    assert len(returns.load_return(str(tmp_path / "own.csv"))) == 3


def test_rows_that_cannot_be_are_named_all_at_once(put):
    path = put(
        RIGHT[0],
        "2008,99999,Xã Nọ,cultural_post_office,yes,observed,own",
        "2008,03016,Xã Sa Pa,cultural_post_office,yes,observed,own",
        "2008,03040,Phường Tả Van,cultural_post_office,yes,observed,own",
        RIGHT[0],
        "2008,03085,Xã Nậm Xé,cultural_post_office,na,observed,own",
        "2008,02647,Phường Kim Tân,cultural_post_office,12,observed,own",
        "2008,02650,Phường Bắc Lệnh,post_office,yes,observed,own",
    )
    faults = said(path)
    assert [(row, column, found) for row, column, _, found in faults] == [
        (3, "code", "'99999'"),
        (4, "name", "'Xã Sa Pa'"),
        (5, "name", "'Phường Tả Van'"),
        (6, "code", "02665 cultural_post_office again"),
        (7, "value", "'na'"),
        (8, "value", "'12'"),
        (9, "indicator", "'post_office'"),
    ]
    expected = {row: words for row, _, words, _ in faults}
    assert expected[4] == "the name of 03016, Xã Sa Pả"
    assert expected[7] == "yes, no or unknown: it applies here"
    assert expected[8] == "yes, no or unknown: it applies here"
    assert "cultural_post_office" in expected[9]
    assert "same_day_newspaper" in expected[9]


def test_a_ward_with_a_post_office_counts_over_all_units_only(put):
    """Of one xã and one ward with it, the xã alone is of 144; both are of 164."""
    table = returns.load_return(
        put(
            "2008,02665,Xã Vạn Hoà,cultural_post_office,yes,observed,own",
            "2008,02647,Phường Kim Tân,cultural_post_office,yes,observed,own",
        )
    )
    about = {"indicator": "cultural_post_office", "year": 2008}
    asked = coverage(returns.values(table, **about)).loc["all"]
    every = returns.values(table, **about, beyond_scope=True)
    over_all = coverage(every, denominator="all").loc["all"]
    assert (asked["numerator"], asked["unknown"], asked["denominator"]) == (1, 143, 144)
    assert (over_all["numerator"], over_all["unknown"], over_all["denominator"]) == (2, 143, 164)


def test_values_that_no_return_may_hold_are_named_all_at_once(put):
    path = put(
        "2008,02665,Xã Vạn Hoà,cultural_post_office,maybe,observed,own",
        "2008,02644,Phường Cốc Lếu,cultural_post_office,na,guessed,own",
        "8,03001,Thị trấn Sa Pa,same_day_newspaper,no,observed,own",
        "2008,03016,Xã Sa Pả,same_day_newspaper,no,observed,",
    )
    assert said(path) == [
        (2, "value", "one of yes, no, unknown, na, or a whole number", "'maybe'"),
        (3, "basis", "one of observed, estimated, illustrative", "'guessed'"),
        (4, "year", "a year of four digits", "'8'"),
        (5, "source", "a value", "a blank"),
    ]


def test_both_kinds_of_faults_are_named_at_once(put):
    """A person who fills in a form mends it in one go: a wrong value does not hide an unknown
    code.
    """
    path = put(
        "2008,02665,Xã Vạn Hoà,cultural_post_office,maybe,observed,own",
        "2008,99999,Xã Nọ,cultural_post_office,yes,observed,own",
    )
    assert [(row, column) for row, column, _, _ in said(path)] == [(2, "value"), (3, "code")]


def test_a_fault_has_the_line_of_the_file_although_a_line_is_blank(put):
    path = put(RIGHT[0], "", "2008,03016,Xã Sa Pả,same_day_newspaper,maybe,observed,own")
    assert [(row, column) for row, column, _, _ in said(path)] == [(4, "value")]


def test_a_header_alone_says_nothing_of_any_unit(put):
    table = returns.load_return(put())
    assert counts("cultural_post_office", table) == {"unknown": 144, "na": 20}
    with pytest.raises(InputError, match="no row of cultural_post_office"):
        returns.basis(table, indicator="cultural_post_office")


def test_a_line_with_too_few_fields_is_a_fault_of_that_line(put):
    assert {row for row, *_ in said(put(RIGHT[0], "2008,03016,Xã Sa Pả", RIGHT[2]))} == {3}


def test_a_line_with_too_many_fields_is_refused(put):
    ((_, _, expected, found),) = said(put(RIGHT[0], RIGHT[1] + ",x", RIGHT[2]))
    assert expected == "a csv table in UTF-8"
    assert "line 3" in found


def test_a_year_without_units_is_a_fault_of_its_row_and_hides_no_other(put):
    path = put(
        "1999,02665,Xã Vạn Hoà,cultural_post_office,yes,observed,own",
        "2008,99999,Xã Nọ,cultural_post_office,yes,observed,own",
    )
    (year, code) = said(path)
    assert year[:2] == (2, "year")
    assert "2008, 2009" in year[2]
    assert "1999" in year[3]
    assert code[:2] == (3, "code")


def test_a_missing_and_a_foreign_column_are_named(put):
    path = put(
        "2008,02665,Xã Vạn Hoà,cultural_post_office,yes,own,x",
        header="year,code,name,indicator,value,source,phone",
    )
    assert said(path) == [
        (1, "basis", "a column of this name", "none"),
        (
            1,
            "phone",
            "only the columns year, code, name, indicator, value, basis, source, file, cell",
            "this one",
        ),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        HEADER.encode("utf-16"),
        f"{HEADER}\n{RIGHT[0]}\n".encode("cp1258", "replace").replace(b"?", b"\xe0"),
    ],
    ids=["empty", "utf-16", "windows"],
)
def test_a_file_that_is_no_csv_in_utf_8(content, tmp_path):
    (tmp_path / "own.csv").write_bytes(content)
    ((row, column, expected, _),) = said(str(tmp_path / "own.csv"))
    assert (row, column, expected) == (None, None, "a csv table in UTF-8")


def test_a_return_that_says_nothing_of_an_indicator_has_no_basis(put):
    table = returns.load_return(put(*RIGHT[:2]))
    with pytest.raises(
        InputError, match=r"own\.csv, column indicator: expected one of cultural_post_office"
    ):
        returns.basis(table, indicator="same_day_newspaper")


def test_an_unknown_return_lists_those_at_hand():
    with pytest.raises(
        InputError,
        match="expected one of the returns 2008-illustrative, 2009-illustrative, or a csv file",
    ):
        returns.load_return("2007")


@pytest.mark.parametrize(
    ("bases", "weakest"),
    [
        (["observed", "observed"], "observed"),
        (["observed", "estimated"], "estimated"),
        (["estimated", "illustrative", "observed"], "illustrative"),
        (["illustrative", "observed"], "illustrative"),
    ],
)
def test_the_basis_is_the_weakest_of_the_rows(bases, weakest, put):
    codes = ["02665", "03016", "03040"]
    lines = [
        f"2008,{code},{UNITS.at[code, 'name']},cultural_post_office,yes,{basis},own"
        for code, basis in zip(codes, bases, strict=False)
    ]
    other = "2008,02665,Xã Vạn Hoà,same_day_newspaper,yes,illustrative,own"
    assert (
        returns.basis(returns.load_return(put(*lines, other)), indicator="cultural_post_office")
        == weakest
    )


def test_a_return_among_the_data_must_name_a_registered_source(monkeypatch, tmp_path):
    folder = tmp_path / "data"
    (folder / "returns").mkdir(parents=True)
    for name in ("sources.json", "indicators.csv", "units"):
        (folder / name).symlink_to(paths.data() / name)
    (folder / "returns" / "2008-own.csv").write_text("\n".join((HEADER, *RIGHT)), encoding="utf-8")
    monkeypatch.setenv("LAOCAI_DATA", str(folder))
    assert returns.names() == ["2008-own"]
    with pytest.raises(
        InputError, match=r"column source: expected a registered source: .*; found 'own'"
    ) as raised:
        returns.load_return("2008-own")
    assert [fault.row for fault in raised.value.faults] == [2, 3, 4]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            b"year;code;name\n2008;02716;Xa\n",
            "row 1: expected columns separated by commas; found semicolons",
        ),
        (
            b"year,code,name,indicator,value,basis,source\n2008,02716,X,cultural_post_office,yes,observed,s,\n",
            "expected rows of 7 fields",
        ),
    ],
)
def test_a_file_of_another_form_gets_one_hint(content, said, tmp_path):
    (tmp_path / "mine.csv").write_bytes(content)
    with pytest.raises(InputError, match=said):
        returns.load_return(str(tmp_path / "mine.csv"))


def test_a_counted_indicator_holds_whole_numbers_and_no_yes(put):
    path = put(
        "2008,02665,Xã Vạn Hoà,base_stations,3,observed,own",
        "2008,02644,Phường Cốc Lếu,base_stations,yes,observed,own",
        "2008,02647,Phường Kim Tân,same_day_newspaper,2,observed,own",
        "2008,03001,Thị trấn Sa Pa,base_stations,unknown,observed,own",
    )
    assert said(path) == [
        (3, "value", "a whole number or unknown: it is counted", "'yes'"),
        (4, "value", "yes, no or unknown: it applies here", "'2'"),
    ]


def test_amounts_are_missing_where_they_are_unknown(put):
    table = returns.load_return(
        str(
            put(
                "2008,02665,Xã Vạn Hoà,base_stations,3,observed,own",
                "2008,03001,Thị trấn Sa Pa,base_stations,unknown,observed,own",
            )
        )
    )
    numbers = returns.amounts(table, indicator="base_stations", year=2008)
    assert (len(numbers), numbers["02665"], int(numbers.isna().sum())) == (164, 3.0, 163)
