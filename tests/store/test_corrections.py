"""Corrections as decisions: held through recoding and new versions, in force by role, undone exactly, on every database."""

import dataclasses
import random
import re

import pytest
from tests.support.laws import check_all
from tests.support.making import attack, small_pipeline

from dateline.errors import Conflict, NotAllowed, NotFound, SettingsError, StoreError, Unchanged
from dateline.events import event_id
from dateline.store import Chosen, open_store
from dateline.store.incidents import bulk
from dateline.store.incidents.settling import say_anew

PIPELINE = small_pipeline()
NEXT = small_pipeline(confidence=0.4)
THIRD = small_pipeline(confidence=0.7)
ANA, BEN, ROSA = (
    {"by": name, "role": role} for name, role in (("Ana", "coder"), ("Ben", "coder"), ("Rosa", "reviewer"))
)
MORE = "Police in Karrada said so on Friday.\nShops were burnt down there.\n"
RAID = attack(7, key="raid", more=MORE)
SAME = attack(7, publisher="Daily News", more="Markets closed early in the city that day.\n", key="same")


def keep(store, *reports, pipeline=PIPELINE):
    return store.keep(pipeline.code(reports), pipeline.coder)


@pytest.fixture
def raids(store):
    keep(store, RAID, SAME)
    return store


def event_of(store, report=RAID):
    return store.report_review(report.id).events[0]


def span(report, words):
    at = report.text.index(words)
    return {"start": at, "end": at + len(words)}


def place(report, words, **fields):
    return {"name": words, "kind": "settlement", "precision": "town", "spans": [span(report, words)], **fields}


def moved(coding, end):
    """The same coding with its event's anchor cut, and so with another id."""
    (event,) = coding.record.events
    report = coding.record.report
    anchor = report.span(event.anchor.start, event.anchor.end + end)
    other = dataclasses.replace(event, anchor=anchor, id=event_id(report, event.type.plover, anchor))
    return dataclasses.replace(coding, record=dataclasses.replace(coding.record, events=(other,)))


def test_a_correction_outlives_coders_and_is_undone_exactly(raids):
    before, record = raids.digests(), raids.get(RAID.id)
    event = event_of(raids)
    made, _ = raids.correct(event.id, "where", [place(RAID, "Karrada", country="IQ")], why="the quarter", **ANA)
    raids.correct(event.id, "killed", [{"low": 7, "high": None, "spans": [span(RAID, "7")]}], **ROSA)
    corrected = raids.digests()
    assert raids.get(RAID.id) == record
    incident = raids.incident(event.id)
    assert {told.value.name for told in incident.where} == {"Baghdad", "Karrada"}
    assert [(one.slot, one.by, one.role) for one in incident.corrections] == [
        ("killed", "Rosa", "reviewer"), ("where", "Ana", "coder"),
    ]  # fmt: skip
    assert (incident.review.state, incident.judges) == ("corrected", ("Ana", "Rosa"))
    # A coder with another anchor, and then one who sees nothing there, and the first again.
    raids.recode([moved(NEXT.code([RAID])[0], -4)], NEXT.coder)
    now = event_of(raids)
    assert now.id != event.id
    assert [one.name for one in now.event.where] == ["Karrada"]
    assert raids.event_review(event.id).id == now.id
    check_all(raids)
    raids.recode(
        [dataclasses.replace(c, record=dataclasses.replace(c.record, events=())) for c in THIRD.code([RAID])],
        THIRD.coder,
    )
    assert [one.lost for one in raids.report_review(RAID.id).lost] == [True, True]
    check_all(raids)
    keep(raids, dataclasses.replace(RAID, origin="elsewhere.txt"), pipeline=PIPELINE)
    raids.recode(PIPELINE.code([RAID]), PIPELINE.coder)
    assert {
        name: part for name, part in raids.digests().items() if name in {"incidents", "partition", "decisions"}
    } == {name: part for name, part in corrected.items() if name in {"incidents", "partition", "decisions"}}
    raids.undo(2, by="Rosa", why="no")
    raids.undo(made.number, by="Rosa", why="no")
    after = raids.digests()
    for name in ("incidents", "partition", "decisions"):
        assert after[name] == before[name]
    assert raids.check().sound, raids.check().faults


