"""Blocking keys: two tellings are compared if and only if they share one.

Each key joins two or three things, a time among them, so that no key is shared by a whole archive:

- family of types × days × cell of a town or site: what most tellings of one incident share;
- family × days × area × figure or actor: for what has only a province or a country, or lies about;
- family × weeks × name of a person, of a street's houses, of a site: for what has no place, or a wrong one;
- family × weeks × a word of any name, which counts only where it is rare (`blocks`): for what has not even that;
- family × band of the text's sketch: for copies of a wire text, whatever was read from them.

A time that is imprecise falls in several buckets; each telling reaches a day or two beyond its own, since reports differ
by that. Where only the day of publication is known, it reaches back for some days. What has no time of its own goes by
the day of publication, in the keys of names alone.
"""

from __future__ import annotations

import itertools
import math
import zlib
from collections.abc import Iterator

from dateline.linkage.blocks import LOOSE
from dateline.linkage.names import name_words, state_words
from dateline.linkage.telling import Telling
from dateline.linkage.traits import Point, Traits, traits_of

DAYS = 4
"""Days of a bucket of fine times."""
WEEKS = 192
"""Days of a bucket in the keys of names."""
SLACK = 1
SLACK_ASSUMED = 4
SLACK_NAMES = 20
LONGEST = 40
"""Days of the longest interval that is held for a time; longer ones go by names."""
CELL = 0.25
"""Degrees of a cell's side: 28 km north to south."""
MARGIN = 0.06
"""Degrees beyond its point that a telling reaches, 6 or 7 km; two tellings together twice that."""
MANY_HARMED = 3
"""Figures from which a toll says something in a whole province or country."""
SMALL_KM = 4.0
"""Radius up to which a town's name goes with weeks instead of days: a small town's shootings are few."""
MOST_NAMES = 6
MOST_PARTIES = 2
MOST_AGES = 3
GROWN = 14
SEASON = 96
MOST_NAMED = 3
MOST_PROPER = 5
MOST_PROPER_ASIDE = 2
LARGE_KM = 6.0
"""Radius from which a town is so large that its name says little."""
PROPER_DAYS = 24
SLACK_PROPER = 4
BANDS = 3
BAND = 3
MOST_KEYS = 60


def keys_of(telling: Telling) -> tuple[str, ...]:
    """Return the blocking keys of a telling, in order, without doubles, at most MOST_KEYS."""
    traits = traits_of(telling)
    found = dict.fromkeys(_keys(traits))
    return tuple(sorted(tuple(found)[:MOST_KEYS]))


