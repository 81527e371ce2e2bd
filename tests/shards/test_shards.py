"""Shards: whole records that others read as tables, a ledger that refuses what is not its own, and the way into a store."""

import sqlite3
from collections import Counter

import duckdb
import pandas as pd
import pytest
from tests.support.making import attack, small_pipeline
from tests.support.stored import digest_of

from dateline.archiving import code_into_shards, count_coded, store_coded
from dateline.codec import dumps
from dateline.errors import SettingsError, StoreError
from dateline.project import Project
from dateline.shards import LEDGER, ShardFolder, ShardWriter
from dateline.text import Report


def reports():
    """Thirty reports: some of two events, one of none, one that is criminal, one that comes twice."""
    found = [attack(n, more="Rebels attacked Erbil, killing 7." if n % 5 == 0 else "") for n in range(27)]
    quiet = Report(
        "Nothing happened on Friday.", "quiet.txt", published="2024-03-01", publisher="The Courier", language="en"
    )
    foreign = Report("Rien du tout.", "rien.txt", publisher="Le Courrier", language="fr")
    return [*found, quiet, attack(40, verb="robbed"), foreign, found[3]]


@pytest.fixture
def project():
    with Project(pipeline=small_pipeline()) as made:
        yield made


def coded_into(project, folder, given, **options):
    project.read = lambda paths, **_options: iter(given)
    return list(code_into_shards(project, "archive", folder, **options))


@pytest.fixture
def folder(project, tmp_path):
    outcomes = coded_into(project, tmp_path / "coded", reports(), shard_reports=8)
    assert Counter(outcome.status for outcome in outcomes) == {"coded": 29, "passed over": 1, "unchanged": 1}
    return tmp_path / "coded"


def test_shards_hold_whole_records_once(folder, project):
    shards = ShardFolder(folder).shards
    assert [shard.reports for shard in shards] == [8, 8, 8, 6]
    assert [shard.name for shard in shards] == [f"part-00000{n}.parquet" for n in (1, 2, 3, 4)]
    assert sorted(path.name for path in folder.glob("*.parquet")) == [shard.name for shard in shards]
    alone = [outcome.record for outcome in project.code_reports(reports()[:-1])]
    assert [dumps(record) for record in ShardFolder(folder).records()] == [dumps(record) for record in alone]
    assert count_coded([str(folder)]) == 30


def test_they_are_tables_for_others(folder):
    shards = duckdb.read_parquet(f"{folder}/*.parquet")
    count = shards.aggregate("count(record), count(DISTINCT report_id), count(event_id)").fetchall()
    assert count == [(30, 30, 34)]
    of_types = shards.filter("country = 'IQ'").aggregate("plover, sum(killed_high)").fetchall()
    assert of_types == [("ASSAULT", sum(range(27)) + 6 * 7 + 40)]
    frame = pd.read_parquet(folder)
    assert set(frame[frame.event_number.isna()].title.isna()) == {True}
    assert frame.latitude.dtype == "float64"
    assert list(frame[frame.report_id == attack(5, more="Rebels attacked Erbil, killing 7.").id].event_number) == [1, 2]


def test_a_second_run_does_what_is_left(folder, project):
    before = {path.name: path.read_bytes() for path in folder.glob("*.parquet")}
    more = [attack(n, where="Sanaa") for n in range(3)]
    outcomes = coded_into(project, folder, [*reports(), *more])
    assert Counter(outcome.status for outcome in outcomes) == {"unchanged": 31, "coded": 3}
    after = {path.name: path.read_bytes() for path in folder.glob("*.parquet")}
    assert set(after) - set(before) == {"part-000005.parquet"}
    assert before.items() <= after.items()


def test_failures_are_in_no_shard_and_are_tried_again(project, tmp_path):
    given = [attack(1), attack(2, more="STAGE raise"), attack(3)]
    for statuses in (["coded", "failed", "coded"], ["unchanged", "failed", "unchanged"]):
        assert [outcome.status for outcome in coded_into(project, tmp_path / "coded", given)] == statuses
    assert [shard.reports for shard in ShardFolder(tmp_path / "coded").shards] == [2]


