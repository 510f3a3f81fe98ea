"""A folder as version 0.1 left it: its rounds open as they are, and its reports are made again.

The code of 0.1 has made ``from_0_1``: a round of eight steps, and a batch of one report. Its page
and its notebook are left out here, and all figures but two.
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from laocai_analysis.cli import app
from laocai_analysis.reports.publish import publish

pytestmark = pytest.mark.slow
LEFT = Path(__file__).with_name("from_0_1")


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def files(folder: Path) -> dict[str, bytes]:
    """What was there, but for the lock, the head and the steps that today's commands add."""
    return {
        name.as_posix(): (folder / name).read_bytes()
        for name in (path.relative_to(LEFT) for path in LEFT.rglob("*") if path.is_file())
    }


@pytest.fixture
def office(tmp_path, monkeypatch):
    """The folder, made a project as the refusal of its data says."""
    office = shutil.copytree(LEFT, tmp_path / "office")
    (office / "data" / "units").mkdir()
    (office / "data" / "units" / "2008.csv").write_text("code,name\n", encoding="utf-8")
    monkeypatch.chdir(office)
    monkeypatch.setenv("LAOCAI_DATA", str(office / "data"))
    for command in (
        ("list",),
        ("evidence",),
        ("returns", "verify", "--year", "2009"),
        ("returns", "import", LEFT / "sites.yml", "--year", "2009"),
    ):
        refused = run(*command)
        assert refused.exit_code == 1
        said = refused.stderr.splitlines()[0]
        assert said.startswith("laocai: units/2008.csv: expected data of this version: ")
        assert said.endswith("; found the units of version 0.1")
    (line,) = re.findall(r"mv .* && mkdir .* && cp -a .*returns [^;]*", said)
    subprocess.run(line, shell=True, check=True)
    (setting,) = re.findall(r"province = \"Lào Cai\"", said)
    (office / "laocai.toml").write_text(f"{setting}\neditions = 1\n", encoding="utf-8")
    monkeypatch.delenv("LAOCAI_DATA")
    monkeypatch.setenv("LAOCAI_PROJECT", str(office))
    assert files(office) == files(LEFT)
    return office


def test_a_round_goes_on(office):
    year = ("--year", "2009")
    table, review = (office / "data/returns" / name for name in ("2009.csv", "2009/review.xlsx"))
    first = table.read_bytes()
    assert run("returns", "verify", *year).stdout == "round 2009: 8 steps, 5 originals, 0 damaged\n"
    logged = run("returns", "log", *year).stdout.splitlines()
    assert [line.split()[3] for line in logged] == [
        *("import", "decide", "import", "import"),
        *("decide", "import", "undo", "import"),
    ]
    assert (
        "Xã Hầu Thào  Trạm phát sóng thông tin di động  2      7"
        in run("returns", "status", *year).stdout
    )
    assert files(office) == files(LEFT)

    book = openpyxl.load_workbook(review)  # as 0.1 wrote it
    head, *rows = book.active.iter_rows()
    asked = {cell.value: cell.column - 1 for cell in head}
    (row,) = (row for row in rows if row[asked["found"]].value == "khoảng 20 trạm")
    row[asked["decision"]].value = "20"
    book.save(review)
    decided = run("returns", "decide", review, *year)
    assert decided.exit_code == 0, decided.output
    added = set(table.read_bytes().splitlines()) - set(first.splitlines())
    assert [line.decode().split(",")[2:5] for line in added] == [
        ["Xã Bản Già", "base_stations", "20"]
    ]
    assert run("returns", "undo", *year).exit_code == 0
    assert table.read_bytes() == first
    assert "10 steps, 5 originals, 0 damaged" in run("returns", "verify", *year).stdout
    again = run("returns", "import", LEFT / "data/returns/2009/files" / SA_PA, *year)
    assert again.stdout.startswith("nothing new")


SA_PA = "f194ecb7336f24d1-sa-pa-sua.csv"


def test_its_reports_are_made_again(office):
    place = office / "reports" / "annual-review"
    old = {".html": b"<p>0.1</p>", ".ipynb": b"{}", ".json": (place / "2008_en.json").read_bytes()}
    publish(old, folder=place, stem="2008_en")
    listed = run("index")
    assert (listed.exit_code, len(listed.stdout.splitlines())) == (0, 1), listed.output
    page = (office / "reports" / "index.html").read_text(encoding="utf-8")
    assert 'href="annual-review/2008_en.html"' in page
    assert "<p>0.1</p>" in (place / "2008_en.html").read_text(encoding="utf-8")
    command = [sys.executable, "-m", "laocai_analysis", "batch"]
    for said in ("1 made, 0 unchanged, 0 failed", "0 made, 1 unchanged, 0 failed"):
        ended = subprocess.run(command, capture_output=True, text=True, check=True)
        assert said in ended.stdout
    told = json.loads((place / "2008_en.json").read_text(encoding="utf-8"))
    assert told["release"]["status"] == "preliminary"
    (kept,) = (place / "editions" / "2008_en").iterdir()
    assert {path.suffix: path.read_bytes() for path in kept.iterdir()} == old
