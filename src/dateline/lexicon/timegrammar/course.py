"""The course of a text: which time it has come to, and what times without a year or a day mean there.

A text with a day of publication is news: what is told without a year counts from that day, by tense. A text without one
is a narrative: it counts from the time told last (Mazur and Dale, 2010, on histories of wars).

Years before Christ run on an axis of their own, mirrored into the calendar's years (`MIRROR - year`), so that the same
steps of days, months and years serve them.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Literal

from dateline.lexicon.timegrammar import values as val
from dateline.lexicon.timegrammar.readings import Reading, back
from dateline.lexicon.timegrammar.timex import PARTS, SEASON_CODES, UNSET, value_at
from dateline.lexicon.timegrammar.values import Interval

Scheme = Literal["timex3", "timex2"]
MIRROR = 2101
"""480 BC is counted as the year 1621; years before 1101 BC fall off the axis."""
FINE = ("century", "decade", "year", "half", "season", "quarter", "month", "week", "weekend", "day", "time")
NAMES = {"midnight": "time", "minute": "time", "hour": "time", "part-of-day": "time", "month-part": "month"}
"""Grains from coarse to fine."""
FAR, STEADY = 20, 3
"""A year so many years off, after so many times told near each other, is an aside: value F1 of WikiWars .874 without, .879 with."""
_SENTENCE_END = re.compile(r"[.!?][\"”)]*\s+[A-Z]|\n")
LATE, SOON = 10, 3
"""Told last in October to December, a month up to March is the next year's. Set on half of WikiWars."""


def fineness(grain: str) -> int:
    """Rank a grain: the finer, the higher; parts of a day as fine as times."""
    grain = NAMES.get(grain, grain)
    return FINE.index("time" if grain in PARTS else grain) if grain in PARTS or grain in FINE else -1


def before_christ(day: dt.date, grain: str) -> str:
    """Write a day of the mirrored axis."""
    if grain in ("decade", "century"):
        return f"BC{MIRROR - day.year:04}"[: 5 if grain == "decade" else 4]
    return re.sub(r"^[0-9]{4}", f"BC{MIRROR - day.year:04}", value_at(day.isoformat(), grain))


