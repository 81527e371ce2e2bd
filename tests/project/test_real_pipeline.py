"""The whole way of the example reports, with the stages that ship."""

from pathlib import Path

import pytest

from dateline.codec import dumps, loads
from dateline.events import spans_of
from dateline.project import Project

REPORTS = Path(__file__).parents[2] / "examples" / "reports"


@pytest.fixture(scope="module")
def coded():
    with Project() as project:
        return list(project.code(REPORTS))


def test_every_example_is_coded_and_every_span_quotes_it(coded):
    assert coded
    assert [outcome.error for outcome in coded if outcome.error] == []
    for outcome in coded:
        text = outcome.record.report.text
        assert all(text[span.start : span.end] == span.quote for span in spans_of(outcome.record.events))
        assert loads(dumps(outcome.record)) == outcome.record
    assert sum(bool(outcome.record.events) for outcome in coded) > len(coded) / 2


@pytest.mark.slow
def test_worker_processes_and_the_store_give_the_same_records(coded, tmp_path):
    expected = {outcome.origin: outcome.record for outcome in coded}
    with Project(tmp_path / "store.db", workers=2) as project:
        added = {outcome.origin: outcome.record for outcome in project.add(REPORTS)}
        assert added == expected
        assert {origin: project.get(origin) for origin in expected} == expected
        assert {outcome.status for outcome in project.add(REPORTS)} == {"unchanged"}
        events = sum(len(record.events) for record in expected.values())
        assert project.counts().events == project.count(sphere="all") == events
