"""Marked words: the spans, the text of them, the line around them, and what the event and the report already say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.errors import ValueRefused
from dateline.events import Event
from dateline.text import Report, Span

EDGES = " \t\n\r.,;:!?\"“”'‘’()[]—–-"
"""Characters that a hand marks along with words and that belong to none."""


@dataclass(frozen=True, slots=True)
class Marked:
    """Words of a report that somebody marked.

    Args:
        spans: in their order, without blanks and punctuation at their ends.
        event: that they are told of, as corrected so far; None where they are all there is.
    """

    report: Report
    spans: tuple[Span, ...]
    event: Event | None = None

    @property
    def words(self) -> str:
        """The words, those of several spans apart by blanks."""
        return " ".join(span.quote for span in self.spans)

    @property
    def whole(self) -> Span:
        """All from the first word to the last."""
        return self.report.span(self.spans[0].start, self.spans[-1].end)

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries that the event, and then the dateline, are in."""
        places = [*(self.event.where if self.event else ()), *([self.report.dateline] if self.report.dateline else ())]
        people = self.event.participants if self.event else ()
        codes = [place.country for place in places] + [one.country for one in people]
        return tuple(dict.fromkeys(code for code in codes if code))

    @property
    def year(self) -> int | None:
        """The year of publication."""
        return int(self.report.published[:4]) if self.report.published else None

    def sentence(self) -> Span:
        """Return the sentence of the first marked words, as far as full stops and line ends tell."""
        text, start, end = self.report.text, self.spans[0].start, self.spans[-1].end
        ends = [m.end() for m in re.finditer(r"[.!?][\"”’)]*\s+(?=[A-Z\"“‘(])|\n", text[:start])]
        first = ends[-1] if ends else 0
        after = re.compile(r"[.!?][\"”’)]*(?=\s|$)|\n").search(text, max(end - 1, first + 1))
        last = after.end() if after else len(text)
        while first < start and text[first].isspace():
            first += 1
        return self.report.span(first, max(end, first + len(text[first:last].rstrip())))


def marked(report: Report, spans: Sequence[tuple[int, int]], event: Event | None) -> Marked:
    """Return marked words, trimmed.

    Raises:
        ValueRefused: a span lies outside the text, or holds no word.
    """
    found = []
    for start, end in sorted(spans):
        if not 0 <= start < end <= len(report.text):
            raise ValueRefused(
                f"a span lies in the text, 0 to {len(report.text)}, and holds a character; got {start}:{end}"
            )
        words = report.text[start:end]
        left = len(words) - len(words.lstrip(EDGES))
        kept = words.strip(EDGES)
        if kept:
            found.append(report.span(start + left, start + left + len(kept)))
    if not found:
        raise ValueRefused("there is no word in what is marked")
    return Marked(report, tuple(found), event)
