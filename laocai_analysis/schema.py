"""The columns of every table with their allowed values; `csv_tables` reads and checks them."""

from __future__ import annotations

import pandera.pandas as pa

from laocai_analysis.basis import BASES
from laocai_analysis.language import Message
from laocai_analysis.qualifier import QUALIFIERS

LEVELS = ("province", "district", "commune")
TYPES = (
    "tỉnh",
    "thành phố",
    "thị xã",
    "quận",
    "huyện",
    "thị trấn",
    "phường",
    "xã",
    "đặc khu",
)
VALUES = ("yes", "no", "unknown", "na")
#: The value of a count that the public does not see; no file holds it.
WITHHELD = "withheld"
KINDS = ("yes_no", "count", "amount", "ratio", "rank", "date", "years")
DIRECTIONS = ("more", "less", "none")
DENOMINATORS = (
    "",
    "commune_level",
    "xa",
    "hard_xa",
    "asked",
    "district_level",
    "state_agency",
    "portal",
    "province",
    "not_stated",
)

#: Longitude and latitude on WGS 84: how boundaries are stored (RFC 7946).
CRS_STORED = "EPSG:4326"
#: VN-2000 / UTM zone 48N, in metres: how boundaries of Lào Cai are drawn and measured on the plane.
CRS_PLANE = "EPSG:3405"


def _one_of(values: tuple[str, ...]) -> pa.Check:
    choices = ", ".join(value for value in values if value)
    id = "expected-one-of-or-blank" if "" in values else "expected-one-of"
    return pa.Check.isin(values, error=Message(id, choices=choices))


def _text(*checks: pa.Check, unique: bool = False, blank: bool = False) -> pa.Column:
    # no type: `read_rows` reads nothing but text, and a check of the type takes twice as long as
    # all others
    rules = list(checks)
    if not blank:
        rules.insert(0, _VALUE)
    return pa.Column(None, rules, unique=unique)


def _matches(pattern: str, expected: str, **values: str) -> pa.Check:
    """Return a check with the id of the message that says what is expected."""
    # pandera hands the error of a check on as it is: a message stays a message
    return pa.Check.str_matches(pattern, error=Message(expected, **values))


_VALUE = _matches(r"(?s)^.", "expected-value")
_DATE = _matches(r"^\d{4}-\d{2}-\d{2}$", "expected-date")
_DATE_OR_BLANK = _matches(r"^(\d{4}-\d{2}-\d{2})?$", "expected-date-or-blank")
_YEAR = _matches(r"^\d{4}$", "expected-year")
_ID = _matches(r"^[a-z][a-z0-9_]*$", "expected-id")
_WHOLE = _matches(r"^\d+$", "expected-whole")
_NUMBER_OR_BLANK = _matches(r"^(-?\d+(\.\d+)?)?$", "expected-number-or-blank")
_EVIDENCE_ID = _matches(r"^[A-Z]+\d{2,}$", "expected-evidence-id")
_RETURN_VALUE = _matches(
    rf"^({'|'.join(VALUES)}|\d+(\.\d+)?)$", "expected-one-of-or-number", choices=", ".join(VALUES)
)

_UNIT_CODE = _matches(r"^(\d{2}|\d{3}|\d{5})$", "expected-code-of-level")

UNIT_VERSIONS = pa.DataFrameSchema(
    {
        "code": _text(_UNIT_CODE),
        "name": _text(_matches(rf"(?i)^({'|'.join(TYPES)}) \S", "expected-full-name")),
        "parent": _text(_matches(r"^(\d{2,3})?$", "expected-parent"), blank=True),
        "from": _text(_DATE),
        "until": _text(_DATE_OR_BLANK, blank=True),
        "dated_by": _text(_one_of(("law", "list"))),
        "source": _text(),
    },
    strict=True,
    name="versions of units",
)

UNIT_EVENTS = pa.DataFrameSchema(
    {
        "date": _text(_DATE),
        "from_code": _text(_UNIT_CODE),
        "to_code": _text(_UNIT_CODE),
        "part": _text(_one_of(("whole", "part"))),
        "share": _text(_NUMBER_OR_BLANK, blank=True),
        "km2": _text(_NUMBER_OR_BLANK, blank=True),
        "people": _text(_NUMBER_OR_BLANK, blank=True),
        "resolution": _text(blank=True),
        "clause": _text(blank=True),
        "confidence": _text(_one_of(("high", "medium-high", "medium", "low"))),
        "source": _text(),
        "remark": _text(blank=True),
    },
    strict=True,
    name="events of units",
)

UNIT_CORRECTIONS = pa.DataFrameSchema(
    {
        "table": _text(_one_of(("versions", "events"))),
        "code": _text(_UNIT_CODE),
        "date": _text(_DATE),
        "column": _text(),
        "printed": _text(),
        "corrected": _text(blank=True),
        "reason_vi": _text(),
        "reason_en": _text(),
        "source": _text(),
    },
    strict=True,
    name="corrections of units",
)

