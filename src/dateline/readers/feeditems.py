"""What feeds and their items say, whichever of the formats they are in."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urljoin, urlsplit

from dateline.errors import UnreadableInput
from dateline.readers.moments import read_moment
from dateline.readers.source import Problem
from dateline.readers.xmlstream import children, inner, local, plain, words
from dateline.text import content_id

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

FeedKind = Literal["rss", "rdf", "atom", "json"]
FUTURE = dt.timedelta(days=1)
"""A date may lie so far ahead: clocks go wrong, and a day is named where its time zone is not."""
LONGEST_URL = 2000
LONGEST_ID = 2000
_NAMESPACES = {
    "http://purl.org/rss/1.0/": "", "http://my.netscape.com/rdf/simple/0.9/": "", "http://channel.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "", "http://www.w3.org/2005/Atom": "", "http://purl.org/atom/ns#": "",
    "http://purl.org/rss/1.0/modules/content/": "content:", "http://purl.org/dc/elements/1.1/": "dc:", "http://purl.org/dc/terms/": "dcterms:",
    "http://search.yahoo.com/mrss/": "media:", "http://search.yahoo.com/mrss": "media:",
}  # fmt: skip
_XML = "{http://www.w3.org/XML/1998/namespace}"
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_ADDRESS = re.compile(r"^\S+@\S+\s+\((.+)\)$")
"""How RSS 2.0 has an author: an address, and the name in brackets."""


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One item of a feed.

    Args:
        id: the item's own (guid, atom:id, rdf:about, JSON id), else its url, else "sha:" and a hash of what it says.
        url: absolute, http or https; None where it has none. Whether it may be fetched is not checked.
        title, dek: words without mark-up; body: the full text as given, words or HTML; None where there is only a summary.
        published, updated: ISO 8601; None where not told, not readable, or more than a day in the future (a problem says so).
    """

    id: str
    url: str | None = None
    title: str | None = None
    dek: str | None = None
    body: str | None = None
    published: str | None = None
    updated: str | None = None
    byline: str | None = None
    publisher: str | None = None
    language: str | None = None
    categories: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def digest(self) -> str:
        """The hash of what the item says: the same under another id, another when a word or the date changes."""
        return content_id(self.title, self.dek, self.body, self.published)

    @property
    def full(self) -> bool:
        """Whether the feed gave the whole text."""
        return self.body is not None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: what it says of itself, and its items in their order, doubles left out.

    Args:
        ttl_seconds: how long it asks to be left alone; next_url: the page with older items (RFC 5005); hub: of WebSub.
    """

    kind: FeedKind
    url: str
    title: str | None = None
    link: str | None = None
    language: str | None = None
    updated: str | None = None
    items: tuple[FeedItem, ...] = ()
    ttl_seconds: int | None = None
    next_url: str | None = None
    hub: str | None = None
    problems: tuple[Problem, ...] = ()


def web_address(words: str | None, base: str | None) -> str | None:
    """Return an absolute http(s) URL; None where the words make none."""
    if not words or len(words) > LONGEST_URL:
        return None
    try:
        found = urljoin(base or "", words.strip())
        parts = urlsplit(found)
        return found if parts.scheme in {"http", "https"} and parts.hostname and not re.search(r"\s", found) else None
    except ValueError:
        return None


def moment_of(
    words: str | None, *, now: dt.datetime, what: str = "published"
) -> tuple[str | None, tuple[Problem, ...]]:
    """Return a moment as ISO 8601, and a problem where it is none or lies in the future."""
    if not words:
        return None, ()
    moment = read_moment(words)
    if moment is None or moment.iso is None:
        why = moment.problem if moment else f"{words[:60]!r} is not read as a date"
        return None, (("date", f"{why} ({what})"),)
    parsed = dt.datetime.fromisoformat(moment.iso)
    aware = parsed if parsed.tzinfo else parsed.replace(tzinfo=dt.UTC)
    if aware > now + FUTURE:
        return None, (("date", f"{what} lies in the future ({moment.iso}) and is left out"),)
    return moment.iso, ()


class _Fields:
    """The children of an element by name, with the prefix by which the field's writers know each namespace."""

    def __init__(self, element: Element | None) -> None:
        self._found: dict[str, list[Element]] = {}
        for each in element if element is not None else ():
            if isinstance(each.tag, str):
                space, _, name = each.tag[1:].rpartition("}") if each.tag.startswith("{") else ("", "", each.tag)
                prefix = _NAMESPACES.get(space, f"{{{space}}}") if space else ""
                self._found.setdefault(prefix + name, []).append(each)

    def all(self, name: str) -> list[Element]:
        return self._found.get(name, [])

    def first(self, *names: str) -> Element | None:
        """Return the first element of the first of these names that has words."""
        return next((each for name in names for each in self.all(name) if words(each)), None)

    def words(self, *names: str) -> str | None:
        return words(self.first(*names))

    def plain(self, *names: str) -> str | None:
        return plain(inner(self.first(*names)))

    def link(self, relation: str) -> Element | None:
        """Return the link of a relation, as Atom has it, in Atom and inside RSS."""
        return next((e for e in self.all("link") if e.get("href") and e.get("rel", "alternate") == relation), None)


