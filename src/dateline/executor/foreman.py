"""What executors with workers share: order, a bounded number of batches ahead, the time limit, and workers that are lost.

A worker has one piece of work at a time. When it dies, or takes longer than a report may, it is replaced, and
the reports of its piece are tried again one by one: those that were only in bad company get their records, the
culprit comes out as a failure. What a worker is (a process, an actor of Ray) only its `Crew` knows.
"""

from __future__ import annotations

import pickle
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from dateline.errors import PipelineError, SettingsError
from dateline.events import Problem
from dateline.executor.face import Done, Task, batches
from dateline.pipeline import TIMEOUT, Coding, Pipeline
from dateline.settings import RunSettings
from dateline.text import Report

T = TypeVar("T")

CRASHED = "crashed"
"""Code of the problem of a report at which a worker died."""

STARTS = 3
"""Workers that may die in a row before one is ready; then something is wrong that no new one will mend."""

BATCHES_AHEAD = 3
"""Batches a worker that are read but not yet given back; they keep workers busy while the owner stores."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A worker has loaded its pipeline."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A worker cannot load its pipeline, and no other could."""

    why: str


@dataclass(frozen=True, slots=True)
class Coded:
    """A worker has coded its piece."""

    codings: list[Coding]


@dataclass(frozen=True, slots=True)
class Gone:
    """A worker has ended; `how` in a few words."""

    how: str


Word = Ready | Broken | Coded | Gone
"""What is heard of a worker."""


class Hand(Protocol):
    """A worker."""

    def give(self, reports: list[Report]) -> None:
        """Hand it a piece of work.

        Raises:
            OSError: it has ended.
        """
        ...

    def end(self) -> None:
        """End it, whatever it does."""
        ...


H = TypeVar("H", bound=Hand)


class Crew(Protocol[H]):
    """Workers of one kind.

    Args:
        start_seconds: the longest that one may take to load its pipeline.
        advice: what to do where they end while they start.
    """

    start_seconds: float
    advice: str

    def start(self) -> H:
        """Start a worker; it is heard of when it is ready."""
        ...

    def listen(self, hands: Sequence[H], seconds: float | None) -> list[tuple[H, Word]]:
        """Wait for at most so many seconds until one of the workers has something to say; None waits without end."""
        ...

    def close(self) -> None:
        """Free what is held beside the workers; twice does no harm."""
        ...


def pickled(pipeline: Pipeline) -> bytes:
    """Return the pipeline as it is sent to workers: once, by hand, so that they unpickle it when they are set up for it.

    Raises:
        PipelineError: a stage cannot be sent.
    """
    try:
        return pickle.dumps(pipeline)
    except (pickle.PicklingError, TypeError, AttributeError) as error:
        raise PipelineError(f"the stages cannot be sent to worker processes: {error}; use workers=1") from error


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

    @property
    def reports(self) -> list[Report]:
        found = (self.batch.tasks[place].report for place in self.places)
        return [report for report in found if report is not None]

    def alone(self) -> list[_Piece]:
        """Return the same reports, each for itself."""
        return [_Piece(self.batch, [place], retry=True) for place in self.places]

    def settle(self, codings: list[Coding]) -> None:
        """Lay the codings at their places."""
        for place, coding in zip(self.places, codings, strict=True):
            self.batch.codings[place] = coding
        self.batch.missing -= len(self.places)


@dataclass(slots=True, eq=False)
class _Worker(Generic[H]):
    """A worker, what it does now, since when, and until when it may (`time.monotonic`)."""

    hand: H
    deadline: float
    ready: bool = False
    piece: _Piece | None = None
    started: float = 0.0

    @property
    def idle(self) -> bool:
        return self.ready and self.piece is None


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