UNIT_COVERAGE = pa.DataFrameSchema(
    {
        "province": _text(_matches(r"^\d{2}$", "expected-province-code"), unique=True),
        "known_from": _text(_DATE),
        "missing_before_2015": _text(_NUMBER_OR_BLANK, blank=True),
        "source": _text(),
    },
    strict=True,
    name="coverage of units",
)

GROUPS = pa.DataFrameSchema(
    {"code": _text(_matches(r"^\d{5}$", "expected-code")), "group": _text()},
    strict=True,
    name="groups of communes",
)

_NOT_BELOW_0 = _matches(r"^(\d+(\.\d+)?)?$", "expected-positive")

WEIGHTS = pa.DataFrameSchema(
    {
        "code": _text(_matches(r"^\d{5}$", "expected-code")),
        "weight": _text(_NOT_BELOW_0, blank=True),
        "cost": pa.Column(None, [_NOT_BELOW_0], required=False),
        "choice": pa.Column(None, [_one_of(("", "must", "never"))], required=False),
    },
    strict=True,
    name="weights of communes",
)

PLACES = pa.DataFrameSchema(
    {
        "name": _text(),
        "longitude": _text(_matches(r"^-?\d+(\.\d+)?$", "expected-degrees")),
        "latitude": _text(_matches(r"^-?\d+(\.\d+)?$", "expected-degrees")),
    },
    strict=True,
    name="places",
)

POLYGONS = pa.DataFrameSchema(
    {
        "polygon": _text(_WHOLE, unique=True),
        "code": _text(_matches(r"^(\d{3}|\d{5})?$", "expected-code"), blank=True),
        "matched_by": _text(_one_of(("name", "hand", "none"))),
        "source": _text(),
    },
    strict=True,
    name="codes of polygons",
)

CENSUS = pa.DataFrameSchema(
    {
        "code": _text(_UNIT_CODE, unique=True),
        "population": _text(_WHOLE),
        "urban": _text(_WHOLE),
        "households": _text(_WHOLE),
        "printed_as": _text(blank=True),
        "source": _text(),
    },
    strict=True,
    name="census",
)

HEADERS = pa.DataFrameSchema(
    {"header": _text(unique=True), "means": _text(_ID), "source": _text()},
    strict=True,
    name="wordings of headers",
)

INDICATORS = pa.DataFrameSchema(
    {
        "indicator": _text(_ID, unique=True),
        "topic": _text(_ID),
        "kind": _text(_one_of(KINDS)),
        "name_vi": _text(),
        "name_en": _text(),
        "unit": _text(blank=True),
        "direction": _text(_one_of(DIRECTIONS)),
        "applies_to": _text(blank=True),
        "may_answer": _text(blank=True),
        "asked_of": _text(_one_of(("", "commune")), blank=True),
        "part_of": _text(blank=True),
        "formula": _text(blank=True),
        "definition_vi": _text(),
        "definition_en": _text(),
        "definition_source": _text(),
        "changed_vi": _text(blank=True),
        "changed_en": _text(blank=True),
    },
    strict=True,
    name="indicators",
)

EVIDENCE = pa.DataFrameSchema(
    {
        "id": _text(_EVIDENCE_ID, unique=True),
        "indicator": _text(_ID),
        "area": _text(),
        "period": _text(),
        "as_of": _text(_DATE_OR_BLANK, blank=True),
        "value": _text(),
        "qualifier": _text(_one_of(("", *QUALIFIERS)), blank=True),
        "unit": _text(blank=True),
        "numerator": _text(_NUMBER_OR_BLANK, blank=True),
        "denominator": _text(_NUMBER_OR_BLANK, blank=True),
        "denominator_counts": _text(_one_of(DENOMINATORS), blank=True),
        "quotation": _text(blank=True),
        "source": _text(),
        "locator_vi": _text(blank=True),
        "locator_en": _text(blank=True),
        "remark_vi": _text(blank=True),
        "remark_en": _text(blank=True),
    },
    strict=True,
    name="evidence",
)

ITEMS = pa.DataFrameSchema(
    {
        "id": _text(_EVIDENCE_ID, unique=True),
        "kind": _text(_one_of(("project", "award"))),
        "title_vi": _text(),
        "title_en": _text(),
        "period": _text(),
        "body_vi": _text(),
        "body_en": _text(),
        "quotation": _text(),
        "source": _text(),
    },
    strict=True,
    name="items",
)

RETURNS = pa.DataFrameSchema(
    {
        "year": _text(_YEAR),
        "code": _text(),
        "name": _text(),
        "indicator": _text(_ID),
        "value": _text(_RETURN_VALUE),
        "basis": _text(_one_of(BASES)),
        "source": _text(),
        "file": pa.Column(None, required=False),
        "cell": pa.Column(None, required=False),
    },
    strict=True,
    name="returns",
)
