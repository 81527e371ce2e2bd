"""PostgreSQL as the store needs it: a server that a team shares, where many read and writers take turns."""

from __future__ import annotations

import functools
import time
from typing import Any

import sqlalchemy as sa

from dateline.errors import StoreError

SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")
"""How a URL may begin: whichever it is, the driver is psycopg 3."""

TURN_KEY = int.from_bytes(b"dateline", "big")
"""The advisory lock of those who write. Whoever holds it is alone in writing to the stores of one database, until the
transaction ends: so the version of a report, the links of its events and the numbers of the change feed are made by one
at a time and have no gaps, and two first starts do not both make the tables. Coding, the costly part, goes on beside it."""

TURN_SECONDS = 300
"""How long a writer waits for its turn: a batch takes well under a second, linking a large store anew takes minutes."""

QUERY_SECONDS = 600
"""The longest that one query of a reader may take: it is no query of ours that takes longer, but one gone wrong."""

CONNECTIONS = 20
"""That are kept open; twice as many at most: a server's threads each take one."""

STOPPED = "57014"
"""PostgreSQL's code for a query that was stopped."""

IDLE_SECONDS = 600
"""After which the server ends the transaction of a client that says nothing: a laptop put to sleep holds up nobody for
good. Far above the longest that linking a large store anew computes between two statements."""

CONNECT_SECONDS = 10
"""How long a server may take to answer at all."""

RETRY_SECONDS = 15.0
"""How long to try again where a server is there and does not take connections yet, or has too many."""

PASSING = ("starting up", "shutting down", "too many clients", "too many connections", "remaining connection slots",
           "in recovery mode", "Connection reset")  # fmt: skip
"""What a server says that will soon say something else."""

TROUBLES = (
    ("28P01", "password authentication failed", "the password is wrong", "give the right one in the URL, in the variable PGPASSWORD or in ~/.pgpass; in a URL, write its special characters as %XX"),
    ("28P01", "no password supplied", "it asks for a password", "give it in the variable PGPASSWORD, in ~/.pgpass or in the URL (USER:PASSWORD@HOST)"),
    ("28000", "no pg_hba.conf entry", "the server lets nobody in from here under that name", "ask its administrator for a line in pg_hba.conf"),
    ("28000", "role", "there is no such user, or the user may not log in", "make one with: createuser NAME"),
    ("3D000", "database", "there is no such database", "make one with: createdb NAME --encoding UTF8 --template template0"),
    ("42501", "permission denied", "the user may not do that", "the owner of the database can allow it: GRANT ALL ON SCHEMA public TO user, and on its tables"),
    ("25006", "read-only transaction", "it may only be read", "name the server that takes writes, or another database, with --db"),
    ("53100", "No space left", "the server's disk is full", "what was stored before is safe; make room and run the same command again"),
    ("53200", "out of memory", "the server is out of memory", "what was stored before is safe; run the same command again"),
    ("53300", "too many", "the server has as many clients as it can take", "try again when some have ended"),
    ("55P03", "lock timeout", "another program is writing to it", f"waited {TURN_SECONDS} s; try again when that has ended"),
    ("57014", "statement timeout", "a query took too long and was stopped", "ask for less at a time, or for a shorter time"),
    ("25P03", "idle-in-transaction", "the server ended the work of a client that had been silent", "what was stored before is safe; run the same command again"),
    ("57P", "terminating connection", "the server ended the connection", "what was stored before is safe; run the same command again when it is up"),
    ("XX", "could not read block", "the database is damaged", "see what with: dateline db check; then restore it from a backup"),
    ("XX", "could not extend file", "the server's files may not grow", "what was stored before is safe; see to its disk and its quota, and run the same command again"),
    ("XX", "", "the server failed", "what was stored before is safe; its log says why"),
    ("", "failed to resolve host", "there is no host of that name", "see to the URL"),
    ("", "could not translate host", "there is no host of that name", "see to the URL"),
    ("", "Connection refused", "no server answers there", "start it, or see to host and port in the URL"),
    ("", "No such file or directory", "no server runs on this machine", "start it, or name its host in the URL"),
    ("", "timeout expired", "the server does not answer", "see to host, port and network"),
    ("", "connection timeout", "the server does not answer", "see to host, port and network"),
    ("", "does not support SSL", "the server does not encrypt connections", "add ?sslmode=prefer to the URL, or have it set up"),
    ("", "certificate verify failed", "the server's certificate is not trusted", "name its authority with ?sslrootcert=FILE in the URL"),
    ("", "server closed the connection", "the server ended the connection", "what was stored before is safe; run the same command again when it is up"),
    ("", "connection is closed", "the server ended the connection", "what was stored before is safe; run the same command again when it is up"),
    ("", "connection is lost", "the server ended the connection", "what was stored before is safe; run the same command again when it is up"),
)  # fmt: skip
"""The start of PostgreSQL's own code, a part of its message, what it means, and what to do. Codes go first: messages are
in the server's language. Before a connection stands there is no code, only the words."""


