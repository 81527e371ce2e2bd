"""The longest reports that are allowed, made as hard as can be, are coded or refused in time and in little memory."""

import json
import subprocess
import sys

import pytest

from dateline.readers import Limits
from dateline.settings import RunSettings

LONGEST = 190_000
SECONDS, MEGABYTES = 10, 500
"""No input may take longer, or more memory beyond what the loaded coder holds."""

CODE = """
import json, resource, sys
from dateline.pipeline import TIMEOUT
from dateline.project import Project

def megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

with Project() as project:
    project.code_text("Rebels attacked the town of Gao on Monday, killing 12 soldiers.", published="2024-05-14")
    before = megabytes()
    (outcome,) = project.code(["report.txt"], published="2024-05-14")
    error = outcome.error and outcome.error.code
    print(json.dumps([error, outcome.seconds, megabytes() - before]))
"""

DENSE = "Rebels attacked the town of Gao on Monday, killing 12 soldiers and wounding 30 civilians, police said. "
HARD = {
    "dense": DENSE,
    "without-an-end": DENSE.replace(".", " and").replace(",", ""),
    "lists": "Rebels killed " + ", ".join(["soldiers, police, 12 civilians in Gao"] * 60) + ". ",
    "quotes": '"The army killed 12 rebels," he said. "They attacked Gao." ',
}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="memory is measured by resource")
@pytest.mark.parametrize("name", HARD)
def test_the_longest_report_is_coded_or_refused_in_time(tmp_path, name):
    story = HARD[name] * (LONGEST // len(HARD[name]))
    (tmp_path / "report.txt").write_text(f"Attacks in the north\n\n{story}\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", CODE], cwd=tmp_path, capture_output=True, text=True, timeout=300, check=True
    )
    error, seconds, megabytes = json.loads(done.stdout)
    assert error in {None, "timeout"}
    # Two seconds more: a library's own loop cannot be stopped in the middle, and tests share their machine.
    assert seconds < SECONDS + 2
    assert megabytes < MEGABYTES


def test_reading_and_coding_leave_time_for_start_and_end():
    assert RunSettings().code_seconds < SECONDS
    assert Limits().read_seconds < SECONDS
