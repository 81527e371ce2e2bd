"""When times agree, and which is the more exact.

Times agree where one interval holds the other; the narrower is the value. An approximate time is taken as wider by its
own length on either side. Clocks are compared as they stand, in the zone of the event's place, since that is what
reports write. A time that no text gives (basis `published`) is a default and no testimony: it agrees with every time
that is within a day of it, and where it agrees with none it stands after all that is told, however many reports have
it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache

from dateline.consolidation.support import Group, Said, Voice, agreed, gathered
from dateline.events import When

DAY = 1440.0
FOREVER = 1e12


def times_told(voices: Sequence[Voice]) -> list[Group[When]]:
    """Return the times of the members, the best supported first."""
    said = [
        Said(event.when, voice.witness(event.when.spans), voice, _exactness(event.when))
        for voice in voices
        for event in (voice.member.event,)
        if event.when is not None
    ]
    found = agreed(gathered(said, _key), agree)
    return sorted(found, key=lambda group: group.head.value.basis == "published")


def agree(fine: When, coarse: When) -> bool:
    """Return whether the coarser time holds the finer one."""
    low, high = interval(fine)
    first, last = interval(coarse)
    slack = 0.0
    if coarse.basis == "published":
        slack = DAY
    elif coarse.approximate or fine.approximate:
        slack = min(high - low if fine.approximate else last - first, 366 * DAY)
    return first - slack <= low and high <= last + slack


def interval(when: When) -> tuple[float, float]:
    """Return the first and the last minute of a time, an open side far away."""
    low = _minute(when.start, last=False) if when.start else -FOREVER
    high = _minute(when.end, last=True) if when.end else FOREVER
    return low, max(low, high)


@lru_cache(maxsize=65536)
def _minute(text: str, *, last: bool) -> float:
    day = dt.date(int(text[:4]), int(text[5:7]), int(text[8:10])).toordinal() * DAY
    if len(text) > 10:
        return day + int(text[11:13]) * 60 + int(text[14:16])
    return day + (DAY - 1 if last else 0)


def _exactness(when: When) -> float:
    """Greater for a narrower time; a default is the least exact of all."""
    low, high = interval(when)
    width = min(high - low, FOREVER) * (2 if when.approximate else 1)
    return (-3 * FOREVER if when.basis == "published" else 0.0) - width


def _key(when: When) -> object:
    return (when.start, when.end, when.precision, when.approximate, when.basis == "published")
