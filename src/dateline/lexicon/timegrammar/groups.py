"""Groups of atoms that make one expression, and what neighbouring ones say of each other: years, rows of days, counted days."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateline.lexicon.timegrammar.patterns import MONTH_NAME as MONTH
from dateline.lexicon.timegrammar.patterns import MONTHS
from dateline.lexicon.timegrammar.readings import Match, Reading, back, day_of, part_reading
from dateline.lexicon.timegrammar.relative import step_of
from dateline.lexicon.timegrammar.values import Interval, add_days, month_of, whole_day
from dateline.lexicon.timegrammar.values import year_of as whole_year

UNDATED = frozenset({"month", "dmy", "mdy", "season", "spell"})
"""Atoms that may lack a year."""
LOOK_AHEAD = 3
"""How many expressions further on the year of "April and June 1955" may stand."""
_JOINT = re.compile(
    r"\s?(?:[-–/,]|,?\s?(?:and|or|to|until|till|through))\s?(?:(?:in|on|by|the|from|early|late)\s)?\s?", re.IGNORECASE
)
_YEAR = re.compile(r"(?<![0-9])(?:1[0-9]{3}|20[0-9]{2})(?![0-9])")
_UP_TO = re.compile(r"[^.,;:!?()\"“”\n]{0,60}")
"""What may stand between "two days after" and the day it counts from."""
_WHEN = re.compile(r"(?:,\s)?(?:when|in\swhich|where)\s[^.!?;\n]{1,80}", re.IGNORECASE)
HOURS_OF_A_DAY = 12
"""Hours that are taken to stay on the day they count from."""
_ROW = re.compile(r"\s?(?:,|,?\s?(?:and|or))\s?(?:on\s)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring atoms that make one expression."""

    atoms: tuple[Match, ...]

    @property
    def start(self) -> int:
        """Where it starts."""
        return self.atoms[0].start()

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.atoms[-1].end()

    def first(self, *kinds: str) -> Match | None:
        """Return its first atom of one of the kinds."""
        return next((atom for atom in self.atoms if atom.lastgroup in kinds), None)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of its atoms."""
        return frozenset(str(atom.lastgroup) for atom in self.atoms)


Found = Group | Match
"""An expression of the record's grammar, or an atom that only the tagger marks."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A group with what it says."""

    group: Group
    reading: Reading
    bare: bool
    zone: str | None


def start_of(found: Found) -> int:
    """Return where an expression starts."""
    return found.start if isinstance(found, Group) else found.start()


def end_of(found: Found) -> int:
    """Return where an expression ends."""
    return found.end if isinstance(found, Group) else found.end()


def kind(found: Found) -> str:
    """Return the kind of an expression's first atom."""
    return str((found.atoms[0] if isinstance(found, Group) else found).lastgroup)


def text_of(found: Found) -> str:
    """Return the words of an expression."""
    atoms = found.atoms if isinstance(found, Group) else (found,)
    return str(atoms[0].string[start_of(found) : end_of(found)])


def year_of(found: Found) -> int | None:
    """Return the year that a date, month or season names."""
    said = _YEAR.search(text_of(found)) if kind(found) in UNDATED else None
    return int(said[0]) if said else None


def year_ahead(items: Sequence[Found], n: int, text: str) -> int | None:
    """Return the year that closes a list or range which an expression without a year begins: "from May to August 1950"."""
    here = items[n]
    if kind(here) not in UNDATED or year_of(here) is not None:
        return None
    month = _month_of(here)
    for other in items[n + 1 : n + 1 + LOOK_AHEAD]:
        if not _JOINT.fullmatch(text, end_of(here), start_of(other)):
            return None
        year = year_of(other)
        if year is not None:
            return year - (month > _month_of(other) > 0)
        if kind(other) not in UNDATED:
            return None
        here = other
    return None


def year_behind(items: Sequence[Found], n: int, text: str) -> int | None:
    """Return the year whose clause an expression without a year stands in: "in 1953, when the dam broke in February"."""
    here = items[n]
    if kind(here) not in UNDATED or year_of(here) is not None:
        return None
    for other in reversed(items[max(0, n - 2) : n]):
        said = re.fullmatch(r"(?:the\s)?(?:year\s)?([12][0-9]{3})", text_of(other))
        if said and kind(other) == "year" and _WHEN.fullmatch(text, end_of(other), start_of(here)):
            return int(said[1])
    return None


def _month_of(found: Found) -> int:
    """Return the month that an expression names, 0 where it names none."""
    named = re.search(MONTH, text_of(found))
    return MONTHS[named[0].lower().rstrip(".")] if named else 0


def counted_from_dates(heard: list[Heard], text: str) -> list[Heard]:
    """Resolve what counts from a day that is told right after it: "two days after the vote on 5 March"."""
    found = list(heard)
    for n, (one, other) in enumerate(itertools.pairwise(heard)):
        atom = one.group.atoms[-1]
        day = day_of(other.reading.interval)
        if day is None or atom.lastgroup not in ("apart", "nextpart") or one.reading.basis != "event":
            continue
        if not re.search(r"\b(?:after|before|into)$", text_of(one.group)) or not _UP_TO.fullmatch(
            text, one.group.end, other.group.start
        ):
            continue
        reading = _counted(atom, one.reading, day)
        found[n] = replace(one, reading=reading) if reading else one
    return found


def _counted(atom: Match, reading: Reading, day: dt.date) -> Reading | None:
    """Count a reading from a day: hours leave it on that day; "the night before" and "the morning after" lie beside it."""
    count, unit = step_of(atom)
    if unit in ("hour", "minute"):
        far_on = round((count or 0) / 24) if unit == "hour" and abs(count or 0) > HOURS_OF_A_DAY else 0
        found = whole_day(add_days(day, far_on))
        return replace(reading, interval=found, basis="text", offset=None, precision="day", approximate=True, grain="")
    if (unit, count) in (("night", -1), ("morning", 1)):
        return replace(part_reading(unit, add_days(day, count or 0)), basis="text")
    if count is None or unit in ("night", "morning", "evening", "afternoon"):
        return None
    far = back(day, -count, unit)
    if far is None:
        return None
    coarse: dict[str, Interval] = {"month": month_of(far.year, far.month), "year": whole_year(far.year)}
    found = coarse.get(unit, whole_day(far))
    precision = reading.precision if unit in coarse else "day"
    return replace(reading, interval=found, basis="text", offset=None, precision=precision, grain="")


def in_a_row(heard: list[Heard]) -> list[Heard]:
    """Let days of the week in a row follow each other: "on Friday, Saturday and Sunday" ends with the last one, not the first."""
    found = list(heard)
    for n in range(len(found) - 2, -1, -1):
        one, other = found[n], found[n + 1]
        if one.group.kinds != {"weekday"} or other.group.kinds != {"weekday"}:
            continue
        string = one.group.atoms[0].string
        first, second = day_of(one.reading.interval), day_of(other.reading.interval)
        if first and second and (first - second).days == 6 and _ROW.fullmatch(string, one.group.end, other.group.start):  # fmt: skip
            before = add_days(first, -7)
            found[n] = replace(one, reading=replace(one.reading, interval=whole_day(before)))
    return found
