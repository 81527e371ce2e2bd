"""All the statements of harm of a sentence, in the order of their words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dateline import vocabulary as v
from dateline.draft import Token
from dateline.grammar import expand, is_verb
from dateline.stages.tolls.counting import Reader
from dateline.stages.tolls.harm import COMPLETED, Harm, head_of
from dateline.stages.tolls.states import adjectival, nominal
from dateline.stages.tolls.verbs import verbal
from dateline.stages.tolls.words import toll_words

SHOOTING = frozenset({"shoots", "shoot", "gun", "guns", "mows", "mow", "kills", "wounds", "injures"})
"""Present forms of verbs that the parser takes for nouns in headlines and summaries ("an immigrant shoots dead 13 people")."""


def _misread(reader: Reader, token: Token) -> Iterator[Harm]:
    """Read a verb of harm that was parsed as a noun by the number right behind it."""
    at = token.i + 1
    needed = COMPLETED.get(token.lower)
    if needed is not None:
        if at >= len(reader.sentence.tokens) or reader.token(at).lower != needed:
            return
        at += 1
    figure = next((f for f in reader.figures if f.first == at and f.quantity.high != 0), None)
    if figure is not None:
        measure: v.Measure = "injured" if token.lower in {"wounds", "injures"} else "killed"
        yield Harm(measure, token.i, at, tuple(expand(reader.sentence, [head_of(reader, figure)])))


SOURCE = 5
"""Words that may name a source before a colon."""
AGED = frozenset({"year", "years", "month", "months", "week", "day", "yr"})


def harms(reader: Reader) -> Iterator[Harm]:
    """Yield the statements of harm of a parsed sentence, in order of their words."""
    tokens = reader.sentence.tokens
    colon = next((t.i for t in tokens[1 : SOURCE + 1] if t.text == ":"), 0)
    source = 0 if any(t.pos in {"VERB", "AUX", "NUM"} for t in tokens[:colon]) else colon
    for harm in _harms(reader):
        yield _after_source(reader, harm, source) if source else harm


def _after_source(reader: Reader, harm: Harm, colon: int) -> Harm:
    """Return the harm of "Police: boy killed" with the boy for those whom the parser took from before the colon."""
    if harm.token < colon or all(i > colon for i in harm.heads):
        return harm
    between = reader.sentence.tokens[colon + 1 : harm.token]
    nouns = [
        t.i
        for t in between
        if t.pos in {"NOUN", "PROPN", "INTJ"} and t.lower not in AGED and t.dep not in {"compound", "nmod", "npadvmod"}
    ]
    first = next(iter(nouns or [t.i for t in between if t.lower == "old"]), None)
    own = [i for i in harm.heads if i > colon]
    return replace(harm, heads=tuple(own or ([] if first is None else expand(reader.sentence, [first]))))


def _harms(reader: Reader) -> Iterator[Harm]:
    words = toll_words()
    for token in reader.sentence.tokens:
        if is_verb(token) or token.pos == "VERB":
            yield from verbal(reader, token)
        elif token.lower in SHOOTING:
            yield from _misread(reader, token)
        if token.lemma in words.adjectives or token.lower in words.adjectives or token.lower in words.of("unhurt"):
            yield from adjectival(reader, token)
        if token.pos in {"NOUN", "PROPN"}:
            yield from nominal(reader, token)
