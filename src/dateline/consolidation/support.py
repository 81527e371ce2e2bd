"""Which of several values is the best supported, and how values that agree become one.

Of two values that cannot both be true the better supported stands first. What is compared, in this order:

1. how many independent sources tell it. An outlet graded E and a telling graded 5 (improbable) lend no support: what
   they tell is kept, and not counted;
2. the best grade of an outlet that tells it, then the best grade of the information. Not judged (F, 6) stands between C
   and D, 3 and 4;
3. the more exact value;
4. the later report;
5. the greater confidence of an event that tells it;
6. the smaller id of an event that tells it, so that there always is an order.

Values that agree are one: the more exact is the value, and who told the coarser witnesses it. A coarse value that
agrees with several rivals ("in June" with the 3rd and the 5th) goes to the best supported of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, TypeVar

from dateline.consolidation.members import Grades, Member
from dateline.consolidation.sources import Sourcing
from dateline.events import Spans, Speaker
from dateline.incidents import Credibility, Reliability, Witness, Witnesses

V = TypeVar("V")

RELIABILITY_ORDER: dict[Reliability, int] = {"A": 6, "B": 5, "C": 4, "F": 3, "D": 2, "E": 1}
CREDIBILITY_ORDER: dict[Credibility, int] = {"1": 6, "2": 5, "3": 4, "6": 3, "4": 2, "5": 1}
MOST_RIVALS = 200
"""Rivals of one slot with which a coarser value is compared, the most exact ones: the work of a flood stays linear."""
NOON = "T12:00"
"""The time of day that stands for a day of which no time is told: its middle."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A member with what its word is worth."""

    member: Member
    source: Sourcing
    reliability: Reliability
    credibility: Credibility
    said: float

    @property
    def counts(self) -> bool:
        """Whether it lends support to what it tells."""
        return self.reliability != "E" and self.credibility != "5"

    @property
    def order(self) -> tuple[float, str]:
        """When it was told, then the event's id."""
        return (self.said, self.member.event.id)

    def witness(self, spans: Spans, *, speaker: Speaker | None = None, said_at: str | None = None) -> Witness:
        """Return its testimony of a value, resting on these words."""
        member = self.member
        return Witness(
            member.report_id, member.event.id, self.source.number, said_at or member.published, spans, speaker
        )


def voices(members: Sequence[Member], sources: Sequence[Sourcing], grades: Grades) -> tuple[Voice, ...]:
    """Return the members with what their words are worth. An outlet without a name is graded as its agency."""
    return tuple(
        Voice(m, s, grades.reliability(m.publisher or m.agency), grades.credibility(m.event.id), moment(m.published))
        for m, s in zip(members, sources, strict=True)
    )


@lru_cache(maxsize=65536)
def moment(text: str | None) -> float:
    """Return a date or date-time as minutes, for comparing: noon where no time is told, UTC where no offset is."""
    if text is None:
        return float("inf")
    read = dt.datetime.fromisoformat(text if len(text) > 10 else text + NOON)
    east = (read.utcoffset() or dt.timedelta()).total_seconds() / 60
    return read.toordinal() * 1440.0 + read.hour * 60 + read.minute + read.second / 60 - east


@dataclass(frozen=True, slots=True)
class Said(Generic[V]):
    """A value as one event tells it. `exact` is greater for a more exact value."""

    value: V
    witness: Witness
    voice: Voice
    exact: float = 0.0


@dataclass(slots=True)
class Group(Generic[V]):
    """What is said alike: one value with its tellings."""

    said: list[Said[V]]
    head: Said[V] = field(init=False)

    def __post_init__(self) -> None:
        self.head = max(self.said, key=_standing)

    def take(self, other: Group[V]) -> None:
        """Take in what agrees with it and is no more exact: the value stays."""
        self.said.extend(other.said)

    @property
    def witnesses(self) -> Witnesses:
        """Return the witnesses: first the one whose words the value has, then the others in the order of saying."""
        rest = sorted((s for s in self.said if s is not self.head), key=lambda s: (*s.voice.order, s.witness.spans))
        return (self.head.witness, *(s.witness for s in rest))

    def rank(self) -> tuple[float, ...]:
        """Return how well the value is supported, more is better; the rule stands in the module's docstring."""
        return (
            len({s.witness.source for s in self.said if s.voice.counts}),
            max(RELIABILITY_ORDER[s.voice.reliability] for s in self.said),
            max(CREDIBILITY_ORDER[s.voice.credibility] for s in self.said),
            self.head.exact,
            max(_latest(s.voice.said) for s in self.said),
            max(s.voice.member.event.confidence for s in self.said),
        )


def _latest(said: float) -> float:
    """An undated report is later than none."""
    return -1.0 if said == float("inf") else said


def _standing(said: Said[V]) -> tuple[float, ...]:
    """Order the tellings of one group: the most exact first, then the best graded, the latest, the surest."""
    voice = said.voice
    return (
        said.exact,
        RELIABILITY_ORDER[voice.reliability],
        CREDIBILITY_ORDER[voice.credibility],
        _latest(voice.said),
        voice.member.event.confidence,
    )


def ranked(groups: Iterable[Group[V]]) -> list[Group[V]]:
    """Return groups, the best supported first."""
    found = list(groups)
    if len(found) > 1:
        found.sort(key=lambda group: min((s.voice.member.event.id, s.witness.spans) for s in group.said))
        found.sort(key=Group.rank, reverse=True)
    return found


def gathered(said: Iterable[Said[V]], key: Callable[[V], object]) -> list[Group[V]]:
    """Return one group for each key of a value."""
    found: dict[object, list[Said[V]]] = {}
    for one in sorted(said, key=lambda s: (*s.voice.order, s.witness.spans)):
        found.setdefault(key(one.value), []).append(one)
    return [Group(tellings) for tellings in found.values()]


def agreed(groups: list[Group[V]], agrees: Callable[[V, V], bool]) -> list[Group[V]]:
    """Return the groups with those that agree made one, the best supported first.

    Args:
        groups: one for each value.
        agrees: whether a value (second) is a coarser or equal way to say another (first).
    """
    if len(groups) < 2:
        return groups
    order = ranked(groups)
    order.sort(key=lambda group: group.head.exact, reverse=True)
    kept: list[Group[V]] = []
    for group in order:
        fitting = [other for other in kept[:MOST_RIVALS] if agrees(other.head.value, group.head.value)]
        if fitting:
            ranked(fitting)[0].take(group)
        else:
            kept.append(group)
    return ranked(kept)
