"""Sentences that conclude are chosen by the figures: each is turned here by other figures."""

import re

import pandas as pd
import pytest

from laocai_analysis import metrics
from laocai_analysis.evidence import load_evidence
from laocai_analysis.language import Language
from laocai_analysis.page.figures import Figure
from laocai_analysis.page.page import Page
from laocai_analysis.page.wording import in_words
from laocai_analysis.sections import commune_coverage, comparison, review

EVIDENCE = load_evidence()


def plain(part) -> str:
    return re.sub(r"<sup>.*?</sup>|<[^>]+>", "", str(part.data))


def stated(language="en", **changed) -> str:
    """The contradictions of 2008, with figures changed: id=(number, low, high)."""
    rows = EVIDENCE.copy()
    for key, (number, low, high) in changed.items():
        rows.loc[key, ["value", "number", "low", "high"]] = [f"{number:g}", number, low, high]
    return "\n".join(map(plain, review.contradictions(Page(language), rows, year=2008, area="10")))


def test_a_flow_above_its_stock_is_no_contradiction():
    """Nearly 15,000 added, nearly 14,000 at the end of the year."""
    assert "no contradiction follows, but it is to be confirmed" in stated()
    assert "chưa đủ cơ sở kết luận là mâu thuẫn" in stated("vi")
    assert "cannot both be so" not in stated()
    assert "không thể cùng đúng" not in stated("vi")
    assert "Subscribers also leave" not in stated(G13=(13000, 11700, 13000))


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ((6500, 5850, 6500), "overlap: no contradiction follows"),  # nearly 7,000 is 6,300 up
        ((6000, 5400, 6000), "The two cannot both be so"),
    ],
)
def test_a_part_by_definition_contradicts_only_apart_from_its_whole(new, said):
    assert said in stated(G13=new)


def test_a_share_of_new_ones_is_stated_and_not_judged():
    """1,000 of 14,000 are 7.1 %: nearly 1,000 of nearly 14,000 are 6.4 to 7.9 %."""
    for text in (stated(F10=(1000, 900, 1000)), stated()):
        assert "one year" not in text
    assert "are 6.4–7.9%" in stated(F10=(1000, 900, 1000))


def test_two_populations_are_stated_and_no_cause_is_given():
    text = stated(F07=(2035.2625, 2035.2625, 2035.2625))  # times 278: 565,803
    assert "565,803 people" in text
    assert "sources of population" not in text + stated()
    assert "more than 565,803 people" in stated()
    assert "nguồn dân số" not in stated("vi")


def test_how_published_figures_stand_to_each_other():
    page = Page("en")
    two = EVIDENCE.loc[["F04", "G07"]]
    for rows, disagree, said in (
        (two, False, "The sources give the same figure: 94/164 (57.3%)."),
        (two.iloc[:1], False, "One source publishes it: 94/164 (57.3%)."),
        (EVIDENCE.loc[["F03", "G06"]], True, "The published figures disagree."),
        (two.iloc[:0], False, "No figure of this indicator was published"),
    ):
        shown = commune_coverage.published_in_words(page, rows, disagree=disagree, year=2008)
        assert plain(shown).startswith(said)


def test_sources_that_differ_in_points_and_state_one_radius():
    points, radii = EVIDENCE.loc[["F02", "G05"]], EVIDENCE.loc[["F06", "G09"]]
    assert commune_coverage.radius_intro(points, radii) == "coverage-points-differ"
    assert commune_coverage.radius_intro(points.iloc[:1], radii.iloc[:1]) == "coverage-points-intro"
    same = points.assign(value="278")
    assert commune_coverage.radius_intro(same, radii) == "coverage-points-intro"
    other = radii.assign(value=["2.7", "2.9"])
    assert commune_coverage.radius_intro(points, other) == "coverage-points-intro"


def between(low, high) -> Figure:
    known = low == high
    return Figure(
        "d",
        low if known else None,
        "commune",
        "difference",
        ("illustration-2008",),
        "computed",
        lower=None if known else low,
        upper=None if known else high,
    )


