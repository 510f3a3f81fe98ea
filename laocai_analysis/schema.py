"""The columns of every table: names, types, allowed values; and the one reader that checks them.

A table is a UTF-8 csv file with a header. `read_csv` gathers every fault of a file and raises once.
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

from laocai_analysis.errors import Fault, InputError

LEVELS = ("province", "district", "commune")
TYPES = ("tỉnh", "thành phố", "thị xã", "huyện", "thị trấn", "phường", "xã")
VALUES = ("yes", "no", "unknown", "na")
BASES = ("observed", "estimated", "illustrative")
QUALIFIERS = ("", "hơn", "trên", "gần", "ước đạt")
KINDS = ("yes_no", "count", "amount", "ratio", "rank", "date", "years")
DIRECTIONS = ("more", "less", "none")
DENOMINATORS = (
    "",
    "commune_level",
    "xa",
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
    shown = ", ".join(value or "(blank)" for value in values)
    return pa.Check.isin(values, error=f"one of {shown}")


def _text(*checks: pa.Check, unique: bool = False, blank: bool = False) -> pa.Column:
    # no type: `read_rows` reads nothing but text, and a check of the type takes twice as long as
    # all others
    rules = list(checks)
    if not blank:
        rules.insert(0, pa.Check.str_length(min_value=1, error="a value"))
    return pa.Column(None, rules, unique=unique)


def _matches(pattern: str, error: str) -> pa.Check:
    return pa.Check.str_matches(pattern, error=error)


_DATE = _matches(r"^\d{4}-\d{2}-\d{2}$", "a date as YYYY-MM-DD")
_DATE_OR_BLANK = _matches(r"^(\d{4}-\d{2}-\d{2})?$", "a date as YYYY-MM-DD, or blank")
_YEAR = _matches(r"^\d{4}$", "a year of four digits")
_ID = _matches(r"^[a-z][a-z0-9_]*$", "an id of a-z, 0-9 and _")
_CODE_OR_BLANK = _matches(r"^(\d{5})?$", "a code of 5 digits, or blank")
_NUMBER_OR_BLANK = _matches(r"^(-?\d+(\.\d+)?)?$", "a number with a decimal point, or blank")

UNITS = pa.DataFrameSchema(
    {
        "code": _text(_matches(r"^\d{2,5}$", "a code of 2, 3 or 5 digits"), unique=True),
        "level": _text(_one_of(LEVELS)),
        "name": _text(),
        "type": _text(_one_of(TYPES)),
        "parent": _text(
            _matches(r"^(\d{2,3})?$", "the code of the unit above, or blank"), blank=True
        ),
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
        "code": _text(_matches(r"^\d{5}$", "a code of 5 digits")),
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
        "id": _text(
            _matches(r"^[A-Z]+\d{2,}$", "an id of capitals and at least two digits"), unique=True
        ),
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
        "id": _text(
            _matches(r"^[A-Z]+\d{2,}$", "an id of capitals and at least two digits"), unique=True
        ),
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
        "value": _text(
            _matches(
                rf"^({'|'.join(VALUES)}|\d+)$", f"one of {', '.join(VALUES)}, or a whole number"
            )
        ),
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
        content = path.read_bytes()
    except FileNotFoundError:
        raise InputError(
            [Fault(path.name, None, None, f"a table of {schema.name}", "no such file")]
        ) from None
    except OSError as error:
        raise InputError(
            [Fault(path.name, None, None, "a csv table in UTF-8", str(error))]
        ) from None
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
        text = io.StringIO(unicodedata.normalize("NFC", content.decode("utf-8-sig")), newline="")
        # plain objects until all is checked: cell by cell they take half the time of the text of
        # pyarrow
        table = pd.read_csv(text, dtype=object, keep_default_na=False, skip_blank_lines=False)
    except (pd.errors.ParserError, pd.errors.EmptyDataError, ValueError) as error:
        reason = str(error).split("\n")[0]
        raise InputError([Fault(file, None, None, "a csv table in UTF-8", reason)]) from None
    if not isinstance(table.index, pd.RangeIndex):  # pandas takes the fields in front for an index
        fields = f"{len(table.columns)} fields, as many as the header"
        raise InputError([Fault(file, None, None, f"rows of {fields}", "more fields in the rows")])
    table = table.apply(lambda column: column.map(str.strip))
    table.index = pd.RangeIndex(2, len(table) + 2, name="row")
    table = table[table.ne("").any(axis=1)]
    if faults := _column_faults(table, schema, file=file):
        raise InputError(faults)
    table = table.reindex(columns=list(schema.columns), fill_value="")
    return table.astype("str"), tuple(_value_faults(table, schema, file=file))


def _column_faults(table: pd.DataFrame, schema: pa.DataFrameSchema, *, file: str) -> list[Fault]:
    if len(table.columns) == 1 and ";" in str(table.columns[0]):
        return [Fault(file, 1, None, "columns separated by commas", "semicolons")]
    absent = [
        name
        for name, column in schema.columns.items()
        if column.required and name not in table.columns
    ]
    faults = [Fault(file, 1, name, "a column of this name", "none") for name in absent]
    choices = ", ".join(schema.columns)
    more = [str(name) for name in table.columns if name not in schema.columns]
    return faults + [
        Fault(file, 1, name, f"only the columns {choices}", "this one") for name in more
    ]


def _value_faults(table: pd.DataFrame, schema: pa.DataFrameSchema, *, file: str) -> list[Fault]:
    try:
        schema.validate(table, lazy=True)
    except SchemaErrors as errors:
        found = set()
        for case in errors.failure_cases.to_dict("records"):
            rule = (
                "a value that stands only once"
                if case["check"] == "field_uniqueness"
                else str(case["check"])
            )
            found.add((int(case["index"]), str(case["column"]), rule, _shown(case["failure_case"])))
        return [
            Fault(file, line, column, expected, shown)
            for line, column, expected, shown in sorted(found)
        ]
    return []


def _shown(value: object) -> str:
    text = str(value)
    if not text:
        return "a blank"
    return repr(text if len(text) <= 60 else text[:57] + "...")
