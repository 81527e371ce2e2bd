"""Proposals slot by slot: a table of small readers, each from marked words to values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, cast, get_args

from dateline import vocabulary as v
from dateline.codec import to_data
from dateline.corrections import Blame, Proposal
from dateline.errors import RecordError
from dateline.events import Count, Damage, Event, Source, Speaker, Thing, Toll, WeaponUse, Who
from dateline.proposing.kinds import damage_of, stance_of, types_of, weapons_of
from dateline.proposing.marked import Marked, marked
from dateline.proposing.people import people_of
from dateline.proposing.places import places_of
from dateline.proposing.times import times_of
from dateline.slots import EVENT, Slot, item_words, slot_of
from dateline.text import Report

MOST_PROPOSALS = 12

Found = Iterator[tuple[Any, str]]
"""Values, each with how it was found."""


class Proposer:
    """Proposes values for marked words; the gazetteer and the dictionary are loaded when first asked."""

    def propose(
        self, report: Report, slot: str, spans: Sequence[tuple[int, int]], event: Event | None = None
    ) -> tuple[Proposal, ...]:
        """Return what marked words may stand for in a slot, the likeliest first.

        Args:
            slot: one of `dateline.slots`, or "event": then a whole event is proposed, in the form in which one is added.
            event: that they are told of, as corrected so far.

        Raises:
            ValueRefused: there is no such slot, or no words are marked.
        """
        words = marked(report, spans, event)
        if slot == EVENT:
            return tuple(islice(_events(words), MOST_PROPOSALS))
        of = slot_of(slot)
        read = READERS.get(of.name) or READERS[of.field]
        found = []
        seen = []
        for value, why in _sound(read(of, words)):
            if value not in seen:
                seen.append(value)
                found.append(Proposal(slot, value, item_words(value), why))
        return tuple(found[:MOST_PROPOSALS])


def _sound(found: Found) -> Found:
    """Yield values until one breaks the record's contract: what follows it would too."""
    while True:
        try:
            yield next(found)
        except (StopIteration, RecordError):
            return


def _type(_slot: Slot, words: Marked) -> Found:
    return types_of(words)


def _anchor(_slot: Slot, words: Marked) -> Found:
    yield words.whole, "the words that are marked"


def _label(slot: Slot, words: Marked) -> Found:
    """Yield the word of the closed list that is marked itself."""
    told = words.words.casefold()
    for word in get_args(slot.words):
        if word in told:
            yield word, "the word itself"


def _count(_slot: Slot, words: Marked) -> Found:
    for low, high, approximate in _figures(words):
        yield Count(low, high, approximate, words.spans), "the number that is marked"


def _figures(words: Marked) -> Iterator[tuple[int | None, int | None, bool]]:
    from dateline.lexicon.numbers import find_numbers

    # A number is told from other digits by what it counts: the rest of its sentence goes along.
    sentence = words.sentence()
    first = words.spans[0].start
    for one in find_numbers(sentence.quote):
        if any(s.start < sentence.start + one.end and sentence.start + one.start < s.end for s in words.spans):
            yield one.low, one.high, one.approximate
    text = words.report.text[first : words.spans[-1].end]
    for one in find_numbers(text):
        yield one.low, one.high, one.approximate
    singular = text.split()[0].casefold() in {"a", "an", "one"} if text.split() else False
    if singular:
        yield 1, 1, False


def _when(_slot: Slot, words: Marked) -> Found:
    return times_of(words)


def _where(_slot: Slot, words: Marked) -> Found:
    return places_of(words)


def _people(slot: Slot, words: Marked) -> Found:
    return people_of(words, cast("v.ParticipantRole", slot.only))


def _blame(_slot: Slot, words: Marked) -> Found:
    """Yield that those who are marked are said to have done it; words of a participant of the event mean that one."""
    stance, why = stance_of(words)
    if stance == "unclaimed":
        yield Blame("unclaimed", None, None, words.spans), why
        return
    known = [one for one in words.event.participants if _overlap(one.spans, words)] if words.event else []
    for person in known:
        yield Blame(stance, person, None, words.spans), f"{person.name} takes part; {why}"
    for person, found in people_of(words, "perpetrator"):
        yield Blame(stance, person, None, words.spans), f"{found}; {why}"


def _overlap(spans: Sequence[Any], words: Marked) -> bool:
    return any(one.overlaps(other) for one in spans for other in words.spans)


def _weapons(_slot: Slot, words: Marked) -> Found:
    for kind, term in weapons_of(words.words):
        yield WeaponUse(kind, words.spans), f"“{term}” is a {kind}"


def _toll(slot: Slot, words: Marked) -> Found:
    measure = cast("v.Measure", slot.only)
    who, kinds = _counted(words)
    for low, high, approximate in _figures(words):
        yield (
            Toll("proposed", measure, low, high, words.spans, who, approximate=approximate),
            f"the number that is marked{kinds}",
        )
    plural = words.words.split()[-1].casefold().endswith("s")
    yield (
        Toll("proposed", measure, 2 if plural else 1, None if plural else 1, words.spans, who),
        "a plural without a number is two or more" if plural else "a single one without a number",
    )


def _counted(words: Marked) -> tuple[Who | None, str]:
    """Return the people whom a figure counts, as far as the marked words name them."""
    from dateline.lexicon.numbers import find_numbers

    span = words.spans[-1]
    numbers = list(find_numbers(span.quote))
    start = numbers[-1].end if numbers else 0
    rest = span.quote[start:].strip()
    if not rest or not rest[0].isalpha():
        return None, ""
    at = span.start + span.quote.index(rest, start)
    named = Marked(words.report, (words.report.span(at, at + len(rest)),), words.event)
    person, why = next(people_of(named, "victim"))
    return Who(person.name, person.kind, person.spans), f"; {why}"


def _damage(_slot: Slot, words: Marked) -> Found:
    thing = Thing(words.words, words.spans)
    for effect, why in damage_of(words):
        yield Damage(thing, effect), why


def _source(_slot: Slot, words: Marked) -> Found:
    for person, why in people_of(words, "speaker"):
        for stance in get_args(v.SourceStance):
            yield Source(Speaker(person.name, person.spans, person.kind), stance), why


READERS: Mapping[str, Callable[[Slot, Marked], Found]] = {
    "type": _type,
    "anchor": _anchor,
    "sphere": _label,
    "standing": _label,
    "factuality": _label,
    "count": _count,
    "when": _when,
    "where": _where,
    "participants": _people,
    "responsibility": _blame,
    "weapons": _weapons,
    "tolls": _toll,
    "damage": _damage,
    "sources": _source,
}
"""By the slot, else by the field of the event that it is a part of."""


def _events(words: Marked) -> Iterator[Proposal]:
    """Yield whole events: of each type that the words may state, with the time and place that stand in their sentence."""
    sentence = words.sentence()
    around = Marked(words.report, (sentence,), None)
    slots: dict[str, Any] = {}
    when = next(iter(_sound(times_of(around))), None)
    if when is not None:
        slots["when"] = to_data(when[0])
    for kind, why in types_of(words):
        value = {"type": to_data(kind), "anchor": to_data(words.whole), "slots": slots}
        yield Proposal(EVENT, cast("Any", value), f"{item_words(kind)}: “{words.whole.quote}”", why)
