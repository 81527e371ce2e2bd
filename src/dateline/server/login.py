"""Logging in from a browser: a token is given once, and kept in a cookie that no script can read."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Annotated, Any

from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict, Field

from dateline._version import __version__
from dateline.server import shapes as s
from dateline.server.describing import LIMITED, WRITING, gives
from dateline.server.desk import Served
from dateline.server.errors import Refused
from dateline.server.routes import Router
from dateline.server.security import COOKIE

router = Router(tags=["session"])

TRIES = 10
"""Wrong tokens from one address in WINDOW; a token has 144 bits, so that this stops noise rather than guessing."""

WINDOW = 300.0
"""Seconds in which tries are counted."""

MOST_ADDRESSES = 10_000
"""Addresses that are kept in mind; those that came first are forgotten."""

KEPT_SECONDS = 30 * 24 * 3600
"""How long a browser keeps the token."""


@dataclass(slots=True)
class Tries:
    """Wrong tokens, by the address that gave them."""

    clock: Callable[[], float] = time.monotonic
    _lock: Lock = field(default_factory=Lock)
    _known: OrderedDict[str, tuple[float, int]] = field(default_factory=OrderedDict)

    def wait(self, address: str) -> int:
        """Return the seconds that an address has to wait before it may try; 0 where it may."""
        with self._lock:
            begun, number = self._known.get(address, (0.0, 0))
            left = begun + WINDOW - self.clock()
            return max(1, round(left)) if number >= TRIES and left > 0 else 0

    def failed(self, address: str) -> None:
        """Count a wrong token."""
        with self._lock:
            now = self.clock()
            begun, number = self._known.pop(address, (now, 0))
            self._known[address] = (begun, number + 1) if begun + WINDOW > now else (now, 1)
            while len(self._known) > MOST_ADDRESSES:
                self._known.popitem(last=False)


class Login(BaseModel):
    """A token."""

    model_config = ConfigDict(extra="forbid")
    token: Annotated[str, Field(min_length=1, max_length=500)]


@router.post("/login", response_model=None, responses=gives(s.Session) | WRITING | LIMITED)
def login(desk: Served, request: Request, response: Response, body: Login) -> Any:
    """Log in with a token: it is kept in a cookie, for pages of this server alone."""
    tries: Tries = request.app.state.tries
    address = request.client.host if request.client else ""
    if wait := tries.wait(address):
        raise Refused(429, "too-many", "Too many wrong tokens came from your address.", "Wait a little.", retry=wait)
    found = desk.access.caller(body.token)
    if found is None:
        tries.failed(address)
        raise Refused(401, "token", "This token is not known here.", "Ask who runs this server for one.")
    if desk.access.tokens:
        response.set_cookie(
            COOKIE,
            body.token,
            max_age=KEPT_SECONDS,
            path="/api",
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="strict",
        )
    signed_in = bool(desk.access.tokens)
    told = {"user": found.name, "rights": found.rights, "role": found.role, "signed_in": signed_in}
    return {**told, "version": __version__}


@router.post("/logout", status_code=204, response_model=None, responses=WRITING)
def logout(request: Request) -> Response:
    """Have the browser forget the token."""
    response = Response(status_code=204)
    response.delete_cookie(COOKIE, path="/api", secure=request.url.scheme == "https", httponly=True, samesite="strict")
    return response
