"""When places agree, and which is the more exact.

Two places agree where they are one by id or by name and country, or where the coarser holds the finer: a country or a
division that the finer lies in by its own fields; else a point within the coarser's radius. A place with a point is
finer than any without; a site without one agrees with the place whose name it bears ("Reni terminal"). Two towns are
not one because they are near to each other: of two places of one precision neither holds the other, unless the words
tell one by its distance ("30 km north of Ayorou") or its neighbourhood.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from dateline.consolidation.support import Group, Said, Voice, agreed, gathered
from dateline.text import Place

LEVELS = {"site": 6, "town": 5, "admin2": 4, "admin1": 3, "region": 2, "sea": 2, "country": 1}
EARTH_KM = 6371.0
NEAREST_KM = 1.0
"""Points of two gazetteers for one spot are rarely further apart."""


def places_told(voices: Sequence[Voice]) -> list[Group[Place]]:
    """Return the places of the members, the best supported first."""
    said = [
        Said(place, voice.witness(place.spans), voice, _exactness(place))
        for voice in voices
        for place in voice.member.event.where
    ]
    groups = gathered(said, _key)
    for group in groups:
        group.head = _best_named(group)
    return agreed(groups, agree)


def _best_named(group: Group[Place]) -> Said[Place]:
    """Return the telling that has a place as most do, of those with its finest precision: "Pavlohrad", not "Pavlohrad area"."""
    finest = max(one.exact // 1 for one in group.said)
    counted = Counter(_folded(one.value.name) for one in group.said)
    return max(
        (one for one in group.said if one.exact // 1 == finest),
        key=lambda one: (counted[_folded(one.value.name)], one.exact, -len(one.value.name)),
    )


def agree(fine: Place, coarse: Place) -> bool:
    """Return whether the coarser place is the finer one, or holds it."""
    if fine.geonames_id is not None and fine.geonames_id == coarse.geonames_id:
        return True
    if fine.country and coarse.country and fine.country != coarse.country:
        return False
    if _folded(fine.name) == _folded(coarse.name) and not _far(fine, coarse):
        return True
    if fine.latitude is not None and coarse.latitude is None and coarse.kind == "site":
        return _holds_name(coarse.name, fine.name)
    if coarse.precision in {"country", "admin1", "admin2"} and coarse.relation == "in":
        held = _held_by_fields(fine, coarse)
        if held is not None:
            return held
    return _within(fine, coarse)


def _held_by_fields(fine: Place, coarse: Place) -> bool | None:
    """Return whether a country or division holds a place by the place's own fields; None where they do not tell."""
    if fine.country is None or coarse.country is None:
        return None
    if coarse.precision == "country":
        return True
    if LEVELS[fine.precision] < LEVELS[coarse.precision] or fine.admin1 is None or coarse.admin1 is None:
        return None
    if coarse.precision == "admin1" or fine.admin1 != coarse.admin1:
        return fine.admin1 == coarse.admin1
    if fine.admin2 is None or coarse.admin2 is None:
        return None
    return fine.admin2 == coarse.admin2


def _within(fine: Place, coarse: Place) -> bool:
    distance = kilometres(fine, coarse)
    if distance is None:
        return False
    if distance <= NEAREST_KM and _vague(fine) == _vague(coarse):
        return True
    if LEVELS[fine.precision] == LEVELS[coarse.precision] and not (_vague(coarse) or _vague(fine)):
        return False
    return distance <= max(coarse.radius_km or 0.0, (fine.radius_km or 0.0) if _vague(fine) else 0.0)


def _vague(place: Place) -> bool:
    """Whether the words tell the place by another one."""
    return place.relation != "in"


def _holds_name(site: str, place: str) -> bool:
    """Return whether a site without a point is told by the name of a place: "Reni terminal"."""
    return f" {_folded(place)} " in f" {_folded(site)} "


def _far(a: Place, b: Place) -> bool:
    """Whether two namesakes are known to be two places."""
    distance = kilometres(a, b)
    return distance is not None and distance > 2 * max(a.radius_km or 0.0, b.radius_km or 0.0, 25.0)


def kilometres(a: Place, b: Place) -> float | None:
    """Return the distance between the points of two places; None where one has none."""
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return None
    north, south = math.radians(a.latitude), math.radians(b.latitude)
    across = math.radians(b.longitude - a.longitude)
    half = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(across / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


@lru_cache(maxsize=65536)
def _folded(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").split()).removeprefix("the ")


def _exactness(place: Place) -> float:
    """Greater for a finer place: with a point, by its precision, by its own name, by its radius."""
    located = place.latitude is not None
    named = place.relation == "in"
    narrow = 1.0 - min(place.radius_km or 0.0, 9999.0) / 10_000
    return 100 * located + LEVELS[place.precision] * 10 + (place.kind == "site") + 4 * named + narrow * 0.9


def _key(place: Place) -> object:
    if place.geonames_id is not None and place.kind != "site" and place.relation == "in":
        return place.geonames_id
    return (
        _folded(place.name),
        place.country,
        place.admin1,
        place.precision,
        place.relation,
        place.latitude,
        place.longitude,
    )
