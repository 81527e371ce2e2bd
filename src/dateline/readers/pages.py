"""HTML pages: the body by trafilatura, title, dek, byline, date and captions by our own reading of the page.

Runs in a process of its own (`dateline.readers.child`), since a page can be made to take minutes or gigabytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dateline.readers.blocks import all_blocks, fast_blocks, without_head
from dateline.readers.moments import read_moment
from dateline.text import SectionKind

if TYPE_CHECKING:
    from lxml.html import HtmlElement

CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,40})|<\?xml[^>]{0,100}encoding=[\"']([A-Za-z0-9_-]{2,40})",
    re.IGNORECASE,
)
_ARTICLE_TYPES = frozenset(
    "NewsArticle Article ReportageNewsArticle AnalysisNewsArticle BackgroundNewsArticle BlogPosting LiveBlogPosting WebPage Report".split()
)


def _marked(names: str) -> re.Pattern[str]:
    """Return a pattern for names of classes, where "-", "_" and capitals part words."""
    return re.compile(rf"(?<![a-zA-Z])(?:{names})(?![a-z])", re.IGNORECASE)


_DEK_CLASS = _marked(
    r"dek|deck|standfirst|sub-?title|sub-?head(?:line|ing)?|summary|article-?(?:intro|lead|summary|description)|intro|strapline|excerpt"
)
_BYLINE_CLASS = _marked(r"by-?line|authors?(?:-|__)?(?:name)?|article-?author|reporter|writer")
_DATE_CLASS = _marked(r"date|dateline|pub-?date|published|timestamp|time")
_CAPTION_CLASS = _marked(r"caption|wp-caption-text")
_DATE_METAS = (
    "article:published_time", "datepublished", "og:article:published_time", "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.created",
    "dcterms.date", "dc.date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "citation_publication_date", "date",
    "article.published", "published-date", "cxenseparse:recs:publishtime", "article_date_original", "originalpublicationdate", "timestamp",
)  # fmt: skip
_AUTHOR_METAS = (
    "author",
    "article:author",
    "byl",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
)
_SITE_METAS = ("og:site_name", "application-name", "publisher", "dc.publisher", "twitter:app:name:iphone")
_TITLE_METAS = ("og:title", "twitter:title", "dc.title", "parsely-title", "headline")
_DEK_METAS = ("og:description", "description", "twitter:description", "dc.description")
_TITLE_SPLIT = re.compile(r"\s+[|–—»·]\s+|\s+-\s+|\s+::\s+")
_MOST_CAPTIONS = 6
_MOST_SCRIPTS = 20
_MOST_JSON = 500_000


@dataclass(slots=True)
class Page:
    """What a page gives: plain values, so that it crosses the border of processes as JSON."""

    text: str = ""
    title: str | None = None
    dek: str | None = None
    published: str | None = None
    publisher: str | None = None
    byline: str | None = None
    url: str | None = None
    language: str | None = None
    captions: list[str] = field(default_factory=list)
    hints: list[tuple[int, SectionKind]] = field(default_factory=list)


def read_page(html: str, *, how: str = "page") -> Page:
    """Return what a page of HTML holds; a fragment with nothing but paragraphs is read as well.

    Args:
        how: which reader finds the story: "page" trafilatura; "fast" resiliparse, for archives; "fragment" none, it is all story.
    """
    from lxml import html as lxml_html

    tree = lxml_html.document_fromstring(_undeclared(html))
    linked = _linked_data(tree)
    page = Page(
        published=_published(tree, linked), publisher=_publisher(tree, linked), url=_url(tree, linked),
        language=_language(tree, linked),
    )  # fmt: skip
    page.title = _title(tree, linked)
    captions = _captions(tree)
    page.byline, visible_dek = _byline(tree, linked), _dek(tree)
    if how == "page":
        blocks = _with_headings(list(_blocks(html, tree)), tree)
    else:
        blocks = list(all_blocks(tree) if how == "fragment" else fast_blocks(html)) or list(_all_words(tree))
    stated_dek = _first(_metas(tree, _DEK_METAS)) or _words(linked.get("description"))
    page.dek = visible_dek or _shown(stated_dek, tree, blocks)
    if how == "fast":
        blocks = without_head(blocks, page.title, page.dek, page.byline)
    page.captions = [c for c in captions if c not in {words for _, words in blocks}]
    _put_together(page, blocks, set(captions))
    return page


def _undeclared(html: str) -> str:
    """Take off an XML declaration: lxml refuses text that names an encoding."""
    return re.sub(r"\A\s*<\?xml[^>]*\?>", "", html)


def _put_together(page: Page, blocks: list[tuple[str, str]], captions: set[str]) -> None:
    at = 0
    pieces: list[str] = []
    kinds: dict[str, SectionKind] = {"head": "subhead"}
    for tag, words in blocks:
        kind = "caption" if words in captions else kinds.get(tag)
        if kind == "subhead" and _squash(words) in {_squash(page.title), _squash(page.dek)}:
            kind = None
        if kind:
            page.hints.append((at, kind))
        pieces.append(words)
        at += len(words) + 2
    page.text = "\n\n".join(pieces)


def _blocks(html: str, tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """Yield the blocks of the page's story as (tag, words): by trafilatura, or all paragraphs where it finds none."""
    from trafilatura import bare_extraction

    found = bare_extraction(_undeclared(html), include_comments=False, include_tables=False, with_metadata=False)
    body = getattr(found, "body", None)
    blocks = list(_leaves(body)) if body is not None else []
    if not blocks:
        root = tree.find(".//article")
        blocks = [
            ("p", words)
            for p in (tree if root is None else root).iter("p", "h2", "h3", "li", "blockquote")
            if (words := _text(p))
        ]
    blocks = blocks or list(_all_words(tree))
    last = None
    for block in blocks:
        if block != last:
            yield block
        last = block


