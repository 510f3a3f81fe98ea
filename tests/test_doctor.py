"""The doctor: what it finds on this machine, and the line that it gives for what is missing."""

from itertools import pairwise

import pytest
from typer.testing import CliRunner

from laocai_analysis import __version__
from laocai_analysis.cli import app

run = CliRunner().invoke


def test_on_this_machine_everything_is_there_that_a_report_needs(monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    result = run(app, ["doctor"])
    assert result.exit_code == 0
    assert f"laocai-analysis {__version__}" in result.stdout
    assert "there: extra sql, for PostgreSQL: 2 found" in result.stdout.splitlines()
    assert "MISSING" not in result.stdout


def test_what_is_missing_is_named_with_the_line_that_mends_it(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("LAOCAI_REPORTS", str(tmp_path / "file" / "reports"))
    monkeypatch.setenv("LAOCAI_CACHE", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("importlib.metadata.version", lambda name: "0.1")
    for language, needed, optional in (
        ("en", "MISSING, and needed for every report: folder of reports", "missing: Chromium"),
        ("vi", "THIẾU, bắt buộc với mọi báo cáo: thư mục báo cáo", "thiếu: Chromium"),
    ):
        monkeypatch.setenv("LAOCAI_LANGUAGE", language)
        result = run(app, ["doctor"])
        assert result.exit_code == 1
        lines = result.stdout.splitlines()
        after = dict(pairwise(lines))
        (line,) = (mend for said, mend in after.items() if said.startswith(needed))
        assert line == '    export LAOCAI_REPORTS="$HOME/laocai-reports"'
        (line,) = (mend for said, mend in after.items() if said.startswith(optional))
        assert line == "    sudo apt-get install --no-install-recommends chromium"
        assert "-m pip install 'psycopg[binary]>=3.2' 'sqlalchemy>=2.0'" in result.stdout
        assert "    laocai boundaries build" in lines
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file"]


def test_version_and_exit_statuses_and_completion(monkeypatch):
    assert run(app, ["--version"]).stdout == f"laocai {__version__}\n"
    said = " ".join(run(app, ["--help"]).output.replace("│", " ").split())
    for part in ("0 xong / done", "2 gõ sai lệnh / wrong usage", "143 SIGTERM"):
        assert part in said
    monkeypatch.setenv("COMP_WORDS", "laocai report annual")
    monkeypatch.setenv("COMP_CWORD", "2")
    asked = run(app, [], prog_name="laocai", env={"_LAOCAI_COMPLETE": "complete_bash"})
    assert asked.stdout.split() == ["annual-review"]


@pytest.mark.parametrize("arguments", [["nothing"], ["doctor", "--nothing"]])
def test_wrong_usage_ends_with_2(arguments):
    assert run(app, arguments).exit_code == 2
