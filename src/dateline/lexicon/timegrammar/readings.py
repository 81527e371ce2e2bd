"""Readers of dates, weekdays, months, years and relative spans: each turns one atom into a reading at an anchor.

Anchored at the day of publication: what names no year or week is the last one not after that day, and the next one in
a future tense ("ahead").
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from dateline.lexicon.timegrammar import values as val
from dateline.lexicon.timegrammar.patterns import MONTHS, ORDINALS, PARTS, SEASONS, SMALL, VAGUE_COUNTS, WEEKDAYS
from dateline.lexicon.timegrammar.timex import EDGE_MODS, PART_CODES, SEASON_CODES, length_value
from dateline.lexicon.timegrammar.values import UNKNOWN, Interval, Kind
from dateline.vocabulary import TimePrecision

Match = re.Match[str]
_ATTACKS = re.compile(r"\s+(?:(?:terror\w*|al[- ]qaeda|suicide)\s+)?(?:attacks?|hijack\w*)\b", re.IGNORECASE)
"""After "September 11": those of 2001."""
EDGES = {"early": "early", "mid": "mid", "late": "late", "beginning": "early", "start": "early", "middle": "mid", "end": "late"}  # fmt: skip
RECENT = {"hour": (0, 0), "day": (7, 0), "week": (28, 0), "month": (0, 3), "year": (0, 36), "decade": (0, 240)}
"""How far back "recent days", "recent weeks" reach: (days, months). Hand-set; all are approximate."""
ZONE_SLACK = 1
"""A date without a year may lie this many days after publication: the place's day can be ahead of the publisher's."""
PRECISION: dict[str, TimePrecision] = {
    "minute": "day", "hour": "day", "day": "day", "night": "part-of-day", "morning": "part-of-day",
    "afternoon": "part-of-day", "evening": "part-of-day", "week": "week", "weekend": "day", "fortnight": "week",
    "month": "month", "quarter": "quarter", "year": "year", "decade": "decade", "century": "decade",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """What an atom says, before the words around it are heard.

    `grain`, `mod` and `value` are what TIMEX3 needs besides (see `timex.timex_of`); no grain means that of the precision.
    """

    interval: Interval
    precision: TimePrecision
    ahead: Interval | None = None
    approximate: bool = False
    kind: Kind = "interval"
    basis: Literal["text", "event"] = "text"
    offset: float | None = None
    grain: str = ""
    mod: str = ""
    value: str = ""


def day_of(interval: Interval | None) -> dt.date | None:
    """Return the one day of an interval, or None where it is not one whole day."""
    if interval and interval.begin and interval.begin == interval.until and "T" not in interval.begin:
        return dt.date.fromisoformat(interval.begin)
    return None


def edge_of(words: str | None) -> str:
    """Reduce "the beginning of", "late" … to early, mid or late."""
    return next((EDGES[word] for word in re.findall(r"[a-z]+", (words or "").lower()) if word in EDGES), "")


def count_of(words: str | None) -> tuple[int | None, bool]:
    """Read a count of units: its value (None where it is not said) and whether it is vague."""
    words = " ".join((words or "").lower().replace(",", "").split())
    if words.isdigit():
        return int(words), False
    if words in VAGUE_COUNTS:
        return VAGUE_COUNTS[words], True
    tens, _, ones = words.partition("-")
    if ones:
        return SMALL[tens] + SMALL[ones], False
    return SMALL.get(words), False


def half_of(words: str | None, unit: str) -> tuple[int, str] | None:
    """Read "half a century" as 50 years; None where the count is no half."""
    if not re.match(r"half\s", words or "", re.IGNORECASE):
        return None
    return {"century": (50, "year"), "decade": (5, "year"), "year": (6, "month"), "day": (12, "hour")}.get(
        unit, (0, unit)
    )


def unit_of(words: str) -> str:
    """Reduce a unit to its singular; a fortnight stays one."""
    word = words.lower()
    return "century" if word.startswith("centur") else word.rstrip("s")


def back(day: dt.date, count: int, unit: str) -> dt.date | None:
    """Move a day back by units (forward where the count is negative)."""
    if unit in ("month", "quarter", "year", "decade", "century"):
        months = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit]
        return val.add_months(day, -count * months)
    if unit == "hour":
        return val.add_days(day, -int(count / 24))
    return val.add_days(day, -count * {"week": 7, "weekend": 7, "fortnight": 14, "day": 1, "night": 1}.get(unit, 0))


def year_said(match: Match, prefix: str, published: dt.date | None) -> tuple[int | None, bool]:
    """Read the year said with a date: its value, and whether any was said."""
    said, relative = match[f"{prefix}_year"], match[f"{prefix}_rel"]
    if said:
        return int(said), True
    if not relative:
        return None, False
    shift = {"last": -1, "this": 0, "next": 1}.get(relative.lower())
    return (published.year + shift if published and shift is not None else None), True


def read_date(match: Match, published: dt.date | None) -> Reading | None:
    """Read "15 March 2014", "March 15", "Oct. 3-5"."""
    p = "d" if match.lastgroup == "dmy" else "m"
    month = MONTHS[match[f"{p}_m"].lower().rstrip(".")]
    first, last = int(match[f"{p}_d"]), int(match[f"{p}_d2"] or match[f"{p}_d"])
    year, said = year_said(match, p, published)
    if last < first:
        return None
    if said:
        if year is None:
            return Reading(UNKNOWN, "day", value=f"XXXX-{month:02}-{first:02}")
        found = val.days(val.date_or_none(year, month, first), val.date_or_none(year, month, last))
        return Reading(found, "day") if found.begin and found.until else None
    if not any(val.date_or_none(y, month, last) for y in (2023, 2024)):
        return None
    if (month, first, last) == (9, 11, 11) and _ATTACKS.match(match.string, match.end()):
        return Reading(val.whole_day(dt.date(2001, 9, 11)), "day")
    if published is None:
        return Reading(UNKNOWN, "day", value=f"XXXX-{month:02}-{first:02}")
    past = _nearest(published, month, first, -1)
    ahead = _nearest(published, month, first, +1)
    width = last - first
    return Reading(_widened(past, width), "day", ahead=_widened(ahead, width))


def _nearest(published: dt.date, month: int, day: int, step: int) -> dt.date | None:
    """Find the last (or next) such day of the year that exists."""
    for shift in range(9):
        found = val.date_or_none(published.year + step * shift, month, day)
        if found and ((found - published).days * step >= 0 or (step < 0 and (found - published).days <= ZONE_SLACK)):
            return found
    return None


def _widened(day: dt.date | None, width: int) -> Interval:
    return val.days(day, val.add_days(day, width)) if day else UNKNOWN


def read_iso(match: Match, published: dt.date | None) -> Reading | None:
    """Read "2014-03-15", with or without a clock time."""
    del published
    day = val.date_or_none(int(match["i_y"]), int(match["i_m"]), int(match["i_d"]))
    if day is None:
        return None
    if match["i_clock"] and match["i_clock"] < "24":
        return Reading(Interval(f"{day}T{match['i_clock']}", f"{day}T{match['i_clock']}"), "minute")
    return Reading(val.whole_day(day), "day")


def read_slash(match: Match, published: dt.date | None) -> Reading | None:
    """Read "15/03/2014" either way round where only one is a date; "9/11" is the day of 2001."""
    del published
    if match["s_year"]:
        day = val.date_or_none(int(match["s_year"]), int(match["s_month"]), int(match["s_day"]))
        return Reading(val.whole_day(day), "day") if day else None
    if not match["s_y"]:
        return Reading(val.whole_day(dt.date(2001, 9, 11)), "day")
    first, second, year = int(match["s_a"]), int(match["s_b"]), int(match["s_y"])
    if len(match["s_y"]) == 3:
        return None
    year += (2000 if year < 70 else 1900) if year < 100 else 0
    both = {val.date_or_none(year, second, first), val.date_or_none(year, first, second)} - {None}
    return Reading(val.whole_day(both.pop()), "day") if len(both) == 1 else None


def read_month(match: Match, published: dt.date | None) -> Reading | None:
    """Read "in March", "early March 2014", "last March", "March last year"."""
    month, edge = MONTHS[match["n_m"].lower().rstrip(".")], edge_of(match["n_edge"])
    precision: TimePrecision = "month-part" if edge else "month"
    year, said = year_said(match, "n", published)
    mod, unset = EDGE_MODS.get(edge, ""), f"XXXX-{month:02}"
    if said:
        found = val.month_of(year, month, edge=edge) if year else UNKNOWN
        return Reading(found, precision, mod=mod, value=unset)
    which = " ".join((match["n_which"] or "").lower().split())
    if which in ("that", "the following", "the previous"):
        return Reading(UNKNOWN, precision, basis="event", mod=mod, value=unset)
    if published is None:
        return Reading(UNKNOWN, precision, mod=mod, value=unset)
    strict = which in ("last", "next")
    before = published.year - (month >= published.month if strict else month > published.month)
    after = published.year + (month <= published.month if strict else month < published.month)
    year = {"this": published.year, "next": after}.get(which, before)
    ahead = None if which else val.month_of(after, month, edge=edge)
    return Reading(val.month_of(year, month, edge=edge), precision, ahead=ahead, mod=mod, value=unset)


def read_year(match: Match, published: dt.date | None) -> Reading | None:
    """Read "2014", "late 2014", "1950-53"."""
    del published
    first = int(match["y_y"])
    if match["y_y2"]:
        last = int(match["y_y2"])
        last += first - first % 100 if last < 100 else 0
        found = val.years(first, last)
        return Reading(found, "year", value=f"P{last - first}Y") if first < last <= val.LAST_YEAR else None
    edge = edge_of(match["y_edge"])
    if match["y_fiscal"]:  # which months it holds depends on the country
        return Reading(val.year_of(first), "year", approximate=True, grain="given", value=f"{first:04}")
    found = val.year_of(first, edge=edge)
    return Reading(
        found, "quarter" if edge else "year", grain="given", mod=EDGE_MODS.get(edge, ""), value=f"{first:04}"
    )


def read_decade(match: Match, published: dt.date | None) -> Reading | None:
    """Read "the 1990s", "the late '80s"."""
    del published
    if match["e_w"]:
        first = 1900 + SMALL[match["e_w"].lower().removesuffix("ies") + "y"]
    else:
        first = int(match["e_y"]) * 10 if match["e_y"] else 1900 + int(match["e_s"]) * 10
    edge = edge_of(match["e_edge"])
    begin, end = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(edge, (0, 9))
    return Reading(val.years(first + begin, first + end), "decade", mod=EDGE_MODS.get(edge, ""))


def read_century(match: Match, published: dt.date | None) -> Reading | None:
    """Read "the 19th century", "the early twentieth century", "the 4th century BC"."""
    del published
    word = match["v_n"].lower()
    number = ORDINALS.get(word) or int(re.sub(r"\D", "", word))
    edge = edge_of(match["v_edge"])
    mod = EDGE_MODS.get(edge, "START" if match["v_edge"] else "")
    if not 1 <= number <= 21:
        return None
    if match["v_bc"]:
        return Reading(UNKNOWN, "decade", grain="given", mod=mod, value=f"BC{number - 1:02}")
    begin, end = {"early": (0, 32), "mid": (33, 66), "late": (67, 99)}.get(edge, (0, 99))
    first = 100 * (number - 1)
    found = val.years(first + begin, first + end)
    return Reading(found, "decade", approximate=True, grain="given", mod=mod, value=f"{number - 1:02}")


def read_half(match: Match, published: dt.date | None) -> Reading | None:
    """Read "the first quarter of 2014", "the second week of March", "the last half of this year"."""
    year = int(match["h_y"]) if match["h_y"] else None
    if year is None and published and match["h_rel"]:
        year = published.year + {"last": -1, "next": 1}.get(match["h_rel"].lower(), 0)
    unit, which = unit_of(match["h_u"]), match["h_n"].lower().replace("latter", "last")
    if match["h_m"]:
        month = MONTHS[match["h_m"].lower().rstrip(".")]
        if year is None and published:
            year = published.year - (month > published.month)
        return _part_of_month(unit, which, month, year)
    if unit == "month" and match["h_k"] and year:
        count = SMALL[match["h_k"].lower()]
        first, last = (1, count) if which == "first" else (13 - count, 12)
        return Reading(val.months_of(year, first, last), "month", value=length_value(count, "month"))
    if unit not in ("quarter", "half") or (year is None and not match["h_rel"]):
        return None
    length = 3 if unit == "quarter" else 6
    number = 12 // length if which in ("last", "final") else ORDINALS[which]
    if number * length > 12:
        return None
    found = val.months_of(year, (number - 1) * length + 1, number * length) if year else UNKNOWN
    unset = f"{year or 'XXXX'}-{'Q' if unit == 'quarter' else 'H'}{number}"
    return Reading(found, "quarter" if unit == "quarter" else "season", grain=unit, value=unset)


def _part_of_month(unit: str, which: str, month: int, year: int | None) -> Reading | None:
    """Read a week, a half or the first days of a month."""
    if year is None:
        return Reading(UNKNOWN, "week")
    whole = val.month_of(year, month)
    if not whole.until:
        return None
    last = int(whole.until[-2:])
    number = ORDINALS.get(which, 0)
    if unit == "week":
        first = last - 6 if not number else 7 * number - 6
        return Reading(val.days(dt.date(year, month, first), dt.date(year, month, min(last, first + 6))), "week")
    if unit == "half" and number in (0, 1, 2):
        low, high = (1, 15) if number == 1 else (16, last)
        return Reading(val.days(dt.date(year, month, low), dt.date(year, month, high)), "month-part")
    if unit == "day" and number in (0, 1):
        edge = "early" if number else "late"
        return Reading(val.month_of(year, month, edge=edge), "month-part", approximate=True)
    return None


def read_season(match: Match, published: dt.date | None) -> Reading | None:
    """Read "last summer", "the winter of 2014"."""
    first, last = SEASONS[match["a_s"].lower()]
    unset, mod = f"XXXX-{SEASON_CODES[first]}", EDGE_MODS.get(edge_of(match["a_edge"]), "")
    which = " ".join((match["a_which"] or "").lower().split())
    if match["a_y"]:
        return Reading(val.months_of(int(match["a_y"]), first, last), "season", mod=mod, value=unset)
    if published is None:
        return Reading(UNKNOWN, "season", mod=mod, value=unset)
    return replace(season_near(first, last, published, "last" if match["a_rel"] else which), mod=mod, value=unset)


def season_near(first: int, last: int, published: dt.date, which: str) -> Reading:
    """Read a season without a year: the last one begun, or as "last", "this" and "next" say."""
    year = published.year - (published.month < first)
    if which in ("last", "this past") and (published.year, published.month) <= (
        year + (last > 12),
        (last - 1) % 12 + 1,
    ):
        year -= 1
    if which == "this":
        year = published.year
    if which == "next":
        year = published.year + (published.month >= first)
    ahead = None if which in ("last", "next", "this past") else val.months_of(year + (which != "this"), first, last)
    return Reading(val.months_of(year, first, last), "season", ahead=ahead)


def read_weekday(match: Match, published: dt.date | None) -> Reading | None:
    """Read a weekday: bare, the last not after publication; "last Thursday", the latest before it; "next", after it."""
    number = WEEKDAYS[
        re.sub(r"s?\.?$", "", match["w_d"].lower()) if match["w_d"].endswith(".") else match["w_d"].lower()
    ]
    which = " ".join((match["w_which"] or "").lower().split())
    plural, unset = match[0].lower().endswith("days"), f"XXXX-WXX-{number + 1}"
    if plural:
        return Reading(UNKNOWN, "day", kind="set", value=unset)
    if which in ("the following", "following", "the previous", "previous"):
        return Reading(UNKNOWN, "day", basis="event", value=unset)
    if published is None:
        return Reading(UNKNOWN, "day", value=unset)
    since = (published.weekday() - number) % 7
    past = val.add_days(published, -(since or (7 if which in ("last", "past", "this past") else 0)))
    until = (number - published.weekday()) % 7
    ahead = val.add_days(published, until or (7 if which in ("next", "coming", "this coming") else 0))
    if which in ("next", "coming", "this coming"):
        return Reading(val.whole_day(ahead), "day")
    return Reading(
        val.whole_day(past), "day", ahead=None if which in ("last", "past", "this past") else val.whole_day(ahead)
    )


Reader = Callable[[Match, dt.date | None], Reading | None]
READERS: dict[str, Reader] = {
    "dmy": read_date, "mdy": read_date, "iso": read_iso, "slash": read_slash, "month": read_month, "year": read_year,
    "decade": read_decade, "century": read_century, "half": read_half, "season": read_season, "weekday": read_weekday,
}  # fmt: skip


def part_reading(name: str, day: dt.date | None) -> Reading:
    """Return a part of a given day."""
    begin, until = PARTS[name]
    if day is None:
        return Reading(UNKNOWN, "part-of-day", grain=PART_CODES[name])
    found = val.clock_of(day, (int(begin[:2]), int(begin[3:])), (int(until[:2]), int(until[3:])))
    return Reading(found, "part-of-day", grain=PART_CODES[name])


def open_ended(reading: Reading, *, kind: Kind) -> Reading:
    """Make a reading one of "since" or "until"."""

    def cut(interval: Interval | None) -> Interval | None:
        if interval is None:
            return None
        return Interval(interval.begin, None) if kind == "since" else Interval(None, interval.until)

    return replace(reading, interval=cut(reading.interval) or UNKNOWN, ahead=cut(reading.ahead), kind=kind)
