"""What several formats ask of an incident: its sides, its days, its figures, its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dateline.actors import load_actors
from dateline.export import words
from dateline.export.formats.countries import country_of
from dateline.incidents import Incident, ParticipantTold, TollHistory
from dateline.text import Place

STATE_KINDS = frozenset({"government", "military", "police", "intelligence"})
"""Kinds that are a state or an organ of one."""
NEAR_KM = 25.0
"""How near is near to UCDP and ACLED (GED codebook, where_prec 2)."""
UNREAL = ("planned", "threatened", "possible", "denied")
"""Factualities of what did not happen, or is not known to have happened."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an incident: its head, those told together with it, and rivals whom other reports name in its place."""

    head: ParticipantTold | None = None
    others: tuple[ParticipantTold, ...] = ()
    rivals: tuple[ParticipantTold, ...] = ()

    @property
    def members(self) -> tuple[ParticipantTold, ...]:
        """The head and those told with it."""
        return (self.head, *self.others) if self.head else ()


@dataclass(frozen=True, slots=True)
class Sides:
    """Who acted, and towards whom; `unsided` are parties of whom no report says on which side they stood."""

    first: Side
    second: Side
    unsided: tuple[ParticipantTold, ...] = ()


def sides_of(incident: Incident) -> Sides:
    """Return the sides: perpetrators or speakers against targets, recipients and victims; else parties.

    A state and its organs stand on the first side of a clash of parties, and groups that are no state on the second. Of
    parties that are all alike the first is one side and the second the other.
    """
    doers = _in_roles(incident, ("perpetrator", "speaker"))
    parties = _in_roles(incident, ("party",))
    aimed = _in_roles(incident, ("target", "recipient", "victim"))
    if doers or not parties:
        return Sides(_side(doers), _side(aimed or (parties if doers else [])))
    state = [told for told in parties if told.value.kind in STATE_KINDS]
    others = [told for told in parties if told.value.kind not in STATE_KINDS]
    if state and others:
        return Sides(_side(state), _side(others))
    if len(parties) == 1 and aimed:
        return Sides(_side(parties), _side(aimed))
    return Sides(Side(parties[0]), Side(parties[1] if len(parties) > 1 else None), tuple(parties[2:]))


def _in_roles(incident: Incident, roles: Sequence[str]) -> list[ParticipantTold]:
    return [told for role in roles for told in incident.participants if told.value.role == role]


def _side(told: Sequence[ParticipantTold]) -> Side:
    if not told:
        return Side()
    head, rest = told[0], told[1:]
    own = {witness.event_id for witness in head.witnesses}
    together = tuple(one for one in rest if own & {witness.event_id for witness in one.witnesses})
    return Side(head, together, tuple(one for one in rest if one not in together))


@dataclass(frozen=True, slots=True)
class Days:
    """The first and the last day of an incident; one of them is None where the time is open there."""

    first: date | None
    last: date | None

    @property
    def length(self) -> int | None:
        """How many days it may have been, both ends counted; None where it is open."""
        return (self.last - self.first).days + 1 if self.first and self.last else None


def days_of(incident: Incident) -> Days:
    """Return the days of the best supported time, in the zone of the place."""
    if not incident.when:
        return Days(None, None)
    when = incident.when[0].value
    return Days(_day(when.start), _day(when.end))


def _day(moment: str | None) -> date | None:
    return date.fromisoformat(moment[:10]) if moment else None


def known_name(told: ParticipantTold) -> str:
    """Return the name that the actor dictionary has for a participant, else the one that reports use most."""
    if told.value.actor:
        try:
            return load_actors().by_id(told.value.actor).name
        except KeyError:  # coded with another dictionary
            return told.names[0]
    return told.names[0]


def label_of(told: ParticipantTold) -> str:
    """Return what a count of actors files a participant under: its state and organ, its group, or its kind and country.

    Leaders and capitals stand for their state ("Iraq"), its forces for themselves ("Iraq: police"), a group that the
    dictionary knows under its name there, anybody else under their kind ("civilians, Iraq").
    """
    who = told.value
    country = country_of(who.country)
    if who.kind in STATE_KINDS and country is not None:
        return country.name if who.kind == "government" else f"{country.name}: {who.kind}"
    if who.actor:
        return known_name(told)
    return f"{who.kind}, {country.name}" if country is not None else who.kind


def toll_of(incident: Incident, measure: str) -> TollHistory | None:
    """Return the history of a measure."""
    return next((toll for toll in incident.tolls if toll.measure == measure), None)


def joined(items: Iterable[str | None], between: str = "; ") -> str:
    """Return the items that are there, each once, in their order."""
    return between.join(dict.fromkeys(item for item in items if item))


def blame_line(incident: Incident) -> str:
    """Return who says who did it, in one line without numbers of reports; empty where nobody says anything."""
    found = []
    for blame in incident.responsibility:
        said = joined((words.speaker_phrase(witness.speaker) for witness in blame.witnesses), ", ")
        who = blame.name or "nobody"
        found.append(f"{blame.stance}: {who}" + (f" ({said})" if said else ""))
    return joined(found)


def sole(measure: str, toll: TollHistory) -> str:
    """Return a measure with its spread, "killed 17 (15–20)"."""
    spread = words.bounds(toll.low, toll.high)
    best = "?" if toll.best is None else str(toll.best)
    return f"{measure} {best}" + (f" ({spread})" if spread not in {best, "?"} else "")


def is_near(place: Place) -> bool:
    """Whether a place is told by its distance or direction from a known point, and lies within NEAR_KM of its coordinates."""
    return place.relation in {"near", "direction-of"} and (place.radius_km or 0.0) <= NEAR_KM
