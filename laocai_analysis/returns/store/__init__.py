"""The stores of rounds: files or PostgreSQL."""

from __future__ import annotations

import os

from laocai_analysis import paths
from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message
from laocai_analysis.returns.store.files import FileStore, Store

__all__ = ["open_store"]


def open_store(address: str = "") -> Store:
    """Return the store at an address: PostgreSQL for ``postgresql://...``, else the files in
    ``data/returns/``.

    The environment variable ``LAOCAI_STORE`` is the address where none is given: a report that is
    run takes the rounds from there without its address ever being a parameter that a page shows.

    Raises
    ------
    InputError
        If the address is neither, or the data are those of an installed package.
    """
    address = address or os.environ.get("LAOCAI_STORE", "")
    if address.startswith(("postgresql://", "postgresql+psycopg://")):
        try:
            from laocai_analysis.returns.store.postgres import PostgresStore
        except ImportError:
            expected = Message(
                "expected-installed",
                libraries="SQLAlchemy, psycopg",
                package="laocai-analysis[sql]",
            )
            fault = Fault("--store", None, None, expected, Message("found-not-installed"))
            raise InputError([fault]) from None
        return PostgresStore(address)
    if address:
        expected = Message("expected-store")
        raise InputError([Fault("--store", None, None, expected, repr(address))])
    if not paths.in_checkout() and paths.data() == paths.home() / "data":
        expected, found = Message("expected-data-folder"), Message("found-installed-data")
        raise InputError([Fault("data/returns", None, None, expected, found)])
    return FileStore(paths.data() / "returns")
