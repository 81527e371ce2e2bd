"""The commands of the desk, from marked words to gold: correct, add-event, remove-event, review, agreement, export --format gold."""

import json
from pathlib import Path

import pytest
from tests.support.small_cli import use_small_stages
from typer.testing import CliRunner

from dateline.cli.app import app
from dateline.scoring import read_coded, read_gold, score

runner = CliRunner()


def run(*arguments, fails=False):
    done = runner.invoke(app, [str(argument) for argument in arguments])
    assert (done.exit_code != 0) == fails, done.output
    return done


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A store of two reports: of a raid, and of two more in one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATELINE_DB", raising=False)
    monkeypatch.setenv("DATELINE_USER", "Ana")
    use_small_stages(monkeypatch.setattr)
    told = {
        "raid": "Rebels attacked Baghdad, killing 12.\n\nPolice in Karrada said so. Two houses were set on fire on Friday.\n",
        "raids": "Rebels attacked Sanaa, killing 3.\n\nGunmen attacked Erbil, killing 1.\n",
    }
    (tmp_path / "reports").mkdir()
    for name, body in told.items():
        text = f"---\ntitle: {name}\npublisher: The Desk\npublished: 2024-03-02\n---\n\n{body}"
        (tmp_path / "reports" / f"{name}.md").write_text(text, encoding="utf-8")
    run("add", "reports", "-q")
    return tmp_path


def events_of(report):
    lines = [json.loads(line) for line in run("list", "--format", "jsonl").stdout.splitlines()]
    (found,) = [line for line in lines if line["report"]["origin"].endswith(f"{report}.md")]
    return found["report"]["id"], [event["id"] for event in found["events"]]


def test_a_report_is_corrected_and_handed_on_as_gold(desk):
    report, (raid,) = events_of("raid")
    told = run("correct", raid, "where", "--mark", "Karrada", "--propose").stdout
    assert "Karrada, IQ" in told
    run("correct", raid, "where", "--mark", "Karrada", "--why", "the quarter is named")
    run("correct", raid, "when", "--mark", "Friday")
    run("correct", raid, "factuality", "denied", "--role", "coder")
    run("correct", raid, "injured", "--not-stated")
    assert "perhaps" in run("correct", raid, "factuality", "perhaps", fails=True).output
    assert "does not say 'Mosul'" in run("correct", raid, "where", "--mark", "Mosul", fails=True).output
    shown = run("desk", raid).stdout
    assert "machine: Baghdad, IQ (town)" in shown
    assert "2024-03-01 (day)" in shown
    added = run("add-event", report, "--mark", "Two houses were set on fire", "--type", "ASSAULT/destroy")
    assert "added" in added.stderr
    # Nobody has judged the event of the other report yet: it is no gold.
    assert "Decision" in run("review", "accept", "--country", "IQ", "--why", "read").stderr
    run("review", "reject", "--search", "Erbil", "--dry-run")
    done = run("export", "--format", "gold", "--output", "reviewed.gold.jsonl")
    assert "1 report as gold; 1 left out" in done.stderr
    assert "1 of its 2 events nobody has reviewed yet" in (desk / "reviewed.gold.jsonl.left-out.csv").read_text("utf-8")
    (gold,) = [json.loads(line) for line in (desk / "reviewed.gold.jsonl").read_text("utf-8").splitlines()]
    assert (gold["id"], [event["plover"] for event in gold["events"]]) == ("raid", ["ASSAULT", "ASSAULT"])
    run("export", "--format", "gold", "--output", "reviewed")
    assert {path.name for path in (desk / "reviewed").rglob("raid.json")} == {"raid.json"}
    # The machine's records against the gold: what was corrected, and the event that was missed, and nothing else.
    run("code", "reports", "--format", "jsonl", "--output", "coded.jsonl", "-q")
    for source in ("reviewed.gold.jsonl", "reviewed/gold"):
        (found,) = score(read_gold(Path(source)), read_coded(Path("coded.jsonl"))).reports
        assert {one.kind: {slot.slot for slot in one.slots} for one in found.errors} == {
            "missed": set(),
            "wrong": {"when", "factuality", "tolls"},  # a quarter of the town is the town, as evaluation has it
        }
    assert (
        run("evaluate", "reviewed/gold", "--errors", "0").stdout
        == run("evaluate", "reviewed/gold", "--against", "coded.jsonl", "--errors", "0").stdout
    )
    decisions = run("decisions").stdout
    assert "Ana (coder) corrected factuality" in decisions
    assert "reviewed 2 incidents at once" in decisions


def test_two_people_agree_as_far_as_they_do(desk):
    _, (raid,) = events_of("raid")
    run("correct", raid, "factuality", "denied", "--by", "Ana", "--role", "coder")
    run("correct", raid, "factuality", "possible", "--by", "Ben", "--role", "coder")
    assert "Ana, coder: denied" in run("disagreements").stdout
    run("undo", "1", "--by", "Ben", "--role", "coder", fails=True)
    run("undo", "--by", "Ben", "--role", "coder")
    run("remove-event", raid, "--by", "Ana", "--role", "coder", "--why", "a drill")
    run("correct", raid, "event", "yes", "--by", "Rosa")
    told = run("agreement").stdout
    assert "whether there is an event" in told
    rows = [json.loads(line) for line in run("agreement", "--format", "jsonl").stdout.splitlines()]
    assert next(row for row in rows if row["slot"] == "event")["units"] == 1