def feed_of(root: Element | None, *, kind: str, url: str, before: Feed | None) -> Feed:
    """Return what a feed says of itself as far as it is read by now."""
    if before is not None and before.title:
        return before
    channel = next(iter(children(root, "channel")), None) if kind in {"rss", "rdf"} else root
    fields = _Fields(channel)
    base = (root.get(f"{_XML}base") if root is not None else None) or url
    link = fields.link("alternate")
    next_link, hub = fields.link("next"), fields.link("hub")
    minutes = fields.words("ttl")
    updated = read_moment(fields.words("updated", "lastBuildDate", "dc:date", "pubDate", "modified") or "")
    language = fields.words("language", "dc:language") or (root.get(f"{_XML}lang") if root is not None else None)
    return Feed(
        kind=kind,  # type: ignore[arg-type]
        url=url, title=fields.plain("title"), link=web_address(link.get("href") if link is not None else fields.words("link"), base),
        language=language, updated=updated.iso if updated else None,
        ttl_seconds=60 * int(minutes) if minutes and minutes.isdecimal() and len(minutes) < 7 else None,
        next_url=web_address(next_link.get("href"), base) if next_link is not None else None,
        hub=web_address(hub.get("href"), base) if hub is not None else None,
    )  # fmt: skip


def item_of(element: Element, feed: Feed, *, url: str | None, now: dt.datetime) -> FeedItem:
    """Return one item of a feed in XML."""
    fields = _Fields(element)
    base = element.get(f"{_XML}base") or _above(element) or feed.link or url
    guid = fields.first("guid")
    link = fields.link("alternate")
    address = web_address(link.get("href") if link is not None else fields.words("link"), base)
    if address is None and guid is not None and guid.get("isPermaLink", "true").lower() != "false":
        address = web_address(words(guid), None)
    published, problems = moment_of(
        fields.words("published", "pubDate", "dc:date", "dcterms:issued", "dcterms:created", "issued", "created"),
        now=now,
    )
    updated, late = moment_of(fields.words("updated", "dcterms:modified", "modified"), now=now, what="updated")
    if published is None and updated and not problems:
        published, problems = (
            updated,
            (("date", "only the time of an update is given; it is taken as that of publication"),),
        )
    dek = fields.plain("description", "summary", "dc:description", "media:description")
    source = fields.first("source")
    body = _full(fields, feed)
    title = fields.plain("title", "dc:title", "media:title")
    return FeedItem(
        id=_identity(fields, element, address, (title, dek, body)), url=address, title=title, dek=dek, body=body, published=published,
        updated=updated, byline=_byline(fields), publisher=_publisher(source),
        language=fields.words("language", "dc:language") or element.get(f"{_XML}lang"),
        categories=tuple(dict.fromkeys(filter(None, (e.get("term") or words(e) for e in fields.all("category"))))),
        captions=tuple(filter(None, [fields.plain("media:description")] if fields.first("description", "summary") is not None else [])),
        problems=(*problems, *late),
    )  # fmt: skip


def _above(element: Element) -> str | None:
    return next((base for above in element.iterancestors() if (base := above.get(f"{_XML}base"))), None)


def _identity(fields: _Fields, element: Element, address: str | None, says: tuple[str | None, ...]) -> str:
    own = fields.words("guid", "id", "dc:identifier") or element.get(_RDF_ABOUT)
    return (own or address or f"sha:{content_id(*says)}")[:LONGEST_ID]


