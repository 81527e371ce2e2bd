"""Who is credited with a stretch of the report's words."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.draft import Attribution, Draft, Sentence
from dateline.events import Speaker
from dateline.lexicon.words import word_set

STATING = frozenset({"says", "claims", "reports", "hedges", "blames"})
"""Stances under which a speaker stands behind the words; who denies does not."""

GOING_ON = frozenset({"says", "reports"})
"""Stances of a speaker named in the middle of his words, who is credited with what follows too."""
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
    return None if token is None else _going_on(draft, words, token.i)


def _going_on(draft: Draft, sentence: Sentence, token: int) -> Speaker | None:
    """Return whose words go on behind their cue: "a boat fired on a trawler, the navy said, and three men are missing"."""
    words = sentence.tokens
    told = [
        item
        for item in draft.attributions_in(sentence.index)
        if item.stance in GOING_ON and item.start >= 0 and item.cue_token < token
    ]
    if not told:
        return None
    item = max(told, key=lambda a: a.cue_token)
    end = max(b for _, b in item.content)
    if end > words[item.cue_token].start or any(
        w.text in {";", ":", "(", "“", '"'} for w in words[item.cue_token : token]
    ):
        return None
    for below in (words[token], *sentence.ancestors(token)):
        above = words[below.head]
        inside = above.i == item.cue_token or any(a <= above.start < b for a, b in item.content)
        if inside and below.i > item.cue_token:
            aside = below.dep in {"advcl", "acl"} and below.tag == "VBG"
            own = above.i != item.cue_token or sentence.kids(below.i, "nsubj", "nsubjpass", "expl")
            return speaker_of(draft, item) if aside or (below.dep == "conj" and own) else None
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
        if i == token and word.tag == "VBG" and word.dep in {"advcl", "acl"} and _after_comma(sentence, i):
            return True  # "…, killing four" tells news, whatever word the parser hangs it on
        if word.pos in {"NOUN", "PROPN"} and _taken_as_known(sentence, i, inner=i == token):
            return False
        above = word.head
        if above == i or not any(a <= words[above].start < b for a, b in content):
            return True
        i = above


def _after_comma(sentence: Sentence, i: int) -> bool:
    return i > 0 and sentence.tokens[min(sentence.subtree(i)) - 1].text == ","


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
