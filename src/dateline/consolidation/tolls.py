"""How the figures of a measure become low, best and high, and what course they took.

Figures stand in the order in which they were said (the day that the words tell, else publication; a copy of another's text
repeats what that text said, when it said it).

**Whole.** A figure that is part of another, and one of a group where the same event has a greater one of everybody, are no totals. They
are kept, and count for nothing below. Nothing is added up.

**Superseded.** A later whole figure of the same source stands in place of its earlier ones; so does a later figure of the same official speaker
(police, ministry, court, army …), whatever outlet carries it. Except: what one side of the fighting says
(military, rebels, militia, gang, intelligence) and what anybody says to be none (0) is only superseded by a later figure of the same speaker. Figures
of one report are rivals to each other, unless the report itself gives one as the earlier. "Not known" supersedes nothing.

**Best** is one of the whole figures that stand; its lower bound, which is what is certain of it. Which one, in this order: of news rather than of background;
of an outlet not graded E and a telling not graded 5; not 0 where another says more; not of a side of the fighting; of the better graded outlet, then information; the later said;
the one that more sources tell; the exact; the surer event; the smaller id.

**Low and high** are the least and the greatest bound of the figures that stand. "At least 15" leaves high open (null), but
not where a figure said at the same time or later is closed and as great: that one has counted.

**Course.** `corrected`: a figure is superseded by a lower one. `rising`: figures went up, and those that stand contradict each other
no more than a rise does (whoever said less, said it earlier). `disputed`: those that stand contradict each other otherwise. `single`: all figures agree. A dispute goes
before a correction, a correction before a rise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from dateline.actors.names import name_key
from dateline.consolidation.people import naming
from dateline.consolidation.support import CREDIBILITY_ORDER, RELIABILITY_ORDER, Voice, moment
from dateline.events import Event, Speaker, Toll
from dateline.incidents import Course, Figure, TollHistory
from dateline.vocabulary import Measure

MEASURES: tuple[Measure, ...] = get_args(Measure)
SIDES = frozenset({"military", "rebels", "militia", "gang", "intelligence"})
OFFICIAL = frozenset({"government", "military", "police", "court", "intelligence", "igo"})
EVERYBODY = frozenset("people person persons others dead victims casualties individuals lives bodies".split())


@dataclass(frozen=True, slots=True)
class Telling:
    """A figure with what decides on it."""

    figure: Figure
    toll: Toll
    voice: Voice
    said: float

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the most that it says."""
        low = self.figure.low
        high = self.figure.high
        return (float(low or 0), float("inf") if high is None else float(high))

    @property
    def known(self) -> bool:
        """Whether it tells a number at all."""
        return self.figure.low is not None or self.figure.high is not None

    @property
    def nobody(self) -> bool:
        """Whether it says that there were none."""
        return self.figure.high == 0

    @property
    def speaker(self) -> Speaker | None:
        """Who is credited."""
        return self.figure.witness.speaker

    @property
    def stands(self) -> bool:
        """Whether it is a total that no later figure replaced."""
        return self.figure.whole and not self.figure.superseded and self.known

    def agrees(self, other: Telling) -> bool:
        """Whether both can be true: their bounds meet."""
        return max(self.bounds[0], other.bounds[0]) <= min(self.bounds[1], other.bounds[1])


def tolls_told(voices: Sequence[Voice]) -> list[TollHistory]:
    """Return the histories of the measures that anybody tells, in the order of the closed list."""
    by_measure: dict[str, list[Telling]] = {}
    for voice in voices:
        for toll in voice.member.event.tolls:
            by_measure.setdefault(toll.measure, []).append(_telling(toll, voice, voices))
    return [_history(measure, by_measure[measure]) for measure in MEASURES if measure in by_measure]


def _telling(toll: Toll, voice: Voice, voices: Sequence[Voice]) -> Telling:
    first = voices[voice.source.origin]
    published = first.member.published if first is not voice and _repeats(toll, first) else voice.member.published
    said_at = toll.said_at or published
    figure = Figure(
        toll.low,
        toll.high,
        toll.approximate,
        voice.witness(toll.spans, speaker=toll.speaker, said_at=said_at),
        toll.who.name if toll.who else None,
        whole=_is_whole(toll, voice.member.event),
        superseded=toll.superseded_by is not None,
    )
    return Telling(figure, toll, voice, moment(said_at))


def _repeats(toll: Toll, first: Voice) -> bool:
    """Return whether the text that a copy was taken from gives this figure as well."""
    return any((t.measure, t.low, t.high) == (toll.measure, toll.low, toll.high) for t in first.member.event.tolls)


