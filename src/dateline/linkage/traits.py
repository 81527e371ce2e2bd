"""The comparable form of a telling: days as numbers, names as sets, made once and kept beside it."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.gazetteer import fold
from dateline.linkage.families import families_of
from dateline.linkage.names import name_words, state_words
from dateline.linkage.telling import Harm, Party, Spot, Telling

FINE = frozenset({"minute", "hour", "part-of-day", "day"})
TIMED = frozenset({"minute", "hour"})
POINTS = frozenset({"site", "town"})
REALITY = {"happened": "real", "attempted": "real", "possible": "real", "denied": "real"}
"""Factualities that may tell of one thing; each other one stands alone."""
UNDERGOERS = frozenset({"target", "victim", "recipient"})
DAY_MINUTES = 24 * 60
KM_PER_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class Point:
    """A place as compared: `reach` in km is the radius of what the name covers."""

    spot: Spot
    name: str
    exact: bool
    latitude: float
    longitude: float
    reach: float
    located: bool


@dataclass(frozen=True, slots=True)
class Traits:
    """What the comparisons read; see `Telling` for what each thing is.

    Args:
        first, last: the days of its time as ordinals, both ends in; `fine`: told to the day or finer.
        minute, minute_end: minutes since ordinal 0, where the hour is told.
        assumed: the time is the day of publication for want of another.
        setting: where its report's main event was, for want of a place of its own.
        party_words: of the names of participants, without those that many share ("people", "men").
        proper: words of names beside those of states; `place_words`: those of its own places; `proper_beside`: how many are not of them.
        killed, injured: low and high; None where nothing is said.
        harmed: killed and injured together, where either is told.
    """

    event: str
    report: str
    families: frozenset[str]
    plover: str
    mode: str | None
    sphere: str
    reality: str
    factuality: str
    current: bool
    lead: bool
    series: bool
    count: tuple[int | None, int | None]
    first: int | None
    last: int
    fine: bool
    assumed: bool
    minute: int | None
    minute_end: int
    published: int | None
    points: tuple[Point, ...]
    setting: tuple[Point, ...]
    doers: frozenset[str]
    doer_kinds: frozenset[str]
    doer_countries: frozenset[str]
    sufferers: frozenset[str]
    sufferer_kinds: frozenset[str]
    sufferer_countries: frozenset[str]
    party_words: frozenset[str]
    killed: tuple[int, int | None] | None
    injured: tuple[int, int | None] | None
    taken: tuple[int, int | None] | None
    harmed: int | None
    weapons: frozenset[str]
    persons: frozenset[str]
    surnames: frozenset[str]
    named: frozenset[str]
    streets: frozenset[str]
    blocks: frozenset[str]
    sites: frozenset[str]
    ages: frozenset[int]
    proper: frozenset[str]
    proper_order: tuple[str, ...]
    place_words: frozenset[str]
    proper_beside: int
    sketch: tuple[int, ...]
    wire: tuple[int, ...]
    clause: int

    @property
    def grounds(self) -> tuple[Point, ...]:
        """Its places, or else those of its report's main event."""
        return self.points or self.setting


@functools.lru_cache(maxsize=100_000)
def ordinal(moment: str) -> int | None:
    """Return the day of an ISO 8601 moment as a number; None for what is no date of the calendar."""
    try:
        return dt.date.fromisoformat(moment[:10]).toordinal()
    except ValueError:
        return None


def _minute(moment: str | None) -> int | None:
    """Return the minute of a moment by the clock of its place; None for a date alone."""
    if moment is None or len(moment) < len("2023-12-08T16:21"):
        return None
    day = ordinal(moment)
    return None if day is None else day * DAY_MINUTES + int(moment[11:13]) * 60 + int(moment[14:16])


def traits_of(telling: Telling) -> Traits:
    """Return the comparable form of a telling, made on first use."""
    try:
        traits: Traits = telling._traits  # noqa: SLF001 - the place that `Prepared` keeps for it
    except AttributeError:
        traits = _traits(telling)
        object.__setattr__(telling, "_traits", traits)
    return traits


