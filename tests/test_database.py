"""Returns that are kept in a database: a table as a file to import, and the whole round in
PostgreSQL.
"""

import csv
import io
import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook
from typer.testing import CliRunner

from laocai_analysis.cli import app
from laocai_analysis.errors import InputError
from laocai_analysis.returns.reading.observations import read_return
from laocai_analysis.returns.reading.sheets import MAX_ROWS
from laocai_analysis.returns.store.database import read_table

pytestmark = pytest.mark.tools

TABLE = """
create schema huyện;
create table huyện."Báo cáo 2009" (
    stt integer primary key, "Tên xã" text, "Điểm BĐVHX" boolean, "Số trạm BTS" numeric(12, 3),
    "Thuê bao điện thoại" double precision, "Thuê bao Internet" bigint, "Ngày lập" date
);
insert into huyện."Báo cáo 2009" values
    (2, 'Xã Bản Hồ', false, 'NaN', 'Infinity', 9000000000, '2009-12-31'),
    (1, 'Xã Tả Van', true, 12.000, 1234, null, null),
    (4, 'Thị trấn Sa Pa', null, null, null, 0, null),
    (3, 'Xã Sử Pán', null, 1.234, 0.5, 3, null);
"""


def execute(address: str, *statements: str) -> None:
    engine = sa.create_engine(
        address.replace("postgresql:", "postgresql+psycopg:"), poolclass=sa.NullPool
    )
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))


@pytest.fixture
def filled(database: str) -> str:
    execute(database, *TABLE.strip().split(";\n"))
    return database


def test_a_table_is_read_in_the_order_of_its_key_and_numbers_cannot_pass_for_thousands(filled):
    name, content = read_table(filled, table="huyện.Báo cáo 2009")
    assert name == "huyện.Báo cáo 2009.csv"
    assert list(csv.reader(io.StringIO(content.decode()))) == [
        [
            "stt",
            "Tên xã",
            "Điểm BĐVHX",
            "Số trạm BTS",
            "Thuê bao điện thoại",
            "Thuê bao Internet",
            "Ngày lập",
        ],
        ["1", "Xã Tả Van", "1", "12", "1234", "", ""],
        ["2", "Xã Bản Hồ", "0", "NaN", "inf", "9000000000", "2009-12-31"],
        ["3", "Xã Sử Pán", "", "1.234000", "0.500000", "3", ""],
        ["4", "Thị trấn Sa Pa", "", "", "", "0", ""],
    ]
    reading = read_return(content, file=name, year=2009)
    assert {(o.code, o.indicator): o.value for o in reading.observations} == {
        ("03040", "cultural_post_office"): "yes",
        ("03040", "base_stations"): "12",
        ("03040", "telephone_subscriptions"): "1234",
        ("03040", "internet_subscriptions"): "unknown",
        ("03046", "cultural_post_office"): "no",
        ("03046", "internet_subscriptions"): "9000000000",
        ("03037", "cultural_post_office"): "unknown",
        ("03037", "internet_subscriptions"): "3",
        ("03001", "cultural_post_office"): "na",
        ("03001", "base_stations"): "unknown",
        ("03001", "telephone_subscriptions"): "unknown",
        ("03001", "internet_subscriptions"): "0",
    }
    assert [(doubt.kind, doubt.cell, str(doubt.found)) for doubt in reading.doubts] == [
        ("column", "G1", "Ngày lập"),
        ("value", "D3", "NaN"),
        ("value", "E3", "inf"),
        ("value", "D4", "1.234000"),
        ("value", "E4", "0.500000"),
    ]


def test_a_view_is_read_and_what_begins_like_a_formula_stays_text(filled):
    execute(filled, """create view plain as select '=1+1' as "Tên xã", 3 as "Số trạm BTS" """)
    reading = read_return(read_table(filled, table="plain")[1], file="plain.csv", year=2009)
    assert [doubt.found for doubt in reading.doubts] == ["=1+1"]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("none", "none: expected a table or view of the database; found none of this name"),
        ("no.table", "no.table: expected a table or view of the database; found none of this name"),
        ("", "expected a table or view of the database; found none of this name"),
    ],
)
def test_a_table_that_is_not_there(database, table, said):
    with pytest.raises(InputError) as caught:
        read_table(database, table=table)
    assert said in str(caught.value)


