"""Which pairs of a block are compared: all of a small one; of a large one those with one of its anchors.

A flood of reports on one incident, or of copies made to choke the store, puts thousands of tellings under one key. From
BLOCK_LIMIT nodes on, each is compared with the ANCHORS nodes whose hashes are least, and with no other by this key. Which these
are hangs on the block's members alone, not on who came first. Incidents of a large block that no anchor tells are found
by their narrower keys (names, houses, copies), whose blocks are small.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dateline.text import content_id

BLOCK_LIMIT = 150
ANCHORS = 40


def anchors_of(nodes: Sequence[str]) -> tuple[str, ...]:
    """Return the anchors of a block, of its nodes' ids; all of them where it is small."""
    if len(nodes) <= BLOCK_LIMIT:
        return tuple(sorted(nodes))
    return tuple(sorted(nodes, key=content_id)[:ANCHORS])


def pairs_of(nodes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each pair of a block's nodes that is compared, once, its ids sorted."""
    anchors = anchors_of(nodes)
    among = set(anchors)
    for number, anchor in enumerate(anchors):
        yield from ((anchor, other) if anchor < other else (other, anchor) for other in anchors[number + 1 :])
        if len(anchors) < len(nodes):
            yield from (
                (anchor, other) if anchor < other else (other, anchor) for other in sorted(nodes) if other not in among
            )
