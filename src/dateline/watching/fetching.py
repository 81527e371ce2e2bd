"""Fetching over HTTP: politely, within bounds, and only from addresses that were checked.

The name of each host is resolved here, its addresses are checked (`addresses`), and the connection is made to one of the very
addresses that were checked: a DNS that answers otherwise a moment later gains nothing. Each redirect goes through all of it again.
No proxy of the environment is used: it would resolve names itself.
"""

from __future__ import annotations

import ssl
import time
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urljoin

import httpcore

from dateline._version import __version__
from dateline.errors import DatelineError
from dateline.watching.addresses import Refused, Target, checked, target_of

MOST_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
LONGEST_WAIT = 86_400.0
"""Seconds that a host may ask to be left alone for, at most; what asks for more is taken for this."""

AGENT = "dateline"
"""The name by which robots.txt knows us."""


class FetchFailed(DatelineError):
    """A fetch that came to nothing.

    Args:
        status: of the answer, None where none came. wait: seconds after which the host asked to be asked again.
        kind: refused, network, timeout, status, too-large, redirects, robots, encoding: for counting.
    """

    def __init__(self, message: str, *, kind: str, status: int | None = None, wait: float | None = None) -> None:
        self.kind = kind
        self.status = status
        self.wait = wait
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of a request: `url` after redirects; the body is empty where nothing has changed."""

    url: str
    status: int
    body: bytes
    content_type: str = ""
    etag: str | None = None
    modified: str | None = None

    @property
    def unchanged(self) -> bool:
        """Whether the server says that it is as it was."""
        return self.status == 304


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one fetch may take: seconds from beginning to end, redirects included; bytes as unpacked."""

    seconds: float = 30.0
    most_bytes: int = 12_000_000


def user_agent(contact: str | None) -> str:
    """Return how requests name themselves."""
    return f"{AGENT}/{__version__}" + (f" (+{contact})" if contact else "")


class Fetcher:
    """Fetches; several threads may use one.

    Args:
        allowed: HOST:PORT that may be fetched though they are not public.
        may_fetch: asked before each request, redirects included: raises FetchFailed where robots.txt forbids it.
    """

    def __init__(
        self, *, contact: str | None = None, allowed: Iterable[str] = (), bounds: Bounds | None = None,
        may_fetch: Callable[[Target], None] | None = None,
    ) -> None:  # fmt: skip
        self.agent = user_agent(contact)
        self.bounds = bounds or Bounds()
        self.may_fetch = may_fetch
        self._allowed = frozenset(allowed)

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context()

    def fetch(
        self,
        url: str,
        *,
        etag: str | None = None,
        modified: str | None = None,
        bounds: Bounds | None = None,
        robots: bool = True,
    ) -> Fetched:
        """Fetch an address.

        Args:
            etag, modified: as the server gave them the last time: where nothing has changed it says so. robots: heed robots.txt.

        Raises:
            FetchFailed: it came to nothing; says why.
        """
        bounds = bounds or self.bounds
        end = time.monotonic() + bounds.seconds
        seen = url
        try:
            for _ in range(MOST_REDIRECTS + 1):
                target = target_of(seen)
                if robots and self.may_fetch is not None:
                    self.may_fetch(target)
                found = self._once(target, etag, modified, bounds, end)
                if isinstance(found, Fetched):
                    return found
                seen = urljoin(seen, found)
        except Refused as error:
            raise FetchFailed(str(error), kind="refused") from error
        except (httpcore.TimeoutException, TimeoutError) as error:
            raise FetchFailed(f"{seen[:200]}: it took longer than {bounds.seconds:g} s", kind="timeout") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError) as error:
            words = " ".join(str(error).split())[:200] or type(error).__name__
            raise FetchFailed(f"{seen[:200]}: {words}", kind="network") from error
        raise FetchFailed(f"{url[:200]}: more than {MOST_REDIRECTS} redirects", kind="redirects")

    def _once(
        self, target: Target, etag: str | None, modified: str | None, bounds: Bounds, end: float
    ) -> Fetched | str:
        """Make one request; return what came, or where it is to be had."""
        backend = _CheckedBackend(target, self._allowed, end)
        headers: list[tuple[bytes, bytes]] = [
            (b"Host", _host_header(target)), (b"User-Agent", self.agent.encode("ascii", "replace")),
            (b"Accept", b"application/atom+xml, application/rss+xml, application/xml;q=0.9, text/html;q=0.9, */*;q=0.5"),
            (b"Accept-Language", b"en"), (b"Accept-Encoding", b"gzip"), (b"Connection", b"close"),
        ]  # fmt: skip
        for name, value in ((b"If-None-Match", etag), (b"If-Modified-Since", modified)):
            if value and value.isascii() and value.isprintable():
                headers.append((name, value.encode()))
        host = f"[{target.host}]" if ":" in target.host else target.host
        url = httpcore.URL(
            scheme=target.scheme.encode(), host=host.encode(), port=target.port, target=target.path.encode()
        )
        left = max(0.1, end - time.monotonic())
        limits = dict.fromkeys(("connect", "read", "write", "pool"), left)
        with (
            httpcore.ConnectionPool(ssl_context=self._tls, network_backend=backend, http2=False, retries=0) as pool,
            pool.stream("GET", url, headers=headers, extensions={"timeout": limits}) as answer,
        ):
            given = {name.lower().decode("latin-1"): value.decode("latin-1") for name, value in answer.headers}
            if answer.status in REDIRECTS and given.get("location"):
                return given["location"]
            if answer.status == 304:
                return Fetched(target.url, 304, b"", etag=etag, modified=modified)
            if answer.status != 200:
                wait = _seconds(given.get("retry-after"))
                raise FetchFailed(
                    f"{target.url[:200]}: it answered with status {answer.status}",
                    kind="status",
                    status=answer.status,
                    wait=wait,
                )
            body = _body(answer.iter_stream(), given.get("content-encoding", ""), target, bounds, end)
        return Fetched(
            target.url, 200, body, given.get("content-type", ""), given.get("etag"), given.get("last-modified")
        )


