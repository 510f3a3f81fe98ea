"""Vietnamese and English: messages, numbers, dates.

The messages are in ``locale/<language>/*.ftl`` (Fluent), with the same ids in both languages.
Babel formats numbers and dates by CLDR.
"""

from __future__ import annotations

import datetime as dt
import math
import os
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from babel.dates import format_date
from babel.numbers import format_decimal
from fluent.runtime import FluentBundle, FluentResource

LANGUAGES = ("vi", "en")
_LOCALE = Path(__file__).resolve().parent / "locale"
#: Letters that a value may have and still be given to Fluent, which refuses 2,500: a longer one is
#: put in afterwards.
_LONG = 1_000
#: A syllable of Vietnamese without its marks, with a capital letter.
_SYLLABLE = re.compile(
    "(?:B|Ch?|D|G[hi]?|H|Kh?|L|M|N(?:gh?|h)?|Ph?|Qu|R|S|T[hr]?|V|X)?[AEIOUYaeiouy]{1,3}"
    "(?:ch?|m|n[gh]?|p|t)?"
)


def process_language() -> str:
    """Return the language of this process, in which errors and commands speak.

    It is ``LAOCAI_LANGUAGE`` where that is one of `LANGUAGES`. Otherwise it is Vietnamese where the
    first of ``LC_ALL``, ``LC_MESSAGES`` and ``LANG`` that is set begins with ``vi``, else English.
    """
    if (chosen := os.environ.get("LAOCAI_LANGUAGE", "")) in LANGUAGES:
        return chosen
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "vi" if next(filter(None, names), "").startswith("vi") else "en"


