"""Own short reports with who is said to have done it, who says so, and who gives the figures: each line of responsibilities.tsv."""

import pathlib

import pytest

pytest.importorskip("spacy")

from dateline.draft import Draft
from dateline.stages import built_in
from dateline.stages.coding import CodingStage
from dateline.text import Report

CASES = [
    line.split("\t")
    for line in (pathlib.Path(__file__).parent / "responsibilities.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.fixture(scope="module")
def coded():
    drafts = [Draft(Report(case[0], f"case-{n}", published="2021-06-02")) for n, case in enumerate(CASES)]
    for stage in built_in():
        made = CodingStage(keep_all=True) if stage is CodingStage else stage()
        drafts = list(made.pipe(drafts))
    return {draft.report.text: draft.events for draft in drafts}


def told(events):
    """Return the attack that a short report tells: the one with the figures, else the first."""
    attacks = [e for e in events if e.type.plover == "ASSAULT"]
    return next((e for e in attacks if e.tolls), attacks[0])


def listed(items):
    return "; ".join(sorted(set(items))) or "-"


@pytest.mark.parametrize(("text", "responsibility", "sources", "speakers"), CASES, ids=[case[0][:90] for case in CASES])
def test_case(coded, text, responsibility, sources, speakers):
    event = told(coded[text])
    names = {p.id: p.name for p in event.participants}
    found = [f"{r.stance} {names.get(r.actor)} {r.speaker.name if r.speaker else None}" for r in event.responsibility]
    assert listed(found) == responsibility
    assert listed(s.speaker.name for s in event.sources) == sources
    assert listed(t.speaker.name for t in event.tolls if t.speaker) == speakers


def test_every_actor_is_a_participant(coded):
    for events in coded.values():
        for event in events:
            assert {r.actor for r in event.responsibility} - {None} <= {p.id for p in event.participants}


def test_only_attacks_and_seizures_have_somebody_responsible(coded):
    for events in coded.values():
        assert all(e.type.plover in {"ASSAULT", "COERCE"} for e in events if e.responsibility)