def _host_header(target: Target) -> bytes:
    host = f"[{target.host}]" if ":" in target.host else target.host
    usual = target.port == (443 if target.scheme == "https" else 80)
    return (host if usual else f"{host}:{target.port}").encode()


def _seconds(value: str | None) -> float | None:
    """Return the seconds of a Retry-After, whichever form it has."""
    if value is None:
        return None
    if value.strip().isdigit() and len(value.strip()) < 9:
        return min(LONGEST_WAIT, float(value))
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(value)
        return min(LONGEST_WAIT, max(0.0, moment.timestamp() - time.time()))
    except (ValueError, TypeError, OverflowError):
        return None


def _body(stream: Iterable[bytes], encoding: str, target: Target, bounds: Bounds, end: float) -> bytes:
    """Read a body to its end, unpacked, and refuse it as soon as it grows too large or takes too long."""
    kind = encoding.strip().lower()
    if kind not in {"", "identity", "gzip", "x-gzip", "deflate"}:
        raise FetchFailed(
            f"{target.url[:200]}: it is packed as {kind[:40]!r}, which was not asked for", kind="encoding"
        )
    unpacking = zlib.decompressobj(47 if kind in {"gzip", "x-gzip"} else 15) if kind not in {"", "identity"} else None
    parts: list[bytes] = []
    size = packed = 0
    for chunk in stream:
        if time.monotonic() > end:
            raise TimeoutError
        packed += len(chunk)
        try:
            part = unpacking.decompress(chunk, bounds.most_bytes - size + 1) if unpacking else chunk
        except zlib.error as error:
            raise FetchFailed(f"{target.url[:200]}: its packing is broken ({error})", kind="encoding") from error
        size += len(part)
        if size > bounds.most_bytes or packed > bounds.most_bytes:
            raise FetchFailed(
                f"{target.url[:200]}: it is larger than max_bytes = {bounds.most_bytes:,}", kind="too-large"
            )
        parts.append(part)
    return b"".join(parts)


class _CheckedBackend(httpcore.NetworkBackend):
    """Connects to a target at an address that was checked, within a deadline."""

    def __init__(self, target: Target, allowed: frozenset[str], end: float) -> None:
        self._target = target
        self._allowed = allowed
        self._end = end
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - one deadline stands for all
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        """Connect; what is asked for must be the target, and its address is looked up and checked here."""
        if (host.strip("[]"), port) != (self._target.host, self._target.port):
            raise Refused(f"{host}:{port}: another host than was asked for")
        trouble: Exception | None = None
        for address in checked(self._target, self._left(), self._allowed)[:4]:
            try:
                stream = self._inner.connect_tcp(address, port, self._left(), local_address, socket_options)
            except (httpcore.NetworkError, httpcore.TimeoutException) as error:
                trouble = error
                continue
            return _TimedStream(stream, self._end)
        raise trouble or httpcore.ConnectError(f"{host}: there is no address to connect to")

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002 - one deadline stands for all
        socket_options: Any = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """Refuse: nothing is fetched from sockets of this machine."""
        raise Refused(f"{path}: sockets are not fetched from")

    def sleep(self, seconds: float) -> None:
        """Wait."""
        self._inner.sleep(seconds)

    def _left(self) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ConnectTimeout
        return left


class _TimedStream(httpcore.NetworkStream):
    """A stream whose every read and write ends at one deadline, however slowly the bytes drip."""

    def __init__(self, inner: httpcore.NetworkStream, end: float) -> None:
        self._inner = inner
        self._end = end

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        """Read what is there."""
        return self._inner.read(max_bytes, self._left(httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        """Write all of it."""
        self._inner.write(buffer, self._left(httpcore.WriteTimeout))

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 - one deadline stands for all
    ) -> httpcore.NetworkStream:
        """Encrypt the connection, by the name that was asked for."""
        return _TimedStream(
            self._inner.start_tls(ssl_context, server_hostname, self._left(httpcore.ConnectTimeout)), self._end
        )

    def get_extra_info(self, info: str) -> Any:
        """Return what the stream knows of itself."""
        return self._inner.get_extra_info(info)

    def _left(self, late: type[Exception]) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise late
        return left
