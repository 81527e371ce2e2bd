"""Answers that take long, kept until something changes: the page asks the same ones again and again."""

from __future__ import annotations

import json
import zlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Event, Lock
from typing import Any

from fastapi import Request, Response

MOST_BYTES = 64_000_000
"""Bytes of answers that are kept; 50,000 points are 1.3 million."""

LEVEL = 1
"""How hard an answer is packed: of 20,000 points the least takes 13 ms and leaves 25 in a hundred, the usual 58 ms for 22."""

GZIP = 16
"""What zlib adds to the size of its window to write the form of gzip."""

Key = tuple[str, int, tuple[tuple[str, tuple[str, ...]], ...]]


def packed(body: bytes) -> bytes:
    """Return bytes packed by gzip."""
    packer = zlib.compressobj(LEVEL, wbits=zlib.MAX_WBITS + GZIP)
    return packer.compress(body) + packer.flush()


def unpacked(body: bytes) -> bytes:
    """Return what `packed` was given."""
    return zlib.decompress(body, wbits=zlib.MAX_WBITS + GZIP)


class Memory:
    """Answers by what was asked and the number of the last change; those asked for last are kept."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._held: OrderedDict[Key, bytes] = OrderedDict()
        self._size = 0
        self._lock = Lock()
        self._made: dict[Key, Event] = {}

    def answer(self, what: str, change: int, asked: Mapping[str, list[str]], make: Callable[[], Any]) -> bytes:
        """Return an answer as JSON, packed by gzip: as it was given before where nothing has changed since, else as `make` makes it.

        Args:
            change: number of the last change, as it was before anything is read for the answer.
        """
        key = what, change, tuple(sorted((name, tuple(sorted(values))) for name, values in asked.items()))
        found = self._found(key)
        return self._make(key, make) if found is None else found

    def _found(self, key: Key) -> bytes | None:
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
        return found

    def _make(self, key: Key, make: Callable[[], Any]) -> bytes:
        """Make an answer, or wait for whoever makes it already: many ask the same at once when a page is opened by many."""
        with self._lock:
            other = self._made.get(key)
            if other is None:
                mine = self._made[key] = Event()
        if other is not None:
            other.wait()
            # It may have failed, or be too large to be kept: then the next makes it.
            return self._found(key) or self._make(key, make)
        try:
            found = packed(_written(make()))
            self._keep(key, found)
        finally:
            with self._lock:
                del self._made[key]
            mine.set()
        return found

    def _keep(self, key: Key, body: bytes) -> None:
        with self._lock:
            if len(body) > self._most or key in self._held:
                return
            self._held[key] = body
            self._size += len(body)
            while self._size > self._most:
                _, gone = self._held.popitem(last=False)
                self._size -= len(gone)


@dataclass(frozen=True, slots=True)
class Written:
    """An answer that is JSON already."""

    text: str


def _written(answer: Any) -> bytes:
    if isinstance(answer, Written):
        return answer.text.encode("utf-8")
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8")


@dataclass(frozen=True, slots=True)
class Keeping:
    """The memory, for one who asks.

    Args:
        takes_packed: whether they can read what is packed by gzip.
    """

    memory: Memory
    takes_packed: bool

    def answer(self, what: str, change: int, asked: Mapping[str, list[str]], make: Callable[[], Any]) -> Response:
        """Return an answer as `Memory.answer` has it."""
        found = self.memory.answer(what, change, asked, make)
        headers = {"Vary": "Accept-Encoding"}
        if not self.takes_packed:
            return Response(unpacked(found), media_type="application/json", headers=headers)
        return Response(found, media_type="application/json", headers=headers | {"Content-Encoding": "gzip"})


def remembering(request: Request) -> Keeping:
    """Return the answers that are kept."""
    return Keeping(request.app.state.memory, "gzip" in request.headers.get("accept-encoding", ""))
