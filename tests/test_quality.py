"""The quality statement of four returns: complete, 20 unknown, half estimated, illustrative."""

import re

import pandas as pd
import pytest

from laocai_analysis import returns
from laocai_analysis.checks import Log, assess
from laocai_analysis.evidence import load_evidence
from laocai_analysis.page.page import SIGNS, Page
from laocai_analysis.page.rows_of import Counted, RowsOf
from laocai_analysis.places.units import load_units
from laocai_analysis.sections import statement

UNITS, EVIDENCE = load_units(2008), load_evidence().query("area == '10'")
XA = list(UNITS.index[UNITS["type"] == "xã"])
OFFICE = "cultural_post_office"


def table(*, unknown=0, estimated=0) -> pd.DataFrame:
    """126 of the 144 xã have it, in the order of their codes; the first ones are changed."""
    rows = [
        {
            "year": "2008",
            "code": code,
            "name": UNITS.at[code, "name"],
            "indicator": OFFICE,
            "value": "unknown" if place < unknown else "yes" if place < 126 else "no",
            "basis": "estimated" if place < estimated else "observed",
            "source": "gso",
        }
        for place, code in enumerate(XA)
    ]
    made = pd.DataFrame(rows)
    made.attrs["file"] = "made.csv"
    return made


RETURNS = {
    "complete": table(),
    "unknown": table(unknown=20),
    "estimated": table(estimated=72),
    "illustrative": returns.load_return("2008-illustrative"),
}


def assessed(given: pd.DataFrame, **more):
    return assess(given, indicator=OFFICE, year=2008, units=UNITS, **more)


def stated(given: pd.DataFrame, language: str) -> list[str]:
    """The lines of the statement, without marks of sources."""
    page = Page(language)
    basis = returns.basis(given, indicator=OFFICE)
    part = statement.of_indicator(
        page,
        assessed(given),
        of=RowsOf.table(given, indicator=OFFICE, basis=basis),
        evidence=EVIDENCE,
        year=2008,
        listed_on=page.language.date("2008-11-21"),
    )
    items = re.findall(r"<li>(.*?)</li>", str(part.data), re.DOTALL)
    return [re.sub(r"<sup>.*?</sup>|<[^>]+>", "", item) for item in items]


@pytest.mark.parametrize(
    ("name", "answered", "blank", "bases", "ends", "firm"),
    [
        ("complete", 144, 0, (144, 0, 0), (126, 0), (126, 0)),
        ("unknown", 124, 20, (124, 0, 0), (106, 20), (106, 20)),
        ("estimated", 144, 0, (72, 72, 0), (126, 0), (54, 72)),
        ("illustrative", 144, 0, (0, 0, 144), (126, 0), (0, 144)),
    ],
)
def test_the_figures_of_four_returns(name, answered, blank, bases, ends, firm):
    """`ends`: those known to have it and the unknown; `firm`: by observed answers alone."""
    found = assessed(RETURNS[name])
    assert (found.listed, found.asked) == (164, 144)
    assert (found.answered, found.blank, found.silent, found.in_doubt) == (answered, blank, 0, 0)
    assert tuple(found.bases.values()) == bases
    for row, expected in ((found.now, ends), (found.firm, firm)):
        assert (row["numerator"], row["unknown"], row["denominator"]) == (*expected, 144)
    assert found.over_all["denominator"] == 164


def test_a_unit_without_a_row_is_silent_and_one_in_doubt_waits():
    given = RETURNS["complete"].iloc[2:]
    found = assessed(
        given, log=Log(frozenset({XA[0]}), frozenset({XA[3], XA[1]}), frozenset(XA[5:7]))
    )
    assert (found.answered, found.blank, found.silent, found.in_doubt) == (142, 0, 1, 1)
    assert (found.corrected, found.flagged) == (1, 2)  # XA[1] has no row


def test_the_words_of_four_returns():
    both = {name: (stated(made, "vi"), stated(made, "en")) for name, made in RETURNS.items()}
    vi, en = both["complete"]
    assert vi[0] == (
        "Mức độ trả lời: thuộc diện tính 144 đơn vị cấp xã; có trả lời 144, để trống 0, chưa báo "
        "cáo 0. Biểu không kèm nhật ký của kỳ báo cáo, nên không biết câu trả lời nào đã sửa hay "
        "chờ quyết định."
    )
    assert en[1] == "Every answer was observed; none is an estimate."
    assert en[-1] == (
        "Effect of the denominator: 126/144 (87.5%) over the units asked, 126/164 (76.8%) over "
        "all commune-level units; they differ by 10.67 percentage points."
    )
    assert "126/164 (76,8%); 126/144 (87,5%)" in vi[-2]
    assert "106–126/144 (73.6–87.5%)" in both["unknown"][1][-1]
    vi, en = both["estimated"]
    assert vi[1] == "Số liệu ước tính: 72/144 (50,0%) câu trả lời."
    assert "54–126/144 (37.5–87.5%)" in en[2]
    assert "0–144/144 (0,0–100,0%)" in both["illustrative"][0][2]


def test_one_estimate_does_not_rename_the_page_and_its_share_is_said():
    one = table(estimated=1)
    page = Page("en")
    assert returns.basis(one, indicator=OFFICE) == "observed"
    said = statement.banner(page, assessed(one).bases, basis="observed")
    assert "Of 144 answers: 143 observed; 1 estimated." in str(said.data)
    assert 'class="banner observed"' in str(said.data)
    plain = statement.banner(page, assessed(table()).bases, basis="observed")
    assert "Of 144" not in str(plain.data)


def test_a_whole_return_and_the_published_figures():
    page, given = Page("vi"), RETURNS["estimated"]
    state = pd.Series(
        {"units": 164, "reported": 144, "asked": 1128, "known": 144, "unknown": 0}
        | {"not_reported": 984, "in_doubt": 0, "corrected": 3}
    )
    of = Counted("made.csv", "estimated", ("gso",))
    found = pd.DataFrame(
        [
            ("error", "part", XA[0], OFFICE),
            ("warning", "jump", XA[0], OFFICE),  # the same cell
            ("error", "doubt", XA[1], OFFICE),
            ("note", "unknown", XA[2], OFFICE),
            ("error", "unit_missing", XA[3], ""),
        ],
        columns=["severity", "kind", "code", "indicator"],
    )
    about = {"table": given, "findings": found, "of": of}
    said = str(statement.of_return(page, state, logged=False, **about).data)
    assert "đã sửa" not in said  # not known without the log of a round
    said = str(statement.of_return(Page("vi"), state, logged=True, **about).data)
    assert "đã sửa 3 ô, cần sửa hoặc xác nhận theo kết quả kiểm tra 1 ô" in said
    assert "72/144 (50,0%)" in said
    assert "984 ô" in said
    figures = EVIDENCE[(EVIDENCE["area"] == "10") & (EVIDENCE["period"] == "2008")]
    said = str(statement.of_published(page, figures, evidence=EVIDENCE, year=2008).data)
    assert "từ 2 nguồn" in said
    assert "chưa thống nhất" in said


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_key_of_signs_stands_once_with_the_sources(language):
    page = Page(language)
    shown = str(page.sources().data)
    assert shown.count('class="signs"') == 1
    assert shown.count("<dt>") == len(SIGNS)