def _all_words(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    return (("p", words) for words in map(_line, (tree.text_content() or "").split("\n")) if words)


def _with_headings(blocks: list[tuple[str, str]], tree: HtmlElement) -> list[tuple[str, str]]:
    """Put back the headings that the extraction lost: those right before a paragraph that it kept."""
    places = {words: i for i, (_, words) in reversed(list(enumerate(blocks)))}
    lost: dict[int, str] = {}
    heading = ""
    for element in tree.iter("h2", "h3", "h4", "p"):
        words = _text(element)
        if element.tag != "p":
            heading = words
        elif heading and words in places:
            if heading not in places and places[words] > 0:
                lost[places[words]] = heading
            heading = ""
    return [block for i, kept in enumerate(blocks) for block in ([("head", lost[i]), kept] if i in lost else [kept])]


def _leaves(body: Any) -> Iterator[tuple[str, str]]:
    """Yield the blocks of trafilatura's tree that hold words and no blocks of their own."""
    for element in body:
        tag = str(element.tag)
        if (
            tag in {"list", "quote", "div"}
            and len(element)
            and any(str(child.tag) in {"item", "p", "list", "quote"} for child in element)
        ):
            if element.text and element.text.strip():
                yield "p", _line(element.text)
            yield from _leaves(element)
        elif tag not in {"table", "graphic"}:
            for words in _broken(element):
                yield ("head" if tag == "head" else "p"), words
        if element.tail and element.tail.strip():
            yield "p", _line(element.tail)


def _broken(element: Any) -> Iterator[str]:
    """Yield an element's words, cut at its line breaks."""
    pieces = [element.text or ""]
    for child in element.iterdescendants():
        pieces.append("\n" if child.tag == "lb" else child.text or "")
        pieces.append(child.tail or "")
    for line in "".join(pieces).split("\n") if any(p == "\n" for p in pieces) else ["".join(pieces)]:
        words = _line(line)
        if words:
            yield words


def _linked_data(tree: HtmlElement) -> dict[str, Any]:
    """Return the page's JSON-LD object that is an article."""
    best: dict[str, Any] = {}
    for script in list(tree.iter("script"))[:_MOST_SCRIPTS]:
        raw = script.text or ""
        if "ld+json" not in (script.get("type") or "").lower() or len(raw) > _MOST_JSON:
            continue
        try:
            value = json.loads(raw.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _nodes(value):
            kinds = item.get("@type")
            kinds = set(map(str, kinds)) if isinstance(kinds, list) else {str(kinds)}
            if kinds & _ARTICLE_TYPES and (not best or ("headline" in item and "headline" not in best)):
                best = item
    return best


def _nodes(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if isinstance(value, list) and depth < 4:
        for item in value:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        yield from _nodes(value.get("@graph"), depth + 1)


def _metas(tree: HtmlElement, names: Iterable[str]) -> Iterator[str]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        key = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        content = _line(meta.get("content") or "")
        if key and content:
            found.setdefault(key, content)
    return (found[name] for name in names if name in found)


def _title(tree: HtmlElement, linked: dict[str, Any]) -> str | None:
    headings = [words for h in tree.iter("h1") if (words := _text(h))]
    stated = [words for words in (_words(linked.get("headline")), _first(_metas(tree, _TITLE_METAS))) if words]
    page_title = tree.find(".//title")
    tab = _text(page_title) if page_title is not None else ""
    if headings:
        for heading in headings:
            if any(_like(heading, other) for other in [*stated, tab]):
                return heading
        if not stated:
            return headings[0]
    if stated:
        return stated[0]
    parts = _TITLE_SPLIT.split(tab)
    return max(parts, key=len) if tab else None


def _like(a: str, b: str) -> bool:
    first, second = set(re.findall(r"\w+", a.lower())), set(re.findall(r"\w+", b.lower()))
    return bool(first and second) and 2 * len(first & second) >= min(len(first), len(second)) + 1


def _dek(tree: HtmlElement) -> str | None:
    """Return the dek that stands under the headline, told by its class."""
    for element in tree.iter("p", "h2", "h3", "div", "span"):
        marks = f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.get('data-testid') or ''}"
        if _DEK_CLASS.search(marks) and not _inside(element, {"nav", "footer", "aside"}):
            words = _text(element)
            if 20 <= len(words) <= 400:
                return words
    return None


def _shown(dek: str | None, tree: HtmlElement, blocks: list[tuple[str, str]]) -> str | None:
    """Return the description of the page's head if the page shows it as more than the start of its story."""
    words = _squash(dek)
    if not words or words.endswith(("...", "…")) or any(_squash(block).startswith(words) for _, block in blocks):
        return None
    return (
        dek
        if any(_squash(_text(e)) == words for e in tree.iter("p", "h2", "h3", "div", "span") if len(e) < 3)
        else None
    )


def _byline(tree: HtmlElement, linked: dict[str, Any]) -> str | None:
    stated = _words(linked.get("author"))
    if not stated:
        for element in tree.iter("span", "p", "div", "a", "address", "li"):
            marks = f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.get('rel') or ''}"
            words = _text(element) if _BYLINE_CLASS.search(marks) else ""
            if 2 < len(words) <= 100:
                stated = words
                break
    stated = stated or _first(name for name in _metas(tree, _AUTHOR_METAS) if not name.startswith("http")) or ""
    return re.sub(r"(?i)^(?:written\s+)?by:?\s+", "", stated) or None


def _published(tree: HtmlElement, linked: dict[str, Any]) -> str | None:
    """Return the first moment of publication that the page gives in a form that is read as one."""
    other = None
    for candidate in filter(None, _dates(tree, linked)):
        moment = read_moment(candidate)
        if moment and moment.iso:
            return candidate
        other = other or (candidate if moment else None)
    return other


def _dates(tree: HtmlElement, linked: dict[str, Any]) -> Iterator[str | None]:
    """Yield what may tell the moment of publication, the most trusted first; what costs a walk over the page comes last."""
    yield _words(linked.get("datePublished"))
    yield from _metas(tree, _DATE_METAS)
    times = [t for t in tree.iter("time") if not _inside(t, {"nav", "footer", "aside"})]
    times.sort(key=lambda t: "modif" in (t.get("class") or "").lower() or "updat" in (t.get("class") or "").lower())
    yield from (t.get("datetime") or _text(t) for t in times)
    for element in tree.iter():
        if element.get("itemprop") == "datePublished":
            yield element.get("content") or element.get("datetime") or _text(element)
    for element in tree.iter("span", "p", "div"):
        if _DATE_CLASS.search(element.get("class") or "") and len(element) < 4:
            yield re.sub(r"(?i)^\W*(?:published|posted|updated|date)\s*(?:on|at)?\W*", "", _text(element)[:120])


def _publisher(tree: HtmlElement, linked: dict[str, Any]) -> str | None:
    return _words(linked.get("publisher")) or _first(_metas(tree, _SITE_METAS))


def _url(tree: HtmlElement, linked: dict[str, Any]) -> str | None:
    canonical = next((a.get("href") for a in tree.iter("link") if (a.get("rel") or "").lower() == "canonical"), None)
    main = linked.get("mainEntityOfPage")
    entity = main.get("@id") if isinstance(main, dict) else main
    found = (canonical, _first(_metas(tree, ("og:url",))), linked.get("url"), entity)
    return next((u for u in found if isinstance(u, str) and re.match(r"https?://", u)), None)


def _language(tree: HtmlElement, linked: dict[str, Any]) -> str | None:
    stated = linked.get("inLanguage")
    return (
        tree.get("lang")
        or (stated if isinstance(stated, str) else None)
        or _first(_metas(tree, ("og:locale", "content-language")))
    )


def _captions(tree: HtmlElement) -> list[str]:
    found: list[str] = []
    for element in tree.iter("figcaption", "p", "div", "span"):
        if element.tag == "figcaption" or _CAPTION_CLASS.search(element.get("class") or ""):
            words = _text(element)
            fresh = not any(words in other or other in words for other in found)
            if 15 <= len(words) <= 600 and fresh and not _inside(element, {"nav", "footer", "aside"}):
                found.append(words)
    return found[:_MOST_CAPTIONS]


def _inside(element: HtmlElement, tags: set[str]) -> bool:
    return any(above.tag in tags for above in element.iterancestors())


def _words(value: Any) -> str | None:
    if isinstance(value, str):
        return _line(value) or None
    if isinstance(value, list):
        return ", ".join(filter(None, map(_words, value))) or None
    if isinstance(value, dict):
        return _words(value.get("name")) or _words(value.get("@value"))
    return None


def _text(element: HtmlElement) -> str:
    return _line(element.text_content() or "")


def _line(words: str) -> str:
    return " ".join(words.split())


def _squash(words: str | None) -> str:
    return _line(words or "").casefold()


def _first(values: Iterable[str]) -> str | None:
    return next(iter(values), None)
