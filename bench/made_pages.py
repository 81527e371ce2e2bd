"""The pages that made reports print: words with spans, and the events that a coder would draw from them.

A telling knows less than what happened: the day without the hour, the province without the town, "gunmen" without a name, as many dead
as were counted so far. Used by made_archive.py.
"""

from __future__ import annotations

import datetime as dt
import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal
from zoneinfo import ZoneInfo

from made_world import Incident  # noqa: TC002

from dateline.events import (
    Count,
    Event,
    EventType,
    Participant,
    Responsibility,
    Speaker,
    Toll,
    WeaponUse,
    When,
    Who,
)  # fmt: skip
from dateline.text import Place, Section, Span, content_id

WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()
PARTS = (("early", 0, 6), ("morning", 6, 12), ("afternoon", 12, 18), ("evening", 18, 24))
UNKNOWN = ("gunmen", "unidentified men", "militants", "unknown attackers")
HOURS_TO_COUNT = 9.0
"""After so many hours two in three of the dead have been counted."""


Words = Callable[[int], list[str]]


@dataclass(frozen=True, slots=True)
class Telling:
    """That a report tells an incident: as its news, as background, or in a total over a while."""

    incident: Incident
    standing: Literal["current", "background", "total"]
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Page:
    """What is printed; the events still bear the ids of no report."""

    title: str
    text: str
    sections: tuple[Section, ...]
    events: tuple[Event, ...]
    incidents: tuple[str, ...]

    def with_more(self, dice: random.Random, words: Words) -> Page:
        """Return the page with one more paragraph, as a desk may add."""
        start = len(self.text) + 2
        text = f"{self.text}\n\n{_filler(dice, words)}"
        return Page(self.title, text, (*self.sections, Section("body", start, len(text))), self.events, self.incidents)


@dataclass(slots=True)
class Writer:
    """Words as they are set down, one after the other."""

    parts: list[str] = field(default_factory=list)
    length: int = 0

    def say(self, words: str) -> Span:
        """Set down words; return where they stand."""
        start = self.length
        self.parts.append(words)
        self.length += len(words)
        return Span(start, self.length, words)

    def since(self, start: int) -> Span:
        """Return all that was set down from there on."""
        return Span(start, self.length, "".join(self.parts)[start:])


def write_page(tellings: list[Telling], moment: dt.datetime, dice: random.Random, words: Words) -> Page:
    """Return the page of a report that tells these, the first as its news.

    Args:
        words: gives so many words of the news.
    """
    news = tellings[0].incident
    where = news.town.name if news.town else "the capital"
    title = f"{news.doer.name if dice.random() < 0.5 else news.kind.verbs[0].capitalize()}: {words(1)[0]} of {where}"
    writer = Writer()
    writer.say(title)
    sections = [Section("title", 0, writer.length)]
    events, names = [], []
    for telling in tellings:
        writer.say("\n\n")
        start = writer.length
        event = _Told(writer, telling, moment, dice, words).event()
        events.append(event)
        # A total is one incident with its own copies alone: no other report counts just the same.
        of = telling.incident.number
        names.append(
            f"total-{content_id(event.anchor.quote, str(of), str(moment))}" if telling.standing == "total" else f"i{of}"
        )
        sections.append(Section("body", start, writer.length))
    for _ in range(dice.randrange(1, 5)):
        writer.say("\n\n")
        start = writer.length
        writer.say(_filler(dice, words))
        sections.append(Section("body", start, writer.length))
    return Page(title, "".join(writer.parts), tuple(sections), tuple(events), tuple(names))


def _filler(dice: random.Random, words: Words) -> str:
    """Return a paragraph that tells of nothing."""
    return " ".join(
        f"The {words(1)[0]} said {' '.join(words(dice.randrange(6, 18)))}." for _ in range(dice.randrange(1, 4))
    )


