"""One look at a feed or sitemap, and one page fetched: what runs beside the loop, in threads."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dateline.codec import from_data, to_data
from dateline.errors import InputError
from dateline.readers.feeditems import Feed, FeedItem
from dateline.readers.options import is_charset
from dateline.readers.sitemaps import Listing, Sitemap
from dateline.store.watching.store import Listed, SourceState, Waiting
from dateline.text import content_id
from dateline.watching.config import FeedSource, Filters, SitemapSource
from dateline.watching.fetching import Fetched, Fetcher, FetchFailed
from dateline.watching.parsing import Parser

MOST_SITEMAPS = 20
"""Sitemaps of an index that are looked at, the last changed first."""

DEEPEST = 2
"""Indexes within indexes."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at a source gave.

    Args:
        items: None where nothing has changed, or the look failed. failure: why. problem: what of it could not be read.
        wait: seconds after which the host asked to be asked again.
    """

    source: SourceState
    items: tuple[Listed, ...] | None = None
    etag: str | None = None
    modified: str | None = None
    failure: str | None = None
    kind: str = "ok"
    wait: float | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Got:
    """A page that was fetched for an item, or why it was not; `final`: another try would be of no use."""

    item: Waiting
    page: Fetched | None = None
    failure: str | None = None
    kind: str = "ok"
    wait: float | None = None
    final: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of an item until it is read: the item itself, and its feed without the other items."""

    feed: Feed
    item: FeedItem
    publisher: str | None
    pages: bool

    @property
    def address(self) -> str | None:
        """The page that is to be fetched; None where what the feed says is all."""
        return self.item.url if self.pages and not self.item.full else None


def kept_of(data: Any) -> Kept:
    """Return what was kept, from its JSON."""
    return from_data(Kept, data, where="item")


def look_at_feed(source: SourceState, said: FeedSource, fetcher: Fetcher, parser: Parser, filters: Filters) -> Looked:
    """Fetch and read a feed; nothing is raised."""
    try:
        found = fetcher.fetch(said.url, etag=source.etag, modified=source.modified)
        if found.unchanged:
            return Looked(source)
        feed = parser.feed(found.body, found.url)
    except FetchFailed as error:
        return Looked(source, failure=str(error), kind=error.kind, wait=error.wait)
    except InputError as error:
        return Looked(source, failure=str(error), kind="unreadable")
    now = dt.datetime.now(dt.UTC)
    bare = dataclasses.replace(feed, items=(), problems=())
    items = tuple(
        Listed(item.id, item.url, item.digest, _why_not(item, feed, filters, now), _kept(item, bare, said))
        for item in feed.items
    )
    problem = feed.problems[0][1] if feed.problems else None
    return Looked(source, items, found.etag, found.modified, problem=problem)


def _kept(item: FeedItem, feed: Feed, said: FeedSource) -> Any:
    return to_data(Kept(feed, item, said.publisher, said.pages))


def _why_not(item: FeedItem, feed: Feed, filters: Filters, now: dt.datetime) -> str | None:
    words = " ".join(part for part in (item.title, item.dek, (item.body or "")[:5000]) if part)
    return filters.passed_over(words=words, language=item.language or feed.language, published=item.published, now=now)


def look_at_sitemap(
    source: SourceState, said: SitemapSource, fetcher: Fetcher, parser: Parser, filters: Filters
) -> Looked:
    """Fetch and read a sitemap, and those that it lists; nothing is raised."""
    troubles: list[str] = []
    try:
        found = fetcher.fetch(said.url, etag=source.etag, modified=source.modified)
        if found.unchanged:
            return Looked(source)
        first = parser.sitemap(found.body, found.url)
        entries = list(_pages(first, fetcher, parser, {said.url, found.url}, troubles))
    except FetchFailed as error:
        return Looked(source, failure=str(error), kind=error.kind, wait=error.wait)
    except InputError as error:
        return Looked(source, failure=str(error), kind="unreadable")
    entries.sort(key=lambda one: one.published or one.modified or "", reverse=True)
    now = dt.datetime.now(dt.UTC)
    items = []
    for number, one in enumerate(entries):
        # What a site listed before it was watched and does not date is no news.
        old = (
            "it was listed before the sitemap was watched"
            if not source.looked and not (one.published or one.modified)
            else None
        )
        why = old or filters.passed_over(
            words=one.title or " ".join(one.keywords) or " ".join(filters.any_of), language=one.language,
            published=one.published or one.modified, now=now,
        )  # fmt: skip
        if why is None and number >= said.most:
            why = f"there are more than most = {said.most} newer ones"
        items.append(_listed(one, first, said, why))
    # An index may stay while what it lists changes: its marks tell nothing.
    marks = (None, None) if first.kind == "index" else (found.etag, found.modified)
    problem = troubles[0] if troubles else first.problems[0][1] if first.problems else None
    return Looked(source, tuple(items), *marks, problem=problem)


def _pages(
    found: Sitemap, fetcher: Fetcher, parser: Parser, seen: set[str], troubles: list[str], depth: int = 0
) -> Iterator[Listing]:
    """Yield the pages of a sitemap; of an index, those of its sitemaps, each once, so that one that names itself ends."""
    if found.kind == "pages":
        yield from found.entries
        return
    if depth >= DEEPEST:
        troubles.append(f"{found.url}: indexes within indexes lie too deep")
        return
    newest = sorted(found.entries, key=lambda one: one.modified or "", reverse=True)
    for one in newest:
        if one.url in seen or len(seen) > MOST_SITEMAPS:
            continue
        seen.add(one.url)
        try:
            page = fetcher.fetch(one.url)
            inner = parser.sitemap(page.body, page.url)
        except (FetchFailed, InputError) as error:
            troubles.append(str(error))
            continue
        yield from _pages(inner, fetcher, parser, seen, troubles, depth + 1)


def _listed(one: Listing, found: Sitemap, said: SitemapSource, why: str | None) -> Listed:
    item = FeedItem(
        one.url, url=one.url, title=one.title, published=one.published, publisher=one.publisher or said.publisher,
        language=one.language,
    )  # fmt: skip
    kept = Kept(Feed("atom", found.url), item, said.publisher, pages=True)
    return Listed(one.url, one.url, content_id(one.published, one.modified), why, to_data(kept))


def get_page(item: Waiting, address: str, fetcher: Fetcher) -> Got:
    """Fetch the page of an item; nothing is raised."""
    try:
        page = fetcher.fetch(address)
    except FetchFailed as error:
        gone = error.status is not None and 400 <= error.status < 500 and error.status not in {408, 425, 429}
        final = (
            gone or error.kind in {"refused", "too-large", "redirects", "encoding"} or (error.kind == "robots" and gone)
        )
        return Got(item, failure=str(error), kind=error.kind, wait=error.wait, final=final)
    return Got(item, page)


def utf8(page: Fetched) -> bytes:
    """Return the bytes of a page, in UTF-8 where its header names another encoding and the bytes are none of UTF-8."""
    name = page.content_type.partition("charset=")[2].split(";")[0].strip(" \"'").lower()
    if not name or name in {"utf-8", "utf8"} or not is_charset(name):
        return page.body
    try:
        page.body.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return page.body.decode(name, "replace").encode("utf-8")
        except (LookupError, UnicodeError):
            return page.body
    return page.body
