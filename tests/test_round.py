"""A round as a sequence of steps: what is decided, replaced, undone; and that nothing is lost by
any of it.
"""

import pytest

from laocai_analysis.errors import InputError
from laocai_analysis.returns import load_return
from laocai_analysis.returns.importing import decide, import_returns, log, undo
from laocai_analysis.returns.reading.questions import Decision
from laocai_analysis.returns.store.files import FileStore

YEAR = 2009
HEAD = "Tên xã,Báo đến trong ngày,Trạm BTS\n"
FIRST = ("sa-pa.csv", (HEAD + "Tả Van,x,2\nBản Hồ,không,\n").encode())
SECOND = ("sa-pa-2.csv", (HEAD + "Tả Van,không,2\nBản Hồ,,3\n").encode())


@pytest.fixture
def store(tmp_path) -> FileStore:
    return FileStore(tmp_path / "returns")


def table(store: FileStore) -> dict[tuple[str, str], str]:
    rows = load_return(str(store.folder / f"{YEAR}.csv"))
    return {(row["code"], row["indicator"]): row["value"] for row in rows.to_dict("records")}


def decisions(**made: str) -> dict[str, Decision]:
    return {
        key: Decision(key, value, "review.xlsx", row)
        for row, (key, value) in enumerate(made.items(), start=2)
    }


BOTH = {
    ("03040", "base_stations"): "2",
    ("03046", "same_day_newspaper"): "no",
    ("03046", "base_stations"): "3",
}


def test_files_that_disagree_are_a_conflict_and_never_the_last_one_wins(store):
    import_returns([FIRST], year=YEAR, store=store)
    state = import_returns([SECOND], year=YEAR, store=store).state
    assert table(store) == BOTH, (
        "a cell in conflict is in no row; what one file knows and the other does not is known"
    )
    (conflict,) = state.doubts
    assert str(conflict.found) == "03040 same_day_newspaper: sa-pa.csv B2: yes; sa-pa-2.csv B2: no"
    assert conflict.candidates == ("yes", "no", "unknown")
    decide(decisions(**{conflict.id: "no"}), year=YEAR, store=store)
    assert table(store) == {**BOTH, ("03040", "same_day_newspaper"): "no"}
    rows = load_return(str(store.folder / f"{YEAR}.csv")).set_index(["code", "indicator"])
    assert tuple(rows.loc[("03040", "same_day_newspaper"), ["file", "cell"]]) == (
        "sa-pa-2.csv",
        "B2",
    )
    assert tuple(rows.loc[("03040", "base_stations"), ["file", "cell"]]) == (
        "sa-pa.csv; sa-pa-2.csv",
        "C2; C2",
    )


def test_a_third_file_opens_a_decided_conflict_again(store):
    state = import_returns([FIRST, SECOND], year=YEAR, store=store).state
    decide(decisions(**{state.doubts[0].id: "no"}), year=YEAR, store=store)
    third = ("sa-pa-3.csv", (HEAD + "Tả Van,x,\n").encode())
    state = import_returns([third], year=YEAR, store=store).state
    assert [doubt.kind for doubt in state.doubts] == ["conflict"]
    assert ("03040", "same_day_newspaper") not in table(store)


def test_a_file_may_take_the_place_of_another(store):
    import_returns([FIRST], year=YEAR, store=store)
    state = import_returns([SECOND], year=YEAR, store=store, replaces=["sa-pa.csv"]).state
    assert state.doubts == []
    assert table(store) == {
        ("03040", "same_day_newspaper"): "no",
        ("03040", "base_stations"): "2",
        ("03046", "same_day_newspaper"): "unknown",
        ("03046", "base_stations"): "3",
    }


def test_a_file_that_was_never_imported_cannot_be_replaced(store):
    import_returns([FIRST], year=YEAR, store=store)
    with pytest.raises(InputError, match=r"expected one of the imported files: sa-pa\.csv"):
        import_returns([SECOND], year=YEAR, store=store, replaces=["sapa.csv"])
    assert len(store.steps(YEAR)) == 1


def test_every_step_can_be_undone_and_the_undoing_too(store):
    import_returns([FIRST], year=YEAR, store=store)
    before = (store.folder / f"{YEAR}.csv").read_bytes()
    import_returns([SECOND], year=YEAR, store=store)
    after = (store.folder / f"{YEAR}.csv").read_bytes()
    undo(year=YEAR, store=store)
    assert (store.folder / f"{YEAR}.csv").read_bytes() == before
    undo(3, year=YEAR, store=store)
    assert (store.folder / f"{YEAR}.csv").read_bytes() == after
    assert [(entry["kind"], entry["counts"]) for entry in log(store.steps(YEAR))] == [
        ("import", True),
        ("import", True),
        ("undo", False),
        ("undo", True),
    ]
    with pytest.raises(InputError, match="a step that counts: 1, 2, 4; found 3"):
        undo(3, year=YEAR, store=store)


