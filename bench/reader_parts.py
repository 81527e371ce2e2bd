"""The parts of the learned reader's training: MUC-4 first, then the reports with gold by folds, then all; and what ships."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from reader_export import FILES, export, open_reader
from reader_gold import FOLDS, fold_of
from reader_muc4 import is_aside
from reader_scores import agreement, measure
from reader_training import first_course, new_model, second_course, train
from torch import Tensor

if TYPE_CHECKING:
    from reader_base import Base
    from reader_examples import Labelled, Packer
    from reader_model import ReaderModel

REPLAY = 4
"""In the second part each epoch has one in so many of the MUC-4 reports, others in each epoch."""
COMPARED = 60
"""Reports of MUC-4, and of the leads, on which 8 bits are compared with 32."""

__all__ = ["FOLDS", "Plan", "first", "second", "ship"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done, where, and with which reports."""

    work: Path
    base: Base
    layers: int
    epochs: tuple[int, int]
    muc4: list[Labelled]
    gold: list[Labelled]
    packer: Packer

    def aside(self) -> list[Labelled]:
        """Return the MUC-4 reports that only measure."""
        return [r for r in self.muc4 if is_aside(r.key)]

    def learned(self, name: str) -> ReaderModel:
        """Return the network that a part has left."""
        model = new_model(self.layers, None)
        model.load_state_dict(torch.load(self.work / f"{name}.checkpoint", weights_only=True)["model"])
        return model.eval()


def first(plan: Plan) -> None:
    """Learn MUC-4."""
    reports = [r for r in plan.muc4 if not is_aside(r.key)]
    print(f"first: {len(reports)} reports of MUC-4", flush=True)
    train(
        new_model(plan.layers, plan.base.weights), lambda _: reports, plan.packer, first_course(plan.epochs[0]),
        plan.work / "first.checkpoint", lambda model, _: _report(model, plan.aside(), plan),
    )  # fmt: skip


def second(plan: Plan, fold: int | None) -> None:
    """Learn the reports with gold records, without those of a fold; None for all of them. Writes the exported files."""
    name = "final" if fold is None else f"fold{fold}"
    seen = [r for r in plan.gold if fold is None or fold_of(r.key) != fold]
    replay = [r for r in plan.muc4 if fold is None or not is_aside(r.key)]
    model = plan.learned("first")
    print(f"{name}: {len(seen)} reports with gold", flush=True)

    def reports(epoch: int) -> list[Labelled]:
        return seen + replay[epoch % REPLAY :: REPLAY]

    train(model, reports, plan.packer, second_course(plan.epochs[1]), plan.work / f"{name}.checkpoint")
    about = {"made_by": "bench/train_reader.py", "part": name, "base": "all-MiniLM-L6-v2", "epochs": list(plan.epochs)}
    export(model, plan.work / name, plan.base.tokenizer, about)
    if fold is not None:
        unseen = [r for r in plan.gold if fold_of(r.key) == fold]
        for source in sorted({r.source for r in unseen} - {"plain"}):
            print(f"{name}, unseen {source}:", flush=True)
            _report(model, [r for r in unseen if r.source == source], plan)
        print(f"{name}, unseen MUC-4:", flush=True)
        _report(model, plan.aside(), plan)


def _report(model: ReaderModel, reports: Sequence[Labelled], plan: Plan) -> None:
    """Print the figures of a network on some reports."""
    model.eval()

    def reader(ids: Tensor, mask: Tensor, flags: Tensor) -> dict[str, Tensor]:
        with torch.autocast("cpu", torch.bfloat16):
            found: dict[str, Tensor] = model(ids, mask, flags)
            return found

    for line in measure(reader, model.link_bias.tolist(), reports, plan.packer).lines():
        print("  " + line, flush=True)


def ship(plan: Plan, output: Path) -> None:
    """Copy the final files to where dateline looks for them, and print what 8 bits cost."""
    output.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copyfile(plan.work / "final" / name, output / name)
    if (plan.work / "fold0.checkpoint").exists():
        _compare(plan, "fold0")


def _compare(plan: Plan, part: str) -> None:
    model, graph = plan.learned(part), open_reader(plan.work / part)
    reports = plan.aside()[:COMPARED] + [r for r in plan.gold if r.source == "leads" and fold_of(r.key) == 0][:COMPARED]
    cosines = agreement(model, graph, reports, plan.packer)
    print(f"{part}, 8 bits against 32, cosines: " + ", ".join(f"{name} {c:.4f}" for name, c in cosines.items()))
    for name, reader in (("32 bits", model), ("8 bits", graph)):
        print(f"{part}, {name}, MUC-4 set aside and leads of fold 0:")
        for line in measure(reader, model.link_bias.tolist(), reports, plan.packer).lines():
            print("  " + line)
