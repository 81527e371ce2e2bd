"""The mode of demands, refusals and threats: what their content says is asked, refused or threatened."""

from __future__ import annotations

from dateline.draft import Sentence, Token
from dateline.lexicon.words import word_set
from dateline.stages.triggers.conditions import Context

ORDER: dict[str, tuple[str, ...]] = {
    "REQUEST": ("yield", "meet", "assist"),
    "REJECT": ("meet", "yield", "assist"),
    "THREATEN": ("relations", "expel", "arrest", "restrict", "territory", "violence"),
}
"""Modes in the order in which their words are sought; the sets are `ask_*` and `threat_*` of word_sets.toml."""
DEFAULT: dict[str, str | None] = {"REQUEST": "change", "REJECT": "change", "THREATEN": "violence"}


def mode_of(sentence: Sentence, token: Token, plover: str, context: Context) -> str | None:
    """Return the mode that the words under a trigger decide."""
    content = [sentence.tokens[i] for i in sentence.subtree(token.i) if i > token.i or token.pos == "NOUN"]
    if token.pos == "NOUN" and sentence.tokens[token.head].i != token.i:
        content += [sentence.tokens[i] for i in sentence.subtree(token.head) if i > token.i]
    lemmas = [t.lemma for t in content]
    prefix = "threat" if plover == "THREATEN" else "ask"
    best, at = DEFAULT[plover], len(lemmas)
    for mode in ORDER[plover]:
        words = word_set(f"{prefix}_{mode}")
        first = next((n for n, lemma in enumerate(lemmas) if lemma in words), at)
        if first < at:
            best, at = mode, first
    return best
