"""The days of feasts that news dates events by, computed for any year.

Western Easter: the anonymous Gregorian computus (Meeus, Astronomical Algorithms, 1991, ch. 8). Hebrew dates: the fixed
arithmetic calendar. Islamic dates: the tabular calendar (30-year cycle, civil epoch); sighting of the moon can move
the real day by one, so its feasts are approximate. Nowruz is taken as 20 March.
"""

from __future__ import annotations

import datetime as dt

ISLAMIC_EPOCH = 227_015  # ordinal of 16 July 622 Julian, proleptic Gregorian 19 July 622
HEBREW_EPOCH = -1_373_427  # so that elapsed days count to Python's ordinals

FIXED = {
    "christmas": (12, 25, 12, 25), "christmas day": (12, 25, 12, 25), "christmas eve": (12, 24, 12, 24),
    "boxing day": (12, 26, 12, 26), "new year's eve": (12, 31, 12, 31), "new year's day": (1, 1, 1, 1),
    "new year's": (1, 1, 1, 1), "valentine's day": (2, 14, 2, 14), "may day": (5, 1, 5, 1), "halloween": (10, 31, 10, 31),
    "bastille day": (7, 14, 7, 14), "epiphany": (1, 6, 1, 6), "all saints' day": (11, 1, 11, 1),
    "nowruz": (3, 20, 3, 20), "st patrick's day": (3, 17, 3, 17), "orthodox christmas": (1, 7, 1, 7),
    "labour day": (5, 1, 5, 1), "international women's day": (3, 8, 3, 8), "armistice day": (11, 11, 11, 11),
    "remembrance day": (11, 11, 11, 11), "veterans day": (11, 11, 11, 11), "guy fawkes night": (11, 5, 11, 5),
}  # fmt: skip
EASTER = {
    "easter": 0, "easter sunday": 0, "easter day": 0, "good friday": -2, "easter monday": 1, "palm sunday": -7,
    "ash wednesday": -46, "maundy thursday": -3, "pentecost": 49, "ascension day": 39,
}  # fmt: skip
ISLAMIC = {
    "ramadan": (9, 1, 9, 30), "ramzan": (9, 1, 9, 30), "eid al-fitr": (10, 1, 10, 1), "eid al-adha": (12, 10, 12, 10),
    "ashura": (1, 10, 1, 10), "ashoura": (1, 10, 1, 10), "muharram": (1, 1, 1, 30), "arbaeen": (2, 20, 2, 20),
    "mawlid": (3, 12, 3, 12),
}  # fmt: skip
HEBREW = {
    "rosh hashanah": (7, 1, 2), "yom kippur": (7, 10, 1), "sukkot": (7, 15, 7), "simchat torah": (7, 22, 1),
    "passover": (1, 15, 7), "shavuot": (3, 6, 1), "hanukkah": (9, 25, 8),
}  # fmt: skip
"""Month (Nisan is 1), day and length in days."""
NTH_WEEKDAY = {
    "thanksgiving": (11, 3, 4),
    "thanksgiving day": (11, 3, 4),
    "memorial day": (5, 0, -1),
    "labor day": (9, 0, 1),
}
"""Month, weekday (Monday is 0) and which of them; -1 is the last."""
APPROXIMATE = frozenset(ISLAMIC) | {"eid"}


def feast_days(name: str, year: int) -> list[tuple[dt.date, dt.date]]:
    """Return the days (first, last) on which a feast begins in a Gregorian year; empty where the name is unknown."""
    if name in FIXED:
        month, day, last_month, last_day = FIXED[name]
        return [(dt.date(year, month, day), dt.date(year, last_month, last_day))]
    if name in EASTER:
        day_ = easter(year) + dt.timedelta(EASTER[name])
        return [(day_, day_)]
    if name in NTH_WEEKDAY:
        day_ = _nth_weekday(year, *NTH_WEEKDAY[name])
        return [(day_, day_)]
    if name == "eid":
        return sorted(feast_days("eid al-fitr", year) + feast_days("eid al-adha", year))
    if name in ISLAMIC:
        return _islamic_days(name, year)
    if name in HEBREW:
        month, day, length = HEBREW[name]
        first = _hebrew(year + 3760 + (month >= 7), month, day)
        return [(first, first + dt.timedelta(length - 1))]
    return []


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


def _nth_weekday(year: int, month: int, weekday: int, which: int) -> dt.date:
    if which > 0:
        first = dt.date(year, month, 1)
        return first + dt.timedelta((weekday - first.weekday()) % 7 + 7 * (which - 1))
    last = dt.date(year, month + 1, 1) - dt.timedelta(1)
    return last - dt.timedelta((last.weekday() - weekday) % 7)


def _islamic(year: int, month: int, day: int) -> dt.date:
    elapsed = (year - 1) * 354 + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2 + day
    return dt.date.fromordinal(ISLAMIC_EPOCH - 1 + elapsed)


def _islamic_days(name: str, year: int) -> list[tuple[dt.date, dt.date]]:
    month, day, last_month, last_day = ISLAMIC[name]
    found = []
    about = (year - 622) * 33 // 32
    for islamic_year in range(about - 1, about + 4):
        first, last = _islamic(islamic_year, month, day), _islamic(islamic_year, last_month, last_day)
        if first.year == year:
            found.append((first, last))
    return found


def _hebrew(year: int, month: int, day: int) -> dt.date:
    """Turn a Hebrew date into a Gregorian one; the year begins with Tishri (7)."""
    leap = (7 * year + 1) % 19 < 7
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
