"""The check of incidents: that they are what linkage and people's decisions make of what is stored."""

import pytest
import sqlalchemy as sa
from tests.store.test_upkeep import content, keep, undone
from tests.support.making import attack

from dateline.store import open_store, restore
from dateline.store.incidents import tables as t
from dateline.store.upkeep import check
from dateline.text import content_id


def other_words(*parts):
    """Words that no other report has, so that none goes for a copy of another."""
    return " ".join(content_id(*map(str, parts), str(number))[:7] for number in range(9)) + ".\n"


@pytest.fixture
def decided(store):
    """A store with incidents of several reports, and with decisions about them."""
    keep(
        store,
        *(attack(number, where=place, published=f"2024-0{month}-02", publisher=house, origin=f"{place}{month}{house}",
                 more=other_words(place, month, house))
          for place, number in (("Baghdad", 3), ("Erbil", 20), ("Sanaa", 7)) for month in (1, 4)
          for house in ("The Courier", "Daily News")),
    )  # fmt: skip
    rows = store.incidents({}, limit=20).rows
    assert [row.reports for row in rows] == [2] * 6
    first, second, third, fourth, *_ = (row.id for row in rows)
    store.join(first, second, by="ann", why="the same")
    members = [teller.event_id for teller in store.incident(third).tellers]
    store.split(third, members[1:], by="ann", why="two")
    store.reject(fourth, by="bob", why="a drill")
    store.set_grade("The Courier", "B", by="ann", why="known")
    keep(store, attack(4, where="Erbil", key="ErbilCourier", published="2024-06-01"))
    keep(store, attack(5, where="Erbil", key="ErbilCourier", published="2024-06-01"))
    return store


def test_a_store_with_decisions_is_found_sound(decided):
    done = decided.check()
    assert done.sound, done.faults
    assert dict(done.counts)["decisions"] == 3


def test_a_backup_holds_incidents_and_decisions(decided, empty_db, tmp_path):
    decided.backup(tmp_path / "b.db")
    restore(tmp_path / "b.db", empty_db)
    again = open_store(empty_db)
    assert content(again) == content(decided)
    assert again.digest() == decided.digest()
    assert again.check().sound
    # What was decided can still be undone, and numbers go on.
    assert again.undo(1, by="ann", why="not so").number == 5
    assert again.check().sound
    again.close()


FAULTS = {
    "DELETE FROM members WHERE telling = :telling": ("lineage", "it is in no incident"),
    "UPDATE members SET incident = :other WHERE telling = :telling": ("incidents", "linkage puts it in"),
    "UPDATE members SET weight = weight + 1 WHERE weight IS NOT NULL": ("incidents", "not joined by what linkage"),
    "UPDATE tellings SET first = NOT first WHERE id = :telling": ("lineage", "of twins not the first"),
    "UPDATE tellings SET data = replace(data, '2024', '2023') WHERE id = :telling": ("incidents", "not what its record, and what people say of it, give"),
    "DELETE FROM telling_keys WHERE telling = :telling": ("incidents", "does not stand under its key"),
    "UPDATE telling_keys SET telling = 99999 WHERE telling = :telling": ("lineage", "leads to no telling"),
    "DELETE FROM links": ("incidents", "it has none, and linkage gives it one of"),
    "UPDATE links SET weight = weight + 1": ("incidents", "it has a link of"),
    "UPDATE incidents SET killed = 99 WHERE id = :incident": ("incidents", "killed is 99, but the incident gives"),
    "UPDATE incidents SET version = version + 1 WHERE id = :incident": ("lineage", "another version"),
    "UPDATE incidents SET number = number + 1 WHERE id = :incident": ("lineage", "search has it under another number"),
    "UPDATE events SET stands = NOT stands": ("lineage", "not stand as it was coded, and nobody said so"),
    "UPDATE events SET coded = NOT coded": ("lineage", "not marked as its record stands"),
    "UPDATE incidents SET changed = 1": ("lineage", "another last change"),
    "UPDATE incidents SET id = 'x' WHERE id = :incident": ("lineage", "no such incident"),
    "UPDATE facets SET incidents = incidents + 1": ("lineage", "counts wrong"),
    "DELETE FROM incident_facets WHERE number = (SELECT number FROM incidents WHERE id = :incident)": ("incidents", "not found by what it holds"),
    "UPDATE incidents SET incident = replace(CAST(incident AS text), 'Rebels', 'Rivals'){json} WHERE id = :incident": ("incidents", "its reports give it another"),
    "UPDATE incidents SET incident = '{{}}' WHERE id = :incident": ("incidents", "is not what was stored"),
    "DELETE FROM changes WHERE number = 2": ("lineage", "some are missing"),
    "DELETE FROM decision_events WHERE number = 1": ("lineage", "names no event"),
    "UPDATE decision_events SET holds = 'x' WHERE number = 1": ("lineage", "holds on an event that is not there"),
    "UPDATE decisions SET undone = true WHERE number = 2": ("incidents", "linkage puts it in"),
    "UPDATE decisions SET action = 'restore' WHERE action = 'reject'": ("incidents", "give it another review"),
    "UPDATE grades SET grade = 'E'": ("incidents", "give it another"),
    "UPDATE decisions SET target = 77 WHERE number = 2": ("lineage", "undoes an entry that is not there"),
    "UPDATE aliases SET event_id = 'x'": ("lineage", "leads to an event that is not there"),
    "INSERT INTO waiting (report_id) SELECT report_id FROM tellings WHERE id = :telling": ("lineage", "waits to be linked, and is linked"),
    "DELETE FROM search WHERE kind = 'incident'": ("search", "does not know it as it is"),
    "UPDATE search SET ref = 'x' WHERE ref = :incident": ("lineage", "no such incident"),
}  # fmt: skip


def test_each_fault_of_incidents_is_found_and_named(decided, backend):
    if backend == "postgresql":
        # It would not let some of this happen.
        with decided._writing() as connection:
            connection.exec_driver_sql("ALTER TABLE search_words DROP CONSTRAINT search_words_id_fkey")
    with decided._reading() as connection:
        of = t.members.join(t.tellings, t.members.c.telling == t.tellings.c.id)
        rows = connection.execute(sa.select(t.members).select_from(of).where(t.tellings.c.first.is_(True))).all()
        joined = next(row for row in rows if row.joined_to)
    given = {
        "telling": joined.telling,
        "incident": joined.incident,
        "other": next(row.incident for row in rows if row.incident != joined.incident),
    }
    for statement, (part, message) in FAULTS.items():
        sql = statement.format(json="::json" if backend == "postgresql" else "")
        named = {name: value for name, value in given.items() if f":{name}" in sql}
        with undone(decided) as connection:
            assert connection.execute(sa.text(sql), named).rowcount != 0, statement
            found = check(connection, decided._kit).faults
            fitting = [fault for fault in found if fault.part == part and message in fault.what]
            assert fitting, (statement, found)
            assert all(fault.row and fault.advice for fault in found)
    assert decided.check().sound


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM links", "DELETE FROM telling_keys", "UPDATE members SET weight = 7", "DELETE FROM members", "UPDATE tellings SET data = replace(data, '2024', '2023')"],
)  # fmt: skip
def test_linking_anew_mends_what_follows_from_records(decided, statement):
    before = decided.digest()
    with decided._writing() as connection:
        connection.exec_driver_sql(statement)
    faults = decided.check().faults
    assert any("dateline link --anew" in fault.advice for fault in faults)
    decided.link(anew=True)
    assert decided.check().sound, decided.check().faults
    if statement != "DELETE FROM members":
        assert decided.digest() == before
