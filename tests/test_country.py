"""The communes of the country: all of them, valid, found by name, by place and by point, and
counted once.
"""

import subprocess

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from laocai_analysis import metrics, paths
from laocai_analysis.errors import InputError
from laocai_analysis.metrics import geodesic_area
from laocai_analysis.places import boundaries, country, package

pytest.importorskip("pyarrow")


@pytest.fixture(scope="module")
def communes():
    return country.load_communes()


@pytest.fixture
def three():
    """Two squares that overlap by half, and one apart from them."""
    names = {
        "province": ["A", "A", "B"],
        "district": ["a", "a", "b"],
        "name": ["one", "two", "one"],
    }
    squares = [shapely.box(0, 0, 2, 2), shapely.box(1, 0, 3, 2), shapely.box(5, 0, 7, 2)]
    return gpd.GeoDataFrame(names, geometry=squares, crs="EPSG:4326")


@pytest.mark.slow
def test_the_country_is_whole(communes):
    """11,163 polygons in 63 provinces; the yearbooks give 331,212 km2 of land, and the sea is not
    in them.
    """
    assert len(communes) == 11_163
    assert communes["province"].nunique() == 63
    assert not communes.duplicated(country.KEYS).any()
    assert shapely.is_valid(communes.geometry.to_numpy()).all()
    assert set(communes.geom_type) == {"Polygon", "MultiPolygon"}
    assert geodesic_area(communes.geometry).sum() == pytest.approx(331_212, rel=0.005)


def test_209_polygons_were_not_valid_and_none_was_lost():
    raw = package.package_polygons()
    assert (~shapely.is_valid(raw.geometry.to_numpy())).sum() == 209
    assert list(raw.columns) == ["province", "district", "name", "code", "geometry"]


def test_lao_cai_is_that_of_its_own_boundaries(communes):
    ours = boundaries.load_boundaries()
    here = communes[communes["province"] == "Lào Cai"].set_index("code").sort_index()
    assert list(here.index) == list(ours.index)
    assert (communes["code"] == "").sum() == 2
    change = geodesic_area(here.geometry) / geodesic_area(ours.geometry) - 1
    assert change.abs().max() < 1e-5  # cleaning a coverage moves a border by centimetres


def test_a_part_of_the_country_is_read_by_its_box(communes):
    box = (103.5, 22.0, 104.0, 22.5)
    part = country.load_communes(["code", "geometry"], bbox=box)
    expected = communes.bounds.query(
        "maxx >= 103.5 and minx <= 104 and maxy >= 22 and miny <= 22.5"
    ).index
    assert len(part) == len(expected) < 200
    assert set(part["code"]) == set(communes.loc[expected, "code"])
    assert list(country.load_communes(["province", "code"]).columns) == ["province", "code"]


def test_the_file_never_travels():
    ignored = subprocess.run(
        ["git", "check-ignore", country.file()], cwd=paths.home(), capture_output=True, text=True
    )
    if ignored.returncode == 128:
        pytest.skip("no git here")
    assert ignored.stdout.strip() == str(country.file())


def test_a_built_file_is_used_and_a_failed_build_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("LAOCAI_CACHE", str(tmp_path))
    monkeypatch.setattr(shapely, "make_valid", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        country.load_communes()
    assert not country.file().exists()


def test_returns_join_by_the_three_names(three):
    returns = pd.DataFrame(
        {
            "province": ["B", "A"],
            "district": ["b", "a"],
            "name": ["one", "two"],
            "value": ["no", "yes"],
        }
    )
    values = country.join_returns(three, returns)
    assert values.to_list() == ["unknown", "yes", "no"]
    coverage = metrics.coverage(values, by=three["province"])
    assert coverage[["numerator", "denominator", "unknown"]].to_numpy().tolist() == [
        [1, 2, 1],
        [0, 1, 0],
    ]
    assert coverage.loc["A", ["lower", "upper"]].to_list() == [0.5, 1.0]


def test_every_row_of_no_commune_every_double_and_every_other_word_is_named_at_once(three):
    returns = pd.DataFrame(
        {
            "province": ["A", "A", "A", "B"],
            "district": ["a", "a", "a", "b"],
            "name": ["one", "three", "one", "one"],
            "value": ["yes", "no", "no", "maybe"],
        }
    )
    with pytest.raises(InputError) as raised:
        country.join_returns(three, returns, file="country.csv")
    assert [(fault.row, fault.column, str(fault.found)) for fault in raised.value.faults] == [
        (3, "name", "three, a, A"),
        (4, "name", "another"),
        (5, "value", "'maybe'"),
    ]


def test_a_return_of_the_whole_country(communes):
    """One in three says no; every province has its own count, worked out from the names alone."""
    table = pd.DataFrame(communes[country.KEYS]).assign(
        value=np.where(np.arange(len(communes)) % 3, "yes", "no")
    )
    values = country.join_returns(communes, table.sample(frac=1, random_state=1))
    coverage = metrics.coverage(values, by=communes["province"])
    assert (len(coverage), coverage["denominator"].sum(), coverage["numerator"].sum()) == (
        63,
        11_163,
        7_442,
    )
    assert coverage.at["Lào Cai", "denominator"] == 164
    assert coverage["numerator"].equals(
        table[table["value"] == "yes"].groupby("province").size().rename("numerator")
    )


def test_a_point_in_two_polygons_is_counted_once_and_named_doubtful(three):
    points = gpd.GeoSeries.from_xy(
        [0.5, 1.5, 6.0, 9.0], [1, 1, 1, 1], index=list("wxyz"), crs="EPSG:4326"
    )
    found = country.locate(points, three)
    assert list(found.index) == list("wxyz")
    assert found["found"].to_list() == [1, 2, 1, 0]
    assert found["commune"].fillna(-1).to_list() == [0, -1, 2, -1]
    assert country.values_of_points(points, three).to_list() == ["yes", "unknown", "yes"]
    metres = points[["x"]].to_crs("EPSG:3857")
    assert country.values_of_points(metres, three).to_list() == ["unknown", "unknown", "no"]


def test_a_point_inside_each_commune_of_the_country_is_found_in_it(communes):
    inside = communes.representative_point()
    found = country.locate(inside, communes)
    sure = found["found"] == 1
    assert len(found) == 11_163
    assert (~sure).sum() < 10  # on what a neighbour claims as well
    assert (found.loc[sure, "commune"] == communes.index[sure]).all()
