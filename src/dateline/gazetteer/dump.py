"""Read a dump of GeoNames (``allCountries.txt``, a country's file, or the zip of either) row by row."""

from __future__ import annotations

import functools
import io
import math
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from dateline.errors import DataError
from dateline.gazetteer import layout
from dateline.gazetteer.sources import data_rows, useful

if TYPE_CHECKING:
    from dateline.vocabulary import PlaceKind, PlacePrecision

COLUMNS = 19
LONGEST_LINE = 1 << 17
"""Bytes; GeoNames allows 10,000 characters of alternate names, and no other column is long."""
MOST_NAMES = 40
"""Alternate names of a place that are kept."""

Progress = Callable[[int, int], None]
"""Told, now and then, the bytes read and the bytes there are."""


@dataclass(frozen=True, slots=True)
class Feature:
    """What a feature of GeoNames becomes."""

    kind: PlaceKind
    precision: PlacePrecision
    radius_km: float
    importance: float


@dataclass(frozen=True, slots=True)
class DumpRow:
    """A place of the dump that is taken over."""

    geonames_id: int
    name: str
    names: tuple[str, ...]
    lat: float
    lon: float
    code: str
    feature: Feature
    country: str
    admin1: str
    admin2: str
    population: int
    zone: str

    @property
    def radius_km(self) -> float:
        """Within this distance of the point it lies."""
        if self.feature.kind == "settlement" and self.population:
            return 1 + 0.008 * math.sqrt(self.population)
        return self.feature.radius_km

    @property
    def importance(self) -> float:
        """How likely a bare name means it."""
        if self.feature.kind == "settlement" and self.population:
            return math.log10(self.population + 1)
        return self.feature.importance


@functools.cache
def features() -> dict[str, Feature]:
    """Return what the features that are taken over become, by class and code."""
    return {
        feature: Feature(cast("PlaceKind", kind), cast("PlacePrecision", precision), float(radius), float(importance))
        for feature, kind, precision, radius, importance in data_rows("geonames_features.tsv")
    }


def dump_rows(path: Path, *, only: frozenset[str] | None = None, progress: Progress | None = None) -> Iterator[DumpRow]:
    """Yield the rows of a dump that are taken over, in order.

    Args:
        only: features to look at, by class and code; None for all of the table.
        progress: told the bytes read of those there are.

    Raises:
        DataError: the file cannot be read or is no dump; the message names the line and what was expected there.
    """
    wanted = features()
    with _opened(path) as (file, size):
        read = number = 0
        for number, line in enumerate(iter(lambda: file.readline(LONGEST_LINE), b""), start=1):
            read += len(line)
            if progress is not None and number % 20_000 == 0:
                progress(read, size)
            cells = _cells(line, path, number)
            code = f"{cells[6]}.{cells[7]}"
            feature = wanted.get(code)
            if feature is None or (only is not None and code not in only):
                continue
            yield _row(cells, code, feature, path, number)
        if number == 0:
            raise DataError(f"{path}: the file is empty; expected a GeoNames dump such as allCountries.txt")
        if progress is not None:
            progress(size, size)


@contextmanager
def _opened(path: Path) -> Iterator[tuple[IO[bytes], int]]:
    """Open a dump, or the one dump in a zip, with its size in bytes."""
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                inside = [
                    m for m in archive.infolist() if m.filename.endswith(".txt") and "readme" not in m.filename.lower()
                ]
                if len(inside) != 1:
                    raise DataError(f"{path}: expected one .txt file in the zip beside a readme; found {len(inside)}")
                with archive.open(inside[0]) as file:
                    yield io.BufferedReader(cast("io.RawIOBase", file), 1 << 20), inside[0].file_size
        else:
            with path.open("rb", buffering=1 << 20) as file:
                yield file, path.stat().st_size
    except FileNotFoundError as error:
        raise DataError(f"{path}: there is no such file") from error
    except IsADirectoryError as error:
        raise DataError(
            f"{path} is a folder; name the dump in it, such as allCountries.txt or allCountries.zip"
        ) from error
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise DataError(f"{path}: the zip is broken or locked: {error}") from error
    except PermissionError as error:
        raise DataError(f"{path}: it may not be read: {error.strerror}") from error


def _cells(line: bytes, path: Path, number: int) -> list[str]:
    """Return the cells of a line after checking that it is one of a dump."""
    if b"\x00" in line:
        raise DataError(f"{path}, line {number}: a binary file; expected tab-separated text of GeoNames")
    if not line.endswith(b"\n") and len(line) >= LONGEST_LINE:
        raise DataError(
            f"{path}, line {number}: longer than {LONGEST_LINE} bytes; expected tab-separated text of GeoNames"
        )
    try:
        cells = line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n").split("\t")
    except UnicodeDecodeError as error:
        raise DataError(f"{path}, line {number}: not UTF-8 at byte {error.start}; GeoNames' dumps are UTF-8") from error
    if len(cells) != COLUMNS:
        short = f" (the file may be cut off: the line begins {cells[0][:40]!r})" if len(cells) < COLUMNS else ""
        raise DataError(f"{path}, line {number}: {len(cells)} columns; a GeoNames dump has {COLUMNS}{short}")
    return cells


def _printable(name: str) -> str:
    """Return a name without signs that steer a terminal or turn the direction of writing."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())


def _row(cells: list[str], code: str, feature: Feature, path: Path, number: int) -> DumpRow:
    def number_in(at: int, what: str, least: float, most: float) -> float:
        try:
            value = float(cells[at])
        except ValueError:
            value = math.nan
        if not least <= value <= most:
            raise DataError(
                f"{path}, line {number}: column {at + 1} is {cells[at][:40]!r}; expected {what} from {least:g} to {most:,.12g}"
            )
        return value

    name, country = _printable(cells[1]), cells[8]
    if country and not (len(country) == 2 and country.isascii() and country.isupper()):
        raise DataError(f"{path}, line {number}: column 9 is {country[:40]!r}; expected a country code such as SY")
    return DumpRow(
        geonames_id=int(number_in(0, "a GeoNames id", 1, layout.MAX_GEONAMES_ID)),
        name=name or _printable(cells[2]),
        names=tuple(useful(filter(str.isprintable, cells[3].split(","))))[:MOST_NAMES] if cells[3] else (),
        lat=number_in(4, "degrees north", -90, 90),
        lon=number_in(5, "degrees east", -180, 180),
        code=code,
        feature=feature,
        country=country,
        admin1=cells[10],
        admin2=cells[11],
        population=int(number_in(14, "people", 0, 1e11)) if cells[14] else 0,
        zone=cells[17],
    )
