import dataclasses
import itertools

import pytest
import sqlalchemy as sa
from tests.support.making import attack, small_pipeline
from tests.support.records import marwah

from dateline.codec import dumps
from dateline.errors import NotFound, StoreError
from dateline.events import Coder, Place, Problem
from dateline.pipeline import Coding
from dateline.store import tables

PIPELINE = small_pipeline()
CODER = PIPELINE.coder
NEXT = small_pipeline(confidence=0.4)


def keep(store, *reports, pipeline=PIPELINE):
    return store.keep(pipeline.code(reports), pipeline.coder)


def rows(store, table):
    with store._engine.connect() as connection:
        return connection.execute(sa.select(table)).all()


def test_a_record_comes_back_exactly(store):
    report = attack(
        3,
        title="Rebels attacked Baghdad",
        url="https://example.org/1",
        byline="A. Writer",
        agency="AP",
        more="“Ça”, ключ 🚀\n",
    )
    spot = Place("Baghdad", "settlement", "town", spans=(report.span(16, 23),))
    report = dataclasses.replace(report, dateline=spot, problems=(("date", "a line"),))
    (kept,) = keep(store, report)
    assert kept.status == "stored"
    found = store.get(report.id)
    assert found == kept.record == PIPELINE.code([report])[0].record
    assert dumps(found) == dumps(kept.record)


def test_a_record_with_every_kind_of_value_comes_back_exactly(store):
    record = marwah()
    (kept,) = store.keep([Coding(record.report, record)], record.coder)
    assert kept.record == record == store.get(record.report.id)
    assert list(store.records({"sphere": "all"})) == [record]
    counted = {
        table.name: len(rows(store, table)) for table in (tables.event_places, tables.event_actors, tables.event_tolls)
    }
    assert counted == {
        "event_places": sum(len(event.where) for event in record.events),
        "event_actors": sum(len(event.participants) for event in record.events),
        "event_tolls": sum(len(event.tolls) for event in record.events),
    }
    assert all(counted.values())


def test_the_dateline_that_the_coder_resolved_is_the_coders(store):
    report = attack(dateline=None)
    (coding,) = PIPELINE.code([report])
    resolved = Place(
        "Baghdad", "settlement", "town", country="IQ", latitude=33.3, longitude=44.4, spans=(report.span(16, 23),)
    )
    record = dataclasses.replace(coding.record, report=dataclasses.replace(report, dateline=resolved))
    store.keep([dataclasses.replace(coding, record=record)], CODER)
    assert store.get(report.id).report.dateline == resolved
    assert [old.report.dateline for _, old in store.to_recode(NEXT.coder)] == [resolved]
    assert [again.dateline for again, _ in store.to_recode(NEXT.coder)] == [None]


def test_same_report_and_coder_again_changes_nothing(store):
    report = attack()
    keep(store, report)
    before = {table.name: rows(store, table) for table in tables.metadata.sorted_tables}
    (again,) = keep(store, report)
    assert again.status == "unchanged"
    assert {table.name: rows(store, table) for table in tables.metadata.sorted_tables} == before


def test_look_up_knows_what_was_coded_by_the_same_coder_only(store):
    report = attack()
    assert store.look_up([report], CODER) == {}
    keep(store, report)
    known = store.look_up([report, attack(2)], CODER)
    assert list(known) == [(report.id, report.key)]
    assert known[report.id, report.key].unchanged
    assert known[report.id, report.key].record == store.get(report.id)
    assert store.look_up([report], NEXT.coder) == {}


def test_a_changed_report_is_the_next_version_and_the_old_is_kept(store):
    first, second = attack(1, key="k", origin="a.txt"), attack(2, key="k", origin="a.txt")
    keep(store, first)
    (kept,) = keep(store, second)
    assert (kept.status, kept.record.report.version) == ("new version", 2)
    assert store.get("k").report.text == second.text
    assert store.get(first.id).report.version == 1
    assert [record.report.text for record in store.history("a.txt")] == [first.text, second.text]
    assert [row.killed_low for row in store.list({}).rows] == [2]
    assert sorted(row.killed_low for row in store.list({}, all_versions=True).rows) == [1, 2]


def test_a_report_that_changes_back_is_current_again(store):
    first, second = attack(1, key="k"), attack(2, key="k")
    keep(store, first, second)
    (kept,) = keep(store, first)
    assert (kept.status, kept.record.report.version) == ("new version", 3)
    assert [row.killed_low for row in store.list({}).rows] == [1]
    assert store.get("k").report.version == 3


def test_a_copy_under_another_key_is_one_report(store):
    one, copy = attack(1, origin="a.txt"), attack(1, origin="b.txt")
    keep(store, one)
    (kept,) = keep(store, copy)
    assert (kept.status, kept.record.report.origin, kept.record.report.key) == ("unchanged", "b.txt", "b.txt")
    assert len(store.list({}).rows) == 1
    keep(store, attack(5, key="a.txt", origin="a.txt"))
    # The copy still stands under its own key.
    assert sorted((row.killed_low, row.origin) for row in store.list({}).rows) == [(1, "b.txt"), (5, "a.txt")]


