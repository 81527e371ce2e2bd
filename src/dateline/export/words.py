"""A coded event in words: its type, time, place, bounds and speakers as short phrases for people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from dateline.events import Count, Event, EventType, Place, Speaker, Toll, When
from dateline.export.tables import table_rows

PARTS_OF_DAY: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("04:00", "05:59"): "dawn",
        ("04:00", "06:00"): "dawn",
        ("06:00", "11:59"): "morning",
        ("06:00", "12:00"): "morning",
        ("12:00", "17:59"): "afternoon",
        ("12:00", "18:00"): "afternoon",
        ("18:00", "23:59"): "evening",
        ("18:00", "00:00"): "evening",
        ("18:00", "06:00"): "overnight",
        ("18:00", "05:59"): "overnight",
    }
)
"""The codebook's hours of the parts of a day, with both ways to write an inclusive end."""

FROM_PUBLISHED = "†"
"""Stands after a time that the text does not give: it comes from the day of publication."""

RELATIONS: Mapping[str, str] = MappingProxyType(
    {"in": "", "near": "near ", "direction-of": "away from ", "between": "between ", "along": "along ", "off": "off "}
)


@cache
def event_phrases() -> Mapping[tuple[str, str | None], str]:
    """Return the phrase for each PLOVER type and mode."""
    rows = table_rows("event-phrases.tsv")
    return MappingProxyType({(row["plover"], row["mode"] or None): row["phrase"] for row in rows})


def type_phrase(kind: EventType) -> str:
    """Return the type in words; a mode that has no phrase of its own stands after its type's."""
    phrases = event_phrases()
    known = phrases.get((kind.plover, kind.mode))
    return known or f"{phrases[kind.plover, None]}, {kind.mode}"


def type_code(kind: EventType) -> str:
    """Return the PLOVER code as coders write it."""
    return f"{kind.plover} {kind.mode}" if kind.mode else kind.plover


def bounds(low: int | None, high: int | None, *, approximate: bool = False) -> str:
    """Return a number with its bounds: 15, 15–?, 0–7, ~50, or ? where it is not known."""
    if low is None and high is None:
        return "?"
    about = "~" if approximate else ""
    if low == high:
        return f"{about}{low}"
    return f"{about}{'?' if low is None else low}–{'?' if high is None else high}"


def count_phrase(count: Count | None) -> str:
    """Return how many acts or people, empty for a plain one."""
    if count is None or (count.low, count.high) == (1, 1):
        return ""
    return "×" + bounds(count.low, count.high, approximate=count.approximate)


RELATION_TOLD = re.compile(
    r"\b(?:near|outskirts|outside|beside|between|along|off)\b"
    r"|\b(?:north|south|east|west|\w+(?:east|west)|km|miles?|kilomet(?:er|re)s?)(?: away)? (?:of|from)\b",
    re.IGNORECASE,
)
"""Words of a relation; a place's name that holds some ("30 km north of Ayorou") needs no other before it."""


def relation_phrase(place: Place) -> str:
    """Return what to put before a place's name to tell its relation, with the space after it; empty for plain "in"."""
    return "" if RELATION_TOLD.search(place.name) else RELATIONS[place.relation]


def place_phrase(place: Place) -> str:
    """Return a place with its country: "near Mastung (PK)"."""
    country = f" ({place.country})" if place.country else ""
    return f"{relation_phrase(place)}{place.name}{country}"


def speaker_phrase(speaker: Speaker | None) -> str:
    """Return who is credited; what nobody is named for is "not named"."""
    if speaker is None:
        return ""
    if speaker.name:
        return f"{speaker.name} (anonymous)" if speaker.anonymous else speaker.name
    if speaker.cue:
        return f"“{speaker.cue.quote}”"
    return "anonymous source" if speaker.anonymous else "not named"


def when_phrase(when: When | None) -> str:
    """Return a time as fine as its precision: "2023-12-08 04:00–04:59", "since mid 2023-10", "~2023-12-07/08†"."""
    if when is None:
        return ""
    start, end = (_moment(value, when.precision) for value in (when.start, when.end))
    if when.start and when.end:
        text = _part_of_day(when.start, when.end) if when.precision == "part-of-day" else ""
        text = text or _between(start, end)
    else:
        text = f"since {start}" if start else f"until {end}"
    return ("~" if when.approximate else "") + text + (FROM_PUBLISHED if when.basis == "published" else "")


def _moment(value: str | None, precision: str) -> str:
    """Write a date no finer than its precision."""
    if value is None:
        return ""
    date = value[:10]
    year, month, day = date[:4], date[5:7], int(date[8:])
    coarse = {
        "decade": f"{year[:3]}0s",
        "year": year,
        "quarter": f"{year} Q{(int(month) + 2) // 3}",
        "season": f"{year}-{month}",
        "month": f"{year}-{month}",
        "month-part": f"{'early' if day <= 10 else 'mid' if day <= 20 else 'late'} {year}-{month}",
    }
    if precision in coarse:
        return coarse[precision]
    timed = precision in ("minute", "hour", "part-of-day") and len(value) > 10
    return f"{date} {value[11:16]}" if timed else date


def _part_of_day(start: str, end: str) -> str:
    """Name the part of the day where the codebook has a name for it; empty where not."""
    name = PARTS_OF_DAY.get((start[11:16], end[11:16]))
    # An evening that is written to end at midnight ends on the next date.
    last = start if name == "evening" else end
    return f"{_between(start[:10], last[:10])} {name}" if name else ""


def _between(start: str, end: str) -> str:
    """Join two moments, leaving out of the second what it shares with the first."""
    if start == end:
        return start
    if " " in start and start[:10] == end[:10]:
        return f"{start}–{end[11:]}"
    if not start[:4].isdigit() or not end[:4].isdigit() or " " in start or " " in end:
        return f"{start} – {end}"
    if start[:7] == end[:7] and len(start) == 10:
        return f"{start}/{end[8:]}"
    return f"{start}/{end[5:]}" if start[:4] == end[:4] and len(start) > 4 else f"{start}/{end}"


def title_of(title: str | None, text: str) -> str:
    """Return the report's title, else the beginning of its text."""
    if title:
        return title
    first = text.strip().split("\n", 1)[0].strip()
    return first if len(first) <= 80 else first[:79].rstrip() + "…"


def labels(event: Event) -> tuple[str, ...]:
    """Return what a reader must know before believing the event: only what is out of the ordinary."""
    found: list[str] = []
    if event.factuality != "happened":
        found.append(event.factuality)
    if event.sphere != "political":
        found.append("motive unclear" if event.sphere == "unclear" else "criminal")
    return tuple(found)


def toll_phrase(toll: Toll) -> str:
    """Return one figure with all that belongs to it: "killed 15–? militants (the army)"."""
    unknown = toll.low is None and toll.high is None
    number = "number not known" if unknown else bounds(toll.low, toll.high, approximate=toll.approximate)
    people = f" {toll.who.name}" if toll.who else ""
    part = ", part of the total" if toll.part_of else ""
    old = ", earlier figure" if toll.superseded_by else ""
    return f"{toll.measure} {number}{people}{part}{old}" + (
        f" ({speaker_phrase(toll.speaker)})" if toll.speaker else ""
    )
