"""Kernels forked from the server show what kernels show that Jupyter starts, and leak nothing."""

import asyncio
import copy
import io
import json
import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import nbformat
import papermill
import pytest
from click.testing import CliRunner
from jupyter_client import AsyncMultiKernelManager
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.provisioning import KernelProvisionerFactory
from nbformat.v4 import new_code_cell, new_notebook
from papermill.cli import papermill as papermill_command
from papermill.exceptions import PapermillExecutionError

from laocai_analysis import paths
from laocai_analysis.errors import ReportError
from laocai_analysis.reports import server
from laocai_analysis.reports.notebook import run_notebook
from laocai_analysis.reports.reads import NOTED_IN, name_of, noted
from laocai_analysis.reports.run import plain_settings

ROOT = Path(__file__).parents[1]
EQUALITY = sorted((Path(__file__).parent / "equality").glob("*.ipynb"))
PROJECT = sorted(paths.notebooks().glob("0[01]-*.ipynb"))
PYTHON = {"name": "python3", "language": "python", "display_name": "Python 3"}
PARAMETERS = {"20-parameters": {"indicator": "tỷ lệ “%s” \\ 'x'", "year": 2009}}


def notebook(tmp_path, *cells, kernelspec=PYTHON, name="cells") -> Path:
    nb = new_notebook(metadata={"kernelspec": kernelspec})
    nb.cells = [new_code_cell(textwrap.dedent(source)) for source in cells]
    nbformat.write(nb, tmp_path / f"{name}.ipynb")
    return tmp_path / f"{name}.ipynb"


def texts(cell) -> str:
    return "".join(
        output.get("text", "") or output.get("data", {}).get("text/plain", "")
        for output in cell.outputs
    )


def shown(tmp_path, *cells, **options) -> list[str]:
    """Run cells in a forked kernel; return the text of each."""
    executed = run_notebook(notebook(tmp_path, *cells), {}, cwd=tmp_path, **options)
    assert executed.failure is None
    assert executed.peak > 0, "not forked"
    return [texts(cell) for cell in executed.notebook.cells]


def permitted(outputs, folder) -> list:
    """Outputs without what may differ between any two runs."""
    merged = []
    for output in copy.deepcopy(outputs):
        # where a stream is cut into pieces depends on a clock of 0.2 s
        if output.output_type == "stream" and merged and merged[-1].get("name") == output.name:
            merged[-1]["text"] += output.text
        else:
            merged.append(output)
        if output.output_type == "error":
            # Colour marks the failing expression only where the interpreter has not specialised the
            # function; an endless recursion ends at a depth that counts the frames of the runner.
            plain = [re.sub(r"\x1b\[[0-9;]*m", "", frame) for frame in output.traceback]
            output["traceback"] = [
                frame for place, frame in enumerate(plain) if not place or frame != plain[place - 1]
            ]
    text = json.dumps(merged, ensure_ascii=False)
    text = re.sub(r"ipykernel_\d+/", "ipykernel_0/", text.replace(folder, "<folder>"))
    text = re.sub(r"<ForkServerProcess[^>]*>|<_MainProcess[^>]*>", "<process>", text)
    text = re.sub(r"None unknown|<_ParentProcess[^>]*>", "", text)
    return json.loads(re.sub(r"0x[0-9a-f]{6,}", "0x0", text))


def run(path, provisioner, folder):
    """Run with papermill; return the notebook as it was written and the error that was raised."""
    work = folder / provisioner
    work.mkdir()
    raised = None
    with pytest.MonkeyPatch.context() as patch:
        # where it is set, ipykernel does not show what processes write
        patch.delenv("PYTEST_CURRENT_TEST")
        factory = KernelProvisionerFactory.instance()
        patch.setattr(factory, "default_provisioner_name", provisioner)
        try:
            papermill.execute_notebook(
                str(path),
                str(work / "out.ipynb"),
                kernel_name="python3",
                cwd=str(work),
                parameters=PARAMETERS.get(path.stem, {}),
                progress_bar=False,
                extra_arguments=["--log-level=CRITICAL"],
            )
        except PapermillExecutionError as error:
            raised = (error.ename, error.evalue, error.cell_index)
    return nbformat.read(work / "out.ipynb", as_version=4), raised, str(work)


