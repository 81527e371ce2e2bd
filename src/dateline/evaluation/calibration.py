"""How far confidences can be believed, and what is gained and lost by asking for more of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.evaluation.scoring import EVENTS, Evaluation, Figures

BINS = 10
"""Bands of equal width for the expected calibration error, as is usual (Guo et al., 2017)."""
STEPS = tuple(n / 20 for n in range(20))


@dataclass(frozen=True, slots=True)
class Band:
    """Coded events whose confidence lies in one band: how many, the mean that was said, and the share that is right."""

    low: float
    high: float
    events: int
    said: float
    right: float


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Figures of events when only those of at least this confidence are kept."""

    least: float
    figures: Figures


def bands(judged: Sequence[tuple[float, bool]], number: int = BINS) -> list[Band]:
    """Return the bands that hold events."""
    found = []
    for n in range(number):
        low, high = n / number, (n + 1) / number
        inside = [(said, right) for said, right in judged if low <= said < high or (n == number - 1 and said >= high)]
        if inside:
            mean = sum(said for said, _ in inside) / len(inside)
            found.append(Band(low, high, len(inside), mean, sum(right for _, right in inside) / len(inside)))
    return found


def calibration_error(judged: Sequence[tuple[float, bool]]) -> float | None:
    """Return the expected calibration error over `BINS` bands; None where no event has a confidence."""
    if not judged:
        return None
    return sum(band.events * abs(band.said - band.right) for band in bands(judged)) / len(judged)


def curve(evaluation: Evaluation, steps: Sequence[float] = STEPS) -> list[CurvePoint]:
    """Return the figures of events at each least confidence; events without one are always kept."""
    whole = evaluation.figures[EVENTS]
    sure_right = whole.right - sum(right for _, right in evaluation.judged)
    sure = whole.coded - len(evaluation.judged)
    points = []
    for least in steps:
        kept = [right for said, right in evaluation.judged if said >= least]
        points.append(CurvePoint(least, Figures(sure_right + sum(kept), whole.gold, sure + len(kept))))
    return points
