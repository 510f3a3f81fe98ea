"""A process that dies, hangs or takes too much memory fails its own work; nothing is left of it."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from multiprocessing import forkserver
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from laocai_analysis.errors import MemoryLimitError, ProcessDiedError, ReportError, TimeLimitError
from laocai_analysis.reports.children import Child, ForkserverExecutor, serve_cells, start_server
from laocai_analysis.reports.limits import Limits
from laocai_analysis.reports.notebook import run_notebook

MB = 2**20


def notebook(tmp_path, *cells) -> Path:
    nb = new_notebook(
        metadata={
            "kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}
        }
    )
    nb.cells = [new_code_cell(source) for source in cells]
    nbformat.write(nb, tmp_path / "cells.ipynb")
    return tmp_path / "cells.ipynb"


def texts(cell) -> str:
    return "".join(output.get("text", "") for output in cell.outputs)


def alive(process: int) -> bool:
    try:
        return (
            Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
            != "Z"
        )
    except OSError:
        return False


def gone_soon(*processes: int) -> bool:
    until = time.monotonic() + 10
    while any(map(alive, processes)) and time.monotonic() < until:
        time.sleep(0.02)
    return not any(map(alive, processes))


@pytest.mark.parametrize(
    ("death", "words"),
    [
        ("ctypes.string_at(0)", "killed by signal 11 (SIGSEGV)"),
        ("os.kill(os.getpid(), 9)", "killed by signal 9 (SIGKILL)"),
        ("os.abort()", "killed by signal 6 (SIGABRT)"),
        ("os._exit(7)", "the process ended itself with status 7"),
    ],
)
def test_a_dead_process_is_a_failed_notebook_with_its_reason(death, words, tmp_path):
    path = notebook(
        tmp_path, "import ctypes, os\n1 + 1", f"print('so far', flush=True)\n{death}", "'never'"
    )
    executed = run_notebook(path, {})
    assert (executed.failure.cell, executed.failure.name) == (1, "ProcessDiedError")
    assert words in executed.failure.words
    first, second, third = executed.notebook.cells
    assert first.outputs[0].data["text/plain"] == "2"
    assert texts(second) == "so far\n"
    assert second.outputs[-1].ename == "ProcessDiedError"
    assert not third.outputs
    assert [cell.metadata.papermill.status for cell in (first, second, third)] == [
        "completed",
        "failed",
        "pending",
    ]


@pytest.mark.parametrize(
    "hang",
    [
        "while True: pass",
        "import ctypes; ctypes.PyDLL(None).sleep(300)  # never lets another thread run",
        "import signal, time\nfor number in (1, 2, 15): signal.signal(number, signal.SIG_IGN)\ntime.sleep(300)",
        "import asyncio; await asyncio.sleep(300)",
        "!sleep 300",
        "import os; os.closerange(3, 4096); import time; time.sleep(300)",
    ],
)
def test_a_hanging_cell_is_stopped(hang, tmp_path):
    path = notebook(tmp_path, "'good'", hang)
    failure = run_notebook(path, {}, limits=Limits(cell_seconds=1)).failure
    assert (failure.cell, failure.name) == (1, "TimeLimitError")
    assert "stopped after 1 s, the limit of one cell" in failure.words


def test_the_limit_of_a_cell_is_not_that_of_the_notebook(tmp_path):
    path = notebook(tmp_path, *["import time; time.sleep(0.4)"] * 5)
    assert run_notebook(path, {}, limits=Limits(cell_seconds=1.5)).failure is None
    failure = run_notebook(path, {}, limits=Limits(seconds=1)).failure
    assert failure.name == "TimeLimitError"
    assert "stopped after 1 s, the limit of the whole" in failure.words
    assert failure.cell in (1, 2)


EATING = "held = []\nwhile True: held.append(b'x' * 10_000_000)"


@pytest.mark.parametrize(
    "eater",
    [
        EATING,
        f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {EATING!r}], start_new_session=True)",
        "import os\nif os.fork() == 0:\n    " + EATING.replace("\n", "\n    ") + "\nos.wait()",
    ],
)
def test_an_eater_of_memory_is_stopped_with_what_it_started(eater, tmp_path):
    path = notebook(tmp_path, "'good'", eater)
    failure = run_notebook(path, {}, limits=Limits(memory=500 * MB, seconds=60)).failure
    assert (failure.cell, failure.name) == (1, "MemoryLimitError")
    assert "stopped at 500 MiB" in failure.words


def test_what_is_below_the_limit_of_memory_is_left_alone(tmp_path):
    path = notebook(tmp_path, "held = b'x' * 100_000_000", "import time; time.sleep(0.3)")
    executed = run_notebook(path, {}, limits=Limits(memory=600 * MB))
    assert executed.failure is None
    assert 100 * MB < executed.peak < 600 * MB


STARTS = """
import os, subprocess, time
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
    executed = run_notebook(notebook(tmp_path, STARTS, then), {}, limits=Limits(cell_seconds=2))
    processes = [int(number) for number in texts(executed.notebook.cells[0]).split()]
    *below, keeper = processes
    assert len(below) == 4
    assert not any(map(alive, below))
    assert gone_soon(keeper)  # it has told the end, and ends


