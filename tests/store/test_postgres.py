"""What is PostgreSQL's own: how it is reached, what it says when it cannot be, and that a password is never shown."""

import sys
import threading
import time

import pytest
from tests.support.making import attack, small_pipeline

from dateline.errors import NotFound, StoreError
from dateline.store import name_of, open_store, postgres
from dateline.store.database import url_of, writing

PIPELINE = small_pipeline()


def keep(store, *reports):
    return store.keep(PIPELINE.code(reports), PIPELINE.coder)


@pytest.fixture
def pg(server):
    with server.database() as uri:
        yield uri


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_any_way_to_begin_the_url_takes_the_same_driver(pg, scheme):
    store = open_store(scheme + pg.removeprefix("postgresql"))
    assert store._engine.dialect.driver == "psycopg"
    assert [kept.status for kept in keep(store, attack())] == ["stored"]
    store.close()


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("postgresql://ann:s3cret@db.example.org:5433/news", "postgresql://ann@db.example.org:5433/news"),
        ("postgresql://ann@/news?host=/run/pg&password=s3cret", "postgresql://ann@/run/pg/news"),
        ("postgresql://db/news?user=ann&password=s3cret", "postgresql://db/news"),
    ],
)
def test_a_password_is_never_shown(url, name):
    assert name_of(url) == name


@pytest.mark.parametrize(
    "url", ["postgresql://ann:s3cret@host:po/rt", "postgres://ann:s3c@ret@host:x/y", "postgresql://ann:s3cret:3/x"]
)
def test_a_password_in_a_url_that_cannot_be_read_is_not_shown_either(url):
    with pytest.raises(StoreError, match="no database URL") as caught:
        open_store(url)
    assert "s3c" not in str(caught.value)


def test_who_cannot_come_in_is_told_what_to_do(server):
    server.run("DROP ROLE IF EXISTS shut_out", "CREATE ROLE shut_out")
    socket = server.uri().partition("host=")[2]
    cases = {
        server.uri("no_such"): ("no such database", "createdb"),
        server.uri(user="nobody_here"): ("no such user", "createuser"),
        server.uri(user="shut_out"): ("no such user, or the user may not log in", "createuser"),
        "postgresql://me:s3cret@127.0.0.1:9/news": ("no server answers", "host and port"),
        f"postgresql://me:s3cret@/news?host={socket}-none": ("no server runs on this machine", "start it"),
        "postgresql://me:s3cret@nowhere.invalid/news": ("no host of that name", "URL"),
    }
    for url, (what, advice) in cases.items():
        with pytest.raises(StoreError, match=what) as caught:
            open_store(url)
        message = str(caught.value)
        assert advice in message
        assert "\n" not in message
        assert "s3cret" not in message
        assert message.startswith("postgresql://")


@pytest.mark.parametrize(
    ("code", "message", "what"),
    [
        (None, 'FATAL:  password authentication failed for user "ann"', "the password is wrong"),
        (None, "fe_sendauth: no password supplied", "asks for a password"),
        (None, 'FATAL:  no pg_hba.conf entry for host "10.0.0.1", user "ann"', "lets nobody in"),
        (None, "connection timeout expired", "does not answer"),
        ("53100", "konnte nicht schreiben: Kein Platz", "disk is full; what was stored before is safe"),
        ("57P01", "arrêt des connexions", "ended the connection"),
        ("XX001", "could not read block 3 in file", "the database is damaged"),
        ("57014", "abgebrochen", "a query took too long"),
    ],
)
def test_what_the_server_says_is_said_in_words_of_use(code, message, what):
    error = type("Error", (Exception,), {"sqlstate": code})(message)
    assert what in postgres.explain(error)


def test_without_the_driver_it_says_how_to_have_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"pip install 'dateline\[postgres\]'"):
        open_store("postgresql://me@host/news")


def test_an_empty_database_is_left_as_it_is_by_who_only_wants_to_read(server):
    with server.database("template0") as uri:
        with pytest.raises(NotFound, match="no store in it; make one with: dateline add"):
            open_store(uri, must_exist=True)
        open_store(uri).close()
        open_store(uri, must_exist=True).close()


