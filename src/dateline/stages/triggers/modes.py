"""The mode of demands, refusals and threats: what their content says is asked, refused or threatened."""

from __future__ import annotations

from dateline.draft import Sentence, Token
from dateline.grammar import is_verb
from dateline.lexicon.words import word_set
from dateline.stages.triggers.conditions import said_by

ORDER: dict[str, tuple[str, ...]] = {
    "REQUEST": ("yield", "meet", "assist"),
    "REJECT": ("meet", "yield", "assist"),
    "THREATEN": ("relations", "expel", "arrest", "restrict", "territory", "violence"),
}
"""Modes in the order in which their words are sought; the sets are `ask_*` and `threat_*` of word_sets.toml."""
DEFAULT: dict[str, str | None] = {"REQUEST": "change", "REJECT": "change", "THREATEN": "violence"}


PARTICLES = frozenset("down aside out back in up off away".split())
"""Particles that make another word of a verb."""
MONEY = frozenset("$ dollar euro pound yen million billion ransom".split())


def mode_of(sentence: Sentence, token: Token, plover: str) -> str | None:
    """Return the mode that the words under a trigger decide: the first that a set of words knows."""
    content = [sentence.tokens[i] for i in _content(sentence, token)]
    if token.lemma == "demand" and _is_money(sentence, token):
        return "yield"
    words = [_words(sentence, t) for t in content]
    prefix = "threat" if plover == "THREATEN" else "ask"
    best, at = DEFAULT[plover], len(words)
    for mode in ORDER[plover]:
        known = word_set(f"{prefix}_{mode}")
        first = next((n for n, forms in enumerate(words) if forms & known), at)
        if first < at:
            best, at = mode, first
    return best


def _content(sentence: Sentence, token: Token) -> list[int]:
    """Return the words that tell what is asked, refused or threatened: of a verb of saying what is said, of others what follows."""
    clauses = said_by(sentence, token)
    if clauses and token.lemma in word_set("say_verbs"):
        return sorted({i for c in clauses for i in _below(sentence, c.i)})
    own = [i for i in _below(sentence, token.i) if i > token.i or token.pos == "NOUN"]
    if token.pos == "NOUN" and token.dep != "ROOT":
        own += [i for i in _below(sentence, token.head) if i > token.i and i != token.head]
    return own


def _below(sentence: Sentence, top: int) -> list[int]:
    """Return the words under a word; not what a relative clause adds, nor another act told beside it."""
    found, stack = [], [top]
    while stack:
        i = stack.pop()
        found.append(i)
        stack += [
            k.i
            for k in sentence.kids(i)
            if k.dep != "relcl" and not (i == top and k.dep == "conj" and is_verb(k) and k.i > top)
        ]
    return sorted(found)


def _words(sentence: Sentence, token: Token) -> frozenset[str]:
    """Return the forms under which a word is sought: a verb with its particle is another word ("step down", "back down")."""
    if token.pos in {"ADV", "ADP", "PART"}:
        return frozenset()
    particle = next(
        (
            k.lower
            for k in sentence.kids(token.i, "prt", "advmod", "prep")
            if k.lower in PARTICLES and k.i == token.i + 1
        ),
        None,
    )
    whole = f"{token.lemma}-{particle}"
    return frozenset({whole}) if whole in word_set("with_particle") else frozenset({token.lemma})


def _is_money(sentence: Sentence, token: Token) -> bool:
    """Whether what is demanded is a sum."""
    held = sentence.kids(token.i, "dobj")
    return any(
        k.lemma in MONEY
        or any(
            m.text in {"$", "€", "£"} or m.lemma in MONEY
            for m in sentence.kids(k.i, "nummod", "nmod", "quantmod", "compound")
        )
        for k in held
    )