def _keys(traits: Traits) -> Iterator[str]:
    kind = "" if traits.reality == "real" else "p"
    families = sorted(traits.families)
    yield from (f"{kind}|w|{band}" for band in _bands(traits.wire))
    days = _days(traits)
    if days:
        grounds = [*_cells(traits), *_areas(traits), *_parties(traits)]
        yield from (f"{kind}{family}|{ground}|{day}" for family in families for ground in grounds for day in days)
    yield from (f"{LOOSE}{kind}{family}|{word}" for family in families for word in _proper(traits))
    if traits.published is not None and traits.lead:
        season = range((traits.published - SLACK_NAMES) // SEASON, (traits.published + SLACK_NAMES) // SEASON + 1)
        yield from (
            f"{kind}{family}|{ages}|{number}" for family in families for ages in _ages(traits) for number in season
        )
    if traits.sphere != "political":
        # Who is hurt in a crime is named in few other reports, however late; who is named in politics, in thousands.
        persons = _persons(traits)
        yield from (f"{kind}{family}|{name}|" for family in families for name in persons)
    names = _names(traits)
    if names:
        weeks = sorted(_weeks(traits))
        yield from (f"{kind}{family}|{name}|{week}" for family in families for name in names for week in weeks)


def _bands(sketch: tuple[int, ...]) -> Iterator[str]:
    for number in range(BANDS if sketch else 0):
        band = sketch[number * BAND : (number + 1) * BAND]
        yield f"{number}." + "".join(f"{value:x}." for value in band)


def _days(traits: Traits) -> range:
    """Return the buckets of the telling's days; none where it has no time or a very long one."""
    if traits.first is None or traits.last - traits.first > LONGEST:
        return range(0)
    back = SLACK_ASSUMED if traits.assumed else SLACK
    return range((traits.first - back) // DAYS, (traits.last + SLACK) // DAYS + 1)


def _weeks(traits: Traits) -> set[int]:
    """Return the wide buckets of its days and of its day of publication: either may be what another report tells."""
    times = [] if traits.published is None else [(traits.published, traits.published)]
    if traits.first is not None and traits.last - traits.first <= LONGEST:
        times.append((traits.first, traits.last))
    return {
        week
        for first, last in times
        for week in range((first - SLACK_NAMES) // WEEKS, (last + SLACK_NAMES) // WEEKS + 1)
    }


def _proper(traits: Traits) -> Iterator[str]:
    """Yield keys of a few words of names, those of the least hashes, and of a few of participants' names, each with the days about it and about its publication.

    They find what has no place, or one that was read wrongly, and no name of a person.
    """
    times = []
    if traits.first is not None and traits.last - traits.first <= LONGEST:
        times.append((traits.first, traits.last))
    if traits.published is not None and traits.lead:
        times.append((traits.published, traits.published))
    weeks = {
        week
        for first, last in times
        for week in range((first - SLACK_PROPER) // PROPER_DAYS, (last + SLACK_PROPER) // PROPER_DAYS + 1)
    }
    large = {word for point in traits.points if point.reach > LARGE_KM for word in point.name.split()}
    areas = {word for point in traits.points for word in (point.spot.admin1 or "").lower().split()}
    words = [
        word for word in traits.proper_order if word not in large and word not in areas and word not in state_words()
    ]
    chosen = words[: MOST_PROPER if traits.lead else MOST_PROPER_ASIDE]
    # Names of participants beside them: what two tellings choose by hash alone must not hang on what the one has besides.
    chosen += sorted(traits.named - set(chosen), key=_number)[:MOST_NAMED]
    yield from (f"p{word}|{week}" for word in chosen for week in sorted(weeks))


def _ages(traits: Traits) -> Iterator[str]:
    """Yield the ages of people two by two, and that of a child with the province: few incidents of a season share them."""
    ages = sorted(traits.ages)[:MOST_AGES]
    yield from (f"y{one}.{two}" for one, two in itertools.combinations(ages, 2))
    areas = sorted({point.spot.admin1 for point in traits.points if point.spot.admin1})[:1]
    yield from (f"y{age}.{area}" for age in ages[:1] if age < GROWN for area in areas)


def _cells(traits: Traits) -> Iterator[str]:
    """Yield the cells in which its towns and sites lie, or nearly lie."""
    for point in traits.grounds:
        if point.exact and point.located:
            for row in _near(point.latitude, MARGIN):
                narrow = max(0.1, math.cos(math.radians(point.latitude)))
                for column in _near(point.longitude, MARGIN / narrow):
                    yield f"c{row}.{column}"


def _near(degrees: float, margin: float) -> range:
    return range(math.floor((degrees - margin) / CELL), math.floor((degrees + margin) / CELL) + 1)


def _areas(traits: Traits) -> Iterator[str]:
    """Yield keys of areas: never the area alone, always with a figure or an actor."""
    marks = sorted({f"a{actor}" for actor in traits.doers | traits.sufferers})[:4]
    if traits.killed and traits.killed[0] >= MANY_HARMED:
        marks.append(f"k{traits.killed[0]}")
    if traits.taken and traits.taken[0] >= MANY_HARMED:
        marks.append(f"t{traits.taken[0]}")
    areas = {area for point in traits.grounds for area in _areas_of(point)} or {"-"}
    for area in sorted(areas):
        yield from (f"{area}.{mark}" for mark in marks)


def _parties(traits: Traits) -> Iterator[str]:
    """Yield keys of a country with a word by which somebody who takes part is called: nurses, ferry, judge."""
    if traits.sphere == "criminal":
        return
    countries = sorted({point.spot.country for point in traits.grounds if point.spot.country})[:2] or ["-"]
    words = sorted(traits.party_words - name_words().common_parties, key=_number)[:MOST_PARTIES]
    yield from (f"{country}.w{word}" for country in countries for word in words)


def _areas_of(point: Point) -> Iterator[str]:
    spot = point.spot
    if spot.country:
        yield spot.country
    elif not point.exact:
        yield point.name


def _number(word: str) -> int:
    """Return a hash by which two tellings choose the same of the names that both have."""
    return zlib.crc32(word.encode())


def _persons(traits: Traits) -> list[str]:
    return [f"n{name}" for name in sorted(traits.persons, key=_number)[:MOST_NAMES]]


def _names(traits: Traits) -> list[str]:
    persons = [] if traits.sphere == "criminal" else _persons(traits)
    blocks = [f"b{name}" for name in sorted(traits.blocks)[:2]]
    areas = sorted({point.spot.admin1 or point.spot.country or "" for point in traits.grounds})[:1]
    sites = [f"s{name}.{area}" for area in areas for name in sorted(traits.sites)[:3]]
    streets = [f"r{name}.{area}" for area in areas for name in sorted(traits.streets)[:2]]
    towns = [
        f"t{point.name}"
        for point in traits.grounds[:2]
        if point.exact
        and (point.reach <= SMALL_KM or point.spot.precision == "site" or point.spot.kind != "settlement")
    ]
    return [*persons, *blocks, *sites, *streets, *dict.fromkeys(towns)]
