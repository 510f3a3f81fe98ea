"""Evidence: the postal network of 2008 as two articles print it, where they disagree, and what no
table may say.
"""

import math
import shutil
import unicodedata

import pandas as pd
import pytest

from laocai_analysis import evidence, paths, qualifier, schema
from laocai_analysis.errors import InputError
from laocai_analysis.indicators import load_indicators
from laocai_analysis.plain_files import stamps
from laocai_analysis.sources import load_sources

EVIDENCE = evidence.load_evidence()

# Typed from the articles of 13 January (F) and 25 March 2009 (G):
# id, indicator, value, unit, numerator, denominator, what it counts, quotation
POSTAL_NETWORK = [
    (
        "F02",
        "postal_service_points",
        "278",
        "point",
        "",
        "",
        "",
        "278 điểm cung cấp dịch vụ bưu chính",
    ),
    (
        "F03",
        "cultural_post_office",
        "126",
        "commune",
        "126",
        "164",
        "commune_level",
        "126/164 xã có điểm bưu điện văn hóa xã",
    ),
    (
        "F04",
        "same_day_newspaper",
        "94",
        "commune",
        "94",
        "164",
        "commune_level",
        "94/164 xã, phường, thị trấn",
    ),
    (
        "F05",
        "same_day_newspaper_district",
        "100",
        "%",
        "",
        "",
        "district_level",
        "100% huyện, thành phố có báo đến trong ngày",
    ),
    (
        "F06",
        "service_radius",
        "2.7",
        "km/point",
        "",
        "",
        "",
        "Bán kính phục vụ là 2,7km/1 điểm phục vụ",
    ),
    ("F07", "people_per_point", "2143", "people/point", "", "", "", "2.143 người/1 điểm"),
    (
        "G05",
        "postal_service_points",
        "245",
        "point",
        "",
        "",
        "",
        "245 điểm cung cấp dịch vụ Bưu chính",
    ),
    (
        "G06",
        "cultural_post_office",
        "126",
        "commune",
        "126",
        "144",
        "xa",
        "126/144 xã có điểm BĐVH",
    ),
    (
        "G07",
        "same_day_newspaper",
        "94",
        "commune",
        "94",
        "164",
        "commune_level",
        "94/164 xã, phường, thị trấn",
    ),
    (
        "G08",
        "same_day_newspaper_district",
        "100",
        "%",
        "",
        "",
        "district_level",
        "100% huyện, thành phố có báo đến trong ngày",
    ),
    (
        "G09",
        "service_radius",
        "2.7",
        "km/point",
        "",
        "",
        "",
        "Bán kính phục vụ là 2,7km/1điểm phục vụ",
    ),
]
COLUMNS = [
    "indicator",
    "value",
    "unit",
    "numerator",
    "denominator",
    "denominator_counts",
    "quotation",
]
POSTAL_IDS = [row[0] for row in POSTAL_NETWORK]
SOURCES = {"F": ("mic-2009-01-13", "2009-01-13"), "G": ("mic-2009-03-25", "2009-03-25")}


@pytest.mark.parametrize("row", POSTAL_NETWORK, ids=POSTAL_IDS)
def test_the_postal_network_is_as_printed(row):
    key, *expected = row
    held = EVIDENCE.loc[key]
    assert held[COLUMNS].to_list() == expected
    assert (held["source"], held["as_of"]) == SOURCES[key[0]]
    assert (held["area"], held["period"], held["qualifier"]) == ("10", "2008", "")
    assert held["number"] == held["low"] == held["high"] == float(held["value"])


def test_the_table_of_the_postal_network_holds_no_other_figure():
    assert EVIDENCE.index[EVIDENCE["file"] == "postal-network.csv"].to_list() == POSTAL_IDS
    lines = evidence.file_of("postal-network.csv").read_text(encoding="utf-8").splitlines()
    for key in POSTAL_IDS:
        assert lines[EVIDENCE.at[key, "row"] - 1].startswith(f"{key},")


def test_every_quotation_states_its_figure():
    """The quoted phrase holds the digits of the value, as Vietnamese writes them (2.143, 2,7, 273
    nghìn).
    """
    quoted = EVIDENCE[
        EVIDENCE["quotation"].ne("") & EVIDENCE["unit"].ne("date") & EVIDENCE["unit"].ne("years")
    ]
    assert len(quoted) >= 27
    for key, row in quoted.iterrows():
        digits = (
            row["quotation"]
            .replace("nghìn", "000")
            .replace(" ", "")
            .replace(".", "")
            .replace(",", ".")
        )
        assert row["value"] in digits, key


