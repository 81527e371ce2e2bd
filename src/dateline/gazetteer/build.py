"""Compile the gazetteer's file from its sources."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.gazetteer import layout, middles, sources, states
from dateline.gazetteer.entry import distance_km
from dateline.gazetteer.names import fold, skeleton

if TYPE_CHECKING:
    from dateline.gazetteer.sources import Place

ALTERNATE_PENALTY = 0.7
"""An alternate name ranks its place as if it had a fifth of the people."""
METROPOLIS = 3_000_000
"""A city of so many people is known by its alternates too ("New York", "Kiev")."""
TRANSCRIBED = frozenset(
    "AE AF AM AZ BD BF BH BY CN DJ DZ EG EH ER ET GE IL IN IQ IR JO KG KP KR KW KZ LB LK LY MA ML MM MN MR NE NG NP OM PK "
    "PS QA RU SA SD SN SO SS SY TD TH TJ TM TN UA UZ YE".split()
)
"""States whose names reach English through several transcriptions; only there a skeleton is worth its room."""
LOOSE_SOURCES = frozenset({"geonames", "areas", "hand"})
MAX_NAME_WORDS = 8


@dataclass(frozen=True, slots=True)
class Words:
    """What is known of states beyond their names: the code by adjective, the capital's number among the places by code."""

    adjectives: dict[str, str] = field(default_factory=dict)
    capitals: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Strings:
    """UTF-8 strings, each kept once."""

    data: bytearray = field(default_factory=bytearray)
    seen: dict[str, int] = field(default_factory=dict)

    def add(self, text: str) -> int:
        if text not in self.seen:
            raw = text.encode()[:0xFFFF]
            self.seen[text] = len(self.data)
            self.data += len(raw).to_bytes(2, "little") + raw
        return self.seen[text]


def build_gazetteer(path: Path) -> Path:
    """Compile the gazetteer from the installed source packages and our own tables, and write it to the path.

    Args:
        path: where to write; an existing file is replaced only once the new one is whole.

    Raises:
        DataError: a source package is missing or a table of ours is broken.
    """
    versions = sources.versions()
    towns = sorted(sources.settlements(), key=lambda t: (layout.cell_of(t.lat, t.lon), t.geonames_id))
    area_places = dict(sources.areas(towns))
    middles.move_middles(area_places, towns)
    country_places = list(states.countries(towns))
    others = [*sources.airports(), *sources.hand()]
    _complete([*others, *area_places.values()], towns)
    _adopt(others, area_places)
    words = Words(adjectives=states.adjectives(), capitals=states.capitals(towns))
    places = [*towns, *area_places.values(), *country_places, *others]
    return write_places(places, towns=len(towns), areas=area_places, path=path, versions=versions, words=words)


def write_places(
    places: list[Place], *, towns: int, areas: dict[str, Place], path: Path, versions: dict[str, str], words: Words
) -> Path:
    """Write places to a gazetteer file.

    Args:
        places: all places; the settlements first, sorted by grid cell.
        towns: how many of them are those settlements.
        areas: administrative areas by the code that ``Place.admin1`` and ``Place.admin2`` use.
        path: where to write.
        versions: the sources and their versions, for the header.
        words: adjectives and capitals of states.
    """
    strings = _Strings()
    area_numbers = {code: number for number, code in enumerate(areas)}
    area_names = array("I", (strings.add(area.name) for area in areas.values()))
    countries = sorted({"", *(place.country for place in places)})
    zones = sorted({place.zone for place in places if place.zone})
    records = bytearray()
    for place in places:
        records += _record(place, strings, area_numbers, countries, zones)
    keys, checks, values, firsts, lengths = _index(places)
    sections = {
        "records": bytes(records),
        "cells": _cells(places[:towns]).tobytes(),
        "areas": area_names.tobytes(),
        "keys": keys.tobytes(),
        "checks": checks.tobytes(),
        "values": values.tobytes(),
        "firsts": firsts.tobytes(),
        "lengths": lengths.tobytes(),
        "strings": bytes(strings.data),
    }
    header = {
        "sources": versions,
        "counts": {source: sum(place.source == source for place in places) for source in layout.SOURCES},
        "countries": countries,
        "country_places": {p.country: i for i, p in enumerate(places) if p.source == "countries"},
        "zones": zones,
        "adjectives": words.adjectives,
        "capitals": words.capitals,
    }
    return _write(path, header, sections)


def _record(place: Place, strings: _Strings, areas: dict[str, int], countries: list[str], zones: list[str]) -> bytes:
    return layout.RECORD.pack(
        place.geonames_id,
        strings.add(place.name),
        round(place.lat * 1e5),
        round(place.lon * 1e5),
        min(place.population, 0xFFFFFFFF),
        min(round(place.radius_km * 10), 0xFFFF),
        areas.get(place.admin1 or "", layout.NONE16),
        areas.get(place.admin2 or "", layout.NONE16),
        zones.index(place.zone) if place.zone else layout.NONE16,
        countries.index(place.country),
        layout.KINDS.index(place.kind) | layout.PRECISIONS.index(place.precision) << 4,
        min(255, round(place.importance * 20)),
        layout.SOURCES.index(place.source),
    )