def test_a_table_without_end_is_refused_before_it_is_held(database):
    execute(
        database,
        "create view long as select generate_series(1, 100000000) as a",
        "create view heavy as select repeat('x', 1000000) as a from generate_series(1, 4000) as n",
        f"create table wide ({', '.join(f'c{n} int' for n in range(251))})",
    )
    with pytest.raises(InputError, match=f"fewer than {MAX_ROWS:,} rows and 20 MB; found more"):
        read_table(database, table="long")
    with pytest.raises(InputError, match=f"fewer than {MAX_ROWS:,} rows and 20 MB; found more"):
        read_table(database, table="heavy")
    with pytest.raises(InputError, match="at most 250 columns; found 251"):
        read_table(database, table="wide")


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://laocai:b%C3%AD-9@{there}/postgres",
        "postgresql://x:b-9@[/y",
        "a://b-9@c",
        "postgresql://laocai:b-9@127.0.0.1:port/x",
    ],
)
def test_no_message_repeats_the_address(postgres, address):
    with pytest.raises(InputError) as caught:
        read_table(address.format(there=f"127.0.0.1:{postgres['port']}"), table="t")
    assert "-9" not in str(caught.value)
    assert "C3" not in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


# -- the whole cycle by the command
# -----------------------------------------------------------------------------


def laocai(folder: Path, *command: str) -> str:
    """Run the command with data of its own, and return what it printed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAOCAI_DATA", str(folder / "data"))
        done = CliRunner().invoke(app, command)
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout


def a_round(folder: Path, database: str, *store: str) -> bytes:
    """Import a table and a file, decide what is in doubt, undo and redo; return the table."""
    shutil.copytree(Path("data"), folder / "data")
    (folder / "Sa Pa.csv").write_text(
        "Tên xã;Trạm BTS;Mạng LAN\nXã Tả Van;13;x\nXã Bản Hồ;4;có lẽ\n", encoding="utf-8"
    )
    year = ("--year", "2009", *store)
    said = laocai(folder, "returns", "import", database, "--table", "huyện.Báo cáo 2009", *year)
    assert "huyện.Báo cáo 2009.csv: 12 cells, 5 doubts" in said
    assert "step 2: import" in laocai(folder, "returns", "import", str(folder / "Sa Pa.csv"), *year)
    assert "nothing new" in laocai(folder, "returns", "import", str(folder / "Sa Pa.csv"), *year)
    review = folder / "data/returns/2009/review.xlsx"
    book = load_workbook(review)
    columns = {cell.value: cell.column for cell in book.active[1]}
    decided = {
        "conflict": "13",
        "column": "skip",
        "D3": "4",
        "E3": "unknown",
        "D4": "1234",
        "E4": "skip",
        "C3": "no",
    }
    for row in range(2, book.active.max_row + 1):
        kind, cell = (book.active.cell(row, columns[name]).value for name in ("kind", "cell"))
        book.active.cell(row, columns["decision"]).value = decided.get(kind) or decided[cell]
    book.save(review)
    assert "step 3: decide" in laocai(folder, "returns", "decide", str(review), *year)
    laocai(folder, "returns", "undo", *year)
    laocai(folder, "returns", "undo", "4", *year)
    log = laocai(folder, "returns", "log", *year).splitlines()
    assert [line.split()[0] for line in log] == ["1", "2", "3", "4", "5"]
    assert ["undone" in line for line in log] == [False, False, False, True, False]
    if store:
        laocai(folder, "returns", "export", *year)
    return (folder / "data/returns/2009.csv").read_bytes()


def test_a_round_in_postgresql_gives_the_same_table_as_one_in_files(tmp_path, filled):
    files = a_round(tmp_path / "files", filled)
    assert a_round(tmp_path / "postgresql", filled, "--store", filled) == files
    rows = {
        (row["code"], row["indicator"]): row["value"]
        for row in csv.DictReader(io.StringIO(files.decode()))
    }
    assert rows["03040", "base_stations"] == "13", "the conflict as it was decided"
    assert rows["03046", "base_stations"] == "4"
    assert rows["03037", "base_stations"] == "1234"
    assert rows["03046", "commune_lan"] == "no"
    assert ("03037", "telephone_subscriptions") not in rows
