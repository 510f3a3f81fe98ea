"""Damage rounds in every way, and look whether anything is lost without a word.

A fault is one of three:

* damage: files of a round are lost, doubled, cut off, swapped, edited, set back or replaced, one or
  several at once. `verify` must name it, every command that reads the steps must refuse it, nothing
  may be deleted, and `repair` or `restore` must give back the bytes. A damaged backup must be
  refused, or give them back.
* kill: a command is killed by SIGKILL at a random moment. The round must be the one before or the
  one after, or be named, and the same command must then do its work.
* race: ten import at once where `flock` does nothing. Each that reports success must count.

    python benchmarks/damage_rounds.py --damages 8000 --kills 1900 --races 10
"""

from __future__ import annotations

import argparse
import fcntl
import importlib.util
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from laocai_analysis.errors import InputError
from laocai_analysis.returns.importing import import_returns, undo
from laocai_analysis.returns.round import fold
from laocai_analysis.returns.store import keeping
from laocai_analysis.returns.store.disk import HALF
from laocai_analysis.returns.store.files import FileStore, Store

SPEC = importlib.util.spec_from_file_location(
    "kill_imports", Path(__file__).with_name("kill_imports.py")
)
assert SPEC is not None
assert SPEC.loader is not None
kill = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(kill)
YEAR = kill.YEAR
#: The files that follow from the steps: `repair` makes them again.
DERIVED = (f"{YEAR}.csv", f"{YEAR}/head", f"{YEAR}/sources.json")

Files = dict[str, bytes]


@dataclass
class Base:
    """A round that is whole: its folder, its backup, its files, and those after each step."""

    folder: Path
    backup: Path
    files: Files
    earlier: list[Files]