def test_lists_of_events_have_them_as_they_stand_and_as_they_were_coded(raids):
    event = event_of(raids)

    def killed(least, **how):
        rows = raids.list({"killed": least}, **how).rows
        records = list(raids.records({"killed": least}, **how))
        assert sorted(row.event_id for row in rows) == sorted(one.id for record in records for one in record.events)
        assert raids.count({"killed": least}, **how) == len(rows)
        counted = raids.count_events_up_to(100, {"killed": least}, **how)
        assert (counted.number, counted.exact) == (len(rows), True)
        return {(row.event_id, row.killed_low) for row in rows}

    before, number = killed(0), raids.counts().events
    coded = next(low for name, low in before if name == event.id)
    raids.correct(event.id, "killed", [{"low": 70, "high": None, "spans": [span(RAID, "7")]}], **ROSA)
    assert killed(70) == {(event.id, 70)}
    assert killed(70, as_coded=True) == killed(70, all_versions=True) == set()
    assert killed(0, as_coded=True) == before
    assert raids.counts().events == number
    made, _ = raids.correct(event.id, "event", False, **ROSA)
    assert killed(0) == {one for one in before if one[0] != event.id}
    check_all(raids)
    raids.undo(made.number, by="Rosa", why="no")
    raids.recode(NEXT.code([RAID]), NEXT.coder)
    assert killed(70) == {(event.id, 70)}
    raids.undo(made.number - 1, by="Rosa", why="no")
    assert killed(0) == before
    assert (event.id, coded) in before
    check_all(raids)


def test_the_next_version_of_a_report_keeps_what_stands_on_its_words(raids):
    event = event_of(raids)
    raids.correct(event.id, "where", [place(RAID, "Karrada")], **ROSA)
    raids.correct(
        event.id,
        "when",
        {"start": "2024-03-01", "end": "2024-03-01", "precision": "day", "spans": [span(RAID, "on Friday")]},
        **ROSA,
    )
    _, added = raids.add_event(
        RAID.id, {"plover": "ASSAULT", "mode": "destroy"}, span(RAID, "Shops were burnt down"), {}, **ROSA
    )
    later = dataclasses.replace(
        RAID, text="UPDATE: more below.\n" + RAID.text.replace("on Friday", "on Thursday"), sections=()
    )
    keep(raids, later)
    desk = raids.report_review(later.id)
    here = desk.events[0]
    assert [one.name for one in here.event.where] == ["Karrada"]
    assert here.event.where[0].spans[0] == later.span(*span(later, "Karrada").values())
    # "On Friday" stands there no more: what the coder says stands, and the word is kept and shown as lost.
    assert here.event.when == here.machine.when
    assert [(one.slot, one.lost) for one in desk.lost] == [("when", True)]
    assert [one.id for one in desk.events if one.added] == [added.id]
    assert raids.incident(added.id).tellers[0].report_id == later.id
    check_all(raids)
    assert raids.check().sound, raids.check().faults


def test_who_counts(raids):
    event = event_of(raids)
    said = [
        ("denied", ANA, "denied"),
        ("possible", BEN, "possible"),
        ("attempted", ROSA, "attempted"),
        ("happened", BEN, "attempted"),
    ]
    for value, who, stands in said:
        _, now = raids.correct(event.id, "factuality", value, **who)
        assert now.event.factuality == stands
    with pytest.raises(Unchanged):
        raids.correct(event.id, "factuality", "happened", **BEN)
    with pytest.raises(NotAllowed):
        raids.undo(3, by="Ben", role="coder", why="mine")
    with pytest.raises(Conflict, match="is at version"):
        raids.correct(event.id, "factuality", "denied", version=event.version, **ANA)
    (row,), more = raids.disagreements()
    assert ([side.words for side in row.sides], more) == (["denied", "attempted", "happened"], None)
    filters = ({"disputed": "yes"}, {"judge": "ana"}, {"judge": "Zoe"}, {"unjudged": "Ana"}, {"unjudged": "Zoe"})
    assert [raids.count_incidents(asked) for asked in filters] == [1, 1, 0, 0, 1]
    raids.undo(3, by="Rosa", why="no")
    assert event_of(raids).event.factuality == "happened"
    # Agreeing with another coder is new; to say what the machine says alone is not.
    raids.correct(event.id, "factuality", "happened", **ANA)
    assert raids.disagreements() == ([], None)
    with pytest.raises(Unchanged):
        raids.correct(event.id, "standing", "current", **ANA)


