"""The commands of incidents: from reports to lists, cards, reasons, decisions, grades and the change feed."""

import json

import pytest
from tests.support.databases import new_database
from tests.support.small_cli import use_small_stages
from typer.testing import CliRunner

from dateline.cli.app import app

runner = CliRunner()
RAID = "Rebels attacked Baghdad, killing {}.\n\nPolice in Karrada said so; Colonel Anwar Selim spoke of two cars.\n"


def run(*arguments):
    return runner.invoke(app, [str(argument) for argument in arguments])


def write(folder, name, publisher, published, body):
    front = f"---\ntitle: {name}\npublisher: {publisher}\npublished: {published}\n---\n\n"
    (folder / f"{name}.md").write_text(front + body, encoding="utf-8")


@pytest.fixture
def desk(backend, request, tmp_path, monkeypatch):
    """A store of four reports: two of one raid, one of a raid of another month and place, one robbery."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATELINE_DB", raising=False)
    monkeypatch.setenv("DATELINE_USER", "R. Adeyemi")
    use_small_stages(monkeypatch.setattr)
    reports = tmp_path / "reports"
    reports.mkdir()
    write(reports, "raid", "The Desk", "2024-03-02", RAID.format("12"))
    write(reports, "raid-later", "Evening Wire", "2024-03-02", RAID.format("14"))
    write(reports, "other", "The Desk", "2024-07-20", "Rebels attacked Sanaa, killing 3.\n\nNobody else was hurt.\n")
    write(reports, "robbery", "The Desk", "2024-07-21", "Peter robbed Erbil, killing 1.\n\nThe shop was shut.\n")
    with new_database(backend, request, tmp_path / "dateline.db") as db:
        if backend != "sqlite":
            monkeypatch.setenv("DATELINE_DB", db)
        assert run("add", "reports", "-q").exit_code == 0
        yield tmp_path


def listed(*arguments):
    done = run("incidents", "--format", "jsonl", *arguments)
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def said(incident):
    """What an incident says, without its history: its version, its review, ids that it had."""
    return {key: value for key, value in incident.items() if key not in {"version", "review", "aliases"}}


def split_raid():
    raid = next(one for one in listed() if len(one["tellers"]) == 2)
    return raid["id"], raid["tellers"][1]["event_id"]


def test_each_thing_that_happened_is_listed_once(desk):
    assert sorted(len(one["tellers"]) for one in listed()) == [1, 2]
    done = run("incidents")
    assert max(map(len, done.stdout.splitlines())) <= 100
    assert "Baghdad" in done.stdout
    assert "Erbil" not in done.stdout
    assert done.stderr.endswith("2 incidents.\n")


def test_criminal_incidents_are_listed_where_asked_for(desk):
    assert len(listed("--criminal")) == 3


def test_filters_narrow_the_list(desk):
    assert [one["where"][0]["value"]["name"] for one in listed("--since", "2024-06")] == ["Sanaa"]
    assert len(listed("--reports", "2")) == 1
    assert len(listed("--killed", "10")) == 1
    assert listed("--country", "FR") == []
    assert run("incidents", "--country", "FR").stderr == "No incident fits.\n"
    assert run("incidents", "--killed", "x").exit_code == 2


def test_a_limit_says_how_many_there_are(desk):
    done = run("incidents", "--limit", "1")
    assert "2 incidents fit; shown are 1" in done.stderr


def test_a_card_tells_the_figures_with_their_reports(desk):
    incident, _ = split_raid()
    done = run("incident", incident[:8])
    assert done.exit_code == 0
    assert "12" in done.stdout
    assert "14" in done.stdout
    assert "Evening Wire" in done.stdout
    assert "\x1b" not in done.stdout


def test_why_shows_evidence_with_its_weight(desk):
    incident, event = split_raid()
    done = run("incident", event, "--why")
    assert "Why these reports are together" in done.stdout
    assert incident in done.stdout
    assert "joined to [1] with weight" in done.stdout


def test_an_unknown_incident_is_named(desk):
    done = run("incident", "feedfeed")
    assert done.exit_code == 3
    assert "feedfeed" in done.stderr
    some = run("incident", "feedfeed", split_raid()[0])
    assert some.exit_code == 1


def test_a_split_stays_and_undo_brings_back_what_was(desk):
    incident, event = split_raid()
    before = listed()
    done = run("split", incident, event, "--why", "another street")
    assert done.exit_code == 0, done.output
    assert "Decision 1 by R. Adeyemi: split" in done.stderr
    assert sorted(len(one["tellers"]) for one in listed()) == [1, 1, 1]
    assert run("add", "reports", "-q").exit_code == 0
    assert len(listed()) == 3
    assert "another street" in run("decisions").stdout
    assert run("undo").exit_code == 0
    assert [said(one) for one in listed()] == [said(one) for one in before]
    assert "(undone)" in run("decisions").stdout


def test_a_join_makes_one_of_two(desk):
    one, other = (incident["id"] for incident in listed())
    done = run("join", one, other, "--why", "a test")
    assert done.exit_code == 0, done.output
    assert [len(found["tellers"]) for found in listed()] == [3]
    again = run("join", one, other, "--why", "a test")
    assert again.exit_code == 3
    assert "one" in again.stderr


def test_a_rejected_incident_is_out_of_lists_until_it_is_restored(desk):
    incident, _ = split_raid()
    assert run("reject", incident, "--why", "a drill").exit_code == 0
    assert incident not in [one["id"] for one in listed()]
    assert [one["id"] for one in listed("--review", "rejected")] == [incident]
    assert run("restore", incident, "--why", "no drill").exit_code == 0
    assert incident in [one["id"] for one in listed()]


def test_a_decision_needs_a_reason_and_somebody(desk, monkeypatch):
    incident, _ = split_raid()
    done = run("reject", incident, "--why", "  ")
    assert done.exit_code == 2
    assert "why?" in done.stderr


def test_a_stale_version_is_refused(desk):
    incident, event = split_raid()
    assert run("split", incident, event, "--why", "x", "--version", "1").exit_code == 0
    assert run("undo").exit_code == 0
    done = run("reject", incident, "--why", "x", "--version", "1")
    assert done.exit_code == 3
    assert "is at version 3, not 1" in done.stderr
    assert "look at it and decide again" in done.stderr


def test_grades_are_given_and_listed(desk):
    incident, event = split_raid()
    assert run("grade", "B", "--outlet", "The Desk", "--why", "often right").exit_code == 0
    assert run("grade", "2", "--telling", event).exit_code == 0
    shown = run("grade").stdout
    assert "desk  (R. Adeyemi" in shown
    assert "often right" in shown
    assert "B6" in run("incident", incident).stdout
    assert run("grade", "3", "--outlet", "The Desk").exit_code == 2
    assert run("grade", "B").exit_code == 2


def test_changes_are_numbered_without_gaps_and_can_be_followed(desk):
    rows = [json.loads(line) for line in run("changes", "--format", "jsonl").stdout.splitlines()]
    assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
    last = rows[-1]["number"]
    incident, event = split_raid()
    run("split", incident, event, "--why", "x")
    new = [json.loads(line) for line in run("changes", "--since", last, "-f", "jsonl").stdout.splitlines()]
    assert {row["kind"] for row in new} >= {"split"}
    assert run("changes", "--since", last + len(new)).stderr == f"Nothing changed after {last + len(new)}.\n"


def test_search_finds_reports_and_incidents(desk):
    done = run("search", "Karrada")
    assert done.exit_code == 0
    assert "raid" in done.stdout
    assert run("search", "no-such-word").stderr == "Nothing says that.\n"


def test_linking_by_hand_has_nothing_to_do_after_adding(desk):
    assert run("link").stderr == "Nothing waits to be linked.\n"
