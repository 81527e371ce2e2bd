from importlib import metadata
from pathlib import Path

import pytest
from tests.support.small_encoder import make_encoder

from dateline import checkup
from dateline.errors import DataError
from dateline.settings import Settings


def by_topic(checks):
    return {check.topic: check for check in checks}


@pytest.fixture
def required(monkeypatch):
    lines = [
        "typer>=0.16",
        "nowhere-to-be-found>=1,<2",
        "absent-extra>=2; extra == 'frames'",
        "absent-tool; extra == 'dev'",
    ]
    monkeypatch.setattr(metadata, "requires", lambda _: lines)


def test_packages_are_there_missing_or_optional(required):
    found = by_topic(checkup._packages())
    assert found["typer"].state == "ok"
    assert found["typer"].found == metadata.version("typer")
    assert (found["nowhere-to-be-found"].state, found["absent-extra"].state) == ("broken", "optional")
    assert found["absent-extra"].advice == "pip install 'dateline[frames]'"
    assert "absent-tool" not in found


def test_what_is_missing_comes_with_advice(required):
    assert all(check.advice for check in checkup._packages() if check.state != "ok")


def test_a_gazetteer_that_cannot_be_opened_is_broken(monkeypatch):
    def fail(_path=None):
        raise DataError("gazetteer.bin is cut off")

    monkeypatch.setattr("dateline.gazetteer.open_gazetteer", fail)
    (check,) = checkup._mapped("gazetteer", checkup._gazetteer, "build it")
    assert (check.state, check.found, check.advice) == ("broken", "gazetteer.bin is cut off", "build it")


def test_a_scratch_folder_that_is_full_is_broken(monkeypatch):
    def full(*_arguments, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(checkup.tempfile, "TemporaryFile", full)
    check = checkup._scratch()
    assert check.state == "broken"
    assert "No space left" in check.found


def test_a_store_is_looked_at_and_never_made(tmp_path):
    place = tmp_path / "desk.db"
    assert checkup._store(str(place)).found.endswith("none yet; dateline add makes it")
    assert not place.exists()
    place.write_bytes(b"no database at all " * 100)
    assert checkup._store(str(place)).state == "broken"


def test_a_python_that_is_too_old_is_said(monkeypatch):
    monkeypatch.setattr(checkup, "OLDEST_PYTHON", (99, 0))
    assert checkup._python().state == "broken"


def test_it_says_where_it_runs_from():
    first = by_topic(checkup.check_up(str(Path("nowhere.db"))))["dateline"]
    assert first.found.endswith("dateline")


def test_pages_are_read_or_it_is_said_why_not(monkeypatch, tmp_path):
    assert checkup._html().state == "ok"
    broken = tmp_path / "justext"
    broken.mkdir()
    (broken / "__init__.py").write_text("raise ImportError('justext is not whole')", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    check = checkup._html()
    assert check.state == "broken"
    assert "justext is not whole" in check.found


def test_the_reader_that_coding_would_use_is_opened(tmp_path):
    folder = make_encoder(tmp_path / "reader", {"shot": {}})
    settings = Settings.of({"reading": {"folder": str(folder)}})
    assert checkup._reader(settings).state == "ok"
    assert str(folder) in checkup._reader(settings).found
    assert checkup._reader(Settings.of({"reading": {"use": False}})).state == "optional"


def test_a_reader_that_is_broken_is_told_with_what_to_do(tmp_path):
    settings = Settings.of({"reading": {"folder": str(tmp_path)}})
    (check,) = checkup._mapped("reader", lambda: checkup._reader(settings), "install it")
    assert (check.state, check.advice) == ("broken", "install it")
    assert "encoder.json" in check.found
