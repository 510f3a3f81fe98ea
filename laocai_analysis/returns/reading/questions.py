"""The open questions of an import, and the decisions of a person."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import (
    LANGUAGES,
    Bilingual,
    Language,
    Message,
    Value,
    process_language,
)
from laocai_analysis.returns.form import LONG_COLUMNS, UNIT_COLUMNS, load_form
from laocai_analysis.returns.reading.answers import as_decimal, read_answer
from laocai_analysis.text.keys import name_key, nfc

#: How each kind of doubt is decided: the message after its question, ``doubt-`` and the kind.
#: `skip` as a decision always leaves the thing out.
KINDS = {
    "encoding": "decide-choose",
    "year": "decide-accept",
    "header": "decide-skip",
    "column": "decide-choose",
    "district": "decide-code",
    "unit": "decide-code",
    "duplicate": "decide-choose",
    "value": "decide-choose",
    "total": "decide-accept",
    "which": "decide-choose",
    "vintage": "decide-accept",
    "section": "decide-accept",
    "conflict": "decide-choose",
}
#: The decisions that are words: the messages ``choice-<decision>``.
CHOICES = (
    "skip",
    "accept",
    "yes",
    "no",
    "unknown",
    "na",
    *UNIT_COLUMNS,
    *LONG_COLUMNS,
    "part",
    "plan",
    "ratio",
    "of_which",
    "other_time",
)
#: In front of an indicator: a column that says the opposite of it.
INVERSE = "not-"
#: In front of a factor and an indicator: a column of counts in thousands, say.
_TIMES = "times-"


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that the import does not guess.

    Parameters
    ----------
    id : str
        Ten hexadecimal digits, made of the content of the file, the place and what was found there.
    file, cell : str
        Where it stands.
    kind : str
        One of `KINDS`.
    found : str or value of a message
        What the file holds there: its text, with a message about it where there is one.
    candidates : tuple of str
        The best decisions, best first; each begins with what is to be written as the decision.
    holds : tuple of (str, str)
        The unit and indicator of each cell that is kept out of the table until this is decided;
        blank for unknown.
    rule : str
        The id under which one decision answers all doubts that are alike, in this file and in the
        next one of the round; blank for a doubt of which there can be only one.
    unit, column : str
        The names of the unit and of the column, for a person.
    """

    id: str
    file: str
    cell: str
    kind: str
    found: Value
    candidates: tuple[str, ...] = ()
    holds: tuple[tuple[str, str], ...] = ()
    rule: str = ""
    unit: str = ""
    column: str = ""

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Doubt:
        """Make a doubt from the JSON of `dataclasses.asdict`."""
        holds = tuple((str(code), str(indicator)) for code, indicator in kept["holds"])
        candidates = tuple(str(text) for text in kept["candidates"])
        texts = {name: str(kept[name]) for name in ("id", "file", "cell", "kind")}
        more = {name: str(kept.get(name, "")) for name in ("rule", "unit", "column")}
        return cls(
            **texts, found=value_of(kept["found"]), candidates=candidates, holds=holds, **more
        )


