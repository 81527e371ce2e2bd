"""Feeds of news: RSS (0.9x, 2.0 and 1.0), Atom and JSON Feed, as a file that is read or as bytes that were fetched.

The XML is read by `xmlstream`, not by feedparser: that one holds a feed whole, takes 20 times as long, and sanitises HTML that
is parsed here in a process that can be killed. What an element means follows RSS 2.0, RDF Site Summary 1.0 with its
modules content, dc and dcterms, Media RSS, RFC 4287 (Atom), RFC 5005 (paged feeds) and JSON Feed 1.1.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dateline.errors import EmptyInput, InputError, UnreadableInput
from dateline.readers import feeditems
from dateline.readers.assemble import make_report
from dateline.readers.content import HEAD, looked_into, opened, read_whole, refuse_binary
from dateline.readers.feeditems import Feed, FeedItem
from dateline.readers.hostile import PageReader
from dateline.readers.marking import marked_up
from dateline.readers.options import Limits, ReadOptions
from dateline.readers.source import Problem, Source
from dateline.readers.xmlstream import local, plain, walk
from dateline.text import Report

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["Feed", "FeedItem", "item_report", "item_reports", "read_feed", "stream_feed"]

ROOTS = {"rss": frozenset({"item"}), "RDF": frozenset({"item"}), "feed": frozenset({"entry"})}
"""The elements that hold items, by the root of the feed."""
KINDS = {"rss": "rss", "RDF": "rdf", "feed": "atom"}
MOST_KNOWN = 200_000
"""Items whose ids are remembered to find doubles; a feed that is longer may hold one twice, which the ledger then finds."""


def read_feed(data: bytes, *, url: str, limits: Limits | None = None, now: dt.datetime | None = None) -> Feed:
    """Return a feed that was fetched, packed or not.

    Args:
        url: where it was fetched: what links are relative to, and how it is named in messages.
        now: the moment beyond which dates lie in the future; that of the clock by default.

    Raises:
        InputError: it is no feed, is hostile, or nothing in it can be read. A feed that breaks off in the middle is no error:
            what came before is there, and a problem says where it broke.
    """
    limits = limits or Limits()
    with opened(io.BytesIO(data), origin=url, limits=limits) as stream:
        data = read_whole(stream, origin=url, limit=limits.max_file_bytes, told=_too_long(limits), advice=_ADVICE_LONG)
    refuse_binary(data[:HEAD], url)
    items: list[FeedItem] = []
    problems: list[Problem] = []
    feed = Feed("rss", url)
    try:
        plain_stream = looked_into(io.BytesIO(data))
        for latest, item in stream_feed(plain_stream, origin=url, url=url, limits=limits, now=now):
            feed = latest
            if item is not None:
                items.append(item)
    except InputError as error:
        if not items:
            raise
        problems.append((error.code, error.problem))
    return replace(feed, items=tuple(items), problems=(*feed.problems, *problems))


def _too_long(limits: Limits) -> str:
    return f"the feed has more than max_file_bytes = {limits.max_file_bytes:,} bytes"


_ADVICE_LONG = "check where it comes from, or raise the limit"


def stream_feed(
    stream: io.BufferedReader, *, origin: str, url: str | None, limits: Limits, now: dt.datetime | None = None
) -> Iterator[tuple[Feed, FeedItem | None]]:
    """Yield each item that is not a double with what is known of its feed by then, and at last the feed alone.

    Raises:
        InputError: as `read_feed`, and where it breaks off, after what came before.
    """
    moment = now or dt.datetime.now(dt.UTC)
    known = _Known()
    head = stream.peek(HEAD)[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    feed = Feed("rss", url or origin)
    if head.startswith((b"{", b"[")):
        data = read_whole(
            stream, origin=origin, limit=limits.max_file_bytes, told=_too_long(limits), advice=_ADVICE_LONG
        )
        found = feeditems.json_feed(data, origin=origin, url=url, now=moment)
    else:
        found = _xml_feed(stream, origin=origin, url=url, limits=limits, now=moment)
    for feed, item in found:
        if item is not None and known.first(item):
            yield feed, item
    if known.doubles:
        feed = replace(feed, problems=(*feed.problems, ("double", _doubles(known.doubles))))
    yield feed, None


def _doubles(number: int) -> str:
    return "1 item stands in it twice" if number == 1 else f"{number:,} items stand in it more than once"


class _Known:
    """What items were seen: by id, by what they say, and by link with title (ids may change, what is told does not)."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self.doubles = 0

    def first(self, item: FeedItem) -> bool:
        marks = {f"id {item.id}", f"says {item.digest}"}
        if item.url:
            marks.add(f"at {item.url} {item.title}")
        if not marks.isdisjoint(self._seen):
            self.doubles += 1
            return False
        if len(self._seen) < MOST_KNOWN:
            self._seen |= marks
        return True


