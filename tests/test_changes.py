"""Changes between two returns: the metric by hand, the made return by its rule, the report against
the csv files.
"""

import csv
import hashlib
import itertools
import json
import re

import pandas as pd
import pytest
from test_report import without_code
from typer.testing import CliRunner

from laocai_analysis import metrics, paths, returns
from laocai_analysis.cli import app, compare
from laocai_analysis.errors import InputError
from laocai_analysis.page import figures
from laocai_analysis.page.rows_of import RowsOf
from laocai_analysis.places.units import load_units
from laocai_analysis.reports.run import run_report

EXPECTED = {
    ("no", "yes"): "gained",
    ("yes", "no"): "lost",
    ("unknown", "yes"): "newly_known",
    ("unknown", "no"): "newly_known",
    ("yes", "unknown"): "newly_unknown",
    ("no", "unknown"): "newly_unknown",
    ("yes", "yes"): "unchanged",
    ("no", "no"): "unchanged",
    ("unknown", "unknown"): "still_unknown",
    ("na", "na"): "na",
    ("na", "yes"): "rescoped",
    ("na", "no"): "rescoped",
    ("na", "unknown"): "rescoped",
    ("yes", "na"): "rescoped",
    ("no", "na"): "rescoped",
    ("unknown", "na"): "rescoped",
}


def test_every_pair_of_values_has_its_change():
    pairs = list(itertools.product(("yes", "no", "unknown", "na"), repeat=2))
    change = metrics.changes(*(pd.Series(values) for values in zip(*pairs, strict=True)))
    assert dict(zip(pairs, change, strict=True)) == EXPECTED


def test_a_unit_of_one_count_only_appeared_or_was_dissolved():
    change = metrics.changes(
        pd.Series({"a": "yes", "b": "no"}), pd.Series({"b": "no", "c": "unknown"})
    )
    assert change.to_dict() == {"b": "unchanged", "c": "appeared", "a": "dissolved"}


@pytest.mark.parametrize(
    ("before", "said"), [({"a": "maybe"}, "found maybe"), ({"a": None}, "found None")]
)
def test_a_value_that_is_none_of_the_four_is_refused(before, said):
    with pytest.raises(ValueError, match=f"before: .*{said}"):
        metrics.changes(pd.Series(before, dtype=object), pd.Series({"a": "no"}))


def test_a_unit_twice_is_refused():
    with pytest.raises(ValueError, match="after: expected every unit once; found twice: a"):
        metrics.changes(pd.Series({"a": "no"}), pd.Series(["no", "no"], index=["a", "a"]))


def test_counts_by_group_add_up():
    change = pd.Series(["gained", "lost", "gained", "na"], index=list("abcd"))
    counts = metrics.change_counts(change, by=pd.Series(["X", "X", "Y", "Y"], index=list("abcd")))
    assert counts.loc["X", ["gained", "lost", "na"]].tolist() == [1, 1, 0]
    assert counts.sum().sum() == 4
    assert tuple(counts.columns) == metrics.CHANGES


@pytest.mark.parametrize("seed", range(20))
def test_the_bounds_of_a_difference_hold_every_completion_and_no_more(seed):
    """All ways to fill in the unknown units of five, in both counts: least and greatest difference
    are the bounds.
    """
    draw = hashlib.sha256(str(seed).encode()).digest()
    before, after = (
        [("yes", "no", "unknown")[byte % 3] for byte in draw[start : start + 5]] for start in (0, 5)
    )
    rows = RowsOf("x.csv", "x", "observed", ("s",))
    parts = [
        rows.coverage(metrics.coverage(pd.Series(each)).loc["all"], id=name, counts="xa")
        for each, name in ((after, "after"), (before, "before"))
    ]
    net = figures.difference(*parts, id="net")
    fills = [
        itertools.product(*(("yes", "no") if v == "unknown" else (v,) for v in each))
        for each in (before, after)
    ]
    possible = {
        now.count("yes") - then.count("yes") for then, now in itertools.product(*map(list, fills))
    }
    low, high = (net.value, net.value) if net.lower is None else (net.lower, net.upper)
    assert (low, high) == (min(possible), max(possible))


def rows_of(name: str) -> dict[tuple[str, str], str]:
    with (paths.data() / "returns" / f"{name}.csv").open(encoding="utf-8") as file:
        return {(row["code"], row["indicator"]): row["value"] for row in csv.DictReader(file)}


def test_the_made_return_follows_its_rule():
    """Worked out anew from data/README.md."""
    before, after, expected = rows_of("2008-illustrative"), rows_of("2009-illustrative"), {}
    for (code, indicator), value in before.items():
        draw = int(hashlib.sha256(f"laocai-2009:{code}:{indicator}".encode()).hexdigest(), 16) % 100
        limits = {
            "no": ((40, "yes"), (45, "unknown")),
            "yes": ((3, "no"), (6, "unknown")),
            "na": (),
        }[value]
        now = next((new for limit, new in limits if draw < limit), value)
        if draw < 97 or value == "na":
            expected[code, indicator] = now
    assert after == expected
    assert set(returns.load_return("2009-illustrative")["basis"]) == {"illustrative"}


@pytest.fixture(scope="module")
def published(standard):
    return {code: standard("changes", code) for code in ("vi", "en")}


