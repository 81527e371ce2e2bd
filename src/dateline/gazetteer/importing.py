"""Add a dump of GeoNames to a gazetteer, within a bounded memory: what grows with the dump goes through files.

Records and strings are appended to files as they come. The index is sorted in parts: each name goes to one of many files by
the first bits of its hash, and each of these is sorted alone and merged with the same stretch of the base gazetteer's.
"""

from __future__ import annotations

import tempfile
from array import array
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from dateline.errors import DataError
from dateline.gazetteer import layout
from dateline.gazetteer.dump import DumpRow, Progress, dump_rows
from dateline.gazetteer.indexing import ALTERNATE_PENALTY, rows_of
from dateline.gazetteer.names import fold
from dateline.gazetteer.reader import Gazetteer
from dateline.gazetteer.sources import english_area_name
from dateline.gazetteer.writing import write_file

if TYPE_CHECKING:
    import numpy as np

PART_BITS = 6
PARTS = 1 << PART_BITS
"""Files that the index is sorted in: of 25 million names each holds 400,000 or 6 MB."""
RANK_ZERO = 13_000
"""Added to a rank in thousandths (importance is at most 12.75), so that ranks sort as whole numbers in 16 bits."""
HELD_ROWS = 20_000
"""Rows of a part that are kept before they are written."""
LEAST_PEOPLE = 500
"""A settlement of so many people is found like those of the base gazetteer; smaller ones stand apart, as its own do."""
MAIN_FEATURES = frozenset({"P.PPLC", "P.PPLA", "P.PPLA2", "A.ADM1", "A.ADM2", "S.AIRB", "L.MILB"})
AREA_FEATURES = frozenset({"A.ADM1", "A.ADM2"})


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: places added, and places of the dump that the base had already."""

    path: Path
    added: int
    known: int


@dataclass(slots=True)
class _Part:
    """Names whose hashes begin alike, on their way into a file."""

    path: Path
    rows: array[int] = field(default_factory=lambda: array("I"))

    def add(self, key: int, check: int, rank: float, value: int) -> None:
        self.rows.extend((key, check << 16 | RANK_ZERO + round(rank * 1000), value))
        if len(self.rows) >= 3 * HELD_ROWS:
            self.flush()

    def flush(self) -> None:
        with self.path.open("ab") as file:
            self.rows.tofile(file)
        self.rows = array("I")


def import_dump(dump: Path, output: Path, *, base: Gazetteer, progress: Progress | None = None) -> Imported:
    """Write a gazetteer of a base and what a dump of GeoNames adds to it.

    Args:
        dump: ``allCountries.txt``, a country's file, or the zip of either.
        output: where to write; an existing file is replaced only once the new one is whole.
        base: what is added to; places whose GeoNames id it has are left as they are.
        progress: told how far the dump is read, in bytes; it is read twice.

    Raises:
        DataError: the dump cannot be read or is none, or holds more than the form has room for.
    """
    if not output.parent.is_dir():
        raise DataError(f"{output}: there is no folder {output.parent}")
    if output.is_dir():
        raise DataError(f"{output} is a folder; name the file to write")
    if output.exists() and dump.exists() and output.samefile(dump):
        raise DataError(f"{output} is the dump itself; name another file to write")
    with tempfile.TemporaryDirectory(prefix=".dateline-import-", dir=output.parent) as folder:
        adding = _Adding(base, Path(folder))
        first, second = _halves(progress)
        for row in dump_rows(dump, only=AREA_FEATURES, progress=first):
            adding.add_area(row)
        for row in dump_rows(dump, progress=second):
            adding.add(row)
        adding.write(output, dump.name)
        return Imported(output, adding.added, adding.known)


def _halves(progress: Progress | None) -> tuple[Progress | None, Progress | None]:
    """Return what tells of the first and of the second reading as halves of one way."""
    if progress is None:
        return None, None
    tell = progress
    return lambda done, size: tell(done, 2 * size), lambda done, size: tell(size + done, 2 * size)


class _Adding:
    """The gazetteer that is being made."""

    def __init__(self, base: Gazetteer, folder: Path) -> None:
        self._base = base
        self._folder = folder
        self.added = self.known = 0
        self._seen = bytearray((layout.MAX_GEONAMES_ID >> 3) + 1)
        header = base.header()
        for number, *_ in layout.RECORD.iter_unpack(base.section("records")):
            self._seen[number >> 3] |= 1 << (number & 7)
        self._areas = _area_codes(base)
        self._new_areas = bytearray()
        self._area_count = len(base.section("areas")) // layout.AREA.size
        self._countries = list(header["countries"])
        self._country_numbers = {code: n for n, code in enumerate(self._countries)}
        self._zones = list(header["zones"])
        self._zone_numbers = {zone: n for n, zone in enumerate(self._zones)}
        self._firsts: dict[int, int] = {}
        self._kinds = dict.fromkeys(layout.KINDS, 0)
        self._records = self._file("records", base.section("records"))
        self._strings = self._file("strings", base.section("strings"))
        self._offset = len(base.section("strings"))
        self._parts = [_Part(folder / f"part-{n}") for n in range(PARTS)]

    def _file(self, name: str, begin: memoryview) -> BinaryIO:
        file = (self._folder / name).open("wb", buffering=1 << 20)
        file.write(begin)
        return file

    def _string(self, text: str) -> int:
        raw = text.encode()[:0xFFFF]
        offset = self._offset
        self._strings.write(len(raw).to_bytes(2, "little") + raw)
        self._offset += 2 + len(raw)
        if self._offset > layout.NONE32:
            raise DataError("the names of the dump take more than 4 GB, for which the gazetteer's form has no room")
        return offset

    def add_area(self, row: DumpRow) -> None:
        """Make a first- or second-order area known, so that places can lie in it."""
        code = f"{row.country}.{row.admin1}" if row.code == "A.ADM1" else f"{row.country}.{row.admin1}.{row.admin2}"
        if code in self._areas or not row.admin1 or (row.code == "A.ADM2" and not row.admin2):
            return
        name = self._string(english_area_name(row.name, row.names))
        parent = (
            self._areas.get(f"{row.country}.{row.admin1}", layout.NONE32) if row.code == "A.ADM2" else layout.NONE32
        )
        self._new_areas += layout.AREA.pack(name, self._string(code), parent)
        self._areas[code] = self._area_count
        self._area_count += 1

    def add(self, row: DumpRow) -> None:
        """Add a place, unless it is known."""
        number = row.geonames_id
        if self._seen[number >> 3] >> (number & 7) & 1:
            self.known += 1
            return
        self._seen[number >> 3] |= 1 << (number & 7)
        index = len(self._base) + self.added
        if index > layout.PLACE_MASK:
            raise DataError(
                f"the dump holds more places than the gazetteer's form has room for ({layout.PLACE_MASK:,})"
            )
        self.added += 1
        self._kinds[row.feature.kind] += 1
        self._records.write(self._record(row))
        minor = row.population < LEAST_PEOPLE and row.code not in MAIN_FEATURES
        found = rows_of(
            index, fold(row.name), row.names, country=row.country, importance=row.importance,
            population=row.population, source="dump", minor=minor,
        )  # fmt: skip
        for (key, check, rank, value), first in found:
            self._parts[key >> (32 - PART_BITS)].add(key, check, rank, value)
            if first:
                word, _, count = first.partition(" ")
                hashed, _ = layout.hash_of(word)
                self._firsts[hashed] = max(self._firsts.get(hashed, 0), int(count))

    def _record(self, row: DumpRow) -> bytes:
        first = f"{row.country}.{row.admin1}"
        area = self._areas.get(f"{first}.{row.admin2}", self._areas.get(first, layout.NONE32))
        return layout.RECORD.pack(
            row.geonames_id,
            self._string(row.name),
            round(row.lat * 1e5),
            round(row.lon * 1e5),
            min(row.population, layout.NONE32),
            area,
            min(round(row.radius_km * 10), layout.NONE16),
            self._number(row.zone, self._zones, self._zone_numbers, most=layout.NONE16) if row.zone else layout.NONE16,
            self._number(row.country, self._countries, self._country_numbers, most=0x100),
            layout.KINDS.index(row.feature.kind) | layout.PRECISIONS.index(row.feature.precision) << 4,
            min(255, round(row.importance * 20)),
            layout.SOURCES.index("dump"),
        )

    @staticmethod
    def _number(word: str, words: list[str], numbers: dict[str, int], *, most: int) -> int:
        if word not in numbers:
            if len(words) >= most:
                raise DataError(f"the dump names more than {most} countries or zones; {word[:40]!r} is one too many")
            numbers[word] = len(words)
            words.append(word)
        return numbers[word]

    def write(self, output: Path, name: str) -> None:
        """Merge the names and write the file."""
        self._records.close()
        self._strings.close()
        for part in self._parts:
            part.flush()
        self._merge()
        words = self._base.section("firsts").cast("I"), self._base.section("lengths")
        firsts = dict(zip(*words, strict=False))
        for key, length in self._firsts.items():
            firsts[key] = max(firsts.get(key, 0), length)
        keys = sorted(firsts)
        sections: dict[str, bytes | Path] = {
            "records": self._folder / "records",
            "cells": bytes(self._base.section("cells")),
            "areas": bytes(self._base.section("areas")) + bytes(self._new_areas),
            "keys": self._folder / "keys",
            "checks": self._folder / "checks",
            "values": self._folder / "values",
            "firsts": array("I", keys).tobytes(),
            "lengths": array("B", (firsts[key] for key in keys)).tobytes(),
            "strings": self._folder / "strings",
        }
        header = self._base.header()
        counts = header["counts"] | {"dump": header["counts"].get("dump", 0) + self.added}
        kinds = {kind: count + self._kinds[kind] for kind, count in header["kinds"].items()}
        write_file(
            output,
            header
            | {
                "sources": _with_dump(header["sources"], name, self.added),
                "counts": counts,
                "kinds": kinds,
                "countries": self._countries,
                "zones": self._zones,
            },
            sections,
        )

    def _merge(self) -> None:
        """Sort each part together with the base's names of the same stretch, and append it to the index."""
        import numpy as np

        base = _base_rows(self._base)
        bounds = np.searchsorted(base[0], np.arange(PARTS + 1, dtype=np.uint64) << np.uint64(32 - PART_BITS))
        with (
            (self._folder / "keys").open("wb") as keys,
            (self._folder / "checks").open("wb") as checks,
            (self._folder / "values").open("wb") as values,
        ):
            for number, part in enumerate(self._parts):
                new = np.fromfile(part.path, dtype="<u4").reshape(-1, 3)
                part.path.unlink()
                stretch = slice(int(bounds[number]), int(bounds[number + 1]))
                key = np.concatenate([base[0][stretch], new[:, 0]])
                rest = np.concatenate([base[1][stretch], new[:, 1]])
                value = np.concatenate([base[2][stretch], new[:, 2]])
                order = np.lexsort((value, rest, key))
                keys.write(key[order].astype("<u4").tobytes())
                checks.write((rest[order] >> 16).astype("<u2").tobytes())
                values.write(value[order].astype("<u4").tobytes())


