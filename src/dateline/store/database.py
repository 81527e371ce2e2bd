"""Opening a database: where it is, how transactions on it are begun, what its errors mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError

from dateline.errors import StoreError, TooSlow
from dateline.store import postgres, sqlite

DEFAULT = "dateline.db"
"""The database where none is named: a file in the working directory."""


def url_of(db: str | Path | None) -> sa.URL:
    """Return the URL of a database given as a path or a URL; the default where none is given.

    Raises:
        StoreError: the URL cannot be understood, or is of a database that dateline does not use.
    """
    text = str(db or DEFAULT)
    scheme, mark, rest = text.partition("://")
    if not mark:
        return sa.URL.create("sqlite", database=text)
    if scheme not in {"sqlite", *postgres.SCHEMES}:
        raise StoreError(f"{scheme}://…: dateline keeps its store in SQLite or PostgreSQL; {_FORMS}")
    try:
        return sa.make_url(f"{'sqlite' if scheme == 'sqlite' else 'postgresql'}://{rest}")
    except (ArgumentError, ValueError) as error:
        # Not the URL itself: it may hold a password.
        raise StoreError(f"{scheme}://{_after_password(rest)} is no database URL; {_FORMS}") from error


_FORMS = "give a path, or postgresql://USER@HOST/NAME"


def _after_password(rest: str) -> str:
    return "…@" + rest.rpartition("@")[2] if "@" in rest else re.sub(r":.*", ":…", rest)


def make_engine(url: sa.URL, *, patience: float | None = None) -> sa.Engine:
    """Return an engine that speaks to a database as the store needs it.

    Args:
        patience: seconds that one query of a reader may take; None for as long as a store allows that serves nobody else.

    Raises:
        StoreError: there can be no database there, or no driver for it is installed.
    """
    if url.get_backend_name() == "sqlite":
        return sqlite.make_engine(url, patience=patience)
    return postgres.make_engine(url, patience=patience)


def is_writable(url: sa.URL) -> bool:
    """Whether a database may be written, as far as can be told without trying."""
    path = sqlite.path_of(url)
    return path is None or sqlite.is_writable(path)


def shown(url: sa.URL) -> str:
    """Return how a database is named in messages: its path, or its URL without a password."""
    if url.get_backend_name() == "sqlite":
        return str(sqlite.path_of(url) or url)
    return postgres.shown(url)


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Yield a connection in a transaction that sees one moment of the database and writes nothing."""
    with _marked(engine, writes=False).connect() as connection:
        transaction = connection.begin()
        try:
            yield connection
        finally:
            # There is nothing to commit, and a damaged file cannot even do that.
            transaction.rollback()


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Yield a connection in a transaction that is alone in writing, from its start to its end."""
    with _marked(engine, writes=True).connect() as connection, connection.begin():
        yield connection


def _marked(engine: sa.Engine, *, writes: bool) -> sa.Engine:
    options = postgres.transaction_options(writes=writes) if engine.dialect.name == "postgresql" else {}
    return engine.execution_options(dateline_writes=writes, **options)


@contextmanager
def troubles_mapped(url: sa.URL) -> Iterator[None]:
    """Turn a database's errors into StoreError with one clear line: the only place that does."""
    try:
        yield
    except DBAPIError as error:
        kind = TooSlow if is_too_slow(error.orig) else StoreError
        raise kind(f"{shown(url)}: {explain(error.orig or error)}") from error


def is_too_slow(error: BaseException | None) -> bool:
    """Whether a database stopped a query since it took too long."""
    return getattr(error, "sqlstate", None) == postgres.STOPPED or sqlite.STOPPED in str(error)


def explain(error: BaseException) -> str:
    """Return what a database's error means and what to do, in one line."""
    known = sqlite.explain(str(error)) if type(error).__module__ == "sqlite3" else postgres.explain(error)
    return known or " ".join(str(error).split())
