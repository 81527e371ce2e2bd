"""A store for commands, on every backend (tests/support/databases.py)."""

import pytest
from tests.support.databases import backend, new_database, server

__all__ = ["backend", "server", "stored_desk"]


@pytest.fixture
def stored_desk(desk, backend, request, monkeypatch):
    """A desk whose commands keep their records in a backend's database: a file of the desk, or a server's."""
    with new_database(backend, request, desk / "dateline.db") as db:
        if backend != "sqlite":
            monkeypatch.setenv("DATELINE_DB", db)
        yield desk
