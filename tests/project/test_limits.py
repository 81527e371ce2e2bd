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
    for name in sys.argv[1:]:
        before = megabytes()
        (outcome,) = project.code([name], published="2024-05-14")
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
def test_the_longest_reports_are_coded_or_refused_in_time(tmp_path):
    for name, words in HARD.items():
        story = words * (LONGEST // len(words))
        (tmp_path / name).with_suffix(".txt").write_text(f"Attacks in the north\n\n{story}\n", encoding="utf-8")
    command = [sys.executable, "-c", CODE, *(f"{name}.txt" for name in HARD)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=600, check=True)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == len(HARD)
    for name, (error, seconds, megabytes) in zip(HARD, lines, strict=True):
        assert error in {None, "timeout"}, name
        # Two seconds more: a library's own loop cannot be stopped in the middle, and tests share their machine.
        assert seconds < SECONDS + 2, name
        assert megabytes < MEGABYTES, name


def test_reading_and_coding_leave_time_for_start_and_end():
    assert RunSettings().code_seconds < SECONDS
    assert Limits().read_seconds < SECONDS
