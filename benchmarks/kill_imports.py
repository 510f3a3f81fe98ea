"""Kill imports, decisions and undoings at random moments, and look whether the round is whole.

Each action runs in a process of its own that is killed by SIGKILL while it works. Afterwards the
round must be the one before or the one after, the table must be what follows from its steps, and
the next action must work.

    python benchmarks/kill_imports.py --kills 300                                    # files, in a
    temporary folder python benchmarks/kill_imports.py --kills 300 --store
    postgresql://user@host/database    # an empty database
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from laocai_analysis import schema
from laocai_analysis.errors import InputError
from laocai_analysis.returns.importing import decide, import_returns, undo
from laocai_analysis.returns.reading.questions import Decision
from laocai_analysis.returns.round import Step, fold, sources_of, table_of, undone
from laocai_analysis.returns.store import open_store
from laocai_analysis.returns.store.disk import HALF
from laocai_analysis.returns.store.files import FileStore, Store
from laocai_analysis.sources import registry_text

YEAR = 2009
UNITS = (
    "Tả Van",
    "Bản Hồ",
    "Sa Pả",
    "Tả Phìn",
    "Sử Pán",
    "Thị trấn Sa Pa",
    "Hầu Thào",
    "Bản Khoang",
)
#: Small returns that agree, disagree and are in doubt; the last columns tell them apart.
RETURNS = tuple(
    (
        f"sa-pa-{n}.csv",
        f"Tên xã,Trạm BTS,Mạng LAN,Ghi chú\n{UNITS[n % 8]},{n % 3},x,{n}\n"
        f"{UNITS[(n + 1) % 8]},{n},{'có lẽ' if n % 5 == 4 else ''},\n".encode(),
    )
    for n in range(24)
)

Action = Callable[[Store], object]


def importing(*numbers: int) -> Action:
    """Return the action of importing some of `RETURNS`."""
    return lambda store: import_returns(
        [RETURNS[number] for number in numbers], year=YEAR, store=store
    )


def deciding(draw: random.Random) -> Action:
    """Return the action of deciding all that is open."""

    def act(store: Store) -> object:
        doubts = fold(store.steps(YEAR), year=YEAR).doubts
        made = {
            doubt.id: Decision(
                doubt.id, draw.choice(("unknown", doubt.candidates[0])), "review.xlsx", 2
            )
            for doubt in doubts
        }
        return decide(made, year=YEAR, store=store)

    return act


def undoing(store: Store) -> object:
    """Undo the last step, or nothing where there is none."""
    if any(step.kind != "undo" for step in store.steps(YEAR)):
        try:
            return undo(year=YEAR, store=store)
        except InputError:  # everything is undone
            return None
    return None


def start(action: Action, *, store: Callable[[], Store]) -> int:
    """Run an action in a process of its own; return its number."""
    child = os.fork()
    if child:
        return child
    try:
        action(store())
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def end(child: int) -> int:
    """Wait for a process; return how it ended, a signal as a negative number."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def kept_table(store: Store) -> pd.DataFrame:
    """Return the table as it lies there, not as it follows from the steps."""
    if isinstance(store, FileStore):
        path = store.folder / f"{YEAR}.csv"
        columns = list(schema.RETURNS.columns)
        return (
            pd.read_csv(path, dtype="str", keep_default_na=False)
            if path.exists()
            else pd.DataFrame(columns=columns)
        )
    import sqlalchemy as sa

    with store.engine.connect() as connection:  # type: ignore[attr-defined]
        rows = connection.execute(
            sa.text("select * from laocai_returns where year = :year"), {"year": str(YEAR)}
        )
        return pd.DataFrame([dict(row) for row in rows.mappings()], columns=list(rows.keys()))


