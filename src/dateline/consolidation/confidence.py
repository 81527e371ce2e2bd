"""The confidence of an incident.

It is the probability that the reports do tell such an event: that at least one of the tellings is coded rightly and
belongs here. It does not say that what they tell is true: grades, rivals and stances speak of that, and are kept apart
from it.

    confidence = 1 - (1 - q1) · Π (1 - q)^½        over the other independent sources

    q of a source: the greatest p · σ(w) of its tellings. p is the telling's own calibrated confidence, w the log-odds with
    which it was joined, σ(w) = 1 / (1 + e^-w) the chance that it belongs here: 1 for the first telling, and for who is
    joined by hand. q1: of the source with the greatest.

The half power stands for what sources have in common: the same coder read them all, and where it errs on one wording,
it is likely to err on the next. Copies are one source and add nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from dateline.consolidation.support import Voice

SHARED_DOUBT = 0.5


def confidence(voices: Sequence[Voice]) -> float:
    """Return the confidence of the incident that these tell, to six decimals."""
    best: dict[int, float] = {}
    for voice in voices:
        number = voice.source.number
        best[number] = max(best.get(number, 0.0), voice.member.event.confidence * _belongs(voice))
    first, *others = sorted(best.values(), reverse=True)
    doubt = 1.0 - first
    for other in others:
        doubt *= (1.0 - other) ** SHARED_DOUBT
    return round(1.0 - doubt, 6)


def _belongs(voice: Voice) -> float:
    joined = voice.member.joined
    if joined is None or joined.by is not None:
        return 1.0
    return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, joined.weight))))
