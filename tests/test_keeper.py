"""A kernel that dies, hangs or takes too much fails its own notebook; nothing is left of it."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from laocai_analysis.errors import ProcessDiedError
from laocai_analysis.reports.executor import ReportExecutor
from laocai_analysis.reports.limits import Limits
from laocai_analysis.reports.notebook import run_notebook
from laocai_analysis.reports.server import start_server

MB = 2**20


def notebook(tmp_path, *cells, name="cells") -> Path:
    kernelspec = {"name": "python3", "language": "python", "display_name": "Python 3"}
    nb = new_notebook(metadata={"kernelspec": kernelspec})
    nb.cells = [new_code_cell(source) for source in cells]
    nbformat.write(nb, tmp_path / f"{name}.ipynb")
    return tmp_path / f"{name}.ipynb"


def texts(cell) -> str:
    return "".join(output.get("text", "") for output in cell.outputs)


def alive(process: int) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    return False


def gone_soon(*processes: int) -> bool:
    until = time.monotonic() + 15
    while any(map(alive, processes)) and time.monotonic() < until:
        time.sleep(0.02)
    return not any(map(alive, processes))


@pytest.mark.parametrize(
    ("death", "words"),
    [
        ("ctypes.string_at(0)", "killed by signal 11 (SIGSEGV)"),
        ("os.kill(os.getpid(), 9)", "killed by signal 9 (SIGKILL)"),
        ("os._exit(7)", "the process ended itself with status 7"),
        ("quit()", "the cell called exit or quit"),
    ],
)
def test_a_dead_kernel_is_a_failed_notebook_with_its_reason(death, words, tmp_path):
    path = notebook(
        tmp_path,
        "import ctypes, os, time\n1 + 1",
        f"print('so far', flush=True)\ntime.sleep(0.5)\n{death}",
        "'never'",
    )
    executed = run_notebook(path, {})
    assert (executed.failure.cell, executed.failure.name) == (1, "ProcessDiedError")
    assert words in executed.failure.words
    first, second, third = executed.notebook.cells
    assert first.outputs[0].data["text/plain"] == "2"
    assert texts(second) == "so far\n"
    assert second.outputs[-1].ename == "ProcessDiedError"
    assert not third.outputs
    statuses = [cell.metadata.papermill.status for cell in (first, second, third)]
    assert statuses == ["completed", "failed", "pending"]


#: Writes to the pipe by which the keeper tells how the kernel ended.
TELL = """
import os, pickle, time
def pipes(process):
    paths = [f"/proc/{process}/fd/{number}" for number in os.listdir(f"/proc/{process}/fd")]
    return {os.readlink(path): path for path in paths if os.path.lexists(path)}
def tell(data):
    own, keeper = pipes("self"), pipes(os.getppid())
    (pipe,) = [path for name, path in keeper.items() if name.startswith("pipe") and name not in own]
    open(pipe, "wb", buffering=0).write(len(data).to_bytes(4, "big") + data)
    time.sleep(60)
