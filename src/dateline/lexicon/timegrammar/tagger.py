"""Mark all times of a text in TIMEX3: the wide view of the grammar, for comparison with other taggers.

The same atoms and readers as in `find_times`, and besides what a record does not need (`extras`); resolved along the
course of the whole text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dateline.lexicon.timegrammar import clock, extras
from dateline.lexicon.timegrammar.context import is_adjective, stands
from dateline.lexicon.timegrammar.course import Course, Scheme, before_christ, fineness
from dateline.lexicon.timegrammar.grammar import DATES, TIMES, hear, join
from dateline.lexicon.timegrammar.groups import (
    UNDATED,
    Found,
    Group,
    year_ahead,
    year_behind,
)
from dateline.lexicon.timegrammar.patterns import ATOM, FIRST_WORDS, WORD
from dateline.lexicon.timegrammar.readings import Match, Reading
from dateline.lexicon.timegrammar.relative import GRAIN_OF, step_of
from dateline.lexicon.timegrammar.tense import lies_ahead
from dateline.lexicon.timegrammar.timex import TimexType, timex_of
from dateline.lexicon.timegrammar.values import (
    FIRST_YEAR,
    LAST_YEAR,
    Interval,
    add_days,
    anchor_of,
    date_or_none,
    month_of,
    whole_day,
)

_LEAD = re.compile(
    r"(?:(?:for|in|at(?!\s+(?:least|most)\b)|on|during|since|within|(?:shortly\s+|just\s+|soon\s+)?(?:after|before)|through|throughout|lasted|lasting|by"
    r"|from|until)\s+|over\s+(?=the\b|this\b|that\b))+",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?:['’]s?|[\s,;:]+)$", re.IGNORECASE)
_MORE_WORDS = frozenset(
    """now currently current nowadays presently present modern recently recent former formerly past long lately future near
    foreseeable immediate distant another only per each winter spring summer autumn well up under nearly almost ad hundred
    twenty thirty forty fifty sixty seventy eighty ninety numerous countless dozens hundreds thousands various multiple
    minute hour day week month year decade century nights any until even just right what initial closing opening final
    intervening ensuing subsequent latest longer no less fewer close barely a an our her whole entire century as same prior annual quarterly weekends much most all part daylong weeklong monthlong yearlong""".split()
)
_START = FIRST_WORDS | _MORE_WORDS


@dataclass(frozen=True, slots=True)
class Tag:
    """A marked expression: half-open code-point offsets, TIMEX3 type, value ("" where open) and mod, and the interval."""

    start: int
    end: int
    type: TimexType
    value: str
    mod: str
    begin: str | None
    until: str | None


def tag(text: str, anchor: dt.date | None = None, *, scheme: Scheme = "timex3") -> tuple[Tag, ...]:
    """Mark the times of a whole text, in order.

    Args:
        text: a document, hard-wrapped or not.
        anchor: the day of publication; without one the text is read as a narrative whose times count from each other.
        scheme: "timex3" marks as TimeML does, "timex2" as TIDES ("former", "the same time" are marked too).
    """
    flat = re.sub(r"(?<!\n)\n(?!\n)", " ", text) if _is_wrapped(text) else text
    course = Course(anchor_of(anchor), scheme)
    items = list(_found(flat, scheme))
    made: list[Tag] = []
    for n, found in enumerate(items):
        year = year_ahead(items, n, flat)
        made.extend(_tags(found, flat, course, year_behind(items, n, flat) if year is None else year))
    return tuple(made)


WRAPPED = 0.2
"""Share of single line breaks before a small letter from which on a text is hard-wrapped: none in prose, about a half there."""


def _is_wrapped(text: str) -> bool:
    """Tell whether the lines of a text are broken within sentences."""
    after = re.findall(r"(?<=[^\n])\n(?=([^\n]))", text)
    return bool(after) and sum(first.islower() for first in after) >= WRAPPED * len(after)


def _found(text: str, scheme: Scheme) -> Iterator[Found]:
    """Yield groups of the record's atoms, and between them what only a tagger marks."""
    atoms: list[Match] = []
    at = 0
    for word in _WORD.finditer(text):
        if word.start() < at or (
            word.start() != at + 1
            and text[word.start() - 1 : word.start()] == "-"
            and not WORD.match(text, word.start())
        ):
            continue
        first = word[0].lower()
        if not (first[0].isdigit() or first[0] in "'’" or first in _START):
            continue
        atom = ATOM.match(text, word.start())
        if atom is not None and not (stands(atom, text) and _wanted(atom, text, scheme)):
            atom = None
        extra = extras.EXTRA.match(text, word.start()) if atom is None or atom.lastgroup in LOOSE else None
        if extra is not None and atom is not None and extra.end() <= atom.end():
            extra = None
        if extra is not None:
            yield from join(atoms, text)
            atoms = []
            yield extra
            at = extra.end()
        elif atom is not None:
            atoms.append(atom)
            at = atom.end()
    yield from join(atoms, text)


