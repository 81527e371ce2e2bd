"""The case-suite as a whole: its form, and how much of it is right; figures that may only rise."""

from pathlib import Path

import pytest

from dateline.evaluation import ALL, EVENTS, SLOTS, evaluate, read_gold, sheets
from dateline.ontology import load_ontology
from dateline.project import Project
from dateline.scoring import coded_events, reports_of

CASES = Path(__file__).parents[2] / "examples" / "cases"
EVENTS_F1, SLOTS_F1, QUIET = 0.84, 0.73, 0.85
"""Floors: F1 of events and of all slots, and the share of traps in which nothing is coded. Set from a run, rounded down."""


@pytest.fixture(scope="module")
def gold():
    return read_gold(CASES)


@pytest.fixture(scope="module")
def coded(gold):
    with Project() as project:
        outcomes = list(project.code_reports(reports_of(gold, CASES, None)))
    assert [outcome.error for outcome in outcomes if outcome.error] == []
    return coded_events(outcome.record for outcome in outcomes)


def test_cases_agree_with_gold_as_well_as_before(gold, coded):
    found = evaluate(sheets(gold, coded)).figures
    assert found[EVENTS].f1 >= EVENTS_F1
    assert found[ALL].f1 >= SLOTS_F1


def test_traps_stay_as_quiet_as_before(gold, coded):
    traps = [g for g in gold if Path(g.where).name.startswith("traps-") and not g.events]
    loud = [report.key for report in evaluate(sheets(traps, coded)).reports if report.errors]
    assert len(traps) > 100
    assert 1 - len(loud) / len(traps) >= QUIET, loud


def test_every_anchor_quotes_its_case(gold):
    for case in gold:
        text = " ".join(f"{case.title or ''} {case.text}".split())
        assert [e.anchor for e in case.events if " ".join(e.anchor.split()) not in text] == [], case.key


def test_the_suite_covers_what_can_be_coded(gold):
    seen = {slot: {value.label for g in gold for e in g.events for value in e.values[slot]} for slot in SLOTS}
    assert len(gold) >= 800
    told = {(e.label("plover"), e.label("mode")) for g in gold for e in g.events}
    assert [row for row in load_ontology().modes if (row.plover, row.mode) not in told] == []
    assert {row.sub_event_type for row in load_ontology().acled} <= seen["acled"]
    assert {"happened", "attempted", "planned", "threatened", "possible", "denied"} <= seen["factuality"]
    assert {"current", "background"} == seen["standing"]
    assert {"claimed", "blamed", "suspected", "stated", "denied", "unclaimed"} <= seen["responsibility"]
