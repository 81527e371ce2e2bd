"""Places that marked words may name, from the gazetteer."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.events import Place
from dateline.gazetteer import Entry, Gazetteer, fold, open_gazetteer, resolve
from dateline.proposing.marked import Marked

NEAR_KM = 300.0
"""Within so many kilometres of a place that the event has, a namesake is likelier than a larger one elsewhere."""


def places_of(words: Marked) -> Iterator[tuple[Place, str]]:
    """Yield the places that words may name: in the countries that the event is in first, then by how likely the bare name is."""
    gazetteer = open_gazetteer()
    name, countries = words.words, words.countries
    for entry in _ranked(_entries(name, countries, gazetteer), words):
        area = ", ".join(part for part in (entry.name, entry.admin1, entry.country) if part)
        yield _place(entry, words), f"gazetteer: {area}"
    for country in (*countries, None):
        answer = resolve(name, gazetteer, country=country)
        if answer.lat is not None and answer.precision is not None and answer.entry is not None:
            yield _described(answer, words), f"gazetteer: {answer.how} of {answer.entry.name}"
    country = countries[0] if countries else None
    yield (
        Place(name, "settlement", "town", country=country, spans=words.spans),
        "in no list: without a point" + (f", in {country}" if country else ""),
    )


def _entries(name: str, countries: tuple[str, ...], gazetteer: Gazetteer) -> list[Entry]:
    found = list(gazetteer.lookup(name)) or list(gazetteer.lookup(name.removeprefix("the ").removeprefix("The ")))
    if countries:
        found += gazetteer.lookup_minor(fold(name), countries=set(countries))
    return list({entry.index: entry for entry in reversed(found)}.values())


def _ranked(entries: list[Entry], words: Marked) -> list[Entry]:
    countries = words.countries
    points = [
        (place.latitude, place.longitude)
        for place in (words.event.where if words.event else ())
        if place.latitude is not None and place.longitude is not None
    ]

    def rank(entry: Entry) -> tuple[bool, bool, float]:
        near = any(entry.distance_km(lat, lon) <= NEAR_KM for lat, lon in points)
        return entry.country not in countries, not near, -entry.importance

    return sorted(entries, key=rank)


def _place(entry: Entry, words: Marked) -> Place:
    return Place(
        name=words.words, kind=entry.kind, precision=entry.precision, geonames_id=entry.geonames_id,
        latitude=round(entry.lat, 4), longitude=round(entry.lon, 4), radius_km=round(entry.radius_km, 1),
        country=entry.country, admin1=entry.admin1, admin2=entry.admin2, spans=words.spans,
    )  # fmt: skip


def _described(answer: object, words: Marked) -> Place:
    from dateline.gazetteer import Resolution

    assert isinstance(answer, Resolution)  # noqa: S101 - what `resolve` returned
    assert answer.entry is not None  # noqa: S101
    assert answer.precision is not None  # noqa: S101
    exact = answer.how in {"place", "sound"}
    return Place(
        name=words.words, kind=answer.entry.kind, precision=answer.precision,
        relation="near" if answer.how == "near" else "in",
        geonames_id=answer.entry.geonames_id if exact else None, latitude=round(answer.lat or 0.0, 4),
        longitude=round(answer.lon or 0.0, 4), radius_km=round(answer.radius_km or 0.0, 1), country=answer.country,
        admin1=answer.admin1, admin2=answer.admin2, spans=words.spans,
    )  # fmt: skip