def test_states_of_review(raids):
    event = event_of(raids)
    raids.review(event.id, "seen", **ANA)
    raids.review(event.id, "accepted", **ANA)
    assert raids.review(event.id, "seen", **BEN).review.state == "accepted"
    raids.correct(event.id, "factuality", "denied", **BEN)
    assert raids.incident(event.id).review.state == "corrected"
    now = raids.review(event.id, "accepted", **ROSA).review
    assert (now.state, now.by) == ("corrected", "Rosa")
    raids.reject(event.id, why="no", **BEN)
    assert raids.incident(event.id).review.state == "corrected"
    assert [(one.by, one.state) for one in event_of(raids).reviews] == [
        ("Ana", "accepted"),
        ("Rosa", "accepted"),
        ("Ben", "rejected"),
    ]
    raids.reject(event.id, why="a drill", **ROSA)
    with pytest.raises(NotAllowed, match="a reviewer rejected"):
        raids.restore(event.id, why="no drill", **ANA)
    assert raids.restore(event.id, why="no drill", **ROSA)


def test_events_are_added_and_removed(raids):
    before = raids.digests()
    desk = raids.report_review(RAID.id)
    words = span(RAID, "Shops were burnt down")
    slots = {
        "when": {"start": "2024-03-01", "end": "2024-03-01", "precision": "day", "spans": [span(RAID, "on Friday")]}
    }
    made, added = raids.add_event(
        RAID.id, {"plover": "ASSAULT", "mode": "destroy"}, words, slots, version=desk.version, **ANA
    )
    assert (added.added, added.event.type.acled, added.event.when.start) == (
        True,
        "Looting/property destruction",
        "2024-03-01",
    )
    with pytest.raises(Conflict):
        raids.add_event(RAID.id, {"plover": "PROTEST"}, words, {}, version=desk.version, **BEN)
    with pytest.raises(Unchanged):
        raids.add_event(RAID.id, {"plover": "ASSAULT"}, words, {}, **BEN)
    raids.correct(added.id, "factuality", "possible", **BEN)
    gone, _ = raids.correct(event_of(raids).id, "event", False, why="a drill", **ROSA)
    assert event_of(raids).removed
    assert {
        teller.report_id
        for row in raids.incidents({}).rows
        for teller in raids.incident(row.id).tellers
        if teller.event_id == gone.events[0]
    } == set()
    check_all(raids)
    # A coder that sees the added event codes it once more: it is told once, as people have it.
    coding = NEXT.code([RAID])[0]
    (event,) = coding.record.events
    anchor = RAID.span(words["start"], words["end"] + 6)
    seen = dataclasses.replace(event, anchor=anchor, id=event_id(RAID, "ASSAULT", anchor))
    raids.recode(
        [dataclasses.replace(coding, record=dataclasses.replace(coding.record, events=(event, seen)))], NEXT.coder
    )
    assert [(one.id, one.added) for one in raids.report_review(RAID.id).events if not one.removed] == [(added.id, True)]
    raids.recode(PIPELINE.code([RAID]), PIPELINE.coder)
    check_all(raids)
    for number in (gone.number, 2, made.number):
        raids.undo(number, by="Rosa", why="no")
    after = raids.digests()
    for name in ("incidents", "partition", "decisions"):
        assert after[name] == before[name]
    raids.undo(by="Rosa", why="after all", number=raids.decisions()[-1].number)
    assert added.id in [one.id for one in raids.report_review(RAID.id).events]
    check_all(raids)


