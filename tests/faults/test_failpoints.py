"""A process dies at the point that is named, at the time that is named, and nowhere else."""

import os
import signal
import subprocess
import sys

import pytest

from dateline.failpoints import POINTS, VARIABLE, Failpoint

PASSING = """
from dateline import failpoints
for n in range(1, 5):
    for point in failpoints.POINTS:
        print(point, n, flush=True)
        failpoints.reach(point)
"""


def passing(asked):
    env = {**os.environ, VARIABLE: asked}
    return subprocess.run([sys.executable, "-c", PASSING], env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("asked", "last"), [("before-commit", "before-commit 1"), ("mid-backup:3", "mid-backup 3")])
def test_the_process_dies_at_the_point_and_time_that_are_named(asked, last):
    run = passing(asked)
    assert run.returncode == -signal.SIGKILL
    assert run.stdout.splitlines()[-1] == last


def test_nothing_happens_where_none_is_named_or_the_time_does_not_come():
    for asked in ("", "after-commit:5"):
        run = passing(asked)
        assert run.returncode == 0
        assert len(run.stdout.splitlines()) == 4 * len(POINTS)


@pytest.mark.parametrize("asked", ["nowhere", "before-commit:0", "before-commit:x", "before-commit:-1"])
def test_a_point_that_is_not_there_is_said_so(asked):
    with pytest.raises(ValueError, match=VARIABLE):
        Failpoint(asked)
