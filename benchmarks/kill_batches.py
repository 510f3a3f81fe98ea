"""Kill batches at random moments, fill the disk under them, interrupt them, and look what is left.

Every report of a small office is published from version A of its data; then version B is there, a
batch starts, and at a random moment something dies. Afterwards each report must be wholly that of A
or wholly that of B, to the byte, no process may be left, and the next batch must make the rest.

    python benchmarks/kill_batches.py --trials 200
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parent.parent
DISTRICTS = ("080", "082", "083", "084")
REPORTS = """
small:
  notebook: small.ipynb
  title: {vi: Nhỏ, en: Small}
  choices: {district: district, language: language}
  file: [district, language]
"""
SITES = f"four: {{reports: [{{report: small, grid: {{district: {json.dumps(DISTRICTS)}, language: [vi]}}}}]}}"
CELLS = (
    'district = ""  # a district\nlanguage = "vi"  # vi or en',
    'import laocai_analysis as la\npage = la.page.Page(language)\n(la.paths.data() / "version.txt").read_text()',
    'page.title("changes-none")',
    "page.finish()",
)
#: What is stopped, by which signal.
KINDS = ("parent", "server", "child", "interrupt", "disk")


class Office:
    """Notebooks and data of a department of its own, and what its batch gives for each version of
    the data.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.out = folder, folder / "out"
        (folder / "notebooks").mkdir(parents=True)
        cells = [nbformat.v4.new_code_cell(text) for text in CELLS]
        cells[0]["metadata"]["tags"] = ["parameters"]
        kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
        book = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
        nbformat.write(book, folder / "notebooks" / "small.ipynb")
        (folder / "notebooks" / "reports.yml").write_text(REPORTS, encoding="utf-8")
        (folder / "notebooks" / "sites.yml").write_text(SITES, encoding="utf-8")
        shutil.copytree(ROOT / "data", folder / "data")
        self.environment = {
            **os.environ,
            "LAOCAI_NOTEBOOKS": str(folder / "notebooks"),
            "LAOCAI_DATA": str(folder / "data"),
            "LAOCAI_CACHE": str(folder / "cache"),
            "PYTHONPATH": str(ROOT),
        }
        self.versions: dict[str, dict[str, str]] = {}
        self.seconds = 0.0
        for version in "AB":  # B says what it replaces
            self.set(version)
            start = time.monotonic()
            if self.start().wait() != 0:
                raise SystemExit((folder / "said.txt").read_text(encoding="utf-8"))
            self.seconds = time.monotonic() - start
            self.versions[version] = self.published()
            if version == "A":
                shutil.copytree(self.out, folder / "A", symlinks=True)
        if self.versions["A"].keys() != self.versions["B"].keys() or len(self.versions["A"]) != len(
            DISTRICTS
        ):
            raise SystemExit("the two versions are not of the same reports")

    def set(self, version: str) -> None:
        """Let the data be those of a version."""
        (self.folder / "data" / "version.txt").write_text(f"version {version}\n", encoding="utf-8")

    def start(self) -> subprocess.Popen[bytes]:
        """Start the batch."""
        command = [sys.executable, "-m", "laocai_analysis", "batch", "four", "-o", str(self.out)]
        with open(self.folder / "said.txt", "wb") as said:
            return subprocess.Popen(
                command, env=self.environment, stdout=said, stderr=said, cwd=self.folder
            )

    def published(self) -> dict[str, str]:
        """Return one hash for the three files of each report together."""
        found = {}
        for page in sorted((self.out / "small").glob("*.html")):
            parts = hashlib.sha256()
            for suffix in (".html", ".ipynb", ".json"):
                parts.update(page.with_suffix(suffix).read_bytes())
            found[page.stem] = parts.hexdigest()
        return found

    def faults(self) -> list[str]:
        """Say which reports are neither those of A nor those of B."""
        found = self.published()
        if found.keys() != self.versions["A"].keys():
            return [f"published: {sorted(found)}"]
        return [
            stem
            for stem, digest in found.items()
            if digest not in (self.versions["A"][stem], self.versions["B"][stem])
        ]

    def left(self) -> list[str]:
        """Return the processes of this office that still run."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if str(self.folder).encode() in (entry / "environ").read_bytes():
                    found.append(entry.name)
        return found


def children(pid: int) -> list[int]:
    """Return the children of a process, all its threads together."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*"):
        with suppress(OSError):
            found += map(int, (task / "children").read_text().split())
    return found


def server_of(pid: int) -> int | None:
    """Return the forkserver that a batch has started."""
    for child in children(pid):
        with suppress(OSError):
            if b"forkserver" in Path(f"/proc/{child}/cmdline").read_bytes():
                return child
    return None


