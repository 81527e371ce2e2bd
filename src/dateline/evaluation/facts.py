"""The one shape that gold events and coded events are compared in: for each slot the values that are stated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Data = Mapping[str, Any]

SINGLE = ("plover", "mode", "acled", "standing", "factuality", "count", "when", "precision", "clock")
"""Slots that hold one value or none."""
LISTS = (
    "places", "countries", "participants", "kinds", "responsibility", "weapons", "tolls", "damage", "speakers", "sources",
)  # fmt: skip
"""Slots that hold as many values as are stated."""
SLOTS = SINGLE + LISTS
OPEN = "open"
"""How an end of an interval that is not told is written."""
HOUR = slice(11, 13)
"""Where the hour stands in an ISO 8601 date-time."""


@dataclass(frozen=True, slots=True)
class Value:
    """One stated value.

    Args:
        label: what must be equal: a word of a closed list, a day, a figure; empty where only the name counts.
        name: what it is called in the report; empty where only the label counts.
        point: latitude and longitude in degrees (WGS 84), of places that have them.
    """

    label: str = ""
    name: str = ""
    point: tuple[float, float] | None = None

    def __str__(self) -> str:
        return ": ".join(part for part in (self.label, self.name) if part)


@dataclass(frozen=True, slots=True)
class Facts:
    """What an event says, slot by slot.

    Args:
        anchor: the words that state it. sphere: political, criminal or unclear.
        values: the values of each slot of `SLOTS`; a slot that is not stated is empty.
        confidence: of a coded event, 0 to 1; None where it has none.
    """

    anchor: str
    sphere: str
    values: Mapping[str, tuple[Value, ...]]
    confidence: float | None = None

    def label(self, slot: str) -> str:
        """Return the label of a slot of one value; empty where it is not stated."""
        return self.values[slot][0].label if self.values[slot] else ""


def facts_of(event: Data) -> Facts:
    """Return the facts of an event in the gold form or the record form of the contract (docs/codebook.md).

    Raises:
        KeyError, TypeError, ValueError, AttributeError: it is in neither form.
    """
    anchor = event.get("anchor")
    return Facts(
        anchor=anchor if isinstance(anchor, str) else str((anchor or {}).get("quote", "")),
        sphere=event.get("sphere") or "political",
        values={**_single(event), **_lists(event)},
        confidence=event.get("confidence"),
    )


def _single(event: Data) -> dict[str, tuple[Value, ...]]:
    kind = event.get("type") or event
    when = event.get("when") or {}
    start, end, precision = when.get("start") or "", when.get("end") or "", when.get("precision")
    # A clock is a value only where the hour is told: the hours of a part of the day follow from its name.
    clock = start[HOUR] if "T" in start and precision in {"hour", "minute"} else ""
    count = event.get("count") or [1, 1]
    low, high = (count.get("low"), count.get("high")) if isinstance(count, Mapping) else count
    found = {
        "plover": kind.get("plover"),
        "mode": kind.get("mode"),
        "acled": kind.get("acled"),
        "standing": event.get("standing"),
        "factuality": event.get("factuality"),
        "count": None if (low, high) == (1, 1) else bounds(low, high),
        "when": " to ".join(day[:10] or OPEN for day in (start, end)) if start or end else None,
        "precision": precision,
        "clock": clock,
    }
    return {slot: (Value(str(value)),) if value else () for slot, value in found.items()}


def _lists(event: Data) -> dict[str, tuple[Value, ...]]:
    people = event.get("participants") or []
    called = {p["id"]: name_of(p) for p in people if p.get("id")}
    where = event.get("where") or []
    places = list(where) if isinstance(where, list) else [where]
    blame = event.get("responsibility") or []
    tolls, damage = event.get("tolls") or [], event.get("damage") or []
    weapons = [w if isinstance(w, str) else w.get("kind") for w in event.get("weapons") or []]
    return {
        "places": tuple(Value(name=name_of(p), point=_point(p)) for p in places),
        "countries": tuple(Value(c) for c in sorted({p["country"] for p in places if p.get("country")})),
        "participants": tuple(Value(p.get("role") or "", name_of(p)) for p in people),
        "kinds": tuple(Value(p["kind"], name_of(p)) for p in people if p.get("kind")),
        "responsibility": tuple(Value(b.get("stance") or "", _blamed(b, called)) for b in blame),
        "weapons": tuple(Value(w) for w in weapons if w),
        "tolls": tuple(Value(f"{t.get('measure')} {bounds(t.get('low'), t.get('high'))}") for t in tolls),
        "damage": tuple(Value(d.get("effect") or "", name_of(d.get("what"))) for d in damage),
        "speakers": tuple(_speakers(tolls, blame, damage)),
        "sources": tuple(Value(name=name_of(s)) for s in event.get("sources") or []),
    }


def bounds(low: int | None, high: int | None) -> str:
    """Return a figure as it is compared and shown: "4", "15 or more", "0 to 7", "not known"."""
    if low is None and high is None:
        return "not known"
    if low == high:
        return str(low)
    return f"{low} or more" if high is None else f"{low} to {high}"


def name_of(value: object) -> str:
    """Return what something is called, in either form: a string, a named object, one with a speaker, one with spans."""
    if not isinstance(value, Mapping):
        return str(value or "")
    if isinstance(value.get("speaker"), Mapping):
        return name_of(value["speaker"])
    spans = value.get("spans")
    quote = spans[0].get("quote", "") if spans else ""
    return str(value.get("name") or quote or value.get("text") or value.get("quote") or "")


def _blamed(blame: Data, called: Mapping[str, str]) -> str:
    actor = blame.get("actor")
    return called.get(actor, actor) if isinstance(actor, str) else name_of(actor)


def _point(place: Data) -> tuple[float, float] | None:
    latitude, longitude = place.get("lat", place.get("latitude")), place.get("lon", place.get("longitude"))
    return None if latitude is None or longitude is None else (float(latitude), float(longitude))


def _speakers(tolls: list[Data], blame: list[Data], damage: list[Data]) -> Iterator[Value]:
    labelled = [(f"toll {t.get('measure')}", t) for t in tolls]
    labelled += [(b.get("stance") or "", b) for b in blame] + [("damage", d) for d in damage]
    for label, item in labelled:
        if name := name_of(item.get("speaker")):
            yield Value(label, name)
