"""Rounds that are damaged, and commands that are killed; the long run is
``benchmarks/damage_rounds.py``.
"""

import importlib.util
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
SCRIPT = Path(__file__).resolve().parents[1] / "benchmarks" / "damage_rounds.py"
SPEC = importlib.util.spec_from_file_location("damage_rounds", SCRIPT)
assert SPEC is not None
assert SPEC.loader is not None
damage_rounds = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(damage_rounds)


def test_nothing_is_lost_without_a_word_and_a_backup_gives_all_back(tmp_path):
    seen, wrong = damage_rounds.run(damages=30, kills=10, races=0, seed=7, folder=tmp_path)
    assert wrong == []
    assert sum(seen.values()) == 40
