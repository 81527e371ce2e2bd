"""Windows with their labels as tensors."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import torch
from reader_examples import EVENTS, IGNORED, INCIDENTS, ROLE_LABELS, Labelled, Packer, Window, thinned
from torch import Tensor

from dateline.encoder.flags import FLAGS

MASK, LAST_MARK = 103, 103
"""The piece that stands for a hidden one, and the last of the vocabulary's pieces that are no words."""
BITS = torch.tensor([1 << n for n in range(len(FLAGS))])
CASE_BITS = (1 << FLAGS.index("capitalised")) | (1 << FLAGS.index("capitals")) | (1 << FLAGS.index("cased"))
"""Flags that text in capitals lacks."""


@dataclass(frozen=True, slots=True)
class Links:
    """Pairs of an event word and a phrase head in one window: 1 where the phrase takes part, 0 where not.

    Args:
        row, event, head: index of the window, of the piece of the event word, of that of the phrase's head.
        doer, undergoer: 1 or 0.
    """

    row: Tensor
    event: Tensor
    head: Tensor
    doer: Tensor
    undergoer: Tensor


@dataclass(frozen=True, slots=True)
class Batch:
    """Inputs and labels of some windows, by head."""

    ids: Tensor
    mask: Tensor
    flags: Tensor
    event: Tensor
    event_weight: Tensor
    roles: Tensor
    incident: Tensor
    current: Tensor
    happened: Tensor
    links: Links


def inputs(windows: Sequence[Window], *, uncased: Sequence[bool] = ()) -> tuple[Tensor, Tensor, Tensor]:
    """Return the model's inputs; `uncased` tells of each window whether its case flags are hidden."""
    width = max(len(w.ids) for w in windows)
    ids, mask, bits = (torch.zeros(len(windows), width, dtype=torch.long) for _ in range(3))
    for n, window in enumerate(windows):
        size = len(window.ids)
        ids[n, :size] = torch.tensor(window.ids)
        mask[n, :size] = 1
        flags = torch.tensor(window.flags)
        bits[n, :size] = flags & ~CASE_BITS if uncased and uncased[n] else flags
    return ids, mask, ((bits[..., None] & BITS) > 0).float()


def collate(windows: Sequence[Window], *, uncased: Sequence[bool] = ()) -> Batch:
    """Return some windows as one batch."""
    ids, mask, flags = inputs(windows, uncased=uncased)
    shape = ids.shape
    event, roles, current, happened = (torch.full(shape, IGNORED) for _ in range(4))
    weight = torch.zeros(shape)
    incident = torch.full((*shape, len(INCIDENTS)), IGNORED)
    links: list[tuple[int, int, int, int, int]] = []
    for n, window in enumerate(windows):
        report, inner = window.report, slice(1, len(window.ids) - 1)
        if report.event_weight:
            event[n, inner], weight[n, inner] = 0, report.event_weight
            _put_events(window, event[n], weight[n], current[n], happened[n])
            links += [(n, *link) for link in _links(window)]
        if report.has_roles:
            roles[n, inner] = 0
            _put_roles(window, roles[n])
        if report.incidents:
            incident[n, inner] = torch.tensor([report.incidents[s] for s in window.sentence[inner]])
    columns = torch.tensor(links, dtype=torch.long).reshape(-1, 5).unbind(1)
    return Batch(ids, mask, flags, event, weight, roles, incident, current, happened, Links(*columns))


def _span(window: Window, start: int, end: int) -> list[int]:
    first = window.first_piece(start, end)
    if first < 0:
        return []
    return [n for n in range(first, min(first + end - start, len(window.ids) - 1)) if window.starts[n] < end]


def _put_events(window: Window, event: Tensor, weight: Tensor, current: Tensor, happened: Tensor) -> None:
    for word in window.report.events:
        for n in _span(window, word.start, word.end):
            event[n], current[n], happened[n] = word.label, word.current, word.happened
            weight[n] = word.weight * window.report.event_weight


def _put_roles(window: Window, roles: Tensor) -> None:
    for span in window.report.roles:
        for place, n in enumerate(_span(window, span.start, span.end)):
            roles[n] = IGNORED if span.role == IGNORED else 1 + 2 * span.role + (place > 0)


def _links(window: Window) -> Iterator[tuple[int, int, int, int]]:
    """Yield each event word with each phrase head of its sentence; who takes part without being named there is no link."""
    heads = [(n, window.sentence[n], h) for h in window.report.heads if (n := window.first_piece(*h)) >= 0]
    for word in window.report.events:
        at = window.first_piece(word.start, word.end) if word.label > 0 and word.doers is not None else -1
        if at >= 0:
            for n, sentence, head in heads:
                if sentence == window.sentence[at]:
                    yield at, n, int(head in (word.doers or ())), int(head in (word.undergoers or ()))


@dataclass(frozen=True, slots=True)
class Lessons:
    """The batches of one epoch; each is made when it is asked for."""

    groups: tuple[tuple[Window, ...], ...]
    uncased: tuple[tuple[bool, ...], ...]
    hidden: float
    seed: int

    def __len__(self) -> int:
        return len(self.groups)

    def __iter__(self) -> Iterator[Batch]:
        chance = torch.Generator().manual_seed(self.seed)
        for group, uncased in zip(self.groups, self.uncased, strict=True):
            batch = collate(group, uncased=uncased)
            covered = (torch.rand(batch.ids.shape, generator=chance) < self.hidden) & (batch.ids > LAST_MARK)
            batch.ids[covered] = MASK
            yield batch


def lessons(
    reports: Iterable[Labelled], packer: Packer, size: int, seed: int, *, thin: float, uncased: float, hidden: float
) -> Lessons:
    """Return a shuffled epoch, windows of like length together.

    Args:
        thin: share of the sentences without any label that are left out.
        uncased: share of the windows whose case flags are hidden; hidden: share of the pieces that are.
    """
    chance = random.Random(seed)  # noqa: S311 - what is wanted is that it is the same again
    windows = [w for r in reports for w in packer.windows(r, keep=thinned(r, chance, thin))]
    chance.shuffle(windows)
    windows.sort(key=lambda w: len(w.ids) // 48)
    groups = [tuple(windows[n : n + size]) for n in range(0, len(windows), size)]
    chance.shuffle(groups)
    return Lessons(tuple(groups), tuple(tuple(chance.random() < uncased for _ in g) for g in groups), hidden, seed)


OUTPUTS = {
    "event": len(EVENTS), "roles": len(ROLE_LABELS), "anchor": 64, "doer": 64, "undergoer": 64, "incident": len(INCIDENTS),
    "current": 1, "happened": 1,
}  # fmt: skip
"""The heads of the model and the size of what each gives per piece."""
