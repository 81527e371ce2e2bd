"""Which of several places is where something happened, and which only say where another of them lies."""

from __future__ import annotations

from dateline.draft import Draft, Toponym
from dateline.gazetteer import distance_km
from dateline.grammar import is_verb
from dateline.text import Place

COARSE = frozenset({"country", "admin1", "region"})
SCALE: dict[str, int] = {"site": 0, "town": 1, "admin2": 2}
"""Precisions from fine to coarse; the rest follow."""
TOWN_KM = 15
"""A site so near to a town's centre is taken as lying in the town, and in a city as far as the city reaches."""
JOINING = frozenset({"in", "the", "of", ",", "'s"})
"""Words between a place and the larger one that it lies in; a comma alone joins them too ("Homs, Syria")."""


def finest(draft: Draft, toponyms: list[Toponym]) -> list[Toponym]:
    """Leave out what only says where another place lies: its province, its country, the city that it is near."""
    told = [t for t in toponyms if not any(_locates(draft, t, other) for other in toponyms)]
    fine = [t for t in told if t.grain in SCALE]
    # "in Baquba and south of Baghdad": what is listed beside a town is as fine as it
    fine += [t for t in told if t not in fine and t.place.relation != "in" and any(listed(draft, t, f) for f in fine)]
    kept = [t for t in told if t in fine or not any(_holds(t, other) for other in fine)]
    kept = [t for t in kept if not any(_encloses(t.place, other.place) for other in kept)]
    regions = {t.place.country for t in kept if t.grain in {"admin1", "region"} and t.place.country}
    return [t for t in kept if t.grain != "country" or t.place.country not in regions]


def distinct(toponyms: list[Toponym]) -> list[Toponym]:
    """Return the places, the finest first, each once."""
    kept: list[Toponym] = []
    for toponym in sorted(toponyms, key=_fineness):
        if not any(_same(toponym.place, other.place) for other in kept):
            kept.append(toponym)
    return kept


def listed(draft: Draft, place: Toponym, first: Toponym) -> bool:
    """Whether a place stands in one list with another ("in Iraq and Syria")."""
    tokens = draft.sentences[place.sentence].tokens
    if place.sentence != first.sentence or place.last > len(tokens):
        return False
    heads = {t.head for t in tokens[place.first : place.last] if t.dep == "conj"}
    named = set(range(first.first, first.last))
    return bool(heads & (named | {tokens[i].head for i in named if tokens[i].dep == "pobj"}))


def within(place: Place, wide: Place) -> bool:
    """Whether a place lies no further from the middle of a wider one than that reaches; one that no gazetteer knows may."""
    if place.latitude is None:
        return True
    if wide.latitude is None or wide.radius_km is None:
        return False
    return _km(place, wide) <= wide.radius_km


def _fineness(toponym: Toponym) -> tuple[int, bool, bool]:
    """Return a key that puts buildings before towns, towns before districts, and those before the rest.

    A village that is placed by its municipality's point is finer than that.
    """
    return SCALE.get(toponym.grain, 9), toponym.place.kind != "site", toponym.grain == toponym.place.precision


def _same(place: Place, other: Place) -> bool:
    """Whether two places are one told twice: by name, or a town and a site in it."""
    if place.name.lower() == other.name.lower():
        return True
    coarse = bool(COARSE & {place.precision, other.precision})
    unknown = None in {place.latitude, other.latitude}
    if "site" in {place.kind, other.kind} and place.kind != other.kind and not coarse:
        town = place if other.kind == "site" else other
        return unknown or _km(place, other) < max(TOWN_KM, town.radius_km or 0.0)
    if unknown or coarse:
        return place.name.lower() in other.name.lower()
    return (place.precision != other.precision and _km(place, other) < TOWN_KM) or _km(place, other) < 1


def _km(a: Place, b: Place) -> float:
    """Return how far apart two places are, in kilometres."""
    return distance_km(a.latitude or 0.0, a.longitude or 0.0, b.latitude or 0.0, b.longitude or 0.0)


def _holds(place: Toponym, fine: Toponym) -> bool:
    """Whether a coarse place only holds a fine one: its country, or what another sentence calls the scene at large."""
    if place.grain == "sea":
        return False
    if place.sentence != fine.sentence:
        return True
    return place.place.country == fine.place.country or not fine.place.country or not place.place.country


def _encloses(place: Place, other: Place) -> bool:
    """Whether a region lies around another place ("eastern Afghanistan" around the Tora Bora mountains)."""
    if place.precision != "region" or None in {place.latitude, other.latitude} or other.precision in {"country", "sea"}:
        return False
    wide, narrow = place.radius_km or 0.0, other.radius_km or 0.0
    return wide > 2 * narrow and _km(place, other) + narrow <= wide


def _locates(draft: Draft, place: Toponym, other: Toponym) -> bool:
    """Whether a place hangs on another, earlier in the words, to say where that one is ("Oicha, near Beni", "Homs in Syria")."""
    if place is other or place.sentence != other.sentence or place.first < other.last:
        return False
    if place.grain in SCALE and other.grain not in SCALE:
        return False
    if place.grain == other.grain == "country":
        return False  # "in Australia, Britain and India"
    sentence = draft.sentences[place.sentence]
    between = [t.lower for t in sentence.tokens[other.last : place.first]]
    if between and set(between) <= JOINING and place.grain not in SCALE:
        return True
    if not sentence.parsed:
        return False
    step = sentence.tokens[place.first]
    for above in sentence.ancestors(place.first):
        if is_verb(above) or step.dep == "conj":
            return False
        if other.first <= above.i < other.last:
            return True
        step = above
    return False
