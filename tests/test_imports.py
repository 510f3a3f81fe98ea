"""Imports of boundaries as files come: layers, encodings, codes, whole countries, slivers."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
import topojson
from forms.legacy_text import to_tcvn3
from typer.testing import CliRunner

from laocai_analysis.cli import app
from laocai_analysis.errors import InputError
from laocai_analysis.metrics import neighbours
from laocai_analysis.places import boundaries, package
from laocai_analysis.places.dissolving import default_name
from laocai_analysis.places.imports import Columns, import_boundaries

CASES = Path(__file__).parent / "cases" / "geo"
NAMES = Columns("TENXA", district="TENHUYEN")


@pytest.fixture(scope="module")
def table(communes):
    plain = {"TENXA": communes["name"], "TENHUYEN": communes["district"], "MA": communes.index}
    return gpd.GeoDataFrame(plain, geometry=communes.geometry, crs=communes.crs).reset_index(
        drop=True
    )


@pytest.fixture
def take(tmp_path):
    """Write a table and import it; return the imported boundaries and the remarks by message."""

    def take(table, name="new.gpkg", columns=NAMES, written=None, **options):
        file = tmp_path / name
        if table is not None:
            table.to_file(file, **(written or {}))
        imported = import_boundaries(file, columns=columns, folder=tmp_path / "geo", **options)
        remarks = {remark.id: dict(remark.values) for remark in imported.remarks}
        of = {"date": options.get("year", 2008), "province": options.get("province", "")}
        return boundaries.load_boundaries(str(imported.path), **of), remarks

    return take


def refused(take, *given, **options) -> list[str]:
    with pytest.raises(InputError) as raised:
        take(*given, **options)
    return [str(fault) for fault in raised.value.faults]


@pytest.mark.parametrize(
    ("case", "options", "said"),
    [
        ("geo0_ok.geojson", [], "a tile map, on which areas and distances mean nothing"),
        ("geo1_moved_to_the_sea.geojson", None, "km to the east"),
        ("geo4_metres_declared_degrees.gpkg", None, "it needs --crs EPSG:9208 "),
        ("geo4_metres_declared_degrees.gpkg", ["--crs", "EPSG:9208"], "a tile map"),
        ("geo5_latlon_swapped.geojson", None, "probably it needs --swap-axes"),
        ("geo5_latlon_swapped.geojson", ["--swap-axes"], "a tile map"),
        ("geo6_gadm41_no_blanks.geojson", [], "Row 93: a name of several units; by its place"),
        ("geo7_gaps_of_4m.geojson", [], "163 gaps of up to 100 m closed"),
        ("geo8_two_layers.gpkg", None, "one of the layers huyen (9 rows), xa (164 rows)"),
        ("geo8_two_layers.gpkg", ["--layer", "xa"], "a tile map"),
    ],
)
def test_cases(case, options, said, communes, tmp_path, monkeypatch):
    """By the command; None where the file is refused as it is."""
    built = boundaries.file_of(default_name())
    monkeypatch.setenv("LAOCAI_CACHE", str(tmp_path))
    monkeypatch.setenv("LAOCAI_LANGUAGE", "en")
    (boundaries.file_of(default_name()).parent).mkdir(parents=True, exist_ok=True)
    boundaries.file_of(default_name()).write_bytes(built.read_bytes())
    command = ["boundaries", "import", str(CASES / case), "--name", "TENXA", "--district"]
    result = CliRunner().invoke(app, [*command, "TENHUYEN", *(options or [])])
    assert said in result.output
    assert result.exit_code == (1 if options is None else 0)
    found = {path.name for path in boundaries.file_of("x").parent.iterdir()}
    assert len(found) == (1 if options is None else 2)


def test_gaps_of_4_m_are_closed_and_neighbours_touch(tmp_path):
    file = CASES / "geo7_gaps_of_4m.geojson"
    path, _ = import_boundaries(file, columns=NAMES, folder=tmp_path)
    closed = boundaries.load_boundaries(str(path)).geometry.to_crs("EPSG:3405")
    assert len(neighbours(closed)) == 288  # the shared edges of the tile map
    with pytest.raises(InputError, match="found 164 that touch no other: 02635"):
        import_boundaries(file, columns=NAMES, folder=tmp_path, close_gaps=0)


def test_slivers_up_to_a_width_are_closed_and_told(communes, table, take):
    """A strip of about 80 m and one of about 200 m are cut out along 2 km inside the province."""
    x, y = communes.geometry["03049"].representative_point().coords[0]
    for metres, closes in ((80, True), (200, False)):
        strip = shapely.box(x, y, x + metres / 103_000, y + 0.018)
        cut = table.set_geometry(table.geometry.difference(strip))
        if closes:
            _, remarks = take(cut)
            assert remarks["import-joined"]["gaps"] == 1
            assert remarks["import-joined"]["closed"] == 16
        else:
            assert "found 1 gaps, the largest 0.399 km2 at" in refused(take, cut)[0]
            take(cut, close_gaps=250)


def test_codes(table, take, communes):
    for codes in (table["MA"], table["MA"].astype(int), table["MA"].astype(float)):
        found, _ = take(table[["geometry"]].assign(MA=codes), columns=Columns(code="MA"))
        assert found.index.equals(communes.index)
    wrong = table.assign(MA=table["MA"].replace({"03040": "03037", "03037": "03040"}))
    both = Columns("TENXA", code="MA")
    said = refused(take, wrong, columns=both)
    assert len(said) == 2
    assert "column MA: expected the code of the unit that is named (03037); found 03040" in said[0]
    said = refused(take, wrong, columns=Columns(code="MA"))  # the places disagree
    assert [line.split(" and lies on ")[1] for line in said] == ["03037", "03040"]


def test_a_district_is_needed_only_for_names_of_two_units(table, take):
    take(table, columns=Columns("TENXA"))
    bare = table["TENXA"].str.replace("^(Xã|Phường|Thị trấn) ", "", regex=True)
    kinds = table["TENXA"].str.extract("^(Xã|Phường|Thị trấn) ")[0]
    _, remarks = take(table.assign(TENXA=bare), columns=Columns("TENXA"))
    assert remarks["import-settled"]["unit"] == "Xã Phố Lu"
    _, remarks = take(table.assign(TENXA=bare, L=kinds), columns=Columns("TENXA", type="L"))
    assert remarks == {}
    assert "expected --name or --code" in refused(take, table, columns=Columns())[0]


@pytest.mark.slow
def test_a_national_file_is_cut_to_the_province_by_its_own_columns(take, communes):
    """As GADM names columns, and as a file without a column of provinces is refused: one line."""
    raw = package.package_polygons()
    near = raw[raw["province"].isin(["Lào Cai", "Yên Bái", "Hà Giang", "Lai Châu"])]
    columns = {"province": "NAME_1", "district": "NAME_2", "name": "NAME_3"}
    named = near.rename(columns=columns).replace({"NAME_1": {"Lào Cai": "LàoCai"}})
    gadm = Columns("NAME_3", district="NAME_2")
    found, remarks = take(named, columns=gadm)
    assert remarks["import-cut"] == {"rows": 164, "all": len(near), "column": "NAME_1"}
    assert found.index.equals(communes.index)
    assert shapely.area(found.geometry).sum() == pytest.approx(
        shapely.area(communes.geometry).sum(), rel=1e-6
    )
    said = refused(take, named.drop(columns="NAME_1"), columns=gadm)
    assert len(said) == 1
    assert "or a column that names the province; --where takes a part of the rows" in said[0]
    take(named, columns=gadm, where="NAME_1 = 'LàoCai'")
    said = refused(take, named, columns=gadm, where="TINH = 'x'")
    assert "expected a condition on the columns NAME_1, NAME_2, NAME_3" in said[0]


@pytest.mark.slow
def test_encodings(table, take, tmp_path):
    shp = {"encoding": "UTF-8"}
    table.to_file(tmp_path / "utf8.shp", **shp)
    (tmp_path / "utf8.cpg").unlink()
    (said,) = refused(take, None, "utf8.shp")
    assert said.endswith("the text is probably in UTF-8: --encoding UTF-8")
    take(None, "utf8.shp", encoding="UTF-8")
    old = table.assign(
        TENXA=[to_tcvn3(name) for name in table["TENXA"]],
        TENHUYEN=[to_tcvn3(name) for name in table["TENHUYEN"]],
    )
    for name, written in (("old.shp", {"encoding": "ISO-8859-1"}), ("old.gpkg", {})):
        (said,) = refused(take, old, name, written=written)
        assert said.endswith("the text is probably in TCVN3: --encoding TCVN3")
        take(None, name, encoding="TCVN3")
    (tmp_path / "old.cpg").write_text("UTF-8")
    (said,) = refused(take, None, "old.shp")
    assert "state another with --encoding (UTF-8, windows-1258, TCVN3, VNI)" in said


def test_another_column_that_holds_the_names_is_proposed(table, take):
    (said,) = refused(take, table.assign(VARNAME="x"), columns=Columns("VARNAME"))
    assert said.endswith("the column TENXA holds names of units: --name TENXA")


def test_topojson_is_in_degrees(table, take, tmp_path):
    file = tmp_path / "new.topojson"
    file.write_text(topojson.Topology(table, prequantize=False).to_json(), encoding="utf-8")
    imported, _ = take(None, "new.topojson")
    assert len(imported) == len(table)


def test_layers_options_that_are_wrong(table, take):
    assert "found 'quan'" in refused(take, table, layer="quan")[0]
    assert "--crs: expected a coordinate reference" in refused(take, table, crs="VN-2000?")[0]
    assert "--close-gaps: expected a width of 0 to" in refused(take, table, close_gaps=-1)[0]


def test_a_coded_file_that_lies_elsewhere_is_not_loaded(communes, tmp_path):
    moved = communes.assign(geometry=communes.geometry.translate(0.25, 0)).reset_index()
    moved.to_file(tmp_path / "own.geojson")
    with pytest.raises(InputError, match=r"the whole is 25\.\d km to the east"):
        boundaries.load_boundaries(str(tmp_path / "own.geojson"))


def test_the_index_of_a_cut_table_gives_the_lines_of_the_file(take, table):
    """A fault in a national file is named by its row there."""
    other = table.iloc[:30].assign(TINH="Yên Bái")
    rows = pd.concat([other, table.assign(TINH="Tỉnh Lào Cai")], ignore_index=True)
    rows.loc[50, "TENXA"] = "Xã Không Có"
    assert refused(take, rows)[0].startswith("new.gpkg, row 52: ")


@pytest.mark.slow
def test_another_province(take):
    there = boundaries.load_boundaries(date=2019, province="Yên Bái")
    table = there.reset_index()[["code", "geometry"]]
    shapes, _ = take(table, columns=Columns(code="code"), year=2019, province="Yên Bái")
    assert len(shapes) == 180
