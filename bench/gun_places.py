"""Whether a place or a text names the town of a local shooting."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from gun_reports import Incident  # noqa: TC002

from dateline.gazetteer import Entry, distance_km, fold, open_gazetteer
from dateline.text import Place

COUNTRY = "US"
NEAR_KM = 10.0
"""A place this near to the incident's town is in it: a small town's own width, or a quarter of a large one."""
_SAINT = re.compile(r"^(?:saint|st\.?)\s+", re.IGNORECASE)
_NAME = re.compile(r"(?:[A-Z][\w.'’-]*)(?:\s+[A-Z][\w.'’-]*){0,3}")


def plain_name(name: str) -> str:
    """Return a town's name in the form in which names are compared."""
    return _SAINT.sub("st ", fold(name))


def points_of(incident: Incident) -> list[tuple[float, float]]:
    """Return where the gazetteer has the incident's towns."""
    return [
        (entry.lat, entry.lon)
        for name in incident.towns
        for entry in open_gazetteer().lookup(name)
        if entry.country == COUNTRY and entry.admin1 == incident.state
    ]


def names_town(text: str, incident: Incident) -> bool:
    """Whether a report names the incident's town."""
    plain = re.sub(r"\bsaint ", "st ", fold(text))
    return any(re.search(rf"\b{re.escape(plain_name(name))}\b", plain) for name in incident.towns)


def in_town(places: Iterable[Place], incident: Incident) -> bool:
    """Whether one of the places bears the incident's name or lies near it."""
    names = {plain_name(name) for name in incident.towns}
    points = points_of(incident)
    for place in places:
        if plain_name(place.name) in names or (place.admin1 == incident.state and place.admin2 in incident.towns):
            return True
        if place.latitude is None or place.longitude is None or place.precision not in {"site", "town"}:
            continue
        if any(distance_km(place.latitude, place.longitude, lat, lon) <= NEAR_KM for lat, lon in points):
            return True
    return False


def first_town(text: str, incident: Incident) -> bool:
    """Whether the first name in a report that a town of the country bears is the incident's."""
    names = {plain_name(name) for name in incident.towns}
    for match in _NAME.finditer(text):
        words = match.group().split()
        for size in range(len(words), 0, -1):
            name = " ".join(words[:size]).strip(".,'’-")
            entry = next((e for e in _entries(name) if e.precision == "town"), None)
            if entry is not None and entry.country == COUNTRY:
                return plain_name(name) in names
    return False


@functools.lru_cache(4096)
def _entries(name: str) -> tuple[Entry, ...]:
    return open_gazetteer().lookup(name)
