"""The columns of every table with their allowed values, and the reader that checks them.

A table is a UTF-8 csv file with a header. `read_csv` raises all faults of a file at once.
"""

from __future__ import annotations

import hashlib
import io
import threading
import unicodedata
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from laocai_analysis.basis import BASES
from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message
from laocai_analysis.plain_files import read_plain
from laocai_analysis.text.keys import piled_marks

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
QUALIFIERS = ("", "hơn", "trên", "gần", "ước đạt")
KINDS = ("yes_no", "count", "amount", "ratio", "rank", "date", "years")
DIRECTIONS = ("more", "less", "none")
DENOMINATORS = (
    "",
    "commune_level",
    "xa",
    "hard_xa",
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
_CODE_OR_BLANK = _matches(r"^(\d{5})?$", "expected-code-or-blank")
_WHOLE = _matches(r"^\d+$", "expected-whole")
_NUMBER_OR_BLANK = _matches(r"^(-?\d+(\.\d+)?)?$", "expected-number-or-blank")
_EVIDENCE_ID = _matches(r"^[A-Z]+\d{2,}$", "expected-evidence-id")
_RETURN_VALUE = _matches(
    rf"^({'|'.join(VALUES)}|\d+)$", "expected-one-of-or-number", choices=", ".join(VALUES)
)

UNITS = pa.DataFrameSchema(
    {
        "code": _text(_matches(r"^\d{2,5}$", "expected-code-of-level"), unique=True),
        "level": _text(_one_of(LEVELS)),
        "name": _text(),
        "type": _text(_one_of(TYPES)),
        "parent": _text(_matches(r"^(\d{2,3})?$", "expected-parent"), blank=True),
        "attested_on": _text(_DATE),
        "source": _text(),
    },
    strict=True,
    name="units",
)

UNIT_YEARS = pa.DataFrameSchema(
    {
        "year": _text(_YEAR, unique=True),
        "table": _text(),
        "source": _text(),
        "remark_vi": _text(),
        "remark_en": _text(),
    },
    strict=True,
    name="years of units",
)

CROSSWALK = pa.DataFrameSchema(
    {
        "code": _text(_matches(r"^\d{5}$", "expected-code")),
        "part": _text(_one_of(("whole", "part"))),
        "code_2020": _text(_CODE_OR_BLANK, blank=True),
        "name_2020": _text(blank=True),
        "district_2020": _text(blank=True),
        "code_2025": _text(_CODE_OR_BLANK, blank=True),
        "name_2025": _text(blank=True),
        "legal_basis": _text(blank=True),
        "confidence": _text(_one_of(("high", "medium-high", "medium", "low"))),
        "taken_from": _text(),
        "remark": _text(blank=True),
        "source": _text(),
    },
    strict=True,
    name="crosswalk of units",
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

FORM = pa.DataFrameSchema(
    {"indicator": _text(_ID, unique=True), "part_of": _text(blank=True), "source": _text()},
    strict=True,
    name="form of the return",
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
        "qualifier": _text(_one_of(QUALIFIERS), blank=True),
        "unit": _text(),
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

#: Columns of a table of boundaries beside its geometry.
BOUNDARY_COLUMNS = ("code", "name", "type", "district_code", "district", "valid_on")


def read_csv(path: Path | str, schema: pa.DataFrameSchema) -> pd.DataFrame:
    """Read a table and check it.

    Parameters
    ----------
    path : path
        A UTF-8 csv file with a header, with or without a byte order mark.
    schema : pandera.DataFrameSchema
        One of the schemas of this module.

    Returns
    -------
    DataFrame
        All columns of the schema as text in Unicode NFC; a blank is an empty text, and so is a
        column that may be left out. The index, ``row``, is the line of the file.

    Raises
    ------
    InputError
        With every fault of the file.
    """
    table, faults = read_rows(path, schema)
    if faults:
        raise InputError(faults)
    return table


def read_rows(path: Path | str, schema: pa.DataFrameSchema) -> tuple[pd.DataFrame, list[Fault]]:
    """Read a table as `read_csv` does, but return the faults of its rows beside it.

    A caller that has more to check of the rows can so name all faults at once. A file that cannot
    be read, or whose columns are not those of the schema, is an `InputError` here too.
    """
    path = Path(path)
    try:
        content = read_plain(path, links=True)
    except FileNotFoundError:
        raise _unreadable(path.name, Message("found-no-file")) from None
    except OSError as error:
        raise _unreadable(path.name, str(error)) from None
    key = (path.name, schema.name, hashlib.sha256(content).digest())
    found = _checked.get(key)
    if found is None:
        found = _check(content, schema, file=path.name)
        with _keeping:
            while len(_checked) >= _MOST_CHECKED:
                _checked.pop(next(iter(_checked)))
            _checked[key] = found
    return found[0].copy(), list(found[1])


#: Tables with their faults by the name, schema and SHA-256 of their files: to check a table takes
#: longer than to read it, and a process reads the same ones again and again.
_checked: dict[tuple[str, str | None, bytes], tuple[pd.DataFrame, tuple[Fault, ...]]] = {}
_MOST_CHECKED = 32
_keeping = threading.Lock()


def _check(
    content: bytes, schema: pa.DataFrameSchema, *, file: str
) -> tuple[pd.DataFrame, tuple[Fault, ...]]:
    try:
        written = content.decode("utf-8-sig")
        if piled_marks(written):
            raise _unreadable(file, Message("found-piled-marks"))
        text = io.StringIO(unicodedata.normalize("NFC", written), newline="")
        # plain objects until all is checked: cell by cell they take half the time of the text of
        # pyarrow
        table = pd.read_csv(text, dtype=object, keep_default_na=False, skip_blank_lines=False)
    except (pd.errors.ParserError, pd.errors.EmptyDataError, ValueError) as error:
        raise _unreadable(file, str(error).split("\n")[0]) from None
    if not isinstance(table.index, pd.RangeIndex):  # pandas takes the fields in front for an index
        expected = Message("expected-fields", count=len(table.columns))
        raise InputError([Fault(file, None, None, expected, Message("found-more-fields"))])
    table = table.apply(lambda column: column.map(str.strip))
    table.index = pd.RangeIndex(2, len(table) + 2, name="row")
    table = table[table.ne("").any(axis=1)]
    if faults := _column_faults(table, schema, file=file):
        raise InputError(faults)
    table = table.reindex(columns=list(schema.columns), fill_value="")
    return table.astype("str"), tuple(_value_faults(table, schema, file=file))


def _unreadable(file: str, found: str | Message) -> InputError:
    return InputError([Fault(file, None, None, Message("expected-csv"), found)])


def _column_faults(table: pd.DataFrame, schema: pa.DataFrameSchema, *, file: str) -> list[Fault]:
    if len(table.columns) == 1 and ";" in str(table.columns[0]):
        return [Fault(file, 1, None, Message("expected-commas"), Message("found-semicolons"))]
    absent = [
        name
        for name, column in schema.columns.items()
        if column.required and name not in table.columns
    ]
    more = [str(name) for name in table.columns if name not in schema.columns]
    column, only = (
        Message("expected-columns"),
        Message("expected-only-columns", choices=", ".join(schema.columns)),
    )
    return [Fault(file, 1, name, column, Message("found-none")) for name in absent] + [
        Fault(file, 1, name, only, Message("found-this-one")) for name in more
    ]


def _value_faults(table: pd.DataFrame, schema: pa.DataFrameSchema, *, file: str) -> list[Fault]:
    try:
        schema.validate(table, lazy=True)
    except SchemaErrors as errors:
        faults = {
            Fault(
                file,
                int(case["index"]),
                str(case["column"]),
                Message("expected-unique")
                if case["check"] == "field_uniqueness"
                else case["check"],
                _shown(case["failure_case"]),
            )
            for case in errors.failure_cases.to_dict("records")
        }
        return sorted(faults, key=lambda one: (one.row, one.column, str(one.expected)))
    return []


def _shown(value: object) -> str | Message:
    text = str(value)
    if not text:
        return Message("found-blank")
    return repr(text if len(text) <= 60 else text[:57] + "...")
