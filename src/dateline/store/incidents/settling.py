"""Settling incidents: clustering what was touched anew, and writing what came out different, with its change.

Everything runs in the transaction that touched it: no reader ever sees a report without its incidents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from dateline.consolidation import Member, consolidate
from dateline.incidents import ChangeKind, Incident, Joined
from dateline.store.incidents.attaching import stand_ins
from dateline.store.incidents.components import Company, company_of
from dateline.store.incidents.decided import constraints_of, judgement_of, said_of, sayings_about
from dateline.store.incidents.grading import grades_of
from dateline.store.incidents.growing import grown_company
from dateline.store.incidents.kit import Kit
from dateline.store.incidents.material import Material, read_material
from dateline.store.incidents.rows import REJECTED, data_of, incident_of
from dateline.store.incidents.sql import given, rows_in
from dateline.store.incidents.tables import aliases, changes, incidents, members, tellings
from dateline.store.incidents.tellings import Touched
from dateline.store.incidents.writing import Written, write_incidents

UNTOLD = frozenset({"version"})
"""Fields of an incident whose change alone is none."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """An incident as linkage gives it, with the joins as people see them."""

    id: str
    members: tuple[str, ...]
    joins: Mapping[str, Joined]


@dataclass(slots=True)
class Settling:
    """What is known while incidents are settled.

    Args:
        before: with each incident that was there the events that are still there.
        now: with each event the incident that it is in now.
        ends: with each id that no event bears any more the event that stands for it.
    """

    company: Company
    clusters: Sequence[Cluster]
    before: dict[str, set[str]] = field(default_factory=dict)
    now: dict[str, str] = field(default_factory=dict)
    ends: dict[str, str] = field(default_factory=dict)


def settle(connection: sa.Connection, kit: Kit, touched: Touched, at: str, *, forced: Collection[str] = ()) -> set[int]:
    """Cluster the components around the touched tellings, and write the incidents that are not as they were.

    Args:
        at: the time that changes bear.
        forced: events whose incidents are made anew though they hold the same events: what was said of them changed.

    Returns:
        The rows of all tellings that were settled.
    """
    grown = None if touched.lessened else grown_company(connection, kit, touched)
    company = grown or company_of(connection, kit, touched)
    state = Settling(company, clusters_of(kit, company))
    for cluster in state.clusters:
        state.now.update(dict.fromkeys(cluster.members, cluster.id))
    for event_id, held in company.held.items():
        if held.was_in is not None:
            state.before.setdefault(held.was_in, set()).add(event_id)
    if touched.partial:
        here = {event_id: was for event_id, was in touched.gone.items() if was in state.before}
        touched = replace(touched, gone=here)
    lost = set(touched.gone.values())
    vanished = (state.before.keys() | lost) - {cluster.id for cluster in state.clusters}
    renamed = _rename(connection, state, touched, vanished)
    new = _changed(state, touched, lost, {*forced, *renamed})
    _place(connection, state)
    made = _make(connection, kit, state, touched, new)
    _record(connection, state, made, vanished, at)
    return {held.row for held in company.held.values()}


def clusters_of(kit: Kit, company: Company) -> list[Cluster]:
    """Return the incidents that linkage makes of a company of tellings."""
    found = []
    constraints = constraints_of(company.words)
    for part in company.parts:
        if len(part.events) == 1:
            found.append(Cluster(part.events[0], part.events, {}))
            continue
        tellings = [company.held[event_id].telling for event_id in part.events]
        clusters = kit.cluster(tellings, part.links, constraints)
        found.extend(_as_seen(cluster, company) for cluster in clusters)
    return found


def _as_seen(cluster: Any, company: Company) -> Cluster:
    """Return a cluster of linkage with its joins, and who made them by hand."""
    joins = {}
    for join in cluster.joins:
        joined = Joined(join.to, join.weight)
        word = next((w for w in reversed(company.words) if w.joins(join.event, join.to)), None)
        if join.by_hand and word is not None:
            joined = Joined(join.to, join.weight, by=word.by, reason=word.reason)
        joins[join.event] = joined
    return Cluster(cluster.id, cluster.members, joins)


def _changed(state: Settling, touched: Touched, lost: set[str], forced: set[str]) -> list[Cluster]:
    """Return the clusters whose incidents may not be as they were."""
    return [
        cluster
        for cluster in state.clusters
        if cluster.id in lost
        or state.before.get(cluster.id) != set(cluster.members)
        or any(
            state.company.held[event_id].row in touched.fresh or event_id in forced or _moved(state, cluster, event_id)
            for event_id in cluster.members
        )
    ]


def _moved(state: Settling, cluster: Cluster, event_id: str) -> bool:
    held, join = state.company.held[event_id], cluster.joins.get(event_id)
    return (held.joined_to, held.weight) != ((join.to, join.weight) if join else (None, None))


def _place(connection: sa.Connection, state: Settling) -> None:
    """Write which incident each telling is in now."""
    rows: list[dict[str, Any]] = []
    known: list[dict[str, Any]] = []
    places = {event_id: (part.row, part.cut) for part in state.company.parts for event_id in part.events}
    for cluster in state.clusters:
        for event_id in cluster.members:
            held, join = state.company.held[event_id], cluster.joins.get(event_id)
            part, cut = places[event_id]
            stays = (held.was_in, held.part, held.cut) == (cluster.id, part, cut)
            if stays and not _moved(state, cluster, event_id):
                continue
            row = {"t": held.row, "incident": cluster.id, "to": join.to if join else None,
                   "w": join.weight if join else None, "part": part, "cut": cut}  # fmt: skip
            (rows if held.was_in is None else known).append(row)
    values = {"incident": given("incident"), "joined_to": given("to"), "weight": given("w")}
    values |= {"part": given("part"), "cut": given("cut")}
    if rows:
        connection.execute(members.insert().values(telling=given("t"), **values), rows)
    if known:
        connection.execute(members.update().where(members.c.telling == given("t")).values(**values), known)


def _rename(connection: sa.Connection, state: Settling, touched: Touched, vanished: set[str]) -> set[str]:
    """Keep the ids that no event bears any more, or that incidents had, pointing to where their events went.

    Returns:
        Events of the incidents whose aliases changed.
    """
    present = {cluster.id for cluster in state.clusters}
    gone = {event_id for event_id in touched.gone if event_id not in state.company.held}
    c = aliases.c
    pointing = {row.id: row for row in rows_in(connection, sa.select(aliases), c.event_id, sorted(gone))}
    bearing = {*gone, *vanished, *present, *(e for e, held in state.company.held.items() if held.row in touched.fresh)}
    standing = {row.id: row for row in rows_in(connection, sa.select(aliases), c.id, sorted(bearing))}
    stands = stand_ins(connection, gone) if gone else {}
    for event_id in gone:
        if stands.get(event_id) not in state.now:
            where = _company_went(state, touched.gone[event_id])
            stands.pop(event_id, None)
            if where is not None:
                stands[event_id] = where
    state.ends = stands
    rows: dict[str, tuple[str | None, bool]] = {}
    for name, row in pointing.items():
        rows[name] = (stands.get(row.event_id), row.was_incident)
    for name in gone | vanished:
        was = name in vanished or (name in standing and standing[name].was_incident)
        rows[name] = (name if name in state.now else stands.get(name), was)
    for name, row in standing.items():
        if name in state.now and name not in rows:
            rows[name] = (name, row.was_incident)
    old = standing | pointing
    changed = {name: new for name, new in rows.items() if name not in present and _differs(old.get(name), new)}
    drop = [name for name in old if name in present or (name in state.now and not rows[name][1])]
    _write_aliases(connection, {k: v for k, v in changed.items() if k not in drop}, drop, old.keys())
    ends = {old[name].event_id for name in {*changed, *drop} if name in old} | {end for end, _ in changed.values()}
    return {end for end in ends if end is not None}


def _differs(row: Any, new: tuple[str | None, bool]) -> bool:
    return row is None or (row.event_id, row.was_incident) != new


def _company_went(state: Settling, incident: str) -> str | None:
    """Return the incident that most of those went to that were in one before; None where none is left."""
    went = Counter(state.now[event_id] for event_id in state.before.get(incident, ()))
    return min(went, key=lambda name: (-went[name], name)) if went else None


def _write_aliases(
    connection: sa.Connection,
    rows: Mapping[str, tuple[str | None, bool]],
    drop: Collection[str],
    known: Collection[str],
) -> None:
    if drop:
        connection.execute(aliases.delete().where(aliases.c.id == given("n")), [{"n": name} for name in drop])
    data = [{"n": name, "e": end, "was": was} for name, (end, was) in sorted(rows.items())]
    values = {"event_id": given("e"), "was_incident": given("was")}
    if new := [row for row in data if row["n"] not in known]:
        connection.execute(aliases.insert().values(id=given("n"), **values), new)
    if old := [row for row in data if row["n"] in known]:
        connection.execute(aliases.update().where(aliases.c.id == given("n")).values(**values), old)


@dataclass(frozen=True, slots=True)
class _Made:
    """An incident as it is now, and as it was stored; `slots`: the fields that differ."""

    incident: Incident
    data: Any
    was: Any
    slots: tuple[str, ...]


def _make(
    connection: sa.Connection, kit: Kit, state: Settling, touched: Touched, clusters: Sequence[Cluster]
) -> list[_Made]:
    """Make the incidents of clusters anew; those that came out as they were are left out."""
    ids = [event_id for cluster in clusters for event_id in cluster.members]
    held = state.company.held
    material = read_material(
        connection, {e: held[e].record for e in ids}, touched.records, kit.held, corrected_of(state.company, ids)
    )
    names = names_of(connection, ids)
    sayings = sayings_about(connection, ids)
    grades = grades_of(connection, material.values())
    columns = sa.select(incidents.c.id, incidents.c.version, incidents.c.review, incidents.c.incident)
    stored = {row.id: row for row in rows_in(connection, columns, incidents.c.id, [cluster.id for cluster in clusters])}
    floors = _versions_of(connection, state, [cluster for cluster in clusters if cluster.id not in stored])
    made = []
    for cluster in clusters:
        was = stored.get(cluster.id)
        incident = consolidate(
            [_member(material[e], held[e].telling, cluster.joins.get(e)) for e in cluster.members],
            grades=grades,
            aliases=[name for e in cluster.members for name in names.get(e, ())],
            version=(was.version if was else floors.get(cluster.id, 0)) + 1,
            **said_of(sayings, [held[e] for e in cluster.members]),
        )
        data = data_of(incident)
        slots = _slots(was.incident, data) if was else ()
        if was is None or slots:
            made.append(_Made(incident, data, was, slots))
    return made


def corrected_of(company: Company, ids: Iterable[str]) -> dict[str, Any]:
    """Return those of a company's events that people corrected, in their JSON form."""
    return {e: company.held[e].event for e in ids if company.held[e].event is not None}


