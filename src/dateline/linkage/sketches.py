"""Sketches of texts: a few numbers by which copies of a wire text are known, however they were cut.

A sketch holds, for each of SKETCH_SIZE hash functions, the least hash among the text's shingles (runs of SHINGLE
words); the share of places in which two sketches agree estimates the share of shingles that the texts have in common
(Broder 1997, "On the resemblance and containment of documents").
"""

from __future__ import annotations

import functools
import re
import zlib
from collections.abc import Iterable
from operator import eq

import numpy as np
import numpy.typing as npt

SHINGLE = 4
SKETCH_SIZE = 24
LONGEST = 4000
"""Words of a text that are looked at: the cost of a hostile text stays bounded."""

_PRIME = (1 << 31) - 1
_WORD = re.compile(r"[^\W_]+")


@functools.cache
def _factors(size: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the factors and summands of so many hash functions, the same for ever."""
    rows = [(zlib.crc32(b"a%d" % i) % (_PRIME - 1) + 1, zlib.crc32(b"b%d" % i) % _PRIME) for i in range(size)]
    return np.array([a for a, _ in rows], np.int64)[:, None], np.array([b for _, b in rows], np.int64)[:, None]


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, at most LONGEST."""
    return [match.group().lower() for _, match in zip(range(LONGEST), _WORD.finditer(text), strict=False)]


def least_hashes(items: Iterable[str], size: int) -> tuple[int, ...]:
    """Return the least hash of the items under each of `size` functions; none where there are no items."""
    hashes = {zlib.crc32(item.encode("utf-8", "surrogatepass")) % _PRIME for item in items}
    if not hashes:
        return ()
    factors, summands = _factors(size)
    values = np.fromiter(sorted(hashes), np.int64, len(hashes))[None, :]
    least: list[int] = ((factors * values + summands) % _PRIME).min(axis=1).tolist()
    return tuple(least)


def sketch_of(text: str) -> tuple[int, ...]:
    """Return the sketch of a text; empty for one of fewer words than two shingles have."""
    words = words_of(text)
    if len(words) < 2 * SHINGLE:
        return ()
    return least_hashes((" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)), SKETCH_SIZE)


def likeness(sketch: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Return how much two texts have in common by their sketches, 0 … 1; 0 where one has none."""
    if not sketch or len(sketch) != len(other):
        return 0.0
    same: int = sum(map(eq, sketch, other))
    return same / len(sketch)
