"""The rounds in PostgreSQL: steps, files and table change in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import pandas as pd
import sqlalchemy as sa

from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message
from laocai_analysis.returns.form import load_form
from laocai_analysis.returns.round import Step, fold, table_of
from laocai_analysis.returns.store.chain import (
    Chain,
    Head,
    Held,
    check_table,
    check_unsealed,
    digest,
    head_faults,
    lost_original,
    original_name,
    read_chain,
    read_head,
    refuse_faults,
    sealed,
    step_name,
    table_text,
)
from laocai_analysis.spreadsheet import csv_bytes

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
_HEADS = sa.Table(
    "laocai_heads",
    _METADATA,
    sa.Column("year", sa.Integer, primary_key=True),
    sa.Column("head", sa.LargeBinary, nullable=False),
)
#: What `repair`, `restore` and `prune` took out of the other tables; nothing is deleted from it.
_ASIDE = sa.Table(
    "laocai_aside",
    _METADATA,
    sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("moved", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
    sa.Column("year", sa.Integer, nullable=False),
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
    """Keeps the rounds in a PostgreSQL database, in tables that it makes at its first use.

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
        with _plainly(), self._snapshot() as connection:
            return _Rows(connection, year).checked()[0].steps

    def original(self, sha256: str, *, year: int) -> bytes:
        """Return the content of a file that was imported."""
        with _plainly(), self._snapshot() as connection:
            return _Rows(connection, year).imported(sha256)

    @contextmanager
    def transaction(self, year: int) -> Iterator[PostgresTransaction]:
        """Lock the round, and commit all changes at the end or none."""
        with _plainly(), self._locked(year) as rows:
            chain, head = rows.checked()
            if head is None and chain.steps:
                rows.write_head(chain)
            yield PostgresTransaction(rows, chain)

    @contextmanager
    def held(self, year: int) -> Iterator[HeldRows]:
        """Lock a round, and give what is kept of it as it is, unchecked."""
        with _plainly(), self._locked(year) as rows:
            yield HeldRows(rows)

    @contextmanager
    def _locked(self, year: int) -> Iterator[_Rows]:
        with self.engine.begin() as connection:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK, year)))
            yield _Rows(connection, year)

    @contextmanager
    def _snapshot(self) -> Iterator[sa.Connection]:
        """Give a connection that sees one state: steps, head and table belong together."""
        with self.engine.connect() as connection:
            yield connection.execution_options(isolation_level="REPEATABLE READ")


def url_of(address: str) -> sa.URL:
    """Return an address as SQLAlchemy takes it, with the driver that the package comes with for
    PostgreSQL.

    Raises
    ------
    ArgumentError
        If it is none; the message does not repeat it.
    InputError
        If it holds a password: every process of the machine can see the arguments of a command.

    Examples
    --------
    >>> url_of("postgresql://anna@db/returns").drivername
    'postgresql+psycopg'
    """
    try:
        url = sa.make_url(address)
    except ValueError:  # a port that is no number
        raise sa.exc.ArgumentError("the port is no number") from None
    if url.password is not None or {"password", "sslpassword"} & set(url.query):
        expected, found = Message("expected-no-password"), Message("found-password")
        raise InputError([Fault("postgresql://", None, None, expected, found)])
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


