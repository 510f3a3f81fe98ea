"""Publishing a report: all of it or nothing, whatever happens to the one who publishes.

The module is loaded from its file, here and in the child processes, so that nothing but the
standard library is imported: the children are many.
"""

from __future__ import annotations

import errno
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

MODULE = Path(__file__).resolve().parents[1] / "laocai_analysis" / "reports" / "publish.py"
STEM = "2008-vi"
SUFFIXES = (".html", ".ipynb", ".json")
CALLS = (
    "open",
    "write",
    "fsync",
    "close",
    "replace",
    "link",
    "symlink",
    "mkdir",
    "unlink",
    "rmdir",
    "listdir",
    "readlink",
)
CHANGING = ("open", "write", "fsync", "replace", "symlink", "mkdir", "unlink", "rmdir")


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("publish_alone", MODULE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


publishing = load()


def version_of(tag: str) -> dict[str, bytes]:
    """Make three files that carry a tag, of sizes that differ between tags."""
    return {
        suffix: f"{tag} {suffix} điểm bưu điện\n".encode() * (20 + 7 * len(tag))
        for suffix in SUFFIXES
    }


OLD, NEW, NEXT = version_of("old"), version_of("newer"), version_of("the next one")


def seen(folder: Path, stem: str = STEM) -> dict[str, bytes]:
    """Read what a reader of the folder can open."""
    paths = {suffix: folder / f"{stem}{suffix}" for suffix in SUFFIXES}
    return {suffix: path.read_bytes() for suffix, path in paths.items() if path.exists()}


def inside(folder: Path, stem: str = STEM) -> list[str]:
    """List the hidden folder of a report, unique parts of names left out."""
    return sorted(name.partition("-")[0] for name in os.listdir(folder / ".published" / stem))


def assert_publishes_well(folder: Path) -> None:
    """Publish once more, as usual, and check that nothing of what was before is left."""
    publishing.publish(NEXT, folder=folder, stem=STEM)
    assert seen(folder) == NEXT
    assert inside(folder) == ["current", "lock", "version"]
    assert sorted(os.listdir(folder)) == [".published", *(STEM + suffix for suffix in SUFFIXES)]


# --- as usual
# --------------------------------------------------------------------------------------


def test_first_publish_makes_folder_files_and_links(tmp_path: Path) -> None:
    folder = tmp_path / "reports" / "coverage"
    paths = publishing.publish(OLD, folder=folder, stem=STEM)
    assert paths == {suffix: folder / (STEM + suffix) for suffix in SUFFIXES}
    assert {suffix: path.read_bytes() for suffix, path in paths.items()} == OLD
    assert os.readlink(folder / "2008-vi.html") == ".published/2008-vi/current/2008-vi.html"
    assert os.readlink(folder / ".published/2008-vi/current").startswith("version-")
    assert inside(folder) == ["current", "lock", "version"]


def test_second_publish_replaces_all_and_leaves_one_version(tmp_path: Path) -> None:
    publishing.publish(OLD, folder=tmp_path, stem=STEM)
    before = os.readlink(tmp_path / ".published" / STEM / "current")
    publishing.publish(NEW, folder=tmp_path, stem=STEM)
    assert seen(tmp_path) == NEW
    assert os.readlink(tmp_path / ".published" / STEM / "current") != before
    assert_publishes_well(tmp_path)


def test_reports_of_one_folder_do_not_touch_each_other(tmp_path: Path) -> None:
    publishing.publish(OLD, folder=tmp_path, stem="2008")
    publishing.publish(NEW, folder=tmp_path, stem="2008.5")
    publishing.publish({".html": b"alone"}, folder=tmp_path, stem="2008")
    assert seen(tmp_path, "2008") == {".html": b"alone"}
    assert seen(tmp_path, "2008.5") == NEW


def test_files_that_are_written_in_pieces_are_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, sizes = os.write, []

    def write(descriptor: int, data: memoryview) -> int:
        sizes.append(real(descriptor, data[:100]))
        return sizes[-1]

    monkeypatch.setattr(os, "write", write)
    publishing.publish({**OLD, ".json": b""}, folder=tmp_path, stem=STEM)
    assert seen(tmp_path) == {**OLD, ".json": b""}
    assert len(sizes) > 2 * 10


def test_a_folder_that_was_moved_still_reads(tmp_path: Path) -> None:
    publishing.publish(OLD, folder=tmp_path / "here", stem=STEM)
    (tmp_path / "here").rename(tmp_path / "there")
    assert seen(tmp_path / "there") == OLD


def test_suffix_no_longer_published_is_removed_and_a_new_one_added(tmp_path: Path) -> None:
    publishing.publish({".html": b"1", ".ipynb": b"1"}, folder=tmp_path, stem=STEM)
    (tmp_path / f"{STEM}.txt").write_text("a note of the analyst")
    paths = publishing.publish({".html": b"2", ".json": b"2"}, folder=tmp_path, stem=STEM)
    assert list(paths) == [".html", ".json"]
    assert sorted(os.listdir(tmp_path)) == [
        ".published",
        "2008-vi.html",
        "2008-vi.json",
        "2008-vi.txt",
    ]
    assert seen(tmp_path) == {".html": b"2", ".json": b"2"}


def test_plain_files_are_replaced_with_links(tmp_path: Path) -> None:
    for suffix, content in OLD.items():
        (tmp_path / (STEM + suffix)).write_bytes(content)
    publishing.publish(NEW, folder=tmp_path, stem=STEM)
    assert seen(tmp_path) == NEW
    assert all((tmp_path / (STEM + suffix)).is_symlink() for suffix in SUFFIXES)
    assert_publishes_well(tmp_path)


def test_a_copy_made_by_following_links_can_be_published_to(tmp_path: Path) -> None:
    publishing.publish(OLD, folder=tmp_path / "a", stem=STEM)
    shutil.copytree(tmp_path / "a", tmp_path / "b", symlinks=False)
    assert not (tmp_path / "b" / ".published" / STEM / "current").is_symlink()
    publishing.publish(NEW, folder=tmp_path / "b", stem=STEM)
    assert seen(tmp_path / "b") == NEW
    assert_publishes_well(tmp_path / "b")


@pytest.mark.parametrize("stem", ["", ".", "..", "a/b", "/a", "a\\b"])
def test_a_stem_that_is_no_part_of_a_name_is_refused(tmp_path: Path, stem: str) -> None:
    for call in (publishing.publish, publishing.keep_failed):
        with pytest.raises(ValueError, match="stem of a report is part of a file name") as caught:
            call(OLD, folder=tmp_path, stem=stem)
        assert repr(stem) in str(caught.value)
    with pytest.raises(ValueError, match="stem of a report is part of a file name"):
        publishing.clear_failed(folder=tmp_path, stem=stem)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("suffix", ["", ".", "html", "/x", "./x", ".a/b", ".a.b", "..", ".a\\b"])
def test_a_suffix_that_is_none_is_refused(tmp_path: Path, suffix: str) -> None:
    for call in (publishing.publish, publishing.keep_failed):
        with pytest.raises(
            ValueError, match=r"A suffix is a dot and a name .* '\.html'; found"
        ) as caught:
            call({".html": b"", suffix: b""}, folder=tmp_path, stem=STEM)
        assert repr(suffix) in str(caught.value)
    assert os.listdir(tmp_path) == []


def test_publishing_no_file_is_refused(tmp_path: Path) -> None:
    publishing.publish(OLD, folder=tmp_path, stem=STEM)
    for call in (publishing.publish, publishing.keep_failed):
        with pytest.raises(ValueError, match="No file was given for '2008-vi'"):
            call({}, folder=tmp_path, stem=STEM)
    assert seen(tmp_path) == OLD


# --- stopped in the middle
# -------------------------------------------------------------------------

CHILD = """
import importlib.util, json, os, signal, sys
module, folder, stem, at, how, log, names = sys.argv[1:]
spec = importlib.util.spec_from_file_location("publish_alone", module)
publishing = importlib.util.module_from_spec(spec)
spec.loader.exec_module(publishing)
count, trace = 0, []

def wrap(name, real):
    def call(*args, **keywords):
        global count
        count += 1
        trace.append([name, os.path.basename(os.fspath(args[1])) if name == "replace" else ""])
        mine = count == int(at)
        if mine and how == "half" and name == "write":
            real(args[0], args[1][: len(args[1]) // 2])
        if mine and how != "after":
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*args, **keywords)
        if mine:
            os.kill(os.getpid(), signal.SIGKILL)
        return result
    return call

files = {suffix: text.encode() for suffix, text in json.load(sys.stdin).items()}
from pathlib import Path
for name in names.split():
    setattr(os, name, wrap(name, getattr(os, name)))
publishing.publish(files, folder=Path(folder), stem=stem)
if log:
    Path(log).write_text(json.dumps(trace))
"""


def publish_and_die(folder: Path, *, at: int, how: str, log: Path | None = None) -> int:
    """Publish `NEW` in a child that kills itself at the call with number `at`; give its exit
    status.
    """
    arguments = [str(MODULE), str(folder), STEM, str(at), how, str(log or ""), " ".join(CHANGING)]
    text = json.dumps({suffix: content.decode() for suffix, content in NEW.items()})
    # -I -S: no site, no environment, which makes a child in a quarter of the time
    command = [sys.executable, "-I", "-S", "-c", CHILD, *arguments]
    return subprocess.run(command, input=text.encode(), check=False).returncode


def trace_of(folder: Path, log: Path) -> list[list[str]]:
    """Publish `NEW` in a child that lives, and give the calls that it made."""
    assert publish_and_die(folder, at=0, how="before", log=log) == 0
    calls: list[list[str]] = json.loads(log.read_text())
    return calls


def prepared(folder: Path, *, published: bool) -> Path:
    if published:
        publishing.publish(OLD, folder=folder, stem=STEM)
    return folder


@pytest.mark.parametrize("how", ["before", "after", "half"])
def test_killed_at_any_call_leaves_the_old_report_or_the_new_one(tmp_path: Path, how: str) -> None:
    calls = trace_of(prepared(tmp_path / "whole", published=True), tmp_path / "calls.json")
    commit = 1 + calls.index(["replace", "current"])
    assert calls.count(["replace", "current"]) == 1
    assert len(calls) > 20
    at = 0
    while True:
        at += 1
        if how == "half" and at <= len(calls) and calls[at - 1][0] != "write":
            continue
        folder = prepared(tmp_path / str(at), published=True)
        status = publish_and_die(folder, at=at, how=how)
        if status == 0:
            break
        assert status == -signal.SIGKILL
        committed = at > commit or (at == commit and how == "after")
        assert seen(folder) == (NEW if committed else OLD), (at, calls[at - 1])
        assert_publishes_well(folder)
    assert at == len(calls) + 1
    assert seen(folder) == NEW


@pytest.mark.slow
@pytest.mark.parametrize("how", ["before", "after"])
def test_killed_at_the_first_report_shows_no_page_without_the_rest(
    tmp_path: Path, how: str
) -> None:
    calls = trace_of(tmp_path / "whole", tmp_path / "calls.json")
    names = [name for call, name in calls if call == "replace"]
    assert names == ["current", "2008-vi.json", "2008-vi.ipynb", "2008-vi.html"]
    shown = []
    for at in range(1, len(calls) + 2):
        folder = tmp_path / str(at)
        status = publish_and_die(folder, at=at, how=how)
        assert status == (-signal.SIGKILL if at <= len(calls) else 0)
        files = seen(folder)
        assert all(content == NEW[suffix] for suffix, content in files.items())
        assert ".html" not in files or files == NEW, (at, calls[at - 1])
        shown.append(len(files))
        assert_publishes_well(folder)
    assert sorted(shown) == shown
    assert set(shown) == {0, 1, 2, 3}


def test_two_kills_in_a_row_leave_the_old_report_and_no_leftovers_later(tmp_path: Path) -> None:
    prepared(tmp_path, published=True)
    assert publish_and_die(tmp_path, at=6, how="after") == -signal.SIGKILL
    assert publish_and_die(tmp_path, at=9, how="half") == -signal.SIGKILL
    assert inside(tmp_path).count("version") >= 2
    assert seen(tmp_path) == OLD
    assert_publishes_well(tmp_path)


# --- refused by the disk
# ---------------------------------------------------------------------------


class Disk:
    """Stands before the functions of `os`, notes the calls, and lets the one with number `at`
    fail.
    """

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, *, at: int = 0, how: str = "before", code: int = 0
    ) -> None:
        self.at, self.how, self.code = at, how, code
        self.calls: list[tuple[str, str]] = []
        self.close, self.readlink = os.close, os.readlink
        for name in CALLS:
            monkeypatch.setattr(os, name, self.wrap(name, getattr(os, name)))

    def wrap(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **keywords: Any) -> Any:
            where = args[1] if name == "replace" else args[0]
            if isinstance(where, int):
                where = (
                    self.readlink(f"/proc/self/fd/{where}") if name in ("write", "fsync") else ""
                )
            self.calls.append((name, Path(where).name))
            mine = len(self.calls) == self.at
            if not mine:
                return real(*args, **keywords)
            if self.how == "after" or name == "close":  # a close that fails has closed all the same
                with suppress(FileNotFoundError):
                    result = real(*args, **keywords)
                    if name == "open":
                        self.close(result)
            raise OSError(self.code, os.strerror(self.code))

        return call


