"""The face of every executor, and the batches that it works on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from dateline.pipeline import Coding
from dateline.settings import RunSettings
from dateline.text import Report

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Task(Generic[T]):
    """A report to code (None: nothing is left to do, pass it through), and what its owner wants back with it."""

    report: Report | None
    item: T


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """A task's item, and what came of its report; None where it had none."""

    item: T
    coding: Coding | None


class Executor(Protocol):
    """Codes the reports of tasks, in order, a bounded number at a time."""

    def map(self, tasks: Iterable[Task[T]]) -> Iterator[Done[T]]:
        """Yield every task with its coding, in the order of the tasks, taking no more of them than it must."""
        ...

    def close(self) -> None:
        """Give up what is under way and free what is held; twice does no harm."""
        ...


def batches(tasks: Iterable[Task[T]], settings: RunSettings) -> Iterator[list[Task[T]]]:
    """Yield the tasks in batches of at most so many, and of at most so much text where they are more than one."""
    batch: list[Task[T]] = []
    characters = 0
    for task in tasks:
        length = len(task.report.text) if task.report else 0
        if batch and length and characters + length > settings.batch_characters:
            yield batch
            batch, characters = [], 0
        batch.append(task)
        characters += length
        if len(batch) >= settings.batch_reports:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch
