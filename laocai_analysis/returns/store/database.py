"""A table of a database, read as a file for the import."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message
from laocai_analysis.returns.reading.sheets import MAX_BYTES, MAX_COLUMNS, MAX_ROWS

_LARGE = 10**15


def read_table(address: str, *, table: str) -> tuple[str, bytes]:
    """Read a table or view of a database.

    Parameters
    ----------
    address : str
        An address of SQLAlchemy, ``postgresql+psycopg://user@host/database`` for example; a
        password belongs in the environment or in a password file.
    table : str
        The name of the table, with its schema where it needs one: ``public.return_2009``.

    Returns
    -------
    tuple of (str, bytes)
        A file name and the content of a delimited text with a header, in the order of the primary
        key where there is one, to import like any other file. A number that is not whole is written
        with six places, so that none can pass for thousands.

    Raises
    ------
    InputError
        If the database or the table cannot be read, or the table is too large; the address is not
        repeated.
    """
    try:
        import sqlalchemy as sa
    except ImportError:
        expected = Message(
            "expected-installed", libraries="SQLAlchemy", package="laocai-analysis[sql]"
        )
        fault = Fault("--table", None, None, expected, Message("found-not-installed"))
        raise InputError([fault]) from None
    from laocai_analysis.returns.store.postgres import url_of

    schema, _, name = table.rpartition(".")
    try:
        engine = sa.create_engine(url_of(address), poolclass=sa.NullPool)
        with engine.connect() as connection:
            there = sa.Table(name, sa.MetaData(), schema=schema or None, autoload_with=connection)
            if len(there.columns) > MAX_COLUMNS:
                most = Message("expected-fewer-columns", columns=MAX_COLUMNS)
                raise _refused(table, most, f"{len(there.columns)}")
            query = sa.select(there).order_by(*there.primary_key.columns)
            rows = connection.execution_options(stream_results=True, max_row_buffer=100).execute(
                query
            )
            content = _text([column.name for column in there.columns], rows, table=table)
    except sa.exc.NoSuchTableError:
        expected = Message("expected-table-or-view")
        raise _refused(table, expected, Message("found-none-of-name")) from None
    except (sa.exc.SQLAlchemyError, ImportError) as error:
        reason = str(getattr(error, "orig", None) or type(error).__name__).strip().split("\n")[0]
        raise _refused(table, Message("expected-database-table"), reason) from None
    return f"{table}.csv", content


def _text(header: Sequence[str], rows: Iterable[Sequence[Any]], *, table: str) -> bytes:
    """Write rows as they come, and stop at the first one too many."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    for number, row in enumerate(rows, start=1):
        writer.writerow([_shown(value) for value in row])
        if number >= MAX_ROWS or text.tell() > MAX_BYTES:
            most = Message("expected-limits", rows=MAX_ROWS, megabytes=MAX_BYTES // 1_000_000)
            raise _refused(table, most, Message("found-more"))
    return text.getvalue().encode()


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, (float, Decimal)):
        if (
            not math.isfinite(value) or abs(float(value)) >= _LARGE
        ):  # no number, or one that no count can be
            return str(value)
        return str(int(value)) if value == int(value) else f"{value:.6f}"
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return str(value)


def _refused(table: str, expected: Message, found: str | Message) -> InputError:
    return InputError([Fault(table, None, None, expected, found)])
