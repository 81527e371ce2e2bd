"""The tellings of a partition by their numbers, and the pairs of them that are compared.

Of each telling some 50 bytes are kept in memory; it lies in the spool itself, and its keys and their pairs lie on shelves (`shelves`):
keys by their first bits, so that a block is on one shelf; pairs by the place of the earlier telling in the order of publication, so
that a shelf is a range of days, and what is compared together is read together.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dateline.linkage.blocks import number_of
from dateline.linkage.graph import Codes, Keys, Numbers, pairs_in_blocks, rank_of, repeated
from dateline.linkage.hanging import scene_of
from dateline.linkage.keys import keys_of
from dateline.linkage.shelves import Shelves
from dateline.linkage.spool import Spool, written
from dateline.linkage.telling import Telling, twin_of

UNDATED = 10**9
KEY_BITS = 6
"""Bits of a key that say its shelf: of a million tellings one holds some 300,000 keys, and as many pairs as 5 MB hold."""
KEYS_AT_ONCE = 200_000
RANGE = 8_192
"""Tellings in the order of publication whose pairs with later ones are one shelf; of the made archive (bench/made_archive.py) 27 days."""
OWNED = np.dtype([("key", "<u8"), ("owner", "<i4")])
DROPPED = -1


@dataclass(frozen=True, slots=True)
class Noted:
    """What is noted of a telling, in plain values: it may be made in another process.

    Args:
        plain: the telling as the spool keeps it.
        keys: numbers of its blocking keys.
    """

    plain: bytes
    day: int
    rank: int
    twin: int
    scene: int
    keys: tuple[int, ...]

    @classmethod
    def of(cls, telling: Telling) -> Noted:
        """Return what is noted of a telling."""
        day = telling.published
        return cls(
            written(telling),
            int(day[:10].replace("-", "")) if day else UNDATED,
            rank_of(telling.event_id),
            number_of(twin_of(telling)),
            scene_of(telling),
            tuple(map(number_of, keys_of(telling))),
        )


class Nodes:
    """The tellings by their numbers, and the keys of those that are compared.

    Tellings that no comparison can tell apart (`twin_of`) are compared as one, the first of them.
    """

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._days = array("i")
        self._ranks = array("Q")
        self._twins = array("Q")
        self._scenes = array("I")
        self._keys = array("Q")
        self._owners = array("i")
        self._shelves = Shelves(1 << KEY_BITS, OWNED)
        self._order = np.empty(0, np.int64)
        self.places: Numbers = np.empty(0, np.int32)
        self._by_place: Numbers = np.empty(0, np.int32)
        self.firsts: Numbers = np.empty(0, np.int32)

    def __len__(self) -> int:
        return len(self._days)

    def add(self, noted: Noted) -> None:
        """Note a telling under the next number."""
        number = len(self)
        self._spool.add(noted.plain)
        self._days.append(noted.day)
        self._ranks.append(noted.rank)
        self._twins.append(noted.twin)
        self._scenes.append(noted.scene)
        self._keys.extend(noted.keys)
        self._owners.extend([number] * len(noted.keys))
        if len(self._keys) >= KEYS_AT_ONCE:
            self._put_keys_by()

    def _put_keys_by(self) -> None:
        rows = np.empty(len(self._keys), OWNED)
        rows["key"], rows["owner"] = self._keys, self._owners
        self._shelves.add((rows["key"] >> np.uint64(64 - KEY_BITS)).astype(np.int64), rows)
        self._keys, self._owners = array("Q"), array("i")

    def settle(self) -> None:
        """Say that all are there. Of those of one id the first is kept; the others are `DROPPED`."""
        self._put_keys_by()
        number = len(self)
        self._by_place = np.argsort(np.array(self._days, np.int32), kind="stable").astype(np.int32)
        self.places = np.empty(number, np.int32)
        self.places[self._by_place] = np.arange(number, dtype=np.int32)
        self.firsts = np.arange(number, dtype=np.int32)
        ranks = self.ranks
        self._order = np.argsort(ranks, kind="stable")
        for same in repeated(ranks, self._order):
            seen: set[str] = set()
            for one in same:
                event = self._spool.reader[one].event_id
                self.firsts[one] = DROPPED if event in seen else one
                seen.add(event)
        twins = np.array(self._twins, np.uint64)
        self._twins = array("Q")
        for same in repeated(twins, np.argsort(twins, kind="stable")):
            if there := [one for one in same if self.firsts[one] != DROPPED]:
                self.firsts[there] = min(there, key=lambda one: self._spool.reader[one].order)

    @property
    def ranks(self) -> Keys:
        """The rank of each telling by its number, as `rank_of` gives it."""
        return np.frombuffer(self._ranks, np.uint64) if self._ranks else np.empty(0, np.uint64)

    @property
    def scenes(self) -> npt.NDArray[np.uint32]:
        """The scene of each telling, by its number."""
        return np.frombuffer(self._scenes, np.uint32) if self._scenes else np.empty(0, np.uint32)

    def number_of(self, event: str) -> int | None:
        """Return the number of an event id, None where it is not there."""
        ranks, rank = self.ranks, rank_of(event)
        at = int(np.searchsorted(ranks, np.uint64(rank), sorter=self._order))
        for one in self._order[at:].tolist():
            if ranks[one] != rank:
                break
            if self._spool.reader[one].event_id == event:
                return int(one)
        return None

    def keyed(self) -> Iterator[tuple[Keys, Numbers]]:
        """Yield the keys of those that are compared, with the number of each one's telling, shelf by shelf."""
        for rows in self._shelves.take():
            chosen = rows[self.firsts[rows["owner"]] == rows["owner"]]
            yield chosen["key"], chosen["owner"]

    def pairs(self) -> tuple[int, Iterator[tuple[Numbers, Numbers]]]:
        """Return how many pairs there are at most, and the numbers of each pair that is compared, range by range of days; can be asked for once."""
        count = len(self)
        shelves = Shelves(count // RANGE + 1, np.int64)
        ranks = self.ranks[self._by_place]
        floods: set[bytes] = set()
        with self._shelves:
            for keys, owners in self.keyed():
                for found in pairs_in_blocks(keys, self.places[owners], ranks, floods):
                    shelves.add(found // (count * RANGE), found)
        return shelves.rows, self._ends(shelves)

    def _ends(self, shelves: Shelves) -> Iterator[tuple[Numbers, Numbers]]:
        with shelves:
            for codes in shelves.take():
                pairs: Codes = np.unique(codes)
                yield self._by_place[pairs // len(self)], self._by_place[pairs % len(self)]
