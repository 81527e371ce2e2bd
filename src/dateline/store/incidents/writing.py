"""Writing incidents: their rows, and the facets that they are found by, with how many have each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from dateline.incidents import Incident
from dateline.store.incidents.rows import facets_of, incident_row
from dateline.store.incidents.sql import delete_in, given, insert_all, rows_in
from dateline.store.incidents.tables import facets, incident_facets, incidents
from dateline.store.incidents.wording import incident_text
from dateline.store.indexing import drop_incident_texts, keep_incident_texts

Posting = tuple[int, int, str, str]
"""A facet, a shelf, a day and an incident, as in `incident_facets`."""


@dataclass(frozen=True, slots=True)
class Written:
    """An incident to be written: its JSON form, whether it has no row yet, the number of its change."""

    incident: Incident
    data: Any
    is_new: bool
    changed: int


def write_incidents(connection: sa.Connection, written: Sequence[Written], gone: Collection[str]) -> None:
    """Write incidents, and take out those that are gone."""
    rows = [(one, incident_row(one.incident, one.data) | {"changed": one.changed}) for one in written]
    insert_all(connection, incidents, [row for one, row in rows if one.is_new])
    if changed := [row | {"known": row["id"]} for one, row in rows if not one.is_new]:
        names = [name for name in changed[0] if name not in {"known", "id"}]
        values = {name: given(name) for name in names}
        change = incidents.update().where(incidents.c.id == given("known")).values(**values)
        connection.execute(change, changed)
    if gone:
        delete_in(connection, incidents, incidents.c.id, gone)
        drop_incident_texts(connection, gone)
    keep_incident_texts(
        connection, [incident_text(one.incident, title=row["title"], day=row["day"]) for one, row in rows]
    )
    wanted: dict[str, set[tuple[str, int, str]]] = {
        row["id"]: {(name, row["shelf"], row["day"]) for name in facets_of(one.incident)} for one, row in rows
    }
    _write_facets(connection, wanted, {*(row["id"] for one, row in rows if not one.is_new), *gone})


def _write_facets(
    connection: sa.Connection, wanted: dict[str, set[tuple[str, int, str]]], known: Collection[str]
) -> None:
    """Write under which facets incidents stand, where that differs from what is written."""
    names = sorted({name for found in wanted.values() for name, _, _ in found})
    ids = {row.name: row.id for row in rows_in(connection, sa.select(facets.c.name, facets.c.id), facets.c.name, names)}
    if new := [{"kind": name.partition(":")[0], "name": name, "incidents": 0} for name in names if name not in ids]:
        insert = facets.insert().returning(facets.c.id, sort_by_parameter_order=True)
        made = connection.execute(insert, new).scalars()
        ids.update((str(row["name"]), int(number)) for row, number in zip(new, made, strict=True))
    after: set[Posting] = {
        (ids[name], shelf, day, incident) for incident, found in wanted.items() for name, shelf, day in found
    }
    c = incident_facets.c
    query = sa.select(c.facet, c.shelf, c.day, c.incident)
    before: set[Posting] = {
        (row.facet, row.shelf, row.day, row.incident) for row in rows_in(connection, query, c.incident, sorted(known))
    }
    count: Counter[int] = Counter(posting[0] for posting in after)
    count.subtract(posting[0] for posting in before)
    if out := sorted(before - after):
        f, s, d, i = given("f"), given("s"), given("d"), given("i")
        where = (c.facet == f, c.shelf == s, c.day == d, c.incident == i)
        connection.execute(incident_facets.delete().where(*where), [dict(zip("fsdi", row, strict=True)) for row in out])
    columns = ("facet", "shelf", "day", "incident")
    insert_all(connection, incident_facets, [dict(zip(columns, row, strict=True)) for row in sorted(after - before)])
    if more := [{"f": facet, "n": number} for facet, number in sorted(count.items()) if number]:
        raised = facets.update().where(facets.c.id == given("f"))
        connection.execute(raised.values(incidents=facets.c.incidents + given("n")), more)