_WORD = re.compile(WORD.pattern.replace("(?:(?<!-)|", "(?:(?<=[0-9a-z][-–])|(?<!-)|"))
"""As for the record, and after the hyphen of a range too: "27 May-28 May"."""
LOOSE = frozenset({"lasting", "nth", "past", "part", "apart", "half", "nextpart", "unit"})
"""Atoms that a longer expression of `extras` outdoes."""


def _wanted(atom: Match, text: str, scheme: Scheme) -> bool:
    """Tell whether an atom is one expression in TimeML too."""
    if atom.lastgroup in ("lasting", "span"):
        return False
    if atom.lastgroup == "apart" and atom["o_dir"].lower() in ("after", "before", "into") and scheme == "timex3":
        follows = text[atom.end() : atom.end() + 2]
        return not re.match(r"\s\w", follows)
    return True


def _tags(found: Found, text: str, course: Course, year: int | None) -> Iterator[Tag]:
    if isinstance(found, Group):
        reading = _read(found, text, course, year)
        if reading is not None:
            for span, part in _parts(found, reading):
                yield _tag(_extent(*span, text), part, course)
        return
    if found.lastgroup == "spell" and year is not None:
        course.tell(Reading(Interval(f"{year}-01-01", f"{year}-12-31"), "year"))
    reading = extras.READERS[str(found.lastgroup)](found, course)
    if reading is not None:
        yield _tag(_extent(found.start(), found.end(), text), reading, course)


def _parts(group: Group, reading: Reading) -> Iterator[tuple[tuple[int, int], Reading]]:
    """Part the two ends of a range that one atom holds: "1979-1989", "6-7 February" and "April 13-15" are two marks each."""
    atom, (begin, until) = group.atoms[-1], (reading.interval.begin, reading.interval.until)
    ends = {"year": ("y_y", "y_y2"), "dmy": ("d_d", "d_d2"), "mdy": ("m_d", "m_d2")}.get(str(atom.lastgroup))
    if ends is None or not atom[ends[1]] or not begin or not until:
        yield (group.start, group.end), reading
        return
    for day, span in ((begin, (group.start, atom.end(ends[0]))), (until, (atom.start(ends[1]), group.end))):
        whole = Interval(f"{day[:4]}-01-01", f"{day[:4]}-12-31") if atom.lastgroup == "year" else Interval(day, day)
        value = day[:4] if atom.lastgroup == "year" else ""
        yield span, replace(reading, interval=whole, value=value)


_ARTICLE = re.compile(
    r"(?:the|an?|its|their|his|her)\s+(?=[12][0-9]{3}$|(?!(?:early|mid|late)-)[\w']+(?:-[\w']+)+$)", re.IGNORECASE
)
"""An article that belongs to a noun after the mark: "the 2003 invasion", "the 10-year note"."""


