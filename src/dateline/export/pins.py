"""What a picture needs of an incident, and nothing else: its family, day, place, dead and sides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from dateline.export import incident_words as w
from dateline.export.families import FAMILIES, Family, family_of
from dateline.export.formats import facts
from dateline.export.incident_columns import best_place
from dateline.export.maps import radius_degrees
from dateline.incidents import Incident


@dataclass(frozen=True, slots=True)
class Pin:
    """An incident on a map, a timeline or in a matrix.

    Args:
        day: the first day that is told, None where none is.
        point: longitude and latitude, None where they are not known.
        around: how far around the point a coarse place reaches, in degrees of latitude; None for a fine place.
        killed: the best figure of dead; None where none is told or known.
        series: an aggregate, whose dead other incidents may count as well.
        doer, other: who acted and towards whom, the best supported; see `facts.label_of`.
    """

    id: str
    title: str
    family: Family
    day: date | None
    point: tuple[float, float] | None
    around: float | None
    place: str
    country: str | None
    countrywide: bool
    killed: int | None
    series: bool
    doer: str | None
    other: str | None

    @classmethod
    def of(cls, incident: Incident) -> Self:
        """Return the pin of an incident."""
        place = best_place(incident)
        toll = facts.toll_of(incident, "killed")
        days = facts.days_of(incident)
        sides = facts.sides_of(incident)
        located = place is not None and place.latitude is not None and place.longitude is not None
        return cls(
            id=incident.id, title=w.title(incident), family=family_of(incident.types[0].value.plover), day=days.first or days.last,
            point=(place.longitude or 0.0, place.latitude or 0.0) if place and located else None,
            around=radius_degrees(place) if place else None, place=place.name if place else "", country=place.country if place else None,
            countrywide=place is not None and place.precision == "country", killed=toll.best if toll else None, series=incident.kind == "series",
            doer=facts.label_of(sides.first.head) if sides.first.head else None, other=facts.label_of(sides.second.head) if sides.second.head else None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spot:
    """The pins of one family at one point."""

    point: tuple[float, float]
    family: Family
    around: float | None
    pins: tuple[Pin, ...]

    @property
    def killed(self) -> int:
        """Their dead, those of a series left out where single incidents stand beside it."""
        single = [pin for pin in self.pins if not pin.series]
        return sum(pin.killed or 0 for pin in single or self.pins)


def spots_of(pins: Iterable[Pin]) -> tuple[Spot, ...]:
    """Return the spots of all pins that have a point and are not of a whole country, those with the most dead first.

    Drawn in that order, small ones lie upon large ones, and none is hidden.
    """
    found: dict[tuple[tuple[float, float], str, float | None], list[Pin]] = {}
    for pin in pins:
        if pin.point is not None and not pin.countrywide:
            found.setdefault((pin.point, pin.family.name, pin.around), []).append(pin)
    spots = [Spot(point, group[0].family, around, tuple(group)) for (point, _, around), group in found.items()]
    return tuple(sorted(spots, key=lambda spot: (-spot.killed, -len(spot.pins), spot.point, spot.family.name)))


def families_in(pins: Sequence[Pin]) -> tuple[Family, ...]:
    """Return the families that occur, in the order of legends."""
    used = {pin.family.name for pin in pins}
    return tuple(family for family in FAMILIES if family.name in used)


def whole_countries(pins: Iterable[Pin]) -> Mapping[str, Family]:
    """Return the countries of pins of which no more is known than the country, each with its gravest family."""
    found: dict[str, list[Family]] = {}
    for pin in pins:
        if pin.countrywide and pin.country:
            found.setdefault(pin.country, []).append(pin.family)
    return {code: min(families, key=FAMILIES.index) for code, families in found.items()}


def dead(pins: Iterable[Pin]) -> int:
    """Return the sum of the best figures of dead, series left out: their dead stand in incidents of their own."""
    return sum(pin.killed or 0 for pin in pins if not pin.series)