@pytest.mark.parametrize(
    ("key", "qualifier", "low", "high"),
    [
        ("F09", "hơn", 273000, None),  # more than 273,000: no upper end
        ("G11", "trên", 273000, None),  # above 273 thousand: the same
        ("F10", "gần", 11430, 12700),  # nearly 12,700: at most a tenth below
        ("G13", "gần", 13500, 15000),
        ("F12", "ước đạt", None, None),  # estimated: neither end is known
        ("F02", "", 278, 278),
    ],
)
def test_a_qualifier_leaves_a_range(key, qualifier, low, high):
    row = EVIDENCE.loc[key]
    assert row["qualifier"] == qualifier
    assert [None if math.isnan(row[end]) else row[end] for end in ("low", "high")] == [low, high]


def test_the_disagreements_of_the_postal_network():
    """278 or 245 points, 126 of 164 or of 144; the newspaper, the radius and the districts agree
    (F04/G07, F06/G09).
    """
    found = evidence.disagreements(EVIDENCE.loc[POSTAL_IDS])
    pairs = found.reset_index().groupby("about")["id"].agg(list).to_dict()
    assert pairs == {
        "cultural_post_office 10 2008": ["F03", "G06"],
        "postal_service_points 10 2008": ["F02", "G05"],
    }
    assert list(found.columns) == ["about", *EVIDENCE.columns]


def test_the_disagreements_of_the_whole_year():
    """Also the new Internet subscriptions, 12,700 or 15,000; more than and above 273,000
    subscriptions are the same.
    """
    of_2008 = EVIDENCE[(EVIDENCE["period"] == "2008") & (EVIDENCE["area"] == "10")]
    assert set(evidence.disagreements(of_2008).index) == {"F02", "G05", "F03", "G06", "F10", "G13"}


def test_figures_that_agree_are_no_disagreement():
    assert evidence.disagreements(EVIDENCE.loc[["F04", "G07", "F06", "G09"]]).empty
    assert evidence.disagreements(
        EVIDENCE.loc[["F02", "N02"]]
    ).empty  # the province and the country
    assert evidence.disagreements(EVIDENCE.loc[["N02", "N05"]]).empty  # two years


def test_a_figure_that_differs_in_one_word_disagrees():
    changed = EVIDENCE.loc[["F04", "G07"]].copy()
    changed.loc["G07", "denominator_counts"] = "xa"
    assert evidence.disagreements(changed).index.to_list() == ["F04", "G07"]


def test_published_figures_stand_in_the_order_of_their_dates():
    found = evidence.published(
        EVIDENCE.iloc[::-1], indicator="postal_service_points", area="10", period="2008"
    )
    assert found.index.to_list() == ["F02", "G05"]
    assert evidence.published(
        EVIDENCE, indicator="postal_service_points", area="10", period="1999"
    ).empty


def test_the_radius_of_278_points_agrees_and_that_of_245_does_not():
    """sqrt(6384 / (278 pi)) = 2.7036..., sqrt(6384 / (245 pi)) = 2.8800...; both articles print
    2.7.
    """
    found = evidence.recompute_radius(EVIDENCE)
    assert found.index.to_list() == ["F06", "G09"]
    assert found["points_id"].to_list() == ["F02", "G05"]
    assert found["points"].to_list() == [278, 245]
    assert found["published"].to_list() == [2.7, 2.7]
    assert found["computed"].round(2).to_list() == [2.70, 2.88]
    assert found["difference"].round(2).to_list() == [0.00, 0.18]
    assert found["agrees"].to_list() == [True, False]
    assert found["low"].round(2).to_list() == [2.70, 2.87]  # on the 6,357 km2 of 2006
    assert found["high"].round(2).to_list() == [2.70, 2.88]
    assert set(found["area_id"]) == {"R01"}
    assert set(found["area"]) == {6384}


def test_the_radius_is_compared_as_it_is_printed():
    """Against a printed 2.70 the computed 2.7036 still agrees; against 2.71, or 2.704 of three
    decimals, not so.
    """
    changed = EVIDENCE.copy()
    for printed, agrees in (("2.70", True), ("2.71", False), ("2.704", True), ("2.703", False)):
        changed.loc["F06", ["value", "number"]] = [printed, float(printed)]
        assert evidence.recompute_radius(changed).at["F06", "agrees"] == agrees, printed


