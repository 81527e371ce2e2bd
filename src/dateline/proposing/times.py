"""Times that marked words may tell, anchored at the day of publication."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateline.events import When
from dateline.gazetteer import open_gazetteer
from dateline.lexicon.timegrammar import TimeValue, find_times, in_zone
from dateline.proposing.marked import Marked

MINUTES = len("2023-12-08T16:21")


def times_of(words: Marked) -> Iterator[tuple[When, str]]:
    """Yield the times that words may tell: as the sentence reads them, the future reading, a time of day on the event's day."""
    published = _day(words.report.published)
    zone = _zone(words)
    sentence = words.sentence()
    found: list[TimeValue] = []
    for value in find_times(sentence.quote, published=published):
        start, end = sentence.start + value.start, sentence.start + value.end
        if any(span.start < end and start < span.end for span in words.spans):
            found.append(value)
    found = found or list(find_times(words.words, published=published))
    anchored = f"read at the day of publication, {published}" if published else "the report has no day of publication"
    known = _day(words.event.when.start) if words.event and words.event.when else None
    for value in found:
        if value.bare and known is not None:
            yield from _when(value.on_day(known), zone, words, f"on the event's day, {known}")
        yield from _when(value, zone, words, anchored)
        if value.ahead is not None:
            yield from _when(value.in_future(), zone, words, "read as still to come")


def _when(value: TimeValue, zone: str | None, words: Marked, why: str) -> Iterator[tuple[When, str]]:
    if value.begin is None and value.until is None:
        return
    local = in_zone(value, zone) if zone else value
    begin, until = (_with_offset(moment, local.zone) for moment in (local.begin, local.until))
    yield (
        When(
            begin,
            until,
            local.precision,
            approximate=local.approximate,
            basis=local.basis,
            zone=local.zone,
            spans=words.spans,
        ),
        why,
    )


def _with_offset(moment: str | None, zone: str | None) -> str | None:
    """Return a local date-time with the offset of its zone; days stay days."""
    if moment is None or zone is None or len(moment) != MINUTES:
        return moment
    try:
        return dt.datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone)).isoformat(timespec="minutes")
    except (ZoneInfoNotFoundError, ValueError, OverflowError):
        return moment


def _zone(words: Marked) -> str | None:
    """Return the time zone of the event's place: as the record has it, else that of its nearest town."""
    event = words.event
    if event is None:
        return None
    if event.when is not None and event.when.zone is not None:
        return event.when.zone
    gazetteer = open_gazetteer()
    for place in event.where:
        if place.latitude is not None and place.longitude is not None:
            town = gazetteer.nearest_town(place.latitude, place.longitude)
            if town is not None:
                return gazetteer.zone_of(town)
    return None


def _day(moment: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(moment[:10]) if moment else None
    except ValueError:
        return None
