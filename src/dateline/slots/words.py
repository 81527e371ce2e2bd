"""Values of slots in a few words, for lists of what people decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dateline.corrections import Blame
from dateline.events import Count, Damage, Event, EventType, Participant, Source, Speaker, Toll, WeaponUse, When
from dateline.text import Place, Span

NOT_STATED = "not stated"


def value_words(value: object) -> str:
    """Return what a slot says, in words."""
    if value is None or value == ():
        return NOT_STATED
    if isinstance(value, bool):
        return "an event" if value else "no event"
    if isinstance(value, tuple):
        return "; ".join(item_words(item) for item in value)
    return item_words(value)


def item_words(item: object) -> str:
    """Return one value in words."""
    write = WORDS.get(type(item))
    return write(item) if write is not None else str(item)


def _type(kind: EventType) -> str:
    return kind.plover if kind.mode is None else f"{kind.plover}/{kind.mode}"


def _when(when: When) -> str:
    ends = [end or "open" for end in dict.fromkeys((when.start, when.end))]
    return f"{' to '.join(ends)} ({when.precision})"


def _place(place: Place) -> str:
    return f"{place.name}{f', {place.country}' if place.country else ''} ({place.precision})"


def _blame(blame: Blame) -> str:
    return f"{blame.stance}{f': {blame.doer.name}' if blame.doer else ''}{_said_by(blame.speaker)}"


def _toll(toll: Toll) -> str:
    figure = bounds_words(toll.low, toll.high, approximate=toll.approximate)
    return f"{figure}{f' {toll.who.name}' if toll.who else ''}{_said_by(toll.speaker)}"


def _said_by(speaker: Speaker | None) -> str:
    return f", says {speaker.name}" if speaker is not None and speaker.name else ""


def bounds_words(low: int | None, high: int | None, *, approximate: bool = False) -> str:
    """Return a figure in words: "4", "15 or more", "0 to 7", "about 50", "number not known"."""
    if low is None and high is None:
        return "number not known"
    about = "about " if approximate else ""
    if low == high:
        return f"{about}{low}"
    return f"{about}{low or 0} or more" if high is None else f"{about}{low or 0} to {high}"


WORDS: Mapping[type, Callable[[Any], str]] = {
    EventType: _type,
    Event: lambda event: f"{_type(event.type)}: “{event.anchor.quote}”",
    Span: lambda span: f"“{span.quote}”",
    Count: lambda count: bounds_words(count.low, count.high, approximate=count.approximate),
    When: _when,
    Place: _place,
    Participant: lambda person: f"{person.name} ({person.kind})",
    Blame: _blame,
    WeaponUse: lambda weapon: weapon.kind,
    Toll: _toll,
    Damage: lambda damage: f"{damage.what.name}: {damage.effect}",
    Source: lambda source: f"{source.speaker.name or 'unnamed'} ({source.stance})",
}
