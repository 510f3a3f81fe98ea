"""What a report costs in three ways: naively, at the limit of what the cells themselves take, and
by this package.

    make bench                      every measurement, some minutes
    make bench ARGS=--quick         one round of the short ones

All ways are measured in one run, one after the other in each round, because only ratios outlast the
machine and the hour. The tables are printed and kept in ``benchmarks/results.md``.
"""

from __future__ import annotations

import argparse
import ctypes
import datetime as dt
import importlib.metadata
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
RESULTS = HERE / "results.md"
BIN = Path(sys.executable).parent
#: The real report of the project, and a notebook of twelve cells as analysts write them, with maps
#: drawn by pyplot.
NOTEBOOKS = {
    "coverage": ROOT / "notebooks" / "01-commune-coverage.ipynb",
    "maps": HERE / "communes.ipynb",
}
#: Provinces of 2025 of all sizes, islands among them.
TEN = (
    "Hà Nội",
    "Lào Cai",
    "Quảng Ninh",
    "Thanh Hóa",
    "Đà Nẵng",
    "Gia Lai",
    "Khánh Hòa",
    "Đồng Nai",
    "Hồ Chí Minh",
    "Cần Thơ",
)
DISTRICTS = ("080", "082", "083", "084", "085", "086", "087", "088", "089")
RETURNS = 7  # made for the batch of 63: nine districts, seven returns


@dataclass
class Way:
    """One way of doing one thing: its seconds, and the most memory that one of its processes took,
    in MiB.
    """

    seconds: list[float] = field(default_factory=list)
    peak: float = 0.0

    def add(self, measured: tuple[float, float]) -> None:
        """Take one measurement."""
        self.seconds.append(measured[0])
        self.peak = max(self.peak, measured[1])

    @property
    def median(self) -> float:
        """Median of the seconds."""
        return statistics.median(self.seconds)


def run(
    *commands: list[str], folder: Path, environment: dict[str, str] | None = None
) -> tuple[float, float]:
    """Run commands one after the other; return their seconds and the largest ``ru_maxrss`` of a
    process, in MiB.
    """
    seconds, peak = 0.0, 0
    before = _children()
    for command in commands:
        with open(folder / "said.txt", "wb") as said:
            start = time.perf_counter()
            process = subprocess.Popen(
                command, cwd=folder, stdout=said, stderr=said, env=environment
            )
            _, status, usage = os.wait4(process.pid, 0)
            seconds += time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{' '.join(command)}\n{(folder / 'said.txt').read_text()[-3000:]}")
        peak = max(peak, usage.ru_maxrss)
        while (
            left := _children() - before
        ):  # its server, which ends after it, is this process's to wait for
            peak = max(peak, *(os.wait4(pid, 0)[2].ru_maxrss for pid in left))
    return seconds, peak / 1024


def _children() -> set[int]:
    return set(map(int, Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()))


def adopt() -> None:
    """Become the parent of every process that is left behind by one that this process has
    started.
    """
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


def naive(notebook: Path, parameters: dict[str, str], folder: Path) -> tuple[float, float]:
    """Run a notebook by the command of papermill, then make HTML of it by that of nbconvert."""
    given = [word for name, value in parameters.items() for word in ("-r", name, value)]
    output = folder / "naive.ipynb"
    return run(
        [str(BIN / "papermill"), str(notebook), str(output), "--kernel", "python3", *given],
        [str(BIN / "jupyter"), "nbconvert", "--to", "html", str(output)],
        folder=folder,
    )


