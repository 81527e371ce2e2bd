"""Readers of days that a calendar must be asked for: feasts and their parts, the n-th weekday of a month, "on the 5th"."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from dateline.lexicon.timegrammar import values as val
from dateline.lexicon.timegrammar.feasts import feast_days, feasts, is_approximate, nth_weekday
from dateline.lexicon.timegrammar.patterns import MONTHS, ORDINALS, WEEKDAYS
from dateline.lexicon.timegrammar.readings import Match, Reader, Reading, count_of, year_said
from dateline.lexicon.timegrammar.values import UNKNOWN, Interval


def read_feast(match: Match, published: dt.date | None) -> Reading | None:
    """Read a feast: of the year said, or the last one begun by publication."""
    name = " ".join(match["q_name"].lower().replace("’", "'").split())
    name = name if name in feasts() or name == "eid" else name.replace(" ", "-", 1)
    approximate = is_approximate(name)
    year = int(match["q_y"]) if match["q_y"] else None
    if match["q_rel"] and published:
        year = published.year + {"last": -1, "next": 1}.get(match["q_rel"].lower(), 0)
    if year is not None:
        found = feast_days(name, year) if val.FIRST_YEAR < year < val.LAST_YEAR else []
        return _within_feast(match, Reading(val.days(*found[0]), "day", approximate=approximate)) if found else None
    if published is None:
        return Reading(UNKNOWN, "day", approximate=approximate)
    which = (match["q_which"] or "").lower()
    every = sorted(days for year in range(published.year - 1, published.year + 2) for days in feast_days(name, year))
    if match["q_we"]:
        every = [_feast_part(match, *days) for days in every]
    begun = [days for days in every if days[0] <= published and not (which == "last" and days[1] >= published)]
    coming = [days for days in every if days[1] >= published]
    if not begun or not coming:
        return None
    past, ahead = val.days(*begun[-1]), val.days(*coming[0])
    reading = Reading(
        ahead if which == "next" else past, "day", ahead=None if which else ahead, approximate=approximate
    )
    return reading if match["q_we"] else _within_feast(match, reading)


def _within_feast(match: Match, reading: Reading) -> Reading:
    """Read "the eve of", "the third day of", "the last ten days of" a feast, and its weekend."""
    if not match["q_part"] and not match["q_we"]:
        return reading

    def cut(days: Interval | None) -> Interval | None:
        if not days or not days.begin or not days.until:
            return days
        first, last = dt.date.fromisoformat(days.begin), dt.date.fromisoformat(days.until)
        return val.days(*_feast_part(match, first, last))

    ahead = cut(reading.ahead)
    return replace(reading, interval=cut(reading.interval) or UNKNOWN, ahead=ahead)


def _feast_part(match: Match, first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
    """Return the days of a part of a feast that lasts from `first` to `last`."""
    day = dt.timedelta(1)
    if match["q_we"]:
        saturday = first + day * ((5 - first.weekday() + 3) % 7 - 3)
        return min(saturday, first), max(saturday + day, last)
    words = match["q_part"].lower()
    if words.endswith(("eve", "night")):
        return first - day, first - day
    if not match["q_ord"]:
        return (last, last) if words.endswith("end") else (first, first)
    order = match["q_ord"].lower()
    number = ORDINALS.get(order, 0) or int(re.sub(r"\D", "", order) or 0)
    unit, count = match["q_u"].lower(), (count_of(match["q_n"])[0] or 1) if match["q_n"] else 1
    if unit in WEEKDAYS:
        if number:
            begin = first + day * ((WEEKDAYS[unit] - first.weekday()) % 7 + 7 * (number - 1))
        else:
            begin = last - day * ((last.weekday() - WEEKDAYS[unit]) % 7)
        return begin, begin
    length = (7 if unit == "week" else 1) * count
    if not number:
        return last - day * (length - 1), last
    begin = first + day * (number - 1) * (7 if unit == "week" else 1)
    return begin, begin + day * (length - 1)


def read_nth_weekday(match: Match, published: dt.date | None) -> Reading | None:
    """Read "the first Monday in May", "the last weekend of October 2014", "the third Friday of last month"."""
    which = (match["j_w"] or "").lower()
    if which in ("each", "every", "the"):
        return Reading(UNKNOWN, "day", kind="set", value="P1M")
    month, (year, said) = (
        MONTHS[match["j_m"].lower().rstrip(".")] if match["j_m"] else 0,
        year_said(match, "j", published),
    )
    if which and published:
        moved = val.add_months(published.replace(day=1), {"last": -1, "next": 1}.get(which, 0))
        year, month = (moved.year, moved.month) if moved else (None, 0)
    elif not said and published:
        year = published.year - (month > published.month)
    if not year or not val.FIRST_YEAR <= year < val.LAST_YEAR:
        return Reading(UNKNOWN, "day")
    number, name = ORDINALS.get(match["j_n"].lower(), -1), match["j_d"].lower().rstrip(".")
    first = nth_weekday(year, month, 5 if name == "weekend" else WEEKDAYS[name], number)
    if first.month != month:
        return None
    ahead = None
    if not said and not which and published and first <= published:
        coming = nth_weekday(year + 1, month, 5 if name == "weekend" else WEEKDAYS[name], number)
        ahead = val.days(coming, coming + dt.timedelta(name == "weekend"))
    found = val.days(first, first + dt.timedelta(name == "weekend"))
    return Reading(found, "day", ahead=ahead, grain="weekend" if name == "weekend" else "")


def read_day_of_month(match: Match, published: dt.date | None) -> Reading | None:
    """Read "on the 5th": the last such day not after publication, and the next."""
    day = int(match["z_d"])
    unset = f"XXXX-XX-{day:02}"
    if published is None:
        return Reading(UNKNOWN, "day", value=unset)
    around = [val.add_months(published.replace(day=1), shift) for shift in range(-2, 3)]
    days = [found for month in around if month and (found := val.date_or_none(month.year, month.month, day))]
    past, ahead = [d for d in days if d <= published], [d for d in days if d >= published]
    if not past or not ahead:
        return None
    return Reading(val.whole_day(past[-1]), "day", ahead=val.whole_day(ahead[0]), value=unset)


CALENDAR_READERS: dict[str, Reader] = {"feast": read_feast, "nthday": read_nth_weekday, "dom": read_day_of_month}
