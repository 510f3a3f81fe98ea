"""What several tests share: tools that may be missing, a database server, and a built set of
boundaries.
"""

import functools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import geopandas as gpd
import pytest

from laocai_analysis.places import boundaries
from laocai_analysis.reports.run import run_report

# Errors and commands are tested in English, whatever the locale of the machine.
os.environ["LAOCAI_LANGUAGE"] = "en"

# A shell lets its background jobs, and so the tests that they run, ignore an interrupt; what is
# tested must not.
signal.signal(signal.SIGINT, signal.default_int_handler)

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_sessionstart(session: pytest.Session) -> None:
    """Build the boundaries before the first worker starts: tests compare shared folders."""
    if not hasattr(session.config, "workerinput"):
        boundaries.load_boundaries()


def need(program: str, *, folders: str = "") -> str:
    """Return the path of a program; skip the test where it is missing, or fail it where none may be
    missing.

    `folders` is a pattern of more folders to look in, below the root.
    """
    path = shutil.which(program)
    for folder in sorted(Path("/").glob(folders)) if folders and path is None else ():
        path = shutil.which(program, path=str(folder)) or path
    if path is None:
        _miss(f"{program} is not installed")
    return path


@functools.cache
def _profile() -> tempfile.TemporaryDirectory[str]:
    """The settings of LibreOffice for all of this process: the first start makes them."""
    return tempfile.TemporaryDirectory(prefix="laocai-office-")


def office(path: Path, form: str, folder: Path) -> Path:
    """Let a real LibreOffice save a file in another form, in a folder; return the new file."""
    command = [need("soffice"), f"-env:UserInstallation={Path(_profile().name).as_uri()}"]
    command += ["--headless", "--convert-to", form, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"{path.stem}.{form}"


def need_font(family: str) -> None:
    """Skip or fail the test where no font of a family has the letters of Vietnamese."""
    command = [need("fc-list"), f"{family}:lang=vi", "family"]
    if not subprocess.run(command, capture_output=True, text=True, check=True).stdout:
        _miss(f"{family} is not installed with Vietnamese letters (Debian: fonts-liberation2)")


def _miss(reason: str) -> NoReturn:
    if os.environ.get("LAOCAI_ALL_TOOLS"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Ask for the programs that a test is marked with before any of its fixtures starts."""
    for mark in item.iter_markers("tools"):
        for program in mark.args:
            need(program)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, as playwright drives it. Not for the whole session: it holds the event loop."""
    chromium = need("chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def communes() -> gpd.GeoDataFrame:
    """The 164 communes of 2008 on the built boundaries."""
    return boundaries.load_boundaries()


@pytest.fixture(scope="session")
def standard(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], dict[str, Path]]:
    """Make a report with its own defaults in a language; each is made once and only read."""
    folder = tmp_path_factory.mktemp("standard")

    @functools.cache
    def make(name: str, language: str) -> dict[str, Path]:
        return run_report(name, {"language": language}, folder=folder)

    return make


@pytest.fixture(scope="session")
def postgres() -> Iterator[dict[str, str]]:
    """A PostgreSQL server of our own, in a temporary folder: the settings by which clients find it.

    Over the socket everybody is let in; over the network the user ``laocai`` needs the password
    ``mật-khẩu``.
    """
    folders = "usr/lib/postgresql/*/bin"
    initdb, control = need("initdb", folders=folders), need("pg_ctl", folders=folders)
    folder = Path(
        tempfile.mkdtemp(prefix="laocai-pg-", dir="/tmp")
    )  # the path of a socket must be short
    as_user = (
        ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    )  # the server refuses to run as root
    (folder / "password").write_text("mật-khẩu")
    if as_user:
        for path in (folder, folder / "password"):
            shutil.chown(path, "postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])

    def run(*command: str) -> None:
        subprocess.run([*as_user, *command], check=True, capture_output=True, cwd="/", timeout=120)

    make = [
        "-U",
        "laocai",
        "-E",
        "UTF8",
        "--locale=C",
        "-A",
        "trust",
        "--auth-host=scram-sha-256",
        "-N",
    ]
    run(initdb, "-D", str(folder / "data"), *make, f"--pwfile={folder / 'password'}")
    options = f"-k {folder} -h 127.0.0.1 -p {port} -c fsync=off -c max_connections=60"
    run(
        control, "-D", str(folder / "data"), "-l", str(folder / "log"), "-w", "-o", options, "start"
    )
    try:
        yield {"host": str(folder), "port": port, "user": "laocai", "password": "mật-khẩu"}
    finally:
        run(control, "-D", str(folder / "data"), "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def database(postgres: dict[str, str]) -> str:
    """The address of a new, empty database."""
    import psycopg

    name = f"t{os.urandom(4).hex()}"
    server = {"host": postgres["host"], "port": postgres["port"], "user": postgres["user"]}
    with psycopg.connect(**server, dbname="postgres", autocommit=True) as connection:
        connection.execute(f"create database {name}")
    return f"postgresql://laocai@/{name}?host={postgres['host']}&port={postgres['port']}"
