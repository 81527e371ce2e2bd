"""Who may ask: this machine alone, or whoever has a token; which hosts and origins; how large a request may be."""

from __future__ import annotations

import hmac
import ipaddress
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from fastapi import Request, Response
from starlette.datastructures import MutableHeaders

from dateline.corrections import Role
from dateline.errors import SettingsError
from dateline.server.errors import answer

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

Rights = Literal["read", "edit"]

MOST_BODY = 1_000_000
"""Bytes of a request's body."""

MOST_DIGITS = 18
"""Digits of a length that are read: Python itself refuses very long numbers."""

MOST_QUERY = 8_000
"""Characters of a query: what proxies let through."""

SHORTEST_TOKEN = 24
"""Characters of a token: 24 of base64 are 144 bits."""

COOKIE = "dateline-token"

OPEN = frozenset({"/api/health", "/api/login", "/api/logout"})
"""What is answered without a token."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What the page may load: its own files. Styles stand in attributes where a colour hangs on the data."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


@dataclass(frozen=True, slots=True)
class Token:
    """A token with the name under which its bearer decides, what it allows, and as what they decide."""

    name: str
    rights: Rights
    secret: str = field(repr=False)
    role: Role = "reviewer"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: the name that decisions are made in, what they may do, and as what they decide."""

    name: str
    rights: Rights
    role: Role = "reviewer"


@dataclass(frozen=True, slots=True)
class Access:
    """Who may ask.

    Args:
        user: in whose name decisions are made where no token is asked for.
        tokens: those that are let in; where there are none, whoever reaches the server.
        hosts: names that the server is asked by; requests under another are refused, so that a page elsewhere cannot
            reach it by a name of its own that points here.
        rights, role: of who comes without a token.
    """

    user: str
    tokens: tuple[Token, ...] = ()
    hosts: frozenset[str] = frozenset({"localhost", "127.0.0.1", "[::1]"})
    rights: Rights = "edit"
    role: Role = "reviewer"

    def caller(self, secret: str | None) -> Caller | None:
        """Return who bears a token; None for nobody who is let in."""
        if not self.tokens:
            return Caller(self.user, self.rights, self.role)
        found = None
        for token in self.tokens:
            # All are compared, whichever fits, in a time that tells nothing.
            if hmac.compare_digest(token.secret.encode(), (secret or "").encode()):
                found = Caller(token.name, token.rights, token.role)
        return found


def is_loopback(host: str) -> bool:
    """Whether an address to listen on can be reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def read_tokens(path: Path) -> tuple[Token, ...]:
    """Return the tokens of a file: a line each of `NAME read|coder|reviewer TOKEN`; lines that begin with # say nothing.

    `edit` is another word for reviewer: it was the only one before there were coders.

    Raises:
        SettingsError: the file cannot be read, or a line is none.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: tokens cannot be read: {error}") from error
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        m = re.fullmatch(r"(.+?)\s+(read|coder|reviewer|edit)\s+(\S+)", line.strip())
        if not m:
            raise SettingsError(f"{path}:{number}: expected NAME read TOKEN, NAME coder TOKEN or NAME reviewer TOKEN")
        if len(m[3]) < SHORTEST_TOKEN:
            raise SettingsError(
                f"{path}:{number}: a token has {SHORTEST_TOKEN} characters at least; make one with: "
                "python -c 'import secrets; print(secrets.token_urlsafe())'"
            )
        role: Role = "coder" if m[2] == "coder" else "reviewer"
        found.append(Token(m[1], "read" if m[2] == "read" else "edit", m[3], role))
    if not found:
        raise SettingsError(f"{path}: there is no token in it; a line is NAME read|coder|reviewer TOKEN")
    return tuple(found)


class Guard:
    """The middleware that lets requests in, and gives every answer its headers.

    It speaks ASGI itself: Starlette's base for middleware runs a task and a queue for each request, and where a reader goes away in the
    middle it fails with a traceback in the log.
    """

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        own = HEADERS | {"Cache-Control": "no-store"} if scope["path"].startswith("/api/") else HEADERS

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in own.items():
                    headers.setdefault(name, value)
            await send(message)

        refused = _refusal(Request(scope), self._access)
        await (self._app if refused is None else refused)(scope, receive, told)


def _refusal(request: Request, access: Access) -> Response | None:
    host = request.headers.get("host", "")
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    if name not in access.hosts:
        return answer(421, "host", f"This server is not called {name!r:.80}.", "Name it with --host-name.")
    unfit = _unfit(request)
    if unfit is not None:
        return unfit
    writes = request.method not in {"GET", "HEAD", "OPTIONS"}
    origin = request.headers.get("origin")
    if writes and origin is not None and urlsplit(origin).netloc != host:
        return answer(403, "origin", "Another page may not decide here.")
    request.state.caller = Caller("", "read")
    named = request.url.path.startswith("/api/") or request.url.path == "/metrics"
    if not named or request.url.path in OPEN:
        return None
    found = access.caller(_secret(request))
    if found is None:
        refused = answer(401, "token", "A token is needed.", "Log in with yours.")
        refused.headers["WWW-Authenticate"] = "Bearer"
        return refused
    request.state.caller = found
    return None


def _unfit(request: Request) -> Response | None:
    """Return the refusal of a request that is too large, or that no database could be asked."""
    if len(request.url.query) > MOST_QUERY:
        return answer(414, "too-long", "The query is too long.", "Use fewer filters.")
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or len(length) > MOST_DIGITS or int(length) > MOST_BODY:
        return answer(413, "too-large", "The request is too large.")
    if "transfer-encoding" in request.headers:
        # A body that tells no length could be of any.
        return answer(411, "length", "Say how long the request is.", "Send Content-Length.")
    if "\x00" in request.scope["path"] or "%00" in request.url.query:
        return answer(400, "bad-request", "There is a NUL character in the address.")
    return None


def _secret(request: Request) -> str | None:
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else request.cookies.get(COOKIE)
