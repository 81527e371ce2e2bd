"""The executor that codes in worker processes, started by spawn, each holding the pipeline once."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from dateline.executor.foreman import Broken, Coded, Foreman, Gone, Ready, Word, pickled
from dateline.executor.worker import BROKEN, CODED, serve
from dateline.pipeline import Pipeline
from dateline.settings import RunSettings
from dateline.text import Report

START_SECONDS = 120.0
"""The longest that a worker may take to load its pipeline, on a slow disk."""


@dataclass(slots=True, eq=False)
class Process:
    """A worker process, and the parent's end of its pipe."""

    process: BaseProcess
    connection: Connection

    def give(self, reports: list[Report]) -> None:
        """Send reports."""
        self.connection.send(reports)

    def end(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.join()
        self.connection.close()

    def word(self) -> Word:
        """Return what it sent, or how it ended."""
        try:
            word, content = self.connection.recv()
        except (EOFError, OSError):
            return self.gone()
        if word == BROKEN:
            return Broken(content)
        return Coded(content) if word == CODED else Ready()

    def gone(self) -> Gone:
        """Return how it ended."""
        self.process.kill()
        self.process.join()
        code = self.process.exitcode
        return Gone(f"signal {-code}" if code is not None and code < 0 else f"exit code {code}")


class ProcessCrew:
    """Processes of this machine."""

    start_seconds = START_SECONDS
    advice = "a program that codes with workers must do so under: if __name__ == '__main__'; or use workers=1"

    def __init__(self, pipeline: Pipeline) -> None:
        self._context = get_context("spawn")
        self._pickled = pickled(pipeline)

    def start(self) -> Process:
        """Start a process."""
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=serve, args=(theirs, self._pickled), name="dateline-worker", daemon=True)
        with _without_interrupts():
            process.start()
        theirs.close()
        return Process(process, ours)

    def listen(self, hands: Sequence[Process], seconds: float | None) -> list[tuple[Process, Word]]:
        """Wait until a process sends something or ends."""
        heard = set(wait([part for hand in hands for part in (hand.connection, hand.process.sentinel)], seconds))
        words: list[tuple[Process, Word]] = []
        for hand in hands:
            if hand.connection in heard:
                words.append((hand, hand.word()))
            elif hand.process.sentinel in heard:
                words.append((hand, hand.gone()))
        return words

    def close(self) -> None:
        """Nothing is held."""


class Processes(Foreman[Process]):
    """Codes in so many worker processes."""

    def __init__(self, pipeline: Pipeline, settings: RunSettings, *, workers: int) -> None:
        super().__init__(ProcessCrew(pipeline), settings, workers=workers)


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
