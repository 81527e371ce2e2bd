"""The finer place of an event that its own sentence only sets in a country or province: "The attack took place in the village of …"."""

from __future__ import annotations

from dateline.draft import Draft, Toponym
from dateline.stages.coding.counts import count_of
from dateline.stages.coding.ground import listed, within
from dateline.stages.coding.material import Material

REACH = 5
"""Sentences after the first that tells the event within which its finer place may be told."""
FINE = frozenset({"site", "town", "admin2"})
TYPES = frozenset({"ASSAULT"})


def finer_elsewhere(draft: Draft, material: Material, chosen: list[Toponym]) -> list[Toponym]:
    """Return the first finer place inside those chosen that the sentences after the lead tell of an event of the news.

    Several attacks told as one event are only set in places that one list names ("in X and Y").
    """
    if material.standing != "current" or material.plover not in TYPES or material.stretch is not None:
        return []
    several = (count_of(draft, material)[0] or 0) > 1
    first = min(
        m.sentence
        for m in material.mentions
        if draft.sentences[m.sentence].section not in {"title", "dek"} or m is material.lead
    )
    for n in range(first, first + REACH + 1):
        others = _of_other_types(draft, material, n)
        for toponym in draft.toponyms_in(n):
            if _is_fine(toponym) and any(_inside(toponym, t) for t in chosen) and id(toponym) not in others:
                beside = [t for t in draft.toponyms_in(n) if _is_fine(t) and listed(draft, t, toponym)]
                return [toponym, *beside] if beside or not several else []
    return []


def _of_other_types(draft: Draft, material: Material, sentence: int) -> set[int]:
    """Return the places of a sentence that belong to events of other types."""
    mentions = [m.index for m in draft.mentions_in(sentence) if m.plover != material.plover]
    return {id(draft.toponyms[n]) for scene in draft.scenes_of(mentions) for n in scene.places}


def _is_fine(toponym: Toponym) -> bool:
    return toponym.grain in FINE and not toponym.metonym


def _inside(fine: Toponym, coarse: Toponym) -> bool:
    """Whether a place may lie in a coarser one: in its country, and in its province where both are known."""
    if fine.place.country != coarse.place.country or not fine.place.country:
        return False
    a, b = fine.place.admin1, coarse.place.admin1
    if coarse.grain == "admin2":
        same = fine.place.admin2 is not None and fine.place.admin2 == coarse.place.admin2 and a == b
        return fine.grain in {"site", "town"} and (same or within(fine.place, coarse.place))
    return not (a and b) or a == b
