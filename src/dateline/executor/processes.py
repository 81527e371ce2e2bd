"""The executor that codes in worker processes, started by spawn, each holding the pipeline once.

A worker has one piece of work at a time. When it dies, or takes longer than a report may, it is replaced, and
the reports of its piece are tried again one by one: those that were only in bad company get their records, the
culprit comes out as a failure.
"""

from __future__ import annotations

import pickle
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from dateline.errors import PipelineError, SettingsError
from dateline.events import Problem
from dateline.executor.face import Done, Task, batches
from dateline.executor.worker import BROKEN, CODED, serve
from dateline.pipeline import TIMEOUT, Coding, Pipeline
from dateline.settings import RunSettings

T = TypeVar("T")

CRASHED = "crashed"
"""Code of the problem of a report at which a worker died."""

START_SECONDS = 120.0
"""The longest that a worker may take to load its pipeline, on a slow disk."""

STARTS = 3
"""Workers that may die in a row before one is ready; then something is wrong that no new one will mend."""

BATCHES_AHEAD = 3
"""Batches a worker that are read but not yet given back; they keep workers busy while the owner stores."""


@dataclass(slots=True)
class _Batch:
    """Tasks in their order, with what has come of each so far."""

    tasks: list[Task[Any]]
    codings: list[Coding | None]
    missing: int


@dataclass(slots=True)
class _Piece:
    """Reports of a batch that go to a worker together, by their places in it."""

    batch: _Batch
    places: list[int]
    retry: bool = False

    def alone(self) -> list[_Piece]:
        """Return the same reports, each for itself."""
        return [_Piece(self.batch, [place], retry=True) for place in self.places]

    def settle(self, codings: list[Coding]) -> None:
        """Lay the codings at their places."""
        for place, coding in zip(self.places, codings, strict=True):
            self.batch.codings[place] = coding
        self.batch.missing -= len(self.places)


@dataclass(slots=True, eq=False)
class _Worker:
    """A process, the parent's end of its pipe, and what it does now."""

    process: BaseProcess
    connection: Connection
    deadline: float
    ready: bool = False
    piece: _Piece | None = None
    started: float = 0.0

    @property
    def idle(self) -> bool:
        return self.ready and self.piece is None

    def end(self) -> None:
        """End the process, whatever it does."""
        self.process.kill()
        self.process.join()
        self.connection.close()


@dataclass(slots=True)
class _Line:
    """The state of one `map`: batches in order of their tasks, and pieces that wait for a worker."""

    source: Iterator[list[Task[Any]]]
    batches: deque[_Batch] = field(default_factory=deque)
    pieces: deque[_Piece] = field(default_factory=deque)
    exhausted: bool = False

    def take(self) -> None:
        """Read one batch more."""
        tasks = next(self.source, None)
        if tasks is None:
            self.exhausted = True
            return
        places = [place for place, task in enumerate(tasks) if task.report is not None]
        batch = _Batch(tasks, [None] * len(tasks), len(places))
        self.batches.append(batch)
        if places:
            self.pieces.append(_Piece(batch, places))


