"""The report as it was read: its text, its sections, and spans that point into it."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dateline import vocabulary as v
from dateline.check import absent, check_moment, check_one_of, check_probability
from dateline.errors import RecordError

SectionKind = Literal["title", "dek", "dateline", "body", "subhead", "caption", "byline", "credit", "boilerplate"]
SECTION_KINDS: tuple[str, ...] = (
    "title", "dek", "dateline", "body", "subhead", "caption", "byline", "credit", "boilerplate",
)  # fmt: skip

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
ID_LENGTH = 24
"""Hexadecimal digits of an id: 96 bits, so that ten thousand million reports meet no collision."""


def content_id(*parts: str | None) -> str:
    """Return the id of some content: a hash of its parts, None and empty kept apart."""
    digest = hashlib.sha256()
    for part in parts:
        data = b"\x00" if part is None else b"\x01" + part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()[:ID_LENGTH]


def clean_text(raw: str) -> str:
    """Apply the only changes that a report's text may undergo: CRLF to LF, NUL and lone surrogates to U+FFFD."""
    return storable(raw.replace("\r\n", "\n"))


def storable(words: str) -> str:
    """Return words that any file and database can hold, as long as they were: NUL and lone surrogates become U+FFFD."""
    return words if words.isascii() and "\x00" not in words else _UNSTORABLE.sub("\ufffd", words)


def storable_name(name: str) -> str:
    """Return the name of a file or page so that it can be stored, and two names stay two: odd characters are escaped."""
    return name if name.isascii() and "\x00" not in name else _UNSTORABLE.sub(_escaped, name)


def _escaped(m: re.Match[str]) -> str:
    number = ord(m[0])
    # How Python has the bytes of file names that are in no encoding: those bytes.
    byte = number - 0xDC00 if number > 0xDC7F else number
    return f"\\x{byte:02x}" if byte < 0x100 else f"\\u{byte:04x}"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of code points of a report's text, and the words that stand there."""

    start: int
    end: int
    quote: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise RecordError(f"a span must have 0 <= start < end; got {self.start}:{self.end}")
        if self.end - self.start != len(self.quote):
            raise RecordError(
                f"a span's quote must be as long as the span; got {self.start}:{self.end} and {len(self.quote)} characters"
            )

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of the text and what it is; sections lie in order and do not overlap."""

    kind: SectionKind
    start: int
    end: int

    def __post_init__(self) -> None:
        if self.kind not in SECTION_KINDS:
            raise RecordError(f"a section's kind must be one of {', '.join(SECTION_KINDS)}; got {self.kind!r}")
        if not 0 <= self.start < self.end:
            raise RecordError(f"a section must have 0 <= start < end; got {self.start}:{self.end}")


@dataclass(frozen=True, slots=True)
class Place:
    """A location. `name` is the text's; coordinates are WGS 84 degrees; `radius_km` is the uncertainty."""

    name: str
    kind: v.PlaceKind
    precision: v.PlacePrecision
    relation: v.PlaceRelation = "in"
    geonames_id: int | None = absent()
    latitude: float | None = absent()
    longitude: float | None = absent()
    radius_km: float | None = absent()
    country: str | None = absent()
    admin1: str | None = absent()
    admin2: str | None = absent()
    spans: tuple[Span, ...] = ()
    confidence: float | None = absent()

    def __post_init__(self) -> None:
        check_one_of(self.kind, v.PlaceKind, "a place's kind")
        check_one_of(self.precision, v.PlacePrecision, "a place's precision")
        check_one_of(self.relation, v.PlaceRelation, "a place's relation")
        if (self.latitude is None) != (self.longitude is None):
            raise RecordError(f"a place has both coordinates or none; got {self.latitude} and {self.longitude}")
        if self.latitude is not None and not -90 <= self.latitude <= 90:
            raise RecordError(f"a latitude lies between -90 and 90; got {self.latitude}")
        if self.longitude is not None and not -180 <= self.longitude <= 180:
            raise RecordError(f"a longitude lies between -180 and 180; got {self.longitude}")
        if self.radius_km is not None and not 0 <= self.radius_km < math.inf:
            raise RecordError(f"a radius is a number of kilometres from 0 up; got {self.radius_km}")
        if self.country is not None and not re.fullmatch(r"[A-Z]{2}", self.country):
            raise RecordError(f"a country is an ISO 3166-1 alpha-2 code; got {self.country!r}")
        if not self.spans:
            raise RecordError(f"a place needs the words it came from: {self.name!r}")
        check_probability(self.confidence, "a place's confidence")


@dataclass(frozen=True, slots=True)
class Report:
    """One report as read, with all that it says of itself.

    Args:
        text: title, dek and body (captions included), each of title and dek followed by an empty line;
            at least one character. Offsets everywhere count its code points.
        sections: what each stretch of the text is, in order, not overlapping. May leave gaps (empty lines).
        origin: where it was read from: the path or URL given.
        key: the url, else the origin (and line number); versions of one report share it.
        version: 1 for the first text seen under the key, counted up by the store.
        published: ISO 8601 date or date-time, with or without offset; None where it is not known.
        language: ISO 639-1, as found or given.
        dateline: the place at the head of the text ("Baghdad —"); the reader gives its name, the coder resolves it.
        problems: what the reader had to say, as (code, message).
    """

    text: str
    origin: str
    sections: tuple[Section, ...] = ()
    key: str = ""
    version: int = 1
    title: str | None = None
    publisher: str | None = None
    agency: str | None = None
    byline: str | None = None
    language: str | None = None
    url: str | None = None
    published: str | None = None
    dateline: Place | None = None
    problems: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if not self.text:
            raise RecordError(f"a report needs some text; {self.origin} has none")
        for name in ("text", "title", "publisher", "agency", "byline", "language", "url"):
            words = getattr(self, name)
            if words is not None:
                object.__setattr__(self, name, storable(words))
        for name in ("origin", "key"):
            object.__setattr__(self, name, storable_name(getattr(self, name)))
        check_moment(self.published, f"{self.origin}: published")
        if not self.key:
            object.__setattr__(self, "key", self.url or self.origin)
        if not self.sections:
            object.__setattr__(self, "sections", (Section("body", 0, len(self.text)),))
        before = 0
        for section in self.sections:
            if section.start < before or section.end > len(self.text):
                raise RecordError(f"sections must lie in order inside the text; got {section} after {before}")
            before = section.end
        for span in self.dateline.spans if self.dateline else ():
            if self.text[span.start : span.end] != span.quote:
                raise RecordError(f"the dateline does not quote the text: {span}")

    @property
    def id(self) -> str:
        """The hash of publisher, url, published and text: the same report read twice has the same id."""
        return content_id(self.publisher, self.url, self.published, self.text)

    @property
    def text_id(self) -> str:
        """The hash of the text alone: wire copies share it."""
        return content_id(self.text)

    def span(self, start: int, end: int) -> Span:
        """Return the span of text[start:end]."""
        return Span(start, end, self.text[start:end])

    def stretches(self, *kinds: SectionKind) -> Iterator[Section]:
        """Yield the sections of these kinds, in order."""
        return (section for section in self.sections if section.kind in kinds)