def _with_dump(sources: dict[str, str], name: str, added: int) -> dict[str, str]:
    """Return what a gazetteer is made of with a dump told too; one of a like name that came in before keeps its line."""
    if not added:
        return sources
    title, number = f"GeoNames dump {name}", 2
    while title in sources:
        title, number = f"GeoNames dump {name} ({number})", number + 1
    return sources | {title: f"{added} places"}


def _area_codes(base: Gazetteer) -> dict[str, int]:
    """Return the number of each area of the base by its GeoNames code."""
    strings = base.section("strings")
    codes = {}
    for number, (_, offset, _) in enumerate(layout.AREA.iter_unpack(base.section("areas"))):
        size = strings[offset] | strings[offset + 1] << 8
        codes[bytes(strings[offset + 2 : offset + 2 + size]).decode()] = number
    return codes


def _base_rows(base: Gazetteer) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return the base's keys, its checks with the ranks of the names, and its values."""
    import numpy as np

    keys = np.frombuffer(base.section("keys"), dtype="<u4")
    checks = np.frombuffer(base.section("checks"), dtype="<u2").astype(np.uint32)
    values = np.frombuffer(base.section("values"), dtype="<u4")
    weights = np.frombuffer(base.section("records"), dtype=np.uint8).reshape(-1, layout.RECORD.size)
    importance = weights[values & layout.PLACE_MASK, layout.WEIGHT_OFFSET].astype(np.int64) * 50
    alternate = (values >> 24) & layout.MAIN_NAME == 0
    ranks = RANK_ZERO - importance + alternate * round(ALTERNATE_PENALTY * 1000)
    return keys, checks << np.uint32(16) | ranks.astype(np.uint32), values
