"""What is watched: a TOML file, laid by name over frozen types. Without such a file nothing is ever fetched.

::

    [watch]
    db = "desk.db"
    contact = "desk@example.org"          # goes into the User-Agent, so that a site knows whom to ask
    listen = "127.0.0.1:9477"             # health and metrics

    [[feeds]]
    url = "https://news.example.org/world.rss"
    every = "5m"

    [[sitemaps]]
    url = "https://news.example.org/news-sitemap.xml"

    [[folders]]
    path = "incoming"

    [filters]
    any_of = ["attack", "killed"]

    [schedule]
    hours = "06:00-22:00"

    [[alerts]] …                          # see dateline.alerts.rules and dateline.alerts.destinations
"""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from dateline.alerting import AlertRules, read_alert_rules, read_toml
from dateline.alerts.filling import fill, see_keys
from dateline.errors import SettingsError

Log = Literal["text", "json"]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
LEAST_EVERY = 5.0
"""Seconds between two looks at one source, at least: nobody is asked more often."""


def seconds_of(words: str | float, what: str) -> float:
    """Return a time such as "90s", "5m", "2h" or a number of seconds.

    Raises:
        SettingsError: it is none.
    """
    if isinstance(words, (int, float)):
        return float(words)
    m = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([smhd])\s*", words)
    if not m:
        raise SettingsError(f"{what} takes a time such as '90s', '5m', '2h' or '1d'; got {words!r}")
    return float(m[1]) * UNITS[m[2]]


@dataclass(frozen=True, slots=True)
class WatchSettings:
    """Section [watch].

    Args:
        db: the store. settings: the settings of coding, a TOML file. workers: processes that code.
        contact: an address or page in the User-Agent. listen: HOST:PORT for health and metrics; none where empty.
        host_delay: between two requests to one host. fetch_seconds: the longest that one request may take, redirects included.
        max_bytes: of a page or feed, unpacked. fetchers: requests at once, to different hosts.
        robots: heed robots.txt. follower: the name under which alerts follow the change feed.
        allow_private: "HOST:PORT" on this machine or network that may be fetched all the same, each named by itself.
        log: text, or json for a line of JSON each.
    """

    db: str | None = None
    settings: str | None = None
    workers: int = 1
    contact: str | None = None
    listen: str = ""
    host_delay: str | float = 2.0
    fetch_seconds: str | float = 30.0
    max_bytes: int = 12_000_000
    fetchers: int = 8
    robots: bool = True
    follower: str = "watch"
    allow_private: tuple[str, ...] = ()
    log: Log = "text"

    def __post_init__(self) -> None:
        if not 1 <= self.workers <= 256 or not 1 <= self.fetchers <= 64:
            raise SettingsError("workers must lie in 1 … 256, fetchers in 1 … 64")
        if not 0 < self.seconds <= 600:
            raise SettingsError(f"fetch_seconds must be above 0 and at most 10 minutes; got {self.fetch_seconds!r}")
        if self.delay < 0 or self.max_bytes < 1:
            raise SettingsError("host_delay must not be negative, max_bytes must be above 0")
        if self.contact is not None and not (
            self.contact.isascii() and self.contact.isprintable() and len(self.contact) < 200
        ):
            raise SettingsError("contact must be a plain address or page, in ASCII")
        for one in self.allow_private:
            if not re.fullmatch(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+):\d{1,5}", one):
                raise SettingsError(f"allow_private names HOST:PORT, each by itself, as '10.0.0.7:80'; got {one!r}")
        if self.listen:
            address_of(self.listen)

    @property
    def delay(self) -> float:
        """`host_delay` in seconds."""
        return seconds_of(self.host_delay, "host_delay")

    @property
    def seconds(self) -> float:
        """`fetch_seconds` in seconds."""
        return seconds_of(self.fetch_seconds, "fetch_seconds")


def address_of(listen: str) -> tuple[str, int]:
    """Return host and port of "HOST:PORT".

    Raises:
        SettingsError: it is none.
    """
    host, _, port = listen.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65_535:
        raise SettingsError(f"listen takes HOST:PORT, as 127.0.0.1:9477; got {listen!r}")
    return host.strip("[]"), int(port)


