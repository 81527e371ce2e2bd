"""The real coder behind the real command, killed while it adds the example reports; only in the long form."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.support.scale import LONG
from tests.support.stored import assert_sound, digest_of, ids_stored

from dateline.store import open_store

REPORTS = Path(__file__).parents[2] / "examples" / "reports"
KILLS = 12


def command(db):
    return [sys.executable, "-m", "dateline", "add", str(REPORTS), "--db", str(db), "--workers", "1"]


@pytest.mark.skipif(
    not LONG, reason="the real coder takes minutes; make soak runs it, and the small one stands in for it here"
)
def test_the_command_is_killed_and_goes_on(tmp_path, figure):
    db = tmp_path / "store.db"
    open_store(db).close()
    chance = random.Random(1)  # noqa: S311 - moments, not secrets
    before = set()
    for _ in range(KILLS):
        process = subprocess.Popen(command(db), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(2.0, 12.0))
        process.kill()
        assert process.wait() in {-signal.SIGKILL, 0}
        assert_sound(db)
        store = open_store(db)
        stored = ids_stored(store)
        store.close()
        assert before <= stored
        before = stored
    for path in (db, tmp_path / "once.db"):
        subprocess.run(command(path), check=True, capture_output=True)
    assert digest_of(db) == digest_of(tmp_path / "once.db")
    figure(kills=KILLS, reports=len(before), lost=0, doubled=0)
