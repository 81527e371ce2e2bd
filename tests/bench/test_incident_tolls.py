"""The bench of tolls that reports tell together, over own reports: what it prints, writes, and says of wrong input."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench" / "incident_tolls.py"
FIRST = (
    "DAYTON, Ohio — One man was shot and killed and two women were wounded in a shooting on Birch Street in Dayton on Monday night, "
    "police said. Officers found the man with a gunshot wound."
)
LATER = (
    "DAYTON, Ohio — Two people were shot and killed in a shooting on Birch Street in Dayton on Monday night, police said Tuesday. "
    "One of the women who were wounded has died."
)
REPORTS = [
    {"id": "a", "incident": "1", "published": "2016-03-08", "title": "Man shot dead in Dayton", "text": FIRST},
    {
        "id": "b",
        "incident": "1",
        "published": "2016-03-09",
        "title": "Second victim of Dayton shooting dies",
        "text": LATER,
    },
]
INCIDENTS = [
    {"incident": "1", "date": "2016-03-07", "state": "Ohio", "city_or_county": "Dayton", "killed": 2, "injured": 1}
]


def run(*arguments):
    command = [sys.executable, str(BENCH), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tolls")
    for name, rows in (("reports", REPORTS), ("incidents", INCIDENTS)):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return folder


def test_the_toll_of_two_reports_is_told_beside_plain_rules(files):
    out = files / "found.jsonl"
    done = run("--reports", files / "reports.jsonl", "--incidents", files / "incidents.jsonl", "--predictions", out)
    assert done.returncode == 0, done.stderr
    killed = next(line for line in done.stdout.split("told by 2 or more")[1].splitlines() if "killed" in line)
    assert "best 1.000" in killed
    assert "first 0.000" in killed
    assert "low to high holds 1.000 of 1" in killed
    assert json.loads(out.read_text())["killed"] == 2


def test_a_wrong_path_is_named(files):
    done = run("--reports", files / "none.jsonl", "--incidents", files / "incidents.jsonl")
    assert done.returncode != 0
    assert "none.jsonl" in done.stderr
    assert "Traceback" not in done.stderr
