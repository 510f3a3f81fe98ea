"""Batches: what is made, what is left, what fails and is said to; killed, interrupted, and on a
cluster.
"""

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest

from laocai_analysis import paths

pytestmark = pytest.mark.slow
DISTRICTS = ("080", "082", "083", "084", "085", "086", "087", "088", "089")
REPORT = """
small:
  notebook: small.ipynb
  title: {vi: Nhỏ, en: Small}
  choices: {district: district, language: language}
  file: [district, language]
"""
SITES = f"""
nine:
  reports:
    - report: small
      grid: {{district: {json.dumps(DISTRICTS)}, language: [vi]}}
"""
PARAMETERS = 'district = ""  # a district\nlanguage = "vi"  # vi or en'
#: Sa Pa fails, Bắc Hà hangs and Văn Bàn eats memory where trouble is asked for; Bảo Thắng and Bảo
#: Yên read the return.
CELL = """
import os, time
from IPython.display import display
import laocai_analysis as la
page = la.page.Page(language)
display(page.title("changes-none"))
if district in ("Huyện Bảo Thắng", "Huyện Bảo Yên"):
    la.returns.load_return("2008-illustrative")
if os.environ.get("TROUBLE"):
    if district == "Huyện Sa Pa":
        raise KeyError("F99")
    if district == "Huyện Bắc Hà":
        time.sleep(600)
    if district == "Huyện Văn Bàn":
        held = [bytearray(64 * 2**20) for _ in range(100)]
time.sleep(float(os.environ.get("SLOWLY", 0)))
page.finish()
"""


@pytest.fixture
def office(tmp_path) -> dict[str, str]:
    """A department's own notebooks and data, as the environment names them."""
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    cells = [
        nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell(CELL),
    ]
    book = nbformat.v4.new_notebook(
        cells=cells,
        metadata={
            "kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}
        },
    )
    nbformat.write(book, notebooks / "small.ipynb")
    (notebooks / "reports.yml").write_text(REPORT, encoding="utf-8")
    (notebooks / "sites.yml").write_text(SITES, encoding="utf-8")
    shutil.copytree(paths.data(), tmp_path / "data")
    built = tmp_path / "cache"
    return {
        **os.environ,
        "LAOCAI_NOTEBOOKS": str(notebooks),
        "LAOCAI_DATA": str(tmp_path / "data"),
        "LAOCAI_CACHE": str(built),
        "OUT": str(tmp_path / "out"),
    }


def command(office: dict[str, str], *more: str) -> list[str]:
    return [sys.executable, "-m", "laocai_analysis", "batch", "nine", "-o", office["OUT"], *more]