@pytest.mark.slow
@pytest.mark.parametrize("path", [*EQUALITY, *PROJECT], ids=lambda path: path.stem)
def test_a_forked_kernel_shows_what_a_plain_one_shows(path, tmp_path):
    """Notebooks of papermill's and nbclient's kind; papermill and nbclient are unchanged."""
    server.start_server()
    plain, plain_raised, plain_folder = run(path, "local-provisioner", tmp_path)
    forked, raised, folder = run(path, "laocai", tmp_path)
    assert raised == plain_raised
    assert forked.metadata.language_info == plain.metadata.language_info
    assert forked.metadata.get("widgets") == plain.metadata.get("widgets")
    for cell, other in zip(forked.cells, plain.cells, strict=True):  # papermill adds some
        assert cell.source == other.source
        for name in ("status", "exception"):
            ours, theirs = (one.metadata.get("papermill", {}) for one in (cell, other))
            assert ours.get(name) == theirs.get(name)
        if cell.cell_type == "code":
            assert cell.execution_count == other.execution_count
            assert ("execution" in cell.metadata) == ("execution" in other.metadata)
            assert permitted(cell.outputs, folder) == permitted(other.outputs, plain_folder), (
                cell.source
            )


LEAVES = """
    import os, sys, pandas, matplotlib
    os.environ["LEFT"] = "1"
    pandas.set_option("display.max_rows", 1)
    matplotlib.rcParams["figure.dpi"] = 7
    os.chdir("/")
    sys.path.append("left")
    del sys.modules["json"]
    x = 1
    """
LOOKS = """
    import os, sys, pandas, matplotlib
    print("LEFT" in os.environ, os.environ["GIVEN"], pandas.get_option("display.max_rows"),
          matplotlib.rcParams["figure.dpi"], os.getcwd())
    print("left" in sys.path, "json" in sys.modules, "x" in globals())
    """


def test_nothing_leaks_from_one_notebook_to_the_next(tmp_path):
    shown(tmp_path, LEAVES)
    random = "import random, numpy\nprint(random.random(), numpy.random.random())"
    first = shown(tmp_path, LOOKS, random, environment={"GIVEN": "now"})
    again = shown(tmp_path, LOOKS, random, environment={"GIVEN": "then"})
    assert first[0] == f"False now 60 100.0 {tmp_path}\nFalse True False\n"
    assert again[0] == first[0].replace("now", "then")
    assert not set(first[1].split()) & set(again[1].split())


def test_a_kernel_has_the_path_and_the_state_of_a_fresh_interpreter(tmp_path, monkeypatch):
    """That of the script that asks is not there; `multiprocessing` works as in a main process."""
    monkeypatch.syspath_prepend(str(tmp_path / "elsewhere"))
    state = """
        import multiprocessing, os, sys
        process = multiprocessing.current_process()
        print(process.name, process.daemon, multiprocessing.get_start_method(allow_none=True))
        print(any("elsewhere" in folder for folder in sys.path), os.path.basename(sys.argv[0]))
        print(repr(sys.stdin.read()), os.read(0, 1))
        """
    (text,) = shown(tmp_path, state)
    assert text == "MainProcess False None\nFalse ipykernel_launcher.py\n'' b''\n"


