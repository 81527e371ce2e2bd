"""What the learned reader is told of each word besides its pieces: case and what the tables know of it.

The encoder reads all text in lower case. The flags give back what that loses (which words have capitals) and add what
the tables hold: places, actors, words of events, weapons and people. They look at the words of one sentence alone, so
that training and coding see the same.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from importlib import resources

from dateline.actors import load_actors
from dateline.gazetteer import fold, open_gazetteer
from dateline.lexicon.triggers import load_triggers
from dateline.lexicon.words import word_set

FLAGS = (
    "capitalised",
    "capitals",
    "digit",
    "initial",
    "cased",
    "place",
    "actor",
    "trigger",
    "weapon",
    "people",
)
"""The flags in the order of the model's input. The first two are 0 wherever `cased` is."""

CASED_SHARE = 0.3
"""From this share of words in lower case on, capitals say something; below it are headlines in title case and telexes."""
KNOWN_PLACE = 4.5
"""Importance in the gazetteer from which a bare word counts as a place's name: Usulután has 4.7, Minster 3.5, Red 3.2."""

_CAPITALISED, _CAPITALS, _DIGIT, _INITIAL, _CASED, _PLACE, _ACTOR, _TRIGGER, _WEAPON, _PEOPLE = (
    1 << n for n in range(len(FLAGS))
)
_SHORTEST_PLACE = 4


def flags_of(words: Sequence[str]) -> list[int]:
    """Return the flags of each word of a sentence as a number whose bits stand in the order of `FLAGS`.

    Args:
        words: as the text writes them, punctuation too.
    """
    spelled = [word for word in words if word[:1].isalpha()]
    cased = sum(word[0].islower() for word in spelled) >= CASED_SHARE * len(spelled) if spelled else False
    found = [_of_word(word.lower()) for word in words]
    for n, word in enumerate(words):
        if cased:
            found[n] |= _CASED
            if word[:1].isupper():
                found[n] |= _CAPITALISED | (_CAPITALS if len(word) > 1 and word.isupper() else 0)
    if found:
        found[0] |= _INITIAL
    for match in load_actors().find(words):
        for n in range(match.start, match.end):
            found[n] |= _ACTOR
    return found


@functools.lru_cache(maxsize=20_000)
def _of_word(lower: str) -> int:
    """Return the flags that a word has wherever it stands."""
    flags = 0
    if any(c.isdigit() for c in lower):
        flags |= _DIGIT
    if not lower[:1].isalpha():
        return flags
    if lower in load_triggers().forms:
        flags |= _TRIGGER
    elif len(lower) >= _SHORTEST_PLACE and lower not in word_set("function_words") and _is_place(lower):
        flags |= _PLACE
    singular = _singulars(lower)
    if singular & _weapon_words():
        flags |= _WEAPON
    roles = load_actors().roles
    if any(word in roles and roles[word].human for word in singular):
        flags |= _PEOPLE
    return flags


def _is_place(lower: str) -> bool:
    entries = open_gazetteer().lookup_folded(fold(lower))
    return bool(entries) and entries[0].importance >= KNOWN_PLACE


def _singulars(lower: str) -> frozenset[str]:
    """Return a word and what it may be the plural of."""
    forms = {lower}
    if lower.endswith("s"):
        forms.add(lower[:-1])
    if lower.endswith("es"):
        forms.add(lower[:-2])
    if lower.endswith("ies"):
        forms.add(lower[:-3] + "y")
    if lower.endswith("men"):
        forms.add(lower[:-3] + "man")
    return frozenset(forms)


@functools.cache
def _weapon_words() -> frozenset[str]:
    """Return the last words of the terms that name a weapon in use."""
    text = resources.files("dateline").joinpath("data/weapons.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith(("#", "kind\t"))]
    return frozenset(term.split()[-1] for kind, _, terms in rows if kind != "-" for term in terms.split("|"))
