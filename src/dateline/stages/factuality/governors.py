"""What stands above a word and bears on whether it happened: the chain of its governors, each with how it governs.

Prepositions are stepped over ("accused of bombing": "accused" governs "bombing" as a gerund), lists are climbed to their first
member, and negation, modals and conditions of each governor are read off its own words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dateline.draft import Sentence, Token
from dateline.grammar import is_verb
from dateline.lexicon.predicates import Complement, Form, Predicate, Sign, predicate

Mood = Literal["plain", "future", "modal", "condition", "question"]

CLIMB = 6
"""Governors that are looked at; beyond them little bears on the word."""
FUTURE = frozenset({"will", "shall", "'ll", "wo", "’ll"})
MODAL = frozenset("may might could can would should must ought need ca 'd ’d".split())
CONDITION = frozenset("if unless whether lest until provided".split())
NEGATIONS = frozenset(
    "not n't n’t never no none nobody nothing neither nor without hardly barely scarcely rarely".split()
)
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
OPAQUE = frozenset({"relcl", "advcl", "npadvmod", "appos", "parataxis", "csubj", "advmod", "amod", "compound", "poss"})
"""Relations through which a governor decides nothing by itself: what stands there is told on its own account."""


@dataclass(frozen=True, slots=True)
class Step:
    """One governor above a word.

    Args:
        below: the word that it governs; word: the governor; over: the preposition between them.
        complement: how it governs, None where it does not ("the man who ...").
        predicate: what the governor makes of such a complement, where the table knows it.
    """

    below: Token
    word: Token
    over: Token | None
    complement: Complement | None
    predicate: Predicate | None


def steps(sentence: Sentence, token: Token) -> Iterator[Step]:
    """Yield the governors of a word, nearest first."""
    below = token
    for _ in range(CLIMB):
        first = _first_listed(sentence, below)
        above = sentence.tokens[first.head]
        if above.i == first.i:
            return
        over = None
        if above.dep in {"prep", "agent", "prt"} and above.head != above.i and first.dep in {"pobj", "pcomp"}:
            over, above = above, sentence.tokens[above.head]
        complement = _complement(sentence, first, over)
        yield Step(first, above, over, complement, _predicate(above, over, complement))
        below = above


def _first_listed(sentence: Sentence, token: Token) -> Token:
    """Return the first of a list that a word stands in, since that alone hangs on what governs them all."""
    for _ in range(CLIMB):
        if token.dep != "conj" or token.head == token.i:
            break
        token = sentence.tokens[token.head]
    return token


def _complement(sentence: Sentence, token: Token, over: Token | None) -> Complement | None:
    if token.dep in OPAQUE and token.dep != "advcl":
        return None
    if token.pos in NOMINAL or token.dep in {"dobj", "pobj", "nsubjpass", "nsubj", "attr"}:
        return "noun"
    if token.dep == "pcomp" or (over is not None and token.tag == "VBG"):
        return "ing"
    infinitive = token.tag == "VB" and any(k.lower == "to" for k in sentence.kids(token.i, "aux"))
    if token.dep in {"xcomp", "acl", "advcl", "ccomp", "acomp", "oprd"}:
        if infinitive or (token.dep == "xcomp" and token.tag in {"VB", "JJ", "VBN"}):
            return "inf"
        if token.tag == "VBG" and token.dep != "advcl":
            return "ing"
        if token.dep in {"ccomp", "xcomp"} or (token.dep == "acl" and _is_finite(sentence, token)):
            return "that"
    return None


def _is_finite(sentence: Sentence, token: Token) -> bool:
    return any(k.lower == "that" for k in sentence.kids(token.i, "mark"))


def _predicate(above: Token, over: Token | None, complement: Complement | None) -> Predicate | None:
    if complement is None:
        return None
    if over is not None and (found := predicate(over.lemma, "prep", complement)):
        return found
    form: Form = "verb" if is_verb(above) or above.pos == "AUX" else "noun" if above.pos in NOMINAL else "adj"
    other: Form = "adj" if form == "verb" else "verb"
    return predicate(above.lemma, form, complement) or (
        predicate(above.lower, other, complement) if form != "noun" else None
    )


def negation(sentence: Sentence, token: Token) -> Token | None:
    """Return the word that negates a word: on itself, its copula, or its subject ("nobody", "no one")."""
    for kid in sentence.kids(token.i):
        if kid.dep == "neg" or (kid.lower in NEGATIONS and kid.dep in {"det", "advmod", "preconj", "cc"}):
            return kid
        if kid.dep in {"nsubj", "nsubjpass"}:
            if kid.lower in NEGATIONS:
                return kid
            inner = next((k for k in sentence.kids(kid.i, "det", "neg") if k.lower in NEGATIONS), None)
            if inner is not None:
                return inner
    return None


def mood(sentence: Sentence, token: Token) -> tuple[Mood, Token | None]:
    """Return whether a word's own clause tells of what will, may or would be, and the word that says so."""
    for kid in sentence.kids(token.i, "aux", "mark", "advmod"):
        if kid.lower in CONDITION and kid.dep in {"mark", "advmod"}:
            return "condition", kid
        if kid.dep == "aux" and kid.lower in FUTURE:
            return "future", kid
        if kid.dep == "aux" and kid.lower in MODAL:
            return "modal", kid
    return "plain", None


def flip(sign: Sign) -> Sign:
    """Return the opposite of a sign; what is open stays so."""
    return "-" if sign == "+" else "+" if sign == "-" else "?"


def holds(sentence: Sentence, token: Token) -> tuple[Sign, str]:
    """Return whether a word's event holds by the signatures of all that governs it, and the kind that decided it last.

    Composed from the outside in, after Nairn, Condoravdi and Karttunen (2006): a predicate in a negated context takes its
    negated sign; in an open one only what it presupposes holds.
    """
    sign: Sign = "+"
    decided = ""
    for step in reversed(list(steps(sentence, token))):
        sign = _own(sentence, step.word, sign)
        known = step.predicate
        if known is not None:
            if known.affirmed == known.negated and known.affirmed != "?":
                sign = known.affirmed
            else:
                sign = known.affirmed if sign == "+" else known.negated if sign == "-" else "?"
            decided = known.kind
        elif step.complement is None or step.complement == "noun":
            sign = sign if step.complement == "noun" else "+"
            decided = decided if step.complement == "noun" else ""
    return _own(sentence, token, sign), decided


def _own(sentence: Sentence, token: Token, sign: Sign) -> Sign:
    if negation(sentence, token) is not None:
        sign = flip(sign)
    return "?" if mood(sentence, token)[0] != "plain" and sign == "+" else sign
