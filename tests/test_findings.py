"""What is found in a return: each kind by a small made one, with the number worked out by hand.
Nothing is resolved.
"""

import shutil

import pandas as pd
import pytest
from made_round import BAC_HA, BAC_HA_ONE, BAO_THANG, SA_PA, SA_PA_AGAIN, sheet

from laocai_analysis import checks, paths
from laocai_analysis.errors import InputError
from laocai_analysis.language import Language
from laocai_analysis.places.units import load_units
from laocai_analysis.returns import load_return
from laocai_analysis.returns.importing import import_returns
from laocai_analysis.returns.opening import OpenedReturn, open_return
from laocai_analysis.returns.round import fold, table_of
from laocai_analysis.returns.store.files import FileStore

COLUMNS = ["severity", "kind", "code", "indicator", "found", "expected", "file", "cell"]
UNITS = load_units(2008)


def opened_round(tmp_path, *imports, year=2009, replaces=()) -> OpenedReturn:
    """Import files, one step for each list of them, and open the round."""
    store = FileStore(tmp_path / "returns")
    for files in imports:
        import_returns(
            files, year=year, store=store, replaces=replaces if files is imports[-1] else ()
        )
    state = fold(store.steps(year), year=year)
    table = table_of(state)
    table.attrs["file"] = f"{year}.csv"
    return OpenedReturn(table, state, tuple(store.steps(year)), table.iloc[:0], ())


def opened_table(
    tmp_path, rows: dict[tuple[str, str], str], *, year=2008, basis="observed"
) -> OpenedReturn:
    """Write a return from its values and open it; the source is not registered, as the file stands
    elsewhere.
    """
    lines = ["year,code,name,indicator,value,basis,source"]
    lines += [
        f"{year},{code},{UNITS['name'].get(code, 'Xã Không Có')},{indicator},{value},{basis},own"
        for (code, indicator), value in rows.items()
    ]
    path = tmp_path / f"{year}-own.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return open_return(str(path), year=year)


def found_in(opened, *, language="vi", **more) -> pd.DataFrame:
    return checks.worded(checks.find(opened, **more), language=Language(language))


def of_kind(opened, kind, *, year=2008, **more) -> list[list[str]]:
    found = found_in(opened, year=year, **more)
    return found.loc[found["kind"] == kind, COLUMNS].drop(columns="kind").values.tolist()


def test_all_that_is_found_in_a_made_round(tmp_path):
    """Six districts sent nothing; Bắc Hà no LAN and one conflict; Bảo Thắng two doubts, one part
    above its whole (45 of 30), two units without a row, two blank cells; Sa Pa nothing.
    """
    opened = opened_round(
        tmp_path, [BAO_THANG, SA_PA], [BAC_HA, BAC_HA_ONE], [SA_PA_AGAIN], replaces=["sa-pa.csv"]
    )
    found = found_in(opened, year=2009, language="en")
    assert checks.tally(found) == {"error": 3, "warning": 10, "note": 2}
    assert found["kind"].value_counts().to_dict() == {
        "district_missing": 6,
        "doubt": 2,
        "unit_missing": 2,
        "unknown": 2,
        "conflict": 1,
        "flow": 1,
        "indicator_missing": 1,
    }
    assert found.loc[found["severity"] == "error", COLUMNS[2:]].values.tolist() == [
        [
            "02842",
            "base_stations",
            "bac-ha.csv E3: 3; bac-ha-lung-cai.csv B2: 5",
            "The files disagree: which value is right?",
            "bac-ha.csv; bac-ha-lung-cai.csv",
            "E3; B2",
        ],
        [
            "02911",
            "base_stations",
            "khoảng 20 trạm",
            "What does this cell say?",
            "bao-thang.csv",
            "E5",
        ],
        [
            "02914",
            "same_day_newspaper",
            "đôi khi",
            "What does this cell say?",
            "bao-thang.csv",
            "D6",
        ],
    ]
    warned = found[found["severity"] == "warning"]
    assert warned.loc[warned["kind"] == "flow", [*COLUMNS[2:5], "expected"]].values.tolist() == [
        [
            "02917",
            "internet_subscriptions_new",
            "New Internet subscriptions 45; Internet subscriptions at the end of the year 30",
            "confirmation (some left during the year), or the right number",
        ]
    ]
    assert warned["district"].tolist() == [
        "Thành phố Lào Cai",
        "Huyện Bát Xát",
        "Huyện Mường Khương",
        "Huyện Si Ma Cai",
        "Huyện Bắc Hà",
        "Huyện Bảo Thắng",
        "Huyện Bảo Thắng",
        "Huyện Bảo Thắng",
        "Huyện Bảo Yên",
        "Huyện Văn Bàn",
    ]
    assert warned.loc[warned["kind"] == "unit_missing", "name"].tolist() == [
        "Xã Phố Lu",
        "Xã Phú Nhuận",
    ]
    assert warned.loc[warned["kind"] == "indicator_missing", "indicator"].tolist() == [
        "commune_lan"
    ]
    assert found.loc[
        found["severity"] == "note", ["name", "indicator", "cell"]
    ].values.tolist() == [
        ["Xã Phong Niên", "telephone_subscriptions", "F8"],
        ["Xã Gia Phú", "commune_lan", "I9"],
    ]