def _member(material: Material, telling: Any, joined: Joined | None) -> Member:
    return Member(
        report_id=material.report_id, text_id=material.text_id, event=material.event, title=material.title,
        publisher=material.publisher, agency=material.agency, published=material.published, origin=material.origin,
        sketch=telling.sketch, joined=joined,
    )  # fmt: skip


def _slots(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the fields in which two forms of an incident differ, in the order of the type."""
    names = [name for name in dict.fromkeys([*new, *old]) if name not in UNTOLD and old.get(name) != new.get(name)]
    if "tellers" in names and _placeless(old["tellers"]) == _placeless(new["tellers"]):
        names.remove("tellers")
    return tuple(names)


def _placeless(tellers: Any) -> Any:
    """Return tellers without where they were read from: that a file was moved is no change of the incident."""
    return [{name: value for name, value in teller.items() if name != "origin"} for teller in tellers]


def names_of(connection: sa.Connection, ids: Iterable[str]) -> dict[str, list[str]]:
    """Return the ids that incidents had, by the event that stands for each now."""
    query = sa.select(aliases.c.id, aliases.c.event_id).where(aliases.c.was_incident.is_(True))
    found: dict[str, list[str]] = {}
    for row in rows_in(connection, query, aliases.c.event_id, ids):
        found.setdefault(row.event_id, []).append(row.id)
    return found


def _versions_of(connection: sa.Connection, state: Settling, clusters: Sequence[Cluster]) -> dict[str, int]:
    """Return the highest version that anybody may have seen of what goes into these: their own earlier, or under other ids."""
    into: dict[str, set[str]] = {cluster.id: {cluster.id} for cluster in clusters}
    for cluster in clusters:
        into[cluster.id] |= {was for e in cluster.members if (was := state.company.held[e].was_in) is not None}
    query = sa.select(changes.c.incident, sa.func.max(changes.c.version).label("version")).group_by(changes.c.incident)
    names = {name for some in into.values() for name in some}
    seen = {row.incident: row.version for row in rows_in(connection, query, changes.c.incident, sorted(names))}
    return {name: max((seen.get(other, 0) for other in some), default=0) for name, some in into.items()}


def _record(connection: sa.Connection, state: Settling, made: Sequence[_Made], vanished: set[str], at: str) -> None:
    """Write the incidents and the change feed."""
    number = int(connection.execute(sa.select(sa.func.coalesce(sa.func.max(changes.c.number), 0))).scalar_one())
    rows: list[dict[str, Any]] = []

    def note(name: str, kind: ChangeKind, version: int, slots: Sequence[str] = (), into: str | None = None) -> int:
        rows.append({
            "number": number + len(rows) + 1, "incident": name, "kind": kind, "version": version, "at": at,
            "slots": list(slots), "into": into,
        })  # fmt: skip
        return number + len(rows)

    written = [
        Written(one.incident, one.data, is_new=one.was is None,
                changed=note(one.incident.id, _kind(state, one), one.incident.version, one.slots))
        for one in sorted(made, key=lambda one: one.incident.id)
    ]  # fmt: skip
    query = sa.select(incidents.c.id, incidents.c.version)
    gone = {row.id: row.version for row in rows_in(connection, query, incidents.c.id, sorted(vanished))}
    for name in sorted(gone):
        into = state.now.get(state.ends.get(name, name)) or _company_went(state, name)
        note(name, "merged" if into else "retracted", gone[name] + 1, into=into)
    write_incidents(connection, written, sorted(gone))
    if rows:
        connection.execute(changes.insert(), rows)


def say_anew(connection: sa.Connection, ids: Iterable[str], at: str) -> None:
    """Write what people say of incidents, of which nothing else changed: no cluster and no value hangs on it.

    Args:
        ids: of any of their events.
    """
    of = sa.select(tellings.c.event_id, tellings.c.corrections, members.c.incident).join(
        members, members.c.telling == tellings.c.id
    )
    names = {row.incident for row in rows_in(connection, of, tellings.c.event_id, sorted(set(ids)))}
    inside: dict[str, list[str]] = {}
    for row in rows_in(connection, of, members.c.incident, sorted(names)):
        inside.setdefault(row.incident, []).append(row.event_id)
    sayings = sayings_about(connection, [event_id for found in inside.values() for event_id in found])
    columns = sa.select(incidents.c.id, incidents.c.version, incidents.c.review, incidents.c.incident)
    made = []
    for row in rows_in(connection, columns, incidents.c.id, sorted(names)):
        was = incident_of(row.incident, "incidents")
        review, judges = judgement_of(said for e in inside[row.id] for said in sayings.get(e, ()))
        now = replace(was, review=review, judges=judges or None, version=was.version + 1)
        data = data_of(now)
        if slots := _slots(row.incident, data):
            made.append(_Made(now, data, row, slots))
    _record(connection, Settling(Company(), ()), made, set(), at)


def _kind(state: Settling, one: _Made) -> ChangeKind:
    rejected = one.incident.review.state == REJECTED
    if one.was is None:
        return "retracted" if rejected else "new"
    if rejected != (one.was.review == REJECTED):
        return "retracted" if rejected else "restored"
    left = any(state.now[e] != one.incident.id for e in state.before.get(one.incident.id, ()))
    return "split" if left else "updated"
