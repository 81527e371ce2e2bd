"""A database of any earlier revision, with data in it, becomes one of today and loses nothing.

`revisions/0001.json` holds the rows that dateline stored when 0001 was the newest migration.
"""

import importlib.resources
import json
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from tests.support.making import attack, small_pipeline

from dateline.errors import StoreError
from dateline.store import open_store, schema, upgrade
from dateline.store.database import make_engine, reading, url_of, writing
from dateline.store.indexing import fill
from dateline.store.rows import stored_key
from dateline.store.totals import renew_totals

PIPELINE = small_pipeline()
ROWS = json.loads(Path(__file__).with_name("revisions").joinpath("0001.json").read_text(encoding="utf-8"))
CONFIG = Config()
CONFIG.set_main_option("script_location", str(importlib.resources.files("dateline.store") / "migrations"))
REVISIONS = sorted(script.revision for script in ScriptDirectory.from_config(CONFIG).walk_revisions())
ENDS = pytest.mark.parametrize("old", [REVISIONS[0], REVISIONS[-2]], indirect=True)
"""What does not hang on what a revision holds is tried with the oldest and the one before the newest."""


@pytest.fixture(params=REVISIONS[:-1])
def old(request, empty_db):
    """A database of a revision, with the rows of the first."""
    engine = make_engine(url_of(empty_db))
    with writing(engine) as connection:
        move_to(connection, "0001")
        for table, rows in ROWS.items():
            for row in rows:
                insert(connection, table, row)
        if connection.dialect.name == "postgresql":
            for table in ("records", "events"):
                connection.exec_driver_sql(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"  # noqa: S608
                )
        move_to(connection, request.param)
        if request.param >= schema.DRAWN:
            # Whoever opened it then had made what follows from the rows.
            fill(connection)
            renew_totals(connection)
    engine.dispose()
    return empty_db, request.param


