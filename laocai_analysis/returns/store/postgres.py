"""The rounds in PostgreSQL: steps, files and table change in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message
from laocai_analysis.returns.round import Step, fold, table_of
from laocai_analysis.returns.store.files import step_of, step_text

_METADATA = sa.MetaData()
_STEPS = sa.Table(
    "laocai_steps",
    _METADATA,
    sa.Column("year", sa.Integer, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("step", sa.Text, nullable=False),
)
_FILES = sa.Table(
    "laocai_files",
    _METADATA,
    sa.Column("year", sa.Integer, primary_key=True),
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
)
_RETURNS = sa.Table(
    "laocai_returns",
    _METADATA,
    *(
        sa.Column(name, sa.Text, primary_key=name in ("year", "code", "indicator"), nullable=False)
        for name in (
            "year",
            "code",
            "name",
            "indicator",
            "value",
            "basis",
            "source",
            "file",
            "cell",
        )
    ),
)
#: The advisory locks of this package: one for making the tables, one for each year.
_LOCK = 0x6C616F


class PostgresStore:
    """Keeps the rounds in a PostgreSQL database, in three tables that it makes at its first use.

    Parameters
    ----------
    address : str
        ``postgresql://user@host/database``; a password belongs in PGPASSWORD or in ~/.pgpass.

    Raises
    ------
    InputError
        If the database cannot be reached or written; the message does not repeat the address.
    """

    def __init__(self, address: str) -> None:
        with _plainly():
            self.engine = sa.create_engine(url_of(address), poolclass=sa.NullPool)
            with self.engine.begin() as connection:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK, 0)))
                _METADATA.create_all(connection)

    def steps(self, year: int) -> list[Step]:
        """Return the steps of a round in order."""
        with _plainly(), self.engine.connect() as connection:
            return _steps(connection, year)

    @contextmanager
    def transaction(self, year: int) -> Iterator[PostgresTransaction]:
        """Lock the round, and commit all changes at the end or none."""
        with _plainly(), self.engine.begin() as connection:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK, year)))
            yield PostgresTransaction(connection, year, _steps(connection, year))


def url_of(address: str) -> sa.URL:
    """Return an address as SQLAlchemy takes it, with the driver that the package comes with for
    PostgreSQL.

    Raises
    ------
    ArgumentError
        If it is none; the message does not repeat it.

    Examples
    --------
    >>> url_of("postgresql://anna@db/returns").drivername
    'postgresql+psycopg'
    """
    try:
        url = sa.make_url(address)
    except ValueError:  # a port that is no number
        raise sa.exc.ArgumentError("the port is no number") from None
    return (
        url.set(drivername="postgresql+psycopg")
        if url.drivername in ("postgresql", "postgres")
        else url
    )


@contextmanager
def _plainly() -> Iterator[None]:
    """Say in one line what the database refuses; the address, which may hold a password, is not
    repeated.
    """
    try:
        yield
    except (sa.exc.SQLAlchemyError, ImportError) as error:
        reason = str(getattr(error, "orig", None) or type(error).__name__).strip().split("\n")[0]
        fault = Fault("--store", None, None, Message("expected-database"), reason)
        raise InputError([fault]) from None


class PostgresTransaction:
    """A round in PostgreSQL while its lock is held."""

    def __init__(self, connection: sa.Connection, year: int, steps: list[Step]) -> None:
        self.connection, self.year, self.steps = connection, year, steps

    def file(self, sha256: str) -> bytes:
        """Return the content of a file that was imported."""
        query = sa.select(_FILES.c.content).where(
            _FILES.c.year == self.year, _FILES.c.sha256 == sha256
        )
        return bytes(self.connection.execute(query).scalar_one())

    def commit(self, step: Step, files: Mapping[str, tuple[str, bytes]]) -> None:
        """Add a step, its files, and the table that follows from it."""
        self.steps = [*self.steps, step]
        table = table_of(fold(self.steps, year=self.year))
        rows = [
            {str(name): value for name, value in row.items()} for row in table.to_dict("records")
        ]
        known = set(
            self.connection.execute(
                sa.select(_FILES.c.sha256).where(_FILES.c.year == self.year)
            ).scalars()
        )
        self.connection.execute(
            sa.insert(_STEPS).values(year=self.year, number=step.number, step=step_text(step))
        )
        for sha256, (name, content) in files.items():
            if sha256 not in known:
                row = {"year": self.year, "sha256": sha256, "name": name, "content": content}
                self.connection.execute(sa.insert(_FILES).values(row))
        self.connection.execute(sa.delete(_RETURNS).where(_RETURNS.c.year == str(self.year)))
        if rows:
            self.connection.execute(sa.insert(_RETURNS), rows)


def _steps(connection: sa.Connection, year: int) -> list[Step]:
    query = sa.select(_STEPS.c.step).where(_STEPS.c.year == year).order_by(_STEPS.c.number)
    kept: list[Mapping[str, Any]] = [
        json.loads(text) for text in connection.execute(query).scalars()
    ]
    return [step_of(step) for step in kept]
