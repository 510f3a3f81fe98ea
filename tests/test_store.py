"""Where a round is kept: all of a step or nothing of it, whatever happens to the one who takes it.

The same is asked of files and of PostgreSQL. Children are forks of this process, which has
everything imported.
"""

import errno
import importlib.util
import os
import shutil
import signal
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest
import sqlalchemy as sa
from test_publish import CALLS, Disk

from laocai_analysis.errors import InputError
from laocai_analysis.returns.importing import decide, import_returns, undo
from laocai_analysis.returns.reading.questions import Decision
from laocai_analysis.returns.round import fold
from laocai_analysis.returns.store import open_store
from laocai_analysis.returns.store.database import read_table
from laocai_analysis.returns.store.files import FileStore, Store

SCRIPT = Path(__file__).resolve().parents[1] / "benchmarks" / "kill_imports.py"
SPEC = importlib.util.spec_from_file_location("kill_imports", SCRIPT)
assert SPEC is not None
assert SPEC.loader is not None
kill = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(kill)
YEAR = kill.YEAR
CHANGING = ("open", "write", "fsync", "link", "replace", "mkdir", "unlink")


@pytest.fixture(params=["files", pytest.param("postgresql", marks=pytest.mark.tools)])
def store(request, tmp_path) -> Callable[[], Store]:
    """Opens the store anew, as each command does."""
    address = request.getfixturevalue("database") if request.param == "postgresql" else ""
    return lambda: open_store(address) if address else FileStore(tmp_path / "returns")


def an_import(store: Store) -> object:
    return import_returns(kill.RETURNS[6:8], year=YEAR, store=store)


def a_decision(store: Store) -> object:
    doubt = next(
        doubt for doubt in fold(store.steps(YEAR), year=YEAR).doubts if doubt.kind == "value"
    )
    return decide({doubt.id: Decision(doubt.id, "yes", "review.xlsx", 2)}, year=YEAR, store=store)


def an_undoing(store: Store) -> object:
    return undo(year=YEAR, store=store)


ACTIONS = [an_import, a_decision, an_undoing]


@pytest.fixture(scope="module")
def old(tmp_path_factory) -> FileStore:
    """A round of two imports, with doubts and conflicts; it is only read."""
    store = FileStore(tmp_path_factory.mktemp("old"))
    import_returns(kill.RETURNS[:4], year=YEAR, store=store)
    import_returns(kill.RETURNS[4:6], year=YEAR, store=store)
    return store


def assert_goes_on(store: Store) -> None:
    """Import everything, as usual: nothing of what was before is lost, doubled or left."""
    import_returns(list(kill.RETURNS), year=YEAR, store=store)
    steps = kill.assert_whole(store)
    assert len(fold(steps, year=YEAR).readings) == len(kill.RETURNS)
    assert import_returns(list(kill.RETURNS), year=YEAR, store=store).step is None


def table(folder: Path) -> bytes:
    return (folder / f"{YEAR}.csv").read_bytes()


# -- killed
# --------------------------------------------------------------------------------------------------