def test_what_is_handed_out_can_be_changed_without_harm():
    mine = evidence.load_evidence()
    mine.loc["F02", "value"] = "1"
    assert evidence.load_evidence().at["F02", "value"] == "278"


def test_a_figure_without_a_quotation_says_so_in_both_languages():
    silent = EVIDENCE[EVIDENCE["quotation"] == ""]
    assert len(silent) > 0
    assert silent["remark_vi"].ne("").all()
    assert silent["remark_en"].ne("").all()


def test_the_national_series():
    """White Book 2010 and its successors: points, km, people for a point; quoted where the page was
    at hand, and otherwise marked so.
    """
    national = EVIDENCE[(EVIDENCE["area"] == "VN") & (EVIDENCE["file"] == "other-years.csv")]
    table = national.pivot(index="period", columns="indicator", values="value")
    assert table.loc["2008"].to_dict() == {
        "postal_service_points": "18502",
        "service_radius": "2.39",
        "people_per_point": "4659",
    }
    assert table.loc["2014", "postal_service_points"] == "12642"
    silent = national["quotation"].eq("")
    assert sorted(national.index[~silent]) == ["N02", "N03", "N04"]
    assert national.loc[silent, "remark_en"].str.contains("Quotation not at hand").all()


@pytest.mark.parametrize(
    ("indicator", "year", "id"),
    [
        ("cultural_post_office", 2008, "B02"),  # 31 March 2009: 90 days after the end of 2008
        ("cultural_post_office", 2009, None),  # and 275 days before that of 2009
        ("same_day_newspaper", 2008, None),  # a number of communes, without its denominator
        ("service_radius", 2008, "N03"),
        ("postal_service_points", 2014, "N14"),  # no day is stated, but the year is
        ("telephone_density", 2008, None),
    ],
)
def test_the_figure_of_the_country_to_compare_with(indicator, year, id):
    row = evidence.benchmark(EVIDENCE, indicator=indicator, year=year)
    assert (None if row is None else row.name) == id


def row(key, **changes):
    """A row that is right, but for the changes."""
    good = dict.fromkeys(schema.EVIDENCE.columns, "")
    good |= {
        "id": key,
        "indicator": "postal_service_points",
        "area": "10",
        "period": "2008",
        "as_of": "2009-01-13",
        "value": "278",
        "unit": "point",
        "quotation": "278 điểm",
        "source": "mic-2009-01-13",
    }
    return good | changes


