"""The progress of a round, counted by hand on a made one; and what was corrected since, by which
step.
"""

import pandas as pd
import pytest
from made_round import BAC_HA, BAC_HA_ONE, BAO_THANG, SA_PA, SA_PA_AGAIN

from laocai_analysis.returns.importing import decide, import_returns, undo
from laocai_analysis.returns.reading.questions import Decision
from laocai_analysis.returns.round import fold
from laocai_analysis.returns.status import (
    STATES,
    asked_cells,
    corrections,
    doubts_by_district,
    status,
)
from laocai_analysis.returns.store.files import FileStore
from laocai_analysis.returns.table import load_return

YEAR = 2009
COUNTS = ["units", "reported", "asked", *STATES, "questions", "corrected"]


@pytest.fixture
def store(tmp_path) -> FileStore:
    return FileStore(tmp_path / "returns")


def full_round(store: FileStore) -> FileStore:
    import_returns([BAO_THANG, SA_PA], year=YEAR, store=store)
    import_returns([BAC_HA, BAC_HA_ONE], year=YEAR, store=store)
    import_returns([SA_PA_AGAIN], year=YEAR, store=store, replaces=["sa-pa.csv"])
    return store


def test_every_count_of_a_made_round(store):
    """Bảo Thắng: 12 xã asked for 7, 3 thị trấn for 6, 102; 2 units without a row 14, 2 in doubt, 2
    blank, so 84 known.

    Bắc Hà: 20 * 7 + 6 = 146; no column of the LAN 21, one cell in conflict, so 124. Sa Pa: 17 * 7 +
    6 = 125, all known. The province: 164 units, 144 xã asked for 7, 20 others for 6: 1,128; 84 +
    124 + 125 = 333 known.
    """
    table = status(full_round(store).steps(YEAR), year=YEAR)
    assert table.loc["086", COUNTS].to_list() == [15, 13, 102, 84, 2, 14, 2, 2, 0]
    assert table.loc["085", COUNTS].to_list() == [21, 21, 146, 124, 0, 21, 1, 1, 0]
    assert table.loc["088", COUNTS].to_list() == [18, 18, 125, 125, 0, 0, 0, 0, 2]
    assert table.loc["10", COUNTS].to_list() == [164, 52, 1128, 333, 2, 790, 3, 3, 2]
    assert len(table) == 10
    assert table[list(STATES)].sum(axis=1).eq(table["asked"]).all()
    assert table[COUNTS].iloc[:-1].sum().to_list() == table.loc["10", COUNTS].to_list()


def test_files_steps_and_dates(store):
    steps = full_round(store).steps(YEAR)
    table = status(steps, year=YEAR)
    assert table["files"][["085", "086", "088"]].to_list() == [
        ("bac-ha.csv", "bac-ha-lung-cai.csv"),
        ("bao-thang.csv",),
        ("sa-pa-sua.csv",),
    ]
    assert table["step"].to_dict() == {
        "080": 0,
        "082": 0,
        "083": 0,
        "084": 0,
        "085": 2,
        "086": 1,
        "087": 0,
        "088": 3,
        "089": 0,
        "10": 3,
    }
    assert table.loc["088", "date"] == steps[2].when[:10]
    assert table.loc["080", "date"] == ""
    assert table.loc["088", "corrected_by"] == ("sa-pa-sua.csv (3)",)


def test_what_was_corrected_by_which_file(store):
    found = corrections(full_round(store).steps(YEAR), year=YEAR)
    columns = ["district", "code", "name", "indicator", "before", "after", "step", "file", "cell"]
    assert found[columns].values.tolist() == [
        ["088", "03040", "Xã Tả Van", "same_day_newspaper", "no", "yes", 3, "sa-pa-sua.csv", "D15"],
        [
            "088",
            "03046",
            "Xã Bản Hồ",
            "telephone_subscriptions",
            "400",
            "950",
            3,
            "sa-pa-sua.csv",
            "F17",
        ],
    ]


def test_a_correction_that_is_undone_leaves_no_trace(store):
    full_round(store)
    steps = undo(year=YEAR, store=store) and store.steps(YEAR)
    assert corrections(steps, year=YEAR).empty
    table = status(steps, year=YEAR)
    assert (table.loc["088", "corrected"], table.loc["088", "files"]) == (0, ("sa-pa.csv",))
    assert table.loc["088", "step"] == 4, (
        "the undoing concerns the district whose file it took back"
    )


