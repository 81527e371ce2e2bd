"""Finding the incident that is meant: by its id, an id that it had, the id of any event in it, or the start of one."""

from __future__ import annotations

import re
from collections.abc import Sequence

import sqlalchemy as sa

from dateline.errors import Ambiguous, NotFound
from dateline.store.incidents.tables import aliases, changes, incidents, members, tellings
from dateline.store.query import MOST_CANDIDATES, SHORTEST_PREFIX

AFTER_HEX = "g"
"""What comes after every hexadecimal digit, on every database."""


def find_incident(connection: sa.Connection, reference: str, *, name: str) -> str:
    """Return the id of the incident that is meant.

    Args:
        name: of the database, for messages.

    Raises:
        NotFound: nothing is stored under it, or nothing is left of it.
        Ambiguous: it is the start of several ids.
    """
    found = find_event(connection, reference, name=name)
    query = sa.select(members.c.incident).join(tellings, members.c.telling == tellings.c.id)
    incident = connection.execute(query.where(tellings.c.event_id == found)).scalar()
    if incident is None:
        raise NotFound(f"{name}: event {found} is not linked yet; link it with: dateline link")
    return str(incident)


def find_event(connection: sa.Connection, reference: str, *, name: str) -> str:
    """Return the event that stands for an id, or for the start of one; errors as `find_incident`."""
    wanted = reference.strip().lower()
    ids = [wanted] if re.fullmatch(r"[0-9a-f]{24}", wanted) else []
    if re.fullmatch(rf"[0-9a-f]{{{SHORTEST_PREFIX},23}}", wanted):
        ids = _starting(connection, wanted)
    if len(ids) > 1:
        raise Ambiguous(
            f"{reference!r} is the start of several ids ({', '.join(ids[:MOST_CANDIDATES])} …); give more of it"
        )
    for found in ids:
        if connection.execute(sa.select(tellings.c.id).where(tellings.c.event_id == found)).scalar() is not None:
            return found
        alias = connection.execute(sa.select(aliases).where(aliases.c.id == found)).one_or_none()
        if alias is not None and alias.event_id is not None:
            return str(alias.event_id)
        if alias is not None:
            raise NotFound(f"{name}: {_farewell(connection, found)}")
    raise NotFound(
        f"{name}: there is no incident {reference!r}; give its id, that of an event in it, or the first "
        f"{SHORTEST_PREFIX} characters or more of one"
    )


def _starting(connection: sa.Connection, prefix: str) -> list[str]:
    """Return ids that start so: one for each incident that they lead to, so that one incident's events are no trouble."""
    end = prefix + AFTER_HEX
    own = sa.select(incidents.c.id).where(incidents.c.id >= prefix, incidents.c.id < end)
    found = list(connection.execute(own.order_by(incidents.c.id).limit(MOST_CANDIDATES + 1)).scalars())
    if found:
        return [str(one) for one in found]
    of = tellings.join(members, members.c.telling == tellings.c.id)
    events = sa.select(members.c.incident, sa.func.min(tellings.c.event_id)).select_from(of)
    events = events.where(tellings.c.event_id >= prefix, tellings.c.event_id < end).group_by(members.c.incident)
    rows = connection.execute(events.limit(MOST_CANDIDATES + 1)).all()
    if rows:
        return sorted(str(row[1]) for row in rows)
    former = sa.select(aliases.c.id).where(aliases.c.id >= prefix, aliases.c.id < end)
    return [str(one) for one in connection.execute(former.limit(MOST_CANDIDATES + 1)).scalars()]


def _farewell(connection: sa.Connection, gone: str) -> str:
    query = sa.select(changes).where(changes.c.incident == gone).order_by(changes.c.number.desc()).limit(1)
    last = connection.execute(query).one_or_none()
    if last is None:
        return f"event {gone} is no longer told: the report was coded anew or withdrawn"
    return f"incident {gone} is no longer told: change {last.number} of {last.at} retracted it"


def events_of(connection: sa.Connection, incident: str) -> list[str]:
    """Return the events of an incident, by id."""
    query = sa.select(tellings.c.event_id).join(members, members.c.telling == tellings.c.id)
    return sorted(connection.execute(query.where(members.c.incident == incident)).scalars())


def named_events(connection: sa.Connection, incident: str, references: Sequence[str], *, name: str) -> list[str]:
    """Return the events of an incident that are meant by ids of events or reports, or the starts of them.

    Raises:
        NotFound: one of them is not in the incident.
        Ambiguous: one of them is the start of several ids.
    """
    query = sa.select(tellings.c.event_id, tellings.c.report_id).join(members, members.c.telling == tellings.c.id)
    rows = connection.execute(query.where(members.c.incident == incident)).all()
    found: set[str] = set()
    for reference in references:
        wanted = reference.strip().lower()
        by_event = {row.event_id for row in rows if len(wanted) >= SHORTEST_PREFIX and row.event_id.startswith(wanted)}
        by_report = [row for row in rows if len(wanted) >= SHORTEST_PREFIX and row.report_id.startswith(wanted)]
        if len(by_event) > 1 or len({row.report_id for row in by_report}) > 1:
            raise Ambiguous(f"{reference!r} is the start of several ids; give more of it")
        if not by_event and not by_report:
            raise NotFound(f"{name}: incident {incident} holds no event and no report {reference!r}")
        found |= by_event or {row.event_id for row in by_report}
    return sorted(found)
