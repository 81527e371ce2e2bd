"""Bringing a database to the schema of this version, by the migrations that ship with it."""

from __future__ import annotations

import importlib.resources

import sqlalchemy as sa

from dateline.errors import NotFound, StoreError
from dateline.store.database import reading, writing
from dateline.store.incidents.standing import stand_corrected
from dateline.store.incidents.wording import fill_incidents
from dateline.store.incidents.writing import place_incidents
from dateline.store.indexing import fill
from dateline.store.postgres import check_encoding
from dateline.store.totals import renew_totals

HEAD = "0012"
"""The newest migration. A test holds it to the migrations' own."""

DRAWN = "0009"
"""The migration since which words, facets and totals are what is drawn from reports and incidents today."""

STANDING = "0011"
"""The migration since which events have rows as people corrected them."""

VERSION_TABLE = "dateline_schema"
"""Where the database says at which migration it is; a name of our own, so that it can live beside others' tables."""


def bring_up(engine: sa.Engine, name: str, *, writable: bool, must_exist: bool = False) -> None:
    """Migrate a database to HEAD; an empty one gets its tables.

    Args:
        name: of the database, for messages.
        writable: False where it may only be read: then it must be at HEAD.
        must_exist: leave an empty database of a server as it is.

    Raises:
        StoreError: it is of a newer dateline, of somebody else, or old and not writable.
        NotFound: a server's database holds no store, and must.
    """
    with reading(engine) as connection:
        if connection.dialect.name == "postgresql":
            check_encoding(connection, name)
            if must_exist and not sa.inspect(connection).has_table(VERSION_TABLE):
                raise NotFound(f"{name}: there is no store in it; make one with: dateline add PATH… --db {name}")
        if _is_current(connection, name):
            return
    if not writable:
        raise StoreError(f"{name}: it is empty or of an older dateline, and may only be read; make it writable once")
    with writing(engine) as connection:
        # Another process may have done it while this one waited for the lock.
        before = schema_of(connection, name) or ""
        if before != HEAD:
            _migrate(connection)
            # What follows from what is stored is made anew where the schema before did not have it: it takes long.
            if before < DRAWN:
                fill(connection)
                fill_incidents(connection, name, place_incidents)
                renew_totals(connection)
            if before < STANDING:
                stand_corrected(connection)


def schema_of(connection: sa.Connection, name: str) -> str | None:
    """Return at which migration a database is; None where it is empty.

    Raises:
        StoreError: it is of a newer dateline, or of somebody else.
    """
    tables = sa.inspect(connection).get_table_names()
    if VERSION_TABLE not in tables:
        # Any PostgreSQL database may hold others' tables; a SQLite file that does is somebody else's file.
        if tables and connection.dialect.name == "sqlite":
            raise StoreError(f"{name}: it is a database of another program (its tables: {', '.join(tables[:3])} …)")
        return None
    found = connection.execute(sa.text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608 - our own name
    if found is not None and found > HEAD:
        raise StoreError(
            f"{name}: it was written by a newer dateline (schema {found}; this one knows {HEAD}); upgrade dateline"
        )
    return None if found is None else str(found)


def _is_current(connection: sa.Connection, name: str) -> bool:
    return schema_of(connection, name) == HEAD


def _migrate(connection: sa.Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    # Alembic reads "%" in an option as its own.
    place = str(importlib.resources.files("dateline.store") / "migrations").replace("%", "%%")
    config.set_main_option("script_location", place)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