def move_to(connection, revision):
    config = Config()
    config.set_main_option("script_location", CONFIG.get_main_option("script_location"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def insert(connection, table, row):
    """Insert by words of SQL alone, as the rows were when the revision was new."""
    booleans = {"current", "latest", "approximate", "superseded", "part"}
    values = {name: bool(value) if name in booleans else value for name, value in row.items()}
    columns = ", ".join(f'"{name}"' for name in row)
    connection.execute(
        sa.text(f'INSERT INTO "{table}" ({columns}) VALUES ({", ".join(f":{name}" for name in row)})'),  # noqa: S608
        values,
    )


def stored(db):
    """The rows of the first revision's tables as they are now, JSON read."""
    engine = make_engine(url_of(db))
    found = {}
    with reading(engine) as connection:
        for table, rows in ROWS.items():
            keys = ", ".join(f'"{name}"' for name in rows[0])
            found[table] = sorted(
                (plain(row) for row in connection.exec_driver_sql(f'SELECT {keys} FROM "{table}"').mappings()),  # noqa: S608
                key=repr,
            )
    engine.dispose()
    return found


def plain(row):
    return {
        name: json.loads(value) if isinstance(value, str) and value[:1] in {"[", "{"} else int(value) if isinstance(value, bool) else value
        for name, value in row.items()
    }  # fmt: skip


def expected(revision="head"):
    rows = {table: [plain(row) for row in found] for table, found in ROWS.items()}
    if revision not in {"0001", "0002"}:
        for row in rows["versions"]:
            row["key"] = stored_key(row["key"])
    return {table: sorted(found, key=repr) for table, found in rows.items()}


def test_the_rows_are_those_of_the_first_revision():
    assert REVISIONS[0] == "0001"
    assert REVISIONS[-1] == schema.HEAD
    assert all(ROWS.values())


def test_every_row_is_kept_and_all_is_sound(old):
    db, revision = old
    assert stored(db) == expected(revision)
    assert upgrade(db) == (revision, schema.HEAD)
    assert stored(db) == expected()
    store = open_store(db)
    assert store.check().sound, store.check().faults
    # Nothing is linked by a migration; all of it waits.
    assert store.counts().waiting == store.counts().reports == 10
    assert store.link() > 0
    assert store.counts().waiting == 0
    assert store.check().sound, store.check().faults
    store.close()


def test_what_was_stored_is_given_back_and_goes_on(old):
    db, _ = old
    store = open_store(db)
    for row in ROWS["reports"]:
        if row["id"] in {record["report_id"] for record in ROWS["records"]}:
            report = store.get(row["id"]).report
            assert (report.text, report.title, report.key) == (row["text"], row["title"], row["key"])
            assert store.get(row["key"]).report.key == row["key"]
    assert [hit.title for hit in store.search("rebels ключ").hits] == ["Rebels attacked Baghdad"]
    first = attack(1, key="k")
    known = store.look_up([first], PIPELINE.coder)[first.id, "k"]
    assert known.unchanged
    assert known.record.report.version == 3
    long = next(row["key"] for row in ROWS["reports"] if len(row["key"]) > 700)
    (kept,) = store.keep(PIPELINE.code([attack(88, key=long, url=long)]), PIPELINE.coder)
    assert (kept.status, kept.record.report.version) == ("new version", 2)
    assert store.check().sound
    store.close()


@ENDS
def test_a_migration_that_fails_leaves_the_old_state(old, monkeypatch):
    db, _ = old

    migrate = schema._migrate

    def breaks(connection):
        migrate(connection)
        raise sa.exc.OperationalError("INSERT", {}, Exception("the power went out"))

    before = everything(db)
    monkeypatch.setattr(schema, "_migrate", breaks)
    with pytest.raises(StoreError, match="the power went out"):
        open_store(db)
    assert everything(db) == before
    monkeypatch.undo()
    open_store(db).close()
    assert stored(db) == expected()


def everything(db):
    """The names of all tables and indexes, the revision, and the rows."""
    engine = make_engine(url_of(db))
    with reading(engine) as connection:
        inspector = sa.inspect(connection)
        names = {
            table: sorted(
                [index["name"] for index in inspector.get_indexes(table)] + [column["name"] for column in inspector.get_columns(table)]
            )
            for table in inspector.get_table_names()
        }  # fmt: skip
        revision = schema.schema_of(connection, "it")
    engine.dispose()
    return names, revision, stored(db)


BY_DAY = """CREATE TABLE by_day (
    facet BIGINT NOT NULL REFERENCES facets (id), shelf INTEGER NOT NULL, day VARCHAR(10) NOT NULL, incident VARCHAR(24) NOT NULL,
    CONSTRAINT pk_incident_facets_before PRIMARY KEY (facet, shelf, day, incident)
)"""
BEFORE_STANDING = (
    "DELETE FROM events WHERE ordinal < 0",
    *(f"DROP INDEX ix_{name}" for name in (
        "events_stands", "events_coded", "events_last", "events_first", "events_acled", "events_plover", "events_mode",
        "event_actors_name", "event_tolls_low",
    )),
    "ALTER TABLE events DROP COLUMN coded",
    "ALTER TABLE events DROP COLUMN stands",
)  # fmt: skip
"""What makes a store of today one of 0010."""

BEFORE_NUMBERS = (
    "DROP INDEX ix_reports_listed",
    "CREATE INDEX ix_reports_listed ON reports (current, (coalesce(published, '')), id)",
    BY_DAY,
    "INSERT INTO by_day SELECT p.facet, p.shelf, i.day, i.id FROM incident_facets p JOIN incidents i ON i.number = p.number",
    "DROP TABLE incident_facets",
    "ALTER TABLE by_day RENAME TO incident_facets",
    "CREATE INDEX ix_incident_facets_incident ON incident_facets (incident)",
    *(f"DROP INDEX ix_incidents_{name}" for name in (
        "narrow", "shelf", "reports", "toll", "changed", "confidence", "killed", "injured", "sources", "long"
    )),
    "ALTER TABLE incidents DROP COLUMN number",
    *(f"CREATE INDEX ix_incidents_shelf_{name} ON incidents (shelf, {name})" for name in (
        "day", "reports", "toll", "changed", "confidence", "killed", "injured", "sources"
    )),
    "CREATE INDEX ix_incidents_long ON incidents (shelf, long, day, last_day, id)",
    "UPDATE dateline_schema SET version_num = '0009'",
)  # fmt: skip
"""What makes a store of 0010 one of 0009."""


def test_incidents_keep_their_facets_and_events_what_people_said(empty_db):
    store = open_store(empty_db)
    days = ("2024-03-01", "2023-01-05", None)
    store.keep(
        PIPELINE.code([attack(n, published=days[n % 3], who=f"Band{'abcd'[n % 4]}") for n in range(9)]), PIPELINE.coder
    )
    asked = ({}, {"actor": "banda"}, {"since": "2024"}, {"country": "IQ", "type": "ASSAULT"}, {"search": "baghdad"})
    before = [store.incidents(filters, limit=3) for filters in asked]
    assert len(before[0].rows) == 3
    event = store.list({"actor": "bandc"}).rows[0].event_id
    store.correct(event, "factuality", "denied", by="Ana")
    store.correct(store.list({"actor": "bandd"}).rows[0].event_id, "event", False, by="Ana")
    before = [store.incidents(filters, limit=3) for filters in asked]
    stands, coded = store.list({}), store.list({}, as_coded=True)
    assert (len(stands.rows), len(coded.rows)) == (8, 9)
    counted = store.facet_counts({"actor": "bandb"})
    digest = store.digest()
    engine = store._engine
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ALTER TABLE incident_facets RENAME CONSTRAINT pk_incident_facets TO pk_now")
            for name in ("reports_publisher", "event_actors_name", "event_actors_actor"):
                connection.exec_driver_sql(f"DROP STATISTICS st_{name}")
        for statement in (*BEFORE_STANDING, *BEFORE_NUMBERS):
            connection.exec_driver_sql(statement)
        if connection.dialect.name == "postgresql":
            before_names = (
                "pk_incident_facets_before TO pk_incident_facets",
                "by_day_facet_fkey TO fk_incident_facets_facet_facets",
            )
            for names in before_names:
                connection.exec_driver_sql(f"ALTER TABLE incident_facets RENAME CONSTRAINT {names}")
    store.close()
    store = open_store(empty_db)
    assert store.check().sound, store.check().faults
    assert [store.incidents(filters, limit=3) for filters in asked] == before
    assert store.facet_counts({"actor": "bandb"}) == counted
    assert store.digest() == digest
    assert sorted(map(repr, store.list({}).rows)) == sorted(map(repr, stands.rows))
    assert store.list({}, as_coded=True) == coded
    store.close()


@ENDS
def test_an_old_database_that_may_only_be_read_says_so(old):
    db, revision = old
    engine = make_engine(url_of(db))
    with pytest.raises(StoreError, match="of an older dateline, and may only be read"):
        schema.bring_up(engine, "it", writable=False)
    engine.dispose()
    assert stored(db) == expected(revision)


@ENDS
def test_several_that_open_an_old_database_at_once_migrate_it_once(old):
    db, _ = old
    troubles = []

    def opens():
        try:
            store = open_store(db)
            store.keep(PIPELINE.code([attack(threading.get_ident() % 10_000 + 1_000)]), PIPELINE.coder)
            store.close()
        except Exception as error:
            troubles.append(error)

    threads = [threading.Thread(target=opens) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    store = open_store(db)
    assert store.check().sound
    store.close()
