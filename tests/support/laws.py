"""What must hold of every store with incidents, whatever was done to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import sqlalchemy as sa

from dateline.consolidation import Grades, Member, consolidate
from dateline.linkage import TIED
from dateline.linkage.graph import bounded_components
from dateline.store import query
from dateline.store.incidents import tables as t
from dateline.store.incidents.attaching import reattach
from dateline.store.incidents.blocks import covered, read_nodes
from dateline.store.incidents.decided import constraints_of, said_of, sayings_about, words_about
from dateline.store.incidents.material import Held, read_material
from dateline.store.incidents.overlay import overlays_of
from dateline.store.incidents.rows import facets_of, incident_of, incident_row
from dateline.store.incidents.tellings import AS_CODED
from dateline.store.rows import event_row
from dateline.store.tables import events, records, reports


@dataclass
class Told:
    telling: object
    corrections: object


def check_all(store):
    """Every law, on every backend."""
    with store._writing() as connection:
        decisions_hold_where_they_would_be_found(connection)
    with store._reading() as connection:
        known = tellings_are_those_of_the_latest_records(connection, store)
        links_are_those_that_keys_ask_for(connection, store._kit)
        partition_is_that_of_all_at_once(connection, store._kit, known)
        incidents_are_what_their_members_make(connection, store)
        facets_are_those_of_incidents(connection)
        events_are_as_coded_and_as_they_stand(connection)
    changes_lead_to_what_there_is(store)


def tellings_are_those_of_the_latest_records(connection, store):
    due = sa.select(records.c.id).join(reports, records.c.report_id == reports.c.id)
    due = due.where(records.c.latest.is_(True), reports.c.current.is_(True))
    wanted, told = {}, {}
    for row, record in query.records_where(connection, records.c.id.in_(due)):
        laid = overlays_of(connection, [record]).get(record.report.id)
        corrected = laid.record if laid else record
        told |= {one.event_id: one for one in store._kit.tellings_of(corrected)}
        for event in corrected.events:
            kept = (laid.stored if laid else {}).get(event.id, AS_CODED)
            wanted[event.id] = (row, kept["event"], kept["corrections"])
    rows = connection.execute(sa.select(t.tellings)).all()
    assert {row.event_id: (row.record_id, row.event, row.corrections) for row in rows} == wanted
    known = {row.event_id: store._kit.decode(row.data) for row in rows}
    assert known == told
    firsts = {}
    for row in rows:
        firsts.setdefault(row.twin, []).append(row)
    for group in firsts.values():
        assert [row.event_id for row in group if row.first] == [min(row.event_id for row in group)]
    return known


def decisions_hold_where_they_would_be_found(connection):
    ids = list(connection.execute(sa.select(reports.c.id)).scalars())
    moved = reattach(connection, ids)
    assert (moved.events, moved.reports) == (set(), set())


def links_are_those_that_keys_ask_for(connection, kit):
    firsts = list(connection.execute(sa.select(t.tellings.c.id).where(t.tellings.c.first.is_(True))).scalars())
    nodes = read_nodes(connection, kit, firsts)
    under = {(key, node.rank, node.row) for node in nodes.values() for key in kit.hashes(node.telling)}
    assert {tuple(row) for row in connection.execute(sa.select(t.telling_keys))} == under
    wanted = {}
    for a, b in set(covered(connection, kit)):
        link = kit.linker.compare(nodes[a].telling, nodes[b].telling)
        if link is not None:
            wanted[a, b] = link.weight
    assert {(row.a, row.b): row.weight for row in connection.execute(sa.select(t.links))} == wanted


def partition_is_that_of_all_at_once(connection, kit, known):
    of = t.members.join(t.tellings, t.members.c.telling == t.tellings.c.id)
    rows = connection.execute(sa.select(t.tellings.c.event_id, t.members).select_from(of)).all()
    event_of = dict(connection.execute(sa.select(t.tellings.c.id, t.tellings.c.event_id)).all())
    links = [
        kit.linker.compare(known[event_of[row.a]], known[event_of[row.b]])
        for row in connection.execute(sa.select(t.links))
    ]
    words = words_about(connection, list(known))
    parts = {}
    for row in rows:
        parts.setdefault(row.part, set()).add(row.event_id)
    wanted = parts_of(kit, known, links, constraints_of(words))
    assert sorted(map(sorted, parts.values())) == sorted(map(sorted, wanted))
    clusters = clusters_of(kit, known, links, constraints_of(words))
    wanted = {(event, cluster.id) for cluster in clusters for event in cluster.members}
    assert {(row.event_id, row.incident) for row in rows} == wanted
    joins = {join.event: (join.to, join.weight) for cluster in clusters for join in cluster.joins}
    assert {row.event_id: (row.joined_to, row.weight) for row in rows if row.joined_to} == joins


def parts_of(kit, known, links, constraints):
    """What hangs together, each with what is tied in it."""
    number = {event_id: place for place, event_id in enumerate(sorted(known))}
    twins = {}
    for event_id in sorted(known):
        twins.setdefault(kit.twin_of(known[event_id]), []).append(event_id)
    tied = [(group[0], other) for group in twins.values() for other in group]
    tied += [(rule.one, rule.other) for rule in constraints.together if {rule.one, rule.other} <= known.keys()]
    ends = [(link.a, link.b, link.weight) for link in links] + [(a, b, TIED) for a, b in tied]
    one, two = ([number[end[side]] for end in ends] for side in (0, 1))
    scenes = np.array([kit.scene_of(known[event_id]) for event_id in number])
    labels = bounded_components(len(number), np.array(one), np.array(two), np.array([end[2] for end in ends]), scenes)
    parts = {}
    for event_id, place in number.items():
        parts.setdefault(labels[place], []).append(event_id)
    return parts.values()


def clusters_of(kit, known, links, constraints):
    """What linkage makes of all at once, component by component."""
    found = []
    for part in parts_of(kit, known, links, constraints):
        inside = [link for link in links if link.a in part and link.b in part]
        found += kit.linker.cluster([known[event_id] for event_id in part], inside, constraints)
    return found


def incidents_are_what_their_members_make(connection, store):
    of = t.members.join(t.tellings, t.members.c.telling == t.tellings.c.id)
    rows = connection.execute(sa.select(t.tellings, t.members.c.incident).select_from(of)).all()
    stored = {row.id: row for row in connection.execute(sa.select(t.incidents))}
    corrected = {row.event_id: row.event for row in rows if row.event is not None}
    material = read_material(connection, {row.event_id: row.record_id for row in rows}, {}, Held(), corrected)
    sayings = sayings_about(connection, [row.event_id for row in rows])
    by_incident = {}
    for row in rows:
        by_incident.setdefault(row.incident, []).append(row)
    assert set(by_incident) == set(stored)
    for name, mine in by_incident.items():
        found = incident_of(stored[name].incident, store.name)
        joined = {teller.event_id: teller.joined for teller in found.tellers}
        made = consolidate(
            [
                Member(
                    *(getattr(material[row.event_id], part) for part in ("report_id", "text_id", "event", "title")),
                    *(getattr(material[row.event_id], part) for part in ("publisher", "agency", "published", "origin")),
                    sketch=store._kit.decode(row.data).sketch,
                    joined=joined[row.event_id],
                )
                for row in mine
            ],
            grades=Grades.of(),
            aliases=found.aliases,
            version=found.version,
            **said_of(sayings, [Told(store._kit.decode(row.data), row.corrections) for row in mine]),
        )
        if not store.grades():
            assert made == found
        row = incident_row(found, stored[name].incident)
        assert {part: getattr(stored[name], part) for part in row} == row


def facets_are_those_of_incidents(connection):
    names = dict(connection.execute(sa.select(t.facets.c.id, t.facets.c.name)).all())
    wanted = set()
    for row in connection.execute(sa.select(t.incidents)):
        for name in facets_of(incident_of(row.incident, "")):
            wanted.add((name, row.shelf, row.number))
    found = [(names[row.facet], row.shelf, row.number) for row in connection.execute(sa.select(t.incident_facets))]
    assert sorted(found) == sorted(wanted)
    counted = dict(connection.execute(sa.select(t.facets.c.name, t.facets.c.incidents)).all())
    for name, number in counted.items():
        assert number == sum(1 for row in found if row[0] == name), name


def events_are_as_coded_and_as_they_stand(connection):
    due = sa.select(records.c.id).join(reports, records.c.report_id == reports.c.id)
    due = due.where(records.c.latest.is_(True), reports.c.current.is_(True))
    coded, stands = [], []
    for row, record in query.records_where(connection, records.c.id.in_(due)):
        laid = overlays_of(connection, [record]).get(record.report.id)
        for found, of in ((coded, record), (stands, laid.record if laid else record)):
            found += [(row, {**event_row(event, 0), "ordinal": None}) for event in of.events]
    rows = connection.execute(sa.select(events)).mappings().all()
    for mark, wanted in (("coded", coded), ("stands", stands)):
        names = wanted[0][1].keys() if wanted else ()
        found = [
            (row["record_id"], {name: row[name] for name in names} | {"ordinal": None}) for row in rows if row[mark]
        ]
        assert sorted(map(repr, found)) == sorted(map(repr, wanted)), mark


def follow(store):
    """Return what somebody holds who follows the change feed from its start: incidents with their versions."""
    held, number = {}, 0
    while found := store.changes(number, limit=7):
        for change in found:
            assert change.number == number + 1
            number = change.number
            if change.kind in {"new", "restored"}:
                held[change.incident] = change.version
            elif change.kind in {"updated", "split"} and change.incident in held:
                assert change.version > held[change.incident]
                assert change.slots
                held[change.incident] = change.version
            elif change.kind in {"merged", "retracted"}:
                held.pop(change.incident, None)
    return held


def changes_lead_to_what_there_is(store):
    with store._reading() as connection:
        shown = sa.select(t.incidents.c.id, t.incidents.c.version).where(t.incidents.c.review != "rejected")
        there = dict(connection.execute(shown).all())
    assert follow(store) == there
