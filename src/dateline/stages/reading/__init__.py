"""Reading: what the learned reader says of the sentences of events that the rules leave without a doer.

Only those are read: reading a sentence costs as much as parsing it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import ClassVar

from dateline.draft import Draft, Sentence
from dateline.encoder import Encoder, SentenceWords, flags_of, load_encoder, reader_name
from dateline.encoder.manifest import MANIFEST, MODEL, TOKENIZER

TOGETHER = 16
"""Reports whose sentences go through the reader together, so that windows of like length meet."""

MOST = 200
"""Sentences of a report that are read at most, the first ones: each takes one or two milliseconds, and a report of usual length has
fewer than ten that tell of an event without a doer."""
CUT_OFF = frozenset({"n't", "n’t"})
"""Words that the parser cuts one letter earlier than the vocabulary of pieces does ("did" + "n't", "didn" + "'" + "t")."""


@dataclass(frozen=True)
class ReadingStage:
    """Assigns what the learned reader says of the sentences that tell of an event without a doer.

    Args:
        use: read at all; without it such events stay without.
        folder: the reader's folder (`encoder.json`, `encoder.onnx`, `tokenizer.json`); empty for the one that ships with dateline.
    """

    name: ClassVar[str] = "reading"
    needs: ClassVar[tuple[str, ...]] = ("sentences", "mentions", "doerless")
    assigns: ClassVar[tuple[str, ...]] = ("readings",)

    use: bool = True
    folder: str = ""

    @property
    def model(self) -> str:
        """The reader, for the coder's fingerprint; told without opening it. Empty where none is used.

        Raises:
            DataError: it is not there.
        """
        return reader_name(Path(self.folder) if self.folder else None) if self.use else ""

    @property
    def files(self) -> tuple[str, ...]:
        """The files that the coder's fingerprint must know; those that ship with dateline it knows already."""
        return (
            tuple(str(Path(self.folder) / name) for name in (MANIFEST, MODEL, TOKENIZER))
            if self.use and self.folder
            else ()
        )

    def pipe(self, drafts: Iterable[Draft]) -> Iterator[Draft]:
        """Read the sentences of many reports in batches.

        Raises:
            DataError: there is something to read, and the reader is missing, broken or cannot be run here.
        """
        stream = iter(drafts)
        while batch := list(islice(stream, TOGETHER)):
            if self.use:
                self._read(batch)
            yield from batch

    def _read(self, drafts: list[Draft]) -> None:
        wanted = [(draft, words) for draft in drafts if (words := words_to_read(draft))]
        if not wanted:
            return  # no reader is loaded where there is nothing to read
        encoder: Encoder = load_encoder(Path(self.folder) if self.folder else None)
        for (draft, _), readings in zip(wanted, encoder.read([words for _, words in wanted]), strict=True):
            draft.readings = tuple(readings)


def words_to_read(draft: Draft) -> list[SentenceWords]:
    """Return the words of the sentences that are read: those that tell of an event that is kept and has no doer."""
    wanted = {draft.mentions[index].sentence for index in draft.doerless}
    return [_words(draft, draft.sentences[index]) for index in sorted(wanted)[:MOST]]


def _words(draft: Draft, sentence: Sentence) -> SentenceWords:
    """Return a sentence's words as the report writes them: the parser may have met a headline in lower case."""
    words = [draft.report.text[token.start : token.end] for token in sentence.tokens]
    flags = tuple(flags_of(words))
    for at in range(1, len(words)):
        if words[at].lower() in CUT_OFF and sentence.tokens[at].start == sentence.tokens[at - 1].end:
            words[at - 1 : at + 1] = [words[at - 1] + words[at][0], words[at][1:]]
    return SentenceWords(sentence.index, tuple(words), flags)


__all__ = ["ReadingStage", "words_to_read"]
