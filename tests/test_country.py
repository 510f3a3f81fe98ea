"""The communes of the country: all of them, and valid."""

import subprocess

import pytest
import shapely

from laocai_analysis import paths
from laocai_analysis.metrics import geodesic_area
from laocai_analysis.places import boundaries, country, package

pytest.importorskip("pyarrow")


@pytest.fixture(scope="module")
def communes():
    return country.load_communes()


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


def test_some_columns_are_read():
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
