"""Backup and restoring: a store as one file, whichever database it lives in.

A backup is a SQLite store of its own: `--db FILE` opens it. Of SQLite it is a copy of the pages (SQLite's online backup), of
PostgreSQL a copy of the rows; either shows the store at one moment, while others go on writing.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

import dateline.store.alerts.tables
import dateline.store.incidents.tables
import dateline.store.watching.tables  # noqa: F401 - so that the list of tables is whole
from dateline import failpoints
from dateline.errors import NotFound, StoreError
from dateline.store import sqlite
from dateline.store.database import is_writable, make_engine, reading, shown, troubles_mapped, url_of, writing
from dateline.store.indexing import renew
from dateline.store.schema import bring_up, schema_of
from dateline.store.tables import metadata
from dateline.store.upkeep.steps import Progress, silent

PAGES_AT_ONCE = 1_000
"""Pages that are copied between two words of how far it is: 4 MB."""

ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished backup: where it is, its bytes, and the rows of all its tables."""

    path: Path
    size: int
    rows: int


@dataclass(frozen=True, slots=True)
class Restored:
    """A restored store: how it is named, and the rows of all its tables."""

    name: str
    rows: int


def backup(engine: sa.Engine, path: str | Path, *, replace: bool = False, progress: Progress = silent) -> Backup:
    """Write a store into a file, while others go on using it.

    The file appears under its name only when it is whole and was checked.

    Args:
        replace: whether a file that is there may be replaced.

    Raises:
        StoreError: the file is there, cannot be written, or came out unsound.
    """
    target = Path(path)
    source = sqlite.path_of(engine.url)
    if source is not None and target.exists() and target.samefile(source):
        raise StoreError(f"{target}: it is the store itself; name another file")
    with _made(target, replace=replace) as part:
        if source is not None:
            _copy_pages(engine, part, progress)
        else:
            with _opened(part) as copy:
                _copy_rows(engine, copy, progress)
        rows = _verify(part, progress)
        size = part.stat().st_size
    return Backup(target, size, rows)


def restore(source: str | Path, db: str | Path | None = None, *, progress: Progress = silent) -> Restored:
    """Make a store of a backup.

    Args:
        source: the file of a backup, of this or an earlier dateline; it stays as it is.
        db: the store to make: a file that is not there yet, or the URL of a database without reports.

    Raises:
        NotFound: there is no such backup.
        StoreError: it is no sound backup, or there is a store already.
    """
    given, url = Path(source), url_of(db)
    if not given.is_file():
        raise NotFound(f"{given}: there is no such file")
    path = sqlite.path_of(url)
    # The backup may be of an older schema, and is not to be changed: what is migrated is a copy.
    beside = path or given
    if path is not None:
        with _made(path, replace=False) as part:
            _copy_backup(given, part, progress)
            rows = _verify(part, progress)
        return Restored(str(path), rows)
    engine = make_engine(url)
    with troubles_mapped(url):
        bring_up(engine, shown(url), writable=True)
    with _scratch(beside) as part:
        _copy_backup(given, part, progress)
        rows = _verify(part, progress)
        with _opened(part) as backed_up, troubles_mapped(url):
            _copy_rows(backed_up, engine, progress)
    engine.dispose()
    return Restored(shown(url), rows)


def _copy_backup(given: Path, part: Path, progress: Progress) -> None:
    """Copy a backup and bring the copy to the present schema."""
    engine = make_engine(url_of(given))
    try:
        with troubles_mapped(engine.url):
            _see_store(engine, str(given))
        _copy_pages(engine, part, progress)
    finally:
        engine.dispose()
    with _opened(part):
        pass


def _see_store(engine: sa.Engine, name: str) -> None:
    """See that a file is a store of dateline, of whichever schema.

    Raises:
        StoreError: it is not, or of a newer dateline.
    """
    with reading(engine) as connection:
        if schema_of(connection, name) is None:
            raise StoreError(f"{name}: it is no store of dateline")


# --- files


@contextlib.contextmanager
def _made(target: Path, *, replace: bool) -> Iterator[Path]:
    """Yield a file to write into, which then gets its name at once and for good; of one that fails nothing stays."""
    if target.is_dir():
        raise StoreError(f"{target}: it is a folder; name a file")
    if not target.parent.is_dir():
        raise StoreError(f"{target}: there is no folder {target.parent}; make it first, or name another file")
    if target.exists() and not replace:
        raise StoreError(f"{target}: it is there already; name another file, or have it replaced")
    with _scratch(target) as part:
        yield part
        with _own_trouble(target):
            _to_disk(part)
            part.replace(target)
            _to_disk(target.parent)


