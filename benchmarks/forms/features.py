"""What offices do to a form, each drawn by its own chance so that it can be left out alone."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from forms.truth import INDICATORS, YES_NO, districts, later_names, units

#: How often each kind of file is drawn. LibreOffice writes xls and ods, which takes time.
KINDS = {"xlsx": 58, "csv": 29, "html": 3, "ods": 5, "xls": 5}
_STYLED = ("xlsx", "ods", "xls")

#: For each feature: how often, the variants, and the kinds of files that can hold it.
FEATURES: dict[str, tuple[float, tuple[Any, ...], tuple[str, ...]]] = {
    # above the table
    "letterhead": (0.45, ("state", "short", "unit", "biểu"), ()),
    "title": (0.55, tuple(range(16)), ()),
    "other_year": (0.07, tuple((i, year) for i in range(14) for year in (2008, 2010)), ()),
    "decree": (0.2, tuple((i, year) for i in range(6) for year in (2007, 2008, 2009, 2010)), ()),
    "dated": (0.25, ("above", "beneath"), ()),
    "district_stated": (0.6, ("title", "line", "unit line", "sheet"), ()),
    "unit_of_measure": (0.12, (0, 1, 2, 3), ()),
    "blank_rows": (0.2, (1, 2, 3), ()),
    "offset": (0.08, (1, 2), ()),
    "sheet_name": (0.3, ("Bieu 01", "2009", "Năm 2009", "Tổng hợp", "BC 31.12.2009"), _STYLED),
    # the head
    "english": (0.04, (True,), ()),
    "capitals": (0.2, (True,), ()),
    "line_ends": (0.15, (True,), ()),
    "notes_in_heads": (0.2, (0, 1, 2), ()),
    "groups": (0.3, ("field", "field, long"), ()),
    "above_all": (0.1, ("Chỉ tiêu", "Kết quả thực hiện năm 2009", "Số liệu đến 31/12/2009"), ()),
    "block": (0.07, ("previous", "plan", "previous, dates"), ()),
    "unmerged": (0.35, ("left", "filled", "bottom", "middle"), ()),
    "order": (0.4, ("shuffled",), ()),
    "unit_head": (0.4, tuple(range(12)), ()),
    "unit_last": (0.05, (True,), ()),
    # further columns
    "note": (0.3, ("blank", "words", "answers"), ()),
    "people": (0.12, ("chair", "telephone", "population", "villages", "area"), ()),
    "part": (0.14, tuple(range(12)), ()),
    "last_year": (0.1, (0, 1, 2, 3), ()),
    "share": (0.08, (0, 1, 2), ()),
    "negative": (0.04, (True,), ()),
    "total_column": (0.06, ("Tổng số", "Tổng cộng", "Cộng", "Năm 2008", "Kế hoạch"), ()),
    "same_head": (0.03, (True,), ()),
    "blank_head": (0.04, (True,), ()),
    # units
    "names": (0.5, tuple(range(22)), ()),
    "typo": (0.1, ("letter", "missing", "accent"), ()),
    "codes": (
        0.45,
        (
            "text",
            "number",
            "short",
            "float",
            "formula",
            "apostrophe",
            "system",
            "blank",
            "one off",
            "padded",
        ),
        (),
    ),
    "codes_only": (0.05, (True,), ()),
    "type_column": (0.12, ("full", "short"), ()),
    "district_column": (0.2, ("each", "merged", "first", "bare"), ()),
    "numbering": (0.3, ("none", "restart", "01", "far"), ()),
    "vintage": (0.03, ("one", "all"), ()),
    "duplicate": (0.03, ("same", "other"), ()),
    # rows
    "column_numbers": (0.25, ("plain", "letters", "brackets", "sums", "long"), ()),
    "again": (0.12, (4, 6, 9), ()),
    "carried": (0.05, (True,), ()),
    "strangers": (0.08, ("offices", "villages", "operators"), ()),
    "shape": (0.05, ("turned", "pairs, plan", "pairs, years", "long", "long, three"), ()),
    "sections": (0.5, ("roman", "merged", "name", "letter", "total", "upper"), ()),
    "areas": (0.1, ("khu vực", "loại", "vùng"), ()),
    "totals": (0.35, ("top", "bottom", "both", "count", "wrong", "district", "bracket"), ()),
    "ratio": (0.1, ("percent", "mean", "compared"), ()),
    "blank_between": (0.08, (True,), ()),
    "remarks": (0.2, (0, 1, 2, 3), ()),
    "signature": (0.35, (0, 1, 2, 3), ()),
    "summary": (0.06, ("below", "beside"), ()),
    # several tables
    "second": (
        0.16,
        (
            "below units",
            "below indicators",
            "beside units",
            "beside indicators",
            "below previous",
            "beside previous",
            "touching units",
        ),
        (),
    ),
    "sheets": (
        0.12,
        ("units", "previous", "guide", "other year", "copy", "districts", "plan"),
        _STYLED,
    ),
    # what is seen
    "hidden_column": (0.06, ("before", "after", "narrow"), _STYLED),
    "hidden_rows": (0.06, ("units", "answers"), _STYLED),
    "hidden_sheet": (0.04, (True,), _STYLED),
    "struck": (0.06, ("cells", "row", "part", "format"), _STYLED),
    "symbols": (0.06, tuple(range(8)), _STYLED),
    "fonts": (0.09, (".VnTime", ".VnTimeH heads", "VNI-Times", "mixed"), _STYLED),
    "invisible": (0.06, (True,), ()),
    "far": (0.05, ("blank", "stray", "column"), _STYLED),
    # answers
    "words": (0.75, tuple(range(20)), ()),
    "unknown": (0.4, ("không rõ", "chưa có số liệu", "…", "?", "chưa báo cáo"), ()),
    "numbers": (0.4, ("text", "dotted", "float", "grouped", "blanks", "decimal"), ()),
    "odd_number": (
        0.12,
        ("about", "unit", "estimate", "sum", "thousand", "error", "dash", "range", "comma"),
        (),
    ),
    "odd_word": (0.08, tuple(range(9)), ()),
    "both_signs": (0.1, (True,), ()),
    "footnotes": (0.04, (True,), ()),
    "percent_format": (0.05, ("some", "all"), _STYLED),
    "date_format": (0.03, (True,), _STYLED),
    "merged_answers": (0.03, (True,), _STYLED),
    "wards_no": (0.3, ("Không", "0", "-", "không thuộc đối tượng"), ()),
    # text files
    "text": (
        0.7,
        (
            "utf-8-sig",
            "utf-16",
            "tcvn3",
            "vni",
            "windows-1258",
            "mojibake",
            "escapes",
            "names tcvn3",
            "utf-16-be",
        ),
        ("csv",),
    ),
    "delimiter": (0.6, (";", "\t", "|"), ("csv",)),
    "text_lines": (0.2, ("sep", "quoted", "trailing", "cr"), ("csv",)),
    "name_of_file": (0.1, ("xls", "txt"), ("csv",)),
}
#: The features that have room beside a shape of another kind.
_BESIDE_SHAPES = [
    "shape",
    "letterhead",
    "title",
    "other_year",
    "decree",
    "dated",
    "district_stated",
    "blank_rows",
    "names",
    "words",
    "unknown",
    "numbers",
    "odd_number",
    "odd_word",
    "remarks",
    "signature",
    "text",
    "delimiter",
    "text_lines",
    "fonts",
    "english",
    "unmerged",
    "sheet_name",
]
#: How an indicator is divided into columns under its head.
YES_NO_PARTS = ("có không", "không có", "có chưa", "years", "không có, left", "slash")
COUNT_PARTS = (
    "years",
    "years, later first",
    "plan",
    "plan and share",
    "share first",
    "share last",
    "parts and total",
    "total and parts",
    "parts only",
    "growth",
    "dates",
    "in which",
)


@dataclass(frozen=True, slots=True)
class Composition:
    """What a form is made of.

    Parameters
    ----------
    seed, number : int
        The run, and the form in it.
    kind : str
        The kind of file.
    units, indicators : tuple of str
        Of which the form speaks, in order.
    features : mapping of str to object
        The variant of each feature that the form has.
    """

    seed: int
    number: int
    kind: str
    units: tuple[str, ...]
    indicators: tuple[str, ...]
    features: Mapping[str, Any]

    def get(self, feature: str) -> Any:
        """Return the variant of a feature; None where the form has none."""
        return self.features.get(feature)

    def draw(self, what: str) -> random.Random:
        """Return the chance of one thing, which no other thing changes."""
        return random.Random(f"{self.seed}:{self.number}:{what}")

    @property
    def truth(self) -> int:
        """The number that the true values follow from."""
        return self.seed * 1_000_003 + self.number

    def without(self, *features: str) -> Composition:
        """Return the composition without some features."""
        left = {name: value for name, value in self.features.items() if name not in features}
        return replace(self, features=left)


def compose(*, seed: int, number: int) -> Composition:
    """Draw what a form is made of."""
    draw = random.Random(f"{seed}:{number}")
    kind = draw.choices(list(KINDS), list(KINDS.values()))[0]
    indicators = draw.sample(INDICATORS, draw.choice((1, 2, 3, 3, 4, 5, 7)))
    if draw.random() < 0.6:
        indicators.sort(key=INDICATORS.index)
    much = draw.choice((0.25, 0.5, 0.8))
    features = {
        name: draw.choice(variants)
        for name, (often, variants, kinds) in FEATURES.items()
        if draw.random() < much * often and kind in (kinds or KINDS)
    }
    for indicator in indicators:
        parts = YES_NO_PARTS if indicator in YES_NO else COUNT_PARTS
        if draw.random() < 0.12 * much:
            features[f"parts {indicator}"] = draw.choice(parts)
    return settled(Composition(seed, number, kind, _units(draw), tuple(indicators), features))


def settled(composition: Composition) -> Composition:
    """Return the composition without the features that it leaves no room for."""
    out = {
        name
        for name in composition.features
        if name in FEATURES and composition.kind not in (FEATURES[name][2] or KINDS)
    }
    if composition.get("vintage") == "all":
        new = _new_names(composition.units)
        out |= (
            {"vintage"} if new < 3 or 2 * new < len(composition.units) else {"codes", "codes_only"}
        )
    if composition.get("codes_only"):
        out |= {"vintage"}
    if composition.get("shape"):
        out |= set(composition.features) - set(_BESIDE_SHAPES)
    out |= {
        name
        for name in composition.features
        if name.startswith("parts ") and name.removeprefix("parts ") not in composition.indicators
    }
    return composition.without(*out) if out & set(composition.features) else composition


def _new_names(codes: tuple[str, ...]) -> int:
    """Return how many units have a name of 2025 that none of the year has."""
    own = set(units()["name"])
    return sum(later_names(2025)[code] not in own for code in codes)


def _units(draw: random.Random) -> tuple[str, ...]:
    """Return the units of a form: a district, a part of one, or parts of several."""
    how = draw.choices(("one", "part", "several"), (30, 50, 20))[0]
    parents = [str(code) for code in districts().index]
    chosen = sorted(draw.sample(parents, 1 if how != "several" else draw.choice((2, 3))))
    found: list[str] = []
    for parent in chosen:
        own = [str(code) for code in units().index[units()["parent"] == parent]]
        size = len(own) if how == "one" else draw.randrange(3, min(9, len(own)) + 1)
        first = draw.randrange(len(own) - size + 1)
        found += own[first : first + size]
    return tuple(found)
