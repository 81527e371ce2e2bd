"""The databases of a project's tests, on every backend (tests/support/databases.py)."""

from tests.support.coded_examples import coded_examples
from tests.support.databases import backend, db, server

__all__ = ["backend", "coded_examples", "db", "server"]
