"""The learned rules judged: is this a surge, is this a first; by a history that the store or a replay holds."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from dateline.alerts.alert import Precedent, Sighting, Surged
from dateline.alerts.rules import First, Rule, Surge
from dateline.alerts.usual import GAP, MONTH, YOUNGEST, Usual

LOOK_BACK_MONTHS = 12
"""Months of the store's own past by which it is told how often firsts come by chance."""


KNOWN_FOR = 3
"""How many times the months of a first it is looked back for whether its subject had the same before."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One incident of a series or of a subject, with its day."""

    day: str
    incident: str


class History(Protocol):
    """What a rule has counted so far."""

    def of_key(self, key: str, first: str, last: str) -> Sequence[Seen]:
        """Return what a series has between two days, both included, in the order of days."""
        ...

    def before(self, key: str, day: str) -> Sequence[Seen]:
        """Return the last of a series before a day, as the only one; nothing where there is none."""
        ...

    def number_before(self, key: str, day: str) -> int:
        """Return how many a series has before a day."""
        ...

    def of_subject(self, subject: str, first: str, last: str) -> Sequence[Seen]:
        """Return what a subject has between two days, of whatever type."""
        ...

    def begins(self) -> str | None:
        """Return the first day of all that is counted."""
        ...


@dataclass(frozen=True, slots=True)
class Bar:
    """From which score on a first is told: 0 where all are."""

    score: float = 0.0


def ordinal(day: str) -> int:
    """Return the proleptic ordinal of an ISO 8601 day."""
    return dt.date.fromisoformat(day).toordinal()


def iso(number: int) -> str:
    """Return the day of an ordinal; what lies before the calendar is its first day."""
    return dt.date.fromordinal(max(1, number)).isoformat()


def month_of(day: str) -> str:
    """Return the first day of a day's month: for a whole month it is judged by what was usual before it."""
    return day[:7] + "-01"


def seed_of(*words: str) -> int:
    """Return a number that follows from words: what is drawn by chance is drawn alike each time."""
    return int.from_bytes(hashlib.sha256("\x00".join(words).encode()).digest()[:8], "big")


# --- surges


def learn_usual(rule: Rule, surge: Surge, rows: Iterable[tuple[str, str]], *, begins: str, month: str) -> Usual | None:
    """Return what is usual for a month, from (series, day) of the time before it; None where there is too little past."""
    last = ordinal(month)
    first = max(ordinal(begins), last - surge.history_days - GAP)
    if last - first < YOUNGEST:
        return None
    import numpy as np

    from dateline.alerts import scan

    places: dict[str, int] = {}
    at: list[tuple[int, int]] = []
    for key, day in rows:
        number = ordinal(day)
        if first <= number < last:
            at.append((places.setdefault(key, len(places)), number - first))
    if not at:
        return None
    counts = np.zeros((len(places), last - first))
    np.add.at(counts, tuple(np.array(at).T), 1)
    return scan.fit(
        counts, first, history=surge.history_days, least=surge.least, false_alarms=surge.false_alarms,
        seed=seed_of(rule.name, month),
    )  # fmt: skip


def judge_surge(
    surge: Surge, key: str, day: str, history: History, usual: Usual | None
) -> tuple[Surged, tuple[str, ...]] | None:
    """Return the surge of a series that goes on until a day, with its incidents; None where there is none."""
    begins = history.begins()
    if usual is None or begins is None:
        return None
    import numpy as np

    from dateline.alerts import scan

    last = ordinal(day)
    first = max(ordinal(begins), last - surge.history_days - GAP)
    seen = history.of_key(key, iso(first), day)
    if sum(last - ordinal(one.day) < GAP for one in seen) < surge.least or seen[-1].day != day:
        return None
    counts = np.zeros(last - first + 1)
    for one in seen:
        counts[ordinal(one.day) - first] += 1
    weights = scan.weights_of(range(first, last + 1), usual.weekdays)
    peak = scan.peak(counts, weights, usual, history=surge.history_days, least=surge.least)
    if peak.score < usual.threshold:
        return None
    start = iso(last - peak.days + 1)
    surged = Surged(
        group=key, first_day=start, last_day=day, count=peak.count, expected=_short(peak.expected),
        score=round(peak.score, 2), threshold=round(usual.threshold, 2),
        by_chance=_short(usual.by_chance(peak.score)),
    )  # fmt: skip
    return surged, tuple(one.incident for one in seen if one.day >= start)


def _short(value: float) -> float:
    """Return a rate with two significant digits: what is rare must not look like what never happens."""
    return float(f"{value:.2g}")


def surge_words(surged: Surged, usual_months: int) -> tuple[str, ...]:
    """Return in words why a surge is told."""
    days = ordinal(surged.last_day) - ordinal(surged.first_day) + 1
    span = f"on {surged.last_day}" if days == 1 else f"from {surged.first_day} to {surged.last_day}"
    return (
        (
            f"{surged.count} incidents {span} ({surged.group}); usual for such days, by the {usual_months} months before, "
            f"are {surged.expected:g}"
        ),
        (
            f"its score is {surged.score:g}, told from {surged.threshold:g} on; so high a one comes by chance "
            f"{surged.by_chance:g} times a month over all that the rule counts"
        ),
    )


