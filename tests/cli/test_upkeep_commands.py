"""The commands that keep a store sound: db upgrade, check, backup, restore, vacuum."""

import sqlite3

import pytest
from tests.support.small_cli import use_small_stages
from typer.testing import CliRunner

from dateline.cli.app import app

runner = CliRunner()


def run(*arguments):
    return runner.invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATELINE_DB", raising=False)
    use_small_stages(monkeypatch.setattr)
    (tmp_path / "raid.txt").write_text("A raid\n\nRebels attacked Baghdad, killing 12.\n", encoding="utf-8")
    assert run("add", "raid.txt", "--published", "2024-03-02", "-q").exit_code == 0
    return tmp_path


def test_a_store_just_made_needs_no_upgrade(desk):
    done = run("db", "upgrade")
    assert done.exit_code == 0
    assert "already" in done.stderr
    assert run("db", "upgrade", "--db", "nowhere.db").exit_code == 3


def test_check_says_what_it_looked_at_and_finds_nothing(desk):
    done = run("db", "check")
    assert done.exit_code == 0, done.output
    assert done.stderr.endswith("All agrees.\n")
    assert not done.stdout
    assert run("db", "check", "--sample", "1").exit_code == 0


def test_check_names_what_another_hand_changed(desk):
    with sqlite3.connect("dateline.db") as connection:
        connection.execute("UPDATE reports SET text = replace(text, 'Rebels', 'Police')")
    connection.close()
    done = run("db", "check")
    assert done.exit_code == 3
    assert "report" in done.stdout
    assert "fault" in done.stderr


def test_a_backup_is_a_store_and_can_be_restored(desk):
    assert run("db", "backup", "monday.db").exit_code == 0
    assert "12" in run("list", "--db", "monday.db").stdout
    again = run("db", "backup", "monday.db")
    assert again.exit_code == 3
    assert "monday.db" in again.stderr
    assert run("db", "backup", "monday.db", "--replace").exit_code == 0
    assert run("db", "restore", "monday.db", "--db", "new.db").exit_code == 0
    assert run("list", "--db", "new.db", "-f", "jsonl").stdout == run("list", "-f", "jsonl").stdout
    assert run("db", "restore", "monday.db", "--db", "new.db").exit_code == 3
    assert run("db", "restore", "nowhere.db", "--db", "other.db").exit_code == 3


def test_vacuum_says_sizes(desk):
    done = run("db", "vacuum", "--words")
    assert done.exit_code == 0
    assert "MB before" in done.stderr
