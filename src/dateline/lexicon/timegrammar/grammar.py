"""Join the atoms of a text into expressions ("at about 4am on Friday"), hear the words before them, pair the ranges."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from dateline.lexicon.timegrammar import clock
from dateline.lexicon.timegrammar.context import stands
from dateline.lexicon.timegrammar.groups import (
    UNDATED,
    Group,
    Heard,
    counted_from_dates,
    in_a_row,
    year_ahead,
    year_behind,
)
from dateline.lexicon.timegrammar.patterns import AFTER_THE, ATOM, CORE_WORDS, FIRST_WORDS, WEEKDAYS, WORD
from dateline.lexicon.timegrammar.readings import PRECISION, Match, Reading, back, count_of, day_of, open_ended, unit_of
from dateline.lexicon.timegrammar.relative import ALL_READERS
from dateline.lexicon.timegrammar.timex import EDGE_MODS, length_value
from dateline.lexicon.timegrammar.values import (
    UNKNOWN,
    Interval,
    TimeValue,
    add_days,
    anchor_of,
    days,
    week_of,
    whole_day,
)

DATES = frozenset({"dmy", "mdy", "iso", "slash"})
DAYLIKE = DATES | {"shift", "lastnight", "samepart", "nextpart", "feast", "weekday"}
"""Atoms that can hold a time of day."""
LONGEST = 9
"""An atom has at most so many words up to the one that it cannot lack."""
FRAMES = {"": DAYLIKE, "weekof": DATES | {"weekday"}, "span": DATES | {"month", "year"}}
"""What a time of day alone, "the week of" and "the 12 months to" can be joined with."""
TIMES = {"clock": "clock", "part": "part", "edged": "edge"}

_CONNECTOR = re.compile(r"[\s,]*(?:(?:on|at|in|of|the|around|about|during|by|early|late)\s+)*$", re.IGNORECASE)
_BEFORE = re.compile(
    r"(?:^|[\s(\"'“‘—–]|(?<![A-Za-z])-)(?P<word>ever\s+since|since|until|till|through|by|before|prior\s+to|after|from|starting|beginning|effective|dating\s+(?:back\s+)?to"
    r"|around|about|circa|roughly|approximately|between)\s+(?:(?:on|the|at\s+least|around|about|in|early)\s+)*$",
    re.IGNORECASE,
)
_TO = re.compile(r"\s*(?P<to>to|and|until|till|through|[-–—])\s*(?:the\s+)?$", re.IGNORECASE)
BARE_PARTS = frozenset({"overnight", "predawn", "pre-dawn"})


def find_times(
    text: str, *, published: dt.date | None = None, zone: str | None = None, year: int | None = None
) -> Iterator[TimeValue]:
    """Yield the times that a text tells, in order.

    Args:
        text: a sentence or more; expressions do not cross line breaks.
        published: the day (or moment) that relative times count from; without it they are found but stay open.
        zone: IANA name of the zone that local times are in; only handed through.
        year: without a day of publication, the year told before: days and months without a year are its.
    """
    anchor = anchor_of(published)
    groups = join([atom for atom in _atoms(text) if stands(atom, text)], text)
    heard = []
    for n, group in enumerate(groups):
        told = year_ahead(groups, n, text) or year_behind(groups, n, text) or (year if anchor is None else None)
        within = dt.date(told, 12, 31) if told and group.kinds & UNDATED else anchor
        if (found := hear(group, within)) is not None:
            heard.append(replace(found, reading=replace(found.reading, ahead=None)) if within != anchor else found)
            if anchor is None and found.reading.interval.begin and found.reading.precision != "decade":
                year = int(found.reading.interval.begin[:4])
    heard = in_a_row(counted_from_dates(heard, text))
    at = 0
    while at < len(heard):
        pair = _range(heard[at], heard[at + 1], text, anchor) if at + 1 < len(heard) else None
        found, at = (pair, at + 2) if pair else (_with_prefix(heard[at], text, anchor), at + 1)
        yield _value(found, zone)


def _atoms(text: str) -> Iterator[Match]:
    """Yield the atoms of a text from left to right; only words that can begin one are tried."""
    words = [(word.start(), word[0].lower()) for word in WORD.finditer(text)]
    near = _near_core([word for _, word in words])
    at = 0
    for n, (start, word) in enumerate(words):
        if start < at or not near[n] or not (word in FIRST_WORDS or word[0] in "0123456789'’"):
            continue
        if (
            word == "the"
            and n + 1 < len(words)
            and not (words[n + 1][1] in AFTER_THE or words[n + 1][1][0] in "0123456789'’")
        ):
            continue
        atom = ATOM.match(text, start)
        if atom is not None:
            yield atom
            at = atom.end()


def _near_core(words: list[str]) -> list[bool]:
    """Tell of each word whether one that an atom cannot lack stands at it or soon after it."""
    near = [False] * len(words)
    left = 0
    for n in range(len(words) - 1, -1, -1):
        word = words[n]
        if word in CORE_WORDS or word[0] in "0123456789'’":
            left = LONGEST
        near[n] = left > 0
        left -= 1
    return near


def _value(heard: Heard, zone: str | None) -> TimeValue:
    reading = heard.reading
    return TimeValue(
        heard.group.start,
        heard.group.end,
        reading.interval.begin,
        reading.interval.until,
        reading.precision,
        approximate=reading.approximate,
        basis=reading.basis,
        kind=reading.kind,
        offset=reading.offset,
        ahead=reading.ahead if reading.ahead != reading.interval else None,
        bare=heard.bare,
        zone=heard.zone or zone,
        grain=reading.grain,
        mod=reading.mod,
        value=reading.value,
    )


def join(atoms: list[Match], text: str) -> list[Group]:
    """Join neighbouring atoms that say different things of one time."""
    groups: list[Group] = []
    for atom in atoms:
        if groups:
            last = groups[-1]
            between = text[last.end : atom.start()]
            if len(between) < 24 and "\n" not in between and _CONNECTOR.match(between) and _fits(last, atom):
                groups[-1] = Group((*last.atoms, atom))
                continue
        groups.append(Group((atom,)))
    return groups


def _fits(group: Group, atom: Match) -> bool:
    """Tell whether an atom adds to a group rather than starting a new time."""
    kinds, new = group.kinds, str(atom.lastgroup)
    if new in kinds:
        return new == "part" and group.atoms[-1].lastgroup in DAYLIKE and "rush" in group.atoms[0][0].lower()
    if new in TIMES:
        return bool(kinds & DAYLIKE) or bool(kinds & {"clock", "part"})
    bases = kinds - TIMES.keys()
    if len(bases) <= 1 and (held := FRAMES.get("".join(bases))) is not None:
        return new in held
    if bases == {"lastnight"}:
        return not group.atoms[-1]["l_which"] and new in DATES | {"weekday"}
    if new == "weekday":
        return bool(bases & DATES) or (bases == {"unit"} and _is_week(group.atoms[-1]))
    if bases == {"weekday"}:
        return new in DATES or (new == "unit" and _is_week(atom))
    return False


def _is_week(atom: Match) -> bool:
    return atom.lastgroup == "unit" and (atom["u_u"] or "").lower() == "week"


def hear(group: Group, published: dt.date | None) -> Heard | None:
    """Read a group; None where it is no time after all."""
    base = _base(group, published)
    bases = group.kinds - TIMES.keys()
    if base is None and bases and bases != {"lastnight"}:
        return None
    time, zone = _time_of_day(group)
    if time is None:
        return Heard(group, base, bare=False, zone=None) if base else None
    if base is None and bases == {"lastnight"}:  # "overnight into Friday" without its Friday
        return None
    if base is not None:
        return Heard(group, clock.place(time, base, published), bare=False, zone=zone)
    part = group.first("part")
    if (
        part is not None
        and group.first("clock") is None
        and (part["b_lead"] or "the").lower() == "the"
        and time.name not in BARE_PARTS
    ):
        return None
    day = add_days(published, -1) if published and time.name == "overnight" else published
    return Heard(group, time.on(day), bare=True, zone=zone)


def _time_of_day(group: Group) -> tuple[clock.TimeOfDay | None, str | None]:
    """Read the time of day that a group tells: the clock before a part before "early" and "late"."""
    said = group.first("clock")
    if said is not None:
        time = clock.read_clock(said)
        twelve = said["c_oh"] or said["c_h24"] or said["c_in"] or said["c_past"] or said["c_dot"]
        if time is not None and twelve and _after_noon(group, time):
            time = replace(time, begin=(time.begin[0] + 12, time.begin[1]), until=(time.until[0] + 12, time.until[1]))
        return time, time.zone if time else None
    parts = [atom for atom in group.atoms if atom.lastgroup == "part"]
    part, weekday, edged = (parts[-1] if parts else None), group.first("weekday"), group.first("edged")
    edge = (edged["k_edge"] if edged else weekday["w_edge"] if weekday else None) or ""
    if part is not None:
        time = clock.read_part(part)
        return replace(time, mod=EDGE_MODS.get(edge.lower(), time.mod)), None
    return (clock.part(edge.lower()) if edge.lower() in ("early", "late") else None), None


def _after_noon(group: Group, time: clock.TimeOfDay) -> bool:
    """Tell whether the words about a clock time put it after noon: "11:20 last night", "five o'clock in the afternoon"."""
    part, night, shift = group.first("part"), group.first("lastnight"), group.first("shift")
    name = clock.read_part(part).name if part else (night["l_part"] or "").lower() if night else ""
    if shift is not None and shift[0].lower() == "tonight":
        name = "night"
    if name not in ("afternoon", "evening", "night") or time.begin[0] >= 12:
        return False
    return name != "night" or time.begin[0] >= 6


def _base(group: Group, published: dt.date | None) -> Reading | None:
    """Read the day (or longer) that a group tells."""
    frame = group.first("weekof", "span")
    if frame is not None:
        inner = _base(Group(group.atoms[1:]), published) if len(group.atoms) > 1 else None
        return _framed(frame, inner) if inner else None
    into = group.first("lastnight")
    weekday = group.first("weekday")
    unit = group.first("unit")
    if weekday is not None and unit is not None:
        week = ALL_READERS["unit"](unit, published)
        begin = week.interval.begin if week else None
        day = add_days(dt.date.fromisoformat(begin), WEEKDAYS[weekday["w_d"].lower().rstrip(".")]) if begin else None
        return Reading(whole_day(day), "day")
    for atom in (*(a for a in group.atoms if a.lastgroup in DATES), *group.atoms):
        if atom.lastgroup in ALL_READERS and not (atom is into and not into["l_which"]):
            reading = ALL_READERS[str(atom.lastgroup)](atom, published)
            return _into(reading) if into is not None and not into["l_which"] and reading else reading
    return None


def _framed(frame: Match, inner: Reading) -> Reading:
    """Read "the week of March 3", "the 12 months to October": a length that a day or month places in time."""
    begin, until = inner.interval.begin, inner.interval.until
    if not begin or not until or "T" in begin:
        return replace(inner, interval=UNKNOWN, ahead=None, precision="week", grain="", value="")
    first, last = dt.date.fromisoformat(begin), dt.date.fromisoformat(until)
    if frame.lastgroup == "span":
        (count, vague), unit = count_of(frame["sp_n"]), unit_of(frame["sp_u"])
        far = back(add_days(last, 1) or last, count, unit) if count else None
        found = Interval(far.isoformat(), until) if far else UNKNOWN
        return Reading(found, PRECISION[unit], approximate=vague, value=length_value(None if vague else count, unit))
    kind = frame["wk_k"].lower()
    if kind == "of":
        return Reading(week_of(first), "week")
    week = (first, add_days(first, 6)) if kind in ("beginning", "starting") else (add_days(last, -6), last)
    return Reading(days(*week), "week")


def _into(reading: Reading) -> Reading:
    """Read "overnight into Friday": the night that ends on that day."""
    day = day_of(reading.interval)
    before = add_days(day, -1) if day else None
    found = clock.part("night").on(before).interval if before else UNKNOWN
    return replace(reading, interval=found, ahead=None, precision="part-of-day", grain="NI")


def _from_now(reading: Reading, published: dt.date | None, *, deadline: bool) -> Reading:
    """Let a deadline that lies ahead ("by the end of the year") begin at publication."""
    if published is None or not deadline:
        return reading
    now = published.isoformat()

    def begun(interval: Interval | None) -> Interval | None:
        return Interval(now, interval.until) if interval and interval.until and interval.until[:10] >= now else interval

    return replace(reading, interval=begun(reading.interval) or UNKNOWN, ahead=begun(reading.ahead))


def _with_prefix(heard: Heard, text: str, published: dt.date | None) -> Heard:
    """Hear "since", "until", "by", "about" before an expression."""
    before = _BEFORE.search(text[max(0, heard.group.start - 40) : heard.group.start])
    reading = heard.reading
    if before is None or reading.kind != "interval":
        return heard
    word = " ".join(before["word"].lower().split())
    if word in ("around", "about", "circa", "roughly", "approximately"):
        return replace(heard, reading=replace(reading, approximate=True))
    if reading.basis == "event" and reading.offset is None and not reading.interval:
        return heard
    if word in ("since", "ever since", "from", "starting", "beginning", "effective", "dating to", "dating back to"):
        return replace(heard, reading=open_ended(reading, kind="since"))
    if word in ("until", "till", "through", "by"):
        return replace(heard, reading=_from_now(open_ended(reading, kind="until"), published, deadline=word == "by"))
    if word in ("before", "prior to") and not heard.bare:
        return replace(heard, reading=replace(open_ended(reading, kind="until"), approximate=True))
    long = heard.group.kinds & (DATES | {"month", "year"})
    if word == "after" and long:
        return replace(heard, reading=replace(open_ended(reading, kind="since"), approximate=True))
    return heard


def _range(first: Heard, second: Heard, text: str, published: dt.date | None) -> Heard | None:
    """Read two expressions as the ends of one interval ("from March to May", "Monday-Wednesday"), else None."""
    joint = _TO.fullmatch(text[first.group.end : second.group.start])
    if joint is None or "interval" not in (first.reading.kind, second.reading.kind):
        return None
    before = _BEFORE.search(text[max(0, first.group.start - 40) : first.group.start])
    led = (before["word"].lower() if before else "") in ("from", "between", "since")
    alike = first.group.kinds & second.group.kinds
    if not led and (joint["to"].lower() == "and" or not alike):
        return None
    if first.bare and not second.bare and second.reading.interval.begin:
        opening = _on_day(first, second.reading.interval)
    else:
        end = (second.reading.interval.until or "")[:10]
        again = hear(first.group, dt.date.fromisoformat(end)) if end and not first.bare else None
        opening = (again or first).reading.interval
    closing = second.reading.interval
    if second.bare and not first.bare and opening.begin:
        closing = _on_day(second, opening)
    if not opening.begin or not closing.until or opening.begin[:10] > closing.until[:10]:
        return None if published else replace(first, group=Group((*first.group.atoms, *second.group.atoms)))
    night = first.reading.precision == "part-of-day" and second.reading.precision == "day"
    if night and opening.until and opening.until[:10] == closing.until[:10]:
        closing = opening  # "the night of Friday to Saturday"
    whole = Group((*first.group.atoms, *second.group.atoms))
    reading = replace(first.reading, interval=Interval(opening.begin, closing.until), ahead=None)
    if first.reading.value.startswith("P"):
        reading = replace(reading, value="")
    return Heard(whole, reading, bare=first.bare and second.bare, zone=first.zone or second.zone)


def _on_day(heard: Heard, interval: Interval) -> Interval:
    """Put a bare time of day on the first day of an interval."""
    value = _value(heard, None).on_day(dt.date.fromisoformat(str(interval.begin)[:10]))
    return Interval(value.begin, value.until)
