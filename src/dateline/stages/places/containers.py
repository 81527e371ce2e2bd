"""What is written to hold a place: the state, province or county after its name, or before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.gazetteer import Entry
from dateline.stages.places.names import HYPHENS, Name
from dateline.stages.places.words import PlaceWords

LARGEST_KM = 100.0
"""A region of our own table holds what lies within its radius only if it is no larger: circles are no borders."""

NEXT_NAMES = 4
"""What holds a name is one of the next names of its sentence."""


@dataclass(frozen=True, slots=True)
class Container:
    """The state or province that is written beside a name: "Paris, Texas"."""

    place: Entry
    first: int
    last: int
    """The half-open range of its tokens."""

    def holds(self, entry: Entry) -> bool:
        """Whether a place lies in it."""
        if entry.country != self.place.country or entry.kind == "country" or entry.index == self.place.index:
            return False
        if self.place.kind == "country":
            return True
        if self.place.admin1 and entry.admin1 == self.place.admin1:
            return self.place.precision != "admin2" or entry.admin2 == self.place.admin2
        near = self.place.source == "hand" and self.place.radius_km <= LARGEST_KM
        return near and entry.distance_km(self.place.lat, self.place.lon) <= self.place.radius_km

    def is_itself(self, entry: Entry) -> bool:
        """Whether a place is this container."""
        return entry.index == self.place.index


def container_of(name: Name, names: Sequence[Name], at: int, words: PlaceWords) -> Container | None:
    """Return the state or province written after a name, else the one before it.

    Args:
        names: the names of the sentence in order.
        at: where the name stands among them.
    """
    return _after(name, names[at + 1 : at + NEXT_NAMES], words) or (_before(name, names[at - 1], words) if at else None)


def _after(name: Name, following: Sequence[Name], words: PlaceWords) -> Container | None:
    """Return the state or province after a name: "Paris, Texas", "Mosul in northern Iraq"."""
    tokens = name.sentence.tokens
    at = name.last
    if at < len(tokens) and tokens[at].lower in words.areas:
        at += 1
    if at >= len(tokens):
        return None
    if following and following[0].first == at and tokens[at].text.isupper() and len(tokens[at].text) == 2:
        return _held(name, following[0], following[0].entries[:1], following[0].last)  # "Springfield MO"
    if tokens[at].lower not in {",", "in", "("}:
        return None
    comma = tokens[at].lower
    at += 1
    while at < len(tokens) and (
        tokens[at].lower in {"in", "the"} or tokens[at].lower in words.directions or tokens[at].text in HYPHENS
    ):
        at += 1
    other = next((f for f in following if f.first >= at), None)
    if other is None or other.first != at or (comma != "," and name.top.kind == "country"):
        return None
    last = other.last
    if last < len(tokens) and tokens[last].lower in words.areas:
        last += 1
    # "the mosque in Christchurch" is in the town, not in the district of that name.
    return _held(name, other, other.entries if comma == "," else other.entries[:1], last)


def _before(name: Name, other: Name, words: PlaceWords) -> Container | None:
    """Return the state or province before a name: "the Texas town of Paris", "Ohio's Franklin County"."""
    tokens = name.sentence.tokens
    at = other.last
    if at < len(tokens) and tokens[at].lower in {"'s", "’s"}:
        at += 1
    elif at + 1 < len(tokens) and tokens[at].lower in words.areas and tokens[at + 1].lower == "of":
        at += 2
    else:
        return None
    return _held(name, other, other.entries[:1], other.last) if at == name.first else None


def _held(name: Name, other: Name, holders: Sequence[Entry], last: int) -> Container | None:
    for holder in holders:
        if holder.kind not in {"country", "admin"} and holder.source != "hand":
            continue
        container = Container(holder, other.first, last)
        if any(map(container.holds, name.entries)):
            return container
    return None
