"""The days of the feasts of data/feasts.tsv, computed for any year.

Easter of the western church: the anonymous Gregorian computus; of the eastern: the Julian one (Meeus, Astronomical
Algorithms, 1991, ch. 8). Hebrew dates: the fixed arithmetic calendar. Islamic months begin the day after the new moon,
or a day later where it falls in Mecca's afternoon or later (near the Umm al-Qura calendar; sighting can move the real
day by one, so these are approximate). New moons: Meeus, ch. 47, to some minutes. Nowruz is taken as 20 March.
"""

from __future__ import annotations

import datetime as dt
import functools
import math
from dataclasses import dataclass
from importlib import resources

ISLAMIC_EPOCH = 227_015  # ordinal of 16 July 622 Julian, proleptic Gregorian 19 July 622
HEBREW_EPOCH = -1_373_427  # so that elapsed days count to Python's ordinals
MONTH = 29.530588861
MECCA_HOURS, MECCA_LATEST = 3, 14
"""Mecca's hours before UTC; a new moon after this hour there is seen a day later. Right for the Saudi Ramadan and Eid
al-Fitr of 2017 to 2024."""
CHINA_HOURS, INDIA_HOURS, INDIA_SUNSET = 8, 5.5, 18
FIRST_SPRING_MOON, FIRST_DIWALI_MOON = (1, 21), (10, 18)
"""The earliest days of the new moons of the lunar new year and of Diwali."""
EID = ("eid al-fitr", "eid al-adha")
"""What "Eid" alone may mean: the one nearest in time."""


@dataclass(frozen=True, slots=True)
class Feast:
    """A row of the table: the rule of its calendar, and the days that it lasts."""

    calendar: str
    a: str
    b: int
    c: int
    length: int


@functools.cache
def feasts() -> dict[str, Feast]:
    """Return the feasts of data/feasts.tsv by every spelling."""
    found = {}
    lines = resources.files("dateline").joinpath("data/feasts.tsv").read_text("utf-8").splitlines()
    for line in [line for line in lines if not line.startswith("#")][1:]:
        names, calendar, a, b, c, length = line.split("\t")
        feast = Feast(calendar, a, int(b or 0), int(c or 0), int(length))
        found.update(dict.fromkeys(names.split("|"), feast))
    return found


def is_approximate(name: str) -> bool:
    """Tell whether the days of a feast may be off by one."""
    return name == "eid" or (name in feasts() and feasts()[name].calendar in ("islamic", "moon"))


def feast_days(name: str, year: int) -> list[tuple[dt.date, dt.date]]:
    """Return the days (first, last) on which a feast begins in a Gregorian year; empty where the name is unknown."""
    if name == "eid":
        return sorted(days for each in EID for days in feast_days(each, year))
    feast = feasts().get(name)
    if feast is None:
        return []
    begins = RULES[feast.calendar](feast, year)
    return [(day, day + dt.timedelta(feast.length - 1)) for day in begins]


def _fixed(feast: Feast, year: int) -> list[dt.date]:
    return [dt.date(year, int(feast.a), feast.b)]


def _easter(feast: Feast, year: int) -> list[dt.date]:
    return [easter(year) + dt.timedelta(int(feast.a))]


def _orthodox(feast: Feast, year: int) -> list[dt.date]:
    return [orthodox_easter(year) + dt.timedelta(int(feast.a))]


def easter(year: int) -> dt.date:
    """Return Western Easter Sunday."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    h = (19 * a + b - d - (b - f + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    week = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * week) // 451
    month, day = divmod(h + week - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)


def orthodox_easter(year: int) -> dt.date:
    """Return Easter Sunday of the eastern churches as a Gregorian date."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    shift = year // 100 - year // 400 - 2
    return dt.date(year, month, day + 1) + dt.timedelta(shift)


def _nth_weekday(feast: Feast, year: int) -> list[dt.date]:
    return [nth_weekday(year, int(feast.a), feast.b, feast.c)]


def nth_weekday(year: int, month: int, weekday: int, which: int) -> dt.date:
    """Return the n-th weekday (Monday is 0) of a month, counted from its end where `which` is negative."""
    if which > 0:
        first = dt.date(year, month, 1)
        return first + dt.timedelta((weekday - first.weekday()) % 7 + 7 * (which - 1))
    last = dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(1)
    return last - dt.timedelta((last.weekday() - weekday) % 7 + 7 * (-which - 1))


def _islamic(feast: Feast, year: int) -> list[dt.date]:
    found = []
    about = (year - 622) * 33 // 32
    for islamic_year in range(about - 1, about + 4):
        day = _islamic_month(islamic_year, int(feast.a)) + dt.timedelta(feast.b - 1)
        if day.year == year:
            found.append(day)
    return found


