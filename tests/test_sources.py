"""The registry: every data file has a source with a licence, and is the one that was registered."""

import re
import unicodedata

import pandas as pd
import pytest

import laocai_analysis
from laocai_analysis import paths, sources

FOLDERS = {"data": paths.data(), "geo": paths.geo()}
FILES = [(name, file) for name, folder in FOLDERS.items() for file in sources.load_files(folder)]


def test_every_table_is_registered():
    for name, folder in FOLDERS.items():
        assert {path.relative_to(folder).as_posix() for path in folder.rglob("*.csv")} == {
            file for place, file in FILES if place == name
        }


@pytest.mark.parametrize(("name", "file"), FILES)
def test_each_file_is_the_one_that_was_registered(name, file):
    entry = sources.load_files(FOLDERS[name])[file]
    path = FOLDERS[name] / file
    table = pd.read_csv(path, dtype=str)
    assert sources.sha256(path) == entry["sha256"], "run: make data"
    assert table.shape == (entry["rows"], entry["columns"])
    assert set(entry["source"]) <= set(sources.load_sources())
    for column in {"source", "definition_source"} & set(table.columns):
        assert set(table[column]) <= set(sources.load_sources())


@pytest.mark.parametrize("key", sources.load_sources())
def test_each_source_has_a_title_a_licence_and_a_date_of_access(key):
    source = sources.load_sources()[key]
    assert all((source.title_vi, source.title_en, source.publisher_vi, source.publisher_en))
    assert all(text.endswith(".") for text in (source.licence_vi, source.licence_en))
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", source.accessed)


def test_all_text_is_nfc():
    package = paths.home() / "laocai_analysis" if paths.in_checkout() else paths.home().parent
    assert package.name == laocai_analysis.__name__
    files = [p for folder in (*FOLDERS.values(), package / "locale") for p in folder.rglob("*")]
    texts = [path for path in files if path.suffix in {".csv", ".json", ".md", ".ftl"}]
    assert len(texts) > 20
    assert [path.name for path in texts if not unicodedata.is_normalized("NFC", path.read_text(encoding="utf-8"))] == []
