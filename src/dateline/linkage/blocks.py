"""Which pairs of a block are compared: all of a small one; of a large one those with one of its anchors, or none.

A flood of reports on one incident, or of copies made to choke the store, puts thousands of tellings under one key. From
BLOCK_LIMIT nodes on, each is compared with the ANCHORS nodes whose hashes are least, and with no other by this key. Which these
are hangs on the block's members alone, not on who came first. Incidents of a large block that no anchor tells are found
by their narrower keys (names, houses, copies), whose blocks are small.

A key may be loose: what it joins says something only where it is rare, as a word of a name does that few reports of a
month hold. From LOOSE_LIMIT nodes on it asks for no pair at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from dateline.text import content_id

BLOCK_LIMIT = 150
ANCHORS = 40
LOOSE_LIMIT = 40
"""Of 10,000 made events (bench/made_archive.py) 100 of 9,600 words of names are in more tellings than that; they gave half of all pairs, and one in
two thousand of the true ones."""
LOOSE = "~"
"""What a loose key begins with."""


def number_of(key: str) -> int:
    """Return 64 bits for a key; the lowest is 1 where it is loose."""
    digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    number = int.from_bytes(digest, "big")
    return number | 1 if key.startswith(LOOSE) else number & ~1


def anchors_of(nodes: Sequence[str]) -> tuple[str, ...]:
    """Return the anchors of a block, of its nodes' ids; all of them where it is small."""
    if len(nodes) <= BLOCK_LIMIT:
        return tuple(sorted(nodes))
    return tuple(sorted(nodes, key=content_id)[:ANCHORS])


def pairs_of(nodes: Sequence[str], *, loose: bool = False) -> Iterator[tuple[str, str]]:
    """Yield each pair of a block's nodes that is compared, once, its ids sorted.

    Args:
        loose: its key is a loose one.
    """
    if loose and len(nodes) > LOOSE_LIMIT:
        return
    anchors = anchors_of(nodes)
    among = set(anchors)
    for number, anchor in enumerate(anchors):
        yield from ((anchor, other) if anchor < other else (other, anchor) for other in anchors[number + 1 :])
        if len(anchors) < len(nodes):
            yield from (
                (anchor, other) if anchor < other else (other, anchor) for other in sorted(nodes) if other not in among
            )
