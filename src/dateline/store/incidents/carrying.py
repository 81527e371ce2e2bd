"""Finding the words that a value stands on again, in another version of their text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from dateline.text import Span

AROUND = (40, 16, 6)
"""Characters on either side by which a word is found again in a changed text, within its line; the first that is there counts."""

ALONE = 4
"""Letters from which words that stand once in both texts are found without what is around them; a figure says too little."""


def carried(value: Any, old: str, new: str) -> tuple[Any] | None:
    """Return a value with its spans where the same words stand in another text; None where some do not stand there."""
    lost = False

    def move(span: Span) -> Span:
        nonlocal lost
        at = _found(span, old, new)
        if at is None:
            lost = True
            return span
        return Span(at, at + len(span.quote), span.quote)

    moved = _mapped(value, move)
    return None if lost else (moved,)


def _mapped(value: Any, move: Callable[[Span], Span]) -> Any:
    if isinstance(value, Span):
        return move(value)
    if isinstance(value, tuple):
        return tuple(_mapped(item, move) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        parts = {part.name: _mapped(getattr(value, part.name), move) for part in fields(value)}
        return replace(value, **parts)
    return value


def _found(span: Span, old: str, new: str) -> int | None:
    """Return where the words of a span stand in a changed text: by what stands around them in their line."""
    first = old.rfind("\n", 0, span.start) + 1
    end = old.find("\n", span.end)
    last = len(old) if end < 0 else end
    for pad in AROUND:
        left, right = max(first, span.start - pad), min(last, span.end + pad)
        places = _places(old[left:right], new)
        if places:
            return min(places, key=lambda at: abs(at - left)) + span.start - left
    alone = _places(span.quote, new)
    telling = sum(map(str.isalpha, span.quote)) >= ALONE
    return alone[0] if telling and len(alone) == len(_places(span.quote, old)) == 1 else None


def _places(words: str, text: str) -> list[int]:
    found, at = [], text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found
