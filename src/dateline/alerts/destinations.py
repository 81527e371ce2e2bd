"""Where alerts go: webhooks signed with HMAC, and mail, chat and whatever else Apprise speaks; with the signature explained.

A webhook is a POST of JSON with these headers::

    Dateline-Delivery: ALERT-NUMBER-NAME      the idempotency key: the same for every try
    Dateline-Timestamp: 1764486000           seconds since 1970 of this try
    Dateline-Signature: v1=HEX               HMAC-SHA256 with the secret over "TIMESTAMP.DELIVERY.BODY"

Who receives it makes the same HMAC, compares it in constant time, refuses a timestamp that is more than five minutes off, and takes
a delivery that it has seen before for done. An answer of 2xx is taken for received; anything else is tried again.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dateline._version import __version__
from dateline.alerts.alert import AlertChange
from dateline.alerts.filling import fill
from dateline.alerts.forms import payload, subject, words
from dateline.errors import DatelineError, SettingsError

POST_SECONDS = 10.0
"""The longest that a destination may take to answer."""

WAITS = (5.0, 30.0, 120.0, 600.0, 1800.0, 3600.0)
"""Seconds until the next try; after these, the last again and again."""

GIVEN_UP_AFTER = 60
"""Tries after which a delivery is given up: two days and a half."""

FORBIDDEN = frozenset({400, 401, 403, 404, 405, 410, 413, 415, 422})
"""Answers that say that the same message will not be taken: they are tried less often."""


class DeliveryFailed(DatelineError):
    """A destination did not take an alert.

    Args:
        wait: seconds after which it asked to be tried again; None where it did not say.
    """

    def __init__(self, message: str, *, wait: float | None = None) -> None:
        self.wait = wait
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Destination:
    """One destination, as [[destinations]] has it.

    Args:
        webhook: the address that is posted to. secret_env, secret_file: where the secret is that it is signed with.
        apprise: addresses as Apprise has them ("mailto://…", "mmost://…"); apprise_env: the variable that holds them, a space
            between two, so that passwords stand in no file of settings.
        kinds: what is sent: raised, updated, withdrawn, restored.
    """

    name: str
    webhook: str | None = None
    secret_env: str | None = None
    secret_file: str | None = None
    apprise: tuple[str, ...] = ()
    apprise_env: str | None = None
    kinds: tuple[str, ...] = ("raised", "updated", "withdrawn", "restored")

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > 100:
            raise SettingsError("name must be a short name of the destination")
        wrong = [kind for kind in self.kinds if kind not in {"raised", "updated", "withdrawn", "restored"}]
        if wrong or not self.kinds:
            raise SettingsError(f"kinds are raised, updated, withdrawn, restored; got {', '.join(wrong) or 'none'}")
        by_apprise = bool(self.apprise or self.apprise_env)
        if (self.webhook is not None) == by_apprise:
            raise SettingsError(
                "a destination is a webhook or goes by Apprise: give webhook, or apprise or apprise_env"
            )
        if self.webhook is not None:
            parts = urlsplit(self.webhook)
            if parts.scheme not in {"http", "https"} or not parts.hostname:
                raise SettingsError(
                    f"webhook takes an address such as https://desk.example.org/hook; got {self.webhook!r}"
                )
            if (self.secret_env is None) == (self.secret_file is None):
                raise SettingsError("a webhook is signed: say where its secret is with secret_env or secret_file")

    def secret(self) -> bytes:
        """Return the secret of a webhook.

        Raises:
            SettingsError: it is not there, or too short to be one.
        """
        if self.secret_file is not None:
            try:
                found = Path(self.secret_file).read_bytes().strip()
            except OSError as error:
                raise SettingsError(
                    f"{self.name}: secret_file {self.secret_file}: {error.strerror or error}"
                ) from error
        else:
            found = os.environ.get(self.secret_env or "", "").encode()
        if len(found) < 16:
            where = self.secret_file or f"the variable {self.secret_env}"
            raise SettingsError(
                f"{self.name}: {where} must hold a secret of 16 bytes or more; make one with: "
                "python -c 'import secrets; print(secrets.token_urlsafe())'"
            )
        return found

    def addresses(self) -> tuple[str, ...]:
        """Return the addresses of Apprise.

        Raises:
            SettingsError: the variable that should hold them is empty.
        """
        found = (*self.apprise, *os.environ.get(self.apprise_env or "", "").split())
        if not found:
            raise SettingsError(f"{self.name}: the variable {self.apprise_env} holds no address of Apprise")
        return found


def read_destinations(given: Sequence[Mapping[str, object]], *, where: str) -> tuple[Destination, ...]:
    """Return the destinations of the tables [[destinations]] of a file.

    Raises:
        SettingsError: a key or a value is not valid, or two have one name.
    """
    found = []
    for number, table in enumerate(given, start=1):
        named = table.get("name")
        here = (
            f"{where}: [[destinations]] {named!r}" if isinstance(named, str) else f"{where}: [[destinations]] {number}"
        )
        found.append(fill(Destination, table, where=here))
    names = [one.name for one in found]
    double = next((name for name in names if names.count(name) > 1), None)
    if double is not None:
        raise SettingsError(f"{where}: two destinations are called {double!r}; each needs a name of its own")
    return tuple(found)


def delivery_key(change: AlertChange, destination: str) -> str:
    """Return the idempotency key of a delivery."""
    return f"{change.alert.id}-{change.number}-{destination}"


def signature(secret: bytes, timestamp: int, key: str, body: bytes) -> str:
    """Return the signature of a webhook, as the header Dateline-Signature has it."""
    return "v1=" + hmac.new(secret, f"{timestamp}.{key}.".encode() + body, hashlib.sha256).hexdigest()


def send(destination: Destination, change: AlertChange, *, clock: Callable[[], float] = time.time) -> None:
    """Send a change of an alert.

    Raises:
        DeliveryFailed: the destination did not take it.
        SettingsError: a secret or an address is missing.
    """
    if destination.webhook is not None:
        _post(destination, destination.webhook, change, round(clock()))
    else:
        _notify(destination, change)


def _post(destination: Destination, address: str, change: AlertChange, timestamp: int) -> None:
    import httpcore

    body, key = payload(change), delivery_key(change, destination.name)
    headers = {
        "Content-Type": "application/json", "User-Agent": f"dateline/{__version__}", "Dateline-Delivery": key,
        "Idempotency-Key": key, "Dateline-Timestamp": str(timestamp),
        "Dateline-Signature": signature(destination.secret(), timestamp, key, body),
    }  # fmt: skip
    limits = dict.fromkeys(("connect", "read", "write", "pool"), POST_SECONDS)
    encoded: Any = [(name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items()]
    try:
        # No redirect is followed, and of the answer only its status is looked at.
        with (
            httpcore.ConnectionPool() as pool,
            pool.stream("POST", address, headers=encoded, content=body, extensions={"timeout": limits}) as answer,
        ):
            status = answer.status
            after = next((value for name, value in answer.headers if name.lower() == b"retry-after"), b"")
    except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError) as error:
        raise DeliveryFailed(f"{_host(address)}: {type(error).__name__}: {error}"[:300]) from error
    if not 200 <= status < 300:
        wait = float(after) if after.isdigit() and len(after) < 6 else (3600.0 if status in FORBIDDEN else None)
        raise DeliveryFailed(f"{_host(address)} answered with status {status}", wait=wait)


def _host(address: str) -> str:
    return urlsplit(address).hostname or address


def _notify(destination: Destination, change: AlertChange) -> None:
    try:
        import apprise
    except ImportError as error:
        raise SettingsError(
            f"{destination.name}: mail and chat go by Apprise, which is not installed; install it with: pip install 'dateline[alerts]'"
        ) from error
    sender = apprise.Apprise()
    for address in destination.addresses():
        if not sender.add(address):
            # Not the address itself: it may hold a password.
            raise SettingsError(
                f"{destination.name}: an address of kind {address.partition(':')[0]!r} is none that Apprise knows"
            )
    if not sender.notify(title=subject(change), body=words(change), body_format=apprise.NotifyFormat.TEXT):
        raise DeliveryFailed(f"{destination.name}: Apprise could not deliver it to every address")


def wait_after(tries: int, asked: float | None) -> float | None:
    """Return how many seconds to wait after so many tries that failed; None where it is given up."""
    if tries >= GIVEN_UP_AFTER:
        return None
    return max(WAITS[min(tries, len(WAITS)) - 1], min(asked or 0.0, 86_400.0))