def _islamic_month(year: int, month: int) -> dt.date:
    """Return the first day of an Islamic month: the new moon nearest to where the tabular calendar puts it."""
    elapsed = (year - 1) * 354 + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2
    tabular = dt.date.fromordinal(ISLAMIC_EPOCH + elapsed)
    moon = new_moon_near(tabular) + dt.timedelta(hours=MECCA_HOURS)
    return moon.date() + dt.timedelta(1 if moon.hour < MECCA_LATEST else 2)


def _moon(feast: Feast, year: int) -> list[dt.date]:
    if feast.a == "diwali":
        moon = _moon_after(year, FIRST_DIWALI_MOON, INDIA_HOURS)
        return [moon.date() - dt.timedelta(moon.hour < INDIA_SUNSET)]
    return [_moon_after(year, FIRST_SPRING_MOON, CHINA_HOURS).date()]


def _moon_after(year: int, earliest: tuple[int, int], hours: float) -> dt.datetime:
    """Return the first new moon of a year that falls on a day or later, in the time of a place."""
    first = dt.date(year, *earliest)
    near = new_moon_near(first) + dt.timedelta(hours=hours)
    if near.date() >= first:
        return near
    return new_moon_near(first + dt.timedelta(MONTH)) + dt.timedelta(hours=hours)


def new_moon_near(day: dt.date) -> dt.datetime:
    """Return the new moon (UTC) nearest to a day."""
    k = round((day.toordinal() - dt.date(2000, 1, 6).toordinal()) / MONTH)
    t = k / 1236.85
    e = 1 - 0.002516 * t
    sun, moon = math.radians(2.5534 + 29.1053567 * k), math.radians(201.5643 + 385.81693528 * k)
    node = math.radians(160.7108 + 390.67050284 * k)
    julian = 2451550.09766 + MONTH * k + 0.00015437 * t * t
    julian += (
        -0.4072 * math.sin(moon) + 0.17241 * e * math.sin(sun) + 0.01608 * math.sin(2 * moon)
        + 0.01039 * math.sin(2 * node) + 0.00739 * e * math.sin(moon - sun) - 0.00514 * e * math.sin(moon + sun)
        + 0.00208 * e * e * math.sin(2 * sun) - 0.00111 * math.sin(moon - 2 * node)
    )  # fmt: skip
    return dt.datetime(2000, 1, 1, 12, tzinfo=dt.UTC) + dt.timedelta(days=julian - 2451545.0)


def _hebrew(feast: Feast, year: int) -> list[dt.date]:
    month, day = int(feast.a), feast.b
    hebrew_year = year + 3760 + (7 <= month <= 9)
    if month == 13 and not _leap(hebrew_year):  # Adar II of a leap year, else Adar
        month = 12
    return [_hebrew_date(hebrew_year, month, day)]


def _leap(year: int) -> bool:
    return (7 * year + 1) % 19 < 7


def _hebrew_date(year: int, month: int, day: int) -> dt.date:
    """Turn a Hebrew date into a Gregorian one; the year begins with Tishri (7)."""
    leap = _leap(year)
    length = _hebrew_new_year(year + 1) - _hebrew_new_year(year)
    months = {7: 30, 8: 30 if length % 10 == 5 else 29, 9: 29 if length % 10 == 3 else 30, 10: 29, 11: 30,
              12: 30 if leap else 29, 13: 29 if leap else 0, 1: 30, 2: 29, 3: 30, 4: 29, 5: 30, 6: 29}  # fmt: skip
    order = [7, 8, 9, 10, 11, 12, 13, 1, 2, 3, 4, 5, 6]
    before = sum(months[m] for m in order[: order.index(month)])
    return dt.date.fromordinal(HEBREW_EPOCH + _hebrew_new_year(year) + before + day - 1)


def _hebrew_new_year(year: int) -> int:
    """Count the days before 1 Tishri of a year, with the postponements of the fixed calendar."""
    return _hebrew_elapsed(year) + _hebrew_delay(year)


def _hebrew_delay(year: int) -> int:
    before, this, after = (_hebrew_elapsed(y) for y in (year - 1, year, year + 1))
    if after - this == 356:
        return 2
    return 1 if this - before == 382 else 0


def _hebrew_elapsed(year: int) -> int:
    months = (235 * year - 234) // 19
    day = 29 * months + (12_084 + 13_753 * months) // 25_920
    return day + 1 if (3 * (day + 1)) % 7 < 3 else day


RULES = {
    "fixed": _fixed, "easter": _easter, "orthodox": _orthodox, "weekday": _nth_weekday, "islamic": _islamic,
    "hebrew": _hebrew, "moon": _moon,
}  # fmt: skip
