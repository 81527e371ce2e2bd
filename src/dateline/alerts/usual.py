"""What is usual of a rule's series, as it is kept: learned by `scan`, which loads numpy, and only asked here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

WINDOWS = (1, 2, 4, 7, 14)
"""Days of the windows."""

GAP = max(WINDOWS)
"""Days without an alarm after which another is a new one."""

MONTH = 365.25 / 12
YOUNGEST = 56
"""Days of history before which nothing is called a surge: eight of each weekday."""


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual of a rule's series, and from which score on a surge is told.

    Args:
        weekdays: the weight of each, Monday first; their mean is 1.
        shape, rate: of the gamma distribution of rates (incidents a day) over series; `rate` is in days.
        dispersion: variance of a day's count over its mean, 1 for Poisson.
        threshold: the score from which a surge is told; slope: by how much the logarithm of the alarms by chance falls a point.
        false_alarms: that were asked for a month. series: that were counted. days: of history.
    """

    weekdays: tuple[float, ...]
    shape: float
    rate: float
    dispersion: float
    threshold: float
    slope: float
    false_alarms: float
    series: int
    days: int

    def by_chance(self, score: float) -> float:
        """Return how often a month a score comes by chance over all series."""
        return self.false_alarms * math.exp(self.slope * (score - self.threshold))


def as_data(usual: Usual) -> dict[str, Any]:
    """Return a fit as JSON keeps it."""
    return {
        "weekdays": list(usual.weekdays), "shape": usual.shape, "rate": usual.rate, "dispersion": usual.dispersion,
        "threshold": usual.threshold, "slope": usual.slope, "false_alarms": usual.false_alarms, "series": usual.series,
        "days": usual.days,
    }  # fmt: skip


def of_data(data: dict[str, Any]) -> Usual:
    """Return a fit that was kept."""
    return Usual(**{**data, "weekdays": tuple(data["weekdays"])})
