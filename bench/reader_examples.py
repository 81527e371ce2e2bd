"""What the learned reader is taught with: reports with labels as offsets, and how they become windows of word pieces."""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import get_args

from dateline.vocabulary import Plover

EVENTS = ("none", *get_args(Plover))
ROLES = ("perpetrator-individual", "perpetrator-organisation", "target", "victim", "weapon")
ROLE_LABELS = ("O", *(f"{mark}-{role}" for role in ROLES for mark in "BI"))
INCIDENTS = ("attack", "bombing", "kidnapping", "arson", "robbery", "forced work stoppage")
"""Types of incident of MUC-4's development keys."""

WINDOW = 256
IGNORED = -100


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence as the reader is given it: offsets and flags of its words; `wanted`: it can hold an event."""

    start: int
    end: int
    words: tuple[tuple[int, int, int], ...]
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class EventWord:
    """A word that states an event, or may.

    Args:
        start, end: offsets of the word; label: index into EVENTS, IGNORED where nothing is to be learned of it.
        current, happened: 1, 0, or IGNORED.
        doers, undergoers: offsets of the head words of phrases that take part; None where that is not known.
    """

    start: int
    end: int
    label: int
    weight: float = 1.0
    current: int = IGNORED
    happened: int = IGNORED
    doers: tuple[tuple[int, int], ...] | None = None
    undergoers: tuple[tuple[int, int], ...] | None = None


@dataclass(frozen=True, slots=True)
class RoleSpan:
    """Words that fill a role; `role` is an index into ROLES, IGNORED where nothing is to be learned of them."""

    start: int
    end: int
    role: int


@dataclass(frozen=True, slots=True)
class Labelled:
    """A report with what is known of it.

    Args:
        source: the set that it is from; key: its id there.
        event_weight: what its words weigh in the loss of the event head; 0 where its events are not known.
        has_roles: whether its role spans are known; incidents: for each sentence 1, 0 or IGNORED for each of INCIDENTS.
        heads: offsets of the head words of its phrases, for links.
        entities: for measuring, of each role the fillers, each with its alternatives.
    """

    source: str
    key: str
    text: str
    sentences: tuple[Words, ...]
    event_weight: float = 0.0
    events: tuple[EventWord, ...] = ()
    heads: tuple[tuple[int, int], ...] = ()
    has_roles: bool = False
    roles: tuple[RoleSpan, ...] = ()
    incidents: tuple[tuple[int, ...], ...] = ()
    entities: tuple[tuple[int, tuple[str, ...]], ...] = ()


@dataclass(slots=True)
class Window:
    """Some sentences of a report as pieces, with the offsets of each piece and the number of its sentence."""

    report: Labelled
    ids: list[int]
    flags: list[int]
    starts: list[int]
    ends: list[int]
    sentence: list[int]

    def goes_on(self, at: int) -> bool:
        """Tell whether a piece goes on with the word of the one before it."""
        start, text = self.starts[at], self.report.text
        return start > 0 and start == self.ends[at - 1] and text[start - 1].isalnum() and text[start].isalnum()

    def first_piece(self, start: int, end: int) -> int:
        """Return the index of the first piece of text[start:end], -1 where the window does not hold it."""
        at = bisect_right(self.ends, start, 1, len(self.ids) - 1)
        return at if at < len(self.ids) - 1 and self.starts[at] < end else -1


class Packer:
    """Cuts reports into windows with the tokenizer that ships."""

    def __init__(self, tokenizer: str) -> None:
        from tokenizers import Tokenizer

        self.tokenizer = Tokenizer.from_file(tokenizer)
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self.first, self.last = (int(self.tokenizer.token_to_id(mark) or 0) for mark in ("[CLS]", "[SEP]"))
        self._kept: dict[tuple[str, int], tuple[list[int], list[int], list[int], list[int]]] = {}

    def pieces(self, report: Labelled, sentence: Words) -> tuple[list[int], list[int], list[int], list[int]]:
        """Return ids, flags, starts and ends of the pieces of a sentence; made once."""
        key = (report.key, sentence.start)
        if key not in self._kept:
            text = report.text[sentence.start : sentence.end]
            encoded = self.tokenizer.encode(text, add_special_tokens=False)
            ids = encoded.ids[: WINDOW - 2]
            starts = [sentence.start + a for a, _ in encoded.offsets[: WINDOW - 2]]
            ends = [sentence.start + b for _, b in encoded.offsets[: WINDOW - 2]]
            flags, at = [], 0
            for start in starts:
                while at + 1 < len(sentence.words) and sentence.words[at][1] <= start:
                    at += 1
                flags.append(sentence.words[at][2] if sentence.words else 0)
            self._kept[key] = (ids, flags, starts, ends)
        return self._kept[key]

    def windows(self, report: Labelled, *, keep: Sequence[bool] | None = None) -> Iterable[Window]:
        """Yield the windows of a report: its sentences in order (those of `keep`), as many as fit into each."""
        window = self._new(report)
        for number, sentence in enumerate(report.sentences):
            if keep is not None and not keep[number]:
                continue
            ids, flags, starts, ends = self.pieces(report, sentence)
            if len(window.ids) + len(ids) > WINDOW - 1 and len(window.ids) > 1:
                yield self._closed(window)
                window = self._new(report)
            window.ids += ids
            window.flags += flags
            window.starts += starts
            window.ends += ends
            window.sentence += [number] * len(ids)
        if len(window.ids) > 1:
            yield self._closed(window)

    def _new(self, report: Labelled) -> Window:
        return Window(report, [self.first], [0], [-1], [-1], [-1])

    def _closed(self, window: Window) -> Window:
        window.ids.append(self.last)
        window.flags.append(0)
        window.starts.append(-1)
        window.ends.append(-1)
        window.sentence.append(-1)
        return window


def thinned(report: Labelled, chance: random.Random, share: float) -> list[bool]:
    """Choose which sentences to keep: all with a role (without an event, where roles are not known), of the others a share less."""
    spans = report.roles if report.has_roles else report.events
    starts = sorted(span.start for span in spans)
    held = [bisect_left(starts, s.start) < bisect_left(starts, s.end) for s in report.sentences]
    return [has or chance.random() >= share for has in held]