def test_the_list_of_one_district_is_its_part_of_the_whole(tmp_path):
    opened = opened_round(tmp_path, [BAO_THANG, BAC_HA])
    whole = found_in(opened, year=2009)
    for district, errors in (("Huyện Bảo Thắng", 2), ("Huyện Bắc Hà", 0), ("Huyện Bảo Yên", 0)):
        part = found_in(opened, year=2009, district=district)
        assert set(part["district"]) == {district}
        assert part.equals(whole[whole["district"] == district].reset_index(drop=True))
        assert checks.tally(part)["error"] == errors


def test_an_indicator_that_only_one_district_could_have_sent_is_asked_of_it(tmp_path):
    """Nobody has sent the LAN: for the province it is one line, for Bắc Hà, which alone has sent a
    file, its own.
    """
    opened = opened_round(tmp_path, [BAC_HA])
    assert [row[1:3] for row in of_kind(opened, "indicator_missing", year=2009)] == [
        ["", "commune_lan"]
    ]
    found = found_in(opened, year=2009, district="Huyện Bắc Hà")
    assert found[["kind", "district", "indicator"]].values.tolist() == [
        ["indicator_missing", "Huyện Bắc Hà", "commune_lan"]
    ]


def test_a_round_in_which_nobody_sent_anything():
    opened = OpenedReturn(
        table_of(fold([], year=2009)), fold([], year=2009), (), pd.DataFrame(), ()
    )
    found = found_in(opened, year=2009, language="en")
    assert found["kind"].tolist() == ["district_missing"] * 9
    assert found["found"].iloc[0] == "no figures of any of its 17 units"
    assert checks.tally(found) == {"error": 0, "warning": 9, "note": 0}


def test_a_unit_whose_row_is_blank(tmp_path):
    opened = opened_round(
        tmp_path, [("sa-pa.csv", sheet("088", **{f"_03040_{n}": (n, "") for n in range(7)}))]
    )
    assert of_kind(opened, "unit_missing", year=2009, language="en") == [
        ["warning", "03040", "", "rows, but every cell is blank", "the figures of the unit", "", ""]
    ]
    assert of_kind(opened, "unknown", year=2009) == [], "a unit that says nothing is named once"


def test_blank_cells_are_one_note_for_a_unit(tmp_path):
    opened = opened_round(
        tmp_path, [("sa-pa.csv", sheet("088", _03040_a=(1, ""), _03040_b=(2, "không rõ")))]
    )
    found = of_kind(opened, "unknown", year=2009, language="en")
    text = "left blank: Newspaper on the day it is printed; Mobile base stations"
    assert found == [
        ["note", "03040", "", text, "an answer, where it is known", "sa-pa.csv", "D15; E15"]
    ]


