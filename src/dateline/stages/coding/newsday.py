"""The day of the news around an event that tells no time of its own: told in its sentence, or not far before it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from dateline import vocabulary as v
from dateline.draft import Draft, TimeExpression
from dateline.grammar import governing_verb
from dateline.lexicon.timegrammar import add_days
from dateline.lexicon.words import word_set
from dateline.stages.coding.material import Material

DEEDS = v.MATERIAL
"""Types of events that are told one after the other, as things that happened on one day are."""
WEEK = 7
"""Days before publication that are still news."""
REACH = 5
"""Sentences back within which the day of a deed may be told. Of 676 times of coded events 477, 481, 485, 484 and 481 are right
with 3, 4, 5, 6 and 8."""
PARAGRAPH = 12
"""Sentences back that are looked through in one paragraph."""
AHEAD = 4
"""Sentences after the lead within which the day of what it tells may be told; 482, 483, 485 and 484 are right with 0, 2, 4 and 6."""


def news_day(draft: Draft, material: Material, published: dt.date) -> TimeExpression | None:
    """Return the day of the news around an event that tells none: that of its sentence, for a deed also of those around.

    A deed of the lead may have its day told in the sentences that follow. The day on which somebody speaks is that of a verbal
    act, and not that of the deeds that he tells of; only where nothing else is told, and the report is of a later day, is what the
    lead tells taken to be as old as what is said of it.
    """
    here = material.lead.sentence
    taken = _taken(draft, here)
    if material.plover not in DEEDS:
        said = _told(draft, material, published, range(here, here + 1))
        return _as_day([t for t in said if id(t) not in taken][-1:])
    leads = _leads(draft, material)
    days = _told(draft, material, published, range(here - PARAGRAPH, here + (AHEAD if leads else 0) + 1))
    days = [t for t in days if id(t) not in taken]
    deeds = [t for t in days if not _dates_words(draft, t)]
    before = [t for t in deeds if t.sentence < here and _reaches(draft, t, here, published)]
    told = [t for t in deeds if t.sentence == here][-1:] or before[-1:] or _after(draft, material, deeds)[:1]
    if not told and leads:
        said = [t for t in days if t not in deeds and t.sentence >= here]
        told = [t for t in said if (t.begin or "")[:10] < published.isoformat()][:1]
    return _as_day(told)


def _after(draft: Draft, material: Material, days: list[TimeExpression]) -> list[TimeExpression]:
    """Return the days told after an event that are not those of another event of its type."""
    other = {
        id(draft.times[n])
        for day in days
        if day.sentence > material.lead.sentence
        for scene in draft.scenes_of(m.index for m in draft.mentions_in(day.sentence) if m.plover == material.plover)
        for n in scene.times
    }
    return [t for t in days if t.sentence > material.lead.sentence and id(t) not in other]


def _taken(draft: Draft, sentence: int) -> set[int]:
    """Return the times of a sentence that only deeds named in it have ("called for an inquiry into Friday's attack")."""
    named = {m.index: m.nominal and m.plover in DEEDS for m in draft.mentions_in(sentence)}
    told = {n for scene in draft.scenes_of(i for i, noun in named.items() if not noun) for n in scene.times}
    deeds = {n for scene in draft.scenes_of(i for i, noun in named.items() if noun) for n in scene.times}
    return {id(draft.times[n]) for n in deeds - told}


def _told(draft: Draft, material: Material, published: dt.date, sentences: range) -> list[TimeExpression]:
    """Return the days of the news that some sentences tell, of other events than this one."""
    return [
        t
        for n in sentences
        for t in draft.times_in(n)
        if _is_a_day(t) and is_news(t, published) and t not in material.times and not _dates_a_figure(draft, t)
    ]


def _reaches(draft: Draft, time: TimeExpression, sentence: int, published: dt.date) -> bool:
    """Whether the day of an earlier sentence holds on: through its paragraph, or near by unless it is the day before publication.

    That day is told in passing as often as not: where nothing is said of an event, the two days are its time anyway.
    """
    if draft.sentences[time.sentence].paragraph == draft.sentences[sentence].paragraph:
        return True
    yesterday = (add_days(published, -1) or published).isoformat()
    return sentence - time.sentence <= REACH and (time.begin or "")[:10] != yesterday


def _as_day(told: list[TimeExpression]) -> TimeExpression | None:
    """Return a time as the day that it lies in; a night stays one."""
    if not told:
        return None
    time = told[0]
    if not _within_one_day(time):
        return replace(time, approximate=True)
    day = (time.begin or "")[:10]
    return replace(time, begin=day, until=day, precision="day", approximate=True)


def is_news(time: TimeExpression, published: dt.date) -> bool:
    """Whether a time starts in the week up to publication."""
    earliest = (add_days(published, -WEEK) or published).isoformat()
    return earliest <= (time.begin or "")[:10] <= published.isoformat()


def _is_a_day(time: TimeExpression) -> bool:
    """Whether a time is a day or a part of one; a night ends on the next."""
    if time.kind != "interval" or not time.begin or not time.until:
        return False
    return _within_one_day(time) or time.precision == "part-of-day"


def _within_one_day(time: TimeExpression) -> bool:
    return (time.begin or "")[:10] == (time.until or "")[:10]


def _leads(draft: Draft, material: Material) -> bool:
    """Whether an event is told first in the headline or the first two sentences of the body."""
    body = next((s.index for s in draft.sentences if s.section == "body"), 0)
    return material.lead.sentence <= body + 1


def _dates_a_figure(draft: Draft, time: TimeExpression) -> bool:
    """Whether a time tells when a figure changed ("the toll rose to nine on Friday")."""
    sentence = draft.sentences[time.sentence]
    verb = governing_verb(sentence, time.first) if sentence.parsed else None
    return verb is not None and verb.lemma in word_set("counting_verbs")


def _dates_words(draft: Draft, time: TimeExpression) -> bool:
    """Whether a time tells when something was said ("police said on Friday")."""
    sentence = draft.sentences[time.sentence]
    verb = governing_verb(sentence, time.first) if sentence.parsed else None
    return verb is not None and any(a.cue_token == verb.i for a in draft.attributions_in(time.sentence))
