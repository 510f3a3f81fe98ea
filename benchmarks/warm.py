"""Do one thing once, then once more for each line on standard input; `bench.py` starts it and holds
the clock.

    python benchmarks/warm.py WAY NOTEBOOK FOLDER

WAY is ``warm`` (our runner, which stays), ``once`` (the same, in a process that ends after it),
``limit`` (only the cells, in this process), ``small`` (five cells by papermill; NOTEBOOK is the
name of a provisioner), ``country``, ``units``, ``convert``, or ``parts``, which prints as JSON what
each part of a warm report takes.
"""

from __future__ import annotations

import ast
import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = {
    "coverage": ROOT / "notebooks" / "01-commune-coverage.ipynb",
    "maps": ROOT / "benchmarks" / "communes.ipynb",
}


def runner(name: str, folder: Path) -> Callable[[], int]:
    """Our runner: a page from the notebook, as ``laocai report`` makes it. Return what gives the
    peak in bytes.
    """
    from laocai_analysis.reports.server import start_server

    start_server()  # as early as the command does: server and runner import side by side

    def report() -> int:
        from laocai_analysis.reports.run import run_report

        run_report("commune-coverage", {}, folder=folder / "warm")
        return 0

    def page() -> int:
        from laocai_analysis.reports.formats.html import to_html
        from laocai_analysis.reports.notebook import run_notebook

        executed = run_notebook(NOTEBOOKS[name], {}, cwd=folder)
        if executed.failure:
            raise SystemExit(str(executed.failure))
        (folder / "maps.html").write_text(
            to_html(executed.notebook, title=name, language="vi"), encoding="utf-8"
        )
        return executed.peak

    return report if name == "coverage" else page


def limit(name: str, folder: Path) -> Callable[[], int]:
    """The cells and nothing else: no shell, no messages, no page; each figure is made once, as a
    notebook shows it.
    """
    import IPython.display
    import matplotlib
    from IPython.core.pylabtools import print_figure

    matplotlib.use("agg")
    import matplotlib.pyplot as plt
    from matplotlib.figure import Figure

    def show(*values: object, **_: object) -> None:
        for value in values:
            if isinstance(value, Figure):
                print_figure(value)
            elif value is not None:
                getattr(value, "_repr_html_", value.__repr__)()

    IPython.display.display = show  # type: ignore[assignment]
    cells = [
        _compiled("".join(cell["source"]))
        for cell in json.loads(NOTEBOOKS[name].read_text("utf-8"))["cells"]
        if cell["cell_type"] == "code" and "skip-execution" not in cell["metadata"].get("tags", [])
    ]

    def work() -> int:
        space: dict[str, object] = {"display": show, "show": show}
        for cell in cells:
            exec(cell, space)
            for number in plt.get_fignums():
                show(plt.figure(number))
            plt.close("all")
        return 0

    return work


def parts(folder: Path) -> dict[str, float]:
    """Return the seconds that each part of a warm report takes, medians of five reports."""
    from laocai_analysis.reports import notebook, run, server

    server.start_server()
    taken: dict[str, float] = {}

    def timed(owner: object, name: str, part: str) -> None:
        work = getattr(owner, name)

        def call(*values: object, **more: object) -> object:
            start = time.perf_counter()
            try:
                return work(*values, **more)
            finally:
                taken[part] = taken.get(part, 0.0) + time.perf_counter() - start

        setattr(owner, name, call)

    timed(run, "check_parameters", "parameters are checked")
    timed(run, "run_notebook", "notebook")
    timed(server.WarmKernel, "__init__", "a kernel is forked and listens")
    timed(notebook._Run, "papermill_execute_cells", "cells")
    timed(run, "put_in_place", "published")
    timed(run, "write_index", "index")
    runs = []
    for _ in range(6):
        taken.clear()
        start = time.perf_counter()
        run.run_report("commune-coverage", {}, folder=folder)
        whole = time.perf_counter() - start
        book = taken.pop("notebook")
        client = book - taken["cells"] - taken["a kernel is forked and listens"]
        rest = whole - client - sum(taken.values())
        runs.append(
            {
                **taken,
                "the client connects, and the kernel ends": client,
                "page, notebook and json": rest,
            }
        )
    return {part: statistics.median(one[part] for one in runs[1:]) for part in runs[0]}


