"""Sentence case for headlines, so that the parser meets words as it knows them."""

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


def sentence_case(text: str, known: frozenset[str]) -> str:
    """Return a title in headline case with the words lowered that are no names; same length always.

    Args:
        known: words that the report itself writes in lower case.
    """
    long_words = [w for w in _WORD.findall(text) if len(w) >= 4]
    if len(long_words) <= 2 or sum(w[0].isupper() for w in long_words) < TITLE_SHARE * len(long_words):
        return text
    common = _common()

    def lower(match: re.Match[str]) -> str:
        word = match.group()
        plain = word.lower()
        if len(plain) != len(word):
            return word
        if match.start() > 0 and word[0].isupper() and not word.isupper() and (plain in known or plain in common):
            return plain
        return word

    return _WORD.sub(lower, text)