def _extent(start: int, end: int, text: str) -> tuple[int, int]:
    """Cut the prepositions before and the possessive after an expression off."""
    lead = _LEAD.match(text, start, end)
    start = lead.end() if lead and lead.end() < end else start
    article = _ARTICLE.match(text[start:end])
    start += article.end() if article else 0
    if text[end - 1] == ")" and "(" not in text[start:end]:
        end -= 1
    while (tail := _TAIL.search(text, start, end)) is not None and tail.start() > start:
        end = tail.start()
    return start, end


def _tag(extent: tuple[int, int], reading: Reading, course: Course) -> Tag:
    begin, until = reading.interval.begin, reading.interval.until
    made = timex_of(begin or until, reading.grain or reading.precision, reading.mod, reading.value, kind=reading.kind)
    value = made.value
    if course.bc and not course.published and begin and re.match(r"[0-9]{4}", value):
        value = re.sub(r"^[0-9]{4}", before_christ(dt.date.fromisoformat(begin[:10]), "year"), value)
        begin = until = None
    return Tag(*extent, made.type, value, made.mod, begin, until)


def _read(group: Group, text: str, course: Course, year: int | None) -> Reading | None:
    """Read a group at the time that the text has come to, and note the time it tells."""
    bases = group.kinds - TIMES.keys()
    if not bases:
        return _time_alone(group, course)
    base = next(atom for atom in group.atoms if atom.lastgroup in bases)
    if base.lastgroup == "shift" and base[0].lower() == "today" and course.published is None:
        return Reading(Interval(None, None), "day", grain="given", value="PRESENT_REF")
    if base.lastgroup in ("samepart", "nextpart", "apart"):
        return _counted(group, base, course)
    if year is None:
        year = _told_year(base, course)
    if year is None and base.lastgroup in UNDATED and not _says_year(base):
        course.come_back(text, group.start)
    heard = hear(group, course.anchor if year is None else dt.date(year, 12, 31))
    if heard is None:
        return None
    reading = heard.reading
    if base.lastgroup in (*DATES, "year", "month", "season", "decade", "half") and _says_year(base):
        course.bc = False
    if reading.basis == "event":
        return _next_to_told(base, reading, course)
    if year is not None:
        if not reading.interval and reading.value.startswith("XXXX-"):
            reading = replace(reading, interval=_in_year(reading.value, year))
        course.tell(reading)
        return reading
    tensed = course.published is not None and reading.ahead is not None
    reading = course.choose(reading, future=tensed and lies_ahead(text, group.start, group.end))
    if not _aside(group, base, text, course):
        course.tell(reading, at=group.end)
    return reading


def _aside(group: Group, base: Match, text: str, course: Course) -> bool:
    """Tell whether a time is named in passing and the text does not go on from it: "the 1912 treaty", "(1912)"."""
    if course.day is None:
        return False
    if course.published:
        return _DAY_OF_SPEECH.search(text, max(0, group.start - 60), group.start) is not None
    if course.bc or not _says_year(base):
        return False
    alone = base.lastgroup == "year" and not base["y_y2"]
    bracketed = (text[group.start - 1 : group.start], text[group.end : group.end + 1]) == ("(", ")")
    return is_adjective(text, group.start, group.end) or (alone and bracketed)


_DAY_OF_SPEECH = re.compile(
    r"\b(?:said|says|told|announced|reported|added|statement|interview|briefing|spokes\w+)\b[^.!?;]{0,40}$",
    re.IGNORECASE,
)
"""Words that make the day after them the day of a statement, which the course of the news does not follow."""