def test_settings_of_matplotlib_are_those_of_the_folder_of_the_cell(tmp_path):
    """In the kernel as matplotlib finds them; in a report (see `run`) matplotlib's own."""
    cell = "import matplotlib, matplotlib.pyplot as plt\nprint(matplotlib.rcParams['figure.dpi'])"
    for dpi in (51, 52):
        (tmp_path / "matplotlibrc").write_text(f"figure.dpi: {dpi}\n", encoding="utf-8")
        assert shown(tmp_path, cell) == [f"{dpi}.0\n"]
    (tmp_path / "matplotlibrc").unlink()
    assert shown(tmp_path, cell) == ["100.0\n"]


@pytest.mark.slow
def test_nothing_that_lies_around_changes_a_report(tmp_path, monkeypatch):
    """The settings of a user, of matplotlib and of IPython; temporary files go with the report."""
    (tmp_path / "mine").write_text("figure.dpi: 51\n", encoding="utf-8")
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "a.py").write_text("left = 1", encoding="utf-8")
    monkeypatch.setenv("MATPLOTLIBRC", str(tmp_path / "mine"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    cell = """
        import matplotlib, tempfile
        print(matplotlib.rcParams["figure.dpi"], "left" in globals(), tempfile.gettempdir())
        """
    assert shown(tmp_path, cell)[0].startswith("51.0 True")
    work = tmp_path / "work"
    work.mkdir()
    plain = shown(tmp_path, cell, environment=plain_settings(work))
    assert plain == [f"100.0 False {work / 'temporary'}\n"]


@pytest.mark.parametrize("provisioner", ["", "local"])
def test_what_a_report_reads_is_noted(provisioner, tmp_path, monkeypatch):
    monkeypatch.setenv("LAOCAI_PROVISIONER", provisioner)
    cell = "import laocai_analysis as la\nla.indicators.load_indicators();"
    path = notebook(tmp_path, cell)
    run_notebook(path, {}, environment={NOTED_IN: str(tmp_path / "reads")})
    assert "indicators.csv" in {one.name for one in noted(tmp_path / "reads")}


def test_code_is_not_noted(tmp_path, monkeypatch):
    """Which compiled files are read changes from run to run: a report that is made again would
    differ.
    """
    project = tmp_path / "project"
    (project / "__pycache__").mkdir(parents=True)
    (project / "__pycache__" / "own.pyc").write_text("")
    (project / "own.csv").write_text("")
    monkeypatch.setenv("LAOCAI_PROJECT", str(project))
    reading = [project / "own.csv", project / "__pycache__" / "own.pyc"]
    cell = f"for name in {[str(path) for path in reading]}: open(name).close()"
    run_notebook(notebook(tmp_path, cell), {}, environment={NOTED_IN: str(tmp_path / "reads")})
    assert [name_of(path) for path in noted(tmp_path / "reads")] == ["project/own.csv"]
    monkeypatch.setenv("LAOCAI_PROJECT", sys.prefix)  # a project beside its environment
    cell = "import pathlib, matplotlib\npathlib.Path(matplotlib.matplotlib_fname()).read_text();"
    run_notebook(notebook(tmp_path, cell), {}, environment={NOTED_IN: str(tmp_path / "again")})
    assert noted(tmp_path / "again") == {}


@pytest.mark.parametrize("stream", [None, io.StringIO()], ids=["closed", "no terminal"])
def test_there_is_no_bar_where_there_is_no_terminal(stream, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "stderr", stream)
    assert run_notebook(notebook(tmp_path, "1"), {}, progress=True).failure is None
    assert stream is None or stream.getvalue() == ""


PYPLOT = """
    import matplotlib.pyplot as plt
    figure, ax = plt.subplots(layout="constrained")
    ax.plot([0, 1e9], [0, 1e9])
    before = ax.get_position().bounds
    plt.draw()
    print(ax.yaxis.get_offset_text().get_text(), before != ax.get_position().bounds)
    print(len(figure.canvas.buffer_rgba()) > 0)
    """


def test_pyplot_draws_as_in_a_kernel(tmp_path):
    """A draw sets the offset's text, the layout and the picture; figures are shown, one each."""
    drawn, one, two = shown(
        tmp_path, PYPLOT, "plt.plot([1]);", "plt.plot([2])\nplt.show()\nplt.plot([3]);"
    )
    assert drawn.startswith("1e9 True\nTrue\n")
    assert (one.count("<Figure"), two.count("<Figure")) == (1, 2)


@pytest.mark.slow
def test_a_kernel_runs_what_it_registered_itself_at_its_end_and_nothing_of_the_server(tmp_path):
    """matplotlib makes a folder that is removed at exit where its own cannot be written."""
    script = """
        import sys
        from pathlib import Path
        from laocai_analysis.reports.notebook import run_notebook
        found = set()
        for _ in range(2):
            executed = run_notebook(sys.argv[1], {})
            assert executed.failure is None, executed.failure
            text = executed.notebook.cells[0].outputs[0].text.strip()
            print(text, Path(text).is_dir())
        """
    cells = """
        import atexit, matplotlib, pathlib, tempfile
        print(matplotlib.get_configdir())
        atexit.register(pathlib.Path("ended").write_text, "by the kernel")
        kept = tempfile.TemporaryDirectory(dir=".", prefix="kept")
        """
    path = notebook(tmp_path, cells)
    (tmp_path / "file").touch()
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), str(path)],
        env={**os.environ, "MPLCONFIGDIR": str(tmp_path / "file" / "x"), "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    (one, there), (other, also) = (line.split() for line in done.stdout.splitlines())
    assert (one, there, also) == (other, "True", "True")
    assert (tmp_path / "ended").read_text(encoding="utf-8") == "by the kernel"
    assert not list(tmp_path.glob("kept*"))


@pytest.fixture
def kernelspec(tmp_path, monkeypatch):
    """Install a kernelspec that names the provisioner, with more settings."""

    def install(**settings) -> dict[str, str]:
        spec = KernelSpecManager().get_kernel_spec("python3").to_dict() | settings
        spec["metadata"] = {"kernel_provisioner": {"provisioner_name": "laocai"}}
        folder = tmp_path / "share" / "kernels" / "mine"
        folder.mkdir(parents=True)
        (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
        monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "share"))
        return {"name": "mine", "language": "python", "display_name": "mine"}

    return install


