"""The tellings of a made archive, as they are drawn, kept in a file, and moved to other times.

Used by linkage_scale.py. To make and draw a million events takes half an hour of a processor, far longer than linking them: so a stretch can be
kept, and told again at later times. What is moved is another stretch of the same world: its days are later, its ids and all
hashes of its wording are others, so that nothing is a copy of what was told before; towns, actors and names stay.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
import pickle
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from made_archive import archive

from dateline.linkage import tellings_of
from dateline.text import content_id

if TYPE_CHECKING:
    from dateline.linkage import Telling

Told = tuple["Telling", str]
"""A telling, and the name of the incident that it tells."""

HASHES = (1 << 31) - 1


@dataclasses.dataclass
class Spent:
    """Seconds that drawing took, by the clock and of this process."""

    wall: float = 0.0
    processor: float = 0.0


def drawn(events: int, *, seed: int, spent: Spent) -> Iterator[Told]:
    """Yield the tellings of an archive of so many events or a few more."""
    for made in archive(events, seed=seed):
        start, used = time.perf_counter(), time.process_time()
        tellings = tellings_of(made.record)
        spent.wall += time.perf_counter() - start
        spent.processor += time.process_time() - used
        incident_of = {event.id: name for event, name in zip(made.record.events, made.incidents, strict=True)}
        yield from ((telling, incident_of[telling.event_id]) for telling in tellings)


def kept(path: Path, events: int, *, seed: int, spent: Spent) -> Iterator[Told]:
    """Yield the same from a file, or draw them and write it; the file is of this bench's own making."""
    if path.exists():
        with path.open("rb") as file:
            while file.peek(1):
                yield pickle.load(file)  # noqa: S301 - our own
        return
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        for told in drawn(events, seed=seed, spent=spent):
            pickle.dump(told, file, pickle.HIGHEST_PROTOCOL)
            yield told
    part.rename(path)


def stretched(path: Path, base: int, events: int, *, seed: int, spent: Spent) -> Iterator[Told]:
    """Yield so many tellings: the kept stretch of `base` events, then the same moved to follow it, again and again."""
    first = last = None
    number = 0
    for times in range(events):
        days = 0 if first is None or last is None else times * (7 * math.ceil(((last - first).days + 1) / 7))
        for telling, incident in kept(path, base, seed=seed, spent=spent):
            if not times and telling.published:
                day = dt.date.fromisoformat(telling.published[:10])
                first, last = min(first or day, day), max(last or day, day)
            yield (telling, incident) if not times else (moved(telling, times, days), f"{incident}.{times}")
            number += 1
            if number == events:
                return


def moved(telling: Telling, times: int, days: int) -> Telling:
    """Return a telling as it would stand so many days later, in another text."""

    def later(moment: str | None) -> str | None:
        if moment is None:
            return None
        return (dt.date.fromisoformat(moment[:10]) + dt.timedelta(days=days)).isoformat() + moment[10:]

    def other(hashes: Iterable[int]) -> tuple[int, ...]:
        return tuple((value + times * 7919) % HASHES for value in hashes)

    def named(name: str) -> str:
        return content_id(name, str(times))

    return dataclasses.replace(
        telling, event_id=named(telling.event_id), report_id=named(telling.report_id), text_id=named(telling.text_id),
        published=later(telling.published), start=later(telling.start), end=later(telling.end),
        sketch=other(telling.sketch), wire=other(telling.wire), clause=other((telling.clause,))[0],
    )  # fmt: skip
