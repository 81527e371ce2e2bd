"""From nouns that may fill a slot to entities: what is called alike is one, and one string is given out for it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from muc4_heads import Head
from muc4_spans import best, candidates
from muc4_templates import normal

from dateline.draft import Draft

if TYPE_CHECKING:
    from muc4_features import FeatureWeights

LEAST = -4.5
"""Log-odds below which a noun is no candidate for a slot: of the development keys' fillers 3 % lie below."""
SHORT = 6
"""Letters of the longest acronym."""
SPAN_WEIGHT, AGAIN_WEIGHT, NAME_WEIGHT, NAME_WORDS = 0.5, 0.3, 2.0, 4
"""How much a string's boundaries, its being said again, and each word of a person's name count where one is chosen."""
_LINKS = frozenset({"of", "for", "and", "de", "la", "del"})

Scorer = Callable[[Head], float]


@dataclass(frozen=True, slots=True)
class Place:
    """A noun that may fill a slot, with the log-odds that it does."""

    sentence: int
    token: int
    odds: float


@dataclass(slots=True)
class Entity:
    """Somebody or something that may fill a slot.

    Args:
        places: where it is named, likeliest first.
        strings: what it is called there, by the normalised string: the words, and the worth of each time.
        actors: who that is by the actor dictionary.
    """

    slot: str
    places: list[Place] = field(default_factory=list)
    strings: dict[str, tuple[str, list[float]]] = field(default_factory=dict)
    actors: set[str] = field(default_factory=set)
    _called: str = ""

    @property
    def odds(self) -> float:
        """Return the highest log-odds of its nouns."""
        return self.places[0].odds

    def add(self, place: Place, words: str, worth: float) -> None:
        """Add a place where it is named."""
        self.places.append(place)
        self._called = ""
        self.strings.setdefault(normal(words), (words, []))[1].append(worth)

    def called(self) -> str:
        """Return the string to give out: the surest, for persons the fullest."""

        def worth(item: tuple[str, tuple[str, list[float]]]) -> float:
            words, times = item
            full = NAME_WEIGHT * min(NAME_WORDS, len(words.split())) if self.slot == "Victim" else 0.0
            return max(times[1]) + AGAIN_WEIGHT * math.log(len(times[1])) + full

        if not self._called:
            self._called = max(self.strings.items(), key=worth)[1][0]
        return self._called


def entities(slot: str, draft: Draft, odds: Iterable[tuple[Head, float]], spans: FeatureWeights) -> list[Entity]:
    """Return the entities that may fill a slot, likeliest first; organisations are one also where the actor dictionary says so."""
    found: list[Entity] = []
    known = {(p.sentence, p.head): p.actor for p in draft.phrases if p.actor} if slot == "PerpOrg" else {}
    for head, chance in sorted(((h, z) for h, z in odds if z >= LEAST), key=lambda pair: -pair[1]):
        choice = best(spans, candidates(draft, head.sentence, head.token))
        if choice is None or not normal(choice[1]):
            continue
        name = normal(choice[1])
        actor = known.get((head.sentence, head.token))
        entity = next(
            (e for e in found if actor in e.actors or any(is_same(slot, name, other) for other in e.strings)), None
        )
        if entity is None:
            entity = Entity(slot)
            found.append(entity)
        if actor is not None:
            entity.actors.add(actor)
        entity.add(Place(head.sentence, head.token, chance), choice[1], chance + SPAN_WEIGHT * choice[0])
    return found


def is_same(slot: str, one: str, other: str) -> bool:
    """Tell whether two normalised strings of a slot call the same person or thing."""
    if one == other:
        return True
    a, b = one.split(), other.split()
    within = set(a) <= set(b) or set(b) <= set(a)
    if slot == "Victim":
        return within or (a[0] == b[0] and len(set(a) & set(b)) > 1)
    if slot == "PerpOrg":
        return _abbreviates(a, b) or _abbreviates(b, a) or (a[-1] == b[-1] and within)
    return a[-1].removesuffix("s") == b[-1].removesuffix("s")


def _abbreviates(short: Sequence[str], full: Sequence[str]) -> bool:
    if len(short) != 1 or len(full) < 2 or len(short[0]) > SHORT:
        return False
    initials = "".join(w[0] for w in full if w not in _LINKS)
    return initials[: len(short[0])] == short[0][: len(initials)]
