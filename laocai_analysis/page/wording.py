"""A figure in words: its number, its parts, its bounds and its unit, in one language."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from laocai_analysis.language import Language, exact, rounded
from laocai_analysis.page.figures import Figure
from laocai_analysis.qualifier import QUALIFIERS

#: Units of which there is no fraction, or of which the sources print none: a computed number of
#: them is shown without decimals.
COUNTED = (
    "commune",
    "point",
    "people",
    "household",
    "weight",
    "pair",
    "province",
    "subscription",
    "station",
    "agency",
    "licence",
    "finding",
    "cell",
    "km2",
)


def in_words(figure: Figure, *, language: Language, noun: bool = False) -> str:
    """Return a figure in words: the number as the language writes it, its parts, its bounds, its
    unit; with `noun` also what the denominator of a share counts.

    Examples
    --------
    >>> points = Figure("F02", 278, "point", "published", ("mic-2009-01-13",), "published")
    >>> in_words(points, language=Language("vi"))
    '278 điểm'
    """
    if figure.text:
        return language.date(figure.text)
    if figure.qualifier:
        bare = in_words(replace(figure, qualifier=""), language=language, noun=noun)
        rank = figure.unit == "rank" and figure.qualifier == "ít nhất"
        if rank:  # a greater rank is a worse one: more of it is further down
            return language.say("qualifier-at-least-rank", figure=bare)
        return qualified(bare, figure.qualifier, language=language)
    if figure.unit == "rank":
        return _rank(figure, language=language)
    if figure.denominator is not None and figure.numerator is not None:
        if not figure.denominator:
            return language.say("word-na")
        counts = figure.denominator_counts
        of = f" {language.say(f'of-{counts}')}" if noun and counts else ""
        parts = fraction(figure, language=language)
        return f"{parts}{of} ({percentage(figure, language=language)})"
    if figure.value is None and (figure.lower is None or figure.upper is None):
        return language.say("word-undetermined")
    digits = digits_of(figure)
    if figure.value is None and figure.unit in ("%", "share"):
        low, high = (
            language.percent(exact(end or 0) / (100 if figure.unit == "%" else 1))
            for end in (figure.lower, figure.upper)
        )
        return f"{low[:-1]}–{high}"
    if figure.value is None:
        low, high = (
            number(end, language=language, digits=digits) for end in (figure.lower, figure.upper)
        )
        span = low if low == high else language.say("page-range", low=low, high=high)
        return f"{span} {language.unit(figure.unit)}".strip()
    if figure.unit in ("%", "share"):
        share = exact(figure.value) / (100 if figure.unit == "%" else 1)
        whole = (100 * share).denominator == 1
        printed = decimals([figure.value]) if figure.metric == "published" else 1
        return language.percent(share, digits=0 if whole else printed)
    return f"{number(figure.value, language=language, digits=digits)} {language.unit(figure.unit)}".strip()


def _rank(figure: Figure, *, language: Language) -> str:
    """Return a rank and of how many, or the ranks between which it is."""
    ends = [figure.lower, figure.upper] if figure.value is None else [figure.value]
    if None in ends:
        return language.say("word-undetermined")
    ranks = "–".join(dict.fromkeys(number(end, language=language) for end in ends))
    of = f"/{number(figure.denominator, language=language)}" if figure.denominator else ""
    return language.say("unit-rank", rank=ranks + of)


def qualified(words: str, qualifier: str, *, language: Language) -> str:
    """Return a number in words with the word of its qualifier, where it has one."""
    return language.say(QUALIFIERS[qualifier].message, figure=words) if qualifier else words


def digits_of(figure: Figure) -> int | None:
    """Return how many decimals a figure is shown with; None for as many as it has. A rate has so
    many that three of its digits are seen; whole numbers have none.
    """
    if figure.metric == "published":
        return None
    if figure.metric == "metrics.rates":
        return rate_digits(figure.lower if figure.value is None else figure.value)
    if figure.metric == "difference" and figure.unit not in COUNTED:
        return None
    ends = (figure.value, figure.lower, figure.upper)
    whole = all(end is None or float(end).is_integer() for end in ends)
    return 0 if whole or figure.unit in COUNTED else 2


def rate_digits(value: float | None) -> int:
    """Return how many decimals show three digits of a rate, at most four; none of 0.

    Examples
    --------
    >>> [rate_digits(value) for value in (0.0312, 0.263, 22.53, 1234.5, 0)]
    [4, 3, 1, 0, 0]
    """
    return min(4, max(0, 2 - math.floor(math.log10(value)))) if value else 0


def number(value: float | None, *, language: Language, digits: int | None = None) -> str:
    """Return a number as the language writes it, with as many decimals as it has, at most four.

    Examples
    --------
    >>> number(2.7, language=Language("vi")), number(None, language=Language("vi"))
    ('2,7', '–')
    """
    if value is None:
        return "–"
    return language.number(value, digits=decimals([value]) if digits is None else digits)


def decimals(values: Iterable[object]) -> int:
    """Return how many decimals the numbers among some values need, at most four.

    Examples
    --------
    >>> decimals([34.0, 54.1, None, "xã"])
    1
    """
    numbers = [
        value for value in values if isinstance(value, (int, float)) and not math.isnan(value)
    ]
    return max(
        (
            next((n for n in range(4) if rounded(one, digits=n) == rounded(one, digits=4)), 4)
            for one in numbers
        ),
        default=0,
    )


def fraction(figure: Figure, *, language: Language) -> str:
    """Return the parts of a share, with the bounds of its numerator.

    Examples
    --------
    >>> share = Figure("x", None, "share", "metrics.coverage", (), "observed", numerator=110,
    ...                denominator=144, unknown=20)
    >>> fraction(share, language=Language("vi"))
    '110–130/144'
    """
    low, of = figure.numerator or 0, number(figure.denominator, language=language)
    first, last = (number(n, language=language) for n in (low, low + (figure.unknown or 0)))
    return f"{first}/{of}" if first == last else f"{first}–{last}/{of}"


def percentage(figure: Figure, *, language: Language) -> str:
    """Return a share that has parts in per cent, with its bounds.

    Examples
    --------
    >>> share = Figure("x", None, "share", "metrics.coverage", (), "observed", numerator=110,
    ...                denominator=144, unknown=20)
    >>> percentage(share, language=Language("vi"))
    '76,4–90,3%'
    """
    low, total = figure.numerator or 0, exact(figure.denominator or 0)
    least, most = exact(low) / total, exact(low + (figure.unknown or 0)) / total
    if least == most:
        return language.percent(least)
    return f"{language.percent(least)[:-1]}–{language.percent(most)}"
