"""Claims of responsibility, and that there is none: "no group has claimed", "claimed by", "blamed on"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dateline import vocabulary as v
from dateline.draft import Draft, Phrase, Sentence, Token
from dateline.grammar import agents, is_passive, is_verb, objects, prepositions, subjects

NOBODY = frozenset({"no", "nobody", "none", "neither"})
EVENTS = frozenset("attack bombing blast killing shooting assault strike raid explosion kidnapping abduction ambush assassination violence massacre murder incident".split())


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody's word on who did it: `phrase` is the index of the one named, -1 where nobody claimed it."""

    sentence: int
    token: int
    stance: v.Stance
    phrase: int
    speaker: int
    start: int
    end: int


def claims_of(draft: Draft) -> Iterator[Claim]:
    """Yield the claims of a report."""
    heads: dict[int, dict[int, Phrase]] = {}
    for phrase in draft.phrases:
        heads.setdefault(phrase.sentence, {}).setdefault(phrase.head, phrase)
    for sentence in draft.sentences:
        if sentence.parsed:
            for token in sentence.tokens:
                yield from _at(sentence, token, heads.get(sentence.index, {}))


def _at(sentence: Sentence, token: Token, heads: dict[int, Phrase]) -> Iterator[Claim]:
    if token.lemma in {"claim", "accept", "take", "deny", "admit", "assume"} and is_verb(token):
        yield from _claim(sentence, token, heads)
    elif token.lemma == "claim" and token.pos == "NOUN":
        if any(k.lower == "no" for k in sentence.kids(token.i, "det")) and any(p == "of" and sentence.tokens[h].lemma == "responsibility" for p, hs in prepositions(sentence, token.i) for h in hs):
            yield Claim(sentence.index, token.i, "unclaimed", -1, -1, *_stretch(sentence, token))
    elif token.lemma == "blame" and is_verb(token):
        yield from _blame(sentence, token, heads)
    elif token.lemma == "responsible" and token.pos == "ADJ":
        above = sentence.tokens[token.head]
        if above.lemma == "be" and any(p == "for" and any(sentence.tokens[h].lemma in EVENTS for h in hs) for p, hs in prepositions(sentence, token.i)):
            for head in subjects(sentence, above.i):
                if head in heads:
                    yield Claim(sentence.index, token.i, "blamed", heads[head].index, -1, *_stretch(sentence, token))


def _stretch(sentence: Sentence, token: Token) -> tuple[int, int]:
    first = min([token.i, *sentence.children[token.i]])
    last = max([token.i, *sentence.children[token.i]])
    return sentence.tokens[first].start, sentence.tokens[last].end


def _claim(sentence: Sentence, token: Token, heads: dict[int, Phrase]) -> Iterator[Claim]:
    held = [sentence.tokens[h] for h in objects(sentence, token.i)]
    about = any(t.lemma in {"responsibility", "credit"} for t in held) or (token.lemma == "claim" and any(t.lemma in EVENTS or t.lower in {"it"} for t in held))
    if not about or (token.lemma in {"take", "assume", "accept", "admit"} and not any(t.lemma == "responsibility" for t in held)):
        return
    doers = agents(sentence, token.i) if is_passive(sentence, token.i) else subjects(sentence, token.i)
    negated = any(k.dep == "neg" for k in sentence.kids(token.i))
    nobody = [h for h in doers if sentence.tokens[h].lower in NOBODY or any(k.lower in NOBODY for k in sentence.kids(h, "det", "nummod"))
              or (sentence.tokens[h].lower == "one" and h > 0 and sentence.tokens[h - 1].lower == "no")]
    stretch = _stretch(sentence, token)
    if nobody or (negated and not [h for h in doers if h in heads]) or (negated and token.lemma == "claim"):
        yield Claim(sentence.index, token.i, "unclaimed", -1, -1, *stretch)
        return
    for head in doers:
        if head in heads:
            yield Claim(sentence.index, token.i, "denied" if token.lemma == "deny" or negated else "claimed", heads[head].index, heads[head].index, *stretch)


def _blame(sentence: Sentence, token: Token, heads: dict[int, Phrase]) -> Iterator[Claim]:
    stretch = _stretch(sentence, token)
    doers = subjects(sentence, token.i)
    speaker = next((heads[h].index for h in doers if h in heads), -1)
    on = [h for p, hs in prepositions(sentence, token.i) if p == "on" for h in hs]
    held = objects(sentence, token.i)
    blamed = on if on else [h for h in held if sentence.tokens[h].lemma not in EVENTS]
    for head in blamed:
        if head in heads:
            yield Claim(sentence.index, token.i, "blamed", heads[head].index, speaker, *stretch)
