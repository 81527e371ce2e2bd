"""Messages of MUC-4 coded by dateline, with the annotations of all its stages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.assembly import build_pipeline
from dateline.draft import Draft
from dateline.encoder import load_encoder
from dateline.events import CodedReport
from dateline.pipeline import Pipeline
from dateline.readers import read_text
from dateline.stages.reading import words_to_read

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
        read: let the learned reader read the sentences that hold an event, where no stage of the pipeline has done so.

    Raises:
        DataError: the learned reader is missing or cannot be run here.
    """
    pipeline = build_pipeline()
    for message, draft in zip(messages, _drafts(pipeline, messages), strict=True):
        if read and draft.mentions and not draft.readings:
            draft.readings = tuple(load_encoder().read([words_to_read(draft)])[0])
        yield Coded(message, draft, CodedReport(pipeline.coder, draft.report, draft.events, ()))


def drafts_of(messages: Sequence[Message]) -> Iterator[Draft]:
    """Yield the annotations of messages, in their order."""
    yield from _drafts(build_pipeline(), messages)


def read_again(draft: Draft, folder: Path) -> None:
    """Put what the learned reader of a folder says in the place of what another has said.

    Raises:
        DataError: the reader is missing or cannot be run here.
    """
    draft.readings = tuple(load_encoder(folder).read([words_to_read(draft)])[0]) if draft.mentions else ()


def _drafts(pipeline: Pipeline, messages: Sequence[Message]) -> Iterator[Draft]:
    for start in range(0, len(messages), BATCH):
        drafts: Iterable[Draft] = [Draft(read_text(m.text, origin=m.id)) for m in messages[start : start + BATCH]]
        for stage in pipeline.stages:
            drafts = stage.pipe(iter(drafts))
        yield from drafts
