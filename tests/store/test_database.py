import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.dialects import postgresql
from tests.support import crashing
from tests.support.databases import new_database
from tests.support.making import attack, small_pipeline

from dateline.errors import NotFound, StoreError
from dateline.store import open_store, schema, tables
from dateline.store.database import reading

PIPELINE = small_pipeline()


def keep(store, *reports):
    return store.keep(PIPELINE.code(reports), PIPELINE.coder)


def test_the_migrations_make_the_tables_that_the_code_speaks_of(store):
    with store._engine.connect() as connection:
        # The words of the search are in each database's own form, and no table of SQLAlchemy's.
        ours = lambda _, name, *__: not (name or "").startswith(("search_words", "ix_search_words"))  # noqa: E731
        # Of text the comparison knows lengths, and no collation: that is asked below.
        types = lambda *found: None if not isinstance(found[3], sa.String) else found[3].length != found[4].length  # noqa: E731
        options = {"version_table": schema.VERSION_TABLE, "include_object": ours, "compare_type": types}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, tables.metadata) == []
        if connection.dialect.name == "postgresql":
            ordered = sa.text(
                "SELECT table_name, column_name FROM information_schema.columns WHERE collation_name IS DISTINCT FROM 'C' "
                "AND data_type IN ('text', 'character varying') AND table_schema = 'public' AND table_name <> :ours"
            )
            assert connection.execute(ordered, {"ours": schema.VERSION_TABLE}).all() == []


def test_head_is_the_newest_migration():
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).with_name("migrations")))
    assert ScriptDirectory.from_config(config).get_heads() == [schema.HEAD]


def test_the_schema_is_valid_on_postgresql():
    for table in tables.metadata.sorted_tables:
        statement = str(sa.schema.CreateTable(table).compile(dialect=postgresql.dialect()))
        assert "CREATE TABLE" in statement
        for index in table.indexes:
            # What SQLite says for "is true" PostgreSQL does not understand.
            assert " IS 1" not in str(sa.schema.CreateIndex(index).compile(dialect=postgresql.dialect()))
        # The words of one database's own.
        assert not {"DATETIME", "AUTOINCREMENT", "BLOB"} & set(statement.split())


def test_a_migration_that_breaks_leaves_no_trace(tmp_path, monkeypatch):
    def broken(connection):
        real(connection)
        raise sa.exc.OperationalError("CREATE", {}, Exception("the power went out"))

    real = schema._migrate
    monkeypatch.setattr(schema, "_migrate", broken)
    path = tmp_path / "store.db"
    with pytest.raises(StoreError, match="the power went out"):
        open_store(path)
    monkeypatch.undo()
    assert sqlite3.connect(path).execute("SELECT name FROM sqlite_master").fetchall() == []
    open_store(path).close()


def opens_and_keeps(db, number):
    """In a process of its own: what went wrong, if anything."""
    try:
        store = open_store(db)
        for n in range(5):
            keep(store, attack(100 * number + n))
        store.close()
    except StoreError as error:
        return str(error)
    return None


def test_many_processes_may_open_a_new_database_at_once_and_write_to_it(backend, request, tmp_path):
    with crashing.context().Pool(5) as pool:
        for attempt in range(3):
            with new_database(backend, request, tmp_path / f"{attempt}.db", template="template0") as db:
                assert pool.starmap(opens_and_keeps, [(db, number) for number in range(5)], chunksize=1) == [None] * 5
                store = open_store(db)
                assert store.counts().reports == store.counts().events == 25
                store.close()


def test_what_is_acknowledged_is_durable(store):
    with reading(store._engine) as connection:
        if connection.dialect.name == "sqlite":
            pragma = lambda name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()  # noqa: E731
            assert (pragma("journal_mode"), pragma("synchronous"), pragma("foreign_keys")) == ("wal", 2, 1)
        else:
            assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"


def test_a_reader_sees_whole_batches_while_another_writes(db):
    writer, reader = open_store(db), open_store(db)
    seen, stop = set(), threading.Event()

    def reads():
        while not stop.is_set():
            seen.add(reader.counts().reports)

    thread = threading.Thread(target=reads)
    thread.start()
    for batch in range(80):
        keep(writer, *(attack(100 * batch + n) for n in range(10)))
        if batch > 5 and len(seen) > 2:
            break
    stop.set()
    thread.join()
    assert {number % 10 for number in seen} == {0}
    assert len(seen) > 1
    writer.close()
    reader.close()


