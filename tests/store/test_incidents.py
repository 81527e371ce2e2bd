import dataclasses

import pytest
import sqlalchemy as sa
from tests.support.making import attack, small_pipeline

from dateline.errors import Conflict, NotFound, SettingsError, StoreError
from dateline.pipeline import Coding
from dateline.store import open_store
from dateline.store.incidents import tables as t
from dateline.store.totals import renew_totals

PIPELINE = small_pipeline()
NEXT = small_pipeline(confidence=0.4)
ANA = {"by": "Ana", "why": "I asked there"}


def keep(store, *reports, pipeline=PIPELINE):
    return store.keep(pipeline.code(reports), pipeline.coder)


def blast(publisher, published="2024-03-02", killed=7, where="Baghdad", who="Rebels", **fields):
    return attack(killed, who=who, where=where, published=published, publisher=publisher,
                  origin=f"{publisher}-{published}-{where}-{killed}.txt", **fields)  # fmt: skip


ONE = blast("The Courier"), blast("Daily News", more="Markets closed early in the city that day.\n")
FAR = blast("The Post", "2024-07-09", 2, "Erbil", "Thieves")
OTHER = blast("The Courier", "2024-05-02", 3, "Sanaa", "Gunmen")


@pytest.fixture
def full(store):
    keep(store, *ONE, OTHER)
    return store


def ids(store, **filters):
    return [row.id for row in store.incidents(filters).rows]


def events(store, incident):
    return {teller.event_id for teller in store.incident(incident).tellers}


def test_reports_of_one_attack_are_one_incident(full):
    later, earlier = full.incidents({}).rows
    assert [(row.reports, row.sources, row.killed, row.places) for row in (later, earlier)] == [
        (1, 1, 3, "Sanaa"), (2, 2, 7, "Baghdad"),
    ]  # fmt: skip
    whole = full.incident(earlier.id)
    assert whole.id == min(events(full, earlier.id))
    assert {teller.publisher for teller in whole.tellers} == {"The Courier", "Daily News"}
    assert full.counts().incidents == full.count_incidents({}) == 2


def test_any_event_and_the_start_of_any_id_finds_it(full):
    whole = full.incident(ids(full)[1])
    for teller in whole.tellers:
        for reference in (teller.event_id, teller.event_id[:7], teller.event_id[:7].upper()):
            assert full.incident(reference) == whole
    for wrong in ("", "%", "abc", "f" * 24, "nothing at all", "0" * 8):
        with pytest.raises(NotFound):
            full.incident(wrong)


def test_what_a_coder_no_longer_sees_leaves_its_incident(full):
    whole = full.incident(ids(full)[1])
    keep(full, dataclasses.replace(ONE[0], text="Nothing happened.\n", key=ONE[0].key, sections=()))
    left = full.incident(whole.tellers[1].event_id)
    assert [teller.publisher for teller in left.tellers] == [whole.tellers[1].publisher]
    # Its own id is gone from the records, and still leads to where the rest went.
    assert full.incident(whole.tellers[0].event_id) == left
    assert left.aliases == ((whole.id,) if whole.id != left.id else ())


def test_the_last_report_of_an_incident_withdrawn_retracts_it(full):
    alone = ids(full)[0]
    keep(full, dataclasses.replace(OTHER, text="Nothing happened.\n", sections=()))
    assert alone not in ids(full)
    assert full.changes()[-1].kind == "retracted"
    with pytest.raises(NotFound, match=r"no longer told: change \d+ .* retracted it"):
        full.incident(alone)
    # It comes back as it was, with its report.
    keep(full, OTHER)
    assert full.incident(alone).version > full.changes()[-2].version
    assert full.changes()[-1].kind == "new"


def test_an_earlier_report_gives_the_incident_a_new_id_and_keeps_the_old(full):
    before = full.incident(ids(full)[1])
    keep(full, blast("Morning Post", "2024-03-02T01:00"))
    keep(full, blast("Evening Post", "2024-03-01", more="It began the day before.\n"))
    for teller in before.tellers:
        now = full.incident(teller.event_id)
        assert now.id == now.tellers[0].event_id
    if now.id != before.id:
        assert before.id in now.aliases
        assert now.version > before.version


