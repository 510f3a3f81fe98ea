"""Jobs made through the interface of jupyter-scheduler, on a real server, against the command."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from laocai_analysis import paths
from laocai_analysis.errors import ReportError
from laocai_analysis.reports.jobs import report_of
from laocai_analysis.reports.run import run_report

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[1]


class Server:
    """A Jupyter server with the scheduler, on the notebooks of the project."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            port = found.getsockname()[1]
        self.token, self.address = secrets.token_hex(16), f"http://127.0.0.1:{port}"
        shutil.copytree(ROOT / "jupyter", folder / "config")
        environment = {
            **os.environ,
            "JUPYTER_DATA_DIR": str(folder / "share"),
            "JUPYTER_RUNTIME_DIR": str(folder / "run"),
            "JUPYTER_CONFIG_DIR": str(folder / "config"),
            "LAOCAI_REPORTS": str(folder / "reports"),
            "PYTHONPATH": str(ROOT),
        }
        command = [
            sys.executable,
            "-m",
            "jupyter_server",
            f"--ServerApp.port={port}",
            "--ServerApp.port_retries=0",
            "--ServerApp.ip=127.0.0.1",
            f"--IdentityProvider.token={self.token}",
            "--no-browser",
            "--allow-root",
            f"--ServerApp.root_dir={paths.notebooks()}",
            "--ServerApp.jpserver_extensions=jupyter_scheduler=True",
        ]
        self.log = folder / "server.log"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                command, env=environment, cwd=folder, stdout=log, stderr=log
            )

    def ask(self, path: str, content: dict | None = None) -> bytes:
        """GET, or POST where there is content."""
        request = urllib.request.Request(
            f"{self.address}/{path}", headers={"Authorization": f"token {self.token}"}
        )
        if content is not None:
            request.data = json.dumps(content).encode()
            request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read()

    def job(self, notebook: str, **parameters: object) -> dict:
        """Make a job as the dialogue does, and wait for its end."""
        made = json.loads(
            self.ask(
                "scheduler/jobs",
                {
                    "name": "job",
                    "input_uri": notebook,
                    "output_formats": ["html", "ipynb"],
                    "parameters": parameters,
                    "runtime_environment_name": "",
                    "output_prefix": "",
                },
            )
        )
        until = time.monotonic() + 120
        while time.monotonic() < until:
            job = json.loads(self.ask(f"scheduler/jobs/{made['job_id']}"))
            if job["status"] in (
                "COMPLETED",
                "FAILED",
            ):  # a job that has not begun calls itself stopped
                return job
            time.sleep(0.3)
        raise AssertionError(self.log.read_text(encoding="utf-8")[-3000:])


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    started = Server(tmp_path_factory.mktemp("jupyter"))
    try:
        for _ in range(300):
            try:
                started.ask("scheduler/jobs")
                break
            except OSError:
                assert started.process.poll() is None, started.log.read_text(encoding="utf-8")
                time.sleep(0.1)
        yield started
    finally:
        started.process.terminate()
        started.process.wait(timeout=30)


def test_a_job_gives_the_figures_of_the_command(server, tmp_path):
    job = server.job("01-commune-coverage.ipynb", district="Sa Pa", language="en")
    assert job["status"] == "COMPLETED", job
    (summary,) = (server.log.parent / "reports" / "commune-coverage").glob("*.json")
    command = run_report(
        "commune-coverage", {"district": "Sa Pa", "language": "en"}, folder=tmp_path
    )
    assert summary.name == command[".json"].name
    assert summary.read_bytes() == command[".json"].read_bytes()
    staged = list((server.log.parent / "share").rglob("*.html"))
    assert [path.read_bytes() for path in staged] == [command[".html"].read_bytes()]


def test_a_job_with_a_bad_parameter_is_shown_as_failed_and_leaves_no_page(server):
    before = sorted(server.log.parent.rglob("*.html"))
    job = server.job("01-commune-coverage.ipynb", district="Hà Giang")
    assert job["status"] == "FAILED"
    assert "Hà Giang" in job["status_message"]
    assert "Huyện Sa Pa" in job["status_message"]  # the valid ones are named
    assert sorted(server.log.parent.rglob("*.html")) == before


def test_a_notebook_that_differs_from_that_of_its_name_is_refused():
    name = "01-commune-coverage.ipynb"
    content = (paths.notebooks() / name).read_bytes()
    assert report_of(name, content=content).name == "commune-coverage"
    with pytest.raises(ReportError, match="another version"):
        report_of(name, content=content + b"\n")
    assert report_of("mine.ipynb", content=content) is None
