"""The past gone through again: what a rule would have told, and how often a month."""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from dateline.alerts import judging
from dateline.alerts.alert import Precedent, Sighting, Surged
from dateline.alerts.judging import Bar, Seen
from dateline.alerts.rules import Rule
from dateline.alerts.usual import GAP, MONTH, Usual


@dataclass(frozen=True, slots=True)
class Fired:
    """What a rule would have told: the day, the incident, and why."""

    day: str
    incident: str
    why: tuple[str, ...]
    surge: Surged | None = None
    precedent: Precedent | None = None


@dataclass(slots=True)
class MemoryHistory:
    """A history held in memory; sightings are added in the order of their days."""

    _keys: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    _subjects: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    rows: list[tuple[str, str, str, str]] = field(default_factory=list)

    def add(self, one: Sighting) -> None:
        """Add one incident."""
        subjects = one.subjects or ("",) * len(one.keys)
        for key, subject in zip(one.keys, subjects, strict=True):
            self._keys[key].append((one.day, one.incident))
            self._subjects[subject].append((one.day, one.incident))
            self.rows.append((key, subject, one.day, one.incident))

    def of_key(self, key: str, first: str, last: str) -> Sequence[Seen]:
        """See `History`."""
        return _between(self._keys.get(key, []), first, last)

    def before(self, key: str, day: str) -> Sequence[Seen]:
        """See `History`."""
        found = self._keys.get(key, [])
        place = bisect.bisect_left(found, (day, ""))
        return [Seen(*found[place - 1])] if place else []

    def number_before(self, key: str, day: str) -> int:
        """See `History`."""
        return bisect.bisect_left(self._keys.get(key, []), (day, ""))

    def of_subject(self, subject: str, first: str, last: str) -> Sequence[Seen]:
        """See `History`."""
        return _between(self._subjects.get(subject, []), first, last)

    def begins(self) -> str | None:
        """See `History`."""
        return self.rows[0][2] if self.rows else None


def _between(found: list[tuple[str, str]], first: str, last: str) -> list[Seen]:
    return [
        Seen(*row) for row in found[bisect.bisect_left(found, (first, "")) : bisect.bisect_right(found, (last, "~"))]
    ]


def replay(rule: Rule, sightings: Iterable[Sighting], *, since: str) -> Iterator[Fired]:
    """Yield what a learned rule would have told from a day on.

    Args:
        sightings: all of the store, in the order of (day, incident); those before `since` are the past.
    """
    history = MemoryHistory()
    if rule.surge is not None:
        yield from _surges(rule, sightings, history, since)
    elif rule.first is not None:
        yield from _firsts(rule, sightings, history, since)


def _surges(rule: Rule, sightings: Iterable[Sighting], history: MemoryHistory, since: str) -> Iterator[Fired]:
    surge = rule.surge
    if surge is None:
        return
    usual: Usual | None = None
    month = ""
    last: dict[str, int] = {}
    for day, some in _by_day(sightings):
        if day >= since and judging.month_of(day) != month:
            month = judging.month_of(day)
            rows = ((key, at) for key, _, at, _ in _recent(history, surge.history_days + GAP, month))
            usual = judging.learn_usual(rule, surge, rows, begins=history.begins() or day, month=month)
        for one in some:
            history.add(one)
        if day < since:
            continue
        for key in dict.fromkeys(key for one in some for key in one.keys):
            judged = judging.judge_surge(surge, key, day, history, usual)
            if judged is None:
                continue
            now, before = judging.ordinal(day), last.get(key)
            last[key] = now
            if before is None or now - before > GAP:
                why = judging.surge_words(judged[0], round(surge.history_days / MONTH))
                yield Fired(day, judged[1][-1], why, surge=judged[0])


def _recent(history: MemoryHistory, days: int, month: str) -> list[tuple[str, str, str, str]]:
    first = judging.iso(judging.ordinal(month) - days)
    place = bisect.bisect_left(history.rows, first, key=lambda row: row[2])
    return history.rows[place:]


def _firsts(rule: Rule, sightings: Iterable[Sighting], history: MemoryHistory, since: str) -> Iterator[Fired]:
    first = rule.first
    if first is None:
        return
    bar: Bar | None = Bar()
    month = ""
    for day, some in _by_day(sightings):
        if day >= since and judging.month_of(day) != month:
            month = judging.month_of(day)
            rows = _recent(history, judging.bar_days(first), month)
            bar = judging.learn_bar(first, rows, begins=history.begins() or day, month=month)
        for one in some:
            history.add(one)
        for one in some if day >= since else ():
            judged = judging.judge_first(first, one, history, bar)
            if judged is not None:
                yield Fired(day, one.incident, judging.first_words(first, judged[0]), precedent=judged[0])


def _by_day(sightings: Iterable[Sighting]) -> Iterator[tuple[str, list[Sighting]]]:
    some: list[Sighting] = []
    for one in sightings:
        if some and one.day != some[0].day:
            yield some[0].day, some
            some = []
        some.append(one)
    if some:
        yield some[0].day, some
