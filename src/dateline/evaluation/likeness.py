"""When two values say the same, and which coded event answers which gold event."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from dateline.evaluation.facts import OPEN, Facts, Value

NEAR_KM = 25.0
"""Two places of other names are one within this distance: that of a town and its outskirts."""
PAIRED_FROM = 0.45
"""The likeness from which two events are a pair: more than a type and mode in common with a touch of the anchor."""
LONGEST_ANCHOR = 35
"""Words; an anchor beyond says nothing of where its event is told (30 are allowed)."""
SAME_WORDS = 0.8
"""The share of the shorter anchor from which two anchors are the same words."""
EARTH_KM = 6371.0

_EMPTY = frozenset(
    "the a an of in on at to and for by with from its his her their this that some about several many".split()
)
_FOLDED = (
    (re.compile(r"\bu\.s\.(a\.)?|\bunited states( of america)?\b|\bthe us\b|\bamerican\b"), " us "),
    (re.compile(r"\bu\.n\.|\bunited nations\b"), " un "),
    (re.compile(r"\bu\.k\.|\bunited kingdom\b|\bbritish\b"), " uk "),
    (re.compile(r"['’]s\b"), " "),
)
_HARMED = frozenset({"target", "victim"})
_SPOKEN = frozenset({"speaker", "recipient"})


@lru_cache(maxsize=20_000)
def words_of(name: str) -> frozenset[str]:
    """Return the words of a name that tell it from others: folded to lower case and plain letters, articles left out."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    for pattern, to in _FOLDED:
        plain = pattern.sub(to, plain)
    return frozenset(re.findall(r"\w+", plain.replace("’", "").replace("'", ""))) - _EMPTY


def same_name(one: str, other: str) -> bool:
    """Tell whether the words of two names overlap with an F1 of one half or more."""
    a, b = words_of(one), words_of(other)
    return bool(a and b) and 4 * len(a & b) >= len(a) + len(b)


def same_role(one: str, other: str) -> bool:
    """Tell whether two roles are one: target and victim count as one, and a party as either side of a clash."""
    return one == other or {one, other} == _HARMED or ("party" in (one, other) and not {one, other} & _SPOKEN)


def same_place(one: Value, other: Value) -> bool:
    """Tell whether two places are one: by their names, or within `NEAR_KM` of each other."""
    if same_name(one.name, other.name):
        return True
    return one.point is not None and other.point is not None and _km(one.point, other.point) <= NEAR_KM


def same_value(slot: str, one: Value, other: Value) -> bool:
    """Tell whether two values of a slot say the same."""
    if slot == "places":
        return same_place(one, other)
    alike = same_role(one.label, other.label) if slot == "participants" else one.label == other.label
    return alike and (not (one.name or other.name) or same_name(one.name, other.name))


def _km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance by the haversine formula."""
    p = math.pi / 180
    h = 0.5 - math.cos((b[0] - a[0]) * p) / 2
    h += math.cos(a[0] * p) * math.cos(b[0] * p) * (1 - math.cos((b[1] - a[1]) * p)) / 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, max(0.0, h))))


def likeness(gold: Facts, coded: Facts, text: str) -> float:
    """Return how alike two events of one report are, 0 to 1.1; 0 where they share no words of it, participant or toll."""
    score, met = 0.0, False
    overlap = _overlap(gold.anchor, coded.anchor, text)
    if overlap is not None:
        score += 0.4 * overlap + (0.1 if overlap >= SAME_WORDS else 0.0)
        met = overlap > 0
    if gold.label("plover") == coded.label("plover"):
        score += 0.3 if gold.label("mode") == coded.label("mode") else 0.2
    if _share("places", gold, coded):
        score += 0.1
    if (day := _first_day(gold)) and day == _first_day(coded):
        score += 0.1
    if _share("participants", gold, coded):
        score, met = score + 0.2, True
    if _share("tolls", gold, coded):
        score, met = score + 0.1, True
    return score if met else 0.0


def _first_day(facts: Facts) -> str:
    day = facts.label("when").split(" to ")[0]
    return "" if day == OPEN else day


def _share(slot: str, gold: Facts, coded: Facts) -> bool:
    """Tell whether two events have a value in common; two that are called nothing have not."""
    named = slot != "tolls"
    return any(same_value(slot, g, c) and (g.name or not named) for g in gold.values[slot] for c in coded.values[slot])


def _overlap(gold: str, coded: str, text: str) -> float | None:
    """Return the share of the shorter of two anchors that both hold; None where one does not stand in the text."""
    a, b = _span(gold, text), _span(coded, text)
    if a is None or b is None or len(coded.split()) > LONGEST_ANCHOR:
        return None
    inside = min(a[1], b[1]) - max(a[0], b[0])
    return max(0.0, inside / min(a[1] - a[0], b[1] - b[0]))


def _span(quote: str, text: str) -> tuple[int, int] | None:
    squashed = squash(quote)
    at = squash(text).find(squashed) if squashed else -1
    return (at, at + len(squashed)) if at >= 0 else None


@lru_cache(maxsize=8)
def squash(text: str) -> str:
    """Return text with every run of white space as one space."""
    return re.sub(r"\s+", " ", text)


def pair(gold: Sequence[Facts], coded: Sequence[Facts], text: str) -> list[tuple[int, int]]:
    """Return which gold event each coded event answers, as pairs of indices, one to one, the most alike first."""
    ranked = sorted(
        ((likeness(g, c, text), i, j) for i, g in enumerate(gold) for j, c in enumerate(coded)), reverse=True
    )
    answered: set[int] = set()
    used: set[int] = set()
    pairs = []
    for score, i, j in ranked:
        if score < PAIRED_FROM:
            break
        if i not in answered and j not in used:
            answered.add(i)
            used.add(j)
            pairs.append((i, j))
    return pairs
