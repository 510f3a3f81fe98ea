"""The notebooks in real JupyterLab: each runs to its end, the map answers a click, parameters are
changed by hand.
"""

import contextlib
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest
from nbformat.reader import NotJSONError
from playwright.sync_api import expect

from laocai_analysis import paths
from laocai_analysis.places.boundaries import load_boundaries

pytestmark = [pytest.mark.slow, pytest.mark.tools("chromium")]
#: Those that the tests of the map and of the parameters run.
RUN = {"01-commune-coverage", "02-annual-review"}
NOTEBOOKS = sorted({path.stem for path in paths.notebooks().glob("*.ipynb")} - RUN)
TWO_MINUTES = 120_000
#: The point of a grid within an outline that is nearest to its middle, as an offset to the
#: rectangle around it.
INSIDE = """path => {
  const box = path.getBBox(), screen = path.getScreenCTM(), outer = path.getBoundingClientRect(), found = [];
  for (let row = 1; row < 20; row++) for (let column = 1; column < 20; column++) {
    const point = new DOMPoint(box.x + box.width * column / 20, box.y + box.height * row / 20);
    const there = point.matrixTransform(screen);
    const off = Math.hypot(row - 10, column - 10);
    if (path.isPointInFill(point)) found.push([off, there.x - outer.x, there.y - outer.y]);
  }
  return found.sort((one, other) => one[0] - other[0])[0].slice(1);
}"""
#: Every code cell that holds code has its number, so none waits or runs.
ALL_RUN = """() => {
  const cells = [...document.querySelectorAll('.jp-NotebookPanel .jp-CodeCell')];
  return cells.length > 0 && cells.every(cell => /\\[\\d+\\]/.test(cell.querySelector('.jp-InputPrompt').textContent));
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """JupyterLab with the options of `make lab`, on a copy of the notebooks: the copy, the address,
    the token.
    """
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(paths.notebooks(), folder / "notebooks")
    (folder / "reports").mkdir()
    settings = (
        folder
        / "LAB_SETTINGS"
        / "@jupyterlab"
        / "notebook-extension"
        / "tracker.jupyterlab-settings"
    )
    settings.parent.mkdir(parents=True)
    settings.write_text(
        '{"windowingMode": "none"}', encoding="utf-8"
    )  # every cell is there to be looked at
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    token, address = secrets.token_hex(16), f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "LAOCAI_NOTEBOOKS": str(folder / "notebooks"),
        "LAOCAI_REPORTS": str(folder / "reports"),
        **{
            f"JUPYTER{name}_DIR": str(folder / name)
            for name in ("LAB_SETTINGS", "LAB_WORKSPACES", "_DATA", "_RUNTIME", "_CONFIG")
        },
    }
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--notebook-dir=.",
        "--no-browser",
        "--allow-root",
        f"--ServerApp.port={port}",
        "--LabApp.news_url=None",
        f"--IdentityProvider.token={token}",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    with open(folder / "server.log", "wb") as log:
        process = subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=log)
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{address}/api?token={token}", timeout=5).close()
                break
            except OSError:
                assert process.poll() is None, (folder / "server.log").read_text(encoding="utf-8")
                time.sleep(0.1)
        yield folder / "notebooks", address, token
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture
def lab(server, browser, request):
    """Open a notebook, or a copy that nobody has run, in a workspace of its own: the tab and the
    file.
    """
    notebooks, address, token = server
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    tab = context.new_page()
    own = re.sub(r"\W+", "-", request.node.name)

    def open_notebook(name: str, *, itself: bool = False):
        file = notebooks / f"{name}.ipynb"
        if not itself:
            (notebooks / own).mkdir()
            file = Path(shutil.copy(file, notebooks / own))
        path = file.relative_to(notebooks.parent)
        tab.goto(f"{address}/lab/workspaces/{own}/tree/{path}?token={token}")
        expect(tab.locator(".jp-NotebookPanel .jp-CodeCell").first).to_be_visible(
            timeout=TWO_MINUTES
        )
        expect(tab.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=TWO_MINUTES)
        return tab, file

    yield open_notebook
    context.close()


def run_all(tab) -> None:
    """Run all cells by the menu, and wait until each has its number."""
    tab.get_by_role("menuitem", name="Run", exact=True).click()
    tab.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    tab.wait_for_function(ALL_RUN, timeout=TWO_MINUTES)


def saved(tab, path: Path) -> nbformat.NotebookNode:
    """Save the notebook by the keyboard and read the file once it holds what has been run."""
    before = path.stat().st_mtime_ns
    tab.keyboard.press("Control+s")
    for _ in range(200):
        if path.stat().st_mtime_ns != before:
            with contextlib.suppress(NotJSONError):  # half of it is written
                return nbformat.read(path, as_version=4)
        time.sleep(0.05)
    return nbformat.read(path, as_version=4)


def assert_ran(tab, copy: Path) -> None:
    """Run all cells: each ends, without an error, and something is shown."""
    run_all(tab)
    cells = [cell for cell in saved(tab, copy).cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    outputs = [output for cell in cells for output in cell.outputs]
    assert [
        output
        for output in outputs
        if output.output_type == "error" or output.get("name") == "stderr"
    ] == []
    assert any("text/html" in output.get("data", {}) for output in outputs)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_runs_to_its_end(lab, name):
    assert_ran(*lab(name))


def test_the_map_appears_and_answers_a_click(lab):
    tab, copy = lab("01-commune-coverage")
    assert_ran(tab, copy)
    frame = tab.frame_locator("iframe[srcdoc]")
    frame.locator(".interactive.ready").wait_for(timeout=TWO_MINUTES)
    choice = frame.locator("select").filter(has_text="Sa Pa").first
    assert choice.evaluate("one => one.selectedIndex") == 0  # every district
    commune = frame.locator("svg .mark-shape path").nth(40)
    commune.evaluate("one => one.scrollIntoView({block: 'center'})")
    (x, y), box = commune.evaluate(INSIDE), commune.bounding_box()
    tab.mouse.click(box["x"] + x, box["y"] + y)
    expect(choice).not_to_have_value("null")
    districts = load_boundaries()["district"]
    assert choice.evaluate("one => one.selectedOptions[0].textContent") == districts.iloc[40]
    faint = frame.locator("svg .mark-shape path[opacity='0.25']")
    expect(faint).to_have_count(int((districts != districts.iloc[40]).sum()))


def test_parameters_are_changed_by_hand(lab):
    tab, copy = lab("02-annual-review")
    line = tab.locator(".jp-CodeCell .cm-line").filter(has_text='language = "vi"').first
    line.click()
    tab.keyboard.press("Home")
    tab.keyboard.press("Shift+End")
    tab.keyboard.insert_text('language = "en"')
    assert_ran(tab, copy)
    title = tab.locator(".jp-OutputArea .question").first.inner_text()
    assert title.strip() == "Annual review 2008 of information and communications, Lào Cai province"


def job(tab, name: str, **parameters: str):
    """Make a job in JupyterLab's own dialogue, and return its row in the list of jobs."""
    tab.locator("[data-command='scheduling:create-from-notebook']").first.click()
    tab.locator("input[name=jobName]").fill(name)
    for number, (parameter, value) in enumerate(parameters.items()):
        tab.locator("button[title*=parameter i]").first.click()
        tab.locator(f"input[name=parameter-{number}-name]").fill(parameter)
        tab.locator(f"input[name=parameter-{number}-value]").fill(value)
        tab.keyboard.press("Tab")
    tab.get_by_role("button", name="Create", exact=True).click()
    return tab.get_by_role("row").filter(has_text=name)


def ended(tab, row) -> str:
    """Reload the list until the job has come to its end; one that has not begun calls itself
    stopped.
    """
    for _ in range(60):
        if row.get_by_text("Completed").count():
            return "Completed"
        tab.wait_for_timeout(1000)
        tab.get_by_role("button", name="Reload").click()
    return row.inner_text()


def test_a_job_made_in_the_dialogue_gives_the_figures_of_the_command(lab, server, standard):
    tab, _ = lab("02-annual-review", itself=True)
    assert ended(tab, job(tab, "good", language="en")) == "Completed"
    made = server[0].parent / "reports" / "annual-review" / "2008_en.json"
    command = standard("annual-review", "en")[".json"]
    figures = [json.loads(path.read_text(encoding="utf-8"))["figures"] for path in (made, command)]
    assert figures[0] == figures[1] != []
