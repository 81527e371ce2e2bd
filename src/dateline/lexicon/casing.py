"""Sentence case for headlines and capitals, so that the parser meets words as it knows them."""

from __future__ import annotations

import functools
import re

from dateline.lexicon.triggers import load_triggers
from dateline.lexicon.words import word_set

_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
TITLE_SHARE = 0.6
"""From this share of capitalised words of four letters and more on, a line is in headline case."""


@functools.cache
def _common() -> frozenset[str]:
    """Words that are never names: function words, triggers and what the word sets hold."""
    words = set(word_set("function_words")) | set(load_triggers().forms)
    for name in (
        "official",
        "troops",
        "militants",
        "protesters",
        "police",
        "building",
        "vehicle",
        "munition",
        "workers",
        "common",
    ):
        words |= word_set(name)
        words |= {w + "s" for w in word_set(name)}
    return frozenset(words)


def sentence_case(text: str, known: frozenset[str], *, headline: bool = False) -> str:
    """Return the text with words in headline case or capitals lowered where they are no names; same length always.

    Args:
        known: words that the report itself writes in lower case.
        headline: the text is a title; anything else is only touched where it is all in capitals.
    """
    letters = [c for c in text if c.isalpha()]
    if not letters:
        return text
    capitals = sum(c.isupper() for c in letters) > 0.8 * len(letters) and len(letters) > 12
    long_words = [w for w in _WORD.findall(text) if len(w) >= 4]
    titled = (
        headline and len(long_words) > 2 and sum(w[0].isupper() for w in long_words) >= TITLE_SHARE * len(long_words)
    )
    if not capitals and not titled:
        return text
    common = _common()

    def lower(match: re.Match[str]) -> str:
        word = match.group()
        plain = word.lower()
        if len(plain) != len(word):
            return word
        if capitals:
            if plain in known or plain in common or plain.removesuffix("'s") in common:
                return plain
            return word[0] + plain[1:] if len(word) > 3 or "'" in word else word
        if match.start() > 0 and word[0].isupper() and not word.isupper() and (plain in known or plain in common):
            return plain
        return word

    return _WORD.sub(lower, text)
