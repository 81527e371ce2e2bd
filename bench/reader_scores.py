"""How well the learned reader reads: figures of each head on reports that it has not seen."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import torch
from reader_batches import collate
from reader_examples import IGNORED, INCIDENTS, ROLES, Labelled, Packer, Window
from torch import Tensor

Reader = Callable[[Tensor, Tensor, Tensor], dict[str, Tensor]]
"""Inputs to the logits of each head: the network, or the exported graph."""
THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7)
BATCH = 16


@dataclass(slots=True)
class Count:
    """Right, wrong and missed."""

    right: int = 0
    said: int = 0
    true: int = 0

    @property
    def f1(self) -> float:
        """F1, 0 where there is nothing."""
        return 2 * self.right / max(1, self.said + self.true)

    def __str__(self) -> str:
        return f"P {self.right / max(1, self.said):.3f} R {self.right / max(1, self.true):.3f} F1 {self.f1:.3f}"


@dataclass(slots=True)
class Figures:
    """The figures of one measurement.

    Args:
        roles: fillers found of each role, whole reports; incidents: types told, whole reports.
        events: words that state an event, at each threshold; types: of the words found at 0.5, their type.
        doer, undergoer: links at 0.5; current, happened: of event words.
    """

    roles: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    incidents: Count = field(default_factory=Count)
    events: dict[float, Count] = field(default_factory=lambda: defaultdict(Count))
    types: Count = field(default_factory=Count)
    links: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    current: Count = field(default_factory=Count)
    happened: Count = field(default_factory=Count)

    def all_roles(self) -> Count:
        """Return all roles together."""
        counts = list(self.roles.values())
        return Count(*(sum(getattr(c, part) for c in counts) for part in ("right", "said", "true")))

    def lines(self) -> Iterator[str]:
        """Yield what is printed."""
        if self.roles:
            yield f"roles: {self.all_roles()}; " + ", ".join(f"{r} {self.roles[r].f1:.3f}" for r in ROLES)
            yield f"incidents: {self.incidents}"
        if self.events:
            best = max(self.events, key=lambda t: self.events[t].f1)
            yield f"event words: {self.events[best]} at {best}; type right {self.types.right / max(1, self.types.said):.3f}"
            yield "links: " + ", ".join(f"{name} {count}" for name, count in self.links.items())
            yield f"current right {self.current.right / max(1, self.current.said):.3f}, happened right {self.happened.right / max(1, self.happened.said):.3f}"  # fmt: skip


def measure(reader: Reader, bias: Sequence[float], reports: Iterable[Labelled], packer: Packer) -> Figures:
    """Return the figures on some reports.

    Args:
        bias: of the links to doers and to undergoers.
    """
    figures = Figures()
    fillers: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    kinds: dict[str, set[int]] = defaultdict(set)
    listed = list(reports)
    windows = sorted((w for r in listed for w in packer.windows(r)), key=lambda w: len(w.ids))
    for n in range(0, len(windows), BATCH):
        group = windows[n : n + BATCH]
        batch = collate(group)
        with torch.no_grad():
            out = {name: value.float() for name, value in reader(batch.ids, batch.mask, batch.flags).items()}
        for row, window in enumerate(group):
            if window.report.has_roles:
                for role, name in spoken_roles(window, out["roles"][row]):
                    fillers[window.report.key][role].add(name)
                kinds[window.report.key] |= set(told_incidents(window, out["incident"][row]))
        known = batch.event != IGNORED
        known &= torch.tensor([[w.report.source != "muc4"] for w in group])
        _count_events(figures, out, batch.event, known)
        for name, labels in (("current", batch.current), ("happened", batch.happened)):
            told = (labels != IGNORED) & known
            count: Count = getattr(figures, name)
            count.said += int(told.sum())
            count.right += int(((out[name][..., 0] > 0) == (labels == 1))[told].sum())
        links = batch.links
        for b, (name, labels) in enumerate((("doer", links.doer), ("undergoer", links.undergoer))):
            told = known[links.row, links.event]
            at, event, head = links.row[told], links.event[told], links.head[told]
            said = (out["anchor"][at, event] * out[name][at, head]).sum(-1) + bias[b] > 0
            _add(figures.links[name], said, labels[told] == 1)
    for report in listed:
        if report.has_roles:
            count_roles(figures, report, fillers[report.key])
            true = {n for n in range(len(INCIDENTS)) if any(s[n] == 1 for s in report.incidents)}
            figures.incidents.true += len(true)
            figures.incidents.said += len(kinds[report.key])
            figures.incidents.right += len(true & kinds[report.key])
    return figures


def _count_events(figures: Figures, out: dict[str, Tensor], labels: Tensor, known: Tensor) -> None:
    if not known.any():
        return
    chances = out["event"].softmax(-1)
    said = 1 - chances[..., 0][known]
    true = labels[known] > 0
    for threshold in THRESHOLDS:
        _add(figures.events[threshold], said >= threshold, true)
    both = known & (labels > 0) & (1 - chances[..., 0] >= 0.3)
    figures.types.said += int(both.sum())
    figures.types.right += int((chances[..., 1:].argmax(-1) + 1 == labels)[both].sum())


def _add(count: Count, said: Tensor, true: Tensor) -> None:
    count.right += int((said & true).sum())
    count.said += int(said.sum())
    count.true += int(true.sum())


def spoken_roles(window: Window, logits: Tensor, doubt: float = 0.0) -> Iterator[tuple[int, str]]:
    """Yield the role and the words, in lower case, of each span that the role head tags.

    Args:
        logits: of each piece; doubt: taken off the logit of "no role".
    """
    tags = logits.clone()
    tags[:, 0] -= doubt
    best = tags.argmax(-1).tolist()
    at = 1
    while at < len(window.ids) - 1:
        if best[at] == 0 or window.goes_on(at):
            at += 1
            continue
        role, first = (best[at] - 1) // 2, at
        at += 1
        while at < len(window.ids) - 1 and (best[at] == 2 + 2 * role or window.goes_on(at)):
            at += 1
        text = window.report.text[window.starts[first] : window.ends[at - 1]]
        yield role, re.sub(r"\s+", " ", text.lower())


def told_incidents(window: Window, logits: Tensor) -> Iterator[int]:
    """Yield the incidents that a sentence of the window tells."""
    numbers = torch.tensor(window.sentence)
    for sentence in sorted(set(window.sentence) - {-1}):
        mean = logits[: len(window.ids)][numbers == sentence].mean(0)
        yield from (mean > 0).nonzero()[:, 0].tolist()


def count_roles(figures: Figures, report: Labelled, said: dict[int, set[str]]) -> None:
    """Count the fillers found of each role: right where the words are one of a filler's alternatives."""
    for role, name in enumerate(ROLES):
        entities = [set(names) for number, names in report.entities if number == role]
        count = figures.roles[name]
        count.true += len(entities)
        count.right += sum(bool(names & said[role]) for names in entities)
        known = set().union(*entities) if entities else set()
        count.said += sum(bool(names & said[role]) for names in entities) + len(said[role] - known)


def agreement(one: Reader, other: Reader, reports: Iterable[Labelled], packer: Packer) -> dict[str, float]:
    """Return the cosine between what two readers give, by head, over all pieces of some reports."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for window in (w for r in reports for w in packer.windows(r)):
        batch = collate([window])
        with torch.no_grad():
            a, b = (reader(batch.ids, batch.mask, batch.flags) for reader in (one, other))
        for name in a:
            x, y = a[name].float(), b[name].float()
            for n, product in enumerate((x * y, x * x, y * y)):
                sums[name][n] += float(product.sum())
    return {name: xy / (xx * yy) ** 0.5 for name, (xy, xx, yy) in sums.items()}
