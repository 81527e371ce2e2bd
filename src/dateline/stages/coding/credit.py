"""Who is credited with a stretch of the report's words."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.draft import Attribution, Draft, Sentence
from dateline.events import Speaker
from dateline.lexicon.words import word_set

STATING = frozenset({"says", "claims", "reports", "hedges", "blames"})
"""Stances under which a speaker stands behind the words; who denies does not."""

BRINGING = frozenset({"in", "by", "after", "with", "during"})
"""Prepositions after which a clause tells news too ("killed in an attack", "hit by a bomb")."""
DEFINITE = frozenset("the this that these those".split())


def speaker_of(draft: Draft, item: Attribution) -> Speaker | None:
    """Return the speaker of an attribution, or None where nobody is named."""
    if item.name is None or item.start < 0:
        return None
    return Speaker(item.name, (draft.span(item.start, item.end),), item.kind, item.cue, item.anonymous)


def covering(draft: Draft, sentence: int, start: int) -> list[Attribution]:
    """Return the attributions whose credited words hold an offset, the narrowest first."""
    found = [
        (b - a, n, item)
        for n, item in enumerate(draft.attributions_in(sentence))
        for a, b in item.content
        if a <= start < b
    ]
    return [item for _, _, item in sorted(found, key=lambda x: x[:2])]


def credited(draft: Draft, sentence: int, start: int) -> Speaker | None:
    """Return who is credited with the words that start at an offset: the speaker nearest to them."""
    words = draft.sentences[sentence]
    token = words.token_at(start)
    for item in covering(draft, sentence, start):
        if item.stance in STATING and item.start >= 0 and (token is None or asserted(words, token.i, item.content)):
            return speaker_of(draft, item)
    return None


def credited_anywhere(draft: Draft, places: Iterable[tuple[int, int]]) -> Speaker | None:
    """Return who is credited at the first of several places that has a speaker: headlines leave out who said it, the body tells.

    Args:
        draft: the report.
        places: sentence and offset of each statement of one thing.
    """
    return next((found for sentence, start in places if (found := credited(draft, sentence, start)) is not None), None)


def asserted(sentence: Sentence, token: int, content: tuple[tuple[int, int], ...]) -> bool:
    """Whether credited words assert what a word of them tells, rather than take it as known.

    "They said she was shaken by a stabbing that killed 50" and "the bombing was revenge for air strikes" assert neither:
    what stands in a phrase after a preposition, in a definite phrase or in a clause about either is the report's own knowledge.
    """
    i = token
    words = sentence.tokens
    while True:
        word = words[i]
        if word.pos in {"NOUN", "PROPN"} and _taken_as_known(sentence, i, inner=i == token):
            return False
        above = word.head
        if above == i or not any(a <= words[above].start < b for a, b in content):
            return True
        i = above


def _taken_as_known(sentence: Sentence, i: int, *, inner: bool) -> bool:
    word = sentence.tokens[i]
    if word.dep in {"pobj", "poss", "pcomp"}:
        above = sentence.tokens[word.head]
        return not (above.lower in BRINGING and sentence.tokens[above.head].pos in {"VERB", "AUX"})
    if word.lemma in word_set("figure_nouns"):
        return False  # "the toll", "the dead" are new with each figure
    if inner or word.dep in {"nsubj", "nsubjpass", "dobj", "attr"}:
        return any(k.lower in DEFINITE or k.dep == "poss" for k in sentence.kids(i, "det", "poss"))
    return False