@dataclass(frozen=True, slots=True, init=False)
class Message:
    """A message by its id, with its values; the words are looked up when it is shown.

    ``str(message)`` gives the words in the language of the process, `Language.text` in another one.

    Parameters
    ----------
    id : str
        The id of the message.
    **values
        Its values. Text goes in as it is, a number with the separators of the language, a message
        or a bilingual text in that language, a tuple with semicolons between its values.

    Examples
    --------
    >>> Language("vi").text(Message("finding-range-found", count=2143))
    '2.143 ở một đơn vị'
    """

    id: str
    values: tuple[tuple[str, Value], ...]

    def __init__(self, id: str, /, **values: Value) -> None:
        object.__setattr__(self, "id", id)
        object.__setattr__(self, "values", tuple(values.items()))

    def __str__(self) -> str:
        return Language(process_language()).text(self)


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A text that the data give in both languages, the name of an indicator for example."""

    vi: str
    en: str


#: A number that can be rounded and shown; a share of two counts is best given as a Fraction.
Number = int | float | Decimal | Fraction
#: Digits of a float that count: the rest is noise of binary arithmetic, as in 0.1 + 0.2.
_DIGITS = 12


def exact(value: Number) -> Fraction:
    """Return a number as a fraction; a float is the decimal number of `_DIGITS` digits that is
    nearest to it.

    Examples
    --------
    >>> exact(0.2875), exact(0.1 + 0.2)
    (Fraction(23, 80), Fraction(3, 10))
    """
    return Fraction(f"{value:.{_DIGITS}g}") if isinstance(value, float) else Fraction(value)


def rounded(value: Number, *, digits: int = 0) -> Decimal:
    """Round a number to `digits` decimals; a half goes away from zero, and zero has no sign.

    Every rounding that a reader sees, or that a published figure is compared after, is this one.

    Examples
    --------
    >>> rounded(2.5), rounded(100 * Fraction(23, 80), digits=1), rounded(-0.04, digits=1)
    (Decimal('3'), Decimal('28.8'), Decimal('0.0'))
    """
    scaled = abs(exact(value)) * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(-whole if value < 0 else whole).scaleb(-digits)


def significant(value: float, *, digits: int) -> Decimal:
    """Round a number to at most so many digits that count.

    Examples
    --------
    >>> significant(0.3991, digits=3), significant(1.1, digits=3), significant(1234.5, digits=2)
    (Decimal('0.399'), Decimal('1.1'), Decimal('1200'))
    """
    return Decimal(f"{Decimal(f'{value:.{digits}g}'):f}")


#: What can be a value of a `Message`.
Value = str | int | float | Decimal | Message | Bilingual | tuple["Value", ...]


def answer(value: str) -> Value:
    """Return a value of a return as a value of a message: yes, no, unknown, not applicable in
    words, a number as a number; other text as it is.

    Examples
    --------
    >>> Language("vi").text(answer("54.1"))
    '54,1'
    """
    if value in ("yes", "no", "unknown", "na"):
        return Message(f"word-{value}")
    if re.fullmatch(r"\d+\.\d+", value):
        return Decimal(value)
    return int(value) if value.isdigit() else value


class Language:
    """One language of the package: `say` gives its messages, `number` and `date` its formats.

    Parameters
    ----------
    code : {"vi", "en"}
        The language.

    Raises
    ------
    ValueError
        If the language is not one of `LANGUAGES`.

    Examples
    --------
    >>> vi = Language("vi")
    >>> vi.number(2143), vi.percent(126 / 164), vi.date("2009-01-13")
    ('2.143', '76,8%', '13/01/2009')
    """

    def __init__(self, code: str) -> None:
        if code not in LANGUAGES:
            raise ValueError(f"language: expected one of {', '.join(LANGUAGES)}; found {code!r}")
        self.code = code
        self._locale = {"vi": "vi", "en": "en_GB"}[code]
        self._messages = _messages(code)

    def __repr__(self) -> str:
        return f"Language({self.code!r})"

    def has(self, message: str) -> bool:
        """Tell whether there is a message of this id."""
        return message in self._messages

    def say(self, message: str, **values: str | int | float) -> str:
        """Return a message with its values in place.

        Parameters
        ----------
        message : str
            The id of the message.
        **values
            Every value that the message names; text goes in as it is, so format numbers first.

        Raises
        ------
        KeyError
            If there is no such message, or one of its values is missing: a page never shows a
            placeholder.
        """
        if message not in self._messages:
            raise KeyError(f"no message {message!r} in the language {self.code!r}")
        bundle = _bundle(self.code)
        if not bundle.has_message(message):  # a page needs one in six
            bundle.add_resource(FluentResource(self._messages[message]))
        pattern = bundle.get_message(message).value
        assert pattern is not None, f"message {message!r} has attributes only"
        long = {
            name: value
            for name, value in values.items()
            if isinstance(value, str) and len(value) > _LONG
        }
        marks = {name: f"\0{name}\0" for name in long}
        text, errors = bundle.format_pattern(pattern, values | marks)
        if errors:
            raise KeyError(f"message {message!r} in the language {self.code!r}: {errors[0]}")
        return (
            re.sub("\0(\\w+)\0", lambda mark: long.get(mark[1], mark[0]), str(text))
            if long
            else str(text)
        )

    def text(self, value: Value) -> str:
        """Return the words of a value in this language; text as it is, a number in its format, with
        every decimal that it has.

        Examples
        --------
        >>> Language("vi").text(565803.11), Language("en").text(Decimal("2.70"))
        ('565.803,11', '2.70')
        """
        if isinstance(value, Message):
            return self.say(value.id, **{k: self.text(v) for k, v in value.values})
        if isinstance(value, tuple):
            return "; ".join(map(self.text, value))
        if isinstance(value, Bilingual):
            return str(getattr(value, self.code))
        if isinstance(value, float) and math.isfinite(value):
            value = significant(value, digits=_DIGITS)
        if isinstance(value, Decimal):
            return self.number(value, digits=-int(value.as_tuple().exponent))
        return self.number(value) if isinstance(value, int | float) else value

    def number(self, value: Number, *, digits: int = 0) -> str:
        """Return a number with the language's separators and exactly `digits` decimals, rounded as
        `rounded` says.

        A missing number is a dash.
        """
        if value is None or math.isnan(value):
            return "–"
        pattern = "#,##0." + "0" * digits if digits else "#,##0"
        text = format_decimal(rounded(value, digits=digits), format=pattern, locale=self._locale)
        return str(text).replace("-", "\N{MINUS SIGN}")

    def percent(self, share: Number, *, digits: int = 1) -> str:
        """Return a share in per cent, without a blank before the sign; a dash for no number.

        0 and 100 are kept for what is exactly so: a share that is only rounded to one of them is
        said to be greater or less than the last number before it.

        Examples
        --------
        >>> en = Language("en")
        >>> en.percent(Fraction(23, 80)), en.percent(Fraction(1, 11163)), en.percent(1)
        ('28.8%', '<0.1%', '100.0%')
        """
        if math.isnan(share):
            return "–"
        size, sign = abs(100 * exact(share)), "\N{MINUS SIGN}" if share < 0 else ""
        shown, step = rounded(size, digits=digits), Decimal(1).scaleb(-digits)
        mark = ""
        if shown == 0 and size:
            mark, shown = "<", step
        elif shown == 100 and size != 100:
            mark, shown = (">", shown - step) if size < 100 else ("<", shown + step)
        return f"{sign}{mark}{self.number(shown, digits=digits)}%"

    def unit(self, unit: str) -> str:
        """Return a unit of measure in words; of one for so many people or km2 that has no words
        itself, both its parts. A unit of the office's own stays as it stands.

        Examples
        --------
        >>> Language("en").unit("station/1000 people"), Language("vi").unit("station")
        ('stations per 1,000 people', 'trạm')
        >>> Language("vi").unit("máy tính")
        'máy tính'
        """
        counted, slash, per = unit.rpartition("/")
        if not unit.startswith("/") and self.has(whole := f"unit-{_slug(unit)}"):
            return self.say(whole, rank="").strip()
        if slash and self.has(part := f"per-{_slug(per)}"):
            return self.say(part, unit=self.unit(counted)).strip()
        return unit

    def inside(self, name: str) -> str:
        """Return a name as it is written inside a sentence: in Vietnamese with a small letter
        where its first word is a syllable of the language; abbreviations and foreign names stay.
        Other languages leave the name as it is.

        Examples
        --------
        >>> vi = Language("vi")
        >>> vi.inside("Huyện Sa Pa"), vi.inside("Báo đến trong ngày"), vi.inside("Internet 4G")
        ('huyện Sa Pa', 'báo đến trong ngày', 'Internet 4G')
        """
        plain = unicodedata.normalize("NFD", name.split(" ")[0].replace("Đ", "D").replace("đ", "d"))
        letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
        if self.code != "vi" or not _SYLLABLE.fullmatch(letters):
            return name
        return name[0].lower() + name[1:]

    def answer(self, value: str) -> str:
        """Return a value of a return in words, as `answer` says."""
        return self.text(answer(value))

    def date(self, day: str) -> str:
        """Return an ISO date as the language writes it, a span of years with a dash; other text as
        it is.

        Examples
        --------
        >>> Language("vi").date("2007-2010")
        '2007–2010'
        """
        if re.fullmatch(r"\d{4}-\d{4}", day):
            return day.replace("-", "–")
        try:
            parsed = dt.date.fromisoformat(day)
        except ValueError:
            return day
        form = {"vi": "dd/MM/yyyy", "en": "d MMMM yyyy"}[self.code]
        return str(format_date(parsed, format=form, locale=self._locale))


def _slug(unit: str) -> str:
    """Return a unit as the id of its message ends."""
    return "-".join(re.findall(r"[^\W_]+", unit.lower()))


@lru_cache(maxsize=len(LANGUAGES))
def _messages(code: str) -> dict[str, str]:
    """Return each message as its file has it: its first line, and those that are set in."""
    files = sorted((_LOCALE / code).glob("*.ftl"))
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    written = re.finditer(r"^([a-z][\w-]*) *=.*(?:\n(?:[ \t].*)?)*", text, re.M)
    return {message[1]: message[0] for message in written}


@lru_cache(maxsize=len(LANGUAGES))
def _bundle(code: str) -> FluentBundle:
    """Return the messages of a language that have been parsed."""
    return FluentBundle([code], use_isolating=False)