def test_kernelspec_profile_and_session_are_those_of_a_kernel(tmp_path, kernelspec):
    """Its ``env``; startup files, ``exec_lines``, formats of figures, ``%store``, the session."""
    profile = tmp_path / "ipython" / "profile_default"
    (profile / "startup").mkdir(parents=True)
    (profile / "startup" / "a.py").write_text("started = 'startup file'", encoding="utf-8")
    (profile / "ipython_kernel_config.py").write_text(
        "c.InteractiveShellApp.exec_lines = ['line = 1']\n"
        "c.InlineBackend.figure_formats = {'svg'}\n",
        encoding="utf-8",
    )
    spec = kernelspec(env={"MINE": "from the kernelspec", "IPYTHONDIR": str(profile.parent)})
    cells = [
        "import os\nprint(os.environ['MINE'], started, line)",
        "import matplotlib.pyplot as plt\nplt.plot([1]);",
        "kept = 7\n%store kept\nprint(get_ipython().kernel.session.session is not None)",
    ]
    executed = run_notebook(notebook(tmp_path, *cells, kernelspec=spec), {})
    assert executed.failure is None
    assert executed.peak > 0
    first, figure, last = executed.notebook.cells
    assert texts(first) == "from the kernelspec startup file 1\n"
    assert "image/svg+xml" in figure.outputs[0].data
    assert texts(last) == "Stored 'kept' (int)\nTrue\n"
    assert texts(executed.notebook.cells[0]) == texts(first)


