"""TIMEX3 values of readings: the other face of an interval.

Written after the TimeML annotation guidelines 1.2.1 (Saurí et al., 2006) and, where these leave it open, after the TIDES
standard that they build on (Ferro et al., 2005): weeks as 2013-W12, weekends as 2013-W12-WE, parts of the day as
2013-03-22TMO, decades as 199, lengths as P3D.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]

PART_CODES = {
    "dawn": "MO", "daybreak": "MO", "sunrise": "MO", "first light": "MO", "predawn": "MO", "pre-dawn": "MO",
    "early hours": "MO", "small hours": "MO", "wee hours": "MO", "morning": "MO", "afternoon": "AF", "evening": "EV",
    "lunchtime": "MI", "dusk": "EV", "sunset": "EV", "sundown": "EV", "nightfall": "EV", "night": "NI",
    "overnight": "NI", "daytime": "DT", "rush hour": "DT", "morning rush hour": "MO", "evening rush hour": "EV", "tonight": "NI",
}  # fmt: skip
"""The codes of the standard for parts of the day; dawn and the early hours are the start of a morning."""
STARTS = frozenset({"dawn", "daybreak", "sunrise", "first light", "predawn", "pre-dawn", "early hours", "small hours"})
UNIT_CODES = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "night": "D", "week": "W", "fortnight": "W", "weekend": "WE",
    "month": "M", "quarter": "Q", "season": "X", "year": "Y", "decade": "DE", "century": "CE", "millennium": "ML",
}  # fmt: skip
SEASON_CODES = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}
EDGE_MODS = {"early": "START", "mid": "MID", "late": "END"}
UNSET = {
    "time": "XXXX-XX-XXTXX", "midnight": "XXXX-XX-XXT24:00", "day": "XXXX-XX-XX", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX",
    "quarter": "XXXX-QX", "half": "XXXX-HX", "season": "XXXX", "year": "XXXX", "decade": "XXX", "century": "XX",
}  # fmt: skip
"""How a unit is written whose place in time is not known."""
GRAINS = {"minute": "time", "hour": "time", "month-part": "month"}
"""The grain of those precisions that are no grain of TIMEX3."""
PARTS = frozenset({"MO", "MI", "AF", "EV", "NI", "DT"})


@dataclass(frozen=True, slots=True)
class Timex:
    """What a TIMEX3 tag says of an expression: its type, its value ("" where none can be given) and its modifier."""

    type: TimexType
    value: str
    mod: str = ""


def timex_of(moment: str | None, grain: str, mod: str = "", value: str = "", *, kind: str = "interval") -> Timex:
    """Write a reading as TIMEX3.

    Args:
        moment: ISO date or local date-time within the interval, usually its begin; None where it is not known.
        grain: the unit that is told: a precision of the record, or a name of `UNSET` or `PARTS`.
        mod: START, MID, END, APPROX … or "".
        value: of what is no date, "P3D" or "PAST_REF"; or the form for an unknown moment, "XXXX-03"; with the grain
            "given" it is the value as it stands.
        kind: as in `TimeValue`; "set" makes a SET.
    """
    grain = GRAINS.get(grain, grain)
    length = value.startswith("P") and not value.endswith("_REF")
    if not length and not value.endswith("_REF") and moment and grain != "given":
        value = value_at(moment, grain)
    value = value or UNSET.get(grain, "XXXX-XX-XXT" + grain if grain in PARTS else "")
    if kind == "set":
        return Timex("SET", value, mod)
    if length:
        return Timex("DURATION", value, mod)
    return Timex("TIME" if "T" in value and not value.endswith("_REF") else "DATE", value, mod)


def value_at(moment: str, grain: str) -> str:
    """Write the unit of a grain that holds a moment: ("2013-03-22", "week") gives "2013-W12"."""
    if grain == "midnight":
        return f"{moment[:10]}T24:00"
    if grain == "time":
        return moment
    day = dt.date.fromisoformat(moment[:10])
    year, month = f"{day.year:04}", day.month
    if grain in PARTS:
        return f"{day}T{grain}"
    if grain in ("week", "weekend"):
        number = day.isocalendar()
        return f"{number.year:04}-W{number.week:02}" + ("-WE" if grain == "weekend" else "")
    if grain == "season":
        first = max((m for m in SEASON_CODES if m <= month), default=12)
        return f"{day.year - (month < 3):04}-{SEASON_CODES[first]}"
    return {
        "month": f"{year}-{month:02}", "quarter": f"{year}-Q{(month + 2) // 3}", "half": f"{year}-H{(month + 5) // 6}",
        "year": year, "decade": year[:3], "century": year[:2],
    }.get(grain, day.isoformat())  # fmt: skip


def length_value(count: float | None, unit: str) -> str:
    """Write a length: (3, "day") gives "P3D", (None, "year") "PXY", (0.5, "hour") "PT30M"."""
    code = UNIT_CODES[unit]
    if unit == "fortnight" and count is not None:
        count *= 2
    if unit == "hour" and count is not None and count != int(count):
        count, code = count * 60, "TM"
    if unit == "quarter" and count is not None:
        count, code = count * 3, "M"
    number = "X" if count is None else f"{count:.6g}" if count != int(count) else str(int(count))
    return f"PT{number}{code[1]}" if code[0] == "T" else f"P{number}{code}"


def mod_of(words: str | None) -> str:
    """Read the modifier of words before a count: "about", "more than", "less than", "at least", "up to"."""
    said = " ".join((words or "").lower().split())
    for cues, mod in MODS:
        if said.startswith(cues):
            return mod
    return ""


MODS = (
    (("more than", "over", "well over", "a little over", "longer than", "just over", "in excess"), "MORE_THAN"),
    (("less than", "under", "nearly", "almost", "just under", "close to", "fewer than", "barely", "not quite"), "LESS_THAN"),
    (("at least", "no less", "a minimum"), "EQUAL_OR_MORE"),
    (("at most", "up to", "no more", "as long", "as many", "as much", "a maximum"), "EQUAL_OR_LESS"),
    (("about", "around", "some", "roughly", "approximately", "circa", "an estimated", "c."), "APPROX"),
)  # fmt: skip
