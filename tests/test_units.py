"""Names of units: every spelling that the rules allow finds its unit; a near miss never does."""

import unicodedata

import pandas as pd
import pytest

from laocai_analysis.errors import InputError
from laocai_analysis.places import matching, units
from laocai_analysis.places.other_dates import of_other_date
from laocai_analysis.text.keys import name_key

COMMUNES = units.load_units(2008)
DISTRICTS = units.load_units(2008, level="district")


ABOVE = units.load_units_above(2008)


def code_of(name: str, district: str | None = None) -> str:
    districts = None if district is None else pd.Series([district])
    found = matching.match_units(
        pd.Series([name]), units=COMMUNES, districts=districts, district_units=ABOVE
    )
    return found.iloc[0]


def test_the_units_of_2008():
    """144 xã, 12 phường and 8 thị trấn; 17 in the city, 23 in Bát Xát and in Văn Bàn (GSO, 21
    November 2008).
    """
    assert COMMUNES["type"].value_counts().to_dict() == {"xã": 144, "phường": 12, "thị trấn": 8}
    sizes = COMMUNES["parent"].map(DISTRICTS["name"]).value_counts()
    assert sizes.to_dict() == {
        "Huyện Bát Xát": 23,
        "Huyện Văn Bàn": 23,
        "Huyện Bắc Hà": 21,
        "Huyện Bảo Yên": 18,
        "Huyện Sa Pa": 18,
        "Thành phố Lào Cai": 17,
        "Huyện Mường Khương": 16,
        "Huyện Bảo Thắng": 15,
        "Huyện Si Ma Cai": 13,
    }
    assert set(COMMUNES["attested_on"]) == {"2008-11-21"}


def test_spellings():
    expected = {
        "Xã Vạn Hoà": "02665",
        "xã vạn hòa": "02665",
        "VẠN HÒA": "02665",
        "  Vạn   Hoà ": "02665",
        "TT. Sapa": "03001",
        "TT. Sa Pa": "03001",
        "TT Sa Pa": "03001",
        "T.T. Sa Pa": "03001",
        "Sa Pả": "03016",
        "P. Cốc Lếu": "02644",
        "P.Cốc Lếu": "02644",
        "Xã Cốc Lầu": "02896",
        "Nậm Chảy": "02770",
        "Nậm Chầy": "03076",
        "Thị trấn N.T Phong Hải": "02902",
        "TT Nông trường Phong Hải": "02902",
        "NT Phong Hải": "02902",
        "Phong Hải": "02902",
        "Thị trấn Phố Lu": "02905",
        "X. Phố Lu": "02941",
        "Sơn Thủy": "03064",
        "Si-ma-cai": "02809",
        "F. Cốc Lếu": "02644",
        "Ph. Cốc Lếu": "02644",
        "TTr Sa Pa": "03001",
        "T.Tr. Sa Pa": "03001",
        "X.Phố Lu": "02941",
        "UBND xã Bản Lầu": "02788",
        "Uỷ ban nhân dân xã Bản Lầu": "02788",
        "1. Xã Bản Lầu": "02788",
        "12/ Bản Lầu": "02788",
        "(3) UBND X. Bản Lầu": "02788",
        "- Xã Bản Lầu": "02788",
        "a) xã Bản Lầu": "02788",
        "X. Xã Bản Lầu": "02788",
        "Xã Bản Lầu huyện Mường Khương": "02788",
        "Xã Bản Lầu, H. Mường Khương, tỉnh Lào Cai": "02788",
        "Bản Lầu - huyện Mường Khương": "02788",
        "Bản Lầu (Mường Khương)": "02788",
        "P.Cốc Lếu, TP.Lào Cai": "02644",
        "Phố Lu (Thị trấn )": "02905",
        "Phố Lu (xã)": "02941",
        "PhốLu(Thịtrấn)": "02905",
        "BảnLầu": "02788",
        "bảnlầu": "02788",
        "XãBảnLầu": "02788",
        "ThịtrấnSaPa": "03001",
        "Thịtrấn Sa Pa": "03001",
        "VạnHòa": "02665",
        "N.T.PhongHải": "02902",
        "SaPả": "03016",
    }
    assert {written: code_of(written) for written in expected} == expected
    decomposed = {written: code_of(unicodedata.normalize("NFD", written)) for written in expected}
    assert decomposed == expected


def test_every_unit_in_every_plain_spelling():
    names = COMMUNES["name"]
    districts = COMMUNES["parent"].map(DISTRICTS["name"])
    for written in (
        names,
        names.str.replace(" ", ""),
        names.str.upper(),
        names.str.lower(),
        names.str.normalize("NFD"),
        names.str.replace(" ", "\u00a0"),
    ):
        for stated in (districts, None):
            found = matching.match_units(
                written, units=COMMUNES, districts=stated, district_units=DISTRICTS
            )
            assert found.tolist() == COMMUNES.index.tolist()


