"""Moments as reports print them ("Tue 14 Mar 2017, 3:12 PM", RFC 2822, ISO 8601) to ISO 8601.

Only the moment of publication is read here; times in the text are the work of the time grammar. A form that could
be two days (03/04/2020) or a day that does not exist (31 February) gives a problem and no date: never a guess.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from dataclasses import dataclass

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb febr february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
            "sep sept september", "oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun".split()
)

ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480,
    "PDT": -420, "BST": 60, "WAT": 60, "CET": 60, "CEST": 120, "CAT": 120, "SAST": 120, "EET": 120, "EEST": 180, "EAT": 180,
    "MSK": 180, "PKT": 300, "WIB": 420, "HKT": 480, "SGT": 480, "PHT": 480, "JST": 540, "KST": 540, "AEST": 600, "AEDT": 660,
}  # fmt: skip
"""Minutes east of UTC. IST (India, Ireland, Israel), AST and ET are left out: they do not tell the offset."""

EARLIEST_YEAR, LATEST_YEAR = 1800, 2100
TWO_DIGIT_PIVOT = 70
"""Two-digit years from here on are of the 20th century, those below of the 21st."""
_EPOCH_SECONDS = range(4_102_444_800)  # 1970 to 2099
_MILLI = 1000

_MONTH = r"(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
_WEEKDAY = r"(?:(?:" + "|".join(sorted(WEEKDAYS, key=len, reverse=True)) + r")\.?,?\s+)?"
_CLOCK = r"(?P<hour>\d{1,2})(?:[:.h]|(?<=\d\d)(?=\d\d\s?(?:GMT|UTC|hrs|hours)))(?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?"
_ZONE = r"(?P<zone>[+-]\d{2}:?\d{2}|" + "|".join(sorted(ZONES, key=len, reverse=True)) + r"|[A-Z]{2,5}(?:/[A-Z]{2,5})?)"
_TIME = (
    r"(?:\s*(?:[,;|@T·•/—–-]|at\b)?\s*"
    rf"(?:{_CLOCK}\s*(?P<half>[ap]\.?m\b\.?)?|(?P<hour12>\d{{1,2}})\s*(?P<half12>[ap]\.?m\b\.?))"
    rf"(?:\s*hrs?\b)?(?:\s*\(?{_ZONE}\b\)?)?)?"
)
_FORMS = tuple(
    re.compile(_WEEKDAY + form + _TIME, re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})[-/.](?P<number>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s/-]+(?:of\s+)?{_MONTH},?[\s/-]+(?P<year>\d{{4}}|'?\d{{2}})(?![\d:.]\d|\d|\s?[ap]\.?m\b)",
        rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?!\d)",
        r"(?P<day>\d{1,2})(?P<mark>[/.-])(?P<number>\d{1,2})(?P=mark)(?P<year>\d{4})(?!\d)",
        r"(?P<year>(?:19|20)\d{2})(?P<number>\d{2})(?P<day>\d{2})(?!\d)",
    )
)
_UNIX_DATE = re.compile(
    rf"{_WEEKDAY}{_MONTH}\s+(?P<day>\d{{1,2}})\s+{_CLOCK}\s+(?:{_ZONE}\s+)?(?P<year>\d{{4}})(?!\d)", re.IGNORECASE
)
_CLOCK_BEFORE = re.compile(
    rf"(?<!\d){_CLOCK}\s*(?P<half>[ap]\.?m\b\.?)?(?:\s*\(?{_ZONE}\b\)?)?\s*(?:[,;|/·•—–-]|on\b)?\s*$", re.IGNORECASE
)
_COMPACT_TIME = re.compile(r"(\d{8})T(\d{2})(\d{2})(\d{2})?")


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that was found in some words.

    Args:
        iso: ISO 8601 date or date-time, with its offset where one is given; None where it cannot be one.
        problem: why there is no date ("31 February 2020 is no day of the calendar").
        start, end: where it stands in the words.
    """

    iso: str | None
    problem: str
    start: int
    end: int


