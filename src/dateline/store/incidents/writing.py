"""Writing incidents: their rows, and the facets that they are found by, with how many have each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from dateline.incidents import Incident
from dateline.store.incidents.rows import facets_of, incident_row
from dateline.store.incidents.sql import add_to, delete_in, given, insert_all, rows_in
from dateline.store.incidents.tables import facet_totals, facets, incident_facets, incident_months, incidents
from dateline.store.incidents.wording import Placed, incident_text
from dateline.store.indexing import drop_incident_texts, keep_incident_texts

MONTH = len("2024-03")

Posting = tuple[int, int, int]
"""A facet, the number of an incident and its shelf, as in `incident_facets`."""


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
    known = {*(row["id"] for one, row in rows if not one.is_new), *gone}
    count_months(connection, [row for _, row in rows], known)
    before = numbers_of(connection, known)
    if gone:
        delete_in(connection, incidents, incidents.c.id, gone)
        drop_incident_texts(connection, gone)
    texts = [incident_text(one.incident, title=row["title"], day=row["day"]) for one, row in rows]
    numbers = keep_incident_texts(connection, texts)
    rows = [(one, row | {"number": numbers[row["id"]]}) for one, row in rows]
    insert_all(connection, incidents, [row for one, row in rows if one.is_new])
    if changed := [row | {"known": row["id"]} for one, row in rows if not one.is_new]:
        names = [name for name in changed[0] if name not in {"known", "id"}]
        values = {name: given(name) for name in names}
        change = incidents.update().where(incidents.c.id == given("known")).values(**values)
        connection.execute(change, changed)
    write_facets(connection, [(one.incident, row["shelf"], row["number"]) for one, row in rows], before)


def numbers_of(connection: sa.Connection, ids: Collection[str]) -> set[int]:
    """Return the numbers by which incidents stand under facets."""
    c = incidents.c
    return {row.number for row in rows_in(connection, sa.select(c.number), c.id, sorted(ids))}


def count_months(connection: sa.Connection, rows: Sequence[Mapping[str, Any]], known: Collection[str]) -> None:
    """Keep the totals of months: of incidents that are to be written, in place of those that are written already."""
    count: Counter[tuple[int, str, str]] = Counter()
    killed: Counter[tuple[int, str, str]] = Counter()
    c = incidents.c
    before = rows_in(connection, sa.select(c.shelf, c.day, c.plover, c.killed), c.id, sorted(known))
    for sign, some in ((-1, [row._asdict() for row in before]), (1, rows)):
        for row in some:
            if row["day"]:
                key = row["shelf"], row["day"][:MONTH], row["plover"]
                count[key] += sign
                killed[key] += sign * (row["killed"] or 0)
    changed = sorted(key for key in count if count[key] or killed[key])
    columns = ("shelf", "month", "plover")
    numbers = [{"incidents": count[key], "killed": killed[key]} for key in changed]
    add_to(
        connection,
        incident_months,
        [dict(zip(columns, k, strict=True)) | n for k, n in zip(changed, numbers, strict=True)],
    )


def place_incidents(connection: sa.Connection, placed: Sequence[Placed]) -> None:
    """Have incidents that are stored stand under the facets that they have now, by the numbers that search has for them."""
    before = numbers_of(connection, {incident.id for incident, *_ in placed})
    change = incidents.update().where(incidents.c.id == given("known"), incidents.c.number != given("n"))
    rows = [{"known": incident.id, "n": number} for incident, _, number in placed]
    connection.execute(change.values(number=given("n")), rows)
    write_facets(connection, placed, before)


def write_facets(connection: sa.Connection, written: Sequence[Placed], known: Collection[int]) -> None:
    """Write under which facets incidents stand, where that differs from what is written.

    Args:
        known: numbers by which they may stand under some already.
    """
    wanted = [(shelf, number, facets_of(incident)) for incident, shelf, number in written]
    labels = {name: label for *_, found in wanted for name, label in found.items()}
    names = sorted(labels)
    columns = sa.select(facets.c.name, facets.c.id, facets.c.label)
    stored = {row.name: row for row in rows_in(connection, columns, facets.c.name, names)}
    ids = {name: int(row.id) for name, row in stored.items()}
    if new := [
        {"kind": name.partition(":")[0], "name": name, "incidents": 0, "label": labels[name]}
        for name in names
        if name not in stored
    ]:
        insert = facets.insert().returning(facets.c.id, sort_by_parameter_order=True)
        made = connection.execute(insert, new).scalars()
        ids.update((str(row["name"]), int(number)) for row, number in zip(new, made, strict=True))
    if spelt := [
        {"n": name, "l": labels[name]} for name, row in stored.items() if row.label is None and labels[name] is not None
    ]:
        connection.execute(facets.update().where(facets.c.name == given("n")).values(label=given("l")), spelt)
    after: set[Posting] = {(ids[name], number, shelf) for shelf, number, found in wanted for name in found}
    c = incident_facets.c
    query = sa.select(c.facet, c.number, c.shelf)
    before: set[Posting] = {
        (row.facet, row.number, row.shelf) for row in rows_in(connection, query, c.number, sorted({*known} - {0}))
    }
    count: Counter[tuple[int, int]] = Counter((facet, shelf) for facet, _, shelf in after)
    count.subtract((facet, shelf) for facet, _, shelf in before)
    if out := sorted(before - after):
        where = (c.facet == given("f"), c.number == given("n"), c.shelf == given("s"))
        connection.execute(incident_facets.delete().where(*where), [dict(zip("fns", row, strict=True)) for row in out])
    named = ("facet", "number", "shelf")
    insert_all(connection, incident_facets, [dict(zip(named, row, strict=True)) for row in sorted(after - before)])
    more = [(facet, shelf, number) for (facet, shelf), number in sorted(count.items()) if number]
    add_to(connection, facet_totals, [{"facet": f, "shelf": s, "incidents": n} for f, s, n in more])
    of_facet: Counter[int] = Counter()
    for facet, _, number in more:
        of_facet[facet] += number
    if raised := [{"f": facet, "n": number} for facet, number in sorted(of_facet.items()) if number]:
        change = facets.update().where(facets.c.id == given("f"))
        connection.execute(change.values(incidents=facets.c.incidents + given("n")), raised)