@dataclass(slots=True)
class Course:
    """Where a text has come to.

    Args:
        published: the day of publication; None makes the text a narrative.
        scheme: which standard's marks are made.
        day, grain: the time told last, by its first day and its unit; bc: whether it lies on the mirrored axis.
        quarter: a day of the quarter of a year told last.
        steady, main, left_at: how many times in a row lay near each other; the time that a year far off led away from, and where.
    """

    published: dt.date | None
    scheme: Scheme = "timex3"
    day: dt.date | None = None
    grain: str = "year"
    bc: bool = False
    quarter: dt.date | None = None
    steady: int = 0
    main: tuple[dt.date, str] | None = None
    left_at: int = 0

    @property
    def anchor(self) -> dt.date | None:
        """The day that times without a year count from."""
        return self.published or self.day

    def fine_month(self) -> int:
        """Return the month told last, 0 where only a year or more is told."""
        return self.day.month if self.day and fineness(self.grain) >= fineness("season") else 0

    def come_back(self, text: str, at: int) -> None:
        """Leave a year far off that one sentence looked at, once that sentence is over."""
        if self.main is not None and _SENTENCE_END.search(text, self.left_at, at):
            (self.day, self.grain), self.main = self.main, None

    def _step(self, day: dt.date, at: int) -> None:
        """Note whether a time lies near the one told before it or far off."""
        if self.day is None or self.published or self.bc:
            return
        if abs(day.year - self.day.year) <= FAR:
            self.steady, self.main = self.steady + 1, None
        else:
            self.main = (self.day, self.grain) if self.steady >= STEADY else None
            self.steady, self.left_at = 0, at

    def tell(self, reading: Reading, *, at: int = 0) -> None:
        """Note the time that a reading tells; `at` is where its words end."""
        begin = reading.interval.begin or reading.interval.until
        if begin is None or reading.kind in ("duration", "set") or reading.value.startswith("P"):
            return
        day = dt.date.fromisoformat(begin[:10])
        self._step(day, at)
        self.day = day
        grain = reading.grain if reading.grain != "given" else reading.precision
        self.grain = {"quarter": "year"}.get(grain, grain) if reading.grain == "given" else grain or reading.precision

    def tell_bc(self, year: int, month: int = 0) -> None:
        """Note a year before Christ."""
        mirrored = MIRROR - year
        if val.FIRST_YEAR <= mirrored <= val.LAST_YEAR:
            self.day, self.grain, self.bc = dt.date(mirrored, month or 1, 1), "month" if month else "year", True

    def choose(self, reading: Reading, *, future: bool) -> Reading:
        """Choose between the last and the next such time: by tense in news, by the year told last in a narrative."""
        if reading.ahead is None:
            return reading
        if self.published:
            return replace(reading, interval=reading.ahead, ahead=None) if future else reading
        if self.day is None or not reading.interval.begin or not reading.ahead.begin:
            return reading
        year = self.day.year
        month = int(reading.interval.begin[5:7])
        if fineness(self.grain) >= fineness("month"):
            year += self.day.month >= LATE and month <= SOON
        for found in (reading.interval, reading.ahead):
            if found.begin and int(found.begin[:4]) == year:
                return replace(reading, interval=found, ahead=None)
        return reading

    def write(self, moment: dt.date, grain: str) -> str:
        """Write a day at a grain, on the axis of the time told last."""
        return before_christ(moment, grain) if self.bc and not self.published else value_at(moment.isoformat(), grain)

    def at(self, grain: str) -> str:
        """Write the time told last at a grain; what is not told as finely stays open."""
        day, told = self._base(grain)
        if day is None:
            return UNSET.get(grain, f"XXXX-XX-XXT{grain}")
        if fineness(told) >= min(fineness(grain), fineness("day")):
            return self.write(day, grain)
        if grain in PARTS:
            return self._open(day, told) + f"T{grain}"
        return self._open(day, told) if grain == "day" else UNSET.get(grain, "")

    def _base(self, grain: str) -> tuple[dt.date | None, str]:
        """Return the time to count from, and its grain: the one told last; in news the day of publication where that is coarser."""
        coarse = fineness(self.grain) < min(fineness(grain), fineness("day"))
        if self.day is None or (self.published and coarse):
            return self.published, "day"
        return self.day, self.grain

    def _open(self, day: dt.date, told: str) -> str:
        year = self.write(day, "year")
        return self.write(day, "month") + "-XX" if fineness(told) >= fineness("month") else f"{year}-XX-XX"

    def season_after(self, first: int, step: int) -> str:
        """Write the next (or, where `step` is negative, the last) season that begins in month `first`, from the time told last."""
        day = self.day or self.published
        if day is None:
            return f"XXXX-{SEASON_CODES[first]}"
        year = day.year + (step if (first - day.month) * step <= 0 else 0)
        return self.write(dt.date(year, first, 1), "season") if val.FIRST_YEAR < year < val.LAST_YEAR else ""

    def in_year(self, code: str, step: int = 0) -> str:
        """Write a season's code in the year told last (or of publication)."""
        day = self.published or self.day
        moved = val.add_months(day, 12 * step) if day else None
        return f"{self.write(moved, 'year')}-{code}" if moved else f"XXXX-{code}"

    def shifted(self, count: int | None, unit: str, grain: str) -> Reading:
        """Count units from the time told last: as fine as the unit, open where the text does not tell so finely."""
        precision = {
            "time": "hour",
            "NI": "part-of-day",
            "MO": "part-of-day",
            "AF": "part-of-day",
            "EV": "part-of-day",
        }.get(grain, grain)
        start, told = self._base(grain)
        known = start is not None and count is not None
        unset = UNSET.get(grain, f"XXXX-XX-XXT{grain}")
        if (
            known
            and start is not None
            and count is not None
            and fineness(told) >= min(fineness(grain), fineness("day"))
        ):
            day = back(start, -count, "day" if grain in PARTS else unit)
            if day is not None:
                if self.bc and not self.published:
                    self.day, self.grain = day, grain
                    return Reading(val.UNKNOWN, precision, grain="given", value=before_christ(day, grain))  # type: ignore[arg-type]
                return Reading(_stretch(day, grain), precision, grain=grain)  # type: ignore[arg-type]
        if known and start is not None and fineness(grain) >= fineness("day"):
            unset = self._open(start, told) + (f"T{grain}" if grain in PARTS else "")
        return Reading(val.UNKNOWN, precision, grain="given", value=unset)  # type: ignore[arg-type]


def _stretch(day: dt.date, grain: str) -> Interval:
    """Return the unit of a grain that holds a day."""
    if grain == "month":
        return val.month_of(day.year, day.month)
    if grain == "year":
        return val.year_of(day.year)
    if grain == "week":
        return val.week_of(day)
    return val.whole_day(day)