def test_no_two_units_of_a_type_share_a_key():
    keys = [
        (kind, name_key(matching.split_name(name)[1]))
        for name, kind in COMMUNES[["name", "type"]].itertuples(index=False)
    ]
    assert len(set(keys)) == 164


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("Bản Lâu", "Xã Bản Lầu (02788)"),
        ("Sa Pà", "Thị trấn Sa Pa (03001)"),
        ("Coc Leu", "Phường Cốc Lếu (02644)"),
    ],
)
def test_a_near_miss_is_an_error_that_lists_the_nearest(written, nearest):
    with pytest.raises(InputError) as raised:
        code_of(written)
    assert nearest in str(raised.value)
    assert repr(written) in str(raised.value)


def test_a_name_of_two_units_asks_for_the_type():
    with pytest.raises(
        InputError, match=r"state the type or the district; found 'Phố Lu'"
    ) as raised:
        code_of("Phố Lu")
    assert "Thị trấn Phố Lu (02905)" in str(raised.value)
    assert "Xã Phố Lu (02941)" in str(raised.value)


def test_a_stated_district_or_type_must_agree():
    with pytest.raises(InputError, match="in the district 082"):
        code_of("Sa Pả", "Bát Xát")
    for written in (
        "Phường Sa Pả",
        "Xã Bản Lầu huyện Bắc Hà",
        "Xã Bản Lầu, huyện Mường Khương, tỉnh Yên Bái",
        "Bản Lầu (thị trấn)",
        "Xã Bản Lầu, thôn Na Lốc",
        "UBND huyện Sa Pả",
    ):
        with pytest.raises(InputError):
            code_of(written)


def test_a_name_that_states_a_district_needs_the_districts_to_check_it():
    assert matching.codes_of("Xã Bản Lầu huyện Mường Khương", units=COMMUNES) == []


def test_sa_pa_without_marks_may_be_sa_pa_or_sa_pả():
    """In a list without marks it is asked about; a stated type or a list with marks decides."""
    plain = ["Sa Pa", "Sapa", "SaPa", "1. Sa Pa"]
    for names in ([name] for name in plain):
        with pytest.raises(InputError, match=r"\(03001\), Xã Sa Pả \(03016\)"):
            matching.match_units(pd.Series([*names, "Xã Pa Cheo"]), units=COMMUNES)
    for written in ("xã Sa Pa", "Coc Leu", "Ban Lau"):  # the nearest name is never taken
        with pytest.raises(InputError):
            code_of(written)
    found = matching.match_units(pd.Series(["Sa Pa", "SaPả"]), units=COMMUNES)
    assert found.tolist() == ["03001", "03016"]


def test_a_tone_in_another_syllable_is_another_name():
    for written in ("Sả Pa", "SảPa", "BanLẩù"):
        with pytest.raises(InputError):
            code_of(written)


def test_all_faults_at_once():
    with pytest.raises(InputError) as raised:
        matching.match_units(
            pd.Series(["Bản Lâu", "Sa Pả", "Nowhere"]), units=COMMUNES, file="x.csv"
        )
    assert [(fault.file, fault.row) for fault in raised.value.faults] == [
        ("x.csv", 2),
        ("x.csv", 4),
    ]


@pytest.mark.parametrize("written", ["Lào Cai", "TP. Lào Cai", "TP Lào Cai", "thành phố lào cai"])
def test_districts(written):
    assert matching.match_units(pd.Series([written]), units=DISTRICTS).iloc[0] == "080"


def test_a_year_without_a_table_lists_those_with_one():
    with pytest.raises(InputError, match="from 2008-11-21 to the end of this year; found 1999"):
        units.load_units(1999)


def test_a_name_of_another_date_leads_to_the_units_of_this_one():
    """Phường Lào Cai of 2020 is Lào Cai and Phố Mới; xã Thống Nhất was a ward in 2008, Phường Sa Pa
    a township. Xã Hoàng Liên of 2020 lies in Xã Tả Van, Yên Ninh of Yên Bái in a ward of Lào Cai.
    """
    for name, code, date, year, own in (
        ("Phường Lào Cai", "", 2008, "2020", ["02638", "02641"]),
        ("xã thống nhất", "", 2008, "2020", ["02659", "02923"]),
        ("", "03006", 2008, "2025", ["03001", "03016", "03019", "03028"]),
        ("A Lù", "02692", 2008, "2020", ["02692", "02698"]),
        ("Xã Hoàng Liên", "", 2025, "2020", ["03037"]),
        ("Phường Kim Tân", "", 2025, "2008", ["02647"]),
        ("", "02641", 2025, "2008", ["02647"]),
        ("Yên Ninh", "", 2025, "2008", ["04252"]),
    ):
        assert of_other_date(name, code=code, date=date)[year] == own, (name, code)
    assert of_other_date("Xã Không Có", date=2008) == {}
