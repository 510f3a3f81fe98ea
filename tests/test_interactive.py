"""The map that answers, in a real browser without a network, under the policy that pages have."""

import json
import re
from itertools import combinations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from laocai_analysis import schema
from laocai_analysis.language import Language
from laocai_analysis.pictures import interactive, map_program, maps
from laocai_analysis.places import boundaries
from laocai_analysis.reports.formats.html import policy

OFFICE, PAPER = "cultural_post_office", "same_day_newspaper"
NAMES = {OFFICE: "Điểm bưu điện văn hóa xã", PAPER: "Báo đến trong ngày"}


def made_values(communes: gpd.GeoDataFrame) -> dict[str, pd.Series]:
    """Office: by the last digit of the code. Newspaper: yes in Sa Pa (18 units), no elsewhere."""
    digit = communes.index.str[-1].astype(int)
    office = pd.Series(
        ["unknown" if d == 9 else "na" if d == 8 else "yes" if d < 4 else "no" for d in digit]
    )
    return {
        OFFICE: office.set_axis(communes.index),
        PAPER: (communes["district"] == "Huyện Sa Pa").map({True: "yes", False: "no"}),
    }


def make(communes: gpd.GeoDataFrame, **more) -> interactive.InteractiveMap:
    settings = {
        "names": NAMES,
        "title": "Bản đồ thử",
        "basis": "illustrative",
        "vintage": "21/11/2008",
        "language": Language("vi"),
        "picture": "<p>picture</p>",
    }
    return interactive.commune_map(communes, made_values(communes), **{**settings, **more})


@pytest.fixture(scope="module")
def live(communes, browser, tmp_path_factory):
    """The map in a page of its own, open in Chromium; whatever it asks of a network or complains of
    is an error.
    """
    shown = make(communes)
    script = map_program.program()
    path = tmp_path_factory.mktemp("map") / "map.html"
    rules = policy(style=map_program.STYLE, scripts=[script])
    path.write_text(
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>x</title><meta http-equiv='
        f'"Content-Security-Policy" content="{rules}"><style>{map_program.STYLE}</style></head><body>'
        f"{map_program.patterns()}{shown.figure()}<script>{script}</script></body></html>",
        encoding="utf-8",
    )
    page = browser.new_context(offline=True, viewport={"width": 900, "height": 1000}).new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on(
        "request",
        lambda request: troubles.append(request.url) if request.url[:5] != "file:" else None,
    )
    page.goto(path.as_uri())
    page.wait_for_selector(".interactive.ready")
    yield page
    assert troubles == []
    page.context.close()


