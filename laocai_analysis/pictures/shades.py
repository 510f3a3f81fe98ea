"""The fills of a map of numbers: a shade for each class, from few to many, and its legend."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from laocai_analysis.language import Language
from laocai_analysis.pictures.maps import FILLS, HIDDEN, Fill
from laocai_analysis.schema import WITHHELD

#: Blues from few to many; they differ in lightness, for every kind of colour vision and in grey.
_SHADES = ("#dbe7f3", "#b3cde6", "#80abd6", "#4c86bf", "#1f5c99", "#0d3666")


def class_fills(
    ends: Sequence[float],
    *,
    whole: bool,
    none_stands_out: bool,
    language: Language,
    hidden: bool = False,
) -> dict[str, Fill]:
    """Return how the classes of `metrics.classify` are filled, for `maps.choropleth`.

    Parameters
    ----------
    ends : sequence of float
        The upper ends of the classes, as `metrics.class_ends` gives them.
    whole : bool
        Whether the values are whole numbers.
    none_stands_out : bool
        Whether a unit that has none is what a reader looks for; it is then filled as one without
        the service, else palest.
    language : Language
        The language of the legend.
    hidden : bool
        Whether there are numbers that the public does not see.

    Returns
    -------
    dict of str to Fill
        In the order of the legend: none, each class, what is hidden, unknown, what does not apply.

    Examples
    --------
    >>> found = class_fills((2, 5), whole=True, none_stands_out=True, language=Language("en"))
    >>> [found[name].label for name in found][:4]
    ['0', '1–2', '3–5', '6 or more']
    """
    count = len(ends) + 1
    steps = [round(n * (len(_SHADES) - 1) / max(count - 1, 1)) for n in range(count)]
    none = FILLS["no"].color if none_stands_out else "#f7fafd"
    fills = {"class-none": Fill(none, "", none, language.number(0))}
    for number, (step, label) in enumerate(
        zip(steps, labels(ends, whole=whole, language=language), strict=True), start=1
    ):
        fills[f"class-{number}"] = Fill(_SHADES[step], "", _SHADES[step], label)
    fills |= {WITHHELD: HIDDEN} if hidden else {}
    return fills | {name: FILLS[name] for name in ("unknown", "na")}


def labels(ends: Sequence[float], *, whole: bool, language: Language) -> list[str]:
    """Return what each class above 0 holds, in words; the last one has no end."""
    say, digits = language.say, max((_decimals(end) for end in ends), default=0)
    written = [language.number(end, digits=digits) for end in ends]
    if not ends:
        return [say("class-from", low=language.number(1)) if whole else say("class-above", low="0")]
    if whole:
        lows = [language.number(end) for end in (1, *(end + 1 for end in ends))]
        spans = [
            low if low == high else say("class-span", low=low, high=high)
            for low, high in zip(lows, written, strict=False)
        ]
        return [*spans, say("class-from", low=lows[-1])]
    spans = [say("class-span", low=low, high=high) for low, high in pairwise(written)]
    return [say("class-up-to", high=written[0]), *spans, say("class-above", low=written[-1])]


def _decimals(number: float) -> int:
    return len(f"{number:.12g}".partition(".")[2])
