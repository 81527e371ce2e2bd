"""The finer place of an event that its own sentence only sets in a country or province: "The attack took place in the village of …"."""

from __future__ import annotations

from dateline.draft import Draft, Toponym
from dateline.stages.coding.counts import count_of
from dateline.stages.coding.material import Material

REACH = 5
"""Sentences after the first that tells the event within which its finer place may be told."""
FINE = frozenset({"site", "town", "admin2"})
TYPES = frozenset({"ASSAULT"})


def finer_elsewhere(draft: Draft, material: Material, chosen: list[Toponym]) -> list[Toponym]:
    """Return the first finer place that the sentences after the lead tell of a single event of the news, inside those chosen."""
    if material.standing != "current" or material.plover not in TYPES or material.stretch is not None:
        return []
    if (count_of(draft, material)[0] or 0) > 1:
        return []
    first = min(
        m.sentence
        for m in material.mentions
        if draft.sentences[m.sentence].section not in {"title", "dek"} or m is material.lead
    )
    owners: dict[int, list[int]] = {}
    for scene in draft.scenes:
        for n in scene.places:
            owners.setdefault(n, []).append(scene.mention)
    for n, toponym in enumerate(draft.toponyms):
        if not first <= toponym.sentence <= first + REACH or toponym.metonym or toponym.place.precision not in FINE:
            continue
        if not any(_inside(toponym, t) for t in chosen):
            continue
        told = [draft.mentions[m] for m in owners.get(n, [])]
        if all(m.plover == material.plover for m in told):
            return [toponym]
    return []


def _inside(fine: Toponym, coarse: Toponym) -> bool:
    """Whether a place may lie in a coarser one: in its country, and in its province where both are known."""
    if fine.place.country != coarse.place.country or not fine.place.country:
        return False
    a, b = fine.place.admin1, coarse.place.admin1
    return not (a and b) or a == b
