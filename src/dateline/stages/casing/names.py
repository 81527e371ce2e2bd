"""What the lists of names say of a word: how the actor tables write it, and whether the gazetteer has it for a place."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.actors import load_actors
from dateline.gazetteer import open_gazetteer
from dateline.gazetteer.names import fold
from dateline.stages.casing.units import Unit

_LETTERS = re.compile(r"[^\W\d_]+")
LONGEST_NAME = 6
"""Words of a name that are looked for together."""
SHORT = 3
"""Letters of a word that may be any other word by chance."""
GREAT, MIDDLING = 6.0, 4.5
"""Importance (log10 of people, as the gazetteer has it) from which on a place is a great or a middling one."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What the lists say of one unit.

    Args:
        actor: the form in an actor's name ("CRPF", "Front", "al"), "" where it is in none.
        several: that name is of several words.
        place: "" or how well known the place is ("great", "middling", "small").
        inside: the place's name is of several words.
    """

    actor: str = ""
    several: bool = False
    place: str = ""
    inside: bool = False


NOTHING = Listing()


@functools.cache
def _aliases() -> Mapping[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]:
    """Return the names of the actor tables by their first word: keys and forms, longest first."""
    found: dict[str, dict[tuple[str, ...], tuple[str, ...]]] = {}
    for atoms in load_actors().names():
        forms = tuple(_LETTERS.findall(" ".join(atoms)))
        keys = tuple(form.lower() for form in forms)
        # "LeT" and "JeM" are told from words by their odd capitals alone, which are not there to be seen.
        odd = len(keys) == 1 and len(keys[0]) <= SHORT and forms[0] not in {forms[0].upper(), forms[0].capitalize()}
        if keys and not odd:
            found.setdefault(keys[0], {}).setdefault(keys, forms)
    return {word: tuple(sorted(names.items(), key=lambda n: -len(n[0]))) for word, names in found.items()}


@functools.lru_cache(maxsize=50_000)
def _place(words: str) -> str:
    importance = max((e.importance for e in open_gazetteer().lookup_folded(words)), default=0.0)
    if not importance:
        return ""
    return "great" if importance >= GREAT else "middling" if importance >= MIDDLING else "small"


def listings(units: Sequence[Unit]) -> list[Listing]:
    """Return what the lists say of each unit of a sentence; of names that overlap the longest that starts first is taken."""
    keys = [unit.key for unit in units]
    joined = [unit.after in {" ", "-", ". ", "'"} for unit in units]
    actors: list[tuple[str, bool]] = [("", False)] * len(keys)
    places: list[tuple[str, bool]] = [("", False)] * len(keys)
    taken = placed = 0
    gazetteer = open_gazetteer()
    for i, key in enumerate(keys):
        if i >= taken:
            for names, forms in _aliases().get(key, ()):
                if tuple(keys[i : i + len(names)]) == names and all(joined[i : i + len(names) - 1]):
                    taken = i + len(names)
                    actors[i:taken] = [(form, len(names) > 1) for form in forms]
                    break
        if i >= placed:
            longest = min(gazetteer.starts(fold(key)), LONGEST_NAME, len(keys) - i)
            for length in range(longest, 0, -1):
                if all(joined[i : i + length - 1]) and (known := _place(fold(" ".join(keys[i : i + length])))):
                    placed = i + length
                    places[i:placed] = [(known, length > 1)] * length
                    break
    return [
        # "ANA" is an army, and a word of "Santa Ana".
        Listing("" if inside and not several else form, several, place, inside)
        for (form, several), (place, inside) in zip(actors, places, strict=True)
    ]
