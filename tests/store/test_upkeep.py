"""Backup, restoring, vacuuming and checking, on both databases and from one to the other."""

import contextlib
import sqlite3
import threading
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.support.damage import damage
from tests.support.databases import BACKENDS, new_database
from tests.support.making import attack, small_pipeline
from tests.support.records import marwah

from dateline.errors import NotFound, StoreError
from dateline.events import Problem
from dateline.pipeline import Coding
from dateline.store import open_store, restore, tables, upgrade
from dateline.store.schema import HEAD
from dateline.store.upkeep import check

PIPELINE = small_pipeline()
NEXT = small_pipeline(confidence=0.4)


def keep(store, *reports, pipeline=PIPELINE):
    return store.keep(pipeline.code(reports), pipeline.coder)


def filled(store):
    """A store with something of everything: versions, coders, failures, all kinds of values, reports in other letters."""
    keep(store, *(attack(n, more="Police threatened Erbil, killing 2.\n") for n in range(30)))
    keep(store, attack(1000, key="k"), attack(1001, key="k"), attack(1000, key="k"))
    keep(store, attack(5, language="fr", more="“Ça”, ключ 🚀\n"))
    keep(store, attack(2), attack(3), pipeline=NEXT)
    record = marwah()
    store.keep([Coding(record.report, record)], record.coder)
    store.keep([Coding(attack(2000), None, Problem("timeout", "too slow"))], PIPELINE.coder)
    return store


def content(store):
    """All rows of all tables, in order."""
    with store._reading() as connection:
        return {
            table.name: [
                tuple(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key.columns)).all()
            ]
            for table in tables.metadata.sorted_tables
        }


def test_a_store_is_found_sound(store):
    steps = []
    done = filled(store).check(progress=lambda *step: steps.append(step))
    assert done.sound, done.faults
    assert done.whole
    counts = store.counts()
    assert dict(done.counts)["reports"] == 37
    assert dict(done.counts)["versions"] == counts.versions
    assert steps[-1] == ("reports", 37, 37)
    assert store.check(sample=10).sound
    assert not store.check(sample=10).whole
    assert store.check(sample=500).whole


@pytest.mark.parametrize("other", BACKENDS)
def test_a_backup_is_a_store_and_gives_the_store_back(store, other, request, tmp_path):
    before = content(filled(store))
    backup = tmp_path / "backup.db"
    made = store.backup(backup)
    assert made.path == backup
    assert made.size == backup.stat().st_size > 50_000
    assert sorted(path.name for path in tmp_path.iterdir() if "backup" in path.name) == ["backup.db"]
    copy = open_store(backup, must_exist=True)
    assert content(copy) == before
    assert copy.check().sound
    assert copy.search("erbil").hits == store.search("erbil").hits
    copy.close()
    with new_database(other, request, tmp_path / "restored.db") as db:
        if other == "sqlite":
            # A file must not be there; a server's database may hold a store without reports.
            db.unlink()
        restored = restore(backup, db)
        assert restored.rows == made.rows == sum(map(len, before.values()))
        again = open_store(db)
        assert content(again) == before
        assert again.check().sound
        # New rows do not meet the numbers of old ones.
        assert [kept.status for kept in keep(again, attack(5000))] == ["stored"]
        assert again.check().sound
        assert again.search("erbil", limit=500).hits == store.search("erbil", limit=500).hits
        again.close()


def test_a_backup_shows_one_moment_while_others_write(store, tmp_path):
    # Of another language, so that nothing is linked, which would take most of the time.
    keep(store, *(attack(n, language="fr") for n in range(50)))
    writer, stop = open_store(store._url.render_as_string(hide_password=False)), threading.Event()
    written = []

    def writes():
        for batch in range(1, 1_000):
            keep(writer, *(attack(1_000 * batch + n, more="word " * 200, language="fr") for n in range(10)))
            written.append(batch)
            if stop.is_set():
                return

    thread = threading.Thread(target=writes)
    thread.start()
    try:
        for attempt in range(3):
            before = len(written)
            store.backup(tmp_path / f"{attempt}.db")
            while len(written) == before and thread.is_alive():
                time.sleep(0.01)
    finally:
        stop.set()
        thread.join()
    assert len(written) >= 3
    writer.close()
    for attempt in range(3):
        copy = open_store(tmp_path / f"{attempt}.db")
        assert copy.counts().reports % 10 == 0
        assert copy.counts().reports >= 50
        assert copy.check().sound
        copy.close()
    assert store.check().sound