def asker(tmp_path) -> tuple[subprocess.Popen, list[int]]:
    """A script that waits for a notebook that hangs, and the processes that it has started
    for it.
    """
    tell = "with open('started.tmp', 'w') as file: print(*started, file=file)\nos.rename('started.tmp', 'all.txt')"
    path = notebook(tmp_path, STARTS + tell, "time.sleep(300)")
    script = (
        tmp_path / "script.py"
    )  # without a guard for __main__: a child must not run it once more
    script.write_text(
        "from laocai_analysis.reports.notebook import run_notebook\n"
        f"open({str(tmp_path / 'runs.txt')!r}, 'a').write('x')\n"
        f"run_notebook({str(path)!r}, {{}}, cwd={str(tmp_path)!r})\n",
        encoding="utf-8",
    )
    root = Path(__file__).parents[1]
    process = subprocess.Popen(
        [sys.executable, script], env={**os.environ, "PYTHONPATH": str(root)}, cwd=tmp_path
    )
    until = time.monotonic() + 60
    while not (tmp_path / "all.txt").exists():
        assert time.monotonic() < until
        assert process.poll() is None
        time.sleep(0.05)
    started = [int(number) for number in (tmp_path / "all.txt").read_text(encoding="utf-8").split()]
    server = int(
        Path(f"/proc/{started[-1]}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1]
    )
    return process, [*started, server]


@pytest.mark.slow
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_is_left_when_the_asker_dies(sign, tmp_path):
    process, started = asker(tmp_path)
    assert all(map(alive, started))
    process.send_signal(sign)
    assert process.wait(timeout=20) != 0
    assert gone_soon(*started)
    assert (tmp_path / "runs.txt").read_text(encoding="utf-8") == "x"


def test_a_killed_server_hurts_nobody(tmp_path):
    start_server()
    server = forkserver._forkserver._forkserver_pid
    path = notebook(tmp_path, f"import os\nos.kill({server}, 9)", "'goes on'")
    executed = run_notebook(path, {})
    assert executed.failure is None
    assert executed.notebook.cells[1].outputs[0].data["text/plain"] == "'goes on'"
    assert run_notebook(notebook(tmp_path, "'another server'"), {}).failure is None
    assert forkserver._forkserver._forkserver_pid != server


def test_a_server_killed_between_its_fork_and_its_word_of_it_leaves_one_child(monkeypatch):
    """The child that nobody was told of ends, and takes no work and no pipe from the one that is
    asked for next.
    """
    read, told = forkserver.read_signed, []

    def killed_at_first(descriptor: int) -> int:
        told.append(read(descriptor))
        if len(told) == 1:
            raise EOFError
        return told[-1]

    monkeypatch.setattr(forkserver, "read_signed", killed_at_first)
    with ForkserverExecutor(1) as executor:
        started = executor.submit(os.getppid)
        assert started.result(timeout=60) == told[1]
    assert gone_soon(*told)


def test_a_killed_keeper_is_a_failed_notebook(tmp_path):
    kill = "os.kill(os.getppid(), 9)\nimport time; time.sleep(300)"
    path = notebook(tmp_path, "import os\nprint(os.getpid(), flush=True)", kill)
    executed = run_notebook(path, {})
    assert executed.failure.name == "ProcessDiedError"
    assert "its keeper was killed" in executed.failure.words
    assert gone_soon(int(texts(executed.notebook.cells[0])))


def test_a_child_is_stopped_at_will():
    with Child(serve_cells) as child:
        child.send(b'{"cell": "0", "source": "import time; time.sleep(300)"}')
        assert child.receive() is not None
        child.stop()
        assert child.receive() is None
        assert child.end().reason == "asker"


def threads_of_the_server() -> int:
    """Called in a child: its parent is the keeper, whose parent is the server."""
    server = (
        Path(f"/proc/{os.getppid()}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1]
    )
    return len(os.listdir(f"/proc/{server}/task"))


def raises(words: str) -> None:
    raise ReportError(words)


def run_one(path: str) -> str:
    """A notebook run from a child: its process comes from the same server, not from one more."""
    executed = run_notebook(path, {})
    return f"{forkserver._forkserver._forkserver_pid} {executed.failure}"


class UnpicklableError(Exception):
    def __init__(self, one, two):
        super().__init__(one)


def raises_what_cannot_travel() -> None:
    raise UnpicklableError("lạ", 2)


def test_an_executor_of_fresh_processes(tmp_path):
    path = notebook(tmp_path, "1")
    with ForkserverExecutor(2) as executor:
        assert list(executor.map(abs, range(-6, 0))) == [6, 5, 4, 3, 2, 1]
        assert len({executor.submit(os.getpid).result() for _ in range(4)}) == 4
        assert (
            executor.submit(threads_of_the_server).result() == 1
        )  # more than one could not be forked safely
        assert executor.submit(run_one, str(path)).result() == "None None"
        with pytest.raises(ReportError, match=r"^đĩa hỏng$"):
            executor.submit(raises, "đĩa hỏng").result()
        with pytest.raises(ReportError, match="UnpicklableError: lạ"):
            executor.submit(raises_what_cannot_travel).result()
        with pytest.raises(ProcessDiedError, match="signal 9"):
            executor.submit(exec, "import os; os.kill(os.getpid(), 9)").result()
        with pytest.raises(ProcessDiedError, match="status 3"):
            executor.submit(os._exit, 3).result()
        assert executor.submit(abs, -1).result() == 1


@pytest.mark.parametrize(
    ("code", "limits", "expected"),
    [
        ("while True: pass", Limits(seconds=0.5), TimeLimitError),
        (EATING, Limits(memory=500 * MB), MemoryLimitError),
    ],
)
def test_an_executor_keeps_to_limits(code, limits, expected):
    with ForkserverExecutor(1, limits=limits) as executor:
        future = executor.submit(exec, code)
        with pytest.raises(expected):
            future.result(timeout=60)


def test_an_executor_left_by_an_exception_kills_what_runs(tmp_path):
    marks = [tmp_path / "0", tmp_path / "1"]
    hang = "import os, time; open({!r}, 'w').write(str(os.getpid())); time.sleep(300)"
    futures = []
    with contextlib.suppress(KeyboardInterrupt), ForkserverExecutor(2) as executor:
        futures = [executor.submit(exec, hang.format(str(mark))) for mark in marks]
        waiting = executor.submit(abs, -1)
        while not all(mark.exists() and mark.read_text(encoding="utf-8") for mark in marks):
            time.sleep(0.02)
        raise KeyboardInterrupt
    assert all(isinstance(future.exception(), ProcessDiedError) for future in futures)
    assert waiting.cancelled()
    assert not any(alive(int(mark.read_text(encoding="utf-8"))) for mark in marks)
