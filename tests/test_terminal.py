"""The command in a process: closed streams, other encodings, readers that stop, signals."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PLAIN = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
COMMANDS = (
    "trace F03",
    "report commune-coverage -p 'district=Huyện Hà Nội'",
    "schedule coverage --on-calendar daily -o 'báo cáo'",
    "template --year 2008 --district 'Huyện Sa Pa' -o 'mẫu.xlsx'",
    "index 'báo cáo'",
)


def shell(line: str, **options) -> subprocess.CompletedProcess:
    return subprocess.run(
        ["bash", "-c", line], capture_output=True, text=True, timeout=120, check=False, **options
    )


def laocai(arguments: str) -> str:
    return f"{sys.executable} -m laocai_analysis {arguments}"


@pytest.mark.slow
def test_every_command_speaks_vietnamese_in_the_c_locale(tmp_path):
    (tmp_path / "báo cáo").mkdir()
    for command in COMMANDS:
        plain = shell(laocai(command), env=PLAIN, cwd=tmp_path)
        (tmp_path / "mẫu.xlsx").unlink(missing_ok=True)
        usual = shell(laocai(command), cwd=tmp_path)
        (tmp_path / "mẫu.xlsx").unlink(missing_ok=True)
        assert "Traceback" not in plain.stderr, command
        assert (plain.returncode, plain.stdout, plain.stderr) == (
            usual.returncode,
            usual.stdout,
            usual.stderr,
        )


@pytest.mark.slow
def test_bytes_that_are_no_text_are_named_in_the_fault():
    result = shell(laocai("report commune-coverage -p district=$'\\xff'"))
    assert result.returncode == 1
    assert r"\udcff" in result.stderr


@pytest.mark.parametrize(
    ("line", "status", "output"),
    [
        ("index . 2>&-", 0, "index.html"),
        ("index /dev/null 2>&-", 1, "laocai: [Errno 17] File exists"),
        ("index . >&- 2>&- <&-", 0, ""),
        ("index /dev/null 2>/dev/full", 1, ""),
        ("index . 2>/dev/full >/dev/full", 1, ""),
    ],
)
def test_closed_and_full_streams(line, status, output, tmp_path):
    result = shell(laocai(line), cwd=tmp_path)
    assert result.returncode == status
    assert result.stdout.startswith(output)
    assert result.stderr == ""


def test_a_full_disk_behind_the_output_is_one_line(tmp_path):
    result = shell(laocai("index . >/dev/full"), cwd=tmp_path)
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert "No space left" in result.stderr


@pytest.mark.parametrize("command", ["list", "batch --help"])
def test_a_reader_that_stops_early_gets_no_error(command):
    """The reader is gone before the first line, so that every write fails."""
    line = f"{{ sleep 0.1; {laocai(command)}; echo status $? >&2; }} | true"
    assert shell(line).stderr in ("status 0\n", "status 1\n")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "said"),
    [
        (signal.SIGINT, "bị ngắt / interrupted"),
        (signal.SIGTERM, "bị dừng / stopped by SIGTERM"),
        (signal.SIGHUP, "bị dừng / stopped by SIGHUP"),
    ],
)
def test_a_signal_during_a_report_is_one_line_and_leaves_nothing(number, said, tmp_path):
    work, out = tmp_path / "tmp", tmp_path / "out"
    work.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "laocai_analysis", "report", "commune-coverage", "-o", str(out)],
        env={**os.environ, "TMPDIR": str(work)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not list(work.glob(".laocai-*")):
        time.sleep(0.05)
        assert process.poll() is None, process.stderr.read()
    process.send_signal(number)
    printed, errors = process.communicate(timeout=60)
    assert (process.returncode, printed) == (128 + number, "")
    assert errors == f"laocai: {said}\n"
    assert list(work.iterdir()) == []
    assert not list(out.rglob("*.html"))


@pytest.mark.slow
def test_no_bar_where_there_is_no_terminal(tmp_path):
    result = shell(laocai(f"report annual-review -o {tmp_path}"))
    assert (result.returncode, result.stderr) == (0, "")
    assert "\r" not in result.stdout
    assert Path(result.stdout.strip()).exists()
