"""The words that credit others: verbs and nouns of saying, "according to", words that count, and hedges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dateline.draft import Sentence, Token
from dateline.grammar import agents, is_passive, is_verb, possessors, subjects
from dateline.lexicon.words import word_set
from dateline.stages.attribution.scope import Stretch, around, complement, figures, stretch_of
from dateline.stages.attribution.tail import beside, name_before, tail

StanceOf = Literal["says", "hedges", "denies", "claims", "reports", "blames"]

ADVERBS: dict[str, StanceOf] = {
    "reportedly": "reports", "allegedly": "hedges", "purportedly": "hedges", "apparently": "hedges", "supposedly": "hedges",
    "presumably": "hedges", "possibly": "hedges", "likely": "hedges", "probably": "hedges",
}  # fmt: skip
"""Adverbs that hedge their clause."""
ADJECTIVES = frozenset("suspected alleged presumed purported apparent supposed believed accused".split())
"""Adjectives that hedge their noun ("suspected militants", "the alleged attack")."""
SEEMING = frozenset({"appear", "seem"})
"""Verbs with which the report itself hedges ("appears to have been")."""
CHARGING = frozenset({"accuse", "charge", "indict", "try", "convict", "suspect"})
"""Verbs that put a deed to somebody's charge without stating that he did it."""
NOBODY = frozenset("no nobody none neither".split())
"""Words that make a subject nobody."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that credit: the token with its range, whom they credit (heads), with what, and how."""

    token: int
    first: int
    last: int
    stance: StanceOf
    speakers: tuple[int, ...]
    content: tuple[Stretch, ...]
    speakerless: bool = False


def cues(sentence: Sentence) -> Iterator[Cue]:
    """Yield the cues of a sentence in the order of their words."""
    for token in sentence.tokens:
        if token.lower == "according":
            yield from _according(sentence, token)
        elif token.lower in ADVERBS and token.dep in {"advmod", "amod", "acomp"}:
            yield _hedge(sentence, token, ADVERBS[token.lower])
        elif token.lower in ADJECTIVES and token.dep == "amod":
            yield _hedge(sentence, token, "hedges")
        elif is_verb(token):
            yield from _verb(sentence, token)
        elif token.pos == "NOUN" and token.lemma in word_set("say_nouns"):
            yield from _noun(sentence, token)


def _stance(lemma: str) -> StanceOf:
    if lemma in word_set("believe_verbs"):
        return "hedges"
    if lemma in word_set("deny_verbs"):
        return "denies"
    if lemma in word_set("report_verbs"):
        return "reports"
    return "claims" if lemma in word_set("claim_verbs") else "says"


def _verb(sentence: Sentence, token: Token) -> Iterator[Cue]:
    lemma = token.lemma
    if lemma in SEEMING:
        below = sentence.kids(token.i, "xcomp", "oprd", "ccomp")
        if below:
            yield Cue(
                token.i,
                token.i,
                token.i + 1,
                "hedges",
                (),
                tuple(stretch_of(sentence, k.i) for k in below),
                speakerless=True,
            )
        return
    if lemma in CHARGING:
        yield from _charge(sentence, token)
    if _unsaid(sentence, token):
        return
    if lemma in word_set("say_verbs"):
        said = list(_said(sentence, token)) or list(_tail(sentence, token))
        yield from said
        if said:
            return
    if lemma in word_set("count_verbs") and not is_passive(sentence, token.i):
        content = figures(sentence, token)
        if content:
            yield Cue(token.i, token.i, token.i + 1, "says", tuple(subjects(sentence, token.i)), content)
    elif lemma in word_set("count_verbs") | word_set("say_verbs") and token.dep == "acl" and agents(sentence, token.i):
        yield Cue(
            token.i,
            token.i,
            token.i + 1,
            "says",
            tuple(agents(sentence, token.i)),
            (stretch_of(sentence, token.head, without=token.i),),
        )