class Foreman(Generic[H]):
    """Codes by a crew of at most so many workers; they start when there is work for them and stay until `close`."""

    def __init__(self, crew: Crew[H], settings: RunSettings, *, workers: int) -> None:
        if workers < 1:
            raise SettingsError(f"workers must be 1 or more; got {workers}")
        self._crew = crew
        self._settings = settings
        self._most = workers
        self._workers: list[_Worker[H]] = []
        self._failed_starts = 0

    def map(self, tasks: Iterable[Task[T]]) -> Iterator[Done[T]]:
        """Yield every task with its coding."""
        line = _Line(batches(tasks, self._settings))
        try:
            while True:
                while line.batches and not line.batches[0].missing:
                    batch = line.batches.popleft()
                    for task, coding in zip(batch.tasks, batch.codings, strict=True):
                        yield Done(task.item, coding)
                        # What the owner does with each takes time, in which a worker may have become idle.
                        if line.pieces:
                            self._listen(line, wait=False)
                            self._hand_out(line)
                self._hand_out(line)
                if line.exhausted and not line.batches:
                    return
                hungry = not line.exhausted and len(line.batches) < BATCHES_AHEAD * self._most
                if not self._listen(line, wait=not hungry) and hungry:
                    line.take()
        finally:
            # Left before the end, by an error or because its owner wants no more: what is under way is nobody's.
            for worker in [worker for worker in self._workers if worker.piece is not None]:
                self._drop(worker)

    def close(self) -> None:
        """End every worker at once."""
        for worker in list(self._workers):
            self._drop(worker)
        self._crew.close()

    def _hand_out(self, line: _Line) -> None:
        while line.pieces:
            worker = next((worker for worker in self._workers if worker.idle), None)
            if worker is None:
                break
            piece = line.pieces.popleft()
            try:
                worker.hand.give(piece.reports)
            except OSError:
                # It died while idle: no report's doing, so the piece waits for another.
                line.pieces.appendleft(piece)
                self._drop(worker)
                continue
            worker.piece, worker.started = piece, time.monotonic()
            worker.deadline = worker.started + self._settings.code_seconds
        starting = sum(not worker.ready for worker in self._workers)
        for _ in range(min(len(line.pieces) - starting, self._most - len(self._workers))):
            self._workers.append(_Worker(self._crew.start(), time.monotonic() + self._crew.start_seconds))

    def _listen(self, line: _Line, *, wait: bool) -> bool:
        """Take in what is heard of workers, having waited for it or not; return whether anything was."""
        busy = [worker.deadline for worker in self._workers if not worker.idle]
        seconds = max(0.0, min(busy) - time.monotonic()) if wait and busy else 0.0
        heard = self._crew.listen([worker.hand for worker in self._workers], seconds) if self._workers else []
        by_hand = {id(worker.hand): worker for worker in self._workers}
        for hand, word in heard:
            self._take_in(by_hand[id(hand)], word, line)
        late = [worker for worker in self._workers if not worker.idle and time.monotonic() >= worker.deadline]
        for worker in late:
            self._overdue(worker, line)
        return bool(heard or late)

    def _take_in(self, worker: _Worker[H], word: Word, line: _Line) -> None:
        match word:
            case Gone(how):
                self._died(worker, how, line)
            case Broken(why):
                raise PipelineError(f"a worker process could not load the pipeline: {why}")
            case Coded(codings):
                if worker.piece is not None:
                    worker.piece.settle(codings)
                    worker.piece = None
            case Ready():
                worker.ready = True
                self._failed_starts = 0

    def _died(self, worker: _Worker[H], how: str, line: _Line) -> None:
        self._drop(worker)
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts >= STARTS:
                raise PipelineError(f"worker processes end while they start ({how}); {self._crew.advice}")
        elif worker.piece is not None:
            problem = Problem(CRASHED, f"the worker process died while coding it ({how}); the other reports are coded")
            # Killed from outside it may have been; only a report at which a worker dies again is to blame.
            self._retry(worker, line, problem, final=worker.piece.retry)

    def _overdue(self, worker: _Worker[H], line: _Line) -> None:
        self._drop(worker)
        if worker.ready:
            limit = self._settings.code_seconds
            told = f"coding took longer than {limit:g} seconds; raise code_seconds or cut the report"
            final = worker.piece is not None and len(worker.piece.places) == 1
            self._retry(worker, line, Problem(TIMEOUT, told), final=final)
        elif any(other.ready for other in self._workers):
            # There is no room for it, as on a cluster with fewer free cores than were asked for: the others go on.
            self._most = max(1, len(self._workers))
        else:
            raise PipelineError(
                f"a worker process did not load the pipeline within {self._crew.start_seconds:g} seconds"
            )

    @staticmethod
    def _retry(worker: _Worker[H], line: _Line, problem: Problem, *, final: bool) -> None:
        piece = worker.piece
        if piece is None:
            return
        if not final:
            line.pieces.extendleft(reversed(piece.alone()))
            return
        spent = time.monotonic() - worker.started
        piece.settle([Coding(report, None, problem, spent) for report in piece.reports])

    def _drop(self, worker: _Worker[H]) -> None:
        self._workers.remove(worker)
        worker.hand.end()
