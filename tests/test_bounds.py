"""No file can do more than be read: no hang, no other file, no address, no name that leads away."""

import io
import os
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from laocai_analysis import paths
from laocai_analysis.cli import app
from laocai_analysis.errors import InputError
from laocai_analysis.places.boundaries import file_of, load_boundaries
from laocai_analysis.places.imports import Columns, import_boundaries
from laocai_analysis.places.layers import read_layer
from laocai_analysis.plain_files import read_plain
from laocai_analysis.returns.reading import review_file
from laocai_analysis.returns.reading.bounded import read_bounded
from laocai_analysis.returns.reading.observations import read_return
from laocai_analysis.returns.table import load_return
from laocai_analysis.spreadsheet import csv_bytes

HEAD = "Tên xã,Trạm BTS\n"
PACKAGE = Path(paths.__file__).parent
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def ods(body: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MIMETYPE)
        archive.writestr(
            "content.xml",
            f"<office:document-content {NAMES}><office:body><office:spreadsheet>{body}"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return stream.getvalue()


def nested(depth: int, rows: int) -> str:
    row = "<table:table-row><table:table-cell/></table:table-row>"
    return "<table:table>" * depth + row * rows + "</table:table>" * depth


#: Each of these took minutes, or did not end.
SLOW = {
    "marks.csv": (HEAD + "Tả Van" + "\u0301\u0323" * 100_000 + ",1\n").encode(),
    "cell.csv": (HEAD + "x" * 100_000 + ",1\n").encode(),
    "brackets.csv": ("Tên xã,Trạm BTS " + "(" * 32_000 + "\nTả Van,1\n").encode(),
    "closed.csv": ("Tên xã,Trạm BTS " + "()" * 16_000 + "\nTả Van,1\n").encode(),
    "blanks.csv": ("Tên xã,Trạm BTS" + " -" * 16_000 + "\nTả Van,1\n").encode(),
    "digits.csv": (HEAD + "Tả Van," + "1" * 32_000 + "x\n").encode(),
    "dots.csv": (HEAD + "Tả Van," + "1." * 16_000 + "x\n").encode(),
    "names.csv": (HEAD + "Tả Van " + "( " * 16_000 + ",1\n").encode(),
    "until.csv": ("Tên xã,Trạm BTS " + "đến " * 8_000 + "\nTả Van,1\n").encode(),
    "roman.csv": (HEAD + "I. " * 10_000 + ",1\n").encode(),
    "tables.ods": ods(nested(90, 40_000)),
    "attribute.ods": ods(f'<table:table table:name="{"x" * 50_000_000}"/>'),
}


@pytest.mark.slow
@pytest.mark.timeout(30)
@pytest.mark.parametrize("name", SLOW)
def test_a_file_that_took_minutes_is_read_or_refused(name):
    try:
        read_return(SLOW[name], file=name, year=2009)
    except InputError as error:
        assert error.faults[0].file == name  # noqa: PT017


@pytest.mark.parametrize("limit", ["seconds", "memory"])
def test_a_reader_that_does_not_end_is_ended(limit):
    def read() -> int:
        held = []
        while True:
            held.append(bytearray(10_000_000) if limit == "memory" else 0)
            held = held if limit == "memory" else []

    with pytest.raises(InputError, match=r"a\.csv: expected a file that is read within 1 s and"):
        read_bounded(read, file="a.csv", seconds=1, memory=200_000_000)


def test_a_review_file_is_read_within_limits_too(tmp_path, monkeypatch):
    def endless(*_: object, **__: object) -> None:
        while True:
            pass

    path = tmp_path / "review.csv"
    path.write_text("id,decision\n", encoding="utf-8")
    monkeypatch.setattr(review_file, "read_decisions", endless)
    monkeypatch.setitem(read_bounded.__kwdefaults__, "seconds", 1)
    result = CliRunner().invoke(app, ["returns", "decide", str(path), "--year", "2009"])
    assert result.exit_code == 1
    assert "review.csv: expected a file that is read within 1 s" in result.output


def test_what_was_read_comes_back_and_its_faults_too():
    assert (
        read_bounded(lambda: read_return(b"a,b\n1,2\n", file="a", year=2009), file="a").file == "a"
    )
    with pytest.raises(InputError, match=r"a: expected .*; found a PDF"):
        read_bounded(lambda: read_return(b"%PDF", file="a", year=2009), file="a")


def test_an_answer_that_cannot_be_read_is_a_fault_of_the_file():
    class OddError(Exception):
        def __init__(self, one, other):
            super().__init__(one)

    def fail():
        raise OddError("a cause", 2)

    def answer_nonsense():
        links = {
            int(fd.name): os.readlink(fd) for fd in Path("/proc/self/fd").iterdir() if fd.exists()
        }
        os.write(
            max(fd for fd, link in links.items() if link.startswith("pipe")), b"cnowhere\nA\n."
        )
        os._exit(0)

    with pytest.raises(RuntimeError, match="OddError: a cause"):
        read_bounded(fail, file="a.csv")
    with pytest.raises(InputError, match=r"a\.csv: expected a file that is read within"):
        read_bounded(answer_nonsense, file="a.csv")


def test_a_table_with_piled_marks_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("year,code\n2008," + "a" + "\u0301\u0323" * 50_000, encoding="utf-8")
    with pytest.raises(InputError, match="more than 8 marks on one letter"):
        load_return(str(path))


def test_a_table_in_a_cell_is_no_sheet_and_groups_of_rows_are_read():
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    row = "<table:table-row>" + cell + cell + "</table:table-row>"
    inner = "<table:table>" + row.format("Bản Hồ", "9") + "</table:table>"
    body = (
        "<table:table table:name='S'><table:table-header-rows>"
        + row.format("Tên xã", "Trạm BTS")
        + "</table:table-header-rows><table:table-row-group><table:table-row-group>"
        + row.format("Tả Van", "2").replace("</text:p>", "</text:p>" + inner, 1)
        + "</table:table-row-group></table:table-row-group></table:table>"
    )
    reading = read_return(ods(body), file="a.ods", year=2009)
    assert [(o.code, o.value) for o in reading.observations] == [("03040", "2")]


# -- boundaries
# --------------------------------------------------------------------------------------------------

VRT = """<OGRVRTDataSource><OGRVRTLayer name="x">
<SrcDataSource>{}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"""


def test_boundaries_reach_no_other_file_and_no_address(tmp_path):
    other = tmp_path / "other.geojson"
    other.write_bytes((file_of("laocai-communes-2008")).read_bytes())
    for name in ("a.geojson", "a.vrt", "a.json"):
        path = tmp_path / name
        path.write_text(VRT.format(other), encoding="utf-8")
        with pytest.raises(InputError, match=rf"{name}: expected polygons as one of GeoJSON"):
            read_layer(path)
        with pytest.raises(InputError, match=r"expected polygons as one of GeoJSON; found"):
            load_boundaries(str(tmp_path / "a.geojson"))
    with pytest.raises(InputError):
        read_layer(Path("/vsicurl/http:/127.0.0.1:9/a.geojson"))


def test_boundaries_of_a_report_are_geojson(tmp_path, communes):
    path = tmp_path / "a.geojson"
    communes.head(3).to_file(path.with_suffix(".gpkg"), driver="GPKG")
    path.with_suffix(".gpkg").rename(path)
    with pytest.raises(InputError, match=r"a\.geojson: expected polygons as one of GeoJSON; found"):
        load_boundaries(str(path))
    assert len(read_layer(path)) == 3


@pytest.mark.parametrize("name", ["../../victim", "/tmp/x", "a b", "a.b", ""])
def test_a_name_is_a_name(name, tmp_path):
    victim = tmp_path / "victim.geojson"
    victim.write_text("mine", encoding="utf-8")
    folder = tmp_path / "a" / "b"
    file = file_of("laocai-communes-2008")
    if name:
        with pytest.raises(InputError, match="--as: expected letters, digits, - and _"):
            import_boundaries(file, columns=Columns(code="code"), name=name, folder=folder)
        assert not folder.exists()
    assert victim.read_text(encoding="utf-8") == "mine"


# -- files
# --------------------------------------------------------------------------------------------------


@pytest.fixture(params=["device", "fifo", "link", "link to a device", "folder"])
def odd(request, tmp_path) -> Path:
    path = tmp_path / "a.csv"
    if request.param == "device":
        return Path("/dev/zero")
    if request.param == "fifo":
        os.mkfifo(path)
    elif request.param == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero" if "device" in request.param else "/etc/hostname")
    return path


def test_only_regular_files_are_read(odd):
    for read in (read_plain, lambda path: load_return(str(path)), lambda path: read_layer(path)):
        if odd == Path("/dev/zero") and read is not read_plain:
            continue
        if odd.is_symlink() and odd.is_file():  # a table may be a link to a file
            read_plain(odd, links=True)
            continue
        with pytest.raises(
            InputError, match=r"expected a regular file; found a (device|link|folder)"
        ):
            read(odd)
    for command in (["import", str(odd)], ["decide", str(odd)]):
        result = CliRunner().invoke(app, ["returns", *command, "--year", "2009"])
        assert (result.exit_code, "expected a regular file" in result.output) == (1, True)


def test_a_file_is_read_up_to_a_limit(tmp_path):
    (tmp_path / "a").write_bytes(bytes(2_000_001))
    assert len(read_plain(tmp_path / "a")) == 2_000_001
    with pytest.raises(InputError, match="at most 2 MB"):
        read_plain(tmp_path / "a", most=2_000_000)
    with pytest.raises(FileNotFoundError):
        read_plain(tmp_path / "none")


# -- csv
# --------------------------------------------------------------------------------------------------


def test_every_csv_is_written_by_one_function():
    """`database.read_table` writes text that the import reads; the page's button has a test in
    `test_browser`.
    """
    writers = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if any(name in path.read_text(encoding="utf-8") for name in (".to_csv(", "csv.writer("))
    }
    assert writers == {"spreadsheet.py", "returns/store/database.py"}
    table = pd.DataFrame({"name": ["=1+1", "a,b", 'c"d', "\t@x"], "value": [-5, 1, 2, 3]})
    assert csv_bytes(table).decode() == ('name,value\n\'=1+1,-5\n"a,b",1\n"c""d",2\n\'\t@x,3\n')
