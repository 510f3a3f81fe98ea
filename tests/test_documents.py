"""The documents: what a reader types runs as typed, and the list of rooms is up to date."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import laocai_analysis as la

ROOT = Path(__file__).resolve().parent.parent
#: `make test` and `make report` with a `.venv` of their own are run by .ci/run in a bare root.
IN_CI = "make test\n"
DOCUMENTS = [
    "README.md",
    "README.vi.md",
    "docs/en/reports.md",
    "docs/vi/bao-cao.md",
    "docs/en/yearly-round.md",
    "docs/vi/ky-bao-cao.md",
    *(f"docs/en/{name}.md" for name in ("schedule", "start-office", "province", "indicator")),
    *(f"docs/vi/{name}.md" for name in ("lich-chay", "bat-dau-co-quan", "tinh-va-nam", "chi-tieu")),
]


def blocks(document: str, language: str) -> list[str]:
    """Return the blocks of code of a document in one language, in order."""
    text = (ROOT / document).read_text(encoding="utf-8")
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```", text, re.S | re.M)
    return [re.sub(f"^{indent}", "", code, flags=re.M) for indent, code in found]


def typed() -> dict[str, str]:
    """Return what each document has a reader type that no document before it has."""
    earlier, found = set[str](), dict[str, str]()
    for document in DOCUMENTS:
        own = blocks(document, "sh")
        assert own
        if code := "".join(block for block in own if block not in earlier):
            found[document] = code
        earlier |= set(own)
    return found


@pytest.fixture(scope="module")
def clone(tmp_path_factory) -> Path:
    """A copy of the tracked files, with the packages of this environment and code of its own."""
    folder = tmp_path_factory.mktemp("clone") / "laocai"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).exists():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target)
    for name in ("pyproject.toml", "requirements.lock"):
        os.utime(folder / name, (0, 0))  # older than .venv/ready: nothing is set up again
    (folder / ".venv").symlink_to(sys.prefix)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("code", typed().values(), ids=typed())
def test_commands_run_as_typed(clone, code):
    code = code.replace(IN_CI, "")
    environment = os.environ | {"PYTHONPATH": str(clone), "LAOCAI_CACHE": str(clone / ".cache")}
    for name in ("ARGS", "MAKEFLAGS"):  # of the make that runs these tests
        environment.pop(name, None)
    ended = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", f"export PATH=$PWD/.venv/bin:$PATH\n{code}"],
        cwd=clone,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    shutil.rmtree(clone / "data" / "returns" / "2009", ignore_errors=True)
    (clone / "data" / "returns" / "2009.csv").unlink(missing_ok=True)
    shutil.rmtree(clone / "forms", ignore_errors=True)


def test_commands_of_the_readmes_are_those_of_ci():
    bare = (ROOT / ".ci" / "bare").read_text(encoding="utf-8")
    assert "make report" in bare
    assert "make test" in bare
    for document in DOCUMENTS[:2]:
        assert IN_CI in "".join(blocks(document, "sh"))


def test_the_library_as_typed():
    """The five lines give 126 of 144: the published total (Lào Cai, end of 2008)."""
    for document in DOCUMENTS[:2]:
        *lines, last = "".join(blocks(document, "python")).strip().splitlines()
        names: dict[str, object] = {}
        exec("\n".join(lines), names)
        assert eval(last, names).loc["all"].to_list() == [126, 144, 0.875]
    for document in ("docs/en/start-analyst.md", "docs/vi/bat-dau-phan-tich.md"):
        *lines, last = "".join(blocks(document, "python")).strip().splitlines()
        exec("\n".join(lines), names)
        assert eval(last, names)[["numerator", "denominator"]].sum().to_list() == [126, 144]


def test_readmes_are_short_and_in_one_language():
    vi = set("ăâđêôơưĂÂĐÊÔƠƯ")
    for document, vietnamese in (("README.md", False), ("README.vi.md", True)):
        lines = (ROOT / document).read_text(encoding="utf-8").splitlines()
        assert len(lines) <= 85
        prose = re.sub(r"```.*?```|\[[^]]*\]\([^)]*\)|`[^`]*`", "", "\n".join(lines), flags=re.S)
        assert bool(vi & set(prose)) == vietnamese, document


def test_links_inside_the_documents():
    faults = []
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*/README.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
            if not (path.parent / target).exists():
                faults.append(f"{path.relative_to(ROOT)}: {target}")
    assert not faults


def test_the_page_of_rooms_is_up_to_date():
    spec = importlib.util.spec_from_file_location("rooms", ROOT / "docs" / "rooms.py")
    rooms = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(rooms)
    text = rooms.PAGE.read_text(encoding="utf-8")
    assert rooms.with_rooms(text) == text, "run docs/rooms.py"
    assert "`cli/`: " in text
    assert "* `answers`: " in text


def test_the_api_lists_every_public_module():
    listed = (ROOT / "docs" / "api.md").read_text(encoding="utf-8").split()
    assert {
        module for module in la._MODULES.values() if f"laocai_analysis.{module}" not in listed
    } == set()


def test_guides_in_both_languages_type_the_same():
    """And each links to the other one."""
    for vi in (ROOT / "docs" / "vi").glob("*.md"):
        text = vi.read_text(encoding="utf-8")
        for name in re.findall(r"^\[English\]\(\.\./en/([^)]+)\)", text, re.M):
            en = (ROOT / "docs" / "en" / name).read_text(encoding="utf-8")
            assert f"(../vi/{vi.name})" in en
            heads = [len(re.findall(r"^##? ", page, re.M)) for page in (text, en)]
            assert heads[0] == heads[1], vi.name
