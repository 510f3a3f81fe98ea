"""Returns: read, checked, and never a no where nothing is said."""

import unicodedata

import pandas as pd
import pytest
from pyproj import Geod

from laocai_analysis import illustration, metrics, paths, returns, units
from laocai_analysis.errors import InputError
from laocai_analysis.evidence import load_evidence

KEPT = returns.load_return("2008-illustrative")
HEADER = "year,code,name,indicator,value,basis,source\n"


def test_the_illustrative_return_agrees_with_both_articles():
    """126 of the 144 xã, 20 wards and townships for which it has no meaning; the newspaper in 94 of 164."""
    offices = returns.values(KEPT, indicator="cultural_post_office", year=2008)
    assert offices.value_counts().to_dict() == {"yes": 126, "na": 20, "no": 18}
    types = units.load_units(2008)["type"]
    assert set(types[offices == "na"]) == {"phường", "thị trấn"}
    papers = returns.values(KEPT, indicator="same_day_newspaper", year=2008)
    assert papers.value_counts().to_dict() == {"yes": 94, "no": 70}
    assert set(KEPT["basis"]) == {"illustrative"}


def test_the_rule_makes_the_kept_table_again(communes):
    made = illustration.illustrate(communes, evidence=load_evidence(), seats=illustration.load_seats())
    pd.testing.assert_frame_equal(made.astype(str), KEPT[made.columns].astype(str))


def test_the_newspaper_goes_to_the_nearest_units(communes):
    """No unit without it lies nearer to the seat of its district than one with it."""
    seats = illustration.load_seats()
    point = communes.geometry.representative_point()
    seat = point.loc[communes["district_code"].map(seats)]
    _, _, metres = Geod(ellps="WGS84").inv(point.x, point.y, seat.x.to_numpy(), seat.y.to_numpy())
    has = (returns.values(KEPT, indicator="same_day_newspaper", year=2008) == "yes").loc[communes.index].to_numpy()
    assert metres[has].max() < metres[~has].min()


def test_missing_rows_are_unknown_and_widen_the_bounds():
    """126 - 20 known: 106/144 to 126/144."""
    gone = KEPT[(KEPT["indicator"] == "cultural_post_office") & (KEPT["value"] == "yes")].index[:20]
    row = metrics.coverage(returns.values(KEPT.drop(gone), indicator="cultural_post_office", year=2008)).loc["all"]
    assert row[["numerator", "denominator", "unknown"]].tolist() == [106, 144, 20]
    assert (row["lower"], row["upper"]) == (106 / 144, 126 / 144)


def test_a_missing_row_of_a_ward_is_not_applicable():
    gone = KEPT[KEPT["code"] == "02635"].index
    each = returns.values(KEPT.drop(gone), indicator="cultural_post_office", year=2008)
    assert each["02635"] == "na"
    assert returns.values(KEPT.drop(gone), indicator="same_day_newspaper", year=2008)["02635"] == "unknown"


def written(tmp_path, *rows: str):
    path = tmp_path / "mine.csv"
    path.write_text(HEADER + "".join(row + "\n" for row in rows), encoding="utf-8")
    return str(path)


def test_all_faults_of_the_rows_at_once(tmp_path):
    path = written(
        tmp_path,
        "2008,99999,Xã Nào,cultural_post_office,yes,observed,s",
        "2008,02716,Xã Bản Vược,cultural_post_office,yes,observed,s",
        "2008,02635,Phường Duyên Hải,cultural_post_office,yes,observed,s",
        "2008,02719,Xã Mường Vi,cultural_post_office,na,observed,s",
        "2008,02722,Xã Dền Thàng,masts,yes,observed,s",
        "2008,02725,Xã Bản Xèo,cultural_post_office,yes,observed,s",
        "2008,02725,Xã Bản Xèo,cultural_post_office,no,observed,s",
    )
    with pytest.raises(InputError) as raised:
        returns.load_return(path)
    assert [(fault.row, fault.column) for fault in raised.value.faults] == [
        (2, "code"), (3, "name"), (4, "value"), (5, "value"), (6, "indicator"), (8, "code"),
    ]  # fmt: skip
    assert "na: it does not apply here" in str(raised.value)


def test_all_faults_of_the_form_at_once(tmp_path):
    path = written(
        tmp_path,
        "08,02716,Xã Bản Qua,cultural_post_office,maybe,observed,s",
        "2008,02716,,cultural_post_office,yes,guessed,",
    )
    with pytest.raises(InputError) as raised:
        returns.load_return(path)
    assert [(fault.row, fault.column) for fault in raised.value.faults] == [
        (2, "value"), (2, "year"), (3, "basis"), (3, "name"), (3, "source"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "a csv table in UTF-8"),
        (b"year,code\n2008,02716\n", "column indicator: expected a column of this name; found none"),
        ("year,code,name\n2008,1,Xã".encode("utf-16"), "a csv table in UTF-8"),
        (b"\x00\xff\xfe\x00", "mine.csv"),
    ],
)
def test_what_is_no_return_is_refused(content, said, tmp_path):
    (tmp_path / "mine.csv").write_bytes(content)
    with pytest.raises(InputError) as raised:
        returns.load_return(str(tmp_path / "mine.csv"))
    assert said in str(raised.value)


def test_decomposed_names_and_a_byte_order_mark_are_read(tmp_path):
    row = unicodedata.normalize("NFD", "2008,02716,Xã Bản Qua,cultural_post_office,yes,observed,s")
    path = tmp_path / "mine.csv"
    path.write_text("\ufeff" + HEADER + row + "\n", encoding="utf-8")
    assert returns.load_return(str(path))["name"].tolist() == ["Xã Bản Qua"]


def test_the_weakest_basis_counts(tmp_path):
    path = written(
        tmp_path,
        "2008,02716,Xã Bản Qua,cultural_post_office,yes,observed,s",
        "2008,02719,Xã Mường Vi,cultural_post_office,yes,estimated,s",
    )
    table = returns.load_return(path)
    assert returns.basis(table, indicator="cultural_post_office") == "estimated"
    with pytest.raises(InputError, match="no row of same_day_newspaper"):
        returns.basis(table, indicator="same_day_newspaper")


def test_an_unknown_return_lists_those_that_there_are():
    with pytest.raises(InputError, match="one of the returns 2008-illustrative"):
        returns.load_return("2007")
    assert (paths.data() / "returns").is_dir()
