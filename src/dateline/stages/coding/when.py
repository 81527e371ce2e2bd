"""When an event happened, as the record writes it.

The lead mention's nearest time is taken; a finer time told of the same event within it makes it finer, and a clock time told
elsewhere is put on its day. Times that count from another event ("two days later") are counted from the time told before.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dateline import vocabulary as v
from dateline.draft import Draft, Mention, Sentence, TimeExpression
from dateline.events import Cue, When
from dateline.grammar import measured_from, opens_since
from dateline.lexicon.timegrammar import add_days, names_impossible_date
from dateline.stages.coding.clock import clock_elsewhere, day_elsewhere
from dateline.stages.coding.localtime import local_time
from dateline.stages.coding.material import Material
from dateline.stages.coding.newsday import is_news, news_day

FINE: dict[str, int] = {
    p: n
    for n, p in enumerate(
        ("minute", "hour", "part-of-day", "day", "week", "month-part", "month", "quarter", "season", "year", "decade")
    )
}
WITH, COUNTED, ELSEWHERE, AROUND, UNTOLD = (
    "told with it", "counted from another event", "told where it is named again", "the day of the news around it",
    "no time is told of it: the day of publication and the one before",
)  # fmt: skip
UNDATED = frozenset({"planned", "threatened", "possible"})
NARROW = frozenset({"minute", "hour", "part-of-day", "day"})
WEEK = 7
MODIFIERS = frozenset({"compound", "nmod", "amod", "poss", "nummod", "npadvmod"})
REACH = 5
"""Sentences back within which the time is sought that "two days later" counts from."""
_DAY_WORDS = re.compile(
    r"day\b|\btonight|tomorrow|yesterday|overnight|\b(?:last|this|next|previous|same|that|of)\b|\b\d{4}\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    re.IGNORECASE,
)
"""Words that give a clock time a day of its own."""


@dataclass(frozen=True, slots=True)
class Dated:
    """The time of an event, with the reason in words."""

    when: When | None = None
    cue: Cue | None = None


def when_of(draft: Draft, material: Material) -> Dated:
    """Return the time: what the words give, made as fine as they allow; else the days of publication for news."""
    zone = next((t.zone for t in material.places if t.zone), draft.zone)
    chosen = (local_time(draft, material) if material.cluster.main else None) or _chosen(draft, material)
    if chosen is not None:
        return _written(draft, chosen, zone, COUNTED if chosen.basis == "event" else WITH)
    published = draft.report.published
    undated = material.factuality in UNDATED and material.plover != "THREATEN"
    if material.standing != "current" or published is None or undated or _is_misdated(draft, material):
        return Dated()
    day = dt.date.fromisoformat(published[:10])
    beside, reason = day_elsewhere(draft, material), ELSEWHERE
    if beside is None or not is_news(beside, day):
        beside, reason = news_day(draft, material, day), AROUND
    if beside is not None:
        return _written(draft, _with_the_hour(draft, material, beside), zone, reason)
    before = (add_days(day, -1) or day).isoformat()
    when = When(before, day.isoformat(), "day", approximate=True, basis="published", zone=zone)
    return Dated(when, Cue("when", UNTOLD))


def _is_misdated(draft: Draft, material: Material) -> bool:
    """Whether a day is told of the event that there is none of ("31 February"): which was meant, nobody knows."""
    sentence = draft.sentences[material.lead.sentence]
    return names_impossible_date(draft.text[sentence.start : sentence.end])


def _written(draft: Draft, time: TimeExpression, zone: str | None, reason: str) -> Dated:
    spans = (draft.span(time.start, time.end),)
    when = When(
        time.begin, time.until, time.precision, approximate=time.approximate, basis=time.basis, zone=time.zone or zone,
        spans=spans,
    )  # fmt: skip
    return Dated(when, Cue("when", reason, spans))


def _with_the_hour(draft: Draft, material: Material, first: TimeExpression) -> TimeExpression:
    """Return a time with the day and the hour that other sentences tell of the main event."""
    if FINE[first.precision] > FINE["day"]:
        day = day_elsewhere(draft, material)
        first = _finer(draft, first, day) if day is not None else first
    elsewhere = clock_elsewhere(draft, material) if FINE[first.precision] > FINE["hour"] else None
    return _finer(draft, first, elsewhere) if elsewhere is not None else first


def _chosen(draft: Draft, material: Material) -> TimeExpression | None:
    told = sorted(_told(draft, material), key=lambda item: _rank(material, *item))
    if material.plover == "COERCE" and material.mode in {"curfew", "restrict", "martial-law"}:
        # The hours and the end of a curfew are what is imposed, not when.
        told = [(m, t) for m, t in told if t.begin and not _is_range_of_hours(t)]
    times = [t for _, t in told]
    if material.factuality not in UNDATED:
        times = [t for t in times if t.begin and not _is_ahead(draft, t)]
    if not times:
        return None
    first = times[0]
    for time in times[1:]:
        first = _finer(draft, first, time)
    return _with_the_hour(draft, material, first)


def _is_ahead(draft: Draft, time: TimeExpression) -> bool:
    """Whether a time lies after publication, where nothing has happened yet; a day is allowed for clocks that are ahead."""
    published = draft.report.published
    if published is None:
        return False
    latest = add_days(dt.date.fromisoformat(published[:10]), 1)
    return latest is not None and (time.begin or "")[:10] > latest.isoformat()


def _rank(material: Material, mention: Mention, time: TimeExpression) -> tuple[bool, bool, bool]:
    """Put first what the lead says, times at which before open ones, and days named before days counted."""
    return (mention is not material.lead, time.kind != "interval", time.basis == "event")


def _is_range_of_hours(time: TimeExpression) -> bool:
    """Whether a time runs from one hour to another ("from 8 p.m. to 5 a.m.")."""
    return (
        "T" in (time.begin or "")
        and time.precision in {"hour", "minute"}
        and (time.begin or "")[:13] != (time.until or "")[:13]
    )


def _told(draft: Draft, material: Material) -> Iterator[tuple[Mention, TimeExpression]]:
    """Yield the times of the mentions, those that count from another event resolved, nearest first for each mention."""
    scenes = {s.mention: s for s in draft.scenes_of(m.index for m in material.mentions)}
    for mention in material.mentions:
        for n in scenes[mention.index].times:
            time = draft.times[n]
            if time.basis == "event" and not time.begin:
                time = _counted(draft, mention, n) or time
            elif time.kind == "interval" and opens_since(draft.sentences[time.sentence], time.first, mention.token):
                time = replace(time, kind="since", until=None)
            elif time.kind == "since" and time.begin and _names(draft, mention, time):
                time = replace(time, kind="interval", until=_end_of(time.begin, time.precision))
            if (time.begin or time.until) and time.kind != "set":
                yield mention, time


def _names(draft: Draft, mention: Mention, time: TimeExpression) -> bool:
    """Whether a time stands before a noun to name its event ("since the September 11 attacks")."""
    if mention.sentence != time.sentence or not mention.nominal:
        return False
    tokens = draft.sentences[time.sentence].tokens
    return any(t.head == mention.token and t.dep in MODIFIERS for t in tokens[time.first : time.last])


def _finer(draft: Draft, first: TimeExpression, other: TimeExpression) -> TimeExpression:
    """Return the finer of two times where the other lies within the first; a bare clock time is put on the first's day."""
    if (
        FINE[other.precision] >= FINE[first.precision]
        or other.kind != "interval"
        or not (first.begin and first.until and other.begin)
    ):
        return first
    if first.begin[:10] <= other.begin[:10] <= first.until[:10]:
        return other
    words = draft.text[other.start : other.end]
    one_day = first.precision in {"day", "part-of-day"} and first.begin[:10] == first.until[:10]
    if one_day and "T" in other.begin and not _DAY_WORDS.search(words):
        shift = dt.date.fromisoformat(first.begin[:10]) - dt.date.fromisoformat(other.begin[:10])
        return replace(other, begin=_moved(other.begin, shift), until=_moved(other.until, shift))
    return first