@pytest.fixture
def put(tmp_path):
    """Write the tables of an evidence folder and give back the folder."""

    def write(**tables):
        for name, rows in tables.items():
            lines = [
                ",".join(schema.EVIDENCE.columns),
                *(",".join(values.values()) for values in rows),
            ]
            (tmp_path / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return tmp_path

    return write


def read(folder):
    return evidence._read_all(folder, stamps(sorted(folder.glob("*.csv"))), ())


def said(folder):
    with pytest.raises(InputError) as raised:
        read(folder)
    return {
        (fault.file, fault.row, fault.column, str(fault.found)): str(fault.expected)
        for fault in raised.value.faults
    }


def test_a_folder_that_is_right(put):
    held = read(
        put(
            a=[row("A01"), row("A02", quotation="", remark_vi="không có", remark_en="none")],
            b=[row("B01", quotation=unicodedata.normalize("NFD", "điểm"))],
        )
    )
    assert held.index.to_list() == ["A01", "A02", "B01"]
    assert held["row"].to_list() == [2, 3, 2]
    assert held["file"].to_list() == ["a.csv", "a.csv", "b.csv"]
    assert held.at["B01", "quotation"] == "điểm"


def test_rows_that_contradict_the_catalogue_are_named_all_at_once(put):
    folder = put(
        a=[
            row("A01"),
            row("A02", unit="km"),
            row("A03", indicator="points"),
            row("A04", quotation=""),
        ],
        b=[
            row("B01", numerator="126", denominator="100", denominator_counts="xa"),
            row("B02", numerator="94", denominator="164"),
            row("B03", numerator="5", denominator="5", denominator_counts="xa"),
        ],
    )
    assert said(folder) == {
        ("a.csv", 3, "unit", "'km'"): "the unit of postal_service_points, point",
        ("a.csv", 4, "indicator", "'points'"): "an id of indicators.csv",
        (
            "a.csv",
            5,
            "quotation",
            "a blank",
        ): "the quoted phrase, or a remark that gives the reason",
        ("b.csv", 2, "denominator", "100"): "at least the numerator, 126",
        ("b.csv", 3, "denominator_counts", "a blank"): "what the denominator counts",
    }


def test_a_value_of_the_wrong_form_is_named(put):
    folder = put(
        a=[
            row("A01", qualifier="khoảng"),
            row("A02", as_of="13/1/2009"),
            row("a3"),
            row("A04", value=""),
        ]
    )
    assert set(said(folder)) == {
        ("a.csv", 2, "qualifier", "'khoảng'"),
        ("a.csv", 3, "as_of", "'13/1/2009'"),
        ("a.csv", 4, "id", "'a3'"),
        ("a.csv", 5, "value", "a blank"),
    }


def test_an_unknown_source_lists_the_known_ones(put):
    ((place, expected),) = said(put(a=[row("A01"), row("A02", source="blog")])).items()
    assert place == ("a.csv", 3, "source", "'blog'")
    assert "mic-2009-01-13" in expected
    assert "gso" in expected


def test_an_id_in_two_files_is_named(put):
    found = said(put(a=[row("A01"), row("A02")], b=[row("A02")]))
    assert {column for _, _, column, _ in found} == {"id"}
    assert set(found.values()) == {"a unique value"}
    assert any("A02" in shown for _, _, _, shown in found)


def test_faults_of_every_kind_are_named_at_once(put):
    """One reading tells everything: a bad source does not hide a bad unit, nor a bad unit an id
    that stands twice.
    """
    folder = put(
        a=[row("A01", source="blog"), row("A02", unit="km"), row("A03", qualifier="khoảng")],
        b=[row("B01"), row("A01")],
    )
    assert {column for _, _, column, _ in said(folder)} == {"source", "unit", "qualifier", "id"}


def test_items_are_held_with_the_line_they_stand_on():
    items = evidence.load_items()
    assert items["kind"].value_counts().to_dict() == {"project": 6, "award": 2}
    assert items["row"].to_list() == list(range(2, 10))
    assert items["quotation"].ne("").all()


def test_each_word_before_a_number_leaves_its_range():
    words = ["", "hơn", "trên", "ít nhất", "gần", "dưới", "ước đạt"]
    found = qualifier.ends(pd.Series([200.0] * 7), pd.Series(words))
    assert list(qualifier.QUALIFIERS) == words[1:]
    assert found.fillna(-1).values.tolist() == [
        *([200, 200], [200, -1], [200, -1], [200, -1]),
        *([180, 200], [-1, 200], [-1, -1]),
    ]
    fallen = qualifier.ends(pd.Series([-200.0, 0.0]), pd.Series(["gần", "hơn"]))
    assert fallen.fillna(-1).values.tolist() == [[-220, -200], [0, -1]]


def test_a_table_that_is_edited_is_read_anew(tmp_path, monkeypatch):
    """A person edits a file while JupyterLab holds the session, and reads again."""
    data = shutil.copytree(paths.data(), tmp_path / "data")
    monkeypatch.setenv("LAOCAI_DATA", str(data))

    def edit(name, before, after):
        text = (data / name).read_text(encoding="utf-8")
        assert before in text
        (data / name).write_text(text.replace(before, after), encoding="utf-8")

    assert evidence.load_evidence().at["F02", "value"] == "278"
    edit(file_of(data, "F02,"), ",278,", ",279,")
    assert evidence.load_evidence().at["F02", "value"] == "279"
    edit("indicators.csv", ",Commune cultural post office,", ",Commune post office,")
    assert "Commune post office" in set(load_indicators()["name_en"])
    edit("sources.json", '"mic-2009-01-13"', '"mic-of-january"')
    assert "mic-of-january" in load_sources()
    with pytest.raises(InputError, match="mic-2009-01-13"):
        evidence.load_evidence()


def file_of(data, text):
    """Return the name of the table of the evidence that holds a text."""
    held = [path for path in data.glob("evidence/*.csv") if text in path.read_text("utf-8")]
    return held[0].relative_to(data)
