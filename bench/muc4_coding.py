"""Messages of MUC-4 coded by dateline, with the annotations of all its stages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.assembly import build_pipeline
from dateline.draft import Draft
from dateline.events import CodedReport
from dateline.pipeline import Pipeline
from dateline.readers import read_text

if TYPE_CHECKING:
    from muc4_keys import Message

BATCH = 50
"""Messages that are read together."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A message, its annotations, and its record."""

    message: Message
    draft: Draft
    record: CodedReport


def coded(messages: Sequence[Message]) -> Iterator[Coded]:
    """Yield messages as coded, in their order."""
    pipeline = build_pipeline()
    for message, draft in zip(messages, _drafts(pipeline, messages), strict=True):
        yield Coded(message, draft, CodedReport(pipeline.coder, draft.report, draft.events, ()))


def drafts_of(messages: Sequence[Message]) -> Iterator[Draft]:
    """Yield the annotations of messages, in their order."""
    yield from _drafts(build_pipeline(), messages)


def _drafts(pipeline: Pipeline, messages: Sequence[Message]) -> Iterator[Draft]:
    for start in range(0, len(messages), BATCH):
        drafts: Iterable[Draft] = [Draft(read_text(m.text, origin=m.id)) for m in messages[start : start + BATCH]]
        for stage in pipeline.stages:
            drafts = stage.pipe(iter(drafts))
        yield from drafts
