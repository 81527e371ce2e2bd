"""What the store asks of linkage: the one module here that knows who answers."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from dateline.events import CodedReport
from dateline.store.incidents.material import Held
from dateline.text import content_id

if TYPE_CHECKING:
    from dateline.linkage import Cluster, Constraints, Link, Linker, Telling

MOST_READ = 20_000
"""Tellings that are held in memory, some 4 kB each."""

MOST_WEIGHED = 200_000
"""Pairs whose weights are held in memory, some 200 bytes each."""


@dataclass(frozen=True, slots=True)
class Kit:
    """A linker with what goes with it.

    Args:
        limit: members of a key up to which all are compared; beyond it each with the first `anchors` alone.
        loose_limit: members of a loose key (`dateline.linkage.blocks`) up to which it counts.
        held: events of one store that were read before.
    """

    linker: Linker
    tellings_of: Callable[[CodedReport], Sequence[Telling]]
    keys_of: Callable[[Telling], Sequence[str]]
    twin_of: Callable[[Telling], str]
    scene_of: Callable[[Telling], int]
    decode: Callable[[str], Telling]
    limit: int
    anchors: int
    loose_limit: int
    held: Held = field(default_factory=Held, compare=False)
    _read: dict[str, tuple[str, Telling]] = field(default_factory=dict, compare=False)
    _weighed: dict[tuple[str, str], tuple[Telling, Telling, float]] = field(default_factory=dict, compare=False)

    def telling(self, event_id: str, data: str) -> Telling:
        """Return the telling of its text; the last that were read are held, with what linkage notes beside them."""
        held = self._read.get(event_id)
        if held is None or held[0] != data:
            if len(self._read) >= MOST_READ:
                for some in list(islice(self._read, MOST_READ // 2)):
                    self._read.pop(some, None)
            held = self._read[event_id] = (data, self.decode(data))
        return held[1]

    def cluster(
        self, tellings: Sequence[Telling], links: Sequence[Link], constraints: Constraints
    ) -> tuple[Cluster, ...]:
        """Return the clusters of tellings, as `Linker.cluster` does."""
        from dateline.linkage.clustering import cluster

        return cluster(tellings, links, self._weigh, constraints)

    def _weigh(self, a: Telling, b: Telling) -> float:
        """Return the weight of two tellings: what lies around a growing cluster is weighed again and again."""
        key = (a.event_id, b.event_id)
        known = self._weighed.get(key)
        if known is None or known[0] is not a or known[1] is not b:
            if len(self._weighed) >= MOST_WEIGHED:
                self._weighed.clear()
            known = self._weighed[key] = (a, b, self.linker.weigh(a, b))
        return known[2]

    @property
    def standard(self) -> bool:
        """Whether tellings, keys and blocks are those of `dateline.linkage`, whatever the linker weighs."""
        other = default_kit()
        asked = ("tellings_of", "keys_of", "twin_of", "scene_of", "limit", "anchors", "loose_limit")
        return all(getattr(self, name) == getattr(other, name) for name in asked)

    def of_store(self) -> Kit:
        """Return a kit for one store: what it holds in memory is no other's."""
        return dataclasses.replace(self, held=Held(), _read={}, _weighed={})

    def hashes(self, telling: Telling) -> set[int]:
        """Return the hashes of the telling's keys."""
        from dateline.linkage import number_of

        return {signed(number_of(key)) for key in self.keys_of(telling)}

    def limit_of(self, key: int) -> int:
        """Return the members up to which all under a key are compared."""
        return self.loose_limit if is_loose(key) else self.limit

    def anchors_of(self, key: int) -> int:
        """Return how many of the first stand for all under a crowded key."""
        return 0 if is_loose(key) else self.anchors


@cache
def default_kit() -> Kit:
    """Return the linker that ships with dateline."""
    from dateline.linkage import ANCHORS, BLOCK_LIMIT, LOOSE_LIMIT, Linker, keys_of, scene_of, tellings_of, twin_of

    return Kit(Linker.default(), tellings_of, keys_of, twin_of, scene_of, _decoder(), BLOCK_LIMIT, ANCHORS, LOOSE_LIMIT)


def encode(telling: Telling) -> str:
    """Return a telling as text: its fields by place, since a store reads hundreds to add one report."""
    return json.dumps(_values(telling), default=_values, ensure_ascii=False, separators=(",", ":"))


def _values(value: object) -> Any:
    kind: Any = type(value)
    return _getter(kind)(value)


@cache
def _getter(kind: Any) -> attrgetter[Any]:
    # `dataclasses.astuple` would copy every value deeply: twenty times the time.
    return attrgetter(*(part.name for part in dataclasses.fields(kind)))


def _part(hint: Any) -> Any:
    """Return the dataclass that a field holds a tuple of; None where it holds plain values."""
    kinds = [kind for kind in get_args(hint) if dataclasses.is_dataclass(kind)]
    return kinds[0] if kinds else None


def _decoder() -> Callable[[str], Telling]:
    from dateline.linkage import Telling

    hints = get_type_hints(Telling)
    plan = [_part(hints[part.name]) for part in dataclasses.fields(Telling)]

    def decode(text: str) -> Telling:
        values = json.loads(text)
        for place, kind in enumerate(plan):
            if kind is not None:
                values[place] = tuple([kind(*item) for item in values[place]])
            elif type(values[place]) is list:
                values[place] = tuple(values[place])
        return Telling(*values)

    return decode


def rank_of(event_id: str) -> int:
    """Return the place of an event among the members of a crowded key: the order is that of linkage (`anchors_of`)."""
    return int(content_id(event_id)[:16], 16) - (1 << 63)


def hashed(word: str) -> int:
    """Return 64 bits of a word, signed as databases hold them."""
    digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def is_loose(key: int) -> bool:
    """Whether the number of a key is that of a loose one."""
    return bool(key & 1)


def signed(number: int) -> int:
    """Return 64 bits as databases hold them."""
    return number - (1 << 64) if number >> 63 else number
