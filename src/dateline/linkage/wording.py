"""Comparisons of wording: copies of one wire text by their shingles; words in common as one weak hint."""

from __future__ import annotations

from dateline.linkage.sketches import likeness
from dateline.linkage.traits import Traits

COPY = 0.6
LIKE = 0.25
PARTLY = 0.08
TOPIC = (0.06, 0.18, 0.31)
"""Shares of words in common from which two tellings are a little, rather, or much on one topic."""


def copy_level(a: Traits, b: Traits) -> str:
    """Return how far the paragraphs that tell of both have runs of words in common.

    The whole report would mislead: what an outlet sets under each of its reports is often longer than the report.
    """
    if not a.wire or not b.wire:
        return "copy.unknown"
    share = likeness(a.wire, b.wire)
    return (
        "copy.whole"
        if share >= COPY
        else "copy.large"
        if share >= LIKE
        else "copy.part"
        if share >= PARTLY
        else "copy.none"
    )


def copy_words(_level: str, a: Traits, b: Traits) -> str:
    """Say how far the paragraphs have runs of words in common."""
    return f"the wording near the event is alike to {likeness(a.wire, b.wire):.0%}"


def clause_level(a: Traits, b: Traits) -> str:
    """Return whether the same words state both."""
    return "clause.same" if a.clause == b.clause else "clause.other"


def clause_words(level: str, _a: Traits, _b: Traits) -> str:
    """Say whether the same words state both."""
    return "stated in the same words" if level == "clause.same" else "stated in other words"


def topic_level(a: Traits, b: Traits) -> str:
    """Return how far the paragraphs that tell of both have words in common."""
    if not a.words or not b.words:
        return "topic.unknown"
    share = likeness(a.words, b.words)
    some, rather, much = TOPIC
    return (
        "topic.much"
        if share >= much
        else "topic.rather"
        if share >= rather
        else "topic.some"
        if share >= some
        else "topic.none"
    )


def topic_words(_level: str, a: Traits, b: Traits) -> str:
    """Say how far the paragraphs have words in common."""
    return f"words in common near the event: {likeness(a.words, b.words):.0%}"