def test_an_undone_file_can_be_imported_again(store):
    import_returns([FIRST], year=YEAR, store=store)
    undo(year=YEAR, store=store)
    assert table(store) == {}
    assert import_returns([FIRST], year=YEAR, store=store).step.number == 3
    assert table(store)[("03040", "base_stations")] == "2"


def test_a_decision_that_nothing_uses_is_an_error_and_changes_nothing(store):
    import_returns([FIRST], year=YEAR, store=store)
    with pytest.raises(InputError, match=r"review\.xlsx, row 2, column id: .* found 'ffffffffff'"):
        decide(decisions(ffffffffff="skip"), year=YEAR, store=store)
    assert len(store.steps(YEAR)) == 1


def test_a_decision_that_another_one_makes_needless_is_left_out(store):
    """A cell is decided, and its whole column left out by the same file."""
    doubtful = ("a.csv", (HEAD + "Tả Van,có lẽ,2\n").encode())
    state = import_returns([doubtful], year=YEAR, store=store).state
    (reading,), (doubt,) = state.readings.values(), state.doubts
    column = reading.columns[1].id
    made = {column: "skip", doubt.id: "yes"}
    with pytest.raises(InputError, match=r"row 4, column id: .* found 'ffffffffff'"):
        decide(decisions(**made, ffffffffff="skip"), year=YEAR, store=store)
    outcome = decide(decisions(**made), year=YEAR, store=store)
    assert [one.row for one in outcome.not_needed] == [3]
    assert [one.id for one in outcome.step.decisions] == [column]
    assert table(store) == {("03040", "base_stations"): "2"}
    again = decide(decisions(**made), year=YEAR, store=store)
    assert (again.step, [one.row for one in again.not_needed]) == (None, [3])
    undo(year=YEAR, store=store)
    decide(decisions(**{doubt.id: "yes"}), year=YEAR, store=store)
    assert table(store)["03040", "same_day_newspaper"] == "yes"


def test_the_same_decisions_again_change_nothing_and_another_one_takes_their_place(store):
    doubtful = ("a.csv", (HEAD + "Tả Van,có lẽ,2\n").encode())
    (doubt,) = import_returns([doubtful], year=YEAR, store=store).state.doubts
    decide(decisions(**{doubt.id: "yes"}), year=YEAR, store=store)
    assert table(store)["03040", "same_day_newspaper"] == "yes"
    assert decide(decisions(**{doubt.id: "yes"}), year=YEAR, store=store).step is None
    decide(decisions(**{doubt.id: "no"}), year=YEAR, store=store)
    assert table(store)["03040", "same_day_newspaper"] == "no"
    undo(year=YEAR, store=store)
    assert table(store)["03040", "same_day_newspaper"] == "yes"


def test_the_faults_of_all_files_are_named_at_once_and_nothing_is_imported(store):
    with pytest.raises(InputError) as raised:
        import_returns(
            [FIRST, ("a.xlsx", b"PK\x03\x04 no"), ("b.bin", bytes(9))], year=YEAR, store=store
        )
    assert [fault.file for fault in raised.value.faults] == ["a.xlsx", "b.bin"]
    assert str(raised.value).endswith("nothing was imported")
    assert store.steps(YEAR) == []
    assert not (store.folder / f"{YEAR}.csv").exists()


def test_a_table_that_was_changed_by_hand_is_not_overwritten(store):
    import_returns([FIRST], year=YEAR, store=store)
    path = store.folder / f"{YEAR}.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",no,", ",yes,"), encoding="utf-8")
    changed = path.read_bytes()
    with pytest.raises(InputError, match="the table was changed by hand"):
        import_returns([SECOND], year=YEAR, store=store)
    assert path.read_bytes() == changed


def test_a_table_that_no_import_made_is_not_overwritten(store):
    store.folder.mkdir()
    (store.folder / f"{YEAR}.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="a table that no import made"):
        import_returns([FIRST], year=YEAR, store=store)
    assert (store.folder / f"{YEAR}.csv").read_text(encoding="utf-8") == "mine"