def _xml_feed(
    stream: io.BufferedReader, *, origin: str, url: str | None, limits: Limits, now: dt.datetime
) -> Iterator[tuple[Feed, FeedItem | None]]:
    root: Element | None = None
    kind, seen = "", 0

    def wanted(found: Element) -> frozenset[str]:
        nonlocal kind, root
        root, kind = found, KINDS.get(local(found), "")
        if not kind:
            raise no_feed(local(found), origin)
        return ROOTS[local(found)]

    feed = Feed("rss", url or origin)
    for element in walk(stream, origin=origin, limits=limits, wanted=wanted):
        feed = feeditems.feed_of(root, kind=kind, url=url or origin, before=feed)
        if element is not root:
            seen += 1
            yield feed, feeditems.item_of(element, feed, url=url, now=now)
    feed = feeditems.feed_of(root, kind=kind, url=url or origin, before=None)
    if not seen:
        raise EmptyInput(
            origin, "the feed has no items", advice="check it again later, or whether its address has changed"
        )
    yield feed, None


def no_feed(root: str, origin: str) -> UnreadableInput:
    """Return what is said of XML that was taken for a feed and is none."""
    if root.lower() == "html":
        told, advice = "it is an HTML page, no feed", "look in the page's head for the address of its feed"
    elif root in {"urlset", "sitemapindex"}:
        told, advice = "it is a sitemap, no feed", "name it as a sitemap"
    else:
        told, advice = f"its XML is <{root}>, no feed", "give RSS, Atom or JSON Feed"
    return UnreadableInput(origin, told, advice=advice)


# --- items as sources and reports


def feed_sources(
    stream: io.BufferedReader, *, origin: str, url: str | None, limits: Limits
) -> Iterator[Source | InputError]:
    """Yield the items of a feed as sources, and an error where it breaks off.

    Raises:
        InputError: it is no feed, or hostile.
    """
    for feed, item in stream_feed(stream, origin=origin, url=url, limits=limits):
        if item is not None:
            yield item_source(item, feed)


def object_sources(value: Mapping[str, Any], *, origin: str, url: str | None) -> Iterator[Source | InputError]:
    """Yield the items of a JSON Feed as sources."""
    known = _Known()
    for feed, item in feeditems.json_items(value, origin=origin, url=url, now=dt.datetime.now(dt.UTC)):
        if item is not None and known.first(item):
            yield item_source(item, feed)


def item_source(item: FeedItem, feed: Feed) -> Source:
    """Return what a feed itself tells of an item, as a source."""
    full = item.body or ""
    return Source(
        origin=item.url or f"{feed.url}#{item.id[:200]}", text=full or item.dek or "", title=item.title,
        dek=item.dek if full and not _begins(full, item.dek) else None, published=item.published,
        publisher=item.publisher or feed.title, byline=item.byline, url=item.url, language=item.language or feed.language,
        captions=item.captions, problems=item.problems, markup="fragment" if full and "<" in full else "",
        key="" if item.url else f"{feed.url}#{item.id[:200]}",
    )  # fmt: skip


def _begins(full: str, dek: str | None) -> bool:
    """Whether a summary is only the beginning of the text."""
    if not dek:
        return True
    start = plain(full[: 3 * len(dek) + 2000]) or ""
    return start.startswith(dek.rstrip(" .…[]")[:200])


def item_report(
    item: FeedItem, feed: Feed, *, options: ReadOptions, pages: PageReader | None = None
) -> Report | InputError:
    """Return an item as a report, from what the feed itself tells of it; an error where it has no words.

    Args:
        pages: reads HTML where it can be stopped; without it a process is started for this one item.
    """
    source = item_source(item, feed)
    try:
        if pages is None:
            with PageReader(options.limits) as own:
                return make_report(marked_up(source, own), options)
        return make_report(marked_up(source, pages), options)
    except InputError as error:
        return error


def item_reports(feed: Feed, *, options: ReadOptions, pages: PageReader | None = None) -> Iterator[Report | InputError]:
    """Yield every item of a feed as a report, from what the feed itself tells."""
    if pages is not None:
        yield from (item_report(item, feed, options=options, pages=pages) for item in feed.items)
        return
    with PageReader(options.limits) as own:
        yield from (item_report(item, feed, options=options, pages=own) for item in feed.items)