def small(provisioner: str, folder: Path) -> Callable[[], int]:
    """Five small cells by papermill, with a provisioner of that name."""
    os.environ["JUPYTER_DEFAULT_PROVISIONER_NAME"] = provisioner
    import papermill

    path = five_cells(folder)

    def work() -> int:
        papermill.execute_notebook(str(path), str(folder / "out.ipynb"), progress_bar=False)
        return 0

    work()  # of a process that runs one notebook the first kernel is not forked
    return work


def five_cells(folder: Path) -> Path:
    """Write a notebook of five small cells."""
    import nbformat

    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    cells = [nbformat.v4.new_code_cell("1 + 1") for _ in range(5)]
    book = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(book, folder / "five.ipynb")
    return folder / "five.ipynb"


def _compiled(source: str) -> object:
    """Compile a cell so that the value of its last line is shown, as a notebook does unless a
    semicolon ends it.
    """
    tree = ast.parse(source)
    if tree.body and isinstance(tree.body[-1], ast.Expr) and not source.rstrip().endswith(";"):
        last = tree.body[-1]
        last.value = ast.Call(ast.Name("show", ast.Load()), [last.value], [])
    return compile(ast.fix_missing_locations(tree), "cell", "exec")


def country(_: str, folder: Path) -> Callable[[], int]:
    """Read a return with a row for each unit of the country, count by province: the report of the
    country without its map.
    """
    import laocai_analysis as la

    file, everywhere = folder / "country.csv", {"year": 2019, "province": la.registry.COUNTRY}
    asked = {"indicator": "same_day_newspaper", "basis": "illustrative", "source": "illustration"}
    table = la.registry.load_units(2019)[["name"]].assign(year="2019", value="yes", **asked)
    table.iloc[::3, table.columns.get_loc("value")] = "no"
    table.sample(frac=1, random_state=1).to_csv(file, index_label="code")

    def work() -> int:
        table = la.returns.find_return(str(file), **everywhere)
        values = la.returns.values(table, indicator=asked["indicator"], **everywhere)
        units = la.registry.load_units(2019)
        assert len(la.metrics.coverage(values, by=units["province"])) == 63
        return 0

    return work


def units(_: str, folder: Path) -> Callable[[], int]:
    """Return the units of the country at a date."""
    from laocai_analysis.places.registry import load_units

    def work() -> int:
        assert len(load_units("2025-07-01")) == 3321
        return 0

    return work


def convert(_: str, folder: Path) -> Callable[[], int]:
    """Carry the census, 11,165 rows of 2019, to the units of 1 July 2025."""
    from laocai_analysis.places import conversion
    from laocai_analysis.places.census import CENSUS_DAY, load_census

    census = load_census()
    kinds = {"population": "count"}

    def work() -> int:
        found = conversion.convert(census, date=CENSUS_DAY, to="2025-07-01", kinds=kinds)
        assert len(found.table) == 3320  # of 3,321 units: the census has no row of Hoàng Sa
        return 0

    return work


def main(way: str, name: str, folder: Path) -> None:
    """Do the work once, and again for each line of standard input; answer with the peak of memory
    in MiB.
    """
    answers = os.fdopen(os.dup(1), "w")
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115
    folder = folder / f"{way}-{name}"
    folder.mkdir(exist_ok=True)
    if way == "parts":
        print(json.dumps(parts(folder)), file=answers, flush=True)
        return
    ways = {"warm": runner, "once": runner, "limit": limit, "small": small}
    ways |= {"country": country, "units": units, "convert": convert}
    work = ways[way](name, folder)
    work()
    if way == "once":
        return
    for _ in sys.stdin:
        peak = max(work(), 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        print(peak / 2**20, file=answers, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