class Processes:
    """Codes in so many worker processes; they start when there is work for them and stay until `close`."""

    def __init__(self, pipeline: Pipeline, settings: RunSettings, *, workers: int) -> None:
        if workers < 1:
            raise SettingsError(f"workers must be 1 or more; got {workers}")
        self._settings = settings
        self._most = workers
        self._context = get_context("spawn")
        self._workers: list[_Worker] = []
        self._failed_starts = 0
        try:
            self._pickled = pickle.dumps(pipeline)
        except (pickle.PicklingError, TypeError, AttributeError) as error:
            raise PipelineError(f"the stages cannot be sent to worker processes: {error}; use workers=1") from error

    def map(self, tasks: Iterable[Task[T]]) -> Iterator[Done[T]]:
        """Yield every task with its coding."""
        line = _Line(batches(tasks, self._settings))
        try:
            while True:
                while line.batches and not line.batches[0].missing:
                    batch = line.batches.popleft()
                    for task, coding in zip(batch.tasks, batch.codings, strict=True):
                        yield Done(task.item, coding)
                self._hand_out(line)
                if not line.exhausted and len(line.batches) < BATCHES_AHEAD * self._most and not self._heard(0):
                    line.take()
                elif line.exhausted and not line.batches:
                    return
                else:
                    self._listen(line)
        finally:
            # Left before the end, by an error or because its owner wants no more: what is under way is nobody's.
            for worker in [worker for worker in self._workers if worker.piece is not None]:
                self._drop(worker)

    def close(self) -> None:
        """End every worker at once."""
        for worker in list(self._workers):
            self._drop(worker)

    def _hand_out(self, line: _Line) -> None:
        while line.pieces:
            worker = next((worker for worker in self._workers if worker.idle), None)
            if worker is None:
                break
            piece = line.pieces.popleft()
            reports = [piece.batch.tasks[place].report for place in piece.places]
            try:
                worker.connection.send(reports)
            except OSError:
                # It died while idle: no report's doing, so the piece waits for another.
                line.pieces.appendleft(piece)
                self._drop(worker)
                continue
            worker.piece, worker.started = piece, time.monotonic()
            worker.deadline = worker.started + self._settings.code_seconds
        starting = sum(not worker.ready for worker in self._workers)
        for _ in range(min(len(line.pieces) - starting, self._most - len(self._workers))):
            self._start()

    def _start(self) -> None:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=serve, args=(theirs, self._pickled), name="dateline-worker", daemon=True)
        with _without_interrupts():
            process.start()
        theirs.close()
        self._workers.append(_Worker(process, ours, time.monotonic() + START_SECONDS))

    def _heard(self, seconds: float | None) -> set[Any]:
        """Wait until a worker sends something or ends, for at most so long; return whose connection or process."""
        waiting: list[Any] = []
        for worker in self._workers:
            waiting += (worker.connection, worker.process.sentinel)
        return set(wait(waiting, seconds)) if waiting else set()

    def _listen(self, line: _Line) -> None:
        busy = [worker.deadline for worker in self._workers if not worker.idle]
        heard = self._heard(max(0.0, min(busy) - time.monotonic()) if busy else 0)
        for worker in list(self._workers):
            if worker.connection in heard:
                self._receive(worker, line)
            elif worker.process.sentinel in heard:
                self._died(worker, line)
            elif not worker.idle and time.monotonic() >= worker.deadline:
                self._overdue(worker, line)

    def _receive(self, worker: _Worker, line: _Line) -> None:
        try:
            word, content = worker.connection.recv()
        except (EOFError, OSError):
            self._died(worker, line)
            return
        if word == BROKEN:
            raise PipelineError(f"a worker process could not load the pipeline: {content}")
        worker.ready = True
        self._failed_starts = 0
        if word == CODED and worker.piece is not None:
            worker.piece.settle(content)
            worker.piece = None

    def _died(self, worker: _Worker, line: _Line) -> None:
        self._drop(worker)
        code = worker.process.exitcode
        how = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts >= STARTS:
                raise PipelineError(
                    f"worker processes end while they start ({how}); a program that codes with workers must do so "
                    f"under: if __name__ == '__main__'; or use workers=1"
                )
        elif worker.piece is not None:
            problem = Problem(CRASHED, f"the worker process died while coding it ({how}); the other reports are coded")
            # Killed from outside it may have been; only a report at which a worker dies again is to blame.
            self._retry(worker, line, problem, final=worker.piece.retry)

    def _overdue(self, worker: _Worker, line: _Line) -> None:
        self._drop(worker)
        if worker.piece is None:
            raise PipelineError(f"a worker process did not load the pipeline within {START_SECONDS:g} seconds")
        limit = self._settings.code_seconds
        problem = Problem(TIMEOUT, f"coding took longer than {limit:g} seconds; raise code_seconds or cut the report")
        self._retry(worker, line, problem, final=len(worker.piece.places) == 1)

    @staticmethod
    def _retry(worker: _Worker, line: _Line, problem: Problem, *, final: bool) -> None:
        piece = worker.piece
        if piece is None:
            return
        if not final:
            line.pieces.extendleft(reversed(piece.alone()))
            return
        spent = time.monotonic() - worker.started
        reports = [piece.batch.tasks[place].report for place in piece.places]
        piece.settle([Coding(report, None, problem, spent) for report in reports if report is not None])

    def _drop(self, worker: _Worker) -> None:
        worker.end()
        self._workers.remove(worker)


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Start a process that is deaf to Ctrl-C from its first instruction: it inherits the blocked signal."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        with suppress(OSError):
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