def make_engine(url: sa.URL, *, patience: float | None = None) -> sa.Engine:
    """Return an engine whose transactions are those of `dateline.store.database`.

    Args:
        patience: seconds that one query of a reader may take; None for QUERY_SECONDS.

    Raises:
        StoreError: the driver is not installed.
    """
    try:
        import psycopg  # noqa: F401 - to tell its absence from other troubles
    except ImportError as error:
        raise StoreError(
            f"{shown(url)}: the driver for PostgreSQL is not installed; install it with: pip install 'dateline[postgres]'"
        ) from error
    given = {
        "connect_timeout": CONNECT_SECONDS,
        "application_name": "dateline",
        # A peer that is gone is noticed within two minutes, not two hours.
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 5,
    }
    engine = sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args={name: value for name, value in given.items() if name not in url.query},
        pool_pre_ping=True,
        pool_size=CONNECTIONS,
        max_overflow=CONNECTIONS,
    )
    sa.event.listen(engine, "do_connect", _connect)
    sa.event.listen(engine, "connect", functools.partial(_prepare, seconds=patience or QUERY_SECONDS))
    sa.event.listen(engine, "begin", _begin)
    return engine


def shown(url: sa.URL) -> str:
    """Return the URL without a password, wherever that stands."""
    host = url.host or ""
    if not host:
        first = url.query.get("host", "")
        host = first if isinstance(first, str) else first[0]
    port = f":{url.port}" if url.port else ""
    user = f"{url.username}@" if url.username else ""
    return f"postgresql://{user}{host}{port}/{url.database or ''}"


def explain(error: BaseException) -> str | None:
    """Return what an error of PostgreSQL means and what to do; None where it is none that is known."""
    code, message = getattr(error, "sqlstate", None) or "", str(error)
    rows = [row for row in TROUBLES if row[0] and code.startswith(row[0])] if code else []
    # One code may mean two things; the words tell which, where they are English.
    rows = sorted(rows, key=lambda row: row[1] not in message) or [
        row for row in TROUBLES if row[1] and row[1] in message
    ]
    return f"{rows[0][2]}; {rows[0][3]}" if rows else None


def check_encoding(connection: sa.Connection, name: str) -> None:
    """See that the database can hold any text.

    Raises:
        StoreError: it is of another encoding than UTF-8.
    """
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
    if encoding != "UTF8":
        raise StoreError(
            f"{name}: its encoding is {encoding}, which cannot hold every text; make one with: "
            "createdb NAME --encoding UTF8 --template template0"
        )


def _connect(dialect: sa.Dialect, _record: object, args: Any, parameters: Any) -> Any:
    """Connect; try again for a while where the server says that it will be ready soon."""
    end = time.monotonic() + RETRY_SECONDS
    wait = 0.1
    while True:
        try:
            return dialect.connect(*args, **parameters)
        except dialect.loaded_dbapi.OperationalError as error:
            if not any(part in str(error) for part in PASSING) or time.monotonic() + wait > end:
                raise
        time.sleep(wait)
        wait = min(2 * wait, 2.0)


def _prepare(connection: Any, _record: object, *, seconds: float) -> None:
    connection.autocommit = True
    limits = {
        "statement_timeout": seconds,
        "lock_timeout": TURN_SECONDS,
        "idle_in_transaction_session_timeout": IDLE_SECONDS,
    }
    for name, limit in limits.items():
        connection.execute("SELECT set_config(%s, %s, false)", (name, f"{round(1000 * limit)}ms"))
    # Our queries are short; compiling one takes longer than it runs.
    connection.execute("SELECT set_config('jit', 'off', false)")
    # What was acknowledged outlives a power cut, whatever the server does for others.
    connection.execute(
        "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
    )
    connection.autocommit = False


def _begin(connection: sa.Connection) -> None:
    if connection.get_execution_options().get("dateline_writes", False):
        # A writer's statements may take long together with a migration; what it waits for is its turn.
        connection.exec_driver_sql(
            f"SELECT set_config('statement_timeout', '0', true), pg_advisory_xact_lock({TURN_KEY})"
        )


def transaction_options(*, writes: bool) -> dict[str, Any]:
    """Return how a transaction is begun.

    A reader sees one moment of the database for all of its queries, as in SQLite. A writer's queries each see what is
    stored now: its turn may have come long after the transaction began.
    """
    if writes:
        return {"isolation_level": "READ COMMITTED", "postgresql_readonly": False}
    return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