def _moved(moment: str | None, shift: dt.timedelta) -> str | None:
    return None if moment is None else (dt.datetime.fromisoformat(moment) + shift).isoformat(timespec="minutes")


def _counted(draft: Draft, mention: Mention, n: int) -> TimeExpression | None:
    """Return a time that counts from another event with its days, or None where that event's time is not told."""
    time = draft.times[n]
    if time.offset is None:
        return None
    sentence = draft.sentences[time.sentence]
    clause = measured_from(sentence, time.last - 1)
    sign = 1.0
    if clause is None:
        base = _before(draft, n)
    elif mention.token in sentence.subtree(clause):
        base, sign = _beside(draft, n) or _news_day(draft, n), -1.0
    else:
        base = _beside(draft, n, after=True) or _of_event(draft, sentence, clause, mention)
    if base is None or not base.begin:
        return None
    day = add_days(dt.date.fromisoformat(base.begin[:10]), round(sign * time.offset))
    return None if day is None else _around(time, day)


def _around(time: TimeExpression, day: dt.date) -> TimeExpression:
    """Return a time with the period of its precision around a day."""
    if time.precision == "part-of-day":
        night = (add_days(day, 1) or day).isoformat()
        return replace(time, begin=f"{day.isoformat()}T18:00", until=f"{night}T06:00")
    if time.precision in {"month", "year"}:
        begin = day.replace(day=1) if time.precision == "month" else day.replace(month=1, day=1)
        return replace(time, begin=begin.isoformat(), until=_end_of(begin.isoformat(), time.precision))
    return replace(
        time, begin=day.isoformat(), until=day.isoformat(), precision="day", approximate=time.precision == "week"
    )


