"""What cells show under our engine is what they show under ipykernel."""

import copy
import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import papermill
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError

from laocai_analysis import paths
from laocai_analysis.errors import ReportError
from laocai_analysis.reports.engine import LaocaiEngine
from laocai_analysis.reports.notebook import run_notebook
from laocai_analysis.reports.outputs import CellOutputs

EQUALITY = sorted((Path(__file__).parent / "equality").glob("*.ipynb"))
PROJECT = sorted(paths.notebooks().glob("*.ipynb"))
PYTHON = {"name": "python3", "language": "python", "display_name": "Python 3"}
PARAMETERS = {"20-parameters": {"indicator": "tỷ lệ “%s” \\ 'x'", "year": 2009}}

#: Cells that may differ, each with its reason, and what ours shows.
DIFFERENT_CELLS = {
    ("13-non-ascii", 'print("half of a pair'): (
        "ipykernel fails to encode half of a surrogate pair: it loses the text and shows an error of its own",
        [{"output_type": "stream", "name": "stdout", "text": "half of a pair: ?!\n"}],
    ),
    ("17-processes", 'print("not twice")'): (
        "under ipykernel a fork shows once more what was held back when it was forked",
        [{"output_type": "stream", "name": "stdout", "text": "not twice\nfrom the fork\n"}],
    ),
    ("08-shell-lines", 'subprocess.run(["echo", "ế" * 600]'): (
        "ipykernel decodes blocks of 1,000 bytes, each for itself, and breaks the letter across two of them",
        [{"output_type": "stream", "name": "stdout", "text": "ế" * 600 + "\n"}],
    ),
    ("14-figures", "drawn = plt.figure()"): (
        "a redraw that is asked for when there is time comes when the cell ends and shows its figures; under ipykernel "
        "at once, a whole figure again after every step of pyplot",
        [{"output_type": "stream", "name": "stdout", "text": "0\n"}],
    ),
}


def notebook(tmp_path, *cells, kernelspec=PYTHON) -> Path:
    nb = new_notebook(metadata={"kernelspec": kernelspec})
    nb.cells = [new_code_cell(source) for source in cells]
    nbformat.write(nb, tmp_path / "cells.ipynb")
    return tmp_path / "cells.ipynb"


def texts(cell) -> str:
    return "".join(output.get("text", "") for output in cell.outputs)


def permitted(outputs, folder) -> list:
    """Outputs without what may differ between any two runs, or between ipykernel and us."""
    merged = []
    for output in copy.deepcopy(outputs):
        # Where a stream is cut into pieces depends on a clock of 0.2 s: ours is in one piece, for
        # the same bytes.
        if output.output_type == "stream" and merged and merged[-1].get("name") == output.name:
            merged[-1]["text"] += output.text
        else:
            merged.append(output)
        if output.output_type == "error":
            output["traceback"] = frames(output.traceback)
    text = json.dumps(merged, ensure_ascii=False)
    # The folder in which each of the two ran, the number of a process in the name of a cell's code,
    # addresses.
    text = re.sub(r"ipykernel_\d+/", "ipykernel_0/", text.replace(folder, "<folder>"))
    return json.loads(re.sub(r"0x[0-9a-f]{6,}", "0x0", text))


def frames(traceback) -> list[str]:
    """A traceback without colours, the runner's own frames, and repeats."""
    # Colour marks the failing expression of a library's function only where the interpreter has not
    # yet specialised the function, which depends on how often it has run before.
    plain = [re.sub(r"\x1b\[[0-9;]*m", "", frame) for frame in traceback]
    # The function that refuses input, or bytes for text, is one of ipykernel there and one of ours
    # here.
    plain = [
        frame
        for frame in plain
        if not re.match(r"File .*(/ipykernel/|/laocai_analysis/reports/)", frame)
    ]
    # An endless recursion ends at a depth that counts the runner's own frames.
    return [frame for place, frame in enumerate(plain) if frame != plain[place - 1] or not place]


def run(path, engine, folder):
    """Run with papermill; return the notebook as it was written and the error that was raised."""
    work = folder / (engine or "kernel")
    work.mkdir()
    raised = None
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(
            "PYTEST_CURRENT_TEST"
        )  # where it is set, ipykernel does not show what processes write
        try:
            papermill.execute_notebook(
                str(path),
                str(work / "out.ipynb"),
                engine_name=engine,
                kernel_name="python3",
                cwd=str(work),
                parameters=PARAMETERS.get(path.stem, {}),
                progress_bar=False,
                extra_arguments=["--log-level=ERROR"],
            )
        except PapermillExecutionError as error:
            raised = (error.ename, error.evalue, error.cell_index)
    return nbformat.read(work / "out.ipynb", as_version=4), raised, str(work)


