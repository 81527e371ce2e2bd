"""Carrying a speaker on: quotations that have no words of saying of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from dateline.draft import Attribution, Draft

_QUOTE = re.compile(r"[\"“][^\"“”]{2,}[\"”]?|[‘'](?=[A-Z])[^’\n]{10,}[’']")
REACH = 2
"""Sentences after the last words of saying that a quotation may still belong to them."""


def carry_quotes(draft: Draft, found: list[Attribution]) -> Iterator[Attribution]:
    """Give quotations without a verb of saying of their own to the speaker before, in the same paragraph.

    A quotation that is still open when the paragraph ends goes on in the next.
    """
    by_sentence: dict[int, list[Attribution]] = {}
    for item in found:
        by_sentence.setdefault(item.sentence, []).append(item)
    last: Attribution | None = None
    opened = False
    for sentence in draft.sentences:
        own = by_sentence.get(sentence.index, [])
        yield from own
        words = draft.text_of(sentence)
        inside = opened
        opened = _still_open(words, opened=opened)
        named = [a for a in own if a.phrase >= 0]
        if named:
            last = named[-1]
            continue
        if last is None:
            continue
        near = sentence.index - last.sentence <= REACH or inside
        if near and (inside or _QUOTE.match(words)):
            yield replace(last, sentence=sentence.index, content=((sentence.start, sentence.end),), quoted=True)
        elif draft.sentences[last.sentence].paragraph != sentence.paragraph:
            last = None


def _still_open(words: str, *, opened: bool) -> bool:
    """Whether a quotation is open after a sentence."""
    for char in words:
        if char == "“":
            opened = True
        elif char == "”":
            opened = False
        elif char == '"':
            opened = not opened
    return opened