def _traits(telling: Telling) -> Traits:
    days = [d for d in (ordinal(m) for m in (telling.start, telling.end) if m) if d is not None]
    timed = (telling.start, telling.end) if telling.precision in TIMED else (None, None)
    minute, minute_end = (_minute(moment) for moment in timed)
    doers = _side([p for p in telling.parties if p.role not in UNDERGOERS])
    sufferers = _side([p for p in telling.parties if p.role in UNDERGOERS or p.role == "party"])
    harms: dict[str, Harm] = {harm.measure: harm for harm in telling.harms}
    killed, injured, harmed = _harm(harms)
    places = _place_words(telling.spots)
    party_words = frozenset(w for p in telling.parties for w in p.name.split() if len(w) > 2 and w != "the")
    proper = tuple(word for word in telling.proper if word not in state_words())
    return Traits(
        event=telling.event_id,
        report=telling.report_id,
        families=families_of(telling.plover, telling.mode),
        plover=telling.plover,
        mode=telling.mode,
        sphere=telling.sphere,
        reality=REALITY.get(telling.factuality, telling.factuality),
        factuality=telling.factuality,
        current=telling.standing == "current",
        lead=telling.lead,
        series=telling.series,
        count=(telling.count_low, telling.count_high),
        first=min(days) if days else None,
        last=max(days) if days else 0,
        fine=telling.precision in FINE,
        assumed=telling.basis == "published",
        minute=minute,
        minute_end=minute_end if minute_end is not None else (minute or 0),
        published=ordinal(telling.published) if telling.published else None,
        points=tuple(_point(spot) for spot in telling.spots),
        setting=tuple(_point(spot) for spot in telling.setting),
        doers=doers.actors,
        doer_kinds=doers.kinds,
        doer_countries=doers.countries,
        sufferers=sufferers.actors,
        sufferer_kinds=sufferers.kinds,
        sufferer_countries=sufferers.countries,
        party_words=party_words - name_words().common_parties,
        killed=killed,
        injured=injured,
        taken=_taken(harms),
        harmed=harmed,
        weapons=frozenset(telling.weapons),
        persons=frozenset(telling.persons),
        surnames=frozenset(name.rsplit(" ", 1)[-1] for name in telling.persons),
        named=frozenset(telling.named),
        streets=frozenset(telling.streets),
        blocks=frozenset(telling.blocks),
        sites=frozenset(telling.sites),
        ages=frozenset(telling.ages),
        proper=frozenset(proper),
        proper_order=proper,
        place_words=places,
        proper_beside=len(set(proper) - places),
        sketch=telling.sketch,
        wire=telling.wire,
        clause=telling.clause,
    )


@dataclass(frozen=True, slots=True)
class _Side:
    """Those on one side of an event: ids in the actor dictionary, kinds that are known, countries."""

    actors: frozenset[str]
    kinds: frozenset[str]
    countries: frozenset[str]


def _side(parties: Sequence[Party]) -> _Side:
    return _Side(
        frozenset(p.actor for p in parties if p.actor),
        frozenset(p.kind for p in parties if p.kind != "unidentified"),
        frozenset(p.country for p in parties if p.country),
    )


def _place_words(spots: Iterable[Spot]) -> frozenset[str]:
    """Return the words of all names that places and their areas have."""
    names = (name or "" for spot in spots for name in (spot.name, spot.admin1, spot.admin2))
    return frozenset(word for name in names for word in _words_of(name))


@functools.lru_cache(maxsize=20_000)
def _words_of(name: str) -> tuple[str, ...]:
    """Return the words of a place's name; the same few names come again and again."""
    return tuple(fold(name).split())


def _point(spot: Spot) -> Point:
    exact = spot.precision in POINTS
    located = spot.latitude is not None and spot.longitude is not None
    return Point(
        spot=spot,
        name=spot.name.removeprefix("the "),
        exact=exact,
        latitude=spot.latitude or 0.0,
        longitude=spot.longitude or 0.0,
        reach=spot.radius_km if spot.radius_km is not None else 5.0,
        located=located,
    )


def _harm(
    harms: dict[str, Harm],
) -> tuple[tuple[int, int | None] | None, tuple[int, int | None] | None, int | None]:
    """Return killed, injured and all harmed; people "shot" or "hit" of whom no death is told count as injured."""
    killed = _bounds(harms.get("killed"))
    injured = _bounds(harms.get("injured"))
    casualties = _bounds(harms.get("casualties"))
    dead = killed[0] if killed else 0
    if casualties is not None:
        rest = (max(0, casualties[0] - dead), None if casualties[1] is None else max(0, casualties[1] - dead))
        injured = rest if injured is None or rest[0] > injured[0] else injured
    harmed = None if killed is None and injured is None else dead + (injured[0] if injured else 0)
    return killed, injured, harmed


def _taken(harms: dict[str, Harm]) -> tuple[int, int | None] | None:
    for measure in ("abducted", "detained", "missing", "displaced"):
        if measure in harms:
            return _bounds(harms[measure])
    return None


def _bounds(harm: Harm | None) -> tuple[int, int | None] | None:
    return None if harm is None else (harm.low or 0, harm.high)