def _unsaid(sentence: Sentence, token: Token) -> bool:
    """Whether the words were not said: "did not say", "neither side has admitted", "would not confirm", "if they say"."""
    if any(
        k.dep == "neg" or k.lower in {"if", "unless", "whether"}
        for k in sentence.kids(token.i, "neg", "mark", "preconj")
    ):
        return True
    for kid in sentence.kids(token.i, "nsubj", "nsubjpass"):
        below = [kid, *sentence.kids(kid.i, "det", "preconj", "advmod")]
        if any(k.lower in NOBODY for k in below):
            return True
    return False


def _said(sentence: Sentence, token: Token) -> Iterator[Cue]:
    """Yield the cue of a verb of saying with its subject, or its agent where it is passive."""
    content = complement(sentence, token)
    if not content:
        return
    words, stance = sentence.tokens, _stance(token.lemma)
    passive = is_passive(sentence, token.i)
    speakers = agents(sentence, token.i) if passive else subjects(sentence, token.i)
    if not passive and not sentence.kids(token.i, "nsubj"):
        speakers = beside(sentence, token) or speakers
    speakers = name_before(sentence, token) or speakers
    outside = tuple(h for h in speakers if h != token.i and not any(a <= words[h].start < b for a, b in content))
    speakerless = passive or stance == "hedges"
    if outside or speakerless:
        yield Cue(token.i, token.i, token.i + 1, stance, outside, content, speakerless=speakerless)


def _tail(sentence: Sentence, token: Token) -> Iterator[Cue]:
    """Yield the cue of words of saying that close a sentence, where the parse has lost what is said or who says it."""
    found = tail(sentence, token)
    if found is not None:
        yield Cue(token.i, token.i, token.i + 1, _stance(token.lemma), found[0], (found[1],))


def _charge(sentence: Sentence, token: Token) -> Iterator[Cue]:
    """Yield "accused of …", "charged with …", "suspected of …": the deed is put to somebody, not stated."""
    deeds = [p for p in sentence.kids(token.i, "prep") if p.lower in {"of", "with", "over", "for"}]
    if not deeds:
        return
    content = tuple(stretch_of(sentence, p.i) for p in deeds)
    passive = is_passive(sentence, token.i)
    speakers = tuple(agents(sentence, token.i) if passive else subjects(sentence, token.i))
    blames = token.lemma == "accuse" and not passive
    yield Cue(token.i, token.i, token.i + 1, "blames" if blames else "hedges", speakers, content, speakerless=True)


def _according(sentence: Sentence, token: Token) -> Iterator[Cue]:
    # The parser may hang a preposition before the word on it ("to police, according").
    to = next((kid for kid in sentence.kids(token.i, "prep") if kid.i > token.i), None)
    if to is None:
        return
    speakers = [k.i for k in sentence.kids(to.i, "pobj")]
    speakers += [k.i for h in speakers for k in sentence.kids(h, "conj")]
    content = around(sentence, token)
    if speakers and content:
        yield Cue(token.i, token.i, to.i + 1, "says", tuple(speakers), content)


def _noun(sentence: Sentence, token: Token) -> Iterator[Cue]:
    """Yield "a report by X that …", "claims that …": the noun's clause is credited to its owner, or to the noun itself."""
    clauses = [
        k
        for k in sentence.kids(token.i, "acl", "relcl", "ccomp")
        if any(m.lower == "that" and m.dep == "mark" for m in sentence.kids(k.i))
    ]
    if not clauses:
        return
    owners = possessors(sentence, token.i) or agents(sentence, token.i)
    content = tuple(stretch_of(sentence, k.i) for k in clauses)
    yield Cue(token.i, token.i, token.i + 1, "says", tuple(owners) or (token.i,), content)


def _hedge(sentence: Sentence, token: Token, stance: StanceOf) -> Cue:
    """An adverb or adjective hedges its own clause or noun."""
    return Cue(token.i, token.i, token.i + 1, stance, (), (stretch_of(sentence, token.head),), speakerless=True)
