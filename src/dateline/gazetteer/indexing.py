"""Which names a place is found by, as rows of the index: hashes, rank, and the place with how it bears the name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dateline.gazetteer import layout
from dateline.gazetteer.names import fold, skeleton

ALTERNATE_PENALTY = 0.7
"""An alternate name ranks its place as if it had a fifth of the people."""
METROPOLIS = 3_000_000
"""A city of so many people is known by its alternates too ("New York", "Kiev")."""
TRANSCRIBED = frozenset(
    "AE AF AM AZ BD BF BH BY CD CF CM CN DJ DZ EG EH ER ET GE IL IN IQ IR JO KE KG KH KP KR KW KZ LB LK LY MA ML MM MN MR "
    "MZ NE NG NP OM PH PK PS QA RU SA SD SN SO SS SY TD TH TJ TM TN UA UZ XK YE".split()
)
"""States whose names reach English through several transcriptions; only there a skeleton is worth its room."""
LOOSE_SOURCES = frozenset({"geonames", "areas", "hand"})
MAX_NAME_WORDS = 8

Row = tuple[int, int, float, int]
"""Key, check, rank (lower is likelier), value."""


def rows_of(
    index: int,
    folded: str,
    others: Iterable[str],
    *,
    country: str,
    importance: float,
    population: int,
    source: str,
    minor: bool,
) -> Iterator[tuple[Row, str]]:
    """Yield the rows of a place, each with the first word of its name, or an empty word where that opens no name.

    Args:
        index: the place's number.
        folded: its main name, folded; others: the rest of its names, as they are written.
        minor: so small that its names stand apart: ``Gazetteer.lookup_minor`` alone finds it.
    """
    loose = country in TRANSCRIBED and (source in LOOSE_SOURCES or minor)
    bones = skeleton(folded) if loose else None
    mark = layout.MINOR_MARK if minor else ""
    names = {folded, *map(fold, others)} - {""}
    for name in names:
        words = name.split()
        if len(words) > MAX_NAME_WORDS:
            continue
        # "Fallujah" is as good a main name of Al Fallūjah as what GeoNames writes.
        flag = layout.MAIN_NAME if name == folded or (bones and skeleton(name) == bones) else 0
        rank = importance - (0.0 if flag or population > METROPOLIS else ALTERNATE_PENALTY)
        yield (*layout.hash_of(mark + name), -rank, index | flag << 24), "" if minor else words[0] + f" {len(words)}"
    if loose:
        for sound in {skeleton(name) for name in names} - {None}:
            yield (*layout.hash_of(f"{mark}{layout.LOOSE_MARK}{sound}"), -importance, index), ""
