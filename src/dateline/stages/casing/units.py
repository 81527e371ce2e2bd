"""The words of a text as its case is decided for: runs of letters, and what stands between them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateline.lexicon.segment import paragraphs, sentences

_RUN = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Unit:
    """A run of letters.

    Args:
        start, end: code-point offsets into the text.
        key: its letters in lower case.
        before, after: what parts it from its neighbours, in short (see `_gap`).
        opens: it is the first of its sentence, where a capital says nothing.
    """

    start: int
    end: int
    key: str
    before: str
    after: str
    opens: bool


def lowered(text: str) -> str:
    """Return a text in lower case, letters whose small form is longer left as they are."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def raised(text: str) -> str:
    """Return a text in capitals, letters whose capital is longer ("ß") left as they are."""
    high = text.upper()
    return high if len(high) == len(text) else "".join(c.upper() if len(c.upper()) == 1 else c for c in text)


def sentences_in(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the sentences of text[start:end], found without looking at case: as if all were capitals."""
    capitals = raised(text[start:end])
    return [
        (start + a, start + b)
        for first, last in paragraphs(capitals, 0, len(capitals))
        for a, b in sentences(capitals, first, last)
    ]


def units_in(text: str, start: int, end: int) -> list[Unit]:
    """Return the units of one sentence."""
    runs = list(_RUN.finditer(text, start, end))
    units = []
    at = start
    for n, run in enumerate(runs):
        following = runs[n + 1].start() if n + 1 < len(runs) else end
        before, after = text[at : run.start()], text[run.end() : following]
        opens = n == 0 and not any(c.isdigit() for c in before)
        units.append(Unit(run.start(), run.end(), lowered(run.group()), _gap(before), _gap(after), opens))
        at = run.end()
    return units


def _gap(between: str) -> str:
    """Return what stands between two words in short: blanks as one, digits as 0, no more than three marks."""
    if between == " " or not between:
        return between
    short = re.sub(r"\s+", " ", re.sub(r"[\d.,]*\d", "0", between[:12]))
    return short.replace("“", '"').replace("”", '"').replace("’", "'").replace("‘", "'")[:3]