def polygons_of(shown: interactive.InteractiveMap) -> gpd.GeoDataFrame:
    """Take the topology of a map apart as the TopoJSON specification says: deltas, a transform,
    arcs run backwards.
    """
    data = shown.spec["data"]["values"]
    scale, shift = data["transform"]["scale"], data["transform"]["translate"]
    arcs = [
        [(x * scale[0] + shift[0], y * scale[1] + shift[1]) for x, y in np.cumsum(arc, axis=0)]
        for arc in data["arcs"]
    ]

    def ring(parts: list[int]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for part in parts:
            arc = arcs[part] if part >= 0 else arcs[~part][::-1]
            points += arc[1:] if points else arc
        return points

    rows = []
    for place in data["objects"]["communes"]["geometries"]:
        many = [place["arcs"]] if place["type"] == "Polygon" else place["arcs"]
        parts = [
            shapely.Polygon(ring(rings[0]), [ring(hole) for hole in rings[1:]]) for rings in many
        ]
        rows.append({**place["properties"], "geometry": shapely.union_all(parts)})
    return gpd.GeoDataFrame(rows).set_index("code")


def test_the_map_holds_every_commune_with_its_values(communes):
    held = polygons_of(make(communes))
    assert held.index.tolist() == communes.index.tolist()
    for indicator, each in made_values(communes).items():
        assert held[indicator].tolist() == each.tolist()


def test_approximate_communes_are_drawn_last_and_said_to_be_outlined(communes):
    rough = communes.assign(approximate=communes.index.isin(["02635", "03046"]))
    shown = make(rough)
    held = polygons_of(shown)
    assert held.index[-2:].tolist() == ["02635", "03046"]
    assert held.index[held["approximate"]].tolist() == ["02635", "03046"]
    assert "Nét đứt đỏ: ranh giới gần đúng (2)" in shown.spec["title"]["subtitle"]
    assert len(make(communes).spec["title"]["subtitle"]) == 1


def test_simplified_communes_still_meet_without_a_gap(communes):
    """Areas on the plane stay within 2 % for nine in ten communes, and the whole within a
    thousandth.
    """
    held = polygons_of(make(communes)).geometry
    plane = communes.to_crs(schema.CRS_PLANE).geometry
    assert held.is_valid.all()
    whole = shapely.union_all(held.buffer(1).to_numpy())
    assert whole.geom_type == "Polygon"
    assert not any(shapely.Polygon(ring).area > 1000 for ring in whole.interiors)
    assert held.area.sum() == pytest.approx(plane.area.sum(), rel=1e-3)
    assert ((held.area / plane.area - 1).abs() < 0.02).mean() > 0.9


def test_what_cannot_be_drawn_is_refused(communes):
    values = made_values(communes)
    settings = {
        "names": NAMES,
        "title": "x",
        "basis": "observed",
        "vintage": "x",
        "language": Language("vi"),
    }
    with pytest.raises(ValueError, match="at least one indicator"):
        interactive.commune_map(communes, {}, **settings)
    with pytest.raises(ValueError, match="found 99999"):
        interactive.commune_map(communes, {PAPER: pd.Series({"99999": "yes"})}, **settings)
    with pytest.raises(ValueError, match="found maybe"):
        interactive.commune_map(communes, {PAPER: values[PAPER].replace("no", "maybe")}, **settings)


def test_what_a_name_holds_can_neither_end_the_data_nor_run(communes):
    hostile = communes.assign(name="</script><script>alert(1)</script>")
    figure = make(hostile).figure()
    assert figure.count("</script>") == 1
    data = json.loads(re.search(r'<script type="application/json">(.*?)</script>', figure)[1])
    assert "</script><script>" in json.dumps(data)


def screen(page, communes, code: str) -> tuple[float, float]:
    """Where a commune's inner point lies on the screen: Vega fits the map into its frame, y
    upwards.
    """
    plane = communes.to_crs(schema.CRS_PLANE)
    left, bottom, right, top = plane.total_bounds
    point = plane.geometry[code].representative_point()
    scale = min(interactive.WIDTH / (right - left), interactive.HEIGHT / (top - bottom))
    x = interactive.WIDTH / 2 + (point.x - (left + right) / 2) * scale
    y = interactive.HEIGHT / 2 - (point.y - (bottom + top) / 2) * scale
    matrix = page.evaluate(
        "(() => {const m = document.querySelector('.communes, g.communes_marks, .mark-shape').getScreenCTM();"
        "return [m.a, m.d, m.e, m.f]})()"
    )
    return x * matrix[0] + matrix[2], y * matrix[1] + matrix[3]


TEN = ("02683", "02701", "02761", "02809", "02839", "02923", "02947", "03046", "03055", "02932")


@pytest.mark.tools("chromium")
@pytest.mark.parametrize("code", TEN)
def test_hover_names_the_commune_and_its_value(live, communes, code):
    page = live
    x, y = screen(page, communes, code)
    page.mouse.move(x - 1, y, steps=4)
    page.mouse.move(x, y)
    page.wait_for_selector("#vg-tooltip-element.visible")
    value = made_values(communes)[OFFICE][code]
    told = page.inner_text("#vg-tooltip-element")
    assert communes.at[code, "name"] in told
    assert communes.at[code, "district"] in told
    assert Language("vi").say(f"value-{value}") in told


def bright(page) -> dict[str, int]:
    """Count the communes that stand out, by fill."""
    fills = page.evaluate(
        "[...document.querySelectorAll('.mark-shape path')].filter(p => (p.getAttribute('opacity') || '1') === '1')"
        ".map(p => p.getAttribute('fill'))"
    )
    return pd.Series(fills).value_counts().to_dict()


def expected(each: pd.Series) -> dict[str, int]:
    fills = {
        **{value: fill.color for value, fill in maps.FILLS.items()},
        **{value: f"url(#{pattern})" for value, pattern in map_program.PATTERNS.items()},
    }
    return each.map(fills).value_counts().to_dict()


@pytest.mark.tools("chromium")
def test_keyboard_alone_reaches_both_choices_and_each_changes_the_map(live, communes):
    page, values = live, made_values(communes)
    assert bright(page) == expected(values[OFFICE])
    page.focus("body")
    seen = []
    for _ in range(4):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.getAttribute('name')"))
    assert {"indicator", "picked_district"} <= set(seen)
    page.focus("select[name=indicator]")
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(300)
    assert bright(page) == expected(values[PAPER])
    page.focus("select[name=picked_district]")
    for _ in range(1 + list(dict.fromkeys(communes["district"])).index("Huyện Sa Pa")):
        page.keyboard.press("ArrowDown")
    page.wait_for_timeout(300)
    assert bright(page) == {maps.FILLS["yes"].color: 18}
    page.select_option("select[name=picked_district]", index=0)
    page.select_option("select[name=indicator]", index=0)
    page.wait_for_timeout(300)
    assert bright(page) == expected(values[OFFICE])


def extent(page) -> tuple[float, list[float]]:
    """How much of the frame of the map the communes fill that stand out, and their middle."""
    left, top, right, bottom = page.evaluate(
        "(() => {const boxes = [...document.querySelectorAll('.mark-shape path')]"
        ".filter(p => (p.getAttribute('opacity') || '1') === '1').map(p => p.getBBox());"
        "return [Math.min(...boxes.map(b => b.x)), Math.min(...boxes.map(b => b.y)),"
        "Math.max(...boxes.map(b => b.x + b.width)), Math.max(...boxes.map(b => b.y + b.height))]})()"
    )
    filled = max((right - left) / interactive.WIDTH, (bottom - top) / interactive.HEIGHT)
    return filled, [(left + right) / 2, (top + bottom) / 2]


@pytest.mark.tools("chromium")
def test_the_map_comes_close_to_the_district_that_is_picked_and_goes_back(live):
    middle = pytest.approx([interactive.WIDTH / 2, interactive.HEIGHT / 2], abs=2)
    for index, filled in ((2, interactive.CLOSE), (5, interactive.CLOSE), (0, 1)):
        live.select_option("select[name=picked_district]", index=index)
        live.wait_for_timeout(300)
        assert extent(live) == (pytest.approx(filled, abs=0.01), middle)


@pytest.mark.tools("chromium")
def test_a_phone_gets_a_map_of_its_width_in_letters_that_can_be_read(live, browser):
    page = browser.new_context(offline=True, viewport={"width": 390, "height": 844}).new_page()
    page.goto(live.url)
    page.wait_for_selector(".interactive.ready")
    scale, wide, high, words = page.evaluate(
        "(() => {const drawn = document.querySelector('.live svg');"
        "const box = drawn.getBoundingClientRect(), scale = drawn.getScreenCTM().a;"
        "const words = [...drawn.querySelectorAll('text')].filter(t => t.textContent.trim());"
        "return [scale, box.width, box.height, words.map(t => {const b = t.getBoundingClientRect();"
        "return [parseFloat(getComputedStyle(t).fontSize) * scale, b.left - box.left,"
        "b.top - box.top, b.right - box.left, b.bottom - box.top]})]})()"
    )
    assert scale == 1
    assert 320 < wide < 390
    assert min(size for size, *_ in words) >= 11
    boxes = [shapely.box(*ends) for _, *ends in words]
    assert all(shapely.box(0, 0, wide, high).covers(box) for box in boxes)
    # lines of a legend touch; letters do not
    assert not any(a.buffer(-1).intersects(b.buffer(-1)) for a, b in combinations(boxes, 2))
    whole, _ = extent(page)
    assert whole == pytest.approx((wide - 14) / interactive.WIDTH, abs=0.02)
    page.select_option("select[name=picked_district]", index=2)
    page.wait_for_timeout(300)
    assert extent(page)[0] == pytest.approx(interactive.CLOSE * whole, abs=0.01)
    page.context.close()


@pytest.mark.tools("chromium")
def test_a_click_on_a_commune_or_on_a_bar_picks_its_district(live, communes):
    page, office = live, made_values(communes)[OFFICE]
    in_sa_pa = office[communes["district"] == "Huyện Sa Pa"]
    page.mouse.click(*screen(page, communes, "03046"))
    page.wait_for_timeout(300)
    assert bright(page) == expected(in_sa_pa)
    assert (
        page.eval_on_selector("select[name=picked_district]", "e => e.selectedOptions[0].text")
        == "Huyện Sa Pa"
    )
    page.select_option("select[name=picked_district]", index=0)
    page.wait_for_timeout(300)
    box = page.locator(".mark-rect.role-mark path").first.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_timeout(300)
    assert sum(bright(page).values()) == (communes["district"] == "Thành phố Lào Cai").sum()
    page.select_option("select[name=picked_district]", index=0)


@pytest.mark.tools("chromium")
def test_the_picture_stands_in_print_and_where_script_is_off(live):
    page = live
    assert page.is_hidden(".still")
    page.emulate_media(media="print")
    assert page.is_visible(".still")
    assert page.is_hidden(".live")
    page.emulate_media(media="screen")


def test_boundaries_that_may_not_be_passed_on_say_so(communes):
    assert not boundaries.redistributable(communes)
    assert boundaries.redistributable(boundaries.load_tiles())


def test_the_program_needs_no_eval_and_no_network():
    assert "unsafe" not in policy(style=map_program.STYLE, scripts=[map_program.program()])
    assert "connect-src" not in policy(
        style="x", scripts=["x"]
    )  # what is not named falls back to 'none'


def test_the_program_carries_the_licences_of_what_it_is_made_of():
    notice, _, _ = map_program.program().partition("*/")
    assert notice.startswith("/*")
    for text in (
        "Vega-Lite                           Copyright (c) 2015, University of Washington",
        "D3: array",
        "Redistributions in binary form must reproduce the above copyright notice",
        "this permission notice appear in all copies",
    ):
        assert text in notice