def test_no_database_to_read_from_says_how_to_make_one(tmp_path):
    with pytest.raises(NotFound, match="dateline add"):
        open_store(tmp_path / "none.db", must_exist=True)
    assert not (tmp_path / "none.db").exists()


def test_what_is_no_database_is_said_in_one_line(tmp_path):
    (tmp_path / "notes.txt").write_text("These are my notes, and no database at all.\n" * 100)
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE music (id)")
    other.commit()
    cases = {
        tmp_path / "notes.txt": "it is no database",
        tmp_path / "other.db": "another program",
        tmp_path: "it is a folder",
        tmp_path / "no" / "store.db": "there is no folder",
        "sqlite:///:memory:": "keeps nothing",
        "music://host/db": "SQLite or PostgreSQL",
        "postgresql+://": "SQLite or PostgreSQL",
        "postgresql://me@host:many/db": "no database URL",
    }
    for db, message in cases.items():
        with pytest.raises(StoreError, match=message) as caught:
            open_store(db)
        assert "\n" not in str(caught.value)
    assert (tmp_path / "notes.txt").read_text().startswith("These are my notes")
    assert other.execute("SELECT count(*) FROM music").fetchone() == (0,)


def test_a_newer_schema_is_refused(db):
    store = open_store(db)
    with store._engine.connect().execution_options(dateline_writes=True) as connection, connection.begin():
        connection.exec_driver_sql("UPDATE dateline_schema SET version_num = '9999'")
    store.close()
    with pytest.raises(StoreError, match=r"newer dateline \(schema 9999"):
        open_store(db)


def test_a_locked_database_is_said_so(tmp_path, monkeypatch):
    monkeypatch.setattr("dateline.store.sqlite.BUSY_SECONDS", 0.2)
    store = open_store(tmp_path / "store.db")
    other = sqlite3.connect(tmp_path / "store.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="another program is writing"):
        keep(store, attack())
    assert store.counts().reports == 0
    other.execute("ROLLBACK")
    assert [kept.status for kept in keep(store, attack())] == ["stored"]
    store.close()


def test_a_full_disk_is_said_so_and_loses_nothing(tmp_path):
    store = open_store(tmp_path / "store.db")
    keep(store, *(attack(n) for n in range(10)))
    # The database's own limit raises what a full disk does.
    limit = lambda connection, _: connection.execute("PRAGMA max_page_count=1")  # noqa: E731 - it stays at its size
    sa.event.listen(store._engine, "connect", limit)
    store._engine.dispose()
    with pytest.raises(StoreError, match="the disk is full; what was stored before is safe"):
        keep(store, *(attack(n, more="more " * 3000) for n in range(20, 60)))
    sa.event.remove(store._engine, "connect", limit)
    store._engine.dispose()
    assert store.counts().reports == 10
    keep(store, *(attack(n, more="more " * 3000) for n in range(20, 60)))
    assert store.counts().reports == 50
    store.close()


READ_ONLY = """
import os, sys
from dateline.errors import StoreError
from dateline.store import open_store
sys.path.insert(0, sys.argv[2])
from tests.support.making import attack, small_pipeline
pipeline = small_pipeline()
codings = pipeline.code([attack(99)])
scratch = open_store(sys.argv[3])  # what is imported late is imported now
scratch.keep(codings, pipeline.coder)
scratch.list({})
if hasattr(os, "geteuid") and os.geteuid() == 0:  # root may write what is read-only
    os.setgroups([])
    os.setresgid(65534, 65534, 65534)
    os.setresuid(65534, 65534, 65534)
store = open_store(sys.argv[1])
print(len(store.list({}).rows))
try:
    store.keep(codings, pipeline.coder)
except StoreError as error:
    print(error)
"""


@pytest.mark.parametrize("folder", [0o777, 0o555], ids=["folder-writable", "folder-read-only"])
def test_a_read_only_database_can_be_read(folder, tmp_path):
    # Beside the folders of other tests, into which only their owner may look.
    root = Path(tempfile.mkdtemp())
    try:
        store = open_store(root / "store.db")
        keep(store, attack(1), attack(2))
        store.close()
        (root / "store.db").chmod(0o444)
        root.chmod(folder)
        here = Path(__file__).parents[2]
        command = [sys.executable, "-c", READ_ONLY, root / "store.db", here, tmp_path / "scratch.db"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        number, message = done.stdout.splitlines()
        assert number == "2"
        assert message.startswith(f"{root / 'store.db'}: it may only be read")
    finally:
        root.chmod(0o755)
        shutil.rmtree(root)