def value_of(kept: Any) -> Value:
    """Return the value of a message from its JSON."""
    if isinstance(kept, dict) and "id" not in kept:
        return Bilingual(**kept)
    if isinstance(kept, dict):
        return Message(kept["id"], **{name: value_of(value) for name, value in kept["values"]})
    if isinstance(kept, list):
        return tuple(value_of(value) for value in kept)
    return kept if isinstance(kept, int) else str(kept)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided of a doubt.

    Parameters
    ----------
    id : str
        The id of the doubt.
    decision : str
        A code, an indicator, a value, a row, ``accept`` or ``skip``.
    file : str
        The review file that it was written in.
    row : int
        The row of that file.
    """

    id: str
    decision: str
    file: str
    row: int

    def refuse(self, expected: str | Message) -> InputError:
        """Return the error for an invalid decision."""
        return InputError([Fault(self.file, self.row, "decision", expected, repr(self.decision))])


def doubt_id(*parts: str) -> str:
    """Return the id of a doubt: the same for the same content, place and finding.

    Examples
    --------
    >>> len(doubt_id("0af1", "unit", "B7", "Bản Lâu"))
    10
    """
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:10]


def in_words(choice: str, *, language: str = "") -> str:
    """Return a decision in words: *không* for ``no``, the name of an indicator.

    Parameters
    ----------
    choice : str
        A decision as a code.
    language : {"vi", "en"}, optional
        The language; that of the process by default.

    Examples
    --------
    >>> in_words("no", language="vi"), in_words("03004 Xã Bản Khoang", language="en")
    ('không', '03004 Xã Bản Khoang')
    """
    words = Language(language or process_language())
    if choice in CHOICES:
        return words.say(f"choice-{choice.replace('_', '-')}")
    (indicator, factor), names = times_of(choice.removeprefix(INVERSE)), _names(words.code)
    if factor > 1:
        named = in_words(indicator, language=words.code)
        return words.say("choice-times", indicator=named, factor=words.number(factor))
    if indicator not in names:
        return choice
    name = names[indicator]
    return name if choice == indicator else words.say("choice-opposite", indicator=name)


def in_both(choice: str) -> Bilingual:
    """Return a decision in the words of either language."""
    return Bilingual(in_words(choice, language="vi"), in_words(choice, language="en"))


def times(indicator: str, factor: int) -> str:
    """Return the decision that a column is an indicator whose counts are to be multiplied.

    Examples
    --------
    >>> times("base_stations", 1000), in_words(times("base_stations", 1000), language="en")
    ('times-1000-base_stations', 'Mobile base stations × 1,000')
    """
    return f"{_TIMES}{factor}-{indicator}"


def times_of(decision: str) -> tuple[str, int]:
    """Return the indicator and the factor of a decision that `times` made; of every other one the
    decision, and 1.

    Examples
    --------
    >>> times_of("times-1000-base_stations"), times_of("base_stations")
    (('base_stations', 1000), ('base_stations', 1))
    """
    if not decision.startswith(_TIMES):
        return decision, 1
    factor, _, indicator = decision.removeprefix(_TIMES).partition("-")
    return indicator, int(factor)


@lru_cache(maxsize=4)
def _names(language: str) -> dict[str, str]:
    names = load_form()[f"name_{language}"]
    return {str(indicator): str(name) for indicator, name in names.items()}


def decided(made: Decision, *, kind: str, allowed: Iterable[str], number: str = "") -> str:
    """Return what a decision says, as a code: it may be written in words, or as a whole line of the
    candidates.

    Parameters
    ----------
    made : Decision
        What a person wrote.
    kind : str
        The kind of the doubt, one of `QUESTIONS`.
    allowed : iterable of str
        The possible decisions.
    number : {"", "count", "share", "number"}
        Which numbers are possible too, as `indicators.answered` names them; a person who writes
        0,5 for a share means 0.5 %.

    Raises
    ------
    InputError
        If it is none of the possible ones.

    Examples
    --------
    >>> decided(Decision("0af1", "Không", "review.xlsx", 2), kind="value", allowed=["yes", "no"])
    'no'
    """
    possible, written = set(allowed), nfc(made.decision)
    if written in possible:
        return written
    said = next(
        (
            code
            for code in possible
            for language in LANGUAGES
            if name_key(in_words(code, language=language)) == name_key(written)
        ),
        "",
    )
    first = written.split(" ")[0]
    if not said and kind in ("unit", "district") and first in possible:
        said = first
    if not said and kind in ("value", "conflict"):
        said = read_answer(written, kind="yes_no").value
        said = said if said in possible else read_answer(written, kind="count").value
    if said in possible or (number == "count" and said.isdecimal() and said.isascii()):
        return said
    if number == "count" and written.isdecimal() and written.isascii():
        return written
    if number in ("share", "number"):
        most, plain = (100, written.rstrip("% ")) if number == "share" else (math.inf, written)
        if said := as_decimal(plain, most=most):
            return said
    listed = ", ".join(sorted(possible)[:12])
    expected = "expected-one-of-or-number" if number else "expected-one-of"
    if len(possible) > 12:
        raise made.refuse(Message("expected-code-or-skip"))
    raise made.refuse(Message(expected, choices=listed))
