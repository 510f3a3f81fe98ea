"""Folders of which nothing is left, in whichever line an interrupt comes."""

import contextlib
import os
import shutil
import sys
from pathlib import Path

import pytest

from laocai_analysis import writing

#: The files in whose lines the interrupt comes.
FILES = {writing.__file__, contextlib.__file__, shutil.__file__}


def interrupted(line: int, parent: Path) -> bool:
    """Use a folder and raise in the line of this number; return whether there was one."""
    passed = 0

    def trace(frame, event, _):
        nonlocal passed
        if frame.f_code.co_filename not in FILES:
            return None
        if event == "line":
            passed += 1
            if passed == line:
                raise KeyboardInterrupt
        return trace

    sys.settrace(trace)
    try:
        with writing.work_folder(parent) as folder:
            (folder / "cells").mkdir()
            (folder / "cells" / "page.html").write_bytes(b"126")
    except (KeyboardInterrupt, OSError):  # shutil may close a folder twice where it is interrupted
        pass
    finally:
        sys.settrace(None)
    return passed >= line


def test_nothing_is_left_of_a_work_folder_wherever_an_interrupt_comes(tmp_path):
    line = 1
    while interrupted(line, tmp_path):
        assert os.listdir(tmp_path) == [], f"line {line}"
        line += 1
    assert line > 20


def test_a_work_folder_is_the_users_alone(tmp_path):
    with writing.work_folder(tmp_path) as folder:
        assert folder.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_made_says_why(tmp_path):
    with pytest.raises(FileNotFoundError), writing.work_folder(tmp_path / "none"):
        pass


def test_a_file_that_is_not_whole_has_no_name_and_loses_nothing(tmp_path):
    """Not even a hidden one, which a pattern as ``*.geojson`` would find."""
    path = tmp_path / "geo" / "communes.geojson"
    writing.write_whole(path, b"126")
    with contextlib.suppress(OSError), writing.whole_file(path) as fresh:
        fresh.write_bytes(b"164")
        assert list(path.parent.glob("*.geojson")) == [path]
        raise OSError("full")
    assert path.read_bytes() == b"126"
    with writing.whole_file(path) as fresh:
        assert fresh.name == path.name
        fresh.write_bytes(b"164")
    assert [one.read_bytes() for one in path.parent.iterdir()] == [b"164"]