@pytest.fixture(autouse=True)
def registered(monkeypatch):
    monkeypatch.setitem(papermill_engines._engines, "laocai", LaocaiEngine)


def test_there_are_enough_small_notebooks():
    assert len(EQUALITY) >= 16
    for path in EQUALITY:
        cells = [
            cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"
        ]
        assert not any(cell.outputs or cell.execution_count for cell in cells)


@pytest.mark.slow
@pytest.mark.parametrize("path", [*EQUALITY, *PROJECT], ids=lambda path: path.stem)
def test_outputs_equal_those_under_ipykernel(path, tmp_path):
    kernel, kernel_raised, kernel_folder = run(path, None, tmp_path)
    ours, raised, folder = run(path, "laocai", tmp_path)
    assert raised == kernel_raised
    assert ours.metadata.language_info == kernel.metadata.language_info
    assert [cell.source for cell in ours.cells] == [cell.source for cell in kernel.cells]
    shown = 0
    for cell, other in zip(ours.cells, kernel.cells, strict=True):
        for name in ("status", "exception"):
            assert cell.metadata.get("papermill", {}).get(name) == other.metadata.get(
                "papermill", {}
            ).get(name)
        if cell.cell_type != "code":
            continue
        assert cell.execution_count == other.execution_count
        shown += len(cell.outputs)
        ours_shown, kernel_shown = (
            permitted(cell.outputs, folder),
            permitted(other.outputs, kernel_folder),
        )
        expected = [
            shows
            for (stem, start), (_, shows) in DIFFERENT_CELLS.items()
            if stem == path.stem and cell.source.startswith(start)
        ]
        if expected:
            assert ours_shown == expected[0] != kernel_shown, (
                "the difference is gone: take it from the list"
            )
        else:
            assert ours_shown == kernel_shown, cell.source
    assert shown >= 2


def test_the_large_notebook_is_as_large_as_it_says(tmp_path):
    """30,000,000 + 10,000,001 + 5,000,000 + 5,000,002 + 500,000 letters."""
    path = next(path for path in EQUALITY if path.stem == "12-large-output")
    executed = run_notebook(path, {}, cwd=tmp_path)
    assert executed.failure is None
    size = sum(len(texts(cell)) for cell in executed.notebook.cells if cell.cell_type == "code")
    results = [
        output
        for cell in executed.notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "execute_result"
    ]
    assert size + len(results[0].data["text/plain"]) == 50_500_007


def test_figures_are_there(tmp_path):
    """One image of each cell, as many as `plt` was asked for; none would be missing silently."""
    one, two = (
        "import matplotlib.pyplot as plt\nplt.plot([1]);",
        "plt.plot([2])\nplt.show()\nplt.plot([3]);",
    )
    path = notebook(tmp_path, one, two)
    cells = run_notebook(path, {}).notebook.cells
    assert [sum("image/png" in out.get("data", {}) for out in cell.outputs) for cell in cells] == [
        1,
        2,
    ]


def test_what_a_process_writes_at_the_very_end_of_a_cell_is_not_lost(tmp_path):
    path = notebook(
        tmp_path,
        *["import os\nprint('a')\nos.write(1, b'b\\n')\nprint('c')\nos.write(1, b'd\\n');"] * 20,
    )
    assert [texts(cell) for cell in run_notebook(path, {}).notebook.cells] == ["a\nb\nc\nd\n"] * 20


LEAVES = """
import os, sys, pandas
os.environ["LEFT"] = "1"
pandas.set_option("display.max_rows", 1)
os.chdir("/")
sys.path.append("left")
del sys.modules["json"]
x = 1
"""
LOOKS = """
import os, sys, pandas
print("LEFT" in os.environ, os.environ["GIVEN"], pandas.get_option("display.max_rows"), os.getcwd())
print("left" in sys.path, "json" in sys.modules, "x" in globals())
"""


def test_nothing_leaks_from_one_notebook_to_the_next(tmp_path, monkeypatch):
    assert run_notebook(notebook(tmp_path, LEAVES), {}, cwd=tmp_path).failure is None
    monkeypatch.setenv("GIVEN", "now")
    executed = run_notebook(notebook(tmp_path, LOOKS), {}, cwd=tmp_path)
    assert texts(executed.notebook.cells[0]) == f"False now 60 {tmp_path}\nFalse True False\n"


