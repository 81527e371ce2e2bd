"""Quotations of a report: where each begins and ends, over sentences and paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateline.draft import Draft

_MARK = re.compile(r"[“”\"]|''|``|(?<!\w)‘(?=\w)|(?<=[\w.,!?])’(?!\w)")
CLOSING = frozenset("”’")
OPENING = frozenset("“‘") | {"``"}
FULL = 4
"""Words from which on a quotation is somebody's statement; shorter ones are often only words held at arm's length."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation with its marks: half-open offsets into the text, its paragraph; `open` where that ends before it does."""

    start: int
    end: int
    words: int
    paragraph: int
    open: bool = False


def quotations(draft: Draft) -> list[Quotation]:
    """Return the quotations of a report in the order of the text. None goes on over a paragraph's end."""
    bounds: dict[int, tuple[int, int]] = {}
    for sentence in draft.sentences:
        first, last = bounds.get(sentence.paragraph, (sentence.start, sentence.end))
        bounds[sentence.paragraph] = (min(first, sentence.start), max(last, sentence.end))
    return [
        quote for number, (start, end) in bounds.items() for quote in _within(draft.report.text, start, end, number)
    ]


def _within(text: str, start: int, end: int, paragraph: int) -> list[Quotation]:
    found: list[Quotation] = []
    opened: tuple[int, str] | None = None
    for match in _MARK.finditer(text, start, end):
        mark = match.group()
        if opened is None:
            if mark not in CLOSING and not _after_word(text, match.start(), mark):
                opened = (match.start(), mark)
        elif _closes(opened[1], mark):
            found.append(_quotation(text, opened[0], match.end(), paragraph))
            opened = None
        elif mark == opened[1] == "“":
            found.append(_quotation(text, opened[0], match.start(), paragraph))
            opened = (match.start(), mark)
    if opened is not None and opened[1] != "‘":
        found.append(_quotation(text, opened[0], end, paragraph, is_open=True))
    return found


def _after_word(text: str, at: int, mark: str) -> bool:
    """Whether a straight mark stands right behind a word, as one that closes does."""
    return mark in {'"', "''"} and at > 0 and (text[at - 1].isalnum() or text[at - 1] in ".,!?")


def _closes(opening: str, mark: str) -> bool:
    if opening == "“":
        return mark in {"”", '"'}
    if opening == "‘":
        return mark == "’"
    return mark in {'"', "''", "”"}


def _quotation(text: str, start: int, end: int, paragraph: int, *, is_open: bool = False) -> Quotation:
    return Quotation(start, end, len(text[start:end].split()), paragraph, is_open)
