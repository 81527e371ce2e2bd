"""The databases of a project's tests, on every backend (tests/support/databases.py)."""

from tests.support.databases import backend, db, server

__all__ = ["backend", "db", "server"]