def test_tables_of_others_do_not_hinder(server):
    import psycopg

    with server.database("template0") as uri:
        with psycopg.connect(uri) as connection:
            connection.execute("CREATE TABLE music (id int)")
        store = open_store(uri)
        keep(store, attack())
        store.close()


def test_another_encoding_is_refused(server):
    server.run("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'")
    with pytest.raises(StoreError, match="its encoding is LATIN1"):
        open_store(server.uri("latin"))


def test_who_may_only_read_reads_and_is_told_when_writing(server, pg):
    import psycopg

    server.run("DROP ROLE IF EXISTS reader", "CREATE ROLE reader LOGIN")
    store = open_store(pg)
    keep(store, attack(1))
    store.close()
    with psycopg.connect(pg) as connection:
        connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
    store = open_store(pg.replace("postgres@", "reader@"))
    assert len(store.list({}).rows) == 1
    with pytest.raises(StoreError, match=r"may not do that; .*GRANT"):
        keep(store, attack(2))
    store.close()
    with server.database("template0") as uri, pytest.raises(StoreError, match="may not do that"):
        open_store(uri.replace("postgres@", "reader@"))


def test_a_server_that_starts_up_is_waited_for(pg, monkeypatch):
    store = open_store(pg)
    store._engine.dispose()
    dialect = store._engine.dialect
    tries = []

    def connect(*args, **parameters):
        tries.append(1)
        if len(tries) < 3:
            raise dialect.loaded_dbapi.OperationalError("FATAL:  the database system is starting up")
        return real(*args, **parameters)

    real = dialect.connect
    monkeypatch.setattr(dialect, "connect", connect)
    assert store.counts().reports == 0
    assert len(tries) == 3
    store.close()


def test_a_connection_that_the_server_ended_is_replaced(server, pg):
    store = open_store(pg)
    keep(store, attack(1))
    server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'dateline'")
    assert store.counts().reports == 1

    def is_cut_off():
        with store._writing() as connection:
            server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'dateline'")
            connection.exec_driver_sql("SELECT 1")

    with pytest.raises(StoreError, match="ended the connection; what was stored before is safe"):
        is_cut_off()
    keep(store, attack(2))
    assert store.counts().reports == 2
    store.close()


def test_who_waits_too_long_for_a_turn_is_told(pg, monkeypatch):
    monkeypatch.setattr(postgres, "TURN_SECONDS", 1)
    store, other = open_store(pg), open_store(pg)
    with writing(other._engine):
        with pytest.raises(StoreError, match="another program is writing"):
            keep(store, attack())
        # Who reads waits for nobody.
        assert store.counts().reports == 0
    keep(store, attack())
    store.close()
    other.close()


def test_a_reader_sees_one_moment_for_all_its_queries(pg):
    store = open_store(pg)
    with store._reading() as connection:
        count = lambda: connection.exec_driver_sql("SELECT count(*) FROM reports").scalar()  # noqa: E731
        assert count() == 0
        writer = threading.Thread(target=keep, args=(store, attack()))
        writer.start()
        writer.join()
        assert count() == 0
    assert store.counts().reports == 1
    store.close()


def test_a_client_that_falls_silent_holds_nobody_up(pg, monkeypatch):
    other = open_store(pg)
    monkeypatch.setattr(postgres, "IDLE_SECONDS", 1)
    silent = open_store(pg)

    def falls_silent():
        with silent._writing() as connection:
            started = time.monotonic()
            keep(other, attack())
            assert time.monotonic() - started < 30
            connection.exec_driver_sql("SELECT 1")

    with pytest.raises(StoreError, match="safe; run the same command again"):
        falls_silent()
    assert other.counts().reports == 1
    silent.close()
    other.close()


def test_a_url_of_another_database_is_refused_in_words():
    for url in ("mysql://me@host/db", "postgresql+psycopg2://me@host/db"):
        with pytest.raises(StoreError, match="SQLite or PostgreSQL"):
            url_of(url)
