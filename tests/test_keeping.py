"""Nothing that was imported is lost without a word: steps, tables and originals that were lost,
changed, cut off or swapped are named by every command, and a backup gives the bytes back.
"""

import fcntl
import json
import os
import re
import shutil
import time
import zipfile

import pytest
import sqlalchemy as sa
from test_store import YEAR, kill, table
from typer.testing import CliRunner

from laocai_analysis import paths
from laocai_analysis.cli import app
from laocai_analysis.errors import InputError
from laocai_analysis.returns import importing
from laocai_analysis.returns.importing import import_returns, undo
from laocai_analysis.returns.round import fold, table_of
from laocai_analysis.returns.store import keeping, open_store
from laocai_analysis.returns.store.files import FileStore, Store

pytestmark = pytest.mark.slow


def filled(store: Store) -> Store:
    """Three imports and an undoing that changes nothing in the table: the last file holds none."""
    for number in range(3):
        import_returns([kill.RETURNS[number]], year=YEAR, store=store)
    return store


@pytest.fixture
def store(tmp_path) -> FileStore:
    return filled(FileStore(tmp_path / "returns"))


def step(store: FileStore, number: int):
    return store.folder / f"{YEAR}/steps/000{number}.json"


def originals(store: FileStore) -> dict[str, bytes]:
    folder = store.folder / f"{YEAR}/files"
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def lose(path) -> None:
    path.unlink()


