"""The gazetteer as it is used: a mapped file that answers by name, by country and by point."""

from __future__ import annotations

import functools
import json
import math
import mmap
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypedDict, cast

from dateline.errors import DataError
from dateline.gazetteer import layout
from dateline.gazetteer.entry import Entry
from dateline.gazetteer.names import fold, skeleton

if TYPE_CHECKING:
    from dateline.vocabulary import PlaceKind, PlacePrecision

FILE_NAME = "gazetteer.bin"
LEAST_LIKENESS, LIKENESS_WEIGHT = 0.5, 6.0
"""A name found by its sound must share half its letters with what was written, and ranks by how many it shares:
"Baqouba" and "Baqubah" share 0.86, "Beitunya" and "Batna" 0.62 against 0.75 for "Baytunya"."""
CACHE_SIZE = 4096
"""Names and entries kept ready: a report names the same few places again and again."""


class _Header(TypedDict):
    """What the file's JSON says."""

    sources: dict[str, str]
    counts: dict[str, int]
    countries: list[str]
    country_places: dict[str, int]
    zones: list[str]
    adjectives: dict[str, str]
    capitals: dict[str, int]
    sections: dict[str, list[int]]


class Gazetteer:
    """Places by name, by country and by point, read from one mapped file that worker processes share.

    Args:
        path: the file that ``build_gazetteer`` made.

    Raises:
        DataError: the file is missing, is not a gazetteer, is cut off or of another version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._map = _mapped(path)
        header = _header(self._map, path)
        self.sources: Mapping[str, str] = MappingProxyType(header["sources"])
        self.counts: Mapping[str, int] = MappingProxyType(header["counts"])
        self._countries = tuple(header["countries"])
        self._country_index = dict(header["country_places"])
        self._adjectives = header["adjectives"]
        self._capitals = header["capitals"]
        self._zones = tuple(header["zones"])
        view = memoryview(self._map)

        def section(name: str, form: Literal["B", "H", "I"]) -> memoryview[int]:
            start, size = header["sections"][name]
            return view[start : start + size].cast(form)

        self._records = section("records", "B")
        self._cells = section("cells", "I")
        self._areas = section("areas", "I")
        self._keys = section("keys", "I")
        self._checks = section("checks", "H")
        self._values = section("values", "I")
        self._firsts = section("firsts", "I")
        self._lengths = section("lengths", "B")
        self._strings = section("strings", "B")
        self._find = functools.lru_cache(CACHE_SIZE)(self._find_folded)
        self._first = functools.lru_cache(CACHE_SIZE)(self._longest)

    def __len__(self) -> int:
        return len(self._records) // layout.RECORD.size

    def __iter__(self) -> Iterator[Entry]:
        return (self.entry(index) for index in range(len(self)))

    def __reduce__(self) -> tuple[object, ...]:
        """Cross a process border as the path alone: the other side maps the same file."""
        return (open_gazetteer, (self.path,))

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """Return the places that bear this name, the likeliest first; case and accents do not matter."""
        return self._find(fold(name))

    def lookup_folded(self, folded: str) -> tuple[Entry, ...]:
        """Return the places that bear a name already folded, the likeliest first."""
        return self._find(folded)

    def lookup_loose(self, name: str) -> tuple[Entry, ...]:
        """Return the places whose name in some transcription sounds like this one, the likeliest first.

        For names that ``lookup`` does not know; who asks should know the country, since many names sound alike.
        """
        folded = fold(name)
        bones = skeleton(folded)
        if bones is None:
            return ()
        alike = [
            (SequenceMatcher(None, folded, fold(entry.name)).ratio(), entry)
            for entry in self._find(f"{layout.LOOSE_MARK}{bones}")
        ]
        alike.sort(key=lambda pair: -(LIKENESS_WEIGHT * pair[0] + pair[1].importance))
        return tuple(entry for ratio, entry in alike if ratio >= LEAST_LIKENESS)

    def starts(self, word: str) -> int:
        """Return the most words that a name beginning with this folded word has; 0 where none begins so."""
        return self._first(word)

    def country(self, code: str) -> Entry | None:
        """Return the state or territory of this ISO 3166-1 alpha-2 code."""
        index = self._country_index.get(code)
        return None if index is None else self.entry(index)

    def country_of_adjective(self, word: str) -> str | None:
        """Return the code of the state that an adjective or the name of a people belongs to ("Iraqi": IQ)."""
        return self._adjectives.get(fold(word))

    def capital(self, code: str) -> Entry | None:
        """Return the capital of the state of this ISO 3166-1 alpha-2 code."""
        index = self._capitals.get(code)
        return None if index is None else self.entry(index)

    @property
    def countries(self) -> tuple[str, ...]:
        """The codes of all states and territories."""
        return tuple(self._country_index)

    def nearest_town(self, lat: float, lon: float) -> Entry | None:
        """Return the settlement nearest to a point, within about two degrees; None far out at sea."""
        shrink = math.cos(math.radians(lat))
        south, west = round(lat * 1e5), round(lon * 1e5)
        for reach in (1, 2):
            best, least = -1, math.inf
            for index in self._around(lat, lon, reach):
                town_lat, town_lon = layout.POINT.unpack_from(
                    self._records, index * layout.RECORD.size + layout.POINT_OFFSET
                )
                east = (town_lon - west + 18_000_000) % 36_000_000 - 18_000_000
                distance = (town_lat - south) ** 2 + (east * shrink) ** 2
                if distance < least:
                    best, least = index, distance
            if best >= 0:
                return self.entry(best)
        return None

    def zone_of(self, entry: Entry) -> str | None:
        """Return the IANA time zone of a place: its own, else that of the nearest town."""
        if entry.zone:
            return entry.zone
        town = self.nearest_town(entry.lat, entry.lon)
        return town.zone if town else None

    def entry(self, index: int, *, names: int = layout.MAIN_NAME) -> Entry:
        """Return the place of this number."""
        (number, name, lat, lon, population, radius, admin1, admin2, zone, country, kinds, weight, source) = (
            layout.RECORD.unpack_from(self._records, index * layout.RECORD.size)
        )
        return Entry(
            index=index,
            geonames_id=number or None,
            name=self._string(name),
            kind=cast("PlaceKind", layout.KINDS[kinds & 15]),
            precision=cast("PlacePrecision", layout.PRECISIONS[kinds >> 4]),
            country=self._countries[country] or None,
            admin1=self._area(admin1),
            admin2=self._area(admin2),
            lat=lat / 1e5,
            lon=lon / 1e5,
            radius_km=radius / 10,
            population=population,
            zone=None if zone == layout.NONE16 else self._zones[zone],
            importance=weight / 20,
            source=layout.SOURCES[source],
            is_main_name=bool(names & layout.MAIN_NAME),
        )

    def _find_folded(self, folded: str) -> tuple[Entry, ...]:
        key, check = layout.hash_of(folded)
        position = bisect_left(self._keys, key)
        found: list[Entry] = []
        while position < len(self._keys) and self._keys[position] == key:
            if self._checks[position] == check:
                value = self._values[position]
                found.append(self.entry(value & layout.PLACE_MASK, names=value >> 24))
            position += 1
        return tuple(found)

    def _longest(self, word: str) -> int:
        key, _ = layout.hash_of(word)
        position = bisect_left(self._firsts, key)
        if position < len(self._firsts) and self._firsts[position] == key:
            return self._lengths[position]
        return 0

    def _around(self, lat: float, lon: float, reach: int) -> Iterator[int]:
        rows = range(max(-90, int(lat // 1) - reach), min(89, int(lat // 1) + reach) + 1)
        for row in rows:
            for column in range(int(lon // 1) - reach, int(lon // 1) + reach + 1):
                cell = (row + 90) * 360 + (column + 180) % 360
                yield from range(self._cells[cell], self._cells[cell + 1])

    def _area(self, number: int) -> str | None:
        return None if number == layout.NONE16 else self._string(self._areas[number])

    def _string(self, offset: int) -> str:
        size = self._strings[offset] | self._strings[offset + 1] << 8
        return bytes(self._strings[offset + 2 : offset + 2 + size]).decode()


@functools.cache
def open_gazetteer(path: Path | None = None) -> Gazetteer:
    """Open a gazetteer: the one at this path, else the one that ships with dateline; each is opened once a process.

    Raises:
        DataError: the file is missing or broken.
    """
    if path is not None:
        return Gazetteer(Path(path))
    shipped = resources.files("dateline") / "data" / FILE_NAME
    return Gazetteer(Path(str(shipped)))


def _mapped(path: Path) -> mmap.mmap:
    if sys.byteorder != "little" or array("I").itemsize != 4:
        raise DataError("the gazetteer's file is little-endian; this machine is not, and cannot read it")
    try:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError as error:
        raise DataError(f"no gazetteer at {path}; make it with: python -m dateline.gazetteer build {path}") from error
    except (OSError, ValueError) as error:
        raise DataError(f"the gazetteer at {path} cannot be mapped: {error}; reinstall dateline") from error


def _header(data: mmap.mmap, path: Path) -> _Header:
    """Return the header's JSON after checking that the file is whole."""
    advice = f"make it anew with: python -m dateline.gazetteer build {path}"
    if len(data) < layout.HEADER.size:
        raise DataError(f"{path} is not a gazetteer: it has {len(data)} bytes; {advice}")
    magic, version, size = layout.HEADER.unpack_from(data, 0)
    if magic != layout.MAGIC:
        raise DataError(f"{path} is not a gazetteer: it begins with {magic!r}; {advice}")
    if version != layout.VERSION:
        raise DataError(f"{path} is a gazetteer of form {version}; this dateline reads form {layout.VERSION}; {advice}")
    try:
        header = json.loads(data[layout.HEADER.size : layout.HEADER.size + size])
        end = max(start + length for start, length in header["sections"].values())
    except (ValueError, KeyError) as error:
        raise DataError(f"the gazetteer at {path} is broken: its header cannot be read; {advice}") from error
    if end > len(data):
        raise DataError(f"the gazetteer at {path} is cut off: {len(data)} bytes of {end}; {advice}")
    return cast("_Header", header)
