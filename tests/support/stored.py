"""What a store holds, looked at from beside it: by plain SQL, and by an export that leaves out times and row ids."""

from __future__ import annotations

import hashlib
import json
import sqlite3

import sqlalchemy as sa

from dateline.codec import record_to_data
from dateline.store import open_store


def ids_stored(store):
    """The ids of the reports that have a record of the latest coder; each must have one, whole."""
    with store._engine.connect() as connection:
        rows = connection.execute(
            sa.text(
                "SELECT r.report_id, r.record, (SELECT count(*) FROM events e WHERE e.record_id = r.id)"
                " FROM records r WHERE r.latest"
            )
        ).all()
    for report, record, number in rows:
        data = json.loads(record) if isinstance(record, str) else record
        assert len(data["events"]) == number, f"the record of {report} is stored without all its events"
    found = [row[0] for row in rows]
    assert len(found) == len(set(found)), "a report has two records"
    return set(found)


def lines_in_ledger(store):
    """How many lines the ledger has for each report and coder: one, or the key would be broken."""
    with store._engine.connect() as connection:
        return connection.execute(sa.text("SELECT count(*) FROM ledger")).scalar_one()


def assert_sound(db):
    """A SQLite file has no page and no reference that is wrong; PostgreSQL sees to that itself."""
    if "://" in str(db):
        return
    with sqlite3.connect(db) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def digest_of(db):
    """The digest of all that is stored: the store's own, and beside it one made from what the store gives out."""
    store = open_store(db)
    try:
        own = store.digest() if hasattr(store, "digest") else ""
        given = hashlib.sha256()
        records = store.records({"sphere": "all"}, all_versions=True)
        for line in sorted(json.dumps(record_to_data(record), sort_keys=True) for record in records):
            given.update(line.encode())
        return own, given.hexdigest()
    finally:
        store.close()
