"""No query of a reader holds up others for good, on any database; a writer's work is never broken off."""

import os
import signal
import threading
import time

import pytest
from fastapi.testclient import TestClient

from dateline import Project
from dateline.errors import TooSlow
from dateline.server import Access, create_app
from dateline.store import open_store
from dateline.store.incidents import query

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT count(*) FROM n"
LONG = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) SELECT count(*) FROM n"


def test_a_reader_is_stopped_and_a_writer_is_not(db):
    store = open_store(db, patience=0.2)
    start = time.monotonic()
    with pytest.raises(TooSlow, match="took too long"), store._reading() as connection:
        connection.exec_driver_sql(ENDLESS)
    assert time.monotonic() - start < 30
    with store._writing() as connection:
        assert connection.exec_driver_sql(LONG).scalar_one() == 3_000_000
    with store._reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM reports").scalar_one() == 0
    store.close()


def test_a_request_that_takes_too_long_is_one_clear_error(db, monkeypatch):
    with Project(db, patience=0.2) as project:
        open_store(db).close()
        client = TestClient(create_app(project, Access("R. Adeyemi")), base_url="http://localhost")
        monkeypatch.setattr(query, "count_asked", lambda connection, *_: connection.exec_driver_sql(ENDLESS))
        answer = client.get("/api/incidents/count")
        assert answer.status_code == 503
        assert answer.json()["error"]["code"] == "too-slow"
        assert "less at a time" in answer.json()["error"]["advice"]
        assert client.get("/api/incidents").status_code == 200


@pytest.fixture
def interruptible():
    """Have Ctrl-C interrupt, also where the tests were started in the background, which ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_in_the_midst_of_a_query_is_not_dropped(tmp_path):
    store = open_store(tmp_path / "store.db", patience=60.0)
    pressing = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
    pressing.start()
    with pytest.raises(KeyboardInterrupt), store._reading() as connection:
        connection.exec_driver_sql(ENDLESS)
    pressing.join()
    with store._reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM reports").scalar_one() == 0
    store.close()
