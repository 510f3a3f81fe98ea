"""The reader of tables, which checks them against their columns in `schema`.

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

from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message
from laocai_analysis.plain_files import read_plain
from laocai_analysis.text.keys import piled_marks


def read_csv(path: Path | str, schema: pa.DataFrameSchema) -> pd.DataFrame:
    """Read a table and check it.

    Parameters
    ----------
    path : path
        A UTF-8 csv file with a header, with or without a byte order mark.
    schema : pandera.DataFrameSchema
        One of the schemas of `schema`.

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