def test_random_numbers_are_others_in_each_process(tmp_path):
    path = notebook(tmp_path, "import random, numpy\nprint(random.random(), numpy.random.random())")
    one, other = (texts(run_notebook(path, {}).notebook.cells[0]).split() for _ in range(2))
    assert one[0] != other[0]
    assert one[1] != other[1]


def test_parameters_are_injected_and_named(tmp_path):
    path = next(path for path in EQUALITY if path.stem == "20-parameters")
    executed = run_notebook(path, {"year": 2009}, cwd=tmp_path)
    assert executed.notebook.metadata.papermill.parameters == {"year": 2009}
    assert texts(executed.notebook.cells[3]) == "cultural_post_office 2009 0.5\n"


@pytest.mark.parametrize(
    ("kernelspec", "words"),
    [
        ({"name": "ir", "language": "R", "display_name": "R"}, "language R"),
        (
            {"name": "another-environment", "language": "python", "display_name": "Python"},
            "kernel another-environment",
        ),
    ],
)
def test_what_is_not_this_python_is_refused_in_one_line(kernelspec, words, tmp_path):
    path = notebook(tmp_path, "1", kernelspec=kernelspec)
    with pytest.raises(ReportError, match=f"{words}.*--engine nbclient$") as raised:
        run_notebook(path, {})
    assert "\n" not in str(raised.value)
    with pytest.raises(ReportError, match="--engine nbclient"):
        papermill.execute_notebook(
            str(path), str(tmp_path / "out.ipynb"), engine_name="laocai", progress_bar=False
        )
    assert not (tmp_path / "out.ipynb").exists()


@pytest.mark.parametrize(
    "source",
    [
        "import comm\ncomm.create_comm(target_name='jupyter.widget')",
        "from comm import create_comm\ncreate_comm(target_name='jupyter.widget')",
        "from ipykernel.comm import Comm\nComm(target_name='jupyter.widget')",
    ],
)
def test_widgets_are_refused_in_one_line(source, tmp_path):
    failure = run_notebook(notebook(tmp_path, source), {}).failure
    assert failure.name == "NotImplementedError"
    assert failure.words.endswith("run the notebook with papermill --engine nbclient")


def test_papermill_on_the_command_line(tmp_path):
    """As after an installation: the entry point stands in the metadata of a distribution on the
    path.
    """
    metadata = tmp_path / "site" / "laocai_engine-1.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: laocai-engine\nVersion: 1\n", encoding="utf-8"
    )
    (metadata / "entry_points.txt").write_text(
        "[papermill.engine]\nlaocai = laocai_analysis.reports.engine:LaocaiEngine\n",
        encoding="utf-8",
    )
    root = Path(paths.__file__).parents[1]
    path = notebook(tmp_path, "import sys\n'ipykernel.kernelapp' in sys.modules", "1/0")
    command = [
        sys.executable,
        "-m",
        "papermill",
        "--engine",
        "laocai",
        "--no-progress-bar",
        str(path),
        "out.ipynb",
    ]
    ended = subprocess.run(
        command,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": f"{tmp_path / 'site'}:{root}",
            "HOME": str(tmp_path),
        },
    )
    assert ended.returncode != 0
    assert "ZeroDivisionError: division by zero" in ended.stderr
    cells = [
        cell
        for cell in nbformat.read(tmp_path / "out.ipynb", as_version=4).cells
        if cell.cell_type == "code"
    ]
    assert cells[0].outputs[0].data["text/plain"] == "False"  # there is no kernel
    assert cells[1].outputs[0].ename == "ZeroDivisionError"


def test_a_kept_place_is_updated_after_pieces_were_put_together():
    """Three pieces of one stream are one output, so that what was displayed after them is the
    second.
    """
    nb = new_notebook(cells=[new_code_cell("")])
    outputs = CellOutputs(nb)
    outputs.begin(0)
    for text in ("a", "b", "c"):
        outputs.take("stream", {"name": "stdout", "text": text})
    shown = {"data": {"text/plain": "old"}, "metadata": {}, "transient": {"display_id": "x"}}
    outputs.take("display_data", shown)
    outputs.take("stream", {"name": "stdout", "text": "d"})
    outputs.take("update_display_data", {**shown, "data": {"text/plain": "new"}})
    outputs.end()
    assert [output.get("text", output.get("data")) for output in nb.cells[0].outputs] == [
        "abc",
        {"text/plain": "new"},
        "d",
    ]
