"""Whether the tables of incidents agree with each other: tellings, members, facets, aliases, decisions, changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from dateline.store.incidents.tables import (
    aliases,
    changes,
    decision_events,
    decisions,
    facets,
    grades,
    incident_facets,
    incidents,
    links,
    members,
    telling_keys,
    tellings,
    waiting,
)
from dateline.store.indexing import INCIDENT
from dateline.store.tables import events, records, reports, search
from dateline.store.upkeep.steps import RELINK, RESTORE, REWORD, Fault

MOST_ROWS = 100
"""Rows that are listed of one kind of fault."""

LINEAGE = "lineage"


def faults_of_lineage(connection: sa.Connection) -> Iterator[Fault]:
    """Yield rows of the tables of incidents that do not fit the others."""
    for table, query, what, advice in (*_of_tellings(), *_of_incidents(), *_of_events(), *_of_people()):
        for row in connection.execute(query.limit(MOST_ROWS)):
            named = ", ".join(f"{name} {value}" for name, value in row._mapping.items())  # noqa: SLF001 - its public name
            yield Fault(LINEAGE, f"{table}, {named}", what, advice)
    # Decisions and grades are numbered together.
    entries = sa.union_all(sa.select(decisions.c.number), sa.select(grades.c.number)).subquery()
    for table, column in (("decisions and grades", entries.c.number), ("changes", changes.c.number)):
        count, first, last = connection.execute(
            sa.select(sa.func.count(sa.distinct(column)), sa.func.min(column), sa.func.max(column))
        ).one()
        if count and (first, last) != (1, count):
            what = f"there are {count}, numbered from {first} to {last}: some are missing"
            yield Fault(LINEAGE, table, what, RESTORE)


_Asked = tuple[str, sa.Select[Any], str, str]


def _missing(of: sa.Table, *where: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return ~sa.exists().where(*where).correlate(of)


def _of_tellings() -> Iterator[_Asked]:
    t, m, k = tellings.c, members.c, telling_keys.c
    yield (
        "tellings",
        sa.select(t.event_id).where(_missing(tellings, m.telling == t.id)),
        "it is in no incident",
        RELINK,
    )
    first = sa.func.sum(sa.case((t.first.is_(True), 1), else_=0))
    named = sa.func.min(sa.case((t.first.is_(True), t.event_id)))
    yield (
        "tellings",
        sa.select(t.twin).group_by(t.twin).having(sa.or_(first != 1, named != sa.func.min(t.event_id))),
        "of twins not the first by id, and that alone, is marked as such",
        RELINK,
    )
    yield (
        "telling_keys",
        sa.select(k.key, k.telling).where(_missing(telling_keys, t.id == k.telling, t.first.is_(True))),
        "it leads to no telling that is compared",
        RELINK,
    )
    keyed = sa.select(t.id).where(t.first.is_(True))
    odd = sa.or_(links.c.a >= links.c.b, links.c.a.not_in(keyed), links.c.b.not_in(keyed))
    yield "links", sa.select(links.c.a, links.c.b).where(odd), "it is no pair of tellings that are compared", RELINK
    yield (
        "waiting",
        sa.select(waiting.c.report_id).where(sa.exists().where(t.report_id == waiting.c.report_id).correlate(waiting)),
        "it waits to be linked, and is linked",
        RELINK,
    )


def _of_incidents() -> Iterator[_Asked]:
    i, m, f, p = incidents.c, members.c, facets.c, incident_facets.c
    yield (
        "members",
        sa.select(m.incident).where(_missing(members, i.id == m.incident)).distinct(),
        "there is no such incident",
        RELINK,
    )
    yield "incidents", sa.select(i.id).where(_missing(incidents, m.incident == i.id)), "nothing is in it", RELINK
    told = sa.select(sa.func.max(changes.c.number)).where(changes.c.incident == i.id).scalar_subquery()
    yield (
        "incidents",
        sa.select(i.id, i.changed).where(sa.or_(told.is_(None), told != i.changed)),
        "the change feed tells of another last change",
        RESTORE,
    )
    same = sa.exists().where(changes.c.number == i.changed, changes.c.version == i.version).correlate(incidents)
    yield "incidents", sa.select(i.id, i.version).where(~same), "the change feed has another version of it", RESTORE
    number = sa.select(sa.func.count()).where(p.facet == f.id).scalar_subquery()
    yield "facets", sa.select(f.name, f.incidents).where(number != f.incidents), "it counts wrong", RESTORE
    yield (
        "incident_facets",
        sa.select(p.number).where(_missing(incident_facets, i.number == p.number, i.shelf == p.shelf)).distinct(),
        "there is no such incident",
        RESTORE,
    )
    s = search.c
    gone = sa.select(s.ref).where(s.kind == INCIDENT, _missing(search, i.id == s.ref))
    yield "search", gone, "there is no such incident", REWORD
    there = sa.exists().where(s.id == i.number, s.ref == i.id, s.kind == INCIDENT).correlate(incidents)
    yield "incidents", sa.select(i.id, i.number).where(~there), "search has it under another number", REWORD


def _of_events() -> Iterator[_Asked]:
    v, e = events.c, decision_events.c
    due = sa.exists().where(records.c.id == v.record_id, records.c.latest.is_(True), reports.c.id == records.c.report_id,
                            reports.c.current.is_(True)).correlate(events)  # fmt: skip
    coded = sa.case((due, sa.true()), else_=sa.false())
    odd = sa.and_(v.ordinal >= 0, v.coded.is_distinct_from(coded))
    odd = sa.or_(odd, sa.and_(v.ordinal < 0, sa.or_(v.coded.is_(True), v.stands.is_(False))))
    yield "events", sa.select(v.event_id, v.record_id).where(odd), "it is not marked as its record stands", RESTORE
    said = sa.exists().where(records.c.id == v.record_id, e.held_in == records.c.report_id).correlate(events)
    other = sa.or_(v.ordinal < 0, v.coded.is_distinct_from(v.stands))
    unsaid = sa.select(v.event_id, v.record_id).where(other, ~said)
    yield "events", unsaid, "it does not stand as it was coded, and nobody said so", RESTORE


def _of_people() -> Iterator[_Asked]:
    a, e, d = aliases.c, decision_events.c, decisions.c
    there = sa.exists().where(tellings.c.event_id == a.event_id).correlate(aliases)
    yield (
        "aliases",
        sa.select(a.id, a.event_id).where(a.event_id.is_not(None), ~there),
        "it leads to an event that is not there",
        RELINK,
    )
    present = sa.exists().where(incidents.c.id == a.id).correlate(aliases)
    yield "aliases", sa.select(a.id).where(present), "it is the id of an incident that is there", RELINK
    # An event that people say is none has no telling.
    coded = events.join(records, events.c.record_id == records.c.id).join(reports, records.c.report_id == reports.c.id)
    latest = sa.select(events.c.id).select_from(coded).where(events.c.event_id == e.holds)
    latest = latest.where(records.c.latest.is_(True), reports.c.current.is_(True), events.c.ordinal >= 0)
    other = decision_events.alias()
    added = sa.select(other.c.number).join(decisions, decisions.c.number == other.c.number)
    added = added.where(decisions.c.action == "add", decisions.c.undone.is_(False), other.c.event_id == e.holds)
    held = sa.or_(latest.correlate(decision_events).exists(), added.correlate(decision_events).exists())
    yield (
        "decision_events",
        sa.select(e.number, e.holds).where(e.holds.is_not(None), ~held),
        "it holds on an event that is not there",
        RELINK,
    )
    other = decisions.alias()
    aimed = sa.exists().where(other.c.number == d.target, other.c.number < d.number).correlate(decisions)
    yield (
        "decisions",
        sa.select(d.number, d.target).where(d.target.is_not(None), ~aimed),
        "it undoes an entry that is not there",
        RESTORE,
    )
    named = sa.exists().where(e.number == d.number).correlate(decisions)
    yield "decisions", sa.select(d.number).where(d.action != "undo", ~named), "it names no event", RESTORE