def test_people_and_tolls_keep_what_points_to_them(raids):
    event = event_of(raids)
    who = [{"name": "police", "kind": "police", "spans": [span(RAID, "Police")]}]
    _, now = raids.correct(event.id, "perpetrators", who, **ROSA)
    # One took the place of one: who is blamed is blamed still.
    assert [one.id for one in now.event.participants] == [blame.actor for blame in now.event.responsibility]
    blame = [{"actor": now.event.participants[0].id, "stance": "denied", "spans": [span(RAID, "said so")]}]
    _, now = raids.correct(event.id, "responsibility", blame, **ROSA)
    assert [(one.stance, one.actor) for one in now.event.responsibility] == [("denied", now.event.participants[0].id)]
    _, now = raids.correct(event.id, "perpetrators", [], **ROSA)
    # Whom a responsibility names takes part (the record's contract).
    assert [one.name for one in now.event.participants] == ["police"]
    first = {"id": "a", "low": 7, "high": 7, "spans": [span(RAID, "7")]}
    part = {"id": "b", "low": 2, "high": 2, "part_of": "a", "spans": [span(RAID, "Shops")]}
    _, now = raids.correct(event.id, "killed", [first, part], **ROSA)
    killed = [toll for toll in now.event.tolls if toll.measure == "killed"]
    assert killed[1].part_of == killed[0].id
    check_all(raids)


def test_bulk_actions_are_one_decision_and_one_undo(raids):
    keep(raids, *(attack(n, who="Gunmen", where="Sanaa", published=f"2024-0{n}-09", key=f"b{n}") for n in range(1, 9)))
    before, many = raids.digests(), raids.count_incidents({"country": "YE"})
    done = raids.decide_many("accept", Chosen(filters={"country": "YE"}, expected=many), why="read", **ROSA)
    assert (done.done, done.skipped, raids.count_incidents({"review": "accepted"})) == (many, 0, many)
    assert raids.decide_many("reject", Chosen(filters={"country": "YE"}), why="drills", **ROSA).done == many
    assert raids.count_incidents({"review": "rejected"}) == many
    check_all(raids)
    for number in (2, 1):
        raids.undo(number, by="Rosa", why="no")
    assert raids.digests()["incidents"] == before["incidents"]
    with pytest.raises(Conflict, match=f"{many} incidents fit now, not 1;"):
        raids.decide_many("accept", Chosen(filters={"country": "YE"}, expected=1), **ROSA)
    with pytest.raises(SettingsError, match="needs a reason"):
        raids.decide_many("reject", Chosen(filters={}), **ROSA)


def test_a_bulk_action_goes_slice_by_slice_and_may_break_off(raids, monkeypatch):
    monkeypatch.setattr(bulk, "AT_ONCE", 3)
    keep(raids, *(attack(n, who="Gunmen", where="Sanaa", published=f"2024-0{n}-09", key=f"b{n}") for n in range(1, 10)))
    before, many = raids.digests(), raids.count_incidents({"country": "YE"})
    chosen = Chosen(filters={"country": "YE"})
    told = []

    def meanwhile(done, total):
        told.append((done, total))
        check_all(raids)
        if len(told) == 1:  # others have their turn between two slices
            raids.reject(raids.incidents({"country": "YE", "review": "machine"}).rows[0].id, why="a drill", by="Ana")

    done = raids.decide_many("accept", chosen, **ROSA, progress=meanwhile)
    assert told == [(3, many), (6, many), (9, many)][: len(told)]
    assert (done.done, done.skipped) == (many - 1, 1)
    (bulky,) = [one for one in map(raids.decision, (1, 2)) if one.action == "review"]
    assert (bulky.number, bulky.incidents) == (1, many - 1)
    for number in (2, 1):
        raids.undo(number, by="Rosa", why="no")
    assert raids.digests()["incidents"] == before["incidents"]

    def breaks(connection, ids, at):
        if len(told) == 5:
            raise StoreError("the disk is full")
        return say_anew(connection, ids, at)

    monkeypatch.setattr(bulk, "say_anew", breaks)
    told.clear()
    with pytest.raises(StoreError, match=r"the disk is full; before that decision 5 came to hold for 3 of 9 incidents"):
        raids.decide_many("accept", chosen, **ROSA, progress=lambda *_: told.extend(range(5)))
    assert (raids.decision(5).incidents, raids.count_incidents({"review": "accepted"})) == (3, 3)
    check_all(raids)
    told.clear()
    rest = raids.decide_many("accept", chosen, **ROSA)
    assert (rest.done, rest.skipped, raids.count_incidents({"review": "accepted"})) == (many - 3, 3, many)
    raids.undo(5, by="Rosa", why="no")
    assert raids.count_incidents({"review": "accepted"}) == many - 3
    assert raids.check().sound


