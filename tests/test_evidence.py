"""The published figures: values and phrases as the articles print them, and where they disagree."""

import math

import pytest

from laocai_analysis import evidence

TABLE = evidence.load_evidence()

#: As printed: id, value, numerator, denominator, phrase.
POSTAL = [
    ("F02", "278", "", "", "278 điểm cung cấp dịch vụ bưu chính"),
    ("F03", "126", "126", "164", "126/164 xã có điểm bưu điện văn hóa xã"),
    ("F04", "94", "94", "164", "94/164 xã, phường, thị trấn"),
    ("F05", "100", "", "", "100% huyện, thành phố có báo đến trong ngày"),
    ("F06", "2.7", "", "", "Bán kính phục vụ là 2,7km/1 điểm phục vụ"),
    ("F07", "2143", "", "", "2.143 người/1 điểm"),
    ("G05", "245", "", "", "245 điểm cung cấp dịch vụ Bưu chính"),
    ("G06", "126", "126", "144", "126/144 xã có điểm BĐVH"),
    ("G07", "94", "94", "164", "94/164 xã, phường, thị trấn"),
    ("G09", "2.7", "", "", "Bán kính phục vụ là 2,7km/1điểm phục vụ"),
]


@pytest.mark.parametrize(("key", "value", "numerator", "denominator", "phrase"), POSTAL)
def test_the_postal_network(key, value, numerator, denominator, phrase):
    row = TABLE.loc[key]
    assert row[["value", "numerator", "denominator", "quotation"]].tolist() == [value, numerator, denominator, phrase]
    assert row["source"] == ("mic-2009-01-13" if key.startswith("F") else "mic-2009-03-25")


def test_each_denominator_says_what_it_counts():
    assert TABLE.at["F03", "denominator_counts"] == "commune_level"
    assert TABLE.at["G06", "denominator_counts"] == "xa"


def test_the_disagreements_of_2008_are_these_and_no_others():
    found = evidence.disagreements(TABLE[TABLE["period"] == "2008"])
    assert sorted(found.index) == ["F02", "F03", "F10", "G05", "G06", "G13"]


RANGES = [
    ("F09", 273000, math.nan),
    ("G11", 273000, math.nan),
    ("F10", 0, 12700),
    ("F12", math.nan, math.nan),
    ("F08", 192, 192),
]


@pytest.mark.parametrize(("key", "low", "high"), RANGES)
def test_a_qualifier_leaves_a_range(key, low, high):
    """hơn, trên: more than; gần: nearly; ước đạt: estimated."""
    assert TABLE.loc[key, ["low", "high"]].tolist() == pytest.approx([low, high], nan_ok=True)


def test_the_national_series():
    """White Book 2010 and its successors: points, km, people for a point."""
    national = TABLE[TABLE["area"] == "VN"].pivot(index="period", columns="indicator", values="value")
    assert national.loc["2008"].to_dict() == {
        "postal_service_points": "18502", "service_radius": "2.39", "people_per_point": "4659",
    }  # fmt: skip
    assert national.loc["2014", "postal_service_points"] == "12642"
    assert TABLE.loc[TABLE["area"] == "VN", "quotation"].eq("").all()
    assert TABLE.loc[TABLE["area"] == "VN", "remark_en"].str.contains("Quotation not at hand").all()