def _end_of(begin: str, precision: v.TimePrecision) -> str:
    """Return the last day or minute of the period that starts here."""
    day = dt.date.fromisoformat(begin[:10])
    if precision == "year":
        return day.replace(month=12, day=31).isoformat()
    if precision == "month":
        return day.replace(day=calendar.monthrange(day.year, day.month)[1]).isoformat()
    return begin


def _resolved(time: TimeExpression) -> bool:
    return time.kind in {"interval", "since"} and time.begin is not None


def _before(draft: Draft, n: int) -> TimeExpression | None:
    """Return the time told last before one, a few sentences back, that is fine enough to count from."""
    at = draft.times[n]
    coarsest = max(FINE[at.precision], FINE["day"])
    near = [
        t
        for t in draft.times
        if t.start < at.start and at.sentence - t.sentence <= REACH and _resolved(t) and FINE[t.precision] <= coarsest
    ]
    return max(near, key=lambda t: t.start, default=None)


def _beside(draft: Draft, n: int, *, after: bool = False) -> TimeExpression | None:
    """Return the nearest other time of the sentence; `after`: only what follows."""
    at = draft.times[n]
    near = [
        t
        for t in draft.times
        if t.sentence == at.sentence and t.start != at.start and _resolved(t) and (t.start > at.start or not after)
    ]
    return min(near, key=lambda t: abs(t.start - at.start), default=None)


def _of_event(draft: Draft, sentence: Sentence, clause: int, mention: Mention) -> TimeExpression | None:
    """Return the time, told elsewhere, of the event that a time counts from ("hours after the attack")."""
    inside = set(sentence.subtree(clause))
    named = [
        m for m in draft.mentions_in(sentence.index) if m.token in inside and m.nominal and m.index != mention.index
    ]
    known = {m.index for m in named}
    alike = {
        i for c in draft.clusters if known & set(c.mentions) and mention.index not in c.mentions for i in c.mentions
    }
    types = {m.plover for m in named if m.anaphoric}
    first = [s for s in draft.scenes if draft.mentions[s.mention].plover in types]
    times = [draft.times[n] for s in [*draft.scenes_of(alike), *first] for n in s.times]
    return next((t for t in times if _resolved(t) and FINE[t.precision] <= FINE["day"]), None)


def _news_day(draft: Draft, n: int) -> TimeExpression | None:
    """Return the day of the news before a time: one told shortly before it in the week of publication, else publication."""
    published = (draft.report.published or "")[:10]
    told = _before(draft, n)
    if not published:
        return told
    week = (add_days(dt.date.fromisoformat(published), -WEEK) or dt.date.min).isoformat()
    if told is not None and told.precision in NARROW and week <= (told.begin or "")[:10] <= published:
        return told
    return replace(draft.times[n], begin=published, until=published, precision="day")