def test_libraries_find_a_kernel(tmp_path):
    """plotly asks for the module of the shell's class; tqdm asks for the application."""
    cell = """
        import sys, warnings
        warnings.simplefilter("ignore")  # ipywidgets may be missing, as in any kernel
        shell = get_ipython()
        print("ipykernel" in type(shell).__module__, "IPKernelApp" in shell.config)
        print(shell.kernel.__class__.__name__, "ipykernel.kernelapp" in sys.modules)
        from tqdm.auto import tqdm
        print([number for number in tqdm(range(2), disable=True)])
        """
    assert shown(tmp_path, cell) == ["True True\nIPythonKernel True\n[0, 1]\n"]


def test_widgets_reach_the_notebook(tmp_path):
    cell = """
        from comm import create_comm
        data = {"state": {"_model_name": "IntSliderModel", "_model_module": "m", "value": 3}}
        comm = create_comm(target_name="jupyter.widget", comm_id="a", data=data)
        """
    executed = run_notebook(notebook(tmp_path, cell), {})
    assert executed.failure is None
    states = executed.notebook.metadata.widgets["application/vnd.jupyter.widget-state+json"]
    assert states["state"]["a"]["state"]["value"] == 3


BROKEN = {"raises": "raise RuntimeError('a broken binary')", "dies": "import os; os._exit(3)"}


