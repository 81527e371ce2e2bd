"""The units of a text: its paragraphs, or its lines where each line stands for itself; and whether words are a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

WRAP_WIDTH = 120
"""Hard-wrapped text has lines no longer than this (wires: 64 to 76; e-mail: 72 to 80)."""
_NARROWEST_WRAP = 40
_RAGGED = 14
"""Characters that a wrapped line may fall short of the width, beyond the word that did not fit (wires: up to 12)."""
_ENDERS = frozenset(".!?…:;,")
_CLOSERS = " \n\t\"”’')]»"
_ABBREVIATION_END = re.compile(r"\b(?:[A-Z]\.){2,}\Z|\b(?:Co|Inc|Ltd|Jr|Sr|St|No)\.\Z")
_WORD_START = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph or a line that stands for itself: half-open offsets, outer white space left out."""

    start: int
    end: int
    text: str


def cut_units(text: str) -> list[Unit]:
    """Cut a text into its paragraphs, or its lines where each stands for itself."""
    units: list[Unit] = []
    block: list[tuple[int, str]] = []
    at, widest = 0, 0
    lines: list[tuple[int, str]] = []
    for line in text.split("\n"):
        lines.append((at, line))
        at += len(line) + 1
        widest = max(widest, len(line))
    capitals = text.isupper()
    for start, line in (*lines, (at, "")):
        if line and not line.isspace():
            block.append((start, line))
        elif block:
            units.extend(_units_of(block, widest, capitals=capitals))
            block = []
    return units


def _units_of(block: list[tuple[int, str]], widest: int, *, capitals: bool) -> list[Unit]:
    if len(block) > 1 and _is_wrapped([line for _, line in block], widest, capitals=capitals):
        first, last = block[0], block[-1]
        whole = "\n".join(line for _, line in block)
        start = first[0] + len(first[1]) - len(first[1].lstrip())
        end = last[0] + len(last[1].rstrip())
        return [Unit(start, end, whole.strip())]
    found = []
    for at, line in block:
        stripped = line.strip()
        start = at + line.index(stripped[0]) if stripped else at
        found.append(Unit(start, start + len(stripped), stripped))
    return found


def _is_wrapped(lines: list[str], widest: int, *, capitals: bool) -> bool:
    """Whether the lines are one paragraph broken at a width: each but the last has no room for the next word."""
    width = widest if widest <= WRAP_WIDTH else max(map(len, lines))
    if not _NARROWEST_WRAP <= width <= WRAP_WIDTH:
        return False
    joints = list(pairwise(lines))
    full = low = ended = 0
    for line, following in joints:
        first = _WORD_START.search(following)
        word = first[0] if first else ""
        full += len(line.rstrip()) + 1 + len(word) > width - _RAGGED
        low += bool(word) and (word[0].islower() or capitals)
        ended += line.rstrip(_CLOSERS)[-1:] in _ENDERS and not line.rstrip().endswith(",")
    enough = low >= 0.3 * len(joints) if widest <= WRAP_WIDTH else low >= 0.5 * len(joints) and len(lines) > 2
    return full >= 0.8 * len(joints) and enough and ended <= 0.5 * len(joints)


def is_finished(words: str) -> bool:
    """Whether words end as a sentence does; headlines, subheads and names do not."""
    return words.rstrip(_CLOSERS)[-1:] in _ENDERS and not _ABBREVIATION_END.search(words, max(0, len(words) - 12))
