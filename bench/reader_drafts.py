"""dateline's own annotations of a report, as the learned reader's lessons need them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from reader_examples import Words

from dateline.draft import Draft, Phrase
from dateline.encoder.flags import flags_of
from dateline.stages import built_in
from dateline.stages.coding import CodingStage
from dateline.stages.syntax import SyntaxStage
from dateline.text import Report

READING = "reading"
"""The stage that asks the learned reader: its own lessons must not come from it."""


def run(reports: Sequence[Report], *, syntax_only: bool = False) -> Iterator[Draft]:
    """Yield the drafts of some reports: every stage but the last, or the sentences alone."""
    stream: Any = iter([Draft(r, dateline=r.dateline) for r in reports])
    for kind in built_in():
        if kind is not CodingStage and kind.name != READING and (kind is SyntaxStage or not syntax_only):
            stream = kind().pipe(stream)
    yield from stream


def words_of(draft: Draft) -> tuple[Words, ...]:
    """Return the sentences of a draft with the flags of their words."""
    text = draft.report.text
    found = []
    for sentence in draft.sentences:
        flags = flags_of([text[t.start : t.end] for t in sentence.tokens])
        words = tuple((t.start, t.end, f) for t, f in zip(sentence.tokens, flags, strict=True))
        found.append(Words(sentence.start, sentence.end, words, sentence.parsed))
    return tuple(found)


def head_of(draft: Draft, phrase: Phrase) -> tuple[int, int]:
    """Return the offsets of a phrase's head word."""
    token = draft.sentences[phrase.sentence].tokens[phrase.head]
    return token.start, token.end


def heads_of(draft: Draft) -> tuple[tuple[int, int], ...]:
    """Return the offsets of the head words of all phrases, each once."""
    return tuple(dict.fromkeys(head_of(draft, p) for p in draft.phrases))
