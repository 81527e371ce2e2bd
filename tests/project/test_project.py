import gzip
import json
from pathlib import Path

import pytest
from tests.support.making import attack, small_pipeline

import dateline
from dateline.codec import dumps, loads
from dateline.errors import InputError, NotFound, SettingsError
from dateline.outcomes import STATUSES, Tally
from dateline.project import Project
from dateline.readers import Limits, ReadOptions

WEATHER = "It rained in the whole of the country on Friday, and the police said that there was nothing to report."


def text(number=1, *, who="Rebels", where="Baghdad", more=""):
    return f"{who} attacked {where}, killing {number}.\n\nThe police said that the men had come from the north by night.\n{more}"


@pytest.fixture
def folder(tmp_path):
    """Three reports with an event each, one without, one in French, one that is no text."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in (1, 2, 3):
        (folder / f"{number}.txt").write_text(text(number))
    (folder / "4.txt").write_text(WEATHER)
    (folder / "5.txt").write_text(
        "Une bombe a explosé vendredi dans la capitale, a indiqué la police, qui n'a pas donné de bilan. "
        "Les secours sont sur place et le quartier a été bouclé, selon un journaliste."
    )
    (folder / "6.txt").write_bytes(bytes(range(256)) * 40)
    return folder


@pytest.fixture
def project(db):
    with Project(db, pipeline=small_pipeline()) as project:
        yield project


def statuses(outcomes):
    return {Path(outcome.origin).name: outcome.status for outcome in outcomes}


def test_coding_keeps_nothing(folder, project, db, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.glob("*.db*")}
    outcomes = list(project.code(folder, published="2024-03-02"))
    assert statuses(outcomes) == {
        "1.txt": "coded", "2.txt": "coded", "3.txt": "coded", "4.txt": "coded", "5.txt": "passed over", "6.txt": "failed",
    }  # fmt: skip
    assert [len(outcome.record.events) for outcome in outcomes[:5]] == [1, 1, 1, 0, 0]
    assert outcomes[0].record.report.published == "2024-03-02"
    assert str(folder / "6.txt") in outcomes[5].error.message
    assert {path: path.read_bytes() for path in tmp_path.glob("*.db*")} == before


def test_adding_again_changes_nothing_and_still_gives_the_records(folder, project, db):
    first = list(project.add([str(folder)], publisher="The Courier"))
    assert statuses(first) == {
        "1.txt": "stored", "2.txt": "stored", "3.txt": "stored", "4.txt": "stored", "5.txt": "passed over", "6.txt": "failed",
    }  # fmt: skip
    counts = project.counts()
    assert (counts.reports, counts.events, counts.passed_over, counts.failed) == (5, 3, 1, 0)
    again = list(project.add([str(folder)], publisher="The Courier"))
    assert statuses(again) == {
        "1.txt": "unchanged", "2.txt": "unchanged", "3.txt": "unchanged", "4.txt": "unchanged", "5.txt": "passed over", "6.txt": "failed",
    }  # fmt: skip
    assert [outcome.record for outcome in again] == [outcome.record for outcome in first]
    assert not any(outcome.new for outcome in again if outcome.record)
    assert project.counts() == counts


def test_nothing_known_is_coded_again(folder, project, monkeypatch):
    list(project.add(folder))
    monkeypatch.setattr(type(project.pipeline), "code", lambda *_, **__: pytest.fail("a known report was coded"))
    assert len(list(project.add(folder))) == 6


def test_a_changed_report_is_a_new_version(folder, project):
    list(project.add(folder))
    (folder / "1.txt").write_text(text(40))
    (outcome,) = (outcome for outcome in project.add(folder) if outcome.status == "new version")
    assert (outcome.record.report.version, outcome.record.events[0].tolls[0].low) == (2, 40)
    assert sorted(row.killed_low for row in project.list().rows) == [2, 3, 40]
    assert sorted(row.killed_low for row in project.list(all_versions=True).rows) == [1, 2, 3, 40]
    assert [record.report.version for record in project.history(str(folder / "1.txt"))] == [1, 2]
    assert project.get(str(folder / "1.txt")) == outcome.record


def test_a_new_coder_codes_what_is_added_again(folder, project, db):
    list(project.add(folder))
    with Project(db, pipeline=small_pipeline(confidence=0.2)) as upgraded:
        assert statuses(upgraded.add(folder))["1.txt"] == "stored"
        assert {row.confidence for row in upgraded.list().rows} == {0.2}
    assert statuses(project.add(folder))["1.txt"] == "unchanged"


def test_recode_gives_old_and_new_once(folder, project, db):
    list(project.add(folder))
    assert list(project.recode()) == []
    with Project(db, pipeline=small_pipeline(confidence=0.2)) as upgraded:
        changes = list(upgraded.recode())
        assert len(changes) == 5
        assert sum(change.changed for change in changes) == 3
        for change in changes:
            assert change.old.report == change.new.report
            assert {event.confidence for event in change.old.events} <= {0.9}
            assert {event.confidence for event in change.new.events} <= {0.2}
            assert upgraded.get(change.new.report.id) == change.new
        assert list(upgraded.recode()) == []


def test_recode_goes_on_where_it_stopped(project, db):
    list(project.add_reports(attack(n) for n in range(60)))
    with Project(db, pipeline=small_pipeline(confidence=0.2), settings={"run": {"batch_reports": 5}}) as upgraded:
        recoding = upgraded.recode()
        first = [next(recoding).origin for _ in range(12)]
        recoding.close()
        rest = [change.origin for change in upgraded.recode()]
    # The batches of the first twelve are stored, the third of them whole.
    assert len(rest) == 45
    assert len(set(first) | set(rest)) == 57


def test_recode_names_what_fails_and_keeps_the_old(project, db):
    list(project.add_reports([attack(1, more="STAGE slow")]))
    with Project(
        db, pipeline=small_pipeline(pause=0.5, confidence=0.1), settings={"run": {"code_seconds": 0.2}}
    ) as slow:
        (change,) = slow.recode()
        assert (change.new, change.error.code, change.changed) == (None, "timeout", True)
        assert slow.get(attack(1, more="STAGE slow").id) == change.old


def test_a_report_that_fails_costs_no_other_and_is_tried_again(project):
    reports = [attack(1), attack(2, more="STAGE raise"), attack(3)]
    outcomes = list(project.add_reports(reports))
    assert [outcome.status for outcome in outcomes] == ["stored", "failed", "stored"]
    assert outcomes[1].error.code == "failed"
    assert outcomes[1].error.message.startswith(f"{reports[1].origin}: coding failed: KeyError")
    assert [outcome.status for outcome in project.add_reports(reports)] == ["unchanged", "failed", "unchanged"]
    assert project.counts().failed == 1


def test_order_is_kept_among_new_known_and_unreadable(project):
    broken = InputError("broken.txt", "it is broken", advice="mend it")
    list(project.add_reports(attack(n) for n in range(0, 100, 3)))
    given = [broken if n % 10 == 0 else attack(n) for n in range(100)]
    outcomes = list(project.add_reports(given))
    assert [outcome.origin for outcome in outcomes] == [item.origin for item in given]
    for n, outcome in enumerate(outcomes):
        expected = "failed" if n % 10 == 0 else "unchanged" if n % 3 == 0 else "stored"
        assert outcome.status == expected, n


def test_a_copy_elsewhere_gives_its_record_under_its_own_name(folder, project):
    list(project.add(folder / "1.txt"))
    (folder / "copy.txt").write_text(text(1))
    (outcome,) = project.add(folder / "copy.txt")
    assert (outcome.status, outcome.record.report.origin) == ("unchanged", str(folder / "copy.txt"))
    assert project.counts().reports == 1


def test_worker_processes_give_the_same(folder, db, tmp_path):
    with (
        Project(db, pipeline=small_pipeline()) as alone,
        Project(tmp_path / "b.db", pipeline=small_pipeline(), workers=2) as many,
    ):
        one = [(outcome.origin, outcome.status, outcome.record) for outcome in alone.add(folder)]
        two = [(outcome.origin, outcome.status, outcome.record) for outcome in many.add(folder)]
        assert one == two
        assert alone.list().rows == many.list().rows


def test_records_and_filters(folder, project):
    list(project.add(folder, published="2024-03-02"))
    assert project.count(killed=2) == 2
    assert [row.killed_low for row in project.list(killed=3, country="IQ").rows] == [3]
    (record,) = project.records(killed=3)
    assert loads(dumps(record)) == record == project.get(str(folder / "3.txt"))
    with pytest.raises(SettingsError, match="did you mean 'killed'"):
        project.list(kiled=3)


def test_asking_makes_no_database(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for ask in (Project().list, Project().counts, lambda: Project().get("x"), lambda: next(Project().recode(), None)):
        with pytest.raises(NotFound, match=r"dateline\.db: there is no such database"):
            ask()
    assert not list(tmp_path.iterdir())


def test_one_text(project):
    record = project.code_text(
        text(7), published="2024-03-02", publisher="The Courier", title="Attack", url="https://example.org/7"
    )
    assert record.events[0].tolls[0].low == 7
    report = record.report
    assert (report.published, report.publisher, report.title, report.url) == (
        "2024-03-02",
        "The Courier",
        "Attack",
        "https://example.org/7",
    )
    assert report.key == "https://example.org/7"
    with pytest.raises(InputError, match="text"):
        project.code_text("  \n")
    with pytest.raises(SettingsError, match="published"):
        project.code_text(text(), published="last week")
    with pytest.raises(InputError, match="coding failed: KeyError"):
        project.code_text(text(more="STAGE raise"))


def test_limits_come_from_settings_and_options(folder, db):
    (folder / "long.txt").write_text(text(more="x" * 3000))
    settings = {"read": {"max_report_bytes": 1000}}
    with Project(db, pipeline=small_pipeline(), settings=settings) as project:
        (outcome,) = project.code(folder / "long.txt")
        assert (outcome.status, outcome.error.code) == ("failed", "limit")
        (outcome,) = project.code(folder / "long.txt", options=ReadOptions(limits=Limits(max_report_bytes=9000)))
        assert outcome.status == "coded"
    with pytest.raises(SettingsError, match="did you mean 'max_report_bytes'"):
        Project(db, settings={"read": {"max_report_byte": 3}}).code("x")


def test_options_that_are_wrong_are_said_before_anything_is_read(project):
    with pytest.raises(SettingsError, match="published"):
        project.code("nowhere", published="2024-02-30")
    for workers in (0, -1, True):
        with pytest.raises(SettingsError, match="workers"):
            Project(workers=workers)
    assert Project(workers=None)


def test_the_form_of_the_input_does_not_matter(tmp_path, project):
    item = {"title": "Attack", "text": text(9), "published": "2024-03-02", "url": "https://example.org/9"}
    (tmp_path / "a.jsonl").write_text(
        json.dumps(item) + "\n{broken\n" + json.dumps(item | {"url": "https://example.org/10"}) + "\n"
    )
    with gzip.open(tmp_path / "b.txt.gz", "wt") as file:
        file.write(text(11))
    outcomes = list(project.add([tmp_path / "a.jsonl", tmp_path / "b.txt.gz", tmp_path / "none.txt"]))
    assert [outcome.status for outcome in outcomes] == ["stored", "failed", "stored", "stored", "failed"]
    assert project.get("https://example.org/9").report.origin.startswith(str(tmp_path / "a.jsonl"))


def test_the_tally_counts(folder, project):
    tally = Tally()
    for outcome in project.add(folder):
        tally.add(outcome)
    summary = tally.summary()
    assert (summary.reports, summary.events, summary.coded, summary.failures, summary.passed_over) == (6, 3, 4, 1, 1)
    assert dict(summary.statuses) == {"stored": 4, "passed over": 1, "failed": 1}
    assert summary.undated == 5
    assert dict(summary.problems)["language"] == 1
    assert [number for _, number in summary.failed] == [1]
    assert summary.rate > 0
    assert set(dict(summary.statuses)) <= set(STATUSES)


def test_a_project_can_be_used_again_after_close(folder, project):
    list(project.add(folder))
    project.close()
    assert project.counts().events == 3


def test_names_are_had_from_the_package():
    for name in dateline.__all__:
        assert getattr(dateline, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = dateline.nothing
    assert set(dateline.__all__) <= set(dir(dateline))


def test_an_archive_goes_on_where_it_was_cut(tmp_path, project):
    def record(number, body, kind="conversion", mime="text/plain"):
        head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://o.example/{number}\r\nContent-Type: {mime}\r\nContent-Length: {len(body)}\r\n\r\n"
        return gzip.compress(head.encode() + body + b"\r\n\r\n")

    records = [record(number, text(number).encode()) for number in (1, 2, 3, 4)]
    records.append(
        record(
            5,
            (
                "Une bombe a explosé vendredi dans la capitale, a indiqué la police, qui n'a pas donné de bilan. " * 2
            ).encode(),
        )
    )
    archive = tmp_path / "news.warc.gz"
    archive.write_bytes(b"".join(records[:2]) + records[2][:-20])
    first = list(project.add(archive))
    assert statuses(first) == {"1": "stored", "2": "stored", "news.warc.gz": "failed"}
    assert "breaks off in the middle of a record" in first[2].error.message
    archive.write_bytes(b"".join(records))
    again = list(project.add(archive))
    assert statuses(again) == {"1": "unchanged", "2": "unchanged", "3": "stored", "4": "stored", "5": "passed over"}
    (language,) = [problem for problem in again[4].record.problems if problem.code == "language"]
    assert "French (fr)" in language.message
    archive.write_bytes(b"".join([*records, record(1, text(9).encode())]))
    assert [outcome.status for outcome in project.add(archive)] == [*["unchanged"] * 4, "passed over", "new version"]