def test_a_decided_conflict_corrects_what_was_known_before_it(store):
    """Bắc Hà said 3 stations; the second file says 5, and 5 is decided: known, in conflict, known
    again.
    """
    import_returns([BAC_HA], year=YEAR, store=store)
    state = import_returns([BAC_HA_ONE], year=YEAR, store=store).state
    assert corrections(store.steps(YEAR), year=YEAR).empty
    decide(
        {state.doubts[0].id: Decision(state.doubts[0].id, "5", "review.xlsx", 2)},
        year=YEAR,
        store=store,
    )
    found = corrections(store.steps(YEAR), year=YEAR)
    expected = ["02842", "3", "5", 3, "bac-ha-lung-cai.csv", "B2"]
    assert found[["code", "before", "after", "step", "file", "cell"]].values.tolist() == [expected]


def test_what_becomes_known_is_no_correction(store):
    """A blank that is filled in later, and a doubt that is decided, change no known value."""
    import_returns([BAO_THANG], year=YEAR, store=store)
    doubt = fold(store.steps(YEAR), year=YEAR).doubts[0]
    decide({doubt.id: Decision(doubt.id, "20", "review.xlsx", 2)}, year=YEAR, store=store)
    filled = ("phong-nien.csv", "Tên xã,Thuê bao điện thoại\nPhong Niên,300\n".encode())
    import_returns([filled], year=YEAR, store=store)
    assert corrections(store.steps(YEAR), year=YEAR).empty
    counts = status(store.steps(YEAR), year=YEAR).loc[
        "086", ["known", "unknown", "not_reported", "in_doubt"]
    ]
    assert counts.to_list() == [86, 1, 14, 1]


def test_a_cell_in_doubt_that_another_file_knows_is_known(store):
    import_returns([BAO_THANG], year=YEAR, store=store)
    plain = ("ban-phiet.csv", "Tên xã,Trạm BTS\nBản Phiệt,4\n".encode())
    state = import_returns([plain], year=YEAR, store=store).state
    table = load_return(str(store.folder / f"{YEAR}.csv"))
    cells = asked_cells(table, year=YEAR, state=state).set_index(["code", "indicator"])
    assert cells.loc[("02911", "base_stations"), "state"] == "known"
    assert cells["state"].eq("in_doubt").sum() == 1
    assert len(state.doubts) == 2, "the question of the first file is still open"


def test_a_doubt_belongs_to_the_district_of_its_units_else_of_its_file(store):
    """A unit that nobody can name stands in a file of one district; in one of two it belongs to the
    province.
    """
    one = ("mot.csv", "Tên xã,Trạm BTS\nBản Phiệt,4\nXuân Quanh,5\n".encode())
    two = ("hai.csv", "Tên xã,Trạm BTS\nThái Niên,4\nTả Van,5\nXuân Quangg,5\n".encode())
    state = import_returns([one, two], year=YEAR, store=store).state
    assert [
        (doubt.kind, doubt.file, district) for doubt, district in doubts_by_district(state)
    ] == [
        ("unit", "mot.csv", "086"),
        ("unit", "hai.csv", ""),
    ]
    questions = status(store.steps(YEAR), year=YEAR)["questions"]
    assert (questions["086"], questions["088"], questions["10"]) == (1, 0, 2)


def test_an_empty_round():
    table = status([], year=YEAR)
    assert table.loc["10", COUNTS].to_list() == [164, 0, 1128, 0, 0, 1128, 0, 0, 0]
    assert table["files"].map(len).sum() == 0
    assert table["date"].eq("").all()
    assert corrections([], year=YEAR).empty


def test_a_table_without_steps_is_counted_all_the_same():
    """The illustrative return of 2008: 144 + 164 rows that are asked for (20 more are na), of
    1,128.
    """
    table = status([], year=2008, table=load_return("2008-illustrative"))
    assert table.loc["10", COUNTS].to_list() == [164, 164, 1128, 308, 0, 820, 0, 0, 0]


def test_a_unit_that_left_every_cell_blank_has_not_reported():
    rows = pd.DataFrame(
        {
            "year": "2009",
            "code": ["03040", "03040", "03046"],
            "value": ["unknown", "unknown", "yes"],
            "indicator": ["commune_lan", "base_stations", "commune_lan"],
        }
    )
    table = status([], year=YEAR, table=rows)
    assert table.loc["088", ["reported", "known", "unknown", "not_reported"]].to_list() == [
        1,
        1,
        2,
        122,
    ]
