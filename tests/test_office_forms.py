"""Forms made by chance: what is imported without a question is true, and no row is lost.

The long run is ``benchmarks/office_forms.py``.
"""

from dataclasses import replace

import office_forms
import pytest
from conftest import need
from forms.drawing import draw_form
from forms.features import Composition, compose
from forms.files import CONVERTED, content_of
from forms.sheet import Fact
from forms.trial import shrink, try_form
from forms.truth import LAN, STATIONS

PLAIN = Composition(1, 2, "csv", ("03004", "03007", "03010"), (LAN, STATIONS), {})


def faults(tried):
    return {
        one.composition.number: [
            *one.result.silent,
            *one.result.unaccounted,
            *one.result.wrong,
            *one.result.lost,
        ]
        for one in tried
        if one.result.failing() not in ("", "refused")
    }


def test_five_forms_that_need_no_libreoffice():
    numbers = [n for n in range(20) if compose(seed=7, number=n).kind not in CONVERTED][:5]
    assert faults(office_forms.try_numbers(numbers, seed=7)) == {}


@pytest.mark.slow
def test_sixty_forms_of_the_long_run():
    tried = office_forms.try_numbers(range(60), seed=7, soffice=need("soffice"))
    assert faults(tried) == {}


def test_a_form_follows_from_its_number_alone():
    first, again, other = (compose(seed=7, number=n) for n in (3, 3, 4))
    assert first == again != other
    assert draw_form(first) == draw_form(again)


def test_a_form_states_the_truth_and_nothing_else():
    """The drawn values are written here by hand; who marks neither column says nothing."""
    features = {"parts commune_lan": "không có", "title": 3, "totals": "bottom"}
    codes = ("03004", "03007", "03010", "03013")
    form = draw_form(replace(PLAIN, units=codes, features=features))
    assert content_of(form).decode().splitlines() == [
        "Số liệu đến 31/12/2009,,,,",
        "STT,Tên xã,LAN,,Trạm BTS",
        ",,Không,Có,",
        "1,Xã Bản Khoang,,1,11",
        "2,Xã Tả Giàng Phình,1,,5",
        "3,Xã Trung Chải,,1,12",
        "4,Xã Tả Phìn,,,4",
        ",Tổng cộng,1,2,32",
    ]
    said = {key: fact.value for key, fact in form.facts.items()}
    assert [said[code, LAN] for code in codes] == ["yes", "no", "yes", "unknown"]
    assert [said[code, STATIONS] for code in codes] == ["11", "5", "12", "4"]
    assert form.places["Sheet1", 5, 3] == form.places["Sheet1", 5, 4] == ("03007", LAN)


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
