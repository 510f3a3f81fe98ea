"""Broken and hostile files: whatever is in them, only the package's own error comes out of the
readers.

The long run, with the old binary form and the originals of LibreOffice, is
``benchmarks/fuzz_readers.py``.
"""

import csv
import importlib.util
import io
import signal
from pathlib import Path

import pytest
from conftest import need
from hypothesis import given, settings
from hypothesis import strategies as st

from laocai_analysis.errors import InputError
from laocai_analysis.places.units import load_units
from laocai_analysis.returns.reading.observations import read_cells, read_return
from laocai_analysis.returns.reading.sheets import Cell, Sheet, label

SCRIPT = Path(__file__).resolve().parents[1] / "benchmarks" / "fuzz_readers.py"
SPEC = importlib.util.spec_from_file_location("fuzz_readers", SCRIPT)
assert SPEC is not None
assert SPEC.loader is not None
fuzz = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(fuzz)
VALUES = {"yes", "no", "unknown", "na"}


@pytest.fixture(scope="module")
def originals(tmp_path_factory) -> dict[str, list[bytes]]:
    return fuzz.make_originals(tmp_path_factory.mktemp("originals"), soffice=need("soffice"))


@pytest.mark.tools("soffice")
def test_three_hundred_inputs_of_the_long_run(originals, monkeypatch):
    monkeypatch.setitem(fuzz.WEIGHTS, "xls", 4)  # each takes a process of its own
    before = signal.signal(signal.SIGALRM, fuzz._too_long)
    try:
        assert sorted(originals) == ["csv", "ods", "xls", "xlsx"]
        outcomes = {
            name: fuzz.outcome_of(name, content)
            for name, content in fuzz.inputs(originals, count=300, seed=4)
        }
    finally:
        signal.signal(signal.SIGALRM, before)
    assert {
        name: said for name, said in outcomes.items() if said.startswith(("hang", "Traceback"))
    } == {}
    assert {"read", "refused"} <= set(outcomes.values()) <= {"read", "refused", "nothing to read"}


@pytest.mark.tools("soffice")
def test_the_originals_are_read(originals):
    """A reader that refuses everything would pass the fuzzing; what the eight rows say is the same
    in every form.
    """
    for kind, contents in originals.items():
        for content in contents:
            reading = read_return(content, file=f"a.{kind}", year=2009)
            said = {(o.code, o.indicator): o.value for o in reading.observations}
            assert said["03040", "base_stations"] == "0", kind
            assert said["03046", "same_day_newspaper"] == "yes", kind


cells = st.one_of(
    st.text(max_size=40),
    st.integers(-10, 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.sampled_from(fuzz.NASTY).filter(lambda value: isinstance(value, str)),
)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(st.lists(cells, max_size=7), max_size=12), raw=st.booleans(), fonts=st.booleans()
)
def test_cells_of_any_content_give_answers_of_the_form_or_doubts(rows, raw, fonts):
    sheet = Sheet("a.xlsx", "S", raw=raw)
    table = [
        list(fuzz.HEADER),
        ["Xã Tả Van", "x", "chưa", 3],
        *rows,
        ["Xã Bản Hồ", *cells_of(rows)],
    ]
    for number, row in enumerate(table, start=1):
        for column, value in enumerate(row, start=1):
            if not isinstance(value, str) or value.strip():
                sheet.cells[number, column] = Cell(
                    value, ".VnTime" if fonts and column == 1 and number > 2 else ""
                )
    try:
        reading = read_cells([sheet], sha256="0" * 64, file="a.xlsx", year=2009)
    except InputError:
        return
    known = set(load_units(2009).index)
    for seen in reading.observations:
        assert seen.code in known
        assert seen.value in VALUES or (seen.value.isdecimal() and seen.value.isascii()), seen
    assert len({doubt.id for doubt in reading.doubts}) == len(reading.doubts)


def cells_of(rows: list[list[object]]) -> list[object]:
    return [row[0] for row in rows if row][:6]


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(content=st.binary(max_size=300))
def test_bytes_of_any_kind_are_read_or_refused(content):
    for start in (b"", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf", b"Ten xa;"):
        reading, faults = None, []
        try:
            reading = read_return(start + content, file="a", year=2009)
        except InputError as error:
            faults = error.faults
        assert (reading is None) == bool(faults)
        assert all(
            fault.file.startswith("a") and fault.expected and fault.found for fault in faults
        )
        assert (
            reading is None
            or {one.value for one in reading.observations if not one.value.isdecimal()} <= VALUES
        )


@given(name=st.text(st.characters(), max_size=30))
def test_a_label_never_begins_a_formula_nor_ends_a_cell(name):
    shown = label(name)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(["x", shown, "y"])
    for sign in ",;\t|":
        fields = next(csv.reader(io.StringIO(text.getvalue(), newline=""), delimiter=sign))
        assert not any(
            field.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
            for field in fields
        ), (
            sign,
            fields,
        )
    assert len(text.getvalue().splitlines()) == 1
    assert label(shown) == shown
    shown.encode()


@pytest.mark.parametrize(
    "name", ["bảo-thắng.xlsx", "Sa Pa (2), 2009.xls", "a=b.csv", "'quoted'.ods", "1-2.csv"]
)
def test_the_label_of_an_ordinary_name_is_the_name(name):
    assert label(name) == name