@pytest.mark.parametrize(
    ("low", "high", "concluded"),
    [(-3, 8, False), (0, 8, True), (-3, 0, True), (2, 8, True), (-1, -1, True)],
)
def test_a_difference_below_and_above_0_concludes_nothing(low, high, concluded):
    page = Page("en")
    one = Figure("b", 5, "commune", "metrics.coverage", ("illustration-2008",), "observed")
    text = plain(comparison.net(page, between(low, high), before=one, after=one))
    assert ("cannot be concluded" in text) != concluded


def test_the_sum_from_one_return_to_the_next():
    """A xã with the service became a township (scope -1); two with it were merged into one with it
    (units 1 - 2 = -1); one gained, one lost, one newly known: 5 + 1 - 1 + 1 - 0 - 1 - 1 = 4.
    """
    before = pd.Series(
        {"t": "yes", "m": "yes", "n": "yes", "g": "no", "l": "yes", "k": "unknown", "s": "yes"}
    )
    after = pd.Series({"t": "na", "g": "yes", "l": "no", "k": "yes", "s": "yes", "new": "yes"})
    parts = metrics.reconcile(before, after)
    assert parts.tolist() == [5, 1, 1, 1, 0, -1, -1, 4]
    page = Page("en")
    (said,) = comparison.not_of_the_service(page, parts)
    assert "−1 comes from units to which the indicator began or ceased" in plain(said)
    assert "−1 from units of one return only" in plain(said)
    table = comparison.sum_table(page, parts, basis="observed")
    column = [int(n) for n in re.findall(r'data-value="(-?\d+)"', str(table.data))]
    assert sum(column[:-1]) == column[-1] == 4
    assert comparison.not_of_the_service(page, metrics.reconcile(before, before)) == []


def test_gaps_of_a_district_keep_their_units_beyond_it():
    """a-b-c in a row are without, c in another district; d, alone, is in neither."""
    values = pd.Series(dict.fromkeys("abcd", "no"))
    pairs = pd.DataFrame({"code": ["a", "b"], "neighbour": ["b", "c"]})
    gaps = metrics.contiguous_gaps(values, pairs=pairs, touching=pd.Index(["a", "b"]))
    assert gaps.to_dict() == {"a": 1, "b": 1, "c": 1}
    units = pd.DataFrame({"name": list("ABCD"), "district": ["X", "X", "Y", "Z"]}, list("abcd"))
    page = Page("en")
    (said,) = commune_coverage.beyond(page, gaps, communes=units, district="X")
    assert plain(said) == "The gaps of X include units of other districts: C (Y)."
    assert commune_coverage.beyond(page, gaps, communes=units, district="") == []
    assert commune_coverage.beyond(page, gaps.loc[["a", "b"]], communes=units, district="X") == []


def test_units_of_the_earlier_list_only_keep_name_and_district():
    now = pd.DataFrame({"name": ["Xã Mới"], "district": ["Huyện Sa Pa"]}, ["99999"])
    named = comparison.named(pd.Index(["99999", "03046"]), communes=now, year=2008)
    assert named.values.tolist() == [["Xã Mới", "Huyện Sa Pa"], ["Xã Bản Hồ", "Huyện Sa Pa"]]


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        (("129", "144", "xa"), ("126", "144", "xa"), "3 commune-level units"),
        (("129", "143", "xa"), ("126", "144", "xa"), None),  # the number of xã changed
        (("129", "144", "xa"), ("126", "144", "commune_level"), None),
    ],
)
def test_years_are_compared_over_the_same_denominator_and_its_number(now, then, said):
    rows = EVIDENCE.loc[["G06", "G06"]].set_axis(["T1", "T2"])
    rows["period"] = ["2009", "2008"]
    for key, parts in (("T1", now), ("T2", then)):
        rows.loc[key, ["numerator", "denominator", "denominator_counts"]] = parts
    found = review.changes(rows, year=2009, before=2008, area="10")["change"]
    assert [in_words(change, language=Language("en")) for change in found] == (
        [said] if said else []
    )


def test_a_rate_that_rose_from_50_to_60_rose_by_percentage_points():
    rows = EVIDENCE.loc[["F16", "F16"]].set_axis(["T1", "T2"])
    rows["period"], rows["number"] = ["2009", "2008"], [60.0, 50.0]
    (change,) = review.changes(rows, year=2009, before=2008, area="10")["change"]
    assert in_words(change, language=Language("vi")) == "10 điểm phần trăm"