@contextlib.contextmanager
def _scratch(beside: Path) -> Iterator[Path]:
    """Yield the name of a file beside another, and take away what is left of it in the end."""
    part = beside.with_name(f".{beside.name}.{os.getpid()}.part")
    leftovers = [Path(f"{part}{end}") for end in ("", "-wal", "-shm", "-journal")]
    try:
        for file in leftovers:
            file.unlink(missing_ok=True)
        yield part
    finally:
        for file in leftovers:
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    """Have a file, or a folder's list of files, outlive a power cut; systems that cannot do it for folders say so."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        if path.is_file():
            raise
    finally:
        os.close(handle)


@contextlib.contextmanager
def _own_trouble(path: Path) -> Iterator[None]:
    """Turn errors of files and of SQLite's own calls into one clear line."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {sqlite.explain(str(error)) or error}") from error
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror or error}") from error


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sa.Engine]:
    """Yield a file as a store of the present schema, and leave one file of it."""
    engine = make_engine(url_of(path))
    try:
        with troubles_mapped(engine.url):
            bring_up(engine, str(path), writable=is_writable(engine.url))
            yield engine
    finally:
        engine.dispose()


# --- pages


def _copy_pages(engine: sa.Engine, part: Path, progress: Progress) -> None:
    def tell(_status: int, remaining: int, total: int) -> None:
        progress("pages", total - remaining, total)
        failpoints.reach("mid-backup")

    with troubles_mapped(engine.url), reading(engine) as connection:
        # The copy shows the moment of this first question, whoever writes while it is made.
        connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").close()
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - for the type checker
        with _own_trouble(part), contextlib.closing(sqlite3.connect(part)) as copy:
            raw.backup(copy, pages=PAGES_AT_ONCE, progress=tell)
            # One file, without the companions of WAL.
            copy.execute("PRAGMA journal_mode=DELETE")


def _verify(part: Path, progress: Progress) -> int:
    """See that a copy is sound; return its rows.

    Raises:
        StoreError: it is not.
    """
    progress("verifying", 0, 1)
    with _own_trouble(part), contextlib.closing(sqlite3.connect(part)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")
        lines = [str(line) for (line,) in copy.execute("PRAGMA integrity_check(1)")]
        lost = copy.execute("PRAGMA foreign_key_check").fetchone()
        if lines != ["ok"] or lost is not None:
            what = " ".join(lines[0].split()) if lines != ["ok"] else f"a row of {lost[0]} points to nothing"
            raise StoreError(f"the copy is not sound ({what}); see what is wrong with: dateline db check")
        names = [name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = sum(_rows_of(copy, name) for name in names if name in metadata.tables)
    progress("verifying", 1, 1)
    return rows


def _rows_of(copy: sqlite3.Connection, table: str) -> int:
    return int(copy.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])  # noqa: S608 - a name of our own


# --- rows


def _copy_rows(source: sa.Engine, target: sa.Engine, progress: Progress) -> None:
    """Copy all rows of one store into another, which has none, in one transaction on either side."""
    with reading(source) as given, writing(target) as made:
        if given.dialect.name == "postgresql":
            given.exec_driver_sql("SELECT set_config('statement_timeout', '0', true)")
        _see_empty(made, target)
        # A migration may have written rows of its own; they come with the others.
        for table in reversed(metadata.sorted_tables):
            made.execute(table.delete())
        counts = {table: _count(given, table) for table in metadata.sorted_tables}
        total, done = sum(counts.values()), 0
        for table in metadata.sorted_tables:
            for rows in (
                given.execution_options(yield_per=ROWS_AT_ONCE).execute(sa.select(table)).mappings().partitions()
            ):
                made.execute(table.insert(), [dict(row) for row in rows])
                done += len(rows)
                progress(table.name, done, total)
                failpoints.reach("mid-backup")
        renew(made)
        if made.dialect.name == "postgresql":
            _set_counters(made)


def _see_empty(connection: sa.Connection, engine: sa.Engine) -> None:
    reports = metadata.tables["reports"]
    found = _count(connection, reports)
    if found:
        raise StoreError(f"{shown(engine.url)}: it holds {found:,} reports; restore into a database that has none")


def _count(connection: sa.Connection, table: sa.Table) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def _set_counters(connection: sa.Connection) -> None:
    """Have PostgreSQL count on from the highest number of each table."""
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is None:
            continue
        query = sa.text("SELECT pg_get_serial_sequence(quote_ident(:table), :column)")
        counter = connection.execute(query, {"table": table.name, "column": column.name}).scalar()
        highest = connection.execute(sa.select(sa.func.max(column))).scalar()
        if counter is not None and highest is not None:
            connection.execute(sa.text("SELECT setval(:counter, :highest)"), {"counter": counter, "highest": highest})
