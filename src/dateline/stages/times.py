"""Times: the expressions of a report's sentences, resolved to intervals at the day of publication."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from dateline.draft import Draft, Sentence, TimeExpression, Token
from dateline.lexicon.timegrammar import TimeValue, find_times
from dateline.stage import PerDraft

WILL = frozenset({"will", "'ll", "’ll", "wo", "shall", "would"})
MAY = frozenset({"could", "may", "might", "must", "should", "can"})
"""Modals that look ahead unless "have" follows: "could be paid in May"."""
PLANNING = frozenset(
    """plan schedule expect set slate due intend vow want prepare agree hope call urge propose promise pledge threaten order
    invite aim decide postpone delay need wait likely ready propose announce""".split()
)
"""Verbs and adjectives whose infinitive lies ahead: "is due to meet on Monday"."""
SCHEDULED = frozenset({"schedule", "slate", "postpone", "reschedule"})
"""Verbs whose participle puts the time ahead by itself: "a vote scheduled for Friday"."""
TIMETABLED = frozenset({"begin", "start", "open", "expire", "resume", "meet", "convene"})
"""Verbs whose simple present tells the future of a timetable: "talks resume on Monday"."""
PREDICATES = frozenset({"VERB", "AUX"})
REACH = 4
"""A time of day without a day ("at 4am") belongs to the day told last within so many sentences."""


@dataclass(frozen=True)
class TimesStage(PerDraft):
    """Assigns the time expressions of a report's sentences."""

    name: ClassVar[str] = "times"
    needs: ClassVar[tuple[str, ...]] = ("sentences",)
    assigns: ClassVar[tuple[str, ...]] = ("times",)

    def __call__(self, draft: Draft) -> Draft:
        """Find and resolve the times of one report; without a day of publication, a date without a year is of the year told before."""
        if not any(sentence.parsed for sentence in draft.sentences):
            return draft  # nothing is told whose time could be asked for
        published = publication_day(draft.report.published)
        found: list[TimeExpression] = []
        told: tuple[int, dt.date] | None = None
        year: int | None = None
        for sentence in draft.sentences:
            values = list(find_times(draft.text_of(sentence), published=published, year=year))
            read = [_in_tense(value, sentence) for value in values]
            year = next((int(v.begin[:4]) for v in reversed(read) if v.begin and v.precision != "decade"), year)
            days = [(value.start, day) for value in read if (day := _day(value)) is not None]
            if told is not None and sentence.index - told[0] > REACH:
                told = None
            for value in read:
                settled = _settled(value, days, told[1] if told else None, published) if value.bare else value
                found.append(_expression(settled, sentence))
            if days:
                told = (sentence.index, days[-1][1])
        draft.times = tuple(found)
        return draft


def _settled(
    value: TimeValue, days: list[tuple[int, dt.date]], told: dt.date | None, published: dt.date | None
) -> TimeValue:
    """Put a bare time of day on its day: one told before it in the sentence, else one after it that has come, else an earlier one.

    "Overnight" beside a day is the night that ends on it: "jets struck overnight, officials said on Thursday".
    """
    before = [day for at, day in days if at < value.start]
    after = [day for at, day in days if at > value.start and (published is None or day <= published)]
    near = before[-1] if before else after[0] if after else None
    if (value.begin or "").endswith("T18:00") and (value.until or "").endswith("T06:00"):
        return value.on_day(near - dt.timedelta(days=1)) if near else value
    day = near or told
    return value.on_day(day) if day else value


def publication_day(published: str | None) -> dt.date | None:
    """Return the day of an ISO 8601 date or date-time, or None where there is none."""
    if not published:
        return None
    try:
        return dt.date.fromisoformat(published[:10])
    except ValueError:
        return None


def _expression(value: TimeValue, sentence: Sentence) -> TimeExpression:
    start, end = sentence.start + value.start, sentence.start + value.end
    first, last = sentence.tokens_between(start, end)
    return TimeExpression(
        sentence.index,
        first,
        last,
        start,
        end,
        value.begin,
        value.until,
        value.precision,
        approximate=value.approximate,
        basis=value.basis,
        offset=value.offset,
        kind=value.kind,
        zone=value.zone,
        timex=value.timex.value,
    )


def _day(value: TimeValue) -> dt.date | None:
    """Return the day that a value tells, where it tells one."""
    fine = value.precision in ("minute", "hour", "part-of-day", "day")
    if not fine or value.bare or value.kind != "interval" or not value.begin or not value.until:
        return None
    first, last = dt.date.fromisoformat(value.begin[:10]), dt.date.fromisoformat(value.until[:10])
    return first if (last - first).days <= (1 if "T" in value.begin else 0) else None


def _in_tense(value: TimeValue, sentence: Sentence) -> TimeValue:
    """Choose the reading that the tense of the governing verb asks for."""
    if value.ahead is None or not sentence.parsed:
        return value
    first, last = sentence.tokens_between(sentence.start + value.start, sentence.start + value.end)
    return value.in_future() if first < last and _lies_ahead(sentence, first, last) else value


def _lies_ahead(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether the words that govern tokens first..last speak of the future."""
    top = next((t for t in sentence.tokens[first:last] if not first <= t.head < last), sentence.tokens[first])
    for token in sentence.ancestors(top.i):
        if token.lemma in SCHEDULED and token.tag in {"VBN", "VBD"}:
            return True
        if token.pos in PREDICATES:
            return _verb_ahead(sentence, token)
    return False


def _verb_ahead(sentence: Sentence, verb: Token) -> bool:
    helpers = {kid.lower for kid in sentence.kids(verb.i, "aux")}
    if helpers & WILL or (helpers & MAY and "have" not in helpers):
        return True
    head = sentence.tokens[verb.head]
    if "to" in helpers and head.i != verb.i and (head.lemma in PLANNING or head.lemma == "be"):
        return True
    if verb.dep in {"conj", "xcomp"} and head.i != verb.i and not helpers - {"to"} and head.pos in PREDICATES:
        shared = verb.tag == "VB" or verb.dep == "xcomp"
        return shared and _verb_ahead(sentence, head)
    present = verb.tag in {"VBZ", "VBP"} and sentence.section != "title"
    return present and (
        verb.lemma in TIMETABLED or any(k.lemma in {"due", "set"} for k in sentence.kids(verb.i, "acomp"))
    )
