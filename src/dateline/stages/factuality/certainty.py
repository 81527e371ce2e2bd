"""How certain the words are that an event happened: a graded score from -3 (certainly not) to +3 (certainly).

The scale is that of FactBank-like corpora (Saurí and Pustejovsky 2009; Lee et al. 2015). The score is a weighted sum of named
features: what governs the word and with which signature, its mood, tense, negation and form. The weights are data
(data/factuality_weights.json), fitted by bench/train_factuality.py.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from importlib import resources

from dateline.draft import Sentence, Token
from dateline.grammar import is_passive, is_verb
from dateline.lexicon.predicates import Complement, Form, predicate
from dateline.stages.factuality.governors import NOMINAL, Step, holds, mood, negation, steps

CERTAIN = 3.0
"""The ends of the scale."""
NEAR = 3
"""Governors whose kind is a feature of its own."""
FORMS: tuple[Form, ...] = ("verb", "noun", "adj")
COMPLEMENTS: tuple[Complement, ...] = ("inf", "that", "ing", "noun")


def certainty(sentence: Sentence, token: Token) -> float:
    """Return how certain a sentence is that the event of one of its words happened, -3 to +3; for any word of a parsed sentence."""
    weights = _weights()
    total = sum(weights.get(name, 0.0) for name in features(sentence, token))
    return round(max(-CERTAIN, min(CERTAIN, total)), 2)


def features(sentence: Sentence, token: Token) -> tuple[str, ...]:
    """Return the names of what speaks for or against a word's event, each once."""
    return tuple(dict.fromkeys(_features(sentence, token)))


def _features(sentence: Sentence, token: Token) -> Iterator[str]:
    chain = list(steps(sentence, token))
    negated = negation(sentence, token) is not None
    sign, decided = holds(sentence, token)
    own = mood(sentence, token)[0]
    nominal = "n" if token.pos in NOMINAL else "v"
    yield "bias"
    yield f"tag={token.tag}"
    yield f"{nominal}:dep={token.dep}"
    yield f"{nominal}:holds={sign}"
    yield f"{nominal}:holds={sign}:{decided}"
    yield from (f"own={kind}" for kind in _kinds(token))
    if negated:
        yield "negated"
        yield f"negated:{own}"
        yield f"negated:tag={token.tag}"
    for kid in sentence.kids(token.i, "aux", "mark", "advmod", "amod", "det", "neg", "auxpass", "poss", "prt"):
        yield f"{nominal}:{kid.dep}={kid.lemma}" if kid.dep != "poss" else f"{nominal}:poss"
    if own != "plain":
        yield f"mood={own}"
    if is_verb(token) and is_passive(sentence, token.i):
        yield "passive"
    yield from _subject(sentence, token, chain)
    yield from _above(sentence, chain, nominal)
    yield from _around(sentence, token)


def _kinds(token: Token) -> list[str]:
    """Return the kinds of predicate that a word itself is."""
    form: Form = "noun" if token.pos in NOMINAL else "adj" if token.pos == "ADJ" else "verb"
    found = (predicate(token.lemma, form, c) for c in COMPLEMENTS)
    return sorted({p.kind for p in found if p is not None})


def _subject(sentence: Sentence, token: Token, chain: list[Step]) -> Iterator[str]:
    """Yield who the event is said of: "you" and "one" tell of what is done in general."""
    for kid in sentence.kids(token.i, "nsubj", "nsubjpass"):
        if kid.pos == "PRON":
            yield f"subject={kid.lower}"
    if chain and chain[0].below.dep == "xcomp":
        for kid in sentence.kids(chain[0].word.i, "nsubj"):
            if kid.pos == "PRON":
                yield f"subject above={kid.lower}"


def _above(sentence: Sentence, chain: list[Step], nominal: str) -> Iterator[str]:
    for depth, step in enumerate(chain):
        where = depth if depth < NEAR else "far"
        kind = step.predicate.kind if step.predicate is not None else "-"
        denied = "not " if negation(sentence, step.word) is not None else ""
        state = mood(sentence, step.word)[0]
        yield f"{nominal}:above{where}={kind}:{step.complement}"
        if denied:
            yield f"{nominal}:above{where} not:{step.complement}"
            yield f"above{where}=not {kind}"
        if state != "plain":
            yield f"{nominal}:above{where} {state}:{step.complement}"
            yield f"above{where} {state}:{step.word.lemma if depth == 0 else ''}"
        if step.over is not None:
            yield f"{nominal}:over{where}={step.over.lower}"
        if depth == 0:
            yield f"{nominal}:governor={step.word.lemma}:{step.complement}"
            yield f"governor tag={step.word.tag}"
        if step.below.dep in {"relcl", "advcl"}:
            yield from (f"{step.below.dep} mark={k.lower}" for k in sentence.kids(step.below.i, "mark"))
            yield f"in {step.below.dep} {step.below.tag}"


def _around(sentence: Sentence, token: Token) -> Iterator[str]:
    last = next((t.text for t in reversed(sentence.tokens) if t.text not in {'"', "”", "'", "''", ")"}), "")
    if last == "?":
        yield "question"
    before = sum(t.text in {'"', "``", "''", "“", "”"} for t in sentence.tokens[: token.i])
    if before % 2:
        yield "quoted"
    if token.i == 0:
        yield "first word"


@functools.cache
def _weights() -> dict[str, float]:
    source = resources.files("dateline").joinpath("data/factuality_weights.json")
    weights: dict[str, float] = json.loads(source.read_text("utf-8"))["weights"]
    return weights
