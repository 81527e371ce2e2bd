"""Run the fault tests in their long form, and print what they found.

    python tools/soak.py [--only WORDS] [--jobs 2]

The tests are those of tests/faults and of orders and histories, which `make test` runs in a short form: 200 deaths instead of 25,
a minute of many readers and writers instead of three seconds, a hundred orders of arrival instead of ten (tests/support/scale.py).
Tests of random examples try new ones. Beside them the real coder adds examples/reports by the command line and is killed again
and again. Ends with status 1 where anything failed. Half an hour on two cores.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TESTS = (
    "tests/faults", "tests/store/test_incident_orders.py", "tests/store/test_incident_laws.py", "tests/consolidation/test_laws.py",
    "tests/record/test_round_trip.py", "tests/pipeline/test_hostile_text.py", "tests/export/test_hostile.py",
    "tests/linkage/test_clustering.py", "tests/show/test_marks.py",
)  # fmt: skip


def main() -> int:
    """Run the tests and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", help="run the tests that these words choose, as pytest -k does")
    parser.add_argument("--jobs", default="2", help="tests that run at a time")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = Path(folder) / "figures.jsonl"
        environment = os.environ | {"DATELINE_SOAK": "1", "DATELINE_SOAK_FIGURES": str(figures)}
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-n",
            options.jobs,
            "--dist",
            "worksteal",
            "--durations=10",
            *TESTS,
        ]
        command += ["-k", options.only] if options.only else []
        status = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        lines = figures.read_text("utf-8").splitlines() if figures.exists() else []
    print()
    for line in sorted(lines):
        values = json.loads(line)
        name = values.pop("test")
        print(f"{name}: " + ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in values.items()))
    return status


if __name__ == "__main__":
    sys.exit(main())