def test_a_backup_takes_no_place_that_is_taken(store, tmp_path):
    keep(store, attack())
    (tmp_path / "there.db").write_text("mine")
    with pytest.raises(StoreError, match="it is there already"):
        store.backup(tmp_path / "there.db")
    assert (tmp_path / "there.db").read_text() == "mine"
    with pytest.raises(StoreError, match="it is a folder"):
        store.backup(tmp_path)
    with pytest.raises(StoreError, match="there is no folder"):
        store.backup(tmp_path / "none" / "b.db")
    store.backup(tmp_path / "there.db", replace=True)
    assert open_store(tmp_path / "there.db").counts().reports == 1


def test_a_store_is_no_backup_of_itself(tmp_path):
    store = open_store(tmp_path / "store.db")
    with pytest.raises(StoreError, match="the store itself"):
        store.backup(tmp_path / "store.db", replace=True)
    store.close()


def test_a_backup_that_fails_leaves_the_one_before(store, tmp_path, monkeypatch):
    keep(store, attack(1))
    store.backup(tmp_path / "b.db")
    keep(store, attack(2))

    def full(*_):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("dateline.store.upkeep.copying._rows_of", full)
    with pytest.raises(StoreError, match=r"b\.db.*: the disk is full"):
        store.backup(tmp_path / "b.db", replace=True)
    assert [path.name for path in tmp_path.iterdir() if "b.db" in path.name] == ["b.db"]
    assert open_store(tmp_path / "b.db").counts().reports == 1


def test_restoring_overwrites_nothing(store, db, tmp_path):
    keep(store, attack(1))
    store.backup(tmp_path / "b.db")
    keep(store, attack(2))
    with pytest.raises(StoreError, match=r"it is there already|holds 2 reports"):
        restore(tmp_path / "b.db", db)
    assert store.counts().reports == 2


def test_what_is_no_backup_is_not_restored(empty_db, backend, tmp_path):
    (tmp_path / "notes.txt").write_text("These are my notes, and no database at all.\n" * 100)
    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE music (id)").connection.close()
    sqlite3.connect(tmp_path / "nothing.db").execute("VACUUM").connection.close()
    for name, message in {
        "none.db": "no such file",
        "notes.txt": "no database",
        "other.db": "another program",
        "nothing.db": "no store of dateline",
    }.items():
        with pytest.raises(StoreError, match=message):
            restore(tmp_path / name, empty_db)
    if backend == "sqlite":
        assert not Path(empty_db).exists()


def test_a_backup_that_was_damaged_is_not_restored(empty_db, tmp_path):
    store = open_store(tmp_path / "store.db")
    filled(store)
    store.backup(tmp_path / "b.db")
    store.close()
    damage(tmp_path / "b.db", "ix_events_event_id")
    with pytest.raises(StoreError, match=r"not sound|damaged"):
        restore(tmp_path / "b.db", empty_db)


def test_vacuum_gives_back_room(store, backend):
    keep(store, *(attack(n, more="word " * 400, language="fr") for n in range(200)))
    with store._writing() as connection:
        # What a purge by hand, or much editing, leaves behind.
        connection.execute(tables.reports.update().values(byline="x" * 2_000))
        connection.execute(tables.reports.update().values(byline=None))
    steps = []
    done = store.vacuum(progress=lambda *step: steps.append(step))
    # PostgreSQL keeps the room that it has made, for rows to come.
    assert done.after < done.before if backend == "sqlite" else 0 < done.after < 1.2 * done.before
    assert steps[-1][1] == steps[-1][2]
    assert store.counts().reports == 200
    assert store.vacuum(words=True).after <= done.after * 1.2
    assert len(store.search("word", limit=400).hits) == 200
    assert store.check().sound


def test_vacuum_makes_the_words_anew(store):
    keep(store, *(attack(n) for n in range(5)))
    with store._writing() as connection:
        if connection.dialect.name == "sqlite":
            first = sa.select(sa.func.min(tables.search.c.id)).scalar_subquery()
            connection.execute(tables.search.delete().where(tables.search.c.id == first))
        else:
            connection.exec_driver_sql("UPDATE search_words SET words = ''::tsvector")
    # What is an incident's is missed by its number too.
    assert {"search"} <= {fault.part for fault in store.check().faults} <= {"search", "lineage"}
    assert all("dateline db vacuum --words" in str(fault) for fault in store.check().faults)
    store.vacuum(words=True)
    assert store.check().sound
    assert len(store.search("rebels", kinds=["report"]).hits) == 5
    assert len(store.search("rebels", kinds=["incident"]).hits) == len(store.incidents({}).rows) > 0


def test_upgrade_says_from_where_to_where(empty_db, backend):
    if backend == "sqlite":
        with pytest.raises(NotFound, match="no such database"):
            upgrade(empty_db)
        Path(empty_db).touch()
    assert upgrade(empty_db) == (None, HEAD)
    assert upgrade(empty_db) == (HEAD, HEAD)