@pytest.mark.slow
@pytest.mark.parametrize("how", BROKEN)
def test_a_library_that_cannot_be_imported_is_named_and_others_do_not_need_it(how, tmp_path):
    """Whatever it raises, or though it ends the server: a report that does not need it runs."""
    (tmp_path / "topojson.py").write_text(BROKEN[how], encoding="utf-8")
    good = notebook(tmp_path, "import pandas\nprint('good')", name="good")
    bad = notebook(tmp_path, "import topojson", name="bad")
    script = (
        "import sys\nfrom laocai_analysis.reports.notebook import run_notebook\n"
        "for path in sys.argv[1:]: print(run_notebook(path, {}).failure)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(good), str(bad)],
        env={**os.environ, "PYTHONPATH": f"{tmp_path}:{ROOT}"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=240,
        check=True,
    )
    first, second = done.stdout.splitlines()
    assert first == "None"
    assert "cell 0 (import topojson)" in second


def test_where_nothing_is_forked_the_ordinary_provisioner_serves(tmp_path, monkeypatch):
    monkeypatch.setenv("LAOCAI_PROVISIONER", "local")
    executed = run_notebook(notebook(tmp_path, "1 + 1", "exit", "3"), {}, cwd=tmp_path)
    assert executed.peak == 0
    assert texts(executed.notebook.cells[0]) == "2"
    assert (executed.failure.cell, executed.failure.name) == (1, "ProcessDiedError")


@pytest.mark.slow
def test_a_long_folder_of_temporary_files_is_no_hindrance(tmp_path):
    """The path of a socket has at most 107 bytes; the folder alone has more here."""
    folder = tmp_path / ("t" * 110)
    folder.mkdir()
    script = (
        "import sys\nfrom laocai_analysis.reports.notebook import run_notebook\n"
        "executed = run_notebook(sys.argv[1], {})\n"
        "print(executed.failure, executed.peak > 0, executed.notebook.cells[0].outputs[0].text)"
    )
    cell = "import tempfile\nprint(tempfile.gettempdir())"
    done = subprocess.run(
        [sys.executable, "-c", script, str(notebook(tmp_path, cell))],
        env={**os.environ, "TMPDIR": str(folder), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert done.stdout.strip() == f"None True {folder}"
    assert list(folder.iterdir()) == []


def test_what_is_not_this_python_starts_as_jupyter_starts_it(tmp_path, kernelspec, monkeypatch):
    other = [str(Path(sys.executable).with_name("python3")), "-I", "-m", "ipykernel_launcher"]
    spec = kernelspec(argv=[*other, "-f", "{connection_file}"])
    cell = "import sys\nprint(sys.flags.isolated)"
    executed = run_notebook(notebook(tmp_path, cell, kernelspec=spec), {})
    assert (executed.peak, texts(executed.notebook.cells[0])) == (0, "1\n")
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "x"]
    assert server.can_fork(command, dict(os.environ))
    assert not server.can_fork(command, {**os.environ, "PYTHONOPTIMIZE": "2"})
    monkeypatch.setitem(server._server, "began", 0.0)
    assert not server.can_fork(command, dict(os.environ)), "a file of the package is newer"


def test_a_kernel_that_is_not_installed_is_one_line(tmp_path):
    path = notebook(tmp_path, "1", kernelspec={"name": "ir", "language": "R", "display_name": "R"})
    with pytest.raises(ReportError, match=r"^ir: .*expected an installed kernel; found none$"):
        run_notebook(path, {})


def test_a_new_kernel_of_jupyterlab_has_the_library_imported(monkeypatch):
    """The manager of JupyterLab's server, with the variable that ``make lab`` sets."""
    assert "JUPYTER_DEFAULT_PROVISIONER_NAME=laocai" in (ROOT / "Makefile").read_text("utf-8")
    factory = KernelProvisionerFactory.instance()
    monkeypatch.setattr(factory, "default_provisioner_name", "laocai")

    async def modules() -> str:
        manager = AsyncMultiKernelManager()
        number = await manager.start_kernel(kernel_name="python3")
        kernel = manager.get_kernel(number)
        client = kernel.client()
        client.start_channels()
        try:
            await client.wait_for_ready(timeout=60)
            asked = "import sys; print('laocai_analysis.places.boundaries' in sys.modules)"
            texts = []
            await client.execute_interactive(
                asked,
                timeout=60,
                output_hook=lambda message: texts.append(message["content"].get("text", "")),
            )
            await manager.restart_kernel(number)
            await client.wait_for_ready(timeout=60)
            return "".join(texts)
        finally:
            client.stop_channels()
            await manager.shutdown_kernel(number)

    assert asyncio.run(modules()) == "True\n"


def test_parameters_are_injected_and_named(tmp_path):
    path = next(path for path in EQUALITY if path.stem == "20-parameters")
    executed = run_notebook(path, {"year": 2009}, cwd=tmp_path)
    assert executed.notebook.metadata.papermill.parameters == {"year": 2009}
    assert texts(executed.notebook.cells[3]) == "cultural_post_office 2009 0.5\n"


@pytest.mark.parametrize(
    ("cell", "options", "status"),
    [
        ("import os; os._exit(0)", [], 138),
        ("import time; time.sleep(60)", ["--execution-timeout", "1"], 1),
    ],
)
def test_contracts_of_papermill(cell, options, status, tmp_path, monkeypatch):
    """Exit status 138 for a dead kernel; its options."""
    server.start_server()
    monkeypatch.setattr(KernelProvisionerFactory.instance(), "default_provisioner_name", "laocai")
    path = notebook(tmp_path, "1", cell)
    done = CliRunner().invoke(papermill_command, [*options, str(path), "-"])
    assert done.exit_code == status, done.output


INTERRUPTED = """
    import os, signal, threading, time
    os.environ["JUPYTER_DEFAULT_PROVISIONER_NAME"] = "laocai"
    from laocai_analysis.reports.server import start_server
    start_server()
    from papermill.cli import papermill
    def interrupt():
        while not os.path.exists("begun"):
            time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGINT)
    threading.Thread(target=interrupt).start()
    papermill()
    """


@pytest.mark.slow
def test_an_interrupt_of_papermill_lets_finally_run(tmp_path):
    cell = (
        "import pathlib, time\ntry:\n    pathlib.Path('begun').touch(); time.sleep(60)\n"
        "finally:\n    pathlib.Path('finally').touch()"
    )
    path = notebook(tmp_path, "1", cell)
    folder = tmp_path / "work"
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(INTERRUPTED), str(path), "-"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=folder,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert sorted(one.name for one in folder.iterdir()) == ["begun", "finally"]
