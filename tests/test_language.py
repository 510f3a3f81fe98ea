"""Both languages say the same things, and write numbers and dates each in its way."""

from pathlib import Path

import pytest
from fluent.syntax import ast, parse, visitor

import laocai_analysis
from laocai_analysis.language import Language

LOCALE = Path(laocai_analysis.__file__).parent / "locale"


class Variables(visitor.Visitor):
    def __init__(self):
        self.found = set()

    def visit_VariableReference(self, node):  # noqa: N802 (the name that fluent calls)
        self.found.add(node.id.name)


def messages(code: str) -> dict[str, set[str]]:
    found = {}
    for path in sorted((LOCALE / code).glob("*.ftl")):
        for entry in parse(path.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ast.Junk), (path, entry.content)
            if isinstance(entry, ast.Message):
                assert entry.id.name not in found
                variables = Variables()
                variables.visit(entry)
                found[entry.id.name] = variables.found
    return found


def test_the_same_messages_with_the_same_variables():
    assert messages("vi") == messages("en")
    assert len(messages("vi")) > 100


def test_every_message_is_used():
    code = [p.read_text(encoding="utf-8") for p in LOCALE.parent.rglob("*.py")]
    code += [p.read_text(encoding="utf-8") for p in (LOCALE.parent.parent / "notebooks").glob("*.ipynb")]
    text = "\n".join(code)
    made = ("unit-", "counts-", "value-", "basis-", "page-banner-", "page-basis-", "qualifier-", "word-", "review-say-",
            "review-check-", "review-topic-", "review-items-", "column-")  # fmt: skip
    assert [name for name in messages("vi") if name not in text and not name.startswith(made)] == []


@pytest.mark.parametrize(
    ("code", "number", "percent", "date"),
    [("vi", "2.143", "76,8%", "13/01/2009"), ("en", "2,143", "76.8%", "13 January 2009")],
)
def test_numbers_and_dates(code, number, percent, date):
    language = Language(code)
    assert (language.number(2143), language.percent(126 / 164), language.date("2009-01-13")) == (number, percent, date)


def test_halves_are_rounded_up_and_nothing_is_a_dash():
    """13/16 is 81.25 %."""
    vi = Language("vi")
    assert (vi.percent(13 / 16), vi.number(float("nan")), vi.percent(float("nan"))) == ("81,3%", "–", "–")
    assert vi.number(2.87997, digits=2) == "2,88"


def test_a_missing_value_or_message_is_an_error_and_not_a_placeholder():
    with pytest.raises(KeyError, match="map-source"):
        Language("vi").say("map-source")
    with pytest.raises(KeyError, match="no message 'nothing'"):
        Language("vi").say("nothing")
    with pytest.raises(ValueError, match="expected one of vi, en; found 'fr'"):
        Language("fr")
