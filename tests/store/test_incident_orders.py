"""One set of reports gives one store, in whatever order and by however many hands it comes."""

import random
import threading

from tests.support import crashing
from tests.support.databases import make_empty
from tests.support.laws import check_all
from tests.support.making import attack, small_pipeline
from tests.support.scale import SCALE

from dateline.store import open_store

PIPELINE = small_pipeline()


def archive():
    """A dozen reports of five attacks: copies, a rising toll, two things in one report, one recalled a week later."""
    day, next_day = "2024-03-02", "2024-03-03T09:00"
    return [
        attack(3, publisher="The Courier", published=day, key="a"),
        attack(3, publisher="Daily News", published=day, key="b"),
        attack(3, publisher="Morning Post", published=day, key="c"),
        attack(5, publisher="The Courier", published=next_day, key="d"),
        attack(5, publisher="Globe", published=next_day, key="e", more="Rebels threatened Erbil.\n"),
        attack(9, publisher="Globe", where="Sanaa", who="Gunmen", published=day, key="f"),
        attack(9, publisher="Herald", where="Sanaa", who="Gunmen", published=day, key="g", more="It rained all day.\n"),
        attack(2, publisher="Herald", where="Erbil", published=day, key="h", more="Gunmen attacked Sanaa, killing 9.\n"),
        attack(1, publisher="Globe", where="Erbil", published="2024-06-01", key="i"),
        attack(1, publisher="Herald", where="Erbil", published=None, key="j"),
        attack(4, publisher="Courier", where="Baghdad", published="2024-03-09", key="k", more="Police spoke.\n"),
        attack(4, publisher="Herald", where="Baghdad", verb="robbed", published="2024-03-09", key="l"),
    ]  # fmt: skip


def keep_in(store, reports, sizes):
    reports = list(reports)
    while reports:
        size = next(sizes)
        store.keep(PIPELINE.code(reports[:size]), PIPELINE.coder)
        del reports[:size]


def test_every_order_of_arrival_gives_one_store(tmp_path, figure):
    rng = random.Random(5)  # noqa: S311
    found = set()
    for number in range(SCALE.orders):
        path = make_empty(tmp_path / f"{number}.db")
        store = open_store(path)
        reports = archive()
        rng.shuffle(reports)
        keep_in(store, reports, iter(lambda: rng.randint(1, 12), 0))
        found.add(store.digest())
        if number == 0:
            assert store.counts().incidents > 3
        if number in {0, SCALE.orders // 2}:
            check_all(store)
        store.close()
        path.unlink()
    assert len(found) == 1
    figure(orders=SCALE.orders, reports=12, digests=len(found))


def test_both_databases_give_one_digest(store, tmp_path):
    keep_in(store, archive(), iter(lambda: 5, 0))
    other = open_store(make_empty(tmp_path / "other.db"))
    keep_in(other, reversed(archive()), iter(lambda: 12, 0))
    assert store.digests() == other.digests()
    other.close()


def test_adding_three_times_in_shuffled_order_adds_nothing(store):
    rng = random.Random(6)  # noqa: S311
    keep_in(store, archive(), iter(lambda: 4, 0))
    before, changes = store.digest(), store.changes()
    for _ in range(3):
        reports = archive()
        rng.shuffle(reports)
        keep_in(store, reports, iter(lambda: rng.randint(1, 5), 0))
    assert (store.digest(), store.changes()) == (before, changes)


def keeps_some(db, part):
    """In a process of its own: what went wrong, if anything."""
    store = open_store(db)
    try:
        keep_in(store, archive()[part::4], iter(lambda: 1, 0))
    finally:
        store.close()


def test_many_processes_that_write_at_once_lose_nothing(db):
    open_store(db).close()
    with crashing.context().Pool(4) as pool:
        pool.starmap(keeps_some, [(db, part) for part in range(4)], chunksize=1)
    store = open_store(db)
    check_all(store)
    alone = sorted(row.id for row in store.incidents({"sphere": "all"}).rows)
    keep_in(store, archive(), iter(lambda: 12, 0))
    assert sorted(row.id for row in store.incidents({"sphere": "all"}).rows) == alone
    store.close()


def test_readers_beside_a_writer_see_incidents_that_agree_with_themselves(db):
    writer, reader = open_store(db), open_store(db)
    keep_in(writer, archive()[:2], iter(lambda: 2, 0))
    wrong, stop = [], threading.Event()

    def reads():
        while not stop.is_set():
            for row in reader.incidents({}).rows:
                whole = reader.incident(row.id)
                if whole.version < row.version or not whole.tellers:
                    wrong.append(row)

    thread = threading.Thread(target=reads)
    thread.start()
    keep_in(writer, archive(), iter(lambda: 1, 0))
    stop.set()
    thread.join()
    assert wrong == []
    writer.close()
    reader.close()
