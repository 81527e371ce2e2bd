"""All the statements of harm of a sentence, in the order of their words."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.grammar import is_verb
from dateline.stages.tolls.counting import Reader
from dateline.stages.tolls.harm import Harm
from dateline.stages.tolls.states import adjectival, nominal
from dateline.stages.tolls.verbs import verbal
from dateline.stages.tolls.words import toll_words


def harms(reader: Reader) -> Iterator[Harm]:
    """Yield the statements of harm of a parsed sentence, in order of their words."""
    words = toll_words()
    for token in reader.sentence.tokens:
        if is_verb(token) or token.pos == "VERB":
            yield from verbal(reader, token)
        if token.lemma in words.adjectives or token.lower in words.adjectives or token.lower in words.of("unhurt"):
            yield from adjectival(reader, token)
        if token.pos in {"NOUN", "PROPN"}:
            yield from nominal(reader, token)
