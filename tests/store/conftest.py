"""One database for every store test, on every backend: a new one is a row here."""

import pytest

from dateline.store import open_store


@pytest.fixture(params=["sqlite"])
def db(request, tmp_path):
    return {"sqlite": tmp_path / "store.db"}[request.param]


@pytest.fixture
def store(db):
    store = open_store(db)
    yield store
    store.close()