def cut_off(path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def change_a_digit(path) -> None:
    text = path.read_text(encoding="utf-8")
    changed = re.sub(r'"value": "(?=[0-9])', '"value": "9', text)
    assert changed != text
    path.write_text(changed, encoding="utf-8")


def swap(path) -> None:
    other = path.with_name("0001.json" if path.name != "0001.json" else "0003.json")
    mine, its = path.read_bytes(), other.read_bytes()
    path.write_bytes(its)
    other.write_bytes(mine)


def take_the_seals_away(path) -> None:
    for one in sorted(path.parent.glob("*.json")):
        kept = json.loads(one.read_text(encoding="utf-8"))
        del kept["chain"]
        one.write_text(json.dumps(kept), encoding="utf-8")
    change_a_digit(path)


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("damage", [lose, cut_off, change_a_digit, swap, take_the_seals_away])
def test_every_command_names_a_damaged_step_and_a_backup_gives_all_back(
    store, tmp_path, damage, number
):
    keeping.backup(store, tmp_path / "a.zip", year=YEAR)
    files, whole = originals(store), table(store.folder)
    damage(step(store, number))
    for command in (
        lambda: store.steps(YEAR),
        lambda: import_returns([kill.RETURNS[4]], year=YEAR, store=store),
        lambda: undo(year=YEAR, store=store),
        lambda: keeping.repair(store, year=YEAR),
        lambda: keeping.backup(store, tmp_path / "b.zip", year=YEAR),
    ):
        with pytest.raises(InputError, match=f"{YEAR}/(steps/000|head)"):
            command()
    assert originals(store) == files
    assert not (tmp_path / "b.zip").exists()
    assert keeping.verify(store, year=YEAR).faults
    assert keeping.restore(store, tmp_path / "a.zip", replace=True).faults == ()
    assert (originals(store), table(store.folder)) == (files, whole)
    assert len(store.steps(YEAR)) == 3
    import_returns([kill.RETURNS[4]], year=YEAR, store=store)
    assert len(store.steps(YEAR)) == 4


def test_others_on_the_machine_cannot_read_what_was_sent(store):
    paths_ = [path for path in store.folder.rglob("*.*") if path.suffix in (".csv", ".json")]
    assert len(paths_) == 8
    assert {path.stat().st_mode & 0o007 for path in paths_} == {0}


def test_a_last_step_that_left_the_table_as_it_was_is_missed_too(store):
    undo(3, year=YEAR, store=store)
    undo(4, year=YEAR, store=store)
    import_returns([("empty.csv", b"a,b\n1,2\n")], year=YEAR, store=store)
    before = table(store.folder)
    step(store, 6).unlink()
    assert table(store.folder) == before
    with pytest.raises(InputError, match=r"steps/0006\.json: expected the step as it was written"):
        store.steps(YEAR)


def test_an_original_is_never_deleted_by_an_import(store):
    kept = store.folder / f"{YEAR}/files/0123456789abcdef-mine.xlsx"
    kept.write_bytes(b"mine")
    import_returns([kill.RETURNS[3]], year=YEAR, store=store)
    assert kept.read_bytes() == b"mine"
    assert keeping.verify(store, year=YEAR).unused == (kept.name,)
    keeping.prune(store, year=YEAR)
    assert not kept.exists()
    (aside,) = (store.folder / f"{YEAR}/aside").glob("*/files/*")
    assert aside.read_bytes() == b"mine"
    assert len(originals(store)) == 4


@pytest.mark.parametrize("damage", [lose, cut_off])
def test_a_damaged_original_is_named_and_a_backup_gives_it_back(store, tmp_path, damage):
    keeping.backup(store, tmp_path / "a.zip", year=YEAR)
    files = originals(store)
    damage(sorted((store.folder / f"{YEAR}/files").iterdir())[1])
    (fault,) = keeping.verify(store, year=YEAR).faults
    assert fault.file == f"{YEAR}/files/{sorted(files)[1][:16]}"
    with pytest.raises(InputError, match=f"{fault.file}: expected the imported file"):
        keeping.backup(store, tmp_path / "b.zip", year=YEAR)
    assert len(keeping.repair(store, year=YEAR).faults) == 1
    assert keeping.restore(store, tmp_path / "a.zip", replace=True).faults == ()
    assert originals(store) == files


@pytest.mark.parametrize("damage", [lose, cut_off, lambda path: path.write_bytes(b"year\n")])
def test_a_damaged_table_is_made_again_and_the_other_one_kept(store, damage):
    path = store.folder / f"{YEAR}.csv"
    whole = path.read_bytes()
    damage(path)
    found = path.read_bytes() if path.exists() else None
    with pytest.raises(InputError, match="the table that step 3 left"):
        import_returns([kill.RETURNS[3]], year=YEAR, store=store)
    assert len(keeping.verify(store, year=YEAR).faults) == 1
    assert keeping.repair(store, year=YEAR).faults == ()
    assert path.read_bytes() == whole
    aside = list((store.folder / f"{YEAR}/aside").glob(f"*/{YEAR}.csv"))
    assert [one.read_bytes() for one in aside] == ([] if found is None else [found])
    assert keeping.repair(store, year=YEAR).faults == ()


@pytest.mark.parametrize("damage", [lose, cut_off])
@pytest.mark.parametrize("name", ["head", "sources.json"])
def test_a_damaged_head_or_registry_is_named_and_made_again(store, damage, name):
    path = store.folder / f"{YEAR}/{name}"
    whole = path.read_bytes()
    damage(path)
    (fault,) = keeping.verify(store, year=YEAR).faults
    assert fault.file == f"{YEAR}/{name}"
    assert keeping.repair(store, year=YEAR).faults == ()
    assert path.read_bytes() == whole


@pytest.mark.parametrize("damage", [lose, cut_off])
def test_a_last_step_that_is_lost_with_the_head_is_not_repaired_away(store, tmp_path, damage):
    keeping.backup(store, tmp_path / "a.zip", year=YEAR)
    damage(store.folder / f"{YEAR}/head")
    lose(step(store, 3))
    for command in (lambda: store.steps(YEAR), lambda: keeping.repair(store, year=YEAR)):
        with pytest.raises(InputError, match=f"{YEAR}/head"):
            command()
    assert keeping.restore(store, tmp_path / "a.zip", replace=True).steps == 3


def test_the_table_of_the_step_before_put_back_by_hand_takes_no_step_with_it(store):
    """It was taken for a command that was stopped, and the step and its original were deleted."""
    old = table(store.folder)
    import_returns([kill.RETURNS[3]], year=YEAR, store=store)
    (store.folder / f"{YEAR}.csv").write_bytes(old)
    with pytest.raises(InputError, match="the table that step 4 left"):
        import_returns([kill.RETURNS[4]], year=YEAR, store=store)
    assert keeping.repair(store, year=YEAR).steps == 4


def test_a_step_cut_off_before_it_counted_is_moved_aside(store):
    """Where a folder knows no hard links, a kill can leave a part of a step."""
    step(store, 4).write_bytes(step(store, 3).read_bytes()[:100])
    with pytest.raises(InputError, match=r"steps/0004\.json"):
        store.steps(YEAR)
    assert keeping.repair(store, year=YEAR).faults == ()
    assert len(store.steps(YEAR)) == 3
    assert len(list((store.folder / f"{YEAR}/aside").glob("*/steps/0004.json"))) == 1


def without_links(*_: object) -> None:
    raise PermissionError(1, "Operation not permitted")


def test_a_folder_without_hard_links(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "link", without_links)
    assert keeping.verify(filled(FileStore(tmp_path / "returns")), year=YEAR).steps == 3


@pytest.mark.parametrize("ready", [0, 2])
def test_where_locks_hold_nobody_out_no_import_reports_success_for_nothing(tmp_path, ready):
    """Ten import at once; `flock` does nothing, as on some network folders."""
    store = FileStore(tmp_path / "returns")
    for number in range(ready):
        import_returns([kill.RETURNS[number]], year=YEAR, store=store)
    at = time.monotonic() + 0.5

    def act(number: int):
        def importing_one(store: Store) -> None:
            fcntl.flock = lambda *_: None
            time.sleep(max(0, at - time.monotonic()))
            import_returns([kill.RETURNS[number]], year=YEAR, store=store)

        return importing_one

    children = [kill.start(act(number), store=lambda: store) for number in range(10, 20)]
    ended = [kill.end(child) for child in children]
    state = keeping.repair(store, year=YEAR)
    assert state.faults == ()
    assert state.steps == ready + ended.count(0)
    assert ended.count(0) >= 1
    assert state.steps == len(fold(store.steps(YEAR), year=YEAR).readings)


# -- rounds of an earlier version
# --------------------------------------------------------------------------------------------------


def as_before(store: FileStore) -> FileStore:
    """The round as the version before wrote it: steps with the hashes of their tables, no more."""
    for path in (store.folder / f"{YEAR}/steps").iterdir():
        kept = json.loads(path.read_text(encoding="utf-8"))
        del kept["chain"]
        path.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (store.folder / f"{YEAR}/head").unlink()
    return store


def test_a_round_of_an_earlier_version_opens_and_is_sealed_by_the_next_command(store):
    as_before(store)
    assert len(store.steps(YEAR)) == 3
    assert keeping.verify(store, year=YEAR).faults == ()
    import_returns([kill.RETURNS[3]], year=YEAR, store=store)
    change_a_digit(step(store, 2))
    with pytest.raises(InputError, match="changed"):
        store.steps(YEAR)


@pytest.mark.parametrize(
    ("damage", "number"), [(lose, 2), (lose, 3), (cut_off, 2), (change_a_digit, 3), (swap, 2)]
)
def test_a_damaged_step_of_an_earlier_version_is_not_published(store, damage, number):
    damage(step(as_before(store), number))
    files = originals(store)
    with pytest.raises(InputError):
        import_returns([kill.RETURNS[3]], year=YEAR, store=store)
    assert keeping.verify(store, year=YEAR).faults
    assert originals(store) == files


# -- backups
# --------------------------------------------------------------------------------------------------


def test_a_backup_replaces_no_file_and_a_restore_no_round(store, tmp_path):
    path = tmp_path / "a.zip"
    keeping.backup(store, path, year=YEAR)
    with pytest.raises(InputError, match=r"a\.zip: expected a name that is not taken"):
        keeping.backup(store, path, year=YEAR)
    import_returns([kill.RETURNS[3]], year=YEAR, store=store)
    with pytest.raises(InputError, match=r"2009: expected no round .* found 4 steps"):
        keeping.restore(store, path)
    assert keeping.restore(store, path, replace=True).steps == 3
    assert len(list((store.folder / f"{YEAR}/aside").glob("*/steps/0004.json"))) == 1


def changed_zip(path, made, change) -> None:
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            for name_, content in dict(change(name, old.read(name))).items():
                new.writestr(name_, content)


@pytest.mark.parametrize(
    "change",
    [
        lambda name, content: [] if name == "steps/0003.json" else [(name, content)],
        lambda name, content: [] if name == "steps/0002.json" else [(name, content)],
        lambda name, content: [] if name == "head" else [(name, content)],
        lambda name, content: [] if name.endswith("sa-pa-1.csv") else [(name, content)],
        lambda name, content: [(name, content[:-9] if name.endswith("1.csv") else content)],
        lambda name, content: [(name, content.replace(b'"value": "', b'"value": "8'))],
        lambda name, content: [("odd/" + name, content)] if "steps" in name else [(name, content)],
    ],
)
def test_a_damaged_backup_is_refused_and_nothing_is_written(store, tmp_path, change):
    keeping.backup(store, tmp_path / "a.zip", year=YEAR)
    changed_zip(tmp_path / "a.zip", tmp_path / "b.zip", change)
    there = FileStore(tmp_path / "new")
    with pytest.raises(InputError):
        keeping.restore(there, tmp_path / "b.zip")
    assert not there.folder.exists()
    (tmp_path / "c.zip").write_bytes((tmp_path / "a.zip").read_bytes()[:-100])
    with pytest.raises(InputError, match=r"c\.zip: expected a file that laocai returns backup"):
        keeping.restore(there, tmp_path / "c.zip")


def test_a_backup_whose_members_lie_before_its_beginning_is_refused(store, tmp_path):
    path = tmp_path / "a.zip"
    keeping.backup(store, path, year=YEAR)
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x05\x06") + 16  # where the list of members begins
    data[at : at + 4] = (int.from_bytes(data[at : at + 4], "little") + 1000).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"a\.zip: expected a file that laocai returns backup"):
        keeping.restore(FileStore(tmp_path / "new"), path)


