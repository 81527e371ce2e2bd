"""Vacuuming: giving back room, making indexes anew, telling the database what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from dateline.store import sqlite
from dateline.store.database import shown, writing
from dateline.store.incidents.wording import fill_incidents
from dateline.store.incidents.writing import place_incidents
from dateline.store.indexing import renew, tidy
from dateline.store.tables import metadata
from dateline.store.totals import renew_totals
from dateline.store.upkeep.steps import Progress, silent


@dataclass(frozen=True, slots=True)
class Vacuumed:
    """The bytes that the store took before and takes now."""

    before: int
    after: int


def vacuum(engine: sa.Engine, *, words: bool = False, progress: Progress = silent) -> Vacuumed:
    """Give back room that nothing needs, and make the tables' indexes anew; on SQLite nobody else may write meanwhile.

    Args:
        words: make the index of words anew as well, from the texts: where a check found faults in it.
    """
    before = size_of(engine)
    progress("words", 0, 3)
    with writing(engine) as connection:
        if words:
            renew(connection)
            fill_incidents(connection, shown(engine.url), place_incidents)
        tidy(connection)
        renew_totals(connection)
    progress("tables", 1, 3)
    # No transaction may be open around it.
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        if engine.dialect.name == "sqlite":
            _of_file(connection)
        else:
            _of_server(connection)
    progress("tables", 3, 3)
    return Vacuumed(before, size_of(engine))


def size_of(engine: sa.Engine) -> int:
    """Return how many bytes a store takes."""
    path = sqlite.path_of(engine.url)
    if path is not None:
        return sum(part.stat().st_size for part in (path, Path(f"{path}-wal")) if part.exists())
    sizes = sa.text(
        "SELECT coalesce(sum(pg_total_relation_size(to_regclass(quote_ident(name)))), 0) FROM unnest(CAST(:names AS text[])) AS name"
    )
    with engine.connect() as connection:
        return int(connection.execute(sizes, {"names": _tables()}).scalar_one())


def _tables() -> list[str]:
    return [*metadata.tables, "search_words"]


def _of_file(connection: sa.Connection) -> None:
    for statement in ("REINDEX", "VACUUM", "ANALYZE", "PRAGMA optimize", "PRAGMA wal_checkpoint(TRUNCATE)"):
        connection.exec_driver_sql(statement).close()


def _of_server(connection: sa.Connection) -> None:
    connection.exec_driver_sql("SELECT set_config('statement_timeout', '0', false)")
    present = set(sa.inspect(connection).get_table_names())
    for name in _tables():
        if name in present:
            connection.exec_driver_sql(f'REINDEX TABLE CONCURRENTLY "{name}"')
            connection.exec_driver_sql(f'VACUUM (ANALYZE) "{name}"')
    connection.exec_driver_sql("RESET statement_timeout")
