"""Clock times and parts of days, alone or on a day."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from dateline.lexicon.timegrammar import values as val
from dateline.lexicon.timegrammar.patterns import PARTS, SMALL, ZONES
from dateline.lexicon.timegrammar.readings import Match, Reading
from dateline.lexicon.timegrammar.timex import EDGE_MODS, PART_CODES, STARTS, mod_of
from dateline.lexicon.timegrammar.timex import PARTS as PARTS_OF_DAY
from dateline.lexicon.timegrammar.values import UNKNOWN, Interval
from dateline.vocabulary import TimePrecision


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A stretch of a day: hours and minutes, the end on the next day where it lies before the begin."""

    begin: tuple[int, int]
    until: tuple[int, int]
    precise: bool = False
    approximate: bool = False
    zone: str | None = None
    name: str = ""
    mod: str = ""

    def on(self, day: dt.date | None) -> Reading:
        """Return this stretch of a given day."""
        precision: TimePrecision = "part-of-day" if self.name else ("minute" if self.precise else "hour")
        found = val.clock_of(day, self.begin, self.until) if day else UNKNOWN
        grain, mod = self.timex()
        return Reading(found, precision, approximate=self.approximate, grain=grain, mod=mod, value=self.unset())

    def timex(self) -> tuple[str, str]:
        """Return grain and modifier in TIMEX3: "early Friday" is the start of the day, "dawn" that of a morning."""
        if not self.name:
            grain = "midnight" if self.begin == (0, 0) and not (self.precise or self.approximate) else "time"
            return grain, self.mod
        if self.name in ("early", "late"):
            return "day", {"early": "START", "late": "END"}[self.name]
        return PART_CODES[self.name], self.mod or ("START" if self.name in STARTS else "")

    def unset(self) -> str:
        """Return the value on a day that is not known."""
        return "" if self.name else f"XXXX-XX-XXT{self.begin[0]:02}:{self.begin[1]:02}"


def read_clock(match: Match) -> TimeOfDay | None:
    """Read "about 4am", "16:30", "2330 GMT", "noon"; None where there is no such time."""
    hour, minute = _hour_and_minute(match)
    half = (match["c_ap"] or "").lower()[:1]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour == 24 and minute == 0:
        hour = 0
    if (match["c_word"] or "").lower() == "midnight" and (match["c_hedge"] or "").lower().endswith("before"):
        hour = 23  # of the day that ends then
    if hour > 23 or minute > 59:
        return None
    begin, until, precise = (hour, minute), (hour, minute or 59), bool(minute)
    if match["c_from"]:
        begin, until = _from(match["c_from"], hour, half), (hour, minute)
    zone = zone_of(match["c_zone"])
    hedge = (match["c_hedge"] or "").lower()
    mod = "" if hedge.endswith(("before", "after")) else mod_of(hedge)
    return TimeOfDay(begin, until, precise=precise, approximate=bool(hedge), zone=zone, mod=mod)


def zone_of(words: str | None) -> str | None:
    """Return the IANA zone of an abbreviation or of an offset ("UTC+3"); None where it names none for certain."""
    said = "".join((words or "").lower().split())
    offset = re.fullmatch(r"(?:utc|gmt)([+-])([0-9]{1,2})", said)
    if offset and int(offset[2]) <= (14 if offset[1] == "+" else 12):
        return f"Etc/GMT{'-' if offset[1] == '+' else '+'}{int(offset[2])}"  # the signs of these names are turned round
    return ZONES.get(said)


def _hour_and_minute(match: Match) -> tuple[int, int]:
    if match["c_h"]:
        return int(match["c_h"]), int(match["c_m"] or 0)
    if match["c_h24"]:
        return int(match["c_h24"]), int(match["c_m24"])
    if match["c_mil"]:
        return int(match["c_mil"][:2]), int(match["c_mil"][2:])
    if match["c_h16"]:
        return int(match["c_h16"]), int(match["c_m16"])
    if match["c_dot"]:
        hours, _, minutes = match["c_dot"].partition(".")
        return int(hours), int(minutes)
    if match["c_past"]:
        return _past_or_to(match["c_past"].lower().split()[-1], match["c_dir"].lower(), _twelve(match["c_ph"]))
    if match["c_oh"] or match["c_in"]:
        return _twelve(match["c_oh"] or match["c_in"]), 0
    return (0 if match["c_word"].lower() == "midnight" else 12), 0


def _twelve(word: str) -> int:
    return int(word) if word.isdigit() else SMALL[word.lower()]


def _past_or_to(word: str, way: str, hour: int) -> tuple[int, int]:
    """Read "half past four", "a quarter to five"."""
    minutes = {"half": 30, "quarter": 15, "twenty-five": 25}.get(word) or SMALL[word]
    return (hour, minutes) if way == "past" else (hour - 1 or 12, 60 - minutes)


def _from(words: str, until: int, half: str) -> tuple[int, int]:
    """Read the first of "between 8 and 10pm": on the same side of noon where that lies before the second."""
    hour, _, minute = words.replace(".", ":").partition(":")
    first = (
        int(hour) % 12 + (12 if half == "p" and int(hour) % 12 + 12 <= until else 0) if int(hour) <= 12 else int(hour)
    )
    return min(first, 23), int(minute or 0)


def read_part(match: Match) -> TimeOfDay:
    """Read "shortly before dawn", "in the early hours", "overnight"."""
    name = " ".join(match["b_p"].lower().split())
    if name.endswith("hours"):
        name = "small hours" if "hours" in name and not name.startswith("rush") else name
    lead = (match["b_lead"] or "").lower()
    edge = EDGE_MODS.get((match["b_edge"] or "").lower().removeprefix("very "), "")
    return replace(part(name, approximate=lead.endswith(("before", "after"))), mod=edge)


def part(name: str, *, approximate: bool = False) -> TimeOfDay:
    """Return a named part of the day."""
    begin, until = PARTS[name]
    return TimeOfDay(
        (int(begin[:2]), int(begin[3:])), (int(until[:2]), int(until[3:])), approximate=approximate, name=name
    )


def place(time: TimeOfDay, base: Reading, published: dt.date | None) -> Reading:
    """Put a time of day on the day of another reading."""
    found = _on(time, base.interval, published)
    ahead = _on(time, base.ahead, None) if base.ahead else None
    reading = time.on(None)
    return replace(
        base,
        interval=found,
        ahead=ahead,
        precision=reading.precision,
        approximate=base.approximate or time.approximate,
        grain=base.grain if time.name in ("early", "late") and base.grain in PARTS_OF_DAY else reading.grain,
        mod=reading.mod,
        value=reading.value,
    )


def _on(time: TimeOfDay, interval: Interval, published: dt.date | None) -> Interval:
    """Put a time on the day of an interval; in a night, on the side of midnight where it falls."""
    if not interval.begin or not interval.until:
        return UNKNOWN
    first, last = dt.date.fromisoformat(interval.begin[:10]), dt.date.fromisoformat(interval.until[:10])
    day = last if "T" in interval.begin and time.begin < (12, 0) else first
    if time.name == "overnight" and day == published:
        day = val.add_days(day, -1) or day
    return time.on(day).interval
