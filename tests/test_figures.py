"""Figures that are computed from figures: qualifiers as bounds, percentage points, no number."""

import pytest

from laocai_analysis.evidence import load_evidence
from laocai_analysis.language import Language
from laocai_analysis.page.figures import Figure, difference, from_evidence
from laocai_analysis.page.page import Page
from laocai_analysis.page.wording import digits_of, in_words

EVIDENCE = load_evidence()
EN, VI = Language("en"), Language("vi")


def stated(value, qualifier="", unit="subscription", id="x"):
    """A published figure as the evidence gives it: nearly reaches a tenth below."""
    low, high = {"gần": (0.9 * value, value), "hơn": (value, None)}.get(qualifier, (None, None))
    return Figure(
        id,
        value,
        unit,
        "published",
        ("s",),
        "published",
        lower=low,
        upper=high,
        qualifier=qualifier,
    )


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        ((273000, "hơn"), (250000, "gần"), "more than 23,000 subscriptions"),
        ((250000, "gần"), (273000, "hơn"), "less than −23,000 subscriptions"),
        ((273000, "hơn"), (250000, "hơn"), "cannot be determined"),
        ((15000, "gần"), (14000, "gần"), "−500 to 2,400 subscriptions"),
        ((300, "ước đạt"), (100, ""), "cannot be determined"),
        ((300, ""), (100, ""), "200 subscriptions"),
        ((60, "", "%"), (50, "", "%"), "10 percentage points"),
        ((60, "hơn", "%"), (50, "", "%"), "more than 10 percentage points"),
    ],
)
def test_qualifiers_are_bounds_in_a_difference(left, right, said):
    found = difference(stated(*left, id="a"), stated(*right, id="b"), id="d")
    assert in_words(found, language=EN) == said


def test_unknown_communes_are_no_difference():
    """106 to 126 against 126 published: between 20 fewer and none, not 20 fewer."""
    parts = {"unit": "share", "metric": "x", "sources": ("s",), "basis": "observed"}
    counted = Figure("c", None, numerator=106, denominator=144, unknown=20, **parts)
    published = Figure("p", 126, numerator=126, denominator=144, **parts)
    found = difference(counted, published, id="d")
    assert (found.value, found.lower, found.upper) == (None, -20, 0)
    assert in_words(found, language=VI) == "từ −20 đến 0 đơn vị cấp xã"


def test_a_relative_difference_to_zero_has_no_number():
    none = difference(stated(5, id="a"), stated(0, id="b"), id="d", relative=True)
    assert in_words(none, language=VI) == "không xác định được"
    some = difference(stated(5, id="a"), stated(4, id="b"), id="d", relative=True)
    assert in_words(some, language=VI) == "25%"


def test_a_figure_of_the_evidence_has_the_ends_of_its_qualifier():
    nearly, more = (from_evidence(EVIDENCE.loc[key]) for key in ("F11", "F09"))
    assert (nearly.lower, nearly.upper) == (12600, 14000)
    assert (more.lower, more.upper) == (273000, None)
    assert in_words(nearly, language=VI) == "gần 14.000 thuê bao"


def test_a_share_without_a_denominator_is_no_number():
    none = Figure("x", None, "share", "metrics.weighted_coverage", ("s",), "observed")
    assert in_words(none, language=EN) == "cannot be determined"


def test_files_of_one_name_are_each_listed(tmp_path):
    """The returns of two districts often have one name; the public is told no SHA-256."""
    files = [tmp_path / folder / "2009.csv" for folder in ("a", "b")]
    for number, path in enumerate(files):
        path.parent.mkdir()
        path.write_text(str(number))
    page = Page("en")
    about = {"files": files, "caption": "coverage-method-files"}
    office, public = (str(page.files_table(**about, hashes=told).data) for told in (True, False))
    assert (office.count("2009.csv"), public.count("2009.csv")) == (2, 2)
    assert "5feceb66ffc86f38d952786c6d696c79" in office  # sha256 of "0"
    assert "6b86b273ff34fce19d6b804eff5a3f57" in office  # sha256 of "1"
    assert "5feceb66ff" not in public


@pytest.mark.parametrize(
    ("value", "digits"), [(12.0, 0), (12.5, 2), (float("nan"), 2), (float("inf"), 2)]
)
def test_whole_numbers_of_an_own_unit_have_no_decimals(value, digits):
    figure = Figure("t", value, "tổ", "metrics.totals", ("s",), "observed")
    assert digits_of(figure) == digits
