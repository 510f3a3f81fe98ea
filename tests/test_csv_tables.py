"""The reader of tables keeps what it has checked, by what stands in the file."""

import pytest

from laocai_analysis import csv_tables, schema
from laocai_analysis.errors import InputError

HEAD = "header,means,source\n"


def test_a_file_that_has_changed_is_checked_anew(tmp_path):
    path = tmp_path / "headers.csv"
    path.write_text(HEAD + "LAN,lan,a\n", encoding="utf-8")
    assert csv_tables.read_csv(path, schema.HEADERS)["means"].tolist() == ["lan"]
    path.write_text(HEAD + "PC,pc,a\nLAN,LAN,a\n", encoding="utf-8")
    with pytest.raises(
        InputError,
        match=r"headers\.csv, row 3, column means: expected an id of a-z, 0-9 and _; found 'LAN'",
    ):
        csv_tables.read_csv(path, schema.HEADERS)
    path.write_text(HEAD + "PC,pc,a\n", encoding="utf-8")
    assert csv_tables.read_csv(path, schema.HEADERS)["means"].tolist() == ["pc"]


def test_what_a_caller_changes_is_not_what_the_next_one_reads(tmp_path):
    path = tmp_path / "headers.csv"
    path.write_text(HEAD + "LAN,lan,a\n", encoding="utf-8")
    table, faults = csv_tables.read_rows(path, schema.HEADERS)
    table.loc[2, "means"] = "pc"
    table["more"] = "x"
    faults.append("anything")
    again, none = csv_tables.read_rows(path, schema.HEADERS)
    assert again.to_dict("records") == [{"header": "LAN", "means": "lan", "source": "a"}]
    assert none == []


def test_the_same_content_under_another_name_or_schema_is_another_table(tmp_path):
    for name in ("one.csv", "two.csv"):
        (tmp_path / name).write_text(HEAD + "LAN,LAN,a\n", encoding="utf-8")
        _, faults = csv_tables.read_rows(tmp_path / name, schema.HEADERS)
        assert [fault.file for fault in faults] == [name]
    with pytest.raises(InputError, match="expected a column of this name"):
        csv_tables.read_rows(tmp_path / "one.csv", schema.GROUPS)


def test_only_so_many_tables_are_kept(tmp_path):
    for number in range(40):
        path = tmp_path / f"{number}.csv"
        path.write_text(HEAD + f"LAN,lan{number},a\n", encoding="utf-8")
        assert csv_tables.read_csv(path, schema.HEADERS)["means"].tolist() == [f"lan{number}"]
    assert len(csv_tables._checked) == 32
