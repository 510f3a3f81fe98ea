"""Batches that are killed, interrupted, or run out of disk; the long run is
``benchmarks/kill_batches.py``.
"""

import importlib.util
import os
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
SCRIPT = Path(__file__).resolve().parents[1] / "benchmarks" / "kill_batches.py"
SPEC = importlib.util.spec_from_file_location("kill_batches", SCRIPT)
assert SPEC is not None
assert SPEC.loader is not None
kill_batches = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(kill_batches)


def test_whatever_dies_each_report_is_of_one_version_and_the_next_batch_makes_the_rest(tmp_path):
    kinds = tuple(
        kind for kind in kill_batches.KINDS if kind != "disk" or os.geteuid() == 0
    )  # a small disk: mount
    seen, wrong = kill_batches.kill(len(kinds), seed=7, folder=tmp_path, kinds=kinds)
    assert wrong == []
    assert {outcome.split(":")[0] for outcome in seen} == set(kinds)
