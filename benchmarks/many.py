"""A batch of nine or of 63 reports by the runner, two at a time."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from laocai_analysis.reports import children

children.start_server()
from laocai_analysis import returns, units  # noqa: E402
from laocai_analysis.reports.run import run_report  # noqa: E402

names = list(units.load_units(level="district")["name"])
files = ["2008-illustrative"] if sys.argv[1] == "9" else [n for n in returns.names() if "bench" in n]
with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
    list(
        pool.map(
            lambda p: run_report("commune-coverage", {"district": p[0], "returns": p[1]}, folder=Path(sys.argv[2])),
            [(n, f) for n in names for f in files],
        )
    )