def read_moment(words: str) -> Moment | None:
    """Return the moment that the words are, None where they hold more than one moment or something else."""
    stripped = _COMPACT_TIME.sub(lambda m: f"{m[1]}T{m[2]}:{m[3]}", words.strip())
    moment = find_moment(stripped)
    if moment is None or stripped[: moment.start].strip(" ,.") or stripped[moment.end :].strip(" ,.()"):
        return None
    return moment


def read_epoch(number: float) -> str | None:
    """Return the moment of a Unix time in seconds or milliseconds."""
    seconds = number / _MILLI if number >= _EPOCH_SECONDS.stop else number
    if not _EPOCH_SECONDS.start < seconds < _EPOCH_SECONDS.stop:
        return None
    return dt.datetime.fromtimestamp(int(seconds), tz=dt.UTC).isoformat(timespec="minutes")


@functools.lru_cache(maxsize=4096)
def find_moment(words: str) -> Moment | None:
    """Find the first moment in some words."""
    unix = _UNIX_DATE.search(words)
    if unix:
        return _moment(unix)
    found = [match for match in (form.search(words) for form in _FORMS) if match]
    return _moment(min(found, key=lambda match: (match.start(), -match.end()))) if found else None


def _moment(match: re.Match[str]) -> Moment:
    problem, day = _day(match)
    iso, start = None, match.start()
    if day is not None:
        before = None if _has_clock(match) else _CLOCK_BEFORE.search(match.string, max(0, start - 24), start)
        clock, problem = _clock(before or match)
        iso = day.isoformat() + clock
        start = before.start() if before else start
    return Moment(iso=iso, problem=problem, start=start, end=match.end())


def _has_clock(match: re.Match[str]) -> bool:
    parts = match.groupdict()
    return bool(parts.get("hour") or parts.get("hour12"))


def _day(match: re.Match[str]) -> tuple[str, dt.date | None]:
    parts = match.groupdict()
    year, day = int(parts["year"].lstrip("'")), int(parts["day"])
    if len(parts["year"].lstrip("'")) == 2:
        year += 1900 if year >= TWO_DIGIT_PIVOT else 2000
    month = MONTHS[parts["month"].lower()] if parts.get("month") else int(parts["number"])
    if parts.get("mark") == "." or not parts.get("mark"):
        pass
    elif day <= 12 and month <= 12 and day != month:
        return f"{match[0].strip()!r} may be day/month or month/day", None
    elif month > 12:
        day, month = month, day
    try:
        found = dt.date(year, month, day)
    except ValueError:
        return f"{match[0].strip()!r} is no day of the calendar", None
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return f"{match[0].strip()!r} is no likely year of publication", None
    return "", found


def _clock(match: re.Match[str]) -> tuple[str, str]:
    parts = match.groupdict()
    raw = parts.get("hour") or parts.get("hour12")
    if raw is None:
        return "", ""
    hour, minute, second = int(raw), int(parts.get("minute") or 0), int(parts.get("second") or 0)
    half = (parts.get("half") or parts.get("half12") or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if hour > 23 or minute > 59 or second > 59:
        return "", f"{match[0].strip()!r} holds no time of day that exists; only its day is taken"
    clock = f"T{hour:02d}:{minute:02d}" + (f":{second:02d}" if second else "")
    return clock + _offset(parts.get("zone")), ""


def _offset(zone: str | None) -> str:
    if not zone:
        return ""
    if zone[0] in "+-":
        hours, minutes = int(zone[1:3]), int(zone[-2:])
        return f"{zone[0]}{hours:02d}:{minutes:02d}" if hours <= 14 and minutes < 60 else ""
    east = ZONES.get(zone.upper())
    if east is None:
        return ""
    return f"{'-' if east < 0 else '+'}{abs(east) // 60:02d}:{abs(east) % 60:02d}"
