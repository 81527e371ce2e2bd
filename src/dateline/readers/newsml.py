"""News in XML as the IPTC writes it: NewsML-G2 (messages and single items), NITF, and NITF inside NewsML 1."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.errors import EmptyInput, InputError, SkippedInput, UnreadableInput
from dateline.readers.blocks import all_blocks
from dateline.readers.ninjs import WITHDRAWN, withdrawn
from dateline.readers.options import Limits
from dateline.readers.source import Source
from dateline.readers.xmlstream import child, children, local, plain, walk, words
from dateline.text import SectionKind

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NITF_ROOTS = frozenset({"nitf", "NewsML"})
_ITEMS = frozenset({"newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem"})
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_SUMMARY = frozenset({"summary", "abstract", "dek", "standfirst"})


def read_newsml(stream: io.BufferedReader, *, origin: str, limits: Limits) -> Iterator[Source | InputError]:
    """Yield the news items of a message, or the one document; an error for an item that is withdrawn or has no text.

    Raises:
        InputError: it is hostile, breaks off (after what came before), or holds none of these formats.
    """

    def wanted(root: Element) -> frozenset[str]:
        name = local(root)
        if name in _NITF_ROOTS:
            return frozenset({"nitf"})
        if name in _ITEMS or name == "newsMessage":
            return _ITEMS
        raise UnreadableInput(
            origin, f"its XML is <{name}>, neither NewsML-G2 nor NITF", advice="dateline formats lists what is read"
        )

    number = 0
    others: dict[str, int] = {}
    for element in walk(stream, origin=origin, limits=limits, wanted=wanted):
        name = local(element)
        if name in {"nitf", "newsItem"}:
            number += 1
            yield _nitf(element, origin=origin) if name == "nitf" else _news_item(element, origin=origin, number=number)
        elif name in _ITEMS:
            others[name] = others.get(name, 0) + 1
    if others:
        named = ", ".join(f"{name} ({count})" for name, count in sorted(others.items()))
        yield SkippedInput(origin, f"items that hold no news were passed over: {named}", advice="nothing is to be done")
    elif not number:
        yield EmptyInput(origin, "there is no news item in it", advice="check what was exported")


# --- NITF


def _nitf(root: Element, *, origin: str) -> Source | InputError:
    head, body = child(root, "head"), child(root, "body")
    data, top, content = child(head, "docdata"), child(body, "body.head"), child(body, "body.content")
    headline = child(top, "hedline")
    title = words(child(headline, "hl1")) or words(child(head, "title"))
    text, hints = _text(content, child(top, "dateline"))
    dek = words(child(headline, "hl2")) or words(child(top, "abstract"))
    own = _attribute(child(data, "doc-id"), "id-string")
    where = f"{origin}: {own}" if own else origin
    status = (_attribute(child(data, "du-key"), "status") or root.get("status") or "").lower()
    if status in WITHDRAWN:
        return withdrawn(where, f"status {status}")
    if not (text or title):
        return EmptyInput(where, "the NITF document has no text", advice="check what was exported")
    return Source(
        origin=origin, text=text or dek or "", title=title, dek=dek if text else None,
        published=_attribute(child(data, "date.issue"), "norm") or _attribute(child(data, "date.release"), "norm")
        or _attribute(child(top, "dateline", "story.date"), "norm"),
        publisher=_attribute(child(head, "pubdata"), "name") or words(child(top, "distributor")) or _attribute(child(data, "doc.copyright"), "holder")
        or _attribute(child(data, "doc-id"), "regsrc"),
        byline=_byline(words(child(top, "byline"))), language=root.get(_LANG) or (body.get(_LANG) if body is not None else None),
        captions=_captions(content), hints=hints, key=own or "",
    )  # fmt: skip


def _text(content: Element | None, dateline: Element | None) -> tuple[str, dict[int, SectionKind]]:
    """Return the paragraphs of a story, its dateline before the first as it is printed, and where its subheads stand."""
    pieces: list[str] = []
    hints: dict[int, SectionKind] = {}
    at = 0
    before = _dateline(dateline)
    for tag, words_ in all_blocks(content) if content is not None else ():
        block = words_
        if tag == "head":
            hints[at] = "subhead"
        elif before is not None:
            block, before = _with_dateline(block, before), None
        pieces.append(block)
        at += len(block) + 2
    return "\n\n".join(pieces), hints


def _dateline(element: Element | None) -> str | None:
    parts = [found for each in element if (found := words(each))] if element is not None else []
    return ", ".join(parts) or words(element)


def _with_dateline(text: str, dateline: str | None) -> str:
    """Return a paragraph with the dateline before it, unless it has it already."""
    if not dateline or not text or text.casefold().startswith(dateline.partition(",")[0].casefold()):
        return text
    return f"{dateline} — {text}"


def _captions(content: Element | None) -> tuple[str, ...]:
    found = [words(each) for each in content.iter() if local(each) == "media-caption"] if content is not None else []
    return tuple(filter(None, found))


def _attribute(element: Element | None, name: str) -> str | None:
    value = element.get(name) if element is not None else None
    return value.strip() or None if value else None


def _byline(name: str | None) -> str | None:
    return name[3:] if name and name[:3].lower() == "by " else name


# --- NewsML-G2


def _news_item(item: Element, *, origin: str, number: int) -> Source | InputError:
    meta, content, holds = child(item, "itemMeta"), child(item, "contentMeta"), child(item, "contentSet")
    guid = item.get("guid")
    where = f"{origin}: {guid}" if guid else f"{origin}:{number}"
    status = (_attribute(child(meta, "pubStatus"), "qcode") or "").rpartition(":")[2].lower()
    if status in WITHDRAWN:
        return withdrawn(where, f"pubStatus {status}")
    kind = (_attribute(child(meta, "itemClass"), "qcode") or "").rpartition(":")[2] or "text"
    source = _content(holds, child(content, "dateline"), origin=origin)
    deks = [words(each) for each in children(content, "description") if _role(each) in _SUMMARY]
    if source is None and kind not in {"text", "composite"}:
        return SkippedInput(where, f"it is of the class {kind} and holds no text", advice="nothing is to be done")
    title = words(child(content, "headline")) or words(child(meta, "title")) or (source.title if source else None)
    dek = next(filter(None, deks), None) or (source.dek if source else None)
    if not (source and source.text) and not (title or dek):
        return EmptyInput(
            where, "the news item has no text in it", advice="NewsML-G2 has it in inlineXML or inlineData"
        )
    source = source or Source(origin=origin, text=dek or "")
    created = [
        words(child(content, "contentCreated")),
        words(child(meta, "firstCreated")),
        words(child(meta, "versionCreated")),
    ]
    return replace(
        source, title=title, dek=dek if dek != source.text else None, published=source.published or next(filter(None, created), None),
        publisher=_name(child(content, "infoSource")) or _name(child(meta, "provider")) or source.publisher or words(child(content, "creditline")),
        byline=_byline(words(child(content, "by"))) or source.byline or _name(child(content, "creator")), url=_link(meta),
        language=_attribute(child(content, "language"), "tag") or item.get(_LANG) or source.language,
        key=guid or "",
    )  # fmt: skip


def _content(holds: Element | None, dateline: Element | None, *, origin: str) -> Source | None:
    """Return the text of an item: NITF or XHTML in its place, or text in a data element; None where it is elsewhere."""
    for each in children(holds, "inlineXML"):
        inside = next((e for e in each if isinstance(e.tag, str)), None)
        if inside is None:
            continue
        if local(inside) == "nitf":
            found = _nitf(inside, origin=origin)
            if isinstance(found, Source):
                return found
        body = child(inside, "body") if local(inside) == "html" else inside
        text, hints = _text(body, dateline)
        if text:
            return Source(origin=origin, text=text, hints=hints)
    for each in children(holds, "inlineData"):
        data = "".join(map(str, each.itertext()))
        if data.strip() and each.get("encoding") is None:
            marked = "html" in (each.get("contenttype") or "")
            text = data if marked else _with_dateline(data.strip(), _dateline(dateline))
            return Source(origin=origin, text=text, markup="fragment" if marked else "")
    return None


def _role(element: Element) -> str:
    return (element.get("role") or "").rpartition(":")[2].lower()


def _name(element: Element | None) -> str | None:
    """Return who is meant: by a name, else a literal, else what follows the prefix of a code."""
    if element is None:
        return None
    code = _attribute(element, "literal") or _attribute(element, "qcode") or _attribute(element, "uri")
    return plain(words(child(element, "name"))) or words(element) or (code.rpartition(":")[2] if code else None)


def _link(meta: Element | None) -> str | None:
    found = [e.get("href") for e in children(meta, "link")]
    return next((href for href in found if href and href.startswith(("http://", "https://"))), None)
