"""Flags: what an uncased encoder cannot see of a word, and what our tables know of it.

The learned reader is trained and run with these, so training calls the same function. They look at the words alone,
so that upper-case wires and texts without a parse can be flagged too.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from importlib import resources
from typing import TYPE_CHECKING

from dateline.actors import load_actors
from dateline.gazetteer import fold, open_gazetteer
from dateline.lexicon.morphology import inflections
from dateline.lexicon.triggers import load_triggers
from dateline.lexicon.words import word_set

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FLAGS = (
    "capitalised", "all capitals", "has a digit", "first word", "text has case", "name of a place", "name of an actor", "trigger word",
    "weapon word", "noun of people",
)  # fmt: skip
"""The flags in the order of the columns."""

REMEMBERED = 50_000
"""Words whose place, trigger, weapon and people are remembered; some 200 bytes each."""

_LOWER = re.compile(r"[a-z]")
_UPPER = re.compile(r"[A-Z]")
LEAST_LOWER = 0.3
"""A text with fewer lower-case letters than this share has no case: its capitals tell nothing."""


def has_case(text: str) -> bool:
    """Whether a text is written in mixed case, so that its capitals tell names."""
    lower, upper = len(_LOWER.findall(text)), len(_UPPER.findall(text))
    return lower > LEAST_LOWER * (lower + upper)


def flags_of(words: Sequence[str], *, cased: bool) -> NDArray[np.float32]:
    """Return the flags of a sentence's words, 0 or 1, a row a word and a column a flag (`FLAGS`).

    Args:
        words: as the report writes them, in their order.
        cased: the report is written in mixed case (`has_case`).
    """
    import numpy as np

    flags = np.zeros((len(words), len(FLAGS)), dtype=np.float32)
    first = True
    for row, word in enumerate(words):
        letters = word[:1].isalpha()
        capital = word[:1].isupper()
        place, *known = _known(word.lower())
        flags[row] = (
            capital, capital and len(word) > 1 and word.isupper(), any(c.isdigit() for c in word), first and letters, cased,
            place and (capital or not cased), 0, *known,
        )  # fmt: skip
        first = first and not letters
    for match in load_actors().find(words):
        flags[match.start : match.end, FLAGS.index("name of an actor")] = 1
    return flags


@functools.lru_cache(maxsize=REMEMBERED)
def _known(lower: str) -> tuple[bool, bool, bool, bool]:
    """Return whether a word, in lower case, names a place, is a trigger, a weapon, people."""
    place = (
        len(lower) > 2 and lower not in word_set("function_words") and bool(open_gazetteer().lookup_folded(fold(lower)))
    )
    return place, lower in load_triggers().forms, lower in _weapon_words(), lower in _people_words()


@functools.cache
def _weapon_words() -> frozenset[str]:
    """Return the forms of the words that end the terms of data/weapons.tsv; of attacks only those named in one word."""
    text = resources.files("dateline").joinpath("data/weapons.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith(("#", "kind\t"))]
    terms = [(sense, term.split()) for kind, sense, terms in rows if kind != "-" for term in terms.split("|")]
    return _forms(words[-1] for sense, words in terms if sense != "act" or len(words) == 1)


@functools.cache
def _people_words() -> frozenset[str]:
    """Return the forms of the words that end the names of roles that people have."""
    return _forms(lemma.split()[-1] for lemma, role in load_actors().roles.items() if role.human)


def _forms(lemmas: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    for lemma in filter(str.isalpha, lemmas):
        found |= inflections(lemma)
        if lemma.endswith("man"):
            found.add(lemma[:-2] + "en")
    return frozenset(found)