def stop(kind: str, batch: subprocess.Popen[bytes]) -> bool:
    """Stop one process of a batch; return whether there was one."""
    with suppress(ProcessLookupError):
        if kind in ("parent", "interrupt"):
            batch.send_signal(signal.SIGKILL if kind == "parent" else signal.SIGINT)
            return True
        if server := server_of(batch.pid):
            if kind == "server":
                os.kill(server, signal.SIGKILL)
                return True
            if working := children(server):
                os.kill(random.choice(working), signal.SIGKILL)
                return True
    return False


@contextmanager
def small_disk(folder: Path, megabytes: float) -> Iterator[Callable[[], None]]:
    """Put a file system of some size at a folder; what is given makes it large."""
    size = f"size={int(megabytes * 1024)}k"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)], check=True)
    try:
        yield (
            lambda: (
                subprocess.run(["mount", "-o", "remount,size=1g", str(folder)], check=True) and None
            )
        )
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def trial(office: Office, kind: str, random_: random.Random) -> tuple[str, list[str]]:
    """Stop one batch at one moment; return what became of it and what is wrong with what it
    left.
    """
    shutil.rmtree(office.out, ignore_errors=True)
    office.set("B")
    if kind != "disk":
        shutil.copytree(office.folder / "A", office.out, symlinks=True)
        return _stopped(office, kind, random_)
    office.out.mkdir()
    kept = (
        path.lstat()
        for path in (office.folder / "A").rglob("*")
        if path.is_file() and not path.is_symlink()
    )
    held = sum(-(-status.st_size // 4096) for status in kept) / 256  # in pages of a tmpfs, as MiB
    with small_disk(office.out, held * (1.01 + 0.25 * random_.random())) as enlarge:
        shutil.copytree(office.folder / "A", office.out, symlinks=True, dirs_exist_ok=True)
        return _stopped(office, kind, random_, enlarge)


def _stopped(
    office: Office, kind: str, random_: random.Random, enlarge: Callable[[], None] = lambda: None
) -> tuple[str, list[str]]:
    batch, until = office.start(), time.monotonic() + random_.random() * office.seconds
    while kind != "disk" and time.monotonic() < until and batch.poll() is None:
        time.sleep(0.002)
    while kind != "disk" and batch.poll() is None and not stop(kind, batch):
        time.sleep(0.002)
    try:
        status = batch.wait(timeout=120)
    except subprocess.TimeoutExpired:
        batch.kill()
        return "hung", ["the batch did not end"]
    wrong = [f"{stem} is neither A nor B" for stem in office.faults()]
    made = sum(digest == office.versions["B"][stem] for stem, digest in office.published().items())
    if status == 0 and made < len(DISTRICTS):
        wrong.append(f"exit status 0 with {made} of {len(DISTRICTS)} made")
    for _ in range(100):
        if not (left := office.left()):
            break
        time.sleep(0.1)
    wrong += [f"process {pid} is left" for pid in left]
    enlarge()
    if office.start().wait(timeout=300) != 0 or office.published() != office.versions["B"]:
        wrong.append("the next batch did not make the rest")
    return f"{kind}: exit {status}, {made} of {len(DISTRICTS)} new", wrong


def kill(
    trials: int, *, seed: int, folder: Path, kinds: tuple[str, ...] = KINDS
) -> tuple[Counter[str], list[str]]:
    """Make trials of each kind in turn, in one office; return what became of them and everything
    that is wrong.
    """
    office, random_ = Office(folder / f"office-{seed}"), random.Random(seed)
    seen, wrong = Counter[str](), list[str]()
    for number in range(trials):
        outcome, found = trial(office, kinds[number % len(kinds)], random_)
        seen[outcome] += 1
        wrong += [f"seed {seed}, trial {number}, {outcome}: {fault}" for fault in found]
        sys.stderr.write(f"{seed}.{number} {outcome}{'; '.join(['', *found])}\n")
    return seen, wrong


def main() -> int:
    """Kill, count, say what is wrong."""
    parser = argparse.ArgumentParser(
        description="Kill batches at random moments and look what is left."
    )
    parser.add_argument("--trials", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--offices", type=int, default=2, help="how many work side by side")
    chosen = parser.parse_args()
    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # a shell lets its background jobs ignore it
    with (
        tempfile.TemporaryDirectory(prefix="laocai-kill-") as temporary,
        ThreadPoolExecutor(chosen.offices) as pool,
    ):
        each = -(-chosen.trials // chosen.offices)
        done = list(
            pool.map(
                lambda seed: kill(each, seed=seed, folder=Path(temporary)),
                range(chosen.seed, chosen.seed + chosen.offices),
            )
        )
    seen = sum((outcome for outcome, _ in done), Counter[str]())
    wrong = [fault for _, faults in done for fault in faults]
    for outcome, times in sorted(seen.items()):
        print(f"{times:5d}  {outcome}")
    print(f"{sum(seen.values())} trials, {len(wrong)} faults", *wrong, sep="\n")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
