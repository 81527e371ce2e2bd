"""Sitemaps, news sitemaps and their indexes, as lists of pages: they hold no reports, and tell a watcher where some are.

The form is that of sitemaps.org 0.9 and of the News extension (2016-02).
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dateline.errors import InputError, UnreadableInput
from dateline.readers.content import HEAD, looked_into, opened, read_whole, refuse_binary
from dateline.readers.feeditems import moment_of, web_address
from dateline.readers.options import Limits
from dateline.readers.source import Problem
from dateline.readers.xmlstream import child, local, plain, walk, words

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST_ENTRIES = 50_000
"""Entries that one sitemap may have by its protocol."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A page that a sitemap lists, or a sitemap that an index lists; moments are ISO 8601."""

    url: str
    modified: str | None = None
    published: str | None = None
    title: str | None = None
    publisher: str | None = None
    language: str | None = None
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap: of pages, or of other sitemaps."""

    kind: Literal["pages", "index"]
    url: str
    entries: tuple[Listing, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_sitemap(data: bytes, *, url: str, limits: Limits | None = None, now: dt.datetime | None = None) -> Sitemap:
    """Return a sitemap that was fetched, packed or not: XML, or a plain list of addresses.

    Raises:
        InputError: it is none, is hostile, or nothing in it can be read. One that breaks off gives what came before, with a problem.
    """
    limits, moment = limits or Limits(), now or dt.datetime.now(dt.UTC)
    told = f"the sitemap has more than max_file_bytes = {limits.max_file_bytes:,} bytes"
    with opened(io.BytesIO(data), origin=url, limits=limits) as stream:
        text = read_whole(
            stream, origin=url, limit=limits.max_file_bytes, told=told, advice="split it, or raise the limit"
        )
    refuse_binary(text[:HEAD], url)
    if b"<" not in text[:HEAD]:
        return _plain_list(text, url)
    kept = _Entries()
    kind: Literal["pages", "index"] = "pages"

    def wanted(root: Element) -> frozenset[str]:
        nonlocal kind
        if local(root) not in {"urlset", "sitemapindex"}:
            what = "an HTML page" if local(root).lower() == "html" else f"XML of the kind <{local(root)}>"
            raise UnreadableInput(
                url, f"it is {what}, no sitemap", advice="look in the site's robots.txt for its sitemap"
            )
        kind = "index" if local(root) == "sitemapindex" else "pages"
        return frozenset({"sitemap" if kind == "index" else "url"})

    try:
        for element in walk(looked_into(io.BytesIO(text)), origin=url, limits=limits, wanted=wanted):
            if local(element) in {"url", "sitemap"}:
                kept.add(_listing(element, base=url, now=moment))
    except InputError as error:
        if not kept.entries:
            raise
        kept.problems.append((error.code, error.problem))
    return Sitemap(kind, url, tuple(kept.entries.values()), kept.told())


def _plain_list(text: bytes, url: str) -> Sitemap:
    kept = _Entries()
    for line in text.decode("utf-8", "replace").splitlines():
        if line.strip():
            address = web_address(line, None)
            kept.add(Listing(address) if address else None)
    if not kept.entries:
        raise UnreadableInput(url, "it is no sitemap: neither XML nor a list of addresses", advice="check its address")
    return Sitemap("pages", url, tuple(kept.entries.values()), kept.told())


class _Entries:
    """Entries as they come, doubles left out."""

    def __init__(self) -> None:
        self.entries: dict[str, Listing] = {}
        self.problems: list[Problem] = []
        self._without = 0
        self._beyond = 0

    def add(self, listing: Listing | None) -> None:
        if listing is None:
            self._without += 1
        elif len(self.entries) >= MOST_ENTRIES:
            self._beyond += 1
        else:
            self.entries.setdefault(listing.url, listing)

    def told(self) -> tuple[Problem, ...]:
        """Return all that is to be said of what was left out."""
        if self._without:
            self.problems.append(("entry", f"{self._without:,} entries have no web address and are left out"))
        if self._beyond:
            self.problems.append(
                ("limit", f"{self._beyond:,} entries beyond the {MOST_ENTRIES:,} that a sitemap may have are left out")
            )
        return tuple(self.problems)


def _listing(element: Element, *, base: str, now: dt.datetime) -> Listing | None:
    address = web_address(words(child(element, "loc")), base)
    if address is None:
        return None
    news = child(element, "news")
    keywords = words(child(news, "keywords")) or ""
    return Listing(
        url=address,
        modified=moment_of(words(child(element, "lastmod")), now=now)[0],
        published=moment_of(words(child(news, "publication_date")), now=now)[0],
        title=plain(words(child(news, "title"))),
        publisher=words(child(news, "publication", "name")),
        language=words(child(news, "publication", "language")),
        keywords=tuple(filter(None, (word.strip() for word in keywords.split(",")))),
    )
