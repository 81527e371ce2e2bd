"""The server of PostgreSQL is killed in the midst of a transaction, all of its processes, and started again."""

import os
import random
import signal
import time

import pytest
from tests.support import crashing
from tests.support.databases import PATIENCE, await_server, running_server
from tests.support.made import write_records
from tests.support.scale import SCALE
from tests.support.stored import digest_of, ids_stored, lines_in_ledger

from dateline.store import open_store


@pytest.fixture
def own_server():
    """A server of this test's own, with the care for the disk that one has by default."""
    with running_server() as handle:
        yield handle


def kill(handle):
    """Kill the server and every process that serves a client, as a power cut would."""
    import psutil

    master = psutil.Process(handle.get_pid())
    ours = [master, *master.children(recursive=True)]
    for process in ours:
        try:
            os.kill(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    psutil.wait_procs(ours, timeout=PATIENCE)


def test_the_server_dies_and_nothing_acknowledged_is_lost(own_server, tmp_path, figure):
    path = tmp_path / "records.pickle"
    records = write_records(path, SCALE.events, seed=6)
    chance = random.Random(6)  # noqa: S311
    db = own_server.get_uri()
    open_store(db).close()
    acknowledged = set()
    for number in range(SCALE.server_kills):
        log = tmp_path / f"log-{number}"
        adding = crashing.context().Process(target=crashing.adding, args=(db, path, log), kwargs={"pause": 0.002})
        adding.start()
        while adding.is_alive() and len(crashing.said(log)) < 4 * (number + 1):
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.2))
        kill(own_server)
        adding.join(crashing.LIFE)
        assert adding.exitcode is not None
        # It mends itself from its log.
        await_server(own_server, own_server.ensure_postgres_running)
        told = {line[1] for line in crashing.said(log) if len(line) == 2}
        store = open_store(db)
        assert acknowledged | told <= ids_stored(store)
        assert lines_in_ledger(store) == len(ids_stored(store))
        store.close()
        acknowledged |= told
    assert crashing.live(crashing.adding, db, path, tmp_path / "last") == 0
    assert crashing.live(crashing.adding, tmp_path / "once.db", path, tmp_path / "once", batch=32) == 0
    assert digest_of(db) == digest_of(tmp_path / "once.db")
    figure(kills=SCALE.server_kills, reports=len(records), lost=0, doubled=0)
