"""Words to word pieces, and sentences to windows of pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MOST_PIECES = 12
"""Pieces of one word that are read; longer ones are no words (addresses, codes, hostile input)."""
LONGEST_WORD = 100
"""Characters of one word that are read; more would only be cut to pieces for nothing."""
REMEMBERED = 100_000
"""Words whose pieces are remembered, some 150 bytes each; beyond so many all are forgotten, or a long run would eat the memory."""

Pieces = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a sentence in a window: which report and sentence of the batch, and the half-open range of words."""

    report: int
    sentence: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Window:
    """What is read at once: stretches of one report's sentences, and the pieces of their words, a tuple a word."""

    stretches: tuple[Stretch, ...]
    words: tuple[Pieces, ...]

    @property
    def length(self) -> int:
        """Its pieces, the marks at both ends not counted."""
        return sum(map(len, self.words))


class WordPieces:
    """Cuts words to the pieces of a vocabulary, each word by itself and each once."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._known: dict[str, Pieces] = {}
        vocabulary = {name: tokenizer.token_to_id(name) for name in ("[CLS]", "[SEP]", "[UNK]", "[PAD]")}
        missing = [name for name, number in vocabulary.items() if number is None]
        if missing:
            raise ValueError(f"its vocabulary lacks {', '.join(missing)}")
        self.first, self.last, self.unknown, self.padding = (int(number or 0) for number in vocabulary.values())

    def __call__(self, word: str) -> Pieces:
        """Return the numbers of a word's pieces; at least one, at most `MOST_PIECES`."""
        found = self._known.get(word)
        if found is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            cut = self._tokenizer.encode(word[:LONGEST_WORD], add_special_tokens=False).ids
            found = self._known[word] = tuple(cut[:MOST_PIECES]) or (self.unknown,)
        return found


def windows_of(report: int, sentences: Sequence[Sequence[Pieces]], room: int) -> Iterator[Window]:
    """Yield the windows of a report: sentences side by side as long as they fit; one that fits in none is cut between words.

    Args:
        report: its place in the batch.
        sentences: of every sentence the pieces of its words.
        room: most pieces of a window.
    """
    stretches: list[Stretch] = []
    words: list[Pieces] = []
    used = 0
    for number, sentence in enumerate(sentences):
        for first, last, length in _cut(sentence, room):
            if stretches and used + length > room:
                yield Window(tuple(stretches), tuple(words))
                stretches, words, used = [], [], 0
            stretches.append(Stretch(report, number, first, last))
            words += sentence[first:last]
            used += length
    if stretches:
        yield Window(tuple(stretches), tuple(words))


def _cut(sentence: Sequence[Pieces], room: int) -> Iterator[tuple[int, int, int]]:
    """Yield the half-open ranges of words in which a sentence fits into a window, and the pieces of each."""
    first = used = 0
    for number, pieces in enumerate(sentence):
        if used + len(pieces) > room:
            yield first, number, used
            first, used = number, 0
        used += len(pieces)
    if used:
        yield first, len(sentence), used
