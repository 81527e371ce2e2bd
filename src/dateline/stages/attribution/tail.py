"""Words of saying at the end of a clause, read from the order of the words.

Parsers take "…, including a boy, medics and witnesses said" for one long list and lose who speaks. The form itself is plain:
a comma, a noun phrase (perhaps with a name set off by commas), a finite verb of saying, and no clause after it.
"""

from __future__ import annotations

from dateline.draft import Sentence, Token
from dateline.stages.attribution.scope import CLOSERS, Stretch, clause_before

NOMINAL = frozenset("DET ADJ NOUN PROPN NUM ADP PART CCONJ PRON X".split())
HEARD = frozenset({"tell"})
"""Verbs of saying whose object is who heard it."""
BREAKS = frozenset("but while although though whereas as".split())
"""Words after which a new clause starts."""
LONGEST = 14
"""Most words that a speaker's description runs to; longer stretches without a comma are clauses."""


def tail(sentence: Sentence, token: Token) -> tuple[tuple[int, ...], Stretch] | None:
    """Return the heads of the speakers and the words credited, where a verb closes a clause as words of saying do."""
    words = sentence.tokens
    if token.tag not in {"VBD", "VBZ", "VBP"} or any(
        k.i > token.i
        for k in sentence.kids(token.i, *(("ccomp", "xcomp") if token.lemma in HEARD else ("ccomp", "xcomp", "dobj")))
    ):
        return None
    first = _run(sentence, token.i)
    names: list[int] = []
    if first == token.i and words[first - 1].text == ",":
        names = name_before(sentence, token)
        if not names:
            return None
        name = _run(sentence, first - 1)
        first = _run(sentence, name - 1)
        first = first if first < name - 1 else name
    if first == token.i or token.i - first > LONGEST or words[first - 1].text not in CLOSERS:
        return None
    content = clause_before(sentence, first)
    heads = names or _heads(sentence, first, token.i)
    return (tuple(heads), content) if content is not None and heads else None


def name_before(sentence: Sentence, token: Token) -> list[int]:
    """Return the head of a person's name that commas set off right before a verb ("the head of the clinic, Ann Lee, said")."""
    words = sentence.tokens
    end = token.i - 1
    if end < 2 or words[end].text != "," or words[end - 1].pos != "PROPN":
        return []
    first = end
    while first > 0 and words[first - 1].pos in {"PROPN", "PUNCT"} and words[first - 1].text not in {",", '"', "”"}:
        first -= 1
    if first < 1 or words[first - 1].text != "," or end - first < 2:
        return []
    return [end - 1]


def beside(sentence: Sentence, token: Token) -> list[int]:
    """Return the nouns right before a finite verb that the parse has hung elsewhere ("no figures but witnesses said")."""
    first = _run(sentence, token.i)
    while first < token.i and sentence.tokens[first].pos in {"CCONJ", "ADP", "PART"}:
        first += 1
    if token.tag not in {"VBD", "VBZ", "VBP"} or token.i - first > LONGEST:
        return []
    joined = first > 0 and sentence.tokens[first - 1].lower in BREAKS
    return _heads(sentence, first, token.i) if joined or first == 0 else []


def _run(sentence: Sentence, end: int) -> int:
    """Return where the run of nominal words before a position starts."""
    words = sentence.tokens
    first = end
    while (
        first > 0
        and words[first - 1].lower not in BREAKS
        and (words[first - 1].pos in NOMINAL or words[first - 1].text in {"-", "'s", "’s"})
    ):
        first -= 1
    return first


def _heads(sentence: Sentence, first: int, last: int) -> list[int]:
    """Return the nouns of a stretch that hang on none within it, and those listed with them."""
    found: list[int] = []
    for token in sentence.tokens[first:last]:
        nominal = token.pos in {"NOUN", "PROPN", "PRON"}
        if nominal and (
            not first <= token.head < last or token.head == token.i or (token.dep == "conj" and token.head in found)
        ):
            found.append(token.i)
    return found
