"""Which addresses may be fetched: public ones. Everything else reaches machines that trust this one, and is refused.

Refused are private, loopback, link-local, shared, multicast, reserved and documentation addresses of IPv4 and IPv6, and IPv6
addresses that stand for such an IPv4 address: mapped, compatible, translated (SIIT), NAT64, 6to4, Teredo, ISATAP. A name is
refused where any of its addresses is. Lists: the IANA special-purpose address registries (RFC 6890 and what came after).
"""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from urllib.parse import urlsplit

from dateline.errors import DatelineError

_OTHER_V4 = tuple(
    map(
        IPv4Network,
        ("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4"),
    )
)
_PUBLIC_V6 = IPv6Network("2000::/3")
_OTHER_V6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
_NAT64 = IPv6Network("64:ff9b::/96")
_ISATAP = re.compile(rb"[\x00\x02]\x00\x5e\xfe")
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?\.?", re.ASCII)
_UNFIT = re.compile(r"[\x00-\x20\x7f\\]")
WELL_KNOWN = 1024
"""Ports below this belong to services; only those of the web are asked."""


class Refused(DatelineError):
    """An address that is not fetched, with the reason."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes: the address as it is asked for, its host in ASCII, its port."""

    url: str
    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """HOST:PORT, as `allow_private` has it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def target_of(url: str) -> Target:
    """Return where an address leads.

    Raises:
        Refused: it is none of the web, or written so that two programs may read it in two ways.
    """
    if len(url) > 4000 or _UNFIT.search(url):
        raise Refused(f"{url[:80]!r}: no address of the web: it is too long, or holds blanks or backslashes")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        host = host if ":" in host else host.encode("idna").decode("ascii").lower()
    except (ValueError, UnicodeError) as error:
        raise Refused(f"{url[:80]}: no address of the web ({error})") from error
    if parts.scheme not in {"http", "https"}:
        raise Refused(f"{url[:80]}: only http and https are fetched")
    if "@" in parts.netloc:
        raise Refused(f"{host}: an address with a user name in it is not fetched")
    if ":" in host:
        try:
            host = str(IPv6Address(host.split("%", maxsplit=1)[0]))
        except ValueError as error:
            raise Refused(f"{url[:80]}: no address of the web ({error})") from error
    elif not _HOST.fullmatch(host):
        raise Refused(f"{url[:80]}: {host!r} is no name of a host")
    port = port if port is not None else 443 if parts.scheme == "https" else 80
    if port not in {80, 443} and port < WELL_KNOWN:
        raise Refused(f"{host}:{port}: no port of the web")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(url, parts.scheme, host, port, path if path.isascii() else _quoted(path))


def _quoted(path: str) -> str:
    return "".join(c if c.isascii() else "".join(f"%{byte:02X}" for byte in c.encode("utf-8", "replace")) for c in path)


def why_forbidden(address: str) -> str | None:
    """Return why an IP address may not be connected to; None where it may."""
    try:
        found = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    except ValueError:
        return "it is no IP address"
    return _why_v4(found) if isinstance(found, IPv4Address) else _why_v6(found)


def _why_v4(found: IPv4Address) -> str | None:
    for name in ("loopback", "link_local", "multicast", "unspecified", "private", "reserved"):
        if getattr(found, f"is_{name}"):
            return f"{found} is {name.replace('_', '-')}"
    if not found.is_global or any(found in network for network in _OTHER_V4):
        return f"{found} is not public"
    return None


def _why_v6(found: IPv6Address) -> str | None:
    inner = found.ipv4_mapped
    if inner is None and found in _NAT64:
        inner = IPv4Address(found.packed[12:])
    if inner is not None:
        # A network without IPv4 reaches all of it so: what counts is the address within.
        why = _why_v4(inner)
        return f"{found} stands for {why}" if why else None
    for name in ("loopback", "link_local", "multicast", "unspecified", "site_local"):
        if getattr(found, f"is_{name}"):
            return f"{found} is {name.replace('_', '-')}"
    if found not in _PUBLIC_V6 or not found.is_global or any(found in network for network in _OTHER_V6):
        return f"{found} is not public"
    if _ISATAP.fullmatch(found.packed[8:12]):
        return f"{found} is a tunnel to an IPv4 address"
    return None


def resolve(host: str, port: int, seconds: float) -> list[str]:
    """Return the addresses of a host.

    Raises:
        OSError: it has none, or none came in time.
    """
    found: list[str] = []
    troubles: list[OSError] = []

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(dict.fromkeys(str(row[4][0]) for row in rows))
        except (OSError, UnicodeError) as error:
            troubles.append(OSError(str(error)))

    # The system's resolver keeps no deadline of ours, so it is left behind where it is late.
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    if troubles:
        raise troubles[0]
    if not found:
        raise TimeoutError(f"the name {host} was not resolved in {seconds:.0f} s")
    return found


def checked(target: Target, seconds: float, allowed: frozenset[str]) -> list[str]:
    """Return the addresses that a target may be connected at.

    Args:
        allowed: HOST:PORT that may be fetched though they are not public.

    Raises:
        Refused: one of its addresses is forbidden. OSError: it has none.
    """
    addresses = resolve(target.host, target.port, seconds)
    if target.authority not in allowed:
        for address in addresses:
            why = why_forbidden(address)
            if why is not None:
                raise Refused(f"{target.host}: {why}; name {target.authority} in allow_private if that is meant")
    return addresses