@pytest.mark.parametrize("how", ["before", "after"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("published", [True, False])
def test_refused_at_any_call_raises_and_leaves_the_old_report_or_the_new_one(
    tmp_path: Path, code: int, how: str, published: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        folder = prepared(tmp_path / "whole", published=published)
        whole = Disk(patch)
        publishing.publish(NEW, folder=folder, stem=STEM)
    commit = 1 + whole.calls.index(("replace", "current"))
    assert len(whole.calls) > 40
    names_of_calls = {name for name, _ in whole.calls}
    assert names_of_calls >= {
        "open",
        "write",
        "fsync",
        "close",
        "replace",
        "symlink",
        "mkdir",
        "listdir",
        "readlink",
    }
    for at in range(1, len(whole.calls) + 1):
        folder = prepared(tmp_path / str(at), published=published)
        with pytest.MonkeyPatch.context() as patch:
            Disk(patch, at=at, how=how, code=code)
            with pytest.raises(OSError, match=os.strerror(code)) as caught:
                publishing.publish(NEW, folder=folder, stem=STEM)
        assert caught.value.errno == code
        committed = at > commit or (at == commit and how == "after")
        what = (at, whole.calls[at - 1])
        if published:
            assert seen(folder) == (NEW if committed else OLD), what
        else:
            assert seen(folder).get(".html") is None or seen(folder) == NEW, what
            assert committed or seen(folder) == {}, what
        lost_only_the_lock = whole.calls[at - 1][0] == "close" and at == len(whole.calls)
        noted = "already in place" in "".join(getattr(caught.value, "__notes__", []))
        assert noted == (at > commit and not lost_only_the_lock), what
        assert_publishes_well(folder)


def kept(folder: Path) -> dict[int, dict[str, bytes]]:
    """Read the editions of a report by their numbers."""
    found = {}
    for place in (folder / "editions" / STEM).glob("*"):
        day, _, number = place.name.rpartition("-")
        assert len(day) == len("2026-11-29")
        found[int(number)] = seen(place)
    return dict(sorted(found.items()))


def test_the_last_editions_are_kept_where_they_are_asked_for(tmp_path: Path) -> None:
    publishing.publish(OLD, folder=tmp_path, stem=STEM)
    publishing.publish(NEW, folder=tmp_path, stem=STEM)
    assert kept(tmp_path) == {}
    for files in (NEW, {**NEW, ".pdf": b"added"}, NEXT, NEXT, OLD, NEW):
        publishing.publish(files, folder=tmp_path, stem=STEM, editions=2)
    assert kept(tmp_path) == {2: NEXT, 3: OLD}
    assert seen(tmp_path) == NEW
    mine = tmp_path / "editions" / STEM / "kept for the ministry"
    next(mine.parent.glob("*-2")).rename(mine)
    for editions in (0, 1):
        publishing.publish(NEXT, folder=tmp_path, stem=STEM, editions=editions)
        publishing.publish(NEXT, folder=tmp_path, stem=STEM, editions=editions)
    assert seen(mine) == NEXT
    assert [path.name[-2:] for path in sorted(mine.parent.iterdir())] == ["-3", "ry"]


def test_an_edition_is_never_lost_or_kept_twice(tmp_path: Path) -> None:
    for files in (OLD, NEW, NEXT):
        publishing.publish(files, folder=tmp_path / "whole", stem=STEM, editions=2)

    def begun(name: str) -> Path:
        return Path(shutil.copytree(tmp_path / "whole", tmp_path / name, symlinks=True))

    with pytest.MonkeyPatch.context() as patch:
        folder, disk = begun("calls"), Disk(patch)
        publishing.publish(OLD, folder=folder, stem=STEM, editions=2)
    commit = 1 + disk.calls.index(("replace", "current"))
    for at in range(1, len(disk.calls) + 1):
        folder = begun(str(at))
        with pytest.MonkeyPatch.context() as patch:
            Disk(patch, at=at, code=errno.ENOSPC)
            with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
                publishing.publish(OLD, folder=folder, stem=STEM, editions=2)
        before = {1: OLD, 2: NEW} if at <= commit else {2: NEW, 3: NEXT}
        assert before.items() <= kept(folder).items(), (at, disk.calls[at - 1])
        assert seen(folder) == (NEXT if at <= commit else OLD)
        publishing.publish(OLD, folder=folder, stem=STEM, editions=2)
        assert kept(folder) == {2: NEW, 3: NEXT}, (at, disk.calls[at - 1])
        assert inside(folder) == ["current", "lock", "version"]


def test_a_publish_that_goes_wrong_leaves_nothing_of_itself(tmp_path: Path) -> None:
    prepared(tmp_path, published=True)
    with pytest.MonkeyPatch.context() as patch:
        whole = Disk(patch)
        with pytest.raises(TypeError):
            publishing.publish({".html": b"x" * 100, ".json": None}, folder=tmp_path, stem=STEM)
    assert ("write", "2008-vi.html") in whole.calls
    assert seen(tmp_path) == OLD
    assert inside(tmp_path) == ["current", "lock", "version"]


def test_everything_is_on_the_disk_before_it_is_published(tmp_path: Path) -> None:
    prepared(tmp_path, published=True)
    with pytest.MonkeyPatch.context() as patch:
        disk = Disk(patch)
        publishing.publish(NEW, folder=tmp_path, stem=STEM)
    version = os.readlink(tmp_path / ".published" / STEM / "current")
    calls = [
        call for call in disk.calls if call[0] in ("write", "fsync", "replace", "unlink", "mkdir")
    ]
    files = [step for name in NEW for step in (("write", STEM + name), ("fsync", STEM + name))]
    before = [("mkdir", version), *files, ("fsync", version), ("fsync", STEM)]
    after = [
        ("fsync", STEM),
        ("fsync", tmp_path.name),
        *[("unlink", STEM + name) for name in SUFFIXES],
    ]
    assert calls == [*before, ("replace", "current"), *after]


# --- several at once
# -------------------------------------------------------------------------------

PUBLISHER = """
import importlib.util, sys
from pathlib import Path
module, folder, stem, tag, times = sys.argv[1:]
spec = importlib.util.spec_from_file_location("publish_alone", module)
publishing = importlib.util.module_from_spec(spec)
spec.loader.exec_module(publishing)
sys.stdin.read(1)
for number in range(int(times)):
    text = f"{tag}-{number:02}\\n".encode() * 3000
    publishing.publish({".html": text, ".ipynb": text, ".json": text}, folder=Path(folder), stem=stem)
"""


def tags_under(folder: Path) -> set[bytes] | None:
    """Read the three files by the names that readers know; None if the report changed meanwhile."""
    current = folder / ".published" / STEM / "current"
    try:
        before = os.readlink(current)
        contents = [(folder / (STEM + suffix)).read_bytes() for suffix in SUFFIXES]
        if os.readlink(current) != before:
            return None
    except FileNotFoundError:
        return None
    lines = [content.splitlines() for content in contents]
    assert [len(each) for each in lines] == [3000, 3000, 3000]
    return {line for each in lines for line in each}


def test_two_processes_at_once_publish_one_after_the_other(tmp_path: Path) -> None:
    command = [sys.executable, "-I", "-S", "-c", PUBLISHER, str(MODULE), str(tmp_path), STEM]
    children = [
        subprocess.Popen([*command, tag, "20"], stdin=subprocess.PIPE, stderr=subprocess.PIPE)
        for tag in "AB"
    ]
    for child in children:
        assert child.stdin is not None
        child.stdin.write(b"x")
        child.stdin.flush()
    seen_tags = set()
    while any(child.poll() is None for child in children):
        if tags := tags_under(tmp_path):
            assert len(tags) == 1
            seen_tags |= tags
    for child in children:
        _, errors = child.communicate()
        assert (child.returncode, errors) == (0, b"")
    final = tags_under(tmp_path)
    assert final in ({b"A-19"}, {b"B-19"})
    assert len(seen_tags) > 3, "the reader saw too few versions for this test to mean anything"
    assert_publishes_well(tmp_path)


# --- failed runs
# -----------------------------------------------------------------------------------


def test_keep_failed_leaves_the_published_report_untouched(tmp_path: Path) -> None:
    publishing.publish(OLD, folder=tmp_path, stem=STEM)
    version = (
        tmp_path / ".published" / STEM / os.readlink(tmp_path / ".published" / STEM / "current")
    )
    before = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in version.iterdir()}
    paths = publishing.keep_failed(
        {".ipynb": b"partial", ".json": b"{}"}, folder=tmp_path, stem=STEM
    )
    assert paths == {
        ".ipynb": tmp_path / "failed/2008-vi.ipynb",
        ".json": tmp_path / "failed/2008-vi.json",
    }
    assert {suffix: path.read_bytes() for suffix, path in paths.items()} == {
        ".ipynb": b"partial",
        ".json": b"{}",
    }
    assert sorted(os.listdir(tmp_path / "failed")) == ["2008-vi.ipynb", "2008-vi.json"]
    assert seen(tmp_path) == OLD
    assert {
        path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in version.iterdir()
    } == before
    assert inside(tmp_path) == ["current", "lock", "version"]


def test_keep_failed_before_any_report_publishes_nothing(tmp_path: Path) -> None:
    publishing.keep_failed({".ipynb": b"partial"}, folder=tmp_path / "new", stem=STEM)
    assert seen(tmp_path / "new") == {}
    assert (tmp_path / "new" / "failed" / "2008-vi.ipynb").read_bytes() == b"partial"
    publishing.publish(OLD, folder=tmp_path / "new", stem=STEM)
    assert seen(tmp_path / "new") == OLD


def test_a_second_failure_replaces_the_first_whole(tmp_path: Path) -> None:
    publishing.keep_failed({".ipynb": b"1", ".json": b"1"}, folder=tmp_path, stem=STEM)
    publishing.keep_failed({".ipynb": b"other"}, folder=tmp_path, stem="2010-vi")
    publishing.keep_failed({".ipynb": b"2"}, folder=tmp_path, stem=STEM)
    failed = {path.name: path.read_bytes() for path in (tmp_path / "failed").iterdir()}
    assert failed == {"2008-vi.ipynb": b"2", "2010-vi.ipynb": b"other"}


def test_clear_failed_removes_its_own_files_and_the_folder_when_empty(tmp_path: Path) -> None:
    publishing.publish(OLD, folder=tmp_path, stem=STEM)
    publishing.keep_failed({".ipynb": b"1", ".json": b"1"}, folder=tmp_path, stem=STEM)
    publishing.keep_failed({".ipynb": b"other"}, folder=tmp_path, stem=STEM + ".5")
    publishing.clear_failed(folder=tmp_path, stem=STEM)
    assert os.listdir(tmp_path / "failed") == ["2008-vi.5.ipynb"]
    publishing.clear_failed(folder=tmp_path, stem=STEM + ".5")
    assert not (tmp_path / "failed").exists()
    publishing.clear_failed(folder=tmp_path, stem=STEM)
    assert seen(tmp_path) == OLD


def test_clear_failed_where_nothing_is_changes_nothing(tmp_path: Path) -> None:
    publishing.clear_failed(folder=tmp_path / "never", stem=STEM)
    assert os.listdir(tmp_path) == []


def test_keep_failed_goes_on_when_the_folder_vanishes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, times = os.replace, []

    def replace(source: Path, target: Path) -> None:
        times.append(target)
        if len(times) == 1:
            os.rmdir(tmp_path / "failed")
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    publishing.keep_failed({".ipynb": b"partial"}, folder=tmp_path, stem=STEM)
    assert (tmp_path / "failed" / "2008-vi.ipynb").read_bytes() == b"partial"
    assert len(times) == 2


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_keep_failed_refused_at_any_call_leaves_whole_files(tmp_path: Path, code: int) -> None:
    first, second = {".ipynb": b"1" * 500}, {".ipynb": b"2" * 900}
    with pytest.MonkeyPatch.context() as patch:
        publishing.keep_failed(first, folder=tmp_path / "whole", stem=STEM)
        whole = Disk(patch)
        publishing.keep_failed(second, folder=tmp_path / "whole", stem=STEM)
    results = []
    for at in range(1, len(whole.calls) + 1):
        folder = prepared(tmp_path / str(at), published=True)
        publishing.keep_failed(first, folder=folder, stem=STEM)
        with pytest.MonkeyPatch.context() as patch:
            Disk(patch, at=at, code=code)
            with pytest.raises(OSError, match=os.strerror(code)) as caught:
                publishing.keep_failed(second, folder=folder, stem=STEM)
        assert caught.value.errno == code
        assert seen(folder) == OLD
        assert os.listdir(folder / "failed") == ["2008-vi.ipynb"]
        results.append((folder / "failed" / "2008-vi.ipynb").read_bytes())
        publishing.clear_failed(folder=folder, stem=STEM)
        assert_publishes_well(folder)
    assert set(results) == {b"1" * 500, b"2" * 900}
    assert sorted(results) == results
