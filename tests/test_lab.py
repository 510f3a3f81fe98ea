"""The notebooks in real JupyterLab: each runs to its end, the map answers, parameters are changed."""

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from conftest import need
from playwright.sync_api import expect, sync_playwright
from test_browser import FLAGS

from laocai_analysis import paths

pytestmark = pytest.mark.slow
NOTEBOOKS = ("00-explore", "01-commune-coverage", "02-annual-review", "03-changes", "04-return-check")
A_MINUTE = 60_000
#: The notebook in front; others may be open behind it.
SHOWN = ".jp-NotebookPanel:not(.lm-mod-hidden)"
#: A point within an outline, as an offset to the rectangle around it: of a grid the one that lies inside.
INSIDE = """path => {
  const box = path.getBBox(), screen = path.getScreenCTM(), outer = path.getBoundingClientRect();
  for (let row = 1; row < 20; row++) for (let column = 1; column < 20; column++) {
    const point = new DOMPoint(box.x + box.width * column / 20, box.y + box.height * row / 20);
    if (path.isPointInFill(point)) {
      const there = point.matrixTransform(screen);
      return [there.x - outer.x, there.y - outer.y];
    }
  }
}"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab as `make lab` starts it, on a copy of the notebooks."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(paths.notebooks(), folder / "notebooks")
    settings = folder / "LAB_SETTINGS" / "@jupyterlab" / "notebook-extension" / "tracker.jupyterlab-settings"
    settings.parent.mkdir(parents=True)
    settings.write_text('{"windowingMode": "none"}', encoding="utf-8")  # every cell is there to be looked at
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    token, address = secrets.token_hex(16), f"http://127.0.0.1:{port}"
    environment = {**os.environ, **{f"JUPYTER{name}_DIR": str(folder / name) for name in
                                    ("LAB_SETTINGS", "LAB_WORKSPACES", "_DATA", "_RUNTIME", "_CONFIG")},
                   "LAOCAI_NOTEBOOKS": str(folder / "notebooks"), "PYTHONPATH": os.getcwd()}  # fmt: skip
    command = [sys.executable, "-m", "jupyterlab", "--notebook-dir=notebooks", "--no-browser", "--allow-root",
               "--LabApp.default_url=/lab/tree/00-explore.ipynb", f"--ServerApp.port={port}", "--LabApp.news_url=None",
               "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
               f"--IdentityProvider.token={token}"]  # fmt: skip
    with open(folder / "server.log", "wb") as log:
        process = subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=log)
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{address}/api?token={token}", timeout=5).close()
                break
            except OSError:
                assert process.poll() is None, (folder / "server.log").read_text(encoding="utf-8")
                time.sleep(0.1)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=need("chromium"), args=FLAGS)
            tab = browser.new_context(viewport={"width": 1400, "height": 1000}).new_page()
            tab.goto(f"{address}/lab?token={token}")
            yield tab
            browser.close()
    finally:
        process.terminate()
        process.wait(timeout=30)


def run_all(lab, name: str) -> None:
    """Open a notebook, run all its cells by the menu, and wait until none runs or waits any more."""
    lab.goto(re.sub(r"/lab.*", f"/lab/tree/{name}.ipynb?reset", lab.url))
    expect(lab.locator(f"{SHOWN} .jp-Cell").first).to_be_visible(timeout=A_MINUTE)
    expect(lab.locator(f"{SHOWN} .jp-Notebook-ExecutionIndicator[data-status=idle]").first).to_be_visible(
        timeout=A_MINUTE
    )
    lab.get_by_role("menuitem", name="Run", exact=True).click()
    lab.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    last = lab.locator(f"{SHOWN} .jp-CodeCell .jp-InputArea-prompt").last
    expect(last).to_have_text(re.compile(r"\[\d+\]:"), timeout=A_MINUTE)
    errors = lab.locator("[data-mime-type='application/vnd.jupyter.stderr'], .jp-RenderedText[data-mime-type*=error]")
    assert errors.all_inner_texts() == []


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_runs_to_its_end(lab, name):
    run_all(lab, name)
    prompts = lab.locator(f"{SHOWN} .jp-CodeCell .jp-InputArea-prompt").all_inner_texts()
    assert [int(re.search(r"\d+", prompt)[0]) for prompt in prompts] == list(range(1, len(prompts) + 1))


def test_the_map_appears_and_answers_a_click(lab):
    run_all(lab, "01-commune-coverage")
    frame = lab.frame_locator("iframe[srcdoc]")
    frame.locator(".interactive.ready").wait_for(timeout=A_MINUTE)
    choice = frame.locator("select").filter(has_text="Sa Pa").first
    before = choice.input_value()
    commune = frame.locator("svg .mark-shape path").nth(40)
    commune.scroll_into_view_if_needed()
    x, y = commune.evaluate(INSIDE)
    commune.click(position={"x": x, "y": y}, force=True)
    assert choice.input_value() != before
    assert choice.evaluate("one => one.selectedOptions[0].textContent").startswith(("Huyện", "Thành phố"))


def test_parameters_are_changed_by_hand(lab):
    lab.goto(re.sub(r"/lab.*", "/lab/tree/02-annual-review.ipynb?reset", lab.url))
    cell = lab.locator(".jp-Notebook .jp-CodeCell").filter(has_text='language = "vi"').first
    cell.locator(".cm-content").click()
    line = cell.locator(".cm-line").filter(has_text='language = "vi"').first
    line.click()
    lab.keyboard.press("Home")
    lab.keyboard.press("Shift+End")
    lab.keyboard.insert_text('language = "en"')
    lab.get_by_role("menuitem", name="Run", exact=True).click()
    lab.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    expect(lab.locator(".jp-OutputArea h1").first).to_have_text(
        re.compile("Annual review|Information"), timeout=120_000
    )