def files_of(folder: Path, *, aside: bool = False) -> Files:
    """Return the files of a round by name; with those that were moved aside, or without."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_file() or path.name == "lock" or path.name.startswith(HALF):
            continue
        if aside or "/aside/" not in name:
            found[name] = path.read_bytes()
    return found


def make_base(place: Path, draw: random.Random) -> Base:
    """Make a round of some imports, decisions and undoings, and back it up."""
    store, earlier = FileStore(place / "returns"), []
    numbers = draw.sample(range(24), 8)
    for kind in ["import", "import", *draw.choices(("import", "decide", "undo", "three"), k=4)]:
        if kind == "undo":
            kill.undoing(store)
        elif kind == "decide":
            kill.deciding(draw)(store)
        else:
            taken = [numbers.pop() for _ in range(3 if kind == "three" and len(numbers) > 2 else 1)]
            kill.importing(*taken)(store)
        earlier.append(files_of(store.folder))
    keeping.backup(store, place / "backup.zip", year=YEAR)
    return Base(store.folder, place / "backup.zip", files_of(store.folder), earlier)


def number_of_steps(files: Files) -> int:
    """Return how many steps a round has."""
    return sum("/steps/" in name for name in files)


# -- damage
# --------------------------------------------------------------------------------------------------


def edited(draw: random.Random, content: bytes) -> bytes:
    """Change some bytes of a file."""
    data = bytearray(content)
    at, length = draw.randrange(len(data) or 1), draw.choice((1, 2, 16, 512))
    how = draw.randrange(5)
    if how == 0:
        data[at : at + 1] = bytes([data[at] ^ (1 << draw.randrange(8))]) if data else b"x"
    elif how == 1:
        data[at : at + length] = bytes(min(length, len(data) - at))
    elif how == 2:
        data[at:at] = draw.randbytes(length)
    elif how == 3:
        del data[at : at + length]
    else:
        digits = [place for place, sign in enumerate(data) if 48 <= sign <= 57]
        for place in draw.sample(digits, min(1, len(digits))):
            data[place] = 48 + (data[place] - 47) % 10
    return bytes(data)


def damage(folder: Path, base: Base, other: Base, draw: random.Random) -> str:
    """Damage one file of a round, or two that are swapped; return what was done."""
    there = files_of(folder)
    kinds = ["steps", "steps", "files", "files", *DERIVED]
    kind = draw.choice(kinds)
    names = [name for name in there if name.startswith(f"{YEAR}/{kind}/") or name == kind]
    if not names:
        return "nothing there"
    name = draw.choice(names)
    path, content = folder / name, there[name]
    how = draw.choice(
        ("lost", "doubled", "cut off", "swapped", "edited", "emptied", "set back", "foreign")
    )
    if how == "lost":
        path.unlink()
    elif how == "doubled":
        number = draw.randrange(1, 12)
        twin = f"{number:04d}.json" if kind == "steps" else f"copy-{path.name}"
        (path.parent / twin).write_bytes(content)
    elif how == "cut off":
        path.write_bytes(content[: draw.randrange(len(content) or 1)])
    elif how == "swapped":
        second = draw.choice(names)
        path.write_bytes(there[second])
        (folder / second).write_bytes(content)
    elif how == "edited":
        path.write_bytes(edited(draw, content))
    elif how == "emptied":
        path.write_bytes(b"")
    else:
        last = number_of_steps(base.files)  # one back is what a kill leaves
        back = [files for files in base.earlier if number_of_steps(files) < last - 1]
        source = draw.choice(back) if how == "set back" else other.files
        path.write_bytes(source.get(name, content))
    return f"{kind.rpartition('/')[2]} {how}"


def meaning(name: str, content: bytes) -> Any:
    """Return what a file says: the white space of a json file says nothing."""
    if not name.endswith(".json") and not name.endswith("head"):
        return content
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return content


def is_harmed(before: Files, after: Files) -> set[str]:
    """Return the files that are lost or say something else, and steps that were added."""
    lost = {name for name in before if name not in after}
    changed = {
        name
        for name in before.keys() & after.keys()
        if before[name] != after[name] and meaning(name, before[name]) != meaning(name, after[name])
    }
    return lost | changed | {n for n in after.keys() - before.keys() if "/steps/" in n}


def given_back(before: Files, folder: Path) -> list[str]:
    """Return the files of a round that are not as they were."""
    return sorted(is_harmed(before, files_of(folder)))


def deleted(there: Files, folder: Path) -> list[str]:
    """Return the files of a damaged round whose bytes are neither in place nor aside; an empty one
    and the registry hold nothing of their own.
    """
    kept = {*files_of(folder, aside=True).values(), b""}
    return [
        name
        for name, content in there.items()
        if content not in kept and name != f"{YEAR}/sources.json"
    ]


def damage_once(place: Path, bases: list[Base], draw: random.Random) -> tuple[str, list[str]]:
    """Damage a copy of a round and mend it; return what was done and what is wrong."""
    base, other = draw.sample(bases, 2)
    folder = place / "returns"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(base.folder, folder)
    store = FileStore(folder)
    done = [damage(folder, base, other, draw) for _ in range(draw.choice((1, 1, 1, 1, 2, 3)))]
    said = done[0] if len(done) == 1 else "several"
    there = files_of(folder)
    harmed = is_harmed(base.files, there)
    if not harmed:
        return f"{said}: says the same", []
    wrong = []
    if not keeping.verify(store, year=YEAR).faults:
        wrong.append(f"not named: {done}, {sorted(harmed)}")
    if any("/steps/" in name or name in DERIVED[:2] for name in harmed):
        for command in (
            lambda: store.steps(YEAR),
            lambda: undo(year=YEAR, store=store),
            lambda: import_returns([kill.RETURNS[0]], year=YEAR, store=store),
        ):
            try:
                command()
                wrong.append(f"not refused: {done}, {sorted(harmed)}")
            except InputError:
                pass
    if files_of(folder) != there:
        wrong.append(f"changed by a command that refuses: {done}")
    try:
        left = keeping.repair(store, year=YEAR).faults
        repaired = not left and not given_back(base.files, folder)
        if not left and not repaired:
            wrong.append(f"repaired to something else: {done}, {given_back(base.files, folder)}")
    except InputError:
        repaired = False
    if keeping.restore(store, base.backup, replace=True).faults or given_back(base.files, folder):
        wrong.append(f"not given back: {done}, {given_back(base.files, folder)}")
    if gone := deleted(there, folder):
        wrong.append(f"deleted: {done}, {gone}")
    if harmed == {DERIVED[2]} and not repaired:
        wrong.append(f"not repaired: {done}")
    return f"{said}: named, {'repaired' if repaired else 'restored'}", wrong


def damage_backup(place: Path, bases: list[Base], draw: random.Random) -> tuple[str, list[str]]:
    """Damage a backup; it must be refused, or give back the round."""
    base, other = draw.sample(bases, 2)
    path, folder = place / "damaged.zip", place / "restored"
    shutil.rmtree(folder, ignore_errors=True)
    how = draw.choice(("edited", "cut off", "member lost", "member edited", "member foreign"))
    content = base.backup.read_bytes()
    if how == "edited":
        path.write_bytes(edited(draw, content))
    elif how == "cut off":
        path.write_bytes(content[: draw.randrange(len(content))])
    else:
        with zipfile.ZipFile(base.backup) as old, zipfile.ZipFile(other.backup) as foreign:
            members = {name: old.read(name) for name in old.namelist()}
            name = draw.choice(list(members))
            if how == "member lost":
                del members[name]
            elif how == "member edited":
                members[name] = edited(draw, members[name])
            elif name in foreign.namelist():
                members[name] = foreign.read(name)
        with zipfile.ZipFile(path, "w") as made:
            for name, member in members.items():
                made.writestr(name, member)
    try:
        keeping.restore(FileStore(folder), path)
    except InputError:
        left = [f"backup {how}: refused, and yet written"] if folder.exists() else []
        return f"backup {how}: refused", left
    wrong = given_back(base.files, folder)
    return f"backup {how}: gives the round back", [f"backup {how}: {wrong}"] if wrong else []


# -- kills
# --------------------------------------------------------------------------------------------------


def kill_once(
    place: Path, bases: list[Base], draw: random.Random, lasts: dict[str, float]
) -> tuple[str, list[str]]:
    """Kill one command at a random moment; return what was done and what is wrong."""
    base, other = draw.sample(bases, 2)
    for name in ("returns", "taken"):
        shutil.rmtree(place / name, ignore_errors=True)
    (place / "new.zip").unlink(missing_ok=True)
    folder = place / "returns"
    kind = draw.choice(("repair", "restore", "backup", "prune", "export"))
    shutil.copytree((other if kind == "restore" else base).folder, folder)
    store, steps = FileStore(folder), FileStore(base.folder).steps(YEAR)
    if kind == "repair":
        for name in draw.sample(DERIVED, 1):
            (folder / name).write_bytes(b"{")
    if kind == "prune":
        for number in range(3):
            (folder / f"{YEAR}/files/{number:016x}-mine.csv").write_bytes(b"mine %d" % number)
    there = files_of(folder)
    actions: dict[str, Callable[[Store], object]] = {
        "repair": lambda store: keeping.repair(store, year=YEAR),
        "restore": lambda store: keeping.restore(store, base.backup, replace=True),
        "backup": lambda store: keeping.backup(store, place / "new.zip", year=YEAR),
        "prune": lambda store: keeping.prune(store, year=YEAR),
        "export": lambda _: FileStore(place / "taken").take_over(steps, year=YEAR),
    }
    began = time.monotonic()
    child = kill.start(actions[kind], store=lambda: store)
    left_alone = kind not in lasts or draw.random() < 0.1
    if not left_alone:
        time.sleep(draw.uniform(0, 1.1 * lasts[kind]))
        os.kill(child, signal.SIGKILL)
    status = kill.end(child)
    if left_alone:
        lasts[kind] = time.monotonic() - began
    wrong = [] if status in (0, -signal.SIGKILL) else [f"{kind}: exit {status}"]
    if gone := deleted(there, folder):
        wrong.append(f"{kind} killed: deleted {gone}")
    wrong += _after(kind, actions[kind], base, place)
    return f"{kind} {'killed' if status else 'done before the kill'}", wrong


def _after(kind: str, action: Callable[[Store], object], base: Base, place: Path) -> list[str]:
    """Look at what a killed command left, and let it do its work."""
    folder, store = place / "returns", FileStore(place / "returns")
    if kind == "backup" and (place / "new.zip").exists():
        shutil.rmtree(place / "from-backup", ignore_errors=True)
        keeping.restore(FileStore(place / "from-backup"), place / "new.zip")
        wrong = given_back(base.files, place / "from-backup")
        return [f"backup killed: gives {wrong}"] if wrong else []
    if kind == "export":
        table = place / "taken" / f"{YEAR}.csv"
        if table.exists() and table.read_bytes() != base.files[f"{YEAR}.csv"]:
            return ["export killed: the table is another one"]
        action(store)
        same = table.read_bytes() == base.files[f"{YEAR}.csv"]
        return [] if same else ["export: the table is another one"]
    named = kind == "restore" or keeping.verify(store, year=YEAR).faults
    if not named and (wrong := given_back(base.files, folder)):
        return [f"{kind} killed: not named {wrong}"]
    action(store)
    wrong = given_back(base.files, folder)
    return [f"{kind} killed, then done: {wrong}"] if wrong else []


def taken_steps(kills: int, *, seed: int, folder: Path) -> tuple[Counter[str], list[str]]:
    """Kill imports, decisions and undoings."""
    try:
        counts = kill.kill_many(kills, store=lambda: FileStore(folder / "taking"), seed=seed)
    except AssertionError as error:
        return Counter(), [f"seed {seed}: import, decide or undo: {error}"]
    return Counter({f"import, decide or undo: {said}": n for said, n in counts.items()}), []


# -- races
# --------------------------------------------------------------------------------------------------


def race(place: Path, draw: random.Random) -> tuple[Counter[str], list[str]]:
    """Ten import at once where `flock` does nothing."""
    folder = place / "race"
    shutil.rmtree(folder, ignore_errors=True)
    store, ready = FileStore(folder), draw.randrange(3)
    kill.importing(*range(ready))(store) if ready else None
    steps, at = len(store.steps(YEAR)), time.monotonic() + 0.3

    def act(number: int) -> Callable[[Store], None]:
        def importing_one(store: Store) -> None:
            fcntl.flock = lambda *_: None  # type: ignore[assignment]
            time.sleep(max(0, at - time.monotonic()))
            import_returns([kill.RETURNS[number]], year=YEAR, store=store)

        return importing_one

    with silent():
        children = [kill.start(act(number), store=lambda: store) for number in range(10, 20)]
        good = [kill.end(child) for child in children].count(0)
    state = keeping.repair(store, year=YEAR)
    counted = len(fold(store.steps(YEAR), year=YEAR).readings) - ready
    wrong = (
        []
        if good and not state.faults and (state.steps - steps, counted) == (good, good)
        else [f"race: {good} reported success, {state.steps - steps} steps, {counted} files count"]
    )
    return Counter({"race: imported": good, "race: told to run again": 10 - good}), wrong


@contextmanager
def silent() -> Iterator[None]:
    """Let children that are refused print nothing."""
    kept, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nothing)


# -- the run
# --------------------------------------------------------------------------------------------------


def run(
    *, damages: int, kills: int, races: int, seed: int, folder: Path, progress: bool = False
) -> tuple[Counter[str], list[str]]:
    """Make all faults; return how often what was done, and everything that is wrong."""
    bases = []
    for number in range(4):
        (folder / f"base-{number}").mkdir(parents=True)
        bases.append(make_base(folder / f"base-{number}", random.Random(f"{seed}:{number}")))
    seen, wrong = Counter[str](), list[str]()
    lasts: dict[str, float] = {}
    for number in range(damages + kills):
        draw = random.Random(f"{seed}:{number}:fault")
        if number >= damages:
            said, found = kill_once(folder, bases, draw, lasts)
        elif draw.random() < 0.15:
            said, found = damage_backup(folder, bases, draw)
        else:
            said, found = damage_once(folder, bases, draw)
        seen[said] += 1
        wrong += [f"seed {seed}, fault {number}: {one}" for one in found]
        if progress and number % 50 == 0:
            print(f"\r{number + 1} faults, {len(wrong)} wrong", end="", file=sys.stderr, flush=True)
    for number in range(races):
        counts, found = race(folder, random.Random(f"{seed}:{number}:race"))
        seen += counts
        wrong += found
    return seen, wrong


def main() -> int:
    """Run and print what happened."""
    command = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    command.add_argument("--damages", type=int, default=8000)
    command.add_argument("--kills", type=int, default=1900)
    command.add_argument("--races", type=int, default=10, help="of ten imports each")
    command.add_argument("--seed", type=int, default=2009)
    command.add_argument("--folder", help="where; /dev/shm is quick")
    asked = command.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="laocai-damage-", dir=asked.folder) as temporary:
        taking = taken_steps(asked.kills // 2, seed=asked.seed, folder=Path(temporary))
        seen, wrong = run(
            damages=asked.damages,
            kills=asked.kills - asked.kills // 2,
            races=asked.races,
            seed=asked.seed,
            folder=Path(temporary),
            progress=sys.stderr.isatty(),
        )
    seen, wrong = seen + taking[0], wrong + taking[1]
    print(f"{sum(seen.values())} faults, seed {asked.seed}, {time.monotonic() - began:.0f} s")
    for said, times in sorted(seen.items()):
        print(f"{times:>7}  {said}")
    print(f"{len(wrong)} wrong", *wrong[:50], sep="\n")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
