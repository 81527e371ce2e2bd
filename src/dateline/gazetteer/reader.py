"""The gazetteer as it is used: a mapped file that answers by name, by country and by point."""

from __future__ import annotations

import functools
import json
import math
import mmap
import sys
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from difflib import SequenceMatcher
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypedDict, cast

from dateline.errors import DataError
from dateline.gazetteer import layout
from dateline.gazetteer.entry import Entry
from dateline.gazetteer.names import essence, fold, skeleton

if TYPE_CHECKING:
    from dateline.vocabulary import PlaceKind, PlacePrecision

FILE_NAME = "gazetteer.bin"
LEAST_LIKENESS, LIKENESS_WEIGHT = 0.5, 6.0
"""A name found by its sound must share half its letters with what was written, and ranks by how many it shares:
"Baqouba" and "Baqubah" share 0.86, "Beitunya" and "Batna" 0.62 against 0.75 for "Baytunya"."""
LARGEST_REGION_KM, LEAST_SHARE = 80.0, 0.75
"""A region no larger lies in the first-order area that three in four of its towns lie in."""
KM_PER_DEGREE = 111.2
CACHE_SIZE = 4096
"""Names and entries kept ready: a report names the same few places again and again."""


class _Header(TypedDict):
    """What the file's JSON says."""

    sources: dict[str, str]
    counts: dict[str, int]
    kinds: dict[str, int]
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
        self._country_numbers = {code: number for number, code in enumerate(self._countries)}
        self._hidden: frozenset[int] = frozenset()
        self._country_index = dict(header["country_places"])
        self._adjectives = header["adjectives"]
        self._capitals = header["capitals"]
        self._zones = tuple(header["zones"])
        self._header = header

        def section(name: str, form: Literal["B", "H", "I"]) -> memoryview[int]:
            return self.section(name).cast(form)

        self._records = section("records", "B")
        self._cells = section("cells", "I")
        self._areas = section("areas", "B")
        self._keys = section("keys", "I")
        self._checks = section("checks", "H")
        self._values = section("values", "I")
        self._firsts = section("firsts", "I")
        self._lengths = section("lengths", "B")
        self._strings = section("strings", "B")
        self._find = functools.lru_cache(CACHE_SIZE)(self._find_folded)
        self._first = functools.lru_cache(CACHE_SIZE)(self._longest)
        self._area_names = functools.lru_cache(CACHE_SIZE)(self._area_names_of)

    def section(self, name: str) -> memoryview[int]:
        """Return the bytes of a section of the file (see ``layout``), for who makes another file of them."""
        start, size = self._header["sections"][name]
        return memoryview(self._map)[start : start + size]

    def header(self) -> dict[str, Any]:
        """Return what the file's header says beside where its sections are."""
        return {key: value for key, value in self._header.items() if key != "sections"}

    @property
    def kinds(self) -> Mapping[str, int]:
        """How many places there are of each kind."""
        return MappingProxyType(self._header["kinds"])

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

    def lookup_folded(self, folded: str, *, countries: Collection[str] | None = None) -> tuple[Entry, ...]:
        """Return the places that bear a name already folded, the likeliest first, of some countries or of all."""
        if countries is None:
            return self._find(folded)
        numbers = {n for code in (*countries, "") if (n := self._country_numbers.get(code)) is not None}
        at = layout.COUNTRY_OFFSET
        return tuple(
            self.entry(value & layout.PLACE_MASK, names=value >> 24)
            for value in self._values_of(folded)
            if self._records[(value & layout.PLACE_MASK) * layout.RECORD.size + at] in numbers
        )

    def lookup_loose(self, name: str) -> tuple[Entry, ...]:
        """Return the places whose name in some transcription sounds like this one, the likeliest first.

        For names that ``lookup`` does not know; who asks should know the country, since many names sound alike.
        """
        return tuple(entry for likeness, entry in self.lookup_alike(fold(name)) if likeness >= LEAST_LIKENESS)

    def lookup_alike(
        self, folded: str, *, countries: Collection[str] | None = None, minor: bool = False
    ) -> tuple[tuple[float, Entry], ...]:
        """Return the places that sound like a folded name, each after the share of letters (0 to 1) in common.

        Args:
            countries: ISO 3166-1 alpha-2 codes; None for all. minor: as in `lookup_minor`, and nothing else.
        """
        bones = skeleton(folded)
        if bones is None:
            return ()
        marked = f"{layout.MINOR_MARK if minor else ''}{layout.LOOSE_MARK}{bones}"
        found = self._find(marked) if countries is None else self.lookup_folded(marked, countries=countries)
        written = essence(folded)
        alike = [(SequenceMatcher(None, written, essence(fold(entry.name))).ratio(), entry) for entry in found]
        alike.sort(key=lambda pair: -(LIKENESS_WEIGHT * pair[0] + pair[1].importance))
        return tuple(alike)

    def lookup_minor(self, folded: str, *, countries: Collection[str] | None = None) -> tuple[Entry, ...]:
        """Return the villages, wards and quarters of a folded name that `lookup` leaves out.

        So many and so small that only who knows the country, or reads "the village of", should ask for them.
        """
        return self.lookup_folded(layout.MINOR_MARK + folded, countries=countries)

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

    def area_of(self, entry: Entry) -> str | None:
        """Return the first-order area that nearly all towns around a place lie in, for regions that tell none.

        None where these lie in several, or where the place is far larger than such areas are.
        """
        if entry.radius_km > LARGEST_REGION_KM:
            return None
        reach = math.ceil(entry.radius_km / KM_PER_DEGREE)
        counts: dict[str, int] = {}
        for index in self._around(entry.lat, entry.lon, reach):
            town = self.entry(index)
            if (
                town.country == entry.country
                and town.admin1
                and town.distance_km(entry.lat, entry.lon) <= entry.radius_km
            ):
                counts[town.admin1] = counts.get(town.admin1, 0) + 1
        if not counts:
            near = self.nearest_town(entry.lat, entry.lon)
            return near.admin1 if near is not None and near.country == entry.country else None
        best = max(counts, key=lambda area: counts[area])
        return best if counts[best] >= LEAST_SHARE * sum(counts.values()) else None

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
        (number, name, lat, lon, population, area, radius, zone, country, kinds, weight, source) = (
            layout.RECORD.unpack_from(self._records, index * layout.RECORD.size)
        )
        admin1, admin2 = self._area_names(area)
        return Entry(
            index=index,
            geonames_id=number or None,
            name=self._string(name),
            kind=cast("PlaceKind", layout.KINDS[kinds & 15]),
            precision=cast("PlacePrecision", layout.PRECISIONS[kinds >> 4]),
            country=self._countries[country] or None,
            admin1=admin1,
            admin2=admin2,
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
        return tuple(self.entry(value & layout.PLACE_MASK, names=value >> 24) for value in self._values_of(folded))

    def _values_of(self, folded: str) -> list[int]:
        """Return the values of a name's rows: places with how they bear it."""
        key, check = layout.hash_of(folded)
        position = bisect_left(self._keys, key)
        found: list[int] = []
        while position < len(self._keys) and self._keys[position] == key:
            if self._checks[position] == check:
                found.append(self._values[position])
            position += 1
        if self._hidden:
            size, at = layout.RECORD.size, layout.SOURCE_OFFSET
            found = [v for v in found if self._records[(v & layout.PLACE_MASK) * size + at] not in self._hidden]
        return found

    def without(self, *sources: str) -> Gazetteer:
        """Return the same gazetteer without the places of some sources, to measure what these bring.

        Raises:
            DataError: there is no source of that name.
        """
        for source in sources:
            if source not in layout.SOURCES:
                raise DataError(f"the gazetteer has no source {source!r}; valid are {', '.join(layout.SOURCES)}")
        part = Gazetteer(self.path)
        part._hidden = frozenset(map(layout.SOURCES.index, sources))
        return part

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

    def _area_names_of(self, number: int) -> tuple[str | None, str | None]:
        """Return the names of the first- and second-order areas that the smallest known one stands for."""
        if number == layout.NONE32:
            return None, None
        name, _, parent = layout.AREA.unpack_from(self._areas, number * layout.AREA.size)
        if parent == layout.NONE32:
            return self._string(name), None
        holder, _, _ = layout.AREA.unpack_from(self._areas, parent * layout.AREA.size)
        return self._string(holder), self._string(name)

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
    except IsADirectoryError as error:
        raise DataError(f"{path} is a folder; name the gazetteer's file in it") from error
    except ValueError as error:
        raise DataError(f"{path} is not a gazetteer: it is empty") from error
    except OSError as error:
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
