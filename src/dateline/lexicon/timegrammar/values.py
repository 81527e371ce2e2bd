"""What a time expression gives: an interval with its precision, and the small calendar that intervals are made with."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateline.lexicon.timegrammar.timex import Timex, timex_of
from dateline.vocabulary import TimePrecision

Kind = Literal["interval", "since", "until", "duration", "set"]
Unit = Literal["minute", "hour", "day", "week", "weekend", "month", "quarter", "year", "decade"]

FIRST_YEAR, LAST_YEAR = 1000, 2100
"""News tells no days outside these years; other numbers in a date's place give no value."""
DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "week": 7.0, "weekend": 7.0, "month": 30.0, "quarter": 91.0,
        "year": 365.0, "decade": 3650.0}  # fmt: skip
"""Length of a unit in days, for offsets from another event."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of time: ISO 8601 dates, or local date-times to the minute; None for an open or unknown end."""

    begin: str | None
    until: str | None

    def __bool__(self) -> bool:
        """Tell whether either end is known."""
        return bool(self.begin or self.until)


UNKNOWN = Interval(None, None)


@dataclass(frozen=True, slots=True)
class TimeValue:
    """A time expression of a text, resolved as far as it goes.

    Args:
        start, end: code-point offsets of its words.
        begin, until: the ends of the interval, `until` inclusive; None where open or unknown.
        precision: of the finest thing said.
        approximate: whether the words hedge ("about", "shortly before").
        basis: `event` where it counts from another event ("two days later"); `offset` says how far, in days.
        kind: a time at which, one open at an end, a length, or a set of times.
        ahead: the reading in a future tense, where it differs ("on Friday" of a plan).
        bare: only a time of day is said ("at 4am"): begin and until then stand on the day of publication.
        zone: the IANA zone that the words name or that the caller gave.
        grain, mod, value: what `timex` is written from: the unit that is told, its part, and a value that is no date.
    """

    start: int
    end: int
    begin: str | None
    until: str | None
    precision: TimePrecision
    approximate: bool = False
    basis: Literal["text", "event"] = "text"
    kind: Kind = "interval"
    offset: float | None = None
    ahead: Interval | None = None
    bare: bool = False
    zone: str | None = None
    grain: str = ""
    mod: str = ""
    value: str = ""

    @property
    def timex(self) -> Timex:
        """The same reading as a TIMEX3 annotation."""
        moment = self.begin or self.until
        if self.kind == "until" and self.begin is None and self.until:
            moment = _opening(self.until, self.precision, self.grain)
        return timex_of(moment, self.grain or self.precision, self.mod, self.value, kind=self.kind)

    def in_future(self) -> TimeValue:
        """Return the value as a future tense reads it."""
        if self.ahead is None:
            return self
        return replace(self, begin=self.ahead.begin, until=self.ahead.until, ahead=None)

    def on_day(self, day: dt.date) -> TimeValue:
        """Return a bare time of day on a given day."""
        if not self.bare or not self.begin or not self.until or "T" not in self.begin:
            return self
        first, last = dt.date.fromisoformat(self.begin[:10]), dt.date.fromisoformat(self.until[:10])
        try:
            end = day + (last - first)
        except OverflowError:
            return self
        return replace(self, begin=f"{day}{self.begin[10:]}", until=f"{end}{self.until[10:]}", bare=False)


def _opening(until: str, precision: TimePrecision, grain: str) -> str:
    """Return a moment within the unit whose end is `until`: an hour's first minute, the evening of a night."""
    if precision == "hour":
        return until[:14] + "00"
    if grain == "NI" and until.endswith("T06:00"):
        return str(add_days(dt.date.fromisoformat(until[:10]), -1) or until[:10])
    return until


def convert(moment: str, source: str, target: str) -> str:
    """Convert a local date-time ("2023-12-08T23:30") from one IANA zone to another; unknown zones change nothing."""
    try:
        there = dt.datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(source)).astimezone(ZoneInfo(target))
    except (ZoneInfoNotFoundError, ValueError, OverflowError):
        return moment
    return there.strftime("%Y-%m-%dT%H:%M")