def test_what_ends_a_run_leaves_what_is_coded(project, tmp_path):
    def broken():
        yield from (attack(n) for n in range(80))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        coded_into(project, tmp_path / "coded", broken(), shard_reports=1000)
    done = [shard.reports for shard in ShardFolder(tmp_path / "coded").shards]
    assert done == [64], "reports are looked up by 64; the second lot was never whole"


def test_a_store_of_shards_is_the_store_of_the_reports(folder, project, tmp_path):
    with (
        Project(tmp_path / "shards.db") as of_shards,
        Project(tmp_path / "added.db", pipeline=small_pipeline()) as added,
    ):
        statuses = Counter(outcome.status for outcome in store_coded(of_shards, [str(folder)]))
        assert statuses == {"stored": 29, "passed over": 1}
        assert {outcome.status for outcome in store_coded(of_shards, [str(folder)])} == {"unchanged", "passed over"}
        list(added.add_reports(reports()))
    assert digest_of(tmp_path / "shards.db") == digest_of(tmp_path / "added.db")
    lines = tmp_path / "records.jsonl"
    lines.write_text("".join(dumps(record) + "\n" for record in ShardFolder(folder).records()) + "{}\n")
    with Project(tmp_path / "lines.db") as of_lines:
        last = list(store_coded(of_lines, [str(lines)]))[-1]
    assert last.error.message.startswith(f"{lines}:31: this is no record")
    assert digest_of(tmp_path / "lines.db") == digest_of(tmp_path / "added.db")


def test_a_shard_that_was_changed_is_refused_and_the_others_are_stored(folder, tmp_path):
    second = folder / "part-000002.parquet"
    content = bytearray(second.read_bytes())
    content[100] ^= 1
    second.write_bytes(content)
    (folder / "part-000003.parquet").unlink()
    (folder / "part-000009.parquet").write_bytes(b"of no run that the ledger knows")
    with Project(tmp_path / "s.db") as project:
        outcomes = list(store_coded(project, [str(folder), str(tmp_path / "nowhere"), str(tmp_path)]))
    errors = [outcome.error.message for outcome in outcomes if outcome.error]
    assert len(outcomes) - len(errors) == 14
    assert "is not what was written" in errors[0]
    assert "cannot be read" in errors[1]
    assert "there is no such file or folder" in errors[2]
    assert "there are no shards here" in errors[3]


def test_what_would_mix_or_lose_records_is_refused(folder, project, tmp_path):
    other = Project(pipeline=small_pipeline(confidence=0.5))
    with pytest.raises(StoreError, match="of another coder"):
        coded_into(other, folder, reports())
    holder = ShardWriter(folder, project.coder)
    with pytest.raises(StoreError, match="another run is writing"):
        ShardWriter(folder, project.coder)
    with pytest.raises(StoreError, match="another run is writing"):
        ShardFolder(folder)
    holder.close()
    (folder / "part-000002.parquet").rename(tmp_path / "elsewhere")
    with pytest.raises(StoreError, match=r"part-000002\.parquet: the shard is gone"):
        coded_into(project, folder, reports())
    with pytest.raises(SettingsError, match="holds other files"):
        coded_into(project, tmp_path, reports())
    with pytest.raises(SettingsError, match="this is a file"):
        coded_into(project, tmp_path / "elsewhere", reports())
    (folder / LEDGER).write_bytes(b"no database" * 100)
    with pytest.raises(StoreError, match="the ledger is damaged"):
        ShardFolder(folder)


def test_the_ledger_knows_each_report_by_its_content(folder):
    with sqlite3.connect(folder / LEDGER) as connection:
        found = {row[0].hex() for row in connection.execute("SELECT id FROM reports")}
    connection.close()
    assert found == {report.id for report in reports()}
