"""The words that an incident is found by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import sqlalchemy as sa

from dateline.incidents import Incident
from dateline.store.incidents.rows import incident_of
from dateline.store.incidents.tables import incidents
from dateline.store.indexing import CHUNK, IncidentText, keep_incident_texts

MOST_CHARACTERS = 12_000
"""Characters of what an incident is found by: it is indexed anew with each report that joins, and a flood of reports says
much the same. Names and places stand first, then what is told, the earliest first."""


def incident_text(incident: Incident, *, title: str | None, day: str) -> IncidentText:
    """Return what an incident is found by: its headline; names, places, weapons; headlines and anchors of its reports.

    Args:
        title, day: as lists show them.
    """
    tellers = incident.tellers
    told = (
        *(place.value.name for place in incident.where),
        *(name for one in incident.participants for name in (one.value.name, *one.names)),
        *(blame.name for blame in incident.responsibility if blame.name),
        *(weapon.value for weapon in incident.weapons),
        *(words for teller in tellers for words in (teller.anchor, teller.title) if words),
    )
    return IncidentText(incident.id, title or "", _lines(told), day)


def _lines(parts: Iterable[str]) -> str:
    """Return the parts, each once, a line each."""
    found: list[str] = []
    length = 0
    for part in dict.fromkeys(parts):
        length += len(part) + 1
        if length > MOST_CHARACTERS:
            break
        found.append(part)
    return "\n".join(found)


Placed = tuple[Incident, int, int]
"""An incident with its shelf and its number."""


def fill_incidents(
    connection: sa.Connection, name: str, place: Callable[[sa.Connection, Sequence[Placed]], None]
) -> None:
    """Have all stored incidents found as they are; for those that are, nothing changes.

    Args:
        name: of the store, for messages.
        place: has them stand under their facets, some at a time.
    """
    after = ""
    c = incidents.c
    columns = sa.select(c.id, c.title, c.day, c.shelf, c.incident)
    while found := connection.execute(columns.where(c.id > after).order_by(c.id).limit(CHUNK)).all():
        read = [(incident_of(row.incident, name), row) for row in found]
        texts = [incident_text(incident, title=row.title, day=row.day) for incident, row in read]
        numbers = keep_incident_texts(connection, texts)
        place(connection, [(incident, row.shelf, numbers[row.id]) for incident, row in read])
        after = found[-1].id
