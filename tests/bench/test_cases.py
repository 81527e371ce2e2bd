"""The case-suite script: what is right, what is found, and what is said of a wrong path."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
CASES = [
    {
        "id": "quiet",
        "published": "2024-03-05",
        "text": "The bakery in the old town opens at six.",
        "gold": {"relevant": False, "events": []},
    },
    {
        "id": "shelled",
        "published": "2024-03-05",
        "text": "Rebels shelled the town of Bunia on Monday, killing four soldiers.",
        "gold": {
            "relevant": True,
            "events": [{"anchor": "Rebels shelled the town of Bunia", "plover": "ASSAULT", "mode": "cyber"}],
        },
    },
]


def run(*arguments):
    script = [sys.executable, str(ROOT / "bench" / "cases.py"), *map(str, arguments)]
    return subprocess.run(script, capture_output=True, text=True, timeout=120, check=False)


def test_a_theme_is_counted_by_cases_events_and_slots(tmp_path):
    (tmp_path / "mixed.jsonl").write_text("".join(json.dumps(c) + "\n" for c in CASES), encoding="utf-8")
    done = run(tmp_path, "--errors", 5, "--predictions", tmp_path / "coded.jsonl", "--html", tmp_path / "errors.html")
    assert done.returncode == 0, done.stderr
    rows = {line.split()[0]: line.split()[1:] for line in done.stdout.splitlines() if line}
    # The quiet case is right; the other is found, but not right, since its mode is not the one of gold.
    assert rows["mixed"][:4] == ["2", "0.500", "1.000", "1.000"]
    assert "mode: gold cyber, coded heavy-weapons" in done.stdout
    assert len((tmp_path / "coded.jsonl").read_text("utf-8").splitlines()) == 2
    assert "shelled" in (tmp_path / "errors.html").read_text("utf-8")


def test_a_wrong_path_is_one_clear_line(tmp_path):
    done = run(tmp_path / "nowhere")
    assert done.returncode == 1
    assert "no such file or folder" in done.stderr
    assert "Traceback" not in done.stderr
