"""One database for every store test, on every backend (tests/support/databases.py)."""

import pytest
from tests.support.databases import backend, db, empty_db, server
from tests.support.scale import figure

from dateline.store import open_store

__all__ = ["backend", "db", "empty_db", "figure", "server", "store"]


@pytest.fixture
def store(db):
    store = open_store(db)
    yield store
    store.close()