class Server:
    """A process of ``benchmarks/warm.py`` that has done its work once and does it again for each
    word.
    """

    def __init__(self, way: str, notebook: str, folder: Path) -> None:
        command = [sys.executable, str(HERE / "warm.py"), way, notebook, str(folder)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.again()

    def again(self) -> tuple[float, float]:
        """Have the work done; return seconds and the peak of memory until now."""
        assert self._process.stdin
        assert self._process.stdout
        start = time.perf_counter()
        print("again", file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline()
        seconds = time.perf_counter() - start
        if not answer:
            raise SystemExit("the warm process has ended; its words stand above")
        return seconds, float(answer)

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


@contextmanager
def servers(
    names: tuple[tuple[str, str], ...], folder: Path
) -> Iterator[dict[tuple[str, str], Server]]:
    """Keep warm processes."""
    running = {pair: Server(*pair, folder) for pair in names}
    try:
        yield running
    finally:
        for server in running.values():
            server.close()


def one_report(rounds: int, folder: Path) -> dict[tuple[str, str], Way]:
    """Measure one report of each notebook in all ways."""
    ways = {(way, name): Way() for name in NOTEBOOKS for way in ("naive", "cold", "warm", "limit")}
    with servers(tuple(pair for pair in ways if pair[0] in ("warm", "limit")), folder) as warm:
        for number in range(rounds):
            for (way, name), found in ways.items():
                if way in ("warm", "limit"):
                    for _ in range(3):
                        found.add(warm[way, name].again())
                elif way == "naive":
                    found.add(naive(NOTEBOOKS[name], {}, folder))
                elif name == "coverage":
                    found.add(
                        run(
                            [
                                str(BIN / "laocai"),
                                "report",
                                "commune-coverage",
                                "-o",
                                str(folder / str(number)),
                            ],
                            folder=folder,
                        )
                    )
                else:
                    found.add(
                        run(
                            [sys.executable, str(HERE / "warm.py"), "once", name, str(folder)],
                            folder=folder,
                        )
                    )
            said(f"one report, round {number + 1}", ways)
    return ways


def many_reports(rounds: int, folder: Path) -> dict[tuple[str, str], Way]:
    """Measure batches: nine districts, then nine districts of seven returns, then the latter
    unchanged.
    """
    ways = {
        ("naive", "9"): Way(),
        ("batch", "9"): Way(),
        ("batch", "63"): Way(),
        ("unchanged", "63"): Way(),
    }
    environment = {**os.environ, "LAOCAI_DATA": str(data_with_returns(folder))}
    for number in range(rounds):
        place = folder / f"batch-{number}"
        for (way, count), found in ways.items():
            if way == "naive":
                each = [
                    naive(NOTEBOOKS["coverage"], {"district": name}, folder)
                    for name in district_names()
                ]
                found.add((sum(seconds for seconds, _ in each), max(peak for _, peak in each)))
            else:
                found.add(run(batch(count, place / count), folder=folder, environment=environment))
        said(f"batches, round {number + 1}", ways)
    return ways


def batch(count: str, place: Path) -> list[str]:
    """Return the command of a batch of nine or of 63 reports into a folder."""
    sites = place.parent / "sites.yml"
    place.parent.mkdir(exist_ok=True)
    returns = {
        "9": ["2008-illustrative"],
        "63": [f"2008-bench-{number}" for number in range(RETURNS)],
    }
    sites.write_text(
        json.dumps(
            {
                name: {
                    "reports": [
                        {
                            "report": "commune-coverage",
                            "grid": {"district": DISTRICTS, "returns": held},
                        }
                    ]
                }
                for name, held in returns.items()
            }
        ),
        encoding="utf-8",
    )
    return [str(BIN / "laocai"), "batch", count, "--sites", str(sites), "-o", str(place)]


def data_with_returns(folder: Path) -> Path:
    """Copy the data, with the illustrative return under seven names beside it."""
    copy = folder / "data"
    if not copy.exists():
        shutil.copytree(ROOT / "data", copy)
        for number in range(RETURNS):
            shutil.copy(
                copy / "returns" / "2008-illustrative.csv",
                copy / "returns" / f"2008-bench-{number}.csv",
            )
    return copy


def district_names() -> list[str]:
    """Return the names of the nine districts."""
    from laocai_analysis.places.units import load_units

    return list(load_units(level="district").loc[list(DISTRICTS), "name"])


def commands(rounds: int, folder: Path) -> dict[tuple[str, str], Way]:
    """Measure how soon the command answers, beside an interpreter that does nothing."""
    lines = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "import laocai_analysis": [sys.executable, "-c", "import laocai_analysis"],
        "laocai --help": [str(BIN / "laocai"), "--help"],
        "laocai list": [str(BIN / "laocai"), "list"],
    }
    ways = {("start", name): Way() for name in lines}
    for _ in range(rounds):
        for name, line in lines.items():
            ways["start", name].add(run(line, folder=folder))
    said("start", ways)
    return ways


def country(rounds: int, folder: Path) -> dict[tuple[str, str], Way]:
    """Measure the units of the country: a return of them all, with the coverage by province; its
    units at a date, and the census carried to those of another.
    """
    each = ("country", "units", "convert")
    ways = {(way, "warm"): Way() for way in each} | {("country", "process"): Way()}
    with servers(tuple((way, "-") for way in each), folder) as warm:
        for _ in range(rounds):
            for way in each:
                ways[way, "warm"].add(warm[way, "-"].again())
            ways["country", "process"].add(
                run(
                    [sys.executable, str(HERE / "warm.py"), "country", "-", str(folder)],
                    folder=folder,
                )
            )
    said("country", ways)
    return ways


def provinces(folder: Path) -> dict[tuple[str, str], Way]:
    """Measure a batch of ten provinces of 2025 from a cold start, first with an empty cache, then
    with their boundaries and tile maps built.
    """
    chosen = [f"--only=province={name}" for name in TEN]
    sites = str(ROOT / "notebooks" / "provinces.yml")
    environment = {**os.environ, "LAOCAI_CACHE": str(folder / "cache")}
    ways = {("provinces", name): Way() for name in ("10, to be built", "10, built")}
    for (_, name), way in ways.items():
        batch = [str(BIN / "laocai"), "batch", "provinces-2025", "--sites", sites, *chosen]
        place = ["-o", str(folder / name)]
        way.add(run([*batch, *place], folder=folder, environment=environment))
    said("provinces", ways)
    return ways


def small(rounds: int, folder: Path) -> dict[tuple[str, str], Way]:
    """Measure five small cells by papermill, with plain and with forked kernels: in a process that
    runs many notebooks, and by a command for each.
    """
    sys.path.insert(0, str(HERE))
    from warm import five_cells

    path = five_cells(folder)
    names = ("local-provisioner", "laocai")
    ways = {(way, name): Way() for name in names for way in ("small", "command")}
    line = [str(BIN / "papermill"), "--no-progress-bar", str(path), str(folder / "out.ipynb")]
    with servers(tuple(("small", name) for name in names), folder) as warm:
        for _ in range(rounds):
            for (way, name), found in ways.items():
                if way == "small":
                    found.add(warm["small", name].again())
                else:
                    environment = {**os.environ, "JUPYTER_DEFAULT_PROVISIONER_NAME": name}
                    found.add(run(line, folder=folder, environment=environment))
    said("five small cells", ways)
    return ways


def profile(folder: Path) -> dict[str, float]:
    """Return what each part of a warm report takes, in seconds."""
    command = [sys.executable, str(HERE / "warm.py"), "parts", "coverage", str(folder)]
    return dict(
        json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    )


def said(what: str, ways: dict[tuple[str, str], Way]) -> None:
    """Show how far the run is."""
    medians = ", ".join(
        f"{' '.join(pair)} {way.median:.2f} s" for pair, way in ways.items() if way.seconds
    )
    sys.stderr.write(f"{what}: {medians}\n")


@dataclass(frozen=True)
class Goal:
    """A promise: one way takes so many times less than another one, or at most so many seconds."""

    words: str
    way: tuple[str, str]
    base: tuple[str, str] | None
    bound: float
    faster: bool = False
    times: float = 1.0  # a base that was measured on a part is multiplied

    def row(self, ways: dict[tuple[str, str], Way]) -> list[str]:
        """Return the row of the table."""
        found = ways[self.way].median
        if self.base is None:
            value, shown, met = found, f"{found:.2f} s", found <= self.bound
            goal = f"≤ {self.bound:g} s"
        elif self.faster:
            value = self.times * ways[self.base].median / found
            shown, met, goal = f"{value:.1f} x", value >= self.bound, f"≥ {self.bound:g} x"
        else:
            value = found / (self.times * ways[self.base].median)
            percent = self.bound < 0.5
            shown, met = (f"{value:.1%}" if percent else f"{value:.2f}"), value <= self.bound
            goal = f"≤ {self.bound:.0%}" if percent else f"≤ {self.bound:g}"
        return [self.words, shown, goal, "met" if met else "**missed**"]


def goals(ways: dict[tuple[str, str], Way]) -> list[Goal]:
    """Return the goals of which everything has been measured."""
    every = [
        Goal("one report warm, naive / ours", ("warm", "coverage"), ("naive", "coverage"), 6, True),
        Goal(
            "one report cold, naive / ours", ("cold", "coverage"), ("naive", "coverage"), 3.3, True
        ),
        Goal("9 reports from a cold start, naive / ours", ("batch", "9"), ("naive", "9"), 9, True),
        Goal(
            "63 from a cold start, naive (7 times the nine) / ours",
            ("batch", "63"),
            ("naive", "9"),
            12,
            True,
            7,
        ),
        Goal("63 unchanged / their first run", ("unchanged", "63"), ("batch", "63"), 0.02),
        *(
            Goal(words, (way, "laocai"), (way, "local-provisioner"), bound, True)
            for words, way, bound in (
                ("five small cells, papermill plain / forked", "small", 1),
                ("the same, a command for each", "command", 0.95),
            )
        ),
        Goal("a return of the country: read, coverage by province", ("country", "warm"), None, 1),
        Goal("the units of the country at a date", ("units", "warm"), None, 0.05),
        Goal("11,165 rows carried from 2019 to 2025", ("convert", "warm"), None, 0.1),
    ]
    return [goal for goal in every if goal.way in ways and (goal.base is None or goal.base in ways)]


#: What each way is, in the words of the table.
WORDS = {
    "naive": "naive: papermill, then jupyter nbconvert",
    "cold": "ours, cold: a command of its own",
    "warm": "ours, warm: the runner has run before",
    "limit": "limit: the bare cells in a warm process",
    "batch": "ours: a batch from a cold start",
    "unchanged": "ours: the same batch once more",
    "small": "five small cells, papermill in one process",
    "command": "five small cells, a command of papermill",
    "start": "start of the command",
    "country": "a return of the country: read, coverage",
    "units": "3,321 units of the country at a date",
    "convert": "11,165 rows of the census carried to 2025",
    "provinces": "ours: a batch of provinces from a cold start",
}


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def report(
    ways: dict[tuple[str, str], Way], parts: dict[str, float], *, load: tuple[float, float]
) -> str:
    """Return what was measured, and where and when."""
    versions = ", ".join(
        f"{name} {importlib.metadata.version(name)}"
        for name in ("papermill", "nbconvert", "ipykernel", "matplotlib", "pandas", "geopandas")
    )
    where = (
        f"{dt.date.today()}, {len(os.sched_getaffinity(0))} CPUs ({platform.machine()}), Python "
        f"{platform.python_version()}, {versions}. Load average {load[0]:.1f} before and {load[1]:.1f} after: only the "
        "ratios outlast the machine and the hour."
    )
    measured = [
        [
            WORDS[way],
            name,
            f"{found.median:.2f}",
            f"{min(found.seconds):.2f}–{max(found.seconds):.2f}",
            str(len(found.seconds)),
            f"{found.peak:.0f}",
        ]
        for (way, name), found in ways.items()
    ]
    return "\n".join(
        [
            "# Benchmarks",
            "",
            where,
            "",
            table(["goal", "found", "asked", ""], [goal.row(ways) for goal in goals(ways)]),
            table(["way", "of", "median, s", "from–to", "times", "largest process, MiB"], measured),
            "*coverage*: the commune coverage report; *maps*: `benchmarks/communes.ipynb`, twelve cells with maps of "
            "164 polygons drawn by pyplot. Its cells are "
            "the same in all ways: under a kernel pyplot draws a figure after every step. The naive way was measured on nine reports and multiplied by seven for 63.",
            "",
            *_profile(ways, parts),
        ]
    )


def _profile(ways: dict[tuple[str, str], Way], parts: dict[str, float]) -> list[str]:
    """Return where the time of a warm report goes beside that of the bare cells."""
    if not parts:
        return []
    rows = [[part, f"{seconds:.3f}"] for part, seconds in parts.items()]
    rows += [
        ["**all of it**", f"**{sum(parts.values()):.3f}**"],
        ["the bare cells in a warm process", f"{ways['limit', 'coverage'].median:.3f}"],
    ]
    return [
        "What is between a warm report (*coverage*) and its bare cells: a process of its own for each report, in which "
        "the first use of everything comes anew, and what makes, keeps and lists the page.",
        "",
        table(["part of a warm report", "s"], rows),
    ]


def main() -> None:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(
        description="Measure the runner against the naive way and the bare cells."
    )
    parser.add_argument(
        "--quick", action="store_true", help="one round, without the batches; nothing is kept"
    )
    parser.add_argument(
        "--rounds", type=int, default=5, help="rounds of one report; batches run half as often"
    )
    parser.add_argument(
        "--only",
        nargs="*",
        default=["one", "many", "start", "small", "country"],
        help="which parts",
    )
    chosen = parser.parse_args()
    adopt()
    rounds, before = 1 if chosen.quick else chosen.rounds, os.getloadavg()[0]
    ways: dict[tuple[str, str], Way] = {}
    parts: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="laocai-bench-") as temporary:
        folder = Path(temporary)
        if "start" in chosen.only:
            ways |= commands(4 * rounds, folder)
        if "small" in chosen.only:
            ways |= small(2 * rounds, folder)
        if "country" in chosen.only:
            ways |= country(2 * rounds, folder)
        if "provinces" in chosen.only:
            ways |= provinces(folder)
        if "one" in chosen.only:
            ways |= one_report(rounds, folder)
            parts = profile(folder)
        if "many" in chosen.only and not chosen.quick:
            ways |= many_reports((rounds + 1) // 2, folder)
    text = report(ways, parts, load=(before, os.getloadavg()[0]))
    sys.stdout.write(text)
    if not chosen.quick:
        RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
