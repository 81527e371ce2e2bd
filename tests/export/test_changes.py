from dataclasses import replace

from tests.support.records import find, marwah

from dateline.export.changes import changes


def test_the_same_record_has_no_changes():
    assert not list(changes(marwah(), marwah()))


def test_events_that_come_and_go_are_named():
    record = marwah()
    fewer = replace(record, events=record.events[1:])
    assert [(c.kind, c.anchor) for c in changes(fewer, record)] == [("added", record.events[0].anchor.quote)]
    assert [(c.kind, c.anchor) for c in changes(record, fewer)] == [("removed", record.events[0].anchor.quote)]
    assert len(list(changes(None, record))) == len(list(changes(record, None))) == 3


def test_only_the_lines_that_differ_are_given():
    record = marwah()
    attack = record.events[0]
    toll = replace(attack.tolls[0], low=2, high=4)
    other = replace(record, events=(replace(attack, tolls=(toll, attack.tolls[1])), *record.events[1:]))
    (change,) = changes(record, other)
    assert change.kind == "changed"
    assert change.gone == ("harm: killed: 0, says consulate spokeswoman (government)",)
    assert change.new == ("harm: killed: 2–4, says consulate spokeswoman (government)",)


def test_an_event_whose_anchor_moved_is_still_the_same():
    record = marwah()
    moved = replace(record.events[0], id="f" * 24, anchor=find(record.report, "Three rockets were fired"))
    (change,) = changes(record, replace(record, events=(moved, *record.events[1:])))
    assert change.kind == "changed"
    assert change.new == ("words: “Three rockets were fired”",)


def test_an_event_of_another_type_at_the_same_words_is_another():
    record = marwah()
    attack = record.events[0]
    other = replace(attack, id="f" * 24, type=replace(attack.type, plover="COERCE", mode="seize"))
    kinds = sorted(c.kind for c in changes(record, replace(record, events=(other, *record.events[1:]))))
    assert kinds == ["added", "removed"]
