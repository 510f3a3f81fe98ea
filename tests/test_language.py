"""Vietnamese and English: the same messages with the same variables; numbers and dates as each
language writes them.
"""

import ast as python
import gc
import re
import string
from fractions import Fraction
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from laocai_analysis import basis, language, schema
from laocai_analysis.evidence import load_evidence
from laocai_analysis.indicators import load_indicators
from laocai_analysis.language import Language
from laocai_analysis.page import wording
from laocai_analysis.qualifier import QUALIFIERS

LOCALE = Path(language.__file__).parent / "locale"
VI, EN = Language("vi"), Language("en")


class Variables(Visitor):
    def __init__(self):
        self.names = set()

    def visit_VariableReference(self, node):  # noqa: N802 (the name that fluent looks for)
        self.names.add(node.id.name)


def read(code):
    """Return what each file of a language holds: the id of each message and its entry."""
    parser = FluentParser()
    return {
        path.name: [
            entry
            for entry in parser.parse(path.read_text(encoding="utf-8")).body
            if not isinstance(entry, ast.Comment)
            and not isinstance(entry, ast.GroupComment | ast.ResourceComment)
        ]
        for path in sorted((LOCALE / code).glob("*.ftl"))
    }


def variables(entry):
    found = Variables()
    found.visit(entry)
    return found.names


ENTRIES = {code: read(code) for code in language.LANGUAGES}
MESSAGES = {
    code: {entry.id.name: variables(entry) for file in files.values() for entry in file}
    for code, files in ENTRIES.items()
}


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_every_entry_is_a_message_that_stands_once(code):
    entries = [entry for file in ENTRIES[code].values() for entry in file]
    assert {type(entry) for entry in entries} == {ast.Message}
    names = [entry.id.name for entry in entries]
    assert sorted(names) == sorted(set(names))
    assert all(entry.value is not None for entry in entries)
    assert len(names) > 100


def test_both_languages_have_the_same_messages_in_the_same_files():
    vi, en = (
        {name: {entry.id.name for entry in file} for name, file in ENTRIES[code].items()}
        for code in ("vi", "en")
    )
    assert vi == en


def test_both_languages_name_the_same_variables():
    differ = [name for name, named in MESSAGES["vi"].items() if named != MESSAGES["en"].get(name)]
    assert differ == []


class Written(python.NodeVisitor):
    """Collects the texts of a program as patterns; what is put into a text, or behind a dash at its
    end, may be anything.
    """

    def __init__(self):
        self.texts = set()

    def visit_Constant(self, node):
        text = str(node.value)
        self.texts.add(re.escape(text) + (".+" if text.endswith("-") else ""))

    def visit_JoinedStr(self, node):
        put = [part for part in node.values if isinstance(part, python.FormattedValue)]
        self.texts.add("".join(".+" if p in put else re.escape(p.value) for p in node.values))
        for part in put:
            self.visit(part.value)


def test_every_message_is_used():
    """By its whole id in the code, in a template or in another message, or by what makes it:
    ``f"left-{reason}"``.
    """
    written = Written()
    gc.disable()  # Python 3.11 loses count of a tree while whose making something else is compiled
    for path in LOCALE.parent.rglob("*.py"):
        written.visit(python.parse(path.read_text(encoding="utf-8")))
    gc.enable()
    for path in [*LOCALE.parent.rglob("*.j2"), *(LOCALE / "vi").glob("*.ftl")]:
        for text in re.findall(r"""["'{] *([a-z][\w-]+)""", path.read_text(encoding="utf-8")):
            written.texts.add(re.escape(text) + (".+" if text.endswith("-") else ""))
    texts = {text for text in written.texts if re.match(r"[a-z]{2}|\.\+\\-[a-z]", text)}
    named = re.compile("|".join(text for text in texts if len(text) < 80))
    assert [name for name in MESSAGES["vi"] if not named.fullmatch(name)] == []


