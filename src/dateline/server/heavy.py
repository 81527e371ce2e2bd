"""Requests that read much of the store: so many at once, so that the light ones are still answered."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from dateline.server.errors import Refused

AT_ONCE = 4
"""Heavy requests at once: a page asks three, and more would only wait for the processor."""

PATIENCE = 5.0
"""Seconds that one waits for its turn."""


@dataclass(frozen=True, slots=True)
class Turns:
    """Turns of heavy requests."""

    at_once: int = AT_ONCE
    patience: float = PATIENCE
    free: threading.BoundedSemaphore = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "free", threading.BoundedSemaphore(self.at_once))


def turn(request: Request) -> Iterator[None]:
    """Hold a turn until the answer is sent.

    Raises:
        Refused: none came free in time.
    """
    turns: Turns = request.app.state.turns
    if not turns.free.acquire(timeout=turns.patience):
        raise Refused(503, "busy", "Others ask much at the moment.", "Ask again in a few seconds.", retry=2)
    try:
        yield
    finally:
        turns.free.release()


Turn = Annotated[None, Depends(turn)]
HEAVY = [Depends(turn)]
"""Dependencies of a route that reads much."""