def test_one_commune_above_the_province(tmp_path):
    """192 base stations (F08, G10); new subscriptions nearly 12,700 (F10) or nearly 15,000 (G13);
    telephones more than 273,000 (F09, G11), taken as at most a tenth more: 300,300.
    """
    opened = opened_table(
        tmp_path,
        {
            ("02665", "base_stations"): "193",
            ("02668", "base_stations"): "192",
            ("02665", "internet_subscriptions_new"): "13000",
            ("02668", "internet_subscriptions_new"): "15001",
            ("02665", "telephone_subscriptions"): "300300",
            ("02668", "telephone_subscriptions"): "300301",
        },
    )
    found = of_kind(opened, "range", language="en")
    assert [[*row[:3], row[4]] for row in found] == [
        [
            "error",
            "02665",
            "base_stations",
            "less than was published for the province: 192 (F08, G10)",
        ],
        [
            "error",
            "02668",
            "telephone_subscriptions",
            "less than was published for the province: more than 273,000 (F09); more than 273,000 (G11)",
        ],
        [
            "error",
            "02668",
            "internet_subscriptions_new",
            "less than was published for the province: nearly 12,700 (F10); nearly 15,000 (G13)",
        ],
        [
            "warning",
            "02665",
            "telephone_subscriptions",
            "less than was published for the province: more than 273,000 (F09); more than 273,000 (G11)",
        ],
        [
            "warning",
            "02665",
            "internet_subscriptions_new",
            "less than was published for the province: nearly 12,700 (F10)",
        ],
    ]
    assert found[0][3] == "193 in one unit"
    assert found[0][5:] == ["2008-own.csv", "row 2"]


def illustrated(tmp_path, *, change="", drop=""):
    """The illustrative return of 2008, with the first yes of an indicator changed to no, or left
    out.
    """
    table = load_return("2008-illustrative")
    first = {
        name: part.index[0] for name, part in table[table["value"] == "yes"].groupby("indicator")
    }
    rows = {(row["code"], row["indicator"]): row["value"] for row in table.to_dict("records")}
    if change:
        rows[tuple(table.loc[first[change], ["code", "indicator"]])] = "no"
    if drop:
        del rows[tuple(table.loc[first[drop], ["code", "indicator"]])]
    return opened_table(tmp_path, rows, basis="illustrative")


def test_totals_of_yes_against_what_was_published(tmp_path):
    """126 have a post office, after both articles (F03, G06); 94 the newspaper (F04, G07)."""
    assert of_kind(illustrated(tmp_path), "total") == []
    assert of_kind(
        illustrated(tmp_path, change="cultural_post_office"), "total", language="en"
    ) == [
        [
            "warning",
            "",
            "cultural_post_office",
            "the rows give 125; 0 units are unknown",
            "the published 126 (F03, G06)",
            "2008-own.csv",
            "",
        ]
    ]
    assert of_kind(illustrated(tmp_path, drop="same_day_newspaper"), "total") == [
        [
            "note",
            "",
            "same_day_newspaper",
            "tổng các dòng là 93; 1 đơn vị chưa có số liệu",
            "số liệu công bố 94 (F04, G07)",
            "2008-own.csv",
            "",
        ]
    ]


@pytest.mark.parametrize(
    ("indicator", "total", "said"),
    [
        ("base_stations", 192, []),
        ("base_stations", 191, ["the published 192 (F08, G10)"]),
        ("internet_subscriptions", 14000, []),  # nearly 14,000: 12,600 to 14,000
        ("internet_subscriptions", 12600, []),
        ("internet_subscriptions", 12599, ["the published nearly 14,000 (F11)"]),
        ("internet_subscriptions", 14001, ["the published nearly 14,000 (F11)"]),
        ("telephone_subscriptions", 273000, []),  # more than 273,000: to 300,300
        (
            "telephone_subscriptions",
            272999,
            ["the published more than 273,000 (F09); more than 273,000 (G11)"],
        ),
        (
            "internet_subscriptions_new",
            14000,
            ["the published nearly 12,700 (F10)"],
        ),  # the articles disagree
    ],
)
def test_totals_of_counts_against_what_was_published(tmp_path, indicator, total, said):
    """163 units have one each, the last one the rest; without its row the sum is open upwards."""
    rows = dict.fromkeys([(code, indicator) for code in UNITS.index], "1")
    rows[UNITS.index[-1], indicator] = str(total - 163)
    found = of_kind(opened_table(tmp_path, rows), "total", language="en")
    assert [[row[0], row[4]] for row in found] == [["warning", text] for text in said]
    del rows[UNITS.index[-1], indicator]
    severities = {row[0] for row in of_kind(opened_table(tmp_path, rows), "total")}
    assert severities == {"note"}, "163 are too few, and the unknown unit may have the rest"


