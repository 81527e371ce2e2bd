"""Words that recall a place told before: "the city", "the province", "there"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from dateline.draft import Draft, Sentence, Token, Toponym
from dateline.lexicon.words import word_set

REACH = 10
"""Sentences back within which a recalled place is sought."""
DEFINITE = frozenset({"the", "this", "that", "its", "same"})
PAIR = frozenset({"both", "two"})
"""Words before a plural that recalls the last two places."""
LEVELS: tuple[tuple[str, frozenset[str]], ...] = (
    ("town_nouns", frozenset({"town"})),
    ("province_nouns", frozenset({"admin1", "admin2", "region"})),
    ("country_nouns", frozenset({"country"})),
    ("area_nouns", frozenset({"site", "town", "admin2", "admin1", "region", "sea"})),
)
"""Sets of nouns and the precisions of the places that they can recall."""
ANY = frozenset({"site", "town", "admin2", "admin1", "region"})
"""What "there" can recall."""


@dataclass(frozen=True, slots=True)
class Recall:
    """A word of a sentence that stands for a toponym told before (an index into `Draft.toponyms`)."""

    sentence: int
    token: int
    toponym: int


def recalls_of(draft: Draft, sentences: set[int]) -> Iterator[Recall]:
    """Yield the words of these sentences that recall a place, with what they recall."""
    taken = {(t.sentence, i) for t in draft.toponyms for i in range(t.first, t.last)}
    for n in sorted(sentences):
        sentence = draft.sentences[n]
        if not sentence.parsed:
            continue
        for token in sentence.tokens:
            levels = _levels(sentence, token)
            if not levels or (n, token.i) in taken or any((n, i) in taken for i in sentence.subtree(token.i)):
                continue
            for found in _antecedents(draft, n, token, levels):
                yield Recall(n, token.i, found)


def _levels(sentence: Sentence, token: Token) -> frozenset[str]:
    """Return the precisions of the places that a word can recall; none where it recalls no place."""
    if token.lower == "there":
        return ANY if token.dep in {"advmod", "pcomp", "pobj"} else frozenset()
    wanted = DEFINITE if token.tag == "NN" else PAIR
    if token.tag not in {"NN", "NNS"} or not any(
        k.lower in wanted for k in sentence.kids(token.i, "det", "poss", "predet")
    ):
        return frozenset()
    return next((levels for name, levels in LEVELS if token.lemma in word_set(name)), frozenset())


def _antecedents(draft: Draft, sentence: int, token: Token, levels: frozenset[str]) -> list[int]:
    """Return the last place before a word that it can recall; the last two for "both countries"."""
    before = [
        (n, t)
        for n, t in enumerate(draft.toponyms)
        if (t.sentence, t.first) < (sentence, token.i)
        and sentence - t.sentence <= REACH
        and (t.grain in levels or _bears(t, token))
    ]
    if token.tag == "NNS":
        last: dict[str, int] = {}
        for n, t in reversed(before):
            if not t.metonym and len(last) < len(PAIR):
                last.setdefault(t.place.name, n)
        return list(last.values()) if len(last) == len(PAIR) else []
    if token.lemma == "capital":
        country = _main_country(draft)
        towns = [(n, t) for n, t in before if t.place.country == country]
        return [n for n, _ in sorted(towns, key=lambda item: -item[1].population)[:1]]
    placed = [(n, t) for n, t in before if not t.metonym or "country" in levels]
    return [n for n, _ in sorted(placed, key=lambda item: _rank(item[1]))[-1:]]


def _bears(toponym: Toponym, token: Token) -> bool:
    """Whether a place is called by the noun that recalls it ("the district" for "Salaheddin district", or for a quarter)."""
    return token.lemma in toponym.place.name.lower().split() or token.lemma == toponym.place.kind == "district"


def _main_country(draft: Draft) -> str | None:
    """Return the country that most of the report's places lie in."""
    counted = Counter(t.place.country for t in draft.toponyms if t.place.country)
    return counted.most_common(1)[0][0] if counted else None


def _rank(toponym: Toponym) -> tuple[int, int]:
    """Later words recall better; of one sentence, the place that comes first in it is what it is about."""
    return (toponym.sentence, -toponym.first)
