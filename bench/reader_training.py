"""The loop that trains the learned reader: losses, schedule, checkpoints."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from reader_batches import OUTPUTS, Batch, Lessons, lessons
from reader_examples import IGNORED, Labelled, Packer
from reader_model import ReaderModel, Shape, load_base
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from dateline.encoder.flags import FLAGS

WEIGHTS = {"event": 4.0, "roles": 4.0, "incident": 1.0, "links": 1.0, "current": 0.2, "happened": 0.2}
"""What each head weighs in the loss; events and roles are rare among words, so their mean loss is small."""


@dataclass(frozen=True, slots=True)
class Course:
    """How to train.

    Args:
        epochs, batch, rate: passes over the reports, windows a step, highest learning rate of the encoder.
        head_rate: that of heads and flags. thin, uncased, hidden: see `lessons`.
    """

    epochs: int
    batch: int = 8
    rate: float = 2e-4
    head_rate: float = 1e-3
    warm: float = 0.06
    thin: float = 0.5
    uncased: float = 0.15
    hidden: float = 0.1
    seed: int = 7


def first_course(epochs: int) -> Course:
    """Return how the first part is trained."""
    return Course(epochs)


def second_course(epochs: int) -> Course:
    """Return how the second part is trained: more gently, and on all sentences but a few."""
    return Course(epochs, rate=1e-4, head_rate=5e-4, thin=0.2, uncased=0.25, seed=11)


def new_model(layers: int, base: Path | None) -> ReaderModel:
    """Return a model of so many layers, its encoder filled from the base weights."""
    torch.manual_seed(0)
    model = ReaderModel(Shape(layers, len(FLAGS), OUTPUTS))
    if base is not None:
        load_base(model, base)
    model.words.weight.requires_grad = False
    return model


def losses(model: ReaderModel, batch: Batch) -> dict[str, Tensor]:
    """Return the loss of each head that the batch has labels for."""
    with torch.autocast("cpu", torch.bfloat16):
        out = model(batch.ids, batch.mask, batch.flags)
    out = {name: value.float() for name, value in out.items()}
    found: dict[str, Tensor] = {}
    known = batch.event != IGNORED
    if known.any():
        each = cross_entropy(out["event"][known], batch.event[known], reduction="none")
        weight = batch.event_weight[known]
        found["event"] = (each * weight).sum() / known.sum()
    if (batch.roles != IGNORED).any():
        found["roles"] = cross_entropy(out["roles"].flatten(0, 1), batch.roles.flatten(), ignore_index=IGNORED)
    for name, labels in (("incident", batch.incident), ("current", batch.current[..., None]), ("happened", batch.happened[..., None])):  # fmt: skip
        told = labels != IGNORED
        if told.any():
            found[name] = binary_cross_entropy_with_logits(out[name][told], labels[told].float())
    links = batch.links
    if len(links.row):
        found["links"] = sum((_link_loss(model, out, batch, name) for name in ("doer", "undergoer")), torch.zeros(()))
    return found


def _link_loss(model: ReaderModel, out: dict[str, Tensor], batch: Batch, name: str) -> Tensor:
    links = batch.links
    labels = links.doer if name == "doer" else links.undergoer
    scores = (out["anchor"][links.row, links.event] * out[name][links.row, links.head]).sum(-1)
    scores = scores + model.link_bias[("doer", "undergoer").index(name)]
    return binary_cross_entropy_with_logits(scores, labels.float())


def train(
    model: ReaderModel, reports: Callable[[int], Sequence[Labelled]], packer: Packer, course: Course, kept: Path,
    measure: Callable[[ReaderModel, int], None] | None = None,
) -> None:  # fmt: skip
    """Train a model, going on from `kept` if it is there and writing to it after each epoch.

    Args:
        reports: gives the reports of an epoch by its number.
        measure: called after each epoch.
    """
    heads = [p for n, p in model.named_parameters() if n.startswith(("heads", "flags", "link"))]
    ids = {id(p) for p in heads}
    encoder = [p for p in model.parameters() if p.requires_grad and id(p) not in ids]
    optimiser = torch.optim.AdamW(
        [{"params": encoder, "lr": course.rate}, {"params": heads, "lr": course.head_rate}], weight_decay=0.01
    )
    steps = course.epochs * len(_epoch(reports, packer, course, 0))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda n: _rate(n / steps, course.warm))
    first = _resume(model, optimiser, schedule, kept)
    for epoch in range(first, course.epochs):
        torch.manual_seed(course.seed * 1000 + epoch)
        model.train()
        began, sums = time.time(), dict.fromkeys(WEIGHTS, 0.0)
        taught = _epoch(reports, packer, course, epoch)
        for batch in taught:
            found = losses(model, batch)
            total = sum((WEIGHTS[name] * loss for name, loss in found.items()), torch.zeros(()))
            total.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()
            for name, loss in found.items():
                sums[name] += loss.item()
        told = ", ".join(f"{name} {total / len(taught):.4f}" for name, total in sums.items())
        print(f"epoch {epoch + 1} of {course.epochs}: {len(taught)} steps in {time.time() - began:.0f} s; {told}", flush=True)  # fmt: skip
        state: dict[str, Any] = {
            "model": model.state_dict(),
            "optimiser": optimiser.state_dict(),
            "schedule": schedule.state_dict(),
            "epoch": epoch + 1,
        }
        part = kept.with_suffix(".part")
        torch.save(state, part)
        part.replace(kept)
        if measure is not None:
            measure(model, epoch + 1)


def _epoch(reports: Callable[[int], Sequence[Labelled]], packer: Packer, course: Course, epoch: int) -> Lessons:
    seed = course.seed * 1000 + epoch
    return lessons(
        reports(epoch), packer, course.batch, seed, thin=course.thin, uncased=course.uncased, hidden=course.hidden
    )


def _rate(done: float, warm: float) -> float:
    return min(done / warm, max(0.0, (1 - done) / (1 - warm))) if done < 1 else 0.0


def _resume(model: ReaderModel, optimiser: Any, schedule: Any, kept: Path) -> int:
    if not kept.exists():
        return 0
    state = torch.load(kept, weights_only=True)
    model.load_state_dict(state["model"])
    optimiser.load_state_dict(state["optimiser"])
    schedule.load_state_dict(state["schedule"])
    print(f"going on from {kept} after epoch {state['epoch']}", flush=True)
    epoch: int = state["epoch"]
    return epoch