def test_the_same_report_twice_in_one_batch_is_stored_once(store):
    kept = keep(store, attack(), attack())
    assert [what.status for what in kept] == ["stored", "unchanged"]
    assert store.counts().events == 1


def test_a_new_coder_adds_its_record_and_keeps_the_old(store):
    report = attack()
    keep(store, report)
    ((stored, old),) = store.to_recode(NEXT.coder)
    assert (stored, old) == (report, store.get(report.id))
    store.recode(NEXT.code([stored]), NEXT.coder)
    assert list(store.to_recode(NEXT.coder)) == []
    assert store.get(report.id).events[0].confidence == 0.4
    assert store.get(report.id, coder=CODER.fingerprint).events[0].confidence == 0.9
    assert [row.confidence for row in store.list({}).rows] == [0.4]
    assert store.counts().coders == 2


def test_recode_takes_current_versions_unless_all_are_asked_for(store):
    keep(store, attack(1, key="k"), attack(2, key="k"))
    assert [report.text for report, _ in store.to_recode(NEXT.coder)] == [attack(2).text]
    assert len(list(store.to_recode(NEXT.coder, all_versions=True))) == 2


def test_recode_reads_on_past_a_chunk(store, monkeypatch):
    monkeypatch.setattr("dateline.store.store.CHUNK", 10)
    keep(store, *(attack(n) for n in range(25)))
    seen = []
    for report, _ in store.to_recode(NEXT.coder):
        # Stored while the reading goes on, as a real run does.
        store.recode(NEXT.code([report]), NEXT.coder)
        seen.append(report.id)
    assert len(set(seen)) == len(seen) == 25


def test_a_failure_is_in_the_ledger_and_is_tried_again(store):
    report = attack()
    failed = Coding(report, None, Problem("timeout", "too slow"))
    assert [kept.status for kept in store.keep([failed], CODER)] == ["failed"]
    assert store.counts().failed == 1
    assert store.look_up([report], CODER) == {}
    with pytest.raises(NotFound, match="too slow"):
        store.get(report.id)
    (kept,) = keep(store, report)
    assert kept.status == "stored"
    assert store.counts().failed == 0
    assert [row.status for row in rows(store, tables.ledger)] == ["coded"]


def test_what_was_coded_stays_coded_when_a_second_try_fails(store):
    report = attack()
    keep(store, report)
    store.keep([Coding(report, None, Problem("timeout", "too slow"))], CODER)
    assert [row.status for row in rows(store, tables.ledger)] == ["coded"]


def test_a_foreign_report_is_passed_over_with_its_problem(store):
    report = attack(language="fr")
    (kept,) = keep(store, report)
    assert (kept.status, kept.record.events) == ("passed over", ())
    (line,) = rows(store, tables.ledger)
    assert (line.status, line.code) == ("passed-over", "language")
    assert store.counts().passed_over == 1
    assert store.look_up([report], CODER)[report.id, report.key].unchanged


def test_a_batch_is_stored_as_a_whole_or_not_at_all(store, monkeypatch):
    codings = PIPELINE.code([attack(1), attack(2)])
    broken = dataclasses.replace(codings[1], report=attack(3), record=codings[1].record)
    with pytest.raises(StoreError):
        # Its record is of a report that is not stored: the foreign key refuses it.
        store.keep([codings[0], broken], CODER)
    assert rows(store, tables.reports) == rows(store, tables.records) == rows(store, tables.coders) == []


def test_get_by_id_prefix_event_origin_and_key(store):
    report = attack(1, origin="in/a.txt", key="https://example.org/a")
    (kept,) = keep(store, report)
    event = kept.record.events[0].id
    for reference in (
        report.id,
        report.id[:6],
        report.id[:6].upper(),
        event,
        event[:8],
        "in/a.txt",
        "https://example.org/a",
    ):
        assert store.get(reference) == kept.record, reference
    for reference in ("nothing", report.id[:3], "ffffffffffff", "", "%"):
        with pytest.raises(NotFound):
            store.get(reference)


def test_a_prefix_of_several_ids_names_them(store):
    seen = {}
    for report in map(attack, itertools.count()):
        start = report.id[:4]
        if start in seen:
            break
        seen[start] = report
    keep(store, report, seen[start])
    with pytest.raises(StoreError, match="start of several ids"):
        store.get(start)


def test_coders_are_told_apart(store):
    keep(store, attack())
    (row,) = rows(store, tables.coders)
    assert Coder(row.version, row.model, row.settings) == CODER
    assert row.fingerprint == CODER.fingerprint