"""


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("tell(b'garbage')", "the process ended without a status"),
        ("tell(pickle.dumps('a text'))", "the process ended without a status"),
        (
            "kernel = get_ipython().kernel\n"
            "kernel.session.send(kernel.iopub_socket, 'stream', {}, parent=kernel.get_parent())",
            "the process answered what it should not: KeyError: 'name'",
        ),
    ],
)
def test_a_process_that_answers_nonsense_fails_its_notebook(cell, words, tmp_path):
    """Two of them ended nothing: one left the batch waiting, one passed for a good report."""
    executed = run_notebook(notebook(tmp_path, f"{TELL}\nprint(os.getpid())", cell), {})
    assert (executed.failure.cell, executed.failure.name) == (1, "ProcessDiedError")
    assert executed.failure.words == words
    assert gone_soon(int(texts(executed.notebook.cells[0])))


def test_exit_alone_in_a_cell_fails_the_notebook(tmp_path):
    failure = run_notebook(notebook(tmp_path, "1", "exit", "2"), {}).failure
    assert (failure.cell, failure.source) == (1, "exit")
    assert "the cell called exit or quit" in failure.words


@pytest.mark.parametrize(
    "hang",
    [
        "while True: pass",
        "import ctypes; ctypes.PyDLL(None).sleep(300)  # never lets another thread run",
        "import signal, time\nfor n in (1, 2, 15): signal.signal(n, signal.SIG_IGN)\n"
        "time.sleep(300)",
        "import asyncio; await asyncio.sleep(300)",
        "!sleep 300",
        "import os; os.closerange(3, 4096); import time; time.sleep(300)",
    ],
)
def test_a_hanging_cell_is_stopped(hang, tmp_path):
    failure = run_notebook(
        notebook(tmp_path, "'good'", hang), {}, limits=Limits(cell_seconds=1)
    ).failure
    assert (failure.cell, failure.name) == (1, "TimeLimitError")
    assert "stopped after 1 s, the limit of one cell" in failure.words


@pytest.mark.slow
def test_the_limit_of_a_cell_is_not_that_of_the_notebook(tmp_path):
    path = notebook(tmp_path, *["import time; time.sleep(0.7)"] * 4)
    assert run_notebook(path, {}, limits=Limits(cell_seconds=2.5)).failure is None
    path = notebook(tmp_path, *["import time; time.sleep(4)"] * 4)
    failure = run_notebook(path, {}, limits=Limits(seconds=6, cell_seconds=30)).failure
    assert failure.name == "TimeLimitError"
    assert "stopped after 6 s, the limit of the whole" in failure.words
    assert failure.cell < 2


EATING = "held = []\nwhile True: held.append(b'x' * 10_000_000)"


@pytest.mark.parametrize(
    "eater",
    [
        EATING,
        f"import subprocess, sys\n"
        f"subprocess.run([sys.executable, '-c', {EATING!r}], start_new_session=True)",
        "import os\nif os.fork() == 0:\n    " + EATING.replace("\n", "\n    ") + "\nos.wait()",
    ],
)
def test_an_eater_of_memory_is_stopped_with_what_it_started(eater, tmp_path):
    path = notebook(tmp_path, "'good'", eater)
    failure = run_notebook(path, {}, limits=Limits(memory=500 * MB, seconds=60)).failure
    assert (failure.cell, failure.name) == (1, "MemoryLimitError")
    assert "stopped at 500 MiB, the limit of memory" in failure.words


def test_what_is_below_the_limit_of_memory_is_left_alone(tmp_path):
    path = notebook(tmp_path, "held = b'x' * 100_000_000", "import time; time.sleep(0.3)")
    executed = run_notebook(path, {}, limits=Limits(memory=700 * MB))
    assert executed.failure is None
    assert 100 * MB < executed.peak < 700 * MB


@pytest.mark.parametrize("flood", ["print('x' * 1_000)", "display({'a/b': 'x' * 10**6}, raw=True)"])
def test_a_flood_of_outputs_does_not_fill_the_memory_of_this_process(flood, tmp_path):
    before = psutil.Process().memory_info().rss
    path = notebook(tmp_path, f"while True: {flood}")
    failure = run_notebook(path, {}, limits=Limits(outputs=10 * MB)).failure
    assert failure.name == "MemoryLimitError"
    assert "stopped at 10 MiB, the limit of outputs" in failure.words
    assert psutil.Process().memory_info().rss - before < 200 * MB


STARTS = """
import os, subprocess, time, warnings
warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12: a kernel that forks has threads
started = [subprocess.Popen(["sleep", "300"], start_new_session=True).pid,
           subprocess.Popen("sleep 300 & sleep 300", shell=True).pid]
told, tell = os.pipe()
if (fork := os.fork()) == 0:
    os.setsid()
    if os.fork() == 0:  # a daemon, which init would inherit
        os.write(tell, str(os.getpid()).encode())
        time.sleep(300)
    os._exit(0)
