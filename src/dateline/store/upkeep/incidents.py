"""Whether the incidents are what linkage and consolidation would make of the stored tellings now."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from dateline.consolidation import Member, consolidate
from dateline.errors import RecordError, StoreError
from dateline.incidents import Incident
from dateline.store import query
from dateline.store.incidents.blocks import Block, all_under, blocks_of, read_nodes
from dateline.store.incidents.components import Company, company_of
from dateline.store.incidents.decided import said_of, sayings_about
from dateline.store.incidents.grading import grades_of
from dateline.store.incidents.kit import Kit, encode, hashed
from dateline.store.incidents.linking import is_stale
from dateline.store.incidents.material import Material, read_material
from dateline.store.incidents.overlay import overlays_of
from dateline.store.incidents.rows import data_of, facets_of, incident_of, incident_row
from dateline.store.incidents.settling import Cluster, clusters_of, corrected_of, names_of
from dateline.store.incidents.sql import rows_in
from dateline.store.incidents.tables import (
    facets,
    incident_facets,
    incidents,
    links,
    telling_keys,
    tellings,
    waiting,
)
from dateline.store.incidents.tellings import AS_CODED, Touched
from dateline.store.incidents.wording import incident_text
from dateline.store.indexing import INCIDENT
from dateline.store.tables import records, reports, search
from dateline.store.upkeep.steps import RELINK, RESTORE, REWORD, Fault
from dateline.store.upkeep.words import is_found
from dateline.store.words import indexed

SAME = 1e-9
"""How far two weights may lie apart that are the same: what is added up in another order differs by less."""


class Incidents:
    """The check of incidents, a few reports at a time; what was seen of a component is not looked at again."""

    def __init__(self, connection: sa.Connection, kit: Kit) -> None:
        self._connection = connection
        self._kit = kit
        self._stale = is_stale(connection, kit)
        self._seen: set[int] = set()

    def faults_of(self, connection: sa.Connection, ids: Sequence[str]) -> Iterator[Fault]:
        """Yield what is wrong with the tellings of these reports, and with the incidents that they are in."""
        of_reports = sa.select(tellings).where(tellings.c.report_id.in_(ids)).order_by(tellings.c.id)
        rows = connection.execute(of_reports).all()
        yield from self._of_tellings(ids, rows)
        if not self._stale:
            # Another linker made them, and a new one will: what it would make is no measure.
            yield from self._of_keys([row.id for row in rows if row.first])
        seeds = [row.id for row in rows if row.id not in self._seen]
        if seeds:
            company = company_of(connection, self._kit, Touched(seeds=set(seeds)))
            self._seen |= {held.row for held in company.held.values()}
            yield from self._of_incidents(company)

    # --- tellings and links

    def _of_tellings(self, ids: Sequence[str], rows: Sequence[sa.Row[Any]]) -> Iterator[Fault]:
        wait = set(
            self._connection.execute(sa.select(waiting.c.report_id).where(waiting.c.report_id.in_(ids))).scalars()
        )
        due = sa.select(records.c.id).join(reports, records.c.report_id == reports.c.id)
        due = due.where(records.c.latest.is_(True), reports.c.current.is_(True), records.c.report_id.in_(ids))
        wanted: dict[str, tuple[Any, ...]] = {}
        for number in self._connection.execute(due).scalars().all():
            try:
                ((_, record),) = query.records_where(self._connection, records.c.id == number)
            except (StoreError, RecordError):
                return  # The check of records says what is wrong with it.
            laid = overlays_of(self._connection, [record]).get(record.report.id)
            kept = laid.stored if laid is not None else {}
            for telling in (
                self._kit.tellings_of(laid.record if laid else record) if record.report.id not in wait else ()
            ):
                corrected = kept.get(telling.event_id, AS_CODED)
                told = (encode(telling), hashed(self._kit.twin_of(telling)))
                wanted[telling.event_id] = (number, *told, corrected["event"], corrected["corrections"])
        found = {row.event_id: (row.record_id, row.data, row.twin, row.event, row.corrections) for row in rows}
        for event_id in sorted(wanted.keys() - found.keys()):
            yield Fault(
                "incidents", f"tellings, event {event_id}", "the latest record has it, but it is not linked", RELINK
            )
        for event_id in sorted(found.keys() - wanted.keys()):
            what = "no latest record of a current report that is linked has it"
            yield Fault("incidents", f"tellings, event {event_id}", what, RELINK)
        for event_id in sorted(found.keys() & wanted.keys()):
            same = found[event_id] == wanted[event_id] or (self._stale and found[event_id][0] == wanted[event_id][0])
            if not same:
                yield Fault(
                    "incidents",
                    f"tellings, event {event_id}",
                    "it is not what its record, and what people say of it, give",
                    RELINK,
                )

    def _of_keys(self, firsts: Sequence[int]) -> Iterator[Fault]:
        """Yield tellings that do not stand under their keys, and links that the keys do not ask for, or ask for in vain."""
        nodes = read_nodes(self._connection, self._kit, firsts)
        event_of = {node.row: node.telling.event_id for node in nodes.values()}
        keys = {row: self._kit.hashes(node.telling) for row, node in nodes.items()}
        every = dict.fromkeys((key for found in keys.values() for key in found), 0)
        blocks = blocks_of(self._connection, self._kit, every)
        asked: dict[int, set[int]] = {row: set() for row in nodes}
        for row, found in keys.items():
            for key in sorted(found):
                under, partners = self._partners(key, blocks[key], row)
                asked[row] |= partners
                if not under:
                    where = f"telling_keys, event {event_of[row]}"
                    yield Fault("incidents", where, f"it does not stand under its key {key}", RELINK)
        stored: dict[int, dict[int, float]] = {row: {} for row in nodes}
        for mine, other in ((links.c.a, links.c.b), (links.c.b, links.c.a)):
            columns = sa.select(mine.label("mine"), other.label("end"), links.c.weight)
            for link in rows_in(self._connection, columns, mine, list(nodes)):
                stored[link.mine][link.end] = link.weight
        others = {row for found in asked.values() for row in found} | {
            row for found in stored.values() for row in found
        }
        known = read_nodes(self._connection, self._kit, sorted(others)) | nodes
        for row, node in nodes.items():
            for partner in sorted(asked.get(row, set()) | stored[row].keys()):
                made = None
                if partner in known and partner in asked.get(row, ()):
                    made = self._kit.linker.compare(node.telling, known[partner].telling)
                weight = stored[row].get(partner)
                if not _alike(weight, made.weight if made else None):
                    said = "none" if made is None else f"one of {made.weight:.3f}"
                    there = "none" if weight is None else f"a link of {weight:.3f}"
                    what = f"with telling {partner} it has {there}, and linkage gives it {said}"
                    yield Fault("incidents", f"links, event {event_of[row]}", what, RELINK)

    def _partners(self, key: int, block: Block, row: int) -> tuple[bool, set[int]]:
        """Return whether a telling stands under a key, and with whom the key has it compared."""
        members = {member for _, member in block.members}
        if block.size <= self._kit.limit_of(key):
            return row in members, members - {row}
        anchors = block.firsts(self._kit.anchors_of(key))
        if row in anchors:
            return True, set(all_under(self._connection, key)) - {row}
        c = telling_keys.c
        there = sa.select(c.key).where(c.key == key, c.telling == row)
        return row in members or self._connection.execute(there).first() is not None, anchors

    # --- incidents

    def _of_incidents(self, company: Company) -> Iterator[Fault]:
        stored = {held.was_in for held in company.held.values() if held.was_in is not None}
        clusters: Sequence[Cluster] = ()
        if not self._stale:
            clusters = clusters_of(self._kit, company)
            yield from self._of_partition(company, clusters)
        rows = rows_in(self._connection, sa.select(incidents), incidents.c.id, sorted(stored))
        found: dict[str, Incident] = {}
        for row in rows:
            try:
                found[row.id] = incident_of(row.incident, "incidents")
            except StoreError as error:
                yield Fault("incidents", f"incidents, id {row.id}", str(error)[:300], RELINK)
                continue
            yield from _of_row(row, found[row.id])
            mine = {event_id for event_id, held in company.held.items() if held.was_in == row.id}
            if {teller.event_id for teller in found[row.id].tellers} != mine:
                yield Fault("incidents", f"incidents, id {row.id}", "it does not tell of those that are in it", RELINK)
        yield from self._of_facets(found)
        yield from self._of_words(found)
        whole = {cluster.id: cluster for cluster in clusters if cluster.id in found}
        yield from self._of_values(company, [c for c in whole.values() if self._stands(company, c)], found)

    def _of_partition(self, company: Company, clusters: Sequence[Cluster]) -> Iterator[Fault]:
        for cluster in clusters:
            for event_id in cluster.members:
                held, join = company.held[event_id], cluster.joins.get(event_id)
                where = f"members, event {event_id}"
                if held.was_in != cluster.id:
                    yield Fault(
                        "incidents", where, f"it is in incident {held.was_in}; linkage puts it in {cluster.id}", RELINK
                    )
                elif held.joined_to != (join.to if join else None) or not _alike(
                    held.weight, join.weight if join else None
                ):
                    yield Fault("incidents", where, "it is not joined by what linkage joins it by", RELINK)

    @staticmethod
    def _stands(company: Company, cluster: Cluster) -> bool:
        """Whether the stored incident holds the same events: what is made of others must differ."""
        held = {event_id for event_id, one in company.held.items() if one.was_in == cluster.id}
        return held == set(cluster.members)

    def _of_facets(self, found: Mapping[str, Incident]) -> Iterator[Fault]:
        p, f, i = incident_facets.c, facets.c, incidents.c
        joined = incidents.join(incident_facets, sa.and_(p.number == i.number, p.shelf == i.shelf)).join(
            facets, p.facet == f.id
        )
        stored: dict[str, set[str]] = {}
        for row in rows_in(self._connection, sa.select(i.id, f.name).select_from(joined), i.id, sorted(found)):
            stored.setdefault(row.id, set()).add(row.name)
        for name, incident in found.items():
            differ = facets_of(incident).keys() ^ stored.get(name, set())
            if differ:
                what = f"it is not found by what it holds ({min(differ)})"
                yield Fault("incidents", f"incident_facets, incident {name}", what, RESTORE)

    def _of_words(self, found: Mapping[str, Incident]) -> Iterator[Fault]:
        of_search = sa.select(search).where(search.c.kind == INCIDENT)
        known = {row.ref: row for row in rows_in(self._connection, of_search, search.c.ref, sorted(found))}
        days = sa.select(incidents.c.id, incidents.c.title, incidents.c.day)
        for row in rows_in(self._connection, days, incidents.c.id, sorted(found)):
            text = incident_text(found[row.id], title=row.title, day=row.day)
            head, body = indexed(text.title, text.text)
            there = known.get(row.id)
            if there is None or (there.head, there.body) != (" ".join(head), " ".join(body)):
                yield Fault("search", f"search, incident {row.id}", "search does not know it as it is", REWORD)
            elif not is_found(self._connection, there.id, head, body):
                yield Fault("search", f"search, incident {row.id}", "it is not found by its words", REWORD)

    def _of_values(
        self, company: Company, clusters: Sequence[Cluster], found: Mapping[str, Incident]
    ) -> Iterator[Fault]:
        """Yield incidents whose values are not those that their reports, people's reviews and grades give."""
        ids = [event_id for cluster in clusters for event_id in cluster.members]
        try:
            material = read_material(
                self._connection,
                {event_id: company.held[event_id].record for event_id in ids},
                {},
                self._kit.held,
                corrected_of(company, ids),
            )
        except (StoreError, RecordError, KeyError):
            return  # The check of records says what is wrong with one.
        names, sayings = names_of(self._connection, ids), sayings_about(self._connection, ids)
        grades = grades_of(self._connection, material.values())
        for cluster in clusters:
            if not material.keys() >= set(cluster.members):
                continue
            made = consolidate(
                [_member(material[e], company.held[e].telling, cluster.joins.get(e)) for e in cluster.members],
                grades=grades,
                aliases=[name for e in cluster.members for name in names.get(e, ())],
                version=found[cluster.id].version,
                **said_of(sayings, [company.held[e] for e in cluster.members]),
            )
            differ = _differing(data_of(found[cluster.id]), data_of(made))
            if differ:
                what = f"its reports give it another {', '.join(differ)}"
                yield Fault("incidents", f"incidents, id {cluster.id}", what, RELINK)


