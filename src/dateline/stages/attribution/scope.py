"""Scope: which stretch of a sentence a cue credits.

A complement clause is credited as far as its own words go. Words of saying put after or into a clause ("…, police said.")
credit the whole clause that they interrupt, with all that is listed with it; a semicolon ends it.
"""

from __future__ import annotations

from dateline.draft import Sentence, Token
from dateline.lexicon.words import word_set

Stretch = tuple[int, int]

OBJECT_SAYERS = frozenset(
    "confirm report announce claim deny reject acknowledge admit describe reiterate blame allege recount cite dismiss disclose reveal".split()
)
"""Verbs of saying whose object is what is said ("police confirmed the attack")."""
CONTROLLED = frozenset("tell warn ask urge order advise instruct remind".split())
"""Verbs of saying whose infinitive is an order and not news ("told them to leave")."""
INSERTED = frozenset({"parataxis", "ccomp", "advcl", "dep"})
"""Labels under which the parser hangs words of saying that stand after or inside what is said."""
STOPS = frozenset({";"})
CLOSERS = frozenset({",", '"', "”", "''", "’", "'"})
"""What stands between what is said and the words of saying after it."""


def stretch_of(sentence: Sentence, i: int, *, without: int = -1) -> Stretch:
    """Return the extent of a word with all below it, up to one of them where that is left out."""
    below = sentence.subtree(i)
    if without >= 0:
        left_out = set(sentence.subtree(without))
        below = [b for b in below if b not in left_out] or [i]
    return sentence.tokens[below[0]].start, sentence.tokens[below[-1]].end


def _told(sentence: Sentence, clause: int, cue: int) -> Stretch:
    """Return the extent of a complement; what was moved before the words of saying ("which", "that") stays out of it."""
    below = [b for b in sentence.subtree(clause) if b > cue] if clause > cue else sentence.subtree(clause)
    return sentence.tokens[below[0]].start, sentence.tokens[below[-1]].end


def complement(sentence: Sentence, token: Token) -> tuple[Stretch, ...]:
    """Return the stretches that a verb of saying credits to its subject."""
    labels = ("ccomp",) if token.lemma in CONTROLLED else ("ccomp", "xcomp")
    clauses = sentence.kids(token.i, *labels)
    found = [_told(sentence, c.i, token.i) for c in clauses]
    found += [
        stretch_of(sentence, c.i)
        for p in sentence.kids(token.i, "prep")
        if p.lower in {"to", "of"}
        for c in sentence.kids(p.i, "pcomp")
    ]
    if not found and token.lemma in OBJECT_SAYERS:
        found = [stretch_of(sentence, k.i) for k in sentence.kids(token.i, "dobj")]
    after = [(a, b) for a, b in found if b > token.start]
    if len(after) < len(found) or not found:
        before = _before(sentence, token)
        if before is not None:
            return (before,)
    if after or found:
        return tuple(after)
    inside = _inserted(sentence, token)
    return (inside,) if inside is not None else ()


def _before(sentence: Sentence, token: Token) -> Stretch | None:
    """Return what stands before words of saying that close a clause: "…, police said", "…, said the ministry"."""
    own = sentence.kids(token.i, "nsubj")
    first = min([token.i, *(min(sentence.subtree(k.i)) for k in own if k.i < token.i)])
    return clause_before(sentence, first) if own and first > 2 else None


def clause_before(sentence: Sentence, first: int) -> Stretch | None:
    """Return the clause that ends with the comma or quotation mark before a word, back to a semicolon."""
    words = sentence.tokens
    if words[first - 1].text not in CLOSERS:
        return None
    start = clause_start(sentence, first)
    said = words[start : first - 1]
    if not any(t.pos in {"VERB", "AUX"} for t in said):
        return None
    return words[start].start, said[-1].end


def clause_start(sentence: Sentence, end: int) -> int:
    """Return where the clause before a word starts: after the last semicolon, or with the sentence."""
    return next((i + 1 for i in range(end - 1, -1, -1) if sentence.tokens[i].text in STOPS), 0)


def _inserted(sentence: Sentence, token: Token) -> Stretch | None:
    """Return the clause that words of saying interrupt, where the parser hangs them below it."""
    if token.dep not in INSERTED or token.head == token.i:
        return None
    below = set(sentence.subtree(token.head)) - set(sentence.subtree(token.i))
    if not below:
        return None
    return sentence.tokens[min(below)].start, sentence.tokens[max(below)].end


def around(sentence: Sentence, token: Token) -> tuple[Stretch, ...]:
    """Return what "according to X" credits: its clause on either side, between semicolons; a relative clause stays by itself."""
    words = sentence.tokens
    mine = sentence.subtree(token.i)
    first, last = mine[0], mine[-1]
    start = clause_start(sentence, first)
    stop = next((t.i for t in words[last + 1 :] if t.text in STOPS), len(words))
    if first > start and any(t.pos != "PUNCT" for t in words[last + 1 : stop]):
        relative = next((a for a in sentence.ancestors(token.i) if a.dep == "relcl"), None)
        if relative is not None:
            return (stretch_of(sentence, relative.i, without=token.i),)
        return ((words[start].start, words[first].start),)
    found = []
    if first > start:
        found.append((words[start].start, words[first].start))
    if any(t.pos != "PUNCT" for t in words[last + 1 : stop]):
        found.append((words[last + 1].start, words[stop - 1].end))
    return tuple(found)


def figures(sentence: Sentence, token: Token) -> tuple[Stretch, ...]:
    """Return what a verb that counts credits, where its object is a figure or counts something ("put the toll at 30")."""
    for item in sentence.kids(token.i, "dobj"):
        below = sentence.subtree(item.i)
        if item.lemma in word_set("figure_nouns") or any(sentence.tokens[b].tag == "CD" for b in below):
            said = [i for i in sentence.subtree(token.i) if sentence.tokens[i].pos != "PUNCT"]
            return ((sentence.tokens[below[0]].start, sentence.tokens[said[-1]].end),)
    return ()