def calls_of(path):
    """Yield the line, the id and the values of each call that says a message by its whole id and
    names every value.
    """
    for node in python.walk(python.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, python.Call) and node.args:
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            values, first = {each.arg for each in node.keywords}, node.args[0]
            ids = [first.body, first.orelse] if isinstance(first, python.IfExp) else [first]
            for each in ids if name in SAYING and None not in values else ():
                if isinstance(each, python.Constant) and each.value in MESSAGES["vi"]:
                    yield node.lineno, each.value, values


SAYING = ("say", "answer", "title", "question", "heading", "annex", "Message", "_line")


def test_every_message_is_given_each_of_its_values():
    gc.disable()  # as above
    calls = [(path.name, *call) for path in LOCALE.parent.rglob("*.py") for call in calls_of(path)]
    gc.enable()
    assert len(calls) > 500
    missing = [call[:3] for call in calls if MESSAGES["vi"][call[2]] - call[3]]
    assert missing == []


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_every_message_can_be_said_with_each_count(code):
    """With numbers for values, so that every selector is resolved; nothing of the markup is left in
    the text.
    """
    said = {
        (message, number): Language(code).say(message, **dict.fromkeys(named, number))
        for message, named in MESSAGES[code].items()
        for number in (0, 1, 2, 5)
    }
    empty = {message for (message, _), text in said.items() if not text.strip()}
    assert empty == {"unit-share", "unit-finding"}  # a share has no unit
    assert [text for text in said.values() if set(text) & set("{}$\u2068\u2069")] == []


def test_every_value_that_is_passed_is_shown():
    hidden = [
        (language.code, message, name)
        for language in (VI, EN)
        for message, named in MESSAGES["vi"].items()
        for name in named
        if language.say(message, **dict.fromkeys(named, 1))
        == language.say(message, **dict.fromkeys(named, 1) | {name: 7})
    ]
    assert hidden == []


def test_no_vietnamese_message_is_the_english_one():
    """Words that are the same in both are only signs, numbers and names."""

    def letters(said, name):
        text = said.say(name, **dict.fromkeys(MESSAGES["vi"][name], "1"))
        return "".join(
            c for c in text.casefold() if c not in string.punctuation + string.digits + " "
        )

    same = {
        name
        for name in MESSAGES["vi"]
        if len(letters(VI, name)) > 3 and letters(VI, name) == letters(EN, name)
    }
    assert same == set()


def test_numbers():
    for value, digits, vi, en in (
        (2143, 0, "2.143", "2,143"),
        (273000, 0, "273.000", "273,000"),
        (164, 0, "164", "164"),
        (2.7, 1, "2,7", "2.7"),
        (2.7036, 2, "2,70", "2.70"),
        (6359.398, 1, "6.359,4", "6,359.4"),
        (1234567.5, 1, "1.234.567,5", "1,234,567.5"),
        (0, 0, "0", "0"),
        (-0.4, 1, "−0,4", "−0.4"),
        (-0.04, 1, "0,0", "0.0"),  # zero has no sign
        (-0.05, 1, "−0,1", "−0.1"),
        (Fraction(115, 4), 1, "28,8", "28.8"),
        (0.5, 0, "1", "1"),  # halves go up
        (2.5, 0, "3", "3"),
        (0.125, 2, "0,13", "0.13"),
        (2.675, 2, "2,68", "2.68"),  # as printed, not as the binary number just below it
        (float("nan"), 0, "–", "–"),
    ):
        assert VI.number(value, digits=digits) == vi
        assert EN.number(value, digits=digits) == en


def test_percent():
    for share, vi, en in (
        (126 / 164, "76,8%", "76.8%"),
        (126 / 144, "87,5%", "87.5%"),
        (94 / 164, "57,3%", "57.3%"),
        (13 / 16, "81,3%", "81.3%"),  # 81.25 %
        (1, "100,0%", "100.0%"),
        (0, "0,0%", "0.0%"),
        (Fraction(23, 80), "28,8%", "28.8%"),  # 28.75 %
        (23 / 80, "28,8%", "28.8%"),
        (Fraction(1, 2000), "0,1%", "0.1%"),  # 0.05 %
        (Fraction(1, 11163), "<0,1%", "<0.1%"),
        (Fraction(11160, 11163), ">99,9%", ">99.9%"),
        (1.0004, "<100,1%", "<100.1%"),
        (-0.0002, "−<0,1%", "−<0.1%"),
        (-0.00386, "−0,4%", "−0.4%"),
        (0.7 + 0.2 + 0.1, "100,0%", "100.0%"),  # 0.9999999999999999
        (float("nan"), "–", "–"),
    ):
        assert VI.percent(share) == vi
        assert EN.percent(share) == en