def test_gold_is_what_is_reviewed(raids):
    assert list(raids.gold({})) == []
    event = event_of(raids)
    raids.review(event.id, "accepted", **ROSA)
    judged = {one.record.report.id: one for one in raids.gold({})}
    assert set(judged) == {RAID.id, SAME.id}
    assert all(not one.waiting for one in judged.values())
    raids.add_event(RAID.id, {"plover": "PROTEST"}, span(RAID, "Shops"), {}, **ROSA)
    raids.correct(event.id, "event", False, **ROSA)
    (one,) = [one for one in raids.gold({}) if one.record.report.id == RAID.id]
    assert [event.type.plover for event in one.record.events] == ["PROTEST"]


TOWNS = "Baghdad|Erbil|Sanaa"


def some_report(rng, number):
    more = "".join(
        f"Gunmen attacked {rng.choice(TOWNS.split('|'))}, killing {rng.randint(1, 3)}.\n"
        for _ in range(rng.randint(0, 2))
    )
    return attack(
        rng.randint(1, 3),
        where=rng.choice(TOWNS.split("|")),
        more=more,
        key=f"k{number}",
        publisher=rng.choice(["Post", "Wire"]),
    )


def speak(store, rng):
    """Say one of many things of some event of some report."""
    rows = store.incidents({"review": "all", "kind": "all", "sphere": "all"}, limit=100).rows
    who = rng.choice([ANA, BEN, ROSA])
    desk = store.report_review(rng.choice(store.incident(rng.choice(rows).id).tellers).report_id)
    event = rng.choice(desk.events)
    town = rng.choice(list(re.finditer(TOWNS, desk.report.text)))
    words = {"start": town.start(), "end": town.end()}
    slot, value = rng.choice([
        ("factuality", rng.choice(["happened", "denied", "planned"])),
        ("type", {"plover": "COERCE", "mode": "arrest"}),
        ("when", {"start": "2024-03-04", "end": "2024-03-04", "precision": "day", "spans": [words]}),
        ("where", [{"name": town[0], "kind": "settlement", "precision": "town", "spans": [words]}]),
        ("perpetrators", [{"name": "somebody", "kind": "unidentified", "spans": [words]}]),
        ("killed", []),
        ("event", rng.random() < 0.4),
        ("add", None),
        ("undo", None),
        ("join", None),
    ])  # fmt: skip
    try:
        if slot == "add":
            store.add_event(desk.report.id, {"plover": rng.choice(["ASSAULT", "PROTEST"])}, words, {}, **who)
        elif slot == "undo":
            store.undo(rng.choice([one.number for one in store.decisions() if not one.undone] or [1]), why="no", **who)
        elif slot == "join":
            store.join(rng.choice(rows).id, rng.choice(rows).id, why="one", **who)
        else:
            store.correct(event.id, slot, value, **who)
    except (Conflict, NotAllowed, NotFound, SettingsError):
        return


@pytest.mark.parametrize("seed", range(2))
def test_laws_hold_whatever_is_said_and_coded(store, seed):
    rng = random.Random(seed)  # noqa: S311
    keep(store, *(some_report(rng, n) for n in range(4)))
    for _ in range(6):
        for _ in range(4):
            speak(store, rng)
        coder = rng.choice([PIPELINE, NEXT, THIRD])
        if rng.random() < 0.5:
            keep(store, some_report(rng, rng.randint(0, 5)), pipeline=coder)
        else:
            waiting = [report for report, _ in store.to_recode(coder.coder)]
            store.recode(coder.code(rng.sample(waiting, min(3, len(waiting)))), coder.coder)
        check_all(store)
    actions = {(one.action, one.slot) for one in store.decisions()}
    assert len(actions) >= 6, actions
    assert store.check().sound, store.check().faults
    # What stands hangs on the records and on what is in force, not on how it came: linked anew it is the same.
    before = store.digests()
    store.link(anew=True)
    assert store.digests() == before


def test_it_is_there_when_the_store_is_opened_again(raids, db):
    event = event_of(raids)
    raids.correct(event.id, "factuality", "denied", **ROSA)
    again = open_store(db)
    assert again.event_review(event.id).event.factuality == "denied"
    again.close()
