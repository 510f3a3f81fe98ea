"""Errors hold codes and values; their words are those of the language of the process."""

import ast
import pickle

import pandera.pandas as pa
import pytest

from laocai_analysis import csv_tables, schema
from laocai_analysis.errors import Fault, InputError, ParameterError
from laocai_analysis.language import LANGUAGES, Language, Message, process_language
from laocai_analysis.paths import home

FAULT = Fault("2009.csv", 3, "value", Message("expected-value"), Message("found-blank"))


@pytest.mark.parametrize(
    ("settings", "language"),
    [
        ({}, "en"),
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "vi_VN.UTF-8", "LC_MESSAGES": "C"}, "en"),
        ({"LANG": "C", "LC_MESSAGES": "vi_VN"}, "vi"),
        ({"LC_ALL": "", "LANG": "vi"}, "vi"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "vi_VN"}, "en"),
        ({"LAOCAI_LANGUAGE": "vi", "LC_ALL": "C"}, "vi"),
        ({"LAOCAI_LANGUAGE": "en", "LANG": "vi_VN"}, "en"),
        ({"LAOCAI_LANGUAGE": "fr", "LANG": "vi_VN"}, "vi"),
    ],
)
def test_the_language_of_the_process(settings, language, monkeypatch):
    for name in ("LAOCAI_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert process_language() == language


def test_an_error_speaks_the_language_of_the_process(monkeypatch):
    error = InputError([FAULT, FAULT], consequence=Message("follows-nothing-written"))
    line = "2009.csv, row 3, column value: expected a value; found a blank"
    assert str(error) == "\n".join(["2 faults", line, line, "nothing was written"])
    monkeypatch.setenv("LAOCAI_LANGUAGE", "vi")
    line = "2009.csv, dòng 3, cột value: yêu cầu một giá trị; nhận được ô trống"
    assert str(error) == "\n".join(["2 lỗi", line, line, "chưa ghi tệp nào"])
    assert str(ParameterError(Message("no-report"))) == "chưa có báo cáo nào"


def test_plain_text_is_shown_as_it_is():
    assert str(InputError([Fault("a.csv", None, None, "x", "{ $y }")])) == (
        "a.csv: expected x; found { $y }"
    )


def test_an_error_survives_the_way_between_processes():
    error = InputError([FAULT], consequence=Message("follows-nothing-written"))
    back = pickle.loads(pickle.dumps(error))
    assert (back.faults, back.consequence, str(back)) == (
        error.faults,
        error.consequence,
        str(error),
    )


def test_values_of_a_message():
    """A number has the separators of the language, text stays, a message is said in it."""
    said = Message(
        "finding-range-expected", figures=(Message("expected-limits", rows=1234, megabytes=5), "x")
    )
    assert Language("vi").text(said).endswith("ít hơn 1.234 dòng và 5 MB; x")
    assert Language("en").text(said).endswith("fewer than 1,234 rows and 5 MB; x")
    assert len({said, Message("expected-value"), Message("expected-value")}) == 2


def test_every_message_that_the_code_names_exists():
    """With the values that it needs, where the call names all of them."""
    named = 0
    for path in (home() / "laocai_analysis").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call) or getattr(call.func, "id", "") != "Message":
                continue
            if isinstance(call.args[0], ast.Constant):
                named += 1
                values = {word.arg: "1" for word in call.keywords}
                for language in LANGUAGES:
                    words = Language(language)
                    assert words.has(call.args[0].value), (path, call.lineno)
                    if None not in values:
                        assert words.say(call.args[0].value, **values), (path, call.lineno)
    assert named > 50


def test_the_words_of_a_schema_are_those_of_the_process(tmp_path, monkeypatch):
    """A table is kept after it was checked, with its faults: they are not kept in one language."""
    path = tmp_path / "headers.csv"
    path.write_text("header,means,source\nx,LAN,\n", encoding="utf-8")
    said = {}
    for language in ("en", "vi"):
        monkeypatch.setenv("LAOCAI_LANGUAGE", language)
        with pytest.raises(InputError) as raised:
            csv_tables.read_csv(path, schema.HEADERS)
        said[language] = str(raised.value).splitlines()
    assert said["en"] == [
        "2 faults",
        "headers.csv, row 2, column means: expected an id of a-z, 0-9 and _; found 'LAN'",
        "headers.csv, row 2, column source: expected a value; found a blank",
    ]
    assert (
        said["vi"][2] == "headers.csv, dòng 2, cột source: yêu cầu một giá trị; nhận được ô trống"
    )


def test_every_check_of_a_schema_has_words():
    """A check names its message by id; an id without words would hide the fault that it finds."""
    schemas = [each for each in vars(schema).values() if isinstance(each, pa.DataFrameSchema)]
    checks = [c for each in schemas for column in each.columns.values() for c in column.checks]
    assert len(checks) > 60
    for language in map(Language, LANGUAGES):
        assert all(language.text(check.error) for check in checks)
