"""Who is credited with a stretch of the report's words."""

from __future__ import annotations

from dateline.draft import Attribution, Draft
from dateline.events import Speaker

STATING = frozenset({"says", "claims", "reports", "hedges", "blames"})
"""Stances under which a speaker stands behind the words; who denies does not."""


def speaker_of(draft: Draft, item: Attribution) -> Speaker | None:
    """Return the speaker of an attribution, or None where nobody is named."""
    if item.name is None or item.start < 0:
        return None
    return Speaker(item.name, (draft.span(item.start, item.end),), item.kind, item.cue, item.anonymous)


def covering(draft: Draft, sentence: int, start: int) -> list[Attribution]:
    """Return the attributions whose credited words hold an offset, the narrowest first."""
    found = [(b - a, n, item) for n, item in enumerate(draft.attributions) if item.sentence == sentence for a, b in item.content if a <= start < b]
    return [item for _, _, item in sorted(found, key=lambda x: x[:2])]


def credited(draft: Draft, sentence: int, start: int) -> Speaker | None:
    """Return who is credited with the words that start at an offset: the speaker nearest to them."""
    for item in covering(draft, sentence, start):
        if item.stance in STATING:
            speaker = speaker_of(draft, item)
            if speaker is not None:
                return speaker
    return None
