"""What the store asks of linkage: the one module here that knows who answers."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from dateline.events import CodedReport
from dateline.incidents import Evidence, IncidentKind


class TellingLike(Protocol):
    """What the store itself reads of a telling; the rest is linkage's own."""

    @property
    def event_id(self) -> str: ...  # noqa: D102
    @property
    def report_id(self) -> str: ...  # noqa: D102
    @property
    def published(self) -> str | None: ...  # noqa: D102
    @property
    def sketch(self) -> tuple[int, ...]: ...  # noqa: D102


class LinkLike(Protocol):
    """Two tellings that may tell one thing, by their events' ids, and the weight."""

    @property
    def a(self) -> str: ...  # noqa: D102
    @property
    def b(self) -> str: ...  # noqa: D102
    @property
    def weight(self) -> float: ...  # noqa: D102


class ClusterLike(Protocol):
    """An incident as linkage gives it: its id, kind, events, and of each but the first which other it joined."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def kind(self) -> IncidentKind: ...  # noqa: D102
    @property
    def members(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def joins(self) -> Any: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Pair:
    """A link as the store keeps it."""

    a: str
    b: str
    weight: float


class LinkerLike(Protocol):
    """Decides on pairs and partitions; pure."""

    @property
    def fingerprint(self) -> str: ...  # noqa: D102
    def compare(self, a: Any, b: Any) -> LinkLike | None: ...  # noqa: D102
    def explain(self, a: Any, b: Any) -> tuple[float, tuple[Evidence, ...]]: ...  # noqa: D102
    def cluster(
        self, tellings: Sequence[Any], links: Sequence[Any], *, together: Any, apart: Any
    ) -> Sequence[ClusterLike]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Kit:
    """A linker with what goes with it.

    Args:
        encode, decode: a telling as text for the table, and back.
    """

    linker: LinkerLike
    tellings_of: Callable[[CodedReport], Sequence[TellingLike]]
    keys_of: Callable[[Any], Sequence[str]]
    twin_of: Callable[[Any], str]
    encode: Callable[[Any], str]
    decode: Callable[[str], Any]


@cache
def default_kit() -> Kit:
    """Return the linker that ships with dateline."""
    from dateline.linkage import Linker, keys_of, tellings_of
    from dateline.linkage.telling import Harm, Party, Spot, Telling, twin_of

    nested = {"spots": Spot, "parties": Party, "harms": Harm}
    names = [part.name for part in dataclasses.fields(Telling)]
    plan = [nested.get(name) for name in names]

    def decode(text: str) -> Telling:
        # By place, not by name: a store decodes hundreds of tellings to add one report.
        values = json.loads(text)
        for place, kind in enumerate(plan):
            if kind is not None:
                values[place] = tuple([kind(*item) for item in values[place]])
            elif type(values[place]) is list:
                values[place] = tuple(values[place])
        return Telling(*values)

    return Kit(Linker.default(), tellings_of, keys_of, twin_of, encode, decode)


def encode(telling: Any) -> str:
    """Return a telling as text: its fields by place."""
    return json.dumps(dataclasses.astuple(telling), ensure_ascii=False, separators=(",", ":"))


def hashed(word: str) -> int:
    """Return 64 bits of a word, signed as databases hold them."""
    digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