class Killer:
    """Stands before the functions of `os` in a child, which kills itself at the call with number
    `at`.
    """

    def __init__(self, *, at: int, how: str) -> None:
        self.at, self.how, self.count = at, how, 0
        for name in CHANGING:
            setattr(os, name, self.wrap(name, getattr(os, name)))

    def wrap(self, name, real):
        def call(*args, **keywords):
            self.count += self.how != "half" or name == "write"
            mine = self.count == self.at and (self.how != "half" or name == "write")
            if mine and self.how == "half":
                real(args[0], args[1][: len(args[1]) // 2])
            if mine and self.how != "after":
                os.kill(os.getpid(), signal.SIGKILL)
            try:
                return real(*args, **keywords)
            finally:  # a folder that is there already is an error that is expected
                if mine:
                    os.kill(os.getpid(), signal.SIGKILL)

        return call


@pytest.mark.slow
@pytest.mark.parametrize("how", ["before", "half"])
@pytest.mark.parametrize("action", ACTIONS)
def test_killed_at_any_call_leaves_the_round_before_or_the_one_after(old, tmp_path, action, how):
    """What is killed before a call has made the one before it."""
    before, steps = table(old.folder), len(old.steps(YEAR))
    shutil.copytree(old.folder, tmp_path / "new")
    action(FileStore(tmp_path / "new"))
    after = table(tmp_path / "new")
    assert before != after
    seen, at = [], 0
    while True:
        at += 1
        folder = tmp_path / f"{at}"
        shutil.copytree(old.folder, folder)

        def act(store: Store, at: int = at) -> None:
            Killer(at=at, how=how)
            action(store)

        status = kill.end(kill.start(act, store=lambda folder=folder: FileStore(folder)))
        counted = len(FileStore(folder).steps(YEAR))
        seen.append(counted)
        kill.assert_whole(FileStore(folder))  # the next command ends what was begun
        assert (table(folder), counted) in ((before, steps), (after, steps + 1)), at
        if at % 7 == 0 or status == 0:
            assert_goes_on(FileStore(folder))
        shutil.rmtree(folder)
        if status == 0:
            break
        assert status == -signal.SIGKILL
    assert at > (20 if how != "half" else 3)
    assert seen == sorted(seen), "there is one moment at which a step begins to count"
    assert set(seen) == {steps, steps + 1}


@pytest.mark.slow
def test_killed_at_the_first_import_of_a_round(tmp_path):
    at, status = 0, -signal.SIGKILL
    while status:
        at += 1
        store = FileStore(tmp_path / f"{at}")

        def act(store: Store, at: int = at) -> None:
            Killer(at=at, how="after")
            import_returns(kill.RETURNS[:2], year=YEAR, store=store)

        status = kill.end(kill.start(act, store=lambda store=store: store))
        assert len(kill.assert_whole(store)) in (0, 1)
        import_returns(kill.RETURNS[:2], year=YEAR, store=store)
        assert len(kill.assert_whole(store)) == 1
    assert at > 20


@pytest.mark.slow
def test_killed_at_random_moments(store):
    """The long run is ``benchmarks/kill_imports.py``; it checks the round after each kill, and once
    more at the end.
    """
    counts = kill.kill_many(25, store=store, seed=4)
    assert sum(times for said, times in counts.items() if said.startswith("killed")) == 25


# -- refused by the disk
# ----------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(("code", "how"), [(errno.ENOSPC, "before"), (errno.EIO, "after")])
@pytest.mark.parametrize("action", ACTIONS)
def test_refused_at_any_call_raises_and_leaves_the_round_before_or_the_one_after(
    old, tmp_path, action, code, how
):
    before, steps = table(old.folder), len(old.steps(YEAR))
    shutil.copytree(old.folder, tmp_path / "new")
    with pytest.MonkeyPatch.context() as patch:
        whole = Disk(patch)
        action(FileStore(tmp_path / "new"))
    after = table(tmp_path / "new")
    assert {name for name, _ in whole.calls} <= set(CALLS)
    why = os.strerror(code)
    for at in range(1, len(whole.calls) + 1):
        folder = tmp_path / f"{at}"
        shutil.copytree(old.folder, folder)
        with pytest.MonkeyPatch.context() as patch:
            Disk(patch, at=at, how=how, code=code)
            refused = (
                nullcontext()
                if whole.calls[at - 1][0] in ("mkdir", "unlink")
                else pytest.raises((OSError, InputError), match=why)
            )
            with refused:  # a folder may be there; what cannot be swept up is swept up later
                action(FileStore(folder))
        kill.assert_whole(FileStore(folder))
        found = (table(folder), len(FileStore(folder).steps(YEAR)))
        assert found in ((before, steps), (after, steps + 1)), (at, whole.calls[at - 1])
        if at % 9 == 0:
            assert_goes_on(FileStore(folder))
        shutil.rmtree(folder)


# -- two at once
# ------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_imports_at_the_same_time_lose_nothing_and_double_nothing(store):
    """Four import the same 24 files in different orders, a few at a time, while one undoes and a
    reader looks.
    """

    def importer(number: int) -> Callable[[Store], None]:
        def act(store: Store) -> None:
            order = list(range(24))
            kill.random.Random(number).shuffle(order)
            for first in range(0, 24, 3):
                kill.importing(*order[first : first + 3])(store)

        return act

    def undoer(store: Store) -> None:
        undone = 0
        while undone < 4:
            time.sleep(0.05)
            undone += kill.undoing(store) is not None

    store()  # whoever comes first makes the tables
    children = [kill.start(act, store=store) for act in (*map(importer, range(4)), undoer)]
    looked = 0
    while children:
        steps = store().steps(YEAR)
        assert [step.number for step in steps] == list(range(1, len(steps) + 1))
        fold(steps, year=YEAR)
        looked += 1
        done = [
            child
            for child in children
            if os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        ]
        assert [kill.end(child) for child in done] == [0] * len(done)
        children = [child for child in children if child not in done]
    assert looked > 3
    steps = kill.assert_whole(store())
    assert sum(step.kind == "undo" for step in steps) == 4
    assert_goes_on(store())


@pytest.mark.tools
def test_whoever_comes_first_makes_the_tables_of_the_database(database):
    """Eight first uses of an empty database at the same moment."""
    at = time.monotonic() + 0.3

    def act(_: object) -> None:
        time.sleep(max(0, at - time.monotonic()))
        import_returns(kill.RETURNS[:1], year=YEAR, store=open_store(database))

    children = [kill.start(act, store=lambda: None) for _ in range(8)]
    assert [kill.end(child) for child in children] == [0] * 8
    assert len(kill.assert_whole(open_store(database))) == 1


@pytest.mark.tools
def test_both_stores_keep_the_same_round(tmp_path, database):
    files, kept = FileStore(tmp_path / "returns"), open_store(database)
    for store in (files, kept):
        import_returns(kill.RETURNS[:5], year=YEAR, store=store)
        a_decision(store)
        import_returns(kill.RETURNS[5:9], year=YEAR, store=store, replaces=["sa-pa-1.csv"])
        undo(2, year=YEAR, store=store)
    assert kill.sorted_rows(kill.kept_table(files)) == kill.sorted_rows(kill.kept_table(kept))
    exported = FileStore(tmp_path / "exported")
    exported.take_over(kept.steps(YEAR), year=YEAR)
    assert table(exported.folder) == table(files.folder)
    with pytest.raises(InputError, match="no round of this year kept as files"):
        files.take_over(kept.steps(YEAR), year=YEAR)


# -- what the database refuses
# ----------------------------------------------------------------------------------


@pytest.mark.tools
def test_a_connection_that_is_cut_takes_nothing_with_it(database):
    store = open_store(database)
    import_returns(kill.RETURNS[:2], year=YEAR, store=store)
    other = sa.create_engine(
        database.replace("postgresql:", "postgresql+psycopg:"), poolclass=sa.NullPool
    )
    cut = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> "

    def cut_while_importing() -> None:
        with store.transaction(YEAR) as transaction:
            with other.begin() as connection:
                connection.execute(sa.text(cut + "pg_backend_pid()"))
            transaction.commit(transaction.steps[0], {})

    with pytest.raises(
        InputError, match="--store: expected a database that can be reached and written; found "
    ):
        cut_while_importing()
    assert len(kill.assert_whole(open_store(database))) == 1


@pytest.mark.tools
@pytest.mark.parametrize("broken", ["password", "host", "port", "database", "form", "driver"])
def test_a_database_that_cannot_be_reached_is_one_line_without_the_password(
    postgres, broken, monkeypatch
):
    monkeypatch.setenv("PGPASSWORD", "bí-mật-9")
    there = f"127.0.0.1:{postgres['port']}"
    address = {
        "password": f"postgresql://laocai@{there}/postgres",
        "host": "postgresql://laocai@/postgres?host=/nowhere",
        "port": "postgresql://laocai@127.0.0.1:1/postgres",
        "database": f"postgresql://laocai@/none?host={postgres['host']}&port={postgres['port']}",
        "form": "postgresql://laocai:b%C3%AD-m%E1%BA%ADt-9@127.0.0.1:port/postgres",
        "driver": "postgresql://laocai:b%C3%AD-m%E1%BA%ADt-9@127.0.0.1:1:2/postgres",
    }[broken]
    with pytest.raises(InputError) as caught:
        open_store(address)
    said = str(caught.value)
    assert said.startswith("--store: expected a database that can be reached and written; found ")
    assert len(said.splitlines()) == 1
    assert "bí-mật-9" not in said
    assert "b%C3" not in said


@pytest.mark.tools
def test_the_right_password_is_let_in(postgres, monkeypatch):
    monkeypatch.setenv("PGPASSWORD", "mật-khẩu")
    assert (
        open_store(f"postgresql://laocai@127.0.0.1:{postgres['port']}/postgres").steps(YEAR) == []
    )


@pytest.mark.parametrize(
    "address",
    ["postgresql://laocai:b-9@127.0.0.1/x", "postgresql://laocai@127.0.0.1/x?password=b-9"],
)
def test_an_address_with_a_password_is_refused(address, monkeypatch):
    """Everybody on the machine can see the arguments of a command."""
    for given in (address, ""):
        monkeypatch.setenv("LAOCAI_STORE", address)
        with pytest.raises(
            InputError, match="without a password: put it into PGPASSWORD"
        ) as caught:
            open_store(given)
        assert "b-9" not in str(caught.value)
    with pytest.raises(InputError, match="without a password"):
        read_table(address, table="t")


@pytest.mark.tools
def test_a_user_who_may_not_make_tables_is_told_so(postgres, database):
    engine = sa.create_engine(
        database.replace("postgresql:", "postgresql+psycopg:"), poolclass=sa.NullPool
    )
    with engine.begin() as connection:
        connection.execute(sa.text("create role reader login"))
    with pytest.raises(InputError, match=r"permission denied for schema public"):
        open_store(database.replace("laocai@", "reader@"))


@pytest.mark.parametrize("address", ["mysql://x@y/z", "sqlite:///x.db", "data/returns"])
def test_another_kind_of_store_is_refused(address):
    with pytest.raises(InputError, match=r"expected postgresql://\.\.\., or nothing for files"):
        open_store(address)
