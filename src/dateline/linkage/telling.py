"""The telling: one coded event of one report, with what linkage compares and nothing else.

It is drawn once from a record (`drawing`), kept as JSON beside it, and is all that deciding on a pair needs.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from dateline import vocabulary as v
from dateline.check import absent
from dateline.text import content_id


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a telling; fields as in `dateline.text.Place`, the name folded."""

    name: str
    kind: v.PlaceKind
    precision: v.PlacePrecision
    geonames_id: int | None = absent()
    latitude: float | None = absent()
    longitude: float | None = absent()
    radius_km: float | None = absent()
    country: str | None = absent()
    admin1: str | None = absent()
    admin2: str | None = absent()


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who takes part; the name folded."""

    role: v.ParticipantRole
    name: str
    kind: v.ActorKind
    actor: str | None = absent()
    country: str | None = absent()


@dataclass(frozen=True, slots=True)
class Harm:
    """How many were harmed in one way, all in all; high is None where it is open."""

    measure: v.Measure
    low: int | None
    high: int | None


class Prepared:
    """The place beside a telling's fields where its comparable form is kept once it was made."""

    __slots__ = ("_traits",)
    _traits: Any


@dataclass(frozen=True, slots=True)
class Telling(Prepared):
    """One event as one report tells it.

    Args:
        published: ISO 8601; of the report.
        at: where the event's anchor starts in the report's text.
        lead: it is the event that its report is about, as far as can be told.
        start, end, precision, basis: of its time, as in `dateline.events.When`; all None where it has none.
        setting: where the report's main event took place; only where the telling has no place of its own.
        persons: names of people near it who are neither officials nor spokesmen, "first last", folded.
        named: words of the proper names of participants, folded; not those of states and offices.
        streets: names of streets near it, folded, their kind in one spelling ("main street").
        blocks: the same with the hundred of the house ("1200 main street").
        sites: proper names of buildings, parks, schools and the like near it, folded.
        ages: years of age told near it.
        proper: single words of names of any kind near it, folded.
        sketch: of the report's text, for likeness of wording (`dateline.linkage.sketches`).
        wire: the same of the paragraphs in which the event's own values stand.
        clause: a hash of the anchor's words.
    """

    event_id: str
    report_id: str
    text_id: str
    published: str | None
    at: int
    plover: v.Plover
    mode: str | None
    sphere: v.Sphere
    standing: v.Standing
    factuality: v.Factuality
    lead: bool = True
    count_low: int | None = 1
    count_high: int | None = 1
    start: str | None = absent()
    end: str | None = absent()
    precision: v.TimePrecision | None = absent()
    basis: v.TimeBasis | None = absent()
    spots: tuple[Spot, ...] = ()
    setting: tuple[Spot, ...] = ()
    parties: tuple[Party, ...] = ()
    harms: tuple[Harm, ...] = ()
    weapons: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    ages: tuple[int, ...] = ()
    proper: tuple[str, ...] = ()
    sketch: tuple[int, ...] = ()
    wire: tuple[int, ...] = ()
    clause: int = 0

    @property
    def series(self) -> bool:
        """Whether it tells of several attacks or acts in one."""
        return (self.count_low or 0) > 1 or self.count_high is None

    @property
    def order(self) -> tuple[str, str]:
        """Where it stands among the tellings of an incident: by day of publication, undated last, then by id."""
        return self.published or "9999", self.event_id


def twin_of(telling: Telling) -> str:
    """Return what tellings share that no comparison can tell apart: copies of one text, published on one day.

    Twins are one node of the graph of links, so that a thousand copies cost what one does.
    """
    return content_id(repr(_TOLD(telling)))


_TOLD = attrgetter(*(part.name for part in fields(Telling) if part.name not in {"event_id", "report_id"}))
"""All fields of a telling that say something. `dataclasses.astuple` copies them deeply and takes twenty times as long."""


_KINDS: tuple[tuple[str, type[Any]], ...] = (("spots", Spot), ("setting", Spot), ("parties", Party), ("harms", Harm))
_VALUES = attrgetter(*(part.name for part in fields(Telling)))
_INNER = [
    (place, kind, attrgetter(*(part.name for part in fields(kind))))
    for place, name in enumerate(part.name for part in fields(Telling))
    for field, kind in _KINDS
    if field == name
]


def plain_of(telling: Telling) -> tuple[Any, ...]:
    """Return a telling as tuples of plain values, which are written and read in a tenth of the time."""
    values = list(_VALUES(telling))
    for place, _, values_of in _INNER:
        values[place] = tuple(map(values_of, values[place]))
    return tuple(values)


def telling_of(plain: tuple[Any, ...]) -> Telling:
    """Return the telling of its plain values."""
    values = list(plain)
    for place, kind, _ in _INNER:
        if values[place]:
            values[place] = tuple([kind(*inner) for inner in values[place]])
    return Telling(*values)