class _Told:
    """One telling, set down sentence by sentence."""

    def __init__(
        self, writer: Writer, telling: Telling, moment: dt.datetime, dice: random.Random, words: Words
    ) -> None:
        self.writer = writer
        self.words = words
        self.incident = telling.incident
        self.standing = telling.standing
        self.zone = telling.zone
        self.moment = moment
        self.dice = dice
        happened = dt.datetime.combine(self.incident.day, dt.time(), dt.UTC) + dt.timedelta(
            minutes=self.incident.minute
        )
        self.happened = happened.astimezone(self.zone)
        self.hours = max(0.0, (moment - happened).total_seconds() / 3600)

    def event(self) -> Event:
        """Set it down; return what is coded of it."""
        kind, dice, say = self.incident.kind, self.dice, self.writer.say
        total, background = self.standing == "total", self.standing == "background"
        start = self.writer.length
        vague = dice.random() < 0.35
        name = dice.choice(UNKNOWN) if vague else self.incident.doer.name
        doer_words = say(name[:1].upper() + name[1:])
        say(" ")
        verb = say("carried out a series of attacks" if total else dice.choice(kind.verbs))
        count = Count(2, None, spans=(verb,)) if total else Count()
        say(" in " if total else " ")
        target_words = None if total else say(self.incident.site)
        where = self._where()
        when = self._when()
        anchor = self.writer.since(start)
        tolls = self._tolls()
        # Half of the words around it are those of the incident, half the report's own.
        around = dice.sample(self.incident.about, 5) + self.words(5)
        say(f", the {around[0]} said. It was {' '.join(around[1:])}.")
        weapons = (WeaponUse(kind.weapon, (verb,)),) if kind.weapon and dice.random() < 0.8 else ()  # type: ignore[arg-type]
        claim = self._claim(doer_words, named=not vague)
        self._details(background=background)
        speaker = kind.plover in {"ACCUSE", "REQUEST"}
        parties = kind.plover == "CONSULT"
        participants = [
            Participant(
                "p1", "speaker" if speaker else "party" if parties else "perpetrator", name,
                "unidentified" if vague else self.incident.doer.kind, (doer_words,),  # type: ignore[arg-type]
                actor=None if vague else self.incident.doer.id,
            )
        ]  # fmt: skip
        if target_words is not None:
            role = "recipient" if speaker else "party" if parties else "target"
            participants.append(
                Participant("p2", role, self.incident.site, kind.target, (target_words,))  # type: ignore[arg-type]
            )
        mode = kind.vague if kind.vague and dice.random() < 0.3 else None if dice.random() < 0.08 else kind.mode
        return Event(
            id="", type=EventType(kind.plover, mode, kind.acled, kind.cameo), anchor=anchor,  # type: ignore[arg-type]
            standing="background" if background else "current", factuality="happened",
            confidence=round(dice.uniform(0.5, 0.98), 2), sphere="criminal" if self.incident.criminal else "political",
            count=count, when=when, where=where, participants=tuple(participants), responsibility=claim,
            weapons=weapons, tolls=tolls,
        )  # fmt: skip

    def _where(self) -> tuple[Place, ...]:
        """Set down the place: mostly the town, at times its neighbourhood, its province, or the country alone."""
        town, dice, say = self.incident.town, self.dice, self.writer.say
        if town is None:
            return ()
        known = {"country": town.country, "admin1": town.admin1}
        draw = dice.random()
        if self.standing == "total" or draw < 0.1:
            if self.standing != "total":
                say(" in ")
            words = say(f"{town.admin1} province")
            at = {"latitude": town.lat, "longitude": town.lon, "radius_km": 80.0}
            return (Place(words.quote, "admin", "admin1", spans=(words,), **at, **known),)  # type: ignore[arg-type]
        if draw < 0.13:
            say(" in the ")
            words = say("country")
            return (Place("country", "country", "country", country=town.country, spans=(words,)),)
        near = draw < 0.2
        say(" near " if near else " in ")
        words = say(town.name)
        at = {"latitude": town.lat, "longitude": town.lon, "radius_km": 25.0 if near else max(2.0, town.radius_km)}
        place = Place(
            town.name, "settlement", "town", "near" if near else "in", geonames_id=town.geonames_id, admin2=town.admin2,
            spans=(words,), **at, **known,  # type: ignore[arg-type]
        )  # fmt: skip
        return (place,)

    def _when(self) -> When | None:
        """Set down the time, as precisely as such a report has it."""
        if self.standing == "total":
            self.writer.say(" ")
            words = self.writer.say("this month")
            return _whole_month(self.moment.date(), words)
        if self.standing == "current" and (self.moment.date() - self.happened.date()).days < 6:
            return self._fresh()
        return self._past()

    def _fresh(self) -> When:
        """Set down a time of this week."""
        day, draw, say = self.happened.date(), self.dice.random(), self.writer.say
        if draw < 0.15:
            before = self.moment.date() - dt.timedelta(days=1)
            return When(before.isoformat(), self.moment.date().isoformat(), "day", approximate=True, basis="published")
        say(" on ")
        if draw < 0.25:
            words = say(f"{WEEKDAYS[day.weekday()]} at about {self.happened:%H}:00")
            return self._between(self.happened.hour, self.happened.hour, "hour", words)
        if draw < 0.45:
            name, first, last = next(part for part in PARTS if part[1] <= self.happened.hour < part[2])
            words = say(f"{WEEKDAYS[day.weekday()]} {name}")
            return self._between(first, last - 1, "part-of-day", words)
        words = say(WEEKDAYS[day.weekday()])
        return When(day.isoformat(), day.isoformat(), "day", zone=str(self.zone), spans=(words,))

    def _between(self, first: int, last: int, precision: Literal["hour", "part-of-day"], words: Span) -> When:
        """Return the time from one hour to the end of another."""
        start = self.happened.replace(hour=first, minute=0).isoformat(timespec="minutes")
        end = self.happened.replace(hour=last, minute=59).isoformat(timespec="minutes")
        return When(start, end, precision, approximate=precision == "hour", zone=str(self.zone), spans=(words,))

    def _past(self) -> When | None:
        """Set down an earlier time, or none."""
        day, draw, say = self.happened.date(), self.dice.random(), self.writer.say
        if draw < 0.2:
            return None
        if draw < 0.45:
            words = say(" the week before" if (self.moment.date() - day).days < 14 else " weeks before")
            monday = day - dt.timedelta(days=day.weekday())
            return When(monday.isoformat(), (monday + dt.timedelta(days=6)).isoformat(), "week", spans=(words,))
        if draw < 0.55:
            say(" in ")
            return _whole_month(day, say(MONTHS[day.month - 1]))
        say(" on ")
        words = say(f"{MONTHS[day.month - 1]} {day.day}")
        return When(day.isoformat(), day.isoformat(), "day", spans=(words,))

    def _tolls(self) -> tuple[Toll, ...]:
        """Set down the dead and the hurt, as many as are counted by now."""
        dice, say = self.dice, self.writer.say
        if self.standing == "total":
            say(" with ")
            words = say(str(self.incident.killed + dice.randrange(3, 40)))
            say(" killed in all")
            return (Toll("t1", "killed", int(words.quote), None, (words,)),)
        tolls = []
        for measure, final in (("killed", self.incident.killed), ("injured", self.incident.injured)):
            if not final or dice.random() < 0.12:
                continue
            counted = 1 - math.exp(-(self.hours + 3) / HOURS_TO_COUNT)
            number = max(1, round(final * (counted if final > 3 else 1)))
            at_least = number < final and dice.random() < 0.5
            say(", killing " if measure == "killed" else ", injuring ")
            words = say(f"at least {number}" if at_least else str(number))
            who = say(" people")
            tolls.append(
                Toll(f"t{len(tolls) + 1}", measure, number, None if at_least else number, (words,),  # type: ignore[arg-type]
                     Who("people", "civilians", (Span(who.start + 1, who.end, "people"),)))
            )  # fmt: skip
        return tuple(tolls)

    def _claim(self, doer: Span, *, named: bool) -> tuple[Responsibility, ...]:
        """Set down who says who did it."""
        say = self.writer.say
        if not named or self.incident.kind.plover != "ASSAULT" or self.standing == "total":
            return ()
        if self.incident.claimed and self.hours > 6:
            say(" ")
            words = say(f"{doer.quote} said it was behind it.")
            return (Responsibility("p1", "claimed", Speaker(doer.quote, (words,)), (words,)),)
        return (Responsibility("p1", "stated", None, (doer,)),)

    def _details(self, *, background: bool) -> None:
        """Set down a street, and names of the dead."""
        dice, say = self.dice, self.writer.say
        if self.incident.town is None or self.standing == "total" or background:
            return
        if dice.random() < 0.5:
            say(f" It happened on {self.incident.street}.")
        if self.incident.dead and dice.random() < 0.4:
            say(f" Among the dead was {self.incident.dead[0]}.")


def _whole_month(day: dt.date, words: Span) -> When:
    last = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
    return When(day.replace(day=1).isoformat(), last.isoformat(), "month", spans=(words,))