def _is_whole(toll: Toll, event: Event) -> bool:
    if toll.part_of is not None:
        return False
    if toll.who is None or naming(toll.who.name).head in EVERYBODY:
        return True
    return not any(
        (other.who is None or naming(other.who.name).head in EVERYBODY)
        and (other.low or 0) > (toll.low or 0)
        and _same_speaker(other.speaker, toll.speaker)
        for other in event.tolls
        if other.measure == toll.measure and other.part_of is None and other.superseded_by is None
    )


def _same_speaker(a: Speaker | None, b: Speaker | None) -> bool:
    return (a and a.name and name_key(a.name)) == (b and b.name and name_key(b.name))


def _history(measure: Measure, told: list[Telling]) -> TollHistory:
    told.sort(key=lambda t: (t.said, t.voice.order, t.figure.witness.spans))
    told = _superseded(told)
    standing = [t for t in told if t.stands]
    figures = tuple(t.figure for t in told)
    if not standing:
        return TollHistory(measure, None, None, None, "single", figures)
    best = max(standing, key=lambda t: _worth(t, standing))
    lows = [t.figure.low for t in standing if t.figure.low is not None]
    highs = [t.figure.high for t in standing if t.figure.high is not None]
    opened = any(t.figure.high is None and not _closed(t, standing) for t in standing)
    return TollHistory(
        measure,
        low=min(lows, default=None),
        best=best.figure.low if best.figure.low is not None else best.figure.high,
        high=None if opened else max(highs, default=None),
        course=_course(told, standing),
        figures=figures,
    )


def _closed(opened: Telling, standing: Sequence[Telling]) -> bool:
    """Return whether somebody who spoke as late has counted what an open figure leaves open."""
    return any(
        t.figure.high is not None and t.figure.high >= (opened.figure.low or 0) and t.said >= opened.said
        for t in standing
    )


def _superseded(told: Sequence[Telling]) -> list[Telling]:
    """Return the figures, those that a later one stands in place of marked."""
    found: list[Telling] = []
    for at, early in enumerate(told):
        gone = early.figure.superseded or any(_replaces(late, early) for late in told[at + 1 :])
        found.append(replace(early, figure=replace(early.figure, superseded=True)) if gone else early)
    return found


def _replaces(late: Telling, early: Telling) -> bool:
    """Return whether a figure stands in place of one said before it; see the module for the rule."""
    if late.said <= early.said or not late.known or not late.figure.whole or late.figure.superseded:
        return False
    if late.voice is early.voice and late.toll.said_at is None:
        return False
    same = early.speaker is not None and _same_speaker(late.speaker, early.speaker)
    if same and early.speaker is not None and early.speaker.kind in OFFICIAL:
        return True
    if late.figure.witness.source != early.figure.witness.source:
        return False
    sided = early.speaker is not None and (early.speaker.kind in SIDES or early.nobody)
    sided = sided or (late.speaker is not None and late.speaker.kind in SIDES)
    return same or not sided


def _worth(telling: Telling, standing: Sequence[Telling]) -> tuple[float, ...]:
    """Return how good a figure is as the best one, more is better; see the module for the rule."""
    event = telling.voice.member.event
    sources = {
        t.figure.witness.source
        for t in standing
        if (t.figure.low, t.figure.high) == (telling.figure.low, telling.figure.high) and t.voice.counts
    }
    speaker = telling.speaker
    return (
        event.standing == "current",
        telling.voice.counts,
        not telling.nobody,
        speaker is None or speaker.kind not in SIDES,
        RELIABILITY_ORDER[telling.voice.reliability],
        CREDIBILITY_ORDER[telling.voice.credibility],
        -1.0 if telling.said == float("inf") else telling.said,
        len(sources),
        telling.figure.low == telling.figure.high and not telling.figure.approximate,
        event.confidence,
    )


def _course(told: Sequence[Telling], standing: Sequence[Telling]) -> Course:
    whole = [t for t in told if t.figure.whole and t.known]
    if any(not a.agrees(b) and not _risen(a, b) for a, b in _pairs(standing)):
        return "disputed"
    lowered = any(_replaces(b, a) and b.bounds[1] < a.bounds[0] for a, b in _pairs(whole))
    if lowered:
        return "corrected"
    return "rising" if any(not a.agrees(b) for a, b in _pairs(whole)) else "single"


def _risen(early: Telling, late: Telling) -> bool:
    """Return whether the figure said later is the higher one."""
    return late.said > early.said and late.bounds[0] > early.bounds[1]


def _pairs(told: Sequence[Telling]) -> Iterator[tuple[Telling, Telling]]:
    return ((a, b) for at, a in enumerate(told) for b in told[at + 1 :])