@dataclass(frozen=True, slots=True)
class FeedSource:
    """One of [[feeds]]: RSS, Atom, RDF or JSON Feed.

    Args:
        every: time between two looks. publisher: the outlet, where the feed and its pages do not say.
        pages: fetch the page of an item whose feed gives no full text; else what the feed says is coded.
    """

    url: str
    every: str | float = "15m"
    publisher: str | None = None
    pages: bool = True

    def __post_init__(self) -> None:
        _see_url(self.url)
        _see_every(self.seconds)

    @property
    def seconds(self) -> float:
        """`every` in seconds."""
        return seconds_of(self.every, "every")


@dataclass(frozen=True, slots=True)
class SitemapSource:
    """One of [[sitemaps]]: a sitemap, a news sitemap, or an index of such.

    Args:
        every, publisher: as of feeds. most: pages that are fetched of one look, the newest first.
    """

    url: str
    every: str | float = "15m"
    publisher: str | None = None
    most: int = 200

    def __post_init__(self) -> None:
        _see_url(self.url)
        _see_every(self.seconds)
        if self.most < 1:
            raise SettingsError(f"most must be 1 or more; got {self.most}")

    @property
    def seconds(self) -> float:
        """`every` in seconds."""
        return seconds_of(self.every, "every")


@dataclass(frozen=True, slots=True)
class FolderSource:
    """One of [[folders]]: files that are dropped there are read, those in its folders too; nothing is moved or deleted.

    Args:
        path: relative to the file of settings. publisher: of all reports there. every: time between two looks.
    """

    path: str
    publisher: str | None = None
    every: str | float = 1.0

    def __post_init__(self) -> None:
        if not self.path.strip():
            raise SettingsError("path must name a folder")
        if not 0.2 <= self.seconds <= 86_400:
            raise SettingsError(f"every must lie in 0.2 seconds … 1 day; got {self.every!r}")

    @property
    def seconds(self) -> float:
        """`every` in seconds."""
        return seconds_of(self.every, "every")


@dataclass(frozen=True, slots=True)
class Filters:
    """Section [filters]: which items of feeds and sitemaps are read; files are read in any case.

    Args:
        any_of, none_of: words, of which one must, or none may, stand in title or summary (whatever the case).
        languages: ISO 639-1; an item whose feed says another is passed over. max_age_days: older items are passed over.
    """

    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    max_age_days: float = 3.0

    def __post_init__(self) -> None:
        if self.max_age_days <= 0:
            raise SettingsError(f"max_age_days must be above 0; got {self.max_age_days:g}")

    def passed_over(self, *, words: str, language: str | None, published: str | None, now: dt.datetime) -> str | None:
        """Return why an item is passed over, None where it is read."""
        text = words.casefold()
        if self.any_of and not any(word.casefold() in text for word in self.any_of):
            return "none of any_of stands in it"
        bad = next((word for word in self.none_of if word.casefold() in text), None)
        if bad is not None:
            return f"{bad!r} stands in it"
        if language and self.languages and language.replace("_", "-").split("-")[0].lower() not in self.languages:
            return f"its language is {language}"
        if published is not None:
            moment = dt.datetime.fromisoformat(published)
            moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
            if (now - moment).total_seconds() > (self.max_age_days + (len(published) == 10)) * 86_400:
                return f"it is older than {self.max_age_days:g} days"
        return None


@dataclass(frozen=True, slots=True)
class Schedule:
    """Section [schedule]: when feeds and sitemaps are looked at; folders are always.

    Args:
        hours: "06:00-22:00"; from a later to an earlier hour is over midnight. days: mon … sun. zone: IANA.
    """

    hours: str = "00:00-24:00"
    days: tuple[Day, ...] = get_args(Day)
    zone: str = "UTC"

    def __post_init__(self) -> None:
        self._span()
        if not self.days:
            raise SettingsError("days must name a day at least")
        try:
            zoneinfo.ZoneInfo(self.zone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError) as error:
            raise SettingsError(f"zone takes a name such as Asia/Baghdad; got {self.zone!r}") from error

    def _span(self) -> tuple[int, int]:
        m = re.fullmatch(r"(\d\d):(\d\d)-(\d\d):(\d\d)", self.hours)
        first, last = (int(m[1]) * 60 + int(m[2]), int(m[3]) * 60 + int(m[4])) if m else (-1, -1)
        if not m or not (0 <= first < 1440 and 0 < last <= 1440):
            raise SettingsError(f"hours takes a span such as '06:00-22:00'; got {self.hours!r}")
        return first, last

    def is_on(self, now: dt.datetime) -> bool:
        """Whether it is time, now being with a zone."""
        first, last = self._span()
        here = now.astimezone(zoneinfo.ZoneInfo(self.zone))
        minute = here.hour * 60 + here.minute
        day = get_args(Day)[here.weekday()]
        if first < last:
            return day in self.days and first <= minute < last
        before = get_args(Day)[(here.weekday() - 1) % 7]
        return (day in self.days and minute >= first) or (before in self.days and minute < last)


