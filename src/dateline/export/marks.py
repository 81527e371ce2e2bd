"""The report's text cut at every border of a mark, so that marks that overlap can be shown without nesting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from dateline.events import CodedReport
from dateline.export.cards import Card, cards, parts_of
from dateline.export.slots import SlotName
from dateline.text import SectionKind


@dataclass(frozen=True, slots=True)
class Mark:
    """A coded value's words in the text.

    Args:
        start, end: half-open code-point offsets into the text.
        slot: the kind of value.
        event: the number of its event's card; 0 for what belongs to the report as a whole.
        note: what is coded from these words.
    """

    start: int
    end: int
    slot: SlotName
    event: int
    note: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same marks throughout; the shortest mark first, so that inner values win."""

    start: int
    end: int
    text: str
    marks: tuple[Mark, ...] = ()
    refs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A line of the text: its section's kind and its pieces."""

    kind: SectionKind
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A record made ready for reading: the marked text and the cards of its events."""

    record: CodedReport
    blocks: tuple[Block, ...]
    cards: tuple[Card, ...]


def view(record: CodedReport) -> View:
    """Return the record made ready for reading."""
    made = cards(record)
    found = tuple(_marks(record, made))
    ends: dict[int, list[int]] = {}
    for item in made:
        ends.setdefault(item.event.anchor.end, []).append(item.number)
    return View(record, tuple(_blocks(record, found, ends)), made)


def _marks(record: CodedReport, made: tuple[Card, ...]) -> Iterator[Mark]:
    for span in record.report.dateline.spans if record.report.dateline else ():
        yield Mark(span.start, span.end, "place", 0, "dateline")
    seen: set[Mark] = set()
    for item, line, part in parts_of(made):
        for span in part.spans:
            note = line.label if part.slot == "event" else f"{line.label}: {part.text}"
            mark = Mark(span.start, span.end, part.slot or "event", item.number, note)
            if mark not in seen:
                seen.add(mark)
                yield mark


def _blocks(record: CodedReport, found: tuple[Mark, ...], ends: dict[int, list[int]]) -> Iterator[Block]:
    text = record.report.text
    lines = [(start, end) for start, end in _lines(text) if text[start:end].strip()]
    borders = {0, len(text)} | {m.start for m in found} | {m.end for m in found} | {i for pair in lines for i in pair}
    ordered = sorted(borders)
    starting: dict[int, list[Mark]] = {}
    for mark in found:
        starting.setdefault(mark.start, []).append(mark)
    pieces: dict[int, Piece] = {}
    active: list[Mark] = []
    for start, end in pairwise(ordered):
        active = [m for m in active if m.end > start] + starting.get(start, [])
        marks = tuple(sorted(active, key=lambda m: (m.slot == "event", m.end - m.start, m.event)))
        pieces[start] = Piece(start, end, text[start:end], marks, tuple(ends.get(end, ())))
    sections = record.report.sections
    at = position = 0
    for start, end in lines:
        while at < len(sections) - 1 and sections[at].end <= start:
            at += 1
        inside = at < len(sections) and sections[at].start < end and start < sections[at].end
        while ordered[position] < start:
            position += 1
        last = position
        while ordered[last] < end:
            last += 1
        yield Block(sections[at].kind if inside else "body", tuple(pieces[i] for i in ordered[position:last]))
        position = last


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1