def in_zone(value: TimeValue, zone: str) -> TimeValue:
    """Convert a value whose words name another zone ("2330 GMT") to the local time of `zone`.

    Values without a clock time, or without a zone of their own, are local already and only take the name of the zone.
    """
    clock = value.precision in ("minute", "hour") and value.begin and value.until and "T" in value.begin
    if value.zone is None or value.zone == zone or not clock:
        return replace(value, zone=value.zone if clock and value.zone else zone)
    if not (_known(zone) and _known(value.zone)):
        return value
    begin, until = (convert(str(moment), value.zone, zone) for moment in (value.begin, value.until))
    return replace(value, begin=begin, until=until, zone=zone)


def _known(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return True


def anchor_of(published: dt.date | None) -> dt.date | None:
    """Return the day that times count from; None where there is none, or one that no news has (of the year 1, of 9999)."""
    day = published.date() if isinstance(published, dt.datetime) else published
    return day if day is not None and FIRST_YEAR < day.year < LAST_YEAR else None


def add_days(day: dt.date, days: int) -> dt.date | None:
    """Move a day; None where the calendar ends."""
    try:
        return day + dt.timedelta(days=days)
    except OverflowError:
        return None


def add_months(day: dt.date, months: int) -> dt.date | None:
    """Move a day by months, to the last day of a month that is too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def date_or_none(year: int, month: int, day: int) -> dt.date | None:
    """Make a date, or None where there is no such day."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def whole_day(day: dt.date | None) -> Interval:
    """Return the interval of one day."""
    return Interval(day.isoformat(), day.isoformat()) if day else UNKNOWN


def days(first: dt.date | None, last: dt.date | None) -> Interval:
    """Return the interval from one day to another, both included."""
    return Interval(first.isoformat() if first else None, last.isoformat() if last else None)


def week_of(day: dt.date) -> Interval:
    """Return the week from Monday to Sunday that holds a day."""
    monday = add_days(day, -day.weekday())
    return days(monday, add_days(monday, 6)) if monday else UNKNOWN


def month_of(year: int, month: int, *, edge: str = "") -> Interval:
    """Return a month, or its early, mid or late part: days 1 to 10, 11 to 20, 21 to the end."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return UNKNOWN
    last = calendar.monthrange(year, month)[1]
    first_day, last_day = {"early": (1, 10), "mid": (11, 20), "late": (21, last)}.get(edge, (1, last))
    return days(dt.date(year, month, first_day), dt.date(year, month, last_day))


def months_of(year: int, first: int, last: int) -> Interval:
    """Return the months from `first` to `last` of a year; a `last` beyond 12 runs into the next."""
    end_year, end = (year + 1, last - 12) if last > 12 else (year, last)
    if not FIRST_YEAR <= year <= end_year <= LAST_YEAR:
        return UNKNOWN
    return days(dt.date(year, first, 1), dt.date(end_year, end, calendar.monthrange(end_year, end)[1]))


def year_of(year: int, *, edge: str = "") -> Interval:
    """Return a year, or its early (first quarter), mid (second and third) or late (last quarter) part."""
    first, last = {"early": (1, 3), "mid": (4, 9), "late": (10, 12)}.get(edge, (1, 12))
    return months_of(year, first, last)


def years(first: int, last: int) -> Interval:
    """Return the interval of whole years."""
    if not FIRST_YEAR <= first <= last <= LAST_YEAR:
        return UNKNOWN
    return days(dt.date(first, 1, 1), dt.date(last, 12, 31))


def clock_of(day: dt.date, begin: tuple[int, int], until: tuple[int, int]) -> Interval:
    """Return an interval of clock times on a day; an end at or before the begin falls on the next day."""
    end_day = day if until >= begin else add_days(day, 1)
    if end_day is None:
        return UNKNOWN
    return Interval(f"{day}T{begin[0]:02}:{begin[1]:02}", f"{end_day}T{until[0]:02}:{until[1]:02}")
