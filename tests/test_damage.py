"""Rounds that are damaged, and commands that are killed; the long run is
``benchmarks/damage_rounds.py``.
"""

import damage_rounds
import pytest

pytestmark = pytest.mark.slow


def test_nothing_is_lost_without_a_word_and_a_backup_gives_all_back(tmp_path):
    seen, wrong = damage_rounds.run(damages=30, kills=10, races=0, seed=7, folder=tmp_path)
    assert wrong == []
    assert sum(seen.values()) == 40
