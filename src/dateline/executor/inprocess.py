"""The executor that codes in this process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from dateline.executor.face import Done, Task, batches
from dateline.pipeline import Pipeline
from dateline.settings import RunSettings

T = TypeVar("T")


class InProcess:
    """Codes batch by batch in this process; the time limit holds as far as `Pipeline.code` can keep it."""

    def __init__(self, pipeline: Pipeline, settings: RunSettings) -> None:
        self._pipeline = pipeline
        self._settings = settings
        self._warm = False

    def map(self, tasks: Iterable[Task[T]]) -> Iterator[Done[T]]:
        """Yield every task with its coding."""
        for batch in batches(tasks, self._settings):
            reports = [task.report for task in batch if task.report is not None]
            if reports and not self._warm:
                # Loading the models must not count against the first report's time.
                self._pipeline.warm_up()
                self._warm = True
            codings = iter(self._pipeline.code(reports, seconds=self._settings.code_seconds) if reports else [])
            for task in batch:
                yield Done(task.item, None if task.report is None else next(codings))

    def close(self) -> None:
        """Nothing is held."""