def test_why_gives_the_evidence_of_each_join(full):
    whole = full.why(ids(full)[1])
    first, second = whole.tellers
    assert first.joined is None
    assert second.joined.to == first.event_id
    assert second.joined.weight == pytest.approx(sum(one.weight for one in second.joined.evidence), abs=0.01)
    assert all(one.words for one in second.joined.evidence)
    assert full.incident(whole.id).tellers[1].joined.evidence == ()


def test_join_and_undo(full):
    one, other = ids(full)
    before, mine = full.digests(), events(full, one) | events(full, other)
    made = full.join(one, other, **ANA)
    assert (made.action, made.by, made.reason, made.undone) == ("join", "Ana", "I asked there", False)
    assert set(made.events) | set(made.others) == mine == events(full, one)
    assert len(ids(full)) == 1
    joined = [teller.joined for teller in full.why(one).tellers if teller.joined and teller.joined.by]
    assert [(one.by, one.reason) for one in joined] == [("Ana", "I asked there")]
    undone = full.undo(made.number, **ANA)
    assert full.digests() == before
    assert [one.undone for one in full.decisions()] == [True, False]
    # Undoing the undoing does it again.
    full.undo(undone.number, **ANA)
    assert events(full, one) == mine


def test_split_stays_whatever_comes_later(full):
    whole = full.incident(ids(full)[1])
    made = full.split(whole.id, [whole.tellers[1].report_id[:8]], **ANA)
    assert made.events == (whole.tellers[1].event_id,)
    assert len(ids(full)) == 3
    keep(full, blast("The Post", more="It was a loud day.\n"), blast("The Globe", more="It was a quiet day.\n"))
    assert full.incident(whole.tellers[0].event_id).id != full.incident(whole.tellers[1].event_id).id
    for report, _ in list(full.to_recode(NEXT.coder)):
        full.recode(NEXT.code([report]), NEXT.coder)
    assert full.incident(whole.tellers[0].event_id).id != full.incident(whole.tellers[1].event_id).id
    assert full.decisions(whole.id) == full.decisions() == (made,)


def test_a_later_decision_goes_before_an_earlier_one(full):
    whole = full.incident(ids(full)[1])
    a, b = (teller.event_id for teller in whole.tellers)
    full.split(a, [b], **ANA)
    full.join(a, b, **ANA)
    assert full.incident(a).id == full.incident(b).id
    full.split(a, [b], **ANA)
    assert full.incident(a).id != full.incident(b).id


def test_reject_and_restore(full):
    one = ids(full)[0]
    full.review(one, "seen", by="Ben")
    before = full.digests()
    full.reject(one, **ANA)
    assert one not in ids(full)
    assert ids(full, review="rejected") == [one]
    assert full.count_incidents({}) == 1
    with pytest.raises(Conflict, match="rejected already"):
        full.reject(one, **ANA)
    # Another report of the same thing does not bring it back.
    keep(full, blast("Daily News", "2024-05-02", 3, "Sanaa", "Gunmen", more="The market was shut.\n"))
    assert ids(full, review="rejected") == [full.incident(one).id]
    assert full.incident(one).review.by == "Ana"
    full.restore(one, **ANA)
    assert full.incident(one).review.state == "seen"
    with pytest.raises(Conflict, match="not rejected"):
        full.restore(one, **ANA)
    full.undo(**ANA)
    full.undo(**ANA)
    assert {**full.digests(), "x": ""}.keys() == {**before, "x": ""}.keys()
    assert full.digests()["decisions"] == before["decisions"]


def test_reviews_are_seen_in_lists_and_undone(full):
    one, other = ids(full)
    before = full.digests()
    found = full.review(one, "accepted", by="Ben", why="two sources")
    assert (found.review.state, found.review.by, found.review.reason) == ("accepted", "Ben", "two sources")
    assert ids(full, review="accepted") == [one]
    assert ids(full, review=["accepted", "machine"]) == [one, other]
    assert ids(full, review="all") == [one, other]
    full.undo(**ANA)
    assert full.digests() == before
    with pytest.raises(SettingsError, match="seen, accepted"):
        full.review(one, "good", by="Ben")
    with pytest.raises(SettingsError, match="name"):
        full.review(one, "seen", by=" ")


def test_a_stale_version_is_refused_with_what_changed(full):
    whole = full.incident(ids(full)[1])
    keep(full, blast("The Post", more="It was a loud day.\n"))
    for act in (full.reject, full.restore):
        with pytest.raises(Conflict, match=r"is at version \d+, not \d+: .*(tellers|place of another)"):
            act(whole.id, version=whole.version, **ANA)
    now = full.incident(whole.id)
    full.reject(now.id, version=now.version, **ANA)
    assert full.incident(now.id).review.state == "rejected"


def test_what_cannot_be_decided_says_why(full):
    one, other = ids(full)
    with pytest.raises(Conflict, match="one incident already"):
        full.join(one, one, **ANA)
    with pytest.raises(NotFound, match="there is no incident"):
        full.join(one, "ffffffff", **ANA)
    with pytest.raises(SettingsError, match="leave something"):
        full.split(one, list(events(full, one)), **ANA)
    with pytest.raises(NotFound, match="holds no event and no report"):
        full.split(one, [other], **ANA)
    with pytest.raises(NotFound, match="no decision to undo"):
        full.undo(**ANA)
    with pytest.raises(NotFound, match="no decision 7"):
        full.undo(7, **ANA)
    made = full.join(one, other, **ANA)
    full.undo(made.number, **ANA)
    with pytest.raises(Conflict, match="undone already"):
        full.undo(made.number, **ANA)


def test_decisions_hold_on_what_stands_on_the_same_words_after_recoding(full):
    whole = full.incident(ids(full)[1])
    full.split(whole.id, [whole.tellers[1].event_id], **ANA)
    report = next(r for r in ONE if r.id == whole.tellers[1].report_id)
    moved = _with_anchor(NEXT.code([report])[0], slice(0, -4))
    full.recode([moved], NEXT.coder)
    (event,) = moved.record.events
    assert event.id != whole.tellers[1].event_id
    assert full.incident(event.id).id != full.incident(whole.tellers[0].event_id).id
    # Its former id leads to it.
    assert full.incident(whole.tellers[1].event_id).id == event.id
    (made,) = full.decisions()
    assert made.lost == ()
    # A coder who sees nothing there loses it, and the decision is kept and says so.
    third = small_pipeline(confidence=0.1)
    full.recode([dataclasses.replace(moved, record=dataclasses.replace(moved.record, events=()))], third.coder)
    (made,) = full.decisions()
    assert made.lost == (whole.tellers[1].event_id,)


def _with_anchor(coding, stretch):
    """The same coding with its event's anchor cut, and so with another id."""
    from dateline.events import event_id

    (event,) = coding.record.events
    report = coding.record.report
    start, end, _ = stretch.indices(len(event.anchor.quote))
    anchor = report.span(event.anchor.start + start, event.anchor.start + end)
    moved = dataclasses.replace(event, anchor=anchor, id=event_id(report, event.type.plover, anchor))
    return dataclasses.replace(coding, record=dataclasses.replace(coding.record, events=(moved,)))


def test_a_second_coder_and_back_gives_the_same_incidents(full):
    before = full.digests()
    for pipeline in (NEXT, PIPELINE):
        waiting = [report for report, _ in full.to_recode(pipeline.coder)]
        assert len(waiting) == 3
        full.recode(pipeline.code(waiting), pipeline.coder)
        after = full.digests()
        assert (after["incidents"] == before["incidents"]) is (pipeline is PIPELINE)
    assert after["partition"] == before["partition"]


def test_grades_weigh_in_at_once(full):
    whole = full.incident(ids(full)[1])
    full.set_grade("THE COURIER", "B", by="Ana", why="checked")
    full.set_credibility(whole.tellers[1].event_id, "2", by="Ana")
    graded = full.incident(whole.id)
    by_outlet = {teller.publisher: teller for teller in graded.tellers}
    assert by_outlet["The Courier"].reliability == "B"
    assert by_outlet["Daily News"].reliability == "F"
    assert graded.tellers[1].credibility == "2"
    full.set_credibility(whole.tellers[1].report_id, "5", by="Ana")
    assert full.incident(whole.id).tellers[1].credibility == "2"
    full.set_grade("The Courier", "C", by="Ben")
    assert [(one.of, one.grade, one.by) for one in full.grades()] == [
        ("event", "2", "Ana"), ("report", "5", "Ana"), ("publisher", "C", "Ben"),
    ]  # fmt: skip
    with pytest.raises(SettingsError, match="A, B"):
        full.set_grade("The Courier", "1", by="Ana")
    with pytest.raises(SettingsError, match="1, 2"):
        full.set_credibility(whole.id, "A", by="Ana")
    with pytest.raises(NotFound):
        full.set_credibility("ffffffffff", "1", by="Ana")


def test_changes_number_without_gaps_and_name_what_changed(full):
    keep(full, blast("The Post", more="It was a loud day.\n"))
    found = full.changes()
    assert [change.number for change in found] == list(range(1, len(found) + 1))
    assert full.changes(1, limit=1) == found[1:2]
    last = [change for change in found if change.kind in {"updated", "new"}][-1]
    assert {"tellers", "sources"} <= set(last.slots) or last.kind == "new"
    assert full.changes(len(found)) == ()


def test_adding_again_changes_nothing(full):
    def everything():
        with full._engine.connect() as connection:
            tables = sorted(t.metadata.tables.values(), key=lambda table: table.name)
            return {table.name: sorted(map(repr, connection.execute(sa.select(table)))) for table in tables}

    before = everything()
    keep(full, *reversed(ONE), OTHER)
    assert everything() == before


def unlinked(store):
    """Make a store as revision 0001 left it: records, and nothing of incidents."""
    with store._writing() as connection:
        for table in (
            t.members,
            t.links,
            t.telling_keys,
            t.tellings,
            t.incident_facets,
            t.facet_totals,
            t.incident_months,
            t.facets,
            t.incidents,
            t.changes,
        ):
            connection.execute(table.delete())
        connection.execute(t.linkage.delete())
        reports = t.metadata.tables["reports"]
        ids = connection.execute(sa.select(reports.c.id).where(reports.c.current.is_(True))).scalars().all()
        connection.execute(t.waiting.insert(), [{"report_id": one} for one in ids])
        renew_totals(connection)


def test_what_waits_is_linked(full):
    before = full.digest()
    unlinked(full)
    assert full.counts().waiting == 3
    assert ids(full) == []
    # What is added meanwhile is linked at once.
    keep(full, FAR)
    assert full.counts().waiting == 3
    assert len(ids(full)) == 1
    told = []
    assert full.link(lambda done, whole: told.append((done, whole))) == 3
    assert told[-1] == (3, 3)
    assert full.counts().waiting == 0
    assert full.link() == 0
    keep(full, dataclasses.replace(FAR, text="Nothing.\n", sections=()))
    assert full.digest().split("-")[4:6] == before.split("-")[4:6]


def test_another_linker_links_anew_and_keeps_ids_and_decisions(full):
    whole = full.incident(ids(full)[1])
    full.split(whole.id, [whole.tellers[1].event_id], **ANA)
    before, changes = full.digests(), full.changes()
    with full._writing() as connection:
        connection.execute(t.linkage.update().values(value="another"))
    # Until then nothing is linked by half: what comes waits, and nothing is decided.
    keep(full, FAR)
    assert full.counts().waiting == 1
    with pytest.raises(StoreError, match="dateline link"):
        full.reject(whole.id, **ANA)
    assert full.link() == 4
    assert full.counts().waiting == 0
    keep(full, dataclasses.replace(FAR, text="Nothing.\n", sections=()))
    after = full.digests()
    assert {name: after[name] for name in ("partition", "incidents", "decisions")} == {
        name: before[name] for name in ("partition", "incidents", "decisions")
    }
    assert [change.kind for change in full.changes(changes[-1].number)] == ["new", "retracted"]


def test_incidents_are_there_for_a_store_that_is_opened_again(db):
    store = open_store(db)
    keep(store, *ONE, OTHER)
    digest, rows = store.digest(), store.incidents({}).rows
    store.close()
    again = open_store(db)
    assert (again.digest(), again.incidents({}).rows) == (digest, rows)
    assert again.whole_incidents([row.id for row in rows]) == tuple(again.incident(row.id) for row in rows)
    again.close()


def test_a_failed_coding_touches_no_incident(full):
    before = full.digests()
    from dateline.events import Problem

    full.keep([Coding(ONE[0], None, Problem("timeout", "too slow"))], NEXT.coder)
    after = full.digests()
    assert {name for name in after if after[name] != before[name]} == {"ledger"}