def _complete(places: Iterable[Place], towns: list[Place]) -> None:
    """Give places without them the zone, and small ones the areas, of the nearest town."""
    cells: dict[int, list[Place]] = {}
    for town in towns:
        cells.setdefault(layout.cell_of(town.lat, town.lon), []).append(town)
    for place in places:
        if place.zone and place.admin1:
            continue
        near = min(
            (
                town
                for step_lat in (-1, 0, 1)
                for step_lon in (-1, 0, 1)
                for town in cells.get(layout.cell_of(place.lat + step_lat, place.lon + step_lon), ())
            ),
            key=lambda town: distance_km(place.lat, place.lon, town.lat, town.lon),
            default=None,
        )
        if near is None:
            continue
        place.zone = place.zone or near.zone
        if not place.admin1 and place.precision in ("site", "town") and near.country == place.country:
            place.admin1, place.admin2 = near.admin1, near.admin2


def _adopt(places: Iterable[Place], areas: dict[str, Place]) -> None:
    """Let the administrative areas of our own table take the code of the area of that name, where there is one."""
    codes: dict[tuple[str, str, str], str] = {}
    for code, area in areas.items():
        for name in {area.name, *area.names}:
            codes.setdefault((area.country, area.precision, fold(name)), code)
    for place in places:
        if place.kind != "admin":
            continue
        names = [fold(place.name), *map(fold, sorted(place.names))]
        own = next((codes[key] for name in names if (key := (place.country, place.precision, name)) in codes), None)
        if own is None:
            continue
        place.admin1, place.admin2 = areas[own].admin1, areas[own].admin2
        place.population = place.population or areas[own].population


def _cells(towns: list[Place]) -> array[int]:
    counts = array("I", bytes(4 * (layout.CELLS + 1)))
    for town in towns:
        counts[layout.cell_of(town.lat, town.lon) + 1] += 1
    for cell in range(layout.CELLS):
        counts[cell + 1] += counts[cell]
    return counts


def _index(places: list[Place]) -> tuple[array[int], array[int], array[int], array[int], array[int]]:
    """Return the sorted keys, checks and values of all names, and the first words with their longest names."""
    rows: list[tuple[int, int, float, int]] = []
    longest: dict[str, int] = {}
    for index, place in enumerate(places):
        main = fold(place.name)
        bones = skeleton(main) if place.country in TRANSCRIBED else None
        names = {main, *map(fold, place.names)} - {""}
        for name in names:
            words = name.split()
            if len(words) > MAX_NAME_WORDS:
                continue
            # "Fallujah" is as good a main name of Al Fallūjah as what GeoNames writes.
            flag = layout.MAIN_NAME if name == main or (bones and skeleton(name) == bones) else 0
            rank = place.importance - (0.0 if flag or place.population > METROPOLIS else ALTERNATE_PENALTY)
            rows.append((*layout.hash_of(name), -rank, index | flag << 24))
            longest[words[0]] = max(longest.get(words[0], 0), len(words))
        if place.country in TRANSCRIBED and place.source in LOOSE_SOURCES:
            rows.extend(
                (*layout.hash_of(f"{layout.LOOSE_MARK}{sound}"), -place.importance, index)
                for sound in {skeleton(name) for name in names} - {None}
            )
    rows.sort()
    firsts: dict[int, int] = {}
    for word, length in longest.items():
        key, _ = layout.hash_of(word)
        firsts[key] = max(firsts.get(key, 0), length)
    return (
        array("I", (row[0] for row in rows)),
        array("H", (row[1] for row in rows)),
        array("I", (row[3] for row in rows)),
        array("I", sorted(firsts)),
        array("B", (firsts[key] for key in sorted(firsts))),
    )


def _write(path: Path, header: dict[str, object], sections: dict[str, bytes]) -> Path:
    """Write the file beside its place and move it there when it is whole."""

    def text(base: int) -> bytes:
        places, position = {}, base
        for name, data in sections.items():
            places[name] = (position, len(data))
            position += len(data) + -len(data) % 4
        # Padded so that the sections, which need alignment to four bytes, do not move when the offsets get longer.
        raw = json.dumps({**header, "sections": places}, ensure_ascii=False, separators=(",", ":")).encode()
        return raw + b" " * (-(layout.HEADER.size + len(raw)) % 4)

    size = len(text(0)) + 256
    size += -(layout.HEADER.size + size) % 4
    raw = text(layout.HEADER.size + size)
    raw += b" " * (size - len(raw))
    partial = path.with_name(path.name + ".partial")
    with partial.open("wb") as file:
        file.write(layout.HEADER.pack(layout.MAGIC, layout.VERSION, len(raw)) + raw)
        for data in sections.values():
            file.write(data + b"\x00" * (-len(data) % 4))
    return partial.replace(path)
