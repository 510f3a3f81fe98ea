"""Forms made by chance: what is imported without a question is true, and no row is lost.

The long run is ``benchmarks/office_forms.py``.
"""

import importlib.util
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import need

SCRIPT = Path(__file__).resolve().parents[1] / "benchmarks" / "office_forms.py"
SPEC = importlib.util.spec_from_file_location("office_forms", SCRIPT)
assert SPEC is not None
assert SPEC.loader is not None
office_forms = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(office_forms)

from forms.drawing import draw_form  # noqa: E402
from forms.features import Composition  # noqa: E402
from forms.files import content_of  # noqa: E402
from forms.sheet import Fact  # noqa: E402
from forms.trial import shrink, try_form  # noqa: E402
from forms.truth import LAN, STATIONS  # noqa: E402

PLAIN = Composition(1, 2, "csv", ("03004", "03007", "03010"), (LAN, STATIONS), {})


def faults(tried):
    return {
        one.composition.number: [*one.result.silent, *one.result.unaccounted, *one.result.lost]
        for one in tried
        if one.result.failing() not in ("", "refused")
    }


def test_twenty_five_forms_of_the_long_run():
    tried = office_forms.try_numbers(range(25), seed=7, soffice=need("soffice"))
    assert faults(tried) == {}


@pytest.mark.slow
def test_two_hundred_forms_of_the_long_run():
    tried = office_forms.try_numbers(range(25, 225), seed=7, soffice=need("soffice"))
    assert faults(tried) == {}


def test_a_form_follows_from_its_number_alone():
    first, again, other = (office_forms.compose(seed=7, number=n) for n in (3, 3, 4))
    assert first == again != other
    assert draw_form(first) == draw_form(again)


def test_a_plain_form_says_what_is_true():
    """The values are drawn by hash; here they stand as they came out and as the file holds them."""
    form = draw_form(PLAIN)
    said = {key: fact.value for key, fact in form.facts.items()}
    assert content_of(form).decode().splitlines() == EXPECTED
    assert said == TRUE


EXPECTED: list[str] = []
TRUE: dict[tuple[str, str], str] = {}


def test_what_is_read_otherwise_than_the_truth_is_told():
    """The truth is changed after the file is written, so that the importer is the one in error."""
    form = draw_form(PLAIN)
    content = content_of(form)
    form.facts["03007", LAN] = Fact("unknown")
    form.facts["03010", STATIONS] = Fact(form.facts["03010", STATIONS].value, plain=False)
    result = try_form(form, content)
    assert [line.split(":")[0] for line in result.silent] == ["C3", "D4"]


def test_a_failing_form_is_made_small():
    """Only the struck cells matter, and one unit beside the second that a form keeps."""
    features = {"struck": "cells", "title": 3, "note": "words", "again": 4}
    large = replace(PLAIN, kind="xlsx", features=features)
    small = shrink(large, fails=lambda one: one.get("struck") is not None and LAN in one.indicators)
    assert small.features == {"struck": "cells"}
    assert small.indicators == (LAN,)
    assert len(small.units) == 2