@dataclass(frozen=True, slots=True)
class WatchConfig:
    """All that is watched, and what is told of it."""

    watch: WatchSettings = WatchSettings()
    feeds: tuple[FeedSource, ...] = ()
    sitemaps: tuple[SitemapSource, ...] = ()
    folders: tuple[FolderSource, ...] = ()
    filters: Filters = Filters()
    schedule: Schedule = Schedule()
    alerting: AlertRules = field(default_factory=AlertRules)
    source: str = "settings"

    @property
    def names(self) -> tuple[str, ...]:
        """The addresses of all sources."""
        return (
            *(one.url for one in self.feeds),
            *(one.url for one in self.sitemaps),
            *(one.path for one in self.folders),
        )


SECTIONS: Mapping[str, Any] = {
    "watch": WatchSettings, "feeds": FeedSource, "sitemaps": SitemapSource, "folders": FolderSource, "filters": Filters,
    "schedule": Schedule, "alerts": None, "destinations": None,
}  # fmt: skip


def read_config(path: Path) -> WatchConfig:
    """Return the settings of a file; paths in it are relative to its folder.

    Raises:
        SettingsError: it cannot be read, or a section, key or value is not valid: it names the nearest that is.
    """
    return config_of(read_toml(path), where=str(path), beside=path.parent)


def config_of(tables: Mapping[str, Any], *, where: str, beside: Path) -> WatchConfig:
    """Return settings from tables that were read."""
    see_keys(tables, SECTIONS, where=where)
    single: dict[str, Any] = {}
    for name in ("watch", "filters", "schedule"):
        given = tables.get(name, {})
        if not isinstance(given, Mapping):
            raise SettingsError(f"{where}: write [{name}] with one bracket: there is one of it")
        single[name] = fill(SECTIONS[name], given, where=f"{where}: [{name}]")
    several: dict[str, Any] = {}
    for name in ("feeds", "sitemaps", "folders"):
        given = tables.get(name, [])
        if not isinstance(given, list):
            raise SettingsError(f"{where}: write [[{name}]] with two brackets: there may be several")
        several[name] = tuple(
            fill(SECTIONS[name], _beside(name, one, beside), where=f"{where}: [[{name}]] {n}")
            for n, one in enumerate(given, start=1)
        )
    alerting = read_alert_rules(tables, where=where)
    made = WatchConfig(**single, **several, alerting=alerting, source=where)
    names = made.names
    double = next((name for name in names if names.count(name) > 1), None)
    if double is not None:
        raise SettingsError(f"{where}: {double} is named twice; once is enough")
    if not names and not alerting.rules:
        raise SettingsError(
            f"{where}: nothing is to be watched; add [[feeds]], [[sitemaps]], [[folders]] or [[alerts]]"
        )
    return made


def _beside(name: str, table: Mapping[str, Any], folder: Path) -> Mapping[str, Any]:
    path = table.get("path")
    return (
        {**table, "path": str(folder / path)} if name == "folders" and isinstance(path, str) and path.strip() else table
    )


def _see_url(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None:
        raise SettingsError(f"url takes an address such as https://news.example.org/world.rss; got {url!r}")


def _see_every(seconds: float) -> None:
    if not LEAST_EVERY <= seconds <= 30 * 86_400:
        raise SettingsError(f"every must lie in {LEAST_EVERY:g} seconds … 30 days; got {seconds:g} s")