os.waitpid(fork, 0)
started += [int(os.read(told, 20)), os.getpid(), os.getppid()]
print(*started)
"""


@pytest.mark.parametrize("then", ["1", "time.sleep(300)", "import ctypes; ctypes.string_at(0)"])
def test_nothing_that_a_notebook_started_is_left(then, tmp_path):
    executed = run_notebook(notebook(tmp_path, STARTS, then), {}, limits=Limits(cell_seconds=4))
    processes = [int(number) for number in texts(executed.notebook.cells[0]).split()]
    *below, keeper = processes
    assert len(below) == 4
    assert not any(map(alive, below))
    assert gone_soon(keeper)  # it has told the end, and ends


def asker(tmp_path) -> tuple[subprocess.Popen, list[int]]:
    """A script that waits for a notebook that hangs, and the processes that it has started
    for it.
    """
    tell = "with open('a.tmp', 'w') as file: print(*started, file=file)\nos.rename('a.tmp', 'all')"
    path = notebook(tmp_path, STARTS + tell, "time.sleep(300)")
    script = tmp_path / "script.py"  # without a guard for __main__: a fork must not run it
    script.write_text(
        "from laocai_analysis.reports.notebook import run_notebook\n"
        f"open({str(tmp_path / 'runs.txt')!r}, 'a').write('x')\n"
        f"run_notebook({str(path)!r}, {{}}, cwd={str(tmp_path)!r})\n",
        encoding="utf-8",
    )
    root = str(Path(__file__).parents[1])
    process = subprocess.Popen(
        [sys.executable, script], env={**os.environ, "PYTHONPATH": root}, cwd=tmp_path
    )
    until = time.monotonic() + 120
    while not (tmp_path / "all").exists():
        assert time.monotonic() < until
        assert process.poll() is None
        time.sleep(0.05)
    started = [int(number) for number in (tmp_path / "all").read_text(encoding="utf-8").split()]
    return process, [*started, psutil.Process(started[-1]).ppid()]


@pytest.mark.slow
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_is_left_when_the_asker_dies(sign, tmp_path):
    process, started = asker(tmp_path)
    assert all(map(alive, started))
    process.send_signal(sign)
    assert process.wait(timeout=30) != 0
    assert gone_soon(*started)
    assert (tmp_path / "runs.txt").read_text(encoding="utf-8") == "x"


def test_a_killed_server_hurts_nothing(tmp_path):
    """The kernel that runs goes on; the next one comes from another server."""
    kill = "import os, psutil\npsutil.Process(os.getppid()).parent().kill()\nos.getppid()"
    executed = run_notebook(notebook(tmp_path, kill, "'goes on'"), {})
    assert executed.failure is None
    assert executed.notebook.cells[1].outputs[0].data["text/plain"] == "'goes on'"
    again = run_notebook(notebook(tmp_path, "'another server'"), {})
    assert again.failure is None
    assert again.peak > 0
    assert gone_soon(int(executed.notebook.cells[0].outputs[0].data["text/plain"]))


def test_a_killed_keeper_is_a_failed_notebook(tmp_path):
    kill = "os.kill(os.getppid(), 9)\nimport time; time.sleep(300)"
    path = notebook(tmp_path, "import os\nprint(os.getpid(), flush=True)", kill)
    executed = run_notebook(path, {})
    assert executed.failure.name == "ProcessDiedError"
    assert gone_soon(int(texts(executed.notebook.cells[0])))


def test_the_server_has_one_thread(tmp_path):
    """More than one could not be forked safely."""
    path = notebook(
        tmp_path, "import os, psutil\nprint(psutil.Process(os.getppid()).parent().num_threads())"
    )
    assert texts(run_notebook(path, {}).notebook.cells[0]) == "1\n"


def test_an_executor_left_by_an_exception_stops_what_runs(tmp_path):
    start_server()
    cell = "import os, time; open({!r}, 'w').write(str(os.getpid())); time.sleep(300)"
    marks = [tmp_path / "0", tmp_path / "1"]
    paths = [notebook(tmp_path, cell.format(str(mark)), name=mark.stem) for mark in marks]
    futures = []
    with contextlib.suppress(KeyboardInterrupt), ReportExecutor(2) as executor:
        futures = [executor.submit(run_notebook, path, {}) for path in paths]
        waiting = executor.submit(abs, -1)
        while not all(mark.exists() and mark.read_text(encoding="utf-8") for mark in marks):
            time.sleep(0.02)
        raise KeyboardInterrupt
    failures = [future.result().failure for future in futures]
    assert {failure.name for failure in failures} == {ProcessDiedError.__name__}
    assert waiting.cancelled()
    assert not any(alive(int(mark.read_text(encoding="utf-8"))) for mark in marks)
