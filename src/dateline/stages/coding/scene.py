"""Where an event happened, as the record writes it."""

from __future__ import annotations

from dataclasses import replace

from dateline.draft import Draft, Toponym
from dateline.gazetteer import distance_km
from dateline.grammar import is_verb
from dateline.stages.coding.material import Material
from dateline.text import Place

COARSE = frozenset({"country", "admin1", "region"})
SCALE: dict[str, int] = {"site": 0, "town": 1, "admin2": 2}
"""Precisions from fine to coarse; the rest follow."""
TOWN_KM = 15
"""A site so near to a town's centre is taken as lying in the town."""
JOINING = frozenset({"in", "the", "of", ",", "'s"})
"""Words between a place and the larger one that it lies in; a comma alone joins them too ("Homs, Syria")."""
ON_SCENE = frozenset({"ASSAULT", "PROTEST", "COERCE", "RETREAT", "MOBILIZE"})
"""Types of events that have a scene, though their words do not name it."""
GUESSED = 0.4
"""Confidence in a place that an event only has from the one told before it."""


def where_of(draft: Draft, material: Material) -> tuple[Place, ...]:
    """Return the places: the finest of each country, each once."""
    chosen = _finest(draft, material.places)
    if not chosen:
        nearest = _finest(draft, material.near)
        chosen = [t for t in nearest if t is nearest[0] or _listed(draft, t, nearest[0])]
    places: list[Place] = []
    for toponym in sorted(chosen, key=lambda t: SCALE.get(t.place.precision, 9)):
        if not any(_same(toponym.place, p) for p in places):
            places.append(toponym.place)
    if (
        not places
        and material.standing == "current"
        and material.factuality == "happened"
        and material.plover in ON_SCENE
    ):
        guess = _from_the_news(draft, material)
        places = [guess] if guess is not None else []
    return tuple(places)


def _same(place: Place, other: Place) -> bool:
    """Whether two places are one told twice: by name, or a town and a site in it."""
    if place.name.lower() == other.name.lower():
        return True
    if None in {place.latitude, other.latitude} or COARSE & {place.precision, other.precision}:
        return place.name.lower() in other.name.lower()
    return (place.precision != other.precision and _km(place, other) < TOWN_KM) or _km(place, other) < 1


def _km(a: Place, b: Place) -> float:
    """Return how far apart two places are, in kilometres."""
    return distance_km(a.latitude or 0.0, a.longitude or 0.0, b.latitude or 0.0, b.longitude or 0.0)


def _finest(draft: Draft, toponyms: list[Toponym]) -> list[Toponym]:
    """Leave out what only says where another place lies: its province, its country, the city that it is near."""
    told = [t for t in toponyms if not any(_locates(draft, t, other) for other in toponyms)]
    fine = [t for t in told if t.place.precision in SCALE]
    kept = [t for t in told if t in fine or not any(_holds(t, other) for other in fine)]
    regions = {t.place.country for t in kept if t.place.precision in {"admin1", "region"} and t.place.country}
    return [t for t in kept if t.place.precision != "country" or t.place.country not in regions]


def _listed(draft: Draft, place: Toponym, first: Toponym) -> bool:
    """Whether a place stands in one list with another ("in Iraq and Syria")."""
    tokens = draft.sentences[place.sentence].tokens
    if place.sentence != first.sentence or place.last > len(tokens):
        return False
    return any(t.dep == "conj" and first.first <= t.head < first.last for t in tokens[place.first : place.last])


def _holds(place: Toponym, fine: Toponym) -> bool:
    """Whether a coarse place only holds a fine one: its country, or what another sentence calls the scene at large."""
    if place.place.precision == "sea":
        return False
    if place.sentence != fine.sentence:
        return True
    return place.place.country == fine.place.country or not fine.place.country or not place.place.country


def _locates(draft: Draft, place: Toponym, other: Toponym) -> bool:
    """Whether a place hangs on another, earlier in the words, to say where that one is ("Oicha, near Beni", "Homs in Syria")."""
    if place is other or place.sentence != other.sentence or place.first < other.last:
        return False
    if place.place.precision in SCALE and other.place.precision not in SCALE:
        return False
    sentence = draft.sentences[place.sentence]
    between = [t.lower for t in sentence.tokens[other.last : place.first]]
    if between and set(between) <= JOINING and place.place.precision not in SCALE:
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


def _from_the_news(draft: Draft, material: Material) -> Place | None:
    """Return where the event told before it was, or the first one of the report: news without a place stays on the scene.

    A building is only taken from an event of the same type: who is arrested after a blast is not arrested where it was.
    """
    told: list[tuple[bool, Toponym]] = []
    for scene in draft.scenes:
        mention = draft.mentions[scene.mention]
        toponym = draft.toponyms[scene.places[0]] if scene.places else None
        if toponym is None or mention.plover not in ON_SCENE:
            continue
        if toponym.place.precision != "site" or mention.plover == material.plover:
            told.append((mention.sentence <= material.lead.sentence, toponym))
    before = [t for earlier, t in told if earlier]
    chosen = before[-1:] or [t for _, t in told[:1]]
    return replace(chosen[0].place, confidence=GUESSED) if chosen else None
