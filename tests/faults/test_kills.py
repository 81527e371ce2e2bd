"""Killed at any moment, on both databases: what was acknowledged is there, once, and the next run goes on to the same end."""

import random
import signal

import pytest
from tests.support import crashing
from tests.support.made import write_records
from tests.support.scale import LONG, SCALE
from tests.support.stored import assert_sound, digest_of, ids_stored, lines_in_ledger

from dateline.store import open_store

PAUSE = 0.004
"""Seconds after each report that is told, so that a life can end between two."""

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 on this system")


@pytest.fixture(scope="module")
def records(tmp_path_factory):
    """The file of the made records, and the records."""
    path = tmp_path_factory.mktemp("made") / "records.pickle"
    return path, write_records(path, 72)


@pytest.fixture(scope="module")
def undisturbed(records, tmp_path_factory):
    """The digest of a store to which all was added in one go."""
    return digest_of(added_at_once(records, tmp_path_factory.mktemp("undisturbed"))[0])


def added_at_once(records, folder, **options):
    """A store to which all was added in one go, and the seconds that it took."""
    assert crashing.live(crashing.adding, folder / "store.db", records[0], folder / "log", **options) == 0
    return folder / "store.db", float(crashing.said(folder / "log")[-1][-1])


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """As many records as deaths at any moment need, the digest of all, and the seconds that a batch takes here and now."""
    folder = tmp_path_factory.mktemp("many")
    records = folder / "records.pickle", write_records(folder / "records.pickle", SCALE.events)
    db, seconds = added_at_once(records, folder, pause=PAUSE)
    return records, digest_of(db), seconds * crashing.BATCH / len(records[1])


class Watch:
    """Looks after each death whether all that was acknowledged is there, and nothing twice."""

    def __init__(self, db, log):
        self.db = db
        self.log = log
        self.acknowledged = set()
        self.read = 0
        self.torn = 0

    def look(self):
        """Return how many reports are stored."""
        lines = crashing.said(self.log)
        fresh = [line for line in lines[self.read :] if len(line) == 2]
        self.read = len(lines)
        stored_now = {report for status, report in fresh if status == "stored"}
        assert stored_now.isdisjoint(self.acknowledged), "a report was stored that was stored before"
        self.acknowledged |= {report for _, report in fresh}
        store = open_store(self.db)
        try:
            stored = ids_stored(store)
            assert lines_in_ledger(store) == len(stored)
        finally:
            store.close()
        assert self.acknowledged <= stored, f"lost: {sorted(self.acknowledged - stored)[:3]}"
        # At most one batch was on the disk and not yet told.
        assert len(stored - self.acknowledged) <= crashing.BATCH
        self.torn += bool(stored - self.acknowledged)
        self.acknowledged |= stored
        return len(stored)


def finished(db, records, log):
    """Add what is left, undisturbed."""
    assert crashing.live(crashing.adding, db, records[0], log) == 0


def test_killed_at_any_moment(db, backend, many, tmp_path, figure):
    chance = random.Random(backend)  # noqa: S311 - moments, not secrets
    records, digest, batch = many
    watch = Watch(db, tmp_path / "log")
    killed = mid_work = 0
    while killed < SCALE.kills and len(watch.acknowledged) < len(records[1]):
        before = len(watch.acknowledged)
        # A life starts a little before where the last one ended, and dies as it begins, while it finds again what is known, or
        # while it stores: told by what it has acknowledged, since how long that takes hangs on what else the machine does.
        first, after = max(0, before - crashing.BATCH), chance.choice((0, 1, 2, 2)) * crashing.BATCH
        until = chance.uniform(0.0, batch)
        code = crashing.live(
            crashing.adding, db, records[0], watch.log, until=until, after=after, pause=PAUSE, first=first
        )
        # One that was done before its time has not been killed.
        killed += code == -signal.SIGKILL
        stored = watch.look()
        mid_work += before < stored < len(records[1])
    assert_sound(db)
    finished(db, records, watch.log)
    assert watch.look() == len(records[1])
    assert digest_of(db) == digest
    figure(kills=killed, mid_work=mid_work, stored_and_not_told=watch.torn, reports=len(records[1]), lost=0, doubled=0)
    assert killed > SCALE.kills / 2
    assert mid_work > killed / 5


