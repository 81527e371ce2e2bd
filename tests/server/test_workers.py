"""`dateline serve` with several processes: each answers, one that dies is put in place again, and none outlives the command."""

import contextlib
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PATIENCE = 60.0

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="which processes there are is read in /proc"
)


def until(holds):
    end = time.monotonic() + PATIENCE
    while not (found := holds()):
        assert time.monotonic() < end
        time.sleep(0.1)
    return found


def workers_of(server):
    """The processes that answer: of the command's children not the one that looks after what they share."""
    found = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    return {int(pid) for pid in found if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()}


def lives(pid):
    with contextlib.suppress(FileNotFoundError):
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    return False


@pytest.fixture
def served(desk):
    """Return a running command with two workers, and a function that asks it."""
    command = [sys.executable, "-m", "dateline", "serve", "--db", str(desk), "--port", "0", "--workers", "2"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    ) as server:
        host = re.search(r"http://(\S+)/", server.stdout.readline())[1]

        def ask():
            asked = http.client.HTTPConnection(host, timeout=PATIENCE)
            with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(asked):
                asked.request("GET", "/api/incidents")
                return json.load(asked.getresponse())["rows"]
            return None

        try:
            until(ask)
            yield server, ask
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)


def test_a_worker_that_dies_is_put_in_place_again_and_ctrl_c_ends_all(served):
    server, ask = served
    rows = ask()
    first = until(lambda: len(workers_of(server)) == 2 and workers_of(server))
    for pid in first:
        os.kill(pid, signal.SIGKILL)
    now = until(lambda: len(workers_of(server) - first) == 2 and workers_of(server))
    assert until(ask) == rows
    server.send_signal(signal.SIGINT)
    assert server.wait(PATIENCE) == 0
    assert not any(map(lives, now))


def test_workers_do_not_outlive_a_command_that_is_killed(served):
    server, ask = served
    left = workers_of(server)
    server.kill()
    until(lambda: not any(map(lives, left)))
    assert ask() is None
