"""The bar chart of districts: bars and bounds where the figures say, and no district lost."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from laocai_analysis.language import Language
from laocai_analysis.metrics.coverage import coverage
from laocai_analysis.pictures.blank import WIDTH
from laocai_analysis.pictures.charts import district_bars, value_bars, year_line
from laocai_analysis.pictures.maps import FILLS

LABELS = {
    "vi": ["12/15 (80,0%)", "10–12/15 (66,7–80,0%)", "0/4 (0,0%)", "không áp dụng"],
    "en": ["12/15 (80.0%)", "10–12/15 (66.7–80.0%)", "0/4 (0.0%)", "not applicable"],
}
ALT = {
    "vi": "Biểu đồ thanh: T. Huyện Y 12/15 (80,0%); Huyện X 10–12/15 (66,7–80,0%); Huyện W 0/4 (0,0%); "
    "Huyện Z không áp dụng. Minh họa, không phải số liệu thu thập.",
    "en": "Bar chart: T. Huyện Y 12/15 (80.0%); Huyện X 10–12/15 (66.7–80.0%); Huyện W 0/4 (0.0%); "
    "Huyện Z not applicable. Illustrative, not observed figures.",
}


def figures() -> pd.DataFrame:
    """X: 10 of 15 and two unknown; Y: 12 of 15; Z: nothing applies; W: 0 of 4."""
    each = {
        "Huyện X": ["yes"] * 10 + ["no"] * 3 + ["unknown"] * 2,
        "Huyện Y": ["yes"] * 12 + ["no"] * 3,
        "Huyện Z": ["na"] * 2,
        "Huyện W": ["no"] * 4,
    }
    pairs = [(district, value) for district, given in each.items() for value in given]
    table = pd.DataFrame(pairs, columns=["district", "value"])
    return coverage(table["value"], by=table["district"])


def drawn(table: pd.DataFrame, *, language: str = "vi") -> Axes:
    figure = Figure(figsize=(WIDTH, 4), layout="constrained")
    ax = figure.add_subplot()
    same = district_bars(
        ax, table, title="T", basis="illustrative", source="S", language=Language(language)
    )
    assert same is ax
    figure.draw_without_rendering()
    printed = [*ax.texts, *ax.get_yticklabels(), *filter(None, [ax.get_legend()])]
    ends = [text.get_window_extent() for text in printed]
    assert all(0 <= box.x0 <= box.x1 <= figure.bbox.x1 for box in ends)  # nothing is cut
    return ax


def bars(ax: Axes, *, hatched: bool) -> list[tuple[int, float, float]]:
    """Return position, left and right end of every bar."""
    found = [patch for patch in ax.patches if bool(patch.get_hatch()) is hatched]
    ends = [(p.get_y() + p.get_height() / 2, p.get_x(), p.get_x() + p.get_width()) for p in found]
    return sorted(
        (round(y), round(left, 6), round(right, 6))
        for y, left, right in ends
        if not np.isnan(right)
    )


def test_bars_reach_to_the_lower_bound_and_hatched_to_the_upper() -> None:
    ax = drawn(figures())
    assert bars(ax, hatched=False) == [(0, 0, 0.8), (1, 0, round(10 / 15, 6)), (2, 0, 0)]
    assert bars(ax, hatched=True) == [(1, round(10 / 15, 6), 0.8)]


def test_every_district_has_its_name_even_without_a_share() -> None:
    ax = drawn(figures())
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "Huyện Y",
        "Huyện X",
        "Huyện W",
        "Huyện Z",
    ]
    low, high = sorted(ax.get_ylim())
    assert low < 0 < 3 < high


@pytest.mark.parametrize("language", ["vi", "en"])
def test_words(language: str) -> None:
    ax = drawn(figures(), language=language)
    texts = [text.get_text() for text in ax.texts]
    assert [text for text in texts if text in LABELS[language]] == LABELS[language]
    assert Language(language).say("basis-illustrative") in texts
    assert ax.alt_text == ALT[language]
    assert [label.get_text() for label in ax.get_xticklabels()] == [
        "0%",
        "50%",
        "100%",
    ]


def test_key_stands_only_where_bounds_are() -> None:
    legend = drawn(figures()).get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == [
        "Chắc chắn có",
        "Chưa có số liệu, có thể có",
    ]
    assert drawn(figures().drop("Huyện X")).get_legend() is None


def test_chart_of_nothing_but_districts_without_a_share() -> None:
    ax = drawn(figures().loc[["Huyện Z"]])
    assert bars(ax, hatched=False) == []
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Huyện Z"]


def test_hatch_is_that_of_unknown() -> None:
    assert {p.get_hatch() for p in drawn(figures()).patches if p.get_hatch()} == {
        FILLS["unknown"].hatch
    }


def test_doubled_district_is_refused() -> None:
    with pytest.raises(ValueError, match="found twice: Huyện Y"):
        drawn(pd.concat([figures(), figures().loc[["Huyện Y"]]]))


def test_table_of_the_caller_is_not_changed() -> None:
    table = figures()
    before = table.copy()
    drawn(table)
    pd.testing.assert_frame_equal(table, before)


def lone(kind: str, values: pd.Series, *, language: str = "vi", **more: list[str]) -> Axes:
    figure = Figure(figsize=(8, 4), layout="constrained")
    ax = figure.add_subplot()
    draw = {"bars": value_bars, "line": year_line}[kind]
    assert draw(ax, values, title="T", source="S", language=Language(language), **more) is ax
    figure.canvas.draw()
    return ax


@pytest.mark.parametrize(
    ("language", "alt"),
    [
        ("vi", "Biểu đồ thanh: T. 13/1/2009: 278 điểm; 25/3/2009: 245 điểm."),
        ("en", "Bar chart: T. 13/1/2009: 278 điểm; 25/3/2009: 245 điểm."),
    ],
)
def test_bars_of_values(language: str, alt: str) -> None:
    values = pd.Series({"13/1/2009": 278.0, "25/3/2009": 245.0})
    ax = lone("bars", values, language=language, labels=["278 điểm", "245 điểm"])
    assert not any(label.get_parse_math() for label in ax.get_yticklabels())  # $ in a user's group
    assert bars(ax, hatched=False) == [(0, 0, 278), (1, 0, 245)]
    assert ax.get_ylim()[0] > ax.get_ylim()[1]  # the first stands on top
    assert [label.get_text() for label in ax.get_yticklabels()] == ["13/1/2009", "25/3/2009"]
    texts = [text.get_text() for text in ax.texts]
    assert {"278 điểm", "245 điểm", Language(language).say("basis-published")} <= set(texts)
    assert ax.alt_text == alt


def test_line_over_years_breaks_where_a_year_has_no_value() -> None:
    """Published points of the country; 2011 and 2013 are not among them."""
    values = pd.Series({2010: 17898.0, 2012: 14911.0, 2014: 12642.0})
    ax = lone("line", values)
    (line,) = ax.lines
    assert list(line.get_xdata()) == [2010, 2011, 2012, 2013, 2014]
    assert np.isnan(line.get_ydata()).tolist() == [False, True, False, True, False]
    assert ax.get_ylim()[0] == 0
    assert [text.get_text() for text in ax.texts][:3] == ["17.898", "14.911", "12.642"]
    assert ax.alt_text == "Biểu đồ đường: T. 2010: 17.898; 2012: 14.911; 2014: 12.642."
