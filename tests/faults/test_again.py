"""The same again, in any order: nothing is added, and the store is the same."""

import random

from tests.support.databases import make_empty
from tests.support.made import CODER, made_reports, write_records
from tests.support.scale import SCALE
from tests.support.stored import digest_of

from dateline.linkage import graph, hanging
from dateline.pipeline import Coding
from dateline.store import open_store


def keep(store, made, size):
    for at in range(0, len(made), size):
        store.keep([Coding(one.record.report, one.record) for one in made[at : at + size]], CODER)


def test_adding_three_times_in_shuffled_order_adds_nothing(db, figure):
    made = list(made_reports(SCALE.again, seed=5))
    store = open_store(db)
    keep(store, made, 64)
    counts, digest, last = store.counts(), store.digest(), len(store.changes(limit=1_000_000))
    for seed in range(3):
        random.Random(seed).shuffle(made)  # noqa: S311 - an order, no secret
        keep(store, made, 64)
    assert store.counts() == counts
    assert store.digest() == digest
    assert len(store.changes(limit=1_000_000)) == last
    store.close()
    figure(reports=len(made), times=3, added=0)


def test_every_order_of_arrival_gives_one_store(tmp_path, monkeypatch, figure):
    # So few scenes to a component that components fall apart while the archive grows.
    for module in (graph, hanging):
        monkeypatch.setattr(module, "MOST_SCENES", 3)
    made = list(made_reports(60, seed=9, a_day=25.0))
    found = set()
    for seed in range(SCALE.orders):
        path = make_empty(tmp_path / f"{seed}.db")
        order = random.Random(seed)  # noqa: S311
        order.shuffle(made)
        store = open_store(path)
        keep(store, made, order.randrange(1, len(made)))
        found.add(store.digest())
        if seed == 0:
            assert store.counts().incidents > 10
            assert store.check().sound
        store.close()
    assert len(found) == 1
    figure(orders=SCALE.orders, reports=len(made), digests=len(found))


def test_the_store_parts_an_archive_as_linkage_does_all_at_once(tmp_path):
    from dateline.linkage import Linker, tellings_of

    made = list(made_reports(100, seed=11, a_day=60.0))
    store = open_store(tmp_path / "store.db")
    keep(store, made, 7)
    rows, cursor = [], None
    while True:
        page = store.incidents(
            {"sphere": "all", "review": "all"}, kinds=("incident", "series", "recalled"), cursor=cursor
        )
        rows += page.rows
        cursor = page.cursor
        if cursor is None:
            break
    stored = {frozenset(teller.event_id for teller in store.incident(row.id).tellers) for row in rows}
    store.close()
    at_once = Linker.default().partition(telling for one in made for telling in tellings_of(one.record))
    assert stored == {frozenset(cluster.members) for cluster in at_once}


def test_a_clock_that_steps_back_changes_nothing(tmp_path, monkeypatch):
    """The times that are stored are for people: what is current, latest or last is told by numbers."""
    path = tmp_path / "records.pickle"
    records = write_records(path, 40, seed=2)
    for name, moments in (
        ("steady", ["2024-01-01T00:00:00+00:00"]),
        ("back", ["2030-01-01T00:00:00+00:00", "2001-01-01T00:00:00+00:00"]),
    ):
        told = iter(moments * 1000)
        monkeypatch.setattr("dateline.store.store.moment", lambda told=told: next(told))
        monkeypatch.setattr("dateline.store.incidents.store.moment", lambda told=told: next(told))
        store = open_store(make_empty(tmp_path / f"{name}.db"))
        for at in range(0, len(records), 5):
            store.keep([Coding(record.report, record) for record in records[at : at + 5]], CODER)
        row = store.incidents({}).rows[0]
        store.reject(row.id, by="one", why="first")
        store.restore(row.id, by="one", why="then")
        numbers = [change.number for change in store.changes(limit=100_000)]
        assert numbers == list(range(1, len(numbers) + 1))
        assert store.check().sound
        store.close()
    assert digest_of(tmp_path / "steady.db") == digest_of(tmp_path / "back.db")
