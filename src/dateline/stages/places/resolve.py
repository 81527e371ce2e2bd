"""Choose which of the places that bear a name is meant."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.gazetteer import Entry
from dateline.stages.places.context import Context
from dateline.stages.places.importance import alternate_penalty
from dateline.stages.places.names import Name
from dateline.vocabulary import PlacePrecision

IN_PLAY, IN_AREA, IN_CONTAINER = 3.0, 1.5, 6.0
"""Beside importance: a place in the country in play, in a province that is
named, or in what follows after a comma gains. A town of 10,000 in play beats a foreign city of a million."""
SURE_LEAD = 3.0
LARGEST_KM = 100.0
"""A region of our own table holds what lies within its radius only if it is no larger: circles are no borders."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A place and how sure the choice is, 0 to 1."""

    entry: Entry
    confidence: float


@dataclass(frozen=True, slots=True)
class Container:
    """The state or province that is written after a name: "Paris, Texas"."""

    place: Entry
    last: int
    """Where its tokens end."""

    def holds(self, entry: Entry) -> bool:
        """Whether a place lies in it."""
        if entry.country != self.place.country or entry.kind == "country" or entry.index == self.place.index:
            return False
        if self.place.kind == "country" or (self.place.admin1 and entry.admin1 == self.place.admin1):
            return True
        near = self.place.source == "hand" and self.place.radius_km <= LARGEST_KM
        return near and entry.distance_km(self.place.lat, self.place.lon) <= self.place.radius_km

    def is_itself(self, entry: Entry) -> bool:
        """Whether a place is this container."""
        return entry.index == self.place.index


def choose(
    name: Name, context: Context, *, container: Container | None = None, precision: PlacePrecision | None = None
) -> Choice:
    """Return the place that a name means.

    Args:
        context: the countries in play and the points known.
        container: what is written to hold it; then only places in there count, if any lie there.
        precision: what an area noun beside the name asks for ("X province").
    """
    entries = name.entries
    if container is not None:
        entries = tuple(filter(container.holds, entries)) or entries
    if precision is not None:
        entries = _fitting(entries, precision) or entries
    shares = context.in_play(without=name.folded)
    scored = sorted(
        ((_score(entry, name, context, shares, container), -n, entry) for n, entry in enumerate(entries)), reverse=True
    )
    best, _, entry = scored[0]
    rivals = [score for score, _, other in scored[1:] if other.distance_km(entry.lat, entry.lon) > 50]
    lead = best - rivals[0] if rivals else SURE_LEAD
    return Choice(entry, round(0.5 + 0.45 * min(1.0, lead / SURE_LEAD), 2))


def _score(entry: Entry, name: Name, context: Context, shares: dict[str, float], container: Container | None) -> float:
    total = entry.importance
    total -= alternate_penalty(entry)
    total += IN_PLAY * shares.get(entry.country or "", 0.0)
    if entry.kind != "country":
        if (
            entry.admin1
            and context.is_area_told(entry.country, entry.admin1, without=name.folded)
            and entry.precision != "admin1"
        ):
            total += IN_AREA
        total += context.nearness(name.sentence.index, entry, said=name.folded)
    if container is not None and container.holds(entry):
        total += IN_CONTAINER
    return total


def _fitting(entries: tuple[Entry, ...], precision: PlacePrecision) -> tuple[Entry, ...]:
    if precision in {"admin1", "admin2"}:
        wanted = tuple(e for e in entries if e.precision == precision)
        return wanted or tuple(e for e in entries if e.kind == "admin")
    if precision == "town":
        return tuple(e for e in entries if e.precision == "town")
    return tuple(e for e in entries if e.precision == precision)
