"""The formats that are read: their names and endings, and how each is told by what it holds."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from dateline.readers import objects
from dateline.readers.content import GZIP_MAGIC, HEAD, wide_encoding
from dateline.readers.xmlstream import root_of

Kind = Literal[
    "", "text", "markdown", "html", "json", "lines", "xml", "feed", "sitemap", "newsml", "nitf", "warc", "wacz", "mbox", "mail"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Format:
    """A format that is read.

    Args:
        kind: which reader reads it; endings: of file names, without .gz and .zst, which every one may have behind it.
        name: what it is called; report: what in it becomes a report.
    """

    kind: Kind
    name: str
    endings: tuple[str, ...]
    report: str


FORMATS = (
    Format("text", "plain text", (".txt", ".text", ""), "the file; its header lines are told from the story"),
    Format("markdown", "Markdown", (".md", ".markdown"), "the file, with its front matter"),
    Format("html", "HTML", (".html", ".htm", ".xhtml"), "the page's story, with what its head says of it"),
    Format("json", "JSON: own fields, schema.org, ninjs 1 and 2, JSON Feed", (".json", ".ninjs"), "the object, each member of a list, each item"),
    Format("lines", "JSON Lines, of any size", (".jsonl", ".ndjson", ".jsonlines"), "each line"),
    Format("feed", "RSS 0.9 to 2.0, RSS 1.0 (RDF), Atom", (".rss", ".atom", ".rdf"), "each item, as far as the feed tells it"),
    Format("sitemap", "sitemaps and news sitemaps", (), "none: it lists pages, which dateline watch fetches"),
    Format("newsml", "NewsML-G2", (".newsml", ".g2"), "each news item that holds text"),
    Format("nitf", "NITF, also inside NewsML 1", (".nitf",), "each document"),
    Format("xml", "any of these in XML, told by its first element", (".xml",), "as above"),
    Format("warc", "WARC: web archives such as Common Crawl's news", (".warc", ".wet"), "each page that was answered with success; each conversion to text"),
    Format("wacz", "WACZ: web archives as Webrecorder packs them", (".wacz",), "each page of the WARC files in it"),
    Format("mbox", "mailboxes (mbox)", (".mbox", ".mbx"), "each message"),
    Format("mail", "messages (RFC 5322), also in a maildir", (".eml",), "the message"),
)  # fmt: skip
"""Every format that is read. `dateline formats` and docs/formats-read.md print this table."""

KINDS: dict[str, Kind] = {ending: format_.kind for format_ in FORMATS for ending in format_.endings}
"""What a file's ending says of its kind; what it holds may say otherwise."""
PACKED = (".gz", ".gzip", ".zst", ".zstd")
MANY = frozenset({"lines", "feed", "warc", "wacz", "mbox"})
"""Kinds that hold many reports."""
_ROOTS: dict[str, Kind] = {
    "rss": "feed", "RDF": "feed", "feed": "feed", "urlset": "sitemap", "sitemapindex": "sitemap", "nitf": "nitf", "NewsML": "nitf",
    "newsMessage": "newsml", "newsItem": "newsml", "packageItem": "newsml", "conceptItem": "newsml", "knowledgeItem": "newsml",
    "planningItem": "newsml", "catalogItem": "newsml",
}  # fmt: skip
_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|article)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAIL_START = re.compile(
    rb"(?:[A-Za-z][A-Za-z0-9-]{0,60}:[^\n]{0,2000}\r?\n(?:[ \t][^\n]{0,2000}\r?\n)*){2}", re.IGNORECASE
)
_MAIL_FIELDS = re.compile(
    rb"^(?:from|date|subject|message-id|received|return-path|mime-version):", re.IGNORECASE | re.MULTILINE
)
_LEAST_MAIL_FIELDS = 3
_MBOX_START = re.compile(rb"From \S+ +[^\n]*\d{2}:\d{2}[^\n]*\n[!-9;-~]+:")


def extension(name: str) -> str:
    """Return a file name's ending in lower case, that of the packed file where it ends in .gz or .zst."""
    path = PurePath(name)
    suffix = path.suffix.lower()
    return PurePath(path.stem).suffix.lower() if suffix in PACKED else suffix


def kind_of(suffix: str, head: bytes) -> Kind:
    """Return the kind of an input by its ending and its first bytes; "" where neither tells anything."""
    kind: Kind = KINDS.get(suffix, "") if suffix else ""
    if head.startswith(b"WARC/"):
        return "warc"
    if kind in {"warc", "wacz", "mbox", "mail"}:
        return kind
    if kind in {"json", "lines"}:
        return "lines" if kind == "lines" or objects.looks_like_lines(head) else "json"
    if kind == "html":
        return "html" if b"<" in head or wide_encoding(head) else "text"
    if _HTML_START.match(head[:4096]):
        return "html"
    if kind != "markdown" and objects.looks_like_json(head):
        return "lines" if objects.looks_like_lines(head) else "json"
    return _by_content(kind, head)


def _by_content(kind: Kind, head: bytes) -> Kind:
    root = root_of(head)
    if root in _ROOTS:
        return _ROOTS[root]
    if kind in {"xml", "feed", "newsml", "nitf"}:
        return kind
    if kind == "markdown":
        return kind
    if _MBOX_START.match(head):
        return "mbox"
    if _MAIL_START.match(head[:HEAD]) and len(set(_MAIL_FIELDS.findall(head[:8192]))) >= _LEAST_MAIL_FIELDS:
        return "mail"
    return "xml" if root and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml") else kind


def kind_of_bytes(data: bytes) -> Kind:
    """Return the kind of bytes without a name."""
    return kind_of("", data[:HEAD])


def is_packed_warc(head: bytes) -> bool:
    """Whether gzip data begins with a record of a web archive."""
    if not head.startswith(GZIP_MAGIC):
        return False
    try:
        return zlib.decompressobj(31).decompress(head, 16).startswith(b"WARC/")
    except zlib.error:
        return False