# --- firsts


def judge_first(first: First, one: Sighting, history: History, bar: Bar | None) -> tuple[Precedent, str] | None:
    """Return the most striking first that an incident is, with the series that it is the first of; None where it is none."""
    begins = history.begins()
    if begins is None or bar is None:
        return None
    found: list[tuple[float, Precedent, str]] = []
    further = iso(ordinal(one.day) - KNOWN_FOR * first.days)
    start = iso(ordinal(one.day) - first.days)
    for key, subject in zip(one.keys, one.subjects, strict=True):
        judged = _first_of(first, one, key, subject, history, start=start, begins=begins)
        if judged is None:
            continue
        lately = sum(seen.day < start for seen in history.of_key(key, further, start)) if judged.before else 0
        score = _score(judged, one.incident, lately)
        if score >= bar.score:
            found.append((score, judged, key))
    if not found:
        return None
    _, precedent, key = max(found, key=lambda item: (item[0], item[2]))
    return precedent, key


def _first_of(
    first: First, one: Sighting, key: str, subject: str, history: History, *, start: str, begins: str
) -> Precedent | None:
    same = history.of_key(key, start, one.day)
    # Of several on one day the first by its id is the first: something must be, and always the same.
    if any((seen.day, seen.incident) < (one.day, one.incident) for seen in same):
        return None
    others = len({seen.incident for seen in history.of_subject(subject, start, one.day)} - {one.incident})
    if begins > start and others < max(1, first.least_before):
        return None
    earlier = history.before(key, start)
    return Precedent(
        group=key, months=first.months, before=history.number_before(key, start), others=others, since=begins,
        last_day=earlier[0].day if earlier else None,
    )  # fmt: skip


def _score(precedent: Precedent, incident: str, lately: int) -> float:
    """Return how striking a first is: the better its subject is known, and the less often it had the same before, the more.

    Of equals some go before others, always the same.

    Args:
        lately: how often it had the same within `KNOWN_FOR` times the months. Of all the record it would not do: the older
            that grows, the fewer things never were, and the past would tell ever less of what is to come.
    """
    return precedent.others / (1 + lately) ** 2 + (seed_of("first", incident, precedent.group) % 10**6) / 10**6


def bar_days(first: First) -> int:
    """Return how many days of the past tell how often firsts come."""
    return KNOWN_FOR * first.days + round(LOOK_BACK_MONTHS * MONTH)


def learn_bar(first: First, rows: Iterable[tuple[str, str, str, str]], *, begins: str, month: str) -> Bar | None:
    """Return from which score on firsts of a month are told, by how often they came in the months before.

    Args:
        rows: (series, subject, day, incident) before the month, as far back as `bar_days`, in the order of days.

    Returns:
        None where the past is too short to tell how often firsts come by chance.
    """
    if first.false_alarms is None:
        return Bar()
    last = ordinal(month)
    since = max(ordinal(begins) + first.days, last - round(LOOK_BACK_MONTHS * MONTH))
    if last - since < YOUNGEST:
        return None
    latest: dict[str, int] = {}
    known: dict[str, list[tuple[int, str]]] = defaultdict(list)
    best_of: dict[str, float] = {}
    seen: dict[str, list[int]] = defaultdict(list)
    for key, subject, day, incident in rows:
        number = ordinal(day)
        if since <= number < last and number - latest.get(key, -(10**9)) > first.days:
            others = {other for at, other in known[subject] if at >= number - first.days} - {incident}
            precedent = Precedent(key, first.months, 0, len(others), begins)
            lately = sum(at >= number - KNOWN_FOR * first.days for at in seen[key])
            best_of[incident] = max(best_of.get(incident, -1.0), _score(precedent, incident, lately))
        latest[key] = max(number, latest.get(key, number))
        seen[key].append(number)
        known[subject].append((number, incident))
    scores = sorted(best_of.values(), reverse=True)
    allowed = first.false_alarms * (last - since) / MONTH
    place = round(allowed)
    return Bar() if place >= len(scores) else Bar((scores[place - 1] + scores[place]) / 2 if place else scores[0] + 1)


def first_words(first: First, precedent: Precedent) -> tuple[str, ...]:
    """Return in words why a first is told."""
    what = precedent.group
    reach = f"the record begins on {precedent.since}"
    before = (
        f"before that there were {precedent.before}, the last on {precedent.last_day}"
        if precedent.before
        else f"none is known before; {reach}"
    )
    known = f"{precedent.others} other incident{'' if precedent.others == 1 else 's'} of any type in that time"
    return (
        f"the first in {precedent.months} months: {what}; {before}",
        f"{first.of} has had {known}",
    )
