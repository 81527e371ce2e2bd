"""Several processes that write to one store at once: nothing is lost, doubled or left unsound."""

import random

from tests.support import crashing
from tests.support.making import attack, small_pipeline

from dateline.store import open_store

WRITERS = 4
KEYS = ("k1", "k2", "k3")


def reports():
    """Reports of their own, wire copies, and texts that follow each other under few keys."""
    own = [attack(number, where=place) for number in range(8) for place in ("Baghdad", "Erbil")]
    copies = [attack(50, publisher=f"House {n}", origin=f"{n}.txt") for n in range(4)]
    changing = [
        attack(100 + number, where="Sanaa", key=KEYS[number % 3], origin=f"c{number}.txt") for number in range(9)
    ]
    return [*own, *copies, *changing]


def writes(db, number):
    """In a process of its own: store all reports in an order of its own, with one of two coders; tell what was acknowledged."""
    pipeline = small_pipeline(confidence=0.9 if number % 2 else 0.4)
    order = reports()
    random.Random(number).shuffle(order)  # noqa: S311
    store = open_store(db)
    done = []
    for start in range(0, len(order), 5):
        for kept in store.keep(pipeline.code(order[start : start + 5]), pipeline.coder):
            assert kept.record.report.id == kept.coding.report.id
            done.append((kept.coding.report.id, kept.status))
    store.close()
    return done


def test_writers_take_turns_and_lose_nothing(empty_db):
    with crashing.context().Pool(WRITERS) as pool:
        done = pool.starmap(writes, [(empty_db, number) for number in range(WRITERS)], chunksize=1)
    store = open_store(empty_db)
    assert store.check().sound, store.check().faults
    ids = {report.id for report in reports()}
    assert {report_id for found in done for report_id, _ in found} == ids
    # Each report of each coder was stored by one of them, and was there already for the others.
    stored = [report_id for found in done for report_id, status in found if status == "stored"]
    assert len(stored) <= 2 * len(ids)
    assert {dict(store.check().counts)[name] for name in ("records", "ledger")} == {2 * len(ids)}
    counts = store.counts()
    assert counts.reports == len(ids) - 9 + len(KEYS)
    assert (counts.coders, counts.waiting) == (2, 0)
    changes = store.changes(0, limit=10_000)
    assert [change.number for change in changes] == list(range(1, len(changes) + 1))
    store.close()