def test_jumps_against_the_year_before(tmp_path):
    """A yes that is a no; 10 to 30: (3 - 1) * sqrt(30) = 10.95; 300 to 0; not 1 to 4, nor 100 to
    170: 0.7 * sqrt(170) = 9.1, nor a no that is a yes.
    """
    first, second = "commune_lan", "telephone_subscriptions"
    before = {
        ("03040", first): "yes",
        ("03046", first): "no",
        ("03007", first): "yes",
        ("03040", second): "10",
        ("03046", second): "1",
        ("03007", second): "100",
        ("03010", second): "300",
        ("03013", second): "5",
    }
    now = {
        ("03040", first): "no",
        ("03046", first): "yes",
        ("03007", first): "unknown",
        ("03040", second): "30",
        ("03046", second): "4",
        ("03007", second): "170",
        ("03010", second): "0",
        ("03013", second): "unknown",
    }
    table = opened_table(tmp_path, before).table
    opened = opened_table(tmp_path, now, year=2009)
    expected = "a smaller change for a number of this size, or an explanation"
    assert of_kind(opened, "jump", year=2009, before=table, language="en") == [
        ["warning", "03010", second, "0; in 2008: 300", expected, "2009-own.csv", "row 8"],
        ["warning", "03040", second, "30; in 2008: 10", expected, "2009-own.csv", "row 5"],
        [
            "warning",
            "03040",
            first,
            "no; in 2008: yes",
            "confirmation that it is still there, or an explanation",
            "2009-own.csv",
            "row 2",
        ],
    ]
    assert of_kind(opened, "jump", year=2009) == []


def test_a_jump_is_judged_by_size_and_by_the_change_common_to_the_units(tmp_path):
    """10,000 to 29,000 jumps. Eleven units that all go from 400 to 640 (0.6 * sqrt(640) = 15.2) do
    not, as that is the common change; all from 400 to 1,200 do: more than twice is no growth.
    """
    indicator, codes = "telephone_subscriptions", list(UNITS.index[:12])
    for common, jumped in (("640", codes[:1]), ("1200", codes)):
        pairs = dict.fromkeys(codes, ("400", common)) | {codes[0]: ("10000", "29000")}
        then = {(code, indicator): pair[0] for code, pair in pairs.items()}
        now = {(code, indicator): pair[1] for code, pair in pairs.items()}
        before = opened_table(tmp_path, then).table
        found = of_kind(opened_table(tmp_path, now, year=2009), "jump", year=2009, before=before)
        assert sorted(row[1] for row in found) == sorted(jumped)


def test_a_jump_from_an_illustrative_row_is_a_note_that_says_so(tmp_path):
    before = load_return("2008-illustrative")
    code = before.loc[before["value"] == "yes", "code"].iloc[0]
    row = {(code, "same_day_newspaper"): "no"}
    opened = opened_table(tmp_path, row, year=2009)
    assert of_kind(opened, "jump", year=2009, before=before) == []  # not held against a real row
    opened = opened_table(tmp_path, row, year=2009, basis="illustrative")
    found = of_kind(opened, "jump", year=2009, before=before)
    assert [row[0] for row in found] == ["note"]
    assert found[0][3] == "không; năm 2008: có (minh họa)"


def test_rows_that_are_not_sound_are_findings_and_the_rest_is_checked(tmp_path):
    """A number where yes or no is asked, an unknown code, a row that stands twice; and a part above
    its whole.
    """
    opened = opened_table(
        tmp_path,
        {
            ("03040", "commune_lan"): "7",
            ("99999", "commune_lan"): "yes",
            ("03046", "internet_subscriptions"): "3",
            ("03046", "internet_subscriptions_new"): "4",
        },
    )
    path = tmp_path / "2008-own.csv"
    path.write_text(
        path.read_text(encoding="utf-8")
        + "2008,03046,Xã Bản Hồ,internet_subscriptions,5,observed,own\n",
        encoding="utf-8",
    )
    opened = open_return(str(path), year=2008)
    found = found_in(opened, year=2008, language="en")
    assert found.loc[
        found["severity"] == "error", ["kind", "code", "found", "cell"]
    ].values.tolist() == [
        ["row", "99999", "column code: 99999", "row 3"],
        ["row", "03040", "column value: 7", "row 2"],
        ["row", "03046", "column code: 03046", "row 6"],
    ]
    assert found.loc[found["kind"] == "flow", ["code", "cell"]].values.tolist() == [
        ["03046", "row 5; row 4"]
    ]
    assert "03040" not in set(found.loc[found["severity"] != "error", "code"]), (
        "what is wrong is not missing too"
    )
    with pytest.raises(InputError):
        load_return(str(path))


