"""Made archives of coded reports, of which it is known which incident each event tells.

    python bench/made_archive.py --events 10000 [--seed 1] [--output records.jsonl] [--truth truth.jsonl]

Reports come in the order of their publication, one at a time, and memory does not grow with their number. What is skewed
in the world is skewed here: towns, actors and outlets by Zipf's law, tellings of an incident by a power law, copies of wire
texts (some with a paragraph more), several events a report, earlier incidents recalled as background, totals over a week,
times and places of every precision, tolls that rise, doers that are only "gunmen". An archive grows with time, as a real one
does: some 130 incidents a day, so that a million events are about nine years. The text is as made as the rest, and quotes hold.

`--output` writes the records in dateline's JSON Lines, `--truth` a line for each event: `{"event", "incident"}`.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import functools
import heapq
import itertools
import json
import os
import random
import sys
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from made_pages import Page, Telling, write_page
from made_world import COUNTRIES, FIRST_DAY, Incident, Skewed, World, zipf

from dateline.codec import dumps
from dateline.events import CodedReport, Coder, event_id
from dateline.text import Report

CODER = Coder("made", "generator", "1")
A_DAY = 130.0
"""Incidents of a day, on the average; about 300 events."""
OUTLETS = 400
AGENCIES = ("Northern Press", "Meridian Wire", "Continental News Agency")
SHARE_AGENCY, SHARE_COPY, SHARE_EDITED = 0.3, 0.45, 0.3
"""Of the tellings of an incident: by an agency; copies of an agency's, where there is one; of the copies, those with a paragraph more."""
SHARE_ALSO, SHARE_RECALL, SHARE_TOTAL = 0.2, 0.35, 0.06
"""Of the reports: that tell of another incident of the country's day; that recall earlier ones; that give a total."""
RECALLED = 60
"""Incidents of a country that reports may recall."""


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A coded report, and the name of the incident that each of its events tells."""

    record: CodedReport
    incidents: tuple[str, ...]


class Archive:
    """A stream of made reports; the same for the same seed and the same rate."""

    def __init__(self, seed: int = 1, *, a_day: float = A_DAY) -> None:
        self._dice = random.Random(seed)  # noqa: S311 - a made world, no secret
        self._world = World(self._dice, a_day=a_day)
        names = [
            f"The {place} {word}"
            for place in _outlet_places(self._world)
            for word in ("Courier", "Post", "Herald", "Today")
        ]
        self._outlets = Skewed(names[:OUTLETS], zipf(min(OUTLETS, len(names)), 0.9))
        self._waiting: list[tuple[dt.datetime, int, Incident, int]] = []
        self._order = itertools.count()
        self._numbers = itertools.count()
        self._recent: dict[str, deque[Incident]] = defaultdict(lambda: deque(maxlen=RECALLED))
        self._today: dict[str, list[Incident]] = {}
        self._wires: dict[int, tuple[Page, dt.datetime]] = {}

    def reports(self) -> Iterator[MadeReport]:
        """Yield reports without end, in the order of publication."""
        for day in (FIRST_DAY + dt.timedelta(days=n) for n in itertools.count()):
            today = list(self._world.day(day))
            self._today = {}
            for incident in today:
                self._today.setdefault(incident.country, []).append(incident)
                self._schedule(incident)
            end = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), dt.UTC)
            while self._waiting and self._waiting[0][0] < end:
                moment, _, incident, left = heapq.heappop(self._waiting)
                yield self._told(incident, moment, left)
            for incident in today:
                self._recent[incident.country].append(incident)

    def events(self, number: int) -> Iterator[MadeReport]:
        """Yield reports until they hold so many events, or a few more."""
        for made in self.reports():
            yield made
            number -= len(made.incidents)
            if number <= 0:
                return

    def _schedule(self, incident: Incident) -> None:
        """Set down when the incident will be told: most within a day, some for weeks."""
        happened = dt.datetime.combine(incident.day, dt.time(), dt.UTC) + dt.timedelta(minutes=incident.minute)
        hours = sorted(
            self._dice.expovariate(1 / 10) * (8 if self._dice.random() < 0.08 else 1) for _ in range(incident.tellings)
        )
        for place, after in enumerate(hours):
            moment = happened + dt.timedelta(hours=0.5 + after)
            heapq.heappush(self._waiting, (moment, next(self._order), incident, len(hours) - place - 1))

    def _told(self, incident: Incident, moment: dt.datetime, left: int) -> MadeReport:
        """Return a report of the incident: an own one, or a copy of a wire text."""
        dice = self._dice
        wire = self._wires.get(incident.number)
        if wire is not None and wire[1] < moment and dice.random() < SHARE_COPY:
            page = wire[0].with_more(dice, self._world.words) if dice.random() < SHARE_EDITED else wire[0]
            made = self._printed(page, moment, self._outlets.draw(dice))
        else:
            page = write_page(self._tellings(incident, moment), moment, dice, self._world.words)
            agency = dice.random() < SHARE_AGENCY
            made = self._printed(page, moment, dice.choice(AGENCIES) if agency else self._outlets.draw(dice))
            if agency and left:
                self._wires[incident.number] = (page, moment)
        if not left:
            self._wires.pop(incident.number, None)
        return made

    def _tellings(self, incident: Incident, moment: dt.datetime) -> list[Telling]:
        """Return what a report tells: the incident, then others of the day, a total, earlier ones."""
        dice = self._dice
        told = [Telling(incident, "current", _zone_of(incident))]
        beside = self._today.get(incident.country, ())
        if beside and dice.random() < SHARE_ALSO:
            other = dice.choice(beside)
            happened = dt.datetime.combine(other.day, dt.time(), dt.UTC) + dt.timedelta(minutes=other.minute)
            if other is not incident and happened < moment:
                told.append(Telling(other, "current", _zone_of(other)))
        if incident.town is not None and dice.random() < SHARE_TOTAL:
            told.append(Telling(incident, "total", _zone_of(incident)))
        earlier = self._recent[incident.country]
        if earlier and dice.random() < SHARE_RECALL:
            # What happened in the same town, or killed many, is what is recalled.
            news = {telling.incident.number for telling in told}
            known = [past for past in earlier if past.number not in news and past.town is not None]
            known = [past for past in known if past.town == incident.town or past.killed >= 5]
            recalled = dice.sample(known, min(len(known), dice.choice((1, 1, 2))))
            told.extend(Telling(past, "background", _zone_of(past)) for past in recalled)
        return told

    def _printed(self, page: Page, moment: dt.datetime, publisher: str) -> MadeReport:
        """Return the report of a page, as one outlet prints it."""
        number = next(self._numbers)
        report = Report(
            page.text, f"made/{number}.txt", page.sections, title=page.title, publisher=publisher, language="en",
            published=moment.replace(second=0, microsecond=0).isoformat(timespec="minutes"),
        )  # fmt: skip
        events = tuple(
            dataclasses.replace(event, id=event_id(report, event.type.plover, event.anchor)) for event in page.events
        )
        return MadeReport(CodedReport(CODER, report, events), page.incidents)


def archive(events: int, *, seed: int = 1, a_day: float = A_DAY) -> Iterator[MadeReport]:
    """Yield made reports with so many events, or a few more; the same ones for the same seed."""
    return Archive(seed, a_day=a_day).events(events)


def _outlet_places(world: World) -> list[str]:
    return [town.name for code in COUNTRIES for town in world.towns[code][:3]]


@functools.cache
def _zone(name: str | None) -> ZoneInfo:
    return ZoneInfo(name or "UTC")


def _zone_of(incident: Incident) -> ZoneInfo:
    return _zone(incident.town.zone if incident.town else None)


def main() -> int:
    """Write a made archive."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=Path, help="the records, JSON Lines")
    parser.add_argument("--truth", type=Path, help="which incident each event tells, JSON Lines")
    options = parser.parse_args()
    reports = events = 0
    incidents = set()
    output = (options.output or Path(os.devnull)).open("w", encoding="utf-8")
    truth = (options.truth or Path(os.devnull)).open("w", encoding="utf-8")
    with output, truth:
        for made in archive(options.events, seed=options.seed):
            reports += 1
            events += len(made.incidents)
            incidents.update(made.incidents)
            output.write(dumps(made.record) + "\n")
            pairs = zip(made.record.events, made.incidents, strict=True)
            truth.writelines(json.dumps({"event": event.id, "incident": incident}) + "\n" for event, incident in pairs)
    print(f"reports {reports}\nevents {events}\nincidents {len(incidents)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
