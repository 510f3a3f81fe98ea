"""A table of a database as a file: the snapshot that an import keeps."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal
from typing import Any

from laocai_analysis.errors import Fault, InputError
from laocai_analysis.returns.sheets import MAX_COLUMNS, MAX_ROWS


def read_table(address: str, *, table: str) -> tuple[str, bytes]:
    """Read a table or view of a database.

    Parameters
    ----------
    address : str
        An address of SQLAlchemy, ``postgresql+psycopg://user@host/database`` for example; a password belongs in the
        environment or in a password file.
    table : str
        The name of the table, with its schema where it needs one: ``public.return_2009``.

    Returns
    -------
    tuple of (str, bytes)
        A file name and the content of a delimited text with a header, in the order of the database, to import like
        any other file. A number that is not whole is written with six places, so that none can pass for thousands.

    Raises
    ------
    InputError
        If the database or the table cannot be read, or the table is too large; the address is not repeated.
    """
    try:
        import sqlalchemy as sa
    except ImportError:
        expected = "SQLAlchemy: pip install laocai-analysis[sql]"
        raise InputError([Fault("--table", None, None, expected, "it is not installed")]) from None
    schema, _, name = table.rpartition(".")
    try:
        url = sa.make_url(address)
        if url.drivername == "postgresql":
            url = url.set(drivername="postgresql+psycopg")
        engine = sa.create_engine(url, poolclass=sa.NullPool)
        with engine.connect() as connection:
            there = sa.Table(name, sa.MetaData(), schema=schema or None, autoload_with=connection)
            keys = list(there.primary_key.columns)
            rows = connection.execute(sa.select(there).order_by(*keys).limit(MAX_ROWS + 1)).fetchall()
            header = [str(column.name) for column in there.columns]
    except (sa.exc.SQLAlchemyError, ImportError) as error:
        reason = str(getattr(error, "orig", None) or type(error).__name__).strip().split("\n")[0]
        raise InputError([Fault(table, None, None, "a table of a database that can be read", reason)]) from None
    if len(rows) > MAX_ROWS or len(header) > MAX_COLUMNS:
        found = f"more rows, or {len(header)} columns"
        raise InputError([Fault(table, None, None, f"at most {MAX_ROWS:,} rows and {MAX_COLUMNS} columns", found)])
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([header, *([_shown(value) for value in row] for row in rows)])
    return f"{table}.csv", text.getvalue().encode()


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, (float, Decimal)):
        return str(int(value)) if value == value.__floor__() else f"{value:.6f}"
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return str(value)