def test_a_restore_that_is_killed_is_named_until_it_is_done_again(store, tmp_path):
    from test_store import Killer

    path = tmp_path / "a.zip"
    keeping.backup(store, path, year=YEAR)
    whole = table(store.folder)
    import_returns([kill.RETURNS[7]], year=YEAR, store=FileStore(tmp_path / "old"))
    before = FileStore(tmp_path / "old").steps(YEAR)
    at, status = 1, 1
    while status:
        at += 7
        there = FileStore(shutil.copytree(tmp_path / "old", tmp_path / f"{at}"))

        def act(store: Store, at: int = at) -> None:
            Killer(at=at, how="after")
            keeping.restore(store, path, replace=True)

        status = kill.end(kill.start(act, store=lambda there=there: there))
        try:
            steps = there.steps(YEAR)
        except InputError:
            pass
        else:
            assert steps == before or len(steps) == 3
        assert keeping.restore(there, path, replace=True).faults == ()
        assert table(there.folder) == whole
        shutil.rmtree(there.folder)
    assert at > 20


def test_files_are_read_before_the_lock_is_taken(store, monkeypatch):
    marker = store.folder / "between"

    def read(*args: object, **kwargs: object):
        with open(store.folder / f"{YEAR}/lock", "rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not marker.exists():
            marker.touch()
            undo(year=YEAR, store=store)  # another command comes between: the file is read again
        return real(*args, **kwargs)

    real = importing.read_return
    monkeypatch.setattr(importing, "read_return", read)
    assert import_returns([kill.RETURNS[3]], year=YEAR, store=store).step.number == 5


# -- PostgreSQL
# --------------------------------------------------------------------------------------------------


@pytest.mark.tools
@pytest.mark.parametrize(
    "damage",
    [
        "delete from laocai_steps where number = 2",
        "delete from laocai_steps where number = 3",
        "update laocai_steps set step = left(step, -40) where number = 3",
        """update laocai_steps set step = replace(step, '"value": "', '"value": "9')""",
        "update laocai_returns set value = '9' || value",
        "delete from laocai_returns where code = '03040'",
        "delete from laocai_files where name like '%1.csv'",
        "update laocai_files set content = 'x' where name like '%1.csv'",
    ],
)
def test_damage_in_the_database_is_named_and_a_backup_gives_all_back(database, tmp_path, damage):
    store = filled(open_store(database))
    keeping.backup(store, tmp_path / "a.zip", year=YEAR)
    engine = sa.create_engine(database.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        before = connection.execute(sa.text("select * from laocai_files order by 2")).fetchall()
        assert connection.execute(sa.text(damage)).rowcount
    if "laocai_files" not in damage:
        with pytest.raises(InputError):
            import_returns([kill.RETURNS[3]], year=YEAR, store=store)
        with pytest.raises(InputError):
            store.steps(YEAR)
    assert keeping.verify(store, year=YEAR).faults
    assert keeping.restore(store, tmp_path / "a.zip", replace=True).faults == ()
    assert len(store.steps(YEAR)) == 3
    with engine.begin() as connection:
        after = connection.execute(sa.text("select * from laocai_files order by 2")).fetchall()
    assert [row[3] for row in after] == [row[3] for row in before]
    files = FileStore(tmp_path / "files")
    keeping.restore(files, tmp_path / "a.zip")
    assert kill.sorted_rows(kill.kept_table(files)) == kill.sorted_rows(kill.kept_table(store))
    engine.dispose()


@pytest.mark.tools
def test_a_table_of_the_database_is_made_again_from_its_steps(database):
    store = filled(open_store(database))
    engine = sa.create_engine(database.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(sa.text("update laocai_returns set value = '9' || value"))
    assert keeping.repair(store, year=YEAR).faults == ()
    table = table_of(fold(store.steps(YEAR), year=YEAR))
    assert kill.sorted_rows(kill.kept_table(store)) == kill.sorted_rows(table)
    with engine.begin() as connection:
        assert connection.execute(sa.text("select name from laocai_aside")).scalar() == "2009.csv"
        connection.execute(sa.text("delete from laocai_heads"))
    with pytest.raises(InputError, match="2009/head"):
        store.steps(YEAR)
    assert keeping.repair(store, year=YEAR).steps == 3
    assert len(store.steps(YEAR)) == 3
    engine.dispose()


# -- the commands
# --------------------------------------------------------------------------------------------------


@pytest.mark.smoke
def test_the_drill(tmp_path, monkeypatch):
    """Verify, back up, lose a step, be told, restore, verify: as an office would."""
    shutil.copytree(paths.data(), tmp_path / "data")
    monkeypatch.setenv("LAOCAI_DATA", str(tmp_path / "data"))
    store = filled(FileStore(tmp_path / "data" / "returns"))
    path = str(tmp_path / "a.zip")

    def said(*command: str, status: int = 0) -> str:
        result = CliRunner().invoke(app, ["returns", *command])
        assert result.exit_code == status, result.output
        return result.output

    assert said("verify", "--year", "2009") == "round 2009: 3 steps, 3 originals, 0 damaged\n"
    assert said("backup", path, "--year", "2009").endswith(f"{path}\n")
    step(store, 2).unlink()
    assert "2009/steps/0002.json: expected the step as it was written; found no such file" in said(
        "verify", "--year", "2009", status=1
    )
    assert "--replace" in said("restore", path, status=1)
    assert said("restore", path, "--replace").startswith("round 2009: 3 steps, 3 originals, 0")
    assert said("prune", "--year", "2009") == ""
    assert said("repair", "--year", "2009").endswith("0 damaged\n")
    monkeypatch.setattr(fcntl, "flock", lambda *_: None)
    assert "laocai: locks do not work in this folder" in said("verify", "--year", "2009")
