"""Small deterministic stages for tests of everything around the coding: real events of the record, no language."""

from __future__ import annotations

import os
import re
import signal
import time
from dataclasses import dataclass
from typing import ClassVar

from dateline.draft import Draft, Sentence
from dateline.events import (
    Event,
    EventType,
    Participant,
    Place,
    Responsibility,
    Speaker,
    Toll,
    WeaponUse,
    When,
    Who,
    event_id,
)
from dateline.stage import PerDraft

ATTACK = re.compile(
    r"(?P<who>[A-Z][a-z]+) (?P<verb>attacked|robbed|threatened) (?P<where>[A-Z][a-z]+)"
    r"(?:, killing (?P<low>\d+)(?: to (?P<high>\d+))?)?"
)
SITES = {"Baghdad": ("IQ", 33.34, 44.39), "Erbil": ("IQ", 36.19, 44.01), "Sanaa": ("YE", 15.35, 44.21)}


@dataclass(frozen=True, slots=True)
class Lines(PerDraft):
    """Splits at line ends."""

    name: ClassVar[str] = "lines"
    needs: ClassVar[tuple[str, ...]] = ()
    assigns: ClassVar[tuple[str, ...]] = ("sentences",)

    def __call__(self, draft: Draft) -> Draft:
        found = list(re.finditer(r"[^\n]+", draft.report.text))
        draft.sentences = tuple(Sentence(i, "body", i, m.start(), m.end(), ()) for i, m in enumerate(found))
        return draft


@dataclass(frozen=True, slots=True)
class Attacks(PerDraft):
    """Makes an event of every 'X attacked Y, killing N'.

    A line 'STAGE raise', 'STAGE hang' or 'STAGE die' makes it raise, hang or kill its process; 'STAGE sleep' and
    the field `pause` make it slow.
    """

    name: ClassVar[str] = "attacks"
    needs: ClassVar[tuple[str, ...]] = ("sentences",)
    assigns: ClassVar[tuple[str, ...]] = ("events",)
    confidence: float = 0.9
    pause: float = 0.0

    def __call__(self, draft: Draft) -> Draft:
        time.sleep(self.pause)
        for word in re.findall(r"STAGE (\w+)", draft.report.text):
            misbehave(word)
        draft.events = tuple(self.event(draft, m) for m in ATTACK.finditer(draft.report.text))
        return draft

    def event(self, draft: Draft, m: re.Match[str]) -> Event:
        report = draft.report
        criminal, threat = m["verb"] == "robbed", m["verb"] == "threatened"
        kind = (
            EventType("THREATEN", "violence")
            if threat
            else EventType("ASSAULT", "firearms", "Attack", "18", "one-sided")
        )
        country, latitude, longitude = SITES.get(m["where"], (None, None, None))
        spot = report.span(*m.span("where"))
        who = report.span(*m.span("who"))
        tolls = ()
        if m["low"]:
            words = report.span(m.start("low"), m.end("high") if m["high"] else m.end("low"))
            police = Speaker("police", (), "police")
            tolls = (
                Toll(
                    "t1",
                    "killed",
                    int(m["low"]),
                    int(m["high"] or m["low"]),
                    (words,),
                    Who("people", "civilians", ()),
                    speaker=police,
                ),
                Toll("t2", "injured", None, None, (words,)),
            )
        day = report.published[:10] if report.published else None
        anchor = report.span(*m.span())
        return Event(
            id=event_id(report, kind.plover, anchor),
            type=kind,
            anchor=anchor,
            standing="current",
            factuality="threatened" if threat else "happened",
            confidence=self.confidence,
            sphere="criminal" if criminal else "political",
            when=When(day, day, "day", basis="published") if day else None,
            where=(
                Place(
                    m["where"],
                    "settlement",
                    "town",
                    country=country,
                    latitude=latitude,
                    longitude=longitude,
                    spans=(spot,),
                ),
            ),
            participants=(
                Participant("p1", "perpetrator", m["who"], "rebels", (who,), actor=f"{m['who'].lower()}-front"),
            ),
            responsibility=(Responsibility("p1", "claimed", Speaker(m["who"], (who,)), (who,)),),
            weapons=(WeaponUse("small arms", (anchor,)),),
            tolls=tolls,
        )


def misbehave(word: str) -> None:
    if word == "raise":
        raise KeyError("no such row")
    if word == "hang":
        while True:
            time.sleep(0.05)
    if word == "sleep":
        time.sleep(0.3)
    if word == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if word == "vanish":
        os._exit(3)


@dataclass(frozen=True, slots=True)
class Unloadable(PerDraft):
    """Cannot load what it needs."""

    name: ClassVar[str] = "unloadable"
    needs: ClassVar[tuple[str, ...]] = ()
    assigns: ClassVar[tuple[str, ...]] = ("toponyms",)

    def __call__(self, draft: Draft) -> Draft:
        raise OSError("the gazetteer is not there")
