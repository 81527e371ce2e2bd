"""Where paragraphs and sentences of news text begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator

ABBREVIATIONS = frozenset(
    """mr mrs ms dr prof gen lt col maj capt sgt cpl pvt brig adm cmdr gov sen rep rev hon st no nos jr sr vs etc inc ltd corp co
    jan feb mar apr jun jul aug sept sep oct nov dec mon tue wed thu fri sat sun dept fig al approx ave mt ft u.s u.n u.k e.g i.e
    ph.d pres supt det insp messrs mgr msgr""".split()
)
"""Words after whose full stop a sentence goes on, even where a capital follows."""

_BREAK = re.compile(r"""(?<![.!?…])[.!?…]++["'”’)\]]*+(?=\s+["'“‘(\[]*[A-Z0-9À-Þ])""")
"""The end of a sentence; a run of stops is tried once, at its start, so that a page of dots costs no more than its length."""
_LAST_WORD = re.compile(r"([\w.’'-]+?)\.+[\"'”’)\]]*$")
_HOUR = re.compile(r"\d ?[ap]\.m\.$", re.IGNORECASE)
_DAY = re.compile(
    r"\s+(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.|Jan|Feb|March|April|May|June|July|Aug"
    r"|Sept|Oct|Nov|Dec|New Year|Christmas|Easter|[ECMP][SD]?T\b|GMT|UTC|BST)"
)
"""An hour and the day or zone that it is of: "at 9 p.m. Sunday" goes on, "at 9 p.m. Officers came" ends."""
LONGEST_SENTENCE = 2500
"""Characters after which a sentence is cut, at a pause where there is one: nobody writes longer ones, but tables, lists and
texts without full stops come as such, and later work on a sentence may grow with its square."""
LONGEST_WORD = 30
"""Characters before a full stop that are looked at for an abbreviation."""
WRAP_WIDTH = (50, 90)
"""Lines within these lengths that do not end a sentence are taken as wrapped by an editor, not as paragraphs."""


def paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs of text[start:end] as half-open ranges: apart by empty lines, or by line breaks if not wrapped."""
    for block in re.finditer(r"(?:[^\n]|\n(?!\s*\n))+", text[start:end]):
        first, last = start + block.start(), start + block.end()
        lines = block.group().split("\n")
        if len(lines) > 1 and _wrapped(lines):
            yield from _trim(text, first, last)
            continue
        at = first
        for line in lines:
            yield from _trim(text, at, at + len(line))
            at += len(line) + 1


def _wrapped(lines: list[str]) -> bool:
    body = [line.rstrip() for line in lines[:-1] if line.strip()]
    if len(body) < 2:
        return False
    middling = sum(WRAP_WIDTH[0] <= len(line) <= WRAP_WIDTH[1] for line in body)
    open_ended = sum(not line.endswith((".", "!", "?", '"', "”", ":", "’")) for line in body)
    return middling >= 0.8 * len(body) and open_ended >= 0.5 * len(body)


def _trim(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of the paragraph text[start:end] as half-open ranges."""
    at = start
    paragraph = text[start:end]
    for match in _BREAK.finditer(paragraph):
        stop = start + match.end()
        if _goes_on(paragraph[max(0, match.end() - LONGEST_WORD) : match.end()]):
            continue
        if _HOUR.search(paragraph, max(0, match.end() - LONGEST_WORD), match.end()) and _DAY.match(
            paragraph, match.end()
        ):
            continue
        yield from _bounded(text, at, stop)
        at = stop
    yield from _bounded(text, at, end)


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence, or its parts where it is too long: cut after a pause, else at a blank, else anywhere."""
    while end - start > LONGEST_SENTENCE:
        least, most = start + LONGEST_SENTENCE // 2, start + LONGEST_SENTENCE
        cut = max(text.rfind(mark, least, most) for mark in (", ", "; ", ": "))
        cut = cut if cut >= 0 else text.rfind(" ", least, most)
        stop = cut + 1 if cut >= 0 else most
        yield from _trim(text, start, stop)
        start = stop
    yield from _trim(text, start, end)


def _goes_on(before: str) -> bool:
    """Whether a full stop belongs to an abbreviation or an initial."""
    found = _LAST_WORD.search(before)
    if found is None:
        return False
    word = found.group(1)
    return (
        word.lower() in ABBREVIATIONS
        or (len(word) == 1 and word.isupper())
        or bool(re.fullmatch(r"(?:[A-Z]\.)+[A-Z]", word))
    )
