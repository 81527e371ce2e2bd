"""The benches of linkage, end to end over own reports: what they print, what they write, and what they say of wrong input."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"
SHOT = (
    "SPRINGFIELD, Ill. — {who}, 24, was shot and killed {when} in the 400 block of Alder Street in Springfield, police said. "
    "Officers were called to a shooting and found {who} with a gunshot wound. Detectives are looking for a gunman. No arrest was made."
)
FIGHT = "BANGUI — Rebels shelled the town of Bambari {when}, killing {dead} soldiers, the army said."
REPORTS = [
    ("one", "1", "2016-03-08", "Man shot dead on Alder Street in Springfield", SHOT.format(who="Ivo Marek", when="Monday night")),
    ("two", "1", "2016-03-09", "Police name man shot dead on Alder Street in Springfield", SHOT.format(who="Ivo Marek", when="Monday")),
    ("three", "2", "2016-07-20", "Woman shot dead in Dayton", SHOT.format(who="Ana Kovac", when="Tuesday").replace("SPRINGFIELD, Ill.", "DAYTON, Ohio").replace("Springfield", "Dayton").replace("Alder", "Birch")),
]  # fmt: skip
INCIDENTS = [
    {"incident": "1", "date": "2016-03-07", "state": "Illinois", "city_or_county": "Springfield", "killed": 1, "injured": 0},
    {"incident": "2", "date": "2016-07-19", "state": "Ohio", "city_or_county": "Dayton", "killed": 1, "injured": 0},
]  # fmt: skip


def run(script, *arguments):
    command = [sys.executable, str(BENCH / script), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def lines(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def shootings(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shootings")
    keys = ("id", "incident", "published", "title", "text")
    return (
        lines(folder / "reports.jsonl", [dict(zip(keys, row, strict=True)) for row in REPORTS]),
        lines(folder / "incidents.jsonl", INCIDENTS),
        folder,
    )


def test_shootings_are_linked_beside_the_plain_ways(shootings):
    reports, incidents, folder = shootings
    done = run("gun_violence.py", "--linkage", reports, incidents, "--predictions", folder / "found.jsonl")
    assert done.returncode == 0, done.stderr
    found = {row["id"]: row["incident"] for row in map(json.loads, (folder / "found.jsonl").open())}
    assert found["one"] == found["two"] != found["three"]
    rows = {line[:34].strip(): line[34:].split() for line in done.stdout.split("half 0")[0].splitlines()}
    assert rows["dateline"][:3] == ["1.000", "1.000", "1.000"]
    # Two of three reports each have half of their incident: recall 2/3.
    assert rows["every report alone"][:3] == ["1.000", "0.667", "0.800"]
    assert rows["gold date + town"][2] == "1.000"
    assert rows["dateline, day and town as known"][2] == "1.000"
    assert "pairs missed: 0" in done.stdout


def test_records_coded_before_give_the_same_figures(shootings):
    reports, incidents, folder = shootings
    coded = folder / "coded.jsonl"
    command = [sys.executable, "-m", "dateline", "code", str(reports), "--format", "jsonl", "--criminal", "-q"]
    coded.write_text(subprocess.run(command, capture_output=True, text=True, timeout=300, check=True).stdout, "utf-8")
    fresh = run("gun_violence.py", "--linkage", reports, incidents)
    again = run("gun_violence.py", "--linkage", reports, incidents, "--records", coded)
    assert again.returncode == 0, again.stderr
    assert again.stdout.splitlines()[:-1] == fresh.stdout.splitlines()[:-1]
    values = run("gun_violence.py", "--reports", reports, "--incidents", incidents, "--records", coded)
    assert "3 reports of 2 incidents" in values.stdout


def test_stories_that_share_an_incident_are_counted(tmp_path):
    rows = [
        {"id": "a", "story": "war", "title": "Rebels shell Bambari", "published": "2015-05-06", "text": FIGHT.format(when="on Tuesday", dead="four")},
        {"id": "b", "story": "war", "title": "Four soldiers killed in Bambari", "published": "2015-05-06", "text": FIGHT.format(when="on Tuesday", dead="four")},
        {"id": "c", "story": "song", "title": "A new song", "published": "2015-05-06", "text": "The singer put out a new song on Tuesday."},
    ]  # fmt: skip
    done = run("stories.py", lines(tmp_path / "reports.jsonl", rows))
    assert done.returncode == 0, done.stderr
    assert "3 reports of 2 stories" in done.stdout
    assert "precision 1.000 (1 of 1 pairs that share an incident)" in done.stdout
    assert "recall    1.000 (1 of 1 pairs of a political story)" in done.stdout
    assert "song" not in done.stdout


def test_pairs_are_judged_by_kind_and_by_what_was_coded(tmp_path):
    (tmp_path / "reports").mkdir()
    (tmp_path / "incidents.tsv").write_text("# own\nstem\tincident\nx\tshelling\ny\tshelling\n")
    (tmp_path / "pairs" / "reports").mkdir(parents=True)
    text = FIGHT.format(when="on Tuesday", dead="four")
    for name in ("reports/x", "reports/y", "pairs/reports/p-a", "pairs/reports/p-b"):
        head = f"---\ntitle: Shells fall on Bambari {name[-1]}\npublished: 2015-05-06\n---\n\n"
        (tmp_path / f"{name}.md").write_text(head + text + "\n\nIt rained in the night.\n", "utf-8")
    quote, rain = ["Rebels shelled the town of Bambari"], ["It rained in the night."]
    questions = [
        {"a": quote, "b": quote, "same": True, "main": True},
        {"a": quote, "b": rain, "same": False, "main": False},
    ]
    lines(tmp_path / "pairs" / "gold.jsonl", [{"id": "p", "kind": "tolls", "questions": questions}])
    done = run("pairs.py", tmp_path, "--show")
    assert done.returncode == 0, done.stderr
    assert "example incidents: 1 of 1 pairs of 2 reports right" in done.stdout
    all_of_them = next(line.split() for line in done.stdout.splitlines() if line.strip().startswith("all "))
    assert all_of_them == "all 1.000 ( 1 of 1) one incident 1 of 1 two 0 of 0 not coded 1".split()


@pytest.mark.parametrize(
    ("script", "arguments", "said"),
    [
        ("gun_violence.py", ["--linkage", "gone.jsonl", "gone.jsonl"], "gone.jsonl: cannot be read"),
        ("gun_violence.py", ["--reports", "gone.jsonl"], "--incidents are wanted"),
        ("stories.py", ["gone.jsonl"], "gone.jsonl: cannot be read"),
        ("pairs.py", ["gone"], "no table of stems"),
    ],
)
def test_a_wrong_path_is_named(script, arguments, said):
    done = run(script, *arguments)
    assert done.returncode != 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr
