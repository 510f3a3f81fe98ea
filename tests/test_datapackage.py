"""The description of the data, checked by frictionless: types, allowed values, keys and foreign
keys.
"""

import json

from frictionless import validate

from laocai_analysis import paths, schema


def test_every_table_is_described_and_valid():
    described = json.loads((paths.data() / "datapackage.json").read_text(encoding="utf-8"))
    files = {resource["path"] for resource in described["resources"]}
    assert files == {
        path.relative_to(paths.data()).as_posix() for path in paths.data().rglob("*.csv")
    }
    report = validate(str(paths.data() / "datapackage.json"))
    assert report.flatten(["type", "message"]) == []


def test_a_foreign_key_that_leads_nowhere_is_found(tmp_path):
    described = json.loads((paths.data() / "datapackage.json").read_text(encoding="utf-8"))
    known = {one["name"]: one for one in described["resources"]}
    name = "returns-2008-illustrative"
    led = {key["reference"]["resource"] for key in known[name]["schema"]["foreignKeys"]}
    described["resources"] = [known[each] for each in (name, *sorted(led))]
    for one in described["resources"]:
        text = (paths.data() / one["path"]).read_text(encoding="utf-8")
        path = tmp_path / one["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("2008,02635,", "2008,99999,", 1), encoding="utf-8")
    (tmp_path / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    report = validate(str(tmp_path / "datapackage.json"))
    assert [error[0] for error in report.flatten(["type"])] == ["foreign-key"]


def test_the_columns_are_those_of_the_schemas():
    described = json.loads((paths.data() / "datapackage.json").read_text(encoding="utf-8"))
    columns = {
        r["name"]: [field["name"] for field in r["schema"]["fields"]]
        for r in described["resources"]
    }
    assert columns["evidence-postal-network"] == list(schema.EVIDENCE.columns)
    assert columns["returns-2008-illustrative"] == [
        name for name, c in schema.RETURNS.columns.items() if c.required
    ]
    assert columns["headers"] == list(schema.HEADERS.columns)
    assert columns["indicators"] == list(schema.INDICATORS.columns)
    assert columns["unit-versions-ended"] == list(schema.UNIT_VERSIONS.columns)
    assert columns["unit-versions-2025-06"] == list(schema.UNIT_VERSIONS.columns)
    assert columns["unit-versions-2025-07"] == list(schema.UNIT_VERSIONS.columns)
    assert columns["unit-events"] == list(schema.UNIT_EVENTS.columns)
    assert columns["unit-events-2025-07"] == list(schema.UNIT_EVENTS.columns)
    assert columns["unit-corrections"] == list(schema.UNIT_CORRECTIONS.columns)
    assert columns["unit-coverage"] == list(schema.UNIT_COVERAGE.columns)
    assert columns["census-2019"] == list(schema.CENSUS.columns)
