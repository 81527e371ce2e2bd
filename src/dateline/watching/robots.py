"""robots.txt as RFC 9309 has it: asked of each host once a day, and heeded."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from dateline.watching.addresses import Target
from dateline.watching.fetching import AGENT, Bounds, Fetched, FetchFailed

KEPT_SECONDS = 86_400.0
"""How long an answer holds: RFC 9309 allows a day."""

TROUBLED_SECONDS = 600.0
"""How long a host is left alone whose robots.txt cannot be had now."""

MOST_BYTES = 512_000
"""RFC 9309 asks for 500 KiB at least."""

MOST_HOSTS = 2000
LONGEST_DELAY = 60.0


@dataclass(frozen=True, slots=True)
class _Said:
    """What a host says: `rules` None where nothing may be fetched now; `until` by the clock of time.monotonic."""

    rules: Any
    until: float
    why: str = ""


@dataclass(slots=True)
class Robots:
    """What hosts allow.

    Args:
        fetch: fetches an address without asking robots.txt.
    """

    fetch: Callable[[str, Bounds], Fetched]
    seconds: float = 15.0
    _said: dict[str, _Said] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def see(self, target: Target) -> None:
        """Raise FetchFailed where a host does not want an address to be fetched."""
        said = self._of(target)
        if said.rules is None:
            raise FetchFailed(
                f"{target.host}: its robots.txt cannot be had ({said.why}), so nothing of it is fetched for a while",
                kind="robots", wait=max(1.0, said.until - time.monotonic()),
            )  # fmt: skip
        if not said.rules.can_fetch(target.url, AGENT):
            raise FetchFailed(
                f"{target.url[:200]}: the site's robots.txt asks not to fetch it", kind="robots", status=403
            )

    def delay(self, target: Target) -> float:
        """Return the seconds that a host asks for between two requests, as far as it was asked already."""
        said = self._said.get(_place(target))
        asked = said.rules.crawl_delay(AGENT) if said is not None and said.rules is not None else None
        return min(LONGEST_DELAY, float(asked)) if asked else 0.0

    def _of(self, target: Target) -> _Said:
        place = _place(target)
        with self._lock:
            said = self._said.get(place)
        if said is None or said.until < time.monotonic():
            said = self._ask(place)
            with self._lock:
                if len(self._said) >= MOST_HOSTS:
                    self._said.pop(next(iter(self._said)))
                self._said[place] = said
        return said

    def _ask(self, place: str) -> _Said:
        from protego import Protego

        now = time.monotonic()
        try:
            found = self.fetch(f"{place}/robots.txt", Bounds(self.seconds, MOST_BYTES))
        except FetchFailed as error:
            if error.kind == "refused":
                raise  # the host may not be asked for anything
            if error.status is not None and 400 <= error.status < 500 and error.status != 429:
                return _Said(Protego.parse(""), now + KEPT_SECONDS)
            if error.kind in {"too-large", "redirects"}:
                return _Said(Protego.parse(""), now + KEPT_SECONDS)
            return _Said(None, now + TROUBLED_SECONDS, str(error))
        return _Said(Protego.parse(found.body.decode("utf-8", "replace")), now + KEPT_SECONDS)


def _place(target: Target) -> str:
    host = f"[{target.host}]" if ":" in target.host else target.host
    return f"{target.scheme}://{host}:{target.port}"
