"""Whether a word of harm states harm that happened: negation, hedges, intentions and conditions around it."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.draft import Sentence, Token
from dateline.stages.tolls.words import toll_words

POSSIBLE = frozenset({"may", "might", "could"})
UNREAL = frozenset({"will", "'ll", "wo", "would", "can", "ca", "should", "must", "shall"})
CONDITIONS = frozenset({"if", "unless", "lest"})
REACH = 3


@dataclass(frozen=True, slots=True)
class Reality:
    """How a verb's harm stands: `stated` (it is told as having happened), `denied`, `possible`."""

    stated: bool
    denied: bool = False
    possible: bool = False


def reality(sentence: Sentence, v: int) -> Reality:
    """Judge a verb of harm by its auxiliaries and by what governs it."""
    token = sentence.tokens[v]
    helpers = {k.lower for k in sentence.kids(v, "aux", "auxpass")}
    denied = _negated(sentence, token)
    if any(k.lower in CONDITIONS for k in sentence.kids(v, "mark")):
        return Reality(stated=False)
    if helpers & UNREAL and not (denied and helpers & {"ca"}):
        return Reality(stated=False)
    if helpers & POSSIBLE:
        perfect = "have" in helpers or "'ve" in helpers
        return Reality(stated=perfect, possible=perfect)
    if "to" in helpers and "have" not in helpers and "having" not in helpers and _meant(sentence, token):
        return Reality(stated=False)
    if (token.dep in {"pcomp", "prep"} and _governed_by_intent(sentence, token)) or _given_up(sentence, token):
        return Reality(stated=False)
    governed = token.dep == "conj" and not helpers and token.head != v and token.tag in {"VB", "VBN"}
    if governed and sentence.tokens[token.head].pos in {"VERB", "AUX"} and not sentence.kids(v, "nsubj", "nsubjpass"):
        above = reality(sentence, token.head)
        return Reality(above.stated, denied or above.denied, above.possible)
    return Reality(stated=True, denied=denied)


def _negated(sentence: Sentence, token: Token) -> bool:
    if sentence.kids(token.i, "neg"):
        return True
    head = sentence.tokens[token.head]
    return token.dep == "pcomp" and head.lower == "without"


def _meant(sentence: Sentence, token: Token) -> bool:
    """Tell whether an infinitive names an intention, an order or a purpose rather than a deed."""
    head = sentence.tokens[token.head]
    if head.i == token.i:
        return True
    if token.dep in {"acl", "advcl", "relcl"}:
        return True
    return head.lemma in toll_words().of("planned")


def _given_up(sentence: Sentence, token: Token) -> bool:
    """Tell whether somebody stops what a gerund tells, or promises to: it is no harm that this report counts."""
    head = sentence.tokens[token.head]
    return token.tag == "VBG" and token.dep == "xcomp" and head.lemma in {"stop", "halt", "cease"}


def _governed_by_intent(sentence: Sentence, token: Token) -> bool:
    """Tell whether a gerund hangs on a word of intention: "vowed on killing", "the threat of killing"."""
    for above in list(sentence.ancestors(token.i))[:2]:
        if above.lemma in {
            "threat",
            "plot",
            "threaten",
            "plan",
            "prevent",
            "stop",
            "keep",
            "avoid",
            "aim",
            "consider",
            "conspiracy",
        }:
            return True
    return False
