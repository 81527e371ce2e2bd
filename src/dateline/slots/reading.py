"""Reading values that people set, from their JSON form, and again from what was stored."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from dateline.check import check_one_of
from dateline.codec import from_data, to_data
from dateline.corrections import SlotValue
from dateline.errors import RecordError, ValueRefused
from dateline.events import Event, Participant, Toll, spans_of
from dateline.slots.kinds import BY_NAME, EVENT, Slot, id_of, slot_of
from dateline.text import storable

LARGEST = 10**12
"""The largest number that a value may hold: more than there ever were people, and less than any database's limit."""

LONGEST = 2000
"""Characters of a text that somebody sets by hand."""

DEEPEST = 12
"""Levels of lists and objects in a value."""


def read_value(name: str, data: Any, text: str, event: Event | None = None) -> SlotValue:
    """Read a value that somebody sets for a slot, from its JSON form.

    Args:
        data: the record's form; spans may leave out their quote, participants and tolls their id and what the slot says of them.
        text: the report's. event: as corrected so far; who is blamed may be named by the id of a participant of it.

    Raises:
        ValueRefused: the value is none of the slot, or its spans are not in the text.
    """
    if name == EVENT:
        if not isinstance(data, bool):
            raise ValueRefused(f"event: say true or false; got {data!r:.40}")
        return data
    slot = slot_of(name)
    try:
        value = _read(slot, quoted(data, text), event)
        check_spans(value, text)
    except RecordError as error:
        raise ValueRefused(f"{name}: {error}".replace(f"{name}: {name}", name)) from error
    return value


def _read(slot: Slot, data: Any, event: Event | None) -> SlotValue:
    if not slot.many:
        if data is None:
            if not slot.optional:
                raise ValueRefused(f"{slot.name}: it is always stated; give a value")
            return None
        if slot.words is not None:
            check_one_of(data, slot.words, slot.label)
            return cast("str", data)
        return cast("SlotValue", from_data(slot.kind, data, where=slot.name))
    if data is None:
        return ()
    if not isinstance(data, list):
        raise ValueRefused(f"{slot.name}: expected a list; got {data!r:.40}")
    if slot.part is not None:
        return _with_ids(slot, data)
    if slot.name == "responsibility":
        data = [_doer_named(item, event) for item in data]
    return cast(
        "SlotValue", tuple(from_data(slot.kind, item, where=f"{slot.name}[{n}]") for n, item in enumerate(data))
    )


def _with_ids(slot: Slot, data: Sequence[Any]) -> SlotValue:
    """Read participants or tolls, each with an id drawn from its words; what points to another of them points to its new id."""
    items: list[Participant | Toll] = []
    known: dict[str, str] = {}
    for number, item in enumerate(data):
        where = f"{slot.name}[{number}]"
        if not isinstance(item, dict):
            raise ValueRefused(f"{where}: expected an object; got {item!r:.40}")
        given = {str(slot.part): slot.only, "id": f"new{number}"} | item
        if given[str(slot.part)] != slot.only:
            raise ValueRefused(f"{where}: its {slot.part} is {slot.only}; got {given[str(slot.part)]!r:.40}")
        one = cast("Participant | Toll", from_data(slot.kind, given, where=where))
        identity = id_of(one)
        if one.id in known or identity in known.values():
            raise ValueRefused(f"{where}: it stands there twice")
        known[one.id] = identity
        items.append(one)
    return cast("SlotValue", tuple(_renamed(item, known) for item in items))


def _renamed(item: Participant | Toll, known: Mapping[str, str]) -> Participant | Toll:
    if isinstance(item, Participant):
        return replace(item, id=known[item.id], confidence=None)
    ends: dict[str, Any] = {
        name: known.get(end, end) if (end := getattr(item, name)) else None for name in ("part_of", "superseded_by")
    }
    return replace(item, id=known[item.id], **ends)


def _doer_named(item: Any, event: Event | None) -> Any:
    """Return a responsibility whose doer is told by an id of the event with the doer itself."""
    if not isinstance(item, dict) or "actor" not in item:
        return item
    rest = {key: value for key, value in item.items() if key not in {"actor", "doer", "confidence"}}
    if item["actor"] is None:
        return rest
    found = next((one for one in event.participants if one.id == item["actor"]), None) if event else None
    if found is None:
        raise ValueRefused(f"responsibility: {item['actor']!r:.40} is no participant of the event")
    return rest | {"doer": to_data(found)}


def quoted(data: Any, text: str, depth: int = 0) -> Any:
    """Return a value with the words of every span filled in from the text, its own texts as any database holds them.

    Raises:
        ValueRefused: a span does not lie in the text, its quote is not what stands there, or a part is too large.
    """
    if depth > DEEPEST:
        raise ValueRefused(f"a value has at most {DEEPEST} levels of lists and objects")
    if isinstance(data, list):
        return [quoted(item, text, depth + 1) for item in data]
    if isinstance(data, dict):
        if data.keys() >= {"start", "end"} and data.keys() <= {"start", "end", "quote"} and _is_count(data["start"]):
            return _span(data, text)
        return {key: quoted(value, text, depth + 1) for key, value in data.items()}
    if isinstance(data, str):
        if len(data) > LONGEST:
            raise ValueRefused(f"a text has at most {LONGEST} characters; got {len(data)}")
        return storable(data)
    if isinstance(data, (int, float)) and not (math.isfinite(data) and abs(data) <= LARGEST):
        raise ValueRefused(f"a number lies between -{LARGEST} and {LARGEST}")
    return data


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _span(data: Mapping[str, Any], text: str) -> Any:
    start, end = data["start"], data["end"]
    if not (_is_count(end) and 0 <= start < end <= len(text)):
        raise ValueRefused(f"a span lies in the text, 0 to {len(text)}, and holds a character; got {start}:{end}")
    quote = text[start:end]
    if data.get("quote", quote) != quote:
        raise ValueRefused(f"at {start}:{end} the report says {quote[:60]!r}, not {data['quote']!r:.60}")
    return {"start": start, "end": end, "quote": quote}


def check_spans(value: object, text: str) -> None:
    """Raise ValueRefused unless every span inside a value quotes the text."""
    for span in spans_of(value):
        if text[span.start : span.end] != span.quote:
            raise ValueRefused(f"at {span.start}:{span.end} the report does not say {span.quote[:60]!r}")


def stored_value(name: str, data: Any) -> SlotValue:
    """Read a value from the form in which `to_data` wrote it; errors are RecordError."""
    slot = BY_NAME.get(name)
    if slot is None or slot.words is not None or data is None:
        return cast("SlotValue", data)
    if slot.many:
        return cast("SlotValue", tuple(from_data(slot.kind, item, where=name) for item in data))
    return cast("SlotValue", from_data(slot.kind, data, where=name))
