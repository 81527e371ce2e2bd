"""Plain ways to say which reports tell one incident: a key a report; reports of equal keys are one incident.

- **alone**: every report is its own incident.
- **coded date + town**: the day on which the report's main event starts, and its first town (name, first-level division,
  country) or, where it has none, its first place. A report that lacks one of the two stands alone.
- **gold date + town**: the same of what is known of the incident in the end: what these two could reach at best.
- **daily actor key**: how the Phoenix pipeline thins its events ("one a day": of the events of one day with the same
  source actor, target actor and code one is kept; Open Event Data Alliance, phoenix_pipeline, oneaday_filter). The day
  is that on which the report was published, as there; the code is the root of the CAMEO code; an actor is its country
  and its kind, as CAMEO writes USACOP or NGAREB: of the source the first perpetrator (or speaker), of the target the
  first target, victim or recipient; two parties stand in their order. Who has no country takes that of the event's place.
  There an event without source or target is not made at all: such a report stands alone ("both actors known"). With
  "any actors" an actor that is not told is one value like another.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

from gun_reports import Incident, Told, pick

from dateline.events import CodedReport, Event, Participant
from dateline.text import Place

Key = tuple[str, ...]
SOURCES = frozenset({"perpetrator", "speaker"})
TARGETS = frozenset({"target", "victim", "recipient"})
TOWNS = frozenset({"site", "town"})
UNKNOWN = "---"


@dataclass(frozen=True, slots=True)
class Case:
    """A report to be linked: as told, as coded, and the event that is its incident; None where it was not coded."""

    told: Told
    record: CodedReport | None
    event: Event | None

    @classmethod
    def of(cls, told: Told, record: CodedReport | None) -> Case:
        """Make the case of a report, with its main event picked."""
        return cls(told, record, pick(record) if record else None)


def partition(cases: list[Case], key: Callable[[Case], Key | None]) -> dict[int, Hashable]:
    """Group reports, by their lines, of equal keys; one without a key stands alone."""
    return {case.told.line: key(case) or f"line {case.told.line}" for case in cases}


def alone(case: Case) -> Key | None:
    """Every report by itself."""
    del case
    return None


def day_of(case: Case) -> str | None:
    """Return the day on which the report's event starts."""
    when = case.event.when if case.event else None
    return when.start[:10] if when and when.start else None


def town_of(case: Case) -> Place | None:
    """Return the first town of the report's event, else its first place."""
    where = case.event.where if case.event else ()
    return next(
        (place for place in where if place.precision in TOWNS and place.kind != "site"), next(iter(where), None)
    )


def coded_day_and_town(case: Case) -> Key | None:
    """The day and the town as coded."""
    day, town = day_of(case), town_of(case)
    return (day, town.name.casefold(), town.admin1 or "", town.country or "") if day and town else None


def gold_day_and_town(incidents: Mapping[str, Incident]) -> Callable[[Case], Key | None]:
    """The day and the town as they are known in the end."""

    def key(case: Case) -> Key:
        gold = incidents[case.told.incident]
        return (gold.date, *gold.towns, gold.state)

    return key


def actors_known(case: Case) -> Key | None:
    """The daily actor key of a report whose event has both actors."""
    key = daily_actors(case)
    return key if key and UNKNOWN not in key else None


def daily_actors(case: Case) -> Key | None:
    """The daily actor key, with an actor that is not told as one value like another."""
    if case.event is None:
        return None
    people = case.event.participants
    source = [person for person in people if person.role in SOURCES]
    target = [person for person in people if person.role in TARGETS]
    parties = [person for person in people if person.role == "party"]
    first = next(iter(source or parties[:1]), None)
    second = next(iter(target or [person for person in parties if person is not first]), None)
    place = next((place.country for place in case.event.where if place.country), None)
    return (case.told.published, _actor(first, place), _actor(second, place), case.event.type.cameo or "")


def _actor(person: Participant | None, place: str | None) -> str:
    return f"{person.country or place or UNKNOWN}:{person.kind}" if person else UNKNOWN