class _Rows:
    """The rows of one round."""

    def __init__(self, connection: sa.Connection, year: int) -> None:
        self.connection, self.year = connection, year

    def texts(self) -> dict[int, bytes]:
        """Return the steps as they are kept, by number."""
        query = sa.select(_STEPS.c.number, _STEPS.c.step).where(_STEPS.c.year == self.year)
        return {number: text.encode() for number, text in self.connection.execute(query)}

    def head(self) -> bytes | None:
        """Return the head as it is kept."""
        query = sa.select(_HEADS.c.head).where(_HEADS.c.year == self.year)
        return self.connection.execute(query).scalar_one_or_none()

    def table(self) -> bytes | None:
        """Return the table as csv, in the order of unit and form; None where it has no row."""
        order = {str(name): place for place, name in enumerate(load_form().index)}
        query = sa.select(_RETURNS).where(_RETURNS.c.year == str(self.year))
        rows = [dict(row) for row in self.connection.execute(query).mappings()]
        rows.sort(key=lambda row: (row["code"], order.get(row["indicator"], len(order))))
        table = pd.DataFrame(rows, columns=list(_RETURNS.c.keys()))
        return csv_bytes(table) if rows else None

    def checked(self) -> tuple[Chain, Head | None]:
        """Return the steps and the head; refuse a round that was changed by other hands."""
        head, faults = read_head(self.head(), year=self.year)
        chain = read_chain(self.texts(), year=self.year, head=head)
        refuse_faults([*(faults or head_faults(chain, year=self.year, head=head)), *chain.faults])
        there = self.table()
        table = table_text([], year=self.year) if there is None and chain.steps else there
        if head is None and chain.steps:
            check_unsealed(chain, year=self.year, table=digest(table))
        elif head or there:
            check_table(chain, year=self.year, head=head, table=digest(table))
        return chain, head

    def write_head(self, chain: Chain) -> None:
        """Name the last step and its table."""
        table = digest(table_text(chain.steps, year=self.year))
        head = Head(len(chain.steps), chain.seal, table).text()
        self.connection.execute(sa.delete(_HEADS).where(_HEADS.c.year == self.year))
        self.connection.execute(sa.insert(_HEADS).values(year=self.year, head=head))

    def write_table(self, steps: Sequence[Step]) -> None:
        """Put the table of the round in place."""
        table = table_of(fold(steps, year=self.year))
        rows = [
            {str(name): value for name, value in row.items()} for row in table.to_dict("records")
        ]
        self.connection.execute(sa.delete(_RETURNS).where(_RETURNS.c.year == str(self.year)))
        if rows:
            self.connection.execute(sa.insert(_RETURNS), rows)

    def write_step(self, number: int, text: bytes) -> None:
        """Add a step."""
        row = {"year": self.year, "number": number, "step": text.decode()}
        self.connection.execute(sa.insert(_STEPS).values(row))

    def original(self, sha256: str) -> bytes | None:
        """Return the content of an imported file; None where it is not there."""
        query = sa.select(_FILES.c.content).where(
            _FILES.c.year == self.year, _FILES.c.sha256 == sha256
        )
        found = self.connection.execute(query).scalar_one_or_none()
        return None if found is None else bytes(found)

    def imported(self, sha256: str) -> bytes:
        """Return the content of an imported file that a step names."""
        content = self.original(sha256)
        if content is None or digest(content) != sha256:
            raise lost_original(self.year, sha256)
        return content

    def originals(self) -> dict[str, str]:
        """Return the SHA-256 of the imported files, by the name of `original_name`."""
        query = sa.select(_FILES.c.sha256, _FILES.c.name).where(_FILES.c.year == self.year)
        return {
            original_name(sha256, name): sha256 for sha256, name in self.connection.execute(query)
        }

    def write_original(self, sha256: str, name: str, content: bytes) -> None:
        """Add an imported file."""
        row = {"year": self.year, "sha256": sha256, "name": name, "content": content}
        self.connection.execute(sa.insert(_FILES).values(row))

    def set_aside(self, name: str, content: bytes) -> None:
        """Keep what another table is about to lose."""
        row = {"year": self.year, "name": name, "content": content}
        self.connection.execute(sa.insert(_ASIDE).values(row))


class PostgresTransaction:
    """A round in PostgreSQL while its lock is held."""

    def __init__(self, rows: _Rows, chain: Chain) -> None:
        self.rows, self.chain = rows, chain

    @property
    def steps(self) -> list[Step]:
        """The steps of the round."""
        return self.chain.steps

    def commit(self, step: Step, files: Mapping[str, tuple[str, bytes]]) -> None:
        """Add a step, its files, and the table that follows from it."""
        rows, steps = self.rows, [*self.steps, step]
        before, after = self.chain.after, digest(table_text(steps, year=rows.year))
        text, seal = sealed(step, after=self.chain.seal, table_before=before, table_after=after)
        rows.write_step(step.number, text)
        for sha256, (name, content) in files.items():
            if rows.original(sha256) is None:
                rows.write_original(sha256, name, content)
        self.chain = Chain(steps, [*self.chain.seals, seal], before, after)
        rows.write_table(steps)
        rows.write_head(self.chain)


class HeldRows:
    """What is kept of a round in PostgreSQL, unchecked, while its lock is held."""

    def __init__(self, rows: _Rows) -> None:
        self.rows = rows

    def read(self) -> Held:
        """Return all of it."""
        rows = self.rows
        originals = {
            name: lambda sha256=sha256: rows.original(sha256) or b""
            for name, sha256 in rows.originals().items()
        }
        texts = rows.texts()
        table = rows.table()
        if table is None and texts:
            table = table_text([], year=rows.year)
        return Held(rows.year, texts, originals, table, rows.head())

    def put(self, held: Held, chain: Chain) -> None:
        """Make the round this one; whatever differs is moved aside."""
        rows, here = self.rows, self.read()
        for number, text in here.texts.items():
            if held.texts.get(number) != text:
                rows.set_aside(f"steps/{step_name(number)}", text)
                rows.connection.execute(
                    sa.delete(_STEPS).where(_STEPS.c.year == rows.year, _STEPS.c.number == number)
                )
        for number, text in held.texts.items():
            if here.texts.get(number) != text:
                rows.write_step(number, text)
        for name, content in held.originals.items():
            wanted = content()
            if name not in here.originals or here.originals[name]() != wanted:
                if name in here.originals:
                    self.set_aside([name])
                rows.write_original(digest(wanted), name.partition("-")[2], wanted)
        if here.table is not None and here.table != table_text(chain.steps, year=rows.year):
            rows.set_aside(f"{rows.year}.csv", here.table)
        rows.write_table(chain.steps)
        rows.write_head(chain)

    def set_aside(self, names: Sequence[str]) -> None:
        """Move originals aside."""
        there = self.rows.originals()
        for name in names:
            self.rows.set_aside(f"files/{name}", self.rows.original(there[name]) or b"")
            self.rows.connection.execute(
                sa.delete(_FILES).where(
                    _FILES.c.year == self.rows.year, _FILES.c.sha256 == there[name]
                )
            )