def _next_to_told(base: Match, reading: Reading, course: Course) -> Reading:
    """Read "the following October", "the previous Friday" from the time told last."""
    told = course.day
    which = {"month": "n_which", "weekday": "w_which"}.get(str(base.lastgroup))
    words = (base[which] or "").lower() if which else ""
    if told is None or not words:
        return reading
    step = 1 if "following" in words else -1 if "previous" in words else 0
    if base.lastgroup == "weekday":
        if fineness(course.grain) < fineness("day"):
            return reading
        gap = (int(reading.value[-1]) - 1 - told.weekday()) * (step or 1) % 7 or 7 * abs(step)
        day = add_days(told, gap * (step or 1))
        found = whole_day(day)
    else:
        month = int(reading.value[5:7])
        year = told.year + (step if (month - told.month) * step <= 0 else 0)
        found = month_of(year, month)
    resolved = replace(reading, interval=found, basis="text")
    course.tell(resolved)
    return resolved


def _told_year(base: Match, course: Course) -> int | None:
    """Return the year of "24 January of the same year", "November of that year", "the following March"."""
    group = {"dmy": "d_rel", "mdy": "m_rel", "month": "n_rel"}.get(str(base.lastgroup))
    words = " ".join((base[group] or "").lower().split()) if group else ""
    step = {"that": 0, "the same": 0, "the previous": -1, "the following": 1}.get(words)
    year = course.day.year + step if course.day and step is not None else None
    return year if year is not None and FIRST_YEAR <= year <= LAST_YEAR else None


def _in_year(value: str, year: int) -> Interval:
    """Put "XXXX-01-24" or "XXXX-11" in a year."""
    month, _, day = value[5:].partition("-")
    if day:
        return whole_day(date_or_none(year, int(month), int(day)))
    return month_of(year, int(month)) if month.isdigit() else Interval(None, None)


def _says_year(atom: Match) -> bool:
    return bool(re.search(r"[0-9]{4}", atom[0]))


def _counted(group: Group, base: Match, course: Course) -> Reading | None:
    """Read what counts from the time told last: "two days later", "the next morning", "the same year"."""
    count, unit = step_of(base)
    grain = GRAIN_OF.get(
        unit, {"hour": "time", "minute": "time", "fortnight": "week", "century": "century"}.get(unit, unit)
    )
    if grain == "time":
        return Reading(Interval(None, None), "hour", grain="given", value=course.at("day") + "TXX")
    if count is None:
        later = step_of(base, vague=1)[0] or 0
        return Reading(Interval(None, None), "day", grain="given", value="FUTURE_REF" if later > 0 else "PAST_REF")
    if base.lastgroup == "samepart" and course.scheme == "timex2" and base[0].lower().startswith(("later", "earlier")):
        finer = {"month": "-XX", "year": "-XX-XX"}.get(unit, "")
        return Reading(Interval(None, None), "day", grain="given", value=course.at(grain) + finer)
    reading = course.shifted(count, unit, grain)
    time = group.first("clock", "part")
    if time is not None and reading.interval:
        said = clock.read_clock(time) if time.lastgroup == "clock" else clock.read_part(time)
        reading = clock.place(said, reading, None) if said else reading
    if count >= 0 or unit not in ("year", "decade", "century"):  # a comparison with earlier years does not lead back
        course.tell(reading)
    return reading


def _time_alone(group: Group, course: Course) -> Reading | None:
    """Read a time of day without a day: on the day told last, or open."""
    said, part = group.first("clock"), group.first("part")
    if said is not None:
        time = clock.read_clock(said)
        if time is None:
            return None
        fine = course.day is not None and fineness(course.grain) >= fineness("day")
        return time.on(course.day if fine else course.published)
    if part is None:
        return None
    time = clock.read_part(part)
    lead = (part["b_lead"] or "").lower()
    if time.name in ("early", "late"):
        return None
    if "the" in lead.split() or time.name == "overnight":
        if course.published and time.name == "overnight":
            return time.on(add_days(course.published, -1))
        grain, mod = time.timex()
        return Reading(Interval(None, None), "part-of-day", grain="given", mod=mod, value=course.at(grain))
    return replace(time.on(None), value="")
