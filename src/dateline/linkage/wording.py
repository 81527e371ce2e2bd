"""Comparisons of wording: copies of one wire text by their shingles."""

from __future__ import annotations

from dateline.linkage.sketches import likeness
from dateline.linkage.traits import Traits

COPY = 0.6
LIKE = 0.25
PARTLY = 0.08


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
