"""The words that an incident is found by."""

from __future__ import annotations

from collections.abc import Iterable

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


def fill_incidents(connection: sa.Connection, name: str) -> None:
    """Have all stored incidents found as they are; for those that are, nothing changes.

    Args:
        name: of the store, for messages.
    """
    after = ""
    columns = sa.select(incidents.c.id, incidents.c.title, incidents.c.day, incidents.c.incident)
    while found := connection.execute(
        columns.where(incidents.c.id > after).order_by(incidents.c.id).limit(CHUNK)
    ).all():
        texts = [incident_text(incident_of(row.incident, name), title=row.title, day=row.day) for row in found]
        keep_incident_texts(connection, texts)
        after = found[-1].id