FAULTS = {
    "UPDATE reports SET text = text || 'x' WHERE id = :report": ("reports", "the content gives"),
    "UPDATE reports SET text_id = 'x' WHERE id = :report": ("reports", "text_id is x"),
    "UPDATE reports SET version = 7 WHERE id = :report": ("versions", "version 7 under"),
    "UPDATE reports SET current = NOT current WHERE id = :report": ("versions", "marked as current"),
    "UPDATE reports SET published = 'soon' WHERE id = :report": ("reports", "published"),
    "UPDATE versions SET current = NOT current WHERE report_id = :report": ("versions", "0 are current"),
    "UPDATE versions SET version = 3 WHERE report_id = :report": ("versions", "up to number 3"),
    "UPDATE coders SET model = 'other'": ("coders", "give the fingerprint"),
    "UPDATE records SET latest = NOT latest WHERE report_id = :report": ("ledger", "not one is the latest"),
    "DELETE FROM ledger WHERE report_id = :report": ("ledger", "does not say that it was coded"),
    "UPDATE ledger SET status = 'done' WHERE report_id = :report": ("ledger", "nothing that dateline would"),
    "UPDATE ledger SET status = 'coded' WHERE status = 'failed'": ("ledger", "there is no record"),
    "UPDATE events SET killed_low = 77 WHERE id = :event": ("events", "killed_low is 77, but the record gives 1"),
    "UPDATE events SET event_id = 'x' WHERE id = :event": ("events", "event_id is 'x'"),
    "DELETE FROM event_tolls WHERE event_row = :event": ("events", "its tolls are not"),
    "UPDATE event_places SET country = 'FR' WHERE event_row = :event": ("events", "its places are not"),
    "UPDATE event_actors SET role = 'victim' WHERE event_row = :event": ("events", "its participants are not"),
    "DELETE FROM events WHERE id = :event": ("events", "0 rows for 1 events"),
    "UPDATE records SET record = replace(CAST(record AS text), 'Rebels', 'Rivals'){json} WHERE report_id = :report": ("records", "does not quote"),
    "UPDATE records SET record = '{{}}' WHERE report_id = :report": ("records", "not what was stored"),
    "UPDATE records SET record = replace(CAST(record AS text), :event_id, 'x'){json} WHERE report_id = :report": ("records", "type and anchor give"),
    "DELETE FROM search WHERE ref = :report": ("search", "search does not know it"),
    "UPDATE search SET id = 5 WHERE ref = :report": ("search", "by another day"),
    "UPDATE search SET ref = 'x' WHERE ref = :report": ("search", "no such report"),
}  # fmt: skip


def test_each_fault_is_found_and_named(store, backend):
    keep(store, attack(1))
    store.keep([Coding(attack(2000), None, Problem("timeout", "too slow"))], PIPELINE.coder)
    report = attack(1).id
    assert store.check().sound
    if backend == "postgresql":
        # It would not let most of this happen.
        with store._writing() as connection:
            connection.exec_driver_sql("ALTER TABLE search_words DROP CONSTRAINT search_words_id_fkey")
    for statement, (part, message) in FAULTS.items():
        sql = statement.format(json="::json" if backend == "postgresql" else "")
        with store._reading() as connection:
            row = connection.execute(sa.select(tables.events.c.id, tables.events.c.event_id)).one()
        given = {"report": report, "event": row.id, "event_id": row.event_id}
        given = {
            name: value
            for name, value in given.items()
            if f":{name}" in sql.replace(":event_id", "" if name == "event" else ":event_id")
        }
        with undone(store) as connection:
            connection.execute(sa.text(sql), given)
            found = check(connection, store._kit).faults
            fitting = [fault for fault in found if fault.part == part and message in fault.what]
            assert fitting, (statement, found)
            assert all(fault.row and fault.advice for fault in found)
    assert store.check().sound


@contextlib.contextmanager
def undone(store):
    """A transaction of which nothing stays."""
    with contextlib.suppress(ZeroDivisionError), store._writing() as connection:
        yield connection
        raise ZeroDivisionError


def test_a_row_that_points_to_nothing_is_found(tmp_path):
    store = open_store(tmp_path / "store.db")
    keep(store, attack(1))
    store.close()
    with sqlite3.connect(tmp_path / "store.db") as raw:
        raw.execute("DELETE FROM reports")
    store = open_store(tmp_path / "store.db")
    faults = [fault for fault in store.check().faults if fault.part == "references"]
    assert {fault.row.split(",")[0] for fault in faults} >= {"versions", "records", "ledger"}
    store.close()
