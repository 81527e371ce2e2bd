"""SQLite as the store needs it: a file, in WAL, that many read while one writes."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from dateline.errors import StoreError

CONNECTIONS = 20
"""That are kept open; twice as many at most: a server's threads each take one."""

BUSY_SECONDS = 30.0
"""How long a writer waits for another to finish its batch before it gives up."""

RETRY_SECONDS = 0.02
"""Between two tries where SQLite itself does not wait."""

STEPS = 20_000
"""Steps of SQLite's own machine between two looks at the clock: a millisecond or so."""

STOPPED = "interrupted"
"""What SQLite says of a query that was stopped."""

TROUBLES = (
    (STOPPED, "a query took too long and was stopped", "ask for less at a time, or for a shorter time"),
    ("readonly database", "it may only be read", "make the file and its folder writable, or name another with --db"),
    ("read-only", "it may only be read", "make the file and its folder writable, or name another with --db"),
    ("disk is full", "the disk is full", "what was stored before is safe; make room and run the same command again"),
    ("disk I/O error", "the disk cannot be read or written", "what was stored before is safe; see to the disk"),
    ("not a database", "it is no database", "name another file with --db"),
    ("malformed", "the file is damaged", "see what with: dateline db check; then restore it from a backup"),
    (
        "no such module: fts5",
        "this Python's SQLite cannot search texts",
        "use a Python that is built with FTS5, as those of python.org are",
    ),
    ("is locked", "another program is writing to it", f"waited {BUSY_SECONDS:g} s; try again when that has ended"),
    ("unable to open", "it cannot be opened", "see that the folder exists and may be read and written"),
)
"""What SQLite's own message holds, what it means, and what to do."""


def path_of(url: sa.URL) -> Path | None:
    """Return the file of a SQLite database; None where it has none, or is another database's."""
    named = url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:"
    return Path(str(url.database)) if named else None


def is_writable(path: Path) -> bool:
    """Whether a file may be written, as far as can be told without trying."""
    return not path.exists() or os.access(path, os.W_OK)


def make_engine(url: sa.URL, *, patience: float | None = None) -> sa.Engine:
    """Return an engine whose transactions are those of `dateline.store.database`.

    Args:
        patience: seconds that one query of a reader may take; None for as long as it does.

    Raises:
        StoreError: there can be no database there.
    """
    path = path_of(url)
    if path is None:
        raise StoreError("a store in memory keeps nothing; name a file with --db, or code without a store")
    if path.is_dir():
        raise StoreError(f"{path}: it is a folder; name a file with --db")
    if not path.parent.is_dir():
        raise StoreError(f"{path}: there is no folder {path.parent}; make it first, or name another file with --db")
    writable = is_writable(path)
    if not writable:
        url = sa.URL.create("sqlite", database=f"file:{_quoted(path)}", query=_reading(path))
    # Transactions are begun by the store itself: the driver's own rule begins none for SELECT or CREATE TABLE.
    engine = sa.create_engine(
        url,
        connect_args={"timeout": BUSY_SECONDS, "isolation_level": None},
        pool_size=CONNECTIONS,
        max_overflow=CONNECTIONS,
    )

    def prepare(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        if writable:
            # WAL lets others read while one writes; FULL so that what was acknowledged outlives a power cut.
            _switch_to_wal(cursor)
            cursor.execute("PRAGMA synchronous=FULL")
        cursor.close()

    def begin(connection: sa.Connection) -> None:
        options = connection.get_execution_options()
        if options.get("isolation_level") == "AUTOCOMMIT":
            return
        # A writer takes the lock at once: one that reads first and then writes could be refused halfway.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("dateline_writes", False) else "BEGIN")

    sa.event.listen(engine, "connect", prepare)
    sa.event.listen(engine, "begin", begin)
    if patience is not None:
        _stop_after(engine, patience)
    return engine


def _stop_after(engine: sa.Engine, seconds: float) -> None:
    """Stop queries of readers that take longer; a writer's work is never broken off."""

    def look(connection: sa.Connection, *_others: object) -> None:
        driver: Any = connection.connection.driver_connection
        if connection.get_execution_options().get("dateline_writes", False):
            driver.set_progress_handler(None, 0)
            return
        end = connection.info["reader_until"] = time.monotonic() + seconds
        driver.set_progress_handler(lambda: time.monotonic() > end, STEPS)

    def failed(context: sa.engine.ExceptionContext) -> None:
        # Ctrl-C in the midst of the handler is dropped by sqlite3, which breaks the query off all the same: nothing else
        # breaks one off before its time.
        if context.connection is None or "interrupted" not in str(context.original_exception):
            return
        if time.monotonic() <= context.connection.info.get("reader_until", 0.0):
            raise KeyboardInterrupt

    sa.event.listen(engine, "before_cursor_execute", look)
    sa.event.listen(engine, "handle_error", failed)


def explain(message: str) -> str | None:
    """Return what a message of SQLite means and what to do; None where it is none that is known."""
    return next((f"{meaning}; {advice}" for part, meaning, advice in TROUBLES if part in message), None)


def _switch_to_wal(cursor: sqlite3.Cursor) -> None:
    """Switch a database to WAL, once for good; SQLite does not wait here for others that open it at the same time."""
    end = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                # A file system that cannot share memory refuses without an error: then it stays as it is, and as sound.
                cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > end:
                raise
            time.sleep(RETRY_SECONDS)
        else:
            return


def _reading(path: Path) -> dict[str, str]:
    """Return how to open a file that may not be written: one that no writer can touch needs no lock either."""
    log = path.with_name(path.name + "-wal")
    frozen = not os.access(path.parent, os.W_OK) and not (log.exists() and log.stat().st_size)
    return {"mode": "ro", "uri": "true"} | ({"immutable": "1"} if frozen else {})


def _quoted(path: Path) -> str:
    return str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