def _full(fields: _Fields, feed: Feed) -> str | None:
    """Return the whole text where the feed has it: Atom's content may be a mere address, or of another kind than text."""
    encoded = inner(fields.first("content:encoded", "body"))
    if encoded.strip():
        return encoded
    content = fields.first("content") if feed.kind == "atom" else None
    if (
        content is None
        or content.get("src")
        or content.get("type", "text").partition("/")[0] not in {"text", "html", "xhtml"}
    ):
        return None
    return inner(content).strip() or None


def _byline(fields: _Fields) -> str | None:
    names = []
    for element in [*fields.all("dc:creator"), *fields.all("author")]:
        named = next((words(each) for each in element if local(each) == "name"), None) or words(element)
        if named:
            in_brackets = _ADDRESS.match(named)
            names.append(in_brackets[1] if in_brackets else named)
    return ", ".join(dict.fromkeys(name for name in names if "@" not in name)) or None


def _publisher(source: Element | None) -> str | None:
    """Return the feed that an item was taken over from: RSS has its name as text, Atom as its title."""
    if source is None:
        return None
    title = next((each for each in source if local(each) == "title"), None)
    return plain(words(title if title is not None else source))


# --- JSON Feed


def is_json_feed(value: object) -> bool:
    """Whether a JSON object is a JSON Feed."""
    return isinstance(value, dict) and str(value.get("version", "")).partition("//")[2].startswith("jsonfeed.org/")


def json_feed(data: bytes, *, origin: str, url: str | None, now: dt.datetime) -> Iterator[tuple[Feed, FeedItem | None]]:
    """Yield the items of a JSON Feed, each with the feed, and at last the feed alone.

    Raises:
        UnreadableInput: it is no JSON, or no JSON Feed.
    """
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        why = "it is nested too deeply" if isinstance(error, RecursionError) else f"it is not valid JSON ({error})"
        raise UnreadableInput(origin, why, advice="fetch it again") from None
    if not is_json_feed(value):
        raise UnreadableInput(origin, "it is JSON, but no JSON Feed", advice="give RSS, Atom or JSON Feed")
    yield from json_items(value, origin=origin, url=url, now=now)


def json_items(
    value: Mapping[str, Any], *, origin: str, url: str | None, now: dt.datetime
) -> Iterator[tuple[Feed, FeedItem | None]]:
    """Yield the items of an object that is a JSON Feed, and at last the feed alone."""
    members = value.get("items")
    strange = 0
    hubs = value.get("hubs")
    feed = Feed(
        kind="json", url=url or origin, title=_text(value, "title"), link=web_address(_text(value, "home_page_url"), url),
        language=_text(value, "language"), next_url=web_address(_text(value, "next_url"), url),
        hub=next((web_address(_text(h, "url"), url) for h in hubs if isinstance(h, dict)), None) if isinstance(hubs, list) else None,
    )  # fmt: skip
    for member in members if isinstance(members, list) else []:
        if isinstance(member, dict):
            yield feed, _json_item(member, base=feed.link or url, now=now)
        else:
            strange += 1
    told = (("member", f"{strange} of its items are no objects and are left out"),) if strange else ()
    yield replace(feed, problems=told), None


def _json_item(item: Mapping[str, Any], *, base: str | None, now: dt.datetime) -> FeedItem:
    published, problems = moment_of(_text(item, "date_published"), now=now)
    updated, late = moment_of(_text(item, "date_modified"), now=now, what="updated")
    address = web_address(_text(item, "url") or _text(item, "external_url"), base)
    title, dek = plain(_text(item, "title")), plain(_text(item, "summary"))
    body = _text(item, "content_html") or _text(item, "content_text")
    authors = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    names = (
        [_text(author, "name") for author in authors if isinstance(author, dict)] if isinstance(authors, list) else []
    )
    tags = item.get("tags")
    own = item.get("id")
    given = str(own) if isinstance(own, (str, int, float)) and str(own).strip() else None
    return FeedItem(
        id=(given or address or f"sha:{content_id(title, dek, body)}")[:LONGEST_ID], url=address, title=title, dek=dek, body=body,
        published=published, updated=updated, byline=", ".join(filter(None, names)) or None, language=_text(item, "language"),
        categories=tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (), problems=(*problems, *late),
    )  # fmt: skip


def _text(value: Mapping[str, Any], name: str) -> str | None:
    found = value.get(name)
    return found if isinstance(found, str) and found.strip() else None
