"""What speaks for a word's case: the signs that the model weighs."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

from dateline.stages.casing.names import Listing
from dateline.stages.casing.units import Unit

BUCKETS = 1 << 17
"""Places that features are hashed into."""
EDGE = "|"
"""Stands for what is before the first and behind the last word."""


def hashed(feature: str) -> int:
    """Return the place of a feature among the weights."""
    return zlib.crc32(feature.encode()) & (BUCKETS - 1)


def written(form: str) -> str:
    """Return how a form is written: L(ower), C(apitalised) or U(pper)."""
    if form.islower() or not form[:1].isupper():
        return "L"
    return "U" if len(form) > 1 and form.isupper() else "C"


def feature_rows(units: Sequence[Unit], listed: Sequence[Listing], known: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Return the features of every unit of a sentence, as places among the weights.

    Args:
        known: of every unit, what the vocabulary says: how often it is written in which way, and of which word classes it is.
    """
    signs = [_signs(listing, word) for listing, word in zip(listed, known, strict=True)]
    return [[hashed(f) for f in _features(i, units, signs)] for i in range(len(units))]


def _signs(listing: Listing, known: tuple[int, int]) -> tuple[str, str, str]:
    """Return what is known of a word alone: of its counts, of its word classes, of the lists."""
    actor = f"{written(listing.actor)}{'+' if listing.several else ''}" if listing.actor else ""
    place = f"{listing.place[:1]}{'+' if listing.inside else ''}"
    return str(known[0]), str(known[1]), f"{actor}/{place}"


def _features(i: int, units: Sequence[Unit], signs: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    unit = units[i]
    word = unit.key
    before = units[i - 1].key if i else EDGE
    after = units[i + 1].key if i + 1 < len(units) else EDGE
    none = (EDGE, EDGE, EDGE)
    counts, classes, lists = signs[i]
    counts_before, classes_before, lists_before = signs[i - 1] if i else none
    counts_after, classes_after, lists_after = signs[i + 1] if i + 1 < len(units) else none
    yield "bias"
    yield f"w={word}"
    yield f"bw={before} {word}"
    yield f"wa={word} {after}"
    yield f"b={before}{unit.before}"
    yield f"a={unit.after}{after}"
    yield f"c={counts}"
    yield f"bc={counts_before} {counts}{unit.before}"
    yield f"ca={counts} {counts_after}{unit.after}"
    yield f"k={classes} {counts}"
    yield f"l={lists}"
    yield f"lk={lists} {classes}"
    yield f"lc={lists} {counts}"
    yield f"bl={lists_before} {lists}"
    yield f"la={lists} {lists_after}"
    yield f"g={unit.before}_{unit.after}"
    yield f"gb={unit.before} {counts}"
    yield f"bcl={counts_before} {lists} {classes}"
    yield f"acl={counts_after} {lists} {classes}"
    seen = "0" if counts == "0" else "1"
    yield f"s3={word[-3:]} {seen}"
    yield f"p3={word[:3]} {seen}"
    yield f"n={min(len(word), 8)} {'v' if any(c in 'aeiouy' for c in word) else '-'} {seen}"
    yield f"nk={seen} {classes} {classes_before} {classes_after}"
    two = units[i - 2].key if i > 1 else EDGE
    yield f"bb={two} {before}"