def batch(office: dict[str, str], *more: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        command(office, *more),
        env={**office, **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def only(*districts: str) -> list[str]:
    return [part for code in districts for part in ("--only", f"district={code}")]


def pages(office: dict[str, str]) -> dict[str, str]:
    """The hash of every published file by its name, after a look that each page is whole and its
    manifest agrees.
    """
    folder, found = Path(office["OUT"]) / "small", {}
    for page in sorted(folder.glob("*.html")):
        assert page.read_text(encoding="utf-8").rstrip().endswith("</html>")
        summary = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
        notebook = nbformat.read(page.with_suffix(".ipynb"), as_version=4)
        assert notebook.metadata["papermill"]["parameters"] == summary["parameters"]
        for suffix in (".html", ".json", ".ipynb"):
            found[page.stem + suffix] = hashlib.sha256(
                page.with_suffix(suffix).read_bytes()
            ).hexdigest()
    return found


def summary(result: subprocess.CompletedProcess) -> list[int]:
    """Made, unchanged, failed."""
    (line,) = re.findall(r"^(\d+) made, (\d+) unchanged, (\d+) failed", result.stdout, re.M)
    return [int(number) for number in line]


def nothing_left(marker: str) -> None:
    """No process is left that has something of this test in its environment; it has a few seconds
    to go.
    """
    for _ in range(100):
        left = []
        for entry in Path("/proc").glob("[0-9]*/environ"):
            try:
                if marker.encode() in entry.read_bytes():
                    left.append(entry.parent.name)
            except OSError:
                continue
        if not left:
            return
        time.sleep(0.1)
    raise AssertionError(left)


def test_two_good_and_three_with_their_reasons(office):
    given = ("--cell-limit", "8", "--memory-limit", "1", *only("080", "082", "085", "088", "089"))
    result = batch(office, *given, TROUBLE="1")
    assert result.returncode == 1
    assert summary(result) == [2, 0, 3]
    assert len(pages(office)) == 6
    failed = {
        path.stem: json.loads(path.read_text(encoding="utf-8"))["failed"]
        for path in (Path(office["OUT"]) / "small" / "failed").glob("*.json")
    }
    assert "KeyError: 'F99'" in failed["huyen-sa-pa_vi"]
    assert "TimeLimitError" in failed["huyen-bac-ha_vi"]
    assert "MemoryLimitError" in failed["huyen-van-ban_vi"]
    assert {
        path.stem for path in (Path(office["OUT"]) / "small" / "failed").glob("*.ipynb")
    } == set(failed)
    for reason in ("KeyError", "TimeLimitError", "MemoryLimitError"):
        assert reason in result.stderr
    again = batch(office, *given)
    assert (again.returncode, summary(again)) == (0, [3, 2, 0])
    assert len(pages(office)) == 15
    assert not (Path(office["OUT"]) / "small" / "failed").exists()
    nothing_left(office["OUT"])


def test_the_first_failure_ends_a_batch_that_is_told_so(office):
    result = batch(office, "--fail-fast", "--jobs", "1", *only("088", "089"), TROUBLE="1")
    assert result.returncode == 1
    assert summary(result) == [0, 0, 1]
    assert "1 not made" in result.stdout
    nothing_left(office["OUT"])


def test_a_failure_is_tried_again_as_often_as_is_asked(office):
    result = batch(office, "--retries", "2", "--only", "district=088", TROUBLE="1")
    assert result.stderr.count("(again)") == 2
    assert summary(result) == [0, 0, 1]


def test_the_same_inputs_give_the_same_bytes_and_only_what_changed_is_made_anew(office, tmp_path):
    """And the edition before a changed one is kept, where the project says so, and not listed."""
    settings = tmp_path / "project" / "laocai.toml"
    settings.parent.mkdir()
    settings.write_text('province = "Lào Cai"\neditions = 2\n', encoding="utf-8")
    office["LAOCAI_PROJECT"] = str(settings.parent)
    four = only("080", "082", "086", "087")
    assert summary(batch(office, *four)) == [4, 0, 0]
    first, kept = pages(office), Path(office["OUT"]) / "small" / "editions"
    assert summary(batch(office, *four)) == [0, 4, 0]
    assert summary(batch(office, *four, "--force", PYTHONHASHSEED="7")) == [4, 0, 0]
    assert pages(office) == first
    assert not kept.exists()
    table = Path(office["LAOCAI_DATA"]) / "returns" / "2008-illustrative.csv"
    table.write_text(table.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    result = batch(office, *four)
    assert summary(result) == [2, 2, 0]
    made = re.findall(r"^small district=(\d+) .*: (.*)$", result.stdout, re.M)
    assert sorted(made) == [
        ("086", "data/returns/2008-illustrative.csv changed"),
        ("087", "data/returns/2008-illustrative.csv changed"),
    ]
    earlier = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in kept.glob("*/*-1/*.*")
        if path.suffix != ".csv"
    }
    changed = {name for name, digest in pages(office).items() if digest != first[name]}
    assert earlier == {name: digest for name, digest in first.items() if name in changed}
    assert len(earlier) == 6
    assert summary(batch(office, *four)) == [0, 4, 0]
    assert "editions" not in (Path(office["OUT"]) / "index.html").read_text(encoding="utf-8")


def test_an_unchanged_batch_imports_no_pandas(office):
    batch(office, "--only", "district=080")
    code = (
        "import sys, runpy; sys.argv = ['laocai', *sys.argv[1:]]\n"
        "try: runpy.run_module('laocai_analysis', run_name='__main__')\n"
        "except SystemExit: pass\nprint('pandas' in sys.modules, 'papermill' in sys.modules)"
    )
    for arguments in (["--help"], ["batch", "nine", "-o", office["OUT"], "--only", "district=080"]):
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            env=office,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.splitlines()[-1] == "False False"


def test_what_cannot_be_is_refused_before_anything_runs(office):
    for arguments, said in (
        (["--only", "district=999"], "no report of the site"),
        (["--only", "x"], "NAME=VALUE"),
    ):
        result = batch(office, *arguments)
        assert (result.returncode, said in result.stderr) == (1, True)
    sites = Path(office["LAOCAI_NOTEBOOKS"]) / "sites.yml"
    sites.write_text(
        SITES.replace('"089"', '"089", "777"').replace("[vi]", "[vi, fr]"), encoding="utf-8"
    )
    result = batch(office)
    assert result.returncode == 1
    assert result.stderr.count("not a valid value") == 12  # 777 in both, fr in ten
    assert not Path(office["OUT"]).exists()


@pytest.mark.smoke
def test_killed_in_the_middle_the_next_batch_does_the_rest(office):
    five = only(*DISTRICTS[:5])
    process = subprocess.Popen(
        command(office, *five),
        env={**office, "SLOWLY": "0.5"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while len(pages(office)) < 6:
        time.sleep(0.05)
        assert process.poll() is None, process.stderr.read()
    process.kill()
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    nothing_left(office["OUT"])
    done = len(pages(office)) // 3
    assert 2 <= done < 5
    result = batch(office, *five)
    assert (result.returncode, sum(summary(result)), summary(result)[2]) == (0, 5, 0)
    assert (
        summary(result)[1] >= done - 1
    )  # one may have been published a moment before it was noted
    assert len(pages(office)) == 15


def test_a_signal_runs_the_hooks_and_leaves_nothing(office, tmp_path):
    work, told = tmp_path / "tmp", tmp_path / "told.json"
    work.mkdir()
    hooks = tmp_path / "hooks.yml"
    hooks.write_text(f"failure: {{command: [/bin/sh, -c, 'cat > {told}']}}", encoding="utf-8")
    process = subprocess.Popen(
        command(office, "--hooks", str(hooks)),
        env={**office, "SLOWLY": "0.5", "TMPDIR": str(work)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while len(pages(office)) < 6:
        time.sleep(0.05)
        assert process.poll() is None, process.stderr.read()
    process.terminate()
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 128 + signal.SIGTERM
    assert errors == "laocai: bị dừng / stopped by SIGTERM\n"
    (run,) = json.loads(told.read_text(encoding="utf-8"))["reports"]
    assert (run["report"], run["state"]) == ("laocai batch nine", "failed")
    assert run["reason"] == "stopped by SIGTERM"
    assert list(work.iterdir()) == []
    assert (Path(office["OUT"]) / "index.html").exists()
    nothing_left(office["OUT"])


def test_a_refused_batch_runs_the_hooks(office, tmp_path):
    told, hooks = tmp_path / "told.json", tmp_path / "hooks.yml"
    hooks.write_text(f"failure: {{command: [/bin/sh, -c, 'cat > {told}']}}", encoding="utf-8")
    assert batch(office, "--hooks", str(hooks), "--only", "district=999").returncode == 1
    (run,) = json.loads(told.read_text(encoding="utf-8"))["reports"]
    assert "no report of the site" in run["reason"]


def test_published_formats_are_kept_up_and_wanted_ones_are_made(office):
    """By the option, by the site, and because the file is there already."""
    one, two = only("082"), only("080", "082")
    folder = Path(office["OUT"]) / "small"

    def formats() -> list[str]:
        return sorted(path.suffix for path in folder.glob("huyen-bat-xat_vi.*"))

    assert summary(batch(office, *two)) == [2, 0, 0]
    assert formats() == [".csv", ".html", ".ipynb", ".json"]
    assert summary(batch(office, "--to", "xlsx", *one)) == [1, 0, 0]
    assert formats() == [".csv", ".html", ".ipynb", ".json", ".xlsx"]
    before = (folder / "huyen-bat-xat_vi.xlsx").resolve()
    assert summary(batch(office, *two, "--force")) == [2, 0, 0]
    assert formats() == [".csv", ".html", ".ipynb", ".json", ".xlsx"]
    assert (folder / "huyen-bat-xat_vi.xlsx").resolve() != before
    assert not (folder / "thanh-pho-lao-cai_vi.xlsx").exists()
    sites = Path(office["LAOCAI_NOTEBOOKS"]) / "sites.yml"
    sites.write_text(SITES.replace("- report: small", "- report: small\n      to: [docx]"), "utf-8")
    assert summary(batch(office, *one)) == [1, 0, 0]
    assert formats() == [".csv", ".docx", ".html", ".ipynb", ".json", ".xlsx"]
    assert summary(batch(office, *one)) == [0, 1, 0]
    (folder / "huyen-bat-xat_vi.xlsx").unlink()
    assert summary(batch(office, *one, "--force")) == [1, 0, 0]
    assert formats() == [".csv", ".docx", ".html", ".ipynb", ".json"]
    refused = batch(office, "--to", "odt")
    assert (refused.returncode, "found odt" in refused.stderr) == (1, True)


def test_two_batches_at_once_do_each_other_no_harm(office):
    four = only(*DISTRICTS[:4])
    forced = command(office, *four, "--force")
    both = [
        subprocess.Popen(forced, env=office, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    assert [process.wait(timeout=300) for process in both] == [0, 0]
    assert len(pages(office)) == 12
    for path in Path(office["LAOCAI_DATA"]).parent.rglob("*"):  # as if the clock was set back since
        if path.is_file():
            os.utime(path, (2e9, 2e9))
    assert summary(batch(office, *four)) == [0, 4, 0]


#: What a worker answers where `nonsense` lies in the folder of its data, by district; others are
#: made as always. Dask imports it twice.
NONSENSE = r"""
import os
from pathlib import Path
from laocai_analysis.reports import batch, run

if not hasattr(batch, "real"):
    batch.real, run.real = batch.attempt, run.make_report


class Here:
    def __reduce__(self):
        return eval, ("__import__('nowhere')",)


def make_report(name, values, **more):
    if (Path(os.environ["LAOCAI_DATA"]) / "nonsense").exists():
        if values["district"] == "Huyện Bắc Hà":
            return make_report(name, values, **more)
    return run.real(name, values, **more)


def attempt(name, values, **more):
    district = values["district"]
    if (Path(os.environ["LAOCAI_DATA"]) / "nonsense").exists():
        if district == "Huyện Sa Pa":
            return Here()  # of a class that the machine of the batch does not have
        if district == "Huyện Bát Xát":
            return {"../x": b"x"}, ""
        if district == "Huyện Bảo Thắng":
            return {".html": "x", ".ipynb": "x", ".json": "x"}, ""
        if district == "Huyện Bảo Yên":
            return {}, "\x1b[2Jodd\nhunter2hunter2"
        if district == "Huyện Mường Khương":
            return batch.real(name, {**values, "district": "Huyện Sa Pa"}, **more)
        if district == "Huyện Văn Bàn":
            files, failure = batch.real(name, values, **more)
            return {**files, ".html": files[".html"] + b"<!-- hunter2hunter2 -->"}, failure
        if district == "Huyện Si Ma Cai":
            raise GeneratorExit("odd")
    return batch.real(name, values, **more)


batch.attempt, run.make_report = attempt, make_report
"""


@contextmanager
def cluster(office: dict[str, str], folder: Path) -> Iterator[tuple[str, list[subprocess.Popen]]]:
    """A real scheduler and two real workers that talk by TLS on loopback: its address, and the
    workers.
    """
    (folder / "nonsense.py").write_text(NONSENSE, encoding="utf-8")
    told, started = folder / "scheduler.json", []

    def start(program: str) -> None:
        started.append(
            subprocess.Popen(
                [sys.executable, "-m", *f"{program} --no-dashboard --protocol tls".split()],
                env={**office, "SLOWLY": "1"},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )

    try:
        start(f"distributed.cli.dask_scheduler --host 127.0.0.1 --port 0 --scheduler-file {told}")
        while not told.exists() or not told.read_text(encoding="utf-8").strip():
            time.sleep(0.1)
            assert started[0].poll() is None
        address = json.loads(told.read_text(encoding="utf-8"))["address"]
        for _ in range(2):
            start(
                f"distributed.cli.dask_worker {address} --nthreads 1 --no-nanny "
                f"--preload {folder}/nonsense.py --local-directory {folder}"
            )
        yield address, started[1:]
    finally:
        for one in started:
            one.kill()
            one.wait()


@pytest.fixture
def certified(office, tmp_path) -> dict[str, str]:
    """The environment of an office whose scheduler, workers and batches have one certificate."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subject = ["-nodes", "-days", "1", "-subj", "/CN=laocai", "-keyout", key, "-out", certificate]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", *subject],
        check=True,
        capture_output=True,
    )
    start = "DASK_DISTRIBUTED__COMM__"
    settings = {f"{start}TLS__CA_FILE": str(certificate), f"{start}REQUIRE_ENCRYPTION": "True"}
    for role in ("SCHEDULER", "WORKER", "CLIENT"):
        settings |= {
            f"{start}TLS__{role}__CERT": str(certificate),
            f"{start}TLS__{role}__KEY": str(key),
        }
    return {**office, **settings}


@pytest.mark.tools("openssl")
def test_a_cluster_over_tls(office, certified, tmp_path):
    """A worker is killed while it works, and the pages are those of one machine; then two batches
    at once meet workers that answer nonsense, and what is published stays.
    """
    four = only("080", "082", "085", "088")
    assert summary(batch(office, *four)) == [4, 0, 0]
    local = pages(office)
    with cluster(certified, tmp_path) as (address, workers):
        assert address.startswith("tls://")
        shutil.rmtree(office["OUT"])
        process = subprocess.Popen(
            command(office, *four, "--scheduler", address),
            env=certified,
            stdout=subprocess.PIPE,
            text=True,
        )
        while len(pages(office)) < 6:
            time.sleep(0.1)
            assert [one.poll() for one in (process, *workers)] == [None] * 3
        workers[0].kill()
        output, _ = process.communicate(timeout=300)
        assert process.returncode == 0, output
        assert pages(office) == local

        (Path(office["LAOCAI_DATA"]) / "nonsense").touch()
        both = [
            subprocess.Popen(
                command(office, "--force", "--scheduler", address),
                env={**certified, "MAIL_PASSWORD": "hunter2hunter2"},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
        for process in both:
            output, said = process.communicate(timeout=300)
            assert "1 made, 0 unchanged, 8 failed" in output, output + said
            assert process.returncode == 1
            assert len(said.splitlines()) == 8, said
            assert said.count("expected the files of this report; found ") == 4
            for words in (
                "found objects of another kind, which are not read",
                "MAIL_PASSWORD → .html",
                "GeneratorExit: odd",
                "�[2Jodd",
                "RecursionError",
            ):
                assert said.count(words) == 1
        assert "hunter2" not in "".join(
            path.read_text(encoding="utf-8") for path in Path(office["OUT"]).rglob("*.json")
        )
        assert pages(office).keys() == local.keys()
        assert [name for name, digest in pages(office).items() if digest != local[name]] == []
    without = batch(office, "--force", "--scheduler", address)
    assert without.returncode == 1
    assert without.stderr.startswith("laocai: --scheduler: expected certificates for tls://")
    assert len(without.stderr.splitlines()) == 1