def sorted_rows(table: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return the rows of a table as texts, in an order that does not depend on where they were
    kept.
    """
    return sorted(tuple(map(str, row)) for row in table.itertuples(index=False))


def assert_whole(store: Store) -> list[Step]:
    """Check everything that must hold between two steps; return the steps."""
    with store.transaction(
        YEAR
    ) as transaction:  # whoever was stopped is gone by now, and swept up after
        steps = transaction.steps
        contents = {
            reading.sha256: store.original(reading.sha256, year=YEAR)
            for step in steps
            for reading in step.readings
        }
    assert [step.number for step in steps] == list(range(1, len(steps) + 1))
    assert all(hashlib.sha256(content).hexdigest() == key for key, content in contents.items())
    gone, there = undone(steps), Counter[str]()
    for step in steps:
        if step.kind == "import" and step.number not in gone:
            there.update(reading.sha256 for reading in step.readings)
    assert set(there.values()) <= {1}, "a file was imported twice"
    assert sorted_rows(kept_table(store)) == sorted_rows(table_of(fold(steps, year=YEAR)))
    if isinstance(store, FileStore):
        _assert_clean(store.folder, steps, contents)
    return steps


def _assert_clean(folder: Path, steps: list[Step], contents: Mapping[str, bytes]) -> None:
    root = folder / str(YEAR)
    assert sorted(path.name for path in folder.iterdir()) in (
        [str(YEAR)],
        [str(YEAR), f"{YEAR}.csv"],
    )
    names = {path.name for path in root.iterdir() if not path.name.startswith(HALF)}
    assert names - {"sources.json", "head"} == {"files", "lock", "steps"}
    assert sorted(path.name for path in (root / "steps").iterdir()) == [
        f"{step.number:04d}.json" for step in steps
    ]
    kept = {path.name[:16] for path in (root / "files").iterdir()}
    assert kept >= {key[:16] for key in contents}, "an original is lost"
    if steps:
        registry = registry_text(sources_of(steps, year=YEAR))
        assert (root / "sources.json").read_text(encoding="utf-8") == registry


def kill_once(action: Action, *, store: Callable[[], Store], after: float) -> str:
    """Start an action and kill it after some seconds; check the round; return what became of it."""
    before = len(store().steps(YEAR))
    child = start(action, store=store)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    status = end(child)
    assert status in (0, -signal.SIGKILL), status
    steps = assert_whole(store())
    assert len(steps) in (before, before + 1), "more than one step"
    if not status:
        return "done before the kill"
    return "killed, the step counts" if len(steps) > before else "killed, nothing happened"


def kill_many(
    kills: int, *, store: Callable[[], Store], seed: int, progress: bool = False
) -> Counter[str]:
    """Kill actions of every kind at random moments until enough were killed; then end the round as
    usual.
    """
    draw, counts = random.Random(seed), Counter[str]()
    with (
        tempfile.TemporaryDirectory() as folder
    ):  # what is read once is inherited: writing is most of an action then
        import_returns(RETURNS[:6], year=YEAR, store=FileStore(Path(folder)))
    kinds: dict[str, Callable[[], Action]] = {
        "one": lambda: importing(draw.randrange(24)),
        "three": lambda: importing(*draw.sample(range(24), 3)),
        "undo": lambda: undoing,
        "decide": lambda: deciding(draw),
    }
    lasts = dict.fromkeys(kinds, 0.1)
    while sum(times for said, times in counts.items() if said.startswith("killed")) < kills:
        kind = draw.choice(list(kinds))
        action = kinds[kind]()
        if draw.random() < 0.2:  # one that is left alone, and how long it takes
            began = time.monotonic()
            assert end(start(action, store=store)) == 0
            lasts[kind] = time.monotonic() - began
            assert_whole(store())
            continue
        counts[kill_once(action, store=store, after=draw.uniform(0, 1.1 * lasts[kind]))] += 1
        if progress and sum(counts.values()) % 10 == 0:
            print(f"\r{dict(counts)}", end="", file=sys.stderr, flush=True)
    assert end(start(importing(*range(24)), store=store)) == 0
    steps = assert_whole(store())
    assert len(fold(steps, year=YEAR).readings) == 24, (
        "importing all of them again gives the whole round"
    )
    assert import_returns(list(RETURNS), year=YEAR, store=store()).step is None
    return counts


def main() -> None:
    """Run and print what happened."""
    command = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    command.add_argument("--kills", type=int, default=300)
    command.add_argument("--seed", type=int, default=2009)
    command.add_argument(
        "--store", default="", help="postgresql://..., of an empty database; blank for files"
    )
    asked = command.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:

        def store() -> Store:
            return open_store(asked.store) if asked.store else FileStore(Path(folder))

        counts = kill_many(asked.kills, store=store, seed=asked.seed, progress=sys.stderr.isatty())
        steps = len(store().steps(YEAR))
    where = "PostgreSQL" if asked.store else "files"
    print(
        f"{where}, seed {asked.seed}: {time.monotonic() - began:.0f} s, {steps} steps, none lost, none doubled"
    )
    for said, times in counts.items():
        print(f"    {said:<28}{times:>6}")


if __name__ == "__main__":
    main()
