"""Messages of MUC-4 coded by dateline, with the annotations of all its stages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.assembly import build_pipeline
from dateline.draft import Draft
from dateline.encoder import Encoder, SentenceWords, flags_of, load_encoder
from dateline.events import CodedReport
from dateline.pipeline import Pipeline
from dateline.readers import read_text

if TYPE_CHECKING:
    from pathlib import Path

    from muc4_keys import Message

BATCH = 50
"""Messages that are read together."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A message, its annotations, and its record."""

    message: Message
    draft: Draft
    record: CodedReport


def coded(messages: Sequence[Message], *, read: bool = True) -> Iterator[Coded]:
    """Yield messages as coded, in their order.

    Args:
        read: let the learned reader read all sentences that hold an event; the pipeline lets it read few of them.

    Raises:
        DataError: the learned reader is missing or cannot be run here.
    """
    pipeline = build_pipeline()
    for message, draft in zip(messages, _drafts(pipeline, messages), strict=True):
        if read:
            _read(draft, load_encoder())
        yield Coded(message, draft, CodedReport(pipeline.coder, draft.report, draft.events, ()))


def drafts_of(messages: Sequence[Message]) -> Iterator[Draft]:
    """Yield the annotations of messages, in their order."""
    yield from _drafts(build_pipeline(), messages)


def read_again(draft: Draft, folder: Path) -> None:
    """Put what the learned reader of a folder says in the place of what another has said.

    Raises:
        DataError: the reader is missing or cannot be run here.
    """
    _read(draft, load_encoder(folder))


def _read(draft: Draft, encoder: Encoder) -> None:
    told = [s for s in draft.sentences if draft.mentions_in(s.index)]
    words = [tuple(draft.report.text[t.start : t.end] for t in s.tokens) for s in told]
    given = [SentenceWords(s.index, w, tuple(flags_of(w))) for s, w in zip(told, words, strict=True)]
    draft.readings = tuple(encoder.read([given])[0]) if given else ()


def _drafts(pipeline: Pipeline, messages: Sequence[Message]) -> Iterator[Draft]:
    for start in range(0, len(messages), BATCH):
        drafts: Iterable[Draft] = [Draft(read_text(m.text, origin=m.id)) for m in messages[start : start + BATCH]]
        for stage in pipeline.stages:
            drafts = stage.pipe(iter(drafts))
        yield from drafts