def test_every_share_of_two_counts_is_rounded_half_up():
    """Against whole numbers alone, for every share up to n = 2,000 that is a half at one decimal:
    k / n = (2 t + 1) / 2000.
    """
    halves = {
        (k, n): 2 * t + 1
        for n in range(2, 2001)
        for t in range(1000)
        if (2 * t + 1) * n % 2000 == 0 and (k := (2 * t + 1) * n // 2000)
    }
    assert len(halves) > 2000
    for (k, n), odd in halves.items():
        tenths = (odd + 1) // 2  # a half goes up
        shown = f"{tenths // 10}.{tenths % 10}%"
        if tenths == 1000:
            shown = ">99.9%"
        assert EN.percent(k / n) == EN.percent(Fraction(k, n)) == shown, (k, n)


def test_dates():
    for day, vi, en in (
        ("2009-01-13", "13/01/2009", "13 January 2009"),
        ("2008-11-21", "21/11/2008", "21 November 2008"),
        ("2009-03-25", "25/03/2009", "25 March 2009"),
        ("2008", "2008", "2008"),
        ("2011-2015", "2011–2015", "2011–2015"),
        ("", "", ""),
    ):
        assert VI.date(day) == vi
        assert EN.date(day) == en


def test_a_message_with_its_value():
    assert VI.say("map-source", source="GSO") == "Nguồn: GSO"
    assert EN.say("map-source", source="GSO") == "Source: GSO"


def test_a_missing_value_is_an_error_and_no_placeholder():
    with pytest.raises(KeyError, match="map-source"):
        VI.say("map-source")


def test_a_missing_message_is_an_error():
    assert not EN.has("no-such-message")
    assert EN.has("map-source")
    with pytest.raises(KeyError, match="no message 'no-such-message' in the language 'en'"):
        EN.say("no-such-message")


def test_an_unknown_language_lists_the_known_ones():
    with pytest.raises(ValueError, match="expected one of vi, en; found 'fr'"):
        Language("fr")


def test_a_value_of_any_length_stands_where_it_belongs():
    """Fluent itself refuses values of more than 2,500 letters."""
    text = "Ă" * 9_999
    assert EN.say("map-source", source=text) == f"Source: {text}"
    assert VI.say("map-source", source="\0source\0") == "Nguồn: \0source\0"


@pytest.mark.parametrize(
    ("family", "members"),
    [
        ("of", schema.DENOMINATORS[1:]),
        ("counts", schema.DENOMINATORS[1:]),
        ("word", schema.VALUES),
        ("basis", [*basis.BASES, "published", "none"]),
        ("page-basis", [*basis.FIGURE_BASES, "none"]),
        ("index-basis", basis.MARKED_BASES),
        ("quality-share", basis.BASES[1:]),
        ("", [one.message for one in QUALIFIERS.values()]),
        ("unit", wording.COUNTED),
    ],
)
def test_every_value_that_makes_an_id_has_its_message(family, members):
    assert [one for one in members if f"{family}-{one}".lstrip("-") not in MESSAGES["vi"]] == []


def test_a_rate_of_what_has_no_unit():
    said = [(language.unit("/1000 people"), language.unit("/km2")) for language in (VI, EN)]
    assert said == [("/1.000 dân", "/km²"), ("per 1,000 people", "per km²")]


def test_every_unit_of_the_shipped_data_has_words():
    units = {*load_indicators()["unit"], *load_evidence()["unit"]} - {"", "%", "date", "years"}
    assert len(units) > 8
    assert [unit for unit in units if VI.unit(unit) == unit] == []
