"""A database whose files are damaged: the check finds it, and no backup is made of it."""

import contextlib
import itertools
import os
import shutil
import sqlite3

import pytest
from tests.store.test_upkeep import filled
from tests.support.damage import damage
from tests.support.databases import Server, await_server, make_empty, running_server

from dateline.errors import StoreError
from dateline.store import open_store
from dateline.store.upkeep.steps import REINDEX, RESTORE


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The file of a store that is sound, for copies to be damaged."""
    path = make_empty(tmp_path_factory.mktemp("whole") / "store.db")
    store = open_store(path)
    filled(store)
    store.vacuum()
    assert store.check().sound
    store.close()
    return path


@pytest.mark.parametrize(
    "name",
    ["reports", "records", "events", "event_tolls", "versions", "ledger", "ix_events_event_id", "ix_events_day_id",
     "sqlite_autoindex_reports_1", "ix_versions_report_id", "ix_reports_text_id"],
)  # fmt: skip
def test_a_damaged_page_is_found(name, whole, tmp_path):
    path = shutil.copy(whole, tmp_path / "store.db")
    damage(path, name)
    store = open_store(path)
    done = store.check()
    assert not done.sound
    assert all(fault.advice and "\n" not in str(fault) for fault in done.faults)
    with pytest.raises(StoreError, match=r"not sound|damaged"):
        store.backup(tmp_path / "b.db")
    assert not (tmp_path / "b.db").exists()
    store.close()


def test_an_index_that_does_not_fit_its_table_is_found_and_mended(whole, tmp_path):
    path = shutil.copy(whole, tmp_path / "store.db")
    with contextlib.closing(sqlite3.connect(path)) as raw:
        # Rows change while the index is taken off the list, as a faulty disk or program would have it.
        row = raw.execute("SELECT * FROM sqlite_master WHERE name = 'ix_events_event_id'").fetchone()
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute("DELETE FROM sqlite_master WHERE name = 'ix_events_event_id'")
        raw.commit()
        raw.execute("PRAGMA writable_schema = RESET")
        raw.execute("DELETE FROM events WHERE id = 3")
        raw.execute("CREATE TEMP TABLE another AS SELECT * FROM events WHERE id = 4")
        raw.execute("UPDATE another SET id = 99999, event_id = 'x'")
        raw.execute("INSERT INTO events SELECT * FROM another")
        raw.commit()
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", row)
        raw.commit()
    store = open_store(path)
    faults = [fault for fault in store.check().faults if fault.part == "pages"]
    assert [fault.advice for fault in faults] == [REINDEX]
    assert "events" in faults[0].row
    store.vacuum()
    assert [fault for fault in store.check().faults if fault.part == "pages"] == []
    store.close()


@pytest.fixture
def own_server(server):
    """A server of this test's own, whose files may be damaged."""
    with running_server() as handle:
        yield handle


def test_a_damaged_page_of_postgresql_is_found(own_server):
    cases = {"reports": RESTORE, "pk_reports": REINDEX, "ix_events_day_id": REINDEX}
    places = {}
    for name in cases:
        Server(own_server, itertools.count()).run(f"CREATE DATABASE of_{name}")
        store = open_store(own_server.get_uri(database=f"of_{name}"))
        filled(store)
        assert store.check().sound
        with store._writing() as connection:
            places[name] = connection.exec_driver_sql(f"SELECT pg_relation_filepath('{name}')").scalar()
        store.close()
    own_server.stop()
    for name, place in places.items():
        with (own_server.pgdata / place).open("r+b") as file:
            # The second page: the first of an index is not read when it is walked.
            file.seek(8192 + 6_000 if name != "reports" else 6_000)
            words = file.read(500)
            file.seek(-500, os.SEEK_CUR)
            file.write(bytes(byte ^ 0xFF for byte in words))
    await_server(own_server, own_server.ensure_postgres_running)
    for name, advice in cases.items():
        store = open_store(own_server.get_uri(database=f"of_{name}"))
        faults = store.check().faults
        assert any(name in fault.row and fault.advice == advice for fault in faults), (name, faults)
        store.close()
