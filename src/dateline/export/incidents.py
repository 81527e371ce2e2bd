"""Incidents for tables, spreadsheets, maps and programs: the cells of a row, JSON Lines, CSV and GeoJSON, an incident each."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Protocol, TextIO

from dateline.codec import dumps_incident
from dateline.errors import SettingsError
from dateline.export import incident_words as w
from dateline.export import words
from dateline.export.cards import ACTING_ROLES
from dateline.export.incident_columns import INCIDENT_COLUMNS, best_place
from dateline.export.writers import LineFeeds, cell
from dateline.incidents import Decision, Incident, ParticipantTold

INCIDENT_HEADINGS = ("when", "what", "who → whom", "where", "harm", "told by")
SHOWN_PEOPLE = 3
"""Participants of one side that a row names."""


def incident_row(incident: Incident) -> tuple[str, ...]:
    """Return the cells of an incident, in the order of INCIDENT_HEADINGS; lines of a cell are parted by newlines."""
    when = words.when_phrase(incident.when[0].value) if incident.when else ""
    where = words.place_phrase(incident.where[0].value) if incident.where else ""
    return (when or "—", _what(incident), _who(incident) or "—", where or "—", _harm(incident) or "—", _told(incident))


def _what(incident: Incident) -> str:
    labels = [incident.factuality[0].value] if incident.factuality[0].value != "happened" else []
    if any(one.value == "denied" for one in incident.factuality[1:]):
        labels.append("denied by some")
    sphere = incident.sphere[0].value
    if sphere != "political":
        labels.append("motive unclear" if sphere == "unclear" else sphere)
    if incident.kind == "recalled":
        labels.append("recalled")
    what = words.type_phrase(incident.types[0].value)
    if (incident.count_low, incident.count_high) != (1, 1):
        what += f" ×{words.bounds(incident.count_low, incident.count_high)}"
    weapons = ", ".join(told.value for told in incident.weapons[:SHOWN_PEOPLE])
    what += f" ({weapons})" if weapons else ""
    return f"{', '.join(labels)}: {what}" if labels else what


def _who(incident: Incident) -> str:
    acting = [told for told in incident.participants if told.value.role in ACTING_ROLES]
    aimed = [told for told in incident.participants if told.value.role not in ACTING_ROLES]
    joint = " ↔ " if any(told.value.role == "party" for told in acting) else ", "
    stances: dict[str, list[str]] = {}
    for blame in incident.responsibility:
        if blame.name is not None and blame.stance != "stated":
            stances.setdefault(blame.name, []).append(blame.stance)
    who = joint.join(_named(told, stances) for told in acting[:SHOWN_PEOPLE])
    whom = ", ".join(told.value.name for told in aimed[:SHOWN_PEOPLE])
    line = f"{who or '?'} → {whom}" if whom else who
    unclaimed = any(blame.stance == "unclaimed" for blame in incident.responsibility)
    return "\n".join(part for part in (line, "unclaimed" if unclaimed else "") if part)


def _named(told: ParticipantTold, stances: Mapping[str, Sequence[str]]) -> str:
    said = stances.get(told.value.name)
    return f"{told.value.name} ({', '.join(said)})" if said else told.value.name


def _harm(incident: Incident) -> str:
    lines = []
    for toll in incident.tolls:
        course = "" if toll.course == "single" else f", {toll.course}"
        lines.append(f"{toll.measure} {w.summary(toll)}{course}")
    return "\n".join(lines)


def _told(incident: Incident) -> str:
    reports = len({teller.report_id for teller in incident.tellers})
    found = f"{reports} report{'' if reports == 1 else 's'}"
    if incident.sources < reports:
        found += f"\n{incident.sources} source{'' if incident.sources == 1 else 's'}"
    reviewed = "" if incident.review.state == "machine" else f"\n{incident.review.state}"
    return found + reviewed


class IncidentWriter(Protocol):
    """Something that writes incidents to a stream; `close` completes what was written and leaves the stream open."""

    def write(self, incident: Incident, decisions: Sequence[Decision] = ()) -> None:
        """Write one incident."""
        ...

    def close(self) -> None:
        """Write what the format needs at its end."""
        ...


class IncidentLines:
    """One incident a line: its whole JSON form."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, incident: Incident, decisions: Sequence[Decision] = ()) -> None:
        """Write one incident."""
        del decisions  # they are the store's, and no part of an incident
        self._stream.write(dumps_incident(incident) + "\n")

    def close(self) -> None:
        """Nothing stands at the end of JSON Lines."""


class IncidentCsv:
    """One row an incident; the columns are those of INCIDENT_COLUMNS."""

    def __init__(self, stream: TextIO) -> None:
        self._table = csv.writer(LineFeeds(stream), lineterminator="\r\n")
        self._table.writerow([column.name for column in INCIDENT_COLUMNS])

    def write(self, incident: Incident, decisions: Sequence[Decision] = ()) -> None:
        """Write the row of one incident."""
        del decisions
        self._table.writerow([cell(column.kind, column.get(incident)) for column in INCIDENT_COLUMNS])

    def close(self) -> None:
        """Nothing stands at the end of CSV."""


class IncidentGeoJson:
    """A FeatureCollection (RFC 7946) with one feature an incident, at its best supported place."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._between = ""
        self._stream.write('{"type":"FeatureCollection","features":[')

    def write(self, incident: Incident, decisions: Sequence[Decision] = ()) -> None:
        """Write the feature of one incident."""
        del decisions
        line = json.dumps(incident_feature(incident), ensure_ascii=False, separators=(",", ":"))
        self._stream.write(f"{self._between}\n{line}")
        self._between = ","

    def close(self) -> None:
        """Close the collection."""
        self._stream.write("\n]}\n")


def incident_feature(incident: Incident) -> dict[str, Any]:
    """Return an incident as a GeoJSON feature; its geometry is null where its best place has no coordinates."""
    place = best_place(incident)
    located = place is not None and place.latitude is not None
    return {
        "type": "Feature",
        "id": incident.id,
        "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]} if place and located else None,
        "properties": {column.name: column.get(incident) for column in INCIDENT_COLUMNS},
    }


INCIDENT_WRITERS: Mapping[str, Callable[[TextIO], IncidentWriter]] = MappingProxyType(
    {"jsonl": IncidentLines, "csv": IncidentCsv, "geojson": IncidentGeoJson}
)


def open_incident_writer(name: str, stream: TextIO) -> IncidentWriter:
    """Return a writer of the format.

    Raises:
        SettingsError: no such format.
    """
    if name not in INCIDENT_WRITERS:
        raise SettingsError(f"{name!r} is no format to write incidents in; valid are {', '.join(INCIDENT_WRITERS)}")
    return INCIDENT_WRITERS[name](stream)


def write_incidents(name: str, stream: TextIO, incidents: Iterable[Incident]) -> None:
    """Write incidents in a format, from beginning to end."""
    writer = open_incident_writer(name, stream)
    for incident in incidents:
        writer.write(incident)
    writer.close()