@pytest.mark.slow
def test_the_report_counts_what_the_files_say(published):
    before, after = rows_of("2008-illustrative"), rows_of("2009-illustrative")
    codes = [code for code, indicator in before if indicator == "cultural_post_office"]
    pairs = [
        (before[code, "cultural_post_office"], after.get((code, "cultural_post_office"), "unknown"))
        for code in codes
    ]
    counted = pd.Series([EXPECTED[pair] for pair in pairs]).value_counts()
    stated = {
        f["id"]: f
        for f in json.loads(published["vi"][".json"].read_text(encoding="utf-8"))["figures"]
    }
    for kind in ("gained", "lost", "newly_known", "newly_unknown", "unchanged"):
        assert stated[kind.replace("_", "-")]["value"] == counted.get(kind, 0), kind
    yes = [sum(pair[when] == "yes" for pair in pairs) for when in (0, 1)]
    unknown = sum(pair[1] == "unknown" for pair in pairs)
    assert (stated["difference"]["lower"], stated["difference"]["upper"]) == (
        yes[1] - yes[0],
        yes[1] + unknown - yes[0],
    )


@pytest.mark.slow
def test_both_languages_state_the_same_and_every_figure_names_both_files(published):
    held = [
        json.loads(files[".json"].read_text(encoding="utf-8"))["figures"]
        for files in published.values()
    ]
    assert held[0] == held[1]
    gained = next(figure for figure in held[0] if figure["id"] == "gained")
    assert gained["inputs"] == [
        {"kind": "return", "id": f"{year}-illustrative.csv", "indicator": "cultural_post_office"}
        for year in (2008, 2009)
    ]
    assert gained["sources"] == ["illustration-2008", "illustration-2009"]
    for files in published.values():
        text = files[".html"].read_text(encoding="utf-8")
        assert text.count("<img ") == 2
        assert len(re.findall('class="basis"', text)) > 10
        assert 'class="banner illustrative"' in text


@pytest.mark.slow
def test_two_versions_of_one_year_and_one_district(tmp_path):
    """Sa Pa in a corrected return: Bản Hồ gains its newspaper, Tả Van is newly known, nobody else
    says anything.
    """
    head = "year,code,name,indicator,value,basis,source\n"
    line = "2009,{},{},same_day_newspaper,{},observed,Phòng VHTT Sa Pa\n"
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text(head + line.format("03046", "Xã Bản Hồ", "no"), encoding="utf-8")
    second.write_text(
        head + line.format("03046", "Xã Bản Hồ", "yes") + line.format("03040", "Xã Tả Van", "no"),
        encoding="utf-8",
    )
    given = {
        "indicator": "same_day_newspaper",
        "year": "2009",
        "year_before": "2009",
        "returns": str(second),
        "returns_before": str(first),
        "district": "Sa Pa",
        "language": "en",
    }
    files = run_report("changes", given, folder=tmp_path / "out")
    stated = {f["id"]: f for f in json.loads(files[".json"].read_text(encoding="utf-8"))["figures"]}
    assert [stated[kind].get("value") for kind in ("gained", "newly-known", "still-unknown")] == [
        1,
        1,
        16,
    ]
    text = files[".html"].read_text(encoding="utf-8")
    text = re.sub("<details class=.?signs.*?</details>", "", text, flags=re.DOTALL)
    assert "minh họa" not in without_code(text)
    assert "illustrative" not in re.sub(
        r"<style>.*?</style>", "", without_code(text), flags=re.DOTALL
    )


def test_the_terminal_says_the_same(tmp_path):
    lines = list(
        compare.compare(
            "2008-illustrative", "2009-illustrative", indicators=["cultural_post_office"]
        )
    )
    before, after = rows_of("2008-illustrative"), rows_of("2009-illustrative")
    gained = {
        code
        for (code, indicator), value in before.items()
        if (indicator, value, after.get((code, indicator))) == ("cultural_post_office", "no", "yes")
    }
    assert {line.split()[0] for line in lines if line.endswith("(gained)")} == gained
    assert f"gained {len(gained)}" in lines[0]


def test_counts_are_compared_where_both_are_known(tmp_path):
    head = "year,code,name,indicator,value,basis,source\n"
    for name, values in (("a", ("3", "unknown")), ("b", ("5", "7"))):
        rows = [
            f"2009,{code},{load_units(2009).at[code, 'name']},base_stations,{value},observed,x\n"
            for code, value in zip(("03046", "03040"), values, strict=True)
        ]
        (tmp_path / f"{name}.csv").write_text(head + "".join(rows), encoding="utf-8")
    lines = list(compare.compare(str(tmp_path / "a.csv"), str(tmp_path / "b.csv")))
    assert lines == [
        "base_stations: 3 → 5 (1 units known in both; 163 not)",
        "    03046 Xã Bản Hồ: 3 → 5",
    ]


def test_an_indicator_that_only_one_return_holds_is_refused():
    with pytest.raises(
        InputError,
        match=r"expected one of cultural_post_office, same_day_newspaper; found 'commune_lan'",
    ):
        list(compare.compare("2008-illustrative", "2009-illustrative", indicators=["commune_lan"]))
    result = CliRunner().invoke(app, ["returns", "compare", "2008-illustrative", "2010"])
    assert result.exit_code == 1
    assert "no such return" in result.stderr
