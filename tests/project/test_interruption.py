"""What is acknowledged is stored, whatever happens to the process, and the next run goes on."""

import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.support.making import small_pipeline

from dateline.project import Project

HERE = Path(__file__).parents[2]
NUMBER = 240

ADD = """
import sys
sys.path.insert(0, sys.argv[1])
from dateline.project import Project
from tests.support.making import small_pipeline

def main():
    settings = {"run": {"batch_reports": 8}}
    with Project(sys.argv[2], pipeline=small_pipeline(pause=float(sys.argv[5])), settings=settings, workers=int(sys.argv[4])) as project:
        try:
            for outcome in project.add(sys.argv[3]):
                # In one piece: `print` writes piece by piece, and an interrupt falls between them.
                sys.stdout.write(f"{outcome.status} {outcome.record.report.id}\\n")
                sys.stdout.flush()
        except KeyboardInterrupt:
            print("interrupted")

if __name__ == "__main__":
    main()
"""


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(NUMBER):
        (folder / f"{n:03}.txt").write_text(
            f"Rebels attacked Baghdad, killing {n}.\n\nThat is what the police said on the day.\n"
        )
    return folder


class Adding:
    """A run of `add` in a process of its own."""

    def __init__(self, folder, workers, pause=0.003):
        script = folder.parent / "add.py"
        script.write_text(ADD)
        self.errors = folder.parent / "errors.txt"
        with self.errors.open("w") as errors:
            self.process = subprocess.Popen(
                [sys.executable, script, HERE, folder.parent / "store.db", folder, str(workers), str(pause)],
                stdout=subprocess.PIPE, stderr=errors, text=True,
            )  # fmt: skip
        # Something is acknowledged: from now on it may be struck down.
        self.first = self.process.stdout.readline()

    def end(self):
        """Return the ids that were acknowledged, with their status, and what went to standard error."""
        lines = (self.first + self.process.stdout.read()).splitlines()
        self.process.stdout.close()
        self.process.wait(timeout=300)
        return {
            line.rsplit(" ", 1)[1]: line.rsplit(" ", 1)[0] for line in lines if " " in line
        }, self.errors.read_text()


def soundly_stored(db):
    """Ids of the reports that have a record, after a look at the whole file."""
    with sqlite3.connect(db) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        of_events = connection.execute(
            "SELECT r.report_id, count(e.id) FROM records r LEFT JOIN events e ON e.record_id = r.id GROUP BY r.id"
        ).fetchall()
        assert {number for _, number in of_events} <= {1}, "a record is stored without its event"
        ids = [report for report, _ in of_events]
        assert len(ids) == len(set(ids))
        assert connection.execute("SELECT count(*) FROM ledger").fetchone() == (len(ids),)
        return set(ids)


@pytest.mark.parametrize("workers", [1, 2])
def test_killed_at_any_moment_nothing_acknowledged_is_lost_and_nothing_doubled(folder, workers):
    chance = random.Random(workers)  # noqa: S311 - moments, not secrets
    db = folder.parent / "store.db"
    acknowledged = set()
    for _ in range(3):
        adding = Adding(folder, workers)
        time.sleep(chance.uniform(0.0, 0.4))
        adding.process.kill()
        seen, _ = adding.end()
        stored = soundly_stored(db)
        assert {report for report, status in seen.items() if status == "stored"}.isdisjoint(acknowledged)
        acknowledged |= seen.keys()
        assert acknowledged <= stored
        # At most one batch was stored and not yet told.
        assert len(stored - acknowledged) <= 8
        acknowledged |= stored
    with Project(db, pipeline=small_pipeline(pause=0.003)) as project:
        assert {outcome.record.report.id: outcome.status for outcome in project.add(folder)}.keys() >= acknowledged
        counts = project.counts()
        assert (counts.reports, counts.versions, counts.records, counts.events) == (NUMBER,) * 4
    assert len(soundly_stored(db)) == NUMBER


@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_leaves_a_sound_file_and_the_next_run_goes_on(folder, workers):
    db = folder.parent / "store.db"
    # So slow that it is not done before it is told to stop, however late that is.
    adding = Adding(folder, workers, pause=0.02)
    adding.process.send_signal(signal.SIGINT)
    seen, err = adding.end()
    assert err == ""
    assert 0 < len(seen) < NUMBER
    assert seen.keys() <= soundly_stored(db)
    again = Adding(folder, workers, pause=0.02)
    rest, err = again.end()
    assert err == ""
    assert {rest[report] for report in seen} == {"unchanged"}
    assert len(rest) == len(soundly_stored(db)) == NUMBER


def test_others_read_whole_batches_while_one_adds(folder):
    db = folder.parent / "store.db"
    adding = Adding(folder, 1)
    seen = []
    with Project(db, pipeline=small_pipeline()) as reader:
        while adding.process.poll() is None:
            counts = reader.counts()
            assert counts.reports == counts.events == counts.records
            assert len(reader.list(limit=500).rows) >= counts.events
            seen.append(counts.reports)
    adding.end()
    assert seen == sorted(seen)
    assert len(set(seen)) > 3
    assert {number % 8 for number in seen} == {0}
