"""What an incident counts for: the series of surges, and whose first it may be."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable

from dateline.alerts.alert import Sighting
from dateline.alerts.matching import doers, first_day_of, folded, sufferers, why_fits
from dateline.alerts.rules import First, Rule, Surge
from dateline.incidents import Incident, ParticipantTold

MOST_KEYS = 24
"""Series that one incident counts for at most: a report that lists forty parties is no forty surges."""

MOST_CHARACTERS = 300
"""Characters of a key, beyond which it is cut."""

BETWEEN = ", "


def sighting(rule: Rule, incident: Incident) -> Sighting | None:
    """Return how an incident counts for a learned rule; None where it does not, or no day is told."""
    day = first_day_of(incident)
    if day is None or why_fits(rule, incident) is None:
        return None
    if rule.surge is not None:
        keys = _series(rule.surge, incident)
        return Sighting(incident.id, day, keys) if keys else None
    if rule.first is not None:
        pairs = _firsts(rule.first, incident)
        return Sighting(incident.id, day, tuple(k for k, _ in pairs), tuple(s for _, s in pairs)) if pairs else None
    return None


def _series(surge: Surge, incident: Incident) -> tuple[str, ...]:
    found = [dict.fromkeys(VALUES[by](incident)) for by in surge.by]
    named = [
        [f"{by.replace('_', ' ')} {value}" for value in values] for by, values in zip(surge.by, found, strict=True)
    ]
    return tuple(_cut(BETWEEN.join(parts)) for parts in itertools.islice(itertools.product(*named), MOST_KEYS))


def _firsts(first: First, incident: Incident) -> list[tuple[str, str]]:
    kind = type_of(incident)
    pairs = []
    for value in itertools.islice(dict.fromkeys(VALUES[first.of](incident)), MOST_KEYS):
        subject = _cut(f"{first.of} {value}")
        pairs.append((_cut(f"{kind}{BETWEEN}{subject}") if first.by_type else subject, subject))
    return pairs


def type_of(incident: Incident) -> str:
    """Return the type and mode of an incident, as keys have it."""
    best = incident.types[0].value
    return best.plover + (f" {best.mode}" if best.mode else "")


def _cut(key: str) -> str:
    return key[:MOST_CHARACTERS]


def _countries(incident: Incident) -> Iterable[str]:
    return (told.value.country for told in incident.where[:1] if told.value.country)


def _admin1(incident: Incident) -> Iterable[str]:
    return (f"{told.value.admin1} ({told.value.country})" for told in incident.where[:1] if told.value.admin1)


def _places(incident: Incident) -> Iterable[str]:
    # The best supported place alone: rivals are other people's word for where it was, not other places of it.
    return (
        folded(told.value.name) + (f" ({told.value.country})" if told.value.country else "")
        for told in incident.where[:1]
        if told.value.precision in {"site", "town"}
    )


def _cells(incident: Incident) -> Iterable[str]:
    place = incident.where[0].value if incident.where else None
    if place is not None and place.latitude is not None and place.longitude is not None:
        yield f"{math.floor(place.latitude)},{math.floor(place.longitude)}"


def _types(incident: Incident) -> Iterable[str]:
    yield incident.types[0].value.plover


def _modes(incident: Incident) -> Iterable[str]:
    yield type_of(incident)


def _name(told: ParticipantTold) -> str:
    return told.value.actor or folded(told.value.name)


def _actors(incident: Incident) -> Iterable[str]:
    blamed = (
        told.actor or (told.name and folded(told.name)) for told in incident.responsibility if told.stance != "denied"
    )
    return (name for name in (*map(_name, doers(incident)), *blamed) if name)


def _actor_kinds(incident: Incident) -> Iterable[str]:
    return (told.value.kind for told in doers(incident))


def _targets(incident: Incident) -> Iterable[str]:
    return map(_name, sufferers(incident))


VALUES: dict[str, Callable[[Incident], Iterable[str]]] = {
    "country": _countries,
    "admin1": _admin1,
    "place": _places,
    "cell": _cells,
    "type": _types,
    "mode": _modes,
    "actor": _actors,
    "actor_kind": _actor_kinds,
    "target": _targets,
}
"""What each of `by` and `of` has of an incident."""
