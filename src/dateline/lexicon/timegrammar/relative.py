"""Readers of spans that count from publication ("last week", "two days ago") or from another event ("two days later")."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from dateline.lexicon.timegrammar import values as val
from dateline.lexicon.timegrammar.calendars import CALENDAR_READERS
from dateline.lexicon.timegrammar.patterns import ORDINALS, WEEKDAYS
from dateline.lexicon.timegrammar.readings import (
    PRECISION,
    READERS,
    RECENT,
    Match,
    Reader,
    Reading,
    back,
    count_of,
    edge_of,
    half_of,
    part_reading,
    unit_of,
)
from dateline.lexicon.timegrammar.timex import EDGE_MODS, PART_CODES, UNIT_CODES, length_value, mod_of
from dateline.lexicon.timegrammar.values import DAYS, UNKNOWN, Interval
from dateline.vocabulary import TimePrecision

EDGED: dict[str, TimePrecision] = {"month": "month-part", "year": "quarter"}
"""The precision of "early", "mid" and "late" in a unit."""
GRAIN_OF = {"night": "NI", "morning": "MO", "afternoon": "AF", "evening": "EV"}
"""The grain of a unit, where it is not the unit itself."""
LENGTHS = DAYS | {"fortnight": 14.0, "night": 1.0, "morning": 1.0, "afternoon": 1.0, "evening": 1.0, "century": 36500.0}


def read_shift(match: Match, published: dt.date | None) -> Reading | None:
    """Read "today", "yesterday", "tomorrow", "tonight", "the day before yesterday"."""
    words = " ".join(match[0].lower().split())
    shift = {"yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}.get(words, 0)
    day = val.add_days(published, shift) if published else None
    return part_reading("night", day) if words == "tonight" else Reading(val.whole_day(day), "day")


def read_last_night(match: Match, published: dt.date | None) -> Reading | None:
    """Read "last night", "this morning", "tomorrow evening"."""
    if not match["l_which"]:
        return None
    shift = {"last": -1, "this": 0, "tomorrow": 1}[match["l_which"].lower()]
    return part_reading(match["l_part"].lower(), val.add_days(published, shift) if published else None)


def read_ago(match: Match, published: dt.date | None) -> Reading | None:
    """Read "two days ago", "about a year ago": as fine as its unit."""
    if match["g_vague"]:
        unit = unit_of(match["g_vague"])
        return Reading(UNKNOWN, PRECISION[unit], approximate=True, value="PAST_REF")
    (count, vague), unit = count_of(match["g_n"]), unit_of(match["g_u"])
    if (half := half_of(match["g_n"], unit)) is not None:
        count, unit = half
    about = (
        vague or half is not None or bool(match["g_about"] and match["g_about"].strip().lower() not in ("just", "only"))
    )
    precision = PRECISION[unit]
    mod = mod_of(match["g_about"])
    if vague and published is not None:
        mod = ""
    if published is None or count is None:
        return Reading(UNKNOWN, precision, approximate=about, mod=mod)
    day = back(published, count, unit)
    if day is None:
        return None
    if match["g_at"] and unit not in ("hour", "minute", "day"):
        return replace(_ago_at(match, published, count, unit), approximate=about and vague, mod=mod)
    unset = "PAST_REF" if vague else ""
    if unit == "month":
        return Reading(val.month_of(day.year, day.month), precision, approximate=about, mod=mod, value=unset)
    if unit in ("year", "decade", "century"):
        span = {"year": 0, "decade": 5, "century": 50}[unit]
        found = val.years(day.year - span, day.year + span)
        value = unset or str(day.year)[: {"year": 4, "decade": 3, "century": 2}[unit]]
        return Reading(found, precision, approximate=about or span > 0, grain="given", mod=mod, value=value)
    if unit in ("week", "fortnight") and count > 1:
        return Reading(val.week_of(day), precision, approximate=about, mod=mod, value=unset)
    grain = "week" if unit in ("week", "weekend", "fortnight") else ""
    hours = unit in ("hour", "minute")
    return Reading(val.whole_day(day), "day", approximate=about or hours, grain=grain, mod=mod, value=unset)


def _ago_at(match: Match, published: dt.date, count: int, unit: str) -> Reading:
    """Read the day or week of "a year ago today", "ten years ago this month", "a week ago on Monday"."""
    words = " ".join(match["g_at"].lower().split())
    if match["g_d"]:
        since = (published.weekday() - WEEKDAYS[match["g_d"].lower().rstrip(".")]) % 7
        day = val.add_days(published, -since)
    else:
        day = val.add_days(published, -1 if words == "yesterday" else 0)
    far = back(day, count, unit) if day else None
    if far is None:
        return Reading(UNKNOWN, "day")
    if words == "this month":
        return Reading(val.month_of(far.year, far.month), "month")
    return Reading(val.week_of(far), "week") if words == "this week" else Reading(val.whole_day(far), "day")


def read_hence(match: Match, published: dt.date | None) -> Reading | None:
    """Read "in three weeks' time", "two days from now": as fine as its unit."""
    unit = unit_of(match["h_cu"] or match["h_cu2"])
    count, vague = count_of(match["h_c"] or match["h_c2"])
    about = vague or bool(match["h_about"] or match["h_about2"])
    if published is None or count is None:
        return Reading(UNKNOWN, PRECISION[unit], approximate=about)
    day = back(published, -count, unit)
    if day is None:
        return None
    found = {"month": val.month_of(day.year, day.month), "year": val.year_of(day.year)}.get(unit)
    if found is None and unit in ("week", "fortnight"):
        found = val.week_of(day)
    value = "FUTURE_REF" if vague else ""
    return Reading(found or val.whole_day(day), PRECISION[unit], approximate=about, value=value)


def read_past(match: Match, published: dt.date | None) -> Reading | None:
    """Read "the past three months", "recent weeks", "the coming days", "the next two weeks"."""
    which = (match["p_which"] or match["p_one"] or ("recent" if match["p_recent"] else "coming")).lower()
    unit = unit_of(match["p_u"] or match["p_ou"] or match["p_ru"] or match["p_cu"])
    count, vague = count_of(match["p_n"]) if match["p_n"] else (1, False)
    precision = PRECISION[unit]
    open_count = vague or count is None or not (match["p_n"] or match["p_one"])
    value = length_value(None if open_count else count, unit)
    if which in ("previous", "preceding", "following"):
        return Reading(UNKNOWN, precision, basis="event", approximate=vague, value=value)
    if published is None or count is None:
        return Reading(UNKNOWN, precision, approximate=vague, value=value)
    if which == "recent" or match["p_cu"]:
        days, months = RECENT[unit]
        sign = -1 if which == "recent" else 1
        far = val.add_months(published, sign * months) if months else val.add_days(published, sign * days)
        vague = True
    else:
        far = back(published, count if which in ("past", "last") else -count, unit)
    if far is None:
        return None
    first, last = sorted((far, published))
    return Reading(val.days(first, last), precision, approximate=vague, value=value)


def read_unit(match: Match, published: dt.date | None) -> Reading | None:
    """Read "last week", "earlier this year", "the weekend", "the end of the month", "next month"."""
    if match["u_bl"]:
        return _before_last(unit_of(match["u_bl"]), published)
    unit = "weekend" if match["u_pw"] else unit_of(match["u_u"] or match["u_we"] or match["u_eu"])
    which = (match["u_which"] or match["u_pw"] or "this").lower().removeprefix("the ")
    about = (match["u_about"] or match["u_end"] or "").lower()
    if published is None:
        return Reading(UNKNOWN, PRECISION[unit], grain=unit)
    step = {"last": -1, "next": 1}.get(which, 0)
    if unit == "weekend":
        reading = _weekend(published, step)
        ahead = reading.ahead if reading and which.endswith("coming") else None
        return replace(reading, interval=ahead) if reading and ahead else reading
    if unit == "week":
        day = val.add_days(published, 7 * step)
        found = val.week_of(day) if day else UNKNOWN
        mod = EDGE_MODS.get("" if re.search(r"earlier|later", about) else edge_of(about), "")
        return Reading(_so_far(found, published) if "so far" in about else found, "week", mod=mod)
    edge = "" if re.search(r"earlier|later|so far", about) else edge_of(about)
    return _calendar_unit(unit, published, step, edge=edge, later="later" in about)


def _before_last(unit: str, published: dt.date | None) -> Reading | None:
    """Read "the week before last", "the night before last"."""
    if published is None:
        return Reading(UNKNOWN, PRECISION[unit], grain=GRAIN_OF.get(unit, unit))
    if unit == "night":
        return part_reading("night", val.add_days(published, -2))
    if unit == "weekend":
        last = val.add_days(published, -7)
        return _weekend(last, -1) if last else None
    if unit == "week":
        day = val.add_days(published, -14)
        return Reading(val.week_of(day), "week") if day else None
    return _calendar_unit(unit, published, -2, edge="", later=False)


def _calendar_unit(unit: str, published: dt.date, step: int, *, edge: str, later: bool) -> Reading | None:
    """Read a month, quarter, year or decade before, of or after publication; the present one ends at publication."""
    if unit == "decade":
        if not step:
            first = published.year // 10 * 10
            found = val.days(dt.date(first, 1, 1), dt.date(first + 9, 12, 31)) if first >= val.FIRST_YEAR else UNKNOWN
            return Reading(found, "decade", grain="given", value=f"{first // 10:03}")
        far = val.add_months(published, 120 * step)
        found = val.days(*sorted((far, published))) if far else UNKNOWN
        return Reading(found, "decade", grain="given", value="P1DE") if far else None
    if unit == "month":
        day = val.add_months(published.replace(day=1), step)
        found = val.month_of(day.year, day.month, edge=edge) if day else UNKNOWN
    elif unit == "quarter":
        first = (published.month - 1) // 3 + step
        found = val.months_of(published.year + first // 4, first % 4 * 3 + 1, first % 4 * 3 + 3)
    else:
        found = val.year_of(published.year + step, edge=edge)
    precision = EDGED.get(unit, "quarter") if edge else PRECISION[unit]
    mod = EDGE_MODS.get(edge, "")
    if step or edge:
        return Reading(found, precision, grain=unit, mod=mod)
    ahead = Interval(published.isoformat(), found.until)
    return Reading(ahead if later else _so_far(found, published), precision, ahead=ahead, grain=unit)


def _so_far(interval: Interval, published: dt.date) -> Interval:
    return Interval(interval.begin, published.isoformat())


def _weekend(published: dt.date, step: int) -> Reading | None:
    """Read a weekend: the last one begun; "last", the one before this week; "next", the one after this week."""
    monday = val.add_days(published, -published.weekday())
    if monday is None:
        return None
    saturday = val.add_days(monday, 5)
    begun = saturday if published.weekday() >= 5 else val.add_days(monday, -2)
    first = {-1: val.add_days(monday, -2), 0: begun, 1: val.add_days(monday, 12)}[step]
    if first is None:
        return None
    ahead = None if step else val.days(saturday, val.add_days(monday, 6))
    return Reading(val.days(first, val.add_days(first, 1)), "day", ahead=ahead, grain="weekend")


def read_same(match: Match, published: dt.date | None) -> Reading | None:
    """Read "that day", "the same night": the time of the event told before."""
    del published
    unit = unit_of(match["t_u"])
    return Reading(UNKNOWN, PRECISION[unit], basis="event", offset=0, grain=GRAIN_OF.get(unit, unit))


def read_next(match: Match, published: dt.date | None) -> Reading | None:
    """Read "the previous day", "the following week", "the night before"."""
    del published
    unit = unit_of(match["x_u"] or match["x_au"])
    word = (match["x_which"] or match["x_ab"]).lower()
    sign = -1 if word in ("previous", "preceding", "before", "earlier") else 1
    return Reading(UNKNOWN, PRECISION[unit], basis="event", offset=sign * LENGTHS[unit], grain=GRAIN_OF.get(unit, unit))


def read_apart(match: Match, published: dt.date | None) -> Reading | None:
    """Read "two days later", "a week before", "hours earlier"."""
    del published
    word = match["o_dir"].lower()
    sign = -1 if word in ("earlier", "before", "prior", "previously") else 1
    if match["o_vague"]:
        unit = unit_of(match["o_vague"])
        offset = 0.0 if unit in ("hour", "minute") else None
        return Reading(UNKNOWN, PRECISION[unit], basis="event", approximate=True, offset=offset)
    (count, vague), unit = count_of(match["o_n"]), unit_of(match["o_u"])
    offset = None if count is None else sign * count * LENGTHS[unit]
    about = vague or bool(match["o_about"])
    return Reading(UNKNOWN, PRECISION[unit], basis="event", approximate=about, offset=offset)


def read_nth(match: Match, published: dt.date | None) -> Reading | None:
    """Read "the fourth straight day", "the seventh day of": a length that ends at publication."""
    word, unit = match["r_n"].lower(), unit_of(match["r_u"])
    number = ORDINALS.get(word) or int(re.sub(r"\D", "", word))
    precision = "day" if unit == "night" else PRECISION[unit]
    first = back(published, number - 1, unit) if published and number else None
    found = val.days(first, published) if first else UNKNOWN
    value = length_value(number or None, unit)
    return Reading(found, precision, kind="duration", approximate=True, value=value)


def read_lasting(match: Match, published: dt.date | None) -> Reading | None:
    """Read "for three days": a length whose place in time is not said."""
    del published
    unit = unit_of(match["f_u"] or match["f_vague"] or match["f_u2"])
    count, vague = count_of(match["f_n"] or match["f_n2"] or ("one" if match["f_u2"] else ""))
    value, mod = length_value(None if vague else count, unit), mod_of(match["f_about"])
    return Reading(UNKNOWN, "day" if unit == "night" else PRECISION[unit], kind="duration", mod=mod, value=value)


def read_set(match: Match, published: dt.date | None) -> Reading | None:
    """Read "every Friday", "daily"."""
    del published
    return Reading(UNKNOWN, "day", kind="set", value=set_value(match[0]))


def set_value(words: str) -> str:
    """Return what recurs: "every Friday" XXXX-WXX-5, "each night" XXXX-XX-XXTNI, "weekly" P1W."""
    for word in reversed(re.findall(r"[a-z]+", words.lower())):
        name = re.sub(r"s$", "", word)
        if name in WEEKDAYS:
            return f"XXXX-WXX-{WEEKDAYS[name] + 1}"
        if name in ("night", "nightly", "morning", "afternoon", "evening"):
            return f"XXXX-XX-XXT{PART_CODES[name.removesuffix('ly')]}"
        unit = {"daily": "day", "annually": "year", "annual": "year"}.get(name, name.removesuffix("ly"))
        if unit in UNIT_CODES:
            return length_value(2 if re.search(r"\bother\b", words.lower()) else 1, unit)
    return ""


ALL_READERS: dict[str, Reader] = READERS | CALENDAR_READERS | {
    "shift": read_shift, "lastnight": read_last_night, "ago": read_ago, "past": read_past, "unit": read_unit,
    "samepart": read_same, "nextpart": read_next, "apart": read_apart, "nth": read_nth, "lasting": read_lasting,
    "set": read_set, "hence": read_hence,
}  # fmt: skip


def step_of(match: Match, *, vague: int | None = None) -> tuple[int | None, str]:
    """Return how many units an atom counts from another time: "the previous day" gives (-1, "day").

    Where the count is not said it is `vague`, with the sign of the direction.
    """
    if match.lastgroup == "samepart":
        return 0, unit_of(match["t_u"])
    if match.lastgroup == "nextpart":
        word = (match["x_which"] or match["x_ab"]).lower()
        return -1 if word in EARLIER else 1, unit_of(match["x_u"] or match["x_au"])
    sign = -1 if match["o_dir"].lower() in EARLIER else 1
    if match["o_vague"]:
        return None if vague is None else sign * vague, unit_of(match["o_vague"])
    count, loose = count_of(match["o_n"])
    count = vague if loose or count is None else count
    return None if count is None else sign * count, unit_of(match["o_u"])


EARLIER = frozenset({"previous", "preceding", "before", "earlier", "prior", "previously"})
"""Words that count back."""