def _of_row(row: sa.Row[Any], incident: Incident) -> Iterator[Fault]:
    where = f"incidents, id {row.id}"
    if incident.id != row.id:
        yield Fault("incidents", where, f"what it holds is incident {incident.id}", RESTORE)
        return
    for name, value in incident_row(incident, row.incident).items():
        stored = getattr(row, name)
        if stored != value:
            what = f"{name} is {stored!r:.60}, but the incident gives {value!r:.60}"
            yield Fault("incidents", where, what, RESTORE)


def _member(material: Material, telling: Any, joined: Any) -> Member:
    return Member(
        report_id=material.report_id, text_id=material.text_id, event=material.event, title=material.title,
        publisher=material.publisher, agency=material.agency, published=material.published, origin=material.origin,
        sketch=telling.sketch, joined=joined,
    )  # fmt: skip


def _differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """Return the fields in which two forms of an incident differ, weights aside that are the same but for the last digits."""
    names: Iterable[str] = dict.fromkeys([*one, *other])
    return [name for name in names if not _alike(_moveless(name, one.get(name)), _moveless(name, other.get(name)))]


def _moveless(name: str, value: Any) -> Any:
    """Return a field without where its reports were read from: that a file was moved is no change of the incident."""
    if name != "tellers" or not isinstance(value, list):
        return value
    return [{part: item for part, item in teller.items() if part != "origin"} for teller in value]


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, abs_tol=SAME)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_alike(value, other[name]) for name, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_alike, one, other))
    return bool(one == other)
