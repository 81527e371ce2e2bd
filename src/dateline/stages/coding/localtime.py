"""When local news of a shooting has it: by what all its sentences say of the day, each for as much as it is worth.

Such a report seldom dates the shooting in the clause that tells it: officers were called on Saturday, the victim was found at
2 a.m., an arrest followed on Tuesday. So every time near words of the shooting speaks for its day, and the day with most for
it is taken, with the finest time told of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dateline.draft import Draft, Sentence, TimeExpression
from dateline.grammar import governing_verb
from dateline.lexicon.words import word_set
from dateline.stages.coding.material import Material

TOLD, CALLED, NEAR, DATED, HEADLINE = 3.0, 2.0, 1.0, 1.0, 0.5
"""What a time is worth that a mention of the shooting has, one in a sentence of calls and finds, one beside words of a
shooting; what a year adds; and what one in the headline is worth."""
NARROW = frozenset({"minute", "hour", "part-of-day", "day"})
CLOCK = frozenset({"minute", "hour"})
FINE = ("minute", "hour", "part-of-day", "day")
SMALL_HOURS = 6
"""A clock time before this hour belongs to the second day of a night."""
_STAMP = re.compile(
    r"(?:posted|updated|published|created|modified|last edited)\W{0,3}(?:on\s|at\s)?\W*$", re.IGNORECASE
)
"""Words before the time at which a page was put up."""
STAMP_REACH = 24
_DAY = re.compile(
    r"day|tonight|tomorrow|overnight|\bnight\b|\b\d{4}\b|\b\d{1,2}/\d"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    re.IGNORECASE,
)
"""Words that give a time a day of its own."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class _Vote:
    """A time that may be the shooting's, the day on which it starts, and what it is worth."""

    time: TimeExpression
    day: str
    weight: float


def local_time(draft: Draft, material: Material) -> TimeExpression | None:
    """Return the time of the shooting that a report is about; None where no day is told of it."""
    votes = list(_votes(draft, material))
    if not votes:
        return None
    sums: dict[str, float] = {}
    for vote in votes:
        sums[vote.day] = sums.get(vote.day, 0.0) + vote.weight
    best = max(sums, key=lambda day: sums[day])
    chosen = min((v.time for v in votes if v.day == best), key=lambda t: FINE.index(t.precision))
    hour = _hour(draft, material)
    if hour is None or chosen.precision in CLOCK:
        return chosen
    return _at(chosen, hour)


def _votes(draft: Draft, material: Material) -> Iterator[_Vote]:
    mine = {m.index for m in material.mentions if m.frame != "die"}
    own = {n for s in draft.scenes_of(mine) for n in s.times}
    others = {n for s in draft.scenes if s.mention not in {m.index for m in material.mentions} for n in s.times}
    for n, time in enumerate(draft.times):
        if not _is_day(draft, time):
            continue
        weight = (
            0.0 if _is_aftermath(draft, time) else TOLD if n in own else 0.0 if n in others else _beside(draft, time)
        )
        if not weight:
            continue
        words = draft.text[time.start : time.end]
        if draft.sentences[time.sentence].section in {"title", "dek"}:
            weight = HEADLINE
        yield _Vote(time, (time.begin or "")[:10], weight + DATED * bool(_YEAR.search(words)))


def _is_day(draft: Draft, time: TimeExpression) -> bool:
    """Whether a time tells a day, and not only an hour of a day told elsewhere, nor when a page was put up."""
    if time.kind != "interval" or not time.begin or not time.until or time.precision not in NARROW:
        return False
    text = draft.text
    if _STAMP.search(text, max(0, time.start - STAMP_REACH), time.start):
        return False
    return bool(_DAY.search(text[time.start : time.end]))


def _beside(draft: Draft, time: TimeExpression) -> float:
    """Return what a time is worth that no mention has: by the verb that it hangs on and the words of its sentence."""
    sentence = draft.sentences[time.sentence]
    if not sentence.parsed:
        return CALLED if _has(sentence, "call_verbs") else NEAR if _has(sentence, "shooting_cues") else 0.0
    verb = governing_verb(sentence, time.first)
    if verb is None:
        return NEAR if _has(sentence, "shooting_cues") else 0.0
    if verb.lemma in word_set("call_verbs"):
        return CALLED
    return NEAR if _has(sentence, "shooting_cues") else 0.0


def _is_aftermath(draft: Draft, time: TimeExpression) -> bool:
    """Whether a time is of what comes of a shooting later ("arrested on Monday", "police said Tuesday")."""
    sentence = draft.sentences[time.sentence]
    verb = governing_verb(sentence, time.first) if sentence.parsed else None
    return verb is not None and verb.lemma in word_set("aftermath_verbs")


def _has(sentence: Sentence, name: str) -> bool:
    words = word_set(name)
    return any(t.lower in words or t.lemma in words for t in sentence.tokens)


def _hour(draft: Draft, material: Material) -> TimeExpression | None:
    """Return the first clock time without a day of its own that is told of the shooting or of the calls that it made."""
    mine = {n for s in draft.scenes_of(m.index for m in material.mentions if m.frame != "die") for n in s.times}
    for n, time in enumerate(draft.times):
        if time.precision not in CLOCK or time.kind != "interval" or not time.begin:
            continue
        if _DAY.search(draft.text[time.start : time.end]):
            continue
        if n in mine or _beside(draft, time) >= CALLED:
            return time
    return None


def _at(chosen: TimeExpression, hour: TimeExpression) -> TimeExpression:
    """Return the hour on the day chosen; of a night, on its second day where it is one of the small hours."""
    first, last = (chosen.begin or "")[:10], (chosen.until or "")[:10]
    clock = (hour.begin or "")[11:]
    late = first != last and int(clock[:2]) < SMALL_HOURS
    day = last if late else first
    end = (hour.until or hour.begin or "")[10:]
    return replace(hour, begin=f"{day}T{clock}", until=f"{day}{end}")
