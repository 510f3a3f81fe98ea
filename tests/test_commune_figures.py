"""The report of an indicator that is counted: what it states of a made return, by hand."""

import json
import re

import pandas as pd
import pytest

from laocai_analysis.errors import ParameterError
from laocai_analysis.language import Language
from laocai_analysis.pictures.shades import class_fills
from laocai_analysis.places import census
from laocai_analysis.places.units import load_units
from laocai_analysis.reports.run import run_report

UNITS = load_units(2008)
#: A xã has 1 station, a phường 3, a thị trấn 2: 144 + 12 * 3 + 8 * 2 = 196.
STATIONS = UNITS["type"].map({"xã": "1", "phường": "3", "thị trấn": "2"})


def made(path, *, unknown: int = 0, basis: str = "observed") -> str:
    """Write a return of 2008; the first xã are unknown."""
    table = pd.DataFrame({"year": "2008", "code": UNITS.index, "name": UNITS["name"]})
    silent = UNITS.index[UNITS["type"] == "xã"][:unknown]
    table["indicator"] = "base_stations"
    table["value"] = STATIONS.mask(UNITS.index.isin(silent), "unknown")
    table.assign(basis=basis, source="commune-return-form").to_csv(path, index=False)
    return str(path)


def report(given: dict[str, str], folder) -> tuple[str, dict, dict]:
    """The text of a page, its summary, and its figures by id."""
    out = run_report("commune-figures", {"year": "2008", **given}, folder=folder)
    summary = json.loads(out[".json"].read_text("utf-8"))
    text = re.sub(r"<(script|style).*?</\1>|<sup>.*?</sup>|<[^>]+>", "", out[".html"].read_text())
    return text, summary, {figure["id"]: figure for figure in summary["figures"]}


@pytest.mark.slow
def test_unknown_communes_bound_the_total(tmp_path):
    """20 xã unknown: 176 are known, 16 fewer than the 192 that both articles state. The city has 12
    phường and 5 xã, all known but those among the first twenty.
    """
    returns = made(tmp_path / "made.csv", unknown=20)
    text, summary, figures = report({"returns": returns, "language": "vi"}, tmp_path)
    assert summary["headline"] == (
        "Trạm phát sóng thông tin di động: từ 176 trạm trở lên; chưa có số liệu của 20/164 đơn vị cấp xã"
    )
    stated = figures["stated"]
    assert (stated["value"], stated["lower"], stated["qualifier"]) == (176, 176, "ít nhất")
    assert "upper" not in stated
    assert figures["difference.F08"]["value"] == figures["difference.G10"]["value"] == -16
    assert "phần thiếu có thể nằm ở 20 đơn vị cấp xã chưa có số liệu" in text
    groups = {id: one for id, one in figures.items() if id.startswith("group.")}
    assert len(groups) == 9
    assert sum(one["value"] for one in groups.values()) == 176
    assert (figures["largest"]["value"], figures["least"]["value"]) == (3, 1)
    page = next(tmp_path.glob("commune-figures/*.html")).read_text("utf-8")
    body, _, listed = page.partition('<ol class="sources">')
    for number, source in enumerate(listed.split('<li id="source-')[1:], start=1):
        citing = sum(f'"#source-{number}"' in section for section in body.split('<h2 id="'))
        assert source.partition("<ul>")[0].count("↩") == citing  # a way back to each section


@pytest.mark.slow
def test_a_rate_names_its_denominator(tmp_path):
    """730,420 people of the census; illustrative rows give no total of the province, and what they
    give of the city is marked.
    """
    given = {"returns": made(tmp_path / "made.csv", basis="illustrative"), "per": "people"}
    text, summary, figures = report({**given, "language": "en"}, tmp_path)
    assert summary["headline"] == "Mobile base stations: 192 stations, by published figures"
    assert "stated" not in figures
    assert {figures[id]["basis"] for id in ("largest", "unknown")} == {"illustrative"}
    assert figures["base"]["value"] == 730420
    assert "census of 1 April 2019" in text
    city = figures["group.thanh-pho-lao-cai"]
    people = census.load_census()["population"]
    here = UNITS.index[UNITS["parent"] == "080"]
    assert city["value"] == pytest.approx(
        1000 * STATIONS[here].astype(int).sum() / people[here].sum()
    )


def test_parameters_that_make_no_sense_are_refused(tmp_path):
    for given, said in (
        ({"indicator": "cultural_post_office"}, "base_stations"),
        ({"per": "district"}, "people, km2"),
        ({"classes": "5;2"}, "ascending numbers"),
        ({"returns": made(tmp_path / "x.csv"), "indicator": "telephone_subscriptions"}, "x.csv"),
    ):
        with pytest.raises(ParameterError, match=said):
            run_report("commune-figures", given, folder=tmp_path / "out")


def test_a_legend_says_what_a_class_holds():
    def said(ends, *, whole, language):
        language = Language(language)
        fills = class_fills(ends, whole=whole, none_stands_out=True, language=language)
        return [fill.label for name, fill in fills.items() if name.startswith("class-")]

    assert said((1, 5), whole=True, language="vi") == ["0", "1", "2–5", "6 trở lên"]
    assert said((0.5, 1.25), whole=False, language="vi") == [
        "0",
        "đến 0,50",
        "0,50–1,25",
        "trên 1,25",
    ]
    assert said((), whole=True, language="en") == ["0", "1 or more"]
