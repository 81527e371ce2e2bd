"""XML of unknown hands, element by element: no DTD is loaded, no entity expanded, nothing fetched, memory stays flat.

lxml reads it, in its forgiving mode: what newsrooms and archives serve is often not well-formed. Before it come the two faults that it
would lose words over: names of HTML characters (&nbsp;), and an ampersand that stands for itself. libxml2 itself bounds depth
(256), the length of a text (10 MB) and what entities may grow to.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from html.entities import html5
from io import BufferedReader
from typing import TYPE_CHECKING, Any

from dateline.errors import EmptyInput, LimitExceeded, UnreadableInput
from dateline.readers.content import wide_encoding
from dateline.readers.options import Limits

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

CHUNK = 65_536
MOST_OUTSIDE = 50_000
"""Elements that may stand outside of the wanted ones: a feed's head has some twenty."""
_PROLOG = re.compile(r"(?:\ufeff)?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE\b[^\[>]*(?:\[.*?\]\s*)?>\s*)*", re.DOTALL)
_NAME = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_CDATA = (b"<![CDATA[", b"]]>")
_AMPERSAND = re.compile(rb"&(?:(#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{0,30});)?")
_OWN = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
_HELD = 48
"""Bytes at the end of a chunk that may be the start of something: longer than any name or mark that is looked for."""
_RESOURCE = ("ERR_RESOURCE_LIMIT", "ERR_ENTITY_LOOP", "ERR_HUGE")
_TAGS = re.compile(r"</?[A-Za-z!][^<>]{0,2000}>")


def root_of(head: bytes) -> str:
    """Return the name of the first element of XML, without prefix; "" where bytes do not begin as XML does."""
    wide = wide_encoding(head)
    text = head[:8192].decode(wide or "latin-1", "ignore").removeprefix("ï»¿")
    before = _PROLOG.match(text)
    found = _NAME.match(text, before.end() if before else 0)
    return found[1] if found else ""


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


class Mender:
    """Mends ampersands in bytes that come in pieces; what stands in CDATA is left alone."""

    def __init__(self) -> None:
        self._held = b""
        self._inside = False

    def mend(self, data: bytes, *, last: bool = False) -> bytes:
        """Return what can be given on by now."""
        data = self._held + data
        cut = len(data) if last else max(0, len(data) - _HELD)
        # Neither a name nor a mark may be cut in two: what begins before the cut and may go on after it waits.
        for mark in (b"&", b"<", b"]"):
            at = data.rfind(mark, max(0, cut - _HELD), cut)
            cut = at if at >= 0 and not last else cut
        ready, self._held = data[:cut], data[cut:]
        pieces: list[bytes] = []
        while ready:
            piece, mark, ready = ready.partition(_CDATA[self._inside])
            pieces += (piece if self._inside else _AMPERSAND.sub(_mended, piece), mark)
            if mark:
                self._inside = not self._inside
        return b"".join(pieces)


def _mended(found: re.Match[bytes]) -> bytes:
    name = found[1]
    if name is None:
        return b"&amp;"
    if name.startswith(b"#") or name in _OWN:
        return found[0]
    character = html5.get(name.decode("ascii") + ";")
    return "".join(f"&#{ord(c)};" for c in character).encode("ascii") if character else found[0]


