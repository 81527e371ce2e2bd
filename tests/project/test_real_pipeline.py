"""The whole way of the example reports, with the stages that ship."""

from pathlib import Path

import pytest

from dateline.codec import dumps, loads
from dateline.events import spans_of
from dateline.project import Project

REPORTS = Path(__file__).parents[2] / "examples" / "reports"


def test_every_example_is_coded_and_every_span_quotes_it(coded_examples):
    coded = coded_examples("reports").values()
    assert len(coded) == len([path for path in REPORTS.iterdir() if path.suffix != ".tsv"])
    for record in coded:
        text = record.report.text
        assert all(text[span.start : span.end] == span.quote for span in spans_of(record.events))
        assert loads(dumps(record)) == record
    assert sum(bool(record.events) for record in coded) > len(coded) / 2


@pytest.mark.slow
def test_worker_processes_and_the_store_give_the_same_records(coded_examples, tmp_path):
    expected = {record.report.origin: record for record in coded_examples("reports").values()}
    with Project(tmp_path / "store.db", workers=2) as project:
        added = {outcome.origin: outcome.record for outcome in project.add(REPORTS)}
        assert added == expected
        assert {origin: project.get(origin) for origin in expected} == expected
        assert {outcome.status for outcome in project.add(REPORTS)} == {"unchanged"}
        events = sum(len(record.events) for record in expected.values())
        assert project.counts().events == project.count(sphere="all") == events
