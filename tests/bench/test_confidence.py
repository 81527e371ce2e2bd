"""The confidence script: which reports are kept aside, what is counted, and a picture that is well-formed."""

import json
import subprocess
import sys
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).parents[2]
TEXT = "Rebels shelled the town of Bunia on Monday, killing four soldiers."
HELD, OPEN = "report-8", "report-1"
"""By the hash of their ids the one is kept aside and the other is not."""


def run(folder, *arguments):
    script = [sys.executable, str(ROOT / "bench" / "confidence.py"), "--gold", str(folder / "gold"), "--texts", str(folder / "texts")]  # fmt: skip
    return subprocess.run([*script, *map(str, arguments)], capture_output=True, text=True, timeout=120, check=False)


def write(folder):
    for name, gold in ((HELD, [{"anchor": "Rebels shelled the town of Bunia", "plover": "ASSAULT"}]), (OPEN, [])):
        (folder / "gold").mkdir(exist_ok=True)
        (folder / "texts").mkdir(exist_ok=True)
        (folder / "gold" / f"{name}.json").write_text(json.dumps({"id": name, "events": gold}), encoding="utf-8")
        (folder / "texts" / f"{name}.txt").write_text(TEXT + "\n", encoding="utf-8")


def test_the_held_part_alone_is_counted_and_drawn(tmp_path):
    write(tmp_path)
    done = run(tmp_path, "--held", "yes", "--output", tmp_path / "curve.svg")
    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines() if line.startswith("from")]
    # One gold event, and it is coded: precision, recall and F1 of 1 while it is kept.
    assert rows[0][2:] == ["1.000", "1.000", "1.000", "1"]
    other = run(tmp_path, "--held", "no").stdout.splitlines()[1].split()
    assert other[2:] == ["0.000", "0.000", "0.000", "1"]
    drawn = etree.parse(tmp_path / "curve.svg").getroot()
    assert len(drawn.findall(".//{*}polyline")) == 4


def test_folders_must_come_in_pairs(tmp_path):
    write(tmp_path)
    done = run(tmp_path, "--texts", tmp_path / "texts", tmp_path / "gold")
    assert done.returncode == 1
    assert "as many --texts as --gold" in done.stderr
