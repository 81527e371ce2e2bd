"""Many at once: readers beside a writer on SQLite, writers beside each other on PostgreSQL; no update lost, no error."""

import threading
import time

import pytest
from tests.support import crashing
from tests.support.made import write_records
from tests.support.scale import SCALE
from tests.support.stored import assert_sound, ids_stored, lines_in_ledger

from dateline.errors import Conflict
from dateline.store import open_store

HANDS = 8


@pytest.fixture(scope="module")
def records(tmp_path_factory):
    path = tmp_path_factory.mktemp("made") / "records.pickle"
    return path, write_records(path, SCALE.events, seed=3)


class Reader(threading.Thread):
    """Reads until it is told to stop, and notes what is not as it must be."""

    def __init__(self, db, until):
        super().__init__()
        self.db = db
        self.until = until
        self.looks = 0
        self.trouble = []

    def run(self):
        try:
            store = open_store(self.db)
            before = last = 0
            while not self.until.is_set():
                counts = store.counts()
                if counts.reports < before or counts.records != counts.reports:
                    self.trouble.append(f"{counts} after {before}")
                before = counts.reports
                numbers = [change.number for change in store.changes(last)]
                if numbers != list(range(last + 1, last + 1 + len(numbers))):
                    self.trouble.append(f"changes after {last}: {numbers[:5]}")
                last += len(numbers)
                for row in store.incidents({"sphere": "all"}, limit=20).rows[:3]:
                    found = store.incident(row.id)
                    if found.version < row.version or len(found.tellers) < 1:
                        self.trouble.append(f"{row} and {found.version}")
                store.search("said", limit=5)
                self.looks += 1
            store.close()
        # Whatever goes wrong in a thread of its own must be told in the test.
        except Exception as error:
            self.trouble.append(repr(error))


def test_eight_read_while_one_writes(tmp_path, records, figure):
    db = tmp_path / "store.db"
    open_store(db).close()
    until = threading.Event()
    readers = [Reader(db, until) for _ in range(HANDS)]
    for reader in readers:
        reader.start()
    start = time.monotonic()
    rounds = 0
    try:
        while rounds == 0 or time.monotonic() - start < SCALE.seconds:
            # From the second round on all is there, and the coders take turns in coding it anew.
            work = crashing.adding if rounds == 0 else crashing.recoding
            assert crashing.live(work, db, records[0], tmp_path / "log", fewer=bool(rounds % 2)) == 0
            rounds += 1
    finally:
        until.set()
        for reader in readers:
            reader.join(crashing.LIFE)
    assert [reader.trouble for reader in readers if reader.trouble] == []
    assert min(reader.looks for reader in readers) > 0
    store = open_store(db)
    assert ids_stored(store) == {record.report.id for record in records[1]}
    store.close()
    assert_sound(db)
    looks = sum(reader.looks for reader in readers)
    figure(readers=HANDS, seconds=round(time.monotonic() - start), looks=looks, errors=0, lost=0)


def test_eight_write_at_once_to_postgresql(server, records, tmp_path, figure):
    with server.database() as db:
        start = time.monotonic()
        rounds = 0
        while rounds == 0 or time.monotonic() - start < SCALE.seconds:
            logs = [tmp_path / f"log-{rounds}-{hand}" for hand in range(HANDS)]
            hands = [
                crashing.context().Process(target=crashing.adding, args=(db, records[0], log), kwargs={"first": hand})
                for hand, log in enumerate(logs)
            ]
            for hand in hands:
                hand.start()
            for hand in hands:
                hand.join(crashing.LIFE)
            assert [hand.exitcode for hand in hands] == [0] * HANDS
            told = [line for log in logs for line in crashing.said(log) if len(line) == 2]
            stored = [report for status, report in told if status == "stored"]
            # All add the same reports but for the first few: each is stored by one hand, and known to the others.
            assert len(stored) == len(set(stored)) == (len(records[1]) if rounds == 0 else 0)
            rounds += 1
        store = open_store(db)
        assert ids_stored(store) == {record.report.id for record in records[1]}
        assert lines_in_ledger(store) == len(records[1])
        numbers = [change.number for change in store.changes(limit=1_000_000)]
        assert numbers == list(range(1, len(numbers) + 1))
        store.close()
        figure(writers=HANDS, seconds=round(time.monotonic() - start), reports=len(records[1]), lost=0, doubled=0)


def test_of_two_reviewers_who_saw_the_same_one_is_told_that_it_has_changed(db, records, tmp_path):
    assert crashing.live(crashing.adding, db, records[0], tmp_path / "log") == 0
    one, other = open_store(db), open_store(db)
    row = one.incidents({}).rows[0]
    seen = other.incident(row.id)
    one.review(row.id, "accepted", by="one", why="clear", version=row.version)
    with pytest.raises(Conflict):
        other.review(row.id, "corrected", by="other", why="not clear", version=seen.version)
    assert other.incident(row.id).review.by == "one"
    now = other.incident(row.id)
    assert other.review(row.id, "corrected", by="other", why="seen again", version=now.version).review.by == "other"
    one.close()
    other.close()