def walk(
    stream: BufferedReader, *, origin: str, limits: Limits, wanted: Callable[[Element], frozenset[str]]
) -> Iterator[Element]:
    """Yield the root as it opens, then each outermost element of the wanted names as it is whole; it is gone after that.

    A root that is itself wanted is yielded once, when it is whole.

    Args:
        wanted: gets the root and returns the names, or raises an InputError where the root is not what it should be.

    Raises:
        UnreadableInput: it declares entities, is no XML, or breaks off; what came before was yielded.
        LimitExceeded: one element is longer than `max_file_bytes`.
    """
    from lxml import etree

    parser = etree.XMLPullParser(
        events=("start", "end"), recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    state = _Walk(origin, wanted)
    mender = None if wide_encoding(stream.peek(CHUNK)[:CHUNK]) else Mender()
    fed = since = 0
    for data in _chunks(stream, mender):
        fed += len(data)
        parser.feed(data)
        for event, element in parser.read_events():
            if (found := state.take(event, element)) is not None:
                since = fed
                yield found
            if state.closed:
                return
        if fed - since > limits.max_file_bytes:
            told = f"one element of its XML is longer than max_file_bytes = {limits.max_file_bytes:,} bytes"
            raise LimitExceeded(origin, told, advice="check where it comes from, or raise the limit")
        _refuse_stopped(parser, origin)
    if not fed:
        raise EmptyInput(origin, "it is empty", advice="check the file")
    # What the parser closes by itself at the end is not whole, but the last of it may only wait for more to come.
    yield from _rest(parser, state)
    if not state.closed:
        raise _broken_off(parser, state, fed)


def _chunks(stream: BufferedReader, mender: Mender | None) -> Iterator[bytes]:
    while data := stream.read1(CHUNK):
        yield mender.mend(data) if mender else data
    if mender:
        yield mender.mend(b"", last=True)


def _rest(parser: Any, state: _Walk) -> Iterator[Element]:
    """Yield what was whole before the end: the parser holds back events behind an error that it recovers from."""
    for event, element in parser.read_events():
        if (found := state.take(event, element)) is not None:
            yield found


def _refuse_stopped(parser: Any, origin: str) -> None:
    last = parser.feed_error_log.last_error
    if last is not None and last.type_name in _RESOURCE:
        raise UnreadableInput(
            origin,
            f"its XML is made to exhaust the reader ({last.message.split(', ')[0].strip()}, line {last.line})",
            advice="check where it comes from",
        )


def _broken_off(parser: Any, state: _Walk, fed: int) -> UnreadableInput:
    last = parser.feed_error_log.last_error
    if state.root is None:
        why = f" ({' '.join(last.message.split())[:100]}, line {last.line})" if last is not None else ""
        return UnreadableInput(state.origin, f"it is no XML that can be read{why}", advice="check what was saved")
    return UnreadableInput(
        state.origin,
        f"its XML breaks off after {fed:,} bytes: <{local(state.root)}> is not closed; {state.found} items before that are kept",
        advice="fetch it again",
    )


class _Walk:
    """What is open, and which elements are wanted."""

    def __init__(self, origin: str, wanted: Callable[[Element], frozenset[str]]) -> None:
        self.origin = origin
        self.root: Element | None = None
        self.closed = False
        self.found = 0
        self._wanted = wanted
        self._names: frozenset[str] = frozenset()
        self._open = 0
        self._outside = 0
        self._done: Element | None = None

    def take(self, event: str, element: Element) -> Element | None:
        """Take note of one event; return the element that it completes or opens, if it is to be yielded."""
        name = local(element)
        if event == "start":
            first = self.root is None
            if first:
                self.root = element
                _refuse_entities(element, self.origin)
                self._names = self._wanted(element)
            self._open += name in self._names
            return element if first and not self._open else None
        if name in self._names:
            self._open -= 1
            if not self._open:
                self.closed = element is self.root
                return self._whole(element)
        elif element is self.root:
            self.closed = True
        elif not self._open:
            self._outside += 1
            if self._outside > MOST_OUTSIDE:
                told = f"it has more than {MOST_OUTSIDE:,} elements outside of its items"
                raise UnreadableInput(self.origin, told, advice="check where it comes from")
        return None

    def _whole(self, element: Element) -> Element:
        self.found += 1
        if self._done is not None and (parent := self._done.getparent()) is not None:
            parent.remove(self._done)
        self._done = element
        return element


def _refuse_entities(root: Element, origin: str) -> None:
    declared = root.getroottree().docinfo.internalDTD
    names = [str(entity.name) for entity in declared.iterentities()] if declared is not None else []
    if names:
        more = ", ..." if len(names) > 3 else ""
        told = f"its XML declares entities of its own ({', '.join(names[:3])}{more}), as no feed or news document needs"
        raise UnreadableInput(origin, told, advice="expand them and save it again if you trust it")


# --- words of elements


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first child of a name, and of that the first of the next name, and so on, whatever the namespaces."""
    for name in path:
        element = next((each for each in element if local(each) == name), None) if element is not None else None
    return element


def children(element: Element | None, name: str) -> list[Element]:
    """Return all children of a name."""
    return [each for each in element if local(each) == name] if element is not None else []


def words(element: Element | None) -> str | None:
    """Return the text of an element and all in it, in one line; None where there is none."""
    return (" ".join("".join(map(str, element.itertext())).split()) or None) if element is not None else None


def inner(element: Element | None) -> str:
    """Return what stands in an element: its text as it is, or the mark-up of its children."""
    if element is None:
        return ""
    if not len(element):
        return element.text or ""
    from lxml import etree

    parts = [html.escape(element.text or "", quote=False)]
    for each in element:
        if isinstance(each.tag, str):
            etree.cleanup_namespaces(each)
        parts.append(etree.tostring(each, encoding="unicode", method="xml"))
    return "".join(parts)


def plain(text: str | None) -> str | None:
    """Return words without mark-up, in one line: headlines and summaries come escaped once, twice or not at all."""
    if not text:
        return None
    if "<" in text or "&" in text:
        text = _TAGS.sub(" ", html.unescape(_TAGS.sub(" ", text)))
    return " ".join(text.split()) or None
