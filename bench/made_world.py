"""The world that made reports tell of: real towns and real actors, and incidents of which all is known.

Towns and actors are those of the gazetteer and of the actor dictionary, drawn by Zipf's law: a few see most of what happens. Streets,
sites and people are invented. Used by made_archive.py.
"""

from __future__ import annotations

import datetime as dt
import heapq
import itertools
import random
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from dateline.actors import load_actors
from dateline.gazetteer import open_gazetteer
from dateline.gazetteer.entry import Entry
from dateline.text import content_id

T = TypeVar("T")

COUNTRIES = (
    "SY IQ UA AF NG PK YE ML SO SD CD MM IN PH CO MX LY BF ET CM TR IL PS LB EG KE NE TD MZ CF HT TH BD IR RU VE BR HN SS ZA"
).split()
TOWNS_EACH = 120
FIRST_DAY = dt.date(2015, 1, 5)
MOST_TELLINGS = 120
"""Of one incident; the mean of the law below is 2.1."""

STREET_KINDS = ("Road", "Street", "Avenue", "Lane", "Square", "Boulevard")
SYLLABLES = (
    "ba ber cal da der du el fa gor ha in ja ka kal la lin ma mer mi na nor o pa qa ra ri sa sel so ta tor u va wa ya zan"
).split()
VOCABULARY = 3000
SITES = (
    "a market,a police station,a checkpoint,a mosque,a bus station,a school,the city hall,a hotel,a hospital,a military base,a church,"
    "a power station,the courthouse,a bank,a prison,a petrol station,a bridge,a radio station"
).split(",")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of incident: its codes, the verbs that tell it, and how deadly it is (0 … 1)."""

    plover: str
    mode: str | None
    acled: str | None
    cameo: str
    weapon: str | None
    verbs: tuple[str, ...]
    share: float
    deadly: float = 0.0
    target: str = "civilians"
    vague: str | None = None
    """The mode that a thinner report gives it."""


KINDS = (
    Kind("ASSAULT", "explosives", "Remote explosive/landmine/IED", "18", "bomb", ("bombed", "blew up a bomb at"), 14, 0.8),
    Kind("ASSAULT", "suicide-attack", "Suicide bomb", "18", "suicide vest", ("sent a suicide bomber to",), 5, 0.95,
         vague="explosives"),
    Kind("ASSAULT", "firearms", "Attack", "18", "small arms", ("opened fire on", "shot at", "attacked"), 18, 0.75),
    Kind("ASSAULT", "firearms", "Armed clash", "19", "small arms", ("fought troops at", "clashed with soldiers at"), 14, 0.7, "military"),
    Kind("ASSAULT", "heavy-weapons", "Shelling/artillery/missile attack", "19", "artillery", ("shelled", "fired rockets at"), 12, 0.5),
    Kind("ASSAULT", "drone", "Air/drone strike", "19", "drone", ("struck", "sent drones against"), 6, 0.6, vague="aerial"),
    Kind("ASSAULT", "abduct", "Abduction/forced disappearance", "18", None, ("abducted people from", "kidnapped people at"), 6, 0.1),
    Kind("ASSAULT", "primitive", "Attack", "18", "blade", ("attacked people with knives at",), 2, 0.5),
    Kind("COERCE", "arrest", "Arrests", "17", None, ("raided", "made arrests at"), 8, 0.05, "rebels"),
    Kind("PROTEST", "demo", "Peaceful protest", "14", None, ("marched to", "rallied at"), 12, 0.02, "government"),
    Kind("PROTEST", "riot", "Violent demonstration", "14", "stones", ("rioted at",), 3, 0.1, "police"),
)  # fmt: skip
VERBAL = (
    Kind("ACCUSE", "disapprove", None, "11", None, ("condemned", "criticised"), 4, target="government"),
    Kind("CONSULT", "visit", None, "04", None, ("met envoys of", "received a delegation of"), 4, target="government"),
    Kind("REQUEST", "assist", None, "02", None, ("asked for help from",), 2, target="igo"),
)


class Skewed(Generic[T]):
    """Draws of some things, each with its weight."""

    def __init__(self, things: Sequence[T], weights: Sequence[float]) -> None:
        self._things = tuple(things)
        self._sums = tuple(itertools.accumulate(weights))

    def draw(self, dice: random.Random) -> T:
        """Return one."""
        return self._things[min(bisect_left(self._sums, dice.random() * self._sums[-1]), len(self._things) - 1)]


def zipf(number: int, exponent: float) -> list[float]:
    """Return the weights of the first so many ranks by Zipf's law."""
    return [1 / rank**exponent for rank in range(1, number + 1)]


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does it: an actor of the dictionary."""

    id: str
    name: str
    kind: str
    country: str | None


@dataclass(frozen=True, slots=True)
class Incident:
    """One thing that happened, with all that can be known of it.

    Args:
        minute: of its day, local time.
        town: None for what is said and done at no place.
        killed, injured: as they will finally stand.
        about: words that reports of it share beside what is coded.
    """

    number: int
    kind: Kind
    day: dt.date
    minute: int
    country: str
    town: Entry | None
    site: str
    street: str
    doer: Doer
    claimed: bool
    killed: int
    injured: int
    dead: tuple[str, ...]
    about: tuple[str, ...]
    criminal: bool
    tellings: int


class World:
    """Makes incidents, day by day; the same ones for the same seed.

    Args:
        a_day: incidents of a day, on the average.
    """

    def __init__(self, dice: random.Random, *, a_day: float) -> None:
        self._dice = dice
        self._a_day = a_day
        self._numbers = itertools.count()
        towns = _towns()
        self._countries = Skewed(COUNTRIES, zipf(len(COUNTRIES), 0.8))
        self._towns = {code: Skewed(found, zipf(len(found), 0.9)) for code, found in towns.items()}
        self.towns = towns
        doers = _doers()
        self._doers = {code: _active(doers, code, dice) for code in COUNTRIES}
        self._kinds = Skewed(KINDS, [kind.share for kind in KINDS])
        self._verbal = Skewed(VERBAL, [kind.share for kind in VERBAL])
        self._tellings = Skewed(range(1, MOST_TELLINGS + 1), zipf(MOST_TELLINGS, 2.3))
        self._deaths = Skewed(range(1, 200), zipf(199, 1.7))
        self._vocabulary = Skewed(_vocabulary(), zipf(VOCABULARY, 0.6))

    def day(self, day: dt.date) -> Iterator[Incident]:
        """Yield what happens on a day."""
        for _ in range(max(1, round(self._dice.gauss(self._a_day, self._a_day**0.5)))):
            yield self.incident(day)

    def name(self, syllables: int) -> str:
        """Return a name that is made up."""
        return "".join(self._dice.choices(SYLLABLES, k=syllables)).capitalize()

    def words(self, number: int) -> list[str]:
        """Return words as they come in the news: a few all the time, most of them seldom."""
        return [self._vocabulary.draw(self._dice) for _ in range(number)]

    def incident(self, day: dt.date) -> Incident:
        """Return something that happens on a day."""
        dice = self._dice
        verbal = dice.random() < 0.1
        kind = (self._verbal if verbal else self._kinds).draw(dice)
        country = self._countries.draw(dice)
        killed = self._deaths.draw(dice) if dice.random() < kind.deadly else 0
        return Incident(
            number=next(self._numbers),
            kind=kind,
            day=day,
            minute=dice.randrange(24 * 60),
            country=country,
            town=None if verbal else self._towns[country].draw(dice),
            site=dice.choice(SITES),
            street=f"{self.name(2)} {dice.choice(STREET_KINDS)}",
            doer=self._doers[country].draw(dice),
            claimed=dice.random() < 0.25,
            killed=killed,
            injured=round(killed * dice.uniform(0.3, 3)) if dice.random() < 0.8 else dice.randrange(8),
            dead=tuple(f"{self.name(2)} {self.name(3)}" for _ in range(min(killed, 2))),
            about=tuple(self.words(12)),
            criminal=kind.plover == "ASSAULT" and kind.mode in {"firearms", "primitive"} and dice.random() < 0.2,
            tellings=self._tellings.draw(dice),
        )


def _towns() -> dict[str, list[Entry]]:
    """Return the largest towns of each country, the largest first."""
    found: dict[str, list[Entry]] = {code: [] for code in COUNTRIES}
    for entry in open_gazetteer():
        if entry.kind == "settlement" and entry.country in found and entry.geonames_id is not None and entry.admin1:
            found[entry.country].append(entry)
    return {
        code: heapq.nlargest(TOWNS_EACH, entries, key=lambda entry: (entry.population, entry.name))
        for code, entries in found.items()
    }


def _vocabulary() -> list[str]:
    """Return words that mean nothing, each once."""
    made = ("".join(parts) for number in (2, 3) for parts in itertools.product(SYLLABLES, repeat=number))
    return sorted(itertools.islice(made, 4 * VOCABULARY), key=content_id)[:VOCABULARY]


def _doers() -> list[Doer]:
    """Return the armed groups and forces of the actor dictionary, in the order of their ids."""
    known = load_actors()
    by_id = {}
    for name in known.names():
        actor = known.lookup(" ".join(name))
        if actor is None or known.is_person(actor.id):
            continue
        if actor.kind in {"rebels", "militia", "military", "police", "gang"}:
            by_id[actor.id] = Doer(actor.id, actor.name, actor.kind, actor.country)
    return [by_id[name] for name in sorted(by_id)]


def _active(doers: Sequence[Doer], country: str, dice: random.Random) -> Skewed[Doer]:
    """Return those who act in a country: its own before others."""
    own = [doer for doer in doers if doer.country == country]
    others = [doer for doer in doers if doer.country is None]
    chosen = [*dice.sample(own, min(len(own), 10)), *dice.sample(others, 4)]
    return Skewed(chosen, zipf(len(chosen), 1.0))
