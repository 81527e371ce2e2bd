"""The form of the gazetteer's file: one header, then plain little-endian arrays that are mapped and never copied.

::

    magic, version, length of the header's JSON
    JSON: counts, the offset of every section, the sources with their versions, short lists (countries, zones)
    records   one fixed-size record a place; the settlements come first, in the order of their grid cell
    cells     for each grid cell of one degree the index of its first settlement
    areas     for each administrative area the offsets of its name and of its GeoNames code, and the area that holds it
    keys      sorted 32-bit hashes of folded names, one for each pair of name and place
    checks    16 further bits of the hash, beside the keys
    values    the place of the pair (low 24 bits) and how the place bears the name (high 8 bits)
    firsts    sorted 32-bit hashes of the first words of names, and beside them
    lengths   the most words that a name beginning so has
    strings   UTF-8 names, each after its length (two bytes)
"""

from __future__ import annotations

import hashlib
import struct

MAGIC = b"DLGAZ\x00"
VERSION = 2
HEADER = struct.Struct("<6sHI")

RECORD = struct.Struct("<IIiiIIHHBBBB")
"""Id, name, latitude and longitude (1e-5 degrees), population, the smallest area, radius (0.1 km), zone, country, kind and
precision, importance (twentieths), source."""
COUNTRY_OFFSET, WEIGHT_OFFSET, SOURCE_OFFSET = 28, 30, 31
"""Where the numbers of country, importance and source stand in a record."""
AREA = struct.Struct("<III")
"""Name, GeoNames code, and the number of the area that holds it."""
POINT = struct.Struct("<ii")
POINT_OFFSET = 8
"""Where latitude and longitude stand in a record, for searches that need no more of it."""

KINDS: tuple[str, ...] = ("site", "settlement", "district", "admin", "country", "sea", "river", "region", "route")
PRECISIONS: tuple[str, ...] = ("site", "town", "admin2", "admin1", "country", "sea", "region")
SOURCES: tuple[str, ...] = (
    "geonames", "areas", "airports", "hand", "countries", "psgc", "indiapost", "ngtowns", "ucdp", "dump",
)  # fmt: skip
"""Where a place came from; the order is part of the form."""
TITLES: dict[str, str] = {
    "geonames": "settlements of GeoNames",
    "areas": "administrative areas of GeoNames",
    "airports": "airports and air bases",
    "hand": "our own tables",
    "countries": "states and territories",
    "psgc": "barangays of the Philippines",
    "indiapost": "post villages of India",
    "ngtowns": "towns and villages of Nigeria",
    "ucdp": "places of UCDP's conflict events",
    "dump": "imported from a GeoNames dump",
}

MAX_GEONAMES_ID = 0x3FFFFFF
"""67 million; GeoNames counts up to 13 million."""
NONE16 = 0xFFFF
NONE32 = 0xFFFFFFFF
PLACE_MASK = 0x00FFFFFF
MAIN_NAME = 1
"""The pair's name is the one that the place is mainly called by, not an alternate."""
LOOSE_MARK = "~"
"""Stands before the skeleton of a name where that is indexed; no folded name holds it."""

MINOR_MARK = "^"
"""Stands before the names of villages and quarters so small that only who knows the country should ask for them."""

CELLS = 180 * 360


def cell_of(lat: float, lon: float) -> int:
    """Return the grid cell of a point, one degree on each side."""
    row = min(179, max(0, int(lat + 90)))
    column = int((lon + 180) % 360)
    return row * 360 + min(359, column)


def hash_of(folded: str) -> tuple[int, int]:
    """Return the key (32 bits) and the check (16 bits) of a folded name."""
    digest = hashlib.blake2b(folded.encode(), digest_size=6).digest()
    return int.from_bytes(digest[:4], "little"), int.from_bytes(digest[4:], "little")
