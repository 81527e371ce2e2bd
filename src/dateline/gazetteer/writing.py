"""Write places to a gazetteer's file."""

from __future__ import annotations

import json
import shutil
from array import array
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from dateline.gazetteer import layout
from dateline.gazetteer.indexing import Row, rows_of
from dateline.gazetteer.names import fold

if TYPE_CHECKING:
    from dateline.gazetteer.sources import Place

Sections = Mapping[str, "bytes | Path"]
"""The arrays of the file by name, in order: as they are, or as a file that holds them."""


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
    numbers = {code: number for number, code in enumerate(areas)}
    table = bytearray()
    for code, area in areas.items():
        parent = area.admin1 if area.admin1 != code else None
        table += layout.AREA.pack(strings.add(area.name), strings.add(code), numbers.get(parent or "", layout.NONE32))
    countries = sorted({"", *(place.country for place in places)})
    zones = sorted({place.zone for place in places if place.zone})
    records = bytearray()
    for place in places:
        records += _record(place, strings, numbers, countries, zones)
    keys, checks, values, firsts, lengths = _index(places)
    sections = {
        "records": bytes(records),
        "cells": _cells(places[:towns]).tobytes(),
        "areas": bytes(table),
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
        "kinds": {kind: sum(place.kind == kind for place in places) for kind in layout.KINDS},
        "countries": countries,
        "country_places": {p.country: i for i, p in enumerate(places) if p.source == "countries"},
        "zones": zones,
        "adjectives": words.adjectives,
        "capitals": words.capitals,
    }
    return write_file(path, header, sections)


def _record(place: Place, strings: _Strings, areas: dict[str, int], countries: list[str], zones: list[str]) -> bytes:
    area = areas.get(place.admin2 or "", areas.get(place.admin1 or "", layout.NONE32))
    return layout.RECORD.pack(
        place.geonames_id,
        strings.add(place.name),
        round(place.lat * 1e5),
        round(place.lon * 1e5),
        min(place.population, 0xFFFFFFFF),
        area,
        min(round(place.radius_km * 10), 0xFFFF),
        zones.index(place.zone) if place.zone else layout.NONE16,
        countries.index(place.country),
        layout.KINDS.index(place.kind) | layout.PRECISIONS.index(place.precision) << 4,
        min(255, round(place.importance * 20)),
        layout.SOURCES.index(place.source),
    )


def _cells(towns: list[Place]) -> array[int]:
    counts = array("I", bytes(4 * (layout.CELLS + 1)))
    for town in towns:
        counts[layout.cell_of(town.lat, town.lon) + 1] += 1
    for cell in range(layout.CELLS):
        counts[cell + 1] += counts[cell]
    return counts


def _index(places: list[Place]) -> tuple[array[int], array[int], array[int], array[int], array[int]]:
    """Return the sorted keys, checks and values of all names, and the first words with their longest names."""
    rows: list[Row] = []
    longest: dict[str, int] = {}
    for index, place in enumerate(places):
        found = rows_of(
            index, fold(place.name), place.names, country=place.country, importance=place.importance,
            population=place.population, source=place.source, minor=place.minor,
        )  # fmt: skip
        for row, first in found:
            rows.append(row)
            if first:
                word, _, count = first.partition(" ")
                longest[word] = max(longest.get(word, 0), int(count))
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


def write_file(path: Path, header: Mapping[str, object], sections: Sections) -> Path:
    """Write the file beside its place and move it there when it is whole; nothing is left behind where that fails."""
    sizes = {name: len(data) if isinstance(data, bytes) else data.stat().st_size for name, data in sections.items()}

    def text(base: int) -> bytes:
        places, position = {}, base
        for name, size in sizes.items():
            places[name] = (position, size)
            position += size + -size % 4
        # Padded so that the sections, which need alignment to four bytes, do not move when the offsets get longer.
        raw = json.dumps({**header, "sections": places}, ensure_ascii=False, separators=(",", ":")).encode()
        return raw + b" " * (-(layout.HEADER.size + len(raw)) % 4)

    size = len(text(0)) + 256
    size += -(layout.HEADER.size + size) % 4
    raw = text(layout.HEADER.size + size)
    raw += b" " * (size - len(raw))
    partial = path.with_name(path.name + ".partial")
    try:
        with partial.open("wb") as file:
            file.write(layout.HEADER.pack(layout.MAGIC, layout.VERSION, len(raw)) + raw)
            for name, data in sections.items():
                _copy(data, file)
                file.write(b"\x00" * (-sizes[name] % 4))
        return partial.replace(path)
    except BaseException:
        # Ctrl-C and a full disk as well: half a gazetteer is of no use to anyone.
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise


def _copy(data: bytes | Path, file: BinaryIO) -> None:
    if isinstance(data, bytes):
        file.write(data)
        return
    with data.open("rb") as source:
        shutil.copyfileobj(source, file, 1 << 20)