@pytest.mark.parametrize("point", ["after-coding", "before-commit", "after-commit", "mid-linking"])
def test_killed_at_a_named_point(point, db, records, undisturbed, tmp_path, figure):
    watch = Watch(db, tmp_path / "log")
    times = (1, 3, 7)
    for time in times:
        code = crashing.live(crashing.adding, db, records[0], watch.log, point=f"{point}:{time}")
        assert code == -signal.SIGKILL, "the point was not reached"
        watch.look()
    assert_sound(db)
    finished(db, records, watch.log)
    assert watch.look() == len(records[1])
    assert digest_of(db) == undisturbed
    figure(kills=len(times), stored_and_not_told=watch.torn, lost=0, doubled=0)


def test_killed_while_coding_anew(db, records, tmp_path, figure):
    finished(db, records, tmp_path / "log")
    once = tmp_path / "once.db"
    finished(once, records, tmp_path / "log-once")
    assert crashing.live(crashing.recoding, once, records[0], tmp_path / "log-once") == 0
    deaths = 0
    for time in (1, 3) if LONG else (2,):
        for point in ("before-commit", "after-commit"):
            code = crashing.live(crashing.recoding, db, records[0], tmp_path / "recoded", point=f"{point}:{time}")
            assert code == -signal.SIGKILL, "the point was not reached"
            deaths += 1
    assert crashing.live(crashing.recoding, db, records[0], tmp_path / "recoded") == 0
    told = [line[1] for line in crashing.said(tmp_path / "recoded") if len(line) == 2]
    assert len(told) == len(set(told)), "a report was coded anew twice"
    store = open_store(db)
    assert ids_stored(store) == {record.report.id for record in records[1]}
    assert lines_in_ledger(store) == 2 * len(records[1])
    store.close()
    assert_sound(db)
    assert digest_of(db) == digest_of(once)
    figure(kills=deaths, lost=0, doubled=0)


def test_killed_while_a_store_is_made(empty_db, tmp_path, records, undisturbed):
    for number in (1, 2, 3):
        code = crashing.live(crashing.adding, empty_db, records[0], tmp_path / "log", point=f"mid-migration:{number}")
        if code == 0:
            break
        assert code == -signal.SIGKILL
    else:
        finished(empty_db, records, tmp_path / "log")
    assert digest_of(empty_db) == undisturbed


def test_killed_while_a_backup_is_written(db, records, undisturbed, tmp_path):
    finished(db, records, tmp_path / "log")
    for _ in range(2):
        code = crashing.live(crashing.backing_up, db, tmp_path / "backup.db", tmp_path / "log", point="mid-backup")
        assert code == -signal.SIGKILL, "the point was not reached"
        assert not (tmp_path / "backup.db").exists(), "half a backup stands under the name of a whole one"
    assert crashing.live(crashing.backing_up, db, tmp_path / "backup.db", tmp_path / "log") == 0
    assert digest_of(tmp_path / "backup.db") == undisturbed
    assert digest_of(db) == undisturbed


def test_decisions_are_there_once_where_they_were_acknowledged(db, backend, records, tmp_path, figure):
    finished(db, records, tmp_path / "log")
    log = tmp_path / "decided"
    for point in ("before-commit:2", "after-commit:3", "before-commit:1", "after-commit:1"):
        assert crashing.live(crashing.deciding, db, records[0], log, point=point) == -signal.SIGKILL
    assert crashing.live(crashing.deciding, db, records[0], log) == 0
    told = [line[1] for line in crashing.said(log) if line[0] == "decided"]
    store = open_store(db)
    reasons = [decision.reason for decision in store.decisions()]
    numbers = [change.number for change in store.changes(limit=100_000)]
    checked = store.check()
    store.close()
    assert len(told) == len(set(told)) > 4
    assert set(told) <= set(reasons)
    assert len(reasons) == len(set(reasons))
    assert numbers == list(range(1, len(numbers) + 1))
    assert checked.sound, checked.faults[:3]
    figure(decisions=len(reasons), acknowledged=len(told), lost=0, doubled=0)
