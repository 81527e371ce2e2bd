"""Spheres of talk: what a stretch of text is about, by its words.

A report of a match, of markets or of the weather borrows the words of war. What else it speaks of tells it apart: each word
of data/spheres.tsv lends its weight to a sphere, once however often it stands there.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources

from dateline.errors import DataError
from dateline.lexicon.morphology import inflections

SPHERES = (
    "sport", "market", "weather", "show", "game", "style", "nature", "health", "tech", "accident", "people", "arms", "politics", "crime",
)  # fmt: skip
LIGHT = SPHERES[:9]
"""Spheres whose talk of attacks and battles is a manner of speaking."""
GRAVE = frozenset({"arms", "politics", "crime"})
PRIOR = 2.0
"""What is added to the sum of weights before a share is taken, so that one word of a short sentence does not decide all."""
LONGEST = 3
"""Most words of a lemma of several."""
_WORD = re.compile(r"[a-z0-9&.'’-]*[a-z0-9]")

Weights = tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Talk:
    """How much of each sphere some text has: the sums of the weights of its words, in the order of `SPHERES`."""

    weights: tuple[float, ...]

    def of(self, sphere: str) -> float:
        """Return the weight of one sphere."""
        return self.weights[SPHERES.index(sphere)]

    def share(self, sphere: str, prior: float = PRIOR) -> float:
        """Return the share of one sphere among all, 0…1."""
        return self.of(sphere) / (sum(self.weights) + prior)

    @property
    def light(self) -> float:
        """Return the share of the light spheres against these and the grave ones, 0…1."""
        light = sum(self.weights[: len(LIGHT)])
        grave = sum(self.of(s) for s in GRAVE)
        return light / (light + grave + PRIOR)


SILENCE = Talk((0.0,) * len(SPHERES))


@dataclass(frozen=True, slots=True)
class _Table:
    """Weights of single words and of lemmas of several by their forms; `firsts`: first words of the latter."""

    words: dict[str, Weights]
    firsts: frozenset[str]


@functools.cache
def _table() -> _Table:
    found: dict[str, dict[int, float]] = {}
    firsts: set[str] = set()
    text = resources.files("dateline").joinpath("data/spheres.tsv").read_text("utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith(("#", "words\t")):
            continue
        words, _, rest = line.partition("\t")
        sphere, _, weight = rest.partition("\t")
        if sphere not in SPHERES:
            raise DataError(
                f"data/spheres.tsv line {number}: unknown sphere {sphere!r}; there are {', '.join(SPHERES)}"
            )
        for lemma in words.split("|"):
            *before, last = lemma.split()
            firsts |= set(before[:1])
            for form in inflections(last):
                known = found.setdefault(" ".join((*before, form)), {})
                known[SPHERES.index(sphere)] = max(float(weight), known.get(SPHERES.index(sphere), 0.0))
    return _Table({form: tuple(sorted(w.items())) for form, w in found.items()}, frozenset(firsts))


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, possessive endings cut off."""
    return [w.removesuffix("'s").removesuffix("’s") for w in _WORD.findall(text.lower())]


@functools.lru_cache(maxsize=2048)
def telling(text: str) -> Mapping[str, Weights]:
    """Return the words and lemmas of a text that are of some sphere, each once, with (index of the sphere, weight) pairs.

    Kept for the sentences of the reports at hand, of which the parser's gate and the coding ask alike.
    """
    table = _table()
    words = words_of(text)
    found: dict[str, Weights] = {}
    for n, word in enumerate(words):
        known = table.words.get(word)
        if known is not None:
            found[word] = known
        if word in table.firsts:
            for length in range(2, LONGEST + 1):
                phrase = " ".join(words[n : n + length])
                known = table.words.get(phrase)
                if known is not None:
                    found[phrase] = known
    return found


def talk_of(words: Iterable[Weights]) -> Talk:
    """Return how much of each sphere the given words have."""
    sums = [0.0] * len(SPHERES)
    for weights in words:
        for sphere, weight in weights:
            sums[sphere] += weight
    return Talk(tuple(sums))


@functools.lru_cache(maxsize=4096)
def sphere_of_word(word: str) -> str | None:
    """Return the sphere that a word in lower case belongs to most, None where it belongs to none."""
    weights = _table().words.get(word)
    return SPHERES[max(weights, key=lambda w: w[1])[0]] if weights else None