def test_questions_with_their_possible_answers(tmp_path):
    opened = opened_round(tmp_path, [BAO_THANG], [BAC_HA, BAC_HA_ONE])
    shown = checks.open_questions(opened, year=2009, district="Huyện Bảo Thắng")
    assert shown.values.tolist() == [
        [
            "Xã Bản Phiệt",
            "Trạm phát sóng thông tin di động",
            "Câu trả lời của ô này là gì?",
            "khoảng 20 trạm",
            "20; chưa có số liệu",
            "bao-thang.csv, E5",
        ],
        [
            "Xã Bản Cầm",
            "Báo đến trong ngày",
            "Câu trả lời của ô này là gì?",
            "đôi khi",
            "có; không; chưa có số liệu",
            "bao-thang.csv, D6",
        ],
    ]
    assert len(checks.open_questions(opened, year=2009)) == 3


def test_each_kind_of_doubt_is_worded_in_the_language_of_the_page(tmp_path):
    """An unknown unit, a column that nobody knows, two rows of a unit; a total of 9 over a single
    3.
    """
    odd = (
        "sa-pa.csv",
        "Tên xã,Trạm BTS,Trạm BTSS\nTả Van,2,1\nTả Vann,3,\nSa Pả,3,\nSa Pả,4,\n".encode(),
    )
    total = ("ta-phin.csv", "Tên xã,Trạm BTS\nTả Phìn,3\nCộng,9\n".encode())
    opened = opened_round(tmp_path, [odd, total])
    kinds = {doubt.kind for doubt in opened.state.doubts}
    assert {"unit", "column", "total", "duplicate"} <= kinds
    vi, en = (found_in(opened, year=2009, language=code) for code in ("vi", "en"))
    vi, en = (table[table["kind"] == "doubt"] for table in (vi, en))
    assert len(vi) == len(en) == len(opened.state.doubts)
    assert not vi["found"].str.contains("the rows give|no header").any()
    assert not en["found"].str.contains("các dòng cộng lại").any()
    assert vi["expected"].tolist() != en["expected"].tolist()
    shown = checks.open_questions(opened, year=2009, language="en")
    assert (
        "Mobile base stations"
        in shown.loc[
            shown["column-question"] == "Which indicator is this column?", "column-candidates"
        ].iloc[0]
    )


def test_the_shown_table_names_units_and_indicators(tmp_path):
    opened = opened_round(tmp_path, [BAO_THANG])
    found = checks.find(opened, year=2009, district="Huyện Bảo Thắng")
    shown = checks.shown(found, language=Language("en"), severity=True)
    assert shown["column-severity"].iloc[0] == "error"
    assert shown["column-unit"].iloc[0] == "Xã Bản Phiệt, Huyện Bảo Thắng"
    assert shown["column-place"].iloc[0] == "bao-thang.csv, E5"
    bare = checks.shown(found, language=Language("en"), district="Huyện Bảo Thắng")
    assert bare["column-unit"].iloc[0] == "Xã Bản Phiệt"


def test_a_return_that_is_not_there_is_refused():
    with pytest.raises(InputError, match="expected one of the returns 2008-illustrative"):
        open_return("nix", year=2008)


@pytest.fixture
def own_data(tmp_path, monkeypatch):
    """A copy of the data, for a test to change."""
    shutil.copytree(paths.data(), tmp_path / "data")
    monkeypatch.setenv("LAOCAI_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def test_the_round_of_a_year_whose_table_came_without_its_steps_is_that_table(own_data):
    """As a table does that was exported from a database."""
    opened = open_return(year=2009)
    assert (len(opened.table), opened.steps, opened.table.attrs["file"]) == (0, (), "2009.csv")
    rows = (own_data / "returns" / "2008-illustrative.csv").read_text(encoding="utf-8")
    (own_data / "returns" / "2009.csv").write_text(
        rows.replace("\n2008,", "\n2009,"), encoding="utf-8"
    )
    opened = open_return(year=2009)
    assert (len(opened.table), opened.steps, opened.faults) == (328, (), ())
